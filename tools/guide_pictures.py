"""Draws the pictures of the clerks' guide (docs/th): what a form, a marked copy and a page look like.

``python -m tools.guide_pictures`` makes them anew; it needs LibreOffice, the TH Sarabun fonts (``make fonts``) and
pdftoppm. The workbooks are printed by LibreOffice, which is near enough to Excel's screen to find one's way.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import openpyxl
import thaireport
from PIL import Image, ImageChops
from thaireport.intake.form import form_bytes
from thaireport.intake.layout import COVER, MAIN, PROBLEMS
from thaireport.intake.mark import marked_copy
from thaireport.intake.source import read
from thaireport.output.pdf import to_pdf
from thaireport.pipeline import examine
from thaireport.reports import REPORTS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "th" / "pictures"
WIDTH = 1100
"""Pixels across: what fits a page of text without scrolling."""


def main() -> None:
    """Draw every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    memo = thaireport.load(ROOT / "examples" / "memo.yaml")
    plan = thaireport.load(ROOT / "examples" / "action_plan.yaml")
    filled = form_bytes(REPORTS["memo"], memo)
    _sheet("form-cover", filled, COVER, height=640)
    _sheet("form-main", filled, MAIN, height=760)
    _sheet("form-opinions", filled, "ความเห็นผู้บังคับบัญชา", height=300)
    _sheet("form-projects", form_bytes(REPORTS["action_plan"], plan), "รายการโครงการ", height=560)
    marked = _marked(filled)
    _sheet("marked-list", marked, PROBLEMS, height=300)
    _sheet("marked-main", marked, MAIN, height=520)
    _page("memo-page", thaireport.render(memo, "pdf"))


def _marked(form: bytes) -> bytes:
    """The form with three mistakes, as ``check --mark`` gives it back."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book[MAIN]
    wrong = {"วันที่ *": "31 เมษายน 2569", "เรื่อง *": None, "ชั้นความเร็ว": "ด่วนมากๆ"}
    for row in sheet.iter_rows(max_col=2):
        if row[0].value in wrong:
            sheet.cell(row[0].row or 1, 2).value = wrong[str(row[0].value)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memo.xlsx"
        book.save(path)
        _report, problems = examine(read(path), None, None)
        return marked_copy(path, problems)


def _sheet(name: str, workbook: bytes, sheet: str, *, height: int) -> None:
    """One sheet of a workbook as a picture, cut to its first ``height`` pixels."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for other in book.worksheets:
        other.sheet_state = "visible" if other.title == sheet else "hidden"
    book.active = book.sheetnames.index(sheet)
    for row in book[sheet].iter_rows():
        for cell in row:
            # The PDF shows a comment as a note that hides its neighbour; Excel shows a small red corner.
            cell.comment = None
    buffer = io.BytesIO()
    book.save(buffer)
    _save(name, _first_page(to_pdf(buffer.getvalue(), "xlsx")), height)


def _page(name: str, pdf: bytes) -> None:
    _save(name, _first_page(pdf), None, width=760)


def _first_page(pdf: bytes) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        command = ["pdftoppm", "-r", "150", "-png", "-f", "1", "-l", "1", str(path), str(Path(folder) / "page")]
        subprocess.run(command, check=True)
        made = next(Path(folder).glob("page*.png"))
        return Image.open(io.BytesIO(made.read_bytes())).convert("RGB")


def _save(name: str, page: Image.Image, height: int | None, width: int = WIDTH) -> None:
    """Cut the white margins off, scale, frame, and write."""
    white = Image.new("RGB", page.size, "white")
    box = ImageChops.difference(page, white).getbbox() if height else (0, 0, *page.size)
    cut = page.crop(box) if box else page
    scaled = cut.resize((width, round(cut.height * width / cut.width)), Image.Resampling.LANCZOS)
    scaled = scaled.crop((0, 0, width, min(scaled.height, height or scaled.height)))
    framed = Image.new("RGB", (scaled.width + 2, scaled.height + 2), "#b0b0b0")
    framed.paste(scaled, (1, 1))
    framed.quantize(64).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
