"""What a finished file was made from: the report again, as typed as the day it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from thaireport.agency import reading_for
from thaireport.errors import DataError, Problem, UsageError
from thaireport.intake.book import KIND_NAME
from thaireport.intake.source import Source, content_of, from_mapping, refuse_lock
from thaireport.messages import problems_of
from thaireport.migrate import migrated
from thaireport.output import foreign
from thaireport.output.embed import NoRecordError, Record, find_in_office, strip_office
from thaireport.output.package import read_package, write_package
from thaireport.reach import reading_from
from thaireport.report import Report
from thaireport.reports import REPORTS
from thaireport.thai.digits import to_arabic

_MAX_DEPTH = 60
_A_FORM = "ไฟล์นี้เป็นแบบกรอก หรือรายงาน Excel ที่ไม่มีข้อมูลติดมา: สั่ง thaireport make ไฟล์นี้ (--to docx) ก่อน แล้วใช้ไฟล์ที่ได้"
_UNKNOWN_KIND = "ไม่รู้จักชนิดรายงาน “{}”: ติดตั้ง thaireport รุ่นใหม่ หรือชุดโปรแกรมที่มีรายงานชนิดนี้"


class Opened(NamedTuple):
    """A finished file: its suffix, its bytes, its parts (none of a PDF), its record.

    ``same_pages``: of a PDF, whether its pages are as they were made.
    """

    path: Path
    suffix: str
    data: bytes
    parts: dict[str, bytes]
    record: Record
    same_pages: bool = True


def read(path: Path | str) -> Report:
    """The report that a .docx, .xlsx or .pdf file was made from: equal to the one that was written.

    Data of an older format version is migrated. What was changed by hand in the file since is not in it
    (``thaireport verify`` tells). Pictures are looked for beside the file. Raises DataError when the file carries
    no data (``--no-data``), is damaged or hostile; UsageError when it is not there; SetupError for a PDF where the
    extra ``pdf`` is missing.
    """
    file = Path(path)
    return report_of(open_made(file).record, file.parent, file.name)


def open_made(path: Path) -> Opened:
    """A finished file and its record, everything refused that ``output.foreign`` refuses."""
    suffix = path.suffix.lower()
    if suffix not in foreign.SUFFIXES:
        hint = foreign.ALIKE.get(suffix, f"ใช้ได้ {' '.join(foreign.SUFFIXES)}")
        raise UsageError(f"ไม่ใช่ไฟล์รายงานที่ทำเสร็จแล้ว {path.name}: {hint}")
    refuse_lock(path)
    data = foreign.read_file(path)
    try:
        return _opened(path, suffix.lstrip("."), data)
    except NoRecordError as error:
        raise NoRecordError(path.name, error.problems[0].message) from error
    except DataError as error:
        raise DataError([problem if problem.place else problem.at(path.name) for problem in error.problems]) from error


def _opened(path: Path, suffix: str, data: bytes) -> Opened:
    if foreign.is_pdf(data):
        if suffix != "pdf":
            raise DataError([Problem(f"ชื่อไฟล์ลงท้าย .{suffix} แต่เนื้อในเป็น PDF: เปลี่ยนชื่อให้ตรงกับเนื้อใน", code="refused")])
        from thaireport.output.embed.pages import find_in_pdf

        record, same = find_in_pdf(data)
        return Opened(path, "pdf", data, {}, record, same)
    if suffix == "pdf":
        raise DataError([Problem("ชื่อไฟล์ลงท้าย .pdf แต่เนื้อในไม่ใช่ PDF: ตรวจว่าเลือกไฟล์ถูก", code="refused")])
    parts = foreign.open_office(data, suffix, path.name)
    return Opened(path, suffix, data, parts, _record_in(parts))


def _record_in(parts: Mapping[str, bytes]) -> Record:
    try:
        return find_in_office(parts)
    except NoRecordError as error:
        if KIND_NAME.encode() in parts.get("xl/workbook.xml", b""):
            raise NoRecordError(message=_A_FORM) from error
        raise


def report_of(record: Record, folder: Path | None = None, name: str = "") -> Report:
    """The report of a record; pictures are looked for in ``folder``. DataError lists what no longer reads."""
    if record.kind not in REPORTS:
        raise DataError([Problem(_UNKNOWN_KIND.format(record.kind), code="kind-unknown", place=name)])
    model = REPORTS[record.kind]
    values = record.values
    if _depth(values) > _MAX_DEPTH:
        raise DataError([Problem("ข้อมูลในไฟล์ซ้อนกันลึกผิดปกติ", code="record-damaged", place=name)])
    data = migrated(values, record.versions)
    with reading_for(None), reading_from(folder):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            problems = problems_of(error, from_mapping(data, lambda _loc: name), model)
            raise DataError(problems) from error


def _depth(value: Any) -> int:
    """How deep data is nested, counted without recursion."""
    depth, level = 1, [value] if isinstance(value, (dict, list)) else []
    while level:
        inner = [each for held in level for each in (held.values() if isinstance(held, dict) else held)]
        level = [each for each in inner if isinstance(each, (dict, list))]
        depth += bool(level)
    return depth


def without_record(path: Path) -> bytes:
    """The file as it is but for its record (``thaireport read --strip``)."""
    file = open_made(path)
    if file.suffix == "pdf":
        from thaireport.output.embed.pages import strip_pdf

        return strip_pdf(file.data)
    try:
        return write_package(strip_office(file.parts))
    except ValueError as error:
        message = f"เอาข้อมูลออกไม่ได้ เพราะ{error}: เปิดด้วยโปรแกรมแล้วบันทึกใหม่"
        raise DataError([Problem(message, code="package", place=path.name)]) from error


def as_typed(source: Source) -> Source:
    """The data of a report workbook in the digits they were typed in.

    A sheet shows ``โครงการที่ ๑`` where the policy is Thai and ``โครงการที่ 1`` was typed; the record in the file
    still has it as typed. A text that differs from one in the record by its digits alone becomes that one again; a
    cell that a clerk has changed stays as it is. Data without a record (a form) come back untouched.
    """
    if source.path is None or source.path.suffix.lower() != ".xlsx":
        return source
    try:
        typed = _lines_by_digits(find_in_office(read_package(content_of(source.path))).values)
    except (DataError, UsageError):
        return source
    return replace(source, data=_typed(source.data, typed))


def _lines_by_digits(values: Any) -> dict[str, str]:
    """Every line of the texts in data by its form in Arabic digits; one typed in two ways is left out."""
    found: dict[str, str] = {}
    unsure: set[str] = set()
    for line in _lines(values):
        key = _plain(line)
        if found.setdefault(key, line) != line:
            unsure.add(key)
    return {key: line for key, line in found.items() if key not in unsure}


def _lines(values: Any) -> Iterator[str]:
    if isinstance(values, str):
        yield from values.split("\n")
    elif isinstance(values, Mapping):
        if values.get("marker") and "text" in values:
            yield f"{values['marker']} {values['text']}"
        if "file" in values and "caption" in values:
            yield f"{values['file']} | {values['caption']}"
        for inner in values.values():
            yield from _lines(inner)
    elif isinstance(values, (list, tuple)):
        for inner in values:
            yield from _lines(inner)


def _plain(line: str) -> str:
    return " ".join(to_arabic(line).split())


def _typed(data: Any, typed: Mapping[str, str]) -> Any:
    if isinstance(data, str):
        return "\n".join(typed.get(_plain(line), line) for line in data.split("\n"))
    if isinstance(data, Mapping):
        return {name: _typed(inner, typed) for name, inner in data.items()}
    if isinstance(data, list):
        return [_typed(inner, typed) for inner in data]
    return data
