"""รายงานการวิเคราะห์ผลการประเมิน ITA: cover, results with charts, tables, seven issues, actions, limitations.

Order and columns: official-format section 3.4 (a published analysis of FY2566).
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.draw.blocks import leads_in
from tools.draw.charts import Axis, Chart, word_chart
from tools.draw.cover import cover, on_cover
from tools.draw.ita_analysis_book import analysis_book
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
    TableLook,
    Xml,
    cell_items,
    digits,
    each,
    each_row,
    gap,
    head_rows,
    items,
    paragraph,
    row,
    run,
    slim_header,
    table,
    tag,
    tall,
    together,
    when,
    when_run,
)

_TITLE = "รายงานการวิเคราะห์ผลการประเมิน ITA"
_IN_ONE_LINE = "agency.place and agency.name|length < 45 and agency.place|length < 30"
"""Whether the agency and its place surely fit a line of the title; else one would end within the province's name."""
_HELD = Look(keep_next=True)
_NEW_PAGE = Look(page_break=True)
_SHADE = "F2F2F2"

_INDICATORS = (
    "1. การปฏิบัติหน้าที่",
    "2. การใช้งบประมาณ",
    "3. การใช้อำนาจ",
    "4. การใช้ทรัพย์สินของราชการ",
    "5. การแก้ไขปัญหาการทุจริต",
    "6. คุณภาพการดำเนินงาน",
    "7. ประสิทธิภาพการสื่อสาร",
    "8. การปรับปรุงการทำงาน",
    "9. การเปิดเผยข้อมูล",
    "10. การป้องกันการทุจริต",
)
_SAMPLE = (
    ("ปีงบประมาณ พ.ศ. 2566", (95.0,) * 10),
    ("ปีงบประมาณ พ.ศ. 2565", (90.0,) * 10),
)
# To 112: room for the figure behind a bar of 100; the steps of 20 end at 100.
BAR = Chart("bar", _INDICATORS, _SAMPLE, Axis(0, 112, 20), "0.00", 12)
RADAR = Chart("radar", _INDICATORS, _SAMPLE, Axis(0, 100, 10), None, 12)


def draw() -> dict[str, bytes]:
    """``ita_analysis.docx`` and ``ita_analysis.xlsx``."""
    document = Document(_TITLE)
    _cover(document)
    document.add(_results(), _charts(document), _question_tables(), _findings(), _introduction())
    document.add(_head("part_one", _NEW_PAGE), each("section in issue_sections", _issue()))
    document.end_section(Section(header=slim_header(UPRIGHT)))
    document.add(_head("part_two"), _actions())
    document.end_section(Section(header=slim_header(ACROSS), sheet=ACROSS))
    document.add(_head("part_three"), _limitations())
    document.finish(Section(header=slim_header(UPRIGHT)))
    return {"ita_analysis.docx": document.package(), "ita_analysis.xlsx": analysis_book()}


def _cover(document: Document) -> None:
    high, low = (on_cover("{{ line }}", "CoverTitle", before) for before in (100, 0))
    cover(document, "", each("line in title_lines", when("loop.first", high, otherwise=[low])), 220)


def _head(name: str, look: Look = Look()) -> Xml:  # noqa: B008 - frozen
    """The head of a part: the form prints its numbers in Thai digits even where tables have Arabic ones."""
    return digits("part_heads", paragraph(f"{{{{ {name} }}}}", style="Heading1", look=look))


# --- results ----------------------------------------------------------------------------------------------


def _results() -> Xml:
    title = (
        _title("ผล{{ programme }}"),
        _title("ประจำปีงบประมาณ พ.ศ. {{ fiscal_year }}"),
        when(
            _IN_ONE_LINE,
            _title("{{ agency.name }} {{ agency.place }}"),
            otherwise=[_title("{{ agency.name }}"), when("agency.place", _title("{{ agency.place }}"))],
        ),
    )
    said = (
        "{{ agency.name }} ได้รับผล{{ programme }} ประจำปีงบประมาณ พ.ศ. {{ fiscal_year }}"
        "{% if total is not none %} คะแนนรวม {{ total|score }} คะแนน{% endif %}"
        "{% if comparison_text %} {{ comparison_text }}{% endif %}"
        "{% if level %} อยู่ในระดับ “{{ level }}”{% endif %}{% if grade %} (ระดับ {{ grade }}){% endif %}"
        "{% if rank_text %} เป็น{{ rank_text }}{% endif %} รายละเอียดดังนี้"
    )
    return together(*title, paragraph(said, style="Body"), gap(8), _instruments(), gap(12), _indicators())


def _title(text: str) -> Xml:
    return paragraph(text, style="ReportTitle", look=UPRIGHT.centred)


def _instruments() -> Xml:
    heads = head_rows(("แบบวัด", "น้ำหนัก (ร้อยละ)", "คะแนน"), shade=_SHADE)
    score = Cell("{{ entry.score|score }}", "CellCenter")
    part = row("", "", score)
    whole = row("{{ entry.label }}", Cell("{{ entry.percent|number }}", "CellCenter"), score)
    rows = (Steer("if entry.weight is none"), _indented(part), Steer("else"), whole, Steer("endif"))
    total = row(
        Cell("คะแนนรวม{% if level %}  ระดับผลการประเมิน: {{ level }}{% endif %}", "TableHead"),
        Cell("{{ 100 }}", "TableHead"),
        Cell("{{ total|score }}", "TableHead"),
    )
    look = TableLook(title="คะแนนรายแบบวัด", description="น้ำหนักและคะแนนของแต่ละแบบวัด")
    return table((10.6, 3.0, 2.4), (*heads, *each_row("entry in instrument_rows", *rows), total), look)


def _indented(made: Row) -> Row:
    """A part of an instrument stands further in, with a dash."""
    first = paragraph("- {{ entry.label }}", style="Cell", look=Look(left=0.9, first=-0.3))
    return Row((Cell(first), *made.cells[1:]))


def _indicators() -> Xml:
    number = Cell("{{ entry.number }}", "CellCenter")
    score = Cell("{{ entry.score|score }}", "CellCenter")
    previous = Cell("{{ entry.previous|score }}", "CellCenter")
    change = Cell("{{ entry.change_text }}", "CellCenter")
    both = table(
        (1.9, 6.5, 2.5, 2.5, 2.6),
        (
            *head_rows(
                (
                    "ตัวชี้วัดที่",
                    "รายละเอียดตัวชี้วัด",
                    Head("คะแนนปีงบประมาณ พ.ศ.", ("{{ previous_year }}", "{{ fiscal_year }}")),
                    "เพิ่มขึ้น/ลดลง",
                ),
                shade=_SHADE,
            ),
            *each_row("entry in indicator_rows", row(number, "{{ entry.name }}", previous, score, change)),
        ),
        TableLook(title="คะแนนรายตัวชี้วัด", description="คะแนนสิบตัวชี้วัดของปีที่ประเมินและปีก่อน"),
    )
    one = table(
        (2.5, 10.5, 3.0),
        (
            *head_rows(("ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด", "คะแนน"), shade=_SHADE),
            *each_row("entry in indicator_rows", row(number, "{{ entry.name }}", score)),
        ),
        TableLook(title="คะแนนรายตัวชี้วัด", description="คะแนนสิบตัวชี้วัดของปีที่ประเมิน"),
    )
    return when("compares", both, otherwise=[one])


def _charts(document: Document) -> Xml:
    """Both charts on a page of their own."""
    said = (
        "คะแนนรายตัวชี้วัด ปีงบประมาณ พ.ศ. {{ fiscal_year }}"
        "{% if compares %} เปรียบเทียบกับปีงบประมาณ พ.ศ. {{ previous_year }}{% endif %}"
    )
    centred = Look(align="center", keep_next=True)
    opened = Look(align="center", keep_next=True, page_break=True)
    return when(
        "bar_chart",
        paragraph(word_chart(document, "{{ bar_chart }}", BAR, (16.0, 11.4)), look=opened),
        paragraph(f"แผนภูมิที่ {{{{ 1 }}}} {said}", style="Caption"),
        paragraph(word_chart(document, "{{ radar_chart }}", RADAR, (15.0, 10.2)), look=centred),
        paragraph(f"แผนภูมิที่ {{{{ 2 }}}} ภาพรวม{said}", style="Caption"),
    )


def _findings() -> Xml:
    """What the figures say at once: the best, the weakest, what lies below the line."""
    best = (
        "ตัวชี้วัดที่ได้คะแนนสูงสุด ได้แก่ {{ strongest_text }}"
        "{% if weakest_text %} และตัวชี้วัดที่ได้คะแนนต่ำสุด ได้แก่ {{ weakest_text }}{% endif %}"
    )
    below = "ข้อที่ได้คะแนนต่ำกว่า {{ pass_line|score }} คะแนน ซึ่งต้องกำหนดแนวทางแก้ไข ได้แก่ {{ below_text }}"
    none = "ไม่มีข้อใดได้คะแนนต่ำกว่า {{ pass_line|score }} คะแนน"
    return together(
        when("strongest_text", paragraph(best, style="Body")),
        when("below_text", paragraph(below, style="Body"), otherwise=[paragraph(none, style="Body")]),
    )


# --- tables of scores -------------------------------------------------------------------------------------

_VARIANTS = (
    ("opens", "opens", True),
    ("opens", "alone", True),
    ("goes_on", "opens", True),
    ("goes_on", "goes_on", True),
    ("goes_on", "alone", True),
    ("goes_on", "goes_on", False),
    ("goes_on", "alone", False),
    ("alone", "opens", True),
    ("alone", "goes_on", True),
    ("alone", "goes_on", False),
    ("", "", False),
)
"""How cells merge downwards (instrument, indicator) and whether the row stays with the next; last: all else."""

_MERGE = {"opens": "restart", "goes_on": "continue"}


def _question_tables() -> Xml:
    questions = each("scores in question_tables", _captions(), _scores("ข้อคำถาม", (1.4, 2.7, 6.3, 2.9, 2.7)), gap(10))
    oit = each("scores in oit_tables", _captions(), _scores("ข้อความ", (1.4, 1.6, 3.9, 7.0, 2.1)), gap(10))
    return together(questions, oit)


def _captions() -> Xml:
    """Each instrument begins a page, so that its table is whole on it."""
    plain = paragraph("{{ line }}", style="TableTitle", look=_HELD)
    opened = paragraph("{{ line }}", style="TableTitle", look=Look(keep_next=True, page_break=True))
    first = "loop.first and scores.opens_instrument"
    return each("line in scores.captions", when(first, opened, otherwise=[plain]))


def _scores(head: str, widths: Sequence[float]) -> Xml:
    heads = head_rows(("ลำดับ", "หัวข้อ", "ตัวชี้วัด", head, "คะแนน"), shade=_SHADE)
    style = "CellCenter" if head == "ข้อคำถาม" else "Cell"
    steered: list[Row | Steer] = []
    for index, variant in enumerate(_VARIANTS):
        steered += [Steer(_condition(index, *variant)), _score_row(*variant, style)]
    body = each_row("entry in scores.rows", *steered, Steer("endif"))
    look = TableLook(title="คะแนนรายข้อ", description="คะแนนของแต่ละข้อตามแบบวัดและตัวชี้วัด")
    return table(widths, (*heads, *body), look)


def _condition(index: int, outer: str, inner: str, held: bool) -> str:
    if not outer:
        return "else"
    stays = "entry.held" if held else "not entry.held"
    word = "if" if index == 0 else "elif"
    return f'{word} entry.outer == "{outer}" and entry.inner == "{inner}" and {stays}'


def _score_row(outer: str, inner: str, held: bool, style: str) -> Row:
    look = _HELD if held else Look()

    def cell(text: str, in_style: str, merge: str) -> Cell:
        shown = "" if merge == "goes_on" else text
        how = _MERGE.get(merge)
        return Cell(paragraph(shown, style=in_style, look=look), merge=how)  # type: ignore[arg-type]

    return Row(
        (
            cell("{{ entry.serial }}", "CellCenter", outer),
            cell("{{ entry.instrument }}", "Cell", outer),
            cell("{{ entry.indicator }}", "Cell", inner),
            cell("{{ entry.label }}", style, ""),
            cell("{{ entry.score|score }}", "CellCenter", ""),
        )
    )


# --- part one ---------------------------------------------------------------------------------------------


def _introduction() -> Xml:
    return items("introduction")


def _issue() -> Xml:
    said = "ประเด็นที่ {{ section.number }} {{ section.title }}"
    # Each issue begins a page: else LibreOffice leaves its head and the head of its table alone at the foot of one.
    later = paragraph(said, style="Heading2", look=_NEW_PAGE)
    head = when("loop.first", paragraph(said, style="Heading2"), otherwise=[later])
    three, two, one = (_issue_table(width) for width in (3, 2, 1))
    tables = together(
        tag("if section.table.width == 3"),
        three,
        tag("elif section.table.width == 2"),
        two,
        tag("elif section.table.width == 1"),
        one,
        tag("endif"),
    )
    return together(head, tables, gap(4), each("block in section.blocks", _block_held()), gap(8))


def _issue_table(width: int) -> Xml:
    """``width`` instruments side by side, each a column of questions and one of scores."""
    score = 1.75
    text = 16.0 / width - score
    heads = Row(
        tuple(Cell(f"{{{{ section.table.heads[{n}] }}}}", "TableHead", 2, shade=_SHADE) for n in range(width)),
        header=True,
    )
    cells = tuple(cell for n in range(width) for cell in _issue_cells(f"cells[{n}]"))
    look = TableLook(title="ข้อคำถามของประเด็น", description="ข้อคำถามและคะแนนของแต่ละแบบวัดเรียงเคียงกัน")
    body = each_row("cells in section.table.rows", Row(cells))
    return table((text, score) * width, (heads, *body), look)


def _issue_cells(cell: str) -> tuple[Cell, Cell]:
    """A question and its score; in mid-column the head of the next indicator, bold, with คะแนน beside it."""
    text = _either(
        cell, paragraph(f"{{{{ {cell}.text }}}}", style="TableHead"), paragraph(f"{{{{ {cell}.text }}}}", style="Cell")
    )
    figure = f"{{{{ {cell}.score|score }}}}"
    score = paragraph(
        when_run(f"{cell}.weak", run(figure, "Strong")), when_run(f"not {cell}.weak", figure), style="CellCenter"
    )
    return Cell(text), Cell(_either(cell, paragraph("คะแนน", style="TableHead"), score))


def _either(cell: str, head: Xml, item: Xml) -> Xml:
    return together(tag(f"if {cell}.head"), head, tag(f"elif {cell}.item"), item, tag("endif"))


def _block_held() -> Xml:
    """A paragraph of the analysis; one that leads in a list stands on the page where the list begins."""
    return when(leads_in("block"), _block(_HELD), otherwise=[_block(Look())])


def _block(look: Look) -> Xml:
    """A starred paragraph with its bold head, or prose by level."""
    starred = paragraph(
        run("★", "Symbol"),
        when_run("block.head", run("{{ block.head }}", "Strong"), run(" ")),
        "{{ block.text }}",
        style="Body",
        look=look,
    )
    parts: list[str] = [tag("if block.star"), starred]
    line = "{% if block.marker %}{{ block.marker }}  {% endif %}{{ block.text }}"
    last = len(RUNNING) - 1
    for level, style in enumerate(RUNNING):
        parts += [
            tag(f"elif block.level == {level}" if level < last else "else"),
            paragraph(line, style=style, look=look),
        ]
    return together(*parts, tag("endif"))


# --- parts two and three ----------------------------------------------------------------------------------


def _actions() -> Xml:
    heads = head_rows(
        (
            "หัวข้อ",
            "วิธีการนำผลวิเคราะห์ไปสู่การปฏิบัติ",
            "ผู้รับผิดชอบ/\nผู้ที่เกี่ยวข้อง",
            "ขั้นตอน/วิธีปฏิบัติ",
            "ระยะเวลา\nดำเนินงาน",
        ),
        shade=_SHADE,
    )
    variants = (
        ('if action.place == "opens"', "opens", True),
        ('elif action.place == "goes_on" and action.held', "goes_on", True),
        ('elif action.place == "goes_on"', "goes_on", False),
        ("elif action.whole", "alone", False),
        ("else", "", False),
    )
    steered: list[Row | Steer] = []
    for condition, place, held in variants:
        steered += [Steer(condition), _action_row(place, held)]
    body = each_row("action in action_rows", *steered, Steer("endif"))
    look = TableLook(title="การนำผลการวิเคราะห์ไปสู่การปฏิบัติ", description="วิธีการ ผู้รับผิดชอบ ขั้นตอน และระยะเวลาของแต่ละหัวข้อ")
    return table((4.3, 7.2, 3.4, 7.4, 3.4), (*heads, *body), look)


def _action_row(place: str, held: bool) -> Row:
    look = _HELD if held else Look()
    topic = paragraph("" if place == "goes_on" else "{{ action.topic }}", style="Cell", look=look)
    made = Row(
        (
            Cell(topic, merge=_MERGE.get(place)),  # type: ignore[arg-type]
            Cell(cell_items("action.methods", name="entry")),
            Cell("{{ action.responsible }}"),
            Cell(cell_items("action.steps", name="entry")),
            Cell("{{ action.period }}", "CellCenter"),
        )
    )
    return made if place else tall(made)


def _limitations() -> Xml:
    said = "ในการดำเนิน{{ programme }} ประจำปีงบประมาณ พ.ศ. {{ fiscal_year }} {{ agency.name }} มีข้อจำกัด ดังนี้"
    none = "ในการดำเนิน{{ programme }} ประจำปีงบประมาณ พ.ศ. {{ fiscal_year }} {{ agency.name }}"
    intro = when("limitations", paragraph(said, style="Body"), otherwise=[paragraph(none, style="Body")])
    return together(intro, items("limitation_items"))
