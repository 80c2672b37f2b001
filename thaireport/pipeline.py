"""The whole program on a page: load -> check -> render -> save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, overload

from pydantic import ValidationError

from thaireport.agency import Agency, reading_for
from thaireport.errors import DataError, Loc, Problem, ThaiReportError, UsageError
from thaireport.intake.agency_folder import FILE as AGENCY_FILE
from thaireport.intake.agency_folder import find_agency, known_agency, load_agency, told_of_agency
from thaireport.intake.source import Source, from_mapping, no_search_for_cycles, read, read_named
from thaireport.messages import placed, problems_of
from thaireport.migrate import VERSION_KEY, from_file
from thaireport.reach import reading_from, reading_within
from thaireport.report import Report, agency_of
from thaireport.reports import REPORTS
from thaireport.stand_in import StandIn, stand_in
from thaireport.template_use import word_template, workbook_template
from thaireport.thai.money import reckoning

if TYPE_CHECKING:
    from thaireport.output.embed import Record
    from thaireport.reports.bundle import Bundle

AgencyLike = Agency | Path | str | None
Kind = str | type[Report] | None
AnyReport = TypeVar("AnyReport", bound=Report)
_BUNDLE = "bundle"
FORMATS = ("docx", "xlsx", "pdf")


class Saved(NamedTuple):
    """A file that was written, and what is worth mending about the report in it."""

    path: Path
    warnings: tuple[Problem, ...]


@overload
def load(
    source: Path | str | Mapping[str, Any],
    kind: type[AnyReport],
    *,
    agency: AgencyLike = None,
    folder: Path | str | None = None,
) -> AnyReport: ...
@overload
def load(
    source: Path | str | Mapping[str, Any],
    kind: str | None = None,
    *,
    agency: AgencyLike = None,
    folder: Path | str | None = None,
) -> Report: ...
def load(
    source: Path | str | Mapping[str, Any],
    kind: Kind = None,
    *,
    agency: AgencyLike = None,
    folder: Path | str | None = None,
) -> Report:
    """The report that a file (YAML, JSON or a workbook) or plain data describes, true in itself.

    ``kind``, a name or a class, is needed only where the data do not say it, and stands above what they say;
    with a class type checkers know what comes back. ``agency`` is a model, or the folder of an ``agency.yaml``;
    without it a file's own is looked for: beside it, then where ``THAIREPORT_AGENCY`` and ``thaireport.toml`` say.

    Pictures and other files that the data name are looked for beside the file (of plain data, in the working
    folder). With ``folder`` they are looked for there, and a name that leads out of it is an error; no agency is
    looked for either: for data of strangers.

    Raises DataError, which carries every problem, each with its place; UsageError for a file that is not there.
    Warnings are kept on the report (``report.warnings``).
    """
    with no_search_for_cycles():  # around all of it: what was read is gone when the search begins again
        return _load(source, kind, agency, Path(folder) if folder is not None else None)


def _load(source: Path | str | Mapping[str, Any], kind: Kind, agency: AgencyLike, home: Path | None) -> Report:
    data = _source_of(source, kind, home)
    start = data.path.parent if data.path and not home else None
    folder_of_owner = _agency_folder(agency, start)
    owner, faults = known_agency(folder_of_owner) if folder_of_owner else (_agency(agency, None), [])
    with reading_within(home):
        report, problems = examine(data, kind, owner)
        return _true(report, [*faults, *problems])


def _source_of(source: Path | str | Mapping[str, Any], kind: Kind, folder: Path | None) -> Source:
    if isinstance(source, Mapping):
        return from_mapping(source, folder=folder)
    name = kind.kind if isinstance(kind, type) else kind
    return replace(read(Path(source), name), folder=folder)


def _true(report: Report | None, problems: list[Problem]) -> Report:
    if report is None or any(problem.level == "error" for problem in problems):
        raise DataError(problems)
    report.remember(problems)
    return report


def examine(source: Source, kind: Kind, agency: Agency | None) -> tuple[Report | None, list[Problem]]:
    """The report a source describes (None when it cannot be built) and everything found about it."""
    with no_search_for_cycles(), reckoning():
        report, problems = _examined(source, kind, agency)
    return (None if isinstance(report, StandIn) else report), problems


def _examined(source: Source, kind: Kind, agency: Agency | None) -> tuple[Report, list[Problem]]:
    """As ``examine``, with a stand-in for a report that cannot be built."""
    model = _class_of(kind or source.kind, source)
    if VERSION_KEY in source.data:
        source = replace(source, data=from_file(source.data))
    if model.kind == _BUNDLE:
        return _examine_bundle(source, agency)
    if source.path and source.path.suffix.lower() == ".xlsx":
        from thaireport.readback import as_typed

        source = as_typed(source)
    if model.kind == "plan_results":
        from thaireport.intake.origin import with_plan

        source = with_plan(source)
    with reading_for(agency), reading_from(source.home):
        try:
            report = model.model_validate(source.data)
        except ValidationError as error:
            known = stand_in(model, source.data)
            faults = problems_of(error, source, model)
            found = [told_of_agency(problem, source, agency) for problem in _rules_of(known)]
            return known, [*source.problems, *faults, *placed(found, source, model)]
    found = [told_of_agency(problem, source, agency) for problem in report.findings]
    return report, [*source.problems, *placed(found, source, model)]


def _rules_of(known: Report) -> list[Problem]:
    """What the rules say of a stand-in; of a kind whose rules are not asked one by one, those of every report."""
    try:
        return known.problems()
    except Exception:  # another package's rules, asked about something that it never expected
        return Report.problems(known)


def _examine_bundle(source: Source, agency: Agency | None) -> tuple[Report, list[Problem]]:
    """A bundle: each part is read and checked as the report it is, with the places of its own file."""
    from thaireport.reports.bundle import Bundle

    owner = agency_of(source.data.get("agency"), agency) or agency
    entries = source.data.get("parts")
    listed = entries if isinstance(entries, list) else []
    examined = [_examine_part(source, index, entry, owner) for index, entry in enumerate(listed)]
    problems = list(source.problems)
    of_agency: set[str] = set()  # told once, not of every part
    for index, (_, found) in enumerate(examined):
        problems += [problem.below("parts", index) for problem in found if str(problem) not in of_agency]
        of_agency.update(str(problem) for problem in found if problem.place.startswith(AGENCY_FILE))
    parts = [report for report, _ in examined]
    data = {**source.data, "parts": parts} if examined else source.data
    with reading_for(agency):
        try:
            report = Bundle.model_validate(data)
        except ValidationError as error:
            problems += problems_of(error, source, Bundle)
            report = stand_in(Bundle, data)
    if any(isinstance(part, StandIn) for part in parts):
        report = stand_in(Bundle, data)
    return report, [*problems, *placed(report.own_problems(), source, Bundle)]


def _examine_part(source: Source, index: int, entry: object, agency: Agency | None) -> tuple[Report, list[Problem]]:
    from thaireport.reports.bundle import NESTED

    here: Loc = ("parts", index)
    nothing = stand_in(Report, None)
    name = entry.get("file") if isinstance(entry, dict) else None
    try:
        part = _part(source, index, entry)
        if part.kind == _BUNDLE:  # not read any further: a bundle may name itself
            return nothing, [Problem(NESTED, place=source.place(here), code="bundle-nested")]
        report, found = _examined(part, part.kind, agency)
    except DataError as error:
        report, found = nothing, list(error.problems)
    except UsageError as error:
        below: Loc = ("file",) if name else ()
        return nothing, [Problem(str(error), below, place=source.place((*here, *below)), code="bundle-part")]
    # A cell of a part's workbook is named with its file: every form has sheets and cells of these names.
    return report, [problem.in_file(str(name)) for problem in found] if name else found


def _part(source: Source, index: int, entry: object) -> Source:
    """One part of a bundle: another file beside it, or a report written in it."""
    here: Loc = ("parts", index)
    if not isinstance(entry, dict):
        message = "แต่ละส่วนต้องเป็น file: ชื่อไฟล์ หรือรายงานที่มี kind:"
        raise DataError([Problem(message, place=source.place(here), code="bundle-part")])
    if "file" not in entry:
        inside = from_mapping(entry, lambda loc: source.place((*here, *loc)))
        return replace(inside, path=source.path, folder=source.folder)
    return read_named(str(entry["file"]), source)


def check(report: Report) -> list[Problem]:
    """What the rules of its kind say of a report: errors and warnings, each with its path in the data.

    A report from ``load`` has no errors left, and its warnings with their place in the file (``report.warnings``).
    """
    return list(report.findings)


def render(report: Report, to: str = "docx", *, agency: AgencyLike = None, data: bool = True) -> bytes:
    """The report as the bytes of a file of format ``to``: ``docx``, ``xlsx`` or ``pdf``.

    The file carries the report's data, for ``read`` and ``thaireport verify``, unless ``data`` is false. ``agency``
    is whose templates are used, when not those of the report's own (one that was read from a finished file knows no
    folder); what is printed stays the report's. Raises DataError when the report has errors, TemplateError when a
    template cannot be used, UsageError for a format that the kind is not made into, SetupError when a PDF is asked
    for and LibreOffice or the font is missing, OutputError when LibreOffice fails.
    """
    _require(report, to)
    owner = _agency(agency, None) or report.agency
    make = {"xlsx": _workbook, "pdf": _pages}.get(to, _document)
    with reckoning():
        return make(report, owner, data=data)


def render_pages(reports: Sequence[Report], *, data: bool = True) -> list[bytes | ThaiReportError]:
    """``render(report, "pdf")`` of many reports, which share starts of LibreOffice.

    An error stands in the place of a report that failed. Raises SetupError when none can be made.
    """
    from thaireport.output.pdf import OfficeFile, to_pdfs

    made = [_document_for_pages(report) for report in reports]
    documents = {index: found for index, found in enumerate(made) if isinstance(found, bytes)}
    files = [OfficeFile(document, font=reports[index].agency.font) for index, document in documents.items()]
    printed = to_pdfs(files, archive="3b" if data else "2b", workers=1)
    for (index, document), pages in zip(documents.items(), printed, strict=True):
        made[index] = pages
        if data and isinstance(pages, bytes):
            made[index] = _recorded(pages, document, reports[index], reports[index].agency)
    return made


def _document_for_pages(report: Report) -> bytes | ThaiReportError:
    try:
        _require(report, "pdf")
        with reckoning():
            return _document(report, report.agency, data=False)
    except ThaiReportError as error:
        return error


def _require(report: Report, to: str) -> None:
    if to not in report.formats:
        raise UsageError(f"{report.thai_name} ทำเป็น {to} ไม่ได้: ใช้ได้ {', '.join(report.formats)}")
    errors = [problem for problem in report.findings if problem.level == "error"]
    if errors:
        raise DataError(errors)


def save(report: Report, path: Path | str, *, agency: AgencyLike = None, data: bool = True) -> Saved:
    """The file that was written (``path``) and the report's ``warnings``.

    The suffix of ``path`` chooses the format, ``agency`` and ``data`` are as in ``render``. The file is whole or not
    there at all; one of that name is replaced. Raises what ``render`` raises, and OutputError when the folder is
    missing or the file cannot be written.
    """
    from thaireport.output.package import replace_file

    file = Path(path)
    if not file.suffix:
        raise UsageError(f"ชื่อไฟล์ {file.name} ไม่บอกชนิด: เติม {' หรือ '.join(f'.{to}' for to in report.formats)}")
    replace_file(file, render(report, file.suffix.lower().lstrip("."), agency=agency, data=data))
    known = report.warnings or report.findings
    return Saved(file, known)


def _document(report: Report, agency: Agency, *, data: bool) -> bytes:
    """The Word file; with ``data`` it carries its record."""
    from thaireport.output.embed import Record, into_document
    from thaireport.output.package import read_package, write_package
    from thaireport.output.titles import titled

    if bundle := _as_bundle(report):
        from thaireport.output.docx.join import join

        joined = join([_document(part, agency, data=False) for part in bundle.parts], continues=bundle.continues)
        return write_package(into_document(read_package(joined), _record(report, agency))) if data else joined
    template = word_template(report, agency)
    parts = template.render_package(report.context(template.names), digits=report.digits_for)
    if report.needs_pages:
        from thaireport.output.headings import headings

        # A contents page is made twice: only LibreOffice's pages tell where the headings stand.
        paged = report.with_pages([page for _, page in headings(_pdf(write_package(parts), agency))])
        parts = template.render_package(paged.context(template.names), digits=paged.digits_for)
    parts = titled(parts, report.file_title(), report.digits_for())
    if not data:
        return write_package(parts)
    record = Record.of(report, template.name, template.digest)
    return write_package(into_document(parts, record))


def _as_bundle(report: Report) -> Bundle | None:
    if report.kind != _BUNDLE:
        return None
    from thaireport.reports.bundle import Bundle

    return report if isinstance(report, Bundle) else None


def record_for(report: Report, to: str, *, agency: AgencyLike = None) -> Record:
    """What a file of format ``to`` made of the report now would carry, but for its printed text."""
    owner = _agency(agency, None) or report.agency
    if to != "xlsx":
        return _record(report, owner)
    from thaireport.output.embed import Record

    template = workbook_template(report, owner)
    return Record.of(report, template.name, template.digest)


def _record(report: Report, agency: Agency) -> Record:
    """What a Word or PDF file carries; a bundle was made from the templates of all its parts."""
    from thaireport.output.embed import Record

    bundle = _as_bundle(report)
    reports = bundle.parts if bundle else (report,)
    used = [word_template(part, agency) for part in reports]
    return Record.of(report, ",".join(each.name for each in used), ",".join(each.digest for each in used))


def _workbook(report: Report, agency: Agency, *, data: bool) -> bytes:
    """The workbook; with ``data`` it carries its record."""
    from thaireport.output.package import write_package
    from thaireport.output.titles import titled

    template = workbook_template(report, agency)
    context = report.context(template.names)
    if "form" in template.names:
        from thaireport.intake.carried import carried

        context["form"] = carried(report)
    parts = titled(template.render_package(context, digits=report.digits_for), report.file_title(), report.digits_for())
    if not data:
        return write_package(parts)
    from thaireport.output.embed import Record, into_workbook

    return write_package(into_workbook(parts, Record.of(report, template.name, template.digest)))


def _pages(report: Report, agency: Agency, *, data: bool) -> bytes:
    """The PDF; with ``data`` it is PDF/A-3 and carries its record."""
    document = _document(report, agency, data=False)
    if not data:
        return _pdf(document, agency)
    return _recorded(_pdf(document, agency, archive="3b"), document, report, agency)


def _recorded(pages: bytes, document: bytes, report: Report, agency: Agency) -> bytes:
    from thaireport.output.embed import into_pdf, with_print_of

    return into_pdf(pages, with_print_of(_record(report, agency), document))


def _pdf(document: bytes, agency: Agency, archive: Literal["2b", "3b"] = "2b") -> bytes:
    from thaireport.output.pdf import to_pdf

    return to_pdf(document, "docx", font=agency.font, archive=archive)


def _class_of(kind: Kind, source: Source) -> type[Report]:
    if isinstance(kind, type):
        return kind
    if kind is None:
        known = ", ".join(sorted(REPORTS))
        place = source.path.name if source.path else ""
        if place.lower() == AGENCY_FILE:
            message = "ไฟล์นี้เป็นข้อมูลหน่วยงาน ไม่ใช่รายงาน: ระบุไฟล์ข้อมูลของรายงาน (ตรวจไฟล์นี้ด้วย thaireport agency check)"
            raise DataError([Problem(message, place=place, code="kind-missing")])
        message = f"ยังไม่ได้ระบุชนิดของรายงาน: เพิ่มบรรทัด kind: (ใช้ได้ {known})"
        raise DataError([Problem(message, ("kind",), place=place, code="kind-missing")])
    if kind not in REPORTS:
        from thaireport.thai.text import closest

        thai = {report.thai_name: name for name, report in REPORTS.items()}
        near = thai.get(kind.strip()) or closest(kind, list(REPORTS))
        hint = f"หมายถึง “{near}” หรือไม่" if near else f"ใช้ได้ {', '.join(sorted(REPORTS))}"
        message = f"ไม่รู้จักชนิดรายงาน “{kind}”: {hint}"
        raise DataError([Problem(message, ("kind",), place=source.place(("kind",)), code="kind-unknown")])
    return REPORTS[kind]


def _agency(agency: AgencyLike, start: Path | None) -> Agency | None:
    if isinstance(agency, Agency):
        return agency
    folder = _agency_folder(agency, start)
    return load_agency(folder) if folder is not None else None


def _agency_folder(agency: AgencyLike, start: Path | None) -> Path | None:
    if agency is None:
        return find_agency(start) if start is not None else None
    return None if isinstance(agency, Agency) else Path(agency)
