"""The rules of the plan's results: what real reports get wrong (official-format 8), each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from thaireport.errors import Level, Problem, Unknown, as_known, of_each
from thaireport.parts import doubles
from thaireport.report import picture_problems
from thaireport.reports.action_plan.checks import dimension_rule
from thaireport.reports.plan_results import figures
from thaireport.reports.plan_results.typed import SHARE_WORDS, STATUS_WORDS, plain_title, text_of
from thaireport.reports.project_sheet import budget_point, point_for_comma
from thaireport.thai import dates, money
from thaireport.thai.digits import to_arabic
from thaireport.thai.text import closest

if TYPE_CHECKING:
    from thaireport.reports.plan_results.model import Entry, Narrative, PlanResults, ResultRow, Stated

_NOT_DONE_WORDS = re.compile(
    r"(?:มิ|ไม่)ได้(?:ดำเนินการ|เบิกจ่าย|ดำเนินโครงการ|จัด)|ไม่สามารถดำเนินการ|ยังไม่(?:ได้)?(?:ดำเนินการ|แล้วเสร็จ|เสร็จ)|ไม่แล้วเสร็จ"
    r"|อยู่ระหว่าง(?:การ)?ดำเนินการ|ยกเลิก|เลื่อน(?:ไป|การดำเนินการ|ออกไป)"
)
_DONE_WORDS = re.compile(r"(?<!ไม่)(?<!ยังไม่)(?:ดำเนินการ)?แล้วเสร็จ|ดำเนินการเสร็จสิ้น")
_NUMBERS_SHOWN = 10


def results_problems(report: PlanResults) -> Iterator[Problem]:
    """Everything the rules say of the results."""
    return as_known(
        _date_problems(report),
        _reporter_problems(report),
        _name_problems(report),
        _row_problems(report),
        _twice_problems(report),
        _number_twice_problems(report),
        _narrative_problems(report),
        _narrative_twice_problems(report),
        _untold_problems(report),
        _loose_problems(report),
        _repeated_problems(report),
        _added_problems(report),
        _dropped_problems(report),
        _stated_problems(report),
        _parts_differ(report),
        picture_problems(report, "narratives"),
        picture_problems(report, "photos"),
    )


def _numbers(numbers: Iterable[int]) -> str:
    """``2, 42, 43`` for a message; a long list ends in an ellipsis."""
    listed = list(map(str, numbers))
    return ", ".join(listed[:_NUMBERS_SHOWN]) + (" ..." if len(listed) > _NUMBERS_SHOWN else "")


# ---- the table ----


def _date_problems(report: PlanResults) -> Iterator[Problem]:
    end = dates.round_period(report.fiscal_year, int(report.round)).last_day
    if report.as_of and report.as_of < end:
        message = (
            f"ข้อมูล ณ วันที่ {dates.long_date(report.as_of)} อยู่ก่อนสิ้นรอบ {report.round} เดือน "
            f"({dates.long_date(end)}): ตรวจวันที่ หรือรอบของรายงาน"
        )
        yield Problem(message, ("as_of",), "warning", "as-of-early")
    if report.as_of and report.as_of > end + timedelta(days=366):
        message = f"ข้อมูล ณ วันที่ {dates.long_date(report.as_of)} อยู่หลังสิ้นรอบเกินหนึ่งปี: ตรวจปี พ.ศ."
        yield Problem(message, ("as_of",), "warning", "as-of-late")


def _reporter_problems(report: PlanResults) -> Iterator[Problem]:
    if "table" in report.parts and report.reporter is None:
        yield Problem("ยังไม่ได้ระบุผู้รายงานที่พิมพ์ใต้ตาราง", ("reporter",), "warning", "reporter-missing")


def _name_problems(report: PlanResults) -> Iterator[Problem]:
    if not report.names:
        message = f"ยังไม่มีชื่อมิติของปีงบประมาณ พ.ศ. {report.fiscal_year}: กรอก “ชื่อมิติ” เพื่อพิมพ์ในแผนภูมิ"
        yield Problem(message, ("fiscal_year",), "warning", "dimensions-unknown")


def _row_problems(report: PlanResults) -> Iterator[Problem]:
    dimension = dimension_rule(report, lambda: report.fiscal_year)
    return of_each(report, "projects", *_ROW_RULES, dimension)


def _status_problems(row: ResultRow) -> Iterator[Problem]:
    if not row.status:
        message = f"แถวลำดับ {row.no} ยังไม่ได้เลือกสถานะ: เลือกหนึ่งใน {', '.join(STATUS_WORDS.values())}"
        yield Problem(message, ("status",), "error", "status-missing")
    elif len(row.status) > 1:
        ticked = " และ ".join(word for status, word in STATUS_WORDS.items() if status in row.status)
        message = f"แถวลำดับ {row.no} เลือกสถานะไว้ {len(row.status)} สถานะ ({ticked}): ให้เหลือสถานะเดียว"
        yield Problem(message, ("status",), "error", "status-twice")


def _nothing_disbursed(row: ResultRow) -> Iterator[Problem]:
    budget, disbursed = money.total([row.budget]), money.total([row.disbursed])
    if row.state == "done" and budget and not disbursed:
        message = (
            f"แถวลำดับ {row.no} ดำเนินการแล้วเสร็จ มีงบประมาณ {money.money(budget)} บาท แต่ไม่มียอดเบิกจ่าย: "
            "กรอกยอดเบิกจ่าย หรือบอกเหตุผลในหมายเหตุ"
        )
        yield Problem(message, ("disbursed",), "warning", "done-nothing-disbursed")


def _too_much_disbursed(row: ResultRow) -> Iterator[Problem]:
    budget, disbursed = money.total([row.budget]), money.total([row.disbursed])
    if disbursed > budget:
        message = (
            f"แถวลำดับ {row.no} เบิกจ่าย {money.money(disbursed)} บาท เกินงบประมาณ {money.money(budget)} บาท: "
            "ตรวจตัวเลข หรือปรับงบประมาณตามที่โอนเพิ่ม"
        )
        yield Problem(message, ("disbursed",), "warning", "disbursed-above-budget")


def _remark_problems(row: ResultRow) -> Iterator[Problem]:
    remark = row.remark or ""
    against = {"done": _NOT_DONE_WORDS, "could_not": _DONE_WORDS, "waiting": _DONE_WORDS}.get(row.state or "")
    if against and row.state and (said := against.search(remark)):
        message = (
            f"แถวลำดับ {row.no} สถานะ “{STATUS_WORDS[row.state]}” แต่หมายเหตุบอกว่า “{said[0]}”: "
            "ตรวจสถานะ หรือชี้แจงในหมายเหตุให้ชัด"
        )
        yield Problem(message, ("remark",), "warning", "status-remark-differ")


def _disbursed_point(row: ResultRow) -> Sequence[Problem]:
    return point_for_comma(row.disbursed, "disbursed")


_ROW_RULES = (
    _status_problems,
    _nothing_disbursed,
    _too_much_disbursed,
    budget_point,
    _disbursed_point,
    _remark_problems,
)


def _twice_problems(report: PlanResults) -> Iterator[Problem]:
    rows: tuple[tuple[str, Level, Callable[[ResultRow], object], str], ...] = (
        ("id", "error", lambda row: row.id, "รหัส"),
        ("number", "warning", lambda row: row.no, "ลำดับ"),
        ("title", "warning", lambda row: plain_title(row.title), "ชื่อ"),
    )
    for name, level, value_of, label in rows:
        for index, first in doubles(report.projects, value_of):
            row = report.projects[index]
            shown = row.no if name == "number" else getattr(row, name)
            message = f"{label} “{shown}” ในตารางซ้ำกับรายการที่ {first + 1}"
            yield Problem(message, ("projects", index, name), level, f"{name}-twice")


def _number_twice_problems(report: PlanResults) -> Iterator[Problem]:
    entries = report.entries
    for index, first in doubles(entries, lambda entry: entry.number):
        entry, same = entries[index], entries[first]
        alike = "เป็นโครงการเดียวกัน ให้รวมเป็นข้อเดียว" if _same_project(entry, same) else "ให้เรียงลำดับใหม่"
        message = f"ลำดับ {entry.number} ในส่วนบรรยายใช้สองครั้ง (“{same.title}” และ “{entry.title}”): {alike}"
        yield Problem(message, ("narratives", index, "number"), "warning", "narrative-number-twice")


def _same_project(one: Entry, two: Entry) -> bool:
    return plain_title(one.title) == plain_title(two.title) or (one.row is not None and one.row is two.row)


# ---- the narrative part ----


def _narrative_problems(report: PlanResults) -> Iterator[Problem]:
    rules = (_told_problems, _reason_problems, _half_told_problems, _row_of_problems)
    for index in range(len(report.narratives)):
        found = as_known(*(rule(report, index) for rule in rules))
        yield from (problem.below("narratives", index) for problem in found)


def _narrative_twice_problems(report: PlanResults) -> Iterator[Problem]:
    for index, first in doubles(report.narratives, report._row_of):
        entry, same = report._entry(index), report._entry(first)
        if entry.row is not None:
            message = f"แถวลำดับ {entry.row.no} มีคำบรรยายแล้วที่ข้อ {same.number}"
            yield Problem(message, ("narratives", index, "project"), "warning", "narrative-twice")


def _row_of_problems(report: PlanResults, index: int) -> Iterator[Problem]:
    entry = report._entry(index)
    narrative = entry.narrative
    if entry.row is not None:
        yield from _unlike(narrative, entry.row)
    elif narrative.project is not None:
        yield _unknown_project(report, narrative.project)
    elif narrative.title is None:
        message = "ส่วนบรรยายต้องระบุชื่อที่พิมพ์ หรือรหัสโครงการ"
        yield Problem(message, (), "error", "narrative-unnamed")


def _unknown_project(report: PlanResults, key: str) -> Problem:
    near = closest(key, [row.key for row in report.projects])
    hint = f": หมายถึง “{near}” หรือไม่" if near else ""
    return Problem(f"ไม่มีแถวรหัส “{key}” ในตารางผล{hint}", ("project",), "error", "narrative-without-row")


def _told_problems(report: PlanResults, index: int) -> Iterator[Problem]:
    narrative = report.narratives[index]
    if narrative.not_done and (narrative.actions or narrative.results):
        message = f"ข้อ {report._entry(index).number} บอกทั้งการดำเนินการและเหตุที่ไม่ได้ดำเนินการ: ให้เหลืออย่างเดียว"
        yield Problem(message, ("not_done",), "error", "told-and-not-done")


def _reason_problems(report: PlanResults, index: int) -> Iterator[Problem]:
    narrative = report.narratives[index]
    if narrative.not_done and plain_title(narrative.not_done) in {"ไม่ได้ดำเนินการ", "ไม่สามารถดำเนินการได้"}:
        message = f"ข้อ {report._entry(index).number} ไม่ได้ดำเนินการ แต่ยังไม่บอกเหตุผล เช่น ไม่ได้รับงบประมาณ"
        yield Problem(message, ("not_done",), "warning", "reason-missing")


def _half_told_problems(report: PlanResults, index: int) -> Iterator[Problem]:
    entry = report._entry(index)
    narrative, number = entry.narrative, entry.number
    told = narrative.actions or narrative.results
    waiting = entry.row is not None and entry.row.state == "waiting"
    if told and not narrative.results and not waiting:
        yield Problem(f"ข้อ {number} ยังไม่มีผลการดำเนินการ", ("results",), "warning", "results-empty")
    if told and not narrative.actions:
        yield Problem(f"ข้อ {number} ยังไม่มีการดำเนินการ", ("actions",), "warning", "actions-empty")


def _unlike(narrative: Narrative, row: ResultRow) -> Iterator[Problem]:
    """Where a narrative says other than the status of its row."""
    word = STATUS_WORDS[row.state] if row.state else ""
    told = bool(narrative.actions or narrative.results)
    if row.state in {"done", "in_progress"} and narrative.not_done:
        message = f"บรรยายว่าไม่ได้ดำเนินการ แต่แถวลำดับ {row.no} ในตารางสถานะ “{word}”"
        yield Problem(message, ("not_done",), "warning", "status-narrative-differ")
    elif row.state == "could_not" and told:
        message = f"บรรยายผลการดำเนินการ แต่แถวลำดับ {row.no} ในตารางสถานะ “{word}”: ใช้ช่องเหตุที่ไม่ได้ดำเนินการ"
        yield Problem(message, ("actions",), "warning", "status-narrative-differ")
    elif row.state != "waiting" and not told and not narrative.not_done:
        status = f"สถานะ “{word}”" if word else "ยังไม่ได้เลือกสถานะ"
        message = f"ยังไม่มีคำบรรยาย แต่แถวลำดับ {row.no} ในตาราง{status}"
        yield Problem(message, ("actions",), "warning", "narrative-empty")


def _untold_problems(report: PlanResults) -> Iterator[Problem]:
    """Rows without a narrative, told in one warning."""
    if not report.narratives:
        return
    told = set(map(report._row_of, report.narratives))
    rows = [row.no for index, row in enumerate(report.projects) if index not in told]
    if rows:
        message = f"ตารางมี {len(rows)} แถวที่ไม่พบในส่วนบรรยาย (ลำดับ {_numbers(rows)}): เขียนเพิ่ม หรือระบุรหัสโครงการให้ตรงกัน"
        yield Problem(message, ("narratives",), "warning", "rows-without-narrative")


def _loose_problems(report: PlanResults) -> Iterator[Problem]:
    """Narratives without a row, told in one warning."""
    entries = report.entries
    loose = [entry.number for entry in entries if entry.row is None and entry.narrative.project is None]
    if loose:
        message = (
            f"ส่วนบรรยายมี {len(loose)} ข้อที่ชื่อไม่ตรงกับแถวใดในตาราง (ข้อ {_numbers(loose)}): ระบุรหัสโครงการให้ตรงกับในตาราง"
        )
        yield Problem(message, ("narratives",), "warning", "narratives-without-row")


def _repeated_problems(report: PlanResults) -> Iterator[Problem]:
    """The result of one project that stands under another as well: pasted in the wrong place, in real reports."""
    entries = report.entries
    for index, first in doubles(entries, lambda entry: _plain(entry.narrative)):
        message = (
            f"ผลการดำเนินการของข้อ {entries[index].number} “{entries[index].title}” ซ้ำทุกคำกับข้อ "
            f"{entries[first].number} “{entries[first].title}”: ตรวจว่าคัดลอกมาผิดข้อหรือไม่"
        )
        yield Problem(message, ("narratives", index, "results"), "warning", "result-repeated")


def _plain(narrative: Narrative) -> str:
    return plain_title("".join(text_of(narrative.results)))


# ---- against the plan and against what is stated ----


def _added_problems(report: PlanResults) -> Iterator[Problem]:
    planned = report.plan.rows if report.plan else ()
    if not planned:
        return
    known = {to_arabic(row.id) for row in planned if row.id} | {plain_title(row.title) for row in planned}
    for index, row in enumerate(report.projects):
        if to_arabic(row.key) not in known and plain_title(row.title) not in known:
            message = f"แถวลำดับ {row.no} “{row.title}” ไม่มีในแผน: เป็นโครงการที่เพิ่มภายหลัง หรือพิมพ์รหัสผิด"
            yield Problem(message, ("projects", index), "warning", "row-added")


def _dropped_problems(report: PlanResults) -> Iterator[Problem]:
    planned = report.plan.rows if report.plan else ()
    if not planned:
        return
    kept = {to_arabic(row.key) for row in report.projects} | {plain_title(row.title) for row in report.projects}
    for planned_row in planned:
        if to_arabic(planned_row.id or "") not in kept and plain_title(planned_row.title) not in kept:
            message = f"โครงการในแผน “{planned_row.title}” ({planned_row.id or '-'}) ไม่มีในตารางผล: ต้องรายงานทุกโครงการ"
            yield Problem(message, ("projects",), "warning", "row-dropped")


_FIGURES = {
    "projects": "จำนวนโครงการ",
    "waiting": "จำนวนที่รอรายงาน",
    "in_progress": "จำนวนที่อยู่ระหว่างดำเนินการ",
    "done": "จำนวนที่ดำเนินการแล้วเสร็จ",
    "could_not": "จำนวนที่ไม่สามารถดำเนินการได้",
    "disbursed": "ยอดเบิกจ่าย",
    "disbursed_percent": "ร้อยละการเบิกจ่าย",
    "share": "ร้อยละการนำแผนไปปฏิบัติ",
    "level": "ระดับการนำแผนไปปฏิบัติ",
}
_STATED = {"stated": "ในส่วนบรรยาย", "table_stated": "ใต้ตาราง"}


def _shown(value: object) -> str:
    return money.money(value) if isinstance(value, Decimal) else str(value)


def _printed(value: object) -> object:
    return money.half_up(value) if isinstance(value, Decimal) else value


def _stated_problems(report: PlanResults) -> Iterator[Problem]:
    computed = _Computed(report)
    return as_known(*(_stated_figure(computed, field, name) for field in _STATED for name in _FIGURES))


class _Computed:
    """The figures of a report, each worked out when asked for: it needs to know no more than that one is made of."""

    def __init__(self, report: PlanResults) -> None:
        self.report = report

    @cached_property
    def whole(self) -> figures.Figures | None:
        """All figures; None where something that one of them is made of is not known."""
        try:
            return self.report.figures
        except Unknown:
            return None

    def __getitem__(self, name: str) -> object:
        report = self.report
        if self.whole is not None:
            return getattr(self.whole, name)
        if name == "projects":
            return len(report.projects)
        if name == "disbursed":
            return report.disbursed_total
        if name == "disbursed_percent":
            return figures.disbursed_percent(report.projects)
        counted = figures.counts(report.projects)
        if name in counted:
            return counted[name]
        share = figures.share(counted, len(report.projects), report.share_method)
        return share if name == "share" else figures.level_of(share, report.level_thresholds)


def _stated_figure(computed: _Computed, field: str, name: str) -> Iterator[Problem]:
    report = computed.report
    stated: Stated = getattr(report, field)
    said = getattr(stated, name)
    found = computed[name] if said is not None else None
    if said is not None and found is not None and _printed(said) != _printed(found):
        printed = "พิมพ์ค่าที่ระบุ" if stated.insist else "พิมพ์ค่าที่คำนวณได้"
        hint = _method_hint(report, said) if name == "share" else ""
        words = f"{_FIGURES[name]}ที่ระบุ{_STATED[field]}คือ {_shown(said)} แต่คำนวณจากตารางได้ {_shown(found)}"
        yield Problem(f"{words}: {printed}{hint}", (field, name), "warning", "stated-differs")


def _method_hint(report: PlanResults, said: Decimal) -> str:
    """By which other formula a stated share would be right."""
    counted = figures.counts(report.projects)
    for method, words in SHARE_WORDS.items():
        found = figures.share(counted, len(report.projects), method)
        if method != report.share_method and found is not None and money.half_up(found) == money.half_up(said):
            return f" (ตรงกับวิธี “{words}” เลือกได้ที่ “วิธีคิดร้อยละการนำแผนไปปฏิบัติ”)"
    return ""


def _parts_differ(report: PlanResults) -> Iterator[Problem]:
    for name, label in _FIGURES.items():
        above: object = getattr(report.stated, name)
        below: object = getattr(report.table_stated, name)
        if above is not None and below is not None and _printed(above) != _printed(below):
            message = f"{label}ในรายงานไม่ตรงกันเอง: ส่วนบรรยายระบุ {_shown(above)} ใต้ตารางระบุ {_shown(below)}"
            yield Problem(message, ("table_stated", name), "warning", "parts-differ")
