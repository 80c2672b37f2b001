"""What this machine has of what reports need: programs, fonts, versions, rights; each finding with its remedy."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from thaireport import __version__
from thaireport.errors import ThaiReportError

LIBRARIES = ("pydantic", "lxml", "docxtpl", "openpyxl", "python-calamine", "pythainlp", "typer")
EXTRAS = {"pikepdf": "pdf", "fonttools": "pdf", "zlib-ng": "fast"}
FONT_FAMILIES = ("TH SarabunPSK", "TH Sarabun New")
OLDEST_PYTHON = (3, 10)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is fine, what was found, what to do; ``needed`` for making any file at all."""

    subject: str
    fine: bool
    text: str
    remedy: str = ""
    needed: bool = False


def findings(agency: Path | None = None) -> Iterator[Finding]:
    """Everything worth knowing about this machine, needed things first."""
    yield _python()
    yield from _libraries()
    yield _writable(Path.cwd())
    yield _temporary()
    yield _kept_templates()
    yield _console()
    yield _agency(agency)
    yield from _fonts()
    yield _office()
    yield from _extras()


def _python() -> Finding:
    fine = sys.version_info >= OLDEST_PYTHON
    text = f"Python {platform.python_version()} ({platform.system()} {platform.release()}), thaireport {__version__}"
    return Finding("โปรแกรม", fine, text, "ติดตั้ง Python 3.10 ขึ้นไปจาก python.org หรือ Microsoft Store", needed=True)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _libraries() -> Iterator[Finding]:
    have = {name: _installed(name) for name in LIBRARIES}
    missing = [name for name, found in have.items() if found is None]
    text = ", ".join(f"{name} {found}" for name, found in have.items() if found)
    remedy = f"{_pip()} install --upgrade thaireport"
    yield Finding("ไลบรารี", not missing, f"ขาด {', '.join(missing)}" if missing else text, remedy, needed=True)


def _pip() -> str:
    """How pip is called here: ``py -m pip`` is what Windows has without administrator rights."""
    return "py -m pip" if os.name == "nt" else "python3 -m pip"


def _writable(folder: Path) -> Finding:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".thaireport-"):
            pass
    except OSError as error:
        remedy = "ย้ายไปทำงานในโฟลเดอร์ของตนเอง เช่น เอกสาร (Documents) หรือระบุ -o โฟลเดอร์อื่น"
        return Finding("สิทธิ์เขียน", False, f"เขียนใน {folder} ไม่ได้ ({error.strerror})", remedy, needed=True)
    return Finding("สิทธิ์เขียน", True, f"เขียนใน {folder} ได้")


def _temporary() -> Finding:
    try:
        folder = Path(tempfile.gettempdir())
    except OSError:
        return Finding("ที่พักไฟล์", False, "ไม่มีโฟลเดอร์ชั่วคราวที่เขียนได้", "ตั้งค่าตัวแปร TEMP เป็นโฟลเดอร์ที่เขียนได้", needed=True)
    return Finding("ที่พักไฟล์", True, str(folder))


def _kept_templates() -> Finding:
    from thaireport.output.docx.stored import VARIABLE, cache_folder

    folder = cache_folder()
    subject = "แม่แบบที่แปลแล้ว"
    if folder is None:
        off = f"ปิดอยู่ ({VARIABLE}=off)" if os.environ.get(VARIABLE) else "ไม่มีโฟลเดอร์ของผู้ใช้"
        return Finding(subject, True, off)
    if not _can_be_made(folder):
        remedy = f"ทำไฟล์ได้ตามปกติ ถ้าต้องการให้เริ่มเร็วขึ้น ตั้งค่า {VARIABLE} เป็นโฟลเดอร์ที่เขียนได้"
        return Finding(subject, False, f"เขียนใน {folder} ไม่ได้ จึงไม่เก็บ", remedy)
    return Finding(subject, True, f"เก็บใน {folder} (ปิดด้วย {VARIABLE}=off)")


def _can_be_made(folder: Path) -> bool:
    there = next((each for each in (folder, *folder.parents) if os.access(each, os.F_OK)), None)  # None: no such drive
    return there is not None and there.is_dir() and os.access(there, os.W_OK)


def _console() -> Finding:
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower()
    page = _code_page()
    text = f"พิมพ์ข้อความเป็น {encoding or 'ไม่ทราบ'}" + (f" หน้ารหัส {page}" if page else "")
    fine = encoding.replace("-", "") == "utf8" and page in {None, 65001, 874}
    return Finding("หน้าจอ", fine, text, "ถ้าภาษาไทยเพี้ยน ใช้ Windows Terminal หรือสั่ง chcp 65001 ก่อน")


def _code_page() -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())


def _agency(named: Path | None) -> Finding:
    from thaireport.intake.agency_folder import find_agency, load_agency

    subject, remedy = "หน่วยงาน", "สั่ง thaireport new memo . จะได้ agency.yaml ให้กรอกในโฟลเดอร์นี้"
    try:
        folder = named or find_agency(Path.cwd())
        if folder is None:
            return Finding(subject, False, "ไม่พบ agency.yaml (ต้องกรอกข้อมูลหน่วยงานในทุกรายงาน)", remedy)
        return Finding(subject, True, f"{load_agency(folder).name} ({folder})")
    except ThaiReportError as error:
        return Finding(subject, False, str(error).replace("\n", "; "), "แก้ agency.yaml ตามที่บอก")


def _fonts() -> Iterator[Finding]:
    from thaireport.output import fonts

    try:
        with tempfile.TemporaryDirectory(prefix="thaireport-") as folder:
            folders = fonts.font_folders()
            known = fonts.faces(folders, fonts.environment(folders, Path(folder) / "fonts.conf"))
    except ImportError:  # where no fc-list is, the files are read with fontTools, which is in the extra
        yield Finding("แบบอักษร", False, "ยังตรวจไม่ได้เพราะขาดส่วนเสริม pdf", f'{_pip()} install "thaireport[pdf]"')
        return
    have = [family for family in FONT_FAMILIES if fonts.faces_of(family, known)]
    remedy = "ดาวน์โหลด TH SarabunPSK จากเว็บไซต์ depa หรือกรมทรัพย์สินทางปัญญา แล้วดับเบิลคลิกเพื่อติดตั้ง (ไม่ต้องใช้สิทธิ์ผู้ดูแล)"
    text = f"มี {', '.join(have)}" if have else f"ไม่พบ {' และ '.join(FONT_FAMILIES)}"
    yield Finding("แบบอักษร", FONT_FAMILIES[0] in have, text, remedy)


def _office() -> Finding:
    from thaireport.output.soffice import find_soffice

    found = find_soffice()
    remedy = "ติดตั้ง LibreOffice เมื่อต้องการ --to pdf หรือเปิด .docx ใน Word แล้วเลือก ไฟล์ > บันทึกเป็น > PDF"
    return Finding(
        "LibreOffice", found is not None, str(found) if found else "ไม่พบ (ทำ .docx และ .xlsx ได้ตามปกติ)", remedy
    )


def _extras() -> Iterator[Finding]:
    for extra in sorted(set(EXTRAS.values())):
        missing = [name for name, belongs in EXTRAS.items() if belongs == extra and _installed(name) is None]
        text = f"ขาด {', '.join(missing)}" if missing else "ครบ"
        yield Finding(f"ส่วนเสริม {extra}", not missing, text, f'{_pip()} install "thaireport[{extra}]"')
