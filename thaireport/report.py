"""Report, the base of every kind: what a file is made from, checked, and what a template may print of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, Field, ValidationError, model_validator
from typing_extensions import Self

from thaireport import agency as agencies
from thaireport import lint
from thaireport.agency import Agency
from thaireport.errors import Loc, Problem, Unknown, as_known
from thaireport.fields import DIGIT_WORDS, DigitPolicy, Flag, Model
from thaireport.pictures import Picture, PictureFile
from thaireport.stand_in import Partial, stand_in
from thaireport.thai import text
from thaireport.thai.local_government import Government
from thaireport.thai.money import reckoning
from thaireport.thai.text import closest

__all__ = ["PrintedDigits", "Problem", "Report", "picture_problems", "texts"]

PrintedDigits = Literal["thai", "arabic"]
"""What a digit policy comes to in one section."""


_WARNINGS = "_warnings"
"""Where a report keeps what was found while it was read, as ``findings`` is kept."""


class Report(Model):
    """One report of one agency: frozen, valid in itself; ``problems()`` tells what its rules say of it."""

    kind: ClassVar[str] = ""
    """The name everywhere: ``memo`` is reports/memo.py, templates/memo.docx, examples/memo.yaml."""
    thai_name: ClassVar[str] = ""
    """What the form is called in Thai: บันทึกข้อความ."""
    formats: ClassVar[tuple[str, ...]] = ("docx", "pdf")
    """What the kind can be made into; the first is the default."""
    format_version: ClassVar[int] = 1
    """Rises when a stored report of the kind must be migrated to be read."""
    FORM_DIGITS: ClassVar[Mapping[str, PrintedDigits]] = {"": "thai"}
    """The digits the official form is printed in, by section; ``""`` is all the rest."""
    template_folder: ClassVar[Path | None] = None
    """Where the templates of a kind lie that is not shipped with thaireport (docs/new-kind.md)."""
    PRINTED_AS: ClassVar[Mapping[str, str]] = {}
    """Names that a template prints as another property of the report has them (``measures`` as ``rows``)."""
    DOTTED: ClassVar[frozenset[str]] = frozenset()
    """Fields that may be left out, and that a form printed empty has dots for all the same."""
    has_emblem: ClassVar[bool] = False
    """Whether the form carries the garuda (a missing picture is then a warning)."""

    agency: Agency = Field(
        title="หน่วยงาน",
        description="ข้อมูลหน่วยงาน ระบุเฉพาะที่ต่างจาก agency.yaml",
        json_schema_extra={"form": {"rare": True}},
    )
    digits: DigitPolicy | None = Field(
        default=None,
        title="เลข",
        description="thai เลขไทย, arabic เลขอารบิก, form ตามแบบฟอร์มทางการ; เว้นว่าง = ตามหน่วยงาน",
        json_schema_extra={"form": {**DIGIT_WORDS["form"], "rare": True}},
    )
    digits_of: dict[str, DigitPolicy] = Field(
        default_factory=dict,
        title="เลขของแต่ละส่วน",
        description="ชื่อส่วน: thai arabic หรือ form",
        json_schema_extra={"form": {"rare": True}},
    )
    draft: Flag = Field(
        default=False,
        title="ร่าง",
        description="พิมพ์คำว่า ร่าง และกรอบที่ติดตราครุฑ",
        json_schema_extra={"form": {"rare": True}},
    )

    @model_validator(mode="wrap")
    @classmethod
    def _read_for_agency(cls, data: Any, handler: Callable[[Any], Any]) -> Any:
        if not isinstance(data, Mapping):
            return handler(data)
        known = agencies.current()
        typed = {name: value for name, value in data.items() if name != "kind"}
        own = typed.get("agency")
        agency = agency_of(own, known)
        if agency is not None:
            typed["agency"] = agency.as_printed()
        elif isinstance(own, Mapping):
            # The field says what is faulty; keys are looked up in what is not.
            typed["agency"] = known.with_changes(own) if known else own
            agency = stand_in(Agency, typed["agency"])
        with agencies.reading_for(agency or known):
            return handler({**_defaults(agency, cls.kind), **typed})

    def problems(self) -> list[Problem]:
        """What the rules across fields say: errors and warnings, each with its path. Subclasses add theirs."""
        return [
            *as_known(self._emblem_problems(), self._seal_problems(), self._section_problems(), self._text_problems())
        ]

    @cached_property
    def findings(self) -> tuple[Problem, ...]:
        """``problems()``, asked once: the report is frozen, so are they."""
        with reckoning():
            return tuple(self.problems())

    def digits_for(self, section: str = "") -> PrintedDigits:
        """The digits a section is printed in: what the report says, then the agency, then Thai."""
        agency = self.agency
        policy = (
            self.digits_of.get(section)
            or self.digits
            or agency.digits_of.get(f"{self.kind}.{section}")
            or agency.digits_of.get(section)
            or agency.digits
        )
        if policy == "form":
            return self.FORM_DIGITS.get(section, self.FORM_DIGITS.get("", "thai"))
        return "arabic" if policy == "arabic" else "thai"

    @property
    def emblem(self) -> Picture | None:
        """The agency's emblem, None when it has given no picture (its exact place then stays empty)."""
        if self.agency.emblem is None or self.agency.emblem.fault():
            return None
        return self.agency.emblem.picture("ตราครุฑ", width_cm=3.5)

    @property
    def seal(self) -> Picture | None:
        """The agency's seal for the cover, None when it has given no picture."""
        seal = self.agency.seal
        return None if seal is None or seal.fault() else seal.picture("ตราสัญลักษณ์", width_cm=5.0)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The warnings that ``load`` found, each with its place; of a report made otherwise ``check`` tells them."""
        kept: tuple[Problem, ...] = self.__dict__.get(_WARNINGS, ())  # a private attribute takes ten times as long
        return kept

    def __copy__(self) -> Self:
        """A copy (``Model``), knowing the warnings."""
        copied = super().__copy__()
        copied.remember(self.warnings)
        return copied

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with other values taken as they are (``Model``); of a changed one the warnings are not known."""
        copied = super().model_copy(update=update, deep=deep)
        if update:
            copied.remember(())
        return copied

    def remember(self, warnings: Iterable[Problem]) -> None:
        """Keep what was found while this report was read: for whoever has just made it, before anybody else sees it."""
        self.__dict__[_WARNINGS] = tuple(warnings)

    @classmethod
    @lru_cache(maxsize=64)
    def printable(cls) -> frozenset[str]:
        """The names a template may use at its top level: fields and public properties."""
        properties = {
            name
            for base in cls.__mro__
            for name, value in vars(base).items()
            if isinstance(value, (property, cached_property))
        }
        own = {name for name in properties if not name.startswith(("_", "model_"))}
        return frozenset(own | set(cls.model_fields)) - {"findings", "warnings"}

    def context(self, names: Iterable[str]) -> dict[str, object]:
        """The values of ``names`` (those that this kind has), as the model holds them."""
        known = self.printable()
        return {name: getattr(self, self.PRINTED_AS.get(name, name)) for name in names if name in known}

    @classmethod
    def in_blank(cls) -> dict[str, object]:
        """What a form printed empty is known to print, by name."""
        return {}

    @property
    def needs_pages(self) -> bool:
        """Whether the file prints page numbers of its own headings (a contents page) that are not known yet."""
        return False

    def with_pages(self, pages: Sequence[int]) -> Report:
        """The same report, knowing the page of each of its outermost headings."""
        raise ValueError(f"{self.kind} prints no page numbers: {list(pages)}")

    def template_for(self, to: str) -> str:
        """The file name of the template for ``docx`` or ``xlsx``."""
        return f"{self.kind}.{to}"

    def file_title(self) -> str:
        """What the file is called in its properties: a browser writes it over a published PDF."""
        return self.thai_name

    def stored(self) -> dict[str, Any]:
        """The canonical data: JSON values, only what was said (defaults left out); ``kind`` first."""
        return {"kind": self.kind, **self.model_dump(mode="json", exclude_defaults=True)}

    def files_beside(self) -> Iterator[str]:
        """The digest of every file that is printed and of which the data have only the name."""
        found: list[PictureFile] = []
        _gather_all(self, PictureFile, found)
        return (picture.digest() for picture in found)

    def _emblem_problems(self) -> Iterator[Problem]:
        if not self.has_emblem:
            return
        emblem = self.agency.emblem
        if emblem is None:
            yield Problem(
                "ยังไม่มีภาพตราครุฑ: เว้นที่ว่างขนาดเท่าตราไว้ให้ ระบุไฟล์ภาพที่ “ตราครุฑ” ของหน่วยงานเมื่อมี",
                ("agency", "emblem"),
                "warning",
                "emblem-missing",
            )
        elif fault := emblem.fault():
            yield Problem(fault, ("agency", "emblem"), "error", "picture")

    def _has_cover(self) -> bool:
        """Whether a cover is printed, which carries the agency's seal."""
        return False

    def _seal_problems(self) -> Iterator[Problem]:
        seal = self.agency.seal
        if seal is not None and self._has_cover() and (fault := seal.fault()):
            yield Problem(fault, ("agency", "seal"), "error", "picture")

    def _section_problems(self) -> Iterator[Problem]:
        known = [section for section in self.FORM_DIGITS if section]
        for section in self.digits_of:
            if section not in self.FORM_DIGITS:
                near = closest(section, known)
                hint = f"หมายถึง “{near}” หรือไม่" if near else f"ใช้ได้ {', '.join(known)}"
                hint = hint if known else "รายงานชนิดนี้ไม่แบ่งส่วน ให้ลบออก"
                yield Problem(f"ไม่รู้จักส่วน “{section}”: {hint}", ("digits_of", section), "error", "section-unknown")

    def _text_problems(self) -> Iterator[Problem]:
        government = self._government()
        words: list[str] = []
        _gather_all(self, str, words)
        if suspects := _suspects(words, government):
            for loc, value in texts(self):
                if value in suspects:
                    yield from (Problem(fault, loc, "warning", code) for code, fault in _faults(value, government))

    def _government(self) -> Government | None:
        try:
            return self.agency.government
        except Unknown:
            return None  # no word is foreign to an agency nobody knows


def _suspects(words: list[str], government: Government | None) -> set[str]:
    """The words among which some may say what a text should not.

    Most texts are in order, which is seen of many at once in a tenth of the time. Those of a small report are
    remembered: the letters that an agency sends to many have most of their texts in common.
    """
    known = _in_order(government.code if government else "") if len(words) <= _TOGETHER else set[str]()
    new = [word for word in words if word not in known] if known else words
    suspects: set[str] = set()
    for start in range(0, len(new), _TOGETHER):
        group = new[start : start + _TOGETHER]
        if _faults(_APART.join(group), government):
            suspects.update(group)
        elif len(words) <= _TOGETHER:
            known.update(word for word in group if len(word) < _SHORT)
    if len(known) > _REMEMBERED:
        known.clear()
    return suspects


@cache
def _in_order(_government: str) -> set[str]:
    """The texts that were found in order for a type of local government."""
    return set()


_REMEMBERED, _SHORT = 2_048, 1_000
_TOGETHER = 64
_APART = " \x00 "
"""Between texts looked at together: no rule reads across it, and each text still ends in a blank for the rules."""


def _faults(value: str, government: Government | None) -> list[tuple[str, str]]:
    """Code of the rule and Thai sentence of everything a text should not say."""
    return [*(("paste", fault) for fault in text.paste_faults(value)), *lint.faults(value, government)]


def agency_of(own: object, known: Agency | None) -> Agency | None:
    """The agency that a report names, on top of the one it is read for; None for a faulty one or none at all."""
    if own is None or isinstance(own, Agency):
        return own or known
    if isinstance(own, Mapping) and known is not None:
        own = known.with_changes(own)
    try:
        return Agency.model_validate(own).kept_in(known.folder if known else None)
    except ValidationError:
        return None  # the field itself then says what is wrong


def _defaults(agency: Agency | None, kind: str) -> dict[str, Any]:
    return dict(agency.__dict__.get("defaults", {}).get(kind, {})) if agency else {}


def texts(value: object, loc: Loc = ()) -> list[tuple[Loc, str]]:
    """Every text inside a model, with its path."""
    found: list[tuple[Loc, str]] = []
    _gather(value, loc, found)
    return found


def _gather(value: object, loc: Loc, found: list[tuple[Loc, str]]) -> None:
    if isinstance(value, str):
        found.append((loc, value))
    elif isinstance(value, BaseModel):
        for name in _field_names(type(value)):
            if (inner := value.__dict__.get(name)) is not None:
                _gather(inner, (*loc, name), found)
    elif isinstance(value, Mapping) and not isinstance(value, Partial):
        for key, inner in value.items():
            _gather(inner, (*loc, key), found)
    elif isinstance(value, (tuple, list)):
        for index, inner in enumerate(value):
            _gather(inner, (*loc, index), found)


def _gather_all(value: Any, wanted: type, found: list[Any]) -> None:
    """All of one type inside a model, in the order of its fields: without paths in a third of the time."""
    held = _held_by(type(value))
    for inner in held(value) if held else ():
        if isinstance(inner, wanted):
            found.append(inner)
        elif inner and _held_by(type(inner)):  # a call of our own for each figure takes longer than all the rest
            _gather_all(inner, wanted, found)


def _way_into(kind: type) -> Callable[[Any], Iterable[object]] | None:
    """How what a value of a type holds is reached; None for a type that holds nothing."""
    if issubclass(kind, BaseModel):
        names = _field_names(kind)
        return lambda value: map(value.__dict__.get, names)  # None for what a stand-in lacks
    if issubclass(kind, Mapping) and not issubclass(kind, Partial):
        return lambda value: value.values()
    return (lambda value: value) if issubclass(kind, (tuple, list)) else None


_held_by: Callable[[type], Callable[[Any], Iterable[object]] | None] = lru_cache(maxsize=512)(_way_into)


@lru_cache(maxsize=256)
def _field_names(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def picture_problems(report: Report, name: str) -> Iterator[Problem]:
    """Every picture file in a field of a report that cannot be used, with its path."""
    for loc, picture in _pictures(getattr(report, name), (name,)):
        if fault := picture.fault():
            yield Problem(fault, loc, "error", "picture")


def _pictures(value: object, loc: Loc) -> Iterator[tuple[Loc, PictureFile]]:
    """Every picture file inside a model, with its path."""
    if isinstance(value, PictureFile):
        yield loc, value
    elif isinstance(value, BaseModel):
        held = value.__dict__
        for name in _field_names(type(value)):
            inner = held.get(name)
            if inner and not isinstance(inner, (str, int)):
                yield from _pictures(inner, (*loc, name))
    elif isinstance(value, (tuple, list)):
        for index, inner in enumerate(value):
            yield from _pictures(inner, (*loc, index))
