"""The examples of every kind as finished files, made once for a test session."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from pathlib import Path

from tests.support.tools import ROOT
from thaireport import pipeline
from thaireport.report import Report
from thaireport.reports import REPORTS

EXAMPLES = ROOT / "examples"
KINDS = tuple(sorted(kind for kind in REPORTS if (EXAMPLES / f"{kind}.yaml").is_file()))
OFFICE_FILES = tuple((kind, to) for kind in KINDS for to in REPORTS[kind].formats if to != "pdf")
"""Kind and format of every Word and Excel file that can be made."""
WORD_KINDS = tuple(kind for kind, to in OFFICE_FILES if to == "docx")


@cache
def example(kind: str) -> Report:
    """The example of a kind."""
    return pipeline.load(EXAMPLES / f"{kind}.yaml")


@cache
def made(kind: str, to: str) -> bytes:
    """The example of a kind as a file."""
    return pipeline.render(example(kind), to)


def made_file(folder: Path, kind: str, to: str) -> Path:
    """The same, in a folder."""
    path = folder / f"{kind}.{to}"
    path.write_bytes(made(kind, to))
    return path


@cache
def blank_pdf(kind: str) -> bytes:
    """An empty page that carries the example of a kind: a PDF for tests that need no LibreOffice."""
    import pikepdf
    from thaireport.output.embed import Record, into_pdf

    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(b"q Q")
        pdf.save(target, deterministic_id=True)
    return into_pdf(target.getvalue(), Record.of(example(kind), "x.docx", "0" * 64))


def saved_by_libreoffice(soffice: Path, files: list[Path], target: Path) -> None:
    """The files opened and saved by LibreOffice into another folder, each in its own format."""
    for suffix in sorted({file.suffix.lstrip(".") for file in files}):
        names = [str(file) for file in files if file.suffix == f".{suffix}"]
        command = [str(soffice), f"-env:UserInstallation={(target / 'profile').as_uri()}", "--headless", "--norestore"]
        subprocess.run(
            [*command, "--convert-to", suffix, "--outdir", str(target), *names],
            check=True,
            capture_output=True,
            timeout=300,
        )
