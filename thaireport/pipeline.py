"""The whole program on a page: load -> check -> render -> save."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from thaireport.agency import Agency, reading_for
from thaireport.errors import DataError, Problem, UsageError
from thaireport.intake.agency_folder import find_agency, load_agency
from thaireport.intake.source import Source, read
from thaireport.messages import placed, problems_of
from thaireport.output import templates
from thaireport.pictures import reading_from
from thaireport.report import Report
from thaireport.reports import REPORTS

AgencyLike = Agency | Path | str | None
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
    report, problems = examine(read(file, kind), kind, _agency(agency, file.parent))
    if report is None or any(problem.level == "error" for problem in problems):
        raise DataError(problems)
    return report.with_warnings(problems)


def examine(source: Source, kind: str | None, agency: Agency | None) -> tuple[Report | None, list[Problem]]:
    """The report a source describes (None when it cannot be built) and everything found about it."""
    model = _class_of(kind or source.kind, source)
    folder = source.path.parent if source.path else None
    with reading_for(agency), reading_from(folder):
        try:
            report = model.model_validate(source.data)
        except ValidationError as error:
            return None, [*source.problems, *problems_of(error, source, model)]
    return report, [*source.problems, *placed(report.problems(), source, model)]


def check(report: Report) -> list[Problem]:
    """What the rules of its kind say of a report: errors and warnings, each with its path in the data."""
    return report.problems()


def render(report: Report, to: str = "docx", *, agency: AgencyLike = None) -> bytes:
    """The report as the bytes of a file of format ``to``: ``docx``, ``xlsx`` or ``pdf``.

    Raises DataError when the report has errors, TemplateError when a template cannot be used, SetupError
    when a PDF is asked for and LibreOffice or the font is missing.
    """
    if to not in report.formats:
        raise UsageError(f"{report.thai_name} ทำเป็น {to} ไม่ได้: ใช้ได้ {', '.join(report.formats)}")
    errors = [problem for problem in report.problems() if problem.level == "error"]
    if errors:
        raise DataError(errors)
    owner = _agency(agency, None) or report.agency
    if to == "xlsx":
        return _workbook(report, owner)
    document = _document(report, owner)
    return _pdf(document, report) if to == "pdf" else document


def save(report: Report, path: Path | str, *, agency: AgencyLike = None) -> Saved:
    """Write the report; the suffix of ``path`` chooses the format. The file is whole or not there at all."""
    from thaireport.output.package import replace_file

    file = Path(path)
    data = render(report, file.suffix.lower().lstrip("."), agency=agency)
    replace_file(file, data)
    known = report.warnings or tuple(report.problems())
    return Saved(file, known)


def _document(report: Report, agency: Agency) -> bytes:
    from thaireport.output.docx import compile_template

    file = templates.find(f"{report.kind}.docx", agency)
    template = compile_template(file.read_bytes(), file.name)
    return template.render(report.context(template.names), digits=report.digits_for)


def _workbook(report: Report, agency: Agency) -> bytes:
    from thaireport.output.xlsx import compile_workbook

    file = templates.find(f"{report.kind}.xlsx", agency)
    template = compile_workbook(file.read_bytes(), file.name)
    return template.render(report.context(template.names), digits=report.digits_for)


def _pdf(document: bytes, report: Report) -> bytes:
    from thaireport.output.pdf import to_pdf

    return to_pdf(document, "docx", font=report.agency.font)


def _class_of(kind: str | None, source: Source) -> type[Report]:
    known = ", ".join(sorted(REPORTS))
    if kind is None:
        place = source.path.name if source.path else ""
        message = f"ยังไม่ได้ระบุชนิดของรายงาน: เพิ่มบรรทัด kind: (ใช้ได้ {known})"
        raise DataError([Problem(message, ("kind",), place=place, code="kind-missing")])
    if kind not in REPORTS:
        from thaireport.thai.text import closest

        near = closest(kind, list(REPORTS))
        hint = f"หมายถึง “{near}” หรือไม่" if near else f"ใช้ได้ {known}"
        message = f"ไม่รู้จักชนิดรายงาน “{kind}”: {hint}"
        raise DataError([Problem(message, ("kind",), place=source.place(("kind",)), code="kind-unknown")])
    return REPORTS[kind]


def _agency(agency: AgencyLike, start: Path | None) -> Agency | None:
    if isinstance(agency, Agency):
        return agency
    folder = Path(agency) if agency is not None else find_agency(start) if start is not None else None
    return load_agency(folder) if folder is not None else None
