"""A bundle: several reports as one file for the desk, and the real sample of a memo with its report whole."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import thaireport
import yaml
from tests.support.clerk import book, lay_pictures, said_of, type_main
from tests.support.golden import Golden, outline
from tests.support.judges import openxml_audit, page_count, pdf_text, plain, sdk_validate, thai_runs_faults
from tests.support.word import W, WordFile, text_of, value
from thaireport import Bundle, DataError, MeasuresReport, UsageError
from thaireport.intake.layout import MAIN
from thaireport.intake.mark import marked_copy
from thaireport.thai import digits

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
SIGNER = {"name": "นางสุดา รักงาน", "position": "นักวิเคราะห์นโยบายและแผน"}
MEMO: dict[str, Any] = {
    "kind": "memo",
    "unit": "สำนักปลัด",
    "number": "ตย 71801/",
    "dated": "20 เมษายน 2569",
    "subject": "รายงานผล",
    "addressee": "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
    "body": "ตามที่ได้มอบหมาย",
    "signer": SIGNER,
}
REPORT: dict[str, Any] = {
    "kind": "measures_report",
    "fiscal_year": 2569,
    "layout": "by_measure",
    "measures": [{"measures": "จัดทำคู่มือ", "results": "จัดทำแล้ว"}],
}


def bundle(*parts: dict[str, Any], **changes: Any) -> Bundle:
    agency = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"}
    listed = [{"agency": agency, **part} for part in parts or (MEMO, REPORT)]
    return Bundle.model_validate({"agency": agency, "parts": listed, **changes})


def example() -> thaireport.Report:
    return thaireport.load(EXAMPLES / "bundle.yaml")


def sections(data: bytes) -> list[tuple[str, str | None]]:
    """Orientation, and the page number it starts at, of every section."""
    found = []
    for section in WordFile.read(data).document.iter(f"{W}sectPr"):
        way = value(section.find(f"{W}pgSz"), "orient") or "portrait"
        found.append((way, value(section.find(f"{W}pgNumType"), "start")))
    return found


def printed(data: bytes) -> str:
    word = WordFile.read(data)
    return plain(" ".join(text_of(root) for root in word.stories.values()))


def test_parts_keep_their_orientation_and_count_their_own_pages() -> None:
    assert sections(thaireport.render(bundle())) == [("portrait", "1"), ("landscape", "1")]


def test_pages_are_counted_on_where_asked() -> None:
    assert sections(thaireport.render(bundle(**{"continue": "ใช่"}))) == [("portrait", "1"), ("landscape", None)]


def test_every_part_is_in_the_file_in_order() -> None:
    text = printed(thaireport.render(bundle()))
    assert 0 <= text.index("บันทึกข้อความ") < text.index(plain("จัดทำคู่มือ"))


def test_the_same_part_twice_collides_with_nothing() -> None:
    data = thaireport.render(bundle(MEMO, REPORT, MEMO, REPORT))
    assert [*openxml_audit(data, "docx"), *sdk_validate(data, "docx"), *thai_runs_faults(data)] == []
    assert len(sections(data)) == 4


def test_headers_of_each_part_stay_its_own() -> None:
    word = WordFile.read(thaireport.render(bundle()))
    ids = [
        reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        for section in word.document.iter(f"{W}sectPr")
        for reference in section.iterfind(f"{W}headerReference")
    ]
    assert len(ids) == len(set(ids)) == 4


def test_drawings_have_numbers_of_their_own() -> None:
    word = WordFile.read(thaireport.render(example()))
    numbers = [shape.get("id") for root in word.stories.values() for shape in root.iter(DRAWING)]
    assert len(numbers) == len(set(numbers)) >= 4


def test_each_part_has_the_digits_it_asks_for() -> None:
    text = printed(thaireport.render(bundle({**MEMO, "digits": "arabic"}, REPORT)))
    assert "20เมษายน2569" in text and "พ.ศ.๒๕๖๙" in text


def test_equal_input_gives_equal_bytes() -> None:
    assert thaireport.render(bundle()) == thaireport.render(bundle())


def test_a_bundle_is_no_workbook() -> None:
    with pytest.raises(UsageError, match="xlsx"):
        thaireport.render(bundle(), "xlsx")


def test_a_bundle_within_a_bundle_is_refused() -> None:
    with pytest.raises(ValueError, match="ซ้อน"):
        bundle({"kind": "bundle", "parts": [MEMO]})


def test_a_bundle_made_in_python_is_refused_within_a_bundle() -> None:
    with pytest.raises(ValueError, match="ซ้อน"):
        Bundle.model_validate({"agency": bundle().agency, "parts": [bundle()]})


@pytest.mark.parametrize(
    "part", ["file: bundle.yaml", "file: inner.yaml", "{kind: bundle, parts: [{file: memo.yaml}]}"]
)
def test_a_file_with_a_bundle_within_a_bundle_is_refused_with_its_line(tmp_path: Path, part: str) -> None:
    path = _written(
        tmp_path,
        agency="name: องค์การบริหารส่วนตำบลตัวอย่าง\n",
        inner="kind: bundle\nparts:\n  - file: memo.yaml\n",
        bundle=f"kind: bundle\nparts:\n  - {part}\n",
    )
    with pytest.raises(DataError) as caught:
        thaireport.load(path)
    [problem] = caught.value.problems
    assert "bundle.yaml บรรทัด 3" in str(problem) and "ซ้อน" in str(problem)


def test_a_part_of_an_unknown_kind_is_told_with_the_other_problems(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        agency="name: องค์การบริหารส่วนตำบลตัวอย่าง\n",
        bundle="kind: bundle\nparts:\n  - kind: memmo\n  - file: หาย.yaml\n",
    )
    with pytest.raises(DataError) as caught:
        thaireport.load(path)
    assert ["memmo" in str(problem) for problem in caught.value.problems] == [True, False]


def test_a_part_without_a_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="kind"):
        bundle({"subject": "ไม่มีชนิด"})


def test_parts_of_two_agencies_are_told() -> None:
    made = bundle(MEMO, {**REPORT, "agency": {"name": "เทศบาลตำบลตัวอย่าง"}})
    assert [problem.loc for problem in made.problems() if problem.code == "bundle-agency"] == [("parts", 1, "agency")]


def test_parts_without_an_agency_are_of_that_of_their_bundle() -> None:
    agency = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "people": {"officer": SIGNER}}
    whole = thaireport.load({"kind": "bundle", "agency": agency, "parts": [{**MEMO, "signer": "officer"}, REPORT]})
    assert isinstance(whole, Bundle)
    assert {part.agency.name for part in whole.parts} == {"องค์การบริหารส่วนตำบลตัวอย่าง"}
    assert plain("นางสุดา รักงาน") in printed(thaireport.render(whole))


def test_problems_of_a_part_are_seen_from_the_bundle() -> None:
    made = bundle(MEMO, {**REPORT, "measures": [{"measures": "จัดทำคู่มือ"}]})
    assert ("parts", 1, "measures", 0, "results") in [problem.loc for problem in made.problems()]


def test_a_part_with_an_error_stops_the_bundle() -> None:
    with pytest.raises(DataError, match="คำลงท้าย"):
        thaireport.render(bundle({**MEMO, "closing": "ขอแสดงความนับถือ"}, REPORT))


def _written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder / "bundle.yaml"


def test_problems_are_placed_in_the_files_of_their_parts(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        agency="name: องค์การบริหารส่วนตำบลตัวอย่าง\n",
        memo="kind: memo\nsubject: รายงาน\n",
        bundle="kind: bundle\nparts:\n  - file: memo.yaml\n  - kind: measures_report\n    fiscal_year: สองพัน\n",
    )
    with pytest.raises(DataError) as caught:
        thaireport.load(path)
    places = " | ".join(str(problem) for problem in caught.value.problems)
    assert "memo.yaml" in places and "bundle.yaml บรรทัด 5" in places


def test_a_file_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        agency="name: องค์การบริหารส่วนตำบลตัวอย่าง\n",
        bundle="kind: bundle\nparts:\n  - file: หาย.yaml\n",
    )
    with pytest.raises(DataError) as caught:
        thaireport.load(path)
    assert ["bundle.yaml บรรทัด 3" in str(problem) for problem in caught.value.problems] == [True]


def test_stored_data_reads_back_equal() -> None:
    made = example()
    assert Bundle.model_validate(made.stored()).stored() == made.stored()


def test_example_outline_is_as_reviewed(golden: Golden) -> None:
    golden.check("bundle", outline(thaireport.render(example())))


def test_what_is_wrong_in_agency_yaml_is_told_once_not_of_every_part(tmp_path: Path) -> None:
    (tmp_path / "agency.yaml").write_text("name: องค์การบริหารส่วนตำบลตัวอย่าง\n", "utf-8")
    data = {key: value for key, value in thaireport.load(EXAMPLES / "memo.yaml").stored().items() if key != "agency"}
    for name in ("ก.json", "ข.json"):
        (tmp_path / name).write_text(json.dumps(data), "utf-8")
    (tmp_path / "ชุด.yaml").write_text("kind: bundle\nparts:\n  - file: ก.json\n  - file: ข.json\n", "utf-8")
    places = [problem.place for problem in thaireport.load(tmp_path / "ชุด.yaml").warnings]
    assert places == ["agency.yaml บรรทัด 1 (ตราครุฑ)"]


def test_word_opens_the_example_and_its_thai_is_right() -> None:
    data = thaireport.render(example())
    assert [*openxml_audit(data, "docx"), *sdk_validate(data, "docx"), *thai_runs_faults(data)] == []


def test_one_pdf_holds_the_memo_and_then_the_report(soffice: Path) -> None:
    pdf = thaireport.render(example(), "pdf")
    pages = [pdf_text(pdf, page) for page in range(1, page_count(pdf) + 1)]
    assert "บันทึกข้อความ" in pages[0] and "ภาพกิจกรรม" in pages[-1]
    starts = [number for number, text in enumerate(pages) if plain("รายงานผลการดำเนินการมาตรการส่งเสริม") in text]
    assert len(starts) == 1 and "-๒-" in pages[starts[0] + 1]


# ---- the real sample: a memo with three opinions, and its report of ten rows ----


def _person(data: dict[str, Any]) -> dict[str, Any]:
    return {"name": data["name"], "position": data["position"]}


def _lines(entries: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """The items of a cell as data: sub-items below their item, the text after them as a paragraph."""
    made: list[dict[str, Any]] = []
    for entry in entries or []:
        item = {"text": entry["text"], "marker": entry.get("marker", "")}
        made.append({**item, "items": _lines(entry["sub_items"])} if "sub_items" in entry else item)
        if "text_after" in entry:
            made.append({"text": entry["text_after"]})
    return made


def _sample_memo(case: dict[str, Any]) -> dict[str, Any]:
    letter, agency = case["memo"], case["agency"]
    office = letter["from_office"].replace(agency["name"], "").strip()
    return {
        "kind": "memo",
        "unit": {"name": office, "phone": letter["telephone"]},
        "number": letter["document_number"]["prefix"],
        "dated": letter["date"],
        "subject": letter["subject"],
        "addressee": letter["addressed_to"],
        "enclosures": letter["enclosures"],
        "body": letter["paragraphs"],
        "closing": letter["closing"],
        "signer": _person(letter["signer"]),
        "signer_label": letter["signer"]["label"],
        "opinions": [{"heading": each["heading"], "signer": _person(each)} for each in letter["opinions"]],
    }


def _sample_report(case: dict[str, Any]) -> dict[str, Any]:
    attached = case["attached_report"]
    names = ("measures", "methods", "responsible", "period", "results", "suggestions")
    rows = [
        {
            "number": row["indicator"]["number"],
            "indicator": row["indicator"]["name"],
            **{name: _lines(row[name]) for name in names},
        }
        for row in attached["table"]["rows"]
    ]
    return {
        "kind": "measures_report",
        "fiscal_year": case["fiscal_year"],
        "round": case["reporting_round"],
        "heading": "\n".join(attached["title_lines"]),
        "introduction": attached["introduction"],
        "measures": rows,
    }


@pytest.fixture(scope="module")
def case(shared: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((shared / "cases" / "seed0.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def sample(case: dict[str, Any]) -> Bundle:
    agency = {name: case["agency"][name] for name in ("name", "district", "province")}
    parts = [{"agency": agency, **part} for part in (_sample_memo(case), _sample_report(case))]
    return Bundle.model_validate({"agency": agency, "parts": parts})


def _leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value] if isinstance(value, str) else []


def _bare(text: str) -> str:
    return re.sub(r"[.\s\u00a0]", "", digits.to_arabic(plain(text)))


def test_the_real_sample_is_one_word_file_with_not_a_sentence_lost(case: dict[str, Any], sample: Bundle) -> None:
    text = _bare(printed(thaireport.render(sample)))
    memo = {name: part for name, part in case["memo"].items() if name != "telephone"}
    report = {name: part for name, part in case["attached_report"].items() if name != "table"}
    table = case["attached_report"]["table"]
    wanted = _leaves([memo, report, table["rows"], [column["header"] for column in table["columns"]]])
    assert [leaf for leaf in wanted if _bare(leaf) not in text] == []
    assert case["memo"]["telephone"] in printed(thaireport.render(sample)).replace(" ", "")


def test_the_real_sample_is_a_valid_file(sample: Bundle) -> None:
    data = thaireport.render(sample)
    assert [*openxml_audit(data, "docx"), *sdk_validate(data, "docx"), *thai_runs_faults(data)] == []
    assert sections(data) == [("portrait", "1"), ("landscape", "1")]


def test_the_real_sample_has_three_opinions_and_ten_rows(sample: Bundle) -> None:
    memo, report = sample.parts
    assert isinstance(memo, thaireport.Memo) and isinstance(report, MeasuresReport)
    assert (len(memo.opinions), len(report.rows)) == (3, 10)


def test_the_real_sample_is_told_what_was_mistyped(sample: Bundle) -> None:
    report = sample.parts[1]
    told = {(problem.code, problem.loc[1], problem.loc[2]) for problem in report.problems() if len(problem.loc) > 2}
    assert ("period-outside-year", 7, "period") in told
    assert {("period-outside-round", row, "results") for row in (3, 5)} <= told
    assert not [problem for problem in report.problems() if problem.level == "error"]
    assert not [problem for problem in report.problems() if problem.code.startswith("indicator")]


def test_what_reading_a_bundles_own_workbook_found_is_told(tmp_path: Path) -> None:
    workbook = book("bundle")
    workbook[MAIN]["A90"], workbook[MAIN]["B90"] = "งานของฉัน", "ค่า"
    assert any("ไม่รู้จักรายการ “งานของฉัน”" in line for line in said_of(workbook, tmp_path))


def test_a_cell_of_a_parts_workbook_is_named_with_its_file_and_marked_nowhere_else(tmp_path: Path) -> None:
    lay_pictures(tmp_path)
    memo, whole = book("memo"), book("bundle", filled=False)
    type_main(memo, "วันที่", "วานนี้")
    memo.save(tmp_path / "บันทึก.xlsx")
    type_main(whole, "ส่วน", "บันทึก.xlsx")
    whole.save(tmp_path / "ชุด.xlsx")
    with pytest.raises(DataError) as told:
        thaireport.load(tmp_path / "ชุด.xlsx")
    [dated] = [problem for problem in told.value.problems if problem.loc == ("parts", 0, "dated")]
    assert re.fullmatch(r'บันทึก\.xlsx แผ่นงาน "ข้อมูล" ช่อง B\d+ \(วันที่\)', dated.place)
    marked = openpyxl.load_workbook(io.BytesIO(marked_copy(tmp_path / "ชุด.xlsx", [dated])))
    assert not [cell for row in marked[MAIN].iter_rows() for cell in row if cell.comment]


def test_a_part_that_is_not_there_is_told_and_marked_at_its_own_cell(tmp_path: Path) -> None:
    whole = book("bundle")
    type_main(whole, "ส่วน", "1. บันทึก.xlsx")
    whole.save(tmp_path / "ชุด.xlsx")
    with pytest.raises(DataError) as refused:
        thaireport.load(tmp_path / "ชุด.xlsx")
    (missing,) = [problem for problem in refused.value.problems if problem.level == "error"]
    assert re.fullmatch(r'แผ่นงาน "ข้อมูล" ช่อง B\d+( .*)?', missing.place)
    assert "ไม่พบไฟล์ 1. บันทึก.xlsx: วางไว้ข้าง" in missing.message
    marked = openpyxl.load_workbook(io.BytesIO(marked_copy(tmp_path / "ชุด.xlsx", [missing])))
    assert [cell.value for row in marked[MAIN].iter_rows() for cell in row if cell.comment] == ["1. บันทึก.xlsx"]


def test_a_part_named_without_its_end_is_told_with_the_whole_name(tmp_path: Path) -> None:
    whole = book("bundle")
    type_main(whole, "ส่วน", "บันทึก")
    (tmp_path / "บันทึก.xlsx").write_bytes(b"")
    assert any("มี บันทึก.xlsx พิมพ์ชื่อให้ครบทั้งนามสกุล" in said for said in said_of(whole, tmp_path))
