"""Rows tall enough for their text, whatever the width of the column."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Alignment
from tests.support.books import Project, book, fill, opened, plan
from tests.support.tools import ROOT, tool
from thaireport.output.xlsx.heights import HIGHEST, line_counter, row_height

LONG = (
    "ส่งเสริมให้ผู้บริหาร สมาชิกสภา และพนักงานส่วนตำบลปฏิบัติงานด้วยความซื่อสัตย์สุจริต โปร่งใส ตรวจสอบได้ "
    "และเปิดโอกาสให้ประชาชนเข้ามามีส่วนร่วมในการติดตามการดำเนินงานขององค์การบริหารส่วนตำบลอย่างต่อเนื่อง"
)
LINE = row_height(1, 14)


def _height(*titles: str, width: float = 30) -> list[float | None]:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet.column_dimensions["A"].width = width

    sheet = opened(fill(book(draw), [Project(title) for title in titles]))["แผน"]
    return [sheet.row_dimensions[5 + place].height for place in range(len(titles))]


def test_a_short_text_takes_one_line() -> None:
    assert _height("โครงการตัวอย่าง") == [LINE]


def test_a_long_text_takes_more_lines_in_a_narrower_column() -> None:
    narrow, wide = _height(LONG, width=20), _height(LONG, width=60)
    assert narrow[0] is not None
    assert wide[0] is not None
    assert narrow[0] > wide[0] > LINE


def test_line_breaks_count() -> None:
    assert _height("ก\nข\n\nค") == [row_height(4, 14)]


def test_each_row_has_its_own_height() -> None:
    short, long, again = _height("สั้น", LONG, "สั้น")
    assert short == again == LINE
    assert long is not None
    assert long > LINE


def test_a_template_height_is_the_least() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet.row_dimensions[5].height = 60

    assert opened(fill(book(draw), [Project("สั้น")]))["แผน"].row_dimensions[5].height == 60


def test_the_usual_height_that_libreoffice_writes_for_every_row_is_none_of_the_templates() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet["A2"] = "รายการ"
        sheet["A2"].alignment = Alignment(wrap_text=True)
        sheet.sheet_format.defaultRowHeight = 15
        sheet.row_dimensions[2].height = 15

    assert opened(fill(book(draw)))["แผน"].row_dimensions[2].height == LINE


def test_rows_without_wrapping_keep_the_template_height() -> None:
    def draw(sheet: Any) -> None:
        sheet["A5"] = "{{ row.title }}"
        sheet.row_dimensions[5].height = 22

    sheet = opened(fill(book(draw), [Project(LONG), Project("สั้น")]))["แผน"]
    assert [sheet.row_dimensions[row].height for row in (5, 6)] == [22, 22]


def test_merged_cells_count_together() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        for letter in "ABC":
            sheet.column_dimensions[letter].width = 12
        sheet["A5"], sheet["B5"], sheet["C5"] = "{{ row.title }}", None, None
        sheet["A5"].alignment = Alignment(wrap_text=True)
        sheet.merge_cells("A5:C5")

    merged = opened(fill(book(draw), [Project(LONG)]))["แผน"].row_dimensions[5].height
    assert merged == _height(LONG, width=36)[0]


def test_a_wrapped_title_above_the_rows_grows() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet["A1"] = "{{ title }}"
        sheet["A1"].alignment = Alignment(wrap_text=True)
        sheet.row_dimensions[1].height = 25

    sheet = opened(fill(book(draw), title=LONG))["แผน"]
    assert sheet.row_dimensions[1].height > 25


def test_an_item_taller_than_a_row_takes_several_merged_rows() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet.column_dimensions["A"].width = 20

    data = fill(book(draw), [Project("ก"), Project("\n".join([LONG] * 6), 7), Project("ข", 5)])
    sheet = opened(data)["แผน"]
    merges = sorted(str(merge) for merge in sheet.merged_cells.ranges)
    (first, last) = (int(n) for n in re.findall(r"\d+", merges[0]))
    assert merges == [f"{letter}{first}:{letter}{last}" for letter in "ABCD"]
    heights = [sheet.row_dimensions[row].height for row in range(first, last + 1)]
    assert max(heights) <= HIGHEST < sum(heights)
    assert sheet[f"A{last + 1}"].value == "ข"
    assert sheet[f"B{last + 2}"].value == f"=SUM(B5:B{last + 1})"
    assert opened(data, values=True)["แผน"][f"B{last + 2}"].value == 1012.5


def test_the_middle_of_an_item_of_several_rows_is_in_none_of_their_gaps_where_a_page_may_end() -> None:
    def draw(sheet: Any) -> None:
        plan(sheet)
        sheet.column_dimensions["A"].width = 20

    sheet = opened(fill(book(draw), [Project("\n".join([LONG] * 6))]))["แผน"]
    (first, last) = (int(n) for n in re.findall(r"\d+", min(str(merge) for merge in sheet.merged_cells.ranges)))
    assert (last - first + 1) % 2 == 1
    assert len({sheet.row_dimensions[row].height for row in range(first, last + 1)}) == 1


def test_another_font_is_taken_to_be_wider() -> None:
    sarabun = line_counter(200, "TH SarabunPSK", 14)(LONG)
    assert line_counter(200, "Tahoma", 14)(LONG) > sarabun


def test_signs_outside_thai_and_ascii_count_as_wide() -> None:
    assert line_counter(60, "TH SarabunPSK", 14)("★" * 20) > line_counter(60, "TH SarabunPSK", 14)("i" * 20)


@pytest.mark.parametrize("font", ["TH Sarabun New", "TH SarabunPSK"])
@pytest.mark.parametrize("width", [14, 26, 48])
def test_libreoffice_never_needs_more_lines_than_are_counted(
    font: str, width: int, soffice: Path, shared: Path, tmp_path: Path
) -> None:
    texts = _sample_texts(shared, width)
    shown = _lines_in_libreoffice(texts, font, width, soffice, tmp_path)
    count = line_counter(width * 5.25 - 5, font, 14)
    counted = [count(text) for text in texts]
    assert [text for text, ours, theirs in zip(texts, counted, shown, strict=True) if ours < theirs] == []
    assert sum(counted) <= 1.25 * sum(shown)


def _sample_texts(shared: Path, width: int) -> list[str]:
    """Paragraphs of real papers, each short enough for one row."""
    lines = (shared / "seeds").joinpath("002_9b288215f7a05a47.txt").read_text("utf-8").splitlines()
    thai = [line.strip() for line in lines if re.search("[ก-๙]{8}", line) and len(line.strip()) > 25]
    return [text[: width * 12] for text in dict.fromkeys(thai)][:60]


def _lines_in_libreoffice(texts: list[str], font: str, width: int, soffice: Path, folder: Path) -> list[int]:
    """How many lines LibreOffice prints of each text; every text has a page of its own."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.pagebreak import Break

    made: Any = Workbook()
    made._fonts[0] = Font(name=font, size=14)
    sheet = made.worksheets[0]
    sheet.column_dimensions["A"].width = width
    for row, text in enumerate(texts, start=1):
        cell = sheet.cell(row, 1, text)
        cell.font, cell.alignment = Font(name=font, size=14), Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 405
        sheet.row_breaks.append(Break(row))
    made.save(folder / "lines.xlsx")
    command = [str(soffice), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(ROOT / ".fonts" / "fonts.conf")}
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / "lines.xlsx")]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    pdftotext = tool("pdftotext", "poppler-utils")
    boxes = subprocess.run(
        [pdftotext, "-bbox-layout", str(folder / "lines.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    return [_count_lines(page) for page in boxes.split("<page ")[1:]]


def _count_lines(page: str) -> int:
    tops = sorted(float(top) for top in re.findall(r'<line xMin="[\d.]+" yMin="([\d.]+)"', page))
    return sum(1 for place, top in enumerate(tops) if place == 0 or top - tops[place - 1] > 6)
