"""รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน (OIT: มาตรการและผลการดำเนินการ).

The same data has two layouts: ``by_indicator`` (seven columns, one row an ITA indicator) and ``by_measure``
(two-level head, the outcome under "could not" or "done").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from thaireport import framework
from thaireport.errors import Loc, Problem
from thaireport.fields import FiscalYear, Flag, Line, Model, Text
from thaireport.parts import Item, Lines, Photo, Prose, Signature, in_rows
from thaireport.report import PrintedDigits, Report, picture_problems
from thaireport.thai import dates

Layout = Literal["by_indicator", "by_measure"]
Round = Literal["6", "12"]
PeriodForm = Literal["typed", "short", "long"]

DASH = Item(text="-", marker="", level=0)
_DATE_IN_TEXT = re.compile(
    r"(?:[0-9๐-๙]{1,2}\s*[-–]\s*)?[0-9๐-๙]{1,2}\s+(?:"
    + "|".join((*dates.MONTHS, *(re.escape(month) for month in dates.SHORT_MONTHS)))
    + r")\s*(?:พ\.ศ\.\s*)?[0-9๐-๙]{2,4}"
)


class Measure(Model):
    """One measure: the indicator it serves, what was to be done, what was done and what came of it."""

    indicator: Line | None = Field(
        None, title="ตัวชี้วัด", description="เว้นว่างในแถวที่ต่อเนื่องจากแถวบน", examples=["การปฏิบัติหน้าที่"]
    )
    number: Line | None = Field(None, title="ลำดับ", description="เว้นว่าง = เรียงให้เอง", examples=["1"])
    continuation: Flag = Field(False, title="แถวต่อ", description="แถวที่ต่อเนื่องจากแถวบน ไม่มีลำดับ")
    codes: tuple[str, ...] = Field(
        (), title="ข้อคำถาม ITA", description="รหัสข้อคำถามที่อ้างอิง คั่นด้วย , เช่น e1, i19", examples=["e15"]
    )
    code_question: Text | None = Field(None, title="ข้อความของข้อคำถาม", description="พิมพ์ต่อจาก อ้างอิงจาก ...")
    measures: Prose = Field(title="มาตรการ/แนวทาง", min_length=1, examples=["1) จัดทำคู่มือสำหรับประชาชน"])
    methods: Prose = Field((), title="วิธีการดำเนินการ", examples=["1) สำรวจงานบริการ"])
    responsible: Prose = Field((), title="ผู้รับผิดชอบ", examples=["- สำนักปลัด"])
    period: Prose = Field((), title="ระยะเวลาดำเนินการ", examples=["ม.ค.-มี.ค. 69"])
    could_not: Prose = Field((), title="ไม่สามารถดำเนินการได้", description="ข้อความผลลัพธ์ หรือเหตุที่ทำไม่ได้")
    done: Prose = Field((), title="ดำเนินการแล้วเสร็จ", description="ข้อความผลลัพธ์หรือความสำเร็จ")
    results: Prose = Field((), title="ผลการดำเนินการ", description="สรุปผลการดำเนินการตามมาตรการ")
    suggestions: Prose = Field((), title="ข้อเสนอแนะ", description="เว้นว่างจะพิมพ์ -")
    links: Lines = Field((), title="ลิงก์หลักฐาน", examples=["https://www.example.go.th/manual"])
    photos: tuple[Photo, ...] = Field((), title="ภาพกิจกรรม")

    @field_validator("codes", mode="before")
    @classmethod
    def _read_codes(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(framework.codes_of(value))
        if isinstance(value, (list, tuple)):
            return tuple(code for part in value for code in framework.codes_of(str(part)))
        return value

    @property
    def outcome(self) -> Prose:
        """What came of the measure, wherever it was typed: results, else done, else could not."""
        return self.results or self.done or self.could_not

    @property
    def reference(self) -> str:
        """``อ้างอิงจาก e1, e2`` and the question; empty without codes."""
        listed = ", ".join(self.codes)
        return " ".join(part for part in (f"อ้างอิงจาก {listed}" if listed else "", self.code_question) if part)

    @property
    def suggestion_items(self) -> Prose:
        """The suggestions; an empty cell prints a dash, as the form does."""
        return self.suggestions or (DASH,)

    @property
    def summary(self) -> Prose:
        """What the column สรุปผล prints: the results, or a dash."""
        return self.results or (DASH,)


class Row(Model):
    """A measure as its row prints it: with its number, its period in the chosen form."""

    number: str
    measure: Measure
    period: Prose

    @property
    def indicator_line(self) -> str:
        """Number and name of the indicator, ``1. การปฏิบัติหน้าที่``; empty in a continuation row."""
        name = self.measure.indicator or ""
        return f"{self.number}. {name}" if self.number and name else name


class MeasuresReport(Report):
    """The measures for integrity and transparency of a fiscal year and what came of them."""

    kind: ClassVar[str] = "measures_report"
    thai_name: ClassVar[str] = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
    formats: ClassVar[tuple[str, ...]] = ("docx", "xlsx", "pdf")
    FORM_DIGITS: ClassVar[dict[str, PrintedDigits]] = {"": "thai"}

    fiscal_year: FiscalYear = Field(title="ปีงบประมาณ", examples=["2569"])
    round: Round | None = Field(None, title="รอบ (เดือน)", description="6 หรือ 12", examples=["6"])
    layout: Layout = Field("by_indicator", title="รูปแบบตาราง", description="by_indicator หรือ by_measure")
    cover: Flag = Field(False, title="หน้าปก", description="พิมพ์หน้าปก")
    heading: Text | None = Field(None, title="หัวเรื่อง", description="เว้นว่าง = ตามแบบ; ขึ้นบรรทัดใหม่ได้")
    introduction: Prose = Field((), title="คำนำ", description="ย่อหน้าก่อนตาราง")
    measures: tuple[Measure, ...] = Field(min_length=1, title="มาตรการ")
    column_tags: Flag = Field(False, title="เลขกำกับหัวตาราง", description="พิมพ์ (1)(3)(2) หน้าหัวตาราง by_measure")
    period_form: PeriodForm = Field(
        "typed", title="รูปแบบระยะเวลา", description="typed ตามที่พิมพ์, short ม.ค.-มี.ค. 69, long มกราคม - มีนาคม 2569"
    )
    reporters: tuple[Signature, ...] = Field((), title="ผู้รายงาน")
    photos: tuple[Photo, ...] = Field((), title="ภาพกิจกรรมท้ายรายงาน")

    # ---- what is printed ----

    @property
    def heading_lines(self) -> list[str]:
        """The heading above the table: as typed, else as the form has it."""
        if self.heading:
            return self.heading.split("\n")
        place = f" {self.agency.place}" if self.agency.place else ""
        return [
            "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
            f"ของ{self.agency.name}{place}",
            f"ประจำปีงบประมาณ พ.ศ. {self.fiscal_year}{self.round_words}",
        ]

    @property
    def round_words(self) -> str:
        """`` รอบ 6 เดือน`` behind the year; empty when the report is of no round."""
        return f" รอบ {self.round} เดือน" if self.round else ""

    @property
    def cover_lines(self) -> list[str]:
        """The title on the cover page."""
        return [
            "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรม",
            "และความโปร่งใสภายในหน่วยงาน",
            f"ประจำปีงบประมาณ พ.ศ. {self.fiscal_year}",
        ]

    @cached_property
    def rows(self) -> list[Row]:
        """The measures with their numbers: as typed, else counted; none in continuation rows."""
        made: list[Row] = []
        count = 0
        for measure in self.measures:
            count += not measure.continuation
            number = "" if measure.continuation else (measure.number or str(count)).rstrip(".")
            made.append(Row(number=number, measure=measure, period=self._printed_period(measure)))
        return made

    @property
    def photo_rows(self) -> list[list[Photo]]:
        """All photos (of the measures, then of the report), two in a row."""
        own = [photo for measure in self.measures for photo in measure.photos]
        return in_rows([*own, *self.photos])

    @property
    def links(self) -> list[str]:
        """The links of all measures, in order."""
        return [link for measure in self.measures for link in measure.links]

    def _printed_period(self, measure: Measure) -> Prose:
        if self.period_form == "typed":
            return measure.period
        write = dates.short_period if self.period_form == "short" else dates.period
        return tuple(
            item.model_copy(update={"text": write(known)}) if (known := _period(item.text)) else item
            for item in measure.period
        )

    # ---- checks ----

    def problems(self) -> list[Problem]:
        """Periods, indicators, results and codes against the year, the round and that year's framework."""
        return [
            *super().problems(),
            *picture_problems(self.measures, ("measures",)),
            *picture_problems(self.photos, ("photos",)),
            *self._period_problems(),
            *self._event_problems(),
            *self._row_problems(),
            *self._code_problems(),
        ]

    def _span(self) -> dates.Period:
        months = int(self.round) if self.round else 12
        return dates.round_period(self.fiscal_year, months)

    def _outside(self, period: dates.Period, what: str, loc: Loc) -> Iterator[Problem]:
        year, span = dates.fiscal_year_period(self.fiscal_year), self._span()
        if period.first_day not in year or period.last_day not in year:
            message = f"{what} อยู่นอกปีงบประมาณ พ.ศ. {self.fiscal_year} ({dates.period(_days(year))})"
            yield Problem(message, loc, "warning", "period-outside-year")
        elif period.last_day not in span or period.first_day not in span:
            message = f"{what} อยู่นอกรอบ {self.round} เดือน ({dates.period(_days(span))})"
            yield Problem(message, loc, "warning", "period-outside-round")

    def _period_problems(self) -> Iterator[Problem]:
        for index, measure in enumerate(self.measures):
            for line, item in enumerate(measure.period):
                loc: Loc = ("measures", index, "period", line)
                known = _period(item.text)
                if known is not None:
                    yield from self._outside(known, f"ระยะเวลา “{item.text}”", loc)
                elif _looks_dated(item.text):
                    yield Problem(f"อ่านระยะเวลา “{item.text}” ไม่ได้: {_reason(item.text)}", loc, "warning", "period")

    def _event_problems(self) -> Iterator[Problem]:
        """Days named in the results that lie outside the round."""
        for index, measure in enumerate(self.measures):
            for name in ("results", "done"):
                for line, item in enumerate(getattr(measure, name)):
                    for match in _DATE_IN_TEXT.finditer(item.text):
                        known = _period(match[0])
                        if known is not None:
                            loc: Loc = ("measures", index, name, line)
                            yield from self._outside(known, f"วันที่ “{match[0]}” ในผลการดำเนินการ", loc)

    def _row_problems(self) -> Iterator[Problem]:
        seen: dict[str, int] = {}
        for index, measure in enumerate(self.measures):
            if self.layout == "by_indicator" and not measure.continuation:
                yield from self._indicator_problems(index, measure, seen)
            if not measure.outcome:
                yield Problem("ยังไม่มีผลการดำเนินการ", ("measures", index, "results"), "warning", "results-empty")
            if measure.done and measure.could_not:
                message = "กรอกทั้ง “ดำเนินการแล้วเสร็จ” และ “ไม่สามารถดำเนินการได้”: ให้เหลืออย่างเดียว"
                yield Problem(message, ("measures", index, "could_not"), "error", "done-and-could-not")
            if index == 0 and measure.continuation:
                yield Problem("แถวแรกเป็นแถวต่อไม่ได้", ("measures", 0, "continuation"), "error", "continuation-first")

    def _indicator_problems(self, index: int, measure: Measure, seen: dict[str, int]) -> Iterator[Problem]:
        loc: Loc = ("measures", index, "indicator")
        if measure.indicator is None:
            yield Problem("ยังไม่ระบุตัวชี้วัด", loc, "warning", "indicator-missing")
        elif measure.indicator in seen:
            first = seen[measure.indicator] + 1
            yield Problem(f"ตัวชี้วัด “{measure.indicator}” ซ้ำกับลำดับที่ {first}", loc, "warning", "indicator-twice")
        else:
            seen[measure.indicator] = index

    def _code_problems(self) -> Iterator[Problem]:
        coded = [index for index, measure in enumerate(self.measures) if measure.codes]
        if not coded:
            return
        year = framework.framework_for(self.fiscal_year)
        if year is None:
            message = f"ยังไม่มีข้อมูลข้อคำถาม ITA ของปี {self.fiscal_year}: ไม่ได้ตรวจรหัสข้อคำถาม"
            yield Problem(message, ("fiscal_year",), "warning", "framework-unknown")
            return
        for index in coded:
            for code in self.measures[index].codes:
                if year.indicator_of(code) is None:
                    message = f"ไม่มีข้อคำถาม {code} ในการประเมิน ITA ปี {self.fiscal_year}"
                    yield Problem(message, ("measures", index, "codes"), "warning", "code-unknown")


def _period(text: str) -> dates.Period | None:
    try:
        return dates.parse_period(text)
    except ValueError:
        return None


def _reason(text: str) -> str:
    try:
        dates.parse_period(text)
    except ValueError as error:
        return str(error)
    return ""


def _looks_dated(text: str) -> bool:
    """Whether a period cell was meant as one: short, with a year or a month's name (free text is left alone)."""
    named = any(month in text for month in (*dates.MONTHS, *dates.SHORT_MONTHS))
    return len(text) <= 60 and named and any(letter.isdigit() for letter in text)


def _days(period: dates.Period) -> dates.Period:
    return dates.Period(period.start, period.end)
