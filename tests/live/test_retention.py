"""The feed is kept 72 h, in partitions of a day, and never dropped before a durable reader has read it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from apps.live.cursors import reading
from apps.live.models import Event
from apps.live.retention import PARTITIONS, prune
from tests.live import notes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_regions")]
NOW = datetime(2031, 5, 10, 12, tzinfo=UTC)


def partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)
        return {name for (name,) in cursor}


def written_on(day: datetime, pk: str) -> None:
    notes.write(pk)
    Event.objects.filter(object_id=pk).update(day=day.date())


def left() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("object_id", flat=True))


def test_coming_days_get_partitions_once() -> None:
    prune(at=NOW)
    prune(at=NOW)
    assert {"live_event_20310510", "live_event_20310513", "live_event_default"} <= partitions()


def test_a_day_is_dropped_when_all_of_it_is_older_than_72_hours() -> None:
    prune(at=NOW)
    written_on(NOW, "n1")
    written_on(NOW + timedelta(days=1), "n2")
    prune(at=NOW + timedelta(days=3))
    assert left() == ["n1", "n2"]
    prune(at=NOW + timedelta(days=4))
    assert left() == ["n2"]
    assert "live_event_20310510" not in partitions()


def test_a_day_without_a_partition_is_kept_and_dropped_all_the_same() -> None:
    written_on(NOW, "n1")
    prune(at=NOW)
    assert left() == ["n1"]
    prune(at=NOW + timedelta(days=4))
    assert left() == []


def test_what_a_cursor_has_not_read_is_kept() -> None:
    prune(at=NOW)
    with reading("alarms"):
        pass
    written_on(NOW, "n1")
    prune(at=NOW + timedelta(days=9))
    assert left() == ["n1"]
    with reading("alarms") as events:
        assert [event.object_id for event in events] == ["n1"]
    prune(at=NOW + timedelta(days=9))
    assert left() == []
