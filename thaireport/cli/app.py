"""The commands and their options. Only signatures and help: each body is imported when its command runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from thaireport.cli import agency as agency_desk
from thaireport.cli import carried, overview, wording
from thaireport.cli.together import refuse_without_effect


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return wording.help_in_thai(super().get_help(ctx))

    def invoke(self, ctx: Any) -> Any:
        refuse_without_effect({param.opts[-1] for param in self.params if ctx.params.get(param.name)})
        return super().invoke(ctx)


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return wording.help_in_thai(super().get_help(ctx))


class _Program(TyperGroup):
    def get_help(self, ctx: Any) -> str:  # noqa: ARG002 - as typer calls it
        return overview.page()


app = typer.Typer(
    name="thaireport",
    cls=_Program,
    help=overview.ABOUT,
    epilog=overview.EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


def run(args: Sequence[str] | None) -> int:
    """The exit status of one command; what is typed wrongly is told in Thai."""
    if sys.platform == "win32":
        wording.refuse_swallowed(sys.argv[1:] if args is None else args)
    try:
        status = typer.main.get_command(app).main(
            args=None if args is None else list(args), prog_name="thaireport", standalone_mode=False
        )
    except Exception as error:
        return wording.report_wrong_use(error)
    if status == _INTERRUPTED:  # typer makes a status of Ctrl-C; console.guarded has the words for it
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0


_INTERRUPTED = 130


def _version(wanted: bool) -> None:
    if wanted:
        from thaireport import __version__

        typer.echo(f"thaireport {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="พิมพ์รุ่นของโปรแกรม", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="ไฟล์ข้อมูล (.xlsx .yaml .json) โฟลเดอร์ หรือแบบชื่อ เช่น *.xlsx"),
]
AgencyFolder = Annotated[Path | None, typer.Option("--agency", metavar="FOLDER", help="โฟลเดอร์ของ agency.yaml")]
Strict = Annotated[bool, typer.Option("--strict", help="ถือว่าคำเตือนเป็นข้อผิดพลาด")]
AsJson = Annotated[bool, typer.Option("--json", help="พิมพ์ผลเป็น JSON")]


@app.command(cls=_Command)
def kinds(as_json: AsJson = False) -> int:
    """รายชื่อชนิดรายงานที่ทำได้"""
    from thaireport.cli.desk import list_kinds

    return list_kinds(as_json)


@app.command(cls=_Command)
def make(  # noqa: PLR0913 - every option of the command
    inputs: Inputs,
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="PATH", help="ไฟล์ หรือโฟลเดอร์ที่จะเขียน (ปกติ: ข้างไฟล์ข้อมูล)"),
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="FORMAT", help="docx, xlsx หรือ pdf ใส่ซ้ำได้ (ปกติ: docx)")
    ] = None,
    agency: AgencyFolder = None,
    strict: Strict = False,
    roster: Annotated[
        Path | None,
        typer.Option("--roster", metavar="FILE", help="รายชื่อผู้รับ (.xlsx .csv) ทำหนึ่งฉบับต่อหนึ่งแถว เติม {ชื่อ} ในข้อความ"),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="PATTERN", help="ชื่อไฟล์ของแต่ละฉบับ เช่น '{ลำดับ} {ชื่อ}'")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="ทำใหม่ทุกฉบับ แม้เป็นปัจจุบันแล้ว")] = False,
    no_data: Annotated[bool, typer.Option("--no-data", help="ไม่ใส่ข้อมูลของรายงานติดไปกับไฟล์")] = False,
    blank: Annotated[bool, typer.Option("--blank", help="พิมพ์แบบฟอร์มเปล่า ใส่ชนิดรายงานแทน INPUT")] = False,
    jobs: Annotated[
        int | None,
        typer.Option("-j", "--jobs", metavar="N", min=1, help="ทำพร้อมกัน N งาน ข้ามไฟล์ที่เป็นปัจจุบันแล้ว"),
    ] = None,
    begun: Annotated[
        str | None,
        typer.Option("--as", metavar="KIND", help="เริ่มไฟล์ข้อมูลของรายงานที่ต่อจากไฟล์นี้ เช่น plan_results จากแผน"),
    ] = None,
) -> int:
    """ทำไฟล์รายงานจากไฟล์ข้อมูล"""
    if blank:
        from thaireport.cli.agency import blank_forms

        return blank_forms(inputs, output, tuple(to or ()), agency=agency, force=force)
    if begun is not None:
        from thaireport.cli.starting import start_files

        return start_files(inputs, begun, output, agency=agency, force=force)
    if roster is not None:
        from thaireport.cli.mailing import Mailing, make_for_all

        mailing = Mailing(
            roster, output, tuple(to or ()), name, agency=agency, strict=strict, force=force, data=not no_data
        )
        return make_for_all(inputs, mailing)
    from thaireport.cli.desk import make_files

    formats = tuple(to or ())
    return make_files(inputs, output, formats, agency=agency, strict=strict, data=not no_data, force=force, jobs=jobs)


@app.command(cls=_Command)
def check(
    inputs: Inputs,
    *,
    agency: AgencyFolder = None,
    strict: Strict = False,
    as_json: AsJson = False,
    mark: Annotated[bool, typer.Option("--mark", help="ทำสำเนา .xlsx ที่ระบายสีและบอกวิธีแก้ในช่องที่ผิด")] = False,
) -> int:
    """ตรวจไฟล์ข้อมูล โดยไม่ทำไฟล์รายงาน"""
    from thaireport.cli.desk import check_files

    return check_files(inputs, agency=agency, strict=strict, as_json=as_json, mark=mark)


@app.command(cls=_Command)
def form(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="ชนิดรายงาน (ดู thaireport kinds)")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.xlsx", help="ไฟล์ที่จะเขียน (ปกติ: KIND.xlsx)")
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="กรอกตัวอย่างไว้ให้")] = False,
    force: Annotated[bool, typer.Option("--force", help="เขียนทับไฟล์ที่มีอยู่")] = False,
) -> int:
    """สร้างแบบกรอก Excel ของรายงานชนิดหนึ่ง"""
    from thaireport.cli.forms import write_form

    return write_form(kind, output, example=example, force=force)


@app.command(cls=_Command)
def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="ชนิดรายงาน (ดู thaireport kinds)")],
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help="โฟลเดอร์ที่จะสร้าง (ปกติ: ชื่อรายงาน)")] = None,
) -> int:
    """เริ่มโฟลเดอร์งานใหม่: agency.yaml แบบกรอก และคำแนะนำ"""
    from thaireport.cli.forms import start_folder

    return start_folder(kind, folder)


@app.command(cls=_Command)
def doctor(agency: AgencyFolder = None) -> int:
    """ตรวจเครื่อง: แบบอักษร LibreOffice รุ่นโปรแกรม สิทธิ์การเขียน และบอกวิธีแก้"""
    from thaireport.cli.clinic import examine_machine

    return examine_machine(agency)


carried.register(app, _Command)
agency_desk.register(app, _Command, _Group)
