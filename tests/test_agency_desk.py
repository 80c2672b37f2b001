"""The agency's desk: its folder found and checked, its house rules, its font, its own kind, its empty forms."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import openpyxl
import pikepdf
import pytest
import thaireport
from PIL import Image
from tests.support.judges import openxml_audit, thai_runs_faults
from tests.support.tools import ROOT
from thaireport import Memo
from thaireport.agency_check import check_agency
from thaireport.batch import is_current
from thaireport.blank import blank
from thaireport.cli import main
from thaireport.errors import DataError, UsageError
from thaireport.intake.form import form_bytes
from thaireport.output.embed import find_in_office
from thaireport.output.maker import maker_parts, makers_of
from thaireport.output.package import read_package, write_package
from thaireport.pictures import PictureFile
from thaireport.reports import REPORTS
from tools import draw_agency_example

AGENCY = ROOT / "examples" / "agency"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that commands are typed in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THAIREPORT_LOG", str(tmp_path / "log"))
    monkeypatch.delenv("THAIREPORT_AGENCY", raising=False)
    return tmp_path


def _folder(home: Path, more: str = "", name: str = "name: องค์การบริหารส่วนตำบลตัวอย่าง\n") -> Path:
    home.mkdir(exist_ok=True)
    (home / "agency.yaml").write_text(name + more, "utf-8")
    return home


def _found(folder: Path) -> dict[str, str]:
    return {problem.code: str(problem) for problem in check_agency(folder)}


# ---------------------------------------------------------------- the example agency


@pytest.mark.parametrize("name", sorted(draw_agency_example.templates()))
def test_the_example_agency_drawn_again_is_the_same_to_the_byte(name: str) -> None:
    drawn = draw_agency_example.templates()[name]
    assert (AGENCY / "templates" / name).read_bytes() == drawn, "run: python -m tools.draw_agency_example"


def test_the_example_agency_lacks_its_emblem_alone() -> None:
    assert [problem.code for problem in check_agency(AGENCY)] == ["emblem-missing"]


def test_its_memo_has_its_template_its_font_and_its_rules() -> None:
    made = read_package(thaireport.render(thaireport.load(AGENCY / "memo.yaml")))
    text = made["word/document.xml"].decode()
    assert draw_agency_example.MOTTO in text
    assert "จึงเรียนมาเพื่อโปรดพิจารณาสั่งการ" in text
    assert "คำสั่งของนายกองค์การบริหารส่วนตำบล" in text
    assert set(re.findall('TH Sarabun[^"]*', made["word/styles.xml"].decode())) == {"TH Sarabun New"}


def test_its_memo_is_valid_and_its_thai_is_whole() -> None:
    made = thaireport.render(thaireport.load(AGENCY / "memo.yaml"))
    assert openxml_audit(made, "docx") == []
    assert thai_runs_faults(made) == []


def test_its_plan_has_its_template_and_its_digits() -> None:
    made = thaireport.render(thaireport.load(AGENCY / "action_plan.yaml"), "xlsx")
    assert openxml_audit(made, "xlsx") == []
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert "(อบต.ตัวอย่าง)" in str(sheet["A1"].value)
    assert sheet["A1"].font.name == "TH Sarabun New"
    assert any("R&D" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_lines_with_a_hash_take_the_house_numbering() -> None:
    body = thaireport.load(AGENCY / "memo.yaml").body  # type: ignore[attr-defined]
    assert [(item.marker, item.level) for item in body][1:] == [("1)", 1), ("2)", 1), ("(1)", 2), ("(2)", 2), ("3)", 1)]


def test_without_house_rules_numbers_are_the_official_ones() -> None:
    data = {"kind": "announcement", "subject": "ก", "dated": "1 ต.ค. 2568", "agency": {"name": "กรมตัวอย่าง"}}
    report = thaireport.load(
        {**data, "signer": {"name": "นายก ข", "position": "ค"}, "body": "ก\n# ข\n## ค\n## ง\n# จ\n## ฉ"}
    )
    assert [item.marker for item in report.body] == ["", "1.", "1.1", "1.2", "2.", "2.1"]  # type: ignore[attr-defined]


# ---------------------------------------------------------------- found


def test_the_agency_is_found_by_the_variable(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAIREPORT_AGENCY", str(AGENCY))
    assert main(["blank", "memo"]) == 0
    assert (
        "องค์การบริหารส่วนตำบลตัวอย่าง" in read_package((desk / "memo-เปล่า.docx").read_bytes())["word/document.xml"].decode()
    )


def test_the_agency_is_found_by_a_project_file_upwards(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _folder(desk / "หน่วยงาน")
    (desk / "thaireport.toml").write_text('agency = "หน่วยงาน"\n', "utf-8")
    assert main(["agency", "check"]) == 0
    assert "ยังไม่มีบุคลากร" in capsys.readouterr().out


def test_no_agency_at_all_says_where_it_is_looked_for(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agency", "check"]) == 2
    told = capsys.readouterr().err
    assert "agency.yaml" in told
    assert "THAIREPORT_AGENCY" in told
    assert "thaireport.toml" in told


# ---------------------------------------------------------------- checked


def test_people_without_a_post_are_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "people:\n  mayor:\n    name: นายสมชาย ตัวอย่างดี\n")
    assert _found(folder)["person-position"].startswith("agency.yaml บรรทัด 3: mayor (นายสมชาย ตัวอย่างดี)")


def _emblem(folder: Path, size: tuple[int, int]) -> Path:
    Image.new("RGB", size, "red").save(folder / "ครุฑ.png")
    return _folder(folder, "emblem: ครุฑ.png\n")


def test_a_missing_picture_is_an_error(tmp_path: Path) -> None:
    found = check_agency(_folder(tmp_path, "emblem: ไม่มี.png\n"))
    assert [(problem.level, problem.code) for problem in found if "ไม่มี.png" in problem.message] == [
        ("error", "picture")
    ]


def test_a_picture_too_small_to_print_is_told(tmp_path: Path) -> None:
    assert "อย่างน้อย 354 จุด" in _found(_emblem(tmp_path, (90, 100)))["picture-small"]


def test_a_seal_is_judged_at_the_height_that_it_has_on_a_cover(tmp_path: Path) -> None:
    Image.new("RGB", (400, 400), "red").save(tmp_path / "ตรา.png")
    assert "พิมพ์สูง 4 ซม." in _found(_folder(tmp_path, "seal: ตรา.png\n"))["picture-small"]


COVERED = ("action_plan", "ita_analysis", "measures_report_by_measure", "plan_results")


@pytest.mark.parametrize("name", COVERED)
def test_every_cover_carries_the_seal(name: str, tmp_path: Path) -> None:
    Image.new("RGB", (480, 480), "red").save(tmp_path / "ตรา.png")
    report = thaireport.load(ROOT / "examples" / f"{name}.yaml")
    agency = report.agency.model_copy(update={"seal": PictureFile("ตรา.png", tmp_path)})
    document = read_package(thaireport.render(report.model_copy(update={"agency": agency})))["word/document.xml"]
    assert document.decode().count('descr="ตราสัญลักษณ์"') == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("kind: action_plan", True),
        ("kind: action_plan\nparts: ตาราง", False),
        ("kind: ita_analysis", True),
        ("kind: measures_report\ncover: ใช่", True),
        ("kind: measures_report", False),
        ("kind: plan_results", True),
        ("kind: memo", False),
    ],
)
def test_a_seal_that_is_not_there_is_told_where_it_is_named_if_there_is_a_cover(
    typed: str, told: bool, tmp_path: Path
) -> None:
    _folder(tmp_path, "code: ตย 71801\nseal: หาย.png\n")
    (tmp_path / "รายงาน.yaml").write_text(typed, "utf-8")
    with pytest.raises(DataError) as caught:
        thaireport.load(tmp_path / "รายงาน.yaml")
    places = [problem.place for problem in caught.value.problems if "หาย.png" in problem.message]
    assert places == ["agency.yaml บรรทัด 3 (ตราประทับ)"] * told


def test_an_emblem_that_nobody_named_is_asked_for_where_it_would_be_named(tmp_path: Path) -> None:
    home = _folder(tmp_path / "หน่วยงาน")
    memo = thaireport.load(ROOT / "examples" / "memo.yaml")
    data = {name: value for name, value in memo.stored().items() if name != "agency"}
    (home / "บันทึก.json").write_text(json.dumps(data), "utf-8")
    assert [problem.place for problem in thaireport.load(home / "บันทึก.json").warnings] == [
        "agency.yaml บรรทัด 1 (ตราครุฑ)"
    ]
    (tmp_path / "แบบ.xlsx").write_bytes(form_bytes(Memo, memo))
    assert re.fullmatch(r'แผ่นงาน "ข้อมูล" ช่อง B\d+ \(ตราครุฑ\)', thaireport.load(tmp_path / "แบบ.xlsx").warnings[0].place)


def test_a_seal_that_the_report_names_itself_is_told_there(tmp_path: Path) -> None:
    _folder(tmp_path)
    (tmp_path / "รายงาน.yaml").write_text("kind: ita_analysis\nagency:\n  seal: หาย.png\n", "utf-8")
    with pytest.raises(DataError, match=r"รายงาน.yaml บรรทัด 3 \(ตราประทับ\): ไม่พบไฟล์ภาพ หาย.png"):
        thaireport.load(tmp_path / "รายงาน.yaml")


@pytest.mark.parametrize(
    ("size", "right"), [((850, 1000), True), ((1000, 1000), True), ((500, 1000), False), ((1100, 1000), False)]
)
def test_an_emblem_out_of_proportion_is_told(tmp_path: Path, size: tuple[int, int], right: bool) -> None:
    assert ("emblem-ratio" not in _found(_emblem(tmp_path, size))) is right


def test_house_rules_for_an_unknown_kind_are_asked_back(tmp_path: Path) -> None:
    found = _found(_folder(tmp_path, "defaults:\n  memoo:\n    closing: ก\n"))
    assert found["kind-unknown"] == "agency.yaml บรรทัด 3: ไม่รู้จักชนิดรายงาน memoo: หมายถึง memo หรือไม่"


def test_a_wrong_name_in_the_house_rules_has_its_line(tmp_path: Path) -> None:
    found = _found(_folder(tmp_path, "defaults:\n  memo:\n    closng: ก\n    urgency: ด่วนมากๆ\n"))
    assert "agency.yaml บรรทัด 4" in found["extra_forbidden"]
    assert "หมายถึง “closing” หรือไม่" in found["extra_forbidden"]
    assert "agency.yaml บรรทัด 5" in found["literal_error"]


def test_an_unknown_section_of_digits_is_asked_back(tmp_path: Path) -> None:
    assert "หมายถึง plan_table หรือไม่" in _found(_folder(tmp_path, "digits_of:\n  plan_tabel: thai\n"))["section-unknown"]


def test_a_font_without_thai_is_an_error(tmp_path: Path) -> None:
    assert "Calibri" in _found(_folder(tmp_path, "font: Calibri\n"))["font"]


def test_templates_that_fail_and_files_that_are_no_templates_are_listed(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "templates").mkdir()
    (folder / "templates" / "memo.docx").write_bytes(b"x")
    (folder / "templates" / "ของเก่า.docx").write_bytes(b"x")
    (folder / "templates" / "โน้ต.txt").write_bytes(b"x")
    found = [(problem.code, problem.place) for problem in check_agency(folder) if "templates" in problem.place]
    assert found == [("template-unused", "templates/ของเก่า.docx"), ("template-unused", "templates/โน้ต.txt")]
    assert any(problem.place == "memo.docx" and problem.level == "error" for problem in check_agency(folder))


def test_a_faulty_agency_file_is_told_with_its_line(tmp_path: Path) -> None:
    found = check_agency(_folder(tmp_path, "nmae: ก\n"))
    assert "agency.yaml บรรทัด 2" in str(found[0])


def test_a_folder_without_an_agency_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"agency\.yaml"):
        check_agency(tmp_path)


# ---------------------------------------------------------------- templates on the command line


def test_export_change_check_and_use(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _folder(desk)
    assert main(["template", "export", "memo"]) == 0
    assert main(["template", "check", "templates/memo.docx"]) == 0
    assert "ใช้ได้ ไม่พบข้อผิดพลาด" in capsys.readouterr().out


def test_export_keeps_what_may_have_been_changed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "export", "action_plan", "-o", "แม่แบบ"]) == 0
    assert len(list((desk / "แม่แบบ").iterdir())) == 4
    assert main(["template", "export", "action_plan", "-o", "แม่แบบ"]) == 2
    assert "--force" in capsys.readouterr().err


def test_export_takes_no_name_of_a_file_for_a_folder(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "export", "memo", "-o", "แม่แบบ/memo.docx"]) == 2
    assert f"พิมพ์ -o {Path('แม่แบบ')}" in capsys.readouterr().err
    assert not (desk / "แม่แบบ").exists()


def test_a_wrong_template_ends_with_status_one_and_json(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "memo.docx").write_bytes(b"no template")
    assert main(["template", "check", "memo.docx", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told[0]["ok"] is False
    assert set(told[0]["problems"][0]) == {"level", "code", "place", "message"}


def test_the_kind_of_another_file_name_is_said(desk: Path) -> None:
    (desk / "แบบใหม่.docx").write_bytes((ROOT / "templates" / "memo.docx").read_bytes())
    assert main(["template", "check", "แบบใหม่.docx"]) == 2
    assert main(["template", "check", "แบบใหม่.docx", "--kind", "memo"]) == 0


def test_an_empty_list_stays_hidden_in_a_template_that_libreoffice_saved(desk: Path) -> None:
    parts = read_package((ROOT / "templates" / "action_plan.xlsx").read_bytes())
    sheet = parts["xl/worksheets/sheet1.xml"]
    saved = re.sub(rb'<row r="6"([^>]*)>', rb'<row r="6"\1 hidden="false">', sheet)
    assert saved != sheet
    (desk / "templates").mkdir(exist_ok=True)
    (desk / "templates" / "action_plan.xlsx").write_bytes(write_package({**parts, "xl/worksheets/sheet1.xml": saved}))
    (desk / "agency.yaml").write_bytes((AGENCY / "agency.yaml").read_bytes())
    (desk / "plan.yaml").write_bytes((AGENCY / "action_plan.yaml").read_bytes())
    assert main(["make", "plan.yaml", "--to", "xlsx"]) == 0
    rows = openpyxl.load_workbook(desk / "plan.xlsx").worksheets[0].row_dimensions
    assert [number for number in range(1, 12) if rows[number].hidden] == [7]


# ---------------------------------------------------------------- empty forms

FORMS = [
    (kind, to) for kind, model in sorted(REPORTS.items()) for to in model.formats if to != "pdf" and kind != "bundle"
]


@pytest.mark.parametrize(("kind", "to"), FORMS)
def test_an_empty_form_of_every_kind_is_valid(kind: str, to: str) -> None:
    assert openxml_audit(blank(REPORTS[kind], to), "docx" if to == "docx" else "xlsx") == []


@pytest.mark.parametrize("kind", [kind for kind, to in FORMS if to == "xlsx"])
def test_an_empty_workbook_prints_no_error_of_a_formula(kind: str) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(blank(REPORTS[kind], "xlsx")), data_only=True)
    shown = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert [value for value in shown if str(value).startswith("#")] == []


def test_an_empty_memo_has_dots_where_values_go() -> None:
    text = read_package(blank(REPORTS["memo"]))["word/document.xml"].decode()
    assert text.count("." * 20) > 5
    assert "จึงเรียนมาเพื่อโปรดพิจารณา" in text
    assert not re.search(r"\{\{|>[^<]*None|ตัวอย่าง", text)


def test_an_empty_form_of_an_agency_has_its_names(desk: Path) -> None:
    assert main(["make", "memo", "--blank", "--agency", str(AGENCY), "--to", "docx", "-o", "แบบ"]) == 0
    text = read_package((desk / "แบบ" / "memo-เปล่า.docx").read_bytes())["word/document.xml"].decode()
    assert "โทร" in text
    assert "จึงเรียนมาเพื่อโปรดพิจารณาสั่งการ" in text


def test_an_empty_form_never_overwrites(desk: Path) -> None:
    assert main(["blank", "order", "-o", "คำสั่ง.docx"]) == 0
    assert main(["blank", "order", "-o", "คำสั่ง.docx"]) == 2


def test_all_templates_of_a_folder_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "check", str(tmp_path)]) == 2
    main(["template", "export", "memo", "-o", str(tmp_path)])
    (tmp_path / "~$memo.docx").write_bytes(b"\0")
    capsys.readouterr()
    assert main(["template", "check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'memo.docx'}: ใช้ได้ ไม่พบข้อผิดพลาด\n"


def test_a_file_that_is_no_template_hides_no_fault_of_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("memo (1).docx", "memo.docx", "order.dotx"):
        (tmp_path / name).write_bytes(b"no template")
    assert main(["template", "check", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    told = shown.out + shown.err
    assert "memo (1).docx ไม่บอกชนิดรายงาน: ตั้งชื่อไฟล์ตามชนิด (หมายถึง memo หรือไม่) หรือใส่ --kind" in told
    assert "memo.docx: ไฟล์เสียหาย" in told
    assert "เตือน  แม่แบบต้องเป็น .docx หรือ .xlsx: เปิด order.dotx แล้วบันทึกเป็น .docx หรือ .xlsx" in told


def test_an_agency_check_says_what_to_do_with_a_template_that_is_not_used(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "templates").mkdir()
    for name in ("memo (1).docx", "memo.dotx", "อ่านก่อน.txt"):
        (folder / "templates" / name).write_bytes(b"x")
    found = {problem.place: problem.message for problem in check_agency(folder) if problem.code == "template-unused"}
    assert "--kind" not in found["templates/memo (1).docx"]
    assert found["templates/memo.dotx"].endswith("เปิดแล้วบันทึกเป็น .docx หรือ .xlsx")
    assert found["templates/อ่านก่อน.txt"].endswith("จึงไม่ถูกใช้")


# ---------------------------------------------------------------- a kind of the agency's own


def _blocks(page: str) -> dict[str, str]:
    """The files that docs/new-kind.md tells to write, by the name above each block."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return dict(re.findall(r"<!-- file: ([^ ]+) -->\n```[a-z]*\n(.*?)```", text, re.DOTALL))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package of the worked example, as pip would lay it down (its files and its entry point)."""
    files = _blocks("new-kind.md")
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    entry = re.search(r'\[project\.entry-points\."thaireport\.reports"\]\n(.+)', files["pyproject.toml"])
    assert entry
    info = tmp_path / "our_reports-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-reports\nVersion: 1.0\n", "utf-8")
    name, value = (part.strip().strip('"') for part in entry[1].split("="))
    (info / "entry_points.txt").write_text(f"[thaireport.reports]\n{name} = {value}\n", "utf-8")
    return tmp_path


def _python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder}:{ROOT}"
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={"PYTHONPATH": path, "PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_worked_example_of_an_own_kind_works(package: Path) -> None:
    drawn = _python(package, "draw_template.py")
    assert drawn.returncode == 0, drawn.stderr
    checked = _python(package, "-m", "thaireport", "template", "check", "our_reports/templates/site_visit.docx")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    made = _python(package, "-m", "thaireport", "make", "visit.yaml")
    assert made.returncode == 0, made.stdout + made.stderr
    text = read_package((package / "visit.docx").read_bytes())["word/document.xml"].decode()
    assert "ศูนย์พัฒนาเด็กเล็กบ้านตัวอย่าง" in text
    listed = _python(package, "-m", "thaireport", "kinds")
    assert "site_visit" in listed.stdout
    judged = _python(package, "-m", "thaireport", "verify", "visit.docx")
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert "แม่แบบ" not in judged.stdout


def test_the_commands_that_new_writes_for_an_own_kind_are_taken(package: Path) -> None:
    assert _python(package, "-m", "thaireport", "new", "site_visit", "งาน").returncode == 0
    text = (package / "งาน" / "อ่านก่อน.txt").read_text("utf-8-sig")
    commands = re.findall(r"thaireport ([ -~]+?)\r?$", text, re.MULTILINE)
    assert len(commands) >= 3
    for command in commands:
        words = [f"งาน/{word}" if word.endswith(".xlsx") else word for word in command.split()]
        told = _python(package, "-m", "thaireport", *words)
        assert told.returncode == 1, (command, told.stderr)  # the blank form is not filled in yet


def test_the_rules_of_an_own_kind_are_told_beside_a_field_that_cannot_be_read(package: Path) -> None:
    typed = (package / "visit.yaml").read_text("utf-8").replace("20 เมษายน 2569", "วานนี้").replace("92.50", "40")
    (package / "visit.yaml").write_text(typed.replace("  ควรเพิ่มป้ายบอกทางหนีไฟ R&D <จุดที่ 2>\n", ""), "utf-8")
    told = _python(package, "-m", "thaireport", "check", "visit.yaml").stderr
    assert "ไม่รู้จักเดือน “วานนี้”" in told
    assert "คะแนนต่ำกว่า 50 ต้องระบุผลอย่างน้อย 2 ข้อ" in told


def test_a_kind_that_cannot_be_loaded_is_named_and_stops_no_other(package: Path) -> None:
    (package / "our_reports" / "__init__.py").write_text("raise RuntimeError('พัง')\n", "utf-8")
    asked = _python(package, "-m", "thaireport", "fields", "site_visit")
    assert asked.returncode == 2
    assert "site_visit ของ our-reports ใช้ไม่ได้ (RuntimeError: พัง)" in asked.stderr
    listed = _python(package, "-m", "thaireport", "kinds")
    assert "memo" in listed.stdout
    assert "site_visit" not in listed.stdout
    assert "site_visit ของ our-reports ใช้ไม่ได้" in listed.stderr


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("rating:", "warnings:", "ช่อง warnings ใช้ชื่อที่โปรแกรมใช้อยู่"),
        ("rating: Score", "digits: Score", "ช่อง digits ใช้ชื่อที่โปรแกรมใช้อยู่"),
        ("rating: Score", "rating: float", "ช่อง rating เป็น float ซึ่งพิมพ์ไม่ได้"),
        ('thai_name: ClassVar[str] = "รายงานการตรวจเยี่ยม"', "", "คลาสยังไม่มี thai_name"),
    ],
)
def test_a_class_that_cannot_work_is_refused_by_name(package: Path, written: str, instead: str, told: str) -> None:
    module = package / "our_reports" / "__init__.py"
    module.write_text(module.read_text("utf-8").replace(written, instead), "utf-8")
    asked = _python(package, "-W", "ignore", "-m", "thaireport", "fields", "site_visit")
    assert asked.returncode == 2
    assert told in asked.stderr


# ---------------------------------------------------------------- the guide


def test_the_guide_is_followed_step_by_step(desk: Path) -> None:
    text = (ROOT / "docs" / "templates.md").read_text("utf-8")
    for name, written in _blocks("templates.md").items():
        (desk / name).write_text(written, "utf-8")
    commands = [
        line
        for block in re.findall(r"<!-- try -->\n```text\n(.+?)\n```", text, re.DOTALL)
        for line in block.split("\n")
    ]
    assert len(commands) >= 7
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, command
    made = read_package((desk / "memo.docx").read_bytes())["word/document.xml"].decode()
    assert "จึงเรียนมาเพื่อโปรดพิจารณาสั่งการ" in made
    assert "TH Sarabun New" in read_package((desk / "memo.docx").read_bytes())["word/styles.xml"].decode()


@pytest.mark.parametrize("page", ["templates.md", "new-kind.md", "error-catalogue.md"])
def test_what_a_page_points_at_is_there(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#:]+)\)", text) if "/" in target or target.endswith(".md")]
    assert [target for target in targets if not (ROOT / "docs" / target).is_file()] == []


# ---------------------------------------------------------------- what made a file


@pytest.mark.parametrize(("file", "to"), [("memo.yaml", "docx"), ("action_plan.yaml", "xlsx")])
@pytest.mark.parametrize("data", [True, False])
def test_every_file_names_the_library_and_the_digest_of_its_template(file: str, to: str, data: bool) -> None:
    made = read_package(thaireport.render(thaireport.load(AGENCY / file), to, data=data))
    template = AGENCY / "templates" / f"{file.removesuffix('.yaml')}.{to}"
    digest = hashlib.sha256(template.read_bytes()).hexdigest()
    line = f"thaireport {thaireport.__version__} {template.name} sha256:{digest}"
    assert line in made["docProps/custom.xml"].decode()


def _line_of(template: Path) -> str:
    digest = hashlib.sha256(template.read_bytes()).hexdigest()
    return f"thaireport {thaireport.__version__} {template.name} sha256:{digest}"


TWO = [_line_of(ROOT / "templates" / name) for name in ("memo.docx", "measures_report.docx")]


@pytest.mark.parametrize("data", [True, False])
def test_a_bundle_names_every_template_it_was_made_of(data: bool) -> None:
    made = thaireport.render(thaireport.load(ROOT / "examples" / "bundle.yaml"), data=data)
    assert makers_of(read_package(made)) == TWO
    assert openxml_audit(made, "docx") == []


def test_the_record_of_a_bundle_gives_back_the_digest_of_every_template() -> None:
    made = thaireport.render(thaireport.load(ROOT / "examples" / "bundle.yaml"))
    read = find_in_office(read_package(made)).digest.split(",")
    assert [f"sha256:{digest}" for digest in read] == [line.rpartition(" ")[2] for line in TWO]


def test_a_bundle_that_is_made_already_is_seen_as_current(tmp_path: Path) -> None:
    bundle = thaireport.load(ROOT / "examples" / "bundle.yaml")
    assert is_current(bundle, thaireport.save(bundle, tmp_path / "bundle.docx").path)


@pytest.mark.parametrize("data", [True, False])
def test_a_pdf_names_its_templates_in_both_its_properties(soffice: Path, data: bool) -> None:
    pages = thaireport.render(thaireport.load(ROOT / "examples" / "bundle.yaml"), "pdf", data=data)
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        assert str(pdf.docinfo["/Creator"]) == "; ".join(TWO)
        with pdf.open_metadata() as metadata:
            assert metadata["xmp:CreatorTool"] == "; ".join(TWO)
            assert metadata.pdfa_status == ("3B" if data else "2B")


@pytest.mark.parametrize(("kind", "to"), [("memo", "docx"), ("action_plan", "xlsx")])
def test_an_empty_form_names_its_template(kind: str, to: str) -> None:
    assert makers_of(read_package(blank(REPORTS[kind], to))) == [_line_of(ROOT / "templates" / f"{kind}.{to}")]


def test_the_properties_of_the_author_stay_and_old_lines_go() -> None:
    parts = read_package((ROOT / "templates" / "memo.docx").read_bytes())
    own = {**parts, **maker_parts(parts, ["ก", "ข & ค", "ง"])}
    custom = own["docProps/custom.xml"].replace(
        b'name="thaireport-template-3"', b'name="\xe0\xb8\x81\xe0\xb8\xad\xe0\xb8\x87"'
    )
    again = {**own, "docProps/custom.xml": custom}
    assert makers_of(again) == ["ก", "ข & ค"]
    signed = maker_parts(again, ["จ"])["docProps/custom.xml"].decode()
    assert re.findall(r'name="([^"]+)"', signed) == ["กอง", "thaireport-template"]
    assert len(set(re.findall(r'pid="([0-9]+)"', signed))) == 2


def test_the_help_of_an_option_says_its_usual_value_once(capsys: pytest.CaptureFixture[str]) -> None:
    main(["template", "export", "--help"])
    shown = capsys.readouterr().out
    assert "(ปกติ: templates)" in shown
    assert "default" not in shown
