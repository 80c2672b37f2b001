"""What can go wrong, as a tree.

ThaiReportError            every error of this library; ``exit_status`` is the command line's
|-- DataError              the data has problems (exit 1); ``problems`` holds all of them
|-- TemplateError          a template cannot be used (exit 1); ``problems`` holds all of them
|-- OutputError            a file or folder cannot be written, LibreOffice failed (exit 2)
|-- SetupError             something is missing on the machine: LibreOffice, a font (exit 2)
`-- UsageError             a call or command that makes no sense (exit 2)
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Level = Literal["error", "warning"]
Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One thing to mend: a Thai sentence and where it is.

    ``loc`` is the path in the data (``("projects", 2, "budget")``), ``place`` what a clerk sees
    (``แผ่นงาน "โครงการ" ช่อง C5``, ``memo.yaml บรรทัด 7``), ``code`` a stable name of the rule.
    """

    message: str
    loc: Loc = ()
    level: Level = "error"
    code: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message

    def at(self, place: str) -> Problem:
        """The same problem with the place a clerk can go to."""
        return Problem(self.message, self.loc, self.level, self.code, place)  # a third of the time of ``replace``

    def in_file(self, name: str) -> Problem:
        """The same problem, a cell named with its workbook: every form has sheets and cells of these names."""
        return self.at(f"{name} {self.place}") if self.place.startswith("แผ่นงาน") else self

    def below(self, *prefix: str | int) -> Problem:
        """The same problem seen from the report that holds this one."""
        return replace(self, loc=(*prefix, *self.loc))


class Unknown(ValueError):  # noqa: N818 - nobody sees it: the value itself is told as faulty
    """A value was asked for that could not be read (stand_in.py).

    A ValueError, so that validation takes it for a fault; ``messages`` leaves it out.
    """


def as_known(*rules: Iterable[Problem]) -> Iterator[Problem]:
    """What each rule says; one that asks for a value nobody knows says no more."""
    for rule in rules:
        try:
            yield from rule
        except Unknown:
            continue


def of_each(holder: object, name: str, *rules: Callable[[Any], Iterable[Problem]]) -> Iterator[Problem]:
    """What the rules say of each entry of ``holder``'s list ``name``; of a faulty entry as far as is known."""
    for index, entry in enumerate(getattr(holder, name)):
        for rule in rules:
            try:
                for problem in rule(entry):
                    yield problem.below(name, index)
            except Unknown:
                continue


class ThaiReportError(Exception):
    """Every error that this library raises on purpose; the message is Thai."""

    exit_status = 1


class _ProblemsError(ThaiReportError):
    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        worst_first = sorted(self.problems, key=lambda problem: problem.level != "error")
        super().__init__("\n".join(str(problem) for problem in worst_first))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.problems,)


class DataError(_ProblemsError):
    """The data has problems; ``problems`` lists every one with its place, warnings among them (``level``)."""


class TemplateError(_ProblemsError):
    """A template cannot be used; ``problems`` lists every fault, each with its place."""


class OutputError(ThaiReportError):
    """A file or folder cannot be written (no right to it, or it is open in another program), or LibreOffice failed."""

    exit_status = 2


class SetupError(ThaiReportError):
    """Something is missing on this machine; the message says what to install."""

    exit_status = 2


class UsageError(ThaiReportError):
    """A call or a command that makes no sense; the message says which ones do."""

    exit_status = 2


def is_disk_full(error: BaseException) -> bool:
    """Whether an error says that nothing more fits on the disk, or into the user's share of it."""
    full = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
    return (isinstance(error, OSError) and error.errno in full) or str(error) in _FULL


_FULL = {"IO_ENOSPC", "IO_EFBIG", "IO_EDQUOT", "database or disk is full", "disk I/O error"}
"""How lxml (which openpyxl writes its temporary files with) and SQLite say it, this also of a limit on files."""


def is_too_long(error: BaseException) -> bool:
    """Whether an error says that no disk keeps a file of such a name."""
    return isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG


LONGEST_IN_WINDOWS = 259
TOO_LONG_FOR_WINDOWS = "ที่อยู่ของไฟล์รวมชื่อโฟลเดอร์ยาวเกินที่ Windows รับ (ไม่เกิน 259 ตัวอักษร): ย้ายไปโฟลเดอร์ที่ชื่อสั้นกว่า เช่น C:\\งาน"
"""What Windows tells as a file that is not there, unless its administrator allowed longer names."""


def said_of_machine(error: BaseException) -> str:
    """What is said of an error that this machine is to blame for; empty for any other."""
    if isinstance(error, MemoryError):
        return "หน่วยความจำไม่พอ: ปิดโปรแกรมอื่น หรือทำครั้งละน้อยไฟล์"
    if is_disk_full(error):
        return "ที่เก็บเต็ม (หรือที่เก็บไฟล์ชั่วคราวเต็ม): ลบไฟล์ที่ไม่ใช้ แล้วสั่งใหม่"
    if is_too_long(error):
        return f"ชื่อไฟล์หรือที่อยู่ยาวเกินไป (…{str(getattr(error, 'filename', ''))[-40:]}): ตั้งชื่อให้สั้นลง"
    if isinstance(error, OSError) and error.filename:
        return f"เปิดหรือเขียน {error.filename} ไม่ได้ ({error.strerror}): ปิดไฟล์ในโปรแกรมอื่น หรือตรวจสิทธิ์ของโฟลเดอร์"
    return ""
