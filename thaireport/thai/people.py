"""Names of persons: title, first name, surname."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from thaireport.thai.digits import to_arabic
from thaireport.thai.patterns import pattern


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CIVIL_TITLES = _words("นางสาว นาง นาย น.ส. เด็กหญิง เด็กชาย ด.ญ. ด.ช. คุณหญิง ท่านผู้หญิง คุณ")
"""Titles that are written without a space before the name."""

RANKS = _words(
    "พลเอก พลโท พลตรี พลจัตวา พันเอกพิเศษ พันเอก พันโท พันตรี ร้อยเอก ร้อยโท ร้อยตรี "
    "จ่าสิบเอก จ่าสิบโท จ่าสิบตรี สิบเอก สิบโท สิบตรี "
    "พลเรือเอก พลเรือโท พลเรือตรี นาวาเอกพิเศษ นาวาเอก นาวาโท นาวาตรี เรือเอก เรือโท เรือตรี "
    "พันจ่าเอก พันจ่าโท พันจ่าตรี จ่าเอก จ่าโท จ่าตรี "
    "พลอากาศเอก พลอากาศโท พลอากาศตรี นาวาอากาศเอกพิเศษ นาวาอากาศเอก นาวาอากาศโท นาวาอากาศตรี "
    "เรืออากาศเอก เรืออากาศโท เรืออากาศตรี "
    "พันจ่าอากาศเอก พันจ่าอากาศโท พันจ่าอากาศตรี จ่าอากาศเอก จ่าอากาศโท จ่าอากาศตรี "
    "พลตำรวจเอก พลตำรวจโท พลตำรวจตรี พันตำรวจเอกพิเศษ พันตำรวจเอก พันตำรวจโท พันตำรวจตรี "
    "ร้อยตำรวจเอก ร้อยตำรวจโท ร้อยตำรวจตรี ดาบตำรวจ จ่าสิบตำรวจ สิบตำรวจเอก สิบตำรวจโท สิบตำรวจตรี พลตำรวจ "
    "นายกองเอก นายกองโท นายกองตรี นายหมวดเอก นายหมวดโท นายหมวดตรี นายหมู่เอก นายหมู่โท นายหมู่ตรี"
)
"""Ranks in full; a small space stands between a rank and the name (Royal Society, หลักเกณฑ์การเว้นวรรค)."""

SHORT_RANKS = _words(
    "พล.อ. พล.ท. พล.ต. พ.อ.พิเศษ พ.อ. พ.ท. พ.ต. ร.อ. ร.ท. ร.ต. จ.ส.อ. จ.ส.ท. จ.ส.ต. ส.อ. ส.ท. ส.ต. "
    "พล.ร.อ. พล.ร.ท. พล.ร.ต. น.อ. น.ท. น.ต. พ.จ.อ. พ.จ.ท. พ.จ.ต. จ.อ. จ.ท. จ.ต. "
    "พล.อ.อ. พล.อ.ท. พล.อ.ต. พ.อ.อ. พ.อ.ท. พ.อ.ต. "
    "พล.ต.อ. พล.ต.ท. พล.ต.ต. พ.ต.อ. พ.ต.ท. พ.ต.ต. ร.ต.อ. ร.ต.ท. ร.ต.ต. ด.ต. ส.ต.อ. ส.ต.ท. ส.ต.ต."
)

LEARNED_TITLES = _words(
    "ศาสตราจารย์เกียรติคุณ ศาสตราจารย์ รองศาสตราจารย์ ผู้ช่วยศาสตราจารย์ ศ. รศ. ผศ. อาจารย์ ดร. ดอกเตอร์ "
    "นายแพทย์ แพทย์หญิง นพ. พญ. ทันตแพทย์หญิง ทันตแพทย์ ทพญ. ทพ. เภสัชกรหญิง เภสัชกร ภญ. ภก. "
    "นายสัตวแพทย์ สัตวแพทย์หญิง หม่อมราชวงศ์ หม่อมหลวง ม.ร.ว. ม.ล. หม่อมเจ้า ม.จ."
)

_LATIN_TITLES = _words("Mrs. Mr. Ms. Miss Dr.")
_ACTING = "ว่าที่"
_WOMAN = "หญิง"


def _by_beginning(words: Iterable[str]) -> dict[str, list[str]]:
    """The words by their first two letters, the longest first. (A pattern of them all takes long to compile.)"""
    found: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        found.setdefault(word[:2], []).append(word)
    return found


_RANKS = _by_beginning([*RANKS, *SHORT_RANKS])
_OTHERS = _by_beginning([*LEARNED_TITLES, *CIVIL_TITLES])
_LATIN_SPACED = tuple(f"{title} " for title in _LATIN_TITLES)
_POSTS = pattern(
    r"(?:รอง|ผู้ช่วย)?(?:นายก(?:องค์การ|เทศ|เมือง|รัฐมนตรี|สมาคม)|นายองค์การ|นายอำเภอ|ปลัด(?:องค์การ|เทศบาล|อำเภอ|จังหวัด|เมือง|อบ|กรุง)"
    r"|ผู้ว่าราชการ|ผู้อำนวยการ|หัวหน้า(?:สำนัก|ฝ่าย|กอง|ส่วน)|ประธานสภา)"
)


@lru_cache(maxsize=1024)
def split_name(text: str) -> tuple[str, str, str]:
    """Title, first name, surname: ``นายสมชาย ตัวอย่างดี`` gives ``("นาย", "สมชาย", "ตัวอย่างดี")``.

    Titles may follow each other (``ว่าที่ร้อยตรี ดร.``) and be shortened (``พ.จ.อ.``, ``ว่าที่ ร.ต.``); a space
    typed behind a rank or learned title stays at the end of the title, one behind ``นาย``, ``นาง``,
    ``นางสาว`` goes. So title + first name + " " + surname is the text again. Without a known title the
    title is empty; a surname of several words (``ณ อยุธยา``) stays whole, a missing one is empty. Brackets
    around the name are dropped.

    Raises ValueError for an empty text, a post instead of a name (``นายกเทศมนตรี…``) and a name with digits.
    """
    typed = " ".join(text.split())
    if typed.startswith("(") and typed.endswith(")"):
        typed = typed[1:-1].strip()
    if _POSTS.match(typed):
        raise ValueError(f"“{typed}” เป็นชื่อตำแหน่ง ไม่ใช่ชื่อบุคคล: ให้พิมพ์ เช่น นายสมชาย ตัวอย่างดี")
    if re.search("[0-9]", to_arabic(typed)):
        raise ValueError(f"ชื่อ “{typed}” มีตัวเลขปน: ให้พิมพ์ เช่น นายสมชาย ตัวอย่างดี")
    title = typed[: _end_of_titles(typed)]
    first, _, surname = typed[len(title) :].partition(" ")
    if not first:
        raise ValueError(f"“{typed}” ไม่มีชื่อตัว: ให้พิมพ์คำนำหน้า ชื่อ และนามสกุล" if typed else "ยังไม่ได้พิมพ์ชื่อ")
    return (title.rstrip() if title.rstrip().endswith(CIVIL_TITLES) else title), first, surname


def _end_of_titles(typed: str) -> int:
    """Where the titles at the beginning end, each with the space behind it."""
    at = 0
    while (end := _end_of_title(typed, at)) > at:
        at = end + typed.startswith(" ", end)
    return at


def _end_of_title(typed: str, at: int) -> int:
    """Where the one title that begins at ``at`` ends; ``at`` when there is none."""
    start = at + len(_ACTING) if typed.startswith(_ACTING, at) else at
    start += start > at and typed.startswith(" ", start)
    if rank := _known(_RANKS, typed, start):
        end = start + len(rank)
        return end + len(_WOMAN) if typed.startswith(_WOMAN, end) else end
    if other := _known(_OTHERS, typed, at):
        return at + len(other)
    return typed.index(" ", at) if typed.startswith(_LATIN_SPACED, at) else at


def _known(words: Mapping[str, list[str]], typed: str, at: int) -> str:
    for word in words.get(typed[at : at + 2], ()):
        if typed.startswith(word, at):
            return word
    return ""


def full_name(title: str, first_name: str, surname: str = "") -> str:
    """The name as a signature prints it: ``นายสมชาย ตัวอย่างดี``; a rank in full keeps a space behind it."""
    gap = " " if title.removesuffix(_WOMAN).endswith(RANKS) or title in _LATIN_TITLES else ""
    return f"{title}{gap}{first_name} {surname}".rstrip()
