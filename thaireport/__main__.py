"""``python -m thaireport``: the command line for those whose PATH does not hold ``thaireport``."""

from __future__ import annotations

import sys

from thaireport.cli import main

sys.exit(main())
