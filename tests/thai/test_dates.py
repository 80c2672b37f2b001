"""Dates and periods: everything the sample papers hold can be read, and what is written can be read back."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thaireport.thai import dates, digits
from thaireport.thai.dates import Month, Period

DAYS = st.dates(date(1941, 1, 1), date(2150, 12, 31))
MODERN_DAYS = st.dates(date(1997, 1, 1), date(2056, 12, 31))
MONTHS = st.builds(Month, st.integers(1941, 2150), st.integers(1, 12))
YEARS = st.integers(2484, 2690)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("๒๐ เมษายน ๒๕๖๔", date(2021, 4, 20)),
        ("๒๐เมษายน๒๕๖๔", date(2021, 4, 20)),
        ("20 เม.ย. 64", date(2021, 4, 20)),
        ("20 เมย 2564", date(2021, 4, 20)),
        ("20 เม.ย.64", date(2021, 4, 20)),
        ("1 ม. ค. 2569", date(2026, 1, 1)),
        ("วันที่ ๒๗ กุมภาพันธ์ พ.ศ. ๒๕๖๙", date(2026, 2, 27)),
        ("ณ วันที่ ๒๗ เดือน กุมภาพันธ์ พ.ศ. ๒๕๖๙", date(2026, 2, 27)),
        ("27 กุมภาพันธ์ พุทธศักราช 2569", date(2026, 2, 27)),
        ("27 กุมภาพันธ์ พ.ศ.2569", date(2026, 2, 27)),
        ("วันจันทร์ที่ 20 เมษายน 2569", date(2026, 4, 20)),
        ("04 มกราคม 2567", date(2024, 1, 4)),
        ("20/4/2569", date(2026, 4, 20)),
        ("20-4-2569", date(2026, 4, 20)),
        ("20.4.2569", date(2026, 4, 20)),
        ("2026-04-20", date(2026, 4, 20)),
        ("2026-04-20 00:00:00", date(2026, 4, 20)),
        ("2567-02-29", date(2024, 2, 29)),
        ("29 กุมภาพันธ์ 2567", date(2024, 2, 29)),
        ("20 เมษายน 2026", date(2026, 4, 20)),
        ("20 เมษายน ค.ศ. 2026", date(2026, 4, 20)),
        ("20\u00a0เมษายน\u00a02569", date(2026, 4, 20)),
        ("20 กรกฏาคม 2569", date(2026, 7, 20)),
        ("2 มีนาคม 2477", date(1935, 3, 2)),
        ("เมื่อวันที่ 5 พฤษภาคม 2569", date(2026, 5, 5)),
        ("ลงวันที่ 5 พ.ค. 2569", date(2026, 5, 5)),
        ("วันที่ 5 เดือน พ.ค. ปี 2569", date(2026, 5, 5)),
        ("วันพฤหัสที่ 21 พฤษภาคม 2569", date(2026, 5, 21)),
        ("5 มิถุนา 69", date(2026, 6, 5)),
        ("2026-05-05T00:00:00", date(2026, 5, 5)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, meant: date) -> None:
    assert dates.parse_date(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ธันวาคม ๒๕๖๕", Month(2022, 12)),
        ("เดือนธันวาคม พ.ศ. 2565", Month(2022, 12)),
        ("ธ.ค. ๖๕", Month(2022, 12)),
        ("....... เมษายน 2569", Month(2026, 4)),
        ("…ธันวาคม 2565", Month(2022, 12)),
        ("__ ธันวาคม 2565", Month(2022, 12)),
        ("ประจำเดือนธันวาคม 2565", Month(2022, 12)),
        ("12/2565", Month(2022, 12)),
        ("2022-12", Month(2022, 12)),
    ],
)
def test_a_month_is_read_as_people_type_it(typed: str, meant: Month) -> None:
    assert dates.parse_date_or_month(typed) == meant


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("20 เมษายน 3112", "2569"),
        ("20 เมษายน 1200", "1200 เป็นไปไม่ได้"),
        ("29 กุมภาพันธ์ 2568", "มี 28 วัน"),
        ("2568-02-29", "มี 28 วัน"),
        ("31 เมษายน 2569", "มี 30 วัน"),
        ("0 เมษายน 2569", "วันที่ 0"),
        ("20/13/2569", "ไม่มีเดือนที่ 13"),
        ("20/4/69", "20/4/2569"),
        ("4/5/2026", "วันหรือเดือนมาก่อน"),
        ("20 เม.ย. 25", "ค.ศ. 2025"),
        ("20 เมษายน 256", "ต้องมีสี่หลัก"),
        ("20 เมษายน", "ไม่มีปี"),
        ("20 2569", "ไม่มีเดือน"),
        ("20 เมษาย 2569", "หมายถึง เมษายน หรือไม่"),
        ("เมษายน 2569", "ไม่มีวันที่"),
        ("วันพุธที่ 20 เมษายน 2569", "เป็นวันจันทร์"),
        ("มกราคม 2483", "2483"),
        ("20 April 2569", "20 เมษายน 2569"),
        ("", "20 เมษายน 2569"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(typed: str, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        dates.parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(2569, 2569), ("๒๕๖๙", 2569), ("พ.ศ. 2569", 2569), ("ปี พ.ศ. 2569", 2569), (2026, 2569), ("ค.ศ. 2026", 2569)],
)
def test_a_year_is_read_in_the_buddhist_era(typed: str | int, meant: int) -> None:
    assert dates.parse_year(typed) == meant


@pytest.mark.parametrize(
    ("typed", "names"),
    [(3112, "2569"), ("69", "สี่หลัก"), (True, "2569"), ("", "2569"), (999, "สี่หลัก"), (2800, "เป็นไปไม่ได้")],
)
def test_a_year_that_cannot_be_is_refused_with_the_reason(typed: str | int, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        dates.parse_year(typed)


@pytest.mark.parametrize("typed", [2569, "ปีงบประมาณ พ.ศ. ๒๕๖๙", "ประจำปีงบประมาณ 2569", "ปีงบประมาณ พ.ศ. ปี ๒๕๖๙", "2569"])
def test_a_fiscal_year_is_read_with_and_without_its_name(typed: str | int) -> None:
    assert dates.parse_fiscal_year(typed) == 2569


# ---- periods ----


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("๗-๙ เมษายน ๒๕๖๔", date(2021, 4, 7), date(2021, 4, 9)),
        ("วันที่ ๕-๘ กุมภาพันธ์ ๒๕๖๔", date(2021, 2, 5), date(2021, 2, 8)),
        ("ระหว่างวันที่ 7 ถึง 9 เมษายน 2564", date(2021, 4, 7), date(2021, 4, 9)),
        ("ระหว่างวันที่ 7 ถึงวันที่ 9 เมษายน 2564", date(2021, 4, 7), date(2021, 4, 9)),
        ("30 มีนาคม - 2 เมษายน 2564", date(2021, 3, 30), date(2021, 4, 2)),
        ("ม.ค.-มี.ค. ๖๔", date(2021, 1, 1), date(2021, 3, 31)),
        ("มค.-มี.ค. ๖๔", date(2021, 1, 1), date(2021, 3, 31)),
        ("เดือนมกราคม - เดือนมีนาคม 2564", date(2021, 1, 1), date(2021, 3, 31)),
        ("ตุลาคม ๖๕ - กันยายน ๖๖", date(2022, 10, 1), date(2023, 9, 30)),
        ("1 ตุลาคม 2566 - 30 กันยายน 2567", date(2023, 10, 1), date(2024, 9, 30)),
        ("1 ตุลาคม 2566 – 30 กันยายน 2567", date(2023, 10, 1), date(2024, 9, 30)),
        ("1 ต.ค.66-30 ก.ย.67", date(2023, 10, 1), date(2024, 9, 30)),
        ("1/10/2566 - 30/9/2567", date(2023, 10, 1), date(2024, 9, 30)),
        ("2023-10-01 ถึง 2024-09-30", date(2023, 10, 1), date(2024, 9, 30)),
        ("ธันวาคม ๒๕๖๕", date(2022, 12, 1), date(2022, 12, 31)),
        ("20 เมษายน 2564", date(2021, 4, 20), date(2021, 4, 20)),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๙", date(2025, 10, 1), date(2026, 9, 30)),
        ("ตลอดปีงบประมาณ 2569", date(2025, 10, 1), date(2026, 9, 30)),
        ("ปีงบประมาณ พ.ศ. 2566 - 2570", date(2022, 10, 1), date(2027, 9, 30)),
        ("พ.ศ. ๒๕๖๖ - ๒๕๗๐", date(2023, 1, 1), date(2027, 12, 31)),
        ("ไตรมาส 1/2569", date(2025, 10, 1), date(2025, 12, 31)),
        ("ไตรมาสที่ 3 - 4 ปีงบประมาณ พ.ศ. 2569", date(2026, 4, 1), date(2026, 9, 30)),
        ("ปีงบประมาณ 2569 ไตรมาสที่ 2", date(2026, 1, 1), date(2026, 3, 31)),
        ("รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2564", date(2020, 10, 1), date(2021, 3, 31)),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๔ ในรอบ ๖ เดือนแรก", date(2020, 10, 1), date(2021, 3, 31)),
        ("รอบ 6 เดือนหลัง ปีงบประมาณ 2564", date(2021, 4, 1), date(2021, 9, 30)),
        ("พ.ศ. 2566 รอบ 12 เดือน", date(2022, 10, 1), date(2023, 9, 30)),
        ("ช่วงวันที่ 7 จนถึง 9 เมษายน 2564", date(2021, 4, 7), date(2021, 4, 9)),
        ("ในช่วง ม.ค.-มี.ค. 64", date(2021, 1, 1), date(2021, 3, 31)),
        ("20 เมษายน 2564 - พฤษภาคม 2564", date(2021, 4, 20), date(2021, 5, 31)),
        ("5/2564-9/2564", date(2021, 5, 1), date(2021, 9, 30)),
        ("ตลอดปีงบ 2564", date(2020, 10, 1), date(2021, 9, 30)),
        ("ไตรมาสที่ 1-2 ของปีงบประมาณ 2564", date(2020, 10, 1), date(2021, 3, 31)),
        ("ปีงบประมาณ 2564 ไตรมาส 4", date(2021, 7, 1), date(2021, 9, 30)),
        ("ในรอบ 9 เดือน ประจำปีงบประมาณ 2564", date(2020, 10, 1), date(2021, 6, 30)),
        ("ปี พ.ศ. 2564 ถึง 2565", date(2021, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_period_is_read_as_people_type_it(typed: str, first: date, last: date) -> None:
    found = dates.parse_period(typed)
    assert (found.first_day, found.last_day) == (first, last)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("9-7 เมษายน 2564", r"7 เมษายน 2564.*9 เมษายน 2564"),
        ("30 กันยายน 2567 - 1 ตุลาคม 2566", r"1 ตุลาคม 2566.*30 กันยายน 2567"),
        ("ต.ค.-มี.ค. 64", "ตุลาคม 2563 - มีนาคม 2564"),
        ("ปีงบประมาณ 2567 - 2566", "ก่อนวันเริ่มต้น"),
        ("7 - เมษายน 2564", "7-9 เมษายน"),
        ("2566", "ปีงบประมาณ พ.ศ. 2566 หรือ พ.ศ. 2566"),
        ("รอบ 6 เดือน", "ปีงบประมาณ พ.ศ."),
        ("รอบ 5 เดือน ปี 2569", "6, 9 หรือ 12"),
        ("ไตรมาสที่ 5/2569", "ไตรมาสที่ 5"),
        ("ทุกเดือน", "ม.ค.-มี.ค."),
        ("ตุลาคม ๒๕ - กันยายน ๒๖", "สี่หลัก"),
        ("ปีงบประมาณ 69", "สี่หลัก"),
        ("ปี 2470", "1 เมษายน"),
        ("1 - 2 - 3 เมษายน 2569", "2569"),
        ("", "ปีงบประมาณ"),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_the_reason(typed: str, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        dates.parse_period(typed)


@pytest.mark.parametrize(
    ("typed", "long", "short"),
    [
        ("7-9 เม.ย. 64", "7-9 เมษายน 2564", "7-9 เม.ย. 64"),
        ("ม.ค.-มี.ค. 64", "มกราคม - มีนาคม 2564", "ม.ค.-มี.ค. 64"),
        ("ต.ค. 65-ก.ย. 66", "ตุลาคม 2565 - กันยายน 2566", "ต.ค. 65-ก.ย. 66"),
        ("30 มี.ค.-2 เม.ย. 64", "30 มีนาคม - 2 เมษายน 2564", "30 มี.ค.-2 เม.ย. 64"),
        ("1 ต.ค. 66 - 30 ก.ย. 67", "1 ตุลาคม 2566 - 30 กันยายน 2567", "1 ต.ค. 66-30 ก.ย. 67"),
        ("ปีงบประมาณ 2569", "ปีงบประมาณ พ.ศ. 2569", "ปีงบประมาณ 2569"),
        ("พ.ศ. 2566-2570", "พ.ศ. 2566 - 2570", "พ.ศ. 2566-2570"),
        ("ไตรมาส 2/2569", "ไตรมาสที่ 2 ปีงบประมาณ พ.ศ. 2569", "ไตรมาสที่ 2 ปีงบประมาณ 2569"),
        ("รอบ 6 เดือน ปี 2569", "รอบ 6 เดือน ปีงบประมาณ พ.ศ. 2569", "รอบ 6 เดือน ปีงบประมาณ 2569"),
        ("เมษายน 2564", "เมษายน 2564", "เม.ย. 64"),
    ],
)
def test_a_period_is_written_long_and_short(typed: str, long: str, short: str) -> None:
    found = dates.parse_period(typed)
    assert (dates.period(found), dates.short_period(found)) == (long, short)


def test_a_period_of_another_form_than_its_days_is_refused() -> None:
    with pytest.raises(ValueError, match="ไม่ตรงกับปีงบประมาณ"):
        Period(date(2025, 10, 2), date(2026, 9, 30), "fiscal_year")


@pytest.mark.parametrize(
    ("first", "last", "form"),
    [
        (date(2025, 10, 1), date(2026, 9, 29), "fiscal_year"),
        (date(2025, 9, 1), date(2026, 9, 30), "fiscal_year"),
        (date(2025, 1, 2), date(2025, 12, 31), "year"),
        (date(2025, 1, 1), date(2025, 12, 30), "year"),
        (date(2025, 10, 2), date(2025, 12, 31), "quarter"),
        (date(2025, 10, 1), date(2025, 12, 30), "quarter"),
        (date(2025, 11, 1), date(2025, 12, 31), "quarter"),
        (date(2025, 10, 1), date(2025, 11, 30), "quarter"),
        (date(2025, 7, 1), date(2025, 12, 31), "quarter"),
        (date(2026, 1, 1), date(2026, 3, 31), "round"),
        (date(2026, 4, 1), date(2026, 6, 30), "round"),
        (date(2025, 10, 1), date(2026, 4, 30), "round"),
    ],
)
def test_days_that_do_not_fill_a_form_cannot_have_its_name(first: date, last: date, form: dates.Form) -> None:
    with pytest.raises(ValueError, match="ไม่ตรงกับ"):
        Period(first, last, form)


def test_a_period_from_a_workbook_holds_dates_not_times() -> None:
    found = Period(datetime(2026, 4, 7), datetime(2026, 4, 9))
    assert found == Period(date(2026, 4, 7), date(2026, 4, 9))


def test_a_period_holds_its_days_and_months() -> None:
    year = dates.fiscal_year_period(2569)
    assert date(2025, 10, 1) in year
    assert Month(2026, 9) in year
    assert date(2026, 10, 1) not in year
    assert Month(2025, 9) not in year


def test_a_period_knows_its_fiscal_year_when_there_is_one() -> None:
    assert dates.parse_period("ม.ค.-มี.ค. 64").fiscal_year == 2564
    assert dates.parse_period("ก.ย.-ต.ค. 64").fiscal_year is None


# ---- the calendar ----


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2025, 9, 30), 2568, 4),
        (date(2025, 10, 1), 2569, 1),
        (date(2025, 12, 31), 2569, 1),
        (date(2026, 1, 1), 2569, 2),
        (date(2026, 4, 1), 2569, 3),
        (date(2026, 7, 1), 2569, 4),
        (Month(2026, 9), 2569, 4),
    ],
)
def test_the_fiscal_year_begins_on_the_first_of_october(day: date | Month, year: int, quarter: int) -> None:
    assert (dates.fiscal_year(day), dates.quarter(day)) == (year, quarter)


def test_the_buddhist_year_began_in_april_until_2483() -> None:
    assert dates.be_year(date(1935, 3, 2)) == 2477
    assert dates.be_year(date(1935, 4, 1)) == 2478
    assert dates.be_year(date(1940, 12, 31)) == 2483
    assert dates.be_year(date(1941, 1, 1)) == 2484


def test_a_year_converted_twice_is_named_when_written() -> None:
    with pytest.raises(ValueError, match=r"2569 เป็นปี พ\.ศ\. อยู่แล้ว แปลงซ้ำจะเป็น 3112"):
        dates.long_date(date(2569, 4, 20))


@pytest.mark.parametrize(("day", "year"), [(date(1889, 4, 1), 2432), (date(2156, 12, 31), 2699)])
def test_the_first_and_the_last_year_that_can_be_are_written(day: date, year: int) -> None:
    assert dates.be_year(day) == year
    assert dates.parse_year(year) == year


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(1889, 3, 31), "1889"),
        (date(2157, 1, 1), "2157"),
        (date(2432, 1, 1), "ใช้ปี ค.ศ. 1889"),
        (date(2699, 1, 1), "ใช้ปี ค.ศ. 2156"),
        (date(2700, 1, 1), "เป็นไปไม่ได้"),
    ],
)
def test_a_year_outside_the_calendar_is_no_year_to_write(day: date, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        dates.be_year(day)


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_out_of_range_is_refused(month: int) -> None:
    with pytest.raises(ValueError, match=f"ไม่มีเดือนที่ {month}"):
        Month(2026, month)


def test_a_month_of_a_year_converted_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ใช้ปี ค\.ศ\. 2026"):
        Month(2569, 4)


def test_a_round_that_does_not_exist_is_named_as_it_was_asked_for() -> None:
    with pytest.raises(ValueError, match="ไม่มีรอบ 9 เดือนหลัง: "):
        dates.round_period(2569, 9, second_half=True)
    with pytest.raises(ValueError, match="ไม่มีรอบ 5 เดือน: "):
        dates.round_period(2569, 5)


def test_months_stand_in_order_and_serve_as_keys() -> None:
    assert sorted({Month(2026, 1), Month(2025, 12), Month(2026, 1)}) == [Month(2025, 12), Month(2026, 1)]


# ---- writing ----


def test_a_day_is_written_in_every_official_form() -> None:
    day = date(2024, 1, 4)
    assert dates.long_date(day) == "4 มกราคม 2567"
    assert dates.be_date(day) == "4 มกราคม พ.ศ. 2567"
    assert dates.short_date(day) == "4 ม.ค. 67"
    assert dates.padded_date(day) == "04 มกราคม 2567"
    assert dates.month_year(day) == "มกราคม 2567"


def test_a_month_leaves_room_for_the_day_to_be_written_by_hand() -> None:
    assert dates.long_date(Month(2026, 4)) == f"{dates.ROOM_FOR_DAY} เมษายน 2569"
    assert not dates.ROOM_FOR_DAY.strip("\u00a0")


def test_a_short_year_that_could_be_another_is_written_in_full() -> None:
    assert dates.short_date(date(1982, 4, 20)) == "20 เม.ย. 2525"


def test_a_text_is_no_date_to_write() -> None:
    with pytest.raises(ValueError, match="ต้องเป็นวันที่หรือเดือน"):
        dates.long_date("20 เมษายน 2569")  # type: ignore[arg-type]


# ---- what is written can be read back ----


@given(DAYS)
def test_every_written_day_reads_back(day: date) -> None:
    for write in (dates.long_date, dates.be_date, dates.short_date, dates.padded_date):
        assert dates.parse_date(write(day)) == day
        assert dates.parse_date(digits.to_thai(write(day))) == day
    assert dates.parse_date(day.isoformat()) == day


@given(st.dates(date(1889, 4, 1), date(2156, 12, 31)))
def test_every_day_of_the_calendar_reads_back(day: date) -> None:
    assert dates.parse_date(dates.be_date(day)) == day


@given(MONTHS)
def test_every_written_month_reads_back(month: Month) -> None:
    assert dates.parse_date_or_month(dates.month_year(month)) == month
    assert dates.parse_date_or_month(month.isoformat()) == month
    assert dates.parse_date_or_month(dates.long_date(month)) == month


@given(DAYS, st.integers(0, 900))
def test_every_written_range_of_days_reads_back(start: date, length: int) -> None:
    span = Period(start, start + timedelta(days=length))
    assert dates.parse_period(str(span)) == span
    assert dates.parse_period(dates.short_period(span)) == span


@given(MONTHS, st.integers(0, 30))
def test_every_written_range_of_months_reads_back(start: Month, length: int) -> None:
    years, index = divmod(start.month - 1 + length, 12)
    span = Period(start, Month(start.year + years, index + 1))
    assert dates.parse_period(str(span)) == span
    assert dates.parse_period(dates.short_period(span)) == span


@given(YEARS, st.integers(1, 4), st.integers(0, 3), st.sampled_from([3, 6, 9, 12]))
def test_every_named_period_reads_back(year: int, first: int, more: int, months: int) -> None:
    named = [
        dates.fiscal_year_period(year),
        dates.fiscal_year_period(year, year + more),
        dates.quarter_period(year, first, min(first + more, 4)),
        dates.round_period(year, months),
        dates.round_period(year, 6, second_half=True),
        dates.parse_period(f"พ.ศ. {year} - {year + more}"),
    ]
    for each in named:
        assert dates.parse_period(digits.to_thai(str(each))) == each
        assert dates.parse_period(dates.short_period(each)) == each


@given(st.text(alphabet=st.sampled_from(list("0123456789๐๙ ./-–กมคเษายนพ.ศ.วันที่ปงไตรส"))))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    for read in (dates.parse_date, dates.parse_period, dates.parse_fiscal_year):
        try:
            read(text)
        except ValueError as refusal:
            assert any("ก" <= letter <= "๙" for letter in str(refusal))


@pytest.mark.parametrize("value", [2569, {}, [], {"": {}}, {"from": "2569"}])
def test_what_is_no_text_is_refused_as_a_period_in_words(value: Any) -> None:
    with pytest.raises(ValueError, match="อ่าน"):
        dates.parse_period(value)


def test_a_period_begins_on_the_day_it_was_in_thailand() -> None:
    start = datetime(2026, 4, 19, 17, 0, tzinfo=timezone.utc)
    assert Period(start, date(2026, 4, 22)).start == date(2026, 4, 20)


@pytest.mark.parametrize(("year", "shown"), [(1996, "2539"), (1997, "40"), (2056, "99"), (2057, "2600")])
def test_two_digits_name_the_years_from_2540_to_2599_alone(year: int, shown: str) -> None:
    assert dates.short_date(date(year, 4, 20)) == f"20 เม.ย. {shown}"


def test_several_fiscal_years_are_not_one() -> None:
    with pytest.raises(ValueError, match="2570"):
        dates.parse_fiscal_year("ปีงบประมาณ 2566 - 2570")
