"""The proof that nothing was lost: every text printed is found again in the finished parts, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from thaireport.errors import Problem, TemplateError
from thaireport.output.package import Packed, content, parse_xml


def prove(name: str, printed: Sequence[str], parts: Iterable[bytes | Packed]) -> None:
    """Raise ``TemplateError`` when a text of ``printed`` is not in the parts' text at its turn.

    The parts are read anew by a strict XML parser, so this also proves that Word can read them. A text that
    was broken into paragraphs (``\\a``) or at tabs is looked for piece by piece.
    """
    try:
        shown = "".join(_text(content(part)) for part in parts)
    except ValueError as error:
        raise TemplateError(
            [Problem(f"ไฟล์ที่สร้างอ่านกลับไม่ได้ ({error})", code="output-xml", place=name)]
        ) from error
    position = 0
    for text in printed:
        for piece in text.replace("\t", "\a").split("\a"):
            found = shown.find(piece, position)
            if found < 0:
                message = f"ข้อความ “{piece[:80]}” หายไประหว่างสร้างไฟล์: แจ้งผู้ดูแลแม่แบบ"
                raise TemplateError([Problem(message, code="text-lost", place=name)])
            position = found + len(piece)


def _text(xml: bytes) -> str:
    return etree.tostring(parse_xml(xml), method="text", encoding="unicode")
