"""What a tablet reads and writes, and what a lost one no longer can."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import iso, now
from apps.incidents.models import Attachment, HistoryEntry
from apps.inspectors.actions import assign_unit, plan_shift
from apps.inspectors.models import Assignment, Device, LatestPosition, Shift, Sos, Tablet, Unit
from tests.accounts.factories import UserFactory
from tests.incidents.factories import IncidentFactory, IncidentTypeFactory
from tests.inspectors.factories import InspectorFactory, UnitFactory

pytestmark = pytest.mark.django_db
FIELD = "/api/v1/field/"


@pytest.fixture
def officer() -> User:
    IncidentTypeFactory(code="officer_needs_help")
    user: User = UserFactory(role=Role.INSPECTOR, full_name="Bekzod")
    UnitFactory(call_sign="T-7", crew=[InspectorFactory(user=user)])
    return user


@pytest.fixture
def tablet(officer: User) -> APIClient:
    """A browser in which the officer has signed in, registered as a tablet."""
    return on_tablet(officer)


def on_tablet(user: User, client: APIClient | None = None) -> APIClient:
    client = client or APIClient()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"{FIELD}tablet/")
    assert answer.status_code == 200, answer.content
    return client


def unit_of(officer: User) -> Unit:
    return Unit.objects.get(crew__user=officer)


def sent_to(officer: User) -> Assignment:
    at = now() - timedelta(minutes=30)
    incident = IncidentFactory(reported_at=at, recorded_at=at)
    return assign_unit(incident_id=incident.pk, unit_id=unit_of(officer).pk, by=None, at=at)


def post(client: APIClient, path: str, body: Any, **headers: str) -> Any:
    extra = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return client.post(f"{FIELD}{path}", body, format="json", **extra)


def test_the_day_shows_the_unit_and_what_it_is_sent_to(officer: User, tablet: APIClient) -> None:
    assignment = sent_to(officer)
    day = tablet.get(FIELD).json()
    assert (day["user"]["name"], day["unit"]["call_sign"]) == ("Bekzod", "T-7")
    (shown,) = day["assignments"]
    assert (shown["id"], shown["status"]) == (str(assignment.pk), "assigned")
    assert shown["incident"]["number"] == assignment.incident.number
    assert day["sos"] is None
    assert day["seq"] >= 1


def test_another_crews_work_is_not_there(officer: User, tablet: APIClient) -> None:
    other: User = UserFactory(role=Role.INSPECTOR)
    UnitFactory(crew=[InspectorFactory(user=other)])
    theirs = sent_to(other)
    assert tablet.get(FIELD).json()["assignments"] == []
    for path in ("transition/", "notes/"):
        answer = post(tablet, f"assignments/{theirs.pk}/{path}", {"to": "accepted", "text": "x"})
        assert answer.status_code == 404


def test_a_step_that_was_kept_offline_has_its_own_stamp_and_is_done_once(
    officer: User, tablet: APIClient
) -> None:
    assignment, when = sent_to(officer), now() - timedelta(minutes=12)
    for _ in range(2):
        answer = post(
            tablet,
            f"assignments/{assignment.pk}/transition/",
            {"to": "accepted", "at": iso(when)},
            **{"Idempotency-Key": "k1"},
        )
        assert answer.status_code == 200, answer.content
    assert answer.json()["accepted_at"] == iso(when)
    (line,) = HistoryEntry.objects.filter(kind="unit_accepted")
    assert line.is_offline
    assert iso(line.at) == iso(when)


def test_a_note_and_a_photo_arrive_once_with_their_stamps(officer: User, tablet: APIClient) -> None:
    assignment, when = sent_to(officer), now() - timedelta(minutes=5)
    for _ in range(2):
        body = {"text": "two men", "at": iso(when)}
        key = {"Idempotency-Key": "n1"}
        assert post(tablet, f"assignments/{assignment.pk}/notes/", body, **key).status_code == 201
    (note,) = HistoryEntry.objects.filter(kind="noted")
    assert (note.note, note.is_offline, iso(note.at)) == ("two men", True, iso(when))
    picture = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100, "image/jpeg")
    answer = tablet.post(
        f"{FIELD}assignments/{assignment.pk}/photos/", {"file": picture, "at": iso(when)}, format="multipart"
    )
    assert answer.status_code == 201, answer.content
    assert Attachment.objects.get().incident == assignment.incident


def test_what_one_user_kept_is_not_sent_by_the_next(officer: User, tablet: APIClient) -> None:
    assignment = sent_to(officer)
    path, body = f"assignments/{assignment.pk}/transition/", {"to": "accepted"}
    assert (
        post(tablet, path, body, **{"X-Field-User": str(officer.pk + 1)}).json()["code"] == "of_another_user"
    )
    assert post(tablet, path, body, **{"X-Field-User": str(officer.pk)}).status_code == 200


def test_positions_are_the_tablets_own_and_off_duty_none_is_kept(officer: User, tablet: APIClient) -> None:
    rows = [{"at": iso(now()), "lon": 69.2, "lat": 41.3}, {"at": "never", "lon": 69.2, "lat": 41.3}]
    answer = post(tablet, "positions/", rows).json()
    assert answer == {"accepted": 1, "dropped": [], "rejected": [{"index": 1, "code": "invalid_at"}]}
    assert LatestPosition.objects.get().device.tablet.user == officer
    assert post(tablet, "duty/", {"is_on": False}).json()["unit"]["is_on_duty"] is False
    rows = [{"at": iso(now()), "lon": 69.3, "lat": 41.3}]
    assert post(tablet, "positions/", rows).json()["dropped"] == [{"index": 0, "code": "off_duty"}]


def test_duty_is_a_shift_with_its_own_stamp_and_begins_once(officer: User, tablet: APIClient) -> None:
    Unit.objects.update(status="off_duty")
    when = iso(now() - timedelta(minutes=20))
    for _ in range(2):
        day = post(tablet, "duty/", {"is_on": True, "at": when}, **{"Idempotency-Key": "d1"}).json()
    assert (day["unit"]["is_on_duty"], day["unit"]["status"]) == (True, "available")
    assert day["shift"]["began_at"] == when
    (shift,) = Shift.objects.all()
    (line,) = shift.history.all()
    assert (line.step, line.is_offline) == ("started", True)
    day = post(tablet, "duty/", {"is_on": False, "at": iso(now())}).json()
    assert (day["unit"]["is_on_duty"], day["shift"]) == (False, None)
    assert Shift.objects.running().count() == 0


def test_the_next_plan_is_shown_and_kept(officer: User, tablet: APIClient) -> None:
    Unit.objects.update(status="off_duty")
    person, unit = officer.inspector, unit_of(officer)
    since = now() + timedelta(hours=1)
    plan = plan_shift(
        inspector_id=person.pk,
        unit_id=unit.pk,
        planned_from=since,
        planned_to=since + timedelta(hours=8),
        by=None,
        at=now(),
    )
    assert tablet.get(FIELD).json()["shift"]["planned_from"] == iso(since)
    post(tablet, "duty/", {"is_on": True})
    assert Shift.objects.get(pk=plan.pk).began_at is not None


def test_who_goes_home_before_the_others_is_followed_no_more(officer: User, tablet: APIClient) -> None:
    unit = unit_of(officer)
    mate: User = UserFactory(role=Role.INSPECTOR)
    unit.crew.add(InspectorFactory(user=mate))
    other = on_tablet(mate)
    Unit.objects.update(status="off_duty")
    post(other, "duty/", {"is_on": True})
    # The crew is on duty; the officer is not yet.
    rows = [{"at": iso(now()), "lon": 69.2, "lat": 41.3}]
    assert tablet.get(FIELD).json()["unit"]["is_on_duty"] is False
    assert post(tablet, "positions/", rows).json()["dropped"] == [{"index": 0, "code": "off_duty"}]
    assert post(tablet, "duty/", {"is_on": True}).json()["unit"]["is_on_duty"] is True
    assert post(tablet, "positions/", rows).json()["accepted"] == 1
    assert post(tablet, "duty/", {"is_on": False}).json()["unit"]["is_on_duty"] is False
    rows = [{"at": iso(now()), "lon": 69.3, "lat": 41.3}]
    assert post(tablet, "positions/", rows).json()["dropped"] == [{"index": 0, "code": "off_duty"}]
    assert post(other, "positions/", rows).json()["accepted"] == 1
    # Whoever needs help is followed all the same.
    post(tablet, "sos/", {})
    assert post(tablet, "positions/", rows).json()["accepted"] == 1


def test_the_button_opens_one_call_for_help_and_the_centre_ends_it(
    officer: User, tablet: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    place = {"type": "Point", "coordinates": [69.2, 41.3]}
    first = post(tablet, "sos/", {"location": place}).json()
    assert post(tablet, "sos/", {}).json()["id"] == first["id"]
    assert tablet.get(FIELD).json()["sos"]["id"] == first["id"]
    operator = signed_in(UserFactory())
    UnitFactory(call_sign="near", lonlat=(69.21, 41.3))
    (shown,) = operator.get("/api/v1/sos/").json()
    assert (shown["live_location"], shown["presses"]) == (place, 2)
    assert [unit["call_sign"] for unit in shown["nearest"]] == ["near"]
    end = f"/api/v1/sos/{first['id']}/end/"
    assert (
        signed_in(UserFactory(regions=["UZ-TO"])).post(end, {"reason": "x"}, format="json").status_code == 404
    )
    assert operator.post(end, {}, format="json").status_code == 400
    assert operator.post(end, {"reason": "unhurt"}, format="json").json()["open"] is False
    assert tablet.get(FIELD).json()["sos"] is None
    assert Sos.objects.get().ended_by_user is not None


def test_a_route_is_told_only_where_there_is_a_router(tablet: APIClient) -> None:
    answer = tablet.get(f"{FIELD}route/", {"lon": 69, "lat": 41, "to_lon": 69.1, "to_lat": 41})
    assert (answer.status_code, answer.json()["code"]) == (404, "no_router")


def test_only_people_of_the_field_have_a_tablet(signed_in: Callable[[Any], APIClient]) -> None:
    assert signed_in(UserFactory()).get(FIELD).status_code == 403
    assert APIClient().get(FIELD).status_code == 401


def test_who_belongs_to_no_unit_is_told_so() -> None:
    client = APIClient()
    user = UserFactory(role=Role.INSPECTOR)
    InspectorFactory(user=user)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"{FIELD}tablet/").json()["code"] == "no_unit"


def test_a_session_says_first_on_which_tablet_it_runs(officer: User) -> None:
    client = APIClient()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(FIELD).json()["code"] == "tablet_unknown"


def test_a_tablet_that_changes_hands_goes_with_the_unit_of_who_signs_in(
    officer: User, tablet: APIClient
) -> None:
    before = Device.objects.get()
    other: User = UserFactory(role=Role.INSPECTOR)
    UnitFactory(call_sign="T-8", crew=[InspectorFactory(user=other)])
    on_tablet(other, tablet)
    assert Device.objects.get().pk == before.pk
    assert Device.objects.get().unit.call_sign == "T-8"
    assert Tablet.objects.get().user == other


def test_a_lost_tablet_ends_at_once_and_is_told_so_for_good(
    officer: User, tablet: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    assignment, device = sent_to(officer), Device.objects.get()
    revoke = f"/api/v1/devices/{device.pk}/revoke/"
    assert signed_in(UserFactory()).post(revoke, {}, format="json").status_code == 403
    assert (
        signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TO"]))
        .post(revoke, {}, format="json")
        .status_code
        == 404
    )
    supervisor = signed_in(UserFactory(role=Role.SUPERVISOR))
    before = Session.objects.count()
    assert supervisor.post(revoke, {"reason": "left in a taxi"}, format="json").json()["is_revoked"] is True
    assert Session.objects.count() == before - 1
    lost = tablet.get(FIELD)
    assert (lost.status_code, lost.json()["code"]) == (410, "tablet_revoked")
    step = post(tablet, f"assignments/{assignment.pk}/transition/", {"to": "accepted"})
    assert step.status_code == 410
    # Signed in anew with the right password, it is still the lost tablet, and the session ends again.
    tablet.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert tablet.post(f"{FIELD}tablet/").status_code == 410
    assert tablet.get("/api/v1/me/").status_code == 401
    kept = Tablet.objects.get()
    assert (kept.revoke_reason, kept.revoked_by.role) == ("left in a taxi", Role.SUPERVISOR)


def test_a_unit_shows_its_devices(
    officer: User, tablet: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    unit = unit_of(officer)
    (shown,) = signed_in(UserFactory()).get(f"/api/v1/units/{unit.pk}/devices/").json()
    assert (shown["is_tablet"], shown["user"], shown["is_revoked"]) == (True, "Bekzod", False)
