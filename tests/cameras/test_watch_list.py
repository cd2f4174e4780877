"""The list of plates that are looked for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role
from apps.accounts.trail import Filter, read
from apps.cameras.actions import Wanted, unwatch_plate, watch_plate
from apps.cameras.models import PlateHit, WatchEntry
from apps.cameras.refusals import (
    AlreadyListed,
    NeedsReason,
    NotAPerson,
    NotYourRegion,
    PlateTooVague,
    TakenOffAlready,
)
from apps.core.clock import iso
from apps.core.errors import InvalidInput, NotFound
from apps.regions.scope import EVERYTHING
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.cameras.factories import NOON, CameraFactory, WatchEntryFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/watch-list/"


@pytest.fixture(autouse=True)
def _regions() -> None:
    for code in ("UZ-TK", "UZ-TO"):
        RegionFactory(code=code)


@pytest.fixture
def supervisor() -> Any:
    return UserFactory(role=Role.SUPERVISOR, full_name="Karimova")


def put(by: Any, **given: Any) -> WatchEntry:
    wanted = Wanted(**{"plate": "01 A 777 BC", "reason": "stolen", "region": "UZ-TK"} | given)
    return watch_plate(wanted=wanted, by=by, at=NOON)


def test_an_entry_keeps_what_is_looked_for_why_where_and_until_when(supervisor: Any) -> None:
    entry = put(supervisor, plate="01?777*", priority=1, valid_until=NOON + timedelta(days=1))
    entry.refresh_from_db()
    assert (entry.plate, entry.key, entry.is_pattern) == ("01?777*", "01_777%", True)
    assert (entry.reason, entry.priority, entry.region_id) == ("stolen", 1, "UZ-TK")
    assert (entry.valid_from, entry.added_at, entry.added_by) == (NOON, NOON, supervisor)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"plate": "*"}, PlateTooVague),
        ({"plate": "A?"}, PlateTooVague),
        ({"reason": "  "}, NeedsReason),
        ({"region": "UZ-TO"}, NotYourRegion),
        ({"region": None}, NotYourRegion),
        ({"region": "XX"}, NotYourRegion),
        ({"valid_until": NOON}, InvalidInput),
    ],
)
def test_what_cannot_be_listed_is_refused(supervisor: Any, given: dict[str, Any], refusal: type) -> None:
    with pytest.raises(refusal):
        put(supervisor, **given)
    assert not WatchEntry.objects.exists()


def test_the_whole_nation_is_for_those_who_see_it() -> None:
    duty = UserFactory(role=Role.DUTY_OFFICER, is_national=True)
    assert put(duty, region=None).region is None


def test_a_machine_puts_nobody_on_the_list() -> None:
    with pytest.raises(NotAPerson):
        put(ApiClientFactory())


def test_a_plate_is_on_the_list_of_a_region_once(supervisor: Any) -> None:
    put(supervisor)
    with pytest.raises(AlreadyListed, match="01A777BC"):
        put(supervisor, plate="O1A777BC")
    duty = UserFactory(role=Role.DUTY_OFFICER, is_national=True)
    put(duty, region=None)
    with pytest.raises(IntegrityError, match="watch_entry_is_on_the_list_once"), transaction.atomic():
        WatchEntryFactory(region=None)


def test_an_entry_whose_time_is_over_makes_room(supervisor: Any) -> None:
    old = WatchEntryFactory(
        region_id="UZ-TK", valid_from=NOON - timedelta(days=2), valid_until=NOON - timedelta(days=1)
    )
    put(supervisor)
    old.refresh_from_db()
    assert (old.ended_at, old.ended_by) == (NOON, supervisor)
    assert old.end_reason


def test_an_entry_is_taken_off_once_with_a_reason(supervisor: Any) -> None:
    entry = put(supervisor)
    with pytest.raises(NeedsReason):
        unwatch_plate(entry_id=entry.pk, reason="", by=supervisor, at=NOON)
    unwatch_plate(entry_id=entry.pk, reason="found", by=supervisor, at=NOON)
    with pytest.raises(TakenOffAlready, match="Karimova"):
        unwatch_plate(entry_id=entry.pk, reason="found", by=supervisor, at=NOON)
    put(supervisor)


@pytest.mark.parametrize("region", ["UZ-TO", None])
def test_an_entry_of_others_is_not_there_to_be_taken_off(supervisor: Any, region: str | None) -> None:
    entry = WatchEntryFactory(region_id=region)
    with pytest.raises(NotFound):
        unwatch_plate(entry_id=entry.pk, reason="x", by=supervisor, at=NOON)


def test_the_list_holds_the_entries_of_ones_regions_and_of_the_nation(
    signed_in: Callable[[Any], APIClient],
) -> None:
    mine, nations = WatchEntryFactory(region_id="UZ-TK"), WatchEntryFactory(region=None)
    WatchEntryFactory(region_id="UZ-TO")
    past = WatchEntryFactory(plate="60123ABC", valid_until=NOON, region_id="UZ-TK")
    gone = WatchEntryFactory(plate="60124ABC", ended_at=NOON, end_reason="x", region_id="UZ-TK")
    operator = signed_in(UserFactory())

    def found(**query: Any) -> set[str]:
        return {item["id"] for item in operator.get(ADDRESS, query).json()["results"]}

    def ids(*entries: WatchEntry) -> set[str]:
        return {str(entry.pk) for entry in entries}

    assert found() == ids(mine, nations, past, gone)
    assert found(listed="true") == ids(mine, nations, past)
    assert found(valid="true") == ids(mine, nations)
    assert found(valid="false") == ids(past, gone)


def test_supervisors_write_the_list_over_the_api_and_operators_read_it(
    signed_in: Callable[[Any], APIClient], supervisor: Any
) -> None:
    body = {"plate": "01A777BC", "reason": "stolen", "region": "UZ-TK"}
    assert signed_in(UserFactory()).post(ADDRESS, body, format="json").status_code == 403
    caller = signed_in(supervisor)
    answer = caller.post(ADDRESS, body, format="json")
    assert (answer.status_code, answer.json()["plate"]) == (201, "01A777BC")
    again = caller.post(ADDRESS, body, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "already_listed")
    end = f"{ADDRESS}{answer.json()['id']}/end/"
    ended = caller.post(end, {"reason": "found"}, format="json")
    assert (ended.status_code, ended.json()["end_reason"]) == (200, "found")
    assert caller.post(end, {"reason": "found"}, format="json").json()["code"] == "taken_off_already"


def test_every_change_of_the_list_is_in_the_audit_trail(
    signed_in: Callable[[Any], APIClient], supervisor: Any
) -> None:
    caller = signed_in(supervisor)
    body = {"plate": "01A777BC", "reason": "stolen", "region": "UZ-TK"}
    entry = caller.post(ADDRESS, body, format="json").json()["id"]
    caller.post(f"{ADDRESS}{entry}/end/", {"reason": "found"}, format="json")
    rows = read(Filter(what="cameras.watchentry"), scope=EVERYTHING, after=None, size=10).rows
    assert [row.kind for row in rows] == ["update", "insert"]
    assert all("Karimova" in row.who or supervisor.username in row.who for row in rows)
    assert "found" in {change.after for change in rows[0].changes}
    assert {"01A777BC", "stolen"} <= {change.after for change in rows[1].changes}


def test_hits_are_listed_in_scope_and_their_reading_is_audited(signed_in: Callable[[Any], APIClient]) -> None:
    entry = WatchEntryFactory(region=None)
    here, there = CameraFactory(), CameraFactory(region__code="UZ-TO")
    for camera in (here, there):
        PlateHit.objects.create(
            watch=entry, camera=camera, region=camera.region, location=camera.location,
            at=NOON, plate="01A777BC", key="01A777BC", recorded_at=NOON,
        )  # fmt: skip
    operator = signed_in(UserFactory())
    (hit,) = operator.get("/api/v1/plate-hits/").json()["results"]
    assert (hit["camera"]["id"], hit["watch"]["reason"]) == (here.pk, "stolen")
    assert AuditEntry.objects.get(object_type="cameras.platehit").detail == {"fields": ["plate"], "rows": 1}
    later = operator.get("/api/v1/plate-hits/", {"from": iso(NOON + timedelta(seconds=1))})
    assert later.json()["results"] == []
