"""Incidents of the past: numbered, with a history, without events, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.incidents.actions import PastCall, PastIncident, Report, import_past_incidents
from apps.incidents.models import Call, HistoryEntry, Incident
from apps.incidents.numbering import YearHasNoNumbers
from apps.incidents.workflow import Stamp, Status
from apps.live.models import Event, RegionFeed
from tests.incidents.factories import NOON, IncidentTypeFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=40)


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    IncidentTypeFactory(code="theft", default_priority=3)


def past(ref: str, *, at: datetime = NOON, region: str = "UZ-TK", **fields: Any) -> PastIncident:
    report = Report(type="theft", title="A bicycle", source="cad", source_ref=ref, region=region)
    stamps = {Stamp.REPORTED_AT: at, Stamp.ACKNOWLEDGED_AT: at + timedelta(seconds=30)}
    return PastIncident(report, fields.pop("stamps", stamps), **fields)


def imported(*incidents: PastIncident) -> dict[str, Any]:
    return dict(import_past_incidents(past=incidents, by=None, at=LATER))


def test_history_has_numbers_by_region_and_local_year_in_the_order_it_happened() -> None:
    new_year = datetime(2026, 12, 31, 19, 0, tzinfo=UTC)  # 2027 in Tashkent
    imported(
        past("c", at=NOON + timedelta(hours=1)),
        past("a"),
        past("b", at=new_year),
        past("d", region="UZ-TO"),
    )
    numbers = dict(Incident.objects.values_list("source_ref", "number"))
    assert numbers == {"a": "TK-26-000001", "c": "TK-26-000002", "b": "TK-27-000001", "d": "TO-26-000001"}


def test_the_same_rows_twice_add_nothing() -> None:
    first, again = imported(past("a"), past("b")), imported(past("b"), past("c"))
    assert [first["b"].is_new, again["b"].is_new, again["c"].is_new] == [True, False, True]
    assert again["b"].id == first["b"].id
    assert Incident.objects.count() == 3


def test_each_stamp_is_a_line_and_screens_are_told_to_reload() -> None:
    before = RegionFeed.objects.get(region="UZ-TK").epoch
    imported(past("a"))
    lines = HistoryEntry.objects.values_list("kind", "to_status", "at", "recorded_at")
    assert list(lines) == [
        ("imported", "reported", NOON, LATER),
        ("imported", "acknowledged", NOON + timedelta(seconds=30), LATER),
    ]
    assert not Event.objects.exists()
    assert RegionFeed.objects.get(region="UZ-TK").epoch != before


def test_the_status_is_as_far_as_the_stamps_reach_unless_told() -> None:
    stamps = {Stamp.REPORTED_AT: NOON, Stamp.RESOLVED_AT: NOON + timedelta(hours=1)}
    imported(
        past("a"),
        past("b", stamps=stamps, outcome="detained"),
        past("c", status=Status.CANCELLED),
        past("d", stamps=stamps | {Stamp.CLOSED_AT: NOON + timedelta(hours=2)}),
    )
    statuses = dict(Incident.objects.values_list("source_ref", "status"))
    assert statuses == {"a": "acknowledged", "b": "resolved", "c": "cancelled", "d": "closed"}
    assert HistoryEntry.objects.filter(to_status="cancelled").count() == 1
    assert HistoryEntry.objects.get(incident__source_ref="b", to_status="resolved").new == {
        "outcome": "detained"
    }


def test_what_is_closed_without_a_time_of_closing_ends_at_its_last_stamp_by_the_imports_hand() -> None:
    imported(past("a", status=Status.CLOSED))
    incident = Incident.objects.get()
    assert (incident.status, incident.closed_at) == ("closed", NOON + timedelta(seconds=30))
    assert incident.resolved_at is None
    last = incident.history.order_by("id").last()
    assert last is not None
    assert (last.kind, last.to_status, last.recorded_at) == ("closed_by_import", "closed", LATER)


def test_what_was_cancelled_has_no_time_of_closing_but_its_end_is_then() -> None:
    closed_at = NOON + timedelta(hours=1)
    stamps = {Stamp.REPORTED_AT: NOON, Stamp.CLOSED_AT: closed_at}
    imported(past("a", stamps=stamps, status=Status.CANCELLED))
    assert Incident.objects.get().closed_at is None
    assert HistoryEntry.objects.get(to_status="cancelled").at == closed_at


@pytest.mark.parametrize("year", [1, 1926, 1999, 2100, 9999])
def test_a_year_whose_two_digits_mean_another_has_no_numbers(year: int) -> None:
    with pytest.raises(YearHasNoNumbers):
        imported(past("a", stamps={Stamp.REPORTED_AT: datetime(year, 6, 1, tzinfo=UTC)}))


def test_disordered_stamps_are_kept_as_they_came() -> None:
    stamps = {Stamp.REPORTED_AT: NOON, Stamp.ON_SCENE_AT: NOON - timedelta(minutes=5)}
    imported(past("a", stamps=stamps))
    assert Incident.objects.get().on_scene_at == NOON - timedelta(minutes=5)


def test_the_calls_about_it_come_too() -> None:
    calls = [PastCall(NOON, NOON + timedelta(seconds=5)), PastCall(NOON + timedelta(minutes=1))]
    imported(past("a", calls=calls))
    outcomes = Call.objects.order_by("rang_at").values_list("outcome", flat=True)
    assert list(outcomes) == ["new_incident", "attached"]
    assert Incident.objects.get().calls_count == 2
