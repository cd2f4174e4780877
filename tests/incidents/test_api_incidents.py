"""Reporting, listing, reading and editing incidents over the API."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import TASHKENT, iso, now
from apps.incidents.actions import edit_incident, transfer_incident
from apps.incidents.models import HistoryEntry, Incident, IncidentShare
from apps.live.models import Event
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.described import DescribedClient
from tests.incidents.factories import NOON, IncidentFactory, IncidentTypeFactory, TargetFactory, reported
from tests.regions.factories import DistrictFactory, RegionFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/incidents/"
SignIn = Callable[[Any], APIClient]


def body(**changes: Any) -> dict[str, Any]:
    return {
        "type": "theft",
        "title": "A bicycle is gone",
        "source": "operator",
        "location": {"type": "Point", "coordinates": [69.24, 41.31]},
    } | changes


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    IncidentTypeFactory(code="theft", default_priority=3)


@pytest.fixture
def operator() -> User:
    return UserFactory()


@pytest.fixture
def api(operator: User, signed_in: SignIn) -> APIClient:
    return signed_in(operator)


def client_of(**fields: Any) -> APIClient:
    fields.setdefault("scopes", ["incidents:read", "incidents:write"])
    client = DescribedClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(**fields))}")
    return client


# --- reporting --------------------------------------------------------------------------------------------


def test_a_report_becomes_an_incident_with_a_number_a_priority_and_a_region_by_its_point(
    api: APIClient,
) -> None:
    answer = api.post(URL, body(), format="json")
    assert answer.status_code == 201
    made = answer.json()
    assert made["number"] == f"TK-{now().astimezone(TASHKENT).year % 100:02}-000001"
    assert (made["region"], made["priority"], made["status"]) == ("UZ-TK", 3, "reported")
    assert made["location"] == {"type": "Point", "coordinates": [69.24, 41.31]}
    assert (made["open"], made["needs_ack"], made["units"], made["version"]) == (True, True, [], 1)
    assert made["description"] == ""
    assert answer["Location"].endswith(f"/{made['id']}/")


def test_the_answer_holds_every_field_of_the_contract(api: APIClient) -> None:
    contract = (
        "id number region district type priority status title description location location_source "
        "location_accuracy_m address source source_ref is_exercise reported_at acknowledged_at dispatched_at "
        "en_route_at on_scene_at resolved_at closed_at outcome handler calls_count units version"
    )
    made = api.post(URL, body(), format="json").json()
    assert set(contract.split()) <= set(made)


def test_without_a_point_the_reporters_only_region_gets_the_incident(api: APIClient) -> None:
    assert api.post(URL, body(location=None), format="json").json()["region"] == "UZ-TK"


def test_without_a_point_and_with_several_regions_the_national_queue_gets_it(signed_in: SignIn) -> None:
    api = signed_in(UserFactory(regions=["UZ-TK", "UZ-TO"]))
    made = api.post(URL, body(location=None), format="json").json()
    assert made["region"] == "UZ"
    assert api.get(f"{URL}{made['id']}/").status_code == 200


def test_a_given_region_wins_over_the_point(signed_in: SignIn) -> None:
    api = signed_in(UserFactory(regions=["UZ-TK", "UZ-TO"]))
    assert api.post(URL, body(region="UZ-TO"), format="json").json()["region"] == "UZ-TO"


def test_a_point_abroad_is_kept_marked_and_goes_to_the_national_queue(signed_in: SignIn) -> None:
    api = signed_in(UserFactory(role=Role.DUTY_OFFICER, is_national=True))
    made = api.post(URL, body(location={"type": "Point", "coordinates": [2.35, 48.85]}), format="json").json()
    assert (made["region"], made["is_outside"]) == ("UZ", True)
    assert made["location"]["coordinates"] == [2.35, 48.85]


def test_who_reports_across_a_border_keeps_seeing_the_incident(api: APIClient) -> None:
    made = api.post(URL, body(location={"type": "Point", "coordinates": [70.5, 41.5]}), format="json").json()
    assert made["region"] == "UZ-TO"
    assert list(IncidentShare.objects.values_list("region_id", flat=True)) == ["UZ-TK"]
    assert {event.region_id for event in Event.objects.all()} == {"UZ-TK", "UZ-TO"}
    assert api.get(f"{URL}{made['id']}/").status_code == 200


def test_a_region_that_is_not_mine_is_answered_like_one_that_does_not_exist(api: APIClient) -> None:
    foreign = api.post(URL, body(region="UZ-TO"), format="json")
    unknown = api.post(URL, body(region="UZ-XX"), format="json")
    assert (foreign.status_code, foreign.json()["code"]) == (400, "unknown_region")
    assert foreign.content == unknown.content


def test_a_district_must_lie_in_the_region(api: APIClient) -> None:
    mine, foreign = DistrictFactory(), DistrictFactory(region__code="UZ-TO")
    assert api.post(URL, body(district=mine.pk), format="json").json()["district"] == mine.pk
    refused = api.post(URL, body(district=foreign.pk), format="json")
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_district")


def test_markup_in_a_title_is_kept_literally(api: APIClient) -> None:
    title = "<script>alert(1)</script> & “ʻ”"
    made = api.post(URL, body(title=title), format="json").json()
    assert made["title"] == title
    assert api.get(f"{URL}{made['id']}/").json()["title"] == title


def test_a_clock_a_little_ahead_is_no_future(api: APIClient) -> None:
    answer = api.post(URL, body(reported_at=iso(now() + timedelta(seconds=3))), format="json")
    assert answer.status_code == 201
    assert answer.json()["reported_at"] <= (iso(now()) or "")


def test_what_was_reported_earlier_keeps_its_time(api: APIClient) -> None:
    earlier = iso(now() - timedelta(hours=2))
    made = api.post(URL, body(reported_at=earlier), format="json").json()
    assert made["reported_at"] == earlier


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"type": "no_such"}, "unknown_type", "type"),
    ({"type": 7.5}, "unknown_type", "type"),
    ({"title": ""}, "invalid", "title"),
    ({"title": "  "}, "invalid", "title"),
    ({"title": None}, "invalid", "title"),
    ({"title": "x" * 201}, "invalid", "title"),
    ({"title": "a\x00b"}, "invalid", "title"),
    ({"title": ["a"]}, "invalid", "title"),
    ({"description": "x" * 5001}, "invalid", "description"),
    ({"source": None}, "invalid", "source"),
    ({"priority": 0}, "invalid", "priority"),
    ({"priority": 6}, "invalid", "priority"),
    ({"priority": "high"}, "invalid", "priority"),
    ({"priority": 10**40}, "invalid", "priority"),
    ({"location": "69,41"}, "invalid", "location"),
    ({"location": {"type": "Point", "coordinates": [41.3, 99.2]}}, "invalid", "location"),
    ({"location": {"type": "Point", "coordinates": [181, 41]}}, "invalid", "location"),
    ({"location": {"type": "Point", "coordinates": ["69.2", "41.3"]}}, "invalid", "location"),
    ({"location": {"type": "Point", "coordinates": [True, False]}}, "invalid", "location"),
    ({"location": {"type": "Point", "coordinates": [69.2]}}, "invalid", "location"),
    ({"location": {"type": "Point", "coordinates": None}}, "invalid", "location"),
    ({"location": {"type": "Polygon", "coordinates": [69.2, 41.3]}}, "invalid", "location"),
    ({"location": {"type": "Point", "coordinates": [10**400, 41.3]}}, "invalid", "location"),
    ({"location_source": "guessed"}, "invalid", "location_source"),
    ({"location_accuracy_m": -1}, "invalid", "location_accuracy_m"),
    ({"location_accuracy_m": "nan"}, "invalid", "location_accuracy_m"),
    ({"location_accuracy_m": 10**400}, "invalid", "location_accuracy_m"),
    ({"reported_at": "yesterday"}, "invalid", "reported_at"),
    ({"reported_at": "2026-10-01T12:00:00"}, "invalid", "reported_at"),
    ({"reported_at": "0001-01-01T00:00:00+05:00"}, "invalid", "reported_at"),
    ({"reported_at": "1900-01-01T00:00:00Z"}, "invalid", "reported_at"),
    ({"reported_at": "2999-01-01T00:00:00Z"}, "time_in_future", "reported_at"),
    ({"reported_at": 1700000000}, "invalid", "reported_at"),
    ({"is_exercise": "yes"}, "invalid", "is_exercise"),
    ({"region": "UZ-TKX"}, "invalid", "region"),
    ({"region": 5}, "unknown_region", "region"),
]


@pytest.mark.parametrize(("changes", "code", "field"), WRONG)
def test_wrong_input_is_told_by_a_code_and_its_field(
    api: APIClient, changes: dict[str, Any], code: str, field: str
) -> None:
    answer = api.post(URL, body(**changes), format="json")
    assert answer.status_code == 400, answer.content
    assert answer.json()["code"] == code
    assert field in answer.json()["fields"]
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        "[" * 100_000,
        '{"title": NaN}',
        '{"location":{"type":"Point","coordinates":[1e999,41]},"type":"theft","title":"a","source":"b"}',
        '{"a":' * 50_000,
        "\x00",
        '{"type":"theft","title":"\\ud800","source":"a"}',
        '{"type":"theft","title":"a","source":"a","location_source":"\\uDFFF"}',
    ],
)
def test_json_that_is_none_is_refused(api: APIClient, raw: str) -> None:
    answer = api.post(URL, raw, content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert set(answer.json()) == {"code", "detail", "fields"}


def test_another_media_type_is_refused(api: APIClient) -> None:
    assert api.post(URL, "type=theft", content_type="text/plain").status_code == 415


# --- safe to repeat ---------------------------------------------------------------------------------------


def test_the_same_reference_again_finds_the_incident_that_exists(api: APIClient) -> None:
    first = api.post(URL, body(source_ref="102/17"), format="json")
    again = api.post(URL, body(source_ref="102/17", title="Something else"), format="json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Event.objects.count() == 1


def test_the_same_reference_of_another_source_or_client_is_another_incident(api: APIClient) -> None:
    first, second = client_of(), client_of()
    answers = [
        api.post(URL, body(source_ref="7"), format="json"),
        api.post(URL, body(source_ref="7", source="app"), format="json"),
        first.post(URL, body(source_ref="7"), format="json"),
        second.post(URL, body(source_ref="7"), format="json"),
    ]
    assert [answer.status_code for answer in answers] == [201] * 4
    assert first.post(URL, body(source_ref="7"), format="json").json()["id"] == answers[2].json()["id"]


def test_the_same_key_again_finds_the_incident_whatever_the_order_of_the_body(api: APIClient) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    first = api.post(URL, body(), format="json", **key)
    turned = dict(reversed(body().items()))
    again = api.post(URL, json.dumps(turned), content_type="application/json", **key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]


def test_the_same_key_with_another_body_is_a_conflict(api: APIClient) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    api.post(URL, body(), format="json", **key)
    other = api.post(URL, body(title="Another"), format="json", **key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert Incident.objects.count() == 1


def test_the_same_key_of_another_client_tells_it_nothing(api: APIClient) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    mine = client_of().post(URL, body(), format="json", **key)
    theirs = client_of().post(URL, body(title="Another"), format="json", **key)
    assert (mine.status_code, theirs.status_code) == (201, 201)


def test_a_key_that_is_too_long_is_refused(api: APIClient) -> None:
    answer = api.post(URL, body(), format="json", HTTP_IDEMPOTENCY_KEY="k" * 201)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["fields"]


def test_a_repeated_report_of_an_incident_that_left_my_regions_shows_nothing_of_it(api: APIClient) -> None:
    made = api.post(URL, body(source_ref="9"), format="json").json()
    Incident.objects.filter(pk=made["id"]).update(region="UZ-TO")
    again = api.post(URL, body(source_ref="9"), format="json")
    assert (again.status_code, again.json()["code"]) == (409, "belongs_elsewhere")


@pytest.mark.parametrize("repeat", [{"body": {"source_ref": "9"}}, {"key": "k-9"}])
def test_a_client_repeats_its_report_safely_and_reads_nothing_of_what_another_region_made_of_it(
    repeat: dict[str, Any],
) -> None:
    client = client_of()
    sent = body(**repeat.get("body", {}))
    key = {"HTTP_IDEMPOTENCY_KEY": repeat["key"]} if "key" in repeat else {}
    made = client.post(URL, sent, format="json", **key).json()
    transfer_incident(incident_id=made["id"], region="UZ-TO", reason="x", by=None, at=now())
    edit_incident(incident_id=made["id"], changes={"description": "Theirs alone"}, by=None, at=now())
    again = client.post(URL, sent, format="json", **key)
    assert again.status_code == 200
    assert again.json() == {"id": made["id"], "number": made["number"], "status": "reported"}
    assert client.get(f"{URL}{made['id']}/").status_code == 404
    assert Incident.objects.count() == 1


# --- who may ----------------------------------------------------------------------------------------------


def test_a_stranger_must_sign_in(db: None) -> None:
    assert DescribedClient().get(URL).status_code == 401


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISPLAY, Role.INSPECTOR])
def test_roles_without_incidents_see_none(role: Role, signed_in: SignIn) -> None:
    answer = signed_in(UserFactory(role=role)).get(URL)
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


def test_a_chief_reads_and_does_not_write(signed_in: SignIn) -> None:
    api = signed_in(UserFactory(role=Role.CHIEF))
    assert api.get(URL).status_code == 200
    assert api.post(URL, body(), format="json").status_code == 403


def test_a_client_does_what_its_scopes_say() -> None:
    reader, writer = client_of(scopes=["incidents:read"]), client_of(scopes=["incidents:write"])
    assert reader.post(URL, body(), format="json").status_code == 403
    assert writer.post(URL, body(), format="json").status_code == 201
    assert writer.get(URL).status_code == 403
    assert reader.get(URL).json()["count"] == 1


def test_somebody_without_a_region_sees_nothing_and_reports_nothing(signed_in: SignIn) -> None:
    api = signed_in(UserFactory(regions=[]))
    IncidentFactory()
    assert api.get(URL).json()["count"] == 0
    assert api.post(URL, body(), format="json").status_code == 403


def test_an_operator_of_another_region_gets_the_same_404_as_for_a_missing_incident(
    api: APIClient,
) -> None:
    foreign = IncidentFactory(region__code="UZ-TO")
    missing = "01890000-0000-7000-8000-000000000000"
    for method, tail, sent in [
        ("get", "", None),
        ("patch", "", {"title": "x"}),
        ("post", "transition/", {"to": "acknowledged"}),
        ("post", "transition/", {"to": "nonsense"}),
        ("post", "corrections/", {"stamp": "reported_at", "at": None, "reason": "x"}),
        ("post", "transfer/", {"region": "UZ-TK", "reason": "x"}),
        ("post", "merge/", {"into": missing}),
        ("post", "hand-over/", {"to": None}),
        ("post", "shares/", {"region": "UZ-TK"}),
        ("get", "timeline/", None),
        ("post", "notes/", {"text": "x"}),
        ("get", "attachments/", None),
        ("get", "links/", None),
        ("post", "links/", {"incident": missing, "kind": "related"}),
    ]:
        answers = [
            getattr(api, method)(f"{URL}{key}/{tail}", sent, format="json")
            for key in (foreign.pk, missing, foreign.number, "nonsense")
        ]
        assert {answer.status_code for answer in answers} == {404}, (method, tail)
        assert len({answer.content for answer in answers}) == 1


# --- reading ----------------------------------------------------------------------------------------------


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["results"]]


def test_a_list_shows_my_regions_and_what_is_shared_with_them(api: APIClient) -> None:
    mine, _ = IncidentFactory(), IncidentFactory(region__code="UZ-TO")
    shared = IncidentFactory(region__code="UZ-TO", reported_at=NOON - timedelta(hours=1))
    IncidentShare.objects.create(incident=shared, region_id="UZ-TK", at=NOON)
    assert ids(api.get(URL)) == [str(mine.pk), str(shared.pk)]


def test_a_list_item_is_what_the_feed_sends(api: APIClient) -> None:
    made = api.post(URL, body(), format="json").json()
    event = json.loads(Event.objects.get().payload)
    [item] = api.get(URL).json()["results"]
    assert event["data"] == item
    assert {**item, "description": ""} == made


def test_lists_are_narrowed_by_status_openness_type_priority_and_time(api: APIClient) -> None:
    old = IncidentFactory(
        status="closed", closed_at=NOON, priority=1, reported_at=NOON - timedelta(days=1), is_ringing=False
    )
    held = IncidentFactory(status="acknowledged", is_ringing=False, type__code="fire")
    new = IncidentFactory(reported_at=NOON + timedelta(hours=1))
    for query, found in [
        ("open=true", [new, held]),
        ("open=false", [old]),
        ("status=closed", [old]),
        ("status=closed,acknowledged", [held, old]),
        ("status=closed&status=acknowledged", [held, old]),
        ("type=fire", [held]),
        ("priority=1", [old]),
        ("priority=3&priority=1", [new, held, old]),
        ("region=UZ-TO", []),
        ("reported_after=2026-10-01T12:00:00%2B05:00", [new, held]),
        ("reported_before=2026-10-01T12:00:00%2B05:00", [old]),
        ("ordering=priority", [old, new, held]),
        ("ordering=reported_at", [old, held, new]),
    ]:
        expected = [str(incident.pk) for incident in found]
        got = ids(api.get(f"{URL}?{query}"))
        assert (sorted(got) == sorted(expected)) if "ordering" not in query else got[0] == expected[0], query


def test_a_search_folds_scripts_and_finds_numbers(api: APIClient) -> None:
    made = api.post(URL, body(title="Ўғирлик", address="Yunusobod koʻchasi"), format="json").json()
    for text in ("o'g'irlik", "OʻGʻIRLIK", "юнусобод", made["number"], made["number"].lower()):
        assert ids(api.get(URL, {"search": text})) == [made["id"]], text
    assert ids(api.get(URL, {"search": "bicycle"})) == []
    assert ids(api.get(URL, {"search": "'"})) == []


def test_a_box_finds_points_within(api: APIClient) -> None:
    made = api.post(URL, body(), format="json").json()
    api.post(URL, body(location=None), format="json")
    assert ids(api.get(f"{URL}?bbox=69,41,70,42")) == [made["id"]]
    assert ids(api.get(f"{URL}?bbox=60,41,61,42")) == []


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3",
        "bbox=a,b,c,d",
        "bbox=nan,0,1,1",
        "status=nonsense",
        "priority=9",
        "reported_after=yesterday",
        "ordering=password",
        "search=%00",
        "region=%00",
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(api: APIClient, query: str) -> None:
    IncidentFactory()
    answer = api.get(f"{URL}?{query}")
    assert answer.status_code == 400, answer.content
    assert set(answer.json()) == {"code", "detail", "fields"}


def test_pages_hold_at_most_what_was_asked_for(api: APIClient) -> None:
    made = [IncidentFactory(reported_at=NOON) for _ in range(5)]
    first = api.get(f"{URL}?limit=3").json()
    assert (first["count"], len(first["results"]), first["previous"]) == (5, 3, None)
    rest = api.get(first["next"]).json()
    seen = {item["id"] for item in first["results"] + rest["results"]}
    assert seen == {str(incident.pk) for incident in made}


def test_geojson_gives_features(api: APIClient) -> None:
    made = api.post(URL, body(), format="json").json()
    answer = api.get(f"{URL}?format=geojson")
    assert answer["Content-Type"] == "application/geo+json"
    [feature] = answer.json()["features"]
    assert feature["id"] == made["id"]
    assert feature["geometry"] == made["location"]
    assert feature["properties"]["title"] == made["title"]


def test_an_incident_is_found_by_its_number_too(api: APIClient) -> None:
    made = api.post(URL, body(), format="json").json()
    assert api.get(f"{URL}{made['number']}/").json() == made


def test_the_target_is_that_of_the_type_else_of_every_type_at_the_highest_priority_held(
    api: APIClient,
) -> None:
    theft = IncidentTypeFactory(code="theft")
    TargetFactory(priority=1, limit_s=300)
    TargetFactory(priority=2, limit_s=480)
    TargetFactory(priority=2, limit_s=420, type=theft)
    general = IncidentFactory(type__code="fire", priority=2)
    own = IncidentFactory(type=theft, priority=2)
    once_higher = IncidentFactory(type=theft, priority=4, initial_priority=1)
    none = IncidentFactory(priority=5)
    targets = {item["id"]: item["target_s"] for item in api.get(URL).json()["results"]}
    assert targets == {
        str(general.pk): 480,
        str(own.pk): 420,
        str(once_higher.pk): 300,
        str(none.pk): None,
    }


def test_reading_a_page_costs_the_same_for_one_incident_as_for_many(
    api: APIClient, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        IncidentFactory()
    with django_assert_max_num_queries(7):
        api.get(URL)


# --- editing ----------------------------------------------------------------------------------------------


def test_an_edit_changes_what_it_names_and_counts_the_version(api: APIClient) -> None:
    made = api.post(URL, body(), format="json").json()
    point = {"type": "Point", "coordinates": [69.5, 41.5]}
    answer = api.patch(
        f"{URL}{made['id']}/",
        {"title": "Two bicycles", "location": point, "priority": 2, "version": 1},
        format="json",
    )
    assert answer.status_code == 200
    changed = {name for name, value in answer.json().items() if made[name] != value}
    assert changed == {"title", "location", "priority", "version"}
    entry = HistoryEntry.objects.get(kind="edited")
    assert entry.old == {"title": made["title"], "location": made["location"], "priority": 3}
    assert entry.new == {"title": "Two bicycles", "location": point, "priority": 2}


def test_an_edit_of_what_somebody_else_changed_says_who_did_and_when(signed_in: SignIn) -> None:
    first, second = UserFactory(full_name="A. Karimov"), UserFactory()
    made = reported()
    signed_in(first).patch(f"{URL}{made.pk}/", {"title": "New", "version": 1}, format="json")
    lost = signed_in(second).patch(f"{URL}{made.pk}/", {"title": "Newer", "version": 1}, format="json")
    assert (lost.status_code, lost.json()["code"]) == (409, "version_is_old")
    assert "A. Karimov changed this 0 s ago." in lost.json()["detail"]
    assert lost.json()["fields"]["by"] == "A. Karimov"
    assert lost.json()["fields"]["version"] == 2


def test_an_edit_that_changes_nothing_is_no_change(api: APIClient) -> None:
    made = api.post(URL, body(), format="json").json()
    same = api.patch(f"{URL}{made['id']}/", {"title": made["title"]}, format="json").json()
    assert same["version"] == 1
    assert Event.objects.count() == 1


def test_an_edit_refuses_what_a_report_refuses(api: APIClient) -> None:
    made = api.post(URL, body(), format="json").json()
    for sent in ({"title": ""}, {"type": "no_such"}, {"priority": 9}, {"location": 5}, {"version": "x"}):
        assert api.patch(f"{URL}{made['id']}/", sent, format="json").status_code == 400, sent
    assert Incident.objects.get().version == 1


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        ("reported", {"is_exercise": True}),
        ("resolved", {"priority": 5}),
        ("closed", {"is_exercise": True}),
        ("closed", {"type": "fire"}),
        ("cancelled", {"title": "Another"}),
    ],
)
def test_what_changes_figures_that_stand_is_a_supervisors_with_a_reason(
    status: str, changes: dict[str, Any], api: APIClient, signed_in: SignIn
) -> None:
    IncidentTypeFactory(code="fire")
    ends = {"resolved": "resolved_at", "closed": "closed_at"}
    stamps = {ends[status]: NOON} if status in ends else {}
    incident = IncidentFactory(status=status, priority=1, **stamps)
    supervisor, url = signed_in(UserFactory(role=Role.SUPERVISOR)), f"{URL}{incident.pk}/"
    given = {**changes, "reason": "A drill of the district"}
    refused = api.patch(url, given, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_supervisor")
    without = supervisor.patch(url, changes, format="json")
    assert (without.status_code, without.json()["code"]) == (400, "reason_needed")
    assert "reason" in without.json()["fields"]
    assert Incident.objects.get().version == 1
    assert supervisor.patch(url, given, format="json").status_code == 200
    assert HistoryEntry.objects.get(kind="edited").reason == "A drill of the district"
    # The same again is no change, whoever sends it.
    assert api.patch(url, changes, format="json").status_code == 200


# --- types ------------------------------------------------------------------------------------------------


def test_types_come_in_the_users_language_with_the_targets_that_apply(signed_in: SignIn) -> None:
    theft = IncidentTypeFactory(code="theft", name_ru="Кража")
    IncidentTypeFactory(code="gone", is_active=False)
    TargetFactory(priority=1, limit_s=300)
    TargetFactory(priority=1, limit_s=200, type=theft)
    api = signed_in(UserFactory(language="ru"))
    [item] = api.get("/api/v1/incident-types/").json()["results"]
    assert (item["code"], item["name"], item["default_priority"]) == ("theft", theft.name_ru, 3)
    assert item["targets"] == [
        {"priority": 1, "interval": "total_response", "limit_s": 200, "share": 0.9},
    ]
    every = api.get("/api/v1/incident-types/?all=true").json()["results"]
    assert {item["code"] for item in every} == {"theft", "gone"}
