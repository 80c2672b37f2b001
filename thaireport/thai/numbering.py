"""The markers of lists: found at the head of a typed line, turned into levels, made for a new list.

Thai papers number with ``๑.`` ``๑)`` ``๑.๑)`` ``(๑)`` ``ก.`` ``ข้อ ๑`` ``-`` and mix them freely; digits may
be Thai or Arabic. Generated markers have Arabic digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from thaireport.thai.dates import MONTHS, SHORT_MONTHS
from thaireport.thai.digits import to_arabic
from thaireport.thai.patterns import pattern

LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
"""The letters that lists are numbered with: ฃ and ฅ, which are not written any more, are left out."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MEASURES = _words(
    "บาท สตางค์ ล้าน แสน หมื่น พัน วัน เดือน ปี สัปดาห์ ชั่วโมง นาที วินาที นาฬิกา น. คน ราย ท่าน ครั้ง ฉบับ ชุด เล่ม "
    "แผ่น เรื่อง แห่ง คะแนน เปอร์เซ็นต์ เท่า กิโลเมตร กม. เมตร ตารางเมตร ตร.ม. ไร่ ตารางวา ลิตร กิโลกรัม กก. ตัน ครัวเรือน "
    "คัน ขวบ"
)
"""Words that follow a number only to measure it, also inside a longer word (``๓๐ วันทำการ``)."""

COUNTED = _words(
    "โครงการ กิจกรรม มาตรการ ข้อ ด้าน ประเด็น ตัวชี้วัด หมู่บ้าน หมู่ ตำบล อำเภอ จังหวัด หน่วยงาน กอง ฝ่าย ช่องทาง ช่อง ตัว "
    "หลัง เครื่อง ป้าย ระบบ รายการ ส่วน งาน หลักสูตร รุ่น ขั้นตอน ระดับ ไตรมาส รอบ มิติ องค์กร ครอบครัว ทีม กลุ่ม คณะ "
    "ตำแหน่ง อัตรา รูป ภาพ ต้น ผืน ชิ้น อัน แบบ ประเภท ชั้น หน้า สาย จุด กระบวนงาน ฐาน"
)
"""Words that count when they stand alone (``๕๒ โครงการ``) and may as well begin an item (``๑ โครงการอบรม…``)."""

# What goes on a sentence behind a number, so that the number is none of a list.
_GOES_ON = (
    *_words("และ หรือ ถึง ของ ต่อ แห่ง จาก กับ แล้ว ซึ่ง ใน พ.ศ ค.ศ"),
    *MONTHS,
    *(month.rstrip(".") for month in SHORT_MONTHS),
)


_NO_ITEM = (*MEASURES, *_GOES_ON)
_D = "0-9๐-๙"
_NUMBER = "[1-9๑-๙][0-9๐-๙]{0,2}"
_DOTTED = rf"{_NUMBER}(?:\.{_NUMBER})*"
_MARKER = pattern(
    rf"""
      \((?:{_DOTTED}|[ก-ฮ])\)
    | {_DOTTED}\)
    | {_DOTTED}\.(?![{_D}.-])
    | [ก-ฮ]\)
    | [{LETTERS[:10]}]\.(?=\s+[ก-ฮเแโใไ][ก-๎])(?!\s*[ก-ฮ]\.)
    | ข้อ\s*{_DOTTED}\.?(?![{_D}./])(?=\s|$)
    | [•●○▪■◦‣·∙➤►★]+
    | [-–—*](?=\s+\S)
    | [-–](?=[ก-๎A-Za-z(“"])
    """,
    re.VERBOSE,
)
_BARE_NUMBER = pattern(rf"([1-9๑-๙][{_D}]?(?:\.[1-9๑-๙][{_D}]?)*)(\s*)(?=[ก-๎A-Za-z“\"‘'<])")


@dataclass(frozen=True)
class Mark:
    """A marker as typed (`""` for a paragraph) and the level it stands on (0 for a paragraph)."""

    text: str
    level: int


@lru_cache(maxsize=2048)
def split_marker(line: str) -> tuple[str, str]:
    """The marker at the head of `line`, as typed, and the text behind it; ``("", text)`` when there is none.

    Both are stripped; nothing else is lost. With punctuation (``๑.`` ``๑)`` ``๒.๑)`` ``(๑)`` ``ข้อ ๑``
    ``ก)``) a number of up to three digits is a marker, with or without a space behind it. Without any (``๑
    จัดทำ…``, ``๑.๑ จัดทำ…``) it must have one or two digits and be followed by a word that neither measures,
    counts nor goes on a sentence: ``๓๐ วันทำการ``, ``๕๒ โครงการ``, ``๔๓ และ``, ``๒๐ เมษายน``, ``30.5 คะแนน``
    are text, and so are years, ``1,000 บาท``, ``5G``, numbers from zero (``๐๒๙``) and a number alone.
    ``ก.`` needs a space and a word behind it (``ก.พ. ๖๔`` is a month). A dash is a marker before a space or
    a letter: not alone, not before a digit.
    """
    text = line.strip()
    end = _end_of_marker(text)
    return text[:end], text[end:].lstrip()


def _end_of_marker(text: str) -> int:
    if found := _MARKER.match(text):
        reference = text.startswith("ข้อ") and text[found.end() :].lstrip().startswith(_GOES_ON)
        return 0 if reference else found.end()
    if bare := _BARE_NUMBER.match(text):
        # "5G" is a word, "๑.๑จัดทำ" a marker: typed together only behind dots, and not before a Latin letter.
        apart = bool(bare[2]) or ("." in bare[1] and not text[bare.end()].isascii())
        return bare.end(1) if apart and _begins_item(text[bare.end() :]) else 0
    return 0


def _begins_item(text: str) -> bool:
    """Whether the words behind a bare number can begin an item, instead of saying what the number counts."""
    if text.startswith(_NO_ITEM):
        return False
    return not any(text.startswith(word) and not "ก" <= text[len(word) :][:1] <= "๎" for word in (*COUNTED, "ส"))


# ---- levels ----


class _Kind(NamedTuple):
    """The shape of a marker (what surrounds its number) and the number itself, part by part."""

    shape: str
    numbers: tuple[int, ...]

    @property
    def first(self) -> bool:
        return self.numbers[-1:] == (1,)

    def same(self, other: _Kind) -> bool:
        return self.shape == other.shape and len(self.numbers) == len(other.numbers)

    def above(self, other: _Kind) -> bool:
        """``๑.`` stands above ``๑.๑``: the same shape with fewer dots."""
        return self.shape == other.shape and len(self.numbers) < len(other.numbers)

    def follows(self, other: _Kind) -> bool:
        """``(๓.๒)`` follows ``๓.๑)``: the next number, whatever surrounds it."""
        before = other.numbers
        return bool(before) and self.numbers == (*before[:-1], before[-1] + 1)


@lru_cache(maxsize=1024)
def _kind(marker: str) -> _Kind:
    plain = " ".join(to_arabic(marker).split())
    numbers = tuple(int(number) for number in re.findall(r"[0-9]+", plain))
    if numbers:
        return _Kind(re.sub(r"[0-9]+(?:\.[0-9]+)*\.?", "1", plain), numbers)
    letter = next((each for each in plain if each in LETTERS), "")
    if letter:
        return _Kind(plain.replace(letter, "ก"), (LETTERS.index(letter) + 1,))
    return _Kind(plain, ())


def levels(markers: Sequence[str]) -> list[int]:
    """The level of each line of a text, told from the kinds of its markers.

    - ``""`` is a paragraph: level 0.
    - The first marker stands on level 1. A marker of a new kind goes one deeper; a kind that is open pops
      back to its level and closes what was deeper. Kinds differ by what surrounds the number: ``๑.`` ``๑)``
      ``(๑)`` ``ก.`` ``ก)`` ``ข้อ ๑`` ``-`` ``•``; ``๑`` and ``๑.`` are one kind, since papers mix them.
    - Dotted numbers go by their dots: ``๑.๑`` one deeper than ``๑.``; from ``๑.๑.๑`` a ``๑.๒`` pops back, even
      when no ``๑.๑`` came before. With brackets likewise (``๑)``, ``๑.๑)``).
    - A new kind that is the next number of an open one (``๒`` behind ``(๑)``, ``(๓.๒)`` behind ``๓.๑)``) is that
      one, typed otherwise: a list does not begin with 2.
    - A list within a list needs another kind of marker; one that begins again with ``๑)`` stays on its level.
    - A paragraph sets the ladder aside. A marker behind it that goes on counting (an open kind, not a first
      number) takes the ladder up again, at once or after a list that stood between; any other starts a new
      ladder.
    """
    if not any(markers):
        return [0] * len(markers)
    if len(markers) == 1:
        return [1]
    return list(_levels(tuple(markers)))


@lru_cache(maxsize=4_096)
def _levels(markers: tuple[str, ...]) -> list[int]:
    """Lists are typed with the same few runs of markers, sheet after sheet."""
    found: list[int] = []
    ladder: list[_Kind] = []
    aside: list[_Kind] = []
    for marker in markers:
        if not marker:
            ladder, aside = [], ladder or aside
            found.append(0)
            continue
        kind = _kind(marker)
        if _counts_on(kind, ladder, aside):
            ladder, aside = aside, []
        found.append(_step(kind, ladder))
    return found


def _counts_on(kind: _Kind, ladder: list[_Kind], aside: list[_Kind]) -> bool:
    """Whether `kind` goes on counting on the ladder set aside, and no deeper than the list between allows."""
    if kind.first or _place(kind, ladder) is not None:
        return False
    place = _place(kind, aside)
    return place is not None and (not ladder or place <= len(ladder))


def _place(kind: _Kind, ladder: list[_Kind]) -> int | None:
    """Where `kind` is open on the ladder, as typed before or as the next number of a list typed otherwise."""
    for index, known in enumerate(ladder):
        if known.same(kind):
            return index
    return next((index for index in reversed(range(len(ladder))) if kind.follows(ladder[index])), None)


def _step(kind: _Kind, ladder: list[_Kind]) -> int:
    """Pop back to `kind` if it is open, else go one deeper than what may stand above it; the level reached."""
    place = _place(kind, ladder)
    if place is None:
        place = next((index for index, known in enumerate(ladder) if kind.above(known)), len(ladder))
        ladder[place:] = [kind]
    else:
        ladder[place:] = [_Kind(ladder[place].shape, kind.numbers)]
    return len(ladder)


def marks(lines: Iterable[str]) -> list[tuple[Mark, str]]:
    """Each typed line as its mark and its text, levels and all; blank lines are left out."""
    parts = [split_marker(line) for line in lines if line.strip()]
    found = levels([marker for marker, _ in parts])
    return [(Mark(marker, level), text) for (marker, text), level in zip(parts, found, strict=True)]


# ---- making markers ----

_SLOT = pattern(rf"[{_D}]+(?:\.[{_D}]+)*|ก")


def marker(number: int | Sequence[int], style: str) -> str:
    """The marker of item `number` in a style shown by its first marker.

    ``marker(3, "1)")`` is ``3)``; ``marker(3, "(ก)")`` is ``(ค)``; ``marker((2, 1), "1.1)")`` is ``2.1)``;
    a bullet is its own style. Raises ValueError for a number below 1, or above the 42 letters.
    """
    numbers = (number,) if isinstance(number, int) else tuple(number)
    if not numbers or min(numbers) < 1:
        raise ValueError(f"ลำดับข้อต้องเริ่มจาก 1 แต่พบ {number}")
    slot = _SLOT.search(style)
    if not slot:
        return style
    if slot.group() == "ก":
        if numbers[-1] > len(LETTERS):
            raise ValueError(f"ข้อที่ {numbers[-1]} เกินจำนวนตัวอักษร ({len(LETTERS)} ตัว): ให้ใช้ตัวเลข")
        written = LETTERS[numbers[-1] - 1]
    else:
        written = ".".join(map(str, numbers))
    return style[: slot.start()] + written + style[slot.end() :]
