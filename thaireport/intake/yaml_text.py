"""YAML as plain data with the line of every value, and what a clerk's slip in it is called.

Every scalar is taken as text and typed later by the model: PyYAML would read the phone number 0431234567 as
an octal number and refuse the date 2567-02-29.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sized
from functools import cached_property
from pathlib import Path
from typing import Any

from thaireport.errors import DataError, Loc, Problem

Locate = Callable[[Loc], str]

MAX_VALUES = 2_000_000
"""An alias may repeat a part of a YAML file; past this many values it is an attack, not a report."""
MAX_LETTERS = 50_000_000
"""The same of the letters of all values: no file may be so long that holds each of them once."""


MAX_NAMES = 50_000
"""The same of the names in one place: a report has hundreds, and each of more is a problem with its line."""


def read(name: str, text: str) -> tuple[object, Locate, tuple[Problem, ...]]:
    """The data of a text, where each value stands in it, and what was taken otherwise than it was probably meant.

    ``name`` is what messages call the file. Raises DataError for a text that cannot be read.
    """
    import yaml

    refuse_too_many(name, text, "\n,[{")
    try:
        node = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        line = _line_at_fault(text, error)
        hint = _quote_hint(text, error) or _yaml_hint(text, line)
        raise DataError([Problem(hint, place=f"{name} บรรทัด {line}", code="yaml")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        message = "อ่านไฟล์ YAML ไม่ได้: มีอักขระที่ใช้ไม่ได้ หรือข้อมูลซ้อนกันลึกเกินไป"
        raise DataError([Problem(message, place=name, code="yaml")]) from error
    if node is None:
        raise DataError([Problem(f"ไฟล์ว่างเปล่า: ใส่ข้อมูล เช่น {first_line(name)}", place=name, code="empty")])
    builder = _Builder(name, text)
    try:
        data = builder.value(node)
    except RecursionError as error:
        message = "ข้อมูลซ้อนกันลึกเกินไป หรืออ้างถึงตัวเอง (&, *)"
        raise DataError([Problem(message, place=name, code="yaml")]) from error
    if builder.problems:
        raise DataError(builder.problems)
    return data, _Lines(name, text, node), builder.warnings()


def lines_of(name: str, text: str) -> Locate:
    """Where each value of a JSON text stands, which YAML reads too; it is read when first asked."""
    return _Lines(name, text)


def first_line(name: str) -> str:
    """How a file of that name may begin, for a clerk whose file does not."""
    return "name: องค์การบริหารส่วนตำบลตัวอย่าง" if Path(name).stem == "agency" else "kind: memo"


def refuse_too_many(name: str, text: str, signs: str) -> None:
    """DataError for a text of more ``signs`` of a value than any report has, before each is made into something."""
    if sum(map(text.count, signs)) > MAX_VALUES:
        raise DataError([_too_many(name)])


def refuse_too_many_names(name: str, pairs: Sized) -> None:
    """DataError for a place with more names than any report has."""
    if len(pairs) > MAX_NAMES:
        raise DataError([_too_many(name)])


def _too_many(name: str) -> Problem:
    return Problem("ข้อมูลมีมากเกินไป หรือมีการอ้างซ้ำ (&, *) ไม่รู้จบ", place=name, code="yaml")


def _loader() -> Any:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _line_at_fault(text: str, error: Any) -> int:
    """The line to mend: a quote never closed and a line that is no ``key: value`` are found at a later one."""
    began_earlier = any(word in (error.context or "") for word in ("quoted", "simple key"))
    mark = (error.context_mark if began_earlier else None) or error.problem_mark or error.context_mark
    # YAML takes more letters for the end of a line than editors do (U+0085, U+2028).
    line: int = min(mark.line, text.count("\n")) + 1 if mark else 1
    if (error.problem or "").startswith("mapping values"):
        lines = text.split("\n")
        if line > 1 and _indent(lines[line - 2]) == _indent(lines[line - 1]) and _lacks_colon(lines[line - 2]):
            return line - 1
    return line


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _lacks_colon(row: str) -> bool:
    """Whether a line is neither ``key: value`` nor a remark or an entry of a list."""
    return not re.search(r":(?:[ \t\r]|$)", row) and bool(row.strip()) and not re.match(r"\s*(?:#|- |-$)", row)


def _quote_hint(text: str, error: Any) -> str | None:
    if "quoted" not in (error.context or "") or "end of stream" not in (error.problem or ""):
        return None
    quote = text[error.context_mark.index : error.context_mark.index + 1]
    return f"เครื่องหมาย {quote} ที่เปิดไว้ในบรรทัดนี้ไม่มีตัวปิด: พิมพ์ {quote} ปิดท้ายข้อความ หรือลบตัวที่เปิดออก"


def _yaml_hint(text: str, line: int) -> str:
    lines = text.split("\n")
    row = lines[min(line, len(lines)) - 1]
    before = lines[max(line - 2, 0)]
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return "ย่อหน้าด้วยแป้น Tab ไม่ได้: ใช้เว้นวรรคแทน"
    if _lacks_colon(row):
        return _colon_hint(row.strip())
    for text_row in (row, before):
        value = text_row.partition(": ")[2].strip()
        if value.startswith("- "):
            return "รายการหลายข้อขึ้นบรรทัดใหม่ก่อน - ข้อแรก และย่อหน้าให้ตรงกัน: ถ้าเป็นข้อความ ครอบด้วยเครื่องหมาย ' '"
        if _is_special(value):
            quoted = value.strip('"')[:40].replace("'", "''")
            return f"ข้อความในบรรทัดนี้มีเครื่องหมายพิเศษ: ครอบด้วยเครื่องหมาย ' ' เช่น '{quoted}'"
    return "รูปแบบ YAML ผิด: ตรวจการย่อหน้าและเครื่องหมาย : ให้ตรงกับบรรทัดข้างเคียง"


def _is_special(value: str) -> bool:
    return value[:1] in set("*&%@`![{|>\"'") or value.startswith("? ") or ": " in value or value.endswith(":")


def _colon_hint(row: str) -> str:
    """What a line without a colon that YAML knows lacks."""
    if re.match(r"-[^\s-]", row):
        return "ข้อนี้ไม่มีเว้นวรรคหลัง -: พิมพ์เว้นวรรคหลัง - ทุกข้อ"
    if "：" in row:
        return "เครื่องหมาย ： ในบรรทัดนี้เป็นตัวเต็มความกว้าง: พิมพ์ : จากแป้นภาษาอังกฤษ แล้วเว้นวรรค"
    if re.match(r"[^:]+:\s", row):
        return "เว้นวรรคหลัง : ในบรรทัดนี้เป็นชนิดพิเศษ (มักมากับข้อความที่คัดลอก): ลบ แล้วเคาะเว้นวรรคใหม่"
    if re.match(r"\w+:", row):
        return "ไม่มีเว้นวรรคหลัง : ในบรรทัดนี้: พิมพ์เว้นวรรคหลังเครื่องหมาย :"
    return "บรรทัดนี้ไม่มี : หลังชื่อรายการ: พิมพ์เป็น “ชื่อ: ค่า” หรือถ้าต่อจากบรรทัดก่อน ย่อหน้าให้ลึกกว่าชื่อรายการ"


_TAGS = frozenset(f"!!{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp"))
"""What a value may be called in YAML; each is taken as text all the same."""
_REMARK = r"#(?<=[ \t]#)(?![\s#])[^\r\n]*"
_DASHED = r"\n[ \t]*(-[^\r\n]*)"


def _remarks(text: str) -> dict[int, str]:
    """Remarks whose text touches the ``#``, by where what stands before them ends: a clerk may have meant a number."""
    return {_end_before(text, at.start()): at[0] for at in re.finditer(_REMARK, text)}


def _end_before(text: str, start: int) -> int:
    while start and text[start - 1] in " \t":
        start -= 1
    return start


class _Builder:
    """YAML nodes to plain data, every scalar as text; doubled keys are collected as problems."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.count = self.letters = 0
        self._text = text
        self._remarks = _remarks(text)
        self._slips: dict[tuple[int, str], Problem] = {}

    def warnings(self) -> tuple[Problem, ...]:
        """What YAML took otherwise than it was probably meant, in the order of the file."""
        return tuple(self._slips[slip] for slip in sorted(self._slips))

    def value(self, node: Any) -> Any:
        self.count += 1
        if node.id == "scalar":
            self.letters += len(node.value)
        if self.count > MAX_VALUES or self.letters > MAX_LETTERS:
            raise DataError([_too_many(self.name)])
        if node.id == "scalar":
            if self._remarks and node.end_mark.index in self._remarks:
                self._tell_remark(node)
            if self._text.startswith(("!", "&"), node.start_mark.index):
                self._tell_sign(node)
            if (" -" in node.value or "\n-" in node.value) and node.end_mark.line > node.start_mark.line:
                self._tell_joined(node)
            return None if node.tag == "tag:yaml.org,2002:null" or node.value == "" else node.value
        if node.id == "sequence":
            return [self.value(child) for child in node.value]
        return self._mapping(node)

    def _tell_remark(self, node: Any) -> None:
        """YAML leaves out the end of a text without quotes."""
        if node.style:
            return
        remark = self._remarks[node.end_mark.index].strip()
        message = (
            f"“{remark[:40]}” ไม่ถูกอ่าน เพราะ # หลังเว้นวรรคคือหมายเหตุ: ครอบข้อความทั้งหมดด้วยเครื่องหมาย ' ' "
            "ถ้าเป็นหมายเหตุจริง พิมพ์เว้นวรรคหลัง #"
        )
        self._warn(node.end_mark.line, message, "yaml-remark")

    def _tell_sign(self, node: Any) -> None:
        """YAML takes a first word with ``!`` or ``&`` for a sign of its own."""
        word = self._text[node.start_mark.index : node.end_mark.index].split(maxsplit=1)[0]
        is_meant = f"*{word[1:]}" in self._text if word[0] == "&" else word in _TAGS
        if not is_meant:
            message = f"“{word[:40]}” ไม่ถูกอ่าน เพราะ ! และ & หน้าข้อความมีความหมายพิเศษ: ครอบข้อความทั้งหมดด้วยเครื่องหมาย ' '"
            self._warn(node.start_mark.line, message, "yaml-sign")

    def _tell_joined(self, node: Any) -> None:
        """YAML joins the lines of a text without quotes, though they look like a list."""
        start = node.start_mark
        found = None if node.style else re.search(_DASHED, self._text[start.index : node.end_mark.index])
        if not found:
            return
        message = (
            f"“{found[1].strip()[:40]}” ถูกต่อท้ายบรรทัดก่อนเป็นข้อความเดียว: ถ้าเป็นรายการ พิมพ์เว้นวรรคหลัง - ทุกข้อ "
            "และไม่มีข้อความหลัง : ถ้าเป็นข้อความหลายบรรทัด พิมพ์ | หลัง : แล้วขึ้นบรรทัดใหม่"
        )
        line = start.line + 1 + self._text.count("\n", start.index, start.index + found.start())
        self._warn(line, message, "yaml-joined")

    def _warn(self, line: int, message: str, code: str) -> None:
        self._slips[line, code] = Problem(message, (), "warning", code, f"{self.name} บรรทัด {line + 1}")

    def _mapping(self, node: Any) -> dict[str, Any]:
        made: dict[str, Any] = {}
        refuse_too_many_names(self.name, node.value)
        for key, child in node.value:
            name = key.value if key.id == "scalar" else None
            place = f"{self.name} บรรทัด {key.start_mark.line + 1}"
            if name is None:
                self.problems.append(Problem("ชื่อรายการต้องเป็นข้อความ", place=place, code="yaml"))
            elif name in made:
                self.problems.append(Problem(f"“{name}” ซ้ำกันสองครั้ง: ลบออกหนึ่งแห่ง", place=place, code="yaml-twice"))
            else:
                made[name] = self.value(child)
        return made


class _Lines:
    """Tells the line of a value, or of the nearest that holds it; the text is read when that is first asked."""

    def __init__(self, name: str, text: str, root: Any = None) -> None:
        self._name, self._text = name, text
        if root is not None:
            self._root = root
        self._entries: dict[Any, dict[str, tuple[Any, Any]]] = {}

    @cached_property
    def _root(self) -> Any:
        import yaml

        try:
            return yaml.compose(self._text, Loader=_loader())
        except yaml.YAMLError:
            return None

    def __call__(self, loc: Loc) -> str:
        node = self._root
        if node is None or not loc:
            return self._name
        mark = node.start_mark
        for part in loc:
            found = self._child(node, part)
            if found is None:
                break
            node, mark = found
        return f"{self._name} บรรทัด {mark.line + 1}"

    def _child(self, node: Any, part: str | int) -> tuple[Any, Any] | None:
        if node.id == "mapping" and isinstance(part, str):
            return self._entries_of(node).get(part)
        if node.id == "sequence" and isinstance(part, int) and part < len(node.value):
            child = node.value[part]
            return child, child.start_mark
        return None

    def _entries_of(self, node: Any) -> dict[str, tuple[Any, Any]]:
        """The values of a mapping by their keys, the first of a name; put in order once, for thousands may be asked."""
        if node not in self._entries:
            named = ((key.value, (child, key.start_mark)) for key, child in reversed(node.value) if key.id == "scalar")
            self._entries[node] = dict(named)
        return self._entries[node]
