"""แผ่นโครงการ: the nine heads under which a project of the action plan is written out (official-format 2.3).

``SheetBody`` is the sheet's text, shared by the plan's appendix; ``ProjectSheet`` is one sheet as a report of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from thaireport.errors import Problem, as_known
from thaireport.fields import Amount, Count, FiscalYear, Line, Model, Text
from thaireport.parts import Prose
from thaireport.report import Report
from thaireport.thai import dates, digits, money
from thaireport.thai.text import normalise

NO_BUDGET = "ดำเนินการโดยไม่ใช้งบประมาณ"
"""What the form says of a project that costs nothing."""

_COUNTED = re.compile(r"(?P<name>.+?)\s+จำนวน\s*(?P<count>[0-9๐-๙][0-9๐-๙,]*)\s*(?P<unit>[^\s\d,.()]+)")


_HEADS = ("rationale", "objectives", "target_groups", "methods", "duration", "responsible")
"""The heads of a sheet that are never left empty."""


class TargetGroup(Model):
    """Whom a project is for, and how many of them: ``ประชาชน จำนวน 200 คน``; typed so in one line, or in parts."""

    name: Line = Field(title="กลุ่มเป้าหมาย", examples=["ประชาชนในเขตตำบลตัวอย่าง"])
    count: Count | None = Field(default=None, title="จำนวน", examples=["200"])
    unit: Line = Field(default="คน", title="หน่วยนับ", examples=["คน", "ครัวเรือน"])

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = _COUNTED.fullmatch(normalise(value))  # ``จำนวน`` as some programs paste it: ``จํานวน``
        return found.groupdict() if found else {"name": value}

    @property
    def line(self) -> str:
        """The group as the sheet prints it: ``ประชาชน จำนวน 1,200 คน``."""
        return self.name if self.count is None else f"{self.name} จำนวน {self.count:,} {self.unit}"


def _one_per_line(value: object) -> object:
    """One group per line when typed in a cell; one typed alone is a list of one."""
    if isinstance(value, str):
        return tuple(line for line in value.split("\n") if line.strip())
    return (value,) if isinstance(value, (Mapping, TargetGroup)) else () if value is None else value


TargetGroups = Annotated[tuple[TargetGroup, ...], BeforeValidator(_one_per_line)]
"""Target groups, one per line."""


def no_budget_is_zero(value: object) -> object:
    """A budget typed in words (``ไม่ใช้งบประมาณ``) is zero baht; an amount beside them is no zero."""
    if isinstance(value, str) and "ไม่ใช้งบประมาณ" in value.replace(" ", "") and not re.search("[1-9๑-๙]", value):
        return "0"
    if isinstance(value, str) and value.lstrip().startswith("ไม่"):
        raise ValueError(f"“{value.strip()[:60]}” ต้องพิมพ์เป็นตัวเลข: ไม่ใช้งบประมาณพิมพ์ 0 ไม่เกี่ยวข้องพิมพ์ - ยังไม่ทราบเว้นว่าง")
    return value


def point_for_comma(amount: object, *loc: str) -> tuple[Problem, ...]:
    """``35.000`` typed for 35,000, which is read as 35: satang have two figures, so three ask for a look."""
    if not isinstance(amount, Decimal) or not amount.same_quantum(_THREE_DECIMALS) or amount >= 1000:
        return ()
    message = (
        f"“{amount}” อ่านเป็น {money.money(amount)} บาท: ถ้าหมายถึง {money.money(amount * 1000)} บาท "
        "ให้คั่นหลักพันด้วยลูกน้ำ ถ้าไม่ใช่ให้พิมพ์ทศนิยมสองหลัก"
    )
    return (Problem(message, loc, "warning", "point-for-comma"),)


_THREE_DECIMALS = Decimal("0.001")


def budget_point(row: Any) -> tuple[Problem, ...]:
    """``point_for_comma`` of what a row or a sheet says it costs."""
    return point_for_comma(row.budget, "budget")


class SheetBody(Model):
    """What stands under heads 2 to 9 of a project sheet; lists nest as deep as typed."""

    DOTTED: ClassVar[frozenset[str]] = frozenset({"target_groups", "duration", "responsible"})

    rationale: Prose = Field(default=(), title="หลักการและเหตุผล", description="หนึ่งย่อหน้าต่อบรรทัด")
    objectives: Prose = Field(default=(), title="วัตถุประสงค์", description="หนึ่งข้อต่อบรรทัด", examples=["1) เพื่อให้..."])
    target_groups: TargetGroups = Field(
        default=(),
        title="กลุ่มเป้าหมาย",
        description="หนึ่งกลุ่มต่อบรรทัด",
        examples=["พนักงานส่วนตำบล จำนวน 45 คน"],
        json_schema_extra={"form": {"lines": True}},
    )
    methods: Prose = Field(default=(), title="วิธีดำเนินการ", description="หนึ่งข้อต่อบรรทัด ข้อย่อยพิมพ์เลขข้อนำหน้า")
    duration: Text | None = Field(default=None, title="ระยะเวลาดำเนินการ", examples=["ปีงบประมาณ พ.ศ. 2569"])
    budget: Annotated[Amount, BeforeValidator(no_budget_is_zero)] = Field(
        default=None, title="งบประมาณ (บาท)", description="0 = ไม่ใช้งบประมาณ", examples=["10,000.00", "0"]
    )
    budget_details: Prose = Field(default=(), title="รายละเอียดงบประมาณ", description="แหล่งเงินหรือรายการค่าใช้จ่าย (ถ้ามี)")
    responsible: Text | None = Field(default=None, title="ผู้รับผิดชอบ", examples=["สำนักปลัด องค์การบริหารส่วนตำบลตัวอย่าง"])
    outputs: Prose = Field(default=(), title="ผลผลิต", description="หนึ่งข้อต่อบรรทัด")
    outcomes: Prose = Field(default=(), title="ผลลัพธ์", description="หนึ่งข้อต่อบรรทัด")
    indicators: Prose = Field(default=(), title="ตัวชี้วัด", description="หนึ่งข้อต่อบรรทัด (ถ้ามี)")

    @property
    def duration_lines(self) -> list[str]:
        """The time, line by line."""
        return self.duration.split("\n") if self.duration else []

    @property
    def responsible_lines(self) -> list[str]:
        """Who is responsible, line by line."""
        return self.responsible.split("\n") if self.responsible else []

    @property
    def budget_line(self) -> str:
        """The budget in the form's words, Arabic digits; empty when nothing was said."""
        return budget_line(self.budget)

    def empty_heads(self) -> Iterator[Problem]:
        """Heads that nothing is typed under."""
        return as_known(*map(self._empty_head, _HEADS), self._without_outcome())

    def _empty_head(self, name: str) -> Iterator[Problem]:
        if not getattr(self, name):
            title = type(self).model_fields[name].title
            yield Problem(f"แผ่นโครงการยังไม่มี “{title}”", (name,), "warning", "sheet-head-empty")

    def _without_outcome(self) -> Iterator[Problem]:
        if not self.outputs and not self.outcomes:
            yield Problem("แผ่นโครงการยังไม่มี “ผลผลิต/ผลลัพธ์”", ("outputs",), "warning", "sheet-head-empty")

    def period_problems(self, first_year: int, last_year: int) -> Iterator[Problem]:
        """A time outside the fiscal years ``first_year`` to ``last_year`` (BE)."""
        years = dates.fiscal_year_period(first_year, last_year)
        for line in self.duration_lines:
            found = _period(line)
            if found and not (found.first_day in years and found.last_day in years):
                message = f"ระยะเวลา “{line}” อยู่นอก{years}"
                yield Problem(message, ("duration",), "warning", "period-outside")


@lru_cache(maxsize=512)
def _period(text: str) -> dates.Period | None:
    """The period a line tells; None for a time in words."""
    try:
        return dates.parse_period(digits.to_arabic(text))
    except ValueError:
        return None


def budget_line(budget: object) -> str:
    """The budget in the words of head 7: an amount, none at all, a dash, or nothing said."""
    if isinstance(budget, Decimal):
        return f"งบประมาณ จำนวน {money.money(budget)} บาท" if budget else NO_BUDGET
    return "" if budget is None else str(budget)


class ProjectSheet(SheetBody, Report):
    """One project sheet as a paper of its own: the nine heads of a plan's appendix (official-format 2.3).

    Money is in baht, years are Buddhist.
    """

    kind: ClassVar[str] = "project_sheet"
    thai_name: ClassVar[str] = "แผ่นโครงการ"

    title: Text = Field(title="ชื่อโครงการ", examples=["โครงการเสริมสร้างความโปร่งใสในการใช้ทรัพย์สินของทางราชการ"])
    fiscal_year: FiscalYear | None = Field(default=None, title="ปีงบประมาณ พ.ศ.", examples=["2569"])
    number: Count | None = Field(default=None, title="ลำดับที่", description="เว้นว่าง = ไม่พิมพ์บรรทัดลำดับที่", examples=["1"])

    def file_title(self) -> str:
        """The project's title."""
        return self.title

    def problems(self) -> list[Problem]:
        """Empty heads, a doubtful budget, a time outside the fiscal year, a title typed with its label."""
        return [
            *super().problems(),
            *as_known(self.empty_heads(), self._budget_point(), self._year_problems(), title_problems(self)),
        ]

    def _budget_point(self) -> Iterator[Problem]:
        yield from budget_point(self)

    def _year_problems(self) -> Iterator[Problem]:
        if self.fiscal_year is not None:
            yield from self.period_problems(self.fiscal_year, self.fiscal_year)


def title_problems(sheet: Model) -> Iterator[Problem]:
    """The form prints the label itself."""
    title: str | None = sheet.title  # type: ignore[attr-defined]
    if title and re.match(r"(ชื่อโครงการ|ลำดับที่)\s*[:：]?\s", f"{title} "):
        yield Problem("ไม่ต้องพิมพ์คำว่า “ชื่อโครงการ” แบบพิมพ์ให้แล้ว", ("title",), "error", "label-typed")
