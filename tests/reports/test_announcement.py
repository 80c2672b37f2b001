"""The announcement: no ที่, no เรียน, its date with พ.ศ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import thaireport
from tests.support.golden import Golden, outline
from tests.support.judges import plain
from tests.support.word import WordFile, text_of
from thaireport import Announcement

EXAMPLES = Path(__file__).parents[2] / "examples"


def printed(document: bytes) -> str:
    """The text of a Word file without spaces."""
    word = WordFile.read(document)
    return plain(" ".join(text_of(root) for root in word.stories.values()))


def announcement(**changes: Any) -> Announcement:
    data: dict[str, Any] = {
        "agency": {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"},
        "subject": "นโยบายไม่รับของขวัญ",
        "body": "ด้วยองค์การบริหารส่วนตำบลตัวอย่างเห็นสมควร",
        "dated": "27 เดือน กุมภาพันธ์ พ.ศ. 2569",
        "signer": {"name": "นายสมชาย ตัวอย่างดี", "position": "นายกองค์การบริหารส่วนตำบลตัวอย่าง"},
    }
    return Announcement.model_validate({**data, **changes})


def codes(report: Announcement, level: str = "error") -> list[str]:
    return [problem.code for problem in report.problems() if problem.level == level]


def test_heading_joins_the_word_and_the_agency() -> None:
    assert announcement().heading == "ประกาศองค์การบริหารส่วนตำบลตัวอย่าง"


def test_date_line_has_the_era_and_no_word_for_month() -> None:
    text = printed(thaireport.render(announcement()))
    assert "ประกาศณวันที่๒๗กุมภาพันธ์พ.ศ.๒๕๖๙" in text


def test_form_has_neither_number_nor_salutation() -> None:
    text = printed(thaireport.render(announcement()))
    assert "เรียน" not in text


def test_typed_label_is_an_error() -> None:
    assert codes(announcement(subject="เรื่อง นโยบาย")) == ["label-typed"]


def test_typed_date_line_in_the_body_is_an_error() -> None:
    assert codes(announcement(body="ประกาศ ณ วันที่ 1 ตุลาคม 2568")) == ["label-typed"]


def test_salutation_is_an_error() -> None:
    assert codes(announcement(body="เรียน ผู้อำนวยการ")) == ["announcement-salutation"]


def test_complimentary_close_is_an_error() -> None:
    assert codes(announcement(body="ขอแสดงความนับถือ")) == ["announcement-closing"]


@pytest.mark.parametrize(
    ("closing", "code"),
    [("ขอแสดงความนับถือ", "announcement-closing"), ("ประกาศ ณ วันที่ 1 ตุลาคม 2568", "label-typed")],
)
def test_the_closing_text_is_held_to_the_form_as_the_body_is(closing: str, code: str) -> None:
    assert codes(announcement(closing=closing)) == [code]


def test_words_of_the_body_are_no_labels() -> None:
    body = ["เรียนรู้ร่วมกันในชุมชน", "ประกาศ ณ ที่ทำการเป็นเวลา 15 วัน"]
    assert codes(announcement(body=body)) == []


def test_example_outline_is_as_reviewed(golden: Golden) -> None:
    document = thaireport.render(thaireport.load(EXAMPLES / "announcement.yaml"))
    golden.check("announcement", outline(document))


def test_stored_data_reads_back_equal() -> None:
    report = thaireport.load(EXAMPLES / "announcement.yaml")
    assert Announcement.model_validate(report.stored()) == report
