"""How Thai is written: pure functions, values in, text out (and back); nothing else of ours is imported.

``FILTERS`` names what a Word or Excel template may use: ``{{ signed_on|long_date }}``. Filters give Arabic
digits; the digit policy of the report is applied afterwards, in one place.
"""

from __future__ import annotations

from collections.abc import Callable

from thaireport.thai import dates, digits, money, text

FILTERS: dict[str, Callable[..., str]] = {
    # dates: a date or a Month
    "long_date": dates.long_date,  # 20 เมษายน 2564
    "be_date": dates.be_date,  # 27 กุมภาพันธ์ พ.ศ. 2569
    "short_date": dates.short_date,  # 20 เม.ย. 64
    "padded_date": dates.padded_date,  # 04 มกราคม 2567
    "month_year": dates.month_year,  # เมษายน 2564
    # periods: a Period, a date or a Month
    "period": dates.period,  # ตุลาคม 2565 - กันยายน 2566
    "short_period": dates.short_period,  # ม.ค.-มี.ค. 64
    # numbers: Decimal or int
    "money": money.money,  # 627,872.00
    "percent": money.percent,  # 32.53
    "score": money.score,  # 99.35
    "number": money.number,  # 1,072
    "count": money.count,  # {{ n|count("โครงการ") }}: 52 โครงการ
    "ordinal": money.ordinal,  # ที่ 1
    "baht_text": money.baht_text,  # หนึ่งร้อยบาทถ้วน
    "words": money.words,  # ยี่สิบเอ็ด
    "ordinal_words": money.ordinal_words,  # ที่หนึ่ง
    # texts
    "phone": text.phone,  # 0 4312 3456
    "no_break": text.no_break,  # no-break spaces in dates, years, number + unit
    "thai_digits": digits.thai_text,  # ๒๕๖๙ whatever the report's policy; addresses and codes are left
    "arabic_digits": digits.arabic_text,  # 2569; needs a section whose policy is arabic to stay so
}
"""The functions a template may use, by name; each takes one value and gives text."""
