"""What calamine does not tell of a sheet, looked for in its XML before calamine reads it.

calamine lays a sheet out whole, to its last cell (a letter in XFD1048576 would be 17 thousand million cells), and hands
over as empty a cell that shows an error such as ``#REF!``, and a formula that no program has worked out; of a number it
does not tell the style. Nearly every sheet has none of them: the first look is at the pieces as they are unpacked, and
only a part that may have one is held whole.
"""

from __future__ import annotations

import re
import struct
import zipfile
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import BinaryIO
from xml.parsers import expat

from thaireport.deflate import crc32, inflater

LAST_ROW, LAST_COLUMN = 99_999, 104
"""The last row and column (CZ) that are read."""
_ODD_CELL = re.compile(rb"""<c(?! r="[A-Z][0-9]{1,5}")(?! r="[A-C][A-Z][0-9]{1,5}")(?=[\s/>])""")
"""A cell too far off, or one that does not begin as Office and LibreOffice write it: with its place.

What is true of most cells is asked first, for there are hundreds of thousands.
"""
_ODD_NAME = re.compile(rb":c[\s/>]")
"""A cell whose tag has a prefix."""
_UNSOLVED = re.compile(rb"f(?:>|(?<=<f)\s[^<>]*/>)\s*(?:<v(?:\s[^<>]*)?(?:/>|>\s*</v>)\s*)?</c>")
"""The end of a formula without a result."""
UNSOLVED = "#ไม่มีผล"
"""Stands in ``Scan.errors`` for the result of a formula that has none."""
_MANY_STYLES = 500
"""Styles from which on a sheet is looked through with the parser at once: a search for one of so many takes longer."""
_ERROR = re.compile(rb"""t\s*=\s*["']e["']""")
READABLE = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", UNSOLVED})
"""The errors with which calamine reads a sheet; it refuses the whole workbook for any other."""
_FILTERED = re.compile(rb"""filterMode\s*=\s*["'](?:1|true)["']""")
_LARGEST_BY_HAND = 2_000_000
_ROW_TAG = re.compile(rb"<(?:[A-Za-z]+:)?row\s[^<>]*>")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_ROW = re.compile("[1-9][0-9]{0,6}")
_PLACE = re.compile(r"([A-Za-z]{1,9})([0-9]{1,9})")
_PIECE, _LONGEST_CELL = 1 << 14, 1 << 18


def pieces(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part as it is unpacked, piece by piece; zipfile takes half as long again.

    BadZipFile for one that holds more than it says (zipfile would stop there, calamine reads on), that is damaged, or
    packed as no Office program packs.
    """
    is_xml = info.filename.lower().endswith((".xml", ".rels"))
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or info.flag_bits & 1:
        raise zipfile.BadZipFile(info.filename)
    file.seek(info.header_offset)
    file.seek(sum(struct.unpack_from("<2H", file.read(30), 26)), 1)
    unpack = inflater().decompress if info.compress_type else bytes
    left, size, crc = info.compress_size, 0, 0
    while left and (packed := file.read(min(_PIECE, left))):
        left -= len(packed)
        piece = unpack(packed)
        if is_xml and not size and b"\0" in piece[:4]:  # UTF-16, which calamine takes for an empty sheet
            raise zipfile.BadZipFile(info.filename)
        size += len(piece)
        crc = crc32(piece, crc)
        if size > info.file_size:
            break
        yield piece
    if (size, crc) != (info.file_size, info.CRC):
        raise zipfile.BadZipFile(info.filename)


def in_pieces(part: bytes) -> Iterator[bytes]:
    """A part that is held whole as the pieces that ``is_suspect`` looks through, a little at a time."""
    return (part[start : start + _PIECE] for start in range(0, len(part), _PIECE))


def may_hide_rows(start: bytes, size: int) -> bool:
    """Whether rows of a sheet may be hidden: its first piece says that a filter is at work, or somebody's hand may be.

    Sheets of tens of thousands of rows come from programs: these are not looked through for what a hand has hidden.
    """
    return size <= _LARGEST_BY_HAND or (b"filterMode" in start and bool(_FILTERED.search(start)))


def hidden_rows(data: bytes) -> frozenset[int]:
    """The rows of a sheet that are hidden, counted from zero."""
    if b' hidden="' not in data:  # found missing far sooner than an expression finds nothing
        return frozenset()
    rows = (row[0] for row in _ROW_TAG.finditer(data) if b"hidden" in row[0] and _HIDDEN.search(row[0]))
    numbers = (_ROW_NUMBER.search(row) for row in rows)
    return frozenset(int(number[1]) - 1 for number in numbers if number)


def styled(styles: Collection[int]) -> re.Pattern[bytes] | None:
    """Finds what may be a cell of one of these styles: its number, or one not written as programs write numbers.

    None for no styles.
    """
    if not styles:
        return None
    if 0 in styles or len(styles) > _MANY_STYLES:  # 0 is the style of a cell that names none
        return re.compile(b"<")
    numbers = "|".join(map(str, sorted(styles))).encode()
    return re.compile(rb"""\ss\s*=\s*["'](?:(?:%b)["']|[0-9]*[^0-9"']|0[0-9])""" % numbers)


def is_suspect(part: Iterable[bytes], style: re.Pattern[bytes] | None = None) -> bool:
    """Whether the pieces of a part may hold one of these, or a cell of a ``style``."""
    rest = b""
    for piece in part:
        rest += piece
        if b"#" in piece or (b":" in piece and b"Err:" in rest):  # every error of Excel, LibreOffice's own
            return True
        end = rest.rfind(b"<c")  # of the cells before this one nothing is missing
        if end < 0:
            end = rest.rfind(b"<")
        if _is_odd(rest[:end]) or (style and style.search(rest[:end])) or len(rest) - end > _LONGEST_CELL:
            return True
        rest = rest[end:]
    return _is_odd(rest) or bool(style and style.search(rest))


def _is_odd(data: bytes) -> bool:
    # One letter that is not there is found missing far sooner than an expression finds nothing.
    if b":" in data and _ODD_NAME.search(data):
        return True
    return b"<c" in data and bool(_ODD_CELL.search(data) or _UNSOLVED.search(data))  # a table of texts has no cells


class Scan:
    """A sheet looked through with a parser, which tells cells from text that looks like one.

    ``far`` is the first cell too far off, empty for none; ``errors`` the cells that show an error or would show a
    result, counted from zero; ``numbers(style)`` the cells of one of ``styles`` that hold a number.
    A cell may leave its place out: it stands right of the one before, and a row without a number below the last one.
    Raises ``expat.ExpatError`` for what is no XML.
    """

    def __init__(self, data: bytes, styles: Collection[int] = ()) -> None:
        self.far = ""
        self.errors: dict[tuple[int, int], str] = {}
        # Four bytes a cell: there may be millions.
        self._numbers = {str(style): array("I") for style in styles}
        self._row, self._column = 1, 0
        self._at = (0, 0)
        self._kind = self._style = self._in = self._result = ""
        self._is_formula = False
        if _is_worth_it(data, styled(styles)):
            parser = expat.ParserCreate()
            parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
            parser.CharacterDataHandler = self._text
            parser.Parse(data, True)

    def numbers(self, style: int) -> Iterator[tuple[int, int]]:
        """The cells of a style that hold a number, counted from zero."""
        return (divmod(place, LAST_COLUMN) for place in self._numbers[str(style)])

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._cell(attributes.get("r", ""))
            self._kind = attributes.get("t", "")
            self._style = attributes.get("s", "0")
            self._result, self._is_formula = "", False
        elif name == "row":
            if number := attributes.get("r", ""):
                self._row = int(number) if _ROW.fullmatch(number) else LAST_ROW + 1
            self._column = 0
        self._is_formula |= name == "f"
        self._in = name

    def _cell(self, place: str) -> None:
        found = _PLACE.fullmatch(place)
        row, column = (int(found[2]), column_number(found[1]) + 1) if found else (self._row, self._column + 1)
        self._column = column
        self._at = (row - 1, column - 1)
        is_far = row > LAST_ROW or column > LAST_COLUMN or (place and not found)
        if is_far and not self.far:
            self.far = f"ช่อง {place[:20].upper()}" if place else f"แถว {row}"

    def _text(self, text: str) -> None:
        if self._in == "v":
            self._result += text

    def _end(self, tag: str) -> None:
        self._in = ""
        name = tag.rpartition(":")[2]
        self._row += name == "row"
        if name == "c":
            if self._kind == "e":
                self.errors[self._at] = self._result
            elif self._is_formula and not self._result and self._kind != "str":  # the text "" is a result
                self.errors[self._at] = UNSOLVED
            elif self._numbers and self._result and self._kind in {"", "n"} and not self.far:
                self._number()

    def _number(self) -> None:
        style = self._style if self._style in self._numbers else self._style.strip().lstrip("+0") or "0"
        row, column = self._at
        if style in self._numbers and row >= 0:
            self._numbers[style].append(row * LAST_COLUMN + column)


def _is_worth_it(data: bytes, style: re.Pattern[bytes] | None) -> bool:
    """Whether a part is a sheet that a parser should look through: it takes ten times as long."""
    return b"sheetData" in data and (_is_odd(data) or bool(_ERROR.search(data)) or bool(style and style.search(data)))


def column_number(letters: str) -> int:
    """The number of a column, counted from zero: 3 for ``D`` or ``d``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
