"""A workbook as plain data that remembers each value's cell: ``แผ่นงาน "โครงการ" ช่อง D7``.

Two workbooks of a kind are read alike:

- the **form** (``form.py`` draws it): sheets, rows and columns are found by their names and heads, in any order;
- the **report workbook** (``templates/KIND.xlsx`` filled): its heads are print, so defined names say what stands
  where. A template gets these names once (in Excel: Formulas > Name Manager, or from its drawing script); they
  move with the rows that are filled in:

  ==========================  ===========================================================================
  ``thaireport_kind``         a constant, ``="action_plan"``: the kind (the form has it too)
  ``field_agency.name``       the one cell that holds this field of the report
  ``rows_projects``           the rows of this list (the name that already marks the prototype row)
  ``list_projects``           the same rows, where the template repeats them for another list than the field's own
  ``column_projects.budget``  any cell of the column that holds this field of the list's rows
  ==========================  ===========================================================================

  Columns without a name are found by their heads in the row above; a column of ticks is named by its member
  (``column_projects.quarters.1``), that of an agency's own field by its name (``column_projects.extra.coordinator``;
  in a form by its head, ``tables.with_own``). What the tables do not show may stand in further sheets, which have
  the form's names and heads. Rows that a clerk adds right below ``rows_...`` belong to it, up to a blank or total row.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from thaireport.errors import DataError, Level, Loc, Problem
from thaireport.intake import tables
from thaireport.intake.book import Area, Book, Sheet, area_name, open_book
from thaireport.intake.cells import a1, normal
from thaireport.intake.guidance import how_to
from thaireport.intake.layout import (
    CHOICES,
    COVER,
    MAIN,
    OTHER,
    PROBLEMS,
    REFERENCE,
    VALUE,
    Cell,
    Layout,
    Table,
    layout_of,
)
from thaireport.intake.layout import Path as FieldPath
from thaireport.intake.sheet_scan import LAST_ROW
from thaireport.intake.source import Source, Unread, no_search_for_cycles
from thaireport.intake.tables import TableRead, cell_name
from thaireport.keys import meant_keys
from thaireport.reports import REPORTS
from thaireport.thai.text import closest

KIND_LABEL = "ชนิดรายงาน"
VALUE_HEAD = "กรอกที่นี่"
_OWN_HEAD_ROWS = 3
"""Rows above the rows of a report workbook in which an own field's head may stand: heads have two, merged."""


def read(path: Path, kind: str | None = None) -> Source:
    """The data of a form or a report workbook. DataError for a file that is no workbook of a known kind."""
    with no_search_for_cycles():
        return _read(path, kind)


def _read(path: Path, kind: str | None) -> Source:
    book = open_book(path)
    found = kind or book.kind or _kind_on_cover(book)
    if found is None:
        message = "ไม่ทราบว่าเป็นรายงานชนิดใด: กรอกในแบบที่ได้จาก thaireport form ถ้าเป็นรายชื่อผู้รับ ใช้กับ --roster"
        raise DataError([Problem(message, ("kind",), place=path.name, code="kind-missing")])
    if found not in REPORTS:
        return Source({"kind": found}, path, found, lambda _loc: path.name)
    reader = _Reader(layout_of(REPORTS[found]), book)
    reader.read()
    return Source(reader.data, path, found, lambda loc: reader.places.locate(loc) or path.name, tuple(reader.problems))


def _kind_on_cover(book: Book) -> str | None:
    for sheet in book.sheets:
        for row in sheet.rows[: tables.HEAD_ROWS]:
            for label, value in pairwise(row):
                if isinstance(label, str) and normal(label) == normal(KIND_LABEL) and str(value).strip():
                    return str(value).split()[0]
    return None


class Places:
    """Finds the cell of any path in the data."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.cells: dict[FieldPath, tuple[Sheet, int, int]] = {}
        self.tables: dict[FieldPath, TableRead] = {}
        self.main = MAIN
        """The sheet of single values; empty for a report workbook, which has none."""
        self._rows: dict[Loc, tuple[TableRead, int]] = {}

    def locate(self, loc: Loc) -> str:
        """The cell of ``loc``, or of the nearest value that holds it; the sheet where its row was taken out."""
        for end in range(len(loc), 0, -1):
            if place := self._exact(loc[:end], loc[end:]):
                return place
        shown = any(cell.path[:1] == loc[:1] for cell in self._layout.cells)
        return f'แผ่นงาน "{self.main}"' if shown and self.main else ""

    def _exact(self, loc: Loc, rest: Loc) -> str:
        if found := self._row(loc):
            read, row = found
            column, below = _column_of(read, row, rest)
            return read.sheet.place(row, column) + _line_of(below, read.sheet, row, column)
        names = tuple(str(part) for part in loc)
        if cell := self.cells.get(names) or self._first_below(names):
            sheet, row, column = cell
            return sheet.place(row, column) + _line_of(rest, sheet, row, column)
        if names in self.tables:
            return f'แผ่นงาน "{self.tables[names].sheet.name}"'
        table = next((table for table in self._layout.tables if table.at == names), None)
        return f'แผ่นงาน "{table.name}"' if table else ""

    def _row(self, loc: Loc) -> tuple[TableRead, int] | None:
        if not self._rows:
            for read in self.tables.values():
                self._rows.update((own, (read, row)) for own, row in zip(read.locs, read.rows, strict=True))
        return self._rows.get(loc)

    def _first_below(self, names: FieldPath) -> tuple[Sheet, int, int] | None:
        """The first cell of a group that is filled in (a whole name, say), else the one to fill in."""
        cells = {path: cell for path, cell in self.cells.items() if path[: len(names)] == names}
        if not cells:
            return None
        filled = (cell for cell in cells.values() if _is_filled(*cell))
        return next(filled, cells[_to_fill_in(self._layout.cells, list(cells))])


def _column_of(read: TableRead, row: int, rest: Loc) -> tuple[int, Loc]:
    """The column of the field that ``rest`` leads to, and what of ``rest`` is inside its cell."""
    names = tuple(str(part) for part in rest)
    for end in range(len(names), 0, -1):
        columns = {path: column for path, column in read.columns.items() if path[:end] == names[:end]}
        if columns:
            filled = (column for column in columns.values() if _is_filled(read.sheet, row, column))
            return next(filled, columns[_to_fill_in(read.table.cells, list(columns))]), rest[end:]
    return read.first_column, ()


def _to_fill_in(cells: Iterable[Cell], paths: Sequence[FieldPath]) -> FieldPath:
    """Of an empty group the field that must be filled in: a person's name, which stands behind the title."""
    needed = {cell.path for cell in cells if cell.required}
    return next((path for path in paths if path in needed), paths[0])


def _is_filled(sheet: Sheet, row: int, column: int) -> bool:
    return row < len(sheet.rows) and column < len(sheet.rows[row]) and sheet.rows[row][column] != ""


def _line_of(rest: Loc, sheet: Sheet, row: int, column: int) -> str:
    """Which line of a cell with several is meant."""
    if rest and isinstance(rest[0], int) and _is_filled(sheet, row, column) and "\n" in str(sheet.rows[row][column]):
        return f" บรรทัดที่ {rest[0] + 1}"
    return ""


class _Reader:
    """One workbook being read; ``data``, ``places`` and ``problems`` are the result."""

    def __init__(self, layout: Layout, book: Book) -> None:
        self.data: dict[str, Any] = {"kind": layout.kind}
        self.places = Places(layout)
        self.problems: list[Problem] = []
        self._layout = layout
        self._areas = book.areas
        self._cells = {cell_name(cell): cell for cell in layout.cells}
        # A hidden sheet of ours (``_thaireport``) carries the data of the finished file, not typed cells.
        ours = {COVER, CHOICES, PROBLEMS}
        typed = [sheet for sheet in book.sheets if sheet.name not in ours and not sheet.name.startswith("_")]
        self._unread = {sheet.name: sheet for sheet in typed}
        self._sheets, self._pictures = dict(self._unread), book.pictures
        self._others: list[tuple[list[Any], Any]] = []
        self._denied: dict[FieldPath, set[str]] = {}

    def read(self) -> None:
        """Read named areas, then sheets of rows, then the page of single values, which is what is left."""
        sheets = dict(self._unread)
        found = self._named_tables(sheets)
        found.update(self._headed_tables(found))
        self._named_cells(sheets)
        self._main()
        self._put_denied()
        tables.apply_wholes(self.data, self._layout.wholes)
        for table in self._layout.tables:
            if table.at in found:
                self._attach(found[table.at])
        self._put_others()
        self._complain_of_unread()
        self._complain_of_pictures()

    def _complain(self, message: str, place: str, code: str, level: Level = "error") -> None:
        self.problems.append(Problem(message, level=level, code=code, place=place))

    # ---- sheets of rows ----

    def _named_tables(self, sheets: Mapping[str, Sheet]) -> dict[FieldPath, TableRead]:
        """The tables of a report workbook, which defined names mark."""
        found = {}
        for table in self._layout.tables:
            path = ".".join(table.at)
            area = self._areas.get(area_name(f"rows_{path}")) or self._areas.get(area_name(f"list_{path}"))
            sheet = sheets.get(area.sheet) if area else None
            if area and sheet and not area.row < len(sheet.rows):
                self._complain(
                    "ชื่อที่กำหนด (Defined Name) ของตารางชี้นอกแผ่นงาน: ใช้แบบใหม่", f'แผ่นงาน "{area.sheet}"', "name-outside"
                )
            elif area and sheet:
                columns = tables.match_heads(sheet.rows[area.row - 1], table) if area.row else {}
                columns.update(self._named_columns(table, sheet))
                heads = range(max(area.row - _OWN_HEAD_ROWS, 0), area.row)
                whole, own = tables.with_own(table, [sheet.rows[row] for row in heads], self._named_own(table, sheet))
                columns.update(own)
                self._complain_of_own_heads(whole, sheet, heads, columns)
                end = _end_of_rows(sheet, columns, area.last_row, self._rows_of_others(area))
                found[table.at] = tables.read_rows(whole, sheet, columns, range(area.row, end))
                self._unread.pop(sheet.name, None)
        return found

    def _complain_of_own_heads(self, table: Table, sheet: Sheet, rows: range, columns: Mapping[str, int]) -> None:
        """Tell of own columns of a report workbook that are not read; of its other heads the template knows."""
        for row in rows:
            for index, head in enumerate(sheet.rows[row]):
                if index not in columns.values() and isinstance(head, str) and (fault := tables.own_fault(head, table)):
                    self._complain(fault, sheet.place(row, index), "head-unknown")

    def _rows_of_others(self, area: Area) -> frozenset[int]:
        """The rows of the same sheet that another ``rows_`` name marks, such as the sums of each dimension."""
        others = [
            other
            for name, other in self._areas.items()
            if name.startswith("rows_") and other.sheet == area.sheet and other.row > area.last_row
        ]
        return frozenset(row for other in others for row in range(other.row, min(other.last_row, LAST_ROW) + 1))

    def _named_below(self, start: str, sheet: Sheet) -> dict[str, int]:
        """The columns of a sheet whose defined names begin so, by the rest of the name."""
        start = area_name(start)
        return {
            name.removeprefix(start): area.column
            for name, area in self._areas.items()
            if name.startswith(start) and area.sheet == sheet.name and area.column < len(sheet.rows[0])
        }

    def _named_own(self, table: Table, sheet: Sheet) -> dict[str, int]:
        """The columns of own fields; of Thai letters Excel's names lose the marks, so that no name is known by them."""
        named = self._named_below(f"column_{'.'.join(table.at)}.extra.", sheet)
        return {name: column for name, column in named.items() if name.isascii() and name.isidentifier()}

    def _named_columns(self, table: Table, sheet: Sheet) -> dict[str, int]:
        named = self._named_below(f"column_{'.'.join(table.at)}.", sheet)
        known = {name: named.get(area_name(name)) for name in map(cell_name, table.cells)}
        return {name: column for name, column in known.items() if column is not None}

    def _headed_tables(self, known: Mapping[FieldPath, TableRead]) -> dict[FieldPath, TableRead]:
        """The tables of a form: by the name of the sheet, else by its heads."""
        found: dict[FieldPath, TableRead] = {}
        for search in (self._sheet_by_name, self._sheet_by_heads):
            for table in self._layout.tables:
                if table.at in known or table.at in found:
                    continue
                sheet = search(table)
                if sheet is not None:
                    del self._unread[sheet.name]
                    found[table.at] = self._headed_table(table, sheet)
        return found

    def _headed_table(self, usual: Table, sheet: Sheet) -> TableRead:
        row, columns = tables.find_heads(sheet.rows, usual)
        table, own = tables.with_own(usual, sheet.rows[row : row + 1] if columns else (), {})
        columns.update(own)
        meant = tables.meant_columns(table, sheet, row, columns)
        self.problems.extend(tables.head_problems(table, sheet, row, columns, meant))
        columns.update(meant)
        span = range(row + 1, len(sheet.rows)) if columns else range(0)
        self.problems.extend(tables.join_pasted(table, sheet, columns, span.start))
        read = tables.read_rows(table, sheet, columns, span)
        read.headless = sheet.filled and not columns
        if columns:
            tables.put_unread(read, tables.missing_columns(table, columns))
        return read

    def _sheet_by_name(self, table: Table) -> Sheet | None:
        return next((sheet for name, sheet in self._unread.items() if normal(name) == normal(table.name)), None)

    def _sheet_by_heads(self, table: Table) -> Sheet | None:
        """A sheet that holds this table under another name: most of its heads are the table's."""
        others = [sheet for name, sheet in self._unread.items() if normal(name) != normal(MAIN)]
        counted = [(len(tables.find_heads(sheet.rows, table)[1]), sheet) for sheet in others]
        count, sheet = max(counted, key=lambda pair: pair[0], default=(0, None))
        return sheet if count >= _most_heads(table) else None

    def _same_heads(self, sheet: Sheet) -> str | None:
        """The sheet that was read with the heads or labels of this one, a copy perhaps."""
        if self.places.main and self._is_main(sheet):
            return self.places.main
        reads = self.places.tables.values()
        alike = (read for read in reads if len(tables.find_heads(sheet.rows, read.table)[1]) >= _most_heads(read.table))
        return next((read.sheet.name for read in alike), None)

    def _attach(self, read: TableRead) -> None:
        """Put a table's entries into the data, each into the entry that owns it."""
        self.places.tables[read.table.at] = read
        self.problems.extend(read.problems)
        self._complain_of_hidden(read.sheet, read.rows, read.first_column)
        self._complain_of_same_keys(read)
        owners = self._owners(read.table)
        if owners == {"": ()} and not read.table.single and not read.table.keyed:
            # Nobody to look up: thousands of rows go in at once.
            self._extend(read)
            return
        counts: dict[Loc, int] = {}
        read.owners = meant_keys(read.owners, owners)
        for index, entry in enumerate(read.entries):
            owner = self._owner(read, owners, index)
            read.placed.append(() if owner is None else self._put(read, index, owner, entry, counts))

    def _complain_of_hidden(self, sheet: Sheet, rows: Iterable[int], column: int) -> None:
        """Tell of rows that are printed although they are hidden from the clerk."""
        hidden = [row for row in rows if row in sheet.hidden] if sheet.hidden else []
        if hidden:
            count = f"(รวม {len(hidden):,} แถว)"
            message = f"แถวที่ซ่อนไว้ (ซ่อนเองหรือด้วยตัวกรอง) ถูกนำไปใช้ด้วย {count}: ลบแถวถ้าไม่ใช้ หรือเลิกซ่อนเพื่อตรวจดู"
            self._complain(message, sheet.place(hidden[0], column), "hidden", "warning")

    def _extend(self, read: TableRead) -> None:
        if read.entries or read.headless:
            tables.put(self.data, read.table.below, Unread if read.headless else read.entries)
        read.base = read.table.below

    def _owners(self, table: Table) -> dict[str, Loc]:
        """Where the entries that may own rows of ``table`` are, by what they are referred to by."""
        if table.owner is None:
            return {"": ()}
        read = self.places.tables.get(table.owner)
        return dict(zip(reversed(read.keys), reversed(read.locs), strict=True)) if read else {}

    def _complain_of_same_keys(self, read: TableRead) -> None:
        """Tell of rows that others cannot be told apart by, where others refer to them."""
        first: dict[str, int] = {}
        for index, key in enumerate(read.keys if read.table.referred and not read.table.keyed else ()):
            if key and first.setdefault(key, index) != index:
                head = read.table.key.title if read.table.key else REFERENCE
                message = f"{head} “{key}” ซ้ำกับ {a1(read.rows[first[key]], read.named or 0)}: ตั้งให้ต่างกัน"
                self._complain(message, read.place(index, read.named), "reference-twice")

    def _owner(self, read: TableRead, owners: Mapping[str, Loc], index: int) -> Loc | None:
        name = read.owners[index] if read.owners else ""
        if name in owners:
            return owners[name]
        if not name and len(owners) == 1:
            return next(iter(owners.values()))
        parent = self._layout.owner_of(read.table)
        sheet = parent.name if parent else MAIN
        unknown = f"ไม่มี “{name}” ในแผ่นงาน “{sheet}”" if name else f"ยังไม่ได้บอกว่าเป็นของแถวใดในแผ่นงาน “{sheet}”"
        self._complain(f"{unknown}: กรอกคอลัมน์ “{read.table.link}” ให้ตรง", read.place(index, read.link), "owner-unknown")
        return None

    def _put(self, read: TableRead, index: int, owner: Loc, entry: Any, counts: dict[Loc, int]) -> Loc:
        table = read.table
        holder = _holder(self.data, (*owner, *table.below[:-1]))
        name, path = table.below[-1], (*owner, *table.below)
        if table.single:
            if name in holder:
                self._complain("มีมากกว่าหนึ่งแถวของรายการเดียวกัน: เหลือไว้แถวเดียว", read.place(index), "row-twice")
            holder[name] = entry
            return path
        if table.keyed:
            key = read.keys[index]
            if key in holder.get(name, {}):
                self._complain(f"คีย์ “{key}” ซ้ำ: คีย์ของแต่ละแถวต้องต่างกัน", read.place(index), "key-twice")
            holder.setdefault(name, {})[key] = entry.get(VALUE) if table.scalar else entry
            return (*path, key)
        holder.setdefault(name, []).append(entry)
        counts[path] = counts.get(path, -1) + 1
        return (*path, counts[path])

    def _put_others(self) -> None:
        for path, value in self._others:
            typed = self.places.cells.get(tuple(map(str, path)))
            if typed and tables.value_at(self.data, tuple(path)) is not None:
                sheet, row, column = typed
                message = "ใช้ที่พิมพ์ในช่องนี้ แทนข้อมูลเดิมที่เก็บไว้ในแถว “ข้อมูลอื่น”"
                self._complain(message, sheet.place(row, column), "other-replaced", "warning")
                continue
            try:
                _put_anywhere(self.data, path, value)
            except (IndexError, KeyError, TypeError):
                # The row it belonged to was taken out.
                name = self._title_of(tuple(path))
                self._complain(f"ข้อมูล “{name}” ไม่มีที่อยู่แล้ว จึงไม่ถูกนำไปใช้", f'แผ่นงาน "{MAIN}"', "other", "warning")

    def _title_of(self, path: Loc) -> str:
        from thaireport.messages import label_of

        return label_of(path, REPORTS[self._layout.kind]) or " ".join(map(str, path))

    # ---- single values ----

    def _named_cells(self, sheets: Mapping[str, Sheet]) -> None:
        for name, cell in self._cells.items():
            area = self._areas.get(area_name(f"field_{name}"))
            sheet = sheets.get(area.sheet) if area else None
            if area and sheet:
                inside = area.row < len(sheet.rows) and area.column < len(sheet.rows[area.row])
                value = sheet.rows[area.row][area.column] if inside else ""
                self._take(cell, [value], (sheet, area.row, area.column))
                self._unread.pop(area.sheet, None)

    def _main(self) -> None:
        """The page of single values: a label, its value beside it; rows without a label go on with the value above."""
        sheet = self._main_sheet()
        if sheet is None:
            self.places.main = "" if any(name.startswith("field_") for name in self._areas) else MAIN
            return
        del self._unread[sheet.name]
        self.places.main = sheet.name
        known = tables.names_by_title(self._layout.cells)
        known[normal(OTHER)] = OTHER
        head, head_row = _value_column(sheet), _head_row(sheet)
        current: tuple[str, list[Any], tuple[Sheet, int, int]] | None = None
        for number, row in enumerate(sheet.rows):
            column = _label_column(row, head, known)
            target = head if head is not None else (column or 0) + 1
            value = row[target] if target < len(row) else ""
            if head is not None:
                self._complain_of_beside(sheet, number, head, known.get(normal(str(row[column or 0]))))
            if column is None:
                if current and value != "":
                    current[1].append(value)
                continue
            self._finish(current)
            name = known.get(normal(str(row[column])))
            current = (name, [value], (sheet, number, target)) if name else None
            if name is None and value != "" and number != head_row:
                meant = self._unknown_label(str(row[column]), sheet.place(number, column))
                # Read as the label it nearly is, where that stands nowhere: what is typed there is told as well.
                if meant and not any(known.get(normal(str(word))) == meant for line in sheet.rows for word in line):
                    current = (meant, [value], (sheet, number, target))
        self._finish(current)
        filled = [place for place in self.places.cells.values() if _is_filled(*place)]
        self._complain_of_hidden(sheet, [row for where, row, _ in filled if where is sheet], head or 0)

    def _complain_of_beside(self, sheet: Sheet, number: int, target: int, name: str | None) -> None:
        """Tell of what stands right of the values, where only the form's own guide does; in a row of heads once."""
        row, heads = sheet.rows[number], sheet.rows[_head_row(sheet) or 0]
        for column in range(target + 1, len(row)):
            is_guide = column == target + 1 and (row is heads or self._is_guide(row, target, name))
            if is_guide or not str(row[column]).strip():
                continue
            if row is heads:
                self._complain(
                    f"ไม่รู้จักหัวคอลัมน์ “{row[column]}”: ข้อมูลในคอลัมน์นี้ไม่ถูกนำไปใช้",
                    sheet.place(number, column),
                    "head-unknown",
                    "warning",
                )
            elif column == target + 1 or not str(heads[column]).strip():
                where = f"ช่อง {a1(number, target)}" if name else "ช่องสีเหลืองของรายการ"
                message = f"ค่านี้อยู่นอกคอลัมน์ “{VALUE_HEAD}” จึงไม่ถูกนำไปใช้: ย้ายไป{where} หรือลบ"
                self._complain(message, sheet.place(number, column), "beside", "warning")

    def _is_guide(self, row: Sequence[Any], target: int, name: str | None) -> bool:
        """Whether the cell beside a value is the guide that the form has there, perhaps that of another version."""
        text = row[target + 1]
        if not isinstance(text, str) or row[target] != "" or name == OTHER:
            return isinstance(text, str)
        return name is not None and closest(text, [how_to(self._cells[name])]) is not None

    def _main_sheet(self) -> Sheet | None:
        named = [sheet for name, sheet in self._unread.items() if normal(name) == normal(MAIN)]
        if named:
            return named[0]
        return next((sheet for sheet in self._unread.values() if self._is_main(sheet)), None)

    def _is_main(self, sheet: Sheet) -> bool:
        """Whether labels of single values stand in a sheet."""
        known = tables.names_by_title(self._layout.cells)
        words = [str(value) for row in sheet.rows for value in row[:3] if isinstance(value, str)]
        return sum(normal(word) in known for word in words) >= 3

    def _finish(self, current: tuple[str, list[Any], tuple[Sheet, int, int]] | None) -> None:
        if current is None:
            return
        name, values, where = current
        if name == OTHER:
            self._take_others("".join(str(value) for value in values), where)
        else:
            self._take(self._cells[name], values, where)

    def _take_others(self, value: str, where: tuple[Sheet, int, int]) -> None:
        """What the form has no cells for, as ``[[path, value], ...]``."""
        if value.strip():
            try:
                self._others = [(list(path), part) for path, part in json.loads(value)]
            except (ValueError, TypeError, RecursionError):
                place = where[0].place(where[1], where[2])
                self._complain("ข้อความในช่องนี้โปรแกรมเป็นผู้เขียน อย่าแก้: ลบทิ้งหรือคัดลอกจากไฟล์เดิม", place, "other")

    def _take(self, cell: Cell, values: Sequence[Any], where: tuple[Sheet, int, int]) -> None:
        sheet, row, column = where
        self.places.cells.setdefault(cell.path, where)
        values = [sheet.faults[row, column]] if (row, column) in sheet.faults else values
        filled = [value for value in values if str(value).strip()]
        if not filled:
            return
        value = filled[0] if len(filled) == 1 else "\n".join(str(part) for part in filled)
        place = f"{sheet.place(row, column)} ({cell.title})"

        def complain(_offset: int, message: str, code: str) -> None:
            self._complain(message, place, code)

        before = tables.value_at(self.data, cell.path)
        if cell.kind == "tick":
            ticks = tables.read_ticks(cell, [value], complain)
            if ticks.yes[value] is False:
                self._denied.setdefault(cell.path, set()).add(cell.option)
            member = tables.members([ticks])[0]
            unclear = member is Unread or before is Unread
            made = Unread if unclear else (*(before or ()), *member) if member else before
        elif before is not None:
            self._complain("กรอกไว้สองแห่ง: เหลือไว้แห่งเดียว", place, "twice")
            return
        else:
            made = tables.read_values(cell, [value], complain)[0]
        if made is not None:
            tables.put(self.data, cell.path, made)

    def _put_denied(self) -> None:
        """A set of which a clerk only said what does not belong to it: the usual one without these."""
        for path, denied in self._denied.items():
            usual = REPORTS[self._layout.kind].model_fields[path[0]].default if len(path) == 1 else None
            if tables.value_at(self.data, path) is None and isinstance(usual, tuple):
                tables.put(self.data, path, [member for member in usual if member not in denied])

    def _unknown_label(self, label: str, place: str) -> str | None:
        """Tell of a label that nobody knows; the name of the cell it seems to mean, if any."""
        names = {cell.title: cell_name(cell) for cell in self._layout.cells}
        near = closest(label.strip(" *"), names)
        hint = f"หมายถึง “{near}” หรือไม่" if near else "แถวนี้ไม่ถูกนำไปใช้"
        message = f"ไม่รู้จักรายการ “{label.strip()}”: {hint}"
        self._complain(message, place, "label-unknown", "error" if near else "warning")
        return names[near] if near else None

    def _complain_of_unread(self) -> None:
        known = ", ".join([MAIN, *(table.name for table in self._layout.tables[:6])])
        for name, sheet in self._unread.items():
            if sheet.filled:
                twin = self._same_heads(sheet)
                message = (
                    f"ไม่ได้อ่านแผ่นงานนี้ เพราะอ่านแผ่นงาน “{twin}” ซึ่งมีหัวหรือรายการเดียวกันแล้ว: เหลือไว้แผ่นเดียว"
                    if twin
                    else f"ไม่ได้อ่านแผ่นงานนี้ เพราะชื่อและหัวคอลัมน์ไม่ตรงกับแบบ ({known})"
                )
                self._complain(message, f'แผ่นงาน "{name}"', "sheet-unknown", "warning")

    def _complain_of_pictures(self) -> None:
        """Tell of pictures pasted over the cells of a form; those of a report workbook are its template's."""
        placed = [(self._sheets[name], row, column) for name, row, column in self._pictures if name in self._sheets]
        if placed and not self._areas:
            message = f"รูปที่วางไว้ในแผ่นงานไม่ถูกนำไปใช้ (รวม {len(placed)} รูป): บันทึกรูปเป็นไฟล์ แล้วพิมพ์ชื่อไฟล์ในช่องของภาพ"
            sheet, row, column = min(placed, key=lambda place: (place[0].name, *place[1:]))
            self._complain(message, sheet.place(row, column), "picture-placed", "warning")


def _most_heads(table: Table) -> int:
    """So many heads of a table make a sheet its own."""
    return max(2, (len(table.cells) + 1) // 2)


def _end_of_rows(sheet: Sheet, columns: Mapping[str, int], last: int, others: Container[int]) -> int:
    """One past the last row of a named list: rows that a clerk added right below belong to it.

    So does one typed where the sums of another list would stand, but not such a sum (``รวมมิติ 1 …``) itself.
    """
    end, first = last + 1, min(columns.values(), default=0)
    while end < len(sheet.rows):
        row = sheet.rows[end]
        if tables.is_total(row) or all(row[column] == "" for column in columns.values()):
            break
        if end in others and str(row[first]).lstrip().startswith("รวม"):
            break
        end += 1
    return end


def _head_row(sheet: Sheet) -> int | None:
    wanted = normal(VALUE_HEAD)
    rows = enumerate(sheet.rows[: tables.HEAD_ROWS])
    return next((number for number, row in rows if any(normal(str(value)) == wanted for value in row)), None)


def _value_column(sheet: Sheet) -> int | None:
    """The column under ``กรอกที่นี่``, None when that head is gone."""
    number = _head_row(sheet)
    if number is None:
        return None
    return next(index for index, value in enumerate(sheet.rows[number]) if normal(str(value)) == normal(VALUE_HEAD))


def _label_column(row: Sequence[Any], value_column: int | None, known: Container[str]) -> int | None:
    """The column of a row's label before the value (before the last column when that is unknown).

    It is the first text that is a label, else the first text: a clerk may number the rows.
    """
    last = value_column if value_column is not None else max(len(row) - 1, 1)
    texts = [index for index, value in enumerate(row[:last]) if isinstance(value, str) and value.strip()]
    return next((index for index in texts if normal(row[index]) in known), texts[0] if texts else None)


def _holder(data: Any, path: Loc) -> dict[str, Any]:
    """The mapping at a path, made when it is not there yet."""
    for part in path:
        data = data[part] if isinstance(part, int) else data.setdefault(part, {})
    return data  # type: ignore[no-any-return]


def _put_anywhere(data: Any, path: Sequence[Any], value: Any) -> None:
    """Set the value at a path of names and positions; what holds it is made, but no gap in a list is."""
    for part, below in pairwise(path):
        empty: Any = [] if isinstance(below, int) else {}
        data = _child(data, part, empty)
    _child(data, path[-1], value, replace=True)


def _child(data: Any, part: Any, new: Any, *, replace: bool = False) -> Any:
    """What ``data`` holds at ``part``; ``new`` is put there when there is nothing."""
    if isinstance(data, list):
        if part == len(data):
            data.append(new)
        elif replace:
            data[part] = new
        return data[part]
    if replace or part not in data:
        data[part] = new
    return data[part]
