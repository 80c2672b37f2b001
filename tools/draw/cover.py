"""The cover page of a report: seal, title, agency and its place; one drawing for every kind that has one."""

from __future__ import annotations

from tools.draw.kit import UPRIGHT, Document, Look, Section, Sheet, Xml, marks, paragraph, slim_header, tag, when
from tools.draw.pictures import Place

_SEAL = Place(4.0, 4.0)


def cover(document: Document, condition: str, title: Xml, agency_before: float) -> None:
    """Add the cover, a section of its own, printed when ``condition`` holds (empty: always).

    ``title``: the lines of the title (``on_cover``); ``agency_before``: pt of room above the agency's name.
    """
    if condition:
        document.add(tag(f"if {condition}"))
    picture = on_cover(document.picture("{{ seal }}", _SEAL, "Seal"), "CoverTitle", 0)
    document.add(
        when("seal", picture, otherwise=[on_cover("", "CoverTitle", 80)]),
        title,
        on_cover("{{ agency.name }}", "CoverAgency", agency_before),
        when("agency.place", on_cover("{{ agency.place }}", "CoverAgency", 0)),
    )
    document.end_section(Section(header=marks(UPRIGHT), sheet=UPRIGHT))
    if condition:
        document.add(tag("endif"))


def on_cover(content: str, style: str, before: float, outline: int | None = None) -> Xml:
    """A line centred on the sheet, ``before`` pt below the one above (LibreOffice knows no centred sections)."""
    centred = UPRIGHT.centred
    look = Look(left=centred.left, right=centred.right, before=before, outline=outline)
    return paragraph(content, style=style, look=look)


def end_counted(document: Document, sheet: Sheet, behind: str) -> None:
    """End a part whose first page has no number, unless it stands ``behind`` another (a condition).

    The section that has a first page of its own comes first: LibreOffice saves that only of a section with pages.
    """
    document.add(tag(f"if not ({behind})"))
    document.end_section(Section(header=slim_header(sheet), first_header=marks(sheet), sheet=sheet))
    document.add(tag("else"))
    document.end_section(Section(header=slim_header(sheet), sheet=sheet))
    document.add(tag("endif"))
