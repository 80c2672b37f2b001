"""The copy that LibreOffice sets: what is changed in it so that the page looks like Word's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.samples import paragraph, word_file
from tests.support.tools import output_of, tool
from thaireport.output.package import read_package
from thaireport.output.pages import for_libreoffice
from thaireport.output.pdf import to_pdf

JOINER = "\u2060"
HOLDER = "\ufeff"
SEAM = "\u200b"


def copied(text: str) -> str:
    """A text as it stands in the copy."""
    body = for_libreoffice(read_package(word_file([paragraph(text)])))["word/document.xml"].decode()
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", body.split("</w:p>")[0]))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("ของปี พ.ศ.\u00a0๒๕๖๙", "ของปี |พ.ศ.\u00a0๒๕๖๙"),
        ("ระหว่าง ม.ค.-มี.ค. ๖๙", "ระหว่าง |ม.ค.-มี.ค. ๖๙"),
        ("อ้างอิงจาก e๑๕", "อ้างอิงจาก e|๑๕"),
        ("ร้อยละ ๘๕.๕๐ และ ๑,๒๕๐ บาท", "ร้อยละ |๘๕.๕๐ และ |๑,๒๕๐ บาท"),
        ("(ในปี ๒๕๖๙) หมู่ ๙-๑๒ ต.ตัวอย่าง", "(ในปี |๒๕๖๙) หมู่ |๙-๑๒ |ต.ตัวอย่าง"),
    ],
)
def test_joiners_stand_where_libreoffice_would_leave_a_gap(text: str, joined: str) -> None:
    assert copied(text) == joined.replace("|", JOINER)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("ด้านธรรมาภิบาล", "ด้านธร|รมาภิ|บาล"),
        ("ไม่ทราบขั้นตอนของหน่วยงาน", "ไม่ทราบขั้น|ตอนของหน่วย|งาน"),
        ("ผู้รับผิดชอบตรวจสอบดังต่อไปนี้", "ผู้|รับ|ผิด|ชอบตรวจ|สอบดังต่อ|ไปนี้"),
        ("การดำเนินงานของกลุ่มเป้าหมาย", "การดำเนิน|งานของกลุ่มเป้า|หมาย"),
        ("ปฏิบัติงานมากน้อยเพียงใด", "ปฏิบัติงานมาก|น้อยเพียง|ใด"),
        ("ระบบ E-Service", "ระบบ E-|Service"),
        ("(o1-o3, i11-i15)", "(o1-|o3, i11-|i15)"),
        ("ป้องกันการทุจริตฯ และอื่นๆ", "ป้องกันการทุจริต|ฯ และอื่น|ๆ"),
        ("a-b.office@example.go.th", "a-|b.office@example.go.th"),
    ],
)
def test_what_libreoffice_would_break_at_the_end_of_a_line_is_held(text: str, joined: str) -> None:
    assert copied(text) == joined.replace("|", HOLDER)


@pytest.mark.parametrize(
    "text",
    [
        "แนวทางตาม|พระราชกฤษฎีกา",
        "เสียงตามสายและหอ|กระจายข่าว",
        "ผู้อำนวยการ|กองคลัง",
        "เปิดเผย|อย่างโปร่งใส",
        "อาศัยอำนาจที่|มาตรา",
    ],
)
def test_words_are_parted_where_libreoffice_would_tear_a_letter_off_the_second(text: str) -> None:
    assert SEAM in copied(text.replace("|", ""))
    assert copied(text.replace("|", "")).replace(HOLDER, "") == text.replace("|", SEAM)


@pytest.mark.parametrize("text", ["ผู้แทนจากหน่วยงาน", "ในเดือนมีนาคม", "การกำหนดและการก่อสร้าง", "เพื่อนบ้าน", "เป็นการ"])
def test_what_libreoffice_parts_rightly_is_left(text: str) -> None:
    assert SEAM not in copied(text)


def test_no_line_of_a_page_tears_a_word_or_leaves_room_within_a_number(soffice: Path) -> None:
    line = paragraph("จัดซื้อจัดจ้างตามพระราชบัญญัติ งบประมาณ ๑,๒๕๐,๐๐๐ บาท ร้อยละ ๘๕.๕๐ และหอกระจายข่าวของทุกหมู่บ้าน")
    look = '<w:ind w:right="{}"/><w:jc w:val="thaiDistribute"/></w:pPr>'
    body = [line.replace("</w:pPr>", look.format(right)) for right in range(0, 5000, 25)]
    pdf = to_pdf(word_file(body), "docx")
    text = output_of(tool("pdftotext", "poppler-utils"), "-layout", "-", "-", stdin=pdf).decode()
    ends = {each.replace(" ", "")[-4:] for each in text.splitlines()}
    assert {each for each in ends if each.endswith(("ตามพ", "หอก", "ราช"))} == set()
    assert "มาณ" in {each[-3:] for each in ends}
    assert re.findall("[๐-๙] [.,]", text) == []


def test_no_line_begins_with_the_sign_of_repetition_where_its_word_ends_the_one_before(soffice: Path) -> None:
    line = paragraph("ทำงานหรือโครงการต่าง\u00a0ๆ เพื่อให้เกิดประโยชน์")
    # Of these paragraphs each is 0.2 mm narrower: in some "ต่าง" just ends the line.
    body = [line.replace("</w:pPr>", f'<w:ind w:right="{right}"/></w:pPr>') for right in range(6600, 7300, 12)]
    pdf = to_pdf(word_file(body), "docx")
    text = output_of(tool("pdftotext", "poppler-utils"), "-layout", "-", "-", stdin=pdf).decode()
    begun = {each.strip()[:6] for each in text.splitlines()}
    assert "ต่าง ๆ" in begun
    assert {each for each in begun if each.startswith("ๆ")} == set()


ADDRESS = "ดูที่ https://www.example.go.th/files/report.pdf"


def aligned(body: str, styles: str = "") -> list[str]:
    """How each paragraph of the copy is aligned by itself."""
    parts = {**read_package(word_file([body])), **({"word/styles.xml": styles.encode()} if styles else {})}
    copy = for_libreoffice(parts)["word/document.xml"].decode()
    return re.findall(r'<w:jc w:val="(\w+)"', copy)


@pytest.mark.parametrize(
    ("text", "jc", "found"),
    [
        (ADDRESS, "thaiDistribute", "left"),
        (ADDRESS, "center", "center"),
        ("ดูที่ https://e.go.th", "thaiDistribute", "both"),
        ("จำนวน 2,345,678,901.25 บาท", "thaiDistribute", "both"),
    ],
)
def test_the_lines_around_a_long_address_are_not_stretched(text: str, jc: str, found: str) -> None:
    assert aligned(paragraph(text, jc=jc)) == [found]


STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
<w:style w:type="paragraph" w:styleId="Body"><w:pPr><w:jc w:val="thaiDistribute"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Item"><w:basedOn w:val="Body"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:basedOn w:val="Body"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
</w:styles>"""


@pytest.mark.parametrize(("style", "found"), [("Body", ["left"]), ("Item", ["left"]), ("Title", []), ("", [])])
def test_a_paragraph_that_is_stretched_by_its_style_is_not_around_an_address(style: str, found: list[str]) -> None:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    assert aligned(f"<w:p>{look}<w:r><w:t>{ADDRESS}</w:t></w:r></w:p>", STYLES) == found


@pytest.mark.parametrize("text", ["พ.ศ.\u00a0๒๕๖๙", "๑,๒๕๐.๐๐ บาท", "One-Stop Service", "หน้า ๑", "i1 และ o36"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert copied(text) == text


def test_no_page_has_a_gap_in_an_abbreviation_or_a_trace_of_the_joiners(soffice: Path) -> None:
    line = "และกำหนดเป็นมาตรการส่งเสริมคุณธรรมของหน่วยงาน ประจำปีงบประมาณ พ.ศ.\u00a0๒๕๖๙ ครบทั้งสิบตัวชี้วัด อ้างอิงจาก e๑๕ "
    # Lines end elsewhere in each paragraph: some are stretched at the year.
    data = word_file([paragraph(("ก" * more + line) * 4, jc="thaiDistribute") for more in range(8)])
    text = output_of(tool("pdftotext", "poppler-utils"), "-raw", "-", "-", stdin=to_pdf(data, "docx")).decode()
    assert re.findall("พ \\.|e ๑", text) == []
    assert JOINER not in text


def test_a_word_that_is_held_at_the_end_of_a_line_keeps_its_marks(soffice: Path) -> None:
    line = "จัดทำแผนปฏิบัติการป้องกันการทุจริตเสนอผู้บริหารพิจารณาภายในวันที่ ๓๑ ตุลาคม ๒๕๖๘ และแบ่งหน้าที่ของเจ้าหน้าที่ ให้ครบทุกคน "
    data = word_file([paragraph("ก" * more + line * 3, jc="thaiDistribute") for more in range(12)])
    text = output_of(tool("pdftotext", "poppler-utils"), "-raw", "-", "-", stdin=to_pdf(data, "docx")).decode()
    assert re.findall("(?:วัน|หน้า)ท(?!ี่)", text) == []
    assert re.findall("(?:วัน|หน้า) *\n *ที่", text) == []
    assert HOLDER not in text


def test_no_line_ends_within_the_month_of_a_date_in_arabic_digits(soffice: Path) -> None:
    budget = "องค์การบริหารส่วนตำบลตัวอย่างได้จัดทำ โดยมีประชาชนเข้าร่วม 1,250\u00a0คน งบประมาณ 1,234.00\u00a0บาท "
    days = " ระหว่างวันที่ 28\u00a0มกราคม\u00a02569 ถึงวันที่ 31\u00a0มีนาคม\u00a02569"
    lines = [paragraph(budget + "ก" * more + days, jc="thaiDistribute") for more in range(34)]
    data = word_file([line.replace("<w:jc", '<w:ind w:firstLine="1418"/><w:jc') for line in lines])
    text = output_of(tool("pdftotext", "poppler-utils"), "-raw", "-", "-", stdin=to_pdf(data, "docx")).decode()
    assert re.findall("31\\s*(?:มี|มีน|มีนา|มีนาค)\n.*", text) == []


def test_no_line_ends_within_the_unit_of_a_number_in_arabic_digits(soffice: Path) -> None:
    before = (
        "แต่งตั้งคณะทำงานติดตามและประเมินผลการดำเนินงาน จัดฝึกอบรมเชิงปฏิบัติการและตรวจสอบการใช้รถยนต์ส่วนกลาง"
        "ของหน่วยงาน รับเรื่องร้องเรียนร้องทุกข์ทางโทรศัพท์ "
    )
    ends = ["ตลอด 24\u00a0ชั่วโมง", "ภายในวันที่ 15\u00a0มีนาคม\u00a02569", "ได้ 88.24\u00a0คะแนน", "ตลอด (มีนาคม)"]
    lines = [f"{before}{'สี' * (more % 9)}{'มาก' * (4 + more % 30)} {ends[more % 4]} จัดสรรงบ" for more in range(360)]
    body = [paragraph(line, jc="thaiDistribute") for line in lines]
    data = word_file([line.replace("<w:jc", '<w:ind w:firstLine="1418"/><w:jc') for line in body])
    text = output_of(tool("pdftotext", "poppler-utils"), "-layout", "-", "-", stdin=to_pdf(data, "docx")).decode()
    ends_torn = r"(?:\d ?(?:ช|ชั่|ชั่ว|ชั่วโ|ชั่วโม|ม|มี|มีน|มีนา|มีนาค|ค|คะ|คะแ|คะแน)|\((?:ม|มี|มีน|มีนา|มีนาค))$"
    assert [line[-12:] for line in text.splitlines() if re.search(ends_torn, line.rstrip())] == []


def test_what_is_glued_to_a_sign_is_a_run_that_keeps_its_look() -> None:
    body = paragraph("ภายในวันที่ 15\u00a0มีนาคม (๒๕๖๙) ครบ").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>")
    copy = for_libreoffice(read_package(word_file([body])))["word/document.xml"].decode()
    runs = re.findall(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?<w:t[^>]*>(.*?)</w:t></w:r>", copy)
    assert [text for look, text in runs if "en-US" in look] == ["15\u00a0มีนาคม", "(๒๕๖๙)"]
    assert {look.split("<w:lang")[0] for look, _ in runs[:5]} == {"<w:b/>"}
