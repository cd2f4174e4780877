"""Events of ONVIF cameras over MQTT, in both ways of writing their items."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from apps.interchange.facts import Fact, Heard, NotUnderstood, ReadPlate, Saw, Stands, Turned
from apps.interchange.onvif.translate import translate

HEARD_AT = datetime(2026, 10, 1, 7, 0, 5, tzinfo=UTC)
NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)


def said(topic: str, payload: Any, *, is_kept: bool = False, prefix: str = "CAM-1") -> list[Fact]:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    heard = Heard(f"{prefix}/onvif-ej/{topic}", body, HEARD_AT, is_kept)
    return list(translate(heard, depth=len(prefix.split("/"))))


def body(source: Any = None, data: Any = None, **more: Any) -> dict[str, Any]:
    return {"UtcTime": "2026-10-01T07:00:00.000Z", "Source": source or {}, "Data": data or {}} | more


def items(**values: Any) -> dict[str, Any]:
    return {"SimpleItem": [{"Name": name, "Value": value} for name, value in values.items()]}


@pytest.mark.parametrize("wrap", [dict, items], ids=["plain", "SimpleItem"])
@pytest.mark.parametrize(("value", "is_on"), [("true", True), (False, False), ("0", False), (True, True)])
def test_a_state_of_a_rule_turns_on_and_off(wrap: Any, value: Any, is_on: bool) -> None:
    source = wrap(VideoSource="1", Rule="Gate")
    (fact,) = said("RuleEngine/FieldDetector/ObjectsInside/&1/Gate", body(source, wrap(IsInside=value)))
    assert fact == Turned(
        camera=("CAM-1",),
        source="onvif",
        key="RuleEngine/FieldDetector/ObjectsInside&1/Gate",
        label="object_in_field",
        is_on=is_on,
        at=NOON,
        zones=("Gate",),
    )


def test_namespaces_in_the_topic_change_nothing() -> None:
    plain = said("RuleEngine/CellMotionDetector/Motion/&1", body(data={"IsMotion": True}))
    named = said("tns1:RuleEngine/tns1:CellMotionDetector/Motion/&1", body(data={"IsMotion": True}))
    assert plain == named


def test_a_state_that_is_deleted_is_off() -> None:
    (fact,) = said("VideoSource/MotionAlarm/&1", body(data={"State": True}, PropertyOperation="Deleted"))
    assert isinstance(fact, Turned)
    assert not fact.is_on


def test_an_event_without_a_state_is_over_when_it_is_told() -> None:
    thing = {
        "Object": {"@ObjectId": 7, "Appearance": {"Class": {"Type": {"#text": "Human", "@Likelihood": 0.8}}}}
    }
    (fact,) = said("RuleEngine/LineDetector/Crossed/&1/Fence", body({"Rule": "Fence"}, thing))
    assert isinstance(fact, Saw)
    assert (fact.label, fact.sub_label, fact.score) == ("line_crossed", "Human", 0.8)
    assert fact.at == fact.began_at == fact.ended_at == NOON
    assert fact.source_ref == "RuleEngine/LineDetector/Crossed&1/Fence&7@1790838000.000"


def test_a_detector_of_any_object_names_its_class_and_an_unknown_rule_its_last_word() -> None:
    (thing,) = said("RuleEngine/ObjectDetection/Object/&1", body(data={"ClassTypes": "Vehicle"}))
    (other,) = said("RuleEngine/Acme/BagLeftBehind/&1", body(data={"State": "true"}))
    assert isinstance(thing, Saw)
    assert isinstance(other, Turned)
    assert (thing.label, other.label) == ("vehicle", "bag_left_behind")


def test_the_loss_of_the_picture_is_the_cameras_health() -> None:
    (fact,) = said("VideoSource/SignalLoss/&1", body(data={"State": "true"}))
    assert fact == Stands(("CAM-1",), is_up=False, at=NOON, detail="signal_loss")


def test_a_plate_is_read_with_its_likelihood() -> None:
    number = {"PlateNumber": {"@Likelihood": 0.92, "#text": "01A777BC"}}
    (fact,) = said(
        "RuleEngine/Recognition/LicensePlate/&1/LPR",
        body(data={"LicensePlateInfo": {"LicensePlateInfo": number}}),
    )
    assert isinstance(fact, ReadPlate)
    assert (fact.plate, fact.confidence, fact.at) == ("01A777BC", 0.92, NOON)


def test_counts_and_the_devices_own_affairs_are_none_of_ours() -> None:
    assert said("RuleEngine/CountAggregation/Counter/&1/Gate", b"not even JSON") == []
    assert said("Device/HardwareFailure/StorageFailure/&1", body()) == []


def test_a_prefix_of_several_words_names_the_camera() -> None:
    (fact,) = said("VideoSource/MotionAlarm/&1", body(data={"State": True}), prefix="UZ-TK/CAM-1")
    assert isinstance(fact, Turned)
    assert fact.camera == ("UZ-TK/CAM-1",)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"{", "not_json"),
        (b"[1]", "not_an_object"),
        (body(data={"State": True}) | {"UtcTime": "noon"}, "not_a_time"),
        (body(data={"State": True}) | {"UtcTime": "2027-01-01T00:00:00Z"}, "in_future"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(payload: Any, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        said("VideoSource/MotionAlarm/&1", payload)
    assert refused.value.code == code


def test_what_the_broker_kept_from_before_is_a_state_never_an_event_and_has_its_time() -> None:
    crossed = "RuleEngine/LineDetector/Crossed/&1"
    assert said(crossed, body(), is_kept=True) == []
    (fact,) = said("VideoSource/MotionAlarm/&1", body(data={"State": False}), is_kept=True)
    assert isinstance(fact, Turned)
    with pytest.raises(NotUnderstood, match="no_time"):
        said("VideoSource/MotionAlarm/&1", {"Data": {"State": True}}, is_kept=True)
