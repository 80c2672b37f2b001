"""The plan's results as a workbook: the e-Plan table, a summary of formulas with native charts, and what they omit.

Ticks and money are typed in the table; counts, sums, percentages, the share carried out, its level and both charts
follow. Further sheets carry the rest, so that the file loads back as the same report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break

from tools.draw import book
from tools.draw.action_plan_book import draw_main
from tools.draw.book import CENTRE, GREY, HEAD, INPUT, MONEY, PLAIN, TEXT, THAI_COUNT, THAI_DATE, THAI_INTEGER, Look
from tools.draw.charts import Axis, Cells, Chart, SheetChart, place_chart, with_charts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TABLE, SUMMARY, NARRATIVES, SIGNERS = "ตารางผล", "สรุปผล", "ส่วนบรรยาย", "ผู้ลงนาม"
TICKED = "☑"
STATUSES = (
    ("waiting", "รอรายงาน"),
    ("in_progress", "อยู่ระหว่างดำเนินการ"),
    ("done", "ดำเนินการแล้วเสร็จ"),
    ("could_not", "ไม่สามารถดำเนินการได้"),
)
HEADS, ROW, OWN, TOTAL, AS_OF = (2, 3), 4, 5, 6, 8
"""Rows of the table's sheet: heads, the two prototypes, the total, what stands below."""
DIMENSION, SUMS, LINES, PAID, LEVELS = 4, 5, 8, 13, 17
"""Rows of the summary's sheet: the prototype of a dimension, the sums, the seven lines (money: PAID), the levels."""
STATED, METHOD = f"M{PAID}", f"M{PAID + 1}"
"""Cells of the summary beside its printed page: the level that is stated, how the share is counted."""
THAI_PERCENT = "[$-D00041E]0.00"

_NUMBER = replace(CENTRE, format=THAI_INTEGER)
# LibreOffice reads the digits' mark only at the very front of a format.
_STARRED = replace(_NUMBER, format=THAI_INTEGER.replace("]", ']"*"'))
_TICK = Look("center", symbol=True, size=12, open=True)
_ASIDE = Look(open=True, fill=INPUT, size=12)
_ASIDE_HEAD = Look("center", bold=True, fill=INPUT, size=12)
_LABEL = Look("center", bold=True, fill=GREY)
_SUM = replace(MONEY, bold=True, fill=GREY, open=False)
_COUNT = Look("center", bold=True, fill=GREY, format=THAI_COUNT)
_TITLE = replace(PLAIN, align="center", bold=True, size=16)
_SMALL = Look(size=10, color="7F7F7F", box=False, wrap=False)


def results_book() -> bytes:
    """``plan_results.xlsx``."""
    made = book.new_book("รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต")
    table = made.active
    assert table is not None
    table.title = TABLE
    _table(made, table)
    _summary(made, made.create_sheet(SUMMARY))
    _listed(made, NARRATIVES, "narratives", _NARRATIVE_COLUMNS)
    book.page_across(made[NARRATIVES], 2, "A:C")
    _listed(made, SIGNERS, "signatures", _SIGNATURE_COLUMNS)
    draw_main(made)
    book.name(made, "thaireport_kind", '"plan_results"')
    return with_charts(book.package(made), _drawn())


# ---- the table ----

_COLUMNS: tuple[tuple[str, float, str, Look, str], ...] = (
    ("ลำดับ", 1.4, "{{ row.no }}", _NUMBER, "number"),
    ("รายการโครงการ (ตั้งต้น)", 8.0, "{{ row.title }}", TEXT, "title"),
    ("มิติ", 1.3, "{{ row.dimension }}", _NUMBER, "dimension"),
    ("งบประมาณ\n(บาท)", 3.2, "{{ row.budget }}", MONEY, "budget"),
    ("เบิกจ่าย\n(บาท)", 3.2, "{{ row.disbursed }}", MONEY, "disbursed"),
    *(
        (word, 2.1, f'{{{{ "{TICKED}" if "{status}" in row.status else "" }}}}', _TICK, f"status.{status}")
        for status, word in STATUSES
    ),
    ("หมายเหตุ", 3.4, "{{ row.remark }}", TEXT, "remark"),
    ("รหัส", 2.2, "{{ row.id }}", _ASIDE, "id"),
    ("หน่วยงาน\nเพิ่มเติมเอง", 2.2, '{{ "ใช่" if row.own else "" }}', replace(_ASIDE, align="center"), "own"),
    ("ช่องเพิ่มเติม", 3.4, "{{ row.typed_extra }}", _ASIDE, "extra"),
)
"""Head, width in cm, tag, look and field of each column; the last three stand beside the printed table."""
_TWO_LINES = {
    "อยู่ระหว่างดำเนินการ": "อยู่ระหว่าง\nดำเนินการ",
    "ดำเนินการแล้วเสร็จ": "ดำเนินการ\nแล้วเสร็จ",
    "ไม่สามารถดำเนินการได้": "ไม่สามารถ\nดำเนินการได้",
}
_TICKS = ("F", "I")
_LAST = "J"


def _table(made: Workbook, sheet: Worksheet) -> None:
    book.widths(sheet, [width for _, width, *_ in _COLUMNS])
    book.put(sheet, f"A1:{_LAST}1", "{{ table_title }}", _TITLE)
    sheet.row_dimensions[1].height = 30
    book.put(sheet, f"{_TICKS[0]}2:{_TICKS[1]}2", "สถานะ", HEAD)
    for number, (head, _, tag, look, field) in enumerate(_COLUMNS, 1):
        letter = get_column_letter(number)
        in_group = field.startswith("status.")
        place = f"{letter}3" if in_group else f"{letter}2:{letter}3"
        book.put(sheet, place, _TWO_LINES.get(head, head), _ASIDE_HEAD if number > len(_COLUMNS) - 3 else HEAD)
        for row in (ROW, OWN):
            book.put(sheet, f"{letter}{row}", tag, _STARRED if (row, field) == (OWN, "dimension") else look)
        book.name(made, f"column_projects.{field}", book.at(sheet, f"{letter}{3 if in_group else 2}"))
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 22, 42
    _table_sums(sheet)
    _below(sheet)
    last = get_column_letter(len(_COLUMNS))
    book.name(made, "rows_projects", book.at(sheet, f"A{ROW}:{last}{ROW}"))
    book.name(made, "rows_projects__own", book.at(sheet, f"A{OWN}:{last}{OWN}"))
    book.name(made, "rows_total_labels", book.at(sheet, f"A{TOTAL}:{last}{TOTAL}"))
    book.name(made, "digits_result_table", book.at(sheet, "A1:A1"))
    book.choice(sheet, f"{_TICKS[0]}{ROW}:{_TICKS[1]}{OWN}", [TICKED])
    book.whole(sheet, f"C{ROW}:C{OWN}", 1, 9)
    sheet.freeze_panes = f"C{ROW}"
    book.page(sheet, titles="1:3", area=f"A1:{_LAST}{AS_OF + 1}")
    book.protect(sheet)


def _table_sums(sheet: Worksheet) -> None:
    """The row of sums, printed where the report asks for it (the e-Plan has none)."""
    book.put(sheet, f"A{TOTAL}:C{TOTAL}", "{{ row }}", _LABEL)
    for letter in "DE":
        book.put(sheet, f"{letter}{TOTAL}", f"=SUM({letter}${ROW}:{letter}${OWN})", _SUM)
    for letter in "FGHI":
        book.put(sheet, f"{letter}{TOTAL}", f'=COUNTIF({letter}${ROW}:{letter}${OWN},"{TICKED}")', _COUNT)
    book.put(sheet, f"J{TOTAL}", "", _LABEL)
    sheet.row_dimensions[TOTAL].height = 22
    sheet.row_dimensions[TOTAL + 1].height = 8


def _below(sheet: Worksheet) -> None:
    dated = THAI_DATE.replace("]d ", ']"** ข้อมูล ณ วันที่ "dd ')
    book.put(sheet, f"A{AS_OF}:{_LAST}{AS_OF}", "{{ as_of }}", replace(PLAIN, format=dated))
    book.put(sheet, f"A{AS_OF + 1}:{_LAST}{AS_OF + 1}", "{{ reporter_line }}", PLAIN)
    for row in (AS_OF, AS_OF + 1):
        sheet.row_dimensions[row].height = 22


# ---- the summary ----

_SUMMARY_WIDTHS = (6.8, 1.3, 1.9, 2.2, 1.9, 2.1, 1.9, 3.3, 3.3, 1.8, 1.0, 3.0, 4.0)


def _rows(letter: str) -> str:
    return f"'{TABLE}'!${letter}${ROW}:${letter}${OWN}"


def _summary(made: Workbook, sheet: Worksheet) -> None:
    book.widths(sheet, _SUMMARY_WIDTHS)
    book.put(sheet, "A1:J1", "สรุปผลการขับเคลื่อน{{ plan_name }} ของ{{ agency.name }}", _TITLE)
    book.put(sheet, "A2:J2", "ประจำปีงบประมาณ พ.ศ. {{ fiscal_year }} รอบ {{ round }} เดือน", _TITLE)
    for row in (1, 2):
        sheet.row_dimensions[row].height = 26
    _dimension_table(made, sheet)
    _seven_lines(made, sheet)
    _level_table(made, sheet)
    book.page(sheet, area=f"A1:J{LEVELS + 34}")
    # Each part of the summary is whole on its page.
    sheet.row_breaks.append(Break(id=LEVELS + 1))
    book.protect(sheet)


def _dimension_table(made: Workbook, sheet: Worksheet) -> None:
    heads = ("มิติ", "ที่", *(word for _, word in STATUSES), "รวม", "งบประมาณ (บาท)", "เบิกจ่าย (บาท)", "ร้อยละ")
    dimensions = f"{_rows('C')},$B{DIMENSION}"
    ticks = [f'=COUNTIFS({dimensions},{_rows(letter)},"{TICKED}")' for letter in "FGHI"]
    money = [f"=SUMIF({dimensions},{_rows(letter)})" for letter in "DE"]
    values = ("{{ row.label }}", "{{ row.number }}", *ticks, f"=SUM(C{DIMENSION}:F{DIMENSION})", *money)
    counted = Look("center", format=THAI_COUNT)
    paid = replace(MONEY, open=False)
    looks = (Look(), replace(_NUMBER, open=False), *[counted] * 5, paid, paid)
    for letter, head in zip("ABCDEFGHIJ", heads, strict=True):
        book.put(sheet, f"{letter}{DIMENSION - 1}", head, HEAD)
    for letter, value, look in zip("ABCDEFGHI", values, looks, strict=True):
        book.put(sheet, f"{letter}{DIMENSION}", value, look)
    sheet.row_dimensions[DIMENSION - 1].height = 42
    book.put(sheet, f"A{SUMS}:B{SUMS}", "รวมทั้งสิ้น", _LABEL)
    for letter in "CDEFGHI":
        look = _SUM if letter in "HI" else _COUNT
        book.put(sheet, f"{letter}{SUMS}", f"=SUM({letter}{DIMENSION}:{letter}{DIMENSION})", look)
    percent = Look("center", format=THAI_PERCENT)
    for row, look in ((DIMENSION, percent), (SUMS, replace(_COUNT, format=THAI_PERCENT))):
        book.put(sheet, f"J{row}", f'=IF(H{row}=0,"",ROUND(I{row}/H{row}*100,2))', look)
    book.name(made, "rows_dimensions", book.at(sheet, f"A{DIMENSION}:J{DIMENSION}"))


def _seven_lines(made: Workbook, sheet: Worksheet) -> None:
    """The lines of สรุปผลการขับเคลื่อนแผนฯ: label, figure, unit."""
    lines = (
        ("แผนมีโครงการ/กิจกรรม/มาตรการ จำนวน", f"=G{SUMS}", THAI_COUNT, "โครงการ"),
        ("รอการรายงาน", f"=C{SUMS}", THAI_COUNT, "โครงการ"),
        ("อยู่ระหว่างดำเนินการ", f"=D{SUMS}", THAI_COUNT, "โครงการ"),
        ("ดำเนินการแล้วเสร็จ", f"=E{SUMS}", THAI_COUNT, "โครงการ"),
        ("ไม่สามารถดำเนินการได้", f"=F{SUMS}", THAI_COUNT, "โครงการ"),
        ("เบิกจ่ายงบประมาณ", f"=I{SUMS}", MONEY.format, f'=IF(J{SUMS}="","บาท","บาท คิดเป็นร้อยละ")'),
        ("มีการนำแผนฯ ไปปฏิบัติ ร้อยละ", _share(), THAI_PERCENT, _level()),
    )
    sheet.row_dimensions[LINES - 2].height = 8
    book.put(sheet, f"A{LINES - 1}:J{LINES - 1}", "สรุปผลการขับเคลื่อนแผนฯ", replace(PLAIN, bold=True))
    for row, (label, figure, number_format, unit) in enumerate(lines, LINES):
        book.put(sheet, f"A{row}:B{row}", label, Look(wrap=False))
        book.put(sheet, f"C{row}:D{row}", figure, replace(MONEY, format=number_format, open=False))
        book.put(sheet, f"E{row}:F{row}" if row == PAID else f"E{row}:G{row}", unit, Look(wrap=False))
        sheet.row_dimensions[row].height = 22
    book.put(sheet, f"G{PAID}", f"=J{SUMS}", Look("center", format=THAI_PERCENT))
    _beside(made, sheet)


def _beside(made: Workbook, sheet: Worksheet) -> None:
    """What the formulas ask for stands beside the printed page."""
    for place, label, value in (
        (STATED, "ระดับที่ระบุ:", "{{ table_summary.level }}"),
        (METHOD, "วิธีคิดร้อยละ:", "{{ share_method }}"),
    ):
        book.put(sheet, f"L{place[1:]}", label, replace(_SMALL, align="right"))
        book.put(sheet, place, value, _SMALL)
    # A sheet that holds a field is known when the file is read again.
    book.name(made, "field_share_method", book.at(sheet, METHOD))


def _share() -> str:
    """The share carried out by the method that the report names (plan_results.figures.share)."""
    every, waiting, running, done, could_not = (f"{letter}{SUMS}" for letter in "GCDEF")
    weighted = f'IF({every}=0,"",ROUND(({done}+0.5*{running})/{every}*100,2))'
    reported = f'IF({every}=0,"",ROUND(({every}-{waiting})/{every}*100,2))'
    possible = f'IF({every}={could_not},"",ROUND({done}/({every}-{could_not})*100,2))'
    return f'=IF({METHOD}="reported",{reported},IF({METHOD}="done_of_possible",{possible},{weighted}))'


def _level() -> str:
    """The word of the first threshold reached, the highest first; without thresholds the word that is stated."""
    reached = f"INDEX($A${LEVELS}:$A${LEVELS},MATCH(1,$D${LEVELS}:$D${LEVELS},0))"
    word = f"IFERROR({reached},{STATED})"
    return f'=IF({word}="","","ระดับ "&{word})'


def _level_table(made: Workbook, sheet: Worksheet) -> None:
    """The agency's thresholds, from the highest; head and rows vanish where it gives none."""
    sheet.row_dimensions[LEVELS - 2].height = 8
    for place, head in ((f"A{LEVELS - 1}:B{LEVELS - 1}", "{{ row }}"), ("C", "ไม่น้อยกว่า"), ("D", "ถึงเกณฑ์")):
        book.put(sheet, place if ":" in place else f"{place}{LEVELS - 1}", head, HEAD)
    sheet.row_dimensions[LEVELS - 1].height = 22
    book.put(sheet, f"A{LEVELS}:B{LEVELS}", "{{ row.word }}", Look(wrap=False))
    book.put(sheet, f"C{LEVELS}", "{{ row.least }}", Look("center", format=THAI_PERCENT))
    share = f"$C${LINES + 6}"
    book.put(sheet, f"D{LEVELS}", f"=IF({share}>=C{LEVELS},1,0)", replace(_NUMBER, open=False))
    book.name(made, "rows_level_heads", book.at(sheet, f"A{LEVELS - 1}:D{LEVELS - 1}"))
    book.name(made, "rows_levels", book.at(sheet, f"A{LEVELS}:D{LEVELS}"))
    _place_charts(sheet)


# ---- charts ----


def _place_charts(sheet: Worksheet) -> None:
    """One below the other, on the second page of the summary."""
    for row in (LEVELS + 2, LEVELS + 18):
        place_chart(sheet, f"A{row}", (25, 8))


_STATUS_SERIES = tuple((word, (1.0,)) for _, word in STATUSES)
_STATUS = Chart("stacked", ("มิติ 1",), _STATUS_SERIES, Axis(0, None, None, THAI_INTEGER), f"{THAI_INTEGER};;;", 11)
_MONEY_SERIES = (("งบประมาณ (บาท)", (2.0,)), ("เบิกจ่าย (บาท)", (1.0,)))
# Every bar says its figure: the scale would only repeat them.
_BUDGET = Chart("bar", ("มิติ 1",), _MONEY_SERIES, Axis(0, None, None, ";;;"), MONEY.format, 11)


def _drawn() -> tuple[SheetChart, SheetChart]:
    """Both charts over the dimensions of the summary."""
    return (
        SheetChart(_STATUS, _cells("CDEF"), "แผนภูมิจำนวนโครงการตามสถานะของแต่ละมิติ"),
        SheetChart(_BUDGET, _cells("HI"), "แผนภูมิงบประมาณเทียบกับการเบิกจ่ายของแต่ละมิติ"),
    )


def _cells(letters: str) -> Cells:
    at = f"'{SUMMARY}'!"
    series = tuple(
        (f"{at}${letter}${DIMENSION - 1}", f"{at}${letter}${DIMENSION}:${letter}${DIMENSION}") for letter in letters
    )
    return Cells(f"{at}$A${DIMENSION}:$A${DIMENSION}", series)


# ---- what the tables do not show ----

_NARRATIVE_COLUMNS = (
    ("ลำดับ", 1.5, "number"),
    ("ชื่อที่พิมพ์", 5.5, "title"),
    ("รหัสโครงการ", 2.4, "project"),
    ("การดำเนินการ", 13.0, "actions"),
    ("ผลการดำเนินการ", 10.0, "results"),
    ("เหตุที่ไม่ได้ดำเนินการ", 5.0, "not_done"),
    ("ลิงก์หลักฐาน", 6.0, "links"),
    ("ภาพกิจกรรม", 7.0, "photos"),
)


_SIGNATURE_COLUMNS = (
    ("ผู้ลงนาม: คำนำหน้า", 3.0, "signer.title"),
    ("ผู้ลงนาม: ชื่อ", 4.0, "signer.first_name"),
    ("ผู้ลงนาม: นามสกุล", 4.0, "signer.surname"),
    ("ผู้ลงนาม: ตำแหน่ง", 7.0, "signer.position"),
    ("ผู้ลงนาม: ปฏิบัติหน้าที่แทน", 6.0, "signer.acting_for"),
    ("ลงนามในฐานะ", 4.0, "label"),
)


def _listed(made: Workbook, title: str, field: str, columns: tuple[tuple[str, float, str], ...]) -> None:
    """A list of the report, a row each, under the heads that the clerk's form has."""
    sheet = made.create_sheet(title)
    book.widths(sheet, [width for _, width, _ in columns])
    for number, (head, _, name) in enumerate(columns, 1):
        letter = get_column_letter(number)
        book.put(sheet, f"{letter}1", head, HEAD)
        look = replace(CENTRE if name in {"number", "project"} else TEXT, valign="top", format="@")
        book.put(sheet, f"{letter}2", f'{{{{ row["{name}"] }}}}', look)
    sheet.row_dimensions[1].height = 24
    last = get_column_letter(len(columns))
    book.name(made, f"rows_form.{field}", book.at(sheet, f"A2:{last}2"))
    # The sheet keeps the digits that were typed: it is read again.
    sheet.defined_names["digits_typed"] = DefinedName("digits_typed", attr_text=book.at(sheet, "A1:A1"))
    sheet.freeze_panes = "A2"
    book.page(sheet, titles="1:1")
