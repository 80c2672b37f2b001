"""The engine gives what docxtpl 0.20.2 gives, for document, headers and footers, before repair.

Both render with the same Jinja environment; compared is canonical XML (C14N), part by part.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import docxtpl
import pytest
import thaireport
from docxtpl import DocxTemplate
from lxml import etree
from tests.support.drawn import paragraph, paragraphs, picture, table, word_file
from tests.support.tools import ROOT
from thaireport.errors import ThaiReportError
from thaireport.output.docx import compile_template, syntax, template
from thaireport.output.docx.printing import PRINTER, DigitChoice, Printer
from thaireport.output.package import read_package

NASTY = "R&D <5% A>B ก&ข \"x\" 'y' {{ }} %} 2569\nบรรทัดสอง\tแท็บ"


def by_docxtpl(data: bytes, context: Mapping[str, object], digits: DigitChoice) -> dict[str, bytes]:
    """The rendered parts that docxtpl makes with our environment, read back from the file it saves."""
    template = DocxTemplate(io.BytesIO(data))
    template.render({**context, PRINTER: Printer(digits, keep=False)}, syntax.environment())
    file = io.BytesIO()
    template.save(file)
    document = docx.Document(io.BytesIO(file.getvalue()))
    kinds = ("/header", "/footer")
    related = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith(kinds)]
    return {str(part.partname).lstrip("/"): part.blob for part in (document.part, *related)}


def canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True)


def assert_equal(data: bytes, context: Mapping[str, object], digits: DigitChoice = lambda _: "thai") -> None:
    theirs = by_docxtpl(data, context, digits)
    ours = compile_template(data, "แบบ.docx").render_parts(context, digits=digits)
    assert "word/document.xml" in ours
    for name, xml in ours.items():
        if name in theirs:
            assert canonical(xml) == canonical(theirs[name]), name


LOOP = paragraphs("{%p for a in b %}", "{{ loop.index }}. {{ a.c }} {{ a.d }}", "{%p endfor %}")
ROWS = [["{%tr for a in b %}", ""], ["{{ a.c }}", "{{ a['d'] }}"], ["{%tr endfor %}", ""]]
CONTEXT: dict[str, object] = {
    "b": [{"c": NASTY, "d": Decimal("12.5")}, {"c": "", "d": None}, {"c": "ข", "d": date(2026, 4, 20)}],
    "x": NASTY,
    "y": True,
    "n": None,
}
CASES = {
    "plain": paragraph("ก {{ x }} ข"),
    "shattered": paragraph("ก {", "{ x", " }", "} ข"),
    "loop": LOOP,
    "nested": paragraphs(
        "{%p for e in b %}", "{%p for a in b %}", "{{ e.c }}{{ a.d }}", "{%p endfor %}", "{%p endfor %}"
    ),
    "rows": table(*ROWS),
    "rows in a cell": table(["ก", table(*ROWS) + paragraph("")]),
    "condition": paragraphs("{%p if y %}", "{{ x }}", "{%p elif n %}", "ข", "{%p else %}", "ค", "{%p endif %}"),
    "inline condition": paragraph("{% if y %}ก{{ x }}{% else %}ข{% endif %}ค"),
    "set": paragraphs("{% set z = x %}{{ z }}"),
    "digits": paragraphs('{%p digits "a" %}', "{{ x }}", "{%p enddigits %}", "{{ x }}"),
    "filters": paragraphs("{{ 1234|number }} {{ n|default('-') }} {{ 'ก' ~ 5 }}"),
    "constants": paragraphs("{{ 'ก <ข>' }} {{ 5 }}"),
    "merged cells": table(["{%tr for a in b %}", ""], ["{% vm %}{{ x }}", "{{ a.d }}"], ["{%tr endfor %}", ""]),
    "comment": paragraph("ก{# หมายเหตุ #}ข") + paragraphs("{#p ทั้งย่อหน้า #}", "ค"),
    "drawings": paragraph("{%p for a in b %}") + picture("ภาพ") + paragraph("{%p endfor %}") + picture("ท้าย"),
    "empty picture": picture("{{ n }}"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_template_renders_as_docxtpl_renders_it(case: str) -> None:
    assert_equal(word_file(CASES[case], header=paragraph("{{ x }}"), footer=LOOP), CONTEXT)


def test_arabic_digits_and_sections_agree_too() -> None:
    assert_equal(word_file(CASES["digits"]), CONTEXT, lambda section: "arabic" if section else "thai")


def test_a_difference_of_one_letter_is_noticed() -> None:
    data = word_file(CASES["plain"])
    with pytest.raises(AssertionError):
        theirs = by_docxtpl(data, {"x": "ก"}, lambda _: "thai")["word/document.xml"]
        ours = compile_template(data, "แบบ.docx").render_parts({"x": "กข"})["word/document.xml"]
        assert canonical(ours) == canonical(theirs)


def test_the_docxtpl_compared_with_is_the_one_measured() -> None:
    assert docxtpl.__version__.startswith("0.20.")


TEMPLATES = sorted((ROOT / "templates").glob("*.docx"))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda path: path.stem)
def test_a_shipped_template_renders_its_example_as_docxtpl_does(file: Path) -> None:
    example = ROOT / "examples" / f"{file.stem}.yaml"
    try:
        report = thaireport.load(example)
    except ThaiReportError as error:
        pytest.fail(f"the example cannot be loaded: {error}")
    data = file.read_bytes()
    context = report.context(compile_template(data, file.name).names)
    assert_equal(data, context, report.digits_for)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda path: path.stem)
def test_properties_set_aside_while_docxtpl_patches_come_back_where_they_were(file: Path) -> None:
    xml = etree.tostring(etree.fromstring(read_package(file.read_bytes())["word/document.xml"]), encoding="unicode")
    brief, hidden = template._abridged(xml)
    assert hidden
    assert len(brief) < len(xml)
    whole = DocxTemplate.patch_xml(None, xml)
    plain = template._TAG.sub(lambda tag: tag.group().replace("&quot;", '"').replace("&amp;", "&"), whole)
    assert template._patched(xml, []) == plain
