"""What the screen is told: UTF-8 on any console, Thai sentences, a log file for what no clerk can mend."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO
from unicodedata import category

from thaireport.errors import Problem, ThaiReportError, said_of_machine

LOG_VARIABLE = "THAIREPORT_LOG"
"""A file to keep the log in instead of the user's own folder for such things."""
MAX_LOG_BYTES = 2_000_000

EXIT_DONE, EXIT_DATA, EXIT_SETUP = 0, 1, 2


def speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page (874 of a Thai Windows cannot hold ✓ or “ ”)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def say(line: str = "") -> None:
    """One line to the screen."""
    _write(sys.stdout, line)


def complain(line: str) -> None:
    """One line to the error stream."""
    _write(sys.stderr, line)


def _write(stream: TextIO, line: str) -> None:
    print(line if line.isprintable() else line.translate(_STEERING), file=stream)


_STEERING = {code: f"\\u{code:04x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
"""Letters that steer a terminal: a file's name or a text in the data may hold them. Written as JSON writes them."""


def guarded(run: Callable[[], int]) -> int:
    """The exit status of ``run``; whatever it raises becomes Thai words, never a traceback."""
    try:
        return run()
    except ThaiReportError as error:
        for line in str(error).split("\n"):
            complain(line)
        return error.exit_status
    except KeyboardInterrupt:
        complain("หยุดตามคำสั่ง (Ctrl+C): ไฟล์ที่ทำเสร็จแล้วยังอยู่ครบ ไฟล์ที่ยังไม่เสร็จไม่ถูกเขียน")
        return 130
    except BrokenPipeError:
        _forget_output()
        return EXIT_DONE
    except Exception as error:  # the border: nothing foreign reaches a clerk
        complain(confess(error))
        return EXIT_SETUP


def _forget_output() -> None:
    """The reader of a pipe went away (``| head``): the rest goes nowhere, quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def confess(error: BaseException) -> str:
    """What a clerk is told of a fault that is ours; its traceback goes to the log file."""
    if said := said_of_machine(error):
        return said
    details = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    place = log(f"{type(error).__name__}: {error}\n{details}")
    kept = f" รายละเอียดอยู่ใน {place}" if place else ""
    return f"โปรแกรมขัดข้อง ({type(error).__name__}) ไม่ใช่ความผิดของข้อมูล:{kept} กรุณาส่งให้ผู้ดูแลโปรแกรม"


def log(text: str, file: Path | None = None) -> Path | None:
    """Add ``text`` to the log file, with the time; the file, or None where no log can be written."""
    target = file or log_file()
    stamp = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file() and target.stat().st_size > MAX_LOG_BYTES:
            target.replace(target.with_suffix(".1.log"))
        with target.open("a", encoding="utf-8") as stream:
            stream.write(f"{stamp} {text}\n")
    except OSError:
        return None
    return target


def log_file() -> Path:
    """Where the log lies: ``THAIREPORT_LOG``, else the user's folder for program data."""
    named = os.environ.get(LOG_VARIABLE)
    if named:
        return Path(named)
    local = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    folder = Path(local) if local else Path.home() / ".local" / "state"
    return folder / "thaireport" / "thaireport.log"


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines of the screen, errors first."""
    ordered = sorted(problems, key=lambda problem: problem.level != "error")
    return [f"  {'ผิด' if problem.level == 'error' else 'เตือน'}  {problem}" for problem in ordered]


def width(text: str) -> int:
    """How many columns a text takes on a screen: Thai vowels and tone marks above and below take none."""
    return sum(category(letter) not in {"Mn", "Cf"} for letter in text)


def padded(text: str, columns: int) -> str:
    """``text`` followed by spaces up to ``columns`` columns."""
    return text + " " * max(columns - width(text), 0)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with columns under each other; the first row is the head."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ["  ".join(padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "  ".join("-" * size for size in widths), *lines[1:]]


class Progress:
    """A bar on the screen once the work has taken more than a second; silent in a pipe or a log."""

    DELAY_SECONDS = 1.0

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self._started = _now()
        self._shown = False

    def step(self) -> None:
        """One more is finished."""
        self.done += 1
        if self.total > 1 and sys.stderr.isatty() and _now() - self._started > self.DELAY_SECONDS:
            filled = 30 * self.done // self.total
            sys.stderr.write(f"\r[{'#' * filled}{'-' * (30 - filled)}] {self.done:,}/{self.total:,}")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        """Take the bar off the screen again."""
        if self._shown:
            sys.stderr.write("\r" + " " * 60 + "\r")
            sys.stderr.flush()


def _now() -> float:
    from time import monotonic

    return monotonic()
