"""The record in Word and Excel files: put in, found again, taken out."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from lxml import etree

from thaireport.errors import DataError
from thaireport.output.embed import printed
from thaireport.output.embed.record import NoRecordError, Record, damaged, from_head
from thaireport.output.package import (
    CONTENT_TYPES,
    Packed,
    content,
    parse_xml,
    read_package,
    read_rels,
    relate,
    rels_name,
    set_content_type,
    target_name,
    to_xml,
    write_package,
)
from thaireport.output.titles import PROPERTIES, TITLE

SHEET = "_thaireport"
"""The title of the very hidden sheet that carries a workbook's record."""
PROPERTY = "thaireport"
NAMESPACE = "urn:thaireport:record:1"
_ITEM_ID = "{6E1F1D0C-5B7A-4C0E-9D5E-7468616972A1}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM_XML = f"{_OFFICE}/relationships/customXml"
_CUSTOM_XML_PROPS = f"{_OFFICE}/relationships/customXmlProps"
_CUSTOM_PROPERTIES = f"{_OFFICE}/relationships/custom-properties"
_WORKSHEET = f"{_OFFICE}/relationships/worksheet"
_PROPS_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES = "docProps/custom.xml"
_DOCUMENT, _WORKBOOK = "word/document.xml", "xl/workbook.xml"
_CHUNK = 32_000
_PROPERTIES_NS = f"{_OFFICE}/custom-properties"
_NO_PROPERTIES = f'{_DECLARATION}<Properties xmlns="{_PROPERTIES_NS}" xmlns:vt="{_OFFICE}/docPropsVTypes"></Properties>'
_NOTE = "ข้อมูลที่ใช้ทำไฟล์นี้ โปรแกรม thaireport อ่านกลับได้ (thaireport read) โปรดอย่าแก้"

Parts = Mapping[str, "bytes | Packed"]
NewParts = dict[str, "bytes | Packed"]


# ---------------------------------------------------------------- Word


def into_document(parts: Parts, record: Record) -> NewParts:
    """The Word package with its record; the printed text is read from its parts."""
    full = record.with_print(printed.word_print(parts))
    item, wiring = _document_wiring(*_keys(parts, _DOCUMENT), tuple(parts))
    return {**parts, **wiring, item: Packed(_item_xml(full)), _PROPERTIES: _with_property(parts, full.short)}


def with_print_of(record: Record, document: bytes) -> Record:
    """The record with the printed text of a Word file."""
    return record.with_print(printed.word_print(read_package(document)))


def _keys(parts: Parts, main: str) -> tuple[bytes, bytes, bytes]:
    """What the wiring of a package depends on: equal for all files of a template, so that it is made once."""
    return content(parts[CONTENT_TYPES]), content(parts["_rels/.rels"]), content(parts.get(rels_name(main), b""))


def _free_item(names: tuple[str, ...]) -> int:
    return next(n for n in range(1, len(names) + 2) if f"customXml/item{n}.xml" not in names)


@lru_cache(maxsize=64)
def _document_wiring(types: bytes, package: bytes, document: bytes, names: tuple[str, ...]) -> tuple[str, NewParts]:
    """The name of the custom XML part, and the parts that make it known."""
    number = _free_item(names)
    item, props = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    known: Parts = {"_rels/.rels": package, **({rels_name(_DOCUMENT): document} if document else {})}
    new = {
        props: (
            f'{_DECLARATION}<ds:datastoreItem ds:itemID="{_ITEM_ID}" '
            'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode(),
        rels_name(item): _related(known, item, props, _CUSTOM_XML_PROPS),
        rels_name(_DOCUMENT): _related(known, _DOCUMENT, item, _CUSTOM_XML),
        **_property_wiring(types, known, (props, _PROPS_TYPE)),
    }
    return item, {name: Packed(part) for name, part in new.items()}


def _property_wiring(types: bytes, known: Parts, *more: tuple[str, str]) -> dict[str, bytes]:
    root = parse_xml(types)
    for name, content_type in (*more, (_PROPERTIES, _CUSTOM_TYPE)):
        set_content_type(root, name, content_type)
    return {CONTENT_TYPES: to_xml(root), "_rels/.rels": _related(known, "", _PROPERTIES, _CUSTOM_PROPERTIES)}


def _related(parts: Parts, source: str, target: str, rel_type: str) -> bytes:
    root = read_rels(parts, source)
    relate(root, source, target, rel_type)
    return to_xml(root)


def escape(text: str) -> str:
    """A text as it stands in XML. (``xml.sax.saxutils`` has it too, and loads the whole of ``urllib`` with it.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_quotes(text: str) -> str:
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _item_xml(record: Record) -> bytes:
    attributes = "".join(f' {name}="{_in_quotes(value)}"' for name, value in record.head.items())
    start = f'{_DECLARATION}<record xmlns="{NAMESPACE}"{attributes}><data>{escape(record.data)}</data><printed>'
    return b"".join((start.encode(), record.printed, b"</printed></record>"))


# ---------------------------------------------------------------- Excel


def into_workbook(parts: Parts, record: Record) -> NewParts:
    """The workbook with its record; the printed text is read from its sheets."""
    full = record.with_print(workbook_print(parts))
    sheet, wiring = _workbook_wiring(*_keys(parts, _WORKBOOK), content(parts[_WORKBOOK]))
    return {**parts, **wiring, sheet: _sheet_xml(full), _PROPERTIES: _with_property(parts, full.short)}


@lru_cache(maxsize=16)
def _workbook_wiring(types: bytes, package: bytes, rels: bytes, workbook: bytes) -> tuple[str, NewParts]:
    """The name of the sheet's part, and the parts that make it known."""
    root = parse_xml(types)
    taken = {override.get("PartName") for override in root}
    sheet = next(name for n in range(1, 10_000) if f"/{(name := f'xl/worksheets/sheet{n}.xml')}" not in taken)
    known: Parts = {"_rels/.rels": package, rels_name(_WORKBOOK): rels}
    relations = read_rels(known, _WORKBOOK)
    rel_id = relate(relations, _WORKBOOK, sheet, _WORKSHEET)
    number = max((int(found) for found in re.findall(rb'sheetId="(\d{1,9})"', workbook)), default=0) + 1
    entry = (
        f'<sheet xmlns:r="{_OFFICE}/relationships" name="{SHEET}" sheetId="{number}" '
        f'state="veryHidden" r:id="{rel_id}"/>'
    )
    new = {
        _WORKBOOK: workbook.replace(b"</sheets>", entry.encode() + b"</sheets>", 1),
        rels_name(_WORKBOOK): to_xml(relations),
        **_property_wiring(types, known, (sheet, _SHEET_TYPE)),
    }
    return sheet, {name: Packed(part) for name, part in new.items()}


def _sheet_xml(record: Record) -> bytes:
    packed = base64.b64encode(zlib.compress(record.printed, 6)).decode()
    rows = [("thaireport", _NOTE), *record.head.items(), *_chunks("data", record.data), *_chunks("printed", packed)]
    cell = '<c r="{}{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
    body = "".join(
        f'<row r="{n}">{cell.format("A", n, name)}{cell.format("B", n, escape(text))}</row>'
        for n, (name, text) in enumerate(rows, 1)
    )
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{_DECLARATION}<worksheet xmlns="{namespace}"><sheetData>{body}</sheetData></worksheet>'.encode()


def _chunks(name: str, text: str) -> Iterator[tuple[str, str]]:
    # Excel counts UTF-16 units, of which a rare letter has two.
    size = _CHUNK if text.isascii() or max(text) <= "\uffff" else _CHUNK // 2
    yield from ((name, text[start : start + size]) for start in range(0, len(text), size))


def workbook_print(parts: Parts) -> bytes:
    """The printed text of every sheet but the one that carries the record."""
    strings = _strings(parts)
    return b"".join(
        printed.sheet_lines(title, printed.in_rows(parts[name]), strings)
        for title, name in sheets_of(parts)
        if title != SHEET
    )


def _strings(parts: Parts) -> list[bytes]:
    name = next((name for name in parts if name.casefold() == "xl/sharedstrings.xml"), None)
    return printed.shared_strings(content(parts[name])) if name else []


def sheets_of(parts: Parts) -> list[tuple[str, str]]:
    """The title and the part of every worksheet, in order. ValueError for two of one part, to be read over and over."""
    if _WORKBOOK not in parts:
        return []
    targets = {rel.get("Id"): target_name(_WORKBOOK, rel) for rel in read_rels(parts, _WORKBOOK)}
    found = []
    for sheet in parse_xml(content(parts[_WORKBOOK])).iter("{*}sheet"):
        own = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        part = targets.get(own, "")
        if part in parts:
            found.append((sheet.get("name") or "", part))
    if len({part for _, part in found}) < len(found):
        raise ValueError("มีแผ่นงานที่ใช้เนื้อหาเดียวกัน")
    return found


# ---------------------------------------------------------------- the short property


def _with_property(parts: Parts, value: str) -> bytes | Packed:
    known = content(parts[_PROPERTIES]) if _PROPERTIES in parts else _NO_PROPERTIES.encode()
    before, number = _other_properties(known)
    entry = (
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{PROPERTY}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property></Properties>"
    )
    return Packed(before + entry.encode(), squeeze=False)


@lru_cache(maxsize=64)
def _other_properties(part: bytes) -> tuple[bytes, int]:
    """The properties but ours, up to the closing tag, and the first number above all of theirs."""
    root = parse_xml(part)
    for entry in list(root):
        if entry.get("name") == PROPERTY:
            root.remove(entry)
    number = max((int(entry.get("pid") or 1) for entry in root), default=1) + 1
    names: dict[str | None, str] = {None: _PROPERTIES_NS, "vt": f"{_OFFICE}/docPropsVTypes"}
    fresh = etree.Element(f"{{{_PROPERTIES_NS}}}Properties", nsmap=names)  # type: ignore[arg-type]
    fresh.extend(list(root))
    fresh.text = ""
    return to_xml(fresh).rpartition(b"</Properties>")[0], number


# ---------------------------------------------------------------- finding it again


def find_in_office(parts: Mapping[str, bytes]) -> Record:
    """The record that a Word or Excel package carries. NoRecordError when it has none, DataError a damaged one."""
    if _WORKBOOK in parts:
        return _in_workbook(parts)
    for name in _record_items(parts):
        return _from_item(parts[name])
    raise NoRecordError


def _record_items(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name in parts:
        if re.fullmatch(r"customXml/item\d+\.xml", name) and NAMESPACE.encode() in parts[name][:2000]:
            yield name


# As we write it, which is read without a tree in a fourth of the time; other programs may write the same otherwise.
_OUR_ITEM = re.compile(
    rb'<\?xml [^<>]*\?>\n<record xmlns="%b"((?: [a-z0-9-]+="[^"<>&]*")*)><data>([^<]*)</data>'
    rb"<printed>([^<]*)</printed></record>" % NAMESPACE.encode()
)
_OTHER_ENTITY = re.compile(rb"&(?!amp;|lt;|gt;)|\r")


def _as_we_wrote(part: bytes) -> Record | None:
    """The record of an item that lies as it was written; None when another program has written it anew."""
    ours = _OUR_ITEM.fullmatch(part)
    if ours is None or _OTHER_ENTITY.search(part):
        return None
    try:
        head, data = ours[1].decode(), ours[2].decode()
    except UnicodeDecodeError:
        return None
    values = dict(re.findall(' ([a-z0-9-]+)="([^"]*)"', head))
    return from_head(values, data.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), ours[3])


def _from_item(part: bytes) -> Record:
    if ours := _as_we_wrote(part):
        return ours
    try:
        root = parse_xml(part)
    except ValueError as error:
        raise damaged() from error
    texts = {child.tag: child.text or "" for child in root if isinstance(child.tag, str)}
    head = {str(name): str(value) for name, value in root.attrib.items()}
    # The tree has the letters themselves, the scanner's lines have them escaped.
    lines = escape(texts.get(f"{{{NAMESPACE}}}printed", "")).encode("utf-8", "replace")
    return from_head(head, texts.get(f"{{{NAMESPACE}}}data", ""), lines)


def _in_workbook(parts: Mapping[str, bytes]) -> Record:
    try:
        part = next((part for title, part in sheets_of(parts) if title == SHEET), None)
    except ValueError as error:
        raise damaged() from error
    if part is None:
        raise NoRecordError
    from xml.sax.saxutils import unescape as unescaped

    rows: dict[str, dict[str, str]] = {}
    for name, _, value in printed.cells([parts[part]], _strings(parts)):
        row = rows.setdefault(name[1:].decode(), {})
        row[name[:1].decode()] = unescaped(value.decode("utf-8", "replace"), _ENTITIES)
    texts: dict[str, list[str]] = {}
    for row in rows.values():
        texts.setdefault(row.get("A", ""), []).append(row.get("B", ""))
    joined = {name: "".join(pieces) for name, pieces in texts.items()}
    return from_head(joined, joined.get("data", ""), _unpacked(joined.get("printed", "")))


_ENTITIES = {"&quot;": '"', "&apos;": "'", "&#10;": "\n", "&#9;": "\t"}
MAX_PRINTED = 300_000_000


def _unpacked(text: str) -> bytes:
    try:
        unpacker = zlib.decompressobj()
        lines = unpacker.decompress(base64.b64decode(text, validate=True), MAX_PRINTED)
    except (ValueError, zlib.error) as error:
        raise damaged() from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise damaged()
    return lines


# ---------------------------------------------------------------- taking it out


def without_record(data: bytes) -> bytes:
    """A file without the record it carries; as it is when it has none. ValueError for one that cannot be read.

    For a template made by editing a finished file: what is made of it must carry its own data, and nobody else's.
    """
    parts = read_package(data)
    carries = any(_record_items(parts)) or any(title == SHEET for title, _ in sheets_of(parts))
    return write_package(strip_office(parts)) if carries else data


def strip_office(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The package without its record and the short property; one edited since also without its title.

    A title is of what was printed, and may say what was edited away.
    """
    kept = dict(parts)
    if PROPERTIES in parts and not _is_as_printed(parts):
        kept[PROPERTIES] = TITLE.sub(b"", parts[PROPERTIES])
    gone = set(_record_items(parts))
    if _WORKBOOK in parts:
        gone = {part for title, part in sheets_of(parts) if title == SHEET}
        kept[_WORKBOOK] = _without_sheet(parts[_WORKBOOK])
        kept |= _without_texts(parts, gone)
    gone |= {target for name in gone for target in _targets(parts, name)} | {rels_name(name) for name in gone}
    if _PROPERTIES in parts:
        before, _ = _other_properties(parts[_PROPERTIES])
        kept[_PROPERTIES] = before + b"</Properties>"
        if not len(parse_xml(kept[_PROPERTIES])):
            gone.add(_PROPERTIES)
    for name in gone:
        kept.pop(name, None)
    for source in ("", _DOCUMENT, _WORKBOOK):
        if rels_name(source) in kept:
            kept[rels_name(source)] = _without_relations(kept, source, gone)
    types = parse_xml(kept[CONTENT_TYPES])
    for override in list(types):
        if (override.get("PartName") or "/").removeprefix("/") in gone:
            types.remove(override)
    return kept | {CONTENT_TYPES: to_xml(types)}


def _is_as_printed(parts: Mapping[str, bytes]) -> bool:
    """Whether the package prints what its record says, to the letter."""
    try:
        record = find_in_office(parts)
    except DataError:  # none, or a damaged one
        return False
    return record.printed == (workbook_print(parts) if _WORKBOOK in parts else printed.word_print(parts))


def _targets(parts: Mapping[str, bytes], source: str) -> list[str]:
    return [name for rel in read_rels(parts, source) if (name := target_name(source, rel))]


def _without_relations(parts: Mapping[str, bytes], source: str, gone: set[str]) -> bytes:
    root = read_rels(parts, source)
    for rel in list(root):
        if target_name(source, rel) in gone:
            root.remove(rel)
    return to_xml(root)


def _without_sheet(workbook: bytes) -> bytes:
    """The list of sheets without the one that carries the record; what counts sheets counts one less behind it."""
    root = parse_xml(workbook)
    for index, sheet in reversed(list(enumerate(root.iter("{*}sheet")))):
        if sheet.get("name") == SHEET:
            _remove(sheet)
            for name in list(root.iter("{*}definedName")):
                if name.get("localSheetId") == str(index):
                    _remove(name)
            for name in root.iter("{*}definedName", "{*}workbookView"):
                for key in ("localSheetId", "activeTab", "firstSheet"):
                    if int(name.get(key) or 0) > index:
                        name.set(key, str(int(name.get(key) or 0) - 1))
    return to_xml(root)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


_SHARED = "xl/sharedStrings.xml"


def _without_texts(parts: Mapping[str, bytes], gone: Iterable[str]) -> dict[str, bytes]:
    """The table of texts, to which Excel moves those of the record, with theirs emptied; the others stay."""
    sheets = {part for _, part in sheets_of(parts)}
    own = {index for name in gone for index in _texts_of(parts[name])}
    for name in sheets - set(gone) if own else ():
        own -= _texts_of(parts[name])
    if not own or _SHARED not in parts:
        return {}
    root = parse_xml(parts[_SHARED])
    for index, item in enumerate(root.iter("{*}si")):
        if index in own:
            for child in list(item):
                item.remove(child)
            etree.SubElement(item, str(item.tag).removesuffix("si") + "t")
    return {_SHARED: to_xml(root)}


def _texts_of(sheet: bytes) -> set[int]:
    """The places in the table of texts that a sheet's cells name."""
    shared = (cell for cell in parse_xml(sheet).iter("{*}c") if cell.get("t") == "s")
    return {int(value) for cell in shared if (value := cell.findtext("{*}v") or "").isdecimal()}
