"""Whole stories across the rooms."""
