"""A copy of a filled-in workbook whose faulty cells are coloured and say what is wrong with them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from thaireport.errors import DataError, Problem
from thaireport.intake.cells import a1
from thaireport.intake.kept_cells import with_kept_cells
from thaireport.intake.layout import PROBLEMS
from thaireport.quiet import ignoring

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIX = "-ต้องแก้"
"""What the copy is called: ``แผน.xlsx`` is marked as ``แผน-ต้องแก้.xlsx``."""
AUTHOR = "thaireport ตรวจ"
_ERROR, _WARNING = "F4A6A6", "FFE08A"
# At the start: a cell of another workbook, a part of a bundle, stands behind that file's name.
_PLACE = re.compile(r'แผ่นงาน "(?P<sheet>[^"]+)"(?: ช่อง (?P<cell>[A-Z]+[0-9]+))?')


def marked_copy(path: Path, problems: Sequence[Problem]) -> bytes:
    """The workbook with a first sheet that lists the problems, and a coloured, commented cell for each."""
    from openpyxl import load_workbook

    try:
        with ignoring(Warning):  # of days that are none: kept below
            book = load_workbook(_in_usual_names(path), rich_text=True)
    except Exception as error:  # of a broken part openpyxl says whatever it came upon; reading needs fewer parts
        message = f"ทำสำเนาที่ระบายสีของ {path.name} ไม่ได้ เพราะบางส่วนของไฟล์เสียหาย: เปิดใน Excel แล้วบันทึกใหม่"
        raise DataError([Problem(message, code="mark", place=path.name)]) from error
    by_cell: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        found = _PLACE.match(problem.place)
        if found and found["sheet"] in book.sheetnames and found["cell"]:
            by_cell.setdefault((found["sheet"], found["cell"]), []).append(problem)
    for (sheet, cell), here in by_cell.items():
        _mark(book[sheet], cell, here)
    _list(book, problems)
    buffer = io.BytesIO()
    book.save(buffer)
    return with_kept_cells(path, buffer.getvalue())


_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def _in_usual_names(path: Path) -> Path | io.BytesIO:
    """The workbook; one that Excel saved in its strict format with the names that openpyxl knows."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as package:
        if not _STRICT.search(package.read("xl/workbook.xml")):
            return path
        with zipfile.ZipFile(buffer, "w") as copy:
            for info in package.infolist():
                data = package.read(info)
                is_xml = info.filename.lower().endswith((".xml", ".rels"))
                named = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data) if is_xml else data
                copy.writestr(info.filename, named)
    return buffer


def _mark(sheet: Worksheet, name: str, problems: Sequence[Problem]) -> None:
    from openpyxl.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet[name]
    if isinstance(cell, MergedCell):
        held = next(area for area in sheet.merged_cells.ranges if name in area)
        cell = sheet[a1(held.min_row - 1, held.min_col - 1)]
    worst = any(problem.level == "error" for problem in problems)
    cell.fill = PatternFill("solid", _ERROR if worst else _WARNING)
    comment = Comment("\n".join(problem.message for problem in problems), AUTHOR)
    comment.width, comment.height = 360, 60 + 40 * len(problems)
    cell.comment = comment


def _list(book: Workbook, problems: Iterable[Problem]) -> None:
    """The first sheet: every problem with a link to its cell; those that stop the making stand first, as on screen."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    if PROBLEMS in book.sheetnames:
        del book[PROBLEMS]
    sheet = book.create_sheet(PROBLEMS, 0)
    worst_first = sorted(problems, key=lambda problem: problem.level != "error")
    rows = [("ระดับ", "ที่", "ต้องแก้อย่างไร")]
    rows += [("ผิด" if each.level == "error" else "เตือน", each.place, each.message) for each in worst_first]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = value, "s"
            cell.font = Font("TH SarabunPSK", size=14, bold=number == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        found = _PLACE.match(row[1])
        if found and found["sheet"] in book.sheetnames:
            sheet.cell(number, 2).hyperlink = f"#'{found['sheet']}'!{found['cell'] or 'A1'}"
            sheet.cell(number, 2).font = Font("TH SarabunPSK", size=14, color="0563C1", underline="single")
    for letter, width in (("A", 10), ("B", 50), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0
    for each in book.worksheets:
        each.sheet_view.tabSelected = each.title == PROBLEMS
