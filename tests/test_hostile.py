"""Files made to do harm, or broken on the way: refused with a reason, quickly, in bounded memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import thaireport
from tests.fuzz.mutate import seeds
from tests.support.made import blank_pdf, made
from tests.support.tools import ROOT
from thaireport import DataError, ThaiReportError, UsageError, files
from thaireport.collect.sent import read_sent
from thaireport.intake.agency_folder import find_agency
from thaireport.output import foreign
from thaireport.output.package import read_package, write_package

IN_EACH_RUN = 500
OTHERS_IN_EACH_RUN = {"--inputs": 100, "--templates": 8, "--commands": 40}
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _zip(entries: dict[str, bytes], *, deflated: bool = True) -> bytes:
    target = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def _memo() -> dict[str, bytes]:
    return read_package(made("memo", "docx"))


def _plan() -> dict[str, bytes]:
    return read_package(made("action_plan", "xlsx"))


def _with(parts: dict[str, bytes], **changed: bytes) -> bytes:
    return write_package(parts | {name.replace("__", "/"): data for name, data in changed.items()})


def _linked(parts: dict[str, bytes], name: str, rel_type: str) -> bytes:
    entry = f'<Relationship Id="rId99" Type="{_RELS}/{rel_type}" Target="http://example.com/x" TargetMode="External"/>'
    rels = parts[name].replace(b"</Relationships>", entry.encode() + b"</Relationships>")
    return write_package({**parts, name: rels})


def _bomb() -> bytes:
    return _zip({**_memo(), "word/media/image9.png": b"\0" * 400_000_000})


def _quine() -> bytes:
    return _zip({f"part{number}.xml": b"" for number in range(5_000)} | {"[Content_Types].xml": b"<Types/>"})


def _document_with(start: bytes) -> bytes:
    parts = _memo()
    document = parts["word/document.xml"]
    head, _, rest = document.partition(b"?>")
    return write_package({**parts, "word/document.xml": head + b"?>" + start + rest})


_LAUGHS = b'<!DOCTYPE w [<!ENTITY a "' + b"ha" * 50 + b'"><!ENTITY b "' + b"&a;" * 50 + b'">]>'
_FILE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _locked(data: bytes) -> bytes:
    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


def _with_attachment(content: bytes) -> bytes:
    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank_pdf("memo"))) as pdf:
        pdf.attachments["thaireport.json"] = pikepdf.AttachedFileSpec(
            pdf, content, filename="thaireport.json", description="", mime_type="", creation_date="", mod_date=""
        )
        pdf.save(target)
    return target.getvalue()


def _nameless() -> bytes:
    return write_package({**_memo(), "": b"x"})


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zip bomb": ("docx", _bomb, "เกินที่รับได้|ขยายใหญ่ผิดปกติ"),
    "too many entries": ("docx", _quine, "ส่วน เกินที่รับได้"),
    "a path out of the folder": ("docx", lambda: _zip({**_memo(), "../../evil.xml": b"x"}), "ชื่อส่วนในไฟล์ไม่ปลอดภัย"),
    "an absolute path": ("docx", lambda: _zip({**_memo(), "/etc/evil": b"x"}), "ชื่อส่วนในไฟล์ไม่ปลอดภัย"),
    "a drive of Windows": ("docx", lambda: _zip({**_memo(), "C:evil": b"x"}), "ชื่อส่วนในไฟล์ไม่ปลอดภัย"),
    "the same name twice": ("docx", lambda: _zip({**_memo(), "WORD/document.xml": b"x"}), "ชื่อซ้ำกัน"),
    "entities": ("docx", lambda: _document_with(_LAUGHS), "DTD หรือ entity"),
    "an external entity": ("docx", lambda: _document_with(_FILE), "DTD หรือ entity"),
    "macros": ("docx", lambda: _with(_memo(), word__vbaProject=b"x"), "แมโคร"),
    "a macro sheet": ("xlsx", lambda: write_package({**_plan(), "xl/macrosheets/sheet1.xml": b"<a/>"}), "แมโคร"),
    "macro-enabled type": (
        "docx",
        lambda: write_package(
            _memo()
            | {
                "[Content_Types].xml": _memo()["[Content_Types].xml"].replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            }
        ),
        "แมโคร",
    ),
    "an ActiveX control": (
        "docx",
        lambda: write_package({**_memo(), "word/activeX/activeX1.bin": b"x"}),
        "แมโครหรือวัตถุ",
    ),
    "an OLE object": (
        "docx",
        lambda: write_package({**_memo(), "word/embeddings/oleObject1.bin": b"x"}),
        "แมโครหรือวัตถุ",
    ),
    "a template from elsewhere": (
        "docx",
        lambda: _linked(_memo(), "word/_rels/document.xml.rels", "attachedTemplate"),
        "เชื่อมออกนอกไฟล์",
    ),
    "a picture from elsewhere": (
        "docx",
        lambda: _linked(_memo(), "word/_rels/document.xml.rels", "image"),
        "เชื่อมออกนอกไฟล์",
    ),
    "a linked workbook": (
        "xlsx",
        lambda: write_package({**_plan(), "xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "เชื่อมไปยังไฟล์หรือฐานข้อมูลอื่น",
    ),
    "a connection": ("xlsx", lambda: write_package({**_plan(), "xl/connections.xml": b"<a/>"}), "ฐานข้อมูลอื่น"),
    "a huge cell": (
        "xlsx",
        lambda: write_package(
            _plan()
            | {"xl/worksheets/sheet1.xml": b'<c r="A1" t="inlineStr"><is><t>' + b"a" * 250_000 + b"</t></is></c>"}
        ),
        "32,767 ตัวอักษร",
    ),
    "cut short": ("docx", lambda: made("memo", "docx")[:-200], "เสียหาย"),
    "cut in half": ("xlsx", lambda: made("action_plan", "xlsx")[: len(made("action_plan", "xlsx")) // 2], "เสียหาย"),
    "nothing": ("docx", lambda: b"", "เสียหาย"),
    "an old Word file": ("docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "รุ่นเก่า"),
    "a workbook named docx": ("docx", lambda: made("action_plan", "xlsx"), "เนื้อในเป็น .xlsx"),
    "a document named xlsx": ("xlsx", lambda: made("memo", "docx"), "เนื้อในเป็น .docx"),
    "a PDF named docx": ("docx", lambda: b"%PDF-1.7\n", "เนื้อในเป็น PDF"),
    "a document named pdf": ("pdf", lambda: made("memo", "docx"), "ไม่ใช่ PDF"),
    "a broken PDF": ("pdf", lambda: b"%PDF-1.7\nnothing of it", "PDF เสียหาย"),
    "a PDF with a password": ("pdf", lambda: _locked(blank_pdf("memo")), "รหัสผ่าน"),
    "a PDF whose data unpacks without end": ("pdf", lambda: _with_attachment(b"0" * 300_000_000), "เกินที่รับได้"),
    "a PDF whose data is none": ("pdf", lambda: _with_attachment(b"[1, 2"), "เสียหายหรือถูกแก้ไข"),
    "a part without a name": ("docx", _nameless, "ไม่ปลอดภัย|เสียหาย"),
    "no main part": (
        "docx",
        lambda: write_package({name: part for name, part in _memo().items() if name != "word/document.xml"}),
        "ไม่สมบูรณ์",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    suffix, build, reason = HOSTILE[name]
    path = tmp_path / f"file.{suffix}"
    path.write_bytes(build())
    with pytest.raises(DataError, match=reason):
        thaireport.read(path)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_never_stops_a_collection(name: str, tmp_path: Path) -> None:
    suffix, build, _ = HOSTILE[name]
    path = tmp_path / f"file.{suffix}"
    path.write_bytes(build())
    (sent,) = read_sent(path)
    assert sent.fault
    assert "(" not in sent.fault or "Error" not in sent.fault


def test_a_hyperlink_is_no_hostile_link(tmp_path: Path) -> None:
    path = tmp_path / "memo.docx"
    path.write_bytes(_linked(_memo(), "word/_rels/document.xml.rels", "hyperlink"))
    assert thaireport.read(path).kind == "memo"


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(foreign.MAX_FILE + 1)
    with pytest.raises(DataError, match="เกินที่รับได้"):
        thaireport.read(path)


def test_a_folder_named_like_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.docx").mkdir()
    with pytest.raises(UsageError, match="เป็นโฟลเดอร์"):
        thaireport.read(tmp_path / "folder.docx")


def test_data_nested_without_end_is_refused(tmp_path: Path) -> None:
    import hashlib
    import json

    deep: object = "x"
    for _ in range(900):
        deep = [deep]
    parts = _memo()
    item = parts["customXml/item1.xml"].decode()
    data = json.dumps({"kind": "memo", "body": deep}, separators=(",", ":"))
    start, _, rest = item.partition("<data>")
    head = start.replace('sha256="', f'sha256="{hashlib.sha256(data.encode()).hexdigest()}" was="', 1)
    path = tmp_path / "deep.docx"
    whole = f"{head}<data>{data}</data>{rest.partition('</data>')[2]}"
    path.write_bytes(write_package({**parts, "customXml/item1.xml": whole.encode()}))
    with pytest.raises(DataError, match="ซ้อนกันลึก"):
        thaireport.read(path)


def test_mutated_files_raise_nothing_but_our_own_errors_in_bounded_time_and_memory(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name, data in seeds().items():
        (folder / name).write_bytes(data)
    command = [sys.executable, "-m", "tests.fuzz", "--count", str(IN_EACH_RUN), "--seeds", str(folder), "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr[-2000:]) == (0, "")


@pytest.mark.parametrize(
    ("name", "parser", "start"),
    [("a.yaml", "yaml.compose", "kind: memo\nx: ["), ("a.json", "json.loads", '{"kind": "memo", "x": [')],
)
def test_very_many_values_are_refused_before_they_are_parsed(
    name: str, parser: str, start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thaireport.intake.yaml_text.MAX_VALUES", 100)
    monkeypatch.setattr(parser, None)
    (tmp_path / name).write_text(start + "[],{}, " * 40, "utf-8")
    with pytest.raises(DataError, match="มากเกินไป"):
        thaireport.load(tmp_path / name)


def test_one_long_text_that_aliases_repeat_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thaireport.intake.yaml_text.MAX_LETTERS", 5_000)
    for times, said in ((3, "ยังไม่ได้กรอก"), (5, "มากเกินไป")):
        text = f"kind: memo\nsubject: &a {'ก' * 1000}\nbody: [{', '.join(['*a'] * times)}]\n"
        (tmp_path / "a.yaml").write_text(text, "utf-8")
        with pytest.raises(DataError, match=said):
            thaireport.load(tmp_path / "a.yaml")


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_more_names_in_one_place_than_any_report_has_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thaireport.intake.yaml_text.MAX_NAMES", 20)
    names = ", ".join(f'"k{number}": 1' for number in range(30))
    (tmp_path / name).write_text(f'{{"kind": "memo", {names}}}', "utf-8")
    with pytest.raises(DataError, match="มากเกินไป"):
        thaireport.load(tmp_path / name)


def test_a_name_given_twice_among_very_many_is_found_at_once(tmp_path: Path) -> None:
    names = ", ".join(f'"k{number}": 1' for number in (*range(49_000), 7))
    (tmp_path / "a.json").write_text(f'{{"kind": "memo", {names}}}', "utf-8")
    began = time.process_time()
    with pytest.raises(DataError, match="“k7” ซ้ำกัน"):
        thaireport.load(tmp_path / "a.json")
    assert time.process_time() - began < 5


def test_a_project_file_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thaireport.intake.source.MAX_BYTES", 100)
    (tmp_path / "thaireport.toml").write_text("#" * 101, "utf-8")
    with pytest.raises(DataError, match="ใหญ่เกิน"):
        find_agency(tmp_path)


@pytest.mark.parametrize(("way", "count"), OTHERS_IN_EACH_RUN.items())
def test_mutated_inputs_templates_and_commands_do_what_they_say_or_are_refused_in_thai(way: str, count: int) -> None:
    command = [sys.executable, "-m", "tests.fuzz", way, "--count", str(count), "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr[-2000:]) == (0, "")


def test_our_errors_are_one_family() -> None:
    assert issubclass(DataError, ThaiReportError)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf", "yaml", "json", "csv", "png"])
def test_a_pipe_is_refused_and_not_waited_for(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    os.mkfifo(path)
    command = [sys.executable, "-c", _READ_IN_ALL_WAYS, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert set(done.stdout.split()) <= {"UsageError", "_PictureError"}
    assert len(done.stdout.split()) == 6


_READ_IN_ALL_WAYS = """
import sys
from pathlib import Path
import thaireport
from thaireport.cli.agency import _checked
from thaireport.collect.sent import read_sent
from thaireport.intake.roster import read_roster
from thaireport.pictures import PictureFile
from thaireport.verify import verify

path = Path(sys.argv[1])
for way in (thaireport.load, thaireport.read, verify, read_roster, lambda path: PictureFile(str(path)).picture(),
            lambda path: _checked(path, "memo")):
    try:
        way(path)
    except (thaireport.ThaiReportError, ValueError) as error:
        print(type(error).__name__)
assert read_sent(path)[0].fault
"""


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices")
def test_a_link_to_a_device_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").symlink_to("/dev/zero")
    with pytest.raises(UsageError, match="ไม่ใช่ไฟล์ที่เก็บไว้ในเครื่อง"):
        thaireport.read(tmp_path / "a.docx")


def test_a_link_that_leads_round_in_a_circle_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.docx").symlink_to(tmp_path / "b.docx")
    (tmp_path / "b.docx").symlink_to(tmp_path / "a.docx")
    with pytest.raises(UsageError, match="เปิดไฟล์"):
        thaireport.read(tmp_path / "a.docx")


def test_a_file_that_grows_while_it_is_read_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 100)
    before = os.fstat
    monkeypatch.setattr(os, "fstat", lambda number: os.stat_result([*before(number)[:6], 5, *before(number)[7:]]))
    assert files.read_whole(path, 50) is None
