"""All rows of a scope as columns, for the map: built by PostgreSQL a region at a time, packed once, kept by process."""

from apps.regions.columns.answer import Answer, answer_of
from apps.regions.columns.body import Body
from apps.regions.columns.kept import Kept
from apps.regions.columns.source import Column, Source

__all__ = ["Answer", "Body", "Column", "Kept", "Source", "answer_of"]
