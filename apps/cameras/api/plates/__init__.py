"""Plate readings and the watch list at the JSON edge."""
