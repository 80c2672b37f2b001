"""What would make the files of a template reach outside themselves: macros, links, formulas that call out.

A template may come from anywhere. What its files do when somebody opens them must be nothing but to show data: no
program runs, no other file or address is read, no data is sent along with a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from thaireport.errors import DataError, Problem
from thaireport.output.foreign import open_office
from thaireport.output.package import parse_xml

_FORMULAS = ("{*}f", "{*}formula", "{*}formula1", "{*}formula2", "{*}definedName")
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_CALLS = re.compile(
    r"(?<![A-Z0-9_])(?:_XL[A-Z]+\.)*(WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|EXECUTE|RUN|FOPEN|SQL\.REQUEST|"
    r"STOCKHISTORY|CUBE[A-Z]+|INFO|DDE|INITIATE|IMPORT[A-Z]+)\s*\(",
    re.I,
)
_FILE_NAME = re.compile(r'CELL\s*\(\s*"\s*filename', re.I)
_OTHER_FILE = re.compile(r"\[[^\[\]]*\][^!\[\](),;+*/&=<>^]*!")
_SENDS = re.compile(r'HYPERLINK\s*\(\s*"(?:[^"]|"")*"\s*&', re.I)
_RUNS = re.compile(r'HYPERLINK\s*\(\s*"\s*(?!https?:|mailto:|tel:|#)', re.I)
_MACRO = re.compile(r"^(?:_xlnm\.)?auto_?(open|close|activate|deactivate)$", re.I)
_IS_MACRO = ("function", "vbProcedure", "xlm")


def reaches(data: bytes, name: str) -> list[Problem]:
    """Everything in a template that reaches outside its files, each with its place. Unreadable files are not judged."""
    suffix = name.lower().rpartition(".")[2]
    try:
        parts = open_office(data, suffix, name)
    except DataError as error:
        return [problem for problem in error.problems if problem.code == "refused"]
    faults = chain.from_iterable(
        _formula_faults(part, parse_xml(body))
        for part, body in parts.items()
        if suffix == "xlsx" and part.startswith("xl/") and part.endswith(".xml")
    )
    return [Problem(fault, code="reaches-out", place=f"{name} {place}") for place, fault in faults]


def _formula_faults(part: str, root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter(*_FORMULAS):
        place = _place(part, element)
        formula = element.text or ""
        if any(element.get(key) in {"1", "true"} for key in _IS_MACRO) or _MACRO.match(element.get("name") or ""):
            yield place, "เป็นชื่อของแมโคร: ลบชื่อนี้ (สูตร > ตัวจัดการชื่อ)"
        if fault := formula_fault(formula):
            yield place, f"{fault}: ={formula[:80]}"


def formula_fault(formula: str) -> str:
    """What a formula does outside its workbook, in Thai; empty for one that only works out its own cells."""
    plain = _TEXT.sub('""', formula)
    if found := _CALLS.search(plain):
        return f"ใช้ฟังก์ชัน {found[1].upper()} ไม่ได้ เพราะติดต่อออกนอกไฟล์"
    if _FILE_NAME.search(formula):
        return "ใช้ CELL(“filename”) ไม่ได้ เพราะพิมพ์ชื่อโฟลเดอร์ของเครื่อง"
    if _OTHER_FILE.search(plain) or "|" in plain:
        return "อ้างถึงไฟล์หรือโปรแกรมอื่น: ตัดการเชื่อมโยงใน Excel"
    if _SENDS.search(formula) or _RUNS.search(formula):
        return "HYPERLINK ส่งข้อมูลออกไปหรือเปิดไฟล์ในเครื่อง: ใช้ที่อยู่ https ทั้งข้อความ หรือที่อยู่จากช่อง"
    return ""


def _place(part: str, element: etree._Element) -> str:
    if title := element.get("name"):
        return f"ชื่อช่วง {title}"
    cell = element.getparent()
    reference = cell.get("r") if cell is not None else None
    return f"{part.removeprefix('xl/')} ช่อง {reference}" if reference else part.removeprefix("xl/")
