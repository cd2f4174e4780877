"""Readings over MQTT as facts; pure.

The topic is `PREFIX/SENSOR` or `PREFIX/REGION/SENSOR`, the payload a number, `{"value", "at"?}`, or a list of these; or
the topic is `PREFIX` with anything below it and each reading names its `sensor`. `at` is ISO 8601 or an epoch; without
it the reading is of the moment at which it came.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from math import isfinite
from typing import Any, Final

from apps.interchange.facts import Fact, Heard, Measured, NotUnderstood, Protocol
from apps.interchange.telling import is_number, json_of, moment, object_of, word

MOST: Final = 10_000


def protocol(prefix: str) -> Protocol:
    """Sensors below this prefix."""
    return Protocol(f"readings:{prefix}", (f"{prefix}/#",), partial(translate, prefix=prefix))


def translate(heard: Heard, *, prefix: str) -> Iterable[Fact]:
    """Each reading of a message: one that is wrong refuses the message. Raises `NotUnderstood`."""
    said = json_of(heard.payload)
    rows = said if isinstance(said, list) else [said]
    if len(rows) > MOST:
        raise NotUnderstood("too_many")
    named = ":".join(heard.topic.removeprefix(prefix).strip("/").split("/"))
    return [_reading({"value": row} if is_number(row) else object_of(row), named, heard) for row in rows]


def _reading(row: Mapping[str, Any], named: str, heard: Heard) -> Measured:
    sensor = word(row.get("sensor", named), most=80)
    if not sensor:
        raise NotUnderstood("no_sensor")
    value = row.get("value")
    if not is_number(value) or not isfinite(value):
        raise NotUnderstood("not_a_number")
    return Measured(sensor, _at(row, heard), float(value))


def _at(row: Mapping[str, Any], heard: Heard) -> datetime:
    if row.get("at") is not None:
        return moment(row["at"], heard_at=heard.at)
    if heard.is_kept:
        raise NotUnderstood("no_time")
    return heard.at
