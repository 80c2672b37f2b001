"""Starting: the help against bare Python, and one memo from a cold process against the same script with docxtpl.

Each is a process of its own, in turn with its peer. docxtpl's script reads the same YAML into pydantic models and
renders the same template. Both sides have their modules as bytecode, as pip leaves them (a warm-up run writes it into a
folder of the benchmark's own, whatever PYTHONDONTWRITEBYTECODE says here). The ``first`` memo is that of a user who has
no compiled template yet and whose process writes it; every later one finds it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import pair

ROOT = Path(__file__).parents[1]
OURS = """
import thaireport
thaireport.save(thaireport.load({source!r}), {target!r})
"""
PEER = """
from datetime import date
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
PEER_DATA = """
org: องค์การบริหารส่วนตำบลตัวอย่าง อำเภอตัวอย่าง จังหวัดตัวอย่าง
number: ตย 71801/
day: 20 เมษายน 2569
subject: ขออนุมัติดำเนินโครงการตามแผนปฏิบัติการ
to: นายกองค์การบริหารส่วนตำบลตัวอย่าง
paragraphs: [ตามที่ได้จัดทำแผน, ในการนี้จึงขออนุมัติ, จึงเรียนมาเพื่อโปรดพิจารณา]
signers: [{name: นางสุดา รักงาน, position: นักวิเคราะห์นโยบายและแผนชำนาญการ}]
"""


def environment(folder: Path) -> dict[str, str]:
    """Where a process finds bytecode and compiled templates: below ``folder``, and nowhere else."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "THAIREPORT_CACHE": str(folder / "templates")}


def ratios(quick: bool = False) -> dict[str, float]:
    """Times bare Python, and times docxtpl's script (below 1: quicker)."""
    from benchmarks.shapes import shapes

    rounds = 3 if quick else 21
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "memo.docx").write_bytes(next(shape.template for shape in shapes() if shape.name == "memo"))
        (folder / "memo.yaml").write_text(PEER_DATA, "utf-8")
        ours = OURS.format(source=str(ROOT / "examples/memo.yaml"), target=str(folder / "ours.docx"))
        names = {"source": str(folder / "memo.yaml"), "template": str(folder / "memo.docx")}
        peer = PEER.format(**names, target=str(folder / "peer.docx"))
        variables = environment(folder)

        def run(*arguments: str) -> None:
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=variables)

        def run_first() -> None:
            shutil.rmtree(folder / "templates", ignore_errors=True)
            run("-c", ours)

        shown = pair(lambda: run("-c", "pass"), lambda: run("-m", "thaireport", "--help"), rounds=rounds, budget=0)
        first = pair(lambda: run("-c", peer), run_first, rounds=1 if quick else rounds, budget=0)
        made = pair(lambda: run("-c", peer), lambda: run("-c", ours), rounds=rounds, budget=0)
    return {
        "start_help_of_python": shown.ratio,
        "start_memo_of_docxtpl": made.ratio,
        "start_memo_milliseconds": made.other,
        "start_first_memo_of_docxtpl": first.ratio,
    }


if __name__ == "__main__":
    for name, value in ratios().items():
        print(f"{name:40} {value:8.2f}")
