"""A template made by editing a finished file: what is made of it carries its own data alone."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

import openpyxl
import pytest
import thaireport
from tests.support.tools import ROOT
from thaireport.output.embed import find_in_office, into_document, into_workbook, without_record
from thaireport.output.embed.record import Record
from thaireport.output.package import (
    CONTENT_TYPES,
    parse_xml,
    read_package,
    read_rels,
    relate,
    rels_name,
    set_content_type,
    to_xml,
    write_package,
)
from thaireport.readback import without_record as stripped
from thaireport.reports import REPORTS
from thaireport.template_check import check_template
from thaireport.verify import verify

SECRET = "ข้อมูลของรายงานเดิม"
KINDS = {"docx": ("memo", "subject"), "xlsx": ("action_plan", "plan_name")}


def _old(kind: str, field: str) -> thaireport.Report:
    return thaireport.load({**thaireport.load(ROOT / "examples" / f"{kind}.yaml").stored(), field: SECRET})


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, str, str]:
    """An agency whose template still carries the record of an older report."""
    to: str = request.param
    kind, field = KINDS[to]
    template = ROOT / "templates" / f"{kind}.{to}"
    put = into_document if to == "docx" else into_workbook
    record = Record.of(_old(kind, field), template.name, "0" * 64)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / template.name).write_bytes(
        write_package(put(read_package(template.read_bytes()), record))
    )
    (tmp_path / "agency.yaml").write_bytes((ROOT / "examples" / "agency.yaml").read_bytes())
    return tmp_path, kind, to, field


def test_the_record_of_before_is_left_behind(desk: tuple[Path, str, str, str]) -> None:
    folder, kind, to, field = desk
    report = thaireport.load(ROOT / "examples" / f"{kind}.yaml", agency=folder)
    made = folder / f"new.{to}"
    thaireport.save(report, made, agency=folder)
    assert not any(SECRET.encode() in part for part in read_package(made.read_bytes()).values())
    assert getattr(thaireport.read(made), field) == getattr(report, field)
    verdict = verify(made)
    assert verdict.is_as_made
    assert verdict.notes == ()


def test_the_check_tells_of_the_record(desk: tuple[Path, str, str, str]) -> None:
    folder, kind, to, _ = desk
    file = folder / "templates" / f"{kind}.{to}"
    found = check_template(file.read_bytes(), file.name, REPORTS[kind], trial=False)
    assert [(problem.code, problem.level) for problem in found] == [("template-record", "warning")]
    assert f"thaireport read {file.name} --strip" in found[0].message


def test_a_template_without_a_record_stays_as_it_is() -> None:
    for file in (ROOT / "templates").glob("*.*x"):
        assert without_record(file.read_bytes()) == file.read_bytes()


def _with_table_of_texts(workbook: bytes) -> bytes:
    """The workbook with the texts of its cells in one table, as Excel saves it."""
    parts = read_package(workbook)
    texts: dict[str, int] = {}

    def moved(cell: re.Match[str]) -> str:
        return f't="s"><v>{texts.setdefault(f"<si>{cell[1]}</si>", len(texts))}</v></c>'

    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(r't="inlineStr"><is>(.*?)</is></c>', moved, parts[name].decode()).encode()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    types, rels = parse_xml(parts[CONTENT_TYPES]), read_rels(parts, "xl/workbook.xml")
    set_content_type(types, _TEXTS, "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml")
    relate(rels, "xl/workbook.xml", _TEXTS, f"{_OFFICE}/relationships/sharedStrings")
    table = f'<sst xmlns="{main}">{"".join(texts)}</sst>'.encode()
    more = {_TEXTS: table, CONTENT_TYPES: to_xml(types), rels_name("xl/workbook.xml"): to_xml(rels)}
    return write_package({**parts, **more})


_TEXTS = "xl/sharedStrings.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def test_texts_that_excel_moved_to_its_table_go_with_the_record(tmp_path: Path) -> None:
    made = tmp_path / "old.xlsx"
    thaireport.save(_old("action_plan", "plan_name"), made)
    saved = openpyxl.load_workbook(made)
    saved.create_sheet("หลัง")["A1"] = "อยู่ต่อ"
    saved["หลัง"]["A2"] = "kind"  # stands on the sheet of the record, too
    saved["หลัง"].print_title_rows = "1:1"
    for row in saved["แผนปฏิบัติการ"].iter_rows():
        for cell in row:
            if SECRET in str(cell.value):
                cell.value = "อื่น"
    for title in ("ข้อมูล", "แผ่นโครงการ"):
        del saved[title]
    saved.save(made)
    made.write_bytes(_with_table_of_texts(made.read_bytes()))
    assert find_in_office(read_package(made.read_bytes())).data.count(SECRET)
    # openpyxl writes every letter beyond ASCII as a number.
    texts = [unescape(part.decode("utf-8", "replace")) for part in read_package(stripped(made)).values()]
    assert not any(SECRET in text for text in texts)
    assert any("อยู่ต่อ" in text for text in texts)
    again = openpyxl.load_workbook(io.BytesIO(stripped(made)))
    assert again.sheetnames == ["แผนปฏิบัติการ", "หลัง"]
    assert [again["หลัง"][cell].value for cell in ("A1", "A2")] == ["อยู่ต่อ", "kind"]
    assert again["หลัง"].print_title_rows == "$1:$1"


def test_a_plan_made_of_a_template_that_is_not_here_is_verified_all_the_same(tmp_path: Path) -> None:
    plan = thaireport.load(ROOT / "examples" / "action_plan.yaml")
    parts = read_package(thaireport.render(plan, "docx", data=False))
    made = tmp_path / "plan.docx"
    made.write_bytes(write_package(into_document(parts, Record.of(plan, "nobody.docx", "0" * 64))))
    verdict = verify(made)
    assert verdict.is_as_made
    assert verdict.notes == ("แม่แบบ nobody.docx: ไม่พบแม่แบบนี้ในเครื่อง",)
