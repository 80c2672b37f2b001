"""The agency's desk: ``template``, ``fields``, ``blank`` and ``agency check``."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thaireport.cli.console import EXIT_DATA, EXIT_DONE, complain, problem_lines, say, table
from thaireport.errors import Level, Problem, ThaiReportError, UsageError
from thaireport.files import make_folder

if TYPE_CHECKING:
    from thaireport.agency import Agency
    from thaireport.report import Report

Kind = Annotated[str, typer.Argument(metavar="KIND", help="ชนิดรายงาน (ดู thaireport kinds)")]
AsJson = Annotated[bool, typer.Option("--json", help="พิมพ์ผลเป็น JSON")]
Strict = Annotated[bool, typer.Option("--strict", help="ถือว่าคำเตือนเป็นข้อผิดพลาด")]
AgencyFolder = Annotated[Path | None, typer.Option("--agency", metavar="FOLDER", help="โฟลเดอร์ของ agency.yaml")]
Force = Annotated[bool, typer.Option("--force", help="เขียนทับไฟล์ที่มีอยู่")]


def register(app: typer.Typer, command: type[Any], group: type[Any]) -> None:
    """Add the commands of this module to the program."""
    template = typer.Typer(cls=group, help="แม่แบบของหน่วยงาน: ส่งออกมาแก้ และตรวจ", no_args_is_help=True)
    template.command(name="export", cls=command)(export)
    template.command(name="check", cls=command)(check)
    app.add_typer(template, name="template")
    agency = typer.Typer(cls=group, help="โฟลเดอร์ของหน่วยงาน (agency.yaml)", no_args_is_help=True)
    agency.callback()(_of_agency)
    agency.command(name="check", cls=command)(agency_check)
    app.add_typer(agency, name="agency")
    app.command(cls=command)(fields)
    app.command(cls=command)(blank)


def _of_agency() -> None:
    """Keeps ``check`` a command of its own group, though it is the only one."""


# ---------------------------------------------------------------- templates


def export(
    kind: Kind,
    *,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FOLDER", help="โฟลเดอร์ที่จะเขียน (ปกติ: templates)", show_default=False),
    ] = Path("templates"),
    force: Force = False,
) -> int:
    """ส่งออกแม่แบบ Word/Excel ของรายงานชนิดหนึ่งมาแก้เอง"""
    from thaireport.cli.forms import kind_named
    from thaireport.output.package import replace_file
    from thaireport.output.templates import shipped_folder

    model = kind_named(kind)
    home = model.template_folder or shipped_folder()
    found = _templates_of(model, home)
    if output.suffix.lower() in _TEMPLATE_SUFFIXES:
        raise UsageError(f"{output} เป็นชื่อไฟล์ แต่ -o คือโฟลเดอร์ที่จะเขียนแม่แบบทุกไฟล์ของรายงาน: พิมพ์ -o {output.parent}")
    if not found:
        raise UsageError(f"รายงานชนิด {model.kind} ไม่มีแม่แบบของตนเอง: ส่งออกของชนิดอื่น เช่น memo")
    kept = [file.name for file in found if (output / file.name).exists()]
    if kept and not force:
        raise UsageError(f"มี {', '.join(kept)} ใน {output} อยู่แล้ว อาจแก้ไว้แล้ว: ใช้โฟลเดอร์อื่น หรือใส่ --force เพื่อเขียนทับ")
    make_folder(output)
    for file in found:
        replace_file(output / file.name, file.read_bytes())
        say(f"เขียนแล้ว {output / file.name}")
    say(f"แก้แล้วตรวจ: thaireport template check {output / found[0].name}")
    return EXIT_DONE


_TEMPLATE_SUFFIXES = frozenset({".docx", ".xlsx"})


def _templates_of(model: type[Report], folder: Path) -> list[Path]:
    from thaireport.reports import REPORTS
    from thaireport.template_check import kind_of

    files = sorted(file for file in folder.glob(f"{model.kind}*.*x") if file.suffix in _TEMPLATE_SUFFIXES)
    return [file for file in files if kind_of(file.name, REPORTS) == model.kind]


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="แม่แบบ .docx หรือ .xlsx ใส่ได้หลายไฟล์ หรือโฟลเดอร์")],
    *,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="ชนิดรายงาน (ปกติ: ดูจากชื่อไฟล์)")] = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> int:
    """ตรวจแม่แบบ: ทุกป้าย ทุกรายการที่ซ้ำ แบบอักษร และทดลองเติมข้อมูล"""
    from thaireport.cli.forms import kind_named

    listed = [file for named in files for file in _templates_in(named)]
    check_one = _checked if len(listed) == 1 else _checked_or_told
    model = kind_named(kind) if kind else None
    checked = [(file, check_one(file, model)) for file in listed]
    if as_json:
        told = [
            {"file": str(file), "ok": not _fails(found, strict), "problems": [_as_data(each) for each in found]}
            for file, found in checked
        ]
        say(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for file, found in checked:
            _tell(str(file), found, strict=strict, good="ใช้ได้ ไม่พบข้อผิดพลาด")
    return EXIT_DATA if any(_fails(found, strict) for _, found in checked) else EXIT_DONE


def _templates_in(named: Path) -> list[Path]:
    """A template, or all of a folder's: a command line of Windows hands ``templates/*`` over as it is."""
    if not named.is_dir():
        return [named]
    from thaireport.intake.source import is_lock

    found = sorted(each for each in named.iterdir() if _is_document(each) and not is_lock(each))
    if not found:
        raise UsageError(f"ไม่พบแม่แบบ .docx หรือ .xlsx ในโฟลเดอร์ {named}")
    return found


def _is_document(file: Path) -> bool:
    from thaireport.template_check import is_of_other_format

    return file.suffix.lower() in {".docx", ".xlsx"} or is_of_other_format(file.name)


def _checked_or_told(file: Path, model: type[Report] | None) -> list[Problem]:
    """As ``_checked``; what is no template to check is a problem of its own, so that the others are checked as well."""
    try:
        return _checked(file, model)
    except ThaiReportError as error:
        from thaireport.template_check import is_of_other_format

        level: Level = "warning" if is_of_other_format(file.name) else "error"
        return [Problem(str(error), level=level, code="template-unused")]


def _checked(file: Path, model: type[Report] | None) -> list[Problem]:
    from thaireport.output.foreign import read_file
    from thaireport.template_check import check_template

    data = read_file(file)
    return check_template(data, file.name, model or _named_by(file))


def _named_by(file: Path) -> type[Report]:
    """The kind of report that a file's name says; UsageError for one that says none."""
    from thaireport.reports import REPORTS
    from thaireport.template_check import kind_of

    try:
        return REPORTS[kind_of(file.name, REPORTS)]
    except UsageError as error:
        raise UsageError(f"{error} หรือใส่ --kind") from error


def _fails(found: Sequence[Problem], strict: bool) -> bool:
    return any(strict or problem.level == "error" for problem in found)


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "level": problem.level,
        "code": problem.code,
        "place": problem.place,
        "message": problem.message,
    }


def _tell(name: str, found: Sequence[Problem], *, strict: bool, good: str) -> None:
    line = complain if _fails(found, strict) else say
    counts = [(sum(p.level == level for p in found), word) for level, word in (("error", "ผิด"), ("warning", "เตือน"))]
    word = " ".join(f"{label} {count} แห่ง" for count, label in counts if count) or good
    line(f"{name}: {word}")
    for text in problem_lines(found):
        line(text)


# ---------------------------------------------------------------- the agency's folder


def agency_check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="โฟลเดอร์ของ agency.yaml (ปกติ: ที่ใช้กับโฟลเดอร์นี้)")
    ] = None,
    *,
    strict: Strict = False,
    as_json: AsJson = False,
) -> int:
    """ตรวจโฟลเดอร์หน่วยงาน: คน ตำแหน่ง ภาพ ค่าตั้งต้น และแม่แบบ"""
    from thaireport.agency_check import check_agency

    home = folder or _found()
    found = check_agency(home)
    if as_json:
        told = {"folder": str(home), "ok": not _fails(found, strict), "problems": [_as_data(each) for each in found]}
        say(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _tell(str(home), found, strict=strict, good="เรียบร้อย")
    return EXIT_DATA if _fails(found, strict) else EXIT_DONE


def _found() -> Path:
    from thaireport.intake.agency_folder import FILE, PROJECT_FILE, VARIABLE, find_agency

    home = find_agency(Path.cwd())
    if home is None:
        message = f"ไม่พบ {FILE}: ระบุโฟลเดอร์ ตั้งตัวแปร {VARIABLE} หรือวาง {PROJECT_FILE} ไว้ที่โฟลเดอร์แม่"
        raise UsageError(message)
    return home if home.is_absolute() else Path(os.path.relpath(home))


# ---------------------------------------------------------------- fields and empty forms


def fields(kind: Kind, as_json: AsJson = False) -> int:
    """พจนานุกรมช่องข้อมูล: ชื่อที่ใช้ในแม่แบบ ชื่อไทย ชนิด ตัวอย่าง และตัวกรองที่ใช้ได้"""
    from thaireport.cli.forms import example_of, kind_named
    from thaireport.fieldlist import as_data, fields_of

    model = kind_named(kind)
    try:
        example = example_of(model.kind)
    except UsageError:
        example = None
    if as_json:
        say(json.dumps(as_data(model, example), ensure_ascii=False, indent=2, default=str))
        return EXIT_DONE
    rows = [("ช่อง", "ชื่อ", "ชนิด", "ตัวอย่าง", "ตัวกรอง")]
    for line in fields_of(model, example):
        name = f"{line.name} *" if line.required else line.name
        rows.append((line.path, name, line.kind, line.example, " ".join(f"|{each}" for each in line.filters)))
    for text in table(rows):
        say(text)
    say("* ต้องกรอก   [] รายการหลายค่า ใช้ใน for เช่น {%p for item in body %} แล้วพิมพ์ {{ item.text }}")
    return EXIT_DONE


def blank(
    kind: Kind,
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="ไฟล์ .docx .xlsx .pdf (ปกติ: KIND-เปล่า.docx)"),
    ] = None,
    agency: AgencyFolder = None,
    force: Force = False,
) -> int:
    """พิมพ์แบบฟอร์มเปล่า มีเส้นประแทนค่าที่ต้องกรอก"""
    return blank_forms([kind], output, (), agency=agency, force=force)


def blank_forms(
    kinds: Sequence[str], output: Path | None, formats: Sequence[str], *, agency: Path | None, force: bool
) -> int:
    """Write the empty form of each kind in each format, beside each other or in the folder of ``output``."""
    from thaireport.blank import blank as made_blank
    from thaireport.cli.forms import kind_named
    from thaireport.cli.inputs import destination
    from thaireport.output.package import replace_file

    models = [kind_named(kind) for kind in kinds]
    where = destination(output, formats, [Path(model.kind) for model in models])
    owner = _agency(agency)
    for model in models:
        for to in where.formats or ("docx",):
            target = where.file or (where.folder or Path()) / f"{model.kind}-เปล่า.{to}"
            if target.exists() and not force:
                raise UsageError(f"มีไฟล์ {target} อยู่แล้ว: ใช้ชื่ออื่นด้วย -o หรือใส่ --force เพื่อเขียนทับ")
            data = made_blank(model, to, agency=owner)
            make_folder(target.parent)
            replace_file(target, data)
            say(f"เขียนแล้ว {target}")
    return EXIT_DONE


def _agency(named: Path | None) -> Agency | None:
    from thaireport.intake.agency_folder import find_agency, load_agency

    home = named or find_agency(Path.cwd())
    return load_agency(home) if home else None
