"""Pieces that several kinds of report share: prose with lists, signatures, enclosures, photos, charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import BeforeValidator, Field, PlainSerializer, field_validator, model_validator

from thaireport.agency import Person, current
from thaireport.errors import Problem, Unknown
from thaireport.fields import DateOrMonth, Line, Model, Text
from thaireport.pictures import Picture, PictureName
from thaireport.thai import money, numbering
from thaireport.thai.digits import to_arabic
from thaireport.thai.patterns import pattern
from thaireport.thai.text import document_number_fault

_E = TypeVar("_E")


class Item(Model):
    """One paragraph of prose or one entry of a list; ``level`` 0 is a paragraph, 1 the outermost list.

    The marker is kept as typed (``๑)``, ``๒.๑)``, ``-``): a number may be skipped, as real papers do.
    """

    text: Text = Field(title="ข้อความ")
    marker: str = Field(default="", title="ลำดับข้อ", examples=["๑.", "๑)", "(๑)", "-"])
    level: int = Field(default=0, ge=0, le=9, title="ระดับ")

    @property
    def line(self) -> str:
        """Marker and text in one line, as a clerk types it."""
        return f"{self.marker} {self.text}" if self.marker else self.text


_HOUSE = pattern(r"(#{1,4})[ \t]+(\S.*)")
"""``# ข้อความ`` is numbered in the style of the agency (``agency.numbering``), ``##`` one level below."""


def _numbered(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries typed with ``#`` with their markers: counted on, begun anew below a new entry above."""
    agency = current()
    styles = agency.numbering if agency else ("1.", "1.1", "(1)", "-")
    counts: list[int] = []
    for entry in entries:
        if not entry.pop("numbered", False):
            continue
        level = entry["level"]
        counts = [*counts[:level], *[0] * (level - len(counts))]
        counts[level - 1] += 1
        style = styles[min(level, len(styles)) - 1]
        whole = "." in style.rstrip(".)")
        entry["marker"] = numbering.marker([number or 1 for number in counts] if whole else counts[-1], style)
    return entries


def _typed_lines(value: object) -> Iterator[dict[str, Any]]:
    """Strings, lists and nested mappings as one flat run of entries; ``below`` counts the nesting."""
    if isinstance(value, Item):
        yield {"text": value.text, "marker": value.marker, "level": value.level}
    elif isinstance(value, str):
        yield from _of_text(value)
    elif isinstance(value, Mapping):
        nested = value.get("items", ())
        yield {name: part for name, part in value.items() if name != "items"}
        for entry in _typed_lines(nested):
            yield {**entry, "below": entry.get("below", 0) + 1}
    elif isinstance(value, Sequence):
        for part in value:
            yield from _typed_lines(part)
    else:
        raise ValueError("ต้องเป็นข้อความ หรือรายการข้อความ")  # noqa: TRY004 - pydantic reports ValueError


def _of_text(value: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for typed in value.split("\n"):
        line = typed.strip()
        if line.startswith("#") and (house := _HOUSE.fullmatch(line)):
            found.append({"text": house[2], "level": len(house[1]), "numbered": True})
        elif line:
            marker, text = numbering.split_marker(line)
            found.append({"text": text or line, "marker": marker if text else ""})
    return found


def _levelled(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each entry with its level: as said, else one below the entry it is nested in, else by its marker's kind."""
    by_marker = numbering.levels([str(entry.get("marker", "")) for entry in entries])
    owners: list[int] = []
    for entry, found in zip(entries, by_marker, strict=True):
        below = entry.pop("below", 0)
        del owners[below:]
        if "level" not in entry:
            entry["level"] = owners[below - 1] + 1 if below and len(owners) >= below else found
        owners.append(int(entry["level"]))
    return entries


def _as_prose(value: object) -> object:
    if value is None:
        return ()
    if isinstance(value, tuple) and all(isinstance(part, Item) for part in value):
        return value
    if type(value) is list and set(map(type, value)) <= {str}:  # as data are stored: most prose of most files
        return tuple(_levelled(_numbered([entry for line in value for entry in _of_text(line)])))
    return tuple(_levelled(_numbered(list(_typed_lines(value)))))


def _reads_back(item: Item, line: str) -> bool:
    """Whether a line is read as this one item with this marker."""
    if "\n" in line or line[:1] == "#":
        return False
    marker, text = numbering.split_marker(line)
    return (marker, text) == (item.marker, item.text) if text else (line.strip(), "") == (item.text, item.marker)


def _stored(items: tuple[Item, ...]) -> list[Any]:
    """The shortest data that reads back the same: plain strings where the markers tell the levels."""
    lines = [item.line for item in items]
    if all(map(_reads_back, items, lines)):
        levels = [item.level for item in items]
        if levels == numbering.levels([item.marker for item in items]):
            return lines
    return [{"text": item.text, "marker": item.marker, "level": item.level} for item in items]


Prose = Annotated[
    tuple[Item, ...],
    BeforeValidator(_as_prose),
    PlainSerializer(_stored, when_used="json"),
]
"""Paragraphs and lists in order, as deep as typed. One line is one entry; the marker typed gives its level."""


Urgency = Literal["ด่วน", "ด่วนมาก", "ด่วนที่สุด"]
"""ข้อ 28: red, not smaller than 32 pt."""
Secrecy = Literal["ลับ", "ลับมาก", "ลับที่สุด"]


class Enclosure(Model):
    """One thing sent with a letter: what it is and how many of it (``จำนวน 1 ชุด``)."""

    title: Text = Field(title="รายการ", examples=["รายงานผลการดำเนินการมาตรการฯ"])
    quantity: Line | None = Field(default=None, title="จำนวน", examples=["จำนวน 1 ชุด"])


def _entries(value: object) -> object:
    """One entry typed alone is a list of one; several lines typed as one text are one entry each."""
    if isinstance(value, str):
        return tuple(line for line in value.splitlines() if line.strip()) or (value,)
    return (value,) if isinstance(value, Mapping) else value


def _enclosures(value: object) -> object:
    listed = _entries(value)
    if isinstance(listed, (list, tuple)):
        return tuple({"title": entry} if isinstance(entry, str) else entry for entry in listed)
    return listed


Lines = Annotated[tuple[Text, ...], BeforeValidator(_entries)]
"""Texts, one or several; one typed alone is a list of one, one of several lines a list of its lines."""

Enclosures = Annotated[tuple[Enclosure, ...], BeforeValidator(_enclosures)]
"""Things sent with a letter; a plain text is a title without a quantity."""


class Signature(Model):
    """A place to sign: the person, and what the person signs as (``ผู้รายงาน``)."""

    signer: Person = Field(title="ผู้ลงนาม", description="ชื่อและตำแหน่ง หรือคีย์ใน people ของหน่วยงาน")
    label: Line | None = Field(default=None, title="ลงนามในฐานะ", examples=["ผู้รายงาน"])


class CertifiedCopy(Model):
    """The mark ``สำเนาถูกต้อง`` and who certifies (ระเบียบงานสารบรรณ ข้อ 31)."""

    signer: Person = Field(title="ผู้รับรองสำเนา")
    dated: DateOrMonth | None = Field(default=None, title="วันที่รับรอง", examples=["20 เมษายน 2569"])


class Photo(Model):
    """A photograph with its caption, printed two in a row on the photo pages."""

    file: PictureName = Field(title="ไฟล์ภาพ", examples=["ภาพ/กิจกรรม1.jpg"])
    caption: Line = Field(title="คำบรรยายภาพ", examples=["ประชุมชี้แจงแนวทางการปฏิบัติงาน"])

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        """One text, as a cell of a form has it: ``ภาพ/อบรม.jpg | ประชุมชี้แจง``."""
        if not isinstance(value, str):
            return value
        file, _, caption = value.partition("|")
        return {"file": file, "caption": caption}

    @field_validator("caption", mode="before")
    @classmethod
    def _told(cls, caption: object) -> object:
        if isinstance(caption, str) and not caption.strip():
            raise ValueError("ยังไม่มีคำบรรยายภาพ: พิมพ์ต่อจากชื่อไฟล์ คั่นด้วย | เช่น ภาพ/อบรม.jpg | ประชุมชี้แจง")
        return caption

    @property
    def line(self) -> str:
        """The photograph as one line of text, as a clerk types it."""
        return f"{self.file} | {self.caption}"

    @property
    def picture(self) -> Picture:
        """The photograph at print size (at most 8 cm wide), upright, its caption as alternative text."""
        return self.file.picture(self.caption, width_cm=8.0)


class Series(NamedTuple):
    """One named row of figures of a chart."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class ChartData:
    """What refills a chart drawn in a template: its categories, its series, its alternative text.

    ``least`` is where the axis of figures begins (None: as drawn).
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    least: Decimal | None = None


def outgrown(amounts: Iterable[object], widest: str) -> bool:
    """Whether one of the amounts is longer than ``widest``, the longest that the usual column of a table holds."""
    most = max((amount for amount in amounts if isinstance(amount, Decimal)), default=Decimal(0))
    return len(money.money(most)) > len(widest)


def _photos(value: object) -> object:
    if isinstance(value, str):
        return tuple(line.strip() for line in value.splitlines() if line.strip())
    return (value,) if isinstance(value, (Mapping, Photo)) else () if value is None else value


Photos = Annotated[tuple[Photo, ...], BeforeValidator(_photos)]
"""Photographs: a list, or a text with one a line (``ภาพ/อบรม.jpg | การอบรม``)."""


# ---- rules that several kinds share ----


def label_typed(report: Model, name: str, label: str) -> Iterator[Problem]:
    """The form prints the label itself."""
    if getattr(report, name).startswith((f"{label} ", f"{label}:")):
        yield Problem(f"ไม่ต้องพิมพ์คำว่า “{label}” แบบพิมพ์ให้แล้ว", (name,), "error", "label-typed")


def issuer_labelled(report: Model, label: str) -> Iterator[Problem]:
    """The form prints what the paper is (``ประกาศ``) before who issues it (``issuer``)."""
    issuer: str | None = report.issuer  # type: ignore[attr-defined]
    if issuer and issuer.startswith(label):
        yield Problem(f"ไม่ต้องพิมพ์คำว่า “{label}” หน้าชื่อ แบบพิมพ์ให้แล้ว", ("issuer",), "error", "label-typed")


def numbers_typed(report: Model, name: str) -> Iterator[Problem]:
    """The form numbers the entries of a list of several: numbers typed as well would stand twice."""
    entries: Sequence[Any] = getattr(report, name)
    texts = [entry if isinstance(entry, str) else entry.title for entry in entries]
    typed = [to_arabic(numbering.split_marker(text)[0]).strip("().") for text in texts]
    if len(typed) > 1 and typed == [str(number) for number in range(1, len(typed) + 1)]:
        yield Problem("ไม่ต้องพิมพ์ลำดับหน้าแต่ละรายการ แบบพิมพ์ให้แล้ว", (name,), "error", "label-typed")


def closing_twice(report: Model, *words: str) -> Iterator[Problem]:
    """The form prints the closing behind the body: one typed there too (it begins with ``words``) would stand twice."""
    body, closing = report.body, report.closing  # type: ignore[attr-defined]
    last: Item | None = body[-1] if body else None
    if closing and last and not last.marker and last.text.startswith(words):
        message = f"ย่อหน้าสุดท้ายเป็นภาคสรุป แต่แบบพิมพ์ “{closing}” ต่อท้ายให้อีก: ย้ายข้อความนี้ไปไว้ในช่องภาคสรุป"
        yield Problem(message, ("body", len(body) - 1), "warning", "closing-twice")


_CLOSING_WORDS = ("ขอแสดงความนับถือ", "ด้วยความเคารพ", "ขอแสดงความเคารพ")
_LONGEST_CLOSING = 30


def is_closing_word(text: str) -> bool:
    """Whether a line is the closing word of a letter (คำลงท้าย), which stands alone: a paragraph may begin with it."""
    return len(text) <= _LONGEST_CLOSING and text.startswith(_CLOSING_WORDS)


def document_number_problems(report: Model, paper: str, code: str) -> Iterator[Problem]:
    """The ที่ of a memo or letter (``number``): there, at least its code, and written as the form has it."""
    number: str | None = report.number  # type: ignore[attr-defined]
    if not number:
        yield Problem(f"ยังไม่มี “ที่” ของ{paper}: อย่างน้อยให้พิมพ์รหัส เช่น ตย 71801/", ("number",), "warning", code)
    elif fault := document_number_fault(number):
        yield Problem(fault, ("number",), "warning", "document-number")


def unit_missing(report: Model, code: str) -> Iterator[Problem]:
    """The unit of the agency that owns a memo or letter (``unit``)."""
    if not report.unit:  # type: ignore[attr-defined]
        yield Problem("ยังไม่ระบุส่วนราชการเจ้าของเรื่อง", ("unit",), "warning", code)


def post_missing(holder: Model, words: str = "ผู้ลงนามยังไม่มีตำแหน่ง") -> Iterator[Problem]:
    """Who signs (``signer``) signs as somebody."""
    signer: Person = holder.signer  # type: ignore[attr-defined]
    if not signer.position:
        yield Problem(words, ("signer", "position"), "error", "signer-position")


def doubles(entries: Iterable[_E], value_of: Callable[[_E], object]) -> Iterator[tuple[int, int]]:
    """The place of each entry whose value was seen before, and where first. Empty and unknown ones are not compared."""
    seen: dict[object, int] = {}
    for index, entry in enumerate(entries):
        try:
            value = value_of(entry)
        except Unknown:
            continue
        first = seen.setdefault(value, index)
        if first != index and value not in (None, ""):
            yield index, first


@dataclass(frozen=True)
class PrintedPhoto:
    """A photograph on a photo page: its number in the report, its picture and its caption."""

    number: int
    photo: Photo

    @property
    def picture(self) -> Picture:
        """The photograph at print size."""
        return self.photo.picture

    @property
    def caption(self) -> str:
        """What stands below it, behind its number."""
        return self.photo.caption


def in_rows(photos: Sequence[Photo], width: int = 2) -> list[list[PrintedPhoto]]:
    """Photos, numbered from 1, in rows of ``width`` for a photo page; the last row may be shorter."""
    printed = [PrintedPhoto(number, photo) for number, photo in enumerate(photos, 1)]
    return [printed[start : start + width] for start in range(0, len(printed), width)]
