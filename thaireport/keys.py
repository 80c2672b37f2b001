"""What refers to a row by its key: as typed, else as the same number, for Excel shows a 1 as ``1.00`` in one column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from thaireport.thai import digits

_NUMBER = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,20})?")


class Rows:
    """Rows by their keys, of equal ones the first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._rows = {key: index for index, key in reversed(list(enumerate(keys)))}

    @cached_property
    def _numbers(self) -> dict[Decimal, str]:
        return by_number(self._rows)

    def find(self, name: str) -> int | None:
        """The index of the row that ``name`` refers to; None where there is none."""
        for key in (digits.to_arabic(name), name):
            if key in self._rows:
                return self._rows[key]
        return self._rows.get(meant_key(name, self._numbers))


def by_number(keys: Iterable[str]) -> dict[Decimal, str]:
    """Keys that are numbers, each by its value; none of two that are the same number (``1.1`` and ``1.10``)."""
    found: dict[Decimal, str] = {}
    twice = set()
    for key in keys:
        if (number := _number(key)) is not None and found.setdefault(number, key) != key:
            twice.add(number)
    return {number: key for number, key in found.items() if number not in twice}


def meant_key(name: str, numbers: dict[Decimal, str]) -> str:
    """The key that is the same number as ``name``, which is no key itself; ``name`` where there is none."""
    number = _number(name)
    return name if number is None else numbers.get(number, name)


def meant_keys(names: Iterable[str], keys: Collection[str]) -> list[str]:
    """Names of rows as the keys they mean."""
    names = list(names)
    if all(name in keys for name in names):
        return names
    numbers = by_number(keys)
    return [name if name in keys else meant_key(name, numbers) for name in names]


def _number(name: str) -> Decimal | None:
    plain = digits.to_arabic(name)
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None
