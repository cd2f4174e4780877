"""The snapshot: what is open in scope, as of the moment of its numbers."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.db import connection
from rest_framework.test import APIClient

from apps.accounts.roles import Can, Role
from apps.core.encoding import decode
from apps.live import topics
from apps.live.models import RegionFeed
from apps.live.snapshot import compose
from apps.regions.scope import EVERYTHING
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.live import notes
from tests.live.sockets import cookie_of
from tests.server import PortalServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_regions")]


def names() -> set[str]:
    return {topic.name for topic in topics.all_topics()}


def get(server: PortalServer, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(f"{server.url}/api/v1/live/snapshot/", headers=named, method=method)
    try:
        with urlopen(request) as answer:
            body = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
            return answer.status, dict(answer.headers), decode(gzip.decompress(body) if packed else body)
    except HTTPError as refusal:
        return refusal.code, dict(refusal.headers), decode(refusal.read())


def test_it_holds_what_is_open_in_scope_with_the_numbers(portal_server: PortalServer) -> None:
    notes.write("n1")
    notes.write("n2", is_open=False)
    notes.write("n3", "UZ-SA")
    status, headers, body = get(portal_server, Cookie=cookie_of(UserFactory()))
    feed = RegionFeed.objects.get(region="UZ-TK")
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert body["seq"] == {"UZ-TK": 2}
    assert body["epoch"] == {"UZ-TK": feed.epoch}
    assert body["notes"] == [notes.ITEMS["n1"]]
    assert {"incidents", "units", "alarms"} <= set(body)


def test_it_is_packed_for_who_can_unpack_it(portal_server: PortalServer) -> None:
    for n in range(40):
        notes.write(f"n{n}")
    client = ApiClientFactory(scopes=["live:read"])
    status, headers, body = get(
        portal_server, Authorization=f"Api-Key {key_of(client)}", Accept_Encoding="gzip, br"
    )
    assert (status, headers["content-encoding"], len(body["notes"])) == (200, "gzip", 40)


def test_who_may_not_have_it_is_told_so_in_the_apis_words(portal_server: PortalServer) -> None:
    inspector = cookie_of(UserFactory(role=Role.INSPECTOR))
    english = {"Accept_Language": "en"}
    assert get(portal_server, **english)[0::2] == (
        401,
        {"code": "not_authenticated", "detail": "Please sign in.", "fields": {}},
    )
    assert get(portal_server, Authorization="Api-Key wrong")[0] == 401
    assert get(portal_server, Cookie=inspector)[2]["code"] == "permission_denied"
    assert get(portal_server, Cookie=inspector)[0] == 403
    assert get(portal_server, "POST", Cookie=inspector)[0] == 405


def test_a_display_gets_it_without_the_title_and_without_topics_that_are_not_for_it() -> None:
    notes.write("n1")
    topics.register(topics.Topic("secrets", Can.READ_LIVE, notes.render, notes.open_items))
    found = compose(EVERYTHING, redacted=True, topics=names())
    topics.forget("secrets")
    assert found["notes"] == [{"id": "n1", "region": "UZ-TK", "open": True}]
    assert found["secrets"] == []


def test_the_view_of_the_schema_answers_the_same(portal_server: PortalServer) -> None:
    user = UserFactory()
    notes.write("n1")
    client = APIClient()  # the topic of these tests is in no schema
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/api/v1/live/snapshot/")
    assert answer.status_code == 200
    assert decode(answer.content) == get(portal_server, Cookie=cookie_of(user))[2]


def test_a_key_reads_in_it_only_what_it_may_read_elsewhere(portal_server: PortalServer) -> None:
    topics.register(topics.Topic("units notes", Can.READ_UNITS, notes.render, notes.open_items))
    notes.write("n1")
    told = []
    for scopes in (["live:read"], ["live:read", "units:read"]):
        key = key_of(ApiClientFactory(scopes=scopes))
        bare = get(portal_server, Authorization=f"Api-Key {key}")[2]
        view = APIClient().get("/api/v1/live/snapshot/", HTTP_AUTHORIZATION=f"Api-Key {key}")
        assert decode(view.content) == bare
        told.append((len(bare["notes"]), len(bare["units notes"])))
    topics.forget("units notes")
    assert told == [(1, 0), (1, 1)]


def test_its_numbers_and_lists_are_of_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    def count_rows(codes: object) -> list[dict[str, Any]]:
        # A change that commits while the snapshot is being read.
        with ThreadPoolExecutor(1) as threads:
            threads.submit(write_and_hang_up).result()
        return [{"id": str(RegionFeed.objects.get(region="UZ-TK").seq)}]

    def write_and_hang_up() -> None:
        notes.write("n1")
        connection.close()

    topics.register(topics.Topic("counts", Can.READ_LIVE, notes.render, count_rows))
    found = compose(EVERYTHING, redacted=False, topics=names())
    topics.forget("counts")
    assert found["seq"]["UZ-TK"] == 0
    assert found["counts"] == [{"id": "0"}]
    assert RegionFeed.objects.get(region="UZ-TK").seq == 1
