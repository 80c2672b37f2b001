"""The one style set of every shipped template, so that parts of a bundle join without clashes.

An id never changes: templates that agencies made their own rely on it. What people see in Word is the
name and, behind a comma, the Thai alias.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from tools.draw.markup import PLAIN, REGULAR, Font, Look, Tab, paragraph_properties, run_properties

FONT = "TH SarabunPSK"
"""Mandated by the cabinet resolution of 7 September 2553; the only place the templates name it."""
SYMBOL_FONT = "Segoe UI Symbol"
"""TH Sarabun has none of ✓ ☑ ☐ ★ ➤."""
SIZE = 16.0
TABLE_SIZE = 14.0
RED = "FF0000"

TEXT_WIDTH = 16.0
"""cm between the margins of an upright page (A4, 3 cm left, 2 cm right)."""
PAGE_AXIS = 7.5
"""cm from the left margin to the middle of the sheet (10.5 cm): the form centres on the page."""
PARAGRAPH = 2.5
"""cm, first line of a paragraph."""
STEP = 0.75
"""cm by which each level of a running list starts further in."""
SIGN_LEFT = 2.0
"""cm; lines centred between here and the right margin stand on the axis at 9.0 cm (official-format 1.3)."""
SIGN_ROOM = 62.0
"""pt above the name: three blank lines to sign in (official-format 0)."""
_ON_PAGE_AXIS = TEXT_WIDTH - 2 * PAGE_AXIS


@dataclass(frozen=True)
class Style:
    """One named style: id, name and Thai alias shown in Word, parent, paragraph and letters."""

    id: str
    name: str
    thai: str = ""
    based_on: str | None = "Normal"
    look: Look = PLAIN
    font: Font = REGULAR
    following: str | None = None
    kind: Literal["paragraph", "character"] = "paragraph"


def _item(level: int) -> Style:
    look = Look(align="thaiDistribute", first=PARAGRAPH + STEP * (level - 1))
    return Style(f"Item{level}", f"Item {level}", f"ข้อระดับ {level}", look=look)


def _cell_item(level: int, left: float, hanging: float) -> Style:
    look = Look(left=left, first=-hanging, tabs=(Tab(left),))
    return Style(f"CellItem{level}", f"Cell Item {level}", f"ข้อในช่องระดับ {level}", "Cell", look)


def _heading(level: int, look: Look, font: Font) -> Style:
    return Style(f"Heading{level}", f"heading {level}", look=look, font=font, following="Body")


def _mark(id_: str, name: str, thai: str, size: float) -> Style:
    return Style(id_, name, thai, None, font=Font(size=size, bold=True, color=RED), kind="character")


_CENTRED = Look(align="center", keep_next=True, keep_lines=True)

PROSE = (
    Style(
        "Body",
        "Body",
        "เนื้อความ",
        look=Look(align="thaiDistribute", first=PARAGRAPH, before=6),
        following="Body",
    ),
    *(_item(level) for level in range(1, 6)),
    Style("ClosingSentence", "Closing Sentence", "ภาคสรุป", "Body", Look(keep_next=True, keep_lines=True)),
    _heading(1, Look(keep_next=True, keep_lines=True, before=12, outline=0), Font(size=18, bold=True)),
    _heading(2, Look(keep_next=True, keep_lines=True, before=6, outline=1), Font(size=16, bold=True)),
    _heading(3, Look(keep_next=True, keep_lines=True, left=1.25, outline=2), Font(size=16, bold=True)),
    Style("ReportTitle", "Report Title", "ชื่อรายงาน", look=_CENTRED, font=Font(size=18, bold=True)),
    Style("CoverTitle", "Cover Title", "ชื่อบนปก", look=Look(align="center"), font=Font(size=26, bold=True)),
    Style("CoverAgency", "Cover Agency", "หน่วยงานบนปก", look=Look(align="center"), font=Font(size=22, bold=True)),
    Style(
        "Caption",
        "caption",
        "",
        look=Look(align="center", keep_lines=True, before=3, after=6),
        font=Font(size=14),
    ),
    Style("Note", "Note", "หมายเหตุ", look=Look(before=3), font=Font(size=TABLE_SIZE)),
    Style("Empty1", "Empty Line", "บรรทัดว่าง 1 พอยท์", look=Look(line=1), font=Font(size=1)),
    Style("TemplateTag", "Template Tag", "คำสั่งแม่แบบ", font=Font(size=9, color="7F7F7F")),
)

FORMS = (
    Style(
        "FormTitle",
        "Form Title",
        "บันทึกข้อความ",
        look=Look(align="center", right=_ON_PAGE_AXIS, before=10, after=4, line=35, keep_next=True),
        font=Font(size=29, bold=True),
    ),
    Style(
        "FormTitleMarked",
        "Form Title With Mark",
        "บันทึกข้อความมีชั้นความเร็ว",
        "FormTitle",
        # 32 pt letters with stacked marks need more than the 35 pt of the plain title.
        Look(align="left", left=1.7, right=0, before=4, line=40, tabs=(Tab(PAGE_AXIS, "center"),)),
    ),
    Style(
        "FormLine",
        "Form Line",
        "บรรทัดหัวบันทึก",
        look=Look(keep_next=True, keep_lines=True, tabs=(Tab(TEXT_WIDTH, "right", "dot"),)),
    ),
    Style("FormLabel", "Form Label", "ป้ายหัวบันทึก", None, font=Font(size=20, bold=True), kind="character"),
    Style("FormEntry", "Form Entry", "เรียน อ้างถึง สิ่งที่ส่งมาด้วย", look=Look(before=6, keep_lines=True)),
    Style(
        "Notice",
        "Notice Heading",
        "หัวประกาศ",
        look=Look(align="center", right=_ON_PAGE_AXIS, keep_next=True, keep_lines=True),
        font=Font(bold=True),
    ),
    Style("DateLine", "Date Line", "ประกาศ ณ วันที่", look=Look(left=5, before=12, keep_next=True, keep_lines=True)),
    Style(
        "OpinionHead",
        "Opinion Heading",
        "หัวข้อความเห็น",
        look=Look(before=14, keep_next=True),
        font=Font(bold=True),
    ),
    Style("Dots", "Dotted Line", "เส้นประ", look=Look(keep_next=True, tabs=(Tab(TEXT_WIDTH, "right", "dot"),))),
    Style(
        "SignLine",
        "Signature Line",
        "เส้นลงชื่อ",
        look=Look(
            left=11.5,
            first=-11.5,
            before=SIGN_ROOM - 21,
            keep_next=True,
            keep_lines=True,
            tabs=(Tab(6.75), Tab(11.25, "left", "dot"), Tab(11.5)),
        ),
    ),
    Style(
        "SignName",
        "Signature Name",
        "ชื่อผู้ลงนาม",
        look=Look(align="center", left=SIGN_LEFT, before=SIGN_ROOM, keep_next=True, keep_lines=True),
    ),
    Style(
        "SignPost",
        "Signature Post",
        "ตำแหน่งผู้ลงนาม",
        look=Look(align="center", left=SIGN_LEFT, keep_lines=True),
    ),
    Style(
        "PageNumber",
        "Page Number Line",
        "เลขหน้า",
        # Behind the line of marks (ends 1.5 cm down) this sets the middle of the number 3 cm below the edge.
        look=Look(align="center", before=32, after=14),
    ),
    Style(
        "PageMarks",
        "Page Marks",
        "ชั้นความลับ ร่าง",
        look=Look(line=28, tabs=(Tab(PAGE_AXIS, "center"), Tab(TEXT_WIDTH, "right"))),
    ),
    Style("Continuation", "Continuation", "คำต่อเนื่อง", look=Look(align="right")),
    _mark("MarkUrgency", "Mark Urgency", "ชั้นความเร็ว", 32),
    _mark("MarkSecrecy", "Mark Secrecy", "ชั้นความลับ", 24),
    _mark("MarkDraft", "Mark Draft", "ร่าง", 24),
    Style("MarkCopy", "Mark Copy", "สำเนา", None, font=Font(size=20, bold=True), kind="character"),
    Style("Strong", "Strong", "ตัวหนา", None, font=Font(bold=True), kind="character"),
    Style("Symbol", "Symbol", "เครื่องหมาย", None, font=Font(family=SYMBOL_FONT), kind="character"),
    # 2 pt below the table's letters: the sign then stands as high as a Thai consonant.
    Style("Tick", "Tick", "เครื่องหมายถูก", None, font=Font(size=12, family=SYMBOL_FONT), kind="character"),
)

_TABLE = Font(size=TABLE_SIZE)
_CENTRE = Look(align="center")

TABLES = (
    Style("TableTitle", "Table Title", "ชื่อตาราง", look=Look(align="center", after=4), font=Font(bold=True)),
    Style("TableHead", "Table Head", "หัวตาราง", look=_CENTRE, font=Font(size=TABLE_SIZE, bold=True)),
    Style("Cell", "Cell", "ช่อง", font=_TABLE),
    Style("CellCenter", "Cell Centre", "ช่องกลาง", "Cell", _CENTRE),
    # The sign's font is lower than the Thai one: without the room above it hangs over its line.
    Style("CellTick", "Cell Tick", "ช่องเครื่องหมาย", "Cell", Look(align="center", before=1.5), Font(size=12)),
    Style("CellRight", "Cell Right", "ช่องชิดขวา", "Cell", Look(align="right")),
    Style("CellTotal", "Cell Total", "ช่องผลรวม", "Cell", Look(align="right"), Font(bold=True)),
    # 14 pt: "๑๐) " is 0.64 cm wide, "๑.๑) " 0.72, "(๑๐) " 0.74: a marker never overruns its text.
    _cell_item(1, 0.72, 0.72),
    _cell_item(2, 1.54, 0.82),
    _cell_item(3, 2.36, 0.82),
    Style("CellSmall", "Cell Small", "ช่องตัวเล็ก", "Cell", font=Font(size=12)),
    Style("CellSmaller", "Cell Smaller", "ช่องตัวเล็กมาก", "Cell", font=Font(size=11)),
)

STYLES = PROSE + FORMS + TABLES


def _style(style: Style) -> str:
    properties = run_properties(style.font)
    if style.kind == "paragraph":
        properties = paragraph_properties(style.look) + properties
    parts = (
        f'<w:name w:val="{escape(style.name)}"/>',
        f'<w:aliases w:val="{escape(style.thai)}"/>' if style.thai else "",
        f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else "",
        f'<w:next w:val="{style.following}"/>' if style.following else "",
        "<w:qFormat/>",
        properties,
    )
    return f'<w:style w:type="{style.kind}"{_custom(style)} w:styleId="{style.id}">{"".join(parts)}</w:style>'


def _custom(style: Style) -> str:
    built_in = style.name in {"heading 1", "heading 2", "heading 3", "caption", "Strong"}
    return "" if built_in else ' w:customStyle="1"'


_FACES = f'w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"'

_DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    f"<w:rFonts {_FACES}/>"
    '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
)

_BASE = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "<w:qFormat/></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)


def _grid(line: str) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{side} w:val="{line}" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)


def _table_style(id_: str, name: str, thai: str, line: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{id_}"><w:name w:val="{name}"/>'
        f'<w:aliases w:val="{thai}"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{_grid(line)}</w:tblBorders>"
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )


def styles_part() -> str:
    """``word/styles.xml``: the defaults (four font slots, Thai sizes, th-TH) and every style."""
    tables = _table_style("ThaiGrid", "Thai Grid", "ตารางมีเส้น", "single")
    tables += _table_style("ThaiPlain", "Thai Plain", "ตารางไม่มีเส้น", "nil")
    return (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{_DEFAULTS}{_BASE}{''.join(map(_style, STYLES))}{tables}</w:styles>"
    )
