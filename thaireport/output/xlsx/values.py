"""What a cell holds for a formula, and how Excel turns one kind of value into another.

Numbers are ``int`` and ``Decimal`` (so 0.1 + 0.2 is 0.3, as Excel shows it), text is ``str``, a blank cell is
None, an error is a ``CellFault``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Protocol


@dataclass(frozen=True)
class CellFault:
    """An error that a cell shows: ``#DIV/0!``."""

    code: str


Scalar = int | Decimal | str | bool | CellFault | None


class FaultError(Exception):
    """A formula came to an error value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.value = CellFault(code)


class CannotComputeError(Exception):
    """A formula is beyond this evaluator; Excel computes it when the file is opened."""


class Grid(Protocol):
    """A sheet as formulas see it, in rows and columns of the filled sheet."""

    last_row: int
    last_column: int

    def value(self, row: int, column: int) -> Scalar:
        """The value of one cell."""

    def column(self, column: int, first: int, last: int) -> Sequence[Scalar]:
        """The values of a column from row ``first`` to ``last``."""

    def is_subtotal(self, row: int, column: int) -> bool:
        """Whether the cell holds a SUBTOTAL formula (which other SUBTOTALs leave out)."""


@dataclass(frozen=True)
class Area:
    """A block of cells that a formula refers to."""

    grid: Grid
    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def height(self) -> int:
        return self.last_row - self.first_row + 1

    @property
    def width(self) -> int:
        return self.last_column - self.first_column + 1

    @property
    def is_cell(self) -> bool:
        return self.height == self.width == 1

    def values(self) -> Iterable[Scalar]:
        """The values row by row; rows below the sheet's last one are not given (they are blank)."""
        last = min(self.last_row, self.grid.last_row)
        columns = [
            self.grid.column(number, self.first_row, last)
            for number in range(self.first_column, min(self.last_column, self.grid.last_column) + 1)
        ]
        if len(columns) == 1:
            return columns[0]
        return (value for row in zip(*columns, strict=True) for value in row)

    def exact_values(self) -> list[Scalar]:
        """The values row by row, one for every cell of the area; refuses whole columns."""
        if self.height * self.width > 2_000_000 or self.last_column > self.grid.last_column + 1_000:
            raise CannotComputeError
        rows = range(self.first_row, self.last_row + 1)
        if self.width == 1 and self.last_row <= self.grid.last_row:
            return list(self.grid.column(self.first_column, self.first_row, self.last_row))
        columns = range(self.first_column, self.last_column + 1)
        return [self.grid.value(row, column) for row in rows for column in columns]

    def places(self) -> Iterator[tuple[int, int]]:
        last = min(self.last_row, self.grid.last_row)
        for row in range(self.first_row, last + 1):
            for column in range(self.first_column, min(self.last_column, self.grid.last_column) + 1):
                yield row, column


@dataclass(frozen=True)
class Array:
    """Values computed cell by cell: ``(D6:D9="ก")*E6:E9`` inside SUMPRODUCT."""

    height: int
    width: int
    values: tuple[Scalar, ...]


Argument = Scalar | Area | Array

_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
_NUMERIC_TEXT = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")


def scalar(argument: Argument) -> Scalar:
    """The one value of an argument; an error in it is raised."""
    if isinstance(argument, Area):
        if not argument.is_cell:
            raise CannotComputeError  # implicit intersection and spilling are left to Excel
        argument = argument.grid.value(argument.first_row, argument.first_column)
    elif isinstance(argument, Array):
        raise CannotComputeError
    if isinstance(argument, CellFault):
        raise FaultError(argument.code)
    return argument


def is_number(value: Argument) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def number(value: Scalar) -> int | Decimal:
    """The value in a calculation: blank is 0, TRUE is 1, text is read as a number or is ``#VALUE!``."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, Decimal)):
        return value
    if value is None:
        return 0
    if isinstance(value, CellFault):
        raise FaultError(value.code)
    if _NUMERIC_TEXT.fullmatch(value):
        return Decimal(value.strip())
    raise FaultError("#VALUE!")


def truth(value: Scalar) -> bool:
    """The value as a condition."""
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise FaultError("#VALUE!")
    return number(value) != 0


def text(value: Scalar) -> str:
    """The value joined into a text with ``&``."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, Decimal)):
        return number_text(value)
    if isinstance(value, CellFault):
        raise FaultError(value.code)
    return "" if value is None else value


def number_text(value: int | Decimal) -> str:
    """A number as it is stored: the shortest form, at most the 15 digits that Excel keeps."""
    if isinstance(value, int):
        return str(value) if -(10**15) < value < 10**15 else format_decimal(Decimal(value))
    return format_decimal(value)


def as_kept(value: Decimal) -> Decimal:
    """The value in the 15 digits that Excel keeps: a third of a number, three times, is the number again."""
    return value if len(value.as_tuple().digits) <= 15 else _FIFTEEN.create_decimal(value)


def format_decimal(value: Decimal) -> str:
    rounded = as_kept(value)
    plain = format(rounded, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    plain = "0" if plain in ("-0", "") else plain
    return plain if len(plain) <= 22 else repr(float(rounded))


def order(value: Scalar) -> tuple[int, int | Decimal | str]:
    """What a comparison compares: numbers come before texts, texts (whatever their case) before TRUE/FALSE."""
    if isinstance(value, bool):
        return 2, int(value)
    if isinstance(value, (int, Decimal)):
        return 0, value
    if isinstance(value, CellFault):
        raise FaultError(value.code)
    return 1, (value or "").casefold()


def compare(left: Scalar, right: Scalar) -> int:
    """-1, 0 or 1; a blank equals 0, an empty text and FALSE."""
    if left is None and right is None:
        return 0
    if left is None:
        left = _blank_like(right)
    if right is None:
        right = _blank_like(left)
    first, second = order(left), order(right)
    return (first > second) - (first < second)


def _blank_like(value: Scalar) -> Scalar:
    if isinstance(value, bool):
        return False
    return "" if isinstance(value, str) else 0


def divide(left: int | Decimal, right: int | Decimal) -> Decimal:
    if right == 0:
        raise FaultError("#DIV/0!")
    return Decimal(left) / Decimal(right)


def power(left: int | Decimal, right: int | Decimal) -> Decimal:
    try:
        return Decimal(left) ** Decimal(right)
    except (InvalidOperation, OverflowError) as error:
        raise FaultError("#NUM!") from error
