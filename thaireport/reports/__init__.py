"""The kinds of report: ``REPORTS`` maps each kind to its class. A new kind is one file and one line here.

An agency's own kind comes from another package, through an entry point (docs/new-kind.md).
"""

from __future__ import annotations

from thaireport.reports._registry import Registry
from thaireport.reports.action_plan import ActionPlan
from thaireport.reports.announcement import Announcement
from thaireport.reports.bundle import Bundle
from thaireport.reports.external_letter import ExternalLetter
from thaireport.reports.ita_analysis import ItaAnalysis
from thaireport.reports.measures_report import MeasuresReport
from thaireport.reports.memo import Memo
from thaireport.reports.order import Order
from thaireport.reports.plan_results import PlanResults
from thaireport.reports.project_sheet import ProjectSheet

REPORTS = Registry(
    {
        report.kind: report
        for report in (
            ActionPlan,
            Announcement,
            Bundle,
            ExternalLetter,
            ItaAnalysis,
            MeasuresReport,
            Memo,
            Order,
            PlanResults,
            ProjectSheet,
        )
    }
)
"""Every kind there is, by name: those shipped, and those of packages that offer one."""
