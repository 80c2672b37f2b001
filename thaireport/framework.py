"""The ITA framework of a fiscal year as data: instruments, indicators, questions, weights, levels, issues.

FY2566 is shipped whole. Another year is a data file that an agency adds (``data/ita_2567.yaml`` in its
folder, the same form as ``thaireport/data/ita_2566.yaml``); it is checked when loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from thaireport.errors import DataError, Problem
from thaireport.fields import BuddhistYear, Count, FiscalYear, Line, Model, Score, Text
from thaireport.files import read_whole
from thaireport.thai import digits, money
from thaireport.thai.patterns import pattern
from thaireport.thai.text import visible

InstrumentCode = Literal["iit", "eit", "oit"]

LETTERS: Mapping[InstrumentCode, str] = {"iit": "i", "eit": "e", "oit": "o"}
"""The letter that the question codes of each instrument begin with."""

LETTER_OF: Mapping[str, str] = {"iit": "i", "eit_public": "e", "eit_survey": "e", "oit": "o"}
"""The same for each part that scores are typed for."""

_DATA = Path(__file__).resolve().parent / "data"
_SHIPPED_YEAR = 2566
MAX_BYTES = 1_000_000
"""Bytes of a year's file, forty times those of ours."""
MAX_VALUES = 100_000
"""Values of such a file; an alias may repeat a part of it."""


# --- codes ------------------------------------------------------------------------------------------------

_CODE = pattern(r"([A-Za-z]*)([๐0]?)[ .]?([0-9๐-๙]{1,2})")
_GROUP = pattern(r"([0-9]{1,2})\.([0-9]{1,2})")
# In prose a Thai zero before Arabic digits is an "o" typed on the Thai keyboard: no number mixes the two.
# No question has the number 0.
_MENTION = pattern(
    r"(?<![A-Za-z0-9๐-๙./:])([ieoIEO]{1,2}|๐)(?![0๐]+(?![0-9๐-๙]))([0-9]{1,2}|(?<!๐)[๐-๙]{1,2})"
    r"(?![A-Za-z0-9๐-๙]|[.:/][0-9๐-๙]|,[0-9๐-๙]{3}(?![0-9๐-๙]))"
)
_RANGE_MARK = pattern(r"\s?[-–—]\s?|\s?ถึง\s?")


@dataclass(frozen=True)
class Mention:
    """A question named in a text: its code, what was typed for it, and where in the text that stands."""

    code: str
    typed: str
    start: int

    @property
    def mended(self) -> bool:
        """Whether what was typed is no code as it stands (a Thai zero, a stray letter)."""
        return _is_mended(self.typed)


def _is_mended(typed: str) -> bool:
    return not re.fullmatch(r"[A-Za-z][ .]?[0-9]{1,2}", digits.to_arabic(typed.strip()))


def read_code(typed: str, letter: str = "") -> str:
    """The code of a question: ``I๑`` and ``i 1`` are ``i1``, ``๐6`` is ``o6``, ``ei2`` is ``e2``.

    ``letter`` is the letter expected where the code stands (``"e"`` in an EIT table); it decides which of two
    letters is the stray one. Sub-indicators (``๙.๑``) are given back in Arabic digits. ValueError says, in
    Thai, what cannot be read.
    """
    text = visible(typed).strip()
    if _GROUP.fullmatch(digits.to_arabic(text)):
        return digits.to_arabic(text)
    found = _CODE.fullmatch(text)
    if found is None:
        raise ValueError(f"“{typed}” ไม่ใช่รหัสข้อคำถาม: ให้พิมพ์ เช่น i1, e9, o43")
    letters, zero, number = found[1].lower(), found[2], int(digits.to_arabic(found[3]))
    own = _letter(letters, zero, letter)
    if own is None or number == 0:
        raise ValueError(f"“{typed}” ไม่ใช่รหัสข้อคำถาม: ให้พิมพ์ เช่น i1, e9, o43")
    return f"{own}{number}"


def code_or_none(typed: str, letter: str = "") -> str | None:
    """``read_code``, None for what cannot be read."""
    try:
        return read_code(typed, letter)
    except ValueError:
        return None


def _letter(letters: str, zero: str, expected: str) -> str | None:
    known = [one for one in letters if one in "ieo"]
    if len(letters) > 2 or len(known) < len(letters):
        return None
    if not letters:
        return "o" if zero else None
    return expected if expected in known else known[0]


def mentions(text: str) -> list[Mention]:
    """The questions that a text names, ranges written out: ``(i4-i6, e๔, ๐6)`` names i4 i5 i6 e4 o6."""
    found: list[Mention] = []
    end = -1
    for match in _MENTION.finditer(text):
        one = Mention(read_code(match[0]), match[0], match.start())
        if found and _RANGE_MARK.fullmatch(text[end : match.start()]):
            found.extend(_between(found[-1], one))
        found.append(one)
        end = match.end()
    return found


def _between(first: Mention, last: Mention) -> Iterator[Mention]:
    if first.code[0] == last.code[0]:
        for number in range(int(first.code[1:]) + 1, int(last.code[1:])):
            yield Mention(f"{first.code[0]}{number}", first.typed, first.start)


def mended(text: str) -> str:
    """The text with mistyped codes put right (``๐6-๐10`` is ``o6-o10``); the rest untouched."""
    return _MENTION.sub(lambda match: read_code(match[0]) if _is_mended(match[0]) else match[0], text)


def codes_of(typed: str) -> list[str]:
    """The codes of a list with ranges, in its order: ``i1-i3, e5`` is i1 i2 i3 e5. ValueError in Thai."""
    codes: list[str] = []
    for part in re.split(r"[,\s]+", typed.strip()):
        first, *last = re.split("[-–—]", part)
        start = read_code(first)
        stop = read_code(last[0]) if last else start
        if len(last) > 1 or (last and not _is_range(start, stop)):
            raise ValueError(f"ช่วง “{part}” อ่านไม่ได้: ให้พิมพ์ เช่น i1-i6")
        if not last:
            codes.append(start)  # perhaps a sub-indicator (9.1), which has no neighbours
            continue
        codes.extend(f"{start[0]}{number}" for number in range(int(start[1:]), int(stop[1:]) + 1))
    return codes


def _is_range(first: str, last: str) -> bool:
    """Whether one code may stand before the other in a range: of one letter, and upwards."""
    return first[0] == last[0] and first[0].isalpha() and int(first[1:]) <= int(last[1:])


# --- the framework ----------------------------------------------------------------------------------------


def _empty_is_unknown(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return {code: None if wording == "" else wording for code, wording in value.items()}


Wordings = Annotated[dict[str, Text | None], BeforeValidator(_empty_is_unknown)]
"""Questions in order: code -> official wording; left empty where the wording is not known."""


class Group(Model):
    """A sub-indicator of the OIT (ตัวชี้วัดย่อย) and its items: code -> wording (None: not known)."""

    code: Line = Field(title="ตัวชี้วัดย่อยที่", examples=["9.1"])
    name: Line = Field(title="ชื่อตัวชี้วัดย่อย", examples=["ข้อมูลพื้นฐาน"])
    questions: Wordings = Field(default={}, title="รายการ", description="รหัส: ถ้อยคำ")

    @property
    def label(self) -> str:
        """As the OIT table prints it: ``ตัวชี้วัดย่อยที่ 9.1 ข้อมูลพื้นฐาน``."""
        return f"ตัวชี้วัดย่อยที่ {self.code} {self.name}"


class Indicator(Model):
    """An indicator and its questions (code -> wording; None: not known), or its groups."""

    number: Count = Field(title="ตัวชี้วัดที่", examples=["1"])
    name: Line = Field(title="ชื่อตัวชี้วัด", examples=["การปฏิบัติหน้าที่"])
    questions: Wordings = Field(default={}, title="ข้อคำถาม", description="รหัส: ถ้อยคำ")
    groups: tuple[Group, ...] = Field(default=(), title="ตัวชี้วัดย่อย")

    @cached_property
    def wordings(self) -> dict[str, str | None]:
        """Every question, in order, also those inside groups."""
        inside = {code: text for group in self.groups for code, text in group.questions.items()}
        return {**self.questions, **inside}


class Part(Model):
    """A separately surveyed part of an instrument (EIT Public, EIT Survey)."""

    code: Line = Field(title="รหัส", examples=["eit_public"])
    short: Line = Field(title="ชื่อย่อ", examples=["EIT Public"])
    name: Line = Field(title="ชื่อ", examples=["ส่วนที่ 1 ผู้รับบริการหรือติดต่อราชการเข้าตอบด้วยตนเอง (EIT Public)"])


class Instrument(Model):
    """One of the three instruments, with its share of the total score (0.30)."""

    code: InstrumentCode = Field(title="รหัส", examples=["iit"])
    short: Line = Field(title="ชื่อย่อ", examples=["IIT"])
    name: Line = Field(title="ชื่อ")
    english: Line = Field(title="ชื่อภาษาอังกฤษ")
    weight: Score = Field(title="น้ำหนัก", examples=["0.30"])
    parts: tuple[Part, ...] = Field(default=(), title="ส่วน")
    indicators: tuple[Indicator, ...] = Field(title="ตัวชี้วัด", min_length=1)


class Level(Model):
    """A level of the result: the least total, and the least score that each instrument must have."""

    name: Line = Field(title="ระดับ", examples=["ผ่านดีเยี่ยม"])
    total: Score = Field(title="คะแนนรวมไม่น้อยกว่า")
    each: Score = Field(default=Decimal(0), title="ทุกเครื่องมือไม่น้อยกว่า")


class IssueFrame(Model):
    """One of the issues of the analysis and the questions that its table shows, in order."""

    number: Count = Field(title="ประเด็นที่")
    title: Line = Field(title="ชื่อประเด็น")
    items: tuple[str, ...] = Field(default=(), title="ข้อที่แสดง", description="รหัสคั่นด้วยจุลภาค ใช้ช่วงได้ เช่น i1-i6, e4")

    @field_validator("items", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(codes_of(value)) if isinstance(value, str) else value


class _Levels(Model):
    until: BuddhistYear | None = None
    levels: tuple[Level, ...]


class Framework(Model):
    """How the ITA of a fiscal year is measured; ``known`` is False for the outline of a year without data."""

    fiscal_year: FiscalYear = Field(title="ปีงบประมาณ", examples=["2566"])
    pass_line: Score = Field(default=Decimal(85), title="คะแนนเป้าหมาย")
    instruments: tuple[Instrument, ...] = Field(title="เครื่องมือ", min_length=1)
    levels: tuple[Level, ...] = Field(default=(), title="ระดับผลการประเมิน")
    issues: tuple[IssueFrame, ...] = Field(default=(), title="ประเด็นการวิเคราะห์")
    known: bool = True

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        """Every indicator by its number, in the framework's order."""
        return {one.number: one for instrument in self.instruments for one in instrument.indicators}

    @cached_property
    def wordings(self) -> dict[str, str | None]:
        """Every question in order with its wording; None where the wording is not known."""
        return {code: text for one in self.indicators.values() for code, text in one.wordings.items()}

    @cached_property
    def _owners(self) -> dict[str, Indicator]:
        return {code: one for one in self.indicators.values() for code in one.wordings}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The OIT's sub-indicators by code."""
        return {group.code: group for one in self.indicators.values() for group in one.groups}

    def indicator_of(self, code: str) -> Indicator | None:
        """The indicator that a question belongs to, None for a code that this year does not have."""
        return self._owners.get(code)

    def instrument(self, code: str) -> Instrument | None:
        """An instrument by its code."""
        return next((one for one in self.instruments if one.code == code), None)

    def level(self, total: Decimal, each: Iterable[Decimal]) -> str:
        """The level that a total and the instruments' scores reach; decided on the printed figures."""
        shown = money.half_up(total)
        least = min((money.half_up(score) for score in each), default=shown)
        reached = (one.name for one in self.levels if shown >= one.total and least >= one.each)
        return next(reached, "")

    def faults(self) -> list[str]:
        """What is wrong with the data, as Thai sentences."""
        return [*self._weight_faults(), *self._twice(), *self._unknown_parts(), *self._unknown_items()]

    def _unknown_parts(self) -> Iterator[str]:
        """Parts that no scores can be typed for: what is typed for the known ones would count nowhere."""
        for one in self.instruments:
            known = [part for part, letter in LETTER_OF.items() if letter == LETTERS[one.code]]
            for code in [part.code for part in one.parts] or [one.code]:
                if code not in known:
                    yield f"ส่วน (parts) ของ {one.short} ต้องเป็น {' หรือ '.join(known)} แต่พบ {code}"

    def _weight_faults(self) -> Iterator[str]:
        total = sum((one.weight for one in self.instruments), Decimal(0))
        if total != 1:
            yield f"น้ำหนักของเครื่องมือรวมกันต้องเป็น 1 แต่รวมได้ {total}"

    def _twice(self) -> Iterator[str]:
        lists: dict[str, list[object]] = {
            "รหัสข้อคำถาม": [code for one in self._all_indicators() for code in one.wordings],
            "ตัวชี้วัดที่": [one.number for one in self._all_indicators()],
            "ตัวชี้วัดย่อยที่": [group.code for one in self._all_indicators() for group in one.groups],
            "เครื่องมือ": [one.code for one in self.instruments],
            "ประเด็นที่": [one.number for one in self.issues],
        }
        # An indicator flattens its own groups into one mapping, so a code repeated there is counted here.
        lists["รหัสข้อคำถาม"] += [code for one in self._all_indicators() for code in _repeated(one)]
        for name, values in lists.items():
            for value, times in Counter(map(str, values)).items():
                if times > 1:
                    yield f"{name} {value} ซ้ำกัน"

    def _all_indicators(self) -> list[Indicator]:
        return [one for instrument in self.instruments for one in instrument.indicators]

    def _unknown_items(self) -> Iterator[str]:
        for instrument in self.instruments:
            for one in instrument.indicators:
                for code in one.wordings:
                    if not re.fullmatch(rf"{LETTERS[instrument.code]}[1-9][0-9]?", code):
                        yield f"รหัส {code} ของ {instrument.short} ต้องเป็น {LETTERS[instrument.code]} ตามด้วยเลข"
        for issue in self.issues:
            for code in issue.items:
                if code not in self.wordings:
                    yield f"ประเด็นที่ {issue.number} อ้างถึง {code} ซึ่งไม่มีในข้อคำถาม"


def _repeated(indicator: Indicator) -> list[str]:
    lists = (indicator.questions, *(group.questions for group in indicator.groups))
    counted = Counter(code for questions in lists for code in questions)
    return [code for code, times in counted.items() for _ in range(times - 1)]


# --- loading ----------------------------------------------------------------------------------------------


def framework_for(year: int, folder: Path | None = None) -> Framework | None:
    """The framework of a fiscal year (BE): the agency's own file first, then ours; None when there is none.

    ``folder`` is the agency's folder. DataError lists every fault of a file that an agency added.
    """
    name = f"ita_{year}.yaml"
    places = [*([folder / "data" / name, folder / name] if folder else []), _DATA / name]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        return None
    loaded = load_framework(found)
    if loaded.fiscal_year != year:
        # A copy of last year's file, renamed but not filled in: its questions would pass for this year's.
        message = f"fiscal_year ในไฟล์คือ {loaded.fiscal_year} แต่ชื่อไฟล์เป็นของปี {year}: แก้ปีและข้อคำถามให้ตรงกับปีนั้น"
        raise DataError([Problem(message, place=found.name, code="framework")])
    return loaded


def load_framework(path: Path) -> Framework:
    """The framework in a data file, checked. DataError lists every fault with its place."""
    return _loaded(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def outline(year: int) -> Framework:
    """What a year without data gets: the ten indicators and weights of 2561-2566, no questions."""
    shipped = load_framework(_DATA / f"ita_{_SHIPPED_YEAR}.yaml")
    bare = tuple(
        one.model_copy(update={"indicators": tuple(map(_bare, one.indicators))}) for one in shipped.instruments
    )
    issues = tuple(one.model_copy(update={"items": ()}) for one in shipped.issues)
    changes = {
        "fiscal_year": year,
        "instruments": bare,
        "issues": issues,
        "levels": levels_of(year),
        "known": False,
    }
    return Framework.model_validate({**_fields(shipped), **changes})


def _fields(framework: Framework) -> dict[str, object]:
    return {name: getattr(framework, name) for name in Framework.model_fields}


def _bare(indicator: Indicator) -> Indicator:
    return Indicator(number=indicator.number, name=indicator.name)


@lru_cache(maxsize=16)
def levels_of(year: int) -> tuple[Level, ...]:
    """The levels of a fiscal year: AA to F up to 2565, ผ่านดีเยี่ยม to ต้องปรับปรุงโดยด่วน from 2566 on."""
    for entry in _yaml(_DATA / "ita_levels.yaml"):
        era = _Levels.model_validate(entry)
        if era.until is None or year <= era.until:
            return era.levels
    raise LookupError(year)


@lru_cache(maxsize=16)
def _loaded(path: Path, _stamp: int) -> Framework:
    data = _yaml(path)
    if not isinstance(data, dict):
        raise DataError([Problem("ไฟล์ต้องเป็นรายการ “ชื่อ: ค่า”", place=path.name, code="framework")])
    try:
        framework = Framework.model_validate(data)
    except ValidationError as error:
        raise DataError([_problem(path, detail) for detail in error.errors(include_url=False)]) from error
    if faults := framework.faults():
        raise DataError([Problem(fault, place=path.name, code="framework") for fault in faults])
    if framework.levels:
        return framework
    return framework.model_copy(update={"levels": levels_of(framework.fiscal_year)})


def _problem(path: Path, detail: Any) -> Problem:
    where = " > ".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    words = {"missing": "ยังไม่ได้กรอก", "extra_forbidden": "ไม่รู้จักชื่อนี้"}
    said = str(detail["ctx"]["error"]) if detail["type"] == "value_error" else words.get(detail["type"], "ค่านี้ใช้ไม่ได้")
    return Problem(f"{where}: {said}", place=path.name, code="framework")


def _spread(node: Any, known: dict[int, int]) -> int:
    """How many values a YAML node holds, an alias counted as what it stands for; RecursionError for one of itself."""
    if id(node) not in known:
        below = () if node.id == "scalar" else chain.from_iterable(node.value) if node.id == "mapping" else node.value
        known[id(node)] = 1 + sum(_spread(each, known) for each in below)
    return known[id(node)]


def _yaml(path: Path) -> Any:
    """A YAML file whose scalars are all texts. DataError says what is wrong with it."""
    import yaml

    data = read_whole(path, MAX_BYTES)
    if data is None:
        raise DataError([Problem(f"ไฟล์ใหญ่เกิน {MAX_BYTES // 1_000_000} ล้านไบต์", place=path.name, code="framework")])
    try:
        return yaml.load(data.decode("utf-8-sig"), Loader=_loader(path))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = "รูปแบบ YAML ไม่ถูกต้อง: ตรวจการเยื้องและเครื่องหมาย :"
        raise DataError([Problem(message, place=f"{path.name} บรรทัด {line}", code="framework")]) from error
    except yaml.reader.ReaderError as error:
        message = "มีอักขระควบคุมที่ YAML รับไม่ได้: พิมพ์ข้อความที่คัดลอกมาใหม่"
        raise DataError([Problem(message, place=path.name, code="framework")]) from error
    except RecursionError as error:
        message = "ข้อมูลซ้อนกันลึกเกินไป หรืออ้างถึงตัวเอง (&, *)"
        raise DataError([Problem(message, place=path.name, code="framework")]) from error
    except UnicodeDecodeError as error:
        message = "ไฟล์ไม่ได้บันทึกเป็น UTF-8"
        raise DataError([Problem(message, place=path.name, code="encoding")]) from error


def _loader(path: Path) -> Any:
    """A loader of YAML's texts, within limits; a name typed twice in one mapping is a fault, not lost."""
    import yaml

    base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

    class Loader(base):  # type: ignore[misc,unused-ignore]
        def construct_document(self, node: yaml.Node) -> Any:
            if _spread(node, {}) > MAX_VALUES:
                message = "ข้อมูลมีมากเกินไป หรือมีการอ้างซ้ำ (&, *) ไม่รู้จบ"
                raise DataError([Problem(message, place=path.name, code="framework")])
            return super().construct_document(node)

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            seen: set[str] = set()
            for key, _ in node.value:
                if key.id != "scalar" or key.value in seen:
                    said = f"“{key.value}” ซ้ำกัน" if key.id == "scalar" else "ชื่อรายการต้องเป็นข้อความ"
                    place = f"{path.name} บรรทัด {key.start_mark.line + 1}"
                    raise DataError([Problem(said, place=place, code="framework")])
                seen.add(key.value)
            made: dict[Any, Any] = super().construct_mapping(node, deep)
            return made

    return Loader
