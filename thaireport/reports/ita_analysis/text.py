"""The texts of the analysis as they are printed: heads with a star, bulleted methods, drafted sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from thaireport.framework import Framework, IssueFrame, mended
from thaireport.parts import Item
from thaireport.reports.ita_analysis.scores import ScoreSheet, decimal, mean
from thaireport.thai.money import half_up
from thaireport.thai.money import score as written
from thaireport.thai.numbering import levels

STAR = "★"
DRAFT_MARK = "[ร่าง]"
"""Stands before every drafted sentence, so that none is published unread."""

_LONGEST_HEAD = 120


@dataclass(frozen=True)
class Block:
    """One paragraph of an analysis. A starred one has a bold ``head`` that its ``text`` runs on from.

    ``level`` 0 is a paragraph, 1 the outermost list.
    """

    text: str
    head: str = ""
    star: bool = False
    marker: str = ""
    level: int = 0


def blocks(analysis: Iterable[Item]) -> tuple[Block, ...]:
    """The paragraphs of an analysis: ``★`` opens a head, codes typed with a Thai zero are put right."""
    found: list[Block] = []
    for starred, run in groupby(analysis, key=lambda item: item.marker.startswith(STAR)):
        items = list(run)
        if starred:
            found.extend(_starred(item) for item in items)
        else:
            found.extend(_plain(items))
    return tuple(found)


def _starred(item: Item) -> Block:
    head, text = _head_of(mended(item.text))
    return Block(text, head, star=True)


def _head_of(text: str) -> tuple[str, str]:
    """Head and rest: what stands between ``**`` and ``**``, else before โดย, else all of a short line."""
    if text.startswith("**") and "**" in text[2:]:
        head, _, rest = text[2:].partition("**")
        return head.strip(), rest.strip()
    head, found, rest = text.partition(" โดย")
    if found and len(head) <= _LONGEST_HEAD:
        return head, f"โดย{rest}"
    return (text, "") if len(text) <= _LONGEST_HEAD else ("", text)


def _plain(items: Sequence[Item]) -> list[Block]:
    """Lists counted from their own outermost level: below a star they would stand one deeper."""
    marked = [item.level for item in items if item.marker]
    shift = min(marked) - 1 if marked and min(marked) > 1 else 0
    return [
        Block(mended(item.text), marker=item.marker, level=item.level - shift if item.marker else item.level)
        for item in items
    ]


def bulleted(items: Iterable[Item]) -> tuple[Item, ...]:
    """Entries typed without a marker get a bullet, as the action table has them."""
    return tuple(item if item.marker else Item(text=item.text, marker="•", level=max(item.level, 1)) for item in items)


def numbered(items: Sequence[Item]) -> tuple[Item, ...]:
    """Steps typed without any marker are numbered; as soon as one is typed, all are printed as typed."""
    if len(items) < 2 or any(item.marker for item in items):
        return tuple(items)
    return tuple(Item(text=item.text, marker=f"{n}.", level=1) for n, item in enumerate(items, 1))


def draft(framework: Framework, sheet: ScoreSheet, issue: IssueFrame, threshold: Decimal) -> tuple[Item, ...]:
    """Neutral sentences about the scores of an issue, one for each of its indicators, marked as a draft."""
    lines = [(STAR, f"{DRAFT_MARK} วิเคราะห์{issue.title} โดยสรุปจากคะแนนรายข้อ")]
    for instrument in framework.instruments:
        part = sheet.part_codes(instrument)[0]
        for indicator in instrument.indicators:
            scores = {code: sheet.score(part, code) for code in issue.items if code in indicator.wordings}
            known = {code: score for code, score in scores.items() if score is not None}
            if known:
                name = f"ตัวชี้วัดที่ {indicator.number} {indicator.name}"
                lines.append(("", f"{DRAFT_MARK} {name} {_sentence(known, threshold)}"))
    marks = levels([marker for marker, _ in lines])
    return tuple(
        Item(text=text, marker=marker, level=level) for (marker, text), level in zip(lines, marks, strict=True)
    )


def _sentence(scores: dict[str, Decimal], threshold: Decimal) -> str:
    average = decimal(mean(scores.values())) or Decimal(0)
    scores = {code: half_up(score) for code, score in scores.items()}
    said = f"({_listed(scores)}) มีคะแนนเฉลี่ย {written(average)} คะแนน"
    low = min(scores, key=lambda code: scores[code])
    high = max(scores, key=lambda code: scores[code])
    if scores[low] != scores[high]:
        said += f" ข้อที่ได้คะแนนสูงสุดคือ {high} ได้ {written(scores[high])} คะแนน"
        said += f" และข้อที่ได้คะแนนต่ำสุดคือ {low} ได้ {written(scores[low])} คะแนน"
    weak = [code for code, score in scores.items() if score < threshold]
    if weak:
        said += f" ข้อที่ได้คะแนนต่ำกว่า {written(threshold)} คะแนน ได้แก่ {_listed(weak)} ซึ่งควรกำหนดแนวทางแก้ไข"
    elif len(scores) > 1:
        said += f" ทุกข้อได้คะแนนไม่ต่ำกว่า {written(threshold)} คะแนน"
    return said


def _listed(codes: Iterable[str]) -> str:
    """``i1-i3, i5``: neighbours as a range."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and runs[-1][-1][0] == code[0] and int(runs[-1][-1][1:]) + 1 == int(code[1:]):
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
