"""What is worth mending in an analysis: codes, missing and contradicting scores, issues, actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from thaireport.errors import Level, Loc, Problem
from thaireport.framework import LETTER_OF, code_or_none, codes_of, mended, mentions, read_code
from thaireport.report import texts
from thaireport.reports.ita_analysis.scores import Entry, suspects
from thaireport.thai.money import half_up
from thaireport.thai.money import score as written

if TYPE_CHECKING:
    from thaireport.reports.ita_analysis.model import ItaAnalysis


_CODES_SHOWN = 5


def problems(report: ItaAnalysis) -> Iterator[Problem]:
    """Every problem of an analysis, with its path in the data."""
    if report.framework_problems:
        yield from report.framework_problems
        return
    if not report.framework.known:
        yield _year_without_data(report)
    yield from _code_problems(report)
    yield from _indicator_name_problems(report)
    yield from _missing(report)
    yield from _stated_problems(report)
    yield from _previous_problems(report)
    yield from _issue_problems(report)
    yield from _text_problems(report)
    if not report.actions:
        message = "ยังไม่มีแผนการนำผลการวิเคราะห์ไปสู่การปฏิบัติ (ส่วนที่ 2)"
        yield Problem(message, ("actions",), "warning", "actions-missing")


def _year_without_data(report: ItaAnalysis) -> Problem:
    message = (
        f"ไม่มีข้อมูลกรอบการประเมินปีงบประมาณ {report.fiscal_year}: "
        "ใช้ตัวชี้วัด 10 ตัวตามปี 2561-2566 และกรอกคะแนนรายตัวชี้วัดได้ "
        f"หากมีข้อคำถามของปีนั้น ให้ทำไฟล์ data/ita_{report.fiscal_year}.yaml ในโฟลเดอร์ของหน่วยงาน"
    )
    return Problem(message, ("fiscal_year",), "warning", "framework-year")


def _code_problems(report: ItaAnalysis) -> Iterator[Problem]:
    for part, letter in LETTER_OF.items():
        seen: dict[str, str] = {}
        for typed in getattr(report, part):
            try:
                code = read_code(typed, letter)
            except ValueError as error:
                yield Problem(str(error), (part, typed), "error", "code")
                continue
            if report.framework.known or not _may_belong(code, letter):
                yield from _one_code(report, part, typed, code)
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
    previous = report.previous.indicators if report.previous else {}
    typed: list[tuple[Loc, str]] = [(("indicators", name), name) for name in report.indicators]
    typed += [(("previous", "indicators", name), name) for name in previous]
    for loc, name in typed:
        if report._indicator_number(name) is None:
            known = ", ".join(map(str, report.framework.indicators))
            yield Problem(f"ไม่มีตัวชี้วัดที่ {name}: ใช้ได้ {known}", loc, "error", "indicator-unknown")


def _missing(report: ItaAnalysis) -> Iterator[Problem]:
    sheet = report.score_sheet
    for one in report.framework.indicators.values():
        name = f"ตัวชี้วัดที่ {one.number} {one.name}"
        if sheet.indicator(one.number) is None:
            level: Level = "warning" if report.total is not None else "error"
            message = f"ยังไม่มีคะแนน{name}: กรอกคะแนนรายข้อ หรือคะแนนตัวชี้วัดใน indicators"
            yield Problem(message, ("indicators",), level, "score-missing")
            continue
        for part in sheet.part_codes(sheet.owners[one.number]):
            codes = [group.code for group in one.groups] or list(one.questions)
            gaps = [code for code, score in zip(codes, sheet.members(part, one), strict=True) if score is None]
            if gaps and (len(gaps) < len(codes) or one.number not in sheet.stated):
                message = f"ยังไม่มีคะแนน {', '.join(gaps)} ของ{name}: คะแนนตัวชี้วัดคิดจากข้อที่มี"
                yield Problem(message, (part,), "warning", "score-missing")


def _differs(stated: Decimal | None, computed: Decimal | None) -> bool:
    return stated is not None and computed is not None and half_up(stated) != half_up(computed)


def _stated_problems(report: ItaAnalysis) -> Iterator[Problem]:
    sheet = report.score_sheet
    for typed in report.indicators:
        found = report._indicator_number(typed)
        if found is not None and sheet.complete(found):
            name = f"ตัวชี้วัดที่ {found} {report.framework.indicators[found].name}"
            figures = (sheet.stated[found], sheet.computed(found))
            yield from _contradiction(report, name, ("indicators", typed), figures, sheet.entries(found))
    yield from _stated_groups(report)
    yield from _stated_instruments(report)
    yield from _stated_level(report)


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
    stated, sheet = report.stated, report.score_sheet
    if stated is None:
        return
    for one in report.framework.instruments:
        if _differs(getattr(stated, one.code), sheet.instruments[one.code]):
            figures = (getattr(stated, one.code), sheet.instruments[one.code])
            yield from _contradiction(report, one.short, ("stated", one.code), figures, ())
        for part in one.parts:
            given = getattr(stated, part.code, None)
            computed = sheet.part(part.code)
            entries = sheet.part_entries(part.code)
            yield from _contradiction(report, part.name, ("stated", part.code), (given, computed), entries)
    yield from _contradiction(report, "คะแนนรวม", ("stated", "total"), (stated.total, sheet.total), ())


def _contradiction(
    report: ItaAnalysis,
    name: str,
    loc: tuple[str | int, ...],
    figures: tuple[Decimal | None, Decimal | None],
    entries: Iterable[Entry],
) -> Iterator[Problem]:
    """A stated figure against the computed one; a question that one slip of the keys explains is named."""
    stated, computed = figures
    if stated is None or computed is None or not _differs(stated, computed):
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


def _previous_problems(report: ItaAnalysis) -> Iterator[Problem]:
    previous = report.previous
    if previous and previous.fiscal_year and previous.fiscal_year >= report.fiscal_year:
        message = f"ปีก่อน ({previous.fiscal_year}) ต้องอยู่ก่อนปีที่ประเมิน ({report.fiscal_year})"
        yield Problem(message, ("previous", "fiscal_year"), "error", "previous-year")
    if report.applied_year and report.applied_year <= report.fiscal_year:
        message = f"ปีที่นำไปปฏิบัติ ({report.applied_year}) ต้องอยู่หลังปีที่ประเมิน ({report.fiscal_year})"
        yield Problem(message, ("applied_year",), "error", "applied-year")


def _issue_problems(report: ItaAnalysis) -> Iterator[Problem]:
    seen: set[int] = set()
    for index, issue in enumerate(report.issues):
        if issue.number in seen:
            message = f"ประเด็นที่ {issue.number} มีมากกว่าหนึ่งรายการ: รวมเป็นรายการเดียว"
            yield Problem(message, ("issues", index, "number"), "error", "issue-twice")
        seen.add(issue.number)
        if issue.items:
            yield from _item_problems(report, index, issue.items)
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


def _item_problems(report: ItaAnalysis, index: int, items: str) -> Iterator[Problem]:
    loc = ("issues", index, "items")
    try:
        codes = codes_of(items)
    except ValueError as error:
        yield Problem(str(error), loc, "error", "code")
        return
    unknown = [code for code in codes if code not in report.framework.wordings]
    if unknown:
        message = f"ไม่มี {', '.join(unknown)} ในกรอบการประเมินปีงบประมาณ {report.fiscal_year}"
        yield Problem(message, loc, "warning", "code-unknown")


def _text_problems(report: ItaAnalysis) -> Iterator[Problem]:
    """Codes in the texts: mistyped ones that are printed right, and ones that the year does not have."""
    for index, issue in enumerate(report.issues):
        for loc, said in texts(issue.analysis, ("issues", index, "analysis")):
            found = mentions(said)
            wrong = dict.fromkeys(f"{one.typed} เป็น {mended(one.typed)}" for one in found if one.mended)
            if wrong:
                yield Problem(f"รหัสในบทวิเคราะห์พิมพ์ผิด อ่าน {', '.join(wrong)}", loc, "warning", "code-mended")
            unknown = dict.fromkeys(one.code for one in found if one.code not in report.framework.wordings)
            if unknown and report.framework.known:
                message = f"บทวิเคราะห์กล่าวถึง {', '.join(unknown)} ซึ่งไม่มีในปีงบประมาณ {report.fiscal_year}"
                yield Problem(message, loc, "warning", "code-unknown")
