"""Fonts that a page is really set in: a private fontconfig that finds the real ones and substitutes none.

Debian's own configuration answers a request for TH Sarabun with Laksaman, which is one and a half times as
wide; a page set in it is not the page that Word prints. A private configuration lists folders and has no
aliases of Thai families, so that a font is either the one asked for or visibly missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

SYSTEM_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
"""Where Linux keeps fonts (for ✓ and other signs that no Thai font has)."""

GENERIC = {"sans-serif": "DejaVu Sans", "serif": "DejaVu Serif", "monospace": "DejaVu Sans Mono"}


def font_config(folders: Sequence[Path], cache: Path) -> str:
    """The text of a ``fonts.conf`` that finds the fonts in ``folders`` and on the system, substituting none.

    ``cache`` is a folder that fontconfig may write to.
    """
    found = [*(str(folder.resolve()) for folder in folders), *SYSTEM_FOLDERS]
    dirs = "\n".join(f"  <dir>{escape(folder)}</dir>" for folder in found)
    aliases = "\n".join(
        f"  <alias><family>{generic}</family><prefer><family>{family}</family></prefer></alias>"
        for generic, family in GENERIC.items()
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"{dirs}\n  <cachedir>{escape(str(cache.resolve()))}</cachedir>\n{aliases}\n</fontconfig>\n"
    )
