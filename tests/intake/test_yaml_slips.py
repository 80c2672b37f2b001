"""YAML that is right to a program and not what the clerk meant: told with its line, nothing is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.tools import ROOT
from thaireport import load
from thaireport.agency_check import check_agency
from thaireport.errors import DataError
from thaireport.intake.source import read


def _warned(folder: Path, text: str) -> list[str]:
    path = folder / "บันทึก.yaml"
    path.write_bytes(f"kind: memo\n{text}".encode())
    return [str(problem) for problem in read(path).problems]


@pytest.mark.parametrize("text", ["{\x85\u2028\x85a", "a: b\u2028\u2028\u2028c: d: e"])
def test_a_fault_behind_other_ends_of_lines_is_told_with_a_line_that_is_there(text: str, tmp_path: Path) -> None:
    (tmp_path / "บันทึก.yaml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"^บันทึก\.yaml บรรทัด 1: "):
        read(tmp_path / "บันทึก.yaml")


@pytest.mark.parametrize(
    "text",
    ["subject: ทดสอบ #1 ครั้ง\n", "subject: ทดสอบ \t #1 ครั้ง\r\n", "subject: #1 ครั้ง", "body: [ก, 😀 #1 ครั้ง\n, ข]\n"],
)
def test_text_behind_a_number_sign_is_told_as_lost(text: str, tmp_path: Path) -> None:
    (told,) = _warned(tmp_path, text)
    assert told.startswith("บันทึก.yaml บรรทัด 2: “#1 ครั้ง” ไม่ถูกอ่าน")
    assert "ครอบข้อความทั้งหมดด้วยเครื่องหมาย ' '" in told


@pytest.mark.parametrize(
    "text",
    [
        "subject: ทดสอบ # ครั้งที่ 1\n",
        "subject: 'ทดสอบ #1'  #2\n",
        "#ครั้งที่ 1\nsubject: ทดสอบ#1\n  #2\n",
        "subject: ทดสอบ  #### ส่วนที่ 1\n",
        "body: |\n  ทดสอบ #1\n  -ข้อ 1\n",
    ],
)
def test_a_remark_is_no_lost_text(text: str, tmp_path: Path) -> None:
    assert _warned(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "line", "entry"),
    [
        ("body:\n  -ข้อ 1\n  -ข้อ 2\n", 4, "-ข้อ 2"),
        ("body: ก\r\n\r\n  -ข้อ 1\r\n", 4, "-ข้อ 1"),
        ("body:\n- ก\n  -ข้อ 1", 4, "-ข้อ 1"),
        ("body: ก\n  ข\n  - ข้อ 1\n", 4, "- ข้อ 1"),
    ],
)
def test_entries_joined_into_one_text_are_told(text: str, line: int, entry: str, tmp_path: Path) -> None:
    (told,) = _warned(tmp_path, text)
    assert told.startswith(f"บันทึก.yaml บรรทัด {line}: “{entry}” ถูกต่อท้ายบรรทัดก่อน")
    assert "พิมพ์เว้นวรรคหลัง -" in told


@pytest.mark.parametrize(
    "text", ["body: ก -ข\n  ค - ง\n", "body: 'ก\n  -ข'\n", "body: ต.ค. 68 - ก.ย. 69\n", "body:\n  - ก\n  - -5\n"]
)
def test_a_dash_that_begins_no_line_is_text(text: str, tmp_path: Path) -> None:
    assert _warned(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("subject: !important ขอเชิญ\n", "!important"),
        ("subject: ! ขอเชิญ", "!"),
        ("subject: !\n", "!"),
        ("subject: &RD ขอเชิญ\n", "&RD"),
        ("body: [ก, !x ข]\n", "!x"),
    ],
)
def test_a_first_word_that_yaml_takes_for_a_sign_is_told(text: str, word: str, tmp_path: Path) -> None:
    (told,) = _warned(tmp_path, text)
    assert told.startswith(f"บันทึก.yaml บรรทัด 2: “{word}” ไม่ถูกอ่าน")
    assert "ครอบข้อความทั้งหมดด้วยเครื่องหมาย ' '" in told


@pytest.mark.parametrize(
    "text", ["subject: '!ก'\n", "subject: !!str 12\n", "subject: &x ก\nunit: *x\n", "subject: ก! ข & ค\n", "subject:"]
)
def test_a_sign_that_is_meant_or_stands_in_a_text_is_not_told(text: str, tmp_path: Path) -> None:
    assert _warned(tmp_path, text) == []


def test_an_agencys_lost_text_is_told_by_its_check(tmp_path: Path) -> None:
    (tmp_path / "agency.yaml").write_text("name: องค์การบริหารส่วนตำบลตัวอย่าง #1\n", "utf-8")
    assert "yaml-remark" in {problem.code for problem in check_agency(tmp_path)}


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("*.yaml")), ids=lambda path: path.name)
def test_an_example_holds_no_slip(path: Path) -> None:
    assert read(path).problems == ()


def _refused(folder: Path, text: str) -> str:
    with pytest.raises(DataError) as refused:
        _warned(folder, text)
    (problem,) = refused.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("unit：สำนักปลัด", "ตัวเต็มความกว้าง"),
        ("unit:สำนักปลัด", "พิมพ์เว้นวรรคหลังเครื่องหมาย :"),
        ("unit; สำนักปลัด", "บรรทัดนี้ไม่มี : หลังชื่อรายการ"),
        ("สำนักปลัด", "บรรทัดนี้ไม่มี : หลังชื่อรายการ"),
        ("unit:\u00a0สำนักปลัด", "เว้นวรรคหลัง : ในบรรทัดนี้เป็นชนิดพิเศษ"),
        ("unit: 'สำนักปลัด", "เครื่องหมาย ' ที่เปิดไว้ในบรรทัดนี้ไม่มีตัวปิด"),
        ('unit: "สำนักปลัด', 'เครื่องหมาย " ที่เปิดไว้ในบรรทัดนี้ไม่มีตัวปิด'),
        ("unit: 'สำนัก' ปลัด", "เช่น '''สำนัก'' ปลัด'"),
        ("unit: สำนักปลัด:", "เช่น 'สำนักปลัด:'"),
        ("unit: ? สำนักปลัด", "เช่น '? สำนักปลัด'"),
        ("unit: - สำนักปลัด", "ขึ้นบรรทัดใหม่ก่อน - ข้อแรก"),
        ('unit: "C:\\งาน"', "เช่น 'C:\\งาน'"),
    ],
)
def test_a_broken_line_is_named_itself_with_its_remedy(line: str, hint: str, tmp_path: Path) -> None:
    told = _refused(tmp_path, f"subject: ทดสอบ\n{line}\nnumber: 1\ndated: 2\n")
    assert told.startswith("บันทึก.yaml บรรทัด 3: ")
    assert hint in told


def test_a_broken_first_line_of_a_group_is_named_itself(tmp_path: Path) -> None:
    told = _refused(tmp_path, "signer:\n  position:นายก\n  name: ก\n")
    assert told == "บันทึก.yaml บรรทัด 3: ไม่มีเว้นวรรคหลัง : ในบรรทัดนี้: พิมพ์เว้นวรรคหลังเครื่องหมาย :"


def test_an_entry_whose_dash_touches_it_is_named_itself(tmp_path: Path) -> None:
    told = _refused(tmp_path, "body:\n  - ก\n  -ข\nnumber: 1\n")
    assert told.startswith("บันทึก.yaml บรรทัด 4: ข้อนี้ไม่มีเว้นวรรคหลัง -")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("name", ["บันทึก.yaml", "บันทึก.json"])
def test_another_unicode_encoding_is_named_as_the_fault(name: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes("kind: memo\nsubject: ทดสอบ\n".encode(encoding))
    with pytest.raises(DataError, match="บรรทัด 1: ไฟล์ไม่ได้บันทึกเป็น UTF-8"):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("agency:\n  name: ก\n  unit: ข\n", "“unit” ไม่อยู่ใต้ “agency”: ย้ายออกมาไว้ระดับเดียวกับ “agency”"),
        ("position: นายก\n", "“position” ไม่อยู่ระดับนี้: ย้ายไปไว้ใต้ “signer”"),
        ("เรื่อง: ทดสอบ\n", "ไม่รู้จัก “เรื่อง”: พิมพ์ชื่อภาษาอังกฤษของรายการนี้ “subject” แทน"),
        ("units: สำนักปลัด\n", "ไม่รู้จัก “units”: หมายถึง “unit” หรือไม่"),
    ],
)
def test_a_key_of_another_level_or_language_is_told_its_own(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "บันทึก.yaml").write_text(f"kind: memo\n{text}", "utf-8")
    with pytest.raises(DataError) as refused:
        load(tmp_path / "บันทึก.yaml")
    assert any(told in str(problem) for problem in refused.value.problems)
