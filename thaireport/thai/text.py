"""Thai text as people type and paste it: normalised, judged, kept together at the end of a line.

pythainlp is imported only when a text really holds misordered or doubled marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from thaireport.thai.dates import MONTHS, SHORT_MONTHS
from thaireport.thai.digits import to_arabic
from thaireport.thai.numbering import COUNTED, MEASURES
from thaireport.thai.patterns import pattern

NBSP = "\u00a0"

# ---- normalising ----

_TONES = "่-๋"
_ABOVE_BELOW = "ัิ-ฺ็ํ"
_MISORDERED = pattern(
    rf"เเ|ํ[{_TONES}]*า|[{_TONES}์][{_ABOVE_BELOW}]|[ะาำๅ][{_TONES}]|[{_TONES}]{{2}}|([{_ABOVE_BELOW}์ๅะาำ])\1|(?<![ฤฦ])ๅ"
)
_LONE_LAKKHANG = pattern("(?<![ฤฦ])ๅ")
_LINE_ENDS = pattern("\r\n|[\r\x0b\x85\u2028\u2029]")
_SPACES = pattern("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_EDGES = (" ", "\n")
_LINE_EDGES = pattern(" *\n *")
_INVISIBLE = pattern(
    "[\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?<=[ก-๛])\u200d|\u200d(?=[ก-๛])"
)
_DRAWN_AS = dict.fromkeys((0xFE0E, 0xFE0F))
_CONTROL = pattern("[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Windows Thai fonts keep shifted marks in a private area; text copied from their PDFs brings those codes
# along.
_PRIVATE = pattern("[\uf700-\uf71a]")
_PRIVATE_FORMS = dict(
    enumerate(
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e0d\u0e31\u0e4d\u0e47"
        "\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        start=0xF700,
    )
)
# The runs of marks that Thai spelling knows: vowel above or below, tone mark or ์, vowel behind.
_RUN_OF_MARKS = pattern("[ะ-ฺ็-์]{2,}")
_SOUND_RUNS = frozenset(
    above + tone + behind
    for above in ("", *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47")
    for tone in ("", *"\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
    for behind in ("", "\u0e30", "\u0e32", "\u0e33", "\u0e32\u0e30")
)


@lru_cache(maxsize=2048)
def _is_clean(text: str) -> bool:
    """Whether nothing in `text` can need mending: a quick look, asked of every value that is read.

    Kept: the letters that an agency sends to many have most of their texts in common.
    """
    line = text.replace("\n", "") if "\n" in text else text
    return (
        line.isprintable()
        and not ("  " in text or " \n" in text or "\n " in text or text[:1] in _EDGES or text[-1:] in _EDGES)
        and unicodedata.is_normalized("NFC", text)
        and not ("เเ" in text or "ํ" in text or "ๅ" in text)
        and _SOUND_RUNS.issuperset(_RUN_OF_MARKS.findall(text))
    )


def normalise(text: str) -> str:
    """`text` as it was meant to be typed; a text with nothing odd comes back as it is.

    Line ends become ``\\n``; tabs, no-break and other spaces and runs of them become one space; spaces at
    the ends of lines, and blank ends of the text, go. Invisible characters (zero width, soft hyphen,
    direction marks) go. ``เเ`` is ``แ``, ``ํา`` is ``ำ``; doubled and misordered vowels and tone marks are
    mended, as are the private codes of shifted marks copied from PDFs. Latin letters are composed (NFC).
    Digits are never changed.

    Raises ValueError for control characters, which no Word or Excel file can hold, naming the code point.
    """
    if not text or _is_clean(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    if control := _CONTROL.search(text):
        raise ValueError(_control_message(text, control))
    text = _PRIVATE.sub(lambda match: _PRIVATE_FORMS[ord(match.group())], visible(text))
    text = _LINE_EDGES.sub("\n", _SPACES.sub(" ", text)).strip(" \n")
    text = unicodedata.normalize("NFC", text)
    return _reordered(text) if _MISORDERED.search(text) else text


def visible(text: str) -> str:
    """`text` without the letters that nobody sees (zero width, soft hyphen, direction marks)."""
    return _INVISIBLE.sub("", text)


def mark(text: str) -> str:
    """A mark or word for yes or no as it is compared: no invisible letters, digits Arabic, small letters.

    ``✔️`` of a telephone is a ``✔`` and a letter that has it drawn as a picture.
    """
    return visible(to_arabic(text)).translate(_DRAWN_AS).strip().lower()


def _control_message(text: str, control: re.Match[str]) -> str:
    before = text[max(0, control.start() - 12) : control.start()].strip()
    place = f"หลัง “{before}”" if before else "ที่ต้นข้อความ"
    return f"มีอักขระควบคุมที่มองไม่เห็น (U+{ord(control.group()):04X}) {place}: ให้ลบแล้วพิมพ์ตรงนั้นใหม่"


_MOST_PASSES = 50
"""No text that somebody typed needs more than a few; each costs as much as the text is long."""


def _reordered(text: str) -> str:
    """Marks in their order, until nothing is left to mend: one step may lay open the next (``ํๅ`` is ``ํา`` is ``ำ``)."""
    from pythainlp.util import remove_repeat_vowels

    for _ in range(min(len(text), _MOST_PASSES)):
        # Word by word: pythainlp also joins equal vowels across a space. It leaves a lone ๅ alone.
        mended = "".join(
            remove_repeat_vowels(part) if _MISORDERED.search(part) else part
            for part in re.split(r"(\s+)", _LONE_LAKKHANG.sub("า", text))
        )
        if mended == text:
            break
        text = mended
    return text


# ---- faults of pasting ----

_MARKS = "ัิ-ฺ็-๎"
_BROKEN_WORD = pattern(rf"(?<!\S)(?:[ก-๎][{_MARKS}]* ){{3,}}[ก-๎][{_MARKS}]*(?!\S)")
_VOWEL = pattern("[ะาำๅเแโใไ]")
_LOOSE_MARK = pattern(rf"[ก-๎]{{0,8}} [{_MARKS}ะาำๅ][ก-๎]{{0,8}}|[ก-๎]{{0,8}}[เแโใไ] [ก-๎]{{1,8}}")
_BROKEN_ABBREVIATION = pattern(r"(?<![ก-๎])[ก-ฮ](?: \.[ก-ฮ]| ?\. ศ ?\.)(?:[ก-ฮ.]*)")
_TAG = pattern(
    r"</?(?:p|br|div|span|b|i|u|strong|em|ul|ol|li|table|tr|td|th|a|font|h[1-6])(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = pattern(r"&(?:nbsp|amp|lt|gt|quot|#[0-9]{2,5});")
# In brackets before more digits it is an area code: (043) 123456.
_THAI_ZERO_CODE = pattern(
    "(?<![0-9๐-๙.,/])๐[0-9]{1,2}(?![0-9๐-๙.,])|(?<=\\()[0๐][0-9๐-๙]{1,2}(?=\\)(?![) -]*[0-9๐-๙]))"
)
_TYPED_LEADER = pattern(r"\.{4,}|…{2,}|_{4,}")
# Cheap signs that a fault may be there: one look for all that stand at a space takes as long as one look for two signs.
_PASTE_SIGNS = ("<", "&", "\ufffd", ". ศ", "....", "……", "____")
_PASTE_HINTS = (
    pattern(rf" (?:[.{_MARKS}ะาำๅ]|(?<=[เแโใไ] )|[ก-๎][{_MARKS}]* [ก-๎][{_MARKS}]* )"),
    pattern(r"\([0๐]"),
    pattern("๐[0-9]"),
)


def paste_faults(text: str) -> list[str]:
    """What looks wrongly pasted or scanned in `text`, one Thai sentence each, with the place and the remedy.

    Letter-spaced words of PDFs (``โ ค ร ง ก า ร``), marks torn from their letter, ``พ .ศ.``, HTML tags,
    replacement characters, the Thai zero for the letter o in an item code (``๐6`` for ``o6``), leader dots
    typed by hand.
    """
    if not any(sign in text for sign in _PASTE_SIGNS) and not any(hint.search(text) for hint in _PASTE_HINTS):
        return []
    faults = [
        f"“{found.group()}” มีช่องว่างคั่นทุกตัวอักษร: ให้พิมพ์ติดกันเป็น “{found.group().replace(' ', '')}”"
        for found in _BROKEN_WORD.finditer(text)
        if _VOWEL.search(found.group())
    ]
    rest = _BROKEN_WORD.sub(" ", text)
    for fault, sentence in _FAULTS:
        faults += [sentence.format(found.group().strip()) for found in fault.finditer(rest)]
    for found in _THAI_ZERO_CODE.finditer(rest):
        code = to_arabic(found.group()[1:]).lstrip("0")
        faults.append(f"“{found.group()}” อาจเป็นรหัสข้อที่พิมพ์เลขศูนย์แทนตัวอักษร o: ถ้าใช่ให้พิมพ์ o{code}")
    return list(dict.fromkeys(faults))


_FAULTS = (
    (_LOOSE_MARK, "“{}” มีช่องว่างแทรกก่อนสระหรือวรรณยุกต์: ให้ลบช่องว่าง"),
    (_BROKEN_ABBREVIATION, "“{}” มีช่องว่างแทรกในคำย่อ: ให้พิมพ์ติดกัน เช่น พ.ศ."),
    (_TAG, "มีคำสั่งของหน้าเว็บ “{}” ติดมา: ให้ลบออก"),
    (_ENTITY, "มีรหัสของหน้าเว็บ “{}” ติดมา: ให้พิมพ์เป็นตัวอักษร"),
    (pattern("\\S{0,20}\ufffd+\\S{0,20}"), "“{}” มีอักขระที่อ่านไม่ออก (\ufffd): ให้พิมพ์ใหม่"),
    (_TYPED_LEADER, "มีเส้นจุดที่พิมพ์เอง “{}”: ให้ลบออก แบบฟอร์มเติมเส้นจุดให้แล้ว"),
)


# ---- keeping together ----

_D = "0-9๐-๙"
_GAP = "[ \u00a0]"
_MONTHS = (*MONTHS, *SHORT_MONTHS)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words` that looks at each letter once: words of one initial share it."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(word[1:])
    ends = rests.pop("", None) is not None
    branches = "|".join(re.escape(initial) + _any_of(rest) for initial, rest in rests.items())
    return f"(?:{branches}){'?' if ends else ''}" if branches else ""


_MONTH = _any_of(_MONTHS)
_ERA_YEAR = rf"(?:(?:พ\.ศ\.|ค\.ศ\.){_GAP})?[{_D}]{{2,4}}(?![{_D}])"
_UNIT = _any_of(sorted({*MEASURES, *COUNTED, "%"}))


def _behind(words: Iterable[str], before: str = "") -> str:
    """A pattern for a space that stands behind one of `words`, before which nothing of `before` stands.

    One look behind for each: the re module wants to know how far it looks.
    """
    first = f"(?<!{before})" if before else ""
    return "|".join(f"(?<={first}{word}[ ])" for word in words)


def _by_length(words: Iterable[str]) -> tuple[str, ...]:
    """A pattern for the words of each length, so that one look behind does for all of them."""
    alike: dict[int, list[str]] = {}
    for word in words:
        alike.setdefault(len(word), []).append(word)
    return tuple(_any_of(each) for each in alike.values())


# Every value that is printed is asked, so the pattern begins with the space itself, which the re module runs ahead
# to, and looks at both sides of it from there.
_MONTH_WORDS = _by_length(_MONTHS)
_MONTH_ERAS = tuple(rf"{month}{_GAP}[พค]\.ศ\." for month in _MONTH_WORDS)
_MONTH_END = _any_of(sorted({month[-2:] for month in _MONTHS}))
"""One look behind tells nearly every number that follows no month: the words of ten lengths are looked for no more."""
_AREA_CODES = (f"[0๐][{_D}]", "[0๐]")
_AREAS = tuple(f"{code}{_GAP}[{_D}]{{4}}" for code in _AREA_CODES)
_TIE = pattern(
    rf"""
    [ ](?:
        (?<=[{_D}][ ])(?:
            (?<![{_D}]{{3}}[ ])(?={_MONTH})
          | (?<![2๒][5๕][{_D}]{{2}}[ ])(?={_UNIT}(?!ที่|พระราช|ประมวล|รัฐธรรมนูญ))
          | (?=[{_D}]{{4}}{_GAP}[{_D}]{{4}}(?![{_D}]))(?:{_behind(_AREA_CODES, f"[{_D}.]")})
          | (?=[{_D}]{{4}}(?![{_D}]))(?:{_behind(_AREAS, f"[{_D}.]")})
          | (?=ต่อ{_GAP}[{_D}])
        )
      | (?=[{_D}พค])(?:
            (?<={_MONTH_END}[ ])(?={_ERA_YEAR})(?:{_behind(_MONTH_WORDS, "[ก-๎]")})
          | (?<=[พค]\.ศ\.[ ])(?<![ก-๎.][พค]\.ศ\.[ ])(?=[{_D}]{{4}})
          | (?<=\.[ ])(?=[{_D}]{{2,4}}(?![{_D}]))(?:{_behind(_MONTH_ERAS, "[ก-๎]")})
          | (?=[{_D}]{{4,5}}(?:\.[{_D}]+)*/)(?:{_behind(["[ก-ฮ]{2}"], "[ก-๎]")})
          | (?<=[{_D}]/ว[ ])(?=[{_D}])
          | (?<=โทร\.[ ])(?=[0๐])
          | (?<=[{_D}]{_GAP}ต่อ[ ])(?=[{_D}])
          | (?<=จำนวน[ ])(?<![^`\n]จำนวน[ ])(?=[{_D}])  # printing puts "`" and ends of lines between texts
        )
    )
    """,
    re.VERBOSE,
)


def no_break(text: str) -> str:
    """`text` with no-break spaces (U+00A0) where a line must not end.

    Tied are ``พ.ศ. ๒๕๖๙``; day, month and year; a number (but a year) and its unit or classifier; a telephone
    number, from ``โทร.`` to its extension; the code of a document number; what tells how many of an enclosure
    (``จำนวน ๑ ชุด``, nothing before it); ``ๆ``, which begins no line, to its word.
    Nothing else: a tie behind an ordinary Thai word would let a line break inside that word instead, wherever a
    dictionary splits it; so ``นาย`` and ``ร้อยละ`` are not tied. Safe to use twice, with Thai or Arabic digits.
    """
    tied = _TIE.sub(NBSP, text)
    return tied.replace(" ๆ", f"{NBSP}ๆ") if "ๆ" in tied else tied  # one sign is found forty times as fast as two


# ---- numbers that are names ----

_PHONE_LABEL = pattern(r"^(?:โทร(?:ศัพท์|สาร)?|หมายเลข(?:โทรศัพท์)?|แฟกซ์|tel|fax)[\s.:]*", re.IGNORECASE)
_PHONE_LIST = pattern(r"\s*(?:,|;|/|\bและ\b|หรือ|และ)\s*")
_EXTENSION = pattern(r"\s*(?:ต่อ|ext\.?|#)\s*([0-9][0-9, -]*)$", re.IGNORECASE)
_RANGE_TAIL = pattern(r"\s*(?:-|–|ถึง)\s*([0-9]{1,2})$")
_SHORT_NUMBER = pattern("1[0-9]{2,3}")
_DOCUMENT = pattern(r"([ก-ฮ]{2}) ?([0-9]{2,5}(?:\.[0-9]+)*) ?/ ?(ว)? ?([0-9]*)")


def phone(text: str) -> str:
    """A telephone number in groups: ``0 4312 3456`` or ``08 1234 5678``, with ``ต่อ 12`` as typed.

    Several are taken with a comma between them, a range with its last digits (``0 4312 3456-8``), hotlines
    as they are (``1567``), ``+66`` as the leading zero. Raises ValueError when the digits are too many or
    too few.
    """
    plain = " ".join(to_arabic(visible(text)).split())  # a long run of blanks is tried from each of them
    body = _PHONE_LABEL.sub("", plain)
    return ", ".join(_one_phone(each, text) for each in _PHONE_LIST.split(body))


def _one_phone(number: str, text: str) -> str:
    extension = _EXTENSION.search(number)
    tail = f" ต่อ {extension.group(1).strip()}" if extension else ""
    number = number[: extension.start()] if extension else number
    span = _RANGE_TAIL.search(number)
    if span and len(re.sub(r"\D", "", number[: span.start()])) in (9, 10):
        number, tail = number[: span.start()], f"-{span.group(1)}{tail}"
    digits = re.sub(r"[\s().-]", "", re.sub(r"^\+66\s*\(?0?\)?", "0", number.strip()))
    if not digits.isdecimal():
        raise ValueError(f"หมายเลขโทรศัพท์ “{text}” มีสิ่งที่ไม่ใช่ตัวเลข: ให้พิมพ์ เช่น 0 4312 3456")
    if _SHORT_NUMBER.fullmatch(digits):
        return digits + tail
    if len(digits) in (9, 10) and digits.startswith("0"):
        return f"{digits[:-8]} {digits[-8:-4]} {digits[-4:]}{tail}"
    hint = f" อาจขาดเลข 0 ข้างหน้า (0{digits})" if len(digits) in (8, 9) and digits[0] != "0" else ""
    raise ValueError(f"หมายเลขโทรศัพท์ “{text}” มี {len(digits)} หลัก:{hint} ต้องมี 9 หรือ 10 หลักและขึ้นต้นด้วย 0")


def document_number(text: str) -> str:
    """The number of a letter in its strict form: ``ตย 71801/ว 12``; the running number may be blank.

    Two letters, the owner's number, a stroke, ``ว`` for a circular, the running number (ระเบียบงานสารบรรณ
    ภาคผนวก 1). A leading ``ที่`` is dropped. Raises ValueError that names what is off, such as a full stop
    behind the letters.
    """
    typed = " ".join(to_arabic(text).replace(NBSP, " ").split()).removeprefix("ที่").strip()
    if found := _DOCUMENT.fullmatch(typed):
        code, owner, circular, running = found.groups()
        mark = f"{circular} " if circular else ""
        return f"{code} {owner}/{mark}{running}".rstrip()
    raise ValueError(_document_fault(typed, text.strip()))


def document_number_fault(text: str | None) -> str | None:
    """What is off the form in a document number, as a Thai sentence; None when it is in order or not given."""
    if not text:
        return None
    try:
        canonical = document_number(text)
    except ValueError as error:
        return str(error)
    return None if canonical == to_arabic(text) else f"“ที่” ตามแบบเขียน {canonical} แต่พบ {text}"


def _document_fault(typed: str, text: str) -> str:
    letters = re.match(r"[ก-ฮ.]+", typed)
    if letters and "." in letters.group():
        code = letters.group().replace(".", "")
        rest = typed[letters.end() :].strip()
        return f"“{text}” ไม่ต้องมีจุดหลังรหัสตัวอักษร: ให้พิมพ์ {code} {rest}"
    if not letters:
        return f"“{text}” ไม่มีรหัสตัวอักษรสองตัวนำหน้า: ให้พิมพ์ เช่น ตย 71801/12"
    if len(letters.group()) != 2:
        return f"“{text}” รหัสตัวอักษรต้องมีสองตัว: ให้พิมพ์ เช่น ตย 71801/12"
    if "/" not in typed:
        return f"“{text}” ไม่มีเครื่องหมาย / คั่นก่อนเลขทะเบียนส่ง: ให้พิมพ์ เช่น {typed}/12"
    return f"“{text}” ไม่ตรงรูปแบบเลขที่หนังสือ: ให้พิมพ์ เช่น ตย 71801/12 หรือ ตย 71801/ว 12"


# ---- names of files, order, likeness ----

_FORBIDDEN = pattern(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = pattern(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_COMBINING = pattern(f"[{_MARKS}]")


def safe_file_name(text: str, limit: int = 80) -> str:
    """A name for a file (no folder, no suffix added) that Windows, macOS and Linux take; Thai letters stay.

    Forbidden characters become ``-``, spaces at the ends and full stops at the end go, a reserved name
    (``CON``) gets an underscore, nothing at all becomes ``รายงาน``. At most `limit` characters (80 Thai
    letters are 240 bytes, of the 255 that file systems allow), never cut between a letter and its marks.
    """
    name = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    name = _SPACES.sub(" ", _FORBIDDEN.sub("-", name.replace("\n", " "))).strip(" .-")
    if len(name) > limit:
        cut = limit
        while cut > 1 and _COMBINING.match(name[cut]):
            cut -= 1
        name = name[:cut].rstrip(" .-เแโใไ")
    if not name:
        return "รายงาน"
    return f"_{name}" if _RESERVED.match(name) else name


_LEADING_VOWEL = pattern("([เ-ไ])([ก-ฮ])")
_TONE_LIKE = pattern("[็-๎]")


def collation_key(text: str) -> tuple[str, str]:
    """The key that sorts Thai words as a dictionary does: leading vowels behind their consonant, tones last.

    Thai and Arabic digits sort alike.
    """
    plain = _LEADING_VOWEL.sub(r"\2\1", _TONE_LIKE.sub("", to_arabic(text)))
    return plain, "".join(_TONE_LIKE.findall(text))


def closest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that `word` was probably meant to be, None when nothing is near."""
    from difflib import get_close_matches

    spelt = {_plain_name(each): each for each in words}
    near = get_close_matches(_plain_name(word), spelt, 1, 0.6)
    return spelt[near[0]] if near else None


def _plain_name(word: str) -> str:
    return re.sub(r"[\s_-]+", "_", word.strip().casefold())
