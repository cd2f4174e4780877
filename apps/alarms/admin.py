"""Protected sites for admins, with their perimeter on a map."""

from apps.alarms.site_admin import SiteAdmin

__all__ = ["SiteAdmin"]
