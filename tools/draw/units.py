"""Lengths as people say them (cm, pt) in the units WordprocessingML counts in."""

from __future__ import annotations


def twips(cm: float) -> int:
    """Centimetres in twentieths of a point: ``twips(2.5)`` is 1417, the regulation's paragraph indent."""
    return round(cm / 2.54 * 1440)


def twentieths(pt: float) -> int:
    """Points in twentieths of a point (spacing): ``twentieths(6)`` is 120."""
    return round(pt * 20)


def half_points(pt: float) -> int:
    """Points in half points (letter sizes): ``half_points(16)`` is 32."""
    return round(pt * 2)


def emu(cm: float) -> int:
    """Centimetres in English metric units (drawings): ``emu(1.5)`` is 540000."""
    return round(cm * 360000)
