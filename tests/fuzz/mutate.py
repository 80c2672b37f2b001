"""Damage done to files: bytes, zips, XML, and the carried data with its digest made right again."""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from html import escape, unescape
from typing import Any

from tests.support.made import KINDS, OFFICE_FILES, blank_pdf, made

_JUNK: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        10**18,
        1e308,
        "",
        " ",
        "ก" * 3000,
        "\u0000",
        "๙๙๙๙๙",
        "-",
        "NaN",
        "Infinity",
        "1e999999",
    ),
    *(
        [],
        {},
        [[]],
        {"": {}},
        [None],
        {"kind": "memo"},
        "9999-12-31",
        "0000-00-00",
        "2569-02-30",
        "../../x",
        "{{ x }}",
        "=1+1",
    ),
    *(
        "<&>\"'",
        "\ud83d\ude00",
        "1,2,3",
        ["a"] * 200,
        {"name": {"name": {}}},
        "๑/๑๓/๒๕๖๙",
        "E+5",
        "0x10",
        "\u202e",
        -(10**30),
    ),
)


def seeds() -> dict[str, bytes]:
    """The files that are damaged: every example as Word and Excel, and small PDFs."""
    files = {f"{kind}.{to}": made(kind, to) for kind, to in OFFICE_FILES if kind in KINDS}
    return files | {f"{kind}.pdf": blank_pdf(kind) for kind in KINDS[:3]}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with some damage."""
    ways = (
        (_bytes, _bytes, _cut, _parts, _parts, _xml, _xml, _data, _data, _data) if data[:2] == b"PK" else (_bytes, _cut)
    )
    return chance.choice(ways)(data, chance)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data if len(data) > 1 else b"\0\0")
    for _ in range(chance.choice((1, 3, 20, 200))):
        place = (
            chance.randrange(len(damaged)) if chance.random() < 0.6 else -chance.randrange(1, min(2_000, len(damaged)))
        )
        damaged[place] = chance.choice((0, 255, chance.randrange(256), damaged[place] ^ (1 << chance.randrange(8))))
    return bytes(damaged)


def _cut(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice((data[:last], data[:first] + data[last:], data[first:], data + data[first:last]))


def _entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def _parts(data: bytes, chance: random.Random) -> bytes:
    """A part taken out, renamed, emptied or put in the place of another."""
    entries = _entries(data)
    name, other = chance.choice(list(entries)), chance.choice(list(entries))
    way = chance.randrange(4)
    if way == 0:
        del entries[name]
    elif way == 1:
        entries[chance.choice((name.upper(), f"x/{name}", name + "x", "customXml/item9.xml"))] = entries.pop(name)
    elif way == 2:
        entries[name] = chance.choice((b"", b"<", b"\0" * 1000, b"<a/>", b"\xff\xfe<\0a\0/\0>\0"))
    else:
        entries[name] = entries[other]
    return _zipped(entries)


def _xml(data: bytes, chance: random.Random) -> bytes:
    """An element or attribute of a part changed."""
    entries = _entries(data)
    names = [name for name in entries if name.endswith((".xml", ".rels"))]
    name = chance.choice(
        [name for name in names if re.search("custom|rels|Types|workbook|document|sheet", name)] or names
    )
    text = entries[name]
    found = list(re.finditer(rb'<[^<>]*>|"[^"<>]*"|>[^<>]+<', text[:400_000]))
    for match in sorted(chance.sample(found, min(len(found), chance.choice((1, 2, 8)))), key=lambda m: -m.start()):
        new = chance.choice(
            (
                b"",
                match[0] * 3,
                b'"-1"',
                b'"99999999999"',
                b"<w:tbl>",
                b"</w:tbl>",
                b"<w:p>",
                b"&#0;",
                b"<![CDATA[",
                b"<?x",
            )
        )
        text = text[: match.start()] + new + text[match.end() :]
    return _zipped({**entries, name: text})


def _data(data: bytes, chance: random.Random) -> bytes:
    """The carried data changed in its meaning, its digest right: what a careful liar would send."""
    entries = _entries(data)
    name = next(
        (name for name in entries if name.startswith("customXml/item") and b"urn:thaireport" in entries[name]), ""
    )
    if name:
        text = entries[name].decode()
        start, end = text.index("<data>") + 6, text.index("</data>")
        lie = changed(unescape(text[start:end]), chance)
        head = re.sub(' sha256="[0-9a-f]*"', f' sha256="{_digest(lie)}"', text[:start])
        entries[name] = f"{head}{escape(lie, quote=False)}{text[end:]}".encode("utf-8", "replace")
        return _zipped(entries)
    return _zipped(_in_sheet(entries, chance))


def _in_sheet(entries: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    name = next(
        (name for name in entries if b">thaireport</t>" in entries[name] and b">sha256</t>" in entries[name]), ""
    )
    if not name:
        return entries
    text = entries[name].decode()
    cells = re.findall(r'>data</t></is></c><c r="B\d+" t="inlineStr"><is><t xml:space="preserve">([^<]*)<', text)
    lie = changed(unescape("".join(cells)), chance)
    text = text.replace(cells[0], escape(lie, quote=False), 1)
    for more in cells[1:]:
        text = text.replace(more, "", 1)
    digest = f"\\g<1>{_digest(lie)}<"
    text = re.sub(r'(>sha256</t></is></c><c r="B\d+" t="inlineStr"><is><t xml:space="preserve">)[^<]*<', digest, text)
    return {**entries, name: text.encode("utf-8", "replace")}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def changed(text: str, chance: random.Random) -> str:
    """JSON with some of its values changed, taken out or doubled."""
    values = json.loads(text)
    for _ in range(chance.choice((1, 1, 2, 5))):
        _change_one(values, chance)
    return json.dumps(values, ensure_ascii=True, separators=(",", ":"))


def _change_one(value: Any, chance: random.Random) -> None:
    """Change, take out or double one value somewhere below."""
    holder: Any = value
    while True:
        keys = [key for key in _keys(holder) if key != "kind" or holder is not value]
        if not keys:
            return
        key = chance.choice(keys)
        if not isinstance(holder[key], (dict, list)) or not holder[key] or chance.random() < 0.15:
            break
        holder = holder[key]
    ways: tuple[Callable[[], None], ...] = (
        lambda: holder.__setitem__(key, deepcopy(chance.choice(_JUNK))),
        lambda: holder.__setitem__(key, deepcopy(chance.choice(_JUNK))),
        lambda: holder.__delitem__(key),
        lambda: holder.__setitem__(key, [holder[key]] * chance.choice((2, 50))),
        lambda: _rename(holder, key, chance),
    )
    chance.choice(ways)()


def _keys(holder: Any) -> list[Any]:
    return list(holder) if isinstance(holder, dict) else list(range(len(holder))) if isinstance(holder, list) else []


def _rename(holder: Any, key: Any, chance: random.Random) -> None:
    if isinstance(holder, dict):
        holder[chance.choice(("x", "kind", "__class__", "agency", str(key) + "s"))] = holder.pop(key)
