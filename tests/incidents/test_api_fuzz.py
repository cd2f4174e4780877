"""Whatever is sent: 201, or a 4xx with a code; never a 500, and nothing half kept."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.incidents.models import HistoryEntry, Incident
from tests.accounts.factories import UserFactory
from tests.incidents.factories import IncidentTypeFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
anything = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
coordinates = st.lists(st.floats() | st.integers() | plain, max_size=4)
point = st.fixed_dictionaries({"type": st.just("Point") | anything, "coordinates": coordinates | anything})
times = st.datetimes().map(str) | st.just("2026-10-01T00:00:00Z") | st.text(max_size=30)
reports = st.fixed_dictionaries(
    {"type": st.just("theft"), "title": st.text(min_size=1, max_size=210), "source": st.just("fuzz")},
    optional={
        "priority": st.integers(0, 7) | anything,
        "location": point | anything,
        "location_accuracy_m": anything,
        "location_source": st.sampled_from(["said", "map", "cell", "device"]) | anything,
        "reported_at": times | anything,
        "region": st.sampled_from(["UZ", "UZ-TK", "UZ-TO"]) | anything,
        "district": anything,
        "source_ref": st.text(max_size=4) | anything,
        "description": st.text() | anything,
        "address": anything,
        "is_exercise": anything,
    },
)


@pytest.fixture
def api(signed_in: Any) -> APIClient:
    for code in ("UZ", "UZ-TK"):
        RegionFactory(code=code)
    IncidentTypeFactory(code="theft")
    return signed_in(UserFactory(role=Role.DUTY_OFFICER, is_national=True))  # type: ignore[no-any-return]


def encoded(value: Any) -> bytes:
    """As a careless client writes it: NaN, Infinity and halves of characters included."""
    return json.dumps(value).encode()


def check(answer: Any) -> None:
    """Either it was done, or it says by a code why not."""
    assert answer.status_code in {200, 201, 400, 404, 409}, answer.content
    if answer.status_code >= 400:
        assert set(answer.json()) == {"code", "detail", "fields"}


@QUIET
@given(reports)
def test_a_report_is_taken_or_refused(api: APIClient, report: dict[str, Any]) -> None:
    before = Incident.objects.count()
    answer = api.post("/api/v1/incidents/", encoded(report), content_type="application/json")
    check(answer)
    made = Incident.objects.count() - before
    assert made == (answer.status_code == 201)
    assert Incident.objects.count() == HistoryEntry.objects.filter(kind="reported").count()
    if made:
        assert answer.json()["title"] == report["title"].strip()


@QUIET
@given(anything)
def test_any_json_is_answered(api: APIClient, sent: Any) -> None:
    check(api.post("/api/v1/incidents/", encoded(sent), content_type="application/json"))


@QUIET
@given(st.binary(max_size=60))
def test_any_bytes_are_answered(api: APIClient, sent: bytes) -> None:
    check(api.post("/api/v1/incidents/", sent, content_type="application/json"))


FILTERS = (
    "status open region type priority bbox reported_after reported_before search ordering limit offset "
    "is_exercise source format"
)
QUERIES = ["true", "1e400", "-1", "nan,nan,nan,nan", "0001-01-01T00:00Z", "9999-12-31T23:59Z"]
# Beyond the last moment, and before the first, that a column holds.
EDGES = ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+14:00"]


@QUIET
@given(st.dictionaries(st.sampled_from(FILTERS.split()), st.text(max_size=12) | st.sampled_from(QUERIES)))
def test_any_query_is_answered(api: APIClient, query: dict[str, str]) -> None:
    check(api.get("/api/v1/incidents/", query))


@pytest.mark.parametrize("moment", EDGES)
@pytest.mark.parametrize("address", ["incidents/?reported_after=", "calls/?rang_before="])
def test_a_moment_that_no_zone_can_hold_is_refused(api: APIClient, address: str, moment: str) -> None:
    answer = api.get(f"/api/v1/{address}{quote(moment)}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


STEPS = "transition corrections transfer merge hand-over notes links shares"
WORDS = "to note outcome at version stamp reason region into incident kind text"


@QUIET
@given(
    st.sampled_from(STEPS.split()),
    st.dictionaries(
        st.sampled_from(WORDS.split()),
        anything | st.sampled_from(["acknowledged", "cancelled", "reported_at", "UZ-TK", "related"]),
    ),
)
def test_any_step_is_answered(api: APIClient, address: str, sent: dict[str, Any]) -> None:
    incident = Incident.objects.first()
    if incident is None:
        body = {"type": "theft", "title": "A bicycle", "source": "fuzz"}
        api.post("/api/v1/incidents/", body, format="json")
        incident = Incident.objects.get()
    url = f"/api/v1/incidents/{incident.pk}/{address}/"
    check(api.post(url, encoded(sent), content_type="application/json"))


@QUIET
@given(anything, st.none() | anything)
def test_any_call_is_answered(api: APIClient, number: Any, incident: Any) -> None:
    sent = {"source": "fuzz", "number": number, "incident": incident, "outcome": "attached"}
    check(api.post("/api/v1/calls/", encoded(sent), content_type="application/json"))
