"""Draws ``templates/``: the shipped Word and Excel templates, as text that can be reviewed.

``python -m tools.draw [KIND...]`` redraws them; ``tests/test_templates.py`` redraws and compares.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"


def kinds() -> list[str]:
    """The kinds that have a drawing: every module here that defines ``draw()``."""
    # Read, not imported: a module that is being written does not stop the others from being drawn.
    folder = Path(__file__).parent
    return sorted(file.stem for file in folder.glob("*.py") if "\ndef draw(" in file.read_text("utf-8"))


def drawn(names: Iterable[str] = ()) -> dict[str, bytes]:
    """File name in ``templates/`` to its bytes, for these kinds, or for all."""
    files: dict[str, bytes] = {}
    for name in names or kinds():
        made: Mapping[str, bytes] = importlib.import_module(f"{__name__}.{name}").draw()
        files.update({file: _stored(data) if file.endswith(".xlsx") else data for file, data in made.items()})
    return files


def _stored(data: bytes) -> bytes:
    """The same workbook without compression: deflate engines differ, and a template is compared byte for byte."""
    from thaireport.output.package import content, read_package

    from tools.draw.document import stored_zip

    return stored_zip({name: content(part) for name, part in read_package(data).items()})
