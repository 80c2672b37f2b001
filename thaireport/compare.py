"""What was printed then beside what is printed now: every difference with a place that a clerk finds.

Both come as the lines of ``output.embed.printed``. Spaces of any kind count as one, since programs change them
when they save; everything else is an edit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape

from thaireport.thai.digits import to_thai
from thaireport.thai.patterns import pattern

SHOWN = 160
"""Letters shown of a text that was changed."""
_CONTEXT = 24
_MANY = 20_000
_PAIRS = 2_500
_SPACES = pattern(r"[\s\u00a0\u2007\u202f]+")
_ALIKE = str.maketrans({"\u2011": "-", "\u2010": "-"} | dict.fromkeys("\u200b\u2060\ufeff\u00ad", ""))
"""Hyphens are one, and what takes no room on the page counts for nothing."""


@dataclass(frozen=True)
class Change:
    """One difference: where, what it was (None: it is new), what it is now (None: it is gone)."""

    place: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        if self.old is None:
            return f"{self.place}: เพิ่ม {_shown(self.new or '')}"
        if self.new is None:
            return f"{self.place}: ถูกลบ (เดิม {_shown(self.old)})"
        old, new = excerpts(self.old, self.new)
        return f"{self.place}: {old or '(ว่าง)'} ถูกแก้เป็น {new or '(ว่าง)'}"


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Both texts; of long ones what differs, with some words around it."""
    if max(len(old), len(new)) <= SHOWN // 2:
        return old, new
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    room = min(len(old), len(new)) - start
    end = next((n for n in range(room) if old[-1 - n] != new[-1 - n]), room)
    first = _whole_letter(old, max(0, start - _CONTEXT))
    return _cut(old, first, len(old) - end + _CONTEXT), _cut(new, first, len(new) - end + _CONTEXT)


def _cut(text: str, first: int, last: int) -> str:
    while last < len(text) and unicodedata.category(text[last]) == "Mn":
        last += 1
    piece = text[first : min(last, first + SHOWN)]
    return f"{'…' if first else ''}{piece}{'…' if first + len(piece) < len(text) else ''}"


def _whole_letter(text: str, index: int) -> int:
    """The index, moved back to a letter that a vowel or tone mark is not torn from."""
    while index and index < len(text) and unicodedata.category(text[index]) == "Mn":
        index -= 1
    return index


def plain(text: str) -> str:
    """A text as it is compared."""
    return _SPACES.sub(" ", text.translate(_ALIKE)).strip()


# ---------------------------------------------------------------- the lines as blocks


@dataclass(frozen=True)
class Block:
    """A paragraph or a row: its texts, each with its place.

    ``stored``: of a sheet's row the values as they are stored, which are compared then: how a cell shows its number
    changes when rows move under it.
    """

    texts: tuple[str, ...] = field(compare=False)
    places: tuple[str, ...] = field(compare=False)
    place: str = field(compare=False)
    is_row: bool = False
    stored: tuple[str, ...] = field(default=(), compare=False)
    compared: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compared", self.stored or self.texts)

    @property
    def text(self) -> str:
        """All of it in one text."""
        return " | ".join(text for text in self.texts if text)


@dataclass
class _Table:
    number: int
    rows: int = 0
    heads: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, list[str]]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    span: int = 1
    column: int = 0
    is_head: bool = False


def word_parts(lines: bytes) -> dict[str, list[Block]]:
    """The blocks of each part of a Word file by its name (``""`` is the document itself); empty ones are left out."""
    found: dict[str, list[Block]] = {}
    for name, text in _sections(lines):
        found[name] = list(_Blocks(text).read())
    return found


def _sections(lines: bytes) -> Iterator[tuple[str, list[str]]]:
    name = ""
    text: list[str] = []
    for line in lines.decode("utf-8", "replace").split("\n"):
        if line.startswith("\t@"):
            yield name, text
            name, text = unescape(line[2:]), []
        else:
            text.append(line)
    yield name, text


class _Blocks:
    """Reads the lines of one Word part: paragraphs are counted outside of tables, rows inside of them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._tables: list[_Table] = []
        self._count = self._paragraphs = 0

    def read(self) -> Iterator[Block]:
        """The blocks in order."""
        for line in self._lines:
            mark = line[1:2] if line.startswith("\t") else ""
            if mark == "[":
                self._count += 1
                self._tables.append(_Table(self._count))
            elif not self._tables:
                yield from self._paragraph(line)
            elif mark:
                yield from self._in_table(self._tables[-1], mark, line)
            elif text := plain(unescape(line)):
                self._tables[-1].lines.append(text)

    def _paragraph(self, line: str) -> Iterator[Block]:
        text = plain(unescape(line))
        if text:
            self._paragraphs += 1
            place = to_thai(f"ย่อหน้าที่ {self._paragraphs}")
            yield Block((text,), (place,), place)

    def _in_table(self, table: _Table, mark: str, line: str) -> Iterator[Block]:
        if mark == "^":
            table.is_head = True
        elif mark == "#":
            table.span = int(line[2:]) if line[2:].isdecimal() and len(line) < 6 else 1
        elif mark == "|":
            table.cells.append((table.column, table.lines))
            table.column, table.span, table.lines = table.column + table.span, 1, []
        elif mark == "/":
            yield from self._row(table)
            table.cells, table.column, table.is_head, table.lines = [], 0, False, []
        elif mark == "]":
            self._tables.pop()

    @staticmethod
    def _row(table: _Table) -> Iterator[Block]:
        texts = tuple("\n".join(lines) for _, lines in table.cells)
        if table.is_head:
            for (column, _), text in zip(table.cells, texts, strict=True):
                if text and not text.isdecimal():
                    table.heads[column] = f"{table.heads[column]} {text}" if column in table.heads else text
        else:
            table.rows += 1
        where = "หัวตาราง" if table.is_head else f"แถว {table.rows}"
        place = to_thai(f"ตาราง {table.number} {where}")
        if any(texts):
            places = tuple(f"{place} {_title(table, column, n)}" for n, (column, _) in enumerate(table.cells, 1))
            yield Block(texts, places, place, is_row=True)


def _title(table: _Table, column: int, number: int) -> str:
    head = " ".join(table.heads.get(column, "").split())
    return head[:60] if head and not table.is_head else to_thai(f"ช่องที่ {number}")


Show = Callable[[str, str], str]
"""How a cell's value is shown: its place (sheet and cell) and the value as stored."""


def sheet_parts(lines: bytes, show: Callable[[str, str, str], str]) -> dict[str, list[Block]]:
    """The rows of each sheet of a workbook by its title; ``show(title, cell, value)`` is the value as printed."""
    found: dict[str, list[Block]] = {}
    for title, text in _sections(lines):
        rows: dict[str, list[tuple[str, str]]] = {}
        for line in text:
            name, _, value = line.partition("\t")
            if value:
                rows.setdefault(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append((name, unescape(value)))
        if title or rows:
            found[title] = [_sheet_row(title, row, cells, show) for row, cells in rows.items()]
    return found


def _sheet_row(title: str, row: str, cells: Sequence[tuple[str, str]], show: Callable[[str, str, str], str]) -> Block:
    places = tuple(f'แผ่นงาน "{title}" ช่อง {name}' for name, _ in cells)
    texts = tuple(plain(show(title, name, value)) for name, value in cells)
    stored = tuple(plain(_one_number(value)) for _, value in cells)
    return Block(texts, places, f'แผ่นงาน "{title}" แถว {row}', is_row=True, stored=stored)


_A_NUMBER = pattern(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")


def _one_number(value: str) -> str:
    """A number as every program would write it (``3500.00`` is ``3500``); an identity such as ``0071`` stays."""
    return f"{float(value):.12g}" if _A_NUMBER.fullmatch(value) else value


# ---------------------------------------------------------------- comparing


def changes(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    """What differs between two runs of blocks, in order."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    if max(len(before), len(after)) > _MANY:
        yield Change(
            before[0].place if before else after[0].place, f"{len(before):,} ย่อหน้าหรือแถว", "ต่างกันเกินกว่าจะไล่รายการ"
        )
        return
    for tag, i, j, m, n in SequenceMatcher(None, before, after, autojunk=len(before) > 5_000).get_opcodes():
        if tag != "equal":
            yield from _replaced(before[i:j], after[m:n])


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    for before, after in _paired(old, new):
        if after is None and before is not None:
            yield Change(before.place, before.text, None)
        elif before is None and after is not None:
            yield Change(after.place, None, after.text)
        elif before is not None and after is not None:
            yield from _within(before, after)


def _within(old: Block, new: Block) -> Iterator[Change]:
    """What differs inside one paragraph or row; of a row cell by cell."""
    if old.is_row != new.is_row:
        yield Change(old.place, old.text, None)
        yield Change(new.place, None, new.text)
        return
    if len(old.texts) == len(new.texts) and _columns(old) == _columns(new):
        same = map(str.__eq__, old.compared, new.compared)
        for place, before, after, is_same in zip(new.places, old.texts, new.texts, same, strict=True):
            if before != after and not is_same:
                yield Change(place, before, after)
        return
    if not _columns(old)[0]:
        yield Change(new.place, old.text, new.text)
        return
    stored = set(zip(_columns(old), old.compared, strict=True))
    alike = {column for column, value in zip(_columns(new), new.compared, strict=True) if (column, value) in stored}
    then = dict(zip(_columns(old), old.texts, strict=True))
    now = dict(zip(_columns(new), zip(new.places, new.texts, strict=True), strict=True))
    sheet = new.places[0].rpartition(" ")[0]
    row = new.place.rpartition(" ")[2]
    for column in sorted(then.keys() | now.keys(), key=lambda name: (len(name), name)):
        place, after = now.get(column, (f"{sheet} {column}{row}", ""))
        if then.get(column, "") != after and column not in alike:
            yield Change(place, then.get(column, ""), after)


def _columns(block: Block) -> list[str]:
    """The letters of a sheet's columns; empty texts for Word's cells."""
    if not block.is_row or not block.place.startswith("แผ่นงาน"):
        return [""] * len(block.texts)
    return [place.rpartition(" ")[2].rstrip("0123456789") for place in block.places]


def _paired(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Which block became which: in order when as many, else so that the likest are together."""
    if len(old) == len(new) or not old or not new or len(old) * len(new) > _PAIRS:
        longest = max(len(old), len(new))
        yield from zip([*old, *[None] * (longest - len(old))], [*new, *[None] * (longest - len(new))], strict=True)
        return
    likeness = [[_likeness(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and best[i][j] == best[i + 1][j + 1] + likeness[i][j] and likeness[i][j] > 0:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif j == len(new) or (i < len(old) and best[i][j] == best[i + 1][j]):
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1


def _likeness(old: Block, new: Block) -> float:
    """From 0 to 1; what is hardly alike counts as nothing."""
    ratio = SequenceMatcher(None, old.text[:400], new.text[:400], autojunk=False).quick_ratio()
    return ratio if ratio > 0.4 and old.is_row == new.is_row else 0.0


def set_changes(place: str, old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    """What differs between two collections whose order and repetition mean nothing (headers, chart labels)."""
    then = {text: None for block in old for text in block.texts if text}
    now = {text: None for block in new for text in block.texts if text}
    gone, come = [text for text in then if text not in now], [text for text in now if text not in then]
    for before, after in zip(gone, come, strict=False):
        yield Change(place, before, after)
    yield from (Change(place, text, None) for text in gone[len(come) :])
    yield from (Change(place, None, text) for text in come[len(gone) :])
