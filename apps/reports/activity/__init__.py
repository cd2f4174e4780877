"""What inspectors' duty came to, day by day: kept as facts, read by whoever may."""
