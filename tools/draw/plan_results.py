"""รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต: cover, narrative, charts, e-Plan table, photo pages.

Order and wording: official-format 2.4. Each part is a section under its own condition, so that it can be made alone.
"""

from __future__ import annotations

from tools.draw.blocks import LEADING_LETTERS, LEADING_LEVELS, by_level
from tools.draw.charts import Axis, Chart, word_chart
from tools.draw.cover import cover, end_counted, on_cover
from tools.draw.kit import (
    ACROSS,
    RUNNING,
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
    digits,
    each,
    each_row,
    gap,
    head_rows,
    items,
    leading,
    paragraph,
    row,
    run,
    signature,
    slim_header,
    tab,
    table,
    tag,
    tick,
    title_row,
    together,
    when,
    when_row,
    when_run,
)
from tools.draw.markup import PLAIN
from tools.draw.photos import THREE_ROWS, TWO_ROWS, photo_table
from tools.draw.plan_results_book import results_book

TITLE = "รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต"
_BLUE, _GREY = "DEEAF6", "F2F2F2"
STATUSES = ("waiting", "in_progress", "done", "could_not")
STATUS_HEADS = ("รอ\nรายงาน", "อยู่ระหว่าง\nดำเนินการ", "ดำเนินการ\nแล้วเสร็จ", "ไม่สามารถ\nดำเนินการได้")
_STATUS_WIDTHS = (1.5, 1.95, 1.8, 2.1)
_SERIAL, _DIMENSION, _MONEY, _REMARK = 1.3, 1.05, 3.1, 3.6
# ๙๙๙,๙๙๙,๙๙๙,๙๙๙.๙๙ is 3.5 cm wide in bold.
_LARGE_MONEY, _LARGE_REMARK = 3.85, 3.0
_PAIR_LEFT = 3.25
"""cm at which a list in two columns starts: under the text of the item it belongs to."""

_SAMPLE_DIMENSIONS = tuple(f"มิติ {number}" for number in (1, 2, 3, 4))
STATUS_CHART = Chart(
    "stacked",
    _SAMPLE_DIMENSIONS,
    tuple((word.replace("\n", ""), (1.0, 2.0, 3.0, 4.0)) for word in STATUS_HEADS),
    Axis(0, None, None, "0"),
    "0;;;",
)
BUDGET_CHART = Chart(
    "bar",
    _SAMPLE_DIMENSIONS,
    (("งบประมาณ", (4000.0, 3000.0, 2000.0, 1000.0)), ("เบิกจ่าย", (2000.0, 2000.0, 1000.0, 0.0))),
    # Every bar says its figure: the scale would only repeat them, turned for want of room.
    Axis(0, None, None, ";;;"),
    "#,##0.00",
)


def draw() -> dict[str, bytes]:
    """``plan_results.docx`` and ``plan_results.xlsx``."""
    document = Document(TITLE)
    _cover(document)
    _reporting(document)
    _table_part(document)
    document.add(when('photo_pages and "photos" in parts', _photos(document)))
    document.finish(Section(header=slim_header(UPRIGHT), sheet=UPRIGHT))
    return {"plan_results.docx": document.package(), "plan_results.xlsx": results_book()}


# ---- the parts ----


def _cover(document: Document) -> None:
    high, low = (on_cover("{{ line }}", "CoverTitle", before) for before in (110, 0))
    lines = each("line in cover_lines", when("loop.first", high, otherwise=[low]))
    cover(document, '"cover" in parts', lines, 200)


def _reporting(document: Document) -> None:
    document.add(tag('if "narrative" in parts or "charts" in parts'))
    document.add(when('"narrative" in parts', _narrative()), when('"charts" in parts', _charts(document)))
    end_counted(document, UPRIGHT, '"cover" in parts')
    document.add(tag("endif"))


def _table_part(document: Document) -> None:
    document.add(tag('if "table" in parts'))
    large, usual = _result_table(_LARGE_MONEY, _LARGE_REMARK), _result_table(_MONEY, _REMARK)
    document.add(digits("result_table", when("large_sums", large, otherwise=[usual]), _below()))
    end_counted(document, ACROSS, '"cover" in parts or "narrative" in parts or "charts" in parts')
    document.add(tag("endif"))


# ---- the narrative part ----


def _narrative() -> Xml:
    title = each("line in title_lines", paragraph("{{ line }}", style="ReportTitle", look=UPRIGHT.centred))
    reporter = when("reporter_unit", _head("ผู้รายงาน"), paragraph("{{ reporter_unit }}", style="Body"))
    signed = each("place in signatures", signature("place.signer", "place.label"))
    return together(
        title,
        leading("introduction_items"),
        when("entries", _head("ผลการดำเนินงาน"), each("entry in entries", _entry())),
        reporter,
        _head("ปัญหาและอุปสรรค"),
        items("narrative_obstacles"),
        _head("ข้อเสนอแนะ"),
        items("narrative_suggestions"),
        _head("สรุปผลการขับเคลื่อนแผนฯ"),
        _summary("narrative_summary", "อยู่ระหว่างการดำเนินการ", "Item1", before="signatures"),
        signed,
    )


def _head(text: str) -> Xml:
    return paragraph(run("➤", "Symbol"), f" {text}", style="Heading1")


def _entry() -> Xml:
    link = paragraph("{{ link }}", style="Item1", look=Look(align="left"))
    evidence = when("entry.links", _subhead("หลักฐาน"), each("link in entry.links", link))
    return together(
        paragraph("{{ entry.number }}. {{ entry.title }}", style="Heading2", look=Look(before=9)),
        when("entry.actions", _subhead("การดำเนินการ"), _account("entry.actions")),
        when("entry.results", _subhead("ผลการดำเนินการ"), _account("entry.results")),
        evidence,
    )


def _subhead(text: str) -> Xml:
    return paragraph(text, style="Heading3")


def _account(name: str) -> Xml:
    """Prose by level, what leads in a list on its page; lists in two columns as a table without lines."""
    following = "(loop.nextitem.pairs or loop.nextitem.item.level > block.item.level)"
    short = f"block.item.level < {LEADING_LEVELS} and block.item.text|length < {LEADING_LETTERS}"
    kept = by_level(RUNNING[:LEADING_LEVELS], "block.item", Look(keep_next=True))
    text = when(f"not loop.last and {following} and {short}", kept, otherwise=[by_level(RUNNING, "block.item", PLAIN)])
    return each(f"block in {name}", when("block.pairs", _pairs(), otherwise=[text]))


def _pairs() -> Xml:
    """Members on the left, what they are on the right; a paragraph of one point must follow a table."""
    hanging = Look(left=0.9, first=-0.9, tabs=(Tab(0.9),))
    member = paragraph(when_run("pair.marker", "{{ pair.marker }}", tab()), "{{ pair.member }}", look=hanging)
    cells = ("", Cell(member), Cell(paragraph("{{ pair.role }}")))
    widths = (_PAIR_LEFT, 7.0, UPRIGHT.width - _PAIR_LEFT - 7.0)
    look = TableLook(style="ThaiPlain", title="รายชื่อ", description="รายชื่อและหน้าที่ สองคอลัมน์")
    return together(table(widths, each_row("pair in block.pairs", row(*cells)), look), gap(1))


def _summary(name: str, in_progress: str, style: str, *, look: Look = PLAIN, before: str = "") -> Xml:
    """The seven lines of the summary; a percentage that cannot be counted is left out.

    ``before`` is the condition under which a signature follows, to which the last line is then held.
    """
    counted = f"คิดเป็นร้อยละ {{{{ {name}.disbursed_percent|percent }}}}"
    percent = f"{{% if {name}.disbursed_percent is not none %}} {counted}{{% endif %}}"
    level = f"{{% if {name}.level %}} ระดับ {{{{ {name}.level }}}}{{% endif %}}"
    lines = (
        f"แผนปฏิบัติการป้องกันการทุจริต มีโครงการ/กิจกรรม/มาตรการ จำนวน {{{{ {name}.projects|number }}}} โครงการ",
        f"รอการรายงาน {{{{ {name}.waiting|number }}}} โครงการ",
        f"{in_progress} {{{{ {name}.in_progress|number }}}} โครงการ",
        f"ดำเนินการแล้วเสร็จ {{{{ {name}.done|number }}}} โครงการ",
        f"ไม่สามารถดำเนินการได้ {{{{ {name}.could_not|number }}}} โครงการ",
        f"เบิกจ่ายงบประมาณ {{{{ {name}.disbursed|money }}}} บาท{percent}",
    )
    shared = f"มีการนำแผนฯ ไปปฏิบัติ{level} ร้อยละ {{{{ {name}.share|percent }}}}"
    held = Look(left=look.left, first=look.first, keep_next=True)
    # The first two and the last two lines stay together; the list may break between them.
    made = [
        paragraph(f"-  {line}", style=style, look=held if place in {0, len(lines) - 1} else look)
        for place, line in enumerate(lines)
    ]
    bound, free = (paragraph(f"-  {shared}", style=style, look=one) for one in (held, look))
    last = when(before, bound, otherwise=[free]) if before else free
    return together(*made, when(f"{name}.share is not none", last))


# ---- charts ----


def _charts(document: Document) -> Xml:
    """Both charts on a page of their own."""
    held = Look(align="center", keep_next=True)
    # Alone, the page of charts is the first of the section: no break before it.
    turned = when('"narrative" in parts', paragraph(style="Empty1", look=Look(page_break=True)))
    first = word_chart(document, "{{ status_chart }}", STATUS_CHART, (16.0, 10.6))
    second = word_chart(document, "{{ budget_chart }}", BUDGET_CHART, (16.0, 10.0))
    return together(
        turned,
        paragraph(first, look=held),
        paragraph("แผนภูมิที่ {{ 1 }} จำนวนโครงการตามสถานะการดำเนินการ รายมิติ", style="Caption"),
        when(
            "budget_chart",
            paragraph(second, look=held),
            paragraph("แผนภูมิที่ {{ 2 }} งบประมาณเทียบกับการเบิกจ่าย รายมิติ (บาท)", style="Caption"),
        ),
    )


# ---- the table ----


def _result_table(money: float, remark: float) -> Xml:
    fixed = (_SERIAL, _DIMENSION, money, money, *_STATUS_WIDTHS, remark)
    widths = (_SERIAL, ACROSS.width - sum(fixed), _DIMENSION, money, money, *_STATUS_WIDTHS, remark)
    heads = (
        "ลำดับ",
        "รายการโครงการ (ตั้งต้น)",
        "มิติ",
        "งบประมาณ\n(บาท)",
        "เบิกจ่าย\n(บาท)",
        Head("สถานะ", STATUS_HEADS),
        "หมายเหตุ",
    )
    # The last row stays with the total, and that with the notes below (Word).
    held = _project_row(Look(keep_next=True))
    last = (Steer("if loop.last"), held, Steer("else"), _project_row(Look()), Steer("endif"))
    rows = (
        title_row("{{ table_title }}", len(widths)),
        *head_rows(heads, shade=_BLUE),
        *each_row("project in projects", *last),
        *when_row("totals", _total()),
    )
    look = TableLook(title="ผลการดำเนินงาน", description="รายการโครงการ มิติ งบประมาณ เบิกจ่าย และสถานะ")
    return table(widths, rows, look)


def _project_row(look: Look) -> Row:
    def cell(text: str, style: str) -> Cell:
        return Cell(paragraph(text, style=style, look=look))

    return row(
        cell("{{ project.no }}", "CellCenter"),
        cell("{{ project.title }}", "Cell"),
        cell("{{ project.dimension_label }}", "CellCenter"),
        cell("{{ project.budget }}", "CellRight"),
        cell("{{ project.disbursed }}", "CellRight"),
        *(Cell(tick(f'project.state == "{status}"', "☑")) for status in STATUSES),
        cell("{{ project.remark }}", "Cell"),
    )


def _total() -> Row:
    money = [Cell(f"{{{{ {name} }}}}", "CellTotal", shade=_GREY) for name in ("budget_total", "disbursed_total")]
    counts = [Cell(f"{{{{ figures.{status} }}}}", "TableHead", shade=_GREY) for status in STATUSES]
    label = paragraph("รวมทั้งสิ้น", style="TableHead", look=Look(keep_next=True))
    return row(Cell(label, span=3, shade=_GREY), *money, *counts, Cell("", shade=_GREY))


def _below() -> Xml:
    dated = when("as_of", paragraph("** ข้อมูล ณ วันที่ {{ as_of|padded_date }}", style="Note", look=Look(before=6)))
    reporter = when("reporter_line", paragraph("{{ reporter_line }}", style="Note"))

    def head(text: str) -> Xml:
        return paragraph(run(text, "Strong"), style="Note", look=Look(before=6, keep_next=True))

    return together(
        dated,
        reporter,
        head("ปัญหา อุปสรรค"),
        _notes("below_obstacles"),
        head("ข้อเสนอแนะ"),
        _notes("below_suggestions"),
        head("สรุปผลการขับเคลื่อนแผนฯ"),
        _summary("table_summary", "อยู่ระหว่างดำเนินการ", "Note", look=Look(left=0.8)),
    )


def _notes(prose: str) -> Xml:
    """Prose below the table, in its smaller letters."""
    return items(prose, ("Note",), look=Look(left=0.8))


# ---- photo pages ----


def _photos(document: Document) -> Xml:
    """Two or three rows of two photographs a page, each over its caption."""
    two, three = (photo_table(document, "page", box) for box in (TWO_ROWS, THREE_ROWS))
    title = paragraph("ภาพกิจกรรม", style="ReportTitle", look=UPRIGHT.centred)
    later = Look(right=UPRIGHT.centred.right, page_break=True)
    again = paragraph("ภาพกิจกรรม (ต่อ)", style="ReportTitle", look=later)
    chosen = when("photo_rows_per_page == 2", two, otherwise=[three])
    return each("page in photo_pages", when("loop.first", title, otherwise=[again]), chosen)
