"""Templates that cannot go wrong silently: a .docx or .xlsx held against the model of its kind.

    for problem in check_template(data, "memo.docx"):
        print(problem)  # memo.docx document.xml ตารางที่ 1 แถวที่ 2 ช่องที่ 1: ไม่รู้จัก signer.nmae: หมายถึง signer.name หรือไม่

Errors keep a template from being used; warnings are about paper, and about what may be left out and is not printed.
"""

from thaireport.template_check.check import check_template, ensure, is_of_other_format, kind_of

__all__ = ["check_template", "ensure", "is_of_other_format", "kind_of"]
