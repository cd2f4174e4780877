"""The whole demo, part by part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from apps.accounts.models import User
from apps.demo.accounts import DUTY, staff
from apps.demo.country import grounds
from apps.demo.loading.alarm_rules import load_rules, load_watch_list
from apps.demo.loading.alarms import load_alarms
from apps.demo.loading.api_key import load_api_key
from apps.demo.loading.at_work import put_to_work
from apps.demo.loading.cameras import load_cameras
from apps.demo.loading.duty import load_duty
from apps.demo.loading.field import draw_rosters, load_field
from apps.demo.loading.history import load_history
from apps.demo.loading.outages import load_outages
from apps.demo.loading.pictures import load_pictures
from apps.demo.loading.sensors import load_sensors
from apps.demo.loading.sites import load_sites
from apps.demo.loading.traffic import load_traffic
from apps.demo.loading.users import load_users
from apps.demo.loading.violations import load_violations
from apps.inspectors.partitions import keep_days
from apps.reports.activity import keeping
from apps.reports.rollups import refresh

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each."""

    cameras: int
    inspectors: int
    incidents: int
    days: int
    sensors: int = 0


def load_demo(*, size: Size, at: datetime, tell: Tell) -> None:
    """Load what is missing; `tell` gets a line for each part. Run again, it adds nothing."""
    country = grounds()
    rosters = draw_rosters(total=size.inspectors, grounds=country)
    people = [roster.account_of(person) for roster in rosters for person in roster.people()]
    tell(_line("accounts", load_users([*staff(country), *people])))
    tell(_line("API keys of the simulator", int(load_api_key(at=at))))
    tell(_line("cameras", load_cameras(total=size.cameras, grounds=country, at=at)))
    tell(_line("outages of cameras", load_outages(at=at)))
    tell(_line("addresses of drawn pictures", load_pictures()))
    tell(_line("sensors", load_sensors(total=size.sensors, grounds=country, at=at)))
    tell(_line("protected sites", load_sites(grounds=country)))
    tell(_line("alarm rules", load_rules(regions=country, at=at)))
    duty = User.objects.get(username=DUTY)
    tell(_line("plates to look for", load_watch_list(by=duty, at=at)))
    tell(_line("what cameras saw", load_traffic(at=at)))
    tell(_line("violations", load_violations(at=at)))
    tell(_line("alarms", load_alarms(at=at)))
    keep_days(at=at)
    tell(_line("inspectors", load_field(rosters=rosters, at=at)))
    count, pairs = load_history(total=size.incidents, days=size.days, grounds=country, at=at)
    put_to_work(pairs=pairs, at=at)
    tell(_line("incidents", count))
    shifts = load_duty(days=size.days, at=at)
    tell(_line("shifts", shifts))
    if count or shifts:
        _condense(at)
        tell("figures: condensed")


def _condense(at: datetime) -> None:
    """Reckon the figures of what was loaded; the planner shall know first how much that is."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    refresh(at=at)
    keeping.refresh(at=at)


def _line(name: str, count: int) -> str:
    return f"{name}: {count} added" if count else f"{name}: nothing to add"
