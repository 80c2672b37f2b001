"""The measures report: what may be typed, what is told, and the same data printed in either layout."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import thaireport
from openpyxl import load_workbook
from pydantic import ValidationError
from tests.support.fonts import NEW, in_font
from tests.support.golden import Golden, outline
from tests.support.judges import (
    openxml_audit,
    page_count,
    page_faults,
    pdf_text,
    plain,
    sdk_validate,
    thai_runs_faults,
)
from tests.support.word import Element, W, WordFile, text_of, value
from thaireport import Agency, MeasuresReport, check
from thaireport.errors import Problem
from thaireport.output.pdf import OfficeFile, to_pdf, to_pdfs
from thaireport.parts import Photo
from thaireport.thai import dates, digits, lines

EXAMPLES = Path(__file__).parents[2] / "examples"
BOTH = ("measures_report", "measures_report_by_measure")
AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "district": "อำเภอตัวอย่าง", "province": "จังหวัดตัวอย่าง"}


def measure(**changes: Any) -> dict[str, Any]:
    return {"indicator": "การปฏิบัติหน้าที่", "measures": "จัดทำคู่มือ", "results": "จัดทำแล้ว", **changes}


def report(*measures: dict[str, Any], **changes: Any) -> MeasuresReport:
    data = {"agency": AGENCY, "fiscal_year": 2566, "measures": measures or (measure(),)}
    return MeasuresReport.model_validate({**data, **changes})


def by_measure(*measures: dict[str, Any], **changes: Any) -> MeasuresReport:
    return report(*measures, layout="by_measure", **changes)


def found(made: MeasuresReport, code: str) -> list[Problem]:
    return [problem for problem in made.problems() if problem.code == code]


def printed(made: MeasuresReport) -> str:
    """The text of the Word file without spaces."""
    word = WordFile.read(thaireport.render(made))
    return plain(" ".join(text_of(root) for root in word.stories.values()))


def table(made: MeasuresReport) -> Element:
    return next(WordFile.read(thaireport.render(made)).document.iter(f"{W}tbl"))


def grid(made: MeasuresReport) -> list[list[str]]:
    """The texts of the table's cells, a line a paragraph."""
    return [
        ["\n".join(text_of(line) for line in cell.iterfind(f"{W}p")) for cell in row.iterfind(f"{W}tc")]
        for row in table(made).iterfind(f"{W}tr")
    ]


def example(name: str) -> MeasuresReport:
    loaded = thaireport.load(EXAMPLES / f"{name}.yaml")
    assert isinstance(loaded, MeasuresReport)
    return loaded


# ---- what may be typed ----


@pytest.mark.parametrize("typed", ["6", 6, "๖", "รอบ ๖ เดือนแรก", "6 เดือน"])
def test_the_round_is_understood_as_people_write_it(typed: object) -> None:
    assert report(round=typed).round == "6"


def test_a_round_of_nine_months_is_refused() -> None:
    with pytest.raises(ValueError, match="round"):
        report(round="9")


@pytest.mark.parametrize("number", ["๔.", "4)"])
def test_number_and_name_typed_in_one_cell_are_told_apart(number: str) -> None:
    made = report(measure(indicator=f"{number} การใช้งบประมาณ"))
    assert (made.measures[0].number, made.measures[0].indicator) == (number, "การใช้งบประมาณ")
    assert made.rows[0].number == "4"


def test_a_number_that_is_counted_anyway_is_not_kept() -> None:
    assert report(measure(number="๑.")).measures[0].number is None


def test_continuation_rows_have_no_number_and_are_not_counted() -> None:
    made = report(measure(), measure(continuation="ใช่", indicator=None), measure(indicator="การใช้อำนาจ"))
    assert [row.number for row in made.rows] == ["1", "", "2"]


def test_codes_take_lists_ranges_and_thai_digits() -> None:
    assert report(measure(codes="e๑๕, i19-i21")).measures[0].codes == ("e15", "i19", "i20", "i21")


def test_a_code_that_cannot_be_read_is_refused_in_thai() -> None:
    with pytest.raises(ValueError, match="ไม่ใช่รหัสข้อคำถาม"):
        report(measure(codes="eb,em"))


def test_a_reference_typed_below_the_measure_becomes_its_codes() -> None:
    own = report(measure(measures="จัดทำคู่มือ\nอ้างอิงจาก e๑,e๓ หน่วยงานให้บริการตามขั้นตอน")).measures[0]
    assert (own.codes, own.code_question) == (("e1", "e3"), "หน่วยงานให้บริการตามขั้นตอน")
    assert [item.text for item in own.measures] == ["จัดทำคู่มือ"]


def test_an_unreadable_reference_stays_in_the_text() -> None:
    own = report(measure(measures="จัดทำคู่มือ\nอ้างอิงจาก eb,em")).measures[0]
    assert [item.text for item in own.measures] == ["จัดทำคู่มือ", "อ้างอิงจาก eb,em"]


def test_parts_under_their_names_go_to_their_own_fields() -> None:
    own = report(measure(measures="จัดทำคู่มือ\nวิธีการดำเนินการ:\n1) สำรวจ\n2) เขียน\nผู้รับผิดชอบ: กองคลัง")).measures[0]
    assert [item.line for item in own.methods] == ["1) สำรวจ", "2) เขียน"]
    assert [item.text for item in own.responsible] == ["กองคลัง"]


def test_a_name_in_the_text_never_replaces_what_is_typed_in_its_field() -> None:
    own = report(measure(measures="จัดทำคู่มือ\nผู้รับผิดชอบ: กองช่าง", responsible="กองคลัง")).measures[0]
    assert [item.text for item in own.responsible] == ["กองคลัง"]
    assert own.measures[1].text == "ผู้รับผิดชอบ: กองช่าง"


def test_a_lone_dash_means_nothing() -> None:
    assert report(measure(suggestions="-")).measures[0].suggestions == ()


def test_text_after_a_sub_list_keeps_its_place() -> None:
    own = report(measure(results="(1) เปิดระบบ\n(2) เปิดรับ\n- ไฟฟ้า\n- ขยะ\nผ่านเว็บไซต์")).measures[0]
    assert [(item.level, item.marker) for item in own.results] == [(1, "(1)"), (1, "(2)"), (2, "-"), (2, "-"), (0, "")]


def test_photographs_may_be_typed_one_on_a_line() -> None:
    typed = "อบรม.png | ประชุม\nป้าย.png | ติดป้าย\n"
    made = report(measure(photos=typed), photos=typed)
    assert [[photo.caption for photo in found] for found in (made.measures[0].photos, made.photos)] == [
        ["ประชุม", "ติดป้าย"]
    ] * 2


def test_a_photograph_may_be_typed_as_one_line() -> None:
    own = report(measure(photos=["อบรม.png | ประชุมชี้แจง"])).measures[0].photos[0]
    assert (str(own.file), own.caption) == ("อบรม.png", "ประชุมชี้แจง")


# ---- what is told ----


def test_a_year_typed_wrong_lies_outside_the_fiscal_year() -> None:
    problems = found(report(measure(period="มค.-มี.ค. ๕๖")), "period-outside-year")
    assert [(problem.level, problem.loc) for problem in problems] == [("warning", ("measures", 0, "period", 0))]


def test_october_of_the_fiscal_years_own_number_lies_behind_it() -> None:
    assert found(report(measure(period="ตุลาคม 2566")), "period-outside-year")


def test_october_before_the_fiscal_year_lies_in_it() -> None:
    assert not found(report(measure(period="ตุลาคม 2565")), "period-outside-year")


def test_a_two_digit_year_that_could_be_either_era_is_asked_about() -> None:
    assert [problem.level for problem in found(report(measure(period="ตุลาคม ๒๕ - กันยายน ๒๖")), "period")] == ["warning"]


def test_a_period_behind_the_round_is_told() -> None:
    assert found(report(measure(period="เม.ย.-มิ.ย. 66"), round=6), "period-outside-round")


def test_a_period_that_begins_in_the_round_may_go_on_behind_it() -> None:
    assert not found(report(measure(period="ต.ค. 65-ก.ย. 66"), round=6), "period-outside-round")


def test_free_text_as_a_period_is_left_alone() -> None:
    made = report(measure(period="1) ประชุมประจำเดือนทุกเดือน\n2) ม.ค.-มี.ค. 66"))
    assert not [problem for problem in made.problems() if "period" in problem.loc]


@pytest.mark.parametrize("words", ["วันที่ 7-9 เมษายน 2566", "เมื่อวันที่ 8 เม.ย. 66", "ในเดือนพฤษภาคม 2566"])
def test_an_event_behind_the_round_is_told(words: str) -> None:
    problems = found(report(measure(results=f"จัดอบรม{words}"), round=6), "period-outside-round")
    assert [problem.loc for problem in problems] == [("measures", 0, "results", 0)]


def test_a_document_of_an_earlier_year_may_be_cited() -> None:
    assert not found(report(measure(results="ตามระเบียบ ลงวันที่ 5 มีนาคม 2562")), "period-outside-year")


def test_a_row_without_an_indicator_is_told() -> None:
    assert found(report(measure(indicator=None)), "indicator-missing")
    assert not found(report(measure(indicator=None)), "indicator-absent")


@pytest.mark.parametrize("typed", ["2", "๒", "ตัวชี้วัดที่ 2", "2."])
def test_the_number_of_an_indicator_in_the_place_of_its_name_is_told(typed: str) -> None:
    numbered = report(measure(indicator=typed))
    (told,) = found(numbered, "indicator-number")
    assert (told.level, told.loc) == ("warning", ("measures", 0, "indicator"))
    assert "การใช้งบประมาณ" in told.message
    assert "การใช้งบประมาณ" not in found(numbered, "indicator-absent")[0].message


@pytest.mark.parametrize("typed", ["การใช้งบประมาณ", "ตัวชี้วัดที่ 2 การใช้งบประมาณ", "25", None])
def test_what_is_no_number_of_an_indicator_is_not_told_as_one(typed: str | None) -> None:
    assert not found(report(measure(indicator=typed)), "indicator-number")


def test_a_row_that_goes_on_with_its_indicator_does_not_name_it_twice() -> None:
    assert not found(report(measure(), measure(continuation="ใช่")), "indicator-twice")
    assert not found(report(measure(), measure(continuation="ใช่", indicator=None)), "indicator-missing")


@pytest.mark.parametrize(
    ("period", "level"),
    [
        ("30 กันยายน 2566", None),
        ("1 ตุลาคม 2565", None),
        ("30 กันยายน 2565", "period-outside-year"),
        ("1 ตุลาคม 2566", "period-outside-year"),
    ],
)
def test_the_year_holds_its_first_and_its_last_day(period: str, level: str | None) -> None:
    told = [problem.code for problem in report(measure(period=period)).problems() if "period" in problem.loc]
    assert told == [level] * (level is not None)


@pytest.mark.parametrize(("words", "told"), [("31 มีนาคม 2566", False), ("1 เมษายน 2566", True)])
def test_the_round_of_six_months_ends_in_march(words: str, told: bool) -> None:
    for name in ("results", "done", "could_not"):
        made = report(measure(**{name: f"จัดอบรมวันที่ {words}"}), round=6)
        places = [problem.loc for problem in found(made, "period-outside-round")]
        assert places == [("measures", 0, name, 0)] * told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("มกราคม 2566 และกุมภาพันธ", True),
        ("ทุกวันศุกร์ในเวลาราชการ", False),
        ("ครั้งที่ 1 ของทุกไตรมาส", True),
        (f"ประชุมทุกเดือนตั้งแต่ มกราคม 2566 {'และติดตามผลต่อเนื่อง' * 3}", False),
    ],
)
def test_a_short_text_that_names_a_month_and_a_number_was_meant_as_a_period(text: str, told: bool) -> None:
    assert len(found(report(measure(period=text)), "period")) == told


def test_the_layout_by_measure_needs_no_indicators() -> None:
    codes = {problem.code for problem in by_measure(measure(indicator=None)).problems()}
    assert not codes & {"indicator-missing", "indicator-absent"}


def test_an_indicator_named_twice_is_told_though_it_is_spelt_otherwise() -> None:
    made = report(measure(indicator="การใช้อำนาจ"), measure(indicator="การใช้อำนาจหน้าที่"))
    assert [problem.loc for problem in found(made, "indicator-twice")] == [("measures", 1, "indicator")]


def test_a_misspelt_indicator_is_the_one_meant_and_one_of_no_kin_is_its_own() -> None:
    made = report(measure(indicator="การปฏิบัติหนาที่"), measure(indicator="เรื่องอื่น"), measure(), measure(indicator="อีกเรื่อง"))
    assert [problem.loc for problem in found(made, "indicator-twice")] == [("measures", 2, "indicator")]
    assert "การปฏิบัติหน้าที่" not in found(made, "indicator-absent")[0].message


def test_indicators_without_a_row_are_named() -> None:
    rows = [measure(indicator=row.indicator) for row in example("measures_report").measures[:9]]
    assert [problem.message for problem in found(report(*rows), "indicator-absent")] == [
        "ยังไม่มีแถวของตัวชี้วัด: การป้องกันการทุจริต"
    ]


def test_a_row_without_a_result_is_told() -> None:
    assert [problem.loc for problem in found(report(measure(results=())), "results-empty")] == [
        ("measures", 0, "results")
    ]


@pytest.mark.parametrize("name", ["done", "could_not"])
def test_an_outcome_counts_as_a_result(name: str) -> None:
    assert not found(report(measure(results=(), **{name: "มีคู่มือ 1 เล่ม"})), "results-empty")


def test_done_and_could_not_both_filled_is_an_error() -> None:
    problems = found(by_measure(measure(done="เสร็จ", could_not="ไม่มีงบประมาณ")), "done-and-could-not")
    assert [(problem.level, problem.loc) for problem in problems] == [("error", ("measures", 0, "could_not"))]


def test_a_row_without_a_measure_is_an_error() -> None:
    assert [problem.level for problem in found(report(measure(measures=())), "measures-empty")] == ["error"]


def test_a_continuation_row_needs_no_measure() -> None:
    assert not found(report(measure(), {"continuation": "ใช่", "results": "ต่อ"}), "measures-empty")


def test_the_first_row_cannot_go_on_with_another() -> None:
    assert [problem.level for problem in found(report(measure(continuation="ใช่")), "continuation-first")] == ["error"]


def test_a_number_twice_is_told() -> None:
    made = by_measure(measure(number="7"), measure(number="7"))
    assert [problem.loc for problem in found(made, "number-twice")] == [("measures", 1, "number")]


def test_a_code_that_the_year_does_not_have_is_told() -> None:
    assert [problem.loc for problem in found(report(measure(codes="e16")), "code-unknown")] == [
        ("measures", 0, "codes")
    ]


def test_a_code_of_another_indicator_is_told_with_the_one_meant() -> None:
    made = report(measure(indicator="การใช้ทรัพย์สินของทางราชการ", codes="i๙,i๒๔"))
    assert [problem.message for problem in found(made, "code-indicator")] == [
        "ข้อคำถาม i9 อยู่ในตัวชี้วัด “การใช้งบประมาณ” ไม่ใช่ “การใช้ทรัพย์สินของราชการ”: หมายถึง i19 หรือไม่"
    ]


def test_a_lost_digit_is_found_by_the_codes_beside_it() -> None:
    made = by_measure(measure(indicator=None, codes="i9, i24"))
    assert ["i19" in problem.message for problem in found(made, "code-indicator")] == [True]


def test_codes_of_several_indicators_may_stand_together() -> None:
    assert not found(by_measure(measure(indicator=None, codes="e5, e14")), "code-indicator")


def test_a_year_without_data_is_one_warning() -> None:
    made = report(measure(codes="e1"), measure(indicator="การใช้อำนาจ", codes="e2"), fiscal_year=2568)
    assert [problem.level for problem in found(made, "framework-unknown")] == ["warning"]


def test_without_codes_no_framework_is_asked_for() -> None:
    assert not found(report(fiscal_year=2568), "framework-unknown")


def test_an_agencys_own_framework_is_used(tmp_path: Path) -> None:
    shipped = (Path(thaireport.__file__).parent / "data" / "ita_2566.yaml").read_text("utf-8")
    (tmp_path / "ita_2568.yaml").write_text(shipped.replace("fiscal_year: 2566", "fiscal_year: 2568"), "utf-8")
    (tmp_path / "agency.yaml").write_text(f"name: {AGENCY['name']}\n", "utf-8")
    (tmp_path / "report.yaml").write_text(
        "kind: measures_report\nfiscal_year: 2568\nmeasures:\n"
        "  - {indicator: การปฏิบัติหน้าที่, measures: จัดทำคู่มือ, results: ทำแล้ว, codes: e99}\n",
        "utf-8",
    )
    codes = {problem.code for problem in thaireport.load(tmp_path / "report.yaml").warnings}
    assert "code-unknown" in codes and "framework-unknown" not in codes


def test_a_faulty_framework_of_the_agency_is_told_beside_the_other_problems(tmp_path: Path) -> None:
    (tmp_path / "ita_2568.yaml").write_text("fiscal_year: 2568\nfiscal_year: 2568\n", "utf-8")
    agency = Agency(name=AGENCY["name"]).kept_in(tmp_path)
    told = check(report(measure(done="ก", could_not="ข"), fiscal_year=2568, agency=agency))
    assert {"framework", "done-and-could-not"} <= {problem.code for problem in told if problem.level == "error"}
    assert next(problem.place for problem in told if problem.code == "framework") == "ita_2568.yaml บรรทัด 2"


@pytest.mark.parametrize("name", BOTH)
def test_the_examples_have_nothing_to_mend(name: str) -> None:
    codes = {problem.code for problem in example(name).problems()}
    assert codes == set()


# ---- what is printed ----


def test_the_heading_names_district_and_province() -> None:
    assert report(round=6).heading_lines == [
        "รายงานผลการดำเนินการมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
        "ขององค์การบริหารส่วนตำบลตัวอย่าง อำเภอตัวอย่าง จังหวัดตัวอย่าง",
        "ประจำปีงบประมาณ พ.ศ. 2566 รอบ 6 เดือน",
    ]


def test_a_typed_heading_wins() -> None:
    assert report(heading="รายงานผล\nปี 2566").heading_lines == ["รายงานผล", "ปี 2566"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [("typed", "ม.ค. - มี.ค. 66"), ("short", "ม.ค.-มี.ค. 66"), ("long", "มกราคม - มีนาคม 2566")],
)
def test_periods_take_the_chosen_form_and_free_text_stays(form: str, expected: str) -> None:
    made = report(measure(period="1) ทุกเดือน\n2) ม.ค. - มี.ค. 66"), period_form=form)
    assert [item.line for item in made.rows[0].period] == ["1) ทุกเดือน", f"2) {expected}"]


def test_by_indicator_has_the_seven_heads_of_the_form() -> None:
    assert [head.replace("\n", "") for head in grid(report())[0]] == [
        "ตัวชี้วัด",
        "มาตรการ/แนวทาง",
        "วิธีการดำเนินการ",
        "ผู้รับผิดชอบ",
        "ระยะเวลาดำเนินการ",
        "ผลการดำเนินการ",
        "ข้อเสนอแนะ",
    ]


def test_by_measure_has_a_head_of_two_levels() -> None:
    first, second = grid(by_measure())[:2]
    assert [head.replace("\n", "") for head in first if head] == [
        "ลำดับที่",
        "มาตรการ / โครงการ / กิจกรรมที่ดำเนินการ",
        "ผลลัพธ์หรือความสำเร็จของการดำเนินการ",
        "สรุปผลการดำเนินการตามมาตรการหรือกิจกรรม",
        "ระยะเวลาในการดำเนินการ",
    ]
    assert [head.replace("\n", "") for head in second if head] == ["ไม่สามารถดำเนินการได้", "ดำเนินการแล้วเสร็จ"]


def test_column_tags_are_printed_when_wanted() -> None:
    heads = " ".join(grid(by_measure(column_tags=True))[0])
    assert re.findall(r"\([๐-๙]\)", heads) == ["(๑)", "(๓)", "(๒)"]
    assert "(" not in " ".join(grid(by_measure())[0])


@pytest.mark.parametrize("made", [report(), by_measure()])
def test_heads_are_repeated_on_every_page(made: MeasuresReport) -> None:
    rows = list(table(made).iterfind(f"{W}tr"))
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    assert heads[:-1] == [True] * (len(rows) - 1) and heads[-1] is False


def _may_split(made: MeasuresReport) -> list[bool]:
    rows = [row for row in table(made).iterfind(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is None]
    return [row.find(f"{W}trPr/{W}cantSplit") is None for row in rows]


def test_tall_rows_may_break_over_pages_and_short_ones_stay_whole() -> None:
    tall = measure(indicator="การใช้อำนาจ", results="ดำเนินการครบทุกขั้นตอน " * 30)
    assert _may_split(report(measure(), tall)) == [False, True]


def test_an_empty_suggestion_prints_a_dash() -> None:
    assert grid(report())[1][6] == "-"


def test_an_empty_summary_prints_a_dash() -> None:
    assert grid(by_measure(measure(results=(), done="มีคู่มือ 1 เล่ม")))[2][4] == "-"


def test_a_continuation_row_prints_no_dash() -> None:
    made = report(measure(), {"continuation": "ใช่", "results": "ทำต่อ"})
    assert grid(made)[2] == ["", "", "", "", "", "ทำต่อ", ""]


def test_the_outcome_stands_under_done_or_could_not() -> None:
    rows = grid(by_measure(measure(done="มีคู่มือ 1 เล่ม"), measure(could_not="ไม่มีงบประมาณ")))[2:]
    assert [(row[2], row[3]) for row in rows] == [
        ("", "มีคู่มือ ๑\u00a0เล่ม"),
        ("ไม่มีงบประมาณ", ""),
    ]


def test_the_reference_stands_below_the_measure_in_thai_digits() -> None:
    made = by_measure(measure(indicator=None, codes="e15", code_question="มีการปรับปรุงงานหรือไม่"))
    assert grid(made)[2][1] == "จัดทำคู่มือ\nอ้างอิงจาก e๑๕ มีการปรับปรุงงานหรือไม่"


def test_the_letter_o_never_stands_beside_thai_digits() -> None:
    made = by_measure(measure(indicator=None, codes="i1, o36"))
    assert grid(made)[2][1] == "จัดทำคู่มือ\nอ้างอิงจาก i๑, o36"


def test_codes_keep_their_digits_where_the_report_says_so() -> None:
    made = by_measure(measure(indicator=None, codes="e15"), digits_of={"codes": "arabic"})
    assert grid(made)[2][1] == "จัดทำคู่มือ\nอ้างอิงจาก e15"


FULL = {
    "codes": "i1",
    "code_question": "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอนเพียงใด",
    "methods": "1) สำรวจ\n2) เขียน",
    "responsible": "กองคลัง",
    "period": "มี.ค. 66",
    "could_not": "ขาดผู้เสนอราคา",
    "suggestions": "ตั้งงบประมาณปีหน้า",
    "links": "https://www.example.go.th/o42",
}


@pytest.mark.parametrize("layout", ["by_indicator", "by_measure"])
def test_either_layout_prints_all_of_the_data(layout: str) -> None:
    made = report(measure(**FULL), layout=layout)
    text = digits.to_arabic(printed(made))
    wanted = [made.measures[0].indicator, "จัดทำคู่มือ", "จัดทำแล้ว", "สำรวจ", "เขียน", "อ้างอิงจาก i1"]
    wanted += [str(FULL[name]) for name in FULL if name not in {"codes", "methods"}]
    assert [word for word in wanted if plain(str(word)) not in text] == []


def test_what_has_no_column_stands_under_its_name() -> None:
    made = by_measure(measure(**FULL))
    assert "ผู้รับผิดชอบ: กองคลัง" in grid(made)[2][1] and "ข้อเสนอแนะ: ตั้งงบประมาณปีหน้า" in grid(made)[2][4]


def test_special_characters_arrive_whole() -> None:
    assert "R&D<๕%\"ก\"'ข'{{}}{%%}" in printed(report(measure(results="R&D <5% \"ก\" 'ข' {{ }} {% %}")))


def test_equal_input_gives_equal_bytes() -> None:
    assert thaireport.render(report()) == thaireport.render(report())


def test_one_signature_stands_on_the_right_and_two_side_by_side() -> None:
    signer = {"signer": {"name": "นางสุดา รักงาน", "position": "นักวิเคราะห์"}}
    for count, left in ((1, False), (2, True), (3, True)):
        rows = report(reporters=[signer] * count).reporter_rows
        assert (rows[0][0] is not None, rows[-1][1].signer.first_name) == (left, "สุดา")
        assert sum(person is not None for row in rows for person in row) == count


def test_a_cover_is_printed_when_wanted() -> None:
    sections = [
        len(list(WordFile.read(thaireport.render(report(cover=c))).document.iter(f"{W}sectPr"))) for c in (0, 1)
    ]
    assert sections == [1, 2]
    assert "เพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน" in printed(report(cover=True))


def test_the_table_lies_across_and_the_photographs_upright() -> None:
    word = WordFile.read(thaireport.render(example("measures_report")))
    ways = [value(size, "orient") or "portrait" for size in word.document.iter(f"{W}pgSz")]
    assert ways == ["landscape", "portrait"]


def test_a_photograph_without_a_caption_is_told_how_to_type_it() -> None:
    with pytest.raises(ValidationError, match=r"คั่นด้วย \| เช่น ภาพ/อบรม.jpg \| ประชุมชี้แจง"):
        Photo.model_validate("อบรม.png")


def test_every_photograph_has_its_caption_as_alternative_text() -> None:
    word = WordFile.read(thaireport.render(example("measures_report")))
    shapes = word.document.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    said = [shape.get("descr") for shape in shapes]
    assert said == [photo.caption for row in example("measures_report").photo_rows for photo in row]


def test_a_missing_photograph_is_an_error_with_its_place() -> None:
    made = report(measure(photos=[{"file": "ไม่มี.png", "caption": "ภาพ"}]))
    assert [(problem.level, problem.loc) for problem in found(made, "picture")] == [
        ("error", ("measures", 0, "photos", 0, "file"))
    ]


def test_stored_data_reads_back_equal() -> None:
    for name in BOTH:
        made = example(name)
        assert MeasuresReport.model_validate(made.stored()).stored() == made.stored()


@pytest.mark.parametrize("name", BOTH)
def test_word_outline_is_as_reviewed(name: str, golden: Golden) -> None:
    golden.check(name, outline(thaireport.render(example(name))))


@pytest.mark.parametrize("name", BOTH)
def test_word_opens_the_file_and_its_thai_is_right(name: str) -> None:
    data = thaireport.render(example(name))
    assert [*openxml_audit(data, "docx"), *sdk_validate(data, "docx"), *thai_runs_faults(data)] == []


@pytest.mark.parametrize("family", ["TH SarabunPSK", NEW])
@pytest.mark.parametrize(("name", "most"), [("measures_report", 6), ("measures_report_by_measure", 5)])
def test_pages_hold_every_text_in_both_fonts(name: str, most: int, family: str, soffice: Path) -> None:
    data = in_font(thaireport.render(example(name)), family)
    pdf = to_pdf(data, "docx", font=family)
    text = pdf_text(pdf)
    # The beginning of each paragraph: what follows may stand on the next page.
    begun = {plain(text_of(line))[:10] for line in WordFile.read(data).document.iter(f"{W}p")}
    assert sorted(words for words in begun if words not in text) == []
    assert page_count(pdf) <= most


def test_what_leads_in_the_table_does_not_end_a_page_without_it(soffice: Path) -> None:
    before = "ตามที่ได้กำหนดมาตรการไว้แล้ว"
    files = [
        OfficeFile(thaireport.render(report(introduction=[*[before] * lines, "จึงขอรายงานผลการดำเนินการ ดังนี้"])))
        for lines in range(12, 18)
    ]
    found = [page_faults(pdf) if isinstance(pdf, bytes) else [str(pdf)] for pdf in to_pdfs(files)]
    assert [faults for faults in found if faults] == []


# ---- Excel ----


@pytest.mark.parametrize("name", BOTH)
def test_workbook_outline_is_as_reviewed(name: str, golden: Golden) -> None:
    golden.check(f"{name}_xlsx", outline(thaireport.render(example(name), "xlsx", data=False)))


@pytest.mark.parametrize("name", BOTH)
def test_excel_opens_the_workbook(name: str) -> None:
    data = thaireport.render(example(name), "xlsx")
    assert [*openxml_audit(data, "xlsx"), *sdk_validate(data, "xlsx")] == []


def _comparable(value: Any) -> Any:
    """Stored data without what printing changes: the digits of its texts."""
    if isinstance(value, dict):
        return {name: _comparable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_comparable(part) for part in value]
    return digits.to_arabic(value) if isinstance(value, str) else value


@pytest.mark.parametrize("name", BOTH)
def test_a_workbook_loads_back_as_its_report(name: str, tmp_path: Path) -> None:
    made = example(name)
    (tmp_path / "pictures").symlink_to(EXAMPLES / "pictures")
    (tmp_path / "report.xlsx").write_bytes(thaireport.render(made, "xlsx", data=False))
    back = thaireport.load(tmp_path / "report.xlsx")
    assert _comparable(back.stored()) == _comparable(made.stored())


def test_what_a_clerk_changes_in_the_workbook_is_read(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(thaireport.render(report(layout="by_measure"), "xlsx", data=False)))
    sheet = book["ผลการดำเนินการ"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "๑")
    row[3].value = "มีคู่มือ 2 เล่ม"
    book.save(tmp_path / "report.xlsx")
    back = thaireport.load(tmp_path / "report.xlsx")
    assert isinstance(back, MeasuresReport)
    assert [item.text for item in back.measures[0].done] == ["มีคู่มือ 2 เล่ม"]


@pytest.mark.parametrize("name", BOTH)
def test_rows_of_the_workbook_are_tall_enough_for_their_lines(name: str) -> None:
    """A line of TH Sarabun at 14 pt takes 18.75 pt; each item of a cell begins one."""
    sheet = load_workbook(io.BytesIO(thaireport.render(example(name), "xlsx"))).worksheets[0]
    low = [
        cell.coordinate
        for row in sheet.iter_rows(min_row=4)
        for cell in row
        if isinstance(cell.value, str)
        and "\n" in cell.value
        and (sheet.row_dimensions[cell.row].height or 0) < 18.75 * (cell.value.count("\n") + 1)
    ]
    assert low == []


def test_the_workbook_of_a_layout_has_its_columns() -> None:
    heads = []
    for layout in ("by_indicator", "by_measure"):
        sheet = load_workbook(io.BytesIO(thaireport.render(report(layout=layout), "xlsx"))).worksheets[0]
        heads.append(str(sheet["A3"].value).replace("\n", ""))
    assert heads == ["ตัวชี้วัด", "ลำดับที่"]


@pytest.mark.parametrize(("layout", "column"), [("by_indicator", 4), ("by_measure", 5)])
def test_the_longest_day_stands_in_one_line_of_the_column_of_periods(layout: str, column: int) -> None:
    """It is held together, so that a narrower column would part its year (14 pt, 0.15 cm at each side)."""
    widths = [int(value(found, "w") or 0) / 567 for found in table(report(layout=layout)).iter(f"{W}gridCol")]
    longest = max(lines.width(f"๓๐ {month} ๒๕๖๘") for month in dates.MONTHS)
    assert widths[column] >= longest * 14 / 16 + 0.3


@pytest.mark.parametrize("layout", ["by_indicator", "by_measure"])
def test_the_workbook_keeps_a_month_and_its_year_in_one_line(layout: str) -> None:
    made = report(measure(period="ตุลาคม 65 - มีนาคม 66"), layout=layout)
    sheet = load_workbook(io.BytesIO(thaireport.render(made, "xlsx"))).worksheets[0]
    shown = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "ตุลาคม\u00a0๖๕ - มีนาคม\u00a0๖๖" in shown


@pytest.mark.parametrize(("count", "held"), [(3, [True, False, True]), (1, [True])])
def test_no_link_stands_alone_below_its_head_or_above_the_signatures(count: int, held: list[bool]) -> None:
    links = [measure(links=f"https://www.example.go.th/{number}") for number in range(count)]
    signer = {"name": "นางสุดา รักงาน", "position": "นักวิเคราะห์นโยบายและแผน"}
    word = WordFile.read(thaireport.render(report(*links, reporters=[{"signer": signer}])))
    shown = [each for each in word.document.iter(f"{W}p") if "example.go.th" in text_of(each)]
    assert [word.paragraph_is(each, "keepNext") for each in shown] == held
