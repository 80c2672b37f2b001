"""``make examples``: run every example script, and make every example file into Word, Excel and PDF in ``out/``.

PDF pages are made where LibreOffice and the font are; where they are not, it is said and the rest is made.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from thaireport import REPORTS
from thaireport.output import fonts
from thaireport.output.soffice import find_soffice

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
OUT = ROOT / "out"
FONT = "TH SarabunPSK"


def why_no_pdf() -> str | None:
    """What this machine lacks for PDF pages, None if nothing."""
    if find_soffice() is None:
        return "LibreOffice is not installed"
    folders = fonts.font_folders()
    with tempfile.TemporaryDirectory() as folder:
        known = fonts.faces(folders, fonts.environment(folders, Path(folder) / "fonts.conf"))
    return None if fonts.faces_of(FONT, known) else f"the font {FONT} is not installed (make fonts)"


def reports() -> Iterator[tuple[Path, str]]:
    """The example files that are reports, each with its kind (an ``agency.yaml`` has none)."""
    for path in sorted(EXAMPLES.glob("*.yaml")):
        kind = yaml.safe_load(path.read_text(encoding="utf-8")).get("kind")
        if kind:
            yield path, str(kind)


def commands(*, pdf: bool) -> Iterator[list[str]]:
    """The commands to run: the scripts, then one ``thaireport make`` for all files of the same formats."""
    for script in sorted(EXAMPLES.glob("*.py")):
        yield [sys.executable, str(script.relative_to(ROOT))]
    by_formats: dict[tuple[str, ...], list[str]] = {}
    for path, kind in reports():
        formats = tuple(name for name in REPORTS[kind].formats if pdf or name != "pdf")
        by_formats.setdefault(formats, []).append(str(path.relative_to(ROOT)))
    for formats, paths in by_formats.items():
        wanted = [word for name in formats for word in ("--to", name)]
        yield [sys.executable, "-m", "thaireport", "make", *paths, *wanted, "-o", str(OUT.relative_to(ROOT))]
    yield from _of_agency()


def _of_agency() -> Iterator[list[str]]:
    """The example agency, with templates and house rules of its own."""
    program, out = [sys.executable, "-m", "thaireport"], str((OUT / "agency").relative_to(ROOT))
    yield [*program, "agency", "check", "examples/agency"]
    yield [*program, "make", "examples/agency/memo.yaml", "--to", "docx", "-o", out]
    yield [*program, "make", "examples/agency/action_plan.yaml", "--to", "xlsx", "-o", out]


def main() -> int:
    OUT.mkdir(exist_ok=True)
    lacking = why_no_pdf()
    failed = 0
    for command in commands(pdf=lacking is None):
        print("$", " ".join(["python", *command[1:]]), flush=True)
        failed += subprocess.run(command, check=False, cwd=ROOT).returncode != 0
    print(f"examples: {len(list(OUT.iterdir()))} files in {OUT}")
    if lacking:
        print(f"examples: no PDF pages were made, because {lacking}")
    if failed:
        print(f"examples: {failed} commands failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
