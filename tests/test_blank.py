"""A form printed empty: dots where values go, and nothing that nobody said."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from tests.support.judges import openxml_audit, sdk_validate
from tests.support.word import W, WordFile, text_of, value
from thaireport.blank import blank
from thaireport.errors import UsageError
from thaireport.reports import REPORTS
from thaireport.thai.lines import advances

BOOKS = [kind for kind, model in sorted(REPORTS.items()) if "xlsx" in model.formats]
DOTS = "...."


def _lines(kind: str) -> list[str]:
    from docx import Document

    document = Document(io.BytesIO(blank(REPORTS[kind])))
    return ["".join(run.text or "" for run in each.iter("{*}t")) for each in document.element.body.iter("{*}p")]


@pytest.mark.parametrize("kind", ["action_plan", "plan_results"])
def test_no_sum_of_nothing_is_printed(kind: str) -> None:
    assert not [line for line in _lines(kind) if re.search("[๐0](?![๐-๙])", line.replace("๑๐", ""))]


def test_results_that_nobody_reported_are_dots() -> None:
    said = [line for line in _lines("plan_results") if line.startswith("-  ")]
    assert len(said) == 14
    assert all(DOTS in line for line in said)


def test_no_empty_chart_takes_a_page_of_the_results() -> None:
    assert not [line for line in _lines("plan_results") if "แผนภูมิ" in line]


@pytest.mark.parametrize("head", ["กลุ่มเป้าหมาย", "ระยะเวลาดำเนินการ", "ผู้รับผิดชอบ"])
def test_every_head_of_a_project_sheet_has_dots_below(head: str) -> None:
    lines = _lines("project_sheet")
    place = next(index for index, line in enumerate(lines) if line.endswith(head))
    assert DOTS in lines[place + 1]


def test_an_empty_letter_has_dots_for_its_number_and_its_owner() -> None:
    lines = _lines("external_letter")
    assert lines[0].startswith("ที่") or DOTS in next(line for line in lines if line.startswith("ที่"))
    assert lines[-1].startswith(DOTS) or DOTS in "".join(lines[-2:])


def test_no_empty_chart_stands_in_an_empty_analysis() -> None:
    assert not [line for line in _lines("ita_analysis") if "แผนภูมิ" in line]


@pytest.mark.parametrize("kind", ["ita_analysis", "measures_report"])
def test_the_dots_of_a_cell_end_where_a_line_does(kind: str) -> None:
    word = WordFile.read(blank(REPORTS[kind]))
    filled = 0
    for cell in word.document.iter(f"{W}tc"):
        for paragraph in cell.iterfind(f"{W}p"):
            _, _, lines = text_of(paragraph).rpartition("\t")
            beside = sum(int(word.paragraph_has(paragraph, "ind", side) or 0) for side in ("left", "right"))
            room = int(value(cell.find(f"{W}tcPr/{W}tcW"), "w") or 0) - 170 - beside
            in_line = int(room / (advances("regular")["."] * 28 / 100))
            if set(lines) == {".", " "}:
                filled += 1
                assert {len(line) for line in lines.split(" ")} == {in_line - 1}
    assert filled


@pytest.mark.parametrize("kind", ["memo", "order", "project_sheet"])
def test_the_dots_of_a_paragraph_fill_its_first_line_behind_the_indent_and_the_next_to_the_margin(kind: str) -> None:
    first, full = (int(cm / 2.54 * 1440 / (advances("regular")["."] * 32 / 100)) - 1 for cm in (13.5, 16.0))
    filled = [line.split(" ") for line in _lines(kind) if set(line) == {".", " "}]
    assert filled
    assert {tuple(map(len, line)) for line in filled} == {(first, full)}


def test_a_marker_of_an_empty_form_has_a_line_of_dots_beside_it() -> None:
    word = WordFile.read(blank(REPORTS["ita_analysis"]))
    beside = [text for text in map(text_of, word.document.iter(f"{W}p")) if text.startswith("•\t")]
    assert beside
    assert all(" " in text.removeprefix("•\t") for text in beside)  # a line may end behind the first dots


def test_dots_of_an_empty_memo_are_led_by_the_form_all_the_way() -> None:
    head = [line for line in _lines("memo") if line.startswith(("ส่วนราชการ", "ที่", "เรื่อง"))]
    assert [" ".join(line.split()) for line in head] == ["ส่วนราชการ", "ที่ วันที่", "เรื่อง"]


def test_an_empty_analysis_claims_no_result() -> None:
    lines = _lines("ita_analysis")
    assert not [line for line in lines if "ไม่มีข้อใด" in line]
    assert [line for line in lines if "ข้อที่ได้คะแนนต่ำกว่า" in line and DOTS in line]


def test_an_empty_analysis_names_the_ten_indicators_and_has_lines_for_every_issue() -> None:
    lines = _lines("ita_analysis")
    assert {"การปฏิบัติหน้าที่", "การป้องกันการทุจริต"} <= set(lines)
    heads = [index for index, line in enumerate(lines) if line.startswith("ประเด็นที่")]
    assert len(heads) == 7
    assert all(DOTS in "".join(lines[index + 1 : index + 4]) for index in heads)


@pytest.mark.parametrize("kind", BOOKS)
def test_an_empty_workbook_has_no_formula_and_no_zero(kind: str) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(blank(REPORTS[kind], "xlsx"))):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    plan = openpyxl.load_workbook(io.BytesIO(blank(REPORTS["action_plan"], "xlsx"))).worksheets[0]
    assert [plan.cell(3, column).value for column in range(5, 9)] == [1, 2, 3, 4]
    assert all(cell.value != 0 for row in plan.iter_rows() for cell in row)


@pytest.mark.parametrize("kind", BOOKS)
def test_no_sheet_of_an_empty_workbook_prints_heads_above_nothing(kind: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank(REPORTS[kind], "xlsx")))
    states = {sheet.title: sheet.sheet_state for sheet in book}
    assert states["ข้อมูล"] == "hidden"  # the rows of a finished workbook, which an empty one has none of
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    assert shown[0] is book.worksheets[0]
    assert all(sheet.max_row > 5 for sheet in shown)


@pytest.mark.parametrize("kind", ["ita_analysis", "plan_results"])
def test_an_empty_workbook_has_no_chart_and_no_page_where_one_stood(kind: str) -> None:
    made: Any = openpyxl.load_workbook(io.BytesIO(blank(REPORTS[kind], "xlsx")))
    for sheet in made:
        assert sheet._charts == []
        rows = re.findall(r"[0-9]+", sheet.print_area or "")
        assert not rows or int(rows[-1]) <= sheet.max_row


@pytest.mark.parametrize("kind", BOOKS)
def test_both_validators_pass_on_an_empty_workbook(kind: str) -> None:
    made = blank(REPORTS[kind], "xlsx")
    assert openxml_audit(made, "xlsx") == []
    assert sdk_validate(made, "xlsx") == []


def test_an_empty_plan_has_no_legend_and_so_no_head_of_one() -> None:
    plan = openpyxl.load_workbook(io.BytesIO(blank(REPORTS["action_plan"], "xlsx"))).worksheets[0]
    assert "คำอธิบาย" not in [cell.value for row in plan.iter_rows() for cell in row]


def test_dots_to_write_on_begin_below_their_name() -> None:
    assert "ดำเนินการแล้วเสร็จ:" in _lines("measures_report")


@pytest.mark.parametrize(
    ("kind", "to", "remedy"), [("bundle", "docx", "พิมพ์แบบของแต่ละฉบับในชุด เช่น memo"), ("memo", "xlsx", "ใช้ได้ docx, pdf")]
)
def test_a_form_that_cannot_be_printed_empty_says_what_can(kind: str, to: str, remedy: str) -> None:
    with pytest.raises(UsageError, match=remedy):
        blank(REPORTS[kind], to)
