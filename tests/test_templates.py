"""The shipped templates: drawn by the scripts beside them, valid, and Thai in every run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from tests.support.made import WORD_KINDS, example
from thaireport import pipeline
from thaireport.output.package import read_package
from tools.draw import TEMPLATES, drawn, kinds
from tools.draw.book import DIGIT
from tools.draw.pictures import dashed_png, transparent_png
from tools.draw.styles import FONT, SYMBOL_FONT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD = sorted(path.name for path in TEMPLATES.glob("*.docx"))
EXCEL = sorted(path.name for path in TEMPLATES.glob("*.xlsx"))
SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")


@lru_cache
def _parts(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(TEMPLATES / name) as package:
        return {entry: package.read(entry) for entry in package.namelist()}


def _printed(name: str) -> Iterator[etree._Element]:
    """The body, the headers and the footers."""
    for path, data in _parts(name).items():
        if path.startswith(("word/document", "word/header", "word/footer")) and path.endswith(".xml"):
            yield etree.fromstring(data)


@lru_cache
def _styles(name: str) -> dict[str, etree._Element]:
    root = etree.fromstring(_parts(name)["word/styles.xml"])
    return {str(style.get(f"{W}styleId")): style for style in root.iter(f"{W}style")}


def _inherited(name: str, style: str | None) -> Iterator[etree._Element]:
    """The run properties of a style and its parents, nearest first."""
    while style is not None:
        found = _styles(name)[style]
        properties = found.find(f"{W}rPr")
        if properties is not None:
            yield properties
        parent = found.find(f"{W}basedOn")
        style = None if parent is None else parent.get(f"{W}val")


def _cascade(name: str, run: etree._Element) -> list[etree._Element]:
    """All that says how a run looks, nearest first: itself, its style, its paragraph, the defaults."""
    own = run.find(f"{W}rPr")
    style = None if own is None else own.find(f"{W}rStyle")
    paragraph = next(run.iterancestors(f"{W}p"))
    chosen = paragraph.find(f"{W}pPr/{W}pStyle")
    defaults = etree.fromstring(_parts(name)["word/styles.xml"]).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    found = [own] if own is not None else []
    found += _inherited(name, None if style is None else style.get(f"{W}val"))
    found += _inherited(name, "Normal" if chosen is None else chosen.get(f"{W}val"))
    return [*found, defaults] if defaults is not None else found


def _effective(cascade: list[etree._Element], tag: str, attribute: str = "val") -> str | None:
    for properties in cascade:
        found = properties.find(f"{W}{tag}")
        if found is not None and (attribute == "val" or found.get(f"{W}{attribute}")):
            return found.get(f"{W}{attribute}", "on")
    return None


def _runs(name: str) -> Iterator[tuple[str, list[etree._Element]]]:
    for part in _printed(name):
        for run in part.iter(f"{W}r"):
            text = "".join(node.text or "" for node in run.iter(f"{W}t"))
            if text.strip() or run.find(f"{W}tab") is not None or run.find(f"{W}fldChar") is not None:
                yield text, _cascade(name, run)


@pytest.mark.parametrize("kind", kinds())
def test_a_template_drawn_again_is_the_same_to_the_byte(kind: str) -> None:
    differing = [name for name, data in drawn([kind]).items() if (TEMPLATES / name).read_bytes() != data]
    assert differing == [], f"run: python -m tools.draw {kind}"


def test_every_shipped_template_is_drawn_by_a_script() -> None:
    shipped = {path.name for path in TEMPLATES.iterdir() if path.suffix in {".docx", ".xlsx"}}
    assert shipped == set(drawn())


@pytest.mark.parametrize("name", WORD)
def test_word_would_open_a_template_without_complaint(name: str) -> None:
    result = OpenXmlValidator().validate(TEMPLATES / name)
    assert [str(error) for error in result.errors] == []


@pytest.mark.parametrize("name", WORD)
def test_every_run_is_in_the_mandated_font_in_all_four_slots(name: str) -> None:
    faces = {_effective(cascade, "rFonts", slot) for _, cascade in _runs(name) for slot in SLOTS}
    assert faces <= {FONT, SYMBOL_FONT}


@pytest.mark.parametrize("name", WORD)
def test_signs_that_the_thai_font_lacks_stand_in_the_symbol_font(name: str) -> None:
    wrong = [
        text
        for text, cascade in _runs(name)
        if set(text) & set("✓✔☑☐★➤") and _effective(cascade, "rFonts", "cs") != SYMBOL_FONT
    ]
    assert wrong == []


@pytest.mark.parametrize("name", WORD)
def test_thai_has_the_size_and_the_weight_that_latin_has(name: str) -> None:
    unlike = [
        text
        for text, cascade in _runs(name)
        if _effective(cascade, "sz") != _effective(cascade, "szCs")
        or _effective(cascade, "b") != _effective(cascade, "bCs")
    ]
    assert unlike == []


@pytest.mark.parametrize("name", WORD)
def test_no_font_is_taken_from_the_theme_and_no_run_is_forced_complex(name: str) -> None:
    text = b"".join(_parts(name).values())
    assert not any(mark in text for mark in (b"Theme=", b"<w:cs/>", b'w:bidi="ar-SA"'))


@pytest.mark.parametrize("name", WORD)
def test_thai_proofing_and_word_2013_layout_are_set(name: str) -> None:
    settings, styles = _parts(name)["word/settings.xml"], _parts(name)["word/styles.xml"]
    assert b'<w:themeFontLang w:val="en-US" w:bidi="th-TH"/>' in settings
    assert b'w:name="compatibilityMode"' in settings and b'w:val="15"/>' in settings
    assert b'w:bidi="th-TH"' in styles


@pytest.mark.parametrize("name", WORD)
def test_pages_are_a4_and_every_section_says_how_pages_are_counted(name: str) -> None:
    for section in etree.fromstring(_parts(name)["word/document.xml"]).iter(f"{W}sectPr"):
        size, count = section.find(f"{W}pgSz"), section.find(f"{W}pgNumType")
        assert size is not None and count is not None
        assert {size.get(f"{W}w"), size.get(f"{W}h")} == {"11906", "16838"}
        assert count.get(f"{W}fmt") is not None


@pytest.mark.parametrize(("policy", "fmt"), [("thai", "thaiNumbers"), ("arabic", "decimal")])
@pytest.mark.parametrize("kind", [kind for kind in WORD_KINDS if kind != "bundle"])
def test_every_section_of_a_kind_numbers_its_pages_in_the_digits_of_the_file(kind: str, policy: str, fmt: str) -> None:
    report = example(kind).model_copy(update={"digits": policy, "digits_of": {}})
    document = read_package(pipeline.render(report))["word/document.xml"]
    counts = etree.fromstring(document).iter(f"{W}pgNumType")
    assert {count.get(f"{W}fmt") for count in counts} == {fmt}


@pytest.mark.parametrize("name", WORD)
def test_tables_fill_their_grid_and_fit_the_paper(name: str) -> None:
    for table in etree.fromstring(_parts(name)["word/document.xml"]).iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "0")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        assert table.find(f"{W}tblPr/{W}tblW").get(f"{W}w") == str(sum(grid))  # type: ignore[union-attr]
        assert sum(grid) <= 16838 - 2 * 567
        for row in table.iterfind(f"{W}tr"):
            assert sum(int(width.get(f"{W}w", "0")) for width in row.iterfind(f"{W}tc/{W}tcPr/{W}tcW")) == sum(grid)


@pytest.mark.parametrize("name", WORD)
def test_dots_are_tab_leaders_and_never_typed(name: str) -> None:
    typed = [node.text for part in _printed(name) for node in part.iter(f"{W}t") if "...." in (node.text or "")]
    assert typed == []


@pytest.mark.parametrize("name", WORD)
def test_a_template_carries_no_picture_but_empty_places(name: str) -> None:
    pictures = {data for path, data in _parts(name).items() if path.startswith("word/media/")}
    assert pictures <= {transparent_png(), dashed_png()}


@pytest.mark.parametrize("name", WORD)
def test_every_picture_has_its_own_number_and_says_what_it_is(name: str) -> None:
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    found = [shape for part in _printed(name) for shape in part.iter(drawing)]
    numbers = [shape.get("id") for shape in found]
    assert len(numbers) == len(set(numbers))
    assert all(shape.get("descr") for shape in found)


def test_all_templates_share_one_style_set_so_that_bundles_join() -> None:
    assert len({_parts(name)["word/styles.xml"] for name in WORD}) == 1


def test_the_pictures_of_the_empty_places_can_be_read() -> None:
    from PIL import Image

    for data, size in ((transparent_png(), (1, 1)), (dashed_png(), (184, 200))):
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.convert("RGBA").size == size


def _printed_scale(sheet: Worksheet) -> float:
    """The share of its full size that a sheet is printed at; columns repeated on every page count on each."""
    area = sheet.print_area.partition("!")[2] or sheet.calculate_dimension()
    width, repeated = _width(sheet, area), _width(sheet, sheet.print_title_cols or "")
    room = (29.7 if sheet.page_setup.orientation == "landscape" else 21.0) - 4.0
    pages = sheet.page_setup.fitToWidth or 1
    return min(1.0, room * pages / (width + repeated * (pages - 1)))


def _width(sheet: Worksheet, columns: str) -> float:
    """cm from the first to the last column of ``A1:C9`` or ``A:C``."""
    letters = re.findall("[A-Z]+", columns)
    numbers = range(column_index_from_string(letters[0]), column_index_from_string(letters[-1]) + 1) if letters else ()
    return sum(sheet.column_dimensions[get_column_letter(number)].width for number in numbers) * DIGIT


@pytest.mark.parametrize("name", EXCEL)
def test_no_sheet_is_printed_in_letters_too_small_to_be_read(name: str) -> None:
    sheets = openpyxl.load_workbook(TEMPLATES / name).worksheets
    assert {sheet.title: size for sheet in sheets if (size := 14 * _printed_scale(sheet)) < 9} == {}


def test_redrawing_writes_where_the_templates_are_read() -> None:
    assert Path(__file__).parents[1] / "templates" == TEMPLATES
