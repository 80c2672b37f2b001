"""รายงานผลการดำเนินการตามมาตรการ as workbooks: one for each layout, for each has columns of its own.

Beside the printed table stand, tinted, the columns that a clerk fills in and nobody prints; further sheets
carry the rest of the report, so that the workbook reads back as the same report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from thaireport.intake.layout import Table, layout_of
from thaireport.intake.tables import cell_name
from thaireport.reports.measures_report import MeasuresReport

from tools.draw import book
from tools.draw.action_plan_book import draw_main
from tools.draw.book import HEAD, INPUT, PLAIN, TEXT, Look

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "ผลการดำเนินการ"
HEADING, INTRODUCTION, HEADS = 1, 2, 3
_ROOM = 45
"""pt in which to sign."""

_CELL = replace(TEXT, valign="top")
_CENTRE = replace(_CELL, align="center")
_ASIDE = replace(_CELL, fill=INPUT, size=12)
_NOTE = replace(PLAIN, wrap=True, valign="top")
_MIDDLE = replace(PLAIN, align="center", wrap=True)


@dataclass(frozen=True)
class Column:
    """A column: its head (and the head over several), width in cm, what it shows, the field it is read into."""

    head: str
    width: float
    tag: str
    field: str
    group: str = ""
    look: Look = _CELL


def _shown(name: str) -> str:
    return f"{{{{ row.cells.{name} }}}}"


_PERIOD = "{{ row.cells.period|no_break }}"
"""The column holds `๓๐ พฤศจิกายน ๒๕๖๘` in a line, where Excel would part the year from its month."""
_ASIDES = (
    Column("แถวต่อ", 1.6, _shown("continuation"), "continuation", look=replace(_ASIDE, align="center")),
    Column("ลิงก์หลักฐาน", 6.0, _shown("links"), "links", look=_ASIDE),
    Column("ภาพกิจกรรม\n(ไฟล์ภาพ | คำบรรยาย)", 6.0, _shown("photos"), "photos", look=_ASIDE),
    Column("ช่องเพิ่มเติม", 3.4, _shown("extra"), "extra", look=_ASIDE),
)
_BY_INDICATOR = (
    Column("ตัวชี้วัด", 3.2, "{{ row.indicator_line }}", "indicator"),
    Column("มาตรการ/\nแนวทาง", 5.0, _shown("measures"), "measures"),
    Column("วิธีการดำเนินการ", 5.0, _shown("methods"), "methods"),
    Column("ผู้รับผิดชอบ", 3.4, _shown("responsible"), "responsible"),
    Column("ระยะเวลา\nดำเนินการ", 3.8, _PERIOD, "period"),
    Column("ผลการดำเนินการ", 6.6, _shown("results"), "results"),
    Column("ข้อเสนอแนะ", 3.0, _shown("suggestions"), "suggestions"),
)


def _tagged(number: int) -> str:
    return f'{{{{ "({number}) " if column_tags else "" }}}}'


_OUTCOME = f"{_tagged(3)}ผลลัพธ์หรือความสำเร็จของการดำเนินการ"
_BY_MEASURE = (
    Column("ลำดับ\nที่", 1.4, "{{ row.number }}", "number", look=_CENTRE),
    Column(f"{_tagged(1)}มาตรการ / โครงการ / กิจกรรม\nที่ดำเนินการ", 7.6, _shown("whole_measure"), "measures"),
    Column("ไม่สามารถ\nดำเนินการได้", 3.6, _shown("could_not"), "could_not", _OUTCOME),
    Column("ดำเนินการ\nแล้วเสร็จ", 4.8, _shown("done"), "done", _OUTCOME),
    Column(f"{_tagged(2)}สรุปผลการดำเนินการ\nตามมาตรการหรือกิจกรรม", 8.0, _shown("summary"), "results"),
    Column("ระยะเวลาใน\nการดำเนินการ", 3.8, _PERIOD, "period"),
)


def books() -> dict[str, bytes]:
    """The workbooks of both layouts by file name."""
    return {
        "measures_report.xlsx": _book(_BY_INDICATOR, halves=4),
        "measures_report_by_measure.xlsx": _book(_BY_MEASURE, halves=3),
    }


def _book(columns: Sequence[Column], halves: int) -> bytes:
    """``halves``: how many columns the left one of two signatures takes."""
    made = book.new_book(MeasuresReport.thai_name)
    sheet = made.active
    assert sheet is not None
    sheet.title = SHEET
    _Printed(made, sheet, columns, halves).draw()
    for table in layout_of(MeasuresReport).tables:
        if len(table.at) == 1 and table.at != ("measures",):
            _carried(made, table)
    draw_main(made)
    book.name(made, "thaireport_kind", f'"{MeasuresReport.kind}"')
    return book.package(made)


class _Printed:
    """The printed sheet while it is drawn."""

    def __init__(self, made: Workbook, sheet: Worksheet, columns: Sequence[Column], halves: int) -> None:
        self.made, self.sheet, self.halves = made, sheet, halves
        self.columns = (*columns, *_ASIDES)
        self.letters = [get_column_letter(number) for number in range(1, len(self.columns) + 1)]
        self.last = self.letters[len(columns) - 1]
        self.heads = (HEADS, HEADS + 1) if any(column.group for column in columns) else (HEADS, HEADS)
        self.row = self.heads[1] + 1

    def draw(self) -> None:
        book.widths(self.sheet, [column.width for column in self.columns])
        title = replace(PLAIN, align="center", bold=True, size=16, wrap=True)
        book.put(self.sheet, f"A{HEADING}:{self.last}{HEADING}", "{{ heading_text }}", title)
        book.put(self.sheet, f"A{INTRODUCTION}:{self.last}{INTRODUCTION}", "{{ introduction_text }}", _NOTE)
        self._heads()
        self._rows()
        end = self._signatures(self._links(self.row + 1))
        self.sheet.freeze_panes = f"B{self.row}"
        titles = f"{self.heads[0]}:{self.heads[1]}"
        book.page(self.sheet, titles=titles, area=f"A1:{self.last}{end}")
        book.protect(self.sheet)

    def _heads(self) -> None:
        first, second = self.heads
        groups: dict[str, list[str]] = {}
        for letter, column in zip(self.letters, self.columns, strict=True):
            look = replace(HEAD, fill=INPUT, size=12) if column.look.fill == INPUT else HEAD
            if column.group:
                groups.setdefault(column.group, []).append(letter)
                book.put(self.sheet, f"{letter}{second}", column.head, look)
            else:
                place = f"{letter}{first}" if first == second else f"{letter}{first}:{letter}{second}"
                book.put(self.sheet, place, column.head, look)
        for group, letters in groups.items():
            book.put(self.sheet, f"{letters[0]}{first}:{letters[-1]}{first}", group, HEAD)
        for number in {first, second}:
            self.sheet.row_dimensions[number].height = 42 if number == second else 24

    def _rows(self) -> None:
        for letter, column in zip(self.letters, self.columns, strict=True):
            book.put(self.sheet, f"{letter}{self.row}", column.tag, column.look)
            book.name(self.made, f"column_measures.{column.field}", book.at(self.sheet, f"{letter}{self.heads[0]}"))
        self._name("measures", self.row, self.row, self.letters[-1])
        aside = self.letters[len(self.columns) - len(_ASIDES)]
        book.choice(self.sheet, f"{aside}{self.row}", ["ใช่"])

    def _links(self, at: int) -> int:
        """The links below the table from row ``at`` on; the row after them."""
        self.sheet.row_dimensions[at].height = 8
        book.put(self.sheet, f"A{at + 1}:{self.last}{at + 1}", '{{ "ลิงก์หลักฐาน" if links else "" }}', _NOTE)
        line = '{{ "ลำดับที่ " ~ row[0] ~ "  " if row[0] else "" }}{{ row[1] }}'
        book.put(self.sheet, f"A{at + 2}:{self.last}{at + 2}", line, _NOTE)
        self._name("links", at + 2, at + 2, self.last)
        return at + 3

    def _signatures(self, at: int) -> int:
        """Room, name, post and what they sign as, two side by side; the last row."""
        left = self.letters[self.halves - 1]
        sides = (("A", left), (self.letters[self.halves], self.last))
        for number, (first, last) in enumerate(sides):
            for offset, text in enumerate(_signature(f"row[{number}]")):
                place = f"{first}{at + offset}:{last}{at + offset}"
                book.put(self.sheet, place, text, _MIDDLE)
        self.sheet.row_dimensions[at].height = _ROOM
        self._name("reporter_rows", at, at + 3, self.last)
        return at + 3

    def _name(self, path: str, first: int, last: int, letter: str) -> None:
        book.name(self.made, f"rows_{path}", book.at(self.sheet, f"A{first}:{letter}{last}"))


def _signature(of: str) -> tuple[str, ...]:
    """Four rows: room to sign, the name in brackets, the post, what the person signs as."""
    acting = f'("\\n" ~ {of}.signer.acting_for if {of}.signer.acting_for else "")'
    return (
        "",
        f'{{{{ "(" ~ {of}.signer.full_name ~ ")" if {of} else "" }}}}',
        f'{{{{ {of}.signer.position ~ {acting} if {of} else "" }}}}',
        f'{{{{ {of}.label if {of} else "" }}}}',
    )


def _carried(made: Workbook, table: Table) -> None:
    """A list of the report, a row each, under the heads that the clerk's form has."""
    sheet = made.create_sheet(table.name)
    letters = [get_column_letter(number) for number in range(1, len(table.cells) + 1)]
    book.widths(sheet, [5.0] * len(letters))
    for letter, cell in zip(letters, table.cells, strict=True):
        book.put(sheet, f"{letter}1", cell.title, HEAD)
        book.put(sheet, f"{letter}2", f'{{{{ row["{cell_name(cell)}"] }}}}', _CELL)
    sheet.row_dimensions[1].height = 24
    book.name(made, f"rows_form.{table.at[0]}", book.at(sheet, f"A2:{letters[-1]}2"))
    sheet.defined_names["digits_typed"] = DefinedName("digits_typed", attr_text=book.at(sheet, "A1:A1"))
    sheet.freeze_panes = "A2"
    book.page(sheet, titles="1:1")
