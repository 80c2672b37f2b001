"""``make --roster``: one text, many recipients; what is up to date already is not made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thaireport import __version__
from thaireport.cli.desk import Desk, Outcome, each, sources_of, summary
from thaireport.cli.inputs import destination
from thaireport.errors import UsageError
from thaireport.files import make_folder, whole_name
from thaireport.intake.roster import (
    Recipient,
    Roster,
    check_fields,
    check_name,
    fill_text,
    for_recipient,
    read_roster,
)
from thaireport.intake.source import Source, read
from thaireport.output.package import replace_file
from thaireport.pipeline import record_for, save
from thaireport.report import Report
from thaireport.thai.text import safe_file_name

STATE = ".thaireport-made.json"
"""Beside the files made: from what each was made, so that it is made again only when that changes."""


@dataclass(frozen=True)
class Mailing:
    """What the command line says of a mailing."""

    roster: Path
    output: Path | None
    formats: tuple[str, ...]
    name: str | None
    agency: Path | None
    strict: bool
    force: bool
    data: bool = True


def make_for_all(words: Iterable[str], mailing: Mailing) -> int:
    """Make one file per recipient and format; the exit status is the worst of them."""
    files = sources_of(words)
    if len(files) != 1:
        raise UsageError(f"--roster ใช้กับข้อความไฟล์เดียว แต่ระบุ {len(files)} ไฟล์")
    file = files[0]
    source, roster = read(file), read_roster(mailing.roster)
    check_fields(source, roster)
    check_name(mailing.name or "", roster)
    where = destination(mailing.output, mailing.formats, files)
    if where.file is not None:
        raise UsageError(f"-o {where.file.name} เป็นไฟล์เดียว: --roster ทำหลายไฟล์ ระบุเป็นโฟลเดอร์")
    folder = where.folder or file.with_name(f"{file.stem}-ทุกฉบับ")
    make_folder(folder)
    work = _Work(mailing, source, where.formats, folder, _names(file, roster, mailing.name))
    outcomes = [Outcome(file, row=f"{roster.path.name} รายที่ {row.number} {_who(row)}") for row in roster.rows]
    by_row = {id(outcome): recipient for outcome, recipient in zip(outcomes, roster.rows, strict=True)}
    each(outcomes, lambda outcome: work.make(outcome, by_row[id(outcome)]))
    work.remember()
    return summary(outcomes)


def _who(recipient: Recipient) -> str:
    return next((value for value in recipient.fields.values() if value), "")[:40]


def _names(file: Path, roster: Roster, pattern: str | None) -> dict[int, str]:
    """The file name of each recipient, safe on every system, all different."""
    digits = max(len(str(len(roster.rows))), 2)
    names: dict[int, str] = {}
    taken: set[str] = set()
    for recipient in roster.rows:
        usual = f"{file.stem}-{recipient.number:0{digits}d} {_who(recipient)}"
        name = safe_file_name(fill_text(pattern, recipient) if pattern else usual)
        unique, again = name, 2
        # Windows takes names that differ in case alone for one.
        while unique.casefold() in taken:
            unique, again = f"{name} ({again})", again + 1
        taken.add(unique.casefold())
        names[recipient.number] = unique
    return names


class _Work:
    """One mailing being made."""

    def __init__(
        self, mailing: Mailing, source: Source, formats: tuple[str, ...], folder: Path, names: dict[int, str]
    ) -> None:
        self._mailing, self._source, self._formats = mailing, source, formats
        self._folder, self._names = folder, names
        self._desk = Desk(mailing.agency, mailing.strict)
        self._made = _remembered(folder)
        self._templates: dict[str, str] = {}

    def make(self, outcome: Outcome, recipient: Recipient) -> None:
        """Write the files of one recipient, unless they are up to date."""
        report = self._desk.examine(outcome, for_recipient(self._source, recipient))
        if report is None:
            return
        outcome.skipped = True
        for to in self._formats or report.formats[:1]:
            target = self._folder / f"{self._names[recipient.number]}.{to}"
            if whole_name(target) in map(whole_name, (outcome.source, self._mailing.roster)):
                raise UsageError(f"ผลลัพธ์ {target.name} จะทับไฟล์ข้อมูลเอง: ระบุที่เก็บอื่นด้วย -o หรือชื่ออื่นด้วย --name")
            digest = self._digest(report, to)
            if self._mailing.force or self._made.get(target.name) != _state(target, digest):
                save(report, target, data=self._mailing.data)
                self._made[target.name] = _state(target, digest)
                outcome.skipped = False
            outcome.made.append(target)

    def _digest(self, report: Report, to: str) -> str:
        """From what a file is made: its data, its pictures, its template, this version."""
        data = json.dumps(report.stored(), ensure_ascii=False, sort_keys=True)
        beside = " ".join(report.files_beside())
        told = "\n".join((__version__, to, str(self._mailing.data), self._template(report, to), beside, data))
        return hashlib.sha256(told.encode()).hexdigest()

    def _template(self, report: Report, to: str) -> str:
        """The SHA-256 of the template, of a bundle those of its parts' templates."""
        name = report.template_for("xlsx" if to == "xlsx" else "docx")  # the data may choose among several
        if name not in self._templates:
            self._templates[name] = record_for(report, to).digest
        return self._templates[name]

    def remember(self) -> None:
        """Write down what was made from what."""
        text = json.dumps(self._made, ensure_ascii=False, indent=0)
        replace_file(self._folder / STATE, text.encode())


def _state(target: Path, digest: str) -> list[Any]:
    """A file as it lies there and what it was made from; a file changed by hand has another state."""
    if not target.is_file():
        return []
    return [digest, target.stat().st_size, target.stat().st_mtime_ns]


def _remembered(folder: Path) -> dict[str, Any]:
    try:
        known = json.loads((folder / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
