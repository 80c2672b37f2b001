"""The memo: what the form must and must not have, and the real sample mapped with nothing lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import thaireport
import yaml
from tests.support.golden import Golden, outline
from tests.support.judges import plain, thai_runs_faults
from tests.support.word import WordFile, text_of
from thaireport import Memo
from thaireport.errors import Problem

EXAMPLES = Path(__file__).parents[2] / "examples"


def printed(document: bytes) -> str:
    """The text of a Word file without spaces."""
    word = WordFile.read(document)
    return plain(" ".join(text_of(root) for root in word.stories.values()))


AGENCY: dict[str, Any] = {
    "name": "องค์การบริหารส่วนตำบลตัวอย่าง",
    "people": {"mayor": {"name": "นายสมชาย ตัวอย่างดี", "position": "นายกองค์การบริหารส่วนตำบลตัวอย่าง"}},
    "units": {"office": {"name": "สำนักปลัด", "phone": "043123456"}},
}


def memo(**changes: Any) -> Memo:
    data: dict[str, Any] = {
        "agency": AGENCY,
        "unit": "office",
        "number": "ตย 71801/",
        "dated": "20 เมษายน 2569",
        "subject": "ขออนุมัติจัดประชุม",
        "addressee": "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
        "body": "ด้วยสำนักปลัดจะจัดประชุมประจำเดือน",
        "signer": "mayor",
    }
    return Memo.model_validate({**data, **changes})


def found(report: Memo, code: str) -> list[Problem]:
    return [problem for problem in report.problems() if problem.code == code]


def test_person_is_taken_from_the_agency_by_key() -> None:
    assert memo().signer.full_name == "นายสมชาย ตัวอย่างดี"


def test_a_closing_typed_in_the_body_as_well_is_told() -> None:
    body = ["ด้วยสำนักปลัดจะจัดประชุมประจำเดือน", "จึงเรียนมาเพื่อโปรดทราบ"]
    problems = found(memo(body=body), "closing-twice")
    assert [(problem.level, problem.loc) for problem in problems] == [("warning", ("body", 1))]
    assert not found(memo(body=body[:1], closing=body[1]), "closing-twice")
    assert not found(memo(body=[body[0], f"{body[0]} จึงเรียนมา"]), "closing-twice")


def test_office_line_names_unit_agency_and_telephone() -> None:
    assert memo().office_line == "สำนักปลัด องค์การบริหารส่วนตำบลตัวอย่าง  โทร. 0 4312 3456"


def test_office_line_does_not_repeat_an_agency_named_in_the_unit() -> None:
    report = memo(unit={"name": "สำนักปลัดองค์การบริหารส่วนตำบลตัวอย่าง"})
    assert report.office_line == "สำนักปลัดองค์การบริหารส่วนตำบลตัวอย่าง"


def test_complimentary_close_is_an_error() -> None:
    problems = found(memo(closing="ขอแสดงความนับถือ"), "memo-closing")
    assert [(problem.level, problem.loc) for problem in problems] == [("error", ("closing",))]


def test_a_paragraph_that_begins_with_the_words_of_a_closing_is_none() -> None:
    body = "ด้วยความเคารพต่อความเห็นของประชาชนในเวทีประชาคม สำนักปลัดจึงขอเสนอแนวทาง"
    assert not found(memo(body=body), "memo-closing")


def test_enclosures_under_a_heading_are_off_form() -> None:
    problems = found(memo(enclosures="รายงาน"), "off-form")
    assert [(problem.level, problem.loc) for problem in problems] == [("warning", ("enclosures",))]


def test_full_stop_behind_the_code_is_a_warning() -> None:
    assert [problem.level for problem in found(memo(number="ตย. 71801/"), "document-number")] == ["warning"]


@pytest.mark.parametrize(("name", "typed"), [("subject", "เรื่อง ขออนุมัติ"), ("addressee", "เรียน นายก")])
def test_a_label_that_the_form_prints_is_not_typed(name: str, typed: str) -> None:
    assert [problem.loc for problem in found(memo(**{name: typed}), "label-typed")] == [(name,)]


def test_a_subject_may_begin_with_a_word_that_begins_like_its_label() -> None:
    assert not found(memo(subject="เรื่องร้องเรียนร้องทุกข์ประจำเดือน"), "label-typed")


@pytest.mark.parametrize(("name", "code"), [("number", "memo-number"), ("unit", "memo-unit")])
def test_a_memo_without_its_number_or_unit_is_told(name: str, code: str) -> None:
    assert [(problem.level, problem.loc) for problem in found(memo(**{name: None}), code)] == [("warning", (name,))]
    assert not found(memo(), code)


def test_blank_register_number_is_no_problem() -> None:
    assert not found(memo(), "document-number")


def test_missing_emblem_is_a_warning() -> None:
    assert [problem.level for problem in found(memo(), "emblem-missing")] == ["warning"]


def test_signer_without_post_is_an_error() -> None:
    assert [problem.level for problem in found(memo(signer="นายสมชาย ตัวอย่างดี"), "signer-position")] == ["error"]


def test_month_without_day_is_left_to_the_pen() -> None:
    report = memo(dated="เมษายน 2569")
    assert report.dated == thaireport.Memo.model_validate(report.stored()).dated


def test_stored_data_reads_back_equal() -> None:
    report = thaireport.load(EXAMPLES / "memo.yaml")
    assert Memo.model_validate(report.stored()) == report


def test_prose_lists_get_their_levels_from_their_markers() -> None:
    body = memo(body="ย่อหน้า\n1) ข้อแรก\n(1) ย่อย\n(2) ย่อย\n2) ข้อสอง\nย่อหน้าท้าย").body
    assert [(item.level, item.marker) for item in body] == [
        (0, ""),
        (1, "1)"),
        (2, "(1)"),
        (2, "(2)"),
        (1, "2)"),
        (0, ""),
    ]


def test_report_defaults_come_from_the_agency() -> None:
    agency = {**AGENCY, "defaults": {"memo": {"closing": "จึงเรียนมาเพื่อโปรดทราบ"}}}
    assert memo(agency=agency).closing == "จึงเรียนมาเพื่อโปรดทราบ"


def test_special_characters_arrive_whole() -> None:
    text = printed(thaireport.render(memo(subject="งาน R&D <5% \"ก\" 'ข' {{ }} %}")))
    assert "งานR&D<๕%\"ก\"'ข'{{}}%}" in text


def test_equal_input_gives_equal_bytes() -> None:
    assert thaireport.render(memo()) == thaireport.render(memo())


def test_digit_policy_of_the_report_wins() -> None:
    assert "20เมษายน2569" in printed(thaireport.render(memo(digits="arabic")))
    assert "๒๐เมษายน๒๕๖๙" in printed(thaireport.render(memo()))


def test_example_outline_is_as_reviewed(golden: Golden) -> None:
    document = thaireport.render(thaireport.load(EXAMPLES / "memo.yaml"))
    golden.check("memo", outline(document))


def seed0_memo(shared: Path) -> tuple[dict[str, Any], Memo]:
    case = yaml.safe_load((shared / "cases" / "seed0.yaml").read_text("utf-8"))
    agency, letter = case["agency"], case["memo"]
    office = letter["from_office"].replace(agency["name"], "").strip()

    def person(data: dict[str, Any]) -> dict[str, Any]:
        return {"name": data["name"], "position": data["position"]}

    report = Memo.model_validate(
        {
            "agency": {name: agency[name] for name in ("name", "district", "province")},
            "unit": {"name": office, "phone": letter["telephone"]},
            "number": letter["document_number"]["prefix"],
            "dated": letter["date"],
            "subject": letter["subject"],
            "addressee": letter["addressed_to"],
            "enclosures": [{"title": e["title"], "quantity": e["quantity"]} for e in letter["enclosures"]],
            "body": letter["paragraphs"],
            "closing": letter["closing"],
            "signer": person(letter["signer"]),
            "signer_label": letter["signer"]["label"],
            "opinions": [{"heading": opinion["heading"], "signer": person(opinion)} for opinion in letter["opinions"]],
        }
    )
    return letter, report


def leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in leaves(part)]
    return [value] if isinstance(value, str) else []


def test_real_sample_maps_with_nothing_lost(shared: Path) -> None:
    letter, report = seed0_memo(shared)
    text = printed(thaireport.render(report))
    dense = text.replace(".", "")
    missing = [
        leaf
        for leaf in leaves({name: part for name, part in letter.items() if name not in {"telephone"}})
        if leaf.strip(".") and plain(leaf).replace(".", "") not in dense
    ]
    assert missing == []
    assert "๐๔๓๘๔๐๖๗๒" in text


def test_real_sample_is_told_what_is_off_form(shared: Path) -> None:
    _, report = seed0_memo(shared)
    codes = {problem.code for problem in report.problems()}
    assert {"off-form", "document-number", "emblem-missing"} <= codes
    assert not [problem for problem in report.problems() if problem.level == "error"]


@pytest.mark.parametrize("name", ["urgency", "secrecy"])
def test_unknown_mark_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        memo(**{name: "ด่วนจี๋"})


CERTIFIED = {"signer": "mayor", "dated": "21 เมษายน 2569"}
OPINIONS = [{"heading": f"ความเห็นที่ {number}", "signer": "mayor"} for number in (1, 2)]


@pytest.mark.parametrize(
    ("opinions", "held"), [([], [True]), (OPINIONS, [False, False, True])], ids=["signer", "last opinion"]
)
def test_a_certification_stays_on_the_page_of_the_last_signature(opinions: list[Any], held: list[bool]) -> None:
    word = WordFile.read(thaireport.render(memo(opinions=opinions, certified_copy=CERTIFIED)))
    posts = [found for found in word.document.iter() if word_is_post(word, found)]
    assert [word.paragraph_is(post, "keepNext") for post in posts[: len(held)]] == held


def word_is_post(word: WordFile, found: Any) -> bool:
    """Whether an element is the post of a signature."""
    return str(found.tag).endswith("}p") and word.style_of(found) == "SignPost"


def test_a_secret_certified_draft_is_kept_whole_and_set_in_thai() -> None:
    marked = memo(urgency="ด่วนที่สุด", secrecy="ลับมาก", draft=True, certified_copy=CERTIFIED, opinions=OPINIONS)
    assert thai_runs_faults(thaireport.render(marked)) == []


def test_references_typed_line_by_line_are_one_entry_each() -> None:
    assert memo(references="หนังสืออำเภอ ลงวันที่ 1\nหนังสือจังหวัด ลงวันที่ 2").references == (
        "หนังสืออำเภอ ลงวันที่ 1",
        "หนังสือจังหวัด ลงวันที่ 2",
    )
