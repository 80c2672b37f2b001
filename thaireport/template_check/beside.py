"""What a template leaves out that the shipped one prints of the same data: one level, branch or kind of row of many.

Both are filled with the same made-up data, every value of every entry with its own mark (``varied``). A mark that the
shipped template prints and this one does not is a loss, unless what it is made of is printed here in another way
(``signer.first_name`` for ``signer.full_name``). Of what is lost in some entries only, the case is told that they have
in common and the others have not (``cases``).
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as File
from typing import Any

from pydantic import BaseModel

from thaireport.agency import Agency
from thaireport.errors import Loc, Problem
from thaireport.output.package import STORY, Packed, content, read_package
from thaireport.output.templates import shipped_folder
from thaireport.report import Report
from thaireport.template_check import shapes
from thaireport.template_check.asked import Asked
from thaireport.template_check.cases import Case, cases, key_of
from thaireport.template_check.sample import context_of, record
from thaireport.template_check.trial import filler
from thaireport.template_check.varied import LETTERS, ROW_KIND, WORD, Made, Path, Varied
from thaireport.thai import FILTERS
from thaireport.thai.digits import to_arabic

Parts = Mapping[str, "bytes | Packed"]
Fill = Callable[[Mapping[str, Any]], Parts]
Key = tuple[str, ...]
"""A field wherever it stands: ``("body", "text")``."""

TRIALS = {"docx": 48, "xlsx": 10}
"""How many trials it takes to come to every tag of the shipped templates (tests/test_template_losses.py)."""
_ROWS = 4
"""How many rows the further sheets of a workbook have."""
_SHOWN = 3
"""Cases told of one field."""
_IN_BOOK = re.compile(r"xl/(sharedStrings|worksheets/.*)\.xml")
_ALT = re.compile(r'descr="([^"]*)"')
_MARKUP = re.compile(r"<[^>]*>")
_TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_SIGN = re.compile(r'\{\{ *"([^"]*[^" ][^"]*)" +if ')
_DIGITS = re.compile(r"[0-9]+")
_WORDS = re.compile(f"[{LETTERS}]{{{WORD},}}")
_PHONE = re.compile(r"02(?:[^0-9<>]?[0-9]){7}")


def _is_filled(name: str) -> bool:
    return bool(STORY.fullmatch(name) or _IN_BOOK.fullmatch(name))


def left_out(data: bytes, name: str, model: type[Report], asked: Asked, told: set[Loc]) -> list[Problem]:
    """What the template prints less than the shipped one of its name, each field once; ``told`` is known already."""
    shipped = _shipped(name, model)
    suffix = File(name).suffix.lower().lstrip(".")
    if shipped is None or shipped == data or (suffix == "docx" and tags_of(shipped) == tags_of(data)):
        return []  # another look, other fixed words
    (here, names), (there, others) = filler(data, name), filler(shipped, name)
    found, signs = _Found(model), _signs(shipped, asked)
    for number in range(TRIALS[suffix]):
        for complete in (False, True):
            maker = Varied(number=number, complete=complete, asked=asked)
            context = made_up(model, maker, names | others)
            try:
                shown = texts_of(there(context)), texts_of(here(context))
            except Exception:  # such data cannot be: once more with nothing left out
                continue
            found.add(maker.made, *shown)
            found.count(signs, *shown)
            break
    return [problem.at(name) for problem in found.problems(told)]


def tags_of(data: bytes) -> list[tuple[str, list[str]]]:
    """The tags of a Word template as they stand in each part; those of its pictures last."""
    parts = read_package(data)
    return [
        (name, _TAG.findall(_MARKUP.sub("", xml)) + _ALT.findall(xml))
        for name, part in sorted(parts.items())
        if _is_filled(name) and "{" in (xml := part.decode())
    ]


def _signs(shipped: bytes, asked: Asked) -> set[str]:
    """The signs that the shipped template prints or not (``"✓" if …``); where others are used here, the common ones."""
    parts = read_package(shipped)
    texts = (_MARKUP.sub("", body.decode()) for name, body in parts.items() if _is_filled(name))
    known = {sign for text in texts for sign in _SIGN.findall(text)}
    return known if asked.signs <= known else known & asked.signs


def _shipped(name: str, model: type[Report]) -> bytes | None:
    """The template of ours that this one is made from; None where the kind is none of ours."""
    suffix = File(name).suffix.lower()
    files = (shipped_folder() / each for each in (File(name).name, f"{model.kind}{suffix}"))
    return next((file.read_bytes() for file in files if file.is_file()), None)


def made_up(model: type[Report], maker: Varied, names: frozenset[str]) -> dict[str, Any]:
    """The context of a trial, the rows of further sheets too."""
    context = context_of(model, maker, sorted(names), {"agency": record(Agency, maker.below("agency"))})
    return {**context, "form": _Carried(maker.below("form"))} if "form" in names else context


class _Carried:
    """The rows of further sheets that carry a report's data: of each list a few, with whatever they are asked for."""

    def __init__(self, maker: Varied) -> None:
        self._maker = maker

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return [self._maker.below(name).below(index).row() for index in range(_ROWS)]


def texts_of(parts: Parts) -> str:
    """The texts of a file and the alternative texts of its pictures, each on its line, in Arabic digits."""
    found: list[str] = []
    for name, part in parts.items():
        if _is_filled(name):
            xml = to_arabic(content(part).decode())
            found += [*_ALT.findall(xml), _MARKUP.sub("\n", xml)]
    return "\n".join(found)


def written(text: str) -> set[str]:
    """The words and numbers in a text."""
    plain = text.replace(",", "")
    found = set(_DIGITS.findall(plain))
    found.update("".join(_DIGITS.findall(each)) for each in _PHONE.findall(plain))
    for word in _WORDS.findall(plain):
        found.update(word[at : at + WORD] for at in range(len(word) - WORD + 1))
    return found


# ---------------------------------------------------------------- what was found


@dataclass
class _Trial:
    """Which values of a trial's data were printed here and which in the shipped template's file; the text of ours."""

    made: Made
    printed: set[Path]
    usual: set[Path]
    text: str

    @cached_property
    def _shown(self) -> set[Path]:
        """The printed values and all that they stand in."""
        return _with_all_around(self.printed)

    @cached_property
    def _members(self) -> dict[Path, set[str]]:
        """The members of each record that are printed, or have something in them that is."""
        return _by_owner(self._shown)

    @cached_property
    def _new_members(self) -> dict[Path, set[str]]:
        """Those of them that the shipped template does not print."""
        return _by_owner(self._shown - _with_all_around(self.usual))

    @cached_property
    def _spaceless(self) -> str:
        return "".join(self.text.split())

    def is_said_otherwise(self, path: Path) -> bool:
        """Whether a value is written in words, or other members of a record print what one not printed is made of."""
        if path in self.made.drawn:
            return False
        return any(each in self._spaceless for each in _in_words(self.made.values.get(path))) or any(
            path[: at + 1] not in self._shown and self._is_covered(path[:at], step)
            for at, step in enumerate(path)
            if isinstance(step, str) and path[:at] in self.made.owners
        )

    def _is_covered(self, owner: Path, member: str) -> bool:
        cls = self.made.owners[owner]
        through, here = shapes.reads(cls), shapes.members(cls)
        wanted = through.get(member) or {member}

        def said(members: set[str]) -> set[str]:
            behind = {name for each in members for name in through.get(each, ())}
            return members | {name for name in behind if not here[name].has("record", "list")}

        others = self._members.get(owner, set()) - {member}
        return wanted <= said(others) and not wanted.isdisjoint(said(self._new_members.get(owner, set())))


def _with_all_around(paths: set[Path]) -> set[Path]:
    """Values and all that they stand in."""
    return {path[:length] for path in paths for length in range(1, len(path) + 1)}


def _by_owner(paths: set[Path]) -> dict[Path, set[str]]:
    found: dict[Path, set[str]] = defaultdict(set)
    for path in paths:
        found[path[:-1]].add(str(path[-1]))
    return found


def _in_words(value: Any) -> Iterator[str]:
    """A number, date or period as each filter writes it, without spaces."""
    for write in FILTERS.values() if value is not None else ():
        with contextlib.suppress(Exception):  # a filter for another kind of value
            yield "".join(write(value).split())


@dataclass
class _Found:
    """The losses of all trials by field."""

    model: type[Report]
    printed: dict[Key, list[tuple[Made, Path]]] = field(default_factory=lambda: defaultdict(list))
    lost: dict[Key, list[tuple[Made, Path]]] = field(default_factory=lambda: defaultdict(list))
    signs: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """How often less than in the shipped template's file a sign stands here."""

    def add(self, made: Made, there: str, here: str) -> None:
        """Note what a trial printed and lost; the texts are those of the two files."""
        shown_there, shown_here = written(there), written(here)
        printed = [path for path, mark in made.marks.items() if mark & shown_here]
        usual = {path for path, mark in made.marks.items() if mark & shown_there}
        trial = _Trial(made, set(printed), usual, here)
        for path in printed:
            self.printed[key_of(path)].append((made, path))
        for path in made.marks:
            if path in usual and path not in trial.printed and not trial.is_said_otherwise(path):
                self.lost[key_of(path)].append((made, path))

    def count(self, signs: set[str], there: str, here: str) -> None:
        """Note how often signs that a tag prints or not (``✓``) are missing."""
        for sign in sorted(signs):
            self.signs[sign].add(there.count(to_arabic(sign)) - here.count(to_arabic(sign)))

    def problems(self, told: set[Loc]) -> Iterator[Problem]:
        """Each field that is lost, nowhere printed or not in some case; but for those that are ``told`` already."""
        shown = {key[:length] for key in self.printed for length in range(1, len(key) + 1)}
        whole: dict[Key, None] = {}
        for key, lost in self.lost.items():
            if any(each[: len(one)] == one for each in (key, *self._behind(key)) for one in told):
                continue
            if key in self.printed:
                yield from (self._lost_in(key, case) for case in cases(lost, self.printed[key])[:_SHOWN])
            else:
                whole[next(key[:length] for length in range(1, len(key) + 1) if key[:length] not in shown)] = None
        yield from map(self._lost_everywhere, whole)
        for sign, missing in self.signs.items():
            if max(missing) > 0 and len(missing) > 1:  # always the same number: a fixed text was changed
                message = (
                    f"“{sign.strip()}” ที่ป้ายเลือกพิมพ์ตามเงื่อนไข ถูกพิมพ์น้อยกว่าแม่แบบของโปรแกรมเมื่อใช้ข้อมูลเดียวกัน: "
                    f"ตรวจว่าป้ายที่พิมพ์ “{sign.strip()}” ยังอยู่ครบทุกช่องและทุกแบบของแถว ถ้าไม่ได้ตั้งใจตัดออก"
                )
                yield Problem(message, level="warning", code="sign-lost")

    def _behind(self, key: Key) -> Iterator[Key]:
        """The fields that a property is made of."""
        if cls := owner_of(key, self.model):
            yield from ((*key[:-1], each) for each in shapes.reads(cls).get(key[-1], ()))

    def _lost_everywhere(self, key: Key) -> Problem:
        what = described(key, self.model)
        message = (
            f"แม่แบบของโปรแกรมพิมพ์ช่อง {what} แต่แม่แบบนี้ไม่พิมพ์ ข้อมูลในช่องนี้จะไม่อยู่ในเอกสาร: เพิ่มป้ายของช่องนี้คืน ถ้าไม่ได้ตั้งใจตัดออก"
        )
        return Problem(message, key, "warning", "field-left-out")

    def _lost_in(self, key: Key, case: Case) -> Problem:
        words = case.words(lambda name: described(name, self.model))
        message = f"ช่อง {described(key, self.model)} ไม่ถูกพิมพ์{words}: ใส่ป้ายของช่องนี้คืนในส่วนของกรณีนั้น"
        return Problem(message, key, "error" if is_needed(key, self.model) else "warning", "field-lost")


# ---------------------------------------------------------------- what a field is called


def is_needed(key: Key, model: type) -> bool:
    """Whether the record of a field must have it: itself, or what it is made of."""
    cls = owner_of(key, model)
    if cls is None or key[0] == "agency" or shapes.members(cls).get(key[-1], shapes.TEXT).optional:
        return False
    return not issubclass(cls, BaseModel) or bool(
        (shapes.reads(cls).get(key[-1]) or {key[-1]}) & set(shapes.required(cls))
    )


def owner_of(key: Key, model: type) -> type | None:
    """The class of the record that a field stands in."""
    cls: type | None = model
    for name in key[:-1]:
        cls = _record_of(cls, name) if cls else None
    return cls


def described(key: Key, model: type) -> str:
    """A field as ``thaireport fields`` writes it, with its Thai titles: ``body[].text (เนื้อหา > ข้อความ)``."""
    shown: list[str] = []
    titles: list[str] = []
    cls: type | None = model
    for place, name in enumerate(key, 1):
        is_list = place < len(key) and cls is not None and shapes.members(cls).get(name, shapes.TEXT).has("list")
        shown.append(f"{name}[]" if is_list else name)
        titles += _title(cls, name)
        cls = _record_of(cls, name) if cls else None
    words = " > ".join(dict.fromkeys(titles))
    return f"{'.'.join(shown)} ({words})" if words else ".".join(shown)


def _title(cls: type | None, name: str) -> list[str]:
    """The Thai title of a field, or of the fields that a property is made of where they are one or two."""
    if name == ROW_KIND:
        return ["แบบของแถว"]
    if cls is None or not issubclass(cls, BaseModel):
        return []
    behind = [name] if name in cls.model_fields else sorted(shapes.reads(cls).get(name, ()))
    titles = [title for each in behind if (title := cls.model_fields[each].title)]
    return ["/".join(titles)] if 0 < len(titles) < 3 else []


def _record_of(cls: type, name: str) -> type | None:
    kinds = shapes.members(cls).get(name)
    if kinds is None:
        return None
    while kinds.has("list") and not kinds.has("any"):
        kinds = kinds.entries
    found = next((shape.of for shape in kinds.shapes if shape.word == "record"), None)
    return found if isinstance(found, type) else None
