"""Facts as rules see them, made of the list items that the feed carries: pure, no database.

The same items make the same facts, whether they come from the feed or from what was stored yesterday.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from apps.alarms.words import SourceKind, Trigger

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that begins, and most often ends. `ref` is its name for good; `values` are what conditions compare.

    `facts` are what an alarm of it tells everybody, `private` what it tells few. `owner` is the rule whose limit a
    crossing is of, `level` the priority of a sensor's own limit. `is_begin`: this is how it began, even where it had ended
    by the time it was told.
    """

    trigger: Trigger
    ref: str
    region: str
    source: str
    source_kind: SourceKind
    source_id: str
    source_code: str
    source_name: str
    began_at: datetime
    ended_at: datetime | None
    lonlat: tuple[float, float] | None = None
    camera: int | None = None
    sensor: int | None = None
    kind: str = ""
    owner: str = ""
    level: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
    is_begin: bool = False


MEASURES: Final = {"value": Trigger.THRESHOLD, "rate": Trigger.RATE, "absence": Trigger.ABSENCE}


def fact_of(topic: str, item: Item) -> Fact | None:
    """What an item of a topic tells; None where it tells nothing that rules know."""
    make = READERS.get(topic)
    return None if make is None else make(item)


def _crossing(item: Item) -> Fact:
    sensor, threshold = item["sensor"], item["threshold"]
    told = {name: threshold[name] for name in ("measure", "compare", "limit", "level")}
    told |= {
        "value": item["value"],
        "peak": item["peak"],
        "unit": item["unit"],
        "sensor_kind": sensor["kind"],
    }
    return Fact(
        trigger=MEASURES[threshold["measure"]],
        ref=f"crossing:{item['id']}",
        region=item["region"],
        source=f"sensor:{sensor['id']}",
        source_kind=SourceKind.SENSOR,
        source_id=str(sensor["id"]),
        source_code=sensor["code"],
        source_name=sensor["name"],
        began_at=moment(item["began_at"]),
        ended_at=_maybe(item["ended_at"]),
        lonlat=_lonlat(item),
        sensor=sensor["id"],
        kind=sensor["kind"],
        owner=threshold["owner"],
        level=threshold["level"],
        values={"sensor_code": sensor["code"], "sensor_name": sensor["name"], "value": item["value"]},
        facts=told,
    )


def _outage(item: Item) -> Fact | None:
    kind = SourceKind.NODE if item["node"] and not item["camera"] else SourceKind.CAMERA
    who = item["node"] if kind == SourceKind.NODE else item["camera"]
    if who is None:
        return None
    told = {"cause": item["cause"], "cameras_count": item["cameras_count"]}
    camera = item["camera"]["id"] if item["camera"] else None
    return Fact(
        trigger=Trigger.CAMERA_OUTAGE,
        ref=f"outage:{item['id']}",
        region=item["region"],
        source=f"{kind}:{who['id']}",
        source_kind=kind,
        source_id=str(who["id"]),
        source_code=who["code"],
        source_name=who["name"],
        began_at=moment(item["began_at"]),
        ended_at=_maybe(item["ended_at"]),
        lonlat=_lonlat(item),
        camera=camera,
        values=told | {"source": kind.value, "camera_code": who["code"] if camera else None},
        facts=told,
    )


def _detection(item: Item) -> Fact | None:
    camera = item["camera"]
    if camera is None:
        return None
    told = {name: item[name] for name in ("label", "score", "zones")}
    return Fact(
        trigger=Trigger.DETECTION,
        ref=f"detection:{item['id']}",
        region=item["region"],
        source=f"camera:{camera['id']}",
        source_kind=SourceKind.DETECTION,
        source_id=str(camera["id"]),
        source_code=camera["code"],
        source_name=camera["name"],
        began_at=moment(item["began_at"]),
        ended_at=_maybe(item["ended_at"]),
        lonlat=_lonlat(item),
        camera=camera["id"],
        values=told | {"sub_label": item["sub_label"], "camera_code": camera["code"]},
        facts=told | {"detection": item["id"]},
        # Whom a camera recognised.
        private={"sub_label": item["sub_label"]} if item["sub_label"] else {},
    )


def _plate(item: Item) -> Fact:
    camera, watch = item["camera"], item["watch"]
    told = {name: item[name] for name in ("confidence", "direction")}
    return Fact(
        trigger=Trigger.PLATE,
        ref=f"plate:{item['id']}",
        region=item["region"],
        source=f"plate:{watch['id']}",
        source_kind=SourceKind.PLATE,
        source_id=str(watch["id"]),
        source_code=camera["code"],
        source_name=camera["name"],
        began_at=moment(item["at"]),
        ended_at=None,
        lonlat=_lonlat(item),
        camera=camera["id"],
        values=told
        | {
            "plate": item["plate"],
            "reason": watch["reason"],
            "watch_priority": watch["priority"],
            "camera_code": camera["code"],
        },
        facts=told | {"sighting": item["id"], "watch": watch["id"]},
        private={"plate": item["plate"], "reason": watch["reason"]},
    )


def _life(item: Item) -> Fact | None:
    """A question that nobody answered in time; one that was answered in time is no fact."""
    if item["alarmed_at"] is None:
        return None
    told = {name: item[name] for name in ("service", "incident_type")}
    kept = ("unit", "incident", "number", "quiet_since", "position_at")
    return Fact(
        trigger=Trigger.SIGNS_OF_LIFE,
        ref=f"life:{item['id']}",
        region=item["region"],
        source=f"unit:{item['unit']}",
        source_kind=SourceKind.UNIT,
        source_id=str(item["unit"]),
        source_code=item["call_sign"],
        source_name="",
        began_at=moment(item["alarmed_at"]),
        ended_at=_maybe(item["ended_at"]),
        lonlat=_lonlat(item, "last_location") or _lonlat(item),
        values=told | {"call_sign": item["call_sign"]},
        facts=told | {name: item[name] for name in kept},
    )


READERS: Final[Mapping[str, Callable[[Item], Fact | None]]] = {
    "crossings": _crossing,
    "outages": _outage,
    "detections": _detection,
    "plates": _plate,
    "signs_of_life": _life,
}
TOPICS: Final = tuple(READERS)


def moment(text: str | datetime) -> datetime:
    """A time as items write it."""
    return text if isinstance(text, datetime) else datetime.fromisoformat(text)


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def _lonlat(item: Item, name: str = "location") -> tuple[float, float] | None:
    location = item[name]
    return None if location is None else (location["coordinates"][0], location["coordinates"][1])
