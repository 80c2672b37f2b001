"""แผนปฏิบัติการป้องกันการทุจริต: cover, announcement, landscape table, legend, appendix (official-format 2).

One template holds every part; each part is a section under its own condition, so that it can be made alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from tools.draw.action_plan_book import plan_book
from tools.draw.announcement import notice
from tools.draw.cover import cover, end_counted, on_cover
from tools.draw.kit import (
    ACROSS,
    FORM,
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
    head_rows,
    marks,
    page_header,
    paragraph,
    row,
    run,
    slim_header,
    tab,
    table,
    tag,
    tick,
    together,
    when,
    when_row,
    when_run,
)
from tools.draw.project_sheet import nine_heads

_BLUE, _GREY = "DEEAF6", "F2F2F2"
_QUARTERS = (1, 2, 3, 4)
# ๑๒๓,๔๕๖,๗๘๙.๐๐ is 2.73 cm wide in bold: a sum of hundreds of millions stands in one line.
_SERIAL, _DIMENSION, _MONEY, _QUARTER, _REMARK = 1.4, 1.3, 3.1, 1.15, 2.9
# ๙๙๙,๙๙๙,๙๙๙,๙๙๙.๙๙ is 3.5 cm wide.
_LARGE_MONEY = 3.85
_YEARS_DRAWN = (4, 5)


@dataclass(frozen=True)
class _YearColumns:
    """The columns of a table of several years, in cm, and the letters of its amounts."""

    money: float
    total: float
    remark: float
    style: str
    before: float
    """pt above the small letters, which sets them on the line of the title."""

    def cell(self, expression: str, look: Look, letters: str | None = None) -> Cell:
        """An amount in small letters, on the line of the others: six columns of millions stand beside the titles."""
        shown = run(f"{{{{ {expression} }}}}", letters) if letters else f"{{{{ {expression} }}}}"
        shade = _GREY if letters else None
        stood = replace(look, align="right", before=self.before)
        return Cell(paragraph(shown, style=self.style, look=stood), shade=shade)


# At 12 pt ๑๒,๓๔๕,๖๗๘.๐๐ is 2.15 cm wide in bold, and 2.34 with one digit more.
_YEARS_USUAL = _YearColumns(2.47, 2.7, 2.0, "CellSmall", 2)
# At 11 pt ๑,๒๓๔,๕๖๗,๘๙๐.๐๐ is 2.39 cm wide in bold, and 2.57 with one digit more.
_YEARS_LARGE = _YearColumns(2.72, 2.9, 1.9, "CellSmaller", 3)
_COLUMN = 13.0
"""cm at which the second column of the legend begins."""


def draw() -> dict[str, bytes]:
    """``action_plan.docx``, the workbook of one year and those of several."""
    document = Document("แผนปฏิบัติการป้องกันการทุจริต")
    _cover(document)
    _announcement(document)
    _contents(document)
    _plan(document)
    _divider(document)
    document.add(_appendix())
    document.finish(Section(header=slim_header(UPRIGHT), sheet=UPRIGHT))
    years = {f"action_plan_{count}_years.xlsx": plan_book(count) for count in _YEARS_DRAWN}
    return {"action_plan.docx": document.package(), "action_plan.xlsx": plan_book(), **years}


# ---- the parts ----


def _cover(document: Document) -> None:
    named = on_cover("{{ plan_name }}", "CoverTitle", 100)
    lines = together(named, on_cover("{{ cover_title }}", "CoverTitle", 0))
    cover(document, '"cover" in parts', lines, 200)


def _announcement(document: Document) -> None:
    document.add(tag('if announcement and "announcement" in parts'))
    document.add(notice(document, "announcement."))
    document.end_section(Section(header=page_header(FORM), first_header=marks(FORM), sheet=FORM))
    document.add(tag("endif"))


def _contents(document: Document) -> None:
    """The contents as a field whose lines are filled in; F9 in Word counts them anew."""
    document.add(tag('if "contents" in parts'))
    at = UPRIGHT.width
    entry = Look(left=2.2, first=-2.2, tabs=(Tab(2.2), Tab(at, "right", "dot")))
    part = Look(before=6, tabs=(Tab(at, "right", "dot"),))
    page = (" ", tab(), " {{ line.page }}")
    sheet_line = paragraph("{{ line.label }}", tab(), "{{ line.title }}", *page, look=entry)
    part_line = paragraph("{{ line.title }}", *page, look=part)
    document.add(
        paragraph("สารบัญ", style="ReportTitle", look=UPRIGHT.centred),
        paragraph(run("หน้า", "Strong"), look=Look(align="right")),
        paragraph(_opened(r'TOC \o "1-1" \h \z \u'), style="Empty1"),
        each("line in contents", when("line.label", sheet_line, otherwise=[part_line])),
        paragraph(_FIELD_END, style="Empty1"),
    )
    document.end_section(Section(header=slim_header(UPRIGHT), sheet=UPRIGHT))
    document.add(tag("endif"))


def _opened(instruction: str) -> Xml:
    """The head of a field whose result is whole paragraphs."""
    begin, then = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    return Xml(f'{begin}<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>{then}')


_FIELD_END = Xml('<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def _plan(document: Document) -> None:
    document.add(tag('if "table" in parts or "legend" in parts'))
    one = when("large_sums", _plan_table(_LARGE_MONEY), otherwise=[_plan_table(_MONEY)])
    tables = when("last_year is none", one, otherwise=[_year_tables(count) for count in _YEARS_DRAWN])
    shown = when('"table" in parts', tables, _as_of())
    document.add(digits("plan_table", shown, when('"legend" in parts', _legend())))
    # Alone, or first of its file, the table's first page has no number.
    end_counted(document, ACROSS, '"cover" in parts or (announcement and "announcement" in parts)')
    document.add(tag("endif"))


def _divider(document: Document) -> None:
    document.add(tag('if appendix and "appendix" in parts'))
    document.add(on_cover("ภาคผนวก", "CoverTitle", 260, outline=0))
    document.end_section(Section(header=marks(UPRIGHT), sheet=UPRIGHT))
    document.add(tag("endif"))


def _appendix() -> Xml:
    number = "ลำดับที่ {{ entry.number }}"
    first = paragraph(number, style="Notice")
    running = paragraph(number, style="Notice", look=Look(before=24))
    turned = paragraph(number, style="Notice", look=Look(page_break=True))
    opening = when("loop.first", first, otherwise=[when("running_sheets", running, otherwise=[turned])])
    sheet = together(opening, nine_heads("entry.title", "entry.budget_line", "entry.sheet."))
    return when('"appendix" in parts', each("entry in appendix", sheet))


# ---- the table of one year ----


def _plan_table(money: float) -> Xml:
    title_width = ACROSS.width - _SERIAL - _DIMENSION - money - 4 * _QUARTER - _REMARK
    widths = (_SERIAL, title_width, _DIMENSION, money, *(4 * [_QUARTER]), _REMARK)
    heads = (
        "ลำดับ",
        "รายการโครงการ (ตั้งต้น)",
        "มิติ",
        "งบประมาณ\n(บาท)",
        Head("ดำเนินการไตรมาส", tuple(f"{{{{ {quarter} }}}}" for quarter in _QUARTERS)),
        "หมายเหตุ",
    )
    rows = (
        _title(len(widths)),
        *head_rows(heads, shade=_BLUE),
        *_kept_with_total("project in projects", _project_row),
        *_subtotals(),
        _total("{{ budget_total }}", *(f"{{{{ ticks[{quarter - 1}] }}}}" for quarter in _QUARTERS)),
    )
    look = TableLook(title="แผนปฏิบัติการ", description="รายการโครงการ มิติ งบประมาณ และไตรมาสที่ดำเนินการ")
    return table(widths, rows, look)


def _title(columns: int) -> Row:
    """The title above the heads of every page; it stands in the contents."""
    said = paragraph("{{ table_title }}", style="TableTitle", look=Look(outline=0))
    return Row((Cell(said, span=columns, open_sides=("top", "left", "right")),), header=True)


def _kept_with_total(loop: str, drawn: Callable[[Look], Row]) -> tuple[Row | Steer, ...]:
    """Rows of a loop, the last of which stays on the page of the total (Word)."""
    held, free = drawn(Look(keep_next=True)), drawn(Look())
    return each_row(loop, Steer("if loop.last"), held, Steer("else"), free, Steer("endif"))


def _centred(text: str, look: Look) -> Cell:
    return Cell(paragraph(text, style="CellCenter", look=look))


def _project_row(look: Look) -> Row:
    return row(
        _centred("{{ project.no }}", look),
        Cell(paragraph("{{ project.title }}", style="Cell", look=look)),
        _centred("{{ project.dimension_label }}", look),
        Cell(paragraph("{{ project.budget }}", style="CellRight", look=look)),
        *(Cell(tick(f"{quarter} in project.quarters")) for quarter in _QUARTERS),
        Cell(paragraph("{{ project.remark }}", style="Cell", look=look)),
    )


def _subtotals() -> tuple[Row | Steer, ...]:
    """The dimensions' sums, in front of the plan's: right whatever the order of the rows."""
    held = Look(keep_next=True)
    label = paragraph("รวมมิติ {{ part.number }} {{ part.name }} ({{ part.count }} รายการ)", style="Cell", look=held)
    ticks = [_centred(f"{{{{ part.ticks[{quarter - 1}] }}}}", held) for quarter in _QUARTERS]
    money = Cell(paragraph("{{ part.budget }}", style="CellRight", look=held))
    sums = row(Cell(label, span=3), money, *ticks, "")
    return when_row("subtotals", *each_row("part in dimensions", sums))


def _total(*figures: str) -> Row:
    bold = [Cell(figures[0], "CellTotal", shade=_GREY)]
    bold += [Cell(figure, "TableHead", shade=_GREY) for figure in figures[1:]]
    return row(_total_label(), *bold, Cell("", shade=_GREY))


def _total_label() -> Cell:
    """The total stays with the notes below (Word): they stand on no page without a row of the plan."""
    return Cell(paragraph("รวมทั้งสิ้น", style="TableHead", look=Look(keep_next=True)), span=3, shade=_GREY)


# ---- the table of several years ----


def _year_tables(count: int) -> Xml:
    large, usual = _year_table(count, _YEARS_LARGE), _year_table(count, _YEARS_USUAL)
    return when(f"years|length == {count}", when("large_sums", large, otherwise=[usual]))


def _year_table(count: int, columns: _YearColumns) -> Xml:
    """The table of a plan of ``count`` years: a budget column for each, and their sum."""
    money = [*([columns.money] * count), columns.total]
    title_width = ACROSS.width - _SERIAL - _DIMENSION - sum(money) - columns.remark
    widths = (_SERIAL, title_width, _DIMENSION, *money, columns.remark)
    heads = (
        "ลำดับ",
        "รายการโครงการ",
        "มิติ",
        Head("งบประมาณ (บาท) ปีงบประมาณ พ.ศ.", (*(f"{{{{ years[{n}] }}}}" for n in range(count)), "รวม")),
        "หมายเหตุ",
    )
    rows = (
        _title(len(widths)),
        *head_rows(heads, shade=_BLUE),
        *_kept_with_total("project in projects", lambda look: _year_row(count, columns, look)),
        *_year_subtotals(count, columns),
        _year_total(count, columns),
    )
    look = TableLook(title="แผนปฏิบัติการหลายปี", description="รายการโครงการ มิติ และงบประมาณรายปี")
    return table(widths, rows, look)


def _year_row(count: int, columns: _YearColumns, look: Look) -> Row:
    return row(
        _centred("{{ project.no }}", look),
        Cell(paragraph("{{ project.title }}", style="Cell", look=look)),
        _centred("{{ project.dimension_label }}", look),
        *(columns.cell(f"project.year_budgets[{n}]", look) for n in range(count)),
        columns.cell("project.total", look),
        Cell(paragraph("{{ project.remark }}", style="Cell", look=look)),
    )


def _year_subtotals(count: int, columns: _YearColumns) -> tuple[Row | Steer, ...]:
    held = Look(keep_next=True)
    label = paragraph("รวมมิติ {{ part.number }} {{ part.name }} ({{ part.count }} รายการ)", style="Cell", look=held)
    amounts = [f"part.year_budgets[{n}]" for n in range(count)] + ["part.budget"]
    money = [columns.cell(amount, held) for amount in amounts]
    return when_row("subtotals", *each_row("part in dimensions", row(Cell(label, span=3), *money, "")))


def _year_total(count: int, columns: _YearColumns) -> Row:
    amounts = [f"year_totals[{n}]" for n in range(count)] + ["budget_total"]
    bold = [columns.cell(amount, Look(), "Strong") for amount in amounts]
    return row(_total_label(), *bold, Cell("", shade=_GREY))


# ---- below the table ----


def _as_of() -> Xml:
    stops = Look(before=6, keep_next=True, tabs=(Tab(_COLUMN),))
    reporter = when_run("reporter", tab(), "ชื่อ - สกุล ผู้ออกรายงาน {{ reporter.full_name }}")
    dated = paragraph(when_run("as_of", "** ข้อมูล ณ วันที่ {{ as_of|long_date }}"), reporter, style="Note", look=stops)
    return when("as_of or reporter", dated)


def _legend() -> Xml:
    """The dimensions in two columns; what ``*`` means beside the head, so that the block stays four lines high."""
    stops = Look(before=0, left=0.8, keep_next=True, tabs=(Tab(_COLUMN),))
    second = when_run("line[1]", tab(), "มิติ {{ line[1].number }}  {{ line[1].name }}")
    line = paragraph("มิติ {{ line[0].number }}  {{ line[0].name }}", second, style="Note", look=stops)
    own = when_run("has_own", tab(), "*  หมายถึง {{ own_note }}")
    head_look = Look(before=4, keep_next=True, tabs=(Tab(_COLUMN),))
    head = paragraph(run("คำอธิบาย", "Strong"), own, style="Note", look=head_look)
    return when("dimensions or has_own", head, each("line in legend_lines", line))
