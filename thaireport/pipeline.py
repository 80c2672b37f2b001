"""The whole program on a page: load -> check -> render -> save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import ValidationError

from thaireport.agency import Agency, reading_for
from thaireport.errors import DataError, Loc, Problem, ThaiReportError, UsageError
from thaireport.intake.agency_folder import find_agency, load_agency
from thaireport.intake.source import Source, from_mapping, no_search_for_cycles, read
from thaireport.messages import placed, problems_of
from thaireport.migrate import VERSION_KEY, from_file
from thaireport.pictures import reading_from
from thaireport.report import Report, agency_of
from thaireport.reports import REPORTS
from thaireport.stand_in import StandIn, stand_in
from thaireport.template_use import word_template, workbook_template

if TYPE_CHECKING:
    from thaireport.output.embed import Record
    from thaireport.reports.bundle import Bundle

AgencyLike = Agency | Path | str | None
_BUNDLE = "bundle"
FORMATS = ("docx", "xlsx", "pdf")


class Saved(NamedTuple):
    """A file that was written, and what is worth mending about the report in it."""

    path: Path
    warnings: tuple[Problem, ...]


def load(path: Path | str, kind: str | None = None, *, agency: AgencyLike = None) -> Report:
    """The report that a file describes (YAML, JSON or a workbook), true in itself.

    ``kind`` is needed only where the file does not say it; ``agency`` (a model, or the folder of an
    ``agency.yaml``) only where none lies beside the file or upwards of it. Raises DataError, which carries
    every problem with its place; warnings are kept on the report (``report.warnings``).
    """
    file = Path(path)
    return _true(*examine(read(file, kind), kind, _agency(agency, file.parent)))


def load_data(data: Mapping[str, Any], *, agency: AgencyLike = None) -> Report:
    """The report that plain data with ``kind`` describes; raises and remembers as ``load`` does."""
    return _true(*examine(from_mapping(data), None, _agency(agency, None)))


def _true(report: Report | None, problems: list[Problem]) -> Report:
    if report is None or any(problem.level == "error" for problem in problems):
        raise DataError(problems)
    report.remember(problems)
    return report


def examine(source: Source, kind: str | None, agency: Agency | None) -> tuple[Report | None, list[Problem]]:
    """The report a source describes (None when it cannot be built) and everything found about it."""
    with no_search_for_cycles():
        report, problems = _examined(source, kind, agency)
    return (None if isinstance(report, StandIn) else report), problems


def _examined(source: Source, kind: str | None, agency: Agency | None) -> tuple[Report, list[Problem]]:
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
    folder = source.path.parent if source.path else None
    with reading_for(agency), reading_from(folder):
        try:
            report = model.model_validate(source.data)
        except ValidationError as error:
            known = stand_in(model, source.data)
            faults = problems_of(error, source, model)
            return known, [*source.problems, *faults, *placed(_rules_of(known), source, model)]
    return report, [*source.problems, *placed(report.findings, source, model)]


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
    problems += [problem.below("parts", index) for index, (_, found) in enumerate(examined) for problem in found]
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
    try:
        part = _part(source, index, entry)
        if part.kind == _BUNDLE:  # not read any further: a bundle may name itself
            return nothing, [Problem(NESTED, place=source.place(here), code="bundle-nested")]
        return _examined(part, part.kind, agency)
    except DataError as error:
        return nothing, list(error.problems)
    except UsageError as error:
        return nothing, [Problem(str(error), place=source.place(here), code="bundle-part")]


def _part(source: Source, index: int, entry: object) -> Source:
    """One part of a bundle: another file beside it, or a report written in it."""
    here: Loc = ("parts", index)
    if not isinstance(entry, dict):
        message = "แต่ละส่วนต้องเป็น file: ชื่อไฟล์ หรือรายงานที่มี kind:"
        raise DataError([Problem(message, place=source.place(here), code="bundle-part")])
    if "file" not in entry:
        inside = from_mapping(entry, lambda loc: source.place((*here, *loc)))
        return replace(inside, path=source.path)
    file = (source.path.parent if source.path else Path()) / str(entry["file"])
    try:
        return read(file)
    except UsageError as error:
        raise DataError([Problem(str(error), ("file",), place=source.place((*here, "file")))]) from error


def check(report: Report) -> list[Problem]:
    """What the rules of its kind say of a report: errors and warnings, each with its path in the data."""
    return list(report.findings)


def render(report: Report, to: str = "docx", *, agency: AgencyLike = None, data: bool = True) -> bytes:
    """The report as the bytes of a file of format ``to``: ``docx``, ``xlsx`` or ``pdf``.

    The file carries the report's data, for ``read`` and ``thaireport verify``, unless ``data`` is false. Raises
    DataError when the report has errors, TemplateError when a template cannot be used, SetupError when a PDF is
    asked for and LibreOffice or the font is missing.
    """
    _require(report, to)
    owner = _agency(agency, None) or report.agency
    if to == "xlsx":
        return _workbook(report, owner, data=data)
    if to == "pdf":
        return _pages(report, owner, data=data)
    return _document(report, owner, data=data)


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
    """Write the report; the suffix of ``path`` chooses the format, ``data`` is as in ``render``.

    The file is whole or not there at all.
    """
    from thaireport.output.package import replace_file

    file = Path(path)
    replace_file(file, render(report, file.suffix.lower().lstrip("."), agency=agency, data=data))
    known = report.warnings or report.findings
    return Saved(file, known)


def _document(report: Report, agency: Agency, *, data: bool) -> bytes:
    """The Word file; with ``data`` it carries its record."""
    from thaireport.output.embed import Record, into_document
    from thaireport.output.package import read_package, write_package

    if bundle := _as_bundle(report):
        from thaireport.output.docx.join import join

        joined = join([_document(part, agency, data=False) for part in bundle.parts], continues=bundle.continues)
        return write_package(into_document(read_package(joined), _record(report, agency))) if data else joined
    template = word_template(report, agency)
    parts = template.render_package(report.context(template.names), digits=report.digits_for)
    if report.needs_pages:
        from thaireport.output.headings import headings

        # A contents page is made twice: only LibreOffice's pages tell where the headings stand.
        paged = report.with_pages([page for _, page in headings(_pdf(write_package(parts), report))])
        parts = template.render_package(paged.context(template.names), digits=paged.digits_for)
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

    template = workbook_template(report, agency)
    context = report.context(template.names)
    if "form" in template.names:
        from thaireport.intake.carried import carried

        context["form"] = carried(report)
    parts = template.render_package(context, digits=report.digits_for)
    if not data:
        return write_package(parts)
    from thaireport.output.embed import Record, into_workbook

    return write_package(into_workbook(parts, Record.of(report, template.name, template.digest)))


def _pages(report: Report, agency: Agency, *, data: bool) -> bytes:
    """The PDF; with ``data`` it is PDF/A-3 and carries its record."""
    document = _document(report, agency, data=False)
    if not data:
        return _pdf(document, report)
    return _recorded(_pdf(document, report, archive="3b"), document, report, agency)


def _recorded(pages: bytes, document: bytes, report: Report, agency: Agency) -> bytes:
    from thaireport.output.embed import into_pdf, with_print_of

    return into_pdf(pages, with_print_of(_record(report, agency), document))


def _pdf(document: bytes, report: Report, archive: Literal["2b", "3b"] = "2b") -> bytes:
    from thaireport.output.pdf import to_pdf

    return to_pdf(document, "docx", font=report.agency.font, archive=archive)


def _class_of(kind: str | None, source: Source) -> type[Report]:
    if kind is None:
        known = ", ".join(sorted(REPORTS))
        place = source.path.name if source.path else ""
        message = f"ยังไม่ได้ระบุชนิดของรายงาน: เพิ่มบรรทัด kind: (ใช้ได้ {known})"
        raise DataError([Problem(message, ("kind",), place=place, code="kind-missing")])
    if kind not in REPORTS:
        from thaireport.thai.text import closest

        near = closest(kind, list(REPORTS))
        hint = f"หมายถึง “{near}” หรือไม่" if near else f"ใช้ได้ {', '.join(sorted(REPORTS))}"
        message = f"ไม่รู้จักชนิดรายงาน “{kind}”: {hint}"
        raise DataError([Problem(message, ("kind",), place=source.place(("kind",)), code="kind-unknown")])
    return REPORTS[kind]


def _agency(agency: AgencyLike, start: Path | None) -> Agency | None:
    if isinstance(agency, Agency):
        return agency
    folder = Path(agency) if agency is not None else find_agency(start) if start is not None else None
    return load_agency(folder) if folder is not None else None
