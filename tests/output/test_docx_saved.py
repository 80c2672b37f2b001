"""What LibreOffice writes otherwise than Word is put as Word has it before the tags are read."""

from __future__ import annotations

import re

import pytest
from tests.support.drawn import document_of, paragraph, paragraphs, run, table, word_file
from thaireport.errors import TemplateError
from thaireport.output.docx import compile_template
from thaireport.output.docx.saved import chart_tag

APP = {"docProps/app.xml": "<Properties><Application>LibreOffice/7.4.7.2$Linux</Application></Properties>"}
BREAK = '<w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:pPr>'
PAGE = '<w:r><w:br w:type="page"/></w:r>'


def rendered(body: str, context: dict[str, object] | None = None, digits: str = "thai") -> str:
    data = word_file(body, parts=APP)
    made = compile_template(data, "t.docx").render(context or {}, digits=lambda _: digits)
    return document_of(made)


def widths(xml: str) -> list[str]:
    return re.findall(r'w:pgSz w:w="(\d+)"', xml)


def test_a_section_that_ends_in_the_paragraph_of_a_block_stays() -> None:
    body = paragraphs("{%p if a %}", "ก") + paragraph("{%p endif %}", properties=BREAK) + paragraph("ข")
    assert widths(rendered(body, {"a": True})) == ["16838", "11906"]


def test_a_section_that_ends_in_an_untrue_block_goes_with_it() -> None:
    body = paragraph("{%p if a %}", properties=BREAK) + paragraphs("{%p endif %}", "ข")
    assert [len(widths(rendered(body, {"a": a}))) for a in (True, False)] == [2, 1]


def test_a_section_ends_once_behind_a_value_of_several_lines() -> None:
    body = paragraph("{{ a }}", properties=BREAK) + paragraph("ข")
    assert len(widths(rendered(body, {"a": "ก\nข\nค"}))) == 2


def test_a_page_that_ends_behind_a_tag_makes_the_next_paragraph_begin_one() -> None:
    body = paragraph("{%p if a %}").replace("</w:p>", f"{PAGE}</w:p>") + paragraphs("ก", "{%p endif %}")
    assert re.search(r"<w:pageBreakBefore/></w:pPr><w:r><w:t[^>]*>ก<", rendered(body, {"a": True}))
    assert "pageBreakBefore" not in rendered(body, {"a": False})


def test_a_page_that_begins_with_a_block_begins_with_an_empty_line() -> None:
    body = paragraphs("ก", "{%p if a %}", "{%p if a %}").replace("</w:p>", f"{PAGE}</w:p>").replace(PAGE, "", 1)
    xml = rendered(body + paragraphs("ข", "{%p endif %}", "{%p endif %}"), {"a": True})
    assert xml.count("<w:pageBreakBefore/>") == 2
    assert xml.index("pageBreakBefore") < xml.index(">ข<")


def test_what_is_put_in_for_a_break_is_not_counted_among_the_paragraphs() -> None:
    body = paragraph("{%p if a %}", properties=BREAK) + paragraphs("{%p endif %}", "{{ b.__class__ }}")
    with pytest.raises(TemplateError, match="ย่อหน้าที่ 3"):
        compile_template(word_file(body), "t.docx")


@pytest.mark.parametrize(("digits", "fmt"), [("thai", "thaiNumbers"), ("arabic", "decimal")])
def test_pages_take_the_digits_of_the_file(digits: str, fmt: str) -> None:
    numbers = '<w:p><w:pPr><w:sectPr><w:pgNumType w:fmt="decimal"/></w:sectPr></w:pPr></w:p>'
    assert f'<w:pgNumType w:fmt="{fmt}"/>' in rendered(paragraph("{{ a }}") + numbers, {"a": "ก"}, digits)


def test_pages_of_a_template_saved_by_word_keep_their_own() -> None:
    numbers = '<w:p><w:pPr><w:sectPr><w:pgNumType w:fmt="decimal"/></w:sectPr></w:pPr></w:p>'
    data = word_file(paragraph("{{ a }}") + numbers)
    made = compile_template(data, "t.docx").render({"a": "ก"}, digits=lambda _: "thai")
    assert 'w:fmt="decimal"' in document_of(made)


@pytest.mark.parametrize(
    ("name", "aligned", "wanted"),
    [
        ("Body", "left", "thaiDistribute"),
        ("Item 3", "left", "thaiDistribute"),
        ("Body", "center", "center"),
        ("Note", "left", "left"),
        ("Note", "both", "thaiDistribute"),
    ],
)
def test_running_text_is_spread_the_thai_way(name: str, aligned: str, wanted: str) -> None:
    style = f'<w:style w:styleId="a"><w:name w:val="{name}"/><w:pPr><w:jc w:val="{aligned}"/></w:pPr></w:style>'
    data = word_file(paragraph("{{ a }}"), styles=style, parts=APP)
    made = compile_template(data, "t.docx").render({"a": "ก"}, digits=lambda _: "thai")
    assert f'<w:jc w:val="{wanted}"/>' in document_of(made, "word/styles.xml")


def test_a_merged_cell_gets_back_the_beginning_that_a_tag_parted_from_it() -> None:
    width = '<w:tcW w:w="0" w:type="auto"/>'
    rows = ["{%tr for a in b %}", "{%tr if loop.first %}", "ก", "{%tr else %}", "ข", "{%tr endif %}", "{%tr endfor %}"]
    body = table(*([text] for text in ("หัว", *rows))).replace(
        f"{width}</w:tcPr>{paragraph('ข')}", f'{width}<w:vMerge w:val="continue"/></w:tcPr>{paragraph("ข")}'
    )
    xml = rendered(body, {"b": [1, 2]})
    assert re.findall(r'<w:vMerge w:val="(\w+)"/>', xml) == ["restart", "continue"]
    assert xml.index(">หัว<") < xml.index("vMerge")


def test_a_chart_is_known_by_the_name_of_its_first_series() -> None:
    part = b'<c:c xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">%b</c:c>'
    series = "<c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx></c:ser>"
    assert chart_tag(part % series.format("{{ radar_chart }}").encode()) == "{{ radar_chart }}"
    assert chart_tag(part % series.format("ปี {{ fiscal_year }}").encode()) == ""
    assert chart_tag(part % series.format("ปีนี้").encode()) == ""


def test_a_tag_elsewhere_in_a_chart_is_refused_still() -> None:
    part = b'<c:c xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>{{ a }}</c:v></c:c>'
    data = word_file(paragraph("{{ a }}") + f"<w:p>{run('ก')}</w:p>", parts={"word/charts/chart1.xml": part})
    with pytest.raises(TemplateError, match="ส่วนที่ไม่ถูกเติมข้อมูล"):
        compile_template(data, "t.docx")
