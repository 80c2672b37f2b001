"""``make --jobs``: many inputs on many processes, told, resumed and broken off as a clerk would expect."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import thaireport
from tests.support.made import made_file
from tests.test_batch import memo
from thaireport.cli import main


@pytest.fixture(autouse=True)
def _log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAIREPORT_LOG", str(tmp_path / "บันทึก.log"))


def inputs(folder: Path, count: int) -> Path:
    """A folder of so many memos."""
    folder.mkdir()
    for number in range(count):
        report = thaireport.Memo.model_validate(memo(number))
        (folder / f"บันทึก {number:03}.json").write_text(_json(report), "utf-8")
    return folder


def _json(report: thaireport.Report) -> str:
    import json

    return json.dumps(report.stored(), ensure_ascii=False)


def test_every_input_of_a_folder_is_made_and_told_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inputs(tmp_path / "งาน", 5)
    assert main(["make", str(folder), "-o", str(tmp_path / "ผล"), "--jobs", "2"]) == 0
    told = capsys.readouterr().out
    assert "รวม 5 ไฟล์ เรียบร้อย 5" in told
    places = [told.index(f"บันทึก {number:03}.docx") for number in range(5)]
    assert places == sorted(places)


def test_what_is_up_to_date_is_skipped_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["make", str(inputs(tmp_path / "งาน", 3)), "-o", str(tmp_path / "ผล"), "--jobs", "2"]
    main(command)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "ผล").iterdir()}
    capsys.readouterr()
    assert main(command) == 0
    assert capsys.readouterr().out.count("เป็นปัจจุบันแล้ว") == 3
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "ผล").iterdir()} == before


def test_force_makes_everything_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["make", str(inputs(tmp_path / "งาน", 2)), "-o", str(tmp_path / "ผล"), "--jobs", "1"]
    main(command)
    capsys.readouterr()
    main([*command, "--force"])
    assert "เป็นปัจจุบันแล้ว" not in capsys.readouterr().out


def test_a_faulty_input_is_told_with_its_line_and_the_rest_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = inputs(tmp_path / "งาน", 3)
    (folder / "ผิด.yaml").write_text("kind: memo\ndated: 31 กุมภาพันธ์ 2569\n", "utf-8")
    assert main(["make", str(folder), "-o", str(tmp_path / "ผล"), "--jobs", "2"]) == 1
    captured = capsys.readouterr()
    assert "ผิด.yaml บรรทัด 2" in captured.err
    assert "เรียบร้อย 3 ไม่สำเร็จ 1" in captured.out


def test_strict_makes_nothing_of_a_report_with_warnings(tmp_path: Path) -> None:
    folder = inputs(tmp_path / "งาน", 1)
    wanted = ["make", str(folder), "-o", str(tmp_path / "ผล"), "--jobs", "1"]
    assert main([*wanted, "--strict"]) == 1
    assert not (tmp_path / "ผล").exists()


def test_inputs_that_would_overwrite_each_other_are_refused_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = inputs(tmp_path / "ก", 2), inputs(tmp_path / "ข", 2)
    assert main(["make", str(one), str(two), "-o", str(tmp_path / "ผล"), "--jobs", "2"]) == 2
    assert "เขียนทับกัน" in capsys.readouterr().err
    assert not (tmp_path / "ผล").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals are sent to a process group")
def test_ctrl_c_leaves_whole_files_only_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, out = inputs(tmp_path / "งาน", 400), tmp_path / "ผล"
    command = [sys.executable, "-m", "thaireport", "make", str(folder), "-o", str(out), "--jobs", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    while running.poll() is None and (not out.is_dir() or len(list(out.glob("*.docx"))) < 20):
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate(timeout=60)[1].decode()
    made = sorted(out.iterdir())
    assert running.returncode == 130
    assert "Traceback" not in said
    assert "หยุดตามคำสั่ง" in said
    assert 20 <= len(made) < 400
    assert all(path.suffix == ".docx" for path in made)
    assert all(thaireport.read(path).kind == "memo" for path in made)
    kept = {path: path.stat().st_ino for path in made}
    assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0
    assert len(list(out.iterdir())) == 400
    assert {path: path.stat().st_ino for path in made} == kept


@pytest.mark.skipif(os.name != "posix", reason="other systems have no SIGKILL")
def test_a_killed_run_leaves_whole_files_only_and_no_process_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, out = inputs(tmp_path / "งาน", 400), tmp_path / "ผล"
    command = [sys.executable, "-m", "thaireport", "make", str(folder), "-o", str(out), "--jobs", "2"]
    # The workers hold the pipe open as long as they live.
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    while running.poll() is None and (not out.is_dir() or len(list(out.glob("*.docx"))) < 20):
        time.sleep(0.005)
    running.kill()
    try:
        running.communicate(timeout=30)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    made = list(out.glob("*.docx"))
    assert 20 <= len(made) < 400
    assert all(thaireport.read(path).kind == "memo" for path in made)
    kept = {path: path.stat().st_ino for path in made}
    assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0
    assert len(list(out.glob("*.docx"))) == 400
    assert {path: path.stat().st_ino for path in made} == kept


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("jobs", [[], ["--jobs", "1"]])
def test_a_target_that_is_a_link_to_itself_becomes_the_file(jobs: list[str], tmp_path: Path) -> None:
    folder = inputs(tmp_path / "งาน", 1)
    [source] = folder.iterdir()
    target = source.with_suffix(".docx")
    target.symlink_to(target)
    assert main(["make", str(source), "--to", "docx", *jobs]) == 0
    assert thaireport.read(target).kind == "memo"


@pytest.mark.skipif(os.name != "posix", reason="signals are sent to a process")
def test_whoever_ends_the_program_leaves_whole_files_only(tmp_path: Path) -> None:
    folder, out = inputs(tmp_path / "งาน", 400), tmp_path / "ผล"
    command = [sys.executable, "-m", "thaireport", "make", str(folder), "-o", str(out), "--jobs", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    while running.poll() is None and (not out.is_dir() or len(list(out.glob("*.docx"))) < 20):
        time.sleep(0.005)
    running.terminate()
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130
    assert "Traceback" not in said
    assert "หยุดตามคำสั่ง" in said
    assert {path.suffix for path in out.iterdir()} == {".docx"}


HEARING = [
    sys.executable,
    "-c",
    "import os, sys; from signal import *; signal(SIGHUP, SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])",
    sys.executable,
]
"""Python that hears a closed terminal, also where the tests themselves run behind nohup."""


@pytest.mark.skipif(os.name != "posix", reason="only these systems have terminals that are closed")
def test_a_terminal_that_is_closed_leaves_whole_files_only(tmp_path: Path) -> None:
    folder, out = inputs(tmp_path / "งาน", 400), tmp_path / "ผล"
    command = [*HEARING, "-m", "thaireport", "make", str(folder), "-o", str(out), "--jobs", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    while running.poll() is None and (not out.is_dir() or len(list(out.glob("*.docx"))) < 20):
        time.sleep(0.005)
    for _ in range(2):  # the system says it to all processes of the terminal, and so does the shell
        os.killpg(running.pid, signal.SIGHUP)
        time.sleep(0.01)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130
    assert "Traceback" not in said
    assert {path.suffix for path in out.iterdir()} == {".docx"}


@pytest.mark.skipif(os.name != "posix", reason="only these systems have terminals that are closed")
def test_behind_nohup_the_work_goes_on_when_the_terminal_is_closed(tmp_path: Path) -> None:
    folder, out = inputs(tmp_path / "งาน", 40), tmp_path / "ผล"
    begin = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"
    )
    command = [sys.executable, "-m", "thaireport", "make", str(folder), "-o", str(out), "--jobs", "2"]
    running = subprocess.Popen(
        [sys.executable, "-c", begin, *command], stdout=subprocess.DEVNULL, start_new_session=True
    )
    while running.poll() is None and not out.is_dir():
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGHUP)
    assert running.wait(timeout=60) == 0
    assert len(list(out.iterdir())) == 40


@pytest.mark.skipif(os.name != "posix", reason="signals are sent to a process")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)])
def test_a_program_that_is_ended_takes_its_temporary_files_away(number: signal.Signals, tmp_path: Path) -> None:
    folder, temporary = tmp_path / "งาน", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    for copy in range(300):
        made_file(folder, "memo", "docx").rename(folder / f"{copy}.docx")
    command = [*HEARING, "-m", "thaireport", "collect", str(folder), "-o", str(tmp_path / "สรุป.xlsx")]
    place = {**os.environ, "TMPDIR": str(temporary)}
    running = subprocess.Popen([*command, "--jobs", "1"], env=place, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    # A signal in the very moment when Python tries the place, or makes the program's folder, may leave what it made.
    while running.poll() is None and not any(temporary.glob("*/*")):
        time.sleep(0.005)
    running.send_signal(number)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130
    assert "Traceback" not in said
    assert list(temporary.iterdir()) == []
