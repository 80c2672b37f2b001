"""Templates that are wrong on purpose, each with the mend: the error catalogue (docs/error-catalogue.md) and its tests.

Every one is a shipped template with a single thing spoilt. ``python -m tools.broken_templates`` writes the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from thaireport.errors import Problem
from thaireport.output.package import read_package, write_package
from thaireport.reports import REPORTS
from thaireport.template_check import check_template

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "docs" / "error-catalogue.md"
DOCUMENT = "word/document.xml"
Parts = dict[str, bytes]
Spoil = Callable[[Parts], None]


@dataclass(frozen=True)
class Broken:
    """One wrong template: what is wrong as its author sees it, how it is spoilt, and the mend."""

    section: str
    wrong: str
    mend: str
    spoil: Spoil
    name: str = "memo.docx"

    @property
    def data(self) -> bytes:
        """The spoilt template."""
        parts = dict(read_package((ROOT / "templates" / self.name).read_bytes()))
        self.spoil(parts)
        return write_package(parts)

    @property
    def problems(self) -> list[Problem]:
        """What the check says of it."""
        kind = self.name.rpartition(".")[0]
        return check_template(self.data, self.name, REPORTS[kind])


# ---------------------------------------------------------------- how templates are spoilt


def _run(text: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _paragraph(text: str, look: str = "") -> str:
    return f"<w:p>{_run(text, look)}</w:p>"


def _insert(parts: Parts, xml: str) -> None:
    """XML at the start of the body: its place stays the same however the form below it changes."""
    text = parts[DOCUMENT].decode()
    at = text.index("<w:body>") + len("<w:body>")
    parts[DOCUMENT] = (text[:at] + xml + text[at:]).encode()


def typed(*texts: str, look: str = "") -> Spoil:
    """Paragraphs added at the start."""
    return lambda parts: _insert(parts, "".join(_paragraph(text, look) for text in texts))


def raw(xml: str) -> Spoil:
    """XML added at the start."""
    return lambda parts: _insert(parts, xml)


def grid(*rows: tuple[str, ...], head: bool = False) -> Spoil:
    """A table added at the start; with ``head`` its first row is repeated on every page."""
    width = 9000 // len(rows[0])
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    made = ""
    for number, row in enumerate(rows):
        repeated = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head and number == 0 else ""
        made += f"<w:tr>{repeated}{''.join(f'{cell}{_paragraph(text)}</w:tc>' for text in row)}</w:tr>"
    columns = f'<w:gridCol w:w="{width}"/>' * len(rows[0])
    table = f'<w:tbl><w:tblPr><w:tblW w:w="{width * len(rows[0])}" w:type="dxa"/></w:tblPr>'
    return raw(f"{table}<w:tblGrid>{columns}</w:tblGrid>{made}</w:tbl><w:p/>")


def replaced(part: str, pattern: str, replacement: str, *, every: bool = False) -> Spoil:
    """Text of a part replaced; the pattern must be there."""

    def spoil(parts: Parts) -> None:
        text, count = re.subn(pattern, replacement, parts[part].decode(), count=0 if every else 1)
        if not count:
            raise ValueError(f"{pattern} is not in {part}")
        parts[part] = text.encode()

    return spoil


def _strings(text: str, instead: str) -> Spoil:
    return replaced("xl/sharedStrings.xml", re.escape(text), instead)


def _commented(parts: Parts) -> None:
    """A remark of whoever edited the template."""
    note = f'<w:comment w:id="1" w:author="ก">{_paragraph("ถามหัวหน้าก่อน")}</w:comment>'
    parts["word/comments.xml"] = f'<w:comments xmlns:w="{_WORD}">{note}</w:comments>'.encode()
    target = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    declared = f'<Override PartName="/word/comments.xml" ContentType="{target}"/></Types>'
    replaced("[Content_Types].xml", "</Types>", declared)(parts)
    link = f'<Relationship Id="rId900" Type="{_RELATION}/comments" Target="comments.xml"/></Relationships>'
    replaced("word/_rels/document.xml.rels", "</Relationships>", link)(parts)
    _insert(parts, '<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>')


FIELDS, LOOPS, FORM, SAFE = "ช่องข้อมูล", "รายการที่ซ้ำและเงื่อนไข", "วิธีเขียนป้าย", "คำสั่งที่ไม่อนุญาต"
LOOKS, DRAWN, EXCEL, FILLED = "แบบอักษรและตาราง", "รูปภาพ", "แม่แบบ Excel", "พบเมื่อทดลองเติมข้อมูล"
REACHES = "สิ่งที่ออกนอกไฟล์"
_CALIBRI = '<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/></w:rPr>'
_THEME = '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/></w:rPr>'
_BOLD = "<w:rPr><w:b/></w:rPr>"
_SIZE = '<w:rPr><w:sz w:val="40"/></w:rPr>'
_TRACKED = f'<w:p><w:ins w:id="900" w:author="ก">{_run("ข้อความที่เพิ่ม")}</w:ins></w:p>'
_TODAY = f'<w:p><w:fldSimple w:instr=" DATE \\@ &quot;d MMMM yyyy&quot; ">{_run("1 มกราคม 2569")}</w:fldSimple></w:p>'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIELD_CODE = '<w:p><w:r><w:instrText xml:space="preserve"> REF {{ subject }} </w:instrText></w:r></w:p>'
PLAN = "action_plan.xlsx"

CASES: tuple[Broken, ...] = (
    Broken(FIELDS, "{{ signer.nmae }}", "พิมพ์ชื่อช่องให้ตรง ดูด้วย thaireport fields memo", typed("{{ signer.nmae }}")),
    Broken(FIELDS, "{{ subjct }}", "พิมพ์ {{ subject }}", typed("{{ subjct }}")),
    Broken(FIELDS, "{{ เรื่อง }}", "ใช้ชื่ออังกฤษของช่อง: {{ subject }}", typed("{{ เรื่อง }}")),
    Broken(FIELDS, "{ subject }", "ป้ายใช้วงเล็บปีกกาสองชั้น: {{ subject }}", typed("{ subject }")),
    Broken(FIELDS, "{{ unit.nme }}", "พิมพ์ {{ unit.name }}", typed("{% if unit %}{{ unit.nme }}{% endif %}")),
    Broken(FIELDS, "{{ subject.text }}", "subject เป็นข้อความอยู่แล้ว: {{ subject }}", typed("{{ subject.text }}")),
    Broken(FIELDS, "{{ body.text }}", "ใช้ for ทีละข้อ แล้วพิมพ์ {{ item.text }}", typed("{{ body.text }}")),
    Broken(FIELDS, "{{ body }}", "ใช้ {%p for item in body %} ... {%p endfor %}", typed("{{ body }}")),
    Broken(FIELDS, "{{ signer }}", "ระบุช่องย่อย: {{ signer.full_name }}", typed("{{ signer }}")),
    Broken(FIELDS, "{{ draft }}", "{%p if draft %} ข้อความ {%p endif %}", typed("{{ draft }}")),
    Broken(FIELDS, "{{ subject|money }}", "ลบตัวกรอง หรือใช้กับจำนวนเงิน", typed("{{ subject|money }}")),
    Broken(FIELDS, "{{ dated|baht_text }}", "ใช้ตัวกรองของวันที่ เช่น |long_date", typed("{{ dated|baht_text }}")),
    Broken(FIELDS, "{{ dated|longdate }}", "พิมพ์ |long_date", typed("{{ dated|longdate }}")),
    Broken(
        FIELDS,
        "ลบ {{ addressee }} ออกจากแม่แบบ",
        "ใส่ป้ายของช่องที่ต้องกรอกคืน",
        replaced(DOCUMENT, r"\{\{ *addressee *\}\}", "นายก", every=True),
    ),
    Broken(
        FIELDS,
        "ลบ {{ signer.full_name }} ออกจากแม่แบบ (เหลือแต่ตำแหน่ง)",
        "ใส่ {{ signer.full_name }} คืน",
        replaced(DOCUMENT, r"\{\{ *signer.full_name *\}\}", "ชื่อ", every=True),
    ),
    Broken(
        FIELDS,
        "ลบ {{ opinion.heading }} ออกจาก for opinion in opinions",
        "ใส่ {{ opinion.heading }} คืนใน for",
        replaced(DOCUMENT, r"\{\{ *opinion.heading *\}\}", "ความเห็น", every=True),
    ),
    Broken(
        FIELDS,
        "แก้ {{ addressee }} เป็น {% if addressee %}นายก{% endif %}",
        "พิมพ์ {{ addressee }} ใน if",
        replaced(DOCUMENT, r"\{\{ *addressee *\}\}", "{% if addressee %}นายก{% endif %}", every=True),
    ),
    Broken(LOOPS, "{%p for item in body %} ไม่มี endfor", "เพิ่ม {%p endfor %}", typed("{%p for item in body %}", "ก")),
    Broken(LOOPS, "{%p endfor %} ลอย ๆ", "ลบออก หรือเพิ่ม {%p for ... %} ข้างบน", typed("{%p endfor %}")),
    Broken(
        LOOPS,
        "for กับ if ปิดไขว้กัน",
        "ปิดป้ายที่เปิดทีหลังก่อน",
        typed("{%p for item in body %}", "{%p if item.marker %}", "ก", "{%p endfor %}", "{%p endif %}"),
    ),
    Broken(
        LOOPS,
        "{%p for %} ปิดด้วย {% endfor %}",
        "ใช้ {%p ทั้งเปิดและปิด",
        typed("{%p for item in body %}", "{{ item.text }}", "ท้าย {% endfor %}"),
    ),
    Broken(
        LOOPS,
        "{{ itm.text }} ใน for item",
        "ใช้ชื่อเดียวกับใน for: {{ item.text }}",
        typed("{%p for item in body %}", "{{ itm.text }}", "{%p endfor %}"),
    ),
    Broken(
        LOOPS,
        "{{ item.txt }} ในรายการ",
        "พิมพ์ {{ item.text }}",
        typed("{%p for item in body %}", "{{ item.txt }}", "{%p endfor %}"),
    ),
    Broken(
        LOOPS,
        "for ch in signer",
        "for ใช้กับรายการหลายค่า เช่น body",
        typed("{%p for ch in signer %}", "ก", "{%p endfor %}"),
    ),
    Broken(
        LOOPS,
        "{{ loop.idx }}",
        "พิมพ์ {{ loop.index }}",
        typed("{%p for item in body %}", "{{ loop.idx }}", "{%p endfor %}"),
    ),
    Broken(LOOPS, "{{ item.text }} นอก for", "ย้ายเข้าไประหว่าง for กับ endfor", typed("{{ item.text }}")),
    Broken(
        LOOPS,
        "{%tr for %} นอกตาราง",
        "นอกตารางใช้ {%p for %}",
        typed("{%tr for item in body %}", "{%tr endfor %}"),
    ),
    Broken(
        LOOPS,
        "ข้อความอยู่แถวเดียวกับ {%tr for %}",
        "ให้ป้าย {%tr อยู่ลำพังในแถวของตน",
        grid(("ลำดับ", "ข้อความ"), ("{%tr for item in body %}", "ก"), ("{{ item.text }}", ""), ("{%tr endfor %}", "")),
    ),
    Broken(
        LOOPS,
        '{%p digits "plan_tabel" %}',
        "ใช้ชื่อส่วนของรายงานชนิดนั้น",
        typed('{%p digits "plan_tabel" %}', "ก", "{%p enddigits %}"),
    ),
    Broken(FORM, "{{ subject", "พิมพ์ }} ปิดในย่อหน้าเดียวกัน", typed("{{ subject")),
    Broken(FORM, "ป้ายคร่อมสองย่อหน้า", "พิมพ์ทั้งป้ายในย่อหน้าเดียว", typed("{{ signer.", "full_name }}")),
    Broken(FORM, "{%pif draft %}", "เว้นวรรคหลัง {%p", typed("{%pif draft %}", "{%p endif %}")),
    Broken(FORM, "{% p if draft %}", "พิมพ์ {%p ติดกัน", typed("{% p if draft %}", "{%p endif %}")),
    Broken(FORM, "สอง {%p ในย่อหน้าเดียว", "แยกย่อหน้า", typed("{%p if draft %}ร่าง{%p endif %}")),
    Broken(FORM, "{{ }}", "พิมพ์ชื่อช่องในวงเล็บ", typed("{{ }}")),
    Broken(FORM, "{{ subject | }}", "พิมพ์ชื่อตัวกรองหลัง | หรือลบ | ออก", typed("{{ subject | }}")),
    Broken(FORM, "{{ signer full_name }}", "ใช้จุดคั่น: {{ signer.full_name }}", typed("{{ signer full_name }}")),
    Broken(FORM, "{%- if draft %}", "ลบเครื่องหมาย -", typed("{%- if draft %}", "{%p endif %}")),
    Broken(FORM, "{{r subject }}", "ใช้ {{ subject }} แล้วจัดรูปแบบใน Word", typed("{{r subject }}")),
    Broken(FORM, "{%tc for %}", "วาดคอลัมน์ให้ครบในแม่แบบ", grid(("{%tc for i in body %}", "{%tc endfor %}"))),
    Broken(FORM, "{% foreach item in body %}", "ใช้ for", typed("{% foreach item in body %}")),
    Broken(FORM, "ป้ายในรหัสเขตข้อมูล (Field)", "พิมพ์ป้ายเป็นข้อความปกติ", raw(_FIELD_CODE)),
    Broken(FORM, "แม่แบบที่ยังติดตามการเปลี่ยนแปลง", "ยอมรับการเปลี่ยนแปลงทั้งหมดใน Word", raw(_TRACKED)),
    Broken(SAFE, "{{ subject.__class__ }}", "ใช้เฉพาะช่องข้อมูล", typed("{{ subject.__class__ }}")),
    Broken(SAFE, '{{ subject["__class__"] }}', "ใช้เฉพาะช่องข้อมูล", typed('{{ subject["__class__"] }}')),
    Broken(SAFE, "{{ agency.folder }}", "ลบออก: ที่เก็บไฟล์ในเครื่องไม่ใช่ช่องข้อมูล", typed("{{ agency.folder }}")),
    Broken(SAFE, "{{ subject.upper() }}", "ใช้ตัวกรองแทน", typed("{{ subject.upper() }}")),
    Broken(SAFE, "{{ cycler.__init__ }}", "ใช้เฉพาะช่องข้อมูล", typed("{{ cycler.__init__ }}")),
    Broken(SAFE, '{% include "secret.txt" %}', "คัดลอกข้อความมาไว้ในแม่แบบ", typed('{% include "secret.txt" %}')),
    Broken(SAFE, '{% import "os" as os %}', "ลบออก", typed('{% import "os" as os %}')),
    Broken(SAFE, "{{ 10 ** 9 }}", "คำนวณในข้อมูล ไม่ใช่ในแม่แบบ", typed("{{ 10 ** 9 }}")),
    Broken(SAFE, "{{ subject|attr('x') }}", "ใช้ตัวกรองที่มีให้", typed("{{ subject|attr('x') }}")),
    Broken(LOOKS, "{{ subject }} เป็นแบบอักษร Calibri", "ตั้งเป็น TH SarabunPSK", typed("{{ subject }}", look=_CALIBRI)),
    Broken(LOOKS, "{{ subject }} เป็นแบบอักษรของชุดรูปแบบ", "ตั้งชื่อแบบอักษรตรง ๆ", typed("{{ subject }}", look=_THEME)),
    Broken(LOOKS, "ตัวหนาเฉพาะอักษรละติน", "ปิดตัวหนาแล้วตั้งใหม่", typed("{{ subject }}", look=_BOLD)),
    Broken(LOOKS, "ขนาด 20 เฉพาะอักษรละติน", "ตั้งขนาดใหม่ทั้งข้อความ", typed("{{ subject }}", look=_SIZE)),
    Broken(
        LOOKS,
        "แถวที่ซ้ำไม่มีหัวตารางซ้ำ",
        "ตั้ง Repeat Header Rows ที่แถวหัวตาราง",
        grid(
            ("ลำดับ", "ข้อความ"),
            ("{%tr for i in body %}", ""),
            ("{{ i.marker }}", "{{ i.text }}"),
            ("{%tr endfor %}", ""),
        ),
    ),
    Broken(LOOKS, "ฟิลด์ DATE (แทรก > วันที่และเวลา ที่ปรับปรุงเอง)", "ใช้ป้ายของวันที่", raw(_TODAY)),
    Broken(LOOKS, "ข้อคิดเห็นที่ยังไม่ลบ", "ลบข้อคิดเห็นทั้งหมด", _commented),
    Broken(DRAWN, "{{ emblem }} พิมพ์ในข้อความ", "ใส่ป้ายในข้อความแสดงแทนของรูป", typed("{{ emblem }}")),
    Broken(
        DRAWN,
        "ข้อความแสดงแทน {{ subject }}",
        "ใช้ช่องที่เป็นรูป เช่น {{ emblem }}",
        replaced(DOCUMENT, r'descr="\{\{ emblem \}\}"', 'descr="{{ subject }}"', every=True),
    ),
    Broken(
        DRAWN,
        "ข้อความแสดงแทน ตรา {{ emblem }}",
        "เหลือป้ายเดียว: {{ emblem }}",
        replaced(DOCUMENT, r'descr="\{\{ emblem \}\}"', 'descr="ตรา {{ emblem }}"', every=True),
    ),
    Broken(
        FILLED,
        "{{ certified_copy.signer.full_name }} โดยไม่มี if",
        "{%p if certified_copy %} ... {%p endif %}",
        typed("{{ certified_copy.signer.full_name }}"),
    ),
    Broken(
        FILLED,
        "ลบ {{ item.text }} ออกจาก elif item.level == 3",
        "ใส่ {{ item.text }} คืนในกรณีของระดับนั้น",
        replaced(DOCUMENT, r"(level == 3 .*?)\{\{ item\.text \}\}", r"\1"),
        "order.docx",
    ),
    Broken(
        FILLED,
        "ลบ {{ closing }} ออกจากแม่แบบ (ช่องที่เว้นได้)",
        "ใส่ {{ closing }} คืน ถ้าไม่ได้ตั้งใจตัดออก",
        replaced(DOCUMENT, r"\{\{ *closing *\}\}", ""),
    ),
    Broken(EXCEL, "{{ row.titel }}", "พิมพ์ {{ row.title }}", _strings("{{ row.title }}", "{{ row.titel }}"), PLAN),
    Broken(
        EXCEL, "{{ title }} ในแถวที่ซ้ำ", "ในแถวที่ซ้ำใช้ {{ row.title }}", _strings("{{ row.title }}", "{{ title }}"), PLAN
    ),
    Broken(EXCEL, "{% if row.own %}", "ในช่องใช้ได้เฉพาะ {{ }}", _strings("{{ row.title }}", "{% if row.own %}"), PLAN),
    Broken(EXCEL, "{{ row.title", "พิมพ์ }} ปิดในช่องเดียวกัน", _strings("{{ row.title }}", "{{ row.title"), PLAN),
    Broken(EXCEL, "{{ row.title|money }}", "ลบตัวกรอง", _strings("{{ row.title }}", "{{ row.title|money }}"), PLAN),
    Broken(EXCEL, "{{ row.quarters }}", "พิมพ์ทีละค่า", _strings("{{ row.title }}", "{{ row.quarters }}"), PLAN),
    Broken(EXCEL, "{{ row.own }}", "เลือกข้อความแทน", _strings("{{ row.title }}", "{{ row.own }}"), PLAN),
    Broken(
        EXCEL,
        "{{ row.title.__class__ }}",
        "ใช้เฉพาะช่องข้อมูล",
        _strings("{{ row.title }}", "{{ row.title.__class__ }}"),
        PLAN,
    ),
    Broken(
        EXCEL,
        "ชื่อช่วง rows_project",
        "ตั้งชื่อช่วงตามรายการของรายงาน: rows_projects",
        replaced("xl/workbook.xml", 'name="rows_projects(?=["_])', 'name="rows_project', every=True),
        PLAN,
    ),
    Broken(
        EXCEL,
        "ชื่อช่วง rows_fiscal_year",
        "แถวที่ซ้ำต้องเป็นรายการหลายค่า",
        replaced("xl/workbook.xml", 'name="rows_projects(?=["_])', 'name="rows_fiscal_year', every=True),
        PLAN,
    ),
    Broken(
        EXCEL,
        "คอลัมน์ที่เพิ่มในแถว rows_projects แต่ไม่เพิ่มในแถว rows_projects__own",
        "ใส่ {{ row.id }} ในช่อง N5 ด้วย",
        replaced(
            "xl/worksheets/sheet1.xml",
            r'(<row r="4".*?)</row>',
            r'\1<c r="N4" t="inlineStr"><is><t>{{ row.id }}</t></is></c></row>',
        ),
        PLAN,
    ),
    Broken(
        EXCEL,
        "ช่องที่มีป้ายเป็นแบบอักษร Calibri",
        "ตั้งเป็น TH SarabunPSK",
        replaced("xl/styles.xml", "TH SarabunPSK", "Calibri", every=True),
        PLAN,
    ),
    Broken(
        EXCEL,
        "ไม่ได้ตั้งแถวหัวตารางให้พิมพ์ซ้ำ",
        "เค้าโครงหน้ากระดาษ > พิมพ์ชื่อเรื่อง",
        replaced(
            "xl/workbook.xml", r'<definedName name="_xlnm\.Print_Titles" localSheetId="0"[^>]*>[^<]*</definedName>', ""
        ),
        PLAN,
    ),
    Broken(
        REACHES,
        "สูตร WEBSERVICE ที่เรียกเว็บ",
        "ลบสูตร พิมพ์ค่าที่ต้องการเอง",
        replaced("xl/worksheets/sheet1.xml", "<f>[^<]*</f>", '<f>_xlfn.WEBSERVICE("https://example.go.th/x")</f>'),
        PLAN,
    ),
    Broken(
        REACHES,
        "สูตรที่อ่านสมุดงานอื่น [1]แผน!A1",
        "คัดลอกค่ามาไว้ในสมุดงานนี้",
        replaced("xl/worksheets/sheet1.xml", "<f>[^<]*</f>", "<f>[1]แผน!A1</f>"),
        PLAN,
    ),
    Broken(
        REACHES,
        "ชื่อช่วงของแมโคร Auto_Open",
        "ลบชื่อนี้ในตัวจัดการชื่อ",
        replaced(
            "xl/workbook.xml", "</definedNames>", '<definedName name="Auto_Open">#REF!</definedName></definedNames>'
        ),
        PLAN,
    ),
)


# ---------------------------------------------------------------- the catalogue

_HEAD = """# บัญชีข้อผิดพลาดของแม่แบบ

หน้านี้ทำจากโปรแกรม (`python -m tools.broken_templates`) ห้ามแก้ด้วยมือ: ทุกข้อคือแม่แบบจริงที่ถูกทำให้ผิดหนึ่งแห่ง
แล้วสั่ง `thaireport template check` ข้อความที่เห็นคือข้อความที่โปรแกรมพิมพ์จริง

**ผิด** = แม่แบบนี้จะไม่ถูกใช้ **เตือน** = ใช้ได้ แต่หน้ากระดาษอาจไม่งาม หรือช่องที่เว้นได้ไม่ถูกพิมพ์
"""


def catalogue() -> str:
    """The page, from what the check says now."""
    return "\n".join([_HEAD, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    for section in dict.fromkeys(case.section for case in CASES):
        yield f"## {section}\n"
        for case in CASES:
            if case.section == section:
                yield f"### `{case.wrong}`\n" if "{" in case.wrong else f"### {case.wrong}\n"
                yield f"แม่แบบ `{case.name}`\n\n```text"
                yield from message_lines(case.problems)
                yield f"```\n\n**แก้:** {_code(case.mend)}\n"


def message_lines(problems: list[Problem]) -> list[str]:
    """The problems as the page shows them."""
    return [f"{'ผิด' if problem.level == 'error' else 'เตือน'}  {problem}" for problem in problems]


def _code(text: str) -> str:
    return re.sub(r"(\{\{.*?\}\}|\{%.*?%\})", r"`\1`", text)


def main() -> None:
    """Write the catalogue."""
    CATALOGUE.write_text(catalogue(), encoding="utf-8")
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(CASES)}")


if __name__ == "__main__":
    main()
