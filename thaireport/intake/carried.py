"""What a report workbook carries beside its printed tables, so that it loads back as the same report.

A template shows it in further sheets: ``rows_form.main`` marks the row of the page ``ข้อมูล`` (``row.title``,
``row.value``), ``rows_form.sheets`` the row of the sheet of that list (``row.rationale``). Such a sheet has the
defined name ``digits_typed``: its texts keep the digits that were typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from thaireport.intake.fill import fill
from thaireport.intake.layout import OTHER, layout_of
from thaireport.intake.tables import cell_name
from thaireport.report import Report

Value = str | int | Decimal
_PIECE = 30_000
"""Letters of JSON in one cell: Excel takes 32,767. What follows stands in rows without a title."""


@dataclass(frozen=True)
class MainRow:
    """One value of the page ``ข้อมูล``; ``row_kind`` is ``other`` for what no cell has room for (JSON)."""

    title: str
    value: Value
    row_kind: str = ""


def carried(report: Report) -> Mapping[str, tuple[object, ...]]:
    """The rows of the further sheets by the name that templates know them by: ``main``, and each list's field.

    Every value stands as ``thaireport form`` would show it; a row of a list has all its columns, empty ones as
    an empty text.
    """
    layout = layout_of(type(report))
    filled = fill(layout, report.stored())
    main = [
        MainRow(cell.title, _exact(filled.main[name]))
        for cell in layout.cells
        if (name := cell_name(cell)) in filled.main
    ]
    pieces = range(0, len(filled.others), _PIECE)
    main += [MainRow("" if start else OTHER, filled.others[start : start + _PIECE], "other") for start in pieces]
    lists: dict[str, tuple[object, ...]] = {"main": tuple(main)}
    for table in layout.tables:
        if len(table.at) == 1:
            blank: dict[str, Value] = dict.fromkeys(map(cell_name, table.cells), "")
            rows = filled.rows.get(table.at, [])
            lists[table.at[0]] = tuple(blank | {name: _exact(value) for name, value in row.items()} for row in rows)
    return lists


def _exact(value: str | int | float) -> Value:
    return Decimal(repr(value)) if isinstance(value, float) else value
