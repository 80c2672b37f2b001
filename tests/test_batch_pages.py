"""PDF in batches: many files share a start of LibreOffice, and one that hangs or crashes it costs only itself."""

from __future__ import annotations

import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import thaireport
from tests.test_batch import memo
from thaireport import Job, Memo, make_many
from thaireport.output import pdf, soffice

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a script with a #! line")

STAND_IN = """#!{python}
import os, pathlib, re, shutil, signal, sys, time, zipfile
profile = next(word.partition("file://")[2] for word in sys.argv if word.startswith("-env:UserInstallation"))
macro = pathlib.Path(profile, "user/basic/Standard/Pages.xba").read_text("utf-8")
folder = pathlib.Path(re.search(r"Const FOLDER = \\S*?file://([^&\\"]*)/", macro)[1])
with open({starts!r}, "a") as starts:
    starts.write("start\\n")
with open(folder / "log", "a", buffering=1) as log:
    for name in (folder / "jobs").read_text().split():
        log.write(f"start {{name}}\\n")
        if "ระเบิด".encode() in zipfile.ZipFile(folder / name).read("word/document.xml"):
            {action}
        shutil.copy({pages!r}, folder / f"{{name}}.pdf")
        log.write(f"done {{name}}\\n")
    log.write("end\\n")
"""


@pytest.fixture
def stand_in(soffice: Path, fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pages of one memo, which every stand-in for LibreOffice gives; no file may take it more than a second."""
    monkeypatch.setenv("THAIREPORT_FONTS", str(fonts))
    (tmp_path / "pages.pdf").write_bytes(thaireport.render(Memo.model_validate(memo(0)), "pdf", data=False))
    monkeypatch.setattr(pdf.to_pdfs, "__kwdefaults__", {**(pdf.to_pdfs.__kwdefaults__ or {}), "limit": 1.0})
    return tmp_path


def install(folder: Path, action: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts the stand-in in LibreOffice's place; gives the file that its starts are counted in."""
    program, starts = folder / "soffice", folder / "starts"
    text = STAND_IN.format(python=sys.executable, starts=str(starts), action=action, pages=str(folder / "pages.pdf"))
    program.write_text(text, "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv(soffice.VARIABLE, str(program))
    return starts


def jobs(folder: Path, count: int, bad: int | None = None) -> list[Job]:
    return [
        Job(memo(number, **({"subject": "ระเบิด"} if number == bad else {})), folder / f"{number}.pdf")
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("action", "said"), [("os.kill(os.getpid(), signal.SIGKILL)", "หยุดกลางคัน"), ("time.sleep(60)", "เกิน 1 วินาที")]
)
def test_a_file_that_stops_libreoffice_is_named_and_the_rest_is_made(
    action: str, said: str, stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(stand_in, action, monkeypatch)
    made = list(make_many(jobs(stand_in, 7, bad=3), executor=ThreadPoolExecutor(2)))
    assert [result.done for result in made] == [True, True, True, False, True, True, True]
    assert said in made[3].complaint
    assert sorted(path.name for path in stand_in.glob("?.pdf")) == [f"{number}.pdf" for number in (0, 1, 2, 4, 5, 6)]


def test_many_files_share_a_start(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = install(stand_in, "pass", monkeypatch)
    made = list(make_many(jobs(stand_in, 20), executor=ThreadPoolExecutor(2)))
    assert all(result.done for result in made)
    assert starts.read_text().count("start") == 2


def test_pages_carry_the_data_and_are_skipped_the_second_time(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(stand_in, "pass", monkeypatch)
    wanted = jobs(stand_in, 3)
    list(make_many(wanted, executor=ThreadPoolExecutor(2)))
    assert [result.skipped for result in make_many(wanted, executor=ThreadPoolExecutor(2))] == [True] * 3


def test_a_report_with_errors_between_others_costs_only_itself(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(stand_in, "pass", monkeypatch)
    wrong = Job({**memo(1), "dated": "31 กุมภาพันธ์ 2569"}, stand_in / "ผิด.pdf")
    made = list(make_many([*jobs(stand_in, 2), wrong], executor=ThreadPoolExecutor(1)))
    assert [result.done for result in made] == [True, True, False]


def test_without_libreoffice_every_page_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(soffice.VARIABLE, str(tmp_path / "nowhere"))
    made = list(make_many([*jobs(tmp_path, 2), Job(memo(9))], executor=ThreadPoolExecutor(1)))
    assert [result.done for result in made] == [False, False, True]
    assert "LibreOffice" in made[0].complaint
