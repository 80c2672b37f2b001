"""XML of the template cut where something changes: fixed text, and slots written again for each file.

A part is parsed once; where a reference, a cached value or a row number will move, a mark is put in; the part
is written back and split at the marks. Filling is then a join, and what has no mark stays as it lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from thaireport.output.xlsx.fill import Filling

Slot = Callable[["Filling"], str]
"""The text for a place in a part of the filled workbook: XML already, or escaped."""

_MARK = re.compile("\ue000([0-9]+)\ue001")


class Slots:
    """The changing places of one part, while its template is read."""

    def __init__(self) -> None:
        self._slots: list[Slot] = []

    def __len__(self) -> int:
        return len(self._slots)

    def mark(self, slot: Slot) -> str:
        """The mark to put where ``slot`` is written."""
        self._slots.append(slot)
        return f"\ue000{len(self._slots) - 1}\ue001"

    def split(self, root: etree._Element) -> Part:
        """The part cut at its marks."""
        xml = etree.tostring(root, encoding="unicode")
        pieces = _MARK.split(xml)
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        parts: list[str | Slot] = [head + pieces[0]]
        for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
            parts += [self._slots[int(number)], after]
        return tuple(part for part in parts if part != "")


Part = tuple["str | Slot", ...]


def write_part(part: Part, filling: Filling) -> str:
    """The part's XML for this file."""
    return "".join([piece if isinstance(piece, str) else piece(filling) for piece in part])


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
