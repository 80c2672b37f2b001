"""An agency's folder: ``agency.yaml``, its pictures, its ``templates``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pydantic import ValidationError

from thaireport.agency import Agency, reading_for
from thaireport.errors import DataError, Problem, UsageError
from thaireport.intake.source import Source, read
from thaireport.messages import problems_of
from thaireport.pictures import reading_from

FILE = "agency.yaml"
VARIABLE = "THAIREPORT_AGENCY"
PROJECT_FILE = "thaireport.toml"


def load_agency(folder: Path) -> Agency:
    """The agency of a folder (or of its ``agency.yaml``). DataError lists every fault of the file."""
    file = folder if folder.suffix in {".yaml", ".yml"} else folder / FILE
    if not file.is_file():
        raise UsageError(f"ไม่พบ {FILE} ใน {folder}: ระบุโฟลเดอร์ของหน่วยงานด้วย --agency")
    return agency_from(read(file), file.parent)


def agency_from(source: Source, folder: Path) -> Agency:
    """The agency that a file describes. DataError lists every fault with its line."""
    with reading_from(folder), reading_for(None):
        try:
            return Agency.model_validate(source.data).kept_in(folder)
        except ValidationError as error:
            raise DataError(problems_of(error, source, Agency)) from error


def find_agency(start: Path) -> Path | None:
    """The folder of the agency that files in ``start`` belong to.

    ``agency.yaml`` beside the file, then the variable ``THAIREPORT_AGENCY``, then a ``thaireport.toml``
    upwards (``agency = "folder"``); None when there is none.
    """
    if (start / FILE).is_file():
        return start
    if named := os.environ.get(VARIABLE):
        return Path(named)
    for folder in (start.resolve(), *start.resolve().parents):
        project = folder / PROJECT_FILE
        if project.is_file():
            return folder / _agency_in(project)
    return None


def _agency_in(project: Path) -> str:
    """The ``agency`` entry of a thaireport.toml; the folder of the file itself when it names none."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        entry = tomllib.loads(project.read_text("utf-8-sig")).get("agency", ".")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f'อ่านไม่ได้ ({error}): ต้องเป็น ชื่อ = "ค่า" เช่น agency = "หน่วยงาน"'
        raise DataError([Problem(message, place=str(project), code="toml")]) from error
    if not isinstance(entry, str):
        raise DataError([Problem("agency ต้องเป็นชื่อโฟลเดอร์ในเครื่องหมายคำพูด", place=str(project), code="toml")])
    return entry
