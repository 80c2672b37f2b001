"""What a compiled workbook template consists of: sheets of rows, rows of cells, lists that repeat rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import nodes

from thaireport.output.xlsx.evaluate import Node
from thaireport.output.xlsx.expressions import Program
from thaireport.output.xlsx.references import Pieces, Reference, column_letters
from thaireport.output.xlsx.slots import Part
from thaireport.output.xlsx.styles import Style
from thaireport.output.xlsx.values import Scalar


@dataclass(frozen=True)
class Label:
    """A cell that is the same in every file but for its digits.

    ``fragment`` is the cell's XML after its style; ``text`` the XML inside its string, empty for other values.
    """

    fragment: str
    value: Scalar
    text: str = ""


@dataclass(frozen=True)
class Field:
    """A cell with ``{{ ... }}``."""

    expression: nodes.Expr


@dataclass(frozen=True)
class Formula:
    """A cell with a formula; ``array`` is the range of an array formula."""

    pieces: Pieces
    node: Node | None
    array: Reference | None = None
    is_subtotal: bool = False

    @property
    def references(self) -> list[Reference]:
        return [piece for piece in self.pieces if isinstance(piece, Reference)]


@dataclass(frozen=True)
class Cell:
    """One cell of the template; ``width`` is the room for its text in points (its merged cells together)."""

    row: int
    column: int
    style: int
    content: Label | Field | Formula
    look: Style
    attributes: str = ""
    width: float = 0.0

    @property
    def letters(self) -> str:
        return column_letters(self.column)

    @property
    def name(self) -> str:
        return f"{self.letters}{self.row}"

    @property
    def wraps(self) -> bool:
        return self.look.wraps and not self.look.rotated and self.width > 0


@dataclass(frozen=True)
class Row:
    """One row of the template; ``height`` in points where the template gives one."""

    number: int
    attributes: str
    style: int | None
    height: float | None
    cells: tuple[Cell, ...]

    @property
    def is_dynamic(self) -> bool:
        return any(not isinstance(cell.content, Label) for cell in self.cells)


@dataclass(frozen=True)
class Merge:
    """A block of merged cells of the template."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Prototype:
    """The row, or block of rows, that stands for one item; ``kind`` is the items' ``row_kind`` it is used for."""

    kind: str
    first: int
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def fields(self) -> list[tuple[int, Cell]]:
        """The cells with ``{{ }}``, each with its row within the block."""
        return [(n, c) for n, row in enumerate(self.rows) for c in row.cells if isinstance(c.content, Field)]


@dataclass
class Region:
    """The rows of one list on one sheet, all its prototypes together.

    ``columns`` are those that formulas or charts read, so that their values are worked out beforehand.
    """

    name: str
    label: str
    path: nodes.Expr
    prototypes: tuple[Prototype, ...]
    columns: set[int] = field(default_factory=set)

    @cached_property
    def list_program(self) -> Program:
        """Gives the list itself."""
        return Program([[self.path]], over_items=False)

    @cached_property
    def program(self) -> Program:
        """Gives the values of the fields of each item, in the order of its prototype's cells."""
        return Program([[expression_of(cell) for _, cell in p.fields] for p in self.prototypes], over_items=True)

    @cached_property
    def surveyed(self) -> list[list[Cell]]:
        """For each prototype its cells with ``{{ }}`` that wrap or that formulas read."""
        return [
            [cell for _, cell in prototype.fields if cell.wraps or cell.column in self.columns]
            for prototype in self.prototypes
        ]

    @cached_property
    def surveyed_places(self) -> list[dict[int, int]]:
        """Where the values of those cells (by ``id``) stand in what ``survey`` gives."""
        return [{id(cell): place for place, cell in enumerate(cells)} for cells in self.surveyed]

    @cached_property
    def survey(self) -> Program:
        """Gives the values of the ``surveyed`` cells of each item."""
        return Program([[expression_of(cell) for cell in cells] for cells in self.surveyed], over_items=True)

    @cached_property
    def _cells(self) -> Mapping[tuple[int, int, int], Cell]:
        blocks = enumerate(self.prototypes)
        rows = [(kind, offset, row) for kind, block in blocks for offset, row in enumerate(block.rows)]
        return {(kind, offset, cell.column): cell for kind, offset, row in rows for cell in row.cells}

    def cell(self, kind: int, offset: int, column: int) -> Cell | None:
        """The cell of a prototype by its row within the block and its column."""
        return self._cells.get((kind, offset, column))

    def computes(self, column: int) -> bool:
        """Whether a prototype row has a formula in the column."""
        rows = [row for prototype in self.prototypes for row in prototype.rows]
        cells = [cell for row in rows for cell in row.cells if cell.column == column]
        return any(isinstance(cell.content, Formula) for cell in cells)

    @property
    def first(self) -> int:
        return self.prototypes[0].first

    @property
    def last(self) -> int:
        return self.prototypes[-1].last

    @property
    def is_single_rows(self) -> bool:
        return all(len(prototype.rows) == 1 for prototype in self.prototypes)

    def prototype_at(self, row: int) -> int | None:
        """The index of the prototype that template row ``row`` belongs to."""
        for index, prototype in enumerate(self.prototypes):
            if prototype.first <= row <= prototype.last:
                return index
        return None


def expression_of(cell: Cell) -> nodes.Expr:
    """The expression of a cell with ``{{ }}``."""
    assert isinstance(cell.content, Field)
    return cell.content.expression


@dataclass
class Sheet:
    """One sheet of the template."""

    title: str
    part: str
    section: str
    rows: tuple[Row, ...] = ()
    regions: tuple[Region, ...] = ()
    merges: tuple[Merge, ...] = ()
    before: Part = ()
    after: Part = ()
    last_column: int = 1
    changes: bool = False

    @cached_property
    def static_rows(self) -> Sequence[Row]:
        """The rows that stand once, whatever the lists hold."""
        return [row for row in self.rows if not any(r.first <= row.number <= r.last for r in self.regions)]

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], Cell]:
        """The cells of the static rows by row and column of the template."""
        return {(cell.row, cell.column): cell for row in self.static_rows for cell in row.cells}

    @cached_property
    def fields(self) -> Sequence[Cell]:
        return [cell for cell in self.cells.values() if isinstance(cell.content, Field)]

    @cached_property
    def program(self) -> Program:
        """Gives the values of ``fields`` in one tuple."""
        return Program([[expression_of(cell) for cell in self.fields]], over_items=False)
