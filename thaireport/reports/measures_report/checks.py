"""The rules of a measures report: periods and events against the year and the round, indicators, results, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from thaireport import framework
from thaireport.errors import DataError, Loc, Problem, UsageError, as_known, of_each
from thaireport.parts import doubles
from thaireport.report import picture_problems
from thaireport.thai import dates
from thaireport.thai.text import closest

if TYPE_CHECKING:
    from thaireport.reports.measures_report.model import Measure, MeasuresReport

_D = "0-9๐-๙"
_MONTH_NAMES = "|".join((*dates.MONTHS, *(re.escape(month) for month in dates.SHORT_MONTHS)))
_DATED = re.compile(
    rf"(?P<cited>ลง(?:วันที่)?\s*)?(?:(?P<days>(?<![{_D}])(?:[{_D}]{{1,2}}\s*[-–]\s*)?[{_D}]{{1,2}})\s*|เดือน\s*)"
    rf"(?P<month>(?:{_MONTH_NAMES})\s*(?:พ\.\s?ศ\.\s*)?[{_D}]{{2,4}})(?![{_D}])"
)
_ORDER = re.compile(rf"^\s*(?:ตัวชี้วัดที่\s*)?[{_D}]{{0,2}}[.)]?\s*")
_ONLY_NUMBER = re.compile(rf"(?:ตัวชี้วัด(?:ที่)?)?\s*([{_D}]{{1,2}})\s*\.?")
_MOST_DATED = 60
"""Characters of a period that was meant as one; longer ones are free text."""


@dataclass(frozen=True)
class Year:
    """The fiscal year (BE) and the round that a report speaks of, and how the ITA was measured that year."""

    report: MeasuresReport

    @property
    def fiscal_year(self) -> int:
        return self.report.fiscal_year

    @property
    def round(self) -> str | None:
        return self.report.round

    @cached_property
    def whole(self) -> dates.Period:
        return dates.fiscal_year_period(self.fiscal_year)

    @cached_property
    def span(self) -> dates.Period:
        return dates.round_period(self.fiscal_year, int(self.round or 12))

    @cached_property
    def framework_source(self) -> tuple[framework.Framework | None, tuple[Problem, ...]]:
        """That year's framework, which the agency's folder may hold, and what is wrong with its file."""
        try:
            return framework.framework_for(self.fiscal_year, self.report.agency.folder), ()
        except DataError as error:
            return None, error.problems
        except UsageError as error:  # a file that may not be opened
            return None, (Problem(str(error), code="framework"),)

    @property
    def known_framework(self) -> framework.Framework | None:
        return self.framework_source[0]

    @cached_property
    def indicators(self) -> list[str]:
        """The names of the year's ten indicators, in the framework's order."""
        year = self.known_framework or framework.outline(self.fiscal_year)
        return [one.name for one in year.indicators.values()]

    def indicator_named(self, typed: str) -> str | None:
        """The indicator that a text means: its name, part of it, nearly it or its number; None for none of them."""
        if only := _ONLY_NUMBER.fullmatch(typed.strip()):
            return dict(enumerate(self.indicators, 1)).get(int(only[1]))
        plain = _ORDER.sub("", typed).replace(" ", "")
        known = {name.replace(" ", ""): name for name in self.indicators}
        # The longest first: one name may hold another.
        inside = (name for name in sorted(known, key=len, reverse=True) if name in plain)
        near = plain if plain in known else next(inside, None) or closest(plain, known)
        return known[near] if near else None


def measures_problems(report: MeasuresReport) -> Iterator[Problem]:
    """Everything the rules say of the measures."""
    year = Year(report)
    return as_known(
        picture_problems(report, "measures"),
        picture_problems(report, "photos"),
        row_problems(report),
        indicator_problems(report, year),
        period_problems(report, year),
        event_problems(report, year),
        code_problems(report, year),
    )


# ---- rows ----


def row_problems(report: MeasuresReport) -> Iterator[Problem]:
    """Rows without a measure or a result, with two outcomes, or going on with nothing; numbers twice."""
    return as_known(
        _begins_with_continuation(report),
        of_each(report, "measures", _two_outcomes, _without_measure, _without_outcome),
        _numbers_twice(report),
    )


def _begins_with_continuation(report: MeasuresReport) -> Iterator[Problem]:
    if report.measures[0].continuation:
        yield Problem("แถวแรกเป็นแถวต่อไม่ได้", ("measures", 0, "continuation"), "error", "continuation-first")


def _two_outcomes(measure: Measure) -> Iterator[Problem]:
    if measure.done and measure.could_not:
        message = "กรอกทั้ง “ดำเนินการแล้วเสร็จ” และ “ไม่สามารถดำเนินการได้”: ให้เหลืออย่างเดียว"
        yield Problem(message, ("could_not",), "error", "done-and-could-not")


def _without_measure(measure: Measure) -> Iterator[Problem]:
    if not measure.continuation and not measure.measures:
        yield Problem("ยังไม่ได้กรอกมาตรการ", ("measures",), "error", "measures-empty")


def _without_outcome(measure: Measure) -> Iterator[Problem]:
    if not measure.continuation and not measure.outcome:
        yield Problem("ยังไม่มีผลการดำเนินการ", ("results",), "warning", "results-empty")


def _numbers_twice(report: MeasuresReport) -> Iterator[Problem]:
    # Numbers that are counted anyway were taken out, where every row is known to be counted or not.
    heads = [None if measure.continuation else measure for measure in report.measures]
    if report.layout == "by_measure":
        for index, first in doubles(heads, lambda measure: measure and measure.number):
            message = f"ลำดับ {report.measures[index].number} ซ้ำกับแถวที่ {first + 1}"
            yield Problem(message, ("measures", index, "number"), "warning", "number-twice")


# ---- indicators ----


def indicator_problems(report: MeasuresReport, year: Year) -> Iterator[Problem]:
    """Indicators left out, named twice, or without a row of their own (when the layout is by indicator)."""
    if report.layout == "by_indicator":
        yield from as_known(
            of_each(report, "measures", _indicator_missing, partial(_indicator_number, year)),
            _indicator_twice(report, year),
            _indicator_absent(report, year),
        )


def _indicator_missing(measure: Measure) -> Iterator[Problem]:
    if measure.indicator is None and not measure.continuation:
        yield Problem("ยังไม่ระบุตัวชี้วัด", ("indicator",), "warning", "indicator-missing")


def _indicator_number(year: Year, measure: Measure) -> Iterator[Problem]:
    """A number in the place of the name: printed as it is typed."""
    typed = measure.indicator or ""
    name = year.indicator_named(typed) if _ONLY_NUMBER.fullmatch(typed) else None
    if name:
        message = f"“{typed}” พิมพ์ตามนี้แทนชื่อตัวชี้วัด: พิมพ์ชื่อ เช่น “{name}” (ลำดับมีช่องของตน)"
        yield Problem(message, ("indicator",), "warning", "indicator-number")


def _named(measure: Measure, year: Year) -> str | None:
    """The indicator of a measure in the framework's words, as far as they are known."""
    return measure.indicator and (year.indicator_named(measure.indicator) or measure.indicator)


def _indicator_twice(report: MeasuresReport, year: Year) -> Iterator[Problem]:
    for index, first in doubles(report.measures, lambda measure: _named(measure, year)):
        measure = report.measures[index]
        if not measure.continuation:
            message = f"ตัวชี้วัด “{measure.indicator}” ซ้ำกับแถวที่ {first + 1}: ถ้าต่อเนื่องกันให้ทำเป็นแถวต่อ"
            yield Problem(message, ("measures", index, "indicator"), "warning", "indicator-twice")


def _indicator_absent(report: MeasuresReport, year: Year) -> Iterator[Problem]:
    seen = {_named(measure, year) for measure in report.measures} - {None}
    absent = [name for name in year.indicators if name not in seen]
    if seen and absent:
        message = f"ยังไม่มีแถวของตัวชี้วัด: {', '.join(absent)}"
        yield Problem(message, ("measures",), "warning", "indicator-absent")


# ---- periods and events ----


def period_problems(report: MeasuresReport, year: Year) -> Iterator[Problem]:
    """Periods outside the fiscal year, beginning after the round, or that cannot be read; free text is left alone."""
    return of_each(report, "measures", lambda measure: _period_problems(measure, year))


def _period_problems(measure: Measure, year: Year) -> Iterator[Problem]:
    for line, item in enumerate(measure.period):
        loc: Loc = ("period", line)
        known = period_of(item.text)
        if known is not None:
            # What began in the round may go on: many measures run all year.
            yield from _outside(known, known.first_day, f"ระยะเวลา “{item.text}”", loc, year)
        elif reason := _unreadable(item.text):
            yield Problem(f"อ่านระยะเวลา “{item.text}” ไม่ได้: {reason}", loc, "warning", "period")


def event_problems(report: MeasuresReport, year: Year) -> Iterator[Problem]:
    """Days and months named in what was done that lie outside the year or the round."""
    names = ("results", "done", "could_not")
    return of_each(report, "measures", *(partial(_events_in, year, name) for name in names))


def _events_in(year: Year, name: str, measure: Measure) -> Iterator[Problem]:
    for line, item in enumerate(getattr(measure, name)):
        for words, known in _events(item.text, year):
            yield from _outside(known, known.last_day, f"“{words}” ในผลการดำเนินการ", (name, line), year)


def _events(text: str, year: Year) -> Iterator[tuple[str, dates.Period]]:
    for match in _DATED.finditer(text):
        words = f"{match['days'] or ''} {match['month']}".strip()
        known = period_of(words)
        # A document of an earlier year is cited, it did not happen then.
        if known and not (match["cited"] and known.last_day < year.whole.first_day):
            yield words, known


def _outside(known: dates.Period, counts: date, what: str, loc: Loc, year: Year) -> Iterator[Problem]:
    """A period outside the year, or whose day that ``counts`` lies outside the round."""
    if known.first_day not in year.whole or known.last_day not in year.whole:
        message = f"{what} อยู่นอกปีงบประมาณ พ.ศ. {year.fiscal_year} ({_ends(year.whole)}): ตรวจปีและเดือน"
        yield Problem(message, loc, "warning", "period-outside-year")
    elif counts not in year.span:
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


def code_problems(report: MeasuresReport, year: Year) -> Iterator[Problem]:
    """Faults of the year's ITA; codes that it does not have, or of another indicator than the rest of the row."""
    if year.known_framework is None:
        yield from (faults := year.framework_source[1])
        if not faults and any(measure.codes for measure in report.measures):
            message = f"ยังไม่มีข้อมูลข้อคำถาม ITA ของปี {year.fiscal_year}: ไม่ได้ตรวจรหัสข้อคำถาม"
            yield Problem(message, ("fiscal_year",), "warning", "framework-unknown")
        return
    yield from of_each(report, "measures", partial(_unknown_codes, year, year.known_framework))


def _unknown_codes(year: Year, known: framework.Framework, measure: Measure) -> Iterator[Problem]:
    for code in measure.codes:
        if known.indicator_of(code) is None:
            message = f"ไม่มีข้อคำถาม {code} ในการประเมิน ITA ปี {year.fiscal_year}"
            yield Problem(message, ("codes",), "warning", "code-unknown")
    for message in _strays(measure, known, year):
        yield Problem(message, ("codes",), "warning", "code-indicator")


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
