"""The whole way from a loaded report to the finished file, against docxtpl with the same page.

This library's side holds the report against its rules, applies the digit policy and the no-break joins, proves that no
text was lost, and puts the data and its record into the file. docxtpl's side is what its documentation shows:
load the template, render it (with the same filters and autoescape), save it. Both work in memory.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import thaireport
from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from thaireport import Report
from thaireport.output import templates
from thaireport.output.docx import compile_template, syntax

from benchmarks.timing import Pair, mean, pair

ROOT = Path(__file__).parents[1]
KINDS = (
    "memo",
    "announcement",
    "order",
    "external_letter",
    "project_sheet",
    "measures_report",
    "plan_results",
    "action_plan",
)


def unchecked(report: Report) -> Report:
    """The same report as ``load`` gives it before its rules were asked."""
    copy = report.model_copy()
    copy.__dict__.pop("findings", None)
    return copy


def by_thaireport(report: Report) -> bytes:
    """Checks, document, proof, record, bytes."""
    return thaireport.render(unchecked(report))


class _Digits(Extension):
    """docxtpl has no digit policy: what stands in ``{%p digits %}`` is printed as it is."""

    tags = {"digits"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        parser.stream.expect("string")
        return parser.parse_statements(("name:enddigits",), drop_needle=True)


@cache
def _environment() -> Environment:
    found = Environment(autoescape=True, extensions=[_Digits])
    found.filters.update(syntax.FILTERS)
    return found


def by_docxtpl(template: bytes, context: dict[str, object]) -> bytes:
    """Load, render and save, as docxtpl's documentation says."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(context, _environment(), autoescape=True)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def page(kind: str) -> tuple[Report, bytes, dict[str, object]]:
    """A kind's example, its template and what the template prints of it."""
    return page_of(thaireport.load(ROOT / "examples" / f"{kind}.yaml"))


def page_of(report: Report) -> tuple[Report, bytes, dict[str, object]]:
    """The same of any report."""
    file = templates.find(report.template_for("docx"), report.agency)
    data = file.read_bytes()
    return report, data, report.context(compile_template(data, file.name).names)


def compare(kind: str, rounds: int, budget: float = 0.05) -> Pair:
    """One kind's page both ways."""
    report, template, context = page(kind)
    return pair(lambda: by_thaireport(report), lambda: by_docxtpl(template, context), rounds=rounds, budget=budget)


def ratios(quick: bool = False) -> dict[str, float]:
    """Times docxtpl, by kind and as the geometric mean."""
    rounds, budget = (2, 0.02) if quick else (7, 0.05)
    found = {kind: compare(kind, rounds, budget).ratio for kind in KINDS}
    return {
        **{f"whole_{kind}": value for kind, value in found.items()},
        "whole_over_docxtpl": mean(list(found.values())),
    }


if __name__ == "__main__":
    for kind in KINDS:
        found = compare(kind, 5)
        print(f"{kind:18} {found.ours:8.2f} ms  docxtpl {found.other:8.2f} ms  {found.ratio:6.1f}x")
