"""The font of an agency: templates name TH SarabunPSK, a file names what the agency has chosen."""

from __future__ import annotations

from functools import lru_cache
from xml.sax.saxutils import escape

from thaireport.agency import DEFAULT_FONT
from thaireport.output.package import read_package, write_package
from thaireport.thai.patterns import pattern

# As an attribute's value, or in the code of a sheet's header (&"TH SarabunPSK,Regular").
_NAMED = pattern(rb"""(?<=["'])%b(?=["',&])|(?<=&quot;)%b(?=[,&])""" % ((DEFAULT_FONT.encode(),) * 2))


@lru_cache(maxsize=32)
def with_font(data: bytes, font: str) -> bytes:
    """The template with ``font`` wherever it names the mandated one; fonts its author chose otherwise stay."""
    name = escape(font, {'"': "&quot;", "'": "&apos;"}).encode()
    parts = {
        part: _NAMED.sub(lambda _: name, body) if part.endswith(".xml") else body
        for part, body in read_package(data).items()
    }
    return write_package(parts)
