"""An Excel file as sheets of Python values, and its defined names; what is no workbook is refused in Thai."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat

from thaireport.deflate import INFLATE_ERRORS
from thaireport.errors import DataError, Problem, UsageError
from thaireport.intake import number_looks, shared_texts, sheet_scan
from thaireport.intake.cells import a1, formula_fault
from thaireport.intake.number_looks import Look
from thaireport.intake.placed_pictures import placed_pictures
from thaireport.intake.sheet_scan import column_number
from thaireport.thai.patterns import pattern

KIND_NAME = "thaireport_kind"
MAX_UNPACKED = 400_000_000
RECORD = "_thaireport"
"""The hidden sheet with the record of a finished workbook (output/embed): no page of a form."""
MAX_PARTS = 5_000
MAX_RATIO = 400
"""How many times larger a part of a megabyte and more may be than its packed form (as in ``output.package``)."""
MAX_LIST = 5_000_000
"""Bytes of the list of sheets and of what belongs where."""
MAX_STYLES = 50_000_000
"""Bytes of the list of cell formats; Excel has at most 65,490 of them."""
MAX_MERGED = 3_000_000
"""Cells of a sheet that are merged, each counted as often as it is: three whole columns. openpyxl makes all of them."""
MAX_CELLS = 12_000_000
"""Cells of all sheets as they are laid out, empty ones too; one sheet alone can have 99,999 rows of 104."""
_NO_LETTER = pattern(r"\W")
_PREFIXES = ("field_", "rows_", "list_", "column_")
_AREA = re.compile(r"^(?:'((?:[^']|'')+)'|([^!']+))!\$?([A-Z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Z]{1,3})?\$?(\d{1,7})?)?$")


@dataclass
class Sheet:
    """A sheet as rows of Python values ("" for an empty cell), counted from zero; all rows equally long."""

    name: str
    rows: list[list[Any]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells that show an error such as ``#REF!``; calamine hands them over as empty."""
    hidden: frozenset[int] = frozenset()
    """Rows that are hidden, by a filter or by hand."""

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
    """By ``area_name``."""
    pictures: Sequence[tuple[str, int, int]] = ()
    """The sheet, row and column (from zero) that pictures over the cells begin in."""


def open_book(path: Path, *, amounts: bool = False) -> Book:
    """The workbook of a file. DataError for what is no sound .xlsx file, UsageError when it cannot be opened.

    With ``amounts`` numbers in a format of amounts (``#,##0.00``) know how they are shown.
    """
    parts = _parts(path, amounts=amounts)
    book = Book(_sheets(path), pictures=parts.pictures)
    for sheet in book.sheets:
        _complete(sheet, parts)
    names = [element for element in parts.root.iter() if element.tag.endswith("}definedName") and element.text]
    # A copy of a sheet has names of its own, which stand for the usual ones only where these are gone with their sheet.
    for element in sorted(names, key=lambda element: element.get("localSheetId") is None):
        _take_name(book, str(element.get("name")), str(element.text).strip())
    return book


@dataclass
class _Parts:
    """What the package tells beside calamine: the workbook part, the looks of cell styles, what was found in sheets."""

    root: ElementTree.Element
    looks: Mapping[int, Look]
    scans: dict[str, sheet_scan.Scan] = field(default_factory=dict)
    """By the name of the sheet."""
    hidden: dict[str, frozenset[int]] = field(default_factory=dict)
    """The rows that are hidden, by the name of the sheet."""
    pictures: tuple[tuple[str, int, int], ...] = ()

    @property
    def is_1904(self) -> bool:
        """Whether days are counted from 1904, as Excel for the Mac once did."""
        settings = next((element for element in self.root if element.tag.endswith("}workbookPr")), None)
        return settings is not None and settings.get("date1904") in {"1", "true", "on"}


def _complete(sheet: Sheet, parts: _Parts) -> None:
    """Add to a sheet what calamine does not tell of it."""
    sheet.hidden = parts.hidden.get(sheet.name, frozenset())
    if scan := parts.scans.get(sheet.name):
        sheet.faults = scan.errors
        for style, look in parts.looks.items():
            number_looks.put(sheet.rows, scan.numbers(style), look)
    if parts.is_1904:
        number_looks.put_1904(sheet.rows)


def _sheets(path: Path) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    name = ""
    cells = 0
    sheets = []
    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            if name != RECORD:
                found = book.get_sheet_by_name(name)
                cells += found.total_height * found.total_width
                _limit(path, found, cells)
                rows = found.to_python(skip_empty_area=False)
                sheets.append(Sheet(name, rows, found.merged_cell_ranges or ()))
    except (CalamineError, OSError, ValueError) as error:
        message = "อ่านสมุดงานไม่ได้ ไฟล์อาจเสียหาย: เปิดใน Excel แล้วบันทึกใหม่เป็น Excel Workbook (.xlsx)"
        raise DataError([Problem(message, place=path.name, code="workbook")]) from error
    except BaseException as error:
        # calamine gives up (Rust's panic is no Exception) over a date or time that Python cannot hold.
        if isinstance(error, OverflowError) or type(error).__name__ == "PanicException":
            message = "มีช่องวันที่หรือเวลาที่ตัวเลขเกินขอบเขต: เลือกทั้งแผ่นงาน เปลี่ยนรูปแบบเซลล์เป็นทั่วไป แล้วตรวจตัวเลข"
            raise _refused(path, name, message, "workbook-time") from error
        raise
    return sheets


def _limit(path: Path, sheet: Any, cells: int) -> None:
    """Refuse a sheet with which the workbook would fill the memory; ``cells`` are those of all sheets so far."""
    if cells > MAX_CELLS:
        message = "แผ่นงานทั้งหมดกว้างและยาวผิดปกติ: ลบแถวและคอลัมน์ท้ายแผ่นงานที่ไม่ได้ใช้"
        raise _refused(path, sheet.name, message, "workbook-far")
    if sum(map(_area, sheet.merged_cell_ranges or ())) > MAX_MERGED:
        message = "มีช่องที่ผสานกันมากผิดปกติ: ยกเลิกการผสานช่อง (Unmerge Cells) แล้วบันทึกใหม่"
        raise _refused(path, sheet.name, message, "workbook-merged")


def _refused(path: Path, sheet: str, message: str, code: str) -> DataError:
    return DataError([Problem(message, place=f'{path.name} แผ่นงาน "{sheet}"', code=code)])


def _area(merged: tuple[tuple[int, int], tuple[int, int]]) -> int:
    (top, left), (bottom, right) = merged
    return (bottom - top + 1) * (right - left + 1)


def _parts(path: Path, *, amounts: bool) -> _Parts:
    """What calamine does not tell.

    Every part is looked through, not only those that seem to be sheets to us: calamine finds them in its own way.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as package:
            infos = package.infolist()
            _refuse_bomb(infos, path)
            root = ElementTree.fromstring(package.read("xl/workbook.xml"))
            rels = list(ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels")))
            names = _names_by_part(rels, root)
            found = _Parts(root, _looks(package, rels, amounts=amounts))
            style = sheet_scan.styled(found.looks)
            texts = _shared_texts(file, infos)
            for info in infos:
                unpacked = sheet_scan.pieces(file, info)
                start = next(unpacked, b"")
                part: Iterable[bytes] = chain((start,), unpacked)
                if sheet_scan.may_hide_rows(start, info.file_size) and (sheet := names.get(_plain(info.filename))):
                    whole = b"".join(part)
                    found.hidden[sheet] = sheet_scan.hidden_rows(whole)
                    part = sheet_scan.in_pieces(whole)
                if texts and texts.may_be_too_much:
                    part = [b"".join(part)]
                    if texts.is_too_much(part[0]):
                        raise _too_much_text(path)
                if sheet_scan.is_suspect(part, style):
                    name = names.get(_plain(info.filename))
                    data = b"".join(sheet_scan.pieces(file, info))
                    scan = _scan(path, name or info.filename, data, found.looks)
                    if scan.errors and name is None:
                        raise KeyError(info.filename)
                    found.scans[name or ""] = scan
            if any("xl/media/" in info.filename for info in infos):
                found.pictures = tuple(placed_pictures(package, sheet_parts(package)))
            return found
    except OSError as error:
        raise UsageError(f"เปิดไฟล์ {path} ไม่ได้: ปิดไฟล์ใน Excel ก่อน หรือตรวจสิทธิ์ของไฟล์") from error
    except (*_BROKEN, *INFLATE_ERRORS) as error:
        raise DataError([Problem(_not_a_workbook(path), place=path.name, code="workbook")]) from error


def _refuse_bomb(infos: list[zipfile.ZipInfo], path: Path) -> None:
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MAX_PARTS or unpacked > MAX_UNPACKED or any(map(_swells, infos)):
        message = "ไฟล์ใหญ่ผิดปกติเมื่อคลายออก จึงไม่อ่าน"
        raise DataError([Problem(message, place=path.name, code="workbook-bomb")])


_BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,  # a part that is missing, an encoding that is unknown
    ValueError,  # an encoding that the parser does not take
    ElementTree.ParseError,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
)


def _shared_texts(file: BinaryIO, infos: Sequence[zipfile.ZipInfo]) -> shared_texts.SharedTexts | None:
    """The table of texts, as calamine finds it; None where there is none."""
    tables = [info for info in infos if _plain(info.filename) == shared_texts.PART]
    if len(tables) > 1:
        raise zipfile.BadZipFile(shared_texts.PART)
    if not tables:
        return None
    size = sum(info.file_size for info in infos) - tables[0].file_size
    return shared_texts.SharedTexts(b"".join(sheet_scan.pieces(file, tables[0])), size)


def _too_much_text(path: Path) -> DataError:
    message = "ข้อความยาวซ้ำกันในช่องจำนวนมากจนเกินหน่วยความจำ: ลบช่องที่ซ้ำ หรือย่อข้อความ แล้วบันทึกใหม่"
    return DataError([Problem(message, place=path.name, code="workbook-texts")])


def _swells(info: zipfile.ZipInfo) -> bool:
    """Whether a part is too large for what it is, or swells as no Office file does."""
    is_list = info.filename.startswith("xl/workbook.xml") or info.filename.endswith(".rels")
    return info.file_size > (MAX_LIST if is_list else max(1_000_000, info.compress_size * MAX_RATIO))


def _looks(package: zipfile.ZipFile, rels: Iterable[ElementTree.Element], *, amounts: bool) -> dict[int, Look]:
    """The cell styles that show a number otherwise than it is; a workbook need not have a list of styles."""
    named = {_target(rel) for rel in rels if str(rel.get("Type")).endswith("/styles")}
    info = next((info for info in package.infolist() if _plain(info.filename) in named), None)
    if info is None:
        return {}
    if info.file_size > MAX_STYLES:
        raise zipfile.BadZipFile(info.filename)
    return number_looks.looks_of(package.read(info), amounts=amounts)


def _sheet_parts(rels: Iterable[ElementTree.Element], root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The part that each sheet is kept in, and its name; in Excel's strict format the namespaces are others."""
    targets = {rel.get("Id"): _target(rel) for rel in rels}
    for sheet in root.iter():
        if sheet.tag.endswith("}sheet"):
            own = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            yield targets.get(own, ""), str(sheet.get("name"))


def _names_by_part(rels: Iterable[ElementTree.Element], root: ElementTree.Element) -> dict[str, str]:
    """The sheets' names by their parts. BadZipFile for two of one name or part, to be read over and over."""
    sheets = list(_sheet_parts(rels, root))
    parts = [part for part, _ in sheets if part]
    if len(set(parts)) < len(parts) or len({name for _, name in sheets}) < len(sheets):
        raise zipfile.BadZipFile("xl/workbook.xml")
    return dict(sheets)


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The parts of a sound workbook that hold its sheets, by their names in the package; the sheets' names."""
    root = ElementTree.fromstring(package.read("xl/workbook.xml"))
    rels = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    names = dict(_sheet_parts(rels, root))
    return {part: names[_plain(part)] for part in package.namelist() if _plain(part) in names}


def _target(rel: ElementTree.Element) -> str:
    """The part that the workbook refers to."""
    return _plain(posixpath.join("/xl", str(rel.get("Target"))))


def _plain(part: str) -> str:
    """The name of a part as it is compared: programs write its letters, strokes and dots in their own way."""
    return posixpath.normpath("/" + part.replace("\\", "/").lstrip("/")).casefold()


def _scan(path: Path, sheet: str, data: bytes, styles: Collection[int]) -> sheet_scan.Scan:
    """What was found in a sheet. DataError for one that reaches too far to be held in memory."""
    scan = sheet_scan.Scan(data, styles)
    if scan.far:
        place = f'{path.name} แผ่นงาน "{sheet}" {scan.far}'
        message = "มีช่องที่อยู่ไกลเกินกว่าจะเป็นรายงาน: ลบแถวและคอลัมน์ท้ายแผ่นงานที่ไม่ได้ใช้"
        raise DataError([Problem(message, place=place, code="workbook-far")])
    strange = {cell: shown for cell, shown in scan.errors.items() if shown not in sheet_scan.READABLE}
    if strange:
        problems = [
            Problem(formula_fault(shown), place=f'{path.name} แผ่นงาน "{sheet}" ช่อง {a1(*cell)}', code="formula")
            for cell, shown in strange.items()
        ]
        raise DataError(problems)
    return scan


def _not_a_workbook(path: Path) -> str:
    """What a file is instead, and what to do: Excel opens none that is of another sort than its name says."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == b"\xd0\xcf\x11\xe0":
        return "ไฟล์มีรหัสผ่าน หรือเป็น Excel รุ่นเก่า (.xls): เอารหัสผ่านออก แล้วบันทึกเป็น Excel Workbook (.xlsx)"
    if not start:
        return "ไฟล์ว่าง (0 ไบต์) อาจคัดลอกหรือดาวน์โหลดไม่สำเร็จ: คัดลอกหรือดาวน์โหลดใหม่ หรือขอไฟล์จากผู้ส่งอีกครั้ง"
    if start != b"PK\3\4":
        return f"ไม่ใช่ไฟล์ Excel แม้ชื่อลงท้าย .xlsx (อาจเป็น .csv .pdf หรือหน้าเว็บที่เปลี่ยนชื่อ): {_RIGHT_FILE}"
    sort = next((sort for part, sort in _SORTS.items() if part in _names_in(path)), None)
    if sort:
        return f"เป็นไฟล์ {sort} ที่เปลี่ยนชื่อเป็น .xlsx: {_RIGHT_FILE}"
    return "ไม่ใช่ไฟล์ Excel (.xlsx) ที่สมบูรณ์: เปิดใน Excel แล้วบันทึกใหม่เป็น Excel Workbook (.xlsx)"


_SORTS = {
    "word/document.xml": "Word (.docx)",
    "ppt/presentation.xml": "PowerPoint (.pptx)",
    "xl/workbook.bin": "Excel แบบไบนารี (.xlsb)",
    "content.xml": "LibreOffice (.ods)",
}
"""Other sorts of zip files by a part that they have."""
_RIGHT_FILE = "เปลี่ยนนามสกุลกลับ เปิดในโปรแกรมของไฟล์นั้น แล้วบันทึกเป็น Excel Workbook (.xlsx) หรือคัดลอกข้อมูลลงแบบกรอก"


def _names_in(path: Path) -> Collection[str]:
    try:
        with zipfile.ZipFile(path) as package:
            return package.namelist()
    except (*_BROKEN, *INFLATE_ERRORS):
        return ()


def area_name(name: str) -> str:
    """A defined name as it is compared: of ``rows_form.main`` an .xls file of LibreOffice makes ``rows_form_main``."""
    return _NO_LETTER.sub("_", name)


def _take_name(book: Book, name: str, text: str) -> None:
    if name == KIND_NAME:
        book.kind = text.strip('="') or None
    elif name.startswith(_PREFIXES) and "#REF!" not in text and (found := _AREA.match(text)):
        quoted, plain, letters, first, _last_letters, last = found.groups()
        sheet = quoted.replace("''", "'") if quoted else plain
        row, last_row = int(first or 1) - 1, int(last or first or 1) - 1
        book.areas[area_name(name)] = Area(sheet, row, column_number(letters or "A"), last_row)
