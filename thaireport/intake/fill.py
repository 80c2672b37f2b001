"""The stored data of a report as the cells of its form. What no cell has room for goes to one cell as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from thaireport.errors import Loc, UsageError
from thaireport.intake.cells import MAX_CELL, read_column, shown
from thaireport.intake.layout import REFERENCE, VALUE, Cell, Layout, Path, Table
from thaireport.intake.tables import cell_name, value_at

Shown = dict[str, str | int | float]
"""What stands in the cells of one entry, by the name of the cell."""

_Entry = tuple[Any, Loc, str]
"""An entry of a list, where it is in the data, and what other sheets refer to it by."""


@dataclass
class Filled:
    """A form's cells: the page of single values, and the rows of each sheet."""

    main: Shown = field(default_factory=dict)
    rows: dict[Path, list[Shown]] = field(default_factory=dict)
    others: str = ""
    """What no cell has room for, as JSON."""


def fill(layout: Layout, stored: Mapping[str, Any]) -> Filled:
    """The cells that say what ``stored`` (``Report.stored()``) says."""
    filler = _Filler(layout, {name: value for name, value in stored.items() if name != "kind"})
    filler.fill()
    return filler.filled


class _Filler:
    def __init__(self, layout: Layout, data: dict[str, Any]) -> None:
        self.filled = Filled()
        self._layout = layout
        self._data = data
        self._used: set[Loc] = set()

    def fill(self) -> None:
        """Fill every sheet, then put into one cell what was not used."""
        self.filled.main = self._cells(self._layout.cells, self._data, ())
        entries: dict[Path, list[_Entry]] = {}
        for table in self._layout.tables:
            owners: list[_Entry] = entries[table.owner] if table.owner else [(self._data, (), "")]
            entries[table.at] = self._rows(table, owners)
        begun = {loc[:end] for loc in self._used for end in range(len(loc))}
        left = [[list(loc), value] for loc, value in self._unused(self._data, (), begun)]
        if left:
            self.filled.others = json.dumps(left, ensure_ascii=False)

    def _unused(self, value: Any, loc: Loc, begun: set[Loc]) -> Iterator[tuple[Loc, Any]]:
        """What no cell says, in pieces as large as can be; ``begun`` holds the paths that some cell is below."""
        if loc in self._used:
            return
        if loc and loc not in begun:
            yield loc, value
        elif isinstance(value, dict):
            for name, below in value.items():
                yield from self._unused(below, (*loc, name), begun)
        elif isinstance(value, list):
            for index, below in enumerate(value):
                yield from self._unused(below, (*loc, index), begun)

    def _cells(self, cells: tuple[Cell, ...], entry: Any, loc: Loc) -> Shown:
        made: Shown = {}
        for cell in cells:
            if cell.path and has(entry, cell.path):
                value = value_at(entry, cell.path)
                text = shown(cell, value)
                if _reads_back(cell, text, value):
                    made[cell_name(cell)] = _fitting(text, cell.title)
                    self._used.add((*loc, *cell.path))
        return {name: value for name, value in made.items() if value != ""}

    def _rows(self, table: Table, owners: list[_Entry]) -> list[_Entry]:
        """Fill a table's rows; the result is its entries, where they are, and what they are referred to by."""
        found = []
        rows = self.filled.rows.setdefault(table.at, [])
        for owner, loc, name in owners:
            for entry, own, key in _entries(table, owner, loc):
                if table.scalar:
                    row = {VALUE: shown(table.cells[-1], entry)}
                    self._used.add(own)
                elif isinstance(entry, dict):
                    row = self._cells(table.cells, entry, own)
                else:
                    continue
                if table.keyed:
                    row["key"] = key
                if table.owner:
                    row[table.link] = name
                reference = self._reference(table, row, len(rows) + 1)
                rows.append(row)
                found.append((entry, own, reference))
        return found

    @staticmethod
    def _reference(table: Table, row: Shown, number: int) -> str:
        if table.key:
            return str(row.get(cell_name(table.key), ""))
        if table.referred:
            row[REFERENCE] = number
        return str(number)


def _entries(table: Table, owner: Any, loc: Loc) -> list[_Entry]:
    value = value_at(owner, table.below)
    here = (*loc, *table.below)
    if value is None:
        return []
    if table.single:
        return [(value, here, "")]
    if table.keyed:
        return [(entry, (*here, key), str(key)) for key, entry in value.items()]
    return [(entry, (*here, index), "") for index, entry in enumerate(value)]


def has(entry: Any, path: Path) -> bool:
    """Whether the entry says something at a path, were it that it is nothing."""
    for name in path:
        if not isinstance(entry, Mapping) or name not in entry:
            return False
        entry = entry[name]
    return True


def _reads_back(cell: Cell, text: str | int | float, value: Any) -> bool:
    """Whether a cell can say the value: an empty text, say, looks like a cell not filled in."""
    if cell.kind == "tick":
        return True
    return text != "" and read_column(cell, [text])[0] is not None and value not in ("", {})


def _fitting(text: str | int | float, title: str) -> str | int | float:
    if isinstance(text, str) and len(text) > MAX_CELL:
        raise UsageError(f"“{title}” ยาวเกิน {MAX_CELL:,} ตัวอักษร ซึ่งช่องของ Excel เก็บไม่ได้: ใช้ไฟล์ .yaml แทน")
    return text
