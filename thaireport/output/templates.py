"""Where templates are found: the agency's folder first, ours last."""

from __future__ import annotations

import contextlib
import os
import stat
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
    return _folders(agency.folder if agency else None, beside)


def _folders(own: Path | None, beside: Path | None) -> list[Path]:
    return [*([own / "templates"] if own else []), *([beside] if beside else []), shipped_folder()]


def find(name: str, agency: Agency | None = None, beside: Path | None = None) -> Path:
    """The template file ``name`` (``memo.docx``). UsageError lists the folders searched."""
    return found(name, agency, beside)[0]


def found(name: str, agency: Agency | None = None, beside: Path | None = None) -> tuple[Path, os.stat_result]:
    """``find``, and the state of the file."""
    own = agency.folder if agency else None
    for file, path in _places(name, own, beside):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            state = os.stat(path)  # noqa: PTH116 - every report asks, and a Path takes as long again
            if stat.S_ISREG(state.st_mode):
                return file, state
    listed = ", ".join(str(folder) for folder in folders(agency, beside))
    remedy = f"วางไฟล์ชื่อ {name} ในโฟลเดอร์ใดโฟลเดอร์หนึ่ง เริ่มจากแม่แบบใกล้เคียงได้ด้วย thaireport template export project_sheet"
    raise UsageError(f"ไม่พบแม่แบบ {name} ใน: {listed}: {remedy}")


@lru_cache(maxsize=256)
def _places(name: str, own: Path | None, beside: Path | None) -> list[tuple[Path, str]]:
    """Where a template may lie, in order."""
    return [(folder / name, str(folder / name)) for folder in _folders(own, beside)]
