"""Draw a zone, change it, take it away."""

from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Polygon
from django.core.exceptions import ValidationError

from apps.alarms.actions.save_rule import renew_rules_of_zone
from apps.alarms.models import Zone
from apps.alarms.refusals import RuleOutOfScope, ZoneInUse
from apps.core.errors import InvalidInput, NotFound
from apps.incidents.people import Principal
from apps.live.feed import change


def save_zone(
    *,
    name: str,
    region: str,
    area: Polygon,
    by: Principal | None,
    at: datetime,
    zone_id: int | None = None,
) -> Zone:
    """Write a new zone or change one; rules that use it go by the new shape.

    Raises `InvalidInput` for a line that crosses itself or a name that is taken, `RuleOutOfScope` for another's region,
    `NotFound` for one that somebody else has taken away.
    """
    _need_region(region, by)
    with change(at=at):
        zone = Zone(region_id=region) if zone_id is None else _locked(zone_id, by)
        zone.name, zone.region_id, zone.area = name, region, area
        try:
            zone.full_clean()
        except ValidationError as error:
            raise InvalidInput(fields=_faults(error)) from None
        zone.save()
        renew_rules_of_zone(zone=zone, by=by, at=at)
    return zone


def delete_zone(*, zone_id: int, by: Principal | None, at: datetime) -> None:
    """Take a zone away that no rule uses; raises `ZoneInUse`, or `NotFound` when it is gone."""
    with change(at=at):
        zone = _locked(zone_id, by)
        if zone.rules.exists():
            raise ZoneInUse
        zone.delete()


def _locked(zone_id: int, by: Principal | None) -> Zone:
    zone = Zone.objects.select_for_update(of=("self",)).filter(pk=zone_id).first()
    if zone is None:
        raise NotFound
    _need_region(zone.region_id, by)
    return zone


def _need_region(region: str, by: Principal | None) -> None:
    if by is not None and not by.scope.covers(region):
        raise RuleOutOfScope


def _faults(error: ValidationError) -> dict[str, Any]:
    return {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
