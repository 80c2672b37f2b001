"""A roster: one row per recipient, whose heads stand in the text of a report as ``{ชื่อ}``.

The first sheet of a workbook (or a CSV file) whose first filled row holds the heads. Every row makes one report.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thaireport.errors import DataError, Loc, Problem, UsageError
from thaireport.intake.book import MAX_CELLS, Sheet, open_book
from thaireport.intake.cells import FAULTS, as_text, formula_fault, normal
from thaireport.intake.source import Source, content_of, refuse_lock
from thaireport.intake.tables import is_total
from thaireport.thai.text import closest

_FIELD = re.compile(r"\{([^{}\n]{1,60})\}")
_SEP = re.compile(r"sep=([,;\t|])[,;\t|]*", re.IGNORECASE)
_MOST_TITLES = 3
MOST_COLUMNS = 1_000
NUMBER = "ลำดับ"
"""A head that every roster has: the row's number, if the file has no such column."""


@dataclass(frozen=True)
class Recipient:
    """One row: its number from 1, its texts by head, and where the row stands."""

    number: int
    fields: Mapping[str, str]
    places: Mapping[str, str]
    hidden: bool = False
    """Whether the row is hidden."""


@dataclass(frozen=True)
class Roster:
    """The heads and the rows of a roster."""

    path: Path
    heads: tuple[str, ...]
    rows: tuple[Recipient, ...]


def read_roster(path: Path) -> Roster:
    """The roster of an .xlsx or .csv file. DataError when it has no heads, no rows, or the same head twice."""
    if not path.exists():
        raise UsageError(f"ไม่พบไฟล์รายชื่อ {path}: ตรวจชื่อและที่อยู่ของไฟล์")
    data = content_of(path)
    suffix = path.suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise UsageError(f"ไฟล์รายชื่อต้องเป็น .xlsx หรือ .csv แต่พบ {path.name}")
    refuse_lock(path)
    sheet = _csv_sheet(path, data) if suffix == ".csv" else _first_sheet(path)
    rows = _filled_rows(sheet) if sheet else []
    if sheet is None or len(rows) < 2:
        message = "รายชื่อต้องมีแถวหัว (เช่น ชื่อ ตำแหน่ง) และอย่างน้อยหนึ่งแถวข้อมูล"
        raise DataError([Problem(message, place=path.name, code="roster-empty")])
    first, last = (next(number for number, row in enumerate(sheet.rows) if row is end) for end in (rows[0], rows[-1]))
    del sheet.rows[last + 1 :]
    heads = {index: str(value).strip() for index, value in enumerate(rows[0]) if str(value).strip()}
    _refuse_twice(path, sheet, first, heads)
    _refuse_lost(path, sheet, first, heads)
    recipients = tuple(_recipients(path, sheet, first, heads))
    return Roster(path, tuple(heads.values()), recipients)


def _filled_rows(sheet: Sheet) -> list[list[Any]]:
    """The rows from the heads on, without titles above them (one cell each, heads and rows have more), sums below."""
    rows = [row for row in sheet.rows if any(value != "" for value in row)]
    while rows and is_total(rows[-1]):
        rows.pop()
    counts = [sum(value != "" for value in row) for row in rows[: _MOST_TITLES + 2]]
    titles = next((number for number, count in enumerate(counts) if count > 1), 0) if sheet.name else 0
    is_titled = 0 < titles <= _MOST_TITLES and counts[titles + 1 : titles + 2] > [1]
    return rows[titles:] if is_titled else rows


def _first_sheet(path: Path) -> Sheet | None:
    """The first filled sheet; what stands in it is printed as it is shown, amounts with their commas."""
    return next((sheet for sheet in open_book(path, amounts=True).sheets if sheet.filled), None)


def _csv_sheet(path: Path, data: bytes) -> Sheet:
    text = _decoded(data)
    if "\ufffd" in text or "\0" in text:
        message = "ไฟล์ .csv มีอักขระที่อ่านไม่ออก: เปิดใน Excel แล้วบันทึกเป็น CSV UTF-8 หรือ .xlsx"
        raise DataError([Problem(message, place=path.name, code="encoding")])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter, text = _delimiter(text)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        message = 'ไฟล์ .csv ผิดรูปแบบ: ตรวจเครื่องหมาย " ที่เปิดแล้วไม่ปิด หรือบันทึกเป็น .xlsx'
        raise DataError([Problem(message, place=f"{path.name} บรรทัด {reader.line_num}", code="csv")]) from error
    width = max((len(row) for row in rows), default=0)
    if width > MOST_COLUMNS or width * len(rows) > MAX_CELLS:
        message = f"ไฟล์ .csv มีคอลัมน์มากผิดปกติ ({width:,} คอลัมน์): ตรวจเครื่องหมาย , ที่เกินมา หรือบันทึกเป็น .xlsx"
        raise DataError([Problem(message, place=path.name, code="csv")])
    return Sheet("", [[*row, *[""] * (width - len(row))] for row in rows])


def _decoded(data: bytes) -> str:
    """The text of a CSV file as Excel saves them: UTF-8, the old Thai one, or UTF-16 ("Unicode Text")."""
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel of a Thai Windows writes as "CSV".
        return data.decode("cp874", errors="replace")


def _delimiter(text: str) -> tuple[str, str]:
    """What stands between the values, and the text without the line (``sep=;``) that says so to Excel.

    Where the heads have no comma it is the tab or semicolon that they have.
    """
    first, _, _ = text.lstrip("\n").partition("\n")
    if found := _SEP.fullmatch(first):
        return found[1], text.replace(first, "", 1)
    return next((each for each in ",\t;" if each in first), ","), text


def _refuse_twice(path: Path, sheet: Sheet, row: int, heads: Mapping[int, str]) -> None:
    seen: dict[str, int] = {}
    for index, head in heads.items():
        if normal(head) in seen:
            place = f"{path.name} {_cell(sheet, row, index, head)}"
            raise DataError([Problem(f"หัวคอลัมน์ “{head}” ซ้ำ: ตั้งชื่อให้ต่างกัน", place=place, code="roster-head")])
        seen[normal(head)] = index


def _refuse_lost(path: Path, sheet: Sheet, first: int, heads: Mapping[int, str]) -> None:
    """Refuse values that would reach no letter: under no head, and of formulas that show none."""
    found = [
        Problem(formula_fault(shown), place=f"{path.name} {_cell(sheet, row, column, heads[column])}", code="formula")
        for (row, column), shown in sheet.faults.items()
        if row > first and column in heads
    ]
    headless = 'ค่านี้อยู่ในคอลัมน์ที่ไม่มีหัว: ใส่หัวคอลัมน์ในแถวแรก หรือลบค่า (ใน .csv ข้อความที่มี , ต้องอยู่ใน " ")'
    found += [
        Problem(headless, place=f"{path.name} {_cell(sheet, row, column, str(column + 1))}", code="roster-headless")
        for row in range(first + 1, len(sheet.rows))
        for column, value in enumerate(sheet.rows[row])
        if column not in heads and str(value).strip()
    ]
    if found:
        raise DataError(found)


def _recipients(path: Path, sheet: Sheet, first: int, heads: Mapping[int, str]) -> Iterator[Recipient]:
    number = 0
    for row in range(first + 1, len(sheet.rows)):
        values = sheet.rows[row]
        if not any(str(values[index]).strip() for index in heads):
            continue
        number += 1
        fields = {head: _text(values[index]) for index, head in heads.items()}
        if not any(normal(head) == normal(NUMBER) for head in fields):
            fields[NUMBER] = str(number)
        places = {head: f"{path.name} {_cell(sheet, row, index, head)}" for index, head in heads.items()}
        yield Recipient(number, fields, places, row in sheet.hidden)


def _cell(sheet: Sheet, row: int, column: int, head: str) -> str:
    """A cell as a clerk finds it; a CSV file has lines and no sheets."""
    return sheet.place(row, column) if sheet.name else f"บรรทัด {row + 1} คอลัมน์ “{head}”"


def _text(value: Any) -> str:
    return "" if value in FAULTS else (value if isinstance(value, str) else as_text(value)).strip()


def fields_used(data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every ``{field}`` in the texts of a report's data, with its path."""
    if isinstance(data, str):
        yield from ((loc, name.strip()) for name in _FIELD.findall(data))
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from fields_used(value, (*loc, name))
    elif isinstance(data, (list, tuple)):
        for index, value in enumerate(data):
            yield from fields_used(value, (*loc, index))


def check_fields(source: Source, roster: Roster) -> None:
    """Raise DataError when the text names a column that the roster lacks, or none at all."""
    known = {normal(head) for head in (*roster.heads, NUMBER)}
    used = list(fields_used(source.data))
    if not used:
        example = roster.heads[0]
        message = f"ข้อความไม่มีช่องเติมสักช่อง: พิมพ์ชื่อหัวคอลัมน์ในวงเล็บปีกกา เช่น {{{example}}}"
        raise DataError([Problem(message, place=source.path.name if source.path else "", code="roster-unused")])
    problems = []
    for loc, name in used:
        if normal(name) not in known:
            near = closest(name, roster.heads)
            hint = f"หมายถึง {{{near}}} หรือไม่" if near else f"มี {', '.join(roster.heads)}"
            message = f"ไม่มีคอลัมน์ “{name}” ใน {roster.path.name}: {hint}"
            problems.append(Problem(message, loc, place=source.place(loc), code="roster-field"))
    if problems:
        raise DataError(problems)


def check_name(pattern: str, roster: Roster) -> None:
    """Raise UsageError when the pattern of the file names has a field that the roster lacks."""
    known = {normal(head) for head in (*roster.heads, NUMBER)}
    for _, name in fields_used(pattern):
        if normal(name) not in known:
            raise UsageError(f"--name: ไม่มีคอลัมน์ “{name}” ใน {roster.path.name}: มี {', '.join((NUMBER, *roster.heads))}")


def for_recipient(source: Source, recipient: Recipient) -> Source:
    """The data of one recipient's report. DataError when a field that the text needs is empty in the row."""
    by_name = {normal(head): (head, value) for head, value in recipient.fields.items()}
    empty = sorted({name for _, name in fields_used(source.data) if not by_name[normal(name)][1]})
    if empty:
        raise DataError(
            [
                Problem(
                    "ยังว่างอยู่ แต่ข้อความใช้ช่องนี้",
                    place=recipient.places.get(by_name[normal(name)][0], ""),
                    code="roster-blank",
                )
                for name in empty
            ]
        )
    filled = _filled(source.data, {name: value for name, (_, value) in by_name.items()})
    return Source(filled, source.path, source.kind, source.locate, (*source.problems, *_hidden(recipient)))


def _hidden(recipient: Recipient) -> Iterator[Problem]:
    if recipient.hidden:
        message = "แถวนี้ซ่อนไว้ (ซ่อนเองหรือด้วยตัวกรอง) แต่ทำให้ด้วย: ลบแถวถ้าไม่ส่ง หรือเลิกซ่อน"
        yield Problem(message, level="warning", code="hidden", place=next(iter(recipient.places.values()), ""))


def fill_text(pattern: str, recipient: Recipient) -> str:
    """A text whose ``{fields}`` are the recipient's; an unknown one stays as it is."""
    values = {normal(head): value for head, value in recipient.fields.items()}
    return _FIELD.sub(lambda found: values.get(normal(found[1]), found[0]), pattern)


def _filled(data: Any, values: Mapping[str, str]) -> Any:
    if isinstance(data, str):
        return _FIELD.sub(lambda found: values[normal(found[1])], data)
    if isinstance(data, Mapping):
        return {name: _filled(value, values) for name, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_filled(value, values) for value in data]
    return data
