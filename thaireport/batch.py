"""Many reports at once: on this machine's processes, or on any ``concurrent.futures`` executor (Dask's too).

    for made in make_many(Job(path, target=out / f"{path.stem}.docx") for path in folder.glob("*.yaml")):
        print(made.path or made.complaint)

Results come in the order of the jobs, one failure never stops the rest, and no more jobs are under way than the
workers need: memory does not grow with their number.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from thaireport import pipeline
from thaireport.agency import Agency
from thaireport.errors import DataError, Problem, TemplateError, ThaiReportError
from thaireport.report import Report

CHUNK = 16
"""Jobs handed to a worker at once: a memo takes less time to make than to hand over alone."""
AHEAD = 4
"""Chunks under way per worker: enough that none waits, few enough that memory stays flat."""


@dataclass(frozen=True)
class Job:
    """One file to make.

    ``source`` is a report, a file that ``load`` reads, or plain data with ``kind``; ``target`` the file to write
    (its suffix is the format), None for the bytes of format ``to``.
    """

    source: Report | Path | str | Mapping[str, Any]
    target: Path | None = None
    to: str = "docx"
    agency: Agency | Path | str | None = None
    data: bool = True


@dataclass(frozen=True)
class Made:
    """What became of a job: a file, its bytes, or what is to be mended. ``skipped``: it was up to date already."""

    path: Path | None = None
    content: bytes | None = field(default=None, repr=False)
    problems: tuple[Problem, ...] = ()
    complaint: str = ""
    skipped: bool = False

    @property
    def done(self) -> bool:
        """Whether the file is there (or its bytes are here)."""
        return not self.complaint


def make_many(
    jobs: Iterable[Job],
    *,
    executor: Executor | None = None,
    on_progress: Callable[[Made], None] | None = None,
    force: bool = False,
) -> Iterator[Made]:
    """Make every job; yields what became of each, in order.

    ``executor`` is any of ``concurrent.futures`` (default: one process a core); ``on_progress`` is called with each
    result. A target that holds the same data, made from the same template, is skipped unless ``force``. A file is
    whole or not there at all, also when the run is broken off.
    """
    if executor is not None:
        yield from _told(_in_order(_chunks(jobs), executor, force), on_progress)
        return
    yield from _told(_on_processes(_chunks(jobs), force), on_progress)


def _told(results: Iterator[Made], on_progress: Callable[[Made], None] | None) -> Iterator[Made]:
    for made in results:
        if on_progress is not None:
            on_progress(made)
        yield made


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """The jobs in chunks; the first ones small, so that a short run is spread as well."""
    rest = iter(jobs)
    size = 1
    while chunk := list(islice(rest, size)):
        yield chunk
        size = min(size * 2, CHUNK)


def _workers(executor: Executor) -> int:
    return int(getattr(executor, "_max_workers", None) or os.cpu_count() or 1)


def _in_order(chunks: Iterator[list[Job]], executor: Executor, force: bool) -> Iterator[Made]:
    """Each chunk's results in turn; a chunk whose worker died is made again, job by job."""
    window = AHEAD * _workers(executor)
    under_way: deque[tuple[list[Job], Future[list[Made]]]] = deque()
    try:
        for chunk in chunks:
            under_way.append((chunk, executor.submit(make_chunk, chunk, force)))
            if len(under_way) >= window:
                yield from _finished(*under_way.popleft())
        while under_way:
            yield from _finished(*under_way.popleft())
    finally:
        for _, future in under_way:
            future.cancel()


def _finished(chunk: list[Job], future: Future[list[Made]]) -> list[Made]:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:  # a worker lost for good, a result that cannot be sent: the rest goes on
        return [_lost(error) for _ in chunk]


def _lost(error: BaseException) -> Made:
    return Made(complaint=f"ตัวช่วยทำงานหยุดกลางคัน ({type(error).__name__}): สั่งทำซ้ำอีกครั้ง ไฟล์ที่เสร็จแล้วจะถูกข้าม")


def _on_processes(chunks: Iterator[list[Job]], force: bool) -> Iterator[Made]:
    """Our own processes; when one dies, the jobs that were under way are made one by one, each in its own."""
    pending: deque[list[Job]] = deque()

    def noted() -> Iterator[list[Job]]:
        for chunk in chunks:
            pending.append(list(chunk))
            yield chunk

    source = noted()
    while True:
        with ProcessPoolExecutor() as pool:
            try:
                for made in _in_order(source, pool, force):
                    pending[0].pop(0)
                    while pending and not pending[0]:
                        pending.popleft()
                    yield made
            except BrokenProcessPool:
                pass
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
            else:
                return
        lost = [job for chunk in pending for job in chunk]
        pending.clear()
        for job in lost:
            yield _alone(job, force)
        source = noted()


def _alone(job: Job, force: bool) -> Made:
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(make_chunk, [job], force).result()[0]
        except BrokenProcessPool as error:
            return _lost(error)


# ---------------------------------------------------------------- in a worker


def make_chunk(jobs: list[Job], force: bool = False) -> list[Made]:
    """Make some jobs here; whatever one of them raises is its own result."""
    return [_make(job, force) for job in jobs]


def _make(job: Job, force: bool) -> Made:
    try:
        return _made(job, force)
    except (DataError, TemplateError) as error:
        return Made(problems=tuple(error.problems), complaint=str(error))
    except ThaiReportError as error:
        return Made(complaint=str(error))
    except Exception as error:  # a fault of ours must not stop the other seven thousand
        return Made(complaint=f"โปรแกรมผิดพลาด ({type(error).__name__}: {error}): แจ้งผู้พัฒนา")


def _made(job: Job, force: bool) -> Made:
    report = _report(job)
    if job.target is None:
        return Made(content=pipeline.render(report, job.to, data=job.data), problems=report.warnings)
    target = Path(job.target)
    if not force and job.data and is_current(report, target):
        return Made(path=target, problems=report.warnings, skipped=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    saved = pipeline.save(report, target, data=job.data)
    return Made(path=saved.path, problems=saved.warnings)


def is_current(report: Report, target: Path) -> bool:
    """Whether ``target`` was made from this very data, template and version, and carries the record to prove it."""
    from thaireport.readback import open_made

    if not target.is_file():
        return False
    try:
        there = open_made(target).record
        wanted = pipeline.record_for(report, target.suffix.lower().lstrip("."))
    except ThaiReportError:
        return False
    return (there.sha256, there.digest, there.library) == (wanted.sha256, wanted.digest, wanted.library)


def _report(job: Job) -> Report:
    if isinstance(job.source, Report):
        return job.source
    agency = job.agency if isinstance(job.agency, Agency) else _agency(job.agency)
    if isinstance(job.source, Mapping):
        return pipeline.load_data(job.source, agency=agency)
    return pipeline.load(job.source, agency=agency)


def _agency(folder: Path | str | None) -> Agency | None:
    return None if folder is None else _known_agency(Path(folder), _stamp(Path(folder)))


def _stamp(folder: Path) -> int:
    file = folder if folder.is_file() else folder / "agency.yaml"
    return file.stat().st_mtime_ns if file.is_file() else 0


@lru_cache(maxsize=8)
def _known_agency(folder: Path, _stamp: int) -> Agency:
    from thaireport.intake.agency_folder import load_agency

    return load_agency(folder)
