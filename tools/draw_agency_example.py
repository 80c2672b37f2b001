"""The templates of the example agency (examples/agency): the shipped ones, changed as a clerk would in Word and Excel.

``python -m tools.draw_agency_example`` writes them anew; a test compares. The memo gets the agency's motto under the
last line and a wider head; the plan's workbook its own colour and a line that names the agency's short name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from thaireport.output.package import read_package

from tools.draw.document import stored_zip

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "examples" / "agency" / "templates"
MOTTO = "“โปร่งใส ตรวจสอบได้ ใกล้ชิดประชาชน”"
_HEAD_BLUE, _OWN_GREEN = "DEEAF6", "E2EFDA"
PLAN = "action_plan.xlsx"
Change = Callable[[str], str]


def templates() -> dict[str, bytes]:
    """The agency's templates by file name."""
    book: dict[str, Change] = {"xl/styles.xml": _green, "xl/sharedStrings.xml": _short_name}
    return {"memo.docx": _changed("memo.docx", {"word/document.xml": _memo}), "action_plan.xlsx": _changed(PLAN, book)}


def _changed(name: str, changes: dict[str, Change]) -> bytes:
    parts = dict(read_package((ROOT / "templates" / name).read_bytes()))
    for part, change in changes.items():
        before = parts[part].decode()
        after = change(before)
        if after == before:
            raise ValueError(f"{name}: nothing to change in {part}")
        parts[part] = after.encode()
    return stored_zip(parts)  # deflate engines differ, templates are compared byte for byte


def _memo(xml: str) -> str:
    """The motto in the middle of the last line of the page's body."""
    look = '<w:pPr><w:spacing w:before="240"/><w:jc w:val="center"/></w:pPr>'
    motto = f'<w:p>{look}<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">{MOTTO}</w:t></w:r></w:p>'
    at = xml.rindex("<w:sectPr")
    return xml[:at] + motto + xml[at:]


def _green(xml: str) -> str:
    return re.sub(rf"(FF|00)?{_HEAD_BLUE}", lambda found: f"{found[1] or ''}{_OWN_GREEN}", xml)


def _short_name(xml: str) -> str:
    return xml.replace("{{ table_title }}", "{{ table_title }} ({{ agency.short_name|default(agency.name) }})", 1)


def main() -> None:
    """Write the templates."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in templates().items():
        (FOLDER / name).write_bytes(data)
        print(f"examples/agency/templates/{name}  {len(data):,} bytes")


if __name__ == "__main__":
    main()
