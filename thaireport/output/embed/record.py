"""What a file carries, and its short form for the file's properties."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from thaireport import __version__
from thaireport.errors import DataError, Problem
from thaireport.report import Report

MAX_DATA = 100_000_000
"""Bytes of data that a record may carry: a plan of 31,000 projects has about 12 million."""
_TEMPLATES = 65 * 1_000
"""Letters that the templates' names and digests may take: a bundle of a thousand parts has a digest of each."""
_KIND = re.compile(r"[a-z][a-z_]{0,39}")
_TAIL = re.compile(r"[^\x20-\x7e]+")
# A full path names the user's own folders; the file's name is all that others need.
_PICTURE_PATH = re.compile(r'"(?:/|[A-Za-z]:(?:\\\\|/)|\\\\\\\\)[^"\n]*?([^"/\\\n]+\.(?:png|jpe?g))"', re.IGNORECASE)
_PATH_STARTS = ('"/', ":\\\\", ":/", '"\\\\')
# A workbook's XML reads _x0041_ as a letter; U+FFFE and U+FFFF are no letters of XML.
_NOT_FOR_XML = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\ud800-\udfff\ufffe\uffff]")


_NO_RECORD = (
    "ไฟล์นี้ไม่มีข้อมูลติดมา: อาจไม่ได้ทำด้วย thaireport ทำด้วย --no-data หรือโปรแกรมที่บันทึกซ้ำตัดทิ้ง: ขอไฟล์ต้นฉบับ หรือไฟล์ข้อมูลจากผู้จัดทำ"
)


class NoRecordError(DataError):
    """The file carries no record: not made by thaireport, made with ``--no-data``, or removed since."""

    def __init__(self, place: str = "", message: str = _NO_RECORD) -> None:
        super().__init__([Problem(message, code="no-record", place=place)])

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.problems[0].place, self.problems[0].message)


@dataclass(frozen=True)
class Record:
    """The data of a report, and how the file that carries it was made.

    ``versions``: the format version of every kind in the data; ``data``: the canonical JSON; ``printed``: the
    printed text in lines (``printed.py``); ``sha256``: of the data, as the file says it, in hex; ``files``: of the
    digests of the pictures and other files that the data only name, empty where there are none.
    """

    kind: str
    versions: Mapping[str, int]
    library: str
    template: str
    digest: str
    data: str
    sha256: str
    printed: bytes = b""
    printed_sha256: str = ""
    files: str = ""

    @classmethod
    def of(cls, report: Report, template: str = "", digest: str = "") -> Record:
        """The record of a report; ``digest`` is the SHA-256 of its template. The printed text comes later."""
        data = as_json(report.stored())
        files = " ".join(report.files_beside())
        how = report.kind, versions_of(report), __version__, template, digest, data, _hashed(data)
        return cls(*how, files=_hashed(files) if files else "")

    def with_print(self, printed: bytes) -> Record:
        """The record with the printed text of its file."""
        return replace(self, printed=printed)

    @property
    def short(self) -> str:
        """One line for the properties of a file, at most 255 characters: ``memo@1 sha256:... thaireport 0.1.0``."""
        return f"{self.kind}@{self.versions[self.kind]} sha256:{self.sha256} thaireport {self.library}"[:255]

    @property
    def head(self) -> dict[str, str]:
        """All but the data and the printed text, as texts by name."""
        return {
            "kind": self.kind,
            "format": " ".join(f"{kind}@{version}" for kind, version in self.versions.items()),
            "library": self.library,
            "template": self.template,
            "digest": self.digest,
            "sha256": self.sha256,
            "printed-sha256": hashlib.sha256(self.printed).hexdigest(),
            **({"files-sha256": self.files} if self.files else {}),
        }

    @property
    def values(self) -> dict[str, Any]:
        """The data as plain values. DataError when it was damaged or changed since it was written."""
        if len(self.data) > MAX_DATA or _hashed(self.data) != self.sha256:
            raise damaged()
        try:
            values = json.loads(self.data, parse_float=str, parse_int=_whole)
        except (ValueError, RecursionError) as error:
            raise damaged() from error
        if not isinstance(values, dict) or values.get("kind") != self.kind:
            raise damaged()
        return values

    @property
    def is_print_intact(self) -> bool:
        """Whether the printed text is the one that was written."""
        return hashlib.sha256(self.printed).hexdigest() == self.printed_sha256


def _whole(text: str) -> int | str:
    return int(text) if len(text) < 19 else text


def from_head(head: Mapping[str, str], data: str, printed: bytes) -> Record:
    """The record of a file from its parts. DataError when the head makes no sense."""
    kind = head.get("kind", "")
    try:
        pairs = [word.partition("@") for word in head.get("format", "").split()[:40]]
        versions = {name: int(version) for name, _, version in pairs if len(version) < 9}
    except ValueError as error:
        raise damaged() from error
    if not _KIND.fullmatch(kind) or kind not in versions:
        raise damaged()
    shown = {name: _TAIL.sub("?", head.get(name, ""))[:120] for name in ("library", "sha256")}
    template, digest = head.get("template", "")[:_TEMPLATES], _TAIL.sub("?", head.get("digest", ""))[:_TEMPLATES]
    return Record(
        kind,
        versions,
        template=template,
        digest=digest,
        data=data,
        printed=printed,
        printed_sha256=head.get("printed-sha256", ""),
        files=head.get("files-sha256", ""),
        **shown,
    )


def damaged() -> DataError:
    """The error of a record that was cut, changed or put together by somebody else."""
    message = "ข้อมูลที่ติดมากับไฟล์เสียหายหรือถูกแก้ไข จึงใช้ไม่ได้: ขอไฟล์ใหม่จากผู้จัดทำ"
    return DataError([Problem(message, code="record-damaged")])


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def as_json(stored: Mapping[str, Any]) -> str:
    """Canonical data as JSON on one line, of letters that every carrier keeps; full paths of pictures are cut."""
    text = _ENCODER.encode(stored)
    if "_x" in text or not text.isprintable():
        text = _NOT_FOR_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return _PICTURE_PATH.sub(r'"\1"', text) if any(start in text for start in _PATH_STARTS) else text


def _hashed(data: str) -> str:
    return hashlib.sha256(data.encode("utf-8", "replace")).hexdigest()


def digest_of(report: Report) -> str:
    """The SHA-256 of a report's canonical data in hex, as its record would have it."""
    return _hashed(as_json(report.stored()))


def versions_of(report: Report) -> dict[str, int]:
    """The format version of the report's kind and of every report in it."""
    found = {report.kind: report.format_version}
    for part in getattr(report, "parts", ()):
        if isinstance(part, Report):
            found |= versions_of(part)
    return found
