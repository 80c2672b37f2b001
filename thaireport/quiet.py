"""What other libraries warn of and we have dealt with, kept from whoever listens."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_ONE = threading.Lock()
"""What is ignored is the whole program's: two threads at it at once would put back each other's state."""


@contextmanager
def ignoring(category: type[Warning]) -> Iterator[None]:
    """Warnings of a category are ignored inside the block, which one thread enters at a time: keep it short."""
    with _ONE, warnings.catch_warnings():
        warnings.simplefilter("ignore", category)
        yield
