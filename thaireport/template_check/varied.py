"""Made-up data in which every value of every entry has a mark of its own, and no two entries are alike.

What a template asks of a value (``asked``) decides what it may be: of a ``level`` that is compared with 0 to 4 every
one from 0 to 5 occurs, with texts short and long, in lists of one entry and of many, or of none. All is worked out
from the path of a value and the number of the trial, so that the same data can be made again.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from thaireport.parts import ChartData
from thaireport.pictures import Picture
from thaireport.template_check import shapes
from thaireport.template_check.asked import ENTRY, Asked
from thaireport.template_check.sample import Maker
from thaireport.template_check.shapes import Kinds, Shape
from thaireport.thai.dates import Month, Period, be_year

Path = tuple[str | int, ...]
"""Where a value stands: ``("body", 3, "text")``."""
T = TypeVar("T")

ROW_KIND = "row_kind"
"""What an entry calls the prototype row of a workbook that shows it."""
LETTERS = "กขคฆงจฉชซฌฐฑฒณดต"
WORD = 8
"""How long the word is that stands for a text."""
OTHER = "\0other"
"""The trait of a choice that is none of those asked for by name: a word stands in its place."""
THERE = "…"
"""The trait of what may be left out and is not."""
_FIRST = 300
"""Of the numbers that were tried the one whose trials come to most tags of the shipped templates."""
MANY, LARGE = 20, 5
"""How many entries the lists of the report have in the first so many trials; in the others they have a few."""
_FEW = (0, 1, 2, 3, 5)
_LONGEST_LIST = 12
"""The longest list asked for that is made: what is longer is the length of a text of the same name."""
_MIXING = (0x2C1B_3C6D, 0x297A_2D39)
_FIRST_DAY_OF_EXCEL = date(1899, 12, 30)


@dataclass(frozen=True)
class Entries:
    """The trait of a list: how many entries it has."""

    count: int


@dataclass(frozen=True)
class Longer:
    """The trait of a text whose length is asked for: whether it is as long as ``than`` at least."""

    than: int
    is_so: bool


@dataclass(frozen=True)
class Has:
    """The trait of a list of choices: whether one is among them."""

    choice: str
    is_so: bool


@dataclass
class Made:
    """What was made up: the mark of each value (what is looked for in the file), and what conditions may ask of it."""

    marks: dict[Path, frozenset[str]] = field(default_factory=dict)
    owners: dict[Path, type] = field(default_factory=dict)
    traits: dict[Path, list[object]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[Path, int] = field(default_factory=dict)
    values: dict[Path, Any] = field(default_factory=dict)
    """The numbers, dates and periods, which a filter may write in words."""
    indexed: set[Path] = field(default_factory=set)
    """The lists whose entries a template takes one by one (``years[2]``)."""
    drawn: set[Path] = field(default_factory=set)
    """The pictures and charts."""

    @cached_property
    def traits_of(self) -> dict[Path, list[tuple[Path, object]]]:
        """The traits of what a record has, and of what the records in it have; asked for when all is made."""
        found: dict[Path, list[tuple[Path, object]]] = defaultdict(list)
        for at, values in self.traits.items():
            for length in (1, 2):
                if all(isinstance(step, str) for step in at[-length:]) and len(at) >= length:
                    found[at[:-length]] += [(at, value) for value in values]
        return found


@dataclass
class Varied(Maker):
    """Makes such data; ``number`` is the trial's. With ``complete`` nothing is left out."""

    number: int = 0
    complete: bool = False
    asked: Asked = field(default_factory=Asked)
    at: Path = ()
    name: str = ""
    """What a condition calls the value made up now."""
    made: Made = field(default_factory=Made)

    def below(self, step: str | int) -> Varied:
        """How what stands below is made up."""
        below = copy(self)  # a third of what ``replace`` takes
        below.at = (*self.at, step)
        below.name = step if isinstance(step, str) else f"{self.name}{ENTRY}"
        return below

    def of_key(self, key: object) -> Varied:
        return self.below(str(key))

    def instead_of(self, cls: type, name: str) -> Varied:
        self.made.owners.setdefault(self.at, cls)
        return self.below(name)

    def row(self) -> Any:
        """A row with whatever columns it is asked for: a mapping, with a ``row_kind`` of its own."""
        row = self._of(Shape("map", shapes.TEXT), 0, long=False)
        row[ROW_KIND] = self.below(ROW_KIND).value(shapes.TEXT)
        return row

    # ------------------------------------------------------------ chance

    def _code(self, salt: str = "", length: int | None = None) -> int:
        code = zlib.crc32(repr((self.number + _FIRST, self.at[:length], salt)).encode())
        for factor in _MIXING:  # a checksum alone gives two paths the same turns in all trials
            code = (code ^ code >> 15) * factor & 0xFFFF_FFFF
        return code ^ code >> 13

    def _one_of(self, values: list[T]) -> T:
        return values[self._code() % len(values)]

    def _trait(self, value: T) -> T:
        self.made.traits[self.at].append(value)
        return value

    def _is_nothing(self) -> bool:
        """Whether there is nothing here: never in the first trial, later more often where a condition asks for it."""
        is_asked, is_once = self.name in self.asked.truths, not any(isinstance(step, int) for step in self.at)
        often = (3 if is_once else 4) if is_asked else 5
        return self.number > 0 and not self.complete and self._code("nothing") % often == 0

    def _is_modest(self) -> bool:
        """Whether a row has little in it, so that a condition that asks for much in any of its cells is not met."""
        rows = [index for index, step in enumerate(self.at) if isinstance(step, int)]
        return len(rows) == 1 and self._code("modest", rows[0] + 1) % 2 == 0

    # ------------------------------------------------------------ values

    def stored(self, cls: type, name: str, kinds: Kinds) -> Any:
        self.made.owners.setdefault(self.at, cls)
        info = cls.model_fields.get(name) if issubclass(cls, BaseModel) else None
        kinds = shapes.kinds_of(info.annotation) if info else kinds
        is_certain = kinds.optional and info is not None and info.is_required()
        return self.below(name).value(shapes.without_nothing(kinds) if is_certain else kinds)

    def value(self, kinds: Kinds, *, least: int = 0, long: bool = False) -> Any:
        if kinds.optional and kinds.shapes and self._is_nothing():
            return self._trait(None)
        certain = shapes.without_nothing(kinds) if kinds.optional else kinds
        found = super().value(certain, least=least, long=long)
        if found and (kinds.optional or self.name in self.asked.truths):
            self._trait(THERE)
        if not isinstance(found, (Picture, ChartData)):
            return found
        self.made.drawn.add(self.at)
        return replace(found, alt=self._word())

    def _of(self, shape: Shape, least: int, *, long: bool) -> Any:
        if shape.word == "flag":
            return self._trait(self._one_of([True, False]))
        return super()._of(shape, least, long=long)

    def _list(self, shape: Shape, least: int) -> list[Any]:
        if shape.each:
            return self._entries(list(shape.each))
        entries = shape.of or shapes.ANY
        first = entries.shapes[0] if entries.shapes else Shape("any")
        if pool := list(first.choices) or self.below(0)._pool(first):
            return [each for each in pool if self._has(each)]
        return self._entries([entries] * max(self._count(), least))

    def _entries(self, kinds: list[Kinds]) -> list[Any]:
        self.made.counts[self.at] = len(kinds)
        if self.name in self.asked.least:
            self.made.indexed.add(self.at)
        return [self.below(index).value(each) for index, each in enumerate(kinds)]

    def _has(self, choice: object) -> bool:
        """Whether a choice is among those of a list: in the first trial all are."""
        is_there = self.number == 0 or self.name in self.asked.least or self._code(str(choice)) % 4 > 0
        self._trait(Has(str(choice), is_there))
        return is_there

    def _count(self) -> int:
        """How many entries a list has: as many as are asked for, else none, a few or many."""
        asked = sorted(each for each in self.asked.lengths.get(self.name, ()) if each <= _LONGEST_LIST)
        if asked and not self._is_modest():
            return self._trait(Entries(self._one_of([*asked, asked[-1] + 1]))).count
        least = self.asked.least.get(self.name, 0)
        if self.name in self.asked.truths and self._is_nothing():
            return max(self._trait(Entries(0)).count, least)
        is_large = self.number < LARGE and not any(isinstance(step, int) for step in self.at)
        count = MANY if is_large else self._one_of(list(_FEW[1:] if self.number == 0 else _FEW))
        return max(count, least)

    def _pool(self, shape: Shape) -> list[Any]:
        """The values that a choice has, or that are asked for by name (in place of one of them a word may stand)."""
        values = self.asked.values.get(self.name, set())
        if shape.choices:
            return [each for each in shape.choices if each in values] or list(shape.choices[:1])
        if shape.word == "integer":
            numbers = sorted(each for each in values if isinstance(each, int))
            return [*numbers, numbers[-1] + 1] if numbers else []
        return sorted(each for each in values if isinstance(each, str)) if shape.word in {"text", "any"} else []

    def _simple(self, shape: Shape) -> Any:
        if self.name in self.asked.truths and shape.word in _NOTHING and self._is_nothing():
            return self._trait(_NOTHING[shape.word])
        pool = self._pool(shape)
        if not pool:
            return self._marked(shape.word)
        if shape.word == "integer":
            return self._trait(self._one_of(pool))
        value = self._one_of([*pool, OTHER])
        self._trait(value)
        return self._text() if value == OTHER else value

    def _marked(self, word: str) -> Any:
        number = 1_000_000 + self._code() % 9_000_000
        if word in {"number", "integer"}:
            self._mark(str(number))
            return self._value(Decimal(number) if word == "number" else number)
        if word in {"date", "period"}:
            first = date(1_900 + number % 250, 1 + number % 12, 1 + number % 28)
            last = Month(first.year + 1, 9)
            self._mark(*_written(first), *_written(date(last.year, last.month, 1)))
            return self._value(first if word == "date" else Period(Month(first.year, first.month), last))
        return super()._simple(Shape("dash")) if word == "dash" else self._text()

    def _text(self) -> str:
        """The word of a text, with more behind it where a condition asks how long it is."""
        if self.at and self.at[-1] in shapes.PHONES:
            return self.phone()
        word = self._word()
        asked = self.asked.lengths.get(self.name)
        if not asked:
            return word
        usual = self._is_modest() or self._code("short") % 2
        length = WORD if usual else self._one_of([each + more for each in sorted(asked) for more in (-1, 0, 1)])
        for than in sorted(asked):
            self._trait(Longer(than, length >= than))
        return word + "า" * (length - WORD)

    def phone(self) -> str:
        number = f"02{1_000_000 + self._code() % 9_000_000}"
        self._mark(number)
        return number

    def _word(self) -> str:
        code = self._code()
        word = "".join(LETTERS[code >> shift & 15] for shift in range(0, 4 * WORD, 4))
        self._mark(word)
        return word

    def _value(self, value: T) -> T:
        self.made.values[self.at] = value
        return value

    def _mark(self, *written: str) -> None:
        self.made.marks[self.at] = frozenset(written)


_NOTHING: dict[str, Any] = {"number": Decimal(0), "integer": 0, "text": ""}
"""What an ``if`` takes for no."""


def _written(day: date) -> Iterator[str]:
    """What tells a day in a file: its year of either era, and the number that Excel stores."""
    yield from (str(day.year), str(be_year(day)), str((day - _FIRST_DAY_OF_EXCEL).days))
