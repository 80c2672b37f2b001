"""What a clerk reads for wrong input, word for word: golden/wrong_inputs.txt is read in Thai, not only updated."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.wrong_cases import CASES, Case, said
from tests.support.golden import Golden


def test_every_wrong_input_is_answered_as_agreed(tmp_path: Path, golden: Golden) -> None:
    answers = ["\n".join([f"# {case.name}", *said(case, tmp_path)]) for case in CASES]
    golden.check("wrong_inputs", "\n\n".join(answers))


def test_there_are_at_least_sixty_wrong_inputs() -> None:
    assert len({case.name for case in CASES}) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_wrong_input_is_passed_over_in_silence(case: Case, tmp_path: Path) -> None:
    assert said(case, tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_answer_names_a_place(case: Case, tmp_path: Path) -> None:
    named = ("แผ่นงาน", ".yaml", ".json", ".xlsx", ".odt")
    assert all(any(word in line for word in named) for line in said(case, tmp_path))
