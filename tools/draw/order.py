"""คำสั่ง (แบบที่ 4): the order's template (official-format 1.5)."""

from __future__ import annotations

from tools.draw.announcement import CLAUSES
from tools.draw.kit import NOTICE_EMBLEM, Document, Xml, each, gap, items, paragraph, signature, when, when_run
from tools.draw.letterhead import certified_copy, emblem, furniture


def draw() -> dict[str, bytes]:
    """``order.docx``."""
    document = Document("คำสั่ง")
    document.add(
        paragraph(emblem(document, NOTICE_EMBLEM), style="Notice"),
        gap(4),
        paragraph("{{ heading }}", style="Notice"),
        paragraph("ที่  {{ number_line }}", style="Notice"),
        _subject(),
        gap(6),
        items("body", CLAUSES, held=True),
        when("effective", paragraph("{{ effective }}", style="ClosingSentence")),
        paragraph("สั่ง  ณ  วันที่  {{ dated|be_date }}", style="DateLine"),
        signature("signer", holds="certified_copy"),
        certified_copy(),
    )
    document.finish(furniture())
    return {"order.docx": document.package()}


def _subject() -> Xml:
    line = paragraph(when_run("loop.first", "เรื่อง  "), "{{ line }}", style="Notice")
    return each("line in subject_lines", line)
