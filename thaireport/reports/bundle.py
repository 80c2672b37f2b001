"""Several reports as one file, in order: a memo and the report it sends (as the desk gets them)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, BeforeValidator, Field, SerializeAsAny

from thaireport.errors import Problem, as_known, of_each
from thaireport.fields import Flag
from thaireport.report import Report

NESTED = "ชุดเอกสารซ้อนในชุดเอกสารไม่ได้: แยกเป็นส่วน ๆ ของชุดเดียว"
"""What is said of a bundle that holds another, which would have no pages of its own."""


def _stored(report: Report) -> dict[str, Any]:
    return report.stored()


def _as_report(value: object) -> object:
    """A mapping with ``kind:`` as the report of that kind."""
    if isinstance(value, Bundle) or (isinstance(value, Mapping) and value.get("kind") == Bundle.kind):
        raise ValueError(NESTED)
    if not isinstance(value, Mapping):
        return value
    from thaireport.reports import REPORTS

    kind = value.get("kind")
    if "file" in value:
        raise ValueError("ส่วนที่อ้างไฟล์ (file:) ใช้ได้เมื่ออ่านด้วย thaireport.load เท่านั้น")
    if not isinstance(kind, str) or kind not in REPORTS:
        raise ValueError(f"ส่วนนี้ต้องระบุ kind: ใช้ได้ {', '.join(sorted(set(REPORTS) - {Bundle.kind}))}")
    return REPORTS[kind].model_validate(value)


PartReport = Annotated[SerializeAsAny[Report], BeforeValidator(_as_report)]


class Bundle(Report):
    """Reports printed one behind the other; each keeps its own pages, orientation and digits.

    ``parts`` are reports, or data with ``kind``; ``load`` takes ``{"file": ...}`` as well.
    """

    kind: ClassVar[str] = "bundle"
    thai_name: ClassVar[str] = "ชุดเอกสาร"

    parts: tuple[PartReport, ...] = Field(min_length=1, title="ส่วน", description="ตามลำดับที่รวม")
    continued: Flag = Field(
        default=False,
        title="เลขหน้าต่อเนื่อง",
        description="ใช่ = นับหน้าต่อกันทั้งชุด; ไม่ใช่ = เริ่มใหม่ทุกส่วน",
        validation_alias=AliasChoices("continued", "continue"),
    )

    @property
    def continues(self) -> list[bool]:
        """For each part, whether its pages are counted on from the part before it."""
        return [self.continued and index > 0 for index in range(len(self.parts))]

    def file_title(self) -> str:
        """The title of the first part: the memo that leads to the rest."""
        return self.parts[0].file_title()

    def problems(self) -> list[Problem]:
        """The problems of every part, seen from the bundle, and those of the bundle itself."""
        inner = [problem.below("parts", index) for index, part in enumerate(self.parts) for problem in part.problems()]
        return [*inner, *self.own_problems()]

    def own_problems(self) -> Iterator[Problem]:
        """What is wrong between the parts: two of one agency named differently."""
        return as_known(self._section_problems(), of_each(self, "parts", self._other_agency))

    def _other_agency(self, part: Report) -> Iterator[Problem]:
        first, own = self.parts[0].agency.name, part.agency.name
        if own != first:
            place = next(number for number, each in enumerate(self.parts, 1) if each is part)
            message = f"ส่วนที่ {place} เป็นของ {own} แต่ส่วนแรกเป็นของ {first}"
            yield Problem(message, ("agency",), "warning", "bundle-agency")

    def files_beside(self) -> Iterator[str]:
        """Those of every part."""
        return (digest for part in self.parts for digest in part.files_beside())

    def stored(self) -> dict[str, Any]:
        """The canonical data; every part with its own kind."""
        data = {"kind": self.kind, **self.model_dump(mode="json", exclude_defaults=True, exclude={"parts"})}
        return {**data, "parts": [_stored(part) for part in self.parts]}
