"""One file that somebody sent, read to the few figures that the summary needs; no fault of it is fatal."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, field
from pathlib import Path

from thaireport.collect.columns import figures_of, groups_of, identity_of, year_of
from thaireport.errors import DataError, ThaiReportError
from thaireport.output.embed.record import digest_of
from thaireport.readback import Opened, open_made
from thaireport.report import Report
from thaireport.reports.bundle import Bundle
from thaireport.verify import Verdict, verdict_of

MOST_LINES = 20
"""Hand edits and failed checks kept of one file."""
_ABOUT_PICTURES = {"emblem-missing", "picture"}
"""Pictures do not travel with the data."""


@dataclass
class Sent:
    """What one file holds. ``fault`` says why it could not be read; then nothing else is known."""

    path: str
    modified: float = 0.0
    fault: str = ""
    kind: str = ""
    agency: str = ""
    district: str = ""
    province: str = ""
    year: int | None = None
    identity: str = ""
    sha256: str = ""
    library: str = ""
    figures: str = "[]"
    groups: str = "[]"
    edits: list[str] = field(default_factory=list)
    edit_count: int = 0
    doubt: str = ""
    checks: list[tuple[str, str]] = field(default_factory=list)
    error_count: int = 0
    warning_count: int = 0


def read_sent(path: Path) -> list[Sent]:
    """What a file holds, or why it cannot be read: one entry, of a bundle one for each of its parts."""
    try:
        return _read(path)
    except DataError as error:
        fault = "; ".join(_bare(problem.message) for problem in error.problems[:3])
    except ThaiReportError as error:
        fault = _bare(str(error))
    except MemoryError:
        fault = "ไฟล์ใหญ่เกินหน่วยความจำของเครื่อง"
    except Exception as error:  # one strange file must not stop thousands of others
        fault = f"อ่านไม่ได้ ({type(error).__name__}): ขอไฟล์ใหม่จากผู้จัดทำ"
    return [Sent(shown(path), fault=fault)]


def shown(path: Path) -> str:
    """The name of a file as it can be kept and printed: bytes that are no text, and control characters, replaced."""
    name = str(path).encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def placed(word: str, name: str) -> str:
    """``อำเภอ`` or ``จังหวัด`` before a name, which some type bare and some shortened (``จ.``): one place, one name."""
    if not name or name.startswith(("เขต", "กรุงเทพ")):
        return name
    return word + name.removeprefix(word).removeprefix(f"{word[0]}.").strip()


def _bare(text: str) -> str:
    return " ".join(text.split())[:300]


def _read(path: Path) -> list[Sent]:
    file = open_made(path)
    verdict = verdict_of(file)
    if isinstance(verdict.report, Bundle):
        hashed = [(part, digest_of(part)) for part in verdict.report.parts]
    else:
        hashed = [(verdict.report, file.record.sha256)]
    return [_of_report(file, verdict, report, sha256) for report, sha256 in hashed]


def _of_report(file: Opened, verdict: Verdict, report: Report, sha256: str) -> Sent:
    sent = _about(file, report, sha256)
    sent.edit_count = len(verdict.changes)
    sent.edits = [_bare(str(change)) for change in verdict.changes[:MOST_LINES]]
    sent.doubt = verdict.doubt
    problems = [problem for problem in report.problems() if problem.code not in _ABOUT_PICTURES]
    sent.error_count = sum(problem.level == "error" for problem in problems)
    sent.warning_count = len(problems) - sent.error_count
    ordered = sorted(problems, key=lambda problem: problem.level != "error")
    sent.checks = [(problem.level, _bare(problem.message)) for problem in ordered[:MOST_LINES]]
    return sent


def _about(file: Opened, report: Report, sha256: str) -> Sent:
    agency = report.agency
    return Sent(
        shown(file.path),
        file.path.stat().st_mtime,
        kind=report.kind,
        agency=agency.name,
        district=placed("อำเภอ", agency.district or ""),
        province=placed("จังหวัด", agency.province or ""),
        year=year_of(report),
        identity=identity_of(report),
        sha256=sha256,
        library=file.record.library,
        figures=json.dumps(figures_of(report), default=str, ensure_ascii=False),
        groups=json.dumps([astuple(group) for group in groups_of(report)], default=str, ensure_ascii=False),
    )
