"""Stand-ins: of faulty data what can be read is there, and what cannot raises when a rule asks for it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import Field
from thaireport.agency import Agency
from thaireport.errors import Problem, Unknown, as_known
from thaireport.fields import Count, Line, Model, Score
from thaireport.intake.source import from_mapping
from thaireport.pipeline import examine
from thaireport.report import Report, texts
from thaireport.reports.action_plan import ActionPlan, Project
from thaireport.reports.memo import Memo
from thaireport.stand_in import Partial, StandIn, stand_in

ROW = {"title": "โครงการอบรม", "dimension": "1"}
AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"}


def _plan(**data: Any) -> ActionPlan:
    return stand_in(ActionPlan, {"agency": AGENCY, "fiscal_year": "2569", "projects": [ROW], **data})


def test_a_field_that_reads_is_known_and_one_that_does_not_raises() -> None:
    row = stand_in(Project, {**ROW, "dimension": "ห้า", "budget": "1,000"})
    assert (row.title, row.budget) == ("โครงการอบรม", Decimal(1000))
    with pytest.raises(Unknown):
        _ = row.dimension


def test_a_field_left_out_has_its_usual_value_unless_it_must_be_given() -> None:
    row = stand_in(Project, {"dimension": "1"})
    assert row.quarters == frozenset()
    with pytest.raises(Unknown):
        _ = row.title


def test_a_misspelt_name_makes_the_field_it_means_unknown_and_no_other() -> None:
    row = stand_in(Project, {**ROW, "bugdet": "5"})
    assert row.remark is None
    with pytest.raises(Unknown):
        _ = row.budget


def test_a_name_near_to_none_may_mean_any_field_that_was_left_out() -> None:
    row = stand_in(Project, {**ROW, "เงิน": "5"})
    assert row.title == "โครงการอบรม"
    with pytest.raises(Unknown):
        _ = row.budget


def test_a_good_record_among_faulty_ones_is_a_real_one() -> None:
    plan = _plan(projects=[ROW, {**ROW, "dimension": "ห้า"}, "โครงการ"])
    assert [isinstance(row, StandIn) for row in plan.projects] == [False, True, True]
    assert [row._position for row in plan.projects] == [1, 2, 3]


def test_what_is_worked_out_from_an_unknown_field_is_unknown_too() -> None:
    plan = _plan(projects=[ROW, {**ROW, "budget": "หมื่น"}])
    assert plan.project_count == 2
    with pytest.raises(Unknown):
        _ = plan.budget_total


def test_a_stand_in_is_one_of_its_kind_and_its_texts_are_found() -> None:
    memo = stand_in(Memo, {"subject": "ทดสอบ", "dated": "วานนี้"})
    assert isinstance(memo, Memo)
    assert (("subject",), "ทดสอบ") in texts(memo)


class _Scored(Model):
    scores: dict[str, Score] = Field(title="คะแนน")
    parts: list[Annotated[Count, Field(le=9)]] = Field(default=[1], title="ส่วน")


def test_of_a_mapping_the_keys_are_known_and_the_good_values() -> None:
    scores = stand_in(_Scored, {"scores": {"ก": "90", "ข": "มาก"}}).scores
    assert isinstance(scores, Partial)
    assert (list(scores), scores["ก"]) == (["ก", "ข"], Decimal(90))
    with pytest.raises(Unknown):
        dict(scores)


def test_data_of_no_shape_at_all_are_a_stand_in_that_knows_nothing() -> None:
    nothing = stand_in(Agency, "x" * 3)
    with pytest.raises(Unknown):
        _ = nothing.name


def test_a_rule_that_asks_for_an_unknown_field_is_silent_and_the_others_are_heard() -> None:
    row = stand_in(Project, {"dimension": "1"})

    def of_title() -> Any:
        yield Problem(f"ก {row.title}")

    def of_dimension() -> Any:
        yield Problem(f"ข {row.dimension}")

    assert [problem.message for problem in as_known(of_title(), of_dimension())] == ["ข 1"]


# ---- a kind of another package ----


class _Visit(Report):
    kind: ClassVar[str] = "visit"
    place: Line = Field(title="สถานที่")
    count: Count = Field(title="จำนวน")

    def problems(self) -> list[Problem]:
        found = super().problems()
        if self.count > 9:
            found.append(Problem("มากเกินไป", ("count",), "error", "too-many"))
        return found


class _Careless(_Visit):
    def problems(self) -> list[Problem]:
        return [Problem(str(vars(self)["count"]))]


@pytest.mark.parametrize("model", [_Visit, _Careless])
def test_rules_of_another_package_that_ask_for_what_is_unknown_leave_the_usual_ones(
    model: type[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thaireport.pipeline._class_of", lambda _kind, _source: model)
    data = {"kind": "visit", "agency": AGENCY, "place": "ระบุชื่อหน่วยงาน", "count": "มาก"}
    report, problems = examine(from_mapping(data), "visit", None)
    assert report is None
    assert {problem.code for problem in problems} == {"value_error", "unfilled"}


# ---- the agency ----

FAULTY: tuple[tuple[Callable[[dict[str, Any]], Any], str], ...] = (
    (lambda agency: agency.update(phone="ไม่มี"), "phone"),
    (lambda agency: agency["people"]["mayor"].update(name=None), "people"),
    (lambda agency: agency.update(people=["mayor"]), "people"),
    (lambda agency: agency.update(numbering=[]), "numbering"),
    (lambda agency: agency.update(nmae="ก"), "nmae"),
)


@pytest.mark.parametrize(("spoil", "field"), FAULTY)
def test_a_fault_of_the_agency_is_told_of_the_agency_alone(spoil: Callable[[dict[str, Any]], Any], field: str) -> None:
    agency: dict[str, Any] = {**AGENCY, "people": {"mayor": {"name": "นายสมชาย ตัวอย่างดี", "position": "นายก"}}}
    spoil(agency)
    notice = {"subject": "ประกาศ", "body": "# ข้อหนึ่ง", "dated": "1 ตุลาคม 2568", "signer": "mayor"}
    data = {"kind": "action_plan", "agency": agency, "fiscal_year": "2569", "projects": [ROW], "announcement": notice}
    _, problems = examine(from_mapping(data), None, None)
    assert {problem.loc[:2] for problem in problems if problem.level == "error"} == {("agency", field)}


def test_what_a_report_says_wrongly_of_its_agency_does_not_ask_for_what_agency_yaml_says() -> None:
    known = Agency.model_validate({**AGENCY, "defaults": {"memo": {"addressee": "นายก"}}})
    data = {"kind": "memo", "agency": {"phone": "ไม่มี"}, "dated": "1 ตุลาคม 2568", "subject": "ก", "body": "ข"}
    _, problems = examine(from_mapping({**data, "signer": {"name": "นาย ก ข", "position": "ค"}}), None, known)
    assert [problem.loc for problem in problems if problem.level == "error"] == [("agency", "phone")]
