"""An input file begun for the clerk: the results of a plan, every row carried over, what is missing left to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thaireport.fields import Dash
from thaireport.reports.plan_results import STATUS_WORDS, PlanResults
from thaireport.thai import money

_HEAD = """# {thai_name}
# เริ่มจาก {plan}: ทุกโครงการในแผนอยู่ที่นี่แล้ว กรอกผลต่อท้ายเครื่องหมาย :  บรรทัดที่ขึ้นต้นด้วย # คือคำอธิบาย
# เสร็จแล้วสั่ง: thaireport check ไฟล์นี้  แล้ว  thaireport make ไฟล์นี้ --to docx --to xlsx"""


def results_text(report: PlanResults, plan: str, *, with_agency: bool) -> str:
    """The input file (YAML with comments) that reads back as ``report``; ``plan`` is the plan's file.

    ``with_agency``: the agency is written into it, for a folder without an ``agency.yaml``.
    """
    sections = [
        _HEAD.format(thai_name=report.thai_name, plan=plan),
        "\n".join(_top(report, plan, with_agency=with_agency)),
        "\n".join(_words(report)),
        "\n".join(_table(report)),
        "\n".join(_narratives(report)),
    ]
    return "\n".join(sections) + "\n"


def _top(report: PlanResults, plan: str, *, with_agency: bool) -> Iterator[str]:
    stored = report.stored()
    yield f"kind: {report.kind}"
    if with_agency:
        yield from _dumped("agency", stored["agency"])
    yield f"fiscal_year: {report.fiscal_year}"
    yield f"round: {report.round} เดือน  # 6 เดือน หรือ 12 เดือน"
    yield from _dumped("plan", plan)
    for name in ("plan_name", "digits", "digits_of", "dimension_names"):
        if stored.get(name):
            yield from _dumped(name, stored[name])


def _words(report: PlanResults) -> Iterator[str]:
    yield "# ข้อมูล ณ วันที่ พิมพ์ใต้ตาราง เช่น 5 ตุลาคม 2569"
    yield "as_of:"
    yield "# ผู้รายงานใต้ตาราง (ชื่อ ตำแหน่ง หรือคีย์ใน people ของ agency.yaml) และหน่วยงานผู้รายงานท้ายส่วนบรรยาย"
    if report.reporter:
        person = {"name": report.reporter.full_name, "position": report.reporter.position}
        yield from _dumped("reporter", {name: value for name, value in person.items() if value})
    else:
        yield "reporter:"
    yield "reporter_unit:"
    yield "# ปัญหาและอุปสรรค ข้อเสนอแนะ: หนึ่งข้อต่อบรรทัด"
    yield "obstacles:"
    yield "suggestions:"
    yield "# เกณฑ์ระดับของหน่วยงาน เช่น {มาก: 80, ปานกลาง: 60, น้อย: 0} เว้นว่าง = ไม่พิมพ์ระดับ"
    yield "level_thresholds: {}"


def _table(report: PlanResults) -> Iterator[str]:
    yield f"# ตารางผล: status เป็นคำใดคำหนึ่งใน {' | '.join(STATUS_WORDS.values())}"
    yield "# disbursed คือยอดเบิกจ่ายจริง (บาท)  remark คือหมายเหตุ"
    yield "projects:"
    for row in report.projects:
        fields: dict[str, Any] = {"id": row.id}
        if row.number is not None:
            fields["number"] = str(row.number)
        fields |= {
            "title": row.title,
            "dimension": row.dimension_label if row.own else row.dimension,
            "budget": _amount(row.budget),
        }
        lines = "".join(f"    {line}\n" for name, value in fields.items() for line in _dumped(name, value))
        yield f"  - {lines.strip()}"
        yield "    disbursed:"
        yield f"    status: {STATUS_WORDS[row.state] if row.state else ''}".rstrip()
        yield "    remark:"


def _narratives(report: PlanResults) -> Iterator[str]:
    yield "# ส่วนบรรยาย: สลับลำดับได้ เพิ่ม title: เมื่อชื่อที่พิมพ์ต่างจากในตาราง"
    yield "# หลายข้อพิมพ์ actions: | แล้วขึ้นบรรทัดใหม่ ข้อละบรรทัด เช่น 1) ...   ไม่ได้ดำเนินการใส่เหตุผลที่ not_done"
    yield "# links: ลิงก์หลักฐาน   photos: ชื่อไฟล์ภาพ | คำบรรยาย (บรรทัดละหนึ่งรายการ)"
    yield "narratives:"
    titles = {row.key: row.title for row in report.projects}
    for narrative in report.narratives:
        yield f"  # {titles.get(narrative.project or '', '')}".replace("\n", " ")
        yield f"  - {next(iter(_dumped('project', narrative.project)))}"
        yield from (f"    {name}:" for name in ("actions", "results", "not_done"))


def _amount(value: object) -> str | None:
    if value is None:
        return None
    return str(value) if isinstance(value, Dash) else money.money(value)  # type: ignore[arg-type]


def _dumped(name: str, value: object) -> Iterator[str]:
    """``name: value`` as YAML, quoted where YAML needs it."""
    import yaml

    if value is None:
        yield f"{name}:"
        return
    text: str = yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False, width=10_000)
    yield from text.rstrip("\n").split("\n")
