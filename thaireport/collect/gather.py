"""Every file of some folders, read in several processes with few of them waiting at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from thaireport.collect.sent import Sent, read_many, read_sent
from thaireport.errors import UsageError
from thaireport.output.foreign import SUFFIXES

PER_ERRAND = 8
"""Files that a worker reads before it reports: few, so that one that crashes it costs few."""


def files_in(folders: Sequence[Path], *, but: Path | None = None) -> Iterator[Path]:
    """The finished files of folders and their subfolders in order, each once; UsageError for a missing folder.

    ``but`` is left out (the summary that is being written).
    """
    done: list[Path] = []
    for folder in folders:
        if not folder.exists():
            raise UsageError(f"ไม่พบโฟลเดอร์ {folder}: ตรวจชื่อและที่อยู่")
        for path in [folder] if folder.is_file() else _below(folder):
            whole = path.resolve()
            if whole != but and not any(_is_read(whole, each) for each in done):
                yield path
        done.append(folder.resolve())


def _is_read(path: Path, done: Path) -> bool:
    """Whether a file or folder that was gone through before gave this file already."""
    return path == done or (_is_report(path) and done in path.parents)


def _is_report(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder by name; links are not followed, so that none leads out or round in a circle."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            if _is_report(path) and not path.is_symlink():
                yield path


def read_all(paths: Iterator[Path], jobs: int) -> Iterator[list[Sent]]:
    """What every file holds (of a bundle each part), in the order of the files; one job is done in this process."""
    if jobs == 1:
        yield from map(read_sent, paths)
        return
    errands = iter(lambda: list(islice(paths, PER_ERRAND)), [])
    while True:
        lost = yield from _in_pool(errands, jobs)
        if not lost:
            return
        for errand in lost:  # a worker died over one of these files: each alone tells which
            yield from map(_read_alone, errand)


_Waiting = deque[tuple[list[Path], "Future[list[list[Sent]]]"]]


def _in_pool(errands: Iterator[list[Path]], jobs: int) -> Generator[list[Sent], None, list[list[Path]]]:
    """Read errands in a pool until none is left (gives nothing) or a worker dies (gives the errands under way)."""
    waiting: _Waiting = deque()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for errand in errands:
            try:
                waiting.append((errand, pool.submit(read_many, errand)))
            except BrokenProcessPool:
                return [*(lost for lost, _ in waiting), errand]
            if len(waiting) > 3 * jobs:
                try:
                    yield from waiting[0][1].result()
                except BrokenProcessPool:
                    return [lost for lost, _ in waiting]
                waiting.popleft()
        while waiting:
            try:
                yield from waiting[0][1].result()
            except BrokenProcessPool:
                return [lost for lost, _ in waiting]
            waiting.popleft()
    return []


def _read_alone(path: Path) -> list[Sent]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(read_sent, path).result()
        except BrokenProcessPool:
            return [Sent(str(path), fault="ไฟล์นี้ทำให้โปรแกรมอ่านหยุดทำงาน จึงไม่อ่าน")]
