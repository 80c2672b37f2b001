"""The results of a plan: what was done in each project, the e-Plan's result table, and what both come to.

The form is official-format 2.4: a narrative part in the agency's own order and words, and the print-out of
e-PlanNACC. Rows and narratives are two lists, tied by id or title, never by number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from pydantic import Field, PrivateAttr, field_validator, model_validator
from pydantic.config import JsonDict

from thaireport.agency import Person
from thaireport.errors import Problem
from thaireport.fields import (
    NO_EXTRA,
    Amount,
    Baht,
    Count,
    Extra,
    FiscalYear,
    Flag,
    Line,
    Model,
    Percent,
    Score,
    Text,
    ThaiDate,
    alike,
    pair_lines,
)
from thaireport.keys import Rows
from thaireport.parts import ChartData, Item, Photo, Photos, PrintedPhoto, Prose, Series, Signature, in_rows, outgrown
from thaireport.report import PrintedDigits, Report
from thaireport.reports.action_plan import ActionPlan, PlanBudget, dimension_names
from thaireport.reports.action_plan.typed import starred
from thaireport.reports.plan_results import checks, figures
from thaireport.reports.plan_results.figures import DimensionResult, Figures, Threshold
from thaireport.reports.plan_results.typed import (
    PART_WORDS,
    PARTS,
    ROUND_WORDS,
    SHARE_WORDS,
    STATUS_WORDS,
    STATUSES,
    Account,
    Block,
    Links,
    Parts,
    RoundTyped,
    ShareMethod,
    Status,
    Statuses,
    blocks,
    plain_title,
)
from thaireport.thai import money

NOT_DONE = "ไม่ได้ดำเนินการ"
"""What the form says under both heads of a project that was not carried out."""
_PER_LINE: JsonDict = {"form": {"lines": True}}


class ResultRow(Model):
    """One row of the e-Plan's result table."""

    id: Line | None = Field(default=None, title="รหัส", description="รหัสเดียวกับในแผน เว้นว่าง = ใช้ลำดับ", examples=["p01"])
    number: Count | None = Field(default=None, title="ลำดับ", description="เว้นว่าง = นับให้", examples=["1"])
    title: Text = Field(title="รายการโครงการ", examples=["โครงการเสริมสร้างความโปร่งใสในการใช้ทรัพย์สินของทางราชการ"])
    dimension: int = Field(ge=1, le=9, title="มิติ", description="*1 = หน่วยงานเพิ่มเติมเองในมิติ 1", examples=["1", "*1"])
    own: Flag = Field(default=False, title="หน่วยงานเพิ่มเติมเอง", description="พิมพ์ * หน้ามิติ")
    budget: PlanBudget = Field(default=None, title="งบประมาณ (บาท)", examples=["10,000.00", "0", "-"])
    disbursed: Amount = Field(default=None, title="เบิกจ่าย (บาท)", examples=["9,500.00", "0", "-"])
    status: Statuses = Field(
        default=frozenset(),
        title="สถานะ",
        description="เลือกหนึ่งสถานะ",
        examples=["ดำเนินการแล้วเสร็จ"],
        json_schema_extra={"form": {"labels": {str(key): word for key, word in STATUS_WORDS.items()}, "width": 9}},
    )
    remark: Text | None = Field(default=None, title="หมายเหตุ", examples=["ไม่ได้รับงบประมาณ"])
    extra: Extra = Field(default=NO_EXTRA)
    _position: int = PrivateAttr(0)

    @model_validator(mode="before")
    @classmethod
    def _star(cls, data: object) -> object:
        return starred(data)

    def at(self, position: int) -> ResultRow:
        """The same row, knowing that it is the ``position``-th of its table."""
        # A number that says no more than the place (a workbook shows it in every row) is not kept as typed.
        usual = self.__dict__.get("number") == position  # a stand-in may not know it
        placed = self.model_copy(update={"number": None} if usual else None)
        placed._position = position
        return placed

    @property
    def no(self) -> int:
        """The number printed: as typed, else the row's place in the table."""
        return self._position if self.number is None else self.number

    @property
    def key(self) -> str:
        """What narratives call the row: its id, else its number."""
        return self.id or str(self.no)

    @property
    def state(self) -> Status | None:
        """The one status of the row; None when none or several are ticked."""
        return next(iter(self.status)) if len(self.status) == 1 else None

    @property
    def dimension_label(self) -> str:
        """``1``, or ``*1`` for what the agency added itself."""
        return f"{'*' if self.own else ''}{self.dimension}"

    @property
    def typed_extra(self) -> str:
        """The agency's own fields as typed in one cell, a line each."""
        return pair_lines(self.extra)

    @property
    def row_kind(self) -> str:
        """Which prototype row of a workbook shows it: ``own`` for what the agency added itself."""
        return "own" if self.own else ""


class Narrative(Model):
    """What was done in one project and what came of it, in the agency's own words."""

    number: Count | None = Field(default=None, title="ลำดับ", description="เว้นว่าง = นับให้", examples=["1"])
    title: Text | None = Field(default=None, title="ชื่อที่พิมพ์", description="เว้นว่าง = ชื่อในตาราง")
    project: Line | None = Field(
        default=None, title="รหัสโครงการ", description="รหัสหรือลำดับของแถวในตาราง", examples=["p01"]
    )
    actions: Account = Field(
        default=(),
        title="การดำเนินการ",
        description="หนึ่งข้อต่อบรรทัด รายชื่อสองคอลัมน์คั่นด้วย | เช่น (1) ปลัด อบต. | กรรมการ",
        examples=["1) แต่งตั้งคณะทำงาน"],
    )
    results: Account = Field(
        default=(), title="ผลการดำเนินการ", description="หนึ่งข้อต่อบรรทัด", examples=["1) มีคู่มือ จำนวน 1 เล่ม"]
    )
    not_done: Text | None = Field(
        default=None, title="เหตุที่ไม่ได้ดำเนินการ", description="แทนสองช่องก่อนหน้า", examples=["ไม่ได้รับงบประมาณ"]
    )
    links: Links = Field(default=(), title="ลิงก์หลักฐาน", examples=["https://www.example.go.th/result/p01"])
    photos: Photos = Field(
        default=(),
        title="ภาพกิจกรรม",
        description="ชื่อไฟล์ | คำบรรยาย",
        examples=["ภาพ/อบรม.jpg | การอบรม"],
        json_schema_extra=_PER_LINE,
    )

    @property
    def not_done_line(self) -> str:
        """The form's words with the reason: ``ไม่ได้ดำเนินการ เนื่องจากไม่ได้รับงบประมาณ``."""
        reason = (self.not_done or "").strip()
        return reason if reason.startswith((NOT_DONE, "ไม่สามารถ")) else f"{NOT_DONE} เนื่องจาก{reason}"


class Stated(Model):
    """Figures that a part states as well: one unlike the computed figure is a warning; ``insist`` prints them."""

    projects: Count | None = Field(default=None, title="จำนวนโครงการ", examples=["31"])
    waiting: Count | None = Field(default=None, title="รอรายงาน", examples=["0"])
    in_progress: Count | None = Field(default=None, title="อยู่ระหว่างดำเนินการ", examples=["2"])
    done: Count | None = Field(default=None, title="ดำเนินการแล้วเสร็จ", examples=["27"])
    could_not: Count | None = Field(default=None, title="ไม่สามารถดำเนินการได้", examples=["2"])
    disbursed: Baht | None = Field(default=None, title="เบิกจ่าย (บาท)", examples=["325,480.00"])
    disbursed_percent: Score | None = Field(default=None, title="ร้อยละการเบิกจ่าย", examples=["87.67"])
    share: Percent | None = Field(default=None, title="ร้อยละการนำแผนไปปฏิบัติ", examples=["91.94"])
    level: Line | None = Field(default=None, title="ระดับ", examples=["มาก"])
    insist: Flag = Field(default=False, title="พิมพ์ตามที่ระบุ", description="พิมพ์ตัวเลขที่ระบุแทนที่คำนวณได้")


class PlanRow(Model):
    """A row of the plan that the results started from."""

    id: Line | None = Field(default=None, title="รหัส")
    title: Text = Field(title="รายการโครงการ")


class Origin(Model):
    """The plan that the results started from: its file (whose rows are read when it lies there), and its rows."""

    file: Line | None = Field(
        default=None, title="ไฟล์แผน", description="บอกโครงการที่เพิ่มหรือตัดจากแผน", examples=["action_plan.yaml"]
    )
    rows: tuple[PlanRow, ...] = Field(default=(), title="โครงการในแผน", json_schema_extra={"form": {"hide": True}})

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        return {"file": value} if isinstance(value, str) else value


@dataclass(frozen=True)
class Entry:
    """A narrative with its number and the row it belongs to (None: no row does)."""

    number: int
    narrative: Narrative
    row: ResultRow | None

    @property
    def title(self) -> str:
        """The narrative's own title, else its row's."""
        return self.narrative.title or (self.row.title if self.row else "")

    @cached_property
    def actions(self) -> tuple[Block, ...]:
        """What was done, piece by piece."""
        return self._blocks(self.narrative.actions, self.narrative.not_done_line)

    @cached_property
    def results(self) -> tuple[Block, ...]:
        """What came of it, piece by piece."""
        return self._blocks(self.narrative.results, NOT_DONE)

    @property
    def links(self) -> tuple[str, ...]:
        """Where the evidence is published."""
        return self.narrative.links

    def _blocks(self, account: Prose, instead: str) -> tuple[Block, ...]:
        return blocks(account) or ((Block(Item(text=instead)),) if self.narrative.not_done else ())


class PlanResults(Report):
    """The results of a plan after 6 or 12 months of a fiscal year (BE); every figure is computed from its rows.

    Money is in baht, percentages are 0 to 100, both exact until printed half up. The forms are those of
    e-PlanNACC (official-format 2.4, its formulas 2.5); pydantic's ValidationError says what cannot be read.
    """

    kind: ClassVar[str] = "plan_results"
    thai_name: ClassVar[str] = "รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต"
    formats: ClassVar[tuple[str, ...]] = ("docx", "xlsx", "pdf")
    FORM_DIGITS: ClassVar[Mapping[str, PrintedDigits]] = {"": "thai", "result_table": "arabic"}

    plan_name: Line = Field(default="แผนปฏิบัติการป้องกันการทุจริต", title="ชื่อแผน")
    fiscal_year: FiscalYear = Field(title="ปีงบประมาณ พ.ศ.", examples=["2569"])
    round: RoundTyped = Field(
        default="12",
        title="รอบ",
        description="6 เดือน หรือ 12 เดือน",
        json_schema_extra={"form": {"labels": {str(key): word for key, word in ROUND_WORDS.items()}}},
    )
    plan: Origin | None = Field(default=None, title="แผนที่รายงานผล")
    introduction: Prose = Field(default=(), title="คำนำ", description="เว้นว่าง = ตามแบบ")
    as_of: ThaiDate | None = Field(default=None, title="ข้อมูล ณ วันที่", examples=["4 ตุลาคม 2569"])
    reporter_unit: Line | None = Field(
        default=None,
        title="หน่วยงานผู้รายงาน",
        description="พิมพ์ท้ายส่วนบรรยาย",
        examples=["งานนิติการ สำนักปลัด องค์การบริหารส่วนตำบลตัวอย่าง"],
    )
    reporter: Person | None = Field(default=None, title="ผู้รายงาน", description="พิมพ์ใต้ตาราง ชื่อ - สกุล หรือคีย์ใน people")
    signatures: tuple[Signature, ...] = Field(default=(), title="ผู้ลงนาม", description="พิมพ์ท้ายส่วนบรรยาย")
    obstacles: Prose = Field(default=(), title="ปัญหาและอุปสรรค", description="เว้นว่าง = พิมพ์ -")
    suggestions: Prose = Field(default=(), title="ข้อเสนอแนะ", description="เว้นว่าง = พิมพ์ -")
    table_obstacles: Prose = Field(default=(), title="ปัญหา อุปสรรค ใต้ตาราง", description="เว้นว่าง = เหมือนส่วนบรรยาย")
    table_suggestions: Prose = Field(default=(), title="ข้อเสนอแนะ ใต้ตาราง", description="เว้นว่าง = เหมือนส่วนบรรยาย")
    projects: tuple[ResultRow, ...] = Field(
        title="ตารางผล", description="หนึ่งแถวต่อโครงการ ตามตาราง e-Plan", min_length=1
    )
    narratives: tuple[Narrative, ...] = Field(default=(), title="ส่วนบรรยาย", description="เรียงตามลำดับที่พิมพ์")
    photos: Photos = Field(
        default=(),
        title="ภาพกิจกรรมรวม",
        description="ภาพที่ไม่ใช่ของโครงการใด: ชื่อไฟล์ | คำบรรยาย",
        json_schema_extra=_PER_LINE,
    )
    photo_rows_per_page: int = Field(default=3, ge=2, le=3, title="แถวภาพต่อหน้า", description="2 หรือ 3 แถว แถวละ 2 ภาพ")
    share_method: ShareMethod = Field(
        default="weighted",
        title="วิธีคิดร้อยละการนำแผนไปปฏิบัติ",
        json_schema_extra={"form": {"labels": {str(key): word for key, word in SHARE_WORDS.items()}}},
    )
    level_thresholds: dict[str, Score] = Field(
        default={}, title="เกณฑ์ระดับ", description="ระดับ: ร้อยละขั้นต่ำ เช่น มาก: 80", examples=["มาก: 80"]
    )
    stated: Stated = Field(default=Stated(), title="ตัวเลขที่ระบุในส่วนบรรยาย")
    table_stated: Stated = Field(default=Stated(), title="ตัวเลขที่ระบุใต้ตาราง")
    totals: Flag = Field(default=False, title="แถวรวม", description="พิมพ์แถวรวมท้ายตาราง (แบบ e-Plan ไม่มี)")
    dimension_names: tuple[Line, ...] = Field(
        default=(), title="ชื่อมิติ", description="เรียงจากมิติ 1 เฉพาะปีที่โปรแกรมยังไม่มีข้อมูล หรือแผนที่ใช้ชื่ออื่น"
    )
    parts: Parts = Field(
        default=PARTS,
        title="ส่วนที่พิมพ์",
        description="ปก ส่วนบรรยาย แผนภูมิ ตารางผล ภาพกิจกรรม",
        min_length=1,
        json_schema_extra={"form": {"labels": {str(part): word for part, word in PART_WORDS.items()}}},
    )

    @classmethod
    def in_blank(cls) -> dict[str, object]:
        """No charts: they are drawn from figures, not by hand."""
        return {"parts": tuple(part for part in PARTS if part != "charts")}

    @field_validator("projects", mode="after")
    @classmethod
    def _placed(cls, projects: tuple[ResultRow, ...]) -> tuple[ResultRow, ...]:
        return tuple(row.at(position) for position, row in enumerate(alike(projects), 1))

    @classmethod
    def from_plan(cls, plan: ActionPlan, *, months: int = 12) -> PlanResults:
        """The results of ``plan`` before anything is reported: every row carried over, waiting; a narrative each.

        ``months`` is the round, 6 or 12 (pydantic's ValidationError otherwise). Budgets stay as planned, in
        baht; a plan of several years gives its first year and the budgets of that year. Rows added to or dropped
        from the result later are warnings of ``problems``.
        """
        rows = [_from_project(project, plan.fiscal_year) for project in plan.projects]
        return cls.model_validate(
            {
                "agency": plan.agency,
                "plan_name": plan.plan_name,
                "fiscal_year": plan.fiscal_year,
                "round": months,
                "plan": {"rows": [{"id": row.key, "title": row.title} for row in plan.projects]},
                "reporter": plan.reporter,
                "projects": rows,
                "narratives": [{"project": row["id"]} for row in rows],
                "dimension_names": plan.dimension_names,
                "digits": plan.digits,
                "digits_of": {name: choice for name, choice in plan.digits_of.items() if name != "plan_table"},
            }
        )

    # ---- what the templates print: heads ----

    @property
    def title_lines(self) -> list[str]:
        """The title above the narrative part."""
        after_six = " รอบ 6 เดือน" if self.round == "6" else ""
        return [
            "รายงานผลการดำเนินงาน",
            f"ตาม{self.plan_name}ของ{self.agency.name}",
            f"ประจำปีงบประมาณ พ.ศ. {self.fiscal_year}{after_six}",
        ]

    @property
    def cover_lines(self) -> list[str]:
        """The title on the cover, in its large letters: the agency has a line of its own."""
        first, second, *rest = self.title_lines
        return [first, second.removesuffix(f"ของ{self.agency.name}"), f"ของ{self.agency.name}", *rest]

    @property
    def table_title(self) -> str:
        """The title above the table on every page, as the e-Plan prints it."""
        when = f"พ.ศ. {self.fiscal_year} รอบ {self.round} เดือน"
        return f"รายงานผลการดำเนินงานตาม{self.plan_name} ของ{self.agency.name} {when}"

    def file_title(self) -> str:
        """The title of the table: plan, year and agency."""
        return self.table_title

    @property
    def introduction_items(self) -> Prose:
        """What stands above the first project: as typed, else the form's sentence."""
        if self.introduction:
            return self.introduction
        year, months = self.fiscal_year, self.round
        said = (
            f"{self.agency.name} ได้ดำเนินการตาม{self.plan_name} ประจำปีงบประมาณ พ.ศ. {year} "
            f"รอบ {months} เดือน แล้ว จึงขอรายงานผลการดำเนินงาน ดังนี้"
        )
        return (Item(text=said),)

    # ---- what the templates print: the narrative part ----

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The narratives in the agency's order, each with its number and its row."""
        return tuple(map(self._entry, range(len(self.narratives))))

    def _entry(self, index: int) -> Entry:
        narrative = self.narratives[index]
        row = self._row_of(narrative)
        number = index + 1 if narrative.number is None else narrative.number
        return Entry(number, narrative, None if row is None else self.projects[row])

    @property
    def narrative_obstacles(self) -> Prose:
        """The obstacles; a dash when there is none."""
        return self.obstacles or (_DASH,)

    @property
    def narrative_suggestions(self) -> Prose:
        """The suggestions; a dash when there is none."""
        return self.suggestions or (_DASH,)

    @property
    def below_obstacles(self) -> Prose:
        """The obstacles below the table: its own, else the narrative's."""
        return self.table_obstacles or self.narrative_obstacles

    @property
    def below_suggestions(self) -> Prose:
        """The suggestions below the table: its own, else the narrative's."""
        return self.table_suggestions or self.narrative_suggestions

    @property
    def reporter_line(self) -> str:
        """Who made the print-out; empty when nobody is named."""
        if self.reporter is None:
            return ""
        post = " ".join(self.reporter.position_lines)
        return f"ชื่อ - สกุล ผู้รายงาน {self.reporter.full_name}{f' ตำแหน่ง {post}' if post else ''}"

    # ---- what is counted ----

    @property
    def figures(self) -> Figures:
        """What the rows come to, without a level that is only stated."""
        counted = figures.counts(self.projects)
        carried_out = figures.share(counted, len(self.projects), self.share_method)
        return Figures(
            projects=len(self.projects),
            **counted,
            disbursed=self.disbursed_total,
            disbursed_percent=figures.disbursed_percent(self.projects),
            share=carried_out,
            level=figures.level_of(carried_out, self.level_thresholds),
        )

    @property
    def narrative_summary(self) -> Figures:
        """The summary list of the narrative part."""
        return self._summary(self.stated, self.table_stated)

    @property
    def table_summary(self) -> Figures:
        """The summary list below the table."""
        return self._summary(self.table_stated, self.stated)

    @property
    def budget_total(self) -> Decimal:
        """Baht budgeted over all rows; a dash and empty count nothing."""
        return money.total(row.budget for row in self.projects)

    @property
    def disbursed_total(self) -> Decimal:
        """Baht disbursed over all rows; a dash and empty count nothing."""
        return money.total(row.disbursed for row in self.projects)

    @property
    def large_sums(self) -> bool:
        """Whether the table needs wider columns for its amounts: from 1,000 million baht."""
        rows = (amount for row in self.projects for amount in (row.budget, row.disbursed))
        printed = (self.budget_total, self.disbursed_total) if self.totals else rows
        return outgrown(printed, "999,999,999.99")

    @property
    def total_labels(self) -> tuple[str, ...]:
        """The label of the table's sums: one, or none unless ``totals``."""
        return ("รวมทั้งสิ้น",) if self.totals else ()

    @property
    def dimensions(self) -> tuple[DimensionResult, ...]:
        """The dimensions of the year in order, each with its counts and money; without names those in use."""
        held: dict[int, list[ResultRow]] = defaultdict(list)
        for row in self.projects:
            held[row.dimension].append(row)
        named = dict(enumerate(self.names, 1))
        return tuple(
            figures.dimension_result(number, named.get(number, ""), held[number]) for number in sorted({*named, *held})
        )

    @property
    def names(self) -> Sequence[str]:
        """The names of the dimensions, from the first; empty when nobody knows them."""
        return self.dimension_names or dimension_names(self.fiscal_year)

    @property
    def levels(self) -> tuple[Threshold, ...]:
        """The agency's thresholds, from the highest."""
        return tuple(
            Threshold(word, least)
            for word, least in sorted(self.level_thresholds.items(), key=lambda pair: pair[1], reverse=True)
        )

    @property
    def level_heads(self) -> tuple[str, ...]:
        """The head above the thresholds: one, or none where the agency gives no thresholds."""
        return ("เกณฑ์ระดับของหน่วยงาน",) if self.level_thresholds else ()

    # ---- charts and pictures ----

    @property
    def status_chart(self) -> ChartData:
        """How many projects of each dimension have each status."""
        dimensions = self.dimensions
        series = (Series(STATUS_WORDS[s], tuple(part.count(s) for part in dimensions)) for s in STATUSES)
        labels = tuple(part.label for part in dimensions)
        return ChartData(labels, tuple(series), "แผนภูมิจำนวนโครงการตามสถานะของแต่ละมิติ")

    @property
    def budget_chart(self) -> ChartData | None:
        """Baht budgeted and disbursed of each dimension; None for a plan without a budget."""
        if not self.budget_total and not self.disbursed_total:
            return None
        dimensions = self.dimensions
        series = (
            Series("งบประมาณ", tuple(part.budget for part in dimensions)),
            Series("เบิกจ่าย", tuple(part.disbursed for part in dimensions)),
        )
        labels = tuple(part.label for part in dimensions)
        return ChartData(labels, series, "แผนภูมิงบประมาณเทียบกับการเบิกจ่ายของแต่ละมิติ")

    @property
    def all_photos(self) -> tuple[Photo, ...]:
        """The photographs of the narratives in their order, then those of no project."""
        own = (photo for narrative in self.narratives for photo in narrative.photos)
        return (*own, *self.photos)

    @property
    def photo_pages(self) -> list[list[list[PrintedPhoto]]]:
        """The photo pages: rows of two photographs, as many rows as fit on a page."""
        rows, high = in_rows(self.all_photos), self.photo_rows_per_page
        return [rows[start : start + high] for start in range(0, len(rows), high)]

    # ---- how the lists belong together ----

    def _row_of(self, narrative: Narrative) -> int | None:
        """The index of a narrative's row: by key, else by title; None where no row fits."""
        if narrative.project:
            return self._rows_by_key.find(narrative.project)
        return self._rows_by_title.get(plain_title(narrative.title or ""))

    @cached_property
    def _rows_by_key(self) -> Rows:
        return Rows([row.key for row in self.projects])

    @cached_property
    def _rows_by_title(self) -> dict[str, int]:
        return {plain_title(row.title): index for index, row in reversed(list(enumerate(self.projects)))}

    def _has_cover(self) -> bool:
        return "cover" in self.parts

    def problems(self) -> list[Problem]:
        """The rules of the results (official-format 2.4, 2.5 and 8), each problem with its path."""
        return [*super().problems(), *checks.results_problems(self)]

    def _summary(self, stated: Stated, other: Stated) -> Figures:
        """The figures of a part: computed; as stated where the clerk insists; a level nobody can compute as stated."""
        own = self.figures
        values = {each.name: getattr(own, each.name) for each in fields(Figures)}
        if stated.insist:
            said = {name: getattr(stated, name) for name in values}
            values.update({name: value for name, value in said.items() if value is not None})
        values["level"] = values["level"] or stated.level or other.level
        return Figures(**values)


_DASH = Item(text="-")


def _from_project(project: Any, year: int) -> dict[str, Any]:
    """A row of the plan as a row of the results of ``year``: waiting, nothing disbursed."""
    budget = project.budgets.get(year) if project.budgets else project.budget
    carried = {name: getattr(project, name) for name in ("number", "title", "dimension", "own", "extra")}
    return {**carried, "id": project.key, "budget": budget, "status": "waiting"}
