"""Messages of Frigate (https://docs.frigate.video/integrations/mqtt) as facts; pure.

`PREFIX/events`: one message for each change of a tracked object, with its whole state `before` and `after`; times are
epochs in seconds with a fraction, `sub_label` is null, a text, or a text with its score. `PREFIX/reviews`: review items
(alerts and detections), which gather objects. `PREFIX/CAMERA/status/ROLE`: `online`, `offline` or `disabled`, said
again and again while it lasts.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from apps.interchange.facts import Fact, Heard, NotUnderstood, Protocol, ReadPlate, Saw, Stands
from apps.interchange.telling import json_of, moment, object_of, reference, score, word, words

UP: Final = {"online": True, "offline": False}


def protocol(prefix: str) -> Protocol:
    """Frigate with this `topic_prefix`."""
    return Protocol(
        name=f"frigate:{prefix}",
        filters=(f"{prefix}/events", f"{prefix}/reviews", f"{prefix}/+/status/+"),
        translate=partial(translate, prefix=prefix),
    )


def translate(heard: Heard, *, prefix: str) -> Iterable[Fact]:
    """What one message says; raises `NotUnderstood`."""
    rest = heard.topic.removeprefix(f"{prefix}/").split("/")
    if rest == ["events"]:
        return _event(_state(heard), prefix=prefix, heard_at=heard.at)
    if rest == ["reviews"]:
        return _review(_state(heard), prefix=prefix, heard_at=heard.at)
    camera, _, role = rest
    return _status(heard, camera=_names(prefix, camera), role=role)


def _state(heard: Heard) -> Mapping[str, Any]:
    if heard.is_kept:
        raise NotUnderstood("kept_event")
    return object_of(object_of(json_of(heard.payload)).get("after"))


def _event(after: Mapping[str, Any], *, prefix: str, heard_at: datetime) -> Iterable[Fact]:
    if after.get("false_positive") is True:
        return
    began, ended = _span(after, heard_at)
    seen = moment(after.get("frame_time") or after["start_time"], heard_at=heard_at)
    sub_label, sub_score = _pair(after.get("sub_label"))
    saw = Saw(
        camera=_names(prefix, after.get("camera")),
        source=prefix,
        source_ref=reference(after.get("id")),
        label=_label(after.get("label")),
        sub_label=word(sub_label, most=120),
        sub_score=score(sub_score),
        score=score(after.get("top_score")) or score(after.get("score")),
        zones=words(after.get("entered_zones") or after.get("current_zones"), most=60),
        began_at=began,
        ended_at=ended,
        at=max(began, seen, ended or seen),
    )
    yield saw
    plate, confidence = _pair(after.get("recognized_license_plate"))
    if text := word(plate, most=40):
        likely = score(confidence) or score(after.get("recognized_license_plate_score"))
        yield ReadPlate(saw.camera, text, began, prefix, saw.source_ref, likely)


def _review(after: Mapping[str, Any], *, prefix: str, heard_at: datetime) -> Iterable[Fact]:
    """A review item is labelled by its severity, so that a rule about persons does not hear of each twice."""
    began, ended = _span(after, heard_at)
    data = after.get("data")
    data = data if isinstance(data, dict) else {}
    yield Saw(
        camera=_names(prefix, after.get("camera")),
        source=f"{prefix}/reviews",
        source_ref=reference(after.get("id")),
        label=_label(after.get("severity")),
        sub_label=", ".join(words([*_list(data, "objects"), *_list(data, "audio")], most=40))[:120],
        zones=words(data.get("zones"), most=60),
        began_at=began,
        ended_at=ended,
        at=ended or heard_at,
    )


def _status(heard: Heard, *, camera: tuple[str, ...], role: str) -> Iterable[Fact]:
    """The detecting stream is the camera's; recording and sound have their own troubles. `disabled` says nothing."""
    said = heard.payload[:20].decode("ascii", "replace").strip().strip('"').lower()
    if said not in {*UP, "disabled"}:
        raise NotUnderstood("not_a_status")
    if role == "detect" and said in UP:
        yield Stands(camera, is_up=UP[said], at=heard.at, detail=f"frigate_{said}")


def _names(prefix: str, camera: Any) -> tuple[str, ...]:
    name = word(camera, most=80)
    if not name:
        raise NotUnderstood("no_camera")
    return f"{prefix}/{name}", name


def _span(after: Mapping[str, Any], heard_at: datetime) -> tuple[datetime, datetime | None]:
    began = moment(after.get("start_time"), heard_at=heard_at)
    ended = after.get("end_time")
    return began, None if ended is None else max(began, moment(ended, heard_at=heard_at))


def _pair(value: Any) -> tuple[Any, Any]:
    """A text alone, or a text with its score."""
    if isinstance(value, list) and value:
        return value[0], value[1] if len(value) > 1 else None
    return value, None


def _label(value: Any) -> str:
    if not (label := word(value, most=60)):
        raise NotUnderstood("no_label")
    return label


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    return value if isinstance(value, list) else []
