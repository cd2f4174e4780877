"""What alarms keep: a concept a file."""

from apps.alarms.models.sites import Site, SiteContact, SiteKind

__all__ = ["Site", "SiteContact", "SiteKind"]
