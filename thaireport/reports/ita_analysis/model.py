"""รายงานการวิเคราะห์ผลการประเมิน ITA: what an agency says of its scores, and what it will do about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from thaireport.errors import DataError, Problem, UsageError
from thaireport.fields import (
    NO_EXTRA,
    Blank,
    Count,
    Extra,
    FiscalYear,
    Flag,
    Line,
    Model,
    PeriodText,
    Score,
    Text,
    alike,
)
from thaireport.framework import (
    LETTER_OF,
    Framework,
    IssueFrame,
    code_or_none,
    codes_of,
    framework_for,
    load_framework,
    outline,
)
from thaireport.parts import ChartData, Item, Prose, Series
from thaireport.reach import too_far
from thaireport.report import Report
from thaireport.reports.ita_analysis import rows, text
from thaireport.reports.ita_analysis.scores import ScoreSheet, is_below
from thaireport.thai import dates, digits
from thaireport.thai.money import half_up, number
from thaireport.thai.money import score as written

NO_LIMITATIONS = "หน่วยงานไม่มีข้อจำกัดในการดำเนินการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"
"""The statement of part three when no limitation is given."""

_OUTLINED = 2566
"""A year whose outline an empty form has: ten indicators, the weights, no questions."""
_LINE = 140
_PROGRAMME = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"


def _named(value: object) -> object:
    """Codes as texts; a score left blank is not typed at all."""
    if not isinstance(value, Mapping):
        return value
    blank = (None, "")
    return {
        str(code).strip(): score
        for code, score in value.items()
        if not (isinstance(score, str) and not score.strip()) and score not in blank
    }


Scores = Annotated[dict[str, Score], BeforeValidator(_named)]
"""Scores of 0 to 100 by code, exact, the codes as typed."""


def _within_reach(name: str | None) -> str | None:
    if name and (far := too_far(name)):
        raise ValueError(far)
    return name


def _sheet(name: str, head: str, keys: tuple[str, ...]) -> dict[str, Any]:
    """A sheet of two columns in the clerk's form, the codes of FY2566 written in."""
    return {"form": {"sheet": name, "heads": (head, "คะแนน"), "keys": keys}}


def _codes(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{number_}" for number_ in range(1, count + 1))


_INDICATOR_NUMBERS = tuple(map(str, range(1, 11)))
_GROUP_CODES = ("9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2")


class PreviousYear(Model):
    """The result of the year before, to compare with."""

    fiscal_year: FiscalYear | None = Field(
        default=None, title="ปีงบประมาณ", description="เว้นว่าง = ปีก่อนปีที่ประเมิน", examples=["2565"]
    )
    total: Score | None = Field(default=None, title="คะแนนรวม", examples=["93.18"])
    level: Line | None = Field(default=None, title="ระดับ", examples=["A"])
    indicators: Scores = Field(
        default={},
        title="คะแนนรายตัวชี้วัดปีก่อน",
        description="เลขตัวชี้วัด: คะแนน",
        examples=["1: 92.40"],
        json_schema_extra=_sheet("ปีก่อน", "ตัวชี้วัดที่", _INDICATOR_NUMBERS),
    )


class Stated(Model):
    """Figures as announced; each is compared with what the questions give."""

    iit: Score | None = Field(default=None, title="คะแนน IIT", examples=["95.25"])
    eit: Score | None = Field(default=None, title="คะแนน EIT", examples=["95.25"])
    eit_public: Score | None = Field(default=None, title="คะแนน EIT ส่วนที่ 1", examples=["95.25"])
    eit_survey: Score | None = Field(default=None, title="คะแนน EIT ส่วนที่ 2", examples=["95.25"])
    oit: Score | None = Field(default=None, title="คะแนน OIT", examples=["95.25"])
    total: Score | None = Field(default=None, title="คะแนนรวม", examples=["95.25"])
    level: Line | None = Field(default=None, title="ระดับผลการประเมิน", examples=["ผ่านดีเยี่ยม"])


class Issue(Model):
    """The analysis of one issue; its table is made from the framework and the scores."""

    number: Count = Field(title="ประเด็นที่", examples=["1"])
    title: Line | None = Field(default=None, title="ชื่อประเด็น", description="เว้นว่าง = ตามกรอบการประเมิน")
    items: Line | None = Field(
        default=None,
        title="ข้อที่แสดงในตาราง",
        description="เว้นว่าง = ตามกรอบการประเมิน",
        examples=["i1-i6, e1-e4, o11-o14"],
    )
    analysis: Prose = Field(
        default=(),
        title="บทวิเคราะห์",
        description="หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด ขึ้นต้นด้วย ★ เมื่อเป็นหัวข้อ (ตัวหนาถึงคำว่า “โดย” หรือระหว่าง ** กับ **)",
        examples=["★วิเคราะห์การให้บริการ โดยเปรียบเทียบผลการประเมิน i1-i3 กับ e1-e3"],
    )


class Action(Model):
    """One row of part two: what will be done about a topic, by whom, how and when."""

    topic: Line = Field(
        title="หัวข้อ", description="หัวข้อเดียวกันติดกันหลายแถวจะรวมช่อง", examples=["2. การให้บริการและระบบ E-Service"]
    )
    methods: Prose = Field(title="วิธีการนำผลวิเคราะห์ไปสู่การปฏิบัติ", description="หนึ่งข้อต่อบรรทัด", min_length=1)
    responsible: Text = Field(title="ผู้รับผิดชอบ/ผู้ที่เกี่ยวข้อง", examples=["สำนักปลัด\nงานธุรการ"])
    steps: Prose = Field(default=(), title="ขั้นตอน/วิธีปฏิบัติ", description="หนึ่งขั้นต่อบรรทัด ไม่พิมพ์เลขก็ได้")
    period: PeriodText | None = Field(
        default=None,
        title="ระยะเวลาดำเนินงาน",
        description="เว้นว่าง = ทั้งปีงบประมาณที่นำไปปฏิบัติ",
        examples=["1 ตุลาคม 2566 - 30 กันยายน 2567"],
    )
    extra: Extra = Field(default=NO_EXTRA)


@dataclass(frozen=True)
class IssueSection:
    """An issue as printed: its head, its table, its paragraphs."""

    number: int
    title: str
    table: rows.IssueTable
    blocks: tuple[text.Block, ...]
    drafted: bool


@dataclass(frozen=True)
class ActionRow:
    """A row of the action table; ``place`` says how the cell of its topic is merged."""

    topic: str
    methods: tuple[Item, ...]
    responsible: str
    steps: tuple[Item, ...]
    period: str
    place: rows.Merge
    held: bool
    whole: bool
    extra: Mapping[str, str | None]


class ItaAnalysis(Report):
    """The analysis of a year's ITA result, with its measures for the next year (OIT item o42 of FY2566).

    Scores are typed by question, 0 to 100; indicators, instruments, total, level and every table follow from
    them, exact until printed half up (official-format 3.2; levels 3.3, the seven issues 3.4). A fault in an
    agency's framework file is among ``problems``, never raised; pydantic's ValidationError says what cannot be
    read. Years are Buddhist.
    """

    kind: ClassVar[str] = "ita_analysis"
    thai_name: ClassVar[str] = "รายงานการวิเคราะห์ผลการประเมิน ITA"
    formats: ClassVar[tuple[str, ...]] = ("docx", "xlsx", "pdf")
    DOTTED: ClassVar[frozenset[str]] = frozenset({"actions"})
    FORM_DIGITS: ClassVar[Mapping[str, Any]] = {"": "arabic", "part_heads": "thai"}

    fiscal_year: FiscalYear = Field(title="ปีงบประมาณที่ประเมิน", examples=["2566"])
    applied_year: FiscalYear | None = Field(
        default=None, title="ปีงบประมาณที่นำไปปฏิบัติ", description="เว้นว่าง = ปีถัดจากปีที่ประเมิน", examples=["2567"]
    )
    title: Text | None = Field(default=None, title="ชื่อรายงานบนปก", description="เว้นว่าง = ชื่อตามแบบ; ขึ้นบรรทัดใหม่ได้")
    iit: Scores = Field(
        default={},
        title="คะแนน IIT รายข้อ",
        description="รหัสข้อ: คะแนน",
        examples=["i1: 98.43"],
        json_schema_extra=_sheet("IIT", "ข้อ", _codes("i", 30)),
    )
    eit_public: Scores = Field(
        default={},
        title="คะแนน EIT ส่วนที่ 1 รายข้อ",
        description="EIT Public: ผู้รับบริการเข้าตอบด้วยตนเอง",
        examples=["e1: 96.14"],
        json_schema_extra=_sheet("EIT ส่วนที่ 1", "ข้อ", _codes("e", 15)),
    )
    eit_survey: Scores = Field(
        default={},
        title="คะแนน EIT ส่วนที่ 2 รายข้อ",
        description="EIT Survey: ผู้ประเมินจัดเก็บข้อมูล",
        examples=["e1: 100"],
        json_schema_extra=_sheet("EIT ส่วนที่ 2", "ข้อ", _codes("e", 15)),
    )
    oit: Scores = Field(
        default={},
        title="คะแนน OIT",
        description="ตัวชี้วัดย่อย (9.1) หรือรายข้อ (o1) หรือทั้งสอง",
        examples=["9.1: 100", "o43: 0"],
        json_schema_extra=_sheet("OIT", "ข้อ", (*_GROUP_CODES, *_codes("o", 43))),
    )
    indicators: Scores = Field(
        default={},
        title="คะแนนรายตัวชี้วัดที่ประกาศ",
        description="เลขตัวชี้วัด: คะแนน; ใช้เทียบ หรือใช้แทนเมื่อไม่มีคะแนนรายข้อ",
        examples=["7: 96.22"],
        json_schema_extra=_sheet("คะแนนที่ประกาศ", "ตัวชี้วัดที่", _INDICATOR_NUMBERS),
    )
    stated: Stated | None = Field(default=None, title="คะแนนรวมที่ประกาศ", description="ใช้เทียบกับที่คำนวณได้")
    print_stated: Flag = Field(
        default=False, title="พิมพ์คะแนนที่ประกาศ", description="ใช่ = พิมพ์คะแนนตัวชี้วัดที่ประกาศแม้ไม่ตรงกับที่คำนวณได้"
    )
    grade: Line | None = Field(default=None, title="ระดับเป็นตัวอักษร", description="พิมพ์คู่กับระดับ", examples=["AA"])
    previous: PreviousYear | None = Field(default=None, title="ผลการประเมินปีก่อน")
    rank: Count | None = Field(default=None, title="ลำดับที่", examples=["1,072"])
    rank_among: Line | None = Field(default=None, title="ในกลุ่มหน่วยงาน", examples=["หน่วยงานประเภทองค์การบริหารส่วนตำบล"])
    comparison: Text | None = Field(default=None, title="ข้อความเปรียบเทียบกับปีก่อน", description="เว้นว่าง = เขียนให้จากคะแนน")
    introduction: Prose = Field(default=(), title="ความนำก่อนส่วนที่ 1", description="หนึ่งย่อหน้าต่อบรรทัด")
    issues: tuple[Issue, ...] = Field(
        default=(), title="บทวิเคราะห์รายประเด็น", json_schema_extra={"form": {"sheet": "บทวิเคราะห์"}}
    )
    actions: Annotated[tuple[Action, ...], AfterValidator(alike)] = Field(
        default=(), title="การนำผลการวิเคราะห์ไปสู่การปฏิบัติ", json_schema_extra={"form": {"sheet": "การปฏิบัติ"}}
    )
    limitations: Prose = Field(default=(), title="ข้อจำกัดของหน่วยงาน", description="เว้นว่าง = พิมพ์ว่าไม่มีข้อจำกัด")
    part_one_title: Line | None = Field(default=None, title="ชื่อส่วนที่ 1", description="เว้นว่าง = ชื่อตามแบบ")
    part_two_title: Line | None = Field(default=None, title="ชื่อส่วนที่ 2", description="เว้นว่าง = ชื่อตามแบบ")
    part_three_title: Line | None = Field(default=None, title="ชื่อส่วนที่ 3", description="เว้นว่าง = ชื่อตามแบบ")
    threshold: Score | None = Field(
        default=None,
        title="เกณฑ์คะแนนที่ต้องแก้ไข",
        description="ข้อที่ได้ต่ำกว่านี้ต้องกล่าวถึง; เว้นว่าง = คะแนนเป้าหมายของปี",
        examples=["85"],
    )
    draft_issues: Flag = Field(
        default=False, title="ร่างบทวิเคราะห์จากคะแนน", description="ใช่ = ประเด็นที่ยังไม่มีบทวิเคราะห์จะมีข้อความ [ร่าง]"
    )
    framework_file: Annotated[Line | None, AfterValidator(_within_reach)] = Field(
        default=None,
        title="ไฟล์กรอบการประเมิน",
        description="เว้นว่าง = กรอบของปีนั้น (data/ita_ปี.yaml ในโฟลเดอร์หน่วยงาน หรือที่มากับโปรแกรม)",
        examples=["ita_2567.yaml"],
    )

    @classmethod
    def in_blank(cls) -> dict[str, object]:
        """The ten indicators, whose names no year changes; where no score is given, nothing lies above the line."""
        framework = outline(_OUTLINED)
        lines = tuple(Item(text="." * _LINE) for _ in range(3))
        issues = tuple(Issue(number=frame.number, analysis=lines) for frame in framework.issues)
        return {"framework": framework, "issues": issues, "below_text": Blank("." * _LINE)}

    # --- the framework and the figures -----------------------------------------------------------------

    @cached_property
    def framework_source(self) -> tuple[Framework, tuple[Problem, ...]]:
        """The framework to go by, and what is wrong with the file it should have come from."""
        folder = self.agency.folder
        try:
            if self.framework_file:
                found = load_framework(self._framework_path(self.framework_file, folder))
            else:
                found = framework_for(self.fiscal_year, folder) or outline(self.fiscal_year)
        except DataError as error:
            return outline(self.fiscal_year), error.problems
        except OSError:
            message = f"ไม่พบไฟล์กรอบการประเมิน {self.framework_file}: วางไว้ในโฟลเดอร์ของหน่วยงาน"
            return outline(self.fiscal_year), (Problem(message, ("framework_file",), code="framework"),)
        except UsageError as error:  # a folder, or a file that may not be opened
            return outline(self.fiscal_year), (Problem(str(error), ("framework_file",), code="framework"),)
        return found, ()

    def files_beside(self) -> Iterator[str]:
        """The pictures and the framework, which an agency may have a file of its own for."""
        yield from super().files_beside()
        yield sha256(self.framework.model_dump_json().encode()).hexdigest()

    @staticmethod
    def _framework_path(name: str, folder: Path | None) -> Path:
        places = [folder / "data" / name, folder / name] if folder else []
        return next((place for place in places if place.is_file()), Path(name))

    @property
    def framework(self) -> Framework:
        """The framework of the fiscal year; a bare outline of the ten indicators when there is no data."""
        return self.framework_source[0]

    @cached_property
    def score_sheet(self) -> ScoreSheet:
        """Every figure of the year, exact."""
        parts = {part: dict(self._read(part)) for part in LETTER_OF}
        stated = {}
        for typed, score in self.indicators.items():
            if (found := self._indicator_number(typed)) is not None:
                stated[found] = score
        return ScoreSheet(self.framework, parts, stated, self.print_stated)

    def _read(self, part: str) -> Iterator[tuple[str, Decimal]]:
        """The scores of a part by their right codes; what cannot be read is left to ``problems``."""
        for typed, score in getattr(self, part).items():
            code = code_or_none(typed, LETTER_OF[part])
            if code is not None:
                yield code, score

    def _indicator_number(self, typed: str) -> int | None:
        plain = digits.to_arabic(typed).strip()
        found = int(plain) if plain.isdecimal() and len(plain) < 5 else None  # thousands of digits stop int
        return found if found in self.framework.indicators else None

    @property
    def total(self) -> Decimal | None:
        """The total score, exact; None while an instrument is unknown and no total is stated."""
        stated = self.stated.total if self.stated else None
        if stated is not None and (self.print_stated or self.score_sheet.total is None):
            return stated
        return self.score_sheet.total

    @property
    def level(self) -> str:
        """The level that the printed scores reach (of the year's own scale)."""
        stated = self.stated.level if self.stated else None
        if stated and (self.print_stated or not self.score_sheet.level):
            return stated
        return self.score_sheet.level

    @property
    def pass_line(self) -> Decimal:
        """The score below which a question must be spoken of."""
        return self.framework.pass_line if self.threshold is None else self.threshold

    @property
    def next_year(self) -> int:
        """The fiscal year (BE) in which the analysis is applied."""
        return self.applied_year or self.fiscal_year + 1

    @property
    def previous_year(self) -> int:
        """The fiscal year (BE) compared with."""
        return (self.previous and self.previous.fiscal_year) or self.fiscal_year - 1

    @property
    def previous_total(self) -> Decimal | None:
        """Last year's total."""
        return self.previous.total if self.previous else None

    @property
    def change(self) -> Decimal | None:
        """This year's total less last year's, of the printed figures."""
        return _difference(self.total, self.previous_total)

    # --- what the pages print --------------------------------------------------------------------------

    @property
    def title_lines(self) -> list[str]:
        """The lines of the cover."""
        if self.title:
            return self.title.split("\n")
        return [
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
            "การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส",
            "ในการดำเนินงานของหน่วยงานภาครัฐ",
            f"ปีงบประมาณ พ.ศ. {self.fiscal_year}",
        ]

    @property
    def programme(self) -> str:
        """The full name of the ITA."""
        return _PROGRAMME

    @property
    def rank_text(self) -> str:
        """``ลำดับที่ 1,072 ของหน่วยงานประเภท...``; empty when no rank is given."""
        if self.rank is None:
            return ""
        return f"ลำดับที่ {number(self.rank)}" + (f" ของ{self.rank_among}" if self.rank_among else "")

    @property
    def comparison_text(self) -> str:
        """The sentence that compares with last year: the one typed, else one made from the two totals."""
        if self.comparison:
            return self.comparison
        change, before = self.change, self.previous_total
        if change is None or before is None:
            return ""
        last = f"ผลการประเมินปีงบประมาณ พ.ศ. {self.previous_year} ซึ่งได้ {written(before)} คะแนน"
        if not change:
            return f"เท่ากับ{last}"
        return f"{'สูงกว่า' if change > 0 else 'ต่ำกว่า'}{last} อยู่ {written(abs(change))} คะแนน"

    @property
    def instrument_rows(self) -> list[rows.InstrumentRow]:
        """The instruments with their weights, each followed by its parts."""
        sheet = self.score_sheet
        found = []
        for one in self.framework.instruments:
            found.append(
                rows.InstrumentRow(f"{one.name} ({one.short})", self.score_sheet.instruments[one.code], one.weight)
            )
            found += [rows.InstrumentRow(part.name, sheet.part(part.code)) for part in one.parts]
        return found

    @property
    def indicator_rows(self) -> tuple[rows.IndicatorRow, ...]:
        """The ten indicators with this year's and last year's scores."""
        typed = self.previous.indicators if self.previous else {}
        before = {self._indicator_number(name): score for name, score in typed.items()}
        return tuple(
            rows.IndicatorRow(
                one.number,
                one.name,
                self.score_sheet.indicator(one.number),
                before.get(one.number),
                _difference(self.score_sheet.indicator(one.number), before.get(one.number)),
            )
            for one in self.framework.indicators.values()
        )

    @property
    def compares(self) -> bool:
        """Whether any indicator of last year is known."""
        return any(one.previous is not None for one in self.indicator_rows)

    @property
    def book_rows(self) -> dict[str, list[rows.BookRow]]:
        """The rows of the score sheets of the workbook, by part; codes that the framework lacks come last."""
        return {part: rows.book_rows(self.framework, self.score_sheet, part) for part in LETTER_OF}

    @property
    def book_indicators(self) -> list[rows.BookIndicator]:
        """The indicators of the workbook's summary: what is typed of each, the formulas work out the rest."""
        sheet = self.score_sheet
        return [
            rows.BookIndicator(
                one.number, one.name, sheet.owners[one.number].short, sheet.stated.get(one.number), one.previous
            )
            for one in self.indicator_rows
        ]

    @property
    def book_instruments(self) -> list[rows.BookInstrument]:
        """The lines of the workbook's summary of instruments."""
        return rows.book_instruments(self.framework)

    @property
    def strongest(self) -> tuple[rows.IndicatorRow, ...]:
        """The indicators with the highest printed score."""
        return self._with(max)

    @property
    def weakest(self) -> tuple[rows.IndicatorRow, ...]:
        """The indicators with the lowest printed score; none when all are alike."""
        lowest = self._with(min)
        return () if lowest == self.strongest else lowest

    def _with(self, choose: Any) -> tuple[rows.IndicatorRow, ...]:
        shown = {one: half_up(one.score) for one in self.indicator_rows if one.score is not None}
        if not shown:
            return ()
        best = choose(shown.values())
        return tuple(one for one, score in shown.items() if score == best)

    @property
    def strongest_text(self) -> str:
        """The strongest indicators in one line."""
        return ", ".join(f"ตัวชี้วัดที่ {one.number} {one.name}" for one in self.strongest)

    @property
    def weakest_text(self) -> str:
        """The weakest indicators in one line."""
        return ", ".join(f"ตัวชี้วัดที่ {one.number} {one.name}" for one in self.weakest)

    @property
    def score_tables(self) -> tuple[rows.QuestionTable, ...]:
        """Every table of scores, in the order of the instruments."""
        return rows.question_tables(self.framework, self.score_sheet)

    @property
    def question_tables(self) -> tuple[rows.QuestionTable, ...]:
        """The tables of IIT and EIT: one row for each question."""
        return tuple(one for one in self.score_tables if one.part != "oit")

    @property
    def oit_tables(self) -> tuple[rows.QuestionTable, ...]:
        """The table of the OIT: one row for each sub-indicator."""
        return tuple(one for one in self.score_tables if one.part == "oit")

    @property
    def below(self) -> tuple[rows.QuestionRow, ...]:
        """The questions, items and sub-indicators whose score lies below the threshold."""
        listed = [one for table in self.score_tables for one in table.rows]
        items = [rows.QuestionRow(0, "OIT", "", code, code, score) for code, score in self._oit_items()]
        return tuple(one for one in (*listed, *items) if is_below(one.score, self.pass_line))

    def _oit_items(self) -> Iterator[tuple[str, Decimal]]:
        for code, score in self.score_sheet.parts["oit"].items():
            if code.startswith("o"):
                yield code, score

    @property
    def below_text(self) -> str:
        """The questions below the threshold, by instrument: ``EIT Survey: e14 ได้ 82.50; OIT: o43 ได้ 0.00``."""
        # A bracket would tear the figure: LibreOffice ends a line within (๘|๒.๕๐) behind a Latin letter.
        listed: dict[str, list[str]] = {}
        for one in self.below:
            if one.score is not None:
                listed.setdefault(one.instrument, []).append(f"{one.label} ได้ {written(one.score)}")
        return "; ".join(f"{instrument}: {', '.join(said)}" for instrument, said in listed.items())

    @property
    def frames(self) -> tuple[IssueFrame, ...]:
        """The issues of the framework, with the titles and items that the agency chose."""
        own = {issue.number: issue for issue in self.issues}
        framed = {frame.number: frame for frame in self.framework.issues}
        numbers = [*framed, *(one for one in own if one not in framed)]
        return tuple(_framed(found, framed.get(found), own.get(found)) for found in numbers)

    @property
    def issue_sections(self) -> tuple[IssueSection, ...]:
        """The issues as printed: table and analysis."""
        return tuple(self._section(frame) for frame in self.frames)

    def _section(self, frame: IssueFrame) -> IssueSection:
        table = rows.issue_table(self.framework, self.score_sheet, frame, self.pass_line)
        analysis = next((one.analysis for one in self.issues if one.number == frame.number), ())
        drafted = not analysis and self.draft_issues
        said = self.draft_issue(frame.number) if drafted else analysis
        return IssueSection(frame.number, frame.title, table, text.blocks(said), drafted)

    def draft_issue(self, issue_number: int) -> tuple[Item, ...]:
        """Neutral sentences drafted from the scores of an issue (Prose), each marked ``[ร่าง]``.

        Nothing is drafted unless asked for: here, or for every empty issue by ``draft_issues``.
        """
        frame = next((one for one in self.frames if one.number == issue_number), None)
        return text.draft(self.framework, self.score_sheet, frame, self.pass_line) if frame else ()

    @property
    def action_rows(self) -> tuple[ActionRow, ...]:
        """The rows of part two; the cells of one topic merged where they fit a page together."""
        return tuple(self._action_row(index) for index in range(len(self.actions)))

    def _action_row(self, index: int) -> ActionRow:
        one = self.actions[index]
        topics = [action.topic for action in self.actions]
        first = index - next(n for n in range(index + 1) if n == index or topics[index - n - 1] != one.topic)
        last = index + next(
            n for n in range(len(topics)) if index + n + 1 >= len(topics) or topics[index + n + 1] != one.topic
        )
        group = self.actions[first : last + 1]
        fits = len(group) > 1 and sum(map(_lines_of, group)) <= _LINES_ACROSS
        place: rows.Merge = "alone" if not fits else "opens" if index == first else "goes_on"
        period = dates.period(one.period) if one.period else self.default_period
        return ActionRow(
            one.topic,
            text.bulleted(one.methods),
            one.responsible,
            text.numbered(one.steps),
            period,
            place,
            fits and index < last,
            fits or _lines_of(one) <= _LINES_ACROSS // 2,
            one.extra,
        )

    @property
    def default_period(self) -> str:
        """The whole fiscal year in which the analysis is applied: ``1 ตุลาคม 2566 - 30 กันยายน 2567``."""
        year = dates.fiscal_year_period(self.next_year)
        return dates.period(dates.Period(year.start, year.end))

    @property
    def limitation_items(self) -> tuple[Item, ...]:
        """The limitations, or the statement that there are none."""
        return self.limitations or (Item(text=f"“{NO_LIMITATIONS}”"),)

    @property
    def part_one(self) -> str:
        """The head of part one."""
        default = f"ข้อมูลรายละเอียดการวิเคราะห์ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {self.fiscal_year}"
        return f"ส่วนที่ 1 {self.part_one_title or default}"

    @property
    def part_two(self) -> str:
        """The head of part two: it names the next year."""
        default = f"การนำผลการวิเคราะห์แต่ละประเด็นไปสู่การปฏิบัติ ในปีงบประมาณ พ.ศ. {self.next_year}"
        return f"ส่วนที่ 2 {self.part_two_title or default}"

    @property
    def part_three(self) -> str:
        """The head of part three."""
        return f"ส่วนที่ 3 {self.part_three_title or f'การวิเคราะห์ข้อจำกัดของหน่วยงานในการดำเนิน{_PROGRAMME}'}"

    def _chart(self, shape: str, least: Decimal) -> ChartData | None:
        """None where no indicator has a score, as in a form printed empty: axes alone say nothing."""
        known = self.indicator_rows
        if all(one.score is None for one in known):
            return None
        series = [Series(f"ปีงบประมาณ พ.ศ. {self.fiscal_year}", tuple(_shown(one.score) for one in known))]
        if self.compares:
            name = f"ปีงบประมาณ พ.ศ. {self.previous_year}"
            series.append(Series(name, tuple(_shown(one.previous) for one in known)))
        scores = ", ".join(f"{one.label} {written(one.score)}" for one in known if one.score is not None)
        categories = tuple(one.label for one in known)
        return ChartData(categories, tuple(series), f"{shape}คะแนนรายตัวชี้วัด: {scores}", least)

    @property
    def bar_chart(self) -> ChartData | None:
        """The indicators, this year and last, as bars."""
        return self._chart("แผนภูมิแท่งเปรียบเทียบ", Decimal(0))

    @property
    def radar_chart(self) -> ChartData | None:
        """The indicators, this year and last, as a radar; its axis begins below the lowest score."""
        rows_ = self.indicator_rows
        scores = [score for one in rows_ for score in (one.score, one.previous) if score is not None]
        least = max(Decimal(0), (min(scores, default=Decimal(0)) - 5) // 10 * 10)
        return self._chart("แผนภูมิใยแมงมุม", least)

    def file_title(self) -> str:
        """The title of the cover in one line, and whose it is."""
        return " ".join([*self.title_lines, self.agency.name])

    def _has_cover(self) -> bool:
        return True

    def problems(self) -> list[Problem]:
        """What the rules say: codes, missing and contradicting scores, issues, actions (``checks``)."""
        from thaireport.reports.ita_analysis import checks

        return [*super().problems(), *checks.problems(self)]

    @property
    def framework_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the data file of the framework."""
        return self.framework_source[1]


def _shown(score: Decimal | None) -> Decimal | None:
    return None if score is None else half_up(score)


def _difference(score: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if score is None or before is None else half_up(score) - half_up(before)


def _framed(number_: int, frame: IssueFrame | None, own: Issue | None) -> IssueFrame:
    title = (own and own.title) or (frame.title if frame else "")
    items = frame.items if frame else ()
    if own and own.items:
        try:
            items = tuple(codes_of(own.items))
        except ValueError:
            items = ()
    return IssueFrame(number=number_, title=title or f"ประเด็นที่ {number_}", items=items)


_LINES_ACROSS = 22
"""Lines of 14 pt that fit a landscape page below the head of the action table."""
_COLUMN_LETTERS = {"methods": 46, "steps": 46, "responsible": 18}
"""Thai letters that fit one line of each column of the action table (marks above and below not counted)."""


def _lines_of(action: Action) -> int:
    """About how many lines a row of the action table takes."""
    texts = {
        "methods": [item.text for item in action.methods],
        "steps": [item.text for item in action.steps],
        "responsible": action.responsible.split("\n"),
    }
    return max(sum(ceil(len(one) / _COLUMN_LETTERS[name]) for one in said) for name, said in texts.items())
