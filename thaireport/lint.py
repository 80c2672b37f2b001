"""What a text should not say: model words nobody filled in, another government type's words, a law of a wrong year.

Each function gives Thai sentences that name the words found and the remedy; none for a text in order. What
real published plans get wrong is listed in official-format 8.
"""

from __future__ import annotations

import re
from functools import cache

from thaireport.data import facts
from thaireport.thai import digits
from thaireport.thai.local_government import Government
from thaireport.thai.patterns import pattern

_TYPES = (
    r"องค์การบริหารส่วนจังหวัด|องค์การบริหารส่วนตำบล|เทศบาล(?:นคร|เมือง|ตำบล)?|เมืองพัทยา|กรุงเทพมหานคร"
    r"|อบจ\.?|อบต\.?|ทน\.|ทม\.|ทต\.|กทม\.?"
)
_SLASHED = pattern(rf"\(?(?<![ก-๎])(?:[ก-๎]{{0,12}}?(?:{_TYPES}))(?:\s*/\s*[ก-๎]{{0,12}}?(?:{_TYPES}))+\)?")
_STROKE = pattern(r"/(?<=[ก-๎.\s]/)(?=[\sก-๎])")
"""A stroke as ``_SLASHED`` has one, which the re module finds far sooner: not that of a number of a letter."""
_NAMELESS = pattern(
    r"[(\[<{]\s*ระบุ[^)\]>}]{0,60}[)\]>}]"
    r"|ระบุชื่อ\s*(?:องค์กรปกครองส่วนท้องถิ่น|อปท\.?|หน่วยงาน|โครงการ|จังหวัด|อำเภอ|ตำบล|เทศบาล|อบต\.?|อบจ\.?)"
    r"|ระบุ\s*(?:\.{2,}|…+)|(?<![ก-๎A-Za-z])[xX]{3,}(?![A-Za-z])"
)
_FIELD = pattern(r"\{\s*[^\W\d_][^{}\n]{0,59}\}")
"""A field of a mailing (``{ชื่อ}``) that no roster has filled in."""
_TWO_TYPES = pattern(rf"(?:{_TYPES})(?:\s*(?:,|และ|หรือ|หรือ/และ|และ/หรือ)?\s*(?:{_TYPES}))+")
_ERA = r"\s*(?:พ\.\s?ศ\.|พุทธศักราช)\s*([0-9๐-๙]{4})"


def unfilled(text: str) -> list[str]:
    """Words of a model text left as they were: ``ระบุชื่อ...``, ``(อบจ./เทศบาล/อบต.)``, ``{ชื่อ}`` of a mailing."""
    found = [match.group() for match in _NAMELESS.finditer(text)] if "ระบุ" in text or "x" in text or "X" in text else []
    faults = [f"ยังไม่ได้แทนข้อความในแบบ “{words}”: พิมพ์ชื่อหรือข้อความจริง" for words in found]
    if _STROKE.search(text):
        faults += [f"ยังไม่ได้เลือกจาก “{match.group()}”: เหลือไว้คำเดียว" for match in _SLASHED.finditer(text)]
    if "{" in text:
        faults += [
            f"ช่อง “{words}” ยังไม่ได้เติม: พิมพ์ข้อความจริง หรือเติมจากรายชื่อด้วย --roster" for words in _FIELD.findall(text)
        ]
    return list(dict.fromkeys(faults))


def foreign(text: str, government: Government | None) -> list[str]:
    """Another government type's words: ``เทศบัญญัติ`` in the paper of an อบต.

    A list of several types (``องค์การบริหารส่วนจังหวัด เทศบาล และองค์การบริหารส่วนตำบล``) speaks of all of them
    and is left alone.
    """
    if government is None:
        return []
    words = government.foreign_in(text)
    if not words:
        return []
    words = government.foreign_in(_TWO_TYPES.sub(" ", _SLASHED.sub(" ", text)))
    return [
        f"คำว่า “{word}” เป็นคำของหน่วยงานประเภทอื่น ไม่ใช่ของ{government.type_name}: ตรวจว่าคัดลอกมาหรือไม่" for word in words
    ]


@cache
def _laws() -> tuple[re.Pattern[str], dict[str, int]]:
    years: dict[str, int] = facts("laws")["laws"]
    names = sorted(years, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, names))}){_ERA}"), years


def wrong_years(text: str) -> list[str]:
    """Laws cited with another year than their own: ``พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2550``."""
    if "พระราช" not in text:
        return []
    pattern, years = _laws()
    return [
        f"{name} เป็น พ.ศ. {years[name]} แต่พบ พ.ศ. {digits.to_arabic(year)}"
        for name, year in pattern.findall(text)
        if int(digits.to_arabic(year)) != years[name]
    ]


def faults(text: str, government: Government | None) -> list[tuple[str, str]]:
    """Everything found in a text: code of the rule and Thai sentence."""
    return [
        *(("unfilled", fault) for fault in unfilled(text)),
        *(("foreign-word", fault) for fault in foreign(text, government)),
        *(("law-year", fault) for fault in wrong_years(text)),
    ]
