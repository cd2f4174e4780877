"""What waits is bounded, and what was promised is never dropped."""

from unittest.mock import patch

from aiomqtt import Message

from apps.interchange.mqtt import inbox, tally
from apps.interchange.mqtt.inbox import Inbox
from apps.interchange.mqtt.protocols import filters_of, spoken
from apps.interchange.mqtt.tally import Tally


def message(mid: int, *, qos: int, payload: bytes = b"") -> Message:
    return Message(topic="frigate/events", payload=payload, qos=qos, retain=False, mid=mid, properties=None)


async def test_a_full_inbox_drops_and_counts_what_nobody_promised_and_nothing_else() -> None:
    with patch.object(inbox, "MOST", 3):
        waiting = Inbox()
        for mid in range(5):
            waiting.put_nowait(message(mid, qos=0))
        waiting.put_nowait(message(5, qos=1))
    assert [waiting.get_nowait().mid for _ in range(waiting.qsize())] == [0, 1, 2, 5]
    assert waiting.dropped == 2


async def test_reading_stops_while_too_much_is_promised_and_goes_on_when_half_of_it_is_stored() -> None:
    told: list[str] = []
    with patch.object(inbox, "PROMISED", 4):
        waiting = Inbox()
        waiting.stop, waiting.go_on = lambda: told.append("stop"), lambda: told.append("go on")
        for mid in range(3):
            waiting.put_nowait(message(mid, qos=1))
        waiting.put_nowait(message(3, qos=0))
        assert told == []
        waiting.put_nowait(message(4, qos=1))
        waiting.put_nowait(message(5, qos=1))
        assert told == ["stop"]
        for _ in range(4):
            waiting.get_nowait()
        assert told == ["stop", "go on"]


async def test_few_large_messages_stop_the_reading_too() -> None:
    told: list[str] = []
    with patch.object(inbox, "PROMISED_BYTES", 10):
        waiting = Inbox()
        waiting.stop = lambda: told.append("stop")
        waiting.put_nowait(message(1, qos=1, payload=b"x" * 11))
    assert told == ["stop"]


def test_topics_that_somebody_invents_do_not_fill_the_memory() -> None:
    counted = Tally()
    with patch.object(tally, "MOST_TOPICS", 3):
        for n in range(10):
            counted.refuse("unknown_topic", f"invented/{n}")
    assert len(counted.refused) == 4
    assert counted.codes == {"unknown_topic": 10}


def test_a_tally_counts_by_code_and_begins_anew_once_it_is_told() -> None:
    counted, other = Tally(3), Tally(2)
    counted.refuse("not_json", "a")
    other.refuse("not_json", "b")
    other.taken["detections"] += 1
    counted.take_over(other)
    assert (counted.messages, counted.codes, counted.taken) == (5, {"not_json": 2}, {"detections": 1})
    counted.tell()
    assert (counted.messages, counted.codes) == (0, {})


def test_each_topic_is_subscribed_to_once() -> None:
    protocols = spoken(frigates=["frigate", "frigate"], cameras=["+", "+/+"], sensors=["safecity/readings"])
    assert filters_of(protocols) == [
        "frigate/events",
        "frigate/reviews",
        "frigate/+/status/+",
        "safecity/readings/#",
        "+/onvif-ej/#",
        "+/+/onvif-ej/#",
    ]
