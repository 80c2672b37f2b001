"""The title in a file's properties: what a browser writes over a published file, and a screen reader says first.

It is the report's own. A template's is nobody's choice: Word takes the first line of a new file, tags and all, and a
template made of a finished file has that file's.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import escape

from thaireport.output.package import Packed, content
from thaireport.thai import digits
from thaireport.thai.patterns import pattern

PROPERTIES = "docProps/core.xml"
TITLE = pattern(rb"<dc:title\b[^>]*(?:/>|>[^<]*</dc:title>)")
_END = pattern(rb"</(?:[\w.-]+:)?coreProperties>\s*\Z")
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


def titled(parts: Mapping[str, bytes | Packed], title: str, policy: str) -> dict[str, bytes | Packed]:
    """The package with ``title`` among its properties, in ``thai`` or ``arabic`` digits.

    A package whose properties are missing, or written as no program does, is left as it is.
    """
    if PROPERTIES not in parts:
        return dict(parts)
    turned = digits.thai_text(title) if policy == "thai" else digits.arabic_text(title)
    said = f'<dc:title xmlns:dc="{_DUBLIN_CORE}">{escape(" ".join(turned.split()))}</dc:title>'.encode()
    before = content(parts[PROPERTIES])
    found = TITLE.search(before) or _END.search(before)
    if found is None:
        return dict(parts)
    end = b"" if TITLE.match(found[0]) else found[0]
    after = before[: found.start()] + said + end + before[found.end() :]
    # Stored as it is: packing these few lines takes half as long as packing a page.
    return {**parts, PROPERTIES: Packed(after, squeeze=False)}
