"""The same call on a cluster of Dask: a worker that dies costs nothing, and no file is made twice."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import thaireport
from tests.support.tools import missing
from tests.test_batch import memo
from thaireport import Job, batch, make_many

# Dask and tornado warn of their own affairs (a port in use, a worker gone).
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture
def client() -> Iterator[Any]:
    """A real local cluster of two workers, each a process of its own."""
    if find_spec("distributed") is None:
        missing('Dask (pip install "thaireport[cluster]")')
    import dask
    from distributed import Client, LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,  # type: ignore[no-untyped-call]
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        yield client


def jobs(folder: Path, count: int) -> list[Job]:
    return [Job(memo(number), folder / f"{number:03}.docx") for number in range(count)]


def test_with_a_worker_killed_midway_all_files_are_made_and_none_twice(client: Any, tmp_path: Path) -> None:
    wanted = jobs(tmp_path, 300)
    made = []
    finished: dict[Path, int] = {}
    for result in make_many(wanted, executor=client.get_executor()):
        made.append(result)
        if len(made) == 60:
            finished = {each.path: each.path.stat().st_ino for each in made if each.path}
            os.kill(client.run(os.getpid).popitem()[1], signal.SIGKILL)
    assert [result.path for result in made] == [job.target for job in wanted]
    assert all(result.done for result in made)
    assert sorted(tmp_path.glob("*.docx")) == [job.target for job in wanted]
    assert {path: path.stat().st_ino for path in finished} == finished
    numbers = [thaireport.read(job.target).stored()["number"] for job in wanted if job.target]
    assert numbers == [f"ตย 71801/{number}" for number in range(300)]


def test_a_cluster_tells_whether_anybody_has_something_in_hand(client: Any) -> None:
    executor = client.get_executor()
    work = executor.submit(time.sleep, 2)
    wait_until(lambda: not batch._is_idle(executor))
    work.result()
    wait_until(lambda: batch._is_idle(executor))


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


class Lethal(dict[str, Any]):
    """Data that kills the process that reads it."""

    def get(self, *_arguments: Any) -> Any:
        os._exit(3)


def test_a_job_that_kills_its_workers_costs_only_itself(client: Any) -> None:
    wanted = [Job(memo(1)), Job(Lethal()), Job(memo(2)), Job(memo(3))]
    made = list(make_many(wanted, executor=client.get_executor()))
    assert [result.done for result in made] == [True, False, True, True]
    assert "หยุดกลางคัน" in made[1].complaint
