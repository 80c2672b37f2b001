"""Who should have sent: a list of agencies, and which of them are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from thaireport.collect.ledger import Ledger, name_key
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
            found[Expected(name, _with("อำเภอ", where[0]), _with("จังหวัด", where[1]))] = None
    return list(found)


def _head(heads: Sequence[str], known: Sequence[str]) -> str | None:
    return next((head for word in known for head in heads if head.strip().casefold() == word), None)


def _with(word: str, name: str) -> str:
    """``อำเภอ`` or ``จังหวัด`` before a bare name, as agencies write theirs."""
    return name if not name or name.startswith((word, "เขต", "กรุงเทพ")) else word + name


class Attendance:
    """Who sent, against the list."""

    def __init__(self, ledger: Ledger, expected: Sequence[Expected]) -> None:
        self._expected = expected
        self._sent: dict[str, list[tuple[str, str, int | None]]] = {}
        self._names: dict[str, list[str]] = {}
        for row in ledger.stream("fault = '' and counted = 1"):
            self._sent.setdefault(row["name"], []).append((row["district"], row["province"], row["year"]))
            self._names.setdefault(row["province"], []).append(row["agency"])
        self.years: list[int | None] = list(ledger.values("year")) or [None]

    def missing(self) -> Iterator[Missing]:
        """The agencies that have not sent, for each year that anybody sent for."""
        hints = 0
        for each in self._expected:
            sent = [where for where in self._sent.get(name_key(each.agency), []) if _fits(each, where)]
            for year in self.years:
                if any(year in (None, when) for _, _, when in sent):
                    continue
                hints += 1
                near = self._near(each) if hints <= _HINTS and not sent else ""
                yield Missing(*each, year, near)

    def _near(self, each: Expected) -> str:
        names = self._names.get(each.province) or [name for names in self._names.values() for name in names]
        known = {name_key(each.agency) for each in self._expected}
        strangers = [name for name in dict.fromkeys(names) if name_key(name) not in known]
        return closest(each.agency, strangers) or ""

    def strangers(self, ledger: Ledger) -> Iterator[dict[str, object]]:
        """The files of agencies that are not on the list."""
        known: dict[str, list[Expected]] = {}
        for each in self._expected:
            known.setdefault(name_key(each.agency), []).append(each)
        for row in ledger.stream("fault = '' and counted = 1"):
            where = (row["district"], row["province"], row["year"])
            if not any(_fits(each, where) for each in known.get(row["name"], [])):
                yield row


def _fits(each: Expected, where: tuple[str, str, int | None]) -> bool:
    district, province, _ = where
    return (not each.province or not province or each.province == province) and (
        not each.district or not district or each.district == district
    )
