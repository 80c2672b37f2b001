"""What a workbook template may not hold and what a cell cannot: each named with its place and its cure."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from tests.support.books import Project, book, edited, fill, plan
from thaireport.errors import DataError, TemplateError, ThaiReportError
from thaireport.output.package import NewPart, add_parts, read_package, write_package
from thaireport.output.xlsx import compile_workbook


def _faults(data: bytes) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        compile_workbook(data, "แผน.xlsx")
    return [str(problem) for problem in caught.value.problems]


def _plan_and(change: Callable[[Any], None]) -> bytes:
    def draw(sheet: Any) -> None:
        plan(sheet)
        change(sheet)

    return book(draw)


def _set(place: str, value: object) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[place] = value

    return change


def _comment(sheet: Any) -> None:
    sheet["B6"].comment = Comment("ตรวจแล้ว", "ผู้ตรวจ")


def _table(sheet: Any) -> None:
    for place, text in (("F8", "ก"), ("G8", "ข"), ("F9", "1"), ("G9", "2")):
        sheet[place] = text
    sheet.add_table(Table(displayName="ตารางล่าง", ref="F8:G9"))


def _array(sheet: Any) -> None:
    sheet["F5"] = ArrayFormula("F5:F6", "=B5:B6*2")


def _merge_across(sheet: Any) -> None:
    sheet.merge_cells("F5:F6")


def _other_sheet(sheet: Any) -> None:
    sheet.parent.create_sheet("สรุป")["A1"] = 1
    sheet["E5"] = "=สรุป!A1"


def _footer(sheet: Any) -> None:
    sheet.oddFooter.center.text = "{{ fiscal_year }}"


REFUSED = {
    "a for tag": (_set("A2", "{% for x in y %}{% endfor %}"), "ช่อง A2", "เฉพาะ {{ }}"),
    "an unclosed tag": (_set("A2", "{{ fiscal_year"), "ช่อง A2", "ไม่ถูกรูปแบบ"),
    "a call": (_set("A2", "{{ fiscal_year.bit_length() }}"), "ช่อง A2", "วงเล็บ"),
    "a private name": (_set("A2", "{{ fiscal_year.__class__ }}"), "ช่อง A2", "ขีดล่าง"),
    "an unknown filter": (_set("A2", "{{ fiscal_year|moneyy }}"), "ช่อง A2", "ไม่รู้จักตัวกรอง"),
    "row outside its rows": (_set("A2", "{{ row.title }}"), "ช่อง A2", "แถวต้นแบบ"),
    "a tag in a formula": (_set("A2", '="{{ fiscal_year }}"'), "ช่อง A2", "ในสูตร"),
    "a missing sheet": (_set("A2", "=หาย!A1"), "ช่อง A2", "ไม่มีในสมุดงาน"),
    "several sheets at once": (_set("A2", "=SUM(แผน:แผน!A1)"), "ช่อง A2", "หลายแผ่นงาน"),
    "a broken reference": (_set("A2", "=SUM(แผน!#REF!)"), "ช่อง A2", "ถูกลบ"),
    "a row below without $": (_set("E5", "=B5/B6"), "ช่อง E5", "ใส่ $"),
    "another sheet's row without $": (_other_sheet, "ช่อง E5", "ใส่ $"),
    "a comment below the rows": (_comment, "ช่อง B6", "ข้อคิดเห็น"),
    "a table below the rows": (_table, "ช่อง F8:G9", "ตาราง Excel “ตารางล่าง”"),
    "an array formula across the rows": (_array, "ช่อง F5", "สูตรอาร์เรย์"),
    "a merge across the prototype's edge": (_merge_across, "แผ่นงาน “แผน”", "ช่องผสาน"),
    "a tag in the footer": (_footer, "แผ่นงาน “แผน”", "ท้ายกระดาษ"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_template_is_refused_for(what: str) -> None:
    change, place, reason = REFUSED[what]
    faults = _faults(_plan_and(change))
    assert any(place in fault and reason in fault for fault in faults), faults


def test_every_fault_is_told_at_once() -> None:
    def change(sheet: Any) -> None:
        sheet["A2"], sheet["A3"], sheet["F5"] = "{% if x %}", "{{ 1 + }}", "=B5/B6"

    assert len(_faults(_plan_and(change))) == 3


def test_a_pivot_table_is_refused_by_name() -> None:
    parts = add_parts(
        read_package(book(plan)),
        [NewPart("xl/pivotTables/pivotTable1.xml", b"<pivotTableDefinition/>", "application/xml")],
    )
    assert "Pivot Table" in _faults(write_package(parts))[0]


def test_the_1904_date_system_is_refused() -> None:
    assert "1904" in _faults(edited(book(plan), "xl/workbook.xml", r"<workbookPr", '<workbookPr date1904="1"'))[0]


def test_a_row_name_must_be_one_block() -> None:
    assert "แถวติดกัน" in _faults(book(plan, ("rows_measures", "แผน!$A$5,แผน!$A$8")))[0]


def test_a_row_name_must_mark_a_row_with_fields() -> None:
    assert "rows_measures" in _faults(book(plan, ("rows_measures", "แผน!$A$9:$D$9")))[0]


def test_two_lists_may_not_share_rows() -> None:
    assert "ซ้อนกัน" in _faults(book(plan, ("rows_measures", "แผน!$A$5")))[0]


def test_a_file_that_is_no_workbook_is_refused() -> None:
    assert "แผน.xlsx" in _faults(b"PK no")[0]


def test_a_password_protected_or_old_file_is_refused() -> None:
    assert ".xls" in _faults(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))[0]


# ---------------------------------------------------------------- values


def _problems(data: bytes, kind: type[ThaiReportError], *projects: object) -> list[str]:
    with pytest.raises(kind) as caught:
        fill(data, projects)
    return [str(problem) for problem in getattr(caught.value, "problems", ())]


WRONG_DATA = {
    "a control character": ("กข\x07ค", "U+0007"),
    "a text too long for a cell": ("ก" * 32_768, "32,767"),
    "too many line breaks": ("ก\n" * 300, "253"),
}


@pytest.mark.parametrize("what", WRONG_DATA)
def test_data_is_refused_with_its_cell_for(what: str) -> None:
    title, reason = WRONG_DATA[what]
    problems = _problems(book(plan), DataError, Project(), Project(title))
    assert len(problems) == 1
    assert "แผ่นงาน “แผน” ช่อง A6" in problems[0]
    assert reason in problems[0]


def test_a_number_longer_than_excel_keeps_is_refused() -> None:
    problems = _problems(book(plan), DataError, Project(budget=Decimal("1234567890123456.78")))
    assert "15 หลัก" in problems[0]


def test_every_wrong_value_is_told_at_once() -> None:
    rows = [Project("ก\x01"), Project("ดี"), Project("ข\x02"), Project(budget=Decimal("NaN"))]
    assert len(_problems(book(plan), DataError, *rows)) == 3


WRONG_FIELDS = {
    "a field that is not there": ("{{ row.tilte }}", "tilte"),
    "a truth value": ("{{ row.title == 'ก' }}", "จริง/เท็จ"),
    "a date in a cell that shows numbers": ("{{ row.day }}", "รูปแบบวันที่"),
}


@pytest.mark.parametrize("what", WRONG_FIELDS)
def test_a_template_is_told_while_filling_of(what: str) -> None:
    tag, reason = WRONG_FIELDS[what]
    problems = _problems(_plan_and(_set("E5", tag)), TemplateError, Project())
    assert "ช่อง E5" in problems[0]
    assert reason in problems[0]


def test_lines_in_a_cell_that_does_not_wrap_are_refused() -> None:
    problems = _problems(_plan_and(_set("E5", "{{ row.title }}")), TemplateError, Project("ก\nข"))
    assert "ช่อง E5" in problems[0]
    assert "Wrap Text" in problems[0]


def test_a_missing_top_level_field_is_told_with_its_cell() -> None:
    template = compile_workbook(_plan_and(_set("A2", "{{ plan.name }} {{ other }}")), "แผน.xlsx")
    with pytest.raises(TemplateError, match="ช่อง A2"):
        template.render({"fiscal_year": 2569, "projects": []}, digits=lambda _: "thai")


def test_a_list_that_is_no_list_is_told() -> None:
    template = compile_workbook(book(plan), "แผน.xlsx")
    with pytest.raises(TemplateError, match="rows_projects"):
        template.render({"fiscal_year": 2569, "projects": "โครงการ"}, digits=lambda _: "thai")


def test_a_workbook_without_names_is_only_copied() -> None:
    made = Workbook()
    made.worksheets[0]["A1"] = "คงเดิม"
    file = io.BytesIO()
    made.save(file)
    template = compile_workbook(file.getvalue(), "ว่าง.xlsx")
    parts = read_package(template.render({}, digits=lambda _: "thai"))
    before = read_package(file.getvalue())
    assert parts["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"]
