"""What the benchmarks of units in the field need beside the portal."""
