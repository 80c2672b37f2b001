"""Kinds by name: the shipped ones and those of other packages, each imported when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import get_args

from pydantic.fields import FieldInfo

from thaireport.errors import SetupError
from thaireport.report import Report

GROUP = "thaireport.reports"
"""The entry point group: ``site_visit = "our_package:SiteVisit"``."""


class Registry(Mapping[str, type[Report]]):
    """Kind -> its class. A kind that cannot be loaded is left out of lists; asked for by name it says why."""

    def __init__(self, shipped: Mapping[str, str]) -> None:
        self._shipped = dict(shipped)

    def __getitem__(self, kind: str) -> type[Report]:
        if kind in self._shipped:
            return _class(self._shipped[kind])
        offered = _offered().get(kind)
        if offered is None:
            raise KeyError(kind)
        return _loaded(offered)

    def __iter__(self) -> Iterator[str]:
        yield from self._shipped
        yield from (kind for kind in _offered() if kind not in self._shipped and kind not in self.broken())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, kind: object) -> bool:
        return kind in self._shipped or kind in _offered()

    def broken(self) -> dict[str, str]:
        """The offered kinds that cannot be used, each with the reason in Thai."""
        reasons: dict[str, str] = {}
        for kind, offered in _offered().items():
            if kind in self._shipped:
                reasons[kind] = f"ชนิดรายงาน {kind} ของ {_owner(offered)} ซ้ำกับชนิดที่มากับโปรแกรม จึงไม่ถูกใช้: ตั้งชื่ออื่น"
                continue
            try:
                _loaded(offered)
            except SetupError as error:
                reasons[kind] = str(error)
        return reasons


@lru_cache(maxsize=64)
def _class(place: str) -> type[Report]:
    """The class at ``module:name``. One memo does not wait for the classes of all the other kinds."""
    module, _, name = place.partition(":")
    found: type[Report] = getattr(import_module(module), name)
    return found


@lru_cache(maxsize=1)
def _offered() -> dict[str, EntryPoint]:
    return {each.name: each for each in sorted(entry_points(group=GROUP), key=lambda each: each.name)}


@lru_cache(maxsize=64)
def _loaded(offered: EntryPoint) -> type[Report]:
    """The class behind an entry point; SetupError names the package and what is wrong with it."""
    said = f"ชนิดรายงาน {offered.name} ของ {_owner(offered)} ใช้ไม่ได้"
    try:
        found = offered.load()
    except Exception as error:  # another package's code can fail in any way
        raise SetupError(f"{said} ({type(error).__name__}: {error}): แจ้งผู้ดูแลชุดโปรแกรมนั้น") from error
    if not (isinstance(found, type) and issubclass(found, Report)):
        raise SetupError(f"{said}: {offered.value} ไม่ใช่คลาสที่สืบทอดจาก thaireport.Report")
    for faults, advice in _FAULTS:
        if names := sorted(name for name, field in found.model_fields.items() if faults(name, field)):
            raise SetupError(f"{said}: ช่อง {', '.join(names)} {advice}")
    if not found.thai_name:
        raise SetupError(f"{said}: คลาสยังไม่มี thai_name (ชื่อรายงานภาษาไทย)")
    if found.kind != offered.name:
        raise SetupError(f"{said}: kind ของคลาสคือ “{found.kind}” ต้องตรงกับชื่อ entry point “{offered.name}”")
    return found


def _is_taken(name: str, field: FieldInfo) -> bool:
    """Whether a field is called like a part of every report, or is one of every report's of another type."""
    own = Report.model_fields.get(name)
    return name in dir(Report) if own is None else field.annotation != own.annotation


def _is_binary(_name: str, field: FieldInfo) -> bool:
    return float in (field.annotation, *get_args(field.annotation))


_FAULTS: tuple[tuple[Callable[[str, FieldInfo], bool], str], ...] = (
    (_is_taken, "ใช้ชื่อที่โปรแกรมใช้อยู่: ตั้งชื่ออื่น"),
    (_is_binary, "เป็น float ซึ่งพิมพ์ไม่ได้ เพราะไม่ตรงกับที่พิมพ์เข้ามา: ใช้ Score, Baht หรือ Decimal"),
)


def _owner(offered: EntryPoint) -> str:
    return offered.dist.name if offered.dist else offered.value
