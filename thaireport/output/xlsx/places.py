"""What a reference in a formula means for the row that the formula stands in.

Outside a list a reference simply moves with the rows. In a prototype row it is written once for every item:
``D6`` in row 6 is the item's own row, ``D5`` the row above it, ``D$6`` the list's first row, ``D$6:D6`` runs
from the first row to the item's, and ``D6:D6`` in a sub-total row (another ``row_kind``) is the rows that it
sums up: those since the last sub-total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thaireport.output.xlsx.model import Cell, Region, Sheet
from thaireport.output.xlsx.references import LAST_COLUMN, LAST_ROW, Reference
from thaireport.output.xlsx.values import Area, CannotComputeError, Scalar, scalar

if TYPE_CHECKING:
    from thaireport.output.xlsx.fill import SheetFill
    from thaireport.output.xlsx.regions import RegionFill


class EmptyRunError(Exception):
    """A sub-total that has no rows to sum up: it is 0."""


@dataclass(frozen=True)
class Offsets:
    """Rows counted from the formula's own row."""

    first: int
    last: int

    def rows(self, _item: int, row: int) -> tuple[int, int]:
        return row + self.first, row + self.last


@dataclass(frozen=True)
class Fixed:
    """Rows that are the same for every item."""

    first: int
    last: int

    def rows(self, _item: int, _row: int) -> tuple[int, int]:
        return self.first, self.last


@dataclass(frozen=True)
class Moving:
    """Rows that depend on the item in another way."""

    ends: Callable[[int, int], tuple[int, int]]

    def rows(self, item: int, row: int) -> tuple[int, int]:
        return self.ends(item, row)


Placement = Offsets | Fixed | Moving


def fault_of(reference: Reference, cell: Cell, region: Region, sheet: Sheet, target: Sheet) -> str:
    """Why a reference in a prototype row cannot be written for each item; empty when it can."""
    if reference.rows is None or all(reference.fixed_rows):
        return ""
    written = reference.at(*reference.rows)
    if target is not sheet:
        parallel = [r for r in target.regions if r.label == region.label and r.is_single_rows]
        if region.is_single_rows and parallel and all(_in(parallel[0], row) for row in reference.rows):
            return ""
        return f"สูตรในแถวต้นแบบอ้างแผ่นงานอื่นด้วยแถวที่ไม่ตรึง ({written}): ใส่ $ หน้าเลขแถว"
    return _fault_on_sheet(reference, cell, region)


def _fault_on_sheet(reference: Reference, cell: Cell, region: Region) -> str:
    """The same for a reference to the formula's own sheet."""
    assert reference.rows is not None
    written = reference.at(*reference.rows)
    own = region.prototypes[region.prototype_at(cell.row) or 0]
    if _other_kind(reference, region, own.first):
        return "" if not reference.single else f"สูตรอ้างแถวต้นแบบอื่นทีละช่องไม่ได้ ({written}): อ้างเป็นช่วง เช่น D6:D6"
    for row, fixed in zip(reference.rows, reference.fixed_rows, strict=True):
        if not fixed and row > own.last and not _in(region, row):
            return f"สูตรในแถวต้นแบบอ้างแถวที่อยู่ใต้รายการ ({written}): ใส่ $ หน้าเลขแถว"
        if not fixed and _in(region, row) and not own.first <= row <= own.last:
            return f"สูตรในแถวต้นแบบอ้างแถวต้นแบบอื่น ({written}): อ้างได้เฉพาะทั้งช่วงของแถวนั้น"
    return ""


def _in(region: Region, row: int) -> bool:
    return region.first <= row <= region.last


def _other_kind(reference: Reference, region: Region, own_first: int) -> bool:
    """Whether the reference is to the rows of another prototype of the same list."""
    rows = reference.rows
    if rows is None or any(reference.fixed_rows):
        return False
    kinds = {region.prototype_at(row) for row in rows}
    return len(kinds) == 1 and None not in kinds and kinds != {region.prototype_at(own_first)}


def placement(reference: Reference, cell: Cell, fill: RegionFill) -> Placement:
    """Where a reference of a prototype's cell points, in rows of the filled workbook."""
    sheet, region = fill.sheet, fill.region
    target = sheet.target(reference)
    if reference.rows is None or all(reference.fixed_rows[: 1 if reference.single else 2]):
        return Fixed(*reference.moved_rows(target.map))
    if target is not sheet:
        return _parallel(region, target)
    own = region.prototypes[region.prototype_at(cell.row) or 0]
    if _other_kind(reference, region, own.first):
        return _run(fill, region.prototype_at(reference.rows[0]) or 0)
    ends = [
        _end(row, fixed, cell, fill, is_last=place == 1)
        for place, (row, fixed) in enumerate(zip(reference.rows, reference.fixed_rows, strict=True))
    ]
    first, last = ends
    if isinstance(first, int) and isinstance(last, int):
        return Offsets(first, last)
    return Moving(lambda item, row: (_row(first, item, row), _row(last, item, row)))


End = int | Callable[[int, int], int]


def _row(end: End, item: int, row: int) -> int:
    return row + end if isinstance(end, int) else end(item, row)


def _end(row: int, fixed: bool, cell: Cell, fill: RegionFill, *, is_last: bool) -> End:
    """One end of a reference: an offset from the formula's row, or a function of the item."""
    if fixed:
        rows = fill.sheet.map
        at = rows.last(row) if is_last else rows.first(row)
        return lambda _item, _own: at
    offset = row - cell.row
    if row < fill.region.first and fill.region.is_single_rows and not isinstance(fill.starts, range):
        starts, first = fill.starts, fill.first

        def above(item: int, _own: int) -> int:
            before = item + offset
            return starts[before] if before >= 0 else first + before

        return above
    return offset


def _parallel(region: Region, target: SheetFill) -> Placement:
    """The same item's row where another sheet repeats the same list."""
    other = next(f for f in target.regions if f.region.label == region.label)

    def ends(item: int, _row: int) -> tuple[int, int]:
        if other.is_empty:
            return other.first, other.first
        return other.starts[item], other.starts[item]

    return Moving(ends)


def _run(fill: RegionFill, kind: int) -> Placement:
    """The rows of ``kind`` since the last item of the formula's own kind."""

    def ends(item: int, _row: int) -> tuple[int, int]:
        own, found = fill.kind(item), []
        before = item - 1
        while before >= 0 and fill.kind(before) != own:
            if fill.kind(before) == kind:
                found.append(before)
            before -= 1
        if not found:
            raise EmptyRunError
        size = len(fill.region.prototypes[kind].rows)
        return fill.starts[found[-1]], fill.starts[found[0]] + size - 1

    return Moving(ends)


class SheetScope:
    """The references of a formula outside the lists."""

    def __init__(self, sheet: SheetFill) -> None:
        self.sheet = sheet

    def rows(self, reference: Reference, _target: SheetFill) -> tuple[int, int]:
        return reference.moved_rows(_target.map)

    def area(self, reference: Reference) -> Area:
        target = self.sheet.target(reference)
        first, last = self.rows(reference, target)
        left, right = reference.columns or (1, LAST_COLUMN)
        return Area(target, first, last, left, right)

    def cell(self, reference: Reference) -> Scalar:
        target = self.sheet.target(reference)
        assert reference.columns is not None
        return scalar_of(target, self.rows(reference, target)[0], reference.columns[0])

    def name(self, name: str) -> Area:
        return self.sheet.filling.named_area(self.sheet, name)


def scalar_of(target: SheetFill, row: int, column: int) -> Scalar:
    """A cell's value; an error in it is raised."""
    return scalar(target.value(row, column))


class RowScope(SheetScope):
    """The references of a formula in a prototype row, for one item at a time."""

    def __init__(self, fill: RegionFill, cell: Cell, references: list[Reference]) -> None:
        super().__init__(fill.sheet)
        self.fill = fill
        self.places: Mapping[int, Placement] = {id(r): placement(r, cell, fill) for r in references}
        self.item = self.row = 0
        self._fixed: dict[int, Scalar] = {}

    def at(self, item: int, row: int) -> RowScope:
        self.item, self.row = item, row
        return self

    def rows(self, reference: Reference, _target: SheetFill) -> tuple[int, int]:
        first, last = self.places[id(reference)].rows(self.item, self.row)
        if not 1 <= first <= LAST_ROW:
            raise CannotComputeError
        return first, last

    def cell(self, reference: Reference) -> Scalar:
        place = self.places[id(reference)]
        if isinstance(place, Offsets) and reference.columns is not None:
            row = self.row + place.first
            if self.fill.first <= row <= self.fill.last:
                return scalar(self.fill.value(row, reference.columns[0]))
        elif isinstance(place, Fixed):
            if id(reference) not in self._fixed:
                self._fixed[id(reference)] = super().cell(reference)
            return self._fixed[id(reference)]
        return super().cell(reference)
