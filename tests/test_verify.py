"""What was edited by hand is found wherever it stands; what programs change when they save is no edit."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.support.clerk import form_file, type_main
from tests.support.made import OFFICE_FILES, WORD_KINDS, blank_pdf, example, made, made_file, saved_by_libreoffice
from thaireport import Memo, UsageError, pipeline
from thaireport.cli import main
from thaireport.compare import Change, excerpts
from thaireport.differences import differences
from thaireport.output.package import read_package, write_package
from thaireport.report import Report
from thaireport.thai.digits import to_thai
from thaireport.verify import Verdict, shown_number, verify

FILES = pytest.mark.parametrize(("kind", "to"), OFFICE_FILES)
_WORD_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*[^<\s][^<]*)(</w:t>)")
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
SAMPLES = 24


def edited(folder: Path, kind: str, to: str, edit: Callable[[str], str], part: str = "") -> Path:
    """The example of a kind with its main part (or another) changed as by hand."""
    parts = read_package(made(kind, to))
    name = part or _MAIN[to]
    before = parts[name].decode()
    after = edit(before)
    assert after != before, "the edit of this test changes nothing"
    path = folder / f"edited.{to}"
    path.write_bytes(write_package({**parts, name: after.encode()}))
    return path


def changed(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def places(verdict: Verdict) -> list[str]:
    return [change.place for change in verdict.changes]


@FILES
def test_a_file_as_it_was_made_shows_no_edit(kind: str, to: str, tmp_path: Path) -> None:
    verdict = verify(made_file(tmp_path, kind, to))
    assert (verdict.changes, verdict.doubt, verdict.notes) == ((), "", ())


@FILES
def test_saving_with_libreoffice_is_no_edit(kind: str, to: str, resaved: Path) -> None:
    verdict = verify(resaved / f"{kind}.{to}")
    assert (verdict.changes, verdict.doubt) == ((), "")


@pytest.mark.parametrize("kind", WORD_KINDS)
def test_saving_with_a_program_on_dotnet_is_no_edit(kind: str, tmp_path: Path) -> None:
    path = edited(tmp_path, kind, "docx", lambda text: text.replace("/>", " />"))
    assert (verify(path).changes, verify(path).doubt) == ((), "")


@pytest.fixture(scope="session")
def resaved(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every example as LibreOffice saves it."""
    before, after = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("resaved")
    saved_by_libreoffice(soffice, [made_file(before, kind, to) for kind, to in OFFICE_FILES], after)
    return after


def _printed(text: str) -> list[re.Match[str]]:
    """Some of the printed texts of a part, from everywhere in it."""
    found = list(_WORD_TEXT.finditer(text))
    return found[:: max(1, len(found) // SAMPLES)]


@pytest.mark.parametrize("kind", WORD_KINDS)
def test_every_printed_text_that_is_changed_is_found(kind: str, tmp_path: Path) -> None:
    text = read_package(made(kind, "docx"))[_MAIN["docx"]].decode()
    missed = []
    for match in _printed(text):
        path = edited(tmp_path, kind, "docx", _typed(match, "แก้ด้วยมือ"))
        if len([change for change in verify(path).changes if "แก้ด้วยมือ" in (change.new or "")]) != 1:
            missed.append(match[2])
    assert missed == []


def _typed(match: re.Match[str], typed: str, group: int = 2) -> Callable[[str], str]:
    """Type something over what a group of a match holds."""
    return lambda text: f"{text[: match.start(group)]}{typed}{text[match.end(group) :]}"


@pytest.mark.parametrize("kind", WORD_KINDS)
def test_every_printed_text_that_is_taken_out_is_found(kind: str, tmp_path: Path) -> None:
    text = read_package(made(kind, "docx"))[_MAIN["docx"]].decode()
    missed = []
    for match in _printed(text):
        path = edited(tmp_path, kind, "docx", _typed(match, ""))
        if not verify(path).changes:
            missed.append(match[2])
    assert missed == []


_CELL = re.compile(r'(<c r="([A-Z]+\d+)"[^>]*>)(<is><t[^>]*>|(?:<f>[^<]*</f>)?<v>)([^<]+)(<)')


@pytest.mark.parametrize("kind", [kind for kind, to in OFFICE_FILES if to == "xlsx"])
def test_every_cell_that_is_changed_is_found_by_its_name(kind: str, tmp_path: Path) -> None:
    text = read_package(made(kind, "xlsx"))[_MAIN["xlsx"]].decode()
    cells = [match for match in _CELL.finditer(text) if 't="s"' not in match[1]]
    missed = []
    for match in cells[:: max(1, len(cells) // SAMPLES)]:
        typed = "แก้ด้วยมือ" if "<is>" in match[3] else "987654"
        path = edited(tmp_path, kind, "xlsx", _typed(match, typed, 4))
        found = places(verify(path))
        if len(found) != 1 or not found[0].endswith(f"ช่อง {match[2]}"):
            missed.append((match[2], found))
    assert missed == []


# ---- how it is told


def test_an_amount_in_a_table_is_told_with_row_and_column(tmp_path: Path) -> None:
    path = edited(tmp_path, "action_plan", "docx", changed("๓๕,๐๐๐.๐๐", "๓๖,๐๐๐.๐๐"))
    told = [str(change) for change in verify(path).changes]
    assert len(told) == 1
    assert re.fullmatch(r"ตาราง [๐-๙]+ แถว [๐-๙]+ งบประมาณ.*: ๓๕,๐๐๐.๐๐ ถูกแก้เป็น ๓๖,๐๐๐.๐๐", told[0])


def test_a_number_of_a_sheet_is_told_as_it_is_printed(tmp_path: Path) -> None:
    path = edited(tmp_path, "action_plan", "xlsx", changed("<v>35000.00</v>", "<v>36000</v>"))
    assert [str(change) for change in verify(path).changes] == [
        'แผ่นงาน "แผนปฏิบัติการ" ช่อง D4: ๓๕,๐๐๐.๐๐ ถูกแก้เป็น ๓๖,๐๐๐.๐๐'
    ]


def test_a_paragraph_is_told_by_its_number(tmp_path: Path) -> None:
    path = edited(tmp_path, "memo", "docx", changed("๒๐\u00a0เมษายน", "๒๑ เมษายน"))
    (change,) = verify(path).changes
    assert re.fullmatch("ย่อหน้าที่ [๐-๙]+", change.place)
    assert "๒๑ เมษายน ๒๕๖๙" in str(change)


def test_a_paragraph_added_is_told_as_added(tmp_path: Path) -> None:
    new = "<w:p><w:r><w:t>ข้อความที่เพิ่มเอง</w:t></w:r></w:p><w:sectPr"
    verdict = verify(edited(tmp_path, "memo", "docx", changed("<w:sectPr", new)))
    assert [(change.old, change.new) for change in verdict.changes] == [(None, "ข้อความที่เพิ่มเอง")]


def test_a_paragraph_taken_out_is_told_with_its_text(tmp_path: Path) -> None:
    def without(text: str) -> str:
        return re.sub(r"<w:p>(?:(?!</w:p>).)*จึงเรียนมาเพื่อโปรดพิจารณา.*?</w:p>", "", text, count=1)

    (change,) = verify(edited(tmp_path, "memo", "docx", without)).changes
    assert (change.old, change.new) == ("จึงเรียนมาเพื่อโปรดพิจารณา", None)


def test_a_table_row_taken_out_is_one_change(tmp_path: Path) -> None:
    def without(text: str) -> str:
        rows = list(re.finditer(r"<w:tr[ >].*?</w:tr>", text, re.DOTALL))
        row = next(row for row in rows if "๓๕,๐๐๐.๐๐" in row[0])
        return text[: row.start()] + text[row.end() :]

    (change,) = verify(edited(tmp_path, "action_plan", "docx", without)).changes
    assert change.new is None
    assert "๓๕,๐๐๐.๐๐" in str(change)


def test_a_row_taken_out_of_a_sheet_is_one_change(tmp_path: Path) -> None:
    def without(text: str) -> str:
        return re.sub(r'<row r="4".*?</row>', "", text, count=1)

    (change,) = verify(edited(tmp_path, "action_plan", "xlsx", without)).changes
    assert (change.place, change.new) == ('แผ่นงาน "แผนปฏิบัติการ" แถว 4', None)


def test_a_header_changed_is_told_as_a_header(tmp_path: Path) -> None:
    path = edited(tmp_path, "memo", "docx", changed("- </w:t>", "หน้า </w:t>"), "word/header1.xml")
    assert places(verify(path)) == ["หัวกระดาษ"]


def test_a_figure_of_a_chart_changed_is_told_as_a_chart(tmp_path: Path) -> None:
    part = next(name for name in read_package(made("ita_analysis", "docx")) if name.startswith("word/charts/chart"))
    path = edited(
        tmp_path,
        "ita_analysis",
        "docx",
        lambda text: re.sub(r"<c:v>\d+\.\d+</c:v>", "<c:v>1.5</c:v>", text, count=1),
        part,
    )
    assert places(verify(path)) == ["แผนภูมิ"]


def test_tracked_changes_count_as_done(tmp_path: Path) -> None:
    def tracked(text: str) -> str:
        run = re.search(r"<w:r>(?:(?!</w:r>).)*จึงเรียนมาเพื่อโปรดพิจารณา.*?</w:r>", text)
        assert run
        gone = run[0].replace("<w:t", "<w:delText").replace("</w:t>", "</w:delText>")
        mark = 'w:id="900" w:author="ก" w:date="2026-01-01T00:00:00Z"'
        typed = "<w:r><w:t>จึงเรียนมาเพื่อทราบ</w:t></w:r>"
        return text.replace(run[0], f"<w:del {mark}>{gone}</w:del><w:ins {mark}>{typed}</w:ins>")

    (change,) = verify(edited(tmp_path, "memo", "docx", tracked)).changes
    assert (change.old, change.new) == ("จึงเรียนมาเพื่อโปรดพิจารณา", "จึงเรียนมาเพื่อทราบ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("๒๐\u00a0เมษายน", "๒๐ เมษายน", id="no-break space"),
        pytest.param("บันทึกข้อความ", "บันทึก\u200bข้อความ", id="zero-width space"),
        pytest.param(
            "บันทึกข้อความ", 'บันทึก</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>ข้อความ', id="runs split"
        ),
        pytest.param(
            "</w:body>", '<w:bookmarkStart w:id="77" w:name="a"/><w:bookmarkEnd w:id="77"/></w:body>', id="bookmark"
        ),
        pytest.param("<w:sectPr", "<w:p/><w:sectPr", id="empty paragraph"),
    ],
)
def test_what_word_changes_by_itself_is_no_edit(before: str, after: str, tmp_path: Path) -> None:
    assert verify(edited(tmp_path, "memo", "docx", changed(before, after))).changes == ()


def test_another_template_is_said(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        "memo",
        "docx",
        lambda text: re.sub('digest="[0-9a-f]{64}"', f'digest="{"0" * 64}"', text),
        "customXml/item1.xml",
    )
    assert verify(path).notes == ("แม่แบบ memo.docx: แม่แบบในเครื่องนี้ไม่ใช่ฉบับที่ใช้ทำไฟล์",)


def test_another_version_of_the_library_is_said(tmp_path: Path) -> None:
    path = edited(
        tmp_path, "memo", "docx", lambda text: re.sub('library="[^"]*"', 'library="0.0.1"', text), "customXml/item1.xml"
    )
    assert any("0.0.1" in note for note in verify(path).notes)


def test_a_record_whose_printed_text_was_changed_leaves_doubt(tmp_path: Path) -> None:
    path = edited(
        tmp_path, "memo", "docx", lambda text: text.replace("</printed>", "เพิ่ม</printed>"), "customXml/item1.xml"
    )
    verdict = verify(path)
    assert verdict.doubt
    assert not verdict.is_as_made


def test_a_document_of_an_unknown_writer_leaves_doubt(tmp_path: Path) -> None:
    def renamed(text: str) -> str:
        return text.replace("<w:", "<x:").replace("</w:", "</x:").replace("xmlns:w=", "xmlns:x=")

    assert verify(edited(tmp_path, "memo", "docx", renamed)).doubt


# ---- PDF


@pytest.fixture(scope="session")
def memo_pdf(soffice: Path) -> bytes:
    return pipeline.render(example("memo"), "pdf")


def test_a_pdf_as_it_was_made_is_verified(memo_pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "memo.pdf").write_bytes(memo_pdf)
    assert verify(tmp_path / "memo.pdf").is_as_made


def test_a_pdf_whose_pages_were_changed_is_not_as_made(memo_pdf: bytes, tmp_path: Path) -> None:
    import pikepdf

    path = tmp_path / "memo.pdf"
    path.write_bytes(memo_pdf)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"q 0 0 100 100 re f Q")
        pdf.save(path)
    assert not verify(path).is_as_made


@pytest.mark.parametrize(
    ("subtype", "field", "is_as_made"),
    [("FreeText", None, False), ("Widget", "Tx", False), ("Widget", "Sig", True), ("Link", None, True)],
)
def test_what_is_laid_over_a_page_of_a_pdf_is_seen(
    subtype: str, field: str | None, is_as_made: bool, tmp_path: Path
) -> None:
    import pikepdf

    path = tmp_path / "memo.pdf"
    path.write_bytes(blank_pdf("memo"))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name(f"/{subtype}"), Rect=[0, 0, 99, 20]))
        if field:
            note.FT = pikepdf.Name(f"/{field}")
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[note])
        pdf.pages[0].obj.Annots = pikepdf.Array([note, None])
        pdf.save(path)
    assert verify(path).is_as_made == is_as_made


def test_a_pdf_without_its_text_lists_what_is_missing(memo_pdf: bytes, tmp_path: Path) -> None:
    import pikepdf

    path = tmp_path / "memo.pdf"
    path.write_bytes(memo_pdf)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"")
        pdf.save(path)
    assert any("บันทึกข้อความ" in (change.old or "") for change in verify(path).changes)


# ---- small parts


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("35000", "[$-D00041E]#,##0.00", "๓๕,๐๐๐.๐๐"),
        ("0.5", "0.00%", "50.00%"),
        ("12", "0", "12"),
        ("46132", "[$-D07041E]d mmmm yyyy", "๒๐ เมษายน พ.ศ. ๒๕๖๙"),
        ("99.345", "General", "99.345"),
        ("99.1234567890123", "General", "99.123456789"),
        ("120.50", "General", "120.5"),
        ("1234567.5", "#,##0", "1,234,568"),
        ("1234567890123456", "0", "1234567890123456"),
        ("1e400", "0", "1e400"),
        ("nan", "0", "nan"),
        ("ข้อความ", "0", "ข้อความ"),
    ],
)
def test_a_number_is_shown_by_its_format(value: str, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


def test_long_texts_are_told_by_what_differs() -> None:
    old = "ก" * 300 + "หนึ่ง" + "ข" * 300
    before, after = excerpts(old, old.replace("หนึ่ง", "สอง"))
    assert ("หนึ่ง" in before, "สอง" in after, len(after) < 120) == (True, True, True)


# ---- รายการแก้ไข


def test_two_equal_reports_differ_in_nothing() -> None:
    assert differences(example("memo"), example("memo")) == []


def test_a_changed_field_is_told_by_its_title() -> None:
    memo = example("memo")
    assert list(map(str, differences(memo, memo.model_copy(update={"addressee": "นายอำเภอตัวอย่าง"})))) == [
        "เรียน: นายกองค์การบริหารส่วนตำบลตัวอย่าง ถูกแก้เป็น นายอำเภอตัวอย่าง"
    ]


def test_an_amount_of_a_list_is_told_with_its_entry() -> None:
    plan = example("action_plan")
    told = differences(plan, _with_projects(plan, lambda projects: [_budget(projects[0]), *projects[1:]]))
    assert len(told) == 1
    assert told[0].place.startswith("รายการโครงการ ลำดับ ๑ (")
    assert told[0].new == to_thai("1.00")


def test_figures_that_differ_behind_the_second_decimal_are_told() -> None:
    plan = example("action_plan")
    one = _with_projects(plan, lambda projects: [_budget(projects[0], "1.004"), *projects[1:]])
    other = _with_projects(plan, lambda projects: [_budget(projects[0], "1.00"), *projects[1:]])
    assert [(change.old, change.new) for change in differences(one, other)] == [(to_thai("1.004"), to_thai("1.00"))]


def test_an_entry_taken_out_does_not_change_the_others() -> None:
    plan = example("action_plan")
    (change,) = differences(plan, _with_projects(plan, lambda projects: projects[:2] + projects[3:]))
    assert change.new is None


def test_different_kinds_are_not_compared() -> None:
    with pytest.raises(UsageError, match="เทียบกันไม่ได้"):
        differences(example("memo"), example("announcement"))


def test_a_person_is_one_thing_to_those_who_read() -> None:
    memo = example("memo")
    assert isinstance(memo, Memo)
    other = memo.signer.model_copy(update={"first_name": "มานี"})
    (change,) = differences(memo, memo.model_copy(update={"signer": other}))
    assert change == replace(change, place="ผู้ลงนาม")


def _with_projects(plan: Report, edit: Callable[[list[object]], list[object]]) -> Report:
    return plan.model_copy(update={"projects": tuple(edit(list(plan.projects)))})  # type: ignore[attr-defined]


def _budget(project: object, baht: str = "1") -> object:
    return project.model_copy(update={"budget": Decimal(baht)})  # type: ignore[attr-defined]


def test_a_change_of_nothing_is_told_as_empty() -> None:
    assert str(Change("เรื่อง", "", "ก")) == "เรื่อง: (ว่าง) ถูกแก้เป็น ก"


def _saved_by_openpyxl(folder: Path, edit: Callable[[Any], None]) -> list[str]:
    """The hand edits found in the example plan after a program that does not calculate has changed and saved it."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made("action_plan", "xlsx")))
    edit(book.worksheets[0])
    book.save(folder / "plan.xlsx")
    return [str(change) for change in verify(folder / "plan.xlsx").changes]


def test_formulas_saved_without_their_results_are_no_edits(tmp_path: Path) -> None:
    assert _saved_by_openpyxl(tmp_path, lambda _sheet: None) == []


def test_an_edit_saved_without_the_results_of_formulas_is_the_only_one_found(tmp_path: Path) -> None:
    def dearer(sheet: Any) -> None:
        sheet["D4"] = 12345.5

    assert _saved_by_openpyxl(tmp_path, dearer) == ['แผ่นงาน "แผนปฏิบัติการ" ช่อง D4: ๓๕,๐๐๐.๐๐ ถูกแก้เป็น ๑๒,๓๔๕.๕๐']


def test_rows_that_move_up_under_other_formats_are_no_edits(tmp_path: Path) -> None:
    found = _saved_by_openpyxl(tmp_path, lambda sheet: sheet.delete_rows(9))
    assert [change for change in found if "ช่อง" in change and "(ว่าง)" not in change] == []
    assert [change.partition(":")[0] for change in found if "ถูกลบ" in change] == ['แผ่นงาน "แผนปฏิบัติการ" แถว 9']


def test_a_template_that_is_gone_is_no_fault_of_a_plan(tmp_path: Path) -> None:
    parts = read_package(made("action_plan", "docx"))
    (item,) = (name for name in parts if re.fullmatch(r"customXml/item\d+\.xml", name))
    gone = parts[item].replace(b'template="action_plan.docx"', b'template="gone.docx"')
    assert gone != parts[item]
    (tmp_path / "plan.docx").write_bytes(write_package({**parts, item: gone}))
    assert verify(tmp_path / "plan.docx").changes == ()


def test_faults_of_two_forms_are_told_with_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = form_file("memo", tmp_path)
    new = old.rename(tmp_path / "ฉบับใหม่.xlsx")
    old = form_file("memo", tmp_path)
    workbook = openpyxl.load_workbook(new)
    type_main(workbook, "วันที่", "วานนี้")
    workbook.save(new)
    assert main(["diff", str(old), str(new)]) == 1
    assert 'ฉบับใหม่.xlsx แผ่นงาน "ข้อมูล" ช่อง B8' in capsys.readouterr().err
