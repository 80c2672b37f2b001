"""Native charts for Word and Excel: bars, stacked bars and radar in the Thai font, readable without colour.

A chart is drawn with sample figures; the engine puts the report's figures in (Word: cached figures and the
workbook behind "Edit Data"; Excel: the cells it refers to). Series differ by pattern, dash and marker, so
that a black-and-white copy still tells them apart.

>>> chart = Chart("radar", ("ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2"), (("ปีนี้", (95, 90)), ("ปีก่อน", (92, 91))))
>>> document.add(paragraph(word_chart(document, "{{ radar_chart }}", chart, (16, 11))))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Literal

from thaireport.output.docx.charts import workbook
from thaireport.output.package import content, read_package, write_package
from thaireport.parts import ChartData, Series

from tools.draw.document import Document, stored_zip
from tools.draw.markup import Xml
from tools.draw.styles import FONT
from tools.draw.units import emu

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Kind = Literal["bar", "column", "stacked", "radar"]
"""``bar`` lies, ``column`` stands, ``stacked`` lies and sums up, ``radar`` is a net."""

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_INK = "1F3864"
"""Dark blue: nearly black on a black-and-white printer."""
_LINE = "7F7F7F"
_GRID = "D9D9D9"


@dataclass(frozen=True)
class Axis:
    """The scale of the figures: least, greatest and step (None: the program chooses), and how they print."""

    least: float | None = 0
    greatest: float | None = None
    step: float | None = None
    number_format: str = "0"


@dataclass(frozen=True)
class Chart:
    """A chart to draw: kind, sample categories, sample series (name and figures), scale, letters in pt.

    ``labels`` is the number format of the figures printed beside bars and points; None prints none.
    """

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    axis: Axis = Axis()
    labels: str | None = None
    size: float = 12

    @property
    def data(self) -> ChartData:
        """The sample figures."""
        series = (Series(name, tuple(Decimal(str(one)) for one in values)) for name, values in self.series)
        return ChartData(self.categories, tuple(series), "")


@dataclass(frozen=True)
class Cells:
    """Where a chart finds its figures: formulas of the categories and, for each series, of name and values."""

    categories: str
    series: tuple[tuple[str, str], ...]


def own_cells(chart: Chart) -> Cells:
    """The cells of the workbook that Word embeds: categories in column A, one column for each series."""
    last = len(chart.categories) + 1
    columns = [chr(ord("B") + index) for index in range(len(chart.series))]
    series = tuple((f"Sheet1!${one}$1", f"Sheet1!${one}$2:${one}${last}") for one in columns)
    return Cells(f"Sheet1!$A$2:$A${last}", series)


# --- how series look --------------------------------------------------------------------------------------

_SOLID = f'<a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill>'
_WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
_EDGE = f'<a:ln w="9525">{_SOLID}</a:ln>'


def _hatch(pattern: str) -> str:
    return (
        f'<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="{_INK}"/></a:fgClr>'
        '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
    )


_FILLS = (_SOLID, _hatch("wdUpDiag"), _WHITE, _hatch("pct25"), _hatch("dkHorz"))
_DASHES = ("solid", "sysDash", "lgDashDot", "sysDot", "lgDash")
_MARKERS = (("circle", _SOLID), ("diamond", _WHITE), ("square", _WHITE), ("triangle", _SOLID), ("x", _WHITE))


def _text(size: float, *, bold: bool = False, color: str = "000000") -> str:
    faces = "".join(f'<a:{slot} typeface="{FONT}"/>' for slot in ("latin", "ea", "cs"))
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
        f'{faces}</a:defRPr></a:pPr><a:endParaRPr lang="th-TH"/></a:p></c:txPr>'
    )


def _looks(chart: Chart, index: int) -> str:
    """Fill or line of a series; the marker of a radar's."""
    place = index % len(_FILLS)
    if chart.kind != "radar":
        return f"<c:spPr>{_FILLS[place]}{_EDGE}</c:spPr>"
    sign, inside = _MARKERS[place]
    width = 28575 if index == 0 else 19050
    dash = f'{_SOLID}<a:prstDash val="{_DASHES[place]}"/><a:round/>'
    line = f'<a:ln w="{width}" cap="rnd">{dash}</a:ln>'
    return (
        f"<c:spPr>{line}</c:spPr>"
        f'<c:marker><c:symbol val="{sign}"/><c:size val="7"/><c:spPr>{inside}{_EDGE}</c:spPr></c:marker>'
    )


def _labels(chart: Chart) -> str:
    if chart.labels is None:
        return ""
    # Figures inside stacked bars stand on white: no pattern is read through.
    inside = chart.kind == "stacked"
    ground = f"<c:spPr>{_WHITE}<a:ln><a:noFill/></a:ln></c:spPr>" if inside else ""
    place = "ctr" if inside else "outEnd"
    position = "" if chart.kind == "radar" else f'<c:dLblPos val="{place}"/>'
    return (
        f'<c:dLbls><c:numFmt formatCode="{escape(chart.labels)}" sourceLinked="0"/>{ground}{_text(chart.size)}'
        f'{position}<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


# --- figures ----------------------------------------------------------------------------------------------


def _names(formula: str, texts: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{escape(text)}</c:v></c:pt>' for n, text in enumerate(texts))
    return (
        f'<c:strRef><c:f>{escape(formula)}</c:f><c:strCache><c:ptCount val="{len(texts)}"/>{points}'
        "</c:strCache></c:strRef>"
    )


def _figures(formula: str, values: Sequence[float], number_format: str) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{value:g}</c:v></c:pt>' for n, value in enumerate(values))
    return (
        f"<c:numRef><c:f>{escape(formula)}</c:f><c:numCache><c:formatCode>{escape(number_format)}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _series(chart: Chart, cells: Cells, index: int) -> str:
    name, values = chart.series[index]
    at_name, at_values = cells.series[index]
    number_format = chart.labels or "General"
    invert = "" if chart.kind == "radar" else '<c:invertIfNegative val="0"/>'
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx>{_names(at_name, [name])}</c:tx>'
        f"{_looks(chart, index)}{invert}{_labels(chart)}"
        f"<c:cat>{_names(cells.categories, chart.categories)}</c:cat>"
        f"<c:val>{_figures(at_values, values, number_format)}</c:val></c:ser>"
    )


# --- the plot ---------------------------------------------------------------------------------------------

_IDS = ("500100", "500200")


def _plot(chart: Chart, cells: Cells) -> str:
    series = "".join(_series(chart, cells, index) for index in range(len(chart.series)))
    ids = "".join(f'<c:axId val="{one}"/>' for one in _IDS)
    if chart.kind == "radar":
        return f'<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>{series}{ids}</c:radarChart>'
    way = "col" if chart.kind == "column" else "bar"
    stacked = chart.kind == "stacked"
    overlap = '<c:overlap val="100"/>' if stacked else '<c:overlap val="-5"/>'
    return (
        f'<c:barChart><c:barDir val="{way}"/><c:grouping val="{"stacked" if stacked else "clustered"}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/>{overlap}{ids}</c:barChart>'
    )


def _category_axis(chart: Chart) -> str:
    lying = chart.kind in {"bar", "stacked"}
    # A lying axis counts upwards: turned round, the first category stands on top as in the table.
    turn = "maxMin" if lying else "minMax"
    grid = f"<c:majorGridlines>{_thin(_GRID)}</c:majorGridlines>" if chart.kind == "radar" else ""
    return (
        f'<c:catAx><c:axId val="{_IDS[0]}"/><c:scaling><c:orientation val="{turn}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if lying else "b"}"/>{grid}'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_thin(_LINE)}{_text(chart.size)}'
        f'<c:crossAx val="{_IDS[1]}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(chart: Chart) -> str:
    lying = chart.kind in {"bar", "stacked"}
    axis = chart.axis
    greatest = "" if axis.greatest is None else f'<c:max val="{axis.greatest:g}"/>'
    least = "" if axis.least is None else f'<c:min val="{axis.least:g}"/>'
    step = "" if axis.step is None else f'<c:majorUnit val="{axis.step:g}"/>'
    return (
        f'<c:valAx><c:axId val="{_IDS[1]}"/><c:scaling><c:orientation val="minMax"/>{greatest}{least}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if lying else "l"}"/>'
        f"<c:majorGridlines>{_thin(_GRID)}</c:majorGridlines>"
        f'<c:numFmt formatCode="{escape(axis.number_format)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_thin(_LINE)}{_text(chart.size)}'
        f'<c:crossAx val="{_IDS[0]}"/><c:crosses val="{"max" if lying else "autoZero"}"/>'
        f'<c:crossBetween val="between"/>{step}</c:valAx>'
    )


def _thin(color: str) -> str:
    return f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:ln></c:spPr>'


def chart_xml(chart: Chart, cells: Cells, *, embedded: bool = False) -> str:
    """The chart part. ``embedded``: its figures lie in the workbook of relationship rId1 (Word)."""
    legend = (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/>' + _text(chart.size) + "</c:legend>"
        if len(chart.series) > 1
        else ""
    )
    outside = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>' if embedded else ""
    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{_MAIN}" xmlns:r="{OFFICE}"><c:date1904 val="0"/>'
        '<c:lang val="th-TH"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea><c:layout/>{_plot(chart, cells)}{_category_axis(chart)}{_value_axis(chart)}"
        f'<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}<c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        f"<a:ln><a:noFill/></a:ln></c:spPr>{_text(chart.size)}{outside}</c:chartSpace>"
    )


# --- in Word ----------------------------------------------------------------------------------------------


def word_chart(document: Document, tag: str, chart: Chart, size: tuple[float, float]) -> Xml:
    """A run with a chart of ``size`` (width, height in cm) whose alternative text is a tag.

    The tag's value is a ``ChartData``; the chart then shows its figures and opens them with "Edit Data". Its first
    series is called by the tag, too: LibreOffice saves no alternative text of a chart.
    """
    chart = replace(chart, series=((tag, chart.series[0][1]), *chart.series[1:]))
    number = document.take_number()
    path = f"word/charts/chart{number}.xml"
    xml = chart_xml(chart, own_cells(chart), embedded=True)
    relation = document.part(path, xml.encode(), CHART_TYPE, f"{OFFICE}/chart")
    document.loose(f"word/embeddings/chart{number}.xlsx", _book(chart))
    document.loose(
        f"word/charts/_rels/chart{number}.xml.rels",
        (
            f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/package" Target="../embeddings/chart{number}.xlsx"/>'
            "</Relationships>"
        ).encode(),
    )
    return _frame(number, tag, relation, size)


def _book(chart: Chart) -> bytes:
    """The workbook behind "Edit Data", stored: deflate engines differ, templates are compared byte for byte."""
    parts = read_package(workbook(chart.data))
    return stored_zip({name: content(data) for name, data in parts.items()})


def _frame(number: int, tag: str, relation: str, size: tuple[float, float]) -> Xml:
    width, height = map(emu, size)
    return Xml(
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="Chart {number}" '
        f'descr="{escape(tag)}"/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_MAIN}">'
        f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


# --- in Excel ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetChart:
    """A chart over the cells of a workbook, and what a screen reader says of it."""

    chart: Chart
    cells: Cells
    alt: str


def place_chart(sheet: Worksheet, cell: str, size: tuple[int, int]) -> None:
    """Keep a place for a chart: its upper left corner in ``cell``, ``size`` (width, height) in cm."""
    from openpyxl.chart import BarChart, Reference

    kept = BarChart()
    kept.add_data(Reference(sheet, min_col=1, min_row=1))
    kept.width, kept.height = size
    sheet.add_chart(kept, cell)


def with_charts(data: bytes, charts: Sequence[SheetChart]) -> bytes:
    """The workbook with these charts in the places kept by ``place_chart``, all on one sheet, in their order."""
    parts = {name: content(part) for name, part in read_package(data).items()}
    drawing = parts["xl/drawings/drawing1.xml"].decode()
    for number, one in enumerate(charts, 1):
        parts[f"xl/charts/chart{number}.xml"] = chart_xml(one.chart, one.cells).encode()
        name = f'name="Chart {number}"'
        drawing = drawing.replace(name, f'{name} descr="{escape(one.alt)}"')
    parts["xl/drawings/drawing1.xml"] = drawing.encode()
    return write_package(parts)
