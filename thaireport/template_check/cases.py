"""What the entries have in common that lost a value, and those that have it printed have not: the case to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from thaireport.template_check.varied import OTHER, THERE, Entries, Has, Longer, Made, Path

Entry = tuple[Made, Path]
Trait = tuple[tuple[str, ...], object]
"""What is true of an entry: ``(("body", "level"), 3)``; ``(("body",), LAST)``."""
Traits = frozenset[Trait]
FIRST, NOT_FIRST, LAST, NOT_LAST = "first", "not first", "last", "not last"
ONLY, ONE_OF_MANY = "only", "one of many"
_MOST = 3
"""How many traits a case has; one that needs more is told by an example."""
_TELLING = 0.6
"""A trait that more than this part of the printed ones have as well tells nothing."""
_COMPARED = 400
"""How many entries are compared: those of a large trial are much alike."""


@dataclass(frozen=True)
class Nth:
    """The trait of an entry that a template takes by its number, from 1."""

    number: int


@dataclass(frozen=True)
class Case:
    """The traits of entries that lost a value, or any of ``others`` in place of the only one.

    Without ``is_sure`` others with all these traits have it printed.
    """

    traits: tuple[Trait, ...]
    is_sure: bool
    others: tuple[object, ...] = ()

    def words(self, described: Callable[[tuple[str, ...]], str]) -> str:
        """``เมื่อ body[].level (เนื้อหา > ระดับ) เป็น 3``."""
        listed = " และ ".join(_words(described(name), value) for name, value in self.traits)
        listed += "".join(f" หรือ{_value(value)}" for value in self.others)
        return f"เมื่อ {listed}{'' if self.is_sure else ' (บางรายการ)'}" if listed else "ในบางรายการ"


def cases(lost: Sequence[Entry], printed: Sequence[Entry]) -> list[Case]:
    """The cases in which a value is lost, one for each trait that tells most."""
    waiting = [frozenset(_traits(*entry)) for entry in lost[:_COMPARED]]
    others = [frozenset(_traits(*entry)) for entry in printed[:_COMPARED]]
    found: dict[Trait | None, list[Case]] = {}
    while waiting:
        case = _case(waiting, others)
        found.setdefault(case.traits[0] if case.traits else None, []).append(case)
        waiting = [traits for traits in waiting[1:] if not set(case.traits) <= traits]
    return _joined([_common(alike) for alike in found.values()])


def _joined(found: Sequence[Case]) -> list[Case]:
    """Cases that are one value or another of the same field told as one: ``level เป็น 3 หรือ 4``."""
    joined: dict[object, Case] = {}
    for case in found:
        is_value = len(case.traits) == 1 and type(case.traits[0][1]) in {str, int} and case.traits[0][1] not in _PLACES
        key = (case.traits[0][0], case.is_sure) if is_value else case
        first = joined.setdefault(key, case)
        if first is not case:
            joined[key] = replace(first, others=(*first.others, case.traits[0][1]))
    return list(joined.values())


def _common(alike: Sequence[Case]) -> Case:
    """What cases that begin alike have in common."""
    shared = tuple(trait for trait in alike[0].traits if all(trait in case.traits for case in alike))
    return Case(shared, alike[0].is_sure and shared == alike[0].traits)


def _case(lost: Sequence[Traits], printed: Sequence[Traits]) -> Case:
    """The fewest traits of the first entry that no other entry has, and that most lost ones have."""
    chosen: list[Trait] = []
    like, unlike = list(lost), list(printed)
    while unlike and len(chosen) < _MOST:
        best = min(lost[0], key=lambda trait: _rank(trait, like, unlike), default=None)
        if best is None or sum(best in each for each in unlike) > len(unlike) * _TELLING:
            break
        chosen.append(best)
        like, unlike = [each for each in like if best in each], [each for each in unlike if best in each]
    return Case(tuple(chosen), not unlike)


def _rank(trait: Trait, like: Sequence[Traits], unlike: Sequence[Traits]) -> tuple[float, int, str]:
    """How well a trait tells the lost from the printed, the least first; of two the nearer to the value."""
    right, wrong = sum(trait in each for each in like) / len(like), sum(trait in each for each in unlike) / len(unlike)
    return wrong - right, -len(trait[0]), repr(trait)


def _traits(made: Made, path: Path) -> Iterator[Trait]:
    """What is true where a value stands: of its record and those around it, and its place in each list."""
    for length in range(len(path) + 1):
        for at, value in made.traits_of.get(path[:length], ()):
            yield key_of(at), value
        if length < len(path) and isinstance(place := path[length], int):
            count = made.counts.get(path[:length], 0)
            if path[:length] in made.indexed:
                yield key_of(path[:length]), Nth(place + 1)
            here = key_of(path[:length])
            yield here, FIRST if place == 0 else NOT_FIRST
            yield here, LAST if place == count - 1 else NOT_LAST
            yield here, ONLY if count == 1 else ONE_OF_MANY


def key_of(path: Path) -> tuple[str, ...]:
    """A path without the numbers of entries: the field wherever it stands."""
    return tuple(step for step in path if isinstance(step, str))


def _words(name: str, value: object) -> str:  # noqa: PLR0911 - one line for each trait
    if isinstance(value, Entries):
        return f"{name} มี {value.count} รายการ" if value.count else f"{name} ว่าง"
    if isinstance(value, Longer):
        return f"{name} ยาว{'' if value.is_so else 'ไม่ถึง'} {value.than} ตัวอักษร{'ขึ้นไป' if value.is_so else ''}"
    if isinstance(value, Nth):
        return f"เป็นรายการที่ {value.number} ของ {name}"
    if isinstance(value, Has):
        return f"{name} {'มี' if value.is_so else 'ไม่มี'} {value.choice}"
    if isinstance(value, bool):
        return f"{name} เป็น{'ใช่' if value else 'ไม่ใช่'}"
    if value in _PLACES:
        return f"{_PLACES[str(value)]}ของ {name}"
    if value == THERE:
        return f"มี {name}"
    return f"{name} เป็น{_value(value)}" if value else f"{name} ว่าง"


def _value(value: object) -> str:
    return "ค่าอื่น" if value == OTHER else f" {value}"


_PLACES = {
    FIRST: "เป็นรายการแรก",
    NOT_FIRST: "ไม่ใช่รายการแรก",
    LAST: "เป็นรายการสุดท้าย",
    NOT_LAST: "ไม่ใช่รายการสุดท้าย",
    ONLY: "เป็นรายการเดียว",
    ONE_OF_MANY: "เป็นรายการหนึ่งในหลายรายการ",
}
