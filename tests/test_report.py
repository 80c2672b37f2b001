"""What every report has in common: its texts are looked at together, and each is told by its own path."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.clerk import example
from tests.support.memo import MEMO
from thaireport import REPORTS, Agency, Memo, lint
from thaireport.framework import Framework, Level
from thaireport.report import _gather_all, texts
from thaireport.thai import text

WRONG = (
    "โ ค ร ง ก า ร",
    "พ .ศ. 2569",
    "<b>ข้อ</b>",
    "ค าสั่ง",
    "ระบุชื่อหน่วยงาน",
    "เทศบัญญัติ",
    "(อบจ./เทศบาล/อบต.)",
    "๐6",
    "....",
)
RIGHT = (
    "ณ ห้องประชุม",
    "เทศบาล และองค์การบริหารส่วนตำบล",
    "ตามระเบียบ พ.ศ. 2526",
    "ก ข",
    "ข",
    "3/2569",
    "องค์การบริหารส่วนจังหวัด",
)
TEXTS = st.lists(st.sampled_from(WRONG + RIGHT), min_size=1, max_size=90)


def memo(body: list[str]) -> Memo:
    return Memo.model_validate({**MEMO, "body": body})


@given(TEXTS)
def test_texts_looked_at_together_have_the_faults_of_each(body: list[str]) -> None:
    report = memo(body)
    found = [(problem.loc, problem.message) for problem in report.findings if problem.loc[:1] == ("body",)]
    alone = [
        (("body", index, "text"), fault)
        for index, item in enumerate(report.body)
        for fault in (
            *text.paste_faults(item.text),
            *(fault for _, fault in lint.faults(item.text, report.agency.government)),
        )
    ]
    assert found == alone


@pytest.mark.parametrize("kind", ["memo", "action_plan", "plan_results", "announcement", "measures_report"])
def test_words_are_the_texts_in_their_order(kind: str) -> None:
    report = example(kind)
    words: list[str] = []
    _gather_all(report, str, words)
    assert words == [value for _, value in texts(report)]


@pytest.mark.parametrize("kind", sorted(REPORTS))
def test_a_report_survives_pickling_copying_and_its_stored_data(kind: str) -> None:
    report = example(kind)
    pickled = pickle.loads(pickle.dumps(report))
    assert pickled.warnings == report.warnings
    for again in (pickled, copy.deepcopy(report), type(report).model_validate(report.stored())):
        assert again == report
        assert hash(again) == hash(report)


def test_equal_reports_have_one_hash_however_their_numbers_are_typed() -> None:
    scores = [Framework.model_fields["pass_line"].default, Decimal("85.00")]
    levels = [Level(name="ผ่าน", total=score) for score in scores]
    agencies = [
        Agency.model_validate({"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "digits_of": dict(order)})
        for order in ([("a", "thai"), ("b", "form")], [("b", "form"), ("a", "thai")])
    ]
    assert len(set(levels)) == len(set(agencies)) == 1


def test_a_changed_copy_has_no_warnings_of_what_it_was_made_from() -> None:
    report = example("memo")
    assert report.warnings
    assert report.model_copy().warnings == copy.copy(report).warnings == report.warnings
    assert report.model_copy(update={"draft": True}).warnings == ()


def test_texts_found_in_order_are_remembered_for_their_own_type_of_government_only() -> None:
    """Reports of many agencies in one process: what is in order for one may be another's fault."""
    subject = "ตามเทศบัญญัติงบประมาณ"

    def codes(name: str) -> list[str]:
        data = {
            "agency": {"name": name},
            "dated": "เมษายน 2569",
            "subject": subject,
            "addressee": "ปลัด",
            "body": "ด้วยสำนักปลัดจะจัดประชุม (ระบุชื่อโครงการ)",
            "signer": {"name": "นายสมชาย ตัวอย่างดี", "position": "ปลัด"},
        }
        return [problem.code for problem in Memo.model_validate(data).problems()]

    for _ in range(2):
        assert "foreign-word" not in codes("เทศบาลตำบลตัวอย่าง")
        assert "foreign-word" in codes("องค์การบริหารส่วนตำบลตัวอย่าง")
        assert "unfilled" in codes("องค์การบริหารส่วนตำบลตัวอย่าง")
