"""Facts become alarms: what the feed tells is read once, held against the rules, and raised, counted or returned."""
