"""One filled workbook: where every row goes, what every formula comes to, and the XML of the changed parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import UndefinedError

from thaireport.errors import DataError, Problem, TemplateError
from thaireport.output.docx.printing import UnprintableError
from thaireport.output.xlsx.cells import encoder
from thaireport.output.xlsx.evaluate import run
from thaireport.output.xlsx.expressions import value_of
from thaireport.output.xlsx.labels import label_value
from thaireport.output.xlsx.model import Cell, Field, Formula, Label, Region, Sheet
from thaireport.output.xlsx.places import RowScope, SheetScope
from thaireport.output.xlsx.references import LAST_ROW, Reference, RowMap, Span
from thaireport.output.xlsx.regions import RegionFill
from thaireport.output.xlsx.values import Area, CannotComputeError, Scalar

if TYPE_CHECKING:
    from thaireport.output.xlsx.template import WorkbookTemplate

MOST_PROBLEMS = 100
Results = Mapping[tuple[str, str], Callable[[Any], Scalar]]
"""What formulas come to, by the sheet's title and the cell's name in the template: asked with the item of the row
(None outside the lists). One that raises CannotComputeError leaves its cell to the evaluator."""
NO_RESULTS: Results = {}


class SheetFill:
    """One sheet of the filled workbook, as formulas see it (it is their ``Grid``)."""

    def __init__(self, filling: Filling, sheet: Sheet, policy: str) -> None:
        self.filling, self.sheet, self.policy = filling, sheet, policy
        self.regions: list[RegionFill] = []
        self.map = RowMap()
        self.last_row = self.last_column = 1
        self.fields: dict[tuple[int, int], object] = {}
        self._results: dict[tuple[int, int], Scalar | None] = {}
        self._waiting: set[tuple[int, int]] = set()
        self._scope = SheetScope(self)
        self._row_scopes: dict[int, RowScope] = {}

    def lay_out(self) -> None:
        """Read the lists and settle where every row goes."""
        spans, shift = [], 0
        for region in self.sheet.regions:
            fill = self._region_fill(region)
            fill.survey()
            fill.place_at(region.first + shift)
            self.regions.append(fill)
            spans.append(Span(region.first, region.last, fill.count))
            shift += fill.count - (region.last - region.first + 1)
        self.map = RowMap(spans)
        self.last_row = self.map.last(self.sheet.rows[-1].number) if self.sheet.rows else 1
        self.last_column = self.sheet.last_column
        if self.last_row >= LAST_ROW:
            message = f"รายการทั้งหมดยาว {self.last_row:,} แถว เกินที่ Excel รับได้ ({LAST_ROW:,} แถว)"
            self.filling.add(Problem(message, code="too-many-rows"), self.place(""))
        if self.sheet.fields:
            self._read_fields()

    def _region_fill(self, region: Region) -> RegionFill:
        items = self.filling.items(region, self.place(""))
        kinds: list[int] = []
        if len(region.prototypes) > 1:
            names = {prototype.kind: number for number, prototype in enumerate(region.prototypes)}
            kinds = [names.get(row_kind(item), names.get("", 0)) for item in items]
        return RegionFill(self, region, items, kinds)

    def _read_fields(self) -> None:
        try:
            values = next(iter(self.sheet.program.run(self.filling.context)))
        except Exception as error:  # a filter's own error may be of any kind
            self.filling.explain_fields(self, error)
            return
        self.fields = {(c.row, c.column): v for c, v in zip(self.sheet.fields, values, strict=False)}

    def place(self, name: str) -> str:
        """Where a problem is, as a clerk finds it."""
        place = f"แผ่นงาน “{self.sheet.title}”"
        return f"{place} ช่อง {name}" if name else place

    def target(self, reference: Reference) -> SheetFill:
        """The sheet that a reference is to."""
        return self if reference.sheet is None else self.filling.by_title[reference.sheet.casefold()]

    def style(self, index: int) -> int:
        """The style as this sheet's digits are shown."""
        return self.filling.template.styles.arabic_twins.get(index, index) if self.policy == "arabic" else index

    # ------------------------------------------------------------ as formulas see it

    def _locate(self, row: int) -> tuple[RegionFill | None, int]:
        """The list that a row is in, or None and its row in the template."""
        shift = 0
        for fill in self.regions:
            if row < fill.first:
                break
            if row <= fill.last:
                return fill, row
            shift += fill.count - (fill.region.last - fill.region.first + 1)
        return None, row - shift

    def value(self, row: int, column: int) -> Scalar:
        fill, number = self._locate(row)
        return fill.value(row, column) if fill else self.static_value(number, column)

    def column(self, column: int, first: int, last: int) -> Sequence[Scalar]:
        for fill in self.regions:
            if fill.first <= first and last <= fill.last:
                return fill.values(column, first, last)
        found: list[Scalar] = []
        row = first
        while row <= last:
            fill_here, number = self._locate(row)
            if fill_here is None:
                found.append(self.static_value(number, column))
                row += 1
            else:
                end = min(last, fill_here.last)
                found.extend(fill_here.values(column, row, end))
                row = end + 1
        return found

    def is_subtotal(self, row: int, column: int) -> bool:
        fill, number = self._locate(row)
        cell = fill.cell_at(row, column) if fill else self.sheet.cells.get((number, column))
        return cell is not None and isinstance(cell.content, Formula) and cell.content.is_subtotal

    def static_value(self, row: int, column: int) -> Scalar:
        """The value of a cell outside the lists, by its row in the template."""
        cell = self.sheet.cells.get((row, column))
        if cell is None:
            return None
        if isinstance(cell.content, Label):
            return self.label_value(cell)
        if isinstance(cell.content, Formula):
            return self._result(cell, cell.content)
        encode = encoder(self.policy, cell.look.shows_dates, cell.look.wraps)
        try:
            return encode.scalar(self.fields.get((row, column)))
        except (UnprintableError, UndefinedError):
            return None

    def label_value(self, cell: Cell) -> Scalar:
        assert isinstance(cell.content, Label)
        return label_value(cell.content, self.policy)

    def _result(self, cell: Cell, formula: Formula) -> Scalar:
        key = (cell.row, cell.column)
        if key not in self._results:
            node = formula.node
            if node is None or key in self._waiting:
                raise CannotComputeError
            self._waiting.add(key)
            try:
                self._results[key] = self.result(cell, None, lambda: run(node, self._scope))
            except RecursionError as error:
                raise CannotComputeError from error
            finally:
                self._waiting.discard(key)
        return self._results[key]

    def result(self, cell: Cell, item: Any, work_out: Callable[[], Scalar]) -> Scalar:
        """What a formula comes to: as the caller of the engine has reckoned it, else as it is worked out here."""
        known = self.filling.results.get((self.sheet.title, cell.name))
        if known is None:
            return work_out()
        try:
            return known(item)
        except CannotComputeError:
            return work_out()

    def row_scope(self, fill: RegionFill, cell: Cell) -> RowScope:
        """The scope of a prototype cell's formula, made once."""
        scope = self._row_scopes.get(id(cell))
        if scope is None:
            assert isinstance(cell.content, Formula)
            scope = self._row_scopes[id(cell)] = RowScope(fill, cell, cell.content.references)
        return scope


def _policy(digits: Callable[[str], str], section: str) -> str:
    """The digits of a section; a sheet with the name ``digits_typed`` keeps what was typed."""
    return "typed" if section == "typed" else digits(section)


class Filling:
    """One file being made: its context, its sheets, and the problems met."""

    def __init__(
        self,
        template: WorkbookTemplate,
        context: Mapping[str, Any],
        digits: Callable[[str], str],
        results: Results = NO_RESULTS,
    ) -> None:
        self.template, self.context, self.results = template, context, results
        self.recalculate = False
        self.problems: list[Problem] = []
        self._is_template_fault = False
        self.sheets = [SheetFill(self, sheet, _policy(digits, sheet.section)) for sheet in template.sheets]
        self.by_title = {fill.sheet.title.casefold(): fill for fill in self.sheets}
        self.maps: dict[str, RowMap] = {}

    def lay_out(self) -> None:
        """Settle the rows of every sheet; raises when the lists cannot be read."""
        for fill in self.sheets:
            fill.lay_out()
        self.raise_problems()
        self.maps = {title: fill.map for title, fill in self.by_title.items()}

    def items(self, region: Region, place: str) -> Sequence[Any]:
        """The list that a region shows; none for None."""
        try:
            found = next(region.list_program.run(self.context))[0]
            if found is None:
                return ()
            if isinstance(found, Sequence) and not isinstance(found, (str, bytes)):
                return found  # also one that reads its items from a database
            str(found)  # a missing field names itself
        except (UndefinedError, UnprintableError) as error:
            self.add(Problem(str(error), code="template-field"), f"{place} ชื่อช่วง {region.label}", template=True)
            return ()
        message = f"{region.label} ต้องเป็นรายการ แต่ข้อมูลเป็น {type(found).__name__}"
        self.add(Problem(message, code="template-field"), place, template=True)
        return ()

    def named_area(self, sheet: SheetFill, name: str) -> Area:
        """The cells of a defined name that formulas use."""
        found = self.template.named(sheet.sheet, name)
        if found is None or found.sheet is None or found.sheet.casefold() not in self.by_title:
            raise CannotComputeError
        return SheetScope(sheet).area(found)

    # ------------------------------------------------------------ problems

    def add(self, problem: Problem, place: str, *, template: bool = False) -> None:
        self._is_template_fault |= template
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem.at(place))

    def refuse(self, sheet: SheetFill, cell: str, error: Exception, loc: tuple[str | int, ...] = ()) -> None:
        """Keep what is wrong with one value and where it is."""
        from_data = isinstance(error, UnprintableError) and error.fault_of_data
        code = "text" if from_data else "template-value"
        self.add(Problem(_sentence(error), loc, code=code), sheet.place(cell), template=not from_data)

    def explain_fields(self, sheet: SheetFill, error: Exception) -> None:
        """Find the cells outside the lists whose expressions fail."""
        before = len(self.problems)
        for cell in sheet.sheet.fields:
            assert isinstance(cell.content, Field)
            try:
                value_of(cell.content.expression, self.context)
            except Exception as own:  # a filter's own error may be of any kind
                self.refuse(sheet, cell.name, own)
        if len(self.problems) == before:
            raise error

    def raise_problems(self) -> None:
        if self.problems:
            raise (TemplateError if self._is_template_fault else DataError)(self.problems)

    def rows_of(self, sheet: SheetFill) -> Iterator[bytes]:
        """The sheet's XML in pieces, from first to last."""
        from thaireport.output.xlsx.rows import sheet_xml

        return sheet_xml(sheet)


def _sentence(error: Exception) -> str:
    if isinstance(error, (UnprintableError, UndefinedError)):
        return str(error)
    return f"ทำค่าของช่องนี้ไม่ได้ ({error})"


def row_kind(item: Any) -> str:
    """What kind of row an item is: its ``row_kind``, empty where it has none."""
    kind = item.get("row_kind", "") if isinstance(item, Mapping) else getattr(item, "row_kind", "")
    return str(kind or "")
