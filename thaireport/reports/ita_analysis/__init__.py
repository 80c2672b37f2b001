"""รายงานการวิเคราะห์ผลการประเมิน ITA: scores, levels, seven issues, actions, limitations."""

from __future__ import annotations

from thaireport.reports.ita_analysis.model import Action, Issue, ItaAnalysis, PreviousYear, Stated

__all__ = ["Action", "Issue", "ItaAnalysis", "PreviousYear", "Stated"]
