"""The clerks' guide, followed step by step: every command marked ``<!-- try -->`` is run in its order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import openpyxl
import pytest
from tests.support.clerk import type_main
from tests.support.made import made
from tests.support.tools import ROOT
from thaireport.cli import main

GUIDE = ROOT / "docs" / "th"
_COMMAND = re.compile(r"<!-- try -->\n```\n(.+?)\n```", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
_LINK = re.compile(r"\]\(([a-z]+\.md)\)")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of a clerk, which the commands are typed in."""
    folder = tmp_path / "โฟลเดอร์ งาน"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("THAIREPORT_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("THAIREPORT_FONTS", str(ROOT / ".fonts"))
    return folder


def _follow(page: str) -> None:
    commands = [line for block in _COMMAND.findall((GUIDE / page).read_text("utf-8")) for line in block.splitlines()]
    assert commands
    for command in commands:
        program, *words = shlex.split(command)
        assert program == "thaireport"
        assert main(words) == 0, command


def test_from_an_empty_folder_to_a_pdf(desk: Path, soffice: Path) -> None:
    _follow("start.md")
    assert {path.suffix for path in (desk / "ผลลัพธ์").iterdir()} == {".docx", ".pdf"}


def test_the_page_on_forms(desk: Path) -> None:
    _follow("forms.md")
    assert (desk / "แผน.xlsx").is_file()


def test_the_page_on_many(desk: Path) -> None:
    main(["form", "memo", "--example", "-o", "ขอเชิญ.xlsx"])
    workbook = openpyxl.load_workbook("ขอเชิญ.xlsx")
    type_main(workbook, "เรียน", "{ตำแหน่ง}")
    workbook.save("ขอเชิญ.xlsx")
    (desk / "รายชื่อ.csv").write_text("ชื่อ,ตำแหน่ง\nนายเอก ตัวอย่าง,ผู้อำนวยการกองคลัง\n", "utf-8")
    (desk / "agency.yaml").write_text("name: องค์การบริหารส่วนตำบลตัวอย่าง\n", "utf-8")
    main(["form", "action_plan", "--example", "-o", "แผน.xlsx"])
    main(["form", "bundle", "-o", "ชุด.xlsx"])
    workbook = openpyxl.load_workbook("ชุด.xlsx")
    type_main(workbook, "ส่วน", "ขอเชิญ.xlsx\nแผน.xlsx")
    workbook.save("ชุด.xlsx")
    _follow("many.md")
    assert [path.name for path in (desk / "หนังสือเชิญ").glob("*.docx")] == ["1 นายเอก ตัวอย่าง.docx"]
    assert (desk / "ชุด.docx").is_file()
    assert (desk / "แผน-plan_results.xlsx").is_file()


def test_the_page_on_collecting(desk: Path) -> None:
    (desk / "ส่งมา").mkdir()
    (desk / "ส่งมา" / "แผน.docx").write_bytes(made("action_plan", "docx"))
    (desk / "รายชื่อ.csv").write_text("หน่วยงาน,จังหวัด\nอบต.ตัวอย่าง,ตัวอย่าง\n", "utf-8")
    _follow("collect.md")
    assert {path.name for path in desk.glob("สรุป.*")} == {"สรุป.xlsx", "สรุป.csv"}


@pytest.mark.parametrize("page", sorted(path.name for path in GUIDE.glob("*.md")))
def test_pictures_and_pages_that_are_pointed_to_are_there(page: str) -> None:
    text = (GUIDE / page).read_text("utf-8")
    missing = [name for name in [*_PICTURE.findall(text), *_LINK.findall(text)] if not (GUIDE / name).is_file()]
    assert missing == []
