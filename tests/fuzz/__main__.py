"""Reads damaged files one after the other in a process with little memory; exit status 1 names what went wrong."""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from tests.fuzz import commands, inputs, templates
from tests.fuzz.inputs import Use
from tests.fuzz.mutate import mutated, seeds
from thaireport.collect.columns import figures_of, groups_of
from thaireport.errors import ThaiReportError
from thaireport.readback import open_made, without_record
from thaireport.verify import verdict_of

MEMORY = 1_500_000_000
"""Bytes of address space: a plain start takes 400 million of it."""
SECONDS = 20
"""What one damaged file may take on a busy machine."""
KEPT = 20


def main() -> int:
    """Damage and read ``--count`` files; those that break something are kept in ``--keep``."""
    options = _options()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    outcomes, faults = Counter[str](), 0
    lay = options.lay or partial(_finished, _seeds(options.seeds))
    with tempfile.TemporaryDirectory(prefix="thaireport-fuzz-") as folder:
        for number in range(options.count):
            name, use = lay(Path(folder), random.Random(f"{options.seed} {number}"))
            outcome = _outcome(use)
            outcomes[outcome.partition("\n")[0][:60]] += 1
            if "\n" in outcome:
                faults += 1
                print(f"file {number} ({name}): {outcome}", file=sys.stderr)
                _keep(options.keep, Path(folder), number)
            if faults >= KEPT:
                break
    for outcome, count in outcomes.most_common(12):
        print(f"{count:7,} {outcome}")
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    for name, module, help_ in (
        ("--inputs", inputs, "damage what clerks write, not finished files"),
        ("--templates", templates, "damage templates, and check them"),
        ("--commands", commands, "type commands with any options in a folder of such files"),
    ):
        parser.add_argument(name, dest="lay", action="store_const", const=module.laid, help=help_)
    parser.add_argument("--seeds", type=Path, help="folder of the files to damage (usually: the examples)")
    parser.add_argument("--keep", type=Path, help="folder for the files that broke something")
    return parser.parse_args()


def _seeds(folder: Path | None) -> dict[str, bytes]:
    if folder is None:
        return seeds()
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _finished(files: Mapping[str, bytes], folder: Path, chance: random.Random) -> tuple[str, Use]:
    """A finished file, damaged: its name, and all that is done with it."""
    name = chance.choice(list(files))
    path = folder / f"file.{name.rpartition('.')[2]}"
    path.write_bytes(mutated(files[name], chance))
    return name, partial(_used, path)


def _outcome(use: Use) -> str:
    """What became of one file, in a line; more lines where something went wrong."""
    started = time.monotonic()
    try:
        said = use()
    except ThaiReportError as error:
        said = f"refused: {str(error).splitlines()[0].partition(': ')[2]}"
    except BaseException:
        return f"BROKEN {traceback.format_exc(limit=-6)}\n"
    taken = time.monotonic() - started
    return said if taken < SECONDS else f"{said}\nSLOW: {taken:.1f} seconds"


def _used(path: Path) -> str:
    """Everything that is done with the files of others."""
    file = open_made(path)
    verdict = verdict_of(file)
    for change in verdict.changes:
        str(change)
    report = verdict.report
    report.problems()
    figures_of(report)
    groups_of(report)
    without_record(path)
    return "read, edits found" if verdict.changes else "read, as made"


def _keep(kept: Path | None, folder: Path, number: int) -> None:
    if kept:
        shutil.copytree(folder, kept / str(number), dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(main())
