"""The arithmetic of the ITA: questions -> indicators -> instruments -> total, exact until printed.

Source of the rule: official-format 3.2, verified on a published analysis of FY2566: an indicator is the mean
of its questions (of its sub-indicators in the OIT, of its two surveys in the EIT), an instrument the mean of
its indicators, the total the weighted sum.

Inside, figures are fractions: thirds and sixths of scores would lose the half on which rounding turns
(a mean of 99.345 prints 99.35) when carried as decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from thaireport.framework import Framework, Group, Indicator, Instrument
from thaireport.thai.money import USUAL, half_up

_HALF_STEP = Decimal("0.005")
"""A figure printed with two decimals stands for anything this far around it."""


def mean(values: Iterable[Decimal | Fraction | None]) -> Fraction | None:
    """The mean of those that are known, None when none is."""
    known = [Fraction(value) for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def decimal(value: Fraction | None) -> Decimal | None:
    """A fraction as the decimal that is printed from it: exact where it ends, else to 28 digits."""
    return None if value is None else USUAL.divide(Decimal(value.numerator), Decimal(value.denominator))


def is_below(score: Decimal | None, line: Decimal) -> bool:
    """Whether a score lies below a line as it is printed: 84.997 prints as 85.00 and is not below 85."""
    return score is not None and half_up(score) < line


@dataclass(frozen=True)
class Entry:
    """One typed score and how many such scores the figure it counts towards is the mean of."""

    part: str
    code: str
    score: Decimal
    share: int


@dataclass(frozen=True)
class ScoreSheet:
    """The scores of one year by part (``iit``, ``eit_public``, ``eit_survey``, ``oit``) and code.

    ``stated`` are indicators typed as figures; they stand in where their questions are not all typed, and
    before the computed ones when ``print_stated``.
    """

    framework: Framework
    parts: Mapping[str, Mapping[str, Decimal]]
    stated: Mapping[int, Decimal]
    print_stated: bool = False

    @cached_property
    def owners(self) -> dict[int, Instrument]:
        """The instrument of each indicator."""
        return {one.number: found for found in self.framework.instruments for one in found.indicators}

    def part_codes(self, instrument: Instrument) -> list[str]:
        """The parts an instrument is surveyed in; itself when it has none."""
        return [part.code for part in instrument.parts] or [instrument.code]

    def score(self, part: str, code: str) -> Decimal | None:
        """The typed score of a question, item or sub-indicator."""
        return self.parts.get(part, {}).get(code)

    def group(self, part: str, group: Group) -> Decimal | None:
        """A sub-indicator: the mean of its items if all are typed, else the typed figure, else of some."""
        return decimal(self._group(part, group))

    def _group(self, part: str, group: Group) -> Fraction | None:
        items = [self.score(part, code) for code in group.questions]
        typed = self.score(part, group.code)
        if typed is None or (items and None not in items and not self.print_stated):
            return mean(items)
        return Fraction(typed)

    def members(self, part: str, indicator: Indicator) -> list[Fraction | None]:
        """What an indicator is the mean of in one part: its sub-indicators, or its questions."""
        if indicator.groups:
            return [self._group(part, group) for group in indicator.groups]
        scores = (self.score(part, code) for code in indicator.questions)
        return [None if score is None else Fraction(score) for score in scores]

    def computed(self, number: int) -> Decimal | None:
        """An indicator from its questions, over all its parts; None when no question is typed."""
        return decimal(self._computed(number))

    def _computed(self, number: int) -> Fraction | None:
        indicator = self.framework.indicators[number]
        return mean(mean(self.members(part, indicator)) for part in self.part_codes(self.owners[number]))

    def complete(self, number: int) -> bool:
        """Whether every question (sub-indicator) of an indicator is typed, in every part."""
        indicator = self.framework.indicators[number]
        parts = [self.members(part, indicator) for part in self.part_codes(self.owners[number])]
        return all(members and None not in members for members in parts)

    def indicator(self, number: int) -> Decimal | None:
        """The score of an indicator, as it counts and is printed."""
        return decimal(self._indicator(number))

    def _indicator(self, number: int) -> Fraction | None:
        stated = self.stated.get(number)
        if stated is not None and (self.print_stated or not self.complete(number)):
            return Fraction(stated)
        return self._computed(number)

    def _instrument(self, instrument: Instrument) -> Fraction | None:
        scores = [self._indicator(one.number) for one in instrument.indicators]
        return None if None in scores else mean(scores)

    def part(self, part: str) -> Decimal | None:
        """The score of one part of an instrument (EIT Public); None while an indicator in it is unknown."""
        owner = next(found for found in self.framework.instruments if part in self.part_codes(found))
        scores = [mean(self.members(part, one)) for one in owner.indicators]
        return None if None in scores else decimal(mean(scores))

    @cached_property
    def instruments(self) -> dict[str, Decimal | None]:
        """The score of every instrument by its code; None while one of its indicators is unknown."""
        return {one.code: decimal(self._instrument(one)) for one in self.framework.instruments}

    @cached_property
    def total(self) -> Decimal | None:
        """The weighted sum of the instruments, exact; None while one of them is unknown."""
        weighted = Fraction(0)
        for one in self.framework.instruments:
            score = self._instrument(one)
            if score is None:
                return None
            weighted += Fraction(one.weight) * score
        return decimal(weighted)

    @cached_property
    def level(self) -> str:
        """The level reached; empty while the total is unknown."""
        if self.total is None:
            return ""
        return self.framework.level(self.total, [one for one in self.instruments.values() if one is not None])

    def entries(self, number: int) -> Iterator[Entry]:
        """Every typed score that an indicator is made of, with its share in it."""
        indicator = self.framework.indicators[number]
        parts = self.part_codes(self.owners[number])
        for part in parts:
            if not indicator.groups:
                yield from self._typed(part, indicator.questions, len(parts) * len(indicator.questions))
            for group in indicator.groups:
                share = len(parts) * len(indicator.groups)
                whole = all(self.score(part, code) is not None for code in group.questions)
                if whole and group.questions:
                    yield from self._typed(part, group.questions, share * len(group.questions))
                else:
                    yield from self._typed(part, [group.code], share)

    def part_entries(self, part: str) -> Iterator[Entry]:
        """Every typed score that a part is made of, with its share in it."""
        owner = next(found for found in self.framework.instruments if part in self.part_codes(found))
        for one in owner.indicators:
            parts = len(self.part_codes(owner))
            for entry in self.entries(one.number):
                if entry.part == part:
                    share = entry.share // parts * len(owner.indicators)
                    yield Entry(entry.part, entry.code, entry.score, share)

    def _typed(self, part: str, codes: Iterable[str], share: int) -> Iterator[Entry]:
        for code in codes:
            score = self.score(part, code)
            if score is not None:
                yield Entry(part, code, score, share)


@dataclass(frozen=True)
class Suspect:
    """A typed score that would make a stated figure right if one digit of it were mistyped."""

    part: str
    code: str
    typed: Decimal
    needed: Decimal


def suspects(stated: Decimal, computed: Decimal, entries: Iterable[Entry]) -> list[Suspect]:
    """Which typed scores, with one digit changed or two swapped, give the stated figure.

    >>> entries = [Entry("eit_public", "e9", Decimal("86.93"), 10)]
    >>> [(one.code, str(one.needed)) for one in suspects(Decimal("96.22"), Decimal("95.221"), entries)]
    [('e9', '96.93')]
    """
    found = []
    for entry in entries:
        wanted = entry.score + (stated - computed) * entry.share
        near = [one for one in _one_slip(entry.score) if abs(one - wanted) <= _HALF_STEP * entry.share]
        if near:
            best = min(near, key=lambda one: abs(one - wanted))
            found.append(Suspect(entry.part, entry.code, entry.score, best))
    return found


def _one_slip(score: Decimal) -> Iterator[Decimal]:
    text = f"{half_up(score):.2f}"
    places = [place for place, sign in enumerate(text) if sign != "."]
    for place in places:
        for digit in "0123456789":
            yield from _other(text, text[:place] + digit + text[place + 1 :])
    for one, two in pairwise(places):
        swapped = list(text)
        swapped[one], swapped[two] = text[two], text[one]
        yield from _other(text, "".join(swapped))


def _other(text: str, changed: str) -> Iterator[Decimal]:
    if changed != text and Decimal(changed) <= 100:
        yield Decimal(changed)
