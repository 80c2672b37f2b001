"""รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต (kind ``plan_results``).

``model`` holds the data, ``typed`` how a clerk may type it, ``figures`` what is counted, ``checks`` the rules.
"""

from __future__ import annotations

from thaireport.reports.plan_results.figures import Figures
from thaireport.reports.plan_results.model import Narrative, PlanResults, ResultRow
from thaireport.reports.plan_results.typed import STATUS_WORDS, Status

__all__ = ["STATUS_WORDS", "Figures", "Narrative", "PlanResults", "ResultRow", "Status"]
