"""Outages, reports of health, and how much cameras worked, as JSON."""
