"""Digits turn where a reader expects it, and stay where they are part of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thaireport.thai import digits

THAI_LETTERS = st.text(alphabet=[chr(code) for code in range(0x0E01, 0x0E2F)] + list(" .,()-/:0123456789"))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ปีงบประมาณ พ.ศ. 2569", "ปีงบประมาณ พ.ศ. ๒๕๖๙"),
        ("627,872.00 บาท", "๖๒๗,๘๗๒.๐๐ บาท"),
        ("ผลการประเมิน ITA ปี 2566 ได้ 96.46 คะแนน", "ผลการประเมิน ITA ปี ๒๕๖๖ ได้ ๙๖.๔๖ คะแนน"),
        ("IIT 98.40", "IIT ๙๘.๔๐"),
        ("1.IIT 98.40", "๑.IIT ๙๘.๔๐"),
        ("2.E-Service 3 ระบบ", "๒.E-Service ๓ ระบบ"),
        ("1)E-Service", "๑)E-Service"),
        ("R&D <5%", "R&D <๕%"),
        ("Q&A 8 ข้อ", "Q&A ๘ ข้อ"),
    ],
)
def test_figures_of_a_text_become_thai(typed: str, printed: str) -> None:
    assert digits.thai_text(typed) == printed


@pytest.mark.parametrize(
    "kept",
    [
        "https://www.example.go.th/news/2569/12?id=3&p=4#t5",
        "https://example.go.th/2569/ข่าว12/a1",
        "www.example9.go.th/1/2",
        "example9.go.th",
        "info2@example.go.th",
        "o36 i1 e15 o12-o14 i1–i6",
        "(o34-o39)",
        "5G",
        "E-Service4",
        "COVID-19",
        "H1N1",
        "v2.0",
        "Python3.11",
        "ISO 9001:2015",
        "Windows 11",
        "Thailand 4.0",
        "report2569.pdf",
        "รายงาน2569.pdf",
        "แผน_2569.docx",
        "USD1,000",
    ],
)
def test_addresses_codes_and_file_names_keep_their_digits(kept: str) -> None:
    assert digits.thai_text(kept) == kept


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ดู https://a.go.th/2566ภายใน 30 วัน", "ดู https://a.go.th/2566ภายใน ๓๐ วัน"),
        ("e1หน่วยงาน 5 ข้อ", "e1หน่วยงาน ๕ ข้อ"),
        ("(ผล.2566.docx) 5 ชุด", "(ผล.2566.docx) ๕ ชุด"),
        ("ไฟล์ a1.pdf, ข2.docx และ 3", "ไฟล์ a1.pdf, ข2.docx และ ๓"),
        ("Q1/2566", "Q1/๒๕๖๖"),
        ("USD1,000 กับ 1,000 บาท", "USD1,000 กับ ๑,๐๐๐ บาท"),
    ],
)
def test_what_stands_beside_a_code_still_turns(typed: str, printed: str) -> None:
    assert digits.thai_text(typed) == printed


def test_a_text_without_arabic_digits_comes_back_as_the_same_object() -> None:
    text = "ตามที่ o ตัวอย่าง ๒๕๖๙"
    assert digits.thai_text(text) is text


def test_the_arabic_policy_turns_codes_but_not_file_names_and_addresses() -> None:
    typed = "ข้อ e๑๕ ปี ๒๕๖๙ แผน๒.pdf https://ก.th/ข่าว๑ รวม ๓"
    assert digits.arabic_text(typed) == "ข้อ e15 ปี 2569 แผน๒.pdf https://ก.th/ข่าว๑ รวม 3"


@pytest.mark.parametrize("shape", ["-{}1a", "a-{}1", "{}1a.", "a/{}1", "x.pdf{}1", " a.b{}1"])
def test_the_work_grows_with_the_length_only(shape: str) -> None:
    # A quadratic pattern would need minutes here: the suite would not end, whatever the machine.
    head = shape.split("{}", maxsplit=1)[0] or "1a."
    text = shape.format(head * 60_000)
    assert len(digits.thai_text(text)) == len(text)


@given(st.text())
def test_thai_and_back_is_the_text_in_arabic_digits(text: str) -> None:
    assert digits.to_arabic(digits.to_thai(text)) == digits.to_arabic(text)


@given(THAI_LETTERS)
def test_a_text_without_latin_letters_turns_wholly(text: str) -> None:
    assert digits.thai_text(text) == digits.to_thai(text)


@given(st.text(alphabet=st.sampled_from(list("กาที่ 0123456789๐๕abEG.-/@:_,()&%"))))
def test_turning_twice_is_turning_once_and_only_digits_change(text: str) -> None:
    once = digits.thai_text(text)
    assert digits.thai_text(once) == once
    assert digits.to_arabic(once) == digits.to_arabic(text)
