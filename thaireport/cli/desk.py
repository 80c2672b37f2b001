"""``make``, ``check`` and ``kinds``: each input in turn; one that fails never stops the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thaireport.cli import console
from thaireport.cli.console import EXIT_DATA, EXIT_DONE, say
from thaireport.cli.inputs import Destination, destination, expand, left_out
from thaireport.errors import DataError, Problem, TemplateError, ThaiReportError, UsageError
from thaireport.files import make_folder, whole_name

if TYPE_CHECKING:
    from thaireport.agency import Agency
    from thaireport.intake.source import Source
    from thaireport.report import Report


SHOWN_OF_MANY = 10
"""Problems shown of each of several inputs; the log file has all of them."""


@dataclass
class Outcome:
    """What became of one input (of one row of a roster)."""

    source: Path
    row: str = ""
    kind: str = ""
    made: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    complaint: str = ""
    status: int = EXIT_DONE

    skipped: bool = False

    @property
    def name(self) -> str:
        """What the summary calls it."""
        return self.row or str(self.source)

    @property
    def word(self) -> str:
        """One word for the summary."""
        if self.status:
            return "ไม่สำเร็จ"
        if self.skipped:
            return "เป็นปัจจุบันแล้ว"
        return "มีคำเตือน" if self.problems else "เรียบร้อย"


def list_kinds(as_json: bool) -> int:
    """The kinds of report, their Thai names and formats."""
    from thaireport.reports import REPORTS

    listed = [
        {"kind": kind, "name": report.thai_name, "formats": list(report.formats)}
        for kind, report in sorted(REPORTS.items())
    ]
    if as_json:
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return EXIT_DONE
    rows = [("ชนิด", "ชื่อ", "ทำเป็น")]
    rows += [(kind, report.thai_name, " ".join(report.formats)) for kind, report in sorted(REPORTS.items())]
    for line in console.table(rows):
        say(line)
    for reason in REPORTS.broken().values():
        console.complain(reason)
    return EXIT_DONE


def make_files(
    words: Iterable[str],
    output: Path | None,
    formats: tuple[str, ...],
    *,
    agency: Path | None,
    strict: bool,
    data: bool = True,
    force: bool = False,
    jobs: int | None = None,
) -> int:
    """Make every input; the exit status is the worst of them.

    With ``jobs``, in so many processes, and what is up to date is skipped unless ``force``.
    """
    sources = sources_of(words)
    where = destination(output, formats, sources)
    if jobs is not None or ("pdf" in where.formats and len(sources) > 1):
        from thaireport.cli.many import Order, make_together

        # Several PDF files share a start of LibreOffice also where nobody asked for processes.
        return make_together(sources, Order(where, jobs, agency, strict, data, force or jobs is None))
    desk = Desk(agency, strict, data=data)
    taken: dict[Path, Path] = {}
    outcomes = each([Outcome(source) for source in sources], lambda outcome: desk.make(outcome, where, taken))
    return summary(outcomes)


def check_files(words: Iterable[str], *, agency: Path | None, strict: bool, as_json: bool, mark: bool) -> int:
    """Check every input; nothing is written but, with ``mark``, the marked copies of workbooks with problems."""
    sources = sources_of(words)
    if mark and not any(source.suffix.lower() == ".xlsx" for source in sources):
        raise UsageError("--mark ทำสำเนาของแบบกรอก .xlsx เท่านั้น: ตัด --mark ออก ผลตรวจบอกบรรทัดที่ต้องแก้อยู่แล้ว")
    desk = Desk(agency, strict)
    outcomes = each([Outcome(source) for source in sources], desk.read)
    if mark:
        for outcome in outcomes:
            _mark(outcome)
    if as_json:
        say(json.dumps([_as_data(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
        return _worst(outcomes)
    return summary(outcomes)


def sources_of(words: Iterable[str]) -> list[Path]:
    """The files that inputs as typed mean; what of their folders is not read is told on the error stream."""
    typed = list(words)
    sources = expand(typed)
    read = set(sources)
    for path, line in left_out(typed).items():
        if path not in read:
            console.complain(line)
    return sources


def _mark(outcome: Outcome) -> None:
    from thaireport.intake.mark import SUFFIX, marked_copy
    from thaireport.output.package import replace_file

    if outcome.source.suffix.lower() != ".xlsx" or not outcome.problems:
        return
    if any(problem.code.startswith("workbook") for problem in outcome.problems):
        return  # refused unread, for what would fell openpyxl too
    target = outcome.source.with_name(f"{outcome.source.stem}{SUFFIX}.xlsx")
    try:
        replace_file(target, marked_copy(outcome.source, outcome.problems))
        outcome.made.append(target)
    except ThaiReportError as error:
        outcome.complaint, outcome.status = str(error), max(outcome.status, error.exit_status)
    except Exception as error:  # a workbook that openpyxl cannot copy is still checked
        outcome.complaint, outcome.status = console.confess(error), console.EXIT_SETUP


class Desk:
    """Reads and makes single inputs; remembers the agency of each folder, so that it is read once."""

    def __init__(self, agency: Path | None, strict: bool, *, data: bool = True) -> None:
        self._named = agency
        self._strict = strict
        self._data = data
        self._agencies: dict[Path | None, tuple[Agency | None, list[Problem]]] = {}

    def read(self, outcome: Outcome) -> Report | None:
        """The report of an input, or None; ``outcome`` gets its problems and status."""
        from thaireport.intake.source import read

        return self.examine(outcome, read(outcome.source))

    def examine(self, outcome: Outcome, source: Source) -> Report | None:
        """The report of data that was read, or None; ``outcome`` gets its problems and status."""
        from thaireport.pipeline import examine

        agency, faults = self._agency_for(outcome.source.parent)
        report, problems = examine(source, None, agency)
        problems = [*faults, *problems]
        outcome.problems = [replace(each, level="error") for each in problems] if self._strict else list(problems)
        outcome.kind = report.kind if report else source.kind or ""
        if report is None or any(problem.level == "error" for problem in outcome.problems):
            outcome.status = EXIT_DATA
            return None
        report.remember(problems)
        return report

    def make(self, outcome: Outcome, where: Destination, taken: dict[Path, Path]) -> None:
        """Write an input's files; none of them when the data has errors."""
        from thaireport.pipeline import save

        report = self.read(outcome)
        if report is None:
            return
        for to in where.formats or report.formats[:1]:
            target = where.target(outcome.source, to)
            refuse_twice(target, outcome.source, taken)
            make_folder(target.parent)
            outcome.made.append(save(report, target, data=self._data).path)

    def _agency_for(self, folder: Path) -> tuple[Agency | None, list[Problem]]:
        """The agency of a folder, and the faults of its file."""
        from thaireport.intake.agency_folder import find_agency, known_agency

        key = self._named or folder
        if key not in self._agencies:
            home = self._named or find_agency(folder)
            self._agencies[key] = known_agency(home) if home else (None, [])
        return self._agencies[key]


def refuse_twice(target: Path, source: Path, taken: dict[Path, Path]) -> None:
    """UsageError where another input of this run is made into the same file; ``taken`` notes whose each file is."""
    other = taken.setdefault(whole_name(target), source)
    if other != source:
        raise UsageError(f"ผลลัพธ์ {target} ซ้ำกับของ {other}: เปลี่ยนชื่อไฟล์ข้อมูล หรือทำทีละโฟลเดอร์")


def each(outcomes: list[Outcome], work: Callable[[Outcome], object]) -> list[Outcome]:
    """Do ``work`` for every input; whatever one of them raises is its own outcome."""
    bar = console.Progress(len(outcomes))
    for outcome in outcomes:
        try:
            work(outcome)
        except (DataError, TemplateError) as error:
            outcome.problems, outcome.status = list(error.problems), error.exit_status
        except ThaiReportError as error:
            outcome.complaint, outcome.status = str(error), error.exit_status
        except Exception as error:  # one broken input must not stop the rest
            outcome.complaint, outcome.status = console.confess(error), console.EXIT_SETUP
        bar.step()
    bar.clear()
    return outcomes


def summary(outcomes: list[Outcome]) -> int:
    """Tell what became of every input; the exit status is the worst of them."""
    for outcome in outcomes:
        _tell(outcome, alone=len(outcomes) == 1)
    if len(outcomes) > 1:
        _tell_all(outcomes)
    return _worst(outcomes)


def _tell(outcome: Outcome, *, alone: bool) -> None:
    if not alone and (outcome.skipped or not outcome.problems) and not outcome.complaint and not outcome.status:
        return
    line = console.complain if outcome.status else say
    line(f"{outcome.name}: {outcome.word}")
    lines = console.problem_lines(outcome.problems)
    for text in lines if alone else lines[:SHOWN_OF_MANY]:
        line(text)
    if not alone and len(lines) > SHOWN_OF_MANY:
        line(f"  และอีก {len(lines) - SHOWN_OF_MANY:,} เรื่อง (ดูในไฟล์บันทึกผล)")
    if outcome.complaint:
        line(f"  {outcome.complaint}")
    for path in outcome.made if alone else ():
        say(f"  เขียนแล้ว {path}")


def _tell_all(outcomes: list[Outcome]) -> None:
    rows = [("ไฟล์ข้อมูล", "ผล", "ผิด", "เตือน", "เขียนแล้ว")]
    for outcome in outcomes:
        errors = sum(problem.level == "error" for problem in outcome.problems) + bool(outcome.complaint)
        warned = sum(problem.level == "warning" for problem in outcome.problems)
        made = ", ".join(str(path) for path in outcome.made) or "-"
        rows.append((outcome.name, outcome.word, str(errors), str(warned), made))
    for line in console.table(rows):
        say(line)
    failed = sum(bool(outcome.status) for outcome in outcomes)
    say(f"รวม {len(outcomes):,} ไฟล์ เรียบร้อย {len(outcomes) - failed:,} ไม่สำเร็จ {failed:,}")
    kept = console.log("\n".join(_log_lines(outcomes)))
    if kept:
        say(f"บันทึกผลไว้ที่ {kept}")


def _log_lines(outcomes: list[Outcome]) -> Iterable[str]:
    for outcome in outcomes:
        yield f"{outcome.name}: {outcome.word} {' '.join(map(str, outcome.made))}".rstrip()
        yield from console.problem_lines(outcome.problems)
        if outcome.complaint:
            yield f"  {outcome.complaint}"


def _worst(outcomes: list[Outcome]) -> int:
    return max((outcome.status for outcome in outcomes), default=EXIT_DONE)


def _as_data(outcome: Outcome) -> dict[str, object]:
    problems = [
        {
            "level": problem.level,
            "code": problem.code,
            "message": problem.message,
            "place": problem.place,
            "loc": list(problem.loc),
        }
        for problem in outcome.problems
    ]
    made: dict[str, object] = {"file": str(outcome.source), "kind": outcome.kind, "ok": not outcome.status}
    return {**made, "problems": problems, **({"complaint": outcome.complaint} if outcome.complaint else {})}
