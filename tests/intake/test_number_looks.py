"""What a clerk sees in a cell is what is read: percents, leading noughts, days counted from 1904."""

from __future__ import annotations

import copy
import io
import pickle
import re
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import thaireport
from openpyxl.cell import Cell
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import TypeAdapter, ValidationError
from tests.support.clerk import book, find, lay_pictures, loaded, said_of
from thaireport.errors import DataError
from thaireport.fields import Score
from thaireport.intake import book as opening
from thaireport.intake.book import open_book
from thaireport.intake.cells import ticked
from thaireport.intake.layout import MAIN
from thaireport.intake.number_looks import Shown, look_of
from thaireport.intake.roster import read_roster

PROJECTS, SHARE = "รายการโครงการ", "ตัวเลขที่ระบุในส่วนบรรยาย: ร้อยละการนำแผนไปปฏิบัติ"


def _put(cell: Cell, number: float, code: str) -> None:
    cell.value, cell.number_format = number, code


def _beside(workbook: Workbook, label: str) -> Cell:
    sheet = workbook[MAIN]
    return _cell(sheet, find(sheet, label).row, 2)


def _under(workbook: Workbook, sheet_name: str, head: str, row: int = 3) -> Cell:
    sheet = workbook[sheet_name]
    return _cell(sheet, row, find(sheet, head).column)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


# ---- formats ----


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("0%", 0.9412, "94%"),
        ("0.00%", 0.9412, "94.12%"),
        ("0.00%", 0.1 + 0.2, "30.00%"),
        ("0.0%", 0.12345, "12.3%"),
        ("0.00 %", -0.05, "-5.00 %"),
        ("#,##0.0#%", 12.3, "1,230.0%"),
        ("[$-D07041E]0.00%", 1 / 3, "33.33%"),
        ("t0.00%", 0.5, "50.00%"),
        ('0.00%;[Red]-0.00%;"-"', 0.25, "25.00%"),
        ("0.00E+00%", 0.5, "50%"),
        ("0.00", 8.3, "8.30"),
        ("0.0", 8, "8.0"),
        ("0.00", 1 / 3, "0.33"),
        ("0.00", 1.005, "1.01"),
        ("0.00", -8.3, "-8.3"),
        ("0.00_%", 8.3, "8.30"),
        ("0.00_ ;[Red]\\-0.00\\ ", 8.3, "8.30"),
        ("[$-D00041E]t0.00", 1.1, "1.10"),
        ("00000", 1234, "01234"),
        ("00000", 1234567, "1234567"),
        ("000-000-0000", 431234567, "043-123-4567"),
        ("0-0000-00000-00-0", 1234567890123, "1-2345-67890-12-3"),
        ("[$-D00041E]000", 7, "007"),
        ("000;-000;000;@", 7, "007"),
        ("0000_);(0000)", 7, "0007"),
        ('"ตย "00000', 12, "ตย 00012"),
        ("00\\.00", 830, "08.30"),
        ('"0"0', 43123456, "043123456"),
        ("000", 1.5, "1.5"),
        ("000", -7, "-7"),
    ],
)
def test_a_number_is_shown_as_excel_shows_it(code: str, number: float, shown: str) -> None:
    look = look_of(code)
    assert look is not None
    assert look.text(float(number)) == shown


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0",
        "#,##0.00",
        "00.00",
        '0.00;-0.00;"-"',
        "[<10]0.0;0.00",
        "?0.00",
        '0.00"%"',
        "0.00\\%",
        "0%;0.00",
        '"*"0',
        "00:00",
        "[h]00",
        "dd/mm/yyyy",
        "[<=9999999]000-0000;000-000-0000",
        '000;-000;"-"',
        "000;;;",
        "0%%",
        "%",
        "@",
        "",
        "0" * 256,
    ],
)
def test_a_format_of_looks_alone_leaves_the_number(code: str) -> None:
    assert look_of(code) is None


def test_a_number_that_is_shown_otherwise_can_be_copied_and_sent() -> None:
    look = look_of("000")
    assert look is not None
    number = Shown(7, look)
    assert [str(copy.deepcopy(number)), str(pickle.loads(pickle.dumps(number))), f"{number}"] == ["007"] * 3


# ---- forms ----


@pytest.mark.parametrize(
    ("number", "code", "read"),
    [
        (0.9194, "0.00%", "91.94"),
        (0.9194, "0%", "91.94"),
        (1, "0%", "100"),
        (0.0, "0%", "0"),
        (0.1 + 0.2, "0.00%", "30"),
        (0.875, "[$-D07041E]0.0%", "87.5"),
        (91.94, '0.00"%"', "91.94"),
        (91.94, "00000", "91.94"),
        (91, "00000", "91"),
    ],
)
def test_a_percent_typed_in_excel_is_the_share(number: float, code: str, read: str, tmp_path: Path) -> None:
    workbook = book("plan_results")
    _put(_beside(workbook, SHARE), number, code)
    assert str(loaded(workbook, tmp_path).stated.share) == read


@pytest.mark.parametrize("typed", ["94.12%", "94.12 %", "๙๔.๑๒%", " 94.12% "])
def test_a_score_may_be_typed_with_its_sign(typed: str) -> None:
    assert TypeAdapter(Score).validate_python(typed) == Decimal("94.12")


@pytest.mark.parametrize("typed", ["%", "94.12%%", "%94.12", "101%", "-1%"])
def test_a_sign_makes_no_score_of_what_is_none(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Score).validate_python(typed)


def test_percents_in_a_column_of_scores_are_scores(tmp_path: Path) -> None:
    workbook = book("ita_analysis")
    _put(_under(workbook, "IIT", "คะแนน"), 0.8123, "0.00%")
    read = loaded(workbook, tmp_path)
    before: Any = thaireport.load(_saved(book("ita_analysis"), tmp_path / "เดิม"))
    assert read.iit == {**before.iit, "i2": Decimal("81.23")}


def _saved(workbook: Workbook, folder: Path) -> Path:
    lay_pictures(folder)
    workbook.save(folder / "แบบ.xlsx")
    return folder / "แบบ.xlsx"


def test_a_percent_beyond_the_hundred_is_told(tmp_path: Path) -> None:
    workbook = book("plan_results")
    _put(_beside(workbook, SHARE), 91.94, "0.00%")
    assert any(
        "คะแนนต้องอยู่ระหว่าง 0 ถึง 100 แต่พบ 9194" in line and "ช่อง B" in line for line in said_of(workbook, tmp_path)
    )


def test_a_percent_where_baht_are_wanted_is_told_with_its_cell(tmp_path: Path) -> None:
    workbook = book("action_plan")
    _put(_under(workbook, PROJECTS, "งบประมาณ (บาท)"), 15, "0%")
    [said] = [line for line in said_of(workbook, tmp_path) if line.startswith("ผิด")]
    assert 'แผ่นงาน "รายการโครงการ" ช่อง G3 (งบประมาณ (บาท))' in said
    assert "“1500%” ให้พิมพ์เฉพาะตัวเลข" in said
    assert "เปลี่ยนรูปแบบเซลล์จากเปอร์เซ็นต์เป็นทั่วไป" in said


def test_a_percent_where_a_count_is_wanted_is_told_with_its_cell(tmp_path: Path) -> None:
    workbook = book("plan_results")
    _put(_beside(workbook, "ตัวเลขที่ระบุในส่วนบรรยาย: จำนวนโครงการ"), 0.12, "0%")
    assert any("ช่อง B" in line and "“12%” ให้พิมพ์เฉพาะตัวเลข" in line for line in said_of(workbook, tmp_path))


def test_a_text_has_the_percent_as_shown(tmp_path: Path) -> None:
    workbook = book("action_plan")
    _put(_under(workbook, PROJECTS, "หมายเหตุ"), 1 / 3, "0.00%")
    assert loaded(workbook, tmp_path).projects[1].remark == "33.33%"


@pytest.mark.parametrize(
    ("number", "code", "read"),
    [
        (43123456, "000000000", "043123456"),
        (431234567, "000-000-0000", "043-123-4567"),
        (43123456, '"0"0', "043123456"),
    ],
)
def test_a_telephone_number_keeps_the_nought_that_is_shown(number: int, code: str, read: str, tmp_path: Path) -> None:
    workbook = book("memo")
    _put(_beside(workbook, "หน่วยงาน: โทรศัพท์"), number, code)
    assert loaded(workbook, tmp_path).agency.phone == read


def test_an_item_keeps_the_noughts_behind_its_point(tmp_path: Path) -> None:
    workbook = book("action_plan")
    _put(_under(workbook, PROJECTS, "หมายเหตุ"), 8.3, "0.00")
    assert loaded(workbook, tmp_path).projects[1].remark == "8.30"


def test_an_amount_with_decimals_is_that_amount(tmp_path: Path) -> None:
    workbook = book("action_plan")
    for head, number in (("งบประมาณ (บาท)", 5000.5), ("ลำดับ", 2)):
        _put(_under(workbook, PROJECTS, head), number, "0.00")
    project = loaded(workbook, tmp_path).projects[1]
    assert (project.budget, project.no) == (Decimal("5000.5"), 2)


@pytest.mark.parametrize("code", ["0.00", "000"])
def test_a_tick_is_one_however_many_noughts_it_shows(code: str) -> None:
    look = look_of(code)
    assert look is not None
    assert (ticked(Shown(1, look)), ticked(Shown(0, look))) == (True, False)


def test_a_code_keeps_the_noughts_that_are_shown(tmp_path: Path) -> None:
    workbook = book("action_plan")
    for sheet, head, row in ((PROJECTS, "รหัส", 3), ("แผ่นโครงการ", "รหัสโครงการ", 15)):
        _put(_under(workbook, sheet, head, row), 7, "000")
    assert loaded(workbook, tmp_path).projects[1].id == "007"


def test_a_number_with_noughts_before_it_is_that_number(tmp_path: Path) -> None:
    workbook = book("action_plan")
    for head, number in (("งบประมาณ (บาท)", 5000), ("ลำดับ", 2)):
        _put(_under(workbook, PROJECTS, head), number, "000000")
    project = loaded(workbook, tmp_path).projects[1]
    assert (project.budget, project.no) == (Decimal(5000), 2)


def test_a_total_with_a_hundred_percent_is_no_entry(tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    before = len(loaded(workbook, tmp_path).projects)
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value is not None)
    _cell(sheet, last + 1, find(sheet, PROJECTS).column).value = "รวมทั้งสิ้น"
    _put(_under(workbook, PROJECTS, "หมายเหตุ", last + 1), 1, "0.00%")
    assert len(loaded(workbook, tmp_path).projects) == before


def test_a_roster_has_what_is_shown(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["ชื่อ", "เลขที่", "คะแนน"])
    sheet.append(["นายเอก ตัวอย่าง", 42, 0.9412])
    sheet["B2"].number_format, sheet["C2"].number_format = "00000", "0.00%"
    path = tmp_path / "รายชื่อ.xlsx"
    workbook.save(path)
    assert list(read_roster(path).rows[0].fields.values())[:3] == ["นายเอก ตัวอย่าง", "00042", "94.12%"]


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("#,##0.00", 1500.5, "1,500.50"),
        ("#,##0", 1234567.5, "1,234,568"),
        ("#,##0.00##", 1500, "1,500.00"),
        ('_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', 1500, "1,500.00"),
        ('_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', 0, "-"),
        ('#,##0.00" บาท"', 1500, "1,500.00"),
        ("[$฿-41E]#,##0.00;[Red]-[$฿-41E]#,##0.00", -1500, "-1,500.00"),
        ("[$-D00041E]t#,##0.00", 1500, "1,500.00"),
        ("0", 1500.5, "1501"),
        ("General", 1500.25, "1500.25"),
        ("General", 0.1 + 0.2, "0.3"),
        ("#,##0,", 1500000, "1500000"),
    ],
)
def test_an_amount_in_a_roster_is_printed_as_shown(code: str, number: float, shown: str, tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["ชื่อ", "จำนวนเงิน"])
    sheet.append(["นายเอก ตัวอย่าง", number])
    sheet["B2"].number_format = code
    path = tmp_path / "รายชื่อ.xlsx"
    workbook.save(path)
    assert read_roster(path).rows[0].fields["จำนวนเงิน"] == shown


@pytest.mark.parametrize(("number", "shown"), [(4, "1,500.50"), (39, "1,500.50"), (43, "1,500.50"), (3, "1,501")])
def test_an_amount_in_a_format_without_a_code_is_printed_as_shown(number: int, shown: str, tmp_path: Path) -> None:
    parts = {name: part.replace("0.0%", "#,##0.000") for name, part in _parts().items()}
    parts["xl/styles.xml"] = re.sub(
        r'numFmtId="(?!0")[0-9]+"(?! formatCode)', f'numFmtId="{number}"', parts["xl/styles.xml"]
    )
    cell = CELL.replace("0.5", "1500.5")
    row = f'<row r="2">{cell.replace("A1", "A2")}</row>'
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name].replace(CELL, '<c r="A1" t="inlineStr"><is><t>ยอด</t></is></c>').replace("</row>", f"</row>{row}")
    )
    path = tmp_path / "รายชื่อ.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for each, part in parts.items():
            package.writestr(each, part.encode())
    assert read_roster(path).rows[0].fields["ยอด"] == shown


def test_a_percent_saved_by_libreoffice_is_the_share(tmp_path: Path, soffice: Path) -> None:
    workbook = book("plan_results")
    _put(_beside(workbook, SHARE), 0.9194, "0.00%")
    _put(_beside(workbook, "หน่วยงาน: โทรศัพท์"), 43123456, "000000000")
    path, saved = _saved(workbook, tmp_path), tmp_path / "saved"
    lay_pictures(saved)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", saved, path]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=120)
    read: Any = thaireport.load(saved / path.name)
    assert (str(read.stated.share), read.agency.phone) == ("91.94", "043123456")


# ---- days counted from 1904 ----


def test_a_day_without_a_format_is_counted_as_its_workbook_counts(tmp_path: Path) -> None:
    workbook = book("memo")
    workbook.epoch = CALENDAR_MAC_1904
    _put(_beside(workbook, "วันที่"), 44_670, "General")
    _put(_beside(workbook, "เรื่อง"), 44_670, "General")
    memo = loaded(workbook, tmp_path)
    assert (memo.dated, memo.subject) == (date(2026, 4, 20), "44670")


# ---- however it is written ----

CELL = '<c r="A1" s="1"><v>0.5</v></c>'


def _parts() -> dict[str, str]:
    """The parts of a workbook whose only cell, A1, is 50%."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "ชีต"
    _put(_cell(sheet, 1, 1), 0.5, "0.0%")
    file = io.BytesIO()
    workbook.save(file)
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    rows = f'<sheetData xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><row r="1">{CELL}</row>'
    parts[name] = re.sub("<sheetData>.*(?=</sheetData>)", rows, parts[name], flags=re.DOTALL)
    return parts


def _read(parts: dict[str, str], folder: Path) -> list[list[str]]:
    path = folder / "แบบ.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part.encode())
    return [[str(value) for value in row] for row in open_book(path).sheets[0].rows]


@pytest.mark.parametrize(
    "cell",
    [
        CELL,
        '<c r="A1" s="1" t="n"><v>0.5</v></c>',
        "<c s='1' r='A1'><v>0.5</v></c>",
        '<c r="A1"\ns = "1"><f>1/2</f><v>0.5</v></c>',
        '<c r="A1" s="&#49;"><v>0.5</v></c>',
        '<c r="A1" s="01"><v>0.5</v></c>',
        '<c r="A1" s=" 1 "><v>0.5</v></c>',
        '<x:c r="A1" s="1"><x:v>0.5</x:v></x:c>',
        '<c s="1"><v>0.5</v></c>',
    ],
)
def test_a_percent_is_found_however_its_cell_is_written(
    cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = _parts()
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(CELL, cell)
    for piece in (1 << 14, 13):
        monkeypatch.setattr("thaireport.intake.sheet_scan._PIECE", piece)
        assert _read(parts, tmp_path) == [["50.0%"]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('formatCode="0.0%"', "formatCode = '0.0&#37;'"),
        ('numFmtId="164"', 'numFmtId="9"'),
        ('numFmtId="164"', "numFmtId='&#57;'"),
        ('numFmtId="164"', 'numFmtId="009"'),
        ('formatCode="0.0%"', 'formatCode="0.0&#x25;"'),
        ("<cellXfs", '<dxfs><dxf><numFmt numFmtId="164" formatCode="General"/></dxf></dxfs><cellXfs'),
    ],
)
def test_a_percent_is_found_however_its_format_is_written(before: str, after: str, tmp_path: Path) -> None:
    parts = _parts()
    assert before in parts["xl/styles.xml"]
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(before, after)
    assert _read(parts, tmp_path)[0][0].startswith("50")


@pytest.mark.parametrize("called", ['"2"', '"60"', '"02"'])
def test_decimals_without_a_code_are_found(called: str, tmp_path: Path) -> None:
    parts = _parts()
    styles = parts["xl/styles.xml"].replace("0.0%", "General").replace('numFmtId="164"', f"numFmtId={called}")
    parts["xl/styles.xml"] = re.sub("<numFmts.*?</numFmts>", "", styles)
    assert _read(parts, tmp_path) == [["0.50"]]


@pytest.mark.parametrize("called", ['"9"', '"09"', "'9'", "' 9 '", '"&#57;"'])
def test_a_percent_without_a_code_is_found(called: str, tmp_path: Path) -> None:
    parts = _parts()
    styles = parts["xl/styles.xml"].replace("0.0%", "General").replace('numFmtId="164"', f"numFmtId={called}")
    parts["xl/styles.xml"] = re.sub("<numFmts.*?</numFmts>", "", styles)
    assert _read(parts, tmp_path) == [["50%"]]


def test_a_cell_that_names_no_style_has_the_first(tmp_path: Path) -> None:
    parts = _parts()
    parts["xl/styles.xml"] = re.sub(r'(<cellXfs[^>]*><xf )numFmtId="0"', r'\1numFmtId="9"', parts["xl/styles.xml"])
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(' s="1"', "")
    assert _read(parts, tmp_path) == [["50%"]]


def test_one_of_very_many_styles_is_found(tmp_path: Path) -> None:
    parts = _parts()
    many = '<xf numFmtId="9" fontId="0" fillId="0" borderId="0"/>' * 5_000
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace("</cellXfs>", f"{many}</cellXfs>")
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(' s="1"', ' s="4711"')
    assert _read(parts, tmp_path) == [["50%"]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" s="1" t="inlineStr"><is><t>ก</t></is></c>',
        '<c r="A1" s="1" t="b"><v>1</v></c>',
        '<c r="A1" s="1" t="str"><v>0.5</v></c>',
        '<c r="A1" s="0"><v>0.5</v></c>',
        '<c r="A1" s="1"><v>1e300</v></c>',
    ],
)
def test_what_is_no_number_shown_as_percent_stays(cell: str, tmp_path: Path) -> None:
    parts = _parts()
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(CELL, cell)
    [[value]] = _read(parts, tmp_path)
    assert "%" not in value


def test_a_cell_above_the_sheet_is_no_cell(tmp_path: Path) -> None:
    parts = _parts()
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        CELL, f'{CELL}<c r="A0" s="1"><v>1</v></c>'
    )
    with pytest.raises(DataError):
        _read(parts, tmp_path)


@pytest.mark.parametrize("code", ["General", "0.0%"])
def test_a_sheet_without_such_a_cell_is_not_looked_at_twice(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xml.parsers.expat.ParserCreate", None)
    parts = _parts()
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace("0.0%", code)
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(' s="1"', ' s="0"')
    assert _read(parts, tmp_path) == [["0.5"]]


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml"])
@pytest.mark.parametrize(
    "start", ["<", '<?xml version="1.0" encoding="foo"?>', '<?xml version="1.0" encoding="cp932"?>']
)
def test_a_part_that_is_no_xml_is_refused(part: str, start: str, tmp_path: Path) -> None:
    parts = _parts()
    parts[part] = start + re.sub(r"<\?xml.*?\?>", "", parts[part])
    with pytest.raises(DataError, match="ไม่ใช่ไฟล์ Excel"):
        _read(parts, tmp_path)


def test_a_list_of_styles_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_STYLES", 100)
    with pytest.raises(DataError, match="ไม่ใช่ไฟล์ Excel"):
        _read(_parts(), tmp_path)


def test_a_workbook_without_a_list_of_styles_is_read(tmp_path: Path) -> None:
    parts = _parts()
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = re.sub(r"<Relationship [^>]*/styles\"[^>]*/>", "", parts[name])
    assert "styles" not in parts[name]
    assert _read(parts, tmp_path) == [["0.5"]]
