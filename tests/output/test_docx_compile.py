"""Compiling a Word template: what is refused, in which words, and where the message says it is."""

from __future__ import annotations

import time

import pytest
from tests.support.drawn import paragraph, paragraphs, picture, run, table, word_file
from thaireport.errors import TemplateError
from thaireport.output.docx import compile_template


def faults(body: str) -> str:
    with pytest.raises(TemplateError) as caught:
        compile_template(word_file(body), "แบบ.docx")
    return str(caught.value)


HOSTILE = [
    "{{ cycler.__init__.__globals__ }}",
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ x|attr('__class__') }}",
    "{{ x['__class__'] }}",
    "{{ x['_private'] }}",
    "{{ x._private }}",
    "{{ _printer }}",
    "{{ lipsum() }}",
    "{{ range(10 ** 9) }}",
    "{{ dict(a=1) }}",
    "{{ joiner(',')() }}",
    "{{ namespace(a=1) }}",
    "{{ '%s'|format(x) }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ '{0.__class__}'.format_map(x) }}",
    "{{ x.mro() }}",
    "{{ self }}",
    "{{ self.__init__ }}",
    "{{ super() }}",
    "{{ caller }}",
    "{{ varargs }}",
    "{{ x[0:10] }}",
    "{{ x[y] }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 10 ** 100000 }}",
    "{{ [1].append(2) }}",
    "{{ {'a': 1} }}",
    "{{ x|map('upper')|list }}",
    "{{ x|safe }}",
    "{{ x|pprint }}",
    "{{ x|tojson }}",
    "{{ x|groupby('a') }}",
    "{{ x|select('callable') }}",
    "{{ x|_text }}",
    "{{ x|join(*y) }}",
    "{{ x is filter }}",
    "{% import 'os' as os %}",
    "{% from 'a' import b %}",
    "{% include 'a' %}",
    "{% extends 'a' %}",
    "{% macro a() %}{% endmacro %}",
    "{% call a() %}{% endcall %}",
    "{% block a %}{% endblock %}",
    "{% filter upper %}{% endfilter %}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% set _printer = 1 %}",
    "{% set loop = 1 %}",
    "{% set a.b = 1 %}",
    "{% set a, b = x %}",
    "{% set a %}x{% endset %}",
    "{% with a = 1 %}{% endwith %}",
    "{% do x.append(1) %}",
    "{% for i in x recursive %}{% endfor %}",
    "{% for i in range(9) %}{% endfor %}",
    "{% for _i in x %}{% endfor %}",
    "{% if x.__class__ %}{% endif %}",
    "{% if (x.pop)() %}{% endif %}",
]


@pytest.mark.parametrize("tag", HOSTILE)
def test_a_hostile_or_unlisted_expression_is_refused(tag: str) -> None:
    assert "แบบ.docx document.xml ย่อหน้าที่ 1: " in faults(paragraph(tag))


UNKNOWN = [
    ("{% hm %}", "ไม่รองรับการผสานช่องตามแนวนอน"),
    ("{% colspan 2 %}", "ไม่รองรับการผสานช่องด้วย {% colspan %}"),
    ("{% cellbg colour %}", "ไม่รองรับการระบายสีช่อง"),
    ("{%tc for x in xs %}", "{%tc"),
    ("{{r text }}", "RichText"),
    ("{{p document }}", "เอกสารย่อย"),
    ("{%r if x %}", "RichText"),
    ("{%pif x %}", "ต้องเว้นวรรคหลัง {%p: พิมพ์ {%p if"),
    ("{%trfor x in y %}", "ต้องเว้นวรรคหลัง {%tr: พิมพ์ {%tr for"),
    ("{% p if x %}", "ต้องพิมพ์ {%p ติดกัน"),
    ("{% fro x in y %}", "ไม่รู้จักคำสั่ง “fro”"),
    ("{%- if x %}{% endif %}", "ตัดช่องว่าง"),
    ("{% if x -%}{% endif %}", "ตัดช่องว่าง"),
    ("{{ x|longdate }}", "|long_date"),
    ("{{ x is colour }}", "ไม่รู้จักการทดสอบ"),
    ("{{ }}", "เขียนป้ายไม่ถูกรูปแบบ"),
    ("{{ a b }}", "เขียนป้ายไม่ถูกรูปแบบ"),
    ("{% for x %}{% endfor %}", "เขียนป้ายไม่ถูกรูปแบบ"),
    ("{% if %}{% endif %}", "เขียนป้ายไม่ถูกรูปแบบ"),
    ("{%p if a % b %}", "ใช้ % หรือ } ในป้าย"),
    ("{% digits plan %}{% enddigits %}", "เขียนป้ายไม่ถูกรูปแบบ"),
    ("{{ a", "{{ ไม่มีคู่ปิด"),
    ("{% if a", "{% ไม่มีคู่ปิด"),
    ("a }}", "}} ไม่มีคู่เปิด"),
    ("a %}", "%} ไม่มีคู่เปิด"),
    ("{% if a %}", "ไม่มี endif ปิดท้าย"),
    ("{% for a in b %}", "ไม่มี endfor ปิดท้าย"),
    ("{% endif %}", "ไม่มี if เปิดไว้"),
    ("{% else %}", "เปิดไว้"),
    ("{% if a %}{% for b in c %}{% endif %}{% endfor %}", "ที่เปิดอยู่คือ"),
    ("ข้อความ {%p if a %}", "ต้องอยู่ลำพังในย่อหน้า"),
    ("{%p if a %}{%p endif %}", "ต้องอยู่ลำพังในย่อหน้า"),
    ("{%tr for a in b %}", "ใช้ได้ในตารางเท่านั้น"),
]


@pytest.mark.parametrize(("tag", "message"), UNKNOWN)
def test_wrong_or_unsupported_syntax_is_named(tag: str, message: str) -> None:
    assert message in faults(paragraph(tag))


def test_all_faults_come_at_once_each_with_its_place() -> None:
    body = paragraph("{{ a.__x__ }}") + paragraph("ดี {{ b }}") + table(["ก", "{{ c() }}"]) + paragraph("{{ d|nope }}")
    with pytest.raises(TemplateError) as caught:
        compile_template(word_file(body, header=paragraph("{{ e._f }}")), "แบบ.docx")
    assert [problem.place for problem in caught.value.problems] == [
        "แบบ.docx document.xml ย่อหน้าที่ 1",
        "แบบ.docx document.xml ตารางที่ 1 แถวที่ 1 ช่องที่ 2",
        "แบบ.docx document.xml ย่อหน้าที่ 3",
        "แบบ.docx header1.xml ย่อหน้าที่ 1",
    ]


def test_a_place_in_the_second_table_is_counted_as_a_person_would() -> None:
    body = table(["ก"]) + paragraph("ข") + table(["ก", "ข"], ["ค", "{{ x() }}"])
    assert "document.xml ตารางที่ 2 แถวที่ 2 ช่องที่ 2" in faults(body)


def test_the_same_tag_twice_is_placed_where_it_is_wrong_each_time() -> None:
    message = faults(paragraph("{{ x() }}") + paragraph("ก") + paragraph("{{ x() }}"))
    assert "ย่อหน้าที่ 1" in message
    assert "ย่อหน้าที่ 3" in message


def test_a_tag_shattered_over_runs_is_read() -> None:
    body = f"<w:p>{run('{')}{run('{ na')}<w:proofErr w:type='spellStart'/>{run('me }')}{run('}')}</w:p>"
    assert compile_template(word_file(body), "ก").names == {"name"}


def test_a_tag_that_crosses_paragraphs_is_refused_not_swallowed() -> None:
    assert "{{ ไม่มีคู่ปิด" in faults(paragraph("ก {{ a ") + paragraph(" }} ข"))


@pytest.mark.parametrize("tag", ["{{ a[“b”] }}", "{{ a[‘b’] }}", "{{\u00a0a.b\u00a0}}", "{{ a.b|default(“-”) }}"])
def test_smart_quotes_and_no_break_spaces_in_tags_are_accepted(tag: str) -> None:
    template = compile_template(word_file(paragraph(tag)), "ก")
    assert ">ค</w:t>" in template.render_parts({"a": {"b": "ค"}})["word/document.xml"].decode()


def test_a_no_break_space_after_the_p_is_accepted() -> None:
    body = paragraphs("{%p\u00a0if a %}", "ข้อความ", "{%p\u00a0endif\u00a0%}")
    assert "ข้อความ" not in compile_template(word_file(body), "ก").render({"a": False}).decode("latin-1")


def test_text_outside_tags_keeps_its_smart_quotes() -> None:
    template = compile_template(word_file(paragraph("“{{ a }}” ‘ข’")), "ก")
    assert "“ค” ‘ข’" in template.render_parts({"a": "ค"})["word/document.xml"].decode()


def test_a_row_tag_must_be_alone_in_its_row() -> None:
    assert "ต้องอยู่ลำพังในแถว" in faults(table(["{%tr for a in b %}", "{{ a }}"], ["{%tr endfor %}", ""]))


def test_a_picture_beside_a_paragraph_tag_would_vanish_so_it_is_refused() -> None:
    body = picture("").replace("</w:r></w:p>", f"</w:r>{run('{%p if a %}')}</w:p>") + paragraph("{%p endif %}")
    assert "รูปจะหายไป" in faults(body)


def test_a_block_must_be_closed_at_its_own_level() -> None:
    assert "ต้องอยู่ระดับเดียวกับ" in faults(paragraphs("{%p if a %}", "{% endif %}"))


def test_a_paragraph_block_must_not_leave_its_cell() -> None:
    assert "ต้องอยู่ระดับเดียวกับ" in faults(table(["<w:p/>" + paragraphs("{%p if a %}"), paragraph("{%p endif %}")]))


def test_a_plain_block_must_not_cross_paragraphs() -> None:
    assert "ข้ามย่อหน้าใช้ {%p" in faults(paragraphs("{% if a %}ก", "ข{% endif %}"))


def test_tracked_changes_are_refused() -> None:
    assert "Track Changes" in faults(f"<w:p><w:ins w:id='1' w:author='ก'>{run('ก')}</w:ins></w:p>")


def test_a_tag_in_a_field_code_is_refused() -> None:
    assert "instrText" in faults("<w:p><w:r><w:instrText>HYPERLINK {{ a }}</w:instrText></w:r></w:p>")


def test_a_tag_in_an_attribute_is_refused() -> None:
    assert "bookmarkStart" in faults("<w:p><w:bookmarkStart w:id='0' w:name='{{ a }}'/><w:bookmarkEnd w:id='0'/></w:p>")


def test_a_picture_takes_one_tag_only() -> None:
    assert "ต้องมีป้ายเดียว" in faults(picture("ตรา {{ a }}"))


def test_a_tag_in_a_part_that_is_not_rendered_is_refused() -> None:
    data = word_file(paragraph("ก"), parts={"word/comments.xml": "<a>{{ x }}</a>"})
    with pytest.raises(TemplateError, match="ไม่ถูกเติมข้อมูล"):
        compile_template(data, "ก")


def test_something_else_than_a_word_file_is_refused() -> None:
    with pytest.raises(TemplateError, match="ไฟล์เสียหายหรือไม่ใช่ไฟล์ Word/Excel"):
        compile_template(b"%PDF-1.7", "ก")


def test_broken_xml_is_refused() -> None:
    with pytest.raises(TemplateError, match="XML ในไฟล์เสียหาย"):
        compile_template(word_file("<w:p>"), "ก")


def test_a_template_with_a_dtd_is_refused() -> None:
    data = word_file("", parts={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    with pytest.raises(TemplateError, match="DTD"):
        compile_template(data, "ก")


def test_the_same_template_is_compiled_once() -> None:
    data = word_file(paragraph("{{ a }}"))
    assert compile_template(data, "ก") is compile_template(bytes(data), "ก")


def test_names_are_the_top_level_names_printed_or_asked_for() -> None:
    body = paragraphs("{%p if a.b %}", "{{ c|default('x') }} {{ 'ก' ~ d }}", "{%p endif %}", "{%p for e in f %}")
    body += paragraphs("{{ e.g }} {{ loop.index }}", "{%p endfor %}", "{% set h = i %}{{ h }}")
    template = compile_template(word_file(body, footer=paragraph("{{ j }}")), "ก")
    assert template.names == {"a", "c", "d", "f", "i", "j"}


def test_digest_and_size_are_the_files() -> None:
    data = word_file(paragraph("{{ a }}"))
    template = compile_template(data, "ก")
    assert (len(template.digest), template.size) == (64, len(data))


@pytest.mark.parametrize("opening", ["{{ ", "{% ", "{# ", "{{"])
def test_thousands_of_tags_without_an_end_are_told_at_once(opening: str) -> None:
    started = time.monotonic()
    with pytest.raises(TemplateError, match="แห่งที่เปิดแล้วไม่ปิดในย่อหน้าเดียวกัน"):
        compile_template(word_file(paragraph(opening * 40_000)), "ก")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("text", ["{{ x", "{{ a b }}", "{% if x %}"])
def test_faults_of_thousands_of_paragraphs_are_told_within_seconds(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(TemplateError) as caught:
        compile_template(word_file(paragraphs(*[text] * 3_000)), "ก")
    assert time.monotonic() - started < 10
    assert caught.value.problems[-1].place.endswith("ย่อหน้าที่ 3000")
