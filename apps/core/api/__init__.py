"""Plumbing of the JSON edge."""
