"""The sheet of paper a section is printed on: A4, upright or across, and its margins."""

from __future__ import annotations

from dataclasses import dataclass

from tools.draw.markup import PLAIN, Look


@dataclass(frozen=True)
class Sheet:
    """A4 with margins in cm; ``header_at``/``footer_at``: distance of header and footer from the edge.

    The sides are the regulation's 3 and 2 cm; top and bottom it leaves open (official-format 0).
    """

    landscape: bool = False
    left: float = 3.0
    right: float = 2.0
    top: float = 2.5
    bottom: float = 2.0
    header_at: float = 0.5
    footer_at: float = 0.5

    @property
    def width(self) -> float:
        """cm between the margins: the widest a table may be."""
        return (29.7 if self.landscape else 21.0) - self.left - self.right

    @property
    def axis(self) -> float:
        """cm from the left margin to the middle of the sheet."""
        return (29.7 if self.landscape else 21.0) / 2 - self.left

    @property
    def centred(self) -> Look:
        """The indent that centres a line on the sheet, not on the text between unequal margins."""
        shift = self.left - self.right
        if not shift:
            return PLAIN
        return Look(right=shift) if shift > 0 else Look(left=-shift)


UPRIGHT = Sheet()
"""Reports: 16 cm of text."""
FORM = Sheet(top=1.5)
"""Memo, letter, announcement, order: the emblem stands 1.5 cm below the edge."""
ACROSS = Sheet(landscape=True, left=2.0, right=2.0, top=2.0, bottom=1.5)
"""Wide tables: 25.7 cm of text."""
