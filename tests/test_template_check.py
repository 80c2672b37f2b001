"""Templates held against their models: shipped ones pass, wrong ones are told of, and no wrong one is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import thaireport
from tests.support.judges import openxml_audit
from tests.support.tools import ROOT
from thaireport.agency import Agency
from thaireport.errors import TemplateError, UsageError
from thaireport.output.docx import compile_template
from thaireport.output.package import read_package, write_package
from thaireport.output.xlsx import compile_workbook
from thaireport.pictures import PictureFile
from thaireport.reports import REPORTS
from thaireport.template_check import check_template, kind_of, shapes
from thaireport.template_check.sample import SPECIAL, trials
from thaireport.template_check.trial import made_up, sanity
from tools.broken_templates import CASES, CATALOGUE, Broken, catalogue, message_lines, replaced, typed

TEMPLATES = sorted((ROOT / "templates").glob("*.*x"))
SAFE = [case for case in CASES if case.section == "คำสั่งที่ไม่อนุญาต"]


@pytest.fixture(scope="module")
def page() -> str:
    return CATALOGUE.read_text("utf-8")


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_shipped_template_has_no_finding(file: Path) -> None:
    assert check_template(file.read_bytes(), file.name, REPORTS[kind_of(file.name, REPORTS)]) == []


def test_there_are_templates_to_check() -> None:
    assert {file.suffix for file in TEMPLATES} == {".docx", ".xlsx"}


def _made(file: Path) -> Iterator[bytes]:
    """The template filled with each trial's data."""
    model = REPORTS[kind_of(file.name, REPORTS)]
    compiled = (compile_template if file.suffix == ".docx" else compile_workbook)(file.read_bytes(), file.name)
    for maker in trials().values():
        if "_years" not in file.stem or maker.present:  # those want as many years as they draw columns
            yield compiled.render(made_up(model, maker, compiled.names), digits=lambda _: "thai")


@pytest.mark.parametrize("name", ["memo.docx", "action_plan.xlsx", "announcement.docx"])
def test_files_of_the_trial_are_valid(name: str) -> None:
    suffix = name.rpartition(".")[2]
    for data in _made(ROOT / "templates" / name):
        assert openxml_audit(data, "docx" if suffix == "docx" else "xlsx") == []


def test_special_characters_of_the_trial_arrive_in_word() -> None:
    parts = read_package(next(_made(ROOT / "templates" / "memo.docx")))
    assert "R&amp;D &lt;ฝ่าย ก&gt;" in parts["word/document.xml"].decode()
    assert "R&D <ฝ่าย ก>" in SPECIAL


def test_a_telephone_number_of_the_trial_can_be_written_in_groups() -> None:
    tag = "{% if agency.phone %}{{ agency.phone|phone }}{% endif %}{{ closing }}"
    parts = read_package((ROOT / "templates" / "memo.docx").read_bytes())
    replaced("word/document.xml", re.escape("{{ closing }}"), tag)(parts)
    assert check_template(write_package(parts), "memo.docx", REPORTS["memo"]) == []


def test_brackets_in_brackets_without_end_are_told_of() -> None:
    parts = read_package((ROOT / "templates" / "memo.docx").read_bytes())
    replaced("word/document.xml", re.escape("{{ closing }}"), "{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}")(parts)
    [problem] = check_template(write_package(parts), "memo.docx", REPORTS["memo"])
    assert "ป้าย หรือสิ่งที่เขียนในป้าย ซ้อนกันลึกเกินไป" in problem.message


DEEP = {
    "loops in loops": "{% for a in body %}" * 30 + "x" + "{% endfor %}" * 30,
    "blocks in blocks": "{% if subject %}" * 150 + "x" + "{% endif %}" * 150,
    "filters one behind the other": "{{ subject" + "|upper" * 3_000 + " }}",
    "fields of fields": "{{ subject" + ".a" * 150 + " }}",
    "one condition of many": "{{ subject" + " and subject" * 900 + " }}",
}


@pytest.mark.parametrize("what", DEEP)
def test_what_is_too_deep_for_python_is_told_of(what: str) -> None:
    parts = read_package((ROOT / "templates" / "memo.docx").read_bytes())
    replaced("word/document.xml", re.escape("{{ closing }}"), DEEP[what])(parts)
    found = check_template(write_package(parts), "memo.docx", REPORTS["memo"])
    assert "template-deep" in {problem.code for problem in found}


@pytest.mark.parametrize("tag", [DEEP["filters one behind the other"], "{{ announcement" + ".a" * 700 + " }}"])
def test_what_is_too_deep_in_a_cell_is_told_of(tag: str) -> None:
    parts = read_package((ROOT / "templates" / "action_plan.xlsx").read_bytes())
    row = f'<row r="90"><c r="A90" t="inlineStr"><is><t>{tag}</t></is></c></row></sheetData>'
    replaced("xl/worksheets/sheet1.xml", "</sheetData>", row)(parts)
    [problem] = check_template(write_package(parts), "action_plan.xlsx", REPORTS["action_plan"])
    assert problem.code == "template-deep"


def test_a_sheet_without_rows_is_told_of() -> None:
    parts = read_package((ROOT / "templates" / "action_plan.xlsx").read_bytes())
    replaced("xl/worksheets/sheet1.xml", "(?s)<sheetData>.*</sheetData>", "")(parts)
    [problem] = check_template(write_package(parts), "action_plan.xlsx", REPORTS["action_plan"])
    assert "ไม่มีส่วนของแถว" in problem.message


def test_a_size_of_letters_that_is_no_number_is_a_warning() -> None:
    parts = read_package((ROOT / "templates" / "memo.docx").read_bytes())
    replaced("word/styles.xml", r'<w:szCs w:val="[0-9]+"', '<w:szCs w:val="²"')(parts)
    problems = check_template(write_package(parts), "memo.docx", REPORTS["memo"], trial=False)
    assert any("อักษรไทย ไม่ได้ระบุ พอยต์" in problem.message for problem in problems)


# ---------------------------------------------------------------- wrong templates


def test_there_are_at_least_forty_wrong_templates() -> None:
    assert len(CASES) >= 40
    assert len({case.wrong for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.wrong)
def test_a_wrong_template_is_told_of_as_the_catalogue_says(case: Broken, page: str) -> None:
    said = message_lines(case.problems)
    assert said
    assert "```text\n" + "\n".join(said) + "\n```" in page


def test_the_catalogue_is_current(page: str) -> None:
    assert page == catalogue(), "run: python -m tools.broken_templates"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.wrong)
def test_every_finding_says_where(case: Broken) -> None:
    assert [problem for problem in case.problems if not problem.place.startswith(case.name)] == []


@pytest.mark.parametrize("case", SAFE, ids=lambda case: case.wrong)
def test_an_escape_from_the_sandbox_is_an_error(case: Broken) -> None:
    assert any(problem.level == "error" for problem in case.problems)


ESCAPES = (
    "{{ '%s'|format(subject) }}",
    "{{ '{0.__class__}'.format(subject) }}",
    "{{ body|map(attribute='__class__')|join }}",
    "{{ body|selectattr('text') }}",
    "{{ subject['_' ~ '_class__'] }}",
    "{{ subject['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "{{ subject.＿＿class＿＿ }}",
    "{{ subject.﹍﹍class﹍﹍ }}",
    "{{ ſelf }}",
    "{{ subject ~ subject.__class__ }}",
    "{{ subject if subject.__class__ else 1 }}",
    "{{ subject|default(subject.__class__) }}",
    "{{ 'a' * 99999999 }}",
    "{{ subject|safe }}",
    "{{ agency.folder }}",
    "{{ agency.folder.parts|join('/') }}",
    "{{ agency.emblem.path }}",
    "{{ agency.model_dump }}",
    "{{ emblem.data }}",
    "{{ dated.strftime }}",
)


@pytest.mark.parametrize("tag", ESCAPES)
def test_a_way_out_is_refused_before_anything_is_filled(tag: str) -> None:
    problems = check_template(Broken("", "", "", typed(tag)).data, "memo.docx", REPORTS["memo"], trial=False)
    assert any(problem.level == "error" for problem in problems)


def test_no_place_on_this_machine_is_among_the_fields() -> None:
    assert "folder" not in shapes.members(Agency)
    assert "path" not in shapes.members(PictureFile)


def test_all_faults_of_a_template_are_told_at_once() -> None:
    spoilt = Broken("", "", "", typed("{{ subjct }}", "{{ signer.nmae }}", "{{ draft", "{%p endfor %}"))
    told = " ".join(problem.message for problem in spoilt.problems)
    assert all(word in told for word in ("subjct", "signer.nmae", "{{ draft", "{%p endfor %}"))


def test_only_what_would_be_a_tag_in_two_pairs_of_braces_is_warned_of() -> None:
    said = Broken("", "", "", typed("{subject} {ชื่อ} {{ subject }} {x}")).problems
    assert [(problem.level, problem.code) for problem in said] == [("warning", "single-brace")]


@pytest.mark.parametrize(("tag", "meant"), [("{{ เรื่อง }}", "subject"), ("{{ signer.ตำแหน่ง }}", "signer.position")])
def test_a_thai_title_is_answered_with_the_field_s_name(tag: str, meant: str) -> None:
    assert f"หมายถึง {meant} หรือไม่" in Broken("", "", "", typed(tag)).problems[0].message


def test_a_tag_moved_out_of_its_loop_is_told_where_it_belongs() -> None:
    told = Broken("", "", "", typed("{{ opinion.heading }}")).problems[0].message
    assert "ระหว่าง {%p for opinion in opinions %} กับ endfor" in told


def test_loop_outside_any_loop_is_told_where_it_is_known() -> None:
    told = Broken("", "", "", typed("{{ loop.index }}")).problems[0].message
    assert told.startswith("loop มีค่าเฉพาะระหว่าง for กับ endfor")


def test_a_tag_shattered_over_runs_is_read_as_one() -> None:
    whole = "</w:t></w:r><w:r><w:t>".join(["{{ sig", "ner.full", "_nmae }}"])

    def spoil(parts: dict[str, bytes]) -> None:
        text = parts["word/document.xml"].decode()
        at = text.index("<w:body>") + len("<w:body>")
        parts["word/document.xml"] = f"{text[:at]}<w:p><w:r><w:t>{whole}</w:t></w:r></w:p>{text[at:]}".encode()

    problems = Broken("", "", "", spoil).problems
    assert [problem.message for problem in problems] == [
        "ไม่รู้จัก signer.full_nmae: หมายถึง signer.full_name หรือไม่: {{ signer.full_nmae }}"
    ]


def test_a_place_names_table_row_and_cell() -> None:
    case = next(case for case in CASES if case.wrong.startswith("{%tc"))
    assert case.problems[0].place == "memo.docx document.xml ตารางที่ 1 แถวที่ 1 ช่องที่ 1"


def test_an_excel_place_names_sheet_and_cell() -> None:
    case = next(case for case in CASES if case.wrong == "{{ row.titel }}")
    assert case.problems[0].place == "action_plan.xlsx แผ่นงาน “แผนปฏิบัติการ” ช่อง B4"


def test_the_trial_finds_what_no_name_shows() -> None:
    spoilt = Broken("", "", "", typed("{{ certified_copy.signer.full_name }}"))
    assert check_template(spoilt.data, "memo.docx", REPORTS["memo"], trial=False) == []
    assert [problem.code for problem in spoilt.problems] == ["trial"]


def test_a_link_to_nothing_is_found_by_the_trial() -> None:
    parts = read_package((ROOT / "templates" / "memo.docx").read_bytes())
    del parts["word/styles.xml"]
    told = [problem.message for problem in sanity(parts, "memo.docx")]
    assert told == ["ไฟล์ที่ทำขาดส่วน word/styles.xml", "ไฟล์ที่ทำอ้างส่วนที่ไม่มี: styles.xml"]


@pytest.mark.parametrize("body", [b"<a><", '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")])
@pytest.mark.parametrize("part", ["word/_rels/document.xml.rels", "word/styles.xml", "word/header1.xml"])
def test_a_part_that_cannot_be_read_is_named_once(part: str, body: bytes) -> None:
    parts = read_package((ROOT / "templates" / "memo.docx").read_bytes())
    found = check_template(write_package({**parts, part: body}), "memo.docx", REPORTS["memo"])
    assert [problem.message.partition(" (")[0] for problem in found] == [f"ส่วน {part} ในแม่แบบอ่านไม่ได้"]


def test_what_is_no_template_is_told_in_thai() -> None:
    for data in (b"", b"hello", write_package({"a.txt": b"x"})):
        for name in ("memo.docx", "action_plan.xlsx"):
            problems = check_template(data, name, REPORTS[kind_of(name, REPORTS)])
            assert problems
            assert all(re.search("[ก-๙]", problem.message) for problem in problems)


def test_a_template_of_another_program_is_refused() -> None:
    with pytest.raises(UsageError, match=r"\.docx หรือ \.xlsx"):
        check_template(b"", "memo.odt", REPORTS["memo"])


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("memo.docx", "memo"),
        ("action_plan_5_years.xlsx", "action_plan"),
        ("measures_report_by_measure.xlsx", "measures_report"),
    ],
)
def test_a_file_name_says_the_kind(name: str, kind: str) -> None:
    assert kind_of(name, REPORTS) == kind


def test_a_file_name_that_says_no_kind_is_told_what_is_meant() -> None:
    with pytest.raises(UsageError, match="หมายถึง memo หรือไม่"):
        kind_of("memoo.docx", REPORTS)


def test_kinds_of_values_are_read_from_annotations() -> None:
    plan = shapes.members(REPORTS["action_plan"])
    assert plan["projects"].entries.shapes[0].word == "record"
    assert {shape.word for shape in shapes.members(plan["projects"].entries.shapes[0].of)["budget"].shapes} == {
        "number",
        "dash",
    }
    assert plan["announcement"].optional


def test_a_property_is_made_of_the_fields_its_code_reads() -> None:
    assert shapes.reads(REPORTS["memo"])["subject_lines"] == {"subject"}


# ---------------------------------------------------------------- the gate


def _agency_with(folder: Path, name: str, data: bytes) -> thaireport.Report:
    """The example memo of an agency that has a template of its own."""
    (folder / "templates").mkdir()
    (folder / "templates" / name).write_bytes(data)
    (folder / "agency.yaml").write_text((ROOT / "examples" / "agency.yaml").read_text("utf-8"), "utf-8")
    (folder / "memo.yaml").write_text((ROOT / "examples" / "memo.yaml").read_text("utf-8"), "utf-8")
    return thaireport.load(folder / "memo.yaml")


def test_a_template_that_fails_is_never_used(tmp_path: Path) -> None:
    report = _agency_with(
        tmp_path, "memo.docx", Broken("", "", "", typed("{% if draft %}{{ subjct }}{% endif %}")).data
    )
    with pytest.raises(TemplateError, match="หมายถึง subject หรือไม่"):
        thaireport.save(report, tmp_path / "memo.docx")
    assert not (tmp_path / "memo.docx").exists()


def test_a_changed_template_of_the_agency_wins(tmp_path: Path) -> None:
    changed = Broken("", "", "", replaced("word/document.xml", "บันทึกข้อความ", "บันทึกข้อความภายใน", every=True)).data
    report = _agency_with(tmp_path, "memo.docx", changed)
    assert "บันทึกข้อความภายใน" in read_package(thaireport.render(report))["word/document.xml"].decode()


def test_a_template_with_warnings_alone_is_used(tmp_path: Path) -> None:
    warned = Broken("", "", "", typed("{{ subject }}", look="<w:rPr><w:b/></w:rPr>"))
    assert {problem.level for problem in warned.problems} == {"warning"}
    assert thaireport.render(_agency_with(tmp_path, "memo.docx", warned.data))
