"""The pages of protected sites."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import AuditEntry, AuditKind
from apps.accounts.roles import Role
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.alarms.factories import raised
from tests.alarms.site_factories import SiteContactFactory, SiteFactory
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]


@pytest.fixture
def operator(browser_of: BrowserOf) -> Client:
    return browser_of(UserFactory())


def test_the_list_shows_the_sites_in_scope_and_narrows(operator: Client) -> None:
    SiteFactory(name="Chorvoq", kind="water")
    SiteFactory(name="Metro", kind="transport")
    SiteFactory(name="Elsewhere", region__code="UZ-TO")
    SiteFactory(name="Gone", retired_at=now())
    page = operator.get("/sites/").content.decode()
    assert "Chorvoq" in page
    assert "Elsewhere" not in page
    assert "Gone" not in page
    page = operator.get("/sites/?q=метро").content.decode()
    assert "Metro" in page
    assert "Chorvoq" not in page
    assert "Metro" not in operator.get("/sites/?kind=water").content.decode()
    assert operator.get("/sites/?kind=castle&page=99").status_code == 200


def test_a_site_shows_what_goes_on_there_whom_to_call_and_what_watches_it(operator: Client) -> None:
    site = SiteFactory(lonlat=(69.24, 41.32), instructions="Close the gate.")
    SiteContactFactory(site=site)
    CameraFactory(code="INSIDE-1", lonlat=(69.24, 41.32))
    raised(location=site.middle)
    assert '<span class="tag tag--bad">1</span>' in operator.get("/sites/").content.decode()
    page = operator.get(f"/sites/{site.pk}/").content.decode()
    for word in ("Close the gate.", "INSIDE-1", "smoke en", "Nodira", "•67", 'data-geometry-field="POLYGON"'):
        assert word in page, word
    assert "+998901234567" not in page


def test_showing_the_numbers_is_kept_and_not_cached(operator: Client) -> None:
    contact = SiteContactFactory()
    answer = operator.get(f"/sites/{contact.site_id}/contacts/")
    assert "+998901234567" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    (entry,) = AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA)
    assert (entry.object_type, entry.detail["rows"]) == ("alarms.sitecontact", 1)


def test_a_site_of_another_region_is_missing(operator: Client) -> None:
    foreign = SiteFactory(region__code="UZ-TO")
    for path in (f"/sites/{foreign.pk}/", f"/sites/{foreign.pk}/contacts/", "/sites/999999/"):
        assert operator.get(path).status_code == 404


def test_only_an_admin_is_offered_to_change_sites(operator: Client, browser_of: BrowserOf) -> None:
    site = SiteFactory()
    change = f"/admin/alarms/site/{site.pk}/change/"
    assert change not in operator.get(f"/sites/{site.pk}/").content.decode()
    admin = browser_of(UserFactory(role=Role.ADMIN))
    assert change in admin.get(f"/sites/{site.pk}/").content.decode()


def test_who_reads_no_alarms_opens_no_site(browser_of: BrowserOf, client: Client) -> None:
    assert browser_of(UserFactory(role=Role.AUDITOR)).get("/sites/").status_code == 403
    assert client.get("/sites/").status_code == 302
