"""A Word template: compiled once with every check, then rendered as often as wanted.

Compiling: the package is read, the tags are looked at where they stand (``tags``), docxtpl's own
``patch_xml`` turns each part into a Jinja template, its syntax tree is held against the whitelist
(``syntax``), Jinja makes it Python code. Rendering: the code runs over the data, what Word would stumble
over is mended (``repair``), pictures and charts are put into their placeholders (``drawings``), every
printed text is found again (``proof``), and only the parts that changed are deflated.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from types import CodeType
from typing import Any, cast

from jinja2 import Environment, TemplateSyntaxError, UndefinedError, nodes
from jinja2 import Template as JinjaTemplate
from lxml import etree

from thaireport.errors import DataError, Problem, TemplateError
from thaireport.output import titles
from thaireport.output.docx import drawings, repair, saved, syntax, tags
from thaireport.output.docx.printing import PRINTER, DigitChoice, Piece, Printer, UnprintableError
from thaireport.output.docx.proof import prove
from thaireport.output.package import CONTENT_TYPES, STORY, Packed, parse_xml, read_packed, write_package

DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
_MAIN_TYPES = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TAG_OPENING = re.compile(r"\{[{%#]")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_THAI_PAGES = re.compile(rb'(<w:pgNumType\b[^>]*? w:fmt=")thaiNumbers"')


def _arabic(_section: str) -> str:
    return "arabic"


_OF_VALUES = (UndefinedError, UnprintableError, TypeError)
"""What a value raises that is missing, cannot be printed, or is of another kind than its tag wants."""


@dataclass(frozen=True, eq=False)
class _Part:
    """One part of the template as Jinja code, with what is needed to name the place of a fault."""

    name: str
    code: JinjaTemplate
    compiled: CodeType | None
    source: str
    typed: tuple[tags.Tag, ...]
    traits: repair.Traits

    def pieces(self, values: Mapping[str, object]) -> Iterator[Piece]:
        """What the code yields for a context, which must hold a ``Printer``."""
        context = self.code.new_context(cast("dict[str, object]", values), shared=True)
        return chain.from_iterable(cast("Iterator[tuple[Piece, ...]]", self.code.root_render_func(context)))

    def settled(self, text: bytes) -> bytes:
        """The rendered part as docxtpl leaves it."""
        return repair.numbered(repair.broken_into_paragraphs(text), self.traits)

    def tag_at(self, line: int) -> tags.Tag | None:
        """The tag that stands on a line of the Jinja source (each tag starts a line: ``_numbered``)."""
        found = list(_TAG.finditer(self.source))
        if not 2 <= line <= len(found) + 1:
            return None
        text = _bare(found[line - 2].group())
        nth = sum(_bare(tag.group()) == text for tag in found[: line - 1])
        alike = [tag for tag in self.typed if _bare(tag.text) == text]
        return alike[min(nth, len(alike)) - 1] if alike else None


def _bare(tag: str) -> str:
    """A tag without what differs between the author's text and the Jinja source."""
    return "".join(re.sub(r"^\{([%#])(p|tr)\s", r"{\1 ", tag).split())


@dataclass(frozen=True, eq=False)
class WordTemplate:
    """A template ready to be rendered; made by ``compile_template``.

    ``names``: the top-level names it prints; ``digest``: SHA-256 of the file in hex; ``size``: its bytes.
    """

    name: str
    digest: str
    size: int
    names: frozenset[str]
    _parts: tuple[_Part, ...]
    _package: Mapping[str, bytes | Packed]
    _anew: Callable[[], WordTemplate] | None = None
    """Compiles it again, for a template that was stored: it knows no places."""

    def state(self) -> tuple[Any, ...]:
        """All that rendering needs, of values that ``marshal`` can write (``stored``)."""
        parts = [(part.name, part.compiled, tuple(part.traits)) for part in self._parts]
        package = [(name, part.state() if isinstance(part, Packed) else part) for name, part in self._package.items()]
        return self.name, self.digest, self.size, self.names, parts, package

    @classmethod
    def restored(cls, state: tuple[Any, ...], anew: Callable[[], WordTemplate]) -> WordTemplate:
        """The template that ``state`` was taken of; ``anew`` compiles it again where rendering fails."""
        name, digest, size, names, parts, package = state
        env = syntax.environment(in_bytes=True)
        restored = (
            _Part(part, JinjaTemplate.from_code(env, code, {}), code, "", (), repair.Traits(*traits))
            for part, code, traits in parts
        )
        held = {part: body if isinstance(body, bytes) else Packed.restored(body) for part, body in package}
        return cls(name, digest, size, names, tuple(restored), held, anew)

    def render(self, context: Mapping[str, object], *, digits: DigitChoice = _arabic, proof: bool = True) -> bytes:
        """The finished .docx: the same bytes for the same template and data.

        ``digits`` says for each section of the template (``""`` = all that is in none) whether it prints
        ``"thai"`` or ``"arabic"`` digits; pages are numbered from the first to the last in the digits of
        ``""``. ``proof=False`` leaves out the search for lost text (benchmarks).
        Raises ``TemplateError`` for a field that the data lacks or that cannot be printed, ``DataError``
        for a text with control characters; each names the field and the place of its tag.
        """
        return write_package(self.render_package(context, digits=digits, proof=proof))

    def render_package(
        self, context: Mapping[str, object], *, digits: DigitChoice = _arabic, proof: bool = True
    ) -> dict[str, bytes | Packed]:
        """``render`` before zipping: the parts by name, for those who add parts (``package.add_parts``)."""
        printer = Printer(digits, keep=proof)
        rendered = self._run(context, printer)
        ids = repair.Ids()
        texts = {part.name: repair.repaired(rendered[part.name], part.traits, ids) for part in self._parts}
        if DOCUMENT in texts and digits("") == "arabic":
            texts[DOCUMENT] = _THAI_PAGES.sub(rb'\1decimal"', texts[DOCUMENT])
        package: dict[str, bytes | Packed] = dict(self._package)
        charts = {part.name: part.traits.charts for part in self._parts}
        if printer.drawings or any(charts.values()):
            texts = drawings.refill(package, texts, printer.drawings, charts)
        package |= texts
        if proof:
            prove(self.name, printer.printed, [texts[part.name] for part in self._parts])
        return package

    def render_parts(self, context: Mapping[str, object], *, digits: DigitChoice = _arabic) -> dict[str, bytes]:
        """The rendered parts before repair and before pictures are put in: what docxtpl gives for them."""
        return self._run(context, Printer(digits, keep=False))

    def _run(self, context: Mapping[str, object], printer: Printer) -> dict[str, bytes]:
        values = {**context, PRINTER: printer}
        try:
            texts = list(printer.join(part.pieces(values) for part in self._parts))
            return {part.name: part.settled(text) for part, text in zip(self._parts, texts, strict=True)}
        except _OF_VALUES as error:
            if self._anew is not None:
                self._anew()._run(context, printer.one_by_one())  # fails as well, and tells the place
            for part in self._parts:
                self._run_carefully(part, {**context, PRINTER: printer.one_by_one()})
            raise self._explained(self._parts[0], error, 0) from error

    def _run_carefully(self, part: _Part, values: Mapping[str, object]) -> None:
        """One part once more, each value by itself: this tells the tag, as all at once cannot."""
        printer = cast("Printer", values[PRINTER])
        try:
            for text in printer.join([part.pieces(values)]):
                part.settled(text)
        except _OF_VALUES as error:
            raise self._explained(part, error, _line_of(error, part.code)) from error

    def _explained(self, part: _Part, error: Exception, line: int) -> Exception:
        """The error with the tag it happened at and the place of that tag."""
        tag = part.tag_at(line)
        where = tags.place(part.name, tag.paragraph) if tag else part.name.rpartition("/")[2]
        shown = f"{tag.text}: " if tag else ""
        problem = Problem(f"{shown}{_reason(error)}", code="template-render", place=f"{self.name} {where}")
        if isinstance(error, UnprintableError) and error.fault_of_data:
            return DataError([problem])
        return TemplateError([problem])


def _reason(error: Exception) -> str:
    """The error in Thai; a ``TypeError`` is Python's word for data of another kind than the tag wants."""
    if not isinstance(error, TypeError):
        return str(error)
    if "not iterable" in str(error):
        return "ข้อมูลนี้ไม่ใช่รายการ จึงใช้กับ for หรือ in ไม่ได้"
    if "not supported between" in str(error):
        return "เปรียบเทียบข้อมูลต่างชนิดกันไม่ได้"
    return f"ใช้ข้อมูลนี้ในป้ายไม่ได้ ({error})"


def _line_of(error: Exception, code: JinjaTemplate) -> int:
    """The line of the Jinja source that an error came from."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == code.root_render_func.__code__.co_filename:
            line = code.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


# ---------------------------------------------------------------- compiling


def compile_template(data: bytes, name: str) -> WordTemplate:
    """The template in ``data`` (a .docx), checked and ready; ``name`` is what messages call it.

    The same bytes are compiled once and kept. Raises ``TemplateError`` with every fault found, each in Thai
    with its part, table, row and cell or paragraph.
    """
    return _kept(data, name)


@lru_cache(maxsize=64)
def _kept(data: bytes, name: str) -> WordTemplate:
    return compile_anew(data, name)


def compile_anew(data: bytes, name: str) -> WordTemplate:
    """``compile_template`` past what is kept (benchmarks)."""
    packed = _read(data, name)
    package = {part: body.raw for part, body in packed.items()}
    if STYLES in package and saved.is_of_libreoffice(package):
        packed[STYLES] = Packed(saved.spread_styles(package[STYLES]))
    env = syntax.environment(in_bytes=True)
    faults: list[Problem] = []
    parts: list[_Part] = []
    for part_name in sorted(filter(STORY.fullmatch, package)):
        try:
            part = _compile_part(env, part_name, package, faults)
        except (RecursionError, MemoryError, SyntaxError):  # Python takes some 20 loops in each other, 100 blocks
            faults.append(Problem(syntax.TOO_DEEP, code="template-deep", place=part_name))
            continue
        if part is not None:
            parts.append(part)
    faults += _elsewhere(package)
    if faults:
        raise TemplateError([fault.at(f"{name} {fault.place}".strip()) for fault in faults])
    mine = {part.name for part in parts}
    # The shipped templates lie bare in their zip (they are compared in git); what is made of them must not.
    static = {
        part: body.raw if part in mine else body if body.method else Packed(body.raw) for part, body in packed.items()
    }
    return WordTemplate(name, hashlib.sha256(data).hexdigest(), len(data), frozenset(env.names), tuple(parts), static)


def _read(data: bytes, name: str) -> dict[str, Packed]:
    try:
        package = read_packed(data)
    except DataError as error:
        raise TemplateError([problem.at(name) for problem in error.problems]) from error
    if DOCUMENT not in package or not any(kind in package[CONTENT_TYPES].raw for kind in _MAIN_TYPES):
        message = "ไม่ใช่แม่แบบ Word (.docx): เปิดใน Word แล้วบันทึกเป็น .docx"
        raise TemplateError([Problem(message, code="template-kind", place=name)])
    return package


def _elsewhere(package: Mapping[str, bytes]) -> Iterator[Problem]:
    """Tags in parts that are not rendered would be printed as they are."""
    for name, body in package.items():
        if not name.endswith(".xml") or STORY.fullmatch(name) or not name.startswith(("word/", "docProps/")):
            continue
        if b"{" not in body:  # found far sooner than two signs
            continue
        own = saved.chart_tag(body).encode() if name.startswith("word/charts/") else b""
        rest = titles.TITLE.sub(b"", body) if name == titles.PROPERTIES else body.replace(own, b"", 1)
        if found := re.search(rb"\{\{[^{}<]*\}\}|\{%[^{}<]*%\}", rest):
            tag = found.group().decode("utf-8", "replace")
            yield Problem(f"ป้าย {tag} อยู่ในส่วนที่ไม่ถูกเติมข้อมูล: ย้ายไปไว้ในเนื้อหา หัวกระดาษ หรือท้ายกระดาษ", place=name)


def _compile_part(env: Environment, name: str, package: Mapping[str, bytes], faults: list[Problem]) -> _Part | None:
    """One part as Jinja code; None where there is nothing to do or something is wrong (put into ``faults``)."""
    try:
        root = parse_xml(package[name])
    except ValueError as error:
        faults.append(Problem(str(error), place=name))
        return None
    saved.as_in_word(name, root, package)
    found = tags.read_tags(name, root)
    traits = repair.traits(root, found.tags)
    if found.unclosed > tags.MOST_UNCLOSED or not (found.tags or found.faults or traits.needed):
        faults += found.faults
        return None
    patched, traits = repair.settled(_patched(etree.tostring(root, encoding="unicode"), found.tags), traits)
    source = _numbered(patched)
    part = _Part(name, _empty(), None, source, tuple(found.tags), traits)
    try:
        tree = env.parse(source)
    except TemplateSyntaxError as error:
        faults += found.faults + _syntax_faults(env, part, error, found.faults)
        return None
    except RecursionError:
        faults += found.faults or [Problem(syntax.TOO_DEEP, code="template-deep", place=name)]
        return None
    wrong = found.faults + [_fault_at(part, line, message) for line, message in sorted(syntax.check(tree))]
    wrong = wrong or [_fault_at(part, line, _TORN) for line in syntax.unbalanced(tree.body)]
    wrong = wrong or list(_swallowed(part))
    faults += wrong
    if wrong:
        return None
    compiled = env.compile(_with_declaration(tree), filename=f"<{name}>")
    return replace(part, code=JinjaTemplate.from_code(env, compiled, {}), compiled=compiled)


@lru_cache(maxsize=1)
def _empty() -> JinjaTemplate:
    empty: JinjaTemplate = Environment().from_string("")
    return empty


_TORN = "ป้ายเปิดและปิดคร่อมโครงสร้างของเอกสารไม่ตรงกัน: วางป้ายเปิดและปิดไว้ระดับเดียวกัน"


def _swallowed(part: _Part) -> Iterator[Problem]:
    """Tags that the author typed and docxtpl's expressions lost on the way: what they print would be missing."""
    left = Counter(_bare(tag.group()) for tag in _TAG.finditer(part.source))
    for tag in part.typed:
        bare = _bare(tag.text)
        if left[bare] < 1 and not tag.text.startswith("{#") and not re.match(r"\{% *vm *%\}", tag.text):
            where = tags.place(part.name, tag.paragraph)
            yield Problem(f"ป้ายนี้หายไปเมื่อแปลแม่แบบ: พิมพ์ใหม่ในย่อหน้าของตนเอง: {tag.text}", place=where)
        left[bare] -= 1


def _patched(xml: str, typed: Iterable[tags.Tag]) -> str:
    """The part as a Jinja template, made by docxtpl itself (its method uses nothing of the instance)."""
    from docxtpl import DocxTemplate

    brief, hidden = (xml, []) if any(_LOOKS_AROUND.search(tag.text) for tag in typed) else _abridged(xml)
    patched: str = DocxTemplate.patch_xml(None, brief)
    whole = _HIDDEN.sub(lambda found: hidden[int(found[1])], patched)
    # It turns &lt; and &gt; in a tag back into what was typed, but not these two.
    return _TAG.sub(lambda tag: tag.group().replace("&quot;", '"').replace("&amp;", "&"), whole)


_LOOKS_AROUND = re.compile(r"%\s*(?:colspan|cellbg|vm|hm)\b|\{%-|-%\}")
"""The tags for which docxtpl changes or passes over the properties of cells and texts around them."""
_PROPERTIES = re.compile(r"<w:(p|r|tc|tbl|sect)Pr(?: [^>]*)?>[^{}%#]*?</w:\1Pr>")
_HIDDEN = re.compile("<\ue000([0-9]+)>")


def _abridged(xml: str) -> tuple[str, list[str]]:
    """The part with a short mark for each piece of properties, and what each mark stands for.

    docxtpl's expressions go over every letter a dozen times, and most of them are properties.
    """
    marks: dict[str, str] = {}
    brief = _PROPERTIES.sub(lambda found: marks.setdefault(found[0], f"<\ue000{len(marks)}>"), xml)
    return brief, list(marks)


def _numbered(source: str) -> str:
    """The source with a line break inside each tag, so that Jinja's line numbers count tags."""
    return _TAG_OPENING.sub(lambda match: match.group() + "\n", source)


def _with_declaration(tree: nodes.Template) -> nodes.Template:
    tree.body.insert(0, nodes.Output([nodes.TemplateData(_DECLARATION)], lineno=1))
    return tree


def _fault_at(part: _Part, line: int, message: str) -> Problem:
    tag = part.tag_at(line)
    if tag is None:
        return Problem(message, code="template-syntax", place=part.name.rpartition("/")[2])
    where = tags.place(part.name, tag.paragraph)
    return Problem(f"{message}: {tag.text}", code="template-syntax", place=where)


def _syntax_faults(env: Environment, part: _Part, error: TemplateSyntaxError, known: list[Problem]) -> list[Problem]:
    """Every tag that Jinja cannot read; where each can be read by itself, the fault of the whole."""
    faults = []
    for tag in part.typed:
        if any(tag.text in problem.message for problem in known):
            continue  # said already, in better words
        bare = re.sub(r"^\{%(p|tr)\s", "{% ", tag.text)
        if message := syntax.syntax_fault(env, bare):
            where = tags.place(part.name, tag.paragraph)
            faults.append(Problem(f"{message}: {tag.text}", code="template-syntax", place=where))
    if faults or known:
        return faults
    return [_fault_at(part, error.lineno, f"เขียนป้ายไม่ถูกรูปแบบ ({syntax.in_thai(error)})")]
