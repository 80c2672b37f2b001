"""A finished file gives its report back: every kind, every format, also after other programs have saved it."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
import thaireport
from tests.support.made import (
    EXAMPLES,
    KINDS,
    OFFICE_FILES,
    WORD_KINDS,
    blank_pdf,
    example,
    made,
    made_file,
    saved_by_libreoffice,
)
from thaireport import Bundle, DataError, Memo, UsageError, migrate, pipeline
from thaireport.agency import Person
from thaireport.cli import main
from thaireport.output.embed import NoRecordError, Record, find_in_office
from thaireport.output.embed.pages import _opened as opened_pdf
from thaireport.output.package import content, read_package, write_package
from thaireport.readback import open_made, without_record
from thaireport.report import Report
from thaireport.reports import REPORTS
from thaireport.verify import verify

PDF_KINDS = tuple(kind for kind in KINDS if "pdf" in REPORTS[kind].formats)
FILES = pytest.mark.parametrize(("kind", "to"), OFFICE_FILES)


@pytest.fixture(scope="session")
def resaved(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every example as LibreOffice saves it."""
    before, after = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("resaved")
    saved_by_libreoffice(soffice, [made_file(before, kind, to) for kind, to in OFFICE_FILES], after)
    return after


@FILES
def test_a_file_reads_back_as_the_report_it_was_made_from(kind: str, to: str, tmp_path: Path) -> None:
    assert thaireport.read(made_file(tmp_path, kind, to)) == example(kind)


@FILES
def test_a_file_saved_by_libreoffice_reads_back_as_its_report(kind: str, to: str, resaved: Path) -> None:
    assert thaireport.read(resaved / f"{kind}.{to}") == example(kind)


@FILES
def test_the_printed_text_survives_libreoffice_unharmed(kind: str, to: str, resaved: Path) -> None:
    assert open_made(resaved / f"{kind}.{to}").record.is_print_intact


@pytest.mark.parametrize("kind", [kind for kind, to in OFFICE_FILES if to == "xlsx"])
def test_a_workbook_saved_by_openpyxl_reads_back_as_its_report(kind: str, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made(kind, "xlsx")))
    book.save(tmp_path / "saved.xlsx")
    assert thaireport.read(tmp_path / "saved.xlsx") == example(kind)


@pytest.mark.parametrize(("kind", "to"), [("memo", "docx"), ("action_plan", "xlsx")])
def test_a_file_in_the_strict_format_of_office_reads_back_as_its_report(kind: str, to: str, tmp_path: Path) -> None:
    path = tmp_path / f"เข้มงวด.{to}"
    usual = re.compile(rb"http://schemas\.openxmlformats\.org/(officeDocument|\w+ingml|spreadsheetml)/2006/")
    with zipfile.ZipFile(io.BytesIO(made(kind, to))) as source, zipfile.ZipFile(path, "w") as strict:
        for name in source.namelist():
            strict.writestr(name, usual.sub(rb"http://purl.oclc.org/ooxml/\1/", source.read(name)))
    assert thaireport.read(path) == example(kind)
    assert not verify(path).changes


@pytest.mark.parametrize("kind", WORD_KINDS)
def test_a_document_saved_by_python_docx_reads_back_as_its_report(kind: str, tmp_path: Path) -> None:
    from docx import Document

    Document(io.BytesIO(made(kind, "docx"))).save(str(tmp_path / "saved.docx"))
    assert thaireport.read(tmp_path / "saved.docx") == example(kind)


@pytest.fixture(scope="session")
def printed(soffice: Path) -> dict[str, bytes]:
    """Every example as PDF; LibreOffice is started once for all of them."""
    pages = pipeline.render_pages([example(kind) for kind in PDF_KINDS])
    return {kind: each for kind, each in zip(PDF_KINDS, pages, strict=True) if isinstance(each, bytes)}


@pytest.mark.parametrize("kind", PDF_KINDS)
def test_a_pdf_reads_back_as_the_report_it_was_made_from(kind: str, printed: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(printed[kind])
    assert thaireport.read(path) == example(kind)


@pytest.mark.parametrize("kind", PDF_KINDS)
def test_a_pdf_is_as_it_was_made(kind: str, printed: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(printed[kind])
    assert verify(path).is_as_made


def test_every_kind_has_its_formats_read_back_here() -> None:
    tried = {*OFFICE_FILES, *((kind, "pdf") for kind in PDF_KINDS)}
    assert tried == {(kind, to) for kind in REPORTS for to in REPORTS[kind].formats}


def test_a_pdf_with_data_says_that_it_is_pdf_a_3(printed: dict[str, bytes]) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(printed["memo"])) as pdf, pdf.open_metadata() as about:
        assert about["pdfaid:part"] == "3"


def test_the_attachment_of_a_pdf_is_named_as_its_data(printed: dict[str, bytes]) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(printed["memo"])) as pdf:
        assert [str(entry.AFRelationship) for entry in pdf.Root.AF] == ["/Data"]


def test_a_pdf_without_data_carries_none(soffice: Path, tmp_path: Path) -> None:
    path = tmp_path / "plain.pdf"
    path.write_bytes(pipeline.render(example("memo"), "pdf", data=False))
    with pytest.raises(NoRecordError):
        thaireport.read(path)


@FILES
def test_equal_input_gives_equal_bytes(kind: str, to: str) -> None:
    again = pipeline.render(pipeline.load(EXAMPLES / f"{kind}.yaml"), to)
    assert again == made(kind, to)


@FILES
def test_no_data_leaves_nothing_behind(kind: str, to: str) -> None:
    parts = read_package(pipeline.render(example(kind), to, data=False))
    assert [name for name, part in parts.items() if b"urn:thaireport" in part or b"_thaireport" in part] == []


@FILES
def test_strip_gives_the_file_that_was_made_without_data(kind: str, to: str, tmp_path: Path) -> None:
    stripped = read_package(without_record(made_file(tmp_path, kind, to)))
    plain = read_package(pipeline.render(example(kind), to, data=False))
    same = {name for name, part in plain.items() if stripped.get(name) == part}
    rewritten = {"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "xl/workbook.xml"}
    assert stripped.keys() == plain.keys()
    assert plain.keys() - same <= rewritten | {"xl/_rels/workbook.xml.rels"}


@FILES
def test_a_stripped_file_names_the_report_nowhere(kind: str, to: str, tmp_path: Path) -> None:
    path = tmp_path / f"stripped.{to}"
    path.write_bytes(without_record(made_file(tmp_path, kind, to)))
    with pytest.raises(NoRecordError):
        thaireport.read(path)


def test_the_short_property_fits_the_dialogs_of_office() -> None:
    assert max(len(Record.of(example(kind), "a.docx", "0" * 64).short) for kind in KINDS) <= 255


def test_the_short_property_tells_kind_version_and_digest() -> None:
    part = read_package(made("memo", "docx"))["docProps/custom.xml"].decode()
    assert re.search(r">memo@1 sha256:[0-9a-f]{64} thaireport \d", part)


def test_the_sheet_of_a_workbook_is_very_hidden() -> None:
    kind = next(kind for kind, to in OFFICE_FILES if to == "xlsx")
    workbook = read_package(made(kind, "xlsx"))["xl/workbook.xml"].decode()
    assert re.search(r'name="_thaireport"[^>]*state="veryHidden"', workbook)


def test_no_cell_of_the_hidden_sheet_is_longer_than_excel_takes() -> None:
    from openpyxl import load_workbook

    for kind, to in OFFICE_FILES:
        if to == "xlsx":
            sheet = load_workbook(io.BytesIO(made(kind, to)))["_thaireport"]
            assert max(len(str(cell)) for row in sheet.iter_rows(values_only=True) for cell in row) <= 32_767


def _persons(value: Any) -> Iterator[Person]:
    if isinstance(value, Person):
        yield value
    elif isinstance(value, (tuple, list)):
        for entry in value:
            yield from _persons(entry)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from _persons(getattr(value, name))


@pytest.mark.parametrize("kind", WORD_KINDS)
def test_a_file_carries_the_names_of_those_alone_who_are_printed(kind: str) -> None:
    record = find_in_office(read_package(made(kind, "docx")))
    printed = "".join(record.printed.decode().split())
    assert [person for person in _persons(example(kind)) if person.surname and person.surname not in printed] == []


def test_a_full_path_of_a_picture_is_cut_to_its_name() -> None:
    from thaireport.output.embed.record import as_json

    carried = as_json({"emblem": "/home/somchai/ตรา.png", "photo": "C:\\Users\\somchai\\ภาพ 1.JPG"})
    assert json.loads(carried) == {"emblem": "ตรา.png", "photo": "ภาพ 1.JPG"}


# ---- what is refused


def test_a_file_of_others_says_that_it_carries_no_data(tmp_path: Path) -> None:
    from docx import Document

    Document().save(str(tmp_path / "other.docx"))
    with pytest.raises(NoRecordError, match=r"other\.docx.*ไม่มีข้อมูลติดมา"):
        thaireport.read(tmp_path / "other.docx")


def test_data_changed_inside_the_file_is_refused(tmp_path: Path) -> None:
    parts = read_package(made("memo", "docx"))
    parts["customXml/item1.xml"] = parts["customXml/item1.xml"].replace("เรียน".encode(), "เขียน".encode(), 1)
    data = parts["customXml/item1.xml"].replace(b'"kind":"memo"', b'"kind":"memo" ', 1)
    path = tmp_path / "memo.docx"
    path.write_bytes(write_package({**parts, "customXml/item1.xml": data}))
    with pytest.raises(DataError, match="ถูกแก้ไข"):
        thaireport.read(path)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(UsageError, match=r"nowhere\.docx"):
        thaireport.read("nowhere.docx")


def test_a_data_file_is_no_finished_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ไม่ใช่ไฟล์รายงานที่ทำเสร็จแล้ว"):
        thaireport.read(tmp_path / "memo.yaml")


# ---- older and newer formats


def _first_memo(data: dict[str, Any]) -> dict[str, Any]:
    """A made-up first version: ``title`` is today's ``subject``, and the addressee was not asked for."""
    return {("subject" if name == "title" else name): value for name, value in data.items() if name != "addressee"} | {
        "addressee": data.get("to", "นายอำเภอตัวอย่าง")
    }


@pytest.fixture
def second_memo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memo's data is of version 2 now, with the step from version 1."""
    monkeypatch.setattr(Memo, "format_version", 2)
    monkeypatch.setitem(migrate.MIGRATIONS, "memo", {1: _first_memo})


def _as_written_then(report: Report) -> bytes:
    """The file of a memo as version 1 of the format would have carried it."""
    record = Record.of(report, "memo.docx", "0" * 64)
    data = json.loads(record.data)
    data["title"] = data.pop("subject")
    del data["addressee"]
    from hashlib import sha256

    from thaireport.output.embed import into_document

    text = json.dumps(data, ensure_ascii=False)
    parts = read_package(pipeline.render(report, data=False))
    old = Record("memo", {"memo": 1}, "0.0.1", "memo.docx", "0" * 64, text, sha256(text.encode()).hexdigest())
    return write_package(into_document(parts, old))


@pytest.mark.usefixtures("second_memo")
def test_data_of_an_older_version_is_migrated_when_read(tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(_as_written_then(example("memo")))
    report = thaireport.read(tmp_path / "old.docx")
    assert report == example("memo").model_copy(update={"addressee": "นายอำเภอตัวอย่าง"})


@pytest.mark.usefixtures("second_memo")
def test_a_yaml_file_of_an_older_version_is_migrated_when_loaded(tmp_path: Path) -> None:
    text = (EXAMPLES / "memo.yaml").read_text("utf-8").replace("subject:", "title:").replace("addressee:", "to:")
    (tmp_path / "agency.yaml").write_bytes((EXAMPLES / "agency.yaml").read_bytes())
    (tmp_path / "memo.yaml").write_text(f"format_version: 1\n{_without_to(text)}", "utf-8")
    loaded = thaireport.load(tmp_path / "memo.yaml")
    assert isinstance(loaded, Memo)
    assert loaded.addressee == "นายอำเภอตัวอย่าง"


def test_a_bundle_written_as_text_tells_the_version_of_each_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo, written = example("memo"), tmp_path / "bundle.yaml"
    pipeline.save(Bundle(agency=memo.agency, parts=(memo,)), tmp_path / "bundle.docx")
    assert main(["read", str(tmp_path / "bundle.docx"), "-o", str(written)]) == 0
    monkeypatch.setattr(Memo, "format_version", 2)
    step = {1: lambda data: {**data, "subject": "แปลงแล้ว"}}
    monkeypatch.setitem(migrate.MIGRATIONS, "memo", step)
    loaded = thaireport.load(written)
    assert isinstance(loaded, Bundle)
    assert [part.subject for part in loaded.parts if isinstance(part, Memo)] == ["แปลงแล้ว"]


def _without_to(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith("to:"))


@pytest.mark.usefixtures("second_memo")
def test_a_version_without_a_step_is_refused() -> None:
    with pytest.raises(DataError, match="เก่าเกินกว่าจะอ่านได้"):
        migrate.migrated({"kind": "memo"}, {"memo": 0})


def test_data_two_versions_old_takes_both_steps_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def marked(word: str) -> migrate.Step:
        return lambda data: {"subject": f"{data['subject']} {word}"}

    monkeypatch.setattr(Memo, "format_version", 3)
    monkeypatch.setitem(migrate.MIGRATIONS, "memo", {1: marked("ขั้นหนึ่ง"), 2: marked("ขั้นสอง")})
    data = {"kind": "memo", "subject": "เรื่อง"}
    made = [migrate.migrated(data, {"memo": version})["subject"] for version in (1, 2, 3)]
    assert made == ["เรื่อง ขั้นหนึ่ง ขั้นสอง", "เรื่อง ขั้นสอง", "เรื่อง"]


@pytest.mark.parametrize("told", ["สอง", "-1", "1.5", "", "1" * 5000])
def test_a_version_that_is_no_number_is_told(told: str) -> None:
    with pytest.raises(DataError, match="format_version ต้องเป็นจำนวนเต็ม"):
        migrate.from_file({"kind": "memo", "format_version": told})


def test_data_of_a_newer_version_asks_for_a_newer_library() -> None:
    with pytest.raises(DataError, match="ติดตั้ง thaireport รุ่นใหม่"):
        migrate.migrated({"kind": "memo"}, {"memo": 99})


def test_the_parts_of_a_bundle_are_migrated_each_by_its_own_version(second_memo: None) -> None:
    data = {"kind": "bundle", "parts": [{"kind": "memo", "title": "ก"}, {"kind": "announcement"}]}
    assert migrate.migrated(data, {"bundle": 1, "memo": 1})["parts"] == [
        {"kind": "memo", "subject": "ก", "addressee": "นายอำเภอตัวอย่าง"},
        {"kind": "announcement"},
    ]
    assert Record.of(example("bundle")).versions == {"bundle": 1, "memo": 2, "measures_report": 1}


def test_every_kind_has_the_steps_up_to_its_version() -> None:
    lacking = {
        kind: version
        for kind, model in REPORTS.items()
        for version in range(1, model.format_version)
        if version not in migrate.MIGRATIONS.get(kind, {})
    }
    assert lacking == {}


@pytest.mark.parametrize(
    "text", ["_x0041_", "\ufffe", "\uffff", "\ud800", "\x01", "a\tb\r\nc", "😀", "]]>", "&amp;<", "x_x"]
)
def test_letters_that_xml_or_excel_would_change_are_carried_unharmed(text: str) -> None:
    from thaireport.output.embed.record import as_json

    carried = as_json({"text": text})
    assert json.loads(carried) == {"text": text}
    assert re.search("[\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_", carried) is None


def test_what_a_template_carries_of_its_own_is_kept() -> None:
    from thaireport.output.embed import into_document, strip_office

    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    own = (
        f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="ของหน่วยงาน">'
        "<vt:lpwstr>1</vt:lpwstr></property></Properties>"
    ).encode()
    plain = read_package(pipeline.render(example("memo"), data=False))
    parts = {**plain, "customXml/item1.xml": b"<b:Sources xmlns:b='urn:x'/>", "docProps/custom.xml": own}
    whole = into_document(parts, Record.of(example("memo")))
    carrying = {name: content(part) for name, part in whole.items()}
    stripped = strip_office(carrying)
    assert find_in_office(carrying).values == example("memo").stored()
    assert stripped["customXml/item1.xml"] == parts["customXml/item1.xml"]
    assert "ของหน่วยงาน".encode() in stripped["docProps/custom.xml"]
    assert b'name="thaireport"' not in stripped["docProps/custom.xml"]


def test_pdfs_open_in_two_threads_silence_nobody_afterwards() -> None:
    """The one that was opened first is closed first."""
    pages = blank_pdf("memo")
    threads = [(copy_context(), opened_pdf(pages)) for _ in range(2)]
    for context, opened in threads:
        context.run(opened.__enter__)
    for context, opened in threads:
        context.run(opened.__exit__, None, None, None)
    teller = logging.getLogger("pikepdf._core")
    assert not teller.disabled
    assert teller.filter(logging.makeLogRecord({}))
