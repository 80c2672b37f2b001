"""What clerks and agencies write, damaged: forms, YAML, JSON, rosters, pictures, agency files, years of the ITA."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import thaireport
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.fuzz.mutate import changed, mutated
from tests.support.clerk import lay_pictures
from tests.support.made import EXAMPLES, KINDS, example
from thaireport.errors import DataError, Problem, ThaiReportError, UsageError
from thaireport.intake import roster
from thaireport.intake.form import form_bytes
from thaireport.intake.source import read
from thaireport.pictures import PictureFile
from thaireport.pipeline import examine
from thaireport.reports import REPORTS

Use = Callable[[], str]
"""Does with a file what the program does; gives in a word what became of it."""

_THAI = re.compile("[ก-๙]")
_RENDERED = 0.3
"""The share of the reports that are made into files: that takes longer than all else."""


class FaultError(AssertionError):
    """An outcome that no clerk should see."""


def laid(folder: Path, chance: random.Random) -> tuple[str, Use]:
    """A damaged input in an empty folder: what it is, and what is to be done with it."""
    emptied(folder)
    name = chance.choice(list(_WAYS))
    return name, _WAYS[name](folder, chance)


def emptied(folder: Path) -> None:
    """Take away what the last one left in a folder."""
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def _report(path: Path, chance: random.Random) -> Use:
    is_rendered = chance.random() < _RENDERED

    def use() -> str:
        try:
            report = thaireport.load(path)
        except ThaiReportError as error:
            return told(error)
        if is_rendered:
            for to in report.formats:
                if to != "pdf":
                    thaireport.render(report, to)
        return "a report"

    return use


def told(error: ThaiReportError) -> str:
    """The kind of an error; FaultError where it is not in Thai or does not say where to go."""
    problems = error.problems if isinstance(error, DataError) else (Problem(str(error), place="-"),)
    for problem in problems:
        if not _THAI.search(problem.message) or not problem.place:
            raise FaultError(repr(problem)) from error
    return f"refused: {type(error).__name__} {getattr(problems[0], 'code', '')}"


# ---- forms ----

_VALUES: tuple[Any, ...] = (
    *(None, "", " ", "-", "0", 0, -1, 1.5, 1e300, 10**15, True, False, "✓", "x", "ก" * 32_000, "\n" * 50),
    *(date(2026, 4, 20), datetime(1900, 1, 1, 3), datetime(9999, 12, 31), time(8, 30), timedelta(days=400)),
    *("=1/0", "=A1", "=SUM(A1:XFD1048576)", "#REF!", "#SPILL!", "Err:502", "๑๒๓", "1,2,3", "(ว่าง)", "↵", "[0|x] ก"),
    *("2569-02-30", "31 กุมภาพันธ์ 2569", "{ชื่อ}", "{{ x }}", "../../etc/passwd", "file.png", "รวม", "หมายเหตุ"),
    *("a: b\nc", ": :", "NaN", "-inf", "1e999999", "0x10", "๙" * 500, "\u200b", "\u202e", "kind", "memo"),
)
_FORMATS = ("General", "0%", "0.00", "00000", "@", "yyyy-mm-dd", "[h]:mm:ss", '"ก"0', "[$-D07041E]0.0", ";;;")


@cache
def _form(kind: str, filled: bool) -> bytes:
    return form_bytes(REPORTS[kind], example(kind) if filled else None)


def _filled_form(folder: Path, chance: random.Random) -> Use:
    """A form in which a clerk typed, merged, moved, deleted and renamed at will."""
    kind = chance.choice(KINDS)
    workbook = openpyxl.load_workbook(io.BytesIO(_form(kind, chance.random() < 0.9)))
    for _ in range(chance.choice((1, 2, 5, 20))):
        chance.choice(_EDITS)(chance.choice(workbook.worksheets), chance)
    lay_pictures(folder)
    path = folder / "แบบ.xlsx"
    if all(sheet.sheet_state != "visible" for sheet in workbook.worksheets):
        workbook.worksheets[0].sheet_state = "visible"
    workbook.save(path)
    return _report(path, chance)


def _broken_form(folder: Path, chance: random.Random) -> Use:
    """A form whose bytes, parts or XML are damaged."""
    lay_pictures(folder)
    path = folder / "แบบ.xlsx"
    path.write_bytes(mutated(_form(chance.choice(KINDS), True), chance))
    return _report(path, chance)


def _book(sheet: Worksheet) -> Workbook:
    assert sheet.parent is not None
    return sheet.parent


def _cell(sheet: Worksheet, chance: random.Random) -> Any:
    last_row, last_column = sheet.max_row + 2, sheet.max_column + 1
    return sheet.cell(chance.randint(1, last_row), chance.randint(1, last_column))


def _type(sheet: Worksheet, chance: random.Random) -> None:
    cell = _cell(sheet, chance)
    if type(cell).__name__ != "MergedCell":
        cell.value = chance.choice(_VALUES)


def _format(sheet: Worksheet, chance: random.Random) -> None:
    cell = _cell(sheet, chance)
    if type(cell).__name__ != "MergedCell":
        cell.value, cell.number_format = chance.choice((1, 0.5, 46_132, 8.3, -7)), chance.choice(_FORMATS)


def _merge(sheet: Worksheet, chance: random.Random) -> None:
    cell = _cell(sheet, chance)
    row, column = cell.row, cell.column
    sheet.merge_cells(None, row, column, row + chance.choice((0, 1, 3)), column + chance.choice((0, 1, 4)))


def _move(sheet: Worksheet, chance: random.Random) -> None:
    rows = chance.choice((0, 1, 5, 60))
    sheet.move_range(sheet.dimensions, rows, chance.choice((0, 1, 3, 90)) or int(not rows))


def _rename(sheet: Worksheet, chance: random.Random) -> None:
    sheet.title = chance.choice(("ข้อมูล ", "Sheet1", sheet.title[:3] or "x", sheet.title + "2", "'", "ก" * 31))


def _remove(sheet: Worksheet, chance: random.Random) -> None:
    if len(_book(sheet).worksheets) > 1:
        _book(sheet).remove(sheet)


def _double(sheet: Worksheet, chance: random.Random) -> None:
    _book(sheet).copy_worksheet(sheet)


def _swap(sheet: Worksheet, chance: random.Random) -> None:
    """Two cells change places, heads too."""
    one, other = _cell(sheet, chance), _cell(sheet, chance)
    if "MergedCell" not in {type(one).__name__, type(other).__name__}:
        one.value, other.value = other.value, one.value


def _names(sheet: Worksheet, chance: random.Random) -> None:
    for name in _book(sheet).defined_names.values():
        name.attr_text = chance.choice(("#REF!", '="x"', "'none'!$A$1", "A1:B2", "", '="memo"'))


_EDITS: tuple[Callable[[Worksheet, random.Random], None], ...] = (
    *(_type, _type, _type, _type, _format, _format, _merge, _merge, _move, _rename, _remove, _double, _swap, _swap),
    lambda sheet, chance: sheet.delete_cols(chance.randint(1, sheet.max_column)),
    lambda sheet, chance: sheet.insert_cols(chance.randint(1, sheet.max_column)),
    lambda sheet, chance: sheet.delete_rows(chance.randint(1, sheet.max_row), chance.choice((1, 1, 3, 1_000))),
    lambda sheet, chance: sheet.insert_rows(chance.randint(1, sheet.max_row), chance.choice((1, 2, 50))),
    lambda sheet, _chance: setattr(sheet.parent, "epoch", CALENDAR_MAC_1904),
    lambda sheet, _chance: setattr(sheet, "sheet_state", "hidden"),
    lambda sheet, chance: sheet.append([chance.choice(_VALUES) for _ in range(chance.choice((1, 8)))]),
    _names,
)


# ---- texts ----

_PIECES = (
    *("\t", ":", ": ", " - ", "-", "'", '"', "&a ", "*a ", "!x ", "|", "> ", " #x", "%", "@", "`", "{", "}", "["),
    *("\0", "\x01", "\ufeff", "\u2028", "\x85", "\u202e", "\ud7ff", "\uffff", "\U0001f600", "\r", "\r\n", "\n\n"),
    *(
        "---\n",
        "]",
        ",",
        "...\n",
        "<<: *a\n",
        "? ",
        "~",
        "null",
        "๑",
        "ก" * 5_000,
        "[" * 300,
        "{a: " * 200,
        "a: &a [*a]\n",
        "2569-02-30",
    ),
    *("!!python/object:os.system ", "!!binary ", "!!set {a}", "!!int x", "0o17", "1e9999", ".nan", "{{ x }}", "{ชื่อ}"),
)


def spoiled(text: str, chance: random.Random) -> bytes:
    """A text with lines and letters taken out, doubled, moved and put in."""
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        text = chance.choice(_SLIPS)(text, chance)
    data = text.encode(chance.choice(("utf-8",) * 8 + ("cp874", "utf-16")), "replace")
    return data if chance.random() < 0.9 else mutated(data, chance)


def _line(text: str, chance: random.Random, change: Callable[[list[str], int], None]) -> str:
    lines = text.split("\n")
    change(lines, chance.randrange(len(lines)))
    return "\n".join(lines)


def _put_in(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_PIECES) + text[at + chance.choice((0, 0, 1, 30)) :]


def _other_value(text: str, chance: random.Random) -> str:
    found = list(re.finditer(r": ?[^\n]*", text))
    if not found:
        return text
    at = chance.choice(found)
    value = chance.choice((*map(str, _VALUES), *_PIECES)).replace("\n", " ")
    return f"{text[: at.start()]}: {value[:2_000]}{text[at.end() :]}"


_SLIPS: tuple[Callable[[str, random.Random], str], ...] = (
    *(_put_in, _put_in, _other_value, _other_value),
    lambda text, chance: _line(text, chance, lambda lines, at: lines.__delitem__(at)),
    lambda text, chance: _line(text, chance, lambda lines, at: lines.insert(at, lines[at])),
    lambda text, chance: _line(text, chance, lambda lines, at: lines.insert(at, lines.pop())),
    lambda text, chance: _line(text, chance, lambda lines, at: lines.__setitem__(at, f"  {lines[at]}")),
    lambda text, chance: _line(text, chance, lambda lines, at: lines.__setitem__(at, lines[at].strip())),
    lambda text, chance: text[: chance.randrange(len(text) + 1)],
)


def _beside(folder: Path) -> None:
    """What the examples lie beside."""
    lay_pictures(folder)
    for path in (*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("*.xlsx")):
        shutil.copy(path, folder)


def _yaml(folder: Path, chance: random.Random) -> Use:
    _beside(folder)
    path = chance.choice(sorted(path for path in folder.glob("*.yaml") if path.name != "agency.yaml"))
    path.write_bytes(spoiled(path.read_text("utf-8"), chance))
    return _report(path, chance)


def _agency(folder: Path, chance: random.Random) -> Use:
    """The agency's file is damaged, or the file that says where it lies."""
    _beside(folder)
    path = folder / "agency.yaml"
    if chance.random() < 0.2:
        path.unlink()
        path = folder / "thaireport.toml"
        path.write_text('# ที่อยู่ของหน่วยงาน\nagency = "agency"\n', "utf-8")
        shutil.copytree(EXAMPLES / "agency", folder / "agency", dirs_exist_ok=True)
    path.write_bytes(spoiled(path.read_text("utf-8"), chance))
    return _report(folder / f"{chance.choice(KINDS)}.yaml", chance)


def _year(folder: Path, chance: random.Random) -> Use:
    """The agency's own framework of a fiscal year is damaged."""
    _beside(folder)
    text = (Path(thaireport.__file__).parent / "data" / "ita_2566.yaml").read_text("utf-8")
    (folder / "ita_2566.yaml").write_bytes(spoiled(text, chance))
    return _report(folder / f"{chance.choice(('ita_analysis', 'measures_report'))}.yaml", chance)


def _json(folder: Path, chance: random.Random) -> Use:
    """Other values in JSON, or JSON that is none."""
    _beside(folder)
    stored = {**example(kind := chance.choice(KINDS)).stored(), "kind": kind}
    text = json.dumps(stored, ensure_ascii=False, indent=1)
    path = folder / "ข้อมูล.json"
    path.write_bytes(changed(text, chance).encode() if chance.random() < 0.7 else spoiled(text, chance))
    return _report(path, chance)


def _roster(folder: Path, chance: random.Random) -> Use:
    """A list of recipients is damaged; each gets a memo."""
    _beside(folder)
    memo, path = folder / "memo.yaml", folder / "รายชื่อ.csv"
    memo.write_text(memo.read_text("utf-8").replace("subject: |", "subject: |\n  ถึง {ชื่อ} เลขที่ {เลขที่}"), "utf-8")
    lines = [f'{number},"นาย{number}, ตัวอย่าง",{number / 3},"ก\nข"' for number in range(1, 6)]
    path.write_bytes(spoiled("\n".join(("เลขที่,ชื่อ,คะแนน,ที่อยู่", *lines)), chance))

    def use() -> str:
        try:
            source, found = read(memo), roster.read_roster(path)
            roster.check_fields(source, found)
            for recipient in found.rows:
                roster.fill_text("{ชื่อ} {ลำดับ}", recipient)
                examine(roster.for_recipient(source, recipient), None, None)
        except ThaiReportError as error:
            return told(error)
        return "letters"

    return use


# ---- pictures ----


@cache
def _pictures() -> Sequence[tuple[str, bytes]]:
    """Small and usual pictures of each kind that is taken, and some that are not."""
    from PIL import Image

    made = []
    for mode in ("L", "P", "RGB", "RGBA", "CMYK", "1", "I;16"):
        for kind in ("PNG", "JPEG", "GIF", "TIFF", "MPO"):
            buffer = io.BytesIO()
            try:
                Image.new(mode, (60, 40)).save(buffer, kind)
            except (OSError, KeyError, ValueError):
                continue  # no such picture
            made.append((kind.lower(), buffer.getvalue()))
    return made


def _picture(folder: Path, chance: random.Random) -> Use:
    kind, data = chance.choice(_pictures())
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 3, 10))):  # the head says how large it is and what follows
        damaged[chance.randrange(min(len(damaged), chance.choice((40, 200, 10_000))))] = chance.choice(
            (0, 1, 0x7F, 0x80, 255, chance.randrange(256))
        )
    cut = chance.randrange(len(damaged)) if chance.random() < 0.15 else len(damaged)
    path = folder / f"ภาพ.{kind}"
    path.write_bytes(damaged[:cut])

    def use() -> str:
        if fault := PictureFile(path.name, folder).fault():
            return told(UsageError(fault))
        PictureFile(path.name, folder).size()
        return "a picture"

    return use


_WAYS: dict[str, Callable[[Path, random.Random], Use]] = {
    "form": _filled_form,
    "broken form": _broken_form,
    "yaml": _yaml,
    "agency": _agency,
    "year": _year,
    "json": _json,
    "roster": _roster,
    "picture": _picture,
}
WAYS = tuple(_WAYS)
