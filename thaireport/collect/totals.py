"""What the formulas of a summary come to, added up in one pass over the rows: no column is ever in memory whole.

The formulas stand in the workbook, so that Excel reckons again when somebody corrects a row; what is stored beside
them, for those that do not calculate, comes from here. A test has the Excel engine work the formulas out as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from thaireport.output.xlsx.values import CannotComputeError, Scalar, divide

By = Literal["", "province", "year"]
_PLAIN = re.compile(r"\(?[\u0e01-\u0e4e][\u0e00-\u0e7f0-9 ().-]*")
"""A name of Thai letters means itself in COUNTIFS; another may hold a sign of it (``*``), or letters that it takes
for alike."""


@dataclass(frozen=True)
class Total:
    """What a formula asks: how many files, or the sum or mean of a field.

    ``by``: of those that have what the row's item is called; ``counted`` 0 asks for the files that do not count.
    ``count`` with a field asks for the files where it is above 0. A mean of nothing is an empty text.
    """

    how: Literal["count", "sum", "mean"]
    field: str = ""
    by: By = ""
    counted: int = 1


class _Sum:
    __slots__ = ("above", "count", "total")

    def __init__(self) -> None:
        self.total: int | Decimal = 0
        self.count = self.above = 0

    def add(self, value: Any) -> None:
        if isinstance(value, (int, Decimal)):
            self.total += value
            self.count += 1
            self.above += value > 0


class Totals:
    """The sums of the rows of a summary. ``fields``: those that are asked for."""

    def __init__(self, rows: Iterable[Any], fields: Iterable[str]) -> None:
        self._files: dict[tuple[int, By, Any], int] = defaultdict(int)
        self._sums: dict[tuple[str, By, Any], _Sum] = defaultdict(_Sum)
        wanted = tuple(fields)
        for row in rows:
            groups: tuple[tuple[By, Any], ...] = (("", ""), ("province", row.province), ("year", row.year))
            for by, name in groups:
                self._files[row.counted, by, name] += 1
                if row.counted:
                    for field in wanted:
                        self._sums[field, by, name].add(getattr(row, field))

    def of(self, total: Total, item: Any) -> Scalar:
        """What a formula comes to in the row of ``item``. CannotComputeError for a name that formulas misread."""
        name = item.name if total.by else ""
        if isinstance(name, str) and name and not _PLAIN.fullmatch(name):
            raise CannotComputeError
        if not total.field:
            return self._files.get((total.counted, total.by, name), 0)
        found = self._sums.get((total.field, total.by, name)) or _Sum()
        if total.how == "mean":
            return divide(found.total, found.count) if found.count else ""
        return found.above if total.how == "count" else found.total
