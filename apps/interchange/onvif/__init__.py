"""ONVIF: events that cameras themselves publish as JSON."""
