"""The smallest Word files that can carry a case: a body of raw XML in a valid package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from thaireport.output.package import read_package, write_package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = {
    "w": W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
SECTION = '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e366"
    "0000000049454e44ae426082"
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of texts (each its own run)."""
    return f"<w:p>{properties}{''.join(map(run, runs))}</w:p>"


def paragraphs(*texts: str) -> str:
    return "".join(paragraph(text) for text in texts)


def table(*rows: Sequence[str], cell_properties: str = '<w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>') -> str:
    """A table of texts; a cell that begins with ``<w:`` is raw XML."""
    grid = "<w:gridCol/>" * max(map(len, rows))
    body = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{cell_properties}{c if c.startswith('<w:') else paragraph(c)}</w:tc>" for c in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def picture(tag: str, number: int = 1, relation: str = "rIdPicture", size: tuple[int, int] = (540_000, 540_000)) -> str:
    """A paragraph with an inline placeholder picture whose alternative text is ``tag``."""
    cx, cy = size
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{number}" name="ภาพ" '
        f'descr="{escape(tag)}"/><a:graphic><a:graphicData uri="{_NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="a.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:srcRect l="1000"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def chart(tag: str, relation: str = "rIdChart") -> str:
    """A paragraph with an inline chart whose alternative text is ``tag``."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="5400000" cy="3600000"/><wp:docPr id="9" name="แผนภูมิ" '
        f'descr="{escape(tag)}"/><a:graphic><a:graphicData uri="{_NAMESPACES["c"]}"><c:chart r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


CHART_PART = (
    f'<c:chartSpace {XMLNS}><c:chart><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/>'
    '<c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef>'
    "<c:f>Sheet1!$B$1</c:f></c:strRef></c:tx><c:spPr/>"
    '<c:invertIfNegative val="0"/><c:cat><c:strRef><c:f>Sheet1!$A$2</c:f></c:strRef></c:cat><c:val><c:numRef>'
    '<c:f>Sheet1!$B$2</c:f><c:numCache><c:formatCode>0.00</c:formatCode><c:ptCount val="1"/><c:pt idx="0"><c:v>7'
    '</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart>'
    '<c:catAx><c:axId val="1"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:crossAx val="1"/></c:valAx>'
    '</c:plotArea></c:chart><c:externalData r:id="rId1"/></c:chartSpace>'
)


def word_file(
    body: str,
    *,
    header: str = "",
    footer: str = "",
    section: str = SECTION,
    styles: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A .docx whose body is ``body`` (raw XML); ``header`` and ``footer`` are raw XML too, empty for none."""
    references = ""
    made: dict[str, str | bytes] = {"word/media/blank.png": PNG, "word/charts/chart1.xml": CHART_PART}
    made["word/charts/_rels/chart1.xml.rels"] = (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" Type="{_REL}/package" '
        'Target="../embeddings/old.xlsx"/></Relationships>'
    )
    made["word/embeddings/old.xlsx"] = b"old"
    relations = [("rIdPicture", "image", "media/blank.png"), ("rIdChart", "chart", "charts/chart1.xml")]
    overrides = [("charts/chart1", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")]
    for kind, root, xml in (("header", "hdr", header), ("footer", "ftr", footer)):
        if xml:
            made[f"word/{kind}1.xml"] = f"<w:{root} {XMLNS}>{xml}</w:{root}>"
            relations.append((f"rId{kind}", kind, f"{kind}1.xml"))
            overrides.append((f"{kind}1", f"{_TYPE}.{kind}+xml"))
            references += f'<w:{kind}Reference w:type="default" r:id="rId{kind}"/>'
    if styles:
        made["word/styles.xml"] = f"<w:styles {XMLNS}>{styles}</w:styles>"
        relations.append(("rIdStyles", "styles", "styles.xml"))
        overrides.append(("styles", f"{_TYPE}.styles+xml"))
    made["word/document.xml"] = f"<w:document {XMLNS}><w:body>{body}{section.format(references)}</w:body></w:document>"
    made["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_RELS}">'
        + "".join(
            f'<Relationship Id="{name}" Type="{_REL}/{kind}" Target="{target}"/>' for name, kind, target in relations
        )
        + "</Relationships>"
    )
    made["_rels/.rels"] = (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" Type="{_REL}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    made["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in overrides)
        + "</Types>"
    )
    made |= parts or {}
    return write_package({name: data.encode() if isinstance(data, str) else data for name, data in made.items()})


def document_of(data: bytes, part: str = "word/document.xml") -> str:
    """The XML text of a part of a finished file."""
    return read_package(data)[part].decode()
