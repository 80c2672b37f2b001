"""Small Word and Excel files for tests of the steps after rendering, made without any template."""

from __future__ import annotations

import io
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


def excel_file(rows: Sequence[Sequence[object]], *, font: str = "TH SarabunPSK") -> bytes:
    """A workbook of one sheet, every cell in ``font`` at 16 pt."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        sheet.append(list(row))
        sheet.row_dimensions[number].height = 24
        for cell in sheet[number]:
            cell.font = Font(name=font, size=16)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
