"""หนังสือภายนอก (แบบที่ 1): the letter's template.

Order of parts and places: official-format 1.3; the date and the usual closing word begin at the middle of the
page; closing word, name and post stand on one axis, whatever the closing word.
"""

from __future__ import annotations

from dataclasses import replace

from tools.draw.kit import (
    NOTICE_EMBLEM,
    PAGE_AXIS,
    Document,
    Look,
    Xml,
    each,
    items,
    paragraph,
    run,
    signature,
    tab,
    together,
    when,
    when_run,
)
from tools.draw.letterhead import VALUE_AT, certified_copy, emblem, enclosures, furniture, hanging, references

_COPIES_AT = 1.55
"""cm at which the names behind สำเนาส่ง begin: the label is 1.30 cm wide, two strokes 0.24."""
_SENDER_AT = 9.75
"""cm from the margin where the sender and its address begin; wide ones begin at the middle of the page."""


def draw() -> dict[str, bytes]:
    """``external_letter.docx``."""
    document = Document("หนังสือภายนอก")
    document.add(_head(document), _dated(), _subject(), _salutation(), references(), enclosures())
    document.add(items("body", held=True), paragraph("{{ closing }}", style="ClosingSentence"))
    document.add(
        _close(), signature("signer", holds="owner_lines or copies_to or certified_copy"), _foot(), certified_copy()
    )
    document.finish(furniture(secrecy=True))
    return {"external_letter.docx": document.package()}


def _head(document: Document) -> Xml:
    """The emblem in the middle; below it ที่ on the left and the sender on the right, in one line."""
    urgency = paragraph(run("{{ urgency }}", "MarkUrgency"), style="Normal", look=Look(keep_next=True, line=36))
    return together(
        paragraph(emblem(document, NOTICE_EMBLEM), style="Notice"),
        when("urgency", urgency),
        when("sender_is_wide", _sender(PAGE_AXIS), otherwise=[_sender(_SENDER_AT)]),
    )


def _sender(at: float) -> Xml:
    """ที่, and the sender's lines ``at`` cm from the margin."""
    look = replace(hanging(at), keep_next=True)
    first = paragraph("ที่  {{ number }}", tab(), "{{ line }}", style="Normal", look=look)
    further = paragraph("{{ line }}", style="Normal", look=Look(left=at, keep_next=True))
    return each("line in sender_lines", when("loop.first", first, otherwise=[further]))


def _dated() -> Xml:
    return paragraph("{{ dated|long_date }}", style="FormEntry", look=Look(left=PAGE_AXIS, keep_next=True))


def _subject() -> Xml:
    first = paragraph("เรื่อง", tab(), "{{ line }}", style="FormEntry", look=hanging(VALUE_AT))
    further = paragraph("{{ line }}", style="FormEntry", look=Look(left=VALUE_AT, before=0))
    return each("line in subject_lines", when("loop.first", first, otherwise=[further]))


def _salutation() -> Xml:
    """คำขึ้นต้น and whom it greets: beside เรื่อง's value behind เรียน, two strokes behind a longer word."""
    hung = hanging(VALUE_AT)
    usual = paragraph("{{ salutation }}", tab(), "{{ addressee }}", style="FormEntry", look=hung)
    longer = paragraph("{{ salutation }}  {{ addressee }}", style="FormEntry", look=hung)
    return when('salutation == "เรียน"', usual, otherwise=[longer])


def _close() -> Xml:
    """คำลงท้าย on the axis of name and post: there ขอแสดงความนับถือ begins at the middle of the page."""
    return paragraph("{{ complimentary_close }}", style="SignPost", look=Look(before=12, keep_next=True))


def _foot() -> Xml:
    """ส่วนราชการเจ้าของเรื่อง with telephone, fax and e-mail, then whom copies go to: on the left.

    All of it stands on the signature's page; only a second copy and further ones may pass to the next, unless
    สำเนาถูกต้อง follows, which would pass with none of the letter.
    """
    held = Look(before=0, keep_next=True, keep_lines=True)
    line = "{{ line }}"
    owner = each(
        "line in owner_lines",
        when(
            "loop.first",
            paragraph(line, style="Normal", look=replace(held, before=18)),
            otherwise=[
                when(
                    "loop.last and not copies_to and not certified_copy",
                    paragraph(line, style="Normal"),
                    otherwise=[paragraph(line, style="Normal", look=held)],
                )
            ],
        ),
    )
    return together(owner, each("entry in copies_to", _copy()))


def _copy() -> Xml:
    """The label stands once, as that of the enclosures does; further names below the first."""
    look = replace(hanging(_COPIES_AT), keep_lines=True)
    line = (when_run("loop.first", "สำเนาส่ง"), tab(), "{{ entry }}")
    free, held = (paragraph(*line, style="Normal", look=replace(look, keep_next=kept)) for kept in (None, True))
    return when("certified_copy", held, otherwise=[free])
