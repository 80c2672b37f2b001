"""The proof that nothing was lost: every text printed is found again in the finished parts, in its order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thaireport.errors import Problem, TemplateError

_SHOWN = re.compile(rb"<w:t(?: [^>]*)?>([^<]+)")


def prove(name: str, printed: Sequence[bytes], parts: Sequence[bytes]) -> None:
    """Raise ``TemplateError`` when a text of ``printed`` is not among the texts that Word shows, at its turn.

    ``printed`` are texts as they stand in the XML; one that was broken into paragraphs (``\\a``) or at tabs is
    looked for piece by piece. ``parts`` are the finished parts in the order they were rendered.
    """
    shown = b"".join(text for part in parts for text in _SHOWN.findall(part))
    position = 0
    for text in printed:
        found = shown.find(text, position)
        if found >= 0:
            position = found + len(text)
            continue
        for piece in text.replace(b"\t", b"\a").split(b"\a"):
            found = shown.find(piece, position)
            if found < 0:
                raise _lost(name, piece)
            position = found + len(piece)


def _lost(name: str, piece: bytes) -> TemplateError:
    message = f"ข้อความ “{piece.decode()[:80]}” หายไประหว่างสร้างไฟล์: แจ้งผู้ดูแลแม่แบบ"
    return TemplateError([Problem(message, code="text-lost", place=name)])
