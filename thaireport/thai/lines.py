"""How wide a line in TH Sarabun is; an address or a post parted into lines between its pieces, never inside one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from thaireport.thai.patterns import pattern

_SIZE = 16.0
_CM = 2.54 / 72
_LABELS = ("หมู่", "ถนน", "ซอย", "ตำบล", "อำเภอ", "จังหวัด", "แขวง", "เขต", "[มถซตอจ]\\.")
# No label parts from its name (อำเภอ ตัวอย่าง), no number and no postcode from the word before it, and no
# road from the place it leads to (ร้อยเอ็ด - มหาสารคาม).
_HELD = "".join(f"(?<!(?<![ก-๎]){label})" for label in _LABELS)
_PARTING = pattern(f"{_HELD}(?<![-–]) (?![-–0-9๐-๙])")


def width(text: str) -> float:
    """cm from end to end of a line of 16 pt TH Sarabun; digits as Thai ones, which are the wider."""
    known = advances("regular")
    return sum(known.get(sign, 1000) for sign in text) / 1000 * _SIZE * _CM


@cache
def advances(weight: str) -> dict[str, int]:
    """Width of each sign of TH Sarabun ("regular" or "bold") in thousandths of the font size.

    A digit may be printed as a Thai one, which is wider: it is as wide as that.
    """
    table = (files("thaireport") / "data" / "th_sarabun_widths.json").read_text("utf-8")
    known: dict[str, int] = json.loads(table)[weight]
    thai = {str(digit): known[chr(0x0E50 + digit)] for digit in range(10)}
    return {**known, "\u00a0": known[" "], **thai}


def address_lines(address: str, widest: float) -> list[str]:
    """An address as it is typed, line by line; a line over ``widest`` cm goes on below where a piece of it begins.

    Pieces are the number, the road, the sub-district, the district, the province with its postcode. One that is
    too wide by itself stands alone.
    """
    return [line for typed in address.split("\n") for line in _parted(_PARTING.split(typed), widest)]


def post_lines(post: str, widest: float = 14.0) -> list[str]:
    """A post as it is typed, line by line; a line wider than the room below a name goes on below at a space."""
    typed = post.split("\n")
    if len(post) <= _NEVER_WIDER:
        return typed
    return [line for each in typed for line in _parted(each.split(" "), widest)]


_NEVER_WIDER = 45
"""Letters of a post that need no measuring: the widest ones, one and all, would fill 14 cm."""


def _parted(pieces: Sequence[str], widest: float) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        joined = f"{lines[-1]} {piece}" if lines else piece
        if lines and width(joined) <= widest:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines
