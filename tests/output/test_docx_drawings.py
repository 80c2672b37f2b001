"""Pictures and charts: placeholders refilled, exact blank space, the same figures everywhere."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree
from tests.support.drawn import CHART_PART, PNG, chart, document_of, paragraph, picture, word_file
from thaireport.errors import TemplateError
from thaireport.output.docx import charts, compile_template
from thaireport.output.package import read_package, write_package
from thaireport.parts import ChartData, Series
from thaireport.pictures import Picture

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WIDE = Picture(data=PNG + b"wide", kind="png", width_px=200, height_px=100, alt="ภาพ <กว้าง> & “ใหญ่”")
TALL = Picture(data=PNG + b"tall", kind="jpeg", width_px=50, height_px=100, alt="สูง")


@dataclass(frozen=True)
class Figures:
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    alt: str = "แผนภูมิแท่ง"


FIGURES = Figures(
    ("ไตรมาส 1", "A & <B>", "ไตรมาส 3"),
    (("ปี 2568", (Decimal("1.5"), None, Decimal(3))), ("ปี 2569", (Decimal(2), Decimal("4.25"), Decimal(0)))),
)


def made(body: str, context: dict[str, object], header: str = "") -> bytes:
    template = compile_template(word_file(body, header=header), "แบบ.docx")
    return template.render(context, digits=lambda _: "thai")


def extents(xml: str) -> set[tuple[str, str]]:
    return set(re.findall(r'<(?:wp:extent|a:ext) cx="(\d+)" cy="(\d+)"', xml))


def test_a_picture_takes_the_place_of_its_placeholder() -> None:
    file = made(picture("{{ emblem }}"), {"emblem": WIDE})
    parts = read_package(file)
    rels = parts["word/_rels/document.xml.rels"].decode()
    relation = re.search(r'r:embed="(\w+)"', document_of(file))
    assert relation is not None
    assert f'Id="{relation[1]}"' in rels
    assert parts["word/media/picture1.png"] == WIDE.data


def test_a_wide_picture_is_fitted_to_the_width_of_the_box() -> None:
    assert extents(document_of(made(picture("{{ emblem }}"), {"emblem": WIDE}))) == {("540000", "270000")}


def test_a_tall_picture_is_fitted_to_the_height_of_the_box() -> None:
    assert extents(document_of(made(picture("{{ emblem }}"), {"emblem": TALL}))) == {("270000", "540000")}


def test_the_alternative_text_is_the_pictures_escaped() -> None:
    root = etree.fromstring(document_of(made(picture("{{ emblem }}"), {"emblem": WIDE})).encode())
    assert [node.get("descr") for node in root.iter("{*}docPr")] == [WIDE.alt]


def test_the_crop_of_the_placeholder_is_not_kept() -> None:
    assert "srcRect" not in document_of(made(picture("{{ emblem }}"), {"emblem": WIDE}))


def test_without_a_picture_the_placeholder_stays_with_no_words() -> None:
    xml = document_of(made(picture("{{ emblem }}"), {"emblem": None}))
    assert extents(xml) == {("540000", "540000")}
    assert 'descr=""' in xml
    assert 'r:embed="rIdPicture"' in xml


def test_each_turn_of_a_loop_has_its_own_picture() -> None:
    body = paragraph("{%p for photo in photos %}") + picture("{{ photo.picture }}") + paragraph("{%p endfor %}")
    photos = [{"picture": WIDE}, {"picture": TALL}, {"picture": None}, {"picture": WIDE}]
    file = made(body, {"photos": photos})
    embeds = re.findall(r'r:embed="(\w+)"', document_of(file))
    assert [len(embeds), len(set(embeds))] == [4, 3]
    assert {n for n in read_package(file) if "picture" in n} == {
        "word/media/picture1.png",
        "word/media/picture1.jpeg",
    }


def test_the_type_of_a_new_kind_of_picture_is_declared() -> None:
    types = document_of(made(picture("{{ emblem }}"), {"emblem": TALL}), "[Content_Types].xml")
    assert 'Extension="jpeg" ContentType="image/jpeg"' in types


def test_a_picture_in_a_header_hangs_on_the_header() -> None:
    file = made(paragraph("ก"), {"emblem": WIDE}, header=picture("{{ emblem }}"))
    assert "picture1.png" in document_of(file, "word/_rels/header1.xml.rels")


def test_a_picture_printed_in_a_text_is_refused() -> None:
    with pytest.raises(TemplateError, match="Alt Text"):
        made(paragraph("{{ emblem }}"), {"emblem": WIDE})


def test_a_text_printed_as_an_alternative_text_is_refused() -> None:
    with pytest.raises(TemplateError, match="รับเฉพาะรูปภาพหรือแผนภูมิ"):
        made(picture("{{ emblem }}"), {"emblem": "garuda.png"})


def test_a_placeholder_without_a_tag_is_left_alone() -> None:
    assert 'descr="ตราครุฑ"' in document_of(made(picture("ตราครุฑ") + paragraph("{{ a }}"), {"a": 1}))


def test_a_misspelt_picture_field_is_named() -> None:
    with pytest.raises(TemplateError, match="ไม่รู้จักช่อง “emblam”"):
        made(picture("{{ emblam }}"), {"emblem": WIDE})


def test_equal_pictures_give_equal_bytes() -> None:
    body = picture("{{ emblem }}") + picture("{{ seal }}")
    assert made(body, {"emblem": WIDE, "seal": TALL}) == made(body, {"emblem": WIDE, "seal": TALL})


# ---------------------------------------------------------------- charts


def cached(file: bytes, part: str = "word/charts/chart1.xml") -> list[tuple[str, list[str | None], list[str | None]]]:
    """Each series of a chart part: its name, its categories, its values by point (None: a gap)."""
    root = etree.fromstring(read_package(file)[part])
    found = []
    for series in root.iter(f"{C}ser"):
        columns = []
        for kind in ("cat", "val"):
            cache = next(node for node in next(series.iterfind(C + kind)).iter() if str(node.tag).endswith("Cache"))
            count = int(next(cache.iterfind(f"{C}ptCount")).get("val", "0"))
            points = {int(pt.get("idx", "0")): pt.findtext(f"{C}v") for pt in cache.iterfind(f"{C}pt")}
            columns.append([points.get(i) for i in range(count)])
        found.append((series.findtext(f"{C}tx//{C}v") or "", columns[0], columns[1]))
    return found


def test_a_chart_shows_the_figures_of_the_data() -> None:
    categories = ["ไตรมาส ๑", "A & <B>", "ไตรมาส ๓"]
    assert cached(made(chart("{{ c }}"), {"c": FIGURES})) == [
        ("ปี ๒๕๖๘", categories, ["1.5", None, "3"]),
        ("ปี ๒๕๖๙", categories, ["2", "4.25", "0"]),
    ]


def test_edit_data_shows_the_same_figures() -> None:
    parts = read_package(made(chart("{{ c }}"), {"c": FIGURES}))
    book = openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/chart1.xlsx"]))
    assert [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()] == [
        [None, "ปี ๒๕๖๘", "ปี ๒๕๖๙"],
        ["ไตรมาส ๑", 1.5, 2],
        ["A & <B>", None, 4.25],
        ["ไตรมาส ๓", 3, 0],
    ]


def test_the_drawn_workbook_does_not_stay_behind() -> None:
    assert "word/embeddings/old.xlsx" not in read_package(made(chart("{{ c }}"), {"c": FIGURES}))


def test_a_chart_keeps_its_number_format_and_names_its_cells() -> None:
    xml = document_of(made(chart("{{ c }}"), {"c": FIGURES}), "word/charts/chart1.xml")
    assert xml.count("<c:formatCode>[$-D00041E]0.00</c:formatCode>") == 2  # in the digits of the section
    assert "Sheet1!$C$2:$C$4" in xml


def test_a_further_series_has_its_own_index_and_colour() -> None:
    root = etree.fromstring(read_package(made(chart("{{ c }}"), {"c": FIGURES}))["word/charts/chart1.xml"])
    first, second = root.iter(f"{C}ser")
    assert [next(node.iterfind(f"{C}idx")).get("val") for node in (first, second)] == ["0", "1"]
    assert second.find(f"{C}spPr") is None


def test_series_drawn_too_many_are_left_out() -> None:
    one = Figures(FIGURES.categories, FIGURES.series[:1])
    body = chart("{{ c }}")
    assert len(cached(made(body, {"c": one}))) == 1


@pytest.mark.parametrize(
    ("scaling", "order"),
    [
        ("<c:scaling/>", ["min"]),
        ('<c:scaling><c:orientation val="minMax"/><c:max val="100"/></c:scaling>', ["orientation", "max", "min"]),
        ('<c:scaling><c:orientation val="minMax"/><c:min val="5"/></c:scaling>', ["orientation", "min"]),
    ],
)
def test_an_axis_begins_where_the_figures_say_whatever_was_drawn(scaling: str, order: list[str]) -> None:
    part = CHART_PART.replace('<c:valAx><c:axId val="2"/>', f'<c:valAx><c:axId val="2"/>{scaling}')
    figures = ChartData(("ก",), (Series("ข", (Decimal("82"),)),), "แผนภูมิ", Decimal(70))
    template = compile_template(word_file(chart("{{ c }}"), parts={"word/charts/chart1.xml": part}), "แบบ.docx")
    root = etree.fromstring(read_package(template.render({"c": figures}))["word/charts/chart1.xml"])
    (drawn,) = root.iter(f"{C}scaling")
    assert [etree.QName(child).localname for child in drawn] == order
    assert [child.get("val") for child in drawn.iter(f"{C}min")] == ["70"]


def test_a_chart_in_a_loop_is_copied() -> None:
    body = paragraph("{%p for c in cs %}") + chart("{{ c.chart }}") + paragraph("{%p endfor %}")
    other = Figures(("ก",), (("ข", (Decimal(9),)),))
    file = made(body, {"cs": [{"chart": FIGURES}, {"chart": other}]})
    relations = re.findall(r'<c:chart r:id="(\w+)"', document_of(file))
    assert len(set(relations)) == 2
    assert cached(file, "word/charts/chart2.xml") == [("ข", ["ก"], ["9"])]
    assert len(cached(file)) == 2


def test_every_chart_has_its_own_workbook_whatever_the_drawn_ones_are_called() -> None:
    # LibreOffice numbers the charts of a template anew, and leaves their workbooks their names.
    body = paragraph("{%p for c in cs %}") + chart("{{ c.chart }}") + paragraph("{%p endfor %}")
    file = word_file(body)
    crossed = {
        name: part.replace(b"old.xlsx", b"chart2.xlsx") if name.endswith("chart1.xml.rels") else part
        for name, part in read_package(file).items()
        if name != "word/embeddings/old.xlsx"
    }
    typed = f'<Override PartName="/word/embeddings/chart2.xlsx" ContentType="{charts._SHEET_TYPE}"/></Types>'
    crossed["[Content_Types].xml"] = crossed["[Content_Types].xml"].replace(b"</Types>", typed.encode())
    books = {"word/embeddings/chart2.xlsx": b"old", "word/embeddings/chart3.xlsx": b"another's"}
    data = write_package({**crossed, **books})
    figures = [Figures(("ก",), (("ข", (Decimal(number),)),)) for number in (1, 2, 3)]
    parts = read_package(compile_template(data, "ก.docx").render({"cs": [{"chart": each} for each in figures]}))
    shown = []
    for number in (1, 2, 3):
        [name] = re.findall(rb"embeddings/([^\"]*)", parts[f"word/charts/_rels/chart{number}.xml.rels"])
        book = openpyxl.load_workbook(io.BytesIO(parts[f"word/embeddings/{name.decode()}"]))
        shown.append(book["Sheet1"]["B2"].value)
    assert shown == [1, 2, 3]
    assert parts["word/embeddings/chart3.xlsx"] == b"another's"
    named = re.findall(r'PartName="/(word/embeddings/[^"]*)"', parts["[Content_Types].xml"].decode())
    assert set(named) <= set(parts)


def test_a_chart_without_figures_is_left_out_with_its_sample() -> None:
    xml = document_of(made(chart("{{ c }}") + paragraph("ก"), {"c": None}))
    assert "<c:chart" not in xml


def test_a_picture_where_a_chart_is_drawn_is_refused() -> None:
    with pytest.raises(TemplateError, match="แผนภูมิแต่แม่แบบวาดรูปภาพไว้ หรือกลับกัน"):
        made(chart("{{ c }}"), {"c": WIDE})


def test_a_chart_where_a_picture_is_drawn_is_refused() -> None:
    with pytest.raises(TemplateError, match="แผนภูมิแต่แม่แบบวาดรูปภาพไว้ หรือกลับกัน"):
        made(picture("{{ c }}"), {"c": FIGURES})


def test_equal_figures_give_equal_bytes() -> None:
    assert made(chart("{{ c }}"), {"c": FIGURES}) == made(chart("{{ c }}"), {"c": FIGURES})
