"""Who should have sent: a list of agencies, and which of them are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from thaireport.collect.ledger import Ledger, name_key
from thaireport.collect.sent import placed
from thaireport.errors import DataError, Problem
from thaireport.intake.roster import read_roster
from thaireport.thai.text import closest

_AGENCY = ("หน่วยงาน", "ชื่อหน่วยงาน", "ชื่อ", "agency", "name")
_DISTRICT, _PROVINCE = ("อำเภอ", "district"), ("จังหวัด", "province")
_HINTS = 300
"""Missing agencies for which a like name is looked for: each costs a look through a province."""


class Expected(NamedTuple):
    """An agency that should send; district and province are empty where the list does not tell them."""

    agency: str
    district: str
    province: str


class Missing(NamedTuple):
    """An agency that has not sent for a year (None: for none), and who may have sent under a like name."""

    agency: str
    district: str
    province: str
    year: int | None
    hint: str


def read_expected(path: Path) -> list[Expected]:
    """The agencies of a list (.xlsx, .csv) with a head ``หน่วยงาน``, and ``อำเภอ`` and ``จังหวัด`` where known."""
    roster = read_roster(path)
    agency = _head(roster.heads, _AGENCY)
    if agency is None:
        message = f"รายชื่อต้องมีหัวคอลัมน์ หน่วยงาน (พบ {', '.join(roster.heads)})"
        raise DataError([Problem(message, place=path.name, code="roster-head")])
    district, province = _head(roster.heads, _DISTRICT), _head(roster.heads, _PROVINCE)
    found: dict[Expected, None] = {}
    for row in roster.rows:
        if name := row.fields[agency].strip():
            where = [row.fields[head].strip() if head else "" for head in (district, province)]
            found[Expected(name, placed("อำเภอ", where[0]), placed("จังหวัด", where[1]))] = None
    return list(found)


def _head(heads: Sequence[str], known: Sequence[str]) -> str | None:
    return next((head for word in known for head in heads if head.strip().casefold() == word), None)


def note_attendance(ledger: Ledger) -> None:
    """Note in the ledger who of those expected has not sent, and which files nobody expected."""
    attendance = _Attendance(ledger)
    ledger.miss(attendance.missing())
    ledger.mark_strangers(attendance.strangers())


class _Attendance:
    """Who sent, against the list; both lie in the ledger, so that memory grows with neither."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._years: list[int | None] = list(ledger.values("year")) or [None]

    def missing(self) -> Iterator[Missing]:
        """The agencies that have not sent, for each year that anybody sent for."""
        hints = 0
        for each in map(Expected._make, self._ledger.expected()):
            sent = [where for where in self._sent(each.agency) if _fits(each, where)]
            for year in self._years:
                if any(year in (None, when) for _, _, when in sent):
                    continue
                hints += 1
                near = self._near(each) if hints <= _HINTS and not sent else ""
                yield Missing(*each, year, near)

    def _sent(self, agency: str) -> list[_Where]:
        rows = self._ledger.stream("fault = '' and counted = 1 and name = ?", [name_key(agency)])
        return [(row["district"], row["province"], row["year"]) for row in rows]

    def _near(self, each: Expected) -> str:
        return closest(each.agency, self._ledger.strangers_of(each.province)) or ""

    def strangers(self) -> Iterator[int]:
        """The files of agencies that are not on the list."""
        for row in self._ledger.stream("fault = '' and counted = 1"):
            where = (row["district"], row["province"], row["year"])
            known = map(Expected._make, self._ledger.expected(row["name"]))
            if not any(_fits(each, where) for each in known):
                yield row["id"]


_Where = tuple[str, str, "int | None"]
"""District, province and year of a file."""


def _fits(each: Expected, where: _Where) -> bool:
    district, province, _ = where
    return (not each.province or not province or each.province == province) and (
        not each.district or not district or each.district == district
    )
