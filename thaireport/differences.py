"""What changed between two issues of a report: รายการแก้ไข, with the titles that its form has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from thaireport.agency import Person, Unit
from thaireport.compare import Change
from thaireport.errors import UsageError
from thaireport.parts import Item
from thaireport.report import Report
from thaireport.thai.dates import Month, Period, be_date, month_year
from thaireport.thai.digits import to_thai
from thaireport.thai.money import half_up, money, number

_KEYS = ("id", "key", "code", "number", "title", "name", "heading", "text")
"""What an entry of a list is known by, the surest first."""
_YES, _NO = "ใช่", "ไม่ใช่"


def differences(old: Report, new: Report) -> list[Change]:
    """What changed from ``old`` to ``new``, in the order of the form. UsageError for two different kinds."""
    if type(old) is not type(new):
        raise UsageError(f"เทียบกันไม่ได้: ไฟล์แรกเป็น{old.thai_name} ไฟล์ที่สองเป็น{new.thai_name}")
    return list(_of_models(old, new, ""))


def _of_models(old: BaseModel, new: BaseModel, place: str) -> Iterator[Change]:
    if type(old) is not type(new):
        yield Change(place or title_of(old), shown(old), shown(new))
        return
    if isinstance(old, Report) and place:
        place = f"{place} ({old.thai_name})"
    for name, field in type(old).model_fields.items():
        where = f"{place} {field.title or name}".strip()
        yield from _of_values(getattr(old, name), getattr(new, name), where)


def _of_values(old: object, new: object, place: str) -> Iterator[Change]:
    if type(old) is type(new) and old == new:
        return
    if _is_structure(old) and _is_structure(new):
        assert isinstance(old, BaseModel)
        assert isinstance(new, BaseModel)
        yield from _of_models(old, new, place)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {**old, **new}:
            yield from _of_values(old.get(key), new.get(key), f"{place} {key}")
    elif isinstance(old, (tuple, list)) and isinstance(new, (tuple, list)):
        yield from _of_lists(old, new, place)
    else:
        before, after = shown(old), shown(new)
        if before != after:
            yield Change(place, before or None, after or None)


def _is_structure(value: object) -> bool:
    """Whether a value is compared field by field; a person or a paragraph is one thing to those who read."""
    return isinstance(value, BaseModel) and not isinstance(value, (Person, Unit, Item))


def _of_lists(old: Sequence[object], new: Sequence[object], place: str) -> Iterator[Change]:
    for i, j in _pairs(old, new):
        if i is not None and j is not None:
            if old[i] != new[j]:
                yield from _of_values(old[i], new[j], _entry_place(place, j, old[i]))
        elif i is not None:
            yield Change(_entry_place(place, i, old[i]), shown(old[i]), None)
        elif j is not None:
            yield Change(_entry_place(place, j, new[j]), None, shown(new[j]))


def _entry_place(place: str, index: int, entry: object) -> str:
    name = _known_by(entry, ("title", "name", "heading")) if _is_structure(entry) else None
    where = to_thai(f"{place} ลำดับ {index + 1}")
    return f"{where} ({str(name)[:60]})" if name else where


def _pairs(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[int | None, int | None]]:
    """Which entry became which: those of one key, then those that stand in the place of each other."""
    before, after = _keys(old, new)
    for tag, i, j, m, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(i, j), range(m, n), strict=True)
        elif tag == "replace":
            length = max(j - i, n - m)
            for step in range(length):
                yield (i + step if i + step < j else None), (m + step if m + step < n else None)
        else:
            yield from ((each, None) for each in range(i, j))
            yield from ((None, each) for each in range(m, n))


def _keys(old: Sequence[object], new: Sequence[object]) -> tuple[list[str], list[str]]:
    """What the entries of two lists are told apart by: the same in both."""
    for name in _KEYS:
        before, after = ([str(getattr(entry, name, None) or "") for entry in entries] for entries in (old, new))
        if all(all(keys) and len(set(keys)) == len(keys) for keys in (before, after)):
            return before, after
    return [shown(entry) for entry in old], [shown(entry) for entry in new]


def _known_by(entry: object, names: Sequence[str]) -> object:
    return next((value for name in names if (value := getattr(entry, name, None))), None)


@lru_cache(maxsize=256)
def _title(model: type[BaseModel]) -> str:
    return str(getattr(model, "thai_name", "")) or model.__name__


def title_of(value: BaseModel) -> str:
    """What a model is called."""
    return _title(type(value))


def shown(value: object) -> str:
    """A value in the words of those who read it; empty for nothing."""
    write = next((write for kinds, write in _WRITERS if isinstance(value, kinds)), _shown_whole)
    return write(value)


def _figure(value: Decimal) -> str:
    """A figure of two decimals, or of all it has: what differs is never shown as the same."""
    return money(value) if value == half_up(value) else number(value)


def _person(person: Person) -> str:
    name = f"{person.title}{person.first_name}"
    return " ".join(part for part in (name, person.surname, person.position, person.acting_for) if part)


def _report(report: Report) -> str:
    """A part of a bundle, which is known by its kind and what it is about."""
    return " ".join(part for part in (report.thai_name, shown(_known_by(report, ("title", "subject")))) if part)


def _unit(unit: Unit) -> str:
    return " ".join(part for part in (unit.name, unit.phone, unit.email) if part)


def _shown_whole(value: object) -> str:
    if isinstance(value, BaseModel):
        known = _known_by(value, ("title", "name", "heading", "text"))
        if known:
            return shown(known)
        fields = (shown(getattr(value, name)) for name in type(value).model_fields)
        return " ".join(text for text in fields if text)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {shown(each)}" for key, each in value.items())
    if isinstance(value, (tuple, list)):
        return " / ".join(shown(each) for each in value)
    if isinstance(value, (int, Period)):
        return to_thai(str(value))
    return str(value)


_WRITERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (type(None), lambda _: ""),
    (bool, lambda value: _YES if value else _NO),
    (Decimal, lambda value: to_thai(_figure(value))),
    (date, lambda value: to_thai(be_date(value))),
    (Month, lambda value: to_thai(month_year(value))),
    (Person, _person),
    (Unit, _unit),
    (Report, _report),
    (Item, lambda value: f"{value.marker or ''} {value.text}".strip()),
    ((str, Enum), str),
)
