"""What every test may ask for: the shared material, LibreOffice with the real fonts, golden texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from tests.support.golden import Golden
from tests.support.tools import ROOT, missing

# Property tests share the machine with LibreOffice: a slow example there is no fault of the code.
settings.register_profile("default", deadline=None)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# No test depends on what a run before it kept (tests/output/test_docx_stored.py turns it on).
os.environ["THAIREPORT_CACHE"] = "off"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/*.txt anew instead of comparing")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds, cases and reference pages that lies beside the repository (never part of it)."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        missing("../shared, the folder of samples")
    return folder


@pytest.fixture(scope="session")
def fonts() -> Path:
    """The folder of the real TH Sarabun fonts (``make fonts``)."""
    folder = ROOT / ".fonts"
    if not (folder / "fonts.conf").is_file():
        missing("the TH Sarabun fonts (make fonts)")
    return folder


@pytest.fixture(scope="session")
def soffice(fonts: Path) -> Path:
    """LibreOffice, with fonts that pages can be judged in."""
    from thaireport.output.soffice import find_soffice

    return find_soffice() or missing("LibreOffice (apt install libreoffice-writer-nogui libreoffice-calc-nogui)")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with ``tests/golden/NAME.txt``; ``pytest --update-golden`` writes it anew."""
    return Golden(ROOT / "tests" / "golden", update=bool(request.config.getoption("--update-golden")))
