"""To whom an incident may be handed over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.incidents.actions import acknowledge_incident, move_incident, share_incident
from apps.incidents.models import Incident
from apps.live.presence import mark_seen
from tests.accounts.factories import UserFactory
from tests.incidents.factories import reported
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db

SignIn = Callable[[Any], APIClient]


def asked(client: APIClient, incident: Incident) -> Any:
    return client.get(f"/api/v1/incidents/{incident.number}/handlers/")


def held_by(user: User) -> Incident:
    return acknowledge_incident(incident_id=reported(at=now()).pk, by=user, at=now())


def test_the_people_who_may_write_incidents_there_are_told_with_no_more_than_name_role_and_load(
    signed_in: SignIn,
) -> None:
    asker = UserFactory(full_name="Asker", email="asker@example.org")
    other = UserFactory(full_name="Nodira Aliyeva", role=Role.SUPERVISOR, email="nodira@example.org")
    held_by(other)
    done = held_by(other)
    move_incident(incident_id=done.pk, to="cancelled", note="x", by=None, at=now())
    mark_seen({other.pk: now(), asker.pk: now() - timedelta(minutes=2)})
    answer = asked(signed_in(asker), reported(at=now()))
    assert answer.json()["results"] == [
        {
            "id": other.pk,
            "name": "Nodira Aliyeva",
            "role": "supervisor",
            "role_name": "supervisor",
            "open_incidents": 1,
            "is_present": True,
        },
        {
            "id": asker.pk,
            "name": "Asker",
            "role": "operator",
            "role_name": "operator",
            "open_incidents": 0,
            "is_present": False,
        },
    ]


def test_the_present_handler_and_who_may_not_work_there_are_left_out(signed_in: SignIn) -> None:
    handler, next_one = UserFactory(), UserFactory()
    UserFactory(regions=["UZ-TO"])
    UserFactory(regions=[])
    UserFactory(role=Role.CHIEF)
    UserFactory(is_active=False)
    nation = UserFactory(role=Role.DUTY_OFFICER, is_national=True)
    answer = asked(signed_in(handler), held_by(handler)).json()["results"]
    assert {person["id"] for person in answer} == {next_one.pk, nation.pk}


def test_everybody_who_is_offered_can_take_it(signed_in: SignIn) -> None:
    handler = UserFactory()
    UserFactory(regions=["UZ-TK", "UZ-TO"])
    UserFactory(role=Role.DUTY_OFFICER, is_national=True)
    client = signed_in(handler)
    for person in asked(client, held_by(handler)).json()["results"]:
        incident, sent = held_by(handler), {"to": person["id"]}
        answer = client.post(f"/api/v1/incidents/{incident.pk}/hand-over/", sent, format="json")
        assert answer.json()["handler"]["id"] == person["id"]


def test_only_who_may_hand_over_is_told(signed_in: SignIn) -> None:
    incident = reported(at=now())
    assert asked(signed_in(UserFactory(role=Role.CHIEF)), incident).status_code == 403
    assert asked(signed_in(UserFactory(regions=["UZ-TO"])), incident).status_code == 404
    RegionFactory(code="UZ-TO")
    share_incident(incident_id=incident.pk, region="UZ-TO", by=None, at=now())
    assert asked(signed_in(UserFactory(regions=["UZ-TO"])), incident).json()["code"] == "of_another_region"


def test_the_list_takes_the_same_queries_however_many_people_there_are(
    signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client, incident = signed_in(UserFactory()), reported(at=now())
    for _ in range(20):
        held_by(UserFactory())
    with django_assert_max_num_queries(9):
        assert asked(client, incident).json()["count"] == 21
