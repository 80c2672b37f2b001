"""The Excel engine against openpyxl filling the same template and XlsxWriter writing the same cells.

Both sides run in one process, taking turns, bytes to bytes in memory; a ratio is the median of the pairs' ratios
(above 1: this library is faster). The peers neither work out row heights and results nor convert digits; this
library does all of that within its time. ``python -m benchmarks.excel`` prints them.
"""

from __future__ import annotations

import io
import math
import tracemalloc
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thaireport.output.xlsx import compile_workbook

from benchmarks.timing import pair

FIRST_ROW = 6
COLUMNS = "ABCDEFGH"
FONT = "TH Sarabun New"
MONEY = "[$-D00041E]#,##0.00"
COUNT = "[$-D00041E]0"
TITLES = (
    "โครงการฝึกอบรมคุณธรรมจริยธรรมของผู้บริหาร สมาชิกสภา และพนักงานส่วนตำบล ประจำปีงบประมาณ 2569",
    "มาตรการป้องกันการรับสินบนและของขวัญทุกชนิดจากการปฏิบัติหน้าที่ (No Gift Policy)",
    "กิจกรรมเผยแพร่ข้อมูลข่าวสารการจัดซื้อจัดจ้างให้ประชาชนในพื้นที่ทราบผ่านหอกระจายข่าวทั้ง 12 หมู่บ้าน",
    "มาตรการแสดงเจตนารมณ์ทางการเมืองในการต่อต้านการทุจริตของผู้บริหาร",
    "โครงการ อบต.พบประชาชน",
)


@dataclass(frozen=True)
class Row:
    """One row of the plan, as a model would give it."""

    number: int
    title: str
    dimension: int
    budget: Decimal
    q1: str
    q2: str
    q3: str
    q4: str


def plan(count: int) -> list[Row]:
    """So many rows; amounts and ticks differ from row to row."""
    return [
        Row(
            number + 1,
            TITLES[number % len(TITLES)],
            number % 4 + 1,
            Decimal(number * 250),
            *("✓" if (number >> quarter) & 1 else "" for quarter in range(4)),
        )
        for number in range(count)
    ]


def template() -> bytes:
    """A plan's workbook: head, one prototype row of eight columns, totals."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.workbook.defined_name import DefinedName

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "แผน"
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet["A1"] = "แผนปฏิบัติการป้องกันการทุจริต พ.ศ. {{ fiscal_year }}"
    heads = ("ลำดับ", "รายการ", "มิติ", "งบประมาณ", "๑", "๒", "๓", "๔")
    cells = ("number", "title", "dimension", "budget", "q1", "q2", "q3", "q4")
    for letter, head, name in zip(COLUMNS, heads, cells, strict=True):
        sheet[f"{letter}5"] = head
        cell = sheet[f"{letter}{FIRST_ROW}"]
        cell.value = f"{{{{ row.{name} }}}}"
        cell.font = Font(name=FONT, size=14)
        cell.border = border
        cell.alignment = Alignment(vertical="top", wrap_text=letter == "B")
        cell.number_format = {"D": MONEY, "A": COUNT, "C": COUNT}.get(letter, "General")
    sheet["D7"] = f"=SUM(D{FIRST_ROW}:D{FIRST_ROW})"
    sheet["E7"] = f'=COUNTIF(E{FIRST_ROW}:E{FIRST_ROW},"✓")'
    sheet.column_dimensions["B"].width = 48
    book.defined_names["rows_projects"] = DefinedName("rows_projects", attr_text="แผน!$A$6:$H$6")
    return _bytes(book)


def _bytes(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def by_thaireport(data: bytes, rows: Sequence[Row]) -> bytes:
    """The template filled by this library."""
    filled = compile_workbook(data, "plan.xlsx")
    return filled.render({"fiscal_year": 2569, "projects": rows}, digits=lambda _: "thai")


def by_openpyxl(data: bytes, rows: Sequence[Row]) -> bytes:
    """The same template filled with openpyxl the fast way: shared style objects, one pass, totals written below."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    sheet: Any = book.worksheets[0]
    styles = [copy(sheet[f"{letter}{FIRST_ROW}"]._style) for letter in COLUMNS]
    last = FIRST_ROW + len(rows) - 1
    for place, row in enumerate(rows, start=FIRST_ROW):
        values = (row.number, row.title, row.dimension, row.budget, row.q1, row.q2, row.q3, row.q4)
        for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
            cell = sheet.cell(place, column, value)
            cell._style = style
    sheet["A1"] = "แผนปฏิบัติการป้องกันการทุจริต พ.ศ. 2569"
    sheet[f"D{last + 1}"] = f"=SUM(D{FIRST_ROW}:D{last})"
    sheet[f"E{last + 1}"] = f'=COUNTIF(E{FIRST_ROW}:E{last},"✓")'
    return _bytes(book)


def by_xlsxwriter(_data: bytes, rows: Sequence[Row]) -> bytes:
    """The same cells written with XlsxWriter, formats included."""
    import xlsxwriter  # type: ignore[import-untyped]

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("แผน")
    base = {"font_name": FONT, "font_size": 14, "border": 1, "valign": "top"}
    text, wrapped = book.add_format(base), book.add_format({**base, "text_wrap": True})
    count, money = book.add_format({**base, "num_format": COUNT}), book.add_format({**base, "num_format": MONEY})
    formats = (count, wrapped, count, money, text, text, text, text)
    sheet.set_column(1, 1, 48)
    sheet.write(0, 0, "แผนปฏิบัติการป้องกันการทุจริต พ.ศ. 2569")
    sheet.write_row(4, 0, ("ลำดับ", "รายการ", "มิติ", "งบประมาณ", "๑", "๒", "๓", "๔"))
    for place, row in enumerate(rows, start=FIRST_ROW - 1):
        values = (row.number, row.title, row.dimension, row.budget, row.q1, row.q2, row.q3, row.q4)
        for column, (value, style) in enumerate(zip(values, formats, strict=True)):
            sheet.write(place, column, value, style)
    last = FIRST_ROW + len(rows) - 1
    sheet.write_formula(last, 3, f"=SUM(D{FIRST_ROW}:D{last})", money)
    sheet.write_formula(last, 4, f'=COUNTIF(E{FIRST_ROW}:E{last},"✓")', text)
    book.close()
    return file.getvalue()


Way = Callable[[bytes, Sequence[Row]], bytes]


def ratio(peer: Way, count: int, rounds: int, budget: float = 0.05) -> float:
    """How many times faster this library is than ``peer`` at ``count`` rows."""
    data, rows = template(), plan(count)
    return pair(lambda: by_thaireport(data, rows), lambda: peer(data, rows), rounds=rounds, budget=budget).ratio


def extra_memory(count: int) -> int:
    """Bytes that filling takes at its peak beside the rows themselves and the finished file."""
    data, rows = template(), plan(count)
    by_thaireport(data, rows[:5])
    tracemalloc.start()
    finished = by_thaireport(data, rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - len(finished)


def growth() -> float:
    """The exponent of time over rows from 3,100 to 31,000 (1.0: ten times the rows, ten times the time)."""
    data = template()
    small, large = plan(3_100), plan(31_000)
    found = pair(lambda: by_thaireport(data, small), lambda: by_thaireport(data, large), rounds=3, budget=0.2)
    return math.log10(found.ratio)


def ratios(quick: bool = False) -> dict[str, float]:
    """The named figures of the Excel engine; ``quick`` takes fewer pairs and leaves out 31,000 rows."""
    counts = (310, 3_100) if quick else (310, 3_100, 31_000)
    found: dict[str, float] = {}
    for count in counts:
        budget = 0.02 if quick else 0.05
        rounds = 3 if quick or count > 10_000 else 7
        found[f"excel_{count}_over_openpyxl"] = ratio(by_openpyxl, count, rounds, budget)
        found[f"excel_{count}_over_xlsxwriter"] = ratio(by_xlsxwriter, count, rounds, budget)
    if quick:
        return found
    found["excel_growth_exponent"] = growth()
    found["excel_kb_per_row_at_31000"] = extra_memory(31_000) / 31_000 / 1024
    return found


if __name__ == "__main__":
    for name, value in ratios().items():
        print(f"{name:32} {value:8.2f}")
