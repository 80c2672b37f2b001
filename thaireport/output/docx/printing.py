"""The one place where a value becomes text in a Word file.

Every ``{{ ... }}`` of every template passes through ``Printer``: the value becomes text in its usual Thai
form, the text gets the digits of its section and its no-break joins, and what cannot be written is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Protocol, runtime_checkable

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from thaireport.fields import Dash
from thaireport.thai import dates, digits, money, text

PRINTER = "_printer"
"""Where a render keeps its ``Printer`` in the context; templates cannot reach a name with an underscore."""

DigitChoice = Callable[[str], str]
"""Section name -> ``"thai"`` or ``"arabic"``; the section ``""`` is all that no tag names."""


@runtime_checkable
class PictureLike(Protocol):
    """A picture to put in a placeholder: ``thaireport.pictures.Picture`` is one."""

    @property
    def data(self) -> bytes: ...
    @property
    def kind(self) -> str: ...
    @property
    def alt(self) -> str: ...
    @property
    def width_px(self) -> int: ...
    @property
    def height_px(self) -> int: ...


@runtime_checkable
class ChartLike(Protocol):
    """The figures of a chart: each series has a name and one value (or None: a gap) per category."""

    @property
    def categories(self) -> Sequence[str]: ...
    @property
    def series(self) -> Sequence[tuple[str, Sequence[Decimal | None]]]: ...
    @property
    def alt(self) -> str: ...


class UnprintableError(ValueError):
    """A value that the engine will not write; ``fault_of_data`` tells bad data from a wrong template."""

    def __init__(self, message: str, *, fault_of_data: bool = False) -> None:
        super().__init__(message)
        self.fault_of_data = fault_of_data


_WRITERS: dict[type, Callable[..., str]] = {
    str: lambda value: value,
    int: str,
    Decimal: money.money,
    date: dates.long_date,
    dates.Month: dates.long_date,
    dates.Period: dates.period,
    Dash: str,
    type(None): lambda _: "",
}


def text_of(value: object) -> str:
    """A value in its usual form, with Arabic digits: ``12,345.00``, ``20 เมษายน 2569``; None is empty.

    Raises ``UnprintableError`` for what has no form: bool, float, lists, whole records, methods.
    """
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, Undefined):
        str(value)  # StrictUndefined raises here, naming the field
    if isinstance(value, str):
        return str.__str__(value)
    raise UnprintableError(f"พิมพ์ไม่ได้ เพราะเป็น{_kind_in_thai(value)}")


_UNWRITTEN: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "ค่าจริง/เท็จ: ใช้ {%p if %} เลือกข้อความแทน"),
    (float, "ทศนิยมฐานสอง (float): ใช้ Decimal"),
    (datetime, "วันที่พร้อมเวลา: ใช้วันที่อย่างเดียว"),
    ((list, tuple, set, frozenset), "รายการหลายค่า: ใช้ {%p for %} หรือ |join"),
    ((MethodType, BuiltinMethodType, FunctionType), "คำสั่ง ไม่ใช่ช่องข้อมูล"),
)


def _kind_in_thai(value: object) -> str:
    for kinds, description in _UNWRITTEN:
        if isinstance(value, kinds):
            return description
    return f"ข้อมูลทั้งชุด ({type(value).__name__}): ระบุช่องย่อย เช่น .name"


# What XML cannot hold, and what Word would take for its own marks.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029\x0b]")


def _cleaned(value: str) -> str:
    """Line breaks as ``\\a`` (docxtpl's mark for a new paragraph), tabs as they are, control characters
    refused.
    """
    value = _LINE_BREAK.sub("\a", value.strip("\r\n"))
    if found := _FORBIDDEN.search(value.replace("\a", "")):
        shown = value[max(0, found.start() - 10) : found.start()].replace("\a", " ")
        message = f"มีอักขระควบคุม U+{ord(found.group()):04X} หลังข้อความ “{shown}”: ลบอักขระนั้นแล้วพิมพ์ใหม่"
        raise UnprintableError(message, fault_of_data=True)
    return value


@dataclass(frozen=True)
class _Chart:
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[Decimal | None]]]
    alt: str


class Printer:
    """What one render prints: texts through the digit policy, pictures and charts set aside to be put in.

    ``printed`` holds every text in the order it was printed, for the proof that none was lost (None: not
    kept).
    """

    def __init__(self, choice: DigitChoice, *, keep: bool = True) -> None:
        self._choice = choice
        self._converters: dict[str, Callable[[str], str]] = {}
        self.printed: list[str] | None = [] if keep else None
        self.drawings: list[PictureLike | ChartLike] = []

    def write(self, value: object, section: str) -> str:
        """The text of a value as it stands in the file (not yet escaped)."""
        if type(value) not in _WRITERS and isinstance(value, PictureLike | ChartLike):
            self.drawings.append(self._drawing(value, section))
            return f"{TOKEN}{len(self.drawings) - 1}"
        shaped = self._shaped(text_of(value), section)
        if self.printed is not None:
            self.printed.append(shaped)
        return shaped

    def _shaped(self, value: str, section: str) -> str:
        if not value.isprintable():
            value = _cleaned(value)
        convert = self._converters.get(section) or self._converter(section)
        return text.no_break(convert(value))

    def _drawing(self, value: PictureLike | ChartLike, section: str) -> PictureLike | ChartLike:
        """A picture as it is; a chart with its words in the digits of the section."""
        if isinstance(value, PictureLike):
            return value
        shaped = partial(self._shaped_line, section=section)
        series = tuple((shaped(name), tuple(values)) for name, values in value.series)
        return _Chart(tuple(map(shaped, value.categories)), series, value.alt)

    def _shaped_line(self, value: str, section: str) -> str:
        return self._shaped(value, section).replace("\a", " ")

    def _converter(self, section: str) -> Callable[[str], str]:
        choice = self._choice(section)
        if choice not in {"thai", "arabic"}:
            raise ValueError(f"digit policy of section {section!r} is {choice!r}, not 'thai' or 'arabic'")
        convert = digits.thai_text if choice == "thai" else digits.arabic_text
        return self._converters.setdefault(section, convert)


TOKEN = "thaireport-drawing-"
"""What a picture or chart prints for itself, until the drawing around it is refilled."""


@pass_context
def finalize(context: Context, value: object) -> str:
    """Jinja's hook: called for every value printed, in this template and in docxtpl alike."""
    printer: Printer = context.parent[PRINTER]
    return printer.write(value, getattr(context.eval_ctx, "section", ""))
