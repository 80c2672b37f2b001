"""The ITA analysis: the published sample's arithmetic, stated figures that do not follow, Word and Excel."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from decimal import Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import thaireport
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.golden import Golden, outline
from tests.support.judges import openxml_audit, thai_runs_faults
from tests.support.word import WordFile, text_of
from thaireport.errors import DataError, Problem
from thaireport.reports.ita_analysis import ItaAnalysis, rows
from thaireport.reports.ita_analysis.scores import Entry, suspects
from thaireport.thai.money import half_up

EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE = EXAMPLES / "ita_analysis.yaml"
AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "district": "อำเภอตัวอย่าง", "province": "จังหวัดตัวอย่าง"}
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def full(score: str = "90") -> dict[str, Any]:
    """Every question of FY2566 with one score."""
    groups = ("9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2")
    return {
        "agency": AGENCY,
        "fiscal_year": 2566,
        "iit": {f"i{n}": score for n in range(1, 31)},
        "eit_public": {f"e{n}": score for n in range(1, 16)},
        "eit_survey": {f"e{n}": score for n in range(1, 16)},
        "oit": dict.fromkeys(groups, score),
    }


def analysis(**changes: Any) -> ItaAnalysis:
    return ItaAnalysis.model_validate({**full(), **changes})


def changed(part: str, **scores: str) -> ItaAnalysis:
    data = full()
    return analysis(**{part: {**data[part], **scores}})


def found(report: ItaAnalysis, code: str) -> list[Problem]:
    return [problem for problem in report.problems() if problem.code == code]


@pytest.fixture(scope="module")
def example() -> ItaAnalysis:
    report = thaireport.load(EXAMPLE)
    assert isinstance(report, ItaAnalysis)
    return report


# ---- the published sample ----


def between(text: str, start: str, end: str) -> str:
    begin = text.index(start)
    return text[begin : text.index(end, begin)]


def codes_in(text: str) -> dict[str, str]:
    return dict(re.findall(r"\b((?:ei|i|e)\d+)\t([\d.]+)\s*$", text, re.MULTILINE))


def sample(shared: Path, **changes: Any) -> ItaAnalysis:
    """The scores of the published analysis, typed in as it prints them (e9 as 86.93, e2 as ei2)."""
    seed = (shared / "seeds" / "001_9c1e406a0a06b038.txt").read_text("utf-8")
    summary = between(seed, "ตัวชี้วัดที่\tราย", "(Internal Integrity")
    data = {
        "agency": AGENCY,
        "fiscal_year": "2566",
        "iit": codes_in(between(seed, "(Internal Integrity", "(External Integrity")),
        "eit_public": codes_in(between(seed, "(EIT Public)", "ส่วนที่ 2")),
        "eit_survey": codes_in(between(seed, "(EIT Survey)", "(Open Data")),
        "oit": dict(re.findall(r"ตัวชี้วัดย่อยที่ ([\d.]+) .*\t([\d.]+)", seed)),
        "indicators": dict(re.findall(r"^(\d+)\t\D+\t([\d.]+)$", summary, re.MULTILINE)),
        "stated": {"iit": "98.40", "eit_public": "96.70", "eit_survey": "96.25", "oit": "95.00", "total": "96.46"},
    }
    return ItaAnalysis.model_validate({**data, **changes})


def with_e9_mended(report: ItaAnalysis) -> ItaAnalysis:
    return report.model_copy(update={"eit_public": {**report.eit_public, "e9": Decimal("96.93")}})


def test_sample_scores_are_all_found(shared: Path) -> None:
    report = sample(shared)
    counts = [
        len(scores) for scores in (report.iit, report.eit_public, report.eit_survey, report.oit, report.indicators)
    ]
    assert counts == [30, 15, 15, 7, 10]


def test_sample_gives_its_published_total_and_level(shared: Path) -> None:
    report = with_e9_mended(sample(shared))
    sheet = report.score_sheet
    figures = [sheet.instruments["iit"], sheet.part("eit_public"), sheet.part("eit_survey"), sheet.instruments["oit"]]
    printed = [str(half_up(figure)) for figure in (*figures, report.total) if figure is not None]
    assert (printed, report.level) == (["98.40", "96.70", "96.25", "95.00", "96.46"], "ผ่านดีเยี่ยม")


def test_sample_gives_its_published_indicators(shared: Path) -> None:
    report = with_e9_mended(sample(shared))
    printed = {str(row.number): half_up(row.score) for row in report.indicator_rows if row.score is not None}
    assert printed == report.indicators


def test_sample_with_e9_mended_contradicts_nothing(shared: Path) -> None:
    assert found(with_e9_mended(sample(shared)), "stated-score") == []


def test_sample_misprint_of_e9_is_caught_and_named(shared: Path) -> None:
    caught = found(sample(shared), "stated-score")
    named = [problem for problem in caught if problem.loc == ("eit_public", "e9")]
    assert len(named) == 2  # by indicator 7 and by part 1
    assert all("e9 (86.93 น่าจะเป็น 96.93)" in problem.message for problem in named)
    assert {problem.level for problem in caught} == {"warning"}


def test_sample_code_with_a_stray_letter_is_read_with_a_note(shared: Path) -> None:
    notes = found(sample(shared), "code-mended")
    assert [problem.loc for problem in notes] == [("eit_public", "ei2"), ("eit_survey", "ei2")]


# ---- arithmetic ----


def test_mean_of_99_345_prints_99_35() -> None:
    scores = dict(zip((f"i{n}" for n in range(1, 7)), ("98.43", "98.43", "99.21", "100", "100", "100"), strict=True))
    score = changed("iit", **scores).score_sheet.indicator(1)
    assert score is not None
    assert (score, str(half_up(score))) == (Decimal("99.345"), "99.35")


@given(st.lists(st.integers(0, 10_000), min_size=30, max_size=30))
def test_means_of_thirds_and_sixths_lose_no_half(hundredths: list[int]) -> None:
    scores = {f"i{n}": str(Decimal(value) / 100) for n, value in enumerate(hundredths, 1)}
    score = changed("iit", **scores).score_sheet.instruments["iit"]
    # Five indicators of six questions: the mean of thirty, rounded half up in whole numbers.
    assert score is not None
    assert half_up(score) == Decimal((2 * sum(hundredths) + 30) // 60) / 100


def test_oit_is_the_mean_of_indicators_not_of_items() -> None:
    items = {f"o{n}": "100" for n in range(1, 43)}
    report = analysis(oit={**items, "o43": "0"})
    assert report.score_sheet.instruments["oit"] == 95


def test_weights_are_thirty_thirty_forty() -> None:
    groups = dict.fromkeys(("9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2"), "0")
    assert analysis(oit=groups).total == 54


def test_item_scores_win_over_a_typed_sub_indicator_and_differ_with_a_warning() -> None:
    items = {f"o{n}": "100" for n in range(39, 44)}
    report = changed("oit", **items, **{"10.2": "80"})
    assert report.score_sheet.indicator(10) == 95
    assert [problem.loc for problem in found(report, "stated-score")] == [("oit", "10.2")]


def test_missing_question_is_a_warning_and_the_rest_count() -> None:
    scores = {f"i{n}": "90" for n in range(1, 31) if n != 23}
    report = analysis(iit=scores)
    assert [(problem.level, "i23" in problem.message) for problem in found(report, "score-missing")] == [
        ("warning", True)
    ]
    assert report.total == 90


def test_stated_indicator_stands_in_for_missing_questions() -> None:
    report = analysis(iit={f"i{n}": "90" for n in range(7, 31)}, indicators={"1": "95"})
    assert report.score_sheet.indicator(1) == 95


@pytest.mark.parametrize("number", ["²", "①"])
def test_a_number_of_no_indicator_is_told_whatever_digit_it_is(number: str) -> None:
    told = [problem.message for problem in analysis(indicators={number: "95"}).problems()]
    assert any(f"ไม่มีตัวชี้วัดที่ {number}" in message for message in told)


def test_missing_indicator_without_a_stated_total_is_an_error() -> None:
    report = analysis(iit={f"i{n}": "90" for n in range(7, 31)})
    assert [problem.level for problem in found(report, "score-missing")] == ["error"]
    assert report.total is None


def test_score_left_blank_is_not_a_zero() -> None:
    assert changed("iit", i1="").score_sheet.score("iit", "i1") is None


@pytest.mark.parametrize("score", ["100.01", "-1", "เก้าสิบ"])
def test_impossible_score_is_refused(score: str) -> None:
    with pytest.raises(ValueError, match="i1"):
        changed("iit", i1=score)


def test_copied_report_counts_its_own_scores() -> None:
    report = analysis()
    assert report.total == 90
    assert report.model_copy(update={"iit": {code: Decimal(100) for code in report.iit}}).total == 93


# ---- stated figures ----


def test_stated_figures_that_follow_are_silent() -> None:
    report = analysis(indicators={str(n): "90" for n in range(1, 11)}, stated={"total": "90.00", "level": "ผ่านดี"})
    assert [problem.code for problem in report.problems() if problem.code.startswith("stated")] == []


def test_stated_figure_without_a_likely_misprint_names_the_indicator() -> None:
    (problem,) = found(analysis(indicators={"2": "91.23"}), "stated-score")
    assert problem.loc == ("indicators", "2")
    assert "ตัวชี้วัดที่ 2 การใช้งบประมาณที่ระบุ 91.23 ไม่ตรงกับที่คำนวณได้ 90.00" in problem.message


def test_a_misprinted_sub_indicator_is_named_by_what_the_indicator_was_published_as() -> None:
    # 9.3 was 69 and is typed 96: the mean of the five is 85.80.
    report = changed("oit", **{"9.3": "96"}).model_copy(update={"indicators": {"9": Decimal("85.8")}})
    (problem,) = found(report, "stated-score")
    assert problem.loc == ("oit", "9.3")
    assert "9.3 (96.00 น่าจะเป็น 69.00)" in problem.message


def test_a_misprinted_item_is_named_by_what_its_sub_indicator_or_indicator_was_published_as() -> None:
    items = list(analysis().framework.groups["9.1"].questions)
    typed = {**dict.fromkeys(items, "90"), items[1]: "96"}
    published = (90 * (len(items) - 1) + Decimal(69)) / len(items)
    by_group = changed("oit", **{**typed, "9.1": str(half_up(published))})
    by_indicator = changed("oit", **typed).model_copy(update={"indicators": {"9": (published + 90 * 4) / 5}})
    for report in (by_group, by_indicator):
        told = [problem for problem in found(report, "stated-score") if "69.00" in problem.message]
        assert [problem.loc for problem in told] == [("oit", items[1])]


def test_a_misprinted_question_is_named_by_what_its_survey_was_published_as() -> None:
    # The public survey is the mean of three indicators of five questions: e9 counts a fifteenth.
    report = analysis(
        eit_public={**full()["eit_public"], "e9": "96"}, stated={"eit_public": str(90 + Decimal(69 - 90) / 15)}
    )
    (problem,) = found(report, "stated-score")
    assert problem.loc == ("eit_public", "e9")
    assert "ที่ระบุ 88.60 ไม่ตรงกับที่คำนวณได้ 90.40" in problem.message


def test_several_likely_misprints_are_named_at_the_stated_figure_three_at_most() -> None:
    (problem,) = found(analysis(indicators={"9": "91.80"}), "stated-score")
    assert problem.loc == ("indicators", "9")
    assert problem.message.count("น่าจะเป็น 99.00") == 3


def test_stated_level_is_compared() -> None:
    (problem,) = found(analysis(stated={"level": "ผ่านดีเยี่ยม"}), "stated-level")
    assert "ผ่านดี”" in problem.message


def test_computed_figure_is_printed_unless_the_clerk_insists() -> None:
    report = analysis(indicators={"2": "91.23"})
    insisting = analysis(indicators={"2": "91.23"}, print_stated="ใช่")
    assert [one.score_sheet.indicator(2) for one in (report, insisting)] == [90, Decimal("91.23")]


def test_swapped_digits_are_a_likely_misprint() -> None:
    entries = [Entry("iit", "i1", Decimal("98.34"), 1)]
    assert [str(one.needed) for one in suspects(Decimal("98.43"), Decimal("98.34"), entries)] == ["98.43"]


# ---- codes ----


def test_code_of_another_instrument_is_an_error() -> None:
    (problem,) = found(changed("iit", e1="90"), "code-unknown")
    assert (problem.level, problem.loc) == ("error", ("iit", "e1"))


@pytest.mark.parametrize("year", [2566, 2570])
def test_a_sub_indicator_typed_among_the_questions_of_a_survey_is_an_error(year: int) -> None:
    report = analysis(fiscal_year=year, iit={**full()["iit"], "9.1": "90"})
    assert [problem.loc for problem in found(report, "code-unknown") if problem.level == "error"] == [("iit", "9.1")]


@pytest.mark.parametrize(("items", "said"), [("9.1, o4", 0), ("9.1-9.3", 1), (".50", 1), ("i1-9.1", 1)])
def test_items_that_are_no_codes_are_told_in_thai(items: str, said: int) -> None:
    issue = {"number": 1, "title": "เรื่อง", "items": items, "analysis": "ข้อความ"}
    told = [problem.message for problem in found(analysis(issues=[issue]), "code")]
    assert len(told) == said
    assert not any("invalid literal" in message for message in told)


def test_what_prints_as_the_threshold_is_not_below_it() -> None:
    scores = {**full()["iit"], "i1": "84.996", "i2": "84.994"}
    report = analysis(iit=scores, threshold="85", draft_issues=True)
    cells = [cell for section in report.issue_sections for row in section.table.rows for cell in row]
    drafts = " ".join(block.text for section in report.issue_sections for block in section.blocks)
    assert [one.code for one in report.below] == ["i2"]
    assert {cell.text.partition(" ")[0] for cell in cells if cell.weak} == {"i2"}
    assert set(re.findall(r"ต่ำกว่า 85.00 คะแนน ได้แก่ (\S+)", drafts)) == {"i2"}


def test_the_threshold_that_an_agency_chose_stands_above_that_of_the_year() -> None:
    assert (analysis().below, {one.code for one in analysis(threshold="91").below} >= {"i1", "e15", "10.2"}) == (
        (),
        True,
    )


def test_stated_results_are_printed_where_none_can_be_worked_out_or_on_request() -> None:
    stated = {"total": "91", "level": "ผ่าน"}
    bare = {code: score for code, score in full()["iit"].items() if code not in {f"i{n}" for n in range(1, 7)}}
    asked = [analysis(stated=stated), analysis(stated=stated, print_stated=True), analysis(stated=stated, iit=bare)]
    results = [(str(half_up(report.total or Decimal(0))), report.level) for report in asked]
    assert results == [("90.00", "ผ่านดี"), ("91.00", "ผ่าน"), ("91.00", "ผ่าน")]
    assert [problem.level for problem in found(asked[2], "score-missing")] == ["warning"]
    assert [problem.level for problem in found(analysis(iit=bare), "score-missing")] == ["error"]


def test_an_indicator_stated_without_any_question_lacks_nothing() -> None:
    bare = {code: score for code, score in full()["iit"].items() if code not in {f"i{n}" for n in range(1, 7)}}
    assert found(analysis(iit=bare, indicators={"1": "88"}), "score-missing") == []
    (some,) = found(analysis(iit={**bare, "i1": "88"}, indicators={"1": "88"}), "score-missing")
    assert "i2, i3, i4, i5, i6" in some.message


def test_a_sub_indicator_is_held_against_its_items_only_when_all_are_typed() -> None:
    items = {f"o{n}": "50" for n in range(1, 11)}
    assert found(changed("oit", o1="50"), "stated-score") == []
    assert [problem.loc for problem in found(changed("oit", **items), "stated-score")] == [("oit", "9.1")]


def test_items_that_are_all_typed_stand_above_their_sub_indicator_unless_stated_figures_are_printed() -> None:
    oit = {**full()["oit"], **{f"o{n}": "50" for n in range(1, 11)}}
    scores = [analysis(oit=oit).score_sheet.indicator(9), analysis(oit=oit, print_stated=True).score_sheet.indicator(9)]
    assert scores == [Decimal(82), Decimal(90)]


def test_a_stated_indicator_stands_in_where_a_question_of_one_survey_lacks() -> None:
    survey = {code: score for code, score in full()["eit_survey"].items() if code != "e1"}
    stated = {"indicators": {"6": "70"}}
    assert analysis(eit_survey=survey, **stated).score_sheet.indicator(6) == 70
    assert analysis(**stated).score_sheet.indicator(6) == 90


@pytest.mark.parametrize("figure", ["iit", "eit_survey", "total"])
def test_every_stated_figure_is_held_against_the_questions(figure: str) -> None:
    told = found(analysis(stated={figure: "91"}), "stated-score")
    assert [(problem.level, problem.loc) for problem in told] == [("warning", ("stated", figure))]


@pytest.mark.parametrize(("score", "least"), [("72", 60), ("75", 70), ("4", 0)])
def test_the_radar_begins_at_the_ten_below_its_lowest_score_of_either_year(score: str, least: int) -> None:
    charts = [
        changed("iit", **{f"i{n}": score for n in range(1, 7)}).radar_chart,
        analysis(previous={"indicators": {"1": score}}).radar_chart,
    ]
    assert [chart.least for chart in charts if chart] == [least, least]


def test_scores_are_the_same_under_any_decimal_context_of_the_program() -> None:
    with localcontext(Context(prec=4)):
        assert analysis(iit={**full()["iit"], "i1": "99.345"}).score_sheet.instruments["iit"] == Decimal("90.3115")


def test_code_typed_twice_is_an_error() -> None:
    (problem,) = found(changed("eit_public", **{"E๑": "90"}), "code-twice")
    assert problem.loc == ("eit_public", "E๑")


@pytest.mark.parametrize("again", ["๗", "07"])
def test_an_indicator_given_two_scores_is_an_error(again: str) -> None:
    scores = {"7": "96.22", again: "11"}
    (now,) = found(analysis(indicators=scores), "indicator-twice")
    (before,) = found(analysis(previous={"indicators": scores}), "indicator-twice")
    assert (now.level, now.loc, before.loc) == ("error", ("indicators", again), ("previous", "indicators", again))


def test_an_indicator_of_thousands_of_digits_is_a_problem_with_its_place() -> None:
    assert len(found(analysis(indicators={"9" * 5_000: "90"}), "indicator-unknown")) == 1


def test_thai_zero_in_the_scores_is_an_o_with_a_note() -> None:
    report = changed("oit", **{"๐43": "0"})
    assert report.score_sheet.score("oit", "o43") == 0
    assert [(problem.level, problem.loc) for problem in found(report, "code-mended")] == [("warning", ("oit", "๐43"))]


def test_thai_zero_in_the_text_is_printed_as_an_o_with_a_note() -> None:
    report = analysis(issues=[{"number": 3, "analysis": "เทียบ (๐7-๐10) กับ e6"}])
    assert report.issue_sections[2].blocks[0].text == "เทียบ (o7-o10) กับ e6"
    (problem,) = found(report, "code-mended")
    assert problem.loc == ("issues", 0, "analysis", 0, "text")


def test_text_that_names_an_unknown_question_is_a_warning() -> None:
    report = analysis(issues=[{"number": 1, "analysis": "ตาม i31 และ e15"}])
    assert ["i31" in problem.message for problem in found(report, "code-unknown")] == [True]


# ---- derived sentences and tables ----


def test_comparison_with_last_year_is_written_from_the_totals() -> None:
    said = [analysis(previous={"total": total}).comparison_text for total in ("91.25", "88", "90")]
    assert said == [
        "ต่ำกว่าผลการประเมินปีงบประมาณ พ.ศ. 2565 ซึ่งได้ 91.25 คะแนน อยู่ 1.25 คะแนน",
        "สูงกว่าผลการประเมินปีงบประมาณ พ.ศ. 2565 ซึ่งได้ 88.00 คะแนน อยู่ 2.00 คะแนน",
        "เท่ากับผลการประเมินปีงบประมาณ พ.ศ. 2565 ซึ่งได้ 90.00 คะแนน",
    ]


def test_typed_comparison_wins() -> None:
    assert analysis(previous={"total": "80"}, comparison="ดีขึ้นตามลำดับ").comparison_text == "ดีขึ้นตามลำดับ"


def test_strongest_and_weakest_indicators_are_named() -> None:
    report = changed("iit", i1="100", i7="10")
    assert [[row.number for row in rows] for rows in (report.strongest, report.weakest)] == [[1], [2]]


def test_questions_below_the_threshold_are_listed_by_instrument() -> None:
    data = full()
    report = analysis(iit={**data["iit"], "i3": "84.99", "i4": "85"}, oit={**data["oit"], "o43": "0"})
    assert report.below_text == "IIT: i3 ได้ 84.99; OIT: o43 ได้ 0.00"


def test_part_two_names_the_next_year() -> None:
    assert analysis().part_two.endswith("ปีงบประมาณ พ.ศ. 2567")


def test_action_without_a_period_takes_the_whole_next_fiscal_year() -> None:
    action = {"topic": "1. IIT", "methods": "จัดทำคู่มือ", "responsible": "สำนักปลัด"}
    assert analysis(actions=[action]).action_rows[0].period == "1 ตุลาคม 2566 - 30 กันยายน 2567"


def test_rows_of_one_topic_are_merged_where_they_fit_a_page() -> None:
    action = {"topic": "1. IIT", "methods": "จัดทำคู่มือ", "responsible": "สำนักปลัด"}
    other = {**action, "topic": "2. อื่น"}
    report = analysis(actions=[action, action, other])
    assert [(row.place, row.held) for row in report.action_rows] == [
        ("opens", True),
        ("goes_on", False),
        ("alone", False),
    ]


def test_rows_of_one_topic_too_tall_for_a_page_repeat_it() -> None:
    action = {"topic": "1. IIT", "methods": ["วิธีการ"] * 15, "responsible": "สำนักปลัด"}
    assert [row.place for row in analysis(actions=[action, action]).action_rows] == ["alone", "alone"]


def test_methods_get_bullets_and_steps_numbers() -> None:
    action = {"topic": "ก", "methods": "หนึ่ง\nสอง", "steps": "แรก\nต่อไป", "responsible": "ข"}
    row = analysis(actions=[action]).action_rows[0]
    assert ([item.marker for item in row.methods], [item.marker for item in row.steps]) == (["•", "•"], ["1.", "2."])


def test_score_table_of_one_page_is_merged_and_held_together() -> None:
    iit = analysis().question_tables[0]
    assert (iit.whole, [row.outer for row in iit.rows[:2]], iit.rows[-1].held) == (True, ["opens", "goes_on"], False)
    assert [row.inner for row in iit.rows[5:7]] == ["goes_on", "opens"]


def test_issue_columns_have_heads_in_mid_column() -> None:
    table = analysis().issue_sections[0].table
    eit = [row[1].text[:14] for row in table.rows if row[1].head]
    assert (table.width, eit) == (3, ["ตัวชี้วัดที่ 6", "ตัวชี้วัดที่ 8"])


def test_issue_without_iit_has_two_columns() -> None:
    assert analysis().issue_sections[2].table.heads == ("ประเด็นการประเมินแบบวัด EIT", "ประเด็นการประเมินแบบวัด OIT")


def test_issue_scores_are_those_of_the_first_part() -> None:
    report = changed("eit_survey", e6="10")
    assert {row[0].score for row in report.issue_sections[2].table.rows if row[0].item} == {Decimal(90)}


def test_agency_may_show_other_items_in_an_issue() -> None:
    report = analysis(issues=[{"number": 4, "items": "i19-i24, o34"}])
    assert [row[0].text[:3] for row in report.issue_sections[3].table.rows[1:]] == [
        "i19",
        "i20",
        "i21",
        "i22",
        "i23",
        "i24",
    ]


def test_starred_line_is_a_head_up_to_its_verb() -> None:
    report = analysis(issues=[{"number": 1, "analysis": "★วิเคราะห์บริการ โดยเทียบ i1 กับ e1\n1. แรก\n2. ต่อไป\nสรุปว่าดี"}])
    star, *rest = report.issue_sections[0].blocks
    assert (star.star, star.head, star.text) == (True, "วิเคราะห์บริการ", "โดยเทียบ i1 กับ e1")
    assert [(block.marker, block.level) for block in rest] == [("1.", 1), ("2.", 1), ("", 0)]


def test_a_starred_paragraph_that_leads_in_a_list_stands_on_its_page() -> None:
    said = "★วิเคราะห์บริการ โดยตรวจสอบ ดังนี้\n1. แรก\n2. ต่อไป\nสรุปว่าดี"
    word = WordFile.read(thaireport.render(analysis(issues=[{"number": 1, "analysis": said}]), "docx"))
    held = {text_of(each): word.paragraph_is(each, "keepNext") for each in word.document.iter("{*}p")}
    assert [held[text] for text in ("★วิเคราะห์บริการ โดยตรวจสอบ ดังนี้", "๑.  แรก", "๒.  ต่อไป", "สรุปว่าดี")] == [
        True,
        False,
        True,
        False,
    ]


def test_head_may_be_marked_by_asterisks() -> None:
    report = analysis(issues=[{"number": 1, "analysis": "★ **วิเคราะห์ E-Service** เปรียบเทียบ o18"}])
    block = report.issue_sections[0].blocks[0]
    assert (block.head, block.text) == ("วิเคราะห์ E-Service", "เปรียบเทียบ o18")


def test_no_limitation_prints_the_statement() -> None:
    assert "ไม่มีข้อจำกัด" in analysis().limitation_items[0].text


def test_drafts_are_off_by_default_and_marked_when_on() -> None:
    assert analysis().issue_sections[0].blocks == ()
    drafted = analysis(draft_issues="ใช่")
    assert all("[ร่าง]" in block.head + block.text for block in drafted.issue_sections[0].blocks)
    assert [problem.level for problem in found(drafted, "issue-draft")] == ["warning"] * 7


def test_draft_speaks_of_the_weak_questions() -> None:
    report = changed("eit_public", e9="50")
    assert "ต่ำกว่า 85.00 คะแนน ได้แก่ e9" in " ".join(item.text for item in report.draft_issue(3))


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        (
            {"i20": "80", "i21": "95", "i24": "85"},
            (
                "(i19-i22, i24) มีคะแนนเฉลี่ย 88.00 คะแนน ข้อที่ได้คะแนนสูงสุดคือ i21 ได้ 95.00 คะแนน "
                "และข้อที่ได้คะแนนต่ำสุดคือ i20 ได้ 80.00 คะแนน "
                "ข้อที่ได้คะแนนต่ำกว่า 85.00 คะแนน ได้แก่ i20 ซึ่งควรกำหนดแนวทางแก้ไข"
            ),
        ),
        ({}, "(i19-i22, i24) มีคะแนนเฉลี่ย 90.00 คะแนน ทุกข้อได้คะแนนไม่ต่ำกว่า 85.00 คะแนน"),
    ],
)
def test_a_draft_tells_mean_highest_lowest_and_weak_questions_of_each_indicator(
    scores: dict[str, str], sentence: str
) -> None:
    assert [item.text for item in changed("iit", **scores).draft_issue(4)] == [
        "[ร่าง] วิเคราะห์กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ โดยสรุปจากคะแนนรายข้อ",
        f"[ร่าง] ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ {sentence}",
    ]


def test_without_drafts_each_issue_without_words_is_told() -> None:
    problems = found(analysis(issues=[{"number": 2, "analysis": "ดี"}, {"number": 5}]), "issue-missing")
    assert [problem.level for problem in problems] == ["warning"] * 6
    assert [problem.loc for problem in problems] == [("issues",)] * 3 + [("issues", 1)] + [("issues",)] * 2


def test_an_analysis_without_a_plan_of_action_is_told() -> None:
    problems = found(analysis(), "actions-missing")
    assert [(problem.level, problem.loc) for problem in problems] == [("warning", ("actions",))]
    assert not found(analysis(actions=[{"topic": "ก", "methods": "ข", "responsible": "ค"}]), "actions-missing")


# ---- other years ----


def test_scores_by_question_in_a_year_without_data_are_one_warning_for_each_part() -> None:
    told = found(analysis(fiscal_year=2570), "code-unknown")
    assert [problem.loc for problem in told] == [("iit",), ("eit_public",), ("eit_survey",), ("oit",)]
    assert "i1, i2, i3, i4, i5 ... รวม 30 ข้อ" in told[0].message


def test_a_code_of_another_instrument_is_an_error_also_in_a_year_without_data() -> None:
    report = analysis(fiscal_year=2570, iit={"e1": "90"}, eit_public={}, eit_survey={}, oit={})
    assert [problem.level for problem in found(report, "code-unknown")] == ["error", "warning"]


def test_year_without_data_is_one_warning_and_takes_indicator_scores() -> None:
    scores = {str(n): "88" for n in range(1, 11)}
    actions = [{"topic": "ก", "methods": "ข", "responsible": "ค"}]
    issues = [{"number": n, "analysis": "ดี"} for n in range(1, 8)]
    report = ItaAnalysis.model_validate(
        {"agency": AGENCY, "fiscal_year": 2570, "indicators": scores, "actions": actions, "issues": issues}
    )
    assert [(problem.level, problem.code) for problem in report.problems()] == [("warning", "framework-year")]
    assert (report.total, report.level) == (Decimal(88), "ผ่านดี")


def test_earlier_year_gets_a_letter() -> None:
    scores = {str(n): "96" for n in range(1, 11)}
    report = ItaAnalysis.model_validate({"agency": AGENCY, "fiscal_year": 2565, "indicators": scores})
    assert report.level == "AA"


def test_framework_file_that_is_missing_is_an_error() -> None:
    (problem,) = found(analysis(framework_file="ita_2599.yaml"), "framework")
    assert (problem.level, problem.loc) == ("error", ("framework_file",))


def test_a_folder_in_place_of_a_framework_file_is_reported_not_raised(tmp_path: Path) -> None:
    (problem,) = found(analysis(framework_file=str(tmp_path)), "framework")
    assert (problem.level, problem.loc) == ("error", ("framework_file",))
    assert "เป็นโฟลเดอร์" in problem.message


def test_faulty_framework_file_is_reported_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "ita_2567.yaml"
    path.write_text("fiscal_year: 2567\ninstruments: []\n", "utf-8")
    assert [problem.level for problem in found(analysis(framework_file=str(path)), "framework")] == ["error"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"previous": {"fiscal_year": 2566, "total": "90"}}, "previous-year"),
        ({"applied_year": 2566}, "applied-year"),
        ({"indicators": {"11": "90"}}, "indicator-unknown"),
        ({"previous": {"indicators": {"0": "90"}}}, "indicator-unknown"),
        ({"issues": [{"number": 1}, {"number": 1}]}, "issue-twice"),
        ({"issues": [{"number": 1, "items": "ข้อหนึ่ง"}]}, "code"),
    ],
)
def test_contradiction_in_the_data_is_an_error(changes: dict[str, Any], code: str) -> None:
    assert [problem.level for problem in found(analysis(**changes), code)] == ["error"]


def test_items_of_an_issue_that_the_year_does_not_have_are_named() -> None:
    (problem,) = found(analysis(issues=[{"number": 1, "items": "i1, i31-i32, e1"}]), "code-unknown")
    assert (problem.level, problem.loc) == ("warning", ("issues", 0, "items"))
    assert problem.message.startswith("ไม่มี i31, i32 ในกรอบ")


# ---- the example ----


def test_example_has_nothing_to_mend(example: ItaAnalysis) -> None:
    assert example.warnings == ()


def test_example_has_one_weak_indicator(example: ItaAnalysis) -> None:
    assert [row.number for row in example.indicator_rows if row.score is not None and row.score < 85] == [8]


def test_stored_data_reads_back_equal(example: ItaAnalysis) -> None:
    assert ItaAnalysis.model_validate(example.stored()) == example


def test_problem_of_a_score_has_its_line(tmp_path: Path) -> None:
    data = yaml.safe_load(EXAMPLE.read_text("utf-8"))
    data["oit"]["๐9"] = data["oit"].pop("o9")
    path = tmp_path / "ita.yaml"
    path.write_text(yaml.safe_dump({**data, "agency": AGENCY}, allow_unicode=True, sort_keys=False), "utf-8")
    line = 1 + next(n for n, text in enumerate(path.read_text("utf-8").split("\n")) if "๐9" in text)
    (warning,) = [problem for problem in thaireport.load(path).warnings if problem.code == "code-mended"]
    assert f"บรรทัด {line}" in warning.place


# ---- Word ----


@pytest.fixture(scope="module")
def document(example: ItaAnalysis) -> bytes:
    return thaireport.render(example, "docx")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def words(data: bytes) -> str:
    body = WordFile.read(data).document
    return re.sub(r"\s", "", "".join(text_of(paragraph) for paragraph in body.iter("{*}p")))


def test_example_outline_is_as_reviewed(document: bytes, golden: Golden) -> None:
    golden.check("ita_analysis", outline(document))


@pytest.mark.parametrize(
    ("district", "lines"),
    [
        ("อำเภอตัวอย่าง", ["องค์การบริหารส่วนตำบลตัวอย่าง อำเภอตัวอย่าง จังหวัดตัวอย่าง"]),
        ("อำเภอตัวอย่างพัฒนา", ["องค์การบริหารส่วนตำบลตัวอย่าง", "อำเภอตัวอย่างพัฒนา จังหวัดตัวอย่าง"]),
    ],
)
def test_a_place_too_long_for_the_line_of_the_title_has_its_own(district: str, lines: list[str]) -> None:
    agency = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "district": district, "province": "จังหวัดตัวอย่าง"}
    word = WordFile.read(thaireport.render(analysis(agency=agency), "docx"))
    titles = [text_of(each) for each in word.document.iter("{*}p") if word.style_of(each) == "ReportTitle"]
    assert titles[2:] == lines


def test_document_is_valid(document: bytes) -> None:
    assert openxml_audit(document, "docx") == []


def test_document_is_right_in_thai(document: bytes) -> None:
    assert thai_runs_faults(document) == []


def test_charts_show_the_indicators_of_both_years(document: bytes, example: ItaAnalysis) -> None:
    names = [name for name in sorted(parts(document)) if re.fullmatch(r"word/charts/chart\d\.xml", name)]
    charts = [etree.fromstring(parts(document)[name]) for name in names]
    assert [chart.find(f".//{C}barChart") is None for chart in charts] == [False, True]
    for chart in charts:
        series = [[point.text for point in ser.iterfind(f"{C}val//{C}v")] for ser in chart.iter(f"{C}ser")]
        rows = example.indicator_rows
        assert series[0] == [str(half_up(row.score)) for row in rows if row.score is not None]
        assert series[1] == [str(row.previous) for row in rows]


def test_chart_data_opens_in_the_embedded_workbook(document: bytes, example: ItaAnalysis) -> None:
    from openpyxl import load_workbook

    books = [data for name, data in sorted(parts(document).items()) if name.startswith("word/embeddings/")]
    assert len(books) == 2
    for data in books:
        sheet = load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert [row[1:] for row in cells] == [
            [float(half_up(row.score)), float(row.previous)]
            for row in example.indicator_rows
            if row.score is not None and row.previous is not None
        ]


def test_charts_have_alternative_text_with_the_scores(document: bytes) -> None:
    described = re.findall(r'descr="(แผนภูมิ[^"]*)"', parts(document)["word/document.xml"].decode())
    assert len(described) == 2
    assert all("8. การปรับปรุงการทำงาน 79.01" in text for text in described)


def test_chart_of_one_year_has_one_series() -> None:
    names = parts(thaireport.render(analysis(), "docx"))
    chart = etree.fromstring(names["word/charts/chart2.xml"])
    assert len(list(chart.iter(f"{C}ser"))) == 1


def test_chart_figures_follow_the_digit_policy() -> None:
    def formats(**changes: Any) -> set[str]:
        chart = etree.fromstring(parts(thaireport.render(analysis(**changes), "docx"))["word/charts/chart2.xml"])
        return {node.get("formatCode") or "" for node in chart.iter(f"{C}numFmt")} - {"General"}

    assert formats(digits="arabic") == {"0", "0.00"}
    assert formats(digits="thai") == {"[$-D00041E]0", "[$-D00041E]0.00"}


def test_form_digits_are_arabic_but_for_the_heads_of_the_parts() -> None:
    text = words(thaireport.render(analysis(digits="form"), "docx"))
    assert "ส่วนที่๑ข้อมูล" in text
    assert "ตัวชี้วัดที่1การปฏิบัติหน้าที่" in text


def test_question_with_unknown_wording_says_so_in_the_table() -> None:
    report = analysis(issues=[{"number": 4, "items": "i23"}])
    assert "i23(ไม่มีถ้อยคำของข้อนี้ในกรอบการประเมิน)" in words(thaireport.render(report, "docx"))


def test_special_characters_arrive_whole() -> None:
    report = analysis(limitations="งาน R&D <5% {{ ก }}", digits="arabic")
    assert "งานR&D<5%{{ก}}" in words(thaireport.render(report, "docx"))


def test_report_of_a_year_without_data_is_printed() -> None:
    scores = {str(n): "88" for n in range(1, 11)}
    report = ItaAnalysis.model_validate(
        {"agency": AGENCY, "fiscal_year": 2570, "indicators": scores, "digits": "arabic"}
    )
    assert "88.00" in words(thaireport.render(report, "docx"))


def test_equal_input_gives_equal_bytes(example: ItaAnalysis, document: bytes) -> None:
    assert thaireport.render(example, "docx") == document


def test_report_with_errors_is_not_printed() -> None:
    with pytest.raises(DataError):
        thaireport.render(changed("iit", e1="90"), "docx")


# ---- Excel ----


@pytest.fixture(scope="module")
def workbook(example: ItaAnalysis) -> bytes:
    return thaireport.render(example, "xlsx")


def values(data: bytes) -> dict[str, dict[str, object]]:
    """Sheet -> cell -> the value stored (a formula's result)."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
    }


def test_workbook_outline_is_as_reviewed(example: ItaAnalysis, golden: Golden) -> None:
    golden.check("ita_analysis_xlsx", outline(thaireport.render(example, "xlsx", data=False)))


def test_the_printed_summary_shows_nothing_of_what_its_formulas_ask_for(workbook: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    printed = [cell.value for row in sheet[sheet.print_area.partition("!")[2].replace("$", "")] for cell in row]
    assert "คะแนนรวม" in printed
    assert not {"คำนวณจากรายข้อ", "คะแนนรวมที่ประกาศ", "พิมพ์คะแนนที่ประกาศ"} & set(map(str, printed))


def test_workbook_is_valid(workbook: bytes) -> None:
    assert openxml_audit(workbook, "xlsx") == []


def test_workbook_loads_back_as_the_same_report(workbook: bytes, example: ItaAnalysis, tmp_path: Path) -> None:
    path = tmp_path / "ita.xlsx"
    path.write_bytes(workbook)
    again = thaireport.load(path, agency=EXAMPLES)
    assert (again, again.warnings) == (example, ())


def test_the_hidden_column_of_the_oit_shows_nothing_beside_it(workbook: bytes) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(workbook))["OIT"]
    assert sheet.column_dimensions["G"].hidden
    assert {sheet.cell(row, 7).number_format for row in range(4, sheet.max_row + 1)} == {";;;"}


def test_stored_results_are_those_of_the_model(workbook: bytes, example: ItaAnalysis) -> None:
    summary = values(workbook)["สรุปผล"]
    shown = {
        summary[f"A{row}"]: summary.get(f"G{row}") for row in range(1, 40) if isinstance(summary.get(f"A{row}"), int)
    }
    for row in example.indicator_rows:
        assert row.score is not None
        assert shown[row.number] == pytest.approx(float(row.score))
    assert float(str(example.total)) in summary.values()
    assert example.level in summary.values()


def without_results(data: bytes) -> bytes:
    """The workbook with every stored result of a formula taken out, so that a program must calculate."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, part in parts(data).items():
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)  # noqa: PLW2901
            package.writestr(name, part)
    return made.getvalue()


def recalculated(data: bytes, soffice: Path, folder: Path) -> dict[str, dict[str, object]]:
    (folder / "in").mkdir()
    (folder / "in" / "book.xlsx").write_bytes(without_results(data))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(soffice), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), "in/book.xlsx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return values((folder / "book.xlsx").read_bytes())


def differences(stored: dict[str, dict[str, object]], computed: dict[str, dict[str, object]]) -> list[str]:
    found = []
    for sheet, cells in stored.items():
        for place, value in cells.items():
            other = computed[sheet].get(place)
            same = value == (other or "" if isinstance(value, str) else other)
            if isinstance(value, (int, float)) and isinstance(other, (int, float)):
                same = abs(value - other) < 1e-9
            if not same:
                found.append(f"{sheet}!{place}: {value!r} stored, {other!r} calculated")
    return found


def test_libreoffice_calculates_the_stored_results(workbook: bytes, soffice: Path, tmp_path: Path) -> None:
    stored = values(workbook)
    computed = recalculated(workbook, soffice, tmp_path)
    assert differences(stored, computed) == []


def test_formulas_follow_stated_scores_and_gaps(soffice: Path, tmp_path: Path) -> None:
    """Sub-indicators instead of items, a missing question, a stated indicator: the formulas say what the model says."""
    report = analysis(
        iit={f"i{n}": "90" for n in range(1, 31) if n != 8},
        indicators={"2": "91.5", "7": "95"},
        oit={
            **dict.fromkeys(("9.1", "9.2", "9.3", "9.4", "9.5", "10.1"), "100"),
            **{f"o{n}": "75" for n in range(39, 44)},
        },
    )
    stored = values(thaireport.render(report, "xlsx"))
    computed = recalculated(thaireport.render(report, "xlsx"), soffice, tmp_path)
    assert differences(stored, computed) == []
    assert float(str(report.total)) == pytest.approx(next(v for k, v in computed["สรุปผล"].items() if k == "E10"))
    assert report.level in computed["สรุปผล"].values()


def test_formulas_print_stated_figures_when_the_clerk_insists() -> None:
    stated = {"total": "97.00", "level": "ผ่านดีเยี่ยม"}
    report = analysis(indicators={"2": "91.23"}, stated=stated, print_stated="ใช่")
    summary = values(thaireport.render(report, "xlsx"))["สรุปผล"]
    assert (report.total, report.level) == (Decimal(97), "ผ่านดีเยี่ยม")
    assert [summary["E10"], summary["E11"], summary["G16"]] == [97, "ผ่านดีเยี่ยม", 91.23]


def test_workbook_charts_are_native_and_refer_to_the_summary(workbook: bytes) -> None:
    charts = [
        data.decode() for name, data in sorted(parts(workbook).items()) if re.fullmatch(r"xl/charts/chart\d\.xml", name)
    ]
    assert ["<c:barChart>" in chart for chart in charts] == [True, False]
    assert all("'สรุปผล'!$G$15:$G$24" in chart for chart in charts)
    assert all("<c:v>96.27" in chart for chart in charts)


# ---- groups longer than a page ----


def test_table_longer_than_a_page_repeats_the_instrument_and_keeps_indicators(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS_ON_A_PAGE", 10)
    iit = analysis().question_tables[0]
    assert {row.outer for row in iit.rows} == {"alone"}
    assert [(row.inner, row.held) for row in iit.rows[4:7]] == [("goes_on", True), ("goes_on", False), ("opens", True)]


def test_indicator_longer_than_a_page_repeats_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS_ON_A_PAGE", 5)
    report = analysis(digits="arabic")
    assert {(row.inner, row.held) for row in report.question_tables[0].rows} == {("alone", False)}
    assert words(thaireport.render(report, "docx")).count("1.การปฏิบัติหน้าที่") >= 6
