"""The measures for integrity and transparency of a fiscal year and what came of them: the data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from thaireport.errors import Problem, Unknown
from thaireport.fields import NO_EXTRA, Extra, FiscalYear, Flag, Line, Model, Text, alike
from thaireport.parts import Lines, Photos, PrintedPhoto, Prose, Signature, in_rows
from thaireport.report import PrintedDigits, Report
from thaireport.reports.measures_report import checks, typed
from thaireport.reports.measures_report.rows import Row
from thaireport.thai import dates, digits

Layout = Literal["by_indicator", "by_measure"]
PeriodForm = Literal["typed", "short", "long"]


def _as_round(value: object) -> object:
    """``6``, ``๖``, ``รอบ 6 เดือนแรก`` -> ``6``."""
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        return re.sub(r"^รอบ\s*|(?:(?<!\s)\s+)?เดือน(?:แรก)?$", "", digits.to_arabic(str(value)).strip())
    return value


Round = Annotated[Literal["6", "12"], BeforeValidator(_as_round)]
"""Months from 1 October on that the report speaks of."""


class Measure(Model):
    """One measure: the indicator it serves, what was to be done, what was done and what came of it."""

    indicator: Line | None = Field(
        default=None, title="ตัวชี้วัด", description="เว้นว่างในแถวที่ต่อเนื่องจากแถวบน", examples=["การปฏิบัติหน้าที่"]
    )
    number: Line | None = Field(default=None, title="ลำดับ", description="เว้นว่าง = เรียงให้เอง", examples=["1"])
    continuation: Flag = Field(default=False, title="แถวต่อ", description="แถวที่ต่อเนื่องจากแถวบน ไม่มีลำดับ")
    codes: tuple[str, ...] = Field(
        default=(), title="ข้อคำถาม ITA", description="รหัสข้อคำถามที่อ้างอิง คั่นด้วย , เช่น e1, i19", examples=["e15"]
    )
    code_question: Text | None = Field(default=None, title="ข้อความของข้อคำถาม", description="พิมพ์ต่อจาก อ้างอิงจาก ...")
    measures: Prose = Field(default=(), title="มาตรการ/แนวทาง", examples=["1) จัดทำคู่มือสำหรับประชาชน"])
    methods: Prose = Field(default=(), title="วิธีการดำเนินการ", examples=["1) สำรวจงานบริการ"])
    responsible: Prose = Field(default=(), title="ผู้รับผิดชอบ", examples=["- สำนักปลัด"])
    period: Prose = Field(default=(), title="ระยะเวลาดำเนินการ", examples=["ม.ค.-มี.ค. 69"])
    could_not: Prose = Field(default=(), title="ไม่สามารถดำเนินการได้", description="ข้อความผลลัพธ์ หรือเหตุที่ทำไม่ได้")
    done: Prose = Field(default=(), title="ดำเนินการแล้วเสร็จ", description="ข้อความผลลัพธ์หรือความสำเร็จ")
    results: Prose = Field(default=(), title="ผลการดำเนินการ", description="สรุปผลการดำเนินการตามมาตรการ")
    suggestions: Prose = Field(default=(), title="ข้อเสนอแนะ", description="เว้นว่างจะพิมพ์ -")
    links: Lines = Field(default=(), title="ลิงก์หลักฐาน", examples=["https://www.example.go.th/manual"])
    photos: Photos = Field(
        default=(),
        title="ภาพกิจกรรม",
        description="บรรทัดละภาพ: ไฟล์ภาพ | คำบรรยาย",
        examples=["ภาพ/อบรม.jpg | ประชุมชี้แจงแนวทาง"],
        json_schema_extra={"form": {"lines": True}},
    )
    extra: Extra = Field(default=NO_EXTRA)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return typed.sorted_out(value) if isinstance(value, Mapping) else value

    @field_validator("codes", mode="before")
    @classmethod
    def _read_codes(cls, value: object) -> object:
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, (list, tuple)):
            return tuple(typed.codes_of(str(part) for part in listed))
        return listed

    @property
    def outcome(self) -> Prose:
        """What came of the measure, wherever it was typed."""
        return self.results or self.done or self.could_not


class MeasuresReport(Report):
    """The measures for integrity and transparency of a fiscal year (BE) and what came of them, in either layout.

    ``layout`` chooses seven columns by indicator or the two-level head by measure (official-format 3.5); the
    data are the same. A fault in an agency's framework file is among ``problems``, never raised; pydantic's
    ValidationError says what cannot be read.
    """

    kind: ClassVar[str] = "measures_report"
    thai_name: ClassVar[str] = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
    formats: ClassVar[tuple[str, ...]] = ("docx", "xlsx", "pdf")
    FORM_DIGITS: ClassVar[dict[str, PrintedDigits]] = {"": "thai", "codes": "thai"}
    PRINTED_AS: ClassVar[dict[str, str]] = {"measures": "rows"}
    """Templates know the measures as the rows they print (``rows.Row``)."""

    fiscal_year: FiscalYear = Field(title="ปีงบประมาณ", examples=["2569"])
    round: Round | None = Field(default=None, title="รอบ (เดือน)", description="6 หรือ 12", examples=["6"])
    layout: Layout = Field(
        default="by_indicator",
        title="รูปแบบตาราง",
        description="ตามตัวชี้วัด (7 คอลัมน์) หรือตามมาตรการ (ผลลัพธ์แยกสองช่อง)",
        json_schema_extra={"form": {"labels": {"by_indicator": "ตามตัวชี้วัด", "by_measure": "ตามมาตรการ"}}},
    )
    cover: Flag = Field(default=False, title="หน้าปก", description="พิมพ์หน้าปก")
    heading: Text | None = Field(default=None, title="หัวเรื่อง", description="เว้นว่าง = ตามแบบ; ขึ้นบรรทัดใหม่ได้")
    introduction: Prose = Field(default=(), title="คำนำ", description="ย่อหน้าก่อนตาราง")
    measures: tuple[Measure, ...] = Field(min_length=1, title="มาตรการ")
    column_tags: Flag = Field(
        default=False, title="เลขกำกับหัวตาราง", description="พิมพ์ (1)(3)(2) หน้าหัวตารางแบบตามมาตรการ"
    )
    period_form: PeriodForm = Field(
        default="typed",
        title="รูปแบบระยะเวลา",
        description="ตามที่พิมพ์ หรือเขียนให้เหมือนกันทุกแถว",
        json_schema_extra={
            "form": {"labels": {"typed": "ตามที่พิมพ์", "short": "ม.ค.-มี.ค. 69", "long": "มกราคม - มีนาคม 2569"}}
        },
    )
    reporters: tuple[Signature, ...] = Field(default=(), title="ผู้รายงาน")
    photos: Photos = Field(default=(), title="ภาพกิจกรรมท้ายรายงาน")

    @field_validator("measures")
    @classmethod
    def _without_own_count(cls, measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
        """A number that is counted anyway is not kept: a workbook that prints it reads back the same."""
        measures = alike(measures)
        try:
            counts = _counts(measures)
        except Unknown:
            return measures
        return tuple(
            measure.model_copy(update={"number": None})
            if (number := measure.__dict__.get("number")) and typed.plain_number(number) == str(count)
            else measure
            for measure, count in zip(measures, counts, strict=True)
        )

    def template_for(self, to: str) -> str:
        """Word has both layouts in one template, Excel a workbook for each: a sheet has one set of widths."""
        return "measures_report_by_measure.xlsx" if (to, self.layout) == ("xlsx", "by_measure") else f"{self.kind}.{to}"

    # ---- what is printed ----

    @property
    def heading_lines(self) -> list[str]:
        """The heading above the table: as typed, else as the form has it."""
        if self.heading:
            return self.heading.split("\n")
        place = f" {self.agency.place}" if self.agency.place else ""
        return [
            "รายงานผลการดำเนินการมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
            f"ของ{self.agency.name}{place}",
            self.year_line,
        ]

    @property
    def year_line(self) -> str:
        """``ประจำปีงบประมาณ พ.ศ. 2569 รอบ 6 เดือน``; the round where the report has one."""
        round_words = f" รอบ {self.round} เดือน" if self.round else ""
        return f"ประจำปีงบประมาณ พ.ศ. {self.fiscal_year}{round_words}"

    @property
    def cover_lines(self) -> list[str]:
        """The title on the cover page."""
        return ["รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรม", "และความโปร่งใสภายในหน่วยงาน", self.year_line]

    @property
    def rows(self) -> list[Row]:
        """The measures with their numbers: as typed, else counted; none in continuation rows."""
        return [
            Row(number, measure, self._printed_period(measure), self._reference(measure))
            for number, measure in zip(_numbers(self.measures), self.measures, strict=True)
        ]

    @property
    def introduction_text(self) -> str:
        """The introduction as the text of one Excel cell."""
        return typed.text_of(self.introduction)

    @property
    def heading_text(self) -> str:
        """The heading as the text of one Excel cell."""
        return "\n".join(self.heading_lines)

    @property
    def photo_rows(self) -> list[list[PrintedPhoto]]:
        """All photos (of the measures, then of the report), two in a row."""
        own = [photo for measure in self.measures for photo in measure.photos]
        return in_rows([*own, *self.photos])

    @property
    def links(self) -> list[tuple[str, str]]:
        """Number of the row and link, of every measure in order."""
        return [(row.number, link) for row in self.rows for link in row.measure.links]

    @property
    def reporter_rows(self) -> list[tuple[Signature | None, Signature]]:
        """Who signs, two side by side; one alone stands on the right."""
        places: list[Signature | None] = list(self.reporters)
        if len(places) % 2:
            places.insert(-1, None)
        return [(left, right) for left, right in zip(places[::2], places[1::2], strict=True) if right]

    def _reference(self, measure: Measure) -> str:
        """``อ้างอิงจาก e๑, i๒`` and the question: this form prints codes in the digits of its text.

        But those of the OIT, whose letter beside Thai digits would be read as a Thai zero (``o๓๖``).
        """
        if not measure.codes:
            return measure.code_question or ""
        thai = self.digits_for("codes") == "thai"
        listed = ", ".join(digits.to_thai(code) if thai and code[0] != "o" else code for code in measure.codes)
        return " ".join(part for part in (typed.REFERENCE, listed, measure.code_question) if part)

    def _printed_period(self, measure: Measure) -> Prose:
        if self.period_form == "typed":
            return measure.period
        write = dates.short_period if self.period_form == "short" else dates.period
        return tuple(
            item.model_copy(update={"text": write(known)}) if (known := checks.period_of(item.text)) else item
            for item in measure.period
        )

    def file_title(self) -> str:
        """The heading, in one line."""
        return " ".join(self.heading_lines)

    # ---- checks ----

    def _has_cover(self) -> bool:
        return self.cover

    def problems(self) -> list[Problem]:
        """Periods, indicators, results and codes against the year, the round and that year's framework."""
        return [*super().problems(), *checks.measures_problems(self)]


def _counts(measures: Sequence[Measure]) -> list[int]:
    """Which of the numbered rows each row is, or goes on with."""
    return list(accumulate(int(not measure.continuation) for measure in measures))


def _numbers(measures: Sequence[Measure]) -> list[str]:
    """The number of each row: as typed, else counted; empty for continuation rows."""
    return [
        "" if measure.continuation else typed.plain_number(measure.number) if measure.number else str(count)
        for measure, count in zip(measures, _counts(measures), strict=True)
    ]
