"""``python -m tools.measure_widths``: the advance widths of TH Sarabun, written to ``thaireport/data``.

Row heights are worked out from this table, so that making a workbook needs no font. TH SarabunPSK and
TH Sarabun New have equal widths; this program says so if it ever stops being true.
"""

from __future__ import annotations

import json
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "thaireport" / "data" / "th_sarabun_widths.json"
CHARACTERS = [*map(chr, range(0x20, 0x7F)), *map(chr, range(0x0E01, 0x0E3B)), *map(chr, range(0x0E3F, 0x0E5C))]
FACES = {"regular": ("THSarabun-Regular", "THSarabunNew-Regular"), "bold": ("THSarabun-Bold", "THSarabunNew-Bold")}


def advances(file: Path) -> dict[str, int]:
    """Advance width of each character, in thousandths of the font size."""
    font = TTFont(file)
    names, metrics, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return {sign: round(metrics[names[ord(sign)]][0] * 1000 / em) for sign in CHARACTERS if ord(sign) in names}


def measured(fonts: Path) -> dict[str, dict[str, int]]:
    """The table of each weight. Raises ``ValueError`` when the two families differ."""
    tables = {}
    for weight, (first, second) in FACES.items():
        tables[weight] = advances(fonts / f"{first}.ttf")
        if tables[weight] != advances(fonts / f"{second}.ttf"):
            raise ValueError(f"{first} and {second} no longer have equal widths")
    return tables


def main() -> None:
    table = measured(ROOT / ".fonts")
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{TARGET}: {', '.join(f'{weight} {len(widths)}' for weight, widths in table.items())}")


if __name__ == "__main__":
    main()
