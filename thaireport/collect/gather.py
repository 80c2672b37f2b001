"""Every file of some folders, read by several processes; one that hangs or dies costs the file it had in hand."""

from __future__ import annotations

import os
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic

from thaireport.collect.sent import Sent, read_sent, shown
from thaireport.errors import SetupError, UsageError
from thaireport.files import whole_name
from thaireport.output.foreign import ALIKE, SUFFIXES

_SENT = {*SUFFIXES, *ALIKE}
SECONDS = 300
"""What one file may take: the largest that is accepted takes a minute on a slow machine."""
_IN_HAND = 2
"""Files that a worker has: the one it reads and the next, so that it never waits for us."""
_LOOK = 1.0
"""Seconds after which the workers are looked at again, when none has anything to tell."""
_DIED = "ไฟล์นี้ทำให้โปรแกรมอ่านหยุดทำงาน จึงไม่อ่าน: ขอไฟล์ใหม่จากผู้จัดทำ"
_HUNG = "อ่านไฟล์นี้ไม่เสร็จใน {:,} นาที จึงหยุดอ่าน: ขอไฟล์ใหม่จากผู้จัดทำ"


def files_in(folders: Sequence[Path], *, but: Path | None = None) -> Iterator[Path]:
    """The finished files of folders and their subfolders in order, each once; UsageError for a missing folder.

    What is sent as a report in another form (``.doc``, ``.zip``) is among them, so that it is told as not read.
    ``but`` is left out (the summary that is being written).
    """
    done: list[Path] = []
    for folder in folders:
        if not folder.exists():
            raise UsageError(f"ไม่พบโฟลเดอร์ {folder}: ตรวจชื่อและที่อยู่")
        for path in [folder] if folder.is_file() else _below(folder):
            whole = whole_name(path)
            if whole != but and not any(_is_read(whole, each) for each in done):
                yield path
        done.append(whole_name(folder))


def _is_read(path: Path, done: Path) -> bool:
    """Whether a file or folder that was gone through before gave this file already."""
    return path == done or (_is_report(path) and done in path.parents)


def _is_report(path: Path) -> bool:
    return path.suffix.lower() in _SENT and not path.name.startswith((".", "~$"))


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder by name; links are not followed, so that none leads out or round in a circle."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            if _is_report(path) and not path.is_symlink():
                yield path


Read = Callable[[Path], list[Sent]]


def read_all(
    paths: Iterator[Path], jobs: int, *, read: Read = read_sent, aside: Path | None = None
) -> Iterator[list[Sent]]:
    """What every file holds (of a bundle each part), as it comes; no job at all is done in this process.

    ``aside`` is the folder for what the workers write, who are ended without asking.

    A file whose worker dies, or takes longer than ``SECONDS``, is given as one that cannot be read, and another worker
    goes on. Raises SetupError when no worker can be started.
    """
    if not jobs:
        yield from map(read, paths)
        return
    crew = _Crew(jobs, read, aside)
    try:
        yield from crew.read_all(paths)
    finally:
        crew.close()


class _Crew:
    """Some workers, and the files that were taken back from those that were stopped."""

    def __init__(self, jobs: int, read: Read, aside: Path | None) -> None:
        self._read, self._aside = read, aside
        self._workers = [_Worker(read, aside) for _ in range(jobs)]
        self._again: deque[Path] = deque()

    def close(self) -> None:
        for worker in self._workers:
            worker.stop()

    def read_all(self, paths: Iterator[Path]) -> Iterator[list[Sent]]:
        while True:
            for worker in self._workers:
                self._hand_out(worker, paths)
            if not any(worker.files for worker in self._workers):
                return
            ready = wait([worker.pipe for worker in self._workers], _LOOK)
            for number, worker in enumerate(self._workers):
                if worker.pipe in ready:
                    found = worker.told()
                elif worker.files and monotonic() - worker.since > SECONDS:
                    found = worker.given_up(_HUNG.format(SECONDS // 60))
                else:
                    continue
                if worker.is_over:
                    self._again += worker.files
                    worker.stop()
                    self._workers[number] = _Worker(self._read, self._aside)
                if found:
                    yield found

    def _hand_out(self, worker: _Worker, paths: Iterator[Path]) -> None:
        while len(worker.files) < _IN_HAND:
            path = self._again.popleft() if self._again else next(paths, None)
            if path is None:
                return
            worker.take(path)


class _Worker:
    """A process that reads one file after the other. ``since``: when it began with what it has in hand."""

    def __init__(self, read: Read, aside: Path | None) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, read, aside), daemon=True)
        self._process.start()
        theirs.close()
        self.files: deque[Path] = deque()
        self.since = monotonic()
        self.is_over = self._has_begun = False

    def take(self, path: Path) -> None:
        """Put a file behind those it has; the pipe holds so few without anybody reading."""
        if not self.files:
            self.since = monotonic()
        self.files.append(path)
        try:
            self.pipe.send(path)
        except OSError:
            return  # it has died, which ``told`` finds out

    def told(self) -> list[Sent]:
        """What it sends: that it has begun (nothing), what a file holds, or by its silence that it has died."""
        try:
            found: list[Sent] = self.pipe.recv()
        except (EOFError, OSError) as error:
            if not self._has_begun:
                message = (
                    "เริ่มกระบวนการอ่านไฟล์ไม่ได้: ถ้าเรียกจากโปรแกรม Python ให้เรียกใต้ if __name__ == '__main__' "
                    "ถ้าหน่วยความจำไม่พอ ให้ปิดโปรแกรมอื่นหรือลด --jobs"
                )
                raise SetupError(message) from error
            return self.given_up(_DIED)
        self.since = monotonic()
        if self._has_begun:
            self.files.popleft()
        self._has_begun = True
        return found

    def given_up(self, fault: str) -> list[Sent]:
        """The file that it had in hand, as one that cannot be read; the worker is over."""
        self.is_over = True
        return [Sent(shown(self.files.popleft()), fault=fault)] if self.files else []

    def stop(self) -> None:
        """End the process at once: it only reads, and what it puts aside is taken away with the folder."""
        self.pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _work(pipe: Connection, read: Read, aside: Path | None) -> None:
    """A worker's life: say that it has begun, then read what it is given until nobody is there any more."""
    for number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
        signal.signal(number, signal.SIG_IGN)  # the parent is told, and ends its workers
    tempfile.tempdir = str(aside) if aside else None
    try:
        pipe.send([])
        while True:
            pipe.send(read(pipe.recv()))
    except (EOFError, OSError):
        return
