"""The agency that issues a report: its names, its people, its house rules.

``agency.yaml`` holds them once, so that a name is typed once; a report then says ``signer: mayor``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from thaireport.errors import Unknown
from thaireport.fields import DIGIT_WORDS, DigitPolicy, Line, Model, PartOfName, Text
from thaireport.pictures import PictureName
from thaireport.reach import holding
from thaireport.stand_in import StandIn
from thaireport.thai import local_government, people, text
from thaireport.thai.lines import post_lines

DEFAULT_FONT = "TH SarabunPSK"
"""Mandated by the cabinet resolution of 7 September 2553 (16 pt)."""

_CURRENT: ContextVar[Agency | None] = ContextVar("agency of the report being read", default=None)


class Person(Model):
    """Who signs: title and name as on the identity card, post, and whom the person acts for.

    Typed whole (``name: นายสมชาย ใจดี``) or in parts; a field of this type also takes a key of
    ``agency.people``.
    """

    WHOLE: ClassVar[tuple[str, str, tuple[str, ...]]] = ("first_name", "name", ("title", "surname"))
    """A form's cell for the first name also takes the whole name or a key (intake/layout.py)."""

    title: PartOfName = Field(default="", title="คำนำหน้า", description="คำนำหน้านามหรือยศ", examples=["นาย", "ว่าที่ร้อยตรี"])
    first_name: Line = Field(title="ชื่อ", examples=["สมชาย"])
    surname: PartOfName = Field(default="", title="นามสกุล", examples=["ตัวอย่างดี"])
    position: Text | None = Field(
        default=None, title="ตำแหน่ง", description="ขึ้นบรรทัดใหม่ได้", examples=["นายกองค์การบริหารส่วนตำบลตัวอย่าง"]
    )
    acting_for: Text | None = Field(
        default=None,
        title="ปฏิบัติหน้าที่แทน",
        description="บรรทัดใต้ตำแหน่ง เมื่อรักษาราชการแทนหรือปฏิบัติราชการแทน",
        examples=["ปฏิบัติราชการแทน นายกองค์การบริหารส่วนตำบลตัวอย่าง"],
    )

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, str):
            return _person_of(value)
        if isinstance(value, Mapping) and "name" in value:
            rest = {key: part for key, part in value.items() if key != "name"}
            return {**_known_or_named(value["name"]), **rest}
        return value

    @property
    def full_name(self) -> str:
        """Title, name and surname: ``นายสมชาย ตัวอย่างดี``; behind a rank in full stands a space."""
        return people.full_name(self.title, self.first_name, self.surname)

    @property
    def position_lines(self) -> list[str]:
        """The post, line by line, as it stands under the name."""
        return post_lines(self.position) if self.position else []

    @property
    def acting_lines(self) -> list[str]:
        """The lines under the post of somebody who acts for another."""
        return self.acting_for.split("\n") if self.acting_for else []


def said(model: Model) -> dict[str, object]:
    """What was said of a model, field by field (pydantic takes no instance from a "before" validator)."""
    if isinstance(model, StandIn):
        raise Unknown(type(model).__name__)
    return {name: getattr(model, name) for name in type(model).model_fields if name in model.model_fields_set}


def _name_parts(name: object) -> dict[str, object]:
    if not isinstance(name, str) or not name.strip():
        return {"first_name": name}
    title, first_name, surname = people.split_name(text.normalise(name))
    return {"title": title, "first_name": first_name, "surname": surname}


def _known_or_named(name: object) -> dict[str, object]:
    """A key with changes beside it (another post), or a name."""
    agency = _CURRENT.get()
    if agency is None or not isinstance(name, str):
        return _name_parts(name)
    if name in agency.people:
        return said(agency.people[name])
    _refuse_misspelt(name, agency.people, _NO_PERSON)
    return _name_parts(name)


def _person_of(key: str) -> object:
    agency = _CURRENT.get()
    if key.isascii() or (agency and key in agency.people):
        return said(person_of_key(key))
    return _name_parts(key)


def person_of_key(key: str) -> Person:
    """The person that the agency calls by this key; ValueError where it calls nobody so."""
    agency = _CURRENT.get()
    known = agency.people if agency else {}
    if key not in known:
        _refuse_misspelt(key, known, _NO_PERSON)
        instead = f"คีย์ที่มี ({', '.join(known)}) หรือ" if known else ""
        raise ValueError(f"{_NO_PERSON.format(key)}: พิมพ์{instead}ชื่อเต็มภาษาไทย")
    return known[key]


_NO_PERSON = "ไม่มีบุคคลชื่อ “{}” ใน people ของหน่วยงาน"
_NO_UNIT = "ไม่มีส่วนราชการชื่อ “{}” ใน units ของหน่วยงาน"


def _refuse_misspelt(key: str, known: Iterable[str], said: str) -> None:
    """ValueError for what is nearly a key of the agency's: no name of an office is written in English letters."""
    if key.isascii() and (near := text.closest(key, known)):
        raise ValueError(f"{said.format(key)}: หมายถึง {near} หรือไม่")


def _post_of(value: object) -> object:
    """The post of somebody named by key, in one line; any other text as it is, but a key that is misspelt."""
    agency = _CURRENT.get()
    if agency is None or not isinstance(value, str):
        return value
    known = agency.people.get(value)
    if known is None:
        _refuse_misspelt(value, agency.people, _NO_PERSON)
        return value
    if not known.position:
        raise ValueError(f"{value} ({known.full_name}) ยังไม่มีตำแหน่ง: เพิ่มตำแหน่งใน people ของหน่วยงาน")
    return " ".join(known.position_lines)


Addressee = Annotated[Line, BeforeValidator(_post_of)]
"""Who a letter is addressed to: a post or a name, or a key of ``agency.people``, whose post is printed."""


def _as_phone(value: object) -> object:
    """A telephone number as typed, if it can be written in the groups of a letter; a stroke stands for none."""
    if value is None or (isinstance(value, str) and not value.strip(" -–")):
        return None
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        text.phone(str(value))
    return value


Phone = Annotated[Line | None, BeforeValidator(_as_phone)]
"""One or several telephone numbers: ``0 4312 3456 ต่อ 11``. ValueError for what ``thai.text.phone`` cannot read."""


class Unit(Model):
    """A unit of the agency that owns a letter; a field of this type also takes a key of ``agency.units``."""

    WHOLE: ClassVar[tuple[str, str, tuple[str, ...]]] = ("name", "name", ())

    name: Line = Field(title="ส่วนราชการ", examples=["สำนักปลัด"])
    phone: Phone = Field(default=None, title="โทรศัพท์", examples=["0 4312 3456 ต่อ 11"])
    email: Line | None = Field(default=None, title="ไปรษณีย์อิเล็กทรอนิกส์", examples=["saraban@example.go.th"])

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, str):
            return _known_unit(value)
        if isinstance(value, Mapping) and isinstance(name := value.get("name"), str):
            return {**_known_unit(name), **{key: part for key, part in value.items() if key != "name"}}
        return value


def _known_unit(name: str) -> dict[str, object]:
    """The unit that the agency calls by this key, or one of that name."""
    agency = _CURRENT.get()
    known = agency.units if agency else {}
    if name in known:
        return said(known[name])
    _refuse_misspelt(name, known, _NO_UNIT)
    return {"name": name}


class Agency(Model):
    """A government agency as its papers name it. Everything but the name is optional.

    What ``agency.yaml`` says as a model; ``kept_in(folder)`` tells it where its templates and pictures lie.
    """

    name: Line = Field(title="ชื่อหน่วยงาน", description="ชื่อเต็ม", examples=["องค์การบริหารส่วนตำบลตัวอย่าง"])
    short_name: Line | None = Field(default=None, title="ชื่อย่อ", examples=["อบต.ตัวอย่าง"])
    district: Line | None = Field(default=None, title="อำเภอ", examples=["อำเภอตัวอย่าง"])
    province: Line | None = Field(default=None, title="จังหวัด", examples=["จังหวัดตัวอย่าง"])
    code: Line | None = Field(default=None, title="รหัสหนังสือ", examples=["ตย 71801"])
    address: Text | None = Field(default=None, title="ที่อยู่", examples=["ถนนตัวอย่าง ตย 40000"])
    phone: Phone = Field(default=None, title="โทรศัพท์", examples=["0 4312 3456"])
    fax: Phone = Field(default=None, title="โทรสาร", examples=["0 4312 3457"])
    email: Line | None = Field(default=None, title="ไปรษณีย์อิเล็กทรอนิกส์", examples=["saraban@example.go.th"])
    website: Line | None = Field(default=None, title="เว็บไซต์", examples=["https://www.example.go.th"])
    people: dict[str, Person] = Field(
        default_factory=dict,
        title="บุคลากร",
        description="คีย์ -> บุคคล",
        json_schema_extra={"form": {"hide": True}},
    )
    units: dict[str, Unit] = Field(
        default_factory=dict,
        title="ส่วนราชการ",
        description="คีย์ -> ส่วนราชการ",
        json_schema_extra={"form": {"hide": True}},
    )
    emblem: PictureName | None = Field(default=None, title="ตราครุฑ", description="ไฟล์ PNG หรือ JPEG ของหน่วยงาน")
    seal: PictureName | None = Field(default=None, title="ตราประทับ", description="ไฟล์ PNG หรือ JPEG ของหน่วยงาน")
    digits: DigitPolicy | None = Field(
        default=None,
        title="เลข",
        description="thai เลขไทย, arabic เลขอารบิก, form ตามแบบฟอร์มทางการ",
        json_schema_extra=DIGIT_WORDS,
    )
    digits_of: dict[str, DigitPolicy] = Field(
        default_factory=dict,
        title="เลขของแต่ละส่วน",
        description="ส่วนของรายงาน (เช่น plan_table หรือ action_plan.plan_table) -> เลข",
        json_schema_extra={"form": {"hide": True}},
    )
    numbering: tuple[Line, ...] = Field(
        default=("1.", "1.1", "(1)", "-"),
        title="ลำดับข้อ",
        description="แบบของแต่ละระดับ ใช้กับบรรทัดที่พิมพ์ # ## ### นำหน้า",
        examples=["1.", "1.1", "(1)", "(ก)"],
        min_length=1,
        json_schema_extra={"form": {"hide": True}},
    )
    font: Line = Field(default=DEFAULT_FONT, title="แบบอักษร", examples=[DEFAULT_FONT, "TH Sarabun New"])
    defaults: dict[str, dict[str, Any]] = Field(
        default_factory=dict,
        title="ค่าตั้งต้น",
        description="ชนิดรายงาน -> ค่าที่ใช้เมื่อรายงานไม่ได้ระบุ เช่น ผู้ลงนาม คำลงท้าย",
        json_schema_extra={"form": {"hide": True}},
    )
    _folder: Path | None = PrivateAttr(None)

    @property
    def government(self) -> local_government.Government | None:
        """The type of local government, None for any other agency."""
        return local_government.government_of(self.name)

    @property
    def place(self) -> str:
        """District and province, ``อำเภอตัวอย่าง จังหวัดตัวอย่าง``; empty when neither is given."""
        return " ".join(part for part in (self.district, self.province) if part)

    @property
    def folder(self) -> Path | None:
        """The folder of ``agency.yaml``, where the agency's own ``templates`` lie; None for typed-in agencies."""
        if isinstance(self, StandIn):
            raise Unknown("folder")
        return (self.__pydantic_private__ or {}).get("_folder")  # asked of pydantic it takes ten times as long

    def kept_in(self, folder: Path | None) -> Agency:
        """The same agency, knowing the folder its pictures and templates lie in."""
        if folder == self.folder:
            return self
        copy = self.model_copy()
        copy._folder = folder
        return copy

    def as_printed(self) -> Agency:
        """The agency without its directory of people and units: what a report keeps of it.

        Keys are looked up while a report is read; afterwards nobody is in its data who is not in print.
        """
        if not any(map(self.__dict__.get, ("people", "units", "defaults"))):
            return self
        copy = self.model_copy(update={"people": {}, "units": {}, "defaults": {}})
        copy._folder = self._folder
        return copy

    def with_changes(self, own: Mapping[str, object]) -> dict[str, object]:
        """This agency's data with what a report says of it on top: people and units are added to, the rest replaced."""
        data = said(self)
        for name, value in own.items():
            before = data.get(name)
            both = isinstance(before, Mapping) and isinstance(value, Mapping)
            data[name] = {**before, **value} if both else value  # type: ignore[dict-item]
        return data


def current() -> Agency | None:
    """The agency whose report is being read."""
    return _CURRENT.get()


def reading_for(agency: Agency | None) -> AbstractContextManager[None]:
    """Keys of people and units read inside the block are looked up in ``agency``."""
    return holding(_CURRENT, agency)
