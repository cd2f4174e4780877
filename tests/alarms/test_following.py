"""Whether what happens becomes alarms is told plainly: a reader that is gone or lags is never taken for one that follows."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.utils import translation

from apps.alarms import ticks
from apps.alarms.evaluation import following
from apps.alarms.evaluation.following import Following, alarms_condition
from apps.alarms.evaluation.reading import READER
from apps.core.clock import now
from apps.live import topics
from apps.live.cursors import reading
from apps.live.models import Event, ProcessReport
from apps.live.processes import SILENT_AFTER_S, holder_of_this, report
from tests.live import notes
from tests.live.test_processes import let_pass
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    with patch.object(ticks, "_following", Following()):
        yield


def test_a_reader_that_never_ran_is_a_trouble() -> None:
    told = alarms_condition()
    assert (told.word, told.is_trouble) == ("not_running", True)


def test_a_beat_of_the_ticker_says_that_it_follows_and_writes_no_row_for_each_beat() -> None:
    for _ in range(3):
        ticks.evaluate(now())
    first = ProcessReport.objects.get(kind="alarms")
    assert (first.holder, first.state) == (holder_of_this(), "following")
    ticks.evaluate(now())
    assert ProcessReport.objects.get(kind="alarms").reported_at == first.reported_at
    told = alarms_condition()
    assert (told.word, told.is_trouble, told.figures["unread_events"]) == ("following", False, 0)


def test_a_reader_whose_readings_fail_falls_silent() -> None:
    ticks.evaluate(now())
    let_pass(SILENT_AFTER_S + 1)
    with (
        patch.object(ticks, "read_the_feed", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        ticks.evaluate(now())
    assert (alarms_condition().word, alarms_condition().is_trouble) == ("silent", True)


@pytest.fixture
def _noted() -> Iterator[None]:
    topics.register(notes.TOPIC)
    notes.ITEMS.clear()
    RegionFactory(code="UZ-TK")
    yield
    topics.forget("notes")


@pytest.mark.usefixtures("_noted")
def test_events_that_pile_up_are_counted_and_a_few_are_no_trouble() -> None:
    report("alarms", holder="a", state="following", figures={})
    with reading(READER):
        pass
    for number in range(3):
        notes.write(f"n{number}")
    told = alarms_condition()
    assert (told.word, told.figures["unread_events"]) == ("following", 3)
    assert Event.objects.count() == 3
    with patch.object(following, "PILED_UP", 2):
        late = alarms_condition()
    assert (late.word, late.is_trouble) == ("behind", True)
    assert "3" in str(late.says)
    ticks.evaluate(now())
    read = alarms_condition()
    assert (read.word, read.figures["unread_events"], read.figures["behind_s"]) == ("following", 0, 0.0)
    assert read.figures["last_event_read_at"] is not None


def test_each_condition_has_a_sentence_in_three_languages() -> None:
    said = set()
    for language in ("uz", "ru", "en"):
        with translation.override(language):
            said |= {
                following._sentence(word, 7) for word in ("following", "behind", "silent", "not_running")
            }
    assert len(said) == 12
