"""What the tables of the analysis print, row by row: plain frozen values that a template reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Literal

from thaireport.framework import Framework, Indicator, Instrument, IssueFrame
from thaireport.reports.ita_analysis.scores import ScoreSheet, is_below

ROWS_ON_A_PAGE = 32
"""Rows of one line at 14 pt that fit an upright A4 page below a caption and the head of the table."""

UNKNOWN_WORDING = "(ไม่มีถ้อยคำของข้อนี้ในกรอบการประเมิน)"
"""Printed for a question whose official wording the framework does not hold."""

Merge = Literal["opens", "goes_on", "alone"]
"""Whether a cell opens a group merged downwards, lies inside it, or stands by itself (its name repeated)."""


@dataclass(frozen=True)
class InstrumentRow:
    """One line of the summary: an instrument, or a part of it (without a weight), and its score."""

    label: str
    score: Decimal | None
    weight: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        """The weight in percent."""
        return None if self.weight is None else self.weight * 100


@dataclass(frozen=True)
class IndicatorRow:
    """One of the ten indicators: this year's score and last year's."""

    number: int
    name: str
    score: Decimal | None
    previous: Decimal | None
    change: Decimal | None

    @property
    def label(self) -> str:
        """``1. การปฏิบัติหน้าที่``."""
        return f"{self.number}. {self.name}"

    @property
    def change_text(self) -> str:
        """The change with its sign: ``+1.20``, ``-0.35``, ``0.00``; empty without last year."""
        return signed(self.change)


def signed(change: Decimal | None) -> str:
    """A change with its sign."""
    return "" if change is None else f"{change:+.2f}" if change else "0.00"


@dataclass(frozen=True)
class QuestionRow:
    """One question of a score table. ``held`` rows stay on the page of the next one."""

    serial: int
    instrument: str
    indicator: str
    code: str
    label: str
    score: Decimal | None
    outer: Merge = "alone"
    inner: Merge = "alone"
    held: bool = False


@dataclass(frozen=True)
class QuestionTable:
    """A table of one instrument, or of one part of it, with the lines above it."""

    part: str
    captions: tuple[str, ...]
    rows: tuple[QuestionRow, ...]
    opens_instrument: bool

    @property
    def whole(self) -> bool:
        """Whether the table fits a page, and so is kept on one."""
        return len(self.rows) <= ROWS_ON_A_PAGE


@dataclass(frozen=True)
class IssueCell:
    """A place in an issue's table: the head of an indicator, a question with its score, or nothing."""

    kind: Literal["head", "item", "empty"]
    text: str = ""
    score: Decimal | None = None
    weak: bool = False

    @property
    def head(self) -> bool:
        """Whether this is the head of an indicator, printed bold with คะแนน beside it."""
        return self.kind == "head"

    @property
    def item(self) -> bool:
        """Whether this is a question with its score."""
        return self.kind == "item"


EMPTY_CELL = IssueCell("empty")


@dataclass(frozen=True)
class IssueTable:
    """The questions of an issue, the instruments side by side: a head and, in each row, a cell for each."""

    heads: tuple[str, ...]
    rows: tuple[tuple[IssueCell, ...], ...]

    @property
    def width(self) -> int:
        """How many instruments stand side by side: none to three."""
        return len(self.heads)


def question_tables(framework: Framework, sheet: ScoreSheet) -> tuple[QuestionTable, ...]:
    """The tables of questions, one for each instrument and part that has questions or sub-indicators."""
    found: list[QuestionTable] = []
    for serial, instrument in enumerate(framework.instruments, 1):
        for part, short, captions in _parts(instrument):
            rows = _table_rows(sheet, serial, instrument, (part, short))
            if rows:
                first = part in {instrument.code, *(one.code for one in instrument.parts[:1])}
                found.append(QuestionTable(part, captions, _merged(rows), first))
    return tuple(found)


def _parts(instrument: Instrument) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Code, short name and the lines above the table; the instrument's own lines only above its first."""
    own = (instrument.name, f"({instrument.english}: {instrument.short})")
    if not instrument.parts:
        yield instrument.code, instrument.short, own
    for index, part in enumerate(instrument.parts):
        yield part.code, part.short, (*own, part.name) if index == 0 else (part.name,)


def _table_rows(sheet: ScoreSheet, serial: int, instrument: Instrument, part: tuple[str, str]) -> list[QuestionRow]:
    code, short = part
    rows = []
    for indicator in instrument.indicators:
        label = f"{indicator.number}.{indicator.name}"
        for question, text, score in _lines(sheet, code, indicator):
            rows.append(QuestionRow(serial, short, label, question, text, score))
    return rows


def _lines(sheet: ScoreSheet, part: str, indicator: Indicator) -> Iterator[tuple[str, str, Decimal | None]]:
    for group in indicator.groups:
        yield group.code, group.label, sheet.group(part, group)
    for question in indicator.questions:
        yield question, question, sheet.score(part, question)


def _merged(rows: Sequence[QuestionRow]) -> tuple[QuestionRow, ...]:
    """Cells merged downwards by instrument and indicator where the group fits a page, else repeated."""
    whole = len(rows) <= ROWS_ON_A_PAGE
    made = []
    for index, one in enumerate(rows):
        before = rows[index - 1] if index else None
        after = rows[index + 1] if index + 1 < len(rows) else None
        fits = sum(other.indicator == one.indicator for other in rows) <= ROWS_ON_A_PAGE
        inner = _place(one.indicator, before and before.indicator, after and after.indicator) if fits else "alone"
        outer = _place(1, before and 1, after and 1) if whole else "alone"
        same = after is not None and after.indicator == one.indicator
        held = (whole and after is not None) or (fits and same)
        made.append(_with(one, outer, inner, held=held))
    return tuple(made)


def _place(name: object, before: object, after: object) -> Merge:
    if before == name:
        return "goes_on"
    return "opens" if after == name else "alone"


def _with(row: QuestionRow, outer: Merge, inner: Merge, *, held: bool) -> QuestionRow:
    return QuestionRow(row.serial, row.instrument, row.indicator, row.code, row.label, row.score, outer, inner, held)


def issue_table(framework: Framework, sheet: ScoreSheet, issue: IssueFrame, threshold: Decimal) -> IssueTable:
    """The questions of an issue by instrument, side by side, each indicator under its head.

    EIT scores are those of the first part: what respondents answered themselves (as published analyses do).
    """
    heads, columns = [], []
    for instrument in framework.instruments:
        owners = {code: one for one in instrument.indicators for code in one.wordings}
        mine = [code for code in issue.items if code in owners]
        if mine:
            heads.append(f"ประเด็นการประเมินแบบวัด {instrument.short}")
            part = sheet.part_codes(instrument)[0]
            columns.append(list(_column(sheet, part, [(code, owners[code]) for code in mine], threshold)))
    rows = tuple(zip_longest(*columns, fillvalue=EMPTY_CELL))
    return IssueTable(tuple(heads), rows)


def _column(
    sheet: ScoreSheet, part: str, items: Iterable[tuple[str, Indicator]], threshold: Decimal
) -> Iterator[IssueCell]:
    opened: Indicator | None = None
    for code, owner in items:
        if owner is not opened:
            opened = owner
            yield IssueCell("head", f"ตัวชี้วัดที่ {owner.number} {owner.name}")
        wording = owner.wordings[code] or UNKNOWN_WORDING
        score = sheet.score(part, code)
        yield IssueCell("item", f"{code} {wording}", score, is_below(score, threshold))


# --- the workbook -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BookRow:
    """A row of a score sheet: ``row_kind`` is ``group`` for a sub-indicator, whose score a formula works out."""

    indicator: int | None
    owner: str
    code: str
    wording: str
    score: Decimal | None
    row_kind: str = ""


@dataclass(frozen=True)
class BookIndicator:
    """An indicator of the workbook's summary: what was typed of it (``stated``, ``previous``)."""

    number: int
    name: str
    instrument: str
    stated: Decimal | None
    previous: Decimal | None


@dataclass(frozen=True)
class BookInstrument:
    """An instrument (with its weight), or a part of one: ``place`` 1 or 2 among its instrument's parts."""

    label: str
    short: str
    weight: Decimal | None = None
    place: int | None = None

    @property
    def row_kind(self) -> str:
        """Parts have formulas of their own."""
        return "" if self.place is None else f"part{self.place}"


def book_rows(framework: Framework, sheet: ScoreSheet, part: str) -> list[BookRow]:
    """Every question of a part with its score, and the typed codes that the framework lacks."""
    found: list[BookRow] = []
    for instrument in framework.instruments:
        if part in sheet.part_codes(instrument):
            for indicator in instrument.indicators:
                found.extend(_book_rows(sheet, part, indicator))
    known = {one.code for one in found}
    typed = sheet.parts.get(part, {})
    found += [BookRow(None, "", code, "", score) for code, score in typed.items() if code not in known]
    return found


def _book_rows(sheet: ScoreSheet, part: str, indicator: Indicator) -> Iterator[BookRow]:
    def row(code: str, owner: str, wording: str | None, kind: str = "") -> BookRow:
        said = UNKNOWN_WORDING if wording is None else wording
        return BookRow(indicator.number, owner, code, said, sheet.score(part, code), kind)

    for group in indicator.groups:
        owner = f"{group.code} {group.name}"
        yield row(group.code, owner, group.name, "group")
        for code, wording in group.questions.items():
            yield row(code, owner, wording)
    for code, wording in indicator.questions.items():
        yield row(code, indicator.name, wording)


def book_instruments(framework: Framework) -> list[BookInstrument]:
    """The instruments, each followed by its parts."""
    found = []
    for one in framework.instruments:
        found.append(BookInstrument(f"{one.name} ({one.short})", one.short, one.weight))
        found += [BookInstrument(part.name, one.short, None, place) for place, part in enumerate(one.parts, 1)]
    return found
