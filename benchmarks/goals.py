"""What each figure should come to (issue 10), and whether it does."""

from __future__ import annotations

import fnmatch
from typing import NamedTuple

from thaireport.deflate import ENGINE

FAST = ENGINE != "zlib"


class Goal(NamedTuple):
    """``at_least`` or at most so much, for every figure whose name matches."""

    figure: str
    limit: float
    at_least: bool = True

    def met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    @property
    def words(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.limit:g}"


GOALS = (
    Goal("word_over_docxtpl", 50 if FAST else 20),
    Goal("word_zlib_over_docxtpl", 20),
    Goal("word_31000_over_docxtpl", 20),
    Goal("word_growth_exponent", 1.05, at_least=False),
    Goal("word_kb_per_row_at_31000", 6, at_least=False),
    Goal("word_zlib_*_over_docxtpl", 6),
    Goal("word_*_over_docxtpl", 15 if FAST else 6),
    Goal("word_*_over_floor", 2.5, at_least=False),
    Goal("word_*_compile_of_docxtpl", 0.35, at_least=False),
    Goal("word_*_size_of_zlib6", 1.08, at_least=False),
    Goal("whole_over_docxtpl", 20),
    Goal("excel_*_over_openpyxl", 8),
    Goal("excel_*_over_xlsxwriter", 3),
    Goal("excel_growth_exponent", 1.05, at_least=False),
    Goal("excel_kb_per_row_at_31000", 0.5, at_least=False),
    Goal("input_report_31000_of_allowed", 1, at_least=False),
    Goal("batch_memos_over_docxtpl", 40),
    Goal("batch_worker_mb", 80, at_least=False),
    Goal("batch_worker_growth_mb", 5, at_least=False),
    Goal("pdf_100_memos_over_one_start_each", 12),
    Goal("start_help_of_python", 8, at_least=False),
    Goal("start_memo_of_docxtpl", 1, at_least=False),
)


def goal_of(figure: str) -> Goal | None:
    """The first goal that names the figure; None for one that is only shown."""
    return next((goal for goal in GOALS if fnmatch.fnmatchcase(figure, goal.figure)), None)
