"""``form``: the workbook of a kind, blank or filled with its example."""

from __future__ import annotations

from pathlib import Path

from thaireport.cli.console import EXIT_DONE, say
from thaireport.errors import UsageError
from thaireport.intake.form import form_bytes
from thaireport.output.package import replace_file
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
    hint = f"หมายถึง {near} หรือไม่" if near else f"ใช้ได้ {', '.join(sorted(REPORTS))}"
    raise UsageError(f"ไม่รู้จักชนิดรายงาน {kind}: {hint}")


def examples_folder() -> Path:
    """The folder of the examples: inside the package (a wheel) or beside it (a checkout)."""
    inside = _PACKAGE / "examples"
    return inside if inside.is_dir() else _PACKAGE.parent / "examples"


def example_of(kind: str) -> Report:
    """The example of a kind. UsageError when it has none."""
    from thaireport.pipeline import load

    found = [examples_folder() / f"{kind}{suffix}" for suffix in (".yaml", ".json")]
    file = next((path for path in found if path.is_file()), None)
    if file is None:
        raise UsageError(f"รายงานชนิด {kind} ยังไม่มีตัวอย่าง: ใช้ thaireport form {kind} โดยไม่มี --example")
    return load(file)


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
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, form_bytes(model, example_of(model.kind) if example else None))
    say(f"เขียนแล้ว {target}")
    say(f"กรอกแล้วสั่ง: thaireport make {_quoted(target)} --to docx")
    return EXIT_DONE


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
