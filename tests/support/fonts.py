"""The same file in another font: pages are judged in TH SarabunPSK and in TH Sarabun New.

LibreOffice sets TH SarabunPSK tighter (18.1 pt at 16 pt) than Word on Windows (21.0 pt); TH Sarabun New (21.3 pt)
is closer to what a clerk sees, so a page that must fit is looked at in both.
"""

from __future__ import annotations

import re

from thaireport.output.package import read_package, write_package

PSK = "TH SarabunPSK"
NEW = "TH Sarabun New"


def in_font(data: bytes, family: str) -> bytes:
    """The Word or Excel file with every TH Sarabun family named ``family`` instead."""
    parts = read_package(data)
    names = re.compile("|".join(re.escape(f'"{name}"') for name in (PSK, NEW)).encode())
    wanted = f'"{family}"'.encode()
    changed = {name: names.sub(wanted, part) if name.endswith(".xml") else part for name, part in parts.items()}
    return write_package(changed)
