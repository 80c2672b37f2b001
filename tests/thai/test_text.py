"""Text as typed and pasted: mended without loss, its faults named, kept together at line ends."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thaireport.thai import dates, digits, numbering, text

THAI = st.text(
    alphabet=st.sampled_from([chr(code) for code in range(0x0E01, 0x0E5C)] + list(" \n\t19aZ.-\u200b\u00a0"))
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเผนงานเเละโครงการ", "แผนงานและโครงการ"),
        ("สํานักปลัด", "สำนักปลัด"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("ที่่", "ที่"),
        ("ปีี", "ปี"),
        ("กู้้ยืม", "กู้ยืม"),
        ("ธ์ิดา", "ธิ์ดา"),
        ("ป่ี", "ปี่"),
        ("พันธุ์ สิทธิ์ ก็ ฤๅษี", "พันธุ์ สิทธิ์ ก็ ฤๅษี"),
        ("ประชา\u200bชน\ufeff", "ประชาชน"),
        ("ประ\u00adชาชน", "ประชาชน"),
        ("บรรทัดหนึ่ง\r\nบรรทัดสอง\x0bบรรทัดสาม\rสี่", "บรรทัดหนึ่ง\nบรรทัดสอง\nบรรทัดสาม\nสี่"),
        ("  คำ   สอง\tสาม \n  สี่ ", "คำ สอง สาม\nสี่"),
        ("ข้อ\u00a01\u2003ก", "ข้อ 1 ก"),
        ("ย่อหน้า\n\nย่อหน้า", "ย่อหน้า\n\nย่อหน้า"),
        ("e\u0301", "é"),
        ("ป\uf70aา ป\uf701", "ป่า ปิ"),
        ("", ""),
    ],
)
def test_typed_text_is_mended(typed: str, meant: str) -> None:
    assert text.normalise(typed) == meant


def test_clean_text_comes_back_as_the_same_object() -> None:
    clean = "ตามที่สำนักงานได้จัดทำแผน R&D <5% ๒๕๖๙\nข้อ 1"
    assert text.normalise(clean) is clean


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ก\x07ข", "0007"), ("\x00", "0000"), ("a\x0cb", "000C"), ("\ud800", "D800"), ("\uffff", "FFFF")],
)
def test_a_control_character_is_refused_by_its_code(typed: str, code: str) -> None:
    with pytest.raises(ValueError, match=rf"U\+{code}"):
        text.normalise(typed)


def test_the_refusal_of_a_control_character_tells_where_it_stands() -> None:
    with pytest.raises(ValueError, match="หลัง “ประชาชน”"):
        text.normalise("ประชาชน\x07ทั่วไป")


@given(THAI)
def test_mending_twice_is_mending_once_and_digits_and_latin_stay(typed: str) -> None:
    once = text.normalise(typed)
    assert text.normalise(once) == once
    kept = [letter for letter in typed if letter in "19aZ.-" or "๐" <= letter <= "๙"]
    assert [letter for letter in once if letter in "19aZ.-" or "๐" <= letter <= "๙"] == kept


@given(THAI)
def test_text_taken_for_clean_is_in_pythainlps_order(typed: str) -> None:
    from pythainlp.util import reorder_vowels

    once = text.normalise(typed)
    assert reorder_vowels(once) == once


@given(THAI)
def test_no_consonant_is_ever_lost(typed: str) -> None:
    def consonants(whole: str) -> list[str]:
        return [letter for letter in whole if "ก" <= letter <= "ฮ"]

    assert consonants(text.normalise(typed)) == consonants(typed)


# ---- faults of pasting ----


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("โ ค ร ง ก า ร อบรม", "ให้พิมพ์ติดกันเป็น “โครงการ”"),
        ("ต ุ ล า ค ม ๖๕", "มีช่องว่าง"),
        ("การป ้องกัน", "ก่อนสระหรือวรรณยุกต์"),
        ("เ ด็กและเยาวชน", "ก่อนสระหรือวรรณยุกต์"),
        ("พ .ศ. 2569", "พ.ศ."),
        ("พ. ศ. 2569", "พ.ศ."),
        ("<p>มีนาคม</p>", "<p>"),
        ('<ul style="list-style-type: none"> จัดทำ', "<ul"),
        ("ก&nbsp;ข", "&nbsp;"),
        ("แผน\ufffd\ufffdงาน", "อักขระที่อ่านไม่ออก"),
        ("๐6 แผนดำเนินงาน", "ให้พิมพ์ o6"),
        ("(๐๒๙)", "ให้พิมพ์ o29"),
        ("โทร...........", "เส้นจุดที่พิมพ์เอง"),
    ],
)
def test_a_fault_of_pasting_is_named_with_its_remedy(typed: str, names: str) -> None:
    assert any(names in fault for fault in text.paste_faults(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "R&D <5% และ 3 > 2",
        "ก ข ค ง",
        "วันที่ ๐๔ มกราคม ๒๕๖๗ เวลา ๐๙.๐๐ น.",
        "โทร. ๐ ๔๓๑๒ ๓๔๕๖",
        "ประชาชน ๆ ละ ๕ คน",
        "อบต. ก จำกัด (มหาชน) ...",
        "ก.พ.ร. และ ป.ป.ช.",
        "รอบ ๖ เดือน - ๑๒ เดือน",
    ],
)
def test_sound_text_has_no_fault(typed: str) -> None:
    assert text.paste_faults(typed) == []


# ---- keeping together ----


def shown(typed: str) -> str:
    return text.no_break(typed).replace(text.NBSP, "~")


@pytest.mark.parametrize(
    ("typed", "tied"),
    [
        ("ปีงบประมาณ พ.ศ. ๒๕๖๙", "ปีงบประมาณ พ.ศ.~๒๕๖๙"),
        ("พ.ศ. ๒๕๖๙ เรื่อง แผน", "พ.ศ.~๒๕๖๙ เรื่อง แผน"),
        ("ข้อมูลต่าง ๆ ของทางราชการ", "ข้อมูลต่าง~ๆ ของทางราชการ"),
        ("ครอบคลุม 5 กระบวนงาน", "ครอบคลุม 5~กระบวนงาน"),
        ("วันที่ ๒๐ เมษายน ๒๕๖๔ เวลา", "วันที่ ๒๐~เมษายน~๒๕๖๔ เวลา"),
        ("27 กุมภาพันธ์ พ.ศ. 2569", "27~กุมภาพันธ์~พ.ศ.~2569"),
        ("๒๐ เม.ย. ๖๔", "๒๐~เม.ย.~๖๔"),
        ("ม.ค.-มี.ค. ๖๔", "ม.ค.-มี.ค.~๖๔"),
        ("ไม่น้อยกว่า ๓๐ วันทำการ", "ไม่น้อยกว่า ๓๐~วันทำการ"),
        ("627,872.00 บาท", "627,872.00~บาท"),
        ("52 โครงการ", "52~โครงการ"),
        ("โทร. 0 4312 3456 ต่อ 12", "โทร.~0~4312~3456~ต่อ~12"),
        ("๐ ๔๓๑๒ ๓๔๕๖ ต่อ ๑๑, ๑๒", "๐~๔๓๑๒~๓๔๕๖~ต่อ~๑๑, ๑๒"),
        ("แจ้งต่อ 3 หน่วย ต่อ 4", "แจ้งต่อ 3 หน่วย ต่อ 4"),
        ("08 1234 5678", "08~1234~5678"),
        ("ตย 71801/ว 12", "ตย~71801/ว~12"),
        ("จำนวน ๑ ชุด", "จำนวน~๑~ชุด"),
        ("ส่งมาจำนวน 1 ชุด", "ส่งมาจำนวน 1~ชุด"),
    ],
)
def test_what_belongs_together_is_tied(typed: str, tied: str) -> None:
    assert shown(typed) == tied


@pytest.mark.parametrize(
    "typed",
    [
        "นาย สมชาย ตัวอย่างดี",
        "ร้อยละ ๓๒.๕๓ ของทั้งหมด",
        "ข้อ ๑ และข้อ ๒",
        "มาตรา ๔๓ วรรคสอง",
        "มาตรา ๖๐ แห่งพระราชบัญญัติ",
        "เดือนเมษายน 2564",
        "ปีพ.ศ. 2569",
        "ข้อ 5 วันที่ 7",
        "ปี ๒๕๖๙ โครงการอบรม",
        "ข้อความ ไม่มีตัวเลข",
    ],
)
def test_a_word_that_a_line_could_break_inside_is_not_tied(typed: str) -> None:
    assert text.no_break(typed) == typed


def test_every_word_that_is_tied_to_what_follows_is_one_word_of_the_dictionary() -> None:
    from pythainlp.corpus import thai_words

    assert set(dates.MONTHS) <= set(thai_words())


PIECES = st.sampled_from([*"0123456789๐๒ \u00a0.,/ว-ก", "เมษายน", "เม.ย.", "พ.ศ.", "บาท", "วัน", "ตย"])


@given(st.lists(PIECES).map("".join))
def test_tying_is_idempotent_and_changes_spaces_only(typed: str) -> None:
    once = text.no_break(typed)
    assert text.no_break(once) == once
    assert once.replace(text.NBSP, " ") == typed.replace(text.NBSP, " ")


@given(st.dates(dates.Month(1950, 1).first_day, dates.Month(2150, 1).first_day))
def test_a_written_date_is_never_broken(day: date) -> None:
    for write in (dates.long_date, dates.be_date, dates.short_date, dates.padded_date):
        assert " " not in text.no_break(write(day))
        assert " " not in text.no_break(digits.to_thai(write(day)))


# ---- telephone and document numbers ----


@pytest.mark.parametrize(
    ("typed", "grouped"),
    [
        ("๐๔๓๑๒๓๔๕๖", "0 4312 3456"),
        ("0-4312-3456", "0 4312 3456"),
        ("0 4312 3456", "0 4312 3456"),
        ("โทร. 043123456", "0 4312 3456"),
        ("โทร..๐๔๓๑๒๓๔๕๖", "0 4312 3456"),
        ("0812345678", "08 1234 5678"),
        ("(02) 123-4567", "0 2123 4567"),
        ("+66 81 234 5678", "08 1234 5678"),
        ("043123456 ต่อ 12", "0 4312 3456 ต่อ 12"),
        ("0 4312 3456-8", "0 4312 3456-8"),
        ("043123456, 0812345678", "0 4312 3456, 08 1234 5678"),
        ("1567", "1567"),
        ("\u200b0 4312 3456\u200b ต่อ 12\u200b", "0 4312 3456 ต่อ 12"),
    ],
)
def test_a_telephone_number_is_grouped(typed: str, grouped: str) -> None:
    assert text.phone(typed) == grouped
    assert text.phone(grouped) == grouped


def test_a_long_run_of_blanks_in_a_telephone_number_takes_no_time() -> None:
    started = time.monotonic()
    assert text.phone(f"0 4312{' ' * 32_000}3456") == "0 4312 3456"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("43123456", "อาจขาดเลข 0 ข้างหน้า"),
        ("04312345", "8 หลัก"),
        ("04312345678", "11 หลัก"),
        ("abc", "ไม่ใช่ตัวเลข"),
        ("", "ไม่ใช่ตัวเลข"),
    ],
)
def test_a_wrong_telephone_number_is_refused_with_the_reason(typed: str, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        text.phone(typed)


@pytest.mark.parametrize(
    ("typed", "strict"),
    [
        ("ตย ๗๑๘๐๑/ว ๑๒", "ตย 71801/ว 12"),
        ("ตย71801/ว12", "ตย 71801/ว 12"),
        ("ตย ๗๑๘๐๑/        ", "ตย 71801/"),
        ("ที่ ทม 0501.1.13/ว 136", "ทม 0501.1.13/ว 136"),
        ("ตย 71801/ว", "ตย 71801/ว"),
    ],
)
def test_a_document_number_is_given_its_strict_form(typed: str, strict: str) -> None:
    assert text.document_number(typed) == strict
    assert text.document_number(strict) == strict


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ตย. ๗๑๘๐๑/", "ไม่ต้องมีจุด.*ตย 71801/"),
        ("71801/1", "ไม่มีรหัสตัวอักษร"),
        ("ตยก 71801/1", "ต้องมีสองตัว"),
        ("ตย 71801", "ไม่มีเครื่องหมาย /"),
        ("ตย 718011/1", "ไม่ตรงรูปแบบ"),
        ("", "ไม่มีรหัสตัวอักษร"),
    ],
)
def test_what_is_off_in_a_document_number_is_named(typed: str, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        text.document_number(typed)


# ---- names of files, order, likeness ----


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("รายงาน 1/2569: ผล?", "รายงาน 1-2569- ผล"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("แผนงาน. ", "แผนงาน"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", "รายงาน"),
        ("", "รายงาน"),
    ],
)
def test_a_file_name_is_safe_everywhere(name: str, safe: str) -> None:
    assert text.safe_file_name(name) == safe


def test_a_long_file_name_is_not_cut_between_a_letter_and_its_marks() -> None:
    assert text.safe_file_name("ก" * 79 + "ที่") == "ก" * 79 + "ท" or text.safe_file_name("ก" * 79 + "ที่") == "ก" * 79


@given(st.text(), st.integers(1, 80))
def test_every_safe_name_is_short_and_free_of_forbidden_characters(name: str, limit: int) -> None:
    safe = text.safe_file_name(name, limit)
    assert safe
    assert len(safe) <= max(limit, len("รายงาน")) + 1
    assert not set(safe) & set('<>:"/\\|?*\x00\n')
    assert safe[-1] not in " ."


def test_thai_words_sort_as_in_a_dictionary() -> None:
    words = ["วันที่", "ไก่", "เกิด", "กาล", "เป็ด", "หมู", "แผน", "ก็", "กา", "ก่า", "ก้า", "เกม", "ข้อ ๑๐", "ข้อ 2"]
    in_order = ["ก็", "กา", "ก่า", "ก้า", "กาล", "เกม", "เกิด", "ไก่", "ข้อ ๑๐", "ข้อ 2", "เป็ด", "แผน", "วันที่", "หมู"]
    assert sorted(words, key=text.collation_key) == in_order


WORDS = st.text(alphabet=st.sampled_from(list("กขคงจสหอเแโใไาิีุู่้็์")), min_size=1, max_size=8)


@given(WORDS, WORDS)
def test_the_order_is_pythainlps_where_no_word_begins_the_other(first: str, second: str) -> None:
    from pythainlp.util import collate

    letters = [text.collation_key(word)[0] for word in (first, second)]
    if not letters[0].startswith(letters[1]) and not letters[1].startswith(letters[0]):
        assert sorted([first, second], key=text.collation_key) == collate([first, second])


def test_the_nearest_word_is_found() -> None:
    assert text.closest("subjct", ["subject", "signer"]) == "subject"
    assert text.closest("Fiscal Year", ["fiscal_year", "signer"]) == "fiscal_year"
    assert text.closest("อำเภท", ["อำเภอ", "จังหวัด"]) == "อำเภอ"
    assert text.closest("zzz", ["subject"]) is None


def test_units_of_lists_and_ties_are_the_same_words() -> None:
    for unit in (*numbering.MEASURES, *numbering.COUNTED):
        assert text.NBSP in text.no_break(f"5 {unit}")


@given(THAI)
def test_the_cheap_signs_miss_no_fault_of_pasting(value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_PASTE_SIGNS", ("",))  # a sign of everything: every rule is asked
        asked = text.paste_faults(value)
    assert text.paste_faults(value) == asked


@pytest.mark.parametrize("phone", ["โทร. (02) 123 4567", "(043) 123456", "(๐๔๓)-๑๒๓๔๕๖"])
def test_an_area_code_in_brackets_is_no_item_code(phone: str) -> None:
    assert text.paste_faults(phone) == []
    assert text.paste_faults("ตามข้อ (043) และ (๐๖)") != []
