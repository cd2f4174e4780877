"""An alarm as JSON: the one list item that the API, the feed and the snapshot share."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db.models import QuerySet

from apps.accounts.roles import Can
from apps.alarms.ledger import TOPIC
from apps.alarms.models import Alarm
from apps.alarms.querysets import AlarmQuerySet
from apps.alarms.workflow import State
from apps.core.clock import iso
from apps.core.geo import as_geojson
from apps.live.topics import Item, Topic

Row = dict[str, Any]

PLAIN: Final = (
    "priority",
    "state",
    "source",
    "source_kind",
    "source_id",
    "source_code",
    "source_name",
    "sites",
    "sensor",
    "facts",
    "occurrences",
    "shelve_reason",
    "escalation",
    "is_chattering",
    "needs_clearing",
    "version",
)
STAMPS: Final = (
    "raised_at",
    "last_at",
    "returned_at",
    "acknowledged_at",
    "shelved_until",
    "cleared_at",
)
ROW: Final = (
    "id",
    "region_id",
    "district_id",
    "type_id",
    "rule_id",
    "rule_version__name",
    "location",
    "camera_id",
    "acknowledged_by_id",
    "acknowledged_by_name",
    "clearing",
    "incident_id",
    "incident__number",
    *PLAIN,
    *STAMPS,
)
# What a display gets of the facts: measures and counts, nothing that names a person or a car.
OPEN_FACTS: Final = frozenset(
    {
        "measure",
        "compare",
        "value",
        "peak",
        "unit",
        "limit",
        "level",
        "label",
        "score",
        "cameras_count",
        "cause",
    }
)
HIDDEN: Final = frozenset({"acknowledged_by", "shelve_reason"})


def rows_of(alarms: AlarmQuerySet) -> QuerySet[Alarm, Row]:
    """The columns of list items, to be sliced by pages; `shown` makes items of them."""
    rows: QuerySet[Alarm, Row] = alarms.values(*ROW)
    return rows


def shown(rows: Iterable[Row]) -> list[Item]:
    """The list item of each row, in their order."""
    return [_item(row) for row in rows]


def _item(row: Row) -> Item:
    item: Item = {
        "id": str(row["id"]),
        "region": row["region_id"],
        "district": row["district_id"],
        "type": row["type_id"],
        "rule": row["rule_id"] and {"id": row["rule_id"], "name": row["rule_version__name"]},
        "location": as_geojson(row["location"]),
        "camera": row["camera_id"],
        "acknowledged_by": _person(row),
        "clearing": row["clearing"] or None,
        "incident": row["incident_id"] and {"id": str(row["incident_id"]), "number": row["incident__number"]},
        "open": row["state"] != State.CLEARED,
    }
    item.update((name, row[name]) for name in PLAIN)
    item.update((name, iso(row[name])) for name in STAMPS)
    return item


def _person(row: Row) -> dict[str, Any] | None:
    if row["acknowledged_by_id"] is None:
        return None
    return {"id": row["acknowledged_by_id"], "name": row["acknowledged_by_name"]}


def item_of(alarm: Alarm) -> Item:
    """One alarm as it is now."""
    return shown(rows_of(Alarm.objects.filter(pk=alarm.pk)))[0]


def render(ids: Collection[str]) -> dict[str, Item]:
    """The list item of each of these alarms, by id."""
    return {item["id"]: item for item in shown(rows_of(Alarm.objects.filter(pk__in=ids)))}


def open_items(codes: Iterable[str]) -> list[Item]:
    """The open alarms of these regions, the most urgent first."""
    return shown(rows_of(Alarm.objects.open().of_regions(codes).most_urgent_first()))


def redact(item: Item) -> Item:
    """The alarm as a wall display gets it: without who has seen it; plates and persons are in no item."""
    shown_here = {name: value for name, value in item.items() if name not in HIDDEN}
    shown_here["facts"] = {name: value for name, value in item["facts"].items() if name in OPEN_FACTS}
    return shown_here


LIVE: Final = Topic(name=TOPIC, needs=Can.READ_ALARMS, render=render, open_items=open_items, redact=redact)
