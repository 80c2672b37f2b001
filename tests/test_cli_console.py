"""What the screen shows while a command works: columns, the bar, the log."""

from __future__ import annotations

import errno
import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from tests.support.tools import ROOT
from thaireport.cli import console, main
from thaireport.cli.inputs import expand
from thaireport.cli.wording import refuse_swallowed
from thaireport.errors import DataError, OutputError, Problem, UsageError
from thaireport.intake.source import read
from thaireport.output import package
from thaireport.output.package import replace_file


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """An error stream that is a screen (pytest lays its own over one that a fixture set)."""
    made = _Terminal()
    monkeypatch.setattr(sys, "stderr", made)
    return made


def test_a_bar_appears_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    bar = console.Progress(4)
    monkeypatch.setattr(console, "_now", lambda: float("inf"))
    bar.step()
    assert terminal.getvalue().endswith("1/4")


def test_no_bar_appears_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    bar = console.Progress(4)
    bar.step()
    bar.clear()
    assert terminal.getvalue() == ""


def test_no_bar_goes_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    bar = console.Progress(4)
    monkeypatch.setattr(console, "_now", lambda: float("inf"))
    bar.step()
    assert pipe.getvalue() == ""


def test_thai_marks_above_and_below_take_no_column() -> None:
    assert console.width("ผู้รู้ที่นี่") == 4


def test_columns_stand_under_each_other() -> None:
    lines = console.table([("ชื่อ", "ผล"), ("ผู้รู้", "ก"), ("ab", "ข")])
    starts = {console.width(line[: line.index(word)]) for line, word in zip(lines[2:], "กข", strict=True)}
    assert starts == {console.width(lines[0][: lines[0].index("ผล")])}


def test_errors_are_shown_before_warnings() -> None:
    lines = console.problem_lines([Problem("ควรดู", level="warning"), Problem("ต้องแก้")])
    assert [line.split()[0] for line in lines] == ["ผิด", "เตือน"]


def test_the_log_keeps_an_older_one_when_it_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "thaireport.log"
    file.write_text("เก่า" * 10, "utf-8")
    monkeypatch.setattr(console, "MAX_LOG_BYTES", 10)
    assert console.log("ใหม่", file) == file
    assert "เก่า" in (tmp_path / "thaireport.1.log").read_text("utf-8")
    assert "เก่า" not in file.read_text("utf-8")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "ไฟล์"
    blocked.write_text("", "utf-8")
    assert console.log("ข้อความ", blocked / "log") is None


@pytest.mark.parametrize(
    ("error", "status"),
    [(DataError([Problem("ผิด")]), 1), (UsageError("ผิด"), 2), (OutputError("ผิด"), 2), (KeyboardInterrupt(), 130)],
)
def test_every_error_has_its_exit_status(error: BaseException, status: int) -> None:
    def fail() -> int:
        raise error

    assert console.guarded(fail) == status


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        etree.SerialisationError("IO_ENOSPC"),
        sqlite3.OperationalError("database or disk is full"),
        sqlite3.OperationalError("disk I/O error"),  # a limit on the size of files
    ],
)
def test_a_full_disk_is_no_fault_of_ours(error: Exception) -> None:
    assert "ที่เก็บเต็ม" in console.confess(error)


def test_a_name_too_long_for_any_disk_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"ยาวเกินไป.*ตั้งชื่อให้สั้นลง"):
        replace_file(tmp_path / f"{'ก' * 200}.docx", b"x")
    assert "ยาวเกินไป" in console.confess(OSError(errno.ENAMETOOLONG, "File name too long", "ก" * 200))


def test_what_windows_cannot_find_for_the_length_of_its_name_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_in_windows(*_given: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr(package, "_write_through", open_in_windows)
    with pytest.raises(OutputError, match="ยาวเกินที่ Windows รับ"):
        replace_file(tmp_path / "แผน.docx", b"x")
    with pytest.raises(UsageError, match="ยาวเกินที่ Windows รับ"):
        read(tmp_path / "ก" / ("ข" * 80) / ("ค" * 80) / ("ง" * 80) / "แผน.xlsx")


@pytest.mark.skipif(os.name != "posix", reason="bash limits the size of files")
def test_a_form_that_does_not_fit_on_the_disk_is_told_in_thai_only(tmp_path: Path) -> None:
    line = f"ulimit -f 4; {sys.executable} -m thaireport form memo -o แบบ.xlsx"
    place = {**os.environ, "PYTHONPATH": str(ROOT), "THAIREPORT_LOG": str(tmp_path / "log")}
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, env=place, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == ["ที่เก็บเต็ม (หรือที่เก็บไฟล์ชั่วคราวเต็ม): ลบไฟล์ที่ไม่ใช้ แล้วสั่งใหม่"]
    assert not list(tmp_path.glob("*.xlsx"))


def test_what_would_steer_a_terminal_is_shown_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("ก่อน\x1b[2Jหลัง\r\x9b31m\tข\nค")
    assert capsys.readouterr().out == "ก่อน\\u001b[2Jหลัง\\u000d\\u009b31m\tข\nค\n"


def test_a_stroke_that_swallows_the_quote_in_windows_is_told() -> None:
    refuse_swallowed(["make", "แผน ปี 2569.xlsx", "--name", "{ลำดับ} {ชื่อ}"])
    with pytest.raises(UsageError, match=r'พิมพ์ "ผล ลัพธ์" ไม่ใช่ "ผล ลัพธ์\\"$'):
        refuse_swallowed(["make", "แผน.xlsx", "-o", 'ผล ลัพธ์" --to pdf'])


def test_an_empty_folder_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ไม่พบไฟล์ข้อมูล"):
        expand([str(tmp_path)])


def test_a_workbook_beside_its_text_is_a_result_not_an_input(tmp_path: Path) -> None:
    for name in ("แผน.yaml", "แผน.xlsx", "อื่น.xlsx", "แผน-ต้องแก้.xlsx"):
        (tmp_path / name).write_text("", "utf-8")
    assert {path.name for path in expand([str(tmp_path)])} == {"แผน.yaml", "อื่น.xlsx"}


def test_the_agency_named_among_reports_is_none_of_them(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("agency.yaml", "แผน.yaml")]
    for file in files:
        file.write_text("", "utf-8")
    assert expand(map(str, files)) == files[1:]  # what a shell makes of *.yaml


def test_the_agency_named_alone_is_told_as_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "agency.yaml").write_text("name: องค์การบริหารส่วนตำบลตัวอย่าง\n", "utf-8")
    assert main(["check", str(tmp_path / "agency.yaml")]) == 1
    told = capsys.readouterr()
    assert "เป็นข้อมูลหน่วยงาน ไม่ใช่รายงาน" in told.out + told.err


def test_an_input_named_twice_is_worked_on_once(tmp_path: Path) -> None:
    file = tmp_path / "แผน.yaml"
    file.write_text("", "utf-8")
    assert expand([str(file), str(tmp_path)]) == [file]
