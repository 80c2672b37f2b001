"""The external letter and the order: what their forms must and must not have (official-format 1.3, 1.5, 1.8)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import thaireport
from tests.support.fonts import NEW, PSK, in_font
from tests.support.golden import Golden, outline
from tests.support.judges import openxml_audit, page_faults, plain, thai_runs_faults
from tests.support.word import W, WordFile, text_of
from thaireport import ExternalLetter, Order, Report
from thaireport.intake.form import form_bytes
from thaireport.output.pdf import OfficeFile, to_pdfs

EXAMPLES = Path(__file__).parents[2] / "examples"
AGENCY = {"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "phone": "043123456", "address": "ถนนตัวอย่าง\nอำเภอตัวอย่าง"}
MAYOR = {"name": "นายสมชาย ตัวอย่างดี", "position": "นายกองค์การบริหารส่วนตำบลตัวอย่าง"}


def letter(**changes: Any) -> ExternalLetter:
    data = {
        "agency": AGENCY,
        "number": "ตย 71801/12",
        "dated": "12 พฤษภาคม 2569",
        "subject": "ขอเชิญเป็นวิทยากร",
        "addressee": "นายอำเภอตัวอย่าง",
        "body": "ด้วยองค์การบริหารส่วนตำบลตัวอย่างจะจัดอบรม",
        "signer": MAYOR,
        "unit": "สำนักปลัด",
    }
    return ExternalLetter.model_validate({**data, **changes})


def order(**changes: Any) -> Order:
    data = {
        "agency": AGENCY,
        "number": "125/2568",
        "subject": "แต่งตั้งคณะทำงาน",
        "body": "เพื่อให้การดำเนินงานเรียบร้อย จึงแต่งตั้งคณะทำงาน",
        "effective": "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป",
        "dated": "1 ตุลาคม 2568",
        "signer": MAYOR,
    }
    return Order.model_validate({**data, **changes})


def printed(report: Report) -> str:
    word = WordFile.read(thaireport.render(report))
    return plain(" ".join(text_of(root) for root in word.stories.values()))


def codes(report: Report) -> list[tuple[str, str]]:
    return [(problem.level, problem.code) for problem in report.problems() if problem.code != "emblem-missing"]


def test_a_letter_in_order_has_nothing_to_mend() -> None:
    assert codes(letter()) == []


def test_a_letter_has_its_complimentary_close() -> None:
    assert "ขอแสดงความนับถือ" in printed(letter())


def test_the_owner_of_the_matter_stands_at_the_foot() -> None:
    assert letter().owner_lines == ["สำนักปลัด", "โทร. 0 4312 3456"]


LONG_ADDRESS = "ถนนสายเอเชีย ตำบลคลองสวนพลู อำเภอพระนครศรีอยุธยา จังหวัดพระนครศรีอยุธยา 13000"


def test_a_long_address_goes_on_below_where_a_piece_of_it_begins() -> None:
    sender = letter(address=LONG_ADDRESS)
    assert not sender.sender_is_wide
    assert sender.sender_lines[1:] == [
        "ถนนสายเอเชีย ตำบลคลองสวนพลู",
        "อำเภอพระนครศรีอยุธยา",
        "จังหวัดพระนครศรีอยุธยา 13000",
    ]


def test_the_lines_of_an_address_stay_as_typed_where_the_right_half_holds_them() -> None:
    typed = "เลขที่ 99/9 หมู่ที่ 12 ถนนร้อยเอ็ด - มหาสารคาม\nอำเภอศรีสมเด็จพัฒนาราม จังหวัดร้อยเอ็ด 45000"
    sender = letter(address=typed)
    assert sender.sender_is_wide
    assert sender.sender_lines[1:] == typed.split("\n")


def test_a_long_name_of_an_agency_takes_the_right_half() -> None:
    name = "องค์การบริหารส่วนจังหวัดพระนครศรีอยุธยา"
    sender = letter(agency={**AGENCY, "name": name, "address": LONG_ADDRESS})
    assert sender.sender_is_wide
    assert sender.sender_lines[0] == name


def test_the_sender_is_the_agency_and_its_address() -> None:
    assert letter().sender_lines == ["องค์การบริหารส่วนตำบลตัวอย่าง", "ถนนตัวอย่าง", "อำเภอตัวอย่าง"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"addressee": "เรียน นายอำเภอตัวอย่าง"}, ("error", "label-typed")),
        ({"subject": "เรื่อง ขอเชิญ"}, ("error", "label-typed")),
        ({"references": "1. หนังสือจังหวัดตัวอย่าง\n2. หนังสืออำเภอตัวอย่าง"}, ("error", "label-typed")),
        ({"enclosures": ["๑) แบบรายงาน", "๒) กำหนดการ"]}, ("error", "label-typed")),
        ({"number": "ตย. 71801/12"}, ("warning", "document-number")),
        ({"number": None}, ("warning", "letter-number")),
        ({"body": ["ขอเชิญประชุม", "ขอแสดงความนับถือ"]}, ("error", "label-typed")),
        ({"closing": "ขอแสดงความนับถืออย่างยิ่ง"}, ("error", "label-typed")),
        (
            {"complimentary_close": "ขอนมัสการมาด้วยความเคารพ", "closing": "ขอนมัสการมาด้วยความเคารพ"},
            ("error", "label-typed"),
        ),
        ({"unit": None}, ("warning", "letter-unit")),
        ({"agency": {"name": "อำเภอตัวอย่าง", "phone": "043123456"}}, ("warning", "letter-address")),
        ({"agency": {"name": "อำเภอตัวอย่าง", "address": "ถนนตัวอย่าง"}}, ("warning", "letter-phone")),
        ({"signer": "นายสมชาย ตัวอย่างดี"}, ("error", "signer-position")),
    ],
)
def test_a_letter_off_the_form_is_told(changes: dict[str, Any], found: tuple[str, str]) -> None:
    assert codes(letter(**changes)) == [found]


@pytest.mark.parametrize(
    "references",
    ["1. หนังสือจังหวัดตัวอย่าง", "5 ส ของสำนักงาน\n12 มาตรการของจังหวัด", "หนังสืออำเภอ\n2. หนังสือจังหวัด"],
)
def test_a_number_that_numbers_no_list_may_begin_a_reference(references: str) -> None:
    assert codes(letter(references=references)) == []


def test_an_order_in_order_has_nothing_to_mend() -> None:
    assert codes(order()) == []


def test_an_order_says_its_number_and_its_date_with_the_era() -> None:
    text = printed(order())
    assert "ที่๑๒๕/๒๕๖๘" in text
    assert "สั่งณวันที่๑ตุลาคมพ.ศ.๒๕๖๘" in text


def test_room_is_left_for_a_running_number_not_given_yet() -> None:
    assert order(number="/2568").number_line.strip() == "/2568"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"number": "125"}, ("error", "order-number")),
        ({"number": "125/2569"}, ("warning", "order-year")),
        ({"body": "ขอแสดงความนับถือ"}, ("error", "order-salutation")),
        ({"body": "1. นายดี มีสุข | ปลัด | ประธานกรรมการ"}, ("warning", "order-seats-in-body")),
        ({"body": "สั่ง ณ วันที่ 1 ตุลาคม 2568"}, ("error", "label-typed")),
        ({"effective": None}, ("warning", "order-effective")),
        ({"issuer": "คำสั่งอำเภอ"}, ("error", "label-typed")),
    ],
)
def test_an_order_off_the_form_is_told(changes: dict[str, Any], found: tuple[str, str]) -> None:
    assert codes(order(**changes)) == [found]


# ---- committees ----

HEAD = "นายสมชาย ตัวอย่างดี | นายกองค์การบริหารส่วนตำบลตัวอย่าง | ประธานกรรมการ"
BY_POST = "| ปลัดองค์การบริหารส่วนตำบลตัวอย่าง | กรรมการและเลขานุการ"


def committee(*members: Any, **changes: Any) -> dict[str, Any]:
    return {"title": "คณะกรรมการ ประกอบด้วย", "members": list(members) or [HEAD, BY_POST], **changes}


def lists(report: Report) -> list[list[list[str]]]:
    """The tables of a report's page: rows of cells."""
    document = WordFile.read(thaireport.render(report)).document
    return [
        [["\n".join(map(text_of, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in document.iter(f"{W}tbl")
    ]


def test_name_post_and_role_of_a_committee_stand_in_columns() -> None:
    assert lists(order(committees=[committee()])) == [
        [
            ["๑.", "นายสมชาย ตัวอย่างดี", "นายกองค์การบริหารส่วนตำบลตัวอย่าง", "ประธานกรรมการ"],
            ["๒.", "ปลัดองค์การบริหารส่วนตำบลตัวอย่าง", "กรรมการและเลขานุการ"],
        ]
    ]


def test_several_committees_are_numbered_and_their_members_below_them() -> None:
    made = order(committees=[committee(duties="มีหน้าที่ให้คำปรึกษา"), committee(HEAD)])
    assert [[row[0] for row in rows] for rows in lists(made)] == [["๑.๑", "๑.๒"], ["๒.๑"]]
    text = printed(made)
    assert text.index("๑.คณะกรรมการ") < text.index(plain("มีหน้าที่ให้คำปรึกษา")) < text.index("๒.คณะกรรมการ")


def test_no_page_of_an_order_with_three_committees_ends_in_what_leads_in_a_list(soffice: Path) -> None:
    duties = "ให้คณะกรรมการมีหน้าที่และอำนาจ ดังนี้\n1) อำนวยการ และแก้ไขปัญหาต่าง ๆ\n2) รายงานผล"
    whole = committee(*[HEAD] * 12, duties=duties)
    files = [
        OfficeFile(in_font(thaireport.render(order(body=["เพื่อให้เรียบร้อย"] * more, committees=[whole] * 3)), family))
        for more in (3, 4, 5)
        for family in (PSK, NEW)
    ]
    found = [page_faults(pdf) if isinstance(pdf, bytes) else [str(pdf)] for pdf in to_pdfs(files)]
    assert [faults for faults in found if faults] == []


def test_a_member_is_the_same_as_a_line_and_field_by_field() -> None:
    fields = {"name": "นายสมชาย ตัวอย่างดี", "position": "นายกองค์การบริหารส่วนตำบลตัวอย่าง", "role": "ประธานกรรมการ"}
    assert order(committees=[committee(HEAD)]) == order(committees=[committee(fields)])
    assert order(committees=[committee(members=f"{HEAD}\n{BY_POST}\n")]) == order(committees=[committee()])


def test_a_key_brings_name_and_post_and_keeps_a_post_said_beside_it() -> None:
    report = order(
        agency={**AGENCY, "people": {"mayor": MAYOR}},
        committees=[committee("mayor | | ประธานกรรมการ", {"name": "mayor", "position": "ที่ปรึกษา", "role": "กรรมการ"})],
    )
    first, second = report.committees[0].members
    assert (first.name, first.position, second.position) == (MAYOR["name"], MAYOR["position"], "ที่ปรึกษา")


@pytest.mark.parametrize("key", ["Mayor", "head-1", "นายก"])
def test_a_member_is_named_by_any_key_that_the_agency_has(key: str) -> None:
    report = order(agency={**AGENCY, "people": {key: MAYOR}}, committees=[committee({"name": key, "role": "กรรมการ"})])
    (member,) = report.committees[0].members
    assert (member.name, member.position) == (MAYOR["name"], MAYOR["position"])


def test_a_member_named_by_a_key_in_other_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="หมายถึง head-1 หรือไม่"):
        order(
            agency={**AGENCY, "people": {"head-1": MAYOR}},
            committees=[committee({"name": "Head-1", "role": "กรรมการ"})],
        )


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("นายสมชาย ตัวอย่างดี | ประธานกรรมการ", "ชื่อ | ตำแหน่ง | หน้าที่"),
        (f"{HEAD} | อื่น", "ชื่อ | ตำแหน่ง | หน้าที่"),
        ("mayer | | ประธานกรรมการ", "ไม่มีบุคคลชื่อ “mayer”"),
    ],
)
def test_a_member_that_cannot_be_read_is_told_how(member: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        order(committees=[committee(member)])


@pytest.mark.parametrize(
    ("member", "code", "field"),
    [
        ("| | กรรมการ", "order-member", "name"),
        ("1. นายสมชาย ตัวอย่างดี | ปลัด | กรรมการ", "label-typed", "name"),
    ],
)
def test_a_list_off_the_form_is_told(member: str, code: str, field: str) -> None:
    found = [problem for problem in order(committees=[committee(HEAD, member)]).problems() if problem.code == code]
    assert [(problem.level, problem.loc) for problem in found] == [("error", ("committees", 0, "members", 1, field))]


def test_the_number_of_a_committee_is_not_typed() -> None:
    report = order(committees=[committee(title=f"{number}. คณะที่หนึ่ง") for number in (1, 2)])
    assert codes(report) == [("error", "label-typed")]


def test_a_name_wider_than_its_column_has_the_surname_below() -> None:
    long = "ว่าที่ร้อยตรีหญิง กัญญารัตน์ ศรีสุวรรณพงศ์ | นักวิชาการศึกษาปฏิบัติการ | กรรมการ"
    assert lists(order(committees=[committee(long)]))[0][0][1] == "ว่าที่ร้อยตรีหญิง กัญญารัตน์\nศรีสุวรรณพงศ์"


def test_a_committee_travels_through_the_form(tmp_path: Path) -> None:
    report = order(committees=[committee(duties="มีหน้าที่ ดังนี้\n1. จัดทำแผน"), committee(BY_POST)])
    form = tmp_path / "order.xlsx"
    form.write_bytes(form_bytes(Order, report))
    assert thaireport.load(form).stored() == report.stored()


@pytest.mark.parametrize("kind", ["external_letter", "order"])
def test_example_outline_is_as_reviewed(kind: str, golden: Golden) -> None:
    golden.check(kind, outline(thaireport.render(thaireport.load(EXAMPLES / f"{kind}.yaml"))))


@pytest.mark.parametrize("kind", ["external_letter", "order"])
def test_word_will_open_the_file_and_set_its_thai(kind: str) -> None:
    document = thaireport.render(thaireport.load(EXAMPLES / f"{kind}.yaml"))
    assert openxml_audit(document, "docx") == []
    assert thai_runs_faults(document) == []


@pytest.mark.parametrize("kind", ["external_letter", "order"])
def test_stored_data_reads_back_equal(kind: str) -> None:
    report = thaireport.load(EXAMPLES / f"{kind}.yaml")
    assert type(report).model_validate(report.stored()) == report
