"""An agency's own fields of a row (``extra``): typed, checked, printed by templates, found again in every file."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import thaireport
from openpyxl.workbook.defined_name import DefinedName
from tests.support.clerk import book, find
from tests.support.tools import ROOT
from thaireport.blank import blank
from thaireport.collect.sent import read_sent
from thaireport.differences import differences
from thaireport.errors import DataError, TemplateError
from thaireport.fieldlist import fields_of
from thaireport.fields import MOST_OWN, NO_EXTRA
from thaireport.intake.form import form_bytes
from thaireport.output.package import read_package, write_package
from thaireport.reports.action_plan import ActionPlan
from thaireport.reports.plan_results import PlanResults
from thaireport.template_check.check import check_template

PLAN = """\
kind: action_plan
agency: {name: องค์การบริหารส่วนตำบลตัวอย่าง}
fiscal_year: 2569
projects:
  - title: โครงการอบรมคุณธรรมและความโปร่งใส
    dimension: 1
    extra:
      ผู้ประสานงาน: นางสาววรรณา ใจซื่อ R&D <5%
      code: 071
  - title: มาตรการงดรับของขวัญ
    dimension: 2
"""
PROJECTS = "รายการโครงการ"
OWN = {"ผู้ประสานงาน": "นางสาววรรณา ใจซื่อ R&D <5%", "code": "071"}
NOTHING = {"ผู้ประสานงาน": None, "code": None}


def _plan(text: str = PLAN, folder: Path | None = None) -> Any:
    if folder is None:
        return thaireport.load(_data(OWN))
    file = folder / "แผน.yaml"
    file.write_text(text, "utf-8")
    return thaireport.load(file)


def _data(*extras: object) -> dict[str, Any]:
    """A plan with a row of these own fields each, and one of none."""
    rows = [{"title": f"โครงการที่ {n}", "dimension": 1, "extra": extra} for n, extra in enumerate(extras, 1)]
    return {
        "kind": "action_plan",
        "agency": {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"},
        "fiscal_year": 2569,
        "projects": [*rows, {"title": "มาตรการงดรับของขวัญ", "dimension": 2}],
    }


def _extras(report: Any) -> list[dict[str, str | None]]:
    return [row.extra for row in report.projects]


def _said(load: Callable[[], object]) -> list[str]:
    with pytest.raises(DataError) as raised:
        load()
    return [f"{problem.place}: {problem.message}" for problem in raised.value.problems if problem.level == "error"]


# ---------------------------------------------------------------- data


def test_every_row_of_a_table_has_the_names_that_one_of_them_has(tmp_path: Path) -> None:
    assert _extras(_plan(folder=tmp_path)) == [OWN, NOTHING]


def test_a_misspelt_name_of_a_usual_field_is_still_refused_beside_them(tmp_path: Path) -> None:
    said = _said(lambda: _plan(PLAN + "    remrk: ก\n", tmp_path))
    assert said == ["แผน.yaml บรรทัด 12: ไม่รู้จัก “remrk”: หมายถึง “remark” หรือไม่"]


def test_what_is_wrong_with_an_own_field_is_told_with_its_line(tmp_path: Path) -> None:
    said = _said(lambda: _plan(PLAN.replace("code: 071", "code: [ก, ข]"), tmp_path))
    assert said == ["แผน.yaml บรรทัด 9 (ช่องเพิ่มเติม): ต้องเป็นข้อความ แต่พบรายการหลายข้อ"]


def test_own_fields_are_normalised_as_all_texts_are() -> None:
    report = thaireport.load(_data({"จํานวน": "เเผน  ก", "ไตรมาส๑": 12, "ว่าง": "  "}))
    assert _extras(report)[0] == {"จำนวน": "แผน ก", "ไตรมาส1": "12", "ว่าง": None}


def test_a_text_pasted_torn_is_told_in_an_own_field_too() -> None:
    report = thaireport.load(_data({"ผู้ประสานงาน": "ระบุชื่อหน่วยงาน"}))
    assert ("projects", 0, "extra", "ผู้ประสานงาน") in [problem.loc for problem in report.warnings]


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ({"ผู้ ประสานงาน": "ก"}, "ไม่เว้นวรรค"),
        ({"_code": "ก"}, "ขึ้นต้นด้วยตัวอักษร"),
        ({"a.b": "ก"}, "ใช้ไม่ได้"),
        ({"ก" * 61: "ก"}, "ไม่เกิน 60 ตัว"),
        ({"code": "ก\x07"}, "อักขระควบคุม"),
        ({"code": {"a": "ก"}}, "ต้องเป็นข้อความ"),
        ({"code": True}, "ต้องเป็นข้อความ"),
        ({"ไตรมาส๑": "ก", "ไตรมาส1": "ข"}, "สองครั้ง"),
        ("นางสาววรรณา ใจซื่อ", "บรรทัดละ ชื่อ: ข้อความ"),
        (["ก"], "ต้องเป็นกลุ่มข้อมูล"),
        (False, "ต้องเป็นกลุ่มข้อมูล"),
    ],
)
def test_what_is_no_own_field_is_refused(extra: object, why: str) -> None:
    assert why in "\n".join(_said(lambda: thaireport.load(_data(extra))))


def test_a_table_has_no_more_names_than_can_be_meant() -> None:
    """Every row has every name: thousands of rows with a name each would fill the memory."""
    names = [{f"ช่อง{n}": "ก"} for n in range(MOST_OWN + 1)]
    assert _extras(thaireport.load(_data(*names[:-1])))
    assert f"มีได้ไม่เกิน {MOST_OWN}" in _said(lambda: thaireport.load(_data(*names)))[0]


def test_a_faulty_own_field_hides_no_other_fault_of_the_plan() -> None:
    data = _data({"a b": "ก"}, {"code": "ข"})
    data["projects"][1]["number"] = data["projects"][2]["number"] = 7
    with pytest.raises(DataError) as raised:
        thaireport.load(data)
    assert any("ลำดับ “7” ซ้ำ" in problem.message for problem in raised.value.problems)


def test_rows_without_own_fields_share_one_empty_mapping() -> None:
    first, second = thaireport.load({**_data(), "projects": _data()["projects"] * 2}, ActionPlan).projects
    assert first.extra is second.extra is NO_EXTRA
    assert pickle.loads(pickle.dumps(first)) == first
    with pytest.raises(TypeError):
        first.extra["code"] = "ก"


def test_a_plan_without_own_fields_is_stored_without_them() -> None:
    assert "extra" not in str(thaireport.load(_data({})).stored())


def test_the_results_start_with_the_own_fields_of_the_plan() -> None:
    assert _extras(PlanResults.from_plan(_plan())) == [OWN, NOTHING]


def test_a_change_of_an_own_field_is_listed() -> None:
    found = differences(_plan(), thaireport.load(_data({**OWN, "code": "072"})))
    assert [(change.place, change.old, change.new) for change in found] == [
        ("รายการโครงการ ลำดับ ๑ (โครงการที่ 1) ช่องเพิ่มเติม code", "071", "072")
    ]


def test_the_list_of_fields_and_the_schema_know_them() -> None:
    line = next(line for line in fields_of(ActionPlan) if line.path == "projects[].extra")
    assert (line.name, line.example) == ("ช่องเพิ่มเติม", "ผู้ประสานงาน: นางสาววรรณา ใจซื่อ")
    assert "ช่องเพิ่มเติม" in str(thaireport.fieldlist.schema_of(ActionPlan))


# ---------------------------------------------------------------- a clerk's workbook


def _typed(tmp_path: Path, *columns: tuple[str, ...]) -> Any:
    """The example's form with columns behind its last: a head, and what is typed in the rows below."""
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    for column, (head, *values) in enumerate(columns, sheet.max_column + 1):
        sheet.cell(1, column).value = head
        for row, value in enumerate(values, 2):
            sheet.cell(row, column).value = value
    workbook.save(tmp_path / "แบบ.xlsx")
    return thaireport.load(tmp_path / "แบบ.xlsx")


@pytest.mark.parametrize("head", ["ช่องเพิ่มเติม: ผู้ประสานงาน", "ช่องเพิ่มเติม :ผู้ประสานงาน *", "extra.ผู้ประสานงาน"])
def test_a_column_of_the_agencys_own_is_read(tmp_path: Path, head: str) -> None:
    extras = _extras(_typed(tmp_path, (head, "นางสาววรรณา ใจซื่อ")))
    assert extras[:2] == [{"ผู้ประสานงาน": "นางสาววรรณา ใจซื่อ"}, {"ผู้ประสานงาน": None}]


def test_a_column_that_nobody_has_filled_in_is_there_all_the_same(tmp_path: Path) -> None:
    assert _extras(_typed(tmp_path, ("ช่องเพิ่มเติม: code",)))[0] == {"code": None}


def test_a_number_in_an_own_column_is_a_text(tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    column = sheet.max_column + 1
    sheet.cell(1, column).value, sheet.cell(2, column).value = "ช่องเพิ่มเติม: code", 1250
    workbook.save(tmp_path / "แบบ.xlsx")
    assert _extras(thaireport.load(tmp_path / "แบบ.xlsx"))[0] == {"code": "1250"}


def test_own_columns_and_the_column_of_them_all_go_together(tmp_path: Path) -> None:
    workbook = book("action_plan")
    sheet = workbook[PROJECTS]
    all_in_one = find(sheet, "ช่องเพิ่มเติม").column
    sheet.cell(2, all_in_one).value = "code: 071\n\nไฟล์:"
    sheet.cell(3, all_in_one).value = "(ว่าง)"
    sheet.cell(1, all_in_one + 1).value, sheet.cell(3, all_in_one + 1).value = "extra.coordinator", "นาย ก"
    workbook.save(tmp_path / "แบบ.xlsx")
    assert _extras(thaireport.load(tmp_path / "แบบ.xlsx"))[:3] == [
        {"code": "071", "ไฟล์": None, "coordinator": None},
        {"code": None, "ไฟล์": None, "coordinator": "นาย ก"},
        {"code": None, "ไฟล์": None, "coordinator": None},
    ]


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        (("ช่องเพิ่มเติม: code", "extra.code"), "มีสองคอลัมน์"),
        (("ช่องเพิ่มเติม: รหัส โครงการ",), "ไม่เว้นวรรค"),
        (("ช่องเพิมเติม: code",), "หมายถึง “ช่องเพิ่มเติม: code” หรือไม่"),
        (("ช่องเพิ่มเติม code",), "หมายถึง “ช่องเพิ่มเติม: code” หรือไม่"),
    ],
)
@pytest.mark.parametrize("in_report", [False, True])
def test_an_own_column_that_is_not_read_is_refused(
    tmp_path: Path, heads: tuple[str, ...], why: str, in_report: bool
) -> None:
    workbook = (
        openpyxl.load_workbook(io.BytesIO(thaireport.render(_plan(), "xlsx"))) if in_report else book("action_plan")
    )
    sheet, row = (workbook.worksheets[0], 2) if in_report else (workbook[PROJECTS], 1)
    for column, head in enumerate(heads, sheet.max_column + 1):
        sheet.cell(row, column).value, sheet.cell(4, column).value = head, "071"
    workbook.save(tmp_path / "แผน.xlsx")
    assert [line for line in _said(lambda: thaireport.load(tmp_path / "แผน.xlsx")) if why in line]


def test_a_column_added_to_a_report_workbook_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(thaireport.render(_plan(), "xlsx")))
    sheet = workbook.worksheets[0]
    column = sheet.max_column + 1
    sheet.cell(2, column).value, sheet.cell(5, column).value = "ช่องเพิ่มเติม: ที่มา", "เงินอุดหนุน"
    workbook.save(tmp_path / "แผน.xlsx")
    extras = _extras(thaireport.load(tmp_path / "แผน.xlsx"))
    assert extras == [{**OWN, "ที่มา": None}, {**NOTHING, "ที่มา": "เงินอุดหนุน"}]


def test_a_head_that_only_begins_like_that_of_own_fields_is_the_clerks(tmp_path: Path) -> None:
    assert _extras(_typed(tmp_path, ("ช่องเพิ่มเติมอื่น", "1")))[0] == {}


def test_an_own_column_does_not_make_an_entry_of_a_blank_row(tmp_path: Path) -> None:
    rows = len(_extras(_typed(tmp_path)))
    assert len(_extras(_typed(tmp_path, ("ช่องเพิ่มเติม: code", "1")))) == rows


def test_a_name_typed_twice_in_one_cell_is_not_lost(tmp_path: Path) -> None:
    workbook = book("action_plan")
    find(workbook[PROJECTS], "ช่องเพิ่มเติม").offset(1).value = "code: 1\ncode: 2"
    workbook.save(tmp_path / "แบบ.xlsx")
    assert "แต่ละชื่อครั้งเดียว" in _said(lambda: thaireport.load(tmp_path / "แบบ.xlsx"))[0]


@pytest.mark.parametrize("kind", ["action_plan", "plan_results", "measures_report", "ita_analysis"])
@pytest.mark.parametrize("digits", ["thai", "arabic"])
def test_forms_and_report_workbooks_keep_them(tmp_path: Path, kind: str, digits: str) -> None:
    """A text of several lines, with digits, one left empty; also where the workbook shows Thai digits."""
    rows = {"measures_report": "measures", "ita_analysis": "actions"}.get(kind, "projects")
    data = {**thaireport.load(ROOT / "examples" / f"{kind}.yaml").stored(), "digits": digits}
    data[rows][0]["extra"] = {"ผู้ประสานงาน": "นาย ก 2 คน\nR&D <5%: ก", "ไตรมาส1": "", "code": "-"}
    report = thaireport.load(data, folder=ROOT / "examples")
    for name, made in (("แบบ", form_bytes(type(report), report)), ("รายงาน", thaireport.render(report, "xlsx"))):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(made)
        again = thaireport.load(file, folder=ROOT / "examples")
        assert [row.extra for row in getattr(again, rows)] == [row.extra for row in getattr(report, rows)]


def test_rows_that_change_places_in_a_report_workbook_take_their_own_fields_along(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(thaireport.render(_plan(), "xlsx")))
    sheet = workbook.worksheets[0]
    for column in range(2, sheet.max_column + 1):
        one, other = sheet.cell(4, column), sheet.cell(5, column)
        one.value, other.value = other.value, one.value
    workbook.save(tmp_path / "แผน.xlsx")
    assert _extras(thaireport.load(tmp_path / "แผน.xlsx")) == [NOTHING, OWN]


@pytest.mark.parametrize("to", ["docx", "xlsx"])
def test_a_finished_file_gives_them_back_and_is_collected(tmp_path: Path, to: str) -> None:
    file = tmp_path / f"แผน.{to}"
    file.write_bytes(thaireport.render(_plan(), to))
    assert thaireport.read(file) == _plan()
    assert [sent.fault for sent in read_sent(file)] == [""]


def test_pairs_with_nothing_behind_the_name_read_back(tmp_path: Path) -> None:
    """An empty budget of a year came back as a dash."""
    data = _data({})
    data["last_year"], data["projects"][0]["budgets"] = 2572, {"2569": "100", "2570": None}
    report = thaireport.load(data)
    (tmp_path / "แบบ.xlsx").write_bytes(form_bytes(ActionPlan, report))
    assert thaireport.load(tmp_path / "แบบ.xlsx") == report


# ---------------------------------------------------------------- an agency's templates


def _agency(folder: Path, tag: str) -> Path:
    """An agency whose plan prints a tag behind the remark, in Word and in Excel."""
    (folder / "templates").mkdir(parents=True)
    (folder / "agency.yaml").write_text("name: องค์การบริหารส่วนตำบลตัวอย่าง\n", "utf-8")
    for name, row in (("action_plan.docx", "project"), ("action_plan.xlsx", "row")):
        parts = read_package((ROOT / "templates" / name).read_bytes())
        old = f"{{{{ {row}.remark }}}}".encode()
        new = old + f" {{{{ {row}.extra{tag} }}}}".encode()
        assert any(old in part for part in parts.values())
        made = write_package({part: body.replace(old, new) for part, body in parts.items()})
        (folder / "templates" / name).write_bytes(made)
    return folder


def _printed(made: bytes) -> str:
    parts = read_package(made)
    shown = (body for name, body in parts.items() if name.startswith(("word/document", "xl/worksheets/sheet1.")))
    return b"".join(shown).decode()


@pytest.mark.parametrize("to", ["docx", "xlsx"])
@pytest.mark.parametrize("tag", [".ผู้ประสานงาน", '["ผู้ประสานงาน"]', ".items", ".ไม่มี|default"])
def test_an_agencys_template_passes_the_check_and_prints_an_own_field(tmp_path: Path, to: str, tag: str) -> None:
    """``items`` is the name of a method of mappings, which Excel's templates came to instead of the field."""
    agency = _agency(tmp_path / "อบต", tag)
    name = f"action_plan.{to}"
    assert check_template((agency / "templates" / name).read_bytes(), name, ActionPlan) == []
    report = thaireport.load(_data({**OWN, "items": "รายการแรก"}), agency=agency)
    wanted = {".items": "รายการแรก", ".ไม่มี|default": ""}.get(tag, "R&amp;D &lt;")
    assert wanted in _printed(thaireport.render(report, to))
    assert blank(ActionPlan, to, agency=report.agency.kept_in(agency))


@pytest.mark.parametrize("to", ["docx", "xlsx"])
@pytest.mark.parametrize(("extra", "known"), [(OWN, "ข้อมูลมี ผู้ประสานงาน, code"), ({}, "ข้อมูลยังไม่มีชื่อใด")])
def test_a_name_that_no_row_has_is_told_with_those_that_are_there(
    tmp_path: Path, to: str, extra: object, known: str
) -> None:
    report = thaireport.load(_data(extra), agency=_agency(tmp_path / "อบต", ".ผู้ประสาน"))
    with pytest.raises(TemplateError, match=f"ไม่รู้จักช่อง “ผู้ประสาน” \\({known}\\)"):
        thaireport.render(report, to)


def test_a_printed_column_is_read_by_its_defined_name(tmp_path: Path) -> None:
    """The head on paper is the agency's own; the column of them all was taken out of the template."""
    agency = _agency(tmp_path / "อบต", "|length")
    workbook = openpyxl.load_workbook(ROOT / "templates" / "action_plan.xlsx")
    sheet = workbook.worksheets[0]
    head = find(sheet, "ช่องเพิ่มเติม")
    head.value = "ผู้ประสานงาน"
    for row in (4, 5):
        sheet.cell(row, head.column).value = "{{ row.extra.coordinator }}"
    del workbook.defined_names["column_projects.extra"]
    name = "column_projects.extra.coordinator"
    workbook.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!${head.column_letter}$2")
    workbook.save(agency / "templates" / "action_plan.xlsx")
    report = thaireport.load(_data({"coordinator": "นาย ก"}), agency=agency)
    (tmp_path / "แผน.xlsx").write_bytes(thaireport.render(report, "xlsx"))
    edited = openpyxl.load_workbook(tmp_path / "แผน.xlsx")
    edited.worksheets[0].cell(5, head.column).value = "นาย ข"
    edited.save(tmp_path / "แผน.xlsx")
    assert _extras(thaireport.load(tmp_path / "แผน.xlsx")) == [{"coordinator": "นาย ก"}, {"coordinator": "นาย ข"}]
