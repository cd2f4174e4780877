"""Violations at the JSON edge."""
