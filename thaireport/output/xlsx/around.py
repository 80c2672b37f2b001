"""What stands around a sheet's rows and moves with them: merges, validations, conditional formats, breaks ...

Every place that names cells becomes a slot; elements that cannot move are refused by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

from thaireport.output.xlsx.model import Sheet
from thaireport.output.xlsx.references import (
    FormulaError,
    column_letters,
    moved_formula,
    moved_ranges,
    parse_reference,
    pieces_of,
)
from thaireport.output.xlsx.sheet import M, Report
from thaireport.output.xlsx.slots import Part, Slot, Slots, local_name

if TYPE_CHECKING:
    from thaireport.output.xlsx.fill import Filling

_RANGES = {
    "autoFilter": "ref",
    "sortState": "ref",
    "sortCondition": "ref",
    "conditionalFormatting": "sqref",
    "dataValidation": "sqref",
    "protectedRange": "sqref",
    "ignoredError": "sqref",
    "cellWatch": "r",
}
"""Elements that name cells in an attribute."""

_FORMULAS = {"formula", "formula1", "formula2", "f"}
_BEFORE_MERGES = {
    *("sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews"),
}
_REFUSED = {
    "scenarios": "สถานการณ์สมมติ (Scenario Manager)",
    "dataConsolidate": "การรวมข้อมูล (Consolidate)",
    "customSheetViews": "มุมมองแบบกำหนดเอง (Custom Views)",
    "oleObjects": "วัตถุฝังตัว (OLE)",
    "controls": "ตัวควบคุมฟอร์ม",
}


class Surroundings:
    """Cuts one sheet's XML around its rows."""

    def __init__(self, root: etree._Element, sheet: Sheet, number: int, report: Report) -> None:
        self.root, self.sheet, self.number, self.report = root, sheet, number, report
        self.slots = Slots()

    def cut(self, twins: dict[int, int]) -> tuple[Part, Part]:
        """The XML before and after the rows."""
        if self.sheet.regions:
            self._refuse_what_cannot_move()
        for element in list(self.root):
            name = local_name(element)
            if name == "dimension":
                element.set("ref", self.slots.mark(self._dimension))
            elif name == "cols":
                self._columns(element, twins)
            elif name not in ("sheetData", "mergeCells"):
                self._move_names(element)
        self._merges()
        return self._around_rows()

    def _around_rows(self) -> tuple[Part, Part]:
        data = self.root.find(f"{M}sheetData")
        if data is None:
            return self.slots.split(self.root), ()
        for child in list(data):
            data.remove(child)
        data.text = "\ue002"
        parts = self.slots.split(self.root)
        for place, piece in enumerate(parts):
            if isinstance(piece, str) and "\ue002" in piece:
                before, after = piece.split("\ue002")
                return (*parts[:place], before), (after, *parts[place + 1 :])
        raise AssertionError("sheetData has vanished")

    def _refuse_what_cannot_move(self) -> None:
        for element in self.root:
            if what := _REFUSED.get(local_name(element)):
                self.report("", f"แผ่นงานที่มีแถวซ้ำใช้กับ {what} ไม่ได้: ลบออกจากแม่แบบ หรือย้ายไปแผ่นงานอื่น")
        for link in self.root.iter(f"{M}hyperlink"):
            reference = parse_reference(link.get("ref") or "")
            for region in self.sheet.regions:
                if reference and reference.rows and region.first <= reference.rows[0] <= region.last:
                    self.report(reference.at(*reference.rows), "ลิงก์ในแถวต้นแบบจะซ้ำกันทุกแถว: ใช้สูตร HYPERLINK แทน")

    def _columns(self, element: etree._Element, twins: dict[int, int]) -> None:
        for column in element:
            style = int(column.get("style") or 0)
            if style in twins:
                column.set("style", self.slots.mark(self._style(style)))

    def _style(self, style: int) -> Slot:
        return lambda filling: str(filling.sheets[self.number].style(style))

    def _move_names(self, element: etree._Element) -> None:
        """Mark every name of cells in an element and below it."""
        for inner in element.iter():
            name = local_name(inner)
            attribute = _RANGES.get(name)
            if attribute and inner.get(attribute):
                inner.set(attribute, self.slots.mark(self._ranges(inner.get(attribute) or "")))
            elif name == "sqref" and inner.text:
                self._refuse_sparklines(inner)
                inner.text = self.slots.mark(self._ranges(inner.text))
            elif name in _FORMULAS and inner.text:
                self._formula(inner)
            elif name == "hyperlink":
                self._link(inner)
            elif name == "selection":
                self._selection(inner)
            elif name == "brk" and local_name(inner.getparent()) == "rowBreaks":  # type: ignore[arg-type]
                inner.set("id", self.slots.mark(self._row_break(int(inner.get("id") or 0))))

    def _ranges(self, ranges: str) -> Slot:
        return lambda filling: moved_ranges(ranges, filling.sheets[self.number].map)

    def _formula(self, element: etree._Element) -> None:
        try:
            pieces = pieces_of(element.text or "")
        except FormulaError as error:
            self.report("", f"{error} (ใน {local_name(element.getparent())})")  # type: ignore[arg-type]
            return
        if any(not isinstance(piece, str) for piece in pieces):
            number = self.number
            element.text = self.slots.mark(
                lambda filling: escape(moved_formula(pieces, filling.sheets[number].map, filling.maps))
            )

    def _refuse_sparklines(self, element: etree._Element) -> None:
        parent = element.getparent()
        reference = parse_reference((element.text or "").split(" ")[0])
        if parent is None or local_name(parent) != "sparkline" or reference is None or not reference.rows:
            return
        if any(region.first <= reference.rows[0] <= region.last for region in self.sheet.regions):
            self.report(element.text or "", "เส้นกราฟจิ๋ว (Sparkline) ในแถวต้นแบบไม่รองรับ: วางไว้นอกแถวที่ซ้ำ")

    def _link(self, element: etree._Element) -> None:
        element.set("ref", self.slots.mark(self._ranges(element.get("ref") or "")))
        location = element.get("location") or ""
        reference = parse_reference(location)
        if reference is not None and reference.rows:
            number = self.number
            element.set(
                "location",
                self.slots.mark(
                    lambda filling: escape(moved_formula((reference,), filling.sheets[number].map, filling.maps))
                ),
            )

    def _selection(self, element: etree._Element) -> None:
        for name in ("activeCell", "sqref"):
            if element.get(name):
                element.set(name, self.slots.mark(self._first_cells(element.get(name) or "")))

    def _first_cells(self, ranges: str) -> Slot:
        def moved(filling: Filling) -> str:
            rows = filling.sheets[self.number].map
            found = [parse_reference(part) for part in ranges.split()]
            return " ".join(reference.moved(rows) for reference in found if reference)

        return moved

    def _row_break(self, row: int) -> Slot:
        return lambda filling: str(filling.sheets[self.number].map.last(row))

    def _dimension(self, filling: Filling) -> str:
        sheet = filling.sheets[self.number]
        first_row = self.sheet.rows[0].number if self.sheet.rows else 1
        columns = [cell.column for row in self.sheet.rows for cell in row.cells]
        first = f"{column_letters(min(columns, default=1))}{sheet.map.first(first_row)}"
        last = f"{column_letters(max(columns, default=1))}{sheet.last_row}"
        return first if first == last else f"{first}:{last}"

    def _merges(self) -> None:
        """One slot for all merged cells, at its place in the order that the schema asks for."""
        merges = self.root.find(f"{M}mergeCells")
        if merges is None and not self.sheet.regions:
            return
        if merges is not None:
            self.root.remove(merges)
        before = [child for child in self.root if local_name(child) in _BEFORE_MERGES]
        before[-1].tail = (before[-1].tail or "").strip() + self.slots.mark(self._all_merges)

    def _all_merges(self, filling: Filling) -> str:
        sheet = filling.sheets[self.number]
        blocks = [
            (sheet.map.first(m.first_row), sheet.map.last(m.last_row), m.first_column, m.last_column)
            for m in self.sheet.merges
        ]
        for fill in sheet.regions:
            blocks += fill.merges()
        if not blocks:
            return ""
        cells = "".join(
            f'<mergeCell ref="{column_letters(left)}{top}:{column_letters(right)}{bottom}"/>'
            for top, bottom, left, right in blocks
        )
        return f'<mergeCells count="{len(blocks)}">{cells}</mergeCells>'


def anchor_slots(root: etree._Element, slots: Slots, number: int) -> None:
    """Mark the rows that drawings are fastened to: a drawing moves with the row of its upper edge."""
    for anchor in root:
        if anchor.get("editAs") == "absolute":
            continue
        rows = [child for end in anchor if local_name(end) in ("from", "to") for child in end]
        rows = [child for child in rows if local_name(child) == "row"]
        if not rows:
            continue
        top = int(rows[0].text or 0)
        for row in rows:
            row.text = slots.mark(_anchor_row(number, top, int(row.text or 0)))


def _anchor_row(number: int, top: int, row: int) -> Callable[[Filling], str]:
    return lambda filling: str(row + filling.sheets[number].map.first(top + 1) - top - 1)
