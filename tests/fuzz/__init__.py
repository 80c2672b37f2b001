"""Files, finished ones and those of clerks, damaged at random by byte and by meaning, and read:
``python -m tests.fuzz --count 20000``."""
