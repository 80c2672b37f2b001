"""The field dictionary: true to the model, with examples, and with filters that really write the value."""

from __future__ import annotations

import json

import pytest
from thaireport.cli import main
from thaireport.cli.forms import example_of
from thaireport.fieldlist import FieldLine, as_data, fields_of
from thaireport.output.docx.syntax import FILTERS
from thaireport.reports import REPORTS
from thaireport.template_check.sample import Maker
from thaireport.template_check.shapes import Kinds, members
from thaireport.template_check.walk import TAKES, filters_for


@pytest.fixture(scope="module")
def memo() -> dict[str, FieldLine]:
    return {line.path: line for line in fields_of(REPORTS["memo"], example_of("memo"))}


@pytest.mark.parametrize("kind", sorted(REPORTS))
def test_every_printable_name_is_listed(kind: str) -> None:
    listed = {line.path for line in fields_of(REPORTS[kind])}
    assert REPORTS[kind].printable() - listed == set()


def test_a_field_has_its_thai_name_and_an_example(memo: dict[str, FieldLine]) -> None:
    line = memo["dated"]
    assert (line.name, line.kind, line.example, line.required) == ("วันที่", "วันที่", "20 เมษายน 2569", True)


def test_entries_of_a_list_are_listed(memo: dict[str, FieldLine]) -> None:
    assert memo["opinions[].signer.full_name"].example == "นายเกียรติ มั่นคง"


def test_what_is_computed_says_what_of(memo: dict[str, FieldLine]) -> None:
    assert (memo["subject_lines"].name, memo["subject_lines"].computed) == ("ทำจาก เรื่อง", True)


def test_filters_of_a_date_are_those_of_dates(memo: dict[str, FieldLine]) -> None:
    assert memo["dated"].filters[:2] == ("long_date", "be_date")
    assert "money" not in memo["dated"].filters


def _values(kinds: Kinds) -> object:
    return Maker().value(kinds)


_NEEDS_MORE = {"count"}
"""Filters with a word of their own in brackets."""


@pytest.mark.parametrize("kind", sorted(REPORTS))
def test_a_filter_that_suits_writes_the_value(kind: str) -> None:
    for name, kinds in members(REPORTS[kind]).items():
        value = _values(kinds)
        for each in filters_for(kinds):
            if each not in _NEEDS_MORE:
                assert FILTERS[each](value) is not None, f"{name}|{each}"


def test_every_filter_has_its_kinds() -> None:
    assert FILTERS.keys() - TAKES.keys() == {"default"}


def test_the_schema_is_that_of_the_data() -> None:
    schema = as_data(REPORTS["memo"])["schema"]
    assert schema["properties"]["subject"]["title"] == "เรื่อง"
    assert "subject" in schema["required"]


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fields", "memo", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kind"] == "memo"
    assert {"path", "name", "kind", "example", "filters", "required", "computed"} == set(told["fields"][0])


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fields", "บันทึกข้อความ"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("signer.full_name ") for line in lines)


def test_an_unknown_kind_is_asked_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fields", "memoo"]) == 2
    assert "หมายถึง memo หรือไม่" in capsys.readouterr().err
