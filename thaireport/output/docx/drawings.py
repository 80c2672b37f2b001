"""Pictures and charts: placeholders drawn in the template, refilled with what the data gives.

How a template author makes one: insert a picture (a transparent one of the right size will do) or a chart
in Word, place and size it, and type one tag as its alternative text (right click, Edit Alt Text): ``{{
emblem }}``, or ``{{ photo.picture }}`` inside ``{%p for photo in photos %}``. A picture is fitted into the
placeholder's box without distortion; where the field is empty the placeholder stays, so a transparent one
keeps the exact blank space. A chart keeps the look of the drawn one and takes the figures of the data;
where the field is empty it is left out, so that no sample figure is ever printed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from thaireport.errors import Problem, TemplateError
from thaireport.output.docx.printing import TOKEN, ChartLike, PictureLike, is_chart, is_picture
from thaireport.output.package import (
    CONTENT_TYPES,
    Packed,
    content,
    parse_xml,
    read_rels,
    relate,
    rels_name,
    set_default_type,
    target_name,
    to_xml,
)
from thaireport.thai.patterns import pattern

_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_TOKEN_BYTES = TOKEN.encode()
_TOKEN = pattern(rf'\bdescr="{TOKEN}(\d+)"')
_BLIP = pattern(r'<a:blip\b([^>]*?)\br:embed="[^"]*"([^>]*?)(?:/>|>.*?</a:blip>)', re.DOTALL)
_CROP = pattern(r"<a:srcRect\b[^>]*/>")
_EXTENT = pattern(r'<(wp:extent|a:ext) ([^>]*?)\bcx="(\d+)" cy="(\d+)"')
_CHART = pattern(r'<c:chart\b[^>]*?\br:id="([^"]*)"')


def refill(
    package: dict[str, bytes | Packed],
    texts: Mapping[str, bytes],
    drawings: list[PictureLike | ChartLike],
    chart_ids: Mapping[str, frozenset[str]],
) -> dict[str, bytes]:
    """The texts with their placeholders refilled; new parts go into ``package``.

    ``chart_ids`` says for each part which charts (by relationship id) have a tag: one left empty is taken
    out. Raises ``TemplateError`` for a picture printed anywhere but in an alternative text.
    """
    store = _Store(package)

    def refilled(name: str, text: bytes) -> bytes:
        ids = chart_ids[name]
        if _TOKEN_BYTES not in text and not ids:
            return text
        pieces: list[bytes] = []
        end = 0
        for start, close in _drawings(text):
            pieces += (text[end:start], _refilled(text[start:close].decode(), name, drawings, store, ids).encode())
            end = close
        return b"".join((*pieces, text[end:]))

    done = {name: refilled(name, text) for name, text in texts.items()}
    store.finish()
    for name, text in done.items():
        if _TOKEN_BYTES in text:
            message = "ป้ายของรูปภาพหรือแผนภูมิต้องอยู่ในข้อความแสดงแทน (Alt Text) ของภาพ ไม่ใช่ในข้อความ"
            raise TemplateError([Problem(message, code="picture-place", place=name.rpartition("/")[2])])
    return done


def _drawings(text: bytes) -> Iterator[tuple[int, int]]:
    """Where each drawing begins and ends; of drawings in drawings (a text box) the innermost."""
    last = 0
    while (end := text.find(b"</w:drawing>", last)) >= 0:
        start = max(text.rfind(b"<w:drawing>", last, end), text.rfind(b"<w:drawing ", last, end))
        last = end + len(b"</w:drawing>")
        if start >= 0:
            yield start, last


def _refilled(
    drawing: str,
    part: str,
    drawings: list[PictureLike | ChartLike],
    store: _Store,
    chart_ids: Iterable[str],
) -> str:
    token = _TOKEN.search(drawing)
    chart = _CHART.search(drawing)
    if token is None:
        return "" if chart and chart[1] in chart_ids else drawing
    from html import escape

    value = drawings[int(token[1])]
    described = drawing.replace(token[0], f'descr="{escape(value.alt)}"', 1)
    if chart and is_chart(value):
        number = store.chart(part, chart[1], value)
        return described.replace(chart[0], chart[0].replace(f'r:id="{chart[1]}"', f'r:id="{number}"'), 1)
    if _BLIP.search(drawing) and is_picture(value):
        return _with_picture(described, value, store.picture(part, value))
    message = "ข้อมูลเป็นแผนภูมิแต่แม่แบบวาดรูปภาพไว้ หรือกลับกัน: วาดให้ตรงชนิด"
    raise TemplateError([Problem(message, code="picture-kind", place=part.rpartition("/")[2])])


def _with_picture(drawing: str, picture: PictureLike, number: str) -> str:
    drawing = _BLIP.sub(rf'<a:blip\1r:embed="{number}"\2/>', drawing, count=1)
    return _EXTENT.sub(lambda match: _fitted(match, picture), _CROP.sub("", drawing))


def _fitted(extent: re.Match[str], picture: PictureLike) -> str:
    """The box of the placeholder (EMU), shrunk on one side to the picture's proportions."""
    width, height = int(extent[3]), int(extent[4])
    wide, high = max(picture.width_px, 1), max(picture.height_px, 1)
    if width * high > height * wide:
        width = round(height * wide / high)
    else:
        height = round(width * high / wide)
    return f'<{extent[1]} {extent[2]}cx="{width}" cy="{height}"'


class _Store:
    """The parts and relationships that one render adds to the package."""

    def __init__(self, package: dict[str, bytes | Packed]) -> None:
        self.template = dict(package)
        self.package = package
        self.rels: dict[str, etree._Element] = {}
        self.kinds: set[str] = set()
        self.media: dict[bytes, str] = {}
        self.charts_used: set[str] = set()
        self.books: set[str] = set()

    def rels_of(self, part: str) -> etree._Element:
        if part not in self.rels:
            self.rels[part] = read_rels(self.package, part)
        return self.rels[part]

    def picture(self, part: str, picture: PictureLike) -> str:
        """The relationship id of a picture in a part; the same picture is stored once."""
        digest = hashlib.sha256(picture.data).digest()
        if digest not in self.media:
            name = self._free(f"word/media/picture%d.{picture.kind}")
            self.package[name] = Packed(picture.data, squeeze=False)
            self.kinds.add(picture.kind)
            self.media[digest] = name
        return relate(self.rels_of(part), part, self.media[digest], _IMAGE)

    def chart(self, part: str, number: str, chart: ChartLike) -> str:
        """The relationship id of a chart refilled: the drawn one at its first use, then copies of it."""
        from thaireport.output.docx import charts

        rels = self.rels_of(part)
        drawn = next(target_name(part, rel) for rel in rels if rel.get("Id") == number)
        name = drawn
        if drawn in self.charts_used:
            name = self._free("word/charts/chart%d.xml")
        self.charts_used.add(name)
        charts.refill_chart(self.template, self.package, drawn, name, chart, books=self.books)
        return relate(rels, part, name, charts.RELATION)

    def _free(self, pattern: str) -> str:
        number = 1
        while pattern % number in self.package:
            number += 1
        return pattern % number

    def finish(self) -> None:
        """Write the relationships and the content types of what was added."""
        for part, root in self.rels.items():
            self.package[rels_name(part)] = to_xml(root)
        if self.kinds:
            types = parse_xml(content(self.package[CONTENT_TYPES]))
            for kind in sorted(self.kinds):
                set_default_type(types, kind, f"image/{kind}")
            self.package[CONTENT_TYPES] = to_xml(types)
