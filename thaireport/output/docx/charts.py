"""A chart drawn in Word: its figures replaced, its look kept.

A chart holds its figures twice: cached in the chart part (what Word, LibreOffice and a printer show) and in
an embedded workbook (what "Edit Data" opens). Both are written from the same data here, so they cannot
differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from html import escape

from lxml import etree

from thaireport.output.docx.printing import ChartLike
from thaireport.output.package import (
    CONTENT_TYPES,
    Packed,
    Parts,
    content,
    drop_content_type,
    parse_xml,
    read_rels,
    rels_name,
    set_content_type,
    set_default_type,
    target_name,
    to_xml,
    write_package,
)

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PACKAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def refill_chart(
    template: Parts, package: dict[str, bytes | Packed], drawn: str, name: str, chart: ChartLike, *, books: set[str]
) -> None:
    """Put into ``package`` as part ``name`` the chart part ``drawn`` of ``template`` with the figures of ``chart``.

    ``books``: the workbooks so put in; the chart's own is added. The series take the looks of the drawn ones in
    order: drawn ones too many are left out, further ones look like the last without its own colour.
    """
    root = parse_xml(content(template[drawn]))
    _refill_series(root, chart)
    _keep_thai_font(root)
    if (least := getattr(chart, "least", None)) is not None:
        _begin_axis(root, least)
    if getattr(chart, "thai", False):
        _thai_figures(root)
    rels = read_rels(template, drawn)
    external = root.find(f"{_C}externalData")
    types = parse_xml(content(package[CONTENT_TYPES]))
    if external is not None:
        rel = next(rel for rel in rels if rel.get("Id") == external.get(_R_ID))
        if (typed := target_name(drawn, rel)) not in books:
            package.pop(typed, None)  # the figures that the template's author typed
            drop_content_type(types, typed)
        book = _free_book(package, name.rpartition("/")[2].removesuffix(".xml"))
        rel.set("Target", f"../embeddings/{book}")
        rel.set("Type", _PACKAGE)
        package[f"word/embeddings/{book}"] = workbook(chart)
        books.add(f"word/embeddings/{book}")
        set_default_type(types, "xlsx", _SHEET_TYPE)
    package[name] = to_xml(root)
    if len(rels):
        package[rels_name(name)] = to_xml(rels)
    set_content_type(types, name, _PART_TYPE)
    package[CONTENT_TYPES] = to_xml(types)


def _free_book(package: Mapping[str, bytes | Packed], stem: str) -> str:
    """A name for a chart's workbook that no other has: LibreOffice numbers charts anew, and not their workbooks."""
    names = (f"{stem}.xlsx", *(f"{stem}_{number}.xlsx" for number in range(2, len(package) + 3)))
    return next(name for name in names if f"word/embeddings/{name}" not in package)


# ---------------------------------------------------------------- axis and digits


def _begin_axis(root: etree._Element, least: Decimal) -> None:
    """Let the axes of figures begin at ``least``: a net of scores near 100 is else the same for all."""
    for scaling in root.iterfind(f".//{_C}valAx/{_C}scaling"):
        for drawn in scaling.findall(f"{_C}min"):
            scaling.remove(drawn)
        before = sum(child.tag in _BEFORE_MIN for child in scaling)
        scaling.insert(before, etree.Element(f"{_C}min", {"val": f"{least:f}"}))


_BEFORE_MIN = (f"{_C}logBase", f"{_C}orientation", f"{_C}max")


def _keep_thai_font(root: etree._Element) -> None:
    """Thai letters take the font of the Latin ones where none is named for them: LibreOffice saves only those."""
    for latin in root.iter(f"{_A}latin"):
        if next(latin.itersiblings(f"{_A}cs"), None) is None:
            before = next(latin.itersiblings(f"{_A}ea"), latin)
            before.addnext(etree.Element(f"{_A}cs", {"typeface": latin.get("typeface") or ""}))


_THAI_DIGITS = "[$-D00041E]"
"""Begins a number format that prints Thai digits; "General" has no such form."""


def _thai_figures(root: etree._Element) -> None:
    for node in root.iter(f"{_C}numFmt"):
        node.set("formatCode", _in_thai(node.get("formatCode") or ""))
    for node in root.iter(f"{_C}formatCode"):
        node.text = _in_thai(node.text or "")


def _in_thai(code: str) -> str:
    return code if not code or code == "General" or code.startswith("[$-") else _THAI_DIGITS + code


# ---------------------------------------------------------------- cached figures


def _refill_series(root: etree._Element, chart: ChartLike) -> None:
    drawn = list(root.iter(f"{_C}ser"))
    for extra in drawn[len(chart.series) :]:
        extra.getparent().remove(extra)  # type: ignore[union-attr]
    while drawn and len(drawn) < len(chart.series):
        drawn.append(_further(drawn[-1], len(drawn)))
    for index, (series, (title, values)) in enumerate(zip(drawn, chart.series, strict=False)):
        column = _column(index + 1)
        last = len(chart.categories) + 1
        _set(series, "tx", _text_cache(f"Sheet1!${column}$1", [title]))
        _set(series, "cat", _text_cache(f"Sheet1!$A$2:$A${last}", chart.categories))
        number_format = series.findtext(f".//{_C}numCache/{_C}formatCode") or "General"
        _set(series, "val", _number_cache(f"Sheet1!${column}$2:${column}${last}", values, number_format))


def _further(last: etree._Element, index: int) -> etree._Element:
    series = deepcopy(last)
    for name in ("spPr", "dPt", "extLst"):  # its own colour would be the last one's again
        for own in series.findall(_C + name):
            series.remove(own)
    for name in ("idx", "order"):
        series.find(_C + name).set("val", str(index))  # type: ignore[union-attr]
    last.addnext(series)
    return series


_AFTER = {"tx": ("idx", "order"), "cat": (), "val": ()}
_BEFORE = {"cat": ("val", "smooth", "shape", "extLst"), "val": ("smooth", "shape", "extLst"), "tx": ()}


def _set(series: etree._Element, name: str, cache: etree._Element) -> None:
    """Put a cache in the place of the drawn one, or where the schema wants it."""
    holder = series.find(_C + name)
    if holder is None:
        holder = etree.SubElement(series, _C + name)
        following = [series.find(_C + other) for other in _BEFORE[name]]
        preceding = [series.find(_C + other) for other in _AFTER[name]]
        if before := next((node for node in following if node is not None), None):
            before.addprevious(holder)
        elif after := [node for node in preceding if node is not None]:
            after[-1].addnext(holder)
    for child in list(holder):
        holder.remove(child)
    holder.append(cache)


def _text_cache(formula: str, texts: Iterable[str]) -> etree._Element:
    return _cache("str", formula, "", list(texts))


def _number_cache(formula: str, values: Sequence[Decimal | None], number_format: str) -> etree._Element:
    return _cache("num", formula, number_format, [None if v is None else f"{v:f}" for v in values])


def _cache(kind: str, formula: str, number_format: str, values: Sequence[str | None]) -> etree._Element:
    reference = etree.Element(f"{_C}{kind}Ref")
    etree.SubElement(reference, f"{_C}f").text = formula
    cache = etree.SubElement(reference, f"{_C}{kind}Cache")
    if number_format:
        etree.SubElement(cache, f"{_C}formatCode").text = number_format
    etree.SubElement(cache, f"{_C}ptCount", {"val": str(len(values))})
    for index, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, f"{_C}pt", {"idx": str(index)})
            etree.SubElement(point, f"{_C}v").text = value
    return reference


def _column(index: int) -> str:
    """The letters of a column from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# ---------------------------------------------------------------- the workbook behind "Edit Data"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BOOK = {
    CONTENT_TYPES: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETML}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETML}.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    f'relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}


def workbook(chart: ChartLike) -> bytes:
    """A workbook with the chart's figures on Sheet1: categories in column A, one column for each series."""
    rows: list[list[str | Decimal | None]] = [[None, *(title for title, _ in chart.series)]]
    for index, category in enumerate(chart.categories):
        rows.append([category, *(values[index] for _, values in chart.series)])
    body = "".join(f'<row r="{y}">{_cells(row, y)}</row>' for y, row in enumerate(rows, 1))
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
    book = _BOOK | {"xl/worksheets/sheet1.xml": sheet}
    return write_package({name: (_HEAD + text).encode() for name, text in book.items()})


def _cells(row: list[str | Decimal | None], y: int) -> str:
    cells = []
    for x, value in enumerate(row):
        at = f"{_column(x)}{y}"
        if isinstance(value, Decimal):
            cells.append(f'<c r="{at}"><v>{value:f}</v></c>')
        elif value:
            cells.append(f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
    return "".join(cells)
