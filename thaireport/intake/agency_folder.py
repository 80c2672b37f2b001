"""An agency's folder: ``agency.yaml``, its pictures, its ``templates``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from thaireport.agency import Agency, reading_for
from thaireport.errors import DataError, Problem, UsageError
from thaireport.files import whole_name
from thaireport.intake.source import Source, content_of, read
from thaireport.messages import placed, problems_of
from thaireport.reach import reading_from
from thaireport.stand_in import StandIn, stand_in

FILE = "agency.yaml"
VARIABLE = "THAIREPORT_AGENCY"
PROJECT_FILE = "thaireport.toml"


def load_agency(folder: Path) -> Agency:
    """The agency of a folder (or of its ``agency.yaml``). DataError lists every fault of the file."""
    file = file_in(folder)
    if not file.is_file():
        raise UsageError(f"ไม่พบ {FILE} ใน {folder}: ระบุโฟลเดอร์ของหน่วยงานด้วย --agency")
    return agency_from(read(file), file.parent)


def known_agency(folder: Path) -> tuple[Agency, list[Problem]]:
    """The agency of a folder and the faults of its file; of a faulty one what is known, so that the faults of a
    report are told in the same round. UsageError for a folder without the file.
    """
    try:
        return load_agency(folder), []
    except DataError as error:
        file = file_in(folder)
        with reading_from(file.parent), reading_for(None):
            return stand_in(Agency, _data_of(file)), list(error.problems)


def _data_of(file: Path) -> Any:
    try:
        return read(file).data
    except DataError:
        return None


def file_in(folder: Path) -> Path:
    """The ``agency.yaml`` of a folder, which may be named itself."""
    return folder if folder.suffix in {".yaml", ".yml"} else folder / FILE


def agency_from(source: Source, folder: Path) -> Agency:
    """The agency that a file describes. DataError lists every fault with its line."""
    with reading_from(folder), reading_for(None):
        try:
            return Agency.model_validate(source.data).kept_in(folder)
        except ValidationError as error:
            raise DataError(problems_of(error, source, Agency)) from error


def told_of_agency(problem: Problem, source: Source, agency: Agency | None) -> Problem:
    """A fault of what ``agency.yaml`` says, not the report itself, with its place in that file; others as they are."""
    if problem.loc[:1] != ("agency",) or len(problem.loc) < 2 or agency is None or isinstance(agency, StandIn):
        return problem
    own = source.data.get("agency")
    file = file_in(agency.folder) if agency.folder else None
    if file is None or (isinstance(own, Mapping) and problem.loc[1] in own) or not file.is_file():
        return problem
    known = _read_once(file, file.stat().st_mtime_ns)
    [told] = placed([replace(problem, loc=problem.loc[1:])], known, Agency)
    return replace(told, loc=problem.loc)


@lru_cache(maxsize=8)
def _read_once(file: Path, _stamp: int) -> Source:
    """The file as it is now: a missing emblem is told of every memo of a batch."""
    return read(file)


def find_agency(start: Path) -> Path | None:
    """The folder of the agency that files in ``start`` belong to.

    ``agency.yaml`` beside the file, then the variable ``THAIREPORT_AGENCY``, then a ``thaireport.toml``
    upwards of the file, then of the working folder (``agency = "folder"``); None when there is none.
    Raises UsageError for a folder so named that has no ``agency.yaml``, DataError for a faulty thaireport.toml.
    """
    if (start / FILE).is_file():
        return start
    if named := os.environ.get(VARIABLE):
        return _there(Path(named), f"ตัวแปร {VARIABLE}")
    for place in (whole_name(start), Path.cwd()):
        for folder in (place, *place.parents):
            project = folder / PROJECT_FILE
            if project.is_file():
                return _there(folder / _agency_in(project), str(project))
    return None


def _there(folder: Path, named_by: str) -> Path:
    if not file_in(folder).is_file():
        raise UsageError(f"ไม่พบ {FILE} ใน {folder} ตามที่ {named_by} ระบุ: แก้ชื่อโฟลเดอร์ที่นั่น หรือใช้ --agency")
    return folder


def _agency_in(project: Path) -> str:
    """The ``agency`` entry of a thaireport.toml; the folder of the file itself when it names none."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        entries = tomllib.loads(content_of(project).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f'อ่านไม่ได้ ({error}): ต้องเป็น ชื่อ = "ค่า" เช่น agency = "หน่วยงาน"'
        raise DataError([Problem(message, place=str(project), code="toml")]) from error
    entry = entries.pop("agency", ".")
    if entries:
        message = f'ไม่รู้จัก {", ".join(entries)}: ในไฟล์นี้มีได้เฉพาะ agency = "โฟลเดอร์"'
        raise DataError([Problem(message, place=str(project), code="toml")])
    if not isinstance(entry, str):
        raise DataError([Problem("agency ต้องเป็นชื่อโฟลเดอร์ในเครื่องหมายคำพูด", place=str(project), code="toml")])
    return entry
