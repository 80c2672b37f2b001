"""Where the headings of a finished document stand: read off its pages, for a contents page."""

from __future__ import annotations

import io


def headings(pdf: bytes) -> list[tuple[str, int]]:
    """The outermost headings of a PDF in order, each with the page it stands on (the first is 1)."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        return [(str(entry.title), pages[_page_of(entry.destination)]) for entry in outline.root]


def _page_of(destination: object) -> tuple[int, int]:
    """The object that a bookmark of LibreOffice leads to: a page."""
    import pikepdf

    assert isinstance(destination, pikepdf.Array)
    return destination[0].objgen
