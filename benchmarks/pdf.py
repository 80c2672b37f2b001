"""PDF of 100 memos: many files per start of LibreOffice, against LibreOffice started once per file.

The peer is ``soffice --headless --convert-to pdf FILE``, one call after another with a warm profile, measured on some
files and reckoned up. This library's side also mends each file, sets PDF/A and gives every glyph its character back.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import thaireport
from thaireport import Memo
from thaireport.output.pdf import OfficeFile, to_pdfs
from thaireport.output.soffice import find_soffice

from benchmarks.batch import jobs

ROOT = Path(__file__).parents[1]
COUNT, CALLS = 100, 6


def documents(count: int) -> list[bytes]:
    """So many memos as Word files."""
    return [thaireport.render(Memo.model_validate(_without_kind(job.source))) for job in jobs(count)]


def _without_kind(data: object) -> dict[str, object]:
    return {name: value for name, value in dict(data).items() if name != "kind"}  # type: ignore[call-overload]


def together(made: Sequence[bytes]) -> float:
    """Seconds for all of them, as ``make --to pdf`` does it."""
    started = time.perf_counter()
    pages = to_pdfs([OfficeFile(document) for document in made], fonts=[ROOT / ".fonts"])
    if not all(isinstance(each, bytes) for each in pages):
        raise RuntimeError("a memo has no pages")
    return time.perf_counter() - started


def one_by_one(made: Sequence[bytes]) -> float:
    """Seconds per file when each has a start of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        spent = []
        for number, document in enumerate([made[0], *made]):  # the first makes the profile warm
            file = folder / f"{number}.docx"
            file.write_bytes(document)
            started = time.perf_counter()
            _convert(file, folder)
            spent.append(time.perf_counter() - started)
        return sum(spent[1:]) / len(made)


def _convert(file: Path, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(find_soffice()), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    environment = {**os.environ, "FONTCONFIG_FILE": str(ROOT / ".fonts/fonts.conf")}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    if not file.with_suffix(".pdf").is_file():
        raise RuntimeError("LibreOffice made no pages")


def skipped(quick: bool) -> str:
    """Why this is not measured here; empty when it is."""
    if quick:
        return "takes minutes: run without --quick"
    return "" if find_soffice() and (ROOT / ".fonts/fonts.conf").is_file() else "LibreOffice or make fonts is missing"


def ratios(quick: bool = False) -> dict[str, float]:
    """Times one start per file, and pages of memos a second."""
    if skipped(quick):
        return {}
    made = documents(COUNT)
    pairs = [(one_by_one(made[:CALLS]), together(made)) for _ in range(2)]
    each, many = min(pairs, key=lambda found: found[0] / found[1])
    return {
        "pdf_100_memos_over_one_start_each": each * COUNT / many,
        "pdf_memos_per_second": COUNT / many,
        "pdf_seconds_of_one_start": each,
    }


if __name__ == "__main__":
    for name, value in ratios().items():
        print(f"{name:40} {value:10.2f}")
