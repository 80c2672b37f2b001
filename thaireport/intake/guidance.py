"""How each cell of a form is filled in, in Thai words."""

from __future__ import annotations

from thaireport.intake.cells import NO, TICK, YES
from thaireport.intake.layout import Cell


def how_to(cell: Cell) -> str:
    """How a cell is filled in, in one Thai sentence or two."""
    help_text = _KIND_HELP.get(cell.kind, "")
    if "ต่อบรรทัด" in cell.description:
        help_text = help_text.removeprefix(_PER_LINE.get(cell.kind, ""))
    parts = [cell.description, help_text.strip()]
    if cell.examples:
        parts.append(f"เช่น {' หรือ '.join(cell.examples[:2])}")
    if cell.default:
        parts.append(f"เว้นว่าง = {cell.choices.get(cell.default, cell.default)}")
    return " · ".join(part for part in parts if part)


_PER_LINE = {"prose": "หนึ่งย่อหน้าหรือหนึ่งข้อต่อบรรทัด", "lines": "หนึ่งรายการต่อบรรทัด", "pairs": "หนึ่งคู่ต่อบรรทัด"}
"""What a description may have said already."""
_KIND_HELP = {
    "prose": f"{_PER_LINE['prose']} (ขึ้นบรรทัดใหม่ด้วย Alt+Enter) ข้อย่อยพิมพ์ลำดับนำหน้า เช่น 1) 1.1) (1) -",
    "lines": f"{_PER_LINE['lines']} (ขึ้นบรรทัดใหม่ด้วย Alt+Enter)",
    "list": "คั่นด้วยจุลภาค",
    "files": "ชื่อไฟล์ข้อมูลหนึ่งชื่อต่อบรรทัด (Alt+Enter) เช่น memo.xlsx วางไว้ข้างไฟล์นี้",
    "pairs": f"{_PER_LINE['pairs']} เช่น ชื่อ: ค่า",
    "date": "พิมพ์ปี พ.ศ. เช่น 20 เม.ย. 69",
    "number": "ตัวเลข เช่น 10,000.00",
    "picture": "ชื่อไฟล์ภาพ PNG หรือ JPEG ที่วางไว้ข้างไฟล์นี้",
    "tick": f"พิมพ์ {TICK} หรือ / หรือ x",
    "flag": f"เลือก {YES} หรือ {NO}",
}
