"""Compiled templates on disk: the same file as without them, and never code that somebody else may have written."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
import thaireport
from tests.support.drawn import paragraph, word_file
from tests.support.tools import ROOT
from thaireport.errors import TemplateError
from thaireport.output.docx import WordTemplate, compile_template, stored
from thaireport.output.docx.template import compile_anew
from thaireport.output.package import write_package
from thaireport.reports import REPORTS
from thaireport.template_use import word_template

KINDS = sorted(kind for kind in REPORTS if (ROOT / "templates" / f"{kind}.docx").is_file())
needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that compiled templates are kept in."""
    kept = tmp_path / "cache" / "thaireport"
    monkeypatch.setenv(stored.VARIABLE, str(kept))
    return kept


def _template(text: str = "{{ name }}") -> bytes:
    return word_file(paragraph(text))


def _recalled(compiled: Callable[[], WordTemplate] | None = None, digest: str = "d" * 64) -> WordTemplate:
    return stored.recalled("แบบ.docx", digest, "TH SarabunPSK", compiled or _compiled)


def _compiled() -> WordTemplate:
    return compile_anew(_template(), "แบบ.docx")


def _not_again() -> WordTemplate:
    raise AssertionError("compiled again")


@pytest.mark.parametrize("kind", KINDS)
def test_a_stored_template_makes_the_same_file(kind: str, folder: Path) -> None:
    report = thaireport.load(ROOT / "examples" / f"{kind}.yaml")
    compiled = word_template(report, report.agency)
    recalled = stored.recalled(compiled.name, compiled.digest, "TH SarabunPSK", lambda: compiled)
    assert recalled.name == compiled.name
    again = stored.recalled(compiled.name, compiled.digest, "TH SarabunPSK", _not_again)
    assert len(list(folder.iterdir())) == 1
    assert (again.names, again.digest, again.size) == (compiled.names, compiled.digest, compiled.size)
    context = report.context(compiled.names)
    assert again.render(context, digits=report.digits_for) == compiled.render(context, digits=report.digits_for)


def test_a_template_is_compiled_once_for_all_processes(folder: Path) -> None:
    first = _recalled()
    assert _recalled(_not_again).render({"name": "ก"}) == first.render({"name": "ก"})
    assert [path.suffix for path in folder.iterdir()] == [".template"]


def test_a_program_packed_into_one_keeps_nothing_and_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = ModuleSpec("jinja2", None, origin=str(folder / "app.exe" / "jinja2.pyc"))
    monkeypatch.setattr(stored, "find_spec", lambda _name: packed)
    assert _recalled().digest == "d" * 64
    assert not folder.exists()


def test_the_way_from_data_to_file_uses_what_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from thaireport import template_use

    report = thaireport.load(ROOT / "examples" / "memo.yaml")
    template_use._word.cache_clear()
    made = thaireport.render(report)
    template_use._word.cache_clear()
    monkeypatch.setattr(template_use, "_signed", _not_again)
    assert thaireport.render(report) == made
    template_use._word.cache_clear()
    assert folder.is_dir()


def test_another_template_or_font_is_another_file(folder: Path) -> None:
    _recalled()
    _recalled(digest="e" * 64)
    stored.recalled("แบบ.docx", "d" * 64, "TH Sarabun New", _compiled)
    assert len(list(folder.iterdir())) == 3


def test_another_source_of_the_library_is_another_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _recalled()
    monkeypatch.setattr(stored, "_sources", lambda: iter(["template.py 1 2"]))
    _recalled()
    assert len(list(folder.iterdir())) == 2


def test_a_stored_template_tells_the_place_of_a_fault_as_a_compiled_one(folder: Path) -> None:
    assert not folder.exists()
    with pytest.raises(TemplateError) as compiled:
        _recalled().render({})
    with pytest.raises(TemplateError) as recalled:
        _recalled().render({})
    assert str(recalled.value) == str(compiled.value)
    assert "{{ name }}" in str(recalled.value)


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data[:20], lambda data: data[1:], bytes.lower])
def test_a_broken_file_is_compiled_anew_and_mended(spoil: Callable[[bytes], bytes], folder: Path) -> None:
    made = _recalled().render({"name": "ก"})
    file = next(folder.iterdir())
    file.write_bytes(spoil(file.read_bytes()))
    assert _recalled().render({"name": "ก"}) == made
    assert _recalled(_not_again).render({"name": "ก"}) == made


def test_off_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(stored.VARIABLE, "off")
    _recalled()
    assert stored.cache_folder() is None
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(stored.VARIABLE, str(tmp_path / "file" / "cache"))
    assert _recalled().render({"name": "ก"})


@needs_modes
def test_only_the_user_can_write_what_is_kept(folder: Path) -> None:
    _recalled()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(next(folder.iterdir()).stat().st_mode) == 0o600


@needs_modes
@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_can_write_in_is_neither_read_nor_written(mode: int, folder: Path) -> None:
    _recalled()
    folder.chmod(mode)
    with pytest.raises(AssertionError, match="compiled again"):
        _recalled(_not_again)
    _recalled(digest="e" * 64)
    assert len(list(folder.iterdir())) == 1


@needs_modes
def test_a_file_that_others_can_write_is_not_read(folder: Path) -> None:
    _recalled()
    next(folder.iterdir()).chmod(0o660)
    with pytest.raises(AssertionError, match="compiled again"):
        _recalled(_not_again)


@needs_modes
def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    _recalled()
    file = next(folder.iterdir())
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AssertionError, match="compiled again"):
        _recalled(_not_again)


@needs_modes
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    made = _recalled().render({"name": "ก"})
    file = next(folder.iterdir())
    file.unlink()
    os.mkfifo(file)
    assert _recalled().render({"name": "ก"}) == made
    assert _recalled(_not_again).render({"name": "ก"}) == made


@needs_modes
def test_what_another_user_owns_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _recalled()
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(AssertionError, match="compiled again"):
        _recalled(_not_again)


def test_an_agencys_template_that_fails_its_check_is_never_kept(folder: Path, tmp_path: Path) -> None:
    agency = tmp_path / "หน่วยงาน"
    (agency / "templates").mkdir(parents=True)
    (agency / "agency.yaml").write_text("name: องค์การบริหารส่วนตำบลตัวอย่าง\n", "utf-8")
    (agency / "templates" / "memo.docx").write_bytes(_template("{{ no_such_field }}"))
    report = thaireport.load(ROOT / "examples" / "memo.yaml")
    with pytest.raises(TemplateError):
        thaireport.render(report, agency=agency)
    assert not folder.exists()


def test_the_oldest_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MOST_FILES", 2)
    for number in range(4):
        _recalled(digest=f"{number:064}")
        for file in folder.iterdir():
            os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 1_000_000_000))
    assert len(list(folder.iterdir())) == 2
    assert _recalled(_not_again, digest=f"{3:064}")


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="each system has its own place")
def test_the_users_own_place_for_caches_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(stored.VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert stored.cache_folder() == tmp_path / "thaireport"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert stored.cache_folder() == tmp_path / ".cache" / "thaireport"


def test_a_package_is_stored_as_it_lies() -> None:
    template = compile_template(_template(), "แบบ.docx")
    again = WordTemplate.restored(template.state(), _not_again)
    assert write_package(again.render_package({"name": "ก"})) == template.render({"name": "ก"})
