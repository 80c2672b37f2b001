"""The public door: its names sorted, explained, and free of what nobody asked for."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
import thaireport
from tests.support.tools import ROOT

HEAVY = {
    *("PIL", "docx", "docxtpl", "fontTools", "jinja2", "lxml", "num2words", "openpyxl", "pikepdf"),
    *("pydantic", "pythainlp", "python_calamine", "typer", "yaml"),
}


def _modules_after(code: str) -> set[str]:
    """The names of all top-level modules that a fresh Python holds after ``code``."""
    script = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.splitlines()[-1].split())


def _reading_order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as ruff sorts ``__all__``."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def test_public_names_are_sorted() -> None:
    assert thaireport.__all__ == sorted(thaireport.__all__, key=_reading_order)


def test_every_public_name_is_there_and_listed_once() -> None:
    assert len(set(thaireport.__all__)) == len(thaireport.__all__)
    assert [name for name in thaireport.__all__ if not hasattr(thaireport, name)] == []


def test_nothing_public_is_missing_from_the_list() -> None:
    assert set(thaireport._HOME) == set(thaireport.__all__)


@pytest.mark.parametrize("name", thaireport.__all__)
def test_every_public_name_is_explained(name: str) -> None:
    value = getattr(thaireport, name)
    if callable(value):
        assert (inspect.getdoc(value) or "").strip()
        # A class must not pass with the explanation of the class it is made from.
        assert not inspect.isclass(value) or (value.__doc__ or "").strip()


def test_the_classes_of_all_kinds_are_public() -> None:
    assert {report.__name__ for report in thaireport.REPORTS.values()} - set(thaireport.__all__) == set()


def test_importing_the_package_imports_no_tool() -> None:
    assert _modules_after("import thaireport") & HEAVY == set()


def test_reading_the_models_imports_only_pydantic() -> None:
    assert _modules_after("import thaireport; thaireport.REPORTS") & HEAVY == {"pydantic"}


def test_help_imports_only_what_it_shows() -> None:
    code = "from thaireport.cli import main\nimport sys\nsys.argv = ['thaireport', '--help']\n"
    code += "try:\n    main()\nexcept SystemExit:\n    pass"
    assert _modules_after(code) & HEAVY <= {"typer"}
