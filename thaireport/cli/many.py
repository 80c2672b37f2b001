"""``make`` of many inputs on many processes (``--jobs``), and of several PDF files on shared starts of LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from thaireport.batch import Job, Made, make_many
from thaireport.cli import console
from thaireport.cli.desk import Outcome, summary
from thaireport.cli.inputs import Destination
from thaireport.errors import UsageError
from thaireport.files import whole_name


@dataclass(frozen=True)
class Order:
    """What the command line says of a batch. ``processes`` None: one a core."""

    where: Destination
    processes: int | None
    agency: Path | None = None
    strict: bool = False
    data: bool = True
    force: bool = False


def make_together(sources: list[Path], order: Order) -> int:
    """Make every input, in any number of processes; the exit status is the worst of them."""
    outcomes = [Outcome(source) for source in sources]
    planned = list(_planned(outcomes, order))
    bar = console.Progress(len(planned))
    made = make_many((job for _, job in planned), processes=order.processes, force=order.force)
    for (outcome, _), result in zip(planned, made, strict=True):
        _note(outcome, result)
        bar.step()
    bar.clear()
    return summary(outcomes)


def _planned(outcomes: list[Outcome], order: Order) -> Iterator[tuple[Outcome, Job]]:
    """Every file to be made. UsageError where two inputs would write the same."""
    taken: dict[Path, Path] = {}
    for outcome in outcomes:
        outcome.skipped = True  # until one of its files is made
        for to in order.where.formats or ("",):
            target = _target(outcome.source, to, order.where)
            if taken.setdefault(whole_name(target), outcome.source) != outcome.source:
                other = taken[whole_name(target)]
                raise UsageError(f"{other} และ {outcome.source} จะเขียนทับกันที่ {target}: เปลี่ยนชื่อไฟล์ข้อมูล หรือทำทีละโฟลเดอร์")
            yield (
                outcome,
                Job(outcome.source, target, agency=order.agency, data=order.data, strict=order.strict),
            )


def _target(source: Path, to: str, where: Destination) -> Path:
    """The file to write; without a format the batch adds the usual one of the kind."""
    if to:
        return where.target(source, to)
    return (where.folder or source.parent) / source.stem


def _note(outcome: Outcome, made: Made) -> None:
    outcome.problems = list(made.problems) or outcome.problems
    outcome.skipped = outcome.skipped and made.skipped
    if made.path is not None:
        outcome.made.append(made.path)
    if made.complaint:
        outcome.status = max(outcome.status, console.EXIT_DATA if made.problems else console.EXIT_SETUP)
        outcome.complaint = "" if made.problems else made.complaint
