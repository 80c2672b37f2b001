"""Wrong (and merely unusual) inputs: what is typed, into which file. ``golden/wrong_inputs.txt`` has the answers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from openpyxl.workbook import Workbook
from tests.support.clerk import book, find, said_of, said_of_file, type_main, type_row
from thaireport.intake.book import KIND_NAME
from thaireport.intake.layout import COVER, MAIN
from thaireport.reports import REPORTS

MEMO = """kind: memo
agency:
  name: องค์การบริหารส่วนตำบลตัวอย่าง
unit: สำนักปลัด
number: ตย 71801/
dated: 20 เมษายน 2569
subject: ทดสอบ
addressee: นายกองค์การบริหารส่วนตำบลตัวอย่าง
body: เนื้อหา
signer:
  name: นายสมชาย ตัวอย่างดี
  position: นายกองค์การบริหารส่วนตำบลตัวอย่าง
"""
NO_EMBLEM = "ยังไม่มีภาพตราครุฑ"


@dataclass(frozen=True)
class Case:
    """One wrong input; ``said`` runs it."""

    name: str
    make: Callable[[Path], list[str]]
    usual: Callable[[], list[str]]


def said(case: Case, folder: Path) -> list[str]:
    """What is said about the case beyond what the right input gives: its errors, or its warnings if it has none."""
    usual = case.usual()
    new = [line for line in case.make(folder) if line not in usual and NO_EMBLEM not in line]
    # The list of kinds grows; what else follows from an error is no part of the answer.
    told = [line.replace(", ".join(sorted(REPORTS)), "ทุกชนิด") for line in new]
    return [line for line in told if line.startswith("ผิด")] or told


def _yaml(name: str, old: str, new: str) -> Case:
    assert old in MEMO, name
    return _text(name, MEMO.replace(old, new).encode())


def _zip_of(part: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(part, "")
    return buffer.getvalue()


def _text(name: str, data: bytes, file: str = "บันทึก.yaml") -> Case:
    def make(folder: Path) -> list[str]:
        path = folder / file
        path.write_bytes(data)
        return [line.replace(str(folder), "โฟลเดอร์") for line in said_of_file(path)]

    return Case(name, make, list)


@lru_cache(maxsize=8)
def _usual(kind: str) -> list[str]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return said_of(book(kind), Path(folder))


def _book(name: str, kind: str, change: Callable[[Workbook], object]) -> Case:
    def make(folder: Path) -> list[str]:
        workbook = book(kind)
        change(workbook)
        return [line.replace(str(folder), "โฟลเดอร์") for line in said_of(workbook, folder)]

    return Case(name, make, lambda: _usual(kind))


def _main(name: str, label: str, value: object, kind: str = "memo") -> Case:
    return _book(name, kind, lambda workbook: type_main(workbook, label, value))


PROJECTS, SHEETS, OPINIONS = "รายการโครงการ", "แผ่นโครงการ", "ความเห็นผู้บังคับบัญชา"


def _row(name: str, head: str, value: object, sheet: str = PROJECTS, kind: str = "action_plan") -> Case:
    return _book(name, kind, lambda workbook: type_row(workbook, sheet, head, value))


def _type_own(workbook: Workbook, head: str, value: str, beside: str | None = None) -> None:
    """A column of an agency's own field; ``beside`` in the column of them all."""
    sheet = workbook[PROJECTS]
    sheet["N2"], sheet["O1"], sheet["O2"] = beside, head, value


def _rename_head(workbook: Workbook, old: str, new: str, under: str | None = None) -> None:
    cell = find(workbook[PROJECTS], old)
    cell.value = new
    if under is not None:
        workbook[PROJECTS].cell(3, cell.column).value = under


def _no_kind(workbook: Workbook, cover: str | None) -> None:
    del workbook.defined_names[KIND_NAME]
    workbook[COVER]["C2"] = cover


def _add_line(workbook: Workbook, label: str, value: str) -> None:
    workbook[MAIN]["A95"], workbook[MAIN]["B95"] = label, value


def _type_at(workbook: Workbook, sheet: str, place: str, value: str | int, below: str = "") -> None:
    workbook[sheet][place] = value
    if below:
        workbook[sheet][below] = "ด้วย"


def _foreign(workbook: Workbook) -> None:
    del workbook.defined_names[KIND_NAME]
    for name in workbook.sheetnames[1:]:
        del workbook[name]
    workbook.worksheets[0].delete_rows(1, 40)
    workbook.worksheets[0]["A1"] = "สวัสดี"


_TEXTS = [
    _yaml("a word for a day", "20 เมษายน 2569", "วานนี้"),
    _yaml("31 April", "20 เมษายน 2569", "31 เมษายน 2569"),
    _yaml("a year made Buddhist twice", "20 เมษายน 2569", "20 เมษายน 3112"),
    _yaml("29 February of a common year", "20 เมษายน 2569", "29 กุมภาพันธ์ 2569"),
    _yaml("a misspelt key", "subject:", "subjct:"),
    _yaml("a foreign key", "unit: สำนักปลัด", "foo: สำนักปลัด"),
    _yaml("a list for a text", "subject: ทดสอบ", "subject: [ก, ข]"),
    _yaml("a mapping for a text", "subject: ทดสอบ", "subject: {ก: ข}"),
    _yaml("nothing behind the colon", "subject: ทดสอบ", "subject:"),
    _yaml("a misspelt kind", "kind: memo", "kind: meno"),
    _yaml("no kind", "kind: memo\n", ""),
    _yaml("an empty body", "body: เนื้อหา", "body: []"),
    _yaml("a mapping for a body", "body: เนื้อหา", "body: {a: b}"),
    _text("a key of nobody", f"{MEMO.partition('signer:')[0]}signer: mayor\n".encode()),
    _yaml("a misspelt key inside", "  position: นายก", "  posision: นายก"),
    _yaml("a list for a person", "addressee: นายก", "opinions: [{heading: ก, signer: [ข]}]\naddressee: นายก"),
    _yaml("a signer without a name", "  name: นายสมชาย ตัวอย่างดี\n", ""),
    _yaml("a signer without a post", "  position: นายกองค์การบริหารส่วนตำบลตัวอย่าง\n", ""),
    _yaml("the same key twice", "subject: ทดสอบ", "subject: ทดสอบ\nsubject: ซ้ำ"),
    _yaml("a tab", "unit: สำนักปลัด", "\tunit: สำนักปลัด"),
    _yaml("a colon in a text", "subject: ทดสอบ", "subject: ทดสอบ: อีกครั้ง"),
    _yaml("a quote never closed", "subject: ทดสอบ", 'subject: "ทดสอบ'),
    _yaml("an unknown urgency", "unit: สำนักปลัด", "unit: สำนักปลัด\nurgency: ด่วนจี๋"),
    _yaml("neither yes nor no", "unit: สำนักปลัด", "unit: สำนักปลัด\ndraft: อาจจะ"),
    _yaml("unknown digits", "unit: สำนักปลัด", "unit: สำนักปลัด\ndigits: roman"),
    _yaml("a word for a list", "unit: สำนักปลัด", "unit: สำนักปลัด\nopinions: ไม่มี"),
    _yaml("an opinion of nobody", "unit: สำนักปลัด", "unit: สำนักปลัด\nopinions: [{heading: ก}]"),
    _yaml(
        "too many dotted lines",
        "unit: สำนักปลัด",
        "unit: สำนักปลัด\nopinions: [{heading: ก, lines: 99, signer: {name: นายก ข, position: ค}}]",
    ),
    _yaml(
        "a word for a number",
        "unit: สำนักปลัด",
        "unit: สำนักปลัด\nopinions: [{heading: ก, lines: สอง, signer: {name: นายก ข, position: ค}}]",
    ),
    _yaml("a closing word in a memo", "body: เนื้อหา", "body: ขอแสดงความนับถือ"),
    _yaml("a picture that is not there", "agency:\n", "agency:\n  emblem: ไม่มี.png\n"),
    _yaml("a control character", "subject: ทดสอบ", 'subject: "ทด\\u0007สอบ"'),
    _yaml("a number without its code", "ตย 71801/", "๗๑๘๐๑"),
    _yaml("a misspelt key of the agency", "agency:\n  name:", "agency:\n  nmae:"),
    _yaml("no agency", "agency:\n  name: องค์การบริหารส่วนตำบลตัวอย่าง\n", ""),
    _yaml("a part that is not on the form", "unit: สำนักปลัด", "unit: สำนักปลัด\nreferences: หนังสือเดิม"),
    _text("an empty file", b""),
    _text("a text, no data", "สวัสดี".encode()),
    _text("a list, no data", b"- a\n- b"),
    _text("a file in the old Thai encoding", MEMO.encode("cp874")),
    _text("an alias of nothing", b"kind: memo\nsubject: *x"),
    _text("a comma too many", b'{"kind": "memo",}', "m.json"),
    _text("a JSON key twice", b'{"kind": "memo", "subject": "a", "subject": "b"}', "m.json"),
    _text("YAML that contains itself", b"kind: memo\nbody: &a [*a]\n", "m.yaml"),
    _text("a JSON list", b"[1]", "m.json"),
    _text("no workbook at all", b"hello", "m.xlsx"),
    _text("a workbook of no bytes", b"", "m.xlsx"),
    _text("a Word file by another name", _zip_of("word/document.xml"), "m.xlsx"),
    _text("a workbook of LibreOffice by another name", _zip_of("content.xml"), "m.xlsx"),
    _text("a binary workbook by another name", _zip_of("xl/workbook.bin"), "m.xlsx"),
    _text("a zip file by another name", _zip_of("รูป.jpg"), "m.xlsx"),
    _text("a shortcut to Google Sheets", b"{}", "m.gsheet"),
    _text("an old or locked workbook", b"\xd0\xcf\x11\xe0" + bytes(100), "m.xlsx"),
    _text("a file of another sort", b"x", "m.odt"),
]

_BOOKS = [
    _main("form: a word for a day", "วันที่", "เมื่อวาน"),
    _main("form: a required cell left blank", "เรื่อง", None),
    _main("form: only spaces", "เรื่อง", "   "),
    _main("form: a failed formula", "เรื่อง", "#REF!"),
    _main("form: an unknown urgency", "ชั้นความเร็ว", "ด่วนมากๆ"),
    _main("form: unknown digits", "เลข", "โรมัน"),
    _main("form: neither yes nor no", "ร่าง", "คงจะ"),
    _main("form: a pair without a colon", "เลขของแต่ละส่วน", "ตาราง เลขไทย"),
    _main("form: a closing word in the second line", "เนื้อหา", "1) ข้อหนึ่ง\nขอแสดงความนับถือ"),
    _main("form: a picture that is not there", "หน่วยงาน: ตราครุฑ", "ไม่มี.png"),
    _main("form: no agency", "หน่วยงาน: ชื่อหน่วยงาน", None),
    _main("form: a word for a year", "ปีงบประมาณ พ.ศ.", "หกเก้า", "action_plan"),
    _main("form: a date cell whose year was made Buddhist twice", "ข้อมูล ณ วันที่", datetime(3112, 4, 20), "action_plan"),
    _main("form: a year made Buddhist twice", "ปีงบประมาณ พ.ศ.", 3112, "action_plan"),
    _main("form: half a year", "ปีงบประมาณ พ.ศ.", 2569.5, "action_plan"),
    _row("form: a sum in words", "งบประมาณ (บาท)", "หมื่นบาท"),
    _row("form: a negative sum", "งบประมาณ (บาท)", -5),
    _row("form: commas in wrong places", "งบประมาณ (บาท)", "1,00,0"),
    _row("form: a failed formula in a sum", "งบประมาณ (บาท)", "#DIV/0!"),
    _row("form: a date for a sum", "งบประมาณ (บาท)", datetime(2026, 1, 1)),
    _row("form: an unknown mark for a tick", "ดำเนินการไตรมาส: 1", "อาจจะ"),
    _row("form: a word not on the list", "ประเภท", "งาน"),
    _row("form: a word for a dimension", "มิติ", "ห้า"),
    _row("form: a dimension too high", "มิติ", 12),
    _row("form: half a dimension", "มิติ", 1.5),
    _row("form: a required column left blank", "มิติ", None),
    _row("form: a word for a count", "ลำดับ", "หนึ่ง"),
    _row("form: an opinion with a word for a number", "จำนวนเส้นประ", "สอง", OPINIONS, "memo"),
    _row("form: an opinion of nobody", "ผู้ลงนาม: ชื่อ", None, OPINIONS, "memo"),
    _book("form: a misspelt head", "action_plan", lambda b: _rename_head(b, "งบประมาณ (บาท)", "งบประมาน (บาท)")),
    _book("form: a column of one's own", "action_plan", lambda b: _rename_head(b, "หมายเหตุ", "บันทึกส่วนตัว", "จำไว้")),
    _book("form: values under no head", "action_plan", lambda b: _type_at(b, PROJECTS, "O3", "ต้องไม่หาย")),
    _book("form: a number for a head", "action_plan", lambda b: _type_at(b, PROJECTS, "O1", 2569, "O3")),
    _book("form: a head twice", "action_plan", lambda b: _type_at(b, PROJECTS, "O1", "งบประมาณ (บาท)", "O3")),
    _book("form: an own field of two words", "action_plan", lambda b: _type_own(b, "ช่องเพิ่มเติม: รหัส โครงการ", "ก1")),
    _book("form: an own field's head misspelt", "action_plan", lambda b: _type_own(b, "ช่องเพิมเติม: รหัส", "ก1")),
    _book("form: an own field's formula fails", "action_plan", lambda b: _type_own(b, "ช่องเพิ่มเติม: รหัส", "#REF!")),
    _book("form: an own field twice", "action_plan", lambda b: _type_own(b, "extra.รหัส", "ก1", "รหัส: ก2")),
    _row("form: an own field without a name", "ช่องเพิ่มเติม", "นางสาววรรณา ใจซื่อ"),
    _book("form: a head cut short", "action_plan", lambda b: _rename_head(b, "งบประมาณ (บาท)", "งบ", "หมื่นบาท")),
    _book("form: a required head misspelt", "action_plan", lambda b: _rename_head(b, "รายการโครงการ", "รายการโคงการ")),
    _book("form: a required column deleted", "action_plan", lambda b: b[PROJECTS].delete_cols(3)),
    _book("form: the heads deleted", "action_plan", lambda b: b[PROJECTS].delete_rows(1)),
    _book("form: the sheet deleted", "action_plan", lambda b: b.remove(b[PROJECTS])),
    _book("form: a sheet of one's own", "memo", lambda b: b.create_sheet("ของฉัน").append(["บันทึก"])),
    _book("form: a note below the rows", "action_plan", lambda b: b[PROJECTS].cell(36, 3, "หมายเหตุ: ยังไม่นิ่ง")),
    _book("form: a misspelt label", "action_plan", lambda b: _rename_label(b, "ข้อมูล ณ วันที่", "ข้อมูล ณ วัน")),
    _book("form: a required label misspelt", "memo", lambda b: _rename_label(b, "เรื่อง", "เรื่่อง")),
    _book("form: the page of single values deleted", "announcement", lambda b: b.remove(b[MAIN])),
    _book("form: a row of it deleted", "memo", lambda b: b[MAIN].delete_rows(find(b[MAIN], "เรื่อง").row)),
    _book("form: a label of one's own", "memo", lambda b: _add_line(b, "งานของฉัน", "ค่า")),
    _book("form: values beside the yellow cells", "memo", lambda b: _type_at(b, MAIN, "E9", "ต้องไม่หาย", "D9")),
    _book("form: a column of one's own beside them", "memo", lambda b: _type_at(b, MAIN, "D1", "ของฉัน", "D9")),
    _book("form: a value in place of the guide", "memo", lambda b: _type_at(b, MAIN, "C22", "ด่วนที่สุด")),
    _book("form: a number in place of the guide", "memo", lambda b: _type_at(b, MAIN, "C33", 5)),
    _book("form: a note beside a band", "memo", lambda b: _type_at(b, MAIN, "C14", "ต้องไม่หาย")),
    _book("form: a value given twice", "memo", lambda b: _add_line(b, "เรื่อง", "ซ้ำ")),
    _book("form: an unknown kind on the cover", "memo", lambda b: _no_kind(b, "meno (บันทึก)")),
    _book("form: no kind anywhere", "memo", lambda b: _no_kind(b, None)),
    _book("a workbook that is no form", "memo", _foreign),
]


def _rename_label(workbook: Workbook, old: str, new: str) -> None:
    find(workbook[MAIN], old).value = new


CASES = [*_TEXTS, *_BOOKS]
