"""An Excel file as sheets of Python values, and its defined names; what is no workbook is refused in Thai."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from thaireport.errors import DataError, Problem, UsageError
from thaireport.intake.cells import a1

KIND_NAME = "thaireport_kind"
MAX_UNPACKED = 400_000_000
RECORD = "_thaireport"
"""The hidden sheet with the record of a finished workbook (output/embed): no page of a form."""
MAX_PARTS = 5_000
_PREFIXES = ("field_", "rows_", "list_", "column_")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FAR = re.compile(rb'<c r="([A-Z]{3}[0-9]+|[D-Z][A-Z][0-9]+|[A-Z]+[0-9]{6,})"')
"""A cell beyond column CZ (104) or row 99,999."""
_SUSPECT = re.compile(rb'<c r="[A-Z](?:[A-Z]|[0-9]{6})')
"""What every match of ``_FAR`` begins with, and few other cells do: twice as quick to look for."""
_PIECE, _LONGEST_SUSPECT = 1 << 18, 13
_FAULT = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]* t="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)</v>')
_AREA = re.compile(r"^(?:'((?:[^']|'')+)'|([^!']+))!\$?([A-Z]+)?\$?(\d+)?(?::\$?([A-Z]+)?\$?(\d+)?)?$")


@dataclass
class Sheet:
    """A sheet as rows of Python values ("" for an empty cell), counted from zero; all rows equally long."""

    name: str
    rows: list[list[Any]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells that show an error such as ``#REF!``; calamine hands them over as empty."""

    def place(self, row: int, column: int) -> str:
        """A cell as a clerk sees it."""
        return f'แผ่นงาน "{self.name}" ช่อง {a1(row, column)}'

    @property
    def filled(self) -> bool:
        """Whether any cell holds something."""
        return any(value != "" for row in self.rows for value in row)


@dataclass(frozen=True)
class Area:
    """What a defined name refers to: a sheet, its first row and column, its last row."""

    sheet: str
    row: int
    column: int
    last_row: int


@dataclass
class Book:
    """A workbook: its sheets in order, the kind it says it is of, and the areas that its names mark."""

    sheets: list[Sheet]
    kind: str | None = None
    areas: dict[str, Area] = field(default_factory=dict)


def open_book(path: Path) -> Book:
    """The workbook of a file. DataError for what is no sound .xlsx file, UsageError when it cannot be opened."""
    root, faults = _parts(path)
    book = Book(_sheets(path))
    for sheet in book.sheets:
        sheet.faults = faults.get(sheet.name, {})
    for element in root.iter():
        if element.tag.endswith("}definedName") and element.text:
            _take_name(book, str(element.get("name")), element.text.strip())
    return book


def _sheets(path: Path) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        found = [book.get_sheet_by_name(name) for name in book.sheet_names if name != RECORD]
        return [
            Sheet(sheet.name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ()) for sheet in found
        ]
    except (CalamineError, OSError, ValueError) as error:
        message = "อ่านสมุดงานไม่ได้ ไฟล์อาจเสียหาย: เปิดใน Excel แล้วบันทึกใหม่เป็น Excel Workbook (.xlsx)"
        raise DataError([Problem(message, place=path.name, code="workbook")]) from error


def _parts(path: Path) -> tuple[ElementTree.Element, dict[str, dict[tuple[int, int], str]]]:
    """The workbook part, and the faulty cells of each sheet."""
    try:
        with zipfile.ZipFile(path) as package:
            infos = package.infolist()
            if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
                message = "ไฟล์ใหญ่ผิดปกติเมื่อคลายออก จึงไม่อ่าน"
                raise DataError([Problem(message, place=path.name, code="workbook-bomb")])
            root = ElementTree.fromstring(package.read("xl/workbook.xml"))
            return root, {
                name: _faults(path, name, package.read(part))
                for name, part in _sheet_parts(package, root)
                if _is_suspect(package, part)
            }
    except OSError as error:
        raise UsageError(f"เปิดไฟล์ {path} ไม่ได้: ปิดไฟล์ใน Excel ก่อน หรือตรวจสิทธิ์ของไฟล์") from error
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, RuntimeError) as error:
        raise DataError([Problem(_not_a_workbook(path), place=path.name, code="workbook")]) from error


def _sheet_parts(package: zipfile.ZipFile, root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part it is kept in."""
    rels = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {rel.get("Id"): str(rel.get("Target")) for rel in rels}
    for sheet in root.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_RELATION}id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in package.namelist():
            yield str(sheet.get("name")), part


def _is_suspect(package: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet may show an error or reach too far; read in pieces, as nearly every sheet does neither."""
    end = b""
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            # Every error that Excel shows begins with "#"; calamine refuses any other.
            looked_at = end + piece
            if b"#" in piece or _SUSPECT.search(looked_at):
                return True
            end = looked_at[1 - _LONGEST_SUSPECT :]
    return False


def _faults(path: Path, sheet: str, data: bytes) -> dict[tuple[int, int], str]:
    """The cells of a sheet that show an error. DataError for one that reaches too far to be held in memory."""
    # calamine lays a sheet out whole, to its last cell: a letter in XFD1048576 would be 17 thousand million cells.
    if far := _FAR.search(data):
        place = f'{path.name} แผ่นงาน "{sheet}" ช่อง {far[1].decode()}'
        message = "มีช่องที่อยู่ไกลเกินกว่าจะเป็นรายงาน: ลบแถวและคอลัมน์ท้ายแผ่นงานที่ไม่ได้ใช้"
        raise DataError([Problem(message, place=place, code="workbook-far")])
    if b't="e"' not in data:
        return {}
    found = {}
    for letters, row, shown in _FAULT.findall(data):
        found[int(row) - 1, _column_number(letters.decode())] = shown.decode()
    return found


def _not_a_workbook(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == b"\xd0\xcf\x11\xe0":
        return "ไฟล์มีรหัสผ่าน หรือเป็น Excel รุ่นเก่า (.xls): เอารหัสผ่านออก แล้วบันทึกเป็น Excel Workbook (.xlsx)"
    return "ไม่ใช่ไฟล์ Excel (.xlsx) ที่สมบูรณ์: เปิดใน Excel แล้วบันทึกใหม่เป็น Excel Workbook (.xlsx)"


def _take_name(book: Book, name: str, text: str) -> None:
    if name == KIND_NAME:
        book.kind = text.strip('="') or None
    elif name.startswith(_PREFIXES) and (found := _AREA.match(text)):
        quoted, plain, letters, first, _last_letters, last = found.groups()
        sheet = quoted.replace("''", "'") if quoted else plain
        book.areas[name] = Area(sheet, int(first or 1) - 1, _column_number(letters or "A"), int(last or first or 1) - 1)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
