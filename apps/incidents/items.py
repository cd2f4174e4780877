"""An incident as JSON: the one list item that the API, the feed and the snapshot share."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from apps.core.clock import iso
from apps.core.geo import as_geojson
from apps.incidents import companions
from apps.incidents.ledger import TOPIC
from apps.incidents.models import Incident
from apps.incidents.querysets import IncidentQuerySet
from apps.incidents.workflow import OPEN, Stamp
from apps.live.topics import Item, Topic

PLAIN: Final = (
    "number",
    "priority",
    "status",
    "title",
    "location_source",
    "location_accuracy_m",
    "address",
    "is_outside",
    "source",
    "source_ref",
    "is_exercise",
    "is_officer_initiated",
    "outcome",
    "calls_count",
    "version",
)
STAMPS: Final = tuple(stamp.value for stamp in Stamp)
ROW: Final = (
    "id",
    "region_id",
    "district_id",
    "type_id",
    "location",
    "is_ringing",
    "handler_id",
    "handler__full_name",
    "handler__username",
    "merged_into__number",
    *PLAIN,
    *STAMPS,
)
# What a display does not get: no personal data, and no title.
HIDDEN: Final = frozenset({"title", "address", "source_ref", "handler"})


def items(incidents: IncidentQuerySet, *, with_description: bool = False) -> list[Item]:
    """The list item of each incident, in the order of the query; with its description for a single one."""
    columns = (*ROW, "target_s", *(("description",) if with_description else ()))
    rows = list(incidents.with_target().values(*columns))
    beside = companions.of([str(row["id"]) for row in rows]) if rows else {}
    return [_item(row, beside) for row in rows]


def _item(row: dict[str, Any], beside: dict[str, Any]) -> Item:
    incident_id = str(row["id"])
    item: Item = {
        "id": incident_id,
        "region": row["region_id"],
        "district": row["district_id"],
        "type": row["type_id"],
        "location": as_geojson(row["location"]),
        "handler": _handler(row),
        "merged_into": row["merged_into__number"],
        "open": row["status"] in OPEN,
        "needs_ack": row["is_ringing"],
        "target_s": row["target_s"],
    }
    item.update((name, row[name]) for name in PLAIN)
    item.update((name, iso(row[name])) for name in STAMPS)
    item.update((name, lists.get(incident_id, [])) for name, lists in beside.items())
    if "description" in row:
        item["description"] = row["description"]
    return item


def _handler(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["handler_id"] is None:
        return None
    return {"id": row["handler_id"], "name": row["handler__full_name"] or row["handler__username"]}


def render(ids: Collection[str]) -> dict[str, Item]:
    """The list item of each of these incidents, by id."""
    return {item["id"]: item for item in items(Incident.objects.filter(pk__in=ids))}


def open_items(codes: Iterable[str]) -> list[Item]:
    """The open incidents of these regions, the most urgent first."""
    return items(Incident.objects.open().of_regions(codes).most_urgent_first())


def redact(item: Item) -> Item:
    """The item as a wall display gets it."""
    return {name: value for name, value in item.items() if name not in HIDDEN}


LIVE: Final = Topic(name=TOPIC, render=render, open_items=open_items, redact=redact)
