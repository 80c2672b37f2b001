"""A report workbook loads back in the digits that were typed, whatever digits it shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
import thaireport

EXAMPLES = Path(__file__).parents[1] / "examples"


def beside_pictures(folder: Path) -> Path:
    """A file name in ``folder``, where the pictures of the examples lie as well."""
    for name in ("photos", "pictures"):
        shutil.copytree(EXAMPLES / name, folder / name)
    return folder / "รายงาน.xlsx"


@pytest.mark.parametrize("kind", ["action_plan", "measures_report", "plan_results", "ita_analysis"])
@pytest.mark.parametrize("digits", ["thai", "arabic"])
def test_a_report_workbook_loads_back_as_typed(kind: str, digits: str, tmp_path: Path) -> None:
    report = thaireport.load(EXAMPLES / f"{kind}.yaml").model_copy(update={"digits": digits})
    book = thaireport.save(report, beside_pictures(tmp_path)).path
    assert thaireport.load(book, agency=EXAMPLES) == report


def test_a_cell_that_was_changed_stays_as_changed(tmp_path: Path) -> None:
    report = thaireport.load(EXAMPLES / "measures_report.yaml")
    path = thaireport.save(report, beside_pictures(tmp_path)).path
    book = openpyxl.load_workbook(path)
    cells = (cell for row in book.worksheets[0].iter_rows(min_row=6) for cell in row)
    changed = next(cell for cell in cells if str(cell.value).startswith("๑. "))
    changed.value = "๑. ข้อความที่แก้ด้วยมือ ๙๙"
    book.save(path)
    assert "ข้อความที่แก้ด้วยมือ ๙๙" in str(thaireport.load(path, agency=EXAMPLES).stored())
