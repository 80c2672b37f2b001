"""คำสั่ง (แบบที่ 4; ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from thaireport.agency import Person
from thaireport.errors import Problem, as_known, of_each
from thaireport.fields import DateOrMonth, Line, Text
from thaireport.parts import CertifiedCopy, Item, Prose, label_typed, post_missing
from thaireport.report import Report
from thaireport.thai import dates
from thaireport.thai.digits import to_arabic

_NUMBER = re.compile(r"([0-9]*)\s*/\s*([0-9]{4})")


class Order(Report):
    """An order of the agency: its number is running/BE year, it says from when it holds, its date carries พ.ศ."""

    kind: ClassVar[str] = "order"
    thai_name: ClassVar[str] = "คำสั่ง"
    has_emblem: ClassVar[bool] = True

    issuer: Line | None = Field(default=None, title="ผู้ออกคำสั่ง", description="เว้นว่าง = ชื่อหน่วยงาน")
    number: Line = Field(title="ที่", description="เลขที่/ปี พ.ศ. เว้นเลขที่ได้", examples=["125/2569", "/2569"])
    subject: Text = Field(title="เรื่อง", examples=["แต่งตั้งคณะทำงานจัดทำแผนปฏิบัติการป้องกันการทุจริต"])
    body: Prose = Field(title="เนื้อหา", description="หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด", min_length=1)
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

    def problems(self) -> list[Problem]:
        """The rules of the order form (official-format 1.8)."""
        return [
            *super().problems(),
            *as_known(
                self._number_problems(),
                label_typed(self, "subject", "เรื่อง"),
                self._issuer_problems(),
                of_each(self, "body", _off_form),
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

    def _issuer_problems(self) -> Iterator[Problem]:
        if self.issuer and self.issuer.startswith("คำสั่ง"):
            yield Problem("ไม่ต้องพิมพ์คำว่า “คำสั่ง” หน้าชื่อ แบบพิมพ์ให้แล้ว", ("issuer",), "error", "label-typed")

    def _effective_problems(self) -> Iterator[Problem]:
        if not self.effective and not any("ตั้งแต่" in item.text for item in self.body):
            yield Problem("ยังไม่ระบุว่าคำสั่งมีผลตั้งแต่เมื่อใด", ("effective",), "warning", "order-effective")


def _off_form(item: Item) -> Iterator[Problem]:
    if item.text.startswith(("ขอแสดงความนับถือ", "เรียน ")):
        yield Problem("คำสั่งไม่มีคำขึ้นต้นและคำลงท้าย", (), "error", "order-salutation")
    if re.match(r"สั่ง\s*ณ\s*วันที่", item.text):
        yield Problem("ไม่ต้องพิมพ์บรรทัด “สั่ง ณ วันที่” ในเนื้อหา", (), "error", "label-typed")
