"""The one place where a value becomes text in a Word file.

Every ``{{ ... }}`` of every template passes through ``Printer``: the value becomes text in its usual Thai
form, the text gets the digits of its section and its no-break joins, and what cannot be written is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from itertools import islice
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Protocol, cast, runtime_checkable

from jinja2 import Undefined

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
_FORBIDDEN = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x85\u2028\u2029]")


def _cleaned(value: str) -> str:
    """Line breaks as docxtpl's mark for a new paragraph (``\\a``), tabs kept, control characters refused."""
    if "\a" in value or (found := _FORBIDDEN.search(value)):
        at = value.index("\a") if "\a" in value else found.start()  # type: ignore[union-attr]
        message = f"มีอักขระควบคุม U+{ord(value[at]):04X} หลังข้อความ “{value[max(0, at - 10) : at]}”"
        raise UnprintableError(f"{message}: ลบอักขระนั้นแล้วพิมพ์ใหม่", fault_of_data=True)
    return _LINE_BREAK.sub("\a", value.strip("\r\n"))


@dataclass(frozen=True)
class _Chart:
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[Decimal | None]]]
    alt: str
    thai: bool
    least: Decimal | None


class Done(bytes):
    """The text of a value as it stands in the XML: in the digits of its section, tied, escaped, in UTF-8."""


Writer = Callable[[object], "str | bytes"]
"""A value -> its text: ``Done``, or a text that is still to be done with all the others by ``Printer.join``."""


class Printer:
    """What one render prints: texts through the digit policy, pictures and charts set aside to be put in.

    With ``keep``, ``printed`` holds every text in the order it was printed, for the proof that none was lost.
    A ``careful`` one does each text by itself: slower, but what is wrong with it is told at its own tag.
    """

    def __init__(self, choice: DigitChoice, *, keep: bool = True, careful: bool = False) -> None:
        self._choice = choice
        self._keep = keep
        self.careful = careful
        self.printed: list[bytes] = []
        self.drawings: list[PictureLike | ChartLike] = []

    def one_by_one(self) -> Printer:
        """A careful printer of the same digits."""
        return Printer(self._choice, keep=False, careful=True)

    def writer(self, section: str) -> tuple[Writer, bool]:
        """The function that writes the values of a section, and whether texts may wait as they are for ``join``."""
        shaped = self._shaper(section)
        if shaped is _in_thai and not self.careful:
            return lambda value: (_WRITERS.get(type(value)) or partial(self._written, shaped=shaped))(value), True

        def write(value: object) -> bytes:
            written = self._written(value, shaped)
            return written if isinstance(written, bytes) else Done(_escaped(shaped(written)))

        return write, False

    def text_writer(self, section: str) -> tuple[Callable[[object], str], bool]:
        """The same for docxtpl, which wants finished text."""
        shaped = self._shaper(section)

        def write(value: object) -> str:
            written = self._written(value, shaped)
            return (written if isinstance(written, bytes) else _escaped(shaped(written))).decode()

        return write, False

    def join(self, parts: Iterable[Iterable[str | bytes]]) -> Iterator[bytes]:
        """The rendered parts: of each what the template yields (``bytes``) and what its writers gave, in order.

        Small parts are done together, a long one in chunks.
        """
        waiting: list[list[str | bytes]] = []
        for pieces in parts:
            rest = iter(pieces)
            chunk = list(islice(rest, _CHUNK))
            waiting.append(chunk)
            if len(chunk) == _CHUNK:
                *small, first = self._joined(waiting)
                yield from small
                yield self._in_chunks(first, rest)
                waiting = []
        yield from self._joined(waiting)

    def _in_chunks(self, first: bytes, rest: Iterator[str | bytes]) -> bytes:
        whole = BytesIO()  # it hands over what it holds without a copy: half the memory of a list joined
        whole.write(first)
        while chunk := list(islice(rest, _CHUNK)):
            whole.writelines(self._joined([chunk]))
        return whole.getvalue()

    def _joined(self, parts: list[list[str | bytes]]) -> list[bytes]:
        waiting = list({piece: None for pieces in parts for piece in pieces if type(piece) is str})  # much stands twice
        done: dict[object, bytes] = dict(zip(waiting, _all_in_thai(waiting), strict=True)) if waiting else {}
        return [self._finished(pieces, done) for pieces in parts]

    def _finished(self, pieces: list[str | bytes], done: Mapping[object, bytes]) -> bytes:
        finished = cast("list[bytes]", list(map(done.get, pieces, pieces)))  # what is finished already stays as it is
        if self._keep:
            self.printed += [new for old, new in zip(pieces, finished, strict=True) if type(old) is not bytes]
        return b"".join(finished)

    def _written(self, value: object, shaped: Callable[[str], bytes]) -> str | bytes:
        """A value's text; the place-holder of a picture or chart, which is set aside."""
        if type(value) in _WRITERS or not isinstance(value, PictureLike | ChartLike):
            return text_of(value)
        return self._drawing(value, shaped)

    def _shaper(self, section: str) -> Callable[[str], bytes]:
        """Text -> UTF-8 in the digits of the section, with its no-break joins."""
        choice = self._choice(section)
        if choice not in {"thai", "arabic"}:
            raise ValueError(f"digit policy of section {section!r} is {choice!r}, not 'thai' or 'arabic'")
        return _in_thai if choice == "thai" else _in_arabic

    def _drawing(self, value: PictureLike | ChartLike, shaped: Callable[[str], bytes]) -> bytes:
        """Set a picture aside as it is, a chart with its words in the digits of the section."""
        if isinstance(value, ChartLike):
            series = tuple((shaped(name).decode(), tuple(values)) for name, values in value.series)
            categories = tuple(shaped(name).decode() for name in value.categories)
            value = _Chart(categories, series, value.alt, shaped is _in_thai, getattr(value, "least", None))
        self.drawings.append(value)
        return b"%b%d" % (TOKEN.encode(), len(self.drawings) - 1)


_CHUNK = 16_384
_LATIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MARKED = bytes.maketrans(_LATIN, b"\x01" * len(_LATIN))
_THAI_DIGITS = tuple((str(digit).encode(), chr(0x0E50 + digit).encode()) for digit in range(10))


def _in_thai(value: str) -> bytes:
    return digits.thai_text(text.no_break(value if value.isprintable() else _cleaned(value))).encode()


_BETWEEN = "`"
"""Stands between texts that are done together: a sign of one byte that can be printed, ties nothing and is rare."""


def _all_in_thai(values: list[str]) -> list[bytes]:
    """``_escaped(_in_thai(value))`` for each, in a tenth of the time: each step is taken once for all.

    Where no Latin letter stands, ``thai_text`` turns every digit; values with one are given to it, and those that
    cannot be printed as they are are done by themselves.
    """
    together = _BETWEEN.join(values)
    if not together.isprintable() or together.count(_BETWEEN) >= len(values):
        return _sorted_out(values)
    raw = text.no_break(together).encode()
    marked = raw.translate(_MARKED)
    for arabic, thai in _THAI_DIGITS:
        raw = raw.replace(arabic, thai)
    done = _escaped(raw).split(b"`")
    latin = list(_marked_texts(marked))
    if latin:
        # No rule of thai_text reads across the end of a line, and none of these texts has one.
        lines = digits.thai_text(text.no_break("\n".join([values[index] for index in latin])))
        for index, line in zip(latin, _escaped(lines.encode()).split(b"\n"), strict=True):
            done[index] = line
    return done


def _marked_texts(marked: bytes) -> Iterator[int]:
    """Which of the texts, counted from 0, hold a Latin letter."""
    at, index, counted = marked.find(b"\x01"), 0, 0
    while at >= 0:
        index += marked.count(b"`", counted, at)
        yield index
        counted = marked.find(b"`", at)
        at = marked.find(b"\x01", counted) if counted >= 0 else -1


def _sorted_out(values: list[str]) -> list[bytes]:
    """``_all_in_thai`` where some cannot be done together: these by themselves, the others together."""
    plain = [value for value in values if value.isprintable() and _BETWEEN not in value]
    done = dict(zip(plain, _all_in_thai(plain), strict=True)) if plain else {}
    return [done[value] if value in done else _escaped(_in_thai(value)) for value in values]


def _in_arabic(value: str) -> bytes:
    return text.no_break(digits.arabic_text(value if value.isprintable() else _cleaned(value))).encode()


def _escaped(raw: bytes) -> bytes:
    return raw.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


TOKEN = "thaireport-drawing-"
"""What a picture or chart prints for itself, until the drawing around it is refilled."""


def drawing_only(value: object) -> object:
    """The filter put around a tag in an alternative text: a picture, a chart or nothing at all."""
    if value is None or isinstance(value, PictureLike | ChartLike):
        return value
    if isinstance(value, Undefined):
        str(value)  # raises, naming the field
    raise UnprintableError("ข้อความแสดงแทน (Alt Text) รับเฉพาะรูปภาพหรือแผนภูมิ")
