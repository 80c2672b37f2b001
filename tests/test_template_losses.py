"""A print tag taken out of a template is told of: in whatever branch, level or kind of row it stood.

``MUTANTS=7`` checks every seventh tag of all templates taken out (``make fuzz``), ``MUTANTS=1`` every one, which takes
more than an hour; usually that each tag alone prints some value of the trials stands for it.
"""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest
from tests.support.drawn import paragraph, word_file
from tests.support.mutants import Subject, Tag
from tests.support.tools import ROOT
from thaireport.errors import Problem
from thaireport.output.package import read_package, write_package
from thaireport.reports import REPORTS
from thaireport.template_check import check_template, kind_of

TEMPLATES = {file.name: file for file in sorted((ROOT / "templates").glob("*.*x"))}
STEP = int(os.environ.get("MUTANTS", "1000"))

FIXED = re.compile(r'\{\{ ([0-9]+|loop\.index|"[^"]+" if .+ else "") \}\}')
"""What prints no value of the data: numbers of heads and entries; signs, which are counted."""

SAID_TWICE = {
    "action_plan.xlsx": {"{{ row.number }}": 2},
    "action_plan_4_years.xlsx": {"{{ row.number }}": 2},
    "action_plan_5_years.xlsx": {"{{ row.number }}": 2},
    "external_letter.docx": {"{{ secrecy }}": 4},
    "ita_analysis.docx": {
        "{{ agency.name }}": 6,
        "{{ agency.place }}": 3,
        "{{ programme }}": 4,
        "{{ fiscal_year }}": 7,
        "{{ previous_year }}": 2,
        "{{ total|score }}": 2,
        "{{ level }}": 2,
    },
    "ita_analysis.xlsx": {"{{ fiscal_year }}": 6},
    "memo.docx": {"{{ secrecy }}": 4},
}
"""What stands elsewhere in the same file, so that nothing is lost with one of the tags."""

SAID_BY_ITS_BRANCH = {
    "action_plan.xlsx": {f"{{{{ quarters[{number}] }}}}": 1 for number in range(4)},
    "external_letter.docx": {"{{ salutation }}": 1},
    "measures_report.docx": {"{{ item.marker }}": 68},
}
"""What has one value only where it is printed (``item.marker == "-"``), so that no mark can stand for it."""


def told(name: str, data: bytes) -> list[Problem]:
    return check_template(data, name, REPORTS[kind_of(name, REPORTS)])


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_tag_can_be_taken_out_unseen(name: str) -> None:
    unseen = Counter(tag.text for tag in Subject.read(TEMPLATES[name]).unseen() if not FIXED.fullmatch(tag.text))
    known = Counter[str]()
    for reason in (SAID_TWICE, SAID_BY_ITS_BRANCH):
        known.update(reason.get(name, {}))
    assert unseen == known


def _some(name: str) -> list[Tag]:
    """Every so-manieth tag of a template that is not known to be unseen, one at least."""
    known = {text for reason in (SAID_TWICE, SAID_BY_ITS_BRANCH) for text in reason.get(name, {})}
    tags = [tag for tag in Subject.read(TEMPLATES[name]).tags if tag.text not in known]
    tags = [tag for tag in tags if not FIXED.fullmatch(tag.text)]
    return tags[min(STEP, len(tags)) // 2 :: STEP]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_without_one_of_its_tags_is_told_of(name: str) -> None:
    subject = Subject.read(TEMPLATES[name])
    assert [tag for tag in _some(name) if not told(name, subject.without(tag))] == []


# ---------------------------------------------------------------- what is told


def without(name: str, text: str, number: int = 0) -> list[Problem]:
    """What is told of a shipped template without the ``number``-th tag of that text."""
    subject = Subject.read(TEMPLATES[name])
    return told(name, subject.without([tag for tag in subject.tags if tag.text == text][number]))


def test_a_level_that_loses_its_text_is_named_and_refused() -> None:
    (problem,) = without("order.docx", "{{ item.text }}", 9)
    assert problem.level == "error"
    assert problem.loc == ("body", "text")
    assert problem.message.startswith("ช่อง body[].text (เนื้อหา > ข้อความ) ไม่ถูกพิมพ์เมื่อ body[].level (เนื้อหา > ระดับ) เป็น 3")


def test_a_kind_of_row_of_a_workbook_that_loses_a_field_is_named() -> None:
    (problem,) = without("action_plan.xlsx", "{{ row.title }}", 1)
    assert problem.level == "error"
    assert "projects[].row_kind (รายการโครงการ > แบบของแถว) เป็น own:" in problem.message


def test_a_sign_that_one_kind_of_row_loses_is_a_warning() -> None:
    (problem,) = without("plan_results.xlsx", '{{ "☑" if "done" in row.status else "" }}', 1)
    assert (problem.level, problem.code) == ("warning", "sign-lost")
    assert "“☑”" in problem.message


def test_a_figure_of_one_year_is_named_by_its_number() -> None:
    (problem,) = without("action_plan.docx", "{{ year_totals[2] }}")
    assert "เป็นรายการที่ 3 ของ year_totals และ" in problem.message
    assert "years (ปีงบประมาณ พ.ศ./ถึงปีงบประมาณ) มี 4 รายการ" in problem.message


def test_a_picture_without_its_alternative_text_is_a_warning() -> None:
    (problem,) = without("order.docx", "{{ emblem }}")
    assert problem.level == "warning"
    assert "พิมพ์ช่อง emblem" in problem.message


def test_a_field_that_may_be_left_empty_is_a_warning_in_a_branch_too() -> None:
    problems = without("memo.docx", "{{ line }}", 2)
    assert {problem.level for problem in problems} == {"warning"}
    assert "เป็นรายการสุดท้ายของ signer.position_lines" in problems[0].message


def test_all_optional_tags_that_are_missing_are_told() -> None:
    subject = Subject.read(TEMPLATES["memo.docx"])
    parts = dict(subject.parts)
    for text in ("{{ closing }}", "{{ urgency }}", "{{ continuation }}"):
        parts = {part: body.replace(text.encode(), b"") for part, body in parts.items()}
    problems = told("memo.docx", write_package(parts))
    assert {problem.loc for problem in problems} == {("closing",), ("urgency",), ("continuation",)}
    assert {problem.level for problem in problems} == {"warning"}


def test_what_is_told_as_printed_nowhere_is_told_once() -> None:
    problems = without("memo.docx", "{{ addressee }}")
    assert [problem.loc for problem in problems] == [("addressee",)]


# ---------------------------------------------------------------- what is no loss


def changed(name: str, *changes: tuple[str, str]) -> list[Problem]:
    parts = dict(read_package(TEMPLATES[name].read_bytes()))
    for old, new in changes:
        text = parts["word/document.xml"].decode()
        assert old in text
        parts["word/document.xml"] = text.replace(old, new).encode()
    return told(name, write_package(parts))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{ signer.full_name }}", "{{ signer.title }}{{ signer.first_name }} {{ signer.surname }}"),
        ("{{ dated|be_date }}", "{{ dated|short_date }}"),
        ("ประกาศ", "ประกาศของหน่วยงาน"),
    ],
)
def test_what_is_printed_in_another_way_is_no_loss(old: str, new: str) -> None:
    assert changed("announcement.docx", (old, new)) == []


def test_a_branch_of_the_agency_s_own_is_tried_too() -> None:
    branch = '{% if item.marker == "★" %}ดาว{% else %}{{ item.text }}{% endif %}'
    problems = changed("announcement.docx", ("{{ item.text }}", branch))
    assert any("body[].marker" in problem.message and "★" in problem.message for problem in problems)


def test_a_template_of_no_kind_of_ours_is_held_against_none() -> None:
    from tests.test_printed import HEAD, ROWS, Worklist

    lines = (HEAD, ROWS[0], "{{ task.heading }} {{ task.due }} {{ task.cost }}", ROWS[1])
    problems = check_template(word_file("".join(map(paragraph, lines))), "worklist.docx", Worklist)
    assert [problem.code for problem in problems] == ["styles"]
