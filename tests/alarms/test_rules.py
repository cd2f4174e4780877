"""Rules as data: checked with codes, compiled with values as data, held against local time."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.alarms.refusals import RuleInvalid
from apps.alarms.rules.checking import check
from apps.alarms.rules.compiling import compiled
from apps.alarms.rules.fields import FIELDS, OPS, SETTINGS, Op, Type, described
from apps.alarms.rules.schedule import is_within
from apps.alarms.words import Trigger
from tests.sensors.factories import SensorKindFactory

SEEN = {
    "label": "Person",
    "sub_label": None,
    "score": 0.8,
    "zones": ["Yard", "gate"],
    "camera_code": "CAM-1",
    "camera_kind": "ptz",
}


def holds(field: str, op: str, value: Any, seen: dict[str, Any] | None = None) -> bool:
    conditions = [{"field": field, "op": op, "value": value}]
    return compiled(Trigger.DETECTION, conditions, "all").holds_for(SEEN if seen is None else seen)


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("label", "is", "person", True),
        ("label", "is", "PERSON", True),
        ("label", "is", "car", False),
        ("label", "is_not", "car", True),
        ("label", "one_of", ["car", "person"], True),
        ("label", "one_of", ["car"], False),
        ("label", "contains", "ers", True),
        ("sub_label", "contains", "ers", False),
        ("sub_label", "is_not", "ali", True),
        ("score", "above", 0.7, True),
        ("score", "above", 0.8, False),
        ("score", "below", 0.9, True),
        ("score", "between", [0.8, 0.9], True),
        ("score", "is", 0.8, True),
        ("zones", "contains", "yard", True),
        ("zones", "contains", "street", False),
        ("camera_kind", "one_of", ["ptz", "plate"], True),
        ("camera_kind", "is_not", "ptz", False),
    ],
)
def test_a_condition_compares(field: str, op: str, value: Any, expected: bool) -> None:
    assert holds(field, op, value) is expected


def test_all_or_any_of_the_conditions_must_hold() -> None:
    two = [
        {"field": "label", "op": "is", "value": "person"},
        {"field": "score", "op": "above", "value": 0.9},
    ]
    assert not compiled(Trigger.DETECTION, two, "all").holds_for(SEEN)
    assert compiled(Trigger.DETECTION, two, "any").holds_for(SEEN)
    assert compiled(Trigger.DETECTION, [], "all").holds_for(SEEN)


def test_what_a_fact_does_not_tell_fulfils_no_comparison() -> None:
    assert not holds("score", "above", 0.1, {})
    assert not holds("score", "below", 0.1, {})
    assert not holds("score", "between", [0, 1], {})
    assert not holds("label", "contains", "a", {})
    assert not holds("zones", "contains", "yard", {"zones": None})


@pytest.mark.parametrize(
    "poison", ['" or true or "', "value_0 == value_0", "'; import os", "label", "{label}", "$re_match", "\\"]
)
def test_what_somebody_types_is_data_and_never_part_of_an_expression(poison: str) -> None:
    assert not holds("label", "is", poison)
    assert holds("label", "is_not", poison)
    assert holds("label", "is", poison, {"label": poison})


@given(text=st.text(max_size=40), value=st.text(min_size=1, max_size=40))
def test_any_text_against_any_value_is_as_plain_comparison_says(text: str, value: str) -> None:
    seen = {"label": text}
    assert holds("label", "is", value, seen) is (text.casefold() == value.casefold())
    assert holds("label", "contains", value, seen) is (value.casefold() in text.casefold())


@pytest.mark.parametrize("trigger", Trigger)
def test_every_field_compiles_with_each_of_its_operators(trigger: Trigger) -> None:
    for field in FIELDS[trigger]:
        for op in OPS[field.type]:
            value: Any = 1 if field.type == Type.NUMBER else "x"
            value = {Op.BETWEEN: [1, 2], Op.ONE_OF: [value]}.get(op, value)
            conditions = [{"field": field.name, "op": op.value, "value": value}]
            assert compiled(trigger, conditions, "all").holds_for({}) in (True, False)


def faults(**given: Any) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "trigger": Trigger.DETECTION,
        "settings": {},
        "conditions": [],
        "schedule": None,
        "needs_clearing": False,
    }
    try:
        check(**(rule | given))
    except RuleInvalid as invalid:
        return {place: [fault["code"] for fault in told] for place, told in invalid.fields.items()}  # type: ignore[attr-defined]
    return {}


def condition(field: Any = "label", op: Any = "is", value: Any = "person") -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("given_", "place", "code"),
    [
        ({"conditions": "x"}, "conditions", "not_a_list"),
        ({"conditions": [condition()] * 21}, "conditions", "too_many"),
        ({"conditions": ["x"]}, "conditions.0", "not_a_condition"),
        ({"conditions": [{"field": "label"}]}, "conditions.0", "not_a_condition"),
        ({"conditions": [condition(), condition("colour")]}, "conditions.1.field", "unknown_field"),
        ({"conditions": [condition({})]}, "conditions.0.field", "unknown_field"),
        ({"conditions": [condition(op="above")]}, "conditions.0.op", "unknown_op"),
        ({"conditions": [condition(op=[])]}, "conditions.0.op", "unknown_op"),
        ({"conditions": [condition(value=7)]}, "conditions.0.value", "not_a_text"),
        ({"conditions": [condition(value=" ")]}, "conditions.0.value", "needed"),
        ({"conditions": [condition(value="x" * 121)]}, "conditions.0.value", "too_long"),
        ({"conditions": [condition(value="a\x00")]}, "conditions.0.value", "too_long"),
        ({"conditions": [condition(op="one_of", value="x")]}, "conditions.0.value", "not_a_list"),
        ({"conditions": [condition(op="one_of", value=["x"] * 51)]}, "conditions.0.value", "too_many"),
        ({"conditions": [condition("score", "above", "x")]}, "conditions.0.value", "not_a_number"),
        ({"conditions": [condition("score", "above", True)]}, "conditions.0.value", "not_a_number"),
        ({"conditions": [condition("score", "above", float("nan"))]}, "conditions.0.value", "not_a_number"),
        ({"conditions": [condition("score", "above", 7)]}, "conditions.0.value", "too_large"),
        ({"conditions": [condition("score", "between", [0.9, 0.1])]}, "conditions.0.value", "not_a_range"),
        ({"conditions": [condition("camera_kind", "is", "spy")]}, "conditions.0.value", "not_a_choice"),
        ({"settings": []}, "settings", "needed"),
        ({"settings": {"limit": 1}}, "settings.limit", "unknown"),
        ({"trigger": Trigger.CAMERA_OUTAGE}, "settings.grace_s", "needed"),
        ({"trigger": Trigger.CAMERA_OUTAGE, "settings": {"grace_s": -1}}, "settings.grace_s", "too_small"),
        ({"trigger": Trigger.CAMERA_OUTAGE, "settings": {"grace_s": 1.5}}, "settings.grace_s", "not_whole"),
        ({"schedule": {"weekdays": [], "from": "08:00", "to": "18:00"}}, "schedule", "not_a_schedule"),
        ({"schedule": {"weekdays": [8], "from": "08:00", "to": "18:00"}}, "schedule", "not_a_schedule"),
        ({"schedule": {"weekdays": [1], "from": "8:00", "to": "24:00"}}, "schedule", "not_a_schedule"),
        ({"trigger": Trigger.PLATE}, "needs_clearing", "sends_no_return"),
    ],
)
def test_what_is_wrong_with_a_rule_is_named_by_its_place_with_a_code(
    given_: dict[str, Any], place: str, code: str
) -> None:
    assert faults(**given_) == {place: [code]}


def test_a_rule_that_is_right_has_no_fault() -> None:
    right = [condition(), condition("score", "between", [0.5, 1]), condition("zones", "contains", "yard")]
    schedule = {"weekdays": [6, 7], "from": "22:00", "to": "06:00"}
    assert faults(conditions=right, schedule=schedule) == {}


@pytest.mark.django_db
def test_the_kinds_of_sensors_are_choices() -> None:
    SensorKindFactory(code="water_level")
    limits = {"kind": "water_level", "compare": "above", "limit": 4.5}
    assert faults(trigger=Trigger.THRESHOLD, settings=limits) == {}
    assert faults(trigger=Trigger.THRESHOLD, settings=limits | {"kind": "x"}) == {
        "settings.kind": ["not_a_choice"]
    }


@pytest.mark.django_db
def test_the_form_is_told_of_every_trigger_its_settings_and_fields() -> None:
    told = {trigger["code"]: trigger for trigger in described()}
    assert set(told) == {trigger.value for trigger in Trigger}
    for trigger in Trigger:
        assert [field["name"] for field in told[trigger]["settings"]] == [f.name for f in SETTINGS[trigger]]
        assert all(field["ops"] and field["label"] for field in told[trigger]["fields"])


MONDAY = datetime(2026, 10, 5, tzinfo=ZoneInfo("Asia/Tashkent"))


@pytest.mark.parametrize(
    ("schedule", "day", "clock", "expected"),
    [
        (("08:00", "18:00", [1]), 5, (8, 0), True),
        (("08:00", "18:00", [1]), 5, (18, 0), False),
        (("08:00", "18:00", [2]), 5, (9, 0), False),
        (("22:00", "06:00", [1]), 5, (23, 0), True),
        (("22:00", "06:00", [1]), 6, (5, 59), True),  # Monday's night
        (("22:00", "06:00", [1]), 6, (6, 0), False),
        (("22:00", "06:00", [1]), 5, (5, 0), False),  # Sunday's night
        (("00:00", "00:00", [1]), 5, (0, 0), True),
        (("00:00", "00:00", [1]), 5, (23, 59), True),
        (("00:00", "00:00", [1]), 6, (0, 0), False),
    ],
)
def test_a_schedule_holds_in_local_time(
    schedule: tuple[str, str, list[int]], day: int, clock: tuple[int, int], expected: bool
) -> None:
    begin, end, days = schedule
    local = MONDAY.replace(day=day, hour=clock[0], minute=clock[1])
    assert is_within({"from": begin, "to": end, "weekdays": days}, local) is expected
    assert is_within(None, local)
