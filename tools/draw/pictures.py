"""Picture placeholders: drawings whose alternative text is a tag, refilled when the template is filled."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from html import escape
from typing import Literal

from tools.draw.markup import Xml
from tools.draw.units import emu

EMBLEM_RATIO = 163 / 177
"""Width to height of the garuda drawing (official-format 0)."""


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _stored(data: bytes) -> bytes:
    """A zlib stream without compression: the same bytes whatever deflate engine Python was built with."""
    block = struct.pack("<BHH", 1, len(data), len(data) ^ 0xFFFF)
    return b"\x78\x01" + block + data + struct.pack(">I", zlib.adler32(data))


def _png(width: int, height: int, rows: bytes, palette: bytes, alpha: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"tRNS", alpha), (b"IDAT", _stored(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def transparent_png() -> bytes:
    """A PNG of one pixel that shows nothing: it keeps a picture's exact place."""
    return _png(1, 1, b"\x00\x00", b"\xff\xff\xff\x00\x00\x00", b"\x00\x00")


def dashed_png(width: int = 184, height: int = 200) -> bytes:
    """A PNG of a dashed frame, grey on nothing: the emblem's place on a draft."""

    def dark(x: int, y: int) -> bool:
        # Set in by its own width: the outermost pixels are lost when the picture is scaled.
        on_side = (2 <= x < 5 or width - 5 <= x < width - 2) and y % 16 < 9
        on_end = (2 <= y < 5 or height - 5 <= y < height - 2) and x % 16 < 9
        return on_side or on_end

    def line(y: int) -> bytes:
        bits = "".join("1" if dark(x, y) else "0" for x in range(width)).ljust(-(-width // 8) * 8, "0")
        return b"\x00" + int(bits, 2).to_bytes(len(bits) // 8, "big")

    return _png(width, height, b"".join(map(line, range(height))), b"\xff\xff\xff\x80\x80\x80", b"\x00\xff")


@dataclass(frozen=True)
class Place:
    """Where and how large: height and width in cm; ``anchored`` fixes it to the left margin, ``top`` cm
    below the sheet's upper edge, and lets the text run on as if it were not there."""

    height: float
    width: float
    anchored: bool = False
    top: float = 1.5


# The boxes are square: a picture is fitted in, and the height is to be exact for ratios up to 1.
MEMO_EMBLEM = Place(1.5, 1.5, anchored=True)
"""1.5 cm high, at the left margin, 1.5 cm from the top (official-format 0)."""
NOTICE_EMBLEM = Place(3.0, 3.0)
"""3 cm high, in the line: announcement, letter, order."""


@dataclass(frozen=True)
class Picture:
    """What a drawing says of itself: its number (unique in the file), name, alternative text, image part."""

    number: int
    name: str
    alt: str
    relation: str


_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def _graphic(picture: Picture, extent: str) -> str:
    return (
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}">'
        f'<pic:nvPicPr><pic:cNvPr id="{picture.number}" name="{escape(picture.name)}"/>'
        "<pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{picture.relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )


def _described(picture: Picture, extent: str) -> str:
    return (
        f'<wp:docPr id="{picture.number}" name="{escape(picture.name)}" descr="{escape(picture.alt)}"/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_MAIN}" noChangeAspect="1"/>'
        "</wp:cNvGraphicFramePr>" + _graphic(picture, extent)
    )


def drawing(picture: Picture, place: Place) -> Xml:
    """A run that holds the picture, in the line or anchored."""
    extent = f'cx="{emu(place.width)}" cy="{emu(place.height)}"'
    if not place.anchored:
        inner = f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        return Xml(f"<w:r><w:drawing>{inner}{_described(picture, extent)}</wp:inline></w:drawing></w:r>")
    inner = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251658240" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f"{_position('H', 'margin', 0)}{_position('V', 'page', emu(place.top))}"
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    )
    return Xml(f"<w:r><w:drawing>{inner}{_described(picture, extent)}</wp:anchor></w:drawing></w:r>")


def _position(axis: Literal["H", "V"], origin: str, offset: int) -> str:
    place = f"<wp:posOffset>{offset}</wp:posOffset>"
    return f'<wp:position{axis} relativeFrom="{origin}">{place}</wp:position{axis}>'
