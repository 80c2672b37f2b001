"""Numbers that a cell shows otherwise than it holds them: percents, noughts at either end, days counted from 1904.

Excel keeps a typed ``94.12%`` as 0.9412, 043123456 as 43123456 and the item 8.30 as 8.3; only the cell's format says
what the clerk sees.
calamine hands over the number alone. Nearly no workbook has such a format: the list of formats is read once, and cells
are looked for only where one of these stands in it. Thai digits, commas and units of a format are looks, no values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from html import unescape
from typing import Any, Protocol
from xml.etree import ElementTree

from typing_extensions import Self

from thaireport.intake.layout import CellKind
from thaireport.thai import money

TEXTS: frozenset[CellKind] = frozenset({"line", "text", "prose", "lines", "pairs", "picture"})
"""Fields that want what is shown, where others want the number."""
FIRST_1904, LAST_1904 = 36_526 - 1_462, 73_050 - 1_462
"""The numbers of the days from 2000 to 2099 in a workbook that counts them from 1904."""

_BUILT_IN_AMOUNTS = {
    "1": "0",
    "3": "#,##0",
    "4": "#,##0.00",
    **dict.fromkeys(("37", "38"), "#,##0;-#,##0"),
    **dict.fromkeys(("39", "40"), "#,##0.00;-#,##0.00"),
    **dict.fromkeys(("41", "42"), '#,##0;-#,##0;"-"'),
    **dict.fromkeys(("43", "44"), '#,##0.00;-#,##0.00;"-"??'),
    "59": "t0",
    "61": "t#,##0",
    "62": "t#,##0.00",
}
"""Those of amounts; from 59 on of a Thai Excel."""
_BUILT_IN = {"2": "0.00", "60": "0.00", "9": "0%", "10": "0.00%", "67": "0%", "68": "0.00%"}
"""Formats that have a number and no code; 60, 67 and 68 are those of a Thai Excel."""
_CALLED = re.compile(rb"""numFmtId\s*=\s*["'](?:(?:2|60|9|10|67|68)["']|[0-9]*[^0-9"']|0[0-9])|<!""")
"""Where one of these may be called, or where a format is not called as programs call it."""
_CODE = re.compile(rb"""formatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CURRENCY = re.compile(r"\[(?:\$[^\]]*|black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.IGNORECASE)
"""A currency (``[$฿-41E]``) or colour."""
_LONGEST_CODE = 255
_LARGEST = 1e15
"""Excel's fifteen digits end here."""
_PIECE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.', re.DOTALL)
_SHOWN_PERCENT = re.compile(r"t?(?:(#,##)|#*)0(?:\.(0*)(#*))?( ?)%")
"""A percent whose look is sure: thousands, decimals that always and that may stand, a space."""
_SHOWN_DECIMALS = re.compile(r"t?#*0\.(0+)")
"""Decimals that always stand. Thousands are left out: amounts have them, hardly a text has."""
_SHOWN_AMOUNT = re.compile(r"t?(#,##|#*)[0#]?(?:\.(0*)(#*))?")
"""An amount: thousands, decimals that always and that may stand."""
_ASIDE = re.compile(r"\[(?:\$-[^\]]*|(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+))\]", re.IGNORECASE)
"""A language or colour, which leave the number as it is."""


class Look(Protocol):
    """How a cell shows its number."""

    def text(self, number: float) -> str:
        """The number as the cell shows it, in Arabic digits."""

    def read(self, number: float, kind: CellKind) -> Any:
        """What a field of this kind is given."""


class Shown(float):
    """A number that its cell shows in another way, and reads as a field of a kind wants it."""

    __slots__ = ("_look",)
    _look: Look

    def __new__(cls, number: float, look: Look) -> Self:
        made = super().__new__(cls, number)
        made._look = look
        return made

    def __str__(self) -> str:
        return self._look.text(float(self))

    __repr__ = __str__

    def __getnewargs__(self) -> tuple[Any, ...]:
        return float(self), self._look

    def read(self, kind: CellKind) -> Any:
        """What a field of this kind is given."""
        return self._look.read(float(self), kind)


@dataclass(frozen=True)
class Percent:
    """``0.00%``: 0.9412 is 94.12 in the hundred; ``fixed`` of at most ``most`` decimals always stand.

    ``most`` is None when it is not sure how the number is shown: then all its digits are.
    """

    fixed: int = 0
    most: int | None = None
    grouped: bool = False
    space: str = ""

    def text(self, number: float) -> str:
        """``94.12%``."""
        exact = _in_hundred(number)
        if self.most is None:
            return f"{exact:f}%"
        return f"{_rounded(exact, self.fixed, self.most, grouped=self.grouped)}{self.space}%"

    def read(self, number: float, kind: CellKind) -> str:
        """The text shown; for a number all its digits, and the sign that only a field of percents takes."""
        return self.text(number) if kind in TEXTS else f"{_in_hundred(number):f}%"


@dataclass(frozen=True)
class Padded:
    """``00000``, ``000-000-0000`` or ``"0"0``: the letters of the format, None for each digit."""

    letters: tuple[str | None, ...]

    def text(self, number: float) -> str:
        """``01234``; digits that find no place stand before the first."""
        if not number.is_integer() or number < 0:
            return _plain(number)
        digits = str(int(number)).zfill(self.letters.count(None))
        spare = len(digits) - self.letters.count(None)
        rest = iter([digits[: spare + 1], *digits[spare + 1 :]])
        return "".join(next(rest) if letter is None else letter for letter in self.letters).strip()

    def read(self, number: float, kind: CellKind) -> str | float:
        """A text as shown; a number is a number."""
        return self.text(number) if kind in TEXTS else number


@dataclass(frozen=True)
class Fixed:
    """``0.00``: so many decimals, whatever they are."""

    decimals: int

    def text(self, number: float) -> str:
        """``8.30``."""
        return f"{money.half_up(Decimal(f'{number:.15g}'), self.decimals):f}" if number >= 0 else _plain(number)

    def read(self, number: float, kind: CellKind) -> str | float:
        """A text as shown; a number is a number."""
        return self.text(number) if kind in TEXTS else number


@dataclass(frozen=True)
class Amount:
    """``#,##0.00``: thousands apart, ``fixed`` of at most ``most`` decimals always stand; ``zero`` is what 0 shows.

    Looked for in a roster only, whose values are all printed as they are shown.
    """

    fixed: int
    most: int
    grouped: bool
    zero: str = ""

    def text(self, number: float) -> str:
        """``1,500.00``."""
        if self.zero and not number:
            return self.zero
        return _rounded(Decimal(f"{number:.15g}"), self.fixed, self.most, grouped=self.grouped)

    def read(self, number: float, kind: CellKind) -> str | float:
        """A text as shown; a number is a number."""
        return self.text(number) if kind in TEXTS else number


class Counted1904:
    """A day without a format, in a workbook that counts them from 1904."""

    def text(self, number: float) -> str:
        """The number that the cell shows."""
        return _plain(number)

    def read(self, number: float, kind: CellKind) -> date | float:
        """The day that a date is; a number otherwise."""
        return date(1904, 1, 1) + timedelta(days=int(number)) if kind == "date" else number


def _in_hundred(number: float) -> Decimal:
    """Exactly a hundred times what Excel shows of a number: fifteen digits, without the dust of binary sums."""
    exact = Decimal(f"{number:.15g}").scaleb(2)
    return exact.normalize() if exact else Decimal(0)


def _rounded(exact: Decimal, fixed: int, most: int, *, grouped: bool) -> str:
    """A number with the decimals that its format shows."""
    whole, point, decimals = f"{money.half_up(exact, most):{',' if grouped else ''}f}".partition(".")
    kept = decimals[:fixed] + decimals[fixed:].rstrip("0")
    return f"{whole}{point if kept else ''}{kept}"


def _plain(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def put(rows: Sequence[list[Any]], cells: Iterable[tuple[int, int]], look: Look) -> None:
    """Let the numbers in these cells know how they are shown."""
    for row, column in cells:
        value: Any = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if type(value) in {int, float} and abs(value) < _LARGEST and math.isfinite(value):
            rows[row][column] = Shown(value, look)


def put_1904(rows: Iterable[list[Any]]) -> None:
    """Let the numbers that may be days know that they are counted from 1904."""
    look = Counted1904()
    for row in rows:
        for column, value in enumerate(row):
            if type(value) in {int, float} and FIRST_1904 <= value <= LAST_1904:
                row[column] = Shown(value, look)


# ---- the formats of a workbook ----


def looks_of(styles: bytes, *, amounts: bool = False) -> dict[int, Look]:
    """The cell styles that show percents or noughts of their own, and ``amounts`` where these are asked for.

    ``ElementTree.ParseError`` for what is no XML.
    """
    # A parser takes a third of a millisecond, a tenth of all that a small form takes.
    codes = (unescape((double or single).decode(errors="replace")) for double, single in _CODE.findall(styles))
    if not amounts and not _CALLED.search(styles) and not any(map(look_of, codes)):
        return {}
    found = _Styles()
    if amounts:
        found.codes.update(_BUILT_IN_AMOUNTS)
    parser = ElementTree.XMLParser(target=found)
    parser.feed(styles)
    parser.close()
    every = {number: look_of(code) or (amount_of(code) if amounts else None) for number, code in found.codes.items()}
    looks = {number: look for number, look in every.items() if look}
    return {style: looks[number] for style, number in enumerate(found.numbers) if number in looks}


class _Styles:
    """The list of styles as it goes by: the code of every format by its number, each cell style's number."""

    def __init__(self) -> None:
        self.codes = dict(_BUILT_IN)
        self.numbers: list[str] = []
        self._inside: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Called by the parser where an element begins."""
        name = tag.rpartition("}")[2]
        inside = self._inside[-1] if self._inside else ""
        number = attributes.get("numFmtId", "").strip().lstrip("0")
        if name == "numFmt" and inside == "numFmts":
            self.codes[number] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            self.numbers.append(number)
        self._inside.append(name)

    def end(self, _tag: str) -> None:
        """Called by the parser where an element ends."""
        self._inside.pop()


@lru_cache(maxsize=256)
def look_of(code: str) -> Look | None:
    """What a format does to a number, None where it shows the number as it is or where that is not sure."""
    if len(code) > _LONGEST_CODE or ("%" not in code and code.count("0") < 2):
        return None
    sections = list(_sections(code))
    bare = ["".join(piece for piece in section if len(piece) == 1) for section in sections]
    numeric = [section for section in bare if set(section) & set("0#?")]
    if numeric and all(section.count("%") == 1 for section in numeric):
        return _percent(sections[0])
    if any("%" in section for section in numeric) or _may_be_another(sections):
        return None
    if found := _SHOWN_DECIMALS.fullmatch("".join(sections[0])):
        return Fixed(len(found[1]))
    return _padded(sections[0])


def amount_of(code: str) -> Look | None:
    """How a format shows an amount, its unit left out; None for a format of anything else."""
    if len(code) > _LONGEST_CODE or "[" in _CURRENCY.sub("", code) or "%" in code:
        return None
    sections = list(_sections(_CURRENCY.sub("", code)))
    bare = "".join(piece for piece in sections[0] if len(piece) == 1 and piece not in "฿ -+")
    found = _SHOWN_AMOUNT.fullmatch(bare)
    if not found or not set(bare) & set("0#"):
        return None
    grouped, fixed, free = found.groups()
    zero = "-" if len(sections) > 2 and {"-", '"-"', "\\-"} & set(sections[2]) else ""
    return Amount(len(fixed or ""), len(fixed or "") + len(free or ""), grouped == "#,##", zero)


def _sections(code: str) -> Iterator[list[str]]:
    """The pieces of each section, those for numbers above, below and of zero; colours and languages left out."""
    section: list[str] = []
    for piece in _PIECE.findall(code):
        if piece == ";":
            yield section
            section = []
        elif piece[0] not in "_*" and not _ASIDE.fullmatch(piece):
            section.append(piece)
    yield section


def _percent(section: Sequence[str]) -> Percent:
    found = _SHOWN_PERCENT.fullmatch("".join(section))
    if not found:
        return Percent()
    grouped, fixed, free, space = found.groups()
    return Percent(len(fixed or ""), len(fixed or "") + len(free or ""), bool(grouped), space)


def _may_be_another(sections: Sequence[Sequence[str]]) -> bool:
    """Whether a condition, or a look of its own for zero, makes it unsure how a number is shown."""
    is_conditional = any(piece[0] == "[" for section in sections for piece in section)
    return is_conditional or (len(sections) > 2 and sections[2] != sections[0])


def _padded(section: Sequence[str]) -> Padded | None:
    """Only noughts and letters; a decimal point or a day would make another thing of the number."""
    pieces = section[1:] if section[:1] == ["t"] else section
    letters = tuple(None if piece == "0" else _letters(piece) for piece in pieces)
    is_padding = letters.count(None) > 1 or (None in letters and any("0" in letter for letter in letters if letter))
    return Padded(letters) if is_padding and "" not in letters else None


def _letters(piece: str) -> str:
    """What a piece of a format prints as it stands; empty for one that does something."""
    if piece[0] == '"' and len(piece) > 2:
        return piece[1:-1]
    if piece[0] == "\\" and len(piece) == 2:
        return piece[1]
    return piece if piece in {"-", " ", "(", ")", "+"} else ""
