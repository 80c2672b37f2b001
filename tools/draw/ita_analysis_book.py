"""The ITA analysis as a workbook: scores typed by question, every derived figure a formula, native charts.

Scores stand on ``IIT``, ``EIT`` and ``OIT``; ``สรุปผล`` works out indicators, instruments, total and level by the
framework's rules and charts the indicators. What no table shows is carried by the sheets that the clerk's form
has as well, so that the file loads back as the same report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.workbook.defined_name import DefinedName

from tools.draw import book
from tools.draw.book import CENTRE, GREY, HEAD, INPUT, PLAIN, TEXT, THAI_INTEGER, Look
from tools.draw.charts import Axis, Cells, Chart, SheetChart, place_chart, with_charts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SUMMARY, MAIN = "สรุปผล", "ข้อมูล"
IIT, EIT, OIT = "IIT", "EIT", "OIT"
THAI_SCORE = "[$-D00041E]0.00"
THAI_CHANGE = "[$-D00041E]+0.00;[$-D00041E]-0.00;[$-D00041E]0.00"
THAI_PERCENT = "[$-D00041E]0%"

_SCORE = Look("center", format=THAI_SCORE, wrap=False)
_TYPED = replace(_SCORE, open=True, fill=INPUT)
_NUMBER = Look("center", format=THAI_INTEGER, wrap=False)
_BOLD = replace(_SCORE, bold=True, fill=GREY)
_LABEL = Look(bold=True, fill=GREY)
_ASIDE = Look("center", size=12, color="7F7F7F", wrap=False)
_TITLE = replace(PLAIN, align="center", bold=True, size=16)

INSTRUMENT, PART1, PART2, TOTAL, LEVEL, INSIST = 5, 6, 7, 8, 9, 10
INDICATOR, LEVELS, _CHARTS = 13, 17, 19
"""Rows of the summary: prototypes of its three lists, and what stands between them."""


def analysis_book() -> bytes:
    """``ita_analysis.xlsx``."""
    made = book.new_book("รายงานการวิเคราะห์ผลการประเมิน ITA")
    summary = made.active
    assert summary is not None
    summary.title = SUMMARY
    _questions(made, IIT, (("iit", "แบบวัด IIT"),))
    _questions(made, EIT, (("eit_public", "แบบวัด EIT ส่วนที่ 1"), ("eit_survey", "แบบวัด EIT ส่วนที่ 2")))
    _open_data(made)
    _summary(made, summary)
    _carried(made, "issues", "บทวิเคราะห์", _ISSUE_COLUMNS)
    _carried(made, "actions", "การปฏิบัติ", _ACTION_COLUMNS)
    _main(made)
    book.name(made, "thaireport_kind", '"ita_analysis"')
    return with_charts(book.package(made), _drawn())


# --- scores -----------------------------------------------------------------------------------------------

_FIRST = 4


def _questions(made: Workbook, title: str, parts: tuple[tuple[str, str], ...]) -> None:
    """A sheet of questions; its parts stand one below the other, with a blank row between."""
    sheet = made.create_sheet(title)
    book.widths(sheet, (1.9, 4.4, 1.5, 7.6, 2.2))
    for index, (part, caption) in enumerate(parts):
        row = _FIRST + 4 * index
        book.put(sheet, f"A{row - 3}:E{row - 3}", f"คะแนน{caption} ปีงบประมาณ พ.ศ. {{{{ fiscal_year }}}}", _TITLE)
        sheet.row_dimensions[row - 3].height = 28
        heads = ("ตัวชี้วัดที่", "ตัวชี้วัด", "ข้อ", "ข้อคำถาม", "คะแนน")
        for letter, head in zip("ABCDE", heads, strict=True):
            book.put(sheet, f"{letter}{row - 1}", head, HEAD)
        values = ("{{ row.indicator }}", "{{ row.owner }}", "{{ row.code }}", "{{ row.wording }}", "{{ row.score }}")
        looks = (_NUMBER, Look(valign="top"), CENTRE, Look(valign="top"), _TYPED)
        for letter, value, look in zip("ABCDE", values, looks, strict=True):
            book.put(sheet, f"{letter}{row}", value, look)
        _score_names(made, sheet, part, (row, row), "E")
    sheet.freeze_panes = f"A{_FIRST}" if len(parts) == 1 else None
    book.page(sheet, titles=f"{_FIRST - 1}:{_FIRST - 1}" if len(parts) == 1 else None, landscape=False)
    book.protect(sheet)


def _score_names(made: Workbook, sheet: Worksheet, part: str, rows: tuple[int, int], last: str) -> None:
    """The names by which rows are repeated, and the scores read again."""
    first, end = rows
    book.name(made, f"rows_book_rows.{part}", book.at(sheet, f"A{first}:{last}{first}"))
    if end > first:
        book.name(made, f"rows_book_rows.{part}__group", book.at(sheet, f"A{end}:{last}{end}"))
    book.name(made, f"list_{part}", book.at(sheet, f"A{first}:{last}{end}"))
    book.name(made, f"column_{part}.key", book.at(sheet, f"C{first - 1}"))
    book.name(made, f"column_{part}.ค่า", book.at(sheet, f"E{first - 1}"))
    sheet.defined_names["digits_scores"] = DefinedName("digits_scores", attr_text=book.at(sheet, "A1:A1"))


def _open_data(made: Workbook) -> None:
    """The OIT: sub-indicators and their items; a sub-indicator counts by its items when all of them are typed."""
    sheet = made.create_sheet(OIT)
    book.widths(sheet, (1.9, 5.0, 1.5, 6.4, 2.0, 2.0, 1.4))
    item, group = _FIRST, _FIRST + 1
    title = "คะแนนแบบตรวจ OIT ปีงบประมาณ พ.ศ. {{ fiscal_year }}"
    book.put(sheet, f"A{_FIRST - 3}:F{_FIRST - 3}", title, _TITLE)
    sheet.row_dimensions[_FIRST - 3].height = 28
    heads = ("ตัวชี้วัดที่", "ตัวชี้วัดย่อย", "ข้อ", "ข้อมูล", "คะแนน", "คะแนน\nตัวชี้วัดย่อย", "ชนิด")
    for letter, head in zip("ABCDEFG", heads, strict=True):
        book.put(sheet, f"{letter}{_FIRST - 1}", head, HEAD)
    _open_row(sheet, item, "ข้อ", "", Look(valign="top"))
    _open_row(sheet, group, "ย่อย", _group_formula(item, group), Look(valign="top", bold=True, fill=GREY))
    _score_names(made, sheet, "oit", (item, group), "G")
    sheet.column_dimensions["G"].hidden = True
    sheet.freeze_panes = f"A{_FIRST}"
    book.page(sheet, titles=f"{_FIRST - 1}:{_FIRST - 1}", landscape=False)
    book.protect(sheet)


def _open_row(sheet: Worksheet, row: int, kind: str, used: str, look: Look) -> None:
    numbered = replace(_NUMBER, fill=look.fill, bold=look.bold)
    coded = replace(CENTRE, open=False, fill=look.fill, bold=look.bold)
    book.put(sheet, f"A{row}", "{{ row.indicator }}", numbered)
    book.put(sheet, f"B{row}", "{{ row.owner }}", look)
    book.put(sheet, f"C{row}", "{{ row.code }}", coded)
    book.put(sheet, f"D{row}", "{{ row.wording }}", look)
    book.put(sheet, f"E{row}", "{{ row.score }}", _TYPED)
    book.put(sheet, f"F{row}", used, replace(_SCORE, fill=look.fill, bold=look.bold))
    # A hidden column's word, which LibreOffice would print into the column before it.
    book.put(sheet, f"G{row}", kind, replace(_ASIDE, format=";;;"))


def _group_formula(item: int, group: int) -> str:
    def all_rows(letter: str) -> str:
        return f"${letter}${item}:${letter}${group}"

    mine = f'{all_rows("B")},B{group},{all_rows("G")},"ข้อ"'
    items, scored = f"COUNTIFS({mine})", f'COUNTIFS({mine},{all_rows("E")},">=0")'
    average = f"AVERAGEIFS({all_rows('E')},{mine})"
    whole = f'AND({items}>0,{items}={scored},{_insist()}<>"ใช่")'
    return f'=IF({whole},{average},IF(E{group}="",IFERROR({average},""),E{group}))'


def _insist() -> str:
    return f"'{SUMMARY}'!$L${INSIST}"


# --- the summary ------------------------------------------------------------------------------------------


def _summary(made: Workbook, sheet: Worksheet) -> None:
    book.widths(sheet, (1.9, 6.8, 1.9, 2.3, 2.3, 2.5, 2.4, 2.4, 2.6, 1.8, 4.2, 2.0))
    book.put(sheet, "A1:I1", "ผล{{ programme }} ปีงบประมาณ พ.ศ. {{ fiscal_year }}", _TITLE)
    place = "{{ agency.name }} {{ agency.place }}"
    book.put(sheet, "A2:I2", place, _TITLE)
    for row in (1, 2):
        sheet.row_dimensions[row].height = 26
    sheet.row_dimensions[3].height = 8
    _instruments(made, sheet)
    _total(sheet)
    _indicators(made, sheet)
    _levels(made, sheet)
    _place_charts(sheet)
    book.page(sheet, area=f"A1:I{_CHARTS + 20}")
    book.protect(sheet)


def _instruments(made: Workbook, sheet: Worksheet) -> None:
    head = INSTRUMENT - 1
    book.put(sheet, f"A{head}:C{head}", "แบบวัด", HEAD)
    for letter, text in zip("DEFG", ("น้ำหนัก", "คะแนน", "คะแนนส่วน", "ชื่อย่อ"), strict=True):
        book.put(sheet, f"{letter}{head}", text, HEAD)
    for row, letter in ((INSTRUMENT, ""), (PART1, "D"), (PART2, "E")):
        label = "{{ row.label }}" if not letter else "   - {{ row.label }}"
        book.put(sheet, f"A{row}:C{row}", label, Look(wrap=False))
        book.put(sheet, f"D{row}", "{{ row.weight }}", replace(_NUMBER, format=THAI_PERCENT))
        book.put(sheet, f"E{row}", "" if letter else _mean_of("G", row), _SCORE)
        book.put(sheet, f"F{row}", _mean_of(letter, row) if letter else "", _SCORE)
        book.put(sheet, f"G{row}", "{{ row.short }}", _ASIDE)
        sheet.row_dimensions[row].height = 20
        kind = {"": "", "D": "__part1", "E": "__part2"}[letter]
        book.name(made, f"rows_book_instruments{kind}", book.at(sheet, f"A{row}:G{row}"))


def _indicator_cells(letter: str) -> str:
    return f"${letter}${INDICATOR}:${letter}${INDICATOR}"


def _mean_of(letter: str, row: int) -> str:
    """The mean of an instrument's indicators in a column; empty while one of them is unknown."""
    mine = f"{_indicator_cells('C')},$G{row}"
    scores = _indicator_cells(letter)
    unknown = f'COUNTIFS({mine},{scores},">=0")<COUNTIF({mine})'
    return f'=IF({unknown},"",AVERAGEIFS({scores},{mine}))'


def _total(sheet: Worksheet) -> None:
    weights, scores = f"D{INSTRUMENT}:D{PART2}", f"E{INSTRUMENT}:E{PART2}"
    computed, stated, insist = f"L{TOTAL}", f"L{LEVEL}", f"L{INSIST}"
    unknown = f"COUNT({scores})<COUNT({weights})"
    book.put(sheet, f"A{TOTAL}:C{TOTAL}", "คะแนนรวม", _LABEL)
    book.put(sheet, f"D{TOTAL}", f"=SUM({weights})", replace(_BOLD, format=THAI_PERCENT))
    chosen = f'AND({stated}<>"",OR({insist}="ใช่",{computed}=""))'
    book.put(sheet, f"E{TOTAL}:F{TOTAL}", f"=IF({chosen},{stated},{computed})", _BOLD)
    book.put(sheet, f"A{LEVEL}:D{LEVEL}", "ระดับผลการประเมิน", _LABEL)
    level = _carried_value("คะแนนรวมที่ประกาศ: ระดับผลการประเมิน")
    reached = f"INDEX($A${LEVELS}:$A${LEVELS},MATCH(1,$E${LEVELS}:$E${LEVELS},0))"
    announced = f'AND({level}<>"",OR({insist}="ใช่",{computed}=""))'
    book.put(sheet, f"E{LEVEL}:F{LEVEL}", f'=IF({announced},{level},IF({computed}="","",{reached}))', _BOLD)
    asides = (
        (TOTAL, "คำนวณจากรายข้อ", f'=IF({unknown},"",SUMPRODUCT({weights},{scores}))'),
        (LEVEL, "คะแนนรวมที่ประกาศ", f"={_carried_value('คะแนนรวมที่ประกาศ: คะแนนรวม')}"),
        (INSIST, "พิมพ์คะแนนที่ประกาศ", f"={_carried_value('พิมพ์คะแนนที่ประกาศ')}"),
    )
    for row, label, formula in asides:
        # Beside the printed area: what the formulas ask for is no part of the report.
        book.put(sheet, f"K{row}", label, replace(_ASIDE, align="right", box=False))
        book.put(sheet, f"L{row}", formula, replace(_ASIDE, format=THAI_SCORE, box=False))
    for row in (TOTAL, LEVEL, INSIST):
        sheet.row_dimensions[row].height = 20
    sheet.row_dimensions[INSIST + 1].height = 6


def _carried_value(title: str) -> str:
    """A value of the page ``ข้อมูล``; empty when it has none."""
    return f'IFERROR(VLOOKUP("{title}",\'{MAIN}\'!$A$2:$B$3,2,FALSE),"")'


def _indicators(made: Workbook, sheet: Worksheet) -> None:
    row, head = INDICATOR, INDICATOR - 1
    heads = (
        ("ตัวชี้วัดที่", "{{ row.number }}", replace(_NUMBER, format=THAI_INTEGER)),
        ("รายละเอียดตัวชี้วัด", "{{ row.name }}", replace(TEXT, open=False)),
        ("แบบวัด", "{{ row.instrument }}", _ASIDE),
        ("คะแนนรายข้อ\n(ส่วนที่ 1)", _first_part(row), _SCORE),
        ("คะแนนรายข้อ\n(ส่วนที่ 2)", _second_part(row), _SCORE),
        ("คะแนน\nที่ประกาศ", "{{ row.stated }}", _TYPED),
        ("คะแนน ปี\n{{ fiscal_year }}", _final(row), replace(_SCORE, bold=True)),
        ("คะแนน ปี\n{{ previous_year }}", "{{ row.previous }}", _TYPED),
        ("เพิ่มขึ้น/\nลดลง", _change(row), replace(_SCORE, format=THAI_CHANGE)),
        ("ข้อที่ไม่มี\nคะแนน", _gaps(row), _ASIDE),
    )
    for letter, (title, value, look) in zip("ABCDEFGHIJ", heads, strict=True):
        book.put(sheet, f"{letter}{head}", title, HEAD)
        book.put(sheet, f"{letter}{row}", value, look)
    sheet.row_dimensions[head].height = 42
    book.name(made, "rows_book_indicators", book.at(sheet, f"A{row}:J{row}"))
    for path, letter in (("indicators", "F"), ("previous.indicators", "H")):
        book.name(made, f"list_{path}", book.at(sheet, f"A{row}:I{row}"))
        book.name(made, f"column_{path}.key", book.at(sheet, f"A{head}"))
        book.name(made, f"column_{path}.ค่า", book.at(sheet, f"{letter}{head}"))


def _cells(sheet: str, letter: str, first: int, last: int | None = None) -> str:
    return f"'{sheet}'!${letter}${first}:${letter}${last or first}"


_SECOND = _FIRST + 4
"""Row of the prototype of the second part on the sheet of the EIT."""


def _average(sheet: str, row: int, mine: int, letter: str = "E", last: int | None = None) -> str:
    owners = f"{_cells(sheet, 'A', row, last)},$A{mine}"
    return f"AVERAGEIFS({_cells(sheet, letter, row, last)},{owners})"


def _first_part(row: int) -> str:
    group = _FIRST + 1
    kinds = f'{_cells(OIT, "A", _FIRST, group)},$A{row},{_cells(OIT, "G", _FIRST, group)},"ย่อย"'
    grouped = f"AVERAGEIFS({_cells(OIT, 'F', _FIRST, group)},{kinds})"
    tries = (_average(IIT, _FIRST, row), _average(EIT, _FIRST, row), grouped, _average(OIT, _FIRST, row, "E", group))
    formula = '""'
    for one in reversed(tries):
        formula = f"IFERROR({one},{formula})"
    return f"={formula}"


def _second_part(row: int) -> str:
    return f'=IFERROR({_average(EIT, _SECOND, row)},"")'


def _final(row: int) -> str:
    """The stated score where questions are missing (or when it is insisted on), else the mean of the parts."""
    stated = f'AND(F{row}<>"",OR($L${INSIST}="ใช่",J{row}>0,COUNT(D{row}:E{row})=0))'
    return f'=IF({stated},F{row},IF(COUNT(D{row}:E{row})=0,"",AVERAGE(D{row}:E{row})))'


def _change(row: int) -> str:
    return f'=IF(OR(G{row}="",H{row}=""),"",ROUND(G{row},2)-ROUND(H{row},2))'


def _gaps(row: int) -> str:
    """How many questions (sub-indicators) of the indicator have no score."""

    def gaps(sheet: str, first: int) -> str:
        mine = f"{_cells(sheet, 'A', first)},$A{row}"
        return f'COUNTIF({mine})-COUNTIFS({mine},{_cells(sheet, "E", first)},">=0")'

    group = _FIRST + 1
    mine = f'{_cells(OIT, "A", _FIRST, group)},$A{row},{_cells(OIT, "G", _FIRST, group)},"ย่อย"'
    grouped = f'COUNTIFS({mine})-COUNTIFS({mine},{_cells(OIT, "F", _FIRST, group)},">=0")'
    return f"={gaps(IIT, _FIRST)}+{gaps(EIT, _FIRST)}+{gaps(EIT, _SECOND)}+{grouped}"


def _levels(made: Workbook, sheet: Worksheet) -> None:
    """The year's scale; the first level whose two limits are reached is the result."""
    head = LEVELS - 1
    sheet.row_dimensions[head - 2].height = 10
    sheet.row_dimensions[head - 1].height = 22
    book.put(sheet, f"A{head - 1}:E{head - 1}", "เกณฑ์ระดับผลการประเมิน", replace(PLAIN, bold=True))
    book.put(sheet, f"A{head}:B{head}", "ระดับ", HEAD)
    for letter, text in zip("CDE", ("คะแนนรวม\nไม่น้อยกว่า", "ทุกแบบวัด\nไม่น้อยกว่า", "ถึงเกณฑ์"), strict=True):
        book.put(sheet, f"{letter}{head}", text, HEAD)
    sheet.row_dimensions[head].height = 42
    book.put(sheet, f"A{LEVELS}:B{LEVELS}", "{{ row.name }}", Look())
    book.put(sheet, f"C{LEVELS}", "{{ row.total }}", _SCORE)
    book.put(sheet, f"D{LEVELS}", "{{ row.each }}", _SCORE)
    scores = f"$E${INSTRUMENT}:$E${PART2}"
    reached = f"AND(ROUND($L${TOTAL},2)>=C{LEVELS},ROUND(MIN({scores}),2)>=D{LEVELS})"
    book.put(sheet, f"E{LEVELS}", f'=IF($L${TOTAL}="",0,IF({reached},1,0))', _NUMBER)
    book.name(made, "rows_framework.levels", book.at(sheet, f"A{LEVELS}:E{LEVELS}"))


# --- charts -----------------------------------------------------------------------------------------------

_SAMPLE = ("การปฏิบัติหน้าที่",)


_SERIES = (("ปีงบประมาณ พ.ศ. 2566", (95.0,)), ("ปีงบประมาณ พ.ศ. 2565", (90.0,)))
_BAR = Chart("bar", _SAMPLE, _SERIES, Axis(0, 112, 20, THAI_INTEGER), THAI_SCORE, 10)
_RADAR = Chart("radar", _SAMPLE, _SERIES, Axis(None, 100, None, THAI_INTEGER), None, 9)


def _place_charts(sheet: Worksheet) -> None:
    """Side by side below the scale, on the second page."""
    place_chart(sheet, f"A{_CHARTS}", (13, 10))
    place_chart(sheet, f"E{_CHARTS}", (11, 10))
    for row in range(_CHARTS, _CHARTS + 21):
        sheet.row_dimensions[row].height = 15.75


def _drawn() -> tuple[SheetChart, SheetChart]:
    """Both charts over the indicators of the summary: this year in column G, last year in H."""
    at = f"'{SUMMARY}'!"
    row, head = INDICATOR, INDICATOR - 1
    series = tuple((f"{at}${letter}${head}", f"{at}${letter}${row}:${letter}${row}") for letter in ("G", "H"))
    cells = Cells(f"{at}$B${row}:$B${row}", series)
    return (
        SheetChart(_BAR, cells, "แผนภูมิแท่งคะแนนรายตัวชี้วัดของปีที่ประเมินและปีก่อน"),
        SheetChart(_RADAR, cells, "แผนภูมิใยแมงมุมคะแนนรายตัวชี้วัดของปีที่ประเมินและปีก่อน"),
    )


# --- what the tables do not show --------------------------------------------------------------------------

_ISSUE_COLUMNS = (
    ("ประเด็นที่", 2.0, "number"),
    ("ชื่อประเด็น", 6.0, "title"),
    ("ข้อที่แสดงในตาราง", 4.0, "items"),
    ("บทวิเคราะห์", 15.0, "analysis"),
)
_ACTION_COLUMNS = (
    ("หัวข้อ", 5.0, "topic"),
    ("วิธีการนำผลวิเคราะห์ไปสู่การปฏิบัติ", 7.5, "methods"),
    ("ผู้รับผิดชอบ/ผู้ที่เกี่ยวข้อง", 4.0, "responsible"),
    ("ขั้นตอน/วิธีปฏิบัติ", 7.5, "steps"),
    ("ระยะเวลาดำเนินงาน", 4.0, "period"),
    ("ช่องเพิ่มเติม", 4.0, "extra"),
)


def _carried(made: Workbook, field: str, title: str, columns: tuple[tuple[str, float, str], ...]) -> None:
    """A list of the report, a row each, under the heads that the clerk's form has."""
    sheet = made.create_sheet(title)
    book.widths(sheet, [width for _, width, _ in columns])
    letters = "ABCDEFGH"[: len(columns)]
    for letter, (head, _, name) in zip(letters, columns, strict=True):
        book.put(sheet, f"{letter}1", head, HEAD)
        book.put(sheet, f"{letter}2", f'{{{{ row["{name}"] }}}}', replace(TEXT, valign="top"))
    sheet.row_dimensions[1].height = 24
    book.name(made, f"rows_form.{field}", book.at(sheet, f"A2:{letters[-1]}2"))
    _typed(sheet)
    sheet.freeze_panes = "A2"
    book.page(sheet, titles="1:1")


def _main(made: Workbook) -> None:
    """What no table shows, label and value, as the clerk's form has it; the last row is the program's own."""
    sheet = made.create_sheet(MAIN)
    book.widths(sheet, (8.0, 17.0))
    book.put(sheet, "A1", "รายการ", HEAD)
    book.put(sheet, "B1", "กรอกที่นี่", HEAD)
    book.put(sheet, "A2", "{{ row.title }}", replace(TEXT, open=False, fill=GREY))
    book.put(sheet, "B2", "{{ row.value }}", replace(TEXT, fill=INPUT))
    small = Look(size=9, color="7F7F7F", wrap=False)
    book.put(sheet, "A3", "{{ row.title }}", small)
    book.put(sheet, "B3", "{{ row.value }}", small)
    # Hidden, as in the clerk's form: thousands of letters on one line would shrink the printed sheet to a stamp.
    sheet.row_dimensions[3].hidden = True
    book.name(made, "rows_form.main", book.at(sheet, "A2:B2"))
    book.name(made, "rows_form.main__other", book.at(sheet, "A3:B3"))
    _typed(sheet)
    sheet.freeze_panes = "A2"
    book.page(sheet, titles="1:1", landscape=False)


def _typed(sheet: Worksheet) -> None:
    """The sheet keeps the digits that were typed: it is read again."""
    sheet.defined_names["digits_typed"] = DefinedName("digits_typed", attr_text=book.at(sheet, "A1:A1"))
