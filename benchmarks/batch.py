"""Thousands of memos in memory on two processes, against docxtpl in the same kind of pool.

Each document is plain data -> models -> rules -> bytes; docxtpl's side is plain data -> pydantic -> render -> save.
Workers report their own peak of memory when the run is half done and when it is done: a batch stays flat.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from thaireport.batch import Job, make_many

from benchmarks.shapes import Memo, shapes
from benchmarks.shapes import memo as drawn_memo

ROOT = Path(__file__).parents[1]
WORKERS, CHUNK = 2, 16
BLOCK, PEERS, ROUNDS = 785, 64, 10
"""Ten blocks of ours are the memos of 7,850 local governments."""
BODY = (
    "ตามที่สำนักปลัดได้รับมอบหมายให้จัดทำแผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. 2569 นั้น",
    "สำนักปลัดได้รวบรวมโครงการจากทุกส่วนราชการแล้ว รวม 31 โครงการ งบประมาณ 1,250,000 บาท รายละเอียดตามเอกสารที่แนบ",
    "ในการนี้ เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย จึงขออนุมัติจัดประชุมคณะทำงานในวันที่ 12 พฤษภาคม 2569",
)


def jobs(count: int) -> Iterator[Job]:
    """So many memos of as many local governments, each with its own number and subject."""
    return (Job(_memo(number)) for number in range(count))


def _memo(number: int) -> dict[str, Any]:
    return {
        "kind": "memo",
        "agency": {"name": f"องค์การบริหารส่วนตำบลตัวอย่าง {number}"},
        "unit": "สำนักปลัด",
        "number": f"ตย 71801/{number}",
        "dated": "20 เมษายน 2569",
        "subject": f"ขออนุมัติจัดประชุมคณะทำงาน ครั้งที่ {number}",
        "addressee": "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
        "body": list(BODY),
        "signer": {"name": "นางสุดา รักงาน", "position": "นักวิเคราะห์นโยบายและแผนชำนาญการ"},
    }


def by_thaireport(pool: Executor, count: int) -> float:
    """Seconds from the first job to the last result."""
    started = time.perf_counter()
    done = sum(made.done for made in make_many(jobs(count), executor=pool))
    if done != count:
        raise RuntimeError(f"{count - done} memos were not made")
    return time.perf_counter() - started


def by_docxtpl(pool: Executor, count: int) -> float:
    """The same of docxtpl: chunks of plain data to the pool, validated there, rendered, saved in memory."""
    started = time.perf_counter()
    data = drawn_memo().model_dump()
    chunks = [range(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)]
    for made in pool.map(_docxtpl_chunk, [[{**data, "number": str(n)} for n in chunk] for chunk in chunks]):
        if not all(made):
            raise RuntimeError("a memo is empty")
    return time.perf_counter() - started


@cache
def _template() -> bytes:
    return next(shape.template for shape in shapes() if shape.name == "memo")


def _docxtpl_chunk(data: list[dict[str, Any]]) -> list[bytes]:
    from docxtpl import DocxTemplate

    made = []
    for values in data:
        memo = Memo.model_validate(values)
        document = DocxTemplate(io.BytesIO(_template()))
        document.render({name: getattr(memo, name) for name in Memo.model_fields}, autoescape=True)
        file = io.BytesIO()
        document.save(file)
        made.append(file.getvalue())
    return made


def memory(count: int) -> tuple[float, float]:
    """The most memory of a worker (MB, as the system counts it) when half the memos are made, and at the end.

    Taken in a program of its own: a worker shares what its parent holds, and this one holds the other benchmarks.
    """
    command = [sys.executable, "-c", f"from benchmarks import batch; batch.watch({count})"]
    half, end = subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout.split()
    return float(half), float(end)


def watch(count: int) -> None:
    """Print the memory of the larger worker halfway and at the end."""
    import psutil  # type: ignore[import-untyped]

    with ProcessPoolExecutor(WORKERS) as pool:
        for number, _ in enumerate(make_many(jobs(count), executor=pool)):
            if number in (count // 2, count - 1):
                print(max(worker.memory_info().rss for worker in psutil.Process().children()) / 1e6)


def ratios(quick: bool = False) -> dict[str, float]:
    """Documents a second over docxtpl's, in blocks that take turns, and the memory of a worker."""
    rounds, peers = (2, PEERS // 2) if quick else (ROUNDS, PEERS)
    with ProcessPoolExecutor(WORKERS) as ours, ProcessPoolExecutor(WORKERS) as theirs:
        by_thaireport(ours, CHUNK * WORKERS)
        by_docxtpl(theirs, CHUNK * WORKERS)
        pairs = [(BLOCK / by_thaireport(ours, BLOCK), peers / by_docxtpl(theirs, peers)) for _ in range(rounds)]
    half, end = memory(500 if quick else BLOCK * ROUNDS)
    return {
        "batch_memos_over_docxtpl": median(one / other for one, other in pairs),
        "batch_memos_per_second": median(one for one, _ in pairs),
        "batch_docxtpl_per_second": median(other for _, other in pairs),
        "batch_worker_mb": end,
        "batch_worker_growth_mb": end - half,
    }


if __name__ == "__main__":
    for name, value in ratios().items():
        print(f"{name:40} {value:10.2f}")
