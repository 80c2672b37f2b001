"""คำสั่ง (แบบที่ 4): the order's template (official-format 1.5)."""

from __future__ import annotations

from tools.draw.announcement import CLAUSES
from tools.draw.kit import (
    NOTICE_EMBLEM,
    TEXT_WIDTH,
    Cell,
    Document,
    Look,
    Row,
    Steer,
    TableLook,
    Xml,
    each,
    each_row,
    gap,
    items,
    paragraph,
    row,
    signature,
    table,
    when,
    when_run,
)
from tools.draw.letterhead import certified_copy, emblem, furniture

# กรรมการและผู้ช่วยเลขานุการ is 4.38 cm wide, ๑.๑๐ is 0.87; a cell has 0.3 cm of margins.
_NUMBER, _NAME, _ROLE = 1.2, 4.8, 4.7
_POST = TEXT_WIDTH - _NUMBER - _NAME - _ROLE
_UNDER_LIST = paragraph(style="Empty1", look=Look(line=1, keep_next=True))
"""A paragraph must follow a table; this one holds the end of the list to what follows."""


def draw() -> dict[str, bytes]:
    """``order.docx``."""
    document = Document("คำสั่ง")
    document.add(
        paragraph(emblem(document, NOTICE_EMBLEM), style="Notice"),
        gap(4),
        paragraph("{{ heading }}", style="Notice"),
        paragraph("ที่  {{ number_line }}", style="Notice"),
        _subject(),
        gap(6),
        items("body", CLAUSES, held=True),
        each("committee in printed_committees", _committee()),
        when("effective", paragraph("{{ effective }}", style="ClosingSentence")),
        paragraph("สั่ง  ณ  วันที่  {{ dated|be_date }}", style="DateLine"),
        signature("signer", holds="certified_copy"),
        certified_copy(),
    )
    document.finish(furniture())
    return {"order.docx": document.package()}


def _subject() -> Xml:
    line = paragraph(when_run("loop.first", "เรื่อง  "), "{{ line }}", style="Notice")
    return each("line in subject_lines", line)


def _committee() -> Xml:
    """Who is appointed, name, post and role each in its column; the duties below.

    The first line is held to the second: a title with one name below it does not end a page.
    """
    title = paragraph("{{ committee.title }}", style="Body", look=Look(keep_next=True))
    bound, free = _seats(Look(keep_next=True)), _seats(Look())
    rows = each_row(
        "seat in committee.seats", Steer("if loop.first or loop.last"), *bound, Steer("else"), *free, Steer("endif")
    )
    look = TableLook(style="ThaiPlain", title="รายชื่อ", description="ลำดับ ชื่อ ตำแหน่ง และหน้าที่ในคณะ")
    listed = table((_NUMBER, _NAME, _POST, _ROLE), rows, look)
    return Xml(title + listed + _UNDER_LIST + items("committee.duties", CLAUSES, held=True))


def _seats(look: Look) -> tuple[Row | Steer, ...]:
    """A line of the list; somebody appointed by post alone has the column of names as well."""
    number, post, role = (
        Cell(paragraph(f"{{{{ {value} }}}}", look=look))
        for value in ("seat.marker", "seat.member.position", "seat.member.role")
    )
    name = Cell(each("line in seat.member.name_lines", paragraph("{{ line }}", look=look)))
    wide = Cell(post.content, span=2)
    return (
        Steer("if seat.member.name"),
        row(number, name, post, role),
        Steer("else"),
        row(number, wide, role),
        Steer("endif"),
    )
