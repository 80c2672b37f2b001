"""What Word would stumble over after rendering, mended by looking only where it can occur.

``traits`` says, once per template part, which of these a part can have at all; a part without them is left
as it is. The text worked on is our own output, serialised by lxml without white space between elements, so
that plain string searches are exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from thaireport.output.docx.printing import UnprintableError
from thaireport.output.docx.tags import CHART, DOC_PR, OPENERS, R_ID, STATEMENT, Tag, W
from thaireport.thai.patterns import pattern


class Traits(NamedTuple):
    """What a part can have after rendering."""

    pictures: bool  # drawings, whose ids must be unique in the whole file
    numbered: bool  # docxtpl numbers the drawings of the body (and of no other part)
    settled: bool  # each comes out once whatever the data, and has its number since the template was compiled
    cells: bool  # a cell whose paragraphs all stand under a {%p tag
    merged: bool  # {% vm %}, which docxtpl writes behind what must follow it
    tables: bool  # a table whose rows all stand under a {%tr tag
    sections: bool  # several sections, the last of which can come out empty
    bookmarks: bool
    charts: frozenset[str]  # the relationship ids of those that are charts

    @property
    def needed(self) -> bool:
        """Whether the part must be handled although it prints nothing."""
        return self.pictures or self.bookmarks


def traits(root: etree._Element, tags: Iterable[Tag]) -> Traits:
    """The traits of a template's part."""
    tags = list(tags)
    lines = {tag.paragraph: _step(tag) for tag in tags if tag.text.startswith("{%p ")}
    rows = dict(_row_steps(tags))
    tables = {row.getparent() for row in rows}
    return Traits(
        pictures=next(root.iter(DOC_PR), None) is not None,
        numbered=root.tag == f"{W}document",
        settled=False,
        cells=any(_can_end_bare(cell, lines) for cell in {line.getparent() for line in lines}),
        merged=any(re.match(r"\{% *vm *%\}", tag.text) for tag in tags),
        tables=any(table is not None and _can_vanish(table.iterchildren(f"{W}tr"), rows) for table in tables),
        sections=len(list(root.iter(f"{W}sectPr"))) > 1,
        bookmarks=next(root.iter(f"{W}bookmarkStart"), None) is not None,
        charts=frozenset(_chart_ids(root)),
    )


def _chart_ids(root: etree._Element) -> Iterator[str]:
    for frame in root.iter(f"{W}drawing"):
        described = next(frame.iter(DOC_PR), None)
        chart = next(frame.iter(CHART), None)
        if chart is not None and described is not None and "{{" in (described.get("descr") or ""):
            yield chart.get(R_ID) or ""


def _row_steps(tags: Iterable[Tag]) -> Iterator[tuple[etree._Element, int]]:
    """The rows that hold a ``{%tr`` tag, with what it does."""
    for tag in tags:
        row = next(tag.paragraph.iterancestors(f"{W}tr"), None)
        if row is not None and tag.text.startswith("{%tr "):
            yield row, _step(tag)


def _step(tag: Tag) -> int:
    """What a tag does to the depth of blocks: it opens one, closes one, or neither."""
    match = STATEMENT.match(tag.text)
    word = match[2] if match else ""
    return 1 if word in OPENERS else -1 if word.startswith("end") else 0


def _can_vanish(children: Iterable[etree._Element], steps: Mapping[etree._Element, int]) -> bool:
    """Whether all of them stand in blocks, so that none is left when the blocks come out empty."""
    depth = 0
    for child in children:
        depth += steps.get(child, 0)
        if depth == 0 and child not in steps:
            return False
    return True


def _can_end_bare(cell: etree._Element | None, lines: Mapping[etree._Element, int]) -> bool:
    """Whether a cell can end without the paragraph that Word wants at its end."""
    if cell is None or cell.tag != f"{W}tc":
        return False
    last = cell[-1]
    return last in lines or last.tag != f"{W}p"


# ---------------------------------------------------------------- as docxtpl does


def broken_into_paragraphs(text: bytes) -> bytes:
    """Values of several lines (``\\a``) become paragraphs of the same properties, tabs become ``w:tab``.

    docxtpl's own ``resolve_listing`` does it, here only for the paragraphs that need it.
    """
    if b"\a" not in text and b"\t" not in text:  # nearly every part
        return text
    from docxtpl import DocxTemplate

    at = _next_mark(text, 0)
    done: list[bytes] = []
    end = 0
    while at >= 0:
        start = max(text.rfind(b"<w:p>", end, at), text.rfind(b"<w:p ", end, at))
        close = text.find(b"</w:p>", at)
        if start < 0 or close < 0:
            raise UnprintableError("ค่ามีหลายบรรทัดหรือมีแท็บ จึงใช้ในตำแหน่งนี้ไม่ได้")
        paragraph = text[start : close + 6]
        if _INLINE_HOLDER.search(paragraph) and b"\a" in paragraph:
            value = text[text.rfind(b">", 0, at) + 1 : text.find(b"<", at)].decode().replace("\a", " ")
            raise UnprintableError(f"ค่ามีหลายบรรทัด จึงใช้ในลิงก์หรือกล่องควบคุมเนื้อหาไม่ได้: “{value[:60]}”")
        resolved: str = DocxTemplate.resolve_listing(None, paragraph.decode())
        done += (text[end:start], resolved.encode())
        end = close + 6
        at = _next_mark(text, end)
    return b"".join((*done, text[end:]))


_INLINE_HOLDER = pattern(b"<w:(?:hyperlink|sdt|smartTag|fldSimple)[ >]")


def _next_mark(text: bytes, start: int) -> int:
    found = [at for at in (text.find(b"\a", start), text.find(b"\t", start)) if at >= 0]
    return min(found, default=-1)


def settled(source: str, traits: Traits) -> tuple[str, Traits]:
    """A template's part with the drawings of the body numbered once for all, where none of them stands in a block."""
    if not (traits.pictures and traits.numbered) or _repeats_drawings(source):
        return source, traits
    return numbered(source.encode(), traits).decode(), traits._replace(settled=True)


_BLOCK_OR_DRAWING = pattern(r"\{%\s*(end)?(\w+)|<wp:docPr ")


def _repeats_drawings(source: str) -> bool:
    depth = 0
    for found in _BLOCK_OR_DRAWING.finditer(source):
        if found[2] is None and depth:
            return True
        depth += 0 if f"{found[2]}" not in OPENERS else -1 if found[1] else 1
    return False


def numbered(text: bytes, traits: Traits) -> bytes:
    """The drawings of the body numbered from 1001, as docxtpl does."""
    return _renumbered(text, Ids(1_000)) if traits.pictures and traits.numbered and not traits.settled else text


# ---------------------------------------------------------------- repair


class Ids:
    """Numbers for drawings, unique in the whole file: the body's from 1001, the other parts' from 1000001."""

    def __init__(self, above: int = 1_000_000) -> None:
        self.last = above
        self.bookmarks = 0


def repaired(text: bytes, traits: Traits, ids: Ids) -> bytes:
    """A rendered part as Word accepts it."""
    if traits.cells:
        # A cell must end with a paragraph.
        text = text.replace(b"</w:tcPr></w:tc>", b"</w:tcPr><w:p/></w:tc>").replace(
            b"<w:tc></w:tc>", b"<w:tc><w:p/></w:tc>"
        )
        text = text.replace(b"</w:tbl></w:tc>", b"</w:tbl><w:p/></w:tc>")
    if traits.merged:
        text = _vmerge_in_order(text)
    if traits.tables:
        text = _EMPTY_TABLE.sub(b"", text)
    if traits.sections:
        text = _without_empty_section(text)
    if traits.bookmarks:
        text = _with_unique_bookmarks(text, ids)
    if traits.pictures and not traits.numbered:
        text = _renumbered(text, ids)
    return text


_DOC_PR_ID = pattern(rb'\bid="[^"]*"')


def _renumbered(text: bytes, ids: Ids) -> bytes:
    pieces: list[bytes] = []
    end = 0
    at = text.find(b"<wp:docPr ")
    while at >= 0:
        found = _DOC_PR_ID.search(text, at)
        if found is None:
            break
        ids.last += 1
        pieces += (text[end : found.start()], b'id="%d"' % ids.last)
        end = found.end()
        at = text.find(b"<wp:docPr ", end)
    return b"".join((*pieces, text[end:]))


_AFTER_MERGE = pattern(b"<w:(?:tcBorders|shd|noWrap|tcMar|textDirection|tcFitText|vAlign|hideMark)[ />]")
_LATE_MERGE = pattern(rb'(<w:vMerge w:val="(?:restart|continue)"/>)</w:tcPr>')


def _vmerge_in_order(text: bytes) -> bytes:
    pieces: list[bytes] = []
    end = 0
    for found in _LATE_MERGE.finditer(text):
        start = text.rfind(b"<w:tcPr>", end, found.start())
        after = _AFTER_MERGE.search(text, start, found.start()) if start >= 0 else None
        if after:
            pieces += (text[end : after.start()], found[1], text[after.start() : found.start()])
            end = found.end(1)
    return b"".join((*pieces, text[end:]))


_EMPTY_TABLE = pattern(b"<w:tbl>(?:(?!<w:tr[ >]|<w:tbl>).)*?</w:tbl>")
_SECTIONS_MEET = pattern(
    rb"<w:p(?: [^>]*)?><w:pPr>(?:(?!</?w:p[ >]|</w:pPr>).)*?(<w:sectPr.*?</w:sectPr>)</w:pPr></w:p>$"
)


def _without_empty_section(text: bytes) -> bytes:
    """Where nothing stands between the last section break and the end, the broken section becomes the last
    one.
    """
    last = text.rfind(b"<w:sectPr")
    start = text.rfind(b"<w:p>", 0, last), text.rfind(b"<w:p ", 0, last)
    opening = max(start)
    if opening < 0:
        return text
    found = _SECTIONS_MEET.match(text[opening:last])
    if not found:
        return text
    # A table needs a paragraph behind it: LibreOffice otherwise puts it on the page of the section before.
    kept = text[opening:last].replace(found[1], b"") if text[:opening].endswith(b"</w:tbl>") else b""
    return text[:opening] + kept + found[1] + text[text.find(b"</w:sectPr>", last) + len(b"</w:sectPr>") :]


_BOOKMARK = pattern(rb'<w:bookmark(Start|End)\b[^>]*?\bw:id="([^"]*)"[^>]*?/>')


def _with_unique_bookmarks(text: bytes, ids: Ids) -> bytes:
    """Bookmarks that a loop repeats: each gets its own id, and only the first of a name stays."""
    names: set[bytes] = set()
    opened: dict[bytes, int] = {}

    def renewed(match: re.Match[bytes]) -> bytes:
        kind, tag, old = match[1], match[0], match[2]
        if kind == b"Start":
            name = _NAME.search(tag)
            if name is None or name[1] in names:
                return b""
            names.add(name[1])
            ids.bookmarks += 1
            opened[old] = ids.bookmarks
        elif old not in opened:
            return b""
        number = opened[old] if kind == b"Start" else opened.pop(old)
        return tag.replace(b'w:id="%b"' % old, b'w:id="%d"' % number)

    return _BOOKMARK.sub(renewed, text)


_NAME = pattern(rb'w:name="([^"]*)"')
