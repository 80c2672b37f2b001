"""หนังสือภายนอก (แบบที่ 1; ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from thaireport.agency import Addressee, Person, Unit
from thaireport.errors import Problem, as_known, of_each
from thaireport.fields import DateOrMonth, Line, Text
from thaireport.parts import (
    CertifiedCopy,
    Enclosures,
    Lines,
    Prose,
    Secrecy,
    Urgency,
    closing_twice,
    document_number_problems,
    is_closing_word,
    label_typed,
    numbers_typed,
    post_missing,
    unit_missing,
)
from thaireport.report import Report
from thaireport.thai.lines import address_lines, width
from thaireport.thai.text import phone

RIGHT_PART = 6.25
"""cm of the head's right part, where the sender and its address stand."""
RIGHT_HALF = 8.5
"""cm from the middle of the page to the margin: where they stand when the right part is too narrow."""


class ExternalLetter(Report):
    """A letter to another agency or to a person, on the form with the garuda; its closing word is required.

    Form 1 of ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 11.
    """

    kind: ClassVar[str] = "external_letter"
    thai_name: ClassVar[str] = "หนังสือภายนอก"
    has_emblem: ClassVar[bool] = True

    DOTTED: ClassVar[frozenset[str]] = frozenset({"number", "address", "unit"})

    number: Line | None = Field(default=None, title="ที่", description="เว้นเลขทะเบียนได้", examples=["ตย 71801/"])
    address: Text | None = Field(
        default=None,
        title="ที่ตั้ง",
        description="บรรทัดใต้ชื่อหน่วยงาน; เว้นว่าง = ที่อยู่ของหน่วยงาน",
        examples=["ถนนตัวอย่าง อำเภอตัวอย่าง"],
    )
    dated: DateOrMonth = Field(title="วันที่", description="เว้นวันไว้เขียนเองได้ เช่น เมษายน 2569", examples=["20 เมษายน 2569"])
    subject: Text = Field(title="เรื่อง", description="ขึ้นบรรทัดใหม่ได้", examples=["ขอเชิญเป็นวิทยากร"])
    salutation: Line = Field(
        default="เรียน", title="คำขึ้นต้น", description="ตามฐานะของผู้รับ", examples=["เรียน", "กราบเรียน", "นมัสการ"]
    )
    addressee: Addressee = Field(title="ผู้รับ", description="ตำแหน่งหรือชื่อผู้รับ หรือคีย์ใน people", examples=["นายอำเภอตัวอย่าง"])
    references: Lines = Field(
        default=(), title="อ้างถึง", examples=["หนังสืออำเภอตัวอย่าง ที่ ตย 0018/ว 12 ลงวันที่ 1 เมษายน 2569"]
    )
    enclosures: Enclosures = Field(default=(), title="สิ่งที่ส่งมาด้วย")
    body: Prose = Field(title="เนื้อหา", description="หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด", min_length=1)
    closing: Text = Field(default="จึงเรียนมาเพื่อโปรดพิจารณา", title="ภาคสรุป", examples=["จึงเรียนมาเพื่อโปรดทราบ"])
    complimentary_close: Line = Field(default="ขอแสดงความนับถือ", title="คำลงท้าย")
    signer: Person = Field(title="ผู้ลงนาม", description="ชื่อและตำแหน่ง หรือคีย์ใน people")
    unit: Unit | None = Field(
        default=None, title="ส่วนราชการเจ้าของเรื่อง", description="ชื่อ หรือคีย์ใน units", examples=["สำนักปลัด"]
    )
    copies_to: Lines = Field(default=(), title="สำเนาส่ง")
    urgency: Urgency | None = Field(default=None, title="ชั้นความเร็ว")
    secrecy: Secrecy | None = Field(default=None, title="ชั้นความลับ")
    certified_copy: CertifiedCopy | None = Field(default=None, title="สำเนาถูกต้อง")

    @property
    def sender_lines(self) -> list[str]:
        """Who sends and from where: the agency, then its address line by line (right half of the head)."""
        return address_lines(self._sender, RIGHT_HALF if self.sender_is_wide else RIGHT_PART)

    @property
    def sender_is_wide(self) -> bool:
        """Whether the sender takes the head's right half: its typed lines or one piece of them need it."""
        typed = self._sender.split("\n")
        kept = max(map(width, typed)) <= RIGHT_HALF
        return max(map(width, typed if kept else address_lines(self._sender, RIGHT_PART))) > RIGHT_PART

    @property
    def _sender(self) -> str:
        return f"{self.agency.name}\n{self.address or self.agency.address or ''}"

    @property
    def subject_lines(self) -> list[str]:
        """The subject, line by line."""
        return self.subject.split("\n")

    @property
    def owner_lines(self) -> list[str]:
        """ส่วนราชการเจ้าของเรื่อง at the foot: its name, telephone, fax, e-mail."""
        unit = self.unit
        number = (unit and unit.phone) or self.agency.phone
        email = (unit and unit.email) or self.agency.email
        lines = [unit.name if unit else "", f"โทร. {phone(number)}" if number else ""]
        fax = f"โทรสาร {phone(self.agency.fax)}" if self.agency.fax else ""
        return [line for line in (*lines, fax, f"ไปรษณีย์อิเล็กทรอนิกส์ {email}" if email else "") if line]

    def file_title(self) -> str:
        """The form's name and the subject."""
        return f"{self.thai_name} เรื่อง {self.subject}"

    def problems(self) -> list[Problem]:
        """The rules of the letter form (official-format 1.8): what it must have."""
        return [
            *super().problems(),
            *as_known(
                document_number_problems(self, "หนังสือ", "letter-number"),
                post_missing(self),
                closing_twice(self, "จึงเรียนมา"),
                of_each(self, "body", lambda item: self._closing_word(item.text)),
                self._closing_problems(),
                self._address_problems(),
                unit_missing(self, "letter-unit"),
                self._phone_problems(),
                self._addressee_problems(),
                label_typed(self, "subject", "เรื่อง"),
                numbers_typed(self, "references"),
                numbers_typed(self, "enclosures"),
            ),
        ]

    def _closing_problems(self) -> Iterator[Problem]:
        yield from (problem.below("closing") for problem in self._closing_word(self.closing))

    def _closing_word(self, text: str) -> Iterator[Problem]:
        if is_closing_word(text) or text == self.complimentary_close:
            message = f"ไม่ต้องพิมพ์คำลงท้าย แบบพิมพ์ “{self.complimentary_close}” ให้แล้ว: เปลี่ยนคำที่ช่อง “คำลงท้าย”"
            yield Problem(message, (), "error", "label-typed")

    def _address_problems(self) -> Iterator[Problem]:
        if not (self.address or self.agency.address):
            yield Problem("ยังไม่มีที่ตั้งของหน่วยงาน", ("address",), "warning", "letter-address")

    def _phone_problems(self) -> Iterator[Problem]:
        if not (self.unit and self.unit.phone) and not self.agency.phone:
            yield Problem("ยังไม่มีหมายเลขโทรศัพท์ของเจ้าของเรื่อง", ("unit",), "warning", "letter-phone")

    def _addressee_problems(self) -> Iterator[Problem]:
        if self.addressee.startswith(f"{self.salutation} "):
            message = f"ไม่ต้องพิมพ์คำขึ้นต้น “{self.salutation}” หน้าผู้รับ แบบพิมพ์ให้แล้ว"
            yield Problem(message, ("addressee",), "error", "label-typed")
