"""Where every field of a kind stands in its workbook: one page of single values, one sheet per list.

Read off the model itself (titles, types, defaults), so that a new kind has its form for nothing. A field may
say more with ``Field(json_schema_extra={"form": {...}})``:

``sheet``   name of the sheet of a list; on a single model inside a list: its fields get a sheet of their own,
            one row per owner, instead of columns in the owner's sheet
            on a mapping of single values: a sheet of two columns, headed as ``heads`` says, with the rows
            ``keys`` written in already
``labels``  ``{value: Thai word}``: what a choice, or each tick of a set, is called in the form
``width``   width of the column in characters
``key``     ``True``: rows of other sheets refer to a row by this field (else by the column ``เลขอ้างอิง``)
``first``   ``True``: its column stands before the others and stays in sight when one scrolls to the right
``rare``    ``True``: stands last and is not marked as required (it usually comes from ``agency.yaml``)
``hide``    ``True``: never shown; its value still travels in the cell ``ข้อมูลอื่น``

``lines``   ``True`` on a list of models: typed in one cell, one a line, as their property ``line`` has it

A model whose value may also be typed as one text (a person's whole name, a key) says so with the class
variable ``WHOLE = (field to type it in, key it is handed over by, fields that must then be empty)``.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from thaireport.fields import Dash
from thaireport.parts import Item
from thaireport.pictures import PictureFile
from thaireport.report import Report
from thaireport.thai import dates

CellKind = Literal[
    "files",
    "line",
    "text",
    "prose",
    "lines",
    "list",
    "pairs",
    "number",
    "whole",
    "date",
    "period",
    "flag",
    "choice",
    "tick",
    "picture",
]
Path = tuple[str, ...]

MAIN, COVER, CHOICES, PROBLEMS = "ข้อมูล", "คำแนะนำ", "รายการเลือก", "สิ่งที่ต้องแก้"
REFERENCE = "เลขอ้างอิง"
KEY, VALUE = "คีย์", "ค่า"
OTHER = "ข้อมูลอื่น"
"""The row of the main sheet that carries, as JSON, what no cell of the form has room for."""

_MAX_DEPTH = 6


@dataclass(frozen=True)
class Cell:
    """One value of the form: a row of the main sheet, or a column of a list's sheet."""

    path: Path
    title: str
    kind: CellKind
    required: bool = False
    description: str = ""
    examples: tuple[str, ...] = ()
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What may be chosen: value -> word shown."""
    width: int = 0
    rare: bool = False
    key: bool = False
    first: bool = False
    option: str = ""
    """The member of a set that this tick stands for."""
    model: type[BaseModel] | None = None
    """What each line of a list of models is."""


@dataclass(frozen=True)
class Whole:
    """A group whose value may be typed as one text: the path of the group and how that is handed over."""

    group: Path
    typed_in: str
    handed_over_by: str
    empty: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A sheet of rows: a list (or keyed mapping, or a single model of each owner) of the report."""

    at: Path
    """Its fields from the report down, list entries left out: ``("projects", "sheet", "indicators")``."""
    owner: Path | None
    """``at`` of the list whose entries own these rows; None when the report itself does."""
    name: str
    cells: tuple[Cell, ...]
    wholes: tuple[Whole, ...] = ()
    keyed: bool = False
    scalar: bool = False
    """A mapping of single values: the entry is what stands in the last cell."""
    single: bool = False
    keys: tuple[str, ...] = ()
    """Keys that the blank form has written in."""
    rare: bool = False
    referred: bool = False
    """Whether rows of other sheets refer to rows of this one."""
    link: str = ""
    """Head of the column that says whose row this is."""
    description: str = ""
    required: bool = False

    @property
    def below(self) -> Path:
        """Where the rows stand inside an entry of their owner."""
        return self.at[len(self.owner or ()) :]

    @property
    def key(self) -> Cell | None:
        """The cell that other sheets refer to a row by, None when it is the reference number."""
        return next((cell for cell in self.cells if cell.key), None)


@dataclass(frozen=True)
class Layout:
    """The whole workbook of a kind; an owner's table stands before those of its rows."""

    kind: str
    thai_name: str
    cells: tuple[Cell, ...]
    wholes: tuple[Whole, ...]
    tables: tuple[Table, ...]

    def owner_of(self, table: Table) -> Table | None:
        """The table whose rows own the rows of ``table``."""
        return next((each for each in self.tables if each.at == table.owner), None)


@lru_cache(maxsize=64)
def layout_of(model: type[Report]) -> Layout:
    """The workbook of a kind of report."""
    walk = _Walk()
    page = _Page()
    walk.fields(model, page, _Place())
    cells = _distinct(sorted(page.cells, key=lambda cell: cell.rare))
    tables = sorted(walk.tables, key=lambda table: table.rare)
    return Layout(model.kind, model.thai_name, cells, tuple(page.wholes), _linked(_named(tables)))


def hints(info: FieldInfo) -> Mapping[str, Any]:
    """What a field says of its place in the form."""
    extra = info.json_schema_extra
    return typing.cast("Mapping[str, Any]", extra.get("form", {})) if isinstance(extra, dict) else {}


@dataclass
class _Page:
    """The cells of one sheet as they are found."""

    at: Path = ()
    cells: list[Cell] = field(default_factory=list)
    wholes: list[Whole] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where the walk is: the path inside the sheet, what its titles begin with, the list it is inside."""

    path: Path = ()
    prefix: str = ""
    owner: Path | None = None
    needed: bool = True
    rare: bool = False


class _Walk:
    """The tables of a model, found field by field; cells go to the page that they stand on."""

    def __init__(self) -> None:
        self.tables: list[Table] = []

    def fields(self, model: type[BaseModel], page: _Page, place: _Place) -> None:
        """Every field of ``model``, which stands at ``place`` of ``page``."""
        inside = bool(page.at or place.path) and issubclass(model, Report)
        for name, info in model.model_fields.items():
            # A report inside a report belongs to the same agency and follows its house rules.
            if hints(info).get("hide") or (inside and name in Report.model_fields):
                continue
            self._field(name, info, page, place)

    def _field(self, name: str, info: FieldInfo, page: _Page, place: _Place) -> None:
        title = f"{place.prefix}{info.title or name}"
        rare = place.rare or bool(hints(info).get("rare"))
        here = replace(
            place,
            path=(*place.path, name),
            needed=info.is_required() and place.needed and not rare,
            rare=rare,
        )
        shape = Shape.of(info)
        if shape.keyed and shape.model is None and hints(info).get("sheet"):
            self.tables.append(_pairs_table((*page.at, *here.path), title, info, shape, here))
        elif shape.model is None or shape.model is Report or shape.model is Item or hints(info).get("lines"):
            page.cells.extend(_cells(_cell(here, title, info, shape), shape))
        elif len(page.at) + len(here.path) > _MAX_DEPTH:
            return
        elif shape.many or shape.keyed or hints(info).get("sheet"):
            self._table(title, info, shape, page, here)
        else:
            whole = getattr(shape.model, "WHOLE", None)
            if whole:
                page.wholes.append(Whole(here.path, *whole))
            self.fields(shape.model, page, replace(here, prefix=f"{title}: "))

    def _table(self, title: str, info: FieldInfo, shape: Shape, page: _Page, here: _Place) -> None:
        assert shape.model is not None
        single = not (shape.many or shape.keyed)
        own = _Page(at=(*page.at, *here.path))
        slot = len(self.tables)
        # What hangs on a single model's sheet belongs to the row that owns the single model.
        owner = here.owner if single else own.at
        self.fields(shape.model, own, _Place(owner=owner, rare=here.rare))
        own.cells.sort(key=lambda cell: not (cell.first or cell.key))
        table = Table(
            at=own.at,
            owner=here.owner,
            name=str(hints(info).get("sheet") or title.replace(": ", "-")),
            cells=_distinct(_keyed(own.cells) if shape.keyed else own.cells),
            wholes=tuple(own.wholes),
            keyed=shape.keyed,
            single=single,
            rare=here.rare,
            description=info.description or "",
            required=here.needed and not single,
        )
        self.tables.insert(slot, table)


def _pairs_table(at: Path, title: str, info: FieldInfo, shape: Shape, place: _Place) -> Table:
    """A mapping of single values as a sheet of two columns."""
    key_head, value_head = hints(info).get("heads", (KEY, title))
    value = Cell((VALUE,), str(value_head), _kind(info, replace(shape, keyed=False)), required=True)
    return Table(
        at=at,
        owner=place.owner,
        name=str(hints(info)["sheet"]),
        cells=(Cell((), str(key_head), "line", required=True, key=True), value),
        keyed=True,
        scalar=True,
        keys=tuple(str(key) for key in hints(info).get("keys", ())),
        rare=place.rare,
        description=info.description or "",
    )


def _keyed(cells: list[Cell]) -> list[Cell]:
    key = Cell((), KEY, "line", required=True, description="คำสั้น ๆ ภาษาอังกฤษที่ใช้อ้างถึง เช่น mayor", key=True)
    return [key, *cells]


@dataclass(frozen=True)
class Shape:
    """What an annotation comes down to."""

    bases: frozenset[Any]
    model: type[BaseModel] | None = None
    many: bool = False
    keyed: bool = False
    choices: tuple[str, ...] = ()

    @staticmethod
    def of(info: FieldInfo) -> Shape:
        """The shape of a field's values."""
        return _shape(info.annotation)


def _shape(annotation: Any) -> Shape:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        return _shape(inside[0])
    if origin in {typing.Union, types.UnionType}:
        return _union([_shape(part) for part in inside if part is not type(None)])
    if origin is Literal:
        return Shape(frozenset({str}), choices=tuple(str(value) for value in inside))
    if origin in {tuple, list, set, frozenset}:
        return replace(_shape(inside[0]), many=True)
    if origin is dict:
        return replace(_shape(inside[1]), keyed=True)
    return _shape_of_class(annotation)


def _shape_of_class(annotation: Any) -> Shape:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(frozenset(), model=annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum) and annotation is not Dash:
        return Shape(frozenset({str}), choices=tuple(str(member.value) for member in annotation))
    return Shape(frozenset({annotation}))


def _union(parts: list[Shape]) -> Shape:
    first = parts[0]
    if all(part.model is None and not part.many and not part.keyed for part in parts):
        choices = tuple(choice for part in parts for choice in part.choices)
        return Shape(frozenset().union(*(part.bases for part in parts)), choices=choices)
    models = [part for part in parts if part.model is not None]
    return models[0] if models else first


def _cell(place: _Place, title: str, info: FieldInfo, shape: Shape) -> Cell:
    labels = {str(value): str(word) for value, word in dict(hints(info).get("labels", {})).items()}
    return Cell(
        place.path,
        title,
        _kind(info, shape),
        place.needed,
        info.description or "",
        tuple(str(example) for example in info.examples or ()),
        _default(info),
        labels or {choice: choice for choice in shape.choices},
        int(hints(info).get("width", 0)),
        place.rare,
        bool(hints(info).get("key")),
        bool(hints(info).get("first")),
        model=None if shape.model in {Item, Report} else shape.model,
    )


def _cells(base: Cell, shape: Shape) -> Iterator[Cell]:
    """One cell, or a tick for every member of a set; none for data that no cell can show."""
    if Any in shape.bases:
        return
    if shape.many and base.choices:
        for option, word in base.choices.items():
            yield replace(base, title=f"{base.title}: {word}", kind="tick", option=option, required=False, choices={})
    else:
        yield base


def _kind(info: FieldInfo, shape: Shape) -> CellKind:
    if shape.model is Report:
        return "files"
    if shape.model is not None:
        return "prose" if shape.model is Item else "lines"
    if shape.keyed:
        return "pairs"
    if shape.many:
        return "lines" if str in shape.bases else "list"
    if shape.choices:
        return "choice"
    known = next((kind for base, kind in _KINDS if base in shape.bases), None)
    return known or ("line" if _is_line(info) else "text")


_KINDS: tuple[tuple[Any, CellKind], ...] = (
    (Decimal, "number"),
    (date, "date"),
    (dates.Month, "date"),
    (dates.Period, "period"),
    (PictureFile, "picture"),
    (bool, "flag"),
    (int, "whole"),
    (float, "number"),
)


def _is_line(info: FieldInfo) -> bool:
    """Whether a text has one line only, as its validator says."""
    parts = [info.annotation, *info.metadata]
    while parts:
        part = parts.pop()
        if getattr(getattr(part, "func", None), "__name__", "") == "_one_line":
            return True
        parts.extend(get_args(part))
    return not info.metadata and info.annotation is str


def _default(info: FieldInfo) -> str:
    """The default a clerk should know of, as text; empty for "nothing"."""
    value = info.default
    if info.is_required() or value in ((), {}, None, "", False) or isinstance(value, BaseModel):
        return ""
    return str(value) if isinstance(value, (str, int, Decimal)) else ""


def _distinct(cells: list[Cell] | tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells whose titles are all different: a title that occurs again carries its field's name."""
    seen: set[str] = set()
    made = []
    for cell in cells:
        title = cell.title if cell.title not in seen else f"{cell.title} ({'.'.join(cell.path)})"
        seen.add(title)
        made.append(replace(cell, title=title))
    return tuple(made)


def _named(tables: list[Table]) -> list[Table]:
    """Tables whose sheets have names that Excel takes: at most 31 characters, all different."""
    taken = {MAIN, COVER, CHOICES, PROBLEMS}
    made = []
    for table in tables:
        plain = "".join("-" if letter in "[]:*?/\\'" else letter for letter in table.name)[:31]
        name, number = plain, 2
        while name in taken:
            name, number = f"{plain[:27]} {number}", number + 1
        taken.add(name)
        made.append(replace(table, name=name))
    return made


def _linked(tables: list[Table]) -> tuple[Table, ...]:
    """Tables that know the head of the column naming their owner's row, and whether they are owners."""
    by_path = {table.at: table for table in tables}
    owners = {table.owner for table in tables}
    made = []
    for table in tables:
        owner = by_path.get(table.owner) if table.owner else None
        link = f"ของ{owner.name}: {owner.key.title if owner.key else REFERENCE}" if owner else ""
        made.append(replace(table, link=link, referred=table.at in owners))
    return tuple(made)
