"""Stored results of formulas: what Excel's rules say, and what LibreOffice comes to when it calculates anew."""

from __future__ import annotations

import os
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support.books import Project, book, fill, opened
from thaireport.fields import DASH
from thaireport.output.package import read_package
from thaireport.output.xlsx.values import number_text

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""

# Under the rows B5:B? (money), C (dimension), D (state), E (text that may be empty), F (a tick or nothing).
FORMULAS = (
    "SUM(B5:B5)", "SUM(B5:B5,10,A1)", "COUNT(B5:B5)", "COUNTA(B5:B5)", "COUNTA(E5:E5)", "COUNTBLANK(E5:E5)",
    "AVERAGE(B5:B5)", "IFERROR(AVERAGE(B5:B5),0)", "MIN(B5:B5)", "MAX(B5:B5)", "ROUND(SUM(B5:B5)/3,2)",
    "ROUND(-2.5,0)", "ROUND(99.345,2)", "ROUND(1234.5,-2)", "ROUNDUP(1.21,1)", "ROUNDDOWN(-1.29,1)",
    "INT(-1.5)", "COUNTIF(C5:C5,1)", 'COUNTIF(C5:C5,">=2")', 'COUNTIF(D5:D5,"แล้วเสร็จ")',
    'COUNTIF(D5:D5,"*เสร็จ*")', 'COUNTIF(D5:D5,"<>แล้วเสร็จ")', 'COUNTIF(E5:E5,"")', 'COUNTIF(E5:E5,"<>")',
    'COUNTIF(F5:F5,"✓")', 'COUNTIF(D5:D5,"รอ?ายงาน")', "SUMIF(C5:C5,1,B5:B5)", 'SUMIF(B5:B5,">100")',
    'SUMIF(D5:D5,"แล้วเสร็จ",B5:B5)', 'COUNTIFS(C5:C5,1,D5:D5,"แล้วเสร็จ")',
    'SUMIFS(B5:B5,C5:C5,1,D5:D5,"แล้วเสร็จ")', "AVERAGEIF(C5:C5,1,B5:B5)", "SUMPRODUCT(B5:B5,C5:C5)",
    'SUMPRODUCT((C5:C5=1)*(D5:D5="แล้วเสร็จ"))', "SUMPRODUCT(--(C5:C5>1))", 'IF(SUM(B5:B5)>100,"มาก","น้อย")',
    "IF(1=2,1)", 'IFERROR(1/0,"-")', "1/0", '"ก"&1.50&2', "-2^2", "2^3^2", "10%", "1+2*3-4/8", "(1+2)*3",
    '"ก"<"ข"', '1="1"', "A99=0", 'A99=""', 'A99&"ว่าง"', "AND(1,TRUE,2>1)", "OR(FALSE,0)", "NOT(TRUE)",
    "ABS(-3.5)", "MOD(-3,2)", 'LEN("โครงการ")', "SUBTOTAL(9,B5:B5)", "SUBTOTAL(103,D5:D5)", "INDEX(D5:D5,1)",
    'IFERROR(MATCH("แล้วเสร็จ",D5:D5,0),0)', 'IFERROR(VLOOKUP(2,C5:D5,2,FALSE),"ไม่มี")', "LOOKUPS!A1+1",
    "SUM(LOOKUPS!A1:A3)", "IF(ISBLANK(E5),1,2)", "ISNUMBER(B5)", "0.1+0.2", "1/3", "1E+3*2", "SUM(C:C)",
    "SUMIF(C:C,1,B:B)", 'COUNTIF(D:D,"แล้วเสร็จ")', 'COUNTIFS(C:C,1,D:D,"แล้วเสร็จ")', "INDEX(C5:D5,1,2)",
    'IFERROR(INDEX(C5:D5,1,3),"นอก")', 'IFERROR(VLOOKUP(2,C5:D5,3,FALSE),"นอก")', "SUMIF(C5:C5,1,B5)",
    "SUM(_total)*2", 'IF(COUNTA(D5:D5)=0,"",COUNTIF(D5:D5,"แล้วเสร็จ")/COUNTA(D5:D5)*100)',
)  # fmt: skip
FIRST = 10


def _template() -> bytes:
    def draw(sheet: Any) -> None:
        sheet["A1"] = 2
        fields = ("title", "budget", "dimension", "row_kind", "day", "tick")
        for letter, name in zip("ABCDEF", fields, strict=True):
            sheet[f"{letter}5"] = f"{{{{ row.{name} }}}}"
        sheet["F5"] = '{{ "✓" if row.dimension == 1 else "" }}'
        for place, formula in enumerate(FORMULAS):
            sheet[f"H{FIRST + place}"] = f"={formula}"
        other = sheet.parent.create_sheet("LOOKUPS")
        other["A1"], other["A2"], other["A3"] = 10, "ข้อความ", 5

    return book(draw, ("_total", "แผน!$B$5:$B$5"), rows="แผน!$A$5:$F$5")


def _project(budget: object, dimension: int, state: str, text: str | None) -> Project:
    return Project("โครงการ", budget, dimension, text, state)


CORNERS = {
    "three rows": [
        _project(Decimal("10000.50"), 1, "แล้วเสร็จ", "มี"),
        _project(Decimal("0.10"), 2, "รอรายงาน", None),
        _project(0, 1, "แล้วเสร็จ", "มี"),
    ],
    "no rows": [],
    "one row": [_project(Decimal("627872.00"), 2, "ไม่สามารถดำเนินการได้", None)],
    "dashes and blanks": [
        _project(DASH, 1, "แล้วเสร็จ", ""),
        _project(None, 3, "รอรายงาน", "มี"),
        _project(Decimal("-5.25"), 1, "แล้วเสร็จ", None),
    ],
}


def _results(data: bytes, sheet: str = "แผน") -> list[object]:
    column = opened(data, values=True)[sheet]["H"]
    return [cell.value for cell in column[-len(FORMULAS) :]]


@pytest.fixture(scope="module")
def recalculated(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes]]:
    """Every corner filled, and what LibreOffice saves of it after calculating everything anew."""
    folder = tmp_path_factory.mktemp("recalculated")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, "utf-8")
    filled = {name: fill(_template(), rows) for name, rows in CORNERS.items()}
    for number, data in enumerate(filled.values()):
        (folder / f"{number}.xlsx").write_bytes(data)
    command = [
        str(soffice),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    files = [str(folder / f"{number}.xlsx") for number in range(len(filled))]
    out = folder / "out"
    subprocess.run([*command, "--outdir", str(out), *files], check=True, capture_output=True, env=dict(os.environ))
    return {name: (data, (out / f"{n}.xlsx").read_bytes()) for n, (name, data) in enumerate(filled.items())}


@pytest.mark.parametrize("corner", CORNERS)
def test_stored_results_are_what_libreoffice_comes_to(
    corner: str, recalculated: dict[str, tuple[bytes, bytes]]
) -> None:
    filled, theirs = recalculated[corner]
    differing = [
        (formula, ours, other)
        for formula, ours, other in zip(FORMULAS, _results(filled), _results(theirs), strict=True)
        if not _same(ours, other)
    ]
    assert differing == []


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return ours == pytest.approx(theirs, rel=1e-12)
    return (ours or None) == (theirs or None)


def test_every_formula_above_has_a_stored_result() -> None:
    assert None not in _results(fill(_template(), CORNERS["three rows"]))


def test_a_formula_beyond_the_evaluator_asks_excel_to_calculate() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"], sheet["B6"], sheet["B7"] = "{{ row.title }}", '=TEXT(COUNTA(A5:A5),"0")', "=B6&1"

    data = fill(book(draw), [Project()])
    assert 'fullCalcOnLoad="1"' in read_package(data)["xl/workbook.xml"].decode()
    values = opened(data, values=True)["แผน"]
    assert (values["B6"].value, values["B7"].value) == (None, None)


def test_nothing_is_asked_of_excel_when_all_results_are_stored() -> None:
    assert "fullCalcOnLoad" not in read_package(fill(_template(), CORNERS["no rows"]))["xl/workbook.xml"].decode()


def test_a_circle_has_no_stored_result() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"], sheet["B6"], sheet["B7"] = "{{ row.title }}", "=B7+1", "=B6+1"

    data = fill(book(draw), [Project()])
    assert opened(data, values=True)["แผน"]["B6"].value is None


def test_halves_are_rounded_up_in_decimal() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"], sheet["A6"] = "{{ row.budget }}", "=ROUND(AVERAGE(A5:A5),2)"

    data = fill(book(draw), [Project(budget=Decimal("99.34")), Project(budget=Decimal("99.35"))])
    assert opened(data, values=True)["แผน"]["A7"].value == 99.35


def test_a_long_running_total_is_worked_out_row_by_row() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"], sheet["B5"], sheet["C1"] = "{{ row.budget }}", "=N4+A5", "=MAX(B5:B5)"
        sheet["B5"] = "=SUM(B4,A5)"

    data = fill(book(draw, rows="แผน!$A$5:$B$5"), [Project(budget=1)] * 3_000)
    assert opened(data, values=True)["แผน"]["C1"].value == 3000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("15000.00"), "15000"),
        (Decimal("0.10"), "0.1"),
        (Decimal(1) / 3, "0.333333333333333"),
        (Decimal("-0.0"), "0"),
        (10**15, "1000000000000000"),
        (Decimal("1E-20"), "0.00000000000000000001"),
    ],
)
def test_numbers_are_stored_with_the_fifteen_digits_that_excel_keeps(value: int | Decimal, text: str) -> None:
    assert number_text(value) == text


def _come_to(formulas: list[str], *above: object) -> list[object]:
    """What formulas in row 6 come to beside the values of column H, which are written as they are."""

    def draw(sheet: Any) -> None:
        sheet["A5"] = "{{ row.title }}"
        for row, value in enumerate(above, 1):
            sheet[f"H{row}"] = value
        for column, formula in enumerate(formulas, 2):
            sheet.cell(6, column).value = f"={formula}"

    data = fill(book(draw, rows="แผน!$A$5:$A$5"), [Project()], digits="arabic")
    sheet = opened(data, values=True)["แผน"]
    return [sheet.cell(6, column).value for column in range(2, len(formulas) + 2)]


def test_a_third_three_times_is_the_number_again_before_it_is_rounded() -> None:
    assert _come_to(["ROUND(85.285/3*3,2)", "ROUNDUP(2/3*3,0)", "INT(1/3*3)", "MOD(1/3*3,1)"]) == [85.29, 2, 1, 0]


def test_a_code_of_digits_is_found_among_texts_and_a_sign_before_it_means_itself() -> None:
    found = ['MATCH("9.1",H1:H3,0)', 'VLOOKUP("9.1",H1:H3,1,FALSE)', 'MATCH(">4",H1:H3,0)', 'MATCH("9.*",H1:H3,0)']
    assert _come_to(found, "9.2", "9.1", ">4") == [2, "9.1", 3, 1]


@pytest.mark.parametrize(
    "formula", ['COUNTIF(H1:H2,"5")', 'COUNTIF(H1:H2,"<>5")', "COUNTIF(H1:H2,5)", "SUMIF(H1:H2,5)"]
)
def test_programs_that_take_a_text_of_digits_for_a_number_or_not_are_left_to_it(formula: str) -> None:
    assert _come_to([formula], "5", 5) == [None]
    assert _come_to([formula], "ห้า", 5) != [None]
