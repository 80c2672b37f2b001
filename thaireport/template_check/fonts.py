"""Fonts that cannot show Thai, so that Word and Excel put another in their place on every machine differently."""

from __future__ import annotations

_LATIN_ONLY = frozenset(
    name.casefold()
    for name in (
        *("Aptos", "Aptos Display", "Aptos Narrow", "Calibri", "Calibri Light", "Cambria", "Candara", "Century Gothic"),
        *("Comic Sans MS", "Consolas", "Constantia", "Corbel", "Courier", "Garamond", "Georgia", "Helvetica"),
        *("Impact", "Liberation Sans", "Liberation Serif", "Palatino Linotype", "Times", "Times New Roman"),
        *("Trebuchet MS", "Verdana", "Wingdings", "Wingdings 2", "Symbol"),
    )
)


def is_latin_only(font: str) -> bool:
    """Whether a font is known to have no Thai letters; an unknown one may have them."""
    return font.casefold() in _LATIN_ONLY
