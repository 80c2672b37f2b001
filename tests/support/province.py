"""A province that sends its plans: agencies, years, and every fault that such a collection meets."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.made import example, made
from thaireport import pipeline
from thaireport.output.embed import Record, into_document
from thaireport.output.package import read_package, write_package
from thaireport.report import Report
from thaireport.reports.action_plan import ActionPlan

YEARS = (2567, 2568, 2569)
DISTRICTS = ("อำเภอเมืองตัวอย่าง", "อำเภอตัวอย่างเหนือ", "อำเภอตัวอย่างใต้", "อำเภอตัวอย่างกลาง")
PROVINCE = "จังหวัดตัวอย่าง"


def agency_name(number: int) -> str:
    """An invented agency of the province."""
    words = ["ก", "ข", "ค", "ง", "จ", "ฉ", "ช", "ซ", "ญ", "ด", "ต", "ถ", "ท", "ธ", "น", "บ", "ป", "ผ", "พ", "ภ"]
    return f"องค์การบริหารส่วนตำบลตัวอย่าง{words[number % 20]}{words[number // 20 % 20]}{number}"


def plan_of(number: int, year: int, *, projects: int = 4, province: str = PROVINCE) -> Report:
    """The plan of an agency in a year: so many projects, budgets of its own."""
    data: dict[str, Any] = example("action_plan").stored()
    rows = data["projects"]
    agency = {**data["agency"], "name": agency_name(number), "province": province, "district": DISTRICTS[number % 4]}
    listed = [{**rows[n % len(rows)], "id": f"p{n}", "budget": budget(number, year, n)} for n in range(projects)]
    for place, row in enumerate(listed):
        row["title"] = f"{row['title']} ({place + 1})"
    made_of = {"agency": agency, "fiscal_year": str(year), "projects": listed, "parts": ["table", "legend"]}
    return ActionPlan.model_validate(made_of)


def budget(number: int, year: int, row: int) -> str:
    """An amount that tells agency, year and row."""
    return f"{1000 * (row + 1) + 10 * number + (year - YEARS[0])}.50"


@dataclass
class Inbox:
    """What was sent, and what is to be found in it: file names, and (agency, year) of those that did not send."""

    folder: Path
    roster: Path
    missing: set[tuple[str, int]] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    older: set[str] = field(default_factory=set)
    edited: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    warned: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)

    def name(self, number: int, year: int, ending: str = "docx") -> str:
        """The path that a plan is sent under."""
        return f"{year}/{number:03d}.{ending}"

    def put(self, name: str, data: bytes, *, hours: int = 0) -> str:
        """Put a file into the inbox; ``hours`` later than the others."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_750_000_000 + 3600 * hours,) * 2)
        return name


def fill(inbox: Inbox, agencies: int, years: tuple[int, ...] = YEARS) -> None:
    """The plans of all agencies and years, and the list of agencies; no faults yet."""
    for number in range(agencies):
        for year in years:
            inbox.put(inbox.name(number, year), pipeline.render(plan_of(number, year)))
    with inbox.roster.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["หน่วยงาน", "อำเภอ", "จังหวัด"])
        for number in range(agencies):
            short = agency_name(number).replace("องค์การบริหารส่วนตำบล", "อบต.")
            writer.writerow([short if number % 2 else agency_name(number), DISTRICTS[number % 4], PROVINCE])


def put_faults_in(inbox: Inbox) -> None:
    """Every fault, each on agencies of its own, and what is to be found of it."""
    for number, years in ((1, YEARS), (2, YEARS[:1]), (3, YEARS[1:2])):
        for year in years:
            (inbox.folder / inbox.name(number, year)).unlink()
            inbox.missing.add((agency_name(number), year))
    for number in (10, 11, 12):
        data = (inbox.folder / inbox.name(number, 2568)).read_bytes()
        inbox.copies.add(inbox.put(f"again/{number:03d}.docx", data, hours=number))
    inbox.copies.add(inbox.put(inbox.name(13, 2569, "xlsx"), pipeline.render(plan_of(13, 2569), "xlsx")))
    for number in (15, 16):
        inbox.put(f"corrected/{number:03d}.docx", pipeline.render(plan_of(number, 2569, projects=5)), hours=2)
        inbox.older.add(inbox.name(number, 2569))
    for number in (20, 21, 22, 23):
        inbox.edited.add(inbox.put(inbox.name(number, 2567), _edited(inbox.folder / inbox.name(number, 2567))))
    for number in (30, 31):
        inbox.failed.add(inbox.put(inbox.name(number, 2568), _with_an_error(number)))
    stated = plan_of(33, 2569).model_copy(update={"stated": ActionPlan.model_fields["stated"].annotation(projects="9")})  # type: ignore[misc]
    inbox.warned.add(inbox.put(inbox.name(33, 2569), pipeline.render(stated)))
    _put_unreadable(inbox)
    stranger = pipeline.render(plan_of(900, 2569))
    inbox.strangers.add(inbox.put("2569/stranger.docx", stranger))


def _edited(path: Path) -> bytes:
    parts = read_package(path.read_bytes())
    document = parts["word/document.xml"].decode()
    amount = re.search("[๐-๙],[๐-๙]{3}\\.๕๐", document)
    assert amount
    return write_package({**parts, "word/document.xml": document.replace(amount[0], "๙๙,๙๙๙.๐๐", 1).encode()})


def _with_an_error(number: int) -> bytes:
    """A file whose data breaks a rule of its kind, as a program of others may make it."""
    plan = plan_of(number, 2568)
    assert isinstance(plan, ActionPlan)
    first = plan.projects[0].model_copy(update={"dimension": 9})
    wrong = plan.model_copy(update={"projects": (first, *plan.projects[1:])})
    parts = read_package(pipeline.render(plan, data=False))
    return write_package(into_document(parts, Record.of(wrong, "action_plan.docx", "0" * 64)))


def _put_unreadable(inbox: Inbox) -> None:
    sound = pipeline.render(plan_of(40, 2569))
    files = {
        "bad/cut.docx": sound[: len(sound) // 2],
        "bad/text.docx": "แผนของเรา".encode(),
        "bad/empty.xlsx": b"",
        "bad/renamed.xlsx": sound,
        "bad/no data.docx": pipeline.render(plan_of(40, 2569), data=False),
        "bad/memo.docx": made("memo", "docx"),
        "bad/scan.pdf": b"%PDF-1.4 scanned",
        "bad/macro.docx": write_package({**read_package(sound), "word/vbaProject.bin": b"x"}),
    }
    for name, data in files.items():
        inbox.unread.add(inbox.put(name, data))


def files_of(inbox: Inbox) -> Iterator[Path]:
    """Everything in the inbox."""
    return (path for path in inbox.folder.rglob("*") if path.is_file())
