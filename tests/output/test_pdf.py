"""Pages of Word and Excel files: in the right font, searchable, numbered in Thai; and what happens when not."""

from __future__ import annotations

import io
import os
import stat
import time
from pathlib import Path

import pikepdf
import pytest
from tests.support.fonts import NEW, PSK, in_font
from tests.support.judges import page_count, pdf_fonts, pdf_text, plain
from tests.support.samples import PAGE_FIELD, excel_file, paragraph, word_file
from thaireport.errors import DataError, OutputError, SetupError
from thaireport.output import fonts as font_tools
from thaireport.output import soffice as soffice_tools
from thaireport.output.package import read_package
from thaireport.output.pages import for_libreoffice
from thaireport.output.pdf import OfficeFile, _failure, to_pdf, to_pdfs

SENTENCE = "สำนักปลัดทำงานตามแผน น้ำดื่ม ค่ำคืน ป่าไม้ ปู่ย่าตายาย ฝ้ายและฟ้า ๑๒๓ R&amp;D"
SEEN = plain(SENTENCE.replace("&amp;", "&"))
THREE_PAGES = [paragraph("หน้าหนึ่ง"), *(paragraph(f"หน้า {n}", page_break=True) for n in (2, 3))]

pages = pytest.mark.usefixtures("soffice")


# ---------------------------------------------------------------- what the pages are


@pages
@pytest.mark.parametrize("font", [PSK, NEW])
def test_the_page_is_set_in_the_font_that_the_file_names(font: str) -> None:
    assert pdf_fonts(to_pdf(word_file(paragraph(SENTENCE), font=font))) == {font.replace(" ", "")}


@pages
@pytest.mark.parametrize("font", [PSK, NEW])
def test_every_word_can_be_searched(font: str) -> None:
    assert SEEN in pdf_text(to_pdf(word_file(paragraph(SENTENCE), font=font)))


@pages
def test_no_glyph_is_left_without_its_character() -> None:
    # TH Sarabun New sets ำ in two glyphs: before the repair the second one, also used for า, had no character.
    pdf = pikepdf.open(io.BytesIO(to_pdf(word_file(paragraph("ทำ า"), font=NEW))))
    fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item]
    said = fonts[0].ToUnicode.read_bytes().decode()
    codes = range(1, int(fonts[0].LastChar) + 1)
    assert [code for code in codes if f"<{code:02X}> <" not in said] == []
    assert "<0E32>" in said


@pages
def test_page_numbers_are_thai_where_the_section_says_so() -> None:
    pdf = to_pdf(word_file(THREE_PAGES))
    assert [pdf_text(pdf, page)[:3] for page in (1, 2, 3)] == ["-๑-", "-๒-", "-๓-"]


@pages
def test_page_numbers_are_arabic_where_the_section_does_not_say_thai() -> None:
    assert pdf_text(to_pdf(word_file(THREE_PAGES, numbers="decimal")), 2).startswith("-2-")


@pages
def test_a_page_field_in_thai_digits_of_its_own_prints_digits_not_letters() -> None:
    header = PAGE_FIELD.replace(" PAGE ", r" PAGE \* ThaiArabic ")
    assert pdf_text(to_pdf(word_file(THREE_PAGES, numbers="decimal", header=header)), 2).startswith("-๒-")


@pages
def test_the_pdf_says_that_it_is_thai_tagged_and_pdf_a_2b() -> None:
    pdf = pikepdf.open(io.BytesIO(to_pdf(word_file(paragraph(SENTENCE)))))
    with pdf.open_metadata() as metadata:
        level = metadata["pdfaid:part"], metadata["pdfaid:conformance"]
    assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked), level) == ("th-TH", True, ("2", "B"))


@pages
def test_pdf_a_3b_is_made_when_asked_for() -> None:
    pdf = pikepdf.open(io.BytesIO(to_pdf(word_file(paragraph(SENTENCE)), archive="3b")))
    with pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"


@pages
def test_a_workbook_becomes_pages_too() -> None:
    pdf = to_pdf(excel_file([["โครงการ", "งบประมาณ"], ["จัดทำป้าย", 15000]]), "xlsx")
    assert (page_count(pdf), pdf_fonts(pdf)) == (1, {"THSarabunPSK"})
    assert plain("โครงการงบประมาณ") in pdf_text(pdf)


# ---------------------------------------------------------------- the copy that LibreOffice reads


def test_distributed_thai_is_justified_in_the_copy_only() -> None:
    original = read_package(word_file(paragraph("ข้อความ", jc="thaiDistribute")))
    copy = for_libreoffice(original)
    assert b'w:val="both"' in copy["word/document.xml"]
    assert b"thaiDistribute" in original["word/document.xml"]


def test_a_caption_number_in_thai_digits_keeps_the_text_that_word_left_in_it() -> None:
    sequence = PAGE_FIELD.replace(" PAGE ", r" SEQ ภาพ \* ThaiArabic ").replace("<w:t>2<", "<w:t>๒<")
    copy = for_libreoffice(read_package(word_file(f"<w:p>{sequence}</w:p>")))
    assert "<w:t>๒</w:t>" in copy["word/document.xml"].decode()
    assert b"SEQ" not in copy["word/document.xml"]


def test_a_simple_page_field_is_marked_as_well() -> None:
    header = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    copy = for_libreoffice(read_package(word_file(THREE_PAGES, header=header)))
    assert r"PAGE \* ThaiArabic" in copy["word/header1.xml"].decode()


# ---------------------------------------------------------------- fonts


def test_the_fonts_of_thai_text_are_found_through_the_styles() -> None:
    named = '<w:r><w:rPr><w:rFonts w:cs="Cordia New"/></w:rPr><w:t>ไทย</w:t></w:r>'
    tick = '<w:r><w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:cs="Segoe UI Symbol"/></w:rPr><w:t>✓</w:t></w:r>'
    parts = read_package(word_file(f"<w:p>{named}{tick}</w:p>{paragraph('ข้อความ')}"))
    assert font_tools.thai_families(parts) == {"Cordia New", PSK}


def test_a_header_that_another_program_named_is_asked_for_its_fonts_too() -> None:
    parts = read_package(word_file(paragraph("ก")))
    header = parts["word/document.xml"].replace(b"<w:r>", f'<w:r><w:rPr><w:rFonts w:cs="{NEW}"/></w:rPr>'.encode())
    assert font_tools.thai_families({**parts, "word/headerFirst.xml": header}) == {PSK, NEW}


def test_the_fonts_of_a_workbook_are_those_of_its_filled_cells() -> None:
    assert font_tools.thai_families(read_package(excel_file([["ก"]], font=NEW))) == {NEW}


def test_another_font_is_named_throughout_a_file() -> None:
    assert font_tools.thai_families(read_package(in_font(word_file(paragraph("ก")), NEW))) == {NEW}


@pages
def test_a_font_that_is_not_there_is_named_with_its_remedy() -> None:
    with pytest.raises(SetupError, match="ไม่พบแบบอักษร TH Chakra Petch ") as caught:
        to_pdf(word_file(paragraph(SENTENCE), font="TH Chakra Petch"))
    assert "THAIREPORT_FONTS" in str(caught.value)
    assert caught.value.exit_status == 2


@pages
def test_the_font_asked_for_besides_must_be_there_too() -> None:
    with pytest.raises(SetupError, match="TH Mali"):
        to_pdf(word_file(paragraph(SENTENCE)), font="TH Mali")


@pages
def test_a_page_that_came_out_in_another_font_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # The worst case: the machine claims to have the font, and LibreOffice sets the page in another one.
    claimed = font_tools.Face(("TH Chakra Petch",), "THChakraPetch", Path("none.ttf"))
    monkeypatch.setattr(font_tools, "faces", lambda *_: (claimed,))
    with pytest.raises(SetupError, match=r"แทน TH Chakra Petch"):
        to_pdf(word_file(paragraph(SENTENCE), font="TH Chakra Petch"))


@pages
def test_fonts_are_found_in_a_folder_that_is_given(
    fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_tools, "CHECKOUT", tmp_path / "none")
    with pytest.raises(SetupError, match=PSK):
        to_pdf(word_file(paragraph(SENTENCE)))
    assert pdf_fonts(to_pdf(word_file(paragraph(SENTENCE)), fonts=[fonts])) == {"THSarabunPSK"}


def test_fonts_are_found_without_fontconfig_by_looking_into_folders(fonts: Path) -> None:
    scanned = font_tools._scanned((str(fonts),))
    assert {face.postscript for face in font_tools.faces_of(PSK, scanned)} == {
        "THSarabunPSK",
        "THSarabunPSK-Bold",
        "THSarabunPSK-Italic",
        "THSarabunPSK-BoldItalic",
    }


# ---------------------------------------------------------------- many files, and files that fail


@pages
def test_many_files_come_back_in_their_order() -> None:
    files = [OfficeFile(word_file(paragraph(f"ฉบับที่ {number}"))) for number in range(9)]
    found = to_pdfs(files)
    assert [plain(f"ฉบับที่ {number}") in pdf_text(_pdf(pdf)) for number, pdf in enumerate(found)] == [True] * 9


@pages
def test_a_file_that_is_no_word_file_costs_only_itself() -> None:
    good = OfficeFile(word_file(paragraph("ดี")))
    found = to_pdfs([good, OfficeFile(b"no zip", name="เสีย.docx"), good])
    assert [isinstance(pdf, bytes) for pdf in found] == [True, False, True]
    assert isinstance(found[1], DataError)


@pages
def test_a_file_that_libreoffice_cannot_open_is_named() -> None:
    broken = read_package(word_file(paragraph("ดี")))
    broken["word/document.xml"] = b"<w:document xmlns:w='none'/>"
    broken["[Content_Types].xml"] = b"<Types/>"
    broken.pop("_rels/.rels")
    from thaireport.output.package import write_package

    found = to_pdfs([OfficeFile(word_file(paragraph("ดี"))), OfficeFile(write_package(broken), name="เสีย.docx")])
    assert isinstance(found[0], bytes)
    assert isinstance(found[1], OutputError)
    assert "เสีย.docx" in str(found[1])


FAKE = """#!/bin/bash
for word in "$@"; do case "$word" in -env:UserInstallation=file://*) profile="${word#*file://}";; esac; done
folder=$(sed -n 's|.*Const FOLDER = .*file://\\([^&"]*\\)/.*|\\1|p' "$profile/user/basic/Standard/Pages.xba")
while read -r name; do
  echo "start $name" >> "$folder/log"
  if grep -q BAD "$folder/$name"; then echo "a word of farewell"; ACTION; fi
  cp "$folder/$name" "$folder/$name.pdf"; echo "done $name" >> "$folder/log"
done < "$folder/jobs"
echo end >> "$folder/log"
"""


def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str) -> soffice_tools.Office:
    """A stand-in for LibreOffice that does ``action`` when it comes to a file that says BAD."""
    program = tmp_path / "soffice"
    program.write_text(FAKE.replace("ACTION", action), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv(soffice_tools.VARIABLE, str(program))
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in (("0.docx", "good"), ("1.docx", "BAD"), ("2.docx", "good")):
        (folder / name).write_text(content, encoding="utf-8")
    return soffice_tools.Office(folder, 2, dict(os.environ), limit=0.5)


posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")


@posix
@pytest.mark.parametrize(("action", "said"), [("kill -9 $$", "หยุดกลางคัน"), ("sleep 30", "เกิน 0.5 วินาที")])
def test_a_crash_or_a_standstill_costs_only_the_file_that_caused_it(
    action: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = _office(tmp_path, monkeypatch, action).convert(["0.docx", "1.docx", "2.docx"])
    assert batch.done == {"0.docx", "2.docx"}
    assert said in batch.failed["1.docx"]
    assert "a word of farewell" in batch.failed["1.docx"]


def test_a_full_place_for_temporary_files_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thaireport.output.pdf._ROOM", 10**18)
    said = str(_failure(OfficeFile(b"", name="a.docx"), "An exception occurred", tmp_path))
    assert f"ที่เก็บไฟล์ชั่วคราว {tmp_path.parent} เต็ม" in said


@posix
def test_libreoffice_that_does_not_start_is_told_with_what_it_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = _office(tmp_path, monkeypatch, "true")
    steering = r"\033[31mno\033[0m \033]0;title\007dis\001play\000"
    script = f"#!/bin/sh\nprintf '{steering}'\nexit 3\n"
    Path(os.environ[soffice_tools.VARIABLE]).write_text(script, encoding="utf-8")
    with pytest.raises(SetupError, match=r"เริ่มทำงานไม่ได้.*\(no dis play\)"):
        office.convert(["0.docx"])


@posix
def test_nothing_that_was_started_is_left_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "pid"
    _office(tmp_path, monkeypatch, f"sleep 30 & echo $! > {mark}; wait").convert(["1.docx"])
    assert _is_gone(int(mark.read_text()))


def test_missing_libreoffice_says_what_to_install_and_how_to_do_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(soffice_tools.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(soffice_tools, "PLACES", ())
    with pytest.raises(SetupError, match=r"libreoffice-writer-nogui.*บันทึกเป็น > PDF") as caught:
        to_pdf(word_file(paragraph("ก")))
    assert caught.value.exit_status == 2


def test_a_wrong_place_of_libreoffice_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(soffice_tools.VARIABLE, "/nowhere/soffice")
    with pytest.raises(SetupError, match="/nowhere/soffice"):
        to_pdf(word_file(paragraph("ก")))


def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    soffice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thaireport.output.pdf.find_spec", lambda _: None)
    with pytest.raises(SetupError, match=r'pip install "thaireport\[pdf\]"'):
        to_pdf(word_file(paragraph("ก")))


def _is_gone(process: int) -> bool:
    """Whether a process has ended (a killed one takes a moment to leave)."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def _pdf(found: object) -> bytes:
    assert isinstance(found, bytes), found
    return found
