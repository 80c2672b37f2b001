"""The marked copy of a workbook has the cells of the workbook."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import thaireport
from openpyxl.workbook import Workbook
from tests.support.clerk import example, form_file
from tests.support.judges import openxml_audit
from thaireport.cli import main
from thaireport.errors import Problem
from thaireport.intake.book import open_book
from thaireport.intake.layout import PROBLEMS
from thaireport.intake.mark import marked_copy

PROBLEM = Problem("แก้", place='แผ่นงาน "ชีต" ช่อง A1')


def _written(cell: str, folder: Path, code: str = "0.0") -> Path:
    """A workbook whose sheet ชีต has just this cell, of the given format."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "ชีต"
    sheet["A1"] = 1
    sheet["A1"].number_format = code
    plain, path = folder / "เปล่า.xlsx", folder / "แบบ.xlsx"
    workbook.save(plain)
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub("<c .*</c>", lambda _: cell, part)
            after.writestr(name, part.encode())
    return path


def _marked(path: Path) -> Path:
    target = path.with_name("ต้องแก้.xlsx")
    target.write_bytes(marked_copy(path, [PROBLEM]))
    return target


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><f>1+2</f><v>3</v></c>', 3.0),
        ("<c r='A1' t='n'><f>1+2</f><v>3</v></c>", 3.0),
        ('<c r="A1" s="1"><f>1/8</f><v>0.125</v></c>', 0.125),
        ('<c r="A1" t="str"><f>"ก"&amp;"&lt;ข"</f><v>ก&lt;ข</v></c>', "ก<ข"),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="A1" t="b"><f>1=1</f><v>1</v></c>', True),
        ('<c r="A1"><f t="array" ref="A1">SUM(1,2)</f><v>3</v></c>', 3.0),
        ('<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="A1"><x:v>3</x:v></x:c>', 3.0),
    ],
)
def test_the_result_of_a_formula_is_kept(cell: str, value: object, tmp_path: Path) -> None:
    book = open_book(_marked(_written(cell, tmp_path)))
    [sheet] = [sheet for sheet in book.sheets if sheet.name == "ชีต"]
    assert (sheet.rows, sheet.faults) == ([[value]], {})


def test_the_fault_of_a_formula_is_kept(tmp_path: Path) -> None:
    marked = _marked(_written('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', tmp_path))
    assert open_book(marked).sheets[1].faults == {(0, 0): "#DIV/0!"}


def test_a_formula_without_a_result_has_none_in_the_copy(tmp_path: Path) -> None:
    path = _written('<c r="A1"><f>1+2</f></c>', tmp_path)
    assert open_book(_marked(path)).sheets[1].faults == open_book(path).sheets[0].faults != {}


@pytest.mark.parametrize("number", ["99999999", "-99999999", "1e12"])
@pytest.mark.parametrize("code", ["dd/mm/yyyy", "[$-D07041E]d mmmm yyyy"])
def test_a_number_that_is_no_day_is_kept_in_its_format(number: str, code: str, tmp_path: Path) -> None:
    marked = _marked(_written(f'<c r="A1" s="1"><v>{number}</v></c>', tmp_path, code))
    with zipfile.ZipFile(marked) as package:
        sheets = "".join(package.read(name).decode() for name in package.namelist() if "/worksheets/sheet" in name)
    assert f"<v>{number}</v>" in sheets
    assert "#VALUE!" not in sheets


def test_a_typed_error_stays_an_error(tmp_path: Path) -> None:
    marked = _marked(_written('<c r="A1" t="e"><v>#VALUE!</v></c>', tmp_path))
    assert open_book(marked).sheets[1].faults == {(0, 0): "#VALUE!"}


@pytest.mark.parametrize("kind", ["action_plan", "ita_analysis", "plan_results"])
def test_a_report_workbook_is_read_alike_before_and_after(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "รายงาน.xlsx"
    path.write_bytes(thaireport.render(example(kind), "xlsx"))
    before = {sheet.name: (sheet.rows, dict(sheet.faults)) for sheet in open_book(path).sheets}
    after = {sheet.name: (sheet.rows, dict(sheet.faults)) for sheet in open_book(_marked(path)).sheets}
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {PROBLEMS}


def test_a_form_in_the_strict_format_of_excel_is_copied_whole(tmp_path: Path) -> None:
    form, path = form_file("action_plan", tmp_path), tmp_path / "เข้มงวด.xlsx"
    with zipfile.ZipFile(form) as usual, zipfile.ZipFile(path, "w") as strict:
        for name in usual.namelist():
            named = re.sub(
                rb"http://schemas\.openxmlformats\.org/(\w+)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                usual.read(name),
            )
            strict.writestr(name, named)
    before = {sheet.name: sheet.rows for sheet in open_book(form).sheets}
    after = {sheet.name: sheet.rows for sheet in open_book(_marked(path)).sheets}
    assert {name: after.get(name) for name in before} == before


def test_the_sheets_of_the_copy_are_valid(tmp_path: Path) -> None:
    marked = _marked(_written('<c r="A1" t="str"><f>"ก"</f><v>ก</v></c>', tmp_path))
    faults = openxml_audit(marked.read_bytes(), "xlsx")
    sheets = [fault for fault in faults if fault.startswith("/xl/worksheets/")]
    assert [fault for fault in sheets if "inlineStr" not in fault] == []  # openpyxl's way with texts


def test_a_workbook_that_would_fill_the_memory_is_not_copied(tmp_path: Path) -> None:
    path = _written("<c r='A1'><v>1</v></c>", tmp_path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", merged)
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    path.with_name("เปล่า.xlsx").unlink()
    assert main(["check", str(path), "--mark"]) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["แบบ.xlsx"]
