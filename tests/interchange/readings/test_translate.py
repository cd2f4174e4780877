"""Readings over MQTT: one or many, named by the topic or by themselves."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from apps.interchange.facts import Fact, Heard, Measured, NotUnderstood
from apps.interchange.readings.translate import translate

HEARD_AT = datetime(2026, 10, 1, 7, 0, 5, tzinfo=UTC)
NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)


def said(topic: str, payload: Any, *, is_kept: bool = False) -> list[Fact]:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    heard = Heard(f"safecity/readings{topic}", body, HEARD_AT, is_kept)
    return list(translate(heard, prefix="safecity/readings"))


def test_the_topic_names_the_sensor_and_its_region() -> None:
    assert said("/WL-1", 2.5) == [Measured("WL-1", HEARD_AT, 2.5)]
    assert said("/UZ-TO/WL-1", {"value": 2, "at": "2026-10-01T12:00:00+05:00"}) == [
        Measured("UZ-TO:WL-1", NOON, 2.0)
    ]


def test_each_of_many_names_its_own_sensor_with_any_way_of_writing_a_time() -> None:
    seconds = NOON.timestamp()
    rows = [
        {"sensor": "A", "at": "2026-10-01T07:00:00Z", "value": 1},
        {"sensor": "B", "at": seconds, "value": 2},
        {"sensor": "C", "at": seconds * 1000, "value": 3},
        {"sensor": "D", "at": "2026-10-01T07:00:00", "value": 4},
    ]
    assert said("", rows) == [Measured(name, NOON, n) for n, name in enumerate("ABCD", 1)]


def test_a_reading_that_the_broker_kept_needs_its_time() -> None:
    assert said("/WL-1", {"at": NOON.timestamp(), "value": 1}, is_kept=True) == [Measured("WL-1", NOON, 1)]
    with pytest.raises(NotUnderstood, match="no_time"):
        said("/WL-1", 5, is_kept=True)


@pytest.mark.parametrize(
    ("topic", "payload", "code"),
    [
        ("/WL-1", b"12,5", "not_json"),
        ("/WL-1", True, "not_an_object"),
        ("/WL-1", {"value": "5"}, "not_a_number"),
        ("/WL-1", {"value": True}, "not_a_number"),
        ("/WL-1", {"at": 5}, "not_a_number"),
        ("/WL-1", {"value": 1, "at": "soon"}, "not_a_time"),
        ("/WL-1", {"value": 1, "at": "2027-01-01T00:00:00Z"}, "in_future"),
        ("", {"value": 1}, "no_sensor"),
        ("/WL-1", [5] * 10_001, "too_many"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(topic: str, payload: Any, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        said(topic, payload)
    assert refused.value.code == code
