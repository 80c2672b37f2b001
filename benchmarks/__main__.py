"""``python -m benchmarks [--quick] [--json]``: every named figure, each measured beside its peer.

``--quick`` takes fewer pairs and leaves out the largest inputs (under a minute); ``--json`` prints one object.
A figure ``X_over_PEER`` is how many times faster this library is; ``X_over_floor`` how many times the floor it takes.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys

from thaireport.output.package import ENGINE

MODULES = ("word", "whole", "excel")


def main(arguments: list[str]) -> int:
    unknown = set(arguments) - {"--quick", "--json"}
    if unknown:
        print(__doc__, file=sys.stderr)
        return 2
    found: dict[str, float] = {}
    for name in MODULES:
        found |= importlib.import_module(f"benchmarks.{name}").ratios(quick="--quick" in arguments)
    figures = {name: round(value, 3) for name, value in found.items()}
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "deflate": ENGINE}
    if "--json" in arguments:
        print(json.dumps({"machine": machine, "ratios": figures}, indent=2))
    else:
        print(", ".join(f"{name} {value}" for name, value in machine.items()))
        for name, value in figures.items():
            print(f"{name:44} {value:10.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
