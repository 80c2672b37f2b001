"""Names of persons are taken apart and put together without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thaireport.thai import people


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("นายสมชาย ตัวอย่างดี", ("นาย", "สมชาย", "ตัวอย่างดี")),
        ("นาย สมชาย  ตัวอย่างดี", ("นาย", "สมชาย", "ตัวอย่างดี")),
        ("นางสาวสมหญิง ณ ตัวอย่าง", ("นางสาว", "สมหญิง", "ณ ตัวอย่าง")),
        ("นางนวล ตัวอย่างดี", ("นาง", "นวล", "ตัวอย่างดี")),
        ("น.ส.สมหญิง ตัวอย่างดี", ("น.ส.", "สมหญิง", "ตัวอย่างดี")),
        ("ว่าที่ร้อยตรี สมชาย ตัวอย่างดี", ("ว่าที่ร้อยตรี ", "สมชาย", "ตัวอย่างดี")),
        ("ว่าที่ ร.ต.สมชาย ตัวอย่างดี", ("ว่าที่ ร.ต.", "สมชาย", "ตัวอย่างดี")),
        ("ว่าที่ร้อยตรีหญิง ดร.สม ดี", ("ว่าที่ร้อยตรีหญิง ดร.", "สม", "ดี")),
        ("พันจ่าเอกสมชาย ดี", ("พันจ่าเอก", "สมชาย", "ดี")),
        ("พ.จ.อ. สมชาย ดี", ("พ.จ.อ. ", "สมชาย", "ดี")),
        ("ส.ต.ท.สมชาย ดี", ("ส.ต.ท.", "สมชาย", "ดี")),
        ("รศ.ดร.สม ดี", ("รศ.ดร.", "สม", "ดี")),
        ("นายแพทย์สม ดี", ("นายแพทย์", "สม", "ดี")),
        ("(นายสมชาย ดี)", ("นาย", "สมชาย", "ดี")),
        ("Mr. John Smith", ("Mr. ", "John", "Smith")),
        ("ดรุณี ดี", ("", "ดรุณี", "ดี")),
        ("พลอย ดี", ("", "พลอย", "ดี")),
        ("สมชาย", ("", "สมชาย", "")),
        ("นายกอง ดี", ("นาย", "กอง", "ดี")),
    ],
)
def test_a_name_is_taken_apart(typed: str, parts: tuple[str, str, str]) -> None:
    assert people.split_name(typed) == parts


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("นายกเทศมนตรีตำบลตัวอย่าง", "ชื่อตำแหน่ง"),
        ("นายกองค์การบริหารส่วนตำบลตัวอย่าง", "ชื่อตำแหน่ง"),
        ("นายองค์การบริหารส่วนตำบลตัวอย่าง", "ชื่อตำแหน่ง"),
        ("ปลัดเทศบาล", "ชื่อตำแหน่ง"),
        ("นาย", "ไม่มีชื่อตัว"),
        ("  ", "ยังไม่ได้พิมพ์ชื่อ"),
        ("นายสมชาย ๒", "มีตัวเลขปน"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(typed: str, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        people.split_name(typed)


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (("นาย", "สมชาย", "ดี"), "นายสมชาย ดี"),
        (("ว่าที่ร้อยตรี", "สมชาย", "ดี"), "ว่าที่ร้อยตรี สมชาย ดี"),
        (("ว่าที่ร้อยตรี ", "สมชาย", "ดี"), "ว่าที่ร้อยตรี สมชาย ดี"),
        (("พ.จ.อ.", "สมชาย", "ดี"), "พ.จ.อ.สมชาย ดี"),
        (("ดร.", "สม", ""), "ดร.สม"),
        (("Mr.", "John", "Smith"), "Mr. John Smith"),
    ],
)
def test_a_name_is_printed_with_the_space_its_title_asks_for(parts: tuple[str, str, str], printed: str) -> None:
    assert people.full_name(*parts) == printed


TITLES = st.sampled_from(
    ["", *people.CIVIL_TITLES, *people.RANKS, *people.SHORT_RANKS, *people.LEARNED_TITLES, "ว่าที่ร้อยตรี "]
)
WORDS = st.sampled_from(["ศิริ", "บุญมา", "ใจดี", "เพชร", "อุษา", "ไพลิน"])


@given(TITLES, WORDS, st.one_of(WORDS, st.just("ณ ตัวอย่าง")))
def test_the_parts_together_are_the_name_again(title: str, first: str, surname: str) -> None:
    typed = f"{title}{first} {surname}"
    found = people.split_name(typed)
    assert found == (title, first, surname)
    assert f"{found[0]}{found[1]} {found[2]}" == typed
