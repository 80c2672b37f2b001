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
    when,
    when_run,
)
from tools.draw.letterhead import certified_copy, emblem, furniture

_CLAUSES = ("Body", "Body", *RUNNING[2:])
"""Clauses (ข้อ ๑) stand as paragraphs do; only what is below them steps in."""


def draw() -> dict[str, bytes]:
    """``announcement.docx``."""
    document = Document("ประกาศ")
    document.add(paragraph(emblem(document, NOTICE_EMBLEM), style="Notice"), gap(4))
    document.add(paragraph("{{ heading }}", style="Notice"), _subject(), gap(6))
    document.add(
        items("body", _CLAUSES, held=True),
        when("closing", paragraph("{{ closing }}", style="ClosingSentence")),
    )
    document.add(paragraph("ประกาศ  ณ  วันที่  {{ dated|be_date }}", style="DateLine"))
    document.add(signature("signer"), certified_copy())
    document.finish(furniture())
    return {"announcement.docx": document.package()}


def _subject() -> Xml:
    return each("line in subject_lines", paragraph(when_run("loop.first", "เรื่อง  "), "{{ line }}", style="Notice"))
