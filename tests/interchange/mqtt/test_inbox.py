"""What waits is bounded, and what was promised is never dropped."""

from unittest.mock import patch

from aiomqtt import Message

from apps.interchange.mqtt import inbox
from apps.interchange.mqtt.inbox import Inbox
from apps.interchange.mqtt.protocols import filters_of, spoken
from apps.interchange.mqtt.tally import Tally


def message(mid: int, *, qos: int) -> Message:
    return Message(topic="frigate/events", payload=b"", qos=qos, retain=False, mid=mid, properties=None)


async def test_a_full_inbox_drops_and_counts_what_nobody_promised_and_nothing_else() -> None:
    with patch.object(inbox, "MOST", 3):
        waiting = Inbox()
        for mid in range(5):
            waiting.put_nowait(message(mid, qos=0))
        waiting.put_nowait(message(5, qos=1))
    assert [waiting.get_nowait().mid for _ in range(waiting.qsize())] == [0, 1, 2, 5]
    assert waiting.dropped == 2


def test_a_tally_counts_by_code_and_begins_anew_once_it_is_told() -> None:
    tally, other = Tally(3), Tally(2)
    tally.refuse("not_json", "a")
    other.refuse("not_json", "b")
    other.taken["detections"] += 1
    tally.take_over(other)
    assert (tally.messages, tally.codes, tally.taken) == (5, {"not_json": 2}, {"detections": 1})
    tally.tell()
    assert (tally.messages, tally.codes) == (0, {})


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
