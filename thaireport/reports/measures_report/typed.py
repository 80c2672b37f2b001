"""What may be typed inside another cell: ``ผู้รับผิดชอบ: กองคลัง`` or ``อ้างอิงจาก e๑๕`` below a measure.

A layout without a column of its own for something prints it under its name in the nearest cell (``rows``);
typed that way, it is read back into its own field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from thaireport import framework
from thaireport.parts import Item, Prose
from thaireport.thai import digits, numbering

INDICATOR = "ตัวชี้วัด"
METHODS = "วิธีการดำเนินการ"
RESPONSIBLE = "ผู้รับผิดชอบ"
COULD_NOT = "ไม่สามารถดำเนินการได้"
DONE = "ดำเนินการแล้วเสร็จ"
SUGGESTIONS = "ข้อเสนอแนะ"
REFERENCE = "อ้างอิงจาก"
DASH = Item(text="-", marker="", level=0)
"""What an empty cell prints where the form wants a sign that nothing was forgotten."""

_INSIDE: Mapping[str, Mapping[str, str]] = {
    "measures": {INDICATOR: "indicator", METHODS: "methods", RESPONSIBLE: "responsible"},
    "results": {SUGGESTIONS: "suggestions", DONE: "done", COULD_NOT: "could_not"},
}
_CODE = r"[A-Za-z๐]{1,2}[ .]?[0-9๐-๙]{1,2}(?![0-9๐-๙A-Za-z])"
_REFERENCE = re.compile(rf"{REFERENCE}\s*({_CODE}(?:\s*[,-]\s*{_CODE})*)(?:\s+(.+))?", re.DOTALL)
_MAYBE_EMPTY = ("methods", "responsible", "period", "could_not", "done", "results", "suggestions")


def labelled(label: str, items: Prose) -> Prose:
    """Items under their name: ``ผู้รับผิดชอบ: กองคลัง``; a list, or dots to write on, begin on the line below.

    Nothing for none. (LibreOffice tears a word apart that stands before dots of more than a line.)
    """
    if not items:
        return ()
    if items[0].marker or not items[0].text.strip("."):
        return (Item(text=f"{label}:"), *items)
    return (Item(text=f"{label}: {items[0].text}"), *items[1:])


def text_of(items: Iterable[Item]) -> str:
    """Prose as the text of one Excel cell: a line for each item, deeper ones set in."""
    return "\n".join("   " * max(item.level - 1, 0) + item.line for item in items)


def sorted_out(measure: Mapping[str, Any]) -> dict[str, Any]:
    """A measure as typed, with each thing in its own field; what is there already is never replaced."""
    data = {name: () if name in _MAYBE_EMPTY and _is_dash(value) else value for name, value in measure.items()}
    for holder, names in _INSIDE.items():
        if isinstance(data.get(holder), str) and any(label in data[holder] for label in (*names, REFERENCE)):
            _take_out(data, holder, names)
    return _with_own_number(data)


def _is_dash(value: object) -> bool:
    return isinstance(value, str) and value.strip() in {"-", "–"}


def _take_out(data: dict[str, Any], holder: str, names: Mapping[str, str]) -> None:
    """Deal the lines of one cell out: a label opens its field, whose lines follow; an indicator has one line."""
    found: dict[str, list[str]] = {holder: []}
    current = holder
    for line in (typed.strip() for typed in data[holder].split("\n")):
        label, _, rest = line.partition(":")
        field = names.get(label.strip(), "")
        if field and not data.get(field):
            found.setdefault(field, []).append(rest.strip())
            current = holder if field == "indicator" else field
        elif holder == "measures" and _take_reference(data, line):
            current = holder
        else:
            found[current].append(line)
    data.update({field: "\n".join(filter(None, lines)) for field, lines in found.items()})


def _take_reference(data: dict[str, Any], line: str) -> bool:
    found = None if data.get("codes") else _REFERENCE.fullmatch(line)
    if found:
        data["codes"], data["code_question"] = found[1], found[2] or data.get("code_question")
    return bool(found)


def _with_own_number(data: dict[str, Any]) -> dict[str, Any]:
    """``๔. การใช้งบประมาณ`` typed as one is a number and a name."""
    typed = data.get("indicator")
    if isinstance(typed, str) and not data.get("number"):
        marker, name = numbering.split_marker(typed)
        if name and re.fullmatch(r"[0-9๐-๙.]+\)?", marker):
            data["number"], data["indicator"] = marker, name
    return data


def plain_number(typed: str) -> str:
    """``๔.``, ``๔)`` and ``๔`` are all ``4``."""
    return digits.to_arabic(typed).strip().rstrip(".)")


def codes_of(typed: Iterable[str]) -> Iterator[str]:
    """Every question code of texts that list them (``e๑, i1-i3``). ValueError in Thai."""
    for text in typed:
        yield from framework.codes_of(text)
