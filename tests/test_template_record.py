"""A template made by editing a finished file: what is made of it carries its own data alone."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import thaireport
from tests.support.tools import ROOT
from thaireport.output.embed import find_in_office, into_document, into_workbook, without_record
from thaireport.output.embed.record import Record
from thaireport.output.package import read_package, write_package
from thaireport.readback import without_record as stripped
from thaireport.reports import REPORTS
from thaireport.template_check import check_template
from thaireport.verify import verify

SECRET = "ข้อมูลของรายงานเดิม"
KINDS = {"docx": ("memo", "subject"), "xlsx": ("action_plan", "plan_name")}


def _old(kind: str, field: str) -> thaireport.Report:
    return thaireport.load({**thaireport.load(ROOT / "examples" / f"{kind}.yaml").stored(), field: SECRET})


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, str, str]:
    """An agency whose template still carries the record of an older report."""
    to: str = request.param
    kind, field = KINDS[to]
    template = ROOT / "templates" / f"{kind}.{to}"
    put = into_document if to == "docx" else into_workbook
    record = Record.of(_old(kind, field), template.name, "0" * 64)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / template.name).write_bytes(
        write_package(put(read_package(template.read_bytes()), record))
    )
    (tmp_path / "agency.yaml").write_bytes((ROOT / "examples" / "agency.yaml").read_bytes())
    return tmp_path, kind, to, field


def test_the_record_of_before_is_left_behind(desk: tuple[Path, str, str, str]) -> None:
    folder, kind, to, field = desk
    report = thaireport.load(ROOT / "examples" / f"{kind}.yaml", agency=folder)
    made = folder / f"new.{to}"
    thaireport.save(report, made, agency=folder)
    assert not any(SECRET.encode() in part for part in read_package(made.read_bytes()).values())
    assert getattr(thaireport.read(made), field) == getattr(report, field)
    verdict = verify(made)
    assert verdict.is_as_made
    assert verdict.notes == ()


def test_the_check_tells_of_the_record(desk: tuple[Path, str, str, str]) -> None:
    folder, kind, to, _ = desk
    file = folder / "templates" / f"{kind}.{to}"
    found = check_template(file.read_bytes(), file.name, REPORTS[kind], trial=False)
    assert [(problem.code, problem.level) for problem in found] == [("template-record", "warning")]
    assert f"thaireport read {file.name} --strip" in found[0].message


def test_a_template_without_a_record_stays_as_it_is() -> None:
    for file in (ROOT / "templates").glob("*.*x"):
        assert without_record(file.read_bytes()) == file.read_bytes()


def test_texts_that_excel_moved_to_its_table_go_with_the_record(tmp_path: Path) -> None:
    made = tmp_path / "old.xlsx"
    thaireport.save(_old("action_plan", "plan_name"), made)
    saved = openpyxl.load_workbook(made)
    saved.create_sheet("หลัง")["A1"] = "อยู่ต่อ"
    saved["หลัง"].print_title_rows = "1:1"
    for row in saved["แผนปฏิบัติการ"].iter_rows():
        for cell in row:
            if SECRET in str(cell.value):
                cell.value = "อื่น"
    for title in ("ข้อมูล", "แผ่นโครงการ"):
        del saved[title]
    saved.save(made)
    assert find_in_office(read_package(made.read_bytes())).data.count(SECRET)
    parts = read_package(stripped(made))
    assert not any(SECRET.encode() in part for part in parts.values())
    again = openpyxl.load_workbook(io.BytesIO(stripped(made)))
    assert again.sheetnames == ["แผนปฏิบัติการ", "หลัง"]
    assert again["หลัง"]["A1"].value == "อยู่ต่อ"
    assert again["หลัง"].print_title_rows == "$1:$1"


def test_a_plan_made_of_a_template_that_is_not_here_is_verified_all_the_same(tmp_path: Path) -> None:
    plan = thaireport.load(ROOT / "examples" / "action_plan.yaml")
    parts = read_package(thaireport.render(plan, "docx", data=False))
    made = tmp_path / "plan.docx"
    made.write_bytes(write_package(into_document(parts, Record.of(plan, "nobody.docx", "0" * 64))))
    verdict = verify(made)
    assert verdict.is_as_made
    assert verdict.notes == ("แม่แบบ nobody.docx: ไม่พบแม่แบบนี้ในเครื่อง",)
