"""Several rendered files of one style set as one file: a bundle of a memo, a plan and its announcement.

Sections keep their own paper, margins, headers and footers. What two files number for themselves (drawings,
bookmarks, lists) is numbered anew; what they share (styles) must be the same, or the bundle is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from thaireport.errors import DataError, Problem
from thaireport.output.docx.tags import DOC_PR, W
from thaireport.output.maker import maker_parts, makers_of
from thaireport.output.package import (
    CONTENT_TYPES,
    Packed,
    content,
    content_type_of,
    parse_xml,
    read_package,
    read_rels,
    relate,
    rels_name,
    set_content_type,
    set_default_type,
    target_name,
    to_xml,
    write_package,
)

_DOCUMENT = "word/document.xml"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SECT, _P_PR = f"{W}sectPr", f"{W}pPr"
_REFUSED = {
    f"{W}footnoteReference": "เชิงอรรถ",
    f"{W}endnoteReference": "อ้างอิงท้ายเรื่อง",
    f"{W}commentReference": "ข้อคิดเห็น",
}
_NUMBERING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
_NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"


def join(documents: Sequence[bytes], *, continues: Sequence[bool] = ()) -> bytes:
    """The documents in order as one .docx: each begins on a new page.

    Page numbers start again at 1 with each document, unless ``continues`` is true at its index. Styles are the
    first document's. Raises ``DataError``, with every reason, where a style means different things in two
    documents or a document has footnotes or comments.
    """
    if not documents:
        raise ValueError("nothing to join")
    files = [_File(read_package(data)) for data in documents]
    faults = [*_style_faults(files), *_unsupported(files)]
    if faults:
        raise DataError([Problem(fault, code="join") for fault in faults])
    whole = _Whole(files[0])
    for index, file in enumerate(files[1:], 1):
        whole.append(file, index, restart=not (index < len(continues) and continues[index]))
    return whole.finish()


@dataclass
class _File:
    parts: Mapping[str, bytes]
    root: etree._Element = field(init=False)

    def __post_init__(self) -> None:
        self.root = parse_xml(self.parts[_DOCUMENT])

    @property
    def body(self) -> etree._Element:
        return next(self.root.iterchildren(f"{W}body"))


# ---------------------------------------------------------------- what is refused


def _style_faults(files: Sequence[_File]) -> Iterator[str]:
    first = _styles(files[0])
    for number, file in enumerate(files[1:], 2):
        for style, definition in _styles(file).items():
            if first.get(style, definition) != definition:
                name = "ค่าเริ่มต้นของเอกสาร" if not style else f"สไตล์ {style}"
                yield f"รวมเล่มไม่ได้: {name} ของเอกสารที่ {number} ไม่ตรงกับเอกสารแรก: ใช้แม่แบบชุดเดียวกัน"


def _styles(file: _File) -> dict[str, bytes]:
    """Each style by its id in canonical form; the defaults by the empty id."""
    if "word/styles.xml" not in file.parts:
        return {}
    found = {}
    for node in parse_xml(file.parts["word/styles.xml"]):
        if node.tag == f"{W}docDefaults":
            found[""] = _canonical(node)
        elif node.tag == f"{W}style":
            found[node.get(f"{W}styleId") or ""] = _canonical(node)
    return found


def _canonical(node: etree._Element) -> bytes:
    alone = deepcopy(node)
    alone.tail = None
    return etree.tostring(alone, method="c14n", exclusive=True)


def _unsupported(files: Sequence[_File]) -> Iterator[str]:
    for number, file in enumerate(files, 1):
        for tag, name in _REFUSED.items():
            if next(file.root.iter(tag), None) is not None:
                yield f"รวมเล่มไม่ได้: เอกสารที่ {number} มี{name}"


# ---------------------------------------------------------------- joining


class _Whole:
    """The file that grows."""

    def __init__(self, first: _File) -> None:
        self.parts: dict[str, bytes | Packed] = dict(first.parts)
        self.types = parse_xml(first.parts[CONTENT_TYPES])
        self.root = first.root
        self.body = first.body
        self.rels = read_rels(self.parts, _DOCUMENT)
        self.makers = dict.fromkeys(makers_of(first.parts))
        _start_at_one(_sections(self.body)[0])

    def append(self, file: _File, index: int, *, restart: bool) -> None:
        self._adopt_root(file.root)
        self._add_styles(file)
        self._close_last_section()
        body = file.body
        first = _sections(body)[0]
        _next_page(first)
        if restart:
            _start_at_one(first)
        self._renumber_lists(file, body)
        _rename_bookmarks(body, index)
        self._bring_parts(file, body)
        self.makers |= dict.fromkeys(makers_of(file.parts))
        self.body.extend(list(body))

    def _adopt_root(self, other: etree._Element) -> None:
        """Namespaces, and what Word may ignore, of both roots."""
        merged = etree.Element(self.root.tag, nsmap={**other.nsmap, **self.root.nsmap})  # type: ignore[dict-item]
        for name, value in self.root.attrib.items():
            merged.set(name, value)
        ignorable = {
            prefix: None
            for root in (self.root, other)
            for prefix in (root.get(f"{_MC}Ignorable") or "").split()
            if prefix in merged.nsmap
        }
        if ignorable:
            merged.set(f"{_MC}Ignorable", " ".join(ignorable))
        merged.extend(list(self.root))
        self.root = merged

    def _add_styles(self, file: _File) -> None:
        """Styles that only the later document has."""
        if "word/styles.xml" not in file.parts or "word/styles.xml" not in self.parts:
            return
        styles = parse_xml(content(self.parts["word/styles.xml"]))
        known = {style.get(f"{W}styleId") for style in styles.iterfind(f"{W}style")}
        for style in parse_xml(file.parts["word/styles.xml"]).iterfind(f"{W}style"):
            if style.get(f"{W}styleId") not in known:
                styles.append(deepcopy(style))
        self.parts["word/styles.xml"] = to_xml(styles)

    def _close_last_section(self) -> None:
        """The section properties at the end of the body move into its last paragraph."""
        section = self.body[-1]
        if section.tag != _SECT:
            return
        last = section.getprevious()
        if last is None or last.tag != f"{W}p" or last.find(f"{_P_PR}/{_SECT}") is not None:
            last = etree.Element(f"{W}p")
            section.addprevious(last)
        properties = last.find(_P_PR)
        if properties is None:
            properties = etree.Element(_P_PR)
            last.insert(0, properties)
        change = properties.find(f"{W}pPrChange")
        if change is None:
            properties.append(section)
        else:
            change.addprevious(section)

    def _renumber_lists(self, file: _File, body: etree._Element) -> None:
        used = list(body.iter(f"{W}numId"))
        if not used or "word/numbering.xml" not in file.parts:
            return
        theirs = parse_xml(file.parts["word/numbering.xml"])
        if "word/numbering.xml" not in self.parts:
            self.parts["word/numbering.xml"] = file.parts["word/numbering.xml"]
            relate(self.rels, _DOCUMENT, "word/numbering.xml", _NUMBERING)
            set_content_type(self.types, "word/numbering.xml", _NUMBERING_TYPE)
            return
        ours = parse_xml(content(self.parts["word/numbering.xml"]))
        above = 1 + max(
            (int(node.get(name) or 0) for node in ours for name in _NUMBER_IDS if node.get(name)), default=0
        )
        for node in (*theirs.iter(f"{W}abstractNum"), *theirs.iter(f"{W}num")):
            _shift(node, above)
            before = _NUMBERING_ORDER[: _NUMBERING_ORDER.index(node.tag) + 1]
            ours.insert(sum(child.tag in before for child in ours), node)
        for node in used:
            if node.get(f"{W}val") != "0":
                node.set(f"{W}val", str(int(node.get(f"{W}val") or 0) + above))
        self.parts["word/numbering.xml"] = to_xml(ours)

    def _bring_parts(self, file: _File, body: etree._Element) -> None:
        """Headers, footers, pictures and charts that the body names come along under free names."""
        rels = {rel.get("Id") or "": rel for rel in read_rels(file.parts, _DOCUMENT)}
        renamed: dict[str, str] = {}
        for node in body.iter():
            for name, value in node.attrib.items():
                if str(name).startswith(_R) and value in rels:
                    node.set(name, self._bring(file, rels[str(value)], renamed))

    def _bring(self, file: _File, rel: etree._Element, renamed: dict[str, str]) -> str:
        """One relationship of the document and the part it leads to; the new relationship's id."""
        target = target_name(_DOCUMENT, rel)
        if not target:
            return _external(self.rels, rel)
        if target not in renamed:
            self._copy(file, target, renamed)
        return relate(self.rels, _DOCUMENT, renamed[target], rel.get("Type") or "")

    def _copy(self, file: _File, name: str, renamed: dict[str, str]) -> None:
        """A part and all it needs under free names, noted in ``renamed``; a picture that is there is shared."""
        data = file.parts[name]
        if name.startswith("word/media/") and (same := self._same_picture(data)):
            renamed[name] = same
            return
        free = renamed[name] = self._free(name)
        self.parts[free] = data
        kind, is_default = content_type_of(parse_xml(file.parts[CONTENT_TYPES]), name)
        if is_default:
            set_default_type(self.types, name.rpartition(".")[2].lower(), kind)
        else:
            set_content_type(self.types, free, kind)
        if rels_name(name) in file.parts:
            rels = parse_xml(file.parts[rels_name(name)])
            for rel in rels:
                if target := target_name(name, rel):
                    if target not in renamed:
                        self._copy(file, target, renamed)
                    rel.set("Target", f"/{renamed[target]}")
            self.parts[rels_name(free)] = to_xml(rels)

    def _same_picture(self, data: bytes) -> str:
        pictures = (name for name in self.parts if name.startswith("word/media/"))
        return next((name for name in pictures if content(self.parts[name]) == data), "")

    def _free(self, name: str) -> str:
        stem, _, suffix = name.rpartition(".")
        stem = stem.rstrip("0123456789")
        number = 1
        while f"{stem}{number}.{suffix}" in self.parts:
            number += 1
        return f"{stem}{number}.{suffix}"

    def finish(self) -> bytes:
        self._renumber_drawings()
        _renumber_bookmarks(self.root)
        self.parts[_DOCUMENT] = to_xml(self.root)
        self.parts[rels_name(_DOCUMENT)] = to_xml(self.rels)
        self.parts[CONTENT_TYPES] = to_xml(self.types)
        if len(self.makers) > 1:
            self.parts |= maker_parts(self.parts, list(self.makers))
        return write_package(self.parts)

    def _renumber_drawings(self) -> None:
        last = 1000
        names = sorted(name for name in self.parts if re.fullmatch(r"word/(header|footer)[^/]*\.xml", name))
        roots = {name: parse_xml(content(self.parts[name])) for name in names}
        for name, root in ((_DOCUMENT, self.root), *roots.items()):
            drawings = list(root.iter(DOC_PR))
            for drawing in drawings:
                last += 1
                drawing.set("id", str(last))
            if drawings and name != _DOCUMENT:
                self.parts[name] = to_xml(root)


_NUMBER_IDS = (f"{W}abstractNumId", f"{W}numId")
_NUMBERING_ORDER = (f"{W}numPicBullet", f"{W}abstractNum", f"{W}num")
"""The order of the schema; what Word writes behind them (``numIdMacAtCleanup``) stays last."""


def _shift(node: etree._Element, above: int) -> None:
    for holder in (node, *node.iter(f"{W}abstractNumId")):
        names = _NUMBER_IDS if holder is node else (f"{W}val",)
        for name in names:
            if holder.get(name):
                holder.set(name, str(int(holder.get(name) or 0) + above))


def _external(into: etree._Element, rel: etree._Element) -> str:
    for known in into:
        if known.get("Target") == rel.get("Target") and known.get("Type") == rel.get("Type"):
            return known.get("Id") or ""
    taken = {known.get("Id") for known in into}
    copied = deepcopy(rel)
    copied.set("Id", next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken))
    into.append(copied)
    return copied.get("Id") or ""


def _sections(body: etree._Element) -> list[etree._Element]:
    """The section properties of a body in order, its last section's included (made where there are none)."""
    found = [section for section in body.iter(_SECT) if section.getparent() is body or _is_break(section)]
    return found or [etree.SubElement(body, _SECT)]


def _is_break(section: etree._Element) -> bool:
    parent = section.getparent()
    return parent is not None and parent.tag == _P_PR


_BEFORE_TYPE = (f"{W}headerReference", f"{W}footerReference", f"{W}footnotePr", f"{W}endnotePr")
_BEFORE_NUMBERS = (*_BEFORE_TYPE, *(f"{W}{n}" for n in ("type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType")))


def _start_at_one(section: etree._Element) -> None:
    _child(section, f"{W}pgNumType", _BEFORE_NUMBERS).set(f"{W}start", "1")


def _next_page(section: etree._Element) -> None:
    kind = section.find(f"{W}type")
    if kind is not None:
        kind.set(f"{W}val", "nextPage")


def _child(parent: etree._Element, tag: str, before: Sequence[str]) -> etree._Element:
    """The child of a tag, made behind those that the schema puts before it."""
    found = parent.find(tag)
    if found is None:
        found = etree.Element(tag)
        parent.insert(sum(child.tag in before for child in parent), found)
    return found


def _rename_bookmarks(body: etree._Element, index: int) -> None:
    """A document's bookmarks get names of their own, and so does what refers to them."""
    names = {node.get(f"{W}name") or "": f"{node.get(f'{W}name')}_{index}" for node in body.iter(f"{W}bookmarkStart")}
    if not names:
        return
    for node in body.iter(f"{W}bookmarkStart", f"{W}hyperlink", f"{W}instrText", f"{W}fldSimple"):
        for attribute in (f"{W}name", f"{W}anchor"):
            if node.get(attribute) in names:
                node.set(attribute, names[node.get(attribute) or ""])
        if node.tag == f"{W}instrText" and node.text:
            node.text = _renamed_words(node.text, names)
        if instruction := node.get(f"{W}instr"):
            node.set(f"{W}instr", _renamed_words(instruction, names))


def _renamed_words(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"\w+", lambda match: names.get(match[0], match[0]), text)


def _renumber_bookmarks(root: etree._Element) -> None:
    opened: dict[str, str] = {}
    for number, node in enumerate(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"), 1):
        old = node.get(f"{W}id") or ""
        if node.tag == f"{W}bookmarkStart":
            opened[old] = str(number)
        node.set(f"{W}id", opened.get(old, str(number)))
