"""The rows of a filled sheet as XML: the template's rows moved, each prototype row written for every item.

A prototype row is turned into one text with a place for each value, so that writing an item is a few look-ups
and one ``%``. The XML leaves in pieces and never exists whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from jinja2 import UndefinedError

from thaireport.output.docx.printing import UnprintableError
from thaireport.output.xlsx.cells import Encoder, encoder, result_xml
from thaireport.output.xlsx.evaluate import run
from thaireport.output.xlsx.heights import HIGHEST, line_counter, row_height
from thaireport.output.xlsx.labels import label_fragment
from thaireport.output.xlsx.model import Cell, Field, Formula, Label, Prototype, Row
from thaireport.output.xlsx.places import EmptyRunError, Fixed, Offsets, RowScope
from thaireport.output.xlsx.references import Reference, moved_formula
from thaireport.output.xlsx.regions import RegionFill
from thaireport.output.xlsx.slots import write_part
from thaireport.output.xlsx.values import CannotComputeError, Scalar

if TYPE_CHECKING:
    from thaireport.output.xlsx.fill import SheetFill

Column = Callable[[range, Sequence[Sequence[Any]]], Iterable[bytes]]
"""Gives for some items, from the values of their fields column by column, what stands at one place of each."""


def sheet_xml(sheet: SheetFill) -> Iterator[bytes]:
    """The sheet's XML in pieces."""
    yield write_part(sheet.sheet.before, sheet.filling).encode()
    yield from _rows(sheet)
    yield write_part(sheet.sheet.after, sheet.filling).encode()


def _rows(sheet: SheetFill) -> Iterator[bytes]:
    """Every row of the sheet from the top, many of a list at a time."""
    waiting = list(sheet.regions)
    for row in sheet.sheet.static_rows:
        while waiting and waiting[0].region.first < row.number:
            yield from RegionWriter(waiting.pop(0)).rows()
        yield _static_row(sheet, row).encode()
    for fill in waiting:
        yield from RegionWriter(fill).rows()


# ---------------------------------------------------------------- rows outside the lists


def _static_row(sheet: SheetFill, row: Row) -> str:
    number = sheet.map.first(row.number)
    cells = "".join(_static_cell(sheet, cell, number) for cell in row.cells)
    return f"{_row_start(sheet, row, str(number), _static_height(sheet, row))}{cells}</row>"


def _row_start(sheet: SheetFill, row: Row, number: str, height: str) -> str:
    style = f' s="{sheet.style(row.style)}" customFormat="1"' if row.style is not None else ""
    return f'<row r="{number}"{style}{height}{row.attributes}>'


def _height(points: float | None) -> str:
    return "" if points is None else f' ht="{points:g}" customHeight="1"'


def _static_height(sheet: SheetFill, row: Row) -> str:
    """The row's height: the template's, more where a text filled in needs it."""
    texts = [(cell, _shown(sheet, cell)) for cell in row.cells if cell.wraps]
    texts = [(cell, text) for cell, text in texts if text]
    if not texts or (row.height is not None and not row.is_dynamic):
        return _height(row.height)
    needed = [
        row_height(line_counter(cell.width, cell.look.font, cell.look.size, bold=cell.look.bold)(text), cell.look.size)
        for cell, text in texts
    ]
    return _height(min(HIGHEST, max([*needed, row.height or 0.0])))


def _shown(sheet: SheetFill, cell: Cell) -> str:
    if isinstance(cell.content, Field):
        encode = encoder(sheet.policy, cell.look.shows_dates, cell.look.wraps)
        try:
            return encode.shown(sheet.fields.get((cell.row, cell.column)))
        except (UnprintableError, UndefinedError):
            return ""
    try:
        value = sheet.static_value(cell.row, cell.column)
    except CannotComputeError:
        return ""
    return value if isinstance(value, str) else ""


def _static_cell(sheet: SheetFill, cell: Cell, number: int) -> str:
    start = f'<c r="{cell.letters}{number}" s="{sheet.style(cell.style)}"{cell.attributes}'
    content = cell.content
    if isinstance(content, Label):
        return f"{start}{label_fragment(content, sheet.policy)}</c>"
    if isinstance(content, Field):
        return f"{start}{_static_field(sheet, cell)}</c>"
    text = moved_formula(content.pieces, sheet.map, sheet.filling.maps)
    array = ""
    if content.array is not None:
        array = f' t="array" ref="{content.array.moved(sheet.map)}"'
    kind, value = _cached(sheet, lambda: sheet.static_value(cell.row, cell.column))
    return f"{start}{kind}><f{array}>{escape(text)}</f>{value}</c>"


def _static_field(sheet: SheetFill, cell: Cell) -> str:
    encode = encoder(sheet.policy, cell.look.shows_dates, cell.look.wraps)
    value = sheet.fields.get((cell.row, cell.column))
    try:
        return encode[type(value)](value).decode()
    except (UnprintableError, UndefinedError) as error:
        sheet.filling.refuse(sheet, cell.name, error)
        return ">"


def _cached(sheet: SheetFill, value: Callable[[], Scalar]) -> tuple[str, str]:
    """Kind and value stored with a formula; nothing where Excel has to work it out on opening."""
    try:
        return result_xml(value())
    except CannotComputeError:
        sheet.filling.recalculate = True
        return "", ""


# ---------------------------------------------------------------- rows of a list


class RegionWriter:
    """Writes the rows of one list, many items at a time."""

    def __init__(self, fill: RegionFill) -> None:
        self.fill = fill
        self.blocks = [BlockWriter(fill, prototype) for prototype in fill.region.prototypes]

    def rows(self) -> Iterator[bytes]:
        fill = self.fill
        if fill.is_empty:
            yield self.blocks[0].hidden_row()
            return
        tuples, item = fill.tuples(), 0
        for kind, count in fill.runs():
            block, items = self.blocks[kind], range(item, item + count)
            written = block.write(items, list(islice(tuples, count)))
            if fill.extra:
                written = [rows + block.continuations(n) for n, rows in zip(items, written, strict=True)]
            yield b"".join(written)
            item += count


class BlockWriter:
    """Writes the rows of items from their prototype.

    The prototype is one text with a place for every changing cell. The values of many items are turned column
    by column into what stands at those places (values of one type by one C loop), then row by row put in.
    """

    def __init__(self, fill: RegionFill, prototype: Prototype) -> None:
        self.fill, self.sheet, self.prototype = fill, fill.sheet, prototype
        self.fields = 0
        self.columns: list[Column] = []
        frame = b"".join(self._row(offset, row) for offset, row in enumerate(prototype.rows))
        # Between the pieces stands the number of the first row, so that a join writes all of them.
        self.pieces = frame.split(_mark(0))
        self._heights = _HeightTexts()

    def write(self, items: range, values: Sequence[Sequence[Any]]) -> list[bytes]:
        """The rows of each of some items that follow each other."""
        columns = list(zip(*values, strict=True))
        texts = zip(*[column(items, columns) for column in self.columns], strict=True)
        pieces, starts = self.pieces, self.fill.starts[items.start : items.stop]
        if len(self.prototype.rows) == 1:
            return [(b"%d" % start).join(pieces) % row for start, row in zip(starts, texts, strict=True)]
        return [self._numbered(start) % row for start, row in zip(starts, texts, strict=True)]

    def _numbered(self, start: int) -> bytes:
        """The block with its rows numbered from ``start``."""
        frame = (b"%d" % start).join(self.pieces)
        for offset in range(1, len(self.prototype.rows)):
            frame = frame.replace(_mark(offset), b"%d" % (start + offset))
        return frame

    def _row(self, offset: int, row: Row) -> bytes:
        height = _percent(_height(row.height))
        if self.fill.measures:
            self.columns.append(self._height_at(offset, _height(row.height).encode()))
            height = b"%b"
        start = _percent(_row_start(self.sheet, row, "\0", "\1"))
        cells = b"".join(self._cell(cell, offset) for cell in row.cells)
        return start.replace(b"\0", _mark(offset)).replace(b"\1", height) + cells + b"</row>"

    def _height_at(self, offset: int, own: bytes) -> Column:
        heights, first, starts = self.fill.heights, self.fill.first, self.fill.starts

        def column(items: range, _: Sequence[Sequence[Any]]) -> Iterable[bytes]:
            rows = [heights[start + offset - first] for start in starts[items.start : items.stop]]
            return [self._heights[quarters] if quarters else own for quarters in rows]

        return column

    def _cell(self, cell: Cell, offset: int) -> bytes:
        start = _percent(f'<c r="{cell.letters}\0" s="{self.sheet.style(cell.style)}"{cell.attributes}')
        start = start.replace(b"\0", _mark(offset))
        content = cell.content
        if isinstance(content, Label):
            return start + _percent(label_fragment(content, self.sheet.policy)) + b"</c>"
        if isinstance(content, Field):
            self.columns.append(self._field(cell, offset, self.fields))
            self.fields += 1
        else:
            self.columns.append(self._formula(cell, content, offset))
        return start + b"%b</c>"

    def _field(self, cell: Cell, offset: int, place: int) -> Column:
        encode = encoder(self.sheet.policy, cell.look.shows_dates, cell.look.wraps)

        def column(items: range, columns: Sequence[Sequence[Any]]) -> Iterable[bytes]:
            values = columns[place]
            kinds = set(map(type, values))
            try:
                if len(kinds) == 1:
                    return list(map(encode[kinds.pop()], values))
                return [encode[value.__class__](value) for value in values]
            except (UnprintableError, UndefinedError):
                return [self._explained(encode, value, cell, offset, n) for n, value in zip(items, values, strict=True)]

        return column

    def _explained(self, encode: Encoder, value: object, cell: Cell, offset: int, item: int) -> bytes:
        """The text of one value of a column of which some cannot be written: each of those is told by its cell."""
        try:
            return encode[type(value)](value)
        except (UnprintableError, UndefinedError) as error:
            place = f"{cell.letters}{self.fill.starts[item] + offset}"
            self.sheet.filling.refuse(self.sheet, place, error, (self.fill.region.name, item))
            return b">"

    def _formula(self, cell: Cell, formula: Formula, offset: int) -> Column:
        scope = self.sheet.row_scope(self.fill, cell)
        write = _formula_text(formula, scope)
        column, fill, node = cell.column, self.fill, formula.node

        def result(item: int, row: int) -> Scalar:
            if column in fill.columns:
                return fill.value(row, column)
            if node is None:
                raise CannotComputeError
            return self.sheet.result(cell, fill.items[item], lambda: run(node, scope.at(item, row)))

        def produce(item: int, start: int) -> bytes:
            row = start + offset
            try:
                text = write(item, row)
                kind, value = result_xml(result(item, row))
            except EmptyRunError:
                return b"><v>0</v>"
            except CannotComputeError:
                self.sheet.filling.recalculate = True
                kind = value = ""
            return f"{kind}><f>{text}</f>{value}".encode()

        starts = self.fill.starts
        return lambda items, _: [produce(item, starts[item]) for item in items]

    def hidden_row(self) -> bytes:
        """The row that stands for an empty list: hidden and blank, so that ranges over it stay valid."""
        row = self.prototype.rows[0]
        start = _row_start(self.sheet, row, str(self.fill.first), "")
        start = re.sub(r' hidden="[^"]*"', "", start).replace(">", ' hidden="1">')  # LibreOffice writes hidden="false"
        return f"{start}{self._blank_cells(self.fill.first)}</row>".encode()

    def continuations(self, item: int) -> bytes:
        """The further rows of an item taller than Excel's tallest row; their cells are merged with those above."""
        start, first = self.fill.starts[item], self.prototype.rows[0]
        written = []
        for row in range(start + 1, start + 1 + self.fill.extra.get(item, 0)):
            height = _height(self.fill.heights[row - self.fill.first] / 4)
            written.append(f"{_row_start(self.sheet, first, str(row), height)}{self._blank_cells(row)}</row>")
        return "".join(written).encode()

    def _blank_cells(self, row: int) -> str:
        cells = self.prototype.rows[0].cells
        return "".join(f'<c r="{cell.letters}{row}" s="{self.sheet.style(cell.style)}"/>' for cell in cells)


def _mark(offset: int) -> bytes:
    """What stands for a row number in a frame: bytes that UTF-8 never has."""
    return b"\xff" + bytes([0x80 + offset])


class _HeightTexts(dict[int, bytes]):
    """Quarters of a point -> the attributes that say so."""

    def __missing__(self, quarters: int) -> bytes:
        text = self[quarters] = _height(quarters / 4).encode()
        return text


def _percent(text: str) -> bytes:
    return text.replace("%", "%%").encode()


def _doubled(text: str) -> str:
    return text.replace("%", "%%")


def _formula_text(formula: Formula, scope: RowScope) -> Callable[[int, int], str]:
    """The function that writes the formula for an item and its row; XML already."""
    parts: list[str | Reference] = []
    offsets: list[int] = []
    is_simple = True
    for piece in formula.pieces:
        place = scope.places[id(piece)] if isinstance(piece, Reference) else None
        if isinstance(piece, str):
            parts.append(escape(piece))
        elif isinstance(place, Fixed):
            parts.append(escape(piece.at(place.first, place.last)))
        else:
            parts.append(piece)
            is_simple &= isinstance(place, Offsets)
            if isinstance(place, Offsets):
                offsets += [place.first] if piece.single else [place.first, place.last]
    if not is_simple:
        return lambda item, row: "".join(_part(part, scope, item, row) for part in parts)
    frame = "".join(
        _doubled(part) if isinstance(part, str) else _doubled(escape(part.at("\0", "\0"))).replace("\0", "%d")
        for part in parts
    )
    return lambda _item, row: frame % tuple([row + offset for offset in offsets])


def _part(part: str | Reference, scope: RowScope, item: int, row: int) -> str:
    if isinstance(part, str):
        return part
    return escape(part.at(*scope.places[id(part)].rows(item, row)))
