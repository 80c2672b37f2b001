"""Which files a command works on, and where each result goes."""

from __future__ import annotations

import glob
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from thaireport.errors import UsageError
from thaireport.files import whole_name
from thaireport.intake.source import OTHER_BOOKS, is_lock

FORMATS = ("docx", "xlsx", "pdf")
DATA_SUFFIXES = (".xlsx", ".yaml", ".yml", ".json")
_MARKED = "-ต้องแก้"
"""How the copies that ``check --mark`` writes end (intake/mark.py)."""
_OTHER_FORMATS = {
    **dict.fromkeys((".doc", ".docm", ".dot", ".dotx", ".odt", ".rtf", ".txt", *DATA_SUFFIXES[1:]), ".docx"),
    **dict.fromkeys((*OTHER_BOOKS, ".xltx", ".csv"), ".xlsx"),
}
"""Suffixes of files that are never made, and what is made instead: after ``-o`` they mean no folder."""
_AGENCY = {"agency.yaml", "agency.yml"}
_NOT_REPORTS = {*_AGENCY, "package.json"}


def expand(words: Iterable[str]) -> list[Path]:
    """The files that inputs as typed mean, each once, in order. UsageError names what is not there."""
    typed = list(words)
    _refuse_unquoted(typed)
    found: dict[Path, None] = {}
    for word in typed:
        found.update(dict.fromkeys(_files_of(word)))
    # Shells that expand patterns themselves hand over every name: as in a folder, the agency's is no report.
    return [path for path in found if path.name.lower() not in _AGENCY] or list(found)


def left_out(words: Iterable[str]) -> dict[Path, str]:
    """What lies in the folders (or fits the patterns) that inputs mean and is not read, each with what to do."""
    told: dict[Path, str] = {}
    for word in words:
        path = Path(word)
        if path.is_dir():
            told.update(_left_out_of(list(path.iterdir()), beside_text=True))
        elif glob.has_magic(word) and not path.is_file():
            matched = map(Path, glob.glob(word, recursive=True))  # noqa: PTH207
            told.update(_left_out_of(list(matched), beside_text=False))
    return told


def _left_out_of(paths: list[Path], *, beside_text: bool) -> Iterator[tuple[Path, str]]:
    texts = {path.stem: path for path in paths if _may_be_data(path) and path.suffix.lower() != ".xlsx"}
    for path in sorted(paths):
        suffix = path.suffix.lower()
        if suffix in OTHER_BOOKS and not _is_passed_over(path) and path.is_file():
            yield path, f"เตือน  ไม่ได้อ่าน {path}: {OTHER_BOOKS[suffix]}"
        elif beside_text and suffix == ".xlsx" and path.stem in texts and _may_be_data(path) and not _is_made(path):
            name = texts[path.stem].name
            mend = "ถ้าเป็นข้อมูลอีกฉบับ ให้เปลี่ยนชื่อไฟล์ใดไฟล์หนึ่ง"
            yield path, f"เตือน  ไม่ได้อ่าน {path} เพราะมี {name} ชื่อเดียวกัน: {mend}"


def _is_made(path: Path) -> bool:
    """Whether a workbook is a report that was made: it carries the record of its data."""
    from thaireport.intake.book import RECORD

    try:
        with zipfile.ZipFile(path) as package, package.open("xl/workbook.xml") as part:
            return f'"{RECORD}"'.encode() in part.read(_MAX_LIST)
    except Exception:  # a file in any state: that it is not read is told all the same
        return False


_MAX_LIST = 2_000_000


def _refuse_unquoted(words: list[str]) -> None:
    """A name with spaces that was typed without quotes comes as several words."""
    name = " ".join(words)
    if len(words) > 1 and not Path(words[0]).exists() and Path(name).is_file():
        raise UsageError(f'ชื่อไฟล์มีเว้นวรรค: ครอบด้วยเครื่องหมายคำพูด เช่น "{name}"')


def _files_of(word: str) -> list[Path]:
    path = Path(word)
    if path.is_dir():
        files = sorted(_reports_in(path))
        if not files:
            missing = f"ไม่พบไฟล์ข้อมูล ({' '.join(DATA_SUFFIXES)}) ในโฟลเดอร์ {path}"
            raise UsageError("\n".join([missing, *left_out([word]).values()]))
        return files
    if path.is_file() or not glob.has_magic(word):
        return [path]
    # PowerShell and cmd hand patterns over unexpanded.
    files = sorted(Path(name) for name in glob.glob(word, recursive=True) if _may_be_data(Path(name)))  # noqa: PTH207
    if not files:
        raise UsageError("\n".join([f"ไม่พบไฟล์ที่ตรงกับ {word}", *left_out([word]).values()]))
    return files


def _reports_in(folder: Path) -> Iterator[Path]:
    """The data files of a folder (not subfolders); a workbook beside a text file is that file's result."""
    files = [path for path in folder.iterdir() if _may_be_data(path)]
    typed = {path.stem for path in files if path.suffix.lower() != ".xlsx"}
    yield from (path for path in files if path.suffix.lower() != ".xlsx" or path.stem not in typed)


def _may_be_data(path: Path) -> bool:
    return path.suffix.lower() in DATA_SUFFIXES and not _is_passed_over(path) and path.is_file()


def _is_passed_over(path: Path) -> bool:
    hidden = path.name.startswith(".") or is_lock(path)
    return hidden or path.name.lower() in _NOT_REPORTS or path.stem.endswith(_MARKED)


@dataclass(frozen=True)
class Destination:
    """Where results go: one file, a folder, or (neither given) beside each input."""

    file: Path | None = None
    folder: Path | None = None
    formats: tuple[str, ...] = ()

    def target(self, source: Path, to: str) -> Path:
        """The file that ``source`` is made into. UsageError when that would overwrite the input."""
        path = self.file or (self.folder or source.parent) / f"{source.stem}.{to}"
        if whole_name(path) == whole_name(source):
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
        _refuse_other_format(output)
        return Destination(folder=output, formats=wanted)
    suffix = output.suffix.lower().lstrip(".")
    if len(inputs) > 1:
        raise UsageError(f"-o {output.name} เป็นไฟล์เดียว แต่มีข้อมูล {len(inputs)} ไฟล์: ระบุเป็นโฟลเดอร์แทน")
    if wanted and wanted != (suffix,):
        raise UsageError(f"-o {output.name} เป็นไฟล์ .{suffix} แต่ --to ระบุ {', '.join(wanted)}: เลือกอย่างใดอย่างหนึ่ง")
    return Destination(file=output, formats=(suffix,))


def names_file(output: Path) -> bool:
    """Whether what is typed after ``-o`` means a file, by the suffix of a document: ``ปี พ.ศ. 2569`` is a folder."""
    suffix = output.suffix.lower()
    return (suffix.lstrip(".") in FORMATS or suffix in _OTHER_FORMATS) and not output.is_dir()


def _refuse_other_format(output: Path | None) -> None:
    made = _OTHER_FORMATS.get(output.suffix.lower()) if output and not output.is_dir() else None
    if output and made:
        name = output.with_suffix(made).name
        raise UsageError(f"-o {output.name}: ทำไฟล์ {output.suffix} ไม่ได้ ให้ลงท้าย .docx .xlsx หรือ .pdf เช่น {name}")
