"""The five shapes that the Word engine is measured on: a template drawn with python-docx, and its data.

memo: a letter with four signature blocks; memot: a memo with a table of 7 columns and 10 rows; plan: rows
of 8 columns; results: a table of 52 rows and 52 narratives; full: a plan and 29 project sheets of nine
sections. All are drawn as Thai Word files are: fonts and sizes named in every run, a page number in the
header, the agency in the footer. Names and texts are invented.
"""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

FONT = "TH SarabunPSK"
ORG = "องค์การบริหารส่วนตำบลตัวอย่าง อำเภอตัวอย่าง จังหวัดตัวอย่าง"
_WORDS = """
การ งาน ประชาชน ตำบล หมู่บ้าน อำเภอ จังหวัด หน่วยงาน ส่วนราชการ องค์กร คณะกรรมการ คณะทำงาน ผู้บริหาร เจ้าหน้าที่
พนักงาน ผู้นำ ชุมชน เครือข่าย ภาคเอกชน สภา กอง สำนัก ฝ่าย กลุ่ม ศูนย์ โรงเรียน วัด ตลาด ถนน สะพาน ลำคลอง
น้ำประปา ไฟฟ้า ขยะ สิ่งแวดล้อม สุขภาพ ผู้สูงอายุ เด็ก เยาวชน สตรี คนพิการ เกษตรกร อาชีพ รายได้ การศึกษา วัฒนธรรม
ประเพณี กีฬา การท่องเที่ยว ความปลอดภัย สาธารณภัย จราจร ยาเสพติด ภาษี ทะเบียน อาคาร ที่ดิน ผังเมือง พัสดุ การเงิน
บัญชี งบประมาณ รายจ่าย รายรับ เงินอุดหนุน เงินสะสม ค่าจ้าง สัญญา ราคา ผู้รับจ้าง ตรวจรับ เบิกจ่าย จัดซื้อ
จัดจ้าง ประกาศ คำสั่ง ระเบียบ ข้อบัญญัติ กฎหมาย มาตรการ แนวทาง แผน โครงการ กิจกรรม ขั้นตอน คู่มือ แบบฟอร์ม
รายงาน ข้อมูล ข่าวสาร เว็บไซต์ ระบบ เทคโนโลยี คอมพิวเตอร์ ช่องทาง ร้องเรียน ร้องทุกข์ เบาะแส ทุจริต ความเสี่ยง
ผลประโยชน์ทับซ้อน ของขวัญ จริยธรรม คุณธรรม ความโปร่งใส ธรรมาภิบาล จิตสำนึก ค่านิยม ต้นแบบ รางวัล ส่งเสริม
สนับสนุน ป้องกัน แก้ไข ปรับปรุง พัฒนา ทบทวน กำหนด จัดทำ จัดประชุม อบรม สัมมนา ประชาสัมพันธ์ เผยแพร่ ติดตาม
ตรวจสอบ ประเมินผล สรุป รายงานผล เสนอ พิจารณา อนุมัติ เห็นชอบ มอบหมาย รับผิดชอบ ดำเนินการ ปฏิบัติ ให้บริการ
อำนวยความสะดวก ลดระยะเวลา เพิ่มประสิทธิภาพ สร้างความเข้าใจ มีส่วนร่วม รับฟังความคิดเห็น ตอบแบบสอบถาม ลงนาม
บันทึก จัดเก็บ สำรวจ วิเคราะห์ เปรียบเทียบ อย่างต่อเนื่อง อย่างทั่วถึง โดยเร็ว ให้แล้วเสร็จ ตามกำหนด ตามลำดับ
เป็นประจำ ทุกไตรมาส ตลอดปี ภายใน ระหว่าง ร่วมกับ เพื่อให้ เนื่องจาก ดังนั้น ทั้งนี้ นอกจากนี้ รวมถึง โดยเฉพาะ
ได้แก่ เช่น และ หรือ ของ ใน ที่ ซึ่ง เป็น มี ไม่ ได้ แล้ว ยัง จะ ต้อง ควร อาจ ทำให้ เกิด พบว่า คิดเป็น เพิ่มขึ้น
ลดลง สูงกว่า ต่ำกว่า เท่ากับ ประมาณ ไม่น้อยกว่า ไม่เกิน ระดับ ดี พอใช้ มาก น้อย ปานกลาง ที่สุด
""".split()  # noqa: SIM905 - read as the prose it is
_UNITS = ("วัน", "บาท", "คน", "ครั้ง", "แห่ง", "เรื่อง", "หมู่บ้าน", "ชั่วโมง", "รายการ", "ฉบับ")


def _text(start: int, sentences: int) -> str:
    """Some invented sentences of an office's prose; other numbers give other texts.

    As in the samples, one sentence in five holds a number (typed in Thai digits) and one in thirty Latin
    letters.
    """
    numbers = random.Random(start * 101 + sentences)
    return " ".join(_sentence(numbers) for _ in range(sentences))


def _thai(number: int) -> str:
    return f"{number:,}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


def _sentence(numbers: random.Random) -> str:
    words = numbers.choices(_WORDS, k=12)
    first, last = "".join(words[:7]), "".join(words[7:])
    chance = numbers.random()
    if chance < 0.2:
        return f"{first}จำนวน {_thai(numbers.randint(2, 9999))} {numbers.choice(_UNITS)} {last}"
    return f"{first}ตามข้อ o{numbers.randint(1, 43)} {last}" if chance < 0.23 else f"{first} {last}"


class Signer(BaseModel):
    label: str
    name: str
    post: str
    opinion: str


class Memo(BaseModel):
    org: str
    number: str
    day: str
    subject: str
    to: str
    paragraphs: list[str]
    signers: list[Signer]


class Activity(BaseModel):
    no: int
    name: str
    place: str
    period: str
    unit: str
    people: int
    budget: Decimal


class MemoTable(Memo):
    rows: list[Activity]


class Project(BaseModel):
    no: int
    name: str
    objective: str
    target: str
    place: str
    period: str
    unit: str
    budget: Decimal


class Plan(BaseModel):
    org: str
    title: str
    projects: list[Project]


class Section(BaseModel):
    head: str
    lines: list[str]


class Sheet(BaseModel):
    name: str
    sections: list[Section]


class Full(Plan):
    sheets: list[Sheet]


class Result(BaseModel):
    no: int
    name: str
    status: str
    done: str
    budget: Decimal
    spent: Decimal
    note: str
    narrative: list[str]


class Results(BaseModel):
    org: str
    title: str
    results: list[Result]


# ---------------------------------------------------------------- data


def _memo() -> dict[str, Any]:
    signers = [
        Signer(
            label="เห็นควรพิจารณา",
            name=f"(นายทดสอบ ลำดับที่{i})",
            post="ปลัดองค์การบริหารส่วนตำบล",
            opinion=_text(i, 1),
        )
        for i in range(4)
    ]
    return {
        "org": ORG,
        "number": "ตย ๗๑๘๐๑/",
        "day": "๒๐ เมษายน ๒๕๖๙",
        "subject": "ขออนุมัติดำเนินโครงการตามแผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. ๒๕๖๙",
        "to": "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
        "paragraphs": [_text(i, 3) for i in range(4)],
        "signers": signers,
    }


def memo() -> Memo:
    return Memo(**_memo())


def memo_table() -> MemoTable:
    rows = [
        Activity(
            no=i + 1,
            name=f"กิจกรรม{_text(i, 1)[:40]}",
            place="ห้องประชุมองค์การบริหารส่วนตำบลตัวอย่าง",
            period=f"{_thai(i + 1)}-{_thai(i + 3)} เมษายน ๒๕๖๙",
            unit="สำนักปลัด",
            people=40 + i,
            budget=Decimal(12_500 + 750 * i),
        )
        for i in range(10)
    ]
    return MemoTable(**_memo(), rows=rows)


def _projects(count: int) -> list[Project]:
    return [
        Project(
            no=i + 1,
            name=f"โครงการ{_text(i, 1)[:60]}",
            objective=_text(i + 1000, 1),
            target=f"ประชาชนในพื้นที่จำนวน {_thai(50 + i % 90)} คน",
            place="ตำบลตัวอย่าง",
            period="ตุลาคม ๒๕๖๘ - กันยายน ๒๕๖๙",
            unit=("สำนักปลัด", "กองคลัง", "กองช่าง")[i % 3],
            budget=Decimal(10_000 + 125 * i),
        )
        for i in range(count)
    ]


def plan(count: int = 31) -> Plan:
    return Plan(org=ORG, title="แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. ๒๕๖๙", projects=_projects(count))


def full(sheets: int = 29) -> Full:
    heads = "ชื่อโครงการ หลักการและเหตุผล วัตถุประสงค์ เป้าหมาย พื้นที่ดำเนินการ วิธีดำเนินการ ระยะเวลา งบประมาณ ผลลัพธ์"
    made = [
        Sheet(
            name=f"โครงการที่ {_thai(n + 1)} ส่งเสริมความโปร่งใสในการปฏิบัติงาน",
            sections=[
                Section(head=head, lines=[_text(90 * n + 9 * i + k, 2) for k in range(1 + i % 2)])
                for i, head in enumerate(heads.split())
            ],
        )
        for n in range(sheets)
    ]
    return Full(**dict(plan()), sheets=made)


def results() -> Results:
    made = [
        Result(
            no=i + 1,
            name=f"มาตรการ{_text(i, 1)[:50]}",
            status=("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ")[i % 3],
            done=f"{_thai(i % 28 + 1)} มีนาคม ๒๕๖๙",
            budget=Decimal(20_000),
            spent=Decimal("19875.50"),
            note="-",
            narrative=[_text(9 * i + k, 1) for k in range(6)],
        )
        for i in range(52)
    ]
    return Results(org=ORG, title="รายงานผลการดำเนินการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙", results=made)


# ---------------------------------------------------------------- templates


class _Drawer:
    """A template drawn with python-docx, with what Thai Word files have in every run."""

    def __init__(self) -> None:
        import docx
        from docx.shared import Cm

        self.file = docx.Document()
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        header = section.header.paragraphs[0]
        self._field(header)
        self.run(section.footer.paragraphs[0], "{{ org }}", 14)

    def run(self, paragraph: Any, text: str, size: int = 16, *, bold: bool = False) -> None:
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        run = paragraph.add_run(text)
        properties = run._r.get_or_add_rPr()
        fonts = OxmlElement("w:rFonts")
        for slot in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{slot}"), FONT)
        properties.append(fonts)
        for tag in ("w:b", "w:bCs") if bold else ():
            properties.append(OxmlElement(tag))
        for tag in ("w:sz", "w:szCs"):
            half_points = OxmlElement(tag)
            half_points.set(qn("w:val"), str(size * 2))
            properties.append(half_points)

    def _field(self, paragraph: Any) -> None:
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)

    def line(self, text: str, size: int = 16, *, bold: bool = False) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        paragraph = self.file.add_paragraph()
        form = paragraph.paragraph_format
        form.alignment = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
        form.first_line_indent, form.space_before, form.space_after = Cm(2.5), Pt(6), Pt(0)
        self.run(paragraph, text, size, bold=bold)
        mark = deepcopy(paragraph.runs[0]._r.get_or_add_rPr())
        paragraph._p.get_or_add_pPr().append(mark)

    def table(self, heads: list[str], loop: str, cells: list[str]) -> None:
        table = self.file.add_table(4, len(heads))
        table.style = "Table Grid"
        for column, (head, cell) in enumerate(zip(heads, cells, strict=True)):
            self.run(table.cell(0, column).paragraphs[0], head, 14, bold=True)
            self.run(table.cell(2, column).paragraphs[0], cell, 14)
        self.run(table.cell(1, 0).paragraphs[0], f"{{%tr for {loop} %}}", 14)
        self.run(table.cell(3, 0).paragraphs[0], "{%tr endfor %}", 14)

    def bytes(self) -> bytes:
        file = io.BytesIO()
        self.file.save(file)
        return file.getvalue()


def _emblem() -> io.BytesIO:
    """A grey PNG of the garuda's size at 200 dpi, with noise so that it packs no better than a real one."""
    width, height = 118, 130
    seed, rows = 1, []
    for _ in range(height):
        row = bytearray(b"\0")
        for _ in range(width):
            seed = seed * 1_103_515_245 + 12_345 & 0x7FFFFFFF
            row.append(seed >> 24)
        rows.append(bytes(row))
    chunks = [
        (b"IHDR", struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(rows))),
    ]
    body = b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        for kind, data in [*chunks, (b"IEND", b"")]
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


def _memo_drawer() -> _Drawer:
    from docx.shared import Cm

    drawer = _Drawer()
    drawer.file.add_paragraph().add_run().add_picture(_emblem(), width=Cm(1.5))
    drawer.line("บันทึกข้อความ", 29, bold=True)
    drawer.line("ส่วนราชการ {{ org }}")
    drawer.line("ที่ {{ number }}    วันที่ {{ day }}")
    drawer.line("เรื่อง {{ subject }}")
    drawer.line("เรียน {{ to }}")
    drawer.line("{%p for text in paragraphs %}")
    drawer.line("{{ text }}")
    drawer.line("{%p endfor %}")
    return drawer


def _signers(drawer: _Drawer) -> None:
    drawer.line("{%p for signer in signers %}")
    for text in (
        "{{ signer.label }}",
        "{{ signer.opinion }}",
        "(ลงชื่อ)",
        "{{ signer.name }}",
        "{{ signer.post }}",
    ):
        drawer.line(text)
    drawer.line("{%p endfor %}")


def _memo_template() -> bytes:
    drawer = _memo_drawer()
    _signers(drawer)
    return drawer.bytes()


def _memo_table_template() -> bytes:
    drawer = _memo_drawer()
    names = ("no", "name", "place", "period", "unit", "people", "budget")
    heads = ["ที่", "กิจกรรม", "สถานที่", "ระยะเวลา", "ผู้รับผิดชอบ", "จำนวนคน", "งบประมาณ"]
    drawer.table(heads, "row in rows", [f"{{{{ row.{name} }}}}" for name in names])
    _signers(drawer)
    return drawer.bytes()


def _plan_drawer() -> _Drawer:
    drawer = _Drawer()
    drawer.line("{{ title }}", 20, bold=True)
    names = ("no", "name", "objective", "target", "place", "period", "unit", "budget")
    heads = ["ที่", "โครงการ", "วัตถุประสงค์", "เป้าหมาย", "พื้นที่", "ระยะเวลา", "ผู้รับผิดชอบ", "งบประมาณ"]
    drawer.table(heads, "row in projects", [f"{{{{ row.{name} }}}}" for name in names])
    return drawer


def _plan_template() -> bytes:
    return _plan_drawer().bytes()


def _full_template() -> bytes:
    drawer = _plan_drawer()
    drawer.line("{%p for sheet in sheets %}")
    drawer.line("{{ sheet.name }}", 18, bold=True)
    drawer.line("{%p for section in sheet.sections %}")
    drawer.line("{{ section.head }}", bold=True)
    drawer.line("{%p for text in section.lines %}")
    drawer.line("{{ text }}")
    for _ in range(3):
        drawer.line("{%p endfor %}")
    return drawer.bytes()


def _results_template() -> bytes:
    drawer = _Drawer()
    drawer.line("{{ title }}", 20, bold=True)
    names = ("no", "name", "status", "done", "budget", "spent", "note")
    heads = ["ที่", "มาตรการ", "สถานะ", "วันที่แล้วเสร็จ", "งบประมาณ", "ใช้ไป", "หมายเหตุ"]
    drawer.table(heads, "row in results", [f"{{{{ row.{name} }}}}" for name in names])
    drawer.line("{%p for row in results %}")
    drawer.line("{{ row.no }}. {{ row.name }}", bold=True)
    drawer.line("{%p for text in row.narrative %}")
    drawer.line("{{ text }}")
    drawer.line("{%p endfor %}")
    drawer.line("{%p endfor %}")
    return drawer.bytes()


@dataclass(frozen=True)
class Shape:
    """A template and what it is filled with."""

    name: str
    template: bytes
    data: BaseModel

    @property
    def context(self) -> dict[str, Any]:
        return {name: getattr(self.data, name) for name in type(self.data).model_fields}


_SHAPES: dict[str, tuple[Callable[[], bytes], Callable[[], BaseModel]]] = {
    "memo": (_memo_template, memo),
    "memo+table": (_memo_table_template, memo_table),
    "plan 31": (_plan_template, plan),
    "results": (_results_template, results),
    "full": (_full_template, full),
}


@cache
def shapes() -> tuple[Shape, ...]:
    """The five shapes, smallest first."""
    return tuple(Shape(name, template(), data()) for name, (template, data) in _SHAPES.items())


def plan_shape(rows: int) -> Shape:
    """The plan with any number of rows, for growth."""
    return Shape(f"plan {rows}", _plan_template(), plan(rows))
