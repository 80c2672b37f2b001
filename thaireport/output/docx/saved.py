"""A template saved by LibreOffice, put as Word has it before its tags are read.

LibreOffice has no paragraph for a section break and no mark for a page that begins with a paragraph: it hangs both
on the paragraph before. What it writes is sound, but a ``{%p`` tag takes its paragraph away, and the break with it.
It saves no alternative text of a chart, no page numbers in Thai digits, no text spread the Thai way, and of merged
cells no beginning that stands by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from thaireport.output.docx.tags import CHART, DOC_PR, R_ID, STRUT, TAG, W
from thaireport.output.package import parse_xml, read_rels, target_name, to_xml

_APP = "docProps/app.xml"
_P, _R, _T, _BR, _P_PR, _SECT = (W + name for name in ("p", "r", "t", "br", "pPr", "sectPr"))
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_LONELY = re.compile(r"\s*\{[%#]p [^{}]*\}\s*")
_PRINTED = re.compile(r"\s*\{\{[^{}]*\}\}\s*")
_LOOP = re.compile(r"\s*\{%tr (end)?for\b")
_THAI = "thaiDistribute"
_SPREAD = frozenset({"Body", *(f"Item {level}" for level in range(1, 6))})
"""The names of our styles whose text is spread the Thai way, which LibreOffice saves as ``left``."""
_BEFORE_BREAK = (f"{W}pStyle", f"{W}keepNext", f"{W}keepLines")


def as_in_word(name: str, root: etree._Element, package: Mapping[str, bytes]) -> None:
    """Change the part ``name`` of a template, read as ``root``, to what Word would have written for it."""
    for section in list(root.iter(_SECT)):
        _part_section(section)
    for mark in list(root.iter(_BR)):
        if mark.get(f"{W}type") == "page":
            _part_page(mark)
    _name_charts(name, root, package)
    if is_of_libreoffice(package):
        _spread(root)
        for table in root.iter(f"{W}tbl"):
            _begin_merges(table)
        for numbers in root.iter(f"{W}pgNumType"):
            if numbers.get(f"{W}fmt") == "decimal":
                numbers.set(f"{W}fmt", "thaiNumbers")  # files in Arabic digits change them back


def is_of_libreoffice(package: Mapping[str, bytes]) -> bool:
    return b"<Application>LibreOffice" in package.get(_APP, b"")


def spread_styles(styles: bytes) -> bytes:
    """``styles.xml`` as LibreOffice saved it, with the alignments it does not know.

    Its justified text is spread the Thai way, too: it shows both alike, and has no other.
    """
    root = parse_xml(styles)
    _spread(root)
    for style in root.iterfind(f"{W}style"):
        name, aligned = style.find(f"{W}name"), style.find(f"{W}pPr/{W}jc")
        if name is None or aligned is None or name.get(f"{W}val") not in _SPREAD:
            continue
        if aligned.get(f"{W}val") == "left":
            aligned.set(f"{W}val", _THAI)
    return to_xml(root)


def _spread(root: etree._Element) -> None:
    for aligned in root.iter(f"{W}jc"):
        if aligned.get(f"{W}val") == "both":
            aligned.set(f"{W}val", _THAI)


# ---------------------------------------------------------------- breaks


def _part_section(section: etree._Element) -> None:
    """A section that ends in the paragraph of a tag ends in an empty one behind it instead.

    Of a value of several lines, too, each line would have the break.
    """
    properties = section.getparent()
    paragraph = None if properties is None else properties.getparent()
    if paragraph is None or paragraph.tag != _P or not TAG.search(_text(paragraph)):
        return  # the last section ends with the body
    strut = _strut()
    strut[0].append(section)
    paragraph.addnext(strut)


def _part_page(mark: etree._Element) -> None:
    """A page that ends in the paragraph of a ``{%p`` tag: what stands behind the tag begins the next one."""
    run = mark.getparent()
    paragraph = None if run is None or run.tag != _R else run.getparent()
    if paragraph is None or paragraph.tag != _P or not _LONELY.fullmatch(_text(paragraph)):
        return
    before = _is_before_text(mark, paragraph)
    run.remove(mark)  # type: ignore[union-attr]
    following = paragraph if before else paragraph.getnext()
    if following is None or following.tag != _P or _LONELY.fullmatch(_text(following)):
        following = _strut()
        (paragraph.addprevious if before else paragraph.addnext)(following)
    _begin_page(following)


def _is_before_text(mark: etree._Element, paragraph: etree._Element) -> bool:
    return next(node for node in paragraph.iter(_T, _BR) if node is mark or node.text) is mark


def _begin_page(paragraph: etree._Element) -> None:
    properties = paragraph.find(_P_PR)
    if properties is None:
        properties = etree.Element(_P_PR)
        paragraph.insert(0, properties)
    for known in properties.findall(f"{W}pageBreakBefore"):
        properties.remove(known)
    at = sum(child.tag in _BEFORE_BREAK for child in properties)
    properties.insert(at, etree.Element(f"{W}pageBreakBefore"))


def _strut() -> etree._Element:
    """A paragraph for a break that had none, a point high."""
    return etree.fromstring(STRUT)


def _text(holder: etree._Element) -> str:
    return "".join(node.text or "" for node in holder.iter(_T))


# ---------------------------------------------------------------- merged cells


def _begin_merges(table: etree._Element) -> None:
    """Where the rows of a list continue cells above, those of their column that do not are beginnings.

    LibreOffice saves no beginning that nothing continues in the next row; here tags stand between the two.
    """
    places = [(column, cell) for row in _listed(table) for column, cell in _cells(row)]
    merged = {column for column, cell in places if _merge(cell) == "continue"}
    for column, cell in places:
        properties = cell.find(f"{W}tcPr")
        if column in merged and properties is not None and not _merge(cell):
            at = sum(child.tag in (f"{W}tcW", f"{W}gridSpan") for child in properties)
            properties.insert(at, etree.Element(f"{W}vMerge", {f"{W}val": "restart"}))


def _listed(table: etree._Element) -> Iterator[etree._Element]:
    """The rows that stand between ``{%tr for`` and ``{%tr endfor``."""
    depth = 0
    for row in table.iterfind(f"{W}tr"):
        step = _LOOP.match(_text(row))
        if step:
            depth += -1 if step[1] else 1
        elif depth:
            yield row


def _cells(row: etree._Element) -> Iterator[tuple[tuple[int, int], etree._Element]]:
    """The cells of a row, each with the columns it spans: its first, and how many."""
    column = 0
    for cell in row.iterfind(f"{W}tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        count = 1 if span is None else int(span.get(f"{W}val") or 1)
        yield (column, count), cell
        column += count


def _merge(cell: etree._Element) -> str:
    found = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if found is None else found.get(f"{W}val") or "continue"


# ---------------------------------------------------------------- charts


def _name_charts(name: str, root: etree._Element, package: Mapping[str, bytes]) -> None:
    """A chart without alternative text is known by the tag that its first series is called by."""
    charts = [chart for chart in root.iter(CHART) if chart.get(R_ID)]
    parts = {rel.get("Id"): target_name(name, rel) for rel in read_rels(package, name)} if charts else {}
    for chart in charts:
        described = next((node for frame in chart.iterancestors(f"{W}drawing") for node in frame.iter(DOC_PR)), None)
        part = parts.get(chart.get(R_ID), "")
        if described is not None and not described.get("descr") and (tag := chart_tag(package.get(part, b""))):
            described.set("descr", tag)


def chart_tag(part: bytes) -> str:
    """The tag that the first series of a chart is called by; empty where its name is no tag."""
    if b"{{" not in part:
        return ""
    series = next(parse_xml(part).iter(f"{_C}ser"), None)
    title = "" if series is None else "".join(node.text or "" for node in series.iterfind(f"{_C}tx//{_C}v"))
    return title.strip() if _PRINTED.fullmatch(title) else ""
