"""How wide a line is, and where an address is parted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thaireport.thai.lines import address_lines, width


def test_the_usual_closing_word_is_as_wide_as_it_was_measured() -> None:
    assert round(width("ขอแสดงความนับถือ"), 2) == 2.97


def test_a_digit_is_as_wide_as_the_thai_one_it_is_printed_as() -> None:
    assert width("45000") == width("๔๕๐๐๐")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("อำเภอศรีสมเด็จพัฒนาราม จังหวัดร้อยเอ็ด 45000", ["อำเภอศรีสมเด็จพัฒนาราม", "จังหวัดร้อยเอ็ด 45000"]),
        ("เลขที่ 99/9 หมู่ที่ 12 ถนนร้อยเอ็ด - มหาสารคาม", ["เลขที่ 99/9 หมู่ที่ 12", "ถนนร้อยเอ็ด - มหาสารคาม"]),
        ("หมู่ 3 ถนนตัวอย่าง อำเภอ พระนครศรีอยุธยา", ["หมู่ 3 ถนนตัวอย่าง", "อำเภอ พระนครศรีอยุธยา"]),
        ("ต. บ้านใหม่ อ. พระนครศรีอยุธยา จ. พระนครศรีอยุธยา", ["ต. บ้านใหม่ อ. พระนครศรีอยุธยา", "จ. พระนครศรีอยุธยา"]),
        ("ถนนตัวอย่าง\nอำเภอตัวอย่าง", ["ถนนตัวอย่าง", "อำเภอตัวอย่าง"]),
        ("", [""]),
    ],
)
def test_an_address_is_parted_between_its_pieces(typed: str, lines: list[str]) -> None:
    assert address_lines(typed, 6.25) == lines


@given(st.text("ก ถนอำเภอ\n-5๕"), st.floats(0, 20))
def test_parting_an_address_loses_nothing(typed: str, widest: float) -> None:
    assert " ".join(address_lines(typed, widest)) == typed.replace("\n", " ")
