"""แผนปฏิบัติการป้องกันการทุจริต as a workbook: the printed table, and the sheets that carry the rest of the plan.

Below the rows stand formulas, so that a clerk who changes a figure sees the sums follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from tools.draw import book
from tools.draw.book import CENTRE, HEAD, INPUT, MONEY, PLAIN, TEXT, THAI_COUNT, THAI_DATE, THAI_INTEGER, TICK, Look

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TABLE, SHEETS, MAIN = "แผนปฏิบัติการ", "แผ่นโครงการ", "ข้อมูล"
HEADS = (2, 3)
ROW, OWN, PART, TOTAL, AS_OF, LEGEND = 4, 5, 6, 7, 9, 10
"""Rows of the table's sheet: the two prototypes, a dimension's sums, the total, what stands below."""

_LOCKED = Look(fill=book.GREY, bold=True)
_SUM = replace(MONEY, bold=True, fill=book.GREY, open=False)
_COUNT = Look("center", bold=True, fill=book.GREY, format=THAI_COUNT)
_ASIDE = Look(open=True, fill=INPUT, size=12)
_ASIDE_HEAD = Look("center", bold=True, fill=INPUT, size=12)
_NUMBER = replace(CENTRE, format=THAI_INTEGER)
# LibreOffice reads the digits' mark only at the very front of a format.
_STARRED = replace(CENTRE, format=THAI_INTEGER.replace("]", ']"*"'))
_NOTE = replace(PLAIN, valign="center")


@dataclass(frozen=True)
class Column:
    """A column of the table: head (a second line below the first: its group), width in cm, tag, looks, field name.

    ``summed`` columns have a sum below; ``ticked`` ones a count of ticks.
    """

    head: str
    width: float
    tag: str
    look: Look
    field: str = ""
    group: str = ""
    summed: bool = False
    ticked: bool = False
    own_look: Look | None = None
    aside: bool = False


def _columns() -> list[Column]:
    quarters = [
        Column(
            _tag(f"quarters[{quarter - 1}]"),
            1.2,
            _tag(f'"✓" if {quarter} in row.quarters else ""'),
            TICK,
            f"quarters.{quarter}",
            "ดำเนินการไตรมาส",
            ticked=True,
        )
        for quarter in (1, 2, 3, 4)
    ]
    money = Column("งบประมาณ\n(บาท)", 3.1, "{{ row.budget }}", MONEY, "budget", summed=True)
    return [*_first_columns("row", 12.4), money, *quarters, *_last_columns("row", 2.6)]


def _year_columns(count: int) -> list[Column]:
    group = "งบประมาณ (บาท) ปีงบประมาณ พ.ศ."
    # In letters of the table's size millions of six columns would leave no room for the titles.
    locked = replace(MONEY, open=False, size=12)
    years = [
        Column(_tag(f"years[{n}]"), 2.45, _tag(f"row.year_budgets[{n}]"), locked, group=group, summed=True)
        for n in range(count)
    ]
    total = Column("รวม", 2.6, "", locked, group=group, summed=True)
    typed = Column("งบประมาณรายปี", 3.4, "{{ row.typed_budgets }}", replace(_ASIDE, wrap=False), "budgets", aside=True)
    ticks = [
        Column(f"ไตรมาส {n}", 1.5, _tag(f'"✓" if {n} in row.quarters else ""'), TICK, f"quarters.{n}", aside=True)
        for n in (1, 2, 3, 4)
    ]
    width = 20.5 - 2.45 * count - 2.6
    return [*_first_columns("row", width), *years, total, *_last_columns("row", 2.4), typed, *ticks]


def _first_columns(row: str, title: float) -> list[Column]:
    dimension = f"{{{{ {row}.dimension }}}}"
    return [
        Column("ลำดับ", 1.4, f"{{{{ {row}.no }}}}", _NUMBER, "number"),
        Column("รายการโครงการ (ตั้งต้น)", title, f"{{{{ {row}.title }}}}", TEXT, "title"),
        Column("มิติ", 1.4, dimension, _NUMBER, "dimension", own_look=_STARRED),
    ]


def _last_columns(row: str, remark: float) -> list[Column]:
    own = f'{{{{ "ใช่" if {row}.own else "" }}}}'
    return [
        Column("หมายเหตุ", remark, f"{{{{ {row}.remark }}}}", TEXT, "remark"),
        Column("รหัส", 2.2, f"{{{{ {row}.id }}}}", _ASIDE, "id", aside=True),
        Column("ประเภท", 2.4, f"{{{{ {row}.category }}}}", _ASIDE, "category", aside=True),
        Column("หน่วยงาน\nเพิ่มเติมเอง", 2.2, own, replace(_ASIDE, align="center"), "own", aside=True),
        Column("ช่องเพิ่มเติม", 3.4, f"{{{{ {row}.typed_extra }}}}", _ASIDE, "extra", aside=True),
    ]


def _tag(expression: str) -> str:
    return f"{{{{ {expression} }}}}"


# ---- the printed table ----


def plan_book(count: int = 1) -> bytes:
    """The workbook of a plan of ``count`` years."""
    made = book.new_book("แผนปฏิบัติการป้องกันการทุจริต")
    table = made.active
    assert table is not None
    table.title = TABLE
    columns = _columns() if count == 1 else _year_columns(count)
    _Table(made, table, columns).draw()
    draw_sheets(made)
    draw_main(made)
    book.name(made, "thaireport_kind", '"action_plan"')
    return book.package(made)


class _Table:
    """The sheet of the printed table while it is drawn."""

    def __init__(self, made: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
        self.made, self.sheet, self.columns = made, sheet, columns
        self.letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
        self.last = self.letters[sum(not column.aside for column in columns) - 1]

    def draw(self) -> None:
        book.widths(self.sheet, [column.width for column in self.columns])
        book.put(
            self.sheet, f"A1:{self.last}1", "{{ table_title }}", replace(PLAIN, align="center", bold=True, size=16)
        )
        self.sheet.row_dimensions[1].height = 30
        self._heads()
        self._rows()
        self._sums()
        self._below()
        self._names()
        self.sheet.freeze_panes = f"C{ROW}"
        book.page(self.sheet, titles="1:3", area=f"A1:{self.last}{LEGEND + 2}")
        book.protect(self.sheet)

    def _heads(self) -> None:
        groups: dict[str, list[str]] = {}
        for letter, column in zip(self.letters, self.columns, strict=True):
            look = _ASIDE_HEAD if column.aside else HEAD
            if column.group:
                groups.setdefault(column.group, []).append(letter)
                book.put(self.sheet, f"{letter}{HEADS[1]}", column.head, replace(look, format=THAI_INTEGER))
            else:
                book.put(self.sheet, f"{letter}{HEADS[0]}:{letter}{HEADS[1]}", column.head, look)
        for group, letters in groups.items():
            book.put(self.sheet, f"{letters[0]}{HEADS[0]}:{letters[-1]}{HEADS[0]}", group, HEAD)
        for row in HEADS:
            self.sheet.row_dimensions[row].height = 22

    def _rows(self) -> None:
        for letter, column in zip(self.letters, self.columns, strict=True):
            for row in (ROW, OWN):
                look = column.own_look or column.look if row == OWN else column.look
                book.put(self.sheet, f"{letter}{row}", column.tag or self._year_sum(row), look)
        tick = [letter for letter, column in zip(self.letters, self.columns, strict=True) if column.look is TICK]
        book.choice(self.sheet, f"{tick[0]}{ROW}:{tick[-1]}{OWN}", ["✓"])
        book.whole(self.sheet, f"C{ROW}:C{OWN}", 1, 9)

    def _year_sum(self, row: int) -> str:
        years = [letter for letter, column in zip(self.letters, self.columns, strict=True) if column.summed][:-1]
        return f"=SUM({years[0]}{row}:{years[-1]}{row})"

    def _sums(self) -> None:
        label = "รวมมิติ {{ row.number }} {{ row.name }} ({{ row.count }} รายการ)"
        book.put(self.sheet, f"A{PART}:B{PART}", label, _LOCKED)
        book.put(self.sheet, f"C{PART}", "{{ row.number }}", _COUNT)
        book.put(self.sheet, f"A{TOTAL}:C{TOTAL}", "รวมทั้งสิ้น", replace(_LOCKED, align="center"))
        for letter, column in zip(self.letters, self.columns, strict=True):
            if letter in "ABC" or column.aside:
                continue
            part, total = _formulas(letter, column)
            look = replace(_SUM, size=column.look.size) if column.summed else _COUNT
            book.put(self.sheet, f"{letter}{PART}", part, look)
            book.put(self.sheet, f"{letter}{TOTAL}", total, look)
        self.sheet.row_dimensions[TOTAL].height = 22

    def _below(self) -> None:
        self.sheet.row_dimensions[TOTAL + 1].height = 8
        dated = replace(_NOTE, format=THAI_DATE.replace("]", ']"** ข้อมูล ณ วันที่ "'))
        book.put(self.sheet, f"A{AS_OF}:B{AS_OF}", "{{ as_of }}", dated)
        book.put(self.sheet, f"C{AS_OF}:{self.last}{AS_OF}", "{{ reporter_line }}", _NOTE)
        head = _tag('"คำอธิบาย" if legend_texts or own_notes else ""')
        book.put(self.sheet, f"A{LEGEND}:{self.last}{LEGEND}", head, replace(_NOTE, bold=True))
        book.put(self.sheet, f"A{LEGEND + 1}:B{LEGEND + 1}", "{{ row[0] }}", _NOTE)
        book.put(self.sheet, f"C{LEGEND + 1}:{self.last}{LEGEND + 1}", "{{ row[1] }}", _NOTE)
        book.put(self.sheet, f"A{LEGEND + 2}:{self.last}{LEGEND + 2}", "{{ row }}", _NOTE)
        for row in (AS_OF, LEGEND, LEGEND + 1, LEGEND + 2):
            self.sheet.row_dimensions[row].height = 22

    def _names(self) -> None:
        def rows(path: str, row: int) -> None:
            book.name(self.made, f"rows_{path}", book.at(self.sheet, f"A{row}:{self.letters[-1]}{row}"))

        rows("projects", ROW)
        rows("projects__own", OWN)
        rows("subtotal_rows", PART)
        rows("legend_texts", LEGEND + 1)
        rows("own_notes", LEGEND + 2)
        book.name(self.made, "digits_plan_table", book.at(self.sheet, "A1:A1"))
        for letter, column in zip(self.letters, self.columns, strict=True):
            if column.field:
                book.name(self.made, f"column_projects.{column.field}", book.at(self.sheet, f"{letter}{HEADS[0]}"))


def _formulas(letter: str, column: Column) -> tuple[str, str]:
    """The formulas of a dimension's sums and of the total; nothing below a column of words."""
    rows, dimensions = f"{letter}${ROW}:{letter}${OWN}", f"$C${ROW}:$C${OWN}"
    if column.summed:
        return f"=SUMIF({dimensions},$C{PART},{rows})", f"=SUM({rows})"
    if column.ticked:
        return f'=COUNTIFS({dimensions},$C{PART},{rows},"✓")', f'=COUNTIF({rows},"✓")'
    return "", ""


# ---- the sheets that carry the rest ----

_SHEET_COLUMNS = (
    ("รหัสโครงการ", 2.4, "project"),
    ("ชื่อโครงการ", 5.0, "title"),
    ("หลักการและเหตุผล", 12.0, "rationale"),
    ("วัตถุประสงค์", 8.0, "objectives"),
    ("กลุ่มเป้าหมาย", 6.0, "target_groups"),
    ("วิธีดำเนินการ", 12.0, "methods"),
    ("ระยะเวลาดำเนินการ", 4.5, "duration"),
    ("งบประมาณ (บาท)", 3.1, "budget"),
    ("รายละเอียดงบประมาณ", 6.0, "budget_details"),
    ("ผู้รับผิดชอบ", 5.0, "responsible"),
    ("ผลผลิต", 7.0, "outputs"),
    ("ผลลัพธ์", 7.0, "outcomes"),
    ("ตัวชี้วัด", 6.0, "indicators"),
)


def draw_sheets(made: Workbook) -> None:
    """The project sheets, a row each, as the clerk's form has them."""
    sheet = made.create_sheet(SHEETS)
    _listed(sheet, _SHEET_COLUMNS)
    book.name(made, "rows_form.sheets", book.at(sheet, f"A2:{get_column_letter(len(_SHEET_COLUMNS))}2"))
    _typed(made, sheet)
    sheet.freeze_panes = "C2"
    book.page(sheet, titles="1:1")
    book.page_across(sheet, 3, "A:B")


def _listed(sheet: Worksheet, columns: Iterable[tuple[str, float, str]]) -> None:
    for number, (head, width, field) in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = round(width / book.DIGIT, 2)
        book.put(sheet, f"{letter}1", head, HEAD)
        look = replace(MONEY if field == "budget" else TEXT, valign="top")
        book.put(sheet, f"{letter}2", f"{{{{ row.{field} }}}}", look)
    sheet.row_dimensions[1].height = 24


def draw_main(made: Workbook) -> None:
    """What no table shows, label and value, as the clerk's form has it; the last row is the program's own."""
    sheet = made.create_sheet(MAIN)
    book.widths(sheet, (8.0, 17.0))
    book.put(sheet, "A1", "รายการ", HEAD)
    book.put(sheet, "B1", "กรอกที่นี่", HEAD)
    book.put(sheet, "A2", "{{ row.title }}", replace(TEXT, open=False, fill=book.GREY))
    book.put(sheet, "B2", "{{ row.value }}", replace(TEXT, fill=INPUT, format="@"))
    small = Look(size=9, color="7F7F7F", wrap=False)
    book.put(sheet, "A3", "{{ row.title }}", small)
    book.put(sheet, "B3", "{{ row.value }}", small)
    # Hidden, as in the clerk's form: thousands of letters on one line would shrink the printed sheet to a stamp.
    sheet.row_dimensions[3].hidden = True
    book.name(made, "rows_form.main", book.at(sheet, "A2:B2"))
    book.name(made, "rows_form.main__other", book.at(sheet, "A3:B3"))
    _typed(made, sheet)
    sheet.freeze_panes = "A2"
    book.page(sheet, titles="1:1", landscape=False)


def _typed(made: Workbook, sheet: Worksheet) -> None:
    """The sheet keeps the digits that were typed: it is read again."""
    from openpyxl.workbook.defined_name import DefinedName

    sheet.defined_names["digits_typed"] = DefinedName("digits_typed", attr_text=book.at(sheet, "A1:A1"))
    del made
