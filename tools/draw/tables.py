"""Tables drawn in a template: fixed widths, repeated heads, loops over rows. Widths in cm.

>>> heads = head_rows(("ลำดับ", "โครงการ", Head("ไตรมาส", ("๑", "๒"))))
>>> body = each_row("project in projects", row("{{ project.no }}", "{{ project.title }}", tick("..."), ""))
>>> table((1.2, 9.0, 1.0, 1.0), (*heads, *body))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

from tools.draw.markup import Look, Xml, paragraph, run, when
from tools.draw.units import twips

Side = Literal["top", "left", "bottom", "right"]


@dataclass(frozen=True)
class Cell:
    """One cell: paragraphs (``Xml``) or a text, set in ``style``.

    ``span`` is how many columns it takes; ``merge`` joins it with the cells above (``continue``) or opens
    such a group (``restart``); ``open_sides`` are sides without a line; ``shade`` is RRGGBB;
    ``turned`` sets the text upwards (give the row a height).
    """

    content: str = ""
    style: str = "Cell"
    span: int = 1
    merge: Literal["restart", "continue"] | None = None
    valign: Literal["top", "center", "bottom"] = "top"
    open_sides: tuple[Side, ...] = ()
    shade: str | None = None
    turned: bool = False

    def paragraphs(self) -> str:
        """What stands in the cell; a cell without a paragraph is a broken file."""
        return self.content if isinstance(self.content, Xml) else paragraph(self.content, style=self.style)


@dataclass(frozen=True)
class Row:
    """One row. ``whole`` keeps it on one page: leave it off for rows taller than a third of a page.

    ``height`` is the least height in cm.
    """

    cells: tuple[Cell, ...]
    header: bool = False
    whole: bool = True
    height: float | None = None


@dataclass(frozen=True)
class Steer:
    """A row that only steers (``{%tr for ... %}``); it vanishes when the template is filled."""

    statement: str


@dataclass(frozen=True)
class Head:
    """A head over several narrower heads: ``Head("ดำเนินการไตรมาส", ("๑", "๒", "๓", "๔"))``."""

    text: str
    below: tuple[str | Head, ...] = field(default=())


def row(*cells: str | Cell, style: str = "Cell", whole: bool = True) -> Row:
    """A row of texts and cells: ``row("{{ n }}", Cell("{{ budget|money }}", "CellRight"))``."""
    return Row(tuple(cell if isinstance(cell, Cell) else Cell(cell, style) for cell in cells), whole=whole)


def each_row(loop: str, *rows: Row | Steer) -> tuple[Row | Steer, ...]:
    """Rows once for each: ``each_row("project in projects", row(...))``."""
    return (Steer(f"for {loop}"), *rows, Steer("endfor"))


def when_row(condition: str, *rows: Row | Steer) -> tuple[Row | Steer, ...]:
    """Rows only when: ``when_row("total", row("รวมทั้งสิ้น", ...))``."""
    return (Steer(f"if {condition}"), *rows, Steer("endif"))


def title_row(text: str, columns: int, style: str = "TableTitle") -> Row:
    """A title above the heads, without lines, that is repeated with them on every page."""
    cell = Cell(text, style, span=columns, open_sides=("top", "left", "right"))
    return Row((cell,), header=True)


def _depth(head: str | Head) -> int:
    return 1 if isinstance(head, str) or not head.below else 1 + max(map(_depth, head.below))


def _width(head: str | Head) -> int:
    return 1 if isinstance(head, str) or not head.below else sum(map(_width, head.below))


def head_rows(heads: Sequence[str | Head], *, shade: str | None = None) -> tuple[Row, ...]:
    """Head rows of a table, two or three levels deep, repeated on every page.

    A head without narrower ones below it is merged down. A line break in a head is ``\\n``.
    """
    depth = max(map(_depth, heads))
    made: list[tuple[Cell, ...]] = []
    level: list[tuple[str | Head, bool]] = [(head, True) for head in heads]
    for rank in range(depth):
        made.append(tuple(_head_cell(head, opens, depth - rank, shade) for head, opens in level))
        level = [entry for head, _ in level for entry in _below(head)]
    return tuple(Row(cells, header=True) for cells in made)


def _below(head: str | Head) -> list[tuple[str | Head, bool]]:
    if isinstance(head, Head) and head.below:
        return [(inner, True) for inner in head.below]
    return [(head, False)]


def _head_cell(head: str | Head, opens: bool, left: int, shade: str | None) -> Cell:
    text = head if isinstance(head, str) else head.text
    leaf = _width(head) == 1 and _depth(head) == 1
    merge: Literal["restart", "continue"] | None = None
    if leaf and not opens:
        merge = "continue"
    elif leaf and left > 1:
        merge = "restart"
    lines = [""] if merge == "continue" else text.split("\n")
    content = Xml("".join(paragraph(line, style="TableHead") for line in lines))
    return Cell(content, "TableHead", _width(head), merge, "center", shade=shade)


def tick(condition: str, sign: str = "✓") -> Xml:
    """A centred sign when the condition holds: ``Cell(tick("1 in project.quarters"))``.

    The sign stands in a font that has it, 2 pt smaller than the table's letters. An empty cell is a line of
    those letters, so that rows with and without signs are equally high.
    """
    return when(condition, paragraph(run(sign, "Tick"), style="CellTick"), otherwise=[paragraph(style="CellCenter")])


def _borders(cell: Cell) -> str:
    if not cell.open_sides:
        return ""
    order: tuple[Side, ...] = ("top", "left", "bottom", "right")
    sides = "".join(f'<w:{side} w:val="nil"/>' for side in order if side in cell.open_sides)
    return f"<w:tcBorders>{sides}</w:tcBorders>"


def _cell(cell: Cell, width: int) -> str:
    parts = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "",
        f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else "",
        _borders(cell),
        f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else "",
        '<w:textDirection w:val="btLr"/>' if cell.turned else "",
        f'<w:vAlign w:val="{cell.valign}"/>' if cell.valign != "top" else "",
    )
    return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{cell.paragraphs()}</w:tc>"


def _row(made: Row, columns: Sequence[int]) -> str:
    if sum(cell.span for cell in made.cells) != len(columns):
        raise ValueError(f"a row spans {sum(cell.span for cell in made.cells)} of {len(columns)} columns: {made}")
    height = "" if made.height is None else f'<w:trHeight w:val="{twips(made.height)}" w:hRule="atLeast"/>'
    properties = ("<w:cantSplit/>" if made.whole else "") + height + ("<w:tblHeader/>" if made.header else "")
    cells, start = [], 0
    for cell in made.cells:
        cells.append(_cell(cell, sum(columns[start : start + cell.span])))
        start += cell.span
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _steer(steer: Steer, columns: Sequence[int]) -> str:
    said = paragraph(f"{{%tr {steer.statement} %}}", style="TemplateTag")
    return _row(Row((Cell(said, span=len(columns)),)), columns)


@dataclass(frozen=True)
class TableLook:
    """How a table stands: its style, its place on the line, and what a screen reader says of it."""

    style: str = "ThaiGrid"
    align: Literal["left", "center"] = "center"
    title: str = ""
    description: str = ""


GRID = TableLook()
"""Thin black lines, centred."""


def table(
    widths: Sequence[float],
    rows: Iterable[Row | Steer],
    look: TableLook = GRID,
) -> Xml:
    """A table of fixed column widths (cm) from rows; ValueError when a row does not fill the grid.

    A paragraph must follow a table: put text or ``gap()`` behind it; ``Document.finish`` sees to the last one.
    """
    columns = [twips(width) for width in widths]
    caption = f'<w:tblCaption w:val="{escape(look.title)}"/>' if look.title else ""
    description = f'<w:tblDescription w:val="{escape(look.description)}"/>' if look.description else ""
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{look.style}"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:jc w:val="{look.align}"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="1"/>'
        f"{caption}{description}</w:tblPr>"
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    made = "".join(_row(part, columns) if isinstance(part, Row) else _steer(part, columns) for part in rows)
    return Xml(f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>")


def tall(made: Row) -> Row:
    """The same row, allowed to break over pages: for rows that may be taller than a third of a page."""
    return replace(made, whole=False)


def gap(pt: float = 6, *, held: bool = False) -> Xml:
    """An empty line of exactly ``pt`` points, to part two tables or end a section behind a table."""
    return paragraph(style="Empty1", look=Look(line=pt, keep_next=True if held else None))
