"""What a clerk types in a plan: quarters, parts, budgets in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer

from thaireport.fields import Amount, FiscalYear, is_ticked
from thaireport.reports.project_sheet import no_budget_is_zero
from thaireport.thai import dates, digits

Quarter = Literal[1, 2, 3, 4]
QUARTERS: tuple[Quarter, ...] = (1, 2, 3, 4)
Category = Literal["โครงการ", "กิจกรรม", "มาตรการ", "แนวปฏิบัติ"]
"""What a row of the plan may be (the e-Plan's own list)."""
CATEGORIES: tuple[Category, ...] = ("โครงการ", "กิจกรรม", "มาตรการ", "แนวปฏิบัติ")

Part = Literal["cover", "announcement", "contents", "table", "legend", "appendix"]
PART_WORDS: Mapping[Part, str] = {
    "cover": "ปก",
    "announcement": "ประกาศ",
    "contents": "สารบัญ",
    "table": "ตาราง",
    "legend": "คำอธิบาย",
    "appendix": "ภาคผนวก",
}
USUAL_PARTS: tuple[Part, ...] = ("cover", "announcement", "table", "legend", "appendix")

_ALL_YEAR = {"ทุกไตรมาส", "ทั้งปี", "ตลอดปี", "ตลอดปีงบประมาณ"}
_RANGE = re.compile(r"([1-4])\s*(?:-|–|ถึง)\s*([1-4])")


def _as_quarters(value: object) -> object:
    """Quarters as a set, from ``2, 3``, ``2-4``, ``ทุกไตรมาส``, a list, or ticks by quarter."""
    if value is None:
        return frozenset()
    if isinstance(value, Mapping):
        return frozenset(_quarter(key) for key, mark in value.items() if is_ticked(mark))
    if isinstance(value, str):
        return _quarters_in(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return frozenset(_quarter(part) for part in value)
    return frozenset({_quarter(value)})


_AS_STORED: Mapping[str | int, Quarter] = {key: one for one in QUARTERS for key in (one, str(one))}


def _quarter(value: object) -> int:
    if type(value) in {str, int} and value in _AS_STORED:  # nearly all of thousands of rows
        return _AS_STORED[value]  # type: ignore[index]
    typed = digits.to_arabic(str(value)).strip()
    if typed not in {"1", "2", "3", "4"}:
        raise ValueError(f"ไตรมาสต้องเป็น 1 ถึง 4 แต่พบ “{value}” เช่น พิมพ์ 2, 3")
    return int(typed)


def _quarters_in(typed: str) -> frozenset[int]:
    words = digits.to_arabic(typed).strip()
    if words.replace(" ", "") in _ALL_YEAR:
        return frozenset(QUARTERS)
    ranges = [_from_to(int(first), int(last)) for first, last in _RANGE.findall(words)]
    singles = re.split(r"[,\s/]+|และ", re.sub("ไตรมาส(ที่)?", "", _RANGE.sub(" ", words)))
    named = {_quarter(single) for single in singles if single and single != "-"}
    return frozenset(named.union(*ranges))


def _from_to(first: int, last: int) -> range:
    if last < first:
        raise ValueError(f"ไตรมาส {first}-{last} กลับลำดับ: พิมพ์ {last}-{first}")
    return range(first, last + 1)


Quarters = Annotated[
    frozenset[Quarter],
    BeforeValidator(_as_quarters),
    PlainSerializer(sorted, return_type=list[int], when_used="json"),
]
"""Quarters of the fiscal year (1: October to December), as a set."""


def _as_parts(value: object) -> object:
    typed = re.split(r"[,\s]+", value.strip()) if isinstance(value, str) else value
    if isinstance(typed, (list, tuple)):
        return tuple(_PART_OF.get(part, part) if isinstance(part, str) else part for part in typed)
    return typed


_PART_OF: Mapping[str, Part] = {word: part for part, word in PART_WORDS.items()}

Parts = Annotated[tuple[Part, ...], BeforeValidator(_as_parts)]
"""Which parts are printed, by their English or Thai names."""

PlanBudget = Annotated[Amount, BeforeValidator(no_budget_is_zero)]
"""Baht of a row; ``ไม่ใช้งบประมาณ`` typed is zero. Zero, a dash and empty are three values."""


def _as_budgets(value: object) -> object:
    """Budgets by year, also from one line: ``2566: 10,000; 2567: -`` (a workbook shows them so in one cell)."""
    if isinstance(value, Mapping) and any(";" in str(budget) for budget in value.values()):
        value = "; ".join(f"{year}: {budget}" for year, budget in value.items())
    if isinstance(value, Mapping):
        _refuse_twice(map(str, value))
    if not isinstance(value, str):
        return value
    pairs = [part.partition(":") for part in re.split(r"[;\n]", value) if part.strip()]
    _refuse_twice(year for year, _, _ in pairs)
    return {year.strip(): budget.strip() for year, _, budget in pairs}


def _refuse_twice(years: Iterable[str]) -> None:
    """A year given twice, be it once in either era, would lose one of its budgets."""
    for year, times in Counter(map(_same_year, years)).items():
        if times > 1:
            raise ValueError(f"ปีงบประมาณ {year} กรอกงบประมาณไว้ {times} ครั้ง: รวมเป็นยอดเดียว")


def _same_year(typed: str) -> str:
    """One name for a year however it is typed (``2566``, ``๒๕๖๖``, ``2023``, ``พ.ศ. 2566``)."""
    try:
        return str(dates.parse_fiscal_year(typed))
    except ValueError:
        return typed.strip()  # the field itself then says what is wrong


Budgets = Annotated[dict[FiscalYear, PlanBudget], BeforeValidator(_as_budgets)]
"""Baht by fiscal year (BE)."""


def starred(data: object) -> Any:
    """A row's data where ``dimension: *1`` (or ``1*``) is dimension 1 and the agency's own."""
    if not isinstance(data, Mapping):
        return data
    typed = digits.to_arabic(str(data.get("dimension") or "")).strip()
    if "*" not in typed and not typed.startswith("มิติ"):
        return {**data, "dimension": typed} if typed else data
    number = typed.strip("* ").replace("มิติที่", "").replace("มิติ", "").strip("* ")
    return {**data, "dimension": number or typed, **({"own": True} if "*" in typed else {})}
