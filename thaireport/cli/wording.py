"""The command line's own words in Thai: the heads of a help page, and what is wrong with a command as typed.

Typer words these in English and has no place for another language, so its text is put into Thai here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from thaireport.cli.console import EXIT_SETUP, complain, say
from thaireport.errors import ThaiReportError, UsageError

_HEADS = (
    (re.compile(r"^Usage: ", re.MULTILINE), "วิธีใช้: "),
    (re.compile(r"^Arguments:$", re.MULTILINE), "สิ่งที่ต้องระบุ:"),
    (re.compile(r"^Options:$", re.MULTILINE), "ตัวเลือก:"),
    (re.compile(r"^Commands:$", re.MULTILINE), "คำสั่ง:"),
    (re.compile(r"Show this message\s+and exit\."), "แสดงคำอธิบายนี้"),
    (re.compile(r"\[required\]"), "[ต้องระบุ]"),
    (re.compile(r"\[default: "), "[ค่าปกติ: "),
    # Python's types of arguments (`INPUT <list[str]>`), which some releases of typer show, tell a clerk nothing.
    (re.compile(r"^(  \[?[A-Z]+\]?)( <\S+>)", re.MULTILINE), lambda found: found[1] + " " * len(found[2])),
)


_VALUES = (
    # The second wording of each is that of other releases of typer.
    (re.compile(r"Input should be a valid integer|.* is not a valid integer"), "ต้องเป็นจำนวนเต็ม เช่น 2"),
    (re.compile(r"(?:Input should be greater than or equal to |.* is not in the range x>=)(\d+)"), "ต้องเป็น {} ขึ้นไป"),
)
"""What typer says of a value of an option, and the same in Thai."""


def help_in_thai(page: str) -> str:
    """A help page whose fixed English words are Thai; names of commands and options stay as typed."""
    for pattern, words in _HEADS:
        page = pattern.sub(words, page)
    return page


def refuse_swallowed(words: Iterable[str]) -> None:
    r"""UsageError for ``"ผลลัพธ์\"`` of a Windows command line: the stroke makes the quote a letter of the name.

    All that follows, further options too, is part of that name then. No name in Windows has a quote.
    """
    for word in words:
        if '"' in word:
            name = word.partition('"')[0]
            raise UsageError(f'ลบเครื่องหมาย \\ ที่อยู่ก่อน " ปิดท้าย: พิมพ์ "{name}" ไม่ใช่ "{name}\\"')


def report_wrong_use(error: Exception) -> int:
    """Tell what is wrong with the command as typed; any other error goes on to the border."""
    if isinstance(error, ThaiReportError):
        raise error
    kind = type(error).__name__
    if kind == "Exit":
        return int(getattr(error, "exit_code", 0))
    if kind == "Abort":
        raise KeyboardInterrupt from error
    if kind == "NoArgsIsHelpError":
        say(error.ctx.get_help())  # type: ignore[attr-defined]
        return EXIT_SETUP
    if kind not in _WRONG_USE:
        raise error
    complain(_WRONG_USE[kind](error))
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        complain(f"ดูวิธีใช้: {ctx.command_path} --help")
    return EXIT_SETUP


def _no_such_option(error: Any) -> str:
    near = next(iter(error.possibilities or ()), "")
    return f"ไม่รู้จักตัวเลือก {error.option_name}" + (f": หมายถึง {near} หรือไม่" if near else "")


def _missing(error: Any) -> str:
    what = getattr(error.param, "help", None)
    return f"ยังไม่ได้ระบุ {_parameter(error)}" + (f": {what}" if what else "")


def _bad_value(error: Any) -> str:
    return f"ค่าของ {_parameter(error)} ใช้ไม่ได้: {_value_in_thai(str(error.message))}"


def _value_in_thai(message: str) -> str:
    for pattern, words in _VALUES:
        if found := pattern.match(message):
            return words.format(*found.groups())
    return message


def _bad_option(error: Any) -> str:
    return f"ตัวเลือก {error.option_name} ต้องมีค่าตามหลัง"


def _parameter(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return "ค่า"
    return str(parameter.metavar or parameter.name) if parameter.param_type_name == "argument" else parameter.opts[-1]


def _usage(error: Any) -> str:
    message = str(error.message)
    if found := re.match(r"No such command '(.+?)'\.?(?: Did you mean (.+)\?)?", message):
        near = f": หมายถึง {found[2]} หรือไม่" if found[2] else ""
        return f"ไม่รู้จักคำสั่ง {found[1]}{near}"
    if found := re.match(r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", message):
        return f'มีคำเกินมา: {found[1]} (ชื่อไฟล์ที่มีเว้นวรรคต้องครอบด้วย " ")'
    if message.startswith("Missing command"):
        return "ยังไม่ได้ระบุคำสั่ง"
    return f"คำสั่งไม่ถูกต้อง: {message}"


_WRONG_USE = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _bad_option,
    "BadArgumentUsage": _usage,
    "NoSuchCommand": _usage,
    "UsageError": _usage,
}
