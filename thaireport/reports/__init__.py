"""The kinds of report: ``REPORTS`` maps each kind to its class. A new kind is one file and one line here.

An agency's own kind comes from another package, through an entry point (docs/new-kind.md).
"""

from __future__ import annotations

from thaireport.reports._registry import Registry

REPORTS = Registry(
    {
        "action_plan": "thaireport.reports.action_plan:ActionPlan",
        "announcement": "thaireport.reports.announcement:Announcement",
        "bundle": "thaireport.reports.bundle:Bundle",
        "external_letter": "thaireport.reports.external_letter:ExternalLetter",
        "ita_analysis": "thaireport.reports.ita_analysis:ItaAnalysis",
        "measures_report": "thaireport.reports.measures_report:MeasuresReport",
        "memo": "thaireport.reports.memo:Memo",
        "order": "thaireport.reports.order:Order",
        "plan_results": "thaireport.reports.plan_results:PlanResults",
        "project_sheet": "thaireport.reports.project_sheet:ProjectSheet",
    }
)
"""Every kind there is, by name: those shipped (each imported when it is asked for), and those of other packages."""
