"""The plan's results: figures counted, statuses and narratives checked, Word and Excel saying the same."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import thaireport
import yaml
from lxml import etree
from tests.support.clerk import form_file
from tests.support.golden import Golden, outline
from tests.support.judges import (
    openxml_audit,
    page_count,
    page_faults,
    pdf_text,
    plain,
    sdk_validate,
    thai_runs_faults,
)
from tests.support.word import W, WordFile, text_of
from thaireport import ActionPlan, PlanResults, Problem
from thaireport.cli import main
from thaireport.fields import DASH
from thaireport.intake.form import form_bytes
from thaireport.intake.layout import OTHER
from thaireport.output.package import read_package
from thaireport.output.pdf import to_pdf
from thaireport.reports.plan_results import STATUS_WORDS, Narrative, ResultRow
from thaireport.thai.text import normalise

EXAMPLES = Path(__file__).parents[2] / "examples"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"}


def row(serial: int = 1, /, **changes: Any) -> dict[str, Any]:
    made = {"id": f"p{serial}", "title": f"โครงการที่ {serial}", "dimension": 1, "budget": "1000", "disbursed": "500"}
    return {**made, "status": "done", **changes}


def told(serial: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {"project": f"p{serial}", "actions": f"1) จัดประชุม {serial}", "results": f"มีรายงาน {serial} ฉบับ", **changes}


def results(*rows: dict[str, Any], **changes: Any) -> PlanResults:
    data: dict[str, Any] = {
        "agency": AGENCY,
        "fiscal_year": "2569",
        "reporter": "นางสุดา รักงาน",
        "projects": rows or (row(1), row(2)),
    }
    return PlanResults.model_validate({**data, **changes})


def found(report: PlanResults, code: str) -> list[Problem]:
    return [problem for problem in report.problems() if problem.code == code]


def printed(document: bytes) -> str:
    word = WordFile.read(document)
    return plain(" ".join(text_of(paragraph) for paragraph in word.document.iter(f"{W}p")))


def tables(document: bytes) -> list[list[list[str]]]:
    """Every table of a Word file as the texts of its cells."""
    word = WordFile.read(document)
    return [
        [[text_of(cell) for cell in line.iterfind(f"{W}tc")] for line in table.iterfind(f"{W}tr")]
        for table in word.document.iter(f"{W}tbl")
    ]


@pytest.fixture(scope="module")
def example() -> PlanResults:
    loaded = thaireport.load(EXAMPLES / "plan_results.yaml")
    assert isinstance(loaded, PlanResults)
    return loaded


@pytest.fixture(scope="module")
def document(example: PlanResults) -> bytes:
    return thaireport.render(example, "docx")


@pytest.fixture(scope="module")
def workbook(example: PlanResults) -> bytes:
    return thaireport.render(example, "xlsx")


# ---- what is typed ----


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("รอรายงาน", "waiting"),
        ("อยู่ระหว่างการดำเนินการ", "in_progress"),
        ("ดำเนินการ แล้วเสร็จ", "done"),
        ("ด\u0e4d\u0e32เนินการแล้วเสร็จ", "done"),
        ("ไม่สามารถดำเนินการได้", "could_not"),
        ("done", "done"),
        (["could_not"], "could_not"),
        ({"waiting": "", "done": "☑"}, "done"),
        ({"ดำเนินการแล้วเสร็จ": "✓", "รอรายงาน": None}, "done"),
    ],
)
def test_a_status_is_read_as_people_write_it(typed: object, state: str) -> None:
    assert ResultRow.model_validate(row(status=typed)).state == state


def test_a_status_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="หมายถึง “ดำเนินการแล้วเสร็จ” หรือไม่"):
        ResultRow.model_validate(row(status="ดำเนินการแล้วเสร้จ"))


@pytest.mark.parametrize("typed", ["6", 6, "๖ เดือน", "รอบ 6 เดือน", "6 เดือนแรก"])
def test_a_round_is_read_as_people_write_it(typed: object) -> None:
    assert results(round=typed).round == "6"


def test_there_is_no_round_of_nine_months() -> None:
    with pytest.raises(ValueError, match="9"):
        results(round="9")


def test_a_starred_dimension_is_the_agencys_own() -> None:
    read = ResultRow.model_validate(row(dimension="*๒"))
    assert (read.dimension, read.own, read.dimension_label) == (2, True, "*2")


def test_pairs_and_lines_with_a_bar_are_the_same_list() -> None:
    pairs = [{"marker": "(1)", "member": "ปลัด", "role": "ประธาน"}, {"member": "นิติกร", "role": "เลขานุการ"}]
    typed = Narrative.model_validate(told(actions=["1) แต่งตั้ง", {"pairs": pairs}, "2) ประชุม"]))
    lines = Narrative.model_validate(told(actions="1) แต่งตั้ง\n(1) ปลัด | ประธาน\nนิติกร | เลขานุการ\n2) ประชุม"))
    assert [item.line for item in typed.actions] == [item.line for item in lines.actions]


def test_text_and_a_list_may_follow_a_list_in_two_columns() -> None:
    account = "1) แต่งตั้งคณะทำงาน\n(1) ปลัด | ประธาน\n(2) นิติกร | เลขานุการ\nโดยให้มีหน้าที่ ดังนี้\n- ประชุม"
    blocks = results(narratives=[told(actions=account)]).entries[0].actions
    assert [len(block.pairs) or (block.item and block.item.text) for block in blocks] == [
        "แต่งตั้งคณะทำงาน",
        2,
        "โดยให้มีหน้าที่ ดังนี้",
        "ประชุม",
    ]


def test_more_than_one_bar_is_text_and_stays_whole() -> None:
    blocks = results(narratives=[told(actions="ก | ข | ค")]).entries[0].actions
    assert [block.item and block.item.text for block in blocks] == ["ก | ข | ค"]


def test_photos_may_be_typed_one_a_line() -> None:
    read = Narrative.model_validate(told(photos="a.png | ภาพแรก\nb.png | ภาพที่สอง"))
    assert [(str(photo.file), photo.caption) for photo in read.photos] == [("a.png", "ภาพแรก"), ("b.png", "ภาพที่สอง")]


# ---- what is counted ----


def four(**counts: int) -> PlanResults:
    rows = [row(status=status) for status, count in counts.items() for _ in range(count)]
    return results(*[{**made, "id": None, "title": f"โครงการ {n}"} for n, made in enumerate(rows)])


@pytest.mark.parametrize(("method", "share"), [("weighted", "60"), ("reported", "90"), ("done_of_possible", "62.5")])
def test_the_share_carried_out_by_each_formula(method: str, share: str) -> None:
    report = four(done=5, in_progress=2, could_not=2, waiting=1)
    report = report.model_copy(update={"share_method": method})
    assert report.figures.share == Decimal(share)


def test_an_e_plan_of_52_with_4_not_done_is_92_31() -> None:
    share = four(done=48, could_not=4).figures.share
    assert share is not None
    assert f"{share:.2f}" == "92.31"


def test_nothing_that_could_be_done_has_no_share() -> None:
    report = four(could_not=2).model_copy(update={"share_method": "done_of_possible"})
    assert report.figures.share is None


def test_zero_dash_and_empty_disbursed_are_three_values_that_count_nothing() -> None:
    report = results(row(1, disbursed="0"), row(2, disbursed="-"), row(3, disbursed=None))
    assert [made.disbursed for made in report.projects] == [Decimal(0), DASH, None]
    assert report.disbursed_total == 0


def test_a_plan_without_a_budget_has_no_percentage_and_no_chart_of_money() -> None:
    report = results(row(budget="0", disbursed="0"))
    assert report.figures.disbursed_percent is None
    assert report.budget_chart is None
    assert "คิดเป็นร้อยละ" not in printed(thaireport.render(report))


def test_the_level_is_decided_on_the_printed_figure() -> None:
    # 2 of 3 is 66.666...: printed 66.67, and so it is of the level from 66.67 on.
    report = results(row(1), row(2), row(3, status="could_not"), level_thresholds={"มาก": "66.67", "น้อย": "0"})
    assert report.figures.level == "มาก"


def test_a_level_without_thresholds_is_the_stated_one() -> None:
    report = results(stated={"level": "มาก"})
    assert (report.narrative_summary.level, report.table_summary.level) == ("มาก", "มาก")


def test_own_projects_count_in_their_dimension() -> None:
    report = results(row(1), row(2, dimension="*1", disbursed="700"))
    first = report.dimensions[0]
    assert (first.done, first.budget, first.disbursed) == (2, Decimal(2000), Decimal(1200))


def test_a_year_without_dimension_names_shows_the_dimensions_in_use() -> None:
    report = results(row(dimension=3), fiscal_year="2590")
    assert [part.label for part in report.dimensions] == ["มิติ 3"]


# ---- how the lists belong together ----


def test_narratives_keep_the_agencys_order_and_titles() -> None:
    report = results(narratives=[told(2, title="ชื่ออื่น"), told(1)])
    assert [(entry.number, entry.title) for entry in report.entries] == [(1, "ชื่ออื่น"), (2, "โครงการที่ 1")]


def test_a_narrative_without_an_id_belongs_to_the_row_of_its_title() -> None:
    report = results(row(1, title="กิจกรรม “ออมบุญ”"), narratives=[told(project=None, title='กิจกรรม "ออมบุญ"')])
    assert report.entries[0].row is report.projects[0]


def test_a_row_without_an_id_is_referred_to_by_its_number() -> None:
    report = results(row(1, id=None), narratives=[told(project="๑")])
    assert report.entries[0].title == "โครงการที่ 1"


def test_money_with_three_decimals_may_be_thousands() -> None:
    doubtful = results(projects=[row(1, budget="35.000", disbursed="34.500")])
    assert [problem.loc[-1] for problem in found(doubtful, "point-for-comma")] == ["budget", "disbursed"]


# ---- from the plan ----


@pytest.fixture(scope="module")
def plan() -> ActionPlan:
    loaded = thaireport.load(EXAMPLES / "action_plan.yaml")
    assert isinstance(loaded, ActionPlan)
    return loaded


def test_results_start_from_a_plan_with_every_row_waiting(plan: ActionPlan) -> None:
    begun = PlanResults.from_plan(plan)
    carried = [(made.id, made.title, made.dimension_label, made.budget) for made in begun.projects]
    assert carried == [(made.id, made.title, made.dimension_label, made.budget) for made in plan.projects]
    assert {made.state for made in begun.projects} == {"waiting"}
    assert [entry.row for entry in begun.entries] == list(begun.projects)


def test_results_just_begun_can_be_printed(plan: ActionPlan) -> None:
    begun = PlanResults.from_plan(plan, months=6)
    assert not [problem for problem in begun.problems() if problem.level == "error"]
    text = printed(thaireport.render(begun))
    assert plain("รอการรายงาน ๓๑ โครงการ") in text
    assert plain("พ.ศ. ๒๕๖๙ รอบ ๖ เดือน") in text


def test_a_plan_of_several_years_hands_over_the_budgets_of_the_year_that_the_results_are_of() -> None:
    several = ActionPlan.model_validate(
        {
            "agency": AGENCY,
            "fiscal_year": "2569",
            "last_year": "2572",
            "projects": [{"id": "p1", "title": "ก", "dimension": 1, "budgets": {"2569": "100", "2570": "50"}}],
        }
    )
    begun = PlanResults.from_plan(several)
    assert (begun.fiscal_year, begun.projects[0].budget) == (2569, Decimal(100))


def test_rows_added_and_dropped_since_the_plan_are_told(plan: ActionPlan) -> None:
    begun = PlanResults.from_plan(plan)
    rows = (*begun.projects[1:], ResultRow.model_validate(row(99, title="โครงการใหม่")).at(31))
    changed = begun.model_copy(update={"projects": rows, "narratives": ()})
    assert [problem.loc for problem in found(changed, "row-added")] == [("projects", 30)]
    assert ["p01" in problem.message for problem in found(changed, "row-dropped")] == [True]


def write(folder: Path, **files: dict[str, Any]) -> None:
    for name, data in files.items():
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


PLAN_FILE = {
    "kind": "action_plan",
    "agency": AGENCY,
    "fiscal_year": "2569",
    "projects": [{"id": "p1", "title": "โครงการที่ 1", "dimension": 1}, {"title": "หายไป", "dimension": 1}],
}
RESULTS_FILE = {
    "kind": "plan_results",
    "agency": AGENCY,
    "fiscal_year": "2569",
    "plan": "action_plan.yaml",
    "projects": [row(1)],
}


def test_a_plan_named_by_its_file_is_compared(tmp_path: Path) -> None:
    write(tmp_path, action_plan=PLAN_FILE, plan_results=RESULTS_FILE)
    report = thaireport.load(tmp_path / "plan_results.yaml")
    assert [problem.message for problem in report.warnings if problem.code == "row-dropped"] == [
        "โครงการในแผน “หายไป” (2) ไม่มีในตารางผล: ต้องรายงานทุกโครงการ"
    ]


def test_a_misspelt_field_beside_the_plans_file_is_told(tmp_path: Path) -> None:
    results = {**RESULTS_FILE, "plan": {"file": "action_plan.yaml", "row": []}}
    write(tmp_path, action_plan=PLAN_FILE, plan_results=results)
    with pytest.raises(thaireport.DataError, match="row"):
        thaireport.load(tmp_path / "plan_results.yaml")


def test_a_plan_that_is_not_there_is_a_warning_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, plan_results=RESULTS_FILE)
    report = thaireport.load(tmp_path / "plan_results.yaml")
    assert [problem.place for problem in report.warnings if problem.code == "plan-unread"] == [
        "plan_results.yaml บรรทัด 5"
    ]


def test_a_file_that_is_no_plan_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, action_plan={**PLAN_FILE, "kind": "memo"}, plan_results=RESULTS_FILE)
    report = thaireport.load(tmp_path / "plan_results.yaml")
    assert [problem.code for problem in report.warnings if "ไม่ใช่" in problem.message] == ["plan-unread"]


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ({"fiscal_year": "2568"}, "action_plan.yaml เป็นแผนปีงบประมาณ พ.ศ. 2568 แต่รายงานผลของปี 2569"),
        ({"fiscal_year": "2570", "last_year": "2573"}, "action_plan.yaml เป็นแผนปีงบประมาณ พ.ศ. 2570 - 2573 แต่"),
        ({"fiscal_year": "๒๕๖๖", "last_year": "2569"}, ""),
        ({"fiscal_year": "2026"}, ""),
        ({"fiscal_year": "ปีนี้"}, ""),
    ],
)
def test_the_plan_of_another_year_under_the_usual_name_is_told(tmp_path: Path, years: Any, told: str) -> None:
    write(tmp_path, action_plan={**PLAN_FILE, **years}, plan_results=RESULTS_FILE)
    report = thaireport.load(tmp_path / "plan_results.yaml")
    said = [(w.message[: len(told)], w.place) for w in report.warnings if w.code == "plan-other-year"]
    assert said == ([(told, "plan_results.yaml บรรทัด 5")] if told else [])


def test_a_row_renamed_is_known_by_its_id_in_either_digits(tmp_path: Path) -> None:
    plan = {**PLAN_FILE, "projects": [{"id": "ป.๑", "title": "ชื่อเดิม", "dimension": 1}]}
    write(tmp_path, action_plan=plan, plan_results={**RESULTS_FILE, "projects": [row(1, id="ป.1", title="ชื่อใหม่")]})
    codes = {warning.code for warning in thaireport.load(tmp_path / "plan_results.yaml").warnings}
    assert not codes & {"row-added", "row-dropped"}


def test_stored_results_are_compared_without_the_plans_file(tmp_path: Path) -> None:
    write(tmp_path, action_plan=PLAN_FILE, plan_results=RESULTS_FILE)
    stored = thaireport.load(tmp_path / "plan_results.yaml").stored()
    away = tmp_path / "away"
    away.mkdir()
    write(away, plan_results=stored)
    assert [w.code for w in thaireport.load(away / "plan_results.yaml").warnings if w.code == "row-dropped"]


@pytest.mark.parametrize("name", ["plan_results.yaml", "form.xlsx"])
def test_make_as_plan_results_writes_a_file_that_loads_as_what_it_began(tmp_path: Path, name: str) -> None:
    for file in ("action_plan.yaml", "agency.yaml"):
        shutil.copy(EXAMPLES / file, tmp_path / file)
    assert main(["make", str(tmp_path / "action_plan.yaml"), "--as", "plan_results", "-o", str(tmp_path / name)]) == 0
    loaded, planned = thaireport.load(tmp_path / name), thaireport.load(tmp_path / "action_plan.yaml")
    assert isinstance(planned, ActionPlan)
    assert isinstance(loaded, PlanResults)
    begun = PlanResults.from_plan(planned)
    assert loaded.model_copy(update={"plan": begun.plan}) == begun


def test_a_plan_in_excel_begins_a_form_in_excel(tmp_path: Path) -> None:
    plan = form_file("action_plan", tmp_path).rename(tmp_path / "แผน.xlsx")
    assert main(["make", str(plan), "--as", "plan_results"]) == 0
    assert isinstance(thaireport.load(tmp_path / "แผน-plan_results.xlsx"), PlanResults)


def test_results_begun_from_a_plan_of_several_years_say_of_which_year_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, action_plan={**PLAN_FILE, "last_year": "2572"})
    assert main(["make", str(tmp_path / "action_plan.yaml"), "--as", "plan_results"]) == 0
    assert "เริ่มให้เป็นผลของปีงบประมาณ พ.ศ. 2569 ด้วยงบประมาณของปีนั้น" in "".join(capsys.readouterr())


def test_make_as_plan_results_never_writes_over_a_file_that_may_be_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, action_plan=PLAN_FILE)
    (tmp_path / "plan_results.yaml").write_text("กรอกไว้แล้ว", encoding="utf-8")
    assert main(["make", str(tmp_path / "action_plan.yaml"), "--as", "plan_results"]) == 2
    assert "อาจกรอกไว้แล้ว" in capsys.readouterr().err
    assert (tmp_path / "plan_results.yaml").read_text("utf-8") == "กรอกไว้แล้ว"


def test_results_are_begun_in_a_folder_whose_name_has_a_dot(tmp_path: Path) -> None:
    write(tmp_path, action_plan=PLAN_FILE)
    folder = tmp_path / "ปี พ.ศ. 2569"
    assert main(["make", str(tmp_path / "action_plan.yaml"), "--as", "plan_results", "-o", str(folder)]) == 0
    assert [path.name for path in folder.iterdir()] == ["plan_results.yaml"]


def test_two_plans_never_begin_the_same_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans = [tmp_path / "ก", tmp_path / "ข"]
    for folder in plans:
        folder.mkdir()
        write(folder, action_plan=PLAN_FILE)
    typed = [str(folder / "action_plan.yaml") for folder in plans]
    assert main(["make", *typed, "--as", "plan_results", "-o", str(tmp_path / "ผล"), "--force"]) == 2
    assert "ซ้ำกับของ" in capsys.readouterr().err


def test_results_do_not_start_from_anything_but_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, results=RESULTS_FILE)
    assert main(["make", str(tmp_path / "results.yaml"), "--as", "plan_results"]) == 1
    assert "เริ่มรายงานผลได้จาก" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["results.yaml"]


def test_a_begun_file_carries_its_agency_where_no_agency_file_lies(tmp_path: Path) -> None:
    write(tmp_path, action_plan=PLAN_FILE)
    assert main(["make", str(tmp_path / "action_plan.yaml"), "--as", "plan_results"]) == 0
    assert thaireport.load(tmp_path / "plan_results.yaml").agency.name == AGENCY["name"]


def test_a_box_left_open_and_a_no_beside_a_status_do_not_tick_it() -> None:
    marks = {"waiting": "☐", "in_progress": "ไม่ใช่", "done": "✓", "could_not": "0"}
    assert results(row(1, status=marks)).projects[0].state == "done"


# ---- the rules ----


@pytest.mark.parametrize(
    ("code", "changes", "level", "field"),
    [
        ("status-missing", {"status": ""}, "error", "status"),
        ("status-twice", {"status": ["done", "waiting"]}, "error", "status"),
        ("done-nothing-disbursed", {"disbursed": "0"}, "warning", "disbursed"),
        ("done-nothing-disbursed", {"disbursed": None}, "warning", "disbursed"),
        ("disbursed-above-budget", {"disbursed": "1000.01"}, "warning", "disbursed"),
        ("status-remark-differ", {"remark": "ระยะที่ 2 ไม่ได้ดำเนินการ"}, "warning", "remark"),
        ("status-remark-differ", {"remark": "อยู่ระหว่างดำเนินการ"}, "warning", "remark"),
        ("status-remark-differ", {"status": "could_not", "remark": "ดำเนินการแล้วเสร็จ"}, "warning", "remark"),
        ("dimension-unknown", {"dimension": 5}, "error", "dimension"),
    ],
)
def test_what_is_wrong_in_a_row(code: str, changes: dict[str, Any], level: str, field: str) -> None:
    problems = found(results(row(1), row(2, **changes)), code)
    assert [(problem.level, problem.loc) for problem in problems] == [(level, ("projects", 1, field))]


def test_two_statuses_are_named_and_no_third() -> None:
    (problem,) = found(results(row(1, status=["done", "waiting"])), "status-twice")
    assert [word for word in STATUS_WORDS.values() if word in problem.message] == [
        STATUS_WORDS["waiting"],
        STATUS_WORDS["done"],
    ]


def test_a_year_without_known_dimensions_is_a_warning_until_they_are_given() -> None:
    problems = found(results(fiscal_year="2571"), "dimensions-unknown")
    assert [(problem.level, problem.loc) for problem in problems] == [("warning", ("fiscal_year",))]
    assert not found(results(fiscal_year="2571", dimension_names=["หนึ่ง", "สอง"]), "dimensions-unknown")
    assert not found(results(), "dimensions-unknown")


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "could_not", "disbursed": "0", "remark": "ไม่แล้วเสร็จ"},
        {"status": "in_progress", "disbursed": "0"},
        {"budget": "0", "disbursed": "0"},
        {"budget": "-", "disbursed": "-"},
        {"remark": "ดำเนินการแล้วเสร็จตามแผน"},
    ],
)
def test_a_row_in_order_is_left_alone(changes: dict[str, Any]) -> None:
    codes = {"done-nothing-disbursed", "disbursed-above-budget", "status-remark-differ"}
    assert not [problem for problem in results(row(**changes)).problems() if problem.code in codes]


def test_ids_used_twice_are_an_error_and_numbers_and_titles_a_warning() -> None:
    report = results(row(1, number=4), row(1, number=4))
    assert [(p.level, p.loc) for p in found(report, "id-twice")] == [("error", ("projects", 1, "id"))]
    assert [(p.level, p.loc) for p in found(report, "number-twice")] == [("warning", ("projects", 1, "number"))]
    assert [(p.level, p.loc) for p in found(report, "title-twice")] == [("warning", ("projects", 1, "title"))]


def test_a_number_twice_is_named_also_where_the_place_gives_it() -> None:
    (problem,) = found(results(row(1, number=2), row(2)), "number-twice")
    assert "ลำดับ “2” ในตารางซ้ำกับรายการที่ 1" in problem.message


def test_a_number_used_twice_in_the_narrative_is_told() -> None:
    problems = found(results(narratives=[told(1, number=7), told(2, number="๗")]), "narrative-number-twice")
    assert [(problem.level, problem.loc) for problem in problems] == [("warning", ("narratives", 1, "number"))]


@pytest.mark.parametrize(
    ("second", "remedy"),
    [
        ({"project": "p2"}, "ให้เรียงลำดับใหม่"),
        ({"project": None, "title": "เรื่องที่ไม่มีในตาราง"}, "ให้เรียงลำดับใหม่"),
        ({"project": None, "title": "โครงการที่  ๑"}, "เป็นโครงการเดียวกัน ให้รวมเป็นข้อเดียว"),
        ({"project": "p1", "title": "ชื่ออื่นของโครงการ"}, "เป็นโครงการเดียวกัน ให้รวมเป็นข้อเดียว"),
    ],
)
def test_two_narratives_of_one_number_are_told_to_be_joined_only_where_they_are_one(
    second: dict[str, Any], remedy: str
) -> None:
    report = results(narratives=[told(1, number=7), told(2, number=7, **second)])
    assert [problem.message.endswith(remedy) for problem in found(report, "narrative-number-twice")] == [True]


def test_two_narratives_without_a_row_are_not_one_project() -> None:
    loose = [told(n, number=7, project=None, title=f"เรื่องที่ไม่มีในตาราง {n}") for n in (8, 9)]
    (problem,) = found(results(narratives=loose), "narrative-number-twice")
    assert problem.message.endswith("ให้เรียงลำดับใหม่")


def test_the_result_of_one_project_under_another_is_told_whatever_the_spaces() -> None:
    report = results(narratives=[told(1, results="มีรายงาน ๑ ฉบับ"), told(2, results="มีรายงาน  1 ฉบับ")])
    problems = found(report, "result-repeated")
    assert [problem.loc for problem in problems] == [("narratives", 1, "results")]
    assert "“โครงการที่ 2” ซ้ำทุกคำกับข้อ 1 “โครงการที่ 1”" in problems[0].message


def test_projects_without_any_result_do_not_repeat_each_other() -> None:
    report = results(narratives=[told(1, results=""), told(2, results="")])
    assert not found(report, "result-repeated")


@pytest.mark.parametrize(
    ("code", "status", "changes"),
    [
        ("status-narrative-differ", "done", {"actions": "", "results": "", "not_done": "ไม่มีงบประมาณ"}),
        ("status-narrative-differ", "could_not", {}),
        ("narrative-empty", "done", {"actions": "", "results": ""}),
        ("told-and-not-done", "could_not", {"not_done": "ไม่มีงบประมาณ"}),
        ("reason-missing", "could_not", {"actions": "", "results": "", "not_done": "ไม่ได้ดำเนินการ"}),
        ("results-empty", "done", {"results": ""}),
        ("actions-empty", "done", {"actions": ""}),
        ("narrative-without-row", "done", {"project": "p9"}),
        ("narrative-unnamed", "done", {"project": None}),
    ],
)
def test_what_is_wrong_in_a_narrative(code: str, status: str, changes: dict[str, Any]) -> None:
    report = results(row(1, status=status), narratives=[told(1, **changes)])
    assert [problem.loc[:2] for problem in found(report, code)] == [("narratives", 0)]


def test_a_narrative_of_a_row_without_a_status_does_not_name_an_empty_one() -> None:
    report = results(row(1, status=None), narratives=[told(1, actions="", results="")])
    assert [problem.message for problem in found(report, "narrative-empty")] == [
        "ยังไม่มีคำบรรยาย แต่แถวลำดับ 1 ในตารางยังไม่ได้เลือกสถานะ"
    ]


def test_a_project_still_waiting_needs_no_result() -> None:
    report = results(row(1, status="waiting"), narratives=[told(1, results="")])
    assert not found(report, "results-empty")


def test_two_narratives_of_one_project_are_told() -> None:
    problems = found(results(narratives=[told(1), told(2), told(1, results="อีกอย่าง")]), "narrative-twice")
    assert [problem.loc for problem in problems] == [("narratives", 2, "project")]


def test_rows_and_narratives_that_do_not_meet_are_told_once_each() -> None:
    report = results(narratives=[told(1), told(project=None, title="ชื่อที่ไม่มีในตาราง")])
    assert ["ลำดับ 2" in problem.message for problem in found(report, "rows-without-narrative")] == [True]
    assert ["ข้อ 2" in problem.message for problem in found(report, "narratives-without-row")] == [True]


def test_results_in_order_have_nothing_to_mend() -> None:
    report = results(narratives=[told(1), told(2)])
    assert [problem.code for problem in report.problems() if problem.code != "emblem-missing"] == []


def test_a_narrative_of_an_unknown_id_is_told_once() -> None:
    report = results(narratives=[told(1), told(2), told(3, project="p9")])
    assert found(report, "narrative-without-row")
    assert not found(report, "narratives-without-row")


def test_a_table_alone_asks_for_no_narrative() -> None:
    assert not found(results(), "rows-without-narrative")


@pytest.mark.parametrize(
    ("dated", "months", "code"),
    [
        ("30 กันยายน 2569", "12", None),
        ("29 กันยายน 2569", "12", "as-of-early"),
        ("31 มีนาคม 2569", "6", None),
        ("30 มีนาคม 2569", "6", "as-of-early"),
        ("1 ตุลาคม 2570", "12", None),
        ("2 ตุลาคม 2570", "12", "as-of-late"),
        ("4 มกราคม 2572", "12", "as-of-late"),
    ],
)
def test_the_print_out_is_dated_after_its_round(dated: str, months: str, code: str | None) -> None:
    codes = [problem.code for problem in results(as_of=dated, round=months).problems() if "as-of" in problem.code]
    assert codes == ([code] if code else [])


def test_a_stated_figure_unlike_the_computed_is_a_warning_that_names_both() -> None:
    problems = found(results(stated={"disbursed": "1,000.01", "done": 2}), "stated-differs")
    assert [(problem.level, problem.loc) for problem in problems] == [("warning", ("stated", "disbursed"))]
    assert "1,000.01" in problems[0].message
    assert "1,000.00" in problems[0].message


def test_a_stated_figure_equal_as_printed_is_in_order() -> None:
    assert not found(results(row(1), row(2), row(3, status="could_not"), stated={"share": "66.67"}), "stated-differs")


def test_a_stated_level_unlike_the_reached_one_is_told_in_words() -> None:
    levels = {"มาก": "80", "น้อย": "0"}
    (problem,) = found(results(stated={"level": "น้อย"}, level_thresholds=levels), "stated-differs")
    assert problem.loc == ("stated", "level")
    assert "คือ น้อย แต่คำนวณจากตารางได้ มาก" in problem.message
    assert not found(results(stated={"level": "มาก"}, level_thresholds=levels), "stated-differs")
    assert not found(results(stated={"level": "น้อย"}), "stated-differs")


@pytest.mark.parametrize(
    ("name", "said", "counted"),
    [
        ("projects", 9, "4"),
        ("waiting", 9, "1"),
        ("in_progress", 9, "1"),
        ("done", 9, "1"),
        ("could_not", 9, "1"),
        ("disbursed", "9", "2,000.00"),
        ("disbursed_percent", "9", "50.00"),
        ("share", "9", "37.50"),
    ],
)
def test_every_stated_figure_is_compared(name: str, said: object, counted: str) -> None:
    rows = [row(n, status=status) for n, status in enumerate(("waiting", "in_progress", "done", "could_not"), 1)]
    for part in ("stated", "table_stated"):
        (problem,) = found(results(*rows, **{part: {name: said}}), "stated-differs")
        assert problem.loc == (part, name)
        assert f"แต่คำนวณจากตารางได้ {counted}: พิมพ์ค่าที่คำนวณได้" in problem.message


def test_figures_stated_in_both_parts_are_held_against_each_other() -> None:
    report = results(stated={"done": 2, "level": "มาก"}, table_stated={"done": 1, "level": "น้อย"})
    assert [problem.loc[1] for problem in found(report, "parts-differ")] == ["done", "level"]
    assert not found(results(stated={"share": "66.666"}, table_stated={"share": "66.67"}), "parts-differ")


def test_a_stated_share_of_another_formula_is_told_which() -> None:
    report = results(row(1), row(2, status="could_not", disbursed="0"), table_stated={"share": "100"})
    hint = "ตรงกับวิธี “ทั้งหมดลบที่รอรายงาน หารด้วยทั้งหมด”"
    assert [hint in problem.message for problem in found(report, "stated-differs")] == [True]


def test_two_summaries_that_state_different_figures_are_told() -> None:
    report = results(stated={"share": "100", "done": 2}, table_stated={"share": "92.31", "done": 2})
    assert [problem.loc for problem in found(report, "parts-differ")] == [("table_stated", "share")]


def test_the_computed_figure_is_printed_unless_the_clerk_insists() -> None:
    rows = (row(1), row(2, status="could_not", disbursed="0"))
    plainly = results(*rows, table_stated={"share": "100"}).table_summary.share
    insisted = results(*rows, table_stated={"share": "100", "insist": "ใช่"}).table_summary.share
    assert (plainly, insisted) == (Decimal(50), Decimal(100))


def test_a_missing_photograph_is_an_error_with_its_place() -> None:
    report = results(narratives=[told(1, photos="ไม่มี.png | ภาพ")])
    problems = found(report, "picture")
    assert [(problem.level, problem.loc[:4]) for problem in problems] == [("error", ("narratives", 0, "photos", 0))]


def test_the_reporter_below_the_table_is_asked_for() -> None:
    assert [p.loc for p in found(results(reporter=None), "reporter-missing")] == [("reporter",)]
    assert not found(results(reporter=None, parts="ส่วนบรรยาย"), "reporter-missing")


def test_the_example_is_in_order_and_has_all_four_statuses(example: PlanResults) -> None:
    assert example.warnings == ()
    assert {made.state for made in example.projects} == set(STATUS_WORDS)
    planned = thaireport.load(EXAMPLES / "action_plan.yaml")
    assert isinstance(planned, ActionPlan)
    assert [made.id for made in example.projects] == [made.id for made in planned.projects]


# ---- Word ----


def test_the_word_outline_is_as_reviewed(example: PlanResults, golden: Golden) -> None:
    golden.check("plan_results", outline(thaireport.render(example, "docx", data=False)))


def test_word_opens_the_file_cleanly(document: bytes) -> None:
    assert openxml_audit(document, "docx") == []


def test_microsofts_validator_finds_nothing_in_the_word_file(document: bytes) -> None:
    assert sdk_validate(document, "docx") == []


def test_thai_runs_are_right(document: bytes) -> None:
    assert thai_runs_faults(document) == []


def result_table(data: bytes) -> list[list[str]]:
    return next(table for table in tables(data) if "รายการโครงการ (ตั้งต้น)" in table[1])


def test_every_row_has_one_sign_under_its_status(example: PlanResults, document: bytes) -> None:
    signs = [line[5:9] for line in result_table(document)[3:]]
    wanted = [["☑" if made.state == status else "" for status in STATUS_WORDS] for made in example.projects]
    assert signs == wanted


def test_title_and_heads_are_repeated_on_every_page(document: bytes) -> None:
    word = WordFile.read(document)
    repeated = [
        [line.find(f"{W}trPr/{W}tblHeader") is not None for line in table.iterfind(f"{W}tr")][:4]
        for table in word.document.iter(f"{W}tbl")
        if "ไม่สามารถ" in "".join(text_of(cell) for cell in table.iter(f"{W}p"))
    ]
    assert repeated[0] == [True, True, True, False]


def test_each_part_is_printed_in_its_own_digits(document: bytes) -> None:
    text = printed(document)
    assert plain("ดำเนินการแล้วเสร็จ ๒๕ โครงการ") in text
    assert plain("ดำเนินการแล้วเสร็จ 25 โครงการ") in text
    assert plain("เบิกจ่ายงบประมาณ ๒๕๖,๗๐๐.๐๐ บาท คิดเป็นร้อยละ ๖๙.๑๔") in text
    assert plain("มีการนำแผนฯ ไปปฏิบัติ ระดับ มาก ร้อยละ 85.48") in text


def test_the_as_of_line_has_the_day_as_the_form_prints_it(document: bytes) -> None:
    assert plain("** ข้อมูล ณ วันที่ 05 ตุลาคม 2569") in printed(document)


def test_a_project_not_carried_out_says_so_under_both_heads() -> None:
    narrative = told(1, actions="", results="", not_done="ไม่ได้รับงบประมาณ")
    text = printed(thaireport.render(results(row(1, status="could_not", disbursed="0"), narratives=[narrative])))
    assert plain("การดำเนินการ ไม่ได้ดำเนินการ เนื่องจากไม่ได้รับงบประมาณ ผลการดำเนินการ ไม่ได้ดำเนินการ") in text


def test_a_list_in_two_columns_is_a_table_and_what_follows_is_not() -> None:
    account = "1) แต่งตั้งคณะทำงาน\n(1) ปลัด | ประธาน\n(2) นิติกร | เลขานุการ\nโดยมีหน้าที่ ดังนี้\n- ประชุม"
    made = thaireport.render(results(narratives=[told(1, actions=account), told(2)], parts="ส่วนบรรยาย"))
    assert tables(made) == [[["", "(๑)\tปลัด", "ประธาน"], ["", "(๒)\tนิติกร", "เลขานุการ"]]]
    assert plain("โดยมีหน้าที่ ดังนี้ - ประชุม") in printed(made)


PART_TEXTS = {
    "cover": "ประจำปีงบประมาณ",
    "narrative": "ปัญหาและอุปสรรค",
    "charts": "แผนภูมิที่",
    "table": "รายการโครงการ (ตั้งต้น)",
    "photos": "ภาพกิจกรรม",
}


@pytest.mark.parametrize("part", PART_TEXTS)
def test_each_part_can_be_made_alone(example: PlanResults, part: str) -> None:
    alone = example.model_copy(update={"parts": (part,)})
    data = thaireport.render(alone)
    text = printed(data)
    assert plain(PART_TEXTS[part]) in text
    others = {name: words for name, words in PART_TEXTS.items() if name not in {part, "cover"}}
    assert not [name for name, words in others.items() if plain(words) in text]
    assert openxml_audit(data, "docx") == []
    assert len(list(WordFile.read(data).document.iter(f"{W}sectPr"))) == 1


def test_without_photographs_there_is_no_photo_page() -> None:
    assert plain("ภาพกิจกรรม") not in printed(thaireport.render(results()))


@pytest.mark.parametrize(("rows", "pages"), [(3, [6, 2]), (2, [4, 4])])
def test_photographs_stand_two_in_a_row_two_or_three_rows_a_page(
    example: PlanResults, rows: int, pages: list[int]
) -> None:
    report = example.model_copy(update={"photo_rows_per_page": rows, "parts": ("photos",)})
    data = thaireport.render(report)
    drawings = [
        len(list(table.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")))
        for table in WordFile.read(data).document.iter(f"{W}tbl")
    ]
    assert drawings == pages
    assert plain("ภาพที่ ๘ บอร์ดประชาสัมพันธ์") in printed(data)


def test_an_odd_photograph_stands_alone(example: PlanResults) -> None:
    report = example.model_copy(update={"photos": (), "parts": ("photos",)})
    data = thaireport.render(report)
    assert openxml_audit(data, "docx") == []
    assert plain("ภาพที่ ๗") in printed(data)


def charted(data: bytes, part: str) -> list[tuple[str, list[str]]]:
    """Each series of a chart: its name and cached values."""
    root = etree.fromstring(read_package(data)[part])
    return [
        (str(series.findtext(f"{C}tx//{C}v")), [str(v.text) for v in series.iterfind(f".//{C}val//{C}v")])
        for series in root.iter(f"{C}ser")
    ]


def test_both_word_charts_show_the_reports_figures_and_can_be_edited(example: PlanResults, document: bytes) -> None:
    parts = read_package(document)
    charts = sorted(name for name in parts if re.fullmatch(r"word/charts/chart\d+\.xml", name))
    assert len(charts) == 2
    status, money = (charted(document, name) for name in charts)
    assert [name for name, _ in status] == list(STATUS_WORDS.values())
    assert [sum(map(int, values)) for _, values in status] == [1, 3, 25, 2]
    assert [sum(map(Decimal, values)) for _, values in money] == [Decimal("371250.50"), Decimal("256700.00")]
    books = [name for name in parts if name.startswith("word/embeddings/")]
    sheets = [openpyxl.load_workbook(io.BytesIO(parts[name])).active for name in sorted(books)]
    assert [sheet["A2"].value for sheet in sheets if sheet] == ["มิติ ๑ การสร้างวัฒนธรรมสุจริต"] * 2


def test_series_differ_without_colour(document: bytes) -> None:
    parts = read_package(document)
    chart = next(data for name, data in sorted(parts.items()) if name.startswith("word/charts/chart"))
    looks = [series.find(f"{C}spPr") for series in etree.fromstring(chart).iter(f"{C}ser")]
    fills = {etree.tostring(look[0]) for look in looks if look is not None}
    assert len(fills) == 4


def test_special_characters_arrive_whole() -> None:
    text = "งาน R&D <5% \"ก\" 'ข' {{ }} %}"
    made = printed(thaireport.render(results(row(1, title=text, remark=text), narratives=[told(1, actions=text)])))
    assert made.count(plain("งาน R&D <๕% \"ก\" 'ข' {{ }} %}")) == 4


def test_signatures_and_a_reporting_unit_stand_in_the_narrative(document: bytes) -> None:
    text = printed(document)
    assert plain("➤ ผู้รายงาน งานวิเคราะห์นโยบายและแผน สำนักปลัด") in text
    assert plain("(นายเกียรติ มั่นคง)") in text


@pytest.mark.parametrize("totals", [False, True])
def test_the_notes_of_the_table_stand_on_no_page_without_its_last_row(totals: bool) -> None:
    word = WordFile.read(thaireport.render(results(totals=totals, parts=["table"]), "docx"))
    table = next(word.document.iter(f"{W}tbl"))
    firsts = [next(each.iter(f"{W}p")) for each in table.iter(f"{W}tr")]
    held = [word.paragraph_is(first, "keepNext") for first in firsts[3:]]
    assert held == [False, True, True] if totals else [False, True]


def test_a_total_row_is_printed_on_request() -> None:
    made = result_table(thaireport.render(results(totals=True)))
    assert made[-1] == ["รวมทั้งสิ้น", "๒,๐๐๐.๐๐", "๑,๐๐๐.๐๐", "๐", "๐", "๒", "๐", ""]
    assert "รวมทั้งสิ้น" not in result_table(thaireport.render(results()))[-1]


def test_stored_data_reads_back_equal(example: PlanResults) -> None:
    stored = yaml.safe_load(yaml.safe_dump(example.stored(), allow_unicode=True))
    assert PlanResults.model_validate(stored) == example


# ---- Excel ----


def test_the_workbook_outline_is_as_reviewed(example: PlanResults, golden: Golden) -> None:
    golden.check("plan_results_xlsx", outline(thaireport.render(example, "xlsx", data=False)))


def test_excel_opens_the_file_cleanly(workbook: bytes) -> None:
    assert openxml_audit(workbook, "xlsx") == []


def test_microsofts_validator_finds_nothing_in_the_workbook(workbook: bytes) -> None:
    assert sdk_validate(workbook, "xlsx") == []


def opened(data: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def labelled(sheet: Any) -> Iterator[tuple[str, Any]]:
    for line in sheet.iter_rows(min_col=1, max_col=3):
        if isinstance(line[0].value, str) and line[2].value is not None:
            yield line[0].value, line[2].value


def test_the_summary_is_formulas_that_come_to_the_computed_figures(example: PlanResults, workbook: bytes) -> None:
    figures = example.figures
    assert figures.share is not None
    values = dict(labelled(opened(workbook, values=True)["สรุปผล"]))
    formulas = dict(labelled(opened(workbook, values=False)["สรุปผล"]))
    wanted = {
        "รอการรายงาน": figures.waiting,
        "อยู่ระหว่างดำเนินการ": figures.in_progress,
        "ดำเนินการแล้วเสร็จ": figures.done,
        "ไม่สามารถดำเนินการได้": figures.could_not,
        "เบิกจ่ายงบประมาณ": float(figures.disbursed),
        "มีการนำแผนฯ ไปปฏิบัติ ร้อยละ": float(round(figures.share, 2)),
    }
    assert {name: values[name] for name in wanted} == wanted
    assert all(str(formulas[name]).startswith("=") for name in wanted)


@pytest.mark.parametrize("method", ["reported", "done_of_possible"])
def test_the_workbook_counts_by_the_reports_formula(example: PlanResults, method: str) -> None:
    report = example.model_copy(update={"share_method": method})
    values = dict(labelled(opened(thaireport.render(report, "xlsx"), values=True)["สรุปผล"]))
    share = report.figures.share
    assert share is not None
    assert values["มีการนำแผนฯ ไปปฏิบัติ ร้อยละ"] == pytest.approx(float(share), abs=0.005)


def test_the_level_in_the_workbook_follows_the_thresholds(workbook: bytes) -> None:
    sheet = opened(workbook, values=True)["สรุปผล"]
    assert "ระดับ มาก" in [cell.value for line in sheet.iter_rows() for cell in line]


def shown_rows(data: bytes, title: str) -> list[list[Any]]:
    """The values of a sheet's rows that are not hidden."""
    sheet = opened(data, values=True)[title]
    return [[cell.value for cell in line] for line in sheet.iter_rows() if not sheet.row_dimensions[line[0].row].hidden]


def test_the_workbook_has_a_total_row_only_on_request() -> None:
    rows = (row(1), row(2), row(3, budget="7", disbursed="-"))
    asked = shown_rows(thaireport.render(results(*rows, totals=True), "xlsx"), "ตารางผล")
    unasked = shown_rows(thaireport.render(results(*rows), "xlsx"), "ตารางผล")
    sums = next(line for line in asked if line[0] == "รวมทั้งสิ้น")
    assert sums[3:9] == [2007, 1000, 0, 0, 3, 0]
    assert [line for line in unasked if line[0] == "รวมทั้งสิ้น" or line[3] == 2007] == []


def test_a_workbook_with_a_total_row_loads_back(tmp_path: Path) -> None:
    report = results(totals=True, digits="form")
    (tmp_path / "results.xlsx").write_bytes(thaireport.render(report, "xlsx"))
    assert thaireport.load(tmp_path / "results.xlsx") == report


def test_what_the_formulas_ask_for_stands_beside_the_printed_summary(workbook: bytes) -> None:
    sheet = opened(workbook, values=True)["สรุปผล"]
    area = sheet.print_area.partition("!")[2].replace("$", "")
    printed = [cell.value for line in sheet[area] for cell in line]
    aside = [cell.value for line in sheet.iter_rows(min_col=12) for cell in line]
    assert {"weighted", "วิธีคิดร้อยละ:", "ระดับที่ระบุ:"} <= set(aside) - set(printed)


def test_what_the_program_keeps_in_a_workbook_for_itself_is_not_printed(workbook: bytes) -> None:
    kept = [line for line in opened(workbook, values=True)["ข้อมูล"].iter_rows(values_only=True) if line[0] == OTHER]
    assert len(kept) == 1
    assert len(kept[0][1]) > 1_000
    assert OTHER not in [line[0] for line in shown_rows(workbook, "ข้อมูล")]


def test_a_summary_without_thresholds_has_no_head_of_them(workbook: bytes) -> None:
    without = shown_rows(thaireport.render(results(), "xlsx"), "สรุปผล")
    assert "เกณฑ์ระดับของหน่วยงาน" in [line[0] for line in shown_rows(workbook, "สรุปผล")]
    assert not {"เกณฑ์ระดับของหน่วยงาน", "ไม่น้อยกว่า", "ถึงเกณฑ์"} & {value for line in without for value in line}


def test_the_seven_lines_end_at_one_frame(workbook: bytes) -> None:
    sheet = opened(workbook, values=True)["สรุปผล"]
    start = next(line[0].row for line in sheet.iter_rows() if line[0].value == "แผนมีโครงการ/กิจกรรม/มาตรการ จำนวน")
    assert {sheet.cell(line, 7).border.right.style for line in range(start, start + 7)} == {"thin"}
    assert {sheet.cell(line, 8).border.right.style for line in range(start, start + 7)} == {None}


def test_every_amount_of_the_workbook_is_set_smaller_where_it_would_be_hashes(workbook: bytes) -> None:
    sheets = [opened(workbook, values=False)[title] for title in ("ตารางผล", "สรุปผล")]
    money = [
        cell for sheet in sheets for line in sheet.iter_rows() for cell in line if "#,##0.00" in cell.number_format
    ]
    assert {cell.column_letter for cell in money} >= {"C", "D", "E", "H", "I"}
    assert [cell.coordinate for cell in money if not cell.alignment.shrink_to_fit] == []


@pytest.mark.parametrize("totals", [True, False])
@pytest.mark.parametrize("amount", ["999999998.99", "1000000000", "99999999999.99"])
def test_no_amount_in_word_is_wider_than_its_column(amount: str, totals: bool) -> None:
    rows = (row(1, budget=amount, disbursed=amount), row(2, budget="1", disbursed="1"))
    made = thaireport.render(results(*rows, totals=totals, digits="thai", parts=["table"]), "docx")
    assert thai_runs_faults(made) == []


def test_the_columns_grow_for_sums_only_where_sums_are_printed() -> None:
    rows = (row(1, budget="999999999.99"), row(2, budget="0.01", disbursed="-"))
    assert results(*rows, totals=True).large_sums
    assert not results(*rows).large_sums


def test_a_sum_of_hundreds_of_millions_is_printed_in_both_sheets(soffice: Path) -> None:
    rows = (row(1, budget="999999998.99", disbursed="999999998.99"), row(2, budget="1", disbursed="1"))
    report = results(*rows, totals=True, digits="thai")
    pages = pdf_text(to_pdf(thaireport.render(report, "xlsx"), "xlsx"))
    assert "#" not in pages
    assert pages.count("๙๙๙,๙๙๙,๙๙๙.๙๙") >= 4


def test_the_workbook_loads_back_as_the_same_report(example: PlanResults, workbook: bytes, tmp_path: Path) -> None:
    for name in ("photos", "agency.yaml", "action_plan.yaml"):
        source, target = EXAMPLES / name, tmp_path / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (tmp_path / "plan_results.xlsx").write_bytes(workbook)
    assert thaireport.load(tmp_path / "plan_results.xlsx") == example


def test_a_long_narrative_is_one_entry_when_the_workbook_is_read_again(tmp_path: Path) -> None:
    long = "\n".join(f"{n}) ดำเนินการเรื่องที่ {n} ตามขั้นตอนที่กำหนดไว้ในแผนและรายงานผู้บังคับบัญชาทราบ" for n in range(1, 60))
    report = results(narratives=[told(1, actions=long), told(2)], digits="form")
    (tmp_path / "results.xlsx").write_bytes(thaireport.render(report, "xlsx"))
    assert thaireport.load(tmp_path / "results.xlsx") == report


def test_a_tick_moved_in_the_workbook_is_the_new_status(workbook: bytes, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "photos", tmp_path / "photos")
    book = opened(workbook, values=False)
    sheet = book["ตารางผล"]
    sheet["H4"], sheet["G4"] = None, "☑"
    book.save(tmp_path / "plan_results.xlsx")
    loaded = thaireport.load(tmp_path / "plan_results.xlsx")
    assert isinstance(loaded, PlanResults)
    assert loaded.projects[0].state == "in_progress"


def test_the_form_filled_in_reads_back_equal(example: PlanResults, tmp_path: Path) -> None:
    for name in ("photos", "action_plan.yaml"):
        source, target = EXAMPLES / name, tmp_path / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (tmp_path / "form.xlsx").write_bytes(form_bytes(PlanResults, example))
    assert thaireport.load(tmp_path / "form.xlsx") == example


def test_the_charts_of_the_workbook_are_over_its_summary(workbook: bytes) -> None:
    parts = read_package(workbook)
    formulas = [
        re.findall(rb"<c:f>(.*?)</c:f>", parts[f"xl/charts/chart{number}.xml"])[-1].decode() for number in (1, 2)
    ]
    assert formulas == ["'สรุปผล'!$F$4:$F$7", "'สรุปผล'!$I$4:$I$7"]
    assert [sum(map(int, values)) for _, values in charted(workbook, "xl/charts/chart1.xml")] == [1, 3, 25, 2]


# ---- pages ----


def test_the_pages_have_every_part_in_order(example: PlanResults, soffice: Path) -> None:
    pdf = thaireport.render(example, "pdf")
    text = pdf_text(pdf)
    order = ["ผลการดำเนินงาน", "สรุปผลการขับเคลื่อนแผนฯ", "แผนภูมิที่๑", "รายการโครงการ(ตั้งต้น)", "ภาพที่๑"]
    places = [text.index(plain(words)) for words in order]
    assert places == sorted(places)
    assert text.count(plain("พ.ศ. 2569 รอบ 12 เดือน")) == 3
    assert 15 <= page_count(pdf) <= 22


LEADING = """2) จัดอบรม ดังนี้
2.1) กลุ่มผู้บริหาร ได้แก่
- นายกและปลัด
แต่งตั้งคณะทำงาน ประกอบด้วย
(1) ปลัด | ประธาน
(2) นิติกร | เลขานุการ
3) สรุปผล"""


def test_what_leads_in_a_list_or_a_committee_of_a_narrative_is_kept_with_it() -> None:
    said = dict.fromkeys(("actions", "results"), f"มีรายละเอียด ดังต่อไปนี้\n{LEADING}")
    made = results(
        row(1), narratives=[told(1, **said)], introduction="ความเป็นมา\nจึงขอรายงานผล ดังนี้", parts=["narrative"]
    )
    word = WordFile.read(thaireport.render(made))
    kept = [(text_of(each), word.paragraph_is(each, "keepNext")) for each in word.document.iter(f"{W}p")]
    ends = re.compile("(?:ดังนี้|ดังต่อไปนี้|ได้แก่|ประกอบด้วย)$")
    assert [is_kept for text, is_kept in kept if ends.search(text)] == [True] * 9
    assert not any(is_kept for text, is_kept in kept if text.startswith(("-  นายก", "๓)", "ความ")))


def test_no_page_of_narratives_ends_in_what_leads_in_a_list(soffice: Path) -> None:
    rows = [row(number) for number in range(1, 25)]
    narratives = [told(number, actions="1) ขั้นเตรียมการ\n" * number + LEADING) for number in range(1, 25)]
    assert page_faults(to_pdf(thaireport.render(results(*rows, narratives=narratives, parts=["narrative"])))) == []


# ---- the real sample ----


def _items(entries: list[dict[str, Any]], level: int) -> Iterator[dict[str, Any]]:
    """The sample's nested entries as they stand on its pages, one after the other."""
    for entry in entries:
        marker = entry.get("number") or entry.get("marker") or ""
        role = entry.get("role_or_count")
        text = f"{entry['text']} | {role}" if role else entry["text"]
        yield {"text": text, "marker": marker, "level": level if marker else 0}
        yield from _items(entry.get("sub_items", []), level + 1)
        if "text_after" in entry:
            yield {"text": entry["text_after"], "marker": "", "level": 0}
        yield from _items(entry.get("sub_items_after", []), level + 1)


def _stated(values: dict[str, Any]) -> dict[str, Any]:
    names = {
        "projects": "projects_total",
        "waiting": "awaiting_report",
        "in_progress": "in_progress",
        "done": "completed",
        "could_not": "not_possible",
        "disbursed": "disbursed_baht",
        "disbursed_percent": "disbursed_percent",
        "share": "implementation_percent",
        "level": "implementation_level",
    }
    return {name: str(values[key]) for name, key in names.items()}


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"number": entry["number"], "title": entry["title"]}
    if not entry["performed"]:
        return {**made, "not_done": entry["actions"][0]["text"]}
    return {**made, **{name: list(_items(entry[name], 1)) for name in ("actions", "results")}}


SAMPLE_STATUS = {
    "completed": "done",
    "not_possible": "could_not",
    "in_progress": "in_progress",
    "awaiting_report": "waiting",
}


@pytest.fixture(scope="module")
def case(shared: Path) -> Any:
    return yaml.safe_load((shared / "cases" / "seed2.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def sample(case: Any) -> PlanResults:
    part, table = case["report"], case["eplan_table"]
    rows = [
        {
            "number": made["no"],
            "title": made["name"],
            "dimension": made["dimension"],
            "budget": str(made["budget_baht"]),
            "disbursed": str(made["disbursed_baht"]),
            "status": SAMPLE_STATUS[made["status"]],
            "remark": made["remark"] or None,
        }
        for made in table["rows"]
    ]
    return PlanResults.model_validate(
        {
            "agency": {"name": case["agency"]["name"]},
            "fiscal_year": case["fiscal_year_be"],
            "round": case["round"],
            "digits": "form",
            "introduction": part["introduction"],
            "as_of": table["as_of"].partition("ณ วันที่ ")[2],
            "reporter_unit": part["reporter"]["text"],
            "reporter": table["reporter"],
            "obstacles": [part["problems"]["text"]],
            "suggestions": [part["suggestions"]["text"]],
            "table_obstacles": [table["problems"]["text"]],
            "table_suggestions": [table["suggestions"]["text"]],
            "projects": rows,
            "narratives": [_told(entry) for entry in part["projects"]],
            "stated": _stated(part["drive_summary"]["values"]),
            "table_stated": {**_stated(table["drive_summary"]["values"]), "insist": True},
        }
    )


def test_the_sample_counts_as_it_was_published(sample: PlanResults) -> None:
    figures = sample.figures
    assert figures.disbursed_percent is not None
    assert figures.share is not None
    assert (figures.projects, figures.done, figures.could_not) == (52, 48, 4)
    assert (figures.waiting, figures.in_progress, figures.disbursed) == (0, 0, Decimal(627872))
    assert (f"{figures.disbursed_percent:.2f}", f"{figures.share:.2f}") == ("32.53", "92.31")


def test_the_sample_counts_by_dimension_as_it_was_verified(sample: PlanResults, case: Any) -> None:
    wanted = {
        int(number): (Decimal(str(part["budget_baht"])), Decimal(str(part["disbursed_baht"])))
        for number, part in case["verification"]["by_dimension"].items()
    }
    assert {part.number: (part.budget, part.disbursed) for part in sample.dimensions} == wanted


def test_the_heading_used_twice_in_the_sample_is_found(sample: PlanResults) -> None:
    problems = found(sample, "narrative-number-twice")
    assert [(problem.loc, "ลำดับ 45" in problem.message) for problem in problems] == [
        (("narratives", 45, "number"), True)
    ]


def test_the_two_percentages_of_the_sample_are_found(sample: PlanResults) -> None:
    problems = found(sample, "parts-differ")
    assert [problem.loc for problem in problems] == [("table_stated", "share")]
    assert "92.31" in problems[0].message
    assert "100.00" in problems[0].message


def test_the_rows_of_the_sample_done_with_nothing_disbursed_are_found(sample: PlanResults) -> None:
    rows = [sample.projects[int(p.loc[1])].no for p in found(sample, "done-nothing-disbursed")]
    assert rows == [2, 42, 43, 52]


def test_the_row_of_the_sample_that_its_remark_contradicts_is_found(sample: PlanResults) -> None:
    assert [problem.loc[1] for problem in found(sample, "status-remark-differ")] == [30]


def test_the_result_of_the_sample_pasted_under_another_project_is_found(sample: PlanResults) -> None:
    assert [problem.loc for problem in found(sample, "result-repeated")] == [("narratives", 40, "results")]


_PRINTED = {"text", "title", "text_after", "role_or_count", "name", "remark", "items", "title_lines"}


def _sentences(value: Any, *, printed_here: bool = False) -> Iterator[str]:
    """Every text of the case that the report must print."""
    if isinstance(value, str):
        if printed_here:
            yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _sentences(inner, printed_here=name in _PRINTED)
    elif isinstance(value, list):
        for inner in value:
            yield from _sentences(inner, printed_here=printed_here)


def test_not_one_sentence_of_the_sample_is_lost(sample: PlanResults, case: Any) -> None:
    text = printed(thaireport.render(sample))
    wanted = [words for part in ("cover", "report", "eplan_table") for words in _sentences(case[part]) if words]
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    in_thai = text.translate(thai)
    # What is typed is mended first: the sample has a vowel typed twice.
    lost = [words for words in wanted if plain(normalise(words)).translate(thai) not in in_thai]
    assert len(wanted) > 450
    assert lost == []


def test_the_sample_makes_valid_files(sample: PlanResults) -> None:
    document = thaireport.render(sample)
    assert openxml_audit(document, "docx") == []
    assert thai_runs_faults(document) == []
    assert openxml_audit(thaireport.render(sample, "xlsx"), "xlsx") == []
