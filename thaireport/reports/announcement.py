"""ประกาศ (แบบที่ 7; ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 21)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from thaireport.agency import Person
from thaireport.errors import Problem, as_known, of_each
from thaireport.fields import DateOrMonth, Line, Text
from thaireport.parts import (
    CertifiedCopy,
    Prose,
    closing_twice,
    is_closing_word,
    issuer_labelled,
    label_typed,
    post_missing,
)
from thaireport.report import Report

_DATE_LINE = re.compile(r"^ประกาศ\s*ณ\s*วันที่")


class Announcement(Report):
    """An announcement: no ที่, no เรียน, no closing word; its date carries ``พ.ศ.``.

    Form 7 of ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 21.
    """

    kind: ClassVar[str] = "announcement"
    thai_name: ClassVar[str] = "ประกาศ"
    has_emblem: ClassVar[bool] = True

    issuer: Line | None = Field(default=None, title="ผู้ออกประกาศ", description="เว้นว่าง = ชื่อหน่วยงาน")
    subject: Text = Field(title="เรื่อง", examples=["ประกาศใช้แผนปฏิบัติการป้องกันการทุจริต"])
    body: Prose = Field(title="เนื้อหา", description="หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด", min_length=1)
    closing: Text | None = Field(default=None, title="ข้อความปิดท้าย", examples=["จึงประกาศมาเพื่อทราบโดยทั่วกัน"])
    dated: DateOrMonth = Field(title="ประกาศ ณ วันที่", examples=["27 กุมภาพันธ์ 2569"])
    signer: Person = Field(title="ผู้ลงนาม", description="ชื่อและตำแหน่ง หรือคีย์ใน people")
    certified_copy: CertifiedCopy | None = Field(default=None, title="สำเนาถูกต้อง")

    @property
    def heading(self) -> str:
        """``ประกาศ`` and who announces, in one word as the form has it."""
        return f"ประกาศ{self.issuer or self.agency.name}"

    @property
    def subject_lines(self) -> list[str]:
        """The subject, line by line."""
        return self.subject.split("\n")

    def file_title(self) -> str:
        """Who announces, and the subject."""
        return f"{self.heading} เรื่อง {self.subject}"

    def problems(self) -> list[Problem]:
        """The rules of the announcement form (official-format 1.8)."""
        return [*super().problems(), *self._form_problems()]

    def _form_problems(self) -> Iterator[Problem]:
        return as_known(
            label_typed(self, "subject", "เรื่อง"),
            issuer_labelled(self, "ประกาศ"),
            of_each(self, "body", lambda item: _off_form(item.text)),
            self._closing_problems(),
            post_missing(self),
            closing_twice(self, "จึงประกาศมา"),
        )

    def _closing_problems(self) -> Iterator[Problem]:
        yield from (problem.below("closing") for problem in _off_form(self.closing or ""))


def _off_form(text: str) -> Iterator[Problem]:
    if text.startswith("เรียน "):
        yield Problem("ประกาศไม่มีคำขึ้นต้น “เรียน”", (), "error", "announcement-salutation")
    if is_closing_word(text):
        yield Problem("ประกาศไม่มีคำลงท้าย", (), "error", "announcement-closing")
    if _DATE_LINE.match(text):
        yield Problem("ไม่ต้องพิมพ์บรรทัด “ประกาศ ณ วันที่” แบบพิมพ์ให้แล้ว", (), "error", "label-typed")
