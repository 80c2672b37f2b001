"""PDF pages of a Word or Excel file, by LibreOffice: PDF/A, tagged, searchable, never in another font.

What LibreOffice does otherwise than Word is mended on a temporary copy: ``thaiDistribute`` (which it sets
ragged) becomes ``both``, and page numbers become Thai digits. Afterwards every glyph gets its character back
(it loses those of ``า`` after ``ำ``) and the fonts of the pages are looked at: a page that was set in another
Thai font than the file names is refused.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from thaireport.errors import OutputError, SetupError, ThaiReportError
from thaireport.output import fonts as font_tools
from thaireport.output.fonts import Face
from thaireport.output.maker import makers_of
from thaireport.output.package import read_package, write_package
from thaireport.output.pages import for_libreoffice
from thaireport.output.soffice import Batch, Office, require_soffice

Suffix = Literal["docx", "xlsx"]
Archive = Literal["2b", "3b"]
FILES_PER_START = 100
"""LibreOffice keeps some memory of every file, so that a start is not used without end."""

_WORTH_A_START = 4
_MAKERS = "; "
_VERSIONS: dict[Archive, int] = {"2b": 2, "3b": 3}


@dataclass(frozen=True)
class OfficeFile:
    """A Word or Excel file to be turned into pages; ``name`` is what a message calls it.

    ``font`` is a family that must be there besides those the file names.
    """

    data: bytes
    suffix: Suffix = "docx"
    name: str = ""
    font: str | None = None


def to_pdf(
    data: bytes,
    suffix: Suffix = "docx",
    *,
    name: str = "",
    font: str | None = None,
    fonts: Sequence[Path] = (),
    archive: Archive = "2b",
    limit: float = 120,
) -> bytes:
    """The pages of one Word or Excel file as PDF/A, tagged, in Thai, searchable.

    ``font`` is a family that must be there besides those the file names; ``fonts`` are folders of font files
    (with ``$THAIREPORT_FONTS``; Linux only, elsewhere fonts are installed); ``archive`` the level of PDF/A
    (3b may carry attachments); ``limit`` the seconds it may take. Raises SetupError when LibreOffice, a font
    or the extra ``pdf`` is missing, or a page came out in another font; OutputError when LibreOffice fails.
    """
    file = OfficeFile(data, suffix, name)
    found = to_pdfs([file], font=font, fonts=fonts, archive=archive, limit=limit)[0]
    if isinstance(found, ThaiReportError):
        raise found
    return found


def to_pdfs(
    files: Sequence[OfficeFile],
    *,
    font: str | None = None,
    fonts: Sequence[Path] = (),
    archive: Archive = "2b",
    limit: float = 120,
    workers: int | None = None,
) -> list[bytes | ThaiReportError]:
    """The pages of many files, in their order; an error stands in the place of a file that failed.

    Many files share one start of LibreOffice, and there is one start per core (``workers``). ``limit`` is in
    seconds per file, the other arguments are as in ``to_pdf``. Raises SetupError when LibreOffice or the
    extra ``pdf`` is missing, since then no file can be done.
    """
    require_soffice()
    _require_extra()
    setting = _Setting(font_tools.font_folders(fonts), font, archive, limit)
    at_once = workers or _cores()
    size = _files_per_start(len(files), at_once)
    groups = [files[first : first + size] for first in range(0, len(files), size)]
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        return [page for pages in pool.map(setting.pages, groups) for page in pages]


def _files_per_start(count: int, at_once: int) -> int:
    """How many files share a start: few files keep every core busy, many do not overload one start."""
    starts = max(1, min(at_once, count // _WORTH_A_START))
    return max(1, min(FILES_PER_START, -(-count // starts)))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _require_extra() -> None:
    if find_spec("pikepdf") is None or find_spec("fontTools") is None:
        python = "py" if os.name == "nt" else "python3"
        raise SetupError(f'ทำ PDF ไม่ได้เพราะขาดส่วนเสริม pdf: สั่ง {python} -m pip install "thaireport[pdf]"')


@dataclass(frozen=True)
class _Setting:
    """What the files of one call have in common."""

    folders: tuple[Path, ...]
    font: str | None
    archive: Archive
    limit: float

    def pages(self, files: Sequence[OfficeFile]) -> list[bytes | ThaiReportError]:
        """The pages of files that share a start, an error in the place of each that failed."""
        with tempfile.TemporaryDirectory(prefix="thaireport-", ignore_cleanup_errors=True) as temporary:
            folder = Path(temporary).resolve()
            environment = font_tools.environment(self.folders, folder / "fonts.conf")
            known = font_tools.faces(self.folders, environment)
            asked, found = self._prepare_all(files, folder, known)
            names = {index: _file_name(index, files[index]) for index in asked}
            office = Office(folder, _VERSIONS[self.archive], environment, self.limit)
            batch = office.convert(list(names.values())) if names else Batch()
            for index, name in names.items():
                if name in batch.done:
                    found[index] = _finished(folder / f"{name}.pdf", *asked[index], known)
                else:
                    found[index] = _failure(files[index], batch.failed[name], folder)
            return [found[index] for index in range(len(files))]

    def _prepare_all(
        self, files: Sequence[OfficeFile], folder: Path, known: Sequence[Face]
    ) -> tuple[dict[int, tuple[set[str], str]], dict[int, bytes | ThaiReportError]]:
        """Write the copies that LibreOffice reads: the families of their Thai text and what made them, or what is
        wrong.
        """
        asked: dict[int, tuple[set[str], str]] = {}
        wrong: dict[int, bytes | ThaiReportError] = {}
        for index, file in enumerate(files):
            try:
                parts = read_package(file.data)
                families = font_tools.thai_families(parts)
                asked_for = {font for font in (self.font, file.font) if font}
                font_tools.require_fonts(families | asked_for, known)
                copy = write_package(for_libreoffice(parts)) if file.suffix == "docx" else file.data
                (folder / _file_name(index, file)).write_bytes(copy)
                asked[index] = families, _MAKERS.join(makers_of(parts))
            except ThaiReportError as error:
                wrong[index] = error
        return asked, wrong


def _file_name(index: int, file: OfficeFile) -> str:
    return f"{index}.{file.suffix}"


_ROOM = 5_000_000
"""Bytes that must be free for LibreOffice to work: its own profile takes one million and more."""


def _failure(file: OfficeFile, reason: str, folder: Path) -> OutputError:
    which = f" {file.name}" if file.name else ""
    if shutil.disk_usage(folder).free < _ROOM:
        return OutputError(f"ทำไฟล์{which} เป็น PDF ไม่สำเร็จ เพราะที่เก็บไฟล์ชั่วคราว {folder.parent} เต็ม: ลบไฟล์ที่ไม่ใช้ แล้วสั่งใหม่")
    return OutputError(
        f"LibreOffice ทำไฟล์{which} เป็น PDF ไม่สำเร็จ: {reason} ลองเปิดไฟล์ด้วย Word แล้วเลือก ไฟล์ > บันทึกเป็น > PDF"
    )


def _finished(path: Path, families: set[str], maker: str, known: Sequence[Face]) -> bytes | ThaiReportError:
    from thaireport.output.searchable import finished

    try:
        return finished(path.read_bytes(), families, known, maker)
    except ThaiReportError as error:
        return error
    finally:
        path.unlink(missing_ok=True)  # many files share a folder: only one PDF is kept at a time
