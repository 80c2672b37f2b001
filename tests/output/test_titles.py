"""The title in a file's properties, which a browser shows for a published file: the report's, not the template's."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import thaireport
from docx import Document
from openpyxl import load_workbook
from tests.support.memo import MEMO
from tests.support.tools import ROOT
from thaireport.blank import blank
from thaireport.errors import TemplateError
from thaireport.output.docx import compile_template
from thaireport.output.package import content, read_package, write_package
from thaireport.output.titles import PROPERTIES, titled
from thaireport.readback import without_record
from thaireport.thai.digits import to_thai

TEMPLATE = (ROOT / "templates" / "memo.docx").read_bytes()
SUBJECT = {**MEMO, "subject": "ขออนุมัติโครงการ R&D <5%\nประจำปี 2569"}
WHOLE = "บันทึกข้อความ เรื่อง ขออนุมัติโครงการ R&D <๕% ประจำปี ๒๕๖๙"


def title_of(data: bytes) -> str:
    title: str = Document(io.BytesIO(data)).core_properties.title
    return title


def with_properties(old: bytes, new: bytes) -> bytes:
    parts = read_package(TEMPLATE)
    assert old in parts[PROPERTIES]
    return write_package({**parts, PROPERTIES: parts[PROPERTIES].replace(old, new)})


def in_folder(folder: Path, template: bytes) -> Path:
    (folder / "templates").mkdir()
    (folder / "templates" / "memo.docx").write_bytes(template)
    (folder / "agency.yaml").write_text(f"name: {MEMO['agency']['name']}\n", encoding="utf-8")
    return folder


def test_a_file_is_called_by_its_form_and_subject_in_one_line() -> None:
    assert title_of(thaireport.render(thaireport.load(SUBJECT))) == WHOLE
    assert title_of(thaireport.render(thaireport.load(SUBJECT), data=False)) == WHOLE


def test_its_digits_are_those_of_the_page() -> None:
    made = thaireport.render(thaireport.load({**SUBJECT, "digits": "arabic"}))
    assert title_of(made) == WHOLE.replace("๕%", "5%").replace("๒๕๖๙", "2569")


@pytest.mark.parametrize(
    ("example", "title"),
    [
        ("action_plan", "แผนปฏิบัติการป้องกันการทุจริต พ.ศ. ๒๕๖๙ ขององค์การบริหารส่วนตำบลตัวอย่าง"),
        (
            "plan_results",
            "รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต ขององค์การบริหารส่วนตำบลตัวอย่าง พ.ศ. ๒๕๖๙ รอบ ๑๒ เดือน",
        ),
    ],
)
def test_a_plan_tells_its_year_and_agency_in_word_and_excel(example: str, title: str) -> None:
    report = thaireport.load(ROOT / "examples" / f"{example}.yaml")
    assert title_of(thaireport.render(report)) == title
    assert load_workbook(io.BytesIO(thaireport.render(report, "xlsx"))).properties.title == title


@pytest.mark.parametrize("kind", sorted(thaireport.REPORTS))
def test_every_kind_says_more_than_its_name(kind: str) -> None:
    report = thaireport.load(ROOT / "examples" / f"{kind}.yaml")
    assert report.file_title() != report.thai_name


def test_a_bundle_is_called_as_its_first_part() -> None:
    bundle = thaireport.load(ROOT / "examples" / "bundle.yaml", thaireport.Bundle)
    title = title_of(thaireport.render(bundle))
    assert title.startswith("บันทึกข้อความ เรื่อง รายงานผลการดำเนินการตามมาตรการ")
    assert title == to_thai(" ".join(bundle.file_title().split()))


def test_what_word_took_from_the_first_line_of_a_template_stands_in_nobodys_way(tmp_path: Path) -> None:
    by_word = with_properties("<dc:title>บันทึกข้อความ".encode(), b"<dc:title>{{ agency.name }} {{ number }}")
    folder = in_folder(tmp_path, by_word)
    report = thaireport.load({name: value for name, value in SUBJECT.items() if name != "agency"}, agency=folder)
    assert title_of(thaireport.render(report)) == WHOLE
    assert title_of(blank(thaireport.Memo, agency=report.agency)) == "บันทึกข้อความ"


def test_a_tag_in_another_property_is_still_refused() -> None:
    tagged = with_properties(b"<dc:language>th-TH", b"<dc:subject>{{ subject }}</dc:subject><dc:language>th-TH")
    with pytest.raises(TemplateError, match="ไม่ถูกเติมข้อมูล"):
        compile_template(tagged, "memo.docx")


@pytest.mark.parametrize(
    "title", [b"", b"<dc:title/>", b'<dc:title xml:lang="th"></dc:title>', "<dc:title>ของเดิม</dc:title>".encode()]
)
def test_properties_have_one_title_whatever_they_had(title: bytes) -> None:
    bare = with_properties("<dc:title>บันทึกข้อความ</dc:title>".encode(), title)
    made = titled(read_package(bare), "เรื่องใหม่ 1", "thai")
    assert content(made[PROPERTIES]).count(b"<dc:title") == 1
    assert title_of(write_package(made)) == "เรื่องใหม่ ๑"


@pytest.mark.parametrize("properties", [None, b"<other/>"])
def test_a_package_without_usual_properties_stays_as_it_is(properties: bytes | None) -> None:
    parts = read_package(TEMPLATE)
    del parts[PROPERTIES]
    given = parts if properties is None else {**parts, PROPERTIES: properties}
    assert titled(given, "เรื่องใหม่", "thai") == given


def test_a_file_edited_since_leaves_its_title_with_its_record(tmp_path: Path) -> None:
    made, edited = tmp_path / "made.docx", tmp_path / "edited.docx"
    made.write_bytes(thaireport.render(thaireport.load(SUBJECT)))
    parts = read_package(made.read_bytes())
    document = parts["word/document.xml"].replace("ขออนุมัติโครงการ".encode(), "ขอความเห็น".encode())
    edited.write_bytes(write_package({**parts, "word/document.xml": document}))
    assert title_of(without_record(made)) == WHOLE
    assert title_of(without_record(edited)) == ""
