"""The template's own texts with the digits of their sheet."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.sax.saxutils import escape, unescape

from thaireport.output.xlsx.cells import converter
from thaireport.output.xlsx.model import Label
from thaireport.output.xlsx.values import Scalar

_TEXT = re.compile(r"(<t(?: [^>]*)?>)([^<]*)(</t>)")


def converted(text: str, policy: str) -> str:
    """XML text with the digits of ``policy``."""
    return escape(converter(policy)(unescape(text)))


@lru_cache(maxsize=4096)
def label_fragment(label: Label, policy: str) -> str:
    """The rest of the label's ``<c>``; its shared string where no digit changes, else a text of its own."""
    changed = _TEXT.sub(lambda t: t.group(1) + converted(t.group(2), policy) + t.group(3), label.text)
    return label.fragment if changed == label.text else f' t="inlineStr"><is>{changed}</is>'


@lru_cache(maxsize=4096)
def label_value(label: Label, policy: str) -> Scalar:
    """What formulas see of the label."""
    if not isinstance(label.value, str) or not label.text:
        return label.value
    return converter(policy)(label.value) or None
