"""Alarm quality, exact against counting in plain Python."""

import csv
import io
import random
import statistics
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.alarms.flood import floods, within
from apps.alarms.models import Alarm
from apps.alarms.quality import Quality, measured, percentiles
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.alarms.factories import AlarmTypeFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 10, 1, tzinfo=UTC)
END = START + timedelta(days=2)


def some(count: int, seed: int, begin: datetime = START - timedelta(days=3)) -> list[Alarm]:
    """Alarms of two regions around the period, some close together, some that stand long."""
    chance = random.Random(seed)
    for code in ("UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    AlarmTypeFactory(code="smoke")
    rows = []
    at = begin
    for number in range(count):
        at += timedelta(seconds=chance.choice([5, 20, 60, 900, 5400]))
        seen = at + timedelta(seconds=chance.uniform(1, 900)) if chance.random() < 0.8 else None
        cleared = (
            seen + timedelta(hours=chance.choice([0.1, 2, 30])) if seen and chance.random() < 0.9 else None
        )
        rows.append(
            Alarm(
                region_id=chance.choice(["UZ-TK", "UZ-TK", "UZ-TO"]),
                type_id="smoke",
                priority=chance.choice([1, 2, 3, 4, 4, 4, 4]),
                state="cleared" if cleared else "acknowledged" if seen else "unacknowledged",
                # Open ones must differ; cleared ones come from few sources.
                source=f"sensor:{chance.randint(1, 5) if cleared else 100 + number}",
                source_kind="sensor",
                source_id="1",
                source_name="Chorsu",
                occurrences=chance.randint(1, 4),
                is_chattering=chance.random() < 0.1,
                raised_at=at,
                last_at=at,
                waits_since=at,
                acknowledged_at=seen,
                cleared_at=cleared,
                clearing=chance.choice(["true", "false", "unknown"]) if cleared else "",
            )
        )
    return Alarm.objects.bulk_create(rows)


def plainly(rows: list[Alarm], code: str, operators: int) -> dict[str, Any]:
    """The same measures, one alarm after the other."""
    mine = [row for row in rows if row.region_id == code]
    here = [row for row in mine if START <= row.raised_at < END]
    delays = sorted(
        (row.acknowledged_at - row.raised_at).total_seconds() for row in here if row.acknowledged_at
    )
    long = [
        row
        for row in mine
        if row.raised_at + timedelta(hours=24) < min(END, row.cleared_at or END)
        and (row.cleared_at is None or row.cleared_at > START)
    ]
    spans = floods([row.raised_at for row in mine if row.raised_at < END], operators=operators)
    return {
        "alarms": len(here),
        "occurrences": sum(row.occurrences for row in here),
        "per_operator_10min": len(here) / (2 * 24 * 6) / operators,
        "flood_share": within(spans, START, END) / (END - START),
        "priorities": {p: sum(row.priority == p for row in here) for p in (1, 2, 3, 4)},
        "chattering": sum(row.is_chattering for row in here),
        "standing": len(long),
        "unacknowledged": sum(row.acknowledged_at is None for row in here),
        "false": sum(row.clearing == "false" for row in here),
        "median": statistics.median(delays),
        "p90": statistics.quantiles(delays, n=100, method="inclusive")[89],
        "p95": statistics.quantiles(delays, n=100, method="inclusive")[94],
        "sources": Counter(row.source for row in here).most_common(1)[0][1],
    }


def as_plain(row: Quality) -> dict[str, Any]:
    return {
        "alarms": row.alarms,
        "occurrences": row.occurrences,
        "per_operator_10min": pytest.approx(row.per_operator_10min),
        "flood_share": pytest.approx(row.flood_share),
        "priorities": row.priorities,
        "chattering": row.chattering,
        "standing": row.standing,
        "unacknowledged": row.unacknowledged,
        "false": row.false,
        "median": pytest.approx(row.acknowledged.median_s),
        "p90": pytest.approx(row.acknowledged.p90_s),
        "p95": pytest.approx(row.acknowledged.p95_s),
        "sources": row.sources[0][2],
    }


@pytest.mark.parametrize(("seed", "operators"), [(1, 1), (2, 1), (3, 2)])
def test_the_measures_are_those_that_counting_by_hand_gives(seed: int, operators: int) -> None:
    rows = some(350, seed)
    for found in measured(["UZ-TO", "UZ-TK"], START, END, operators=operators):
        assert plainly(rows, found.region, operators) == as_plain(found)


def test_a_region_without_alarms_has_no_times_and_no_share() -> None:
    RegionFactory(code="UZ-TK")
    (found,) = measured(["UZ-TK"], START, END)
    assert (found.alarms, found.flood_share, found.sources) == (0, 0, [])
    assert found.acknowledged == percentiles([])


def test_the_page_and_its_file_show_the_regions_in_scope(browser_of: Callable[[Any], Client]) -> None:
    some(60, 4, begin=now() - timedelta(hours=20))
    browser = browser_of(UserFactory(role=Role.CHIEF))
    page = browser.get("/alarms/quality/")
    assert page.status_code == 200
    assert [one["row"].region for one in page.context["rows"]] == ["UZ-TK"]
    file = browser.get("/alarms/quality/export.csv")
    lines = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert [line["region"] for line in lines] == ["UZ-TK"]
    assert int(lines[0]["alarms"]) == page.context["rows"][0]["row"].alarms > 0
    assert browser_of(UserFactory(role=Role.AUDITOR)).get("/alarms/quality/").status_code == 403
    assert Client().get("/alarms/quality/").status_code == 302


def test_a_period_that_runs_backwards_is_said_to_do_so(browser_of: Callable[[Any], Client]) -> None:
    RegionFactory(code="UZ-TK")
    page = browser_of(UserFactory()).get("/alarms/quality/?first=2026-10-02&last=2026-10-01")
    assert "The last day lies before the first." in page.content.decode()


@pytest.mark.parametrize(
    "days", ["last=0001-01-01", "last=9999-12-31", "first=0001-01-01", "first=0001-01-01&last=0001-01-01"]
)
def test_days_at_the_ends_of_the_calendar_are_refused(
    browser_of: Callable[[Any], Client], signed_in: Callable[[Any], APIClient], days: str
) -> None:
    RegionFactory(code="UZ-TK")
    user = UserFactory()
    page = browser_of(user).get(f"/alarms/quality/?{days}")
    assert "This is no period of local days." in page.content.decode()
    assert browser_of(user).get(f"/alarms/quality/export.csv?{days}").status_code == 200
    assert signed_in(user).get(f"/api/v1/alarms/quality/?{days}").status_code == 400


def test_the_api_tells_the_same(signed_in: Callable[[Any], APIClient]) -> None:
    some(60, 5)
    client = signed_in(UserFactory())
    told = client.get("/api/v1/alarms/quality/?first=2026-09-28&last=2026-09-30&operators=2")
    assert told.status_code == 200, told.content
    (region,) = told.json()["regions"]
    assert (region["region"], told.json()["operators"]) == ("UZ-TK", 2)
    assert region["alarms"] > 0
    assert client.get("/api/v1/alarms/quality/?first=x").status_code == 400
