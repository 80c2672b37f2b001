"""The expressions of a template held against a model: every name, filter and loop, by their kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from thaireport.output.docx.syntax import FILTERS
from thaireport.template_check import shapes
from thaireport.template_check.asked import Asked
from thaireport.template_check.shapes import ANY, FLAG, INTEGER, TEXT, Kinds, Word
from thaireport.thai.text import closest

Scope = Mapping[str, Kinds]
Report = Callable[[str, str], None]
"""Takes a fault: its code and its Thai sentence."""

_NUMBERS: tuple[Word, ...] = ("number", "integer")
_DATES: tuple[Word, ...] = ("date",)
TAKES: dict[str, tuple[Word, ...]] = {
    **dict.fromkeys(("long_date", "be_date", "short_date", "padded_date", "month_year"), _DATES),
    **dict.fromkeys(("period", "short_period"), ("period", "date")),
    **dict.fromkeys(
        ("money", "percent", "score", "number", "count", "ordinal", "baht_text", "words", "ordinal_words"), _NUMBERS
    ),
    **dict.fromkeys(("phone", "no_break", "thai_digits", "arabic_digits"), ("text",)),
    **dict.fromkeys(("first", "last", "join"), ("list",)),
    "length": ("list", "text", "map"),
}
"""The kinds of value that each filter can write; a filter that is not listed takes any."""

_INNER = frozenset({"_text", "_drawing", "_mixed", "_rich"})


def suits(name: str, kinds: Kinds) -> bool:
    """Whether a filter can write a value of these kinds."""
    wanted = TAKES.get(name)
    return wanted is None or kinds.has(*wanted)


_WHOLE = frozenset({"count", "ordinal", "ordinal_words", "words"})


def filters_for(kinds: Kinds, name: str = "") -> list[str]:
    """The filters that suit a value (a field called ``name``), in the order of the documentation."""
    if kinds.has("any"):
        return []
    idle = {"length"} if kinds.only("text") else set()
    idle |= set() if name in shapes.PHONES else {"phone"}
    idle |= set() if kinds.has("integer") else _WHOLE
    idle |= set() if kinds.entries.has("text", "number", "integer", "date", "period") else {"join"}
    return [each for each in FILTERS if each in TAKES and each not in idle and suits(each, kinds)]


@dataclass
class Uses:
    """What a template names: the members of each class, and the paths as they are typed (``signer.full_name``).

    ``printed`` and ``paths`` are what it names elsewhere than in conditions, ``asked`` what its conditions compare.
    """

    members: dict[type, set[str]] = field(default_factory=dict)
    printed: dict[type, set[str]] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)
    asked: Asked = field(default_factory=Asked)

    def reached(self, cls: type, *, printed: bool = False) -> set[str]:
        """The members of a class that are named, and the fields that named properties are made of."""
        named = (self.printed if printed else self.members).get(cls, set())
        through = shapes.reads(cls)
        return named.union(*(through.get(name, frozenset()) for name in named)) if named else set()

    def reaches(self, owner: str, cls: type, name: str) -> bool:
        """Whether a field of the record at a typed path is to be printed, itself or by a property made of it."""
        through = shapes.reads(cls)
        names = {name, *(each for each, fields in through.items() if name in fields)}
        return any(f"{owner}.{each}" in self.paths for each in names)


@dataclass
class Walk:
    """Follows expressions through the kinds of their values; ``used`` collects what is printed or asked of a record."""

    report: Report
    model: type
    used: Uses = field(default_factory=Uses)
    asks: bool = False
    """Whether what is followed now is a condition, which prints nothing."""
    in_cells: bool = False
    """Whether the template is a workbook, where nothing but ``{{ }}`` is known."""
    looped: Mapping[str, str] = field(default_factory=dict)
    """What the loops of the part call their entries, and the tag that does: known between ``for`` and ``endfor``."""

    # ------------------------------------------------------------ values

    def kinds(self, node: nodes.Node, scope: Scope) -> Kinds:
        """What an expression may come to; faults in it are reported."""
        step = _STEPS.get(type(node))
        if step is not None:
            return step(self, node, scope)
        for child in node.iter_child_nodes():
            self.kinds(child, scope)
        return ANY

    def _name(self, node: nodes.Name, scope: Scope) -> Kinds:
        if node.name in scope:
            found = scope[node.name]
            if shapes.members(self.model).get(node.name) is found:
                self._note(self.model, node.name)
            return found
        if node.name in self.looped or node.name == "loop":
            tag = self.looped.get(node.name, "for")
            message = f"{node.name} มีค่าเฉพาะระหว่าง {tag} กับ endfor: ย้ายป้ายนี้เข้าไป"
            self.report("unknown-field", message)
        elif not node.name.startswith("_"):
            self.report("unknown-field", _unknown_name(node.name, scope, self.model))
        return ANY

    def _attribute(self, node: nodes.Getattr, scope: Scope) -> Kinds:
        return self._member(node.node, node.attr, scope)

    def _item(self, node: nodes.Getitem, scope: Scope) -> Kinds:
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if isinstance(key, str):
            return self._member(node.node, key, scope)
        owner = self.kinds(node.node, scope)
        self.used.asked.item(node)
        if isinstance(key, int) and not owner.has("list", "map", "text"):
            self.report("not-a-list", f"{path_of(node.node)} เป็น{owner.words} ไม่ใช่รายการ จึงใช้ [{key}] ไม่ได้")
        each = [shape.each for shape in owner.shapes if shape.each]
        if isinstance(key, int) and each and key < len(each[0]):
            return each[0][key]
        return owner.entries if owner.has("list", "map") else ANY

    def _member(self, node: nodes.Node, name: str, scope: Scope) -> Kinds:
        owner = self.kinds(node, scope)
        if name.startswith("_") or owner.has("any"):
            return ANY  # the engine's own check refuses what begins with an underscore
        if not self.asks:
            self.used.paths.add(f"{path_of(node)}.{name}")
        found: list[Kinds] = []
        known: dict[str, Kinds] = {}
        for shape in owner.shapes:
            if shape.word == "map" and isinstance(shape.of, Kinds):
                return shape.of
            if shape.word != "record":
                continue
            here = shape.of if isinstance(shape.of, dict) else shapes.members(shape.of)
            known |= here
            if name in here:
                found.append(here[name])
                if isinstance(shape.of, type):
                    self._note(shape.of, name)
        if found:
            return shapes.union(found)
        self._report_member(path_of(node), name, owner, known)
        return ANY

    def _report_member(self, path: str, name: str, owner: Kinds, known: Mapping[str, Kinds]) -> None:
        if known:
            models = [shape.of for shape in owner.shapes if isinstance(shape.of, type)]
            self.report("unknown-field", _unknown(name, path, known, *models))
        elif owner.has("list"):
            self.report("list-member", f"{path} เป็นรายการหลายค่า จึงไม่มี .{name}: ใช้ใน for ทีละค่า")
        else:
            self.report("no-member", f"{path} เป็น{owner.words} จึงไม่มี .{name}")

    def _note(self, cls: type, name: str) -> None:
        self.used.members.setdefault(cls, set()).add(name)
        if not self.asks:
            self.used.printed.setdefault(cls, set()).add(name)

    def _filter(self, node: nodes.Filter, scope: Scope) -> Kinds:
        if node.node is None:
            return ANY
        value = self.kinds(node.node, scope)
        for argument in (*node.args, *(pair.value for pair in node.kwargs)):
            self.kinds(argument, scope)
        if node.name in _INNER:
            return self._inner(node, value)
        if node.name in FILTERS and value.shapes and not suits(node.name, value):
            self.report("filter-kind", _wrong_filter(node, value))
        if node.name in {"first", "last"}:
            return value.entries
        if node.name == "default":
            return shapes.without_nothing(value)
        return INTEGER if node.name == "length" else TEXT

    def _inner(self, node: nodes.Filter, value: Kinds) -> Kinds:
        if node.name == "_drawing":
            if value.shapes and not value.has("drawing"):
                message = f"{path_of(node.node)} เป็น{value.words} แต่ข้อความแสดงแทน (Alt Text) รับเฉพาะรูปภาพหรือแผนภูมิ"
                self.report("drawing-kind", message)
            return ANY
        if node.name == "_text":
            self.printed(node.node, value)
            return TEXT
        return value

    def _choice(self, node: nodes.CondExpr, scope: Scope) -> Kinds:
        self.condition(node.test, scope)
        self.used.asked.choice(node)
        last = self.kinds(node.expr2, scope) if node.expr2 is not None else Kinds((), optional=True)
        return shapes.union([self.kinds(node.expr1, scope), last])

    def _either(self, node: nodes.BinExpr, scope: Scope) -> Kinds:
        return shapes.union([self.kinds(node.left, scope), self.kinds(node.right, scope)])

    def _constant(self, node: nodes.Const, _scope: Scope) -> Kinds:
        return shapes.kinds_of(type(node.value))

    def _listed(self, node: Any, scope: Scope) -> Kinds:
        for item in node.items:
            found = self.kinds(item, scope)
            if isinstance(node, nodes.List):
                self.printed(item, found)  # what a cell of text and fields joins
        return Kinds((shapes.Shape("list", ANY),))

    def condition(self, node: nodes.Node, scope: Scope) -> None:
        """Follow what is only asked: the test of an ``if``."""
        self.used.asked.condition(node)
        before, self.asks = self.asks, True
        self.kinds(node, scope)
        self.asks = before

    def _yes_or_no(self, node: nodes.Node, scope: Scope) -> Kinds:
        if isinstance(node, nodes.Compare):
            self.used.asked.compare(node)
        elif isinstance(node, nodes.Test):  # is none
            self.used.asked.condition(node.node)
        for child in node.iter_child_nodes():
            self.condition(child, scope)
        return FLAG

    def _joined(self, node: nodes.Concat, scope: Scope) -> Kinds:
        for operand in node.nodes:
            self.printed(operand, self.kinds(operand, scope))
        return TEXT

    # ------------------------------------------------------------ statements

    def printed(self, node: nodes.Node | None, value: Kinds) -> None:
        """Hold a printed value to what can be printed."""
        if node is None or not value.shapes or value.has("text", "number", "integer", "date", "period", "dash"):
            return
        if isinstance(node, (nodes.Const, nodes.Tuple, nodes.Filter)):
            return
        name = path_of(node)
        if value.has("drawing"):
            message = f"{name} เป็นรูปภาพหรือแผนภูมิ: ใส่ป้ายในข้อความแสดงแทน (Alt Text) ของรูปที่วาดไว้ ไม่ใช่ในข้อความ"
            self.report("drawing-in-text", message)
        elif value.only("flag"):
            how = f"{{{{ '✓' if {name} else '' }}}}" if self.in_cells else f"{{%p if {name} %}} เลือกข้อความแทน"
            self.report("print-flag", f"{name} เป็นค่าจริง/เท็จ พิมพ์ไม่ได้: ใช้ {how}")
        elif value.only("list", "map"):
            how = "" if self.in_cells else "for ทีละค่า หรือ "
            self.report("print-list", f'{name} เป็นรายการหลายค่า พิมพ์ไม่ได้: ใช้ {how}|join(", ")')
        elif value.only("record"):
            near = _members_to_print(value)
            self.report("print-record", f"{name} เป็นข้อมูลทั้งชุด พิมพ์ไม่ได้: ระบุช่องย่อย เช่น {name}.{near}")

    def loop(self, target: nodes.Node, values: nodes.Node, scope: Scope) -> dict[str, Kinds]:
        """The names that a ``for`` adds to the scope."""
        source = self.kinds(values, scope)
        self.used.asked.loop(target, values)
        if source.shapes and not source.has("list", "map"):
            self.report("not-a-list", f"{path_of(values)} เป็น{source.words} ไม่ใช่รายการ จึงใช้กับ for ไม่ได้")
            entry = ANY
        else:
            entry = source.entries
        added = {"loop": Kinds((shapes.Shape("record", _LOOP),))}
        if isinstance(target, nodes.Name):
            added[target.name] = entry
        elif isinstance(target, nodes.Tuple):
            parts = next((shape.each for shape in entry.shapes if shape.each), ())
            for index, item in enumerate(target.items):
                if isinstance(item, nodes.Name):
                    added[item.name] = parts[index] if index < len(parts) else ANY
        return added


class _Frozen(dict[str, Kinds]):
    """A mapping that can be part of a frozen, hashable shape."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


_LOOP = _Frozen(shapes.LOOP)

_STEPS: dict[type, Callable[[Walk, Any, Scope], Kinds]] = {
    nodes.Name: Walk._name,
    nodes.Getattr: Walk._attribute,
    nodes.Getitem: Walk._item,
    nodes.Filter: Walk._filter,
    nodes.CondExpr: Walk._choice,
    nodes.Or: Walk._either,
    nodes.And: Walk._either,
    nodes.Const: Walk._constant,
    nodes.Tuple: Walk._listed,
    nodes.List: Walk._listed,
    nodes.Not: Walk._yes_or_no,
    nodes.Compare: Walk._yes_or_no,
    nodes.Test: Walk._yes_or_no,
    nodes.Concat: Walk._joined,
}


def path_of(node: nodes.Node | None) -> str:
    """An expression as its author typed it: ``opinion.signer.full_name``."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{path_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{path_of(node.node)}[{path_of(node.arg)}]"
    if isinstance(node, nodes.Filter):
        return f"{path_of(node.node)}|{node.name}" if node.name not in _INNER else path_of(node.node)
    if isinstance(node, nodes.Const):
        return repr(node.value)
    return "ค่านี้"


def _unknown_name(name: str, scope: Scope, model: type) -> str:
    """An unknown name that an entry of a loop has is meant of that entry: ``row.title``."""
    if not closest(name, list(scope)) or name.islower():
        for variable, kinds in scope.items():
            records = [shape.of for shape in kinds.shapes if isinstance(shape.of, type)]
            if variable != "agency" and any(name in shapes.members(cls) for cls in records):
                return f"ไม่รู้จัก {name}: หมายถึง {variable}.{name} หรือไม่"
    return _unknown(name, "", scope, model)


def _near(name: str, known: Mapping[str, Any]) -> str | None:
    """The known name that was meant: nearly the same, or with a part that is (``nmae`` of ``full_name``)."""
    if whole := closest(name, list(known)):
        return whole
    by_rank = sorted(known, key=lambda each: (not each.startswith("full_"), each), reverse=True)
    parts = {part: each for each in by_rank for part in each.split("_") if len(part) > 3}
    part = closest(name, list(parts))
    return parts[part] if part else None


def _unknown(name: str, path: str, known: Mapping[str, Any], *models: type) -> str:
    """``ไม่รู้จัก signer.nmae: หมายถึง signer.name หรือไม่``; a Thai title is known by the field of ``models`` it is of."""
    before = f"{path}." if path else ""
    titled = {info.title: key for model in models for key, info in getattr(model, "model_fields", {}).items()}
    near = titled.get(name) or _near(name, known)
    if near:
        return f"ไม่รู้จัก {before}{name}: หมายถึง {before}{near} หรือไม่"
    listed = sorted(known)
    shown = ", ".join(listed[:12]) + (f" และอีก {len(listed) - 12} ชื่อ" if len(listed) > 12 else "")
    return f"ไม่รู้จัก {before}{name}: ใช้ได้ {shown}"


def _wrong_filter(node: nodes.Filter, value: Kinds) -> str:
    wanted = " หรือ".join(dict.fromkeys(shapes.WORDS[word] for word in TAKES[node.name]))
    better = filters_for(value)
    hint = f": ใช้ {' '.join('|' + name for name in better[:4])}" if better else ": ลบตัวกรองออก"
    return f"ตัวกรอง |{node.name} ใช้กับ{wanted} แต่ {path_of(node.node)} เป็น{value.words}{hint}"


def _members_to_print(value: Kinds) -> str:
    printable: tuple[Word, ...] = ("text", "number", "integer", "date", "period")
    for shape in value.shapes:
        if isinstance(shape.of, type):
            here = shapes.members(shape.of)
            names = [name for name in ("full_name", "name", "text", "title") if name in here]
            names += [name for name, kinds in here.items() if kinds.only(*printable)]
            if names:
                return names[0]
    return "name"
