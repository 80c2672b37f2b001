"""Bundles: rendered files of one style set become one file, and nothing in it collides."""

from __future__ import annotations

import io
import re

import docx
import pytest
from lxml import etree
from tests.support.drawn import PNG, W, chart, document_of, paragraph, picture, word_file
from thaireport.errors import DataError
from thaireport.output.docx.join import join
from thaireport.output.package import read_package

STYLE = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/></w:style>'
WIDE = '<w:sectPr>{}<w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
FIRST = word_file(paragraph("หนึ่ง"), header=paragraph("หัว ก"), styles=STYLE.format("A", "A"))
SECOND = word_file(paragraph("สอง"), header=paragraph("หัว ข"), section=WIDE, styles=STYLE.format("A", "A"))


def sections(data: bytes) -> list[etree._Element]:
    return list(etree.fromstring(document_of(data).encode()).iter(f"{{{W}}}sectPr"))


def size(section: etree._Element) -> str:
    return next(section.iter(f"{{{W}}}pgSz")).get(f"{{{W}}}w") or ""


def test_bodies_follow_each_other_with_their_own_paper() -> None:
    whole = join([FIRST, SECOND, FIRST])
    assert [p.text for p in docx.Document(io.BytesIO(whole)).paragraphs] == ["หนึ่ง", "สอง", "หนึ่ง"]
    assert [size(section) for section in sections(whole)] == ["11906", "16838", "11906"]


def test_a_document_begins_on_a_page_of_its_own_whatever_its_section_says() -> None:
    flowing = word_file(paragraph("สอง"), section=WIDE.format('{}<w:type w:val="continuous"/>'))
    types = [section.find(f"{{{W}}}type") for section in sections(join([FIRST, flowing]))]
    assert [None if kind is None else kind.get(f"{{{W}}}val") for kind in types] == [None, "nextPage"]


def test_each_section_keeps_its_own_header() -> None:
    document = docx.Document(io.BytesIO(join([FIRST, SECOND])))
    assert [section.header.paragraphs[0].text for section in document.sections] == ["หัว ก", "หัว ข"]


def test_page_numbers_start_again_with_each_document() -> None:
    starts = [section.find(f"{{{W}}}pgNumType") for section in sections(join([FIRST, SECOND]))]
    assert [start.get(f"{{{W}}}start") for start in starts if start is not None] == ["1", "1"]


def test_page_numbers_run_on_where_told_to() -> None:
    whole = join([FIRST, SECOND, FIRST], continues=[False, True])
    starts = [section.find(f"{{{W}}}pgNumType") is not None for section in sections(whole)]
    assert starts == [True, False, True]


def test_the_page_number_stands_where_the_schema_wants_it() -> None:
    order = [etree.QName(child).localname for child in sections(join([SECOND, FIRST]))[0]]
    assert order == ["headerReference", "pgSz", "pgNumType"]


def test_a_body_that_ends_with_a_table_gets_a_paragraph_to_end_its_section() -> None:
    table = "<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>"
    body = etree.fromstring(document_of(join([word_file(table), FIRST])).encode())[0]
    assert [etree.QName(child).localname for child in body] == ["tbl", "p", "p", "sectPr"]


def test_drawings_are_numbered_anew() -> None:
    one = word_file(picture("ก", number=1) + picture("ข", number=2))
    ids = re.findall(r'<wp:docPr id="(\d+)"', document_of(join([one, one])))
    assert len(set(ids)) == 4


def test_the_same_picture_is_stored_once_and_another_beside_it() -> None:
    other = word_file(picture("ข"), parts={"word/media/blank.png": PNG + b"other"})
    same = word_file(picture("ก"))
    media = {name for name in read_package(join([same, same, other])) if name.startswith("word/media/")}
    assert len(media) == 2


def test_charts_come_along_with_their_workbooks() -> None:
    one = word_file(chart("ก"))
    parts = read_package(join([one, one]))
    assert {"word/charts/chart1.xml", "word/charts/chart2.xml"} <= set(parts)
    assert sum(name.endswith(".xlsx") for name in parts) == 2
    assert b'PartName="/word/charts/chart2.xml"' in parts["[Content_Types].xml"]


def test_bookmarks_get_ids_and_names_of_their_own_and_references_follow() -> None:
    mark = (
        '<w:p><w:bookmarkStart w:id="0" w:name="ก"/><w:bookmarkEnd w:id="0"/>'
        '<w:r><w:instrText>PAGEREF ก</w:instrText></w:r><w:hyperlink w:anchor="ก"/>'
        '<w:fldSimple w:instr=" REF ก "/></w:p>'
    )
    xml = document_of(join([word_file(mark), word_file(mark)]))
    assert re.findall(r'bookmarkStart w:id="(\d+)" w:name="(\w+)"', xml) == [("1", "ก"), ("3", "ก_1")]
    assert re.findall(r'bookmarkEnd w:id="(\d+)"', xml) == ["1", "3"]
    assert re.findall(r'(?:REF |anchor=")(\w+)', xml) == ["ก"] * 3 + ["ก_1"] * 3


NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"/>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def test_lists_of_different_documents_are_numbered_apart() -> None:
    item = paragraph("ก", properties='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    one = word_file(item, parts={"word/numbering.xml": NUMBERING})
    whole = join([one, one])
    used = re.findall(r'<w:numId w:val="(\d+)"', document_of(whole))
    known = re.findall(r'<w:num w:numId="(\d+)"', document_of(whole, "word/numbering.xml"))
    assert len(set(used)) == 2
    assert used == known


def test_lists_joined_stand_in_the_order_of_the_schema() -> None:
    saved = NUMBERING.replace("><w:abstractNum ", '><w:numPicBullet w:numPicBulletId="0"/><w:abstractNum ')
    saved = saved.replace("</w:numbering>", '<w:numIdMacAtCleanup w:val="9"/></w:numbering>')
    one = word_file(numbered(1), parts={"word/numbering.xml": saved})
    root = etree.fromstring(document_of(join([one, one]), "word/numbering.xml").encode())
    order = ["numPicBullet", "abstractNum", "abstractNum", "num", "num", "numIdMacAtCleanup"]
    assert [etree.QName(child).localname for child in root] == order


def numbered(number: int) -> str:
    return paragraph("ก", properties=f'<w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>')


def test_a_list_of_the_second_document_alone_keeps_its_numbers() -> None:
    parts = read_package(join([FIRST, word_file(numbered(1), parts={"word/numbering.xml": NUMBERING})]))
    assert parts["word/numbering.xml"].decode() == NUMBERING
    assert b'<w:numId w:val="1"/>' in parts["word/document.xml"]
    assert b"numbering.xml" in parts["word/_rels/document.xml.rels"]
    assert b'PartName="/word/numbering.xml"' in parts["[Content_Types].xml"]


def test_a_paragraph_taken_out_of_its_list_stays_out() -> None:
    one = word_file(numbered(1) + numbered(0), parts={"word/numbering.xml": NUMBERING})
    assert re.findall(r'<w:numId w:val="(\d+)"', document_of(join([one, one])))[1::2] == ["0", "0"]


def linked(address: str) -> bytes:
    body = '<w:p><w:hyperlink r:id="rIdLink"><w:r><w:t>เว็บไซต์</w:t></w:r></w:hyperlink></w:p>'
    rels = document_of(word_file(body), "word/_rels/document.xml.rels")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = f'<Relationship Id="rIdLink" Type="{kind}" Target="{address}" TargetMode="External"/></Relationships>'
    return word_file(body, parts={"word/_rels/document.xml.rels": rels.replace("</Relationships>", link)})


def test_links_lead_where_they_led() -> None:
    first, second = "https://one.example/", "https://two.example/"
    whole = join([FIRST, linked(first), linked(second), linked(first)])
    rels = etree.fromstring(document_of(whole, "word/_rels/document.xml.rels").encode())
    target = {rel.get("Id"): (rel.get("Target"), rel.get("TargetMode")) for rel in rels}
    used = re.findall(r'<w:hyperlink r:id="(\w+)"', document_of(whole))
    assert [target[name] for name in used] == [(address, "External") for address in (first, second, first)]
    assert used[0] == used[2]


def test_a_section_closes_in_front_of_the_tracked_change_of_its_last_paragraph() -> None:
    change = '<w:pPrChange w:id="1" w:author="ก"><w:pPr/></w:pPrChange>'
    xml = document_of(join([word_file(paragraph("ก", properties=f"<w:pPr>{change}</w:pPr>")), SECOND]))
    properties = etree.fromstring(xml.encode())[0][0][0]
    assert [etree.QName(child).localname for child in properties] == ["sectPr", "pPrChange"]


def test_what_word_may_ignore_in_either_document_is_ignored_in_both() -> None:
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"

    def extended(prefix: str) -> bytes:
        mark = f'xmlns:mc="{compatible}" xmlns:{prefix}="urn:{prefix}" mc:Ignorable="{prefix}"'
        document = document_of(FIRST).replace("<w:document ", f"<w:document {mark} ", 1)
        return word_file(
            "", header=paragraph("หัว"), styles=STYLE.format("A", "A"), parts={"word/document.xml": document}
        )

    root = etree.fromstring(document_of(join([extended("w14"), extended("w15"), FIRST])).encode())
    assert root.get(f"{{{compatible}}}Ignorable") == "w14 w15"
    assert {"w14", "w15"} <= root.nsmap.keys()


def test_a_style_that_only_the_second_has_comes_along() -> None:
    other = word_file(paragraph("ก"), styles=STYLE.format("A", "A") + STYLE.format("B", "B"))
    assert 'w:styleId="B"' in document_of(join([FIRST, other]), "word/styles.xml")


def test_a_style_that_means_something_else_is_refused_by_name() -> None:
    other = word_file(paragraph("ก"), styles=STYLE.format("A", "อื่น"))
    with pytest.raises(DataError, match="สไตล์ A ของเอกสารที่ 2"):
        join([FIRST, other])


def test_footnotes_are_refused_by_name() -> None:
    other = word_file("<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>")
    with pytest.raises(DataError, match="เอกสารที่ 2 มีเชิงอรรถ"):
        join([word_file(paragraph("ก")), other])


def test_one_document_is_joined_to_itself_alone() -> None:
    assert document_of(join([FIRST])).count("หนึ่ง") == 1


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="nothing"):
        join([])


def test_equal_documents_give_equal_bytes() -> None:
    assert join([FIRST, SECOND]) == join([FIRST, SECOND])
