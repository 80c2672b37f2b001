"""The template's cell formats: what a cell's style says of wrapping, font and number format.

Templates are drawn with Thai-digit number formats (``[$-D00041E]#,##0.00``). A sheet printed in Arabic digits
takes, for each style in use, a twin whose number format shows Arabic digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from thaireport.output.package import parse_xml, to_xml

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_M = f"{{{NS}}}"

# [$-D00041E] = Thai digits, no calendar; [$-D07041E] = Thai digits, Buddhist era (07). 041E is Thai.
_THAI_DIGITS = re.compile(r"\[\$-D([0-9A-F]{2})041E\]", re.IGNORECASE)
_BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59), *range(71, 76), 81})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def arabic_format(code: str) -> str:
    """A number format that shows Arabic digits where ``code`` shows Thai ones; the calendar stays."""

    def calendar(match: re.Match[str]) -> str:
        return "" if match.group(1) == "00" else f"[$-1{match.group(1)}041E]"

    return _THAI_DIGITS.sub(calendar, code)


@dataclass(frozen=True)
class Style:
    """What filling needs to know of one cell format; sizes in points."""

    wraps: bool = False
    indent: int = 0
    rotated: bool = False
    font: str = ""
    size: float = 11.0
    bold: bool = False
    shows_dates: bool = False


class Styles:
    """The formats of one template by their index (the ``s`` of a cell)."""

    def __init__(self, data: bytes) -> None:
        self._root = parse_xml(data)
        self._formats = {int(e.get("numFmtId", 0)): e.get("formatCode", "") for e in self._root.iter(f"{_M}numFmt")}
        self._fonts = [_font(font) for font in self._root.iterfind(f"{_M}fonts/{_M}font")]
        cell_formats = self._root.find(f"{_M}cellXfs")
        self._xfs = list(cell_formats) if cell_formats is not None else []
        self.all = [self._style(xf) for xf in self._xfs]
        self.arabic_twins = self._twins()
        self.arabic_xml = self._with_twins() if self.arabic_twins else data

    @property
    def normal_font(self) -> tuple[str, float]:
        """The workbook's own font, which column widths are counted in."""
        return self._fonts[0][:2] if self._fonts else ("Calibri", 11.0)

    def style(self, index: int) -> Style:
        return self.all[index] if index < len(self.all) else Style()

    def format_code(self, index: int) -> str:
        """The number format of a style; ``General`` for a built-in one that charts need not know."""
        if index >= len(self._xfs):
            return "General"
        return self._formats.get(int(self._xfs[index].get("numFmtId", 0)), "General")

    def _style(self, xf: etree._Element) -> Style:
        alignment = xf.find(f"{_M}alignment")
        settings: dict[str, str] = {}
        if alignment is not None:
            settings = {str(name): str(value) for name, value in alignment.attrib.items()}
        font, size, bold = self._fonts[int(xf.get("fontId", 0))] if self._fonts else ("", 11.0, False)
        return Style(
            wraps=settings.get("wrapText") in ("1", "true"),
            indent=int(settings.get("indent", 0)),
            rotated=settings.get("textRotation", "0") != "0",
            font=font,
            size=size,
            bold=bold,
            shows_dates=self._shows_dates(int(xf.get("numFmtId", 0))),
        )

    def _shows_dates(self, number: int) -> bool:
        code = self._formats.get(number)
        if code is None:
            return number in _BUILT_IN_DATES
        return bool(re.search("[dmyb]", _QUOTED.sub("", code), re.IGNORECASE))

    def _twins(self) -> dict[int, int]:
        """The styles that show Thai digits, each with the index of its Arabic twin."""
        thai = [
            index
            for index, xf in enumerate(self._xfs)
            if _THAI_DIGITS.search(self._formats.get(int(xf.get("numFmtId", 0)), ""))
        ]
        return {index: len(self._xfs) + place for place, index in enumerate(thai)}

    def _with_twins(self) -> bytes:
        """styles.xml with the Arabic twins added at the end of the cell formats."""
        root = parse_xml(to_xml(self._root))
        formats, cell_formats = root.find(f"{_M}numFmts"), root.find(f"{_M}cellXfs")
        if formats is None or cell_formats is None:
            raise ValueError("styles.xml has Thai number formats but no list of them")
        numbers: dict[str, int] = {}
        free = max([163, *self._formats]) + 1
        originals = list(cell_formats)
        for index in self.arabic_twins:
            twin = parse_xml(etree.tostring(originals[index]))
            code = arabic_format(self._formats[int(twin.get("numFmtId", 0))])
            number = numbers.setdefault(code, free + len(numbers))
            twin.set("numFmtId", str(number))
            cell_formats.append(twin)
        for code, number in numbers.items():
            etree.SubElement(formats, f"{_M}numFmt", {"numFmtId": str(number), "formatCode": code})
        formats.set("count", str(len(formats)))
        cell_formats.set("count", str(len(cell_formats)))
        return to_xml(root)


def _font(font: etree._Element) -> tuple[str, float, bool]:
    name, size, bold = (font.find(f"{_M}{tag}") for tag in ("name", "sz", "b"))
    return (
        (name.get("val") or "") if name is not None else "",
        float(size.get("val") or 11) if size is not None else 11.0,
        bold is not None and bold.get("val", "1") not in ("0", "false"),
    )
