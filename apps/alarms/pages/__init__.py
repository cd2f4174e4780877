"""The HTML edge of alarms: rules and protected sites."""
