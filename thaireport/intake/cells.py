"""One value as a clerk sees it in a cell, and a column of cells as the data a model reads.

``shown`` and ``read_column`` are each other's inverse: what the form shows of a report reads back as the same
report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from thaireport.fields import BREAK, in_line, pair_lines
from thaireport.intake.layout import Cell
from thaireport.intake.number_looks import Shown
from thaireport.intake.sheet_scan import READABLE, UNSOLVED
from thaireport.intake.source import Unread
from thaireport.thai import dates, digits
from thaireport.thai.patterns import pattern
from thaireport.thai.text import mark, visible

EMPTY = "(ว่าง)"
"""Typed where nothing is meant although the field has a usual value."""
TICK, YES, NO = "✓", "ใช่", "ไม่ใช่"
TICKED = frozenset({"✓", "✔", "✅", "☑", "√", "/", "x", "×", "1", "true", "yes", "y", "ใช่", "มี", "จริง", "p", "ü"})
"""Marks for "yes" as typed; ``p`` and ``ü`` are the ticks of the Wingdings fonts."""
NOT_TICKED = frozenset({"", "-", "–", "0", "false", "no", "n", "ไม่", "ไม่ใช่", "ไม่มี", "☐", "□"})
FAULTS = READABLE | {"#SPILL!", "#CALC!"}
"""What Excel shows of a formula that fails, and what stands for one that was never worked out."""

FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050
"""Excel's numbers of the days from 2000 to 2099."""
MAX_CELL = 32_767
"""Characters that a cell holds in Excel."""

_EXPLICIT = pattern(r"\[(\d)\|([^\]]*)\] ?(.*)", re.DOTALL)


# ---- writing ----


def shown(cell: Cell, value: Any) -> str | int | float:
    """What the form shows of a stored (JSON) value."""
    if cell.kind == "tick":
        return TICK if any(str(part) == cell.option for part in value or ()) else ""
    if value is None or value == []:
        return EMPTY
    write = _WRITERS.get(cell.kind)
    return write(cell, value) if write else str(value)


def _number(_cell: Cell, value: Any) -> str | int | float:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        return str(value)
    try:
        exact = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    if exact == exact.to_integral_value() and abs(exact) < 10**15:
        return int(exact)
    # A binary float that prints as another figure would change the data: then the text is kept.
    return float(exact) if Decimal(repr(float(exact))) == exact else str(value)


def _date(_cell: Cell, value: Any) -> str:
    day = dates.parse_date_or_month(str(value))
    return dates.month_year(day) if isinstance(day, dates.Month) else dates.long_date(day)


def _choice(cell: Cell, value: Any) -> str:
    return cell.choices.get(str(value), str(value))


def _prose(_cell: Cell, value: Any) -> str:
    entries = [value] if isinstance(value, (str, Mapping)) else value
    return "\n".join(_prose_line(entry) for entry in entries)


def _prose_line(entry: Any) -> str:
    if isinstance(entry, str):
        return entry
    text = in_line(entry["text"])
    return f"[{entry.get('level', 0)}|{entry.get('marker', '')}] {text}"


def _lines(cell: Cell, value: Any) -> str:
    entries = [value] if isinstance(value, (str, Mapping)) else value
    if cell.model is not None:
        entries = [cell.model.model_validate(entry).line for entry in entries]  # type: ignore[attr-defined]
    return "\n".join(map(in_line, entries))


def _files(_cell: Cell, value: Any) -> str:
    """Reports named by their files; one written out in the data has no file, and no place in a cell."""
    names = [entry.get("file") if isinstance(entry, Mapping) else None for entry in value]
    return "\n".join(map(str, names)) if all(names) else ""


_WRITERS = {
    "number": _number,
    "whole": _number,
    "date": _date,
    "choice": _choice,
    "flag": lambda _cell, value: YES if value else NO,
    "prose": _prose,
    "lines": _lines,
    "list": lambda _cell, value: ", ".join(str(part) for part in value),
    "pairs": lambda _cell, value: pair_lines(value),
    "files": _files,
}


# ---- reading ----


def formula_fault(shown: str) -> str:
    """What is said of a cell whose formula fails, showing ``shown``, or has no result."""
    if shown == UNSOLVED:
        return "สูตรในช่องนี้ยังไม่มีผลลัพธ์: เปิดไฟล์ใน Excel แล้วบันทึก หรือพิมพ์ค่าเอง"
    if shown == "#VALUE!":  # also what other programs see of a picture that Excel keeps in a cell
        return "สูตรในช่องนี้ผิดพลาด (#VALUE!): แก้สูตร หรือพิมพ์ค่าเอง ถ้าวางรูปไว้ในช่อง ให้พิมพ์ชื่อไฟล์ภาพแทน"
    return f"สูตรในช่องนี้ผิดพลาด ({shown[:40]}): แก้สูตร หรือพิมพ์ค่าเอง"


Fault = Callable[[int, str], None]


def read_column(cell: Cell, values: Iterable[Any], on_fault: Fault | None = None) -> list[Any]:
    """Cells as the data a model takes, None for an empty one; typed as they are, checked by the model.

    ``on_fault`` is told the position and the text of every formula that fails; its value is ``Unread``.
    """
    # Thousands of cells are of few types: what a whole column shares is asked once, and built-ins do the rest.
    values = list(values)
    types = set(map(type, values))
    if Shown in types:
        values = [value.read(cell.kind) if type(value) is Shown else value for value in values]
        types = set(map(type, values))
    if types <= {str} and not any(values):
        return [None] * len(values)
    words = _words(values, types)
    faults = [index for index, value in enumerate(values) if value in FAULTS] if on_fault and "#" in words else []
    plain = _stripped(values, types)
    numeric = cell.kind in {"number", "whole"}
    kinds = types - {str, type(None)}
    if numeric and kinds <= {int, float}:
        plain = _whole(plain, types)
        kinds = set()
    if kinds and cell.kind == "date":
        plain = [_day(value) if type(value) in {int, float} else value for value in plain]
    if kinds:
        fix = _as_number if numeric else as_text
        kept = {bool} if cell.kind == "flag" else {date, datetime} if cell.kind == "date" else set()
        plain = [value if value is None or type(value) in {str, *kept} else fix(value) for value in plain]
    if EMPTY in words:
        nothing: Any = () if cell.kind in {"lines", "list", "files"} else {} if cell.kind == "pairs" else Nothing
        plain = [nothing if value == EMPTY else value for value in plain]
    if cell.kind == "choice":
        values_of = {word: value for value, word in cell.choices.items()}
        meant = {value: values_of.get(visible(value).strip(), value) for value in set(plain) if type(value) is str}
        plain = list(map(meant.get, plain, plain))
    read = _READERS.get(cell.kind)
    has_texts = str in types or kinds
    if read and has_texts and (cell.kind != "text" or "\r" in words or "_x000D_" in words):
        plain = [read(cell, value) if type(value) is str else value for value in plain]
    if on_fault:
        for index in faults:
            on_fault(index, values[index])
            plain[index] = Unread
    return plain


class _Nothing:
    def __bool__(self) -> bool:
        return False


Nothing = _Nothing()
"""Stands for a cell that says ``(ว่าง)``: the field is given, and its value is nothing."""


def _words(values: Sequence[Any], types: set[type]) -> str:
    """All texts of a column as one, to be searched at once."""
    if str not in types:
        return ""
    return "\n".join(values if types == {str} else [value for value in values if type(value) is str])


def _stripped(values: Sequence[Any], types: set[type]) -> list[Any]:
    if str not in types:
        return list(values)
    if types != {str}:
        return [(value.strip() or None) if type(value) is str else value for value in values]
    texts = list(map(str.strip, values))
    return texts if all(texts) else [text or None for text in texts]


def _whole(values: Sequence[Any], types: set[type]) -> list[Any]:
    """Figures as they were typed: Excel keeps each as a float, 10000 arrives as 10000.0."""
    if types == {float} and all(map(float.is_integer, values)):
        return list(map(int, values))
    if float not in types:
        return list(values)
    # Amounts repeat themselves; equal ones are asked once.
    known = {value: int(value) if type(value) is float and value.is_integer() else value for value in set(values)}
    return list(map(known.__getitem__, values))


def _day(serial: Any) -> Any:
    """A day that Excel shows as its number (46132) because the cell lost its format; other numbers stay."""
    return date(1899, 12, 30) + timedelta(days=int(serial)) if FIRST_SERIAL <= serial <= LAST_SERIAL else serial


def _as_number(value: Any) -> Any:
    if type(value) is float and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if type(value) in {int, float} else as_text(value)


def as_text(value: Any) -> str:
    """A number, date or truth value that Excel made of a typed text, as that text."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, (date, time, timedelta)):
        return _time_text(value)
    if isinstance(value, Shown):
        return str(value)
    if isinstance(value, float):
        # Excel shows fifteen digits: 0.3, where the sum 0.1+0.2 is kept as 0.30000000000000004.
        return str(int(value)) if value.is_integer() else f"{Decimal(f'{value:.15g}'):f}"
    return str(value)


def _time_text(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return _date_text(value.date()) + (f" {value:%H:%M} น." if value.time() != time() else "")
    if isinstance(value, date):
        return _date_text(value)
    if isinstance(value, time):
        return f"{value.hour}:{value:%M:%S}" if value.second else f"{value.hour}:{value:%M}"
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _date_text(day: date) -> str:
    """A date cell whose year was typed in either era."""
    if day.year > 2400:
        return f"{day.day} {dates.MONTHS[day.month - 1]} {day.year}"
    return dates.long_date(day)


def _read_whole(_cell: Cell, value: str) -> str:
    # Plain int fields are read by pydantic, which knows no Thai digits.
    return digits.to_arabic(value)


def _read_prose(_cell: Cell, value: str) -> Any:
    lines = split_lines(value)
    if BREAK not in value and not any(_EXPLICIT.match(line) for line in lines):
        return "\n".join(lines)
    return [_prose_entry(line) for line in lines]


def _prose_entry(line: str) -> Any:
    if found := _EXPLICIT.fullmatch(line):
        level, marker, text = found.groups()
        return {"text": text.replace(BREAK, "\n"), "marker": marker, "level": level}
    return line.replace(BREAK, " ")


def _read_lines(_cell: Cell, value: str) -> list[str]:
    return [line.strip().replace(BREAK, "\n") for line in split_lines(value) if line.strip()]


def _read_files(cell: Cell, value: str) -> list[dict[str, str]]:
    return [{"file": name} for name in _read_lines(cell, value)]


def _read_list(_cell: Cell, value: str) -> Any:
    parts = [part.strip() for part in re.split(r"[,\n]", value) if part.strip()]
    plain = all(digits.to_arabic(part).isdecimal() for part in parts)
    return [digits.to_arabic(part) for part in parts] if plain else value


def _read_pairs(_cell: Cell, value: str) -> Any:
    made = {}
    for line in filter(str.strip, split_lines(value)):
        key, colon, part = line.partition(":")
        key = visible(key).strip()
        if not colon or key in made:
            return value
        made[key] = part.strip().replace(BREAK, "\n")
    return made


def split_lines(value: str) -> list[str]:
    """The lines of a cell, whatever program wrote its line breaks."""
    return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")


_READERS = {
    "text": lambda _cell, value: "\n".join(split_lines(value)),
    "whole": _read_whole,
    "prose": _read_prose,
    "lines": _read_lines,
    "list": _read_list,
    "pairs": _read_pairs,
    "files": _read_files,
}


@lru_cache(maxsize=256, typed=True)
def ticked(value: Any) -> bool | None:
    """Whether a cell is ticked; None for a mark that means neither."""
    if value is None or isinstance(value, bool):
        return bool(value)
    typed = float(value) if isinstance(value, Shown) else value  # 1.00 is a 1 as well
    sign = mark(as_text(typed))
    return True if sign in TICKED else False if sign in NOT_TICKED else None


def normal(head: str) -> str:
    """A head or label as it is compared: no spaces, stars, colons; digits Arabic; small letters; ``ํา`` is ``ำ``."""
    return re.sub(r"[\s*:.\u200d]+", "", visible(digits.to_arabic(head))).replace("ํา", "ำ").lower()


def a1(row: int, column: int) -> str:
    """The name of a cell, counted from zero: (6, 3) is ``D7``."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def too_long(values: Sequence[str | int | float]) -> bool:
    """Whether one of the values does not fit a cell of Excel."""
    return any(isinstance(value, str) and len(value) > MAX_CELL for value in values)
