"""A long text that a table keeps once and thousands of cells show: counted before it is copied into each."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from tests.support.made import made
from thaireport.errors import DataError
from thaireport.intake import shared_texts
from thaireport.intake.book import open_book
from thaireport.intake.shared_texts import SharedTexts, sizes_of
from thaireport.output import foreign
from thaireport.output.package import read_package, write_package

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
CELL = '<c t="s"><v>0</v></c>'
LONG = "ก" * 3_000


def _item(text: str) -> str:
    return f"<si><t>{text}</t></si>"


def _table(items: str) -> str:
    return f'<?xml version="1.0"?>\n<sst {MAIN}>{items}</sst>'


def _sheet(cells: str) -> str:
    return f"<worksheet {MAIN}><sheetData><row>{cells}</row></sheetData></worksheet>"


def _book(folder: Path, items: str, cells: str, table: str = "xl/sharedStrings.xml") -> Path:
    relation = f'<Relationships {_RELS}><Relationship Id="rId1" Type="{_OFFICE}/{{}}" Target="{{}}"/></Relationships>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relation.format("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{_OFFICE}"><sheets><sheet name="ก" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relation.format("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _sheet(cells),
        table: _table(items),
    }
    path = folder / "แบบ.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a million bytes are too much."""
    monkeypatch.setattr(SharedTexts.__init__, "__defaults__", (100_000,))


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize(
    "cell",
    [
        CELL,
        "<c t='s'><v>0</v></c>",
        "<c t = 's' ><v > 0 </v></c>",
        '<c t="s"><v>+000000000000</v></c>',
        f'<x:c t="s" xmlns:x="{MAIN[7:-1]}"><x:v>0</x:v></x:c>',
    ],
)
def test_a_long_text_in_many_cells_is_refused_however_they_are_written(cell: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"แบบ\.xlsx: ข้อความยาวซ้ำกันในช่องจำนวนมาก"):
        open_book(_book(tmp_path, _item(LONG), cell * 20))


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize(
    "items",
    [
        f'<x:si xmlns:x="{MAIN[7:-1]}"><x:t>{LONG}</x:t></x:si>',
        f"<si><t>ก</t><si><t>{LONG}</t></si></si>",
        f"<si><t><![CDATA[</si><si>{LONG}]]></t></si>",
        f"<!--</si><si>-->{_item(LONG)}",
        f"<si\n><t>{LONG}</t></si >",
    ],
)
@pytest.mark.parametrize("table", ["xl/sharedStrings.xml", "XL/SHAREDSTRINGS.XML"])
def test_the_table_may_be_written_in_any_way(items: str, table: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="ข้อความยาวซ้ำกันในช่องจำนวนมาก"):
        open_book(_book(tmp_path, items, CELL * 20, table))


@pytest.mark.usefixtures("little")
def test_a_text_that_many_cells_do_not_show_is_no_fault(tmp_path: Path) -> None:
    cells = CELL + '<c t="s"><v>1</v></c>' * 50 + "<c><v>0</v></c>" * 50
    assert open_book(_book(tmp_path, _item(LONG) + _item("ข"), cells)).sheets[0].rows[0][0] == LONG


def test_the_files_of_others_are_refused_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = dict(read_package(made("action_plan", "xlsx")))
    parts["xl/sharedStrings.xml"] = _table(_item(LONG)).encode()
    parts["xl/worksheets/sheet1.xml"] = _sheet(CELL * 20).encode()
    monkeypatch.setattr(foreign, "MOST_TEXT", 100_000)
    with pytest.raises(DataError, match="ข้อความยาวซ้ำกันในช่องจำนวนมาก"):
        foreign.open_office(write_package(parts), "xlsx", "แผน.xlsx")


def test_six_thousand_million_bytes_are_refused_at_once(tmp_path: Path) -> None:
    path = _book(tmp_path, _item("ก" * 32_767), CELL * 60_000)
    started = time.monotonic()
    with pytest.raises(DataError, match="ข้อความยาวซ้ำกันในช่องจำนวนมาก"):
        open_book(path)
    assert time.monotonic() - started < 5


def test_so_many_texts_that_they_would_fill_the_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_texts, "MOST_TEXTS", 10)
    with pytest.raises(DataError, match="ข้อความยาวซ้ำกันในช่องจำนวนมาก"):
        open_book(_book(tmp_path, "<si/>" * 11, CELL))


@pytest.mark.parametrize(
    ("items", "sizes"),
    [
        ("", []),
        ("<si/>", [0]),
        ("<si/><si></si><si><t>ก</t></si>", [0, 0, 3]),
        ("<si><t>ก</t></si><si><r><t>ข</t></r><r><t>ค</t></r></si>", [len("<si><t>") + 3 + 4, 4 + 2 * (6 + 3 + 8)]),
    ],
)
def test_each_text_has_its_place_in_the_table(items: str, sizes: list[int]) -> None:
    assert list(sizes_of(_table(items).encode())) == sizes


@pytest.mark.parametrize("again", ['name="ก" sheetId="2" r:id="rId9"', 'name="ข" sheetId="2" r:id="rId1"'])
def test_a_sheet_listed_again_is_refused(again: str, tmp_path: Path) -> None:
    path = _book(tmp_path, "", "<c><v>1</v></c>")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", f"<sheet {again}/></sheets>".encode())
    path.write_bytes(write_package(parts))
    with pytest.raises(DataError, match="ไม่ใช่ไฟล์ Excel"):
        open_book(path)


def test_a_finished_workbook_that_lists_a_sheet_again_is_refused() -> None:
    from thaireport.output.embed import find_in_office

    parts = dict(read_package(made("action_plan", "xlsx")))
    again = f'<sheet xmlns:r="{_OFFICE}" name="อีกครั้ง" sheetId="99" r:id="rId1"/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", again.encode())
    with pytest.raises(DataError, match="เสียหาย"):
        find_in_office(parts)
