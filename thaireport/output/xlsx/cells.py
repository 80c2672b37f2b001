"""A value becomes the inside of a ``<c>`` element: numbers and dates stay values, text gets its digits.

Each kind of cell (its digits, whether its format shows dates, whether its text wraps) has one ``Encoder``, a
table from type to function; a type is looked at once, the first time it is met.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Undefined

from thaireport.fields import Blank, Dash
from thaireport.output.docx.printing import UnprintableError, text_of
from thaireport.output.xlsx.values import CellFault, Scalar, number_text
from thaireport.thai import digits
from thaireport.thai.dates import Month, Period

LONGEST_TEXT = 32_767
LARGEST = 10**15
MOST_LINE_BREAKS = 253
_EPOCH = date(1899, 12, 30)
_FIRST_DATE = date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that never was

_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029\x0b]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Mixed(tuple[object, ...]):
    """What a cell of text around fields comes to: texts and values in order."""

    __slots__ = ()


class Rich(tuple[tuple[str, tuple[object, ...]], ...]):
    """The same for a cell in several fonts: for each run its ``<rPr>`` and its texts and values."""

    __slots__ = ()


def converter(policy: str) -> Callable[[str], str]:
    """The digits of a section as a function on text; ``ValueError`` for an unknown policy.

    ``typed`` leaves texts as they are: sheets that carry data to be read again.
    """
    if policy == "typed":
        return str
    if policy not in ("thai", "arabic"):
        raise ValueError(f"digit policy is {policy!r}, not 'thai' or 'arabic'")
    return digits.thai_text if policy == "thai" else digits.arabic_text


def serial(day: date) -> int:
    """The number that Excel keeps for a day (CE); 1 March 1900 is the first that it counts rightly."""
    if day < _FIRST_DATE:
        raise UnprintableError(f"วันที่ {day.isoformat()} เก่าเกินกว่าที่ Excel เก็บได้", fault_of_data=True)
    return (day - _EPOCH).days


def clean(text: str) -> str:
    """Text as a cell can hold it; ``UnprintableError`` for control characters and for too much of it."""
    if not text.isprintable():
        text = _NEWLINE.sub("\n", text)
        if found := _FORBIDDEN.search(text):
            shown = text[max(0, found.start() - 10) : found.start()].replace("\n", " ")
            message = f"มีอักขระควบคุม U+{ord(found.group()):04X} หลังข้อความ “{shown}”: ลบอักขระนั้นแล้วพิมพ์ใหม่"
            raise UnprintableError(message, fault_of_data=True)
        if text.count("\n") > MOST_LINE_BREAKS:
            raise _too_much(f"{text.count(chr(10)):,} ครั้ง", f"ขึ้นบรรทัดใหม่ได้ {MOST_LINE_BREAKS} ครั้ง")
    if len(text) > LONGEST_TEXT:
        raise _too_much(f"{len(text):,} ตัวอักษร", f"{LONGEST_TEXT:,} ตัวอักษร")
    return text


def _too_much(found: str, limit: str) -> UnprintableError:
    return UnprintableError(f"ข้อความยาวเกินช่อง Excel ({found}; รับได้ {limit}): แบ่งเป็นหลายช่อง", fault_of_data=True)


def text_xml(text: str) -> str:
    """The ``<t>`` element of a text."""
    if "_x" in text:
        text = _ESCAPE_LIKE.sub("_x005F_", text)  # else Excel reads _x0041_ as the letter A
    if "&" in text or "<" in text or ">" in text:
        text = escape(text)
    if text.strip() != text or "\n" in text or "  " in text:
        return f'<t xml:space="preserve">{text}</t>'
    return f"<t>{text}</t>"


SHORT = 24
MOST_KEPT = 4_096


# Bytes of what is cleaned, escaped or read by XML: controls, & < > _, U+0080 to U+00BF, U+2xxx, U+Fxxx; and "?",
# which "replace" writes for half a surrogate pair.
_SPECIAL = bytes([*range(32), 0x7F, *b"&<>_?", 0xC2, 0xE2, 0xEF])
_THAI_DIGIT = re.compile("[๐-๙]")


class _Texts(dict[str, bytes]):
    """Text -> its XML. Short texts (ticks, units, states) are few and come again and again, so theirs is kept."""

    def __init__(self, write: Callable[[str], bytes]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: str) -> bytes:
        written = self._write(value)
        if len(value) <= SHORT and len(self) < MOST_KEPT:
            self[value] = written
        return written


class _Wholes(dict[int, bytes]):
    """Whole number -> its XML; small ones are kept."""

    def __missing__(self, value: int) -> bytes:
        if not -LARGEST < value < LARGEST:
            _check_length(Decimal(value))
        written = b"><v>%d</v>" % value
        if 0 <= value < MOST_KEPT:
            self[value] = written
        return written


_WHOLES = _Wholes()
_DIGITS = {"thai": re.compile("[0-9]"), "arabic": re.compile("[๐-๙]"), "typed": re.compile("(?!)")}


class Encoder(dict[type, Callable[[Any], bytes]]):
    """Type -> the function that writes such a value as the rest of ``<c r="..." s="..."``, in UTF-8."""

    def __init__(self, policy: str, *, dated: bool, wraps: bool) -> None:
        super().__init__()
        self.convert = converter(policy)
        self._is_thai = policy == "thai"
        self._special = _SPECIAL + (b"0123456789" if self._is_thai else b"")
        self.texts = _Texts(self._text_xml)
        self.dated = dated
        self.wraps = wraps

    def __missing__(self, kind: type) -> Callable[[Any], bytes]:
        write = self._writer(kind)
        self[kind] = write
        return write

    def _writer(self, kind: type) -> Callable[[Any], bytes]:
        if kind is bool or issubclass(kind, Undefined):
            return _refuse
        tables: tuple[tuple[type | tuple[type, ...], Callable[[Any], bytes]], ...] = (
            (Blank, lambda _: b">"),
            (str, self.texts.__getitem__),
            (Mixed, self._mixed),
            (Rich, self._rich),
            (int, _WHOLES.__getitem__),
            (Decimal, _decimal),
            (datetime, _refuse),
            (date, self._date),
            ((Dash, Month, Period), lambda value: self._text_xml(text_of(value))),
            (type(None), lambda _: b">"),
        )
        return next((write for known, write in tables if issubclass(kind, known)), _refuse)

    def _text_xml(self, value: str) -> bytes:
        """Most texts need no second look, which one pass over their bytes tells."""
        encoded = value.encode("utf-8", "replace")
        if len(encoded.translate(None, self._special)) == len(encoded) and self._is_ready(value):
            return b' t="inlineStr"><is><t>%b</t></is>' % encoded
        text = self.convert(clean(value))
        if not text:
            return b">"
        if "\n" in text and not self.wraps:
            message = "ข้อความมีหลายบรรทัด แต่ช่องนี้ในแม่แบบไม่ได้ตั้ง “ตัดข้อความ” (Wrap Text): ตั้งในแม่แบบ"
            raise UnprintableError(message)
        return f' t="inlineStr"><is>{text_xml(text)}</is>'.encode()

    def _is_ready(self, text: str) -> bool:
        """Whether a text without special bytes can be written as it is."""
        return (
            0 < len(text) <= LONGEST_TEXT
            and (self._is_thai or not _THAI_DIGIT.search(text))
            and text.strip() == text
            and "  " not in text
        )

    def _mixed(self, parts: Mixed) -> bytes:
        return self._text_xml("".join(map(text_of, parts)))

    def _rich(self, runs: Rich) -> bytes:
        texts = [self.convert(clean("".join(map(text_of, parts)))) for _, parts in runs]
        clean("".join(texts))
        pieces = [f"<r>{fmt}{text_xml(text)}</r>" for (fmt, _), text in zip(runs, texts, strict=True) if text]
        return f' t="inlineStr"><is>{"".join(pieces)}</is>'.encode() if pieces else b">"

    def _date(self, value: date) -> bytes:
        if not self.dated:
            message = "ช่องนี้ได้วันที่ แต่รูปแบบตัวเลขของช่องไม่ใช่วันที่: ตั้งรูปแบบวันที่ในแม่แบบ หรือใช้ตัวกรอง เช่น |long_date"
            raise UnprintableError(message)
        return b"><v>%d</v>" % serial(value)

    def shown(self, value: object) -> str:
        """The text of a value in its cell; empty for numbers and dates, which are no text."""
        text = wrapping(value)
        return self.convert(text) if text else text

    def scalar(self, value: object) -> Scalar:
        """What formulas see of the value: as it stands in the filled cell."""
        if value is None or isinstance(value, (int, Decimal)):
            return value
        if isinstance(value, date):
            return serial(value)
        return self.shown(value) or None


def wrapping(value: object) -> str:
    """The text of a value that can wrap in its cell, before its digits; empty for numbers and dates."""
    if isinstance(value, str):
        return "" if isinstance(value, Blank) else value
    if isinstance(value, (Dash, Month, Period)):
        return text_of(value)
    if isinstance(value, Mixed):
        return "".join(map(text_of, value))
    if isinstance(value, Rich):
        return "".join(text_of(part) for _, parts in value for part in parts)
    return ""


def _decimal(value: Decimal) -> bytes:
    text = str(value)
    if len(text) > 15 or "E" in text or "N" in text or "I" in text:
        if not value.is_finite():
            raise UnprintableError(f"{value} ไม่ใช่จำนวน", fault_of_data=True)
        _check_length(value)
        text = format(value, "f")
    return f"><v>{text}</v>".encode()


def _check_length(value: Decimal) -> None:
    if len(value.normalize().as_tuple().digits) > 15:
        message = f"จำนวน {value} ยาวเกิน 15 หลักที่ Excel เก็บได้: ถ้าเป็นเลขประจำตัวให้เก็บเป็นข้อความ"
        raise UnprintableError(message, fault_of_data=True)


def _refuse(value: object) -> bytes:
    if isinstance(value, bool):
        raise UnprintableError("เป็นค่าจริง/เท็จ: ใช้ตัวกรองหรือเลือกข้อความ เช่น {{ '✓' if row.q1 else '' }}")
    text_of(value)  # raises with its reason for what cannot be printed at all
    raise UnprintableError(f"เป็น {type(value).__name__}: ระบุช่องย่อย เช่น .name หรือใช้ตัวกรอง")


@lru_cache(maxsize=8)
def encoder(policy: str, dated: bool, wraps: bool) -> Encoder:
    """The shared encoder of a kind of cell."""
    return Encoder(policy, dated=dated, wraps=wraps)


def result_xml(value: Scalar) -> tuple[str, str]:
    """The ``t`` attribute and the ``<v>`` of a formula's result."""
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, CellFault):
        return ' t="e"', f"<v>{value.code}</v>"
    if isinstance(value, str):
        return ' t="str"', f"<v>{escape(value)}</v>"
    return "", f"<v>{number_text(value or 0)}</v>"
