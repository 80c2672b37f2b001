"""The judges themselves: each must find the fault it is there for."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document
from tests.support.golden import Golden, outline
from tests.support.judges import (
    openxml_audit,
    page_faults,
    pdf_text,
    plain,
    png_pages,
    sdk_validate,
    thai_runs_faults,
)
from tests.support.samples import excel_file, paragraph, word_file
from thaireport.output.package import read_package, write_package
from thaireport.output.pdf import to_pdf

TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="4000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/>'
    '<w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/></w:tcPr>{}</w:tc>'
    "</w:tr></w:tbl><w:p/>"
)
AMOUNT = TABLE.format('<w:p><w:r><w:rPr><w:szCs w:val="40"/></w:rPr><w:t>๙๙๙,๙๙๙,๙๙๙.๙๙</w:t></w:r></w:p>')
VALIDATORS = pytest.mark.parametrize("judge", [openxml_audit, sdk_validate])


def _naive() -> bytes:
    document = Document()
    document.add_paragraph("ข้อความไทย {{ ชื่อ }} None").runs[0].bold = True
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _codes(data: bytes) -> set[str]:
    """The codes of the faults that are found."""
    return {found[0] for fault in thai_runs_faults(data) if (found := re.search(r"\b[FLCPTSQ][1-9]\b", fault))}


def _with_settings(data: bytes) -> bytes:
    parts = read_package(data)
    parts["word/settings.xml"] = (
        b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:compat>'
        b'<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        b'</w:compat><w:themeFontLang w:val="en-US" w:bidi="th-TH"/></w:settings>'
    )
    return write_package(parts)


def test_a_file_made_with_care_has_no_faults() -> None:
    assert thai_runs_faults(_with_settings(word_file(paragraph("ข้อความไทย ๑๒ A")))) == []


def test_a_file_made_by_python_docx_has_the_known_ones() -> None:
    assert {"F1", "F4", "L1", "C1", "P1", "Q1", "Q2"} <= _codes(_naive())


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("F1", '<w:p><w:r><w:rPr><w:rFonts w:cs="Angsana New"/></w:rPr><w:t>ไทย</w:t></w:r></w:p>'),
        ("F2", '<w:p><w:r><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr><w:t>ไทย</w:t></w:r></w:p>'),
        ("F3", '<w:p><w:r><w:rPr><w:sz w:val="40"/></w:rPr><w:t>ไทย</w:t></w:r></w:p>'),
        ("F4", "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>ไทย</w:t></w:r></w:p>"),
        ("F5", paragraph("✓")),
        ("L1", '<w:p><w:r><w:rPr><w:lang w:bidi="ar-SA"/></w:rPr><w:t>ไทย</w:t></w:r></w:p>'),
        ("Q1", paragraph("{{ ชื่อ }}")),
        ("Q2", paragraph("งบประมาณ None บาท")),
        ("Q3", paragraph("(ระบุชื่อ)")),
        ("T1", TABLE.format("<w:p/>")),
        ("T2", TABLE.format("<w:p/>").replace('<w:gridCol w:w="2000"/>', '<w:gridCol w:w="9000"/>')),
        ("T3", TABLE.format("<w:p/>")),
        ("T4", TABLE.format("<w:p/>")),
        ("T6", TABLE.format("")),
        ("T7", TABLE.format('<w:p><w:r><w:rPr><w:szCs w:val="28"/></w:rPr><w:t>ไทย</w:t></w:r></w:p>')),
        ("T9", AMOUNT),
        ("T8", TABLE.format("<w:p/>").replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")),
        ("S1", paragraph("ลงชื่อ") + '<w:p><w:pPr><w:pStyle w:val="SignName"/></w:pPr></w:p>'),
    ],
)
def test_each_fault_of_thai_pages_is_found(code: str, body: str) -> None:
    assert code in _codes(_with_settings(word_file(body)))


def test_a_split_header_of_a_table_is_found() -> None:
    row = "<w:tr>{}<w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>"
    grid = '<w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    header = row.format("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    table = f"<w:tbl><w:tblPr/>{grid}{row.format('')}{header}</w:tbl><w:p/>"
    assert _codes(_with_settings(word_file(table))) == {"T5"}


@pytest.mark.parametrize("code", ["C1", "C2"])
def test_settings_that_word_would_read_otherwise_are_found(code: str) -> None:
    parts = read_package(_with_settings(word_file(paragraph("ก"))))
    parts["word/settings.xml"] = b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert code in _codes(write_package(parts))


@VALIDATORS
def test_validators_pass_a_valid_workbook(judge: type) -> None:
    assert judge(excel_file([["ก", 1]]), "xlsx") == []


@VALIDATORS
def test_validators_find_elements_in_a_wrong_order(judge: type) -> None:
    wrong = '<w:p><w:r><w:t>ก</w:t></w:r><w:pPr><w:jc w:val="left"/></w:pPr></w:p>'
    assert judge(word_file(wrong), "docx")


def test_a_table_cell_without_a_paragraph_is_found() -> None:
    assert openxml_audit(word_file(TABLE.format("")), "docx")


def test_an_outline_shows_what_a_reviewer_must_see() -> None:
    text = outline(word_file([paragraph("พ.ศ.\u00a0๒๕๖๙", jc="center"), TABLE.format(paragraph("ช่อง"))]))
    assert "== ตอน 1: แนวตั้ง 21×29.7 ซม. ขอบ บน 2.5 ล่าง 2 ซ้าย 3 ขวา 2 เลขหน้า thaiNumbers" in text
    assert "- ⟦ช่องข้อมูล PAGE⟧2 -" in text
    assert "[-; center] พ.ศ.·๒๕๖๙" in text
    assert "│ • [-; left] ช่อง" in text


def test_an_outline_of_a_workbook_shows_values_formulas_and_formats() -> None:
    text = outline(excel_file([["โครงการ", 15000], ["รวม", "=SUM(B1:B1)"]]))
    assert "  A1 “โครงการ”\n  B1 15000" in text
    assert "  B2 =SUM(B1:B1) → None" in text


def test_a_golden_text_that_differs_is_shown_as_a_diff(tmp_path: Path) -> None:
    Golden(tmp_path, update=True).check("memo", "เรื่อง ก\n")
    Golden(tmp_path).check("memo", "เรื่อง ก")
    with pytest.raises(AssertionError, match=r"-เรื่อง ก\n\+เรื่อง ข"):
        Golden(tmp_path).check("memo", "เรื่อง ข")


def test_a_golden_text_that_is_missing_fails(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="update-golden"):
        Golden(tmp_path).check("memo", "เรื่อง ก")


@pytest.mark.usefixtures("soffice")
def test_pages_can_be_read_and_looked_at(tmp_path: Path) -> None:
    pdf = to_pdf(word_file([paragraph("ทำน้ำ"), paragraph("สอง", page_break=True)]))
    assert plain("ทำน้ำ") in pdf_text(pdf, 1)
    assert plain("ทำน้ำ") not in pdf_text(pdf, 2)
    assert [path.name for path in png_pages(pdf, tmp_path)] == ["page-1.png", "page-2.png"]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("มีหน้าที่ ดังนี้", "๑) รายงาน", ["E1"]),
        ("มีหน้าที่ ดังนี้ คือ", "ๆ อีก", ["E2"]),
        ("มีหน้าที่", "๑) รายงานต่าง ๆ ดังนี้", []),
    ],
)
def test_what_must_not_end_a_page_or_begin_a_line_is_found(
    soffice: Path, first: str, second: str, found: list[str]
) -> None:
    pages = paragraph(first) + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + paragraph(second)
    assert [fault[:2] for fault in page_faults(to_pdf(word_file(pages), "docx"))] == found
