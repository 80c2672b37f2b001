"""Paragraphs, runs and template tags as WordprocessingML text.

A plain ``str`` handed to these functions is text and is escaped; an ``Xml`` is markup and is kept.

>>> paragraph("เรียน", tab(), "{{ addressee }}", style="Body")  # doctest: +ELLIPSIS
'<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr><w:r>...'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

from tools.draw.units import half_points, twentieths, twips

Align = Literal["left", "center", "right", "thaiDistribute"]


class Xml(str):
    """Markup that is ready, as against a text that is still to be escaped."""

    __slots__ = ()


@dataclass(frozen=True)
class Tab:
    """A tab stop ``at`` cm from the left margin; ``leader="dot"`` draws the form's dots up to it.

    ``align="clear"`` takes away a stop of the style.
    """

    at: float
    align: Literal["left", "center", "right", "clear"] = "left"
    leader: Literal["dot"] | None = None


@dataclass(frozen=True)
class Look:
    """How a paragraph stands. Indents in cm, spacing in pt; None leaves it to the style.

    ``line`` is the pitch in pt, exact unless ``at_least``. ``first`` is the first line's indent
    (negative: hanging) from ``left``. >>> Look(first=2.5, before=6, align="thaiDistribute")
    """

    align: Align | None = None
    left: float | None = None
    right: float | None = None
    first: float | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None
    at_least: bool = False
    tabs: tuple[Tab, ...] = ()
    keep_next: bool | None = None
    keep_lines: bool | None = None
    page_break: bool = False
    outline: int | None = None


@dataclass(frozen=True)
class Font:
    """How letters look: size in pt, colour as RRGGBB. Sizes and weights are written for Thai as well."""

    size: float | None = None
    bold: bool | None = None
    color: str | None = None
    family: str | None = None


PLAIN = Look()
"""As the style has it."""
REGULAR = Font()
"""As the style has it."""


def _attributes(**values: object) -> str:
    return "".join(f' w:{name}="{value}"' for name, value in values.items() if value is not None)


def _switch(name: str, on: bool | None) -> str:
    return "" if on is None else f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>'


def _tabs(tabs: Iterable[Tab]) -> str:
    stops = "".join(
        f"<w:tab{_attributes(val=stop.align, leader=stop.leader, pos=twips(stop.at))}/>"
        for stop in sorted(tabs, key=lambda stop: stop.at)
    )
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _spacing(look: Look) -> str:
    values = {
        "before": None if look.before is None else twentieths(look.before),
        "after": None if look.after is None else twentieths(look.after),
        "line": None if look.line is None else twentieths(look.line),
        "lineRule": None if look.line is None else "atLeast" if look.at_least else "exact",
    }
    found = _attributes(**values)
    return f"<w:spacing{found}/>" if found else ""


def _indents(look: Look) -> str:
    hanging = look.first is not None and look.first < 0
    values = {
        "left": None if look.left is None else twips(look.left),
        "right": None if look.right is None else twips(look.right),
        "hanging": twips(-look.first) if look.first is not None and hanging else None,
        "firstLine": twips(look.first) if look.first is not None and not hanging else None,
    }
    found = _attributes(**values)
    return f"<w:ind{found}/>" if found else ""


def paragraph_properties(look: Look, style: str | None = None, inside: str = "") -> str:
    """``w:pPr`` in the order the schema asks for; ``inside`` is what comes last (a section)."""
    parts = (
        f'<w:pStyle w:val="{style}"/>' if style else "",
        _switch("keepNext", look.keep_next),
        _switch("keepLines", look.keep_lines),
        "<w:pageBreakBefore/>" if look.page_break else "",
        _tabs(look.tabs),
        _spacing(look),
        _indents(look),
        f'<w:jc w:val="{look.align}"/>' if look.align else "",
        "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>',
        inside,
    )
    found = "".join(parts)
    return f"<w:pPr>{found}</w:pPr>" if found else ""


def run_properties(font: Font, style: str | None = None) -> str:
    """``w:rPr`` with every size and weight twice: Word reads ``szCs`` and ``bCs`` for Thai."""
    family = font.family
    size = None if font.size is None else half_points(font.size)
    parts = (
        f'<w:rStyle w:val="{style}"/>' if style else "",
        f"<w:rFonts{_attributes(ascii=family, hAnsi=family, eastAsia=family, cs=family)}/>" if family else "",
        _switch("b", font.bold) + _switch("bCs", font.bold),
        f'<w:color w:val="{font.color}"/>' if font.color else "",
        "" if size is None else f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
    )
    found = "".join(parts)
    return f"<w:rPr>{found}</w:rPr>" if found else ""


def run(text: str, style: str | None = None, font: Font = REGULAR) -> Xml:
    """A run of text; ``style`` is a character style (``FormLabel``, ``Symbol``, ``Strong``)."""
    body = f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    return Xml(f"<w:r>{run_properties(font, style)}{body}</w:r>")


def tab(style: str | None = None) -> Xml:
    """A tab character: it goes to the paragraph's next tab stop and draws that stop's dots."""
    return Xml(f"<w:r>{run_properties(REGULAR, style)}<w:tab/></w:r>")


def field(instruction: str, shown: str, style: str | None = None) -> Xml:
    """A Word field (``PAGE``) with the text shown until Word counts."""
    properties = run_properties(REGULAR, style)

    def part(inner: str) -> str:
        return f"<w:r>{properties}{inner}</w:r>"

    return Xml(
        part('<w:fldChar w:fldCharType="begin"/>')
        + part(f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>')
        + part('<w:fldChar w:fldCharType="separate"/>')
        + part(f"<w:t>{escape(shown)}</w:t>")
        + part('<w:fldChar w:fldCharType="end"/>')
    )


def inline(content: Iterable[str]) -> str:
    """Texts made into runs, markup kept."""
    return "".join(part if isinstance(part, Xml) else run(part) for part in content)


def paragraph(*content: str, style: str | None = None, look: Look = PLAIN) -> Xml:
    """A paragraph of texts and runs in a paragraph style; ``look`` is what differs from the style."""
    return Xml(f"<w:p>{paragraph_properties(look, style)}{inline(content)}</w:p>")


def together(*content: str) -> Xml:
    """Fragments one behind the other, as one."""
    return Xml("".join(part if isinstance(part, Xml) else paragraph(part) for part in content))


# --- template tags ---------------------------------------------------------------------------------------


def tag(statement: str) -> Xml:
    """A line of the template that only steers: ``tag("for item in body")``. It vanishes when filled."""
    return paragraph(f"{{%p {statement} %}}", style="TemplateTag")


def each(loop: str, *content: str) -> Xml:
    """Fragments once for each: ``each("opinion in opinions", paragraph("{{ opinion.heading }}"))``."""
    return together(tag(f"for {loop}"), *content, tag("endfor"))


def when(condition: str, *content: str, otherwise: Iterable[str] = ()) -> Xml:
    """Fragments only when: ``when("closing", paragraph("{{ closing }}", style="Body"))``."""
    other = tuple(otherwise)
    alternative = (tag("else"), *other) if other else ()
    return together(tag(f"if {condition}"), *content, *alternative, tag("endif"))


def digits(section: str, *content: str) -> Xml:
    """A part that is printed with its own digit policy: ``digits("plan_table", table(...))``."""
    return together(tag(f'digits "{section}"'), *content, tag("enddigits"))


def when_run(condition: str, *content: str) -> Xml:
    """Runs only when, inside a paragraph: ``paragraph("ที่", when_run("loop.last", tab()))``."""
    return Xml(run(f"{{% if {condition} %}}") + inline(content) + run("{% endif %}"))
