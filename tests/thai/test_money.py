"""Numbers are exact, rounded half up, and read aloud as the Royal Society rules."""

from __future__ import annotations

from decimal import (
    Context,
    Decimal,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Rounded,
    localcontext,
)
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thaireport.thai import digits, money

AMOUNTS = st.decimals(min_value=-(10**15), max_value=10**15, places=2)

ORST = "Royal Society, การอ่านตัวเลข, legacy.orst.go.th/?page_id=10323: a final 1 of two or more digits is เอ็ด"
USAGE = "usage in contracts and receipts, also num2words 0.5.14 and LibreOffice BAHTTEXT (performance.md 6)"
HALF_UP = "half up on the exact amount: official-format.md 2.5 (99.345 is printed 99.35)"

READINGS = [
    (0, "ศูนย์บาทถ้วน", USAGE),
    (1, "หนึ่งบาทถ้วน", USAGE),
    (10, "สิบบาทถ้วน", USAGE),
    (11, "สิบเอ็ดบาทถ้วน", ORST),
    (20, "ยี่สิบบาทถ้วน", USAGE),
    (21, "ยี่สิบเอ็ดบาทถ้วน", ORST),
    (100, "หนึ่งร้อยบาทถ้วน", USAGE),
    (101, "หนึ่งร้อยเอ็ดบาทถ้วน", ORST),
    (111, "หนึ่งร้อยสิบเอ็ดบาทถ้วน", ORST),
    (1_001, "หนึ่งพันเอ็ดบาทถ้วน", ORST),
    (10_000, "หนึ่งหมื่นบาทถ้วน", USAGE),
    (627_872, "หกแสนสองหมื่นเจ็ดพันแปดร้อยเจ็ดสิบสองบาทถ้วน", USAGE),
    (1_000_000, "หนึ่งล้านบาทถ้วน", USAGE),
    (1_000_001, "หนึ่งล้านเอ็ดบาทถ้วน", ORST),
    (10_000_000, "สิบล้านบาทถ้วน", USAGE),
    (21_000_000, "ยี่สิบเอ็ดล้านบาทถ้วน", ORST),
    (101_000_000, "หนึ่งร้อยเอ็ดล้านบาทถ้วน", ORST),
    (10**12, "หนึ่งล้านล้านบาทถ้วน", USAGE),
    (10**12 + 1, "หนึ่งล้านล้านเอ็ดบาทถ้วน", ORST),
    (1_000_001_000_000, "หนึ่งล้านเอ็ดล้านบาทถ้วน", ORST + " (no printed example found)"),
    (Decimal("0.25"), "ยี่สิบห้าสตางค์", USAGE),
    (Decimal("0.50"), "ห้าสิบสตางค์", USAGE),
    (Decimal("0.11"), "สิบเอ็ดสตางค์", ORST),
    (Decimal("0.01"), "หนึ่งสตางค์", USAGE),
    (Decimal("21.21"), "ยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์", ORST),
    (Decimal("1.5"), "หนึ่งบาทห้าสิบสตางค์", USAGE),
    (Decimal("1.005"), "หนึ่งบาทหนึ่งสตางค์", HALF_UP),
    (Decimal("2.675"), "สองบาทหกสิบแปดสตางค์", HALF_UP),
    (Decimal("999999.995"), "หนึ่งล้านบาทถ้วน", HALF_UP),
    (Decimal("0.004"), "ศูนย์บาทถ้วน", HALF_UP),
    (Decimal("1E+6"), "หนึ่งล้านบาทถ้วน", USAGE),
    (-1, "ลบหนึ่งบาทถ้วน", "both ลบ and ติดลบ occur; ลบ as LibreOffice BAHTTEXT (performance.md 6)"),
    (Decimal("-0.25"), "ลบยี่สิบห้าสตางค์", "the same; pythainlp 5.4 loses the sign"),
    (Decimal("-0.004"), "ศูนย์บาทถ้วน", HALF_UP),
]


@pytest.mark.parametrize(("amount", "read", "source"), READINGS)
def test_an_amount_is_read_aloud(amount: Decimal | int, read: str, source: str) -> None:
    assert money.baht_text(amount) == read, source


@pytest.mark.parametrize(("number", "read"), [(0, "ศูนย์"), (21, "ยี่สิบเอ็ด"), (-21, "ลบยี่สิบเอ็ด"), (2_000_002, "สองล้านสอง")])
def test_a_whole_number_is_read_aloud(number: int, read: str) -> None:
    assert money.words(number) == read
    assert money.ordinal_words(number) == f"ที่{read}"


# ---- reading ----


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("๑๐,๐๐๐.๕๐", "10000.50"),
        ("627,872.00", "627872.00"),
        ("๑๐๐๐๐ บาท", "10000"),
        ("10,000.-", "10000"),
        ("10,000.- บาท", "10000"),
        ("10,000 บาทถ้วน", "10000"),
        ("฿500", "500"),
        (" ฿ 500 ", "500"),
        (" 5\u00a0", "5"),
        ("\u22125.25", "-5.25"),
        ("- 5", "-5"),
        ("+5", "5"),
        ("00.00", "0.00"),
        ("5.", "5"),
        ("๑,๐๐๐,๐๐๐", "1000000"),
    ],
)
def test_a_number_is_read_exactly_as_typed(typed: str, meant: str) -> None:
    assert str(money.parse_number(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("หมื่นบาท", "พิมพ์เป็นตัวเลข"),
        ("2 หมื่นบาท", "พิมพ์เป็นตัวเลข"),
        ("1.000,50", "จุดหรือลูกน้ำผิดที่"),
        ("1.2.3", "จุดหรือลูกน้ำผิดที่"),
        ("1,00,000", "วางลูกน้ำผิดหลัก"),
        ("1234,567", "วางลูกน้ำผิดหลัก"),
        ("94,12", "ทศนิยมใช้จุด"),
        ("1 000", "ช่องว่างคั่นในตัวเลข"),
        ("32.53%", "ไม่ต้องพิมพ์ร้อยละหรือ %"),
        ("ร้อยละ ๓๒.๕๓", "ไม่ต้องพิมพ์ร้อยละหรือ %"),
        ("5 คน", "เฉพาะตัวเลข"),
        ("1e5", "เฉพาะตัวเลข"),
        (".5", "0.50"),
        ("nan", "ไม่ใช่ตัวเลข"),
        ("inf", "ไม่ใช่ตัวเลข"),
        ("-", "ไม่ใช่ตัวเลข"),
        ("", "ยังไม่ได้พิมพ์"),
        ("ⅷ", "ไม่ใช่ตัวเลข"),
        ("١٢", "ไม่ใช่ตัวเลข"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(typed: str, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        money.parse_number(typed)


def test_a_number_that_is_one_already_is_kept_and_a_float_refused() -> None:
    assert str(money.parse_number(Decimal("10000.50"))) == "10000.50"  # type: ignore[arg-type]
    assert money.parse_number(12) == 12  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="float"):
        money.parse_number(1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(("letters", "shown"), [(60, "ก" * 60 + "”"), (61, "ก" * 57 + "...”")])
def test_a_long_text_that_is_no_number_is_quoted_cut_short(letters: int, shown: str) -> None:
    with pytest.raises(ValueError) as refusal:
        money.parse_number(" " + "ก" * letters)
    assert str(refusal.value).startswith(f"“{shown} ")


# ---- writing ----


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Decimal("99.345"), "99.35"),
        (Decimal("1.005"), "1.01"),
        (Decimal("-1.005"), "-1.01"),
        (Decimal("0.125"), "0.13"),
        (Decimal("96.4625"), "96.46"),
        (5, "5.00"),
        (Decimal("-0.001"), "0.00"),
        (Decimal("9" * 70 + ".995"), "1" + "0" * 70 + ".00"),
    ],
)
def test_rounding_is_half_up(value: Decimal | int, rounded: str) -> None:
    assert str(money.half_up(value)) == rounded


def test_numbers_are_written_with_commas() -> None:
    assert money.money(Decimal("627872")) == "627,872.00"
    assert money.money(Decimal("-1234.5")) == "-1,234.50"
    assert money.money(0) == "0.00"
    assert money.percent(Decimal(627872) / Decimal(1930000) * 100) == "32.53"
    assert money.score(Decimal("99.345")) == "99.35"
    assert money.number(1072) == "1,072"
    assert money.number(Decimal("1072.50")) == "1,072.5"
    assert money.number(Decimal("-0.00")) == "0"
    assert money.number(Decimal("1E+3")) == "1,000"
    assert money.count(52, "โครงการ") == "52 โครงการ"
    assert money.ordinal(1) == "ที่ 1"


def test_the_programs_decimal_context_changes_nothing() -> None:
    traps = [Inexact, Rounded, InvalidOperation, FloatOperation]
    with localcontext(Context(prec=3, rounding="ROUND_DOWN", traps=traps)):
        assert (
            money.money(Decimal("123456789012345678901234567890.995")) == "123,456,789,012,345,678,901,234,567,891.00"
        )
        assert money.money(10**40) == f"{10**40:,}.00"
        assert money.baht_text(Decimal("1234567.005")) == "หนึ่งล้านสองแสนสามหมื่นสี่พันห้าร้อยหกสิบเจ็ดบาทหนึ่งสตางค์"
        assert money.parse_number("123,456.789") == Decimal("123456.789")
        assert money.number(Decimal("12345.678")) == "12,345.678"


@pytest.mark.parametrize("wrong", [1.5, True, "5", None, Decimal("NaN"), Decimal("Infinity")])
def test_only_exact_numbers_are_written(wrong: Any) -> None:
    for write in (money.money, money.number, money.score, money.baht_text, money.words, money.half_up):
        with pytest.raises(ValueError, match=r"[ก-๙]"):
            write(wrong)


def test_a_float_is_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match=r"float.*Decimal"):
        money.money(1.005)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["5", True, None])
def test_what_is_no_number_is_not_called_a_float(wrong: Any) -> None:
    with pytest.raises(ValueError, match=f"^ต้องเป็นตัวเลข แต่พบ “{wrong}”$"):
        money.money(wrong)


def test_words_and_ordinals_take_whole_numbers_only() -> None:
    with pytest.raises(ValueError, match="จำนวนเต็ม"):
        money.words(Decimal("1.5"))  # type: ignore[arg-type]


# ---- what is written can be read back ----


@given(AMOUNTS)
def test_written_money_reads_back(amount: Decimal) -> None:
    assert money.parse_number(money.money(amount)) == amount
    assert money.parse_number(digits.to_thai(money.money(amount))) == amount


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=5))
def test_written_numbers_read_back(number: Decimal) -> None:
    assert money.parse_number(money.number(number)) == number


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_rounding_moves_by_half_a_unit_at_most(value: Decimal) -> None:
    assert abs(money.half_up(value) - value) <= Decimal("0.005")


@given(st.one_of(st.integers(0, 10**7), st.integers(0, 10**24)))
def test_number_words_read_back(number: int) -> None:
    assert _heard(money.words(number)) == number
    assert money.words(-number) == (f"ลบ{money.words(number)}" if number else money.words(0))


@given(AMOUNTS)
def test_baht_text_reads_back(amount: Decimal) -> None:
    assert _heard_baht(money.baht_text(amount)) == amount


@given(st.integers(0, 999_999))
def test_number_words_agree_with_pythainlp(number: int) -> None:
    from pythainlp.util import num_to_thaiword

    assert money.words(number) == num_to_thaiword(number)


# A listener of its own: it knows nothing of how the words were made.
_UNITS = {word: value for value, word in enumerate(("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"))}
_UNITS |= {"เอ็ด": 1, "ยี่": 2}
_PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}


def _heard(words: str) -> int:
    total = part = unit = 0
    while words:
        word = next(each for each in (*_UNITS, *_PLACES, "ล้าน") if words.startswith(each))
        words = words.removeprefix(word)
        if word in _UNITS:
            unit = _UNITS[word]
        elif word in _PLACES:
            part, unit = part + (unit or 1) * _PLACES[word], 0
        else:
            total, part, unit = (total + part + unit) * 1_000_000, 0, 0
    return total + part + unit


def _heard_baht(words: str) -> Decimal:
    sign = -1 if words.startswith("ลบ") else 1
    baht, _, rest = words.removeprefix("ลบ").rpartition("บาท")
    satang = rest.removesuffix("สตางค์") if rest != "ถ้วน" else ""
    return sign * (Decimal(_heard(baht)) + Decimal(_heard(satang)) / 100)
