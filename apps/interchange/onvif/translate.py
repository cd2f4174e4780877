"""Events of ONVIF cameras as JSON over MQTT (ONVIF Core Specification, "MQTT": `onvif-ej`) as facts; pure.

The topic is `PREFIX/onvif-ej/LOCAL/TOPIC[/&SOURCE/…]`: the prefix is set in the camera and names it, the local topic is
ONVIF's without its namespace, and after `&` come the values of the source (video source, rule). The payload has
`UtcTime`, `Source`, `Key` and `Data`, either as plain members or as lists of `SimpleItem` with `Name` and `Value`.
"""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from apps.interchange.facts import Fact, Heard, NotUnderstood, Protocol, ReadPlate, Saw, Stands, Turned
from apps.interchange.telling import json_of, moment, object_of, reference, score, word

SOURCE: Final = "onvif"
FORMAT: Final = "onvif-ej"
# the topics of the specifications, by what an officer would call them; other rules keep their last word
LABELS: Final = {
    "VideoSource/MotionAlarm": "motion",
    "RuleEngine/CellMotionDetector/Motion": "motion",
    "RuleEngine/MotionRegionDetector/Motion": "motion",
    "RuleEngine/FieldDetector/ObjectsInside": "object_in_field",
    "RuleEngine/LineDetector/Crossed": "line_crossed",
    "RuleEngine/LoiteringDetector/ObjectIsLoitering": "loitering",
    "RuleEngine/FieldDetector/ObjectIsLoitering": "loitering",
    "RuleEngine/TamperDetector/Tamper": "tampering",
    "RuleEngine/Recognition/Face": "face",
    "AudioAnalytics/Audio/DetectedSound": "sound",
    "VideoSource/GlobalSceneChange/AnalyticsService": "tampering",
    "VideoSource/GlobalSceneChange/ImagingService": "tampering",
    "VideoSource/ImageTooBlurry/AnalyticsService": "picture_blurred",
    "VideoSource/ImageTooDark/AnalyticsService": "picture_dark",
    "VideoSource/ImageTooBright/AnalyticsService": "picture_bright",
}
SIGNAL_LOSS: Final = "VideoSource/SignalLoss"
PLATE: Final = "RuleEngine/Recognition/LicensePlate"
# counts and other figures of a rule engine are no detections
FIGURES: Final = ("RuleEngine/CountAggregation/", "RuleEngine/ObjectTrack/")
STATES: Final = (
    "State",
    "IsMotion",
    "IsInside",
    "IsTamper",
    "IsSoundDetected",
    "isSoundDetected",
    "Status",
    "LogicalState",
    "Detected",
)
ON: Final = {"true": True, "1": True, "active": True, "false": False, "0": False, "inactive": False}
NAMESPACE: Final = re.compile(r"^(tns\d*|tns:[^:]+):")


class Event(NamedTuple):
    """A topic without prefix and namespaces, its source after `&`, and the items of the payload."""

    camera: tuple[str, ...]
    topic: str
    origin: str
    source: Mapping[str, Any]
    data: Mapping[str, Any]


def protocol(prefix: str) -> Protocol:
    """Cameras whose topic prefix fits `prefix`: `+` is any of one word."""
    depth = len(prefix.split("/"))
    return Protocol(f"onvif:{prefix}", (f"{prefix}/{FORMAT}/#",), partial(translate, depth=depth))


def translate(heard: Heard, *, depth: int) -> Iterable[Fact]:
    """What one event says; nothing where it is no detection, plate or loss of the picture. Raises `NotUnderstood`."""
    topic, _, _ = "/".join(_local(heard, depth)).partition("/&")
    if not _is_followed(topic):
        return
    body = object_of(json_of(heard.payload))
    event = _event(heard, depth, body)
    # what was kept from before without its time may be of any day
    if heard.is_kept and "UtcTime" not in body:
        raise NotUnderstood("no_time")
    at = moment(body["UtcTime"], heard_at=heard.at) if "UtcTime" in body else heard.at
    is_on = False if body.get("PropertyOperation") == "Deleted" else _state(event.data)
    if topic == SIGNAL_LOSS:
        if is_on is None:
            raise NotUnderstood("no_state")
        yield Stands(event.camera, is_up=not is_on, at=at, detail="signal_loss" if is_on else "signal")
    elif topic == PLATE:
        yield _plate(event, at)
    elif is_on is not None:
        key = reference(f"{topic}&{event.origin}", most=90)
        yield Turned(event.camera, SOURCE, key, _label(event), is_on, at, _zones(event))
    elif not heard.is_kept:
        yield _moment(event, at)


def _is_followed(topic: str) -> bool:
    if topic.startswith(FIGURES):
        return False
    return topic in LABELS or topic == SIGNAL_LOSS or topic.startswith("RuleEngine/")


def _local(heard: Heard, depth: int) -> list[str]:
    return [NAMESPACE.sub("", level) for level in heard.levels[depth + 1 :]]


def _event(heard: Heard, depth: int, body: Mapping[str, Any]) -> Event:
    topic, _, origin = "/".join(_local(heard, depth)).partition("/&")
    name = "/".join(heard.levels[:depth])
    source, data = _items(body.get("Source")), _items(body.get("Data"))
    origin = origin or "/".join(str(value) for value in source.values() if isinstance(value, str | int))
    return Event((name,), topic, origin, source, data)


def _items(section: Any) -> dict[str, Any]:
    """The items of a section by name, in either way of writing them."""
    if not isinstance(section, dict):
        return {}
    simple = section.get("SimpleItem", [])
    listed = [one for one in (simple if isinstance(simple, list) else [simple]) if isinstance(one, dict)]
    plain = {name: value for name, value in section.items() if name != "SimpleItem"}
    return plain | {str(one["Name"]): one.get("Value") for one in listed if "Name" in one}


def _state(data: Mapping[str, Any]) -> bool | None:
    for name in STATES:
        if name in data:
            value = data[name]
            return value if isinstance(value, bool) else ON.get(str(value).strip().lower())
    return None


def _moment(event: Event, at: Any) -> Saw:
    """An event without a state is over when it is told."""
    thing = event.data.get("ObjectId", _at(event.data, "Object", "@ObjectId"))
    named = f"&{thing}" if isinstance(thing, str | int) else ""
    return Saw(
        camera=event.camera,
        source=SOURCE,
        source_ref=reference(f"{event.topic}&{event.origin}{named}@{at.timestamp():.3f}"),
        label=_label(event),
        sub_label=word(_class_of(event.data), most=120) if _label(event) != _class_of(event.data) else "",
        score=score(_at(event.data, "Object", "Appearance", "Class", "Type", "@Likelihood")),
        zones=_zones(event),
        at=at,
        began_at=at,
        ended_at=at,
    )


def _plate(event: Event, at: Any) -> ReadPlate:
    """The number stands in `PlateNumber`, alone or with its likelihood."""
    info = event.data.get("LicensePlateInfo")
    info = _at(info, "LicensePlateInfo") or info
    number = _at(info, "PlateNumber") or event.data.get("PlateNumber")
    text = number if isinstance(number, str) else _at(number, "#text")
    likely = score(_at(number, "@Likelihood")) or score(event.data.get("Likelihood"))
    if not (plate := word(text, most=40)):
        raise NotUnderstood("no_plate")
    return ReadPlate(event.camera, plate, at, SOURCE, reference(f"{event.topic}&{event.origin}"), likely)


def _label(event: Event) -> str:
    """What the rule is about; a detector of any object names its class."""
    if known := LABELS.get(event.topic):
        return known
    said = word(_class_of(event.data), most=60)
    return said.lower() or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", event.topic.split("/")[-1]).lower()[:60]


def _class_of(data: Mapping[str, Any]) -> Any:
    kind = _at(data, "Object", "Appearance", "Class", "Type")
    return data.get("ClassTypes") or (_at(kind, "#text") if isinstance(kind, dict) else kind)


def _zones(event: Event) -> tuple[str, ...]:
    rule = word(event.source.get("Rule") or event.source.get("RuleName"), most=60)
    return (rule,) if rule else ()


def _at(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
