"""What is worth mending in an analysis: codes, missing and contradicting scores, issues, actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from thaireport.errors import Level, Problem, as_known, of_each
from thaireport.framework import (
    LETTER_OF,
    Instrument,
    Part,
    code_or_none,
    codes_of,
    mended,
    mentions,
    read_code,
)
from thaireport.parts import doubles
from thaireport.report import texts
from thaireport.reports.ita_analysis.scores import Entry, suspects
from thaireport.thai.money import half_up
from thaireport.thai.money import score as written

if TYPE_CHECKING:
    from thaireport.reports.ita_analysis.model import Issue, ItaAnalysis, Stated


_CODES_SHOWN = 5


def problems(report: ItaAnalysis) -> Iterator[Problem]:
    """Every problem of an analysis, with its path in the data."""
    faults = list(as_known(_framework_problems(report)))
    if faults:
        return iter(faults)
    return as_known(
        _year_without_data(report),
        *(_code_problems(report, part, letter) for part, letter in LETTER_OF.items()),
        _indicator_name_problems(report),
        _previous_name_problems(report),
        _missing(report),
        _stated_problems(report),
        _previous_year_problems(report),
        _applied_year_problems(report),
        _issue_twice(report),
        of_each(report, "issues", partial(_item_problems, report)),
        _issues_without_words(report),
        of_each(report, "issues", _mistyped_codes, partial(_unknown_codes, report)),
        _without_actions(report),
    )


def _framework_problems(report: ItaAnalysis) -> Iterator[Problem]:
    yield from report.framework_problems


def _without_actions(report: ItaAnalysis) -> Iterator[Problem]:
    if not report.actions:
        message = "ยังไม่มีแผนการนำผลการวิเคราะห์ไปสู่การปฏิบัติ (ส่วนที่ 2)"
        yield Problem(message, ("actions",), "warning", "actions-missing")


def _year_without_data(report: ItaAnalysis) -> Iterator[Problem]:
    if report.framework.known:
        return
    message = (
        f"ไม่มีข้อมูลกรอบการประเมินปีงบประมาณ {report.fiscal_year}: "
        "ใช้ตัวชี้วัด 10 ตัวตามปี 2561-2566 และกรอกคะแนนรายตัวชี้วัดได้ "
        f"หากมีข้อคำถามของปีนั้น ให้ทำไฟล์ data/ita_{report.fiscal_year}.yaml ในโฟลเดอร์ของหน่วยงาน"
    )
    yield Problem(message, ("fiscal_year",), "warning", "framework-year")


def _code_problems(report: ItaAnalysis, part: str, letter: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for typed in getattr(report, part):
        try:
            code = read_code(typed, letter)
        except ValueError as error:
            yield Problem(str(error), (part, typed), "error", "code")
            continue
        yield from as_known(_one_code(report, part, typed, code))
        if code in seen:
            message = f"“{typed}” คือ {code} ซึ่งกรอกไว้แล้ว (“{seen[code]}”): ลบออกหนึ่งรายการ"
            yield Problem(message, (part, typed), "error", "code-twice")
        seen.setdefault(code, typed)
    if seen and not report.framework.known:
        yield _codes_of_no_data(report, part, seen)


def _may_belong(code: str, letter: str) -> bool:
    """Whether a code can be one of the part, as far as anybody can say without data: ``o1`` and ``9.1`` in the OIT."""
    return code.startswith(letter) or (letter == "o" and not code[0].isalpha())


def _codes_of_no_data(report: ItaAnalysis, part: str, codes: Iterable[str]) -> Problem:
    """One warning for all the scores of a part: nobody can say to which indicator any of them belongs."""
    listed = list(codes)
    shown = ", ".join(listed[:_CODES_SHOWN]) + (f" ... รวม {len(listed)} ข้อ" if len(listed) > _CODES_SHOWN else "")
    message = (
        f"คะแนนรายข้อ {shown} ไม่ได้นำไปคำนวณและไม่พิมพ์ใน Word เพราะไม่มีข้อคำถามของปีงบประมาณ {report.fiscal_year}: "
        f"ทำไฟล์ data/ita_{report.fiscal_year}.yaml หรือกรอกคะแนนรายตัวชี้วัด"
    )
    return Problem(message, (part,), "warning", "code-unknown")


def _one_code(report: ItaAnalysis, part: str, typed: str, code: str) -> Iterator[Problem]:
    if not report.framework.known and _may_belong(code, LETTER_OF[part]):
        return
    if not _belongs(report, part, code):
        message = f"ไม่มี {code} ในแบบวัดนี้ของปีงบประมาณ {report.fiscal_year}"
        yield Problem(message, (part, typed), "error", "code-unknown")
    elif read_code(typed) != code or _repaired(typed):
        yield Problem(f"อ่าน “{typed}” เป็น {code}: แก้รหัสให้ถูกต้อง", (part, typed), "warning", "code-mended")


def _repaired(typed: str) -> bool:
    return any(one.mended for one in mentions(typed.strip())) or typed.strip()[:1] in "๐0"


def _belongs(report: ItaAnalysis, part: str, code: str) -> bool:
    owner = report.framework.indicator_of(code)
    if owner is not None:
        return code.startswith(LETTER_OF[part])
    return part == "oit" and code in report.framework.groups


def _indicator_name_problems(report: ItaAnalysis) -> Iterator[Problem]:
    yield from _wrong_indicators(report, report.indicators)


def _previous_name_problems(report: ItaAnalysis) -> Iterator[Problem]:
    if report.previous:
        found = _wrong_indicators(report, report.previous.indicators)
        yield from (problem.below("previous") for problem in found)


def _wrong_indicators(report: ItaAnalysis, names: Iterable[str]) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for name in names:
        number = report._indicator_number(name)
        if number is None:
            known = ", ".join(map(str, report.framework.indicators))
            message = f"ไม่มีตัวชี้วัดที่ {name}: ใช้ได้ {known}"
            yield Problem(message, ("indicators", name), "error", "indicator-unknown")
        elif seen.setdefault(number, name) != name:
            message = f"“{name}” คือตัวชี้วัดที่ {number} ซึ่งกรอกไว้แล้ว (“{seen[number]}”): ลบออกหนึ่งรายการ"
            yield Problem(message, ("indicators", name), "error", "indicator-twice")


def _missing(report: ItaAnalysis) -> Iterator[Problem]:
    sheet = report.score_sheet
    for one in report.framework.indicators.values():
        name = f"ตัวชี้วัดที่ {one.number} {one.name}"
        if sheet.indicator(one.number) is None:
            level: Level = "warning" if report.total is not None else "error"
            message = f"ยังไม่มีคะแนน{name}: กรอกคะแนนรายข้อ หรือ “คะแนนรายตัวชี้วัดที่ประกาศ”"
            yield Problem(message, ("indicators",), level, "score-missing")
            continue
        for part in sheet.part_codes(sheet.owners[one.number]):
            codes = [group.code for group in one.groups] or list(one.questions)
            gaps = [code for code, score in zip(codes, sheet.members(part, one), strict=True) if score is None]
            if gaps and (len(gaps) < len(codes) or one.number not in sheet.stated):
                message = f"ยังไม่มีคะแนน {', '.join(gaps)} ของ{name}: คะแนนตัวชี้วัดคิดจากข้อที่มี"
                yield Problem(message, (part,), "warning", "score-missing")


def _stated_problems(report: ItaAnalysis) -> Iterator[Problem]:
    return as_known(
        _stated_indicators(report), _stated_groups(report), _stated_instruments(report), _stated_level(report)
    )


def _stated_indicators(report: ItaAnalysis) -> Iterator[Problem]:
    sheet = report.score_sheet
    for typed in report.indicators:
        found = report._indicator_number(typed)
        if found is not None and sheet.complete(found):
            name = f"ตัวชี้วัดที่ {found} {report.framework.indicators[found].name}"
            figures = (sheet.stated[found], sheet.computed(found))
            yield from _contradiction(report, name, ("indicators", typed), figures, sheet.entries(found))


def _stated_groups(report: ItaAnalysis) -> Iterator[Problem]:
    sheet = report.score_sheet
    for typed, stated in report.oit.items():
        group = report.framework.groups.get(code_or_none(typed) or "")
        if group is None:
            continue
        scores = {code: sheet.score("oit", code) for code in group.questions}
        known = {code: score for code, score in scores.items() if score is not None}
        if known and len(known) == len(scores):
            computed = sum(known.values(), Decimal(0)) / len(known)
            entries = [Entry("oit", code, score, len(known)) for code, score in known.items()]
            yield from _contradiction(report, group.label, ("oit", typed), (stated, computed), entries)


def _stated_instruments(report: ItaAnalysis) -> Iterator[Problem]:
    if report.stated is None:
        return
    for one in report.framework.instruments:
        yield from as_known(
            _stated_instrument(report, report.stated, one),
            *(_stated_part(report, report.stated, part) for part in one.parts),
        )
    figures = (report.stated.total, report.score_sheet.total)
    yield from _contradiction(report, "คะแนนรวม", ("stated", "total"), figures, ())


def _stated_instrument(report: ItaAnalysis, stated: Stated, one: Instrument) -> Iterator[Problem]:
    figures = (getattr(stated, one.code), report.score_sheet.instruments[one.code])
    yield from _contradiction(report, one.short, ("stated", one.code), figures, ())


def _stated_part(report: ItaAnalysis, stated: Stated, part: Part) -> Iterator[Problem]:
    sheet = report.score_sheet
    figures = (getattr(stated, part.code, None), sheet.part(part.code))
    yield from _contradiction(report, part.name, ("stated", part.code), figures, sheet.part_entries(part.code))


def _contradiction(
    report: ItaAnalysis,
    name: str,
    loc: tuple[str | int, ...],
    figures: tuple[Decimal | None, Decimal | None],
    entries: Iterable[Entry],
) -> Iterator[Problem]:
    """A stated figure against the computed one; a question that one slip of the keys explains is named."""
    stated, computed = figures
    if stated is None or computed is None or half_up(stated) == half_up(computed):
        return
    apart = " " if name[-1].isascii() else ""
    message = f"{name}{apart}ที่ระบุ {written(stated)} ไม่ตรงกับที่คำนวณได้ {written(computed)}"
    found = suspects(stated, computed, entries)
    if not found:
        yield Problem(f"{message}: ตรวจคะแนนรายข้อ", loc, "warning", "stated-score")
        return
    likely = " หรือ ".join(f"{one.code} ({written(one.typed)} น่าจะเป็น {written(one.needed)})" for one in found[:3])
    typed = _typed_key(report, found[0].part, found[0].code)
    place = (found[0].part, typed) if len(found) == 1 else loc
    yield Problem(f"{message}: ตรวจคะแนนข้อ {likely}", place, "warning", "stated-score")


def _typed_key(report: ItaAnalysis, part: str, code: str) -> str:
    keys = getattr(report, part)
    return next((typed for typed in keys if code_or_none(typed, LETTER_OF[part]) == code), code)


def _stated_level(report: ItaAnalysis) -> Iterator[Problem]:
    stated = report.stated.level if report.stated else None
    computed = report.score_sheet.level
    if stated and computed and stated != computed:
        message = f"ระดับที่ระบุ “{stated}” ไม่ตรงกับคะแนน ซึ่งอยู่ในระดับ “{computed}”"
        yield Problem(message, ("stated", "level"), "warning", "stated-level")


def _previous_year_problems(report: ItaAnalysis) -> Iterator[Problem]:
    previous = report.previous
    if previous and previous.fiscal_year and previous.fiscal_year >= report.fiscal_year:
        message = f"ปีก่อน ({previous.fiscal_year}) ต้องอยู่ก่อนปีที่ประเมิน ({report.fiscal_year})"
        yield Problem(message, ("previous", "fiscal_year"), "error", "previous-year")


def _applied_year_problems(report: ItaAnalysis) -> Iterator[Problem]:
    if report.applied_year and report.applied_year <= report.fiscal_year:
        message = f"ปีที่นำไปปฏิบัติ ({report.applied_year}) ต้องอยู่หลังปีที่ประเมิน ({report.fiscal_year})"
        yield Problem(message, ("applied_year",), "error", "applied-year")


def _issue_twice(report: ItaAnalysis) -> Iterator[Problem]:
    for index, _ in doubles(report.issues, lambda issue: issue.number):
        message = f"ประเด็นที่ {report.issues[index].number} มีมากกว่าหนึ่งรายการ: รวมเป็นรายการเดียว"
        yield Problem(message, ("issues", index, "number"), "error", "issue-twice")


def _issues_without_words(report: ItaAnalysis) -> Iterator[Problem]:
    written_of = {issue.number for issue in report.issues if issue.analysis}
    for section in report.frames:
        if section.number not in written_of:
            yield _issue_without_words(report, section.number, section.title)


def _issue_without_words(report: ItaAnalysis, number: int, title: str) -> Problem:
    where = next((index for index, one in enumerate(report.issues) if one.number == number), None)
    loc = ("issues",) if where is None else ("issues", where)
    if report.draft_issues:
        message = f"บทวิเคราะห์ประเด็นที่ {number} {title} เป็นร่างจากคะแนน: อ่าน แก้ไข แล้วลบคำว่า [ร่าง]"
        return Problem(message, loc, "warning", "issue-draft")
    message = f"ประเด็นที่ {number} {title} ยังไม่มีบทวิเคราะห์"
    return Problem(message, loc, "warning", "issue-missing")


def _item_problems(report: ItaAnalysis, issue: Issue) -> Iterator[Problem]:
    items = issue.items or ""
    try:
        codes = codes_of(items) if items else []
    except ValueError as error:
        yield Problem(str(error), ("items",), "error", "code")
        return
    unknown = [code for code in codes if code not in report.framework.wordings]
    if unknown:
        message = f"ไม่มี {', '.join(unknown)} ในกรอบการประเมินปีงบประมาณ {report.fiscal_year}"
        yield Problem(message, ("items",), "warning", "code-unknown")


def _mistyped_codes(issue: Issue) -> Iterator[Problem]:
    """Codes in the texts that are mistyped and printed right."""
    for loc, said in texts(issue.analysis, ("analysis",)):
        wrong = dict.fromkeys(f"{one.typed} เป็น {mended(one.typed)}" for one in mentions(said) if one.mended)
        if wrong:
            yield Problem(f"รหัสในบทวิเคราะห์พิมพ์ผิด อ่าน {', '.join(wrong)}", loc, "warning", "code-mended")


def _unknown_codes(report: ItaAnalysis, issue: Issue) -> Iterator[Problem]:
    """Codes in the texts that the year does not have."""
    if not report.framework.known:
        return
    for loc, said in texts(issue.analysis, ("analysis",)):
        unknown = dict.fromkeys(one.code for one in mentions(said) if one.code not in report.framework.wordings)
        if unknown:
            message = f"บทวิเคราะห์กล่าวถึง {', '.join(unknown)} ซึ่งไม่มีในปีงบประมาณ {report.fiscal_year}"
            yield Problem(message, loc, "warning", "code-unknown")
