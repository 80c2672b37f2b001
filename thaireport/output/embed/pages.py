"""The record in a PDF: an attachment of PDF/A-3, put in, found again, taken out. All that needs pikepdf."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from thaireport.errors import DataError, Problem, SetupError
from thaireport.output.embed.record import NoRecordError, Record, damaged, from_head

NAME = "thaireport.json"
_DESCRIPTION = "ข้อมูลที่ใช้ทำไฟล์นี้ (thaireport read)"
_MAX_PAGES = 20_000
_MAX_DEPTH = 12
_MAX_STREAM = 200_000_000
_MAX_DRAWN = 1_000_000_000
"""Bytes of all that the pages draw, counted as often as it is drawn."""


def into_pdf(pages: bytes, record: Record) -> bytes:
    """The PDF with its record attached; it must be PDF/A-3. SetupError without pikepdf.

    ``record.printed`` is the printed text of the Word or Excel file that the pages were made from.
    """
    import pikepdf

    with _opened(pages) as pdf:
        body = {**record.head, "pages-sha256": _pages_digest(pdf), "data": record.data}
        text = json.dumps({**body, "printed": record.printed.decode()}, ensure_ascii=False)
        made = str(pdf.docinfo.get("/CreationDate", ""))
        spec = pikepdf.AttachedFileSpec(
            pdf,
            text.encode(),
            filename=NAME,
            description=_DESCRIPTION,
            mime_type="application/json",
            creation_date=made,
            mod_date=made,
        )
        spec.relationship = pikepdf.Name.Data
        pdf.attachments[NAME] = spec
        pdf.Root.AF = pikepdf.Array([pdf.attachments[NAME].obj])
        return _saved(pdf)


def find_in_pdf(pages: bytes) -> tuple[Record, bool]:
    """The record that a PDF carries, and whether its pages are still as they were made."""
    with _opened(pages) as pdf:
        head = _attached(pdf)
        digest = head.pop("pages-sha256", "")
        data, lines = head.pop("data", ""), head.pop("printed", "")
        record = from_head(head, data, lines.encode("utf-8", "replace"))
        return record, _pages_digest(pdf) == digest


def strip_pdf(pages: bytes) -> bytes:
    """The PDF without its record."""
    with _opened(pages) as pdf:
        if NAME in pdf.attachments:
            del pdf.attachments[NAME]
        if "/AF" in pdf.Root:
            kept = [entry for entry in pdf.Root.AF if str(entry.get("/UF", entry.get("/F", ""))) != NAME]
            if kept:
                import pikepdf

                pdf.Root.AF = pikepdf.Array(kept)
            else:
                del pdf.Root.AF
        return _saved(pdf)


def pdf_text(pages: bytes) -> str | None:
    """The text of the pages without any spaces; None where poppler's ``pdftotext`` is missing or fails.

    Spaces are taken out since it puts false ones into justified Thai.
    """
    program = shutil.which("pdftotext")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="thaireport-") as folder:
        file = Path(folder) / "pages.pdf"
        file.write_bytes(pages)
        try:
            done = subprocess.run(
                [program, "-enc", "UTF-8", str(file), "-"], capture_output=True, timeout=120, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
    return "".join(done.stdout.decode("utf-8", "replace").split())


_OPEN: ContextVar[bool] = ContextVar("a PDF of others is open here", default=False)


def _is_heard(_record: logging.LogRecord) -> bool:
    """What qpdf thinks of a file of others is nothing that a clerk can use; what other threads do stays heard."""
    return not _OPEN.get()


@contextmanager
def _opened(pages: bytes) -> Iterator[Any]:
    if find_spec("pikepdf") is None:
        raise SetupError('อ่านข้อมูลใน PDF ไม่ได้เพราะขาดส่วนเสริม pdf: ติดตั้งด้วยคำสั่ง pip install "thaireport[pdf]"')
    import pikepdf

    logging.getLogger("pikepdf._core").addFilter(_is_heard)  # once: it knows its filters
    told = _OPEN.set(True)
    try:
        with pikepdf.open(io.BytesIO(pages), suppress_warnings=True) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise _refused("ไฟล์ PDF ใส่รหัสผ่าน: ขอไฟล์ที่ไม่มีรหัสผ่าน") from error
    except (
        pikepdf.PdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise _refused("ไฟล์ PDF เสียหาย: ขอไฟล์ใหม่จากต้นทาง") from error
    finally:
        _OPEN.reset(told)


def _refused(message: str) -> DataError:
    return DataError([Problem(message, code="pdf")])


def _attached(pdf: Any) -> dict[str, str]:
    if NAME not in pdf.attachments:
        raise NoRecordError
    data = _unpacked(pdf.attachments[NAME].get_file().obj)
    try:
        head = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise damaged() from error
    if not isinstance(head, dict) or not all(isinstance(value, str) for value in head.values()):
        raise damaged()
    return head


def _unpacked(stream: Any) -> bytes:
    """What a stream holds. DataError for one that would unpack to more than a file of ours ever holds."""
    raw: bytes = stream.read_raw_bytes()
    if str(stream.get("/Filter", "")) not in {"/FlateDecode", '[pikepdf.Name("/FlateDecode")]'}:
        return raw
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(raw, _MAX_STREAM)
    except zlib.error as error:
        raise _refused("ไฟล์ PDF เสียหาย: ขอไฟล์ใหม่จากต้นทาง") from error
    if unpacker.unconsumed_tail:
        raise _refused(f"ส่วนใน PDF ขยายแล้วใหญ่เกินที่รับได้ ({_MAX_STREAM:,} ไบต์)")
    return data


def _pages_digest(pdf: Any) -> str:
    """SHA-256 of what the pages draw, in order: their contents, what these call and how much is laid over them."""
    total = hashlib.sha256()
    left = _MAX_DRAWN
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages):
        if number >= _MAX_PAGES:
            break
        contents = page.obj.get("/Contents")
        if contents is not None:
            for stream in contents if _is_array(contents) else [contents]:
                drawn = _unpacked(stream)
                total.update(drawn)
                left -= len(drawn)
                if left < 0:
                    raise _refused(f"หน้าใน PDF ขยายแล้วใหญ่เกินที่รับได้ ({_MAX_DRAWN:,} ไบต์)")
        total.update(b"\0")
        for note in page.obj.get("/Annots", ()):
            if note is not None and _lies_over(note):
                total.update(b"\1")
        _add_forms(page.obj.get("/Resources"), total, seen, 0)
    return total.hexdigest()


def _lies_over(note: Any) -> bool:
    """Whether an annotation is a comment, stamp or field over what is drawn: no link, and no signature of the file."""
    return bool(note.get("/Subtype") != "/Link" and note.get("/FT") != "/Sig")


def _is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)


def _add_forms(resources: Any, total: Any, seen: set[tuple[int, int]], depth: int) -> None:
    """The drawings and pictures that a page calls by name."""
    objects = resources.get("/XObject") if resources is not None else None
    if objects is None or depth > _MAX_DEPTH:
        return
    for name in sorted(objects.keys()):
        drawing = objects[name]
        if drawing.objgen in seen:
            continue
        seen.add(drawing.objgen)
        is_image = drawing.get("/Subtype") == "/Image"
        total.update(drawing.read_raw_bytes() if is_image else _unpacked(drawing))
        _add_forms(drawing.get("/Resources"), total, seen, depth + 1)


def _saved(pdf: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, linearize=False, deterministic_id=True)
    return target.getvalue()
