"""Pieces that several forms share: prose with lists, places to sign, page numbers and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.draw.markup import (
    PLAIN,
    Look,
    Tab,
    Xml,
    each,
    field,
    paragraph,
    run,
    tab,
    tag,
    together,
    when,
    when_run,
)
from tools.draw.sheet import UPRIGHT, Sheet
from tools.draw.styles import TEXT_WIDTH
from tools.draw.units import twips

RUNNING = ("Body", "Item1", "Item2", "Item3", "Item4", "Item5")
"""Style of each level of prose: paragraphs, then lists that run back to the margin."""
IN_CELL = ("Cell", "CellItem1", "CellItem2", "CellItem3")
"""Style of each level of prose inside a table: hanging under the text."""
HELD_LETTERS = 1_200
"""About fifteen lines: a last paragraph up to this long is held to the signature below it."""
LEADING_LETTERS = 400
"""About five lines: an item or a paragraph up to this long leads in what follows further in, and is held to it."""
LEADING_LEVELS = 3
"""Paragraphs, lists and their sub-lists: what leads in a list deeper than these is not held to it."""


def _branches(levels: Sequence[tuple[str, Xml]]) -> Xml:
    first, *others = levels
    parts: list[str] = [tag(f"if {first[0]}"), first[1]]
    for condition, content in others:
        parts += [tag(f"elif {condition}" if condition else "else"), content]
    return together(*parts, tag("endif"))


def items(
    prose: str,
    styles: Sequence[str] = RUNNING,
    *,
    name: str = "item",
    look: Look = PLAIN,
    held: bool = False,
) -> Xml:
    """Prose with its lists: ``items("body")`` prints every item of ``body`` in the style of its level.

    ``prose`` is an expression that gives items (``.level``, ``.marker``, ``.text``); levels deeper than the
    last style take the last. ``name`` is the loop's variable, ``look`` what differs from the styles.
    What leads in a list stands on the page where the list begins. ``held`` keeps the end of the last item on
    the page of what follows, too: a signature never stands on a page without some lines of the text.
    """
    bound = replace(look, keep_next=True)
    made = by_level(styles, name, look)
    if held:
        made = when(_is_held(name), by_level(styles, name, bound), otherwise=[made])
    elif not look.keep_next:
        kept = by_level(styles[:LEADING_LEVELS], name, bound)
        made = when(f"{name}.level < {LEADING_LEVELS} and {leads_in(name)}", kept, otherwise=[made])
    return each(f"{name} in {prose}", made)


def leading(prose: str) -> Xml:
    """Prose that leads in what stands below it, a heading or a table: its last paragraph stands on the same page."""
    bound = by_level(RUNNING[:1], "said", Look(keep_next=True))
    free = by_level(RUNNING, "said", PLAIN)
    return each(f"said in {prose}", when("loop.last and said.level == 0", bound, otherwise=[free]))


def by_level(styles: Sequence[str], name: str, look: Look) -> Xml:
    """An item's marker and text in the style of its level."""
    line = run(f"{{% if {name}.marker %}}{{{{ {name}.marker }}}}  {{% endif %}}{{{{ {name}.text }}}}")
    return _levels(styles, name, [paragraph(line, style=style, look=look) for style in styles])


def _is_held(name: str) -> str:
    """Whether an item goes where what follows it goes: the last one, and what leads in a list."""
    # LibreOffice moves a bound paragraph whole: a long one would leave half a page white.
    last = f"loop.last and {name}.text|length < {HELD_LETTERS}"
    return f"{last} or {leads_in(name)}"


def leads_in(name: str) -> str:
    """Whether an item of a loop is short and leads in what follows further in: a list, or a heading's text."""
    following = "loop.nextitem.level"
    further_in = f"({following} > {name}.level or {name}.marker and {following} == 0)"
    return f"not loop.last and {further_in} and {name}.text|length < {LEADING_LETTERS}"


def cell_items(prose: str, styles: Sequence[str] = IN_CELL, *, name: str = "item") -> Xml:
    """Prose inside a table cell: ``Cell(cell_items("measure.methods"))``; markers hang before their text.

    An empty prose leaves the cell without a paragraph: the engine's repair gives it one.
    """
    first = paragraph(
        f"{{% if {name}.marker %}}{{{{ {name}.marker }}}} {{% endif %}}{{{{ {name}.text }}}}", style=styles[0]
    )
    hanging = [
        paragraph(f"{{{{ {name}.marker }}}}", tab(), f"{{{{ {name}.text }}}}", style=style) for style in styles[1:]
    ]
    return each(f"{name} in {prose}", _levels(styles, name, [first, *hanging]))


def _levels(styles: Sequence[str], name: str, made: Sequence[Xml]) -> Xml:
    """An item in the style of its level."""
    last = len(styles) - 1
    conditions = [f"{name}.level == {level}" if level < last else "" for level in range(len(styles))]
    return made[0] if last == 0 else _branches(list(zip(conditions, made, strict=True)))


def dots(width: float = TEXT_WIDTH) -> Xml:
    """A dotted line to write on, ``width`` cm long: one tab with a leader, never typed dots."""
    own = PLAIN if twips(width) == twips(TEXT_WIDTH) else Look(tabs=(Tab(width, "right", "dot"),))
    return paragraph(tab(), style="Dots", look=own)


def signature(person: str, label: str | None = None, *, look: Look = PLAIN, holds: str = "") -> Xml:
    """Room to sign, the name in brackets and the post: ``signature("signer", "signer_label")``.

    ``person`` gives ``.full_name``, ``.position_lines``, ``.acting_lines``; ``label`` is an expression, None
    or text, printed behind a dotted line in the room. Held together with what stands before it; the last
    line of the post lets go, unless the expression ``holds`` is true: then what follows stays with it
    (สำเนาถูกต้อง does not stand on a page of its own). ``look`` moves the block (``Look(left=0, right=9)`` to
    the left half).
    """
    name = paragraph(f"({{{{ {person}.full_name }}}})", style="SignName", look=look)
    if label is not None:
        labelled = together(
            paragraph(tab(), tab(), tab(), f"{{{{ {label} }}}}", style="SignLine"),
            paragraph(f"({{{{ {person}.full_name }}}})", style="SignName", look=_without_room(look)),
        )
        name = when(label, labelled, otherwise=[name])
    free = f"loop.last and not ({holds})" if holds else "loop.last"
    post = _post_lines(f"{person}.position_lines", f"{free} and not {person}.acting_lines", look)
    return together(name, post, _post_lines(f"{person}.acting_lines", free, look))


def _without_room(look: Look) -> Look:
    return Look(align=look.align, left=look.left, right=look.right, before=0)


def _post_lines(lines: str, last: str, look: Look) -> Xml:
    held = Look(align=look.align, left=look.left, right=look.right, keep_next=True)
    free = paragraph("{{ line }}", style="SignPost", look=look)
    return each(f"line in {lines}", when(last, free, otherwise=[paragraph("{{ line }}", style="SignPost", look=held)]))


NUMBER = Xml(run("- ") + field("PAGE", "2") + run(" -"))
"""``- ๒ -``: a plain PAGE field; the section's number format makes its digits Thai."""


@dataclass(frozen=True)
class Marks:
    """What may stand at the top of a page: runs for the middle, the right corner and the left, and when any does."""

    when: str = "draft"
    centre: str = ""
    corner: str = when_run("draft", run("ร่าง", "MarkDraft"))
    left: str = ""


DRAFT = Marks()
"""ร่าง in red in the right corner of every page of a draft. Every kind has ``draft``."""


def marks(sheet: Sheet, shown: Marks = DRAFT) -> Xml:
    """The line of marks in a header or footer; it is as high when there is no mark."""
    full = paragraph(
        Xml(shown.left), tab(), Xml(shown.centre), tab(), Xml(shown.corner), style="PageMarks", look=_mark_stops(sheet)
    )
    # LibreOffice gives a line of nothing but tabs its natural height, not the exact one.
    return when(shown.when, full, otherwise=[paragraph(style="PageMarks")])


def page_header(sheet: Sheet, shown: Marks = DRAFT) -> Xml:
    """Header of the second page and after of a letter: marks, and the number 3 cm below the sheet's edge."""
    return together(marks(sheet, shown), paragraph(NUMBER, style="PageNumber", look=sheet.centred))


def slim_header(sheet: Sheet) -> Xml:
    """Header of reports and tables: the page number and ร่าง in one line within the top margin.

    The 3 cm of a letter's number (official-format 0, likely) would take three lines of every page, five of a table's.
    """
    content = (tab(), NUMBER, when_run("draft", tab(), run("ร่าง", "MarkDraft")))
    return paragraph(*content, style="PageMarks", look=_mark_stops(sheet))


def _mark_stops(sheet: Sheet) -> Look:
    if (sheet.axis, sheet.width) == (UPRIGHT.axis, UPRIGHT.width):
        return PLAIN
    # Stops of the style that lie before the sheet's own would catch the tabs.
    cleared = (Tab(UPRIGHT.axis, "clear"), Tab(UPRIGHT.width, "clear"))
    return Look(tabs=(*cleared, Tab(sheet.axis, "center"), Tab(sheet.width, "right")))
