"""The zip package: what is read is safe, what is written is the same every time, a file arrives whole."""

from __future__ import annotations

import io
import os
import stat
import struct
import sys
import time
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from thaireport.errors import DataError, OutputError
from thaireport.output import package
from thaireport.output.package import CONTENT_TYPES, Limits, NewPart, Packed, read_package, write_package

TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PARTS: dict[str, bytes | Packed] = {
    "word/document.xml": b"<w/>" * 500,
    "word/media/a.png": bytes(range(256)),
    "_rels/.rels": b"<r/>",
    CONTENT_TYPES: TYPES,
}


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


def zip_of(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def messages(data: bytes, limits: Limits = package.DEFAULT_LIMITS) -> str:
    with pytest.raises(DataError) as caught:
        read_package(data, limits=limits)
    return str(caught.value)


def test_what_is_written_is_read_back() -> None:
    assert read_package(write_package(PARTS)) == PARTS


def test_pythons_zipfile_finds_no_fault_in_what_is_written() -> None:
    with zipfile.ZipFile(io.BytesIO(write_package(PARTS))) as archive:
        assert archive.testzip() is None


def test_content_types_come_first_and_the_main_part_before_the_rest() -> None:
    assert list(read_package(write_package(PARTS)))[:3] == [CONTENT_TYPES, "_rels/.rels", "word/document.xml"]


def test_the_order_of_the_parts_given_changes_nothing() -> None:
    assert write_package(PARTS) == write_package(dict(reversed(list(PARTS.items()))))


def test_a_packed_part_gives_the_same_bytes_as_a_plain_one() -> None:
    packed = {name: Packed(package.content(data)) for name, data in PARTS.items()}
    assert write_package(packed) == write_package(PARTS)


def test_every_entry_bears_the_time_of_1980() -> None:
    with zipfile.ZipFile(io.BytesIO(write_package(PARTS))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_thai_part_name_survives() -> None:
    assert "customXml/รายงาน.xml" in read_package(write_package(PARTS | {"customXml/รายงาน.xml": b"<a/>"}))


def test_a_file_that_is_no_zip_is_refused_in_thai() -> None:
    assert "ไฟล์เสียหายหรือไม่ใช่ไฟล์ Word/Excel" in messages(b"hello")


def test_an_old_or_locked_file_is_named_as_such() -> None:
    assert "รหัสผ่าน" in messages(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_zip_that_is_no_office_file_is_refused() -> None:
    assert CONTENT_TYPES in messages(zip_of({"a.txt": b"a"}))


def test_a_damaged_part_is_refused() -> None:
    data = bytearray(write_package(PARTS))
    data[-200:-150] = bytes(50)
    middle = data.index(b"word/document.xml") + 17
    data[middle : middle + 4] = b"\xff\xff\xff\xff"
    assert "ไฟล์เสียหาย" in messages(bytes(data))


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "word\\x", "C:/x", "a//b", "./x"])
def test_a_name_that_leaves_the_package_is_refused(name: str) -> None:
    assert "ไม่ปลอดภัย" in messages(zip_of({CONTENT_TYPES: TYPES, name: b"x"}))


def test_a_link_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(CONTENT_TYPES, TYPES)
        link = zipfile.ZipInfo("word/x")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "ไม่ปลอดภัย" in messages(file.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused_in_any_case_of_letters() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in (CONTENT_TYPES, "word/a.xml", "word/A.xml"):
            archive.writestr(name, b"x")
    assert "ชื่อซ้ำ" in messages(file.getvalue())


def test_a_part_that_swells_too_far_is_refused_before_unpacking() -> None:
    bomb = zip_of({CONTENT_TYPES: TYPES, "word/document.xml": bytes(5_000_000)})
    assert "ผิดปกติ" in messages(bomb)


def test_too_many_parts_are_refused() -> None:
    many = zip_of({CONTENT_TYPES: TYPES} | {f"a{i}": b"" for i in range(20)})
    assert "เกินที่รับได้ (10 ส่วน)" in messages(many, Limits(entries=10))


def test_too_much_when_unpacked_is_refused() -> None:
    assert "ขยายแล้วใหญ่" in messages(zip_of({CONTENT_TYPES: TYPES, "a": bytes(2000)}), Limits(total=1000))


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(zip_of({CONTENT_TYPES: TYPES, "a": b"x"}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<H", data, entry + 8, 0x1)
    assert "เข้ารหัส" in messages(bytes(data))


def test_an_unknown_way_of_packing_is_refused() -> None:
    assert "ไม่รองรับ" in messages(zip_of({CONTENT_TYPES: TYPES, "a": b"x" * 99}, zipfile.ZIP_BZIP2))


def test_all_faults_of_a_package_come_at_once() -> None:
    with pytest.raises(DataError) as caught:
        read_package(zip_of({CONTENT_TYPES: TYPES, "../a": b"", "/b": b""}))
    assert len(caught.value.problems) == 2


def test_xml_with_a_dtd_is_refused() -> None:
    with pytest.raises(ValueError, match="DTD"):
        package.parse_xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def test_an_added_part_gets_its_type_and_its_relationship() -> None:
    new = NewPart("customXml/item1.xml", b"<d/>", "application/xml", "urn:data", "word/document.xml")
    parts = package.add_parts(PARTS, [new])
    rels = etree.fromstring(package.content(parts["word/_rels/document.xml.rels"]))
    assert [dict(rel.attrib) for rel in rels] == [
        {"Id": "rId1", "Type": "urn:data", "Target": "../customXml/item1.xml"}
    ]
    assert b'PartName="/customXml/item1.xml"' in package.content(parts[CONTENT_TYPES])


def test_adding_the_same_part_again_changes_nothing() -> None:
    new = [NewPart("docProps/core.xml", b"<d/>", "application/core", "urn:core")]
    once = package.add_parts(PARTS, new)
    assert write_package(package.add_parts(once, new)) == write_package(once)


def test_relationship_targets_are_found_from_any_folder() -> None:
    rel = etree.fromstring('<Relationship Target="../media/a.png"/>')
    assert package.target_name("word/charts/chart1.xml", rel) == "word/media/a.png"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "รายงาน.docx"
    target.write_bytes(b"old")
    package.replace_file(target, b"new")
    assert target.read_bytes() == b"new"


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    package.replace_file(tmp_path / "a.docx", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_what_a_run_left_that_was_killed_a_day_ago_is_taken_away(tmp_path: Path) -> None:
    names = {
        "old": ".thaireport-0123456789abcdef.tmp",
        "of a run beside this one": ".thaireport-fedcba9876543210.tmp",
        "somebody's own": ".thaireport-แผน.tmp",
        "the list of a mailing": ".thaireport-made.json",
    }
    for name in names.values():
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (time.time() - 90_000,) * 2)
    os.utime(tmp_path / names["of a run beside this one"], (time.time() - 3_600,) * 2)
    package.replace_file(tmp_path / "a.docx", b"new")
    assert {path.name for path in tmp_path.iterdir()} == {"a.docx", *names.values()} - {names["old"]}


@needs_links
def test_a_link_that_leads_round_in_a_circle_becomes_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.docx").symlink_to(tmp_path / "a.docx")
    package.replace_file(tmp_path / "a.docx", b"new")
    assert (tmp_path / "a.docx").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permission bits")
def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    package.replace_file(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="ไม่พบโฟลเดอร์"):
        package.replace_file(tmp_path / "none" / "a.docx", b"x")


@needs_links
def test_a_missing_folder_that_a_link_leads_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "ลิงก์.docx").symlink_to(tmp_path / "ไม่มี" / "memo.docx")
    with pytest.raises(OutputError, match=r"ไม่พบโฟลเดอร์ .*ไม่มี"):
        package.replace_file(tmp_path / "ลิงก์.docx", b"x")


def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.docx").mkdir()
    with pytest.raises(OutputError, match="เป็นโฟลเดอร์"):
        package.replace_file(tmp_path / "a.docx", b"x")


def test_a_file_open_in_word_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputError, match="เปิดอยู่ใน Word"):
        package.replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.docx"]  # noqa: PTH208
