"""The annual action plan: figures computed, sheets linked to rows, Word and Excel saying the same."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import thaireport
import yaml
from tests.support.golden import Golden, outline
from tests.support.judges import openxml_audit, page_faults, sdk_validate, thai_runs_faults
from tests.support.word import W, WordFile, text_of
from thaireport import ActionPlan, ProjectSheet
from thaireport.fields import DASH
from thaireport.output.headings import headings
from thaireport.output.pdf import to_pdf
from thaireport.reports.action_plan import Project, dimension_names
from thaireport.thai.digits import to_arabic
from thaireport.thai.text import normalise

EXAMPLES = Path(__file__).parents[2] / "examples"
AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"}


def project(serial: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {"id": f"p{serial}", "title": f"โครงการที่ {serial}", "dimension": 1, "quarters": "1", **changes}


def sheet(serial: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {
        "project": f"p{serial}",
        "rationale": "เหตุผล",
        "objectives": "1) เพื่อทดสอบ",
        "target_groups": "ประชาชน จำนวน 20 คน",
        "methods": "1) ประชุม",
        "duration": "ปีงบประมาณ พ.ศ. 2569",
        "responsible": "สำนักปลัด",
        "outputs": "1) รายงาน",
        **changes,
    }


def plan(**changes: Any) -> ActionPlan:
    data: dict[str, Any] = {
        "agency": AGENCY,
        "fiscal_year": "2569",
        "projects": [project(1), project(2)],
        "sheets": [sheet(1), sheet(2)],
    }
    return ActionPlan.model_validate({**data, **changes})


def found(report: thaireport.Report, code: str) -> list[thaireport.Problem]:
    return [problem for problem in report.problems() if problem.code == code]


def squeezed(text: str) -> str:
    """Text as it is compared: without spaces and digits."""
    return re.sub(r"[\s0-9๐-๙]+", "", text)


def printed(document: bytes) -> str:
    word = WordFile.read(document)
    return squeezed(" ".join(text_of(paragraph) for paragraph in word.document.iter(f"{W}p")))


@pytest.fixture(scope="module")
def example() -> ActionPlan:
    loaded = thaireport.load(EXAMPLES / "action_plan.yaml")
    assert isinstance(loaded, ActionPlan)
    return loaded


@pytest.fixture(scope="module")
def document(example: ActionPlan) -> bytes:
    return thaireport.render(example, "docx")


@pytest.fixture(scope="module")
def workbook(example: ActionPlan) -> bytes:
    return thaireport.render(example, "xlsx")


# ---- what is typed ----


@pytest.mark.parametrize(
    ("typed", "quarters"),
    [
        ("2, 3", {2, 3}),
        ("๒-๔", {2, 3, 4}),
        ("ทุกไตรมาส", {1, 2, 3, 4}),
        ("ไตรมาสที่ 1 และ 3", {1, 3}),
        ("ไตรมาส 1 ถึง 2, 4", {1, 2, 4}),
        ("ตลอดปีงบประมาณ", {1, 2, 3, 4}),
        ({"1": "ไม่ใช่", "2": False, "3": "☐", "4": True}, {4}),
        ({"1": "0", "2": "ไม่มี", "3": "๐", "4": "๑"}, {4}),
        ([2, "4"], {2, 4}),
        ({"1": "✓", "2": "", "3": None, "4": "x"}, {1, 4}),
        (3, {3}),
        ("", set()),
        ("-", set()),
        (None, set()),
    ],
)
def test_quarters_are_read_as_people_write_them(typed: object, quarters: set[int]) -> None:
    assert Project.model_validate(project(quarters=typed)).quarters == quarters


@pytest.mark.parametrize("typed", ["5", "0", "ก", "4-2", "1-5"])
def test_a_quarter_that_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="ไตรมาส"):
        Project.model_validate(project(quarters=typed))


@pytest.mark.parametrize("typed", ["มิติ *", "*"])
def test_a_dimension_without_its_number_is_told_as_it_was_typed(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"input_value='{typed}'")):
        Project.model_validate({"title": "โครงการ", "dimension": typed})


@pytest.mark.parametrize(
    ("typed", "number", "own"), [("*1", 1, True), ("*๒", 2, True), ("1*", 1, True), ("มิติที่ 3", 3, False), (4, 4, False)]
)
def test_a_star_before_the_dimension_means_the_agencys_own(typed: object, number: int, own: bool) -> None:
    read = Project.model_validate(project(dimension=typed))
    assert (read.dimension, read.own) == (number, own)


@pytest.mark.parametrize("typed", ["ไม่ใช้งบประมาณ", "ไม่ใช้ งบประมาณ", "0 บาท (ไม่ใช้งบประมาณ)"])
def test_no_budget_in_words_is_zero(typed: str) -> None:
    assert plan(projects=[project(1, budget=typed)], sheets=[sheet(1, budget=typed)]).projects[0].budget == 0


def test_an_amount_beside_the_words_for_no_budget_is_no_zero() -> None:
    with pytest.raises(ValueError, match="เฉพาะตัวเลข"):
        Project.model_validate(project(budget="5,000 บาท ไม่ใช้งบประมาณของจังหวัด"))


def test_zero_dash_and_empty_are_three_budgets() -> None:
    typed = ["0", "-", None, "ไม่ใช้งบประมาณ"]
    budgets = [Project.model_validate(project(budget=value)).budget for value in typed]
    assert budgets == [Decimal(0), DASH, None, Decimal(0)]


def test_zero_dash_and_empty_print_differently() -> None:
    rows = [project(1, budget="0"), project(2, budget="-"), project(3, budget=None)]
    word = WordFile.read(thaireport.render(plan(projects=rows, sheets=()), "docx"))
    table = next(word.document.iter(f"{W}tbl"))
    cells = [[text_of(cell) for cell in row.iterfind(f"{W}tc")] for row in table.iterfind(f"{W}tr")]
    assert [row[3] for row in cells[3:6]] == ["๐.๐๐", "-", ""]


def test_a_project_is_what_its_title_says_unless_it_is_said() -> None:
    kinds = [
        Project.model_validate({**project(title=title), **more}).category_name
        for title, more in (
            ("กิจกรรมวันต่อต้าน", {}),
            ("แนวปฏิบัติการใช้รถ", {}),
            ("ส่งเสริมการมีส่วนร่วม", {}),
            ("การจัดทำคู่มือ", {"category": "มาตรการ"}),
        )
    ]
    assert kinds == ["กิจกรรม", "แนวปฏิบัติ", "โครงการ", "มาตรการ"]


def test_a_target_group_typed_in_one_line_keeps_its_count() -> None:
    read = plan(sheets=[sheet(1, target_groups="บุคลากร จำนวน ๑,๒๐๐ คน\nผู้นำชุมชนทุกหมู่บ้าน")])
    groups = read.sheets[0].target_groups
    assert [(group.name, group.count, group.unit) for group in groups] == [
        ("บุคลากร", 1200, "คน"),
        ("ผู้นำชุมชนทุกหมู่บ้าน", None, "คน"),
    ]


def test_a_target_group_pasted_with_nikhahit_and_sara_aa_keeps_its_count() -> None:
    read = plan(sheets=[sheet(1, target_groups="บุคลากร จ\u0e4d\u0e32นวน 9 คน")])
    assert [(group.name, group.count) for group in read.sheets[0].target_groups] == [("บุคลากร", 9)]


def test_parts_may_be_named_in_thai() -> None:
    assert plan(parts="ปก, ตาราง").parts == ("cover", "table")


# ---- what is computed ----


def test_own_projects_count_in_their_dimension() -> None:
    read = plan(projects=[project(1), project(2, dimension="*1", budget="500")], sheets=())
    first = read.dimensions[0]
    assert (first.count, first.own_count, first.budget) == (2, 1, Decimal(500))


def test_a_number_typed_as_its_place_is_not_kept_as_typed() -> None:
    assert (
        plan(projects=[project(1, number=1), project(2, number=5)], sheets=()).stored()["projects"][0].get("number")
        is None
    )


def test_numbers_typed_by_the_agency_are_printed() -> None:
    read = plan(projects=[project(1, number=3), project(2)], sheets=())
    assert [row.no for row in read.projects] == [3, 2]


def test_sheets_keep_the_agencys_order() -> None:
    read = plan(sheets=[sheet(2), sheet(1)])
    assert [entry.title for entry in read.appendix] == ["โครงการที่ 2", "โครงการที่ 1"]


def test_a_sheet_without_an_id_belongs_to_the_row_of_its_title() -> None:
    read = plan(sheets=[sheet(1, project=None, title="โครงการที่  ๒")])
    entry = read.appendix[0]
    assert entry.project is not None
    assert entry.project.id == "p2"


def test_a_row_without_an_id_is_referred_to_by_its_number() -> None:
    read = plan(projects=[project(1, id=None)], sheets=[sheet(1, project="๑")])
    assert read.appendix[0].title == "โครงการที่ 1"


@pytest.mark.parametrize(
    ("in_sheet", "in_row", "words"),
    [
        ("10000", None, "งบประมาณ จำนวน 10,000.00 บาท"),
        ("0", None, "ดำเนินการโดยไม่ใช้งบประมาณ"),
        (None, "2500.5", "งบประมาณ จำนวน 2,500.50 บาท"),
        ("-", "9", "-"),
        (None, None, ""),
    ],
)
def test_head_seven_says_the_budget_in_the_forms_words(in_sheet: str | None, in_row: str | None, words: str) -> None:
    read = plan(projects=[project(1, budget=in_row)], sheets=[sheet(1, budget=in_sheet)])
    assert read.appendix[0].budget_line == words


@pytest.mark.parametrize(("budget", "lines"), [("-", ["ใช้วัสดุที่มีอยู่"]), ("0", ["ดำเนินการโดยไม่ใช้งบประมาณ", "ใช้วัสดุที่มีอยู่"])])
def test_a_dash_stands_in_head_seven_only_where_nothing_else_does(budget: str, lines: list[str]) -> None:
    read = plan(projects=[project(1)], sheets=[sheet(1, budget=budget, budget_details="ใช้วัสดุที่มีอยู่")])
    word = WordFile.read(thaireport.render(read, "docx"))
    texts = [text_of(each).strip() for each in word.document.iter(f"{W}p")]
    start = next(index for index, said in enumerate(texts) if "งบประมาณที่ใช้ในการดำเนินการ" in said)
    assert [said for said in texts[start + 1 : start + 4] if said][: len(lines)] == lines


def test_the_notes_stand_on_no_page_without_a_row_of_the_plan() -> None:
    word = WordFile.read(thaireport.render(plan(as_of="1 ตุลาคม 2568"), "docx"))
    table = next(word.document.iter(f"{W}tbl"))
    firsts = [next(each.iter(f"{W}p")) for each in table.iter(f"{W}tr")]
    assert text_of(firsts[-1]) == "รวมทั้งสิ้น"
    assert [word.paragraph_is(first, "keepNext") for first in firsts[-2:]] == [True, True]


@pytest.mark.parametrize(("year", "first"), [(2569, "การสร้างวัฒนธรรมสุจริต"), (2562, "การสร้างสังคมที่ไม่ทนต่อการทุจริต")])
def test_each_plan_period_has_its_own_dimensions(year: int, first: str) -> None:
    assert dimension_names(year)[0] == first


# ---- the rules ----


def test_a_plan_in_order_has_no_problems() -> None:
    assert plan().problems() == []


def test_a_stated_total_unlike_the_computed_one_is_a_warning_naming_both() -> None:
    read = plan(
        projects=[project(1, budget="100")],
        sheets=[sheet(1)],
        stated={"budget": "150", "projects": 2, "ticks": "1 1 0 0"},
    )
    problems = found(read, "stated-differs")
    assert [problem.level for problem in problems] == ["warning"] * 3
    assert [problem.loc for problem in problems] == [
        ("stated", "projects"),
        ("stated", "budget"),
        ("stated", "ticks", 1),
    ]
    assert "ไตรมาสที่ 2 ที่ระบุไว้คือ 1" in problems[2].message
    assert "150.00" in problems[1].message
    assert "100.00" in problems[1].message


def test_stated_figures_that_are_right_are_no_problem() -> None:
    assert found(plan(stated={"projects": 2, "budget": 0, "ticks": [2, 0, 0, 0]}), "stated-differs") == []


def test_a_stated_total_that_prints_as_the_computed_one_is_no_problem() -> None:
    read = plan(projects=[project(1, budget="100.004")], stated={"budget": "100"})
    assert found(read, "stated-differs") == []


def test_a_row_without_a_sheet_is_named() -> None:
    problems = found(plan(sheets=[sheet(1)]), "row-without-sheet")
    assert [(problem.loc, problem.level) for problem in problems] == [(("projects", 1), "warning")]


def test_a_plan_without_any_sheet_says_so_once() -> None:
    assert len(found(plan(sheets=()), "no-sheets")) == 1


def test_a_plan_whose_appendix_is_not_printed_needs_no_sheets() -> None:
    assert found(plan(sheets=(), parts=["table"]), "no-sheets") == []


def test_a_sheet_of_an_unknown_row_is_an_error_with_the_nearest_id() -> None:
    problem = found(plan(sheets=[sheet(1, project="p11")]), "sheet-without-row")[0]
    assert problem.level == "error"
    assert "หมายถึง “p1”" in problem.message


def test_a_sheet_whose_title_no_row_has_is_a_warning() -> None:
    assert found(plan(sheets=[sheet(1, project=None, title="โครงการอื่น")]), "sheet-without-row")[0].level == "warning"


def test_a_sheet_that_names_neither_row_nor_title_is_an_error() -> None:
    problems = found(plan(sheets=[sheet(1), sheet(2, project=None)]), "sheet-unnamed")
    assert [(problem.level, problem.loc) for problem in problems] == [("error", ("sheets", 1))]


def test_two_sheets_of_one_row_are_named() -> None:
    assert found(plan(sheets=[sheet(1), sheet(1)]), "sheet-twice")[0].loc == ("sheets", 1, "project")


def test_doubled_ids_numbers_and_titles_are_found() -> None:
    rows = [project(1, number=7), project(1, number=7, title="โครงการที่  ๑")]
    codes = [problem.code for problem in plan(projects=rows, sheets=()).problems()]
    assert {"id-twice", "number-twice", "title-twice"} <= set(codes)


def test_a_number_twice_is_named_also_where_the_place_gives_it() -> None:
    (problem,) = found(plan(projects=[project(1, number=2), project(2)]), "number-twice")
    assert "ลำดับ “2” ซ้ำกับรายการที่ 1" in problem.message


def test_a_budget_in_the_sheet_other_than_in_the_row_names_both() -> None:
    read = plan(projects=[project(1, budget="100")], sheets=[sheet(1, budget="90")])
    problem = found(read, "budget-differs")[0]
    assert problem.loc == ("sheets", 0, "budget")
    assert "90.00" in problem.message
    assert "100.00" in problem.message


@pytest.mark.parametrize(("row", "words"), [(None, "ที่เว้นว่างไว้"), ("-", "“-”")])
def test_a_budget_in_the_sheet_where_the_row_has_none_is_named(row: str | None, words: str) -> None:
    read = plan(projects=[project(1, budget=row)], sheets=[sheet(1, budget="90")])
    assert words in found(read, "budget-differs")[0].message


@pytest.mark.parametrize("row", [None, "-", "0"])
def test_no_budget_in_the_sheet_agrees_with_no_budget_in_the_row(row: str | None) -> None:
    assert found(plan(projects=[project(1, budget=row)], sheets=[sheet(1, budget="0")]), "budget-differs") == []


def test_a_title_in_the_sheet_other_than_in_the_row_is_a_warning() -> None:
    assert found(plan(sheets=[sheet(1, title="โครงการที่ 9")]), "sheet-title-differs")


@pytest.mark.parametrize("duration", ["ปีงบประมาณ พ.ศ. ๒๕๖๘", "ตุลาคม 2569 - กันยายน 2570", "มีนาคม 2569 - ตุลาคม 2569"])
def test_a_time_outside_the_fiscal_year_is_a_warning(duration: str) -> None:
    assert found(plan(sheets=[sheet(1, duration=duration)]), "period-outside")


@pytest.mark.parametrize("duration", ["ปีงบประมาณ พ.ศ. ๒๕๖๙", "ตุลาคม 2568 - กันยายน 2569", "ตลอดทั้งปี"])
def test_a_time_inside_the_fiscal_year_or_in_words_is_no_problem(duration: str) -> None:
    assert found(plan(sheets=[sheet(1, duration=duration)]), "period-outside") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("การควบคุมภายในของระบุชื่อ องค์กรปกครองส่วนท้องถิ่น", "unfilled"),
        ("เสนอปลัด (อบจ./เทศบาล/อบต.) ลงนาม", "unfilled"),
        ("ประชาชนในเขตเทศบาล", "foreign-word"),
        ("เบิกจ่ายจากเทศบัญญัติงบประมาณ", "foreign-word"),
        ("พระราชบัญญัติการอำนวยความสะดวกในการพิจารณาอนุญาตของทางราชการ พ.ศ.๒๕๔๘", "law-year"),
    ],
)
def test_what_was_left_from_a_model_text_is_found_with_its_place(text: str, code: str) -> None:
    problem = found(plan(sheets=[sheet(1, methods=f"1) ประชุม\n2) {text}")]), code)[0]
    assert problem.loc == ("sheets", 0, "methods", 1, "text")
    assert problem.level == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "รายงานผลพร้อมระบุปัญหาและอุปสรรค",
        "ระเบียบว่าด้วยองค์การบริหารส่วนจังหวัด เทศบาล และองค์การบริหารส่วนตำบล",
        "เบิกจ่ายจากข้อบัญญัติงบประมาณรายจ่าย",
        "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540",
    ],
)
def test_words_in_order_are_left_alone(text: str) -> None:
    assert plan(sheets=[sheet(1, methods=text), sheet(2)]).problems() == []


def test_a_dimension_that_the_plan_period_lacks_is_an_error() -> None:
    assert found(plan(projects=[project(1, dimension=5)], sheets=()), "dimension-unknown")[0].level == "error"


def test_a_year_without_known_dimensions_is_a_warning_until_they_are_given() -> None:
    assert found(plan(fiscal_year="2571"), "dimensions-unknown")
    assert not found(plan(fiscal_year="2571", dimension_names=["หนึ่ง", "สอง"]), "dimensions-unknown")


def test_a_plan_announced_after_a_quarter_it_ticks_is_a_warning() -> None:
    notice = {
        "subject": "แผน",
        "body": "ด้วย",
        "dated": "27 กุมภาพันธ์ 2569",
        "signer": {"name": "นายก ข", "position": "นายก"},
    }
    read = plan(announcement=notice, as_of="20 เมษายน 2569")
    assert found(read, "announced-late")[0].loc == ("announcement", "dated")
    assert found(read, "as-of-after-announcement")


def announced(dated: str) -> dict[str, Any]:
    return {"subject": "แผน", "body": "ด้วย", "dated": dated, "signer": {"name": "นายก ข", "position": "นายก"}}


@pytest.mark.parametrize(
    ("dated", "as_of", "told"),
    [
        ("27 กุมภาพันธ์ 2569", "27 กุมภาพันธ์ 2569", False),
        ("27 กุมภาพันธ์ 2569", "28 กุมภาพันธ์ 2569", True),
        # The day is left to the pen: any day of the month may be written there.
        ("เมษายน 2569", "20 เมษายน 2569", False),
        ("เมษายน 2569", "1 พฤษภาคม 2569", True),
    ],
)
def test_data_of_a_day_behind_the_announcement_is_a_warning(dated: str, as_of: str, told: bool) -> None:
    problems = found(plan(announcement=announced(dated), as_of=as_of), "as-of-after-announcement")
    assert [(problem.level, problem.loc) for problem in problems] == [("warning", ("as_of",))] * told


@pytest.mark.parametrize("dated", ["31 ธันวาคม 2568", "27 กุมภาพันธ์ 2568", "ตุลาคม 2568"])
def test_a_plan_announced_in_its_first_quarter_or_before_its_year_is_in_time(dated: str) -> None:
    assert not found(plan(announcement=announced(dated)), "announced-late")


def test_rows_whose_first_quarter_has_begun_are_in_time() -> None:
    rows = [project(1, quarters="1"), project(2, quarters="2,4"), project(3, quarters="3"), project(4, quarters="")]
    problem = found(plan(projects=rows, sheets=(), announcement=announced("5 มกราคม 2569")), "announced-late")[0]
    assert "มี 1 รายการ" in problem.message
    assert "(ลำดับ 1)" in problem.message


@pytest.mark.parametrize(("count", "listed"), [(10, "8, 9, 10)"), (11, "8, 9, 10 ...)")])
def test_a_long_list_of_late_rows_ends_in_an_ellipsis(count: int, listed: str) -> None:
    rows = [project(serial) for serial in range(1, count + 1)]
    problem = found(plan(projects=rows, sheets=(), announcement=announced("เมษายน 2569")), "announced-late")[0]
    assert problem.message.endswith(listed)


def test_problems_of_the_announcement_are_told_with_their_place() -> None:
    notice = {
        "subject": "เรื่อง แผน",
        "body": "ด้วย",
        "dated": "1 ตุลาคม 2568",
        "signer": {"name": "นายก ข", "position": "นายก"},
    }
    assert found(plan(announcement=notice), "label-typed")[0].loc == ("announcement", "subject")


def test_an_empty_head_of_a_sheet_is_a_warning() -> None:
    assert found(plan(sheets=[sheet(1, methods=None)]), "sheet-head-empty")[0].loc == ("sheets", 0, "methods")


# ---- several years ----


def years(**changes: Any) -> ActionPlan:
    rows = [
        project(1, title="โครงการแรก", budgets={"2566": "100", "๒๕๖๘": "50.25"}, remark="ทุกปี"),
        project(2, title="โครงการหลัง", dimension="*2", budgets={"2566": "0", "2567": "-"}),
    ]
    return plan(**{"fiscal_year": "2566", "last_year": "2570", "projects": rows, "sheets": (), **changes})


def test_a_plan_of_several_years_sums_each_year() -> None:
    assert years().year_totals == (Decimal(100), Decimal(0), Decimal("50.25"), Decimal(0), Decimal(0))
    assert years().budget_total == Decimal("150.25")


@pytest.mark.parametrize("last", ["2569", "2570"])
@pytest.mark.parametrize("amount", ["12345678.90", "99999999.99", "100000000", "1234567890.12"])
def test_no_sum_of_several_years_is_wider_than_its_column(amount: str, last: str) -> None:
    rows = [project(1, budgets={"2566": amount, "2567": amount, "2568": amount}), project(2, budgets={"2569": "1"})]
    made = thaireport.render(years(last_year=last, projects=rows, parts=["table"], subtotals=True), "docx")
    assert thai_runs_faults(made) == []


@pytest.mark.parametrize("amount", ["999999998.99", "999999999", "99999999999.99"])
def test_no_sum_of_one_year_is_wider_than_its_column(amount: str) -> None:
    rows = [project(1, budget=amount), project(2, budget="1")]
    made = thaireport.render(plan(projects=rows, sheets=(), parts=["table"], subtotals=True), "docx")
    assert thai_runs_faults(made) == []


def test_the_columns_grow_only_where_a_sum_asks_for_it() -> None:
    assert not plan(projects=[project(1, budget="999999998.99"), project(2, budget="1")]).large_sums
    assert plan(projects=[project(1, budget="999999999.99"), project(2, budget="0.01")]).large_sums
    most = project(1, budgets={"2566": "99999999.99"})
    assert not years(projects=[most]).large_sums
    assert years(projects=[most, project(2, budgets={"2566": "0.01"})]).large_sums


def test_the_table_of_several_years_has_a_column_for_each() -> None:
    word = WordFile.read(thaireport.render(years(parts=["table"]), "docx"))
    table = next(word.document.iter(f"{W}tbl"))
    cells = [[text_of(cell) for cell in row.iterfind(f"{W}tc")] for row in table.iterfind(f"{W}tr")]
    assert cells[2][3:9] == ["๒๕๖๖", "๒๕๖๗", "๒๕๖๘", "๒๕๖๙", "๒๕๗๐", "รวม"]
    assert cells[4][3:9] == ["๐.๐๐", "-", "", "", "", "๐.๐๐"]
    assert cells[5][1:7] == ["๑๐๐.๐๐", "๐.๐๐", "๕๐.๒๕", "๐.๐๐", "๐.๐๐", "๑๕๐.๒๕"]


def test_a_workbook_of_several_years_loads_back(tmp_path: Path) -> None:
    path = tmp_path / "แผน.xlsx"
    thaireport.save(years(), path)
    assert thaireport.load(path) == years()


def test_a_budget_of_one_year_in_a_plan_of_several_is_an_error() -> None:
    assert found(years(projects=[project(1, budget="5")]), "budget-many-years")[0].level == "error"


@pytest.mark.parametrize(("last", "told"), [("2568", True), ("2569", False), ("2570", False), ("2571", True)])
def test_a_plan_of_several_years_has_four_or_five(last: str, told: bool) -> None:
    problems = found(years(last_year=last), "plan-years")
    assert [(problem.level, problem.loc) for problem in problems] == [("error", ("last_year",))] * told


@pytest.mark.parametrize(
    "typed",
    ["2566: 10,000; 2567: -", "๒๕๖๖: 10,000\n๒๕๖๗: -", {"2566": "10,000", "2567": "-"}, {2566: "10,000; 2567: -"}],
)
def test_budgets_by_year_are_read_from_one_line_too(typed: object) -> None:
    assert years(projects=[project(1, budgets=typed)]).projects[0].budgets == {2566: Decimal(10_000), 2567: DASH}


@pytest.mark.parametrize(
    "typed",
    [
        "2566: 10; 2566: 20",
        "2566: 10\n๒๕๖๖: 20",
        {"2566": "10", "๒๕๖๖": "20"},
        {2566: "10", 2023: "20"},
        "2566: 10; พ.ศ. 2566: 20",
    ],
)
def test_a_year_with_two_budgets_loses_neither_in_silence(typed: object) -> None:
    with pytest.raises(ValueError, match="ปีงบประมาณ 2566 กรอกงบประมาณไว้ 2 ครั้ง"):
        Project.model_validate(project(1, budgets=typed))


@pytest.mark.parametrize("typed", ["ไม่มี", "ไม่ใช้งบ", "ไม่ใช้งบประมาณ 5,000 บาท"])
def test_other_words_for_no_budget_are_told_what_to_type(typed: str) -> None:
    with pytest.raises(ValueError, match="ไม่ใช้งบประมาณพิมพ์ 0 ไม่เกี่ยวข้องพิมพ์ -"):
        Project.model_validate(project(1, budget=typed))


@pytest.mark.parametrize("typed", ["35.000", "๓๕.๐๐๐ บาท", "0.500", "999.999"])
def test_an_amount_with_three_decimals_may_be_thousands(typed: str) -> None:
    doubtful = plan(projects=[project(1, budget=typed)], sheets=[{"project": "1", "budget": typed}])
    assert [problem.loc for problem in found(doubtful, "point-for-comma")] == [
        ("projects", 0, "budget"),
        ("sheets", 0, "budget"),
    ]
    sheet = ProjectSheet.model_validate({"agency": AGENCY, "title": "ก", "budget": typed})
    assert [problem.loc for problem in sheet.problems() if problem.code == "point-for-comma"] == [("budget",)]


def test_what_a_point_for_a_comma_is_read_as_is_told() -> None:
    said = found(years(projects=[project(1, budgets="2566: 35.000; 2567: 35,000")]), "point-for-comma")
    assert [(problem.loc, problem.level) for problem in said] == [(("projects", 0, "budgets", "2566"), "warning")]
    assert "“35.000” อ่านเป็น 35.00 บาท: ถ้าหมายถึง 35,000.00 บาท" in said[0].message


@pytest.mark.parametrize("typed", ["35,000.00", "35.00", "35.5", "-", "1333.333", 35, None])
def test_other_amounts_are_not_doubted(typed: object) -> None:
    assert not found(plan(projects=[project(1, budget=typed)], sheets=()), "point-for-comma")


def test_budgets_by_year_in_a_plan_of_one_year_are_an_error() -> None:
    problems = found(plan(projects=[project(1, budgets={"2569": "5"})], sheets=()), "budgets-one-year")
    assert [(problem.level, problem.loc) for problem in problems] == [("error", ("projects", 0, "budgets"))]


def test_a_year_outside_the_plan_is_an_error() -> None:
    assert found(years(projects=[project(1, budgets={"2571": "5"})]), "budget-year")[0].level == "error"


# ---- the example ----


def test_the_example_states_what_it_comes_to(example: ActionPlan) -> None:
    assert found(example, "stated-differs") == []
    assert (example.project_count, example.budget_total, example.ticks) == (31, Decimal("371250.50"), (16, 21, 21, 16))


def test_the_only_warnings_of_the_example_are_the_emblem_and_its_own_rows(example: ActionPlan) -> None:
    assert [problem.code for problem in example.warnings] == [
        "emblem-missing",
        "row-without-sheet",
        "row-without-sheet",
    ]


def test_the_same_data_stored_is_the_same_plan(example: ActionPlan) -> None:
    assert ActionPlan.model_validate(example.stored()) == example


def test_the_word_file_is_as_reviewed(example: ActionPlan, golden: Golden) -> None:
    some = example.model_copy(update={"sheets": example.sheets[:4]})
    golden.check("action_plan", outline(thaireport.render(some, "docx", data=False)))


def test_the_workbook_is_as_reviewed(example: ActionPlan, golden: Golden) -> None:
    some = example.model_copy(update={"sheets": example.sheets[:2]})
    golden.check("action_plan_xlsx", outline(thaireport.render(some, "xlsx", data=False)))


def test_both_validators_pass_on_the_word_file(document: bytes) -> None:
    assert openxml_audit(document, "docx") == []
    assert sdk_validate(document, "docx") == []


def test_both_validators_pass_on_the_workbook(workbook: bytes) -> None:
    assert openxml_audit(workbook, "xlsx") == []
    assert sdk_validate(workbook, "xlsx") == []


def test_thai_stands_right_in_every_run(document: bytes) -> None:
    assert thai_runs_faults(document) == []


def test_the_header_of_the_table_is_repeated_and_its_rows_are_whole(document: bytes) -> None:
    table = next(WordFile.read(document).document.iter(f"{W}tbl"))
    rows = list(table.iterfind(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows[:4]] == [True, True, True, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_landscape_and_portrait_pages_follow_each_other(document: bytes) -> None:
    sizes = [size.get(f"{W}orient") for size in WordFile.read(document).document.iter(f"{W}pgSz")]
    assert sizes == [None, None, "landscape", None, None]


@pytest.mark.parametrize(
    ("parts", "sections", "has", "lacks"),
    [
        (["cover"], 1, "อำเภอตัวอย่าง", "รวมทั้งสิ้น"),
        (["announcement"], 1, "จึงประกาศให้ทราบ", "ลำดับที่"),
        (["table"], 1, "รวมทั้งสิ้น", "คำอธิบาย"),
        (["legend"], 1, "คำอธิบาย", "รวมทั้งสิ้น"),
        (["appendix"], 2, "ลำดับที่", "รวมทั้งสิ้น"),
    ],
)
def test_each_part_can_be_made_alone(
    example: ActionPlan, parts: list[str], sections: int, has: str, lacks: str
) -> None:
    made = thaireport.render(example.model_copy(update={"parts": tuple(parts)}), "docx")
    assert len(list(WordFile.read(made).document.iter(f"{W}sectPr"))) == sections
    assert squeezed(has) in printed(made)
    assert squeezed(lacks) not in printed(made)
    assert openxml_audit(made, "docx") == []


def test_the_print_out_of_the_e_plan_has_arabic_digits_under_the_policy_form(example: ActionPlan) -> None:
    word = WordFile.read(thaireport.render(example.model_copy(update={"digits": "form"}), "docx"))
    table = next(word.document.iter(f"{W}tbl"))
    assert "371,250.50" in text_of(table)
    assert not re.search("[๐-๙]", text_of(table))
    body = [text_of(paragraph) for paragraph in word.document.iterfind(f"{W}body/{W}p")]
    assert "** ข้อมูล ณ วันที่ 1\u00a0ตุลาคม\u00a02568" in " ".join(body)
    assert "ลำดับที่ ๑" in body


def test_digits_of_the_heads_follow_the_policy(example: ActionPlan) -> None:
    made = WordFile.read(thaireport.render(example.model_copy(update={"digits": "arabic"}), "docx"))
    assert not re.search("[๐-๙]", text_of(made.document))


def test_sums_by_dimension_are_printed_on_request(example: ActionPlan) -> None:
    made = thaireport.render(example.model_copy(update={"subtotals": True, "parts": ("table",)}), "docx")
    assert squeezed("รวมมิติ การสร้างวัฒนธรรมสุจริต ( รายการ)") in printed(made)


def test_sheets_may_run_on_one_behind_the_other(example: ActionPlan) -> None:
    def breaks(report: ActionPlan) -> int:
        return len(list(WordFile.read(thaireport.render(report, "docx")).document.iter(f"{W}pageBreakBefore")))

    assert breaks(example) == len(example.sheets) - 1
    assert breaks(example.model_copy(update={"running_sheets": True})) == 0


def test_the_example_workbook_is_the_example(example: ActionPlan) -> None:
    assert thaireport.load(EXAMPLES / "action_plan.xlsx") == example


def test_the_contents_page_names_the_page_of_every_sheet(
    example: ActionPlan, soffice: Path, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THAIREPORT_FONTS", str(fonts))
    asked = example.model_copy(update={"parts": ("contents", "table", "appendix"), "sheets": example.sheets[:3]})
    document = thaireport.render(asked, "docx")
    word = WordFile.read(document)
    lines = [text_of(paragraph).split("\t") for paragraph in word.document.iter(f"{W}p")]
    told = [line for line in lines if len(line) > 1 and line[-1].strip().isdecimal()]
    listed = [(line[-2].strip(), to_arabic(line[-1].strip())) for line in told]
    pages = headings(to_pdf(document, "docx"))
    assert [(title.rpartition(" : ")[2], str(page)) for title, page in pages] == listed
    assert len(listed) == 5


def test_a_contents_page_says_that_its_numbers_are_of_this_machine() -> None:
    assert found(plan(parts=["contents", "table"]), "contents-pages")[0].level == "warning"


LEADING = "2) จัดอบรม ดังนี้\n2.1) กลุ่มผู้บริหาร ได้แก่\n- นายก\n- ปลัด\n2.2) กลุ่มพนักงาน ประกอบด้วย\n- ทุกกอง\n3) สรุปผล"


@pytest.mark.parametrize("field", ["rationale", "objectives", "methods", "budget_details", "outputs", "outcomes"])
def test_what_leads_in_a_list_of_a_sheet_is_kept_with_it(field: str) -> None:
    text = f"เหตุผล ดังต่อไปนี้\n{LEADING}"
    word = WordFile.read(thaireport.render(plan(parts=["appendix"], sheets=[sheet(1, **{field: text})])))
    kept = {text_of(each): word.paragraph_is(each, "keepNext") for each in word.document.iter(f"{W}p")}
    told = [is_kept for said, is_kept in kept.items() if re.search("(?:ดังนี้|ดังต่อไปนี้|ได้แก่|ประกอบด้วย)$", said)]
    assert told == [True] * 4
    assert not any(kept[said] for said in kept if said.startswith(("-", "๓)")))


def test_no_page_of_a_sheet_ends_in_what_leads_in_a_list(soffice: Path) -> None:
    more = [sheet(1, methods="1) ขั้นเตรียมการ\n" * lines + LEADING) for lines in range(18, 34)]
    pages = to_pdf(thaireport.render(plan(parts=["appendix"], sheets=more)))
    assert page_faults(pages) == []


# ---- the workbook ----


def test_word_and_excel_carry_the_same_figures(example: ActionPlan, document: bytes, workbook: bytes) -> None:
    arabic = thaireport.render(example.model_copy(update={"digits": "arabic"}), "docx")
    table = next(WordFile.read(arabic).document.iter(f"{W}tbl"))
    rows = [[text_of(cell) for cell in row.iterfind(f"{W}tc")] for row in table.iterfind(f"{W}tr")][3:]
    in_word = [[*row[:3], row[3].replace(",", ""), *row[4:9]] for row in rows[:-1]]
    in_excel = [_as_printed(row) for row in _rows_of(workbook)]
    assert in_excel == in_word
    assert _total_of(workbook) == [Decimal(rows[-1][1].replace(",", "")), *map(int, rows[-1][2:6])]


def _rows_of(workbook: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=4, max_row=34, max_col=9, values_only=True)]


def _as_printed(row: list[Any]) -> list[str]:
    """The cells as Word prints them in Arabic digits."""
    number, title, dimension, budget, *rest = row
    own = "*" if number in (30, 31) else ""
    money = f"{Decimal(str(budget)):.2f}" if isinstance(budget, (int, float)) else str(budget or "")
    return [str(number), str(title), f"{own}{dimension}", money, *(str(value or "") for value in rest)]


def _total_of(workbook: bytes) -> list[Any]:
    """The cached values of the total row's formulas."""
    values = _total_row(workbook, data_only=True)[3:8]
    return [Decimal(str(values[0])), *values[1:]]


def _total_row(workbook: bytes, *, data_only: bool) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook), data_only=data_only).worksheets[0]
    return next([cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == "รวมทั้งสิ้น")


def test_sums_of_the_workbook_are_formulas_over_all_rows(workbook: bytes) -> None:
    formulas = _total_row(workbook, data_only=False)[3:6]
    assert formulas == ["=SUM(D$4:D$34)", '=COUNTIF(E$4:E$34,"✓")', '=COUNTIF(F$4:F$34,"✓")']


def test_money_too_wide_for_its_column_is_set_smaller_not_as_hashes(workbook: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    money = [cell for row in sheet.iter_rows() for cell in row if "#,##0.00" in str(cell.number_format)]
    assert money
    assert [cell.coordinate for cell in money if not cell.alignment.shrink_to_fit] == []


def test_the_wide_sheet_of_project_sheets_names_its_rows_on_every_page(workbook: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["แผ่นโครงการ"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (3, 0)
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$B", "$1:$1")


def test_the_workbook_is_set_up_to_be_printed(workbook: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "C4"


def test_excel_refuses_what_the_sums_of_the_workbook_would_not_count(workbook: bytes) -> None:
    rules = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0].data_validations.dataValidation
    assert [rule.type for rule in rules] == ["list", "whole"]
    assert all(rule.showErrorMessage and rule.error for rule in rules)


def test_a_plan_without_a_legend_has_no_head_of_one(example: ActionPlan) -> None:
    rows = tuple(row.model_copy(update={"own": False}) for row in example.projects)
    plan = example.model_copy(update={"fiscal_year": 2599, "projects": rows})
    sheet = openpyxl.load_workbook(io.BytesIO(thaireport.render(plan, "xlsx"))).worksheets[0]
    assert "คำอธิบาย" not in [cell.value for row in sheet.iter_rows() for cell in row]


def test_only_what_a_clerk_types_is_unlocked(workbook: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    assert sheet.protection.sheet
    assert not sheet["D5"].protection.locked
    assert sheet["D36"].protection.locked


def test_no_cell_takes_its_font_from_the_theme(workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.font.scheme for cell in cells} == {None}
    assert {cell.font.name for cell in cells} == {"TH SarabunPSK", "Segoe UI Symbol"}


def test_the_workbook_loads_back_as_the_same_plan(example: ActionPlan, workbook: bytes, tmp_path: Path) -> None:
    path = tmp_path / "แผน.xlsx"
    path.write_bytes(workbook)
    again = thaireport.load(path)
    assert isinstance(again, ActionPlan)
    assert again.model_copy(update={"agency": example.agency, "announcement": None}) == example.model_copy(
        update={"announcement": None}
    )
    assert thaireport.render(again, "docx", data=False) == thaireport.render(example, "docx", data=False)


def test_what_a_clerk_changes_in_the_workbook_is_read(workbook: bytes, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    table, sheets = book.worksheets[:2]
    table["D4"], table["H4"], table["B5"] = 40_000, "✓", "โครงการที่เปลี่ยนชื่อ"
    table["C6"], table["L6"] = 3, "ใช่"
    sheets["K2"] = "1) ผลผลิตใหม่\n2) ผลผลิตที่สอง"
    path = tmp_path / "แก้แล้ว.xlsx"
    book.save(path)
    read = thaireport.load(path)
    assert isinstance(read, ActionPlan)
    first, second, third = read.projects[:3]
    assert (first.budget, first.quarters, second.title) == (Decimal(40_000), frozenset({1, 2, 4}), "โครงการที่เปลี่ยนชื่อ")
    assert third.dimension_label == "*3"
    assert [item.line for item in read.sheets[0].outputs] == ["1) ผลผลิตใหม่", "2) ผลผลิตที่สอง"]
    assert {problem.code for problem in read.warnings} >= {"stated-differs", "budget-differs"}


def test_sums_by_dimension_in_the_workbook_are_formulas_with_their_values(example: ActionPlan) -> None:
    made = thaireport.render(example.model_copy(update={"subtotals": True}), "xlsx")
    values = openpyxl.load_workbook(io.BytesIO(made), data_only=True).worksheets[0]
    found_sums = [[cell.value for cell in values[row]][3:8] for row in range(35, 39)]
    assert found_sums == [[float(part.budget), *part.ticks] for part in example.dimensions]


def test_sums_by_dimension_are_no_rows_when_the_workbook_is_loaded(tmp_path: Path) -> None:
    made, path = plan(subtotals=True, sheets=()), tmp_path / "รวมรายมิติ.xlsx"
    path.write_bytes(thaireport.render(made, "xlsx"))
    read = thaireport.load(path)
    assert isinstance(read, ActionPlan)
    assert read.subtotals
    assert [row.id for row in read.projects] == [row.id for row in made.projects] == ["p1", "p2"]


def test_a_row_typed_where_sums_would_stand_is_a_row_of_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "แผน.xlsx"
    path.write_bytes(thaireport.render(plan(sheets=(), parts=["table"]), "xlsx"))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B6"], book.worksheets[0]["C6"] = "รวมพลังต้านทุจริต", 1
    book.save(path)
    read = thaireport.load(path)
    assert isinstance(read, ActionPlan)
    assert [row.title for row in read.projects][2:] == ["รวมพลังต้านทุจริต"]


# ---- one sheet alone ----


def test_a_project_sheet_alone_prints_its_nine_heads() -> None:
    alone = ProjectSheet.model_validate(
        {
            "agency": AGENCY,
            "title": "โครงการทดสอบ R&D <5%",
            "number": 3,
            **{k: v for k, v in sheet().items() if k != "project"},
        }
    )
    word = WordFile.read(thaireport.render(alone, "docx"))
    heads = [text_of(p) for p in word.document.iter(f"{W}p") if word.style_of(p) == "Heading2"]
    assert heads[0] == "๑. ชื่อโครงการ : โครงการทดสอบ R&D <๕%"
    assert [head[:2] for head in heads] == [f"{digit}." for digit in "๑๒๓๔๕๖๗๘๙"]


def test_the_example_of_a_sheet_has_nothing_to_mend() -> None:
    assert thaireport.load(EXAMPLES / "project_sheet.yaml").warnings == ()


# ---- the sample ----


def _prose(items: list[Any]) -> list[Any]:
    """The sample's nested lists as a plan takes them: marker, text, what is below; text behind a sub-list."""
    made: list[Any] = []
    for item in items:
        if isinstance(item, str):
            made.append({"text": item})
            continue
        below = [*_prose(item.get("sub_items", [])), *([{"text": item["text_after"]}] if "text_after" in item else [])]
        below += _prose(item.get("sub_items_after", []))
        made.append({"marker": item.get("number", item.get("marker", "")), "text": item["text"], "items": below})
    return made


def _sheet_of(sample: dict[str, Any]) -> dict[str, Any]:
    return {
        "project": str(sample["plan_row_no"]),
        "title": sample["project_name"],
        "rationale": _prose(sample["rationale"]),
        "objectives": _prose(sample["objectives"]),
        "target_groups": [group["text"] for group in sample["target_groups"]],
        "methods": _prose(sample["methods"]),
        "duration": sample["duration"],
        "budget": str(sample["budget"]["amount_baht"]),
        "responsible": sample["responsible"],
        "outputs": _prose(sample["outputs"]),
        "outcomes": _prose(sample["outcomes"]),
    }


def _row_of(sample: dict[str, Any]) -> dict[str, Any]:
    ticked = [name.removeprefix("q") for name, on in sample["quarters"].items() if on]
    return {
        "number": sample["no"],
        "title": sample["name"],
        "dimension": sample["dimension"],
        "budget": str(sample["budget_baht"]),
        "quarters": ticked,
        "remark": sample["remark"] or None,
    }


def _plan_of(case: dict[str, Any]) -> ActionPlan:
    notice, table = case["announcement"], case["plan_table"]
    total = table["total_row"]
    return ActionPlan.model_validate(
        {
            "agency": {"name": case["agency"]["name"]},
            "fiscal_year": str(case["fiscal_year_be"]),
            "as_of": table["as_of"].split("วันที่")[1],
            "reporter": {"name": table["reporter_name"]},
            "announcement": {
                "subject": notice["subject"].removeprefix("เรื่อง").strip(),
                "body": notice["paragraphs"],
                "closing": notice["closing"],
                "dated": notice["date_line"].removeprefix("ประกาศ ณ วันที่"),
                "signer": notice["signer"],
            },
            "projects": [_row_of(row) for row in table["rows"]],
            "sheets": [_sheet_of(entry) for entry in case["appendix"]["sheets"]],
            "stated": {
                "projects": case["verification"]["table_rows"],
                "budget": str(total["budget_baht"]),
                "ticks": list(total["quarters"].values()),
            },
        }
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@pytest.fixture(scope="module")
def case(shared: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((shared / "cases" / "seed4.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def sample(case: dict[str, Any]) -> ActionPlan:
    return _plan_of(case)


def test_the_sample_comes_to_its_own_figures(sample: ActionPlan) -> None:
    assert (sample.project_count, len(sample.sheets), sample.budget_total) == (31, 29, Decimal("15000.00"))
    assert sample.ticks == (4, 30, 28, 4)
    assert [(part.count, part.own_count) for part in sample.dimensions] == [(5, 1), (20, 1), (4, 0), (2, 0)]
    assert found(sample, "stated-differs") == []


def test_not_one_sentence_of_the_sample_is_lost(case: dict[str, Any], sample: ActionPlan) -> None:
    text = printed(thaireport.render(sample, "docx"))
    parts = [case[name] for name in ("cover", "announcement", "plan_table", "dimension_explanation", "appendix")]
    left_out = {"date_line", "date_iso", "key", "group"}
    wanted = [
        words
        for part in parts
        for words in _texts({name: value for name, value in part.items() if name not in left_out | {"columns"}})
        if not words.startswith("งบประมาณ จำนวน")
    ]
    assert len(wanted) > 600
    assert [words for words in wanted if squeezed(normalise(words)) not in text] == []


def test_the_budgets_of_the_sample_are_printed_as_the_form_writes_money(sample: ActionPlan) -> None:
    lines = [entry.budget_line for entry in sample.appendix if entry.sheet.budget]
    assert sorted(lines) == ["งบประมาณ จำนวน 10,000.00 บาท", "งบประมาณ จำนวน 5,000.00 บาท"]


def test_the_levels_of_the_samples_lists_are_kept(sample: ActionPlan) -> None:
    methods = sample.sheets[19].methods
    nested = [(item.marker, item.level) for item in methods[2:10]]
    assert nested == [("๓)", 1), ("๓.๑)", 2), *[("-", 3)] * 6]


def test_what_the_sample_gets_wrong_is_found(sample: ActionPlan) -> None:
    problems = sample.problems()
    assert [problem.level for problem in problems if problem.level == "error"] == []
    assert [p.loc for p in problems if p.code == "row-without-sheet"] == [("projects", 29), ("projects", 30)]
    assert found(sample, "announced-late")
    assert found(sample, "as-of-after-announcement")
    assert found(sample, "sheet-title-differs")[0].loc == ("sheets", 5, "title")
    assert found(sample, "law-year")[0].loc == ("projects", 30, "title")
    assert {problem.loc[:2] for problem in found(sample, "unfilled")} >= {("sheets", 0), ("sheets", 24)}
    assert found(sample, "foreign-word")


def test_a_table_that_ends_the_file_stands_on_its_own_page(example: ActionPlan) -> None:
    bare = {"parts": ("cover", "table"), "as_of": None, "reporter": None, "announcement": None}
    body = WordFile.read(thaireport.render(example.model_copy(update=bare))).document[0]
    assert [child.tag for child in list(body)[-3:]] == [f"{W}tbl", f"{W}p", f"{W}sectPr"]
