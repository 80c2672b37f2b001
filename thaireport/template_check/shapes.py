"""What a template may reach in a model: the kind of every value, worked out from annotations alone.

A model's fields, its public properties, dataclasses, named tuples, lists and mappings are followed; what has no
annotation is ``ANY``, and nothing is claimed about it.
"""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path, PurePath
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from thaireport.fields import Dash
from thaireport.pictures import Picture, PictureFile
from thaireport.report import Report
from thaireport.thai.dates import Month, Period

Word = Literal["text", "number", "integer", "date", "period", "flag", "dash", "list", "map", "record", "drawing", "any"]

WORDS: Mapping[str, str] = {
    "text": "ข้อความ",
    "number": "จำนวน (ทศนิยม)",
    "integer": "จำนวนเต็ม",
    "date": "วันที่",
    "period": "ช่วงเวลา",
    "flag": "ค่าจริง/เท็จ",
    "dash": "เครื่องหมาย -",
    "list": "รายการหลายค่า",
    "map": "ตารางชื่อกับค่า",
    "record": "ข้อมูลทั้งชุด",
    "drawing": "รูปภาพหรือแผนภูมิ",
    "any": "ค่าใดก็ได้",
}
"""What a person is told of each kind of value."""


@dataclass(frozen=True)
class Shape:
    """One kind of value. ``of``: a record's class, a list's or mapping's entries; ``each``: a fixed tuple's entries.

    ``choices`` are the only texts that are possible.
    """

    word: Word
    of: Any = None
    each: tuple[Kinds, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kinds:
    """What a value may be: one of ``shapes``, or nothing at all where it is ``optional``."""

    shapes: tuple[Shape, ...]
    optional: bool = False

    def has(self, *words: Word) -> bool:
        """Whether the value can be one of these (a value of unknown kind can be anything)."""
        return any(shape.word in words or shape.word == "any" for shape in self.shapes)

    def only(self, *words: Word) -> bool:
        """Whether the value is one of these and never anything else."""
        return bool(self.shapes) and all(shape.word in words for shape in self.shapes)

    @property
    def entries(self) -> Kinds:
        """What the entries of a list or mapping may be."""
        found: list[Kinds] = []
        for shape in self.shapes:
            if shape.word in {"list", "map"}:
                found += shape.each or (shape.of or ANY,)
        return union(found) if found else ANY

    @property
    def words(self) -> str:
        """The kinds in Thai: ``จำนวน (ทศนิยม) หรือเครื่องหมาย -``."""
        return " หรือ".join(dict.fromkeys(WORDS[shape.word] for shape in self.shapes)) or "ค่าว่าง"


PHONES = ("phone", "fax")
"""Fields that hold a telephone number."""
ANY = Kinds((Shape("any"),))
TEXT = Kinds((Shape("text"),))
_PLACE = Shape("record", Path)
"""A folder or file of this machine, whose name is nobody's business: no template may use it."""
INTEGER = Kinds((Shape("integer"),))
FLAG = Kinds((Shape("flag"),))

LOOP: Mapping[str, Kinds] = {
    **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"), INTEGER),
    **dict.fromkeys(("first", "last"), FLAG),
    **dict.fromkeys(("previtem", "nextitem"), ANY),
}
"""What ``loop`` has inside a ``for``."""


def union(kinds: Iterable[Kinds]) -> Kinds:
    """What may be any of these."""
    listed = list(kinds)
    shapes = tuple(dict.fromkeys(shape for each in listed for shape in each.shapes))
    return Kinds(shapes, any(each.optional for each in listed))


_SIMPLE: Mapping[type, Word] = {
    bool: "flag",
    int: "integer",
    Decimal: "number",
    str: "text",
    date: "date",
    Month: "date",
    Period: "period",
    Dash: "dash",
    Picture: "drawing",
}


def kinds_of(annotation: Any) -> Kinds:
    """What an annotation allows: ``Decimal | Dash | None`` is a number or a dash, perhaps nothing."""
    try:
        return _kinds(annotation)
    except TypeError:  # an annotation that cannot be hashed says nothing that could be checked
        return ANY


@lru_cache(maxsize=4_096)
def _kinds(annotation: Any) -> Kinds:  # noqa: PLR0911 - one line for each form that an annotation takes
    if annotation is None or annotation is type(None):
        return Kinds((), optional=True)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in {typing.Union, types.UnionType}:
        return union(map(_kinds, get_args(annotation)))
    if origin is Literal:
        return _literal(get_args(annotation))
    if value := getattr(annotation, "__value__", None):  # a ``type X = ...`` of Python 3.12
        return _kinds(value)
    if isinstance(origin, type):
        return _container(origin, get_args(annotation))
    return _class(annotation) if isinstance(annotation, type) else ANY


def _literal(values: tuple[Any, ...]) -> Kinds:
    if all(isinstance(value, str) for value in values):
        return Kinds((Shape("text", choices=values),))
    return union(kinds_of(type(value)) for value in values)


def _container(origin: type, arguments: tuple[Any, ...]) -> Kinds:
    if issubclass(origin, Mapping):
        return Kinds((Shape("map", _kinds(arguments[1])),))
    if issubclass(origin, tuple) and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        return Kinds((Shape("list", each=tuple(map(_kinds, arguments))),))
    if issubclass(origin, (Sequence, AbstractSet)) or origin is typing.cast(Any, Iterable):
        return Kinds((Shape("list", _kinds(arguments[0])),))
    return ANY


def _class(cls: type) -> Kinds:  # noqa: PLR0911 - one line for each kind of class
    if cls in _SIMPLE:
        return Kinds((Shape(_SIMPLE[cls]),))
    if issubclass(cls, PurePath):
        return Kinds((_PLACE,))
    if issubclass(cls, PictureFile):
        return Kinds((Shape("record", cls),))
    if _is_chart(cls):
        return Kinds((Shape("drawing", cls),))
    if issubclass(cls, str):
        choices = tuple(str(member.value) for member in cls) if issubclass(cls, Enum) else ()
        return Kinds((Shape("text", choices=choices),))
    if issubclass(cls, (dict, list, tuple, set, frozenset)) and not hasattr(cls, "_fields"):
        return Kinds((Shape("map" if issubclass(cls, dict) else "list", ANY),))
    if issubclass(cls, BaseModel) or is_dataclass(cls) or hasattr(cls, "_fields"):
        return Kinds((Shape("record", cls),))
    return ANY


def _is_chart(cls: type) -> bool:
    """What the engines take for a chart (``output.docx.ChartLike``): categories, series, an alternative text."""
    return {"categories", "series", "alt"} <= {*dir(cls), *getattr(cls, "__dataclass_fields__", {})}


# ---------------------------------------------------------------- the members of a record


@lru_cache(maxsize=1_024)
def members(cls: type) -> Mapping[str, Kinds]:
    """The names that a template may use of a record, each with what it may be."""
    found = {name: kinds_of(annotation) for name, annotation in _stored(cls).items()}
    for name, value in _properties(cls).items():
        found.setdefault(name, kinds_of(_hints(value).get("return", Any)))
    if issubclass(cls, Report):
        printed = {name: found.get(other, ANY) for name, other in cls.PRINTED_AS.items()}
        return {name: printed.get(name, kinds) for name, kinds in found.items() if name in cls.printable()}
    found = {name: kinds for name, kinds in found.items() if _PLACE not in kinds.shapes}
    return {name: kinds for name, kinds in found.items() if not name.startswith(("_", "model_"))}


@lru_cache(maxsize=1_024)
def _stored(cls: type) -> dict[str, Any]:
    if issubclass(cls, BaseModel):
        return {name: field.annotation for name, field in cls.model_fields.items()}
    hints = _hints(cls)
    names = [each.name for each in fields(cls)] if is_dataclass(cls) else getattr(cls, "_fields", ())
    return {name: hints.get(name, Any) for name in names}


@lru_cache(maxsize=1_024)
def _properties(cls: type) -> dict[str, Any]:
    """The functions behind the public properties of a class."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if name.startswith("_") or base is BaseModel:
                continue
            if isinstance(value, property) and value.fget is not None:
                found[name] = value.fget
            elif isinstance(value, cached_property):
                found[name] = value.func
    return found


def _hints(thing: Any) -> dict[str, Any]:
    """The annotations of a class or function; names known to the type checker alone say nothing."""
    try:
        return typing.get_type_hints(thing)
    except (NameError, TypeError):
        names = _names_around(getattr(thing, "__module__", ""))
        return {name: _evaluated(text, names) for name, text in getattr(thing, "__annotations__", {}).items()}


def _names_around(module: str) -> dict[str, Any]:
    """The classes of a module's package and the names of the module itself: for imports made for types alone."""
    package = module.rpartition(".")[0] + "."
    around = [each for name, each in sorted(sys.modules.items()) if name.startswith(package) and each]
    classes = {name: value for each in around for name, value in vars(each).items() if isinstance(value, type)}
    return {"Any": Any, **classes, **vars(sys.modules.get(module, types.ModuleType(module)))}


def _evaluated(text: Any, names: Mapping[str, Any]) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return eval(text, dict(names))  # an annotation of our own code or an agency's, never of a template
    except (NameError, TypeError, SyntaxError, AttributeError):
        return Any


def is_property(cls: type, name: str) -> bool:
    """Whether a name is worked out (a property), not stored."""
    return name in _properties(cls) and name not in _stored(cls)


def function_of(cls: type, name: str) -> Any:
    """The function behind a property of a class."""
    return _properties(cls)[name]


# ---------------------------------------------------------------- what properties read


@lru_cache(maxsize=1_024)
def reads(cls: type) -> Mapping[str, frozenset[str]]:
    """For each property the fields of the record that it is made of, found in its code and the methods it uses."""
    names = set(_stored(cls))
    return {name: frozenset(_read_by(cls, function, set()) & names) for name, function in _properties(cls).items()}


def _read_by(cls: type, function: Any, seen: set[str]) -> set[str]:
    code = getattr(function, "__code__", None)
    used = names_in(code) if code else set()
    found = set(used)
    for name in used - seen:
        seen.add(name)
        inner = member_code(cls, name)
        if callable(inner) and hasattr(inner, "__code__"):
            found |= _read_by(cls, inner, seen)
    return found


def member_code(cls: type, name: str) -> Any:
    """The function behind a property or method of a class; None where there is none."""
    return _properties(cls).get(name) or getattr(cls, name, None)


def names_in(code: types.CodeType) -> set[str]:
    """The names that code and the functions inside it (comprehensions) read."""
    inner = [const for const in code.co_consts if isinstance(const, types.CodeType)]
    return set(code.co_names).union(*map(names_in, inner)) if inner else set(code.co_names)


def required(cls: type) -> list[str]:
    """The fields of a record that must be filled in."""
    if not issubclass(cls, BaseModel):
        return []
    return [name for name, field in cls.model_fields.items() if field.is_required()]


def without_nothing(kinds: Kinds) -> Kinds:
    """The same value where it is known to be there."""
    return replace(kinds, optional=False)
