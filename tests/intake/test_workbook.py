"""What a form forgives, and where it says a value stands."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import PIL.Image
import pytest
import thaireport
from openpyxl.drawing.image import Image
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from tests.support.clerk import book, example, find, form_file, lay_pictures, loaded, said_of, type_main, type_row
from thaireport import DataError
from thaireport.intake import tables
from thaireport.intake.book import area_name
from thaireport.intake.cells import a1, ticked
from thaireport.intake.layout import MAIN, Cell, layout_of
from thaireport.intake.workbook import read
from thaireport.reports import REPORTS
from thaireport.thai.dates import Month

PROJECTS = "รายการโครงการ"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("๒๐ เม.ย. ๖๙", date(2026, 4, 20)),
        ("20/4/2569", date(2026, 4, 20)),
        (datetime(2026, 4, 20), date(2026, 4, 20)),
        (datetime(2569, 4, 20), date(2026, 4, 20)),
        (46132, date(2026, 4, 20)),
        ("เมษายน 2569", Month(2026, 4)),
    ],
    ids=["Thai digits", "slashes", "Excel date", "Excel date in the Buddhist era", "Excel's number of it", "month"],
)
def test_a_day_is_read_however_it_was_typed(typed: object, day: object, tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "วันที่", typed)
    assert loaded(workbook, tmp_path).dated == day


@pytest.mark.parametrize("year", [1969, 1930, 1999])
def test_a_day_that_excel_guessed_from_two_figures_is_told(year: int, tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "วันที่", datetime(year, 4, 20))
    (said,) = [said for said in said_of(workbook, tmp_path) if said.startswith("ผิด")]
    assert 'แผ่นงาน "ข้อมูล" ช่อง B8 (วันที่)' in said
    assert f"20 เมษายน {year + 600}" in said


def test_a_period_that_excel_guessed_is_told_too(tmp_path: Path) -> None:
    workbook = book("ita_analysis")
    type_row(workbook, "การปฏิบัติ", "ระยะเวลาดำเนินงาน", datetime(1969, 1, 1))
    assert any("ค.ศ. 1969" in said for said in said_of(workbook, tmp_path))


def test_a_day_long_ago_may_be_typed_as_a_text(tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "วันที่", "20 เมษายน 2512")
    assert loaded(workbook, tmp_path).dated == date(1969, 4, 20)


@pytest.mark.parametrize(
    ("typed", "baht"),
    [
        ("๑๐,๐๐๐.-", "10000"),
        ("10,000.- บาท", "10000"),
        (10000, "10000"),
        (0.1, "0.1"),
        ("0", "0"),
        ("ไม่ใช้งบประมาณ", "0"),
    ],
)
def test_a_sum_is_read_however_it_was_typed(typed: object, baht: str, tmp_path: Path) -> None:
    workbook = book("action_plan")
    type_row(workbook, PROJECTS, "งบประมาณ (บาท)", typed)
    assert loaded(workbook, tmp_path).projects[1].budget == Decimal(baht)


def test_zero_a_dash_and_nothing_stay_three_values(tmp_path: Path) -> None:
    workbook = book("action_plan")
    for row, typed in enumerate((0, "-", None), 2):
        type_row(workbook, PROJECTS, "งบประมาณ (บาท)", typed, row)
    budgets = [str(project.budget) for project in loaded(workbook, tmp_path).projects[:3]]
    assert budgets == ["0", "-", "None"]


@pytest.mark.parametrize("mark", ["✓", "/", "x", "X", "√", 1, "๑", True, "ใช่", "✔\ufe0f", "✅", "\u200b✓ \u200b"])
def test_a_tick_is_read_however_it_was_made(mark: object) -> None:
    assert ticked(mark) is True


@pytest.mark.parametrize("mark", ["", None, "-", 0, False, "ไม่ใช่"])
def test_no_tick_is_read_however_it_was_left_out(mark: object) -> None:
    assert ticked(mark) is False


def test_a_cell_merged_downwards_holds_for_all_its_rows(tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    column = find(sheet, "มิติ").column
    sheet.cell(2, column).value = 3
    sheet.merge_cells(start_row=2, end_row=4, start_column=column, end_column=column)
    assert [project.dimension for project in loaded(workbook, tmp_path).projects[:3]] == [3, 3, 3]


def test_a_total_below_the_rows_is_no_entry(tmp_path: Path) -> None:
    workbook = book("action_plan")
    last = len(example("action_plan").model_dump()["projects"]) + 2
    type_row(workbook, PROJECTS, "รายการโครงการ", "รวมทั้งสิ้น", last)
    type_row(workbook, PROJECTS, "งบประมาณ (บาท)", 999, last)
    assert loaded(workbook, tmp_path) == example("action_plan")


@pytest.mark.parametrize(
    ("words", "amount", "told"),
    [
        ("รวมทั้งสิ้น", 999, "ผลรวมที่พิมพ์ไว้คือ 999.00 แต่ช่อง G2 ถึง G32 รวมได้ 371,250.50"),
        ("รวม", "๙๙๙", "ผลรวมที่พิมพ์ไว้คือ 999.00"),
        ("รวม", 371_250.5, ""),
        ("รวม", "371,250.50", ""),
        ("รวม", None, ""),
        ("รวม", "-", ""),
        ("รวม", 0, "ผลรวมที่พิมพ์ไว้คือ 0.00"),
        ("รวมมิติที่ 4", 999, ""),
        ("เฉลี่ย", 999, ""),
    ],
)
def test_a_total_unlike_its_rows_is_told(words: str, amount: object, told: str, tmp_path: Path) -> None:
    workbook = book("action_plan")
    last = len(example("action_plan").model_dump()["projects"]) + 2
    type_row(workbook, PROJECTS, "รายการโครงการ", words, last)
    type_row(workbook, PROJECTS, "งบประมาณ (บาท)", amount, last)
    lines = [line for line in said_of(workbook, tmp_path) if "ผลรวม" in line]
    assert [line.startswith(f'เตือน แผ่นงาน "{PROJECTS}" ช่อง G{last}: {told}') for line in lines] == [True] * bool(told)


@pytest.mark.parametrize(
    ("words", "is_sum"),
    [
        ("รวม ๓๑ โครงการ", True),
        ("รวมงบประมาณทั้งสิ้น", True),
        ("รวมมิติที่ 1", True),
        ("ผลรวม", True),  # Excel's own, below a table
        ("รวม\xa0จํานวน 31 โครงการ", True),
        ("รวมจำนวน 31 โครงการ/กิจกรรม เป็นเงิน 371,250.50 บาท", True),
        ("รวมพลังคนตำบลตัวอย่าง", False),
    ],
)
def test_a_row_of_sums_is_known_in_other_words(words: str, is_sum: bool, tmp_path: Path) -> None:
    workbook = book("action_plan")
    count = len(loaded(workbook, tmp_path).projects)
    type_row(workbook, PROJECTS, "รายการโครงการ", words, count + 2)
    type_row(workbook, PROJECTS, "งบประมาณ (บาท)", 371_250.5, count + 2)
    faults = [line for line in said_of(workbook, tmp_path) if line.startswith("ผิด")]
    assert (faults == []) == is_sum


def test_a_sheet_under_another_name_is_known_by_its_heads(tmp_path: Path) -> None:
    workbook = book("action_plan")
    workbook[PROJECTS].title = "Sheet1"
    assert loaded(workbook, tmp_path) == example("action_plan")


def test_english_names_of_fields_do_as_heads(tmp_path: Path) -> None:
    workbook = book("action_plan")
    find(workbook[PROJECTS], "งบประมาณ (บาท)").value = "budget"
    assert loaded(workbook, tmp_path) == example("action_plan")


def test_lines_added_below_a_long_text_belong_to_it(tmp_path: Path) -> None:
    workbook = book("memo")
    sheet = workbook[MAIN]
    body = find(sheet, "เนื้อหา").row
    sheet.insert_rows(body + 1)
    sheet.cell(body + 1, 2).value = "บรรทัดที่เพิ่ม"
    assert loaded(workbook, tmp_path).body[-1].text == "บรรทัดที่เพิ่ม"


def test_a_whole_name_typed_in_one_cell_is_taken_apart(tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "ผู้ลงนาม: คำนำหน้า", None)
    type_main(workbook, "ผู้ลงนาม: นามสกุล", None)
    type_main(workbook, "ผู้ลงนาม: ชื่อ", "นายสมชาย ตัวอย่างดี")
    signer = loaded(workbook, tmp_path).signer
    assert (signer.title, signer.first_name, signer.surname) == ("นาย", "สมชาย", "ตัวอย่างดี")


def test_a_key_typed_for_a_name_is_looked_up_in_the_agency(tmp_path: Path) -> None:
    (tmp_path / "agency.yaml").write_text(
        "name: อบต.ตัวอย่าง\npeople:\n  mayor: {name: นายเอก ตัวอย่าง, position: นายก}\n", "utf-8"
    )
    workbook = book("memo")
    for part in ("คำนำหน้า", "นามสกุล", "ตำแหน่ง", "ปฏิบัติหน้าที่แทน"):
        type_main(workbook, f"ผู้ลงนาม: {part}", None)
    type_main(workbook, "ผู้ลงนาม: ชื่อ", "mayor")
    assert loaded(workbook, tmp_path).signer.full_name == "นายเอก ตัวอย่าง"


def test_a_key_with_another_post_beside_it_keeps_the_name(tmp_path: Path) -> None:
    (tmp_path / "agency.yaml").write_text(
        "name: อบต.ตัวอย่าง\npeople:\n  mayor: {name: นายเอก ตัวอย่าง, position: นายก}\n", "utf-8"
    )
    workbook = book("memo")
    for part in ("คำนำหน้า", "นามสกุล", "ปฏิบัติหน้าที่แทน"):
        type_main(workbook, f"ผู้ลงนาม: {part}", None)
    type_main(workbook, "ผู้ลงนาม: ชื่อ", "mayor")
    type_main(workbook, "ผู้ลงนาม: ตำแหน่ง", "ประธานกรรมการ")
    signer = loaded(workbook, tmp_path).signer
    assert (signer.full_name, signer.position) == ("นายเอก ตัวอย่าง", "ประธานกรรมการ")


@pytest.mark.parametrize("typed", ["เรียน", "ส่วนราชการ: ส่วนราชการ", "ผู้ลงนาม: ชื่อ"])
def test_a_key_that_is_nearly_one_of_the_agency_is_told_instead_of_printed(typed: str, tmp_path: Path) -> None:
    people = "people:\n  mayor: {name: นายเอก ตัวอย่าง, position: นายก}\n"
    (tmp_path / "agency.yaml").write_text(f"name: อบต.ตัวอย่าง\n{people}units:\n  mayors: {{name: สำนักปลัด}}\n", "utf-8")
    workbook = book("memo")
    for part in ("คำนำหน้า", "นามสกุล"):
        type_main(workbook, f"ผู้ลงนาม: {part}", None)
    type_main(workbook, typed, "mayer")
    with pytest.raises(DataError, match=r"“mayer” ใน .* ของหน่วยงาน: หมายถึง mayor"):
        loaded(workbook, tmp_path)


def test_a_person_left_out_is_asked_for_at_the_name(tmp_path: Path) -> None:
    workbook = book("memo")
    for part in ("คำนำหน้า", "ชื่อ", "นามสกุล", "ตำแหน่ง", "ปฏิบัติหน้าที่แทน"):
        type_main(workbook, f"ผู้ลงนาม: {part}", None)
    sheet = workbook["ความเห็นผู้บังคับบัญชา"]
    for column in "DEFGH":
        sheet[f"{column}2"] = None
    with pytest.raises(DataError) as told:
        loaded(workbook, tmp_path)
    row = next(cell.row for cell in workbook[MAIN]["A"] if cell.value == "ผู้ลงนาม: ชื่อ *")
    places = [problem.place for problem in told.value.problems if problem.level == "error"]
    assert places == [
        f'แผ่นงาน "ข้อมูล" ช่อง B{row} (ผู้ลงนาม)',
        'แผ่นงาน "ความเห็นผู้บังคับบัญชา" ช่อง E2 (ผู้ลงนาม)',
    ]


def test_a_unit_s_key_with_a_telephone_beside_it_keeps_the_name(tmp_path: Path) -> None:
    (tmp_path / "agency.yaml").write_text("name: อบต.ตัวอย่าง\nunits:\n  office: {name: สำนักปลัด}\n", "utf-8")
    workbook = book("memo")
    type_main(workbook, "ส่วนราชการ: ส่วนราชการ", "office")
    type_main(workbook, "ส่วนราชการ: โทรศัพท์", "0 4312 3456")
    unit = loaded(workbook, tmp_path).unit
    assert (unit.name, unit.phone) == ("สำนักปลัด", "0 4312 3456")


def test_a_level_given_by_hand_wins_over_the_marker(tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "เนื้อหา", "ย่อหน้า\n[2|-] ข้อลึก\n[0|] 1. ไม่ใช่ข้อ")
    items = loaded(workbook, tmp_path).body
    assert [(item.level, item.marker, item.text) for item in items] == [
        (0, "", "ย่อหน้า"),
        (2, "-", "ข้อลึก"),
        (0, "", "1. ไม่ใช่ข้อ"),
    ]


def test_markup_and_formula_signs_are_letters_like_others(tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "เรื่อง", "R&D <5%")
    find(workbook[MAIN], "เรียน")
    cell = workbook[MAIN].cell(find(workbook[MAIN], "เรียน").row, 2)
    cell.value, cell.data_type = "=ผู้อำนวยการ", "s"
    report = loaded(workbook, tmp_path)
    assert (report.subject, report.addressee) == ("R&D <5%", "=ผู้อำนวยการ")


@pytest.mark.parametrize(("cell", "name"), [((0, 0), "A1"), ((6, 3), "D7"), ((9, 26), "AA10"), ((0, 701), "ZZ1")])
def test_cells_are_named_as_excel_names_them(cell: tuple[int, int], name: str) -> None:
    assert a1(*cell) == name


def test_a_line_of_a_long_text_is_named_with_its_cell(tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "เนื้อหา", "ก\nข\nค")
    workbook.save(tmp_path / "แบบ.xlsx")
    row = find(workbook[MAIN], "เนื้อหา").row
    assert read(tmp_path / "แบบ.xlsx").place(("body", 2)) == f'แผ่นงาน "ข้อมูล" ช่อง B{row} บรรทัดที่ 3'


def test_a_choice_is_told_in_the_words_of_the_form_whatever_letters_the_suffix_has(tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "เลข", "โรมัน")
    workbook.save(tmp_path / "แบบ.xlsx")
    path = (tmp_path / "แบบ.xlsx").rename(tmp_path / "แบบ.XLSX")
    with pytest.raises(DataError, match="เลขไทย, เลขอารบิก, ตามแบบฟอร์มทางการ แต่พบ “โรมัน”"):
        thaireport.load(path)


def test_an_entry_is_named_by_its_row(tmp_path: Path) -> None:
    workbook = book("action_plan")
    workbook.save(tmp_path / "แบบ.xlsx")
    column = a1(0, find(workbook[PROJECTS], "งบประมาณ (บาท)").column - 1)[:-1]
    place = read(tmp_path / "แบบ.xlsx").place(("projects", 4, "budget"))
    assert place == f'แผ่นงาน "{PROJECTS}" ช่อง {column}6'


# ---- the report workbook: defined names say what stands where ----


def _report_workbook() -> Workbook:
    """A printed table with its own heads, as templates/KIND.xlsx fills it, and names that mark it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "แผน 2569"
    rows: list[list[object]] = [
        ["แผนปฏิบัติการป้องกันการทุจริต", None, None, None, None],
        ["องค์การบริหารส่วนตำบลตัวอย่าง", None, None, None, None],
        ["ปีงบประมาณ พ.ศ.", 2569, None, None, None],
        ["ที่", "โครงการ/กิจกรรม", "มิติที่", "จำนวนเงิน", "ต.ค.-ธ.ค."],
        [1, "โครงการหนึ่ง", 1, 1000.5, "✓"],
        [2, "โครงการสอง", 2, 0, None],
        [3, "โครงการที่เพิ่มเองด้านล่าง", 2, 7, "/"],
        [None, "รวม", None, 1007.5, None],
    ]
    for row in rows:
        sheet.append(row)
    names = {
        "thaireport_kind": '"action_plan"',
        "field_agency.name": "'แผน 2569'!$A$2",
        "field_fiscal_year": "'แผน 2569'!$B$3",
        "rows_projects": "'แผน 2569'!$A$5:$E$6",
        "column_projects.number": "'แผน 2569'!$A$5",
        "column_projects.title": "'แผน 2569'!$B$5",
        "column_projects.dimension": "'แผน 2569'!$C$5",
        "column_projects.budget": "'แผน 2569'!$D$5:$D$6",
        "column_projects.quarters.1": "'แผน 2569'!$E$5",
    }
    for name, text in names.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=text)
    return workbook


def test_a_report_workbook_is_read_by_its_names(tmp_path: Path) -> None:
    plan = loaded(_report_workbook(), tmp_path)
    rows = [(p.no, p.title, p.dimension, str(p.budget), sorted(p.quarters)) for p in plan.projects]
    assert rows == [
        (1, "โครงการหนึ่ง", 1, "1000.5", [1]),
        (2, "โครงการสอง", 2, "0", []),
        (3, "โครงการที่เพิ่มเองด้านล่าง", 2, "7", [1]),
    ]


def test_a_report_workbook_is_read_by_the_names_that_an_xls_file_of_libreoffice_leaves_of_them(tmp_path: Path) -> None:
    workbook = _report_workbook()
    as_drawn = loaded(_report_workbook(), tmp_path).stored()
    for name in list(workbook.defined_names):
        area = workbook.defined_names.pop(name)
        area.name = re.sub(r"\W", "_", name)  # field_agency_name
        workbook.defined_names[area.name] = area
    assert loaded(workbook, tmp_path).stored() == as_drawn


def _with_copied_sheet(*, original: bool) -> Workbook:
    """A copy of the printed sheet, to which Excel and LibreOffice give names of its own; its own rows are older."""
    workbook = _report_workbook()
    copy = workbook.copy_worksheet(workbook.worksheets[0])
    copy.title = "แผน 2569 (2)"
    copy["B5"] = "โครงการเดิม"
    for name, area in list(workbook.defined_names.items()):
        text = str(area.attr_text).replace("'แผน 2569'", "'แผน 2569 (2)'")
        if "!" in text:
            copy.defined_names[name] = DefinedName(name, attr_text=text)
            area.attr_text = area.attr_text if original else text.replace("'แผน 2569 (2)'", "#REF!")
    if not original:
        del workbook["แผน 2569"]
    return workbook


@pytest.mark.parametrize("original", [True, False])
def test_a_copied_sheet_of_a_report_workbook_is_read_only_where_the_original_is_gone(
    original: bool, tmp_path: Path
) -> None:
    plan = loaded(_with_copied_sheet(original=original), tmp_path)
    assert plan.projects[0].title == ("โครงการหนึ่ง" if original else "โครงการเดิม")
    assert len(plan.projects) == 3


@pytest.mark.parametrize("kind", sorted(REPORTS))
def test_no_two_fields_have_one_name_for_their_areas(kind: str) -> None:
    layout = layout_of(REPORTS[kind])
    names = [f"field_{tables.cell_name(cell)}" for cell in layout.cells]
    for table in layout.tables:
        names += [f"column_{'.'.join((*table.at, tables.cell_name(cell)))}" for cell in table.cells]
    assert len(set(map(area_name, names))) == len(set(names))


def test_a_fault_in_a_report_workbook_is_named_by_its_cell(tmp_path: Path) -> None:
    workbook = _report_workbook()
    workbook.worksheets[0]["D6"] = "ฟรี"
    assert any('แผ่นงาน "แผน 2569" ช่อง D6' in line for line in said_of(workbook, tmp_path))


def test_further_sheets_of_a_report_workbook_are_read_like_the_forms(tmp_path: Path) -> None:
    workbook = _report_workbook()
    sheet = workbook.create_sheet("แผ่นโครงการ")
    for row in (["รหัสโครงการ", "หลักการและเหตุผล"], [1, "ย่อหน้าหนึ่ง\nย่อหน้าสอง"]):
        sheet.append(row)
    assert [item.text for item in loaded(workbook, tmp_path).sheets[0].rationale] == ["ย่อหน้าหนึ่ง", "ย่อหน้าสอง"]


def test_a_cell_kind_shows_and_reads_its_own_words() -> None:
    from thaireport.intake.cells import read_column, shown

    cell = Cell(("digits",), "เลข", "choice", choices={"thai": "เลขไทย"})
    assert read_column(cell, [shown(cell, "thai")]) == ["thai"]


@pytest.mark.parametrize("size", [2, 400])
def test_failed_formulas_are_named_wherever_a_block_of_rows_ends(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "BLOCK", size)
    workbook = book("action_plan")
    for row, typed in ((2, "#REF!"), (3, "ฟรี"), (5, "#DIV/0!")):
        type_row(workbook, PROJECTS, "งบประมาณ (บาท)", typed, row)
    type_row(workbook, PROJECTS, "รายการโครงการ", "#N/A", 6)
    failed = [line for line in said_of(workbook, tmp_path) if "สูตรในช่องนี้ผิดพลาด" in line]
    assert [line.partition("ช่อง ")[2].split()[0] for line in failed] == ["C6", "G2", "G5"]


def test_a_formula_that_was_never_worked_out_is_named_by_its_cell(tmp_path: Path) -> None:
    workbook = book("action_plan")
    type_row(workbook, PROJECTS, "งบประมาณ (บาท)", "=10000+25000")
    type_main(workbook, "ชื่อแผน", '="แผน"&"ปฏิบัติการ"')
    said = [line for line in said_of(workbook, tmp_path) if "ยังไม่มีผลลัพธ์" in line]
    assert [line.partition("ช่อง ")[2].split()[0] for line in said] == ["B2", "G3"]
    assert "เปิดไฟล์ใน Excel แล้วบันทึก หรือพิมพ์ค่าเอง" in said[0]


def test_a_set_of_which_only_some_are_denied_is_the_usual_one_without_them(tmp_path: Path) -> None:
    workbook = book("action_plan")
    type_main(workbook, "ส่วนที่พิมพ์: ปก", "ไม่")
    type_main(workbook, "ส่วนที่พิมพ์: ประกาศ", "ไม่ใช่")
    assert loaded(workbook, tmp_path).parts == ("table", "legend", "appendix")


def test_what_is_typed_stands_above_what_the_form_kept_of_before(tmp_path: Path) -> None:
    workbook = book("bundle")
    type_main(workbook, "ส่วน", "ไม่มีไฟล์นี้.yaml")
    assert any("ไม่พบไฟล์" in line and "ช่อง B2" in line for line in said_of(workbook, tmp_path))


@pytest.mark.parametrize("typed", ["ต่อ 11", "043123456/11", 43123456])
def test_a_telephone_number_that_cannot_be_printed_is_told_by_its_cell(typed: object, tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "หน่วยงาน: โทรศัพท์", typed)
    [said] = [line for line in said_of(workbook, tmp_path) if line.startswith("ผิด")]
    assert "(โทรศัพท์): หมายเลขโทรศัพท์ “" in said


def test_a_stroke_is_no_telephone_number(tmp_path: Path) -> None:
    workbook = book("memo")
    type_main(workbook, "หน่วยงาน: โทรศัพท์", "-")
    assert loaded(workbook, tmp_path).agency.phone is None


def test_a_total_above_a_note_in_two_cells_is_no_entry(tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value is not None)
    sheet.cell(last + 1, 1).value = "รวมทั้งสิ้น"
    sheet.cell(last + 3, 1).value = "หมายเหตุ"
    sheet.cell(last + 3, 3).value = "ปรับแผนครั้งที่ 1"
    before = len(loaded(book("action_plan"), tmp_path).projects)
    assert len(loaded(workbook, tmp_path).projects) == before


@pytest.mark.parametrize("words", ["รวม", "คะแนนเฉลี่ย"])
@pytest.mark.parametrize("name", ["IIT", "OIT", "คะแนนที่ประกาศ"])
def test_a_total_below_scores_is_no_score(name: str, words: str, tmp_path: Path) -> None:
    workbook = book("ita_analysis")
    sheet = workbook[name]
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value is not None)
    sheet.cell(last + 1, 1).value, sheet.cell(last + 1, 2).value = words, 94.2
    before = loaded(book("ita_analysis"), tmp_path)
    assert loaded(workbook, tmp_path) == before


@pytest.mark.parametrize(
    ("head", "typed"), [("งบประมาณ (บาท)", "#DIV/0!"), ("ดำเนินการไตรมาส: 1", "อาจจะ"), ("มิติ", "#REF!")]
)
def test_a_cell_that_cannot_be_read_is_told_once_and_nothing_is_worked_out_without_it(
    head: str, typed: str, tmp_path: Path
) -> None:
    workbook = book("action_plan")
    usual = said_of(workbook, tmp_path)
    for column in range(1, 5):  # the row has no other tick
        workbook["รายการโครงการ"].cell(
            3, find(workbook["รายการโครงการ"], f"ดำเนินการไตรมาส: {column}").column
        ).value = None
    type_row(workbook, "รายการโครงการ", "ดำเนินการไตรมาส: 2", "✓")
    type_row(workbook, "รายการโครงการ", head, typed)
    [told] = [line for line in said_of(workbook, tmp_path) if line not in usual]
    assert f"({head}" in told


def test_a_column_under_a_misspelt_head_is_read_as_what_it_seems_to_be(tmp_path: Path) -> None:
    workbook = book("action_plan")
    usual = said_of(workbook, tmp_path)
    find(workbook["รายการโครงการ"], "งบประมาณ (บาท)").value = "งบ"
    [told] = [line for line in said_of(workbook, tmp_path) if line not in usual]
    assert told.startswith("ผิด")
    assert "“งบ”: หมายถึง “งบประมาณ (บาท)”" in told


@pytest.mark.parametrize(
    "change",
    [
        lambda word: word.replace("ำ", "ํา"),
        lambda word: word.replace(" ", "\n"),
        lambda word: f"\ufeff{word}".replace("การ", "การ\u00ad"),
    ],
)
def test_a_head_is_known_however_its_letters_are_written(change: Callable[[str], str], tmp_path: Path) -> None:
    workbook = book("action_plan")
    for cell in workbook[PROJECTS][1]:
        cell.value = change(str(cell.value))
    as_drawn = loaded(book("action_plan"), tmp_path)
    assert loaded(workbook, tmp_path).stored() == as_drawn.stored()


def _with_unseen_letters(workbook: Workbook) -> Workbook:
    """Zero width spaces around every short text, as web pages and PDF files bring them along."""
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and len(cell.value) < 30:
                    cell.value = f"\u200b{cell.value}\u200b"
    return workbook


@pytest.mark.parametrize("kind", ["memo", "action_plan", "order", "plan_results"])
def test_letters_that_nobody_sees_change_nothing(kind: str, tmp_path: Path) -> None:
    lay_pictures(tmp_path)
    told = [line for line in said_of(_with_unseen_letters(book(kind)), tmp_path) if line.startswith("ผิด")]
    assert told == []


def test_labels_may_be_numbered_in_a_column_of_ones_own(tmp_path: Path) -> None:
    workbook = book("memo")
    sheet = workbook[MAIN]
    sheet.insert_cols(1)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = f"{row - 1})"
    assert loaded(workbook, tmp_path).stored() == example("memo").stored()


def test_the_guide_of_an_older_form_is_no_value(tmp_path: Path) -> None:
    workbook = book("memo")
    workbook[MAIN]["C11"] = "ตามแบบให้อ้างไว้ในเนื้อหา · หนึ่งรายการต่อบรรทัด (Alt+Enter)"
    workbook[MAIN]["C9"] = "ข้อความของฉันเอง"  # beside a filled cell it is no value gone astray
    assert not [line for line in said_of(workbook, tmp_path) if "กรอกที่นี่" in line]


def test_merged_cells_beside_all_that_is_filled_are_nothing(tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook["รายการโครงการ"]
    sheet.merge_cells(None, 3, sheet.max_column + 9, 4, sheet.max_column + 9)
    assert len(loaded(workbook, tmp_path).projects) == len(loaded(book("action_plan"), tmp_path).projects)


def test_a_fault_of_what_no_sheet_shows_names_the_file(tmp_path: Path) -> None:
    path = form_file("plan_results", tmp_path)
    with pytest.raises(DataError, match="ไม่รู้จัก “plan”") as caught:
        thaireport.load(path, "memo")
    assert {problem.place for problem in caught.value.problems if problem.loc == ("plan",)} == {path.name}


# ---- rows that belong to others ----

COMMITTEES, MEMBERS = "คณะกรรมการ", "รายชื่อกรรมการ"


def _two_committees(keys: tuple[Any, Any], links: tuple[Any, Any], code: str = "General") -> Workbook:
    """An order of two committees with a member each; ``code`` is the format of the keys."""
    workbook = book("order")
    committees, members = workbook[COMMITTEES], workbook[MEMBERS]
    committees["B3"] = "คณะที่สอง"
    members.delete_rows(4, members.max_row)
    for row, (key, link) in enumerate(zip(keys, links, strict=True), 2):
        committees.cell(row, 1, key).number_format = code
        members.cell(row, 1, link).number_format = "General"
    return workbook


@pytest.mark.parametrize(
    ("keys", "links", "code"),
    [
        ((1, 2), (1, 2), "0.00"),
        ((1, 2), ("๑", "02"), "0.00"),
        ((1, 2), (1, 2), "000"),
        (("1.1", "1.10"), ("1.1", "1.10"), "@"),
    ],
)
def test_a_reference_is_the_key_that_is_the_same_number(
    keys: tuple[Any, Any], links: tuple[Any, Any], code: str, tmp_path: Path
) -> None:
    committees = loaded(_two_committees(keys, links, code), tmp_path).committees
    assert [len(committee.members) for committee in committees] == [1, 1]


def test_a_reference_that_may_mean_two_keys_means_none(tmp_path: Path) -> None:
    said = said_of(_two_committees(("1.1", "1.10"), ("1.100", "1.10")), tmp_path)
    assert any(f'แผ่นงาน "{MEMBERS}" ช่อง A2: ไม่มี “1.100”' in each for each in said)


def test_rows_of_one_key_are_told_where_others_refer_to_them(tmp_path: Path) -> None:
    said = said_of(_two_committees((1, 1), (1, 1)), tmp_path)
    assert f'ผิด แผ่นงาน "{COMMITTEES}" ช่อง A3: เลขอ้างอิง “1” ซ้ำกับ A2: ตั้งให้ต่างกัน' in said


@pytest.mark.parametrize(("key", "code", "reference"), [(1, "0.00", 1), (1, "00", "๑"), ("1", "@", "1.00")])
def test_a_sheet_is_of_the_row_whose_key_is_the_same_number(
    key: Any, code: str, reference: Any, tmp_path: Path
) -> None:
    workbook = book("action_plan")
    projects, sheets = workbook[PROJECTS], workbook["แผ่นโครงการ"]
    first = projects["A2"].value
    projects["A2"] = key
    projects["A2"].number_format = code
    (cell,) = [row[0] for row in sheets.iter_rows(min_row=2) if row[0].value == first]
    cell.value, cell.number_format = reference, "General"
    plan = loaded(workbook, tmp_path)
    assert 0 in plan._rows_of_sheets


def test_a_faulty_score_is_told_at_its_own_cell_and_a_faulty_key_at_its(tmp_path: Path) -> None:
    workbook = book("ita_analysis")
    workbook["IIT"]["B2"] = "94,12"
    workbook["IIT"]["A3"] = "²"
    said = [each.split(" (")[0] for each in said_of(workbook, tmp_path) if each.startswith("ผิด")]
    assert said == ['ผิด แผ่นงาน "IIT" ช่อง B2', 'ผิด แผ่นงาน "IIT" ช่อง A3']


# ---- what the eye takes for one ----


def test_a_mark_over_merged_quarters_is_of_each(tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    for row, marks in ((2, "✓---"), (3, "-✓--"), (4, "✓---")):
        for column, mark in enumerate(marks, 9):
            sheet.cell(row, column).value = mark.strip("-") or None
    sheet.merge_cells("I2:L2")
    sheet.merge_cells("J3:K4")
    projects = loaded(workbook, tmp_path).projects
    assert [sorted(project.quarters) for project in projects[:3]] == [[1, 2, 3, 4], [2, 3], [1, 2, 3]]


def test_a_mark_merged_with_another_column_is_not_spread(tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    for column in range(9, 13):
        sheet.cell(2, column).value = None
    sheet["L2"] = "✓"
    sheet.merge_cells("L2:M2")
    assert loaded(workbook, tmp_path).projects[0].quarters == {4}


def _paste_from_word(workbook: Workbook, sheet_name: str, head: str, *texts: str) -> None:
    """Excel's way with a row of Word's that has a cell of several paragraphs: all its other cells are merged down."""
    sheet = workbook[sheet_name]
    pasted, last = find(sheet, head).column, 1 + len(texts)
    sheet.insert_rows(3, len(texts) - 1)
    for row, text in enumerate(texts, 2):
        sheet.cell(row, pasted).value = text
    for column in range(1, sheet.max_column + 1):
        if column != pasted:
            sheet.merge_cells(start_row=2, end_row=last, start_column=column, end_column=column)


def test_paragraphs_of_a_cell_pasted_from_word_are_one_entry(tmp_path: Path) -> None:
    usual = loaded(book("ita_analysis"), tmp_path).actions
    workbook = book("ita_analysis")
    _paste_from_word(workbook, "การปฏิบัติ", "ขั้นตอน/วิธีปฏิบัติ", "1. ประชุม", "2. ลงพื้นที่", "3. สรุปผล")
    actions = loaded(workbook, tmp_path).actions
    assert [item.text for item in actions[0].steps] == ["ประชุม", "ลงพื้นที่", "สรุปผล"]
    assert actions[1:] == usual[1:]
    (told,) = [line for line in said_of(workbook, tmp_path) if "อ่านเป็นรายการเดียว" in line]
    assert told.startswith('เตือน แผ่นงาน "การปฏิบัติ" ช่อง D2: แถว 2-4 ')


def test_rows_that_differ_in_what_must_be_filled_in_are_entries_of_their_own(tmp_path: Path) -> None:
    workbook = book("ita_analysis")
    count = len(loaded(book("ita_analysis"), tmp_path).actions)
    _paste_from_word(workbook, "การปฏิบัติ", "วิธีการนำผลวิเคราะห์ไปสู่การปฏิบัติ", "ทบทวนคู่มือ", "อบรมเจ้าหน้าที่")
    assert len(loaded(workbook, tmp_path).actions) == count + 1


def test_pictures_pasted_over_the_cells_are_told(tmp_path: Path) -> None:
    lay_pictures(tmp_path)
    workbook = book("plan_results")
    sheet = workbook["ส่วนบรรยาย"]
    for place in ("H9", "H4"):
        sheet.add_image(Image(io.BytesIO(_png())), place)
    (told,) = [line for line in said_of(workbook, tmp_path) if "รูปที่วางไว้" in line]
    assert told.startswith('เตือน แผ่นงาน "ส่วนบรรยาย" ช่อง H4: ') and "รวม 2 รูป" in told


def test_a_picture_that_excel_keeps_in_a_cell_is_told_as_one(tmp_path: Path) -> None:
    lay_pictures(tmp_path)
    workbook = book("plan_results")
    cell = find(workbook["ส่วนบรรยาย"], "ภาพกิจกรรม").offset(1)
    cell.value, cell.data_type = "#VALUE!", "e"
    told = [line for line in said_of(workbook, tmp_path) if line.startswith("ผิด")]
    assert [("ช่อง H2" in line, "พิมพ์ชื่อไฟล์ภาพแทน" in line) for line in told] == [(True, True)]


def _png() -> bytes:
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("filtered", [True, False])
def test_rows_that_are_hidden_by_a_filter_or_by_hand_are_told(filtered: bool, tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    sheet.sheet_properties.filterMode = filtered
    for row in (4, 5, 60):  # the last is empty
        sheet.row_dimensions[row].hidden = True
    (said,) = [said for said in said_of(workbook, tmp_path) if "ซ่อน" in said]
    assert said.startswith(f'เตือน แผ่นงาน "{PROJECTS}" ช่อง A4: ') and "2 แถว" in said


def test_a_total_is_held_against_rows_of_which_some_say_no_figure(tmp_path: Path) -> None:
    workbook = book("action_plan")
    last = len(example("action_plan").model_dump()["projects"]) + 2
    type_row(workbook, PROJECTS, "งบประมาณ (บาท)", "–", 2)
    type_row(workbook, PROJECTS, "งบประมาณ (บาท)", "ไม่ใช้งบประมาณ", 3)
    type_row(workbook, PROJECTS, "รายการโครงการ", "รวม", last)
    type_row(workbook, PROJECTS, "งบประมาณ (บาท)", 371_250.5, last)
    (said,) = [line for line in said_of(workbook, tmp_path) if "ผลรวม" in line]
    assert "รวมได้ 317,750.50" in said


def test_rows_below_that_hold_only_letters_that_nobody_sees_are_none(tmp_path: Path) -> None:
    workbook = book("action_plan")
    count = len(loaded(workbook, tmp_path).projects)
    for place in ("C45", "M46"):
        workbook[PROJECTS][place].value = "\u200b \u00a0"
    assert len(loaded(workbook, tmp_path).projects) == count


def test_single_values_that_are_hidden_are_told(tmp_path: Path) -> None:
    workbook = book("memo")
    labels = {str(row[0].value).strip(" *"): number for number, row in enumerate(workbook[MAIN].iter_rows(), 1)}
    for label in ("เรียน", "เรื่อง", "อ้างถึง"):  # the last is empty
        workbook[MAIN].row_dimensions[labels[label]].hidden = True
    (said,) = [said for said in said_of(workbook, tmp_path) if "ซ่อน" in said]
    assert said.startswith(f'เตือน แผ่นงาน "{MAIN}" ช่อง B{labels["เรื่อง"]}: ') and "2 แถว" in said


@pytest.mark.parametrize("sheet", [PROJECTS, MAIN])
def test_a_copied_sheet_is_told_beside_the_one_that_was_read(sheet: str, tmp_path: Path) -> None:
    workbook = book("action_plan")
    workbook.copy_worksheet(workbook[sheet]).title = f"{sheet} (2)"
    (said,) = [said for said in said_of(workbook, tmp_path) if "ไม่ได้อ่าน" in said]
    assert said.startswith(f'เตือน แผ่นงาน "{sheet} (2)"') and f"อ่านแผ่นงาน “{sheet}”" in said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("i1", "ช่อง A3: คีย์ “i1” ซ้ำ: คีย์ของแต่ละแถวต้องต่างกัน"),
        (None, "ช่อง A3: แถวนี้มีข้อมูลแต่ยังไม่ได้กรอก “ข้อ”: กรอกให้ครบ หรือลบข้อมูลในแถว"),
    ],
)
def test_a_score_that_does_not_say_of_what_goes_to_no_other(typed: str | None, told: str, tmp_path: Path) -> None:
    workbook = book("ita_analysis")
    workbook["IIT"]["A3"].value = typed
    errors = [said for said in said_of(workbook, tmp_path) if said.startswith("ผิด")]
    assert errors == [f'ผิด แผ่นงาน "IIT" {told}']


def test_a_row_of_codes_without_scores_says_nothing(tmp_path: Path) -> None:
    workbook = book("ita_analysis")
    workbook["คะแนนที่ประกาศ"]["A3"].value = None
    assert loaded(workbook, tmp_path).indicators == {}


def test_a_member_of_the_only_committee_need_not_name_it(tmp_path: Path) -> None:
    workbook = book("order")
    sheet = workbook["รายชื่อกรรมการ"]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = None
    assert loaded(workbook, tmp_path).committees == loaded(book("order"), tmp_path).committees
