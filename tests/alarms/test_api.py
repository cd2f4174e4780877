"""The JSON edge of alarms."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.alarms.actions import Return, acknowledge_alarm, return_alarms
from apps.alarms.models import Alarm
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.alarms.factories import NOON, after, raised
from tests.incidents.factories import IncidentTypeFactory

pytestmark = pytest.mark.django_db
ALARMS = "/api/v1/alarms/"


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory())


@pytest.fixture
def supervisor(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(role=Role.SUPERVISOR))


def post(client: APIClient, alarm: Alarm, verb: str, **body: Any) -> Any:
    return client.post(f"{ALARMS}{alarm.pk}/{verb}/", body, format="json")


def ids(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {item["id"] for item in answer.json()["results"]}


def test_a_list_holds_the_alarms_of_the_callers_regions_and_narrows(operator: APIClient) -> None:
    mine = raised(number=1, priority=1)
    other = raised(number=2, type="gas", at=after(60))
    raised(number=3, region="UZ-TO")
    both = {str(mine.pk), str(other.pk)}
    assert ids(operator.get(ALARMS)) == both
    assert ids(operator.get(f"{ALARMS}?open=true&region=UZ-TK")) == both
    assert ids(operator.get(f"{ALARMS}?priority=1,3")) == {str(mine.pk)}
    assert ids(operator.get(f"{ALARMS}?type=gas&state=unacknowledged")) == {str(other.pk)}
    assert ids(operator.get(f"{ALARMS}?source=sensor:1")) == {str(mine.pk)}
    assert ids(operator.get(f"{ALARMS}?raised_after=2026-10-01T07:00:30Z")) == {str(other.pk)}
    assert ids(operator.get(f"{ALARMS}?raised_before=2026-10-01T07:00:30Z")) == {str(mine.pk)}
    assert ids(operator.get(f"{ALARMS}?open=false")) == set()
    assert operator.get(f"{ALARMS}?state=burning").status_code == 400
    ordered = operator.get(f"{ALARMS}?ordering=-priority").json()["results"]
    assert [item["priority"] for item in ordered] == [2, 1]


def test_an_alarm_of_another_region_answers_the_same_as_a_missing_one(operator: APIClient) -> None:
    foreign = raised(region="UZ-TO")
    for method, tail in (("get", ""), ("get", "timeline/"), ("post", "acknowledge/"), ("post", "clear/")):
        other = getattr(operator, method)(f"{ALARMS}{foreign.pk}/{tail}", {}, format="json")
        gone = getattr(operator, method)(
            f"{ALARMS}00000000-0000-7000-8000-000000000000/{tail}", {}, format="json"
        )
        assert other.status_code == 404
        assert (other.status_code, other.content) == (gone.status_code, gone.content)


def test_one_acknowledges_for_all_and_the_second_learns_who_was_first(
    operator: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    alarm = raised()
    answer = post(operator, alarm, "acknowledge", note="on it", version=1)
    assert (answer.status_code, answer.json()["state"]) == (200, "acknowledged")
    first = answer.json()["acknowledged_by"]["name"]
    second = post(signed_in(UserFactory(full_name="Second")), alarm, "acknowledge")
    assert (second.status_code, second.json()["code"]) == (409, "cannot_move")
    assert second.json()["fields"]["by"] == first
    assert second.json()["fields"]["at"]
    assert first in second.json()["detail"]
    old = post(operator, alarm, "acknowledge", version=1)
    assert old.json()["code"] == "version_is_old"


def test_a_group_is_acknowledged_and_each_that_is_not_says_why(operator: APIClient) -> None:
    mine, seen, foreign = raised(number=1), raised(number=2), raised(number=3, region="UZ-TO")
    alone = raised(number=4, type="sos")
    type(alone.type).objects.filter(pk="sos").update(never_shelved=True)
    acknowledge_alarm(alarm_id=seen.pk, by=None, at=after(1))
    given = [str(one.pk) for one in (mine, seen, foreign, alone)]
    answer = operator.post(f"{ALARMS}acknowledge/", {"ids": given}, format="json")
    assert answer.status_code == 200, answer.content
    assert [item["id"] for item in answer.json()["acknowledged"]] == [str(mine.pk)]
    codes = {item["id"]: item["code"] for item in answer.json()["refused"]}
    assert codes == {
        str(seen.pk): "cannot_move",
        str(foreign.pk): "not_found",
        str(alone.pk): "never_shelved",
    }


def test_a_supervisor_shelves_with_a_reason_and_an_end_and_an_operator_does_not(
    operator: APIClient, supervisor: APIClient
) -> None:
    alarm = raised()
    until = (now() + timedelta(hours=2)).isoformat()
    assert post(operator, alarm, "shelve", reason="works", until=until).status_code == 403
    assert post(supervisor, alarm, "shelve", reason="", until=until).status_code == 400
    far = (now() + timedelta(hours=30)).isoformat()
    assert post(supervisor, alarm, "shelve", reason="works", until=far).json()["code"] == "shelf_too_long"
    answer = post(supervisor, alarm, "shelve", reason="works", until=until)
    assert (answer.status_code, answer.json()["state"], answer.json()["shelve_reason"]) == (
        200,
        "shelved",
        "works",
    )
    assert post(operator, alarm, "unshelve").status_code == 403
    assert post(supervisor, alarm, "unshelve").json()["state"] == "unacknowledged"
    assert post(supervisor, alarm, "unshelve").status_code == 409


def test_what_must_be_seen_at_once_is_never_set_aside(supervisor: APIClient) -> None:
    alarm = raised(type="sos")
    type(alarm.type).objects.filter(pk="sos").update(never_shelved=True)
    until = (now() + timedelta(minutes=20)).isoformat()
    assert post(supervisor, alarm, "shelve", reason="x", until=until).json()["code"] == "never_shelved"
    assert post(supervisor, alarm, "out-of-service", reason="x").json()["code"] == "never_shelved"


def test_only_what_sends_no_return_is_cleared_by_hand(operator: APIClient) -> None:
    by_itself, by_hand = raised(number=1), raised(number=2, needs_clearing=True)
    assert post(operator, by_itself, "clear", clearing="true").json()["code"] == "sends_return"
    answer = post(operator, by_hand, "clear", clearing="false", note="a cat")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["clearing"], answer.json()["open"]) == (
        "cleared",
        "false",
        False,
    )
    assert answer.json()["acknowledged_by"] is not None
    assert post(operator, by_hand, "clear", clearing="true").status_code == 409
    assert post(operator, by_hand, "clear", clearing="perhaps").status_code == 400


def test_out_of_service_and_back(supervisor: APIClient) -> None:
    alarm = raised(ref="crossing:1")
    assert post(supervisor, alarm, "out-of-service", reason="repair").json()["state"] == "out_of_service"
    return_alarms(returns=[Return("sensor:7", "crossing:1", after(9))], by=None, at=after(9))
    assert post(supervisor, alarm, "in-service").json()["state"] == "returned"


def test_the_timeline_tells_everything_in_its_order(operator: APIClient) -> None:
    alarm = raised(ref="crossing:1")
    post(operator, alarm, "acknowledge", note="seen")
    return_alarms(returns=[Return("sensor:7", "crossing:1", after(90))], by=None, at=after(90))
    lines = operator.get(f"{ALARMS}{alarm.pk}/timeline/").json()["results"]
    assert [(line["kind"], line["to_state"]) for line in lines] == [
        ("raised", "unacknowledged"),
        ("acknowledged", "acknowledged"),
        ("returned", "cleared"),
    ]
    assert lines[1]["note"] == "seen"
    assert lines[1]["by"]["kind"] == "user"
    assert lines[0]["name"] == "raised"


def test_an_alarm_opens_an_incident_once(operator: APIClient) -> None:
    IncidentTypeFactory(code="smoke")
    alarm = raised()
    refused = post(operator, alarm, "incident")
    assert refused.json()["code"] == "incident_type_needed"
    first = post(operator, alarm, "incident", type="smoke")
    assert first.status_code == 201, first.content
    again = post(operator, alarm, "incident", type="smoke")
    assert again.status_code == 200
    assert again.json()["incident"] == first.json()["incident"]
    number = first.json()["incident"]["number"]
    assert first.json()["alarm"]["incident"]["number"] == number
    incident = operator.get(f"/api/v1/incidents/{number}/").json()
    assert (incident["source"], incident["source_ref"]) == ("alarm", str(alarm.pk))
    lines = operator.get(f"/api/v1/incidents/{number}/timeline/").json()["results"]
    assert lines[-1]["kind"] == "opened_by_alarm"
    assert lines[-1]["new"]["alarm"] == str(alarm.pk)


def test_a_plate_is_read_only_by_those_who_may_read_plates(
    operator: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    alarm = raised(source="plate:3", source_kind="plate", source_id="3", private={"plate": "01A123BC"})
    assert operator.get(f"{ALARMS}{alarm.pk}/").json()["private"] == {"plate": "01A123BC"}
    chief = signed_in(UserFactory(role=Role.CHIEF))
    assert chief.get(f"{ALARMS}{alarm.pk}/").json()["private"] == {}
    assert b"01A123BC" not in operator.get(ALARMS).content


def test_types_come_in_the_callers_language(signed_in: Callable[[Any], APIClient]) -> None:
    raised()
    (kind,) = signed_in(UserFactory(language="ru")).get("/api/v1/alarm-types/").json()["results"]
    assert (kind["code"], kind["name"], kind["default_priority"]) == ("smoke", "smoke ru", 2)


def test_a_client_with_the_scope_reads_and_does_not_act(api: APIClient) -> None:
    alarm = raised()
    client = ApiClientFactory(scopes=["alarms:read"])
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(client)}")
    assert ids(api.get(ALARMS)) == {str(alarm.pk)}
    assert post(api, alarm, "acknowledge").status_code == 403


def test_nobody_sees_alarms_without_signing_in_nor_an_auditor(
    api: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    assert api.get(ALARMS).status_code == 401
    assert signed_in(UserFactory(role=Role.AUDITOR)).get(ALARMS).status_code == 403


def test_alarms_are_a_feature_collection_on_request(operator: APIClient) -> None:
    alarm = raised()
    told = operator.get(f"{ALARMS}?format=geojson").json()
    assert told["features"][0]["id"] == str(alarm.pk)
    assert told["features"][0]["geometry"]["coordinates"] == [69.24, 41.32]


def test_noon_is_kept_as_utc(operator: APIClient) -> None:
    raised()
    assert operator.get(ALARMS).json()["results"][0]["raised_at"] == "2026-10-01T07:00:00.000Z"
    assert NOON.isoformat() == "2026-10-01T07:00:00+00:00"
