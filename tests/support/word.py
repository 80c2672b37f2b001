"""A Word file as its reader sees it: the product's own reading (``thaireport.template_check.looks``), for judges."""

from __future__ import annotations

from thaireport.template_check.looks import Element, W, WordFile, is_on, text_of, value

__all__ = ["Element", "W", "WordFile", "is_on", "text_of", "value"]
