"""คำสั่ง (แบบที่ 4; ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from thaireport.agency import Person, current, person_of_key
from thaireport.errors import Problem, as_known, of_each
from thaireport.fields import DateOrMonth, Line, Model, Text
from thaireport.parts import (
    CertifiedCopy,
    Item,
    Prose,
    is_closing_word,
    issuer_labelled,
    label_typed,
    numbers_typed,
    post_missing,
)
from thaireport.report import Report
from thaireport.thai import dates, lines, numbering
from thaireport.thai.digits import to_arabic

_NUMBER = re.compile(r"([0-9]*)\s*/\s*([0-9]{4})")
_KEY = re.compile(r"[A-Za-z0-9_-]+")
"""What can only be meant as a key of the agency's people: one word in English letters."""
_NAME_ROOM = 4.5
"""cm that a name has in the list of a committee (tools/draw/order.py)."""


class Member(Model):
    """Somebody whom an order appoints: by name, or by post alone, and what to be in the committee."""

    name: Line | None = Field(
        default=None,
        title="ชื่อ",
        description="หรือคีย์ใน people; เว้นว่าง = แต่งตั้งโดยตำแหน่ง",
        examples=["นายสมชาย ตัวอย่างดี"],
    )
    position: Line | None = Field(default=None, title="ตำแหน่ง", examples=["ปลัดองค์การบริหารส่วนตำบลตัวอย่าง"])
    role: Line = Field(title="หน้าที่ในคณะ", examples=["ประธานกรรมการ", "กรรมการ", "กรรมการและเลขานุการ"])

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        """A line is read too, as a cell of a form has it: ``ชื่อ | ตำแหน่ง | หน้าที่``; a key brings its post."""
        typed = _of_line(value) if isinstance(value, str) else value
        return _of_people(typed) if isinstance(typed, Mapping) else typed

    @property
    def name_lines(self) -> list[str]:
        """The name; one too wide for its column has the surname below, which would break inside else."""
        name = self.name or ""
        return name.rsplit(" ", 1) if lines.width(name) > _NAME_ROOM else [name]


def _of_line(line: str) -> dict[str, object]:
    parts = [part.strip() or None for part in line.split("|")]
    if len(parts) != 3:
        message = "แต่ละคนพิมพ์เป็น ชื่อ | ตำแหน่ง | หน้าที่ (แต่งตั้งโดยตำแหน่ง เว้นชื่อไว้: | ปลัดเทศบาล | กรรมการ)"
        raise ValueError(f"{message} แต่พบ “{line}”")
    return dict(zip(("name", "position", "role"), parts, strict=True))


def _of_people(data: Mapping[str, object]) -> Mapping[str, object]:
    """The name and the post of somebody named by key; a post said beside the key stays."""
    key, agency = data.get("name"), current()
    known = agency.__dict__.get("people", ()) if agency else ()  # of a faulty agency file nobody may be known
    if not isinstance(key, str) or not (_KEY.fullmatch(key) or key in known):
        return data
    person = person_of_key(key)
    post = data.get("position") or " ".join(person.position_lines) or None
    return {**data, "name": person.full_name, "position": post}


def _one_per_line(value: object) -> object:
    return tuple(line for line in value.splitlines() if line.strip()) if isinstance(value, str) else value


class Committee(Model):
    """Those whom an order appoints together, and what they are to do."""

    title: Text = Field(
        title="ชื่อคณะ",
        description="บรรทัดเหนือรายชื่อ; มีหลายคณะ โปรแกรมใส่ลำดับให้",
        examples=["คณะกรรมการอำนวยการ ประกอบด้วย"],
    )
    members: Annotated[tuple[Member, ...], BeforeValidator(_one_per_line)] = Field(title="รายชื่อกรรมการ", min_length=1)
    duties: Prose = Field(
        default=(),
        title="หน้าที่และอำนาจ",
        description="พิมพ์ต่อจากรายชื่อ หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด",
        examples=["ให้คณะกรรมการมีหน้าที่ ดังนี้"],
    )


@dataclass(frozen=True)
class Seat:
    """A line of a committee's list: its number and who stands there."""

    marker: str
    member: Member


@dataclass(frozen=True)
class PrintedCommittee:
    """A committee as it is printed: its title behind its number, its list, its duties."""

    title: str
    seats: tuple[Seat, ...]
    duties: Prose


class Order(Report):
    """An order of the agency: its number is running/BE year, it says from when it holds, its date carries พ.ศ.

    Form 4 of ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 16.
    """

    kind: ClassVar[str] = "order"
    thai_name: ClassVar[str] = "คำสั่ง"
    has_emblem: ClassVar[bool] = True
    PRINTED_AS: ClassVar[Mapping[str, str]] = {"committees": "printed_committees"}

    issuer: Line | None = Field(default=None, title="ผู้ออกคำสั่ง", description="เว้นว่าง = ชื่อหน่วยงาน")
    number: Line = Field(title="ที่", description="เลขที่/ปี พ.ศ. เว้นเลขที่ได้", examples=["125/2569", "/2569"])
    subject: Text = Field(title="เรื่อง", examples=["แต่งตั้งคณะทำงานจัดทำแผนปฏิบัติการป้องกันการทุจริต"])
    body: Prose = Field(title="เนื้อหา", description="หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด", min_length=1)
    committees: tuple[Committee, ...] = Field(
        default=(), title="คณะกรรมการ", description="ผู้ได้รับแต่งตั้ง พิมพ์ต่อจากเนื้อหา ชื่อ ตำแหน่ง และหน้าที่ตรงกันเป็นคอลัมน์"
    )
    effective: Text | None = Field(
        default=None, title="วันมีผล", examples=["ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป", "ทั้งนี้ ตั้งแต่วันที่ 1 ตุลาคม 2568 เป็นต้นไป"]
    )
    dated: DateOrMonth = Field(title="สั่ง ณ วันที่", examples=["1 ตุลาคม 2568"])
    signer: Person = Field(title="ผู้ลงนาม", description="ชื่อและตำแหน่ง หรือคีย์ใน people")
    certified_copy: CertifiedCopy | None = Field(default=None, title="สำเนาถูกต้อง")

    @property
    def heading(self) -> str:
        """``คำสั่ง`` and who orders, in one word as the form has it."""
        return f"คำสั่ง{self.issuer or self.agency.name}"

    @property
    def number_line(self) -> str:
        """``ที่  125/2569``; room is left where the running number is not given yet."""
        match = _NUMBER.fullmatch(to_arabic(self.number))
        if match is None:
            return self.number
        return f"{match[1] or dates.ROOM_FOR_DAY}/{match[2]}"

    @property
    def subject_lines(self) -> list[str]:
        """The subject, line by line."""
        return self.subject.split("\n")

    @property
    def printed_committees(self) -> tuple[PrintedCommittee, ...]:
        """The committees with their numbers: ``1.`` and ``1.1`` where there are several, one alone has none."""
        return tuple(self._printed(number, committee) for number, committee in enumerate(self.committees, 1))

    def _printed(self, number: int, committee: Committee) -> PrintedCommittee:
        alone = len(self.committees) == 1
        seats = tuple(
            Seat(f"{place}." if alone else f"{number}.{place}", member)
            for place, member in enumerate(committee.members, 1)
        )
        title = committee.title if alone else f"{number}.  {committee.title}"
        return PrintedCommittee(title, seats, committee.duties)

    def file_title(self) -> str:
        """Who orders, and the subject."""
        return f"{self.heading} เรื่อง {self.subject}"

    def problems(self) -> list[Problem]:
        """The rules of the order form (official-format 1.8)."""
        return [
            *super().problems(),
            *as_known(
                self._number_problems(),
                label_typed(self, "subject", "เรื่อง"),
                numbers_typed(self, "committees"),
                issuer_labelled(self, "คำสั่ง"),
                of_each(self, "body", _off_form),
                of_each(self, "committees", _seat_faults),
                self._effective_problems(),
                post_missing(self),
            ),
        ]

    def _number_problems(self) -> Iterator[Problem]:
        match = _NUMBER.fullmatch(to_arabic(self.number))
        if match is None:
            message = f"“ที่” ของคำสั่งเขียนเป็น เลขที่/ปี พ.ศ. เช่น 125/2569 แต่พบ {self.number}"
            yield Problem(message, ("number",), "error", "order-number")
        elif int(match[2]) != dates.be_year(self.dated):
            message = f"ปีใน “ที่” ({match[2]}) ไม่ตรงกับปีที่สั่ง ({dates.be_year(self.dated)})"
            yield Problem(message, ("number",), "warning", "order-year")

    def _effective_problems(self) -> Iterator[Problem]:
        if not self.effective and not any("ตั้งแต่" in item.text for item in self.body):
            yield Problem("ยังไม่ระบุว่าคำสั่งมีผลตั้งแต่เมื่อใด", ("effective",), "warning", "order-effective")


def _off_form(item: Item) -> Iterator[Problem]:
    if is_closing_word(item.text) or item.text.startswith("เรียน "):
        yield Problem("คำสั่งไม่มีคำขึ้นต้นและคำลงท้าย", (), "error", "order-salutation")
    if re.match(r"สั่ง\s*ณ\s*วันที่", item.text):
        yield Problem("ไม่ต้องพิมพ์บรรทัด “สั่ง ณ วันที่” ในเนื้อหา", (), "error", "label-typed")
    if " | " in item.text:
        message = "รายชื่อที่คั่นด้วย | ในเนื้อหาจะพิมพ์ติดกันตามที่พิมพ์ไว้: ย้ายไปที่ “คณะกรรมการ” จึงจะตรงกันเป็นคอลัมน์"
        yield Problem(message, (), "warning", "order-seats-in-body")


def _seat_faults(committee: Committee) -> Iterator[Problem]:
    """What cannot stand in a list of names: nobody at all, and a number that the form prints itself."""
    yield from of_each(committee, "members", _member_faults)


def _member_faults(member: Member) -> Iterator[Problem]:
    if not member.name and not member.position:
        message = f"{member.role} ยังไม่มีผู้ได้รับแต่งตั้ง: พิมพ์ชื่อ หรือตำแหน่ง"
        yield Problem(message, ("name",), "error", "order-member")
    for field in ("name", "position"):
        if numbering.split_marker(getattr(member, field) or "")[0]:
            message = "ไม่ต้องพิมพ์ลำดับหน้ารายชื่อ แบบพิมพ์ให้แล้ว"
            yield Problem(message, (field,), "error", "label-typed")
