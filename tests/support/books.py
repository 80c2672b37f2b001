"""Small workbooks for tests of the Excel engine, drawn with openpyxl and read back with it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.workbook.defined_name import DefinedName
from thaireport.output.package import read_package, write_package
from thaireport.output.xlsx import compile_workbook
from tools.draw.book import package

Draw = Callable[[Any], None]
FONT = "TH Sarabun New"


@dataclass(frozen=True)
class Project:
    """One row, as a model gives it."""

    title: str | None = "โครงการตัวอย่าง"
    budget: object = Decimal("1000.50")
    dimension: int = 1
    day: object = date(2026, 4, 20)
    row_kind: str = ""


def book(draw: Draw, *names: tuple[str, str], rows: str | None = "แผน!$A$5:$D$5") -> bytes:
    """A template: one sheet แผน in TH Sarabun, ``draw`` to fill it, ``rows_projects`` on ``rows``, more names."""
    made = Workbook()
    sheet: Any = made.worksheets[0]
    sheet.title = "แผน"
    draw(sheet)
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = Font(name=FONT, size=14)
    for name, text in (*([("rows_projects", rows)] if rows else []), *names):
        made.defined_names[name] = DefinedName(name, attr_text=text)
    return saved(made)


def saved(made: Any) -> bytes:
    """The workbook as the drawing kit writes it: strings in their table, styles in the order of the schema."""
    return package(made)


def plan(sheet: Any) -> None:
    """Heads in row 4, the prototype in row 5, sums in row 6."""
    sheet["A1"] = "แผนปฏิบัติการ พ.ศ. {{ fiscal_year }}"
    for letter, head in zip("ABCD", ("รายการ", "งบประมาณ", "มิติ", "วันที่"), strict=True):
        sheet[f"{letter}4"] = head
    sheet["A5"], sheet["B5"], sheet["C5"] = "{{ row.title }}", "{{ row.budget }}", "{{ row.dimension }}"
    sheet["D5"] = "{{ row.day }}"
    sheet["A5"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet["B5"].number_format, sheet["D5"].number_format = "[$-D00041E]#,##0.00", "[$-D07041E]d mmmm yyyy"
    sheet["A6"], sheet["B6"], sheet["C6"] = "รวม", "=SUM(B5:B5)", "=COUNTIF(C5:C5,1)"


def fill(data: bytes, projects: Sequence[object] = (), *, digits: str = "thai", **context: object) -> bytes:
    """The template filled with projects (and a fiscal year)."""
    values: Mapping[str, object] = {"fiscal_year": 2569, "projects": list(projects), **context}
    return compile_workbook(data, "แผน.xlsx").render(values, digits=lambda _: digits)


def opened(data: bytes, *, values: bool = False) -> Any:
    """The file as openpyxl reads it; ``values`` for what formulas came to."""
    return load_workbook(io.BytesIO(data), data_only=values)


def cells(data: bytes, area: str, *, values: bool = False, sheet: str = "แผน") -> list[list[Any]]:
    """The cells of an area."""
    return [[cell.value for cell in row] for row in opened(data, values=values)[sheet][area]]


def edited(data: bytes, part: str, pattern: str, replacement: str) -> bytes:
    """The package with a part's text changed; the pattern must be there."""
    parts = read_package(data)
    text, count = re.subn(pattern, replacement, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count, f"{pattern} is not in {part}"
    return write_package({**parts, part: text.encode()})
