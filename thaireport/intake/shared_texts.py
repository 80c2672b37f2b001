"""What a workbook's table of texts comes to once each text stands in every cell that shows it.

Excel keeps a text once, however many cells show it; readers make a copy for each of them: 60,000 cells of 32,767
letters are a small file and six thousand million bytes in memory. Most workbooks cannot come to so much, which
the sizes of their parts tell; only of others are the cells counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.parsers import expat

MOST = 300_000_000
"""Bytes of the texts of all cells; a plan of 31,000 rows comes to 30 million."""
MOST_TEXTS = 3_000_000
"""Different texts; a sheet has at most 99,999 rows, and the longest forms some twenty columns of text."""
PART = "/xl/sharedstrings.xml"
_SHORTEST_CELL = len('<c t="s"><v>0</v></c>')
_NUMBER = re.compile(rb"<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>\s*\+?([0-9]+)\s*<")
"""What calamine takes for the number of a text, and every other whole number that a cell holds."""


class SharedTexts:
    """The bytes of each text of a table, and what the cells counted so far come to.

    ``size`` is that of the parts that may hold cells. ``expat.ExpatError`` tells what is no XML, ``ValueError`` a
    number too long to be one.
    """

    def __init__(self, table: bytes, size: int, most: int = MOST) -> None:
        is_too_long = table.count(b"<si") + table.count(b":si") > MOST_TEXTS
        self._sizes = () if is_too_long else sizes_of(table)
        self._most, self._sum = most, most + 1 if is_too_long else 0
        self.may_be_too_much = is_too_long or max(self._sizes, default=0) * (size // _SHORTEST_CELL) > most

    def is_too_much(self, sheet: bytes) -> bool:
        """Whether the texts of this sheet and of those counted before are more than memory is to hold."""
        numbers = map(int, _NUMBER.findall(sheet))
        found = self._sum + self._all_of(numbers)
        if found > self._most:  # perhaps for numbers that are none of texts
            found = self._sum + self._all_of(_Cells(sheet).numbers)
        self._sum = found
        return found > self._most

    def _all_of(self, numbers: Iterable[int]) -> int:
        sizes, end = self._sizes, len(self._sizes)
        return sum([sizes[number] for number in numbers if number < end])


def sizes_of(table: bytes) -> Sequence[int]:
    """The bytes of each text of a table, its markup counted in."""
    head, *items = table.split(b"</si>")
    tail = items.pop() if items else b""
    start = head.find(b"<si>")
    if (
        start < 0
        or b":si" in head
        or not all(item.startswith(b"<si>") for item in items)
        or table.count(b"<si") != len(items) + 1
        or tail.strip() != b"</sst>"
        or (b"!" in table and b"<!" in table)
    ):
        return _Items(table).sizes
    return [len(head) - start, *map(len, items)]


class _Items:
    """The table looked through with a parser, where it is not written as Office and LibreOffice write it."""

    def __init__(self, table: bytes) -> None:
        self.sizes: list[int] = []
        self._depth = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(table, True)

    def _start(self, tag: str, _attributes: object) -> None:
        if tag.rpartition(":")[2] == "si":
            self._depth += 1
            if self._depth == 1:
                self.sizes.append(0)

    def _end(self, tag: str) -> None:
        self._depth -= tag.rpartition(":")[2] == "si"

    def _text(self, text: str) -> None:
        if self._depth:
            self.sizes[-1] += len(text.encode("utf-8", "replace"))


class _Cells:
    """The numbers of the texts that a sheet's cells show."""

    def __init__(self, sheet: bytes) -> None:
        self.numbers: list[int] = []
        self._is_shared, self._typed = False, ""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(sheet, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._is_shared = attributes.get("t", "").strip() == "s"
        self._typed = ""

    def _text(self, text: str) -> None:
        if self._is_shared:
            self._typed += text

    def _end(self, tag: str) -> None:
        if self._is_shared and tag.rpartition(":")[2] == "v":
            typed = self._typed.strip().removeprefix("+")
            if typed.isdecimal() and typed.isascii():
                self.numbers.append(int(typed))
