"""A template being drawn: its sections, headers, pictures and parts, and the package they make.

>>> document = Document("บันทึกข้อความ")
>>> document.add(paragraph("{{ subject }}", style="Body"))
>>> document.finish(Section(header=page_header(FORM), first_header=EMPTY, sheet=FORM))
>>> Path("templates/memo.docx").write_bytes(document.package())  # doctest: +SKIP
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from tools.draw.markup import PLAIN, Xml, paragraph, paragraph_properties, together
from tools.draw.parts import FONT_TABLE, SETTINGS, THEME
from tools.draw.pictures import Picture, Place, drawing, transparent_png
from tools.draw.sheet import UPRIGHT, Sheet
from tools.draw.styles import styles_part
from tools.draw.units import twips

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
EMPTY = paragraph(style="Empty1")
"""Nothing, one point high: an empty header, or what must stand behind a table."""
_ENDS_IN_TABLE = re.compile(r'</w:tbl>(?:<w:p><w:pPr><w:pStyle w:val="TemplateTag"/>(?:(?!</w:p>).)*</w:p>)*\Z')


@dataclass(frozen=True)
class Section:
    """The pages of one part: the sheet, and headers and footers as paragraphs (``page_header(FORM)``).

    ``first_header``/``first_footer`` given (``EMPTY`` for nothing) make the section's first page differ: the
    form's first page has no number. ``start`` restarts the page numbers. Headers left None go on as in the
    section before.

    >>> Section(header=slim_header(ACROSS), sheet=ACROSS)
    """

    header: Xml | None = None
    footer: Xml | None = None
    first_header: Xml | None = None
    first_footer: Xml | None = None
    sheet: Sheet = UPRIGHT
    start: int | None = None
    number_format: str = "thaiNumbers"
    next_page: bool = True


@dataclass(frozen=True)
class Part:
    """A file in the package: path, bytes, content type, and how the document refers to it."""

    path: str
    data: bytes
    content_type: str
    relation: str


@dataclass
class Document:
    """Collects what is drawn; ``package()`` gives the bytes, the same for the same drawing everywhere."""

    title: str
    _body: list[str] = field(default_factory=list)
    _parts: list[Part] = field(default_factory=list)
    _loose: dict[str, bytes] = field(default_factory=dict)
    _pictures: int = 0
    _finished: bool = False

    def add(self, *content: str) -> None:
        """Put paragraphs, tables and tags at the end."""
        self._body.append(together(*content))

    def picture(self, tag: str, place: Place, name: str = "Picture", data: bytes | None = None) -> Xml:
        """A run with a picture to be refilled: ``document.picture("{{ emblem }}", MEMO_EMBLEM)``.

        ``tag`` is its alternative text; without ``data`` the place shows nothing. Use the run in this
        document's body only.
        """
        number_of_drawing = self.take_number()
        image = data or transparent_png()
        same = [n for n, part in enumerate(self._parts, 1) if part.data == image]
        number = same[0] if same else len(self._parts) + 1
        if not same:
            self.part(f"word/media/image{number}.png", image, "image/png", f"{_OFFICE}/image")
        return drawing(Picture(number_of_drawing, f"{name} {number_of_drawing}", tag, f"rId{number + 10}"), place)

    def part(self, path: str, data: bytes, content_type: str, relation: str) -> str:
        """Add any other part (a chart); gives the relationship id by which the body may refer to it."""
        self._parts.append(Part(path, data, content_type, relation))
        return f"rId{len(self._parts) + 10}"

    def take_number(self) -> int:
        """The next number of a drawing, unique in the file."""
        self._pictures += 1
        return self._pictures

    def loose(self, path: str, data: bytes) -> None:
        """Add a file that another part refers to, not the document: a chart's relations, its workbook."""
        self._loose[path] = data

    def end_section(self, section: Section) -> None:
        """Close the pages drawn so far; what is added next begins a new section."""
        inside = self._section(section)
        self._body.append(f"<w:p>{paragraph_properties(PLAIN, 'Empty1', inside)}</w:p>")

    def finish(self, section: Section) -> None:
        """Close the last section."""
        if self._finished:
            raise ValueError("the document is finished already")
        self._finished = True
        if _ENDS_IN_TABLE.search("".join(self._body)):
            # A section that ends in a table loses its page size in LibreOffice; Word wants a paragraph too.
            self._body.append(EMPTY)
        self._body.append(self._section(section))

    def _section(self, section: Section) -> str:
        given = (
            ("header", "default", section.header),
            ("header", "first", section.first_header),
            ("footer", "default", section.footer),
            ("footer", "first", section.first_footer),
        )
        references = "".join(self._furniture(kind, use, xml) for kind, use, xml in given if xml is not None)
        differs = section.first_header is not None or section.first_footer is not None
        size = 'w:w="16838" w:h="11906" w:orient="landscape"' if section.sheet.landscape else 'w:w="11906" w:h="16838"'
        start = "" if section.start is None else f' w:start="{section.start}"'
        return (
            f'<w:sectPr>{references}<w:type w:val="{"nextPage" if section.next_page else "continuous"}"/>'
            f"<w:pgSz {size}/>{_margins(section.sheet)}"
            f'<w:pgNumType w:fmt="{section.number_format}"{start}/>'
            f'{"<w:titlePg/>" if differs else ""}<w:docGrid w:linePitch="360"/></w:sectPr>'
        )

    def _furniture(self, kind: str, use: str, content: Xml) -> str:
        root = "hdr" if kind == "header" else "ftr"
        data = f"{_HEAD}<w:{root} {_NAMES}>{content}</w:{root}>".encode()
        number = 1 + sum(part.path.startswith(f"word/{kind}") for part in self._parts)
        made = self.part(f"word/{kind}{number}.xml", data, f"{_WORD}.{kind}+xml", f"{_OFFICE}/{kind}")
        return f'<w:{kind}Reference w:type="{use}" r:id="{made}"/>'

    def _fixed(self) -> list[Part]:
        def xml(name: str, text: str, relation: str, content_type: str | None = None) -> Part:
            return Part(f"word/{name}.xml", (_HEAD + text).encode(), content_type or f"{_WORD}.{name}+xml", relation)

        theme = "application/vnd.openxmlformats-officedocument.theme+xml"
        return [
            xml("styles", styles_part(), f"{_OFFICE}/styles"),
            xml("settings", SETTINGS, f"{_OFFICE}/settings"),
            xml("fontTable", FONT_TABLE, f"{_OFFICE}/fontTable"),
            xml("theme/theme1", THEME, f"{_OFFICE}/theme", theme),
        ]

    def package(self) -> bytes:
        """The finished file. ValueError when ``finish`` was not called."""
        if not self._finished:
            raise ValueError("finish() closes the last section first")
        body = f"{_HEAD}<w:document {_NAMES}><w:body>{''.join(self._body)}</w:body></w:document>"
        fixed = self._fixed()
        numbered = [*((f"rId{n}", part) for n, part in enumerate(fixed, 1))]
        numbered += [(f"rId{n}", part) for n, part in enumerate(self._parts, 11)]
        files = {
            "[Content_Types].xml": _content_types([part for _, part in numbered], self._loose),
            "_rels/.rels": _ROOT_RELATIONS,
            "docProps/core.xml": _core(self.title),
            "docProps/app.xml": _APP,
            "word/document.xml": body,
            "word/_rels/document.xml.rels": _relations(numbered),
        }
        written = {name: text.encode() for name, text in files.items()}
        return stored_zip(written | {part.path: part.data for _, part in numbered} | self._loose)


def _margins(sheet: Sheet) -> str:
    sides = {
        "top": sheet.top,
        "right": sheet.right,
        "bottom": sheet.bottom,
        "left": sheet.left,
        "header": sheet.header_at,
        "footer": sheet.footer_at,
    }
    return "<w:pgMar" + "".join(f' w:{side}="{twips(cm)}"' for side, cm in sides.items()) + ' w:gutter="0"/>'


def _content_types(parts: Iterable[Part], loose: Iterable[str]) -> str:
    properties = "application/vnd.openxmlformats-package.core-properties+xml"
    extended = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    entries = {
        "word/document.xml": f"{_WORD}.document.main+xml",
        "docProps/core.xml": properties,
        "docProps/app.xml": extended,
        **{part.path: part.content_type for part in parts if not part.path.endswith(".png")},
    }
    overrides = "".join(
        f'<Override PartName="/{path}" ContentType="{content_type}"/>' for path, content_type in entries.items()
    )
    books = any(path.endswith(".xlsx") for path in loose)
    sheets = f'<Default Extension="xlsx" ContentType="{_BOOK}"/>' if books else ""
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="jpeg" ContentType="image/jpeg"/>{sheets}'
        f"{overrides}</Types>"
    )


def _relations(parts: Iterable[tuple[str, Part]]) -> str:
    entries = "".join(
        f'<Relationship Id="{number}" Type="{part.relation}" Target="{part.path.removeprefix("word/")}"/>'
        for number, part in parts
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


_ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)
_APP = (
    f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>thaireport</Application></Properties>"
)


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{escape(title)}</dc:title><dc:language>th-TH</dc:language></cp:coreProperties>"
    )


def stored_zip(files: dict[str, bytes]) -> bytes:
    """A package without compression: deflate engines differ, and a template is compared byte for byte."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            package.writestr(entry, data)
    return made.getvalue()
