"""รายการแก้ไข between two issues of a report: every field, entry and figure that differs, told in the form's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel
from tests.support.made import KINDS, example
from thaireport import Memo, Report
from thaireport.differences import differences
from thaireport.reports.bundle import Bundle
from thaireport.reports.ita_analysis import ItaAnalysis

AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"}
CLERK = {"heading": "ความเห็นของปลัด", "signer": {"name": "นายเอก ใจดี"}}
MAYOR = {"heading": "ความเห็นของนายก", "signer": {"name": "นางโท งามดี"}}


def memo(**changes: Any) -> Memo:
    signer = {"name": "นางสุดา รักงาน", "position": "นักวิชาการ"}
    data = {"agency": AGENCY, "unit": "สำนักปลัด", "number": "ตย 71801/", "dated": "20 เมษายน 2569", "signer": signer}
    more = {"subject": "รายงานผล", "addressee": "นายกองค์การบริหารส่วนตำบลตัวอย่าง", "body": "หนึ่ง\nสอง\nสาม"}
    return Memo.model_validate({**data, **more, **changes})


def analysis(**changes: Any) -> ItaAnalysis:
    return ItaAnalysis.model_validate({"agency": AGENCY, "fiscal_year": 2566, **changes})


def told(old: Report, new: Report) -> list[tuple[str, str | None, str | None]]:
    return [(change.place, change.old, change.new) for change in differences(old, new)]


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("หนึ่ง\nสาม", [("เนื้อหา ลำดับ ๒", "สอง", None)]),
        ("หนึ่ง\nสอง\nสาม\n1) สี่", [("เนื้อหา ลำดับ ๔", None, "1) สี่")]),
        ("หนึ่ง\nสองใหม่\nสองเพิ่ม\nสาม", [("เนื้อหา ลำดับ ๒", "สอง", "สองใหม่"), ("เนื้อหา ลำดับ ๓", None, "สองเพิ่ม")]),
        ("เดียว\nสาม", [("เนื้อหา ลำดับ ๑", "หนึ่ง", "เดียว"), ("เนื้อหา ลำดับ ๒", "สอง", None)]),
    ],
)
def test_paragraphs_put_in_taken_out_and_changed_are_told_with_their_number(
    body: str, changed: list[tuple[str, str | None, str | None]]
) -> None:
    assert told(memo(), memo(body=body)) == changed


def test_an_entry_is_known_by_its_heading_wherever_it_stands() -> None:
    place = "ความเห็นผู้บังคับบัญชา ลำดับ ๑ (ความเห็นของปลัด)"
    both, one = memo(opinions=[CLERK, MAYOR]), memo(opinions=[MAYOR])
    assert told(both, one) == [(place, "ความเห็นของปลัด", None)]
    assert told(one, both) == [(place, None, "ความเห็นของปลัด")]


def test_an_issue_is_known_by_its_number_whatever_else_of_it_changed() -> None:
    old = analysis(issues=[{"number": 1, "analysis": "ก"}, {"number": 2, "analysis": "ข"}])
    changed = told(old, analysis(issues=[{"number": 2, "analysis": "ค"}]))
    assert changed[1:] == [("บทวิเคราะห์รายประเด็น ลำดับ ๑ บทวิเคราะห์ ลำดับ ๑", "ข", "ค")]
    assert [new for _, _, new in changed] == [None, "ค"]


def test_scores_by_code_are_told_with_their_code() -> None:
    changed = told(analysis(iit={"i1": "90", "i2": "80"}), analysis(iit={"i1": "91", "i3": "70"}))
    where = "คะแนน IIT รายข้อ"
    assert changed == [
        (f"{where} i1", "๙๐.๐๐", "๙๑.๐๐"),
        (f"{where} i2", "๘๐.๐๐", None),
        (f"{where} i3", None, "๗๐.๐๐"),
    ]


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ({"stated": {"total": "95", "level": "ผ่าน"}}, ("คะแนนรวมที่ประกาศ", None, "๙๕.๐๐ ผ่าน")),
        ({"applied_year": 2568}, ("ปีงบประมาณที่นำไปปฏิบัติ", None, "๒๕๖๘")),
        ({"draft_issues": True}, ("ร่างบทวิเคราะห์จากคะแนน", "ไม่ใช่", "ใช่")),
    ],
)
def test_what_is_filled_in_is_told_in_the_words_of_a_page(changes: dict[str, Any], changed: Any) -> None:
    assert told(analysis(), analysis(**changes)) == [changed]


def test_for_whom_the_signer_acts_is_told() -> None:
    signer = {"name": "นางสุดา รักงาน", "position": "รองปลัด"}
    acting = {**signer, "acting_for": "ปฏิบัติราชการแทน ปลัดองค์การบริหารส่วนตำบลตัวอย่าง"}
    (change,) = told(memo(signer=signer), memo(signer=acting))
    assert change == (
        "ผู้ลงนาม",
        "นางสุดา รักงาน รองปลัด",
        "นางสุดา รักงาน รองปลัด ปฏิบัติราชการแทน ปลัดองค์การบริหารส่วนตำบลตัวอย่าง",
    )


@pytest.mark.parametrize(("field", "typed"), [("phone", "0 4312 3456"), ("email", "saraban@example.go.th")])
def test_how_a_unit_is_reached_is_told(field: str, typed: str) -> None:
    (change,) = told(memo(), memo(unit={"name": "สำนักปลัด", field: typed}))
    assert change == ("ส่วนราชการ", "สำนักปลัด", f"สำนักปลัด {typed}")


def test_a_part_of_a_bundle_is_told_with_its_kind_and_another_kind_as_a_whole() -> None:
    def bundle(part: Report) -> Bundle:
        return Bundle(agency=part.agency, parts=(part,))

    old = bundle(memo())
    assert told(old, bundle(memo(subject="แจ้งเวียน"))) == [("ส่วน ลำดับ ๑ (บันทึกข้อความ) เรื่อง", "รายงานผล", "แจ้งเวียน")]
    whole = ("ส่วน ลำดับ ๑", "บันทึกข้อความ รายงานผล", f"{ItaAnalysis.thai_name} การวิเคราะห์")
    assert told(old, bundle(analysis(title="การวิเคราะห์"))) == [whole]


def test_a_part_put_in_before_an_edited_one_is_told_by_what_it_is_about() -> None:
    first, edited, added = memo(), memo(addressee="นายอำเภอตัวอย่าง"), memo(subject="แจ้งเวียน")
    old, new = Bundle(agency=first.agency, parts=(first,)), Bundle(agency=first.agency, parts=(added, edited))
    assert told(old, new) == [
        ("ส่วน ลำดับ ๑", None, "บันทึกข้อความ แจ้งเวียน"),
        ("ส่วน ลำดับ ๒ (บันทึกข้อความ) เรียน", "นายกองค์การบริหารส่วนตำบลตัวอย่าง", "นายอำเภอตัวอย่าง"),
    ]


def changed_anywhere(value: Any) -> Iterator[tuple[str, Any]]:
    """Copies of data with one figure, text or entry changed, each with the name of the field."""
    if isinstance(value, BaseModel):
        for name in sorted(set(type(value).model_fields) - {"level"}):  # a paragraph's level goes with its marker
            for inner, other in changed_anywhere(getattr(value, name)):
                yield f"{name}.{inner}", value.model_copy(update={name: other})
    elif isinstance(value, tuple) and value:
        for inner, other in changed_anywhere(value[-1]):
            yield inner, (*value[:-1], other)
        yield "", value[:-1]
    elif isinstance(value, bool):
        yield "", not value
    elif isinstance(value, (int, Decimal)):
        yield "", value + 1
    elif isinstance(value, date):
        yield "", value + timedelta(days=1)
    elif type(value) is str:
        yield "", f"{value}ก"


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_changes_without_a_word(kind: str) -> None:
    report = example(kind)
    assert [path for path, other in changed_anywhere(report) if not differences(report, other)] == []
