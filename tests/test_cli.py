"""The command line as a clerk meets it: exit statuses, Thai words, nothing half-written, no traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import thaireport
import typer
from tests.support.clerk import form_file, type_main
from tests.support.tools import ROOT
from thaireport.cli import desk, main, overview
from thaireport.cli.app import app
from thaireport.cli.together import ONLY_WITH, WITHOUT_EFFECT
from thaireport.output.package import read_package, write_package
from thaireport.reports import REPORTS

MEMO = """kind: memo
agency: {name: องค์การบริหารส่วนตำบลตัวอย่าง}
number: ตย 71801/
dated: 20 เมษายน 2569
subject: ทดสอบ
addressee: นายกองค์การบริหารส่วนตำบลตัวอย่าง
body: เนื้อหา
signer: {name: นายสมชาย ตัวอย่างดี, position: นายก}
"""


@pytest.fixture(autouse=True)
def _log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAIREPORT_LOG", str(tmp_path / "log" / "บันทึก.log"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as clerks have them: Thai letters and a space in its name."""
    made = tmp_path / "งาน สารบรรณ"
    made.mkdir()
    return made


@pytest.fixture
def memo(folder: Path) -> Path:
    """A sound memo."""
    path = folder / "บันทึก.yaml"
    path.write_text(MEMO, "utf-8")
    return path


@pytest.fixture
def bad(folder: Path) -> Path:
    """A memo with an impossible day."""
    path = folder / "ผิด.yaml"
    path.write_text(MEMO.replace("20 เมษายน", "31 เมษายน"), "utf-8")
    return path


# ---- make ----


def test_the_result_lies_beside_the_input(memo: Path) -> None:
    assert main(["make", str(memo)]) == 0
    assert memo.with_suffix(".docx").is_file()


def test_a_known_suffix_after_o_means_a_file(memo: Path, folder: Path) -> None:
    assert main(["make", str(memo), "-o", str(folder / "ส่ง.docx")]) == 0
    assert (folder / "ส่ง.docx").is_file()


def test_anything_else_after_o_means_a_folder(memo: Path, folder: Path) -> None:
    assert main(["make", str(memo), "-o", str(folder / "ผล ลัพธ์" / "2569")]) == 0
    assert (folder / "ผล ลัพธ์" / "2569" / "บันทึก.docx").is_file()


def test_bad_data_gives_1_and_no_file(bad: Path) -> None:
    assert main(["make", str(bad)]) == 1
    assert not bad.with_suffix(".docx").exists()


def test_bad_data_is_told_with_its_line(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["make", str(bad)])
    assert "ผิด.yaml บรรทัด 4 (วันที่): ไม่มีวันที่ 31 เมษายน 2569" in capsys.readouterr().err


def test_one_bad_input_never_stops_the_others(memo: Path, bad: Path, folder: Path) -> None:
    assert main(["make", str(bad), str(memo), "-o", str(folder / "ผล")]) == 1
    assert [path.name for path in (folder / "ผล").iterdir()] == ["บันทึก.docx"]


def test_several_inputs_end_in_a_summary(memo: Path, bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["make", str(bad), str(memo)])
    assert "รวม 2 ไฟล์ เรียบร้อย 1 ไม่สำเร็จ 1" in capsys.readouterr().out


def test_several_inputs_leave_a_log(memo: Path, bad: Path, tmp_path: Path) -> None:
    main(["make", str(bad), str(memo)])
    assert "ไม่มีวันที่ 31 เมษายน" in (tmp_path / "log" / "บันทึก.log").read_text("utf-8")


def test_a_folder_means_the_data_files_in_it(memo: Path, folder: Path) -> None:
    (folder / "agency.yaml").write_text("name: อบต.ตัวอย่าง\n", "utf-8")
    (folder / "~$เปิดอยู่.xlsx").write_bytes(b"lock")
    assert main(["make", str(folder), "-o", str(folder / "ผล")]) == 0
    assert [path.name for path in (folder / "ผล").iterdir()] == ["บันทึก.docx"]


@pytest.mark.parametrize("word", ["{folder}", "{folder}/*"])
def test_workbooks_of_other_programs_are_told_not_silently_left_out(
    word: str, memo: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("แผน.xls", "มาโคร.XLSM", "ตาราง.ods", "~$แผน.xls", ".ซ่อน.ods"):
        (folder / name).write_bytes(b"")
    assert main(["check", word.format(folder=folder)]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "ไม่ได้อ่าน" in line]
    assert [line.split(": ")[0] for line in told] == [
        f"เตือน  ไม่ได้อ่าน {folder / name}" for name in ("ตาราง.ods", "มาโคร.XLSM", "แผน.xls")
    ]
    assert all("(.xlsx)" in line for line in told)


def test_a_folder_of_old_workbooks_alone_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "แผน.xls").write_bytes(b"")
    assert main(["make", str(folder)]) == 2
    assert "แผน.xls: เปิดใน Excel แล้วบันทึกเป็น" in capsys.readouterr().err


def test_a_form_beside_a_text_of_its_name_is_told(memo: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form_file("memo", folder).rename(memo.with_suffix(".xlsx"))
    main(["check", str(folder)])
    assert "บันทึก.xlsx เพราะมี บันทึก.yaml ชื่อเดียวกัน" in capsys.readouterr().err
    main(["check", str(folder), str(memo.with_suffix(".xlsx"))])
    assert "ไม่ได้อ่าน" not in capsys.readouterr().err


def test_a_workbook_made_from_the_text_beside_it_is_not_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = folder / "แผน.yaml"
    plan.write_text((ROOT / "examples" / "action_plan.yaml").read_text("utf-8"), "utf-8")
    thaireport.save(thaireport.load(ROOT / "examples" / "action_plan.yaml"), plan.with_suffix(".xlsx"))
    main(["check", str(folder)])
    assert "ไม่ได้อ่าน" not in capsys.readouterr().err


def test_a_name_typed_without_its_quotes_is_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "แผน ปี 2569.yaml").write_text(MEMO, "utf-8")
    monkeypatch.chdir(folder)
    assert main(["check", "แผน", "ปี", "2569.yaml"]) == 2
    assert '"แผน ปี 2569.yaml"' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("บันทึก", "ไม่พบไฟล์ บันทึก: มี บันทึก.yaml พิมพ์ชื่อให้ครบทั้งนามสกุล"),
        ("แผน", "ครอบชื่อที่มีเว้นวรรคด้วยเครื่องหมายคำพูด"),
        ("เก่า.xls", "ไม่รู้จักไฟล์ชนิด .xls: เปิดใน Excel แล้วบันทึกเป็น"),
        ("เก่า.xlsm", "Excel Workbook (.xlsx) ซึ่งไม่มีมาโคร"),
        ("เก่า.ods", "เปิดใน LibreOffice Calc"),
        ("เก่า.csv", "ใช้กับ --roster"),
        ("เก่า.docx", "อ่านข้อมูลกลับด้วย thaireport read"),
        ("~$เก่า.xlsx", "เป็นไฟล์ล็อกที่ Excel"),
    ],
)
def test_a_file_that_is_no_data_file_is_told_with_what_to_do(
    name: str, told: str, memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if name.startswith(("เก่า", "~$")):
        memo.with_name(name).write_bytes(b"\0")
    monkeypatch.chdir(memo.parent)
    assert main(["make", name]) == 2
    assert told in capsys.readouterr().err


def test_a_file_in_a_folder_below_is_named_as_it_is_typed(
    memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(memo.parent.parent)
    assert main(["make", memo.name]) == 2
    assert f'อยู่ที่ "{Path(memo.parent.name, memo.name)}"' in capsys.readouterr().err


@pytest.mark.parametrize("words", [["verify", "{lock}"], ["read", "{lock}"], ["make", "{memo}", "--roster", "{lock}"]])
def test_a_lock_of_an_open_file_is_called_so(
    words: list[str], memo: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = folder / "~$แผน.xlsx"
    lock.write_bytes(b"\0" * 165)
    assert main([word.format(lock=lock, memo=memo) for word in words]) == 2
    assert "เป็นไฟล์ล็อก" in capsys.readouterr().err


def test_a_pattern_is_expanded_where_the_shell_does_not(memo: Path, bad: Path, folder: Path) -> None:
    assert main(["check", str(folder / "บัน*.yaml")]) == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["make", "ไม่มี.yaml"], "ไม่พบไฟล์ ไม่มี.yaml"),
        (["make", "ไม่มี*.yaml"], "ไม่พบไฟล์ที่ตรงกับ"),
        (["make", "{memo}", "--to", "odt"], "ไม่รู้จักชนิดไฟล์ --to odt: ใช้ได้ docx, xlsx, pdf"),
        (["make", "{memo}", "-o", "a.pdf", "--to", "docx"], "เลือกอย่างใดอย่างหนึ่ง"),
        (["make", "{memo}", "{memo}x", "-o", "a.docx"], "มีข้อมูล 2 ไฟล์: ระบุเป็นโฟลเดอร์แทน"),
        (["make", "{memo}", "-o", "ก.doc"], "เช่น ก.docx"),
        (["make", "{memo}", "-o", "ก.ods"], "เช่น ก.xlsx"),
        (["make", "{memo}", "--jobs", "0"], "ค่าของ --jobs ใช้ไม่ได้: ต้องเป็น 1 ขึ้นไป"),
        (["make", "{memo}", "--jobs", "two"], "ค่าของ --jobs ใช้ไม่ได้: ต้องเป็นจำนวนเต็ม เช่น 2"),
        (["verify", "ไม่มี.docx"], "ไม่พบไฟล์ ไม่มี.docx"),
        (["read", "ไม่มี.docx"], "ไม่พบไฟล์ ไม่มี.docx"),
        (["read", ".", "--strip"], "ไม่ใช่ไฟล์รายงานที่ทำเสร็จแล้ว"),
        (["diff", "ไม่มี.docx", "{memo}"], "ไม่พบไฟล์ ไม่มี.docx"),
        (["make"], "ยังไม่ได้ระบุ INPUT: ไฟล์ข้อมูล (.xlsx .yaml .json)"),
        (["collect", "x"], "ยังไม่ได้ระบุ --output: สมุดงานสรุปที่จะเขียน"),
        (["make", "{memo}", "--tto", "pdf"], "ไม่รู้จักตัวเลือก --tto: หมายถึง --to หรือไม่"),
        (["make", "--to"], "ตัวเลือก --to ต้องมีค่าตามหลัง"),
        (["mkae", "{memo}"], "ไม่รู้จักคำสั่ง mkae"),
        (["kinds", "x"], "มีคำเกินมา: x"),
        (["form", "meno"], "ไม่รู้จักชนิดรายงาน meno: หมายถึง memo หรือไม่"),
        (["form", "แผน"], "ไม่รู้จักชนิดรายงาน แผน: หมายถึง action_plan หรือ plan_results หรือไม่"),
        (["form", "memo", "-o", "a.docx"], "แบบกรอกเป็นไฟล์ .xlsx"),
        (["make", "{memo}", "--roster", "ไม่มี.xlsx"], "ไม่พบไฟล์รายชื่อ"),
        (["make", "{memo}", "--agency", "ไม่มี"], "ไม่พบ agency.yaml"),
    ],
)
def test_wrong_use_gives_2_and_says_what_is_right(
    words: list[str], told: str, memo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(memo=memo) for word in words]) == 2
    assert told in capsys.readouterr().err


PAIRS = [(chief, other) for chief, others in WITHOUT_EFFECT.items() for other in others]


@pytest.mark.parametrize(("chief", "other"), [*PAIRS, ("", "--name")])
def test_an_option_that_would_change_nothing_is_refused(
    chief: str, other: str, memo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {"--as": "plan_results", "--roster": "ร.csv", "--name": "{ชื่อ}", "--jobs": "2", "--to": "docx"}
    typed = [word for option in (chief, other) if option for word in (option, values.get(option, "")) if word]
    assert main(["make", str(memo), *typed]) == 2
    told = capsys.readouterr().err
    assert other in told
    assert chief in told
    assert "ใช้" in told
    assert [each.name for each in memo.parent.iterdir()] == [memo.name]


def test_the_options_held_against_each_other_are_options_of_make() -> None:
    make = typer.main.get_command(app).commands["make"]  # type: ignore[attr-defined]
    known = {param.opts[-1] for param in make.params}
    assert {option for pair in PAIRS for option in pair} | {*ONLY_WITH, *ONLY_WITH.values()} <= known


def test_no_copy_of_a_text_file_can_be_marked(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(bad), "--mark"]) == 2
    assert "--mark ทำสำเนาของแบบกรอก .xlsx เท่านั้น" in capsys.readouterr().err


def test_the_input_is_never_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = form_file("action_plan", folder)
    before = path.read_bytes()
    assert main(["make", str(path), "--to", "xlsx"]) == 2
    assert path.read_bytes() == before
    assert "จะทับไฟล์ข้อมูลเอง" in capsys.readouterr().err


def test_two_inputs_never_share_a_result(memo: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = folder / "บันทึก.yml"
    other.write_text(MEMO, "utf-8")
    assert main(["make", str(memo), str(other)]) == 2
    assert "ซ้ำกับของ" in capsys.readouterr().err


def test_strict_takes_warnings_for_errors(memo: Path) -> None:
    assert main(["make", str(memo), "--strict"]) == 1
    assert not memo.with_suffix(".docx").exists()


def test_what_strict_refuses_is_named_as_wrong(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(memo), "--strict"])
    told = capsys.readouterr().err
    assert "  ผิด  " in told
    assert "  เตือน  " not in told


def test_a_locked_result_is_told_as_such(
    memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_words: object) -> None:
        raise PermissionError(13, "Permission denied", str(memo.with_suffix(".docx")))

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    assert main(["make", str(memo)]) == 2
    assert "บันทึก.docx" in capsys.readouterr().err


def test_a_full_disk_is_told_in_thai_and_leaves_no_half_file(
    memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["make", str(memo)]) == 2
    told = capsys.readouterr().err
    assert "บันทึก.docx ไม่ได้ เพราะที่เก็บเต็ม" in told
    assert "No space" not in told
    assert [path.name for path in memo.parent.iterdir()] == [memo.name]


def test_a_bug_is_told_shortly_and_kept_in_the_log(
    memo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(*_words: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(desk.Desk, "make", break_down)
    assert main(["make", str(memo)]) == 2
    told = capsys.readouterr().err
    assert "โปรแกรมขัดข้อง" in told
    assert "Traceback" not in told
    assert "a bug of ours" in (tmp_path / "log" / "บันทึก.log").read_text("utf-8")


# ---- check ----


def test_check_writes_nothing(memo: Path, folder: Path) -> None:
    assert main(["check", str(memo)]) == 0
    assert [path.name for path in folder.iterdir()] == [memo.name]


def test_check_json_can_be_read_by_a_program(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(bad), "--json"]) == 1
    [told] = json.loads(capsys.readouterr().out)
    [problem] = [problem for problem in told["problems"] if problem["level"] == "error"]
    assert (told["kind"], told["ok"], problem["level"], problem["loc"]) == ("memo", False, "error", ["dated"])


def test_mark_makes_a_copy_with_the_faulty_cell_coloured(folder: Path) -> None:
    path = form_file("memo", folder)
    workbook = openpyxl.load_workbook(path)
    type_main(workbook, "วันที่", "วานนี้")
    workbook.save(path)
    assert main(["check", str(path), "--mark"]) == 1
    marked = openpyxl.load_workbook(folder / "memo-ต้องแก้.xlsx")
    [row] = [row for row in marked["ข้อมูล"].iter_rows() if row[1].value == "วานนี้"]
    assert row[1].fill.start_color.rgb.endswith("F4A6A6")
    assert row[1].comment is not None
    assert "ไม่รู้จักเดือน" in row[1].comment.text


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/theme/theme1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_that_cannot_be_marked_is_checked_and_the_copy_told_of(
    part: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = form_file("memo", folder, filled=False)
    path.write_bytes(write_package({**read_package(path.read_bytes()), part: b"<a><"}))
    assert main(["check", str(path), "--mark"]) == 1
    told = capsys.readouterr()
    assert "โปรแกรมขัดข้อง" not in told.out + told.err
    assert not (folder / "memo-ต้องแก้.xlsx").exists() or part == "xl/theme/theme1.xml"


def test_the_marked_copy_lists_every_problem_with_a_link(folder: Path) -> None:
    path = form_file("memo", folder, filled=False)
    main(["check", str(path), "--mark"])
    sheet = openpyxl.load_workbook(folder / "memo-ต้องแก้.xlsx").worksheets[0]
    links = [cell.hyperlink.location or cell.hyperlink.target for cell in sheet["B"][1:]]
    assert all("ข้อมูล" in link for link in links)


def test_the_marked_copy_begins_with_what_stops_the_making(folder: Path) -> None:
    path = form_file("memo", folder)
    workbook = openpyxl.load_workbook(path)
    workbook["ข้อมูล"]["D5"] = "ข้างช่อง"
    type_main(workbook, "เรื่อง", None)
    workbook.save(path)
    main(["check", str(path), "--mark"])
    levels = [cell.value for cell in openpyxl.load_workbook(folder / "memo-ต้องแก้.xlsx").worksheets[0]["A"][1:]]
    assert levels[0] == "ผิด"
    assert levels[-1] == "เตือน"


def test_the_marked_copy_is_read_like_the_form(folder: Path) -> None:
    path = form_file("memo", folder)
    assert main(["check", str(path), "--mark"]) == 0
    assert thaireport.load(folder / "memo-ต้องแก้.xlsx") == thaireport.load(path)


# ---- the rest ----


def test_kinds_lists_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kinds", "--json"]) == 0
    assert {each["kind"] for each in json.loads(capsys.readouterr().out)} == set(REPORTS)


def test_version_is_the_librarys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"thaireport {thaireport.__version__}\n"


def test_a_filled_in_form_is_not_written_over(folder: Path) -> None:
    path = form_file("memo", folder)
    before = path.read_bytes()
    assert main(["form", "memo", "-o", str(path)]) == 2
    assert path.read_bytes() == before


def test_form_example_can_be_made_at_once(folder: Path) -> None:
    assert main(["form", "memo", "--example", "-o", str(folder / "ตัวอย่าง.xlsx")]) == 0
    assert main(["make", str(folder / "ตัวอย่าง.xlsx")]) == 0


def test_a_form_may_be_asked_for_by_its_thai_name(folder: Path) -> None:
    assert main(["form", "บันทึกข้อความ", "-o", str(folder)]) == 0
    assert (folder / "memo.xlsx").is_file()


def test_new_starts_a_folder_that_needs_only_filling_in(folder: Path) -> None:
    assert main(["new", "memo", str(folder / "ใหม่")]) == 0
    assert {path.name for path in (folder / "ใหม่").iterdir()} == {"agency.yaml", "memo.xlsx", "อ่านก่อน.txt"}


def test_new_keeps_what_is_there(folder: Path) -> None:
    (folder / "agency.yaml").write_text("name: ของเรา\n", "utf-8")
    main(["new", "memo", str(folder)])
    assert (folder / "agency.yaml").read_text("utf-8") == "name: ของเรา\n"


def test_the_agency_that_new_writes_says_how_other_folders_use_it(folder: Path) -> None:
    home, form = folder / "งาน", folder / "งาน" / "ปี 2569" / "บันทึก.xlsx"
    assert main(["new", "memo", str(home)]) == 0
    form.parent.mkdir()
    assert main(["form", "memo", "--example", "-o", str(form)]) == 0
    assert "--agency" in (home / "agency.yaml").read_text("utf-8-sig").partition("name:")[0]
    assert main(["make", str(form), "--agency", str(home)]) == 0


def test_new_writes_for_notepad(folder: Path) -> None:
    main(["new", "memo", str(folder)])
    data = (folder / "อ่านก่อน.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_doctor_names_the_programs_and_fonts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("Python", "LibreOffice", "แบบอักษร", "สิทธิ์เขียน"))


def test_doctor_says_how_to_do_without_libreoffice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("thaireport.output.soffice.find_soffice", lambda: None)
    assert main(["doctor"]) == 0
    assert "บันทึกเป็น > PDF" in capsys.readouterr().out


def test_doctor_says_where_compiled_templates_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no folder").touch()
    monkeypatch.setenv("THAIREPORT_CACHE", str(tmp_path / "no folder" / "kept"))
    assert main(["doctor"]) == 0
    assert f"เขียนใน {tmp_path / 'no folder' / 'kept'} ไม่ได้ จึงไม่เก็บ" in capsys.readouterr().out


def test_doctor_works_where_the_tools_for_pdf_are_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_tools(*_words: object) -> None:
        raise ModuleNotFoundError("No module named 'fontTools'", name="fontTools")

    monkeypatch.setattr("thaireport.output.fonts.faces", no_tools)
    assert main(["doctor"]) == 0
    assert 'install "thaireport[pdf]"' in capsys.readouterr().out


# ---- a process of its own ----


def _run(*words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, "-m", "thaireport", *words], capture_output=True, env=environment, check=False
    )


@pytest.mark.parametrize("encoding", ["cp874", "cp1252", "ascii"])
def test_the_screen_gets_utf_8_whatever_its_code_page(encoding: str, memo: Path) -> None:
    done = _run("check", str(memo), PYTHONIOENCODING=encoding)
    assert "มีคำเตือน" in done.stdout.decode("utf-8")


def test_help_is_thai_with_english_names() -> None:
    told = _run("make", "--help").stdout.decode("utf-8")
    assert "ทำไฟล์รายงานจากไฟล์ข้อมูล" in told
    assert "--roster" in told
    assert "Usage" not in told
    assert "Show this message" not in told
    assert "<" not in told  # the types of Python, which some releases of typer show


def test_help_imports_no_heavy_tool() -> None:
    code = "import sys; from thaireport.cli import main; main(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    loaded = done.stderr.decode("utf-8")
    heavy = ("pydantic", "openpyxl", "lxml", "jinja2", "rich", "typer", "yaml", "docx")
    assert not any(f"'{name}'" in loaded for name in heavy)


def test_the_first_page_of_help_lists_every_command_in_its_own_words() -> None:
    program = typer.main.get_group(app)
    context = typer.Context(program)
    commands = {name: program.get_command(context, name) for name in program.list_commands(context)}
    assert {name: command and command.help for name, command in commands.items()} == overview.COMMANDS


def test_the_first_page_of_help_lists_every_option() -> None:
    program = typer.main.get_command(app)
    context = typer.Context(program, help_option_names=["-h", "--help"])
    known = [set(option.opts) for option in program.get_params(context)]
    assert known == [set(words.split(", ")) for words in overview.OPTIONS]


def test_no_command_at_all_shows_the_first_page_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    asked = capsys.readouterr().out
    assert main([]) == 2
    assert capsys.readouterr().out == asked


def test_completion_offers_the_commands() -> None:
    done = _run(_THAIREPORT_COMPLETE="complete_bash", COMP_WORDS="thaireport ma", COMP_CWORD="1")
    assert done.stdout.decode("utf-8").split() == ["make"]
