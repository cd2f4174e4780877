"""Protected sites: their perimeter, who may see them, and that reading whom to call is kept."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from apps.accounts.models import AuditEntry, AuditKind
from apps.accounts.roles import Role
from apps.alarms.models import Site
from apps.core.clock import now
from apps.core.geo import point
from tests.accounts.factories import UserFactory
from tests.alarms.factories import raised
from tests.alarms.site_factories import SiteContactFactory, SiteFactory
from tests.cameras.factories import CameraFactory
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db
ADMIN = "/admin/alarms/site/"
AREA = {
    "type": "Polygon",
    "coordinates": [[[69.2, 41.3], [69.3, 41.3], [69.3, 41.4], [69.2, 41.4], [69.2, 41.3]]],
}
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[69.2, 41.3], [69.3, 41.4], [69.3, 41.3], [69.2, 41.4], [69.2, 41.3]]],
}


def form(**given: Any) -> dict[str, Any]:
    return {
        "code": "W-1", "name": "Dam", "kind": "water", "region": "UZ-TK", "perimeter": json.dumps(AREA),
        "contacts-TOTAL_FORMS": "1", "contacts-INITIAL_FORMS": "0", "contacts-0-order": "1",
        "contacts-0-name": "Nodira", "contacts-0-phone": "+998901234567", **given,
    }  # fmt: skip


def test_a_code_is_unique_within_a_region() -> None:
    SiteFactory(code="W-1")
    SiteFactory(code="W-1", region__code="UZ-TO")
    with pytest.raises(IntegrityError, match="site_code_is_unique_in_region"):
        SiteFactory(code="W-1")


def test_a_site_is_touched_by_what_lies_inside_and_by_its_own_cameras() -> None:
    site, other = SiteFactory(), SiteFactory(lonlat=(60.0, 42.0))
    far = CameraFactory(lonlat=(69.9, 41.9))
    other.cameras.add(far)
    touched = Site.objects.touched_by
    assert list(touched(point=point(69.2501, 41.3101))) == [site]
    assert list(touched(point=point(69.9, 41.9))) == []
    assert list(touched(point=far.location, camera=far.pk)) == [other]
    assert list(touched()) == []


def test_an_alarm_of_a_linked_sensor_concerns_the_site_wherever_it_stands() -> None:
    site, far = SiteFactory(name="Reservoir"), SensorFactory(lonlat=(69.9, 41.9))
    site.sensors.add(far)
    alarm = raised(sensor=far.pk, location=far.location)
    assert alarm.sites == [{"id": site.pk, "name": "Reservoir"}]


def test_a_site_is_found_in_any_script_and_gone_when_retired() -> None:
    site = SiteFactory(name="Chorvoq suv ombori")
    SiteFactory(retired_at=now())
    assert list(Site.objects.active()) == [site]
    assert list(Site.objects.matching("Чорвоқ")) == [site]


def test_an_admin_draws_a_site_with_whom_to_call(browser_of: Callable[[Any], Client]) -> None:
    admin = browser_of(UserFactory(role=Role.ADMIN))
    answer = admin.post(f"{ADMIN}add/", form())
    assert answer.status_code == 302, answer.context["errors"]
    site = Site.objects.get()
    assert (site.perimeter.extent, site.contacts.get().phone) == ((69.2, 41.3, 69.3, 41.4), "+998901234567")


@pytest.mark.parametrize("area", ["", "nonsense", json.dumps(BOW_TIE)])
def test_a_perimeter_that_has_no_inside_is_refused(browser_of: Callable[[Any], Client], area: str) -> None:
    admin = browser_of(UserFactory(role=Role.ADMIN))
    assert admin.post(f"{ADMIN}add/", form(perimeter=area)).status_code == 200
    assert not Site.objects.exists()


def test_an_admin_of_a_region_sees_no_site_of_another(browser_of: Callable[[Any], Client]) -> None:
    foreign = SiteFactory(code="THEIRS-1", region__code="UZ-TO")
    admin = browser_of(UserFactory(role=Role.ADMIN))
    assert "THEIRS-1" not in admin.get(ADMIN).content.decode()
    assert admin.get(f"{ADMIN}{foreign.pk}/change/").status_code == 302


def test_the_admins_form_is_a_reading_of_whom_to_call(browser_of: Callable[[Any], Client]) -> None:
    contact = SiteContactFactory()
    SiteFactory()
    admin = browser_of(UserFactory(role=Role.ADMIN))
    for site in Site.objects.all():
        assert admin.get(f"{ADMIN}{site.pk}/change/").status_code == 200
    (entry,) = AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA)
    assert (entry.object_type, entry.object_id) == ("alarms.sitecontact", str(contact.site_id))
    assert entry.detail == {"fields": ["name", "phone"], "rows": 1}


def test_the_trail_masks_whom_to_call(browser_of: Callable[[Any], Client]) -> None:
    contact = SiteContactFactory(phone="+998901112233")
    contact.phone = "+998904445533"
    contact.save()
    auditor = browser_of(UserFactory(role=Role.AUDITOR, is_national=True))
    page = auditor.get(f"/audit/?what=alarms.sitecontact&object_id={contact.pk}").content.decode()
    assert "99890" not in page
    assert "Nodira" not in page
