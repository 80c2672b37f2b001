"""The action plan at scale: time and memory grow with the rows (``python -m benchmarks.action_plan``)."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import thaireport
from thaireport import ActionPlan

EXAMPLE = Path(__file__).parents[1] / "examples" / "action_plan.yaml"
SIZES = ((300, 30), (3_000, 300))


class Cost(NamedTuple):
    """Seconds of each step for a plan of so many rows and sheets, and the most memory Python held (MB)."""

    rows: int
    sheets: int
    read: float
    check: float
    word: float
    excel: float
    memory: float


def data(rows: int, sheets: int) -> dict[str, Any]:
    """The example's rows and sheets, again and again, each with an id and a title of its own."""
    stored = thaireport.load(EXAMPLE).stored()
    projects, written = stored["projects"], stored["sheets"]
    return {
        **{name: value for name, value in stored.items() if name not in {"kind", "stated"}},
        "projects": [_row(projects[number % len(projects)], number) for number in range(rows)],
        "sheets": [{**written[number % len(written)], "project": f"r{number}"} for number in range(sheets)],
    }


def _row(project: dict[str, Any], number: int) -> dict[str, Any]:
    return {**project, "id": f"r{number}", "title": f"{project['title']} ครั้งที่ {number}"}


def cost(rows: int, sheets: int) -> Cost:
    """What a plan of that size costs."""
    typed = data(rows, sheets)
    plan = ActionPlan.model_validate(typed)
    steps: tuple[Callable[[], object], ...] = (
        lambda: ActionPlan.model_validate(typed),
        plan.problems,
        lambda: thaireport.render(plan, "docx"),
        lambda: thaireport.render(plan, "xlsx"),
    )
    read, check, word, excel = map(_seconds, steps)
    tracemalloc.start()
    for step in steps:
        step()
    memory = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return Cost(rows, sheets, read, check, word, excel, memory)


def _seconds(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def main() -> None:
    """Print the cost of each size."""
    for rows, sheets in SIZES:
        found = cost(rows, sheets)
        times = "  ".join(f"{name} {getattr(found, name):.2f} s" for name in ("read", "check", "word", "excel"))
        print(f"{rows:>6,} rows {sheets:>4,} sheets  {times}  {found.memory:.0f} MB")


if __name__ == "__main__":
    main()
