"""The record that a finished file carries: the data it was made from and the text it was printed with.

=======  =================================================================================================
.docx    a custom XML part (``customXml/itemN.xml``) with the data and the printed text, and one short
         custom property; Word, LibreOffice and python-docx keep both
.xlsx    a very hidden sheet ``_thaireport`` and the short property; Excel, LibreOffice and openpyxl keep the
         sheet (openpyxl drops custom XML parts)
.pdf     an attachment ``thaireport.json`` (PDF/A-3b), where pikepdf is installed
=======  =================================================================================================

Nothing in it can be proved against somebody who wants to deceive: it tells what was changed by hand or by
accident, and is no electronic signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thaireport.output.embed.office import (
    find_in_office,
    into_document,
    into_workbook,
    strip_office,
    with_print_of,
    without_record,
)
from thaireport.output.embed.record import NoRecordError, Record

__all__ = [
    "NoRecordError",
    "Record",
    "find_in_office",
    "find_in_pdf",
    "into_document",
    "into_pdf",
    "into_workbook",
    "strip_office",
    "strip_pdf",
    "with_print_of",
    "without_record",
]

if TYPE_CHECKING:
    from thaireport.output.embed.pages import find_in_pdf, into_pdf, strip_pdf


def __getattr__(name: str) -> Any:
    """A Word file does not wait for what only PDF files need."""
    if name in {"find_in_pdf", "into_pdf", "strip_pdf"}:
        from thaireport.output.embed import pages

        return getattr(pages, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
