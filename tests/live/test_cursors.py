"""A durable reader gets every event once, and again when it failed."""

import pytest

from apps.live.cursors import reading
from tests.live import notes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_regions")]


def read(limit: int = 10) -> list[tuple[str, int]]:
    with reading("alarms", limit=limit) as events:
        return [(event.region, event.seq) for event in events]


def test_a_new_reader_begins_with_what_happens_from_now_on() -> None:
    notes.write("n1")
    assert read() == []
    notes.write("n2")
    assert read() == [("UZ-TK", 2)]
    assert read() == []


def test_each_region_is_read_in_its_order_and_in_portions() -> None:
    read()
    for n in range(3):
        notes.write(f"n{n}")
        notes.write(f"m{n}", "UZ-SA")
    assert read(limit=2) == [("UZ-SA", 1), ("UZ-SA", 2), ("UZ-TK", 1), ("UZ-TK", 2)]
    assert read(limit=2) == [("UZ-SA", 3), ("UZ-TK", 3)]


def fail_while_reading() -> None:
    with reading("alarms") as events:
        raise ZeroDivisionError(events)


def test_what_a_reader_failed_on_comes_again() -> None:
    read()
    notes.write("n1")
    with pytest.raises(ZeroDivisionError):
        fail_while_reading()
    assert read() == [("UZ-TK", 1)]


def test_a_reader_of_some_topics_passes_over_the_others() -> None:
    read()
    notes.write("n1")
    with reading("alarms", topics=["elsewhere"]) as events:
        assert events == []
    assert read() == []
    notes.write("n2")
    with reading("alarms", topics=["notes"], limit=1) as events:
        assert [(event.region, event.seq) for event in events] == [("UZ-TK", 2)]
    assert read() == []
