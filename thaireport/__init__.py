"""thaireport writes the official report files of Thai government agencies: Word, Excel and PDF.

>>> import thaireport
>>> report = thaireport.load("memo.yaml")          # doctest: +SKIP
>>> thaireport.save(report, "memo.docx")           # doctest: +SKIP

The public names are listed once, in ``__all__``; they are imported when first used, so that
``import thaireport`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_HOME = {
    "REPORTS": "thaireport.reports",
    "ActionPlan": "thaireport.reports.action_plan",
    "Agency": "thaireport.agency",
    "Announcement": "thaireport.reports.announcement",
    "Bundle": "thaireport.reports.bundle",
    "DataError": "thaireport.errors",
    "ExternalLetter": "thaireport.reports.external_letter",
    "ItaAnalysis": "thaireport.reports.ita_analysis",
    "Job": "thaireport.batch",
    "Made": "thaireport.batch",
    "MeasuresReport": "thaireport.reports.measures_report",
    "Memo": "thaireport.reports.memo",
    "Order": "thaireport.reports.order",
    "OutputError": "thaireport.errors",
    "Person": "thaireport.agency",
    "PlanResults": "thaireport.reports.plan_results",
    "Problem": "thaireport.errors",
    "ProjectSheet": "thaireport.reports.project_sheet",
    "Report": "thaireport.report",
    "SetupError": "thaireport.errors",
    "TemplateError": "thaireport.errors",
    "ThaiReportError": "thaireport.errors",
    "Unit": "thaireport.agency",
    "UsageError": "thaireport.errors",
    "check": "thaireport.pipeline",
    "load": "thaireport.pipeline",
    "read": "thaireport.readback",
    "make_many": "thaireport.batch",
    "render": "thaireport.pipeline",
    "save": "thaireport.pipeline",
}

__all__ = [
    "REPORTS",
    "ActionPlan",
    "Agency",
    "Announcement",
    "Bundle",
    "DataError",
    "ExternalLetter",
    "ItaAnalysis",
    "Job",
    "Made",
    "MeasuresReport",
    "Memo",
    "Order",
    "OutputError",
    "Person",
    "PlanResults",
    "Problem",
    "ProjectSheet",
    "Report",
    "SetupError",
    "TemplateError",
    "ThaiReportError",
    "Unit",
    "UsageError",
    "check",
    "load",
    "make_many",
    "read",
    "render",
    "save",
]

if TYPE_CHECKING:
    from thaireport.agency import Agency, Person, Unit
    from thaireport.batch import Job, Made, make_many
    from thaireport.errors import (
        DataError,
        OutputError,
        Problem,
        SetupError,
        TemplateError,
        ThaiReportError,
        UsageError,
    )
    from thaireport.pipeline import check, load, render, save
    from thaireport.readback import read
    from thaireport.report import Report
    from thaireport.reports import REPORTS
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


def __getattr__(name: str) -> object:
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'thaireport' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
