"""An incident as JSON: the one list item that the API, the feed and the snapshot share."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.roles import Can
from apps.core.clock import iso
from apps.core.errors import NotFound
from apps.core.geo import as_geojson
from apps.incidents import companions
from apps.incidents.ledger import TOPIC
from apps.incidents.models import Incident
from apps.incidents.querysets import IncidentQuerySet
from apps.incidents.workflow import OPEN, Stamp
from apps.live.topics import Item, Topic

Row = dict[str, Any]

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


def rows_of(incidents: IncidentQuerySet, *, with_description: bool = False) -> QuerySet[Incident, Row]:
    """The columns of list items, to be sliced by pages; `shown` makes items of them."""
    columns = (*ROW, "target_s", *(("description",) if with_description else ()))
    rows: QuerySet[Incident, Row] = incidents.with_target().values(*columns)
    return rows


def shown(rows: Iterable[Row]) -> list[Item]:
    """The list item of each row, in their order, with what upper rooms add."""
    rows = list(rows)
    beside = companions.of([str(row["id"]) for row in rows]) if rows else {}
    return [_item(row, beside) for row in rows]


def detail_of(incident_id: UUID | str) -> Item:
    """One incident with its description; raises `NotFound`."""
    found = shown(rows_of(Incident.objects.filter(pk=incident_id), with_description=True))
    if not found:
        raise NotFound
    return found[0]


def _item(row: Row, beside: Mapping[str, Any]) -> Item:
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


def _handler(row: Row) -> dict[str, Any] | None:
    if row["handler_id"] is None:
        return None
    return {"id": row["handler_id"], "name": row["handler__full_name"] or row["handler__username"]}


def render(ids: Collection[str]) -> dict[str, Item]:
    """The list item of each of these incidents, by id."""
    return {item["id"]: item for item in shown(rows_of(Incident.objects.filter(pk__in=ids)))}


def open_items(codes: Iterable[str]) -> list[Item]:
    """The open incidents of these regions, the most urgent first."""
    return shown(rows_of(Incident.objects.open().of_regions(codes).most_urgent_first()))


def redact(item: Item) -> Item:
    """The item as a wall display gets it."""
    return {name: value for name, value in item.items() if name not in HIDDEN}


LIVE: Final = Topic(name=TOPIC, needs=Can.READ_INCIDENTS, render=render, open_items=open_items, redact=redact)
