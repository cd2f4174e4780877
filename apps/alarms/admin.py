"""What admins see of alarms: protected sites with their perimeter on a map, kinds of alarm, records to look at."""

from apps.alarms.alarm_admin import AlarmAdmin, AlarmTypeAdmin, RuleAdmin, ZoneAdmin
from apps.alarms.site_admin import SiteAdmin

__all__ = ["AlarmAdmin", "AlarmTypeAdmin", "RuleAdmin", "SiteAdmin", "ZoneAdmin"]
