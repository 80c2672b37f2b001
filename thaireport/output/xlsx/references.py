"""Cell references inside formulas: found, and written again for the rows of the filled sheet.

A template row keeps its number until a list above it is filled; then everything below moves. ``RowMap`` is
that move for one sheet, ``Reference`` one reference as written (``'แผน'!$D$6:D9``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})"
_SHEET = r"(?:'(?:[^']|'')+'|[^\s'!:\[\]()]+)!"
_REFERENCE = re.compile(
    rf"({_SHEET})?(?:{_CELL}(?::{_CELL})?|(\$?)([A-Z]{{1,3}}):(\$?)([A-Z]{{1,3}})|(\$?)([0-9]{{1,7}}):(\$?)([0-9]{{1,7}}))"
)
_EXTERNAL_OR_TABLE = re.compile(r"\[")


class FormulaError(ValueError):
    """A formula that rows may not be inserted into; the message is Thai."""


def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is ``A``, 27 is ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def split_cell(name: str) -> tuple[int, int]:
    """``C5`` as (row, column): (5, 3)."""
    letters = name.rstrip("0123456789")
    return int(name[len(letters) :]), column_number(letters)


@dataclass(frozen=True)
class Span:
    """Template rows ``first`` to ``last`` that become ``count`` rows."""

    first: int
    last: int
    count: int


class RowMap:
    """Template rows to rows of the filled sheet."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self.spans = tuple(spans)

    def first(self, row: int) -> int:
        """Where a range starts that starts at template row ``row``."""
        return self._moved(row)[0]

    def last(self, row: int) -> int:
        """Where a range ends that ends at template row ``row``: a repeated row's last copy."""
        return self._moved(row)[1]

    def _moved(self, row: int) -> tuple[int, int]:
        shift = 0
        for span in self.spans:
            if row < span.first:
                break
            if row <= span.last:
                return span.first + shift, span.first + shift + span.count - 1
            shift += span.count - (span.last - span.first + 1)
        moved = row if row == LAST_ROW else min(row + shift, LAST_ROW)
        return moved, moved


@dataclass(frozen=True)
class Reference:
    """A cell, a range, whole columns (rows are None) or whole rows (columns are None), as a formula has it.

    ``sheet`` is the title named before the ``!``, None for the formula's own sheet; ``prefix`` is its spelling.
    """

    sheet: str | None
    prefix: str
    columns: tuple[int, int] | None
    rows: tuple[int, int] | None
    fixed_columns: tuple[bool, bool]
    fixed_rows: tuple[bool, bool]
    single: bool

    @cached_property
    def _frame(self) -> tuple[str, ...]:
        """The text around the row numbers."""
        columns = ["", ""]
        if self.columns:
            columns = [
                ("$" if fixed else "") + column_letters(number)
                for number, fixed in zip(self.columns, self.fixed_columns, strict=True)
            ]
        if self.rows is None:
            return (f"{self.prefix}{columns[0]}:{columns[1]}",)
        marks = ["$" if fixed else "" for fixed in self.fixed_rows]
        start = f"{self.prefix}{columns[0]}{marks[0]}"
        return (start, "") if self.single else (start, f":{columns[1]}{marks[1]}", "")

    def at(self, first: int | str, last: int | str) -> str:
        """The reference written with these row numbers."""
        frame = self._frame
        if len(frame) == 1:
            return frame[0]
        if len(frame) == 2:
            return f"{frame[0]}{first}"
        return f"{frame[0]}{first}{frame[1]}{last}"

    def moved(self, rows: RowMap) -> str:
        """The reference written for the filled sheet; a range over repeated rows covers all of them."""
        if self.rows is None:
            return self._frame[0]
        return self.at(*self.moved_rows(rows))

    def moved_rows(self, rows: RowMap) -> tuple[int, int]:
        """First and last row on the filled sheet (whole columns: every row)."""
        if self.rows is None:
            return 1, LAST_ROW
        first = rows.first(self.rows[0])
        return first, first if self.single else rows.last(self.rows[1])


def parse_reference(text: str) -> Reference | None:
    """The reference that ``text`` is; None when it is something else (a name, a table, another workbook)."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    prefix, *parts = match.groups()
    sheet = prefix[:-1] if prefix else None
    if sheet and sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    if sheet and "[" in sheet:
        return None
    return _from_parts(sheet, prefix or "", parts)


def _from_parts(sheet: str | None, prefix: str, parts: Sequence[str | None]) -> Reference:
    if parts[1]:
        ends = [parts[0:4], parts[4:8] if parts[5] else parts[0:4]]
        columns = (column_number(ends[0][1] or ""), column_number(ends[1][1] or ""))
        rows = (int(ends[0][3] or 0), int(ends[1][3] or 0))
        fixed = (bool(ends[0][0]), bool(ends[1][0])), (bool(ends[0][2]), bool(ends[1][2]))
        return Reference(sheet, prefix, columns, rows, fixed[0], fixed[1], single=not parts[5])
    if parts[9]:
        columns = (column_number(parts[9]), column_number(parts[11] or ""))
        fixed_columns = (bool(parts[8]), bool(parts[10]))
        return Reference(sheet, prefix, columns, None, fixed_columns, (False, False), single=False)
    rows = (int(parts[13] or 0), int(parts[15] or 0))
    fixed_rows = (bool(parts[12]), bool(parts[14]))
    return Reference(sheet, prefix, None, rows, (False, False), fixed_rows, single=False)


Pieces = tuple["str | Reference", ...]


def pieces_of(formula: str) -> Pieces:
    """A formula (without its ``=``) as texts and references, in order.

    Raises ``FormulaError`` for a reference across several sheets or of a form that cannot be moved.
    """
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        tokens = Tokenizer("=" + formula).items
    except (TokenizerError, IndexError, AttributeError) as error:
        raise FormulaError(f"อ่านสูตร ={formula} ไม่ได้") from error
    pieces: list[str | Reference] = []
    for token in tokens:
        reference = None
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            reference = _operand(token.value)
        pieces.append(token.value if reference is None else reference)
    return tuple(pieces)


def _operand(text: str) -> Reference | None:
    reference = parse_reference(text)
    if reference is None and not _EXTERNAL_OR_TABLE.search(text) and ("!" in text or ":" in text):
        if "#REF!" in text:
            raise FormulaError(f"สูตรอ้างช่องที่ถูกลบไปแล้ว ({text}): แก้สูตรในแม่แบบ")
        if not re.fullmatch(r"(?:'[^']+'|[^\s'!:]+)!\w[\w.]*", text):  # Sheet1!name
            raise FormulaError(f"ไม่รองรับการอ้างอิง {text} (หลายแผ่นงานพร้อมกัน): อ้างทีละแผ่นงาน")
    return reference


def moved_formula(pieces: Pieces, own: RowMap, others: Mapping[str, RowMap]) -> str:
    """The formula written for the filled workbook; ``own`` is the map of its sheet, ``others`` by title."""

    def rows_of(sheet: str | None) -> RowMap:
        return own if sheet is None else others.get(sheet.casefold(), own)

    return "".join(piece if isinstance(piece, str) else piece.moved(rows_of(piece.sheet)) for piece in pieces)


def moved_ranges(text: str, rows: RowMap) -> str:
    """An ``sqref`` (ranges with spaces between) written for the filled sheet."""
    moved = []
    for part in text.split():
        reference = parse_reference(part)
        if reference is None:
            moved.append(part)
        elif reference.single:  # a cell in a repeated row becomes the range of all its copies
            first, last = rows.first(reference.rows[0]), rows.last(reference.rows[0])  # type: ignore[index]
            cell = reference.at(first, first)
            moved.append(cell if first == last else f"{cell}:{reference.at(last, last)}")
        else:
            moved.append(reference.moved(rows))
    return " ".join(moved)
