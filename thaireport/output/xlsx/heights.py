"""How tall a row must be to show every line of its text, in Excel and in LibreOffice.

Neither program makes a row of a new file fit its text (LibreOffice clips it), so the height is written. Widths
come from a table of TH Sarabun's advances; where a Thai line breaks depends on words, so a line is counted as
holding less than it could: a row may be a little too tall, never too low.
"""

from __future__ import annotations

import codecs
import math
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache

from thaireport.thai.lines import advances

HIGHEST = 409.5
"""Excel's tallest row, in points."""

LINE_PITCH = 1.34
"""Points from line to line for each point of font size (TH Sarabun New; Word and Excel on Windows, PSK too)."""
ROOM = 3.0
"""Points that a row needs above and below its lines."""

_SAFETY = 0.95
_LOST = 1.0
_CHANCE = 0.5
_SLASH = 4.0  # em: LibreOffice breaks no line near a slash between Thai words
MOST_LINES = 2_000
_WIDE = 1.5
"""Other fonts are up to half as wide again at the same size; TH Sarabun is a small font."""
_UNITS = 250  # of one em: a character's width then fits in a byte


def _wide_byte(error: UnicodeError) -> tuple[bytes, int]:
    """Signs outside Thai and ASCII count as one em."""
    assert isinstance(error, UnicodeEncodeError)
    return b"\xff" * (error.end - error.start), error.end


codecs.register_error("thaireport.wide", _wide_byte)


@lru_cache(maxsize=4)
def _table(weight: str) -> bytes:
    """Width of every byte of Thai code page 874, in units of 1/250 em."""
    known = advances(weight)
    widths = bytearray([_UNITS] * 256)
    for number in range(256):
        try:
            sign = bytes([number]).decode("cp874")
        except UnicodeDecodeError:
            continue
        if sign in known:
            widths[number] = min(255, math.ceil(known[sign] * _UNITS / 1000))
    return bytes(widths)


def line_counter(width: float, font: str, size: float, *, bold: bool = False) -> Callable[[str], int]:
    """The function that counts the lines of a text in a cell with ``width`` points for its text."""
    scale = 1.0 if "sarabun" in font.casefold() else _WIDE
    room = max(1.0, width / (size * scale) * _UNITS)
    holds = _capacities(int(room))
    table = _table("bold" if bold else "regular")

    def lines(text: str) -> int:
        wide = sum(text.encode("cp874", "thaireport.wide").translate(table))
        if wide <= holds[0] and "\n" not in text:
            return 1
        if "\n" in text:
            return sum(map(lines, text.split("\n")))
        return bisect_left(holds, wide + _SLASH * _UNITS * text.count("/")) + 1

    return lines


@lru_cache(maxsize=256)
def _capacities(room: int) -> list[float]:
    """How wide a text may be to fit one line, two lines ... of a cell, in units of 1/250 em.

    Every line but the last ends before a word that no longer fits. Measured on 720 texts of real plans and
    reports in columns of 12 to 70 characters (LibreOffice, TH Sarabun New, 14 and 16 pt): 5 % of the width,
    1 em a line and half an em for chance give no text too few lines, and a tenth more lines than there are.
    """
    line = room * _SAFETY
    lost = min(_LOST * _UNITS, line / 3)
    chance = min(_CHANCE * _UNITS, line / 6)
    return [count * line - lost * (count - 1) - chance * math.sqrt(count - 1) for count in range(1, MOST_LINES)]


def row_height(lines: int, size: float) -> float:
    """Points for so many lines of a font size; above Excel's 409.5 where they need it."""
    return math.ceil((lines * size * LINE_PITCH + ROOM) * 4) / 4


def quarters_counter(width: float, font: str, size: float, *, bold: bool = False) -> Callable[[str], int]:
    """The function from a text to the height of its row in quarters of a point."""
    heights = _Heights(size)
    lines = line_counter(width, font, size, bold=bold)
    return lambda text: heights[lines(text)]


class _Heights(dict[int, int]):
    """Number of lines -> quarters of a point, for one font size."""

    def __init__(self, size: float) -> None:
        super().__init__()
        self._size = size

    def __missing__(self, lines: int) -> int:
        height = self[lines] = round(row_height(lines, self._size) * 4)
        return height
