"""The finishing of a PDF made by LibreOffice: its language, its maker, the characters of its glyphs, its fonts.

LibreOffice leaves the glyph of ``า`` without a character when it first met it as the second half of ``ำ``;
text copied from such a page has no ``า``. A glyph is known by its outline: the same outline in the font file
tells which character it is.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thaireport.errors import SetupError
from thaireport.output.fonts import THAI, Face, faces_of, missing_message
from thaireport.output.pages import HOLDER, JOINER

if TYPE_CHECKING:
    import pikepdf

Outline = tuple[int, tuple[tuple[int, int], ...], tuple[int, ...]]
_PAIR = re.compile(r"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]+)>")
_PRIVATE_USE = range(0xE000, 0xF900)
_SARA_AM = "\u0e33"
# TH Sarabun carries a date of its making that fontTools doubts aloud; it says nothing about the outlines.
_DOUBTS = "fontTools.ttLib.tables._h_e_a_d"
_CMAP = """/CIDInit/ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<<
/Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName/Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def finished(data: bytes, families: set[str], known: Sequence[Face], maker: str = "") -> bytes:
    """The PDF in Thai and searchable; SetupError when its Thai text is set in none of ``families``.

    ``maker`` says what made the file that the pages come from (output/maker.py).
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = list(_fonts(pdf))
        _refuse_substitutes(found, families, known)
        pdf.Root.Lang = pikepdf.String("th-TH")
        for font in found:
            _name_glyphs(pdf, font, known)
        _clean_bookmarks(pdf)
        if maker:
            _name_maker(pdf, maker)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _name_maker(pdf: pikepdf.Pdf, maker: str) -> None:
    """The maker as what PDF calls the creator: the product that made the file which was turned into pages.

    PDF/A wants ``/Creator`` and ``xmp:CreatorTool`` to be one text (ISO 19005-2, 6.6.3); pikepdf writes both.
    """
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["xmp:CreatorTool"] = maker


def _clean_bookmarks(pdf: pikepdf.Pdf) -> None:
    """Bookmarks without the word joiners that the page copy closes LibreOffice's gaps with (pages.py)."""
    if "/Outlines" not in pdf.Root:
        return
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            entry = waiting.pop()
            entry.title = entry.title.replace(JOINER, "").replace(HOLDER, "")
            waiting += entry.children


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    import pikepdf

    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
            yield item


def _postscript(font: pikepdf.Dictionary) -> str:
    """The font's PostScript name, without the mark of a subset (``BAAAAA+``)."""
    return re.sub(r"^/?(?:[A-Z]{6}\+)?", "", str(font.BaseFont))


def _characters(font: pikepdf.Dictionary) -> dict[int, str]:
    """The characters of each code of a one-byte font, as its ToUnicode says."""
    text = font.ToUnicode.read_bytes().decode("latin-1")
    return {
        int(code, 16): bytes.fromhex(units).decode("utf-16-be", "replace")
        for code, units in _PAIR.findall(text)
        if len(units) % 4 == 0
    }


# ---------------------------------------------------------------- the font asked for


def _refuse_substitutes(found: Sequence[pikepdf.Dictionary], families: set[str], known: Sequence[Face]) -> None:
    allowed = {face.postscript for family in families for face in faces_of(family, known)}
    stems = tuple(_plain(family) for family in families)
    for font in found:
        name = _postscript(font)
        if name in allowed or _plain(name).startswith(stems):
            continue
        if any(THAI.search(text) for text in _thai_text(font)):
            wanted = sorted(families)
            raise SetupError(f"LibreOffice ใช้แบบอักษร {name} แทน {', '.join(wanted)}: {missing_message(wanted)}")


def _thai_text(font: pikepdf.Dictionary) -> Iterator[str]:
    text = font.ToUnicode.read_bytes().decode("latin-1")
    for units in re.findall(r"<((?:[0-9A-Fa-f]{4})+)>", text):
        yield bytes.fromhex(units).decode("utf-16-be", "replace")


def _plain(name: str) -> str:
    return re.sub(r"[\s\-_,]", "", name).casefold()


# ---------------------------------------------------------------- every glyph its character


def _name_glyphs(pdf: pikepdf.Pdf, font: pikepdf.Dictionary, known: Sequence[Face]) -> None:
    """Give the codes of ``font`` that have no character, or that of a whole cluster, their own one."""
    face = next((face for face in known if face.postscript == _postscript(font)), None)
    if face is None or font.get("/Subtype") != "/TrueType" or "/FontFile2" not in font.FontDescriptor:
        return
    said = _characters(font)
    if not any(THAI.search(text) for text in said.values()):
        return
    by_outline = _known_outlines(face.path)
    for code, outline in _outlines(font.FontDescriptor.FontFile2.read_bytes()).items():
        known_text = said.get(code, "")
        if len(known_text) != 1 or known_text == _SARA_AM:
            said[code] = by_outline.get(outline, known_text)
    font.ToUnicode = pdf.make_stream(_cmap({code: text for code, text in said.items() if text}).encode())


def _cmap(characters: Mapping[int, str]) -> str:
    lines = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(characters.items())]
    groups = [lines[first : first + 100] for first in range(0, len(lines), 100)]  # the format's limit
    blocks = (f"{len(group)} beginbfchar\n" + "\n".join(group) + "\nendbfchar\n" for group in groups)
    return _CMAP.format(blocks="".join(blocks))


def _outlines(font_file: bytes) -> dict[int, Outline]:
    """The outline of each code of an embedded font (LibreOffice numbers codes as glyphs)."""
    font = _opened(io.BytesIO(font_file))
    codes: dict[int, str] = {}
    for table in font["cmap"].tables:
        codes |= table.cmap
    return {code & 0xFF: _outline(font, glyph) for code, glyph in codes.items()}


@lru_cache(maxsize=16)
def _known_outlines(path: Path) -> dict[Outline, str]:
    """The character of each outline of a font file, its shifted forms of a mark included."""
    font = _opened(path)
    if "glyf" not in font:
        return {}
    characters = {
        glyph: chr(code) for code, glyph in sorted(font.getBestCmap().items(), reverse=True) if code not in _PRIVATE_USE
    }
    for plain, shifted in _substitutions(font):
        if plain in characters:
            characters.setdefault(shifted, characters[plain])
    found: dict[Outline, str] = {}
    for glyph, character in characters.items():
        outline = _outline(font, glyph)
        found[outline] = min(character, found.get(outline, character))
    return found


def _opened(file: io.BytesIO | Path) -> Any:
    from fontTools.ttLib import TTFont

    logging.getLogger(_DOUBTS).setLevel(logging.ERROR)
    return TTFont(file, fontNumber=0)


def _substitutions(font: Any) -> Iterator[tuple[str, str]]:
    """The one-for-one substitutions of a font: (glyph, the glyph that takes its place)."""
    lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font else []
    for lookup in lookups:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)  # noqa: PLW2901 - an extension wraps the real one
            for plain, shifted in getattr(table, "mapping", {}).items():
                if isinstance(shifted, str):
                    yield plain, shifted


def _outline(font: Any, glyph: str) -> Outline:
    """What a glyph looks like: its advance, its points, the ends of its contours."""
    glyf = font["glyf"]
    points, ends, _ = glyf[glyph].getCoordinates(glyf)
    return font["hmtx"][glyph][0], tuple((int(x), int(y)) for x, y in points), tuple(ends)
