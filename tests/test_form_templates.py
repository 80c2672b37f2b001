"""Memo, announcement and letter as they come out of their templates: what the official forms ask for, line by line."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import Any

import pytest
from lxml import etree
from thaireport.output.docx import compile_template
from thaireport.reports.announcement import Announcement
from thaireport.reports.external_letter import RIGHT_HALF, RIGHT_PART, ExternalLetter
from thaireport.reports.memo import Memo
from tools.draw import TEMPLATES
from tools.draw.units import twips

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"}
HEAD = {"name": "นายสมชาย ตัวอย่างดี", "position": "หัวหน้าสำนักปลัด"}
ACTING = {
    "name": "นางสาวสมศรี พอใจ",
    "position": "รองปลัดองค์การบริหารส่วนตำบลตัวอย่าง",
    "acting_for": "รักษาราชการแทน\nปลัดองค์การบริหารส่วนตำบลตัวอย่าง",
}
MEMO: dict[str, Any] = {
    "agency": AGENCY,
    "unit": {"name": "สำนักปลัด"},
    "number": "ตย 71801/",
    "dated": "20 เมษายน 2569",
    "subject": "รายงานผลการดำเนินการตามมาตรการ\nประจำปีงบประมาณ พ.ศ. 2569",
    "addressee": "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
    "body": ["ด้วยสำนักปลัดได้รวบรวมผลการดำเนินการแล้ว"],
    "signer": HEAD,
}
NOTICE: dict[str, Any] = {
    "agency": AGENCY,
    "subject": "ประกาศใช้แผนปฏิบัติการป้องกันการทุจริต",
    "body": ["ด้วยได้จัดทำแผนปฏิบัติการแล้ว", "ข้อ 1 ให้ถือปฏิบัติ", "ข้อ 2 ให้เผยแพร่"],
    "dated": "27 กุมภาพันธ์ 2569",
    "signer": HEAD,
}
LETTER: dict[str, Any] = {
    "agency": {**AGENCY, "address": "ถนนตัวอย่าง", "phone": "043123456", "email": "saraban@example.go.th"},
    "dated": "20 เมษายน 2569",
    "subject": "ขอเชิญเป็นวิทยากร",
    "addressee": "นายอำเภอตัวอย่าง",
    "body": ["ด้วยจะจัดอบรม"],
    "signer": HEAD,
    "unit": "สำนักปลัด",
}


@lru_cache
def _template(name: str) -> Any:
    return compile_template((TEMPLATES / name).read_bytes(), name)


def _package(report: Memo | Announcement | ExternalLetter) -> dict[str, etree._Element]:
    template = _template(f"{report.kind}.docx")
    data = template.render(report.context(template.names), digits=lambda _section: "thai")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return {name: etree.fromstring(package.read(name)) for name in parts}


def _memo(**changes: Any) -> dict[str, etree._Element]:
    return _package(Memo.model_validate({**MEMO, **changes}))


def _notice(**changes: Any) -> dict[str, etree._Element]:
    return _package(Announcement.model_validate({**NOTICE, **changes}))


def _letter(**changes: Any) -> dict[str, etree._Element]:
    return _package(ExternalLetter.model_validate({**LETTER, **changes}))


def _paragraphs(parts: dict[str, etree._Element]) -> list[etree._Element]:
    return list(parts["word/document.xml"].iter(f"{W}p"))


def _text(paragraph: etree._Element) -> str:
    """As read on the page: a tab is ``|``; no-break spaces are spaces."""
    shown = ""
    for node in paragraph.iter(f"{W}t", f"{W}tab"):
        in_run = node.getparent() is not None and node.getparent().tag == f"{W}r"  # type: ignore[union-attr]
        if node.tag == f"{W}t":
            shown += node.text or ""
        elif in_run:
            shown += "|"
    return shown.replace("\u00a0", " ").rstrip(" ")


def _lines(parts: dict[str, etree._Element]) -> list[str]:
    return [_text(paragraph) for paragraph in _paragraphs(parts)]


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "Normal" if found is None else str(found.get(f"{W}val"))


def _held(parts: dict[str, etree._Element], paragraph: etree._Element) -> bool:
    """Whether a paragraph is kept on the page of the next, by itself or by its style."""
    own = paragraph.find(f"{W}pPr/{W}keepNext")
    if own is not None:
        return own.get(f"{W}val") != "0"
    styles = {style.get(f"{W}styleId"): style for style in parts["word/styles.xml"].iter(f"{W}style")}
    return styles[_style(paragraph)].find(f"{W}pPr/{W}keepNext") is not None


def _all_text(root: etree._Element, tag: str = f"{W}t") -> str:
    return "".join(node.text or "" for node in root.iter(tag))


def _everything(parts: dict[str, etree._Element]) -> str:
    return "\n".join(
        _text(paragraph)
        for name, root in parts.items()
        if name.startswith(("word/document", "word/header", "word/footer"))
        for paragraph in root.iter(f"{W}p")
    )


def test_the_head_of_a_memo_reads_as_the_form_has_it() -> None:
    lines = _lines(_memo())
    start = lines.index("บันทึกข้อความ")
    assert lines[start + 1 : start + 6] == [
        "ส่วนราชการ|สำนักปลัด องค์การบริหารส่วนตำบลตัวอย่าง |",
        "ที่  ตย ๗๑๘๐๑/ |  วันที่  ๒๐ เมษายน ๒๕๖๙ |",
        "เรื่อง|รายงานผลการดำเนินการตามมาตรการ",
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ |",
        "เรียน|นายกองค์การบริหารส่วนตำบลตัวอย่าง",
    ]


def test_dots_lead_to_the_right_margin_only_from_the_last_line_of_the_subject() -> None:
    lines = _lines(_memo(subject="หนึ่ง\nสอง\nสาม"))
    start = lines.index("เรื่อง|หนึ่ง")
    assert lines[start + 1 : start + 3] == ["สอง", "สาม |"]


def test_one_enclosure_has_no_number_and_many_are_numbered() -> None:
    one = _lines(_memo(enclosures=[{"title": "รายงาน", "quantity": "จำนวน 1 ชุด"}]))
    many = _lines(_memo(enclosures=["รายงาน", "ภาพถ่าย"]))
    assert "สิ่งที่ส่งมาด้วย|รายงาน  จำนวน ๑ ชุด" in one
    assert many[many.index("สิ่งที่ส่งมาด้วย|๑.|รายงาน") + 1] == "|๒.|ภาพถ่าย"


def test_references_stand_like_enclosures() -> None:
    lines = _lines(_memo(references=["หนังสือจังหวัด", "บันทึกกองคลัง"]))
    assert lines[lines.index("อ้างถึง|๑.|หนังสือจังหวัด") + 1] == "|๒.|บันทึกกองคลัง"


def test_a_memo_without_references_or_enclosures_has_no_such_line() -> None:
    text = _everything(_memo())
    assert not any(label in text for label in ("อ้างถึง", "สิ่งที่ส่งมาด้วย"))


def test_lists_of_the_body_keep_their_markers_and_step_in_by_level() -> None:
    parts = _memo(body=["ด้วยมีเรื่องดังนี้", "1) ข้อหนึ่ง", "1.1) ข้อย่อย", "2) ข้อสอง"])
    found = {_text(paragraph): _style(paragraph) for paragraph in _paragraphs(parts)}
    assert found["๑)  ข้อหนึ่ง"] == "Item1"
    assert found["๑.๑)  ข้อย่อย"] == "Item2"
    assert found["๒)  ข้อสอง"] == "Item1"


def test_from_the_closing_sentence_to_the_name_nothing_can_part() -> None:
    parts = _memo(signer=ACTING)
    paragraphs = _paragraphs(parts)
    lines = list(map(_text, paragraphs))
    start, name = lines.index("จึงเรียนมาเพื่อโปรดพิจารณา"), lines.index("(นางสาวสมศรี พอใจ)")
    assert all(_held(parts, paragraph) for paragraph in paragraphs[start : name + 3])


def _of_body(*body: str) -> list[bool]:
    """Which paragraphs of a memo's body are held to what follows."""
    parts = _memo(body=list(body))
    return [_held(parts, p) for p in _paragraphs(parts) if _style(p) == "Body" or _style(p).startswith("Item")]


@pytest.mark.parametrize(
    ("body", "held"),
    [
        (["ด้วยมีเรื่องดังนี้", "จึงขออนุมัติ"], [False, True]),
        (["ด้วยมีเรื่องดังนี้", "1) ข้อหนึ่ง", "2) ข้อสอง"], [True, False, True]),
        (["ด้วย" * 95 + "ดังนี้", "1) ข้อหนึ่ง", "2) ข้อสอง"], [True, False, True]),
        (["ด้วย" * 100 + "ดังนี้", "1) ข้อหนึ่ง", "2) ข้อสอง"], [False, False, True]),
        (["1) ข้อหนึ่ง", "1.1) ข้อย่อย", "1.2) ข้อย่อย"], [True, False, True]),
        (["ด้วยมีเรื่องดังนี้", "๒. ข้อเสนอ", "เห็นควรอนุมัติ"], [True, True, True]),
        (["1) " + "ข้อ" * 130, "1.1) ข้อย่อย", "2) ข้อสอง", "จบ"], [True, False, True, True]),
        (["1) " + "ข้อ" * 140, "1.1) ข้อย่อย", "2) ข้อสอง", "จบ"], [False, False, True, True]),
        (["ต้น", "ยาว" * 390], [False, True]),
        (["ต้น", "ยาว" * 410], [False, False]),
    ],
)
def test_the_end_of_the_body_goes_with_the_signature_and_what_leads_in_a_list_with_it(
    body: list[str], held: list[bool]
) -> None:
    assert _of_body(*body) == held


def test_the_last_line_of_a_post_lets_go_of_what_follows() -> None:
    parts = _memo(opinions=[{"heading": "ความเห็น", "signer": ACTING}])
    ends = [p for p in _paragraphs(parts) if _text(p) in {"หัวหน้าสำนักปลัด", "ปลัดองค์การบริหารส่วนตำบลตัวอย่าง"}]
    assert [_held(parts, paragraph) for paragraph in ends] == [False, False]


def test_an_opinion_is_whole_from_its_heading_to_its_post() -> None:
    parts = _memo(opinions=[{"heading": "ความเห็นของปลัด", "lines": 3, "signer": ACTING}])
    paragraphs = _paragraphs(parts)
    start = list(map(_text, paragraphs)).index("ความเห็นของปลัด")
    block = paragraphs[start : start + 7]
    assert [_style(paragraph) for paragraph in block][:5] == ["OpinionHead", "Dots", "Dots", "Dots", "SignName"]
    assert all(_held(parts, paragraph) for paragraph in block[:-1])


def test_an_opinion_that_is_typed_has_no_dotted_lines() -> None:
    parts = _memo(opinions=[{"heading": "ความเห็น", "text": "เห็นควรอนุมัติ", "signer": HEAD}])
    assert "Dots" not in [_style(paragraph) for paragraph in _paragraphs(parts)]
    assert "เห็นควรอนุมัติ" in _lines(parts)


def test_what_the_signer_signs_as_stands_behind_a_dotted_line() -> None:
    lines = _lines(_memo(signer_label="ผู้ติดตามการดำเนินการ"))
    assert lines[lines.index("|||ผู้ติดตามการดำเนินการ") + 1] == "(นายสมชาย ตัวอย่างดี)"


def test_secrecy_stands_at_the_top_and_the_foot_of_every_page() -> None:
    parts = _memo(secrecy="ลับมาก")
    marked = [name for name, root in parts.items() if "ลับมาก" in _all_text(root)]
    assert len([name for name in marked if "header" in name]) == 2
    assert len([name for name in marked if "footer" in name]) == 2


def test_an_urgent_memo_says_so_before_its_title() -> None:
    assert "ด่วนที่สุด|บันทึกข้อความ" in _lines(_memo(urgency="ด่วนที่สุด"))


def test_a_draft_says_so_on_every_page_and_shows_where_the_emblem_goes() -> None:
    parts = _memo(draft=True)
    drafts = [name for name, root in parts.items() if "header" in name and "ร่าง" in _all_text(root)]
    frames = [shape.get("descr") for shape in parts["word/document.xml"].iter(f"{WP}docPr")]
    assert len(drafts) == 2
    assert frames == ["ที่ติดตราครุฑ"]


def test_a_certified_copy_names_who_certifies_and_when() -> None:
    parts = _memo(certified_copy={"signer": ACTING, "dated": "21 เมษายน 2569"})
    lines = _lines(parts)
    assert lines[lines.index("สำเนาถูกต้อง") + 1] == "(นางสาวสมศรี พอใจ)"
    assert lines[-1] == "๒๑ เมษายน ๒๕๖๙"
    assert sum("สำเนา" in _all_text(root) for name, root in parts.items() if "header" in name) == 1


def test_the_continuation_word_stands_at_the_foot_of_the_first_page_only() -> None:
    parts = _memo(continuation="/ที่...")
    first = parts["word/document.xml"].find(f".//{W}footerReference[@{W}type='first']")
    assert first is not None
    assert [name for name, root in parts.items() if "/ที่..." in _all_text(root)] == ["word/footer2.xml"]


@pytest.mark.parametrize(("parts", "height"), [(_memo, 540000), (_notice, 1080000)])
def test_the_place_of_the_emblem_is_kept_when_there_is_none(parts: Any, height: int) -> None:
    extents = [extent.get("cy") for extent in parts()["word/document.xml"].iter(f"{WP}extent")]
    assert extents == [str(height)]


def test_an_announcement_reads_as_the_form_has_it() -> None:
    lines = [line for line in _lines(_notice()) if line]
    assert lines == [
        "ประกาศองค์การบริหารส่วนตำบลตัวอย่าง",
        "เรื่อง  ประกาศใช้แผนปฏิบัติการป้องกันการทุจริต",
        "ด้วยได้จัดทำแผนปฏิบัติการแล้ว",
        "ข้อ ๑  ให้ถือปฏิบัติ",
        "ข้อ ๒  ให้เผยแพร่",
        "ประกาศ  ณ  วันที่  ๒๗ กุมภาพันธ์ พ.ศ. ๒๕๖๙",
        "(นายสมชาย ตัวอย่างดี)",
        "หัวหน้าสำนักปลัด",
    ]


def test_the_date_of_an_announcement_is_indented_five_centimetres() -> None:
    parts = _notice()
    date = next(p for p in _paragraphs(parts) if _text(p).startswith("ประกาศ  ณ"))
    style = next(s for s in parts["word/styles.xml"].iter(f"{W}style") if s.get(f"{W}styleId") == _style(date))
    assert style.find(f"{W}pPr/{W}ind").get(f"{W}left") == "2835"  # type: ignore[union-attr]


def test_pages_from_the_second_on_are_numbered_and_the_first_is_not() -> None:
    parts = _memo()
    fields = {name: "PAGE" in _all_text(root, f"{W}instrText") for name, root in parts.items()}
    section = parts["word/document.xml"].find(f".//{W}sectPr")
    assert section is not None and section.find(f"{W}titlePg") is not None
    assert sorted(fields[name] for name in fields if "header" in name) == [False, True]


@pytest.mark.parametrize("signer", [HEAD, ACTING])
@pytest.mark.parametrize("copies", [(), ("นายอำเภอตัวอย่าง",)])
def test_a_letter_is_whole_from_its_closing_sentence_to_its_foot(signer: Any, copies: Any) -> None:
    parts = _letter(signer=signer, copies_to=copies)
    paragraphs = _paragraphs(parts)
    start = list(map(_text, paragraphs)).index("จึงเรียนมาเพื่อโปรดพิจารณา")
    assert [_text(paragraph) for paragraph in paragraphs[start:-1] if not _held(parts, paragraph)] == []


@pytest.mark.parametrize("unit", [None, "สำนักปลัด"])
@pytest.mark.parametrize("copies", [(), ("นายอำเภอตัวอย่าง", "ท้องถิ่นจังหวัดตัวอย่าง")])
def test_a_certification_never_stands_on_a_page_without_the_letter(unit: Any, copies: Any) -> None:
    agency = AGENCY if unit else {**AGENCY, "phone": None, "email": None, "address": "ถนนตัวอย่าง"}
    parts = _letter(unit=unit, agency=agency, copies_to=copies, certified_copy={"signer": HEAD})
    paragraphs = _paragraphs(parts)
    lines = list(map(_text, paragraphs))
    block = paragraphs[lines.index("ขอแสดงความนับถือ") : lines.index("สำเนาถูกต้อง") + 1]
    assert [_text(paragraph) for paragraph in block if not _held(parts, paragraph)] == []


def test_the_label_of_copies_stands_once_and_further_names_below_the_first() -> None:
    lines = _lines(_letter(copies_to=("นายอำเภอตัวอย่าง", "ท้องถิ่นจังหวัดตัวอย่าง")))
    assert lines[-2:] == ["สำเนาส่ง|นายอำเภอตัวอย่าง", "|ท้องถิ่นจังหวัดตัวอย่าง"]


def test_a_letter_ends_without_a_tie() -> None:
    parts = _letter(unit=None, agency={**AGENCY, "address": "ถนนตัวอย่าง"})
    assert not _held(parts, _paragraphs(parts)[-1])


def test_the_addressee_stands_two_strokes_behind_a_salutation_longer_than_the_usual() -> None:
    lines = _lines(_letter(salutation="นมัสการ", addressee="เจ้าอาวาสวัดตัวอย่าง"))
    assert "นมัสการ  เจ้าอาวาสวัดตัวอย่าง" in lines
    assert "เรียน|นายอำเภอตัวอย่าง" in _lines(_letter())


def test_the_closing_word_stands_on_the_axis_of_name_and_post() -> None:
    parts = _letter(complimentary_close="ขอนมัสการด้วยความเคารพ")
    block = [p for p in _paragraphs(parts) if _text(p) in {"ขอนมัสการด้วยความเคารพ", "หัวหน้าสำนักปลัด"}]
    assert [_style(paragraph) for paragraph in block] == ["SignPost", "SignPost"]
    assert [(p.find(f"{W}pPr/{W}ind"), p.find(f"{W}pPr/{W}jc")) for p in block] == [(None, None)] * 2


@pytest.mark.parametrize(
    ("road", "room"), [("ถนนตัวอย่าง", RIGHT_PART), ("เลขที่ 99/9 หมู่ที่ 12 ถนนร้อยเอ็ด - มหาสารคาม", RIGHT_HALF)]
)
def test_the_sender_of_a_letter_stands_where_its_lines_have_their_room(road: str, room: float) -> None:
    address = f"{road}\nอำเภอตัวอย่าง"
    head = [p for p in _paragraphs(_letter(address=address)) if _text(p).endswith((AGENCY["name"], "อำเภอตัวอย่าง"))]
    lefts = [p.find(f"{W}pPr/{W}ind").get(f"{W}left") for p in head[:2]]  # type: ignore[union-attr]
    assert lefts == [str(twips(16 - room))] * 2
