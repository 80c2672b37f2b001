"""A form printed empty: dots where values go, the agency's own names where they are known."""

from __future__ import annotations

import re

from thaireport.agency import Agency
from thaireport.errors import UsageError
from thaireport.report import Report
from thaireport.template_check.looks import Element, W, WordFile, value
from thaireport.template_check.sample import Maker, context_of, record
from thaireport.template_use import template_of
from thaireport.thai.lines import advances

FORMATS = ("docx", "xlsx", "pdf")


def blank(model: type[Report], to: str = "docx", *, agency: Agency | None = None) -> bytes:
    """The empty form of a kind as a file of format ``to``.

    What must be filled in is dotted, what has a usual text keeps it, what need not be there is left out; lists
    have a few empty rows. Raises UsageError for a kind that has no template of its own.
    """
    if to not in model.formats or model.kind == "bundle":
        raise UsageError(f"{model.thai_name} ไม่มีแบบฟอร์มเปล่าชนิด {to}")
    maker = Maker(entries=0, present=False, flag=False, computes=True, blank=True, keeps_defaults=True)
    owner = agency or record(Agency, maker)
    given = {
        "agency": owner,
        **model.in_blank(),
        **_usual(model, agency),
        **({} if agency is None else {"emblem": _emblem(agency)}),
    }
    file = "xlsx" if to == "xlsx" else "docx"
    template = template_of(model, f"{model.kind}.{file}", agency)
    context = context_of(model, maker, template.names, given)
    if "form" in template.names:
        context["form"] = NoRows()
    made = template.render(context, digits=lambda section: _digits(model, agency, section))
    if to == "xlsx":
        return _without_formulas(made)
    made = _in_whole_lines(made)
    if to == "docx":
        return made
    from thaireport.output.pdf import to_pdf

    return to_pdf(made, "docx", font=agency.font if agency else None)


_FORMULA_CELL = re.compile(rb'<c ([^>]*?)(?: t="[a-z]+")?([^>]*)><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v>[^<]*</v>|<v/>)?</c>')


def _without_formulas(made: bytes) -> bytes:
    """The workbook without what is worked out of nothing: no ``#DIV/0!``, no 0.00 where somebody writes a sum."""
    from thaireport.output.package import read_package, write_package

    parts = read_package(made)
    sheets = {name: part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")}
    return write_package({**parts, **{name: _FORMULA_CELL.sub(rb"<c \1\2/>", part) for name, part in sheets.items()}})


_CELL_MARGINS = 170
"""Twips beside the text of a cell in the shipped templates."""


def _in_whole_lines(made: bytes) -> bytes:
    """The form with the dots of its cells ending where a line does: two dots alone look like a slip."""
    from thaireport.output.package import to_xml, write_package

    word = WordFile.read(made)
    for cell in word.document.iter(f"{W}tc"):
        for paragraph in cell.iterchildren(f"{W}p"):
            _fill_lines(word, cell, paragraph)
    return write_package({**word.parts, "word/document.xml": to_xml(word.document)})


def _fill_lines(word: WordFile, cell: Element, paragraph: Element) -> None:
    texts = [text for text in paragraph.iter(f"{W}t") if text.text]
    typed = texts[0].text if len(texts) == 1 else None
    width = cell.find(f"{W}tcPr/{W}tcW")
    if not typed or not re.fullmatch(r"\.{16,}", typed) or value(width, "type") != "dxa":
        return
    beside = sum(int(word.paragraph_has(paragraph, "ind", side) or 0) for side in ("left", "right"))
    room = int(value(width, "w") or 0) - _CELL_MARGINS - beside
    size = int(word.run_has(next(texts[0].iterancestors(f"{W}r")), "szCs") or 0)
    in_line = int(room / (advances("regular")["."] * size / 100)) if size else 0
    if _LEAST < in_line < len(typed):
        texts[0].text = "." * (round(len(typed) / in_line) * (in_line - 1))


_LEAST = 8
"""Dots that a cell must hold in a line to be filled by lines."""


class NoRows:
    """The rows of data that a report workbook carries: an empty form has none."""

    def __getattr__(self, name: str) -> list[object]:
        if name.startswith("__"):
            raise AttributeError(name)
        return []


def _usual(model: type[Report], agency: Agency | None) -> dict[str, object]:
    """The house rules of an agency: its usual sentences."""
    usual = agency.defaults.get(model.kind, {}) if agency else {}
    return {name: text for name, text in usual.items() if isinstance(text, str) and _is_text(model, name)}


def _is_text(model: type[Report], name: str) -> bool:
    from thaireport.template_check import shapes

    kinds = shapes.members(model).get(name)
    return kinds is not None and kinds.only("text")


def _emblem(agency: Agency) -> object:
    if agency.emblem is None or agency.emblem.fault():
        return None
    return agency.emblem.picture("ตราครุฑ", width_cm=3.5)


def _digits(model: type[Report], agency: Agency | None, section: str) -> str:
    choices = (agency.digits_of.get(f"{model.kind}.{section}"), agency.digits_of.get(section)) if agency else ()
    policy = next((choice for choice in (*choices, agency.digits if agency else None) if choice), "thai")
    return model.FORM_DIGITS.get(section, model.FORM_DIGITS.get("", "thai")) if policy == "form" else policy
