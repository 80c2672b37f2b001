"""Collecting the plans of 7,850 agencies: time and memory on the cores there are, and what embedding costs.

``python -m benchmarks.collect`` makes the files (a plan of 31 projects with all its project sheets for each agency),
collects an eighth of them and then all; ``--quick`` does it with 160. Memory is the largest resident size of any
process of the command, which must hardly differ between the two.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
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

AGENCIES, QUICK = 7_850, 160
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


class Run(NamedTuple):
    """One collection: seconds, and the largest resident size of any of its processes in MB."""

    files: int
    seconds: float
    megabytes: float


def make_some(folder: Path, numbers: range) -> int:
    """Make the plans of some agencies; how many bytes they take."""
    data: dict[str, Any] = pipeline.load(EXAMPLES / "action_plan.yaml").stored()
    size = 0
    for number in numbers:
        name = f"{data['agency']['name']}ที่ {number}"
        agency = {**data["agency"], "name": name, "province": f"จังหวัดตัวอย่าง {number % 76 + 1}"}
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
    """Collect the first ``count`` files by the command, as an agency would."""
    with tempfile.TemporaryDirectory() as inbox:
        for path in sorted(folder.iterdir())[:count]:
            os.link(path, Path(inbox, path.name))
        command = [sys.executable, "-m", "thaireport", "collect", inbox, "-o", str(folder.parent / "summary.xlsx")]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        peak = max(_sizes(process))
        taken = time.perf_counter() - started
        if process.returncode:
            raise SystemExit(f"collect ended with {process.returncode}")
    return Run(count, taken, peak / 1e6)


def _sizes(process: subprocess.Popen[bytes]) -> Iterator[int]:
    """The largest resident size among the command's processes, again and again until it ends."""
    import psutil  # type: ignore[import-untyped]

    yield 0
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            yield max(each.memory_info().rss for each in [watched, *watched.children(recursive=True)])
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        time.sleep(0.1)


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
    count = QUICK if parser.parse_args().quick else AGENCIES
    plain, whole = embedding()
    print(f"zip of a memo {plain:.3f} ms, with its data {whole:.3f} ms: embedding costs {whole - plain:.3f} ms")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "made")
        folder.mkdir()
        seconds, size = make_all(folder, count)
        print(f"{count:,} plans made in {seconds:.0f} s ({size / count / 1000:.0f} kB each)")
        for number in (count // 8, count):
            run = collect(folder, number)
            pace = run.files / run.seconds
            print(f"{run.files:,} collected in {run.seconds:.0f} s ({pace:.0f}/s), peak {run.megabytes:.0f} MB")


if __name__ == "__main__":
    main()
