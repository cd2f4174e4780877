"""Rows in, bytes out; no model is known here."""
