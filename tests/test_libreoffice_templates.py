"""An office without Word edits our templates in LibreOffice: what it saves is used like what we ship."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree
from tests.support.made import EXAMPLES, saved_by_libreoffice
from tests.support.tools import ROOT
from thaireport import REPORTS, Report, pipeline
from thaireport.output.package import read_package, write_package
from thaireport.template_check import check_template, kind_of

TEMPLATES = tuple(sorted(file.name for to in ("docx", "xlsx") for file in (ROOT / "templates").glob(f"*.{to}")))
WORD = tuple(name for name in TEMPLATES if name.endswith(".docx"))
_OF_OTHER_YEARS = ("action_plan_4_years.xlsx", "action_plan_5_years.xlsx")  # no example is one of these
BOOKS = tuple(name for name in TEMPLATES if name.endswith(".xlsx") and name not in _OF_OTHER_YEARS)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KEPT = ("sectPr", "pageBreakBefore", "drawing", "instrText", "titlePg", "tr")


@pytest.fixture(scope="module")
def saved(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every shipped template as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("saved")
    saved_by_libreoffice(soffice, [ROOT / "templates" / name for name in TEMPLATES], folder)
    return folder


def agency(folder: Path, name: str, template: bytes) -> Path:
    """The example of a template beside a folder of templates with that one."""
    (folder / "templates").mkdir()
    (folder / "templates" / name).write_bytes(template)
    for file in EXAMPLES.iterdir():
        if file.suffix != ".py" and file.name != "agency":
            (folder / file.name).symlink_to(file)
    return folder / f"{Path(name).stem}.yaml"


def loaded(path: Path) -> Report:
    return pipeline.load(path)


def seen(data: bytes) -> list[str]:
    """What a reader sees of a Word file, and how it is broken into pages, rows and merged cells."""
    root = etree.fromstring(read_package(data)["word/document.xml"])
    found = ["".join(node.text or "" for node in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p")]
    counts = [f"{name} {len(list(root.iter(_W + name)))}" for name in _KEPT]
    pages = [node.get(f"{_W}fmt") or "" for node in root.iter(f"{_W}pgNumType")]
    merged = sum(node.get(f"{_W}val") == "continue" for node in root.iter(f"{_W}vMerge"))
    return [*filter(None, found), *counts, *pages, f"{merged} continued cells"]


def cells(data: bytes) -> dict[str, object]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        f"{sheet.title} {cell.coordinate}": cell.value
        for sheet in book
        if sheet.title != "_thaireport"  # names its template by digest
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_saved_by_libreoffice_passes_the_check(name: str, saved: Path) -> None:
    assert check_template((saved / name).read_bytes(), name, REPORTS[kind_of(name, REPORTS)]) == []


@pytest.mark.parametrize("name", WORD)
def test_what_is_made_of_it_reads_as_what_ours_makes(name: str, saved: Path, tmp_path: Path) -> None:
    path = agency(tmp_path, name, (saved / name).read_bytes())
    ours, theirs = pipeline.render(loaded(EXAMPLES / path.name)), pipeline.render(loaded(path))
    assert ours != theirs
    assert seen(theirs) == seen(ours)


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_made_of_it_has_the_same_cells(name: str, saved: Path, tmp_path: Path) -> None:
    path = agency(tmp_path, name, (saved / name).read_bytes())
    ours, theirs = (pipeline.render(loaded(at), "xlsx") for at in (EXAMPLES / path.name, path))
    assert ours != theirs
    assert cells(theirs) == cells(ours)


def test_a_chart_that_lost_its_tag_is_told(saved: Path) -> None:
    parts = read_package((saved / "ita_analysis.docx").read_bytes())
    chart = next(name for name, body in parts.items() if b"{{ radar_chart }}" in body and "/charts/" in name)
    lost = write_package({**parts, chart: parts[chart].replace(b"{{ radar_chart }}", "ปีนี้".encode())})
    found = check_template(lost, "ita_analysis.docx", REPORTS["ita_analysis"], trial=False)
    assert [problem.code for problem in found] == ["chart-tag"]
    assert "document.xml ย่อหน้าที่" in found[0].place
    assert "ชื่อชุดข้อมูลแรก" in found[0].message


def _sentence(document: docx.document.Document) -> None:
    for run in (run for p in document.paragraphs for run in p.runs if run.text == "บันทึกข้อความ"):
        run.text = "บันทึกภายใน"


def _margin(document: docx.document.Document) -> None:
    document.sections[0].left_margin = docx.shared.Cm(4)


def _bold(document: docx.document.Document) -> None:
    style = document.styles["Body"]
    style.font.bold = style.font.cs_bold = True


def _size(document: docx.document.Document) -> None:
    document.styles["Body"].font.size = docx.shared.Pt(15)


def _moved(document: docx.document.Document) -> None:
    for run in next(p for p in document.paragraphs if "{{ office_line }}" in p.text).runs:
        run.text = run.text.replace("{{ office_line }}", "")
    document.paragraphs[0].insert_paragraph_before("ที่ทำการ {{ office_line }}")


@pytest.mark.parametrize(
    ("edit", "part", "wanted"),
    [
        pytest.param(_sentence, "document", ">บันทึกภายใน<", id="sentence"),
        pytest.param(_margin, "document", 'w:left="2268"', id="margin"),
        pytest.param(_bold, "styles", "<w:b/><w:bCs/>", id="bold"),
        pytest.param(_size, "styles", '<w:sz w:val="30"/>', id="size"),
        pytest.param(_moved, "document", ">ที่ทำการ สำนักปลัด", id="tag"),
    ],
)
def test_an_edit_arrives(
    edit: Callable[[docx.document.Document], None], part: str, wanted: str, saved: Path, tmp_path: Path
) -> None:
    document, edited = docx.Document(str(saved / "memo.docx")), io.BytesIO()
    edit(document)
    document.save(edited)
    made = read_package(pipeline.render(loaded(agency(tmp_path, "memo.docx", edited.getvalue()))))
    assert re.search(re.escape(wanted), made[f"word/{part}.xml"].decode())
