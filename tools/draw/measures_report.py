"""รายงานผลการดำเนินการตามมาตรการ: cover, landscape table in either layout, signatures, photo pages.

Heads and layouts: official-format 3.5; the look: shared/look/b_results, with the rows let break over pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tools.draw.cover import cover, end_counted, on_cover
from tools.draw.kit import (
    ACROSS,
    UPRIGHT,
    Cell,
    Document,
    Head,
    Look,
    Row,
    Section,
    Steer,
    Tab,
    TableLook,
    Xml,
    each,
    each_row,
    gap,
    head_rows,
    leading,
    paragraph,
    row,
    run,
    slim_header,
    tab,
    table,
    tall,
    when,
)
from tools.draw.measures_report_book import books
from tools.draw.photos import photo_pages

_GREY = "E7E6E6"
_DASH = 0.36
"""cm from a dash to the text behind it."""
_BESIDES, _LETTER = 1.0, 0.19
"""cm that a cell's sides and its markers take, and that a letter takes on average where lines end between words."""
_WHOLE_LINES, _WHOLE_ITEMS = 6, 5
"""A row of nine lines is a third of the page high; kept whole, rows of seven already left white feet."""
_NAMES = "responsible"
"""A list of units, each on a line that is not full."""
_SHORT = 100
"""Letters of an item of at most four lines."""
_ITEMS = {name: f"measure.{name}" for name in ("methods", "responsible", "could_not", "done")}
BY_INDICATOR = (
    ("ตัวชี้วัด", 2.9),
    ("มาตรการ/\nแนวทาง", 4.3),
    ("วิธีการดำเนินการ", 4.1),
    ("ผู้รับผิดชอบ", 2.9),
    ("ระยะเวลา\nดำเนินการ", 3.4),
    ("ผลการดำเนินการ", 5.6),
    ("ข้อเสนอแนะ", 2.5),
)
"""Heads of the layout by indicator, widths of its columns in cm; a period holds `๓๐ พฤศจิกายน ๒๕๖๘` in a line."""
BY_MEASURE_WIDTHS = (1.3, 6.8, 3.0, 4.3, 6.9, 3.4)
"""cm: number, measure, could not, done, summary, period."""


def draw() -> dict[str, bytes]:
    """``measures_report.docx`` and a workbook for each layout."""
    document = Document("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส")
    _cover(document)
    document.add(each("line in heading_lines", paragraph("{{ line }}", style="ReportTitle")))
    document.add(leading("introduction"), gap(held=True))
    document.add(when('layout == "by_indicator"', _by_indicator(), otherwise=[_by_measure()]))
    document.add(_links(), _signatures())
    # Behind a cover the table's first page is the second of the report, and numbered.
    end_counted(document, ACROSS, "cover")
    document.add(when("photo_rows", photo_pages(document)))
    document.finish(Section(header=slim_header(UPRIGHT), sheet=UPRIGHT))
    return {"measures_report.docx": document.package(), **books()}


def _cover(document: Document) -> None:
    first, further = (on_cover("{{ line }}", "CoverTitle", before) for before in (100, 6))
    lines = each("line in cover_lines", when("loop.first", first, otherwise=[further]))
    cover(document, "cover", lines, 260)


# ---- the tables ----


def _by_indicator() -> Xml:
    numbered = ("{{ row.number }}.", tab(), "{{ row.indicator }}")
    named = _kept_with_signature(*numbered, style="CellItem1")
    plain = _kept_with_signature("{{ row.indicator_line }}", style="Cell")
    cells = (
        Cell(when("row.number and row.indicator", named, otherwise=[plain])),
        Cell(_listed("row.measures")),
        Cell(_listed("row.measure.methods")),
        Cell(_listed("row.measure.responsible")),
        Cell(_listed("row.period")),
        Cell(_listed("row.results")),
        Cell(_suggestions()),
    )
    heads = head_rows([head for head, _ in BY_INDICATOR], shade=_GREY)
    look = TableLook(title="ผลการดำเนินการตามตัวชี้วัด", description="มาตรการ วิธีการ ผู้รับผิดชอบ ระยะเวลา และผลของแต่ละตัวชี้วัด")
    widths = [width for _, width in BY_INDICATOR]
    columns = zip(("measures", "methods", "responsible", "period", "results", "suggestions"), widths[1:], strict=True)
    return table(widths, (*heads, *_rows(row(*cells), columns)), look)


def _suggestions() -> Xml:
    """A lone dash stands in the middle, as the form has it."""
    dash = paragraph("-", style="CellCenter")
    said = _listed("row.measure.suggestions")
    return when("row.measure.suggestions or row.measure.continuation", said, otherwise=[dash])


def _by_measure() -> Xml:
    heads = (
        "ลำดับ\nที่",
        f"{_tagged(1)}มาตรการ / โครงการ / กิจกรรม\nที่ดำเนินการ",
        Head(
            f"{_tagged(3)}ผลลัพธ์หรือความสำเร็จของการดำเนินการ",
            ("ไม่สามารถ\nดำเนินการได้", "ดำเนินการ\nแล้วเสร็จ"),
        ),
        f"{_tagged(2)}สรุปผลการดำเนินการ\nตามมาตรการหรือกิจกรรม",
        "ระยะเวลาใน\nการดำเนินการ",
    )
    cells = (
        Cell(_kept_with_signature("{{ row.number }}", style="CellCenter")),
        Cell(_listed("row.whole_measure")),
        Cell(_listed("row.measure.could_not")),
        Cell(_listed("row.measure.done")),
        Cell(_listed("row.summary")),
        Cell(_listed("row.period")),
    )
    look = TableLook(title="ผลการดำเนินการตามมาตรการ", description="มาตรการ ผลลัพธ์ สรุปผล และระยะเวลาดำเนินการ")
    columns = zip(("whole_measure", "could_not", "done", "summary", "period"), BY_MEASURE_WIDTHS[1:], strict=True)
    made = (*head_rows(heads, shade=_GREY), *_rows(row(*cells), columns))
    return table(BY_MEASURE_WIDTHS, made, look)


def _tagged(number: int) -> str:
    """The numbers of the three facts that the OIT asks for, when they are wanted."""
    return f'{{{{ "({number}) " if column_tags else "" }}}}'


def _kept_with_signature(*content: str, style: str) -> Xml:
    """The first paragraph of a row; in the last one it holds the row on the page of the signatures."""
    held = paragraph(*content, style=style, look=Look(keep_next=True))
    last = "loop.last and reporter_rows and not links"
    return when(last, held, otherwise=[paragraph(*content, style=style)])


def _rows(made: Row, columns: Iterable[tuple[str, float]]) -> tuple[Row | Steer, ...]:
    """The rows: one that may be taller than a third of a page may break over pages, any other stays whole.

    ``columns``: what each prints (``row.cells``) and how wide it is. How many lines that comes to is known only
    when the page is set; here a line holds as many letters as it does on average, and an item begins a new one.
    """
    reasons = []
    for name, width in columns:
        if name != _NAMES:
            reasons.append(f"row.cells.{name}|length > {int(_WHOLE_LINES * (width - _BESIDES) / _LETTER)}")
        reasons.append(f"row.{_ITEMS.get(name, name)}|length > {_WHOLE_ITEMS}")
    return each_row(
        "row in measures", Steer(f"if {' or '.join(reasons)}"), tall(made), Steer("else"), made, Steer("endif")
    )


def _listed(prose: str) -> Xml:
    """Prose in a cell: as everywhere, but dashes stand close to their text, for the columns are narrow.

    A short item is not parted by a page in Word; LibreOffice heeds neither that nor widows in a row that breaks.
    """
    text = ("{% if item.marker %}{{ item.marker }} {% endif %}{{ item.text }}",)
    first, second, third = (_at_level(level) for level in (1, 2, 3))
    inner = when("item.level == 1", first, otherwise=[when("item.level == 2", second, otherwise=[third])])
    return each(f"item in {prose}", when("item.level == 0", _kept_short(*text, style="Cell"), otherwise=[inner]))


def _at_level(level: int) -> Xml:
    content = ("{{ item.marker }}", tab(), "{{ item.text }}")
    left = 0.82 * level - 0.1
    dashed = left - 0.72 + _DASH
    look = Look(left=dashed, first=-_DASH, keep_lines=True, tabs=(Tab(left, "clear"), Tab(dashed)))
    dash = paragraph(*content, style=f"CellItem{level}", look=look)
    return when('item.marker == "-"', dash, otherwise=[_kept_short(*content, style=f"CellItem{level}")])


def _kept_short(*content: str, style: str) -> Xml:
    whole = paragraph(*content, style=style, look=Look(keep_lines=True))
    return when(f"item.text|length < {_SHORT}", whole, otherwise=[paragraph(*content, style=style)])


# ---- below the table ----


def _links() -> Xml:
    stop = 2.2
    head = paragraph(run("ลิงก์หลักฐาน", "Strong"), style="Note", look=Look(before=8, keep_next=True))
    lines = [_link(stop, Look(left=0.8 + stop, before=0, keep_next=kept)) for kept in (True, None)]
    held = "loop.last and reporter_rows or loop.first and not loop.last"  # no link alone below the head
    line = when(held, lines[0], otherwise=[lines[1]])
    return when("links", head, each("link in links", line))


def _link(stop: float, look: Look) -> Xml:
    hanging = replace(look, first=-stop, tabs=(Tab(0.8 + stop),))
    numbered = paragraph("ลำดับที่ {{ link[0] }}", tab(), "{{ link[1] }}", style="Note", look=hanging)
    return when("link[0]", numbered, otherwise=[paragraph("{{ link[1] }}", style="Note", look=look)])


def _signatures() -> Xml:
    """Who reports, two side by side; nobody is parted from the name by a page."""
    half = ACROSS.width / 2
    cells = tuple(Cell(when(f"pair[{place}]", _signature(f"pair[{place}]", half))) for place in (0, 1))
    look = TableLook(style="ThaiPlain", title="ผู้รายงาน", description="ที่ลงลายมือชื่อของผู้รายงาน")
    held = paragraph(style="Empty1", look=Look(line=6, keep_next=True))
    return when("reporter_rows", held, table((half, half), each_row("pair in reporter_rows", Row(cells)), look))


def _signature(signature: str, width: float) -> Xml:
    """Room, the name in brackets and the post, in the middle of a cell ``width`` cm wide."""
    middle, person = width / 2 - 0.15, f"{signature}.signer"
    cleared = tuple(Tab(at, "clear") for at in (6.75, 11.25, 11.5))
    at = (middle - 2.25, middle + 2.25, middle + 2.5)
    stops = (*cleared, Tab(at[0]), Tab(at[1], "left", "dot"), Tab(at[2]))
    line = Look(left=at[2], first=-at[2], tabs=stops)
    labelled = (
        paragraph(tab(), tab(), tab(), f"{{{{ {signature}.label }}}}", style="SignLine", look=line),
        paragraph(f"({{{{ {person}.full_name }}}})", style="SignName", look=Look(left=0, before=0)),
    )
    bare = paragraph(f"({{{{ {person}.full_name }}}})", style="SignName", look=Look(left=0))
    posts = [
        each(f"line in {person}.{lines}", paragraph("{{ line }}", style="SignPost", look=Look(left=0)))
        for lines in ("position_lines", "acting_lines")
    ]
    return Xml("".join((when(f"{signature}.label", *labelled, otherwise=[bare]), *posts)))
