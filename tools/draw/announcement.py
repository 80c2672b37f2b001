"""ประกาศ (แบบที่ 7): the announcement's template.

No ที่, no เรียน, no rule under the heading (official-format 1.4).
"""

from __future__ import annotations

from tools.draw.kit import (
    NOTICE_EMBLEM,
    RUNNING,
    Document,
    Xml,
    each,
    gap,
    items,
    paragraph,
    signature,
    together,
    when,
    when_run,
)
from tools.draw.letterhead import certified_copy, emblem, furniture

CLAUSES = ("Body", "Body", *RUNNING[2:])
"""Clauses (ข้อ ๑) stand as paragraphs do; only what is below them steps in."""


def draw() -> dict[str, bytes]:
    """``announcement.docx``."""
    document = Document("ประกาศ")
    document.add(notice(document))
    document.finish(furniture())
    return {"announcement.docx": document.package()}


def notice(document: Document, of: str = "") -> Xml:
    """The announcement from emblem to signature; ``of`` is what its names are read from (``announcement.``)."""
    return together(
        paragraph(emblem(document, NOTICE_EMBLEM), style="Notice"),
        gap(4),
        paragraph(f"{{{{ {of}heading }}}}", style="Notice"),
        _subject(of),
        gap(6),
        items(f"{of}body", CLAUSES, held=True),
        when(f"{of}closing", paragraph(f"{{{{ {of}closing }}}}", style="ClosingSentence")),
        paragraph(f"ประกาศ  ณ  วันที่  {{{{ {of}dated|be_date }}}}", style="DateLine"),
        signature(f"{of}signer", holds=f"{of}certified_copy"),
        certified_copy(of),
    )


def _subject(of: str) -> Xml:
    line = paragraph(when_run("loop.first", "เรื่อง  "), "{{ line }}", style="Notice")
    return each(f"line in {of}subject_lines", line)
