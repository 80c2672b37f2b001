"""What a clerk types, a workbook holds or a program hands over becomes a value once, or is refused in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from thaireport import fields
from thaireport.agency import Person
from thaireport.fields import DASH
from thaireport.thai.dates import Month

DAY = date(2026, 4, 20)


def read(name: str, value: object) -> Any:
    return TypeAdapter(getattr(fields, name)).validate_python(value)


def refusal(name: str, value: object) -> str:
    with pytest.raises(ValidationError) as refused:
        read(name, value)
    return refused.value.errors()[0]["msg"]


@pytest.mark.parametrize("name", ["ThaiDate", "DateOrMonth"])
@pytest.mark.parametrize(
    "value", ["๒๐ เม.ย. ๖๙", DAY, datetime(2026, 4, 20, 9, 30), date(2569, 4, 20), datetime(2569, 4, 20)]
)
def test_a_day_is_read_from_text_and_from_a_cell_also_of_a_buddhist_year(name: str, value: object) -> None:
    found = read(name, value)
    assert (found, type(found)) == (DAY, date)


@pytest.mark.parametrize(
    ("value", "names"), [(date(3112, 4, 20), "พิมพ์ 2569"), (date(1899, 12, 31), "1899"), (date(2157, 1, 1), "2157")]
)
def test_a_cell_of_a_year_that_cannot_be_is_refused(value: date, names: str) -> None:
    assert names in refusal("ThaiDate", value)
    assert names in refusal("DateOrMonth", value)


@pytest.mark.parametrize("name", ["ThaiDate", "DateOrMonth"])
@pytest.mark.parametrize("number", [0, 86_400, 2569, 1_776_643_200, 1_776_643_200_000.0])
def test_a_number_is_no_day_counted_from_1970(name: str, number: float) -> None:
    assert re.search("[ก-ฮ]", refusal(name, number))


def test_the_first_and_the_last_day_that_a_cell_may_hold_are_kept() -> None:
    days = (date(1900, 1, 1), date(2156, 12, 31))
    assert tuple(read("ThaiDate", day) for day in days) == days


def test_a_month_stands_for_a_day_only_where_it_may_be_left_open() -> None:
    assert read("DateOrMonth", "เมษายน 2569") == read("DateOrMonth", Month(2026, 4)) == Month(2026, 4)
    assert "ไม่มีวันที่" in refusal("ThaiDate", "เมษายน 2569")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("๑๐,๐๐๐.๕๐", Decimal("10000.50")),
        ("0", Decimal(0)),
        (0.1, Decimal("0.1")),
        (12, Decimal(12)),
        (" - ", DASH),
        ("–", DASH),
        ("—", DASH),
        ("\u200b-", DASH),
        (DASH, DASH),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_zero_a_dash_and_nothing_are_three_amounts(typed: object, meant: object) -> None:
    found = read("Amount", typed)
    assert (found, type(found)) == (meant, type(meant))


@pytest.mark.parametrize("name", ["Amount", "Baht", "Score", "Count"])
@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan"), "nan", "สองพัน"])
def test_what_is_no_number_is_refused_in_words(name: str, value: object) -> None:
    assert "ตัวเลข" in refusal(name, value)


@pytest.mark.parametrize(
    ("name", "value", "names"),
    [
        ("Amount", "-5", "ต้องไม่ติดลบ แต่พบ -5.00"),
        ("Amount", -1, "ต้องไม่ติดลบ"),
        ("Baht", "-", "เครื่องหมาย “-”"),
        ("Score", "-", "เครื่องหมาย “-”"),
        ("Score", "100.01", "ระหว่าง 0 ถึง 100 แต่พบ 100.01"),
        ("Score", "-0.01", "ระหว่าง 0 ถึง 100"),
        ("Count", "1.5", "จำนวนเต็ม เช่น 12 แต่พบ 1.5"),
        ("Count", "-1", "จำนวนเต็ม"),
        ("Count", "๑" * 20_000, "จำนวนมีเกิน 15 หลัก"),
        ("Count", Decimal("1e999999999"), "จำนวนมีเกิน 15 หลัก"),
        ("Count", DASH, "เครื่องหมาย “-”"),
        ("Flag", "อาจ", "ใช่ หรือ ไม่ใช่"),
    ],
)
def test_a_number_that_cannot_stand_there_is_refused_with_the_reason(name: str, value: object, names: str) -> None:
    assert names in refusal(name, value)


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("Baht", "-5", Decimal(-5)),
        ("Score", "0", Decimal(0)),
        ("Score", "100", Decimal(100)),
        ("Score", " 94.12% ", Decimal("94.12")),
        ("Count", "๑๒.๐", 12),
        ("Count", 0, 0),
    ],
)
def test_a_number_that_can_stand_there_is_kept(name: str, value: object, meant: object) -> None:
    assert read(name, value) == meant


@pytest.mark.parametrize("typed", ["ใช่", "มี", "✓", "✔\ufe0f", "✅", "\u200bใช่", "/", "X", " yes ", "๑", 1, True])
def test_a_tick_means_yes(typed: object) -> None:
    assert read("Flag", typed) is True


@pytest.mark.parametrize("typed", ["ไม่ใช่", "ไม่มี", "☐", "-", "No", "", "๐", 0, None, False])
def test_nothing_typed_means_no(typed: object) -> None:
    assert read("Flag", typed) is False


def test_a_line_break_stays_in_a_text_and_is_a_space_in_a_line() -> None:
    assert read("Text", "บรรทัดแรก\nบรรทัดหลัง") == "บรรทัดแรก\nบรรทัดหลัง"
    assert read("Line", "บรรทัดแรก\nบรรทัดหลัง") == "บรรทัดแรก บรรทัดหลัง"
    assert read("Line", 12) == "12"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (100000.1 - 99999.9 - 0.2, "0"),
        (0.2 + 99999.9 - 100000.1, "0"),
        (100.00000000000001, "100"),
        (0.1 + 0.2, "0.3"),
        (0.00001, "0.00001"),
        (627872.1, "627872.1"),
    ],
)
def test_what_a_formula_leaves_behind_the_fifteen_digits_that_excel_shows_is_dropped(kept: float, shown: str) -> None:
    assert str(read("Amount", kept)) == shown


def test_a_score_of_100_that_a_formula_made_is_not_above_100() -> None:
    assert read("Score", 100.00000000000001) == 100


def test_every_part_of_a_name_is_read_as_one_line_that_can_be_printed() -> None:
    person = Person.model_validate({"title": "นาง\u200b", "first_name": "สุดา", "surname": " รัก\nงาน\u00a0"})
    assert (person.title, person.surname) == ("นาง", "รัก งาน")
    with pytest.raises(ValidationError, match=r"U\+000C"):
        Person.model_validate({"first_name": "สุดา", "surname": "รัก\x0cงาน"})


def test_every_part_of_a_name_is_mended_like_other_texts() -> None:
    typed = Person.model_validate({"title": "\u200bนาย ", "first_name": "อํานวย", "surname": "คําดี  ตัวอย่าง\u00ad"})
    assert typed.full_name == "นายอำนวย คำดี ตัวอย่าง"
