"""Messages of Frigate, as its documentation shows them, and as cameras in the street bend them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from apps.interchange.facts import Fact, Heard, NotUnderstood, ReadPlate, Saw, Stands
from apps.interchange.frigate.translate import translate

HEARD_AT = datetime(2020, 12, 4, 23, 20, tzinfo=UTC)


def heard(topic: str, payload: Any, *, is_kept: bool = False) -> Heard:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return Heard(f"frigate/{topic}", body, HEARD_AT, is_kept)


def event(kind: str = "update", **changed: Any) -> dict[str, Any]:
    after = {
        "id": "1607123955.475377-mxklsc",
        "camera": "front_door",
        "frame_time": 1607123962.082975,
        "label": "person",
        "sub_label": None,
        "top_score": 0.958984375,
        "score": 0.87890625,
        "false_positive": False,
        "start_time": 1607123955.475377,
        "end_time": None,
        "current_zones": ["yard"],
        "entered_zones": ["yard", "driveway"],
        "stationary": False,
    }
    return {"type": kind, "before": after, "after": after | changed}


def said(*arguments: Any, **named: Any) -> list[Fact]:
    return list(translate(heard(*arguments, **named), prefix="frigate"))


def saw(*arguments: Any) -> Saw:
    (fact, *_) = said(*arguments)
    assert isinstance(fact, Saw)
    return fact


def refusal(*arguments: Any, **named: Any) -> str:
    with pytest.raises(NotUnderstood) as refused:
        said(*arguments, **named)
    return refused.value.code


def test_an_event_tells_the_whole_state_of_one_thing() -> None:
    assert saw("events", event()) == Saw(
        camera=("frigate/front_door", "front_door"),
        source="frigate",
        source_ref="1607123955.475377-mxklsc",
        label="person",
        score=0.958984375,
        zones=("yard", "driveway"),
        began_at=datetime(2020, 12, 4, 23, 19, 15, 475377, UTC),
        at=datetime(2020, 12, 4, 23, 19, 22, 82975, UTC),
    )


@pytest.mark.parametrize(
    ("given", "text", "likely"),
    [
        (None, "", None),
        ("Nodira", "Nodira", None),
        (["Nodira", 0.79], "Nodira", 0.79),
        (["Nodira"], "Nodira", None),
        (["Nodira", 79], "Nodira", None),
        ([], "", None),
        (7, "", None),
    ],
)
def test_a_sub_label_is_null_a_text_or_a_text_with_its_score(
    given: Any, text: str, likely: float | None
) -> None:
    told = saw("events", event(sub_label=given))
    assert (told.sub_label, told.sub_score) == (text, likely)


def test_the_end_is_no_older_than_the_frame_and_the_beginning() -> None:
    told = saw("events", event("end", end_time=1607123963.5))
    assert told.ended_at == told.at == datetime.fromtimestamp(1607123963.5, UTC)
    before_it_began = saw("events", event("end", end_time=1.5))
    assert before_it_began.ended_at == before_it_began.began_at


def test_a_false_positive_is_nothing() -> None:
    assert said("events", event(false_positive=True)) == []


def test_a_recognized_plate_is_read_once_for_each_thing_however_often_it_is_told() -> None:
    reads = [
        fact
        for given in ("01A777BC", ["01A777BC", 0.93], "01A777BC")
        for fact in said("events", event(recognized_license_plate=given, recognized_license_plate_score=0.9))
        if isinstance(fact, ReadPlate)
    ]
    assert {read.at for read in reads} == {datetime.fromtimestamp(1607123955.475377, UTC)}
    assert [read.confidence for read in reads] == [0.9, 0.93, 0.9]
    assert {read.plate for read in reads} == {"01A777BC"}


def test_a_review_is_labelled_by_its_severity_and_names_its_objects() -> None:
    review = {
        "id": "1718987129.308396-fqk5ka",
        "camera": "front_door",
        "start_time": 1607123950.1,
        "end_time": 1607123958.25,
        "severity": "alert",
        "data": {"detections": ["a"], "objects": ["person", "car"], "zones": ["gate"], "audio": ["bark"]},
    }
    told = saw("reviews", {"type": "end", "before": review, "after": review})
    assert (told.label, told.sub_label, told.zones) == ("alert", "person, car, bark", ("gate",))
    assert told.source == "frigate/reviews"
    assert told.ended_at == told.at == datetime.fromtimestamp(1607123958.25, UTC)


@pytest.mark.parametrize(
    ("payload", "is_up"), [(b"online", True), (b'"offline"', False), (b" Online\n", True)]
)
def test_the_detecting_stream_says_whether_the_camera_gives_a_picture(payload: bytes, is_up: bool) -> None:
    (fact,) = said("front_door/status/detect", payload, is_kept=True)
    assert isinstance(fact, Stands)
    assert (fact.camera, fact.is_up, fact.at) == (("frigate/front_door", "front_door"), is_up, HEARD_AT)


def test_other_roles_and_a_camera_that_was_switched_off_say_nothing_of_its_health() -> None:
    assert said("front_door/status/record", b"offline") == []
    assert said("front_door/status/detect", b"disabled") == []


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "not_json"),
        (b"\x00\xff\xfe", "not_json"),
        (b'{"after": {"start_time": NaN}}', "not_json"),
        (b"[" * 3000, "not_json"),
        (b"[]", "not_an_object"),
        (b'{"after": 5}', "not_an_object"),
        (b" " * (1024 * 1024 + 1), "too_large"),
        (event(start_time="yesterday"), "not_a_time"),
        (event(start_time=None), "not_a_time"),
        (event(start_time=True), "not_a_time"),
        (event(start_time=1e300), "not_a_time"),
        (event(start_time=1607200000.0), "in_future"),
        (event(camera=None), "no_camera"),
        (event(id=None), "no_reference"),
        (event(id="x" * 121), "no_reference"),
        (event(label=""), "no_label"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(payload: Any, code: str) -> None:
    assert refusal("events", payload) == code


def test_an_event_that_the_broker_kept_from_before_and_a_status_that_is_none_are_refused() -> None:
    assert refusal("events", event(), is_kept=True) == "kept_event"
    assert refusal("front_door/status/detect", b"<html>") == "not_a_status"


def test_words_are_cut_and_cleaned_of_what_no_screen_shows() -> None:
    told = saw(
        "events", event(label="per\x00son" * 20, entered_zones=["a\x07", 5, "a", *map(str, range(90))])
    )
    assert len(told.label) == 60
    assert "\x00" not in told.label
    assert len(told.zones) == 32
