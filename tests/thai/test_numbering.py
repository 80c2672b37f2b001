"""Markers are found where a reader sees one, and their kinds tell the levels of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thaireport.thai import numbering
from thaireport.thai.numbering import Mark


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("๑. เปิดเผยแผนงาน", "๑.", "เปิดเผยแผนงาน"),
        ("๑.ประชุมกอง", "๑.", "ประชุมกอง"),
        ("๑๐๐. รายการ", "๑๐๐.", "รายการ"),
        ("๑) ตั้งคณะทำงาน", "๑)", "ตั้งคณะทำงาน"),
        ("1)E-Service", "1)", "E-Service"),
        ("๒.๑) จัดทำ…", "๒.๑)", "จัดทำ…"),
        ("๒.๑.๑) รายชื่อผู้บริหาร", "๒.๑.๑)", "รายชื่อผู้บริหาร"),
        ("๑.๑ จัดทำแผน", "๑.๑", "จัดทำแผน"),
        ("๑.๑จัดทำแผน", "๑.๑", "จัดทำแผน"),
        ("๑.๑. จัดทำแผน", "๑.๑.", "จัดทำแผน"),
        ("(๑) ติดป้ายหน้าห้อง", "(๑)", "ติดป้ายหน้าห้อง"),
        ("๑ เปิดรับความเห็น", "๑", "เปิดรับความเห็น"),
        ("๑ โครงการอบรมคุณธรรม", "๑", "โครงการอบรมคุณธรรม"),
        ("3 R&D", "3", "R&D"),
        ("- งานทะเบียน", "-", "งานทะเบียน"),
        ("-งานทะเบียน", "-", "งานทะเบียน"),
        ("– งานทะเบียน", "–", "งานทะเบียน"),
        ("- 1.ผลของโครงการ", "-", "1.ผลของโครงการ"),
        ("• หัวข้อ", "•", "หัวข้อ"),
        ("★วิเคราะห์", "★", "วิเคราะห์"),
        ("➤ ผลที่ได้", "➤", "ผลที่ได้"),
        ("* หมายเหตุ", "*", "หมายเหตุ"),
        ("ก. ข้าราชการ", "ก.", "ข้าราชการ"),
        ("ก) ข้าราชการ", "ก)", "ข้าราชการ"),
        ("(ก) ข้าราชการ", "(ก)", "ข้าราชการ"),
        ("ข้อ ๑ ประกาศนี้เรียกว่า", "ข้อ ๑", "ประกาศนี้เรียกว่า"),
        ("ข้อ ๑๒. ให้ใช้", "ข้อ ๑๒.", "ให้ใช้"),
        ("๑)", "๑)", ""),
        ("   ๑) ย่อหน้า  ", "๑)", "ย่อหน้า"),
        ("๒.ในการประชุม", "๒.", "ในการประชุม"),
    ],
)
def test_a_marker_is_taken_from_the_head_of_a_line(line: str, marker: str, text: str) -> None:
    assert numbering.split_marker(line) == (marker, text)


@pytest.mark.parametrize(
    "line",
    [
        "๓๐ วันทำการนับแต่วันประกาศ",
        "๑๒ เดือน",
        "๕๒ โครงการ",
        "๔๓ และ ๔๔",
        "๘๐ ของผู้ตอบ",
        "๒๐ เมษายน ๒๕๖๔",
        "๒๐ เม.ย. ๖๔",
        "๒๕๖๔ เป็นต้นไป",
        "๒๕๖๔. เป็นต้นไป",
        "(๒๕๖๔) ฉบับแก้ไข",
        "5G ดี",
        "๕ ส กิจกรรม",
        "1,000 บาท",
        "30.5",
        "30.5 คะแนน",
        "1.5 ล้านบาท",
        "2.5ล้านบาท",
        "96.51 ซึ่งสูงขึ้น",
        "12.30 น.",
        "10.-",
        "(๐๒๙) - แผน",
        "๐๖ แผน",
        "๗๐ (สำรวจ)",
        "๑",
        "-",
        "--",
        "-5 องศา",
        "- ",
        "** ข้อมูล",
        "ก.พ. ๖๔",
        "ก.พ.ร. กำหนด",
        "ข.ค.",
        "ค. ศ. 5",
        "พ.ศ. 2564",
        "ข้อ ๑ และข้อ ๒ ของระเบียบ",
        "ข้อความทั่วไป",
        "จ.ตัวอย่าง",
        "นาย ก",
    ],
)
def test_a_number_or_abbreviation_of_the_text_is_no_marker(line: str) -> None:
    assert numbering.split_marker(line) == ("", line.strip())


@given(st.text(alphabet=st.sampled_from(list("12๐๑.()-• กขคง้าA,ข้อวัน%"))))
def test_splitting_loses_nothing_but_spaces(line: str) -> None:
    marker, text = numbering.split_marker(line)
    assert "".join((marker + text).split()) == "".join(line.split())


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        (["๑.", "๑)", "๒.๑)", "๒.๑.๑)", "(๑)", "-", "๒)", "๒."], [1, 2, 3, 4, 5, 6, 2, 1]),
        (["๑.", "๑)", "๑.๑)", "(๑)", "-", "๑.๒)", "๒)"], [1, 2, 3, 4, 5, 3, 2]),
        (["๑", "(๑)", "(๒)", "๒.", "(๑)"], [1, 2, 2, 1, 2]),
        (["๑.", "๑.๑", "๑.๑.๑", "๑.๒", "๒."], [1, 2, 3, 2, 1]),
        (["๑.", "๑.๑.๑", "๑.๒"], [1, 2, 2]),
        (["-", "๑)", "-", "๒)"], [1, 2, 1, 2]),
        (["ข้อ ๑", "(๑)", "(ก)", "ข้อ ๒"], [1, 2, 3, 1]),
        (["ก.", "1.", "2.", "ข."], [1, 2, 2, 1]),
        (["๑.", "๓.", "๕."], [1, 1, 1]),
        (["(๑)", "๒", "(๓)"], [1, 1, 1]),
        (["๑)", "๓.๑)", "-", "(๓.๒)", "-", "๓.๓)", "๒)"], [1, 2, 3, 2, 3, 2, 1]),
        (["๑)", "๒)", "๑)", "๒)", "๓)"], [1, 1, 1, 1, 1]),
    ],
)
def test_the_kinds_of_markers_tell_the_levels(markers: list[str], expected: list[int]) -> None:
    assert numbering.levels(markers) == expected


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        (["", "๑.", "(๑)", "", "(๒)", "๒."], [0, 1, 2, 0, 2, 1]),
        (["๑.", "-", "", "-"], [1, 2, 0, 2]),
        (["๑.", "", "๑.", "๒."], [1, 0, 1, 1]),
        (["๑.", "๒.", "", "(๑)", "(๒)", "๓."], [1, 1, 0, 1, 1, 1]),
        (["๑.", "(๑)", "", "", "๒."], [1, 2, 0, 0, 1]),
        (["", "", ""], [0, 0, 0]),
    ],
)
def test_a_paragraph_ends_a_list_unless_the_list_counts_on(markers: list[str], expected: list[int]) -> None:
    assert numbering.levels(markers) == expected


@given(st.lists(st.sampled_from(["", "๑.", "๒.", "๑)", "๑.๑)", "1.2", "(๓)", "-", "ก.", "ข้อ ๑", "•"])))
def test_a_level_is_never_more_than_one_deeper_than_the_line_before(markers: list[str]) -> None:
    found = numbering.levels(markers)
    assert [level == 0 for level in found] == [not marker for marker in markers]
    for before, after, marker in zip(found, found[1:], markers, strict=False):
        if marker:
            assert after <= before + 1


def test_a_first_number_behind_a_paragraph_begins_a_list_of_its_own() -> None:
    assert numbering.levels(["๑.", "๑)", "", "๑)", "๒)"]) == [1, 2, 0, 1, 1]
    assert numbering.levels(["๑.", "๑)", "", "๒)"]) == [1, 2, 0, 2]


def test_typed_lines_become_marks_with_levels() -> None:
    lines = ["ดำเนินการดังนี้", "๑. อบรม", "", "- ภาคเช้า", "๒. สรุปผล"]
    assert numbering.marks(lines) == [
        (Mark("", 0), "ดำเนินการดังนี้"),
        (Mark("๑.", 1), "อบรม"),
        (Mark("-", 2), "ภาคเช้า"),
        (Mark("๒.", 1), "สรุปผล"),
    ]


@pytest.mark.parametrize(
    ("number", "style", "made"),
    [
        (3, "1)", "3)"),
        (12, "๑.", "12."),
        (3, "(1)", "(3)"),
        ((2, 1), "1.1)", "2.1)"),
        ((2, 1, 3), "1.1.1", "2.1.3"),
        (3, "(ก)", "(ค)"),
        (5, "ก.", "จ."),
        (4, "ข้อ 1", "ข้อ 4"),
        (7, "-", "-"),
    ],
)
def test_a_marker_is_made_in_the_style_shown(number: int | tuple[int, ...], style: str, made: str) -> None:
    assert numbering.marker(number, style) == made


@pytest.mark.parametrize(("number", "style"), [(0, "1."), ((), "1."), (len(numbering.LETTERS) + 1, "ก.")])
def test_a_marker_that_cannot_be_made_is_refused(number: int | tuple[int, ...], style: str) -> None:
    with pytest.raises(ValueError, match="ข้อ"):
        numbering.marker(number, style)


@given(st.integers(1, 99), st.sampled_from(["1.", "1)", "(1)", "1.1)", "ก)", "(ก)", "ข้อ 1", "•"]))
def test_a_marker_made_is_found_again(number: int, style: str) -> None:
    numbers: int | tuple[int, ...] = (number, 2) if "1.1" in style else number % 40 + 1
    made = numbering.marker(numbers, style)
    assert numbering.split_marker(f"{made} จัดทำแผน") == (made, "จัดทำแผน")
