"""The package as a whole: what templates may use, and what an import costs."""

from __future__ import annotations

import inspect
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from thaireport import thai
from thaireport.thai import dates

PROMISED = [
    "long_date",
    "be_date",
    "short_date",
    "padded_date",
    "month_year",
    "period",
    "short_period",
    "money",
    "percent",
    "score",
    "number",
    "count",
    "ordinal",
    "baht_text",
    "words",
    "ordinal_words",
    "phone",
    "thai_digits",
    "arabic_digits",
]


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_filter_is_there(name: str) -> None:
    assert name in thai.FILTERS


@pytest.mark.parametrize("name", thai.FILTERS)
def test_a_filter_says_what_it_writes(name: str) -> None:
    assert inspect.getdoc(thai.FILTERS[name])


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("long_date", date(2021, 4, 20), "20 เมษายน 2564"),
        ("period", dates.parse_period("ม.ค.-มี.ค. 64"), "มกราคม - มีนาคม 2564"),
        ("money", Decimal("627872"), "627,872.00"),
        ("phone", "๐๔๓๑๒๓๔๕๖", "0 4312 3456"),
        ("thai_digits", "ข้อ 5 (o36)", "ข้อ ๕ (o36)"),
        ("arabic_digits", "ข้อ ๕", "ข้อ 5"),
    ],
)
def test_a_filter_writes_its_form(name: str, value: object, printed: str) -> None:
    assert thai.FILTERS[name](value) == printed


def _modules_after(code: str) -> set[str]:
    run = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True, encoding="utf-8")
    return set(done.stdout.split())


def test_importing_the_language_core_imports_no_heavy_tool() -> None:
    names = "dates digits local_government money numbering people text"
    loaded = _modules_after(f"from thaireport.thai import {', '.join(names.split())}")
    assert not loaded & {"pythainlp", "num2words", "pydantic", "lxml", "openpyxl", "difflib"}


def test_clean_text_is_normalised_without_pythainlp() -> None:
    code = "from thaireport.thai import text; text.normalise('สวัสดี  ๒๕๖๙'); text.paste_faults('พ .ศ.')"
    assert "pythainlp" not in _modules_after(code)


def test_misordered_text_is_mended_by_pythainlp() -> None:
    assert "pythainlp" in _modules_after("from thaireport.thai import text; text.normalise('เเละ')")
