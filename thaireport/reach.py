"""Where the files that data name are looked for, and how far a name may reach: anywhere, or inside one folder."""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import ContextVar, Token
from pathlib import Path
from typing import Generic, TypeVar

from thaireport.files import whole_name

_T = TypeVar("_T")

_FOLDER: ContextVar[Path | None] = ContextVar("folder of the file being read", default=None)
_WITHIN: ContextVar[Path | None] = ContextVar("folder that names of files may not leave", default=None)


class holding(AbstractContextManager[None], Generic[_T]):  # noqa: N801 - used like a function
    """A variable has this value inside the block."""

    __slots__ = ("_token", "_value", "_variable")

    def __init__(self, variable: ContextVar[_T], value: _T) -> None:
        self._variable, self._value = variable, value

    def __enter__(self) -> None:
        self._token: Token[_T] = self._variable.set(self._value)

    def __exit__(self, *_raised: object) -> None:
        self._variable.reset(self._token)


def reading_from(folder: Path | None) -> AbstractContextManager[None]:
    """Names of files read inside the block are looked for in ``folder``; None is the working folder."""
    return holding(_FOLDER, folder)


def reading_within(folder: Path | None) -> AbstractContextManager[None]:
    """What is read inside the block may name no file outside ``folder``; any file when that is None."""
    return holding(_WITHIN, folder and whole_name(folder))


def folder_of_names() -> Path | None:
    """The folder that names of files are looked for in just now."""
    return _FOLDER.get()


def portable(name: str) -> str:
    r"""The name of a file as every system reads it, whose path Windows copies as ``"ภาพ\อบรม.jpg"``."""
    return name.strip().strip('"').replace("\\", "/").strip()


def too_far(name: str) -> str | None:
    """Why a file of this name may not be used by what is being read, as a Thai sentence; None where it may."""
    within = _WITHIN.get()
    if within is None:
        return None
    try:
        if whole_name((_FOLDER.get() or Path()) / name).is_relative_to(within):
            return None
    except (OSError, ValueError):  # a name that no disk can hold
        pass
    return f"ใช้ไฟล์ {name[-60:]} ไม่ได้ เพราะอยู่นอกโฟลเดอร์ของข้อมูล: แนบไฟล์มาด้วย แล้วพิมพ์เฉพาะชื่อไฟล์"
