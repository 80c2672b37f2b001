"""Draws the pictures of the template authors' guide (docs/templates.md): ``python -m tools.template_pictures``.

It needs what ``tools.guide_pictures`` needs: LibreOffice, the TH Sarabun fonts (``make fonts``) and pdftoppm.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import thaireport
from PIL import Image
from thaireport.blank import blank
from thaireport.output.pdf import to_pdf
from thaireport.reports import REPORTS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
_WIDTH = 640


def main() -> None:
    """Draw every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    agency = ROOT / "examples" / "agency"
    word, book = (ROOT / "templates" / name for name in ("memo.docx", "action_plan.xlsx"))
    plan = thaireport.render(thaireport.load(agency / "action_plan.yaml"), "xlsx")
    pages = {
        "template-word": (to_pdf(word.read_bytes(), "docx"), 0.62),
        "template-excel": (to_pdf(book.read_bytes(), "xlsx"), 0.6),
        "agency-memo": (thaireport.render(thaireport.load(agency / "memo.yaml"), "pdf"), 1.0),
        "agency-plan": (to_pdf(plan, "xlsx"), 0.6),
        "blank-memo": (blank(REPORTS["memo"], "pdf"), 0.75),
    }
    for name, (pdf, part) in pages.items():
        _save(name, _first_page(pdf), part)


def _first_page(pdf: bytes) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "110", "-png", "-l", "1", path, Path(folder) / "page"], check=True)
        with Image.open(next(Path(folder).glob("page*.png"))) as page:
            made: Image.Image = page.convert("RGB")
            return made


def _save(name: str, page: Image.Image, part: float) -> None:
    """The upper ``part`` of a page, scaled and framed."""
    width = _WIDTH if page.height > page.width else round(_WIDTH * 1.4)
    cut = page.crop((0, 0, page.width, round(page.height * part)))
    scaled = cut.resize((width, round(cut.height * width / cut.width)), Image.Resampling.LANCZOS)
    framed = Image.new("RGB", (scaled.width + 2, scaled.height + 2), "#b0b0b0")
    framed.paste(scaled, (1, 1))
    framed.quantize(32).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
