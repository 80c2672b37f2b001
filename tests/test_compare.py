"""Two prints of a file beside each other: what is new, gone or changed, each with its place and told short."""

from __future__ import annotations

import pytest
from thaireport import compare
from thaireport.compare import SHOWN, Block, Change, changes, excerpts, set_changes, sheet_parts, word_parts


def paragraphs(*texts: str) -> list[Block]:
    return word_parts("\n".join(texts).encode())[""]


def table(*rows: str) -> list[Block]:
    """A table whose first row is its head; the cells of a row stand between bars."""
    lines = ["\t["]
    for number, row in enumerate(rows):
        lines += [] if number else ["\t^"]
        for cell in row.split("|"):
            lines += [cell, "\t|"]
        lines.append("\t/")
    return word_parts("\n".join([*lines, "\t]"]).encode())[""]


def told(old: list[Block], new: list[Block]) -> list[tuple[str, str | None, str | None]]:
    return [(change.place, change.old, change.new) for change in changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (None, "ข้อความใหม่", "ย่อหน้าที่ ๒: เพิ่ม ข้อความใหม่"),
        ("ข้อความเดิม", None, "ย่อหน้าที่ ๒: ถูกลบ (เดิม ข้อความเดิม)"),
        ("เดิม", "ใหม่", "ย่อหน้าที่ ๒: เดิม ถูกแก้เป็น ใหม่"),
        ("เดิม", "", "ย่อหน้าที่ ๒: เดิม ถูกแก้เป็น (ว่าง)"),
        (None, "ก" * SHOWN, f"ย่อหน้าที่ ๒: เพิ่ม {'ก' * SHOWN}"),
        ("ก" * (SHOWN + 1), None, f"ย่อหน้าที่ ๒: ถูกลบ (เดิม {'ก' * SHOWN}…)"),
    ],
)
def test_a_change_is_told_in_words(old: str | None, new: str | None, words: str) -> None:
    assert str(Change("ย่อหน้าที่ ๒", old, new)) == words


@pytest.mark.parametrize("shift", ["", "ก", "กก"])
def test_a_long_text_is_told_by_what_differs_and_no_letter_loses_its_marks(shift: str) -> None:
    old = "ที่" * 40 + shift + "ปี 2568" + shift + "นี้" * 40
    shown = excerpts(old, old.replace("2568", "2569"))
    assert ["2568" in shown[0], "2569" in shown[1]] == [True, True]
    for text in shown:
        assert text.startswith("…ที่ที่")
        assert text.endswith("นี้…")


def test_paragraphs_put_in_and_taken_out_are_told_beside_one_that_was_edited() -> None:
    old = paragraphs("เรื่อง การจัดอบรม", "งบประมาณทั้งสิ้น 5,000 บาท", "จึงเรียนมาเพื่อทราบ")
    new = paragraphs("เรื่อง การจัดอบรม", "หนังสือฉบับนี้เพิ่มมาใหม่", "งบประมาณทั้งสิ้น 6,000 บาท", "จึงเรียนมาเพื่อทราบ")
    added = ("ย่อหน้าที่ ๒", None, "หนังสือฉบับนี้เพิ่มมาใหม่")
    assert told(old, new) == [added, ("ย่อหน้าที่ ๓", "งบประมาณทั้งสิ้น 5,000 บาท", "งบประมาณทั้งสิ้น 6,000 บาท")]
    taken = ("ย่อหน้าที่ ๒", "หนังสือฉบับนี้เพิ่มมาใหม่", None)
    assert told(new, old) == [taken, ("ย่อหน้าที่ ๒", "งบประมาณทั้งสิ้น 6,000 บาท", "งบประมาณทั้งสิ้น 5,000 บาท")]


def test_a_row_put_in_beside_an_edited_one_is_told_by_cells() -> None:
    old = table("ที่|โครงการ|งบ", "1|อบรมคุณธรรมข้าราชการ|500", "3|ตลาดนัดชุมชน|50")
    new = table("ที่|โครงการ|งบ", "1|อบรมคุณธรรมข้าราชการ|700", "2|ปลูกป่า|90", "3|ตลาดนัดชุมชน|50")
    assert told(old, new) == [("ตาราง ๑ แถว ๑ งบ", "500", "700"), ("ตาราง ๑ แถว ๒", None, "2 | ปลูกป่า | 90")]


def test_a_row_of_more_cells_is_told_whole() -> None:
    assert told(table("ก|ข", "1|2"), table("ก|ข", "1|2|3")) == [("ตาราง ๑ แถว ๑", "1 | 2", "1 | 2 | 3")]


def test_a_paragraph_in_place_of_a_table_is_one_gone_and_one_new() -> None:
    assert told(table("หัวข้อ"), paragraphs("หัวข้อ")) == [
        ("ตาราง ๑ หัวตาราง", "หัวข้อ", None),
        ("ย่อหน้าที่ ๑", None, "หัวข้อ"),
    ]


def test_everything_gone_and_everything_new_is_told() -> None:
    assert told(paragraphs("หนึ่ง", "สอง"), []) == [("ย่อหน้าที่ ๑", "หนึ่ง", None), ("ย่อหน้าที่ ๒", "สอง", None)]
    assert told([], paragraphs("หนึ่ง")) == [("ย่อหน้าที่ ๑", None, "หนึ่ง")]


def test_more_than_can_be_listed_is_one_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "_MANY", 2)
    old, new = paragraphs("ก", "ข", "ค"), paragraphs("ง", "จ", "ฉ")
    assert told(old, new) == [("ย่อหน้าที่ ๑", "3 ย่อหน้าหรือแถว", "ต่างกันเกินกว่าจะไล่รายการ")]
    assert len(told(old[:2], new[:2])) == 2


def test_collections_without_order_are_compared_by_what_is_in_them() -> None:
    old, new = paragraphs("ก", "ข", "ค"), paragraphs("ค", "ก", "ง", "จ")
    assert list(set_changes("หัวกระดาษ", old, new)) == [
        Change("หัวกระดาษ", "ข", "ง"),
        Change("หัวกระดาษ", None, "จ"),
    ]
    assert list(set_changes("หัวกระดาษ", old, paragraphs("ข"))) == [
        Change("หัวกระดาษ", "ก", None),
        Change("หัวกระดาษ", "ค", None),
    ]


def merged(*rows: list[tuple[str, int]]) -> list[Block]:
    """A table whose first row is its head; each cell with the number of columns that it spans."""
    lines = ["\t["]
    for number, row in enumerate(rows):
        lines += [] if number else ["\t^"]
        for cell, span in row:
            lines += [f"\t#{span}", cell, "\t|"]
        lines.append("\t/")
    return word_parts("\n".join([*lines, "\t]"]).encode())[""]


def sheet(*cells: str, shown: str = "{:.2f}") -> list[Block]:
    """Cells of a sheet (``B2 7.50``) and how they show their number."""
    lines = "\n".join(["\t@แผน", *(cell.replace(" ", "\t", 1) for cell in cells)])
    return sheet_parts(lines.encode(), lambda _title, _cell, value: shown.format(float(value)))["แผน"]


def test_several_edits_before_an_end_that_stayed_are_all_told() -> None:
    changed = told(paragraphs("ก", "ข", "ค", "ง"), paragraphs("ก", "ขข", "คค", "ง"))
    assert changed == [("ย่อหน้าที่ ๒", "ข", "ขข"), ("ย่อหน้าที่ ๓", "ค", "คค")]


def test_an_edited_paragraph_is_told_beside_one_that_resembles_it_less() -> None:
    old = paragraphs("โครงการอบรมคุณธรรมและจริยธรรม 5,000 บาท")
    new = paragraphs("โครงการอบรมอาชีพ", "โครงการอบรมคุณธรรมและจริยธรรม 6,000 บาท", "หมายเหตุ")
    assert told(old, new) == [
        ("ย่อหน้าที่ ๑", None, "โครงการอบรมอาชีพ"),
        ("ย่อหน้าที่ ๒", "โครงการอบรมคุณธรรมและจริยธรรม 5,000 บาท", "โครงการอบรมคุณธรรมและจริยธรรม 6,000 บาท"),
        ("ย่อหน้าที่ ๓", None, "หมายเหตุ"),
    ]


def test_paragraphs_taken_out_at_the_end_are_told_behind_edited_ones() -> None:
    old = paragraphs("งบประมาณ 100 บาท", "งบประมาณ 200 บาท", "ผู้รับผิดชอบ สำนักปลัด")
    new = paragraphs("งบประมาณ 101 บาท", "งบประมาณ 202 บาท")
    assert told(old, new) == [
        ("ย่อหน้าที่ ๑", "งบประมาณ 100 บาท", "งบประมาณ 101 บาท"),
        ("ย่อหน้าที่ ๒", "งบประมาณ 200 บาท", "งบประมาณ 202 บาท"),
        ("ย่อหน้าที่ ๓", "ผู้รับผิดชอบ สำนักปลัด", None),
    ]


def test_a_cell_below_a_wide_one_has_the_title_of_its_own_column() -> None:
    head = [("โครงการ", 2), ("งบประมาณ", 1)]
    old, new = merged(head, [("1", 1), ("อบรม", 1), ("500", 1)]), merged(head, [("1", 1), ("อบรม", 1), ("700", 1)])
    assert told(old, new) == [("ตาราง ๑ แถว ๑ งบประมาณ", "500", "700")]


def test_a_cell_without_a_title_and_one_of_the_head_have_their_number() -> None:
    assert told(table("|งบ", "1|"), table("|งบ", "2|")) == [("ตาราง ๑ แถว ๑ ช่องที่ ๑", "1", "2")]
    assert told(table("ที่|งบ"), table("ที่|งบประมาณ")) == [("ตาราง ๑ หัวตาราง ช่องที่ ๒", "งบ", "งบประมาณ")]


def test_a_cell_edited_beside_one_that_was_filled_in_is_told() -> None:
    assert told(sheet("A2 1", "C2 5"), sheet("A2 1", "B2 3", "C2 6")) == [
        ('แผ่นงาน "แผน" ช่อง B2', "", "3.00"),
        ('แผ่นงาน "แผน" ช่อง C2', "5.00", "6.00"),
    ]


def test_a_cell_that_shows_the_same_is_no_edit() -> None:
    old, new = sheet("A2 1", "B2 7.501"), sheet("A2 9", "B2 7.502")
    assert told(old, new) == [('แผ่นงาน "แผน" ช่อง A2', "1.00", "9.00")]


def test_a_number_stored_in_other_letters_is_no_edit_and_a_code_is_one() -> None:
    assert told(sheet("A2 3500.00", shown="{:.2f}"), sheet("A2 3500", shown="{:.0f}")) == []
    assert told(sheet("A2 0071", shown="{:04.0f}"), sheet("A2 71", shown="{:.0f}")) != []


def test_what_is_written_behind_a_long_text_is_shown_to_its_end() -> None:
    old = "กขคง" * 40
    before, after = excerpts(old, f"{old} ที่แก้ไข")
    assert (before, after) == (f"…{old[-24:]}", f"…{old[-24:]} ที่แก้ไข")
