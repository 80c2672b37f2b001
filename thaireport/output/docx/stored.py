"""Compiled templates kept on disk, so that the next process starts with what this one worked out.

Compiling takes docxtpl, Jinja's parser and every check: a third of the time of one memo made from cold. What comes
of it is Python code, so a file is trusted only where nobody but its owner can have written it: a folder of the
user's own, closed to all others, owned by the user. Its name is a digest of all that the code depends on (the
template's bytes, the font, this library's source, Jinja, docxtpl, lxml, Python), its content carries its own.
Whatever is missing, broken, foreign or cannot be written is passed over: the template is compiled as ever.
``THAIREPORT_CACHE=off`` turns it off; any other value is the folder to use.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import MAGIC_NUMBER, find_spec
from pathlib import Path

from thaireport import __version__, deflate
from thaireport.files import WAITS_FOR_NOBODY
from thaireport.output.docx.template import WordTemplate

VARIABLE = "THAIREPORT_CACHE"
MOST_FILES = 64
_SUFFIX = ".template"
_TOOLS = ("jinja2", "markupsafe", "docxtpl", "lxml", "zlib_ng")


def recalled(name: str, digest: str, font: str, compiled: Callable[[], WordTemplate]) -> WordTemplate:
    """What ``compiled`` gives for the template of this SHA-256 in this font, worked out once for all processes.

    ``digest`` is that of the file on disk; the result bears it. A template that was stored compiles anew where
    rendering fails, to name the place.
    """
    file = _file(name, digest, font)
    found = _loaded(file, compiled) if file else None
    if found is None:
        found = replace(compiled(), digest=digest)
        if file:
            _keep(file, found)
    return found


def _file(*of_template: str) -> Path | None:
    """The file that a template is kept in; None where nothing is kept."""
    folder = cache_folder()
    try:
        return folder / f"{_key(*of_template)}{_SUFFIX}" if folder else None
    except OSError:  # a program packed into one (PyInstaller) has no source files whose state could be told
        return None


def cache_folder() -> Path | None:
    """Where compiled templates are kept; None where they are not (turned off, or no home to keep them in)."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return None if named.lower() == "off" else Path(named)
    try:
        return _users_caches() / "thaireport"
    except (KeyError, RuntimeError):  # neither LOCALAPPDATA nor a home
        return None


def _users_caches() -> Path:
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


# ---------------------------------------------------------------- the name of a file


def _key(*of_template: str) -> str:
    """A digest of all that compiled code depends on."""
    parts = (*of_template, __version__, deflate.ENGINE, sys.version, MAGIC_NUMBER.hex(), *_sources())
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _sources() -> Iterator[str]:
    """The state of every source file that has a part in compiling: of our own, and of the tools by their first."""
    here = Path(__file__).parent
    yield _state(deflate.__file__)
    for folder in (here, here.parent):
        with os.scandir(folder) as entries:
            yield from sorted(_state(entry.path) for entry in entries if entry.name.endswith(".py"))
    for tool in _TOOLS:
        spec = find_spec(tool)
        yield _state(spec.origin) if spec and spec.origin else tool


def _state(path: str) -> str:
    state = Path(path).stat()
    return f"{path} {state.st_size} {state.st_mtime_ns}"


# ---------------------------------------------------------------- reading


def _loaded(file: Path, compiled: Callable[[], WordTemplate]) -> WordTemplate | None:
    try:
        data = _own_bytes(file)
        if hashlib.sha256(data[32:]).digest() != data[:32]:
            return None
        return WordTemplate.restored(marshal.loads(data[32:]), compiled)
    except (OSError, EOFError, ValueError, TypeError):
        return None


def _own_bytes(file: Path) -> bytes:
    """The content of a file that nobody but this user can have written; OSError for any other."""
    _require_own(os.lstat(file.parent), stat.S_ISDIR)
    descriptor = os.open(file, os.O_RDONLY | WAITS_FOR_NOBODY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as stream:
        _require_own(os.fstat(descriptor), stat.S_ISREG)
        return stream.read()


def _require_own(state: os.stat_result, is_kind: Callable[[int], bool]) -> None:
    if not is_kind(state.st_mode):
        raise PermissionError("neither a link nor a device is trusted")
    if sys.platform == "win32":
        return  # LOCALAPPDATA is closed to other users by Windows itself; modes say nothing there
    if state.st_uid != os.geteuid() or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError("others can write here")


# ---------------------------------------------------------------- writing


def _keep(file: Path, made: WordTemplate) -> None:
    """Write the template aside and move it into place; where that cannot be done nothing is kept."""
    aside = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with contextlib.suppress(OSError, ValueError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_own(os.lstat(file.parent), stat.S_ISDIR)
        body = marshal.dumps(made.state())
        try:
            # Not package.replace_file: nobody waits for this to be on the disk, and nobody else is to write it.
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(hashlib.sha256(body).digest() + body)
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)
        _forget_oldest(file.parent)


def _forget_oldest(folder: Path) -> None:
    """Templates and versions that are no longer used make room."""
    kept = sorted(folder.glob(f"*{_SUFFIX}*"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in kept[MOST_FILES:]:
        file.unlink()
