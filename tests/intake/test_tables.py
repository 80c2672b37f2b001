"""A block of rows becomes entries column by column: as each row would alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from thaireport.intake import tables
from thaireport.intake.cells import Nothing
from thaireport.intake.layout import Path

_VALUES = st.sampled_from([None, Nothing, "ข้อความ", 0, 5, False, True, (), ("1", "2")])
_ROWS = st.lists(st.tuples(_VALUES, _VALUES, _VALUES, _VALUES), min_size=1, max_size=6)
_PATHS: list[Path] = [("title",), ("budget",), ("signer", "name"), ("signer", "post")]


def _one_by_one(row: tuple[Any, ...]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for path, value in zip(_PATHS, row, strict=True):
        if value is not None:
            tables.put(entry, path, value)
    return entry


@given(_ROWS)
def test_rows_become_the_entries_that_each_would_alone(rows: list[tuple[Any, ...]]) -> None:
    values = {path: list(column) for path, column in zip(_PATHS, zip(*rows, strict=True), strict=True)}
    made = tables._entries(values, len(rows), ())
    assert list(map(repr, map(_fields, made))) == list(map(repr, map(_fields, map(_one_by_one, rows))))


def _fields(entry: dict[str, Any]) -> list[tuple[str, Any]]:
    """The fields of an entry by their names: in which order they came says nothing."""
    return sorted(entry.items())
