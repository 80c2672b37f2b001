"""The rules of a measures report: periods and events against the year and the round, indicators, results, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from thaireport import framework
from thaireport.errors import Loc, Problem
from thaireport.thai import dates
from thaireport.thai.text import closest

if TYPE_CHECKING:
    from thaireport.reports.measures_report.model import Measure

_D = "0-9๐-๙"
_MONTH_NAMES = "|".join((*dates.MONTHS, *(re.escape(month) for month in dates.SHORT_MONTHS)))
_DATED = re.compile(
    rf"(?P<cited>ลง(?:วันที่)?\s*)?(?:(?P<days>(?<![{_D}])(?:[{_D}]{{1,2}}\s*[-–]\s*)?[{_D}]{{1,2}})\s*|เดือน\s*)"
    rf"(?P<month>(?:{_MONTH_NAMES})\s*(?:พ\.\s?ศ\.\s*)?[{_D}]{{2,4}})(?![{_D}])"
)
_ORDER = re.compile(rf"^\s*(?:ตัวชี้วัดที่\s*)?[{_D}]{{0,2}}[.)]?\s*")
_MOST_DATED = 60
"""Characters of a period that was meant as one; longer ones are free text."""


@dataclass(frozen=True)
class Year:
    """The fiscal year (BE) and the round that a report speaks of, and how the ITA was measured that year."""

    fiscal_year: int
    round: str | None
    folder: Path | None = None
    """The agency's, which may hold that year's framework."""

    @cached_property
    def whole(self) -> dates.Period:
        return dates.fiscal_year_period(self.fiscal_year)

    @cached_property
    def span(self) -> dates.Period:
        return dates.round_period(self.fiscal_year, int(self.round or 12))

    @cached_property
    def known_framework(self) -> framework.Framework | None:
        return framework.framework_for(self.fiscal_year, self.folder)

    @cached_property
    def indicators(self) -> list[str]:
        """The names of the year's ten indicators, in the framework's order."""
        year = self.known_framework or framework.outline(self.fiscal_year)
        return [one.name for one in year.indicators.values()]

    def indicator_named(self, typed: str) -> str | None:
        """The indicator that a text means: its name, part of it or nearly it; None for none of them."""
        plain = _ORDER.sub("", typed).replace(" ", "")
        known = {name.replace(" ", ""): name for name in self.indicators}
        # The longest first: one name may hold another.
        inside = (name for name in sorted(known, key=len, reverse=True) if name in plain)
        near = plain if plain in known else next(inside, None) or closest(plain, known)
        return known[near] if near else None


# ---- rows ----


def row_problems(measures: Sequence[Measure], *, numbered: bool) -> Iterator[Problem]:
    """Rows without a measure or a result, with two outcomes, or going on with nothing; numbers twice."""
    seen: dict[str, int] = {}
    for index, measure in enumerate(measures):
        here: Loc = ("measures", index)
        if index == 0 and measure.continuation:
            yield Problem("แถวแรกเป็นแถวต่อไม่ได้", (*here, "continuation"), "error", "continuation-first")
        if measure.done and measure.could_not:
            message = "กรอกทั้ง “ดำเนินการแล้วเสร็จ” และ “ไม่สามารถดำเนินการได้”: ให้เหลืออย่างเดียว"
            yield Problem(message, (*here, "could_not"), "error", "done-and-could-not")
        if not measure.continuation:
            yield from _empty_cells(measure, here)
        if numbered and measure.number and not measure.continuation:
            first = seen.setdefault(measure.number, index)
            if first != index:
                message = f"ลำดับ {measure.number} ซ้ำกับแถวที่ {first + 1}"
                yield Problem(message, (*here, "number"), "warning", "number-twice")


def _empty_cells(measure: Measure, here: Loc) -> Iterator[Problem]:
    if not measure.measures:
        yield Problem("ยังไม่ได้กรอกมาตรการ", (*here, "measures"), "error", "measures-empty")
    if not measure.outcome:
        yield Problem("ยังไม่มีผลการดำเนินการ", (*here, "results"), "warning", "results-empty")


# ---- indicators ----


def indicator_problems(measures: Sequence[Measure], year: Year, *, required: bool) -> Iterator[Problem]:
    """Indicators left out, named twice, or without a row of their own (when the layout is by indicator)."""
    seen: dict[str, int] = {}
    for index, measure in enumerate(measures):
        loc: Loc = ("measures", index, "indicator")
        if measure.indicator is None:
            if required and not measure.continuation:
                yield Problem("ยังไม่ระบุตัวชี้วัด", loc, "warning", "indicator-missing")
            continue
        name = year.indicator_named(measure.indicator) or measure.indicator
        first = seen.setdefault(name, index)
        if required and first != index and not measure.continuation:
            message = f"ตัวชี้วัด “{measure.indicator}” ซ้ำกับแถวที่ {first + 1}: ถ้าต่อเนื่องกันให้ทำเป็นแถวต่อ"
            yield Problem(message, loc, "warning", "indicator-twice")
    absent = [name for name in year.indicators if name not in seen]
    if required and seen and absent:
        message = f"ยังไม่มีแถวของตัวชี้วัด: {', '.join(absent)}"
        yield Problem(message, ("measures",), "warning", "indicator-absent")


# ---- periods and events ----


def period_problems(measures: Sequence[Measure], year: Year) -> Iterator[Problem]:
    """Periods outside the fiscal year, beginning after the round, or that cannot be read; free text is left alone."""
    for index, measure in enumerate(measures):
        for line, item in enumerate(measure.period):
            loc: Loc = ("measures", index, "period", line)
            known = period_of(item.text)
            if known is not None:
                # What began in the round may go on: many measures run all year.
                yield from _outside(known, known.first_day in year.span, f"ระยะเวลา “{item.text}”", loc, year)
            elif reason := _unreadable(item.text):
                yield Problem(f"อ่านระยะเวลา “{item.text}” ไม่ได้: {reason}", loc, "warning", "period")


def event_problems(measures: Sequence[Measure], year: Year) -> Iterator[Problem]:
    """Days and months named in what was done that lie outside the year or the round."""
    for index, measure in enumerate(measures):
        for name in ("results", "done", "could_not"):
            for line, item in enumerate(getattr(measure, name)):
                for words, known in _events(item.text, year):
                    loc: Loc = ("measures", index, name, line)
                    yield from _outside(known, known.last_day in year.span, f"“{words}” ในผลการดำเนินการ", loc, year)


def _events(text: str, year: Year) -> Iterator[tuple[str, dates.Period]]:
    for match in _DATED.finditer(text):
        words = f"{match['days'] or ''} {match['month']}".strip()
        known = period_of(words)
        # A document of an earlier year is cited, it did not happen then.
        if known and not (match["cited"] and known.last_day < year.whole.first_day):
            yield words, known


def _outside(known: dates.Period, in_round: bool, what: str, loc: Loc, year: Year) -> Iterator[Problem]:
    if known.first_day not in year.whole or known.last_day not in year.whole:
        message = f"{what} อยู่นอกปีงบประมาณ พ.ศ. {year.fiscal_year} ({_ends(year.whole)}): ตรวจปีและเดือน"
        yield Problem(message, loc, "warning", "period-outside-year")
    elif not in_round:
        message = f"{what} อยู่นอกรอบ {year.round} เดือน ({_ends(year.span)}): ตรวจเดือน หรือรายงานในรอบถัดไป"
        yield Problem(message, loc, "warning", "period-outside-round")


def _ends(period: dates.Period) -> str:
    return dates.period(dates.Period(period.start, period.end))


def period_of(text: str) -> dates.Period | None:
    """The period that a text is, None for free text."""
    try:
        return dates.parse_period(text)
    except ValueError:
        return None


def _unreadable(text: str) -> str:
    """Why a text that was meant as a period is none; empty for free text, which names no month and year."""
    named = re.search(_MONTH_NAMES, text) or re.search(r"ไตรมาส|ปีงบ", text)
    if len(text) > _MOST_DATED or not named or not re.search(f"[{_D}]", text):
        return ""
    try:
        dates.parse_period(text)
    except ValueError as error:
        return str(error)
    return ""


# ---- question codes ----


def code_problems(measures: Sequence[Measure], year: Year) -> Iterator[Problem]:
    """Codes that the year's ITA does not have, or that belong to another indicator than the rest of the row."""
    coded = [index for index, measure in enumerate(measures) if measure.codes]
    if not coded:
        return
    known = year.known_framework
    if known is None:
        message = f"ยังไม่มีข้อมูลข้อคำถาม ITA ของปี {year.fiscal_year}: ไม่ได้ตรวจรหัสข้อคำถาม"
        yield Problem(message, ("fiscal_year",), "warning", "framework-unknown")
        return
    for index in coded:
        measure, loc = measures[index], ("measures", index, "codes")
        for code in measure.codes:
            if known.indicator_of(code) is None:
                message = f"ไม่มีข้อคำถาม {code} ในการประเมิน ITA ปี {year.fiscal_year}"
                yield Problem(message, loc, "warning", "code-unknown")
        for message in _strays(measure, known, year):
            yield Problem(message, loc, "warning", "code-indicator")


def _strays(measure: Measure, known: framework.Framework, year: Year) -> Iterator[str]:
    """Codes of another indicator: than the one the row names, else the only one near to the row's others."""
    named = year.indicator_named(measure.indicator) if measure.indicator else None
    owners = {code: one.name for code in measure.codes if (one := known.indicator_of(code))}
    found = []
    for code, own in owners.items():
        expected = [named] if named else list(dict.fromkeys(name for name in owners.values() if name != own))
        meant = [(near, name) for name in expected for near in _near(code, _codes_of(known, name), measure.codes)]
        if own not in expected and (named or meant):
            hint = f": หมายถึง {meant[0][0]} หรือไม่" if meant else ""
            other = meant[0][1] if meant else expected[0]
            found.append(f"ข้อคำถาม {code} อยู่ในตัวชี้วัด “{own}” ไม่ใช่ “{other}”{hint}")
    # Where each of two codes could be meant for the other's neighbour, nothing is known.
    if named or len(found) == 1:
        yield from found


def _codes_of(known: framework.Framework, name: str) -> list[str]:
    return [code for one in known.indicators.values() if one.name == name for code in one.wordings]


def _near(code: str, codes: Iterable[str], taken: Sequence[str]) -> list[str]:
    """Codes that lost or gained a digit to become ``code``: i9 may be i19, and i99 may be i9."""
    return [
        other
        for other in codes
        if other not in taken
        and other[0] == code[0]
        and len(other) != len(code)
        and (other.endswith(code[1:]) or code.endswith(other[1:]))
    ]
