"""Imports go one way (ARCHITECTURE.md): read from the source, so that a wrong one cannot slip in anywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.support.tools import ROOT

PACKAGE = ROOT / "thaireport"

# Lowest first. Units of one row may import each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("thaireport", "deflate", "errors", "files"),
    ("data", "thai"),
    ("fields", "keys", "lint", "quiet", "reach", "stand_in"),
    ("pictures",),
    ("agency",),
    ("report",),
    ("framework", "parts"),
    ("reports",),
    ("intake", "messages", "migrate"),
    ("output",),
    ("agency_check", "blank", "doctor", "fieldlist", "pipeline", "readback", "template_check", "template_use"),
    ("compare",),
    ("batch", "differences", "verify"),
    ("collect",),
    ("cli",),
    ("__main__",),
)
RANK = {unit: rank for rank, units in enumerate(LAYERS) for unit in units}

# A report imports another only where it contains it or starts from it.
CONTAINS = {
    "action_plan": {"announcement", "project_sheet"},
    "plan_results": {"action_plan", "project_sheet"},
    "measures_report": {"ita_analysis"},
}

# Heavy or optional tools: the units that may use them, and always inside a function.
TOOLS = {
    "PIL": {"pictures"},
    "distributed": {"batch", "collect"},
    "docx": {"output"},
    "docxtpl": {"output"},
    "fontTools": {"output"},
    "num2words": {"thai"},
    "openpyxl": {"intake", "output", "collect", "readback"},
    "pikepdf": {"output"},
    "pythainlp": {"thai"},
    "python_calamine": {"intake"},
    "typer": {"cli"},
}


class Import(NamedTuple):
    """One import: the file, the module it asks for, and whether importing the file runs it."""

    path: Path
    module: str
    at_once: bool

    @property
    def importer(self) -> str:
        name = ".".join(("thaireport", *self.path.relative_to(PACKAGE).with_suffix("").parts))
        return name.removesuffix(".__init__")

    @property
    def unit(self) -> str:
        return _unit(self.importer)

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)} imports {self.module}"


def _unit(module: str) -> str:
    """The layer's name for a module: ``thaireport.output.docx.tags`` is ``output``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for path in sorted(PACKAGE.rglob("*.py")) for found in _imports_of(path))


def _imports_of(path: Path) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    for node, at_once in _walk(tree, at_once=True):
        if isinstance(node, ast.Import):
            yield from (Import(path, alias.name, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (Import(path, name, at_once) for name in _asked_for(path, node))


def _asked_for(path: Path, node: ast.ImportFrom) -> set[str]:
    """``from thaireport import errors`` asks for a module, ``from thaireport.errors import X`` for a name."""
    module = node.module or ""
    if node.level:
        package = ("thaireport", *path.relative_to(PACKAGE).parts[:-1])
        module = ".".join([*package[: len(package) - node.level + 1], *module.split(".")]).strip(".")
    folder = ROOT.joinpath(*module.split("."))
    names = {alias.name for alias in node.names}
    modules = {name for name in names if (folder / f"{name}.py").is_file() or (folder / name).is_dir()}
    return {f"{module}.{name}" for name in modules} | ({module} if names - modules else set())


def _walk(node: ast.AST, *, at_once: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _is_for_types(child)
        yield child, at_once and not later
        yield from _walk(child, at_once=at_once and not later)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _own() -> list[tuple[Import, str]]:
    """Imports of one unit by another, the public door apart (it names them all and imports none at once)."""
    own = ((found, _unit(found.module)) for found in imports() if found.module.split(".")[0] == "thaireport")
    return [(found, unit) for found, unit in own if found.unit not in (unit, "thaireport")]


def test_every_module_has_its_layer() -> None:
    units = {found.unit for found in imports()} | {_unit(found.module) for found, _ in _own()}
    assert units - RANK.keys() == set()


def test_no_module_imports_from_a_layer_above_its_own() -> None:
    assert [str(found) for found, unit in _own() if RANK.get(unit, 0) > RANK.get(found.unit, 99)] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    asked: dict[str, set[str]] = {}
    for found in imports():
        if found.at_once:
            asked.setdefault(found.importer, set()).add(found.module)
    # Take away, again and again, the modules that ask for nothing left: a circle is what remains.
    while done := [name for name, wanted in asked.items() if not wanted & asked.keys() - {name}]:
        for name in done:
            del asked[name]
    assert {name: sorted(wanted & asked.keys()) for name, wanted in asked.items()} == {}


def test_a_report_imports_only_the_reports_it_contains() -> None:
    wrong = []
    for found in imports():
        parts, wanted = found.path.relative_to(PACKAGE).parts, found.module.split(".")
        if parts[0] != "reports" or wanted[:2] != ["thaireport", "reports"] or len(wanted) < 3:
            continue
        kind = parts[1].removesuffix(".py")
        if kind not in ("__init__", "bundle") and wanted[2] not in {kind} | CONTAINS.get(kind, set()):
            wrong.append(str(found))
    assert wrong == []


def test_heavy_tools_stay_with_those_who_use_them() -> None:
    named = [(found, TOOLS[tool]) for found in imports() if (tool := found.module.split(".")[0]) in TOOLS]
    assert [str(found) for found, homes in named if found.unit not in homes] == []


def test_heavy_tools_are_imported_only_when_used() -> None:
    lazy = TOOLS.keys() - {"typer"}  # the command line is typer's; `import thaireport` does not import it
    assert [str(found) for found in imports() if found.at_once and found.module.split(".")[0] in lazy] == []
