"""The one place where a value becomes text in a Word file.

Every ``{{ ... }}`` of every template passes through ``Printer``: the value becomes text in its usual Thai
form, the text gets the digits of its section and its no-break joins, and what cannot be written is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from itertools import chain, islice
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, Protocol, TypeAlias, TypeGuard, cast, runtime_checkable

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


_DRAWINGS: dict[type, tuple[bool, bool]] = {}


def _kinds(value: object) -> tuple[bool, bool]:
    """Whether a value is a picture, and a chart; asked once of each type, since asking a protocol takes long."""
    kind = type(value)
    if kind not in _DRAWINGS:
        _DRAWINGS[kind] = isinstance(value, PictureLike), isinstance(value, ChartLike)
    return _DRAWINGS[kind]


def is_drawing(value: object) -> bool:
    """Whether a value is a picture or a chart."""
    return any(_kinds(value))


def is_chart(value: object) -> TypeGuard[ChartLike]:
    """Whether a value is a chart."""
    return _kinds(value)[1]


def is_picture(value: object) -> TypeGuard[PictureLike]:
    """Whether a value is a picture."""
    return _kinds(value)[0]


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


Piece: TypeAlias = "bytes | str | tuple[str]"
"""What a template yields in turn: its own XML (``bytes``) and a value: a finished text (``Done``), the place of a
drawing (``bytes``), or a text that is still to be done with all the others by ``Printer.join``: as it is where digits
are Thai, alone in a tuple where they are Arabic."""

Writer = Callable[[object], Piece]
"""A value -> its text."""


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
        self._writers: dict[str, tuple[Writer, bool]] = {}

    def one_by_one(self) -> Printer:
        """A careful printer of the same digits."""
        return Printer(self._choice, keep=False, careful=True)

    def writer(self, section: str) -> tuple[Writer, bool]:
        """The function that writes the values of a section, and whether texts may wait as they are for ``join``."""
        if section not in self._writers:
            self._writers[section] = self._writer(self._shape(section))
        return self._writers[section]

    def _writer(self, shape: _Shape) -> tuple[Writer, bool]:

        def wait(value: object) -> Piece:
            return (_WRITERS.get(type(value)) or partial(self._written, shape=shape))(value)

        def wait_apart(value: object) -> Piece:
            written = self._written(value, shape)
            return (written,) if isinstance(written, str) else written

        def write(value: object) -> bytes:
            written = self._written(value, shape)
            return written if isinstance(written, bytes) else Done(_escaped(shape.of_one(written).encode()))

        if self.careful:
            return write, False
        return (wait, True) if shape is _THAI else (wait_apart, False)

    def text_writer(self, section: str) -> tuple[Callable[[object], str], bool]:
        """The same for docxtpl, which wants finished text."""
        shape = self._shape(section)

        def write(value: object) -> str:
            written = self._written(value, shape)
            return (written if isinstance(written, bytes) else _escaped(shape.of_one(written).encode())).decode()

        return write, False

    def join(self, parts: Iterable[Iterable[Piece]]) -> Iterator[bytes]:
        """The rendered parts, each of what its template yields: XML of its own and a value in turn.

        Small parts are done together, a long one in chunks.
        """
        waiting: list[list[Piece]] = []
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

    def _in_chunks(self, first: bytes, rest: Iterator[Piece]) -> bytes:
        whole = BytesIO()  # it hands over what it holds without a copy: half the memory of a list joined
        whole.write(first)
        while chunk := list(islice(rest, _CHUNK)):
            whole.writelines(self._joined([chunk]))
        return whole.getvalue()

    def _joined(self, parts: list[list[Piece]]) -> list[bytes]:
        values = list(chain.from_iterable([pieces[1::2] for pieces in parts]))
        done = self._done(values)
        start = 0
        for pieces in parts:
            end = start + len(pieces) // 2
            pieces[1::2] = done[start:end]
            start = end
        return [b"".join(cast("list[bytes]", pieces)) for pieces in parts]

    def _done(self, values: list[Any]) -> list[bytes]:
        """The values as they stand in the XML: those of each digit policy at once."""
        try:
            done = printed = _THAI.of_all(values)
        except TypeError:  # not all of them are texts that wait for Thai digits
            thai = iter(_THAI.of_all([value for value in values if type(value) is str]))
            arabic = iter(_ARABIC.of_all([value[0] for value in values if type(value) is tuple]))
            turn: dict[type, Iterator[bytes]] = {str: thai, tuple: arabic}
            done = [next(turn[type(value)]) if type(value) in turn else value for value in values]
            printed = [new for old, new in zip(values, done, strict=True) if type(old) is not bytes]
        if self._keep:
            self.printed += filter(None, printed)
        return done

    def _written(self, value: object, shape: _Shape) -> str | bytes:
        """A value's text; the place-holder of a picture or chart, which is set aside."""
        if type(value) in _WRITERS or not is_drawing(value):
            return text_of(value)
        return self._drawing(value, shape)

    def _shape(self, section: str) -> _Shape:
        choice = self._choice(section)
        if choice not in {"thai", "arabic"}:
            raise ValueError(f"digit policy of section {section!r} is {choice!r}, not 'thai' or 'arabic'")
        return _THAI if choice == "thai" else _ARABIC

    def _drawing(self, value: Any, shape: _Shape) -> bytes:
        """Set a picture aside as it is, a chart with its words in the digits of the section."""
        if is_chart(value):
            series = tuple((shape.of_one(name), tuple(values)) for name, values in value.series)
            categories = tuple(shape.of_one(name) for name in value.categories)
            value = _Chart(categories, series, value.alt, shape is _THAI, getattr(value, "least", None))
        self.drawings.append(value)
        return b"%b%d" % (TOKEN.encode(), len(self.drawings) - 1)


_CHUNK = 16_384
_LATIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CONTROLS = bytes((*range(0x20), *range(0x7F, 0xA0)))
_MARKED = bytes.maketrans(_LATIN + _CONTROLS, b"\x01" * len(_LATIN) + b"\x02" * len(_CONTROLS))
_OTHER_CONTROLS = ("\u2028", "\u2029", "\ufffe", "\uffff")
_BETWEEN = "`"
"""Stands between texts that are done together: a sign of one byte that can be printed, ties nothing and is rare."""


@dataclass(frozen=True)
class _Shape:
    """How texts of one digit policy are written: their digits turned, their no-break joins made.

    ``of_text`` does it for any text; where no Latin letter stands it turns every digit, as ``turned`` says in UTF-8.
    """

    of_text: Callable[[str], str]
    turned: tuple[tuple[bytes, bytes], ...]

    def of_one(self, value: str) -> str:
        """One text, with nothing in it that Word would take for its own marks."""
        return self.of_text(value if value.isprintable() else _cleaned(value))

    def of_all(self, values: list[str]) -> list[bytes]:
        """Each of the texts, escaped and in UTF-8, in a tenth of the time: each step is taken once for all.

        Those that cannot be printed as they are are done by themselves.
        """
        together = _BETWEEN.join(values)
        marked = together.encode("latin-1", "ignore").translate(_MARKED)
        if b"\x02" in marked or any(sign in together for sign in _OTHER_CONTROLS):
            return self._sorted_out(values)
        try:
            raw = text.no_break(together).encode()
        except UnicodeEncodeError:
            return self._sorted_out(values)
        for old, new in self.turned:
            raw = raw.replace(old, new)
        done = _escaped(raw).split(b"`") if values else []
        if len(done) != len(values):  # one of them has the sign that stands between them
            return self._sorted_out(values)
        if latin := list(_marked_texts(marked)):
            # No rule reads across the end of a line, and none of these texts has one.
            lines = self.of_text("\n".join([values[index] for index in latin]))
            for index, line in zip(latin, _escaped(lines.encode()).split(b"\n"), strict=True):
                done[index] = line
        return done

    def _sorted_out(self, values: list[str]) -> list[bytes]:
        plain = [value for value in values if value.isprintable() and _BETWEEN not in value]
        done = dict(zip(plain, self.of_all(plain), strict=True))
        return [done[value] if value in done else _escaped(self.of_one(value).encode()) for value in values]


def _marked_texts(marked: bytes) -> Iterator[int]:
    """Which of the texts, counted from 0, hold a Latin letter."""
    at, index, counted = marked.find(b"\x01"), 0, 0
    while at >= 0:
        index += marked.count(b"`", counted, at)
        yield index
        counted = marked.find(b"`", at)
        at = marked.find(b"\x01", counted) if counted >= 0 else -1


_DIGITS = tuple((str(digit).encode(), chr(0x0E50 + digit).encode()) for digit in range(10))
_THAI = _Shape(lambda value: digits.thai_text(text.no_break(value)), _DIGITS)
_ARABIC = _Shape(
    lambda value: text.no_break(digits.arabic_text(value)), tuple((thai, arabic) for arabic, thai in _DIGITS)
)


def _escaped(raw: bytes) -> bytes:
    return raw.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


TOKEN = "thaireport-drawing-"
"""What a picture or chart prints for itself, until the drawing around it is refilled."""


def drawing_only(value: object) -> object:
    """The filter put around a tag in an alternative text: a picture, a chart or nothing at all."""
    if value is None or is_drawing(value):
        return value
    if isinstance(value, Undefined):
        str(value)  # raises, naming the field
    raise UnprintableError("ข้อความแสดงแทน (Alt Text) รับเฉพาะรูปภาพหรือแผนภูมิ")
