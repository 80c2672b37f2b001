"""Every way a check can fail has Thai words: the models' own schemas are walked, kind by kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
import thaireport
from pydantic import BaseModel, ValidationError
from pydantic_core.core_schema import ErrorType
from tests.support.tools import ROOT
from thaireport import DataError
from thaireport.agency import Agency
from thaireport.intake.source import from_mapping
from thaireport.messages import FALLBACK, MESSAGES, field_at, model_at, problems_of
from thaireport.reports import REPORTS
from thaireport.reports.memo import Memo

_ERRORS_OF: dict[str, set[str]] = {
    "any": set(),
    "bool": {"bool_type", "bool_parsing"},
    "chain": set(),
    "dataclass": {"dataclass_type", "dataclass_exact_type"},
    "dataclass-args": {"missing", "unexpected_keyword_argument"},
    "dataclass-field": set(),
    "date": {"date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"},
    "decimal": {"decimal_type", "decimal_parsing", "finite_number"},
    "default": set(),
    "definition-ref": set(),
    "definitions": set(),
    "dict": {"dict_type"},
    "enum": {"enum"},
    "float": {"float_type", "float_parsing", "finite_number"},
    "frozenset": {"frozen_set_type", "set_item_not_hashable"},
    "function-after": {"value_error", "assertion_error"},
    "function-before": {"value_error", "assertion_error"},
    "function-plain": {"value_error", "assertion_error"},
    "function-wrap": {"value_error", "assertion_error"},
    "int": {"int_type", "int_parsing", "int_parsing_size", "int_from_float"},
    "is-instance": {"is_instance_of"},
    "json-or-python": set(),
    "lax-or-strict": set(),
    "list": {"list_type"},
    "literal": {"literal_error"},
    "model": {"model_type"},
    "model-field": set(),
    "model-fields": {"missing", "extra_forbidden", "model_attributes_type", "invalid_key"},
    "no-info": set(),
    "none": {"none_required"},
    "nullable": set(),
    "str": {"string_type", "string_unicode"},
    "tagged-union": {"union_tag_invalid", "union_tag_not_found"},
    "tuple": {"tuple_type"},
    "union": set(),
    "with-info": set(),
}
"""What pydantic may say of a value, by the type of its schema."""

_LIMITS = {
    "ge": "greater_than_equal",
    "gt": "greater_than",
    "le": "less_than_equal",
    "lt": "less_than",
    "pattern": "string_pattern_mismatch",
}


def _schemas(schema: Any, seen: set[int]) -> Iterator[Mapping[str, Any]]:
    """Every part of a core schema that judges values."""
    if id(schema) in seen:
        return
    seen.add(id(schema))
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for name, part in schema.items():
            if name not in {"metadata", "cls", "serialization", "default"}:
                yield from _schemas(part, seen)
    elif isinstance(schema, (list, tuple)):
        for part in schema:
            yield from _schemas(part, seen)


def _possible_errors(schema: Mapping[str, Any]) -> set[str]:
    kind = schema["type"]
    found = set(_ERRORS_OF[kind])
    found |= {error for limit, error in _LIMITS.items() if schema.get(limit) is not None}
    if schema.get("min_length") is not None:
        found.add("string_too_short" if kind == "str" else "too_short")
    if schema.get("max_length") is not None:
        found.add("string_too_long" if kind == "str" else "too_long")
    return found


@pytest.mark.parametrize("kind", sorted(REPORTS))
def test_every_error_a_kind_can_meet_has_thai_words(kind: str) -> None:
    schema = REPORTS[kind].__pydantic_core_schema__
    errors = {error for part in _schemas(schema, set()) for error in _possible_errors(part)}
    assert errors - {"extra_forbidden"} <= set(MESSAGES)


def test_every_schema_type_in_use_is_known_to_this_test() -> None:
    used = {part["type"] for report in REPORTS.values() for part in _schemas(report.__pydantic_core_schema__, set())}
    assert used <= set(_ERRORS_OF)


def test_only_errors_that_pydantic_knows_have_words() -> None:
    assert set(MESSAGES) <= set(get_args(ErrorType))


_CONTEXT = {
    "max_length": 5,
    "min_length": 1,
    "actual_length": 0,
    "gt": 1,
    "ge": 1,
    "lt": 9,
    "le": 9,
    "expected": "'ก' or 'ข'",
    "error": ValueError("ข้อความของกฎเอง"),
    "tag": "x",
}


@pytest.mark.parametrize("error", sorted(MESSAGES))
def test_the_words_of_an_error_are_thai_and_not_the_last_resort(error: str) -> None:
    words = MESSAGES[error](_CONTEXT, "ค่าที่พิมพ์")
    assert any("ก" <= letter <= "๛" for letter in words)
    assert words != FALLBACK


def _said(data: dict[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Memo.model_validate(data)
    return [str(problem) for problem in problems_of(caught.value, from_mapping(data), Memo)]


RIGHT = {
    "agency": {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"},
    "dated": "20 เมษายน 2569",
    "subject": "ทดสอบ",
    "addressee": "นายก",
    "body": "เนื้อหา",
    "signer": {"name": "นายสมชาย ตัวอย่างดี", "position": "นายก"},
}


def test_all_problems_are_told_at_once() -> None:
    said = _said({**RIGHT, "subject": None, "dated": "วานนี้", "urgency": "ช้า"})
    assert len(said) == 3


def test_a_long_value_is_quoted_short() -> None:
    said = _said({**RIGHT, "urgency": "ด่วน" * 60})
    assert len(said[0]) < 200


def test_a_field_lacking_in_every_entry_is_told_once() -> None:
    opinions = [{"heading": f"ความเห็นที่ {number}"} for number in range(5)]
    assert _said({**RIGHT, "opinions": opinions}) == ["ผู้ลงนาม: ยังไม่ได้กรอกทั้ง 5 รายการ"]


def test_a_field_lacking_in_some_entries_is_told_for_each() -> None:
    signer = {"name": "นายก ข", "position": "ปลัด"}
    opinions: list[dict[str, Any]] = [{"heading": f"ความเห็นที่ {number}"} for number in range(4)]
    said = _said({**RIGHT, "opinions": [*opinions, {"heading": "ท้าย", "signer": signer}]})
    assert len(said) == 4


def test_an_entry_of_a_mapping_is_named_by_the_field_in_it() -> None:
    data = {"name": "อบต.ตัวอย่าง", "people": {"mayor": {"position": "นายก"}}}
    with pytest.raises(ValidationError) as caught:
        Agency.model_validate(data)
    assert [str(problem) for problem in problems_of(caught.value, from_mapping(data), Agency)] == ["ชื่อ: ยังไม่ได้กรอก"]


@pytest.mark.parametrize("typed", [" ", "\n", "\u00a0"])
def test_a_text_of_spaces_is_told_as_empty(typed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Memo.model_validate({"subject": typed})
    said = [
        p.message for p in problems_of(caught.value, from_mapping({"subject": typed}), Memo) if p.loc == ("subject",)
    ]
    assert said == ["ยังว่างอยู่ ต้องกรอกข้อความ"]


# ---- no English names of fields ----

_OF_FILES = {"people", "units", "agency", "file"}
"""Words that a clerk types: keys of agency.yaml and of a bundle, a file's name, options."""


def _field_names(model: type[BaseModel]) -> Iterator[str]:
    for name in model.model_fields:
        assert field_at((name,), model) is not None
        yield name
        inner = model_at((name,), model)
        if inner is not None and inner is not model:
            yield from _field_names(inner)


def _sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The Thai texts of a module that may reach a clerk: no docstrings, no titles and hints of fields."""
    quiet = {
        id(part)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Field")
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and id(node) not in quiet else None
        if isinstance(said, str) and isinstance(node, ast.expr) and re.search("[ก-ฮ]", said):
            yield node.lineno, said


def test_no_rule_speaks_of_a_field_by_its_english_name() -> None:
    names = {name for report in REPORTS.values() for name in _field_names(report)} - _OF_FILES
    package = ROOT / "thaireport"
    modules = [*package.glob("reports/**/*.py"), *(package / f"{name}.py" for name in ("report", "agency", "parts"))]
    modules += [package / f"{name}.py" for name in ("fields", "pictures", "lint")] + [package / "intake" / "origin.py"]
    found = [
        (module.name, line, word)
        for module in modules
        for line, said in _sentences(ast.parse(module.read_text("utf-8")))
        for word in re.findall(r"(?<![<A-Za-z_])[a-z_]{2,}(?![A-Za-z_>])", said)
        if word in names
    ]
    assert found == []


@pytest.mark.parametrize("line", (ROOT / "tests/golden/wrong_inputs.txt").read_text("utf-8").split("# form: ")[1:])
def test_no_answer_to_a_form_holds_an_english_name(line: str) -> None:
    names = {name for report in REPORTS.values() for name in _field_names(report)} - _OF_FILES
    told = re.sub("“[^”]*”", "", line.partition("\n")[2])
    assert not names & set(re.findall(r"[a-z_]{2,}", told))


def test_a_name_that_is_nearly_that_of_a_whole_name_is_known() -> None:
    said = _said({"signer": {"nam": "นายสมชาย ตัวอย่างดี", "position": "นายก"}})
    assert any("หมายถึง “name” หรือไม่" in line for line in said)


def test_thousands_of_unknown_names_are_each_told_at_its_line_and_only_the_first_with_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "memo.yaml"
    path.write_text("kind: memo\n" + "".join(f"subjects{number}: ก\n" for number in range(3_000)), "utf-8")
    with pytest.raises(DataError) as caught:
        thaireport.load(path)
    told = [str(problem) for problem in caught.value.problems if "ไม่รู้จัก" in problem.message]
    assert len(told) == 3_000
    assert "บรรทัด 2: ไม่รู้จัก “subjects0”: หมายถึง “subject” หรือไม่" in told[0]
    assert told[-1].endswith("บรรทัด 3001: ไม่รู้จัก “subjects2999”")
