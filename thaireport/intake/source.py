"""A file of data as plain Python values, and where in the file each value stands.

Every scalar is taken as text and typed later by the model: PyYAML would read the phone number 0431234567 as
an octal number and refuse the date 2567-02-29.
"""

from __future__ import annotations

import gc
import json
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from thaireport.errors import DataError, Loc, Problem, UsageError
from thaireport.files import read_whole
from thaireport.reach import reading_from, too_far

TEXT_SUFFIXES = (".yaml", ".yml", ".json")
BOOK_SUFFIXES = (".xlsx",)
SUFFIXES = TEXT_SUFFIXES + BOOK_SUFFIXES

_SAVE_AS = "เปิดใน Excel แล้วบันทึกเป็น (Save As) Excel Workbook (.xlsx)"
OTHER_BOOKS = {
    ".xls": _SAVE_AS,
    ".xlsm": f"{_SAVE_AS} ซึ่งไม่มีมาโคร",
    ".xlsb": _SAVE_AS,
    ".ods": "เปิดใน LibreOffice Calc หรือ Excel แล้วบันทึกเป็น (Save As) Excel Workbook (.xlsx)",
}
"""Workbooks that are not read, and what to do with each."""
_TO_DO = {
    **OTHER_BOOKS,
    ".csv": "คัดลอกข้อมูลลงในแบบกรอก .xlsx (thaireport form) ถ้าเป็นรายชื่อผู้รับ ใช้กับ --roster",
    **dict.fromkeys((".docx", ".pdf"), "เป็นไฟล์รายงาน ไม่ใช่ไฟล์ข้อมูล อ่านข้อมูลกลับด้วย thaireport read"),
}

MAX_BYTES = 50_000_000
MAX_VALUES = 2_000_000
"""An alias may repeat a part of a YAML file; past this many values it is an attack, not a report."""


class Unread:
    """Stands in data for a value that could not be read, which was told where it stands: of it no more is said."""


@dataclass(frozen=True)
class Source:
    """Plain data, its kind when the file says it, and ``place(loc)``: where a value stands, as a clerk sees it."""

    data: dict[str, Any]
    path: Path | None = None
    kind: str | None = None
    locate: Callable[[Loc], str] = field(default=lambda _loc: "", repr=False)
    problems: tuple[Problem, ...] = ()
    """What reading itself found, such as a note that could not be placed; the data is used all the same."""
    folder: Path | None = None
    """Where the files that it names are looked for, when not beside it."""

    @property
    def home(self) -> Path | None:
        """The folder that the files it names are looked for in; None for the working folder."""
        return self.folder or (self.path.parent if self.path else None)

    def place(self, loc: Loc) -> str:
        """Where the value at ``loc`` stands (or the nearest that holds it): ``memo.yaml บรรทัด 7``."""
        return self.locate(loc)


_PUT_OFF = threading.Lock()
"""Held by whoever put the search for cycles off, the whole program's: the only one to take it up again."""


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Python's search for values that refer to each other is put off: of 31,000 rows, all kept, it would find none.

    It would take a fifth of the time of reading, a fourth of that of validation. Where another thread has put it off
    already it is left to that one, so that a server whose threads read without a break still searches in between.
    """
    if not _PUT_OFF.acquire(blocking=False):
        yield
        return
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        _PUT_OFF.release()


def read_named(name: str, source: Source) -> Source:
    """The data of another file that ``source`` names, as ``read``; UsageError also where its names may not reach."""
    with reading_from(source.home):
        if far := too_far(name):
            raise UsageError(far)
    return read((source.home or Path()) / name)


def read(path: Path, kind: str | None = None) -> Source:
    """The data of a file. DataError for a broken file, UsageError for one that is no data file or cannot be opened."""
    suffix = path.suffix.lower()
    if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises for a name that no disk can hold
        raise UsageError(f"ไม่พบไฟล์ {path}: {_search(path)}")
    if suffix not in SUFFIXES:
        raise UsageError(f"ไม่รู้จักไฟล์ชนิด {suffix or path.name}: {_TO_DO.get(suffix, _USABLE)}")
    refuse_lock(path)
    whole = content_of(path)
    if suffix in BOOK_SUFFIXES:
        from thaireport.intake import workbook

        return workbook.read(path, kind)
    text = _decoded(path, whole)
    return _read_json(path, text) if suffix == ".json" else _read_yaml(path, text)


_USABLE = f"ใช้ได้ {' '.join(SUFFIXES)}"


def _search(path: Path) -> str:
    """What to do about a file that is not there. Windows hides the ends of names, a command parts them at spaces."""
    there = [f"{path.name}{suffix}" for suffix in (*SUFFIXES, *_TO_DO) if os.path.isfile(f"{path}{suffix}")]  # noqa: PTH113
    if there:
        return f"มี {' และ '.join(there)} พิมพ์ชื่อให้ครบทั้งนามสกุล"
    if path.suffix.lower() in {*SUFFIXES, *_TO_DO}:
        return "ตรวจชื่อและที่อยู่ของไฟล์"
    return 'พิมพ์ชื่อให้ครบทั้งนามสกุล (เช่น .xlsx) และครอบชื่อที่มีเว้นวรรคด้วยเครื่องหมายคำพูด " "'


def is_lock(path: Path) -> bool:
    """Whether a file is the lock that Word or Excel keeps beside an open one: ``~$แผน.xlsx``."""
    return path.name.startswith("~$")


def refuse_lock(path: Path) -> None:
    """UsageError for a lock, which looks like a damaged file."""
    if is_lock(path):
        message = "เป็นไฟล์ล็อกที่ Excel หรือ Word สร้างไว้ขณะเปิดไฟล์ ไม่ใช่ตัวไฟล์: ปิดไฟล์ แล้วระบุชื่อไฟล์จริงที่ไม่มี ~$"
        raise UsageError(f"{path.name} {message}")


def content_of(path: Path) -> bytes:
    """The bytes of a file of data. UsageError for one that cannot be opened, DataError for one that is too large."""
    data = read_whole(path, MAX_BYTES)
    if data is None:
        raise DataError([Problem(f"ไฟล์ใหญ่เกิน {MAX_BYTES // 1_000_000} ล้านไบต์", place=path.name)])
    return data


def _decoded(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data[: error.start]) from error
    if "\0" in text:  # UTF-16 whose byte order is not said reads as UTF-8 with these between its letters
        raise _not_utf8(path, data[: data.index(b"\0")])
    return text


def _not_utf8(path: Path, before: bytes) -> DataError:
    line = before.count(b"\n") + 1
    message = "ไฟล์ไม่ได้บันทึกเป็น UTF-8: เปิดใน Notepad แล้วเลือก บันทึกเป็น > การเข้ารหัส UTF-8"
    return DataError([Problem(message, place=f"{path.name} บรรทัด {line}", code="encoding")])


def _first_line(path: Path) -> str:
    return "name: องค์การบริหารส่วนตำบลตัวอย่าง" if path.stem == "agency" else "kind: memo"


def _source(path: Path, data: object, locate: Callable[[Loc], str], problems: tuple[Problem, ...] = ()) -> Source:
    if not isinstance(data, dict):
        message = f"ไฟล์ต้องเป็นรายการ “ชื่อ: ค่า” เช่น {_first_line(path)} ในบรรทัดแรก"
        raise DataError([Problem(message, place=path.name, code="not-a-mapping")])
    kind = data.get("kind")
    return Source(data, path, kind if isinstance(kind, str) else None, locate, problems)


def _read_json(path: Path, text: str) -> Source:
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(name for name in made if names.count(name) > 1)
        return made

    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        message = f'ไฟล์ JSON ผิดรูปแบบที่ตัวอักษรที่ {error.colno}: ตรวจเครื่องหมาย , " {{ }} ใกล้บรรทัดนี้'
        raise DataError([Problem(message, place=f"{path.name} บรรทัด {error.lineno}", code="json")]) from error
    except RecursionError as error:
        raise DataError([Problem("ข้อมูลซ้อนกันลึกเกินไป", place=path.name, code="json")]) from error
    if twice:
        message = "“{}” ซ้ำกันในที่เดียวกัน: ลบออกหนึ่งแห่ง"
        raise DataError([Problem(message.format(name), place=path.name, code="json-twice") for name in twice])
    return _source(path, data, partial(_line_of, path.name, text, []))


def _read_yaml(path: Path, text: str) -> Source:
    import yaml

    if sum(map(text.count, "\n,[{")) > MAX_VALUES:  # before the parser makes a node of each
        raise DataError([_too_many(path.name)])
    try:
        node = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        line = _line_at_fault(text, error)
        hint = _quote_hint(text, error) or _yaml_hint(text, line)
        raise DataError([Problem(hint, place=f"{path.name} บรรทัด {line}", code="yaml")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        message = "อ่านไฟล์ YAML ไม่ได้: มีอักขระที่ใช้ไม่ได้ หรือข้อมูลซ้อนกันลึกเกินไป"
        raise DataError([Problem(message, place=path.name, code="yaml")]) from error
    if node is None:
        raise DataError([Problem(f"ไฟล์ว่างเปล่า: ใส่ข้อมูล เช่น {_first_line(path)}", place=path.name, code="empty")])
    builder = _Builder(path.name, text)
    try:
        data = builder.value(node)
    except RecursionError as error:
        message = "ข้อมูลซ้อนกันลึกเกินไป หรืออ้างถึงตัวเอง (&, *)"
        raise DataError([Problem(message, place=path.name, code="yaml")]) from error
    if builder.problems:
        raise DataError(builder.problems)
    return _source(path, data, partial(_line_of, path.name, text, [node]), builder.warnings())


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
        self.count = 0
        self._text = text
        self._remarks = _remarks(text)
        self._slips: dict[tuple[int, str], Problem] = {}

    def warnings(self) -> tuple[Problem, ...]:
        """What YAML took otherwise than it was probably meant, in the order of the file."""
        return tuple(self._slips[slip] for slip in sorted(self._slips))

    def value(self, node: Any) -> Any:
        self.count += 1
        if self.count > MAX_VALUES:
            raise DataError([_too_many(self.name)])
        if node.id == "scalar":
            if self._remarks and node.end_mark.index in self._remarks:
                self._tell_remark(node)
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


def _line_of(name: str, text: str, root: list[Any], loc: Loc) -> str:
    """The line of ``loc`` or of the nearest value that holds it. ``root`` is filled when first needed."""
    if not root:
        root.append(_compose_or_none(text))
    node = root[0]
    if node is None:
        return name
    mark = node.start_mark
    for part in loc:
        found = _child(node, part)
        if found is None:
            break
        node, mark = found
    return f"{name} บรรทัด {mark.line + 1}" if loc else name


def _compose_or_none(text: str) -> Any:
    import yaml

    try:
        return yaml.compose(text, Loader=_loader())
    except yaml.YAMLError:
        return None


def _child(node: Any, part: str | int) -> tuple[Any, Any] | None:
    if node.id == "mapping":
        for key, child in node.value:
            if key.value == part:
                return child, key.start_mark
    elif node.id == "sequence" and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child, child.start_mark
    return None


def from_mapping(data: Mapping[str, Any], locate: Callable[[Loc], str] | None = None) -> Source:
    """A source made from data already in memory (a part of a bundle, data carried by a file)."""
    kind = data.get("kind")
    return Source(dict(data), None, kind if isinstance(kind, str) else None, locate or (lambda _loc: ""))
