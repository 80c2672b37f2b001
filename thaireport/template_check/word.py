"""A Word template held against its model: every tag where it stands, in the order of the page.

The structure of the tags is the engine's own check (``compile_template``); here each tag is read by itself, so
that one fault hides no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from thaireport.errors import Problem, TemplateError
from thaireport.output.docx import compile_template, saved, syntax, tags
from thaireport.output.package import STORY, parse_xml, read_package
from thaireport.report import Report
from thaireport.template_check import shapes
from thaireport.template_check.shapes import Kinds
from thaireport.template_check.walk import Scope, Uses, Walk

_P = tags.W + "p"
_SINGLE = re.compile(r"(?<!\{)\{ *([a-z_]+(?:\.[a-z_]+)*) *\}(?!\})")
_LOOP = re.compile(r"\{%(?:p|tr|tc)? *for +(\w+(?: *, *\w+)*) +in ")
_DIGITS = re.compile(r"\{%p? *digits +[\"']([^\"']*)[\"'] *%\}")


def faults(data: bytes, name: str, model: type[Report]) -> tuple[list[Problem], Uses]:
    """Everything wrong with a template, each with its place; and what it uses of each record."""
    found: list[Problem] = []
    try:
        compile_template(data, name)
    except TemplateError as error:
        found += error.problems
    used = Uses()
    try:
        package = read_package(data)
        parts = [(part, parse_xml(package[part])) for part in sorted(filter(STORY.fullmatch, package))]
    except Exception:
        if found:
            return found, used  # the engine has said what it cannot read
        raise
    for part, root in parts:
        saved.as_in_word(part, root, package)
        found += _PartWalk(part, root, name, model, used).faults()
    return found, used


def _names_of_loop(tag: str) -> list[str]:
    found = _LOOP.match(tag)
    return re.split(" *, *", found[1]) if found else []


@dataclass
class _Block:
    """A ``for`` or other block that is open, with the names it adds."""

    word: str
    names: dict[str, Kinds]


class _PartWalk:
    """One part of a template: its tags in order, with the loops that are open around each."""

    def __init__(self, part: str, root: etree._Element, file: str, model: type[Report], used: Uses) -> None:
        self._part, self._root, self._file, self._model = part, root, file, model
        self._env = syntax.environment()
        self._open: list[_Block] = []
        self._set: dict[str, Kinds] = {}
        self._found: list[Problem] = []
        self._tag: tags.Tag | None = None
        self._walk = Walk(self._report, model, used)

    def faults(self) -> list[Problem]:
        """What is wrong with the tags of the part."""
        found = self._in_order(tags.read_tags(self._part, self._root).tags)
        self._walk.looped = {name: tag.text for tag in found for name in _names_of_loop(tag.text)}
        for tag in found:
            self._tag = tag
            self._read(tag)
        return list(dict.fromkeys([*self._found, *self._single_braces()]))

    def _single_braces(self) -> Iterator[Problem]:
        """Fields in one pair of braces, as a mailing has them: they would be printed as they stand."""
        known = shapes.members(self._model)
        for paragraph in self._root.iter(_P):
            text = "".join(run.text or "" for run in paragraph.iter(tags.W + "t"))
            for found in _SINGLE.finditer(text) if "{" in text else ():
                if found[1].partition(".")[0] in known:
                    message = f"“{found[0]}” จะถูกพิมพ์ตามนี้ เพราะป้ายใช้วงเล็บปีกกาสองชั้น: พิมพ์ {{{{ {found[1]} }}}}"
                    where = f"{self._file} {tags.place(self._part, paragraph)}"
                    yield Problem(message, level="warning", code="single-brace", place=where)

    def _in_order(self, found: list[tags.Tag]) -> list[tags.Tag]:
        """The tags as the page has them; a picture's tag before the loops that end in its paragraph."""
        place = {id(paragraph): index for index, paragraph in enumerate(self._root.iter(_P))}

        def key(tag: tags.Tag) -> tuple[int, int]:
            closes = not tag.in_drawing and re.match(r"\{%(?:p|tr)? *end", tag.text) is not None
            return place.get(id(tag.paragraph), 0), 2 if closes else int(tag.in_drawing)

        if not any(tag.in_drawing for tag in found):
            return found
        alone = {id(tag.paragraph) for tag in found if tag.in_drawing}
        return sorted(found, key=lambda tag: key(tag) if id(tag.paragraph) in alone else (key(tag)[0], 0))

    def _report(self, code: str, message: str) -> None:
        tag = self._tag
        where = tags.place(self._part, tag.paragraph) if tag else self._part
        shown = f": {tag.text}" if tag and tag.text not in message else ""
        self._found.append(Problem(f"{message}{shown}", code=code, place=f"{self._file} {where}"))

    @property
    def _scope(self) -> Scope:
        scope = {**shapes.members(self._model), **self._set}
        for block in self._open:
            scope |= block.names
        return scope

    def _read(self, tag: tags.Tag) -> None:
        bare = re.sub(r"^\{%(p|tr)\s", "{% ", tag.text)
        word = (tags.STATEMENT.match(tag.text) or [""] * 3)[2] if tag.text.startswith("{%") else ""
        if word.startswith("end"):
            self._close(word.removeprefix("end"))
            return
        if section := _DIGITS.match(tag.text):
            self._section(section[1])
        try:
            tree = self._env.parse(syntax.by_itself(bare))
        except (TemplateSyntaxError, RecursionError):
            if word in tags.OPENERS:
                self._open.append(_Block(word, {}))
            return  # the engine has said so
        try:
            self._statement(word, tree, in_drawing=tag.in_drawing)
        except RecursionError:
            self._report("template-deep", syntax.TOO_DEEP)

    def _statement(self, word: str, tree: nodes.Template, *, in_drawing: bool) -> None:
        scope = self._scope
        if word == "for":
            for node in tree.find_all(nodes.For):
                names = self._walk.loop(node.target, node.iter, scope)
                if node.test is not None:
                    self._walk.condition(node.test, {**scope, **names})
                self._open.append(_Block(word, names))
                return
        if word in tags.OPENERS or word == "elif":
            for branch in tree.find_all(nodes.If):
                self._walk.condition(branch.test, scope)
            if word in tags.OPENERS:
                self._open.append(_Block(word, {}))
        elif word == "set":
            for assign in tree.find_all(nodes.Assign):
                if isinstance(assign.target, nodes.Name):
                    self._set[assign.target.name] = self._walk.kinds(assign.node, scope)
        elif not word:
            self._print(tree, scope, in_drawing=in_drawing)

    def _print(self, tree: nodes.Template, scope: Scope, *, in_drawing: bool) -> None:
        for output in tree.body:
            for node in output.nodes if isinstance(output, nodes.Output) else ():
                value = self._walk.kinds(node, scope)
                if not in_drawing:
                    self._walk.printed(node, value)
                elif value.shapes and not value.has("drawing"):
                    message = f"ข้อความแสดงแทน (Alt Text) รับเฉพาะรูปภาพหรือแผนภูมิ แต่พบ{value.words}"
                    self._report("drawing-kind", message)

    def _close(self, word: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].word == word:
                del self._open[index:]
                return

    def _section(self, name: str) -> None:
        known = [section for section in self._model.FORM_DIGITS if section]
        if name and name not in known:
            near = f": ใช้ได้ {', '.join(known)}" if known else ": รายงานชนิดนี้ไม่แบ่งส่วนของเลข"
            self._report("digits-section", f"ไม่รู้จักส่วน “{name}” ของ digits{near}")
