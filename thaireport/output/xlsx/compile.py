"""A workbook template read and checked: every fault at once, each with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lxml import etree

from thaireport.errors import Problem
from thaireport.output.package import parse_xml, read_rels, target_name
from thaireport.output.xlsx import expressions
from thaireport.output.xlsx.around import Surroundings, anchor_slots
from thaireport.output.xlsx.charts import chart_slots, text_slots
from thaireport.output.xlsx.model import (
    Cell,
    Field,
    Formula,
    Label,
    Merge,
    Prototype,
    Region,
    Row,
    Sheet,
    expression_of,
)
from thaireport.output.xlsx.places import fault_of
from thaireport.output.xlsx.references import FormulaError, Pieces, Reference, parse_reference, pieces_of, split_cell
from thaireport.output.xlsx.sheet import M, Report, SharedStrings, SheetReader, cells_of, last_cell
from thaireport.output.xlsx.slots import Part, Slots
from thaireport.output.xlsx.styles import Styles

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ROWS = "rows_"
DIGITS = "digits_"


@dataclass(frozen=True)
class Name:
    """A defined name; ``sheet`` is the index of the one sheet that it holds on, None for all."""

    name: str
    sheet: int | None
    text: str
    pieces: Pieces


@dataclass
class Compiler:
    """Reads the parts of one template; ``problems`` collects what is wrong."""

    parts: Mapping[str, bytes]
    file: str
    problems: list[Problem] = field(default_factory=list)
    changed: dict[str, Part] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)

    def fault(self, place: str, message: str) -> None:
        whole = f"{self.file} {place}" if place else self.file
        problem = Problem(message, code="template", place=whole)
        if problem not in self.problems:
            self.problems.append(problem)

    def reporter(self, sheet: Sheet) -> Report:
        """Takes faults of one sheet by cell."""

        def report(cell: str, message: str) -> None:
            self.fault(f"แผ่นงาน “{sheet.title}”" + (f" ช่อง {cell}" if cell else ""), message)

        return report

    # ------------------------------------------------------------ reading

    def compile(self) -> None:
        """Read everything; afterwards ``sheets``, ``names`` and ``changed`` describe the template."""
        self.workbook_name = self._main_part()
        self.workbook = parse_xml(self.parts[self.workbook_name])
        self.targets = self._targets(self.workbook_name)
        self.styles = Styles(self._by_type("styles"))
        self.strings = SharedStrings(self._by_type("sharedStrings") or None, parse_xml)
        self._check_date_system()
        self._read_names()
        roots = self._read_sheets()
        self.titles = {sheet.title.casefold(): sheet for sheet in self.sheets}
        self._make_regions()
        for sheet, root in zip(self.sheets, roots, strict=True):
            self._check_sheet(sheet, root)
        self._refuse_parts()
        shown = self._drawings()
        self._refuse_tags()
        for number, (sheet, root) in enumerate(zip(self.sheets, roots, strict=True)):
            around = Surroundings(root, sheet, number, self.reporter(sheet))
            sheet.before, sheet.after = around.cut(self.styles.arabic_twins)
        self._note_columns(shown)

    def _main_part(self) -> str:
        for rel in read_rels(self.parts, ""):
            if (rel.get("Type") or "").endswith("/officeDocument"):
                return target_name("", rel)
        return "xl/workbook.xml"

    def _targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (kind, part) of a part's relationships."""
        return {
            str(rel.get("Id")): ((rel.get("Type") or "").rpartition("/")[2], target_name(part, rel))
            for rel in read_rels(self.parts, part)
        }

    def part_of(self, kind: str) -> str:
        """The name of the workbook's part of a kind (``styles``); empty where it has none."""
        return next((name for known, name in self.targets.values() if known == kind), "")

    def _by_type(self, kind: str) -> bytes:
        return self.parts.get(self.part_of(kind), b"")

    def _check_date_system(self) -> None:
        settings = self.workbook.find(f"{M}workbookPr")
        if settings is not None and settings.get("date1904") in ("1", "true"):
            self.fault("", "สมุดงานนับวันที่จากปี 1904: ปิด “ใช้ระบบวันที่ 1904” ในตัวเลือกของ Excel แล้วบันทึกใหม่")

    def _read_names(self) -> None:
        for element in self.workbook.iterfind(f"{M}definedNames/{M}definedName"):
            name, text = element.get("name") or "", element.text or ""
            local = element.get("localSheetId")
            try:
                pieces = pieces_of(text) if text else ()
            except FormulaError as error:
                if "#REF!" not in text or name.startswith((ROWS, DIGITS)):
                    self.fault(f"ชื่อช่วง {name}", str(error))
                pieces = (text,)
            self.names.append(Name(name, int(local) if local else None, text, pieces))

    def _read_sheets(self) -> list[etree._Element]:
        roots = []
        for element in self.workbook.iterfind(f"{M}sheets/{M}sheet"):
            kind, part = self.targets.get(element.get(f"{_R}id") or "", ("", ""))
            if kind != "worksheet" or part not in self.parts:
                continue
            title = element.get("name") or ""
            sheet = Sheet(title=title, part=part, section=title)
            root = parse_xml(self.parts[part])
            if root.find(f"{M}sheetData") is None:
                raise ValueError(f"แผ่นงาน “{title}” ไม่มีส่วนของแถว")
            reader = SheetReader(root, self.styles, self.strings, self.reporter(sheet))
            sheet.rows, sheet.merges = self._without_table_heads(part, reader.rows()), tuple(reader.merges)
            sheet.last_column = last_cell(sheet.rows)[1]
            self.sheets.append(sheet)
            roots.append(root)
        if not roots:
            self.fault("", "ไม่ใช่สมุดงาน Excel (ไม่มีแผ่นงาน): ตรวจว่าเลือกไฟล์ถูก")
        return roots

    def _without_table_heads(self, part: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows with the heads of Excel tables fixed: a table knows its columns by these very texts."""
        heads: set[tuple[int, int]] = set()
        for kind, target in self._targets(part).values():
            if kind == "table" and target in self.parts:
                found = parse_reference(parse_xml(self.parts[target]).get("ref") or "")
                if found and found.rows and found.columns:
                    heads |= {(found.rows[0], column) for column in range(found.columns[0], found.columns[1] + 1)}
        if not heads:
            return rows
        return tuple(replace(row, cells=tuple(_fixed(cell, heads) for cell in row.cells)) for row in rows)

    def _sheet_of(self, name: Name) -> tuple[Sheet, tuple[int, int]] | None:
        """The sheet and rows that a defined name is about; a fault when it is not one block."""
        only = name.pieces[0] if len(name.pieces) == 1 else None
        sheet = None
        if isinstance(only, Reference) and only.sheet is not None and only.rows is not None:
            sheet = self.titles.get(only.sheet.casefold())
        if sheet is None or not isinstance(only, Reference) or only.rows is None:
            self.fault(f"ชื่อช่วง {name.name}", f"ต้องเป็นแถวติดกันในแผ่นงานเดียว แต่เป็น {name.text or 'ค่าว่าง'}")
            return None
        return sheet, only.rows

    # ------------------------------------------------------------ lists

    def _make_regions(self) -> None:
        groups: dict[tuple[str, str], list[tuple[str, int, int, str]]] = {}
        for name in self.names:
            if name.name.startswith(DIGITS):
                found = self._sheet_of(name)
                if found:
                    found[0].section = name.name[len(DIGITS) :]
            elif name.name.startswith(ROWS):
                found = self._sheet_of(name)
                if found:
                    sheet, rows = found
                    path, _, kind = name.name[len(ROWS) :].partition("__")
                    key = (sheet.title.casefold(), path)
                    groups.setdefault(key, []).append((kind, rows[0], rows[1], name.name))
        for (title, path), blocks in groups.items():
            self._make_region(self.titles[title], path, sorted(blocks, key=lambda block: block[1]))
        for sheet in self.sheets:
            self._check_regions(sheet)

    def _make_region(self, sheet: Sheet, path: str, blocks: list[tuple[str, int, int, str]]) -> None:
        label = ROWS + path
        expression, faults = expressions.parse_path(path)
        for fault in faults:
            self.fault(f"ชื่อช่วง {label}", fault)
        for (_, _, above, _), (_, below, _, _) in pairwise(blocks):
            if below != above + 1:
                self.fault(f"ชื่อช่วง {label}", f"แถวต้นแบบของรายการเดียวกันต้องอยู่ติดกัน (แถว {above} และ {below})")
        prototypes = tuple(self._prototype(sheet, *block) for block in blocks)
        sheet.regions = (*sheet.regions, Region(path, label, expression, prototypes))

    def _prototype(self, sheet: Sheet, kind: str, first: int, last: int, label: str) -> Prototype:
        known = {row.number: row for row in sheet.rows}
        rows = tuple(known.get(number) or Row(number, "", None, None, ()) for number in range(first, last + 1))
        merges = tuple(m for m in sheet.merges if first <= m.first_row and m.last_row <= last)
        if not any(isinstance(cell.content, Field) for cell in cells_of(rows)):
            self.fault(f"ชื่อช่วง {label}", "แถวต้นแบบไม่มี {{ row.ชื่อช่อง }} เลย: ชื่อช่วงอาจเลื่อนจากแถวที่ตั้งใจ")
        return Prototype(kind, first, rows, merges)

    def _check_regions(self, sheet: Sheet) -> None:
        sheet.regions = tuple(sorted(sheet.regions, key=lambda region: region.first))
        for above, below in pairwise(sheet.regions):
            if below.first <= above.last:
                self.fault(f"แผ่นงาน “{sheet.title}”", f"แถวของ {above.label} กับ {below.label} ซ้อนกัน")
        kept = []
        for merge in sheet.merges:
            region = next((r for r in sheet.regions if _overlap(r, merge)), None)
            if region is None or (merge.first_row < region.first and merge.last_row > region.last):
                kept.append(merge)
            elif not any(p.first <= merge.first_row and merge.last_row <= p.last for p in region.prototypes):
                name = f"แถว {merge.first_row}-{merge.last_row}"
                self.fault(
                    f"แผ่นงาน “{sheet.title}”", f"ช่องผสาน ({name}) คร่อมขอบของแถวต้นแบบ {region.label}: ยกเลิกการผสาน"
                )
        sheet.merges = tuple(kept)

    # ------------------------------------------------------------ checks

    def _check_sheet(self, sheet: Sheet, root: etree._Element) -> None:
        report = self.reporter(sheet)
        inside = {id(cell) for r in sheet.regions for p in r.prototypes for cell in cells_of(p.rows)}
        for cell in cells_of(sheet.rows):
            region = next((r for r in sheet.regions if r.first <= cell.row <= r.last), None)
            if isinstance(cell.content, Field):
                used = expressions.names_of([expression_of(cell)])
                if id(cell) not in inside and used & {expressions.ROW, "loop"}:
                    report(cell.name, "ใช้ {{ row... }} ได้เฉพาะในแถวต้นแบบ (ชื่อช่วง rows_ชื่อรายการ)")
            elif isinstance(cell.content, Formula):
                self._check_formula(cell, cell.content, sheet, region, report)
        if sheet.regions:
            self._check_attached(sheet, report)
        for text in root.iterfind(f"{M}headerFooter/*"):
            if expressions.has_tag(text.text or ""):
                report("", "ใส่ {{ }} ในหัวกระดาษหรือท้ายกระดาษไม่ได้: ใส่ในช่องของแผ่นงาน")

    def _check_formula(self, cell: Cell, formula: Formula, sheet: Sheet, region: Region | None, report: Report) -> None:
        for reference in formula.references:
            target = sheet if reference.sheet is None else self.titles.get(reference.sheet.casefold())
            if target is None:
                report(cell.name, f"สูตรอ้างแผ่นงาน “{reference.sheet}” ที่ไม่มีในสมุดงาน")
            elif region is not None and (fault := fault_of(reference, cell, region, sheet, target)):
                report(cell.name, fault)
        if formula.array is not None and formula.array.rows is not None:
            first, last = formula.array.rows
            if any(r.first <= last and first <= r.last for r in sheet.regions):
                report(cell.name, "สูตรอาร์เรย์คร่อมแถวที่ซ้ำไม่ได้: ใช้สูตรธรรมดา เช่น SUMPRODUCT")

    def _check_attached(self, sheet: Sheet, report: Report) -> None:
        """Refuse what hangs on rows that would move and cannot move with them."""
        start = sheet.regions[0].first
        for kind, part in self._targets(sheet.part).values():
            if part not in self.parts:
                continue
            if kind == "table":
                self._check_table(parse_xml(self.parts[part]), start, report)
            elif kind == "comments":
                for comment in parse_xml(self.parts[part]).iter(f"{M}comment"):
                    name = comment.get("ref") or "A1"
                    if split_cell(name)[0] >= start:
                        report(name, "มีข้อคิดเห็น (Comment/Note) ในหรือใต้แถวที่ซ้ำ: ลบออก หรือย้ายไปเหนือรายการ")
            elif kind == "queryTable":
                report("", "แผ่นงานที่มีแถวซ้ำใช้กับข้อมูลจากแหล่งภายนอก (Query Table) ไม่ได้")

    def _check_table(self, table: etree._Element, start: int, report: Report) -> None:
        reference = parse_reference(table.get("ref") or "")
        if reference is not None and reference.rows is not None and reference.rows[1] >= start:
            name = table.get("displayName") or ""
            report(table.get("ref") or "", f"ตาราง Excel “{name}” อยู่ในหรือใต้แถวที่ซ้ำ: แปลงเป็นช่วงปกติ (Convert to Range)")

    def _refuse_parts(self) -> None:
        has_rows = any(sheet.regions for sheet in self.sheets)
        if has_rows and any(name.startswith("xl/pivot") for name in self.parts):
            self.fault("", "ไม่รองรับ Pivot Table ในแม่แบบที่มีแถวซ้ำ: ใช้สูตรสรุป เช่น SUMIF แทน")
        if any("/chartEx" in name for name in self.parts):
            self.fault("", "ไม่รองรับแผนภูมิแบบใหม่ของ Excel 2016 (Treemap, Waterfall ...): ใช้แผนภูมิแท่งหรือเรดาร์แทน")

    def _refuse_tags(self) -> None:
        """Tags in parts that are not filled. What a chart has stored of its cells is no longer in it."""
        untouched = ("xl/drawings/", "xl/charts/", "xl/comments", "docProps/")
        for name, data in self.parts.items():
            if name.startswith(untouched) and name.endswith(".xml") and b"{{" in data and self._keeps_tags(name):
                self.fault(f"ส่วน {name}", "ใส่ {{ }} ได้เฉพาะในช่องของแผ่นงาน: ให้กล่องข้อความหรือแผนภูมิอ้างช่องแทน")

    def _keeps_tags(self, part: str) -> bool:
        return part not in self.changed or any("{{" in fixed for fixed in self.changed[part] if isinstance(fixed, str))

    # ------------------------------------------------------------ drawings

    def _drawings(self) -> list[tuple[int, Reference]]:
        """Cut the drawings and charts of every sheet; the cells that charts show, by sheet."""
        shown: list[tuple[int, Reference]] = []
        for number, sheet in enumerate(self.sheets):
            report = self.reporter(sheet)
            for kind, drawing in self._targets(sheet.part).values():
                if kind == "drawing" and drawing in self.parts:
                    shown += [(number, found) for found in self._drawing(drawing, number, report)]
        return shown

    def _drawing(self, part: str, number: int, report: Report) -> list[Reference]:
        root, slots = parse_xml(self.parts[part]), Slots()
        if self.sheets[number].regions:
            anchor_slots(root, slots, number)
        text_slots(root, slots, number)
        if len(slots):
            self.changed[part] = slots.split(root)
        shown: list[Reference] = []
        for kind, chart in self._targets(part).values():
            if kind == "chart" and chart in self.parts:
                root, slots = parse_xml(self.parts[chart]), Slots()
                shown += chart_slots(root, slots, number, report)
                if len(slots):
                    self.changed[chart] = slots.split(root)
        return shown

    # ------------------------------------------------------------ what formulas read

    def _note_columns(self, shown: list[tuple[int, Reference]]) -> None:
        """Note for every list which of its columns formulas, names and charts read."""
        for number, reference in [*shown, *self._references()]:
            sheet = self.sheets[number]
            target = sheet if reference.sheet is None else self.titles.get(reference.sheet.casefold())
            for region in target.regions if target else ():
                if reference.rows is None or _meets(region, reference.rows):
                    first, last = reference.columns or (1, target.last_column if target else 1)
                    used = {cell.column for p in region.prototypes for cell in cells_of(p.rows)}
                    region.columns |= {column for column in used if first <= column <= last}

    def _references(self) -> Iterator[tuple[int, Reference]]:
        for number, sheet in enumerate(self.sheets):
            for cell in cells_of(sheet.rows):
                if isinstance(cell.content, Formula):
                    for reference in cell.content.references:
                        yield number, reference
        for name in self.names:
            if not name.name.startswith((ROWS, DIGITS, "_xlnm.")):
                for piece in name.pieces:
                    if isinstance(piece, Reference):
                        yield name.sheet or 0, piece


def _fixed(cell: Cell, places: set[tuple[int, int]]) -> Cell:
    if (cell.row, cell.column) in places and isinstance(cell.content, Label):
        return replace(cell, content=replace(cell.content, text=""))
    return cell


def _meets(region: Region, rows: tuple[int, int]) -> bool:
    """Whether a reference can reach the list's rows; one from a row above may move down to them."""
    return rows[1] >= region.first - 1 and rows[0] <= region.last


def _overlap(region: Region, merge: Merge) -> bool:
    return merge.first_row <= region.last and merge.last_row >= region.first
