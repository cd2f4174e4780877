"""The feed numbers what was committed, without gaps, and renders each object once."""

import pytest

from apps.core.encoding import decode
from apps.live.feed import change
from apps.live.models import Event, RegionFeed
from tests.live import notes
from tests.live.notes import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_regions")]


def fail_after_touching(pk: str) -> None:
    with change(at=AT) as feed:
        feed.touch(topic="notes", kind="note.closed", object_id=pk, regions={"UZ-TK"})
        raise ZeroDivisionError


def events(code: str = "UZ-TK") -> list[Event]:
    return list(Event.objects.filter(region=code).order_by("seq"))


def test_a_new_region_has_a_feed_with_an_epoch() -> None:
    feed = RegionFeed.objects.get(region="UZ-TK")
    assert feed.seq == 0
    assert len(feed.epoch) == 32


def test_a_change_becomes_a_numbered_event_with_the_rendered_object() -> None:
    notes.put("n1")
    with change(at=AT) as feed:
        feed.touch(topic="notes", kind="note.written", object_id="n1", regions={"UZ-TK"})
    (event,) = events()
    assert decode(event.payload) == {
        "type": "event",
        "region": "UZ-TK",
        "seq": 1,
        "topic": "notes",
        "kind": "note.written",
        "id": "n1",
        "at": "2026-10-01T08:15:30.250Z",
        "data": notes.ITEMS["n1"],
    }
    assert "title" not in decode(event.redacted or "")["data"]


def test_events_of_one_transaction_are_numbered_in_their_order_and_per_region() -> None:
    notes.put("n1")
    notes.put("n2", "UZ-SA")
    with change(at=AT) as feed:
        feed.touch(topic="notes", kind="note.written", object_id="n2", regions={"UZ-SA", "UZ-TK"})
        feed.touch(topic="notes", kind="note.written", object_id="n1", regions={"UZ-TK"})
    assert [(e.seq, e.object_id) for e in events()] == [(1, "n2"), (2, "n1")]
    assert [(e.seq, e.object_id) for e in events("UZ-SA")] == [(1, "n2")]


def test_an_inner_change_joins_and_the_object_shows_its_last_state() -> None:
    notes.put("n1")
    with change(at=AT) as outer:
        outer.touch(topic="notes", kind="note.written", object_id="n1", regions={"UZ-TK"})
        with change(at=AT) as inner:
            inner.touch(topic="notes", kind="note.closed", object_id="n1", regions={"UZ-TK"})
        assert events() == []
        notes.ITEMS["n1"]["open"] = False
    assert [decode(e.payload)["data"]["open"] for e in events()] == [False, False]


def test_an_inner_change_that_fails_takes_its_events_with_it() -> None:
    notes.put("n1")
    with change(at=AT) as outer:
        outer.touch(topic="notes", kind="note.written", object_id="n1", regions={"UZ-TK"})
        with pytest.raises(ZeroDivisionError):
            fail_after_touching("n1")
    assert [e.kind for e in events()] == ["note.written"]


def test_a_change_that_fails_leaves_neither_event_nor_number() -> None:
    notes.put("n1")
    with pytest.raises(ZeroDivisionError):
        fail_after_touching("n1")
    assert events() == []
    assert RegionFeed.objects.get(region="UZ-TK").seq == 0


def test_an_object_that_left_a_region_sends_an_event_without_content() -> None:
    notes.put("n1", "UZ-SA")
    with change(at=AT) as feed:
        feed.remove(topic="notes", kind="note.removed", object_id="n1", regions={"UZ-TK"})
        feed.touch(topic="notes", kind="note.moved", object_id="n1", regions={"UZ-SA"})
    assert decode(events()[0].payload)["data"] is None
    assert decode(events()[0].redacted or "")["data"] is None
    assert decode(events("UZ-SA")[0].payload)["data"]["id"] == "n1"


def test_an_unknown_topic_is_refused_where_it_is_named() -> None:
    with pytest.raises(KeyError), change(at=AT) as feed:
        feed.touch(topic="nonsense", kind="x", object_id="1", regions={"UZ-TK"})
