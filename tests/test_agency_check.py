"""The agency's folder: how it is found, and everything wrong with it told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.support.tools import ROOT
from thaireport import Memo, load
from thaireport.agency_check import check_agency
from thaireport.errors import DataError, UsageError
from thaireport.intake.agency_folder import find_agency

MEMO = {
    "kind": "memo",
    "number": "ตย 71801/",
    "dated": "พฤษภาคม 2569",
    "unit": "สำนักปลัด",
    "subject": "เรื่อง",
    "addressee": "mayor",
    "body": "ข้อความ",
    "signer": "mayor",
}
GOOD = "name: อบต.ตัวอย่าง\npeople:\n  mayor:\n    name: นายดี งาม\n    position: นายก\n"
BAD = """\
nmae: อบต.ผิด
people:
  mayor:
    name: ""
  boss:
    name: นายดี งาม
emblem: em.png
digits: roman
digits_of:
  nosuch: arabic
numbering: ["q)", "ข)", "-", "ก."]
defaults:
  mmo:
    signer: mayor
  memo:
    sginer: mayor
    signer: nobody
  order:
    signer: mayor
"""


def _folder(path: Path, text: str = GOOD) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / "agency.yaml").write_text(text, "utf-8")
    return path


def test_faults_of_the_fields_hide_none_of_the_house_rules(tmp_path: Path) -> None:
    found = check_agency(_folder(tmp_path, BAD))
    lines = {int(problem.place.split("บรรทัด ")[1].split()[0]) for problem in found if "บรรทัด" in problem.place}
    assert {1, 4, 5, 7, 8, 10, 11, 13, 16, 17} <= lines


def test_a_faulty_person_is_not_unknown_to_those_who_name_the_key(tmp_path: Path) -> None:
    told = [problem.message for problem in check_agency(_folder(tmp_path, BAD))]
    assert not [message for message in told if "“mayor”" in message]
    assert [message for message in told if "“nobody”" in message]


@pytest.mark.parametrize(("style", "wrong"), [("q)", 1), ("ข)", 1), ("ก)", 0), ("(1)", 0), ("-", 0), ("•", 0)])
def test_a_style_that_does_not_count_is_told(style: str, wrong: int, tmp_path: Path) -> None:
    found = check_agency(_folder(tmp_path, f'{GOOD}numbering: ["{style}"]\n'))
    assert sum(problem.code == "numbering-style" for problem in found) == wrong


@pytest.mark.parametrize("name", ["memo_old.docx", "action_plan_6_years.xlsx"])
def test_a_template_that_no_report_uses_is_told(name: str, tmp_path: Path) -> None:
    templates = _folder(tmp_path) / "templates"
    templates.mkdir()
    shutil.copy(ROOT / "templates" / f"{name[:4] if name[0] == 'm' else 'action_plan'}{name[-5:]}", templates / name)
    found = [problem for problem in check_agency(tmp_path) if problem.code == "template-unused"]
    assert [problem.place for problem in found] == [f"templates/{name}"]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("ita_2570.yaml", ("fiscal_year: 2566", "fiscal_year: 2570"), ""),
        ("ita_2570.yaml", ("", ""), "ita_2570.yaml: fiscal_year ในไฟล์คือ 2566 แต่ชื่อไฟล์เป็นของปี 2570"),
        ("ita_2566.yaml", ("weight: 0.30", "weight: 0.20"), "ita_2566.yaml: น้ำหนักของเครื่องมือรวมกันต้องเป็น 1"),
        ("ita_new.yaml", ("", ""), "data/ita_new.yaml: ไม่ใช่ชื่อของกรอบการประเมิน ITA"),
    ],
)
def test_the_framework_of_an_own_year_is_looked_at(
    name: str, change: tuple[str, str], said: str, tmp_path: Path
) -> None:
    folder = _folder(tmp_path)
    (folder / "data").mkdir(exist_ok=True)
    text = (ROOT / "thaireport" / "data" / "ita_2566.yaml").read_text("utf-8")
    (folder / "data" / name).write_text(text.replace(*change), "utf-8")
    told = " ".join(str(problem) for problem in check_agency(folder) if "ita" in str(problem))
    assert told.startswith(said) if said else not told


def test_an_empty_agency_file_is_told_what_belongs_in_it(tmp_path: Path) -> None:
    assert "name:" in check_agency(_folder(tmp_path, ""))[0].message


def test_the_folder_is_that_of_the_file_then_the_variable_then_the_project_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("variable", "project"):
        _folder(tmp_path / name)
    work = tmp_path / "one" / "two"
    work.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert find_agency(work) is None
    (tmp_path / "one" / "thaireport.toml").write_text('agency = "../project"\n', "utf-8")
    found = find_agency(work)
    assert found is not None
    assert found.resolve() == tmp_path / "project"
    monkeypatch.setenv("THAIREPORT_AGENCY", str(tmp_path / "variable"))
    assert find_agency(work) == tmp_path / "variable"
    assert find_agency(_folder(work)) == work


def test_a_project_file_of_the_working_folder_serves_files_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = _folder(tmp_path / "desk")
    (desk / "thaireport.toml").write_text("", "utf-8")
    (tmp_path / "usb").mkdir()
    monkeypatch.chdir(desk)
    assert find_agency(tmp_path / "usb") == desk / "."


def test_who_named_a_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "thaireport.toml").write_text('agency = "nowhere"\n', "utf-8")
    with pytest.raises(UsageError, match=r"thaireport\.toml"):
        find_agency(tmp_path)
    monkeypatch.setenv("THAIREPORT_AGENCY", "/nowhere")
    with pytest.raises(UsageError, match="THAIREPORT_AGENCY"):
        find_agency(tmp_path)


def test_a_misspelt_entry_of_the_project_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "thaireport.toml").write_text('agecny = "x"\n', "utf-8")
    with pytest.raises(DataError, match="agecny"):
        find_agency(tmp_path)


def test_an_addressee_may_be_a_key(tmp_path: Path) -> None:
    agency = _folder(tmp_path)
    assert load(MEMO, Memo, agency=agency).addressee == "นายก"
    assert load({**MEMO, "addressee": "ปลัด"}, Memo, agency=agency).addressee == "ปลัด"


def test_an_addressee_without_a_post_is_told(tmp_path: Path) -> None:
    agency = _folder(tmp_path, f"{GOOD}  clerk: นางสุดา รักงาน\n")
    with pytest.raises(DataError, match="ยังไม่มีตำแหน่ง"):
        load({**MEMO, "addressee": "clerk"}, agency=agency)


@pytest.mark.parametrize("kind", ["memo", "action_plan", "plan_results", "bundle"])
def test_the_schema_takes_what_may_be_typed(kind: str) -> None:
    from thaireport.fieldlist import schema_of
    from thaireport.reports import REPORTS

    schema = schema_of(REPORTS[kind])
    assert schema["properties"]["kind"] == {"const": kind}
    assert "agency" not in schema["required"]
    person = schema["$defs"].get("Person", {"anyOf": [{"properties": {"name": {}}}, {"type": ["string"]}]})
    assert "name" in person["anyOf"][0]["properties"]
    assert "string" in person["anyOf"][1]["type"]
    assert "additionalProperties" not in person
