"""What comes again after a break is known; what is published anew never is."""

from aiomqtt import Message

from apps.interchange.mqtt import repeats
from apps.interchange.mqtt.repeats import Repeats


def message(payload: bytes, *, mid: int = 1, qos: int = 1, kept: bool = False, topic: str = "a") -> Message:
    return Message(topic=topic, payload=payload, qos=qos, retain=kept, mid=mid, properties=None)


def test_a_retained_message_is_known_until_its_topic_says_something_else() -> None:
    known = Repeats()
    known.remember(message(b"offline", kept=True))
    assert known.is_known(message(b"offline", kept=True, mid=9))
    assert not known.is_known(message(b"offline", kept=True, topic="b"))
    known.remember(message(b"online"))
    assert not known.is_known(message(b"offline", kept=True))
    assert known.is_known(message(b"online", kept=True))


def test_what_is_published_anew_is_new_whatever_it_says() -> None:
    known = Repeats()
    known.remember(message(b"2.5", mid=1))
    assert not known.is_known(message(b"2.5", mid=2))
    assert not known.is_known(message(b"2.5", mid=1))
    assert not known.is_known(message(b"2.5", mid=1, qos=0))


def test_what_was_stored_and_not_acknowledged_is_known_at_the_start_of_the_next_connection_alone() -> None:
    known = Repeats()
    for mid in (1, 2, 3):
        known.remember(message(b"2.5", mid=mid))
    known.begin()
    assert known.is_known(message(b"2.5", mid=2))
    assert known.is_known(message(b"2.5", mid=3))
    assert not known.is_known(message(b"2.6", mid=4))
    # The broker counts its numbers on: from here on an old number is a new message.
    assert not known.is_known(message(b"2.5", mid=3))


def test_what_is_remembered_is_bounded() -> None:
    known = Repeats()
    for mid in range(repeats.UNACKNOWLEDGED + 5):
        known.remember(message(b"2.5", mid=mid))
    assert len(known.latest) == repeats.UNACKNOWLEDGED
