"""บันทึกข้อความ (แบบที่ 29): the memo's template.

Sizes and places: official-format sections 0, 1.2, 1.6, 1.7; lines and dots: word-fidelity section 2.
"""

from __future__ import annotations

from tools.draw.kit import (
    MEMO_EMBLEM,
    Document,
    Look,
    Tab,
    Xml,
    dots,
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

_TITLE = "บันทึกข้อความ"
_DATE_AT = 7.8
"""cm at which the dots behind the number end; วันที่ stands two spaces on, at about mid-page."""
_OFFICE_AT = 2.65


def draw() -> dict[str, bytes]:
    """``memo.docx``."""
    document = Document(_TITLE)
    document.add(_head(document), _office(), _number_and_date(), _subject(), _addressee())
    document.add(references(), enclosures())
    document.add(items("body", held=True), paragraph("{{ closing }}", style="ClosingSentence"))
    document.add(signature("signer", "signer_label", holds="certified_copy and not opinions"))
    document.add(_opinions(), certified_copy())
    continuation = when("continuation", paragraph("{{ continuation }}", style="Continuation"))
    document.finish(furniture(secrecy=True, first_footer=continuation))
    return {"memo.docx": document.package()}


def _head(document: Document) -> Xml:
    """Emblem left, the title on the middle of the sheet, the urgency mark between them (section 1.6)."""
    place = emblem(document, MEMO_EMBLEM)
    marked = paragraph(place, run("{{ urgency }}", "MarkUrgency"), tab(), _TITLE, style="FormTitleMarked")
    plain = paragraph(emblem(document, MEMO_EMBLEM), _TITLE, style="FormTitle")
    return when("urgency", marked, otherwise=[plain])


def _label(text: str) -> Xml:
    return run(text, "FormLabel")


def _office() -> Xml:
    value = ("{{ office_line }} ", tab())
    return paragraph(_label("ส่วนราชการ"), tab(), *value, style="FormLine", look=hanging(_OFFICE_AT))


def _number_and_date() -> Xml:
    number = (_label("ที่"), "  {{ number }} ", tab())
    dated = ("  ", _label("วันที่"), "  {{ dated|long_date }} ", tab())
    return paragraph(*number, *dated, style="FormLine", look=Look(tabs=(Tab(_DATE_AT, "left", "dot"),)))


def _subject() -> Xml:
    """Dots lead from the last line to the margin; a line the clerk broke is a paragraph of its own."""
    line = ("{{ line }}", when_run("loop.last", " ", tab()))
    first = paragraph(_label("เรื่อง"), tab(), *line, style="FormLine", look=hanging(VALUE_AT))
    further = paragraph(*line, style="FormLine", look=Look(left=VALUE_AT))
    return each("line in subject_lines", when("loop.first", first, otherwise=[further]))


def _addressee() -> Xml:
    return paragraph("เรียน", tab(), "{{ addressee }}", style="FormEntry", look=hanging(VALUE_AT))


def _opinions() -> Xml:
    """Each superior's opinion, whole on one page: heading, words or dotted lines, room to sign."""
    held = Look(keep_next=True, keep_lines=True)
    block = together(
        paragraph("{{ opinion.heading }}", style="OpinionHead"),
        items("opinion.text", name="said", look=held),
        each("blank in opinion.blank_lines", dots()),
        signature("opinion.signer", holds="certified_copy and opinion == last_opinion"),
    )
    return each("opinion in opinions", block)
