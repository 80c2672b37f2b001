"""The field dictionary of a kind: every name that a template may print, and the JSON Schema of its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from thaireport.migrate import VERSION_KEY
from thaireport.report import Report
from thaireport.template_check import shapes
from thaireport.template_check.shapes import Kinds
from thaireport.template_check.walk import filters_for

DEEPEST = 4
"""Dots in a path: a template that needs more goes through a ``for``."""
_EXAMPLES: Mapping[str, str] = {
    "date": "20 เมษายน 2569",
    "period": "1 ตุลาคม 2568 - 30 กันยายน 2569",
    "number": "10,000.00",
    "integer": "12",
    "flag": "ใช่",
    "drawing": "ภาพ",
}


@dataclass(frozen=True)
class FieldLine:
    """One name that a template may use.

    ``path``: as typed in a template (``opinions[].heading`` is ``item.heading`` inside a ``for``); ``name``: in
    Thai; ``kind``: what the value is; ``example``: as printed; ``filters``: those that suit; ``required``: whether
    the data must give it; ``computed``: whether it is worked out from other fields.
    """

    path: str
    name: str
    kind: str
    example: str
    filters: tuple[str, ...]
    required: bool = False
    computed: bool = False


def fields_of(model: type[Report], example: Report | None = None) -> list[FieldLine]:
    """Every name that a template of ``model`` may print; examples are taken from ``example`` where it has them."""
    return list(_lines(model, "", example, ()))


def as_data(model: type[Report], example: Report | None = None) -> dict[str, Any]:
    """The dictionary as JSON values: ``kind``, ``name``, ``fields``, and the JSON Schema of the data."""
    return {
        "kind": model.kind,
        "name": model.thai_name,
        "fields": [{**asdict(line), "filters": list(line.filters)} for line in fields_of(model, example)],
        "schema": schema_of(model),
    }


class _AsTyped(GenerateJsonSchema):
    """The schema of what may be typed: what a validator reads first may also be a text, a number or a list of them."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        read = super().function_before_schema(schema)
        return {"anyOf": [read, {"type": ["string", "number", "boolean", "array", "null"]}]}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        if schema["cls"] is Report:  # a part of a bundle: another file, or a report of any kind
            return {"type": "object"}
        made = super().model_schema(schema)
        if issubclass(schema["cls"], Report):  # agency.yaml may have it, or the report around this one
            made["required"] = [name for name in made.get("required", []) if name != "agency"]
        if "anyOf" not in made:
            return made
        fields = made["anyOf"][0]  # what a class forbids, it forbids among its fields
        if "additionalProperties" in made:
            fields["additionalProperties"] = made.pop("additionalProperties")
        if whole := getattr(schema["cls"], "WHOLE", None):  # typed whole (name: นายสมชาย ใจดี) or in parts
            fields["properties"].setdefault(whole[1], {"type": "string"})
            fields.pop("required", None)
        return made


def schema_of(model: type[Report]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the data file of a kind, in every form that it may be typed in."""
    made = model.model_json_schema(schema_generator=_AsTyped)
    given = {"kind": {"const": model.kind}, VERSION_KEY: {"type": "integer"}}
    return {**made, "properties": {**given, **made["properties"]}, "required": ["kind", *made["required"]]}


def _lines(cls: type, before: str, example: object, above: tuple[type, ...]) -> Iterator[FieldLine]:
    for name, kinds in shapes.members(cls).items():
        path = f"{before}{name}"
        value = _value(cls, example, name)
        yield _line(cls, name, path, kinds, value)
        yield from _below(path, kinds, value, (*above, cls))


def _below(path: str, kinds: Kinds, value: object, above: tuple[type, ...]) -> Iterator[FieldLine]:
    """The names of a record, or of the records in a list."""
    if kinds.has("list") and not kinds.has("any"):
        first = next(iter(value), None) if isinstance(value, (list, tuple)) else None
        path, kinds, value = f"{path}[]", kinds.entries, first
    if path.count(".") >= DEEPEST:
        return
    for shape in kinds.shapes:
        if shape.word == "record" and isinstance(shape.of, type) and shape.of not in above and shape.of is not Report:
            yield from _lines(shape.of, f"{path}.", value, above)


def _line(cls: type, name: str, path: str, kinds: Kinds, value: object) -> FieldLine:
    info = cls.model_fields.get(name) if issubclass(cls, BaseModel) else None
    computed = shapes.is_property(cls, name)
    return FieldLine(
        path,
        _title(cls, name, info, computed=computed),
        _kind(kinds),
        _example(kinds, info, value),
        tuple(filters_for(kinds, name)),
        required=info is not None and info.is_required(),
        computed=computed,
    )


def _kind(kinds: Kinds) -> str:
    choices = [choice for shape in kinds.shapes for choice in shape.choices]
    words = kinds.words if not choices else " ".join(["หนึ่งใน", *choices])
    return f"{words} (เว้นได้)" if kinds.optional else words


def _title(cls: type, name: str, info: FieldInfo | None, *, computed: bool) -> str:
    if info is not None:
        return info.title or name
    if not computed or not issubclass(cls, BaseModel):
        return ""
    sources = shapes.reads(cls).get(name, frozenset())
    titles = [cls.model_fields[each].title or each for each in cls.model_fields if each in sources]
    shown = ", ".join(titles[:3]) + (" ..." if len(titles) > 3 else "")
    return f"ทำจาก {shown}" if shown else "โปรแกรมทำให้"


def _value(cls: type, example: object, name: str) -> object:
    if example is None:
        return None
    try:
        return getattr(example, getattr(cls, "PRINTED_AS", {}).get(name, name), None)
    except Exception:  # an example need not have every part that a name is worked out from
        return None


_LONGEST = 48


def _example(kinds: Kinds, info: FieldInfo | None, value: object) -> str:
    from thaireport.output.docx.printing import UnprintableError, text_of

    if value is not None and value != "" and kinds.has("text", "number", "integer", "date", "period", "any"):
        try:
            return _short(text_of(value))
        except UnprintableError:
            return ""
    if info is not None and info.examples:
        return _short(str(info.examples[0]))
    return next((_EXAMPLES[shape.word] for shape in kinds.shapes if shape.word in _EXAMPLES), "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
