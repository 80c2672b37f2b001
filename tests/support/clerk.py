"""A clerk at a form: opens it with openpyxl, types into cells found by their heads, saves it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import thaireport
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.support.tools import ROOT
from thaireport.errors import ThaiReportError
from thaireport.intake.form import form_bytes
from thaireport.intake.layout import MAIN
from thaireport.reports import REPORTS

EXAMPLES = ROOT / "examples"


@lru_cache(maxsize=32)
def example(kind: str) -> thaireport.Report:
    """The example of a kind, as the model made of its YAML."""
    return thaireport.load(EXAMPLES / f"{kind}.yaml")


@lru_cache(maxsize=32)
def _form(kind: str, filled: bool) -> bytes:
    return form_bytes(REPORTS[kind], example(kind) if filled else None)


def book(kind: str, *, filled: bool = True) -> Workbook:
    """The form of a kind, filled with its example or blank."""
    return openpyxl.load_workbook(io.BytesIO(_form(kind, filled)))


def lay_pictures(folder: Path) -> None:
    """Put the examples' pictures beside a form, where it looks for them."""
    folder.mkdir(exist_ok=True)
    for pictures in EXAMPLES.iterdir():
        if pictures.is_dir() and pictures.name not in {"agency", "__pycache__"}:
            shutil.copytree(pictures, folder / pictures.name, dirs_exist_ok=True)


def form_file(kind: str, folder: Path, *, filled: bool = True) -> Path:
    """The same as a file."""
    lay_pictures(folder)
    path = folder / f"{kind}.xlsx"
    path.write_bytes(_form(kind, filled))
    return path


def loaded(workbook: Workbook, folder: Path) -> Any:
    """The report that a typed-in form makes, the examples' pictures beside it."""
    lay_pictures(folder)
    path = folder / "แบบกรอก.xlsx"
    workbook.save(path)
    return thaireport.load(path)


def find(sheet: Worksheet, title: str) -> Cell:
    """The cell that holds a label or head."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.rstrip(" *") == title:
                assert isinstance(cell, Cell)
                return cell
    raise KeyError(title)


def type_main(workbook: Workbook, label: str, value: Any) -> None:
    """Type a value beside its label on the page of single values."""
    sheet = workbook[MAIN]
    sheet.cell(find(sheet, label).row, 2).value = value


def type_row(workbook: Workbook, sheet_name: str, head: str, value: Any, row: int = 3) -> None:
    """Type a value under its head, in the second entry unless another row is named."""
    sheet = workbook[sheet_name]
    sheet.cell(row, find(sheet, head).column).value = value


def said_of(workbook: Workbook, folder: Path) -> list[str]:
    """What loading the workbook says: every error and warning, as a clerk reads it."""
    lay_pictures(folder)
    path = folder / "ทดสอบ ฟอร์ม.xlsx"
    workbook.save(path)
    return said_of_file(path)


def said_of_file(path: Path) -> list[str]:
    """What loading a file says, errors (``ผิด``) and warnings (``เตือน``)."""
    try:
        report = thaireport.load(path)
    except ThaiReportError as error:
        problems = getattr(error, "problems", None)
        if problems is None:
            return [f"ผิด {error}"]
        return [f"{'ผิด' if problem.level == 'error' else 'เตือน'} {problem}" for problem in problems]
    return [f"เตือน {warning}" for warning in report.warnings]


Change = Callable[[Workbook], None]
