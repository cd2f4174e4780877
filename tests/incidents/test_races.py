"""Many at the same moment, in real threads and transactions: one incident, one winner, no number twice."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.db import connection

from apps.core.errors import DomainError
from apps.incidents.actions import Key, Report, acknowledge_incident, report_incident
from apps.incidents.models import HistoryEntry, IdempotencyKey, Incident
from apps.incidents.refusals import Overtaken
from apps.live.models import Event
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.incidents.factories import NOON, IncidentTypeFactory, reported
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")
THREADS = 8


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    IncidentTypeFactory(code="theft")


def at_once(calls: list[Callable[[], T]]) -> list[T | DomainError]:
    """The answers, or the refusals, of calls that start together."""
    gate = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def run(number: int) -> None:
        try:
            gate.wait()
            answers[number] = calls[number]()
        except Exception as error:  # noqa: BLE001 (told to the test)
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def a_report(**fields: Any) -> Report:
    return Report(**({"type": "theft", "title": "A bicycle", "source": "102"} | fields))


def test_the_same_reference_at_once_makes_one_incident() -> None:
    client = ApiClientFactory(scopes=["incidents:write"])
    report = a_report(source_ref="17")
    answers: Any = at_once([lambda: report_incident(report=report, by=client, at=NOON)] * THREADS)
    assert len({answer.incident.pk for answer in answers}) == 1
    assert [answer.is_new for answer in answers].count(True) == 1
    assert Incident.objects.count() == HistoryEntry.objects.count() == Event.objects.count() == 1


def test_the_same_key_at_once_makes_one_incident() -> None:
    user = UserFactory()
    key = Key("k", "0" * 64)
    answers: Any = at_once([lambda: report_incident(report=a_report(), by=user, at=NOON, key=key)] * THREADS)
    assert len({answer.incident.pk for answer in answers}) == 1
    assert Incident.objects.count() == IdempotencyKey.objects.count() == 1


def test_the_same_key_for_two_regions_at_once_makes_one_incident() -> None:
    user = UserFactory(regions=["UZ-TK", "UZ-TO"])

    def report(region: str) -> Callable[[], Any]:
        key = Key("k", region.ljust(64))
        return lambda: report_incident(report=a_report(region=region), by=user, at=NOON, key=key)

    answers = at_once([report(region) for region in ("UZ-TK", "UZ-TO") * 4])
    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert {answer.code for answer in refused} == {"idempotency_key_reused"}
    assert Incident.objects.count() == 1


def test_numbers_are_given_once_and_without_a_gap() -> None:
    user = UserFactory()
    for _ in range(2):
        at_once([lambda: report_incident(report=a_report(), by=user, at=NOON)] * THREADS)
    numbers = sorted(Incident.objects.values_list("number", flat=True))
    assert numbers == [f"TK-26-{n:06}" for n in range(1, 2 * THREADS + 1)]
    seqs = Event.objects.order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, 2 * THREADS + 1))


def test_one_of_many_who_acknowledge_wins_and_the_others_learn_who() -> None:
    incident = reported()
    people = [UserFactory() for _ in range(THREADS)]

    def take(person: Any) -> Callable[[], Any]:
        return lambda: acknowledge_incident(
            incident_id=incident.pk, by=person, at=NOON + timedelta(seconds=2), version=1
        )

    answers = at_once([take(person) for person in people])
    winners = [answer for answer in answers if isinstance(answer, Incident)]
    losers = [answer for answer in answers if isinstance(answer, Overtaken)]
    assert (len(winners), len(losers)) == (1, THREADS - 1)
    handler = Incident.objects.get().handler
    assert {loser.fields["by"] for loser in losers} == {handler.username if handler else None}
    assert HistoryEntry.objects.filter(kind="moved").count() == 1
