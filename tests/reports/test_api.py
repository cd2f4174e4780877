"""The JSON edge of reports."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry
from apps.accounts.roles import Can
from apps.reports.models import ReportRun
from apps.reports.tasks import run as run_task
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.incidents.factories import NOON
from tests.regions.factories import RegionFactory
from tests.reports.factories import stamped

pytestmark = pytest.mark.django_db
RESPONSE_TIMES = "/api/v1/reports/response-times/"
OCTOBER = {"from": "2026-10-01", "to": "2026-10-31"}
FIGURES = {
    "n",
    "completeness",
    "median_s",
    "mean_s",
    "p90_s",
    "p95_s",
    "within_target",
    "missed_open",
    "excluded",
}


@pytest.fixture
def chief(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(role="chief"))


@pytest.fixture
def nation(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(role="chief", is_national=True))


def ask(client: APIClient, **params: str) -> Any:
    return client.get(RESPONSE_TIMES, OCTOBER | params)


def test_response_times_have_the_shape_that_outsiders_rely_on(chief: APIClient) -> None:
    stamped(acknowledged=5, dispatched=30, en_route=60, on_scene=250, resolved=900)
    answer = ask(chief, group_by="region,month")
    assert answer.status_code == 200
    body = answer.json()
    assert body["as_of"].endswith("Z")
    [group] = body["groups"]
    assert group["key"] == {"region": "UZ-TK", "month": "2026-10"}
    assert len(group["intervals"]) == 9
    assert all(figures.keys() >= FIGURES for figures in group["intervals"].values())
    assert group["intervals"]["travel"]["median_s"] == 190
    assert group["intervals"]["acceptance"]["n"] == 0


def test_group_by_may_be_repeated_or_separated_by_commas(nation: APIClient) -> None:
    stamped(on_scene=1)
    stamped(on_scene=2, region__code="UZ-TO")
    one = nation.get(f"{RESPONSE_TIMES}?from=2026-10-01&to=2026-10-31&group_by=region&group_by=type").json()
    other = ask(nation, group_by="region,type").json()
    assert one["groups"] == other["groups"]
    assert len(one["groups"]) == 2


def test_a_chief_sees_own_regions_and_a_foreign_region_is_as_a_missing_one(chief: APIClient) -> None:
    stamped(on_scene=1)
    stamped(on_scene=2, region__code="UZ-TO")
    assert [group["key"]["region"] for group in ask(chief, group_by="region").json()["groups"]] == ["UZ-TK"]
    foreign, missing = ask(chief, region="UZ-TO"), ask(chief, region="UZ-XX")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert ask(chief, region="UZ-TK").json()["groups"][0]["incidents"] == 1


@pytest.mark.parametrize("role", ["operator", "inspector", "display", "auditor"])
def test_who_may_not_read_reports_is_refused(role: str, signed_in: Callable[[Any], APIClient]) -> None:
    client = signed_in(UserFactory(role=role))
    assert ask(client).status_code == 403
    assert client.get("/api/v1/reports/").status_code == 403
    assert client.get("/api/v1/runs/").status_code == 403


def test_a_stranger_is_asked_to_sign_in(api: APIClient) -> None:
    assert ask(api).status_code == 401


def test_an_api_client_needs_the_scope_and_sees_its_regions(api: APIClient) -> None:
    stamped(on_scene=1)
    stamped(on_scene=2, region__code="UZ-TO")
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(scopes=[Can.READ_INCIDENTS]))}")
    assert ask(api).status_code == 403
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(scopes=[Can.READ_REPORTS]))}")
    assert ask(api).json()["groups"][0]["incidents"] == 1


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"from": "31.10.2026"}, "from"),
        ({"from": "2026-13-01"}, "from"),
        ({"from": "2026-10-02", "to": "2026-10-01"}, "to"),
        ({"from": "1800-01-01"}, "from"),
        ({"group_by": "handler"}, "group_by"),
        ({"group_by": "hour"}, "group_by"),
        ({"priority": "6"}, "priority"),
        ({"priority": "1;drop"}, "priority"),
        ({"type": "no_such_type"}, "type"),
        ({"interval": "nap"}, "interval"),
    ],
)
def test_what_is_wrong_in_the_question_is_named(
    nation: APIClient, params: dict[str, str], field: str
) -> None:
    answer = ask(nation, **params)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_without_dates_the_last_thirty_days_are_meant(chief: APIClient, time_machine: Any) -> None:
    time_machine.move_to("2026-10-30T20:00:00Z")  # 31 October in Tashkent
    stamped(NOON + timedelta(hours=12, days=-1), on_scene=1)
    stamped(NOON + timedelta(days=1), on_scene=2)
    assert chief.get(RESPONSE_TIMES).json()["groups"][0]["incidents"] == 1


def test_a_run_is_accepted_computed_and_handed_out(chief: APIClient) -> None:
    stamped(on_scene=251)
    accepted = chief.post(
        "/api/v1/reports/response-times/runs/", {"period": OCTOBER, "regions": ["UZ-TK"]}, "json"
    )
    assert accepted.status_code == 202
    run_id = accepted.json()["id"]
    assert (accepted.json()["status"], accepted.json()["files"]) == ("queued", {})
    run_task(run_id)
    body = chief.get(f"/api/v1/runs/{run_id}/").json()
    assert (body["status"], body["progress"], body["period"]) == ("done", 100, OCTOBER)
    assert body["result"]["total"]["intervals"]["total_response"]["p90_s"] == 251
    assert set(body["files"]) == {"csv", "xlsx"}
    file = chief.get(body["files"]["csv"], HTTP_ACCEPT="text/csv")
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in file["Content-Disposition"]
    assert file.content.startswith(b"period_from,period_to,as_of,breakdown,key,name,interval,incidents,n,")
    assert chief.get(body["files"]["xlsx"]).content.startswith(b"PK")
    assert chief.get(f"/api/v1/runs/{run_id}/files/exe/").status_code == 404


def test_a_download_is_told_to_the_audit_trail(chief: APIClient) -> None:
    run_id = chief.post("/api/v1/reports/response-times/runs/", {"period": OCTOBER}, "json").json()["id"]
    run_task(run_id)
    chief.get(f"/api/v1/runs/{run_id}/files/csv/")
    entry = AuditEntry.objects.get(kind="export")
    assert (entry.object_id, entry.region_id) == (run_id, "UZ-TK")
    assert entry.detail["file"] == "response-times_2026-10-01_2026-10-31.csv"


def test_a_run_of_a_foreign_region_is_as_a_missing_one(
    chief: APIClient, nation: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    RegionFactory(code="UZ-TO")
    run_id = nation.post("/api/v1/reports/response-times/runs/", {"period": OCTOBER}, "json").json()["id"]
    run_task(run_id)
    neighbour = signed_in(UserFactory(role="chief", regions=["UZ-TO"]))
    missing = chief.get(f"/api/v1/runs/{uuid4()}/")
    for client in (chief, neighbour):
        for address in (f"/api/v1/runs/{run_id}/", f"/api/v1/runs/{run_id}/files/csv/"):
            answer = client.get(address)
            assert answer.status_code == 404
            assert answer.content == missing.content
        assert client.post(f"/api/v1/runs/{run_id}/cancel/").status_code == 404
        assert client.get("/api/v1/runs/").json()["count"] == 0
    assert nation.get("/api/v1/runs/").json()["count"] == 1


def test_a_run_for_a_foreign_region_or_of_an_unknown_report_is_not_found(chief: APIClient) -> None:
    RegionFactory(code="UZ-TO")
    body = {"period": OCTOBER, "regions": ["UZ-TO"]}
    assert chief.post("/api/v1/reports/response-times/runs/", body, "json").status_code == 404
    assert chief.post("/api/v1/reports/nonsense/runs/", {"period": OCTOBER}, "json").status_code == 404
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"period": {"from": "2026-10-31", "to": "2026-10-01"}},
        {"period": {"from": "x", "to": None}},
        {"period": OCTOBER, "regions": "UZ-TK"},
        {"period": OCTOBER, "priorities": [9]},
        [],
        "text",
    ],
)
def test_a_wrong_request_for_a_run_is_a_coded_error(chief: APIClient, body: Any) -> None:
    answer = chief.post("/api/v1/reports/response-times/runs/", body, "json")
    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid", "parse_error"}


def test_a_run_can_be_cancelled(chief: APIClient) -> None:
    run_id = chief.post("/api/v1/reports/response-times/runs/", {"period": OCTOBER}, "json").json()["id"]
    assert chief.post(f"/api/v1/runs/{run_id}/cancel/").json()["status"] == "cancelled"
    assert run_task(run_id) is False


def test_the_catalogue_is_listed(chief: APIClient) -> None:
    body = chief.get("/api/v1/reports/").json()
    assert body["count"] == 1
    assert body["results"][0]["name"] == "response-times"
