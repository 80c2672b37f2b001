"""What a clerk types in the plan's results: statuses, the round, parts, lists in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer

from thaireport.fields import Text, is_ticked
from thaireport.parts import Item, Prose
from thaireport.thai import digits
from thaireport.thai.text import closest, normalise

Status = Literal["waiting", "in_progress", "done", "could_not"]
"""The four statuses of the e-Plan (official-format 2.4)."""
STATUS_WORDS: Mapping[Status, str] = {
    "waiting": "รอรายงาน",
    "in_progress": "อยู่ระหว่างดำเนินการ",
    "done": "ดำเนินการแล้วเสร็จ",
    "could_not": "ไม่สามารถดำเนินการได้",
}
STATUSES: tuple[Status, ...] = tuple(STATUS_WORDS)

_ALSO: Mapping[str, Status] = {
    "รอการรายงาน": "waiting",
    "อยู่ระหว่างการดำเนินการ": "in_progress",
    "แล้วเสร็จ": "done",
    "ดำเนินการแล้ว": "done",
    "เสร็จสิ้น": "done",
    "ดำเนินการเสร็จสิ้น": "done",
    "ไม่สามารถดำเนินการ": "could_not",
    "ไม่ได้ดำเนินการ": "could_not",
}
_STATUS_OF: Mapping[str, Status] = {
    **{str(status): status for status in STATUSES},
    **{word: status for status, word in STATUS_WORDS.items()},
    **_ALSO,
}


def _as_statuses(value: object) -> object:
    """The statuses ticked: a word, a list of words, or ticks by status. Exactly one is right, which rules check."""
    if value is None:
        return frozenset()
    if isinstance(value, Mapping):
        return frozenset(_status(key) for key, mark in value.items() if is_ticked(mark))
    words = re.split(r"[,;\n]+", value) if isinstance(value, str) else value
    if isinstance(words, (list, tuple, set, frozenset)):
        return frozenset(_status(word) for word in words if not isinstance(word, str) or word.strip() not in {"", "-"})
    return value


def _status(typed: object) -> Status:
    word = re.sub(r"\s+", "", normalise(str(typed)))
    if word in _STATUS_OF:
        return _STATUS_OF[word]
    near = closest(word, list(STATUS_WORDS.values()))
    hint = f"หมายถึง “{near}” หรือไม่" if near else f"ใช้ได้ {', '.join(STATUS_WORDS.values())}"
    raise ValueError(f"ไม่รู้จักสถานะ “{typed}”: {hint}")


Statuses = Annotated[
    frozenset[Status],
    BeforeValidator(_as_statuses),
    PlainSerializer(lambda value: [status for status in STATUSES if status in value], when_used="json"),
]
"""What is ticked under สถานะ, as typed: none or several are kept, so that the rules can tell where."""

Round = Literal["6", "12"]
ROUND_WORDS: Mapping[Round, str] = {"6": "6 เดือน", "12": "12 เดือน"}


def _as_round(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return value
    return re.sub(r"รอบ|เดือน|แรก|\s", "", digits.to_arabic(str(value)))


RoundTyped = Annotated[Round, BeforeValidator(_as_round)]
"""6 or 12 months of the fiscal year; typed ``12``, ``๑๒ เดือน``, ``รอบ 12 เดือน``."""

ShareMethod = Literal["weighted", "reported", "done_of_possible"]
SHARE_WORDS: Mapping[ShareMethod, str] = {
    "weighted": "แล้วเสร็จนับ 1 อยู่ระหว่างดำเนินการนับ 0.5 หารด้วยทั้งหมด",
    "reported": "ทั้งหมดลบที่รอรายงาน หารด้วยทั้งหมด",
    "done_of_possible": "แล้วเสร็จหารด้วยที่สามารถดำเนินการได้",
}
"""How the share carried out is counted; the first is the e-Plan's own formula (official-format 2.5)."""

Part = Literal["cover", "narrative", "charts", "table", "photos"]
PART_WORDS: Mapping[Part, str] = {
    "cover": "ปก",
    "narrative": "ส่วนบรรยาย",
    "charts": "แผนภูมิ",
    "table": "ตารางผล",
    "photos": "ภาพกิจกรรม",
}
PARTS: tuple[Part, ...] = tuple(PART_WORDS)
_PART_OF: Mapping[str, Part] = {word: part for part, word in PART_WORDS.items()}


def _as_parts(value: object) -> object:
    typed = re.split(r"[,\n]+", value.strip()) if isinstance(value, str) else value
    if isinstance(typed, (list, tuple)):
        words = [part.strip() if isinstance(part, str) else part for part in typed]
        return tuple(_PART_OF.get(part, part) if isinstance(part, str) else part for part in words)
    return typed


Parts = Annotated[tuple[Part, ...], BeforeValidator(_as_parts)]
"""Which parts are printed, by their English or Thai names."""


def _one_per_line(value: object) -> object:
    """A text of several lines is a list of them; one entry alone is a list of one."""
    if isinstance(value, str):
        return tuple(line.strip() for line in value.split("\n") if line.strip())
    return (value,) if isinstance(value, Mapping) else () if value is None else value


Links = Annotated[tuple[Text, ...], BeforeValidator(_one_per_line)]
"""Addresses, one a line."""


# ---- lists in two columns ----


def _with_pairs(value: object) -> object:
    """``{pairs: [[member, role], ...]}`` anywhere among items as lines ``member | role``."""
    if isinstance(value, Mapping):
        if "pairs" in value:
            return [_pair_line(entry) for entry in value["pairs"]]
        if "items" in value:
            return {**value, "items": _with_pairs(value["items"])}
        return value
    if isinstance(value, (list, tuple)) and not all(isinstance(part, Item) for part in value):
        return [_with_pairs(part) for part in value]
    return value


def _pair_line(entry: object) -> object:
    if isinstance(entry, Mapping):
        rest = {name: part for name, part in entry.items() if name not in {"member", "role"}}
        member, role = entry.get("member"), entry.get("role")
        text = str(member or "") if role is None else f"{member} | {role}"
        return {**rest, "text": text} if rest else text
    if isinstance(entry, Sequence) and not isinstance(entry, str):
        return " | ".join(str(part) for part in entry)
    return entry


Account = Annotated[Prose, BeforeValidator(_with_pairs)]
"""Prose that may hold lists in two columns: ``ผู้แทนสมาชิกสภา | กรรมการ`` a line, or ``pairs:`` in YAML."""

_PAIR = re.compile(r"([^|]*[^|\s])\s+\|\s+([^|\s][^|]*)")


@dataclass(frozen=True)
class Pair:
    """A line of a list in two columns: who, and as what."""

    marker: str
    member: str
    role: str


@dataclass(frozen=True)
class Block:
    """What is printed in one piece: an item of prose, or a list in two columns (``pairs`` not empty)."""

    item: Item | None = None
    pairs: tuple[Pair, ...] = ()


def blocks(account: Prose) -> tuple[Block, ...]:
    """The items in order, lines in two columns that follow each other as one list."""
    made: list[Block] = []
    for item in account:
        found = _PAIR.fullmatch(item.text) if "|" in item.text else None
        if not found:
            made.append(Block(item))
            continue
        before = made.pop().pairs if made and made[-1].pairs else ()
        made.append(Block(pairs=(*before, Pair(item.marker, found[1], found[2]))))
    return tuple(made)


def text_of(account: Prose) -> Iterator[str]:
    """The texts, for comparing one account with another."""
    return (item.text for item in account)


@lru_cache(maxsize=1024)
def plain_title(title: str) -> str:
    """A title as it is compared: without spaces and quotation marks, digits Arabic."""
    bare = digits.to_arabic("".join(title.split()))
    for mark in _QUOTES:
        bare = bare.replace(mark, "")
    return bare


_QUOTES = "\"'“”‘’"
