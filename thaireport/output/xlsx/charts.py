"""Charts of the template: their references move, their stored figures are those of the filled cells.

A program that shows a file without calculating (a preview, LibreOffice before it recalculates) draws a chart
from the figures stored in it, so they are written again for every file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

from thaireport.output.xlsx.labels import converted
from thaireport.output.xlsx.places import SheetScope
from thaireport.output.xlsx.references import FormulaError, Pieces, Reference, moved_formula, pieces_of
from thaireport.output.xlsx.sheet import Report
from thaireport.output.xlsx.slots import Slot, Slots, local_name
from thaireport.output.xlsx.styles import arabic_format
from thaireport.output.xlsx.values import Area, CannotComputeError, CellFault, Scalar, number_text

if TYPE_CHECKING:
    from thaireport.output.xlsx.fill import Filling, SheetFill

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_C = f"{{{CHART}}}"
_CACHES = {"numRef": "numCache", "strRef": "strCache", "multiLvlStrRef": "multiLvlStrCache"}
_DIGIT = re.compile("[0-9๐-๙]")


def chart_slots(root: etree._Element, slots: Slots, number: int, report: Report) -> list[Reference]:
    """Mark what changes in a chart that hangs on sheet ``number``; the cells that it shows."""
    shown: list[Reference] = []
    for element in list(root.iter()):
        name = local_name(element)
        if name == "f" and element.text:
            shown += _reference_slots(element, slots, number, report)
        elif name == "formatCode" and element.text:
            element.text = slots.mark(_format(element.text, number))
        elif name == "numFmt" and element.get("formatCode"):
            element.set("formatCode", slots.mark(_format(element.get("formatCode") or "", number)))
    text_slots(root, slots, number)
    return shown


def text_slots(root: etree._Element, slots: Slots, number: int) -> None:
    """Mark the texts with digits in a chart or drawing: they take the digits of their sheet."""
    for element in root.iter():
        if local_name(element) == "t" and element.text and _DIGIT.search(element.text):
            element.text = slots.mark(_text(element.text, number))


def _text(text: str, number: int) -> Slot:
    return lambda filling: converted(escape(text), filling.sheets[number].policy)


def _format(code: str, number: int) -> Slot:
    def written(filling: Filling) -> str:
        is_arabic = filling.sheets[number].policy == "arabic"
        return escape(arabic_format(code) if is_arabic else code, {'"': "&quot;"})

    return written


def _reference_slots(element: etree._Element, slots: Slots, number: int, report: Report) -> list[Reference]:
    try:
        pieces = pieces_of(element.text or "")
    except FormulaError as error:
        report("", f"{error} (ในแผนภูมิ)")
        return []
    references = [piece for piece in pieces if isinstance(piece, Reference)]
    if not references:
        return []
    element.text = slots.mark(_moved(pieces, number))
    holder = element.getparent()
    kind = _CACHES.get(local_name(holder)) if holder is not None else None
    if holder is None or kind is None:
        return references
    old = holder.find(f"{_C}{kind}")
    code = _format_code(old)
    if old is not None:
        holder.remove(old)
    only = references[0] if len(pieces) == 1 else None
    if only is not None:
        prefix = f"{element.prefix}:" if element.prefix else ""
        cache = _Cache(kind, prefix, only, code, number)
        if kind == "numCache" and len(holder) == 1 and local_name(holder.getparent()) == "cat":  # type: ignore[arg-type]
            _replace(holder, slots.mark(_Names(cache, pieces)))
        else:
            element.tail = slots.mark(cache)
    return references


def _replace(element: etree._Element, mark: str) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
    parent.text = mark


def _format_code(cache: etree._Element | None) -> str:
    code = cache.find(f"{_C}formatCode") if cache is not None else None
    return (code.text or "") if code is not None else ""


def _moved(pieces: Pieces, number: int) -> Slot:
    return lambda filling: escape(moved_formula(pieces, filling.sheets[number].map, filling.maps))


class _Cache:
    """The slot of a chart's stored figures or names."""

    def __init__(self, kind: str, prefix: str, reference: Reference, code: str, number: int) -> None:
        self.kind, self.prefix, self.reference, self.code, self.number = kind, prefix, reference, code, number

    def __call__(self, filling: Filling) -> str:
        sheet = filling.sheets[self.number]
        try:
            area = SheetScope(sheet).area(self.reference)
            values = area.exact_values()
        except CannotComputeError:
            return ""
        return self.xml(area, values, sheet)

    def as_names(self, sheet: SheetFill) -> _Cache:
        """The same, as texts where one of the cells is text."""
        try:
            values = SheetScope(sheet).area(self.reference).exact_values()
        except CannotComputeError:
            return self
        has_text = any(isinstance(value, str) for value in values)
        return _Cache("strCache", self.prefix, self.reference, "", self.number) if has_text else self

    def xml(self, area: Area, values: Sequence[Scalar], sheet: SheetFill) -> str:
        p = self.prefix
        if self.kind == "multiLvlStrCache":
            levels = [values[column :: area.width] for column in reversed(range(area.width))]
            inner = "".join(f"<{p}lvl>{self._points(level)}</{p}lvl>" for level in levels)
            inner = f'<{p}ptCount val="{area.height}"/>{inner}'
        else:
            inner = f'<{p}ptCount val="{len(values)}"/>{self._points(values)}'
        if self.kind == "numCache":
            code = self.code or "General"
            code = arabic_format(code) if sheet.policy == "arabic" else code
            inner = f"<{p}formatCode>{escape(code)}</{p}formatCode>{inner}"
        return f"<{p}{self.kind}>{inner}</{p}{self.kind}>"

    def _points(self, values: Sequence[Scalar]) -> str:
        p = self.prefix
        texts = [(place, _point(value, numeric=self.kind == "numCache")) for place, value in enumerate(values)]
        return "".join(f'<{p}pt idx="{place}"><{p}v>{escape(text)}</{p}v></{p}pt>' for place, text in texts if text)


class _Names:
    """The slot of a chart's categories: openpyxl says that they are numbers, whatever they are."""

    def __init__(self, cache: _Cache, pieces: Pieces) -> None:
        self.cache, self.pieces = cache, pieces

    def __call__(self, filling: Filling) -> str:
        cache, p = self.cache.as_names(filling.sheets[self.cache.number]), self.cache.prefix
        kind = cache.kind.replace("Cache", "Ref")
        formula = _moved(self.pieces, cache.number)(filling)
        return f"<{p}{kind}><{p}f>{formula}</{p}f>{cache(filling)}</{p}{kind}>"


def _point(value: Scalar, *, numeric: bool) -> str:
    if isinstance(value, CellFault):
        return "" if numeric else value.code
    if isinstance(value, bool):
        return str(int(value)) if numeric else str(value).upper()
    if isinstance(value, str):
        return "0" if numeric else value
    return "" if value is None else number_text(value)
