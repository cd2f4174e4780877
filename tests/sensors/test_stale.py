"""A sensor that has fallen silent is shown as silent wherever it appears; one never heard is told apart in words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.core.clock import now
from apps.sensors.actions import GivenReading, judge_due, record_readings
from apps.sensors.items import render
from apps.sensors.models import Sensor
from tests.accounts.factories import UserFactory
from tests.alarms.site_factories import SiteFactory
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db


class Three(NamedTuple):
    silent: Sensor
    spoken: Sensor
    unheard: Sensor


@pytest.fixture
def three() -> Three:
    """One that has been silent for nine of its minutes, one that speaks, one that never did."""
    made = Three(SensorFactory(code="SILENT"), SensorFactory(code="SPOKEN"), SensorFactory(code="UNHEARD"))
    at = now()
    said = [GivenReading("SILENT", at - timedelta(minutes=9), 1.0), GivenReading("SPOKEN", at, 1.0)]
    record_readings(readings=said, by=None, at=at)
    return made


@pytest.fixture
def operator() -> Any:
    return UserFactory(role="operator", regions=["UZ-TK"])


@pytest.fixture
def page_of(browser_of: Callable[[Any], Client], operator: Any) -> Callable[[str], str]:
    client = browser_of(operator)
    return lambda address: client.get(address).content.decode()


def row_of(page: str, code: str) -> str:
    """The row of a table that names the sensor."""
    (row,) = [row for row in page.split("<tr")[1:] if f">{code}<" in row]
    return row


def told(rows: Any) -> dict[str, tuple[bool, bool]]:
    """By code: is it stale, and has it an age?"""
    return {row["code"]: (row["stale"], row["age_s"] is not None) for row in rows}


AS_THEY_ARE = {"SILENT": (True, True), "SPOKEN": (False, True), "UNHEARD": (False, False)}


def test_lists_and_one_sensor_tell_of_it_with_its_age(
    three: Three, signed_in: Callable[[Any], APIClient], operator: Any
) -> None:
    client = signed_in(operator)
    assert told(client.get("/api/v1/sensors/").json()["results"]) == AS_THEY_ARE
    one = client.get(f"/api/v1/sensors/{three.silent.pk}/").json()
    assert one["stale"]
    assert 540 <= one["age_s"] < 600


def test_a_site_tells_of_it(three: Three, signed_in: Callable[[Any], APIClient], operator: Any) -> None:
    site = SiteFactory()
    answer = signed_in(operator).get(f"/api/v1/sites/{site.pk}/sensors/")
    assert told(answer.json()["results"]) == AS_THEY_ARE


def test_the_feed_tells_of_it(three: Three) -> None:
    assert told(render([str(one.pk) for one in three]).values()) == AS_THEY_ARE


def test_the_map_tells_the_three_apart_once_the_ticker_has_looked(
    three: Three, signed_in: Callable[[Any], APIClient], operator: Any
) -> None:
    judge_due(at=now())
    columns = signed_in(operator).get("/api/v1/sensors/columns/").json()
    statuses = [columns["statuses"][number] for number in columns["status"]]
    assert dict(zip(columns["ids"], statuses, strict=True)) == {
        three.silent.pk: "stale",
        three.spoken.pk: "ok",
        three.unheard.pk: "unknown",
    }


def test_the_list_marks_it_before_the_ticker_has_looked(three: Three, page_of: Callable[[str], str]) -> None:
    page = page_of("/sensors/")
    assert "is-stale" in row_of(page, "SILENT")
    assert "is-stale" not in row_of(page, "SPOKEN")
    assert "is-stale" not in row_of(page, "UNHEARD")
    assert "never heard" in row_of(page, "UNHEARD")


def test_its_own_page_says_so_in_words(three: Three, page_of: Callable[[str], str]) -> None:
    assert "what is shown is not the present" in page_of(f"/sensors/{three.silent.pk}/")
    assert "what is shown is not the present" not in page_of(f"/sensors/{three.spoken.pk}/")
    assert "has never been heard" in page_of(f"/sensors/{three.unheard.pk}/")


def test_the_page_of_a_site_marks_it(three: Three, page_of: Callable[[str], str]) -> None:
    page = page_of(f"/sites/{SiteFactory().pk}/")
    assert "is-stale" in row_of(page, "SILENT")
    assert "is-stale" not in row_of(page, "SPOKEN")
    assert "never heard" in row_of(page, "UNHEARD")


def test_the_admin_tells_how_long_it_was_heard_of(three: Three, browser_of: Callable[[Any], Client]) -> None:
    page = browser_of(UserFactory(role="admin", is_national=True)).get("/admin/sensors/sensor/").content
    words = page.decode().replace("\xa0", " ")
    assert "silent for 9 minutes" in words
    assert "0 minutes ago" in words
    assert "never heard" in words
