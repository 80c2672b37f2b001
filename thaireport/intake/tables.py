"""A sheet of rows as the entries of a list: heads found, merged cells filled, totals and notes left out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, partial
from itertools import chain, repeat
from operator import setitem
from typing import Any, NamedTuple

from thaireport.errors import Level, Loc, Problem
from thaireport.fields import as_amount, own_name
from thaireport.intake.book import Sheet
from thaireport.intake.cells import Nothing, a1, as_text, formula_fault, normal, read_column, ticked
from thaireport.intake.layout import REFERENCE, Cell, Path, Table, Whole
from thaireport.intake.source import Unread
from thaireport.thai import dates, digits, money
from thaireport.thai.patterns import pattern
from thaireport.thai.text import closest, visible

HEAD_ROWS = 40
"""Heads are looked for in this many rows from the top of a sheet."""
BLOCK = 500
"""So many rows are read at a time: their values stay in the processor's cache from one step to the next."""

_NOTES = ("หมายเหตุ", "*", "ที่มา", "ข้อมูล ณ", "ลงชื่อ", "(ลงชื่อ", "ผู้จัดทำ", "ผู้รายงาน", "(")
_TOTAL = pattern(
    r"คะแนนรวม|คะแนนเฉลี่ย|ค่าเฉลี่ย|เฉลี่ย|(?:รวม|ยอดรวม|ผลรวม|Total|Grand Total)"
    r"(?:[\s\d,.:()]|ทั้งสิ้น|ทั้งหมด|ทุกมิติ|เป็นเงิน|เงิน|งบประมาณ|จ(?:ำ|ํา)นวน|มิติ(?:ที่)?"
    r"|โครงการ/?|กิจกรรม|มาตรการ|รายการ|บาท|คน|ราย|แห่ง|ฉบับ|ข้อ)*"
)
"""What a row of sums is called: ``รวม``, ``รวม 31 โครงการ``, ``รวมงบประมาณมิติที่ 1 ทั้งสิ้น``."""

Columns = dict[str, int]
"""The column of each cell of a table, by the cell's name; also of ``เลขอ้างอิง`` and the owner's column."""


@dataclass
class TableRead:
    """The rows of a table as found; the lists run side by side, one member per entry."""

    table: Table
    sheet: Sheet
    columns: dict[Path, int]
    rows: Sequence[int] = ()
    """Row of the sheet."""
    entries: list[Any] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """What rows of other sheets refer to the entry by."""
    owners: list[str] = field(default_factory=list)
    """What the entry says it belongs to."""
    base: Loc | None = None
    """Path of the list in the data, where all entries went into one list in their order."""
    placed: list[Loc] = field(default_factory=list)
    """Path of each entry in the data otherwise."""
    problems: list[Problem] = field(default_factory=list)
    headless: bool = False
    """Whether the sheet is filled and has no heads, so that nothing of it could be read."""
    link: int | None = None
    """The column that says whose each row is."""
    named: int | None = None
    """The column of the keys, where they were typed."""

    @property
    def locs(self) -> list[Loc]:
        """Path of each entry in the data."""
        if self.base is None:
            return self.placed
        return [(*self.base, index) for index in range(len(self.entries))]

    @property
    def first_column(self) -> int:
        """The leftmost column of the table."""
        return min(self.columns.values(), default=0)

    def place(self, index: int, column: int | None = None) -> str:
        """The cell of an entry's row in a column, the first unless told."""
        return self.sheet.place(self.rows[index], self.first_column if column is None else column)


def find_heads(rows: Sequence[Sequence[Any]], table: Table) -> tuple[int, Columns]:
    """The row with the most heads of the table, and the column of each."""
    best: tuple[int, Columns] = (0, {})
    for number, row in enumerate(rows[:HEAD_ROWS]):
        found = match_heads(row, table)
        if len(found) > len(best[1]):
            best = (number, found)
    return best


def match_heads(row: Sequence[Any], table: Table) -> Columns:
    """The column of each cell whose head stands in ``row``."""
    known = names_by_title(table.cells)
    known[normal(table.link)] = table.link
    known[normal(REFERENCE)] = REFERENCE
    found: Columns = {}
    for index, head in enumerate(row):
        name = known.get(normal(head)) if isinstance(head, str) and head else None
        if name:
            found.setdefault(name, index)
    return found


_OWN: Path = ("extra",)
"""Where the own fields of an agency stand in a row (``fields.Extra``)."""


def with_own(table: Table, rows: Iterable[Sequence[Any]], named: Mapping[str, int]) -> tuple[Table, Columns]:
    """The table with a cell for each own field that has a column, and these columns.

    Such a column has the head ``ช่องเพิ่มเติม: ผู้ประสานงาน`` or ``extra.coordinator`` in one of ``rows``; ``named`` are
    those that a report workbook names.
    """
    field = _own_field(table)
    if field is None:
        return table, {}
    found = dict(named)
    for row in rows:
        for index, head in enumerate(row):
            if index in found.values():
                continue
            if (typed := _own_head(head, field.title)) and (name := _own_name(typed)):
                found.setdefault(name, index)
    cells = {index: Cell((*_OWN, name), f"{field.title}: {name}", "text") for name, index in found.items()}
    made = replace(table, cells=(*table.cells, *cells.values())) if cells else table
    return made, {cell_name(cell): index for index, cell in cells.items()}


def _own_field(table: Table) -> Cell | None:
    """The cell of all own fields of a row; None in a table without."""
    return next((cell for cell in table.cells if cell.path == _OWN and cell.kind == "pairs"), None)


def _own_head(head: Any, title: str) -> str:
    """What a head says behind the title of the own fields, or their name; empty for any other head."""
    before, mark, name = head.partition(":") if isinstance(head, str) else ("", "", "")
    if mark and normal(before) == normal(title):
        return name.strip(" *")
    before, mark, name = head.partition(".") if isinstance(head, str) else ("", "", "")
    return name.strip(" *") if mark and before.strip() == _OWN[0] else ""


def _own_name(typed: str) -> str | None:
    try:
        return own_name(typed)
    except ValueError:
        return None


def names_by_title(cells: Iterable[Cell]) -> dict[str, str]:
    """What a head or label may say -> the cell it means: its title, its path, or the end of its title."""
    listed = list(cells)
    known: dict[str, str] = {}
    ends: dict[str, list[str]] = {}
    for cell in listed:
        known[normal(cell_name(cell))] = cell_name(cell)
        ends.setdefault(normal(cell.title.rpartition(": ")[2]), []).append(cell_name(cell))
    known.update({end: names[0] for end, names in ends.items() if len(names) == 1})
    known.update({normal(cell.title): cell_name(cell) for cell in listed})
    return known


def cell_name(cell: Cell) -> str:
    """The dotted name of a cell: ``signer.position``, ``quarters.1``."""
    return ".".join([*cell.path, *([cell.option] if cell.option else [])]) or "key"


def read_rows(table: Table, sheet: Sheet, columns: Columns, span: range) -> TableRead:
    """The entries in the rows ``span`` of a sheet; blank rows, totals and trailing notes are no entries."""
    cells = {cell_name(cell): cell for cell in table.cells}
    read = TableRead(table, sheet, {cells[name].path: index for name, index in columns.items() if name in cells})
    body = _unmerged(sheet, span)
    if not body:
        return read
    for (row, index), fault in sheet.faults.items():
        if row in span and row - span.start < len(body) and index in columns.values():
            body[row - span.start][index] = fault
    wanted = [_Column(cells[name], index) for name, index in columns.items() if name in cells]
    _spread_ticks(sheet, wanted, body, span.start)
    blocks = [
        _read_block(table, sheet, wanted, body[start : start + BLOCK], span.start + start)
        for start in range(0, len(body), BLOCK)
    ]
    read.problems.extend(problem for column in wanted for problem in column.problems)
    entries = list(chain.from_iterable(block.entries for block in blocks))
    keys = list(chain.from_iterable(block.keys or () for block in blocks))
    kept: Sequence[int] = range(len(entries))
    own = [path[-1] for path in read.columns if _is_own(path)]
    if not all(entries):
        # A key written in beforehand, with nothing beside it, says nothing.
        known = () if table.scalar else keys
        kept = [index for index, entry in enumerate(entries) if entry or (known and known[index])]
    kept = _without_tail(read, entries, keys if table.keyed else (), kept, span.start)
    if table.keyed and keys:
        kept = _with_key(read, keys, kept, span.start)
    read.rows = [span.start + index for index in kept]
    read.entries = [entries[index] for index in kept]
    if own:
        _put_names(read.entries, own)
    if table.keyed or table.referred:
        by_path = bool(table.key and table.key.path)
        read.keys = _keys(keys or (None if by_path else _column(body, columns, REFERENCE)), kept)
        read.named = columns.get(cell_name(table.key) if table.key else REFERENCE)
    if table.owner:
        read.link = columns.get(table.link)
        read.owners = _owners(_column(body, columns, table.link), kept)
    return read


def _is_own(path: Path) -> bool:
    """Whether a column is of an own field of the agency's."""
    return len(path) > 1 and path[:-1] == _OWN


def _put_names(entries: Iterable[Any], own: Sequence[str]) -> None:
    """Say in every entry that the own fields that have a column are there, were their cells empty."""
    for entry in entries:
        known = entry.get(_OWN[0], {})
        if isinstance(known, dict):
            entry[_OWN[0]] = {**dict.fromkeys(own), **known}


def _column(body: Sequence[Sequence[Any]], columns: Columns, name: str) -> Sequence[Any] | None:
    return [row[columns[name]] for row in body] if name in columns else None


def _with_key(read: TableRead, keys: Sequence[Any], kept: Sequence[int], first: int) -> list[int]:
    """The rows that say what their values are of; any other is told, since its place in the sheet says nothing."""
    named = []
    for index in kept:
        if reference(keys[index]):
            named.append(index)
        elif keys[index] is not Unread:
            head = next(cell.title for cell in read.table.cells if cell.key)
            message = f"แถวนี้มีข้อมูลแต่ยังไม่ได้กรอก “{head}”: กรอกให้ครบ หรือลบข้อมูลในแถว"
            place = read.sheet.place(first + index, read.columns[()])
            read.problems.append(Problem(message, place=place, code="key-missing"))
    return named


def _keys(typed: Sequence[Any] | None, kept: Sequence[int]) -> list[str]:
    """What each entry is referred to by: its key, else the number typed, else its place in the sheet."""
    found = [reference(typed[index]) if typed is not None else "" for index in kept]
    return [name or str(order) for order, name in enumerate(found, 1)]


def _owners(typed: Sequence[Any] | None, kept: Sequence[int]) -> list[str]:
    """Whose each entry is; one left blank belongs to the same as the entry above it."""
    made, last = [], ""
    for index in kept:
        last = (reference(typed[index]) if typed is not None else "") or last
        made.append(last)
    return made


def reference(value: Any) -> str:
    """What refers to a row, comparable: numbers without decimals, Arabic digits."""
    if value is None or value is Nothing or value is Unread:
        return ""
    if isinstance(value, float):
        return as_text(value)
    text = digits.to_arabic(str(value)).strip()
    return text if text.isascii() else visible(text).strip()


def join_pasted(table: Table, sheet: Sheet, columns: Columns, first: int) -> list[Problem]:
    """Put together the rows that Excel makes of one of Word's: a row for each paragraph of a cell, all else merged.

    Only where a single column of lists or prose goes on from row to row; what has to be filled in makes a row its own.
    """
    long = {columns[cell_name(cell)] for cell in table.cells if _takes_lines(cell) and cell_name(cell) in columns}
    spans: dict[range, set[int]] = {}
    for (top, left), (bottom, right) in sheet.merged:
        span = range(top, min(bottom + 1, len(sheet.rows)))
        if first <= top and len(span) > 1:
            spans.setdefault(span, set()).update(range(left, right + 1))
    told = []
    for span, merged in spans.items():
        filled = [index for index in columns.values() if any(sheet.rows[row][index] != "" for row in span)]
        apart = [index for index in filled if index not in merged]
        if len(apart) == 1 and len(filled) > 1 and apart[0] in long:
            _join(sheet, span, apart[0])
            message = f"แถว {span[0] + 1}-{span[-1] + 1} ผสานช่องอื่นไว้ด้วยกัน จึงอ่านเป็นรายการเดียว ข้อความช่องนี้แถวละบรรทัด"
            place = sheet.place(span[0], apart[0])
            told.append(Problem(message, level="warning", code="rows-joined", place=place))
    return told


def _takes_lines(cell: Cell) -> bool:
    return cell.kind in {"prose", "lines"} and not cell.required


def _join(sheet: Sheet, span: range, column: int) -> None:
    values = [sheet.rows[row][column] for row in span]
    for row in span:
        sheet.rows[row][column] = ""
    sheet.rows[span[0]][column] = "\n".join(as_text(value) for value in values if value != "")


def _unmerged(sheet: Sheet, span: range) -> list[list[Any]]:
    """The rows, cells merged downwards holding the same value in each of their rows.

    A row with no value of its own is left blank: a row too tall for Excel is written as several, merged in every
    column, and is one entry all the same.
    """
    rows = sheet.rows[span.start : span.stop]
    merged = [
        (number, left, sheet.rows[top][left])
        for (top, left), (bottom, _right) in sheet.merged
        if bottom > top >= span.start and top < len(sheet.rows) and left < len(sheet.rows[top])
        for number in range(top + 1, min(bottom + 1, span.start + len(rows)))
    ]
    own = {number for number, _left, _value in merged if any(value != "" for value in sheet.rows[number])}
    for number, left, value in merged:
        if number in own:
            sheet.rows[number][left] = value
    while rows and not any(rows[-1]) and all(value == "" for value in rows[-1]):
        rows.pop()
    return rows


def _spread_ticks(sheet: Sheet, columns: Sequence[_Column], body: Sequence[list[Any]], first: int) -> None:
    """One mark in cells merged across the ticks of a set stands for each of them (an arrow over three quarters)."""
    sets = {column.index: column.cell.path for column in columns if column.cell.kind == "tick"}
    for (top, left), (bottom, right) in sheet.merged if sets else ():
        across = range(left, right + 1)
        if right > left and len({sets.get(index) for index in across}) == 1 and left in sets:
            for row in body[max(top - first, 0) : max(bottom + 1 - first, 0)]:
                row[left : right + 1] = [row[left]] * len(across)


@dataclass
class _Column:
    """A column of a table that is read, and what could not be read in it."""

    cell: Cell
    index: int
    problems: list[Problem] = field(default_factory=list)


class _Block(NamedTuple):
    entries: list[Any]
    keys: list[Any] | None


def _read_block(
    table: Table, sheet: Sheet, columns: Sequence[_Column], rows: Sequence[Sequence[Any]], first: int
) -> _Block:
    """A block of rows as entries, and their keys; the first is row ``first`` of the sheet."""
    turned = list(zip(*rows, strict=True))
    values: dict[Path, list[Any]] = {}
    ticks: dict[Path, list[Ticks]] = {}
    for column in columns:
        cell, typed = column.cell, turned[column.index]
        complain = _complainer(sheet, column, first)
        if cell.kind == "tick":
            values.setdefault(cell.path, [])
            ticks.setdefault(cell.path, []).append(read_ticks(cell, typed, complain))
        else:
            values[cell.path] = read_values(cell, typed, complain)
    values.update((path, members(group)) for path, group in ticks.items())
    keys = values.get(table.key.path if table.key else ())
    values.pop((), None)
    beside = [(column, values.pop(column.cell.path)) for column in columns if _is_own(column.cell.path)]
    entries = _entries(values, len(rows), table.wholes)
    for column, own in beside:
        _put_own(entries, column.cell.path[-1], own, _complainer(sheet, column, first))
    return _Block(entries, keys)


def _put_own(entries: Sequence[Any], name: str, values: Sequence[Any], complain: Complain) -> None:
    """Put the values of an own field's column into the entries, beside what the cell of all own fields says."""
    for offset, (entry, value) in enumerate(zip(entries, values, strict=True)):
        known = entry.get(_OWN[0], {})
        if value is None or not isinstance(known, dict):
            continue
        meant = None if value is Nothing else value
        if (known.get(name) or meant) != meant:
            message = f"“{name}” ของแถวนี้กรอกไว้ต่างกันสองแห่ง (ช่องนี้ กับคอลัมน์ “ช่องเพิ่มเติม”): แก้ให้ตรงกัน หรือเหลือไว้แห่งเดียว"
            complain(offset, message, "twice")
        entry[_OWN[0]] = {**known, name: meant}


def _complainer(sheet: Sheet, column: _Column, first: int) -> Complain:
    """Takes note of what cannot be read in a column, with its cell."""

    def complain(offset: int, message: str, code: str) -> None:
        place = f"{sheet.place(first + offset, column.index)} ({column.cell.title})"
        column.problems.append(Problem(message, level="error", code=code, place=place))

    return complain


Complain = Callable[[int, str, str], None]


def read_values(cell: Cell, values: Sequence[Any], complain: Complain) -> list[Any]:
    """A column as data; a formula that fails is complained of."""

    def on_fault(offset: int, shown: str) -> None:
        complain(offset, formula_fault(shown), "formula")

    made = read_column(cell, values, on_fault)
    if cell.kind in {"date", "period"}:
        for offset, value in enumerate(values):
            if isinstance(value, date) and value.year in _GUESSED_YEARS:
                complain(offset, _guessed(value), "date-guessed")
                made[offset] = Unread
    return made


_GUESSED_YEARS = range(1930, 2000)
"""What Excel makes of a year of two figures from 30 on."""


def _guessed(day: date) -> str:
    stored, meant = day.year + 543, 2500 + day.year % 100
    words = f"{day.day} {dates.MONTHS[day.month - 1]}"
    return (
        f"เซลล์นี้เก็บเป็นปี พ.ศ. {stored} เพราะ Excel อ่านปี {day.year % 100} เป็น ค.ศ. {day.year}:"
        f" พิมพ์ใหม่ให้มีชื่อเดือน เช่น {words} {meant} (ถ้าหมายถึง พ.ศ. {stored} พิมพ์ {words} {stored})"
    )


class Ticks(NamedTuple):
    """A column of ticks: the member that a tick stands for, the marks typed, and which of them say yes."""

    member: str
    values: Sequence[Any]
    yes: Mapping[Any, bool | None]


def read_ticks(cell: Cell, values: Sequence[Any], complain: Complain) -> Ticks:
    """A column of ticks; a mark that means neither yes nor no is complained of."""
    # A column holds few different marks: each is judged once.
    yes = {value: ticked(value) for value in set(values)}
    if None in yes.values():
        for offset, value in enumerate(values):
            if yes[value] is None:
                complain(offset, f"ให้พิมพ์ ✓ หรือเว้นว่าง แต่พบ “{value}”", "tick")
    return Ticks(cell.option, values, yes)


def members(columns: Sequence[Ticks]) -> list[Any]:
    """Each row's members, those whose columns are ticked; None for a row without a tick, Unread for an unclear one."""
    # Rows with the same marks share one tuple.
    made = cache(partial(_ticked_in, columns))
    return list(map(made, zip(*(column.values for column in columns), strict=True)))


def _ticked_in(columns: Sequence[Ticks], row: Sequence[Any]) -> Any:
    marks = [column.yes[value] for column, value in zip(columns, row, strict=True)]
    if None in marks:
        return Unread
    return tuple(column.member for column, mark in zip(columns, marks, strict=True) if mark) or None


def _entries(values: Mapping[Path, list[Any]], count: int, wholes: Sequence[Whole]) -> list[Any]:
    """Columns turned into entries; empty cells leave no trace."""
    sound = {path for path, column in values.items() if all(column)}  # no gap, nought or ``Nothing``
    gapless = (path for path, column in values.items() if path in sound or None not in column)
    whole = {path[0]: values[path] for path in gapless if len(path) == 1}
    # Columns without a gap, usually most, become entries at once.
    entries: list[Any] = list(map(dict.copy, repeat(dict.fromkeys(whole), count)))
    for name, column in whole.items():
        deque(map(setitem, entries, repeat(name), column), maxlen=0)
    empty = [None] * count
    for path, column in values.items():
        if (path not in sound or len(path) > 1) and column != empty:
            _fill(entries, path, column)
    return [apply_wholes(entry, wholes) for entry in entries] if wholes else entries


def _fill(entries: Iterable[dict[str, Any]], path: Path, column: Iterable[Any]) -> None:
    """Put the values of a column with gaps, or of one inside a group, into their entries."""
    if len(path) > 1:
        for entry, value in zip(entries, column, strict=True):
            if value is not None:
                put(entry, path, value)
        return
    name = path[0]
    for entry, value in zip(entries, column, strict=True):
        if value is not None:
            entry[name] = None if value is Nothing else value


def put(data: dict[str, Any], path: Path, value: Any) -> None:
    """Set a nested value, making the mappings on the way."""
    for name in path[:-1]:
        data = data.setdefault(name, {})
    data[path[-1]] = None if value is Nothing else value


def value_at(data: Any, path: Path) -> Any:
    """The nested value, None where there is none."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def apply_wholes(data: Any, wholes: Iterable[Whole]) -> Any:
    """Groups typed as one text (a whole name, a key) handed over as the model takes them."""
    for whole in wholes:
        group = value_at(data, whole.group)
        if not isinstance(group, dict) or whole.typed_in not in group or any(name in group for name in whole.empty):
            continue
        typed = group.pop(whole.typed_in)
        handed = {whole.handed_over_by: typed, **group} if group else typed
        if not whole.group:
            return handed
        put(data, whole.group, handed)
    return data


def is_total(row: Iterable[Any]) -> bool:
    """Whether a row says nothing but a total: its only words are those of a sum."""
    words = [value.strip() for value in row if isinstance(value, str) and value.strip()]
    return (
        bool(words)
        and all(_TOTAL.fullmatch(word.rstrip(": ")) or _is_figure(word) for word in words)
        and any(_TOTAL.fullmatch(word.rstrip(": ")) for word in words)
    )


def _are_words(values: Sequence[Any]) -> bool:
    """Whether the cells of a row are a note: one, or a label such as หมายเหตุ and the note itself."""
    return len(values) <= 2 and all(isinstance(value, str) and not _is_figure(value) for value in values)


def _looks_empty(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) and not visible(value).strip() for value in values)


def _is_figure(word: str) -> bool:
    return not set(digits.to_arabic(word)) - set("0123456789,.-–% ")


def _without_tail(
    read: TableRead, entries: Sequence[Any], keys: Sequence[str], kept: Sequence[int], first: int
) -> Sequence[int]:
    """``kept`` without totals and notes below the rows; a note is mentioned, a total is computed anyway.

    Nor with a row of letters that nobody sees: its cells look empty, and would be told to be filled in.
    """
    totals = []
    while kept and len(read.table.cells) > 1 and (keys or isinstance(entries[kept[-1]], dict)):
        entry = entries[kept[-1]]
        own = list(entry.values()) if isinstance(entry, dict) else [entry]
        values = [keys[kept[-1]], *own] if keys else own
        if is_total(values):
            totals += [] if _is_of_part(values) else [kept[-1]]
        elif not _looks_empty(values):
            if not isinstance(values[0], str) or not values[0].startswith(_NOTES) or not _are_words(values):
                break
            place = read.sheet.place(first + kept[-1], read.first_column)
            message = f"ข้อความท้ายตารางไม่ถูกนำไปใช้: “{' '.join(values)[:60]}”"
            read.problems.append(Problem(message, level="warning", code="note-below", place=place))
        kept = kept[:-1]
    if kept and len(totals) == 1:
        read.problems += _other_totals(read, entries, kept, totals[0], first)
    return kept


def _is_of_part(row: Iterable[Any]) -> bool:
    """Whether a total is that of one dimension, or an average."""
    return any(_OF_PART.search(value) for value in row if isinstance(value, str))


_OF_PART = pattern("เฉลี่ย|มิติ(?:ที่)?\\s*[0-9๐-๙]")


def _other_totals(
    read: TableRead, entries: Sequence[Any], kept: Sequence[int], total: int, first: int
) -> Iterator[Problem]:
    """Sums in baht typed below the rows that are not those of the rows; the computed ones are printed."""
    for path, column in read.columns.items():
        if not any(cell.path == path and cell.title.endswith(_IN_BAHT) for cell in read.table.cells):
            continue
        try:
            stated = _baht(value_at(entries[total], path))
            computed = sum((_baht(value_at(entries[index], path)) or Decimal(0) for index in kept), Decimal(0))
        except ValueError:  # what is no amount is told at its own cell
            continue
        if stated is not None and stated != computed:
            rows = f"{a1(first + kept[0], column)} ถึง {a1(first + kept[-1], column)}"
            message = (
                f"ผลรวมที่พิมพ์ไว้คือ {money.money(stated)} แต่ช่อง {rows} รวมได้ {money.money(computed)}: "
                "ตรวจตัวเลข โปรแกรมพิมพ์ค่าที่คำนวณได้"
            )
            place = read.sheet.place(first + total, column)
            yield Problem(message, level="warning", code="total-differs", place=place)


_IN_BAHT = "(บาท)"
"""How the titles of the columns end whose amounts are added up."""


def _baht(typed: Any) -> Decimal | None:
    """An amount as it stands in the data; None for what has no figure: nothing, a dash, ``ไม่ใช้งบประมาณ``."""
    if isinstance(typed, str) and not any(map(str.isdigit, typed)):
        return None
    amount = as_amount(typed)
    return amount if isinstance(amount, Decimal) else None


def head_problems(table: Table, sheet: Sheet, row: int, columns: Columns, meant: Columns) -> list[Problem]:
    """Heads that are missing or unknown although their columns are filled."""
    if not columns:
        titles = ", ".join(cell.title for cell in table.cells[:4])
        message = f"ไม่พบหัวคอลัมน์: ต้องมีแถวหัวที่มี {titles}"
        return [Problem(message, code="heads-missing", place=f'แผ่นงาน "{sheet.name}"')] if sheet.filled else []
    body = sheet.rows[row + 1 :]
    name_of = {index: name for name, index in meant.items()}
    title_of = {cell_name(cell): cell.title for cell in table.cells}
    taken = {normal(str(sheet.rows[row][index])) for index in columns.values()}
    found = []
    for index, value in enumerate(sheet.rows[row]):
        first = None if index in columns.values() else _first_filled(body, index)
        if first is None:
            continue
        head = as_text(value)
        if fault := own_fault(head, table):
            found.append(Problem(fault, code="head-unknown", place=sheet.place(row, index)))
            continue
        if not head.strip():
            found.append(_headless(sheet, row + 1 + first, index, sum(line[index] != "" for line in body)))
            continue
        if normal(head) in taken:
            message = f"หัวคอลัมน์ “{head.strip()}” มีสองคอลัมน์: เหลือไว้คอลัมน์เดียว"
            found.append(Problem(message, code="head-twice", place=sheet.place(row, index)))
            continue
        near = title_of.get(name_of.get(index, ""))
        hint = f"หมายถึง “{near}” หรือไม่" if near else "ข้อมูลในคอลัมน์นี้ไม่ถูกนำไปใช้"
        level: Level = "error" if near else "warning"
        message = f"ไม่รู้จักหัวคอลัมน์ “{head.strip()}”: {hint}"
        found.append(Problem(message, level=level, code="head-unknown", place=sheet.place(row, index)))
    needed = [cell.title for cell in missing_columns(table, {**columns, **meant})]
    if needed and any(value != "" for line in body for value in line):
        message = f"ไม่มีคอลัมน์ {', '.join(f'“{title}”' for title in needed)} ซึ่งต้องกรอก"
        found.append(Problem(message, code="head-missing", place=sheet.place(row, 0)))
    return found


def own_fault(head: str, table: Table) -> str:
    """What is wrong with the head of an own field's column that is not read; empty for any other head."""
    field = _own_field(table)
    if field is None:
        return ""
    before, mark, name = head.partition(":")
    try:
        if typed := _own_head(head, field.title):
            return f"หัวคอลัมน์ “{field.title}: {own_name(typed)}” มีสองคอลัมน์: เหลือไว้คอลัมน์เดียว"
        if not mark and head.strip().startswith(f"{field.title} "):  # the colon was left out
            before, name = field.title, head.strip().removeprefix(field.title)
        if name.strip() and closest(before.strip(), [field.title]):
            return f"ไม่รู้จักหัวคอลัมน์ “{head.strip()}”: หมายถึง “{field.title}: {name.strip()}” หรือไม่"
    except ValueError as error:
        return str(error)
    return ""


def _first_filled(body: Sequence[Sequence[Any]], column: int) -> int | None:
    """The first row with more than blanks in a column."""
    filled = (number for number, line in enumerate(body) if line[column] != "" and str(line[column]).strip())
    return next(filled, None)


def _headless(sheet: Sheet, row: int, column: int, count: int) -> Problem:
    more = f" (และช่องอื่นในคอลัมน์นี้ รวม {count:,} ช่อง)" if count > 1 else ""
    message = f"ค่านี้อยู่ในคอลัมน์ที่ไม่มีหัว จึงไม่ถูกนำไปใช้{more}: ย้ายไปช่องที่มีหัว หรือลบ"
    return Problem(message, level="warning", code="headless", place=sheet.place(row, column))


def missing_columns(table: Table, columns: Columns) -> list[Cell]:
    """The columns that have to be there and are not."""
    return [cell for cell in table.cells if cell.required and cell_name(cell) not in columns]


def put_unread(read: TableRead, columns: Iterable[Cell]) -> None:
    """Note in every entry that its value of these columns is lost with them, which was told once."""
    for cell in columns:
        for entry in read.entries:
            if isinstance(entry, dict) and value_at(entry, cell.path) is None:
                put(entry, cell.path, Unread)


def meant_columns(table: Table, sheet: Sheet, row: int, columns: Columns) -> Columns:
    """The filled columns whose heads are nearly, or a part of, one that is missing: read as what they seem to be.

    A column of one's own is near to none. What is read so is told all the same (``head_problems``).
    """
    missing = {cell.title: cell_name(cell) for cell in table.cells if cell_name(cell) not in columns}
    found: Columns = {}
    for index, head in enumerate(sheet.rows[row] if columns else ()):
        if index in columns.values() or not isinstance(head, str) or not head.strip():
            continue
        near = _meant(head, missing) if any(line[index] != "" for line in sheet.rows[row + 1 :]) else None
        if near:
            found[missing.pop(near)] = index
    return found


def _meant(head: str, titles: Iterable[str]) -> str | None:
    """The one title that a head is nearly, begins, or goes on from (``งบ``, ``งบประมาณ (บาท) ปี 2569``)."""
    near = closest(head.strip(), titles)
    plain = normal(head)
    parts = [title for title in titles if normal(title).startswith(plain) or plain.startswith(normal(title))]
    return near or (parts[0] if len(parts) == 1 and len(plain) > 1 else None)
