"""The API answers errors in one shape, also where nobody serves."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from django.db import DataError
from django.test import Client
from rest_framework.test import APIClient
from structlog.testing import capture_logs

from apps.accounts.roles import Role
from apps.core.api import errors, throttles
from apps.core.bodies import BULK, CEILING, JSON, limit_of
from apps.core.clock import now
from apps.incidents.models import Incident
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.core.test_schema import METHODS, ROUTES
from tests.incidents.factories import IncidentTypeFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
REPORT = {"type": "theft", "title": "A bicycle", "source": "test", "region": "UZ-TK"}


@pytest.fixture
def officer(signed_in: Callable[[Any], APIClient]) -> APIClient:
    """Whoever may do most, in a country where an incident can be reported."""
    RegionFactory(code="UZ-TK")
    IncidentTypeFactory(code="theft")
    return signed_in(UserFactory(role=Role.DUTY_OFFICER, is_national=True))


@pytest.fixture
def plain(officer: APIClient) -> APIClient:
    """The same person, where the schema has nothing to say: an address or a method that is none."""
    client = APIClient()
    client.cookies = officer.cookies
    return client


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_nobody_serves_is_a_404_in_the_apis_own_shape(api: APIClient, method: str) -> None:
    answer = getattr(api, method)("/api/v1/nothing/here/")
    assert answer.status_code == 404
    assert answer.json() == {"code": "not_found", "detail": answer.json()["detail"], "fields": {}}


def test_a_wrong_method_and_wrong_json_have_codes(api: APIClient) -> None:
    api.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert api.post("/api/v1/me/").json()["code"] == "method_not_allowed"
    broken = api.post("/api/v1/incidents/", data="{", content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "parse_error")


def test_lists_are_limited_to_a_thousand_rows(api: APIClient) -> None:
    api.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    answer = api.get("/api/v1/places/?limit=5000&offset=2")
    assert answer.json().keys() == {"count", "next", "previous", "results"}


@pytest.mark.parametrize(
    "wrong",
    ["limit=abc", "limit=-1", "limit=0", "limit=1.5", "limit=%D9%A1", "offset=-1", "offset=x", "offset=1e9"],
)
def test_what_is_no_number_of_rows_is_refused_by_name(officer: APIClient, wrong: str) -> None:
    answer = officer.get(f"/api/v1/incidents/?{wrong}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["fields"].keys() == {wrong.partition("=")[0]}


@pytest.mark.parametrize("fine", ["limit=&offset=", f"limit={9**99}", f"offset={9**99}", "offset=0"])
def test_a_number_of_rows_may_be_missing_or_larger_than_any_list(officer: APIClient, fine: str) -> None:
    assert officer.get(f"/api/v1/incidents/?{fine}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_is_written_without_the_last_slash_is_refused_and_not_redirected(
    plain: APIClient, method: str
) -> None:
    answer = getattr(plain, method)("/api/v1/incidents", REPORT, format="json")
    assert (answer.status_code, answer.json()["code"]) == (404, "slash_missing")
    assert set(answer.json()) == {"code", "detail", "fields"}
    assert not Incident.objects.exists()


def test_who_reads_without_the_last_slash_is_led_to_it(plain: APIClient) -> None:
    answer = plain.get("/api/v1/incidents?limit=1")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/incidents/?limit=1")


@pytest.mark.parametrize(
    "address",
    [
        "incidents/?type=%00",
        "reports/response-times/?region=%00",
        "me/?a=1&b=x%00y",
        "incidents/%00/",
        "%00/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_nul_in_an_address_of_the_api_is_refused_by_a_code(
    plain: APIClient, method: str, address: str
) -> None:
    answer = getattr(plain, method)(f"/api/v1/{address}")
    assert (answer.status_code, answer.json()["code"]) == (400, "nul_refused")


@pytest.mark.parametrize(
    "address",
    [
        "/incidents/%00/",
        "/reports/response-times/?type=%00",
        "/audit/?who=%00",
        "/static/%00",
        "/jsi18n/?x=%00",
    ],
)
def test_a_nul_in_an_address_of_a_page_is_answered_with_a_page(client: Client, address: str) -> None:
    answer = client.get(address, headers={"accept-language": "ru"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert '<html lang="ru"' in answer.content.decode()


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal that has forgotten to check something."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DataError("value out of range")

    monkeypatch.setattr("apps.incidents.api.views.incidents.report_incident", fail)
    monkeypatch.setattr("apps.incidents.api.views.incidents.rows_of", fail)


@pytest.mark.usefixtures("faulty")
def test_a_value_that_the_database_refuses_is_logged_and_only_a_writer_is_told_that_it_was_wrong(
    officer: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture_logs() as logs:
        monkeypatch.setattr(errors, "log", structlog.get_logger())
        written = officer.post("/api/v1/incidents/", REPORT, format="json")
        with pytest.raises(DataError):
            officer.get("/api/v1/incidents/")
    assert (written.status_code, written.json()["code"]) == (400, "invalid")
    assert [(line["event"], line["method"]) for line in logs] == [
        ("database_refused_value", "POST"),
        ("database_refused_value", "GET"),
    ]
    assert all(isinstance(line["exc_info"], DataError) for line in logs)


@pytest.mark.parametrize(("path", "view"), ROUTES, ids=[path for path, _ in ROUTES])
def test_a_method_that_an_address_does_not_know_is_405_and_never_a_fault(
    plain: APIClient, path: str, view: Any
) -> None:
    address = path.replace("{name}", "response-times").replace("{kind}", "csv").replace("{id}", "1")
    for method in METHODS:
        if not hasattr(view, method):
            assert getattr(plain, method)(address).status_code in {401, 403, 404, 405}, method


def test_the_snapshot_is_only_read(officer: APIClient) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(officer, method)("/api/v1/live/snapshot/")
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    ("path", "content_type", "limit"),
    [
        ("/api/v1/incidents/", "application/json", JSON),
        ("/api/v1/incidents/", "", JSON),
        ("/intake/osmand/", "application/x-www-form-urlencoded", JSON),
        ("/intake/positions/", "application/json", BULK),
        ("/api/v1/incidents/1/attachments/", "multipart/form-data; boundary=x", CEILING),
        ("/admin/regions/region/add/", "application/x-www-form-urlencoded", CEILING),
    ],
)
def test_each_address_has_its_limit(path: str, content_type: str, limit: int) -> None:
    assert limit_of(path, content_type) == limit


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"title": "' + b"a" * JSON + b'"}', 413, "body_too_large"),
        (b"[" + b"[]," * (JSON // 4) + b"1]", 413, "body_too_large"),
        (b"[" * 33 + b"]" * 33, 400, "parse_error"),
        (b"[" * 100_000, 400, "parse_error"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, 400, "parse_error"),
        (b'"' + b'\\"' * 500_000 + b"[" * 40, 400, "parse_error"),
    ],
    ids=["large", "full of lists", "deep", "deeper", "deep objects", "escapes"],
)
def test_json_that_would_fill_the_memory_is_refused_before_it_is_read(
    officer: APIClient, body: bytes, status: int, code: str
) -> None:
    answer = officer.post("/api/v1/incidents/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_brackets_in_a_text_are_only_text(officer: APIClient) -> None:
    text = "[{" * 100 + '\\ "] ' + "}" * 50
    answer = officer.post("/api/v1/incidents/", {**REPORT, "description": text}, format="json")
    assert (answer.status_code, answer.json()["description"]) == (201, text)


def test_json_is_utf_8_whatever_a_header_says(officer: APIClient) -> None:
    packed = json.dumps(REPORT).encode("utf-16")
    for charset in ("utf-16", "zlib", "rot13"):
        answer = officer.post(
            "/api/v1/incidents/", packed, content_type=f"application/json; charset={charset}"
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


# --- how often -------------------------------------------------------------------------------------------


@pytest.fixture
def seldom(settings: Any) -> None:
    """A portal that takes two requests a minute."""
    settings.SAFECITY_REQUESTS_PER_MINUTE = {"person": 2, "key": 3, "stranger": 1}


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """All requests of a test come at the same second."""
    moment = now()
    monkeypatch.setattr(throttles, "now", lambda: moment)


def asked(client: APIClient, times: int) -> list[int]:
    return [client.get("/api/v1/me/").status_code for _ in range(times)]


@pytest.mark.usefixtures("seldom")
def test_a_person_who_asks_too_often_is_told_how_long_to_wait(
    signed_in: Callable[[Any], APIClient],
) -> None:
    client = signed_in(UserFactory())
    assert asked(client, 3) == [200, 200, 429]
    answer = client.get("/api/v1/me/")
    assert answer.json()["code"] == "throttled"
    assert 0 < int(answer["Retry-After"]) <= 61
    assert asked(signed_in(UserFactory()), 1) == [200]


@pytest.mark.usefixtures("seldom")
def test_the_next_minute_begins_anew(
    signed_in: Callable[[Any], APIClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, moment = signed_in(UserFactory()), now()
    assert asked(client, 3)[-1] == 429
    monkeypatch.setattr(throttles, "now", lambda: moment.replace(year=moment.year + 1))
    assert asked(client, 1) == [200]


@pytest.mark.usefixtures("seldom")
def test_a_key_may_ask_more_often_than_a_person() -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory())}")
    assert asked(client, 4) == [200, 200, 200, 429]


@pytest.mark.usefixtures("seldom")
def test_strangers_are_refused_and_soon_not_even_that_and_who_is_signed_in_beside_them_notices_nothing(
    api: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    assert asked(api, 3) == [401, 429, 429]
    api.credentials(HTTP_AUTHORIZATION="Api-Key wrong")
    assert asked(api, 1) == [429]
    assert asked(signed_in(UserFactory()), 2) == [200, 200]


@pytest.mark.usefixtures("seldom")
def test_without_redis_nobody_is_held_up(settings: Any, signed_in: Callable[[Any], APIClient]) -> None:
    client = signed_in(UserFactory())
    cache = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": cache}
    assert asked(client, 4) == [200] * 4
