"""A province of 100 agencies over three years, with every fault put in: each of them is found, and nothing else."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support.clerk import form_file
from tests.support.made import KINDS, OFFICE_FILES, example, made, made_file
from tests.support.province import PROVINCE, YEARS, Inbox, agency_name, budget, files_of, fill, plan_of, put_faults_in
from thaireport import DataError, UsageError, load, pipeline
from thaireport.cli import main
from thaireport.collect import Summary, collect
from thaireport.collect.book import FONT
from thaireport.collect.columns import columns_of, figures_of, groups_of, year_of
from thaireport.collect.gather import files_in
from thaireport.collect.ledger import name_key
from thaireport.collect.sent import placed, read_sent
from thaireport.collect.summary import _Writer
from thaireport.output.xlsx.heights import line_counter, row_height
from thaireport.reports import REPORTS

AGENCIES = 100


class Collected:
    """A summary that was written, as those who open it see it."""

    def __init__(self, inbox: Inbox, summary: Summary) -> None:
        from openpyxl import load_workbook

        self.inbox, self.summary = inbox, summary
        self.values = load_workbook(summary.path, data_only=True)
        self.formulas = load_workbook(summary.path)

    def rows(self, title: str) -> list[dict[str, Any]]:
        """The filled rows of a sheet by their heads."""
        rows = list(self.values[title].iter_rows(min_row=2, values_only=True))
        return [
            dict(zip(map(str, rows[0]), row, strict=True))
            for row in rows[1:]
            if any(value is not None for value in row)
        ]

    def files(self, title: str, head: str = "ไฟล์") -> set[str]:
        """The files that a sheet lists."""
        return {str(row[head]) for row in self.rows(title)}

    def number(self, label: str) -> Any:
        """A number of the first sheet."""
        return next(row[1] for row in self.values["สรุป"].iter_rows(values_only=True) if row[0] == label)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    folder = tmp_path_factory.mktemp("province")
    inbox = Inbox(folder / "inbox", folder / "agencies.csv")
    fill(inbox, AGENCIES)
    put_faults_in(inbox)
    return Collected(inbox, collect([inbox.folder], folder / "summary.xlsx", roster=inbox.roster, data=True, jobs=2))


def test_every_agency_that_has_not_sent_is_named_with_its_year(province: Collected) -> None:
    named = {(name_key(str(row["หน่วยงาน"])), row["ปี"]) for row in province.rows("ยังไม่ส่ง")}
    assert named == province.inbox.missing


def test_every_copy_is_found(province: Collected) -> None:
    found = {row["ไฟล์ที่ไม่นับ"] for row in province.rows("ส่งซ้ำ") if row["เนื้อหา"] == "สำเนา"}
    # Of equal files the first by name counts.
    spared = {"again/010.docx", "again/011.docx", "again/012.docx"}
    kept = {"2568/010.docx", "2568/011.docx", "2568/012.docx"}
    assert found | spared == province.inbox.copies | spared
    assert found & kept == set()


def test_of_two_versions_the_later_one_counts(province: Collected) -> None:
    rows = [row for row in province.rows("ส่งซ้ำ") if row["เนื้อหา"] == "ต่างกัน"]
    assert {row["ไฟล์ที่ไม่นับ"] for row in rows} == province.inbox.older
    assert {row["ไฟล์ที่นับ"] for row in rows} == {"corrected/015.docx", "corrected/016.docx"}


def test_every_file_edited_by_hand_is_found_with_the_edit(province: Collected) -> None:
    assert province.files("แก้ด้วยมือ") == province.inbox.edited
    assert [row["สิ่งที่พบ"] for row in province.rows("แก้ด้วยมือ") if "๙๙,๙๙๙.๐๐" not in row["สิ่งที่พบ"]] == []


def test_every_file_that_breaks_a_rule_is_found(province: Collected) -> None:
    assert {row["ไฟล์"] for row in province.rows("ไม่ผ่านการตรวจ") if row["ระดับ"] == "ผิด"} == province.inbox.failed


def test_a_stated_figure_unlike_the_rows_is_a_warning(province: Collected) -> None:
    warned = {row["ไฟล์"] for row in province.rows("ไม่ผ่านการตรวจ") if "9" in row["เรื่อง"] and row["ระดับ"] == "เตือน"}
    assert warned == province.inbox.warned


def test_every_file_that_cannot_be_read_is_listed_with_a_reason(province: Collected) -> None:
    assert province.files("ไฟล์ที่อ่านไม่ได้") == province.inbox.unread
    assert all(len(row["เหตุ"]) > 10 for row in province.rows("ไฟล์ที่อ่านไม่ได้"))


def test_every_stranger_is_found(province: Collected) -> None:
    assert province.files("นอกรายชื่อ") == province.inbox.strangers


def test_every_file_is_in_one_place(province: Collected) -> None:
    everything = {path.relative_to(province.inbox.folder).as_posix() for path in files_of(province.inbox)}
    assert province.files("รายหน่วยงาน") | province.files("ไฟล์ที่อ่านไม่ได้") == everything


def _expected_total() -> Decimal:
    """What all plans that count come to, reckoned here from what was put in."""
    left_out = {(1, year) for year in YEARS} | {(2, 2567), (3, 2568)}
    total = Decimal(0)
    for number in [*range(AGENCIES), 900]:
        for year in YEARS if number < AGENCIES else (2569,):
            if (number, year) not in left_out:
                rows = 5 if number in (15, 16) and year == 2569 else 4
                total += sum(Decimal(budget(number, year, row)) for row in range(rows))
    return total


def test_the_total_of_the_province_is_that_of_the_plans(province: Collected) -> None:
    (row,) = [row for row in province.rows("รายจังหวัด") if row["จังหวัด"] == PROVINCE]
    head = next(head for head in row if head.startswith("รวม งบประมาณ"))
    assert Decimal(str(row[head])) == _expected_total()


def test_the_dimensions_come_to_the_same_total_but_for_rows_of_no_dimension(province: Collected) -> None:
    of_none = sum(Decimal(budget(number, 2568, 0)) for number in (30, 31))  # the plans that break a rule
    assert sum(Decimal(str(row["งบประมาณ"])) for row in province.rows("มิติ")) == _expected_total() - of_none


def test_the_years_come_to_the_same_number(province: Collected) -> None:
    years = {row["ปี"]: row["ส่งแล้ว"] for row in province.rows("รายปี") if row["ปี"] != "รวม"}
    assert years == {2567: AGENCIES - 2, 2568: AGENCIES - 2, 2569: AGENCIES - 1 + 1}


def test_the_first_sheet_counts_what_the_others_list(province: Collected) -> None:
    counted = {
        "ไฟล์ทั้งหมด": len(list(files_of(province.inbox))),
        "รายงานที่นับ": 3 * AGENCIES - len(province.inbox.missing) + 1,
        "ไฟล์ส่งซ้ำ (ไม่นับ)": len(province.inbox.copies | province.inbox.older),
        "รายงานที่ถูกแก้ด้วยมือ": len(province.inbox.edited),
        "รายงานที่มีข้อผิดพลาด": len(province.inbox.failed),
        "ไฟล์ที่อ่านไม่ได้หรือไม่รวม": len(province.inbox.unread),
        "ยังไม่ส่ง (หน่วยงาน x ปี)": len(province.inbox.missing),
        "รายงานนอกรายชื่อ": len(province.inbox.strangers),
    }
    assert {label: province.number(label) for label in counted} == counted


def test_totals_are_formulas(province: Collected) -> None:
    cells = [
        cell for title in ("รายจังหวัด", "มิติ", "รายปี") for row in province.formulas[title].iter_rows() for cell in row
    ]
    assert sum(str(cell.value).startswith(("=SUMIFS", "=COUNTIFS")) for cell in cells) > 10


def test_the_heads_of_the_sheet_of_all_agencies_are_as_tall_as_their_words(province: Collected) -> None:
    sheet: Any = province.formulas["รายหน่วยงาน"]
    letters = sheet.column_dimensions
    heads = [(cell.value, letters[cell.column_letter].width * 5.25 - 5) for cell in sheet[2]]
    lines = max(line_counter(width, FONT, 14, bold=True)(head) for head, width in heads)
    assert lines > 3
    assert row_height(lines, 14) <= sheet.row_dimensions[2].height < 110


def test_the_sheet_of_all_agencies_is_printed_in_letters_that_can_be_read_with_their_names(province: Collected) -> None:
    sheet: Any = province.formulas["รายหน่วยงาน"]
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[2]]
    assert sheet.print_title_cols == "$A:$D"
    printed = (sum(widths) - sum(widths[:4])) / sheet.page_setup.fitToWidth + sum(widths[:4])
    assert 150 < printed < 240  # a page holds 141 in letters of 14 pt


def test_a_summary_says_in_its_properties_what_it_is(province: Collected) -> None:
    properties = province.formulas.properties
    assert properties.creator == "thaireport"
    assert str(properties.title).startswith("สรุปแผนปฏิบัติการ")


def test_the_sheets_of_totals_have_charts(province: Collected) -> None:
    import zipfile

    with zipfile.ZipFile(province.summary.path) as package:
        assert len([name for name in package.namelist() if name.startswith("xl/charts/chart")]) == 3


def test_the_csv_copy_has_a_row_for_each_report(province: Collected) -> None:
    assert province.summary.data
    assert province.summary.data.read_bytes().startswith(b"\xef\xbb\xbf")  # Excel knows UTF-8 by this mark alone
    text = province.summary.data.read_text("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(province.files("รายหน่วยงาน"))


def test_one_process_finds_what_two_find(province: Collected, tmp_path: Path) -> None:
    inbox = province.inbox
    collect([inbox.folder], tmp_path / "alone.xlsx", roster=inbox.roster, jobs=1)
    assert (tmp_path / "alone.xlsx").read_bytes() == province.summary.path.read_bytes()


# ---- smaller collections


@pytest.mark.parametrize("kind", ["action_plan", "ita_analysis", "plan_results", "memo"])
def test_what_is_stored_beside_the_formulas_is_what_they_come_to(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary adds up on its own; here the Excel engine works the formulas out instead."""
    inbox = _of_three_agencies(kind, tmp_path / "in")
    (tmp_path / "list.csv").write_text("หน่วยงาน\nก\nข\nไม่ส่ง\n", "utf-8")
    collect([inbox], tmp_path / "added.xlsx", roster=tmp_path / "list.csv")
    monkeypatch.setattr(_Writer, "_results", lambda _writer: {})
    collect([inbox], tmp_path / "worked out.xlsx", roster=tmp_path / "list.csv")
    assert (tmp_path / "added.xlsx").read_bytes() == (tmp_path / "worked out.xlsx").read_bytes()


def _of_three_agencies(kind: str, folder: Path) -> Path:
    """The example of a kind from three agencies: of no province, of one, of one that is a sign of formulas."""
    folder.mkdir()
    report = example(kind)
    for number, (name, province) in enumerate([("ก", None), ("ข", "จังหวัดตัวอย่าง"), ("ค", "จังหวัด*"), ("ค", "จังหวัด*")]):
        agency = report.agency.model_copy(update={"name": name, "province": province})
        path = folder / f"{number}.docx"
        path.write_bytes(pipeline.render(report.model_copy(update={"agency": agency})))
        os.utime(path, (number, number))
    return folder


def test_no_file_is_read_twice_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "in" / "below").mkdir(parents=True)
    for path in (tmp_path / "in" / "a.docx", tmp_path / "in" / "below" / "b.docx", tmp_path / "in" / "c.odt"):
        path.write_bytes(b"x")
    named = [tmp_path / "in" / "below", tmp_path / "in" / "below" / "..", tmp_path / "in" / "a.docx"]
    named += [tmp_path / "in" / "c.odt", tmp_path / "in" / "c.odt"]
    assert sorted(path.name for path in files_in(named)) == ["a.docx", "b.docx", "c.odt"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "bundle"])
def test_every_kind_can_be_collected(kind: str, tmp_path: Path) -> None:
    for name, to in OFFICE_FILES:
        if name == kind:
            (tmp_path / f"{kind}.{to}").write_bytes(made(kind, to))
    summary = collect([tmp_path], tmp_path / "summary.xlsx", kind=kind)
    assert (summary.counted, summary.unread) == (1, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_has_a_figure_for_each_column_of_its_kind(kind: str) -> None:
    assert len(figures_of(example(kind))) == len(columns_of(REPORTS[kind]))


def test_the_budget_of_a_plan_of_several_years_is_that_of_all_its_years() -> None:
    one = {"title": "โครงการที่ ๑", "dimension": 1, "budgets": {"2566": "100", "2568": "50.25"}}
    data = {"agency": {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"}, "fiscal_year": 2566, "last_year": 2570}
    plan = REPORTS["action_plan"].model_validate({**data, "projects": [one]})
    found = dict(zip([column.title for column in columns_of(type(plan))], figures_of(plan), strict=True))
    assert found["รวม งบประมาณ"] == Decimal("150.25")
    assert [title for title in found if "ตามรายการโครงการ" in title] == []


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        ("memo", {"วันที่": "2026-04-20"}),
        ("order", {"จำนวนคณะกรรมการ": 1, "สั่ง ณ วันที่": "2025-10-01"}),
        ("measures_report", {"จำนวนมาตรการ": 10}),
        (
            "action_plan",
            {"รวม งบประมาณ": Decimal("371250.50"), "รวม งบประมาณ (บาท) ตามแผ่นโครงการ": Decimal("367750.50")},
        ),
        ("plan_results", {"รวม งบประมาณ": Decimal("371250.50"), "รวม เบิกจ่าย": Decimal(256700), "จำนวนตารางผล": 31}),
        ("ita_analysis", {"คะแนน ITA": Decimal("91.3031"), "ระดับ": "ผ่านดี"}),
    ],
)
def test_the_figures_of_a_kind_are_those_that_its_report_prints(kind: str, figures: dict[str, Any]) -> None:
    found = dict(zip([column.title for column in columns_of(REPORTS[kind])], figures_of(example(kind)), strict=True))
    assert {title: found[title] for title in figures} == figures
    assert [title for title in found if "เกณฑ์" in title] == []


def test_the_groups_of_a_plan_are_its_dimensions() -> None:
    assert [group.count for group in groups_of(plan_of(0, 2569))] == [4, 0, 0, 0]


@pytest.mark.parametrize(
    ("kind", "groups"),
    [
        ("action_plan", [(7, "171000.00"), (15, "116750.50"), (6, "67500.00"), (3, "16000.00")]),
        ("plan_results", [(7, "171000.00"), (15, "116750.50"), (6, "67500.00"), (3, "16000.00")]),
        ("measures_report", [(1, "None")] * 10),
    ],
)
def test_the_groups_of_a_kind_are_counted_with_their_amounts(kind: str, groups: list[tuple[int, str]]) -> None:
    assert [(group.count, str(group.amount)) for group in groups_of(example(kind))] == groups


def test_what_goes_on_from_the_row_above_is_no_measure_of_its_own() -> None:
    report = example("measures_report")
    first = report.measures[0]  # type: ignore[attr-defined]
    more = first.model_copy(update={"continuation": True, "indicator": None})
    counted = groups_of(report.model_copy(update={"measures": (first, more, first)}))
    assert [(group.label, group.count) for group in counted] == [("การปฏิบัติหน้าที่", 2)]


@pytest.mark.parametrize(("kind", "year"), [("ita_analysis", 2566), ("plan_results", 2569), ("order", 2569)])
def test_a_report_is_of_the_year_that_it_says_or_of_its_day(kind: str, year: int) -> None:
    assert year_of(example(kind)) == year


@pytest.mark.parametrize(("dated", "year"), [("กันยายน 2569", 2569), ("ตุลาคม 2569", 2570), ("1 ตุลาคม 2569", 2570)])
def test_a_report_whose_day_is_left_to_the_pen_is_of_the_year_of_its_month(dated: str, year: int) -> None:
    assert year_of(pipeline.load({**example("memo").model_dump(mode="json"), "kind": "memo", "dated": dated})) == year


def test_a_report_inside_a_bundle_is_collected(tmp_path: Path) -> None:
    inside = example("bundle").parts[0]  # type: ignore[attr-defined]
    (tmp_path / "bundle.docx").write_bytes(made("bundle", "docx"))
    summary = collect([tmp_path], tmp_path / "summary.xlsx", kind=inside.kind)
    assert (summary.counted, summary.unread) == (1, 0)


def test_the_indicators_of_a_summary_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "ita.docx").write_bytes(made("ita_analysis", "docx"))
    from openpyxl import load_workbook

    rows = load_workbook(collect([tmp_path], tmp_path / "summary.xlsx").path)["ตัวชี้วัด"].iter_rows(values_only=True)
    numbered = [str(row[0]).partition(".")[0] for row in rows if ". " in str(row[0])]
    assert numbered == [str(number) for number in range(1, 11)]


def test_an_agency_that_calls_itself_a_formula_does_no_harm(tmp_path: Path) -> None:
    plan = plan_of(1, 2569)
    evil = plan.model_copy(update={"agency": plan.agency.model_copy(update={"name": '=HYPERLINK("http://x")'})})
    (tmp_path / "evil.docx").write_bytes(pipeline.render(evil))
    summary = collect([tmp_path], tmp_path / "summary.xlsx", data=True)
    from openpyxl import load_workbook

    cell = load_workbook(summary.path)["รายหน่วยงาน"]["D3"]
    assert (cell.data_type, cell.value) in {("s", '=HYPERLINK("http://x")'), ("inlineStr", '=HYPERLINK("http://x")')}
    assert summary.data
    assert "'=HYPERLINK" in summary.data.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("word", "typed", "place"),
    [
        ("อำเภอ", "", ""),
        ("อำเภอ", "อ. เมืองตัวอย่าง", "อำเภอเมืองตัวอย่าง"),
        ("อำเภอ", "เขตตัวอย่าง", "เขตตัวอย่าง"),
        ("จังหวัด", "กรุงเทพมหานคร", "กรุงเทพมหานคร"),
    ],
)
def test_a_place_has_one_name_and_bangkok_its_own(word: str, typed: str, place: str) -> None:
    assert placed(word, typed) == place


def test_pictures_that_do_not_travel_are_no_failed_checks(tmp_path: Path) -> None:
    (sent,) = read_sent(made_file(tmp_path, "memo", "docx"))
    assert (sent.kind, sent.error_count, sent.warning_count, sent.checks) == ("memo", 0, 0, [])


@pytest.mark.parametrize("province", ["ตัวอย่าง", "จ.ตัวอย่าง", "จังหวัด ตัวอย่าง"])
def test_an_agency_that_types_its_province_bare_or_shortened_is_the_one_expected(province: str, tmp_path: Path) -> None:
    agency = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "district": "เมืองตัวอย่าง", "province": province}
    projects = [{"title": "โครงการหนึ่ง", "dimension": 1, "budget": "100"}]
    plan = REPORTS["action_plan"].model_validate({"agency": agency, "fiscal_year": 2569, "projects": projects})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "plan.xlsx").write_bytes(pipeline.render(plan, "xlsx"))
    roster = tmp_path / "agencies.csv"
    roster.write_text("หน่วยงาน,อำเภอ,จังหวัด\nอบต.ตัวอย่าง,อ.เมืองตัวอย่าง,จังหวัดตัวอย่าง\n", "utf-8")
    assert collect([tmp_path / "in"], tmp_path / "summary.xlsx", roster=roster).missing == 0


@pytest.mark.parametrize(
    ("place", "other"),
    [(("เหนือ", "ตัวอย่าง"), ("ใต้", "ตัวอย่าง")), (("เมือง", "ตัวอย่าง"), ("เมือง", "สมมุติ"))],
)
def test_of_two_agencies_of_one_name_the_one_that_has_not_sent_is_missing(
    place: tuple[str, str], other: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    plan = plan_of(1, 2569)
    there = plan.agency.model_copy(update={"name": "อบต.ตัวอย่าง", "district": place[0], "province": place[1]})
    (tmp_path / "in" / "a.docx").write_bytes(pipeline.render(plan.model_copy(update={"agency": there})))
    rows = [f" อบต.ตัวอย่าง ,{district},{province}" for district, province in (place, other)]
    (tmp_path / "list.csv").write_text("\n".join([" หน่วยงาน ,อำเภอ,จังหวัด", *rows, ",,"]), "utf-8")
    summary = collect([tmp_path / "in"], tmp_path / "summary.xlsx", roster=tmp_path / "list.csv")
    from openpyxl import load_workbook

    missing = list(load_workbook(summary.path)["ยังไม่ส่ง"].iter_rows(min_row=3, max_col=4, values_only=True))
    named = [tuple(map(str, row)) for row in missing if row[0]]
    assert named == [(f"จังหวัด{other[1]}", f"อำเภอ{other[0]}", "อบต.ตัวอย่าง", "2569")]
    assert summary.missing == 1


def test_provinces_and_agencies_stand_in_the_order_of_a_dictionary(tmp_path: Path) -> None:
    provinces = ("แพร่", "เชียงใหม่", "ขอนแก่น", "อุดรธานี")
    places = [(place, "ตัวอย่าง") for place in provinces] + [("ขอนแก่น", name) for name in ("แก้ว", "ขาม", "เกาะ")]
    for number, (place, name) in enumerate(places):
        agency = {"name": f"องค์การบริหารส่วนตำบล{name}", "province": f"จังหวัด{place}"}
        pipeline.save(load({**example("memo").stored(), "agency": agency}), tmp_path / f"{number}.docx")
    found = Collected(Inbox(tmp_path, tmp_path), collect([tmp_path], tmp_path / "summary.xlsx"))
    assert [row["จังหวัด"] for row in found.rows("รายจังหวัด")][:-1] == [
        f"จังหวัด{place}" for place in ("ขอนแก่น", "เชียงใหม่", "แพร่", "อุดรธานี")
    ]
    agencies = [str(row["หน่วยงาน"]).removeprefix("องค์การบริหารส่วนตำบล") for row in found.rows("รายหน่วยงาน")]
    assert agencies == ["เกาะ", "แก้ว", "ขาม", "ตัวอย่าง", "ตัวอย่าง", "ตัวอย่าง", "ตัวอย่าง"]


def test_a_like_name_is_suggested_for_one_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    plan = plan_of(1, 2569)
    misspelt = plan.agency.model_copy(update={"name": agency_name(1) + "์"})
    (tmp_path / "in" / "a.docx").write_bytes(pipeline.render(plan.model_copy(update={"agency": misspelt})))
    (tmp_path / "list.csv").write_text(f"หน่วยงาน,จังหวัด\n{agency_name(1)},ตัวอย่าง\nอื่น,ตัวอย่าง\n", "utf-8")
    collect([tmp_path / "in"], tmp_path / "summary.xlsx", roster=tmp_path / "list.csv")
    from openpyxl import load_workbook

    cells = load_workbook(tmp_path / "summary.xlsx")["ยังไม่ส่ง"].iter_rows(values_only=True)
    assert agency_name(1) + "์" in {row[4] for row in cells}


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("รวม.csv", None, r"-o ต้องเป็นไฟล์ \.xlsx"),
        ("รวม.xlsx", "bundle", "ระบุ --kind"),
        ("รวม.xlsx", "memoo", "ไม่รู้จักชนิด"),
    ],
)
def test_what_cannot_be_summed_up_is_refused_before_any_file_is_read(
    name: str, kind: str | None, told: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=told):
        collect([tmp_path], tmp_path / name, kind=kind)


def test_what_is_sent_in_another_form_is_told_with_what_to_do(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "plan.docx").write_bytes(made("action_plan", "docx"))
    form = form_file("action_plan", tmp_path)
    form.rename(inbox / "form.xlsx")
    for name in ("old.doc", "old.xls", "many.zip", "photo.jpg", "~$plan.doc"):
        (inbox / name).write_bytes(b"anything")
    summary = Collected(Inbox(inbox, inbox), collect([inbox], tmp_path / "summary.xlsx"))
    told = {str(row["ไฟล์"]): str(row["เหตุ"]) for row in summary.rows("ไฟล์ที่อ่านไม่ได้")}
    assert told.keys() == {"form.xlsx", "old.doc", "old.xls", "many.zip"}
    assert "ต้นฉบับจากผู้จัดทำ" in told["old.doc"]
    assert "แตกไฟล์" in told["many.zip"]
    assert "thaireport make" in told["form.xlsx"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ไม่พบโฟลเดอร์ .*ไม่มี"):
        collect([tmp_path / "ไม่มี"], tmp_path / "รวม.xlsx")


def test_a_folder_without_files_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ไม่พบไฟล์"):
        collect([tmp_path], tmp_path / "summary.xlsx")


def test_a_list_without_agencies_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(made("memo", "docx"))
    (tmp_path / "list.csv").write_text("รหัส,ที่อยู่\n1,2\n", "utf-8")
    with pytest.raises(DataError, match="หน่วยงาน"):
        collect([tmp_path], tmp_path / "summary.xlsx", roster=tmp_path / "list.csv")


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.docx").write_bytes(b"x")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "in" / "a.docx").symlink_to(tmp_path / "out" / "a.docx")
    assert list(files_in([tmp_path / "in"])) == []


# ---- the commands


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """What a command printed so far."""
    yield lambda: "".join(capsys.readouterr())


def test_the_command_collects(tmp_path: Path, said: Any) -> None:
    (tmp_path / "memo.docx").write_bytes(made("memo", "docx"))
    assert main(["collect", str(tmp_path), "-o", str(tmp_path / "sum.xlsx"), "--data"]) == 0
    assert "รวบรวม 1 ไฟล์ (บันทึกข้อความ)" in said()
    assert (tmp_path / "sum.csv").is_file()


@pytest.mark.parametrize("suffix", ["yaml", "json", "xlsx"])
def test_what_is_read_back_makes_the_same_report(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "memo.docx").write_bytes(made("memo", "docx"))
    assert main(["read", str(tmp_path / "memo.docx"), "-o", str(tmp_path / f"data.{suffix}")]) == 0
    assert pipeline.load(tmp_path / f"data.{suffix}") == example("memo")


def test_strip_writes_a_copy_without_data(tmp_path: Path) -> None:
    (tmp_path / "memo.docx").write_bytes(made("memo", "docx"))
    assert main(["read", "--strip", str(tmp_path / "memo.docx"), "-o", str(tmp_path / "bare.docx")]) == 0
    assert main(["read", str(tmp_path / "bare.docx")]) == 1


def test_read_overwrites_nothing(tmp_path: Path, said: Any) -> None:
    (tmp_path / "memo.docx").write_bytes(made("memo", "docx"))
    (tmp_path / "data.yaml").write_text("kept", "utf-8")
    assert main(["read", str(tmp_path / "memo.docx"), "-o", str(tmp_path / "data.yaml")]) == 2
    assert (tmp_path / "data.yaml").read_text("utf-8") == "kept"


def test_make_without_data_leaves_none(tmp_path: Path) -> None:
    (tmp_path / "memo.docx").write_bytes(made("memo", "docx"))
    main(["read", str(tmp_path / "memo.docx"), "-o", str(tmp_path / "data.yaml")])
    assert main(["make", str(tmp_path / "data.yaml"), "--no-data", "-o", str(tmp_path / "out.docx")]) == 0
    assert main(["read", str(tmp_path / "out.docx")]) == 1


def test_verify_tells_the_edit_and_fails(tmp_path: Path, said: Any) -> None:
    from tests.test_verify import changed, edited

    path = edited(tmp_path, "memo", "docx", changed("บันทึกข้อความ", "บันทึกข้อความด่วน"))
    assert main(["verify", str(path)]) == 1
    assert "บันทึกข้อความ ถูกแก้เป็น บันทึกข้อความด่วน" in said()


@pytest.mark.parametrize("words", [["read", "{made}"], ["diff", "{made}", "{made}"]])
def test_what_was_edited_by_hand_is_not_among_the_data_and_that_is_told(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.test_verify import changed, edited

    path = edited(tmp_path, "memo", "docx", changed("บันทึกข้อความ", "บันทึกข้อความด่วน"))
    assert main([word.format(made=path) for word in words]) == 0
    assert "ถูกแก้ด้วยมือ 1 แห่ง ข้อมูลที่อ่านได้เป็นของตอนทำไฟล์" in capsys.readouterr().err


def test_verify_of_a_sound_file_succeeds(tmp_path: Path, said: Any) -> None:
    (tmp_path / "memo.docx").write_bytes(made("memo", "docx"))
    assert main(["verify", str(tmp_path / "memo.docx")]) == 0
    assert "ตรงกับที่ทำไว้" in said()


def test_diff_compares_a_data_file_with_a_finished_one(tmp_path: Path, said: Any) -> None:
    (tmp_path / "memo.docx").write_bytes(made("memo", "docx"))
    main(["read", str(tmp_path / "memo.docx"), "-o", str(tmp_path / "new.yaml")])
    lines = (tmp_path / "new.yaml").read_text("utf-8").split("\n")
    lines = ["addressee: นายอำเภอตัวอย่าง" if line.startswith("addressee:") else line for line in lines]
    (tmp_path / "new.yaml").write_text("\n".join(lines), "utf-8")
    said()
    assert main(["diff", str(tmp_path / "memo.docx"), str(tmp_path / "new.yaml")]) == 0
    assert "เรียน: นายกองค์การบริหารส่วนตำบลตัวอย่าง ถูกแก้เป็น นายอำเภอตัวอย่าง" in said()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("แผน ๒๕๖๙.docx", "แผน ๒๕๖๙.docx"),
        ("a\nb\x1b[1m.docx", "a\ufffdb\ufffd[1m.docx"),
        (os.fsdecode(b"x\xff.docx"), "x?.docx"),
    ],
)
def test_a_name_that_no_sheet_can_hold_is_kept_as_near_as_can_be(name: str, kept: str) -> None:
    from thaireport.collect.sent import read_sent

    [sent] = read_sent(Path(name))
    assert sent.path == kept
    assert sent.fault
