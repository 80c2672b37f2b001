"""Golden outlines: a finished Word or Excel file as a text that a reviewer can read in a diff.

``outline`` gives the sections with their paper, the headers and footers, the paragraphs with style and
alignment, the tables by row and cell, pictures and charts; of a workbook the sheets with widths, merges and
cells (value, formula, number format). ``Golden`` compares it with ``tests/golden/NAME.txt``.
"""

from __future__ import annotations

import difflib
import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree
from tests.support.word import Element, W, WordFile, text_of, value
from thaireport.output.package import read_package

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMU_PER_CM = 360_000
_TWIPS_PER_CM = 567
_INDENTS = {"left": "ซ้าย", "right": "ขวา", "firstLine": "ย่อหน้า", "hanging": "ห้อย"}
_SIGNS = {"\u00a0": "·", "\t": "→", "\n": "⏎"}


@dataclass(frozen=True)
class Golden:
    """The folder of golden texts, and whether they are to be written anew."""

    folder: Path
    update: bool = False

    def check(self, name: str, text: str) -> None:
        """Fail with a unified diff when ``text`` is not what ``NAME.txt`` holds."""
        path = self.folder / f"{name}.txt"
        text = text.rstrip("\n") + "\n"
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        held = path.read_text(encoding="utf-8") if path.is_file() else ""
        if held != text:
            lines = (held.splitlines(), text.splitlines())
            diff = difflib.unified_diff(*lines, f"golden/{name}.txt", "now", lineterm="")
            hint = "read the difference; if it is wanted: pytest --update-golden"
            raise AssertionError("\n".join([*diff, hint]))


def outline(data: bytes) -> str:
    """A readable outline of a Word or Excel file. ``·`` is a no-break space, ``→`` a tab, ``⏎`` a line break."""
    names = read_package(data)
    lines = _workbook(data) if "xl/workbook.xml" in names else _Word(WordFile(names)).lines()
    return "\n".join(lines) + "\n"


def shown(text: str) -> str:
    """Text with its invisible signs made visible."""
    return "".join(_SIGNS.get(sign, sign) for sign in text)


# ---------------------------------------------------------------- Word


class _Word:
    """The outline of one Word file."""

    def __init__(self, word: WordFile) -> None:
        self._word = word
        self._targets = {
            name: _relationships(word.parts.get(f"word/_rels/{posixpath.basename(name)}.rels")) for name in word.stories
        }

    def lines(self) -> Iterator[str]:
        body = self._word.document.find(f"{W}body")
        assert body is not None
        sections = list(body.iter(f"{W}sectPr"))
        yield from self._section(1, sections[0])
        number = 1
        for block in body:
            yield from self._block("word/document.xml", block)
            if block.tag == f"{W}p" and block.find(f"{W}pPr/{W}sectPr") is not None:
                number += 1
                yield ""
                yield from self._section(number, sections[number - 1])

    def _section(self, number: int, section: Element) -> Iterator[str]:
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        way = "แนวนอน" if value(size, "orient") == "landscape" else "แนวตั้ง"
        sides = " ".join(
            f"{thai} {_cm(value(margins, side))}"
            for side, thai in (("top", "บน"), ("bottom", "ล่าง"), ("left", "ซ้าย"), ("right", "ขวา"))
        )
        paper = f"{_cm(value(size, 'w'))}×{_cm(value(size, 'h'))}"
        numbering = section.find(f"{W}pgNumType")
        digits = value(numbering, "fmt") or "decimal"
        start = f" เริ่ม {value(numbering, 'start')}" if value(numbering, "start") else ""
        first = " หน้าแรกต่าง" if section.find(f"{W}titlePg") is not None else ""
        yield f"== ตอน {number}: {way} {paper} ซม. ขอบ {sides} เลขหน้า {digits}{start}{first}"
        for reference in section.iterfind("*"):
            if reference.tag in (f"{W}headerReference", f"{W}footerReference"):
                yield from self._furniture(reference)

    def _furniture(self, reference: Element) -> Iterator[str]:
        what = "หัว" if reference.tag == f"{W}headerReference" else "ท้าย"
        name = self._targets["word/document.xml"].get(reference.get(f"{R}id", ""), "")
        story = self._word.stories.get(name)
        lines = [line for block in (story if story is not None else ()) for line in self._block(name, block)]
        yield f"-- {what}กระดาษ {value(reference, 'type')}:"
        yield from (f"   {line}" for line in lines)

    def _block(self, story: str, block: Element) -> Iterator[str]:
        if block.tag == f"{W}p":
            yield self._paragraph(story, block)
        elif block.tag == f"{W}tbl":
            yield from self._table(story, block)
        elif block.tag == f"{W}sdt":
            for inner in block.iterfind(f"{W}sdtContent/*"):
                yield from self._block(story, inner)

    def _paragraph(self, story: str, paragraph: Element) -> str:
        style = self._word.style_of(paragraph) or "-"
        align = self._word.paragraph_has(paragraph, "jc") or "left"
        own = paragraph.find(f"{W}pPr")
        said = [align]
        if own is not None:
            indent, spacing = own.find(f"{W}ind"), own.find(f"{W}spacing")
            said += [f"{thai} {_cm(value(indent, k))}" for k, thai in _INDENTS.items() if value(indent, k)]
            said += [
                f"{thai} {int(found) / 20:g}pt"
                for k, thai in (("before", "ก่อน"), ("after", "หลัง"))
                if (found := value(spacing, k))
            ]
            if own.find(f"{W}pageBreakBefore") is not None:
                said.append("ขึ้นหน้าใหม่")
        return f"[{style}; {' '.join(said)}] {self._text(story, paragraph)}".rstrip()

    def _text(self, story: str, paragraph: Element) -> str:
        pieces: list[tuple[str, str]] = []
        for run in paragraph.iter(f"{W}r"):
            looks = self._looks(run)
            piece = shown(text_of(run)) + "".join(self._drawings(story, run)) + _field(run)
            if pieces and pieces[-1][0] == looks:
                pieces[-1] = (looks, pieces[-1][1] + piece)
            else:
                pieces.append((looks, piece))
        return "".join(f"<{looks}>{text}</>" if looks and text.strip() else text for looks, text in pieces)

    @staticmethod
    def _looks(run: Element) -> str:
        """How a run differs from its paragraph: character style, bold, size of its own."""
        own = run.find(f"{W}rPr")
        if own is None:
            return ""
        said = [value(own.find(f"{W}rStyle")) or ""]
        said += [name for name in ("bCs", "iCs", "u", "strike") if own.find(f"{W}{name}") is not None]
        if size := value(own.find(f"{W}szCs")):
            said.append(f"{int(size) / 2:g}pt")
        return " ".join(word for word in said if word)

    def _drawings(self, story: str, run: Element) -> Iterator[str]:
        for extent in run.iter(f"{WP}extent"):
            drawing = extent.getparent()
            assert drawing is not None
            size = "×".join(f"{int(extent.get(side, '0')) / _EMU_PER_CM:.2f}" for side in ("cx", "cy"))
            described = drawing.find(f"{WP}docPr")
            alt = described.get("descr", "") if described is not None else ""
            chart = drawing.find(f".//{C}chart")
            if chart is None:
                yield f"⟦ภาพ {size} ซม. “{alt}”⟧"
            else:
                name = self._targets[story].get(chart.get(f"{R}id", ""), "")
                yield f"⟦แผนภูมิ {size} ซม. “{alt}” {_chart(self._word.parts.get(name))}⟧"

    def _table(self, story: str, table: Element) -> Iterator[str]:
        widths = " ".join(_cm(value(column, "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol"))
        style = value(table.find(f"{W}tblPr/{W}tblStyle")) or "-"
        yield f"┌ ตาราง {style} คอลัมน์ {widths} ซม."
        for row in table.iterfind(f"{W}tr"):
            properties = row.find(f"{W}trPr")
            marks = "หัว" if properties is not None and properties.find(f"{W}tblHeader") is not None else ""
            if properties is None or properties.find(f"{W}cantSplit") is None:
                marks += " แบ่งได้"
            yield f"├ แถว {marks}".rstrip()
            for cell in row.iterfind(f"{W}tc"):
                yield from self._cell(story, cell)
        yield "└"

    def _cell(self, story: str, cell: Element) -> Iterator[str]:
        properties = cell.find(f"{W}tcPr")
        span = value(properties.find(f"{W}gridSpan")) if properties is not None else None
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        said = f" กว้าง {span} ช่อง" if span else ""
        if merge is not None:
            said += " เริ่มผสาน" if value(merge) == "restart" else " ผสานต่อ"
        lines = [line for block in cell for line in self._block(story, block)]
        yield f"│ •{said} {lines[0] if lines else '(ไม่มีย่อหน้า)'}"
        yield from (f"│   {line}" for line in lines[1:])


def _field(run: Element) -> str:
    codes = "".join(code.text or "" for code in run.iterfind(f"{W}instrText")).strip()
    return f"⟦ช่องข้อมูล {codes}⟧" if codes else ""


def _chart(data: bytes | None) -> str:
    """The series of a chart with their cached values."""
    if data is None:
        return "(ไม่มีส่วนแผนภูมิ)"
    root = etree.fromstring(data)
    series = []
    for item in root.iter(f"{C}ser"):
        name = "".join(node.text or "" for node in item.iterfind(f"{C}tx//{C}v"))
        names, values = (
            ", ".join(node.text or "" for node in item.iterfind(f"{C}{tag}//{C}v")) for tag in ("cat", "val")
        )
        series.append(f"{name}: [{names}] = [{values}]")
    return "; ".join(series)


def _relationships(data: bytes | None) -> dict[str, str]:
    if data is None:
        return {}
    return {
        item.get("Id", ""): posixpath.normpath(posixpath.join("word", item.get("Target", ""))).lstrip("/")
        for item in etree.fromstring(data)
    }


def _cm(twips: str | None) -> str:
    return f"{int(twips or 0) / _TWIPS_PER_CM:.2f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- Excel


def _workbook(data: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    formulas, values = (load_workbook(io.BytesIO(data), data_only=flag, rich_text=False) for flag in (False, True))
    for sheet in formulas.worksheets:
        yield from _sheet(sheet, values[sheet.title])
        yield ""
    for name, defined in sorted(formulas.defined_names.items()):
        yield f"ชื่อ {name} = {defined.attr_text}"


def _sheet(sheet: Worksheet, cached: Worksheet) -> Iterator[str]:
    page = sheet.page_setup
    way = "แนวนอน" if page.orientation == "landscape" else "แนวตั้ง"
    hidden = "" if sheet.sheet_state == "visible" else f" ({sheet.sheet_state})"
    yield f"== แผ่นงาน {sheet.title}{hidden}: {way} กระดาษ {page.paperSize} ตรึง {sheet.freeze_panes or '-'}"
    widths = (f"{column} {item.width:g}" for column, item in sorted(sheet.column_dimensions.items(), key=_order))
    yield f"-- ความกว้าง {', '.join(widths)}"
    if sheet.print_title_rows:
        yield f"-- แถวหัวทุกหน้า {sheet.print_title_rows}"
    if sheet.print_title_cols:
        yield f"-- คอลัมน์หัวทุกหน้า {sheet.print_title_cols} กว้าง {page.fitToWidth} หน้า"
    if sheet.print_area:
        yield f"-- พื้นที่พิมพ์ {sheet.print_area}"
    for what, item in (("หัว", sheet.oddHeader), ("ท้าย", sheet.oddFooter)):
        if item is not None and item.center.text:
            yield f"-- {what}กระดาษ {item.center.text}"
    if sheet.merged_cells.ranges:
        yield f"-- ผสาน {', '.join(sorted(str(found) for found in sheet.merged_cells.ranges))}"
    for rule in sheet.data_validations.dataValidation:
        yield f"-- ตรวจค่า {rule.sqref} {rule.type} {rule.formula1 or ''}".rstrip()
    yield from _cells(sheet, cached)


def _cells(sheet: Worksheet, cached: Worksheet) -> Iterator[str]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        filled = [cell for cell in row if cell.value is not None]
        if not filled:
            continue
        height = sheet.row_dimensions[number].height
        yield f"แถว {number} (สูง {f'{height:g}' if height else 'อัตโนมัติ'})"
        for cell in filled:
            yield f"  {cell.coordinate} {_content(cell, cached[cell.coordinate].value)}"


def _content(cell: Any, cached: object) -> str:
    format_ = "" if cell.number_format == "General" else f"  «{cell.number_format}»"
    if cell.data_type == "f":
        formula = getattr(cell.value, "text", cell.value)
        return f"{shown(str(formula))} → {shown(str(cached))}{format_}"
    quoted = f"“{shown(cell.value)}”" if isinstance(cell.value, str) else str(cell.value)
    return f"{quoted}{format_}"


def _order(item: tuple[str, object]) -> tuple[int, str]:
    return len(item[0]), item[0]
