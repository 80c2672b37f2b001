"""แผนปฏิบัติการป้องกันการทุจริต (kind ``action_plan``)."""

from __future__ import annotations

from thaireport.reports.action_plan.model import ActionPlan, Entry, PlanSheet, Project, Stated, dimension_names
from thaireport.reports.action_plan.typed import PlanBudget, Quarters

__all__ = ["ActionPlan", "Entry", "PlanBudget", "PlanSheet", "Project", "Quarters", "Stated", "dimension_names"]
