"""One text, many recipients."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.support.tools import ROOT
from thaireport import load
from thaireport.cli import mailing, main
from thaireport.errors import DataError, UsageError
from thaireport.intake.roster import check_fields, fill_text, for_recipient, read_roster
from thaireport.intake.source import Source, read
from thaireport.output.embed import Record
from thaireport.pipeline import record_for
from thaireport.report import Report

TEXT = """kind: memo
agency: {name: องค์การบริหารส่วนตำบลตัวอย่าง}
number: ตย 71801/ว {ลำดับ}
dated: 20 เมษายน 2569
subject: ขอเชิญประชุม
addressee: "{ตำแหน่ง}"
body: ขอเชิญ{ชื่อ} เข้าร่วมประชุม
signer: {name: นายสมชาย ตัวอย่างดี, position: นายก}
"""


@pytest.fixture(autouse=True)
def _log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAIREPORT_LOG", str(tmp_path / "log" / "log"))


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A memo with fields to fill in."""
    path = tmp_path / "ขอเชิญ.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def _csv(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "รายชื่อ.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.fixture
def names(tmp_path: Path) -> Path:
    """Two recipients."""
    return _csv(tmp_path, "ชื่อ,ตำแหน่ง", "นายเอก ตัวอย่าง,ผู้อำนวยการกองคลัง", "นางโท ตัวอย่าง,หัวหน้า/ฝ่าย")


def _made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".docx")


def test_every_row_makes_one_memo(text: Path, names: Path, tmp_path: Path) -> None:
    assert main(["make", str(text), "--roster", str(names)]) == 0
    expected = ["ขอเชิญ-01 นายเอก ตัวอย่าง.docx", "ขอเชิญ-02 นางโท ตัวอย่าง.docx"]
    assert _made(tmp_path / "ขอเชิญ-ทุกฉบับ") == expected


def test_names_of_files_are_safe_and_different(text: Path, tmp_path: Path) -> None:
    names = _csv(tmp_path, "ชื่อ,ตำแหน่ง", "นาย ก,หัวหน้า/ฝ่าย", "นาย ข,หัวหน้า/ฝ่าย")
    main(["make", str(text), "--roster", str(names), "--name", "{ตำแหน่ง}", "-o", str(tmp_path / "ผล")])
    assert _made(tmp_path / "ผล") == ["หัวหน้า-ฝ่าย (2).docx", "หัวหน้า-ฝ่าย.docx"]


def test_what_is_up_to_date_is_not_made_again(text: Path, names: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["make", str(text), "--roster", str(names)])
    capsys.readouterr()
    main(["make", str(text), "--roster", str(names)])
    assert capsys.readouterr().out.count("เป็นปัจจุบันแล้ว") == 2


def test_only_the_row_that_changed_is_made_again(
    text: Path, names: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["make", str(text), "--roster", str(names)])
    capsys.readouterr()
    _csv(tmp_path, "ชื่อ,ตำแหน่ง", "นายเอก ตัวอย่าง,ผู้อำนวยการกองช่าง", "นางโท ตัวอย่าง,หัวหน้า/ฝ่าย")
    main(["make", str(text), "--roster", str(names)])
    assert capsys.readouterr().out.count("เป็นปัจจุบันแล้ว") == 1


def test_a_changed_picture_makes_everything_again(
    text: Path, names: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "seal.png"
    picture.write_bytes((ROOT / "examples" / "photos" / "camp.png").read_bytes())
    text.write_text(TEXT.replace("ตัวอย่าง}\nnumber", "ตัวอย่าง, emblem: seal.png}\nnumber"), "utf-8")
    main(["make", str(text), "--roster", str(names)])
    picture.write_bytes((ROOT / "examples" / "photos" / "school.png").read_bytes())
    os.utime(picture, (1, 1))  # as copied from a camera
    capsys.readouterr()
    main(["make", str(text), "--roster", str(names)])
    assert "เป็นปัจจุบันแล้ว" not in capsys.readouterr().out


def test_each_letter_is_held_against_the_template_that_its_own_data_choose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    example = (ROOT / "examples" / "measures_report.yaml").read_text("utf-8")
    agency = (ROOT / "examples" / "agency.yaml").read_text("utf-8")
    (tmp_path / "agency.yaml").write_text(agency, "utf-8")
    for folder in ("photos", "pictures"):
        shutil.copytree(ROOT / "examples" / folder, tmp_path / folder)
    asked: list[str] = []

    def told(report: Report, to: str) -> Record:
        asked.append(report.template_for(to))
        return record_for(report, to)

    monkeypatch.setattr(mailing, "record_for", told)
    text = tmp_path / "ผล.yaml"
    text.write_text(example.replace("layout: by_indicator", 'layout: "{แบบ}"'), "utf-8")
    names = _csv(tmp_path, "ชื่อ,แบบ", "นายเอก,by_measure", "นางโท,by_indicator")
    main(["make", str(text), "--roster", str(names), "--to", "xlsx"])
    assert asked == ["measures_report_by_measure.xlsx", "measures_report.xlsx"]


def test_a_mailing_never_writes_over_its_own_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "แผน.json"
    projects = [{"title": "โครงการของ{ชื่อ}", "dimension": 1, "quarters": [1]}]
    agency = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"}
    data = {"kind": "action_plan", "agency": agency, "fiscal_year": 2569, "projects": projects}
    text.write_text(json.dumps(data), "utf-8")
    book = openpyxl.Workbook()
    for row in (("ชื่อ", "ตำแหน่ง"), ("สำนักปลัด", "-")):
        book.worksheets[0].append(row)
    roster = tmp_path / "รายชื่อ.xlsx"
    book.save(roster)
    before = roster.read_bytes()
    typed = ["make", str(text), "--roster", str(roster), "--to", "xlsx", "-o", str(tmp_path), "--name", "รายชื่อ"]
    assert main(typed) == 2
    assert "จะทับไฟล์ข้อมูลเอง" in capsys.readouterr().err
    assert roster.read_bytes() == before


def test_force_makes_everything_again(text: Path, names: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["make", str(text), "--roster", str(names)])
    capsys.readouterr()
    main(["make", str(text), "--roster", str(names), "--force"])
    assert "เป็นปัจจุบันแล้ว" not in capsys.readouterr().out


def test_a_row_with_a_gap_fails_alone(text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = _csv(tmp_path, "ชื่อ,ตำแหน่ง", "นายเอก,", "นางโท,ปลัด")
    assert main(["make", str(text), "--roster", str(names)]) == 1
    assert "รายชื่อ.csv บรรทัด 2 คอลัมน์ “ตำแหน่ง”: ยังว่างอยู่" in capsys.readouterr().err
    assert _made(tmp_path / "ขอเชิญ-ทุกฉบับ") == ["ขอเชิญ-02 นางโท.docx"]


def test_a_field_without_a_column_is_told_before_anything_is_made(text: Path, tmp_path: Path) -> None:
    names = _csv(tmp_path, "ชื่อ,ตำแหนง", "นายเอก,ปลัด")
    with pytest.raises(DataError, match=r"ขอเชิญ.yaml บรรทัด 6: ไม่มีคอลัมน์ “ตำแหน่ง” .* หมายถึง {ตำแหนง} หรือไม่"):
        check_fields(read(text), read_roster(names))


def test_a_text_without_fields_is_no_mailing(names: Path) -> None:
    with pytest.raises(DataError, match="ข้อความไม่มีช่องเติมสักช่อง"):
        check_fields(Source({"body": "ไม่มีช่อง"}), read_roster(names))


def test_a_csv_that_excel_wrote_in_the_old_encoding_is_read(tmp_path: Path) -> None:
    names = _csv(tmp_path, "ชื่อ", "นายเอก", encoding="cp874")
    assert read_roster(names).rows[0].fields["ชื่อ"] == "นายเอก"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_csv_is_read_however_excel_saved_it(encoding: str, between: str, tmp_path: Path) -> None:
    lines = ("ชื่อ{}ตำแหน่ง", "นายเอก ตัวอย่าง{}นายก", '"ก{}ข"{}"ปลัด, รองปลัด; อื่น"')
    roster = read_roster(_csv(tmp_path, *(line.replace("{}", between) for line in lines), encoding=encoding))
    typed = [[row.fields[head] for head in roster.heads] for row in roster.rows]
    assert typed == [["นายเอก ตัวอย่าง", "นายก"], [f"ก{between}ข", "ปลัด, รองปลัด; อื่น"]]


@pytest.mark.parametrize("between", [",", ";"])
def test_the_line_that_tells_excel_what_stands_between_values_is_no_head(between: str, tmp_path: Path) -> None:
    roster = read_roster(_csv(tmp_path, f"sep={between}", f"ชื่อ{between}ตำแหน่ง", f"ก{between}ข"))
    assert roster.heads == ("ชื่อ", "ตำแหน่ง")
    assert roster.rows[0].places["ชื่อ"] == "รายชื่อ.csv บรรทัด 3 คอลัมน์ “ชื่อ”"


def test_a_workbook_does_as_a_roster(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    rows: list[list[object]] = [[], ["ชื่อ", "โทร"], ["นายเอก", 431234567], []]
    for row in rows:
        workbook.worksheets[0].append(row)
    workbook.save(tmp_path / "รายชื่อ.xlsx")
    [recipient] = read_roster(tmp_path / "รายชื่อ.xlsx").rows
    assert (recipient.fields["โทร"], recipient.fields["ลำดับ"]) == ("431234567", "1")


@pytest.mark.parametrize("filtered", [True, False])
def test_a_row_that_is_hidden_by_a_filter_or_by_hand_is_told(filtered: bool, text: Path, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in [("ชื่อ", "ตำแหน่ง"), ("นายเอก", "นายก"), ("นางโท", "ปลัด")]:
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.sheet_properties.filterMode = filtered
    path = tmp_path / "รายชื่อ.xlsx"
    workbook.save(path)
    told = [for_recipient(read(text), recipient).problems for recipient in read_roster(path).rows]
    assert [[problem.place for problem in each] for each in told] == [[], ['รายชื่อ.xlsx แผ่นงาน "Sheet" ช่อง A3']]


def _workbook(folder: Path, *rows: tuple[Any, ...]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    path = folder / "รายชื่อ.xlsx"
    workbook.save(path)
    return path


def test_titles_above_the_heads_are_no_heads(tmp_path: Path) -> None:
    rows = [("รายชื่อผู้รับ",), ("ประจำปี 2569",), (), ("ชื่อ", "ตำแหน่ง"), ("นายเอก", "นายก")]
    roster = read_roster(_workbook(tmp_path, *rows))
    assert roster.heads == ("ชื่อ", "ตำแหน่ง")
    assert roster.rows[0].places["ชื่อ"] == 'รายชื่อ.xlsx แผ่นงาน "Sheet" ช่อง A5'


def test_a_value_beside_the_only_column_is_no_head(tmp_path: Path) -> None:
    rows = [("ชื่อ",), ("นายเอก",), ("นางโท", "ปลัด"), ("นายตรี",)]
    with pytest.raises(DataError, match="B3"):
        read_roster(_workbook(tmp_path, *rows))


@pytest.mark.parametrize("last", [("รวม", 300), ("รวมทั้งสิ้น", "๓๐๐.-")])
def test_a_sum_below_the_rows_is_no_recipient(last: tuple[Any, ...], tmp_path: Path) -> None:
    roster = read_roster(_workbook(tmp_path, ("ชื่อ", "จำนวนเงิน"), ("นายเอก", 100), ("นางโท", 200), last))
    assert [row.fields["ชื่อ"] for row in roster.rows] == ["นายเอก", "นางโท"]


def test_a_roster_of_a_sum_alone_is_empty(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="รายชื่อต้องมีแถวหัว"):
        read_roster(_workbook(tmp_path, ("ชื่อ", "จำนวนเงิน"), ("รวม", 0)))


def test_the_same_head_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="หัวคอลัมน์ “ชื่อ” ซ้ำ"):
        read_roster(_csv(tmp_path, "ชื่อ,ชื่อ", "ก,ข"))


def test_rows_left_empty_are_no_recipients_and_are_not_counted(tmp_path: Path) -> None:
    roster = read_roster(_csv(tmp_path, "ชื่อ,ตำแหน่ง", "", "นายเอก,ผู้อำนวยการ", ",", " , ", "นางโท,หัวหน้า", ""))
    assert [(one.number, one.fields["ชื่อ"], one.fields["ลำดับ"]) for one in roster.rows] == [
        (1, "นายเอก", "1"),
        (2, "นางโท", "2"),
    ]
    assert roster.rows[1].places["ชื่อ"] == "รายชื่อ.csv บรรทัด 6 คอลัมน์ “ชื่อ”"


def test_a_number_typed_in_the_roster_is_kept(tmp_path: Path) -> None:
    roster = read_roster(_csv(tmp_path, "ลำดับ,ชื่อ", "๗,นายเอก"))
    assert roster.rows[0].fields["ลำดับ"] == "๗"


def test_a_roster_in_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "รายชื่อ.txt"
    path.write_text("ชื่อ\nนายเอก\n", "utf-8")
    with pytest.raises(UsageError, match=r"\.xlsx หรือ \.csv แต่พบ รายชื่อ\.txt"):
        read_roster(path)


def test_a_roster_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="อย่างน้อยหนึ่งแถวข้อมูล"):
        read_roster(_csv(tmp_path, "ชื่อ"))


def test_fields_are_filled_wherever_a_text_stands(names: Path) -> None:
    source = Source({"a": ["{ชื่อ}", {"b": "เรียน { ตำแหน่ง }"}], "n": 1})
    filled = for_recipient(source, read_roster(names).rows[0])
    assert filled.data == {"a": ["นายเอก ตัวอย่าง", {"b": "เรียน ผู้อำนวยการกองคลัง"}], "n": 1}


def test_a_field_without_a_column_in_the_file_names_is_refused(
    text: Path, names: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["make", str(text), "--roster", str(names), "--name", "{ลำดับ} {ชือ}"]) == 2
    assert "ไม่มีคอลัมน์ “ชือ”" in capsys.readouterr().err
    assert not (tmp_path / "ขอเชิญ-ทุกฉบับ").exists()


def test_a_mailing_made_without_its_roster_warns_of_every_field(text: Path) -> None:
    told = [str(problem) for problem in load(text).warnings if problem.code == "unfilled"]
    assert len(told) == 3
    assert "“{ชื่อ}”" in told[-1]


def test_an_unknown_field_in_a_file_name_stays(names: Path) -> None:
    assert fill_text("{อื่น} {ลำดับ}", read_roster(names).rows[0]) == "{อื่น} 1"


def _refused(folder: Path, data: bytes) -> str:
    path = folder / "รายชื่อ.csv"
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        read_roster(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('ก,"นายก\nข,กำนัน\n', 'ผิดรูปแบบ: ตรวจเครื่องหมาย " ที่เปิดแล้วไม่ปิด'),
        ('ก,"นายก" อบต.\n', "รายชื่อ.csv บรรทัด 2: ไฟล์ .csv ผิดรูปแบบ"),
        ("ก,นายก อบต., รักษาการ\n", "รายชื่อ.csv บรรทัด 2 คอลัมน์ “3”: ค่านี้อยู่ในคอลัมน์ที่ไม่มีหัว"),
        ("ก,\x00นายก\n", "มีอักขระที่อ่านไม่ออก"),
        ("ก," + "ย" * 140_000 + "\n", "ไฟล์ .csv ผิดรูปแบบ"),
    ],
)
def test_a_csv_of_which_something_would_be_lost_is_refused(rows: str, said: str, tmp_path: Path) -> None:
    assert said in _refused(tmp_path, f"ชื่อ,ตำแหน่ง\n{rows}".encode())


def test_bytes_of_no_thai_letter_are_refused(tmp_path: Path) -> None:
    assert "มีอักขระที่อ่านไม่ออก" in _refused(tmp_path, "ชื่อ,ตำแหน่ง\nก,".encode("cp874") + b"\xff\xfe")


def test_a_csv_with_the_line_ends_of_old_macs_is_read(tmp_path: Path) -> None:
    assert [row.fields["ชื่อ"] for row in read_roster(_csv(tmp_path, "ชื่อ,ตำแหน่ง\rก,นายก\rข,กำนัน")).rows] == ["ก", "ข"]


def test_a_formula_without_a_result_is_told_by_its_cell(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (["ชื่อ", "ตำแหน่ง"], ["นาย ก", '="นาย"&"ก"']):
        sheet.append(row)
    workbook.save(tmp_path / "รายชื่อ.xlsx")
    with pytest.raises(DataError, match=r"ช่อง B2.*สูตรในช่องนี้ยังไม่มีผลลัพธ์"):
        read_roster(tmp_path / "รายชื่อ.xlsx")


def test_a_bundle_is_a_mailing_too(names: Path, tmp_path: Path) -> None:
    part = TEXT.rstrip().replace("\n", "\n    ")
    bundle = tmp_path / "ชุด.yaml"
    bundle.write_text(f"kind: bundle\nagency: {{name: องค์การบริหารส่วนตำบลตัวอย่าง}}\nparts:\n  - {part}\n", "utf-8")
    assert main(["make", str(bundle), "--roster", str(names)]) == 0
    assert len(_made(tmp_path / "ชุด-ทุกฉบับ")) == 2


@pytest.mark.parametrize("rows", ["ก," * 100_000 + "\nข", "ก\n" * 60_000 + "ข," * 900])
def test_a_csv_of_so_many_columns_that_they_would_fill_the_memory_is_refused(rows: str, tmp_path: Path) -> None:
    path = tmp_path / "รายชื่อ.csv"
    path.write_text(rows, "utf-8")
    with pytest.raises(DataError, match="คอลัมน์มากผิดปกติ"):
        read_roster(path)
