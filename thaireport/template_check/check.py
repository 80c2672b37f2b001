"""The check of a template as a whole: its structure, its names, its look, and a trial with made-up data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from thaireport.errors import DataError, Loc, Problem, TemplateError, UsageError
from thaireport.report import Report
from thaireport.template_check import shapes
from thaireport.template_check.walk import Uses
from thaireport.thai.text import closest

FORMATS = ("docx", "xlsx")
OTHER_FORMATS = (
    *(".doc", ".docm", ".dot", ".dotm", ".dotx", ".odt", ".ott", ".rtf"),
    *(".xls", ".xlsb", ".xlsm", ".xlt", ".xltm", ".xltx", ".ods", ".ots"),
)
"""What Word, Excel and LibreOffice save as well: taken for a template by whoever saved it, and used by nobody."""
_PASSED: set[tuple[str, type[Report]]] = set()
"""Digests of the templates that passed: each is checked once in a process."""


def kind_of(name: str, reports: Mapping[str, type[Report]]) -> str:
    """The kind of report that a template's file name says: ``action_plan_5_years.xlsx`` is of ``action_plan``."""
    stem = Path(name).stem
    found = [kind for kind in reports if stem == kind or stem.startswith(f"{kind}_")]
    if found:
        return max(found, key=len)
    near = closest(stem, list(reports))
    hint = f"หมายถึง {near} หรือไม่" if near else f"ใช้ได้ {', '.join(sorted(reports))}"
    raise UsageError(f"ชื่อไฟล์ {name} ไม่บอกชนิดรายงาน: ตั้งชื่อไฟล์ตามชนิด ({hint})")


def is_of_other_format(name: str) -> bool:
    """Whether a file's name is that of a document or workbook in a format that templates are not read from."""
    return name.lower().endswith(OTHER_FORMATS)


def check_template(data: bytes, name: str, model: type[Report], *, trial: bool = True) -> list[Problem]:
    """Everything wrong with a template of ``model``, errors and warnings, each in Thai with its place.

    ``name`` is the file's name; its suffix says whether it is Word or Excel. With ``trial`` a template without
    errors is also filled with made-up data, what it prints is looked for in the result, and what the shipped template
    of that name prints of the same data too.
    """
    suffix = Path(name).suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise UsageError(f"แม่แบบต้องเป็น .docx หรือ .xlsx: เปิด {name} แล้วบันทึกเป็น .docx หรือ .xlsx")
    data, left = _bare(data, name)
    if damaged := list(_damaged(data, name)):
        return damaged
    from thaireport.template_check import beside
    from thaireport.template_check.reaches import reaches

    if suffix == "docx":
        from thaireport.template_check import paper, word

        found, used = word.faults(data, name, model)
        if not any(problem.code in {"template-kind", "package"} for problem in found):
            found += paper.faults(data, name)
    else:
        from thaireport.template_check import excel

        found, used = excel.faults(data, name, model)
    found += [*reaches(data, name), *left]
    if _fails(found):
        return _once(found)
    missing = _left_out(name, used, model)
    if trial:
        missing += _tried(data, name, model, used, {problem.loc for problem in missing})
        if all(problem.code == "required-field" for problem in missing):  # it can be filled
            missing += beside.left_out(data, name, model, used.asked, {problem.loc for problem in missing})
    return _once(found + missing)


def _bare(data: bytes, name: str) -> tuple[bytes, list[Problem]]:
    """The template without the record of a finished file it was made from, and the warning of it."""
    from thaireport.output.embed import without_record

    try:
        bare = without_record(data)
    except (ValueError, DataError):  # a damaged file: the engine says so
        return data, []
    if bare == data:
        return data, []
    message = (
        "แม่แบบนี้แก้จากไฟล์รายงานที่เสร็จแล้ว จึงมีข้อมูลของรายงานนั้นติดอยู่ (ไม่ตามไปในไฟล์ที่ทำจากแม่แบบ): "
        f"เอาออกก่อนส่งต่อด้วย thaireport read {name} --strip -o ไฟล์ใหม่"
    )
    return bare, [Problem(message, level="warning", code="template-record", place=name)]


def _tried(data: bytes, name: str, model: type[Report], used: Uses, told: set[Loc]) -> list[Problem]:
    """What goes wrong when the template is filled, and the required fields that then are printed nowhere."""
    from thaireport.template_check.printed import never_printed
    from thaireport.template_check.trial import filler, trial_faults

    if found := trial_faults(data, name, model):
        return found
    fill, names = filler(data, name)
    return [problem.at(name) for problem in never_printed(fill, model, names, used) if problem.loc[:1] not in told]


def _damaged(data: bytes, name: str) -> Iterator[Problem]:
    """The parts whose XML cannot be read, in all of which the checks look; of what is no package the engine tells."""
    from thaireport.output.package import read_package

    try:
        parts = read_package(data)
    except DataError:
        return
    for part, body in parts.items():
        if part.endswith((".xml", ".rels")) and (why := _unreadable(body)):
            message = f"ส่วน {part} ในแม่แบบอ่านไม่ได้ ({why}): เปิดใน Word หรือ Excel แล้วบันทึกใหม่"
            yield Problem(message, code="template", place=name)


def _unreadable(body: bytes) -> str:
    from thaireport.output.package import parse_xml

    try:
        parse_xml(body)
        body.decode()  # as Word and Excel always write it
    except UnicodeDecodeError:
        return "ไม่ได้เขียนเป็น UTF-8"
    except ValueError as error:
        return str(error)
    return ""


def _fails(found: list[Problem]) -> bool:
    return any(problem.level == "error" for problem in found)


def _once(found: list[Problem]) -> list[Problem]:
    """Each problem once: the engine and the walk may both have said it."""
    said: dict[tuple[str, str], Problem] = {}
    for problem in found:
        said.setdefault((problem.place, problem.message), problem)
    return list(said.values())


def _left_out(name: str, used: Uses, model: type[Report]) -> list[Problem]:
    """Required fields that are printed nowhere: what a clerk must type, and nobody would read."""
    top = shapes.members(model).keys() - used.reached(model) - {"agency"}
    missing = [each for each in shapes.required(model) if each in top]
    problems = []
    for each in missing:
        title = model.model_fields[each].title or each
        message = f"ไม่ได้พิมพ์ช่องที่ต้องกรอก {each} ({title}): เพิ่มป้าย {{{{ {each} }}}} ในแม่แบบ"
        problems.append(Problem(message, (each,), code="required-field", place=name))
    return problems


def ensure(data: bytes, name: str, model: type[Report]) -> None:
    """Raise ``TemplateError`` when a template has errors; the same bytes are checked once in a process."""
    key = (hashlib.sha256(data).hexdigest(), model)
    if key in _PASSED:
        return
    errors = [problem for problem in check_template(data, name, model) if problem.level == "error"]
    if errors:
        raise TemplateError(errors)
    _PASSED.add(key)
