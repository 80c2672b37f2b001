"""What calamine would be felled by, or would keep to itself: found however a program writes its XML."""

from __future__ import annotations

import gc
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook
from tests.support.clerk import book, said_of
from thaireport.errors import DataError
from thaireport.intake import book as opening
from thaireport.intake import sheet_scan
from thaireport.intake.book import open_book
from thaireport.intake.layout import MAIN
from thaireport.intake.source import no_search_for_cycles
from thaireport.intake.workbook import read

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def _parts_with(rows: str) -> dict[str, bytes]:
    """The parts of a workbook whose only sheet, ชีต, holds just these rows."""
    workbook = Workbook()
    workbook.worksheets[0].title = "ชีต"
    file = io.BytesIO()
    workbook.save(file)
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    before, _, rest = sheet.partition("<sheetData")
    _, _, after = (
        rest.partition("/>") if rest.startswith("/>") or "</sheetData>" not in rest else rest.partition("</sheetData>")
    )
    main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/worksheets/sheet1.xml"] = f"{before}<sheetData {main}>{rows}</sheetData>{after}".encode()
    return parts


def _written(parts: dict[str, bytes], folder: Path) -> Path:
    path = folder / "แบบ.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def _with(rows: str, folder: Path) -> Path:
    return _written(_parts_with(rows), folder)


def _said(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        open_book(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ('<c r="XFD1048576"><v>1</v></c>', "ช่อง XFD1048576"),
        ("<c r='XFD1048576'><v>1</v></c>", "ช่อง XFD1048576"),
        ('<c t="n" r="A100000"><v>1</v></c>', "ช่อง A100000"),
        ('<c  r = "DA2"><v>1</v></c>', "ช่อง DA2"),
        ('<c\nr\n=\n"DA2"><v>1</v></c>', "ช่อง DA2"),
        ('<c r="xfd2"><v>1</v></c>', "ช่อง XFD2"),
        ('<x:c r="XFD2"><x:v>1</x:v></x:c>', "ช่อง XFD2"),
        ('<c t=">" s="&lt;" r="XFD2"><v>1</v></c>', "ช่อง XFD2"),
        ('<c r="A99999999999"><v>1</v></c>', "ช่อง A99999999999"),
    ],
)
@pytest.mark.parametrize("piece", [1, 13, 1 << 14])
def test_a_far_cell_is_found_however_it_is_written(
    cell: str, place: str, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_scan, "_PIECE", piece)
    assert f'แบบ.xlsx แผ่นงาน "ชีต" {place}: มีช่องที่อยู่ไกล' in _said(_with(f'{ROW}<row r="2">{cell}</row>', tmp_path))


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ('<row r="1048576"><c><v>1</v></c></row>', "แถว 1048576"),
        ('<row r="1048575"></row><row><c><v>1</v></c></row>', "แถว 1048576"),
        (f'<row r="2">{"<c><v>1</v></c>" * 105}</row>', "แถว 2"),
        (f'<row r="99998"/>{"<row><c><v>1</v></c></row>" * 2}', "แถว 100000"),
        ('<row r="00001048576"><c><v>1</v></c></row>', "แถว 100000"),
        ('<row r="99998"><row r="99999"></row></row><row><c><v>1</v></c></row>', "แถว 100001"),
    ],
)
def test_a_cell_without_a_place_stands_in_its_row(rows: str, place: str, tmp_path: Path) -> None:
    assert f'แผ่นงาน "ชีต" {place}: มีช่องที่อยู่ไกล' in _said(_with(ROW + rows, tmp_path))


def test_a_far_cell_in_a_part_that_only_calamine_takes_for_a_sheet_is_found(tmp_path: Path) -> None:
    parts = _parts_with(f'{ROW}<row r="2"><c r="XFD2"><v>1</v></c></row>')
    parts["XL\\worksheets\\Sheet1.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    assert "ช่อง XFD2: มีช่องที่อยู่ไกล" in _said(_written(parts, tmp_path))


@pytest.mark.parametrize("end", ['<row r="1048576" ht="12.8"/>', '<row r="1048575"></row> <row r="1048576"></row>'])
def test_the_empty_last_row_that_libreoffice_writes_is_no_cell(end: str, tmp_path: Path) -> None:
    assert open_book(_with(ROW + end, tmp_path)).sheets[0].rows == [[1.0]]


def test_a_wide_sheet_is_not_looked_at_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xml.parsers.expat.ParserCreate", None)
    path = _with('<row r="99999"><c r="A99999"/><c r="AA99999"/><c r="CZ99999"><v>1</v></c></row>', tmp_path)
    assert len(open_book(path).sheets[0].rows) == 99_999


def test_text_that_looks_like_a_far_cell_is_text(tmp_path: Path) -> None:
    text = '# พิมพ์ <c r="XFD1048576"> ลงไป'
    shown = text.replace("<", "&lt;").replace(">", "&gt;")
    path = _with(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{shown}</t></is></c></row>', tmp_path)
    assert open_book(path).sheets[0].rows == [[text]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B1" t="e"><v>#REF!</v></c>',
        "<c s='0' t='e' r='B1'><f>1/x</f><v>#REF!</v></c>",
        '<x:c r="b1" t = "e"><x:f>A9</x:f><x:v>#REF!</x:v></x:c>',
        '<c t="e"><v>#REF!</v></c>',
    ],
)
def test_an_error_that_a_cell_shows_is_kept_however_it_is_written(cell: str, tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{cell}<c r="C1"><v>2</v></c></row>'
    assert open_book(_with(rows, tmp_path)).sheets[0].faults == {(0, 1): "#REF!"}


@pytest.mark.parametrize("piece", [1, 13, 1 << 14])
@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c r="B1"><f>1+2</f></c>', True),
        ('<c r="B1"><f>1+2</f><v></v></c>', True),
        ('<c r="B1"><f>1+2</f><v /></c>', True),
        ('<c r="B1"><f t="shared" si="0"/></c>', True),
        ('<x:c r="B1"><x:f>1+2</x:f></x:c>', True),
        ('<c r="B1"><f>1+2</f><v>3</v></c>', False),
        ('<c r="B1"><f t="shared" si="0"/><v>3</v></c>', False),
        ('<c r="B1" t="str"><f>""</f><v></v></c>', False),
        ('<c r="B1" s="0"/>', False),
    ],
)
def test_a_formula_without_a_result_is_kept(
    cell: str, found: bool, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_scan, "_PIECE", piece)
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{cell}<c r="C1"><v>2</v></c></row>'
    faults = open_book(_with(rows, tmp_path)).sheets[0].faults
    assert faults == ({(0, 1): sheet_scan.UNSOLVED} if found else {})


def _claims_less(data: bytearray) -> None:
    """The directory says that the sheet ends before its far cell, with the check sum of that much."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
        size = package.read(info).index(b"<row")
        crc = zipfile.crc32(package.read(info)[:size])  # type: ignore[attr-defined]
    entry = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<L", data, entry + 16, crc)
    struct.pack_into("<L", data, entry + 24, size)


def _is_damaged(data: bytearray) -> None:
    """One byte of the packed sheet is another one."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0x10


def _is_encrypted(data: bytearray) -> None:
    entry = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    data[entry + 8] |= 1


@pytest.mark.parametrize("start", ["", "<!-- # -->"], ids=["unsuspected", "looked at twice"])
@pytest.mark.parametrize("spoil", [_claims_less, _is_damaged, _is_encrypted])
def test_a_sheet_that_is_not_what_the_directory_says_is_refused(
    spoil: Callable[[bytearray], None], start: str, tmp_path: Path
) -> None:
    path = _with(f'{start}{ROW}<row r="2"><c r="XFD1048576"><v>1</v></c></row>', tmp_path)
    data = bytearray(path.read_bytes())
    spoil(data)
    path.write_bytes(data)
    assert "ไม่ใช่ไฟล์ Excel (.xlsx) ที่สมบูรณ์" in _said(path)


@pytest.mark.parametrize("shown", ["#SPILL!", "#GETTING_DATA", "Err:502"])
def test_errors_for_which_calamine_refuses_the_workbook_are_named_by_their_cells(shown: str, tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1" t="e"><v>{shown}</v></c><c r="C1" t="e"><v>{shown}</v></c></row>'
    said = _said(_with(rows, tmp_path))
    for cell in ("A1", "C1"):
        assert f'แบบ.xlsx แผ่นงาน "ชีต" ช่อง {cell}: สูตรในช่องนี้ผิดพลาด ({shown})' in said


@pytest.mark.parametrize("place", range(1, 8))
def test_an_error_is_found_wherever_a_piece_of_the_part_ends(place: int) -> None:
    before, shown = b'<row r="1"><c r="A1" t="e"><v>', b"Err:502</v></c></row>"
    assert sheet_scan.is_suspect([before + shown[:place], shown[place:]])


@pytest.mark.parametrize("part", [b"<si><t>10:30 of</t></si>", b'<row r="1"><c r="A1"><v>of 10:30</v></c></row>'])
def test_signs_that_odd_cells_have_are_no_odd_cells(part: bytes) -> None:
    assert not sheet_scan.is_suspect([part])


ERROR = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


def _strict(parts: dict[str, bytes]) -> dict[str, bytes]:
    """As Excel saves "Strict Open XML Spreadsheet"."""
    for transitional, strict in STRICT.items():
        parts = {name: part.replace(transitional, strict) for name, part in parts.items()}
    return parts


def _other_case(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("worksheets/sheet1", "Worksheets/Sheet1"): part for name, part in parts.items()}


@pytest.mark.parametrize("changed", [_strict, _other_case])
def test_errors_belong_to_their_sheet_however_the_package_names_it(
    changed: Callable[[dict[str, bytes]], dict[str, bytes]], tmp_path: Path
) -> None:
    assert open_book(_written(changed(_parts_with(ERROR)), tmp_path)).sheets[0].faults == {(0, 1): "#REF!"}


def test_errors_of_a_part_that_is_no_sheet_are_not_dropped(tmp_path: Path) -> None:
    parts = _parts_with(ROW)
    parts["xl/worksheets/lost.xml"] = _parts_with(ERROR)["xl/worksheets/sheet1.xml"]
    assert "ไม่ใช่ไฟล์ Excel (.xlsx) ที่สมบูรณ์" in _said(_written(parts, tmp_path))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_sheet_that_calamine_would_take_for_an_empty_one_is_refused(encoding: str, tmp_path: Path) -> None:
    parts = _parts_with(ROW)
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].decode().encode(encoding)
    assert "ไม่ใช่ไฟล์ Excel (.xlsx) ที่สมบูรณ์" in _said(_written(parts, tmp_path))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_part_that_swells_is_not_unpacked(part: str, tmp_path: Path) -> None:
    parts = _parts_with(ROW)
    parts[part] = parts.get(part, b"") + b" " * 6_000_000
    assert "ไฟล์ใหญ่ผิดปกติ" in _said(_written(parts, tmp_path))


@pytest.mark.parametrize("number", [1e15, -1e12])
def test_a_time_that_no_clock_shows_is_told_with_its_sheet(number: float, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "ชีต"
    workbook.worksheets[0]["A1"] = number
    workbook.worksheets[0]["A1"].number_format = "[h]:mm"
    path = tmp_path / "แบบ.xlsx"
    workbook.save(path)
    assert 'แผ่นงาน "ชีต": มีช่องวันที่หรือเวลาที่ตัวเลขเกินขอบเขต' in _said(path)


@pytest.mark.parametrize("merged", [["A1:XFD1048576"], ["A1:C99999"] * 15])
def test_so_many_merged_cells_that_they_would_fill_the_memory_are_refused(merged: list[str], tmp_path: Path) -> None:
    parts = _parts_with(ROW)
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>")
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    assert 'แผ่นงาน "ชีต": มีช่องที่ผสานกันมากผิดปกติ' in _said(_written(parts, tmp_path))


def test_many_sheets_that_each_reach_far_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_CELLS", 10_000)
    workbook = Workbook()
    workbook.create_sheet("ที่สอง")
    for sheet in workbook.worksheets:
        sheet["J900"] = "x"
    path = tmp_path / "แบบ.xlsx"
    workbook.save(path)
    assert 'แบบ.xlsx แผ่นงาน "ที่สอง": แผ่นงานทั้งหมดกว้างและยาวผิดปกติ' in _said(path)


@pytest.mark.parametrize("cell", ["XFD1048576", "A100000", "DA1"])
def test_a_form_that_reaches_too_far_is_answered_with_the_cell(cell: str, tmp_path: Path) -> None:
    workbook = book("memo")
    workbook[MAIN][cell] = "x"
    assert said_of(workbook, tmp_path) == [
        f'ผิด ทดสอบ ฟอร์ม.xlsx แผ่นงาน "ข้อมูล" ช่อง {cell}: มีช่องที่อยู่ไกลเกินกว่าจะเป็นรายงาน: ลบแถวและคอลัมน์ท้ายแผ่นงานที่ไม่ได้ใช้'
    ]


@pytest.mark.parametrize("was_on", [True, False])
def test_reading_leaves_the_search_for_cycles_as_it_was(was_on: bool, tmp_path: Path) -> None:
    path = _with('<row r="1"><c r="XFD1"><v>1</v></c></row>', tmp_path)
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(DataError):
            read(path)
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


def test_threads_reading_at_once_leave_the_search_for_cycles_on(monkeypatch: pytest.MonkeyPatch) -> None:
    first = no_search_for_cycles()
    first.__enter__()
    still_on = gc.isenabled

    def looked() -> bool:
        """The first thread ends between what the second one sees and what it does."""
        seen = still_on()
        first.__exit__(None, None, None)
        return seen

    monkeypatch.setattr(gc, "isenabled", looked)
    with no_search_for_cycles():
        pass
    monkeypatch.undo()
    first.__exit__(None, None, None)
    try:
        assert gc.isenabled()
    finally:
        gc.enable()
