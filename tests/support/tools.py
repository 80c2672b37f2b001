"""Tools of the machine: where one is missing a test is skipped visibly, but never in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
IN_CI = os.environ.get("CI", "").lower() == "true"


def missing(what: str) -> NoReturn:
    """Skip the test for want of ``what``; under ``CI=true`` fail it, so that CI never looks greener than it is."""
    if IN_CI:
        pytest.fail(f"missing in CI: {what}", pytrace=False)
    pytest.skip(f"missing on this machine: {what}")


def tool(name: str, package: str) -> str:
    """The path of a program, or the test ends here; ``package`` is what to install."""
    return shutil.which(name) or missing(f"{name} (apt install {package})")


def output_of(*command: str | Path, stdin: bytes | None = None) -> bytes:
    """What a program prints; the test fails with what it says when it fails."""
    done = subprocess.run([str(word) for word in command], input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stderr.decode('utf-8', 'replace')}"
    return done.stdout
