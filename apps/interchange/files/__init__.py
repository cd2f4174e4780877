"""Imports from tables: a mapping (TOML) says what the columns mean, an importer calls actions."""
