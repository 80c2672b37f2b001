"""Word files from Word templates.

    template = compile_template(Path("memo.docx").read_bytes(), "memo.docx")
    data = template.render({"subject": "ขออนุมัติ"}, digits=lambda section: "thai")

The tags are docxtpl's (its own ``patch_xml`` reads them): ``{{ field }}``, ``{%p for x in xs %}`` for
paragraphs, ``{%tr for x in xs %}`` for table rows, ``{% if x %}`` within a paragraph, ``{% vm %}`` to merge
a repeated cell; and one of our own, ``{%p digits "section" %} … {%p enddigits %}``, which names the digit
policy of what is between. ``join.join`` makes one file of several; one report does not wait for its import.
"""

from thaireport.output.docx.printing import ChartLike, PictureLike
from thaireport.output.docx.template import WordTemplate, compile_template

__all__ = ["ChartLike", "PictureLike", "WordTemplate", "compile_template"]
