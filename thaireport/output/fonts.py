"""Fonts that a page is really set in: which ones a file asks for, which ones this machine has.

Debian's own configuration answers a request for TH Sarabun with Laksaman, which is one and a half times as
wide; a page set in it is not the page that Word prints. A private configuration lists folders and has no
aliases of Thai families, so that a font is either the one asked for or visibly missing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from thaireport.errors import SetupError
from thaireport.output.package import STORY
from thaireport.thai.patterns import pattern

VARIABLE = "THAIREPORT_FONTS"
"""The environment variable that names folders of fonts (several: separated as in PATH)."""

SYSTEM_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
"""Where Linux keeps fonts (for ✓ and other signs that no Thai font has)."""

OTHER_SYSTEMS = (
    "C:/Windows/Fonts",
    "~/AppData/Local/Microsoft/Windows/Fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
)
CHECKOUT = Path(__file__).resolve().parents[2] / ".fonts"
"""What ``make fonts`` unpacks in a checkout of this project."""

GENERIC = {"sans-serif": "DejaVu Sans", "serif": "DejaVu Serif", "monospace": "DejaVu Sans Mono"}
THAI = pattern("[\u0e01-\u0e3a\u0e40-\u0e5b]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEETS = pattern(r"xl/worksheets/[^/]+\.xml")


# ---------------------------------------------------------------- what this machine has


@dataclass(frozen=True)
class Face:
    """One font file's face: the families it answers to, its PostScript name (as in a PDF), its file."""

    families: tuple[str, ...]
    postscript: str
    path: Path


def font_folders(given: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Folders of fonts: those given, those of ``$THAIREPORT_FONTS``, the ``.fonts`` of a checkout."""
    named = (Path(item) for item in os.environ.get(VARIABLE, "").split(os.pathsep) if item)
    return tuple(folder.resolve() for folder in (*given, *named, CHECKOUT) if folder.is_dir())


def font_config(folders: Sequence[Path], cache: Path | None = None) -> str:
    """The text of a ``fonts.conf`` that finds the fonts in ``folders`` and on the system, substituting none.

    ``cache`` is a folder that fontconfig may write to; without one it is the user's own cache.
    """
    found = [*(str(folder.resolve()) for folder in folders), *SYSTEM_FOLDERS]
    dirs = "\n".join(f"  <dir>{escape(folder)}</dir>" for folder in found)
    own = f"  <cachedir>{escape(str(cache.resolve()))}</cachedir>\n" if cache else ""
    aliases = "\n".join(
        f"  <alias><family>{generic}</family><prefer><family>{family}</family></prefer></alias>"
        for generic, family in GENERIC.items()
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f'{dirs}\n{own}  <cachedir prefix="xdg">fontconfig</cachedir>\n{aliases}\n</fontconfig>\n'
    )


def uses_fontconfig() -> bool:
    """Whether LibreOffice finds its fonts through fontconfig here (Linux, BSD), not through the system."""
    return sys.platform not in ("win32", "darwin")


def environment(folders: Sequence[Path], config: Path) -> dict[str, str]:
    """The environment in which LibreOffice finds the fonts of ``folders``; writes ``config`` if it needs one.

    A ``FONTCONFIG_FILE`` that the user has set is kept, unless folders are given besides.
    """
    variables = dict(os.environ)
    given = [folder for folder in folders if folder != CHECKOUT]
    if uses_fontconfig() and (given or "FONTCONFIG_FILE" not in variables):
        config.write_text(font_config(folders), encoding="utf-8")
        variables["FONTCONFIG_FILE"] = str(config)
    return variables


def faces(folders: Sequence[Path], variables: Mapping[str, str]) -> tuple[Face, ...]:
    """Every face that LibreOffice can open in the environment ``variables``."""
    if uses_fontconfig() and shutil.which("fc-list"):
        return tuple(_listed(variables))
    if uses_fontconfig():
        return _scanned((*(str(folder) for folder in folders), *SYSTEM_FOLDERS))
    return _scanned(OTHER_SYSTEMS)


def _listed(variables: Mapping[str, str]) -> Iterator[Face]:
    command = ["fc-list", "-f", "%{family}\t%{postscriptname}\t%{file}\n"]
    found = subprocess.run(command, check=False, capture_output=True, env=dict(variables))
    for line in found.stdout.decode("utf-8", "replace").splitlines():
        families, postscript, path = line.split("\t", 2)
        # fc-list escapes commas inside a name and separates the names of one face by plain ones.
        yield Face(tuple(re.split(r"(?<!\\),", families)), postscript, Path(path))


@lru_cache(maxsize=4)
def _scanned(folders: tuple[str, ...]) -> tuple[Face, ...]:
    there = [path for folder in folders if (path := Path(folder).expanduser()).is_dir()]
    paths = {path for folder in there for path in folder.rglob("*.[TtOo][Tt][FfCc]")}
    return tuple(face for path in sorted(paths) if (face := _face(path)))


def _face(path: Path) -> Face | None:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            names = font["name"]
            families = {str(record) for record in names.names if record.nameID in (1, 16)}
            return Face(tuple(sorted(families)), str(names.getDebugName(6) or ""), path)
    except (TTLibError, OSError, KeyError, ValueError):
        return None  # a damaged font is no font


def faces_of(family: str, known: Iterable[Face]) -> list[Face]:
    """The faces that answer to ``family`` by its exact name (case aside)."""
    wanted = family.casefold()
    return [face for face in known if wanted in (name.casefold() for name in face.families)]


def require_fonts(families: Iterable[str], known: Iterable[Face]) -> None:
    """Raise SetupError naming the families that are not there, and what to do."""
    have = list(known)
    missing = sorted(family for family in families if not faces_of(family, have))
    if missing:
        _scanned.cache_clear()  # so that a font installed now is found at the next try
        raise SetupError(missing_message(missing))


def missing_message(missing: Sequence[str]) -> str:
    """What a clerk reads when a font is not there: which, where to get it, where to put it."""
    where = "ติดตั้งให้ผู้ใช้ทุกคนในเครื่องนี้"
    if uses_fontconfig():
        where += f" หรือวางไฟล์ .ttf ไว้ในโฟลเดอร์แล้วตั้งค่า {VARIABLE}=โฟลเดอร์นั้น"
    return (
        f"ไม่พบแบบอักษร {', '.join(missing)} ในเครื่องนี้ จึงไม่ทำ PDF (หน้ากระดาษจะผิดจากที่ Word พิมพ์): "
        "ดาวน์โหลดชุดแบบอักษรราชการ (TH SarabunPSK และแบบอื่น) จากเว็บไซต์กรมทรัพย์สินทางปัญญาหรือ depa "
        f"แล้ว{where} หรือทำเป็น docx แล้วบันทึกเป็น PDF จากเครื่องที่มีแบบอักษรนี้"
    )


# ---------------------------------------------------------------- what a file asks for


def thai_families(parts: Mapping[str, bytes]) -> set[str]:
    """The font families that the Thai text of a Word or Excel file is to be set in, by its own styles."""
    return _sheet_families(parts) if "xl/workbook.xml" in parts else _word_families(parts)


def _word_families(parts: Mapping[str, bytes]) -> set[str]:
    styles = _Styles(parts)
    found: set[str] = set()
    for name, data in parts.items():
        if STORY.fullmatch(name):
            for run in _parse(data).iter(f"{_W}r"):
                if any(THAI.search(text.text or "") for text in run.iter(f"{_W}t")):
                    found.add(styles.family(run))
    return found - {""}


class _Styles:
    """Which complex-script font a run has in the end: its own, its styles', the document's."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._theme = _theme_fonts(parts.get("word/theme/theme1.xml"))
        root = _parse(parts.get("word/styles.xml", b"<none/>"))
        self._fonts: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._usual = ""
        for style in root.iter(f"{_W}style"):
            key = style.get(f"{_W}styleId", "")
            self._fonts[key] = self._named(style.find(f"{_W}rPr/{_W}rFonts"))
            self._parents[key] = _value(style.find(f"{_W}basedOn"))
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true"):
                self._usual = key
        self._default = self._named(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}rFonts"))

    def family(self, run: etree._Element) -> str:
        properties = f"{_W}rPr/"
        own = self._named(run.find(f"{properties}{_W}rFonts"))
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle")) if paragraph is not None else ""
        table = next(run.iterancestors(f"{_W}tbl"), None)
        of_table = _value(table.find(f"{_W}tblPr/{_W}tblStyle")) if table is not None else ""
        return (
            own
            or self._of_style(_value(run.find(f"{properties}{_W}rStyle")))
            or self._of_style(style or self._usual)
            or self._of_style(of_table)
            or self._default
        )

    def _of_style(self, key: str) -> str:
        seen: set[str] = set()
        while key in self._fonts and key not in seen:
            if self._fonts[key]:
                return self._fonts[key]
            seen.add(key)
            key = self._parents[key]
        return ""

    def _named(self, fonts: etree._Element | None) -> str:
        if fonts is None:
            return ""
        if theme := fonts.get(f"{_W}cstheme"):
            return self._theme.get("major" if theme.startswith("major") else "minor", "")
        return fonts.get(f"{_W}cs", "")


def _theme_fonts(data: bytes | None) -> dict[str, str]:
    """The Thai font of a theme's headings (``major``) and text (``minor``)."""
    if data is None:
        return {}
    found = {}
    root = _parse(data)
    for kind in ("major", "minor"):
        fonts = root.find(f".//{_A}{kind}Font")
        if fonts is not None:
            thai = fonts.find(f"{_A}font[@script='Thai']")
            script = fonts.find(f"{_A}cs")
            found[kind] = next((e.get("typeface", "") for e in (thai, script) if e is not None), "")
    return found


def _sheet_families(parts: Mapping[str, bytes]) -> set[str]:
    """The fonts of the cells that hold Thai text or a number, and of the rich text among the shared strings."""
    styles = _parse(parts.get("xl/styles.xml", b"<none/>"))
    names = [_attribute(font.find(f"{_S}name")) for font in styles.iterfind(f"{_S}fonts/{_S}font")]
    formats = [int(xf.get("fontId", "0")) for xf in styles.iterfind(f"{_S}cellXfs/{_S}xf")]
    shared = _parse(parts.get("xl/sharedStrings.xml", b"<none/>"))
    texts = ["".join(map(str, entry.itertext())) for entry in shared.iterfind(f"{_S}si")]
    used = {
        int(cell.get("s", "0"))
        for name, data in parts.items()
        if _SHEETS.fullmatch(name)
        for cell in _parse(data).iter(f"{_S}c")
        if len(cell) and _is_thai(cell, texts)
    }
    found = {names[formats[index]] for index in used if index < len(formats) and formats[index] < len(names)}
    found |= {_attribute(font) for font in shared.iter(f"{_S}rFont")}
    return found - {""}


def _is_thai(cell: etree._Element, texts: Sequence[str]) -> bool:
    """Whether a cell is to be set in a Thai font: a number is (its digits are), a tick in a symbol font is not."""
    kind, shown = cell.get("t", "n"), "".join(map(str, cell.itertext()))
    if kind == "s" and shown.strip().isdecimal() and int(shown) < len(texts):
        return THAI.search(texts[int(shown)]) is not None
    return THAI.search(shown) is not None if kind in ("inlineStr", "str") else kind == "n"


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def _value(element: etree._Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""


def _attribute(element: etree._Element | None) -> str:
    return element.get("val", "") if element is not None else ""
