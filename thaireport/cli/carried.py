"""``read``, ``verify``, ``diff`` and ``collect``: what finished files can still tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thaireport.cli.console import EXIT_DATA, EXIT_DONE, Progress, complain, say
from thaireport.errors import DataError, ThaiReportError, UsageError
from thaireport.files import whole_name

if TYPE_CHECKING:
    from thaireport.report import Report

_MADE = (".docx", ".xlsx", ".pdf")
_OUTPUTS = (".yaml", ".yml", ".json", ".xlsx")

MadeFile = Annotated[Path, typer.Argument(metavar="FILE", help="ไฟล์รายงานที่ทำเสร็จแล้ว (.docx .xlsx .pdf)")]


def register(app: typer.Typer, command: type[Any]) -> None:
    """Add the commands of this module to the program."""
    for body in (read, verify, diff, collect):
        app.command(cls=command)(body)


def read(
    file: MadeFile,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="ไฟล์ .yaml .json หรือแบบกรอก .xlsx (ปกติ: จอภาพ)"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="เขียนทับไฟล์ที่มีอยู่")] = False,
    strip: Annotated[bool, typer.Option("--strip", help="เขียนสำเนาที่ไม่มีข้อมูลติดไป แทนการอ่าน")] = False,
) -> int:
    """อ่านข้อมูลกลับจากไฟล์รายงานที่ทำเสร็จแล้ว"""
    if strip:
        return _strip(file, output, force=force)
    report = _carried(file)
    suffix = output.suffix.lower() if output else ".yaml"
    if suffix not in _OUTPUTS:
        raise UsageError(f"-o ต้องลงท้าย {' '.join(_OUTPUTS)}: แต่พบ {output}")
    if output is None:
        say(_as_text(report, suffix).rstrip("\n"))
        return EXIT_DONE
    return _write(output, _as_bytes(report, suffix), file, force=force)


def _carried(file: Path) -> Report:
    """The data that a file carries; hand edits, which are not among them, are told."""
    from thaireport.verify import verify as verdict_for

    verdict = verdict_for(file)
    if verdict.changes:
        said = f"{file} ถูกแก้ด้วยมือ {len(verdict.changes):,} แห่ง ข้อมูลที่อ่านได้เป็นของตอนทำไฟล์ จึงไม่มีสิ่งที่แก้"
        complain(f'เตือน  {said}: ดูแต่ละแห่งด้วย thaireport verify "{file}"')
    return verdict.report


def _as_bytes(report: Report, suffix: str) -> bytes:
    if suffix == ".xlsx":
        from thaireport.intake.form import form_bytes

        return form_bytes(type(report), report)
    return _as_text(report, suffix).encode()


def _as_text(report: Report, suffix: str) -> str:
    data = _with_version(report, report.stored())
    if suffix == ".json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    import yaml

    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1_000)


def _with_version(report: Report, stored: dict[str, Any]) -> dict[str, Any]:
    """The data with the version of its format, and of a bundle each part with its own: they rise apart."""
    from thaireport.migrate import VERSION_KEY
    from thaireport.reports.bundle import Bundle

    data = {"kind": stored["kind"], VERSION_KEY: report.format_version, **stored}
    if isinstance(report, Bundle):
        parts = zip(report.parts, stored["parts"], strict=True)
        data["parts"] = [_with_version(part, each) for part, each in parts]
    return data


def _write(target: Path, data: bytes, source: Path, *, force: bool) -> int:
    from thaireport.output.package import replace_file

    if whole_name(target) == whole_name(source):
        raise UsageError(f"{target} คือไฟล์ต้นทางเอง: ใช้ชื่ออื่น")
    if target.exists() and not force:
        raise UsageError(f"มีไฟล์ {target} อยู่แล้ว: ใช้ชื่ออื่น หรือใส่ --force เพื่อเขียนทับ")
    replace_file(target, data)
    say(f"เขียนแล้ว {target}")
    return EXIT_DONE


def _strip(file: Path, output: Path | None, *, force: bool) -> int:
    from thaireport.readback import without_record

    target = output or file.parent / f"{file.stem}-ไม่มีข้อมูลติดไป{file.suffix}"
    if target.suffix.lower() != file.suffix.lower():
        raise UsageError(f"--strip เขียนไฟล์ชนิดเดิม: -o ต้องลงท้าย {file.suffix}")
    return _write(target, without_record(file), file, force=force)


def verify(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="ไฟล์รายงานที่ทำเสร็จแล้ว หรือโฟลเดอร์ ใส่ได้หลายไฟล์")],
    as_json: Annotated[bool, typer.Option("--json", help="พิมพ์ผลเป็น JSON")] = False,
) -> int:
    """ตรวจว่าข้อความในไฟล์ยังตรงกับที่ทำไว้ และบอกจุดที่ถูกแก้ด้วยมือ"""
    found = [_verified(path) for path in _made_files(files)]
    if as_json:
        say(json.dumps([result for result, _ in found], ensure_ascii=False, indent=2))
    else:
        for result, _ in found:
            _tell(result)
    return max(status for _, status in found)


def _made_files(words: Sequence[str]) -> list[Path]:
    """The finished files that are meant, each once."""
    found: dict[Path, None] = {}
    for word in words:
        path = Path(word)
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() in _MADE and each.is_file())
            found.update(dict.fromkeys(each for each in inside if not each.name.startswith((".", "~$"))))
        else:
            found[path] = None
    if not found:
        raise UsageError(f"ไม่พบไฟล์ {' '.join(_MADE)} ใน {' '.join(words)}")
    return list(found)


def _verified(path: Path) -> tuple[dict[str, Any], int]:
    """What is found of one file, and the exit status that it asks for."""
    from thaireport.verify import verify as verdict_for

    result: dict[str, Any] = {"file": str(path), "result": "as-made", "changes": [], "notes": []}
    try:
        verdict = verdict_for(path)
    except ThaiReportError as error:
        return {**result, "result": "unreadable", "doubt": str(error)}, error.exit_status
    result["changes"] = [
        {"place": change.place, "old": change.old, "new": change.new, "text": str(change)} for change in verdict.changes
    ]
    result["notes"] = list(verdict.notes)
    if verdict.doubt:
        return {**result, "result": "doubtful", "doubt": verdict.doubt}, EXIT_DATA
    if verdict.changes:
        return {**result, "result": "edited"}, EXIT_DATA
    return result, EXIT_DONE


_WORDS = {
    "as-made": "ตรงกับที่ทำไว้",
    "edited": "ถูกแก้ด้วยมือ",
    "doubtful": "ตรวจไม่ได้",
    "unreadable": "อ่านข้อมูลไม่ได้",
}


def _tell(result: dict[str, Any]) -> None:
    line = say if result["result"] == "as-made" else complain
    count = f" {len(result['changes'])} แห่ง" if result["changes"] else ""
    line(f"{result['file']}: {_WORDS[result['result']]}{count}")
    for change in result["changes"]:
        line(f"  {change['text']}")
    for text in [*str(result.get("doubt", "")).split("\n"), *result["notes"]]:
        if text:
            line(f"  {text}")


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="ฉบับเดิม: ไฟล์ข้อมูลหรือไฟล์รายงาน")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="ฉบับใหม่: ไฟล์ข้อมูลหรือไฟล์รายงาน")],
    as_json: Annotated[bool, typer.Option("--json", help="พิมพ์ผลเป็น JSON")] = False,
) -> int:
    """รายการแก้ไขระหว่างสองฉบับของรายงานเดียวกัน"""
    from thaireport.differences import differences

    found = differences(_any_report(old), _any_report(new))
    if as_json:
        say(json.dumps([vars(change) for change in found], ensure_ascii=False, indent=2))
        return EXIT_DONE
    say(f"รายการแก้ไข {old.name} -> {new.name}: {f'{len(found):,} แห่ง' if found else 'ไม่มี'}")
    for number, change in enumerate(found, 1):
        say(f"  {number}. {change}")
    return EXIT_DONE


def _any_report(path: Path) -> Report:
    """The report of a data file or a finished file; a workbook that carries data is a finished file."""
    from thaireport.output.embed import NoRecordError
    from thaireport.pipeline import load

    suffix = path.suffix.lower()
    if suffix in _MADE:
        try:
            return _carried(path)
        except NoRecordError:
            if suffix != ".xlsx":
                raise
    try:
        return load(path)
    except DataError as error:
        # Of two forms the sheets and cells have the same names.
        raise DataError([each.in_file(path.name) for each in error.problems]) from error


def collect(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER", help="โฟลเดอร์ที่เก็บไฟล์รายงาน (รวมโฟลเดอร์ย่อย) หรือไฟล์")
    ],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.xlsx", help="สมุดงานสรุปที่จะเขียน")],
    roster: Annotated[
        Path | None,
        typer.Option("--roster", metavar="FILE", help="รายชื่อหน่วยงานที่ต้องส่ง (.xlsx .csv) มีหัวคอลัมน์ หน่วยงาน และ จังหวัด"),
    ] = None,
    data: Annotated[bool, typer.Option("--data", help="เขียนสำเนา .csv ข้างสมุดงานสรุปด้วย")] = False,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="ชนิดรายงานที่รวบรวม (ปกติ: ชนิดที่พบมากที่สุด)")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, help="จำนวนงานพร้อมกัน (ปกติ: เท่าจำนวนแกนประมวลผล)")
    ] = None,
) -> int:
    """รวบรวมไฟล์ที่หน่วยงานส่งมาเป็นสมุดงานสรุปเดียว"""
    from thaireport.collect import collect as gather

    bar: list[Progress] = []

    def step(total: int) -> None:
        if not bar:
            bar.append(Progress(total))
        bar[0].step()

    try:
        summary = gather(folders, output, roster=roster, data=data, kind=kind, jobs=jobs, step=step)
    finally:
        for each in bar:
            each.clear()
    for line in summary.lines():
        say(line)
    return EXIT_DONE
