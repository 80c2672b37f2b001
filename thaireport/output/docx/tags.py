"""The tags of a template as its author sees them: where each one stands, and what is wrong with how it
stands.

docxtpl moves tags about with regular expressions and asks no questions: a tag that is not closed in its
paragraph swallows what follows, text beside a ``{%p`` tag vanishes with its paragraph. So the paragraphs
are looked at first, as Word shows them, and whatever would be lost is a fault with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from lxml import etree

from thaireport.errors import Problem
from thaireport.thai.patterns import pattern

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CNV_PR = "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"
_T, _P, _TC, _TR, _TBL = W + "t", W + "p", W + "tc", W + "tr", W + "tbl"
_DRAWN = (W + "drawing", W + "pict", W + "object")
_TRACKED = (W + "ins", W + "del", W + "moveFrom", W + "moveTo", W + "delText")

TAG = pattern(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = pattern(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
STATEMENT = pattern(r"\{%(?:(p|tr|tc|r) +| *)(\w+)")
_PAIRS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"))
MOST_UNCLOSED = 100
"""Tags without an end from which on a part is looked at no further: each is looked for in all that follows."""
_LONELY = pattern(r"\{[%#](p|tr) ")
_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\t": " ", "\n": " "})
_SMART = re.compile("[“”„‘’\u00a0\t\n]")

OPENERS = {"for": "endfor", "if": "endif", "digits": "enddigits"}
_CLOSERS = {closer: opener for opener, closer in OPENERS.items()}
_SINGLE = frozenset({"set", "vm"})
_BRANCHES = frozenset({"elif", "else"})
_REFUSED = {
    "hm": "ผสานช่องตามแนวนอนด้วย {% hm %}",
    "colspan": "ผสานช่องด้วย {% colspan %}",
    "cellbg": "ระบายสีช่องด้วย {% cellbg %}",
    "include": "เรียกไฟล์อื่นด้วย include",
    "import": "เรียกไฟล์อื่นด้วย import",
    "from": "เรียกไฟล์อื่นด้วย from",
    "extends": "ต่อยอดแม่แบบอื่นด้วย extends",
    "macro": "สร้างคำสั่งเองด้วย macro",
    "call": "เรียกคำสั่งด้วย call",
    "block": "แบ่งบล็อกด้วย block",
    "raw": "ปิดการแปลด้วย raw",
    "filter": "กรองทั้งช่วงด้วย filter",
    "with": "ตั้งชื่อชั่วคราวด้วย with",
    "autoescape": "ปิดการป้องกันอักขระด้วย autoescape",
}
_WORDS = (*OPENERS, *_CLOSERS, *_SINGLE, *_BRANCHES)


STRUT = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""An empty paragraph that we put in for a break; no author sees it, so it is not counted as one of theirs."""


@dataclass(eq=False)
class Tag:
    """One tag as typed, and the paragraph it stands in (None: it stands in a picture's alternative text)."""

    text: str
    paragraph: etree._Element
    in_drawing: bool = False


@dataclass
class Part:
    """The tags of one part of a template (``word/document.xml``), in order, and the faults found."""

    name: str
    root: etree._Element
    tags: list[Tag] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    unclosed: int = 0
    """How many tags have no end in their paragraph."""

    def fault(self, message: str, paragraph: etree._Element, code: str) -> None:
        self.faults.append(Problem(message, code=code, place=place(self.name, paragraph)))


def read_tags(name: str, root: etree._Element) -> Part:
    """Look through a part; smart quotes and no-break spaces inside its tags become plain ones on the way."""
    part = Part(name, root)
    for paragraph, texts in _paragraphs(root):
        shown = "".join(node.text or "" for node in texts)
        if "{" in shown or "}" in shown:
            _read_paragraph(part, paragraph, texts, shown)
    for drawing in root.iter(DOC_PR):
        _read_drawing(part, drawing)
    _refuse_elsewhere(part)
    _refuse_tracked(part)
    _Nesting(part).check()
    return part


def _paragraphs(root: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Each paragraph with its own text nodes (those of a text box belong to the paragraphs in the box)."""
    owner: etree._Element | None = None
    texts: list[etree._Element] = []
    for node in root.iter(_T):
        paragraph = _paragraph_of(node)
        if paragraph is not owner:
            if owner is not None:
                yield owner, texts
            owner, texts = paragraph, []
        if "\n" in (node.text or ""):
            node.text = (node.text or "").replace("\n", " ")  # Word shows it as a space; docxtpl would break the line
        texts.append(node)
    if owner is not None:
        yield owner, texts


def _paragraph_of(text: etree._Element) -> etree._Element | None:
    run = text.getparent()
    paragraph = None if run is None else run.getparent()
    if paragraph is not None and paragraph.tag == _P:
        return paragraph  # nearly always; a walk upwards takes ten times as long
    return next(text.iterancestors(_P), None)


def _read_paragraph(part: Part, paragraph: etree._Element, texts: list[etree._Element], shown: str) -> None:
    unclosed = sum(shown.count(opening, shown.rfind(closing) + 1) for opening, closing in _PAIRS)
    part.unclosed += unclosed
    if unclosed > MOST_UNCLOSED:
        part.fault(f"มีป้าย {unclosed:,} แห่งที่เปิดแล้วไม่ปิดในย่อหน้าเดียวกัน: {_short(shown)}", paragraph, "tag-unpaired")
        return
    tags = list(TAG.finditer(shown))
    if loose := _LOOSE.search(TAG.sub("", shown)):
        mark = loose.group()
        closing = "เปิด" if mark in {"}}", "%}", "#}"} else "ปิด"
        part.fault(f"เครื่องหมาย {mark} ไม่มีคู่{closing}ในย่อหน้าเดียวกัน: {_short(shown)}", paragraph, "tag-unpaired")
    plain = shown
    if _SMART.search(shown):
        _plain(texts, [match.span() for match in tags])
        plain = shown.translate(_TYPED)
    for match in tags:
        tag = Tag(plain[match.start() : match.end()], paragraph)
        part.tags.append(tag)
        _check_form(part, tag)
    if lonely := _LONELY.search(plain):
        _check_alone(part, paragraph, lonely[1])


def _plain(texts: list[etree._Element], spans: list[tuple[int, int]]) -> None:
    """Make quotes and spaces inside the tags plain, character by character, in the runs they lie in."""
    offset = 0
    for node in texts:
        old = node.text or ""
        chars = list(old)
        for start, end in spans:
            for i in range(max(start - offset, 0), min(end - offset, len(chars))):
                chars[i] = chars[i].translate(_TYPED)
        offset += len(old)
        if (new := "".join(chars)) != old:
            node.text = new


def _check_form(part: Part, tag: Tag) -> None:
    """How a tag is written: its prefix and its word."""
    fault = _form_fault(tag.text)
    if fault:
        part.fault(f"{fault}: {_short(tag.text)}", tag.paragraph, "tag-form")


def _form_fault(tag: str) -> str:
    if tag.startswith("{#"):
        return ""
    if tag[2:3] in {"-", "+"} or tag[-3:-2] in {"-", "+"}:
        return "ไม่รองรับการตัดช่องว่างด้วย - หรือ + ในป้าย: ลบเครื่องหมายนั้นออก"
    if re.match(r"\{[{%]tc\s", tag):
        return "ไม่รองรับคอลัมน์ที่เพิ่มลดเอง {%tc: วาดคอลัมน์ให้ครบในแม่แบบ"
    if re.match(r"\{[{%]r\s", tag):
        return "ไม่รองรับข้อความจัดรูปแบบสำเร็จ (RichText) {{r: ใช้ {{ และจัดรูปแบบในแม่แบบ"
    if re.match(r"\{\{(p|tr)\s", tag):
        return "ไม่รองรับเอกสารย่อย {{p หรือ {{tr: ใช้ {{ ในย่อหน้าปกติ"
    return _statement_fault(tag) if tag.startswith("{%") else ""


def _statement_fault(tag: str) -> str:
    match = STATEMENT.match(tag)
    if not match:
        return "ต้องมีคำสั่ง for, if, set หรือ digits หลัง {%"
    prefix, word = match.groups()
    if prefix in {"p", "tr"} and re.search("[}%]", tag[2:-2]):
        return f"ใช้ % หรือ }} ในป้าย {{%{prefix} ไม่ได้"
    return "" if word in _WORDS else _unknown_word(word)


def _unknown_word(word: str) -> str:
    if word in _REFUSED:
        return f"ไม่รองรับการ{_REFUSED[word]}"
    if word in {"p", "tr"}:
        return f"ต้องพิมพ์ {{%{word} ติดกัน ไม่เว้นวรรคหลัง {{%"
    if hint := re.fullmatch(rf"(p|tr)({'|'.join(_WORDS)})", word):
        return f"ต้องเว้นวรรคหลัง {{%{hint[1]}: พิมพ์ {{%{hint[1]} {hint[2]}"
    return f"ไม่รู้จักคำสั่ง “{word}”: ใช้ได้ for, if, elif, else, set, digits"


def _check_alone(part: Part, paragraph: etree._Element, prefix: str) -> None:
    """A ``{%p`` tag takes its whole paragraph away, ``{%tr`` its whole row: nothing else may stand there."""
    holder, what = paragraph, "ย่อหน้า"
    if prefix == "tr":
        row = next(paragraph.iterancestors(_TR), None)
        if row is None:
            part.fault("ป้าย {%tr ใช้ได้ในตารางเท่านั้น: นอกตารางใช้ {%p", paragraph, "tag-place")
            return
        holder, what = row, "แถว"
    text = "".join(node.text or "" for node in holder.iter(_T))
    if TAG.sub("", text).strip() or len(TAG.findall(text)) > 1:
        why = f"ป้ายนี้ต้องอยู่ลำพังใน{what} เพราะทั้ง{what}จะหายไปเมื่อพิมพ์"
        part.fault(f"{why}: {_short(text)}", paragraph, "tag-alone")
    elif next(holder.iter(*_DRAWN), None) is not None:
        part.fault(f"มีรูปอยู่กับป้ายคำสั่ง รูปจะหายไปเมื่อพิมพ์: แยกรูปไว้อีก{what}", paragraph, "tag-alone")


def _read_drawing(part: Part, drawing: etree._Element) -> None:
    descr = drawing.get("descr") or ""
    paragraph = next(drawing.iterancestors(_P), drawing)
    if not _LOOSE.search(descr):
        return
    plain = descr.translate(_TYPED).strip()
    if not re.fullmatch(r"\{\{[^{}]*\}\}", plain):
        message = "ข้อความแสดงแทนของภาพต้องมีป้ายเดียว เช่น {{ emblem }}"
        part.fault(f"{message}: {_short(descr)}", paragraph, "tag-drawing")
    part.tags.append(Tag(plain, paragraph, in_drawing=True))
    drawing.set("descr", plain)
    holder = drawing.getparent()
    for copy in (drawing if holder is None else holder).iter(_CNV_PR):
        copy.attrib.pop("descr", "")  # Word keeps the text twice; printed twice it would be two pictures


_HIDDEN = etree.XPath(
    "//@*[contains(., '{{') or contains(., '{%')][name() != 'descr']/.. |"
    "//text()[contains(., '{{') or contains(., '{%')]/parent::*[not(self::w:t)]",
    namespaces={"w": W[1:-1]},
)


def _refuse_elsewhere(part: Part) -> None:
    """Tags where no text is shown: in a field's code, a link, a shape's name, a watermark."""
    for node in cast("list[etree._Element]", _HIDDEN(part.root)):
        shown = next((v for v in (node.text or "", *node.attrib.values()) if _LOOSE.search(v)), "")
        paragraph = next(node.iterancestors(_P), node)
        message = "ป้ายใช้ได้ในข้อความและในข้อความแสดงแทนของภาพเท่านั้น"
        part.fault(f"{message} (พบใน {etree.QName(node).localname}): {_short(shown)}", paragraph, "tag-hidden")


def _refuse_tracked(part: Part) -> None:
    found = next(part.root.iter(*_TRACKED), None)
    if found is not None:
        paragraph = next(found.iterancestors(_P), found)
        part.fault(
            "แม่แบบมีการติดตามการเปลี่ยนแปลง (Track Changes) ค้างอยู่: ยอมรับหรือปฏิเสธทั้งหมดใน Word ก่อน",
            paragraph,
            "tracked",
        )


@dataclass(eq=False)
class _Open:
    word: str
    prefix: str
    tag: Tag
    container: etree._Element | None


class _Nesting:
    """for/endfor, if/endif, digits/enddigits: closed, not crossed, opened and closed at the same level."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.stack: list[_Open] = []

    def check(self) -> None:
        for tag in self.part.tags:
            match = STATEMENT.match(tag.text)
            if match and not tag.in_drawing:
                self._step(tag, match[1] or "", match[2])
        for left in self.stack:
            self._fault(f"{left.tag.text} ไม่มี {OPENERS[left.word]} ปิดท้าย", left.tag)

    def _step(self, tag: Tag, prefix: str, word: str) -> None:
        if word in OPENERS:
            self.stack.append(_Open(word, prefix, tag, _container(tag, prefix)))
        elif word in _CLOSERS or word in _BRANCHES:
            self._match(tag, prefix, word)

    def _match(self, tag: Tag, prefix: str, word: str) -> None:
        opener = self.stack[-1] if self.stack else None
        wanted = {_CLOSERS[word]} if word in _CLOSERS else {"if", "for"} if word == "else" else {"if"}
        if opener is None or opener.word not in wanted:
            opened = f" (ที่เปิดอยู่คือ {opener.tag.text})" if opener else ""
            self._fault(f"{tag.text} ไม่มี {' หรือ '.join(sorted(wanted))} เปิดไว้{opened}", tag)
        elif opener.prefix != prefix or opener.container is not _container(tag, prefix):
            advice = "ในย่อหน้าเดียวกันใช้ {%, ข้ามย่อหน้าใช้ {%p, ข้ามแถวใช้ {%tr"
            self._fault(f"{tag.text} ต้องอยู่ระดับเดียวกับ {opener.tag.text}: {advice}", tag)
        if word in _CLOSERS and opener is not None and opener.word == _CLOSERS[word]:
            self.stack.pop()

    def _fault(self, message: str, tag: Tag) -> None:
        self.part.fault(message, tag.paragraph, "tag-nesting")


def _container(tag: Tag, prefix: str) -> etree._Element | None:
    """What a block must open and close in: the paragraph, what holds the paragraph, or the table."""
    if prefix == "p":
        return tag.paragraph.getparent()
    if prefix == "tr":
        return next(tag.paragraph.iterancestors(_TBL), None)
    return tag.paragraph


# ---------------------------------------------------------------- places


def place(part: str, paragraph: etree._Element) -> str:
    """Where a paragraph is, as a person counts: ``document.xml ตารางที่ 1 แถวที่ 2 ช่องที่ 3``."""
    name = part.rpartition("/")[2]
    row = next(paragraph.iterancestors(_TR), None)
    if row is None:
        return f"{name} ย่อหน้าที่ {_numbers(paragraph.getroottree().getroot(), _P).get(paragraph, '?')}"
    table = next(row.iterancestors(_TBL))
    cell = next(paragraph.iterancestors(_TC))
    rows, cells = list(table.iterfind(_TR)), list(row.iterfind(_TC))
    at_row = rows.index(row) + 1 if row in rows else "?"
    at_cell = cells.index(cell) + 1 if cell in cells else "?"
    return f"{name} ตารางที่ {_numbers(table.getroottree().getroot(), _TBL)[table]} แถวที่ {at_row} ช่องที่ {at_cell}"


@lru_cache(maxsize=2)
def _numbers(root: etree._Element, kind: str) -> dict[etree._Element, int]:
    """The paragraphs outside tables (or the tables) of a part, numbered from 1: at once, since faults may be many."""
    alike = (node for node in root.iter(kind) if kind == _TBL or _counts(node))
    return {node: number for number, node in enumerate(alike, 1)}


def _counts(paragraph: etree._Element) -> bool:
    return next(paragraph.iterancestors(_TBL), None) is None and not _is_strut(paragraph)


def _is_strut(paragraph: etree._Element) -> bool:
    height = paragraph.find(f"{W}pPr/{W}spacing") if len(paragraph) == 1 else None
    return height is not None and height.get(f"{W}line") == "20"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text[:80]}…”" if len(text) > 80 else f"“{text}”"
