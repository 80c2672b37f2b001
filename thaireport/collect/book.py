"""The summary's workbook drawn for one kind: its sheets, formulas and charts, for the Excel engine to fill.

Which columns there are depends on the kind and on what was sent, so that this template is drawn anew each time.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from thaireport.collect.columns import Column, GroupWords
from thaireport.collect.totals import By, Total
from thaireport.output.package import read_package, write_package

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "TH SarabunPSK"
ALL, PROVINCES, YEARS, SUMMARY = "รายหน่วยงาน", "รายจังหวัด", "รายปี", "สรุป"
_HEAD, _FIRST = 2, 3
_FORMATS = {"count": "#,##0", "money": "#,##0.00", "score": "0.00", "text": "General", "date": "[$-107041E]d mmm yyyy"}

LISTS: tuple[tuple[str, str, tuple[tuple[str, str, float], ...]], ...] = (
    (
        "missing",
        "ยังไม่ส่ง",
        (
            ("จังหวัด", "province", 22),
            ("อำเภอ", "district", 22),
            ("หน่วยงาน", "agency", 46),
            ("ปี", "year", 9),
            ("อาจส่งในชื่อ", "hint", 46),
        ),
    ),
    (
        "strangers",
        "นอกรายชื่อ",
        (
            ("จังหวัด", "province", 22),
            ("อำเภอ", "district", 22),
            ("หน่วยงาน", "agency", 46),
            ("ปี", "year", 9),
            ("ไฟล์", "path", 60),
        ),
    ),
    (
        "twins",
        "ส่งซ้ำ",
        (
            ("จังหวัด", "province", 22),
            ("หน่วยงาน", "agency", 46),
            ("ปี", "year", 9),
            ("เนื้อหา", "word", 12),
            ("ไฟล์ที่ไม่นับ", "path", 60),
            ("ไฟล์ที่นับ", "other", 60),
        ),
    ),
    (
        "edits",
        "แก้ด้วยมือ",
        (
            ("จังหวัด", "province", 22),
            ("หน่วยงาน", "agency", 46),
            ("ปี", "year", 9),
            ("สิ่งที่พบ", "text", 90),
            ("ไฟล์", "path", 60),
        ),
    ),
    (
        "checks",
        "ไม่ผ่านการตรวจ",
        (
            ("จังหวัด", "province", 22),
            ("หน่วยงาน", "agency", 46),
            ("ปี", "year", 9),
            ("ระดับ", "word", 10),
            ("เรื่อง", "text", 90),
            ("ไฟล์", "path", 60),
        ),
    ),
    ("unread", "ไฟล์ที่อ่านไม่ได้", (("ไฟล์", "path", 60), ("เหตุ", "fault", 110))),
)
"""The sheets of plain lists: name in the context, title, and each column's head, field and width."""


@dataclass(frozen=True)
class Plan:
    """What a summary has: the kind's name, its figures and groups, whether there is a list of agencies, and how many
    provinces and years."""

    title: str
    columns: tuple[Column, ...]
    words: GroupWords | None
    groups: Sequence[str]
    has_roster: bool
    provinces: int
    years: int
    totals: dict[tuple[str, str], Total] = field(default_factory=dict, compare=False)
    """What the formulas of the drawn workbook ask, by the sheet's title and the cell."""

    @property
    def own(self) -> list[tuple[str, str, str, float]]:
        """Head, field, format and width of the columns before the figures."""
        return [
            ("ลำดับ", "no", "0", 7),
            ("จังหวัด", "province", "General", 20),
            ("อำเภอ", "district", "General", 20),
            ("หน่วยงาน", "agency", "General", 42),
            ("ปี", "year", "0", 8),
            ("รอบ / เรื่อง", "identity", "General", 18),
            ("นับ", "counted", "0", 6),
            ("แก้ด้วยมือ (แห่ง)", "edit_count", "0", 11),
            ("ข้อผิดพลาด", "error_count", "0", 11),
            ("คำเตือน", "warning_count", "0", 9),
        ]

    @property
    def all(self) -> list[tuple[str, str, str, float]]:
        """The same for every column of all agencies; figures are the fields ``f0``, groups ``c0`` and ``a0``."""
        found = self.own
        found += [(column.title, f"f{n}", _FORMATS[column.how], 18) for n, column in enumerate(self.columns)]
        if self.words:
            found += [
                (f"{self.words.title} {label}: {self.words.count}", f"c{n}", "#,##0", 22)
                for n, label in enumerate(self.groups)
            ]
            if self.words.amount:
                found += [
                    (f"{self.words.title} {label}: {self.words.amount}", f"a{n}", "#,##0.00", 22)
                    for n, label in enumerate(self.groups)
                ]
        return [*found, ("ทำด้วยรุ่น", "library", "General", 10), ("ไฟล์", "path", "General", 60)]

    def letter(self, field: str) -> str:
        """The column of a field on the sheet of all agencies."""
        from openpyxl.utils import get_column_letter

        return get_column_letter(1 + [name for _, name, _, _ in self.all].index(field))

    def cells(self, field: str) -> str:
        """The cells of a field on the sheet of all agencies, as formulas name them."""
        letter = self.letter(field)
        return f"'{ALL}'!${letter}${_FIRST}:${letter}${_FIRST}"


def template(plan: Plan) -> bytes:
    """The workbook template of a summary."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title, book.properties.creator = f"สรุป{plan.title}", "thaireport"
    sheet = book.worksheets[0]
    sheet.title = SUMMARY
    _summary(sheet, plan)
    _totals(book, plan, _Totals(PROVINCES, "provinces", "province", "จังหวัด", plan.provinces))
    if plan.years > 1:
        _totals(book, plan, _Totals(YEARS, "years", "year", "ปี", plan.years))
    if plan.words and plan.groups:
        _groups(book, plan, plan.words)
    _all(book, plan)
    for name, title, columns in LISTS:
        if plan.has_roster or name not in {"missing", "strangers"}:
            _list(book, name, title, columns)
    for sheet in book.worksheets:
        _page(sheet)
    _pages_across(book[ALL], [width for *_, width in plan.all])
    target = io.BytesIO()
    book.save(target)
    parts = read_package(target.getvalue())
    # openpyxl writes down the moment; equal input gives equal output.
    parts["docProps/core.xml"] = re.sub(rb">[0-9]{4}-[^<]*Z<", b">2000-01-01T00:00:00Z<", parts["docProps/core.xml"])
    return write_package(parts)


# ---------------------------------------------------------------- sheets


def _summary(sheet: Worksheet, plan: Plan) -> None:
    counted = plan.cells("counted")
    _put(sheet, (1, 1), f"สรุป{plan.title}", _TITLE)
    rows: list[tuple[str, str | _Asking]] = [
        ("ไฟล์ทั้งหมด", "{{ file_count }}"),
        ("รายงานที่นับ", _Asking(f"=SUM({counted})", Total("count"))),
        ("ไฟล์ส่งซ้ำ (ไม่นับ)", _Asking(f"=COUNTIF({counted},0)", Total("count", counted=0))),
        ("รายงานที่ถูกแก้ด้วยมือ", _above_zero(plan, "edit_count")),
        ("รายงานที่มีข้อผิดพลาด", _above_zero(plan, "error_count")),
        ("รายงานที่มีคำเตือน", _above_zero(plan, "warning_count")),
        ("ไฟล์ที่อ่านไม่ได้หรือไม่รวม", "{{ unread_count }}"),
    ]
    if plan.has_roster:
        rows += [
            ("หน่วยงานที่ต้องส่ง", "{{ expected_count }}"),
            ("ยังไม่ส่ง (หน่วยงาน x ปี)", "{{ missing_count }}"),
            ("รายงานนอกรายชื่อ", "{{ stranger_count }}"),
        ]
    for number, (label, value) in enumerate(rows, _FIRST):
        _put(sheet, (number, 1), label, _BOX)
        _asking(sheet, (number, 2), value, _COUNT, plan)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 42, 16


@dataclass(frozen=True)
class _Asking:
    """A formula of ours, and what it asks."""

    formula: str
    total: Total


def _above_zero(plan: Plan, field: str) -> _Asking:
    formula = f'=COUNTIFS({plan.cells("counted")},1,{plan.cells(field)},">0")'
    return _Asking(formula, Total("count", field))


@dataclass(frozen=True)
class _Totals:
    """A sheet of totals: its title, its list, the field that it goes by and what that is called, how many there are."""

    title: str
    rows: str
    field: By
    head: str
    bars: int


def _totals(book: Workbook, plan: Plan, of: _Totals) -> None:
    """A sheet with a row for each province or year: how many, and the sum or mean of each figure."""
    sheet = book.create_sheet(of.title)
    _put(sheet, (1, 1), f"{plan.title} {of.title}", _TITLE)
    heads = _total_columns(plan, of)
    for number, (name, value, code) in enumerate(heads, 1):
        _head(sheet, number, name, 24 if number == 1 else 16)
        look = _Look(box=True, code=code, align="left" if number == 1 else "right")
        _asking(sheet, (_FIRST, number), value, look, plan)
        if number > 1:
            letter = sheet.cell(_FIRST, number).column_letter
            is_mean = isinstance(value, _Asking) and value.total.how == "mean"
            total = "" if is_mean else f"=SUM({letter}{_FIRST}:{letter}{_FIRST})"
            _ours(sheet, (_FIRST + 1, number), total, _Look(box=True, bold=True, code=code, align="right"))
    _put(sheet, (_FIRST + 1, 1), "รวม", _Look(box=True, bold=True))
    _define(book, of.rows, sheet, len(heads))
    sent = 1 + [name for name, _, _ in heads].index("ส่งแล้ว")
    _chart(sheet, f"จำนวนรายงานที่ส่ง {of.title}", sent, (_FIRST, _FIRST), of.bars)
    sheet.freeze_panes = f"B{_FIRST}"


def _total_columns(plan: Plan, of: _Totals) -> list[tuple[str, str | _Asking, str]]:
    """Head, content and number format of each column of a sheet of totals."""
    same = f"{plan.cells(of.field)},$A{_FIRST},{plan.cells('counted')},1"
    found: list[tuple[str, str | _Asking, str]] = [
        (of.head, "{{ row.name }}", "General" if of.field == "province" else "0")
    ]
    if plan.has_roster:
        found += [("ต้องส่ง", "{{ row.expected }}", "#,##0"), ("ยังไม่ส่ง", "{{ row.missing }}", "#,##0")]
    found.append(("ส่งแล้ว", _Asking(f"=COUNTIFS({same})", Total("count", by=of.field)), "#,##0"))
    for number, column in enumerate(plan.columns):
        name, code = f"f{number}", _FORMATS[column.how]
        cells = plan.cells(name)
        if column.how in {"count", "money"}:
            found.append((column.title, _Asking(f"=SUMIFS({cells},{same})", Total("sum", name, of.field)), code))
        elif column.how == "score":
            mean = _Asking(f'=IFERROR(AVERAGEIFS({cells},{same}),"")', Total("mean", name, of.field))
            found.append((f"{column.title} เฉลี่ย", mean, code))
    return found


def _groups(book: Workbook, plan: Plan, words: GroupWords) -> None:
    """A sheet with a row for each dimension or indicator."""
    sheet = book.create_sheet(words.title)
    _put(sheet, (1, 1), f"{plan.title} ราย{words.title}", _TITLE)
    _head(sheet, 1, words.title, 60)
    _head(sheet, 2, words.count, 18)
    if words.amount:
        _head(sheet, 3, words.amount, 20)
    counted = f"{plan.cells('counted')},1"
    for number, label in enumerate(plan.groups):
        row = _FIRST + number
        _put(sheet, (row, 1), label, _BOX)
        many = _Asking(f"=SUMIFS({plan.cells(f'c{number}')},{counted})", Total("sum", f"c{number}"))
        _asking(sheet, (row, 2), many, _COUNT, plan)
        if words.amount:
            name = "AVERAGEIFS" if words.is_score else "SUMIFS"
            formula = f'=IFERROR({name}({plan.cells(f"a{number}")},{counted}),"")'
            amount = _Asking(formula, Total("mean" if words.is_score else "sum", f"a{number}"))
            _asking(sheet, (row, 3), amount, _MONEY, plan)
    rows = (_FIRST, _FIRST + len(plan.groups) - 1)
    _chart(sheet, words.amount or words.count, 3 if words.amount else 2, rows, len(plan.groups))


def _all(book: Workbook, plan: Plan) -> None:
    sheet = book.create_sheet(ALL)
    _put(sheet, (1, 1), f"{plan.title} {ALL}", _TITLE)
    for number, (head, name, code, width) in enumerate(plan.all, 1):
        _head(sheet, number, head, width)
        _ours(sheet, (_FIRST, number), f"{{{{ row.{name} }}}}", _Look(box=True, code=code))
    _define(book, "sent", sheet, len(plan.all))
    sheet.freeze_panes = f"E{_FIRST}"


def _list(book: Workbook, name: str, title: str, columns: Sequence[tuple[str, str, float]]) -> None:
    sheet = book.create_sheet(title)
    _put(sheet, (1, 1), title, _TITLE)
    for number, (head, key, width) in enumerate(columns, 1):
        _head(sheet, number, head, width)
        _ours(sheet, (_FIRST, number), f"{{{{ row.{key} }}}}", _YEAR if key == "year" else _BOX)
    _define(book, name, sheet, len(columns))
    sheet.freeze_panes = f"A{_FIRST}"


# ---------------------------------------------------------------- cells


@dataclass(frozen=True)
class _Look:
    bold: bool = False
    size: float = 14
    box: bool = False
    code: str = "General"
    align: str = ""


_TITLE, _BOX, _YEAR = _Look(bold=True, size=18), _Look(box=True), _Look(box=True, code="0")
_COUNT = _Look(box=True, code="#,##0", align="right")
_MONEY = _Look(box=True, code="#,##0.00", align="right")
Place = tuple[int, int]


def _ours(sheet: Worksheet, place: Place, value: str, look: _Look) -> None:
    """Write a formula or tag of ours."""
    cell: Any = sheet.cell(*place)
    cell.value = value
    _dress(cell, look)


def _asking(sheet: Worksheet, place: Place, value: str | _Asking, look: _Look, plan: Plan) -> None:
    """Write a formula and note what it asks, or write a tag."""
    if isinstance(value, _Asking):
        plan.totals[sheet.title, sheet.cell(*place).coordinate] = value.total
        value = value.formula
    _ours(sheet, place, value, look)


def _put(sheet: Worksheet, place: Place, value: str, look: _Look) -> Any:
    """Write a text, which is never taken for a formula or a tag: others may have chosen its words."""
    cell: Any = sheet.cell(*place)
    cell.value = _harmless(value)
    cell.data_type = "s"
    _dress(cell, look)
    return cell


def _page(sheet: Worksheet) -> None:
    """A4 across, as wide as the sheet, the heads on every page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 21, True
    if sheet.title != SUMMARY:
        sheet.print_title_rows = f"{_HEAD}:{_HEAD}"


_ROOM = 235
"""So wide may the columns of a page be for letters of 8 pt; all columns on one page would leave letters of 3 pt."""
_NAMES = 4
"""The columns that say whose row it is, on every page."""


def _pages_across(sheet: Worksheet, widths: Sequence[float]) -> None:
    """As many pages beside each other as the columns need to be read."""
    named = sum(widths[:_NAMES])
    sheet.page_setup.fitToWidth = math.ceil((sum(widths) - named) / (_ROOM - named))
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_title_cols = "A:D"


def _dress(cell: Any, look: _Look) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    cell.font = Font(name=FONT, size=look.size, bold=look.bold, charset=222)
    cell.number_format = look.code
    if look.align:
        cell.alignment = Alignment(horizontal=look.align, vertical="center")
    if look.box:
        thin = Side(style="thin", color="808080")
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)


def _harmless(text: str) -> str:
    """A text of others without what the engine or XML would read as something else."""
    return re.sub(r"[\x00-\x1f\ufffe\uffff]", " ", re.sub(r"\{(?=[{%#])", "{ ", text))


def _head(sheet: Worksheet, column: int, text: str, width: float) -> None:
    from openpyxl.styles import Alignment, PatternFill

    cell = _put(sheet, (_HEAD, column), text, _Look(bold=True, box=True))
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.fill = PatternFill("solid", fgColor="DEEAF6")
    sheet.column_dimensions[cell.column_letter].width = width


def _define(book: Workbook, name: str, sheet: Worksheet, columns: int) -> None:
    """Mark the row of a list."""
    from openpyxl.utils import get_column_letter
    from openpyxl.workbook.defined_name import DefinedName

    last = get_column_letter(columns)
    target = f"'{sheet.title}'!$A${_FIRST}:${last}${_FIRST}"
    book.defined_names[f"rows_{name}"] = DefinedName(f"rows_{name}", attr_text=target)


def _chart(sheet: Worksheet, title: str, column: int, rows: tuple[int, int], bars: int) -> None:
    """A bar chart over rows of a column of figures, its labels in the first column; it stands below them."""
    from openpyxl.chart import BarChart, Reference

    first, last = rows
    chart: Any = BarChart()
    chart.type, chart.style, chart.legend = "bar", 10, None
    chart.title = _harmless(title)
    chart.add_data(Reference(sheet, min_col=column, min_row=first, max_row=last), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.numFmt = "#,##0"
    chart.x_axis.txPr = chart.y_axis.txPr = _lettering(1200)
    text = chart.title.tx.rich.p[0]
    text.pPr = _lettering(1600).p[0].pPr
    for run in text.r:
        run.rPr = text.pPr.defRPr
    chart.width, chart.height, chart.gapWidth = 24, min(60.0, 3.5 + 0.7 * bars), 40
    sheet.add_chart(chart, f"A{last + 4}")


def _lettering(size: int) -> Any:
    """Text of a chart in our font; ``size`` in hundredths of a point."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
    from openpyxl.drawing.text import Font as DrawnFont

    face = DrawnFont(typeface=FONT)
    letters = CharacterProperties(sz=size, b=False, latin=face, cs=face)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])
