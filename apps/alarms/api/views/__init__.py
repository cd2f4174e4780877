"""The JSON edge of alarms, a subject a file."""
