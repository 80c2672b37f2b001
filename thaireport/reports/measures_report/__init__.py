"""รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน, in both of its layouts.

``model`` holds the data, ``typed`` how a clerk may type it, ``rows`` what a row prints, ``checks`` the rules.
"""

from thaireport.reports.measures_report.model import Measure, MeasuresReport
from thaireport.reports.measures_report.rows import Row

__all__ = ["Measure", "MeasuresReport", "Row"]
