"""Excel templates drawn with openpyxl: fonts, borders, page set-up, names; the same bytes for the same drawing.

Widths are in cm and heights in points, as people measure a page; openpyxl's own defaults (Calibri, a theme's
fonts, Letter paper) are taken out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from thaireport.output.package import read_package, write_package

from tools.draw.styles import FONT, SYMBOL_FONT

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

THAI_INTEGER = "[$-D00041E]0"
THAI_COUNT = "[$-D00041E]#,##0"
THAI_MONEY = "[$-D00041E]#,##0.00"
THAI_DATE = "[$-D07041E]d mmmm yyyy"
BLUE, GREY, INPUT = "DEEAF6", "F2F2F2", "FFFBE6"

DIGIT = 0.362 * 14 / 28.35
"""cm of a digit of TH Sarabun at 14 pt, in which Excel counts the widths of columns."""
_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_DRAWN_AT = datetime(2026, 1, 1)

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Look:
    """How a cell looks. ``size`` in pt; ``open`` cells may be typed in on a protected sheet.

    ``shrink``: letters become smaller where the column is too narrow (a number would turn into ###).
    """

    align: Align = "left"
    bold: bool = False
    size: float = 14
    fill: str | None = None
    box: bool = True
    wrap: bool = True
    valign: Literal["top", "center"] = "center"
    format: str | None = None
    open: bool = False
    symbol: bool = False
    shrink: bool = False
    color: str | None = None


HEAD = Look("center", bold=True, fill=BLUE)
TEXT = Look(open=True)
CENTRE = Look("center", open=True)
MONEY = Look("right", format=THAI_MONEY, open=True, wrap=False, shrink=True)
TICK = Look("center", symbol=True, size=12, open=True)
PLAIN = Look(box=False, wrap=False)


def new_book(title: str) -> Workbook:
    """An empty workbook whose own font is the mandated one."""
    book = Workbook()
    book.properties.title = title
    book.properties.creator = "thaireport"
    book.properties.created = book.properties.modified = _DRAWN_AT
    normal = Font(name=FONT, size=14, charset=222)
    book._fonts[0] = normal  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = normal  # type: ignore[attr-defined]
    return book


def put(sheet: Worksheet, place: str, value: str, look: Look = PLAIN) -> None:
    """Write a cell; ``place`` may be a range, which is merged."""
    first = place.partition(":")[0]
    if ":" in place:
        for row in sheet[place]:
            for cell in row:
                _dress(cell, look)
        sheet.merge_cells(place)
    sheet[first].value = value
    _dress(sheet[first], look)


def _dress(cell: Any, look: Look) -> None:
    family = SYMBOL_FONT if look.symbol else FONT
    cell.font = Font(
        name=family, size=look.size, bold=look.bold, color=look.color, charset=None if look.symbol else 222
    )
    # Without an indent the letters of a printed sheet touch the lines.
    indent = 1 if look.box and look.align != "center" else 0
    cell.alignment = Alignment(
        horizontal=look.align,
        vertical=look.valign,
        wrap_text=look.wrap,
        shrink_to_fit=look.shrink or None,
        indent=indent,
    )
    cell.protection = Protection(locked=not look.open)
    if look.box:
        cell.border = _BOX
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.format:
        cell.number_format = look.format


def widths(sheet: Worksheet, centimetres: Sequence[float]) -> None:
    """Column widths from A on, in cm of the printed page at full size."""
    for number, width in enumerate(centimetres, 1):
        sheet.column_dimensions[get_column_letter(number)].width = round(width / DIGIT, 2)


def name(book: Workbook, text: str, target: str) -> None:
    """A defined name: ``name(book, "rows_projects", "'แผน'!$A$4:$J$4")``."""
    book.defined_names[text] = DefinedName(text, attr_text=target)


def at(sheet: Worksheet, place: str) -> str:
    """An absolute reference to cells of a sheet: ``'แผน'!$A$4:$J$4``."""
    cells = re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", place)
    return f"'{sheet.title}'!{cells}"


def choice(sheet: Worksheet, places: str, options: Sequence[str]) -> None:
    """A drop-down over cells; empty is allowed, and any other text is refused: the sums would not count it."""
    rule = DataValidation(type="list", formula1=f'"{",".join(options)}"', allow_blank=True)
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = "เลือกจากรายการ", f"ใช้ได้เฉพาะ {' '.join(options)} หรือเว้นว่าง"
    sheet.add_data_validation(rule)
    rule.add(places)


def whole(sheet: Worksheet, places: str, least: int, most: int) -> None:
    """Only whole numbers may be typed in these cells."""
    rule = DataValidation(type="whole", operator="between", formula1=str(least), formula2=str(most), allow_blank=True)
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = "ต้องเป็นตัวเลข", f"ใส่เลขจำนวนเต็ม {least} ถึง {most}"
    sheet.add_data_validation(rule)
    rule.add(places)


def page(sheet: Worksheet, *, titles: str | None = None, area: str | None = None, landscape: bool = True) -> None:
    """A4, fit to its width, centred; from the second page on the number between hyphens (Excel knows only Arabic)."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 2.0 / 2.54
    margins.top, margins.bottom, margins.header, margins.footer = 1.7 / 2.54, 1.2 / 2.54, 0.8 / 2.54, 0.6 / 2.54
    header = sheet.oddHeader
    assert header is not None and header.center is not None
    header.center.text = f'&"{FONT},Regular"&14- &P -'
    sheet.HeaderFooter.differentFirst = True
    if titles:
        sheet.print_title_rows = titles
    if area:
        sheet.print_area = area


def page_across(sheet: Worksheet, pages: int, columns: str) -> None:
    """A sheet too wide for one page, in print large enough to be read: so many pages beside each other.

    ``columns``: those that say on every page whose row it is, as "A:B".
    """
    sheet.page_setup.fitToWidth = pages
    sheet.print_title_cols = columns
    sheet.page_setup.pageOrder = "overThenDown"


def protect(sheet: Worksheet) -> None:
    """Formulas and heads are locked (no password); rows may be put in, taken out and made higher."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)


def package(book: Workbook) -> bytes:
    """The finished file, with nothing in it that changes from day to day or from machine to machine."""
    stream = io.BytesIO()
    book.save(stream)
    parts = {part: _steady(part, data) for part, data in read_package(stream.getvalue()).items()}
    return write_package(_with_shared_strings(parts))


_STRINGS = "xl/sharedStrings.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def _with_shared_strings(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The texts of the cells in one table, as Excel saves them (openpyxl leaves them in the cells)."""
    texts: dict[str, int] = {}
    for name in [part for part in parts if part.startswith("xl/worksheets/")]:
        root = etree.fromstring(parts[name])
        for cell in root.iter(f"{{{_MAIN}}}c"):
            if cell.get("t") == "inlineStr":
                text = "".join(map(str, cell.itertext()))
                cell[:] = []
                cell.set("t", "s")
                etree.SubElement(cell, f"{{{_MAIN}}}v").text = str(texts.setdefault(text, len(texts)))
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    table = etree.fromstring(f'<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}"/>')
    for text in texts:
        entry = etree.SubElement(etree.SubElement(table, f"{{{_MAIN}}}si"), f"{{{_MAIN}}}t")
        entry.text = text
        entry.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    added = {_STRINGS: etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)}
    types = f'<Override PartName="/{_STRINGS}" ContentType="{_STRINGS_TYPE}"/></Types>'
    relation = f'<Relationship Id="rIdStrings" Type="{_STRINGS_RELATION}" Target="/{_STRINGS}"/></Relationships>'
    for name, end, entry_text in (
        ("[Content_Types].xml", b"</Types>", types),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relation),
    ):
        added[name] = parts[name].replace(end, entry_text.encode())
    return {**parts, **added}


def _steady(part: str, data: bytes) -> bytes:
    if part == "docProps/core.xml":
        # openpyxl writes the moment of saving.
        stamp = _DRAWN_AT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
    if part == "xl/styles.xml":
        return _in_schema_order(data)
    if part == "xl/theme/theme1.xml":
        return re.sub(rb'(<a:(?:latin|cs) typeface=")[^"]*', rb"\g<1>" + FONT.encode(), data)
    return data


_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name")


def _in_schema_order(styles: bytes) -> bytes:
    """The parts of every font in the order that Microsoft's validator asks for (openpyxl has its own)."""
    root = etree.fromstring(styles)
    for font in root.iter("{*}font"):
        ranks = {name: rank for rank, name in enumerate((*_FONT_ORDER, "family", "charset", "scheme"))}
        font[:] = sorted(font, key=lambda part: ranks[etree.QName(part).localname])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
