"""Rendering a Word template: what each value becomes, what is refused, and that nothing is lost or broken."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.drawn import W, document_of, paragraph, paragraphs, picture, table, word_file
from thaireport.errors import DataError, TemplateError
from thaireport.fields import DASH
from thaireport.output.docx import compile_template, printing, proof
from thaireport.output.package import Packed, read_packed, write_package
from thaireport.thai import dates, digits, text

NASTY = "R&D <5% A>B ก&ข \"x\" 'y' {{ }} %} {_{ &amp; ]]>"


def rendered(body: str, context: dict[str, object] | None = None, policy: str = "arabic", **parts: str) -> str:
    template = compile_template(word_file(body, header=parts.get("header", "")), "แบบ.docx")
    return document_of(template.render(context or {}, digits=lambda _: policy))


def texts(xml: str) -> list[str]:
    """The text of each paragraph that holds no other paragraph."""
    root = etree.fromstring(xml.encode())
    tab = f"{{{W}}}tab"
    return [
        "".join("\t" if node.tag == tab else node.text or "" for node in p.iter(f"{{{W}}}t", tab))
        for p in root.iter(f"{{{W}}}p")
    ]


def printed(value: object, policy: str = "arabic") -> str:
    return texts(rendered(paragraph("{{ a }}"), {"a": value}, policy))[0]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("สวัสดี", "สวัสดี"),
        ("", ""),
        (None, ""),
        (0, "0"),
        (2569, "2569"),
        (-5, "-5"),
        (Decimal("12345"), "12,345.00"),
        (Decimal("1.005"), "1.01"),
        (date(2026, 4, 20), "20\u00a0เมษายน\u00a02569"),
        (DASH, "-"),
        (NASTY, NASTY),
        ("ก\tข", "ก\tข"),
        ("๒๕๖๙", "2569"),
        ("พ.ศ. 2569", "พ.ศ.\u00a02569"),
    ],
)
def test_a_value_is_printed_in_its_usual_form(value: object, shown: str) -> None:
    assert printed(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2569, "๒๕๖๙"),
        (Decimal("627872"), "๖๒๗,๘๗๒.๐๐"),
        (date(2026, 4, 20), "๒๐\u00a0เมษายน\u00a0๒๕๖๙"),
        ("ข้อ o36 จำนวน 5 คน", "ข้อ o36 จำนวน ๕\u00a0คน"),
        ("https://example.go.th/2569 ปี 2569", "https://example.go.th/2569 ปี ๒๕๖๙"),
        (NASTY, NASTY.replace("5", "๕")),
    ],
)
def test_thai_digits_are_applied_where_values_are_printed(value: object, shown: str) -> None:
    assert printed(value, "thai") == shown


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])), st.booleans())
def test_any_text_is_printed_as_the_thai_core_would_write_it(value: str, thai: bool) -> None:
    convert = digits.thai_text if thai else digits.arabic_text
    assert printed(value, "thai" if thai else "arabic") == text.no_break(convert(value))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (True, "ค่าจริง/เท็จ"),
        (1.5, "ทศนิยมฐานสอง"),
        (["ก"], "รายการหลายค่า"),
        (("ก",), "รายการหลายค่า"),
        ({"a": 1}, "ข้อมูลทั้งชุด"),
        (object(), "ข้อมูลทั้งชุด"),
        (datetime(2026, 4, 20), "วันที่พร้อมเวลา"),
        ("ก".upper, "คำสั่ง"),
    ],
)
def test_what_has_no_form_is_refused_with_its_field_and_place(value: object, reason: str) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(paragraph("ก") + paragraph("{{ a.b }}"), {"a": {"b": value}})
    assert f"แบบ.docx document.xml ย่อหน้าที่ 2: {{{{ a.b }}}}: พิมพ์ไม่ได้ เพราะเป็น{reason}" in str(caught.value)


@pytest.mark.parametrize("code", ["\x00", "\x07", "\x08", "\x0c", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe"])
def test_control_characters_are_refused_as_bad_data_with_the_field(code: str) -> None:
    with pytest.raises(DataError) as caught:
        printed(f"ก{code}ข")
    assert f"{{{{ a }}}}: มีอักขระควบคุม U+{ord(code):04X}" in str(caught.value)


@pytest.mark.parametrize(
    ("tag", "context", "message"),
    [
        ("{{ nmae }}", {"name": "ก"}, "ไม่รู้จักช่อง “nmae”"),
        ("{{ a.nmae }}", {"a": {"name": "ก"}}, "ไม่รู้จักช่อง “nmae”"),
        ("{{ a['nmae'] }}", {"a": {"name": "ก"}}, "ไม่รู้จักช่อง “nmae”"),
        ("{{ a.b.c }}", {"a": {}}, "ไม่รู้จักช่อง “b”"),
        ("{{ a.b }}", {"a": None}, "ไม่มีช่อง “b” เพราะข้อมูลส่วนนี้ว่าง"),
        ("{{ 'ก' ~ b }}", {}, "ไม่รู้จักช่อง “b”"),
        ("{{ b|long_date }}", {}, "ไม่รู้จักช่อง “b”"),
        ("{% if b %}{% endif %}", {}, "ไม่รู้จักช่อง “b”"),
        ("{% for x in b %}{% endfor %}", {}, "ไม่รู้จักช่อง “b”"),
        ("{{ a|long_date }}", {"a": "เมื่อวาน"}, "ใช้ |long_date กับค่านี้ไม่ได้"),
        ("{% for x in a %}{% endfor %}", {"a": 5}, "ข้อมูลนี้ไม่ใช่รายการ"),
        ("{% if a > b %}{% endif %}", {"a": 5, "b": "ก"}, "เปรียบเทียบ"),
    ],
)
def test_a_wrong_field_is_named_with_its_tag_and_place(tag: str, context: dict[str, object], message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(table(["ก", tag]), context)
    shown = str(caught.value)
    assert "document.xml ตารางที่ 1 แถวที่ 1 ช่องที่ 2" in shown
    assert message in shown


def test_a_mapping_gives_its_items_before_its_methods() -> None:
    assert texts(rendered(paragraph("{{ a.items }}"), {"a": {"items": "ของ"}})) == ["ของ"]


def test_signs_typed_in_a_tag_are_printed_once_and_whole() -> None:
    assert texts(rendered(paragraph("{{ 'ก & <ข> “ค”' }}"))) == ['ก & <ข> "ค"']


def test_double_quotes_in_an_alternative_text_are_read() -> None:
    assert 'descr=""' in rendered(picture('{{ a["b"] }}'), {"a": {"b": None}})


def test_a_date_joined_to_a_text_is_written_as_a_date() -> None:
    assert texts(rendered(paragraph("{{ 'ณ ' ~ a }}"), {"a": date(2026, 1, 4)})) == ["ณ 4\u00a0มกราคม\u00a02569"]


def test_filters_leave_an_empty_field_empty() -> None:
    assert texts(rendered(paragraph("{{ a|long_date }}{{ b|money }}"), {"a": None, "b": None})) == [""]


def test_default_fills_an_empty_or_missing_field() -> None:
    body = paragraph("{{ a|default('-') }}{{ b|default('-') }}{{ c|default('-') }}")
    assert texts(rendered(body, {"a": None, "c": "ค"})) == ["--ค"]


def test_join_writes_each_value_in_its_form() -> None:
    assert texts(rendered(paragraph("{{ a|join(', ') }}"), {"a": [Decimal(1), None, "ก"]})) == ["1.00, ก"]


def test_digits_follow_the_section_they_are_printed_in() -> None:
    body = paragraphs("{{ a }}", '{%p digits "plan" %}', "{{ a }}", "{%p for b in c %}", "{{ b }}")
    body += paragraphs("{%p endfor %}", '{%p digits "money" %}', "{{ a }}", "{%p enddigits %}", "{{ a }}")
    body += paragraphs("{%p enddigits %}", "{{ a }}")
    template = compile_template(word_file(body), "ก")
    policy = {"": "thai", "plan": "arabic", "money": "thai"}
    made = template.render({"a": 1, "c": [2]}, digits=policy.__getitem__)
    assert texts(document_of(made)) == ["๑", "1", "2", "๑", "1", "๑"]


def test_a_digits_section_may_hold_rows() -> None:
    rows = [['{%tr digits "x" %}'], ["{%tr for a in b %}"], ["{{ a }}"], ["{%tr endfor %}"], ["{%tr enddigits %}"]]
    template = compile_template(word_file(table(*rows) + paragraph("{{ c }}")), "ก")
    made = template.render({"b": [1, 2], "c": 3}, digits=lambda name: "thai" if name else "arabic")
    assert texts(document_of(made)) == ["๑", "๒", "3"]


def test_a_line_break_in_a_value_makes_a_paragraph_of_the_same_properties() -> None:
    properties = '<w:pPr><w:jc w:val="thaiDistribute"/></w:pPr>'
    xml = rendered(paragraph("ก {{ a }} ข", properties=properties), {"a": "หนึ่ง\nสอง\r\nสาม"})
    assert texts(xml) == ["ก หนึ่ง", "สอง", "สาม ข"]
    assert xml.count("thaiDistribute") == 3
    assert "<w:br/>" not in xml


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_makes_a_paragraph(end: str) -> None:
    assert texts(rendered(paragraph("{{ a }}"), {"a": f"ก{end}ข"})) == ["ก", "ข"]


def test_line_breaks_at_the_ends_of_a_value_make_no_empty_paragraph() -> None:
    assert texts(rendered(paragraph("{{ a }}"), {"a": "\nก\n"})) == ["ก"]


def test_a_line_break_inside_a_link_is_refused() -> None:
    body = "<w:p><w:hyperlink><w:r><w:t>{{ a }}</w:t></w:r></w:hyperlink></w:p>"
    with pytest.raises(TemplateError, match="หลายบรรทัด"):
        rendered(body, {"a": "ก\nข"})


def test_paragraphs_that_held_only_tags_are_gone() -> None:
    body = paragraphs("{%p if a %}", "ก", "{%p else %}", "ข", "{%p endif %}", "{%p for b in c %}", "{{ b }}")
    assert texts(rendered(body + paragraph("{%p endfor %}"), {"a": True, "c": ["ค", "ง"]})) == ["ก", "ค", "ง"]


@pytest.mark.parametrize("above", ["", table(["ข"]), table(["{%tr for a in b %}"], ["{{ a }}"], ["{%tr endfor %}"])])
def test_a_cell_whose_loop_is_empty_keeps_a_paragraph(above: str) -> None:
    body = table(["ก", above + paragraphs("{%p for a in b %}", "{{ a }}", "{%p endfor %}")])
    cells = etree.fromstring(rendered(body, {"b": []}).encode()).iter(f"{{{W}}}tc")
    assert {cell[-1].tag for cell in cells} == {f"{{{W}}}p"}


def test_a_merged_cell_keeps_the_order_that_the_schema_wants() -> None:
    properties = '<w:tcPr><w:tcW w:w="9" w:type="dxa"/><w:tcBorders/><w:vAlign w:val="center"/></w:tcPr>'
    body = table(["{%tr for a in b %}"], ["{% vm %}ก{{ a }}"], ["{%tr endfor %}"], cell_properties=properties)
    xml = rendered(body, {"b": ["ข", "ค"]})
    merged = etree.fromstring(xml.encode()).iter(f"{{{W}}}tcPr")
    order = [[etree.QName(child).localname for child in node] for node in merged]
    assert order == [["tcW", "vMerge", "tcBorders", "vAlign"]] * 2
    assert texts(xml) == ["กข", ""]


def test_a_table_without_rows_within_a_cell_takes_nothing_behind_it_along() -> None:
    inner = table(["{%tr for a in b %}"], ["{{ a }}"], ["{%tr endfor %}"])
    body = table(["หนึ่ง", inner + paragraph("{{ note }}")]) + paragraph("ท้าย")
    assert texts(rendered(body, {"b": [], "note": "สอง"})) == ["หนึ่ง", "สอง", "ท้าย"]


def test_a_table_without_rows_is_taken_out() -> None:
    body = paragraph("ก") + table(["{%tr for a in b %}"], ["{{ a }}"], ["{%tr endfor %}"]) + paragraph("ข")
    assert "<w:tbl>" not in rendered(body, {"b": []})


def test_a_table_with_rows_stays() -> None:
    body = table(["{%tr for a in b %}"], ["{{ a }}"], ["{%tr endfor %}"]) + paragraph("ข")
    assert rendered(body, {"b": [1]}).count("<w:tr>") == 1


BREAK = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:pPr></w:p>'


def test_an_empty_last_section_is_dropped() -> None:
    body = paragraph("ก") + BREAK + paragraphs("{%p if a %}", "ข", "{%p endif %}")
    xml = rendered(body, {"a": False})
    assert re.findall(r'w:pgSz w:w="(\d+)"', xml) == ["16838"]
    assert xml.endswith("</w:sectPr></w:body></w:document>")


def test_a_last_section_with_content_stays() -> None:
    body = paragraph("ก") + BREAK + paragraphs("{%p if a %}", "ข", "{%p endif %}")
    assert re.findall(r'w:pgSz w:w="(\d+)"', rendered(body, {"a": True})) == ["16838", "11906"]


def test_a_section_break_that_also_ends_a_text_is_not_dropped() -> None:
    ending = BREAK.replace("</w:pPr>", "</w:pPr><w:r><w:t>ท้าย</w:t></w:r>")
    body = ending + paragraphs("{%p if a %}", "ข", "{%p endif %}")
    assert "ท้าย" in rendered(body, {"a": False})


def test_drawings_are_numbered_once_over_all_parts() -> None:
    body = paragraph("{%p for a in b %}") + picture("") + paragraphs("{{ a }}", "{%p endfor %}")
    template = compile_template(word_file(body, header=picture("")), "ก")
    made = template.render({"b": [1, 2, 3]})
    numbers = re.findall(r'<wp:docPr id="(\d+)"', document_of(made) + document_of(made, "word/header1.xml"))
    assert (len(numbers), len(set(numbers))) == (4, 4)


def test_bookmarks_in_a_loop_get_ids_of_their_own_and_keep_one_name() -> None:
    mark = '<w:p><w:bookmarkStart w:id="0" w:name="ก"/><w:r><w:t>{{ a }}</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'
    xml = rendered(paragraph("{%p for a in b %}") + mark + paragraph("{%p endfor %}") + mark, {"b": [1, 2], "a": 3})
    assert re.findall(r'bookmark(\w+) w:id="(\d+)"', xml) == [("Start", "1"), ("End", "1")]


def test_headers_and_footers_are_filled_too() -> None:
    template = compile_template(
        word_file(paragraph("ก"), header=paragraph("{{ a }}"), footer=paragraph("{{ a }}")), "ก"
    )
    made = template.render({"a": "ข"})
    assert [texts(document_of(made, f"word/{part}1.xml")) for part in ("header", "footer")] == [["ข"], ["ข"]]


def test_equal_input_gives_equal_bytes() -> None:
    data = word_file(paragraph("{{ a }}") + picture(""))
    assert compile_template(data, "ก").render({"a": 1}) == compile_template(data, "ข").render({"a": 1})


def test_parts_that_do_not_change_are_kept_as_they_are() -> None:
    template = compile_template(word_file(paragraph("{{ a }}"), parts={"customXml/item1.xml": "<ก/>"}), "ก")
    assert document_of(template.render({"a": 1}), "customXml/item1.xml") == "<ก/>"


def test_a_part_that_lies_bare_in_the_template_is_deflated_in_the_file() -> None:
    body = f"<ก>{'ข' * 9_000}</ก>"
    drawn = read_packed(word_file(paragraph("{{ a }}"), parts={"customXml/item1.xml": body}))
    bare = {name: Packed(part.raw, squeeze=False) for name, part in drawn.items()}
    made = compile_template(write_package(bare), "ก").render({"a": 1})
    assert len(made) < len(body)


def test_a_file_opens_in_python_docx() -> None:
    made = compile_template(word_file(paragraph("{{ a }}"), header=paragraph("{{ a }}")), "ก").render({"a": NASTY})
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text == NASTY


def test_a_lost_text_is_noticed() -> None:
    with pytest.raises(TemplateError, match=r"ข้อความ “ข” หายไป"):
        proof.prove("แบบ.docx", ["ก".encode(), "ข".encode()], ["<w:t>ก</w:t><w:x>ข</w:x>".encode()])


def test_a_text_out_of_its_turn_is_noticed() -> None:
    with pytest.raises(TemplateError, match="หายไป"):
        proof.prove("แบบ.docx", ["ก".encode(), "ข".encode()], ["<w:t>ข</w:t><w:t>ก</w:t>".encode()])


def _losing(text: bytes, _traits: object, _ids: object) -> bytes:
    return text.replace("สำคัญ".encode(), b"")


def test_a_text_lost_in_repair_is_never_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    template = compile_template(word_file(paragraph("{{ a }}")), "แบบ.docx")
    monkeypatch.setattr("thaireport.output.docx.repair.repaired", _losing)
    with pytest.raises(TemplateError, match="“เรื่องสำคัญ” หายไป"):
        template.render({"a": "เรื่องสำคัญ"})


def test_without_the_proof_the_loss_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    template = compile_template(word_file(paragraph("{{ a }}")), "แบบ.docx")
    monkeypatch.setattr("thaireport.output.docx.repair.repaired", _losing)
    assert texts(document_of(template.render({"a": "เรื่องสำคัญ"}, proof=False))) == ["เรื่อง"]


@pytest.mark.parametrize("value", [NASTY, "ก\nข\tค", "1", "  ", "๑๒๓", "&lt;", "ก" * 5000, "พ.ศ. 2569 จำนวน 5 คน"])
@pytest.mark.parametrize("policy", ["thai", "arabic"])
def test_the_proof_finds_every_kind_of_text(value: str, policy: str) -> None:
    rendered(table([*["{{ a }}"] * 3]) + paragraph("{{ a }} {{ b }}"), {"a": value, "b": "1"}, policy)


def test_an_unknown_digit_policy_is_a_programmers_error() -> None:
    with pytest.raises(ValueError, match="roman"):
        compile_template(word_file(paragraph("{{ a }}")), "ก").render({"a": 1}, digits=lambda _: "roman")


def test_months_and_periods_are_written_by_the_thai_core() -> None:
    month = dates.Month(2026, 4)
    assert printed(month).replace("\u00a0", " ") == dates.long_date(month).replace("\u00a0", " ")


@pytest.mark.parametrize("words", [["ก"], ["ก", "ข", "ค"]])
def test_loop_variables_count_and_tell_first_from_last(words: list[str]) -> None:
    body = paragraph("{% for a in b %}{{ loop.index }}{{ a }}{% if not loop.last %}, {% endif %}{% endfor %}")
    expected = ", ".join(f"{i}{word}" for i, word in enumerate(words, 1))
    assert texts(rendered(body, {"b": words})) == [expected]


def test_a_condition_around_whole_runs_leaves_or_takes_them() -> None:
    body = f"<w:p>{''.join(f'<w:r><w:t>{t}</w:t></w:r>' for t in ('{% if a %}', 'ก', '{% endif %}', 'ข'))}</w:p>"
    made: Callable[[bool], list[str]] = lambda a: texts(rendered(body, {"a": a}))  # noqa: E731
    assert (made(True), made(False)) == (["กข"], ["ข"])


_SIGNS = [" ", "\u00a0", "/", ".pdf", "&", "<", ">", "\n", "\t", "“", "`", "http://", "ISO "]
_PIECES = ["ก", "1", "๒", "คน", "จำนวน", "พ.ศ.", "2569", "เมษายน", "ตย", "ว", "o36", "ITA", *_SIGNS]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=8).map("".join)


@given(st.lists(_TEXTS, min_size=1, max_size=12))
def test_texts_done_at_once_are_as_if_done_one_by_one(values: list[str]) -> None:
    for shape in (printing._THAI, printing._ARABIC):
        assert shape.of_all(values) == [printing._escaped(shape.of_one(value).encode()) for value in values]


def test_a_text_is_not_tied_to_the_one_beside_it() -> None:
    body = paragraph("{{ a }}|{{ b }}|{{ c }}")
    assert texts(rendered(body, {"a": "คนละ 5", "b": " คน", "c": "2569"}, "thai")) == ["คนละ ๕| คน|๒๕๖๙"]


def test_drawings_are_numbered_alike_when_compiled_and_when_rendered() -> None:
    def ids(body: str) -> list[str]:
        return re.findall(r'<wp:docPr id="(\d+)"', rendered(body, {"a": "ก", "b": ["1"]}))

    drawn = picture("รูป")
    assert ids(drawn + paragraph("{{ a }}") + drawn) == ["1001", "1002"]
    assert ids(paragraph("{%p for x in b %}") + drawn + paragraph("{%p endfor %}") + drawn) == ["1001", "1002"]


def test_a_field_named_as_a_method_of_mappings_is_their_item() -> None:
    data: dict[str, object] = {"a": {"items": ["ก", "ข"], "count": "3", "copy": {"keys": "4"}}}
    assert texts(rendered(paragraph("{{ a.items|join('-') }}{{ a.count }}{{ a.copy.keys }}"), data)) == ["ก-ข34"]


SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgNumType w:start="3" w:fmt="thaiNumbers"/></w:sectPr>'


@pytest.mark.parametrize(("policy", "fmt"), [("thai", "thaiNumbers"), ("arabic", "decimal")])
def test_pages_are_numbered_in_the_digits_of_the_file(policy: str, fmt: str) -> None:
    first = f"<w:p><w:pPr>{SECTION}</w:pPr></w:p>"
    xml = rendered(first + paragraph("{{ a }}") + SECTION, {"a": 'w:fmt="thaiNumbers"'}, policy)
    assert re.findall(r'<w:pgNumType w:start="3" w:fmt="(\w+)"/>', xml) == [fmt, fmt]
    assert 'w:fmt="thaiNumbers"' in texts(xml)
