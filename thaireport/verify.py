"""Whether what is printed in a finished file is still what was meant when it was made.

No template is needed: the text of every paragraph and cell travels with the data. Pictures, fonts and layout are
not compared; somebody who changes the record as well is not found out (it is no electronic signature).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from thaireport import __version__, compare
from thaireport.compare import Block, Change
from thaireport.errors import DataError, UsageError
from thaireport.intake.agency_folder import file_in, find_agency
from thaireport.output import templates
from thaireport.output.embed import office, printed
from thaireport.output.xlsx.styles import Styles
from thaireport.readback import Opened, open_made, report_of
from thaireport.report import Report
from thaireport.thai import digits, money
from thaireport.thai.dates import be_date


@dataclass(frozen=True)
class Verdict:
    """What was found of one file.

    ``changes``: what was edited by hand; ``notes``: what else is worth knowing (another template, an older format);
    ``doubt``: why the print could not be compared, empty when it was.
    """

    path: Path
    report: Report
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def is_as_made(self) -> bool:
        """Whether the print was compared and nothing was edited."""
        return not self.changes and not self.doubt


def verify(path: Path | str) -> Verdict:
    """Compare what a .docx, .xlsx or .pdf file prints now with what it printed when it was made.

    Raises what ``read`` raises: a file that carries no data cannot be verified.
    """
    return verdict_of(open_made(Path(path)))


def verdict_of(file: Opened) -> Verdict:
    """The verdict of a file that has been opened."""
    report = report_of(file.record, file.path.parent, file.path.name)
    notes = tuple(_notes(file, report))
    if not file.record.is_print_intact:
        return Verdict(file.path, report, notes=notes, doubt="ข้อความที่บันทึกไว้เพื่อเทียบเสียหายหรือถูกแก้ จึงเทียบไม่ได้")
    if file.suffix == "pdf":
        return _pdf_verdict(file, report, notes)
    try:
        found = _workbook_changes(file) if file.suffix == "xlsx" else _document_changes(file)
        return Verdict(file.path, report, tuple(found), notes)
    except ValueError as error:
        return Verdict(file.path, report, notes=notes, doubt=str(error))


def _notes(file: Opened, report: Report) -> Iterator[str]:
    record = file.record
    for kind, version in record.versions.items():
        if kind == report.kind and version < report.format_version:
            yield f"ข้อมูลเป็นรูปแบบรุ่น {version}: แปลงเป็นรุ่น {report.format_version} แล้วเมื่ออ่าน"
    if record.library != __version__:
        yield f"ทำด้วย thaireport รุ่น {record.library} (เครื่องนี้รุ่น {__version__})"
    for name, digest in zip(record.template.split(","), record.digest.split(","), strict=False):
        if name and (now := _digest_now(name, report, file.path.parent)) != digest:
            said = "ไม่พบแม่แบบนี้ในเครื่อง" if now is None else "แม่แบบในเครื่องนี้ไม่ใช่ฉบับที่ใช้ทำไฟล์"
            yield f"แม่แบบ {name}: {said}"


def _digest_now(name: str, report: Report, folder: Path) -> str | None:
    """The SHA-256 of the template of that name that would be used today in a folder; None where there is none."""
    if Path(name).name != name:
        return None
    try:
        home = find_agency(folder)
    except (UsageError, DataError):  # a faulty thaireport.toml says nothing of a finished file
        home = None
    agency = report.agency.kept_in(file_in(home).parent) if home else report.agency
    parts = (each for each in getattr(report, "parts", ()) if isinstance(each, Report))  # a plan's parts are words
    for each in (report, *parts):  # a kind that is not shipped has a folder of its own
        try:
            file = templates.find(name, agency, type(each).template_folder)
        except UsageError:
            continue
        return _digest_of(file, file.stat().st_mtime_ns)
    return None


@lru_cache(maxsize=64)
def _digest_of(file: Path, _changed: int) -> str:
    """The SHA-256 of a template, read again once it was changed."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


# ---------------------------------------------------------------- Word


def _document_changes(file: Opened) -> Iterator[Change]:
    document = file.parts["word/document.xml"]
    if b"<w:body>" not in document and b"<w:body " not in document:
        raise ValueError("ไฟล์ถูกบันทึกด้วยโปรแกรมที่ไม่รู้จัก จึงเทียบข้อความไม่ได้: เปิดด้วย Word แล้วบันทึกใหม่")
    lines = printed.word_print(file.parts)
    if lines == file.record.printed:
        return
    then, now = compare.word_parts(file.record.printed), compare.word_parts(lines)
    yield from compare.changes(then.get("", []), now.get("", []))
    for place, start in (
        ("หัวกระดาษ", "header"),
        ("ท้ายกระดาษ", "footer"),
        ("เชิงอรรถ", "footnotes"),
        ("แผนภูมิ", "charts"),
    ):
        yield from compare.set_changes(place, _of_parts(then, start), _of_parts(now, start))


def _of_parts(parts: Mapping[str, list[Block]], start: str) -> list[Block]:
    """The blocks of all headers, say, as those who read the pages see them: figures of charts rounded alike."""
    found = [block for name, blocks in parts.items() if name.startswith(f"word/{start}") for block in blocks]
    if start != "charts":
        return found
    return [Block(tuple(map(_rounded, block.texts)), block.places, block.place) for block in found]


def _rounded(text: str) -> str:
    try:
        return f"{round(float(text), 6):g}"
    except (ValueError, OverflowError):
        return text


# ---------------------------------------------------------------- Excel


def _workbook_changes(file: Opened) -> Iterator[Change]:
    lines = office.workbook_print(file.parts)
    if lines == file.record.printed:
        return
    show = _shower(file.parts)
    then, now = compare.sheet_parts(file.record.printed, show), compare.sheet_parts(lines, show)
    unknown = {
        f'แผ่นงาน "{title}" ช่อง {name.decode()}'
        for title, part in office.sheets_of(file.parts)
        for name in printed.unreckoned([file.parts[part]])
    }
    for title, rows in then.items():
        if title in now:
            found = compare.changes(rows, now[title])
            yield from (change for change in found if change.new or change.place not in unknown)
        elif rows:
            yield Change(f'แผ่นงาน "{title}"', f"{len(rows)} แถว", None)
    for title, rows in now.items():
        if title not in then and rows:
            yield Change(f'แผ่นงาน "{title}"', None, f"{len(rows)} แถว")


_CELL_STYLE = re.compile(rb' s="(\d{1,6})"')
_EPOCH = date(1899, 12, 30)
_LAST_DAY = 93_000
"""In the year 2697; a date beyond is shown as the number that it is."""


def _shower(parts: Mapping[str, bytes]) -> Callable[[str, str, str], str]:
    """Shows a cell's value by the number format that the cell has now."""
    styles = _styles(parts)
    codes: dict[str, dict[str, str]] = {}

    def show(title: str, name: str, value: str) -> str:
        if title not in codes:
            codes[title] = _format_codes(parts, title, styles) if styles else {}
        code = codes[title].get(name)
        return value if code is None else shown_number(value, code)

    return show


def _styles(parts: Mapping[str, bytes]) -> Styles | None:
    if "xl/styles.xml" not in parts:
        return None
    try:
        return Styles(parts["xl/styles.xml"])
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def _format_codes(parts: Mapping[str, bytes], title: str, styles: Styles) -> dict[str, str]:
    """The number format of each cell of a sheet that holds a number."""
    part = next((part for known, part in office.sheets_of(parts) if known == title), None)
    found: dict[str, str] = {}
    for name, attributes, _ in printed.cells([parts[part]] if part else [], []):
        style = _CELL_STYLE.search(attributes)
        if b' t="s"' in attributes or b"tr" in attributes:
            continue
        found[name.decode()] = styles.format_code(int(style[1])) if style else "General"
    return found


def shown_number(value: str, code: str) -> str:
    """A number as an Excel format shows it, as far as reports use them: Thai digits, separators, places, dates."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number) >= 10**15:
        return value
    bare = re.sub(r'"[^"]*"|\\.|\[[^\[\]]*\]', "", code.partition(";")[0])
    if re.search("[dy]", bare, re.IGNORECASE) and 1 <= number < _LAST_DAY:
        text = be_date(_EPOCH + timedelta(days=int(number)))
    else:
        places = len(bare.rpartition(".")[2].rstrip("%_) ")) if "." in bare else None
        scaled = number * 100 if "%" in bare else number
        rounded = money.half_up(scaled, places if places is not None and bare else 9 if "0" not in bare else 0)
        text = f"{rounded:,f}" if "," in bare else f"{rounded:f}"
        text = text if places is not None or "." not in text else text.rstrip("0").rstrip(".")
        text += "%" if "%" in bare else ""
    return digits.to_thai(text) if re.search(r"\[\$-D", code, re.IGNORECASE) else text


# ---------------------------------------------------------------- PDF


def _pdf_verdict(file: Opened, report: Report, notes: tuple[str, ...]) -> Verdict:
    """Pages that draw what they drew are as made; else each printed text is looked for in them."""
    if file.same_pages:
        return Verdict(file.path, report, notes=notes)
    from thaireport.output.embed.pages import pdf_text

    text = pdf_text(file.data)
    if text is None:
        doubt = "หน้า PDF ถูกแก้ไขหลังทำ แต่เครื่องนี้ไม่มีโปรแกรม pdftotext (poppler-utils) จึงบอกไม่ได้ว่าแก้ที่ใด"
        return Verdict(file.path, report, notes=notes, doubt=doubt)
    changes = tuple(_missing_in_pages(file, text))
    if changes:
        return Verdict(file.path, report, changes, notes)
    doubt = "หน้า PDF ถูกแก้ไขหลังทำ แม้ข้อความเดิมยังอยู่ครบ (อาจเพิ่มข้อความ ลายเซ็น หรือบันทึกด้วยโปรแกรมอื่น)"
    return Verdict(file.path, report, notes=notes, doubt=doubt)


def _missing_in_pages(file: Opened, text: str) -> Iterator[Change]:
    for name, blocks in compare.word_parts(file.record.printed).items():
        if name:
            continue
        for block in blocks:
            for place, wanted in zip(block.places, block.texts, strict=True):
                if not all("".join(line.split()) in text for line in wanted.split("\n")):
                    yield Change(place, wanted, None)
