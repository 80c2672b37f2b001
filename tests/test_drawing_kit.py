"""The drawing kit: what other templates are drawn with must keep its word."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from tools.draw import __main__ as command
from tools.draw import kit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADS = ("ลำดับ", "งบประมาณ\n(บาท)", kit.Head("ไตรมาส", ("1", "2")))
WIDTHS = (1.5, 3.0, 1.0, 1.0)


def _document(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def _drawn(*content: str, sheet: kit.Sheet = kit.UPRIGHT) -> bytes:
    document = kit.Document("ทดลอง")
    document.add(*content)
    document.finish(kit.Section(header=kit.slim_header(sheet), sheet=sheet))
    return document.package()


def _table() -> str:
    body = kit.each_row("entry in entries", kit.row("{{ entry }}", kit.Cell("", "CellRight"), "", ""))
    return kit.table(WIDTHS, (kit.title_row("ชื่อตาราง", 4), *kit.head_rows(HEADS), *body))


def test_plain_text_is_escaped_and_markup_is_kept() -> None:
    made = kit.paragraph("R&D <5%", kit.tab())
    assert "R&amp;D &lt;5%" in made
    assert "<w:tab/>" in made


def test_indents_are_in_centimetres_and_spacing_in_points() -> None:
    made = kit.paragraph("ก", look=kit.Look(left=2.5, first=-2.5, before=6, line=35))
    assert '<w:spacing w:before="120" w:line="700" w:lineRule="exact"/>' in made
    assert '<w:ind w:left="1417" w:hanging="1417"/>' in made


def test_a_head_over_narrower_heads_spans_them_and_the_others_merge_down() -> None:
    first, second = kit.head_rows(HEADS)
    assert [(cell.span, cell.merge) for cell in first.cells] == [(1, "restart"), (1, "restart"), (2, None)]
    assert [(cell.span, cell.merge) for cell in second.cells] == [
        (1, "continue"),
        (1, "continue"),
        (1, None),
        (1, None),
    ]


def test_the_title_and_the_heads_of_a_table_are_repeated_on_every_page() -> None:
    rows = list(_document(_drawn(_table())).iter(f"{W}tr"))
    repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    assert repeated == [True, True, True, False, False, False]


def test_a_row_that_does_not_fill_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="spans 3 of 4 columns"):
        kit.table(WIDTHS, (kit.row("ก", "ข", "ค"),))


def test_a_paragraph_follows_a_table_that_ends_a_document_even_behind_a_tag() -> None:
    body = _document(_drawn(kit.digits("plan_table", _table()))).find(f"{W}body")
    assert body is not None
    styles = [child.find(f"{W}pPr/{W}pStyle") for child in list(body)[-3:-1]]
    assert [None if style is None else style.get(f"{W}val") for style in styles] == ["TemplateTag", "Empty1"]


def test_a_mixed_document_of_upright_and_wide_pages_is_valid(tmp_path: Path) -> None:
    document = kit.Document("ทดลอง")
    document.add(kit.paragraph("{{ title }}", style="CoverTitle"), kit.items("body"))
    document.end_section(kit.Section(header=kit.slim_header(kit.UPRIGHT), first_header=kit.EMPTY))
    document.add(_table())
    document.finish(kit.Section(header=kit.slim_header(kit.ACROSS), sheet=kit.ACROSS))
    file = tmp_path / "mixed.docx"
    file.write_bytes(document.package())
    assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []
    turned = [size.get(f"{W}orient") for size in _document(document.package()).iter(f"{W}pgSz")]
    assert turned == [None, "landscape"]


def test_a_document_that_was_not_finished_is_not_handed_over() -> None:
    with pytest.raises(ValueError, match=r"finish\(\)"):
        kit.Document("ทดลอง").package()


def test_numbers_stand_on_the_middle_of_the_sheet_whatever_the_margins() -> None:
    assert kit.UPRIGHT.left + kit.UPRIGHT.axis == pytest.approx(10.5)
    assert kit.ACROSS.left + kit.ACROSS.axis == pytest.approx(14.85)


def test_an_unknown_kind_is_refused_and_the_known_ones_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["memos"]) == 2
    assert "announcement, " in capsys.readouterr().err
