"""Dates, months and periods: read as people type them, written as official papers print them.

Inside, a day is a :class:`datetime.date` and a year is CE; the Buddhist era (BE) appears only in texts and
where a name says so. Writers give Arabic digits. A text that cannot be read raises ``ValueError`` with a
Thai sentence that says what is wrong and what to type.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal, NamedTuple, NoReturn

from thaireport.thai.digits import to_arabic
from thaireport.thai.patterns import pattern

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

FIRST_YEAR, LAST_YEAR = 2432, 2699
"""The Buddhist years that are read and written; before 2432 (1889) the year began on yet another day."""

ROOM_FOR_DAY = "\u00a0" * 8
"""What stands for a day that is left to be written by hand."""

THAI_TIME = timezone(timedelta(hours=7))
"""The time of the whole country all year round."""

Form = Literal["span", "fiscal_year", "year", "quarter", "round"]


def day_of(moment: datetime) -> date:
    """The day it was in Thailand: a web system keeps 20 April there, from midnight on, as 17:00 UTC of the 19th.

    A moment that names no time zone is of the day it names.
    """
    return (moment.astimezone(THAI_TIME) if moment.tzinfo else moment).date()


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month: ``year`` CE, ``month`` 1 to 12."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"ไม่มีเดือนที่ {self.month}: เดือนมี 1 ถึง 12")
        be_year(self)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        from calendar import monthrange  # which loads the names of the days in every language

        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def isoformat(self) -> str:
        """``2026-04``, which :func:`parse_date_or_month` reads back."""
        return f"{self.year:04d}-{self.month:02d}"

    def __str__(self) -> str:
        return month_year(self)


@dataclass(frozen=True)
class Period:
    """A stretch of time, both ends included, and the form it is printed in.

    ``span`` prints its two ends; ``fiscal_year`` (one or several), ``year`` (calendar years), ``quarter``
    and ``round`` (the first 3, 6, 9 or 12 months of a fiscal year, or the last 6) print their name.
    ``str()`` is the long form; :func:`parse_period` reads it back to an equal period.
    """

    start: date | Month
    end: date | Month
    form: Form = "span"

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            value = _checked(getattr(self, name))
            if isinstance(value, datetime):  # a cell of a workbook; it would not compare with a date
                object.__setattr__(self, name, day_of(value))
        if self.last_day < self.first_day:
            _backwards(self.start, self.end)
        if self.form != "span" and not _FORM_FITS[self.form](self.first_day, self.last_day):
            raise ValueError(f"{_plain(self.start)} - {_plain(self.end)} ไม่ตรงกับ{_FORM_NAMES[self.form]}")

    @property
    def first_day(self) -> date:
        return self.start.first_day if isinstance(self.start, Month) else self.start

    @property
    def last_day(self) -> date:
        return self.end.last_day if isinstance(self.end, Month) else self.end

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year (BE) that holds the whole period, None when it lies in several."""
        first, last = fiscal_year(self.first_day), fiscal_year(self.last_day)
        return first if first == last else None

    def __contains__(self, day: object) -> bool:
        if isinstance(day, Month):
            return self.first_day <= day.first_day and day.last_day <= self.last_day
        return isinstance(day, date) and self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return period(self)


# ---- the calendar ----


def be_year(day: date | Month) -> int:
    """The Buddhist year of a day or month.

    Until 2483 the year began on 1 April (พระราชบัญญัติปีประดิทิน พุทธศักราช 2483), so 2 March 1935 lies in 2477.
    Raises ValueError for a year that cannot be CE (2569 kept as if CE would print 3112).
    """
    year = day.year + (542 if day.year <= 1940 and day.month <= 3 else 543)
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"ปี {day.year} เป็นปี พ.ศ. อยู่แล้ว แปลงซ้ำจะเป็น {year}: ให้ใช้ปี ค.ศ. {day.year - 543}")
    raise ValueError(f"ปี ค.ศ. {day.year} (พ.ศ. {year}) เป็นไปไม่ได้: ใช้ได้ พ.ศ. {FIRST_YEAR} ถึง {LAST_YEAR}")


def fiscal_year(day: date | Month) -> int:
    """The Thai fiscal year `day` falls in (BE): 1 October 2025 belongs to 2569."""
    return day.year + (544 if day.month >= 10 else 543)


def quarter(day: date | Month) -> int:
    """The quarter of the fiscal year, 1 to 4: October to December is 1, July to September is 4."""
    return (day.month - 10) % 12 // 3 + 1


@lru_cache(maxsize=64)
def fiscal_year_period(year: int, last: int | None = None) -> Period:
    """Fiscal year `year` (BE), 1 October to 30 September; up to fiscal year `last` when given."""
    start, end = date(parse_year(year) - 544, 10, 1), date(parse_year(last or year) - 543, 9, 30)
    return Period(start, end, "fiscal_year")


def quarter_period(year: int, number: int, last: int | None = None) -> Period:
    """Quarter `number` (1 to 4) of fiscal year `year` (BE), up to quarter `last` when given."""
    for each in (number, last or number):
        if each not in (1, 2, 3, 4):
            raise ValueError(f"ไม่มีไตรมาสที่ {each}: ไตรมาสมี 1 ถึง 4")
    first = _months_on(Month(parse_year(year) - 544, 10), 3 * (number - 1))
    return Period(first.first_day, _months_on(first, 3 * ((last or number) - number) + 2).last_day, "quarter")


def round_period(year: int, months: int, *, second_half: bool = False) -> Period:
    """The reporting round of fiscal year `year` (BE): its first 3, 6, 9 or 12 months from 1 October.

    ``second_half`` gives the last six months (April to September), months must then be 6.
    """
    if months not in (3, 6, 9, 12) or (second_half and months != 6):
        raise ValueError(
            f"ไม่มีรอบ {months} เดือน{'หลัง' if second_half else ''}: ใช้ได้ รอบ 3, 6, 9 หรือ 12 เดือน และ 6 เดือนหลัง"
        )
    first = Month(parse_year(year) - (543 if second_half else 544), 4 if second_half else 10)
    return Period(first.first_day, _months_on(first, months - 1).last_day, "round")


def _months_on(month: Month, months: int) -> Month:
    years, index = divmod(month.month - 1 + months, 12)
    return Month(month.year + years, index + 1)


def _whole_fiscal_years(first: date, last: date) -> bool:
    return (first.month, first.day, last.month, last.day) == (10, 1, 9, 30)


def _whole_years(first: date, last: date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _whole_quarters(first: date, last: date) -> bool:
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    return whole and first.month % 3 == 1 and last.month % 3 == 0 and fiscal_year(first) == fiscal_year(last)


def _is_round(first: date, last: date) -> bool:
    return _whole_quarters(first, last) and (first.month == 10 or (first.month, last.month) == (4, 9))


_FORM_FITS: dict[str, Callable[[date, date], bool]] = {
    "fiscal_year": _whole_fiscal_years,
    "year": _whole_years,
    "quarter": _whole_quarters,
    "round": _is_round,
}
_FORM_NAMES = {"fiscal_year": "ปีงบประมาณ", "year": "ปีปฏิทิน", "quarter": "ไตรมาส", "round": "รอบการรายงาน"}


# ---- writing ----


def long_date(day: date | Month) -> str:
    """``20 เมษายน 2564``; a `Month` gives ``เมษายน 2564`` behind room for the day to be written by hand."""
    return f"{_day_number(day)} {MONTHS[day.month - 1]} {be_year(day)}"


def be_date(day: date | Month) -> str:
    """``27 กุมภาพันธ์ พ.ศ. 2569``, the form of announcements and orders; a `Month` leaves room for the day."""
    return f"{_day_number(day)} {MONTHS[day.month - 1]} พ.ศ. {be_year(day)}"


def short_date(day: date | Month) -> str:
    """``20 เม.ย. 64``; years outside 2540-2599 in full, since two digits could mean another year."""
    return f"{_day_number(day)} {SHORT_MONTHS[day.month - 1]} {_short_year(day)}"


def padded_date(day: date | Month) -> str:
    """``04 มกราคม 2567``, as the e-Plan system prints the day of its data."""
    return f"{_day_number(day).zfill(2)} {MONTHS[day.month - 1]} {be_year(day)}"


def month_year(day: date | Month) -> str:
    """``เมษายน 2564``."""
    return f"{MONTHS[_checked(day).month - 1]} {be_year(day)}"


def period(value: Period | date | Month) -> str:
    """A period in full: ``7-9 เมษายน 2564``, ``ตุลาคม 2565 - กันยายน 2566``, ``ปีงบประมาณ พ.ศ. 2569``."""
    if not isinstance(value, Period):
        return _plain(_checked(value))
    return _span(value, _LONG) if value.form == "span" else _named(value, "ปีงบประมาณ พ.ศ. ", "พ.ศ. ", " - ")


def short_period(value: Period | date | Month) -> str:
    """A period for a narrow column: ``ม.ค.-มี.ค. 64``, ``7-9 เม.ย. 64``, ``ปีงบประมาณ 2569``."""
    if not isinstance(value, Period):
        return _SHORT.whole(_checked(value))
    return _span(value, _SHORT) if value.form == "span" else _named(value, "ปีงบประมาณ ", "พ.ศ. ", "-")


def _checked(day: object) -> date | Month:
    if isinstance(day, (date, Month)):
        return day
    raise ValueError(f"ต้องเป็นวันที่หรือเดือน แต่พบ “{day}”")


def _day_number(day: object) -> str:
    known = _checked(day)
    return ROOM_FOR_DAY if isinstance(known, Month) else str(known.day)


def _plain(day: date | Month) -> str:
    return month_year(day) if isinstance(day, Month) else long_date(day)


def _short_year(day: date | Month) -> str:
    year = be_year(day)
    return f"{year % 100:02d}" if _FIRST_SHORT <= year <= _LAST_SHORT else str(year)


class _Style(NamedTuple):
    """How the ends of a span are written: month names, the year, what joins months."""

    months: tuple[str, ...]
    year: Callable[[date | Month], str]
    joint: str

    def without_year(self, day: date | Month) -> str:
        name = self.months[day.month - 1]
        return name if isinstance(day, Month) else f"{day.day} {name}"

    def whole(self, day: date | Month) -> str:
        return f"{self.without_year(day)} {self.year(day)}"


def _span(value: Period, style: _Style) -> str:
    start, end = value.start, value.end
    if start == end:
        return style.whole(end)
    if isinstance(start, Month) != isinstance(end, Month) or be_year(start) != be_year(end):
        return f"{style.whole(start)}{style.joint}{style.whole(end)}"
    if isinstance(start, date) and start.month == end.month:
        return f"{start.day}-{style.whole(end)}"
    return f"{style.without_year(start)}{style.joint}{style.whole(end)}"


def _named(value: Period, fiscal: str, calendar_year: str, joint: str) -> str:
    first, last = value.first_day, value.last_day
    if value.form == "year":
        return calendar_year + _from_to(be_year(first), be_year(last), joint)
    year = f"{fiscal}{_from_to(fiscal_year(first), fiscal_year(last), joint)}"
    if value.form == "fiscal_year":
        return year
    if value.form == "quarter":
        return f"ไตรมาสที่ {_from_to(quarter(first), quarter(last), joint)} {year}"
    months = (last.month - first.month) % 12 + 1
    return f"รอบ {months} เดือน{'หลัง' if first.month == 4 else ''} {year}"


def _from_to(first: int, last: int, joint: str) -> str:
    return str(first) if first == last else f"{first}{joint}{last}"


_FIRST_SHORT, _LAST_SHORT = 2540, 2599
_LONG = _Style(MONTHS, lambda day: str(be_year(day)), " - ")
_SHORT = _Style(SHORT_MONTHS, _short_year, "-")


# ---- reading ----

_MONTH_OF = {
    **{name: index for index, name in enumerate(MONTHS, 1)},
    **{name.replace(".", ""): index for index, name in enumerate(SHORT_MONTHS, 1)},
    **{re.sub("(คม|ยน|พันธ์)$", "", name): index for index, name in enumerate(MONTHS, 1)},
    "กรกฏาคม": 7,  # ฏ for ฎ: so common that it is no longer worth a question
}
_DASHES = pattern("[\u2010-\u2015\u2212]")
_ERA = pattern(r"พ\s?\.?\s?ศ\s?\.?(?![ก-๎])|พุทธศักราช|(?:ค\s?\.\s?ศ\s?\.?|คริสต์ศักราช)(?=\s*[0-9]{4})|ปี(?!งบ)")
_FILLER = pattern(r"เดือน|วันที่")
_WEEKDAY = pattern(rf"^วัน\s*({'|'.join(WEEKDAYS)}|พฤหัส)\s*ที่\s*")
_OPENING = pattern(r"^(?:ณ|ลง|เมื่อ|ใน|ประจำ)\s*(?=วัน|เดือน)")
_BLANK_DAY = pattern(r"^(?:[.…_]{2,}|…)\s*")
_PART = pattern(r"(?:(?P<day>[0-9]{1,2})(?![0-9])\s*)?(?P<month>[ก-๎.](?:[ก-๎. ]*[ก-๎.])?)?\s*(?P<year>[0-9]+)?")
_ISO = pattern(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?(?:[T ]00:00(?::00)?)?")
_NUMERIC = pattern(r"(?:([0-9]{1,2})([/.-]))?([0-9]{1,2})(?:\2|/)([0-9]{2,4})")
_SPAN_WORDS = pattern(r"^(?:ระหว่าง|ตั้งแต่|ในช่วง|ช่วง)\s*")
_JOINTS = (pattern(r"\s*(?:จนถึง|ถึง)\s*"), pattern(r"\s+-\s+"), pattern(r"\s*-\s*"))
_FISCAL = r"(?:(?:ใน|ของ|ตลอด|ประจำ)\s*)*ปีงบ(?:ประมาณ)?\s*"
_LOOSE_FISCAL = rf"(?:/|(?:ของ|ประจำ)?\s*(?:{_FISCAL})?)\s*"
_YEAR = "(?P<year>[0-9]+)"
_FISCAL_YEARS = pattern(rf"{_FISCAL}{_YEAR}(?:\s*-\s*(?:{_FISCAL})?(?P<last_year>[0-9]+))?")
_QUARTER = r"(?:ใน)?\s*ไตรมาส\s*(?:ที่)?\s*(?P<quarter>[0-9])(?:\s*-\s*(?P<last_quarter>[0-9]))?"
_ROUND = r"(?:ใน)?\s*(?:รอบ\s*)?(?P<months>[0-9]{1,2})\s*เดือน\s*(?P<half>แรก|หลัง)?"
_QUARTER_YEAR = pattern(rf"{_QUARTER}\s*{_LOOSE_FISCAL}{_YEAR}")
_YEAR_QUARTER = pattern(rf"(?:{_FISCAL})?{_YEAR}\s*{_QUARTER}")
_ROUND_YEAR = pattern(rf"{_ROUND}\s*{_LOOSE_FISCAL}{_YEAR}")
_YEAR_ROUND = pattern(rf"(?:{_FISCAL})?{_YEAR}\s*{_ROUND}")
_YEARLESS = pattern(r"[0-9]+|(?:ใน)?\s*(?:รอบ|ไตรมาส|ปีงบ).*")
_YEARS = pattern(r"([0-9]+)(?:\s*-\s*([0-9]+))?")


def parse_date(text: str) -> date:
    """The day a text names: ``20 เมษายน 2564``, ``๒๐ เม.ย. ๖๔``, ``20/4/2569``, ``2026-04-20``."""
    found = parse_date_or_month(text)
    if isinstance(found, date):
        return found
    raise ValueError(f"“{_quoted(text)}” ไม่มีวันที่: ให้พิมพ์ เช่น 20 {month_year(found)}")


@lru_cache(maxsize=1024)
def parse_date_or_month(text: str) -> date | Month:
    """A day, or a month whose day is missing (also dotted or blank: ``..... เมษายน 2564``).

    Years are BE; a CE year is understood where it cannot be BE (2026), two digits only beside the name of a
    month and only from 40 (25 could be 2525 or 2025). A week day that is named must be the right one.
    """
    typed = _clean(text)
    numeric = _numeric(typed)
    if numeric:
        return numeric
    rest = _BLANK_DAY.sub("", _bare(_OPENING.sub("", typed)))
    weekday = _WEEKDAY.match(rest)
    part = _part(rest[weekday.end() :] if weekday else rest, text)
    if part.month is None or part.year is None:
        missing = "เดือน" if part.month is None else "ปี"
        raise ValueError(f"“{_quoted(text)}” ไม่มี{missing}: ให้พิมพ์ เช่น 20 เมษายน 2569")
    found = _calendar(part.year, part.month, part.day)
    if weekday:
        _same_weekday(weekday.group(1), found)
    return found


def parse_year(text: str | int) -> int:
    """The Buddhist year a text or number names: ``2569``, ``พ.ศ. ๒๕๖๙``, ``ปี 2569``; CE 2026 is 2569."""
    typed = "" if isinstance(text, bool) else _bare(_clean(str(text)))
    if typed.isdecimal():
        return _buddhist(typed)
    raise ValueError(f"อ่านปี “{_quoted(str(text))}” ไม่ได้: ให้พิมพ์ปี พ.ศ. สี่หลัก เช่น 2569")


def parse_fiscal_year(text: str | int) -> int:
    """The fiscal year (BE): ``2569``, ``ปีงบประมาณ พ.ศ. ๒๕๖๙``, ``ประจำปีงบประมาณ 2569``."""
    if isinstance(text, str):
        named = _FISCAL_YEARS.fullmatch(_bare(_clean(text)))
        if named and not named["last_year"]:
            return _buddhist(named["year"])
    return parse_year(text)


def parse_period(text: str) -> Period:
    """A period as people type it, with the form it was typed in.

    Ranges take ``-``, an en dash or ``ถึง``: ``7-9 เมษายน 2564``, ``ม.ค.-มี.ค. 64``, ``ตุลาคม 65 - กันยายน
    66``, ``1 ตุลาคม 2566 - 30 กันยายน 2567``. Named: ``ปีงบประมาณ พ.ศ. 2569`` (or ``2566 - 2570``), ``ไตรมาส
    1/2569``, ``รอบ 6 เดือน ปีงบประมาณ 2569``, ``พ.ศ. 2566 - 2570``. A day or month alone is a period of that
    length.
    """
    typed = _clean(text)
    return _read_named(typed) or _read_span(typed, text)


class _Typed(NamedTuple):
    """What one end of a range names; the year is BE."""

    day: int | None
    month: int | None
    year: int | None

    def filled(self, later: _Typed) -> _Typed:
        return _Typed(self.day, self.month or later.month, self.year or later.year)


def _clean(text: str) -> str:
    """`text` with Arabic digits, plain dashes and single spaces; other values by their text (None is refused)."""
    return " ".join(_DASHES.sub("-", to_arabic(str(text))).replace("\u200b", "").split())


def _bare(typed: str) -> str:
    """`typed` without the words that only introduce a day, a month or a year."""
    return " ".join(_FILLER.sub(" ", _ERA.sub(" ", typed)).split())


def _quoted(text: str) -> str:
    shown = " ".join(str(text).split())
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def _numeric(typed: str) -> date | Month | None:
    if iso := _ISO.fullmatch(typed):
        year, month, day = (int(part) if part else None for part in iso.groups())
        return _calendar(_buddhist(str(year)), month or 0, day)
    if not (parts := _NUMERIC.fullmatch(_FILLER.sub("", typed).strip())):
        return None
    day_text, _, month_text, year_text = parts.groups()
    if len(year_text) != 4:
        raise ValueError(f"ปี “{year_text}” ใน {typed} ไม่ชัดเจน: ให้พิมพ์ปี พ.ศ. สี่หลัก เช่น 20/4/2569")
    year = _buddhist(year_text)
    if day_text and str(year) != year_text:
        raise ValueError(f"“{typed}” ใช้ปี ค.ศ. จึงไม่แน่ว่าวันหรือเดือนมาก่อน: ให้พิมพ์ เช่น 20/4/{year}")
    return _calendar(year, int(month_text), int(day_text) if day_text else None)


def _part(rest: str, text: str) -> _Typed:
    found = _PART.fullmatch(rest)
    if not found or not rest:
        raise ValueError(f"อ่านวันที่ “{_quoted(text)}” ไม่ได้: ให้พิมพ์ เช่น 20 เมษายน 2569")
    day, month, year = found.group("day", "month", "year")
    return _Typed(int(day) if day else None, _month(month, text) if month else None, _part_year(year, month))


def _part_year(year: str | None, month: str | None) -> int | None:
    if year is None:
        return None
    if len(year) != 2 or not month:
        return _buddhist(year)
    if int(year) < _FIRST_SHORT % 100:
        raise ValueError(f"ปี “{year}” ไม่ชัดเจน (พ.ศ. 25{year} หรือ ค.ศ. 20{year}): ให้พิมพ์ปี พ.ศ. สี่หลัก")
    return 2500 + int(year)


def _month(word: str, text: str) -> int:
    key = re.sub(r"[\s.]", "", word)
    if key in _MONTH_OF:
        return _MONTH_OF[key]
    from difflib import get_close_matches

    near = get_close_matches(key, MONTHS, 1)
    hint = f"หมายถึง {near[0]} หรือไม่" if near else "ให้พิมพ์ เช่น 20 เมษายน 2569"
    raise ValueError(f"ไม่รู้จักเดือน “{word}” ใน “{_quoted(text)}”: {hint}")


def _buddhist(digits: str) -> int:
    """Four digits as a Buddhist year: BE as it is, CE converted, anything else refused by name."""
    year = int(digits) if len(digits) == 4 else 0
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year
    if 1900 <= year < 2157:
        return year + 543
    twice = year - 543
    if FIRST_YEAR <= twice <= LAST_YEAR:
        raise ValueError(f"ปี {digits} ถูกแปลงเป็น พ.ศ. ซ้ำสองครั้ง: ให้พิมพ์ {twice}")
    if not year:
        raise ValueError(f"ปี “{digits}” ต้องมีสี่หลัก: ให้พิมพ์ปี พ.ศ. เช่น 2569")
    raise ValueError(f"ปี {digits} เป็นไปไม่ได้: ให้พิมพ์ปี พ.ศ. {FIRST_YEAR} ถึง {LAST_YEAR} เช่น 2569")


def _calendar(year: int, month: int, day: int | None) -> date | Month:
    """The day or month of the Buddhist `year`; 29 February is judged in the CE year."""
    if not 1 <= month <= 12:
        raise ValueError(f"ไม่มีเดือนที่ {month}: เดือนมี 1 ถึง 12 พิมพ์ตามลำดับ วัน/เดือน/ปี")
    found = Month(year - (542 if year <= 2483 and month <= 3 else 543), month)
    if be_year(found) != year:
        raise ValueError(f"ไม่มี{MONTHS[month - 1]} {year}: พ.ศ. 2483 มีเพียงเดือนเมษายนถึงธันวาคม")
    if day is None:
        return found
    if not 1 <= day <= found.last_day.day:
        raise ValueError(f"ไม่มีวันที่ {day} {month_year(found)}: เดือนนี้มี {found.last_day.day} วัน")
    return date(found.year, month, day)


def _same_weekday(name: str, found: date | Month) -> None:
    right = WEEKDAYS[found.weekday()] if isinstance(found, date) else ""
    if not right:
        raise ValueError(f"มีชื่อวัน{name} แต่ไม่มีวันที่ของ{month_year(found)}: ให้พิมพ์ เช่น 20 เมษายน 2569")
    if not right.startswith(name):
        raise ValueError(f"{long_date(found)} เป็นวัน{right} ไม่ใช่วัน{name}: ให้แก้ชื่อวันหรือวันที่")


def _read_named(typed: str) -> Period | None:
    bare = " ".join(_ERA.sub(" ", typed).replace("ถึง", "-").split())
    for form, read in _NAMED:
        if found := form.fullmatch(bare):
            return read(**found.groupdict())
    if _ERA.search(typed) and (found := _YEARS.fullmatch(bare)):
        return _read_years(*found.groups())
    return None


def _read_fiscal(year: str, last_year: str | None) -> Period:
    return fiscal_year_period(_buddhist(year), _buddhist(last_year) if last_year else None)


def _read_quarter(year: str, quarter: str, last_quarter: str | None) -> Period:
    return quarter_period(_buddhist(year), int(quarter), int(last_quarter) if last_quarter else None)


def _read_round(year: str, months: str, half: str | None) -> Period:
    return round_period(_buddhist(year), int(months), second_half=half == "หลัง")


def _read_years(first: str, last: str | None) -> Period:
    start, end = _buddhist(first), _buddhist(last or first)
    if start < 2484:
        raise ValueError(f"ช่วงปี พ.ศ. {start} เริ่มก่อน พ.ศ. 2484 ซึ่งปีเริ่มวันที่ 1 เมษายน: ให้พิมพ์วันเริ่มต้นและวันสิ้นสุด")
    return Period(date(start - 543, 1, 1), date(end - 543, 12, 31), "year")


_NAMED: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = (
    (_FISCAL_YEARS, _read_fiscal),
    (_QUARTER_YEAR, _read_quarter),
    (_YEAR_QUARTER, _read_quarter),
    (_ROUND_YEAR, _read_round),
    (_YEAR_ROUND, _read_round),
)


def _read_span(typed: str, text: str) -> Period:
    typed = _SPAN_WORDS.sub("", typed)
    if _numeric(typed):
        day = parse_date_or_month(typed)
        return Period(day, day)
    for joint in _JOINTS:
        ends = joint.split(typed)
        if len(ends) == 2 and all(ends):
            return Period(*_ends(ends[0], ends[1], text))
    if not re.search("[0-9]", typed) or _YEARLESS.fullmatch(_bare(typed)):
        year = f" หรือ พ.ศ. {typed}" if typed.isdecimal() else ""
        raise ValueError(
            f"อ่านช่วงเวลา “{_quoted(text)}” ไม่ได้: ให้พิมพ์ เช่น ม.ค.-มี.ค. 69, ปีงบประมาณ พ.ศ. "
            f"{typed if typed.isdecimal() else 2569}{year}"
        )
    day = parse_date_or_month(typed)
    return Period(day, day)


def _ends(first: str, last: str, text: str) -> tuple[date | Month, date | Month]:
    end = parse_date_or_month(last)
    if start := _numeric(first):
        return start, end
    typed = _part(_bare(_OPENING.sub("", first)), text)
    if typed.month is None and (typed.year is not None or isinstance(end, Month)):
        raise ValueError(f"อ่านช่วงเวลา “{_quoted(text)}” ไม่ได้: ให้พิมพ์ เช่น 7-9 เมษายน 2569 หรือ ม.ค.-มี.ค. 69")
    filled = typed.filled(_Typed(None, end.month, be_year(end)))
    start = _calendar(filled.year or 0, filled.month or 0, filled.day)
    if typed.year is None and typed.month is not None and typed.month > end.month:
        year = be_year(end)
        raise ValueError(
            f"ช่วงเวลา “{_quoted(text)}” สิ้นสุดก่อนเริ่มต้น: ถ้าข้ามปีให้พิมพ์ปีทั้งสองข้าง เช่น "
            f"{MONTHS[typed.month - 1]} {year - 1} - {month_year(end)}"
        )
    return start, end


def _backwards(start: date | Month, end: date | Month) -> NoReturn:
    raise ValueError(f"ช่วงเวลาสิ้นสุด ({_plain(end)}) ก่อนวันเริ่มต้น ({_plain(start)}): ให้สลับหรือแก้วันที่")
