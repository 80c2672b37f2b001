"""A form printed empty: dots where values go, the agency's own names where they are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from thaireport.agency import Agency
from thaireport.errors import UsageError
from thaireport.output.package import parse_xml, read_package, to_xml, write_package
from thaireport.output.titles import titled
from thaireport.output.xlsx import WorkbookTemplate
from thaireport.output.xlsx.model import Sheet
from thaireport.report import Report
from thaireport.template_check.looks import Element, W, WordFile, text_of, value
from thaireport.template_check.sample import Maker, context_of, record
from thaireport.template_use import template_of
from thaireport.thai.lines import advances

FORMATS = ("docx", "xlsx", "pdf")


def _instead(model: type[Report]) -> str:
    return "พิมพ์แบบของแต่ละฉบับในชุด เช่น memo" if model.kind == "bundle" else f"ใช้ได้ {', '.join(model.formats)}"


def blank(model: type[Report], to: str = "docx", *, agency: Agency | None = None) -> bytes:
    """The empty form of a kind as a file of format ``to``.

    What must be filled in is dotted, what has a usual text keeps it, what need not be there is left out; lists
    have a few empty rows. Raises UsageError for a kind that has no template of its own.
    """
    if to not in model.formats or model.kind == "bundle":
        raise UsageError(f"{model.thai_name} ไม่มีแบบฟอร์มเปล่าชนิด {to}: {_instead(model)}")
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
    parts = template.render_package(context, digits=lambda section: _digits(model, agency, section))
    made = write_package(titled(parts, model.thai_name, _digits(model, agency, "")))
    if isinstance(template, WorkbookTemplate):
        return _for_the_pen(made, template, context)
    made = _in_whole_lines(made)
    if to == "docx":
        return made
    from thaireport.output.pdf import to_pdf

    return to_pdf(made, "docx", font=agency.font if agency else None)


def _for_the_pen(made: bytes, template: WorkbookTemplate, context: Mapping[str, object]) -> bytes:
    """The workbook as it is printed to be written on: no formula, no chart, no page of heads above nothing."""
    parts = read_package(made)
    book = parse_xml(parts[template.workbook_name])
    _hide(book, _bare_sheets(template, context))
    _end_with_cells(book, {sheet.title: parts[sheet.part] for sheet in template.sheets})
    drawn = {name: _without_charts(part) for name, part in parts.items() if _DRAWING.fullmatch(name)}
    sheets = {name: _without_formulas(part) for name, part in parts.items() if name.startswith("xl/worksheets/sheet")}
    return write_package({**parts, **drawn, **sheets, template.workbook_name: to_xml(book)})


def _bare_sheets(template: WorkbookTemplate, context: Mapping[str, object]) -> set[str]:
    """The sheets behind the first whose lists are all empty."""

    def lists(sheet: Sheet) -> list[object]:
        return [next(region.list_program.run(context))[0] for region in sheet.regions]

    return {sheet.title for sheet in template.sheets[1:] if sheet.regions and not any(lists(sheet))}


def _hide(book: Element, titles: set[str]) -> None:
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        if sheet.get("name") in titles:
            sheet.set("state", "hidden")


_PLACE = re.compile(rb'<c r="[A-Z]+([0-9]+)"')
_DRAWING = re.compile(r"xl/drawings/[^/]+\.xml")
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"


def _end_with_cells(book: Element, sheets: Mapping[str, bytes]) -> None:
    """Let every printed area end with its cells: Excel prints an area to its end, also where charts are gone."""
    titles = [sheet.get("name") or "" for sheet in book.iterfind("{*}sheets/{*}sheet")]
    for area in book.iterfind("{*}definedNames/{*}definedName[@name='_xlnm.Print_Area']"):
        rows = [int(row) for row in _PLACE.findall(sheets.get(titles[int(area.get("localSheetId") or 0)], b""))]
        first, _, last = (area.text or "").rpartition("$")
        if rows and last.isdecimal():
            area.text = f"{first}${min(int(last), max(rows))}"


def _without_charts(drawing: bytes) -> bytes:
    root = parse_xml(drawing)
    for anchor in [anchor for anchor in root if anchor.find(f".//{_CHART}") is not None]:
        root.remove(anchor)
    return to_xml(root)


_FORMULA_CELL = re.compile(rb'<c ([^>]*?)(?: t="[a-z]+")?([^>]*)><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v>[^<]*</v>|<v/>)?</c>')


def _without_formulas(sheet: bytes) -> bytes:
    """The sheet without what is worked out of nothing: no ``#DIV/0!``, no 0.00 where somebody writes a sum."""
    return _FORMULA_CELL.sub(rb"<c \1\2/>", sheet)


_CELL_MARGINS = 170
"""Twips beside the text of a cell in the shipped templates."""
_LEAST = 8
"""Dots that a line must hold to be filled."""
_DOTTED = re.compile(r"\.{16,}")
_LED = re.compile(r"(?<!\.)\.{6,} ?\Z")


def _in_whole_lines(made: bytes) -> bytes:
    """The form with dots that end where their line does, as one ruled by hand: no line is short, none broken."""
    word = WordFile.read(made)
    for paragraph, room in _paragraphs(word.document):
        _leave_to_leaders(word, paragraph)
        _fill_lines(word, paragraph, room)
    return write_package({**word.parts, "word/document.xml": to_xml(word.document)})


def _paragraphs(document: Element) -> Iterator[tuple[Element, int]]:
    """The paragraphs of the body, each with the twips it may be wide: a cell's, or from margin to margin."""
    waiting: list[Element] = []
    for block in document.iterfind(f"{W}body/*"):
        if block.tag == f"{W}tbl":
            yield from _in_cells(block)
        elif block.tag == f"{W}p":
            waiting.append(block)
        section = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
            width = int(value(size, "w") or 0) - sum(int(value(margins, side) or 0) for side in ("left", "right"))
            yield from ((paragraph, width) for paragraph in waiting)
            waiting = []


def _in_cells(table: Element) -> Iterator[tuple[Element, int]]:
    for cell in table.iter(f"{W}tc"):
        width = cell.find(f"{W}tcPr/{W}tcW")
        if value(width, "type") == "dxa":
            for paragraph in cell.iterchildren(f"{W}p"):
                yield paragraph, int(value(width, "w") or 0) - _CELL_MARGINS


def _leave_to_leaders(word: WordFile, paragraph: Element) -> None:
    """Take dots away before a tab that leads with dots: it leads all the way, without a gap."""
    if not word.paragraph_leads(paragraph):
        return
    followed = False
    for piece in reversed(list(paragraph.iterfind(f"{W}r/*"))):
        if piece.tag == f"{W}tab":
            followed = True
        elif piece.tag == f"{W}t" and followed:
            piece.text = _LED.sub("", piece.text or "")
            followed = not piece.text.strip()


def _fill_lines(word: WordFile, paragraph: Element, room: int) -> None:
    """Dots alone, or behind a marker that hangs before them: as many as its lines hold, line by line.

    A space parts the lines; without one LibreOffice lets what is longer than a line begin below its marker.
    """
    texts = [text for text in paragraph.iter(f"{W}t") if text.text]
    if not texts or len(texts) > 2 or not _DOTTED.fullmatch(texts[-1].text or ""):
        return
    if len(texts) == 2 and not re.search(r"\S\t\.", text_of(paragraph)):
        return
    size = int(word.run_has(next(texts[-1].iterancestors(f"{W}r")), "szCs") or 0)
    sides = {name: int(word.paragraph_has(paragraph, "ind", name) or 0) for name in ("left", "right", "firstLine")}
    width = advances("regular")["."] * size / 100
    full, first = (int((room - sides["left"] - sides["right"] - more) / width) for more in (0, sides["firstLine"]))
    typed = len(texts[-1].text or "")
    lines = max(1, round((typed + full - first) / full))
    if full > _LEAST and typed > first * _NEARLY:
        texts[-1].text = " ".join("." * (held - 1) for held in (first, *([full] * (lines - 1))))


_NEARLY = 0.8
"""Of a line: dots that fill as much of it are to fill it, fewer are a place for a word."""


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
