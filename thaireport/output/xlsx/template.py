"""A workbook template, compiled once and filled as often as wanted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from thaireport.errors import DataError, Problem, TemplateError
from thaireport.output.package import (
    CONTENT_TYPES,
    Packed,
    parse_xml,
    read_package,
    rels_name,
    to_xml,
    write_package,
)
from thaireport.output.xlsx import expressions
from thaireport.output.xlsx.compile import ROWS, Compiler, Name
from thaireport.output.xlsx.fill import NO_RESULTS, Filling, Results
from thaireport.output.xlsx.model import Field, Formula, Sheet, expression_of
from thaireport.output.xlsx.references import Reference, RowMap, moved_formula
from thaireport.output.xlsx.rows import sheet_xml
from thaireport.output.xlsx.sheet import M, cells_of
from thaireport.output.xlsx.slots import Part, Slots, local_name, write_part

_TEMPLATE_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
_SHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_AFTER_NAMES = ("sheets", "functionGroups", "externalReferences", "definedNames")


def compile_workbook(data: bytes, name: str) -> WorkbookTemplate:
    """The .xlsx template in ``data``, checked and ready to fill; the same bytes are compiled once.

    ``name`` is the file's name, for messages. Raises ``TemplateError`` with every fault found, each with its
    sheet and cell.
    """
    return _kept(data, name)


@lru_cache(maxsize=32)
def _kept(data: bytes, name: str) -> WorkbookTemplate:
    return WorkbookTemplate(data, name, hashlib.sha256(data).hexdigest())


class WorkbookTemplate:
    """A checked template. ``names``: the top-level names it prints; ``digest``: SHA-256 of the file in hex."""

    def __init__(self, data: bytes, name: str, digest: str) -> None:
        self.name, self.digest = name, digest
        try:
            parts = read_package(data)
            compiler = Compiler(parts, name)
            compiler.compile()
        except DataError as error:
            raise TemplateError([problem.at(problem.place or name) for problem in error.problems]) from error
        except (ValueError, KeyError, etree.LxmlError) as error:
            message = f"อ่านแม่แบบไม่ได้ ({error}): เปิดใน Excel แล้วบันทึกใหม่"
            raise TemplateError([Problem(message, code="template", place=name)]) from error
        if compiler.problems:
            raise TemplateError(compiler.problems)
        self.styles = compiler.styles
        self.sheets = tuple(compiler.sheets)
        self._names = compiler.names
        self._changed = compiler.changed
        self.workbook_name = compiler.workbook_name
        self._workbook = _workbook_part(compiler.workbook, self._names)
        self.names = self._top_names()
        self._kept = self._kept_parts(parts)
        self._styles_name = compiler.part_of("styles")
        self._arabic_styles = Packed(self.styles.arabic_xml)

    def render(self, context: Mapping[str, Any], *, digits: Callable[[str], str]) -> bytes:
        """The filled workbook.

        ``context`` gives the values of ``names``; ``digits`` tells for each section (the sheet's title, or
        NAME where a defined name ``digits_NAME`` is on the sheet) whether it is printed in ``thai`` or
        ``arabic`` digits. Raises ``DataError`` or ``TemplateError`` with every problem, each with its cell.
        """
        return write_package(self.render_package(context, digits=digits))

    def render_package(
        self, context: Mapping[str, Any], *, digits: Callable[[str], str], results: Results = NO_RESULTS
    ) -> dict[str, bytes | Packed]:
        """``render`` before zipping: the parts by name, for those who add parts (``package.add_parts``).

        ``results`` tells what formulas come to that the caller has reckoned already.
        """
        filling = Filling(self, context, digits, results)
        filling.lay_out()
        parts: dict[str, bytes | Packed] = dict(self._kept)
        if any(fill.policy == "arabic" for fill in filling.sheets):
            parts[self._styles_name] = self._arabic_styles
        for fill in filling.sheets:
            if fill.sheet.part not in parts:
                parts[fill.sheet.part] = Packed.from_chunks(sheet_xml(fill))
        filling.raise_problems()
        for name, part in self._changed.items():
            parts[name] = write_part(part, filling).encode()
        parts[self.workbook_name] = write_part(self._workbook, filling).encode()
        return parts

    def named(self, sheet: Sheet, name: str) -> Reference | None:
        """The cells that a defined name means on a sheet; None when it means something else."""
        number = self.sheets.index(sheet)
        alike = [known for known in self._names if known.name.casefold() == name.casefold()]
        alike.sort(key=lambda known: known.sheet != number)
        only = alike[0].pieces[0] if alike and len(alike[0].pieces) == 1 else None
        return only if isinstance(only, Reference) else None

    def _top_names(self) -> frozenset[str]:
        cells = [cell for sheet in self.sheets for cell in cells_of(sheet.rows)]
        found = [expression_of(cell) for cell in cells if isinstance(cell.content, Field)]
        found += [region.path for sheet in self.sheets for region in sheet.regions]
        return frozenset(expressions.outer_names(expressions.names_of(found)))

    def _kept_parts(self, parts: Mapping[str, bytes]) -> dict[str, bytes | Packed]:
        """The parts that every file has alike, deflated once."""
        changing = {self.workbook_name, *self._changed}
        changing |= {sheet.part for sheet in self.sheets if self._changes(sheet)}
        chain = next((name for name in parts if name.endswith("/calcChain.xml")), "")
        kept: dict[str, bytes | Packed] = {}
        for name, data in parts.items():
            if name == chain or name in changing:
                continue
            content = data
            if name == CONTENT_TYPES:
                content = _without(data.replace(_TEMPLATE_TYPE, _SHEET_TYPE), "PartName", "/" + chain)
            elif name == rels_name(self.workbook_name):
                content = _without(data, "Type", "calcChain")
            kept[name] = Packed(content)
        return kept

    def _changes(self, sheet: Sheet) -> bool:
        """Whether a sheet is ever other than in the template (digits in a label change it, too)."""
        if sheet.regions or any(isinstance(cell.content, (Field, Formula)) for cell in cells_of(sheet.rows)):
            return True
        moves = any(other.regions for other in self.sheets)
        labels = any(re.search("[0-9๐-๙]", getattr(cell.content, "text", "")) for cell in cells_of(sheet.rows))
        twins = any(cell.style in self.styles.arabic_twins for cell in cells_of(sheet.rows))
        return moves or labels or twins


def _without(data: bytes, attribute: str, ending: str) -> bytes:
    """A list part without the entry whose attribute ends so (``ending`` of nothing but ``/`` removes none)."""
    root = parse_xml(data)
    found = [child for child in root if (child.get(attribute) or "").endswith(ending)] if len(ending) > 1 else []
    for child in found:
        root.remove(child)
    return to_xml(root) if found else data


def _workbook_part(root: etree._Element, names: list[Name]) -> Part:
    """workbook.xml with slots for the defined names and for asking Excel to calculate."""
    slots = Slots()
    block = root.find(f"{M}definedNames")
    if block is not None:
        for element, name in zip(list(block), names, strict=True):
            if name.name.startswith(ROWS) and "__" in name.name:
                block.remove(element)  # the kinds' own rows are no longer one block
            elif any(isinstance(piece, Reference) for piece in name.pieces):
                element.text = slots.mark(_moved_name(name))
        if not len(block):
            root.remove(block)
    calculation = root.find(f"{M}calcPr")
    settings = {"calcId": "191029"}
    if calculation is not None:
        settings = {str(name): str(value) for name, value in calculation.attrib.items()}
    if calculation is not None:
        root.remove(calculation)
    before = [child for child in root if local_name(child) in _AFTER_NAMES][-1]
    before.tail = (before.tail or "").strip() + slots.mark(_calculation(settings))
    return slots.split(root)


def _moved_name(name: Name) -> Callable[[Filling], str]:
    return lambda filling: escape(moved_formula(name.pieces, RowMap(), filling.maps))


def _calculation(settings: dict[str, str]) -> Callable[[Filling], str]:
    """``<calcPr>``: Excel calculates on opening only where a formula's value could not be stored."""

    def element(filling: Filling) -> str:
        chosen = {name: value for name, value in settings.items() if name != "fullCalcOnLoad"}
        if filling.recalculate:
            chosen["fullCalcOnLoad"] = "1"
        return f"<calcPr{''.join(f' {name}={quoteattr(value)}' for name, value in chosen.items())}/>"

    return element
