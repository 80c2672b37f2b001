"""Workers that read what was sent: one that hangs or dies costs the file that it had in hand, and no other."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

import pytest
from thaireport import SetupError
from thaireport.collect import gather
from thaireport.collect.sent import Sent

FILES = [Path(f"{number:02d}.docx") for number in range(20)]
BAD = FILES[0]


def _hangs_over_one(path: Path) -> list[Sent]:
    if path == BAD:
        threading.Event().wait()
    return [Sent(str(path), kind="memo")]


def _dies_over_one(path: Path) -> list[Sent]:
    if path == BAD:
        os._exit(9)
    return [Sent(str(path), kind="memo")]


def _dies_over_all(_path: Path) -> list[Sent]:
    os._exit(9)


def _puts_aside(_path: Path) -> list[Sent]:
    return [Sent(tempfile.mkdtemp())]


def _of(found: Iterator[list[Sent]]) -> dict[str, str]:
    """The fault of each file that was given; none of them twice."""
    entries = [sent for each in found for sent in each]
    faults = {sent.path: sent.fault for sent in entries}
    assert len(faults) == len(entries)
    return faults


@pytest.fixture
def late_once_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> list[list[Sent]]:
    """A clock that runs only while all is read that can be: the hanging file and the one behind it are left.

    It goes on with each look at which no worker has anything to tell, so that it does not matter which worker is the
    first to begin.
    """
    read: list[list[Sent]] = []
    looks: list[int] = []

    def look(pipes: list[Connection], seconds: float) -> list[Connection]:
        ready: list[Connection] = wait(pipes, seconds)  # type: ignore[assignment]
        if not ready and len(read) == len(FILES) - 2:
            looks.append(gather.SECONDS + 1)
        return ready

    monkeypatch.setattr(gather, "wait", look)
    monkeypatch.setattr(gather, "monotonic", lambda: float(sum(looks)))
    monkeypatch.setattr(gather, "_LOOK", 0.05)
    return read


def test_a_file_that_never_ends_is_named_and_the_rest_is_read(late_once_the_rest_is_read: list[list[Sent]]) -> None:
    late_once_the_rest_is_read.extend(gather.read_all(iter(FILES), 2, read=_hangs_over_one))
    faults = _of(iter(late_once_the_rest_is_read))
    assert {path for path, fault in faults.items() if fault} == {str(BAD)}
    assert faults.keys() == set(map(str, FILES))
    assert "ไม่เสร็จใน 5 นาที" in faults[str(BAD)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_kills_its_worker_is_named_and_the_rest_is_read(jobs: int) -> None:
    faults = _of(gather.read_all(iter(FILES), jobs, read=_dies_over_one))
    assert {path for path, fault in faults.items() if fault} == {str(BAD)}
    assert faults.keys() == set(map(str, FILES))


def test_files_that_each_kill_a_worker_are_all_named() -> None:
    assert all(_of(gather.read_all(iter(FILES[:4]), 2, read=_dies_over_all)).values())


def test_workers_that_cannot_be_started_are_no_fault_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "_work", len)  # fails before it has said that it has begun
    with pytest.raises(SetupError, match="__main__"):
        list(gather.read_all(iter(FILES), 1))


def test_no_worker_is_left_when_reading_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    reading = gather.read_all(iter(FILES), 2, read=_dies_over_one)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_what_workers_put_aside_lies_where_it_is_taken_away(tmp_path: Path) -> None:
    ((sent,),) = gather.read_all(iter([BAD]), 1, read=_puts_aside, aside=tmp_path)
    assert Path(sent.path).parent == tmp_path
