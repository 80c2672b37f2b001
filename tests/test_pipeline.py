"""What programs ask of the library: data of their own loaded and checked, files of strangers kept in their folder."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_UP, Context, Inexact, Rounded, localcontext
from pathlib import Path
from typing import Any

import pytest
import thaireport
from tests.support.memo import MEMO
from tests.support.tools import ROOT
from thaireport import (
    Agency,
    Bundle,
    DataError,
    ItaAnalysis,
    Memo,
    OutputError,
    PlanResults,
    UsageError,
    load,
    render,
    save,
)
from thaireport.output import templates

EXAMPLES = ROOT / "examples"


def uploaded(folder: Path) -> Path:
    """A folder of what a stranger sent, which holds one picture; another lies outside of it."""
    inside = folder / "upload"
    inside.mkdir()
    for place in (inside / "in.png", folder / "out.png"):
        place.write_bytes((EXAMPLES / "photos" / "camp.png").read_bytes())
    return inside


def with_emblem(name: str) -> dict[str, Any]:
    return {**MEMO, "agency": {"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "emblem": name}}


# ---------------------------------------------------------------- plain data


def test_plain_data_are_loaded_as_a_file_is() -> None:
    report = load(MEMO)
    assert isinstance(report, Memo)
    assert [problem.code for problem in report.warnings] == ["emblem-missing"]


def test_a_class_says_the_kind_and_what_comes_back() -> None:
    data = {name: value for name, value in MEMO.items() if name != "kind"}
    subject: str = load(data, Memo).subject  # mypy sees a Memo
    assert subject == "ขออนุมัติจัดประชุม"


def test_a_class_says_the_kind_of_a_file_too() -> None:
    assert load(EXAMPLES / "memo.yaml", Memo).kind == "memo"


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 4, 19, 17, 0, tzinfo=timezone.utc),  # midnight of the 20th in Thailand, as a database keeps it
        datetime(2026, 4, 20, tzinfo=timezone.utc),
        datetime(2026, 4, 20, 23, 59, tzinfo=timezone(timedelta(hours=7))),
        datetime(2026, 4, 20, 23, 59),
    ],
)
def test_a_moment_is_of_the_day_it_is_in_thailand(moment: datetime) -> None:
    assert load({**MEMO, "dated": moment}, Memo).dated == date(2026, 4, 20)


def test_the_thai_name_of_a_kind_is_answered_with_its_own() -> None:
    with pytest.raises(DataError, match="หมายถึง “memo” หรือไม่"):
        load({**MEMO, "kind": "บันทึกข้อความ"})


def test_every_problem_of_plain_data_is_told_in_thai_with_its_path() -> None:
    with pytest.raises(DataError) as told:
        load({**MEMO, "dated": "31/2/2569", "subjct": "x"})
    errors = [problem for problem in told.value.problems if problem.level == "error"]
    assert [(problem.loc, problem.place) for problem in errors] == [(("dated",), "วันที่"), (("subjct",), "")]


@pytest.mark.parametrize(
    ("signer", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "นางสุดา รักงาน"}, "position"),
        ({"first_name": ""}, "first_name"),
        ({}, "first_name"),
    ],
)
def test_what_is_wrong_with_a_person_is_told_at_the_field_that_was_typed(signer: dict[str, str], field: str) -> None:
    with pytest.raises(DataError) as told:
        load({**MEMO, "signer": signer}, Memo)
    assert next(each.loc for each in told.value.problems if each.level == "error") == ("signer", field)


def test_an_empty_whole_name_is_told_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "memo.yaml"
    file.write_text("kind: memo\nsigner:\n  position: ปลัด\n  name: ''\n", "utf-8")
    with pytest.raises(DataError, match=r"memo\.yaml บรรทัด 4 \(ชื่อ\): ยังว่างอยู่"):
        load(file)


def test_an_error_s_text_begins_with_what_stops_the_making() -> None:
    with pytest.raises(DataError) as told:
        load({**MEMO, "signer": "นางสุดา รักงาน"}, Memo)
    assert [problem.level for problem in told.value.problems] == ["warning", "error"]
    assert str(told.value).startswith("ตำแหน่ง: ")


def test_a_picture_that_is_missing_is_named_with_the_folder_it_should_lie_in(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"ไม่พบไฟล์ภาพ seal.png ใน {tmp_path / 'pictures'}:"):
        load(with_emblem("pictures/seal.png"), folder=tmp_path)


def test_a_changed_copy_of_stored_data_is_checked() -> None:
    report = load(MEMO)
    assert load({**report.stored(), "subject": "ขออนุมัติเลื่อนประชุม"}, Memo).subject == "ขออนุมัติเลื่อนประชุม"
    with pytest.raises(DataError, match="31 กุมภาพันธ์"):
        load({**report.stored(), "dated": "31/2/2569"})


def test_pages_are_asked_for_in_the_font_of_whose_templates_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def to_pdf(_data: bytes, _suffix: str, *, font: str | None, archive: str) -> bytes:
        asked.append(font)
        return archive.encode()

    monkeypatch.setattr("thaireport.output.pdf.to_pdf", to_pdf)
    owner = Agency(name="องค์การบริหารส่วนตำบลตัวอย่าง", font="TH Sarabun New")
    render(load(MEMO), "pdf", agency=owner, data=False)
    assert asked == ["TH Sarabun New"]


# ---------------------------------------------------------------- folders


def test_pictures_of_plain_data_are_looked_for_in_the_folder(tmp_path: Path) -> None:
    report = load(with_emblem("in.png"), Memo, folder=uploaded(tmp_path))
    assert report.warnings == ()
    assert report.emblem is not None


@pytest.mark.parametrize(
    "name",
    ["../out.png", "{outside}", "link.png", "../upload/../out.png", "a\0.png", "..\\out.png", '"../out.png"'],
)
def test_a_name_that_leads_out_of_the_folder_is_an_error(name: str, tmp_path: Path) -> None:
    inside = uploaded(tmp_path)
    (inside / "link.png").symlink_to(tmp_path / "out.png")
    with pytest.raises(DataError, match="อยู่นอกโฟลเดอร์ของข้อมูล"):
        load(with_emblem(name.format(outside=tmp_path / "out.png")), folder=inside)


@pytest.mark.parametrize("name", ["ภาพ\\in.png", '"ภาพ\\in.png"', '"ภาพ/in.png"'])
def test_a_path_as_windows_copies_it_is_read_on_every_system(name: str, tmp_path: Path) -> None:
    inside = uploaded(tmp_path)
    (inside / "ภาพ").mkdir()
    (inside / "in.png").rename(inside / "ภาพ" / "in.png")
    (inside / "ภาพ" / "memo.json").write_text(json.dumps(MEMO), "utf-8")
    report = load(with_emblem(name), Memo, folder=inside)
    assert (report.warnings, str(report.agency.emblem)) == ((), "ภาพ/in.png")
    part = {"file": name.replace("in.png", "memo.json")}
    assert len(load({"kind": "bundle", "agency": MEMO["agency"], "parts": [part]}, Bundle, folder=inside).parts) == 1


def test_without_a_folder_names_lead_anywhere(tmp_path: Path) -> None:
    uploaded(tmp_path)
    assert load(with_emblem(str(tmp_path / "out.png"))).warnings == ()


def test_a_file_of_strangers_is_kept_in_its_folder(tmp_path: Path) -> None:
    inside = uploaded(tmp_path)
    (inside / "memo.json").write_text(json.dumps(with_emblem("../out.png")), "utf-8")
    assert load(inside / "memo.json", Memo).emblem is not None
    with pytest.raises(DataError, match="อยู่นอกโฟลเดอร์ของข้อมูล"):
        load(inside / "memo.json", folder=inside)


def test_the_agency_that_the_program_names_may_have_its_pictures_anywhere(tmp_path: Path) -> None:
    inside = uploaded(tmp_path)
    (tmp_path / "agency.yaml").write_text("name: องค์การบริหารส่วนตำบลตัวอย่าง\nemblem: out.png\n", "utf-8")
    data = {name: value for name, value in MEMO.items() if name != "agency"}
    assert load(data, Memo, agency=tmp_path, folder=inside).emblem is not None


def test_no_agency_is_looked_for_beside_a_file_of_strangers(tmp_path: Path) -> None:
    inside = uploaded(tmp_path)
    (inside / "agency.yaml").write_text("name: ก\n", "utf-8")
    (inside / "memo.yaml").write_text("kind: memo\n", "utf-8")
    with pytest.raises(DataError) as told:
        load(inside / "memo.yaml", folder=inside)
    assert ("agency",) in [problem.loc for problem in told.value.problems]


def test_parts_of_a_bundle_are_read_in_the_folder_alone(tmp_path: Path) -> None:
    inside = uploaded(tmp_path)
    for folder in (inside, tmp_path):
        (folder / "memo.json").write_text(json.dumps(MEMO), "utf-8")
    agency = {"kind": "bundle", "agency": MEMO["agency"]}
    assert len(load({**agency, "parts": [{"file": "memo.json"}]}, Bundle, folder=inside).parts) == 1
    with pytest.raises(DataError, match="อยู่นอกโฟลเดอร์ของข้อมูล"):
        load({**agency, "parts": [{"file": "../memo.json"}]}, folder=inside)


def test_the_plan_of_results_is_read_in_the_folder_alone(tmp_path: Path) -> None:
    data = load(EXAMPLES / "plan_results.yaml").stored()
    data = {name: value for name, value in data.items() if name not in {"photos", "photo_groups"}}
    (tmp_path / "photos").mkdir()
    for photo in (EXAMPLES / "photos").iterdir():
        (tmp_path / "photos" / photo.name).write_bytes(photo.read_bytes())
    report = load({**data, "plan": str(EXAMPLES / "action_plan.yaml")}, PlanResults, folder=tmp_path)
    assert "อยู่นอกโฟลเดอร์ของข้อมูล" in " ".join(map(str, report.warnings))


def test_the_framework_of_an_analysis_is_no_file_outside(tmp_path: Path) -> None:
    data = load(EXAMPLES / "ita_analysis.yaml").stored()
    with pytest.raises(DataError, match="อยู่นอกโฟลเดอร์ของข้อมูล"):
        load({**data, "framework_file": "/etc/passwd"}, ItaAnalysis, folder=tmp_path)


# ---------------------------------------------------------------- files


def test_a_file_that_cannot_be_read_is_told_in_thai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_path: Path, _flags: int) -> int:
        raise PermissionError(13, "another program holds it")

    (tmp_path / "memo.yaml").write_text("kind: memo", "utf-8")
    monkeypatch.setattr("thaireport.files.os.open", locked)
    with pytest.raises(UsageError, match="ปิดไฟล์ในโปรแกรมอื่นก่อน"):
        load(tmp_path / "memo.yaml")


@pytest.mark.parametrize(
    ("name", "said"),
    [("memo", r"ชื่อไฟล์ memo ไม่บอกชนิด: เติม \.docx หรือ \.pdf"), ("memo.doc", "ทำเป็น doc ไม่ได้: ใช้ได้ docx, pdf")],
)
def test_a_name_that_says_no_format_is_refused(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=said):
        save(load(MEMO), tmp_path / name)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="ไม่พบโฟลเดอร์"):
        thaireport.save(load(MEMO), tmp_path / "out" / "memo.docx")


def test_a_template_that_is_not_there_is_told_with_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"ไม่พบแม่แบบ visit\.docx ใน: .*templates: วางไฟล์ชื่อ visit\.docx"):
        templates.find("visit.docx")


# ---------------------------------------------------------------- the program around


_CONTEXTS = {
    "few digits": Context(prec=3),
    "traps for what is rounded": Context(traps=[Inexact, Rounded]),
    "another rounding": Context(prec=10, rounding=ROUND_UP),
}


@pytest.mark.parametrize("context", _CONTEXTS)
@pytest.mark.parametrize("kind", ["action_plan", "plan_results", "ita_analysis"])
def test_sums_and_shares_are_right_in_any_decimal_context_of_the_program(kind: str, context: str) -> None:
    usual = [thaireport.render(load(EXAMPLES / f"{kind}.yaml"), to) for to in ("docx", "xlsx")]
    with localcontext(_CONTEXTS[context]):
        report = load(EXAMPLES / f"{kind}.yaml")
        assert [thaireport.render(report, to) for to in ("docx", "xlsx")] == usual
