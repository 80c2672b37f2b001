"""A file of data as plain Python values, and where in the file each value stands."""

from __future__ import annotations

import gc
import glob
import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thaireport.errors import LONGEST_IN_WINDOWS, TOO_LONG_FOR_WINDOWS, DataError, Loc, Problem, UsageError
from thaireport.files import read_whole
from thaireport.intake import yaml_text
from thaireport.reach import portable, reading_from, too_far

TEXT_SUFFIXES = (".yaml", ".yml", ".json")
BOOK_SUFFIXES = (".xlsx",)
SUFFIXES = TEXT_SUFFIXES + BOOK_SUFFIXES

_SAVE_AS = "เปิดใน Excel แล้วบันทึกเป็น (Save As) Excel Workbook (.xlsx)"
OTHER_BOOKS = {
    ".xls": _SAVE_AS,
    ".xlsm": f"{_SAVE_AS} ซึ่งไม่มีมาโคร",
    ".xlsb": _SAVE_AS,
    ".ods": "เปิดใน LibreOffice Calc หรือ Excel แล้วบันทึกเป็น (Save As) Excel Workbook (.xlsx)",
    ".gsheet": "เปิดใน Google ชีต แล้วเลือก ไฟล์ > ดาวน์โหลด > Microsoft Excel (.xlsx)",
}
"""Workbooks that are not read, and what to do with each."""
_TO_DO = {
    **OTHER_BOOKS,
    ".csv": "คัดลอกข้อมูลลงในแบบกรอก .xlsx (thaireport form) ถ้าเป็นรายชื่อผู้รับ ใช้กับ --roster",
    **dict.fromkeys((".docx", ".pdf"), "เป็นไฟล์รายงาน ไม่ใช่ไฟล์ข้อมูล อ่านข้อมูลกลับด้วย thaireport read"),
}

MAX_BYTES = 50_000_000


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
    name = portable(name)
    with reading_from(source.home):
        if far := too_far(name):
            raise UsageError(far)
    path = (source.home or Path()) / name
    if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises for a name that no disk can hold
        raise UsageError(f"ไม่พบไฟล์ {name}: {_whole_name_of(path) or _PLAIN_NAME}")
    return read(path)


_PLAIN_NAME = "วางไว้ข้างไฟล์ที่ระบุชื่อนี้ พิมพ์ชื่อให้ครบทั้งนามสกุล (เช่น แผน.xlsx) บรรทัดละชื่อ ไม่มีลำดับหรือเครื่องหมายคำพูด"


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
    if path.parent == Path() and (below := [str(each) for each in Path().glob(f"*/{glob.escape(path.name)}")]):
        return f'อยู่ที่ "{sorted(below)[0]}": พิมพ์ตามนี้ทั้งเครื่องหมาย " " หรือเปิดหน้าต่างคำสั่งในโฟลเดอร์นั้น'
    if there := _whole_name_of(path):
        return there
    if len(str(path.absolute())) > LONGEST_IN_WINDOWS:
        return TOO_LONG_FOR_WINDOWS
    if path.suffix.lower() in {*SUFFIXES, *_TO_DO}:
        return "ตรวจชื่อและที่อยู่ของไฟล์"
    return 'พิมพ์ชื่อให้ครบทั้งนามสกุล (เช่น .xlsx) และครอบชื่อที่มีเว้นวรรคด้วยเครื่องหมายคำพูด " "'


def _whole_name_of(path: Path) -> str:
    """What to do about a name whose end was left out; empty where no such file is there."""
    there = [f"{path.name}{suffix}" for suffix in (*SUFFIXES, *_TO_DO) if os.path.isfile(f"{path}{suffix}")]  # noqa: PTH113
    return f"มี {' และ '.join(there)} พิมพ์ชื่อให้ครบทั้งนามสกุล" if there else ""


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


def _source(path: Path, data: object, locate: Callable[[Loc], str], problems: tuple[Problem, ...] = ()) -> Source:
    if not isinstance(data, dict):
        message = f"ไฟล์ต้องเป็นรายการ “ชื่อ: ค่า” เช่น {yaml_text.first_line(path.name)} ในบรรทัดแรก"
        raise DataError([Problem(message, place=path.name, code="not-a-mapping")])
    kind = data.get("kind")
    return Source(data, path, kind if isinstance(kind, str) else None, locate, problems)


def _read_json(path: Path, text: str) -> Source:
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        yaml_text.refuse_too_many_names(path.name, pairs)
        made = dict(pairs)
        if len(made) < len(pairs):
            times = Counter(name for name, _ in pairs)
            twice.extend(name for name in made if times[name] > 1)
        return made

    yaml_text.refuse_too_many(path.name, text, ",[{")
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
    return _source(path, data, yaml_text.lines_of(path.name, text))


def _read_yaml(path: Path, text: str) -> Source:
    data, locate, problems = yaml_text.read(path.name, text)
    return _source(path, data, locate, problems)


def from_mapping(
    data: Mapping[str, Any], locate: Callable[[Loc], str] | None = None, *, folder: Path | None = None
) -> Source:
    """A source made from data already in memory (a part of a bundle, data carried by a file)."""
    kind = data.get("kind")
    named = kind if isinstance(kind, str) else None
    return Source(dict(data), None, named, locate or (lambda _loc: ""), folder=folder)
