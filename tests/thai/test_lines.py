"""How wide a line is, and where an address is parted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thaireport.thai.lines import address_lines, post_lines, width


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


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("ปลัดเทศบาล", ["ปลัดเทศบาล"]),
        (
            "หัวหน้าฝ่ายอำนวยการและประสานงานราชการทั่วไป สำนักปลัดองค์การบริหารส่วนตำบลตัวอย่าง",
            ["หัวหน้าฝ่ายอำนวยการและประสานงานราชการทั่วไป", "สำนักปลัดองค์การบริหารส่วนตำบลตัวอย่าง"],
        ),
        ("หัวหน้าสำนักปลัด องค์การบริหารส่วนตำบลตัวอย่าง อำเภอตัวอย่าง",) * 2,
        ("รองปลัดเทศบาล\nรักษาราชการแทนปลัดเทศบาลตำบลตัวอย่าง", ["รองปลัดเทศบาล", "รักษาราชการแทนปลัดเทศบาลตำบลตัวอย่าง"]),
    ],
)
def test_a_post_wider_than_the_room_below_a_name_goes_on_below_at_a_space(typed: str, lines: list[str] | str) -> None:
    assert post_lines(typed) == ([lines] if isinstance(lines, str) else lines)


@given(st.text("หวณ\n ส"))
def test_parting_a_post_loses_nothing_and_no_line_that_could_be_parted_is_too_wide(typed: str) -> None:
    made = post_lines(typed)
    assert " ".join(made) == typed.replace("\n", " ")
    assert all(width(line) <= 14 for line in made if " " in line.strip())
