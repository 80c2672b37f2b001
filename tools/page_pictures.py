"""The pictures of pages in README.md: `python -m tools.page_pictures` makes them with LibreOffice and poppler."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import thaireport

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"memo": 1}
"""Kind -> the page of its example that is shown."""
DPI = 72


def draw(kind: str, page: int) -> Path:
    """Write docs/images/KIND-PAGE.png from the kind's example."""
    pdf = thaireport.render(thaireport.load(ROOT / "examples" / f"{kind}.yaml"), "pdf")
    target = ROOT / "docs" / "images" / f"{kind}-{page}"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.pdf"
        file.write_bytes(pdf)
        only = ["-f", str(page), "-l", str(page), "-singlefile"]
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", *only, str(file), str(target)], check=True)
    return target.with_suffix(".png")


if __name__ == "__main__":
    for kind, page in PAGES.items():
        print(draw(kind, page))
