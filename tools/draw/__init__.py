"""Draws ``templates/``: the shipped Word and Excel templates, as text that can be reviewed.

``python -m tools.draw [KIND...]`` redraws them; ``tests/test_templates.py`` redraws and compares.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"


def kinds() -> list[str]:
    """The kinds that have a drawing: every module here with a function ``draw``."""
    names = (module.name for module in pkgutil.iter_modules(__path__) if module.name != "__main__")
    return sorted(name for name in names if hasattr(importlib.import_module(f"{__name__}.{name}"), "draw"))


def drawn(names: Iterable[str] = ()) -> dict[str, bytes]:
    """File name in ``templates/`` to its bytes, for these kinds, or for all."""
    files: dict[str, bytes] = {}
    for name in names or kinds():
        made: Mapping[str, bytes] = importlib.import_module(f"{__name__}.{name}").draw()
        files.update(made)
    return files
