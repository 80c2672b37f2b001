"""``python -m benchmarks [--quick] [--json]``: every named figure, each measured beside its peer.

``--quick`` takes fewer pairs and leaves out the largest inputs (under a minute on an idle machine; a figure's name says
of how many rows it is); ``--json`` prints one object, with the seconds that each part took.
A figure ``X_over_PEER`` is how many times faster this library is; ``X_of_PEER`` its share of the peer's time, and
``X_over_floor`` how many times the floor it takes. Beside each stands its goal, and whether it is met here.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
import time
from typing import Any

from thaireport.deflate import ENGINE

from benchmarks.goals import goal_of

MODULES = ("word", "whole", "excel", "input", "batch", "start", "pdf")


def main(arguments: list[str]) -> int:
    unknown = set(arguments) - {"--quick", "--json"}
    if unknown:
        print(__doc__, file=sys.stderr)
        return 2
    result = measured(quick="--quick" in arguments)
    if "--json" in arguments:
        print(json.dumps(result, indent=2, ensure_ascii=False))
    else:
        show(result)
    return 0


def measured(quick: bool) -> dict[str, Any]:
    """The machine, every figure, its goal, and what was not measured and why."""
    started = time.perf_counter()
    found: dict[str, float] = {}
    skipped: dict[str, str] = {}
    took: dict[str, float] = {}
    for name in MODULES:
        module = importlib.import_module(f"benchmarks.{name}")
        why = module.skipped(quick) if hasattr(module, "skipped") else ""
        if why:
            skipped[name] = why
        else:
            began = time.perf_counter()
            found |= module.ratios(quick=quick)
            took[name] = round(time.perf_counter() - began, 1)
    figures = {name: round(value, 3) for name, value in found.items()}
    goals = {name: goal for name in figures if (goal := goal_of(name))}
    return {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "deflate": ENGINE},
        "seconds": round(time.perf_counter() - started, 1),
        "seconds_of": took,
        "ratios": figures,
        "goals": {name: {"goal": goal.words, "met": goal.met(figures[name])} for name, goal in goals.items()},
        "skipped": skipped,
    }


def show(result: dict[str, Any]) -> None:
    """The result as lines."""
    print(", ".join(f"{name} {value}" for name, value in result["machine"].items()))
    for name, value in result["ratios"].items():
        goal = result["goals"].get(name)
        said = f"  goal {goal['goal']:8} {'met' if goal['met'] else 'NOT MET'}" if goal else ""
        print(f"{name:42} {value:10.2f}{said}")
    for name, why in result["skipped"].items():
        print(f"{name}: skipped ({why})")
    missed = sum(not goal["met"] for goal in result["goals"].values())
    print(f"{len(result['goals']) - missed} goals met, {missed} not, in {result['seconds']} s")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
