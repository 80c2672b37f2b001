"""Texts made to be slow to read: what is written once and never ended, a long run of what might begin a number.

Each took seconds or hours before its pattern looked at every letter once; now all are done in a blink, also on a busy
machine.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import thaireport
from tests.support.tools import ROOT
from thaireport import blank, verify
from thaireport.intake.shared_texts import SharedTexts
from thaireport.output import pages
from thaireport.output.embed import printed
from thaireport.output.xlsx import functions, values
from thaireport.output.xlsx.values import FaultError

SECONDS = 3.0
LONG = 20_000


def _no_number() -> None:
    with pytest.raises(FaultError):
        values.number("1" * LONG + "ก")


def _round() -> None:
    with pytest.raises(thaireport.DataError):
        thaireport.load({"kind": "measures_report", "round": f"1{' ' * LONG * 4}ก"})


READINGS: dict[str, Callable[[], object]] = {
    "a text of digits in a formula": _no_number,
    "a text of digits as a criterion": lambda: functions._criterion("1" * LONG + "ก"),
    "a criterion of stars": lambda: functions._criterion("*ก" * 40 + "*ข")("ก" * 400),
    "a round of spaces": _round,
    "an address of dots": lambda: pages._ADDRESS.findall("." * LONG * 2),
    "dots that lead nowhere": lambda: blank._LED.sub("", "." * LONG * 4 + "ก"),
    "a format of brackets": lambda: verify.shown_number("1", "[" * LONG * 3),
    "cells that never end": lambda: list(printed.cells([b'<c r="A1">' * LONG], [])),
    "cells whose tags never end": lambda: list(printed.cells([b'<c r="A1" ' * LONG + b"</c>"], [])),
    "texts that never end": lambda: printed.shared_strings(b"<si>" * LONG * 2),
    "texts whose tags never end": lambda: printed.shared_strings(b"<si>" + b"<t " * LONG + b"</si>"),
    "readings that never end": lambda: printed.shared_strings(b"<si>" + b"<rPh " * LONG + b"</si>"),
    "paragraphs whose tags never end": lambda: printed.word_lines(b"<w:t " * LONG * 4),
    "fields that never end": lambda: printed.word_lines(b"<w:t>" + b"<w:instrText>PAGE</w:instrText>" * LONG),
    "numbers of texts that are none": lambda: SharedTexts(b"<sst><si><t>a</t></si></sst>", 10**9, 1).is_too_much(
        b"<sheetData><row><c><is><t>" + b"v " * 16_000 + b"</t></is></c></row></sheetData>"
    ),
}


@pytest.mark.parametrize("reading", READINGS.values(), ids=list(READINGS))
def test_a_long_text_is_read_in_a_blink(reading: Callable[[], object]) -> None:
    began = time.process_time()
    reading()
    assert time.process_time() - began < SECONDS


def test_cells_that_never_end_do_not_hold_verify_up(tmp_path: Path) -> None:
    plan = thaireport.render(thaireport.load(ROOT / "examples" / "action_plan.yaml"), "xlsx")
    file = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(io.BytesIO(plan)) as made, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in made.namelist():
            part = made.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", b"</sheetData><!--" + b'<c r="A1">' * LONG + b"-->")
            bad.writestr(name, part)
    began = time.process_time()
    assert not verify.verify(file).changes
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("wanted", "text", "fits"),
    [
        ("ก*", "กข", True),
        ("*ก", "กขก", True),
        ("*ก*ก", "ก", False),
        ("ก*ก", "ก", False),
        ("ก*ข*ก", "กขกขก", True),
        ("*ขก*ข?", "ขกขกขข", True),
        ("*?ก*", "ก", False),
        ("~*ก?~?", "*กข?", True),
        ("A*b*C", "aXBYc", True),
        ("**", "", True),
        ("*", "ก\nข", True),
        ("ก", "กข", False),
    ],
)
def test_stars_and_question_marks_stand_for_what_they_do_in_excel(wanted: str, text: str, fits: bool) -> None:
    assert functions._criterion(wanted)(text) is fits


def test_empty_texts_behind_the_last_full_one_are_counted() -> None:
    assert printed.shared_strings(b"<sst><si/><si><t>a</t></si><si/><si/></sst>") == [b"", b"a", b"", b""]
