"""Whether what a clerk must type is read by anybody: required fields, nested ones too, followed into the print.

A template is filled twice with data that differs in one field alone. Where the two files are equal to the byte, the
field is printed nowhere: neither itself, nor by a property made of it, nor by a total. Fields whose way cannot be
followed (a property whose own code fails over made-up values) are not judged; one that a tag would print, though no
trial comes to it, is a warning: its ``if`` may wait for data that nobody made up.
"""

from __future__ import annotations

import types
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from thaireport.agency import Agency
from thaireport.errors import Problem
from thaireport.output.package import Packed, content
from thaireport.pictures import Picture
from thaireport.report import Report
from thaireport.template_check import shapes
from thaireport.template_check.sample import Maker, context_of, record
from thaireport.template_check.shapes import Kinds, Shape
from thaireport.template_check.walk import Uses
from thaireport.thai.dates import Month, Period

Path = tuple[str, ...]
Filled = Mapping[str, "bytes | Packed"]
Fill = Callable[[Mapping[str, Any]], Filled]
"""The context of a template -> the parts of the file made of it."""

_MADE_UP = "()"
"""In a path: what stands below is no field of the data but made up in a property's place."""
_WHOLE = frozenset({"asdict", "model_dump", "model_dump_json", "stored", "getattr", "vars", "__dict__"})
"""Names in code that may read a record's fields without naming them."""
_LETTERS = "กขคฆงจฉชซฌฐฑฒณดต"


@dataclass
class _Trace:
    """What happened while a template was filled: records that were asked for a value, code that failed."""

    records: dict[Path, type] = field(default_factory=dict)
    texts: dict[Path, str] = field(default_factory=dict)
    lost: list[tuple[Path, frozenset[str]]] = field(default_factory=list)
    """Where code failed, and the names that it reads."""
    carried: set[str] = field(default_factory=set)
    """The lists that a workbook carries whole in further sheets (``form.NAME``)."""


@dataclass
class _Marker(Maker):
    """Made-up values that differ from field to field, and know which field they are of.

    ``turned``: the field that has another value than usual; ``bare``: the record whose
    optional fields are left as they are.
    """

    entries: int = 2
    computes: bool = True
    at: Path = ()
    turned: Path | None = None
    bare: Path | None = None
    is_turned: bool = False
    trace: _Trace = field(default_factory=_Trace)

    def below(self, name: str) -> _Marker:
        """How the values of a field are made up."""
        here = (*self.at, name)
        return replace(self, at=here, is_turned=self.is_turned or here == self.turned)

    def stored(self, cls: type, name: str, kinds: Kinds) -> Any:
        self.trace.records.setdefault(self.at, cls)
        maker = self.below(name)
        info = cls.model_fields.get(name) if issubclass(cls, BaseModel) else None
        if self.at == self.bare and info is not None and not info.is_required():
            return info.get_default(call_default_factory=True)
        return Maker.stored(maker, cls, name, kinds)

    def instead_of(self, cls: type, name: str) -> _Marker:
        self.trace.lost.append((self.at, names_read(cls, shapes.function_of(cls, name))))
        return replace(self, at=(*self.at, _MADE_UP, name))

    def _list(self, shape: Shape, least: int) -> list[Any]:
        return super()._list(shape, least + 1 if self.is_turned and self.present else least)

    def _simple(self, shape: Shape) -> Any:
        turn = int(self.is_turned)
        if shape.choices:
            return shape.choices[(min(self.choice, len(shape.choices) - 1) + turn) % len(shape.choices)]
        first = date(2025, 10, 1) + timedelta(days=400 * turn)
        simple: dict[str, Any] = {
            "number": Decimal(5_000_000 * turn + zlib.crc32(repr(self.at).encode()) % 900 + 1),
            "integer": (2569 if self.at[-1].endswith("year") else 2) + turn,
            "date": first,
            "period": Period(Month(first.year, first.month), Month(first.year + 1, 9)),
        }
        return simple[shape.word] if shape.word in simple else super()._simple(shape)

    def value(self, kinds: Kinds, *, least: int = 0, long: bool = False) -> Any:
        found = super().value(kinds, least=least, long=long)
        if isinstance(found, bool):
            return found is not self.is_turned
        if type(found) is str and found == self.text:
            return self._text()
        return replace(found, alt=self._text()) if isinstance(found, Picture) else found

    def phone(self) -> str:
        return self._text()

    def _text(self) -> str:
        """A word that stands for the field: letters alone, which no digit policy and no line break touches."""
        if self.at and self.at[-1] in shapes.PHONES:
            return f"0 2123 456{int(self.is_turned)}"
        code = zlib.crc32(repr((self.at, self.is_turned)).encode())
        word = "".join(_LETTERS[code >> shift & 15] for shift in range(0, 32, 4))
        self.trace.texts[self.at] = word
        return word


class _Carried:
    """The rows that a workbook carries: none, but it is noted which are asked for."""

    def __init__(self, trace: _Trace) -> None:
        self._trace = trace

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._trace.carried.add(name)
        return []


def names_read(cls: type, function: Any) -> frozenset[str]:
    """Every name in the code of a function of ``cls``, and in the functions of its own package that it calls."""
    found: set[str] = set()
    waiting, seen = [function], set()
    root = cls.__module__.partition(".")[0]
    while waiting:
        each = waiting.pop()
        code = getattr(each, "__code__", None)
        if code is None or id(code) in seen:
            continue
        seen.add(id(code))
        names = shapes.names_in(code)
        found |= names
        around = each.__globals__
        modules = [value for name in names if isinstance(value := around.get(name), types.ModuleType)]
        for name in names:
            inner = shapes.member_code(cls, name)
            called = [inner, around.get(name), *(getattr(module, name, None) for module in modules)]
            waiting += [one for one in called if getattr(one, "__module__", "").partition(".")[0] == root]
    return frozenset(found)


# ---------------------------------------------------------------- the trial


@dataclass(frozen=True)
class _Field:
    """A required field: the path of its record, the record's class, its name."""

    owner: Path
    cls: type
    name: str

    @property
    def path(self) -> Path:
        return (*self.owner, self.name)


@dataclass(frozen=True)
class _Template:
    """What is filled again and again; ``names`` are the top-level names it prints."""

    fill: Fill
    model: type[Report]
    names: frozenset[str]

    def filled(self, maker: _Marker) -> _Print | None:
        """The file with a maker's data; None where the template cannot be filled so."""
        maker = replace(maker, trace=_Trace())
        try:
            given: dict[str, Any] = {"agency": record(Agency, maker.below("agency"))}
            context = context_of(self.model, maker, self.names, given)
            if "form" in self.names:
                context["form"] = _Carried(maker.trace)
            return _Print(self, maker, {name: content(part) for name, part in self.fill(context).items()})
        except Exception:  # the other trial tells of it
            return None


@dataclass(frozen=True)
class _Print:
    """The template filled once."""

    template: _Template
    maker: _Marker
    parts: Mapping[str, bytes]

    def asked(self) -> Iterator[_Field]:
        """The required fields of the records that were come to, if their way can be followed."""
        for owner, cls in list(self.maker.trace.records.items()):
            for name in shapes.required(cls):
                found = _Field(owner, cls, name)
                of_agency = "agency" in owner or (name == "agency" and issubclass(cls, Report))
                if not of_agency and _MADE_UP not in owner and not self.hides(found.path):
                    yield found

    def hides(self, path: Path) -> bool:
        """Whether code that failed or was not run might print a field, or a further sheet carries it."""
        trace = self.maker.trace
        if path[0] in trace.carried or (len(path) == 1 and "main" in trace.carried):
            return True
        below = ((path[len(at) :], names) for at, names in trace.lost if path[: len(at)] == at)
        return any(names & _WHOLE or names.issuperset(rest) for rest, names in below)

    def has_word(self, path: Path) -> bool:
        """Whether the word made up for a field, or for one below it, stands in the file."""
        words = (word for at, word in self.maker.trace.texts.items() if at[: len(path)] == path)
        return any(word.encode() in part for word in words for part in self.parts.values())

    def depends_on(self, path: Path) -> bool:
        """Whether another value in a field gives another file (or none at all)."""
        other = self.template.filled(replace(self.maker, turned=path))
        return other is None or other.parts != self.parts

    def shows(self, each: _Field) -> bool:
        """Whether a field reaches the file: in the usual data, or where its record has nothing but what it must."""
        if self.has_word(each.path) or self.depends_on(each.path):
            return True
        alone = self.template.filled(replace(self.maker, bare=each.owner))
        return alone is not None and alone.depends_on(each.path)

    def shows_record(self, owner: Path) -> bool:
        """Whether the record of a field is printed at all: other fields of it themselves, not only summed up."""
        return not owner or (self.has_word(owner) and self.depends_on(owner))


def never_printed(fill: Fill, model: type[Report], names: frozenset[str], used: Uses) -> Iterator[Problem]:
    """The required fields that are printed in no trial, each by its path and its Thai name.

    ``names`` are the top-level names of the template, ``used`` all that it names. A record that is not printed at
    all is not asked for its fields; that it must be printed is told of its own field.
    """
    template = _Template(fill, model, names)
    unseen: dict[Path, _Field] = {}
    seen: set[Path] = set()
    tried = 0
    for maker in _makers():
        if tried and not maker.computes:
            break
        filled = template.filled(maker)
        if filled is None:
            continue
        tried += 1
        for each in filled.asked():
            if each.path not in seen and filled.shows(each):
                seen.add(each.path)
            elif each.path not in seen and filled.shows_record(each.owner):
                unseen[each.path] = each
        unseen = {path: each for path, each in unseen.items() if path not in seen and not filled.hides(path)}
        if tried > 1 and not unseen:
            break
    for path, each in unseen.items():
        if not any(path[:length] in unseen for length in range(1, len(path))):
            yield _told(each, model, used)


def _makers() -> Iterator[_Marker]:
    """The data that is tried, until every field has been seen."""
    yield _Marker(bare=())  # as most reports are: what may be left out is left out
    yield _Marker()
    for choice in range(4):
        for flag in (True, False):
            yield _Marker(flag=flag, choice=choice)
    yield _Marker(present=False, flag=False)
    yield _Marker(entries=1)
    yield _Marker(entries=5, computes=False)  # only for a template that nothing else could fill


# ---------------------------------------------------------------- what is told


def _told(each: _Field, model: type[Report], used: Uses) -> Problem:
    path, titles = _described(each.path, model)
    if _is_named(each, path, used):
        message = f"ทดลองแล้วไม่พบช่องที่ต้องกรอก {path} ({titles}) ในไฟล์: ตรวจเงื่อนไข if รอบป้ายของช่องนี้"
        return Problem(message, each.path, "warning", "required-field")
    message = f"ไม่ได้พิมพ์ช่องที่ต้องกรอก {path} ({titles}): เพิ่มป้ายของช่องนี้ในแม่แบบ"
    return Problem(message, each.path, code="required-field")


def _is_named(each: _Field, path: str, used: Uses) -> bool:
    """Whether a tag would print the field; in a list by the class alone: a loop calls its entries as it likes."""
    if not each.owner or "[]" in path:
        return each.name in used.reached(each.cls, printed=True)
    return used.reaches(".".join(each.owner), each.cls, each.name)


def _described(path: Path, model: type) -> tuple[str, str]:
    """A path as ``thaireport fields`` writes it, and its Thai titles: ``opinions[].heading``, ``ความเห็น > หัวข้อ``."""
    shown, titles, cls = [], [], model
    for name in path:
        info: FieldInfo = cls.model_fields[name]  # type: ignore[attr-defined]
        kinds = shapes.kinds_of(info.annotation)
        is_list = kinds.has("list") and name != path[-1]
        shown.append(f"{name}[]" if is_list else name)
        titles.append(info.title or name)
        entries = kinds.entries if kinds.has("list") else kinds
        cls = next((shape.of for shape in entries.shapes if shape.word == "record"), cls)
    return ".".join(shown), " > ".join(titles)
