"""Which figures of a report a supervising agency wants in a row, for any kind: taken from the fields of its class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from thaireport.report import Report
from thaireport.thai.dates import Month, fiscal_year

How = Literal["count", "money", "score", "text", "date"]
Figure = Decimal | int | str | None
MOST = 14
"""Columns of figures at most: a row is to be read."""

_NOT_FIGURES = {
    *("fiscal_year", "last_year", "applied_year", "number", "round", "photo_rows_per_page", "rank", "threshold"),
}
# What a kind works out from its fields, by the name of the property.
_WORKED_OUT: Mapping[str, tuple[tuple[str, str, How], ...]] = {
    "action_plan": (("budget_total", "รวม งบประมาณ", "money"),),
    "ita_analysis": (("total", "คะแนน ITA", "score"), ("level", "ระดับ", "text")),
    "plan_results": (("budget_total", "รวม งบประมาณ", "money"), ("disbursed_total", "รวม เบิกจ่าย", "money")),
}
_IN_BUDGET_TOTAL = ("projects", "budget")
"""What ``budget_total`` adds up, with the budgets of each year of a plan of several."""


class Column(NamedTuple):
    """A figure of a kind: its title, how it is written and summed up, and the path to it in the report."""

    title: str
    how: How
    path: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One dimension or indicator of a report: its label, how many it counts, its baht or score."""

    label: str
    count: int
    amount: Decimal | None


@dataclass(frozen=True)
class GroupWords:
    """What a kind's groups are called; the amounts of scores are averaged, those of money added up."""

    title: str
    count: str
    amount: str
    is_score: bool = False


_GROUPS: Mapping[str, GroupWords] = {
    "action_plan": GroupWords("มิติ", "จำนวนโครงการ", "งบประมาณ"),
    "plan_results": GroupWords("มิติ", "จำนวนโครงการ", "งบประมาณ"),
    "ita_analysis": GroupWords("ตัวชี้วัด", "จำนวนหน่วยงาน", "คะแนนเฉลี่ย", is_score=True),
    "measures_report": GroupWords("ตัวชี้วัด", "จำนวนมาตรการ", ""),
}


def group_words(kind: str) -> GroupWords | None:
    """What the groups of a kind are called; None for a kind without any."""
    return _GROUPS.get(kind)


@lru_cache(maxsize=64)
def columns_of(model: type[Report]) -> tuple[Column, ...]:
    """The figures of a kind, those it works out first."""
    worked = [Column(title, how, (name,)) for name, title, how in _WORKED_OUT.get(model.kind, ())]
    others = [column for column in _of_fields(model) if not worked or column.path != _IN_BUDGET_TOTAL]
    return tuple([*worked, *others][:MOST])


def _of_fields(model: type[Report]) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        if name in Report.model_fields or name in _NOT_FIGURES:
            continue
        title, kind = field.title or name, _kind(field.annotation)
        if name in {"subject", "title"} and field.is_required():
            yield Column(title, "text", (name,))
        elif kind in {Decimal, date}:
            yield Column(title, "money" if kind is Decimal else "date", (name,))
        elif isinstance(kind, tuple):
            yield from _of_list(name, title, kind[0])


def _of_list(name: str, title: str, entry: type) -> Iterator[Column]:
    """How many entries a list has, and the sum of each of their amounts."""
    if entry.__name__ in {"Item", "Photo", "Signature", "Enclosure", "Opinion"} or issubclass(entry, Report):
        return
    yield Column(f"จำนวน{title}", "count", (name,))
    for inner, field in entry.model_fields.items():  # type: ignore[attr-defined]
        if _kind(field.annotation) is Decimal and "budget" in inner:
            yield Column(f"รวม {field.title or inner} ตาม{title}", "money", (name, inner))


def _kind(annotation: Any) -> Any:
    """Decimal, date, or (MODEL,) for a list of models; None for anything else."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        entry = get_args(inner[0])[0] if get_origin(inner[0]) is Annotated else inner[0]
        return (entry,) if isinstance(entry, type) and issubclass(entry, BaseModel) else None
    if origin is Union or str(origin) == "<class 'types.UnionType'>":
        found = [kind for kind in map(_kind, inner) if kind is not None]
        return found[0] if found else None
    return annotation if annotation in (Decimal, date) else None


def figures_of(report: Report) -> list[Figure]:
    """The figures of a report in the order of its columns; dates as ISO texts."""
    return [_figure(report, column) for column in columns_of(type(report))]


def _figure(report: Report, column: Column) -> Figure:
    value: Any = getattr(report, column.path[0], None)
    if len(column.path) == 2:
        return sum((_amount(getattr(entry, column.path[1])) for entry in value), Decimal(0))
    if column.how == "count":
        return len(value)
    if isinstance(value, date):
        return value.isoformat()
    if column.how == "text":
        return " ".join(str(value or "").split())[:300]
    return value if isinstance(value, (Decimal, int)) else None


def _amount(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def groups_of(report: Report) -> list[Group]:
    """The report's figures by dimension or indicator, in its order; nothing for kinds without."""
    words = group_words(report.kind)
    if words is None:
        return []
    if words.title == "มิติ":
        return [_dimension(each) for each in getattr(report, "dimensions", ())]
    if words.is_score:
        rows = getattr(report, "indicator_rows", ())
        return [Group(row.label, 1, row.score) for row in rows if row.score is not None]
    counted: dict[str, int] = {}
    indicator = "ไม่ระบุตัวชี้วัด"
    for measure in getattr(report, "measures", ()):
        indicator = measure.indicator or indicator
        counted[indicator] = counted.get(indicator, 0) + (not measure.continuation)
    return [Group(label, count, None) for label, count in counted.items()]


def _dimension(each: Any) -> Group:
    # A plan's dimension has its count, one of results the rows of each status.
    count = each.waiting + each.in_progress + each.done + each.could_not if hasattr(each, "done") else each.count
    return Group(f"{each.number} {each.name}", count, each.budget)


def year_of(report: Report) -> int | None:
    """The fiscal year (BE) that a report is of: what it says, else that of its date (its day may be left open)."""
    said = getattr(report, "fiscal_year", None)
    if isinstance(said, int):
        return said
    dated = getattr(report, "dated", None)
    return fiscal_year(dated) if isinstance(dated, (date, Month)) else None


def identity_of(report: Report) -> str:
    """What makes two reports of one agency and year different reports: the round; a memo's subject."""
    field = type(report).model_fields.get("fiscal_year")
    names = ("round",) if field is not None and field.is_required() else ("number", "subject", "title")
    return " ".join(" ".join(str(value).split()) for name in names if (value := getattr(report, name, None)))[:300]
