"""Change what is known about an incident."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import Point

from apps.core.geo import as_geojson
from apps.incidents.actions.set_priority import PRIORITY_COLUMNS, prioritise
from apps.incidents.ledger import line, store
from apps.incidents.models import Incident, IncidentType
from apps.incidents.people import Principal
from apps.incidents.placing import is_outside, known_district
from apps.incidents.refusals import UnknownType
from apps.incidents.searching import search_text
from apps.incidents.steps import guard, guard_figures, refuse_merged
from apps.live.feed import change

EDITABLE: Final = frozenset(
    {
        "title",
        "description",
        "type_id",
        "priority",
        "location",
        "location_source",
        "location_accuracy_m",
        "address",
        "district_id",
        "is_exercise",
    }
)


def edit_incident(
    *,
    incident_id: UUID | str,
    changes: Mapping[str, Any],
    by: Principal | None,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Incident:
    """Set these columns (names of `EDITABLE`); what is as it was is no change.

    The region stays: that is a transfer. What would change figures that stand is a supervisor's, with a reason.

    Raises `VersionIsOld`, `IsMerged`, `UnknownType`, `UnknownDistrict`, `NeedsSupervisor`, `NeedsReason`.
    """
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"not editable: {sorted(unknown)}")
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        guard(incident, version, at=at)
        refuse_merged(incident)
        new = {name: value for name, value in changes.items() if getattr(incident, name) != value}
        if not new:
            return incident
        guard_figures(incident, new, by=by, reason=reason)
        old = {name: getattr(incident, name) for name in new}
        _apply(incident, new, at)
        entry = line(incident, "edited", by=by, at=at, old=_plain(old), new=_plain(new), reason=reason)
        columns = [*new, *PRIORITY_COLUMNS, "is_outside", "search"]
        store(feed, incident, sorted({_field(name) for name in columns}), entry, event="incident.edited")
        return incident


def _apply(incident: Incident, new: Mapping[str, Any], at: datetime) -> None:
    if "type_id" in new and not IncidentType.objects.filter(pk=new["type_id"], is_active=True).exists():
        raise UnknownType(fields={"type": [str(UnknownType.message)]})
    if "district_id" in new:
        known_district(new["district_id"], incident.region_id)
    for name, value in new.items():
        if name == "priority":
            prioritise(incident, value, at=at)
        else:
            setattr(incident, name, value)
    if "location" in new:
        incident.is_outside = is_outside(incident.location)
    incident.search = search_text(incident.number, incident.title, incident.address)


def _field(name: str) -> str:
    return name.removesuffix("_id")


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON, under the names of the API."""
    return {
        _field(name): as_geojson(value) if isinstance(value, Point) else value
        for name, value in values.items()
    }
