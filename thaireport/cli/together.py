"""Options of a command that have no effect beside another: refused, where they would be passed over in silence."""

from __future__ import annotations

from collections.abc import Mapping, Set

from thaireport.errors import UsageError

WITHOUT_EFFECT: Mapping[str, tuple[str, ...]] = {
    "--blank": ("--as", "--roster", "--name", "--strict", "--jobs"),
    "--as": ("--to", "--roster", "--name", "--strict", "--no-data", "--jobs"),
    "--roster": ("--jobs",),
}
"""Beside the option in front, those behind it change nothing. (``--force`` only allows; an empty form has no data.)"""
ONLY_WITH: Mapping[str, str] = {"--name": "--roster"}
"""The option in front means something beside the other alone."""


def refuse_without_effect(given: Set[str]) -> None:
    """UsageError names the options among those given that would change nothing, and beside which one."""
    for chief, others in WITHOUT_EFFECT.items():
        idle = [option for option in others if option in given]
        if chief in given and idle:
            raise UsageError(f"{' '.join(idle)} ใช้ร่วมกับ {chief} ไม่ได้: ตัด {' '.join(idle)} ออก หรือสั่งแยกกันโดยไม่มี {chief}")
    for option, chief in ONLY_WITH.items():
        if option in given and chief not in given:
            raise UsageError(f"{option} ใช้ได้เมื่อมี {chief} เท่านั้น: เพิ่ม {chief} หรือตัด {option} ออก")
