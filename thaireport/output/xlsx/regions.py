"""The rows of one list in one file: how many there are, how tall, and what formulas see in them."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from jinja2 import UndefinedError

from thaireport.output.docx.printing import UnprintableError
from thaireport.output.xlsx.cells import encoder, wrapping
from thaireport.output.xlsx.evaluate import run
from thaireport.output.xlsx.heights import HIGHEST, quarters_counter
from thaireport.output.xlsx.model import Cell, Field, Formula, Label, Prototype, Region, Row
from thaireport.output.xlsx.values import CannotComputeError, Scalar

if TYPE_CHECKING:
    from thaireport.output.xlsx.fill import SheetFill


class _Waiting:
    """Stands in a column for a formula's value until it is worked out."""


WAITING = _Waiting()
UNKNOWN = _Waiting()
"""Stands for a value that cannot be worked out, or that is being worked out (a circle)."""

Kept = Scalar | _Waiting
_HIGHEST = int(HIGHEST * 4)
BATCH = 512
_PLAIN = frozenset({Decimal, int, type(None)})
_HASHABLE = frozenset({str, type(None)})


def _safe(scalar: Callable[[Any], Scalar], value: Any) -> Scalar:
    """What formulas see of a value; a value that cannot be written is reported when its cell is."""
    try:
        return scalar(value)
    except (UnprintableError, UndefinedError):
        return None


class RowLook:
    """How tall one prototype row must be for what items put in it.

    ``places`` tells where the values of a cell (by its ``id``) stand among those looked at beforehand.
    """

    def __init__(self, row: Row, places: Mapping[int, int]) -> None:
        self.least = 0
        self.counters: list[tuple[int, Callable[[str], int]]] = []
        for cell in row.cells:
            if cell.wraps:
                self._read(cell, places)
        if self.least:
            self.least = max(self.least, round((row.height or 0) * 4))

    def _read(self, cell: Cell, places: Mapping[int, int]) -> None:
        quarters = quarters_counter(cell.width, cell.look.font, cell.look.size, bold=cell.look.bold)
        self.least = max(self.least, quarters(""))
        if isinstance(cell.content, Field):
            self.counters.append((places[id(cell)], quarters))
        elif isinstance(cell.content, Label) and isinstance(cell.content.value, str):
            self.least = max(self.least, quarters(cell.content.value))

    def heights(self, columns: Sequence[Sequence[Any]], count: int) -> Sequence[int]:
        """Quarters of a point for so many items; above Excel's tallest row where they need it, 0 for no say."""
        tallest = [self.least] * count
        for place, quarters in self.counters:
            texts = columns[place] if set(map(type, columns[place])) == {str} else map(_text, columns[place])
            tallest = list(map(max, tallest, map(quarters, texts)))
        return tallest


def _text(value: object) -> str:
    """The text of a value that may wrap; one that cannot be written is reported when its cell is."""
    try:
        return wrapping(value)
    except (UnprintableError, UndefinedError):
        return ""


class RegionFill:
    """One list's rows on one sheet of the filled workbook.

    ``starts`` has the first row of each item once the sheet is laid out; ``heights`` the height of every row in
    quarters of a point (0: the template's own); ``columns`` the values of the columns that formulas read.
    """

    def __init__(self, sheet: SheetFill, region: Region, items: Sequence[Any], kinds: Sequence[int]) -> None:
        self.sheet, self.region, self.items, self.kinds = sheet, region, items, kinds
        self.columns: dict[int, list[Kept]] = {number: [] for number in region.columns}
        self._is_surveyed = False
        self.heights = array("H")
        self.extra: dict[int, int] = {}
        self.first = region.first
        self._ready = {number: 0 for number in region.columns if region.computes(number)}
        self._looks = [
            [RowLook(row, places) for row in prototype.rows]
            for prototype, places in zip(region.prototypes, region.surveyed_places, strict=True)
        ]
        self.measures = any(look.least for looks in self._looks for look in looks)
        self._sizes = [len(prototype.rows) for prototype in region.prototypes]
        self.count = self._count()
        self._starts: Sequence[int] = ()

    @property
    def is_empty(self) -> bool:
        return not self.items

    @property
    def last(self) -> int:
        return self.first + self.count - 1

    @property
    def starts(self) -> Sequence[int]:
        return self._starts

    def kind(self, item: int) -> int:
        return self.kinds[item] if self.kinds else 0

    def prototype(self, item: int) -> Prototype:
        return self.region.prototypes[self.kind(item)]

    def _count(self) -> int:
        if not self.items:
            return 1  # one hidden row keeps every range over the list valid
        if not self.kinds:
            return len(self.items) * self._sizes[0]
        return sum(self._sizes[kind] for kind in self.kinds)

    # ------------------------------------------------------------ looking ahead

    def survey(self) -> None:
        """Work out the heights before anything is written, and on the way the columns that formulas read."""
        if self.measures and self.items:
            self._survey_items()
        self.count += sum(self.extra.values())

    def _column(self, number: int) -> list[Kept] | None:
        """What formulas see in a column; None in one that none reads.

        A list whose heights need no look is gone through when a formula asks first, so that it is never in memory
        when none does.
        """
        if not self._is_surveyed and self.columns:
            self._survey_items()
        return self.columns.get(number)

    def _survey_items(self) -> None:
        self._is_surveyed = True
        if not self.items:
            for values in self.columns.values():
                values.append(None)
            return
        rows = self.count
        for values in self.columns.values():
            values.extend([None] * rows)
        heights = [0] * rows if self.measures else []
        tuples = self.region.survey.run(self.sheet.filling.context, self.items, self.kinds)
        at = 0
        for kind, count in self.runs():
            columns = list(zip(*islice(tuples, count), strict=True))
            size = self._sizes[kind]
            for offset in range(size):
                span = slice(at + offset, at + count * size, size)
                if heights:
                    heights[span] = self._looks[kind][offset].heights(columns, count)
                for number, values in self.columns.items():
                    values[span] = self._kept(kind, offset, number, columns, count)
            at += count * size
        self._settle_heights(heights)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Items of one kind that follow each other, at most so many at a time: kind and number."""
        if not self.kinds:
            for start in range(0, len(self.items), BATCH):
                yield 0, min(BATCH, len(self.items) - start)
            return
        for kind, items in groupby(self.kinds):
            yield kind, sum(1 for _ in items)

    def tuples(self) -> Iterator[Any]:
        """The values of each item's fields, in the order of the prototype's cells."""
        return self.region.program.run(self.sheet.filling.context, self.items, self.kinds)

    def _kept(
        self, kind: int, offset: int, column: int, columns: Sequence[Sequence[Any]], count: int
    ) -> Sequence[Kept]:
        """What formulas see in a column of a run of items."""
        cell = self.region.cell(kind, offset, column)
        if cell is None:
            return [None] * count
        if isinstance(cell.content, Label):
            return [self.sheet.label_value(cell)] * count
        if isinstance(cell.content, Formula):
            return [WAITING] * count
        values = columns[self.region.surveyed_places[kind][id(cell)]]
        if _PLAIN.issuperset(map(type, values)):
            return values
        scalar = encoder(self.sheet.policy, cell.look.shows_dates, cell.look.wraps).scalar
        if not all(map(_HASHABLE.__contains__, map(type, values))):
            return [_safe(scalar, value) for value in values]
        known = {value: _safe(scalar, value) for value in set(values)}  # few values come again and again
        return [known[value] for value in values]

    def _settle_heights(self, heights: list[int]) -> None:
        """Keep the heights. Excel's tallest row is 409.5 points: a taller item takes several, merged downwards.

        It takes an odd number: the middle, where numbers and sums stand, is in no gap between two rows, at which a
        page may end and cut them in half.
        """
        if not self.region.is_single_rows or max(heights, default=0) <= _HIGHEST:
            self.heights = array("H", [min(height, _HIGHEST) for height in heights])
            return
        extra = [math.ceil(height / _HIGHEST) // 2 * 2 if height else 0 for height in heights]
        self.extra = {item: more for item, more in enumerate(extra) if more}
        for height, more in zip(heights, extra, strict=True):
            self.heights.extend([math.ceil(height / (more + 1))] * (more + 1))
        for number, values in self.columns.items():
            pairs = zip(values, extra, strict=True)
            self.columns[number] = [kept for value, more in pairs for kept in (value, *[None] * more)]

    def place_at(self, first: int) -> None:
        """Settle the rows of the items, the list's first row being ``first``."""
        self.first = first
        if not self.kinds and not self.extra:
            size = self._sizes[0]
            self._starts = range(first, first + len(self.items) * size, size)
            return
        starts, at = [], first
        for item in range(len(self.items)):
            starts.append(at)
            at += self._sizes[self.kind(item)] + self.extra.get(item, 0)
        self._starts = starts

    # ------------------------------------------------------------ what formulas see

    def item_at(self, row: int) -> int:
        """The item that a row of the filled sheet belongs to."""
        if isinstance(self._starts, range):
            return (row - self.first) // self._starts.step
        return bisect_right(self._starts, row) - 1

    def cell_at(self, row: int, column: int) -> Cell | None:
        """The prototype cell that stands at a row and column of the filled sheet."""
        if self.is_empty:
            return None
        item = self.item_at(row)
        return self.region.cell(self.kind(item), row - self._starts[item], column)

    def value(self, row: int, column: int) -> Scalar:
        values = self._column(column)
        if values is None:
            return None
        index = row - self.first
        found = values[index]
        if found is WAITING:
            self._compute(column, index)
            found = values[index]
        if isinstance(found, _Waiting):
            raise CannotComputeError
        return found

    def values(self, column: int, first: int, last: int) -> Sequence[Scalar]:
        """A column's values from row ``first`` to ``last`` of the filled sheet, all within the list."""
        values = self._column(column)
        if values is None:
            return [None] * (last - first + 1)
        start, end = first - self.first, last - self.first
        found = values[start : end + 1] if start or end + 1 < len(values) else values
        if column in self._ready:
            self._compute(column, end)
            found = values[start : end + 1]
            if any(value is UNKNOWN for value in found):
                raise CannotComputeError
        return found  # type: ignore[return-value]

    def _compute(self, column: int, upto: int) -> None:
        """Work out the column's formulas down to an index, one after the other (a row may use the one above)."""
        values = self.columns[column]
        while self._ready[column] <= upto:
            index = self._ready[column]
            self._ready[column] += 1
            if values[index] is WAITING:
                values[index] = UNKNOWN
                values[index] = self._result(self.first + index, column)

    def _result(self, row: int, column: int) -> Kept:
        cell = self.cell_at(row, column)
        if cell is None or not isinstance(cell.content, Formula) or cell.content.node is None:
            return UNKNOWN
        item = self.item_at(row)
        scope, node = self.sheet.row_scope(self, cell), cell.content.node
        try:
            return self.sheet.result(cell, self.items[item], lambda: run(node, scope.at(item, row)))
        except CannotComputeError:
            return UNKNOWN

    def merges(self) -> Iterator[tuple[int, int, int, int]]:
        """The merged cells of all items: first row, last row, first column, last column."""
        if self.is_empty:
            return
        templates = [
            [(m.first_row - p.first, m.last_row - p.first, m.first_column, m.last_column) for m in p.merges]
            for p in self.region.prototypes
        ]
        if not any(templates) and not self.extra:
            return
        for item, start in enumerate(self._starts):
            if item in self.extra:
                yield from self._tall_merges(item, start, self.extra[item])
            else:
                for top, bottom, left, right in templates[self.kind(item)]:
                    yield start + top, start + bottom, left, right

    def _tall_merges(self, item: int, start: int, extra: int) -> Iterator[tuple[int, int, int, int]]:
        prototype = self.prototype(item)
        wide = {m.first_column: m.last_column for m in prototype.merges}
        covered = {n for first, last in wide.items() for n in range(first + 1, last + 1)}
        for cell in prototype.rows[0].cells:
            if cell.column not in covered:
                yield start, start + extra, cell.column, wide.get(cell.column, cell.column)
