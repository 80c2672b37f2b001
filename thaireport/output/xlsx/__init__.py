"""Excel workbooks filled from templates that an agency edits in Excel.

A template is a real workbook. A defined name ``rows_projects`` marks the row (or block of rows) that is
repeated for each of ``projects``; its cells say ``{{ row.title }}``. Further rows ``rows_projects__subtotal``
are used for items whose ``row_kind`` is ``subtotal``. Any cell may say ``{{ fiscal_year }}``. Filling edits the
sheets' XML; every other part is copied as it lies.
"""

from thaireport.output.xlsx.template import WorkbookTemplate, compile_workbook

__all__ = ["WorkbookTemplate", "compile_workbook"]
