"""What openpyxl loses of the cells of a workbook that it saves, put back into the copy.

It writes formulas without their results, so that a preview, and this library, would find nothing in them until Excel
has worked them out again; of a number in the format of a day that is none it makes ``#VALUE!``.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape

from thaireport.intake.book import sheet_parts

_LOST = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?(?: t="[a-z]+")?>'
    rb"(?:(<f[^<>]*/>|<f[^<>]*>[^<]*</f>)<v ?(?:/>|></v>)|<v>#VALUE!</v>)</c>"
)
"""A cell of openpyxl's that may have lost its result or number."""
_KINDS = frozenset({"", "n", "str", "b", "e"})
_EARLIEST, _LATEST = -600_000, 2_900_000
"""Numbers between these are days from the year 258 to 9839, which openpyxl takes as such."""


def with_kept_cells(before: Path, after: bytes) -> bytes:
    """The workbook ``after``, which openpyxl made of ``before``, with what it lost of its cells."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(before) as source,
        zipfile.ZipFile(io.BytesIO(after)) as copy,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = {sheet: part for part, sheet in sheet_parts(source).items()}
        sheets = sheet_parts(copy)
        for info in copy.infolist():
            data = copy.read(info)
            part = names.get(sheets.get(info.filename, ""))
            if part and _LOST.search(data):
                data = _LOST.sub(partial(_kept, _Cells(source.read(part)).found), data)
            target.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _kept(cells: Mapping[str, tuple[str, str]], lost: re.Match[bytes]) -> bytes:
    """The cell as it was; as openpyxl left it where nothing is known of it."""
    place, style, formula = lost.groups(b"")
    if place.decode() not in cells:
        return lost[0]
    kind, value = cells[place.decode()]
    told = f' t="{kind}"' if kind else ""
    shown = escape(value).encode("ascii", "xmlcharrefreplace")
    return b'<c r="%b"%b%b>%b<v>%b</v></c>' % (place, style, told.encode(), formula, shown)


class _Cells:
    """The kind and value, as they stand in a sheet, of formulas and of numbers that are no days."""

    def __init__(self, data: bytes) -> None:
        self.found: dict[str, tuple[str, str]] = {}
        self._place = self._kind = self._in = self._value = ""
        self._is_formula = False
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._in = tag.rpartition(":")[2]
        if self._in == "c":
            self._place, self._kind = attributes.get("r", "").upper(), attributes.get("t", "")
            self._value, self._is_formula = "", False
        self._is_formula |= self._in == "f"

    def _text(self, text: str) -> None:
        if self._in == "v":
            self._value += text

    def _end(self, tag: str) -> None:
        self._in = ""
        if tag.rpartition(":")[2] == "c" and self._kind in _KINDS and (self._is_formula or self._is_no_day()):
            self.found[self._place] = self._kind, self._value

    def _is_no_day(self) -> bool:
        try:
            return self._kind in {"", "n"} and not _EARLIEST < float(self._value) < _LATEST
        except ValueError:
            return False
