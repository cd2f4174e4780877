"""An urgent incident rings again when its handler's screen has been gone for a minute."""

from datetime import timedelta
from typing import Any

import pytest

from apps.incidents.actions import acknowledge_incident, add_note, hand_over, move_incident
from apps.incidents.actions.ring_again import ring_again, ring_for_the_absent
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.ticks import BEAT_S, Watch, ring_for_absent_handlers
from apps.live import ticking
from apps.live.presence import mark_seen
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, reported
from tests.incidents.scenarios import after

pytestmark = pytest.mark.django_db


def handled(by: Any, **fields: Any) -> Incident:
    """An incident that its handler took a second after noon."""
    incident = reported(**({"priority": 1} | fields))
    return acknowledge_incident(incident_id=incident.pk, by=by, at=after(1))


def handler(*, seen_until: float) -> Any:
    user = UserFactory()
    mark_seen({user.pk: after(seen_until)})
    return user


def is_ringing(incident: Incident) -> bool:
    return Incident.objects.get(pk=incident.pk).is_ringing


@pytest.mark.parametrize(("priority", "rings"), [(1, True), (2, True), (3, False), (5, False)])
def test_what_is_urgent_rings_when_the_screen_has_been_gone_for_a_minute(priority: int, rings: bool) -> None:
    incident = handled(handler(seen_until=100), priority=priority)
    ring_for_the_absent(at=after(160))
    assert not is_ringing(incident)
    ring_for_the_absent(at=after(161))
    assert is_ringing(incident) is rings


def test_it_rings_once_and_keeps_its_handler_until_somebody_takes_it() -> None:
    gone = handler(seen_until=100)
    incident = handled(gone)
    for second in (200, 210, 220):
        ring_for_the_absent(at=after(second))
    incident.refresh_from_db()
    assert incident.handler == gone
    assert HistoryEntry.objects.filter(incident=incident, kind="rang_again").count() == 1
    acknowledge_incident(incident_id=incident.pk, by=handler(seen_until=225), at=after(225))
    ring_for_the_absent(at=after(230))
    assert not is_ringing(incident)


def test_who_is_present_is_not_rung_for() -> None:
    incident = handled(handler(seen_until=195))
    ring_for_the_absent(at=after(200))
    assert not is_ringing(incident)


def test_who_never_had_a_screen_is_gone_a_minute_after_taking_it() -> None:
    incident = handled(UserFactory())
    ring_for_the_absent(at=after(61))
    assert not is_ringing(incident)
    ring_for_the_absent(at=after(62))
    assert is_ringing(incident)


def test_who_was_given_an_incident_has_a_minute_to_come() -> None:
    incident = handled(handler(seen_until=300))
    hand_over(incident_id=incident.pk, to=UserFactory(), by=None, at=after(200))
    ring_for_the_absent(at=after(260))
    assert not is_ringing(incident)
    ring_for_the_absent(at=after(261))
    assert is_ringing(incident)


def test_who_does_something_without_a_screen_is_not_gone() -> None:
    busy = handler(seen_until=-9000)
    incident = handled(busy)
    add_note(incident_id=incident.pk, text="On the phone with the caller", by=busy, at=after(100))
    ring_for_the_absent(at=after(150))
    assert not is_ringing(incident)
    ring_for_the_absent(at=after(161))
    assert is_ringing(incident)


def test_what_is_resolved_stays_silent_and_what_is_on_hold_does_not() -> None:
    gone = handler(seen_until=100)
    resolved, held = handled(gone), handled(gone)
    move_incident(
        incident_id=resolved.pk, to="resolved", by=gone, at=after(90), note="", outcome="dealt_with"
    )
    move_incident(incident_id=held.pk, to="on_hold", by=gone, at=after(90), note="why", outcome="")
    ring_for_the_absent(at=after(200))
    assert (is_ringing(resolved), is_ringing(held)) == (False, True)


def test_what_was_handed_over_meanwhile_is_left_to_its_new_handler() -> None:
    gone, there = handler(seen_until=100), handler(seen_until=200)
    incident = handled(gone)
    hand_over(incident_id=incident.pk, to=there, by=None, at=after(199))
    ring_again(incident_id=incident.pk, handler_id=gone.pk, at=after(200))
    assert not is_ringing(incident)


def test_a_watch_that_was_away_itself_first_lets_the_others_be_seen() -> None:
    incident = handled(handler(seen_until=100))
    watch = Watch()
    for second in (200, 210):
        watch.look(after(second))
    # The database is away for five minutes; nobody could be marked as present.
    watch.look(after(510))
    watch.look(after(520))
    assert not is_ringing(incident)
    watch.look(after(530))
    assert is_ringing(incident)


def test_the_ticker_looks_every_ten_seconds() -> None:
    assert (BEAT_S, ring_for_absent_handlers) in ticking._registered
    ring_for_absent_handlers(NOON + timedelta(days=1))
