"""LibreOffice as a worker: many files per start, a private profile each, watched, and cleaned away after.

A start takes about a second and a file a tenth of one, so files share a start. The macro ``pages.bas`` tells
in a log which file it is at: when LibreOffice crashes or stands still, that file alone is tried once more in
a start of its own, and named if it fails again; the rest go on in a fresh start.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from thaireport.errors import SetupError

VARIABLE = "THAIREPORT_SOFFICE"
"""The environment variable that names the program when it lies in an unusual place."""

PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice*.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice*.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice*/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice*/program/soffice.exe",
)
_TICK = 0.05
_TIME_TO_LEAVE = 10.0

_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item></oor:items>
"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Pages"/>
</library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Pages"
 script:language="StarBasic">{source}</script:module>
"""


def find_soffice() -> Path | None:
    """The LibreOffice program: ``$THAIREPORT_SOFFICE``, else on the PATH, else where installers put it."""
    if named := os.environ.get(VARIABLE):
        return Path(named) if Path(named).is_file() else None
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    return next(_in_usual_places(), None)


def _in_usual_places() -> Iterator[Path]:
    for place in PLACES:
        pattern = Path(place).expanduser()
        if pattern.is_absolute():
            yield from sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))), reverse=True)


def require_soffice() -> Path:
    """The LibreOffice program; SetupError says what to install and how to do without."""
    if program := find_soffice():
        return program
    if named := os.environ.get(VARIABLE):
        raise SetupError(f"ไม่พบโปรแกรม LibreOffice ที่ {named}: แก้ค่า {VARIABLE} ให้ตรงกับที่ติดตั้งไว้")
    raise SetupError(
        "ทำ PDF ไม่ได้เพราะไม่พบ LibreOffice ในเครื่องนี้: ติดตั้งจาก https://www.libreoffice.org "
        "(Debian/Ubuntu: apt install libreoffice-writer-nogui libreoffice-calc-nogui) "
        f"หรือระบุที่ติดตั้งด้วย {VARIABLE} "
        "หรือทำเป็น docx แล้วเปิดด้วย Word เลือก ไฟล์ > บันทึกเป็น > PDF"
    )


@dataclass
class Batch:
    """What became of the files of one call: ``done`` have a PDF, ``failed`` say why they have none."""

    done: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)

    def left(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name not in self.done and name not in self.failed]


@dataclass(frozen=True)
class Office:
    """One way of starting LibreOffice: on files of ``folder``, to PDF ``version`` (2: A-2b, 3: A-3b).

    ``environment`` holds the fonts it finds; ``limit`` is the seconds that one file may take.
    """

    folder: Path
    version: int
    environment: Mapping[str, str]
    limit: float

    def convert(self, names: Sequence[str]) -> Batch:
        """Make ``folder/NAME.pdf`` of each file ``folder/NAME``; what failed is told, never raised.

        Raises SetupError when LibreOffice is missing or does not start at all.
        """
        program, batch = require_soffice(), Batch()
        suspects: list[str] = []
        lost_starts = 0
        while left := [name for name in batch.left(names) if name not in suspects]:
            culprit, reason = self._start(program, left, batch)
            if culprit:
                suspects.append(culprit)
            elif batch.left(left):
                lost_starts += 1
                if lost_starts > 1:
                    raise SetupError(f"LibreOffice ({program}) เริ่มทำงานไม่ได้: {reason}")
        for name in suspects:  # a machine under load may have been slow: once more, alone
            _, reason = self._start(program, [name], batch)
            if name not in batch.done:
                batch.failed.setdefault(name, reason)
        return batch

    def _start(self, program: Path, names: Sequence[str], batch: Batch) -> tuple[str | None, str]:
        """Start LibreOffice once on ``names``; what it says about each goes into ``batch``.

        Gives the file it was at when it broke off, if it did, and how it ended.
        """
        (self.folder / "jobs").write_text("\n".join(names) + "\n", encoding="ascii")
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        # On Windows a file may still be held for a moment after its process is gone.
        with tempfile.TemporaryDirectory(prefix="thaireport-lo-", ignore_cleanup_errors=True) as profile:
            _write_profile(Path(profile), self.folder, self.version)
            printed = Path(profile) / "printed"
            with printed.open("wb") as output:
                hung = self._watch(_command(program, Path(profile)), output.fileno(), log)
            said = _last_words(printed)
        how = f"ใช้เวลาเกิน {self.limit:g} วินาที" if hung else "โปรแกรมหยุดกลางคัน"
        return _read_log(log, batch), f"{how} ({said})" if said else how

    def _watch(self, command: list[str], output: int, log: Path) -> bool:
        """Run ``command`` until it ends, or until its log stands still for too long (then True)."""
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(self.environment),
            start_new_session=True,
        )
        try:
            return _stands_still(process, log, self.limit)
        finally:
            _end(process)


_STEERING = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*\x07?|.)?")
"""What a terminal is steered with: colours, the cursor, its title."""


def _last_words(printed: Path) -> str:
    """The end of what LibreOffice printed, of letters alone: it ends in a message, a log, a web page."""
    with printed.open("rb") as stream:
        stream.seek(max(printed.stat().st_size - 4000, 0))
        said = _STEERING.sub("", stream.read().decode("utf-8", "replace"))
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in said).strip()[-1000:]


def _command(program: Path, profile: Path) -> list[str]:
    return [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        "macro:///Standard.Pages.Main",
    ]


def _write_profile(profile: Path, folder: Path, version: int) -> None:
    """A profile that counts as set up, so that the first start keeps the macro that lies in it."""
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    head = f'Const FOLDER = "{folder.as_uri()}/"\nConst PDF_VERSION = {version}\n'
    source = head + files("thaireport.output").joinpath("pages.bas").read_text(encoding="utf-8")
    (profile / "user" / "registrymodifications.xcu").write_text(_REGISTRY, encoding="utf-8")
    (library.parent / "script.xlc").write_text(_LIBRARIES, encoding="utf-8")
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (library / "Pages.xba").write_text(_MODULE.format(source=escape(source)), encoding="utf-8")


def _stands_still(process: subprocess.Popen[bytes], log: Path, limit: float) -> bool:
    seen, since = 0, time.monotonic()
    while process.poll() is None:
        size = log.stat().st_size if log.exists() else 0
        if size != seen:
            seen, since = size, time.monotonic()
        finished = size > 0 and log.read_bytes().rstrip().endswith(b"end")
        if time.monotonic() - since > (_TIME_TO_LEAVE if finished else limit):
            return not finished
        time.sleep(_TICK)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started; ``soffice`` is only a launcher of the real program."""
    if sys.platform == "win32":
        if process.poll() is None:
            command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(command, check=False, capture_output=True)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read_log(log: Path, batch: Batch) -> str | None:
    """Note what the log says of each file; the file that was begun and not ended, if any."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    current: str | None = None
    for line in lines:
        word, _, rest = line.partition(" ")
        name, _, reason = rest.partition(" ")
        if word == "start":
            current = name
        elif word == "done":
            batch.done.add(name)
            current = None
        elif word == "failed":
            batch.failed[name] = reason
            current = None
    return current
