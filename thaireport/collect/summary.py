"""Reads what was sent and writes the summary: one workbook, and one CSV where it is wanted."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from thaireport.collect import book
from thaireport.collect.columns import columns_of, group_words
from thaireport.collect.gather import files_in, read_all
from thaireport.collect.ledger import Ledger, amount
from thaireport.collect.roster import note_attendance, read_expected
from thaireport.collect.totals import Totals
from thaireport.errors import UsageError
from thaireport.files import whole_name
from thaireport.output.xlsx.values import Scalar
from thaireport.reports import REPORTS
from thaireport.reports.bundle import Bundle
from thaireport.thai.text import collation_key

NOT_SAID = "(ไม่ระบุ)"
_MOST_ROWS = 1_000_000
"""A sheet of Excel has 1,048,576 rows."""


@dataclass(frozen=True)
class Summary:
    """What became of a collection, in numbers; ``path`` is the workbook, ``data`` the CSV copy."""

    path: Path
    data: Path | None
    kind: str
    files: int
    counted: int
    twins: int
    edited: int
    failed: int
    unread: int
    missing: int | None

    def lines(self) -> list[str]:
        """The same for the screen."""
        told = [
            f"รวบรวม {self.files:,} ไฟล์ ({REPORTS[self.kind].thai_name if self.kind else 'ไม่พบรายงาน'})",
            f"  นับ {self.counted:,} ส่งซ้ำ {self.twins:,} ถูกแก้ด้วยมือ {self.edited:,}",
            f"  ไม่ผ่านการตรวจ {self.failed:,} อ่านไม่ได้ {self.unread:,}",
        ]
        told += [f"  ยังไม่ส่ง {self.missing:,}"] if self.missing is not None else []
        return [*told, *(f"เขียนแล้ว {path}" for path in (self.path, self.data) if path)]


def collect(
    folders: Sequence[Path | str],
    output: Path | str,
    *,
    roster: Path | str | None = None,
    data: bool = False,
    kind: str | None = None,
    jobs: int | None = None,
    step: Callable[[int], None] = lambda _total: None,
) -> Summary:
    """Read every .docx, .xlsx and .pdf file of ``folders`` and write what they hold into the workbook ``output``.

    ``roster`` is a list of those who should send (.xlsx or .csv with a head ``หน่วยงาน``); ``data`` writes a CSV
    copy beside the workbook; ``kind`` is the kind that is summed up (usually that of most files); ``jobs`` the
    number of processes; ``step(total)`` is called after each file. Files that cannot be read are listed, never
    fatal. Raises UsageError for a folder that is missing or holds no such file, DataError for a bad roster.
    """
    target = Path(output)
    _refuse(target, kind)
    with tempfile.TemporaryDirectory(prefix="thaireport-") as folder:
        ledger = Ledger(Path(folder))
        try:
            if roster is not None:
                ledger.expect(read_expected(Path(roster)))
            count = ledger.await_files(files_in([Path(each) for each in folders], but=whole_name(target)))
            if not count:
                raise UsageError(f"ไม่พบไฟล์ .docx .xlsx .pdf ใน {' '.join(map(str, folders))}")
            shown = _shown_from([Path(each) for each in folders])
            for found in read_all(ledger.awaited(), _jobs(jobs, count), aside=Path(folder)):
                for sent in found:
                    sent.path = shown(sent.path)
                    ledger.add(sent)
                step(count)
            return _Writer(ledger, kind, count, has_roster=roster is not None).write(target, with_data=data)
        finally:
            ledger.close()


def _refuse(target: Path, kind: str | None) -> None:
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"-o ต้องเป็นไฟล์ .xlsx แต่พบ {target.name}")
    if kind == Bundle.kind:
        raise UsageError("ชุดเอกสารรวบรวมตามชนิดของรายงานที่อยู่ในชุด: ระบุ --kind ของรายงานนั้น เช่น action_plan")
    if kind is not None and kind not in REPORTS:
        raise UsageError(f"ไม่รู้จักชนิดรายงาน {kind}: ใช้ได้ {', '.join(sorted(REPORTS))}")


def _shown_from(folders: Sequence[Path]) -> Callable[[str], str]:
    """Paths as the summary shows them: from the folder that holds all (it goes to others, our own folders do not)."""
    holders = [str(whole_name(folder if folder.is_dir() else folder.parent)) for folder in folders]
    try:
        common = os.path.commonpath(holders)
    except ValueError:  # two drives of Windows
        return lambda path: path
    return lambda path: os.path.relpath(whole_name(path), common)


def _jobs(wanted: int | None, files: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # A worker takes as long to start as a dozen files take to read; so few are read in this process.
    return min(wanted or cores, files // 16)


class _Writer:
    """The summary of what lies in the ledger."""

    def __init__(self, ledger: Ledger, kind: str | None, files: int, *, has_roster: bool) -> None:
        self._ledger, self._files = ledger, files
        self._kind = kind or ledger.most_common_kind()
        ledger.keep_only(self._kind)
        ledger.settle()
        self._has_roster = has_roster
        if has_roster:
            note_attendance(ledger)
        self._asked = sum(ledger.tally("expected", "province").values())
        self._missing = sum(ledger.tally("missing", "year").values())
        self._plan = self._planned()

    def _planned(self) -> book.Plan:
        model = REPORTS.get(self._kind)
        return book.Plan(
            title=model.thai_name if model else "รายงาน",
            columns=columns_of(model) if model else (),
            words=group_words(self._kind),
            groups=self._ledger.group_labels(),
            has_roster=self._has_roster,
            provinces=len(self._provinces()),
            years=len(self._ledger.values("year")),
        )

    def write(self, target: Path, *, with_data: bool) -> Summary:
        """Write the files; the numbers of what is in them."""
        from thaireport.output.package import package_chunks, replace_file
        from thaireport.output.xlsx import compile_workbook

        template = compile_workbook(book.template(self._plan), "สรุป")
        context = {name: value for name, value in self._context().items() if name in template.names}
        parts = template.render_package(context, digits=lambda _section: "typed", results=self._results())
        replace_file(target, package_chunks(parts))
        copy = target.with_suffix(".csv") if with_data else None
        if copy:
            replace_file(copy, self._csv())
        count = self._ledger.count
        return Summary(
            path=target,
            data=copy,
            kind=self._kind,
            files=self._files,
            counted=count("fault = '' and counted = 1"),
            twins=count("counted = 0"),
            edited=count("fault = '' and (edit_count > 0 or doubt <> '')"),
            failed=count("fault = '' and error_count > 0"),
            unread=count("fault <> ''"),
            missing=self._missing if self._has_roster else None,
        )

    def _results(self) -> dict[tuple[str, str], Callable[[Any], Scalar]]:
        """What the formulas of the drawn workbook come to."""
        asked = self._plan.totals
        totals = Totals(self._sent(), sorted({total.field for total in asked.values() if total.field}))
        return {place: partial(totals.of, total) for place, total in asked.items()}

    def _context(self) -> dict[str, Any]:
        ledger = self._ledger
        return {
            "file_count": self._files,
            "unread_count": ledger.count("fault <> ''"),
            "expected_count": self._asked,
            "missing_count": self._missing,
            "stranger_count": ledger.count("stranger = 1"),
            "provinces": self._provinces(),
            "years": self._years(),
            "sent": Rows(ledger.count("fault = ''"), self._sent),
            "missing": Rows(self._missing, lambda: map(_row, ledger.missing())),
            "strangers": Rows(ledger.count("stranger = 1"), lambda: map(_row, ledger.stream("stranger = 1"))),
            "twins": Rows(ledger.count("fault = '' and counted = 0"), self._twins),
            "edits": Rows(ledger.count_lines("edits"), lambda: map(_row, ledger.lines("edits"))),
            "checks": Rows(ledger.count_lines("checks"), self._checks),
            "unread": Rows(ledger.count("fault <> ''"), self._unread),
        }

    def _provinces(self) -> list[Any]:
        ask = _with_unsaid(self._ledger.tally("expected", "province"))
        gone = _with_unsaid(self._ledger.tally("missing", "province"))
        years = max(len(self._ledger.values("year")), 1)
        empty = self._ledger.count("fault = '' and province = ''")
        names = {*self._ledger.values("province"), *ask, *([NOT_SAID] if empty else [])}
        in_order = sorted(names, key=collation_key)
        return [SimpleNamespace(name=name, expected=ask[name] * years, missing=gone[name]) for name in in_order]

    def _years(self) -> list[Any]:
        gone, each = self._ledger.tally("missing", "year"), self._asked
        return [SimpleNamespace(name=year, expected=each, missing=gone[year]) for year in self._ledger.values("year")]

    def _sent(self) -> Iterator[Any]:
        for number, row in enumerate(self._ledger.stream("fault = ''"), 1):
            yield _row({**row, "no": number, **self._figures(row)})

    def _figures(self, row: dict[str, Any]) -> dict[str, Any]:
        """The figures and groups of a row by the names of their columns."""
        found: dict[str, Any] = {}
        for n, (column, value) in enumerate(zip(self._plan.columns, json.loads(row["figures"]), strict=True)):
            if column.how == "date":
                found[f"f{n}"] = date.fromisoformat(value) if value else None
            else:
                found[f"f{n}"] = value if column.how == "text" else amount(value)
        groups = {label: (count, value) for label, count, value in json.loads(row["groups"])}
        for n, label in enumerate(self._plan.groups):
            count, value = groups.get(label, (None, None))
            found[f"c{n}"], found[f"a{n}"] = count, amount(value)
        return found

    def _twins(self) -> Iterator[Any]:
        for row in self._ledger.stream("fault = '' and counted = 0"):
            word, _, other = row["twin"].partition("|")
            yield _row({**row, "word": word, "other": other})

    def _checks(self) -> Iterator[Any]:
        for row in self._ledger.lines("checks"):
            yield _row({**row, "word": "ผิด" if row["level"] == "error" else "เตือน"})

    def _unread(self) -> Iterator[Any]:
        return map(_row, self._ledger.stream("fault <> ''", order="path"))

    def _csv(self) -> Iterator[bytes]:
        """The rows of all agencies as CSV, line by line, with the mark by which Excel knows UTF-8."""
        yield "\ufeff".encode()
        yield _csv_line(head for head, _, _, _ in self._plan.all)
        for row in self._sent():
            yield _csv_line(_csv_cell(getattr(row, field)) for _, field, _, _ in self._plan.all)


def _csv_line(cells: Iterable[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _with_unsaid(tally: Counter[str]) -> Counter[str]:
    """The tally with what is not said under its name."""
    return tally + Counter({NOT_SAID: tally.pop("", 0)})


def _csv_cell(value: Any) -> Any:
    """A cell that Excel does not take for a formula, whatever an agency called itself."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def _row(values: dict[str, Any]) -> Any:
    province = values.get("province") or NOT_SAID
    return SimpleNamespace(**{**values, "province": province})


class Rows(Sequence[Any]):
    """Rows read from the database each time they are walked through: they are never in memory together."""

    def __init__(self, count: int, read: Callable[[], Iterator[Any]]) -> None:
        self._count, self._read = min(count, _MOST_ROWS), read

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        for _, row in zip(range(self._count), self._read(), strict=False):
            yield row

    def __getitem__(self, index: Any) -> Any:
        return list(self)[index]
