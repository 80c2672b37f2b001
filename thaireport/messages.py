"""What a failed check is called in Thai: pydantic's errors become problems with a place and a remedy."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from thaireport.errors import Loc, Problem, Unknown
from thaireport.intake.source import Source, Unread
from thaireport.thai.text import closest

Context = Mapping[str, Any]

MESSAGES: dict[str, Callable[[Context, Any], str]] = {
    "missing": lambda _c, _v: "ยังไม่ได้กรอก",
    "string_type": lambda _c, v: f"ต้องเป็นข้อความ แต่พบ{_shape(v)}",
    "string_too_short": lambda _c, _v: "ยังว่างอยู่ ต้องกรอกข้อความ",
    "string_too_long": lambda c, _v: f"ยาวเกิน {c['max_length']} ตัวอักษร",
    "string_pattern_mismatch": lambda _c, v: f"รูปแบบไม่ถูกต้อง: {_quoted(v)}",
    "string_unicode": lambda _c, _v: "มีอักขระที่ใช้ไม่ได้ ให้พิมพ์ใหม่",
    "int_type": lambda _c, v: f"ต้องเป็นจำนวนเต็ม เช่น 12 แต่พบ{_shape(v)}",
    "int_parsing": lambda _c, v: f"ต้องเป็นจำนวนเต็ม เช่น 12 แต่พบ {_quoted(v)}",
    "int_from_float": lambda _c, v: f"ต้องเป็นจำนวนเต็ม เช่น 12 แต่พบ {_quoted(v)}",
    "decimal_type": lambda _c, v: f"ต้องเป็นตัวเลข เช่น 10,000.00 แต่พบ{_shape(v)}",
    "decimal_parsing": lambda _c, v: f"ต้องเป็นตัวเลข เช่น 10,000.00 แต่พบ {_quoted(v)}",
    "finite_number": lambda _c, _v: "ต้องเป็นตัวเลขที่มีค่าจริง",
    "bool_type": lambda _c, v: f"ให้พิมพ์ ใช่ หรือ ไม่ใช่ แต่พบ{_shape(v)}",
    "bool_parsing": lambda _c, v: f"ให้พิมพ์ ใช่ หรือ ไม่ใช่ แต่พบ {_quoted(v)}",
    "date_type": lambda _c, v: f"ต้องเป็นวันที่ เช่น 20 เมษายน 2569 แต่พบ{_shape(v)}",
    "date_parsing": lambda _c, v: f"ต้องเป็นวันที่ เช่น 20 เมษายน 2569 แต่พบ {_quoted(v)}",
    "date_from_datetime_parsing": lambda _c, v: f"ต้องเป็นวันที่ เช่น 20 เมษายน 2569 แต่พบ {_quoted(v)}",
    "date_from_datetime_inexact": lambda _c, v: f"ต้องเป็นวันที่ ไม่มีเวลา แต่พบ {_quoted(v)}",
    "literal_error": lambda c, v: f"ต้องเป็นคำใดคำหนึ่งใน {_choices(c)} แต่พบ {_quoted(v)}",
    "enum": lambda c, v: f"ต้องเป็นคำใดคำหนึ่งใน {_choices(c)} แต่พบ {_quoted(v)}",
    "greater_than": lambda c, v: f"ต้องมากกว่า {c['gt']} แต่พบ {_quoted(v)}",
    "greater_than_equal": lambda c, v: f"ต้องไม่น้อยกว่า {c['ge']} แต่พบ {_quoted(v)}",
    "less_than": lambda c, v: f"ต้องน้อยกว่า {c['lt']} แต่พบ {_quoted(v)}",
    "less_than_equal": lambda c, v: f"ต้องไม่เกิน {c['le']} แต่พบ {_quoted(v)}",
    "too_short": lambda c, _v: _too_few(c["min_length"], c["actual_length"]),
    "too_long": lambda c, _v: f"มีได้ไม่เกิน {c['max_length']} รายการ แต่มี {c['actual_length'] or 'มากกว่านั้น'}",
    "tuple_type": lambda _c, v: f"ต้องเป็นรายการ (ขึ้นต้นแต่ละข้อด้วย -) แต่พบ{_shape(v)}",
    "list_type": lambda _c, v: f"ต้องเป็นรายการ (ขึ้นต้นแต่ละข้อด้วย -) แต่พบ{_shape(v)}",
    "set_type": lambda _c, v: f"ต้องเป็นรายการ (ขึ้นต้นแต่ละข้อด้วย -) แต่พบ{_shape(v)}",
    "frozen_set_type": lambda _c, v: f"ต้องเป็นรายการ (ขึ้นต้นแต่ละข้อด้วย -) แต่พบ{_shape(v)}",
    "dict_type": lambda _c, v: f"ต้องเป็นกลุ่มข้อมูล “ชื่อ: ค่า” แต่พบ{_shape(v)}",
    "mapping_type": lambda _c, v: f"ต้องเป็นกลุ่มข้อมูล “ชื่อ: ค่า” แต่พบ{_shape(v)}",
    "model_type": lambda _c, v: f"ต้องเป็นกลุ่มข้อมูล “ชื่อ: ค่า” แต่พบ{_shape(v)}",
    "model_attributes_type": lambda _c, v: f"ต้องเป็นกลุ่มข้อมูล “ชื่อ: ค่า” แต่พบ{_shape(v)}",
    "is_instance_of": lambda _c, v: f"ชนิดข้อมูลไม่ถูกต้อง พบ{_shape(v)}",
    "none_required": lambda _c, v: f"ต้องเว้นว่าง แต่พบ {_quoted(v)}",
    "int_parsing_size": lambda _c, v: f"ตัวเลขยาวเกินไป: {_quoted(v)}",
    "float_type": lambda _c, v: f"ต้องเป็นตัวเลข เช่น 10,000.00 แต่พบ{_shape(v)}",
    "float_parsing": lambda _c, v: f"ต้องเป็นตัวเลข เช่น 10,000.00 แต่พบ {_quoted(v)}",
    "dataclass_type": lambda _c, v: f"ชนิดข้อมูลไม่ถูกต้อง พบ{_shape(v)}",
    "dataclass_exact_type": lambda _c, v: f"ชนิดข้อมูลไม่ถูกต้อง พบ{_shape(v)}",
    "unexpected_keyword_argument": lambda _c, _v: "ไม่รู้จักรายการนี้ ให้ลบออก",
    "invalid_key": lambda _c, v: f"ชื่อรายการต้องเป็นข้อความ แต่พบ{_shape(v)}",
    "set_item_not_hashable": lambda _c, v: f"แต่ละข้อต้องเป็นค่าเดียว แต่พบ{_shape(v)}",
    "recursion_loop": lambda _c, _v: "ข้อมูลอ้างถึงตัวเองไม่รู้จบ",
    "union_tag_not_found": lambda _c, _v: "ยังไม่ได้ระบุชนิด (kind)",
    "union_tag_invalid": lambda c, _v: f"ไม่รู้จักชนิด {c.get('tag')}",
    "value_error": lambda c, _v: str(c["error"]),
    "assertion_error": lambda c, _v: str(c["error"]),
}
"""Thai words for every pydantic error type in use (tests/test_messages.py keeps it complete)."""

FALLBACK = "ค่านี้ใช้ไม่ได้ ตรวจดูอีกครั้ง"


def problems_of(error: ValidationError, source: Source, model: type[BaseModel]) -> list[Problem]:
    """Every error of a failed validation as a Thai problem with its place, each place once."""
    from thaireport.intake.layout import VALUE  # only what is wrong needs to know of cells

    found: dict[tuple[Loc, str], Problem] = {}
    known: list[Loc] = []
    in_book = source.path is not None and source.path.suffix.lower() == ".xlsx"
    for detail in error.errors(include_url=False):
        if isinstance(detail.get("ctx", {}).get("error"), Unknown):
            continue  # it lacks another value, which is told itself
        loc = _data_path(detail["loc"], source.data, model)
        if detail.get("input") is Unread or _at(source.data, loc) is Unread:
            known.append(loc)
            continue
        if detail["type"] == "extra_forbidden" and loc[-1:] != detail["loc"][-1:]:
            loc = (*loc, detail["loc"][-1])
        problem = _problem(detail, loc, model, labelled=in_book, hint=len(found) < _MOST_HINTS)
        typed = _as_typed(loc, source.data, model)
        # A workbook has its cells by the names of fields; of a sheet of keys and values the value is what is faulty.
        where = source.place((*loc, VALUE) if in_book else typed)
        placed = replace(problem, loc=typed, place=_labelled(where, loc, model, detail["type"]))
        found.setdefault((typed, problem.message), placed)
    return _missing_columns(_without_echoes(list(found.values()), known), source.data)


_MOST_HINTS = 500
"""Problems up to which an unknown name is answered with what it may mean; a file of thousands is no slip of a pen."""


def placed(problems: Iterable[Problem], source: Source, model: type[BaseModel]) -> list[Problem]:
    """Problems found by a report's rules, each with its place in the file it came from."""
    return [
        problem if problem.place else problem.at(_labelled(source.place(problem.loc), problem.loc, model, problem.code))
        for problem in problems
    ]


def _problem(detail: Any, loc: Loc, model: type[BaseModel], *, labelled: bool, hint: bool) -> Problem:
    """``labelled``: the clerk chose among the words of a form, not among the values themselves."""
    kind = detail["type"]
    if labelled and kind in {"literal_error", "enum"} and (labels := _labels(loc, model)):
        return Problem(MESSAGES[kind]({"expected": ", ".join(labels)}, detail.get("input")), loc, "error", kind)
    if detail.get("input") is None and kind.endswith("_type") and kind != "is_instance_of":
        return Problem("ยังว่างอยู่ ต้องกรอก", loc, "error", kind)
    if kind == "missing" and loc == ("agency",):
        return Problem("ยังไม่ได้กรอก: กรอกชื่อหน่วยงาน หรือวาง agency.yaml ไว้ข้างไฟล์นี้", loc, "error", kind)
    if kind == "extra_forbidden":
        return Problem(_unknown_field(loc, model) if hint else f"ไม่รู้จัก “{loc[-1]}”", loc, "error", kind)
    words = MESSAGES.get(kind)
    message = words(detail.get("ctx", {}), detail.get("input")) if words else FALLBACK
    return Problem(message, loc, "error", kind)


def _too_few(least: int, there: int) -> str:
    found = f"แต่มี {there}" if there else "แต่ยังว่างอยู่"
    return f"ต้องมีอย่างน้อย {least} รายการ {found}"


def _labels(loc: Loc, model: type[BaseModel]) -> list[str]:
    """The words a form offers for a choice (the vocabulary of intake/layout.py)."""
    field = field_at(loc, model)
    extra = field.json_schema_extra if field else None
    form = extra.get("form") if isinstance(extra, dict) else None
    labels = form.get("labels") if isinstance(form, dict) else None
    return [str(word) for word in labels.values()] if isinstance(labels, dict) else []


def _unknown_field(loc: Loc, model: type[BaseModel]) -> str:
    owner = model_at(loc[:-1], model)
    name = str(loc[-1])
    fields = owner.model_fields if owner else {}
    whole = getattr(owner, "WHOLE", None)
    names = list(dict.fromkeys([*fields, *(whole[1:2] if whole else ())]))
    if title := next((key for key, field in fields.items() if field.title == name.strip()), None):
        return f"ไม่รู้จัก “{name}”: พิมพ์ชื่อภาษาอังกฤษของรายการนี้ “{title}” แทน"
    if beside := _level_outside(loc, model):
        return f"“{name}” ไม่อยู่ใต้ “{beside}”: ย้ายออกมาไว้ระดับเดียวกับ “{beside}” (ย่อหน้าให้ตรงกัน)"
    near = closest(name, names)
    holders = _holders(name, owner) if owner else []
    if holders and near not in {f"{name}s", name.removesuffix("s")}:
        return f"“{name}” ไม่อยู่ระดับนี้: ย้ายไปไว้ใต้ {' หรือ '.join(f'“{each}”' for each in holders)} (ย่อหน้าให้ลึกกว่า)"
    hint = f": หมายถึง “{near}” หรือไม่" if near else f": ใช้ได้ {', '.join(names)}"
    return f"ไม่รู้จัก “{name}”{hint}"


def _level_outside(loc: Loc, model: type[BaseModel]) -> str | None:
    """The entry that a field stands under by mistake, where it belongs beside it."""
    for end in range(len(loc) - 2, -1, -1):
        outer, under = model_at(loc[:end], model), loc[end]
        if isinstance(under, str) and outer and loc[-1] in outer.model_fields:
            return under
    return None


def _holders(name: str, owner: type[BaseModel]) -> list[str]:
    """The fields of ``owner`` whose entries have a field of that name."""
    inner = {key: _model_in((each.annotation, each.metadata)) for key, each in owner.model_fields.items()}
    return [key for key, held in inner.items() if held and name in held.model_fields]


def _labelled(where: str, loc: Loc, model: type[BaseModel], kind: str) -> str:
    label = label_of(loc, model) if kind != "extra_forbidden" else ""
    if not label:
        return where
    return f"{where} ({label})" if where else label


@lru_cache(maxsize=1024)
def label_of(loc: Loc, model: type[BaseModel]) -> str:
    """The Thai title of the innermost named field on the path."""
    for end in range(len(loc), 0, -1):
        if isinstance(loc[end - 1], str):
            field = field_at(loc[:end], model)
            if field is not None:
                return field.title or str(loc[end - 1])
    return ""


def _data_path(loc: Loc, data: Any, model: type[BaseModel]) -> Loc:
    """A pydantic path without the steps that are no part of the data (union branches, validators)."""
    kept: list[str | int] = []
    here = data
    for part in loc:
        if _holds(here, part):
            here = here[part]
        elif isinstance(part, int) or field_at((*kept, part), model) is not None:
            here = None
        else:
            continue
        kept.append(part)
    return tuple(kept)


def _as_typed(loc: Loc, data: Any, model: type[BaseModel]) -> Loc:
    """The key that was typed: of ``signer: {name: ""}`` the name, though what lacks is the first name."""
    whole = getattr(model_at(loc[:-1], model), "WHOLE", None) if loc else None
    if whole and loc[-1] == whole[0] and isinstance(holder := _at(data, loc[:-1]), Mapping):
        return (*loc[:-1], whole[1]) if whole[1] in holder and whole[0] not in holder else loc
    return loc


def _missing_columns(problems: list[Problem], data: Any) -> list[Problem]:
    """A field that every entry of a long list lacks is one problem: its column is missing."""
    counts: dict[tuple[Loc, Loc], list[Problem]] = {}
    for problem in problems:
        where = next((index for index, part in enumerate(problem.loc) if isinstance(part, int)), None)
        if problem.code == "missing" and where is not None:
            counts.setdefault((problem.loc[:where], problem.loc[where + 1 :]), []).append(problem)
    dropped: set[Loc] = set()
    said: dict[Loc, Problem] = {}
    for (path, _field), same in counts.items():
        rows = _at(data, path)
        if isinstance(rows, list) and len(same) == len(rows) > 3:
            dropped.update(problem.loc for problem in same[1:])
            said[same[0].loc] = replace(same[0], message=f"ยังไม่ได้กรอกทั้ง {len(rows):,} รายการ")
    return [said.get(problem.loc, problem) for problem in problems if problem.loc not in dropped]


def _at(data: Any, path: Loc) -> Any:
    for part in path:
        data = data[part] if _holds(data, part) else None
    return data


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, Mapping):
        return part in data
    return isinstance(data, (list, tuple)) and isinstance(part, int) and part < len(data)


def _without_echoes(problems: list[Problem], known: Iterable[Loc]) -> list[Problem]:
    """A union tries each branch; the branches' complaints about one value are one problem to a clerk.

    ``known`` are the places of what was told when the file was read.
    """
    by_loc: dict[Loc, Problem] = {}
    for problem in problems:
        first = by_loc.setdefault(problem.loc, problem)
        if first.code != "value_error" and problem.code == "value_error":
            by_loc[problem.loc] = problem
    # A list whose only entry is faulty is not "too short" as well.
    faulty = {loc[:end] for loc in (*by_loc, *known) for end in range(len(loc))}
    return [problem for problem in by_loc.values() if problem.code != "too_short" or problem.loc not in faulty]


def field_at(loc: Loc, model: type[BaseModel]) -> FieldInfo | None:
    """The field that a path leads to, None where the path leaves the model."""
    if not loc or not isinstance(loc[-1], str):
        return None
    owner = model_at(loc[:-1], model)
    return owner.model_fields.get(loc[-1]) if owner else None


def model_at(loc: Loc, model: type[BaseModel]) -> type[BaseModel] | None:
    """The model class that a path leads to: through fields, list entries and mapping keys."""
    here: Any = model
    for part in loc:
        owner = _model_in(here)
        if isinstance(part, str) and (entries := _mapping_in(here)) is not None:
            here = entries
        elif owner is not None and isinstance(part, str) and part in owner.model_fields:
            field = owner.model_fields[part]
            here = (field.annotation, field.metadata)
        elif isinstance(part, int) or owner is None:
            continue
        else:
            return None
    return _model_in(here)


def _mapping_in(annotation: Any) -> Any:
    """What the entries of a mapping are (``dict[str, Person]``), None for what is no mapping."""
    if isinstance(annotation, (tuple, list)):
        return next((found for part in annotation if (found := _mapping_in(part)) is not None), None)
    if get_origin(annotation) in {typing.Union, types.UnionType, typing.Annotated}:
        return next((found for part in get_args(annotation) if (found := _mapping_in(part)) is not None), None)
    return get_args(annotation)[1] if get_origin(annotation) is dict else None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The first model class inside an annotation (``tuple[Project, ...]``, ``Person | None``)."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = annotation if isinstance(annotation, (tuple, list)) else get_args(annotation)
    if not isinstance(annotation, (tuple, list)) and get_origin(annotation) not in _CONTAINERS:
        return None
    return next((found for part in parts if (found := _model_in(part)) is not None), None)


_CONTAINERS = {tuple, list, dict, set, frozenset, typing.Union, types.UnionType, typing.Annotated}


def _quoted(value: object) -> str:
    text = str(value).replace("\n", " ")
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _shape(value: object) -> str:
    if value is None:
        return "ช่องว่าง"
    if isinstance(value, Mapping):
        return "กลุ่มข้อมูล “ชื่อ: ค่า”"
    if isinstance(value, (list, tuple)):
        return "รายการหลายข้อ"
    return f" {_quoted(value)}"


def _choices(context: Context) -> str:
    return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
