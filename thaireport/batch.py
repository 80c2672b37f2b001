"""Many reports at once: on this machine's processes, or on any ``concurrent.futures`` executor (Dask's too).

    if __name__ == "__main__":
        for made in make_many(Job(path, target=out / f"{path.stem}.docx") for path in folder.glob("*.yaml")):
            print(made.path or made.complaint)

Windows and macOS start each process of the pool from the program's own file, hence the guard.

Results come in the order of the jobs, one failure never stops the rest, and no more jobs are under way than the
workers need: memory does not grow with their number.
"""

from __future__ import annotations

import os
import secrets
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from multiprocessing import current_process, parent_process
from pathlib import Path
from typing import Any

from thaireport import pipeline
from thaireport.agency import Agency
from thaireport.errors import DataError, Problem, TemplateError, ThaiReportError, UsageError, said_of_machine
from thaireport.files import make_folder, whole_name
from thaireport.intake.agency_folder import find_agency
from thaireport.output.package import replace_file
from thaireport.report import Report

FORMATS = ("docx", "xlsx", "pdf")
CHUNK = 16
"""Jobs handed to a worker at once: a memo takes less time to make than to hand over alone."""
PAGES_CHUNK = 100
"""The same for PDF files: a start of LibreOffice takes the time of ten of them."""
LOOK = 30.0
"""Seconds until a cluster is asked whether anybody still works at a chunk."""
AHEAD = 4
"""Chunks under way per worker: enough that none waits, few enough that memory stays flat."""


@dataclass(frozen=True)
class Job:
    """One file to make.

    ``source`` is a report, a file that ``load`` reads, or plain data with ``kind``; ``target`` the file to write (its
    suffix is the format; behind any but docx, xlsx and pdf the kind's usual format is added), None for the bytes of
    format ``to``. ``agency`` is as in ``load`` (a report has its own); ``strict`` makes nothing of a report with
    warnings; ``data`` is as in ``render``.
    """

    source: Report | Path | str | Mapping[str, Any]
    target: Path | str | None = None
    to: str = "docx"
    agency: Agency | Path | str | None = None
    data: bool = True
    strict: bool = False

    @property
    def has_pages(self) -> bool:
        """Whether LibreOffice must make it."""
        return (self.to if self.target is None else Path(self.target).suffix.lower().lstrip(".")) == "pdf"


@dataclass(frozen=True)
class Made:
    """What became of a job: a file, its bytes, or what is to be mended. ``skipped``: it was up to date already.

    ``problems`` are the warnings of what was made, or the errors and warnings of what was not; ``complaint`` says the
    same in one text, empty for what was made.
    """

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
    processes: int | None = None,
    on_progress: Callable[[Made], None] | None = None,
    force: bool = False,
) -> Iterator[Made]:
    """Make every job; yields what became of each, in order: nothing is made until somebody asks for the results.

    ``executor`` is any of ``concurrent.futures``; without one there are ``processes`` of our own (default: one a
    core), which a program with threads should not start by ``fork``: it hands over an executor (docs/python.md).
    ``on_progress`` is called with each result. What is wrong with a job is told in its result, never raised; so is a
    target that an earlier job has. A target that holds the same data, made from the same template and pictures, is
    skipped unless ``force``. A file is whole or not there at all, also when the run is broken off; folders that are
    missing are made.
    """
    apart = _apart(jobs)
    if executor is not None:
        results = _in_order(_chunks(apart, _workers(executor)), executor, force)
    else:
        processes = processes or os.cpu_count() or 1
        results = _on_processes(_chunks(apart, processes), processes, force)
    for made in results:
        if on_progress is not None:
            on_progress(made)
        yield made


@dataclass(frozen=True)
class _Second(Job):
    """A job that would write over what an earlier one of the same run made, the ``first``."""

    first: int = 0


def _apart(jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs, of which no two write the same file."""
    taken: dict[Path, int] = {}
    for number, job in enumerate(jobs, 1):
        first = number if job.target is None else taken.setdefault(whole_name(job.target), number)
        yield job if first == number else _Second({}, job.target, first=first)


def _chunks(jobs: Iterable[Job], workers: int) -> Iterator[list[Job]]:
    """The jobs in chunks; the first ones small, so that a short run is spread as well.

    Where pages are to be made, as many jobs as the workers can start LibreOffice for are shared among them.
    """
    rest = iter(jobs)
    size = 1
    while chunk := list(islice(rest, size)):
        if any(job.has_pages for job in chunk):
            chunk += islice(rest, PAGES_CHUNK * workers - len(chunk))
            share = max(_WORTH_A_START, -(-len(chunk) // workers))
            yield from (chunk[start : start + share] for start in range(0, len(chunk), share))
        else:
            yield chunk
        size = min(size * 2, CHUNK)


_WORTH_A_START = 4


def _workers(executor: Executor) -> int:
    """How many workers an executor has, as far as it tells; Dask's knows its cluster's threads."""
    threads = getattr(_client(executor), "nthreads", None)
    if threads is not None:
        return max(1, int(sum(threads().values())))
    return int(getattr(executor, "_max_workers", None) or os.cpu_count() or 1)


def _in_order(chunks: Iterator[list[Job]], executor: Executor, force: bool) -> Iterator[Made]:
    """Each chunk's results in turn, with so many under way that no worker waits."""
    window = AHEAD * _workers(executor)
    under_way: deque[tuple[list[Job], Future[list[Made]]]] = deque()
    try:
        for chunk in chunks:
            under_way.append((chunk, _handed_over(chunk, executor, force)))
            if len(under_way) >= window:
                yield from _finished(*under_way.popleft(), executor, force)
        while under_way:
            yield from _finished(*under_way.popleft(), executor, force)
    finally:
        for _, future in under_way:
            future.cancel()


def _handed_over(chunk: list[Job], executor: Executor, force: bool) -> Future[list[Made]]:
    """A chunk under way, as a call of its own: Dask takes two equal calls for one, and gives its result or its loss."""
    return executor.submit(make_chunk, chunk, force, secrets.token_hex(8))


def _finished(
    chunk: list[Job], future: Future[list[Made]], executor: Executor, force: bool, *, again: bool = False
) -> Iterator[Made]:
    """The results of a chunk; of one that was lost, the results of its jobs, each handed over again alone.

    So is a single job: it may have waited at a worker that another job killed.
    """
    try:
        yield from _result(future, executor)
    except BrokenProcessPool:
        raise
    except _ForgottenError:
        future.cancel()
        yield from _finished(chunk, _handed_over(chunk, executor, force), executor, force, again=again)
    except SystemExit as error:  # Ctrl-C reached the worker, and its answer us, before it reached this process
        raise KeyboardInterrupt from error
    except Exception as error:  # a worker lost for good, a result that cannot be sent: the rest goes on
        if again:
            yield _lost(error)
            return
        for job in chunk:
            yield from _finished([job], _handed_over([job], executor, force), executor, force, again=True)


class _ForgottenError(Exception):
    """No worker of a cluster knows of a chunk any more."""


def _result(future: Future[list[Made]], executor: Executor) -> list[Made]:
    """A chunk's results. Raises ``_ForgottenError`` for one that nobody works at.

    When a worker dies, Dask was once seen to lose sight of a task that was meant for another, and to wait for ever.
    """
    idle = 0
    while _client(executor) and idle < 2 and not wait([future], LOOK).done:
        idle = idle + 1 if _is_idle(executor) else 0
    if idle == 2:
        raise _ForgottenError
    return future.result()


def _client(executor: Executor) -> Any:
    """The client of Dask's executor, None for any other."""
    return getattr(executor, "_client", None)


def _is_idle(executor: Executor) -> bool:
    """Whether the workers of a cluster say that they have nothing in hand; one without workers says nothing."""
    try:
        in_hand = _client(executor).run(_in_hand)
    except Exception:  # a worker that went away just now: the next look will tell
        return False
    return bool(in_hand) and not any(in_hand.values())


def _in_hand(dask_worker: Any) -> int:
    """How many tasks a worker has still to do (Dask passes the worker by this name)."""
    over = {"memory", "error", "released", "forgotten", "cancelled"}
    return sum(task.state not in over for task in dask_worker.state.tasks.values())


def _lost(error: BaseException) -> Made:
    return Made(complaint=f"ตัวช่วยทำงานหยุดกลางคัน ({type(error).__name__}): สั่งทำซ้ำอีกครั้ง ไฟล์ที่เสร็จแล้วจะถูกข้าม")


def _on_processes(chunks: Iterator[list[Job]], processes: int, force: bool) -> Iterator[Made]:
    """Our own processes; when one dies, the jobs that were under way are made one by one, each in its own."""
    pending: deque[list[Job]] = deque()

    def noted() -> Iterator[list[Job]]:
        for chunk in chunks:
            pending.append(list(chunk))
            yield chunk

    source = noted()
    while True:
        with _pool(processes) as pool:
            try:
                for made in _in_order(source, pool, force):
                    pending[0].pop(0)
                    while pending and not pending[0]:
                        pending.popleft()
                    yield made
            except BrokenProcessPool:
                pass
            except BaseException:  # waited for: a pool left to itself races with the interpreter's own end
                pool.shutdown(cancel_futures=True)
                raise
            else:
                return
        lost = [job for chunk in pending for job in chunk]
        pending.clear()
        for job in lost:
            yield _alone(job, force)
        source = noted()


def _alone(job: Job, force: bool) -> Made:
    with _pool(1) as pool:
        try:
            return pool.submit(make_chunk, [job], force).result()[0]
        except BrokenProcessPool as error:
            return _lost(error)


def _pool(processes: int) -> ProcessPoolExecutor:
    """Processes that are up and know what Ctrl-C means; one pressed while they start is heard right afterwards."""
    if current_process().daemon:  # Python itself ends in an AssertionError
        raise UsageError("โพรเซสนี้เริ่มโพรเซสอื่นไม่ได้ (daemon): ให้ make_many ใช้ executor=ThreadPoolExecutor(...)")
    pool = ProcessPoolExecutor(processes, initializer=_begin)
    with _deaf():
        pool.submit(_is_up)
    return pool


_HANG_UP = getattr(signal, "SIGHUP", signal.SIGINT)
"""What the processes of a terminal hear when it is closed; Windows has no such thing."""
_HELD_BACK = {signal.SIGINT, signal.SIGTERM, _HANG_UP}


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C waits, here and in what is started here, where the system can do that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ---------------------------------------------------------------- in a worker


class _Stop:
    """What Ctrl-C means to this worker: in the midst of a job it stops there, else it only begins nothing new.

    Between jobs a worker reads and answers through the pool's own pipes, which must not be left in the middle.
    """

    asked = False
    at_work = False


def _begin() -> None:
    """Ctrl-C stops a worker where it is: what it was writing aside is taken away, and it begins nothing new."""
    threading.Thread(target=_end_with_the_program, daemon=True).start()
    signal.signal(signal.SIGINT, _stop)
    if signal.getsignal(_HANG_UP) != signal.SIG_IGN:  # as it is behind nohup
        signal.signal(_HANG_UP, _stop)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the pool ends its processes so
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)


def _end_with_the_program() -> None:
    """End this worker when its program was killed, once it has made the jobs in hand.

    It would wait for more without end: the workers themselves hold the pipe open that their jobs come through.
    """
    program = parent_process()
    if program is None:
        return
    program.join()
    _Stop.asked = True
    while _Stop.at_work:
        time.sleep(0.1)
    os._exit(1)


def _is_up() -> None:
    """The first thing a pool is asked to do, which makes it start its processes."""


def _stop(_number: int, _frame: object) -> None:
    is_first, _Stop.asked = not _Stop.asked, True
    if _Stop.at_work and is_first:  # a closed terminal says it twice: what is taken away meanwhile must be so whole
        raise SystemExit(130)


def make_chunk(jobs: list[Job], force: bool = False, _call: str = "") -> list[Made]:
    """Make some jobs here; whatever one of them raises is its own result. ``_call`` tells equal calls apart."""
    _Stop.at_work = True
    try:
        if _Stop.asked:
            raise SystemExit(130)
        return _made_of(jobs, force)
    finally:
        _Stop.at_work = False


def _made_of(jobs: list[Job], force: bool) -> list[Made]:
    found = [_guarded(_made_or_read, job, force) for job in jobs]
    for carries in (True, False):
        waiting = {
            index: each for index, each in enumerate(found) if isinstance(each, Report) and jobs[index].data is carries
        }
        for index, pages in zip(waiting, _pages(list(waiting.values()), carries), strict=True):
            found[index] = pages if isinstance(pages, Made) else _guarded(_put, jobs[index], waiting[index], pages)
    return [made for made in found if isinstance(made, Made)]


def _guarded(work: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """What ``work`` gives; what it raises as a result that tells what is to be mended."""
    try:
        return work(*arguments, **options)
    except (DataError, TemplateError) as error:
        return Made(problems=tuple(error.problems), complaint=str(error))
    except ThaiReportError as error:
        return Made(complaint=str(error))
    except Exception as error:  # a fault of ours must not stop the other seven thousand
        ours = f"โปรแกรมผิดพลาด ({type(error).__name__}: {error}): แจ้งผู้พัฒนา"
        return Made(complaint=said_of_machine(error) or ours)


def _made_or_read(job: Job, force: bool) -> Made | Report:
    """The job done; or its report, where it still needs the pages that LibreOffice makes of many at once."""
    if isinstance(job, _Second):
        raise UsageError(f"ผลลัพธ์ {job.target} ซ้ำกับของงานที่ {job.first:,}: เปลี่ยนชื่อไฟล์ผลลัพธ์ของงานใดงานหนึ่ง")
    report = _report(job)
    if job.strict and (found := _found(report)):
        raise DataError([replace(problem, level="error") for problem in found])
    if job.target is not None and not force and job.data and is_current(report, _target(job, report)):
        return Made(path=_target(job, report), problems=_found(report), skipped=True)
    if job.has_pages:
        return report
    suffix = job.to if job.target is None else _target(job, report).suffix.lower().lstrip(".")
    return _put(job, report, pipeline.render(report, suffix, data=job.data))


def _pages(reports: list[Report], carries: bool) -> list[bytes | Made]:
    """The PDF of each report, or what is wrong with it."""
    made = _guarded(pipeline.render_pages, reports, data=carries) if reports else []
    if not isinstance(made, Made):
        return [_guarded(_raised, each) for each in made]
    return [made] * len(reports)


def _raised(found: bytes | ThaiReportError) -> bytes:
    if isinstance(found, ThaiReportError):
        raise found
    return found


def _put(job: Job, report: Report, content: bytes) -> Made:
    """The finished bytes, where the job wants them."""
    if job.target is None:
        return Made(content=content, problems=_found(report))
    target = _target(job, report)
    make_folder(target.parent)
    replace_file(target, content)
    return Made(path=target, problems=_found(report))


def _found(report: Report) -> tuple[Problem, ...]:
    """The warnings of a report; one that no file was read for has those that its rules tell."""
    return report.warnings or report.findings


def _target(job: Job, report: Report) -> Path:
    target = Path(job.target or "")
    if target.suffix.lower().lstrip(".") not in FORMATS:
        target = target.with_name(f"{target.name}.{report.formats[0]}")
    if isinstance(job.source, (str, Path)) and whole_name(target) == whole_name(job.source):
        raise UsageError(f"ผลลัพธ์ {target.name} จะทับไฟล์ข้อมูลเอง: ระบุที่เก็บอื่น")
    return target


def is_current(report: Report, target: Path) -> bool:
    """Whether ``target`` was made from this very data, template, pictures and version, and carries the proof."""
    from thaireport.readback import open_made

    if not target.is_file():
        return False
    try:
        there = open_made(target).record
        wanted = pipeline.record_for(report, target.suffix.lower().lstrip("."))
    except ThaiReportError:
        return False
    return all(getattr(there, name) == getattr(wanted, name) for name in ("sha256", "digest", "library", "files"))


def _report(job: Job) -> Report:
    if isinstance(job.source, Report):
        return job.source
    if isinstance(job.source, Mapping):
        return pipeline.load(job.source, agency=_agency(job.agency))
    return pipeline.load(job.source, agency=_agency(job.agency or find_agency(Path(job.source).parent)))


def _agency(agency: Agency | Path | str | None) -> Agency | Path | None:
    """The agency of a folder, read once until its file changes; of a faulty one the folder, told with the rest."""
    if agency is None or isinstance(agency, Agency):
        return agency
    folder = Path(agency).absolute()  # the program may go to another working folder
    try:
        return _known_agency(folder, _stamp(folder))
    except DataError:
        return folder


def _stamp(folder: Path) -> int:
    file = folder if folder.is_file() else folder / "agency.yaml"
    return file.stat().st_mtime_ns if file.is_file() else 0


@lru_cache(maxsize=8)
def _known_agency(folder: Path, _stamp: int) -> Agency:
    from thaireport.intake.agency_folder import load_agency

    return load_agency(folder)
