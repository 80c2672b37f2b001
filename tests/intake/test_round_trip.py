"""Form -> filled -> loaded is the report made in Python, for every kind there is, also through LibreOffice."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import thaireport
from openpyxl.worksheet.worksheet import Worksheet
from tests.support.clerk import EXAMPLES, book, example, form_file, lay_pictures
from tests.support.tools import missing
from thaireport.intake.form import form_bytes
from thaireport.intake.layout import CHOICES, COVER, MAIN, layout_of
from thaireport.reports import REPORTS

KINDS = sorted(REPORTS)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Every kind that has an example."""
    name = str(request.param)
    if not (EXAMPLES / f"{name}.yaml").is_file():
        missing(f"examples/{name}.yaml")
    return name


def test_a_filled_form_reads_back_as_the_report(kind: str, tmp_path: Path) -> None:
    assert thaireport.load(form_file(kind, tmp_path)) == example(kind)


def test_a_form_saved_by_libreoffice_reads_back_as_the_report(kind: str, tmp_path: Path, soffice: Path) -> None:
    form_file(kind, tmp_path)
    saved = tmp_path / "saved"
    lay_pictures(saved)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", saved]
    subprocess.run([*map(str, command), str(tmp_path / f"{kind}.xlsx")], check=True, capture_output=True, timeout=120)
    assert thaireport.load(saved / f"{kind}.xlsx") == example(kind)


def test_a_form_in_disorder_reads_back_as_the_report(kind: str, tmp_path: Path) -> None:
    lay_pictures(tmp_path)
    path = tmp_path / "สลับ.xlsx"
    _in_disorder(kind).save(path)
    assert thaireport.load(path) == example(kind)


def _in_disorder(kind: str) -> openpyxl.Workbook:
    """The filled form with sheets, rows of the page and columns of lists in another order, blank rows, stray spaces."""
    source, made = book(kind), openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for sheet in reversed(source.worksheets):
        target = made.create_sheet(f" {sheet.title} " if sheet.title not in {COVER, CHOICES} else sheet.title)
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        if sheet.title == MAIN:
            _shuffled_page(rows, target)
        elif sheet.title in {COVER, CHOICES}:
            for row in rows:
                target.append(row)
        else:
            _shuffled_list(rows, target)
    return made


def _shuffled_page(rows: list[list[Any]], target: Worksheet) -> None:
    first, *rest = rows
    groups: list[list[list[Any]]] = []
    for row in rest:
        if row[0] is None and groups:
            groups[-1].append(row)
        else:
            groups.append([row])
    random.Random(7).shuffle(groups)
    target.append(["โปรดกรอกให้ครบ"])
    for row in [first, *(row for group in groups for row in group)]:
        target.append([f"  {row[0]} " if row[0] else None, *row[1:]])


def _shuffled_list(rows: list[list[Any]], target: Worksheet) -> None:
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)
    target.append(["ชื่อเรื่องที่คนกรอกพิมพ์ไว้เอง"])
    for row in rows:
        values = [row[index] for index in order]
        target.append([f" {value} " if isinstance(value, str) else value for value in values])
        target.append([])


def test_a_blank_form_has_a_sheet_for_every_list(kind: str) -> None:
    named = {table.name for table in layout_of(REPORTS[kind]).tables}
    assert named <= set(book(kind, filled=False).sheetnames)


@pytest.mark.parametrize("name", KINDS)
def test_a_blank_form_asks_for_what_is_required_and_nothing_else(name: str, tmp_path: Path) -> None:
    path = tmp_path / "ว่าง.xlsx"
    path.write_bytes(form_bytes(REPORTS[name]))
    with pytest.raises(thaireport.DataError) as caught:
        thaireport.load(path)
    errors = [problem for problem in caught.value.problems if problem.level == "error"]
    assert {problem.code for problem in errors} == {"missing"}


@pytest.mark.parametrize("name", KINDS)
def test_no_drop_down_carries_its_words_itself(name: str) -> None:
    sheets = book(name, filled=False).worksheets
    rules = [rule.formula1 for sheet in sheets for rule in sheet.data_validations.dataValidation]
    assert all(rule.startswith(f"'{CHOICES}'!") for rule in rules)


@pytest.mark.parametrize("name", KINDS)
def test_every_sheet_of_a_form_has_its_heads_on_each_page_and_the_file_says_what_it_is(name: str) -> None:
    form = book(name, filled=False)
    typed = [sheet for sheet in form.worksheets[1:] if sheet.sheet_state == "visible"]
    assert {sheet.print_title_rows for sheet in typed} == {"$1:$1"}
    assert form.properties.title == f"แบบกรอก{REPORTS[name].thai_name}"
    assert form.properties.creator == "thaireport"
