"""Workbooks filled from templates: values stay values, and what stands around the rows moves with them."""

from __future__ import annotations

import io
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook
from tests.support.books import Project, book, cells, edited, fill, opened, plan
from tests.support.judges import openxml_audit, sdk_validate
from thaireport.fields import DASH
from thaireport.output.package import NewPart, add_parts, read_package, write_package
from thaireport.output.xlsx import compile_workbook, template
from thaireport.thai.dates import Month

THREE = [
    Project("โครงการหนึ่ง", Decimal("10000.50"), 1),
    Project("โครงการสอง", 0, 2),
    Project("โครงการสาม", None, 1, None),
]


def _sheet_xml(data: bytes) -> str:
    return read_package(data)["xl/worksheets/sheet1.xml"].decode()


# ---------------------------------------------------------------- values


def test_numbers_dates_and_blanks_stay_what_they_are() -> None:
    filled = cells(fill(book(plan), THREE), "A5:D7")
    assert filled == [
        ["โครงการหนึ่ง", 10000.5, 1, datetime(2026, 4, 20)],
        ["โครงการสอง", 0, 2, datetime(2026, 4, 20)],
        ["โครงการสาม", None, 1, None],
    ]


def test_a_row_takes_the_formats_of_its_prototype() -> None:
    sheet = opened(fill(book(plan), THREE))["แผน"]
    assert sheet["B7"].number_format == "[$-D00041E]#,##0.00"
    assert sheet["D7"].number_format == "[$-D07041E]d mmmm yyyy"
    assert sheet["A7"].font.name == "TH Sarabun New"
    assert sheet["A7"].alignment.wrap_text


def test_a_dash_is_neither_zero_nor_blank() -> None:
    assert cells(fill(book(plan), [Project(budget=DASH)]), "B5:B6", values=True) == [["-"], [0]]


def test_text_with_markup_signs_arrives_whole() -> None:
    title = "R&D <ร้อยละห้า> \"ก\" 'ข' ]]> _x0041_"
    data = fill(book(plan), [Project(title)])
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[4][0] == title


def test_text_that_begins_with_an_equals_sign_stays_text() -> None:
    cell = opened(fill(book(plan), [Project("=SUM(B:B)")]))["แผน"]["A5"]
    assert (cell.value, cell.data_type) == ("=SUM(B:B)", "s")


def test_spaces_at_the_ends_and_line_breaks_are_kept() -> None:
    assert cells(fill(book(plan), [Project("  บรรทัดแรก\nบรรทัดสอง ")]), "A5:A5") == [["  บรรทัดแรก\nบรรทัดสอง "]]


def test_text_and_fields_mix_in_one_cell() -> None:
    assert cells(fill(book(plan), THREE), "A1:A1") == [["แผนปฏิบัติการ พ.ศ. ๒๕๖๙"]]


def test_a_filter_gives_text() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"] = "{{ row.day|long_date }} {{ row.budget|money }} บาท"

    assert cells(fill(book(draw), THREE[:1]), "A5:A5") == [["๒๐ เมษายน ๒๕๖๙ ๑๐,๐๐๐.๕๐ บาท"]]


def test_loop_index_numbers_the_rows() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"], sheet["B5"] = "{{ loop.index }}", "{{ row.title }}"

    assert cells(fill(book(draw), THREE), "A5:A7") == [[1], [2], [3]]


def test_runs_of_different_fonts_keep_their_fonts() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet["A2"] = "สองแบบ"

    rich = "<si><r><t>งบ </t></r><r><rPr><b/></rPr><t>ปี {{ fiscal_year }}</t></r></si>"
    template = edited(book(draw), "xl/sharedStrings.xml", r"<si><t[^>]*>สองแบบ</t></si>", rich)
    expected = '<r><t xml:space="preserve">งบ </t></r><r><rPr><b/></rPr><t>ปี ๒๕๖๙</t></r>'
    assert expected in _sheet_xml(fill(template, THREE))


def test_openpyxl_and_calamine_read_the_same_values() -> None:
    data = fill(book(plan), [*THREE, Project('R&D <5%> "ก"', Decimal("0.10"))])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("แผน").to_python(skip_empty_area=False)
    theirs = [[None if value == "" else value for value in row] for row in rows]
    ours = [list(row) for row in opened(data, values=True)["แผน"].iter_rows(values_only=True)]
    dated = [[datetime(v.year, v.month, v.day) if isinstance(v, date) else v for v in row] for row in theirs]
    assert dated == ours


# ---------------------------------------------------------------- digits


def test_arabic_digits_choose_formats_labels_and_text() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet["A2"] = "ไตรมาส ๑ ถึง ๔"

    sheet = opened(fill(book(draw), [Project("ระยะที่ ๒")], digits="arabic"))["แผน"]
    assert sheet["B5"].number_format == "#,##0.00"
    assert sheet["D5"].number_format == "[$-107041E]d mmmm yyyy"
    assert (sheet["A2"].value, sheet["A5"].value) == ("ไตรมาส 1 ถึง 4", "ระยะที่ 2")


def test_each_sheet_takes_the_digits_of_its_section() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        other = sheet.parent.create_sheet("สรุป")
        other["A1"], other["A2"] = "ข้อ ๑", 12
        other["A2"].number_format = "[$-D00041E]0"

    asked: list[str] = []

    def digits(section: str) -> str:
        asked.append(section)
        return "arabic" if section == "summary" else "thai"

    template = compile_workbook(book(draw, ("digits_summary", "สรุป!$A$1")), "แผน.xlsx")
    made = opened(template.render({"fiscal_year": 2569, "projects": THREE}, digits=digits))
    assert asked == ["แผน", "summary"]
    assert (made["สรุป"]["A1"].value, made["สรุป"]["A2"].number_format) == ("ข้อ 1", "0")
    assert (made["แผน"]["A1"].value, made["แผน"]["B5"].number_format) == (
        "แผนปฏิบัติการ พ.ศ. ๒๕๖๙",
        "[$-D00041E]#,##0.00",
    )


# ---------------------------------------------------------------- what moves with the rows


def _around(sheet: Any) -> None:
    plan(sheet)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A8:B8")
    sheet["A8"] = "ผู้รายงาน {{ fiscal_year }}"
    sheet["B5"].protection = Protection(locked=False)
    listed = DataValidation(type="list", formula1="$A$8:$A$8")
    listed.add("C5")
    sheet.add_data_validation(listed)
    red: Any = FormulaRule  # openpyxl's rules have no types
    sheet.conditional_formatting.add("B5:B5", red(formula=["B5>$B$6"], font=Font(color="FF0000")))
    sheet.print_area, sheet.print_title_rows, sheet.freeze_panes = "A1:D8", "1:4", "A5"
    sheet.auto_filter.ref = "A4:D5"
    sheet.row_breaks.append(Break(6))
    sheet["E9"].hyperlink = "https://example.go.th"
    sheet["E9"] = "ที่มา"


def test_a_sum_over_the_prototype_covers_all_rows() -> None:
    data = fill(book(plan), THREE)
    assert cells(data, "A8:C8") == [["รวม", "=SUM(B5:B7)", "=COUNTIF(C5:C7,1)"]]
    assert cells(data, "A8:C8", values=True) == [["รวม", 10000.5, 2]]


def test_merges_validations_formats_and_areas_move_with_the_rows() -> None:
    sheet = opened(fill(book(_around), THREE))["แผน"]
    assert sorted(str(merge) for merge in sheet.merged_cells.ranges) == ["A10:B10", "A1:D1"]
    validation = sheet.data_validations.dataValidation[0]
    assert (str(validation.sqref), validation.formula1) == ("C5:C7", "$A$10:$A$10")
    ((area, rules),) = [(str(k.sqref), v) for k, v in sheet.conditional_formatting._cf_rules.items()]
    assert (area, rules[0].formula) == ("B5:B7", ["B5>$B$8"])
    assert (sheet.print_area, sheet.print_title_rows) == ("'แผน'!$A$1:$D$10", "$1:$4")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:D7")
    assert [b.id for b in sheet.row_breaks.brk] == [8]
    assert sheet["E11"].hyperlink.ref == "E11"
    assert not sheet["B7"].protection.locked


def test_the_dimension_is_that_of_the_filled_sheet() -> None:
    assert '<dimension ref="A1:D8"/>' in _sheet_xml(fill(book(plan), THREE))


def test_the_row_name_covers_all_rows_afterwards() -> None:
    assert opened(fill(book(plan), THREE)).defined_names["rows_projects"].attr_text == "แผน!$A$5:$D$7"


def test_references_from_other_sheets_follow() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        other = sheet.parent.create_sheet("สรุป ปี")
        other["A1"], other["A2"] = "=แผน!B6", "=SUMIF('แผน'!C5:C5,1,แผน!B5:B5)"

    data = fill(book(draw), THREE)
    assert cells(data, "A1:A2", sheet="สรุป ปี") == [["=แผน!B8"], ["=SUMIF('แผน'!C5:C7,1,แผน!B5:B7)"]]
    assert cells(data, "A1:A2", sheet="สรุป ปี", values=True) == [[10000.5], [10000.5]]


def test_a_formula_of_the_prototype_is_written_for_every_row() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet["E5"], sheet["F5"], sheet["G5"] = "=B5*2", "=SUM(B$5:B5)", "=IF(B$6=0,0,B5/B$6)"

    data = fill(book(draw, rows="แผน!$A$5:$G$5"), THREE)
    assert cells(data, "E5:G7") == [
        ["=B5*2", "=SUM(B$5:B5)", "=IF(B$8=0,0,B5/B$8)"],
        ["=B6*2", "=SUM(B$5:B6)", "=IF(B$8=0,0,B6/B$8)"],
        ["=B7*2", "=SUM(B$5:B7)", "=IF(B$8=0,0,B7/B$8)"],
    ]
    assert cells(data, "E5:G7", values=True) == [[20001, 10000.5, 1], [0, 10000.5, 0], [0, 10000.5, 0]]


def test_a_row_may_refer_to_the_row_above() -> None:
    def draw(sheet: Any) -> None:
        sheet["A4"], sheet["A5"], sheet["B5"] = 0, "=A4+1", "{{ row.title }}"

    data = fill(book(draw), THREE)
    assert cells(data, "A5:A7") == [["=A4+1"], ["=A5+1"], ["=A6+1"]]
    assert cells(data, "A5:A7", values=True) == [[1], [2], [3]]


def test_two_lists_on_one_sheet_both_grow() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"], sheet["A6"], sheet["A7"] = "{{ row.title }}", "คั่น", "{{ row.budget }}"
        sheet["A8"] = "=COUNTA(A5:A5)&COUNT(A7:A7)"

    data = fill(book(draw, ("rows_measures", "แผน!$A$7")), THREE, measures=THREE[:2])
    assert cells(data, "A5:A11", values=True) == [
        ["โครงการหนึ่ง"], ["โครงการสอง"], ["โครงการสาม"], ["คั่น"], [10000.5], [0], ["32"],
    ]  # fmt: skip


def test_a_block_of_rows_is_repeated_whole() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"], sheet["A6"], sheet["B6"] = "{{ row.title }}", "{{ row.budget }}", "=A6*2"
        sheet["A7"] = "=SUM(A5:A6)"
        sheet.merge_cells("A5:B5")

    data = fill(book(draw, rows="แผน!$5:$6"), THREE[:2])
    assert cells(data, "A5:B9") == [
        ["โครงการหนึ่ง", None], [10000.5, "=A6*2"], ["โครงการสอง", None], [0, "=A8*2"], ["=SUM(A5:A8)", None],
    ]  # fmt: skip
    assert sorted(str(merge) for merge in opened(data)["แผน"].merged_cells.ranges) == ["A5:B5", "A7:B7"]


def _with_subtotals(sheet: Any) -> None:
    sheet["A5"], sheet["B5"] = "{{ row.title }}", "{{ row.budget }}"
    sheet["A6"], sheet["B6"] = "รวมมิติ {{ row.dimension }}", "=SUBTOTAL(9,B5:B5)"
    sheet["B7"] = "=SUBTOTAL(9,B5:B6)"


def test_rows_of_another_kind_sum_up_the_rows_above_them() -> None:
    items = [
        Project("ก", 1), Project("ข", 2), Project(row_kind="subtotal"),
        Project("ค", 4), Project(dimension=2, row_kind="subtotal"),
        Project(dimension=3, row_kind="subtotal"),
    ]  # fmt: skip
    template = book(_with_subtotals, ("rows_projects__subtotal", "แผน!$A$6:$B$6"), rows="แผน!$A$5:$B$5")
    data = fill(template, items)
    assert cells(data, "A5:B11") == [
        ["ก", 1], ["ข", 2], ["รวมมิติ ๑", "=SUBTOTAL(9,B5:B6)"],
        ["ค", 4], ["รวมมิติ ๒", "=SUBTOTAL(9,B8:B8)"], ["รวมมิติ ๓", 0], [None, "=SUBTOTAL(9,B5:B10)"],
    ]  # fmt: skip
    assert [row[1] for row in cells(data, "A5:B11", values=True)] == [1, 2, 3, 4, 4, 0, 7]


# ---------------------------------------------------------------- no rows


def test_an_empty_list_leaves_nothing_to_see_and_its_sums_are_zero() -> None:
    data = fill(book(_around), [])
    sheet = opened(data)["แผน"]
    assert sheet.row_dimensions[5].hidden
    assert cells(data, "A5:D5") == [[None] * 4]
    assert cells(data, "B6:C6") == [["=SUM(B5:B5)", "=COUNTIF(C5:C5,1)"]]
    assert cells(data, "B6:C6", values=True) == [[0, 0]]


def test_none_is_an_empty_list() -> None:
    template = compile_workbook(book(plan), "แผน.xlsx")
    data = template.render({"fiscal_year": 2569, "projects": None}, digits=lambda _: "thai")
    assert opened(data)["แผน"].row_dimensions[5].hidden


# ---------------------------------------------------------------- other parts


def test_parts_the_engine_does_not_know_are_kept_byte_for_byte() -> None:
    parts = read_package(book(plan))
    own = b"<agency><note>keep</note></agency>"
    template = write_package(
        add_parts(parts, [NewPart("customXml/item1.xml", own, "application/xml", "http://x/customXml")])
    )
    filled = read_package(fill(template, THREE))
    assert filled["customXml/item1.xml"] == own
    untouched = {"xl/theme/theme1.xml", "docProps/core.xml", "xl/styles.xml"}
    assert {name: filled[name] for name in untouched} == {name: parts[name] for name in untouched}


def test_the_calculation_chain_is_taken_out_with_all_that_names_it() -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    chain = NewPart("xl/calcChain.xml", b'<calcChain><c r="B6" i="1"/></calcChain>', kind, rel, "xl/workbook.xml")
    filled = read_package(fill(write_package(add_parts(read_package(book(plan)), [chain])), THREE))
    assert not [name for name, data in filled.items() if b"calcChain" in data or "calcChain" in name]


def _with_chart(sheet: Any) -> None:
    plan(sheet)
    other = sheet.parent.create_sheet("สรุป")
    for row, dimension in enumerate((1, 2), start=2):
        other[f"A{row}"], other[f"B{row}"] = f"มิติ {dimension}", f"=COUNTIF(แผน!C5:C5,{dimension})"
    other["B1"] = "จำนวน"
    for target, anchor in ((other, "D2"), (sheet, "A9")):
        chart = BarChart()
        chart.add_data(Reference(other, min_col=2, min_row=1, max_row=3), titles_from_data=True)
        chart.set_categories(Reference(other, min_col=1, min_row=2, max_row=3))
        target.add_chart(chart, anchor)


def test_tags_that_a_chart_has_stored_of_its_cells_are_no_tags_of_the_chart() -> None:
    cache = r"\1<c:strCache><c:ptCount val='1'/><c:pt idx='0'><c:v>{{ row.title }}</c:v></c:pt></c:strCache>"
    names = r"\1xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "
    drawn = edited(book(_with_chart), "xl/charts/chart1.xml", "(<chartSpace )", names)
    saved = edited(drawn, "xl/charts/chart1.xml", "(<strRef><f>[^<]*</f>)", cache)
    assert "{{" not in read_package(fill(saved, THREE))["xl/charts/chart1.xml"].decode()


def test_a_chart_holds_the_figures_of_the_filled_cells() -> None:
    parts = read_package(fill(book(_with_chart), THREE))
    xml = parts["xl/charts/chart1.xml"].decode()
    assert "<c:f>'สรุป'!$B$2:$B$3</c:f>" in xml.replace("<f>", "<c:f>").replace("</f>", "</c:f>")
    plain = xml.replace("c:", "")
    assert '<ptCount val="2"/><pt idx="0"><v>2</v></pt><pt idx="1"><v>1</v></pt>' in plain
    assert '<pt idx="0"><v>มิติ ๑</v></pt><pt idx="1"><v>มิติ ๒</v></pt>' in plain


def test_a_drawing_below_the_rows_moves_down() -> None:
    parts = read_package(fill(book(_with_chart), THREE))
    rows = [part.decode().replace("xdr:", "") for name, part in parts.items() if "drawings/drawing" in name]
    assert any("<row>10</row>" in xml for xml in rows)
    assert any("<row>1</row>" in xml for xml in rows)


SPARKLINE = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/'
    'spreadsheetml/2009/9/main"><x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    "<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>แผน!B5:B6</xm:f><xm:sqref>C8</xm:sqref></x14:sparkline>"
    "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"
)


def test_sparklines_move_with_the_rows() -> None:
    template = edited(book(plan), "xl/worksheets/sheet1.xml", "</worksheet>", SPARKLINE)
    assert "<xm:f>แผน!B5:B8</xm:f><xm:sqref>C10</xm:sqref>" in _sheet_xml(fill(template, THREE))


def test_the_heads_of_an_excel_table_keep_their_digits() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        for place, text in (("F1", "ปี 1"), ("G1", "ปี 2"), ("F2", "ข้อ 1"), ("G2", "ข้อ 2")):
            sheet[place] = text
        sheet.add_table(Table(displayName="ปี", ref="F1:G2"))

    assert cells(fill(book(draw), THREE), "F1:G2") == [["ปี 1", "ปี 2"], ["ข้อ ๑", "ข้อ ๒"]]


def test_a_month_whose_day_is_open_is_text() -> None:
    assert cells(fill(book(plan), [Project(day=Month(2021, 4))]), "D5:D5")[0][0].strip() == "เมษายน ๒๕๖๔"


def test_a_chart_title_takes_the_digits_of_its_sheet() -> None:
    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    text = f'<a:p xmlns:a="{main}"><a:r><a:t>ปี ๒๕๖๙</a:t></a:r></a:p>'
    title = f"<chart><title><tx><rich>{text}</rich></tx></title>"
    template = edited(book(_with_chart), "xl/charts/chart1.xml", "<chart>", title)
    assert "ปี 2569" in read_package(fill(template, THREE, digits="arabic"))["xl/charts/chart1.xml"].decode()


def test_equal_input_gives_equal_bytes() -> None:
    assert fill(book(_with_chart), THREE) == fill(book(_with_chart), THREE)


def test_a_template_is_compiled_once() -> None:
    data = book(plan)
    assert compile_workbook(data, "แผน.xlsx") is compile_workbook(bytes(bytearray(data)), "แผน.xlsx")


def test_threads_that_compile_many_templates_do_not_hurt_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "WorkbookTemplate", lambda data, *_: data)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            several = [b"%d" % number for number in range(20_000)]
            made: list[Any] = list(pool.map(lambda data: template.compile_workbook(data, "แผน.xlsx"), several))
    finally:
        sys.setswitchinterval(usual)
    assert made == several


def test_names_are_the_top_level_names() -> None:
    assert compile_workbook(book(plan), "แผน.xlsx").names == {"projects", "fiscal_year"}


def test_shared_formulas_are_written_out() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet["E7"], sheet["E8"] = "=B6*2", "=B7*2"

    template = edited(
        book(draw), "xl/worksheets/sheet1.xml", r"<f>B6\*2</f>", '<f t="shared" ref="E7:E8" si="0">B6*2</f>'
    )
    template = edited(template, "xl/worksheets/sheet1.xml", r"<f>B7\*2</f>", '<f t="shared" si="0"/>')
    assert cells(fill(template, THREE), "E9:E10") == [["=B8*2"], ["=B9*2"]]


@pytest.mark.parametrize("count", [0, 1, 3, 40])
@pytest.mark.parametrize("judge", [openxml_audit, sdk_validate])
def test_validators_pass_the_filled_workbook(judge: Any, count: int) -> None:
    def draw(sheet: Any) -> None:
        _around(sheet)
        sheet["A5"].alignment = Alignment(wrap_text=True)

    assert judge(fill(book(draw), [Project(f"โครงการที่ {n}", n) for n in range(count)]), "xlsx") == []


@pytest.mark.parametrize("judge", [openxml_audit, sdk_validate])
def test_validators_pass_a_workbook_with_charts(judge: Any) -> None:
    assert judge(fill(book(_with_chart), THREE, digits="arabic"), "xlsx") == []
