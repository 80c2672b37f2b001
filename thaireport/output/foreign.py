"""Files that others send: opened only when nothing in them could harm, refused with every reason.

Before anything is unpacked the directory of the zip is judged (``package``); then macros, embedded programs,
links to other places, DTDs with their entities, and cells larger than Excel makes them. Nothing is ever fetched
or run: the refusal keeps such a file from being passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from thaireport.errors import DataError, Problem
from thaireport.files import read_whole
from thaireport.intake import shared_texts
from thaireport.output.package import CONTENT_TYPES, Limits, parse_xml, read_package

SUFFIXES = (".docx", ".xlsx", ".pdf")
_SAVED_ANEW = "บันทึกเป็นไฟล์ชนิดนี้แล้วไม่มีข้อมูลติดมา ขอไฟล์ .docx .xlsx หรือ .pdf ต้นฉบับจากผู้จัดทำ"
_PACKED = "แตกไฟล์ลงในโฟลเดอร์ก่อน"
ALIKE = {
    **dict.fromkeys((".doc", ".docm", ".odt", ".rtf", ".xls", ".xlsm", ".xlsb", ".ods"), _SAVED_ANEW),
    **dict.fromkeys((".zip", ".rar", ".7z"), _PACKED),
}
"""Suffixes of files that are sent as reports and hold no data of one, and what to do with each."""
MAX_FILE = 150_000_000
"""Bytes of a file; the largest plan of 31,000 projects takes 4 million."""
LIMITS = Limits(entries=2_000, total=250_000_000, part=200_000_000, ratio=300)

MOST_TEXT = 100_000_000
"""Bytes of the texts of all cells of a workbook: each is copied where it stands."""

_MAIN_TYPES = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
_ACTIVE = re.compile(
    r"(^|/)(vbaProject|vbaData|activeX\d*)[^/]*$|/(activeX|ctrlProps|macrosheets)/|/oleObject[^/]*$", re.I
)
_LINK_PARTS = re.compile(r"^xl/(externalLinks/|connections\.xml|queryTables/)", re.I)
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
# 32,767 letters are the most a cell holds; a Thai one takes three bytes, an escaped one up to six.
_HUGE_CELL = re.compile(rb"<(?:t|v)(?: [^<>]*)?>[^<]{200000}")


def read_file(path: Path) -> bytes:
    """The bytes of a finished file. UsageError when it is not there or too large to be one of ours."""
    data = read_whole(path, MAX_FILE)
    if data is None:
        raise _refused(path.name, [f"ไฟล์ใหญ่เกินที่รับได้ ({MAX_FILE:,} ไบต์)"])
    return data


def is_pdf(data: bytes) -> bool:
    """Whether the file begins as a PDF does (readers allow some bytes before)."""
    return b"%PDF-" in data[:1024] and not data.startswith(b"PK")


def open_office(data: bytes, suffix: str = "", name: str = "") -> dict[str, bytes]:
    """The parts of a Word or Excel file of others. DataError with every reason why it is refused.

    ``suffix`` is the file's own (``docx``); a file that is something else inside is refused.
    """
    try:
        parts = read_package(data, limits=LIMITS)
    except DataError as error:
        raise DataError([problem.at(name) for problem in error.problems]) from error
    faults = [*_kind_faults(parts, suffix), *_active_faults(parts), *_xml_faults(parts), *_link_faults(parts)]
    faults += [] if faults else _text_faults(parts)
    if faults:
        raise _refused(name, faults)
    return parts


def _refused(name: str, faults: list[str]) -> DataError:
    return DataError([Problem(fault, code="refused", place=name) for fault in faults])


def _kind_faults(parts: Mapping[str, bytes], suffix: str) -> Iterator[str]:
    types = parts[CONTENT_TYPES]
    if b"macroEnabled" in types:
        yield "ไฟล์เปิดใช้แมโครได้: บันทึกใหม่เป็น .docx หรือ .xlsx ที่ไม่มีแมโคร"
        return
    inside = next((kind for sign, kind in _MAIN_TYPES.items() if sign in types), "")
    if not inside:
        yield "ไม่ใช่ไฟล์ Word (.docx) หรือ Excel (.xlsx)"
    elif suffix and suffix != inside:
        yield f"ชื่อไฟล์ลงท้าย .{suffix} แต่เนื้อในเป็น .{inside}: เปลี่ยนชื่อให้ตรงกับเนื้อใน"
    elif (main := {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[inside]) not in parts:
        yield f"ไฟล์ไม่สมบูรณ์ (ไม่มีส่วน {main}): ขอไฟล์ใหม่จากต้นทาง"


def _active_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name in parts:
        if _ACTIVE.search(name):
            yield f"มีแมโครหรือวัตถุที่สั่งให้โปรแกรมทำงานได้ ({name[:80]!a}): บันทึกใหม่โดยไม่มีส่วนนี้"
        elif _LINK_PARTS.search(name):
            yield f"มีการเชื่อมไปยังไฟล์หรือฐานข้อมูลอื่น ({name[:80]!a}): ตัดการเชื่อมโยงใน Excel แล้วบันทึกใหม่"


def _xml_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name, part in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if _DTD.search(part):
            yield f"XML ใน {name[:80]!a} มี DTD หรือ entity ซึ่งไม่อนุญาต"
        elif name.startswith("xl/") and _HUGE_CELL.search(part):
            yield f"มีช่องที่ข้อความยาวเกิน 32,767 ตัวอักษร ({name[:80]!a}): ไฟล์ไม่ได้ทำด้วย Excel ตามปกติ"


def _text_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    """A workbook whose cells repeat long texts of its table until they fill the memory."""
    tables = [part for name, part in parts.items() if f"/{name}".casefold() == shared_texts.PART]
    sheets = [part for name, part in parts.items() if name.endswith(".xml") and part not in tables]
    try:
        for table in tables:
            texts = shared_texts.SharedTexts(table, sum(map(len, sheets)), MOST_TEXT)
            if texts.may_be_too_much and any(map(texts.is_too_much, sheets)):
                yield "ข้อความยาวซ้ำกันในช่องจำนวนมากจนเกินหน่วยความจำ: ไฟล์ไม่ได้ทำด้วย Excel ตามปกติ"
    except (expat.ExpatError, ValueError):
        yield "XML ในตารางข้อความเสียหาย: ขอไฟล์ใหม่จากต้นทาง"


def _link_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name, part in parts.items():
        if not name.endswith(".rels") or b"External" not in part:
            continue
        try:
            root = parse_xml(part)
        except ValueError:
            yield f"ส่วน {name[:80]!a} เสียหาย: ขอไฟล์ใหม่จากต้นทาง"
            continue
        for rel in root:
            if rel.get("TargetMode") == "External" and not (rel.get("Type") or "").endswith("/hyperlink"):
                kind = (rel.get("Type") or "").rpartition("/")[2]
                yield f"มีการเชื่อมออกนอกไฟล์ ({kind[:40]!a} ใน {name[:80]!a}): ตัดการเชื่อมโยงแล้วบันทึกใหม่"
