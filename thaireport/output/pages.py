"""The temporary copy of a Word file that LibreOffice sets like Word sets the file itself.

LibreOffice sets ``thaiDistribute`` ragged, and its ``both`` looks like Word's ``thaiDistribute``. A page
number in Thai digits is ``PAGE`` under ``w:pgNumType w:fmt="thaiNumbers"`` in the file; LibreOffice prints
1 2 3. In the copy such a field says ``PAGE \\* ThaiArabic``, by which the macro ``pages.bas`` knows it. Other
fields in Thai digits (``SEQ \\* ThaiArabic``), which LibreOffice would print as letters, become the text that
Word left in them. On a justified line LibreOffice sets the room behind a space where the Thai letters or digits
behind it meet a sign (``พ .ศ.``, ``๘๕ .๕๐``, ``๒๕๖๙ )``), and it parts a Latin letter from a Thai digit (``e ๑``):
word joiners, which leave no trace in the PDF, close both. No-break spaces of no width hold together an e-mail address
with a hyphen, ``E-Service``, ``o5-o10``, words of these forms that LibreOffice would break at the end of a line
(``ธร|รมาภิบาล``), and ``ฯ`` and ``ๆ`` with their word, which it tears else (``ทุ|จริตฯ``). Where it takes the first
letter of a word for the last of the one before (``ตามพ|ระราชบัญญัติ``), a space of no width parts them. Before ``ๆ``
two narrow no-break spaces, together as wide, stand for the usual one, behind which LibreOffice begins a line with
``ๆ``.
In text marked as Thai LibreOffice loses the place to end a line where no Thai letter stands behind it, and cuts what
is behind wherever the line is full (``24 ชั่วโ|มง``, ``(๘|๐.๐๐)``): what is glued to such a sign becomes a run that is
not marked as Thai.
A web address that does not fit leaves much room in the line before it, which LibreOffice would spread among the
letters of two or three Thai words, vowels apart from consonants: such a paragraph is set ragged.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from thaireport.output.package import STORY

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DOCUMENT = "word/document.xml"
_WHOLE_WORDS = (
    "ธร|รมาภิบาล",
    "ธรรมาภิ|บาล",
    "ขั้น|ตอน",
    "วัน|ที่",
    "หน่วย|งาน",
    "งบ|ประมาณ",
    "พระ|ราชบัญญัติ",
    "พระราช|บัญญัติ",
    "ผู้|บริหาร",
    "ผู้|อำนวยการ",
    "ผู้|รับผิดชอบ",
    "เจ้า|หน้าที่",
    "หน้า|ที่",
    "คณะ|กรรมการ",
    "ผล|ประโยชน์",
    "ทับ|ซ้อน",
    "จัด|จ้าง",
    "รับ|ผิดชอบ",
    "รับผิด|ชอบ",
    "ตรวจ|สอบ",
    "ต่อ|ไปนี้",
    "มาก|น้อย",
    "เพียง|ใด",
    "ดำเนิน|งาน",
    "เป้า|หมาย",
    "ประจำ|ปี",
    "วี|ดิทัศน์",
    "เฟ|ซบุ๊ก",
)
_BEFORE_WORDS = (
    ("การ|แผน|ผล|เป็น|หอ", "ก(?:ระ|อง(?!ค์)|ลุ่ม|ลาง|ลับ|รอบ)"),
    ("ตาม", "พ(?:ระ|นัก)"),
    ("มี|เพื่อ", "น(?:โยบาย|วัตกรรม)"),
    ("ผล|เผย", "อย(?:่าง|ู่)"),
    ("น้อย", "หรือ"),
    ("ที่", "มาตร"),
)
"""Words, and the words behind them of which LibreOffice's dictionary takes the first letter (``ตามพ`` is one there)."""
_JUSTIFIED = re.compile(rb'(<w:jc\b[^>]*?\bw:val=["\'])thaiDistribute(["\'])')
_TEXT = re.compile(rb"(<w:t(?: [^>]*)?>)([^<]+)")
_FALSE_GAP = re.compile(r"(?<= )(?=[ก-๙]+[^\sก-๙A-Za-z0-9])|(?<=[A-Za-z])(?=[๐-๙])|(?<=[๐-๙])(?=[A-Za-z])")
_ADDRESS_BREAK = "(?<=[A-Za-z0-9]-)(?=[A-Za-z0-9._-]+@)"
_HYPHEN_BREAK = "(?<=(?<![A-Za-z0-9])[A-Za-z]-)(?=[A-Za-z]{2})"
_RANGE_BREAK = "(?:(?<=(?<![A-Za-z0-9])[ieo][0-9]-)|(?<=(?<![A-Za-z0-9])[ieo][0-9]{2}-))(?=[ieo][0-9])"
"""Of questions of the ITA: ``o5-o10``."""
_WORD_BREAK = "|".join(f"(?<={a})(?={b})" for a, b in (word.split("|") for word in _WHOLE_WORDS))
_FALSE_BREAK = re.compile(f"{_ADDRESS_BREAK}|{_HYPHEN_BREAK}|{_RANGE_BREAK}|{_WORD_BREAK}|(?<=[ก-์])(?=[ฯๆ])")
_WORD_END = re.compile(
    "|".join(f"(?<={word})(?={after})" for words, after in _BEFORE_WORDS for word in words.split("|"))
)
JOINER = "\u2060"
HOLDER = "\ufeff"
"""Closes no gap, but holds words as a joiner does; behind that LibreOffice loses the marks of a last ``ที่``."""
SEAM = "\u200b"
_GLUED = re.compile("(?<![^ ])[^ ก-๙][^ ก-๙]*[ก-๙][^ ]*")
"""What no line may end within before its Thai letters: ``15 มีนาคม`` with a no-break space, ``(สุจริต``."""
_NUMBER = re.compile(r"\s*(PAGE|NUMPAGES)\b(.*)", re.IGNORECASE | re.DOTALL)
_FORMAT = re.compile(r"\\\*\s*(?!MERGEFORMAT)\w+", re.IGNORECASE)
_THAI = re.compile(r"\\\*\s*ThaiArabic", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![!-~])(?=[!-~]*[A-Za-z])[!-~]{16,}")
"""Latin letters and signs without a space, too long to be stretched around; a sum of money is not."""
_SPREAD = {"both", "distribute", "thaiDistribute"}
_THAI_PAGE = r" PAGE \* ThaiArabic "


def for_libreoffice(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a Word file, changed where LibreOffice needs it to print what Word prints."""
    numbered = _numbered_in_thai(parts)
    copy = dict(parts)
    for name, data in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            copy[name] = _TEXT.sub(_without_gaps, _JUSTIFIED.sub(rb"\1both\2", data))
        if STORY.fullmatch(name) and (name in numbered or re.search(rb"ThaiArabic", data, re.IGNORECASE)):
            copy[name] = _with_fields(copy[name], mark_pages=name in numbered)
    copy[DOCUMENT] = _in_runs_of_their_own(copy[DOCUMENT])
    copy[DOCUMENT] = _ragged_around_addresses(copy[DOCUMENT], copy.get("word/styles.xml"))
    return copy


def _in_runs_of_their_own(data: bytes) -> bytes:
    """The body, with what is glued to a sign before it in runs that are not marked as Thai."""
    root = _parse(data)
    for text in list(root.iter(f"{W}t")):
        run = text.getparent()
        if run is None or run.tag != f"{W}r" or not _GLUED.search(text.text or ""):
            continue
        if all(child is text or child.tag == f"{W}rPr" for child in run):
            _split(run, text.text or "")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _split(run: etree._Element, text: str) -> None:
    last = 0
    for found in _GLUED.finditer(text):
        _add_before(run, text[last : found.start()])
        glued = _like(run, found[0])
        look = glued.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            glued.insert(0, look)
        for language in look.findall(f"{W}lang"):
            look.remove(language)
        etree.SubElement(look, f"{W}lang").set(f"{W}bidi", "en-US")
        run.addprevious(glued)
        last = found.end()
    _add_before(run, text[last:])
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)


def _add_before(run: etree._Element, text: str) -> None:
    if text:
        run.addprevious(_like(run, text))


def _like(run: etree._Element, text: str) -> etree._Element:
    """A run that looks like another, with a text of its own."""
    piece = deepcopy(run)
    holder = piece.find(f"{W}t")
    if holder is not None:
        holder.text = text
        holder.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return piece


def _ragged_around_addresses(data: bytes, styles: bytes | None) -> bytes:
    """The body, with the paragraphs aligned left whose lines a long address would stretch."""
    if not any(_ADDRESS.search(found[2].decode()) for found in _TEXT.finditer(data)):
        return data
    spread = _spread_styles(styles)
    root = _parse(data)
    for paragraph in root.iter(f"{W}p"):
        if _ADDRESS.search("".join(text.text or "" for text in paragraph.iter(f"{W}t"))):
            _set_ragged(paragraph, spread)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_ragged(paragraph: etree._Element, spread: set[str]) -> None:
    own, style = paragraph.find(f"{W}pPr/{W}jc"), paragraph.find(f"{W}pPr/{W}pStyle")
    if own is not None:
        if own.get(f"{W}val") in _SPREAD:
            own.set(f"{W}val", "left")
    elif (style.get(f"{W}val", "") if style is not None else "") in spread:
        look = paragraph.find(f"{W}pPr")
        if look is None:
            look = etree.Element(f"{W}pPr")
            paragraph.insert(0, look)
        etree.SubElement(look, f"{W}jc").set(f"{W}val", "left")


def _spread_styles(styles: bytes | None) -> set[str]:
    """The paragraph styles whose lines go from margin to margin; "" stands for none named."""
    if styles is None:
        return set()
    known = {style.get(f"{W}styleId", ""): style for style in _parse(styles).iter(f"{W}style")}
    default = next((name for name, style in known.items() if _is_default(style)), "")
    found = {name for name in known if _alignment(name, known) in _SPREAD}
    return found | ({""} if default in found else set())


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}


def _alignment(name: str, known: Mapping[str, etree._Element]) -> str:
    """How a style aligns, of its own or as the style it is based on does."""
    for _ in known:
        style = known.get(name)
        if style is None:
            break
        own = style.find(f"{W}pPr/{W}jc")
        if own is not None:
            return own.get(f"{W}val", "")
        base = style.find(f"{W}basedOn")
        name = base.get(f"{W}val", "") if base is not None else ""
    return ""


def _without_gaps(found: re.Match[bytes]) -> bytes:
    text = _FALSE_GAP.sub(JOINER, found[2].decode()).replace("\u00a0ๆ", "\u202f\u202fๆ")
    return found[1] + _WORD_END.sub(SEAM, _FALSE_BREAK.sub(HOLDER, text)).encode()


def _numbered_in_thai(parts: Mapping[str, bytes]) -> set[str]:
    """The headers and footers of sections whose pages are numbered in Thai digits; the body, if all are."""
    data = parts[DOCUMENT]
    if b"thaiNumbers" not in data:
        return set()
    targets = _targets(parts.get("word/_rels/document.xml.rels"))
    current: dict[tuple[str, str], str] = {}
    found: set[str] = set()
    kinds = set()
    for section in _parse(data).iter(f"{W}sectPr"):
        for tag in ("headerReference", "footerReference"):
            for reference in section.iterfind(f"{W}{tag}"):  # one that is missing is the section's before it
                kind = (tag, reference.get(f"{W}type", "default"))
                current[kind] = targets.get(reference.get(f"{R}id", ""), "")
        numbering = section.find(f"{W}pgNumType")
        thai = numbering is not None and numbering.get(f"{W}fmt") == "thaiNumbers"
        kinds.add(thai)
        if thai:
            found |= set(current.values())
    return found | ({DOCUMENT} if kinds == {True} else set())


def _targets(relationships: bytes | None) -> dict[str, str]:
    if relationships is None:
        return {}
    return {
        item.get("Id", ""): posixpath.normpath(posixpath.join("word", item.get("Target", ""))).lstrip("/")
        for item in _parse(relationships)
        if item.get("TargetMode") != "External"
    }


@dataclass
class _Field:
    """A field of the text: its instruction, where that stands, and what to take away to leave its result."""

    instruction: str
    holders: list[etree._Element]
    around: list[etree._Element]

    def rewrite(self, instruction: str) -> None:
        for holder in self.holders:
            if holder.tag == f"{W}fldSimple":
                holder.set(f"{W}instr", instruction)
            else:
                holder.text = instruction if holder is self.holders[0] else ""

    def unlink(self) -> None:
        for element in self.around:
            parent = element.getparent()
            if parent is None:
                continue
            if element.tag == f"{W}fldSimple":
                for child in element:
                    element.addprevious(child)
            parent.remove(element)


def _with_fields(data: bytes, *, mark_pages: bool) -> bytes:
    root = _parse(data)
    for field in [*_simple_fields(root), *_complex_fields(root)]:
        number = _NUMBER.fullmatch(field.instruction)
        if number is None:
            if _THAI.search(field.instruction):
                field.unlink()
        elif mark_pages and number[1].upper() == "PAGE" and not _FORMAT.search(number[2]):
            field.rewrite(_THAI_PAGE)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _simple_fields(root: etree._Element) -> Iterator[_Field]:
    for element in list(root.iter(f"{W}fldSimple")):
        yield _Field(element.get(f"{W}instr", ""), [element], [element])


def _complex_fields(root: etree._Element) -> Iterator[_Field]:
    """The fields between ``fldChar`` marks, innermost first."""
    open_fields: list[tuple[_Field, bool]] = []
    found: list[_Field] = []
    for run in root.iter(f"{W}r"):
        mark = run.find(f"{W}fldChar")
        kind = mark.get(f"{W}fldCharType") if mark is not None else None
        if kind == "begin":
            open_fields.append((_Field("", [], [run]), True))
        elif open_fields:
            field, in_instruction = open_fields[-1]
            texts = run.findall(f"{W}instrText")
            field.instruction += "".join(text.text or "" for text in texts)
            field.holders += texts
            if in_instruction or kind == "end":
                field.around.append(run)
            if kind == "separate":
                open_fields[-1] = (field, False)
            elif kind == "end":
                found.append(open_fields.pop()[0])
    yield from found


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
