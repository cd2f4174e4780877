"""The audit trail as one list: the rows of `AuditEntry`, and every change that triggers recorded."""

from apps.accounts.trail.rows import Change, Row
from apps.accounts.trail.sources import CHANGES, Filter, tracked_types
from apps.accounts.trail.window import Cursor, Page, read

__all__ = ["CHANGES", "Change", "Cursor", "Filter", "Page", "Row", "read", "tracked_types"]
