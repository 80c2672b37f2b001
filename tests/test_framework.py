"""The ITA framework as data: FY2566 whole, another year added by an agency, codes however they are typed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from thaireport.errors import DataError
from thaireport.framework import (
    Framework,
    codes_of,
    framework_for,
    levels_of,
    load_framework,
    mended,
    mentions,
    outline,
    read_code,
)

DATA = Path(__file__).parents[1] / "thaireport" / "data" / "ita_2566.yaml"


@pytest.fixture
def framework() -> Framework:
    found = framework_for(2566)
    assert found is not None
    return found


def test_fy2566_has_thirty_fifteen_and_forty_three_questions(framework: Framework) -> None:
    letters = [code[0] for code in framework.wordings]
    assert {letter: letters.count(letter) for letter in "ieo"} == {"i": 30, "e": 15, "o": 43}


def test_questions_belong_to_the_indicators_of_the_reference(framework: Framework) -> None:
    owners = {code: owner.number for code in ("i6", "i7", "i24", "i25", "e5", "e6", "e15", "o30", "o31") if (
        owner := framework.indicator_of(code))}  # fmt: skip
    assert owners == {"i6": 1, "i7": 2, "i24": 4, "i25": 5, "e5": 6, "e6": 7, "e15": 8, "o30": 9, "o31": 10}


def test_only_the_wording_of_i23_is_unknown(framework: Framework) -> None:
    assert [code for code, wording in framework.wordings.items() if wording is None] == ["i23"]


def test_issue_tables_show_the_items_of_the_reference(framework: Framework) -> None:
    items = {issue.number: issue.items for issue in framework.issues}
    assert items[1] == (
        *(f"i{n}" for n in range(1, 7)), "e1", "e2", "e3", "e4", "e11", "e12", "e15",
        "o4", "o11", "o12", "o13", "o14",
    )  # fmt: skip
    assert items[4] == ("i19", "i20", "i21", "i22", "i24", "o34", "o35")
    assert len(items) == 7


def test_wordings_of_the_issue_tables_are_those_of_the_sample(framework: Framework, shared: Path) -> None:
    """The official wording, compared without spaces; faults of the sample's text recognition are mended in ours."""
    seed = "".join((shared / "seeds" / "001_9c1e406a0a06b038.txt").read_text("utf-8").split())
    misread = {"i15", "i16", "i22", "i23", "i24", "i25", "o27", "o28", "o29", "o31"}
    missing = [
        code
        for code, wording in framework.wordings.items()
        if code not in misread and "".join((wording or "").split()) not in seed
    ]
    assert missing == []


def test_no_misreading_of_the_sample_is_left(framework: Framework) -> None:
    text = " ".join(wording or "" for wording in framework.wordings.values())
    assert not [word for word in ("ประพฤตินิยม", "ธรรมเนียมนโยบาย", "คุณาน", "ทำระ") if word in text]


# ---- levels ----


@pytest.mark.parametrize(
    ("year", "total", "each", "level"),
    [
        (2566, "96.46", ("98.40", "96.48", "95.00"), "ผ่านดีเยี่ยม"),
        (2566, "96.46", ("98.40", "99.00", "94.99"), "ผ่านดี"),
        (2566, "90.00", ("98.40", "99.00", "84.99"), "ผ่าน"),
        (2566, "94.995", ("95", "95", "95"), "ผ่านดีเยี่ยม"),
        (2566, "94.994", ("95", "95", "95"), "ผ่านดี"),
        (2566, "84.99", ("85", "85", "84"), "ต้องปรับปรุง"),
        (2566, "69.99", ("70", "70", "69"), "ต้องปรับปรุงโดยด่วน"),
        (2565, "95", ("10", "99", "99"), "AA"),
        (2565, "84.99", ("85", "85", "84"), "B"),
        (2565, "49.99", ("50", "50", "49"), "F"),
    ],
)
def test_level_follows_the_scale_of_the_year(year: int, total: str, each: tuple[str, ...], level: str) -> None:
    assert outline(year).level(Decimal(total), map(Decimal, each)) == level


def test_scales_change_between_2565_and_2566() -> None:
    assert [len(levels_of(2565)), len(levels_of(2566))] == [7, 5]


# ---- another year ----


def year_file(folder: Path, year: int, old: str = "", new: str = "") -> Path:
    text = DATA.read_text("utf-8").replace("fiscal_year: 2566", f"fiscal_year: {year}")
    assert old in text
    path = folder / "data" / f"ita_{year}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(old, new, 1) if old else text, "utf-8")
    return path


def test_year_without_data_has_no_framework() -> None:
    assert framework_for(2570) is None


def test_outline_of_another_year_has_the_ten_indicators_and_no_questions() -> None:
    bare = outline(2570)
    assert (list(bare.indicators), bare.wordings, bare.known) == (list(range(1, 11)), {}, False)


def test_agency_adds_a_year_by_a_file(tmp_path: Path) -> None:
    year_file(tmp_path, 2567, "o1: โครงสร้าง", "o1: โครงสร้างและอำนาจหน้าที่")
    added = framework_for(2567, tmp_path)
    assert added is not None
    assert (added.fiscal_year, added.wordings["o1"], added.known) == (2567, "โครงสร้างและอำนาจหน้าที่", True)


def test_changed_file_is_read_again(tmp_path: Path) -> None:
    path = year_file(tmp_path, 2567)
    load_framework(path)
    path.write_text(path.read_text("utf-8").replace("o2: ข้อมูลผู้บริหาร", "o2: ผู้บริหาร"), "utf-8")
    assert load_framework(path).wordings["o2"] == "ผู้บริหาร"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: 0.40", "weight: 0.50", "น้ำหนักของเครื่องมือรวมกันต้องเป็น 1 แต่รวมได้ 1.10"),
        ("          i7: ท่าน", "          i6: ท่าน", "รหัสข้อคำถาม i6 ซ้ำกัน"),
        ("          i2: เจ้า", "          i1: เจ้า", "“i1” ซ้ำกัน"),
        ("              o2: ข้อมูล", "              o11: ข้อมูล", "รหัสข้อคำถาม o11 ซ้ำกัน"),
        ("number: 2\n        name: การใช้งบ", "number: 1\n        name: การใช้งบ", "ตัวชี้วัดที่ 1 ซ้ำกัน"),
        ("items: e6-e10, o1", "items: e6-e16, o1", "ประเด็นที่ 3 อ้างถึง e16 ซึ่งไม่มีในข้อคำถาม"),
        ("items: e6-e10, o1", "items: e6-o10, o1", "ช่วง “e6-o10” อ่านไม่ได้"),
        ("          e1: หน่วย", "          x1: หน่วย", "รหัส x1 ของ EIT ต้องเป็น e ตามด้วยเลข"),
        ("    short: IIT\n", "", "short: ยังไม่ได้กรอก"),
        ("    short: IIT\n", "    short: IIT\n    colour: แดง\n", "colour: ไม่รู้จักชื่อนี้"),
        ("fiscal_year: 2567", "fiscal_year: [", "รูปแบบ YAML ไม่ถูกต้อง"),
    ],
)
def test_fault_of_an_added_file_is_said_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = year_file(tmp_path, 2567, old, new)
    with pytest.raises(DataError) as caught:
        load_framework(path)
    assert any(said in problem.message for problem in caught.value.problems), caught.value
    assert all(problem.place.startswith("ita_2567.yaml") for problem in caught.value.problems)


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    path = year_file(tmp_path, 2567, "weight: 0.40", "weight: 0.50")
    path.write_text(path.read_text("utf-8").replace("items: e6-e10", "items: e6-e16"), "utf-8")
    with pytest.raises(DataError) as caught:
        load_framework(path)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("old", "new"), [("code: eit_survey", "code: eit_2"), ("    parts:\n", "    parts: []\n    x:\n")]
)
def test_a_part_that_no_scores_are_typed_for_is_a_fault(tmp_path: Path, old: str, new: str) -> None:
    path = year_file(tmp_path, 2567, old, new)
    text = path.read_text("utf-8")
    if "x:" in new:
        start = text.index("    x:\n")
        path.write_text(text[:start] + text[text.index("    indicators:", start) :], "utf-8")
    with pytest.raises(DataError, match="eit_public หรือ eit_survey"):
        load_framework(path)


def test_a_copy_whose_year_was_not_changed_is_a_fault(tmp_path: Path) -> None:
    path = year_file(tmp_path, 2567)
    path.write_text(path.read_text("utf-8").replace("fiscal_year: 2567", "fiscal_year: 2566"), "utf-8")
    with pytest.raises(DataError, match="ชื่อไฟล์เป็นของปี 2567"):
        framework_for(2567, tmp_path)


def test_a_control_character_in_an_added_file_is_a_fault(tmp_path: Path) -> None:
    path = year_file(tmp_path, 2567)
    path.write_text(path.read_text("utf-8") + "# \x01\n", "utf-8")
    with pytest.raises(DataError, match="อักขระควบคุม"):
        framework_for(2567, tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# " + "ก" * 400_000, "ใหญ่เกิน 1 ล้านไบต์"),
        ("a: &a [x]\nb: &b [" + "*a, " * 400 + "]\nc: [" + "*b, " * 400 + "]\n", "อ้างซ้ำ"),
        ("a: &a [*a]\n", "อ้างถึงตัวเอง"),
        ("a: " + "[" * 900, "YAML"),
        ("a: b\n? [c]\n: d\n", "บรรทัด 2: ชื่อรายการต้องเป็นข้อความ"),
    ],
)
def test_a_file_without_end_or_names_is_a_fault(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "ita_2567.yaml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=said):
        framework_for(2567, tmp_path)


def test_shipped_file_is_plain_data() -> None:
    assert yaml.safe_load(DATA.read_text("utf-8"))["fiscal_year"] == 2566


# ---- codes ----


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("i1", "i1"), ("I 1", "i1"), ("e๑๕", "e15"), ("O14", "o14"), ("๐6", "o6"), ("๐๖", "o6"), ("014", "o14"),
        ("ei2", "e2"), ("9.1", "9.1"), ("๑๐.๒", "10.2"), (" o43 ", "o43"), ("\u200bi1\ufeff", "i1"),
    ],
)  # fmt: skip
def test_code_is_read_however_it_is_typed(typed: str, code: str) -> None:
    assert read_code(typed) == code


def test_expected_letter_tells_the_stray_one() -> None:
    assert (read_code("ei2", "i"), read_code("ei2", "e")) == ("i2", "e2")


@pytest.mark.parametrize("typed", ["", "12", "x1", "iei2", "i0", "i123", "คะแนน", "9.1.1"])
def test_what_is_no_code_is_refused_in_thai(typed: str) -> None:
    with pytest.raises(ValueError, match="ไม่ใช่รหัสข้อคำถาม"):
        read_code(typed)


def test_ranges_in_prose_name_every_question() -> None:
    found = mentions("ตาม (i4-i6) และ (๐1-๐3,๐5) กับ e๑๕, ei2")
    assert [one.code for one in found] == ["i4", "i5", "i6", "o1", "o2", "o3", "o5", "e15", "e2"]


def test_only_mistyped_codes_are_marked_as_mended() -> None:
    assert [one.typed for one in mentions("i1-i3 e๑๕ O9 ๐6 ei2") if one.mended] == ["๐6", "ei2"]


@pytest.mark.parametrize(
    "text",
    ["พ.ศ. ๒๕๖๖", "โทร. ๐ ๔๓๘๔ ๐๖๗๒", "๐.๕ คะแนน", "ร้อยละ ๙๐.๐๕", "https://a.go.th/i5", "O2O", "e-Plan 2566", "๑,๐๐๐"],
)
def test_numbers_and_addresses_are_no_codes(text: str) -> None:
    assert (mentions(text), mended(text)) == ([], text)


@pytest.mark.parametrize("text", ["ระบบ E0", "ข้อ o00", "ข้อ ๐0 และ ๐00", "ข้อ i๐"])
def test_a_code_of_the_number_nought_in_prose_is_no_code(text: str) -> None:
    assert (mentions(text), mended(text)) == ([], text)


@pytest.mark.parametrize("typed", ["i5-i2", "e3-o5", "9.1-9.3"])
def test_a_range_that_goes_nowhere_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=f"ช่วง “{typed}” อ่านไม่ได้"):
        codes_of(typed)


def test_mistyped_codes_are_put_right_and_the_rest_left() -> None:
    text = "เทียบ (๐6-๐10) กับ (i๑-i๓) ปี ๒๕๖๖"
    assert mended(text) == "เทียบ (o6-o10) กับ (i๑-i๓) ปี ๒๕๖๖"
