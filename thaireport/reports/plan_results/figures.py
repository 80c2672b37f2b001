"""What is counted in the results: statuses, money, the share carried out, by dimension and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from thaireport.reports.plan_results.typed import STATUSES, ShareMethod, Status
from thaireport.thai import money

if TYPE_CHECKING:
    from thaireport.reports.plan_results.model import ResultRow

_HALF = Decimal("0.5")


def counts(rows: Iterable[ResultRow]) -> dict[Status, int]:
    """How many rows have each status; a row without exactly one counts nowhere."""
    found = Counter(row.state for row in rows)
    return {status: found[status] for status in STATUSES}


def disbursed_percent(rows: Sequence[ResultRow]) -> Decimal | None:
    """Baht disbursed of baht budgeted over all rows, in percent, exact; None without a budget."""
    budget = money.total(row.budget for row in rows)
    return money.total(row.disbursed for row in rows) / budget * 100 if budget else None


def share(counted: Mapping[Status, int], projects: int, method: ShareMethod) -> Decimal | None:
    """The share of the plan carried out, in percent, exact; None when nothing can be divided by.

    ``weighted`` is the e-Plan's formula, (done + 0.5 in progress) / all; the others are what a published
    print-out of 100.00 may have been counted by (official-format 2.5).
    """
    done, waiting = counted["done"], counted["waiting"]
    above, below = {
        "weighted": (done + _HALF * counted["in_progress"], projects),
        "reported": (Decimal(projects - waiting), projects),
        "done_of_possible": (Decimal(done), projects - counted["could_not"]),
    }[method]
    return above / below * 100 if below else None


def level_of(percentage: Decimal | None, thresholds: Mapping[str, Decimal]) -> str | None:
    """The word of the highest threshold reached by the printed percentage; None below all, or without any."""
    if percentage is None:
        return None
    printed = money.half_up(percentage)
    reached = [(least, word) for word, least in thresholds.items() if printed >= least]
    return max(reached)[1] if reached else None


@dataclass(frozen=True)
class Threshold:
    """A level's word and the percentage from which it holds."""

    word: str
    least: Decimal


@dataclass(frozen=True)
class Figures:
    """The summary of a part as printed: counts, baht disbursed, percentages (0 to 100), the level word."""

    projects: int
    waiting: int
    in_progress: int
    done: int
    could_not: int
    disbursed: Decimal
    disbursed_percent: Decimal | None
    share: Decimal | None
    level: str | None


@dataclass(frozen=True)
class DimensionResult:
    """One dimension of the plan: how many rows of each status, baht budgeted and disbursed."""

    number: int
    name: str
    waiting: int
    in_progress: int
    done: int
    could_not: int
    budget: Decimal
    disbursed: Decimal

    @property
    def label(self) -> str:
        """``มิติ 1 การสร้างวัฒนธรรมสุจริต``."""
        return f"มิติ {self.number} {self.name}".strip()

    def count(self, status: Status) -> Decimal:
        """How many rows have a status, as a chart takes it."""
        return Decimal(getattr(self, status))


def dimension_result(number: int, name: str, rows: Sequence[ResultRow]) -> DimensionResult:
    """A dimension counted from its rows."""
    return DimensionResult(
        number=number,
        name=name,
        **counts(rows),
        budget=money.total(row.budget for row in rows),
        disbursed=money.total(row.disbursed for row in rows),
    )
