"""Data of an older format version made into that of today, one version after the other.

When a kind's data changes so that older data no longer reads, its ``format_version`` rises by one and the step
from the version before is listed here::

    MIGRATIONS["memo"] = {1: memo_2}   # memo_2(data) gives data of version 2 for data of version 1

A step gets and gives plain JSON values and never looks at the classes of today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from thaireport.errors import DataError, Problem
from thaireport.reports import REPORTS

Step = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: dict[str, dict[int, Step]] = {}
"""The steps of each kind, by the version that they start from."""

VERSION_KEY = "format_version"
"""The key that says it in a YAML or JSON file that ``thaireport read`` wrote."""


def migrated(data: Mapping[str, Any], versions: Mapping[str, int]) -> dict[str, Any]:
    """The data in the formats of today; ``versions`` are those it was written in, by kind (missing: today's).

    Raises DataError for data of a newer version than this library knows, or one so old that no step is left.
    """
    parts = data.get("parts")
    if data.get("kind") == "bundle" and isinstance(parts, list):
        data = {**data, "parts": [migrated(part, versions) if isinstance(part, dict) else part for part in parts]}
    kind = data.get("kind")
    model = REPORTS.get(kind) if isinstance(kind, str) else None
    if model is None or kind is None:
        return dict(data)
    made, version = dict(data), versions.get(kind, model.format_version)
    if version > model.format_version:
        raise _refused(
            f"ข้อมูลเป็นรูปแบบรุ่น {version} ของ {model.thai_name} ใหม่กว่าที่โปรแกรมนี้รู้จัก (รุ่น {model.format_version}): "
            "ติดตั้ง thaireport รุ่นใหม่"
        )
    while version < model.format_version:
        step = MIGRATIONS.get(kind, {}).get(version)
        if step is None:
            raise _refused(
                f"ข้อมูลเป็นรูปแบบรุ่น {version} ของ {model.thai_name} ซึ่งเก่าเกินกว่าจะอ่านได้: ใช้ thaireport รุ่นที่ทำไฟล์นี้"
            )
        made, version = {**step(made), "kind": kind}, version + 1
    return made


def from_file(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a YAML or JSON file in the format of today; the key that told its version is gone.

    Raises DataError when the version is none.
    """
    told = data.get(VERSION_KEY)
    if told is None:
        return dict(data)
    if not str(told).isdecimal() or len(str(told)) > 6:
        raise _refused(f"{VERSION_KEY} ต้องเป็นจำนวนเต็ม เช่น 1 แต่พบ “{str(told)[:40]}”")
    rest = {name: value for name, value in data.items() if name != VERSION_KEY}
    return migrated(rest, {str(data.get("kind")): int(str(told))})


def _refused(message: str) -> DataError:
    return DataError([Problem(message, ("kind",), code="format-version")])
