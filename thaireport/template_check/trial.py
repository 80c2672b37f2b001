"""A template filled with made-up data of its model; what it prints is looked for in the finished file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

from thaireport.errors import DataError, Problem, TemplateError
from thaireport.output.package import CONTENT_TYPES, Packed, content, parse_xml, rels_name, target_name
from thaireport.report import Report
from thaireport.template_check.sample import Maker, context_of, record, trials
from thaireport.thai.digits import to_arabic

if TYPE_CHECKING:
    from thaireport.output.xlsx import WorkbookTemplate

Parts = Mapping[str, "bytes | Packed"]
_TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")


def trial_faults(data: bytes, name: str, model: type[Report]) -> list[Problem]:
    """What goes wrong when the template is filled: in each trial the first problems, each with its place."""
    fill = _fill_word if name.lower().endswith(".docx") else _fill_workbook
    found: list[Problem] = []
    for title, maker in trials().items():
        try:
            faults = list(fill(data, name, model, maker))
        except (TemplateError, DataError) as error:
            faults = list(error.problems)
        except Exception as error:  # whatever it is, the template is not to be used
            faults = [Problem(f"{type(error).__name__}: {error}", place=name)]
        found += _told(faults, title, name)
    return found


def filler(data: bytes, name: str) -> tuple[Callable[[Mapping[str, Any]], Parts], frozenset[str]]:
    """What fills a template that has passed: its context -> the parts of the file; and the names it prints."""
    if name.lower().endswith(".docx"):
        from thaireport.output.docx import compile_template

        word = compile_template(data, name)
        return lambda context: word.render_package(context, digits=_digits), word.names
    book = _workbook(data, name)
    return lambda context: book.render_package(context, digits=_digits), frozenset(book.names)


@lru_cache(maxsize=1)
def _workbook(data: bytes, name: str) -> WorkbookTemplate:
    """A template compiled once for all its trials (a Word one is kept by its engine)."""
    from thaireport.output.xlsx import compile_workbook

    return compile_workbook(data, name)


_SHOWN = 5
"""Problems told of each trial: a wrong row is wrong in every entry of its list."""
_INDEX = re.compile("ไม่มีช่อง “[0-9]+”")


def _told(faults: list[Problem], title: str, name: str) -> list[Problem]:
    """The problems of a trial. That a list has an entry of some number is its template's own claim, not judged."""
    meant = [fault for fault in faults if not _INDEX.search(fault.message)]
    return [
        Problem(
            f"ทดลองเติมข้อมูล ({title}): {fault.message}",
            code="trial",
            place=fault.place if fault.place.startswith(name) else f"{name} {fault.place}".strip(),
        )
        for fault in meant[:_SHOWN]
    ]


def made_up(model: type[Report], maker: Maker, names: Iterable[str]) -> dict[str, Any]:
    """The context of a trial; the rows of data that a workbook carries are left to the pipeline."""
    context = context_of(model, maker, names, {"agency": record(_agency(), maker)})
    if "form" in names:
        from thaireport.template_check.shapes import ANY

        context["form"] = _Form(maker.value(ANY))
    return context


class _Form:
    """The rows of the data that a workbook carries (intake/carried.py), none of them."""

    def __init__(self, text: object) -> None:
        self._text = text

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return []


def _agency() -> type:
    from thaireport.agency import Agency

    return Agency


def _digits(_section: str) -> str:
    return "thai"


# ---------------------------------------------------------------- Word


def _fill_word(data: bytes, name: str, model: type[Report], maker: Maker) -> Iterator[Problem]:
    from thaireport.output.docx import compile_template

    template = compile_template(data, name)
    parts = template.render_package(made_up(model, maker, template.names), digits=_digits)  # proves its own texts
    yield from sanity(parts, name)


# ---------------------------------------------------------------- Excel


def _fill_workbook(data: bytes, name: str, model: type[Report], maker: Maker) -> Iterator[Problem]:
    template = _workbook(data, name)
    context = made_up(model, maker, template.names)
    parts = template.render_package(context, digits=_digits)
    yield from sanity(parts, name)
    for sheet in template.sheets:
        shown = _comparable("\n".join(_texts(content(parts[sheet.part]).decode())))
        for text in _printed(sheet, context):
            if _comparable(text) not in shown:
                yield Problem(f"ข้อความ “{text[:60]}” หายไปจากไฟล์ที่ทำ", place=f"{name} แผ่นงาน “{sheet.title}”")
                break


def _texts(xml: str) -> Iterator[str]:
    for found in _TEXT.findall(xml):
        yield unescape(found).replace("_x005F_", "_")


def _comparable(text: str) -> str:
    return "".join(to_arabic(text).split())


def _printed(sheet: Any, context: Mapping[str, Any]) -> set[str]:
    """The texts that the cells of a sheet come to, each read by the cell's own expression."""
    from thaireport.output.xlsx.expressions import value_of
    from thaireport.output.xlsx.fill import row_kind

    found: set[str] = set()
    if sheet.fields:
        found |= {value for value in next(iter(sheet.program.run(context))) if isinstance(value, str)}
    for region in sheet.regions:
        items = list(value_of(region.path, context) or ())
        names = {prototype.kind: number for number, prototype in enumerate(region.prototypes)}
        kinds = [names.get(row_kind(item), names.get("", 0)) for item in items] if len(names) > 1 else []
        for values in region.program.run(context, items, kinds):
            found |= {value for value in values if isinstance(value, str)}
    return {text for text in found if text.strip()}


# ---------------------------------------------------------------- the package


def sanity(parts: Parts, name: str) -> Iterator[Problem]:
    """What Word or Excel would call damaged: XML that does not parse, parts without a type, links to nothing."""
    types = parse_xml(content(parts[CONTENT_TYPES]))
    defaults = {str(entry.get("Extension")).lower() for entry in types if entry.get("Extension")}
    overrides = {str(entry.get("PartName")).lstrip("/") for entry in types if entry.get("PartName")}
    for part, body in parts.items():
        if part.endswith((".xml", ".rels")):
            try:
                parse_xml(content(body))
            except ValueError as error:
                yield Problem(f"ส่วน {part} ในไฟล์ที่ทำอ่านไม่ได้ ({error})", place=name)
        if part != CONTENT_TYPES and part not in overrides and part.rpartition(".")[2].lower() not in defaults:
            yield Problem(f"ส่วน {part} ในไฟล์ที่ทำไม่มีชนิด", place=name)
    for missing in sorted(overrides - parts.keys()):
        yield Problem(f"ไฟล์ที่ทำขาดส่วน {missing}", place=name)
    yield from _broken_links(parts, name)


def _broken_links(parts: Parts, name: str) -> Iterator[Problem]:
    for part in parts:
        links = rels_name(part)
        if links not in parts:
            continue
        for rel in parse_xml(content(parts[links])):
            if rel.get("TargetMode") != "External" and target_name(part, rel) not in parts:
                yield Problem(f"ไฟล์ที่ทำอ้างส่วนที่ไม่มี: {rel.get('Target')}", place=name)
