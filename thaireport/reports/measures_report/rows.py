"""A measure as its row prints it, in either layout.

``by_indicator``: indicator, measures, methods, responsible, period, results, suggestions. ``by_measure``:
number, measure, could not, done, summary, period. What a layout has no column for stands under its name in
the nearest cell, so that both print the same data whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thaireport.fields import pair_lines
from thaireport.parts import Item, Prose
from thaireport.reports.measures_report import typed

if TYPE_CHECKING:
    from thaireport.reports.measures_report.model import Measure


@dataclass(frozen=True)
class Row:
    """One row: its number (empty in a continuation row), its period in the chosen form, its reference."""

    number: str
    measure: Measure
    period: Prose
    reference: str
    """``อ้างอิงจาก e๑ ...``; empty without codes."""

    @property
    def indicator(self) -> str:
        """The indicator's name; empty in a continuation row."""
        return self.measure.indicator or ""

    @property
    def indicator_line(self) -> str:
        """Number and name of the indicator: ``1. การปฏิบัติหน้าที่``."""
        return f"{self.number}. {self.indicator}" if self.number and self.indicator else self.indicator or self.number

    @property
    def measures(self) -> Prose:
        """The measures and, below, the questions they answer to."""
        below = (Item(text=self.reference),) if self.reference else ()
        return (*self.measure.measures, *below)

    @property
    def results(self) -> Prose:
        """``by_indicator``: what was done and what came of it, the outcome under its name."""
        measure = self.measure
        done = typed.labelled(typed.DONE, measure.done)
        return (*measure.results, *done, *typed.labelled(typed.COULD_NOT, measure.could_not))

    @property
    def suggestions(self) -> Prose:
        """The suggestions; an empty cell prints a dash, as the form does."""
        return self._or_dash(self.measure.suggestions)

    @property
    def whole_measure(self) -> Prose:
        """``by_measure``: the measure with its indicator, its questions, its methods and who is responsible."""
        indicator = (Item(text=f"{typed.INDICATOR}: {self.indicator}"),) if self.indicator else ()
        methods = typed.labelled(typed.METHODS, self.measure.methods)
        return (*indicator, *self.measures, *methods, *typed.labelled(typed.RESPONSIBLE, self.measure.responsible))

    @property
    def summary(self) -> Prose:
        """``by_measure``: what the column สรุปผล prints: the results and, under their name, the suggestions."""
        suggestions = typed.labelled(typed.SUGGESTIONS, self.measure.suggestions)
        return (*self._or_dash(self.measure.results), *suggestions)

    @property
    def cells(self) -> Mapping[str, str]:
        """The texts of an Excel row by column name, a line for each item."""
        own = self.measure
        prose = {
            "measures": self.measures,
            "whole_measure": self.whole_measure,
            "methods": own.methods,
            "responsible": own.responsible,
            "period": self.period,
            "results": self.results,
            "summary": self.summary,
            "could_not": own.could_not,
            "done": own.done,
            "suggestions": self.suggestions,
        }
        lines = {"links": own.links, "photos": tuple(photo.line for photo in own.photos)}
        return {
            **{name: typed.text_of(items) for name, items in prose.items()},
            **{name: "\n".join(found) for name, found in lines.items()},
            "continuation": "ใช่" if own.continuation else "",
            "extra": pair_lines(own.extra),
        }

    def _or_dash(self, items: Prose) -> Prose:
        return items or (() if self.measure.continuation else (typed.DASH,))
