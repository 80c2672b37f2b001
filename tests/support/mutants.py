"""Templates with one print tag taken out, and which tags a trial's data would miss: for tests of the template check.

A tag is ``seen`` where a trial prints a value with it and with no other tag of the file: a template without that tag
loses the value, and the check finds that. So one filling tells of all tags at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as File

from thaireport.output.package import content, read_package, write_package
from thaireport.reports import REPORTS
from thaireport.template_check import beside, excel, kind_of, word
from thaireport.template_check.trial import filler
from thaireport.template_check.varied import Path, Varied
from thaireport.thai.digits import to_arabic

_PRINTS = re.compile(r"\{\{.*?\}\}")
_TAGGED = re.compile(r"word/(document|header\d*|footer\d*)\.xml|xl/sharedStrings\.xml")
_STRINGS = "xl/sharedStrings.xml"
_CELL = re.compile(r'(<c r="[A-Z]+[0-9]+"[^>]* t="s"[^>]*><v>)([0-9]+)(</v>)')
_ITEM = re.compile(r"<si>.*?</si>|<si/>", re.DOTALL)
_MARKS = re.compile("(\u2997[0-9]+\u2998|\u2999)")


@dataclass(frozen=True)
class Tag:
    """One print tag of a template: the part, where it stands in it, the text."""

    part: str
    start: int
    text: str
    in_picture: bool


@dataclass(frozen=True)
class Subject:
    """A shipped template whose tags are taken out one by one."""

    name: str
    parts: dict[str, bytes]

    @classmethod
    def read(cls, file: File) -> Subject:
        return cls(file.name, _with_own_strings(dict(read_package(file.read_bytes()))))

    @property
    def tags(self) -> list[Tag]:
        """All print tags; the second copy that Word keeps of a picture's text is none."""
        return [tag for part in sorted(filter(_TAGGED.fullmatch, self.parts)) for tag in self._tags_of(part)]

    def _tags_of(self, part: str) -> Iterator[Tag]:
        xml = self.parts[part].decode()
        for found in _PRINTS.finditer(xml):
            opened = xml.rfind("<", 0, found.start())
            in_picture = xml.rfind(">", 0, found.start()) < opened
            if not xml.startswith("<pic:cNvPr", opened):
                yield Tag(part, found.start(), found.group(), in_picture)

    def without(self, tag: Tag) -> bytes:
        """The template without one of its tags; a picture without its alternative text."""
        xml = self.parts[tag.part].decode()
        end = tag.start + len(tag.text)
        rest = xml[end:]
        if tag.in_picture and (copy := re.search(r"<pic:cNvPr [^>]*>", rest)):
            rest = rest.replace(copy.group(), re.sub(' descr="[^"]*"', "", copy.group()), 1)
        return write_package({**self.parts, tag.part: (xml[: tag.start] + rest).encode()})

    def unseen(self) -> list[Tag]:
        """The tags in texts without which no value is lost in any trial of the check."""
        model = REPORTS[kind_of(self.name, REPORTS)]
        suffix = self.name.rpartition(".")[2]
        _, used = (word if suffix == "docx" else excel).faults(write_package(self.parts), self.name, model)
        fill, names = filler(self._numbered(), self.name)
        seen: set[int] = set()
        for number in range(beside.TRIALS[suffix]):
            for complete in (False, True):
                maker = Varied(number=number, complete=complete, asked=used.asked)
                try:
                    parts = fill(beside.made_up(model, maker, names))
                except Exception:
                    continue
                values = {written: path for path, marks in maker.made.marks.items() for written in marks}
                seen |= _alone({part: content(body) for part, body in parts.items()}, values)
                break
        return [tag for number, tag in enumerate(self.tags) if number not in seen and not tag.in_picture]

    def _numbered(self) -> bytes:
        """The template with the number of each tag around what it prints."""
        parts = dict(self.parts)
        for number, tag in reversed(list(enumerate(self.tags))):
            if not tag.in_picture:
                xml, end = parts[tag.part].decode(), tag.start + len(tag.text)
                marked = f"{xml[: tag.start]}\u2997{number}\u2998{tag.text}\u2999{xml[end:]}"
                parts[tag.part] = marked.encode()
        return write_package(parts)


def _alone(parts: dict[str, bytes], values: dict[str, Path]) -> set[int]:
    """The tags that print a value which nothing else in the file prints."""
    where: dict[Path, set[int | None]] = defaultdict(set)
    for name, body in parts.items():
        current: int | None = None
        text = to_arabic(re.sub("<[^>]*>", "\n", body.decode())) if name.endswith(".xml") else ""
        for piece in _MARKS.split(text):
            if _MARKS.fullmatch(piece):
                current = int(piece[1:-1]) if len(piece) > 1 else None
                continue
            for written in beside.written(piece) & values.keys():
                where[values[written]].add(current)
    return {number for numbers in where.values() if len(numbers) == 1 for number in numbers if number is not None}


def _with_own_strings(parts: dict[str, bytes]) -> dict[str, bytes]:
    """A workbook whose cells with tags share no text, so that a tag can be taken out of one cell."""
    if _STRINGS not in parts:
        return parts
    strings = parts[_STRINGS].decode()
    items = _ITEM.findall(strings)
    taken: set[int] = set()

    def own(cell: re.Match[str]) -> str:
        place = int(cell[2])
        if "{{" not in items[place] or place not in taken:
            taken.add(place)
            return cell.group()
        items.append(items[place])
        return f"{cell[1]}{len(items) - 1}{cell[3]}"

    for name in sorted(parts):
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            parts[name] = _CELL.sub(own, parts[name].decode()).encode()
    first = strings.index("<si")
    head = re.sub(r' (count|uniqueCount)="[0-9]+"', "", strings[:first])
    parts[_STRINGS] = (head + "".join(items) + strings[strings.rindex("</si>") + len("</si>") :]).encode()
    return parts
