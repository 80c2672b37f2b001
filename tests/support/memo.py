"""The plain data of a memo in which nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MEMO: Mapping[str, Any] = {
    "kind": "memo",
    "agency": {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"},
    "unit": "สำนักปลัด",
    "number": "ตย 71801/1",
    "dated": "20 เมษายน 2569",
    "subject": "ขออนุมัติจัดประชุม",
    "addressee": "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
    "body": "ด้วยสำนักปลัดจะจัดประชุมประจำเดือน",
    "signer": {"name": "นางสุดา รักงาน", "position": "นักวิเคราะห์นโยบายและแผนชำนาญการ"},
}
