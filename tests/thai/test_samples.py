"""What the sample papers hold is understood: their markers, levels, dates, periods and amounts.

The samples lie beside the repository and never in it; without them these tests are skipped, visibly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from thaireport.thai import dates, digits, money, numbering, text

CASES = ["seed0.yaml", "seed2.yaml", "seed4.yaml"]
MONTH = "|".join(map(re.escape, (*dates.MONTHS, *dates.SHORT_MONTHS)))


def case(shared: Path, name: str) -> Any:
    # Scalars as text, as the intake reads them.
    return yaml.load((shared / "cases" / name).read_text(encoding="utf-8"), yaml.BaseLoader)


def seeds(shared: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt")))


def walk(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)


def is_item(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("text"), str)


def is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(is_item, value))


def marker_of(item: dict[str, Any]) -> str:
    return str(item.get("marker", item.get("number")) or "").strip()


@pytest.mark.parametrize("name", CASES)
def test_every_marker_of_the_cases_is_split_from_its_text_as_printed(shared: Path, name: str) -> None:
    items = [value for value in walk(case(shared, name)) if is_item(value)]
    wrong = [item for item in items if numbering.split_marker(_line(item)) != (marker_of(item), item["text"].strip())]
    assert items
    assert wrong == []


def _line(item: dict[str, Any]) -> str:
    return f"{marker_of(item)} {item['text']}"


@pytest.mark.parametrize("name", CASES)
def test_the_levels_of_the_cases_are_told_from_their_markers(shared: Path, name: str) -> None:
    lists = list(_outermost(case(shared, name)))
    wrong = [each for each in lists if _levels_told(each) != _levels_nested(each)]
    # Four lists begin again with the marker of the list around them, or hang under a paragraph: no marker tells that.
    assert len(wrong) <= 4
    assert len(wrong) < len(lists) / 20 + 1


def _outermost(value: Any) -> Iterator[list[dict[str, Any]]]:
    if is_list(value):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _outermost(part)
    elif isinstance(value, list):
        for part in value:
            yield from _outermost(part)


def _flat(items: list[dict[str, Any]], depth: int = 1) -> Iterator[tuple[str, int]]:
    for item in items:
        yield marker_of(item), depth
        for part in item.values():
            if is_list(part):
                yield from _flat(part, depth + 1)


def _levels_told(items: list[dict[str, Any]]) -> list[int]:
    return numbering.levels([marker for marker, _ in _flat(items)])


def _levels_nested(items: list[dict[str, Any]]) -> list[int]:
    return [depth if marker else 0 for marker, depth in _flat(items)]


def test_every_dated_day_of_the_seeds_is_read(shared: Path) -> None:
    found = re.findall(
        rf"(?<![0-9๐-๙–-])[0-9๐-๙]{{1,2}} (?:เดือน )?(?:{MONTH}) (?:พ\.ศ\. )?[0-9๐-๙]{{2,4}}", seeds(shared)
    )
    days = {dates.parse_date(each) for each in found}
    assert len(found) > 10
    assert all(2020 <= day.year <= 2026 for day in days)


def test_every_range_of_the_seeds_is_read_or_its_year_is_questioned(shared: Path) -> None:
    day = "(?:[0-9๐-๙]{1,2} )?"
    year = "[0-9๐-๙]{2,4}"
    found = set(re.findall(rf"{day}(?:{MONTH})(?: {year})? ?- ?{day}(?:{MONTH}) {year}", seeds(shared)))
    found |= set(re.findall(rf"[0-9๐-๙]{{1,2}}-[0-9๐-๙]{{1,2}} (?:{MONTH}) {year}", seeds(shared)))
    assert len(found) >= 4
    for each in found:
        span = dates.parse_period(each)
        assert dates.parse_period(str(span)) == span


def test_every_fiscal_year_of_the_seeds_is_read(shared: Path) -> None:
    found = set(re.findall(r"(?:ประจำ)?ปีงบประมาณ (?:พ\.ศ\. ?)?(?:ปี )?[0-9๐-๙]{4}", seeds(shared)))
    years = {dates.parse_period(each).fiscal_year for each in found}
    assert len(found) > 5
    assert years <= set(range(2563, 2571))


def test_every_amount_of_the_seeds_reads_back(shared: Path) -> None:
    found = re.findall(r"(?<![0-9๐-๙.,])[0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3})*\.[0-9๐-๙]{2}(?![0-9๐-๙.])", seeds(shared))
    assert len(found) > 100
    for each in set(found) - {"00.00"}:
        assert money.money(money.parse_number(each)) == digits.to_arabic(each)


def test_the_codes_of_the_seeds_keep_their_digits(shared: Path) -> None:
    codes = set(re.findall(r"(?<![A-Za-z0-9])[ieoIEO][0-9]{1,2}(?![0-9])", seeds(shared)))
    assert len(codes) > 50
    assert all(code in digits.thai_text(f"ข้อ {code} ปี 2566") for code in codes)


def test_nothing_of_the_seeds_is_lost_when_normalised_and_printed(shared: Path) -> None:
    for line in seeds(shared).splitlines():
        printed = text.no_break(digits.thai_text(text.normalise(line)))
        assert "".join(digits.to_arabic(printed).split()) == "".join(digits.to_arabic(text.normalise(line)).split())
        assert re.findall("[ก-ฮA-Za-z]", printed) == re.findall("[ก-ฮA-Za-z]", line)


def test_the_pasted_faults_of_the_seeds_are_named(shared: Path) -> None:
    faults = " ".join(fault for cell in re.split(r"[\t\n]", seeds(shared)) for fault in text.paste_faults(cell))
    assert "“โครงการ”" in faults
    assert "<p>" in faults
    assert "ให้พิมพ์ o6" in faults
