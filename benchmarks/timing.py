"""Fair timing: both sides in one process, in turn, and the median of the pairs."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from statistics import geometric_mean, median
from typing import NamedTuple


class Pair(NamedTuple):
    """Median milliseconds of two sides measured in turn, and the median of their quotients (other / ours)."""

    ours: float
    other: float
    ratio: float


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, with the garbage of the last one gone."""
    gc.collect()
    return _timed(work)


def best_of(work: Callable[[], object], repeats: int) -> float:
    """One call's share of ``repeats`` calls in a row: short work needs many to be timed at all."""
    gc.collect()
    return _in_a_row(work, repeats)


def _in_a_row(work: Callable[[], object], repeats: int) -> float:
    started = time.perf_counter()
    for _ in range(repeats):
        work()
    return (time.perf_counter() - started) / repeats


_ONCE = 3
"""A first call that takes so many times the budget is no short one."""


def repeats(work: Callable[[], object], budget: float) -> int:
    """How many calls in a row run about ``budget`` seconds; the first, which loads and fills caches, does not count.

    Told by longer and longer rows: a short call alone takes three times as long.
    """
    found = 1
    if seconds(work) > budget * _ONCE:
        return found
    while (share := _in_a_row(work, found)) * found < budget / 2:
        found = max(found * 2, min(round(budget / share), found * 8))
    return found


def pair(ours: Callable[[], object], other: Callable[[], object], *, rounds: int = 5, budget: float = 0.05) -> Pair:
    """The two sides in turn, ``rounds`` times, each repeated until it has run about ``budget`` seconds."""
    many, few = (repeats(work, budget) for work in (ours, other))
    times = [(best_of(ours, many), best_of(other, few)) for _ in range(rounds)]
    ratio = median(b / a for a, b in times)
    return Pair(median(a for a, _ in times) * 1000, median(b for _, b in times) * 1000, ratio)


def call_by_call(ours: Callable[[], object], other: Callable[[], object], *, rounds: int, budget: float) -> Pair:
    """``pair`` with one call of each side in turn, each timed by itself.

    Of short work that is repeated without anything between, a processor learns every branch by heart, as it can
    nowhere else: packing one page over and over takes 165 µs, packing pages that differ 250.
    """
    many = max(repeats(ours, budget), repeats(other, budget))
    rows = [_in_turn(ours, other, many) for _ in range(rounds)]
    ratio = median(b / a for a, b in rows)
    return Pair(median(a for a, _ in rows) * 1000, median(b for _, b in rows) * 1000, ratio)


def _in_turn(ours: Callable[[], object], other: Callable[[], object], many: int) -> tuple[float, float]:
    """Each side's median seconds of ``many`` calls in turn."""
    gc.collect()
    times = [(_timed(ours), _timed(other)) for _ in range(many)]
    return median(a for a, _ in times), median(b for _, b in times)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def mean(ratios: Sequence[float]) -> float:
    """The geometric mean: ten times on one shape and a tenth on another is no gain."""
    return geometric_mean(ratios)
