"""Which files a command works on, and where each result goes."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from thaireport.errors import UsageError

FORMATS = ("docx", "xlsx", "pdf")
DATA_SUFFIXES = (".xlsx", ".yaml", ".yml", ".json")
_MARKED = "-ต้องแก้"
"""How the copies that ``check --mark`` writes end (intake/mark.py)."""
_NOT_REPORTS = {"agency.yaml", "agency.yml", "package.json"}


def expand(words: Iterable[str]) -> list[Path]:
    """The files that inputs as typed mean, each once, in order. UsageError names what is not there."""
    found: dict[Path, None] = {}
    for word in words:
        found.update(dict.fromkeys(_files_of(word)))
    return list(found)


def _files_of(word: str) -> list[Path]:
    path = Path(word)
    if path.is_dir():
        files = sorted(_reports_in(path))
        if not files:
            raise UsageError(f"ไม่พบไฟล์ข้อมูล ({' '.join(DATA_SUFFIXES)}) ในโฟลเดอร์ {path}")
        return files
    if path.is_file() or not glob.has_magic(word):
        return [path]
    # PowerShell and cmd hand patterns over unexpanded.
    files = sorted(Path(name) for name in glob.glob(word, recursive=True) if _may_be_data(Path(name)))  # noqa: PTH207
    if not files:
        raise UsageError(f"ไม่พบไฟล์ที่ตรงกับ {word}")
    return files


def _reports_in(folder: Path) -> Iterator[Path]:
    """The data files of a folder (not subfolders); a workbook beside a text file is that file's result."""
    files = [path for path in folder.iterdir() if _may_be_data(path)]
    typed = {path.stem for path in files if path.suffix.lower() != ".xlsx"}
    yield from (path for path in files if path.suffix.lower() != ".xlsx" or path.stem not in typed)


def _may_be_data(path: Path) -> bool:
    # "~$name.xlsx" is the lock that Excel keeps beside an open file.
    hidden = path.name.startswith((".", "~$")) or path.name.lower() in _NOT_REPORTS or path.stem.endswith(_MARKED)
    return path.suffix.lower() in DATA_SUFFIXES and not hidden and path.is_file()


@dataclass(frozen=True)
class Destination:
    """Where results go: one file, a folder, or (neither given) beside each input."""

    file: Path | None = None
    folder: Path | None = None
    formats: tuple[str, ...] = ()

    def target(self, source: Path, to: str) -> Path:
        """The file that ``source`` is made into. UsageError when that would overwrite the input."""
        path = self.file or (self.folder or source.parent) / f"{source.stem}.{to}"
        if path.resolve() == source.resolve():
            raise UsageError(f"ผลลัพธ์ {path.name} จะทับไฟล์ข้อมูลเอง: ระบุที่เก็บอื่นด้วย -o เช่น -o ผลลัพธ์")
        return path


def destination(output: Path | None, formats: Sequence[str], inputs: Sequence[Path]) -> Destination:
    """What ``-o`` and ``--to`` mean together. UsageError says which combinations make no sense."""
    wanted = tuple(dict.fromkeys(to.lower().lstrip(".") for to in formats))
    for to in wanted:
        if to not in FORMATS:
            raise UsageError(f"ไม่รู้จักชนิดไฟล์ --to {to}: ใช้ได้ {', '.join(FORMATS)}")
    if output is None or output.suffix.lower().lstrip(".") not in FORMATS or output.is_dir():
        if output is not None and output.is_file():
            raise UsageError(f"-o {output} เป็นไฟล์ที่มีอยู่แล้ว ไม่ใช่โฟลเดอร์: ตั้งชื่อไฟล์ให้ลงท้าย .docx .xlsx หรือ .pdf")
        return Destination(folder=output, formats=wanted)
    suffix = output.suffix.lower().lstrip(".")
    if len(inputs) > 1:
        raise UsageError(f"-o {output.name} เป็นไฟล์เดียว แต่มีข้อมูล {len(inputs)} ไฟล์: ระบุเป็นโฟลเดอร์แทน")
    if wanted and wanted != (suffix,):
        raise UsageError(f"-o {output.name} เป็นไฟล์ .{suffix} แต่ --to ระบุ {', '.join(wanted)}: เลือกอย่างใดอย่างหนึ่ง")
    return Destination(file=output, formats=(suffix,))
