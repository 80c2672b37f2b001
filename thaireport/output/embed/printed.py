"""The printed text of a file in lines, read by scanning its XML: no tree is built, so that it costs next to nothing.

A Word part: a line for each paragraph; around them lines that begin with a tab:

=========  =================================        =========  =====================================
``[``      a table begins                           ``|``      its cell ends
``]``      a table ends                             ``/``      its row ends
``^``      its row is a heading                     ``#3``     its cell is three columns wide
``@NAME``  the part whose lines follow
=========  =================================        =========  =====================================

A sheet: ``@TITLE``, then ``D7``, a tab and the value of each filled cell. Numbers of pages are left out, since
each program counts its own. Letters are escaped as in XML.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from thaireport.output.package import Packed, content
from thaireport.thai.patterns import pattern

_BLANKS = bytes.maketrans(b"\t\n\r", b"   ")
_OPENING = pattern(rb"<w:t(?: [^<>]*)?>")
_TEXT = pattern(rb"<w:t>([^<]*)")
_ENDS = (
    (b"</w:p>", b"<w:t>\n<"),
    (b"<w:tab/>", b"<w:t> <"),
    (b"<w:br/>", b"<w:t> <"),
    (b"<w:cr/>", b"<w:t> <"),
    (b"<w:noBreakHyphen/>", b"<w:t>-<"),
    (b"</w:tc>", b"<w:t>\t|\n<"),
    (b"</w:tr>", b"<w:t>\t/\n<"),
    (b"<w:tbl>", b"<w:t>\t[\n<"),
    (b"</w:tbl>", b"<w:t>\t]\n<"),
    (b"<w:tblHeader", b"<w:t>\t^\n<"),
    (b'<w:gridSpan w:val="', b"<w:t>\t#"),
)
_UNPRINTED = (
    (
        b"instrText",
        pattern(rb"<w:instrText[^<>]*>\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC)\b.*?\"end\"", re.DOTALL),
        b'"end"',
    ),
    (
        b"fldSimple",
        pattern(rb'<w:fldSimple w:instr="\s*(?:PAGE|NUMPAGES|SECTIONPAGES).*?</w:fldSimple>', re.DOTALL),
        b"</w:fldSimple>",
    ),
    (b"<mc:Fallback", pattern(rb"<mc:Fallback.*?</mc:Fallback>", re.DOTALL), b"</mc:Fallback>"),
    (b"<w:moveFrom ", pattern(rb"<w:moveFrom .*?</w:moveFrom>", re.DOTALL), b"</w:moveFrom>"),
)
"""What tells that something is not printed, from where to where, and how that ends."""
_ESCAPES = ((b"&quot;", b'"'), (b"&#34;", b'"'), (b"&apos;", b"'"), (b"&#39;", b"'"))
_NUMBERED = pattern(rb"&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));")
_KEPT = {"&": b"&amp;", "<": b"&lt;", ">": b"&gt;", "\t": b" ", "\n": b" ", "\r": b" "}
_WORD_PARTS = pattern(r"word/(?:header|footer|footnotes|endnotes)[^/]*\.xml")
_CHART_PARTS = pattern(r"word/charts/chart[^/]*\.xml")
_CHART_VALUE = pattern(rb"<(?:c:v|a:t)(?: [^<>]*)?>([^<]+)<")
_SMALL = 8_000


def word_print(parts: Mapping[str, bytes | Packed], document: str = "word/document.xml") -> bytes:
    """The printed text of a Word package: the document, then its headers, footers and notes."""
    lines = [word_lines(content(parts[document]))]
    around, charts = _around(tuple(parts))
    for name in around:
        part = content(parts[name])
        found = _small_part_lines(part) if len(part) < _SMALL else word_lines(part)
        if found.strip():
            lines += (b"\t@", name.encode(), b"\n", found)
    for name in charts:
        values = escaped_alike(b"\n".join(_CHART_VALUE.findall(content(parts[name]).translate(_BLANKS))))
        lines += (b"\t@", name.encode(), b"\n", values, b"\n")
    return b"".join(lines)


@lru_cache(maxsize=64)
def _around(names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The parts of a package that are printed around the document, and its charts."""
    return sorted(filter(_WORD_PARTS.fullmatch, names)), sorted(filter(_CHART_PARTS.fullmatch, names))


def word_lines(part: bytes) -> bytes:
    """The printed text of one Word part."""
    # One line end stands behind the declaration of every part; most have no other blank than spaces.
    text = part if part.find(b"\n", 100) < 0 and b"\t" not in part and b"\r" not in part else part.translate(_BLANKS)
    lines, has_fields = _in_lines(text)
    if has_fields:
        for _, unprinted, end in _UNPRINTED:
            closed, rest = _closed(text, end)
            text = unprinted.sub(b"", closed) + rest
        lines, _ = _in_lines(text)
    return escaped_alike(lines)


def _in_lines(text: bytes) -> tuple[bytes, bool]:
    """The texts of a part, each with what the markup behind it says; whether there may be some that nobody prints."""
    first, *pieces = _OPENING.split(text)
    line, has_fields = _said(first)
    lines = [line]
    for piece in pieces:
        words, _, markup = piece.partition(b"<")
        line, is_field = _said(markup)
        lines += (words, line)
        has_fields |= is_field
    return b"".join(lines), has_fields


@lru_cache(maxsize=1024)
def _said(markup: bytes) -> tuple[bytes, bool]:
    """The ends of lines, cells and the like in markup that lacks the sign it begins with; whether a field is in it.

    Kept, since a few kinds of markup stand behind all the texts that a template prints.
    """
    # Programs on .NET (Microsoft's own SDK) end an empty element with a blank.
    marked = b"<" + markup.replace(b" />", b"/>")
    is_field = any(sign in marked for sign, _, _ in _UNPRINTED)
    for mark, line in _ENDS:
        marked = marked.replace(mark, line)
    # A span's number ends with its tag.
    lines = b"".join(_TEXT.findall(marked)).replace(b'"/>', b"\n")
    return lines, is_field


def escaped_alike(text: bytes) -> bytes:
    """The text with its letters escaped as every writer of XML would: ``&amp;``, ``&lt;``, ``&gt;`` and no others."""
    if b"&" in text:
        for escape, letter in _ESCAPES:
            text = text.replace(escape, letter)
        if b"&#" in text:  # openpyxl numbers every letter beyond ASCII
            text = _NUMBERED.sub(_letter, text)
    return text


def _letter(match: re.Match[bytes]) -> bytes:
    code = int(match[1]) if match[1] else int(match[2], 16)
    letter = chr(code) if code < 0x110000 else "\ufffd"
    return _KEPT.get(letter) or letter.encode("utf-8", "replace")


# Every file made from a template has the same headers.
_small_part_lines = lru_cache(maxsize=128)(word_lines)

_CELL = pattern(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = pattern(rb"<v(?: [^<>]*)?>([^<]*)</v>")
_STRING = pattern(rb"<t(?: [^<>]*)?>([^<]*)</t>")
_PHONETIC = pattern(rb"<rPh .*?</rPh>", re.DOTALL)
_ITEM = pattern(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_SHARED, _INLINE = b't="s"', b't="inlineStr"'


def shared_strings(part: bytes) -> list[bytes]:
    """The texts of a workbook's table of texts, escaped as in XML."""
    closed, rest = _closed(part, b"</si>")
    return [_joined(item) for item in _ITEM.findall(closed)] + [b""] * rest.count(b"<si/>")


def _closed(text: bytes, end: bytes) -> tuple[bytes, bytes]:
    """A text up to where something last ends, and the rest.

    What begins in the rest never ends, which is found out only at the end of the file, from each beginning anew: in a
    file made for that by somebody it took hours.
    """
    upto = text.rfind(end) + len(end)
    return (text[:upto], text[upto:]) if upto >= len(end) else (b"", text)


def _joined(item: bytes) -> bytes:
    if b"<rPh" in item:
        closed, rest = _closed(item, b"</rPh>")
        item = _PHONETIC.sub(b"", closed) + rest
    return escaped_alike(b"".join(_STRING.findall(item)).translate(_BLANKS))


def cells(pieces: Iterable[bytes], strings: list[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, attributes and value of each filled cell of a sheet, whose XML comes in pieces (whole rows each)."""
    for piece in pieces:
        for name, attributes, inside in _CELL.findall(_closed(piece, b"</c>")[0]):
            value = _cell_value(attributes, inside, strings)
            if value:
                yield name, attributes, value


def unreckoned(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The cells whose formulas have no result stored: a program that does not calculate has saved them."""
    for piece in pieces:
        for name, _, inside in _CELL.findall(_closed(piece, b"</c>")[0]):
            value = _VALUE.search(inside) if b"<f" in inside else None
            if b"<f" in inside and not (value and value[1]):
                yield name


def _cell_value(attributes: bytes, inside: bytes, strings: list[bytes]) -> bytes:
    if not inside:
        return b""
    if _INLINE in attributes:
        return _joined(inside)
    found = _VALUE.search(inside)
    if found is None:
        return b""
    value: bytes = escaped_alike(found[1].translate(_BLANKS))
    if _SHARED in attributes:
        number = int(value) if value.isdigit() and len(value) < 9 else -1
        return strings[number] if 0 <= number < len(strings) else b""
    return value


def sheet_lines(title: str, pieces: Iterable[bytes], strings: list[bytes]) -> bytes:
    """The printed text of one sheet."""
    lines = [b"\t@", title.encode(), b"\n"]
    for name, _, value in cells(pieces, strings):
        lines += (name, b"\t", value, b"\n")
    return b"".join(lines)


def in_rows(part: bytes | Packed, size: int = 1 << 20) -> Iterator[bytes]:
    """A sheet's XML in pieces that end with a row: one that is packed is never unpacked whole."""
    if not isinstance(part, Packed) or part.method == 0:
        yield content(part)
        return
    unpacker, rest = zlib.decompressobj(-15), b""
    waiting = part.body
    while waiting or not unpacker.eof:
        rest += unpacker.decompress(waiting, size)
        waiting = unpacker.unconsumed_tail
        end = rest.rfind(b"</row>") + 6
        if end > 6:
            yield rest[:end]
            rest = rest[end:]
        if not waiting:
            rest += unpacker.flush()
            break
    yield rest
