"""Numbers: read as people type them, written as official papers print them, and read aloud.

Amounts are exact (`Decimal` or int); a binary float is refused, since 1.005 typed is not what it holds.
Everything is rounded half up, whatever decimal context the program has set. Writers give Arabic digits.
What cannot be read or written raises ``ValueError`` with a Thai sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from thaireport.thai.digits import to_arabic
from thaireport.thai.patterns import pattern

_PLAIN = pattern(r"[0-9]+(?:\.[0-9]*)?")
_GROUPED = pattern(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_BAHT = pattern(r"\s*(?:\.-)?\s*(?:บาทถ้วน|บาท|฿)?$")
_MINUS = str.maketrans("\u2212\u2013\u2010\u2011", "----")
_SPACES = pattern(r"[\s\u00a0\u200b\ufeff]+")


def parse_number(text: str) -> Decimal:
    """The number a text holds, exactly as typed: ``๑๐,๐๐๐.๕๐``, ``10,000.-``, ``10,000 บาท``, ``-5``.

    Refused with the reason: number words (``หมื่นบาท``), other marks (``1.000,50``), misplaced commas, spaces
    between the digits, anything that is no finite number.
    """
    if not isinstance(text, str):
        return _exact(text)
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    typed = _SPACES.sub(" ", to_arabic(text)).translate(_MINUS).strip()
    body = _BAHT.sub("", typed.removeprefix("฿").strip())
    sign, digits = ("-", body[1:].lstrip()) if body.startswith("-") else ("", body.removeprefix("+"))
    if _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        return Decimal(sign + digits.replace(",", ""))
    raise ValueError(_why_not(text.strip(), digits))


_WHY_NOT = (
    (r"[^0-9]*[ก-๎].*|.*[0-9]\s*(?:ล้าน|แสน|หมื่น|พัน|ร้อย).*", "ต้องพิมพ์เป็นตัวเลข เช่น 10,000"),
    (r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]+(?:\.[0-9]+){2,}", "จุดหรือลูกน้ำผิดที่: ลูกน้ำคั่นหลักพัน จุดนำทศนิยม เช่น 1,000.50"),
    (r"[0-9]{1,3},[0-9]{1,2}", "ลูกน้ำคั่นหลักพัน ทศนิยมใช้จุด: ให้พิมพ์ เช่น 94.12 หรือ 1,000.00"),
    (r"[0-9,]+(?:\.[0-9,]*)?", "วางลูกน้ำผิดหลัก: ลูกน้ำคั่นทุกสามหลัก เช่น 1,000,000.00"),
    (r"[0-9][0-9,. ]*", "มีช่องว่างคั่นในตัวเลข: ให้พิมพ์ติดกัน เช่น 10,000.00"),
    (r"[0-9][0-9,.]* ?[^0-9,. ].*", "มีสิ่งอื่นตามหลังตัวเลข: ให้พิมพ์เฉพาะตัวเลข เช่น 10,000.00"),
    (r"\.[0-9]+", "ไม่มีตัวเลขหน้าจุดทศนิยม: ให้พิมพ์ เช่น 0.50"),
    (r".*", "ไม่ใช่ตัวเลข: ให้พิมพ์ เช่น 10,000.00"),
)


def _why_not(text: str, digits: str) -> str:
    if not text:
        return "ยังไม่ได้พิมพ์ตัวเลข"
    if "%" in digits or "ร้อยละ" in digits:
        reason = "ให้พิมพ์เฉพาะตัวเลข ไม่ต้องพิมพ์ร้อยละหรือ % (ใน Excel ให้เปลี่ยนรูปแบบเซลล์จากเปอร์เซ็นต์เป็นทั่วไปก่อน)"
    else:
        reason = next(words for pattern, words in _WHY_NOT if re.fullmatch(pattern, digits))
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return f"“{shown}” {reason}"


def half_up(value: Decimal | int, places: int = 2) -> Decimal:
    """`value` rounded half up (away from zero at the half) to `places` decimals: 99.345 gives 99.35.

    Right for any size and under any decimal context; never a negative zero.
    """
    number = value if type(value) is Decimal else _exact(value)
    # By position: a keyword costs more than the rounding itself, a call for the usual places half of it.
    rounded = number.quantize(_CENT if places == 2 else _quantum(places), None, _ROOMY)
    if not rounded.is_finite():  # no number, or one too long for the usual room
        size = max(_exact(number).adjusted(), 0) + max(places, 0) + 3
        rounded = number.quantize(_quantum(places), None, _room(size))
    return rounded if rounded else rounded.copy_abs()


_CENT = Decimal("0.01")


@lru_cache(maxsize=64)
def _quantum(places: int) -> Decimal:
    return Decimal((0, (1,), -places))


_ROOMY = Context(prec=60, rounding=ROUND_HALF_UP, traps=[])


@lru_cache(maxsize=256)
def _room(digits: int) -> Context:
    """A context in which a number of so many digits is rounded and never cut."""
    return Context(prec=digits, rounding=ROUND_HALF_UP, traps=[])


USUAL = Context(prec=28)
"""Twenty-eight digits, whatever decimal context the program has set."""


def reckoning() -> AbstractContextManager[Context]:
    """Sums and shares inside the block are right, whatever decimal context the program has set.

    With few digits or with traps for what is rounded, its own would give other sums or raise.
    """
    return localcontext(USUAL)


def _exact(value: object) -> Decimal:
    if isinstance(value, Decimal):
        if value.is_finite():
            return value
        raise ValueError(f"{value} ไม่ใช่จำนวน")
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, float):
        message = f'จำนวน {value!r} เป็นเลขฐานสอง (float) ซึ่งไม่ตรงกับที่พิมพ์: ให้ใช้ Decimal หรือข้อความ เช่น "{value!r}"'
        raise ValueError(message)  # noqa: TRY004 - one kind of error for all that cannot be written
    raise ValueError(f"ต้องเป็นตัวเลข แต่พบ “{value}”")


def _grouped(number: Decimal) -> str:
    """Commas every three digits; with ``f`` and no precision every digit is written, whatever the context."""
    return f"{number:,f}"


# ---- writing ----


def total(amounts: Iterable[object]) -> Decimal:
    """The sum of amounts in baht; a dash and empty count nothing."""
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def money(amount: Decimal | int) -> str:
    """Baht with commas and two decimals: ``627,872.00``."""
    return f"{half_up(amount):,f}"


def percent(value: Decimal | int) -> str:
    """A percentage with two decimals and no sign: ``32.53``; ``ร้อยละ`` or ``%`` stands in the template."""
    return _grouped(half_up(value))


def score(value: Decimal | int) -> str:
    """A score with two decimals: ``99.35``, ``100.00``."""
    return _grouped(half_up(value))


def number(value: Decimal | int) -> str:
    """A number with commas and the decimals it has: ``1,072``, ``12.5``; idle zeros are dropped."""
    exact = _exact(value)
    text = _grouped(exact if exact else Decimal(0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(value: Decimal | int, classifier: str) -> str:
    """A number with what is counted: ``52 โครงการ``."""
    return f"{number(value)} {classifier}"


def ordinal(value: int) -> str:
    """``ที่ 1``."""
    return f"ที่ {number(_whole(value))}"


# ---- reading aloud ----


def words(value: int) -> str:
    """The number in Thai words: 21 is ``ยี่สิบเอ็ด``, 101 ``หนึ่งร้อยเอ็ด``, -1 ``ลบหนึ่ง``.

    A final 1 of a number of two or more digits is read เอ็ด (Royal Society of Thailand).
    """
    from num2words import num2words

    whole = _whole(value)
    spoken: str = num2words(abs(whole), lang="th")
    return f"ลบ{spoken}" if whole < 0 else spoken


def ordinal_words(value: int) -> str:
    """``ที่หนึ่ง``."""
    return f"ที่{words(value)}"


def baht_text(amount: Decimal | int) -> str:
    """An amount of baht in words: 1.25 is ``หนึ่งบาทยี่สิบห้าสตางค์``, 0 ``ศูนย์บาทถ้วน``, -1 ``ลบหนึ่งบาทถ้วน``.

    Rounded half up to satang; an amount under one baht is read in satang alone.
    """
    rounded = half_up(amount)
    satang_in_all = int(rounded.scaleb(2, context=Context(prec=len(rounded.as_tuple().digits) + 3)))
    baht, satang = divmod(abs(satang_in_all), 100)
    sign = "ลบ" if satang_in_all < 0 else ""
    if not satang:
        return f"{sign}{words(baht)}บาทถ้วน"
    return f"{sign}{words(baht) + 'บาท' if baht else ''}{words(satang)}สตางค์"


def _whole(value: int) -> int:
    exact = _exact(value)
    if exact != int(exact):
        raise ValueError(f"ต้องเป็นจำนวนเต็ม แต่พบ {value}")
    return int(exact)
