"""``form``: the workbook of a kind, blank or filled with its example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from thaireport.cli.console import EXIT_DONE, say
from thaireport.errors import UsageError
from thaireport.files import make_folder
from thaireport.intake.form import form_bytes
from thaireport.output.package import replace_file
from thaireport.pictures import PictureFile
from thaireport.report import Report
from thaireport.reports import REPORTS
from thaireport.thai.text import closest

_PACKAGE = Path(__file__).resolve().parent.parent


def kind_named(kind: str) -> type[Report]:
    """The class of a kind; UsageError suggests the one that was meant."""
    if kind in REPORTS:
        return REPORTS[kind]
    by_thai_name = {report.thai_name: report for report in REPORTS.values()}
    if kind in by_thai_name:
        return by_thai_name[kind]
    near = closest(kind, [*REPORTS, *by_thai_name])
    meant = [near] if near else sorted(report.kind for name, report in by_thai_name.items() if kind in name)
    known = f"ใช้ได้ {', '.join(sorted(REPORTS))} (ชื่อไทย: thaireport kinds)"
    hint = f"หมายถึง {' หรือ '.join(meant)} หรือไม่" if meant else known
    raise UsageError(f"ไม่รู้จักชนิดรายงาน {kind}: {hint}")


def examples_folder() -> Path:
    """The folder of the examples: inside the package (a wheel) or beside it (a checkout)."""
    inside = _PACKAGE / "examples"
    return inside if inside.is_dir() else _PACKAGE.parent / "examples"


def example_of(kind: str) -> Report:
    """The example of a kind. UsageError when it has none."""
    from thaireport.pipeline import load

    file = _example_file(kind)
    if file is None:
        raise UsageError(f"รายงานชนิด {kind} ยังไม่มีตัวอย่าง: ใช้ thaireport form {kind} โดยไม่มี --example")
    return load(file)


def _example_file(kind: str) -> Path | None:
    """The example of a kind; None for one that has none (a kind of another package)."""
    found = (examples_folder() / f"{kind}{suffix}" for suffix in (".yaml", ".json"))
    return next((path for path in found if path.is_file()), None)


def write_form(kind: str, output: Path | None, *, example: bool, force: bool) -> int:
    """Write the form; a file that is there already, perhaps filled in, is kept unless ``force``."""
    model = kind_named(kind)
    target = output or Path(f"{model.kind}.xlsx")
    if target.is_dir():
        target = target / f"{model.kind}.xlsx"
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"แบบกรอกเป็นไฟล์ .xlsx: เปลี่ยนชื่อ {target.name} ให้ลงท้าย .xlsx")
    if target.exists() and not force:
        raise UsageError(f"มีไฟล์ {target} อยู่แล้ว อาจกรอกไว้แล้ว: ใช้ชื่ออื่นด้วย -o หรือใส่ --force เพื่อเขียนทับ")
    make_folder(target.parent)
    report = example_of(model.kind) if example else None
    replace_file(target, form_bytes(model, report))
    say(f"เขียนแล้ว {target}")
    for picture in _lay_pictures(report, target.parent):
        say(f"เขียนแล้ว {picture}")
    say(f"กรอกแล้วสั่ง: thaireport make {_quoted(target)} --to docx")
    return EXIT_DONE


def _lay_pictures(value: object, folder: Path) -> Iterator[Path]:
    """Put the pictures that an example names beside its form, where the form looks for them."""
    if isinstance(value, PictureFile):
        copy = folder / value.name
        if not Path(value.name).is_absolute() and value.path.is_file() and not copy.exists():
            make_folder(copy.parent)
            replace_file(copy, value.path.read_bytes())
            yield copy
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _lay_pictures(getattr(value, name), folder)
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _lay_pictures(part, folder)


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


_AGENCY_TO_FILL = """# ข้อมูลหน่วยงาน: กรอกครั้งเดียว ใช้กับทุกรายงานในโฟลเดอร์นี้
# รายงานในโฟลเดอร์อื่น: เติม --agency และชื่อโฟลเดอร์นี้ท้ายคำสั่ง
# แก้ข้อความหลังเครื่องหมาย : ให้เป็นของหน่วยงาน  บรรทัดที่ขึ้นต้นด้วย # คือคำอธิบาย
name: องค์การบริหารส่วนตำบลตัวอย่าง
short_name: อบต.ตัวอย่าง
district: อำเภอตัวอย่าง
province: จังหวัดตัวอย่าง
code: ตย 71801
phone: 0 4312 3456
#emblem: ตราครุฑ.png
#seal: ตราหน่วยงาน.png
units:
  office:
    name: สำนักปลัด
people:
  mayor:
    name: นายสมชาย ตัวอย่างดี
    position: นายกองค์การบริหารส่วนตำบลตัวอย่าง
  clerk:
    name: นางสาววรรณา ใจซื่อ
    position: ปลัดองค์การบริหารส่วนตำบลตัวอย่าง
"""

_READ_ME = """{thai_name}: วิธีใช้โฟลเดอร์นี้

1. เปิด agency.yaml ด้วย Notepad แก้ชื่อหน่วยงาน ชื่อคน และตำแหน่ง (ครั้งเดียว) แล้วบันทึก
2. เปิด {form} ด้วย Excel กรอกช่องสีเหลืองในแผ่นงาน "ข้อมูล" และแผ่นงานถัดไป แล้วบันทึกและปิดไฟล์
   ช่องผู้ลงนามพิมพ์คีย์จาก agency.yaml ได้ เช่น mayor
3. เปิดหน้าต่างคำสั่งในโฟลเดอร์นี้ (Windows: พิมพ์ cmd ในแถบที่อยู่ของโฟลเดอร์ แล้วกด Enter)
   ตรวจ:      thaireport check {form} --mark
   ทำ Word:   thaireport make {form}
   ทำ PDF:    thaireport make {form} --to docx --to pdf
   ถ้าไม่พบคำสั่ง thaireport ให้พิมพ์ py -m thaireport แทน
4. มีปัญหา: thaireport doctor บอกว่าเครื่องขาดอะไร และแก้อย่างไร
"""
_EXAMPLE = """
ดูตัวอย่างที่กรอกแล้ว:  thaireport form {kind} --example -o ตัวอย่าง.xlsx
"""


def start_folder(kind: str, folder: Path | None) -> int:
    """A folder to work in: agency.yaml, the blank form, instructions; files that are there already are kept."""
    model = kind_named(kind)
    home = folder or Path(model.thai_name)
    make_folder(home)
    form = f"{model.kind}.xlsx"
    words = {"thai_name": model.thai_name, "form": form, "kind": model.kind}
    read_me = _READ_ME + _EXAMPLE if _example_file(model.kind) else _READ_ME
    files = {
        # Notepad of older Windows knows UTF-8 by its mark, and wants CRLF.
        "agency.yaml": _AGENCY_TO_FILL.replace("\n", "\r\n").encode("utf-8-sig"),
        form: form_bytes(model),
        "อ่านก่อน.txt": read_me.format(**words).replace("\n", "\r\n").encode("utf-8-sig"),
    }
    for name, data in files.items():
        if (home / name).exists():
            say(f"มีอยู่แล้ว {home / name}")
        else:
            replace_file(home / name, data)
            say(f"เขียนแล้ว {home / name}")
    say(f"อ่าน {home / 'อ่านก่อน.txt'} แล้วเริ่มกรอกได้")
    return EXIT_DONE
