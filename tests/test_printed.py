"""Required fields that a template prints nowhere are told by their path; what is printed in any way is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import pytest
from pydantic import Field
from tests.support.drawn import paragraph, word_file
from thaireport.agency import Person
from thaireport.errors import Problem
from thaireport.fields import Baht, Line, Model, ThaiDate
from thaireport.report import Report
from thaireport.template_check import check_template, word
from thaireport.template_check.printed import never_printed
from thaireport.template_check.trial import filler


class Task(Model):
    """A row of the report below: what is done, by when, for how much."""

    title: Line = Field(title="งาน")
    code: Line = Field(title="รหัส")
    due: ThaiDate = Field(title="กำหนดเสร็จ")
    cost: Baht = Field(title="งบประมาณ")
    note: Line | None = Field(None, title="หมายเหตุ")

    @property
    def heading(self) -> str:
        """The title with its code before it."""
        return f"{self.code} {self.title}"

    @property
    def code_name(self) -> str:
        """What the code stands for: nothing for a code that nobody knows."""
        return {"A1": "งานประจำ"}.get(self.code, "")

    @property
    def year(self) -> str:
        """The name of the code's year; its code fails over anything but a real code."""
        return str(int(self.code[1:]))

    @property
    def all_in_one(self) -> str:
        """The whole row as one text."""
        return " ".join(str(value) for value in self.model_dump().values())


@dataclass(frozen=True)
class Printed:
    """A task as a row of the table."""

    cells: tuple[str, ...]
    when: str


class Worklist(Report):
    """A report with rows, made for these tests."""

    kind: ClassVar[str] = "worklist"
    thai_name: ClassVar[str] = "บัญชีงาน"
    PRINTED_AS: ClassVar[dict[str, str]] = {"tasks": "printed_rows"}

    tasks: tuple[Task, ...] = Field(title="งาน", min_length=1)
    head: Person = Field(title="หัวหน้า")
    deputy: Person | None = Field(None, title="ผู้ช่วย")

    @property
    def printed_rows(self) -> Sequence[Printed]:
        """The rows as the table has them."""
        return [Printed((task.title, task.code, f"{task.cost:,.2f}"), task.due.isoformat()) for task in self.tasks]

    @property
    def dear(self) -> Sequence[Task]:
        """The tasks that cost more than a hundred baht."""
        return [task for task in self.tasks if task.cost > 100]

    @property
    def rest(self) -> Sequence[Task]:
        """The tasks that cost no more than that."""
        return [task for task in self.tasks if task.cost <= 100]

    @property
    def total(self) -> Baht:
        """Baht of all tasks."""
        return sum((task.cost for task in self.tasks), start=type(self.tasks[0].cost)(0))


HEAD = "{{ head.full_name }}"
ROWS = ("{%p for task in dear %}", "{%p endfor %}")


def told(*lines: str) -> list[Problem]:
    data = word_file("".join(map(paragraph, lines)))
    found, used = word.faults(data, "worklist.docx", Worklist)
    assert found == []
    fill, names = filler(data, "worklist.docx")
    return list(never_printed(fill, Worklist, names, used))


def paths(*lines: str) -> list[str]:
    return [".".join(map(str, problem.loc)) for problem in told(*lines)]


def in_rows(*lines: str) -> tuple[str, ...]:
    return (HEAD, ROWS[0], *lines, ROWS[1])


def test_what_is_printed_is_not_told() -> None:
    assert paths(*in_rows("{{ task.heading }} {{ task.due|long_date }} {{ task.cost }}")) == []


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("{{ task.title }} {{ task.due }} {{ task.cost }}", ["tasks.code"]),
        ("{{ task.heading }} {{ task.cost }}", ["tasks.due"]),
        ("{{ task.heading }}", ["tasks.due", "tasks.cost"]),
    ],
)
def test_a_required_field_of_a_row_that_is_not_printed_is_told(line: str, missing: list[str]) -> None:
    assert paths(*in_rows(line)) == missing


def test_it_is_told_by_its_path_and_its_thai_names_as_an_error() -> None:
    (problem,) = told(*in_rows("{{ task.title }} {{ task.due }} {{ task.cost }}"))
    assert problem.level == "error"
    assert "tasks[].code (งาน > รหัส)" in problem.message


def test_a_required_field_of_a_person_is_told_though_another_person_has_it() -> None:
    (problem,) = told(
        "{%p for line in head.position_lines %}",
        "{{ line }}",
        "{%p endfor %}",
        "{% if deputy %}{{ deputy.full_name }}{% endif %}",
        "{%p for row in tasks %}",
        '{{ row.cells|join(" ") }} {{ row.when }}',
        "{%p endfor %}",
    )
    assert (problem.loc, problem.level) == (("head", "first_name"), "error")


def test_a_record_that_is_not_printed_at_all_is_told_of_once() -> None:
    assert paths(HEAD) == ["tasks"]
    assert paths(*in_rows("{{ task.heading }} {{ task.due }} {{ task.cost }}")[1:]) == ["head"]


def test_an_optional_record_may_be_left_out() -> None:
    assert "deputy" not in " ".join(paths(HEAD))


def test_rows_that_stand_for_a_list_print_its_fields() -> None:
    loop = ("{%p for row in tasks %}", "{%p endfor %}")
    assert paths(HEAD, loop[0], '{{ row.cells|join(" ") }} {{ row.when }}', loop[1]) == []
    assert paths(HEAD, loop[0], '{{ row.cells|join(" ") }}', loop[1]) == ["tasks.due"]


def test_a_row_printed_whole_prints_its_fields() -> None:
    assert paths(*in_rows("{{ task.all_in_one }}")) == []


def test_a_list_in_two_halves_prints_its_fields() -> None:
    rest = ("{%p for task in rest %}", "{{ task.heading }} {{ task.due }} {{ task.cost }}", "{%p endfor %}")
    assert paths(HEAD, *rest, *in_rows("{{ task.heading }} {{ task.due }} {{ task.cost }}")[1:]) == []


def test_a_sum_alone_asks_for_no_rows() -> None:
    assert paths(HEAD, "{{ total }}") == []


def test_a_field_printed_where_an_optional_one_is_missing_is_printed() -> None:
    assert paths(*in_rows("{{ task.note or task.code }} {{ task.title }} {{ task.due }} {{ task.cost }}")) == []


def test_a_field_that_only_a_condition_asks_for_is_an_error() -> None:
    lines = in_rows("{% if task.code %}ข{% endif %}{{ task.title }} {{ task.due }} {{ task.cost }}")
    assert [(problem.loc, problem.level) for problem in told(*lines)] == [(("tasks", "code"), "error")]


def test_a_field_printed_where_no_made_up_data_comes_to_is_a_warning() -> None:
    late = "{% if tasks|length > 90 %}{{ task.code }}{% endif %}"
    lines = in_rows(f"{late}{{{{ task.title }}}} {{{{ task.due }}}} {{{{ task.cost }}}}")
    assert [(problem.loc, problem.level) for problem in told(*lines)] == [(("tasks", "code"), "warning")]


def test_a_choice_that_decides_a_word_is_printed() -> None:
    assert paths(*in_rows("{{ 'ก' if task.cost > 5000 else 'ข' }} {{ task.heading }} {{ task.due }}")) == []


def test_a_property_that_knows_no_made_up_code_is_no_error() -> None:
    lines = in_rows("{{ task.code_name }} {{ task.title }} {{ task.due }} {{ task.cost }}")
    assert [problem.level for problem in told(*lines)] == ["warning"]


def test_what_code_that_fails_might_print_is_not_judged() -> None:
    assert paths(*in_rows("{{ task.year }} {{ task.title }} {{ task.due }} {{ task.cost }}")) == []


def test_all_that_is_missing_is_told_at_once() -> None:
    data = word_file("".join(map(paragraph, in_rows("{{ task.title }}")[1:])))
    codes = [problem.loc for problem in check_template(data, "worklist.docx", Worklist) if problem.level == "error"]
    assert codes == [("head",), ("tasks", "code"), ("tasks", "due"), ("tasks", "cost")]
