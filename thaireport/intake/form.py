"""The workbook a clerk fills in, drawn from the model of its kind: nothing here knows any kind.

A cover with instructions, one page of single values (label, value, how to fill it in), one sheet per list with
a row per entry. Required heads carry a star; drop-downs point to a hidden sheet, since a list of more than 255
characters in a validation breaks Excel; cells are formatted as text (or as numbers), so that Excel turns neither
``20/4/2569`` into a date of its own nor ``- ข้อความ`` into a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from thaireport.fields import BREAK
from thaireport.intake.book import KIND_NAME
from thaireport.intake.cells import EMPTY, NO, TICK, YES
from thaireport.intake.fill import Filled, Shown, fill
from thaireport.intake.guidance import how_to
from thaireport.intake.layout import CHOICES, COVER, MAIN, OTHER, REFERENCE, Cell, Layout, Table, layout_of
from thaireport.intake.tables import cell_name
from thaireport.intake.workbook import KIND_LABEL, VALUE_HEAD
from thaireport.report import Report

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as BookCell
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "TH SarabunPSK"
ROOM = 40
"""Rows drawn with borders below the last filled one; the columns' formats go on further."""
LAST_ROW = 5_000
"""Drop-downs reach down to this row."""

_HEAD_FILL, _NEED_FILL, _VALUE_FILL, _BAND_FILL = "D9E7F5", "FBE3D5", "FFFBE6", "EFEFEF"
_WIDTHS = {
    "line": 24,
    "text": 40,
    "prose": 60,
    "lines": 36,
    "list": 16,
    "pairs": 24,
    "files": 36,
    "number": 16,
    "whole": 10,
    "date": 20,
    "period": 26,
    "flag": 10,
    "choice": 16,
    "tick": 12,
    "picture": 24,
}
_OTHER_PIECE = 30_000
"""A cell of Excel holds 32,767 characters; longer data goes on in the rows below."""
_LINE_POINTS = 21
"""Height of a line of TH Sarabun at 14 pt."""
_NARROW = 1.2
"""Letters of TH Sarabun at 14 pt that fit where a column says one (measured in its own, wider digits)."""


def form_bytes(model: type[Report], report: Report | None = None) -> bytes:
    """The form of a kind as an .xlsx file: blank, or filled with a report (which reads back equal)."""
    from openpyxl import Workbook

    layout = layout_of(model)
    filled = fill(layout, report.stored()) if report else Filled()
    book = Workbook()
    book.properties.title, book.properties.creator = f"แบบกรอก{layout.thai_name}", "thaireport"
    drawer = _Drawer(book, layout)
    drawer.cover()
    drawer.main(filled.main, filled.others)
    for table in layout.tables:
        drawer.table(table, filled.rows.get(table.at, []))
    drawer.finish()
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Drawer:
    """Draws the sheets of one form."""

    def __init__(self, book: Workbook, layout: Layout) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._book = book
        self._layout = layout
        self._lists: dict[tuple[str, ...], str] = {}
        self._choices = book.create_sheet(CHOICES)
        side = Side("thin", color="B0B0B0")
        self._thin = Border(left=side, right=side, top=side, bottom=side)
        self._plain, self._bold = Font(FONT, size=14), Font(FONT, size=14, bold=True)
        self._small, self._title = Font(FONT, size=13, color="606060"), Font(FONT, size=22, bold=True)
        self._wrap = Alignment(wrap_text=True, vertical="top")
        self._flat = Alignment(vertical="center")
        self._left = Alignment(wrap_text=True, vertical="top", horizontal="left")
        self._middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
        self._fill = {color: PatternFill("solid", color) for color in (_HEAD_FILL, _NEED_FILL, _VALUE_FILL, _BAND_FILL)}

    # ---- sheets ----

    def cover(self) -> None:
        """The first sheet: what the form is, and how to fill it in."""
        sheet = self._book.active
        assert sheet is not None
        sheet.title = COVER
        self._set_up(sheet, (4, 26, 96))
        self._write(sheet, 1, 2, f"แบบกรอก{self._layout.thai_name}", self._title).alignment = self._flat
        sheet.row_dimensions[1].height = 40
        self._write(sheet, 2, 2, KIND_LABEL, self._bold)
        self._write(sheet, 2, 3, f"{self._layout.kind} ({self._layout.thai_name})", self._plain)
        row = 4
        for title, text in [*_INSTRUCTIONS, *self._sheet_guide()]:
            self._write(sheet, row, 2, title, self._bold)
            self._write(sheet, row, 3, text, self._plain)
            sheet.row_dimensions[row].height = _LINE_POINTS * (0.4 + _visual_lines(text, 96))
            row += 1
        sheet.sheet_view.showGridLines = False

    def _sheet_guide(self) -> Iterable[tuple[str, str]]:
        yield f"แผ่นงาน “{MAIN}”", "ข้อมูลที่มีค่าเดียว: กรอกในช่องสีเหลือง ช่องที่มี * ต้องกรอก"
        for table in self._layout.tables:
            owner = self._layout.owner_of(table)
            linked = f" คอลัมน์ “{table.link}” บอกว่าเป็นของแถวใดในแผ่นงาน “{owner.name}”" if owner else ""
            yield f"แผ่นงาน “{table.name}”", f"{table.description or 'หนึ่งแถวต่อหนึ่งรายการ'}{linked}"

    def main(self, filled: Shown, others: str) -> None:
        """The sheet of single values: label, value, how to fill it in."""
        sheet = self._book.create_sheet(MAIN)
        self._set_up(sheet, (34, 64, 60))
        for column, head in enumerate(("รายการ", VALUE_HEAD, "วิธีกรอก"), 1):
            self._head(sheet, 1, column, head, needed=False)
        row = 2
        band = ""
        for cell in self._layout.cells:
            group = "กรอกเมื่อต้องการเปลี่ยนจากปกติ (ข้อมูลหน่วยงานมาจาก agency.yaml)" if cell.rare else _group(cell)
            if group != band:
                row = self._band(sheet, row, group)
                band = group
            self._main_row(sheet, row, cell, filled.get(cell_name(cell)))
            row += 1
        for start in range(0, len(others), _OTHER_PIECE):
            self._other_row(sheet, row, OTHER if start == 0 else "", others[start : start + _OTHER_PIECE])
            row += 1
        sheet.freeze_panes = "B2"
        sheet.print_title_rows = "1:1"

    def _band(self, sheet: Worksheet, row: int, group: str) -> int:
        """A grey line above a group of rows; the result is the row below it."""
        if group:
            # The mark keeps the words from being read as a label.
            self._write(sheet, row, 1, f"▸ {group}", self._bold).alignment = self._flat
        for column in (1, 2, 3):
            sheet.cell(row, column).fill = self._fill[_BAND_FILL]
            sheet.cell(row, column).font = self._bold
        sheet.row_dimensions[row].height = _LINE_POINTS if group else 6
        return row + 1

    def _main_row(self, sheet: Worksheet, row: int, cell: Cell, value: str | int | float | None) -> None:
        label = self._write(sheet, row, 1, f"{cell.title} *" if cell.required else cell.title, self._bold)
        label.fill = self._fill[_NEED_FILL if cell.required else _HEAD_FILL]
        box = self._value(sheet, row, 2, cell, value)
        box.fill, box.alignment = self._fill[_VALUE_FILL], self._left
        guide = self._write(sheet, row, 3, how_to(cell), self._small)
        for each in (label, box, guide):
            each.border = self._thin
        lines = max(_visual_lines(str(value or ""), 64), 6 if cell.kind == "prose" else 1)
        lines = max(lines, _visual_lines(str(label.value), 34), _visual_lines(str(guide.value), 60))
        sheet.row_dimensions[row].height = min(_LINE_POINTS * lines + 4, 409)
        self._validate(sheet, cell, f"B{row}")

    def _other_row(self, sheet: Worksheet, row: int, label: str, value: str) -> None:
        self._write(sheet, row, 1, label, self._small)
        self._text(sheet, row, 2, value, self._small)
        self._write(sheet, row, 3, "โปรแกรมเป็นผู้เขียน ไม่ต้องแก้", self._small)
        sheet.row_dimensions[row].hidden = True

    def table(self, table: Table, rows: list[Shown]) -> None:
        """The sheet of a list: heads in the first row, one row per entry."""
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(table.name)
        columns = _columns(table)
        self._set_up(sheet, [cell.width or _WIDTHS[cell.kind] for cell in columns])
        for index, cell in enumerate(columns, 1):
            self._head(sheet, 1, index, cell.title, needed=cell.required)
            self._comment(sheet, 1, index, cell)
            letter = get_column_letter(index)
            sheet.column_dimensions[letter].number_format = _format(cell)
            sheet.column_dimensions[letter].font = self._plain
            sheet.column_dimensions[letter].alignment = self._wrap
            self._validate(sheet, cell, f"{letter}2:{letter}{LAST_ROW}")
        sheet.row_dimensions[1].height = _LINE_POINTS * max(
            _visual_lines(cell.title, cell.width or _WIDTHS[cell.kind]) for cell in columns
        )
        written = {row.get("key") for row in rows}
        waiting: list[Shown] = [{"key": key} for key in table.keys if key not in written]
        for number, values in enumerate([*rows, *waiting, *[{}] * ROOM], 2):
            self._table_row(sheet, number, columns, values)
        sheet.freeze_panes = f"{get_column_letter(_columns_in_sight(columns) + 1)}2"
        sheet.print_title_rows = "1:1"

    def _table_row(self, sheet: Worksheet, number: int, columns: list[Cell], values: Mapping[str, Any]) -> None:
        lines = 1
        for index, cell in enumerate(columns, 1):
            value = values.get(cell_name(cell))
            self._value(sheet, number, index, cell, value).border = self._thin
            lines = max(lines, _visual_lines(str(value or ""), cell.width or _WIDTHS[cell.kind]))
        if lines > 1:
            sheet.row_dimensions[number].height = min(_LINE_POINTS * lines, 409)

    def finish(self) -> None:
        """Name the kind, hide the lists of drop-downs, open at the first sheet to fill in."""
        from openpyxl.workbook.defined_name import DefinedName

        self._book.defined_names[KIND_NAME] = DefinedName(KIND_NAME, attr_text=f'"{self._layout.kind}"')
        # Excel wants at least one cell in a sheet that names point to; the list sheet stands last.
        self._book.move_sheet(self._choices, len(self._book.sheetnames))
        self._choices.sheet_state = "hidden"
        self._book.active = 1
        for sheet in self._book.worksheets:
            sheet.sheet_view.tabSelected = sheet.title == MAIN

    # ---- cells ----

    def _set_up(self, sheet: Worksheet, widths: Iterable[int]) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        for index, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.4

    def _write(self, sheet: Worksheet, row: int, column: int, text: str, font: Any) -> BookCell:
        return self._text(sheet, row, column, text, font)

    def _text(self, sheet: Worksheet, row: int, column: int, value: str | int | float, font: Any) -> BookCell:
        cell: BookCell = sheet.cell(row, column)  # type: ignore[assignment]
        cell.value = value
        if isinstance(value, str):
            # A text that begins with "=" is a text all the same.
            cell.data_type = "s"
        cell.font, cell.alignment = font, self._wrap
        return cell

    def _value(self, sheet: Worksheet, row: int, column: int, cell: Cell, value: Any) -> BookCell:
        made = self._text(sheet, row, column, value, self._plain) if value is not None else sheet.cell(row, column)
        made.number_format = _format(cell)
        made.font = self._plain
        made.alignment = self._middle if cell.kind in {"tick", "flag"} else self._wrap
        return made  # type: ignore[return-value]

    def _head(self, sheet: Worksheet, row: int, column: int, title: str, *, needed: bool) -> None:
        cell = self._write(sheet, row, column, f"{title} *" if needed else title, self._bold)
        cell.fill = self._fill[_NEED_FILL if needed else _HEAD_FILL]
        cell.border, cell.alignment = self._thin, self._middle

    def _comment(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        from openpyxl.comments import Comment

        text = ("ต้องกรอก · " if cell.required else "") + how_to(cell)
        if text:
            comment = Comment(text, "thaireport")
            comment.width, comment.height = 320, 24 + 22 * _visual_lines(text, 44)
            sheet.cell(row, column).comment = comment

    def _validate(self, sheet: Worksheet, cell: Cell, area: str) -> None:
        """A drop-down of what may be chosen; other words may be typed and are judged when the file is read."""
        from openpyxl.worksheet.datavalidation import DataValidation

        words = {"flag": (YES, NO), "tick": (TICK,)}.get(cell.kind) or tuple(cell.choices.values())
        if words:
            rule = DataValidation("list", formula1=self._list(words), allow_blank=True, showErrorMessage=False)
            sheet.add_data_validation(rule)
            rule.add(area)

    def _list(self, words: tuple[str, ...]) -> str:
        """Where a list of words stands on the hidden sheet."""
        from openpyxl.utils import get_column_letter

        if words not in self._lists:
            column = len(self._lists) + 1
            for row, word in enumerate(words, 1):
                self._text(self._choices, row, column, word, self._plain)
            letter = get_column_letter(column)
            self._lists[words] = f"'{CHOICES}'!${letter}$1:${letter}${len(words)}"
        return self._lists[words]


def _columns(table: Table) -> list[Cell]:
    """The cells of a table with the columns that tie it to other sheets, which stand first."""
    extra = []
    if table.link:
        extra.append(
            Cell((table.link,), table.link, "line", required=not table.single, description="ดูจากแผ่นงานนั้น", width=14)
        )
    if table.referred and not table.key:
        extra.append(Cell((REFERENCE,), REFERENCE, "line", description="เลขที่แผ่นงานอื่นใช้อ้างถึงแถวนี้", width=10))
    return [*extra, *table.cells]


def _columns_in_sight(columns: list[Cell]) -> int:
    """How many columns stay when one scrolls to the right: those that say which row it is."""
    places = [index for index, cell in enumerate(columns, 1) if cell.first or cell.key or cell.path[0] == REFERENCE]
    return places[-1] if places and places[-1] <= 3 else 0


def _format(cell: Cell) -> str:
    return {"number": "#,##0.00##", "whole": "0"}.get(cell.kind, "@")


def _group(cell: Cell) -> str:
    return cell.title.rpartition(": ")[0] if cell.kind != "tick" else cell.title.partition(": ")[0]


def _visual_lines(text: str, width: int) -> int:
    """How many lines a wrapped text takes in a column of ``width`` characters."""
    from unicodedata import category

    def columns(line: str) -> int:
        return sum(category(letter) not in {"Mn", "Cf"} for letter in line)

    room = max(int(width * _NARROW), 1)
    return sum(1 + max(columns(line) - 1, 0) // room for line in text.split("\n"))


_LISTS_HELP = """หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด ขึ้นบรรทัดใหม่ในช่องด้วย Alt+Enter ข้อย่อยพิมพ์ลำดับนำหน้า แบบของลำดับบอกระดับ เช่น
1. ขั้นเตรียมการ
1) แต่งตั้งคณะทำงาน
(1) กำหนดหน้าที่
- จัดทำคำสั่ง"""

_LEVEL_HELP = f"""ถ้าลำดับที่พิมพ์บอกระดับไม่ได้ พิมพ์ [ระดับ|ลำดับ] นำหน้า เช่น [2|1)] ข้อความ ([0|] คือย่อหน้าไม่มีลำดับ)
ขึ้นบรรทัดใหม่ในข้อเดียวกันพิมพ์ {BREAK}"""

_INSTRUCTIONS = (
    ("1. กรอก", f"กรอกช่องสีเหลืองในแผ่นงาน “{MAIN}” แล้วกรอกแผ่นงานรายการถัดไป แถวละหนึ่งรายการ เพิ่มแถวได้ตามต้องการ"),
    ("2. ตรวจ", "บันทึกและปิดไฟล์ แล้วสั่ง thaireport check ชื่อไฟล์.xlsx --mark จะได้สำเนาที่ระบายสีช่องที่ต้องแก้"),
    ("3. ทำรายงาน", "สั่ง thaireport make ชื่อไฟล์.xlsx --to docx --to pdf"),
    ("เครื่องหมาย *", "หัวข้อสีส้มที่มี * ต้องกรอก หัวข้ออื่นเว้นว่างได้ ชี้ที่หัวคอลัมน์เพื่อดูตัวอย่าง"),
    ("วันที่", "พิมพ์ปี พ.ศ. ได้หลายแบบ เช่น 20 เมษายน 2569, 20 เม.ย. 69, 20/4/2569 ใช้เลขไทยหรือเลขอารบิกก็ได้"),
    ("ตัวเลข", "พิมพ์ 10000 หรือ 10,000.00 หรือ 10,000.- หรือ ๑๐,๐๐๐ ก็ได้  เครื่องหมาย - คือไม่มี  0 คือศูนย์  เว้นว่างคือไม่ระบุ"),
    ("ข้อความหลายข้อ", _LISTS_HELP),
    ("กำหนดระดับเอง", _LEVEL_HELP),
    ("ช่องที่มีค่าปกติ", f"เว้นว่าง = ใช้ค่าปกติที่บอกไว้ ถ้าต้องการให้ว่างจริงพิมพ์ {EMPTY}"),
    ("ผู้ลงนาม", "พิมพ์แยกคำนำหน้า ชื่อ นามสกุล หรือพิมพ์ชื่อเต็มในช่อง “ชื่อ” ช่องเดียว หรือพิมพ์คีย์ของบุคคลใน agency.yaml เช่น mayor"),
)
