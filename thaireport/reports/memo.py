"""บันทึกข้อความ: หนังสือภายใน on the memo form (แบบที่ 29; ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from thaireport.agency import Addressee, Person, Unit
from thaireport.errors import Problem, as_known, of_each
from thaireport.fields import DateOrMonth, Line, Model, Text
from thaireport.parts import (
    CertifiedCopy,
    Enclosures,
    Lines,
    Prose,
    Secrecy,
    Urgency,
    closing_twice,
    document_number_problems,
    doubles,
    is_closing_word,
    label_typed,
    numbers_typed,
    post_missing,
    unit_missing,
)
from thaireport.report import Report
from thaireport.thai.text import phone


class Opinion(Model):
    """What a superior writes below the memo: a heading, dotted lines or text, and a place to sign."""

    heading: Line = Field(title="หัวข้อ", examples=["ความเห็นของหัวหน้าสำนักปลัด"])
    text: Prose = Field(default=(), title="ความเห็น", description="เว้นว่าง = พิมพ์เส้นประให้เขียน")
    lines: int = Field(default=2, ge=0, le=12, title="จำนวนเส้นประ", description="ใช้เมื่อไม่ได้พิมพ์ความเห็น")
    signer: Person = Field(title="ผู้ลงนาม")

    @property
    def blank_lines(self) -> list[int]:
        """One entry per dotted line to write on; none when the opinion is typed."""
        return [] if self.text else list(range(self.lines))


class Memo(Report):
    """A memo inside the agency; its number may be left open (``ตย 71801/``), its day to the pen.

    Form 29 of ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 12. ``body`` is a paragraph
    or item a line; pydantic's ValidationError says what cannot be read, ``check`` what the rules say.
    """

    kind: ClassVar[str] = "memo"
    thai_name: ClassVar[str] = "บันทึกข้อความ"
    has_emblem: ClassVar[bool] = True

    unit: Unit | None = Field(
        default=None, title="ส่วนราชการ", description="ชื่อส่วนราชการเจ้าของเรื่อง หรือคีย์ใน units", examples=["สำนักปลัด"]
    )
    number: Line | None = Field(default=None, title="ที่", description="เว้นเลขทะเบียนได้", examples=["ตย 71801/"])
    dated: DateOrMonth = Field(title="วันที่", description="เว้นวันไว้เขียนเองได้ เช่น เมษายน 2569", examples=["20 เมษายน 2569"])
    subject: Text = Field(title="เรื่อง", description="ขึ้นบรรทัดใหม่ได้", examples=["รายงานผลการดำเนินการตามมาตรการ"])
    addressee: Addressee = Field(
        title="เรียน", description="ตำแหน่ง หรือคีย์ใน people", examples=["นายกองค์การบริหารส่วนตำบลตัวอย่าง"]
    )
    references: Lines = Field(default=(), title="อ้างถึง", description="ตามแบบ บันทึกข้อความให้อ้างไว้ในเนื้อหา")
    enclosures: Enclosures = Field(default=(), title="สิ่งที่ส่งมาด้วย", description="ตามแบบ บันทึกข้อความให้ระบุไว้ในเนื้อหา")
    body: Prose = Field(title="เนื้อหา", description="หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด", min_length=1)
    closing: Text = Field(default="จึงเรียนมาเพื่อโปรดพิจารณา", title="ภาคสรุป", examples=["จึงเรียนมาเพื่อโปรดทราบ"])
    signer: Person = Field(title="ผู้ลงนาม", description="ชื่อและตำแหน่ง หรือคีย์ใน people")
    signer_label: Line | None = Field(default=None, title="ลงนามในฐานะ", examples=["ผู้ติดตามการดำเนินการ"])
    opinions: tuple[Opinion, ...] = Field(default=(), title="ความเห็นผู้บังคับบัญชา", description="เรียงจากชั้นล่างขึ้นบน")
    urgency: Urgency | None = Field(default=None, title="ชั้นความเร็ว")
    secrecy: Secrecy | None = Field(default=None, title="ชั้นความลับ")
    certified_copy: CertifiedCopy | None = Field(default=None, title="สำเนาถูกต้อง")
    continuation: Line | None = Field(
        default=None, title="คำต่อเนื่อง", description="พิมพ์มุมขวาล่างของหน้าแรก", examples=["/ที่..."]
    )

    @property
    def office_line(self) -> str:
        """ส่วนราชการ as the form asks (ข้อ 12.1): unit, agency, telephone, e-mail."""
        unit = self.unit
        names = [unit.name] if unit else []
        if not unit or self.agency.name not in unit.name:
            names.append(self.agency.name)
        number = (unit and unit.phone) or self.agency.phone
        email = unit.email if unit else None
        parts = [
            " ".join(names),
            f"โทร. {phone(number)}" if number else "",
            f"ไปรษณีย์อิเล็กทรอนิกส์ {email}" if email else "",
        ]
        return "  ".join(part for part in parts if part)

    @property
    def last_opinion(self) -> Opinion | None:
        """The opinion of the highest superior, on whose page a certification stands."""
        return self.opinions[-1] if self.opinions else None

    @property
    def subject_lines(self) -> list[str]:
        """The subject, line by line; the form leads dots only behind the last."""
        return self.subject.split("\n")

    def file_title(self) -> str:
        """The form's name and the subject."""
        return f"{self.thai_name} เรื่อง {self.subject}"

    def problems(self) -> list[Problem]:
        """The rules of the memo form (official-format 1.8): what it must and must not have."""
        return [
            *super().problems(),
            *as_known(
                document_number_problems(self, "บันทึก", "memo-number"),
                self._off_form_problems(),
                of_each(self, "body", lambda item: _closing_word(item.text)),
                self._closing_problems(),
                label_typed(self, "subject", "เรื่อง"),
                numbers_typed(self, "references"),
                numbers_typed(self, "enclosures"),
                label_typed(self, "addressee", "เรียน"),
                post_missing(self),
                closing_twice(self, "จึงเรียนมา"),
                unit_missing(self, "memo-unit"),
                of_each(self, "opinions", _opinion_of_nobody),
                self._opinion_problems(),
            ),
        ]

    def _off_form_problems(self) -> Iterator[Problem]:
        off_form = (("references", "อ้างถึง"), ("enclosures", "สิ่งที่ส่งมาด้วย"))
        for name, label in off_form:
            if getattr(self, name):
                message = f"บันทึกข้อความไม่มีหัวข้อ “{label}” ตามแบบ: ให้กล่าวไว้ในเนื้อหา (ระเบียบงานสารบรรณ ข้อ 12.6)"
                yield Problem(message, (name,), "warning", "off-form")

    def _closing_problems(self) -> Iterator[Problem]:
        yield from (problem.below("closing") for problem in _closing_word(self.closing))

    def _opinion_problems(self) -> Iterator[Problem]:
        for index, first in doubles(self.opinions, lambda opinion: opinion.heading):
            message = f"หัวข้อ “{self.opinions[index].heading}” ซ้ำกับความเห็นลำดับที่ {first + 1}"
            yield Problem(message, ("opinions", index, "heading"), "warning", "opinion-twice")


def _closing_word(text: str) -> Iterator[Problem]:
    if is_closing_word(text):
        message = f"บันทึกข้อความต้องไม่มีคำลงท้าย “{text}”: ให้จบด้วยภาคสรุป เช่น จึงเรียนมาเพื่อโปรดพิจารณา"
        yield Problem(message, (), "error", "memo-closing")


def _opinion_of_nobody(opinion: Opinion) -> Iterator[Problem]:
    return post_missing(opinion, "ผู้ให้ความเห็นยังไม่มีตำแหน่ง")
