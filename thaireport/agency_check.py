"""What is worth mending in an agency's folder: ``agency.yaml``, its pictures, house rules, ITA years, templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from thaireport.agency import Agency, reading_for
from thaireport.errors import DataError, Loc, Problem, SetupError, UsageError
from thaireport.framework import framework_for
from thaireport.intake.agency_folder import FILE, agency_from, file_in
from thaireport.intake.source import Source, read
from thaireport.messages import problems_of
from thaireport.output.foreign import read_file
from thaireport.output.templates import folders
from thaireport.pictures import PictureFile
from thaireport.reach import reading_from
from thaireport.report import Report
from thaireport.reports import REPORTS
from thaireport.template_check import check_template, is_of_other_format, kind_of
from thaireport.template_check.fonts import is_latin_only
from thaireport.thai.numbering import marker
from thaireport.thai.text import closest

DPI = 300
"""What a printed emblem needs; below it its edges show steps."""
EMBLEM_CM = 3.0
"""Height on announcements, orders and letters (ระเบียบงานสารบรรณ ข้อ 71: 3 or 1.5 cm)."""
EMBLEM_RATIO = (0.85, 1.0)
"""Width to height of the garuda as the regulation draws it."""
SEAL_CM = 4.0
"""Height on a cover (``tools/draw/cover.py``)."""
KNOWN_FONTS = ("TH SarabunPSK", "TH Sarabun New", "TH SarabunIT๙")


def check_agency(folder: Path) -> list[Problem]:
    """Everything found in an agency's folder, errors and warnings, each with its place. Nothing is changed."""
    file = file_in(folder)
    if not file.is_file():
        raise UsageError(f"ไม่พบ {FILE} ใน {folder}: ระบุโฟลเดอร์ของหน่วยงาน")
    try:
        source = read(file)
    except DataError as error:
        return [*error.problems, *_frameworks(file.parent), *_templates(file.parent)]
    agency, faults = _readable(source, file.parent)
    looks = (_people(agency), _pictures(agency), _font(agency), _numbering(agency), _sections(agency))
    found = [*(each for look in looks for each in look), *_defaults(agency, source)]
    wrong = {problem.loc[:2] for problem in faults} | {problem.loc[:1] for problem in faults}
    kept = [problem for problem in found if problem.loc[:2] not in wrong and problem.loc != ()]
    shown = kept if faults else found
    placed = (_placed(problem, source) for problem in shown)
    return [*source.problems, *faults, *placed, *_frameworks(file.parent), *_templates(file.parent)]


def _readable(source: Source, folder: Path) -> tuple[Agency, Sequence[Problem]]:
    """The agency of a file, and what is wrong with it: what cannot be read is left out, its keys stay known."""
    try:
        return agency_from(source, folder), ()
    except DataError as error:
        faults = error.problems
    data = {"name": "-", **source.data}
    for problem in faults:
        if problem.loc:
            _leave_out(data, problem.loc)
    try:
        return agency_from(replace(source, data=data), folder), faults
    except DataError:  # faults that hide others: the first are told, the rest when they are mended
        return Agency(name="-").kept_in(folder), faults


_STANDS_IN: Mapping[str, Mapping[str, str]] = {"people": {"first_name": "-", "position": "-"}, "units": {"name": "-"}}


def _leave_out(data: dict[str, Any], loc: Loc) -> None:
    """Take a faulty value out of the data; a person or unit is replaced, so that whoever names its key is right."""
    name, *rest = map(str, loc)
    entries = data.get(name)
    if not rest or not isinstance(entries, Mapping):
        data.pop(name, None)
        if name == "name":
            data[name] = "-"
        return
    kept = {key: value for key, value in entries.items() if str(key) != rest[0]}
    data[name] = {**kept, rest[0]: _STANDS_IN[name]} if name in _STANDS_IN else kept


def _placed(problem: Problem, source: Source) -> Problem:
    return problem if problem.place else problem.at(source.place(problem.loc))


# ---------------------------------------------------------------- people, pictures, font


def _people(agency: Agency) -> Iterator[Problem]:
    for key, person in agency.people.items():
        if not person.position:
            message = f"{key} ({person.full_name}) ยังไม่มีตำแหน่ง: เพิ่ม position จึงจะลงนามได้"
            yield Problem(message, ("people", key), "warning", "person-position")
    if not agency.people:
        yield Problem("ยังไม่มีบุคลากร (people) จึงใช้คีย์ เช่น signer: mayor ไม่ได้", (), "warning", "people-none")


def _pictures(agency: Agency) -> Iterator[Problem]:
    if agency.emblem is None:
        yield Problem("ยังไม่มีภาพตราครุฑ (emblem): เอกสารจะเว้นที่ว่างไว้", (), "warning", "emblem-missing")
    for name, picture, height in (("emblem", agency.emblem, EMBLEM_CM), ("seal", agency.seal, SEAL_CM)):
        if picture is not None:
            yield from _picture(name, picture, height)


def _picture(name: str, picture: PictureFile, height_cm: float) -> Iterator[Problem]:
    if fault := picture.fault():
        yield Problem(fault, (name,), code="picture")
        return
    width, height = picture.size()
    needed = round(height_cm / 2.54 * DPI)
    if height < needed:
        message = (
            f"ภาพ {picture.name} สูง {height} จุด พิมพ์สูง {height_cm:g} ซม. ไม่คมชัด ({DPI} dpi): ใช้ภาพสูงอย่างน้อย {needed} จุด"
        )
        yield Problem(message, (name,), "warning", "picture-small")
    low, high = EMBLEM_RATIO
    if name == "emblem" and not low <= width / height <= high:
        message = (
            f"ภาพตราครุฑ {picture.name} กว้างต่อสูง {width / height:.2f} ไม่ใช่สัดส่วนของตราครุฑ ({low:.2f}-{high:.2f}): "
            "ตัดขอบว่างรอบตรา หรือใช้ภาพที่ไม่ถูกยืด"
        )
        yield Problem(message, (name,), "warning", "emblem-ratio")


def _font(agency: Agency) -> Iterator[Problem]:
    if is_latin_only(agency.font):
        yield Problem(f"แบบอักษร {agency.font} ไม่มีตัวอักษรไทย: ใช้ {KNOWN_FONTS[0]}", ("font",), code="font")
    elif agency.font not in KNOWN_FONTS:
        message = f"แบบอักษร {agency.font} ไม่ใช่แบบอักษรราชการ ({', '.join(KNOWN_FONTS)}): ตรวจชื่อ"
        yield Problem(message, ("font",), "warning", "font-unknown")


# ---------------------------------------------------------------- house rules


def _numbering(agency: Agency) -> Iterator[Problem]:
    """A style that neither counts nor is a bullet prints the same letter in front of every item."""
    for index, style in enumerate(agency.numbering):
        if marker(1, style) == marker(2, style) and any(map(str.isalnum, style)):
            message = f"ลำดับข้อแบบ {style} นับต่อไม่ได้: ให้ขึ้นต้นด้วย 1 หรือ ก เช่น 1) (1) ก) หรือใช้ -"
            yield Problem(message, ("numbering", index), "warning", "numbering-style")


def _sections(agency: Agency) -> Iterator[Problem]:
    """``digits_of`` names sections: ``plan_table`` or ``action_plan.plan_table``."""
    known = {section for model in REPORTS.values() for section in model.FORM_DIGITS if section}
    known |= {f"{kind}.{section}" for kind, model in REPORTS.items() for section in model.FORM_DIGITS if section}
    for section in agency.digits_of:
        if section not in known:
            near = closest(section, sorted(known))
            hint = f"หมายถึง {near} หรือไม่" if near else f"ใช้ได้ {', '.join(sorted(known))}"
            yield Problem(f"ไม่รู้จักส่วน {section}: {hint}", ("digits_of", section), code="section-unknown")


def _defaults(agency: Agency, source: Source) -> Iterator[Problem]:
    for kind, usual in agency.defaults.items():
        here = ("defaults", kind)
        if kind not in REPORTS:
            near = closest(kind, list(REPORTS))
            hint = f"หมายถึง {near} หรือไม่" if near else f"ใช้ได้ {', '.join(sorted(REPORTS))}"
            yield Problem(f"ไม่รู้จักชนิดรายงาน {kind}: {hint}", here, code="kind-unknown")
            continue
        try:
            model = REPORTS[kind]
        except SetupError as error:
            yield Problem(str(error), here, code="kind-broken")
            continue
        yield from _usual(model, usual, agency, source)


def _usual(model: type[Report], usual: dict[str, object], agency: Agency, source: Source) -> Iterator[Problem]:
    """The usual values of a kind, each as if it stood in a report; what the report itself must say is left out."""
    with reading_for(agency), reading_from(agency.folder):
        try:
            model.model_validate({"agency": agency, **usual})
        except ValidationError as error:
            bare = replace(source, data=usual)
            for problem in problems_of(error, bare, model):
                if problem.loc and problem.loc[0] in usual:
                    loc = ("defaults", model.kind, *problem.loc)
                    yield replace(problem, loc=loc, place=source.place(loc))


# ---------------------------------------------------------------- files beside it


def _frameworks(folder: Path) -> Iterator[Problem]:
    """What is wrong with the ITA frameworks of years that the agency added."""
    for file in sorted((folder / "data").glob("ita_*.yaml")):
        year = file.stem.removeprefix("ita_")
        if not (year.isascii() and year.isdecimal()):
            message = "ไม่ใช่ชื่อของกรอบการประเมิน ITA จึงไม่ถูกใช้: ตั้งชื่อเป็น ita_ปี.yaml เช่น ita_2567.yaml"
            yield Problem(message, level="warning", code="framework-unused", place=f"data/{file.name}")
            continue
        try:
            framework_for(int(year), folder)
        except DataError as error:
            yield from error.problems


def _templates(folder: Path) -> Iterator[Problem]:
    """The agency's own templates, each held against its model."""
    own = folder / "templates"
    if not own.is_dir():
        return
    for file in sorted(own.iterdir()):
        if file.name.startswith((".", "~$")) or not file.is_file():
            continue
        if file.suffix.lower() not in {".docx", ".xlsx"}:
            remedy = ": เปิดแล้วบันทึกเป็น .docx หรือ .xlsx" if is_of_other_format(file.name) else ""
            message = f"ไม่ใช่แม่แบบ (.docx .xlsx) จึงไม่ถูกใช้{remedy}"
            yield Problem(message, level="warning", code="template-unused", place=f"templates/{file.name}")
            continue
        try:
            model = REPORTS[kind_of(file.name, REPORTS)]
        except (UsageError, SetupError) as error:
            yield Problem(str(error), level="warning", code="template-unused", place=f"templates/{file.name}")
            continue
        known = {each.name for home in folders(None, model.template_folder) for each in home.glob(f"{model.kind}*")}
        if file.name not in known:
            message = f"ไม่มีรายงานใดใช้แม่แบบชื่อนี้ จึงไม่ถูกใช้: ชื่อที่ใช้ได้ {', '.join(sorted(known))}"
            yield Problem(message, level="warning", code="template-unused", place=f"templates/{file.name}")
            continue
        yield from check_template(read_file(file), file.name, model)
