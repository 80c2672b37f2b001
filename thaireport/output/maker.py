"""What made a file, in its properties (File > Info > Advanced Properties > Custom): library and template.

It is put into the template once, so that every file made of it says so at no cost, with or without its data. Files
joined to one say it of each of their templates; a PDF says it as its ``Creator``, the program that its pages come from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from thaireport.output.package import (
    CONTENT_TYPES,
    Packed,
    content,
    parse_xml,
    read_package,
    read_rels,
    relate,
    rels_name,
    set_content_type,
    to_xml,
    write_package,
)

PROPERTY = "thaireport-template"
"""The name of the property; a file joined of several templates has ``thaireport-template-2`` and so on too."""
_NAMED = re.compile(f"{PROPERTY}(-[0-9]+)?")
_PART = "docProps/custom.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NS, _VT = f"{_OFFICE}/custom-properties", f"{_OFFICE}/docPropsVTypes"
_RELATION = f"{_OFFICE}/relationships/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NSMAP: dict[str | None, str] = {None: _NS, "vt": _VT}

Parts = Mapping[str, "bytes | Packed"]


def maker(name: str, digest: str) -> str:
    """The line that a file carries: ``thaireport 0.1.0 memo.docx sha256:...`` (of the template as it lies on disk)."""
    from thaireport import __version__

    return f"thaireport {__version__} {name} sha256:{digest}"[:255]


def with_maker(data: bytes, line: str) -> bytes:
    """The template with the line among its custom properties; its author's own properties stay."""
    parts = read_package(data)
    return write_package({**parts, **maker_parts(parts, [line])})


def maker_parts(parts: Parts, lines: Sequence[str]) -> dict[str, bytes]:
    """The parts of a package that say what made it, anew with these lines; lines of before are gone."""
    root = parse_xml(content(parts[_PART])) if _PART in parts else etree.Element(f"{{{_NS}}}Properties", nsmap=_NSMAP)  # type: ignore[arg-type]
    for entry in list(root):
        if _NAMED.fullmatch(entry.get("name") or ""):
            root.remove(entry)
    number = max((int(entry.get("pid") or 1) for entry in root), default=1)
    for index, line in enumerate(lines, 1):
        name = PROPERTY if index == 1 else f"{PROPERTY}-{index}"
        entry = etree.SubElement(root, f"{{{_NS}}}property", {"fmtid": _SET, "pid": str(number + index), "name": name})
        etree.SubElement(entry, f"{{{_VT}}}lpwstr").text = line
    types, rels = parse_xml(content(parts[CONTENT_TYPES])), read_rels(parts, "")
    set_content_type(types, _PART, _TYPE)
    relate(rels, "", _PART, _RELATION)
    return {_PART: to_xml(root), CONTENT_TYPES: to_xml(types), rels_name(""): to_xml(rels)}


def makers_of(parts: Parts) -> list[str]:
    """The lines that a package carries, in order: one for each template it was made of."""
    if _PART not in parts:
        return []
    return [
        "".join(str(text) for text in entry.itertext())
        for entry in parse_xml(content(parts[_PART]))
        if _NAMED.fullmatch(entry.get("name") or "")
    ]
