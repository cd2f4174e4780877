"""The page of the field, `/field/`: what a tablet reads and writes, and how trackers are set up beside it."""
