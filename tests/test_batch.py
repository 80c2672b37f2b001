"""Many reports at once: in order, none lost, none twice, whatever one of them does."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import thaireport
from thaireport import Job, Made, batch, make_many
from thaireport.errors import UsageError

EXAMPLES = Path(__file__).parents[1] / "examples"


def memo(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "memo",
        "agency": {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"},
        "unit": "สำนักปลัด",
        "number": f"ตย 71801/{number}",
        "dated": "20 เมษายน 2569",
        "subject": f"ขออนุมัติจัดประชุม ครั้งที่ {number}",
        "addressee": "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
        "body": "ด้วยสำนักปลัดจะจัดประชุมประจำเดือน",
        "signer": {"name": "นางสุดา รักงาน", "position": "นักวิเคราะห์นโยบายและแผนชำนาญการ"},
        **changes,
    }


class Counting(Executor):
    """Runs at once, and counts what was handed over and not yet asked for."""

    _max_workers = 2

    def __init__(self) -> None:
        self.under_way = self.most = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        owner = self

        class Asked(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:
                owner.under_way -= len(args[0])
                return super().result(timeout)

        future = Asked()
        self.under_way += len(args[0])
        self.most = max(self.most, self.under_way)
        future.set_result(fn(*args, **kwargs))
        return future


def threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2)


def test_results_come_in_the_order_of_the_jobs() -> None:
    jobs = [Job(memo(number)) for number in range(40)]
    made = list(make_many(jobs, executor=threads()))
    alone = [thaireport.render(thaireport.Memo.model_validate(memo(number))) for number in range(40)]
    assert [result.content for result in made] == alone


def test_one_failure_does_not_stop_the_rest() -> None:
    jobs = [Job(memo(1)), Job(memo(2, dated="31 กุมภาพันธ์ 2569")), Job(memo(3))]
    made = list(make_many(jobs, executor=threads()))
    assert [result.done for result in made] == [True, False, True]
    assert "วันที่" in made[1].complaint


def test_processes_are_the_default(tmp_path: Path) -> None:
    jobs = [Job(memo(number), target=tmp_path / f"บันทึก {number}.docx") for number in range(20)]
    made = list(make_many(jobs))
    assert [result.path for result in made] == [job.target for job in jobs]
    assert len(list(tmp_path.iterdir())) == 20


def test_a_file_made_of_the_same_data_is_skipped(tmp_path: Path) -> None:
    jobs = [Job(memo(1), target=tmp_path / "a.docx")]
    list(make_many(jobs, executor=threads()))
    assert [result.skipped for result in make_many(jobs, executor=threads())] == [True]


def test_a_file_of_other_data_is_made_again(tmp_path: Path) -> None:
    list(make_many([Job(memo(1), target=tmp_path / "a.docx")], executor=threads()))
    [made] = make_many([Job(memo(2), target=tmp_path / "a.docx")], executor=threads())
    assert not made.skipped


def test_a_file_whose_picture_was_changed_is_made_again(tmp_path: Path) -> None:
    picture, target = tmp_path / "seal.png", tmp_path / "a.docx"
    picture.write_bytes((EXAMPLES / "photos" / "camp.png").read_bytes())
    jobs = [Job(memo(1, agency={"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "emblem": str(picture)}), target=target)]
    list(make_many(jobs, executor=threads()))
    os.utime(picture, (1, 1))
    os.utime(target, (2, 2))
    assert [result.skipped for result in make_many(jobs, executor=threads())] == [True]
    picture.write_bytes((EXAMPLES / "photos" / "school.png").read_bytes())
    os.utime(picture, (1, 1))  # as copied from a camera: older than the file it goes into
    assert [result.skipped for result in make_many(jobs, executor=threads())] == [False]


def test_a_file_whose_own_framework_was_changed_is_made_again(tmp_path: Path) -> None:
    framework = tmp_path / "agency" / "data" / "ita_2566.yaml"
    framework.parent.mkdir(parents=True)
    shipped = (EXAMPLES.parent / "thaireport" / "data" / "ita_2566.yaml").read_text("utf-8")
    framework.write_text(shipped, "utf-8")
    (tmp_path / "agency" / "agency.yaml").write_text("name: องค์การบริหารส่วนตำบลตัวอย่าง\n", "utf-8")
    source, target = EXAMPLES / "ita_analysis.yaml", tmp_path / "a.docx"
    jobs = [Job(source, target, agency=tmp_path / "agency")]
    [made] = make_many(jobs, executor=threads())
    assert made.done, made.complaint
    assert [result.skipped for result in make_many(jobs, executor=threads())] == [True]
    framework.write_text(shipped.replace("การปฏิบัติหน้าที่", "การปฏิบัติราชการ"), "utf-8")
    os.utime(framework)
    assert [result.skipped for result in make_many(jobs, executor=threads())] == [False]


def test_a_bundle_is_made_again_when_a_picture_of_a_part_was_changed(tmp_path: Path) -> None:
    picture = tmp_path / "seal.png"
    picture.write_bytes((EXAMPLES / "photos" / "camp.png").read_bytes())
    part = memo(1, agency={"name": "องค์การบริหารส่วนตำบลตัวอย่าง", "emblem": str(picture)})
    jobs = [Job({"kind": "bundle", "agency": part["agency"], "parts": [part]}, target=tmp_path / "a.docx")]
    list(make_many(jobs, executor=threads()))
    picture.write_bytes((EXAMPLES / "photos" / "school.png").read_bytes())
    os.utime(picture, (1, 1))
    assert [made.skipped for made in make_many(jobs, executor=threads())] == [False]


def test_a_second_job_for_the_same_file_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    jobs = [Job(memo(1), target=target), Job(memo(2), target=tmp_path / "b" / ".." / "a.docx"), Job(memo(3))]
    for _ in range(2):  # also where the first is up to date
        first, second, third = make_many(jobs, executor=threads())
        assert (first.done, second.done, third.done) == (True, False, True)
        assert "ซ้ำกับของงานที่ 1: เปลี่ยนชื่อไฟล์ผลลัพธ์" in second.complaint
        assert "ครั้งที่ 1" in thaireport.read(target).stored()["subject"]


def test_strict_counts_the_warnings_of_a_report_that_no_file_was_read_for_as_wrong() -> None:
    report = thaireport.Memo.model_validate(memo(1))
    (made,) = make_many([Job(report, strict=True)], executor=threads())
    assert [(problem.code, problem.level) for problem in made.problems] == [("emblem-missing", "error")]
    assert not made.done


def test_warnings_come_with_the_bytes_of_a_report_that_no_file_was_read_for() -> None:
    (made,) = make_many([Job(thaireport.Memo.model_validate(memo(1)))], executor=threads())
    assert [problem.code for problem in made.problems] == ["emblem-missing"]


def test_force_makes_it_again(tmp_path: Path) -> None:
    jobs = [Job(memo(1), target=tmp_path / "a.docx")]
    list(make_many(jobs, executor=threads()))
    [made] = make_many(jobs, executor=threads(), force=True)
    assert not made.skipped


def test_a_target_may_be_a_text_as_everywhere(tmp_path: Path) -> None:
    [made] = make_many([Job(memo(1), str(tmp_path / "new" / "memo.docx"))], executor=Counting())
    assert made.path == tmp_path / "new" / "memo.docx"


def test_an_agency_folder_is_looked_for_where_the_program_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = []
    for place in ("a", "b"):
        (tmp_path / place / "home").mkdir(parents=True)
        file = tmp_path / place / "home" / "agency.yaml"
        file.write_text(f"name: องค์การบริหารส่วนตำบลตัวอย่าง{place}\n", "utf-8")
        os.utime(file, (1, 1))
        monkeypatch.chdir(tmp_path / place)
        data = {name: value for name, value in memo(1).items() if name != "agency"}
        [made] = make_many([Job(data, "memo.docx", agency="home")], executor=Counting())
        assert made.path
        names.append(thaireport.read(made.path).agency.name[-1])
    assert names == ["a", "b"]


def test_a_folder_that_cannot_be_made_is_no_fault_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "แฟ้ม").write_text("ขวางอยู่", "utf-8")
    [made] = make_many([Job(memo(1), target=tmp_path / "แฟ้ม" / "ปี 2569" / "a.docx")], executor=threads())
    assert made.complaint.startswith("สร้างโฟลเดอร์ ")
    assert "เพราะมีไฟล์ชื่อนั้นอยู่แล้ว" in made.complaint


def test_a_full_disk_is_no_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("thaireport.pipeline.render", full)
    [made] = make_many([Job(memo(1))], executor=threads())
    assert made.complaint.startswith("ที่เก็บเต็ม")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_target_that_is_a_link_to_itself_becomes_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.docx").symlink_to(tmp_path / "a.docx")
    source = tmp_path / "a.json"
    source.write_text(json.dumps(memo(1)), "utf-8")
    [made] = make_many([Job(source, target=tmp_path / "a.docx")], executor=threads())
    assert thaireport.read(made.path or "").kind == "memo"


def test_only_so_many_jobs_are_under_way_as_the_workers_need() -> None:
    counting = Counting()
    endless = (Job(memo(1), to="pdf?") for _ in range(1000))
    list(make_many(endless, executor=counting))
    assert counting.most <= 2 * 4 * 16


def test_progress_is_told_of_every_result() -> None:
    told: list[Made] = []
    made = list(make_many([Job(memo(1)), Job(memo(2))], executor=threads(), on_progress=told.append))
    assert told == made


def test_files_and_reports_are_taken_as_well() -> None:
    report = thaireport.load(EXAMPLES / "memo.yaml")
    from_file, from_report = make_many([Job(EXAMPLES / "memo.yaml"), Job(report)], executor=threads())
    assert from_file.content == from_report.content


def die(_value: object) -> None:
    os._exit(3)


class Deadly(dict[str, Any]):
    """Data that kills the process that unpacks it."""

    def __reduce__(self) -> Any:
        return die, (None,)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_worker_that_dies_costs_only_its_own_job() -> None:
    jobs = [Job(memo(1)), Job(Deadly()), *(Job(memo(number)) for number in range(2, 12))]
    made = list(make_many(jobs))
    assert [result.done for result in made] == [True, False, *[True] * 10]
    assert "หยุดกลางคัน" in made[1].complaint


class Stopped(Executor):
    """A pool whose worker heard Ctrl-C first: its answer is the exit that it made of it."""

    def submit(self, _fn: Any, /, *_args: Any, **_kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(SystemExit(130))
        return future


def test_ctrl_c_heard_by_a_worker_first_is_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt):
        list(make_many([Job(memo(1))], executor=Stopped()))


class Forgetful(ThreadPoolExecutor):
    """A cluster that loses the first chunk; its workers say what they have in hand, answer by answer."""

    def __init__(self, *answers: dict[str, int]) -> None:
        super().__init__(1)
        self._client = self
        self.answers = list(answers)
        self.cancelled: list[Future[Any]] = []

    def run(self, _asked: Any) -> dict[str, int]:
        if not self.answers:
            raise OSError("a worker went away")
        return self.answers.pop(0)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if not self.cancelled:
            self.cancelled.append(Future())
            return self.cancelled[0]
        return super().submit(fn, *args, **kwargs)


def test_a_chunk_that_a_cluster_forgot_is_handed_over_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LOOK", 0.01)
    busy, idle = {"w": 1}, {"w": 0}
    with Forgetful(busy, idle, {}, idle, busy, idle, idle) as cluster:
        made = list(make_many([Job(memo(1)), Job(memo(2))], executor=cluster))
        assert cluster.answers == []
        assert cluster.cancelled[0].cancelled()
    assert [result.done for result in made] == [True, True]


@pytest.mark.skipif(os.name != "posix", reason="signals are sent to a process")
def test_ctrl_c_between_two_jobs_leaves_the_pipes_whole_and_ends_the_next_job() -> None:
    with batch._pool(1) as pool:
        pid = pool.submit(os.getpid).result()
        os.kill(pid, signal.SIGINT)
        assert pool.submit(os.getpid).result() == pid
        with pytest.raises(SystemExit):
            pool.submit(batch.make_chunk, [Job(memo(1))]).result()


def test_a_run_left_early_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    made = make_many((Job(memo(number)) for number in range(1000)), processes=2)
    assert next(made).done
    made.close()  # type: ignore[attr-defined]
    assert set(threading.enumerate()) <= before


@pytest.mark.skipif(os.name != "posix", reason="signals can be held back")
def test_ctrl_c_while_the_workers_start_is_heard_when_they_are_up() -> None:
    with pytest.raises(KeyboardInterrupt), batch._deaf():
        signal.raise_signal(signal.SIGINT)
        held = signal.sigpending()
        assert signal.SIGINT in held


class Doomed(Executor):
    """An executor whose first ``losses`` chunks are lost with a worker that somebody else killed.

    As Dask does, it takes two equal calls for one.
    """

    def __init__(self, losses: int) -> None:
        self.losses = losses
        self.calls: dict[str, Future[Any]] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if repr(args) in self.calls:
            return self.calls[repr(args)]
        future = self.calls[repr(args)] = Future[Any]()
        self.losses -= 1
        if self.losses >= 0:
            future.set_exception(RuntimeError("a worker died"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_job_lost_with_anothers_worker_is_handed_over_again() -> None:
    (made,) = make_many([Job(memo(1))], executor=Doomed(1))
    assert made.done
    (made,) = make_many([Job(memo(1))], executor=Doomed(2))
    assert "หยุดกลางคัน" in made.complaint


def test_a_process_that_may_start_none_is_told_what_to_hand_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="executor=ThreadPoolExecutor"):
        list(make_many([Job(memo(1)), Job(memo(2))], processes=2))
