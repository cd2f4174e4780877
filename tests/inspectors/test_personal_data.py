"""Each reading of inspectors' phone numbers leaves a row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import AuditEntry, AuditKind
from apps.accounts.roles import Role
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.described import DescribedClient
from tests.inspectors.factories import InspectorFactory

pytestmark = pytest.mark.django_db

URL, ADMIN = "/api/v1/inspectors/", "/admin/inspectors/inspector/"
PHONE = "+998901234567"


def readings() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA))


def test_one_inspector_and_a_list_are_one_reading_each(signed_in: Callable[[Any], Any]) -> None:
    operator, person = UserFactory(), InspectorFactory(phone=PHONE)
    InspectorFactory()
    api = signed_in(operator)
    assert api.get(f"{URL}{person.pk}/").json()["phone"] == PHONE
    assert api.get(URL).json()["count"] == 2
    listed, one = readings()
    assert (one.user, one.object_type, one.object_id, one.region_id, one.detail) == (
        operator, "inspectors.inspector", str(person.pk), "UZ-TK", {"fields": ["phone"]},
    )  # fmt: skip
    assert (listed.object_id, listed.detail) == ("", {"fields": ["phone"], "rows": 1})


def test_another_system_that_reads_is_named() -> None:
    InspectorFactory(phone=PHONE)
    system, api = ApiClientFactory(scopes=["units:read"]), DescribedClient()
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(system)}")
    assert api.get(URL).status_code == 200
    (entry,) = readings()
    assert (entry.user, entry.client) == (None, system)


def test_where_no_phone_is_shown_nothing_was_read(signed_in: Callable[[Any], Any]) -> None:
    foreign, nameless = InspectorFactory(phone=PHONE, region__code="UZ-TO"), InspectorFactory()
    api = signed_in(UserFactory())
    assert api.get(f"{URL}{foreign.pk}/").status_code == 404
    assert api.get(f"{URL}{nameless.pk}/").status_code == 200
    assert api.get(URL).json()["count"] == 1
    assert readings() == []


def test_the_admins_form_and_export_are_readings(browser_of: Callable[[Any], Client]) -> None:
    person = InspectorFactory(phone=PHONE)
    browser = browser_of(UserFactory(role=Role.ADMIN))
    browser.get(f"{ADMIN}{person.pk}/change/")
    fields = {f"inspectorresource_{name}": "on" for name in ("badge", "phone")}
    table = browser.post(f"{ADMIN}export/", {"format": "1", "resource": "0", **fields})
    assert PHONE[1:] in table.content.decode()
    table, form = readings()
    assert (form.object_id, form.region_id, form.detail) == (str(person.pk), "UZ-TK", {"fields": ["phone"]})
    assert table.detail == {"fields": ["phone"], "rows": 1}


def test_the_trail_masks_phones(browser_of: Callable[[Any], Client]) -> None:
    person = InspectorFactory(phone=PHONE)
    person.phone = "+998907654367"
    person.save()
    page = browser_of(UserFactory(role=Role.AUDITOR, is_national=True)).get(
        f"/audit/?what=inspectors.inspector&object_id={person.pk}"
    )
    text = page.content.decode()
    assert PHONE not in text
    # Both end in the same two digits; the change is told all the same.
    assert text.count("•" * 11 + "67") >= 3
