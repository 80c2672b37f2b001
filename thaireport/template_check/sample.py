"""Made-up data of a model, from its annotations: for the trial of a template, and for forms printed empty.

A ``Record`` stands for an instance of a class: what is stored is made up by its kind; what is worked out (a
property) runs its own code over the made-up values where ``Maker.computes`` says so, and is made up where that code
fails or is not wanted.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from thaireport.agency import Agency, Person
from thaireport.fields import DASH, Blank
from thaireport.parts import ChartData, Item, Series
from thaireport.pictures import Picture
from thaireport.report import Report
from thaireport.template_check import shapes
from thaireport.template_check.shapes import Kinds, Shape
from thaireport.thai.dates import Month, Period

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e366"
    "0000000049454e44ae426082"
)
_SIMPLE: Mapping[str, Any] = {
    "number": Decimal("1234567.85"),
    "integer": 12,
    "date": date(2026, 4, 20),
    "period": Period(Month(2025, 10), Month(2026, 9)),
    "dash": DASH,
}
SPECIAL = "ข้อความ R&D <ฝ่าย ก> “อ้างอิง” 'ก' % ครบถ้วน"
"""What is lost where a file is not escaped."""
_INNER = 8
"""How many entries at most a list in a list has: thirty rows of thirty lines each show no more, and take long."""
_LONG = "ข้อความที่ยาวมากเพื่อทดสอบการขึ้นบรรทัดใหม่ของแม่แบบ "


@dataclass
class Maker:
    """How values are made up. ``entries``: how many a list has; ``present``: whether what is optional is there."""

    entries: int = 3
    present: bool = True
    flag: bool = True
    choice: int = 0
    computes: bool = False
    text: str = SPECIAL
    blank: bool = False
    keeps_defaults: bool = False

    # ------------------------------------------------------------ values

    def value(self, kinds: Kinds, *, least: int = 0, long: bool = False) -> Any:
        """A value of these kinds; at least ``least`` entries of a list."""
        if not kinds.shapes or (kinds.optional and not self.present):
            return None
        shape = next((each for each in kinds.shapes if each.word != "dash"), kinds.shapes[0])
        return self._of(shape, least, long=long)

    def _of(self, shape: Shape, least: int, *, long: bool) -> Any:  # noqa: PLR0911 - one line for each kind
        if shape.word == "list":
            return self._list(shape, least)
        if shape.word == "record":
            return record(shape.of, self)
        if shape.word == "map":
            return _Map(self, shape.of)
        if shape.word == "flag":
            return self.flag
        if shape.word == "drawing":
            return None if self.blank else self._drawing(shape)
        if self.blank:
            return Blank("." * (_DOTS_LONG if long else _DOTS[shape.word]))
        return self._simple(shape)

    def _list(self, shape: Shape, least: int) -> list[Any]:
        if shape.each:
            return [self.value(each) for each in shape.each]
        count = self.entries if self.present else least
        inner = replace(self, entries=_INNER) if self.entries > _INNER else self
        return [inner.value(shape.of or shapes.ANY) for _ in range(max(count, least))]

    def _simple(self, shape: Shape) -> Any:
        if shape.choices:
            return shape.choices[min(self.choice, len(shape.choices) - 1)]
        return _SIMPLE.get(shape.word, self.text)

    def _drawing(self, shape: Shape) -> Any:
        if isinstance(shape.of, type):
            names = ("ก", "ข", "ค")
            values = (Decimal("90.5"), None, Decimal(75))
            return ChartData(names, (Series("ชุดที่ ก", values), Series("ชุดที่ ข", values)), "แผนภูมิทดสอบ")
        return Picture(_PNG, "png", 1, 1, "ภาพทดสอบ")

    def phone(self) -> str:
        """A telephone number: one is read when it is typed, so that no other text gets to where it is printed."""
        return "0 4312 3456"

    def of_key(self, _key: object) -> Maker:
        """What makes up the value of a mapping's key."""
        return self

    # ------------------------------------------------------------ what a class stores

    def instead_of(self, _cls: type, _name: str) -> Maker:
        """What makes up a property whose code fails over made-up values, or is not to run."""
        return self

    def stored(self, cls: type, name: str, kinds: Kinds) -> Any:
        """The value of a field: its default where defaults are kept, else made up."""
        field_info = cls.model_fields.get(name) if issubclass(cls, BaseModel) else None
        if field_info is None:
            return self.value(kinds)
        kinds = shapes.kinds_of(field_info.annotation)  # as stored, whatever a template sees by that name
        if self.blank and name in getattr(cls, "DOTTED", ()):
            return replace(self, present=True).value(shapes.without_nothing(kinds), least=2)
        if self.keeps_defaults and not field_info.is_required() and not (cls is Person and name == "position"):
            default = field_info.get_default(call_default_factory=True)
            # Of an agency's own fields, which are none here, a template may ask for any name.
            if default != {} and (default != () or not _is_prose(kinds)):
                return default
            return self.value(kinds, least=2 if issubclass(cls, Report) else 1)
        least = max((each.min_length for each in field_info.metadata if isinstance(each, MinLen)), default=0)
        if not kinds.has("list"):
            least = 0
        elif self.blank and field_info.is_required():
            least = _lines(kinds)
        if name in shapes.PHONES and self.present and not self.blank:
            return self.phone()
        long = cls is Item and name == "text"
        return self.value(_as_required(kinds, field_info, cls), least=least, long=long)


class _Map(dict[Any, Any]):
    """A mapping that has whatever it is asked for."""

    def __init__(self, maker: Maker, entries: Kinds) -> None:
        super().__init__()
        self._maker, self._entries = maker, entries

    def __missing__(self, key: object) -> Any:
        return self._maker.of_key(key).value(self._entries)


_ORDINALS = frozenset({"number", "serial", "level"})
"""Which of a list something is: no figure, a form printed empty has it too."""
_DOTS_LONG = 290
"""Two lines of a page."""
_DOTS: Mapping[str, int] = {"text": 40, "number": 16, "integer": 6, "date": 30, "period": 30, "dash": 6, "any": 20}


def _lines(kinds: Kinds) -> int:
    """How many entries a list of a blank form has: lines of prose, rows of a table."""
    return 3 if _is_prose(kinds) else 5


def _is_prose(kinds: Kinds) -> bool:
    return any(shape.of and any(entry.of is Item for entry in shape.of.shapes) for shape in kinds.shapes)


def _as_required(kinds: Kinds, info: FieldInfo, cls: type) -> Kinds:
    return shapes.without_nothing(kinds) if info.is_required() or cls is Person else kinds


def trials() -> Mapping[str, Maker]:
    """The made-up data that a template is tried with, by its Thai name."""
    return {
        "ข้อมูลครบทุกช่องและมีอักขระพิเศษ": Maker(entries=5),
        "ตัวเลือกอื่นและไม่เลือกช่องใช่/ไม่ใช่": Maker(flag=False, choice=1, entries=5),
        "ช่องที่ไม่บังคับและรายการเว้นว่าง": Maker(present=False, flag=False, computes=True),
        "ข้อความยาวและรายการจำนวนมาก": Maker(entries=30, text=f"{SPECIAL} {_LONG * 20}".strip()),
    }


# ---------------------------------------------------------------- records


class Record:
    """An instance of a class that was never made: its members by name, made up when they are asked for."""

    def __init__(self, cls: type, maker: Maker, given: Mapping[str, Any], real: object = None) -> None:
        self.__dict__["__cls"], self.__dict__["__maker"] = cls, maker
        self.__dict__["__given"], self.__dict__["__real"] = given, real

    def __getattr__(self, name: str) -> Any:
        value = _member(self.__dict__, self, name)
        self.__dict__[name] = value
        return value

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def record(cls: type, maker: Maker, given: Mapping[str, Any] | None = None) -> Record:
    """Something like an instance of ``cls``; ``given`` are the members that are known."""
    return Record(cls, maker, given or {})


def _member(own: Mapping[str, Any], owner: Record, name: str) -> Any:
    cls, maker, given, real = own["__cls"], own["__maker"], own["__given"], own["__real"]
    if name in given:
        return given[name]
    here = shapes.members(cls)
    if name not in here:
        return _of_class(cls, owner, name)
    if real is not None and not shapes.is_property(cls, name):
        return _dotted(lenient(getattr(real, name), maker), name, maker)
    if shapes.is_property(cls, name):
        return _computed(cls, owner, name, maker, here[name])
    return maker.stored(cls, name, here[name])


def _computed(cls: type, owner: Record, name: str, maker: Maker, kinds: Kinds) -> Any:
    if maker.computes:
        try:
            return _dotted(lenient(shapes.function_of(cls, name)(owner), maker), name, maker)
        except Exception:  # code that real values never reach with dots in their place
            pass
    return maker.instead_of(cls, name).value(kinds)


def _dotted(value: Any, name: str, maker: Maker) -> Any:
    """A figure worked out from nothing as dots, where a form is printed empty: a sum of 0.00 would be no sum."""
    if not maker.blank or name in _ORDINALS:
        return value
    if isinstance(value, list):
        return [each if each else _dotted(each, name, maker) for each in value]
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return value
    return Blank("." * _DOTS["integer" if isinstance(value, int) else "number"])


def _of_class(cls: type, owner: Record, name: str) -> Any:
    """What is no member: a method bound to the record, a value of the class, the default of a private one."""
    private = getattr(cls, "__private_attributes__", {})
    if name in private:
        return private[name].get_default()
    if name.startswith("__") or not hasattr(cls, name):
        raise AttributeError(name)
    raw = next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)
    if isinstance(raw, property) and raw.fget is not None:
        return raw.fget(owner)
    return types.MethodType(raw, owner) if isinstance(raw, types.FunctionType) else getattr(cls, name)


def lenient(value: Any, maker: Maker) -> Any:
    """A real value whose own properties may fail over dots: they are then made up."""
    if isinstance(value, (Record, str, Report, Agency, Picture, ChartData)):
        return value
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return [lenient(each, maker) for each in value]
    if isinstance(value, BaseModel) or (is_dataclass(value) and not isinstance(value, (Month, Period))):
        return Record(type(value), maker, {}, value)
    return value


def context_of(model: type[Report], maker: Maker, names: Iterable[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a template of ``model`` prints: made-up values by name."""
    whole = record(model, maker, given)
    known = (name for name in names if name in model.printable())
    return {name: getattr(whole, model.PRINTED_AS.get(name, name)) for name in known}
