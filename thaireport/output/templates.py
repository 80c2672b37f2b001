"""Where templates are found: the agency's folder first, ours last."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from thaireport.agency import Agency
from thaireport.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def shipped_folder() -> Path:
    """The folder of our own templates: inside the package (a wheel) or beside it (a checkout)."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def folders(agency: Agency | None, beside: Path | None = None) -> list[Path]:
    """The folders searched, in order; ``beside`` is the folder of a kind that is not ours."""
    own = agency.folder if agency else None
    return [*([own / "templates"] if own else []), *([beside] if beside else []), shipped_folder()]


def find(name: str, agency: Agency | None = None, beside: Path | None = None) -> Path:
    """The template file ``name`` (``memo.docx``). UsageError lists the folders searched."""
    searched = folders(agency, beside)
    for folder in searched:
        file = folder / name
        if file.is_file():
            return file
    listed = ", ".join(str(folder) for folder in searched)
    raise UsageError(f"ไม่พบแม่แบบ {name} ใน: {listed}")
