"""The rules of the plan: what real plans get wrong (official-format 8), each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from thaireport.errors import Level, Problem
from thaireport.fields import Dash
from thaireport.reports.action_plan.typed import QUARTERS
from thaireport.reports.project_sheet import title_problems
from thaireport.thai import dates, digits, money
from thaireport.thai.text import closest

if TYPE_CHECKING:
    from thaireport.reports.action_plan.model import ActionPlan, PlanSheet, Project

YEARS_DRAWN = (4, 5)
"""How many years a plan of several years may have: the template draws a table for each number."""


def squeezed(title: str) -> str:
    """A title as it is compared: without spaces, digits Arabic."""
    return digits.to_arabic("".join(title.split()))


def plan_problems(plan: ActionPlan) -> Iterator[Problem]:
    """Everything the rules say of a plan."""
    yield from _announcement_problems(plan)
    yield from _contents_problems(plan)
    yield from _year_problems(plan)
    yield from _row_problems(plan)
    yield from _twice_problems(plan)
    yield from _sheet_problems(plan)
    yield from _stated_problems(plan)


def _announcement_problems(plan: ActionPlan) -> Iterator[Problem]:
    notice = plan.announcement
    if notice is None:
        return
    yield from (problem.below("announcement") for problem in notice._form_problems())
    day = notice.dated.first_day if isinstance(notice.dated, dates.Month) else notice.dated
    if plan.as_of and plan.as_of > day:
        message = (
            f"ข้อมูล ณ วันที่ {dates.long_date(plan.as_of)} อยู่หลังวันประกาศใช้แผน {dates.long_date(notice.dated)}: "
            "ตารางที่แนบประกาศควรพิมพ์ก่อนหรือในวันประกาศ"
        )
        yield Problem(message, ("as_of",), "warning", "as-of-after-announcement")
    if dates.fiscal_year(day) == plan.fiscal_year:
        yield from _late_problems(plan, dates.quarter(day))


def _late_problems(plan: ActionPlan, announced: int) -> Iterator[Problem]:
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


def _year_problems(plan: ActionPlan) -> Iterator[Problem]:
    if not plan.names:
        message = f"ยังไม่มีชื่อมิติของปีงบประมาณ พ.ศ. {plan.fiscal_year}: ระบุใน dimension_names เพื่อพิมพ์คำอธิบาย"
        yield Problem(message, ("fiscal_year",), "warning", "dimensions-unknown")
    count = len(plan.years)
    if plan.last_year is not None and count not in YEARS_DRAWN:
        message = f"แผนหลายปีต้องมี 4 หรือ 5 ปี แต่พบ {plan.fiscal_year} ถึง {plan.last_year}"
        yield Problem(message, ("last_year",), "error", "plan-years")


def _row_problems(plan: ActionPlan) -> Iterator[Problem]:
    names = plan.names
    for index, project in enumerate(plan.projects):
        loc = ("projects", index)
        if names and project.dimension > len(names):
            message = f"ไม่มีมิติ {project.dimension}: แผนปี {plan.years_label} มีมิติ 1 ถึง {len(names)}"
            yield Problem(message, (*loc, "dimension"), "error", "dimension-unknown")
        yield from (problem.below(*loc) for problem in _money_problems(plan, project))
        if not project.quarters and plan.last_year is None:
            yield Problem("ยังไม่ได้ระบุไตรมาสที่ดำเนินการ", (*loc, "quarters"), "warning", "no-quarter")


def _money_problems(plan: ActionPlan, project: Project) -> Iterator[Problem]:
    if plan.last_year is None and project.budgets:
        message = "งบประมาณรายปีใช้กับแผนหลายปี: ระบุ last_year หรือใช้ budget"
        yield Problem(message, ("budgets",), "error", "budgets-one-year")
    if plan.last_year is not None and project.budget is not None:
        message = "แผนหลายปีให้ระบุงบประมาณรายปีใน budgets แทน budget"
        yield Problem(message, ("budget",), "error", "budget-many-years")
    for year in project.budgets:
        if year not in plan.years:
            message = f"ปีงบประมาณ {year} อยู่นอกแผน ({plan.years_label})"
            yield Problem(message, ("budgets", str(year)), "error", "budget-year")


def _twice_problems(plan: ActionPlan) -> Iterator[Problem]:
    rules: tuple[tuple[str, Level, Callable[[Project], object], str], ...] = (
        ("id", "error", lambda project: project.id, "รหัส"),
        ("number", "warning", lambda project: project.no, "ลำดับ"),
        ("title", "warning", lambda project: squeezed(project.title), "ชื่อ"),
    )
    for name, level, value_of, label in rules:
        seen: dict[object, int] = {}
        for index, project in enumerate(plan.projects):
            value = value_of(project)
            if value is not None and value in seen:
                shown = getattr(project, "no" if name == "number" else name)
                message = f"{label} “{shown}” ซ้ำกับรายการที่ {seen[value] + 1}"
                yield Problem(message, ("projects", index, name), level, f"{name}-twice")
            seen.setdefault(value, index)


def _sheet_problems(plan: ActionPlan) -> Iterator[Problem]:
    rows = plan._rows_of_sheets
    first: dict[int, int] = {}
    for index, (sheet, row) in enumerate(zip(plan.sheets, rows, strict=True)):
        loc = ("sheets", index)
        yield from (p.below(*loc) for p in sheet.body_problems(plan.fiscal_year, plan.last_year))
        yield from title_problems(sheet.title or "", (*loc, "title"))
        if row is None:
            yield _no_row(plan, sheet).below(*loc)
            continue
        if row in first:
            message = f"แถวลำดับ {plan.projects[row].no} มีแผ่นโครงการแล้ว (แผ่นที่ {first[row] + 1})"
            yield Problem(message, (*loc, "project"), "warning", "sheet-twice")
        first.setdefault(row, index)
        yield from (p.below(*loc) for p in _unlike(sheet, plan.projects[row]))
    yield from _rows_without(plan, first)


def _no_row(plan: ActionPlan, sheet: PlanSheet) -> Problem:
    if sheet.project is None and sheet.title is None:
        return Problem("แผ่นโครงการต้องระบุรหัสโครงการ (project) หรือชื่อโครงการ", (), "error", "sheet-unnamed")
    if sheet.project is None:
        message = f"ไม่มีแถวชื่อ “{sheet.title}” ในตาราง: ระบุรหัสโครงการ (project) หรือเพิ่มแถว"
        return Problem(message, ("title",), "warning", "sheet-without-row")
    near = closest(sheet.project, [project.key for project in plan.projects])
    hint = f": หมายถึง “{near}” หรือไม่" if near else ""
    return Problem(f"ไม่มีแถวรหัส “{sheet.project}” ในตาราง{hint}", ("project",), "error", "sheet-without-row")


def _rows_without(plan: ActionPlan, with_sheet: Mapping[int, int]) -> Iterator[Problem]:
    if not plan.sheets:
        if "appendix" in plan.parts:
            yield Problem("ยังไม่มีแผ่นโครงการ: ภาคผนวกจะไม่พิมพ์", ("sheets",), "warning", "no-sheets")
        return
    for index, project in enumerate(plan.projects):
        if index not in with_sheet:
            message = f"แถวลำดับ {project.no} “{project.title}” ยังไม่มีแผ่นโครงการในภาคผนวก"
            yield Problem(message, ("projects", index), "warning", "row-without-sheet")


def _stated_problems(plan: ActionPlan) -> Iterator[Problem]:
    stated = plan.stated
    if stated.projects is not None and stated.projects != plan.project_count:
        yield _differs("จำนวนโครงการ", stated.projects, plan.project_count, "projects")
    if stated.budget is not None and stated.budget != plan.budget_total:
        yield _differs("งบประมาณรวม", money.money(stated.budget), money.money(plan.budget_total), "budget")
    for quarter, said, found in zip(QUARTERS, stated.ticks or (), plan.ticks, strict=False):
        if said != found:
            yield _differs(f"จำนวนโครงการไตรมาสที่ {quarter}", said, found, "ticks", quarter - 1)


def _differs(label: str, stated: object, computed: object, *loc: str | int) -> Problem:
    apart = " " if label[-1].isdigit() else ""
    message = f"{label}{apart}ที่ระบุไว้คือ {stated} แต่คำนวณจากตารางได้ {computed}: พิมพ์ค่าที่คำนวณได้"
    return Problem(message, ("stated", *loc), "warning", "stated-differs")


def _unlike(sheet: PlanSheet, project: Project) -> Iterator[Problem]:
    """Where a sheet says other than its row."""
    if sheet.title and squeezed(sheet.title) != squeezed(project.title):
        message = f"ชื่อในแผ่นโครงการ “{sheet.title}” ต่างจากแถวลำดับ {project.no} “{project.title}”"
        yield Problem(message, ("title",), "warning", "sheet-title-differs")
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
