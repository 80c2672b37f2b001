"""The typed values that every model is made of, and the frozen base of all models.

What a clerk types (Thai digits, ``20 เม.ย. 69``, ``10,000.-``) becomes a value here, once; what cannot be
read raises ``ValueError`` with a Thai sentence, which ``messages`` puts beside its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints
from typing_extensions import Self

from thaireport.thai import dates, digits, money, text

DigitPolicy = Literal["thai", "arabic", "form"]
"""How digits are printed: Thai, Arabic, or as the official form of that section is printed."""

DIGIT_WORDS: dict[str, Any] = {"form": {"labels": {"thai": "เลขไทย", "arabic": "เลขอารบิก", "form": "ตามแบบฟอร์มทางการ"}}}
"""What a form calls the digit policies (the vocabulary of forms: intake/layout.py)."""


class Model(BaseModel):
    """Frozen, strict about names, equal where every field is; it can be pickled, copied and kept in a set.

    A change is a changed copy. ``model_copy(update=...)`` takes values as they are, unchecked (a ``date``, no text);
    of a report, ``thaireport.load({**report.stored(), "dated": "..."})`` reads and checks them.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        str_strip_whitespace=True,
        use_attribute_docstrings=False,
        protected_namespaces=(),
        ser_json_inf_nan="constants",
    )

    def __eq__(self, other: object) -> bool:
        """Equal when every field is: where a model was read from, or what it remembers, does not count."""
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).model_fields)

    def __hash__(self) -> int:
        held = self.__dict__
        return hash((type(self), *(_hashed(held.get(name)) for name in type(self).model_fields)))

    def __copy__(self) -> Self:
        """A copy without what was worked out from the fields and kept: the copy's fields may differ."""
        copied = super().__copy__()
        fields = type(self).__pydantic_fields__.keys()
        if not copied.__dict__.keys() <= fields:
            for name in copied.__dict__.keys() - fields:
                del copied.__dict__[name]
        return copied


def _hashed(value: object) -> int:
    """The same number for equal values, also of mappings and lists, which have none of their own."""
    if isinstance(value, Mapping):
        return hash(frozenset((key, _hashed(inner)) for key, inner in value.items()))
    return hash(tuple(map(_hashed, value))) if isinstance(value, (tuple, list)) else hash(value)


class Dash(Enum):
    """A dash typed where a number could stand: "not applicable", neither zero nor empty."""

    DASH = "-"

    def __str__(self) -> str:
        return "-"


DASH = Dash.DASH


class Blank(str):
    """Dots where a value goes, in a form printed empty: every filter leaves them, a cell of their own stays empty.

    Unlike any value: comparing it with anything is never true, so that no condition takes it for data.
    """

    __slots__ = ()

    def __lt__(self, _other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def __mul__(self, _other: object) -> Any:
        raise TypeError("dots are no number to multiply")

    __rmul__ = __mul__


def _clean(value: object) -> object:
    """A text normalised as typed Thai is (``เเ`` is ``แ``); numbers typed as text stay text."""
    if isinstance(value, str):
        return text.normalise(value)
    return str(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else value


def _one_line(value: object) -> object:
    cleaned = _clean(value)
    return cleaned.replace("\n", " ") if isinstance(cleaned, str) else cleaned


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), BeforeValidator(_clean)]
"""A text of one or several lines; normalised; not empty."""

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), BeforeValidator(_one_line)]
"""A text of one line: a line break typed in it becomes a space; not empty."""

AnyLine = Annotated[str, StringConstraints(strip_whitespace=True), BeforeValidator(_one_line)]
"""The same, or nothing."""


_LONGEST_NAME = 60


def _own_name(name: str) -> str:
    """A name that a template can say: ``row.extra.ผู้ประสานงาน``."""
    if not name.isidentifier() or name.startswith("_") or len(name) > _LONGEST_NAME:
        raise ValueError(
            f"ชื่อช่อง “{name[:_LONGEST_NAME]}” ใช้ไม่ได้: ใช้ตัวอักษร ตัวเลข หรือ _ ขึ้นต้นด้วยตัวอักษร ไม่เว้นวรรค"
            f" ไม่เกิน {_LONGEST_NAME} ตัว เช่น ผู้ประสานงาน"
        )
    return name


def own_name(typed: str) -> str:
    """The name of an agency's own field as typed in data or in the head of a column. ValueError for what is none."""
    return _own_name(digits.to_arabic(text.normalise(typed)))


def _as_named(value: object) -> object:
    if value is None or (isinstance(value, str) and not value.strip()):
        return {}
    if isinstance(value, str):
        raise ValueError(f"พิมพ์บรรทัดละ ชื่อ: ข้อความ แต่ละชื่อครั้งเดียว แต่พบ “{value[:_LONGEST_NAME]}”")  # noqa: TRY004
    if not isinstance(value, Mapping):
        return value
    named: dict[object, object] = {}
    for name, own in value.items():
        known = digits.to_arabic(text.normalise(name)) if isinstance(name, str) else name
        if known in named:
            raise ValueError(f"มีช่อง “{known}” สองครั้ง: เหลือไว้ครั้งเดียว")
        named[known] = own
    return named


def _or_nothing(value: object) -> object:
    cleaned = _clean(value)
    return None if cleaned == "" else cleaned


Extra = Annotated[
    dict[Annotated[str, AfterValidator(_own_name)], Annotated[str | None, BeforeValidator(_or_nothing)]],
    BeforeValidator(_as_named),
    Field(
        title="ช่องเพิ่มเติม",
        description="ช่องของหน่วยงานเอง หนึ่งช่องต่อบรรทัด ชื่อไม่เว้นวรรค หรือเพิ่มคอลัมน์ที่หัวคือ ช่องเพิ่มเติม: ชื่อ",
        examples=["ผู้ประสานงาน: นางสาววรรณา ใจซื่อ"],
    ),
]
"""An agency's own fields of a row, name -> text (None: left empty). A template prints ``row.extra.NAME``.

A class has them as ``extra: Extra = Field(default=NO_EXTRA)``; its table passes its rows through ``alike``.
"""


class _NoExtra(dict[str, "str | None"]):
    """The own fields of a row that has none: one mapping for all rows. Were it not hashable, each had a copy."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(())

    def _refuse(self, *_given: object, **_named: object) -> Any:
        raise TypeError("a row is frozen: make a changed copy")

    __setitem__ = setdefault = update = __ior__ = _refuse


NO_EXTRA: dict[str, str | None] = _NoExtra()

MOST_OWN = 50
"""Names of own fields in a table at most: every row has them all."""

_Row = TypeVar("_Row", bound=Model)


def alike(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """The rows of a table, each with every own field that one of them has, as a table has columns.

    So a template prints nothing where a row says nothing, and still refuses a name that no row of the report has.
    """
    own = [extra for row in rows if (extra := row.__dict__.get("extra"))]  # a stand-in may not know it
    if not own:
        return rows
    names = dict.fromkeys(name for extra in own for name in extra)
    if len(names) > MOST_OWN:
        raise ValueError(f"ช่องเพิ่มเติมของทั้งตารางมี {len(names):,} ชื่อ: มีได้ไม่เกิน {MOST_OWN} ตรวจว่าสะกดชื่อตรงกันทุกแถว")
    return tuple(_with_all(row, names) for row in rows)


def _with_all(row: _Row, names: Mapping[str, None]) -> _Row:
    extra = row.__dict__.get("extra")
    if not isinstance(extra, dict) or extra.keys() == names.keys():
        return row
    return row.model_copy(update={"extra": {**names, **extra}})


def pair_lines(pairs: Mapping[Any, object]) -> str:
    """Names and values as typed in one cell, a line each: ``ผู้ประสานงาน: นางสาววรรณา ใจซื่อ``."""
    return "\n".join(f"{name}: {'' if value is None else in_line(value)}".rstrip() for name, value in pairs.items())


BREAK = "↵"
"""A line break inside one entry of a cell that holds one entry per line."""


def in_line(value: object) -> str:
    """A text as one line of such a cell."""
    return str(value).replace("\n", BREAK)


def _reader(read: Callable[[Any], object], keep: tuple[type, ...]) -> Callable[[object], object]:
    def typed(value: object) -> object:
        if isinstance(value, bool) or value is None:
            return value
        return value if isinstance(value, keep) else read(value)

    return typed


def _as_date(value: object) -> object:
    if isinstance(value, datetime):
        return _guarded(dates.day_of(value))
    if isinstance(value, date):
        return _guarded(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)  # pydantic would take it for the seconds since 1970
    return dates.parse_date(value) if isinstance(value, str) else value


def _as_date_or_month(value: object) -> object:
    if isinstance(value, dates.Month):
        return value
    if isinstance(value, str):
        return dates.parse_date_or_month(value)
    return _as_date(value)


def _guarded(day: date) -> date:
    """A date cell whose year was typed in the Buddhist era is brought back once; an impossible year is named."""
    if 1900 <= day.year <= dates.LAST_YEAR - 543:
        return day
    return dates.parse_date(f"{day.day}/{day.month}/{day.year:04d}")


ThaiDate = Annotated[date, BeforeValidator(_as_date)]
"""A day (CE inside); typed in any usual Thai form, printed in the Buddhist era."""

DateOrMonth = Annotated[
    date | dates.Month,
    BeforeValidator(_as_date_or_month),
    PlainSerializer(lambda value: value.isoformat(), return_type=str, when_used="json"),
]
"""A day, or a month whose day is left blank to be written by hand."""

PeriodText = Annotated[
    dates.Period,
    BeforeValidator(_reader(dates.parse_period, (dates.Period,))),
    PlainSerializer(str, return_type=str, when_used="json"),
]
"""A period with the form it is printed in (``ม.ค.-มี.ค. 64``, ``ปีงบประมาณ พ.ศ. 2569``)."""

BuddhistYear = Annotated[int, BeforeValidator(dates.parse_year)]
"""A Buddhist-era year; 2026 typed is 2569, 3112 is refused (converted twice)."""

FiscalYear = Annotated[int, BeforeValidator(dates.parse_fiscal_year)]
"""A fiscal year (BE): 2569 runs from 1 October 2568 to 30 September 2569."""


_LONGEST_TYPED = 16
"""Signs of fifteen digits and a point, which is all that anybody can type into a cell."""
_RESIDUE = 1e-7


def _of_cell(value: float) -> str:
    """A binary float as a spreadsheet shows it: repr is the shortest text that means the same cell.

    A formula may leave more than the fifteen digits that are shown (``100.00000000000001``), and of nothing a
    residue (``=100000.1-99999.9-0.2`` is ``1.16E-10``).
    """
    text = repr(value)
    if len(text) <= _LONGEST_TYPED and "e" not in text:
        return text
    return f"{Decimal(f'{value:.15g}'):f}" if abs(value) > _RESIDUE else "0"


_DASHES = {"-", "–", "—"}
_LONGEST_DASH = 5
"""With what nobody sees and a web page pastes beside it."""


def as_amount(value: object) -> object:
    """An amount as typed: a ``Decimal``, ``DASH``, None for nothing. ValueError for a text or number that is none."""
    if isinstance(value, Dash) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return money.parse_number(_of_cell(value))
    if isinstance(value, str):
        stripped = value.strip()
        if stripped in _DASHES or (len(stripped) < _LONGEST_DASH and text.mark(stripped) in _DASHES):
            return DASH
        return money.parse_number(stripped) if stripped else None
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"ต้องเป็นตัวเลข แต่พบ “{value}”")
    return Decimal(value) if isinstance(value, int) else value


def _as_number(value: object) -> object:
    amount = as_amount(value)
    if isinstance(amount, Dash):
        raise ValueError("ต้องเป็นตัวเลข แต่พบเครื่องหมาย “-”")  # noqa: TRY004 - pydantic reports ValueError
    return amount


def _not_negative(value: Decimal | Dash | None) -> Decimal | Dash | None:
    if isinstance(value, Decimal) and value < 0:
        raise ValueError(f"จำนวนเงินต้องไม่ติดลบ แต่พบ {money.money(value)}")
    return value


def _exact(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


_EXACT = PlainSerializer(_exact, when_used="json")

Amount = Annotated[
    Decimal | Dash | None,
    BeforeValidator(lambda value: _not_negative(as_amount(value))),
    PlainSerializer(lambda value: None if value is None else str(value), when_used="json"),
]
"""Baht. Zero, a dash ("-") and empty (None) are three different values."""

Baht = Annotated[Decimal, BeforeValidator(_as_number), _EXACT]
"""Baht, always a number."""


def _score_in_range(value: object) -> object:
    typed = value.strip().removesuffix("%") if isinstance(value, str) else value
    number = _as_number(typed)
    if isinstance(number, Decimal) and not 0 <= number <= 100:
        raise ValueError(f"คะแนนต้องอยู่ระหว่าง 0 ถึง 100 แต่พบ {number}")
    return number


Score = Annotated[Decimal, BeforeValidator(_score_in_range), _EXACT]
"""A score of 0 to 100, exact as typed; ``94.12%`` is 94.12."""

Percent = Score
"""A percentage of 0 to 100, exact as typed."""


_MOST_DIGITS = 15
"""Digits of a whole number, as many as Excel keeps; one of thousands cannot even be printed."""


def _as_count(value: object) -> object:
    number = _as_number(value)
    if isinstance(number, Decimal):
        if number.adjusted() >= _MOST_DIGITS:
            raise ValueError(f"จำนวนมีเกิน {_MOST_DIGITS} หลัก: พิมพ์เฉพาะจำนวน เช่น 12")
        if number != number.to_integral_value() or number < 0:
            raise ValueError(f"ต้องเป็นจำนวนเต็ม เช่น 12 แต่พบ {value}")
        return int(number)
    return number


Count = Annotated[int, BeforeValidator(_as_count)]
"""A whole number, zero or more."""

_YES = {"true", "yes", "y", "x", "/", "✓", "✔", "✅", "☑", "1", "ใช่", "มี", "จริง", "on"}
_NO = {"false", "no", "n", "", "-", "0", "ไม่ใช่", "ไม่", "ไม่มี", "เท็จ", "off", "☐"}


def _as_flag(value: object) -> object:
    if isinstance(value, str):
        word = text.mark(value)
        if word in _YES:
            return True
        if word in _NO:
            return False
        raise ValueError(f"ให้พิมพ์ ใช่ หรือ ไม่ใช่ (หรือ ✓ / x แล้วเว้นว่างเมื่อไม่ใช่) แต่พบ “{value}”")
    if value is None:
        return False
    return bool(value) if value in (0, 1) else value


Flag = Annotated[bool, BeforeValidator(_as_flag)]
"""Yes or no; a clerk types ✓, x, / or ใช่."""


def is_ticked(mark: object) -> bool:
    """Whether a mark beside one of several choices ticks it: any but nothing and the words for no."""
    return mark is not None and mark is not False and text.mark(str(mark)) not in _NO
