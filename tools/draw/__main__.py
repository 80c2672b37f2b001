"""``python -m tools.draw [KIND...]``: redraw the shipped templates."""

from __future__ import annotations

import sys

from tools.draw import TEMPLATES, drawn, kinds


def main(names: list[str]) -> int:
    """Write the templates of ``names`` (all without any); 2 when a name has no drawing."""
    unknown = sorted(set(names) - set(kinds()))
    if unknown:
        print(f"no drawing for {', '.join(unknown)}; there are: {', '.join(kinds())}", file=sys.stderr)
        return 2
    for name, data in drawn(names).items():
        (TEMPLATES / name).write_bytes(data)
        print(f"templates/{name}  {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
