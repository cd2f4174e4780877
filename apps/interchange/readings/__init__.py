"""Readings: what sensors publish."""
