"""``doctor``: what the machine has and lacks, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from thaireport.cli.console import EXIT_DONE, EXIT_SETUP, padded, say, width
from thaireport.doctor import findings


def examine_machine(agency: Path | None) -> int:
    """Print every finding; exit status 2 when something needed is missing."""
    found = list(findings(agency))
    column = max(width(each.subject) for each in found)
    for each in found:
        word = "ใช้ได้" if each.fine else "ต้องแก้" if each.needed else "ควรแก้"
        say(f"{padded(word, 7)} {padded(each.subject, column)}  {each.text}")
        if each.remedy and not each.fine:
            say(f"{' ' * (column + 10)}-> {each.remedy}")
    return EXIT_DONE if all(each.fine or not each.needed for each in found) else EXIT_SETUP
