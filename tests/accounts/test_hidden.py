"""Asking for what exists outside of one's scope answers like what is missing, and leaves a row in the trail."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.api.hidden import hidden_from
from apps.accounts.models import AuditEntry, AuditKind, User
from apps.core.clock import now
from apps.core.errors import Sought
from apps.incidents.models import Incident
from apps.inspectors.actions import assign_unit
from apps.regions.models import Region
from apps.regions.scope import EVERYTHING, NOTHING
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.alarms.site_factories import SiteFactory
from tests.cameras.factories import CameraFactory
from tests.described import DescribedClient
from tests.incidents.factories import CallFactory, reported
from tests.inspectors.factories import InspectorFactory, UnitFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Any], APIClient]
NOBODYS = "01890000-0000-7000-8000-000000000000"


@pytest.fixture
def operator() -> User:
    return UserFactory()


@pytest.fixture
def asker(operator: User, signed_in: SignedIn) -> APIClient:
    return signed_in(operator)


def refusals() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(kind=AuditKind.REFUSED))


def foreign_incident() -> Incident:
    return reported(region="UZ-TO", at=now())


def _assignment() -> Any:
    unit = UnitFactory(region__code="UZ-TO")
    return assign_unit(incident_id=foreign_incident().pk, unit_id=unit.pk, by=None, at=now())


FOREIGN: dict[str, tuple[str, Callable[[], Any]]] = {
    "incidents.incident": ("incidents/{}/", foreign_incident),
    "incidents.call": ("calls/{}/", lambda: CallFactory(region__code="UZ-TO")),
    "inspectors.unit": ("units/{}/", lambda: UnitFactory(region__code="UZ-TO")),
    "inspectors.inspector": ("inspectors/{}/", lambda: InspectorFactory(region__code="UZ-TO")),
    "inspectors.assignment": ("assignments/{}/", _assignment),
    "alarms.site": ("sites/{}/", lambda: SiteFactory(region__code="UZ-TO")),
    "cameras.camera": ("cameras/{}/", lambda: CameraFactory(region__code="UZ-TO")),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_each_kind_of_object_leaves_a_row_with_its_key(asker: APIClient, operator: User, kind: str) -> None:
    path, make = FOREIGN[kind]
    row = make()
    url = f"/api/v1/{path.format(row.pk)}"
    missing = path.format(NOBODYS if "-" in str(row.pk) else 2**31 - 1)
    answer, as_missing = asker.get(url), asker.get(f"/api/v1/{missing}")
    assert (answer.status_code, answer.content) == (404, as_missing.content)
    (entry,) = refusals()
    assert (entry.user, entry.object_type, entry.object_id, entry.path) == (operator, kind, str(row.pk), url)
    assert entry.detail == {"status": 404, "method": "GET"}
    assert entry.region_id == getattr(row, "region_id", None)


def test_an_incident_named_by_its_number_is_kept_by_its_key(asker: APIClient) -> None:
    incident = foreign_incident()
    url = f"/api/v1/incidents/{incident.number.lower()}/transition/"
    assert asker.post(url, {"to": "acknowledged"}, format="json").status_code == 404
    (entry,) = refusals()
    assert (entry.object_id, entry.detail["method"]) == (str(incident.pk), "POST")


def test_an_object_named_in_the_body_counts_too(asker: APIClient) -> None:
    own, foreign, unit = reported(at=now()), foreign_incident(), UnitFactory(region__code="UZ-TO")
    url = f"/api/v1/incidents/{own.pk}/"
    link = {"incident": str(foreign.pk), "kind": "related"}
    assert asker.post(f"{url}links/", link, format="json").status_code == 404
    assert asker.post(f"{url}assignments/", {"unit": unit.pk}, format="json").status_code == 404
    assert {(entry.object_type, entry.object_id) for entry in refusals()} == {
        ("incidents.incident", str(foreign.pk)),
        ("inspectors.unit", str(unit.pk)),
    }


def test_what_does_not_exist_leaves_nothing(asker: APIClient) -> None:
    own = reported(at=now())
    for path in (
        f"incidents/{NOBODYS}/",
        "incidents/TO-26-999999/",
        "incidents/nonsense/",
        f"incidents/{own.pk}/attachments/{NOBODYS}/",
        "calls/nonsense/",
        "units/2147483647/",
        "units/99999999999999999999/",
        f"assignments/{NOBODYS}/",
        "nowhere/",
    ):
        assert asker.get(f"/api/v1/{path}").status_code == 404, path
    assert asker.get("/api/v1/incidents/a%00b/").status_code == 400
    assert refusals() == []


def test_what_is_there_but_out_of_use_is_no_refusal(asker: APIClient) -> None:
    own, retired = reported(at=now()), UnitFactory(retired_at=now())
    sent = {"unit": retired.pk}
    assert asker.post(f"/api/v1/incidents/{own.pk}/assignments/", sent, format="json").status_code == 404
    assert refusals() == []


def test_what_is_found_asks_nothing_more(asker: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*given: object) -> None:
        raise AssertionError

    monkeypatch.setattr("apps.accounts.middleware.hidden_from", never)
    assert asker.get(f"/api/v1/incidents/{reported(at=now()).pk}/").status_code == 200


def test_another_system_is_named(api: APIClient) -> None:
    system, client = ApiClientFactory(scopes=["incidents:read"]), DescribedClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(system)}")
    assert client.get(f"/api/v1/incidents/{foreign_incident().pk}/").status_code == 404
    (entry,) = refusals()
    assert (entry.user, entry.client) == (None, system)


def test_who_is_not_signed_in_leaves_nothing(api: APIClient) -> None:
    assert api.get(f"/api/v1/incidents/{foreign_incident().pk}/").status_code == 401
    assert refusals() == []


def test_rows_that_know_no_scope_are_hidden_from_nobody() -> None:
    entry = AuditEntry.objects.create(at=now(), kind=AuditKind.EXPORT)
    assert hidden_from(NOTHING, Sought(AuditEntry, "pk", entry.pk)) is None


def test_the_nation_sees_everything() -> None:
    region = RegionFactory(code="UZ-TO")
    assert hidden_from(EVERYTHING, Sought(Region, "pk", region.pk)) is None
    assert hidden_from(NOTHING, Sought(Region, "pk", region.pk)) == region
