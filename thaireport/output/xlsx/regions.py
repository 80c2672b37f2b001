"""The rows of one list in one file: how many there are, how tall, and what formulas see in them."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinja2 import UndefinedError

from thaireport.output.docx.printing import UnprintableError
from thaireport.output.xlsx.cells import encoder
from thaireport.output.xlsx.evaluate import run
from thaireport.output.xlsx.heights import HIGHEST, line_counter, row_height
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


class RowLook:
    """How tall one prototype row must be for what an item puts in it."""

    def __init__(self, row: Row, sheet: SheetFill) -> None:
        self.fixed = row.height
        self.least = row.height or 0.0
        self.counters: list[tuple[int, Any, Any, float]] = []  # field index, text of value, lines of text, size
        self.measures = False
        self._read(row, sheet)

    def _read(self, row: Row, sheet: SheetFill) -> None:
        place = 0
        for cell in row.cells:
            is_field = isinstance(cell.content, Field)
            if cell.wraps:
                self.measures = True
                lines = line_counter(cell.width, cell.look.font, cell.look.size)
                self.least = max(self.least, row_height(1, cell.look.size))
                if is_field:
                    shown = encoder(sheet.policy, cell.look.shows_dates, cell.look.wraps).shown
                    self.counters.append((place, shown, lines, cell.look.size))
                elif isinstance(cell.content, Label) and isinstance(cell.content.value, str):
                    self.least = max(self.least, row_height(lines(cell.content.value), cell.look.size))
            place += is_field

    def height(self, values: Sequence[object]) -> float:
        """Points for the values of the row's fields; above Excel's 409.5 where they need it."""
        tallest = self.least
        for place, shown, lines, size in self.counters:
            text = shown(values[place])
            if text:
                tallest = max(tallest, row_height(lines(text), size))
        return tallest


class RegionFill:
    """One list's rows on one sheet of the filled workbook.

    ``starts`` has the first row of each item once the sheet is laid out; ``heights`` the height of every row in
    quarters of a point (0: the template's own); ``columns`` the values of the columns that formulas read.
    """

    def __init__(self, sheet: SheetFill, region: Region, items: Sequence[Any], kinds: Sequence[int]) -> None:
        self.sheet, self.region, self.items, self.kinds = sheet, region, items, kinds
        self.columns: dict[int, list[Kept]] = {number: [] for number in region.columns}
        self.heights = array("H")
        self.extra: dict[int, int] = {}
        self.first = region.first
        self._ready = {number: 0 for number in region.columns if region.computes(number)}
        self._looks = [[RowLook(row, sheet) for row in prototype.rows] for prototype in region.prototypes]
        self.measures = any(look.measures for looks in self._looks for look in looks)
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
        """Work out the heights, and the columns that formulas read, before anything is written."""
        if not self.items:
            for values in self.columns.values():
                values.append(None)
        elif self.measures or self.columns:
            self._survey_items()
        self.count += sum(self.extra.values())

    def _survey_items(self) -> None:
        readers = [self._readers(prototype) for prototype in self.region.prototypes]
        for item, values in enumerate(self.tuples()):
            kind = self.kind(item)
            if self.columns:
                for column, read in readers[kind]:
                    column.append(read(values))
            if self.measures:
                self._measure(item, kind, values)

    def tuples(self) -> Iterator[Any]:
        """The values of each item's fields, in the order of the prototype's cells."""
        return self.region.program.run(self.sheet.filling.context, self.items, self.kinds)

    def _readers(self, prototype: Prototype) -> list[tuple[list[Kept], Any]]:
        """For each row and column that formulas read: the list it goes to, and how it is got."""
        fields = {id(cell): place for place, (_, cell) in enumerate(prototype.fields)}
        readers = []
        for row in prototype.rows:
            cells = {cell.column: cell for cell in row.cells}
            for number, values in self.columns.items():
                readers.append((values, self._reader(cells.get(number), fields)))
        return readers

    def _reader(self, cell: Cell | None, fields: dict[int, int]) -> Any:
        content = cell.content if cell else None
        if cell is None or isinstance(content, Label):
            value = self.sheet.label_value(cell) if cell else None
            return lambda _: value
        if isinstance(content, Formula):
            return lambda _: WAITING
        place = fields[id(cell)]
        scalar = encoder(self.sheet.policy, cell.look.shows_dates, cell.look.wraps).scalar

        def read(values: Sequence[object]) -> Scalar:
            value = values[place]
            if type(value) is Decimal or value is None:
                return value
            try:
                return scalar(value)
            except (UnprintableError, UndefinedError):
                return None  # reported when the cell is written

        return read

    def _measure(self, item: int, kind: int, values: Sequence[object]) -> None:
        place = 0
        looks = self._looks[kind]
        for look in looks:
            used = values[place:] if place else values
            try:
                height = look.height(used) if look.measures else 0.0
            except (UnprintableError, UndefinedError):
                height = 0.0
            place += self._fields_in(kind, look)
            if height > HIGHEST and len(looks) == 1:
                self._split(item, height)
            else:
                self.heights.append(round(min(height, HIGHEST) * 4))

    def _fields_in(self, kind: int, look: RowLook) -> int:
        rows = self.region.prototypes[kind].rows
        row = rows[self._looks[kind].index(look)]
        return sum(isinstance(cell.content, Field) for cell in row.cells)

    def _split(self, item: int, height: float) -> None:
        """Excel's tallest row is 409.5 points: a taller item takes several rows, merged downwards."""
        rows = math.ceil(height / HIGHEST)
        self.extra[item] = rows - 1
        self.heights.extend([math.ceil(height * 4 / rows)] * rows)
        for values in self.columns.values():
            values.extend([None] * (rows - 1))

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
        offset = row - self._starts[item]
        rows = self.prototype(item).rows
        if offset >= len(rows):
            return None
        return next((cell for cell in rows[offset].cells if cell.column == column), None)

    def value(self, row: int, column: int) -> Scalar:
        values = self.columns.get(column)
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
        values = self.columns.get(column)
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
        scope = self.sheet.row_scope(self, cell)
        try:
            return run(cell.content.node, scope.at(item, row))
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
