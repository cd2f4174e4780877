"""A durable reader gets every event once, and again when it failed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from apps.live.cursors import reading
from apps.live.models import Cursor
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


@pytest.mark.django_db(transaction=True)
def test_a_reader_at_work_holds_up_nobody_who_writes() -> None:
    read()
    with reading("alarms"), ThreadPoolExecutor(1) as other:
        other.submit(_write_with_a_key_to_the_region).result(timeout=10)
    assert Cursor.objects.filter(name="another").count() == 1


def _write_with_a_key_to_the_region() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            Cursor.objects.create(name="another", region_id="UZ-TK", seq=0)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    finally:
        connection.close()


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
