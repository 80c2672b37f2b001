"""The command line: words to functions, no rules of its own. ``main`` is the program ``thaireport``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from thaireport.cli.console import guarded, say, speak_utf8

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status: 0 done, 1 the data has problems, 2 wrong use or setup."""
    speak_utf8()
    return guarded(lambda: _run(args))


def _run(args: Sequence[str] | None) -> int:
    if (sys.argv[1:] if args is None else list(args)) in (["--help"], ["-h"]):
        from thaireport.cli.overview import page

        say(page())
        return 0
    from thaireport.cli.app import run

    return run(args)
