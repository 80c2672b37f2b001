"""Small Word and Excel files for tests of the steps after rendering, made without any template."""

from __future__ import annotations

from collections.abc import Sequence

from thaireport.output.package import write_package

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def paragraph(text: str, *, jc: str = "left", page_break: bool = False) -> str:
    """A paragraph as WordprocessingML; on a new page with ``page_break``."""
    new_page = "<w:pageBreakBefore/>" if page_break else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f'<w:p><w:pPr>{new_page}<w:jc w:val="{jc}"/></w:pPr>{run}</w:p>'


def word_file(
    body: Sequence[str] | str, *, font: str = "TH SarabunPSK", numbers: str = "thaiNumbers", header: str = PAGE_FIELD
) -> bytes:
    """A Word file of WordprocessingML paragraphs, with ``- PAGE -`` at the head of every page."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1134" w:bottom="1134" w:left="1701" w:header="851" w:footer="709" '
        f'w:gutter="0"/><w:pgNumType w:fmt="{numbers}"/></w:sectPr>'
    )
    content = body if isinstance(body, str) else "".join(body)
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relationships(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relationships(("styles", "styles.xml"), ("header", "header1.xml")),
        "word/document.xml": f"<w:document {_NS}><w:body>{content}{section}</w:body></w:document>",
        "word/styles.xml": _styles(font),
        "word/header1.xml": (
            f'<w:hdr {_NS}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{dash.format("- ")}{header}'
            f"{dash.format(' -')}</w:p></w:hdr>"
        ),
    }
    return write_package({name: (_HEAD + text).encode() for name, text in parts.items()})


def _types() -> str:
    kinds = {
        "document": "document.main+xml",
        "styles": "styles+xml",
        "header1": "header+xml",
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}"/>' for name, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{_REL}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def _styles(font: str) -> str:
    slots = " ".join(f'w:{slot}="{font}"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f"<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {slots}/>"
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:bidi="th-TH"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults></w:styles>"
    )


_SHEET_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def excel_file(rows: Sequence[Sequence[str | int]], *, font: str = "TH SarabunPSK") -> bytes:
    """A workbook of one sheet, every cell in ``font`` at 16 pt; text that begins with ``=`` is a formula.

    Written by hand, since openpyxl writes styles and strings in a way that Microsoft's validator refuses.
    """
    from openpyxl.writer.theme import theme_xml

    strings = list(dict.fromkeys(cell for row in rows for cell in row if _is_text(cell)))
    lines = "".join(
        f'<row r="{number}" ht="24" customHeight="1">'
        + "".join(_cell(f"{chr(65 + column)}{number}", cell, strings) for column, cell in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    face = f'<font><sz val="16"/><name val="{font}"/></font>'
    parts = {
        "[Content_Types].xml": _sheet_types(),
        "_rels/.rels": _relationships(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relationships(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("theme", "theme/theme1.xml"),
        ),
        "xl/theme/theme1.xml": theme_xml.partition("?>")[2].strip(),
        "xl/workbook.xml": (
            f'<workbook {_SHEET_NS} xmlns:r="{_REL}"><sheets><sheet name="แผ่น" sheetId="1" r:id="rId1"/></sheets>'
            "</workbook>"
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {_SHEET_NS}><sheetData>{lines}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {_SHEET_NS}>{shared}</sst>",
        "xl/styles.xml": (
            f'<styleSheet {_SHEET_NS}><fonts count="1">{face}</fonts><fills count="1"><fill><patternFill '
            'patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1">'
            '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1">'
            '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" '
            'builtinId="0"/></cellStyles></styleSheet>'
        ),
    }
    return write_package({name: (_HEAD + text).encode() for name, text in parts.items()})


def _is_text(cell: str | int) -> bool:
    return isinstance(cell, str) and not cell.startswith("=")


def _cell(place: str, cell: str | int, strings: Sequence[str | int]) -> str:
    if _is_text(cell):
        return f'<c r="{place}" t="s"><v>{strings.index(cell)}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}"><f>{cell[1:]}</f></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def _sheet_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    names = {
        "workbook": "sheet.main",
        "worksheets/sheet1": "worksheet",
        "styles": "styles",
        "sharedStrings": "sharedStrings",
    }
    overrides = (
        '<Override PartName="/xl/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    )
    overrides += "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{what}+xml"/>' for name, what in names.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
