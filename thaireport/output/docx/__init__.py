"""Word files from Word templates.

    template = compile_template(Path("memo.docx").read_bytes(), "memo.docx")
    data = template.render({"subject": "ขออนุมัติ"}, digits=lambda section: "thai")

The tags are docxtpl's (its own ``patch_xml`` reads them): ``{{ field }}``, ``{%p for x in xs %}`` for
paragraphs, ``{%tr for x in xs %}`` for table rows, ``{% if x %}`` within a paragraph, ``{% vm %}`` to merge
a repeated cell; and one of our own, ``{%p digits "section" %} … {%p enddigits %}``, which names the digit
policy of what is between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thaireport.output.docx.printing import ChartLike, PictureLike
from thaireport.output.docx.template import WordTemplate, compile_template

__all__ = ["ChartLike", "PictureLike", "WordTemplate", "compile_template", "join"]

if TYPE_CHECKING:
    from thaireport.output.docx.join import join


def __getattr__(name: str) -> Any:
    """One report does not wait for what only a bundle needs."""
    if name == "join":
        from thaireport.output.docx.join import join

        return join
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
