"""The deflate engine of the zip packages: zlib-ng where it is installed (the extra ``fast``), else Python's zlib.

Python's zlib works at level 6. zlib-ng's level 5 gives 2 to 4 % more bytes than that in a third of the time; its level
6 takes a fourth longer. Level 4 gives parts of a few pages 4 to 5 % more bytes, large ones 8 to 14, and is a third
faster; of a single page it saves nothing (``python -m benchmarks``).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any


def by_zlib(data: bytes) -> bytes:
    """Deflated by Python's own zlib, whatever is installed."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)  # zlib.compress takes no wbits before Python 3.11
    return packer.compress(data) + packer.flush()


try:
    from zlib_ng import zlib_ng
except ImportError:  # the extra "fast" is not installed
    ENGINE = "zlib"
    deflate: Callable[[bytes], bytes] = by_zlib
    crc32: Callable[..., int] = zlib.crc32
    INFLATE_ERRORS: tuple[type[Exception], ...] = (zlib.error,)
else:
    ENGINE = "zlib-ng"
    crc32 = zlib_ng.crc32
    INFLATE_ERRORS = (zlib_ng.error,)  # type: ignore[assignment]  # its stubs take the class for an instance

    def _deflate_ng(data: bytes) -> bytes:
        return zlib_ng.compress(data, level=5, wbits=-15)

    deflate = _deflate_ng


def inflater() -> Any:
    """The installed engine for unpacking (``decompress``)."""
    return zlib.decompressobj(-15) if ENGINE == "zlib" else zlib_ng.decompressobj(-15)


def compressor() -> Any:
    """The installed engine for data that comes in pieces (``compress`` and ``flush``)."""
    if ENGINE == "zlib":
        return zlib.compressobj(6, zlib.DEFLATED, -15)
    return zlib_ng.compressobj(5, zlib.DEFLATED, -15)
