"""Files and folders that people name: read whole, where they lie on a disk and are no larger than they may be."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from thaireport.errors import OutputError, UsageError, is_disk_full

WAITS_FOR_NOBODY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe that nobody writes to would be waited for without end."""


def read_whole(path: Path, most: int) -> bytes | None:
    """The bytes of a file; None for one of more than ``most``, whatever it grew to meanwhile.

    UsageError in Thai when it is not there, cannot be opened, or is no file but a folder, a pipe, a device.
    """
    try:
        _require_file(path, os.stat(path).st_mode)  # noqa: PTH116 - before opening: that alone may set a device off
        with os.fdopen(os.open(path, os.O_RDONLY | WAITS_FOR_NOBODY), "rb") as stream:
            state = os.fstat(stream.fileno())
            _require_file(path, state.st_mode)
            data = stream.read(most + 1) if state.st_size <= most else b""
            return data if max(len(data), state.st_size) <= most else None
    except FileNotFoundError as error:
        raise UsageError(f"ไม่พบไฟล์ {path}: ตรวจชื่อและที่อยู่ของไฟล์") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"เปิดไฟล์ {path} ไม่ได้: ปิดไฟล์ในโปรแกรมอื่นก่อน หรือตรวจสิทธิ์ของไฟล์") from error


def whole_name(path: str | os.PathLike[str]) -> Path:
    """The name in full of what a name leads to, by which two names of one file are equal.

    A link that leads to itself leads nowhere, and is its own name (``Path.resolve`` raises RuntimeError).
    """
    return Path(os.path.realpath(path))


def make_folder(path: Path) -> None:
    """Make a folder, and those that it lies in, unless it is there. OutputError in Thai where that cannot be done."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"สร้างโฟลเดอร์ {path} ไม่ได้ เพราะมีไฟล์ชื่อนั้นอยู่แล้ว: ใช้ชื่ออื่น") from error
    except OSError as error:
        if is_disk_full(error):
            raise OutputError(f"สร้างโฟลเดอร์ {path} ไม่ได้ เพราะที่เก็บเต็ม: ลบไฟล์ที่ไม่ใช้ หรือบันทึกไว้ที่อื่น") from error
        raise OutputError(f"สร้างโฟลเดอร์ {path} ไม่ได้: ตรวจชื่อและสิทธิ์เขียน หรือบันทึกไว้ที่อื่น") from error


def _require_file(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise UsageError(f"{path} เป็นโฟลเดอร์: ระบุไฟล์")
    if not stat.S_ISREG(mode):
        raise UsageError(f"{path} ไม่ใช่ไฟล์ที่เก็บไว้ในเครื่อง (เป็นท่อส่งข้อมูลหรืออุปกรณ์): ระบุไฟล์อื่น")
