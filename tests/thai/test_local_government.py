"""Every type of local government has its own names, posts and by-laws, and knows the words of the others."""

from __future__ import annotations

import pytest
from thaireport.thai.local_government import GOVERNMENTS, government_of


@pytest.mark.parametrize(
    ("name", "code", "posts", "words"),
    [
        (
            "องค์การบริหารส่วนจังหวัดตัวอย่าง",
            "อบจ",
            ("นายกองค์การบริหารส่วนจังหวัดตัวอย่าง", "ปลัดองค์การบริหารส่วนจังหวัดตัวอย่าง"),
            ("ข้อบัญญัติ", "ข้าราชการองค์การบริหารส่วนจังหวัด"),
        ),
        (
            "เทศบาลนครตัวอย่าง",
            "ทน",
            ("นายกเทศมนตรีนครตัวอย่าง", "ปลัดเทศบาลนครตัวอย่าง"),
            ("เทศบัญญัติ", "พนักงานเทศบาล"),
        ),
        (
            "เทศบาลเมืองตัวอย่าง",
            "ทม",
            ("นายกเทศมนตรีเมืองตัวอย่าง", "ปลัดเทศบาลเมืองตัวอย่าง"),
            ("เทศบัญญัติ", "พนักงานเทศบาล"),
        ),
        (
            "เทศบาลตำบลตัวอย่าง",
            "ทต",
            ("นายกเทศมนตรีตำบลตัวอย่าง", "ปลัดเทศบาลตำบลตัวอย่าง"),
            ("เทศบัญญัติ", "พนักงานเทศบาล"),
        ),
        (
            "องค์การบริหารส่วนตำบลตัวอย่าง",
            "อบต",
            ("นายกองค์การบริหารส่วนตำบลตัวอย่าง", "ปลัดองค์การบริหารส่วนตำบลตัวอย่าง"),
            ("ข้อบัญญัติ", "พนักงานส่วนตำบล"),
        ),
        (
            "กรุงเทพมหานคร",
            "กทม",
            ("ผู้ว่าราชการกรุงเทพมหานคร", "ปลัดกรุงเทพมหานคร"),
            ("ข้อบัญญัติ", "ข้าราชการกรุงเทพมหานคร"),
        ),
        (
            "เมืองพัทยา",
            "เมืองพัทยา",
            ("นายกเมืองพัทยา", "ปลัดเมืองพัทยา"),
            ("ข้อบัญญัติ", "พนักงานเมืองพัทยา"),
        ),
    ],
)
def test_a_name_tells_the_type_and_its_posts(
    name: str, code: str, posts: tuple[str, str], words: tuple[str, str]
) -> None:
    found = government_of(name)
    assert found is GOVERNMENTS[code]
    assert (found.head + found.place(name), found.clerk + found.place(name)) == posts
    assert (found.law, found.staff) == words


def test_a_short_name_tells_the_type_too() -> None:
    found = government_of("อบต.ตัวอย่าง")
    assert found is GOVERNMENTS["อบต"]
    assert found.place("อบต.ตัวอย่าง") == "ตัวอย่าง"


@pytest.mark.parametrize(
    "name",
    [
        "จังหวัดตัวอย่าง",
        "กระทรวงมหาดไทย",
        "โรงเรียนเทศบาล ๑ ตัวอย่าง",
        "สำนักงานเขตตัวอย่าง กรุงเทพมหานคร",
        "กรมส่งเสริมการปกครองท้องถิ่น",
        "องค์การบริหารส่วนตำบล",
        "",
    ],
)
def test_any_other_agency_is_no_local_government(name: str) -> None:
    assert government_of(name) is None


def test_a_subdistrict_administration_knows_the_words_of_others() -> None:
    text = "ปลัด (อบจ./เทศบาล/อบต.) ในเขตเทศบาลตำบล ตามเทศบัญญัติและข้อบัญญัติ"
    assert GOVERNMENTS["อบต"].foreign_in(text) == ("อบจ.", "เทศบาล", "เทศบาลตำบล", "เทศบัญญัติ")


def test_a_municipality_keeps_its_own_general_words() -> None:
    text = "เทศบาล นายกเทศมนตรี เทศบัญญัติ พนักงานเทศบาล เทศบาลตำบลตัวอย่าง"
    assert GOVERNMENTS["ทต"].foreign_in(text) == ()


def test_a_municipality_of_another_size_is_foreign() -> None:
    assert GOVERNMENTS["ทต"].foreign_in("เทศบาลนครตัวอย่าง ข้อบัญญัติ") == ("เทศบาลนคร", "ข้อบัญญัติ")


def test_the_general_word_for_a_local_by_law_is_nobodys_own() -> None:
    assert GOVERNMENTS["ทต"].foreign_in("ข้อบัญญัติท้องถิ่น") == ()


@pytest.mark.parametrize("code", GOVERNMENTS)
def test_no_type_calls_its_own_names_foreign(code: str) -> None:
    own = GOVERNMENTS[code]
    mine = " ".join((own.type_name, own.head, own.clerk, own.council, own.law, own.staff, own.abbreviation))
    assert own.foreign_in(mine) == ()
