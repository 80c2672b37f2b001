"""Thai and Arabic digits.

Every writer of this library gives Arabic digits; the digit policy of a report is applied to what is
printed, in one place, with :func:`thai_text` or :func:`arabic_text`. Those two know what must keep its
digits (addresses, codes, file names); :func:`to_thai` and :func:`to_arabic` know nothing and turn every
digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Ten replacements of one character: on long Thai texts some twenty times faster than one str.translate.
_THAI_OF = tuple(zip("0123456789", "๐๑๒๓๔๕๖๗๘๙", strict=True))

_ARABIC_DIGIT = re.compile("[0-9]")
_LATIN_OR_DIGIT = re.compile("[A-Za-z0-9]")
_LATIN_LETTER = re.compile("[A-Za-z]")
# "1.IIT": the number of a list item typed against a Latin word; the number is Thai text, the word a code.
_ITEM_NUMBER = re.compile(r"[0-9]{1,2}\.(?=[A-Za-z])")

_SUFFIXES = (
    "pdf|docx?|xlsx?|pptx?|odt|ods|csv|txt|rtf|jpe?g|png|gif|svg|zip|rar|7z|mp[34]|ya?ml|json|html?|xml|php|aspx?"
)
_DOMAINS = "th|com|net|org|info|gov|edu|io|app|me|ly|gl|gle|co|asia|biz|tv|cc|dev"
# Thai letters belong to an address only right after one of its marks: "/ข่าว/2566" does, "/2566ภายใน" does
# not.
_ADDRESS_TAIL = r"(?:[!-;=?-~]|(?<=[/_=?&#%.-])[ก-๎๐-๙]+)*"
# Names whose version or standard number stands behind a space: "ISO 9001:2015", "Windows 11", "Thailand
# 4.0".
_VERSIONED = r"ISO(?:/IEC)?|IEC|[Vv]ersion|[Vv]er\.|Windows|Office|Excel|Word|Android|iOS|Web|Thailand|Industry|RFC|USB"
_KEPT = re.compile(
    rf"""
      (?:https?|ftp)://{_ADDRESS_TAIL}
    | (?<![A-Za-z0-9_.@-])[A-Za-z0-9][A-Za-z0-9_-]*(?:[.@][A-Za-z0-9_-]+)*[.@](?:{_DOMAINS}|{_SUFFIXES})
      (?![A-Za-z0-9])(?::[0-9]+)?(?:[/?\#]{_ADDRESS_TAIL})?
    | (?<![A-Za-z0-9])(?:{_VERSIONED})[ \u00a0][0-9]+(?:[.:-][0-9]+)*(?![0-9,])
    | [A-Za-z0-9]+(?:(?:[._@+\#&'–-]|(?<=[0-9]):(?=[0-9])|(?<=[0-9]),(?=[0-9]{{3}}))[A-Za-z0-9]+)*
    """,
    re.VERBOSE,
)
_DOMAIN_OR_FILE = re.compile(rf"\.(?:{_DOMAINS}|{_SUFFIXES})(?![A-Za-z0-9])")
_FILE_SUFFIX = re.compile(rf"\.(?:{_SUFFIXES})(?![A-Za-z0-9])", re.IGNORECASE)
_FILE_START = re.compile(r"[\s\"'“”‘’(),;]")
_ADDRESS = re.compile(rf"(?:https?|ftp)://{_ADDRESS_TAIL}")


def to_thai(text: str) -> str:
    """`text` with every Arabic digit as a Thai digit, wherever it stands."""
    for arabic, thai in _THAI_OF:
        text = text.replace(arabic, thai)
    return text


def to_arabic(text: str) -> str:
    """`text` with every Thai digit as an Arabic digit, wherever it stands."""
    if text.isascii():
        return text
    for arabic, thai in _THAI_OF:
        text = text.replace(thai, arabic)
    return text


def thai_text(text: str) -> str:
    """`text` with Thai digits, as an official paper is printed; safe to use twice.

    Left alone are web and mail addresses, file names (``รายงาน2566.pdf``), codes and words with a Latin
    letter joined to the digits (``o36``, ``i1-i6``, ``5G``, ``COVID-19``, ``v2.0``) and the numbers of
    named standards and versions (``ISO 9001``). The number of a list item is converted even when a Latin
    word follows it at once (``1.IIT`` gives ``๑.IIT``).
    """
    if not _ARABIC_DIGIT.search(text):
        return text
    if not _LATIN_LETTER.search(text):
        return to_thai(text)
    return _outside(_file_names(text), text, _thai_but_codes)


def arabic_text(text: str) -> str:
    """`text` with Arabic digits, codes too (``e๑๕``); addresses and file names keep the digits they have."""
    converted = to_arabic(text)
    if converted == text or not _LATIN_LETTER.search(text):
        return converted
    kept = sorted([*_file_names(text), *(match.span() for match in _ADDRESS.finditer(text))])
    return _outside(kept, text, to_arabic)


def _thai_but_codes(text: str) -> str:
    # All that _KEPT can match begins with one of these, which the re module finds far sooner than the whole of it.
    pieces: list[str] = []
    position = 0
    while (start := _LATIN_OR_DIGIT.search(text, position)) and (found := _KEPT.match(text, start.start())):
        pieces += (text[position : found.start()], _kept_or_thai(found))
        position = found.end()
    return "".join((*pieces, text[position:]))


def _kept_or_thai(match: re.Match[str]) -> str:
    run = match.group()
    if not _LATIN_LETTER.search(run):
        return to_thai(run)
    number = _ITEM_NUMBER.match(run)
    if number and not _DOMAIN_OR_FILE.search(run):
        return to_thai(number.group()) + run[number.end() :]
    return run


def _file_names(text: str) -> list[tuple[int, int]]:
    """Where file names with Thai letters stand: from the last space or quote to the end of a known suffix."""
    spans: list[tuple[int, int]] = []
    for suffix in _FILE_SUFFIX.finditer(text):
        start = spans[-1][1] if spans else 0
        for mark in _FILE_START.finditer(text, start, suffix.start()):
            start = mark.end()
        spans.append((start, suffix.end()))
    return spans


def _outside(kept: list[tuple[int, int]], text: str, convert: Callable[[str], str]) -> str:
    """`text` converted everywhere but in the spans `kept`, which stand in order."""
    pieces: list[str] = []
    position = 0
    for start, end in kept:
        pieces.append(convert(text[position : max(start, position)]))
        pieces.append(text[max(start, position) : end])
        position = max(end, position)
    pieces.append(convert(text[position:]))
    return "".join(pieces)
