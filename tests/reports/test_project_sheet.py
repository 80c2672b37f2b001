"""The project sheet as a paper of its own; its heads, lists and rules as part of a plan: test_action_plan.py."""

from __future__ import annotations

from pathlib import Path

import thaireport
from tests.support.golden import Golden, outline

EXAMPLE = Path(__file__).parents[2] / "examples" / "project_sheet.yaml"


def test_example_outline_is_as_reviewed(golden: Golden) -> None:
    golden.check("project_sheet", outline(thaireport.render(thaireport.load(EXAMPLE), data=False)))
