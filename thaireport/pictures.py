"""Pictures that a report names by file: read when printed, checked, turned upright, scaled to print size."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer

from thaireport.errors import UsageError
from thaireport.files import read_whole
from thaireport.quiet import ignoring
from thaireport.reach import folder_of_names, portable, too_far

if TYPE_CHECKING:
    from PIL import Image

PRINT_DPI = 220
"""Pixels per inch kept in a file: what a good office printer shows (Word's own "print" setting)."""

MAX_BYTES = 40_000_000
_ORIENTATION = 0x0112
"""The EXIF tag that says how a camera was held; 1 is upright."""
_LYING = (5, 6, 7, 8)
MAX_DOTS = 60_000_000
"""Dots of a PNG, four bytes each when it is opened. A JPEG of more is opened at a part of its size."""
_KINDS: Mapping[str, Literal["png", "jpeg"]] = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg"}
"""What Pillow calls a file, and what is made of it: many telephones write JPEG as MPO, with further pictures."""


@dataclass(frozen=True)
class Picture:
    """A picture ready to be put into a file: its bytes, its size in pixels, its alternative text."""

    data: bytes = field(repr=False)
    kind: Literal["png", "jpeg"]
    width_px: int
    height_px: int
    alt: str = ""


@dataclass(frozen=True)
class PictureFile:
    """The name of a picture as typed, and the folder it is looked for in. Equal by name."""

    name: str
    folder: Path | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the picture lies: beside the file that names it, unless the name is absolute."""
        return (self.folder or Path()) / self.name

    def digest(self) -> str:
        """The SHA-256 of the file in hex; empty where there is none that can be read."""
        try:
            state = self.path.stat()
            return _digest(self.path, state.st_mtime_ns, state.st_size)
        except (OSError, ValueError):
            return ""

    def fault(self) -> str | None:
        """What is wrong with the picture, as a Thai sentence, or None."""
        if not os.path.isfile(self.path):  # noqa: PTH113 - Path.is_file raises for a name that no disk can hold
            return f"ไม่พบไฟล์ภาพ {self.path.name} ใน {self.path.parent.absolute()}: ตรวจชื่อไฟล์ หรือวางไฟล์ภาพไว้ข้างไฟล์ข้อมูล"
        try:
            self.picture()
        except ValueError as error:
            return str(error)
        return None

    def size(self) -> tuple[int, int]:
        """Width and height of the file in pixels, upright. ValueError says what is wrong with it."""
        self.picture()
        with _opened(self.name, _content(self.path)) as opened:
            width, height = opened.size
            return (height, width) if _orientation(opened) in _LYING else (width, height)

    def picture(self, alt: str = "", *, width_cm: float = 16.0) -> Picture:
        """The picture upright, at most ``width_cm`` wide at print resolution. ValueError says what is wrong."""
        try:
            stat = self.path.stat()
        except (OSError, ValueError) as error:
            raise _PictureError(f"ไม่พบไฟล์ภาพ {self.name}: ตรวจชื่อไฟล์ หรือวางไฟล์ภาพไว้ข้างไฟล์ข้อมูล") from error
        if stat.st_size > MAX_BYTES:
            raise _PictureError(_TOO_LARGE.format(self.name))
        made = _scaled(self.path, stat.st_mtime_ns, stat.st_size, width_cm)
        return Picture(made.data, made.kind, made.width_px, made.height_px, alt)


@lru_cache(maxsize=64)
def _scaled(path: Path, _stamp: int, _size: int, width_cm: float) -> Picture:
    from PIL import ImageOps

    data = _content(path)
    with _opened(path.name, data) as opened:
        kind = _KINDS.get(opened.format or "")
        if kind is None:
            raise _PictureError(f"ไฟล์ภาพ {path.name} เป็นชนิด {opened.format}: ใช้ได้เฉพาะ PNG และ JPEG")
        turned = _orientation(opened) != 1
        limit = round(width_cm / 2.54 * PRINT_DPI)
        _lighten(opened, path.name, limit)
        upright = _plain(ImageOps.exif_transpose(opened))
        if opened.width <= limit and opened.height <= 2 * limit and not turned and opened.format != "MPO":
            return Picture(data, kind, opened.width, opened.height)
        upright.thumbnail((limit, 2 * limit))
        buffer = io.BytesIO()
        upright.save(buffer, kind, **({"quality": 88} if kind == "jpeg" else {"optimize": True}))
    return Picture(buffer.getvalue(), kind, upright.width, upright.height)


@lru_cache(maxsize=64)
def _digest(path: Path, _stamp: int, _size: int) -> str:
    return hashlib.sha256(_content(path)).hexdigest()


def _content(path: Path) -> bytes:
    try:
        data = read_whole(path, MAX_BYTES)
    except UsageError as error:
        raise _PictureError(str(error)) from error
    if data is None:
        raise _PictureError(_TOO_LARGE.format(path.name))
    return data


class _PictureError(ValueError):
    """What is wrong with a picture, in Thai."""


def _lighten(opened: Image.Image, name: str, limit: int) -> None:
    """Have a very large photograph decoded at a part of its size. ValueError for what can only be decoded whole."""
    if opened.width * opened.height > MAX_DOTS:
        share = min(limit / opened.width, 2 * limit / opened.height)
        opened.draft("RGB", (round(opened.width * share), round(opened.height * share)))
        if opened.width * opened.height > MAX_DOTS:
            raise _PictureError(_TOO_MANY.format(name))


_TOO_LARGE = f"ไฟล์ภาพ {{}} ใหญ่เกิน {MAX_BYTES // 1_000_000} ล้านไบต์: ย่อภาพก่อน"
_TOO_MANY = "ไฟล์ภาพ {} มีจุดภาพมากเกินไป: ย่อภาพก่อน"


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[Image.Image]:
    """The picture opened; whatever fails inside the block is a ValueError in Thai."""
    from PIL import Image

    try:
        with _begun(data) as opened:
            yield opened
    except Image.DecompressionBombError as error:
        raise ValueError(_TOO_MANY.format(name)) from error
    except _PictureError:
        raise
    except Exception as error:  # of a broken picture Pillow says whatever its decoder came upon
        raise ValueError(f"ไฟล์ภาพ {name} เปิดไม่ได้ อาจเสียหายหรือไม่ใช่ภาพ PNG/JPEG") from error


def _begun(data: bytes) -> Image.Image:
    """The picture, of which only the head has been read."""
    from PIL import Image

    # The large photographs of today's telephones are no attack: those are refused as an error. What a broken head is
    # said to lack is told in Thai, if at all.
    with ignoring(Warning):
        return Image.open(io.BytesIO(data))


def _orientation(opened: Image.Image) -> int:
    """How the camera was held; Pillow warns of EXIF data that are broken."""
    with ignoring(Warning):
        held: int = opened.getexif().get(_ORIENTATION, 1)
        return held


def _plain(picture: Image.Image) -> Image.Image:
    """A picture of 16 bits a pixel in 8, which alone can be scaled."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point([value >> 8 for value in range(65_536)], "L")


def _as_file(value: object) -> object:
    if isinstance(value, PictureFile):
        return value
    if isinstance(value, Path):
        return _named(str(value))
    if isinstance(value, str):
        name = portable(value)
        if not name:
            raise ValueError("ต้องระบุชื่อไฟล์ภาพ เช่น ตรา.png")
        return _named(name)
    return value


def _named(name: str) -> PictureFile:
    if far := too_far(name):
        raise ValueError(far)
    return PictureFile(name, folder_of_names())


PictureName = Annotated[PictureFile, BeforeValidator(_as_file), PlainSerializer(str, return_type=str)]
"""A picture named by its file, PNG or JPEG."""
