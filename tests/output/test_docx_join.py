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
        "<w:r><w:instrText>PAGEREF ก</w:instrText></w:r></w:p>"
    )
    xml = document_of(join([word_file(mark), word_file(mark)]))
    assert re.findall(r'bookmarkStart w:id="(\d+)" w:name="(\w+)"', xml) == [("1", "ก"), ("3", "ก_1")]
    assert re.findall(r"PAGEREF (\w+)", xml) == ["ก", "ก_1"]


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
