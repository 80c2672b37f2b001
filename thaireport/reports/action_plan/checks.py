"""The rules of the plan: what real plans get wrong (official-format 8), each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from thaireport.errors import Level, Problem, Unknown, as_known, of_each
from thaireport.fields import Dash
from thaireport.parts import doubles
from thaireport.reports.action_plan.typed import QUARTERS
from thaireport.reports.project_sheet import budget_point, point_for_comma, title_problems
from thaireport.thai import dates, digits, money
from thaireport.thai.text import closest

if TYPE_CHECKING:
    from thaireport.reports.action_plan.model import ActionPlan, PlanSheet, Project
    from thaireport.reports.announcement import Announcement

YEARS_DRAWN = (4, 5)
"""How many years a plan of several years may have: the template draws a table for each number."""


def squeezed(title: str) -> str:
    """A title as it is compared: without spaces, digits Arabic."""
    return digits.to_arabic("".join(title.split()))


def plan_problems(plan: ActionPlan) -> Iterator[Problem]:
    """Everything the rules say of a plan."""
    return as_known(
        _announcement_problems(plan),
        _as_of_problems(plan),
        _late_problems(plan),
        _contents_problems(plan),
        _name_problems(plan),
        _year_problems(plan),
        _row_problems(plan),
        _twice_problems(plan),
        _sheet_problems(plan),
        _rows_without(plan),
        _stated_problems(plan),
    )


def _announcement_problems(plan: ActionPlan) -> Iterator[Problem]:
    if plan.announcement:
        yield from (problem.below("announcement") for problem in plan.announcement._form_problems())


def _last_day(notice: Announcement) -> date:
    """The latest day of an announcement, whose day may be left to the pen."""
    return notice.dated.last_day if isinstance(notice.dated, dates.Month) else notice.dated


def _as_of_problems(plan: ActionPlan) -> Iterator[Problem]:
    notice = plan.announcement
    if notice and plan.as_of and plan.as_of > _last_day(notice):
        message = (
            f"ข้อมูล ณ วันที่ {dates.long_date(plan.as_of)} อยู่หลังวันประกาศใช้แผน {dates.period(notice.dated)}: "
            "ตารางที่แนบประกาศควรพิมพ์ก่อนหรือในวันประกาศ"
        )
        yield Problem(message, ("as_of",), "warning", "as-of-after-announcement")


def _late_problems(plan: ActionPlan) -> Iterator[Problem]:
    if plan.announcement is None or dates.fiscal_year(plan.announcement.dated) != plan.fiscal_year:
        return
    announced = dates.quarter(plan.announcement.dated)
    late = [str(project.no) for project in plan.projects if min(project.quarters, default=4) < announced]
    if late:
        message = (
            f"ประกาศใช้แผนในไตรมาสที่ {announced} แต่มี {len(late)} รายการกำหนดดำเนินการในไตรมาสก่อนหน้า "
            f"(ลำดับ {', '.join(late[:10])}{' ...' if len(late) > 10 else ''})"
        )
        yield Problem(message, ("announcement", "dated"), "warning", "announced-late")


def _contents_problems(plan: ActionPlan) -> Iterator[Problem]:
    if "contents" in plan.parts:
        message = "เลขหน้าในสารบัญนับจาก LibreOffice ของเครื่องนี้ อาจต่างจาก Word: ใน Word กด F9 ที่สารบัญเพื่อนับใหม่"
        yield Problem(message, ("parts",), "warning", "contents-pages")


def _name_problems(plan: ActionPlan) -> Iterator[Problem]:
    if not plan.names:
        message = f"ยังไม่มีชื่อมิติของปีงบประมาณ พ.ศ. {plan.fiscal_year}: กรอก “ชื่อมิติ” เพื่อพิมพ์คำอธิบาย"
        yield Problem(message, ("fiscal_year",), "warning", "dimensions-unknown")


def _year_problems(plan: ActionPlan) -> Iterator[Problem]:
    count = len(plan.years)
    if plan.last_year is not None and count not in YEARS_DRAWN:
        message = f"แผนหลายปีต้องมี 4 หรือ 5 ปี แต่พบ {plan.fiscal_year} ถึง {plan.last_year}"
        yield Problem(message, ("last_year",), "error", "plan-years")


def _row_problems(plan: ActionPlan) -> Iterator[Problem]:
    dimension = dimension_rule(plan, lambda: plan.years_label)

    def quarters(project: Project) -> Iterator[Problem]:
        if not project.quarters and plan.last_year is None:
            yield Problem("ยังไม่ได้ระบุไตรมาสที่ดำเนินการ", ("quarters",), "warning", "no-quarter")

    money_rules = (_budgets_of_one_year, _budget_of_many_years, _budget_year)
    points = (budget_point, _budget_points)
    return of_each(plan, "projects", dimension, *(partial(rule, plan) for rule in money_rules), *points, quarters)


def dimension_rule(report: Any, years: Callable[[], object]) -> Callable[[Any], Iterator[Problem]]:
    """The rule of a row's dimension, one of those that the report's years have; silent where nobody knows them."""
    try:
        known = len(report.names)
    except Unknown:
        known = 0

    def rule(row: Any) -> Iterator[Problem]:
        if known and row.dimension > known:
            message = f"ไม่มีมิติ {row.dimension}: แผนปี {years()} มีมิติ 1 ถึง {known}"
            yield Problem(message, ("dimension",), "error", "dimension-unknown")

    return rule


def _budgets_of_one_year(plan: ActionPlan, project: Project) -> Iterator[Problem]:
    if plan.last_year is None and project.budgets:
        message = "งบประมาณรายปีใช้กับแผนหลายปี: กรอก “ถึงปีงบประมาณ” หรือใช้ “งบประมาณ (บาท)”"
        yield Problem(message, ("budgets",), "error", "budgets-one-year")


def _budget_of_many_years(plan: ActionPlan, project: Project) -> Iterator[Problem]:
    if plan.last_year is not None and project.budget is not None:
        message = "แผนหลายปีให้กรอก “งบประมาณรายปี” แทน “งบประมาณ (บาท)”"
        yield Problem(message, ("budget",), "error", "budget-many-years")


def _budget_year(plan: ActionPlan, project: Project) -> Iterator[Problem]:
    for year in project.budgets:
        if year not in plan.years:
            message = f"ปีงบประมาณ {year} อยู่นอกแผน ({plan.years_label})"
            yield Problem(message, ("budgets", str(year)), "error", "budget-year")


def _budget_points(project: Project) -> Sequence[Problem]:
    budgets = project.budgets
    return [each for year in budgets for each in point_for_comma(budgets[year], "budgets", str(year))]


def _twice_problems(plan: ActionPlan) -> Iterator[Problem]:
    rules: tuple[tuple[str, Level, Callable[[Project], object], str], ...] = (
        ("id", "error", lambda project: project.id, "รหัส"),
        ("number", "warning", lambda project: project.no, "ลำดับ"),
        ("title", "warning", lambda project: squeezed(project.title), "ชื่อ"),
    )
    for name, level, value_of, label in rules:
        for index, first in doubles(plan.projects, value_of):
            shown = getattr(plan.projects[index], "no" if name == "number" else name)
            message = f"{label} “{shown}” ซ้ำกับรายการที่ {first + 1}"
            yield Problem(message, ("projects", index, name), level, f"{name}-twice")


def _sheet_problems(plan: ActionPlan) -> Iterator[Problem]:
    places = count()
    first: dict[int, int] = {}

    def period(sheet: PlanSheet) -> Iterator[Problem]:
        return sheet.period_problems(plan.fiscal_year, plan.last_year or plan.fiscal_year)

    def row(sheet: PlanSheet) -> Iterator[Problem]:
        index = next(places)
        found = plan._row_of(sheet)
        if found is None:
            yield _no_row(plan, sheet)
            return
        project = plan.projects[found]
        if first.setdefault(found, index) != index:
            message = f"แถวลำดับ {project.no} มีแผ่นโครงการแล้ว (แผ่นที่ {first[found] + 1})"
            yield Problem(message, ("project",), "warning", "sheet-twice")
        yield from as_known(_other_title(sheet, project), _other_budget(sheet, project))

    return of_each(plan, "sheets", lambda sheet: sheet.empty_heads(), period, budget_point, title_problems, row)


def _no_row(plan: ActionPlan, sheet: PlanSheet) -> Problem:
    if sheet.project is None and sheet.title is None:
        return Problem("แผ่นโครงการต้องระบุรหัสโครงการ หรือชื่อโครงการ", (), "error", "sheet-unnamed")
    if sheet.project is None:
        message = f"ไม่มีแถวชื่อ “{sheet.title}” ในตาราง: ระบุรหัสโครงการ หรือเพิ่มแถว"
        return Problem(message, ("title",), "warning", "sheet-without-row")
    near = closest(sheet.project, [project.key for project in plan.projects])
    hint = f": หมายถึง “{near}” หรือไม่" if near else ""
    return Problem(f"ไม่มีแถวรหัส “{sheet.project}” ในตาราง{hint}", ("project",), "error", "sheet-without-row")


def _rows_without(plan: ActionPlan) -> Iterator[Problem]:
    if not plan.sheets:
        if "appendix" in plan.parts:
            yield Problem("ยังไม่มีแผ่นโครงการ: ภาคผนวกจะไม่พิมพ์", ("sheets",), "warning", "no-sheets")
        return
    with_sheet = set(plan._rows_of_sheets)
    for index, project in enumerate(plan.projects):
        if index not in with_sheet:
            message = f"แถวลำดับ {project.no} “{project.title}” ยังไม่มีแผ่นโครงการในภาคผนวก"
            yield Problem(message, ("projects", index), "warning", "row-without-sheet")


def _stated_problems(plan: ActionPlan) -> Iterator[Problem]:
    return as_known(_stated_count(plan), _stated_budget(plan), _stated_ticks(plan))


def _stated_count(plan: ActionPlan) -> Iterator[Problem]:
    stated = plan.stated.projects
    if stated is not None and stated != plan.project_count:
        yield _differs("จำนวนโครงการ", stated, plan.project_count, "projects")


def _stated_budget(plan: ActionPlan) -> Iterator[Problem]:
    stated = plan.stated.budget
    if stated is not None and money.half_up(stated) != money.half_up(plan.budget_total):
        yield _differs("งบประมาณรวม", money.money(stated), money.money(plan.budget_total), "budget")


def _stated_ticks(plan: ActionPlan) -> Iterator[Problem]:
    for quarter, said, found in zip(QUARTERS, plan.stated.ticks or (), plan.ticks, strict=False):
        if said != found:
            yield _differs(f"จำนวนโครงการไตรมาสที่ {quarter}", said, found, "ticks", quarter - 1)


def _differs(label: str, stated: object, computed: object, *loc: str | int) -> Problem:
    apart = " " if label[-1].isdigit() else ""
    message = f"{label}{apart}ที่ระบุไว้คือ {stated} แต่คำนวณจากตารางได้ {computed}: พิมพ์ค่าที่คำนวณได้"
    return Problem(message, ("stated", *loc), "warning", "stated-differs")


def _other_title(sheet: PlanSheet, project: Project) -> Iterator[Problem]:
    if sheet.title and squeezed(sheet.title) != squeezed(project.title):
        message = f"ชื่อในแผ่นโครงการ “{sheet.title}” ต่างจากแถวลำดับ {project.no} “{project.title}”"
        yield Problem(message, ("title",), "warning", "sheet-title-differs")


def _other_budget(sheet: PlanSheet, project: Project) -> Iterator[Problem]:
    row = project.total if project.budgets else project.budget
    if sheet.budget is None or _baht(sheet.budget) == _baht(row):
        return
    message = (
        f"งบประมาณในแผ่นโครงการ {_budget_words(sheet.budget)} ต่างจากแถวลำดับ {project.no} ในตาราง {_budget_words(row)}"
    )
    yield Problem(message, ("budget",), "warning", "budget-differs")


def _baht(budget: Decimal | Dash | None) -> Decimal:
    """What a budget adds to a total: a dash and an empty one are nothing, so a sheet's 0 may stand beside them."""
    return budget if isinstance(budget, Decimal) else Decimal(0)


def _budget_words(budget: Decimal | Dash | None) -> str:
    if isinstance(budget, Decimal):
        return f"{money.money(budget)} บาท"
    return "ที่เว้นว่างไว้" if budget is None else f"“{budget}”"
