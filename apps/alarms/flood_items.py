"""A flood of alarms as screens get it."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from apps.accounts.roles import Can
from apps.alarms.actions.watch_floods import TOPIC
from apps.alarms.models import Flood
from apps.core.clock import iso
from apps.live.topics import Item, Topic


def _item(flood: Flood) -> dict[str, Any]:
    return {
        "id": str(flood.pk),
        "region": flood.region_id,
        "began_at": iso(flood.began_at),
        "ended_at": iso(flood.ended_at),
        "operators": flood.operators,
        "alarms_count": flood.alarms_count,
        "version": flood.version,
        "open": flood.ended_at is None,
    }


def render(ids: Collection[str]) -> Mapping[str, Item]:
    """The items of these floods, by id."""
    return {str(flood.pk): _item(flood) for flood in Flood.objects.filter(pk__in=ids)}


def open_items(codes: Collection[str]) -> list[Item]:
    """The floods of these regions that last."""
    return [
        _item(flood) for flood in Flood.objects.filter(region__in=codes, ended_at=None).order_by("region")
    ]


LIVE: Final = Topic(name=TOPIC, needs=Can.READ_ALARMS, render=render, open_items=open_items, redact=dict)
