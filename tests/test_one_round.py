"""Bad input gets all its problems in one round: what the good parts break is told beside what cannot be read.

Each example is broken against rules in several places at once (``RULES``); then one field after the other is made
unreadable. What the rules said before must be said again, but for what is worked out from that very field; and
nothing new may be said of anything else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.support.tools import ROOT
from thaireport.cli import main
from thaireport.errors import DataError, Loc, Problem
from thaireport.intake.agency_folder import known_agency, load_agency
from thaireport.intake.source import Source, read
from thaireport.messages import field_at
from thaireport.pipeline import examine, load
from thaireport.reports import REPORTS

EXAMPLES = ROOT / "examples"


class Rule(NamedTuple):
    """A rule that an example is made to break: where what is typed, and what else its message is worked out from.

    ``*`` stands for every entry of a list.
    """

    code: str
    path: Loc
    typed: Any
    needs: tuple[tuple[str | int, ...], ...] = ()


NO_POST = {"name": "นายสมชาย ตัวอย่างดี"}
AGENCY = ("agency",)
COUNT = ("projects", "*", "")
TITLES = ("projects", "*", "title")
KEYS = (("projects", "*", "id"), ("projects", "*", "number"))
YEAR = (("fiscal_year",), ("framework_file",), AGENCY)
SCORES = (*YEAR, ("iit",), ("eit_public",), ("eit_survey",), ("oit",), ("indicators",))
ROW = ("projects", 1)

RULES: dict[str, tuple[Rule, ...]] = {
    "memo": (
        Rule("signer-position", ("signer",), NO_POST),
        Rule("label-typed", ("addressee",), "เรียน นายก"),
        Rule("memo-closing", ("closing",), "ขอแสดงความนับถือ"),
        Rule("document-number", ("number",), "71801"),
        Rule("off-form", ("references",), "หนังสือเดิม"),
        Rule("opinion-twice", ("opinions", 1, "heading"), "ความเห็นของหัวหน้าสำนักปลัด", (("opinions", 0, "heading"),)),
        Rule("law-year", ("subject",), "ตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2550"),
    ),
    "order": (
        Rule("order-year", ("number",), "125/2570", (("dated",),)),
        Rule("label-typed", ("subject",), "เรื่อง แต่งตั้ง"),
        Rule("order-salutation", ("body",), "เรียน ท่านทั้งหลาย"),
        Rule("order-effective", ("effective",), None, (("body",),)),
        Rule("order-member", ("committees", 0, "members", 2), "| | กรรมการ"),
        Rule("label-typed", ("committees", 0, "members", 3, "name"), "4. นายเกียรติ มั่นคง"),
        Rule("signer-position", ("signer",), NO_POST),
    ),
    "announcement": (
        Rule("label-typed", ("subject",), "เรื่อง นโยบาย"),
        Rule("announcement-salutation", ("body",), "เรียน ท่านทั้งหลาย"),
        Rule("signer-position", ("signer",), NO_POST),
        Rule("unfilled", ("closing",), "ระบุชื่อหน่วยงาน"),
    ),
    "external_letter": (
        Rule("label-typed", ("body",), "ขอแสดงความนับถือ", (("complimentary_close",),)),
        Rule("document-number", ("number",), "71801"),
        Rule("label-typed", ("addressee",), "เรียน ผู้อำนวยการ", (("salutation",),)),
        Rule("signer-position", ("signer",), NO_POST),
        Rule("section-unknown", ("digits_of",), {"ตาราง": "thai"}),
        Rule("foreign-word", ("subject",), "ตามเทศบัญญัติ", (AGENCY,)),
    ),
    "project_sheet": (
        Rule("label-typed", ("title",), "ชื่อโครงการ อบรม"),
        Rule("period-outside", ("duration",), "ปีงบประมาณ พ.ศ. 2565", (("fiscal_year",),)),
        Rule("sheet-head-empty", ("methods",), ""),
    ),
    "action_plan": (
        Rule("stated-differs", ("stated", "projects"), "30", (COUNT,)),
        Rule("stated-differs", ("stated", "budget"), "1", (("projects", "*", "budget"), ("projects", "*", "budgets"))),
        Rule("stated-differs", ("stated", "ticks"), "1, 1, 1, 1", (("projects", "*", "quarters"),)),
        Rule("as-of-after-announcement", ("as_of",), "1 ตุลาคม 2575", (("announcement", "dated"),)),
        Rule("title-twice", (*ROW, "title"), "โครงการอบรมคุณธรรมและวินัยข้าราชการสำหรับบุคลากรและผู้บริหารท้องถิ่น", (TITLES,)),
        Rule("id-twice", (*ROW, "id"), "p01", (("projects", 0, "id"),)),
        Rule("dimension-unknown", (*ROW, "dimension"), "8", (("fiscal_year",), ("last_year",), ("dimension_names",))),
        Rule("no-quarter", (*ROW, "quarters"), "", (("last_year",),)),
        Rule("budgets-one-year", (*ROW, "budgets"), {"2569": "5"}, (("last_year",),)),
        Rule("budget-year", (*ROW, "budgets"), {"2580": "5"}, (("fiscal_year",), ("last_year",))),
        Rule("period-outside", ("sheets", 1, "duration"), "ปีงบประมาณ พ.ศ. 2565", (("fiscal_year",), ("last_year",))),
        Rule("sheet-head-empty", ("sheets", 1, "methods"), ""),
        Rule("sheet-without-row", ("sheets", 1, "project"), "p99", KEYS),
        Rule("signer-position", ("announcement", "signer"), NO_POST),
    ),
    "plan_results": (
        Rule("as-of-early", ("as_of",), "1 ตุลาคม 2560", (("fiscal_year",), ("round",))),
        Rule("status-missing", (*ROW, "status"), "", ((*ROW, "number"),)),
        Rule("dimension-unknown", (*ROW, "dimension"), "8", (("fiscal_year",), ("dimension_names",))),
        Rule("disbursed-above-budget", (*ROW, "disbursed"), "9,999,999", ((*ROW, "budget"), (*ROW, "number"))),
        Rule("id-twice", (*ROW, "id"), "p01", (("projects", 0, "id"),)),
        Rule("narrative-number-twice", ("narratives", 1, "number"), "1", (("narratives",), TITLES, *KEYS)),
        Rule("told-and-not-done", ("narratives", 1, "not_done"), "น้ำท่วม", (("narratives", 1), TITLES, *KEYS)),
        Rule("narrative-without-row", ("narratives", 0, "project"), "p99", (("narratives", 0), *KEYS)),
        Rule("stated-differs", ("stated", "projects"), "30", (COUNT,)),
        Rule("stated-differs", ("stated", "done"), "3", (("projects", "*", "status"),)),
        Rule("stated-differs", ("stated", "disbursed"), "3", (("projects", "*", "disbursed"),)),
        Rule("picture", ("photos",), "ไม่มี.png | ภาพ"),
    ),
    "measures_report": (
        Rule("continuation-first", ("measures", 0, "continuation"), "ใช่"),
        Rule("done-and-could-not", ("measures", 1), {"done": "ครบ", "could_not": "ขาดงบประมาณ"}),
        Rule("measures-empty", ("measures", 1, "measures"), "", (("measures", 1, "continuation"),)),
        Rule("period-outside-year", ("measures", 1, "period"), "ม.ค.-มี.ค. 60", (("fiscal_year",),)),
        Rule("period-outside-year", ("measures", 2, "results"), "วันที่ 4 มกราคม 2560", (("fiscal_year",),)),
        Rule("indicator-twice", ("measures", 3, "indicator"), "การใช้งบประมาณ", (("measures",), *YEAR, ("layout",))),
        Rule("picture", ("photos", 0, "file"), "ไม่มี.png"),
    ),
    "ita_analysis": (
        Rule("previous-year", ("previous", "fiscal_year"), "2570", (("fiscal_year",),)),
        Rule("applied-year", ("applied_year",), "2560", (("fiscal_year",),)),
        Rule("indicator-unknown", ("previous", "indicators"), {"12": "80"}, YEAR),
        Rule("code", ("iit", "x99"), "90", YEAR),
        Rule("stated-score", ("stated", "total"), "50", SCORES),
        Rule("stated-level", ("stated", "level"), "ต้องปรับปรุง", SCORES),
        Rule("issue-twice", ("issues", 1, "number"), "1", (("issues", 0, "number"),)),
        Rule("code", ("issues", 2, "items"), "ก ข"),
    ),
}
"""Every kind's rules, of each sort one: what is typed into the example, and what else is asked."""

Way = Callable[[Any, Any], None]


def _other_shape(holder: Any, part: Any) -> None:
    holder[part] = {"ไม่มีช่องนี้": "x"}


def _misspelt(holder: Any, part: Any) -> None:
    if isinstance(part, str):
        holder[f"{part}x"] = holder.pop(part)
    else:
        holder[part] = None


def _foreign(holder: Any, part: Any) -> None:
    if isinstance(part, str):
        holder["ช่องของฉัน"] = holder.pop(part)
    else:
        holder[part] = 7.5


WAYS: tuple[Way, ...] = (_other_shape, _misspelt, _foreign)


@lru_cache(maxsize=16)
def _example(kind: str) -> Source:
    return read(EXAMPLES / f"{kind}.yaml")


def _said(kind: str, data: dict[str, Any]) -> list[Problem]:
    return examine(replace(_example(kind), data=data), None, load_agency(EXAMPLES))[1]


def _with(data: dict[str, Any], path: Loc, change: Way) -> dict[str, Any]:
    changed: Any = deepcopy(data)
    holder = changed
    for part in path[:-1]:
        holder = holder.setdefault(part, {}) if isinstance(holder, dict) else holder[part]
    change(holder, path[-1])
    return changed  # type: ignore[no-any-return]


def _typed(value: Any) -> Way:
    def change(holder: Any, part: Any) -> None:
        holder[part] = value

    return change


@lru_cache(maxsize=16)
def _against_rules(kind: str) -> dict[str, Any]:
    """The example with every rule of ``RULES`` broken."""
    data = deepcopy(_example(kind).data)
    for rule in RULES[kind]:
        value = rule.typed
        before = _at(data, rule.path)
        if isinstance(value, dict) and isinstance(before, dict) and value is not NO_POST:
            value = {**before, **value}
        data = _with(data, rule.path, _typed(value))
    return data


def _at(data: Any, path: Loc) -> Any:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
        else:
            return None
    return data


def _fields(data: Any, path: Loc = ()) -> Iterator[Loc]:
    """The path of every value, of lists the second entry's, of mappings of figures the first's."""
    if path and path != ("kind",):
        yield path
    if isinstance(data, dict):
        figures = len(data) > 9 and all(isinstance(value, str) and len(value) < 9 for value in data.values())
        for name in list(data)[: 1 if figures else None]:
            yield from _fields(data[name], (*path, name))
    elif isinstance(data, list):
        index = len(data[:2]) - 1
        yield from _fields(data[index], (*path, index))


def _overlap(one: tuple[str | int, ...], two: tuple[str | int, ...]) -> bool:
    return all("*" in pair or pair[0] == pair[1] for pair in zip(one, two, strict=False))


def _told_of(rule: Rule, problems: list[Problem]) -> bool:
    return any(problem.code == rule.code and _overlap(problem.loc, rule.path) for problem in problems)


@pytest.mark.parametrize("kind", RULES)
def test_every_rule_of_this_test_is_broken(kind: str) -> None:
    said = _said(kind, _against_rules(kind))
    assert [rule for rule in RULES[kind] if not _told_of(rule, said)] == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
@pytest.mark.parametrize("kind", RULES)
def test_a_field_that_cannot_be_read_hides_no_rule_and_makes_no_noise(kind: str, way: Way) -> None:
    data = _against_rules(kind)
    usual = {(problem.loc, problem.message) for problem in _said(kind, data)}
    hidden, noise, untold = [], [], []
    for path in _fields(data):
        if way is not _other_shape and isinstance(path[-1], str) and field_at(path, REPORTS[kind]) is None:
            continue  # a code or a year that stands for itself: another one is no fault of a name
        said = _said(kind, _with(data, path, way))
        new = [problem for problem in said if (problem.loc, problem.message) not in usual]
        # A name that nobody knows may have been meant for any field beside it.
        near = path[:-1] if way is _foreign else path
        rules = [rule for rule in RULES[kind] if not any(_overlap(near, need) for need in (rule.path, *rule.needs))]
        hidden += [(path, rule.code) for rule in rules if not _told_of(rule, said)]
        noise += [(path, problem) for problem in new if not _overlap(problem.loc, path[:-1])]
        untold += [path] if not new else []
        assert len({(problem.loc, problem.message) for problem in said}) == len(said), path
    assert (hidden, noise, untold) == ([], [], [])


# ---- the agency's own file ----

MEMO = """kind: memo
dated: 31 เมษายน 2569
number: ตย 71801/
subject: แจ้ง
addressee: mayor
body: ข้อความ
signer: mayor
"""


@pytest.mark.parametrize(
    ("written", "line"), [("name: อบต.ตัวอย่าง\nphon: 1\n", 2), ("name: อบต.ตัวอย่าง\nphone: [\n", 2), ("phone: 1\n", 1)]
)
def test_faults_of_the_agencys_file_and_of_the_report_are_told_together(
    written: str, line: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "agency.yaml").write_text(written, "utf-8")
    (tmp_path / "memo.yaml").write_text(MEMO, "utf-8")
    with pytest.raises(DataError) as caught:
        load(tmp_path / "memo.yaml")
    places = [problem.place for problem in caught.value.problems if problem.level == "error"]
    assert any(place.startswith("agency.yaml") for place in places)
    assert "memo.yaml บรรทัด 2 (วันที่)" in places
    for words in (["check"], ["make"], ["make", "--jobs", "1"]):
        assert main([*words, str(tmp_path / "memo.yaml")]) == 1
        told = capsys.readouterr()
        assert "31 เมษายน 2569" in told.out + told.err
        assert "agency.yaml บรรทัด" in told.out + told.err


@pytest.mark.parametrize("kind", sorted(set(REPORTS) - {"bundle"}))
def test_a_faulty_file_of_an_agency_makes_no_faults_in_its_reports(kind: str, tmp_path: Path) -> None:
    source = read(EXAMPLES / f"{kind}.yaml")
    owner = read(EXAMPLES / "agency.yaml").data
    data = {key: value for key, value in source.data.items() if key != "agency"}
    source = replace(source, data=data)
    sound = {problem.message for problem in examine(source, None, load_agency(EXAMPLES))[1]}
    for key in owner:
        faulty = {**owner, key: [["ไม่ใช่ค่าของช่องนี้"]]}
        (tmp_path / "agency.yaml").write_text(json.dumps(faulty, ensure_ascii=False), "utf-8")
        agency, faults = known_agency(tmp_path)
        told = {problem.message for problem in examine(source, None, agency)[1]}
        assert faults, key
        assert told <= sound, (key, told - sound)
