"""The types of Thai local government: their names, posts, by-laws and staff.

Sources: the acts on each type (องค์การบริหารส่วนจังหวัด 2540, เทศบาล 2496, สภาตำบลและองค์การบริหารส่วนตำบล 2537,
กรุงเทพมหานคร 2528, เมืองพัทยา 2542).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from thaireport.thai.patterns import pattern


@dataclass(frozen=True)
class Government:
    """One type of local government. ``head`` and ``clerk`` are the posts before the place name is added."""

    code: str
    abbreviation: str
    type_name: str
    head: str
    clerk: str
    council: str
    law: str
    staff: str
    own_words: tuple[str, ...] = ()
    named: bool = True

    def place(self, full_name: str) -> str:
        """The name behind the type: ``ตัวอย่าง`` of ``เทศบาลตำบลตัวอย่าง``; empty where there is only one."""
        start = next(filter(full_name.startswith, self.starts), "")
        return full_name[len(start) :].strip() if start else ""

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """How a name of the type begins: in full, or with the abbreviation."""
        return tuple(filter(None, (self.type_name, self.abbreviation)))

    @cached_property
    def foreign_words(self) -> frozenset[str]:
        """Words that belong to another type and should not stand in this one's papers."""
        own = (self.type_name, self.head, self.clerk, self.council, self.law, self.staff, *self.own_words)
        return frozenset(word for word in _TYPE_WORDS if not any(word in mine for mine in own))

    def foreign_in(self, text: str) -> tuple[str, ...]:
        """The foreign words that occur in `text`, the longest reading of each, in order of appearance.

        ``ข้อบัญญัติท้องถิ่น`` is a general word of the law and no type's own.
        """
        if not any(word in text for word in self.foreign_words):
            return ()
        found = dict.fromkeys(_ANY_TYPE_WORD.findall(text))
        return tuple(word for word in found if word in self.foreign_words)


def _municipality(code: str, abbreviation: str, size: str) -> Government:
    return Government(
        code=code,
        abbreviation=abbreviation,
        type_name=f"เทศบาล{size}",
        head=f"นายกเทศมนตรี{size}",
        clerk=f"ปลัดเทศบาล{size}",
        council=f"สภาเทศบาล{size}",
        law="เทศบัญญัติ",
        staff="พนักงานเทศบาล",
        own_words=(abbreviation, "เทศบาล", "เทศมนตรี", "ปลัดเทศบาล", "สภาเทศบาล", "นายกเทศมนตรี"),
    )


def _administration(code: str, abbreviation: str, area: str, staff: str) -> Government:
    name = f"องค์การบริหารส่วน{area}"
    return Government(
        code=code,
        abbreviation=abbreviation,
        type_name=name,
        head=f"นายก{name}",
        clerk=f"ปลัด{name}",
        council=f"สภา{name}",
        law="ข้อบัญญัติ",
        staff=staff,
        own_words=(abbreviation,),
    )


def _special(code: str, name: str, head: str, staff: str, short: str = "") -> Government:
    return Government(
        code=code,
        abbreviation=short,
        type_name=name,
        head=head,
        clerk=f"ปลัด{name}",
        council=f"สภา{name}",
        law="ข้อบัญญัติ",
        staff=staff,
        own_words=(short,) if short else (),
        named=False,
    )


GOVERNMENTS: dict[str, Government] = {
    each.code: each
    for each in (
        _administration("อบจ", "อบจ.", "จังหวัด", "ข้าราชการองค์การบริหารส่วนจังหวัด"),
        _municipality("ทน", "ทน.", "นคร"),
        _municipality("ทม", "ทม.", "เมือง"),
        _municipality("ทต", "ทต.", "ตำบล"),
        _administration("อบต", "อบต.", "ตำบล", "พนักงานส่วนตำบล"),
        _special("กทม", "กรุงเทพมหานคร", "ผู้ว่าราชการกรุงเทพมหานคร", "ข้าราชการกรุงเทพมหานคร", "กทม."),
        _special("เมืองพัทยา", "เมืองพัทยา", "นายกเมืองพัทยา", "พนักงานเมืองพัทยา"),
    )
}
"""Every type by its short code."""

# Words by which a type is known in a text; the capital and Pattaya are places too, so only their own posts
# count.
_TYPE_WORDS = (
    "องค์การบริหารส่วนจังหวัด", "อบจ.", "องค์การบริหารส่วนตำบล", "อบต.", "พนักงานส่วนตำบล",
    "เทศบาลนคร", "เทศบาลเมือง", "เทศบาลตำบล", "เทศบาล", "เทศมนตรี", "เทศบัญญัติ", "ข้อบัญญัติ", "พนักงานเทศบาล",
    "ผู้ว่าราชการกรุงเทพมหานคร", "ปลัดกรุงเทพมหานคร", "นายกเมืองพัทยา", "ปลัดเมืองพัทยา",
)  # fmt: skip
_ANY_TYPE_WORD = pattern("|".join(("ข้อบัญญัติท้องถิ่น", *map(re.escape, sorted(_TYPE_WORDS, key=len, reverse=True)))))


def government_of(full_name: str) -> Government | None:
    """The type of local government that bears the name; None for a province, a ministry, a school ..."""
    name = full_name.strip()
    for each in GOVERNMENTS.values():
        if name.startswith(each.starts) and (each.place(name) if each.named else name in each.starts):
            return each
    return None
