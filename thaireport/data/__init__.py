"""Facts that are lists, kept as JSON files beside this one so that they can be read and mended without code."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def facts(name: str) -> Any:
    """The contents of ``NAME.json``, read once."""
    return json.loads(files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
