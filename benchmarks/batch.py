"""Thousands of memos in memory on two processes, against docxtpl in the same kind of pool.

Each document is plain data -> models -> rules -> bytes; docxtpl's side is plain data -> pydantic -> render -> save of
the same page: the shipped template with the same texts. A second figure is against docxtpl with a template of half the
tags and parts (``shapes.memo``), the memo that the Word engine is measured on.
Workers report their own peak of memory when the run is half done and when it is done: a batch stays flat.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import thaireport
from pydantic import BaseModel
from thaireport.batch import Job, make_many

from benchmarks import shapes, whole

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


class Letter(BaseModel):
    """What differs from memo to memo, as docxtpl's script would have it: under the template's own names."""

    office_line: str
    number: str
    dated: date
    subject_lines: list[str]
    addressee: str
    closing: str


def by_docxtpl(pool: Executor, count: int) -> float:
    """The same memos of docxtpl: chunks of plain data to the pool, validated there, rendered, saved in memory."""
    return _timed(pool, _same_pages, [_letter(number) for number in range(count)])


def by_docxtpl_leaner(pool: Executor, count: int) -> float:
    """As many memos of docxtpl from the template of ``shapes.memo``."""
    data = shapes.memo().model_dump()
    return _timed(pool, _leaner_pages, [{**data, "number": str(number)} for number in range(count)])


def _letter(number: int) -> dict[str, Any]:
    typed = _memo(number)
    return {
        "office_line": f"{typed['unit']} {typed['agency']['name']}",
        "number": typed["number"],
        "dated": "2026-04-20",
        "subject_lines": [typed["subject"]],
        "addressee": typed["addressee"],
        "closing": "จึงเรียนมาเพื่อโปรดพิจารณา",
    }


def _timed(pool: Executor, work: Callable[[list[Any]], list[bytes]], data: list[Any]) -> float:
    """Seconds from the first chunk handed over to the last result."""
    started = time.perf_counter()
    for made in pool.map(work, [data[first : first + CHUNK] for first in range(0, len(data), CHUNK)]):
        if not all(made):
            raise RuntimeError("a memo is empty")
    return time.perf_counter() - started


def _same_pages(data: list[dict[str, Any]]) -> list[bytes]:
    template, context = _shipped()
    letters = map(Letter.model_validate, data)
    return [
        whole.by_docxtpl(template, {**context, **{name: getattr(letter, name) for name in Letter.model_fields}})
        for letter in letters
    ]


@cache
def _shipped() -> tuple[bytes, dict[str, object]]:
    """The shipped template, and what it prints of the first memo: what does not differ is taken from there."""
    _report, template, context = whole.page_of(thaireport.load(_memo(0)))
    return template, context


@cache
def _leaner_template() -> bytes:
    return next(shape.template for shape in shapes.shapes() if shape.name == "memo")


def _leaner_pages(data: list[dict[str, Any]]) -> list[bytes]:
    from docxtpl import DocxTemplate

    made = []
    for values in data:
        memo = shapes.Memo.model_validate(values)
        document = DocxTemplate(io.BytesIO(_leaner_template()))
        document.render({name: getattr(memo, name) for name in shapes.Memo.model_fields}, autoescape=True)
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
    """Documents a second over docxtpl's, in blocks that take turns, and the memory of a worker.

    ``quick`` leaves the leaner memo out.
    """
    rounds, peers = (2, PEERS // 2) if quick else (ROUNDS, PEERS)
    sides = {"batch_memos_over_docxtpl": by_docxtpl}
    if not quick:
        sides["batch_memos_over_docxtpl_leaner"] = by_docxtpl_leaner
    with ProcessPoolExecutor(WORKERS) as ours, ProcessPoolExecutor(WORKERS) as theirs:
        by_thaireport(ours, CHUNK * WORKERS)
        for side in sides.values():
            side(theirs, CHUNK * WORKERS)
        found = [
            (BLOCK / by_thaireport(ours, BLOCK), *(peers / side(theirs, peers) for side in sides.values()))
            for _ in range(rounds)
        ]
    half, end = memory(500 if quick else BLOCK * ROUNDS)
    return {
        **{name: median(times[0] / times[index] for times in found) for index, name in enumerate(sides, 1)},
        "batch_memos_per_second": median(times[0] for times in found),
        "batch_docxtpl_per_second": median(times[1] for times in found),
        "batch_worker_mb": end,
        "batch_worker_growth_mb": end - half,
    }


if __name__ == "__main__":
    for name, value in ratios().items():
        print(f"{name:40} {value:10.2f}")
