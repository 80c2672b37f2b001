"""A Word file as its reader sees it: stories, and what each run and paragraph looks like in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from thaireport.output.package import STORY, read_package

Element = etree._Element
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off", "none"}


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of the Word namespace; None where element or attribute is missing."""
    return None if element is None else element.get(f"{W}{name}")


def is_on(element: Element | None) -> bool:
    """Whether a toggle (``w:b``) stands and is not switched off."""
    return element is not None and (value(element) or "1") not in _OFF


def text_of(element: Element) -> str:
    """The text of a run or paragraph: tabs and line breaks as such, drawings and field codes left out."""
    signs = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "-"}
    inside = (f"{W}t", *signs)
    items = (element,) if element.tag == f"{W}r" else element.iter(f"{W}r")
    return "".join(signs.get(str(item.tag), item.text or "") for run in items for item in run if item.tag in inside)


@dataclass(frozen=True)
class WordFile:
    """The parts of a Word file and the cascade of its styles."""

    parts: dict[str, bytes] = field(repr=False)

    @classmethod
    def read(cls, data: bytes) -> WordFile:
        return cls(read_package(data))

    def root(self, name: str) -> Element:
        return etree.fromstring(self.parts[name])

    @cached_property
    def document(self) -> Element:
        return self.root("word/document.xml")

    @cached_property
    def stories(self) -> dict[str, Element]:
        """Body, headers, footers and notes by part name."""
        return {
            name: self.document if name == "word/document.xml" else self.root(name)
            for name in sorted(self.parts)
            if STORY.fullmatch(name)
        }

    @cached_property
    def _styles_root(self) -> Element:
        return self.root("word/styles.xml")

    @cached_property
    def styles(self) -> dict[str, Element]:
        return {str(value(style, "styleId")): style for style in self._styles_root.iter(f"{W}style")}

    @cached_property
    def _usual(self) -> str | None:
        for key, style in self.styles.items():
            if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true"):
                return key
        return None

    def style_of(self, paragraph: Element) -> str | None:
        return value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._usual

    def _chain(self, key: str | None, kind: str) -> Iterator[Element]:
        """The properties ``rPr`` or ``pPr`` of a style and of those it is based on, nearest first."""
        seen: set[str] = set()
        while key is not None and key in self.styles and key not in seen:
            seen.add(key)
            properties = self.styles[key].find(f"{W}{kind}")
            if properties is not None:
                yield properties
            key = value(self.styles[key].find(f"{W}basedOn"))

    def _table_style(self, element: Element) -> str | None:
        table = next(element.iterancestors(f"{W}tbl"), None)
        return None if table is None else value(table.find(f"{W}tblPr/{W}tblStyle"))

    def run_looks(self, run: Element) -> Iterator[Element]:
        """All that says how a run looks, nearest first; a paragraph's mark (its ``rPr``) counts as a run."""
        own = run if run.tag == f"{W}rPr" else run.find(f"{W}rPr")
        if own is not None:
            yield own
            yield from self._chain(value(own.find(f"{W}rStyle")), "rPr")
        paragraph = next(run.iterancestors(f"{W}p"))
        yield from self._chain(self.style_of(paragraph), "rPr")
        yield from self._chain(self._table_style(run), "rPr")
        defaults = self._styles_root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is not None:
            yield defaults

    def run_has(self, run: Element, tag: str, attribute: str = "val") -> str | None:
        """The attribute that counts for a run (``sz``, ``szCs``; ``rFonts`` with ``cs``), None if nowhere set."""
        for look in self.run_looks(run):
            found = value(look.find(f"{W}{tag}"), attribute)
            if found is not None:
                return found
        return None

    def run_is(self, run: Element, tag: str) -> bool:
        """Whether a toggle (``b``, ``bCs``) is on for a run."""
        for look in self.run_looks(run):
            if (element := look.find(f"{W}{tag}")) is not None:
                return is_on(element)
        return False

    def paragraph_has(self, paragraph: Element, tag: str, attribute: str = "val") -> str | None:
        """The attribute that counts for a paragraph (``jc``; ``ind`` with ``left``), None if nowhere set."""
        for look in self._paragraph_looks(paragraph):
            found = value(look.find(f"{W}{tag}"), attribute)
            if found is not None:
                return found
        return None

    def paragraph_is(self, paragraph: Element, tag: str) -> bool:
        """Whether a toggle (``keepNext``) is on for a paragraph."""
        for look in self._paragraph_looks(paragraph):
            if (element := look.find(f"{W}{tag}")) is not None:
                return is_on(element)
        return False

    def paragraph_leads(self, paragraph: Element) -> bool:
        """Whether a tab stop of a paragraph leads to it with dots."""
        stops = (stop for look in self._paragraph_looks(paragraph) for stop in look.iterfind(f"{W}tabs/{W}tab"))
        return any(value(stop, "leader") == "dot" for stop in stops)

    def _paragraph_looks(self, paragraph: Element) -> Iterator[Element]:
        own = paragraph.find(f"{W}pPr")
        if own is not None:
            yield own
        yield from self._chain(self.style_of(paragraph), "pPr")
        defaults = self._styles_root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        if defaults is not None:
            yield defaults
