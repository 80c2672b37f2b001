"""The zip package that a Word or Excel file is: read safely, written the same every time, put in place.

``read_package`` looks at the directory of the zip before anything is unpacked, so that a hostile file costs
nothing. ``write_package`` gives the same bytes for the same parts: fixed order, the fixed time of 1980, no
extra fields. Byte-identical means made with the same deflate engine (``deflate.py``).
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import secrets
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from thaireport.deflate import INFLATE_ERRORS, compressor, crc32, deflate, inflater
from thaireport.errors import (
    TOO_LONG_FOR_WINDOWS,
    DataError,
    OutputError,
    Problem,
    is_disk_full,
    is_too_long,
    said_of_machine,
)
from thaireport.files import whole_name
from thaireport.thai.patterns import pattern

CONTENT_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


# ---------------------------------------------------------------- reading


class Limits(NamedTuple):
    """What a package may be at most: entries, bytes when unpacked, bytes of one part, and how many times
    larger a part may be than its packed form (a part under 1 MB may be any number of times larger)."""

    entries: int = 4_000
    total: int = 400_000_000
    part: int = 300_000_000
    ratio: int = 400


DEFAULT_LIMITS = Limits()


def read_package(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """Every part of a Word or Excel file by its name, in the order of the file.

    Raises ``DataError`` with every fault found, before anything is unpacked: not a zip, too many or too
    large parts, names that leave the package, the same name twice, encrypted parts.
    """
    return {name: part.raw for name, part in read_packed(data, limits=limits).items()}


def read_packed(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, Packed]:
    """``read_package`` with each part also as it lies deflated in the file, to be written again as it is."""
    with _open(data) as archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
        faults = _directory_faults(infos, limits)
        if not faults and CONTENT_TYPES not in (info.filename for info in infos):
            faults = ["ไม่ใช่ไฟล์ Word หรือ Excel (ไม่มีส่วน [Content_Types].xml): ตรวจว่าเลือกไฟล์ถูก"]
        if faults:
            raise DataError([Problem(fault, code="package") for fault in faults])
        try:
            return {info.filename: Packed.copied(data, info, _unpacked(data, info, archive)) for info in infos}
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise _damaged() from error


def _unpacked(data: bytes, info: zipfile.ZipInfo, archive: zipfile.ZipFile) -> bytes:
    """The content of a part: at once where it lies as Office writes it (zipfile takes half as long again).

    All else, damage too, is left to zipfile and its errors.
    """
    body = _plain_body(data, info)
    if body is None:
        return archive.read(info)
    unpacker = inflater()
    try:
        raw: bytes = unpacker.decompress(body, info.file_size + 1)
    except INFLATE_ERRORS:
        return archive.read(info)
    if len(raw) != info.file_size or not unpacker.eof or crc32(raw) != info.CRC:
        return archive.read(info)
    return raw


def _plain_body(data: bytes, info: zipfile.ZipInfo) -> memoryview | None:
    """A part as it lies deflated in the file; None where its own header says otherwise than the directory."""
    start, name = info.header_offset, info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
    if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & ~0x080E or not 0 <= start <= len(data) - 30:
        return None
    name_size, extra_size = struct.unpack_from("<2H", data, start + 26)
    first = start + 30 + name_size
    if data[start : start + 4] != b"PK\x03\x04" or data[start + 30 : first] != name:
        return None
    return memoryview(data)[first + extra_size : first + extra_size + info.compress_size]


def _open(data: bytes) -> zipfile.ZipFile:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        message = "เป็นไฟล์รุ่นเก่า (.doc หรือ .xls) หรือไฟล์ที่ใส่รหัสผ่าน: เปิดแล้วบันทึกใหม่เป็น .docx หรือ .xlsx ที่ไม่มีรหัสผ่าน"
        raise DataError([Problem(message, code="package")])
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise _damaged() from error


def _damaged() -> DataError:
    message = "ไฟล์เสียหายหรือไม่ใช่ไฟล์ Word/Excel: เปิดด้วยโปรแกรมแล้วบันทึกใหม่ หรือขอไฟล์ใหม่จากต้นทาง"
    return DataError([Problem(message, code="package")])


def _directory_faults(infos: list[zipfile.ZipInfo], limits: Limits) -> list[str]:
    """What the zip's directory says is wrong; nothing has been unpacked yet."""
    if len(infos) > limits.entries:
        return [f"ไฟล์มี {len(infos):,} ส่วน เกินที่รับได้ ({limits.entries:,} ส่วน)"]
    faults = []
    if (total := sum(info.file_size for info in infos)) > limits.total:
        faults.append(f"ไฟล์ขยายแล้วใหญ่ {total:,} ไบต์ เกินที่รับได้ ({limits.total:,} ไบต์)")
    seen: set[str] = set()
    for info in infos:
        faults += _entry_faults(info, limits)
        key = info.filename.casefold()
        if key in seen:
            faults.append(f"มีส่วนชื่อซ้ำกันในไฟล์: {_shown(info)}")
        seen.add(key)
    return faults


def _entry_faults(info: zipfile.ZipInfo, limits: Limits) -> list[str]:
    faults = []
    if _is_unsafe_name(info):
        faults.append(f"ชื่อส่วนในไฟล์ไม่ปลอดภัย: {_shown(info)}")
    if info.flag_bits & 0x1:
        faults.append(f"ส่วนในไฟล์ถูกเข้ารหัส: {_shown(info)}: บันทึกใหม่โดยไม่ใส่รหัสผ่าน")
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        faults.append(f"ส่วนในไฟล์บีบอัดด้วยวิธีที่ไม่รองรับ: {_shown(info)}")
    if info.file_size > limits.part:
        faults.append(f"ส่วนในไฟล์ใหญ่ {info.file_size:,} ไบต์ เกินที่รับได้: {_shown(info)}")
    elif info.file_size > 1_000_000 and info.file_size > limits.ratio * max(info.compress_size, 1):
        faults.append(f"ส่วนในไฟล์ขยายใหญ่ผิดปกติ ({info.compress_size:,} เป็น {info.file_size:,} ไบต์): {_shown(info)}")
    return faults


def _is_unsafe_name(info: zipfile.ZipInfo) -> bool:
    # zipfile turns "\" into "/" and cuts at NUL, so look at the name as it lies in the file.
    name = info.orig_filename
    link = stat.S_ISLNK(info.external_attr >> 16)
    return link or not name or bool(re.search(r"(^|/)\.{1,2}(/|$)|^/|//|\\|[\x00-\x1f]|^[A-Za-z]:", name))


def _shown(info: zipfile.ZipInfo) -> str:
    return ascii(info.orig_filename[:80])


def parse_xml(data: bytes) -> etree._Element:
    """The root of a part's XML. Raises ``ValueError`` (Thai) when it is not well-formed or carries a DTD
    (Word and Excel never write one; entities in it are how a small file becomes a large one)."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError("XML ในไฟล์เสียหาย") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("XML ในไฟล์มี DTD ซึ่งไม่อนุญาต")
    return root


# ---------------------------------------------------------------- writing


_ASKED_OFTEN = 16_384
"""Bytes of a part that is kept unpacked too: every render asks a template for its relationships and content types."""


class Packed:
    """A part already deflated, for parts that are written many times; ``raw`` is its content, ``size`` its length.

    ``squeeze=False`` stores it as it is (a picture is packed already).
    """

    __slots__ = ("_heads", "_raw", "body", "crc", "method", "size")

    def __init__(self, raw: bytes, *, squeeze: bool = True) -> None:
        packed = deflate(raw) if squeeze else raw
        smaller = len(packed) < len(raw)
        self._raw: bytes | None = raw
        self.size = len(raw)
        self.crc = crc32(raw)
        self.method = 8 if smaller else 0
        self.body = packed if smaller else raw
        self._heads = "", (b"", b"", b"")

    @classmethod
    def copied(cls, file: bytes, info: zipfile.ZipInfo, raw: bytes) -> Packed:
        """A part as it lies in a zip file; ``raw`` is its content, which has been checked."""
        part = cls(b"", squeeze=False)
        name_size, extra_size = struct.unpack_from("<2H", file, info.header_offset + 26)
        start = info.header_offset + 30 + name_size + extra_size
        part._raw, part.size, part.crc = raw, len(raw), info.CRC
        part.method, part.body = info.compress_type, file[start : start + info.compress_size]
        return part

    @classmethod
    def from_chunks(cls, chunks: Iterable[bytes]) -> Packed:
        """A part that comes in pieces and never stands in memory whole (a sheet of 31,000 rows)."""
        part = cls(b"", squeeze=False)
        packer, packed = compressor(), []
        for chunk in chunks:
            part.size += len(chunk)
            part.crc = crc32(chunk, part.crc)
            packed.append(packer.compress(chunk))
        part._raw, part.method, part.body = None, 8, b"".join((*packed, packer.flush()))
        return part

    def state(self) -> tuple[int, int, int, bytes]:
        """What ``restored`` makes the part of again."""
        return self.method, self.size, self.crc, self.body

    @classmethod
    def restored(cls, state: tuple[int, int, int, bytes]) -> Packed:
        """The part that ``state`` was taken of."""
        part = cls(b"", squeeze=False)
        part.method, part.size, part.crc, part.body = state
        part._raw = None if part.method else part.body
        return part

    @property
    def raw(self) -> bytes:
        if self._raw is not None:
            return self._raw
        raw = zlib.decompress(self.body, -15)
        if self.size < _ASKED_OFTEN:
            self._raw = raw
        return raw

    def heads(self, name: str) -> tuple[bytes, bytes, bytes]:
        """The zip's header of this part under ``name``, and the two ends of its line in the directory.

        Made once: a part that does not change is written often.
        """
        known, heads = self._heads  # with its name at once: parts alike share one, threads too
        if name != known:
            if max(self.size, len(self.body)) > _LARGEST:
                raise OutputError(f"ส่วน {name} ใหญ่เกิน 4 GB จึงเขียนเป็นไฟล์ Office ไม่ได้: แบ่งรายงานออกเป็นหลายไฟล์")
            label = name.encode()
            flags = 0 if label.isascii() else 0x800
            sizes = (len(self.body), self.size, len(label))
            fields = _FIELDS.pack(20, flags, self.method, _TIME, _DATE, self.crc, *sizes, 0)
            heads = (b"PK\x03\x04" + fields + label, b"PK\x01\x02\x14\x00" + fields, label)
            self._heads = name, heads
        return heads


Parts = Mapping[str, "bytes | Packed"]
STORY = pattern(r"word/(document|header[^/]*|footer[^/]*|footnotes|endnotes)\.xml")
"""The parts of a Word file that have text, whatever program named its headers and footers."""


def content(part: bytes | Packed) -> bytes:
    """The content of a part, packed already or not."""
    return part.raw if isinstance(part, Packed) else part


_FIELDS = struct.Struct("<5H3L2H")  # what a part's header and its line in the directory share
_OFFSET = struct.Struct("<10xL")  # no comment, disk 0, no attributes; where the part's header begins
_END = struct.Struct("<4s4H2LH")
_TIME, _DATE = 0, 0x21  # 1 January 1980, 00:00: the first moment a zip can name
_LARGEST = 0xFFFFFFFE
_FIRST = {name: i for i, name in enumerate((CONTENT_TYPES, "_rels/.rels", "word/document.xml", "xl/workbook.xml"))}


@lru_cache(maxsize=256)
def _ordered(names: tuple[str, ...]) -> list[str]:
    """The names in the order of the file, whatever order they are given in."""
    return sorted(names, key=lambda name: (_FIRST.get(name, len(_FIRST)), name))


def _packed(part: bytes) -> Packed:
    return _packed_small(part) if len(part) < _KEPT else Packed(part)


_KEPT = 4_096
"""Bytes of a part that is kept packed: headers, footers and relationships are no larger, a document is."""


@lru_cache(maxsize=256)
def _packed_small(part: bytes) -> Packed:
    """The same in one file after the other."""
    return Packed(part)


def write_package(parts: Parts) -> bytes:
    """The file made of these parts: the same bytes for the same parts in whatever order they are given.

    The content types come first (programs that guess a file's kind look there), then the package's
    relationships, the main part, and the rest by name.
    """
    return b"".join(package_chunks(parts))


def package_chunks(parts: Parts) -> list[bytes]:
    """The file of ``write_package`` in pieces, for one so large that it is not to be in memory twice."""
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in _ordered(tuple(parts)):
        part = parts[name]
        packed = part if type(part) is Packed else _packed(part)  # type: ignore[arg-type]
        head, line, label = packed.heads(name)
        body = packed.body
        chunks += (head, body)
        directory += (line, _OFFSET.pack(offset), label)
        offset += len(head) + len(body)
        if offset > _LARGEST:
            raise OutputError("ไฟล์ใหญ่เกิน 4 GB จึงเขียนเป็นไฟล์ Office ไม่ได้: แบ่งรายงานออกเป็นหลายไฟล์")
    index = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(index), offset, 0)
    return [*chunks, index, end]


# ---------------------------------------------------------------- adding parts


class NewPart(NamedTuple):
    """A part to be added: its name, content and content type (empty: the package's default for its suffix
    holds), and the part it hangs on (``source``; empty = the package) by a relationship of ``rel_type``
    (empty: none)."""

    name: str
    data: bytes
    content_type: str = ""
    rel_type: str = ""
    source: str = ""


def add_parts(parts: Parts, new: Iterable[NewPart]) -> dict[str, bytes | Packed]:
    """The package with these parts added or replaced; content types and relationships follow.

    The relationship ids are the first free ``rIdN``, so equal input gives equal output.
    """
    result = dict(parts)
    types = parse_xml(content(parts[CONTENT_TYPES]))
    relations: dict[str, etree._Element] = {}
    for part in new:
        result[part.name] = part.data
        if part.content_type:
            set_content_type(types, part.name, part.content_type)
        if part.rel_type:
            name = rels_name(part.source)
            if name not in relations:
                relations[name] = read_rels(result, part.source)
            relate(relations[name], part.source, part.name, part.rel_type)
    set_default_type(types, "rels", _RELS_TYPE)
    result[CONTENT_TYPES] = to_xml(types)
    return result | {name: to_xml(root) for name, root in relations.items()}


def rels_name(source: str) -> str:
    """The name of the part that holds the relationships of ``source`` (empty = of the package)."""
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def read_rels(parts: Parts, source: str) -> etree._Element:
    """The relationships of a part; an empty root where it has none."""
    name = rels_name(source)
    if name in parts:
        return parse_xml(content(parts[name]))
    return parse_xml(f'<Relationships xmlns="{_RELS_NS}"/>'.encode())


def relate(root: etree._Element, source: str, target: str, rel_type: str) -> str:
    """Add a relationship from ``source`` to the part ``target`` (or find the one that is there); its id."""
    relative = _relative(source, target)
    for rel in root:
        if rel.get("Type") == rel_type and target_name(source, rel) == target:
            return str(rel.get("Id"))
    taken = {rel.get("Id") for rel in root}
    number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    attributes = {"Id": f"rId{number}", "Type": rel_type, "Target": relative}
    etree.SubElement(root, f"{{{_RELS_NS}}}Relationship", attributes)
    return f"rId{number}"


def _relative(source: str, target: str) -> str:
    folder = source.rpartition("/")[0]
    return os.path.relpath("/" + target, "/" + folder).replace(os.sep, "/")


def target_name(source: str, rel: etree._Element) -> str:
    """The part a relationship points to, by its full name; empty for one that leaves the package."""
    if rel.get("TargetMode") == "External":
        return ""
    target = rel.get("Target") or ""
    folder = source.rpartition("/")[0]
    path = target if target.startswith("/") else f"/{folder}/{target}"
    return os.path.normpath(path).replace(os.sep, "/").lstrip("/")


def set_content_type(types: etree._Element, name: str, content_type: str) -> None:
    """Say in ``types`` (the root of [Content_Types].xml) what the part ``name`` is."""
    for override in types.iterfind(f"{{{_TYPES_NS}}}Override"):
        if override.get("PartName") == f"/{name}":
            override.set("ContentType", content_type)
            return
    etree.SubElement(types, f"{{{_TYPES_NS}}}Override", {"PartName": f"/{name}", "ContentType": content_type})


def drop_content_type(types: etree._Element, name: str) -> None:
    """Say nothing in ``types`` any more of a part that is taken out."""
    for override in types.findall(f"{{{_TYPES_NS}}}Override"):
        if override.get("PartName") == f"/{name}":
            types.remove(override)


def set_default_type(types: etree._Element, suffix: str, content_type: str) -> None:
    """Say in ``types`` what every part of a suffix is, unless it says so already."""
    defaults = types.findall(f"{{{_TYPES_NS}}}Default")
    if all((d.get("Extension") or "").lower() != suffix for d in defaults):
        types.insert(0, etree.Element(f"{{{_TYPES_NS}}}Default", {"Extension": suffix, "ContentType": content_type}))


def content_type_of(types: etree._Element, name: str) -> tuple[str, bool]:
    """What ``types`` says the part ``name`` is, and whether it says so of its suffix only."""
    for override in types.iterfind(f"{{{_TYPES_NS}}}Override"):
        if override.get("PartName") == f"/{name}":
            return override.get("ContentType") or "", False
    suffix = name.rpartition(".")[2].lower()
    for default in types.iterfind(f"{{{_TYPES_NS}}}Default"):
        if (default.get("Extension") or "").lower() == suffix:
            return default.get("ContentType") or "", True
    return "application/octet-stream", True


def to_xml(root: etree._Element) -> bytes:
    """A part's XML as Office writes it: UTF-8, with a standalone declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# ---------------------------------------------------------------- putting the file in place


def replace_file(path: str | os.PathLike[str], data: bytes | Iterable[bytes]) -> None:
    """Write ``data`` (or its pieces) to ``path`` whole or not at all: written beside it, then renamed over it.

    Raises ``OutputError`` in Thai when the folder is missing or may not be written to, or when the file is
    open in Word or Excel (Windows locks it then).
    """
    target = whole_name(path)
    aside = target.with_name(f".thaireport-{secrets.token_hex(8)}.tmp")
    _forget_left(target.parent)
    try:
        _write_through(aside, data)
        if target.exists():
            aside.chmod(stat.S_IMODE(target.stat().st_mode))
        aside.replace(target)
    except OSError as error:
        raise _output_error(Path(path), error) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


_LEFT = re.compile(r"\.thaireport-[0-9a-f]{16}\.tmp")
_A_DAY = 86_400.0
"""Seconds after which nobody is writing a file any more, whatever the clocks of two machines say."""


@lru_cache(maxsize=64)
def _forget_left(folder: Path) -> None:
    """Take away what runs that were killed a day ago and more left in a folder; looked for once in a process."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for left in [Path(entry.path) for entry in entries if _LEFT.fullmatch(entry.name)]:
            if time.time() - left.lstat().st_mtime > _A_DAY:
                left.unlink()


def _write_through(path: Path, data: bytes | Iterable[bytes]) -> None:
    with path.open("xb") as file:
        file.writelines((data,) if isinstance(data, bytes) else data)
        file.flush()
        os.fsync(file.fileno())


def _output_error(path: Path, error: OSError) -> OutputError:
    if is_too_long(error):
        return OutputError(said_of_machine(error))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        folder = whole_name(path).parent if path.is_symlink() else path.parent
        missing = f"ไม่พบโฟลเดอร์ {folder}: สร้างโฟลเดอร์ก่อน หรือเลือกที่บันทึกใหม่"
        # The file is written under a longer name first.
        return OutputError(f"เขียนไฟล์ {path} ไม่ได้: {TOO_LONG_FOR_WINDOWS}" if folder.is_dir() else missing)
    if isinstance(error, IsADirectoryError):
        return OutputError(f"{path} เป็นโฟลเดอร์ จึงบันทึกเป็นไฟล์ไม่ได้: เลือกชื่ออื่น")
    if isinstance(error, PermissionError):
        return OutputError(
            f"เขียนไฟล์ {path} ไม่ได้: ไฟล์อาจเปิดอยู่ใน Word หรือ Excel (ปิดแล้วสั่งใหม่) หรือไม่มีสิทธิ์เขียนในโฟลเดอร์ {path.parent}"
        )
    if is_disk_full(error):
        return OutputError(f"เขียนไฟล์ {path} ไม่ได้ เพราะที่เก็บเต็ม: ลบไฟล์ที่ไม่ใช้ หรือบันทึกไว้ที่อื่น")
    return OutputError(f"เขียนไฟล์ {path} ไม่ได้: {error.strerror or error}")
