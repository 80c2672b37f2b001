"""Judges of finished files. Each gives the faults it finds as sentences; an empty list is a pass.

``openxml_audit`` and ``sdk_validate`` are independent validators of the format. ``thai_runs_faults`` looks for
what makes Thai pages wrong in Word though the file is valid (word-fidelity, section 8). The rest reads PDFs.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from tests.support.tools import ROOT, missing, output_of, tool
from tests.support.word import Element, W, WordFile, text_of, value
from thaireport.thai.lines import advances

Suffix = Literal["docx", "xlsx"]
SDK = ROOT / ".cache" / "node" / "node_modules" / "@ooxml-tools" / "validate"
THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]")
THAI_FONTS = ("TH SarabunPSK", "TH Sarabun New", "TH SarabunIT๙")
SYMBOLS = re.compile("[\u2600-\u27bf]")
A4 = {("11906", "16838", None), ("11906", "16838", "portrait"), ("16838", "11906", "landscape")}
LEAST_MARGIN = 567
"""1 cm in twips: what office printers can print."""

_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_NOTHING = re.compile(r"(?<![A-Za-z])(None|nan|NaN|Undefined|True|False)(?![A-Za-z])")
_LEFT_OVER = re.compile("ระบุ(ชื่อ|ตำแหน่ง|ข้อความ)")
_SIGNATURE = ("SignLine", "SignName", "SignPost")
_CELL_SLACK = 20
_CELL_MARGINS = 2 * 85
_AMOUNT = re.compile(r"[0-9๐-๙,]+\.[0-9๐-๙]{2}")


# ---------------------------------------------------------------- two validators


def openxml_audit(data: bytes, suffix: Suffix) -> list[str]:
    """What the ``openxml-audit`` validator says: violations, and whether Word or Excel would repair the file."""
    from openxml_audit import OpenXmlValidator, predict

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{suffix}"
        path.write_bytes(data)
        result = OpenXmlValidator().validate(path)
        verdict = predict(result)
    faults = [f"{error.part_uri} {error.path}: {error.description}" for error in result.errors]
    if "cleanly" not in verdict.headline:
        faults.append(verdict.headline)
    return faults


def sdk_validate(data: bytes, suffix: Suffix) -> list[str]:
    """What Microsoft's Open XML SDK says (its program exits 0 on invalid files: only its JSON counts)."""
    node = shutil.which("node") or missing("node 20 or later, for Microsoft's validator")
    if not SDK.is_dir():
        missing("@ooxml-tools/validate (make node-judge)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{suffix}"
        path.write_bytes(data)
        printed = output_of(node, SDK / "dist/npm/bin/ooxml-validate.js", "--of", "json", path)
    found = json.loads(printed)
    assert isinstance(found, list), f"not the list of faults that was expected: {printed[:200]!r}"
    return [json.dumps(fault, ensure_ascii=False) for fault in found]


# ---------------------------------------------------------------- Thai in Word


def thai_runs_faults(data: bytes) -> list[str]:
    """What makes the Thai of a valid Word file wrong on the page, each fault with its place.

    F1-F5 the effective font, size and bold of every run in Word's complex-script slots; L1 language;
    C1-C3 settings; P1-P2 paper; T1-T9 tables; S1 signatures kept whole; Q1-Q3 what a template left behind.
    """
    word = WordFile.read(data)
    return [
        *_run_faults(word),
        *_setting_faults(word),
        *_paper_faults(word),
        *_table_faults(word),
        *_signature_faults(word),
        *_rest_faults(word),
    ]


def _run_faults(word: WordFile) -> Iterator[str]:
    for name, story in word.stories.items():
        for run in story.iter(f"{W}r"):
            if text := text_of(run).strip():
                for fault in _faults_of_run(word, run, text):
                    yield f"{name} “{text[:40]}”: {fault}"


def _faults_of_run(word: WordFile, run: Element, text: str) -> Iterator[str]:
    fonts = {slot: word.run_has(run, "rFonts", slot) for slot in ("ascii", "hAnsi", "cs")}
    themed = [slot for slot in ("asciiTheme", "hAnsiTheme", "cstheme") if word.run_has(run, "rFonts", slot)]
    if themed:
        yield f"F1 fonts from the theme ({', '.join(themed)})"
    if THAI.search(text) and fonts["cs"] not in THAI_FONTS:
        yield f"F1 Thai in {fonts['cs']}"
    if len(set(fonts.values())) > 1:
        yield f"F2 the font slots differ: {fonts}"
    sizes = word.run_has(run, "sz"), word.run_has(run, "szCs")
    if None in sizes or sizes[0] != sizes[1]:
        yield f"F3 size {sizes[0]} but {sizes[1]} for Thai (half points)"
    for latin, thai in (("b", "bCs"), ("i", "iCs")):
        if word.run_is(run, latin) != word.run_is(run, thai):
            yield f"F4 {latin} and {thai} differ"
    if SYMBOLS.search(text) and fonts["ascii"] in THAI_FONTS:
        yield "F5 a sign that no Thai font has"
    if THAI.search(text) and word.run_has(run, "lang", "bidi") != "th-TH":
        yield f"L1 language of Thai is {word.run_has(run, 'lang', 'bidi')}"


def _setting_faults(word: WordFile) -> Iterator[str]:
    settings = word.root("word/settings.xml")
    modes = {value(item, "name"): value(item) for item in settings.iter(f"{W}compatSetting")}
    if modes.get("compatibilityMode") != "15":
        yield f"C1 compatibility mode {modes.get('compatibilityMode')}"
    if value(settings.find(f"{W}themeFontLang"), "bidi") != "th-TH":
        yield "C2 themeFontLang is not Thai"
    if settings.find(f"{W}updateFields") is not None:
        yield "C3 updateFields asks a question on opening"


def _paper_faults(word: WordFile) -> Iterator[str]:
    for number, section in enumerate(word.document.iter(f"{W}sectPr"), 1):
        size = section.find(f"{W}pgSz")
        paper = value(size, "w"), value(size, "h"), value(size, "orient")
        if paper not in A4:
            yield f"P1 section {number} is not A4: {paper}"
        margins = section.find(f"{W}pgMar")
        for side in ("top", "right", "bottom", "left"):
            if int(value(margins, side) or "0") < LEAST_MARGIN:
                yield f"P2 section {number}: margin {side} is {value(margins, side)} twips"


def _table_faults(word: WordFile) -> Iterator[str]:
    for number, table in enumerate(word.document.iter(f"{W}tbl"), 1):
        grid = [int(value(column, "w") or "0") for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        faults = [*_width_faults(table, grid, _text_width(word, table)), *_header_faults(table)]
        for row_number, row in enumerate(table.iterfind(f"{W}tr"), 1):
            faults += [f"row {row_number}: {fault}" for fault in _row_faults(word, row, grid)]
        yield from (f"table {number}: {fault}" for fault in faults)


def _text_width(word: WordFile, table: Element) -> int | None:
    """The width of the text where a table stands (twips); None for a table inside a cell."""
    if next(table.iterancestors(f"{W}tc"), None) is not None:
        return None
    body = table.getparent()
    assert body is not None
    after = [item for item in table.itersiblings() if item.tag in (f"{W}p", f"{W}sectPr")]
    sections = (found for item in after for found in item.iter(f"{W}sectPr"))
    section = next(sections, None)
    if section is None:
        return None
    width, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    return int(value(width, "w") or 0) - sum(int(value(margins, side) or 0) for side in ("left", "right"))


def _width_faults(table: Element, grid: list[int], text_width: int | None) -> Iterator[str]:
    stated = table.find(f"{W}tblPr/{W}tblW")
    if value(stated, "type") == "dxa" and abs(int(value(stated, "w") or 0) - sum(grid)) > _CELL_SLACK:
        yield f"T1 columns sum to {sum(grid)}, the table says {value(stated, 'w')}"
    if text_width is not None and sum(grid) > text_width + _CELL_SLACK:
        yield f"T2 {sum(grid)} twips wide, the text only {text_width}"


def _header_faults(table: Element) -> Iterator[str]:
    headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iterfind(f"{W}tr")]
    if headers and any(headers) and headers != sorted(headers, reverse=True):
        yield "T5 header rows do not stand together at the top"
    if headers and all(headers) and len(headers) > 1:
        yield "T5 every row is a header row"


def _row_faults(word: WordFile, row: Element, grid: list[int]) -> Iterator[str]:
    before, after = (int(value(row.find(f"{W}trPr/{W}{name}")) or 0) for name in ("gridBefore", "gridAfter"))
    column = before
    for cell in row.iterfind(f"{W}tc"):
        span = int(value(cell.find(f"{W}tcPr/{W}gridSpan")) or 1)
        width = cell.find(f"{W}tcPr/{W}tcW")
        columns = sum(grid[column : column + span])
        if value(width, "type") == "dxa" and abs(int(value(width, "w") or 0) - columns) > _CELL_SLACK:
            yield f"T3 cell at column {column + 1}: {value(width, 'w')} twips wide, its columns {columns}"
        column += span
        yield from _cell_faults(word, cell)
    if column + after != len(grid):
        yield f"T4 spans {column + after} of {len(grid)} columns"
    is_header = row.find(f"{W}trPr/{W}tblHeader") is not None
    if is_header and row.find(f"{W}trPr/{W}cantSplit") is None:
        yield "T8 a header row that may split"


def _cell_faults(word: WordFile, cell: Element) -> Iterator[str]:
    if len(cell) == 0 or cell[-1].tag != f"{W}p":
        yield "T6 a cell that does not end in a paragraph"
    for paragraph in cell.iterfind(f"{W}p"):
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        runs = [run for run in paragraph.iterfind(f"{W}r") if text_of(run).strip()]
        sizes = [int(word.run_has(run, "szCs") or 0) for run in runs]
        of_mark = _mark_size(word, paragraph, mark)
        if sizes and of_mark > max(sizes):
            yield f"T7 the mark of a paragraph is larger than its text: {of_mark} over {max(sizes)} half points"
        yield from _amount_faults(word, cell, runs)


def _amount_faults(word: WordFile, cell: Element, runs: list[Element]) -> Iterator[str]:
    stated = cell.find(f"{W}tcPr/{W}tcW")
    room = int(value(stated, "w") or 0) - _CELL_MARGINS
    for run in runs if value(stated, "type") == "dxa" else ():
        text = text_of(run).strip()
        if _AMOUNT.fullmatch(text):
            known = advances("bold" if word.run_is(run, "bCs") else "regular")
            width = sum(known[sign] for sign in text) * int(word.run_has(run, "szCs") or 0) / 100
            if width > room:
                yield f"T9 {text} is {width:.0f} twips wide, its cell holds {room}"


def _mark_size(word: WordFile, paragraph: Element, mark: Element | None) -> int:
    if mark is not None:
        return int(word.run_has(mark, "szCs") or 0)
    plain = paragraph.makeelement(f"{W}r")
    paragraph.append(plain)
    try:
        return int(word.run_has(plain, "szCs") or 0)
    finally:
        paragraph.remove(plain)


def _signature_faults(word: WordFile) -> Iterator[str]:
    """S1: nothing of a signature, nor the line before it, may be left behind on another page."""
    for first in word.document.iter(f"{W}p"):
        if word.style_of(first) not in _SIGNATURE:
            continue
        before, after = first.getprevious(), first.getnext()
        if after is not None and after.tag == f"{W}p" and word.style_of(after) in _SIGNATURE:
            yield from _not_kept(word, first)
        starts = before is not None and before.tag == f"{W}p" and word.style_of(before) not in _SIGNATURE
        if starts and before is not None and before.find(f"{W}pPr/{W}sectPr") is None:
            yield from _not_kept(word, before)


def _not_kept(word: WordFile, paragraph: Element) -> Iterator[str]:
    if not word.paragraph_is(paragraph, "keepNext"):
        text = text_of(paragraph).strip()[:40] or "an empty paragraph"
        yield f"S1 “{text}” ({word.style_of(paragraph)}) is not kept with the signature after it"


def _rest_faults(word: WordFile) -> Iterator[str]:
    for name, story in word.stories.items():
        for paragraph in story.iter(f"{W}p"):
            text = text_of(paragraph)
            for code, pattern in (("Q1", _TAG), ("Q2", _NOTHING), ("Q3", _LEFT_OVER)):
                if found := pattern.search(text):
                    yield f"{code} {name}: “{found[0]}” in “{text.strip()[:60]}”"


# ---------------------------------------------------------------- pages


def plain(text: str) -> str:
    """Text as it is compared: no spaces of any kind, ``ำ`` in two characters (``pdftotext`` adds false spaces)."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\u200b", "")


def pdf_text(pdf: bytes, page: int | None = None) -> str:
    """The text of a PDF (of one page, from 1), without spaces: compare with ``plain(wanted)``.

    In the order in which it was set: by reading order a hyphen at the end of a line would be dropped.
    """
    program = tool("pdftotext", "poppler-utils")
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    return plain(output_of(program, *pages, "-raw", "-enc", "UTF-8", "-", "-", stdin=pdf).decode("utf-8"))


def page_faults(pdf: bytes) -> list[str]:
    """Where pages and lines of a PDF end as they must not.

    E1 a page ends in what leads in a list that begins on the next; E2 a line begins with ``ๆ``.
    """
    program = tool("pdftotext", "poppler-utils")
    text = output_of(program, "-layout", "-enc", "UTF-8", "-", "-", stdin=pdf).decode("utf-8")
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")]
    printed = [lines for lines in pages if lines]
    faults = [
        f"E1 page {number} ends in “{lines[-1]}”"
        for number, lines in enumerate(printed[:-1], 1)
        if _LEADS_IN.search(lines[-1].replace(" ", ""))
    ]
    return faults + [f"E2 “{line}”" for lines in printed for line in lines if line.startswith("ๆ")]


_LEADS_IN = re.compile("(?:ดังนี้|ดังต่อไปนี้|ประกอบด้วย|ได้แก่|:)$")


def pdf_fonts(pdf: bytes) -> set[str]:
    """The PostScript names of the fonts embedded in a PDF, without the mark of a subset."""
    lines = _read_pdf("pdffonts", pdf).splitlines()[2:]
    return {re.sub(r"^[A-Z]{6}\+", "", line.split()[0]) for line in lines if line.strip()}


def page_count(pdf: bytes) -> int:
    found = re.search(r"^Pages:\s+(\d+)", _read_pdf("pdfinfo", pdf), re.MULTILINE)
    assert found, "pdfinfo gives no number of pages"
    return int(found[1])


def png_pages(pdf: bytes, folder: Path, *, stem: str = "page", dpi: int = 70) -> list[Path]:
    """Every page as a picture in ``folder``, to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    program = tool("pdftoppm", "poppler-utils")
    output_of(program, "-r", str(dpi), "-png", "-", folder / stem, stdin=pdf)
    return sorted(folder.glob(f"{stem}-*.png"))


def _read_pdf(program: str, pdf: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(pdf)
        return output_of(tool(program, "poppler-utils"), path).decode("utf-8", "replace")
