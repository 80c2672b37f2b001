"""Collecting the plans of 7,850 agencies: time and memory on the cores there are, and what embedding costs.

``python -m benchmarks.collect`` makes the files (a plan of 31 projects with all its project sheets for each agency),
collects 1,000 of them, 4,000 and all, each against a list of the agencies and with the CSV copy; ``--quick`` does it
with 160. Memory is the largest resident size of the command and of its workers, which must hardly differ between the
three. ``--made FOLDER`` takes the files of an earlier run (and keeps them there).
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from thaireport import pipeline
from thaireport.output.docx import compile_template
from thaireport.output.embed import Record, into_document
from thaireport.output.package import write_package
from thaireport.output.templates import find
from thaireport.reports.action_plan import ActionPlan

from benchmarks.timing import best_of

SIZES, QUICK = (1_000, 4_000, 7_850), (40, 80, 160)
COMMAND = (sys.executable, "-m", "thaireport", "collect")
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


class Run(NamedTuple):
    """One collection: seconds by the clock and of the processors, the largest resident sizes in MB."""

    files: int
    seconds: float
    busy: float
    parent: float
    worker: float

    def __str__(self) -> str:
        return (
            f"{self.files:,} collected in {self.seconds:.0f} s, "
            f"{1000 * self.busy / self.files:.1f} ms of processor each; "
            f"peak {self.parent:.1f} MB, of a worker {self.worker:.1f} MB"
        )


def _name(number: int) -> str:
    return f"องค์การบริหารส่วนตำบลตัวอย่างที่ {number}"


def _province(number: int) -> str:
    return f"จังหวัดตัวอย่าง {number % 76 + 1}"


def make_some(folder: Path, numbers: range) -> int:
    """Make the plans of some agencies; how many bytes they take."""
    data: dict[str, Any] = pipeline.load(EXAMPLES / "action_plan.yaml").stored()
    size = 0
    for number in numbers:
        agency = {**data["agency"], "name": _name(number), "province": _province(number)}
        report = ActionPlan.model_validate({**data, "agency": agency})
        made = pipeline.render(report)
        (folder / f"{number:05d}.docx").write_bytes(made)
        size += len(made)
    return size


def make_all(folder: Path, count: int) -> tuple[float, int]:
    """Make the plans of all agencies on all cores: seconds and bytes."""
    started = time.perf_counter()
    pieces = [range(first, min(first + 50, count)) for first in range(0, count, 50)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        size = sum(pool.map(make_some, [folder] * len(pieces), pieces))
    return time.perf_counter() - started, size


def collect(folder: Path, count: int) -> Run:
    """Collect the first ``count`` files by the command, as an agency would, against a list of all of them."""
    with tempfile.TemporaryDirectory() as temporary:
        inbox, roster = Path(temporary, "inbox"), Path(temporary, "roster.csv")
        inbox.mkdir()
        for path in sorted(folder.iterdir())[:count]:
            os.link(path, inbox / path.name)
        agencies = "".join(f"{_name(number)},{_province(number)}\n" for number in range(count))
        roster.write_text(f"หน่วยงาน,จังหวัด\n{agencies}", "utf-8")
        command = [*COMMAND, str(inbox), "-o", str(folder.parent / "summary.xlsx"), "--roster", str(roster), "--data"]
        started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        parent, worker = _peaks(process)
        taken, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        if process.returncode:
            raise SystemExit(f"collect ended with {process.returncode}")
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(count, taken, busy, parent / 1e6, worker / 1e6)


def _peaks(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """The largest resident sizes of the command itself and of any of its workers, looked at until it ends."""
    import psutil  # type: ignore[import-untyped]

    watched, own, others = psutil.Process(process.pid), 0, 0
    while process.poll() is None:
        try:
            own = max(own, watched.memory_info().rss)
            others = max([others, *(each.memory_info().rss for each in watched.children(recursive=True))])
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        time.sleep(0.1)
    return own, others


def embedding() -> tuple[float, float]:
    """Milliseconds that a memo takes from its report to bytes: without its data, and with it."""
    report = pipeline.load(EXAMPLES / "memo.yaml")
    file = find("memo.docx")
    template = compile_template(file.read_bytes(), file.name)
    context = report.context(template.names)
    parts = template.render_package(context, digits=report.digits_for)

    def carrying() -> bytes:
        return write_package(into_document(parts, Record.of(report, template.name, template.digest)))

    return best_of(lambda: write_package(parts), 300) * 1000, best_of(carrying, 300) * 1000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.collect", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--made", type=Path, help="folder of the files, kept for another run")
    options = parser.parse_args()
    plain, whole = embedding()
    print(f"zip of a memo {plain:.3f} ms, with its data {whole:.3f} ms: embedding costs {whole - plain:.3f} ms")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.made or Path(temporary, "made")
        sizes = QUICK if options.quick else SIZES
        folder.mkdir(parents=True, exist_ok=True)
        if len(list(folder.iterdir())) < sizes[-1]:
            seconds, size = make_all(folder, sizes[-1])
            print(f"{sizes[-1]:,} plans made in {seconds:.0f} s ({size / sizes[-1] / 1000:.0f} kB each)")
        for number in sizes:
            print(collect(folder, number), flush=True)


if __name__ == "__main__":
    main()
