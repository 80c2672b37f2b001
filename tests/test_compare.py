"""Two prints of a file beside each other: what is new, gone or changed, each with its place and told short."""

from __future__ import annotations

import pytest
from thaireport import compare
from thaireport.compare import SHOWN, Block, Change, changes, excerpts, set_changes, word_parts


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


def test_a_long_text_is_told_by_what_differs_and_no_letter_loses_its_marks() -> None:
    old = "ที่" * 40 + "ปี 2568" + "นี้" * 40
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
