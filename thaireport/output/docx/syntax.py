"""What a template may say: Jinja's syntax tree held against a whitelist, once, when the template is compiled.

Allowed are names, attributes and items without a leading underscore, the filters of ``FILTERS``, the tests
of ``TESTS``, ``for``/``if``/``set``/``digits``, comparisons, ``and``/``or``/``not``/``in``, constants and
joining with ``~``. Nothing can be called, imported or defined, so nothing but the data can be reached;
after this check plain Jinja runs the template without a sandbox's cost per value.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.parser import Parser
from typing_extensions import override

from thaireport import thai
from thaireport.fields import Blank
from thaireport.output.docx.printing import PRINTER, UnprintableError, drawing_only, text_of


class MissingField(StrictUndefined):
    """A field that the data does not have: refused as soon as it is used, by its Thai message."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if isinstance(self._undefined_obj, type(None)) or not isinstance(self._undefined_name, str):
            return f"ไม่มีช่อง “{self._undefined_name}” เพราะข้อมูลส่วนนี้ว่าง: ใส่ไว้ระหว่าง if กับ endif ของส่วนนี้"
        if isinstance(self._undefined_obj, dict):
            known = ", ".join(map(str, islice(self._undefined_obj, 10)))
            found = f"ข้อมูลมี {known}" if known else "ข้อมูลยังไม่มีชื่อใด"
            return f"ไม่รู้จักช่อง “{self._undefined_name}” ({found}): กรอกข้อมูล แก้ชื่อในแม่แบบ หรือเติม |default ถ้าเว้นได้"
        return f"ไม่รู้จักช่อง “{self._undefined_name}”"


class DigitsSection(Extension):
    """``{%p digits "plan_table" %} … {%p enddigits %}``: what stands between takes that section's digits."""

    tags = {"digits"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        lineno = next(parser.stream).lineno
        name = parser.stream.expect("string").value
        self.environment.sections.add(name)  # type: ignore[attr-defined]
        section = nodes.ScopedEvalContextModifier(lineno=lineno)
        section.options = [nodes.Keyword("section", nodes.Const(name), lineno=lineno)]
        section.body = parser.parse_statements(("name:enddigits",), drop_needle=True)
        return section


def _blank_if(default: object) -> Callable[..., object]:
    def choose(value: object, instead: object = default) -> object:
        return instead if isinstance(value, Undefined) or value in (None, "") else value

    return choose


def _joined(values: Iterable[object], between: str = "") -> str:
    return between.join(text for text in map(text_of, values) if text)


def _first(values: Iterable[object]) -> object:
    return next(iter(values), None)


def _last(values: Iterable[object]) -> object:
    last = None
    for value in values:
        last = value
    return last


def _of_value(write: Callable[..., str]) -> Callable[..., str]:
    """A Thai writer as a filter: an empty field stays empty, a value it cannot write is refused."""

    def filtered(value: Any, *args: Any, **options: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, Undefined):
            str(value)
        if isinstance(value, Blank):
            return value
        try:
            return write(value, *args, **options)
        except UnprintableError:
            raise
        except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise UnprintableError(f"ใช้ |{getattr(write, '__name__', 'filter')} กับค่านี้ไม่ได้ ({error})") from error

    return filtered


FILTERS: dict[str, Callable[..., Any]] = {
    **{name: _of_value(write) for name, write in thai.FILTERS.items()},
    "default": _blank_if(""),
    "first": _first,
    "join": _joined,
    "last": _last,
    "length": len,
}
"""The filters a template may use: the Thai writers of ``thai.FILTERS`` and a few that only choose."""

_TEST_NAMES = """
defined undefined none true false odd even string number in
eq equalto == ne != lt lessthan < le <= gt greaterthan > ge >=
"""
TESTS = frozenset(_TEST_NAMES.split())

_TEXT = "_text"  # the filter put around what ~ joins, so that a date in it is written as a date
_DRAWING = "_drawing"  # the filter put around a tag in an alternative text


_OF_MAPPINGS = frozenset(name for kind in (OrderedDict, defaultdict, Counter) for name in dir(kind))
"""Names that a mapping has as methods; in a template they mean its items."""


class DirectCode(CodeGenerator):
    """Jinja's own code, except that an attribute of a record takes no call of the environment's ``getattr``."""

    _answers_itself = False

    @override
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """The attribute itself; the environment is asked where there is none, and for what mappings call a method."""
        if node.attr in _OF_MAPPINGS or self._answers_itself:
            super().visit_Getattr(node, frame)
            return
        self.write("(value if (value := getattr(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else ")
        self._answers_itself = True
        super().visit_Getattr(node, frame)
        self._answers_itself = False
        self.write(")")


class _Code(DirectCode):
    """Jinja's own code, except for what is printed.

    Stock code asks the environment for ``finalize``, calls it with the context and escapes the result into a
    ``Markup``, for every value: more than digits, ties and escaping themselves cost when they are done at once
    (``Printer.join``). Here texts are yielded as they are and wait for that; all else goes to its section's writer.
    """

    environment: WordEnvironment

    def pull_dependencies(self, nodes_: Iterable[nodes.Node]) -> None:
        super().pull_dependencies(nodes_)
        kind = "writer" if self.environment.in_bytes else "text_writer"
        for section in sorted(self.environment.sections):
            name = _named(section)
            self.writeline(f"write_{name}, waits_{name} = context.parent[{PRINTER!r}].{kind}({section!r})")

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        loads = frame.symbols.loads.values()
        self.environment.names |= {name for action, name in loads if action == "resolve" and name}

    def _make_finalize(self) -> CodeGenerator._FinalizeInfo:
        return self._FinalizeInfo(None, None)  # constants too are printed when rendering, by their section

    @override
    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """In bytes, all that stands between two statements is one tuple: one step of the generator instead of many.

        In it the template's own XML and a value stand in turn, if need be an empty one.
        """
        if not self.environment.in_bytes:
            super().visit_Output(node, frame)
            return
        self.writeline("yield (", node)
        self.indent()
        for xml, value in _in_turn(node.nodes):
            self.writeline(f"{xml.encode()!r},")
            if value is None:
                self.writeline('"",')
                continue
            self.newline(value)
            self._output_child_pre(value, frame, self._make_finalize())
            self.visit(value, frame)
            self._output_child_post(value, frame, self._make_finalize())
            self.write(",")
        self.outdent()
        self.writeline(")")

    def _output_child_pre(self, _child: nodes.Expr, _frame: Frame, _info: CodeGenerator._FinalizeInfo) -> None:
        self.write("(value if type(value := ")

    def _output_child_post(self, _child: nodes.Expr, frame: Frame, _info: CodeGenerator._FinalizeInfo) -> None:
        name = _named(getattr(frame.eval_ctx, "section", ""))
        self.write(f") is str and waits_{name} else write_{name}(value))")


def _in_turn(children: Iterable[nodes.Expr]) -> Iterator[tuple[str, nodes.Expr | None]]:
    """What is printed as pairs of the template's own XML and the value behind it; None where none follows."""
    xml = ""
    for child in children:
        if isinstance(child, nodes.TemplateData):
            xml += child.data
        else:
            yield xml, child
            xml = ""
    if xml:
        yield xml, None


def _named(section: str) -> str:
    """A section's name as part of a name in the generated code."""
    return section.encode().hex()


class DataEnvironment(Environment):
    """How a template of Word or Excel looks things up in the data."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute of a record, an item of a mapping; the methods of a mapping do not hide its items."""
        if isinstance(obj, dict):
            return self.getitem(obj, attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a mapping or list; a record's attribute by its name."""
        try:
            return obj[argument]
        except (AttributeError, TypeError, LookupError):
            if isinstance(argument, str) and not isinstance(obj, dict):
                return getattr(obj, argument, self.undefined(obj=obj, name=argument))
        return self.undefined(obj=obj, name=argument)


class WordEnvironment(DataEnvironment):
    """The Jinja environment of every Word template.

    With ``in_bytes`` its code yields UTF-8: half the memory of a long text, and only values are encoded.
    """

    code_generator_class = _Code

    def __init__(self, *, in_bytes: bool) -> None:
        super().__init__(
            autoescape=True, undefined=MissingField, extensions=[DigitsSection], cache_size=0, optimized=False
        )
        self.in_bytes = in_bytes
        self.sections: set[str] = {""}
        """The sections that the templates compiled so far name."""
        self.names: set[str] = set()
        """The top-level names that they use."""


def environment(*, in_bytes: bool = False) -> WordEnvironment:
    """The environment of every Word template (docxtpl renders the same template with it, in text)."""
    env = WordEnvironment(in_bytes=in_bytes)
    env.globals.clear()
    env.filters = {**FILTERS, _TEXT: text_of, _DRAWING: drawing_only}
    env.tests = {name: test for name, test in env.tests.items() if name in TESTS}
    return env


_LEAVES = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Compare, nodes.Operand)
_ALLOWED = (
    *_LEAVES,
    *(nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Tuple, nodes.List, nodes.Const),
    *(
        nodes.For,
        nodes.Assign,
        nodes.Name,
        nodes.Getattr,
        nodes.Getitem,
        nodes.Filter,
        nodes.Test,
        nodes.Concat,
    ),
    *(nodes.ScopedEvalContextModifier, nodes.Keyword),
)
_RESERVED = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_REFUSED_NODES: dict[type[nodes.Node], str] = {
    nodes.Call: "เรียกคำสั่งด้วยวงเล็บไม่ได้: ใช้ตัวกรอง | แทน",
    nodes.Slice: "ตัดช่วงด้วย [:] ไม่ได้",
    nodes.Dict: "สร้างข้อมูลชุดใหม่ในแม่แบบไม่ได้",
    nodes.BinExpr: "คำนวณในแม่แบบไม่ได้: ให้คำนวณในข้อมูล",
    nodes.UnaryExpr: "คำนวณในแม่แบบไม่ได้: ให้คำนวณในข้อมูล",
}


def check(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Every use of what is not allowed: its line in the source and a Thai sentence. Operands of ``~`` are
    wrapped.
    """
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if type(node) is nodes.TemplateData:
            continue
        if fault := _fault(node):
            yield node.lineno or 0, fault  # autoescape makes a node without a line
            continue  # what stands inside a refused expression needs no second message
        waiting.extend(node.iter_child_nodes())  # the author's own nodes, before ours are put around them
        if isinstance(node, nodes.Concat):
            node.nodes = [_as_text(operand) for operand in node.nodes]
        elif isinstance(node, nodes.Output):
            _guard_drawings(node)


def _as_text(operand: nodes.Expr) -> nodes.Expr:
    if isinstance(operand, nodes.Const | nodes.Concat):
        return operand
    return _filtered(operand, _TEXT)


def _filtered(value: nodes.Expr, name: str) -> nodes.Expr:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)


def _guard_drawings(output: nodes.Output) -> None:
    """What a tag in an alternative text prints must be a picture or a chart."""
    for index, (before, value) in enumerate(zip(output.nodes, output.nodes[1:], strict=False), 1):
        if isinstance(before, nodes.TemplateData) and before.data.endswith('descr="'):
            output.nodes[index] = _filtered(value, _DRAWING)


def _fault(node: nodes.Node) -> str:
    if not isinstance(node, _ALLOWED):
        return next((text for kind, text in _REFUSED_NODES.items() if isinstance(node, kind)), _not_allowed(node))
    check_node = _CHECKS.get(type(node))
    return check_node(node) if check_node else ""


def _not_allowed(node: nodes.Node) -> str:
    return f"ใช้ {type(node).__name__.lower()} ในแม่แบบไม่ได้"


def _name_fault(node: Any) -> str:
    if node.name.startswith("_") or node.name in _RESERVED:
        return f"ใช้ชื่อ “{node.name}” ไม่ได้"
    return "ตั้งค่าทับ “loop” ไม่ได้" if node.name == "loop" and node.ctx == "store" else ""


def _attribute_fault(node: Any) -> str:
    return f"ใช้ชื่อที่ขึ้นต้นด้วยขีดล่าง “{node.attr}” ไม่ได้" if node.attr.startswith("_") else ""


def _item_fault(node: Any) -> str:
    key = node.arg.value if isinstance(node.arg, nodes.Const) else None
    if isinstance(node.arg, nodes.Slice):
        return _REFUSED_NODES[nodes.Slice]
    if isinstance(key, bool) or not isinstance(key, str | int):
        return "ในวงเล็บ [ ] ใช้ได้เฉพาะชื่อในเครื่องหมายคำพูดหรือตัวเลข"
    return f"ใช้ชื่อที่ขึ้นต้นด้วยขีดล่าง “{key}” ไม่ได้" if isinstance(key, str) and key.startswith("_") else ""


def _filter_fault(node: Any) -> str:
    if node.name not in FILTERS:
        near = thai.text.closest(node.name, FILTERS)
        return f"ไม่รู้จักตัวกรอง |{node.name}" + (f": หมายถึง |{near} หรือไม่" if near else "")
    return "ส่งค่าให้ตัวกรองด้วย * ไม่ได้" if node.dyn_args or node.dyn_kwargs else ""


def _test_fault(node: Any) -> str:
    return "" if node.name in TESTS else f"ไม่รู้จักการทดสอบ is {node.name}"


def _for_fault(node: Any) -> str:
    return "ใช้ for แบบ recursive ไม่ได้" if node.recursive else ""


def _assign_fault(node: Any) -> str:
    return "" if isinstance(node.target, nodes.Name) else "set ได้ครั้งละหนึ่งชื่อ"


def _section_fault(node: Any) -> str:
    keys = [option.key for option in node.options]
    return "" if keys == ["section"] else "ใช้ autoescape ในแม่แบบไม่ได้"


_CHECKS: dict[type[nodes.Node], Callable[[Any], str]] = {
    nodes.Name: _name_fault,
    nodes.Getattr: _attribute_fault,
    nodes.Getitem: _item_fault,
    nodes.Filter: _filter_fault,
    nodes.Test: _test_fault,
    nodes.For: _for_fault,
    nodes.Assign: _assign_fault,
    nodes.ScopedEvalContextModifier: _section_fault,
}


_ELEMENT = re.compile(r"<(/?)([\w:]+)([^<>]*)>")  # lxml wrote it: an attribute's own > is &gt;


def unbalanced(body: list[nodes.Node]) -> Iterator[int]:
    """The lines of the blocks that open an element and do not close it, or the reverse.

    Where there are none, whatever the data, what is rendered is well-formed: each block may come out any number
    of times or not at all, and values are escaped.
    """
    pieces = []
    for node in body:
        if isinstance(node, nodes.Output):
            pieces += [child.data for child in node.nodes if isinstance(child, nodes.TemplateData)]
        for branch in _branches(node):
            yield from unbalanced(branch)
    if not _is_balanced("".join(pieces)):
        yield body[0].lineno


def _branches(node: nodes.Node) -> Iterator[list[nodes.Node]]:
    if isinstance(node, nodes.If):
        yield from (node.body, *(branch.body for branch in node.elif_), node.else_)
    elif isinstance(node, nodes.For):
        yield from (node.body, node.else_)
    elif isinstance(node, nodes.ScopedEvalContextModifier):
        yield node.body


def _is_balanced(xml: str) -> bool:
    """Whether `xml` can be left out or repeated: what it closes at first it opens again at last.

    ``{% if x %}`` in one run and ``{% endif %}`` in a later one leave ``</w:t></w:r>…<w:r><w:t>`` between them.
    """
    closed: list[str] = []
    opened: list[str] = []
    for closing, name, attributes in _ELEMENT.findall(xml):
        if not closing:
            opened += [] if attributes.endswith("/") else [name]
        elif not opened:
            closed.append(name)
        elif opened.pop() != name:
            return False
    return closed == opened[::-1]


def syntax_fault(env: Environment, tag: str) -> str:
    """What Jinja says of one tag by itself, as a Thai sentence; empty when it says nothing."""
    try:
        env.parse(by_itself(tag))
    except TemplateSyntaxError as error:
        return f"เขียนป้ายไม่ถูกรูปแบบ ({in_thai(error)})"
    except RecursionError:
        return TOO_DEEP
    return ""


TOO_DEEP = "ป้าย หรือสิ่งที่เขียนในป้าย ซ้อนกันลึกเกินไป: เขียนให้สั้นลง"


_WORDS = {
    "end of print statement": "เครื่องหมายปิด }}",
    "end of statement block": "เครื่องหมายปิด %}",
    "name": "ชื่อ",
    "string": "ข้อความในเครื่องหมายคำพูด",
    "in": "คำว่า in",
}
_SAID: tuple[tuple[str, str], ...] = (
    (r"expected token '(?P<wanted>[^']+)', got '(?P<got>[^']+)'", "ต้องเป็น{wanted} แต่พบ{got}"),
    (r"Expected an expression, got '(?P<got>[^']+)'", "ขาดชื่อช่อง พบ{got}"),
    (r"unexpected end of template, expected '(?P<wanted>[^']+)'", "ขาด{wanted}"),
    (r"unexpected '(?P<got>[^']+)'", "พบ{got} ในที่ที่ไม่ควรมี"),
    (r"unexpected char '(?P<got>[^']+)'", "มีอักขระที่ใช้ไม่ได้{got}"),
    (r"Encountered unknown tag '(?P<got>[^']+)'", "ไม่รู้จักคำสั่ง{got}"),
    (r"Unexpected end of template", "ป้ายเปิดไม่มีป้ายปิด"),
    (r"Missing end of .* tag", "ป้ายเปิดไม่มีป้ายปิด"),
)


def in_thai(error: TemplateSyntaxError) -> str:
    """What Jinja says of a tag, in Thai; its own words where they are not known."""
    for pattern, thai_words in _SAID:
        if found := re.match(pattern, error.message or "", re.IGNORECASE):
            named = {name: _WORDS.get(word, f"“{word}”") for name, word in found.groupdict().items()}
            return thai_words.format(**named)
    return error.message or ""


def by_itself(tag: str) -> str:
    """A tag made into a whole template: an opening one is closed, a closing one is opened."""
    word = (tag[2:].split() or [""])[0] if tag.startswith("{%") else ""
    before = {"elif": "{% if 1 %}", "else": "{% if 1 %}", "endif": "{% if 1 %}", "endfor": "{% for i in x %}"}
    after = {"if": "{% endif %}", "elif": "{% endif %}", "else": "{% endif %}", "for": "{% endfor %}"}
    after["digits"], before["enddigits"] = "{% enddigits %}", '{% digits "" %}'
    return before.get(word, "") + tag + after.get(word, "")
