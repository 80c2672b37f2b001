"""แผนปฏิบัติการป้องกันการทุจริต: announcement, e-Plan table, legend and an appendix of project sheets.

The form is the print-out of e-PlanNACC (official-format 2.1 to 2.3): rows keep the agency's own order, sheets
belong to rows by id or title and have an order of their own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from thaireport.agency import Person
from thaireport.data import facts
from thaireport.errors import Problem
from thaireport.fields import (
    NO_EXTRA,
    Baht,
    Count,
    Dash,
    Extra,
    FiscalYear,
    Flag,
    Line,
    Model,
    Text,
    ThaiDate,
    alike,
    pair_lines,
)
from thaireport.keys import Rows
from thaireport.parts import outgrown
from thaireport.report import Report
from thaireport.reports.action_plan import checks
from thaireport.reports.action_plan.typed import (
    CATEGORIES,
    PART_WORDS,
    QUARTERS,
    USUAL_PARTS,
    Budgets,
    Category,
    Parts,
    PlanBudget,
    Quarters,
    starred,
)
from thaireport.reports.announcement import Announcement
from thaireport.reports.project_sheet import SheetBody, budget_line
from thaireport.thai import money

OWN_NOTE = "โครงการ/กิจกรรม/มาตรการที่หน่วยงานกำหนดเพิ่มเติมเอง"
"""What ``*`` before a dimension means (inferred from a published plan; no source says it in words)."""


class Project(Model):
    """One row of the plan."""

    id: Line | None = Field(
        default=None, title="รหัส", description="ชื่อสั้นที่แผ่นโครงการและรายงานผลใช้อ้าง เว้นว่าง = ใช้ลำดับ", examples=["p01"]
    )
    number: Count | None = Field(default=None, title="ลำดับ", description="เว้นว่าง = นับให้", examples=["1"])
    title: Text = Field(title="รายการโครงการ", examples=["โครงการเสริมสร้างความโปร่งใสในการใช้ทรัพย์สินของทางราชการ"])
    category: Category | None = Field(default=None, title="ประเภท", description="เว้นว่าง = ดูจากคำขึ้นต้นของชื่อ")
    dimension: int = Field(ge=1, le=9, title="มิติ", description="*1 = หน่วยงานเพิ่มเติมเองในมิติ 1", examples=["1", "*1"])
    own: Flag = Field(default=False, title="หน่วยงานเพิ่มเติมเอง", description="พิมพ์ * หน้ามิติ")
    budget: PlanBudget = Field(default=None, title="งบประมาณ (บาท)", examples=["10,000.00", "0", "-"])
    budgets: Budgets = Field(default_factory=dict, title="งบประมาณรายปี", description="ปีงบประมาณ -> บาท เฉพาะแผนหลายปี")
    quarters: Quarters = Field(
        default=frozenset(),
        title="ดำเนินการไตรมาส",
        examples=["2, 3", "1-4"],
        json_schema_extra={"form": {"width": 5}},
    )
    remark: Text | None = Field(default=None, title="หมายเหตุ")
    extra: Extra = Field(default=NO_EXTRA)
    _position: int = PrivateAttr(0)
    _years: tuple[int, ...] = PrivateAttr(())

    @model_validator(mode="before")
    @classmethod
    def _star(cls, data: object) -> object:
        return starred(data)

    def at(self, position: int, years: tuple[int, ...]) -> Project:
        """The same row, knowing that it is the ``position``-th of its plan, which is for these fiscal years."""
        # A number that says no more than the place (a workbook shows it in every row) is not kept as typed.
        usual = self.__dict__.get("number") == position  # a stand-in may not know it
        placed = self.model_copy(update={"number": None} if usual else None)
        placed._position, placed._years = position, years
        return placed

    @property
    def no(self) -> int:
        """The number printed: as typed, else the row's place in the plan."""
        if self.number is not None:
            return self.number
        # As ``_position`` of any model, in a tenth of the time: pydantic takes three calls for a private attribute.
        return int((self.__pydantic_private__ or {})["_position"])

    @property
    def key(self) -> str:
        """What sheets and results call the row: its id, else its number."""
        return self.id or str(self.no)

    @property
    def category_name(self) -> str:
        """What the row is: as said, else by the first word of its title, else โครงการ."""
        return self.category or next((word for word in CATEGORIES if self.title.startswith(word)), "โครงการ")

    @property
    def dimension_label(self) -> str:
        """``1``, or ``*1`` for what the agency added itself."""
        return f"{'*' if self.own else ''}{self.dimension}"

    @property
    def row_kind(self) -> str:
        """Which prototype row of a workbook shows it: ``own`` for what the agency added itself."""
        return "own" if self.own else ""

    @property
    def year_budgets(self) -> tuple[Decimal | Dash | None, ...]:
        """The budget of each year of the plan in order; None where none is said."""
        return tuple(self.budgets.get(year) for year in self._years)

    @property
    def typed_budgets(self) -> str:
        """The budgets by year as typed in one line of a cell: ``2569: 10000.00; 2570: -``."""
        return "; ".join(f"{year}: {'' if budget is None else budget}" for year, budget in self.budgets.items())

    @property
    def typed_extra(self) -> str:
        """The agency's own fields as typed in one cell, a line each."""
        return pair_lines(self.extra)

    @property
    def total(self) -> Decimal:
        """Baht of the row over all its years; a dash and empty count nothing."""
        return money.total((self.budget, *self.budgets.values()))


class PlanSheet(SheetBody):
    """A project sheet of the appendix: names its row by id, or carries the row's very title."""

    project: Line | None = Field(
        default=None,
        title="รหัสโครงการ",
        description="รหัสหรือลำดับของแถวในตาราง",
        examples=["p01"],
        json_schema_extra={"form": {"first": True, "width": 14}},
    )
    title: Text | None = Field(
        default=None, title="ชื่อโครงการ", description="เว้นว่าง = ชื่อในตาราง", json_schema_extra={"form": {"first": True}}
    )


class Stated(Model):
    """Figures that the clerk states as well: one unlike the computed figure is a warning, the computed is printed."""

    projects: Count | None = Field(default=None, title="จำนวนโครงการ", examples=["31"])
    budget: Baht | None = Field(default=None, title="งบประมาณรวม (บาท)", examples=["15,000.00"])
    ticks: tuple[Count, ...] | None = Field(
        default=None, title="จำนวนโครงการรายไตรมาส", min_length=4, max_length=4, examples=["4, 30, 28, 4"]
    )

    @field_validator("ticks", mode="before")
    @classmethod
    def _typed(cls, value: object) -> object:
        return re.split(r"[,/\s]+", value.strip()) if isinstance(value, str) else value


@dataclass(frozen=True)
class Entry:
    """A sheet of the appendix with the row it belongs to (None: no row does)."""

    number: int
    sheet: PlanSheet
    project: Project | None

    @property
    def title(self) -> str:
        """The sheet's own title, else its row's."""
        return self.sheet.title or (self.project.title if self.project else "")

    @property
    def budget_line(self) -> str:
        """Head 7: the sheet's budget, else its row's."""
        budget = self.sheet.budget
        return budget_line(self.project.budget if budget is None and self.project else budget)


@dataclass(frozen=True)
class ContentsLine:
    """A line of the contents page: a sheet's ``ลำดับที่`` (empty for the rest), its title, the page it is on."""

    label: str
    title: str
    page: int | None


@dataclass(frozen=True)
class DimensionTotal:
    """One dimension of the legend and what the plan holds of it; an agency's own rows count in their dimension."""

    number: int
    name: str
    count: int
    own_count: int
    budget: Decimal
    ticks: tuple[int, ...]
    year_budgets: tuple[Decimal, ...]


def _years(first: int, last: int | None) -> tuple[int, ...]:
    return tuple(range(first, (last or first) + 1))


def _ticks(projects: Sequence[Project]) -> tuple[int, ...]:
    counted = Counter(quarter for project in projects for quarter in project.quarters)
    return tuple(counted[quarter] for quarter in QUARTERS)


def dimension_names(fiscal_year: int) -> tuple[str, ...]:
    """The names of the dimensions in a fiscal year (BE), from the first; empty for a year without data."""
    periods = facts("dimensions")["periods"]
    return next((tuple(p["names"]) for p in periods if p["from"] <= fiscal_year <= p["to"]), ())


class ActionPlan(Report):
    """The plan of one fiscal year, or of several (``last_year``); every figure is computed from its rows.

    Money is in baht, exact until printed half up, years are fiscal and Buddhist. The form is that of e-PlanNACC
    (official-format 2.1); pydantic's ValidationError says what cannot be read, ``check`` what the rules say.
    """

    kind: ClassVar[str] = "action_plan"
    thai_name: ClassVar[str] = "แผนปฏิบัติการป้องกันการทุจริต"
    formats: ClassVar[tuple[str, ...]] = ("docx", "xlsx", "pdf")
    FORM_DIGITS: ClassVar[Mapping[str, Literal["thai", "arabic"]]] = {"": "thai", "plan_table": "arabic"}

    plan_name: Line = Field(default="แผนปฏิบัติการป้องกันการทุจริต", title="ชื่อแผน")
    fiscal_year: FiscalYear = Field(title="ปีงบประมาณ พ.ศ.", examples=["2569"])
    last_year: FiscalYear | None = Field(
        default=None, title="ถึงปีงบประมาณ", description="เฉพาะแผนหลายปี", examples=["2570"]
    )
    as_of: ThaiDate | None = Field(default=None, title="ข้อมูล ณ วันที่", examples=["20 เมษายน 2569"])
    reporter: Person | None = Field(default=None, title="ผู้ออกรายงาน", description="ชื่อ - สกุล หรือคีย์ใน people")
    announcement: Announcement | None = Field(default=None, title="ประกาศใช้แผน")
    projects: tuple[Project, ...] = Field(title="รายการโครงการ", description="หนึ่งแถวต่อโครงการ", min_length=1)
    sheets: tuple[PlanSheet, ...] = Field(default=(), title="แผ่นโครงการ", description="เรียงตามลำดับในภาคผนวก")
    dimension_names: tuple[Line, ...] = Field(
        default=(), title="ชื่อมิติ", description="เรียงจากมิติ 1 เฉพาะปีที่โปรแกรมยังไม่มีข้อมูล หรือแผนที่ใช้ชื่ออื่น"
    )
    own_note: Line = Field(default=OWN_NOTE, title="คำอธิบายเครื่องหมาย *")
    stated: Stated = Field(default=Stated(), title="ตัวเลขที่ระบุไว้", description="โปรแกรมเทียบกับตัวเลขที่คำนวณได้")
    subtotals: Flag = Field(default=False, title="รวมรายมิติ", description="พิมพ์ยอดรวมของแต่ละมิติเหนือแถวรวมทั้งสิ้น")
    running_sheets: Flag = Field(default=False, title="แผ่นโครงการต่อเนื่อง", description="ไม่ขึ้นหน้าใหม่ทุกโครงการ")
    parts: Parts = Field(
        default=USUAL_PARTS,
        title="ส่วนที่พิมพ์",
        description="ปก ประกาศ สารบัญ ตาราง คำอธิบาย ภาคผนวก",
        min_length=1,
        json_schema_extra={"form": {"labels": {str(part): word for part, word in PART_WORDS.items()}}},
    )

    _pages: tuple[int, ...] = PrivateAttr(())

    @field_validator("projects", mode="after")
    @classmethod
    def _placed(cls, projects: tuple[Project, ...], info: ValidationInfo) -> tuple[Project, ...]:
        first = info.data.get("fiscal_year")
        years = () if first is None else _years(first, info.data.get("last_year"))
        return tuple(project.at(position, years) for position, project in enumerate(alike(projects), 1))

    # ---- what the template prints ----

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years (BE) of the plan; one, unless ``last_year`` is given."""
        return _years(self.fiscal_year, self.last_year)

    @property
    def years_label(self) -> str:
        """``2569``, or ``2566 - 2570`` for a plan of several years."""
        return str(self.years[0]) if len(self.years) == 1 else f"{self.years[0]} - {self.years[-1]}"

    @property
    def cover_title(self) -> str:
        """The second line of the cover, below the plan's name."""
        return f"ประจำปีงบประมาณ พ.ศ. {self.years_label}"

    @property
    def table_title(self) -> str:
        """The title above the table on every page, as the e-Plan prints it."""
        return f"{self.plan_name} พ.ศ. {self.years_label} ของ{self.agency.name}"

    def file_title(self) -> str:
        """The title of the table: plan, year and agency."""
        return self.table_title

    @property
    def quarters(self) -> tuple[int, ...]:
        """1 to 4, the heads of the tick columns."""
        return QUARTERS

    @property
    def project_count(self) -> int:
        """How many rows the plan has."""
        return len(self.projects)

    @property
    def budget_total(self) -> Decimal:
        """Baht of all rows and years; a dash and empty count nothing."""
        return money.total(project.total for project in self.projects)

    @property
    def ticks(self) -> tuple[int, ...]:
        """How many rows are carried out in each quarter, from the first."""
        return _ticks(self.projects)

    @property
    def year_totals(self) -> tuple[Decimal, ...]:
        """Baht of each year."""
        return tuple(money.total(project.budgets.get(year) for project in self.projects) for year in self.years)

    @property
    def large_sums(self) -> bool:
        """Whether the table needs wider columns for its sums: from 1,000 million baht, of a year's column from 100."""
        if self.last_year and outgrown(self.year_totals, "99,999,999.99"):
            return True
        return outgrown([self.budget_total], "999,999,999.99")

    @property
    def dimensions(self) -> tuple[DimensionTotal, ...]:
        """The dimensions of the plan's period, each with its count, budget and ticks."""
        held: dict[int, list[Project]] = defaultdict(list)
        for project in self.projects:
            held[project.dimension].append(project)
        return tuple(_dimension(number, name, held[number], self.years) for number, name in enumerate(self.names, 1))

    @property
    def legend_lines(self) -> tuple[tuple[DimensionTotal, DimensionTotal | None], ...]:
        """The dimensions in two columns, each read downwards."""
        dimensions = self.dimensions
        half = (len(dimensions) + 1) // 2
        right = (*dimensions[half:], None)
        return tuple(zip(dimensions[:half], right, strict=False))

    @property
    def legend_texts(self) -> tuple[tuple[str, str], ...]:
        """The two columns of the legend as texts; an empty one where the right column is shorter."""
        return tuple(
            (f"มิติ {left.number}  {left.name}", f"มิติ {right.number}  {right.name}" if right else "")
            for left, right in self.legend_lines
        )

    @property
    def own_notes(self) -> tuple[str, ...]:
        """What ``*`` means, when a row carries it: one text or none."""
        return (f"*  หมายถึง {self.own_note}",) if self.has_own else ()

    @property
    def subtotal_rows(self) -> tuple[DimensionTotal, ...]:
        """The dimensions whose sums are printed: all, or none unless ``subtotals``."""
        return self.dimensions if self.subtotals else ()

    @property
    def reporter_line(self) -> str:
        """Who made the print-out; empty when nobody is named."""
        return f"ชื่อ - สกุล ผู้ออกรายงาน {self.reporter.full_name}" if self.reporter else ""

    @property
    def has_own(self) -> bool:
        """Whether a row is the agency's own addition, so that the legend must explain ``*``."""
        return any(project.own for project in self.projects)

    @property
    def appendix(self) -> tuple[Entry, ...]:
        """The sheets in the agency's order, each with its row."""
        rows = self._rows_of_sheets
        return tuple(
            Entry(number, sheet, None if row is None else self.projects[row])
            for number, (sheet, row) in enumerate(zip(self.sheets, rows, strict=True), 1)
        )

    @property
    def contents(self) -> tuple[ContentsLine, ...]:
        """What the contents page lists, in order: the parts printed behind it, and every sheet of the appendix."""
        heads = [*self._part_heads(), *self._sheet_heads()]
        pages = self._pages or (None,) * len(heads)
        return tuple(ContentsLine(label, title, page) for (label, title), page in zip(heads, pages, strict=True))

    def _part_heads(self) -> Iterator[tuple[str, str]]:
        if "table" in self.parts:
            yield "", self.table_title

    def _sheet_heads(self) -> Iterator[tuple[str, str]]:
        if self.sheets and "appendix" in self.parts:
            yield "", "ภาคผนวก"
            yield from ((f"ลำดับที่ {entry.number}", entry.title) for entry in self.appendix)

    @property
    def needs_pages(self) -> bool:
        """Whether a contents page is asked for and its page numbers are not known yet."""
        return "contents" in self.parts and not self._pages

    def with_pages(self, pages: Sequence[int]) -> ActionPlan:
        """The same plan, knowing the page of each line of its contents."""
        paged = self.model_copy()
        paged._pages = tuple(pages)
        return paged

    def template_for(self, to: str) -> str:
        """A workbook of several years has as many budget columns as the plan has years."""
        return (
            f"action_plan_{len(self.years)}_years.xlsx" if to == "xlsx" and self.last_year else super().template_for(to)
        )

    def stored(self) -> dict[str, Any]:
        """The canonical data; the announcement's agency is the plan's and is not said twice."""
        data = super().stored()
        if self.announcement and self.announcement.agency == self.agency:
            data["announcement"].pop("agency", None)
        return data

    @property
    def names(self) -> Sequence[str]:
        """The names of the dimensions, from the first; empty when nobody knows them."""
        return self.dimension_names or dimension_names(self.fiscal_year)

    @cached_property
    def _rows_of_sheets(self) -> list[int | None]:
        """For each sheet the index of its row; None where no row fits."""
        return list(map(self._row_of, self.sheets))

    def _row_of(self, sheet: PlanSheet) -> int | None:
        """The index of a sheet's row: by key, else by title."""
        if sheet.project:
            return self._rows_by_key.find(sheet.project)
        return self._rows_by_title.get(checks.squeezed(sheet.title or ""))

    @cached_property
    def _rows_by_key(self) -> Rows:
        return Rows([project.key for project in self.projects])

    @cached_property
    def _rows_by_title(self) -> dict[str, int]:
        return {checks.squeezed(project.title): index for index, project in reversed(list(enumerate(self.projects)))}

    # ---- the rules ----

    def problems(self) -> list[Problem]:
        """The rules of the plan (official-format 2 and 8), each problem with its path."""
        return [*super().problems(), *checks.plan_problems(self)]

    def _has_cover(self) -> bool:
        return "cover" in self.parts

    def _emblem_problems(self) -> Iterator[Problem]:
        if self.announcement and "announcement" in self.parts:
            yield from self.announcement._emblem_problems()

    def _text_problems(self) -> Iterator[Problem]:
        # The announcement carries the plan's own agency: its faults are told once, of the plan.
        for problem in super()._text_problems():
            if problem.loc[:2] != ("announcement", "agency"):
                yield problem


def _dimension(number: int, name: str, projects: Sequence[Project], years: Sequence[int]) -> DimensionTotal:
    own = sum(project.own for project in projects)
    total = money.total(project.total for project in projects)
    by_year = tuple(money.total(project.budgets.get(year) for project in projects) for year in years)
    return DimensionTotal(number, name, len(projects), own, total, _ticks(projects), by_year)
