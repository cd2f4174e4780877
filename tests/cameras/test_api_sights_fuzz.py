"""Whatever is sent as a detection or a plate reading: stored, or refused with a code; never a 500."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.accounts.factories import ApiClientFactory, key_of
from tests.cameras.factories import CameraFactory, ViolationKindFactory
from tests.described import DescribedClient

pytestmark = pytest.mark.django_db
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
anything = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)
times = st.just("2026-10-01T00:00:00Z") | st.datetimes().map(str) | anything
messages = st.fixed_dictionaries(
    {
        "camera": st.just("C-1") | anything,
        "source": st.just("fuzz") | anything,
        "source_ref": st.text(min_size=1, max_size=4) | anything,
        "label": st.sampled_from(["car", "red_light"]) | anything,
    },
    optional=dict.fromkeys(("at", "began_at", "ended_at"), times)
    | dict.fromkeys(("sub_label", "score", "sub_score", "zones", "location", "picture"), anything),
)
readings = st.fixed_dictionaries(
    {"camera": st.just("C-1") | anything, "at": times, "plate": st.text(max_size=12) | anything},
    optional=dict.fromkeys(
        ("confidence", "direction", "speed_kmh", "limit_kmh", "violation", "vehicle", "source", "picture"),
        anything,
    ),
)


@pytest.fixture
def system() -> APIClient:
    CameraFactory(code="C-1")
    ViolationKindFactory()
    caller = DescribedClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(scopes=['detections:write']))}")
    return caller


def sent(caller: APIClient, address: str, body: Any) -> int:
    """As a careless client writes it: NaN, Infinity and halves of characters included."""
    answer = caller.post(address, json.dumps(body).encode(), content_type="application/json")
    assert answer.status_code < 400 or answer.json()["code"]
    return int(answer.status_code)


@QUIET
@given(body=messages | st.lists(messages | anything, max_size=4) | anything)
def test_any_detection_is_taken_or_refused(system: APIClient, body: Any) -> None:
    assert sent(system, "/api/v1/detections/", body) in {200, 201, 400, 413}


@QUIET
@given(body=st.lists(readings | anything, max_size=4) | anything)
def test_any_plate_reading_is_taken_or_refused(system: APIClient, body: Any) -> None:
    assert sent(system, "/api/v1/plate-reads/", body) in {200, 400, 413}
