"""Outages as the feed and the API show them."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from apps.cameras.models import Outage, OutageCause
from apps.core.clock import iso
from apps.core.geo import as_geojson

TOPIC: Final = "outages"
Item = dict[str, Any]


def outage_item(outage: Outage) -> Item:
    """The list item: of a camera, or of a node with the number of its cameras."""
    of = outage.camera or outage.node
    named = None if of is None else {"id": of.pk, "code": of.code, "name": of.name}
    return {
        "id": str(outage.pk),
        "region": outage.region_id,
        "camera": named if outage.camera_id else None,
        "node": named if outage.node_id else None,
        "part_of": str(outage.part_of_id) if outage.part_of_id else None,
        "location": as_geojson(of.location) if of is not None and of.location else None,
        "cause": outage.cause,
        "began_at": iso(outage.began_at),
        "ended_at": iso(outage.ended_at),
        "cameras_count": outage.cameras_count,
        "open": outage.ended_at is None,
    }


def render(ids: Collection[str]) -> Mapping[str, Item]:
    """The items of these outages, by id."""
    rows = Outage.objects.select_related("camera", "node").filter(pk__in=ids)
    return {str(row.pk): outage_item(row) for row in rows}


def cause_of(detail: str) -> OutageCause:
    """The cause that a word about a failed look stands for; what is no such word was reported by somebody else."""
    return OutageCause(detail) if detail in OutageCause.values else OutageCause.REPORTED
