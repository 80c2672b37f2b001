"""Pictures that lie over the cells of a sheet: a form takes their files' names, what is pasted there is not read."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree

_MOST = 5_000_000
"""Bytes of a list of drawings that is looked through; a page of photographs takes some thousands."""


def placed_pictures(package: zipfile.ZipFile, sheets: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """The sheet, row and column (from zero) that each picture begins in; ``sheets`` are their names by their parts."""
    parts = {info.filename.lstrip("/"): info for info in package.infolist() if info.file_size <= _MOST}
    for part, sheet in sheets.items():
        folder, name = posixpath.split(part)
        rels = parts.get(f"{folder}/_rels/{name}.rels")
        for rel in _read(package, rels):
            drawing = parts.get(posixpath.normpath(posixpath.join("/", folder, str(rel.get("Target")))).lstrip("/"))
            if str(rel.get("Type")).endswith("/drawing"):
                for anchor in _read(package, drawing):
                    yield from ((sheet, row, column) for row, column in _starts(anchor))


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo | None) -> Iterable[ElementTree.Element]:
    """What stands in a part; nothing in one that is missing or broken, which the cells do without."""
    try:
        return ElementTree.fromstring(package.read(part)) if part else ()
    except ElementTree.ParseError:
        return ()


def _starts(anchor: ElementTree.Element) -> Iterator[tuple[int, int]]:
    start = anchor.find("{*}from")
    if start is not None and any(str(element.tag).endswith("}pic") for element in anchor.iter()):
        row, column = (start.findtext(f"{{*}}{name}", "") for name in ("row", "col"))
        if row.isdecimal() and column.isdecimal():
            yield int(row[:7]), int(column[:5])
