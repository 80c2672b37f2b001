"""Starting: the help against bare Python, and one memo from a cold process against the same script with docxtpl.

Each is a process of its own, in turn with its peer. docxtpl's script reads YAML into pydantic models and makes the same
page with the shipped template (a test compares their words); a second one makes a memo of half the tags. Both sides
have their modules as bytecode, as pip leaves them (a warm-up run writes it into a folder of the benchmark's own,
whatever PYTHONDONTWRITEBYTECODE says here). The ``first`` memo is that of a user who has no compiled template yet and
whose process writes it; every later one finds it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import thaireport
import yaml
from thaireport.output import templates

from benchmarks.timing import pair

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "memo.yaml"
OURS = """
import thaireport
thaireport.save(thaireport.load({source!r}), {target!r})
"""
PEER = """
from datetime import date
import yaml
from docxtpl import DocxTemplate
from jinja2 import Environment
from pydantic import BaseModel

MONTHS = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()

class Person(BaseModel):
    full_name: str
    position_lines: list[str]

class Item(BaseModel):
    text: str
    level: int = 0
    marker: str = ""

class Opinion(BaseModel):
    heading: str
    signer: Person
    blank_lines: list[int]

class Memo(BaseModel):
    office_line: str
    number: str
    dated: date
    subject_lines: list[str]
    addressee: str
    body: list[Item]
    closing: str
    signer_label: str
    signer: Person
    opinions: list[Opinion]

def long_date(day):
    return f"{{day.day}} {{MONTHS[day.month - 1]}} {{day.year + 543}}"

with open({source!r}, encoding="utf-8") as file:
    memo = Memo.model_validate(yaml.load(file, Loader=yaml.CSafeLoader))
environment = Environment(autoescape=True)
environment.filters["long_date"] = long_date
document = DocxTemplate({template!r})
document.render({{name: getattr(memo, name) for name in Memo.model_fields}}, environment, autoescape=True)
document.save({target!r})
"""
"""The same page: the example's memo in the shipped template, its data under the template's own names."""

LEANER = """
import yaml
from docxtpl import DocxTemplate
from pydantic import BaseModel

class Signer(BaseModel):
    name: str
    position: str

class Memo(BaseModel):
    org: str
    number: str
    day: str
    subject: str
    to: str
    paragraphs: list[str]
    signers: list[Signer]

with open({source!r}, encoding="utf-8") as file:
    memo = Memo.model_validate(yaml.load(file, Loader=yaml.CSafeLoader))
document = DocxTemplate({template!r})
document.render({{name: getattr(memo, name) for name in Memo.model_fields}}, autoescape=True)
document.save({target!r})
"""
"""A memo of half the tags and parts (``shapes.memo``)."""
LEANER_DATA = """
org: องค์การบริหารส่วนตำบลตัวอย่าง อำเภอตัวอย่าง จังหวัดตัวอย่าง
number: ตย 71801/
day: 20 เมษายน 2569
subject: ขออนุมัติดำเนินโครงการตามแผนปฏิบัติการ
to: นายกองค์การบริหารส่วนตำบลตัวอย่าง
paragraphs: [ตามที่ได้จัดทำแผน, ในการนี้จึงขออนุมัติ, จึงเรียนมาเพื่อโปรดพิจารณา]
signers: [{name: นางสุดา รักงาน, position: นักวิเคราะห์นโยบายและแผนชำนาญการ}]
"""


def peer_data(memo: thaireport.Memo) -> dict[str, object]:
    """What docxtpl's script reads: the memo's data under the template's own names."""
    return {
        "office_line": memo.office_line,
        "number": memo.number,
        "dated": memo.dated,
        "subject_lines": memo.subject_lines,
        "addressee": memo.addressee,
        "body": [{"text": item.text, "level": item.level, "marker": item.marker or ""} for item in memo.body],
        "closing": memo.closing,
        "signer_label": memo.signer_label,
        "signer": _person(memo.signer),
        "opinions": [
            {
                "heading": opinion.heading,
                "blank_lines": list(range(len(opinion.blank_lines))),
                "signer": _person(opinion.signer),
            }
            for opinion in memo.opinions
        ],
    }


def _person(person: thaireport.Person) -> dict[str, object]:
    return {"full_name": person.full_name, "position_lines": list(person.position_lines)}


def peer(folder: Path, target: Path) -> str:
    """docxtpl's script of the example's memo; its data and template are put into ``folder``."""
    memo = thaireport.load(EXAMPLE, thaireport.Memo)
    data, template = folder / "memo.yaml", folder / "memo.docx"
    data.write_text(yaml.safe_dump(peer_data(memo), allow_unicode=True), "utf-8")
    template.write_bytes(templates.find(memo.template_for("docx")).read_bytes())
    return PEER.format(source=str(data), template=str(template), target=str(target))


def leaner(folder: Path) -> str:
    """docxtpl's script of the memo that the Word engine is measured on."""
    from benchmarks.shapes import shapes

    data, template = folder / "leaner.yaml", folder / "leaner.docx"
    data.write_text(LEANER_DATA, "utf-8")
    template.write_bytes(next(shape.template for shape in shapes() if shape.name == "memo"))
    return LEANER.format(source=str(data), template=str(template), target=str(folder / "leaner_made.docx"))


def environment(folder: Path) -> dict[str, str]:
    """Where a process finds bytecode and compiled templates: below ``folder``, and nowhere else."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "THAIREPORT_CACHE": str(folder / "templates")}


def ratios(quick: bool = False) -> dict[str, float]:
    """Times bare Python, and times docxtpl's scripts (below 1: quicker). ``quick`` leaves the leaner memo out."""
    rounds = 9 if quick else 21
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        ours = OURS.format(source=str(EXAMPLE), target=str(folder / "ours.docx"))
        theirs = peer(folder, folder / "peer.docx")
        variables = environment(folder)

        def run(*arguments: str) -> None:
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=variables)

        def run_first() -> None:
            shutil.rmtree(folder / "templates", ignore_errors=True)
            run("-c", ours)

        shown = pair(lambda: run("-c", "pass"), lambda: run("-m", "thaireport", "--help"), rounds=rounds, budget=0)
        first = pair(lambda: run("-c", theirs), run_first, rounds=1 if quick else rounds, budget=0)
        made = pair(lambda: run("-c", theirs), lambda: run("-c", ours), rounds=rounds, budget=0)
        found = {
            "start_help_of_python": shown.ratio,
            "start_memo_of_docxtpl": made.ratio,
            "start_memo_milliseconds": made.other,
            "start_first_memo_of_docxtpl": first.ratio,
        }
        if not quick:
            lean = leaner(folder)
            made = pair(lambda: run("-c", lean), lambda: run("-c", ours), rounds=rounds, budget=0)
            found["start_memo_of_docxtpl_leaner"] = made.ratio
    return found


if __name__ == "__main__":
    for name, value in ratios().items():
        print(f"{name:40} {value:8.2f}")
