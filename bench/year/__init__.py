"""A year of incidents, made by PostgreSQL."""
