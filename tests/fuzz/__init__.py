"""Files, finished ones and those of clerks, templates and commands, damaged at random by byte and by meaning, and read,
checked or done: ``python -m tests.fuzz --help``."""
