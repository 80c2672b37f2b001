"""แผ่นโครงการ: the nine heads of one project (official-format 2.3), alone or in the plan's appendix."""

from __future__ import annotations

from tools.draw.kit import (
    EMPTY,
    UPRIGHT,
    Document,
    Look,
    Section,
    Xml,
    each,
    items,
    paragraph,
    slim_header,
    together,
    when,
)

_LISTED = ("Item1", *(f"Item{level}" for level in range(1, 6)))
"""Lists open a head: what is said without a marker there steps in like an item, with no room above it."""


def draw() -> dict[str, bytes]:
    """``project_sheet.docx``."""
    document = Document("แผ่นโครงการ")
    document.add(when("number is not none", paragraph("ลำดับที่ {{ number }}", style="Notice")))
    document.add(nine_heads("title", "budget_line", ""))
    document.finish(Section(header=slim_header(UPRIGHT), first_header=EMPTY, sheet=UPRIGHT))
    return {"project_sheet.docx": document.package()}


def nine_heads(title: str, budget_line: str, body: str) -> Xml:
    """The sheet of one project; ``title`` and ``budget_line`` are expressions, ``body`` what the rest is read from
    (``entry.sheet.``, or nothing where the report is the sheet).
    """
    return together(
        _head(1, f"ชื่อโครงการ : {{{{ {title} }}}}", outline=0),
        _head(2, "หลักการและเหตุผล"),
        items(f"{body}rationale"),
        _head(3, "วัตถุประสงค์"),
        items(f"{body}objectives", _LISTED),
        _head(4, "กลุ่มเป้าหมาย"),
        each(f"group in {body}target_groups", _line("{{ group.line }}")),
        _head(5, "วิธีดำเนินการ"),
        items(f"{body}methods", _LISTED),
        _head(6, "ระยะเวลาดำเนินการ"),
        each(f"line in {body}duration_lines", _line("{{ line }}")),
        _head(7, "งบประมาณที่ใช้ในการดำเนินการ"),
        # A dash stands for details that are not there; above them it would only be a stray line.
        when(
            f'{budget_line} and not ({budget_line} == "-" and {body}budget_details)', _line(f"{{{{ {budget_line} }}}}")
        ),
        items(f"{body}budget_details", _LISTED),
        _head(8, "ผู้รับผิดชอบ"),
        each(f"line in {body}responsible_lines", _line("{{ line }}")),
        _results(body),
    )


def _head(number: int, text: str, outline: int | None = None) -> Xml:
    # The number is printed by a tag so that it has the digits of its section.
    return paragraph(f"{{{{ {number} }}}}. {text}", style="Heading2", look=Look(outline=outline))


def _line(text: str) -> Xml:
    return paragraph(text, style="Item1")


def _results(body: str) -> Xml:
    """Head 9: each of its sub-heads only where something stands under it."""
    parts = (("outputs", "ผลผลิต"), ("outcomes", "ผลลัพธ์"), ("indicators", "ตัวชี้วัด"))
    listed = [
        when(f"{body}{name}", paragraph(label, style="Heading3"), items(f"{body}{name}", _LISTED))
        for name, label in parts
    ]
    return together(_head(9, "ผลผลิต/ผลลัพธ์"), *listed)
