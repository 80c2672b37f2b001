"""An Excel template held against its model: every ``{{ }}``, every repeated row, fonts and printed heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jinja2 import nodes
from lxml import etree

from thaireport.errors import DataError, Problem
from thaireport.output.docx.syntax import TOO_DEEP
from thaireport.output.package import read_package
from thaireport.output.xlsx.compile import Compiler
from thaireport.output.xlsx.expressions import ROW
from thaireport.output.xlsx.model import Cell, Field, Label, Region, Sheet, expression_of
from thaireport.output.xlsx.sheet import cells_of
from thaireport.report import Report
from thaireport.template_check import shapes
from thaireport.template_check.fonts import is_latin_only
from thaireport.template_check.shapes import ANY, Kinds
from thaireport.template_check.walk import Scope, Uses, Walk, path_of

EXTRA: Mapping[str, Kinds] = {"form": ANY}
"""Names that the pipeline adds to a workbook: the rows of the data that it carries."""
_THAI = re.compile("[\u0e01-\u0e5b]")
_PRINT_TITLES = "_xlnm.Print_Titles"


def faults(data: bytes, name: str, model: type[Report]) -> tuple[list[Problem], Uses]:
    """Everything wrong with a template, each with its sheet and cell; and what it uses of each record."""
    used = Uses()
    try:
        compiler = Compiler(read_package(data), name)
        compiler.compile()
    except DataError as error:
        return [problem.at(problem.place or name) for problem in error.problems], used
    except (ValueError, KeyError, etree.LxmlError) as error:
        return [Problem(f"อ่านแม่แบบไม่ได้ ({error}): เปิดใน Excel แล้วบันทึกใหม่", code="template", place=name)], used
    except (RecursionError, MemoryError):
        return [Problem(TOO_DEEP, code="template-deep", place=name)], used
    found = list(compiler.problems)
    for sheet in compiler.sheets:
        found += _SheetWalk(compiler, sheet, model, used).faults()
    return found + list(_looks(compiler, model)), used


class _SheetWalk:
    """The cells of one sheet, with the list that each repeated row belongs to."""

    def __init__(self, compiler: Compiler, sheet: Sheet, model: type[Report], used: Uses) -> None:
        self._compiler, self._sheet = compiler, sheet
        self._names: Scope = {**EXTRA, **shapes.members(model)}
        self._found: list[Problem] = []
        self._place = ""
        self._walk = Walk(self._report, model, used, in_cells=True)

    def faults(self) -> list[Problem]:
        """What is wrong with the cells of the sheet."""
        for cell in cells_of(self._sheet.static_rows):
            self._cell(cell, self._names)
        for region in self._sheet.regions:
            self._region(region)
        return list(dict.fromkeys(self._found))

    def _report(self, code: str, message: str) -> None:
        self._found.append(Problem(message, code=code, place=f"{self._compiler.file} {self._place}"))

    def _cell(self, cell: Cell, scope: Scope) -> None:
        if isinstance(cell.content, Field):
            self._place = f"แผ่นงาน “{self._sheet.title}” ช่อง {cell.name}"
            expression = expression_of(cell)
            try:
                found = self._walk.kinds(expression, scope)
            except RecursionError:
                self._report("template-deep", TOO_DEEP)
                return
            if not isinstance(expression, nodes.Filter):
                self._walk.printed(expression, found)

    def _region(self, region: Region) -> None:
        self._place = f"ชื่อช่วง {region.label}"
        found = self._walk.kinds(region.path, self._names)
        entry = found.entries
        self._walk.used.asked.loop(nodes.Name(ROW, "store"), region.path)
        if len(region.prototypes) > 1:
            kinds = {prototype.kind for prototype in region.prototypes if prototype.kind}
            self._walk.used.asked.values.setdefault("row_kind", set()).update(kinds)
        if found.shapes and not found.has("list", "map"):
            self._report("not-a-list", f"{path_of(region.path)} เป็น{found.words} ไม่ใช่รายการ จึงใช้เป็นแถวที่ซ้ำไม่ได้")
            entry = ANY
        scope = {**self._names, ROW: entry, "loop": Kinds((shapes.Shape("record", _LOOP),))}
        for prototype in region.prototypes:
            for cell in cells_of(prototype.rows):
                self._cell(cell, scope)


class _Frozen(dict[str, Kinds]):
    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


_LOOP = _Frozen(shapes.LOOP)


def _looks(compiler: Compiler, model: type[Report]) -> Iterator[Problem]:
    """What makes a sound workbook wrong on paper: a font without Thai, heads that are not repeated."""
    titled = {name.sheet for name in compiler.names if name.name == _PRINT_TITLES}
    for number, sheet in enumerate(compiler.sheets):
        at = f"{compiler.file} แผ่นงาน “{sheet.title}”"
        listed = any(region.name in model.model_fields for region in sheet.regions)
        if listed and number not in titled and _has_head(sheet):  # what is summed up fits a page
            message = "มีแถวที่ซ้ำแต่ไม่ได้ตั้งหัวตารางให้พิมพ์ซ้ำทุกหน้า: เค้าโครงหน้ากระดาษ > พิมพ์ชื่อเรื่อง > แถวที่จะพิมพ์ซ้ำด้านบน"
            yield Problem(message, level="warning", code="header-repeat", place=at)
        for region in sheet.regions:
            if region.name in model.model_fields:  # rows worked out from the data may differ on purpose
                yield from (problem.at(f"{at} {problem.place}") for problem in _gaps(region))
        for font, cells in _latin_cells(sheet).items():
            message = f"แบบอักษร {font} ไม่มีตัวอักษรไทย ({len(cells)} ช่อง): เปลี่ยนเป็น TH SarabunPSK"
            yield Problem(message, code="font", place=f"{at} ช่อง {cells[0]}")


def _gaps(region: Region) -> Iterator[Problem]:
    """Columns that one sort of row fills and another leaves empty: a column was added to the first alone."""
    filled = [{cell.column: cell for cell in cells_of(sort.rows) if not _is_empty(cell)} for sort in region.prototypes]
    printed = {
        number: cell for cells in filled for number, cell in cells.items() if not isinstance(cell.content, Label)
    }
    for sort, cells in zip(region.prototypes, filled, strict=True):
        for number, cell in printed.items():
            if number not in cells:
                kind = f"rows_{region.name}{f'__{sort.kind}' if sort.kind else ''}"
                message = (
                    f"ช่องนี้ว่าง แต่ช่อง {cell.name} ของรายการเดียวกันพิมพ์ค่า: แถวแบบ {kind} จะไม่มีค่าในคอลัมน์นี้ ใส่ป้ายให้เหมือนกัน"
                )
                yield Problem(message, level="warning", code="row-gap", place=f"ช่อง {cell.letters}{sort.first}")


def _is_empty(cell: Cell) -> bool:
    return isinstance(cell.content, Label) and cell.content.value in (None, "") and not cell.content.text


def _has_head(sheet: Sheet) -> bool:
    """Whether text stands in the row above the first repeated one."""
    above = sheet.regions[0].first - 1
    return any(row.number == above and row.cells for row in sheet.rows)


def _latin_cells(sheet: Sheet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for cell in cells_of(sheet.rows):
        thai = isinstance(cell.content, Field) or (isinstance(cell.content, Label) and _THAI.search(cell.content.text))
        if thai and is_latin_only(cell.look.font):
            found.setdefault(cell.look.font, []).append(cell.name)
    return found
