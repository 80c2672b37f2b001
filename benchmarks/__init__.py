"""What is fast, measured side by side with the peers: ``python -m benchmarks --quick --json``."""
