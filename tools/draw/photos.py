"""Photo pages: two or three rows of two, each picture over its caption, whole on one page."""

from __future__ import annotations

from tools.draw.document import EMPTY, Document
from tools.draw.markup import Look, Xml, paragraph, together, when
from tools.draw.pictures import Place
from tools.draw.sheet import UPRIGHT
from tools.draw.tables import Cell, Row, TableLook, each_row, table

THREE_ROWS = Place(5.6, 7.6)
"""Three rows of these with their captions fill an upright page."""
TWO_ROWS = Place(9.2, 7.6)
"""Two rows of these do: room for pictures that stand upright."""


def photo_pages(document: Document, rows: str = "photo_rows", title: str = "ภาพกิจกรรม") -> Xml:
    """The photographs of ``rows`` (``parts.in_rows``) under a heading, for an upright section of their own."""
    head = paragraph(title, style="Heading1", look=Look(before=0, after=6, right=UPRIGHT.centred.right, align="center"))
    return together(head, photo_table(document, rows, title=title))


def photo_table(document: Document, rows: str, box: Place = THREE_ROWS, title: str = "ภาพกิจกรรม") -> Xml:
    """The photographs of ``rows`` two in a row, each fitted into ``box`` over its caption."""
    columns = (UPRIGHT.width / 2, UPRIGHT.width / 2)
    cells = tuple(Cell(_photo(document, box, place), valign="top") for place in (0, 1))
    look = TableLook(style="ThaiPlain", title=title, description="ภาพถ่ายพร้อมคำบรรยาย")
    # A paragraph must stand behind the table, and vanish with it: else a page stays where there are no photographs.
    return together(table(columns, each_row(f"pair in {rows}", Row(cells)), look), EMPTY)


def _photo(document: Document, box: Place, place: int) -> Xml:
    photo = f"pair[{place}]"
    picture = document.picture(f"{{{{ {photo}.picture }}}}", box, "Photo")
    shown = (
        paragraph(picture, style="Caption", look=Look(before=6, after=0, keep_next=True)),
        paragraph(f"ภาพที่ {{{{ {photo}.number }}}}  {{{{ {photo}.caption }}}}", style="Caption"),
    )
    return when(f"pair|length > {place}", *shown)
