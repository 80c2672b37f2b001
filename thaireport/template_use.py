"""The template that a report is printed with: found, checked when it is not ours, in the agency's font, compiled.

A file is read once for all reports until it changes.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thaireport.agency import DEFAULT_FONT, Agency
from thaireport.output import templates
from thaireport.report import Report

if TYPE_CHECKING:
    from thaireport.output.docx import WordTemplate
    from thaireport.output.xlsx import WorkbookTemplate


def word_template(report: Report, agency: Agency) -> WordTemplate:
    """The Word template of a report. Raises TemplateError for one that cannot be used, UsageError for none."""
    return _word(*_file(type(report), report.template_for("docx"), agency), type(report), agency.font)


def workbook_template(report: Report, agency: Agency) -> WorkbookTemplate:
    """The Excel template of a report, as ``word_template``."""
    return _workbook(*_file(type(report), report.template_for("xlsx"), agency), type(report), agency.font)


def template_of(model: type[Report], name: str, agency: Agency | None) -> WordTemplate | WorkbookTemplate:
    """The template file ``name`` of a kind, as it would be used for an agency (None: nobody's)."""
    use = _workbook if name.endswith(".xlsx") else _word
    return use(*_file(model, name, agency), model, agency.font if agency else DEFAULT_FONT)


def _file(model: type[Report], name: str, agency: Agency | None) -> tuple[Path, int, int]:
    file, state = templates.found(name, agency, model.template_folder)
    return file, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=64)
def _word(file: Path, _stamp: int, _size: int, model: type[Report], font: str) -> WordTemplate:
    from thaireport.output.docx import compile_template
    from thaireport.output.docx.stored import recalled

    data, digest = _passed(file, model)
    return recalled(
        file.name, digest, font, lambda: compile_template(_signed(data, file.name, digest, font), file.name)
    )


@lru_cache(maxsize=64)
def _workbook(file: Path, _stamp: int, _size: int, model: type[Report], font: str) -> WorkbookTemplate:
    from thaireport.output.xlsx import compile_workbook

    data, digest = _passed(file, model)
    template = compile_workbook(_signed(data, file.name, digest, font), file.name)
    template.digest = digest
    return template


def _passed(file: Path, model: type[Report]) -> tuple[bytes, str]:
    """A template and its SHA-256. A shipped one was checked when it was shipped (tests/test_template_check.py)."""
    data = file.read_bytes()
    if file.parent != templates.shipped_folder():
        from thaireport.template_check import ensure

        ensure(data, file.name, model)
    return data, hashlib.sha256(data).hexdigest()


def _signed(data: bytes, name: str, digest: str, font: str) -> bytes:
    """The template in the agency's font, naming itself and this library for every file made of it.

    The record of a finished file that it was made from is left behind.
    """
    from thaireport.output.embed import without_record
    from thaireport.output.maker import maker, with_maker

    data = without_record(data)
    if font != DEFAULT_FONT:
        from thaireport.output.face import with_font

        data = with_font(data, font)
    return with_maker(data, maker(name, digest))
