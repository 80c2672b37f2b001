"""``make PLAN --as plan_results``: the input file of a report that starts from another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from thaireport.cli.console import EXIT_DATA, EXIT_DONE, say
from thaireport.cli.desk import Desk, Outcome, each, refuse_twice, sources_of, summary
from thaireport.cli.inputs import names_file
from thaireport.errors import Problem, UsageError
from thaireport.files import make_folder, whole_name
from thaireport.intake.agency_folder import find_agency
from thaireport.intake.form import form_bytes
from thaireport.intake.starter import results_text
from thaireport.output.package import replace_file
from thaireport.reports.action_plan import ActionPlan
from thaireport.reports.plan_results import PlanResults

_SUFFIXES = (".yaml", ".yml", ".xlsx")


def start_files(words: Iterable[str], kind: str, output: Path | None, *, agency: Path | None, force: bool) -> int:
    """Begin a report of ``kind`` from every input; a file that is there already, perhaps filled in, is kept."""
    if kind not in {PlanResults.kind, PlanResults.thai_name}:
        raise UsageError(f"--as ใช้ได้กับ {PlanResults.kind} ({PlanResults.thai_name}) เท่านั้น แต่พบ {kind}")
    sources = sources_of(words)
    if len(sources) > 1 and output is not None and names_file(output):
        raise UsageError(f"-o {output.name} เป็นไฟล์เดียว แต่มีข้อมูล {len(sources)} ไฟล์: ระบุเป็นโฟลเดอร์แทน")
    desk = Desk(agency, strict=False)
    outcomes = [Outcome(source) for source in sources]
    taken: dict[Path, Path] = {}
    status = summary(each(outcomes, lambda outcome: _start(desk, outcome, output, taken, force=force)))
    if status == EXIT_DONE:
        say("กรอกผลในไฟล์นี้ แล้วสั่ง thaireport check ตามด้วย thaireport make")
    return status


def _start(desk: Desk, outcome: Outcome, output: Path | None, taken: dict[Path, Path], *, force: bool) -> None:
    plan = desk.read(outcome)
    if plan is None:
        return
    outcome.problems = []  # what is worth mending in the plan is told when the plan is made
    if not isinstance(plan, ActionPlan):
        outcome.complaint = f"{outcome.source.name} เป็น{plan.thai_name}: เริ่มรายงานผลได้จาก{ActionPlan.thai_name}เท่านั้น"
        outcome.status = EXIT_DATA
        return
    target = _target(outcome.source, output)
    refuse_twice(target, outcome.source, taken)
    if target.exists() and not force:
        raise UsageError(f"มีไฟล์ {target} อยู่แล้ว อาจกรอกไว้แล้ว: ใช้ชื่ออื่นด้วย -o หรือใส่ --force เพื่อเขียนทับ")
    make_folder(target.parent)
    replace_file(target, _content(PlanResults.from_plan(plan), outcome.source, target))
    outcome.made.append(target)
    if plan.last_year is not None:
        outcome.problems = [_of_one_year(plan)]


def _of_one_year(plan: ActionPlan) -> Problem:
    message = (
        f"แผนหลายปี ({plan.years_label}): เริ่มให้เป็นผลของปีงบประมาณ พ.ศ. {plan.fiscal_year} ด้วยงบประมาณของปีนั้น "
        "ถ้ารายงานผลของปีอื่น ให้แก้ปีงบประมาณและงบประมาณในแบบกรอก และลบแถวที่ไม่ได้อยู่ในปีนั้น"
    )
    return Problem(message, ("fiscal_year",), "warning", "plan-years")


def _target(source: Path, output: Path | None) -> Path:
    """Beside the plan, of its sort: ``action_plan.yaml`` begins ``plan_results.yaml``; other names stay in front."""
    if output is not None and names_file(output):
        if output.suffix.lower() not in _SUFFIXES:
            raise UsageError(f"-o {output.name}: ไฟล์ข้อมูลที่เริ่มให้ต้องลงท้ายด้วย .yaml หรือ .xlsx")
        target = output
    else:
        own = ActionPlan.kind in source.stem
        stem = source.stem.replace(ActionPlan.kind, PlanResults.kind) if own else f"{source.stem}-{PlanResults.kind}"
        target = (output or source.parent) / f"{stem}{'.xlsx' if source.suffix.lower() == '.xlsx' else '.yaml'}"
    if whole_name(target) == whole_name(source):
        raise UsageError(f"ผลลัพธ์ {target.name} จะทับไฟล์แผนเอง: ระบุชื่ออื่นด้วย -o")
    return target


def _content(report: PlanResults, plan: Path, target: Path) -> bytes:
    name = _relative(plan, target.parent)
    if target.suffix.lower() == ".xlsx":
        assert report.plan is not None
        origin = report.plan.model_copy(update={"file": name})
        return form_bytes(PlanResults, report.model_copy(update={"plan": origin}))
    with_agency = find_agency(whole_name(target.parent)) is None
    return results_text(report, name, with_agency=with_agency).encode("utf-8")


def _relative(plan: Path, folder: Path) -> str:
    """The plan's file as seen from the folder of the results, with the slashes that every system reads."""
    from os.path import relpath

    try:
        return Path(relpath(whole_name(plan), whole_name(folder))).as_posix()
    except ValueError:  # another drive of Windows
        return whole_name(plan).as_posix()
