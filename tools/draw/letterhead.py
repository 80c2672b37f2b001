"""What the forms of correspondence share: the emblem's place, the certified copy, the page furniture."""

from __future__ import annotations

from dataclasses import replace

from tools.draw.blocks import DRAFT, Marks, marks, page_header, signature
from tools.draw.document import EMPTY, Document, Section
from tools.draw.markup import Look, Tab, Xml, each, paragraph, run, tab, together, when, when_run
from tools.draw.pictures import EMBLEM_RATIO, Place, dashed_png
from tools.draw.sheet import FORM

_LEFT_HALF = Look(left=0, right=8.5)


VALUE_AT = 1.3
"""cm at which the values of เรื่อง, เรียน and อ้างถึง begin, and their further lines."""
_ENCLOSED_AT = 2.35
_NUMBER_WIDTH = 0.75


def hanging(at: float) -> Look:
    """A label, a tab, and a value whose further lines stand under its first, ``at`` cm from the margin."""
    return Look(left=at, first=-at, tabs=(Tab(at),))


def references() -> Xml:
    """อ้างถึง: none, one, or several numbered."""
    return _listed("references", "อ้างถึง", VALUE_AT, "{{ entry }}")


def enclosures() -> Xml:
    """สิ่งที่ส่งมาด้วย: none, one, or several numbered, each with how many of it."""
    text = "{{ entry.title }}{% if entry.quantity %}  {{ entry.quantity }}{% endif %}"
    return _listed("enclosures", "สิ่งที่ส่งมาด้วย", _ENCLOSED_AT, text)


def _listed(name: str, label: str, at: float, text: str) -> Xml:
    """None, one, or many: many are numbered and stand under the first."""
    inner = at + _NUMBER_WIDTH
    spacing = (("loop.first", None), ("", 0.0))
    one = paragraph(label, tab(), text, style="FormEntry", look=hanging(at))
    numbered = [
        paragraph(
            *([label] if condition else []),
            tab(),
            "{{ loop.index }}.",
            tab(),
            text,
            style="FormEntry",
            look=Look(left=inner, first=-inner, before=before, tabs=(Tab(at), Tab(inner))),
        )
        for condition, before in spacing
    ]
    many = when("loop.first", numbered[0], otherwise=[numbered[1]])
    return each(f"entry in {name}", when("loop.length == 1", one, otherwise=[many]))


def emblem(document: Document, place: Place) -> Xml:
    """The emblem's exact place: the picture, nothing when none is given, a dashed frame on a draft."""
    outline = replace(place, width=place.height * EMBLEM_RATIO)
    frame = document.picture("ที่ติดตราครุฑ", outline, "Emblem frame", dashed_png())
    picture = document.picture("{{ emblem }}", place, "Emblem")
    return Xml(when_run("draft and not emblem", frame) + when_run("emblem or not draft", picture))


def certified_copy(of: str = "") -> Xml:
    """สำเนาถูกต้อง at the foot: who certifies, and when (ระเบียบงานสารบรรณ ข้อ 31).

    ``of`` is what the name is read from where the form is part of another (``announcement.``).
    """
    copy = f"{of}certified_copy"
    held = Look(left=_LEFT_HALF.left, right=_LEFT_HALF.right, keep_next=True, before=18)
    dated = paragraph(f"{{{{ {copy}.dated|long_date }}}}", style="SignPost", look=_LEFT_HALF)
    return when(
        copy,
        paragraph("สำเนาถูกต้อง", style="SignPost", look=held),
        signature(f"{copy}.signer", look=_LEFT_HALF, holds=f"{copy}.dated"),
        when(f"{copy}.dated", dated),
    )


_SECRECY = when_run("secrecy", run("{{ secrecy }}", "MarkSecrecy"))


def furniture(*, secrecy: bool = False, first_footer: Xml | None = None) -> Section:
    """Pages of a form: marks on every page, the number from the second page on.

    ``secrecy``: the kind has that mark, red, in the middle of the top and the foot of every page
    (official-format 1.6). A certified copy says สำเนา above its first line, at the left where
    the secrecy mark has the middle.
    """
    marked = Marks("secrecy or draft", _SECRECY) if secrecy else DRAFT
    copy = run("สำเนา", "MarkCopy")
    beside = when_run("certified_copy and secrecy", copy) if secrecy else ""
    alone = when_run("certified_copy and not secrecy" if secrecy else "certified_copy", copy)
    first = Marks(f"{marked.when} or certified_copy", marked.centre + alone, left=beside)
    foot = marks(FORM, Marks("secrecy", _SECRECY, "")) if secrecy else EMPTY
    return Section(
        header=page_header(FORM, marked),
        first_header=marks(FORM, first),
        footer=foot,
        first_footer=together(*([first_footer] if first_footer else []), foot),
        sheet=FORM,
    )
