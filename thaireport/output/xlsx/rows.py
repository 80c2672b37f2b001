"""The rows of a filled sheet as XML: the template's rows moved, each prototype row written for every item.

A prototype row is turned into one text with a place for each value, so that writing an item is a few look-ups
and one ``%``. The XML leaves in pieces and never exists whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

BATCH = 512


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
    """Writes the rows of one list."""

    def __init__(self, fill: RegionFill) -> None:
        self.fill, self.sheet = fill, fill.sheet
        self.blocks = [BlockWriter(fill, prototype) for prototype in fill.region.prototypes]

    def rows(self) -> Iterator[bytes]:
        fill = self.fill
        if fill.is_empty:
            yield self.blocks[0].hidden_row()
            return
        tuples = enumerate(fill.tuples())
        if fill.kinds or fill.extra:
            writers = [block.writer() for block in self.blocks]
            for item, values in tuples:
                kind, start = fill.kind(item), fill.starts[item]
                yield writers[kind](item, start, values)
                for row in range(start + 1, start + 1 + fill.extra.get(item, 0)):
                    yield self.blocks[kind].continuation(row)
            return
        write = self.blocks[0].writer()
        rows = (write(item, start, values) for (item, values), start in zip(tuples, fill.starts, strict=True))
        while batch := b"".join(islice(rows, BATCH)):
            yield batch


class BlockWriter:
    """Writes the rows of one item from its prototype."""

    def __init__(self, fill: RegionFill, prototype: Prototype) -> None:
        self.fill, self.sheet, self.prototype = fill, fill.sheet, prototype
        self.encoders: list[Encoder] = []
        self.inserts: list[tuple[int, Callable[[int, int], bytes]]] = []
        self._places, self._size = 0, len(prototype.rows)
        frame = b"".join(self._row(offset, row) for offset, row in enumerate(prototype.rows))
        # Between the pieces stands the number of the first row, so that a join writes all of them.
        self.pieces = frame.split(_mark(0))
        self._heights = _HeightTexts()

    def _row(self, offset: int, row: Row) -> bytes:
        height = _percent(_height(row.height))
        if self.fill.measures:
            self._insert(self._height_at(offset, _height(row.height).encode()))
            height = b"%b"
        start = _percent(_row_start(self.sheet, row, "\0", "\1"))
        cells = b"".join(self._cell(cell, offset) for cell in row.cells)
        return start.replace(b"\0", _mark(offset)).replace(b"\1", height) + cells + b"</row>"

    def _insert(self, produce: Callable[[int, int], bytes]) -> None:
        self.inserts.append((self._places, produce))
        self._places += 1

    def _height_at(self, offset: int, own: bytes) -> Callable[[int, int], bytes]:
        heights, first = self.fill.heights, self.fill.first

        def height(_item: int, row: int) -> bytes:
            quarters = heights[row + offset - first]
            return self._heights[quarters] if quarters else own

        return height

    def _cell(self, cell: Cell, offset: int) -> bytes:
        start = _percent(f'<c r="{cell.letters}\0" s="{self.sheet.style(cell.style)}"{cell.attributes}')
        start = start.replace(b"\0", _mark(offset))
        content = cell.content
        if isinstance(content, Label):
            return start + _percent(label_fragment(content, self.sheet.policy)) + b"</c>"
        if isinstance(content, Field):
            self.encoders.append(encoder(self.sheet.policy, cell.look.shows_dates, cell.look.wraps))
            self._places += 1
        else:
            self._insert(self._formula(cell, content, offset))
        return start + b"%b</c>"

    def writer(self) -> Callable[[int, int, Sequence[Any]], bytes]:
        """The function that writes the rows of an item from its first row's number and its values."""
        encoders, inserts, pieces, size = tuple(self.encoders), self.inserts, self.pieces, self._size

        def write(item: int, start: int, values: Sequence[Any]) -> bytes:
            try:
                texts = [encode[value.__class__](value) for encode, value in zip(encoders, values)]  # noqa: B905
            except (UnprintableError, UndefinedError):
                texts = self._explained(item, start, values)
            for place, produce in inserts:
                texts.insert(place, produce(item, start))
            frame = (b"%d" % start).join(pieces)
            for offset in range(1, size):
                frame = frame.replace(_mark(offset), b"%d" % (start + offset))
            return frame % tuple(texts)

        return write

    def _explained(self, item: int, start: int, values: Sequence[Any]) -> list[bytes]:
        """The texts of an item of which some cannot be written: each is told by its cell."""
        texts = []
        for encode, value, (offset, cell) in zip(self.encoders, values, self.prototype.fields, strict=False):
            try:
                texts.append(encode[type(value)](value))
            except (UnprintableError, UndefinedError) as error:
                loc = (self.fill.region.name, item)
                self.sheet.filling.refuse(self.sheet, f"{cell.letters}{start + offset}", error, loc)
                texts.append(b">")
        return texts

    def _formula(self, cell: Cell, formula: Formula, offset: int) -> Callable[[int, int], bytes]:
        scope = self.sheet.row_scope(self.fill, cell)
        write = _formula_text(formula, scope)
        column, fill, node = cell.column, self.fill, formula.node

        def result(item: int, row: int) -> Scalar:
            if column in fill.columns:
                return fill.value(row, column)
            if node is None:
                raise CannotComputeError
            return run(node, scope.at(item, row))

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

        return produce

    def hidden_row(self) -> bytes:
        """The row that stands for an empty list: hidden and blank, so that ranges over it stay valid."""
        row = self.prototype.rows[0]
        start = _row_start(self.sheet, row, str(self.fill.first), ' hidden="1"')
        return f"{start}{self._blank_cells(self.fill.first)}</row>".encode()

    def continuation(self, row: int) -> bytes:
        """A further row of an item taller than Excel's tallest row; its cells are merged with those above."""
        height = _height(self.fill.heights[row - self.fill.first] / 4)
        first = self.prototype.rows[0]
        return f"{_row_start(self.sheet, first, str(row), height)}{self._blank_cells(row)}</row>".encode()

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
