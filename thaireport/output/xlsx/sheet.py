"""A sheet's XML read into rows and cells, and everything around the rows cut into slots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from xml.sax.saxutils import quoteattr

from lxml import etree

from thaireport.output.xlsx import expressions
from thaireport.output.xlsx.evaluate import compile_formula
from thaireport.output.xlsx.model import Cell, Field, Formula, Label, Merge, Row
from thaireport.output.xlsx.references import (
    FormulaError,
    column_letters,
    parse_reference,
    pieces_of,
    split_cell,
)
from thaireport.output.xlsx.slots import local_name
from thaireport.output.xlsx.styles import NS, Styles
from thaireport.output.xlsx.values import CellFault, Scalar

M = f"{{{NS}}}"
_OWN_ROW_ATTRIBUTES = {"r", "spans", "ht", "customHeight", "s", "customFormat"}
_OWN_CELL_ATTRIBUTES = {"r", "s", "t"}
Report = Callable[[str, str], None]
"""Told of a fault: the cell or part it is in, and the Thai sentence."""


class SharedStrings:
    """The texts that cells name by number: plain, and as the XML inside ``<si>``."""

    def __init__(self, data: bytes | None, parse: Callable[[bytes], etree._Element]) -> None:
        self.texts: list[tuple[str, str, list[tuple[str, str]]]] = []
        if data is not None:
            self.texts = [string_of(si) for si in parse(data).iterfind(f"{M}si")]


def string_of(si: etree._Element) -> tuple[str, str, list[tuple[str, str]]]:
    """A string item as plain text, inner XML and runs (``<rPr>`` and text each)."""
    runs: list[tuple[str, str]] = []
    for child in si:
        if local_name(child) == "t":
            runs.append(("", _text(child)))
        elif local_name(child) == "r":
            fmt = child.find(f"{M}rPr")
            runs.append((inner_xml(fmt) if fmt is not None else "", _text(child.find(f"{M}t"))))
    kept = [child for child in si if local_name(child) in ("t", "r")]
    return "".join(text for _, text in runs), "".join(map(inner_xml, kept)), runs


def _text(element: etree._Element | None) -> str:
    return (element.text or "") if element is not None else ""


def inner_xml(element: etree._Element) -> str:
    """An element's XML without the namespace declaration that its part's root already makes."""
    xml: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return xml.replace(f' xmlns="{NS}"', "")


class Columns:
    """The widths of a sheet's columns in points."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        font, size = styles.normal_font
        self._digit = _digit_width(font, size)
        settings = root.find(f"{M}sheetFormatPr")
        given = settings.get("defaultColWidth") if settings is not None else None
        self._default = float(given) if given else 9.14
        self._ranges: list[tuple[int, int, float]] = []
        for column in root.iterfind(f"{M}cols/{M}col"):
            hidden = column.get("hidden") in ("1", "true")
            width = 0.0 if hidden else float(column.get("width") or self._default)
            self._ranges.append((int(column.get("min", 1)), int(column.get("max", 1)), width))

    def width(self, first: int, last: int) -> float:
        """Points from the left edge of column ``first`` to the right edge of ``last``."""
        return sum(self._characters(number) for number in range(first, last + 1)) * self._digit

    def _characters(self, number: int) -> float:
        return next((width for first, last, width in self._ranges if first <= number <= last), self._default)


def _digit_width(font: str, size: float) -> float:
    """The width of a digit in points: widths of columns are counted in digits of the workbook's own font."""
    pixels = size * 96 / 72 * (0.362 if "sarabun" in font.casefold() else 0.5069)
    return max(1, round(pixels)) * 0.75


CELL_PADDING = 5.0
"""Points of a cell's width that text cannot use."""
INDENT = 7.0
"""Points that one step of indent takes."""


class SheetReader:
    """Reads one sheet: its rows, with what each cell is."""

    def __init__(self, root: etree._Element, styles: Styles, strings: SharedStrings, report: Report) -> None:
        self.root, self.styles, self.strings, self.report = root, styles, strings, report
        self.columns = Columns(root, styles)
        self.merges = [_merge(e.get("ref", "")) for e in root.iterfind(f"{M}mergeCells/{M}mergeCell")]
        usual = root.find(f"{M}sheetFormatPr")
        self._usual_height = None if usual is None else usual.get("defaultRowHeight")
        self._wide = {(m.first_row, m.first_column): m for m in self.merges}
        self._shared: dict[str, tuple[str, str]] = {}

    def rows(self) -> tuple[Row, ...]:
        data = self.root.find(f"{M}sheetData")
        found = []
        number = 0
        for element in data if data is not None else ():
            if local_name(element) != "row":
                continue
            number = int(element.get("r") or number + 1)
            found.append(self._row(element, number))
        return tuple(found)

    def _row(self, element: etree._Element, number: int) -> Row:
        height = element.get("ht")
        if height == self._usual_height:
            height = None  # LibreOffice writes it for every row; nobody has chosen it
        style = element.get("s") if element.get("customFormat") in ("1", "true") else None
        cells: list[Cell] = []
        column = 0
        for child in element:
            if local_name(child) == "c":
                column = split_cell(child.get("r", ""))[1] if child.get("r") else column + 1
                cells.append(self._cell(child, number, column))
        return Row(
            number,
            attributes_xml(element, _OWN_ROW_ATTRIBUTES),
            int(style) if style else None,
            float(height) if height else None,
            tuple(cells),
        )

    def _cell(self, element: etree._Element, row: int, column: int) -> Cell:
        style = int(element.get("s") or 0)
        look = self.styles.style(style)
        merge = self._wide.get((row, column))
        room = self.columns.width(column, merge.last_column if merge else column)
        room -= CELL_PADDING + look.indent * INDENT
        if merge and merge.last_row > merge.first_row:
            room = 0.0  # its height is that of several rows: none of them must be taller for it
        extra = attributes_xml(element, _OWN_CELL_ATTRIBUTES)
        content = self._content(element, f"{column_letters(column)}{row}")
        return Cell(row, column, style, content, look, extra, room)

    def _content(self, element: etree._Element, name: str) -> Label | Field | Formula:
        formula = element.find(f"{M}f")
        if formula is not None:
            made = self._formula(formula, name)
            if made is not None:
                return made
        kind = element.get("t") or "n"
        value = _text(element.find(f"{M}v"))
        if kind == "s" and value.isdigit() and int(value) < len(self.strings.texts):
            text, xml, runs = self.strings.texts[int(value)]
            return self._string(name, text, runs, Label(f' t="s"><v>{value}</v>', text, xml))
        inline = element.find(f"{M}is")
        if kind == "inlineStr" and inline is not None:
            text, xml, runs = string_of(inline)
            return self._string(name, text, runs, Label(f' t="inlineStr"><is>{xml}</is>', text, xml))
        return _plain(kind, value)

    def _string(self, name: str, text: str, runs: list[tuple[str, str]], label: Label) -> Label | Field:
        if not expressions.has_tag(text):
            return label
        if len(runs) > 1 and not any(fmt for fmt, _ in runs):
            runs = [("", text)]
        expression, faults = expressions.parse(runs)
        for fault in faults:
            self.report(name, fault)
        return Field(expression)

    def _formula(self, element: etree._Element, name: str) -> Formula | None:
        text, kind = element.text or "", element.get("t") or "normal"
        if kind == "dataTable":
            self.report(name, "ไม่รองรับตารางข้อมูล (Data Table ของ What-If): ลบออกจากแม่แบบ")
            return None
        if kind == "shared":
            text = self._shared_text(element, text, name)
        if not text:
            return None
        if expressions.has_tag(text) and "{{" in text:
            self.report(name, "ใส่ {{ }} ในสูตรไม่ได้: ใส่ในช่องอื่นแล้วให้สูตรอ้างช่องนั้น")
            return None
        try:
            pieces = pieces_of(text)
        except FormulaError as error:
            self.report(name, str(error))
            return None
        array = parse_reference(element.get("ref") or "") if kind == "array" else None
        node = None if kind == "array" else compile_formula(text, pieces)
        return Formula(pieces, node, array, "SUBTOTAL(" in text.upper())

    def _shared_text(self, element: etree._Element, text: str, name: str) -> str:
        """A formula that Excel stored once for several cells, written out for this one."""
        from openpyxl.formula.translate import Translator

        key = element.get("si") or ""
        if text:
            self._shared[key] = (text, name)
            return text
        master, origin = self._shared.get(key, ("", name))
        if not master:
            return ""
        return str(Translator("=" + master, origin=origin).translate_formula(name))[1:]


def _merge(ref: str) -> Merge:
    first, _, last = ref.partition(":")
    top, left = split_cell(first)
    bottom, right = split_cell(last or first)
    return Merge(top, bottom, left, right)


def _plain(kind: str, value: str) -> Label:
    """A cell that is neither text nor formula."""
    if not value:
        return Label(">", None)
    inside = f"><v>{_escaped(value)}</v>"
    if kind == "b":
        return Label(f' t="b"{inside}', value in ("1", "true"))
    if kind == "e":
        return Label(f' t="e"{inside}', CellFault(value))
    if kind in ("str", "d"):
        return Label(f' t="{kind}"{inside}', value)
    return Label(inside, _number(value))


def _number(value: str) -> Scalar:
    try:
        return int(value) if value.lstrip("-").isdigit() else Decimal(value)
    except InvalidOperation:
        return None


def _escaped(value: str) -> str:
    from xml.sax.saxutils import escape

    return escape(value)


def attributes_xml(element: etree._Element, without: set[str]) -> str:
    """The attributes of an element as XML, but those in ``without``."""
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    written = []
    for name, value in element.attrib.items():
        plain = str(name)
        if plain in without:
            continue
        if plain.startswith("{"):
            uri, _, local = plain[1:].partition("}")
            plain = f"{prefixes[uri]}:{local}"
        written.append(f" {plain}={quoteattr(str(value))}")
    return "".join(written)


def last_cell(rows: Sequence[Row]) -> tuple[int, int]:
    """The last row and the last column that have cells."""
    columns = [cell.column for row in rows for cell in row.cells]
    return (rows[-1].number if rows else 1), max(columns, default=1)


def cells_of(rows: Sequence[Row]) -> Iterator[Cell]:
    for row in rows:
        yield from row.cells
