"""The plan that results name by its file: its rows come along, so that what was added or dropped is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from thaireport.errors import DataError, Problem, ThaiReportError
from thaireport.intake.source import Source, read_named
from thaireport.reports.action_plan import ActionPlan
from thaireport.thai import dates


def with_plan(source: Source) -> Source:
    """The data of results with the rows of the plan they name (``plan: action_plan.yaml``, beside the file).

    Where the plan's file is gone, the rows that the data carries stand; where there are none, a warning tells.
    """
    typed = source.data.get("plan")
    known: Mapping[str, Any] = typed if isinstance(typed, Mapping) else {"file": typed}
    name = known.get("file")
    if not isinstance(name, str) or not name.strip():
        return source
    try:
        plan = read_named(name.strip(), source)
        rows = _rows(plan, name.strip())
    except ThaiReportError as error:
        if known.get("rows"):
            return source
        first = error.problems[0] if isinstance(error, DataError) and error.problems else error
        message = f"เทียบกับแผนไม่ได้ ({first}): วางไฟล์แผนไว้ข้างไฟล์นี้ หรือลบ “แผนที่รายงานผล” ออก"
        problem = Problem(message, ("plan",), "warning", "plan-unread", source.place(("plan",)))
        return replace(source, problems=(*source.problems, problem))
    problems = (*source.problems, *_of_other_years(plan, name.strip(), source))
    return replace(
        source, data={**source.data, "plan": {**known, "file": name.strip(), "rows": rows}}, problems=problems
    )


def _of_other_years(plan: Source, name: str, source: Source) -> Iterator[Problem]:
    """Last year's plan, still lying there under the usual name."""
    year, first = _year(source, "fiscal_year"), _year(plan, "fiscal_year")
    last = _year(plan, "last_year") or first
    if year and first and last and not first <= year <= last:
        years = first if first == last else f"{first} - {last}"
        message = f"{name} เป็นแผนปีงบประมาณ พ.ศ. {years} แต่รายงานผลของปี {year}: วางแผนของปีที่รายงานไว้แทน หรือแก้ปีงบประมาณ"
        yield Problem(message, ("plan",), "warning", "plan-other-year", source.place(("plan",)))


def _year(source: Source, name: str) -> int | None:
    """A year as the data tell it; None for none, or one that cannot be read, which its own field tells."""
    try:
        return dates.parse_fiscal_year(source.data.get(name) or "")
    except ValueError:
        return None


def _rows(plan: Source, name: str) -> list[dict[str, str]]:
    """Id and title of every row of a plan. DataError for a file that is no plan."""
    listed = plan.data.get("projects")
    if plan.kind != ActionPlan.kind or not isinstance(listed, list):
        raise DataError([Problem(f"{name} ไม่ใช่{ActionPlan.thai_name}", code="not-a-plan")])
    rows = [(place, row) for place, row in enumerate(listed, 1) if isinstance(row, Mapping) and row.get("title")]
    return [{"id": str(row.get("id") or row.get("number") or place), "title": str(row["title"])} for place, row in rows]
