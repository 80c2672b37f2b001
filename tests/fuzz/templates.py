"""Templates as agencies edit them, damaged: bytes, parts and XML as of any file, and what stands in their tags."""

from __future__ import annotations

import io
import random
import re
import zipfile
from functools import cache
from pathlib import Path

from tests.fuzz.inputs import FaultError, Use, emptied, told
from tests.fuzz.mutate import mutated
from thaireport.errors import TemplateError, ThaiReportError
from thaireport.output.templates import shipped_folder
from thaireport.reports import REPORTS
from thaireport.template_check import check_template, kind_of

_TAG = re.compile(r"\{[{%][^{}]*[}%]\}")
_WORDS = re.compile(r"[A-Za-z_]+|[|.()'\"]")
_PUT = (
    *("", "x", "agency", "loop.index", "range(9**9)", "self", "().__class__", "body[0]", "1/0", "'ก' * 9**9", "none"),
    *("|money", "|long_date", "|x", "for x in body", "endfor", "if draft", "endif", "set a = 1", "'", '"', "%}", "{{"),
)


def laid(folder: Path, chance: random.Random) -> tuple[str, Use]:
    """A damaged template in an empty folder: its name, and what is to be done with it."""
    emptied(folder)
    name = chance.choice(_names())
    data = (shipped_folder() / name).read_bytes()
    damaged = _in_tags(data, chance) if chance.random() < 0.7 else mutated(data, chance)
    (folder / name).write_bytes(damaged)

    def use() -> str:
        try:
            found = check_template(damaged, name, REPORTS[kind_of(name, REPORTS)])
            if not any(problem.level == "error" for problem in found):
                return "passed"
            raise TemplateError(found)
        except ThaiReportError as error:
            return told(error)
        except RecursionError as error:
            raise FaultError from error

    return name, use


@cache
def _names() -> tuple[str, ...]:
    found = sorted(each.name for each in shipped_folder().iterdir() if each.suffix in {".docx", ".xlsx"})
    return tuple(name for name in found if not name.startswith("bundle"))


def _in_tags(data: bytes, chance: random.Random) -> bytes:
    """The template with words of some tags taken out, doubled or changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        parts = {name: source.read(name) for name in source.namelist()}
        tagged = [
            name for name in parts if name.endswith(".xml") and _TAG.search(parts[name].decode("utf-8", "replace"))
        ]
        hit = chance.choice(tagged) if tagged else ""
        for name, part in parts.items():
            copy.writestr(name, _changed(part.decode("utf-8", "replace"), chance).encode() if name == hit else part)
    return target.getvalue()


def _changed(text: str, chance: random.Random) -> str:
    tags = list(_TAG.finditer(text))
    for tag in sorted(chance.sample(tags, min(len(tags), chance.choice((1, 1, 2, 5)))), key=lambda each: -each.start()):
        text = text[: tag.start()] + _other(tag[0], chance) + text[tag.end() :]
    return text


def _other(tag: str, chance: random.Random) -> str:
    words = list(_WORDS.finditer(tag))
    if not words or chance.random() < 0.3:
        return chance.choice(
            ("", tag * 2, f"{{{{ {chance.choice(_PUT)} }}}}", f"{{% {chance.choice(_PUT)} %}}", tag[:-1])
        )
    word = chance.choice(words)
    return tag[: word.start()] + chance.choice((*_PUT, word[0] * 2)) + tag[word.end() :]
