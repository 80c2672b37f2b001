"""Where data comes from: YAML, JSON or a workbook becomes plain data that remembers each value's place."""
