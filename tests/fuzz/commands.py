"""Commands as they may be typed: any command with any options and values, in a folder of sound and damaged files."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer
from tests.fuzz.inputs import FaultError, Use, emptied
from tests.fuzz.mutate import mutated
from tests.support.made import EXAMPLES, KINDS, made
from thaireport.cli import main
from thaireport.cli.app import app
from thaireport.cli.console import LOG_VARIABLE
from thaireport.intake.form import form_bytes
from thaireport.output.templates import shipped_folder
from thaireport.reports import REPORTS

_THAI = re.compile("[ก-๙]")
_KINDS = ("memo", "order", "action_plan", "plan_results")
# None leads out of the folder: whatever is typed is also done.
_ODD = (
    *("", " ", "-", "--", ".", "./.", "~", "*", "[", "?", "ไม่มี", "ไม่มี.yaml", "ก" * 300, "\x1b[31m", "{x}", "{ชื่อ}"),
    *("memo", "บันทึกข้อความ", "meno", "xlsx", "PDF", "x.docx", "ผล", "ผล/ผล.docx", "x.xlsx", "0", "1", "2", "-1", "๒"),
)


def laid(folder: Path, chance: random.Random) -> tuple[str, Use]:
    """A folder of files and a command that is typed in it."""
    emptied(folder)
    for name, data in _files().items():
        if chance.random() < 0.3:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(mutated(data, chance) if chance.random() < 0.3 else data)
    words = _typed(folder, chance)

    def use() -> str:
        return _run(folder, words)

    return " ".join(words), use


@cache
def _files() -> dict[str, bytes]:
    files = {f"{kind}.yaml": (EXAMPLES / f"{kind}.yaml").read_bytes() for kind in _KINDS}
    files |= {f"แบบ {kind}.xlsx": form_bytes(REPORTS[kind]) for kind in _KINDS}
    files |= {f"ส่ง/{kind}.{to}": made(kind, to) for kind in _KINDS for to in REPORTS[kind].formats if to != "pdf"}
    files |= {f"templates/{kind}.docx": (shipped_folder() / f"{kind}.docx").read_bytes() for kind in _KINDS}
    roster = "ชื่อ,ตำแหน่ง\nนายสมชาย ตัวอย่างดี,นายก\nนางสุดา รักงาน,ปลัด\n"
    return {**files, "agency.yaml": (EXAMPLES / "agency.yaml").read_bytes(), "รายชื่อ.csv": roster.encode()}


def _typed(folder: Path, chance: random.Random) -> list[str]:
    command = typer.main.get_command(app)
    words: list[str] = []
    while hasattr(command, "commands"):
        words.append(chance.choice([name for name in command.commands if name != "doctor"]))
        command = command.commands[words[-1]]
    params = list(command.params)
    for param in params:
        is_argument = param.param_type_name == "argument"
        if not is_argument and chance.random() > (0.8 if param.required else 0.2):
            continue
        for _ in range(chance.choice((1, 1, 2)) if param.multiple or param.nargs == -1 else 1):
            words += [] if is_argument else [chance.choice(param.opts)]
            words += [] if getattr(param, "is_flag", False) else [_value(param, folder, chance)]
    if chance.random() < 0.05:
        chance.shuffle(words)
    return words


def _value(param: Any, folder: Path, chance: random.Random) -> str:
    if chance.random() < 0.25:
        return chance.choice(_ODD)
    if param.name in {"to", "jobs"}:
        return chance.choice(("docx", "xlsx")) if param.name == "to" else "1"
    if param.name in {"kind", "begun"}:
        return chance.choice(KINDS)
    if param.name == "output":
        return chance.choice(("ผล", "ผล.docx", "ผล.xlsx", "ผล.yaml", "ผล.json", "memo.yaml"))
    there = [str(each.relative_to(folder)) for each in folder.rglob("*")]
    return chance.choice([*there, "."])


def _run(folder: Path, words: list[str]) -> str:
    before = set(folder.rglob("*"))
    out, told = io.StringIO(), io.StringIO()
    os.environ[LOG_VARIABLE] = str(folder / "log")
    with _in(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        status = main(words)
    said = out.getvalue() + told.getvalue()
    if status not in {0, 1, 2}:
        raise FaultError(f"exit status {status}")
    if status and not _THAI.search(said):
        raise FaultError(f"not in Thai: {said!r}")
    if "Traceback" in said or "ขัดข้อง" in said:
        raise FaultError(said)
    if "--json" in words and status < 2 and "--help" not in words and out.getvalue().strip():
        json.loads(out.getvalue())
    _require_whole(set(folder.rglob("*")) - before)
    return f"{' '.join(word for word in words[:2] if word.isascii() and word.isalpha())}: {status}"


@contextlib.contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _require_whole(written: set[Path]) -> None:
    for path in written:
        if path.name.endswith(".tmp"):
            raise FaultError(f"left behind: {path}")
        if path.suffix in {".docx", ".xlsx"} and path.is_file():
            with zipfile.ZipFile(path) as archive:
                if archive.testzip():
                    raise FaultError(f"not whole: {path}")
