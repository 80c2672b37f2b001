"""What a cell shows reads back as what was meant: for texts with any markers and levels, sums, days, lists."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from thaireport.fields import Amount, DateOrMonth
from thaireport.intake.cells import EMPTY, as_text, read_column, shown
from thaireport.intake.layout import Cell, CellKind
from thaireport.parts import Item, Prose
from thaireport.thai.dates import Month

_PROSE: TypeAdapter[tuple[Item, ...]] = TypeAdapter(Prose)
_DAY: TypeAdapter[date | Month] = TypeAdapter(DateOrMonth)
_AMOUNT: TypeAdapter[Any] = TypeAdapter(Amount)

_WORDS = st.text("กขคงเาิี่ก็ำ abXY0๑-.()[]|%&<>\n", min_size=1, max_size=40)
_MARKERS = st.sampled_from(["", "", "๑.", "1)", "(๑)", "-", "ก.", "2.1)"])


@st.composite
def _items(draw: st.DrawFn) -> Item:
    text = draw(_WORDS.filter(lambda words: bool(words.strip())))
    return Item(text=text, marker=draw(_MARKERS), level=draw(st.integers(0, 9)))


def _through(kind: CellKind, stored: Any) -> Any:
    cell = Cell(("field",), "ช่อง", kind)
    return read_column(cell, [shown(cell, stored)])[0]


@given(st.lists(_items(), min_size=1, max_size=6))
def test_prose_of_any_markers_and_levels_goes_through_a_cell(items: list[Item]) -> None:
    stored = _PROSE.dump_python(tuple(items), mode="json")
    assert _PROSE.validate_python(_through("prose", stored)) == tuple(items)


@given(st.decimals(0, 10**12, places=2))
def test_a_sum_goes_through_a_cell_to_the_satang(amount: Decimal) -> None:
    assert _AMOUNT.validate_python(_through("number", str(amount))) == amount


@given(st.dates(date(1957, 1, 1), date(2100, 12, 31)))
def test_a_day_goes_through_a_cell(day: date) -> None:
    assert _DAY.validate_python(_through("date", day.isoformat())) == day


@given(st.integers(1957, 2100), st.integers(1, 12))
def test_a_month_goes_through_a_cell(year: int, month: int) -> None:
    assert _DAY.validate_python(_through("date", Month(year, month).isoformat())) == Month(year, month)


@given(st.lists(_WORDS.map(str.strip).filter(bool), min_size=1, max_size=5))
def test_texts_of_a_list_go_through_a_cell(texts: list[str]) -> None:
    assert _through("lines", texts) == texts


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        ("list", [4, 30, 28]),
        ("pairs", {"i1": "98.43", "i2": "99"}),
        ("files", [{"file": "memo.xlsx"}, {"file": "แผน.yaml"}]),
        ("flag", True),
        ("whole", 2569),
    ],
)
def test_other_values_go_through_a_cell(kind: CellKind, stored: object) -> None:
    read = _through(kind, stored)
    if kind == "list":
        assert [int(part) for part in read] == stored
    elif kind == "flag":
        assert read == "ใช่"
    else:
        assert read == stored


def test_nothing_given_on_purpose_is_shown_as_such() -> None:
    assert shown(Cell(("field",), "ช่อง", "lines"), []) == EMPTY
    assert _through("lines", []) == ()


def test_a_figure_that_a_float_cannot_hold_stays_a_text() -> None:
    assert shown(Cell(("field",), "ช่อง", "number"), "0.1234567890123456789") == "0.1234567890123456789"


_TYPED = st.lists(
    st.sampled_from(["", " x ", "1", "๒", "a\r\nb", "b_x000D_c", EMPTY, "ใช่", 0.0, 1.0, 2.5, True, False]), max_size=12
)


@given(st.sampled_from(["text", "number", "whole", "flag", "lines", "prose", "date"]), _TYPED)
def test_a_column_reads_as_its_cells_read_one_by_one(kind: CellKind, typed: list[Any]) -> None:
    cell = Cell(("field",), "ช่อง", kind)
    one_by_one = [read_column(cell, [value])[0] for value in typed]
    assert list(map(repr, read_column(cell, typed))) == list(map(repr, one_by_one))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (time(13, 30), "13:30"),
        (time(9, 5, 7), "9:05:07"),
        (timedelta(hours=25, minutes=30), "25:30"),
        (datetime(2026, 6, 1, 13, 30), "1 มิถุนายน 2569 13:30 น."),
        (datetime(2026, 6, 1), "1 มิถุนายน 2569"),
    ],
)
def test_a_time_that_excel_made_of_a_text_is_that_text(value: object, shown: str) -> None:
    assert as_text(value) == shown
