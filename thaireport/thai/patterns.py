"""Regular expressions that are compiled when they are first used.

A memo needs a dozen of the hundred that its modules name; compiled all at once they took a fifth of its start.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast


def pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, made at its first use; a wrong expression is found only then."""
    return cast("re.Pattern[AnyStr]", _Later(expression, flags))


class _Later:
    def __init__(self, expression: str | bytes, flags: int) -> None:
        self.pattern = expression
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        # Asked only for what is not there yet: each method of the compiled one is kept as our own.
        found = getattr(re.compile(self.pattern, self._flags), name)
        self.__dict__[name] = found
        return found
