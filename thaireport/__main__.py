"""The program ``thaireport``, also as ``python -m thaireport`` for those whose PATH does not hold it."""

from __future__ import annotations

import sys

_STOPPED = 130


def main() -> int:
    """Run the command that was typed; gives its exit status.

    Whoever ends the program (a service, a time limit, a terminal that is closed) ends it as Ctrl-C does: what it was
    writing is taken away.
    """
    try:
        import signal

        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:  # not so behind nohup
            signal.signal(signal.SIGHUP, _hang_up)
        sys.unraisablehook = _unseen
        from thaireport.cli import main as run

        return run()
    except KeyboardInterrupt:  # before the program could say so itself
        return _STOPPED


def _hang_up(number: int, _frame: object) -> None:
    """Stop, once: the system and the shell both say that a terminal was closed."""
    import signal

    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _unseen(left: sys.UnraisableHookArgs) -> None:
    """What Python throws away, as files that openpyxl left half written on a full disk, is for the log."""
    from thaireport.cli.console import log

    log(f"ignored: {left.exc_value!r} ({left.object!r})")


if __name__ == "__main__":
    sys.exit(main())
