"""``{{ ... }}`` in cells: read by Jinja, held to the same whitelist as Word templates, run for values not text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Template
from jinja2.nativetypes import NativeCodeGenerator, NativeEnvironment

from thaireport.output.docx import syntax
from thaireport.output.xlsx.cells import Mixed, Rich

ROW = "row"
"""What a prototype row's cells call the item they show: ``{{ row.title }}``."""
_BOUND = frozenset({ROW, "loop"})

_TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})


class _Code(syntax.DirectCode, NativeCodeGenerator):
    """Code that gives values."""


class _Environment(syntax.DataEnvironment, NativeEnvironment):
    code_generator_class = _Code


@lru_cache(maxsize=1)
def _environment() -> NativeEnvironment:
    """The Word templates' filters and tests in an environment that gives values instead of text."""
    shared = syntax.environment()
    native = _Environment(undefined=syntax.MissingField, cache_size=0)
    native.globals.clear()
    native.filters = {**shared.filters, "_mixed": Mixed, "_rich": Rich}
    native.tests = shared.tests
    return native


def has_tag(text: str) -> bool:
    return "{{" in text or "{%" in text or "{#" in text


def parse(runs: Sequence[tuple[str, str]]) -> tuple[nodes.Expr, list[str]]:
    """The expression that gives a cell's value, and what is wrong with it.

    ``runs`` are the cell's texts, each with its ``<rPr>`` (empty: the cell's own font). A cell that is one
    ``{{ ... }}`` gives that value as it is, any other a ``Mixed`` or ``Rich``.
    """
    faults: list[str] = []
    parsed = [(fmt, _parts(text, faults)) for fmt, text in runs]
    if len(parsed) == 1 and not parsed[0][0]:
        parts = parsed[0][1]
        if len(parts) == 1 and not isinstance(parts[0], nodes.TemplateData):
            return parts[0], faults
        return _filtered("_mixed", nodes.List([_plain(part) for part in parts])), faults
    rows: list[nodes.Expr] = [
        nodes.Tuple([nodes.Const(fmt), nodes.Tuple([_plain(part) for part in parts], "load")], "load")
        for fmt, parts in parsed
    ]
    return _filtered("_rich", nodes.List(rows)), faults


def _plain(part: nodes.Expr) -> nodes.Expr:
    return nodes.Const(part.data) if isinstance(part, nodes.TemplateData) else part


def _filtered(name: str, value: nodes.Expr) -> nodes.Expr:
    return nodes.Filter(value, name, [], [], None, None)


def _parts(text: str, faults: list[str]) -> list[nodes.Expr]:
    """The texts and expressions of one run; a fault for what is neither."""
    source = _TAG.sub(lambda tag: tag.group().translate(_TYPOGRAPHIC), text)
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as error:
        wanted = "ต้องเป็น {{ ชื่อช่อง }} ครบในช่องเดียวและแบบอักษรเดียว"
        faults.append(f"เขียน {_shown(text)} ไม่ถูกรูปแบบ ({syntax.in_thai(error)}): {wanted}")
        return []
    except RecursionError:
        faults.append(f"{_shown(text)}: {syntax.TOO_DEEP}")
        return []
    if "{%" in source or "{#" in source or any(not isinstance(part, nodes.Output) for part in tree.body):
        faults.append(f"{_shown(text)}: ในช่องของ Excel ใช้ได้เฉพาะ {{{{ }}}}; แถวที่ซ้ำให้ตั้งชื่อช่วง rows_ชื่อรายการ")
        return []
    faults += [f"{_shown(text)}: {fault}" for _, fault in syntax.check(tree)]
    return [part for output in tree.body if isinstance(output, nodes.Output) for part in output.nodes]


def _shown(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:57] + '...'}”"


def names_of(expressions: Iterable[nodes.Expr]) -> set[str]:
    """The names that expressions read; ``row`` and ``loop`` too where they are used."""
    found: set[str] = set()
    for expression in expressions:
        whole = nodes.Output([expression])
        found |= {node.name for node in whole.find_all(nodes.Name)}
    return found


def outer_names(names: Iterable[str]) -> set[str]:
    return set(names) - _BOUND


class Program:
    """Expressions compiled together: one tuple of values for each item of a list, or one for a whole sheet."""

    def __init__(self, branches: Sequence[Sequence[nodes.Expr]], *, over_items: bool) -> None:
        """``branches`` holds the expressions of each kind of row; a sheet's own cells are one branch."""
        outputs = [nodes.Output([nodes.Tuple([*branch, nodes.Const(None)], "load")]) for branch in branches]
        body: list[nodes.Node] = [outputs[0]]
        if over_items:
            body = [_loop(outputs)]
        tree = nodes.Template(body)
        tree.set_lineno(1)
        tree.set_environment(_environment())
        env = _environment()
        self._template = Template.from_code(env, env.compile(tree), {}, None)

    def run(self, context: Mapping[str, Any], items: Sequence[Any] = (), kinds: Sequence[int] = ()) -> Iterator[Any]:
        """The tuples, one after the other; each ends with a None of its own."""
        names = dict(context)
        names["_items"] = list(zip(items, kinds, strict=True)) if kinds else items
        return self._template.root_render_func(self._template.new_context(names, shared=True))


def _loop(outputs: Sequence[nodes.Output]) -> nodes.For:
    items = nodes.Name("_items", "load")
    row = nodes.Name(ROW, "store")
    if len(outputs) == 1:
        return nodes.For(row, items, [outputs[0]], [], None, False)
    target = nodes.Tuple([row, nodes.Name("_kind", "store")], "store")
    body: list[nodes.Node] = []
    for number, output in enumerate(outputs):
        same = nodes.Compare(nodes.Name("_kind", "load"), [nodes.Operand("eq", nodes.Const(number))])
        body.append(nodes.If(same, [output], [], []))
    return nodes.For(target, items, body, [], None, False)


def value_of(expression: nodes.Expr, context: Mapping[str, Any]) -> Any:
    """The value of one expression outside any list."""
    return next(Program([[expression]], over_items=False).run(context))[0]


def parse_path(path: str) -> tuple[nodes.Expr, list[str]]:
    """The list that a name such as ``projects`` or ``summary.groups`` means."""
    return parse([("", "{{ " + path + " }}")])
