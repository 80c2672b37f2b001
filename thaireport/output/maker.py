"""What made a file, in its properties (File > Info > Advanced Properties > Custom): library and template.

It is put into the template once, so that every file made of it says so at no cost, with or without its data.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from lxml import etree

from thaireport.output.package import (
    CONTENT_TYPES,
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
_PART = "docProps/custom.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NS, _VT = f"{_OFFICE}/custom-properties", f"{_OFFICE}/docPropsVTypes"
_RELATION = f"{_OFFICE}/relationships/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def maker(name: str, digest: str) -> str:
    """The line that a file carries: ``thaireport 0.1.0 memo.docx sha256:...`` (of the template as it lies on disk)."""
    from thaireport import __version__

    return f"thaireport {__version__} {name} sha256:{digest}"[:255]


def with_maker(data: bytes, line: str) -> bytes:
    """The template with the line among its custom properties; its author's own properties stay."""
    parts = dict(read_package(data))
    known = parts.get(_PART)
    empty = f'<Properties xmlns="{_NS}" xmlns:vt="{_VT}"/>'.encode()
    root = parse_xml(known if known is not None else empty)
    for entry in list(root):
        if entry.get("name") == PROPERTY:
            root.remove(entry)
    number = max((int(entry.get("pid") or 1) for entry in root), default=1) + 1
    text = f'<p xmlns="{_NS}" xmlns:vt="{_VT}"><vt:lpwstr>{escape(line)}</vt:lpwstr></p>'
    entry = etree.SubElement(root, f"{{{_NS}}}property", {"fmtid": _SET, "pid": str(number), "name": PROPERTY})
    entry.append(parse_xml(text.encode())[0])
    types, rels = parse_xml(parts[CONTENT_TYPES]), read_rels(parts, "")
    set_content_type(types, _PART, _TYPE)
    relate(rels, "", _PART, _RELATION)
    return write_package({**parts, _PART: to_xml(root), CONTENT_TYPES: to_xml(types), rels_name(""): to_xml(rels)})
