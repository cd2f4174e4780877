"""Each reading of people's data in the admin leaves a row; what is masked is no reading."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.models import AuditEntry, AuditKind, User
from apps.accounts.roles import Role
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"


@pytest.fixture
def admin() -> User:
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def admin_browser(admin: User, browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(admin)


def readings() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA))


def test_opening_an_account_in_the_admin_is_one_reading(admin_browser: Client, admin: User) -> None:
    person = UserFactory(full_name="Nodira Aliyeva", email="nodira@example.org")
    assert admin_browser.get(f"{USERS}{person.pk}/change/").status_code == 200
    (entry,) = readings()
    assert (entry.user, entry.object_type, entry.object_id) == (admin, "accounts.user", str(person.pk))
    assert entry.detail == {"fields": ["full_name", "email"]}


def test_an_account_without_such_data_and_an_empty_form_are_no_reading(admin_browser: Client) -> None:
    assert admin_browser.get(f"{USERS}{UserFactory().pk}/change/").status_code == 200
    assert admin_browser.get(f"{USERS}add/").status_code == 200
    assert readings() == []


def test_what_was_refused_was_not_read(admin_browser: Client) -> None:
    person = UserFactory(full_name="Elsewhere", regions=["UZ-TO"])
    assert admin_browser.get(f"{USERS}{person.pk}/change/").status_code == 302
    assert readings() == []


@pytest.mark.parametrize(("columns", "found"), [(("username", "full_name"), 1), (("username", "role"), 0)])
def test_an_export_is_one_reading_when_it_holds_such_columns(
    admin_browser: Client, columns: tuple[str, ...], found: int
) -> None:
    UserFactory(full_name="Nodira Aliyeva")
    fields = {f"userresource_{name}": "on" for name in columns}
    admin_browser.post(f"{USERS}export/", {"format": "1", "resource": "0", **fields})
    assert [entry.detail for entry in readings()] == [{"fields": ["full_name"], "rows": 2}] * found
    assert AuditEntry.objects.filter(kind=AuditKind.EXPORT).count() == 1


def test_the_preview_of_an_import_reads_the_rows_that_are_there(admin_browser: Client) -> None:
    UserFactory(username="here", full_name="Nodira Aliyeva", password="!")
    columns = "username,full_name,role,regions,is_national,language,is_active"
    rest = "operator,UZ-TK,0,en,1"
    table = f"{columns}\nhere,Other,{rest}\nnew,New,{rest}\n"
    file = SimpleUploadedFile("users.csv", table.encode(), "text/csv")
    admin_browser.post(f"{USERS}import/", {"import_file": file, "format": "1", "resource": ""})
    assert [entry.detail for entry in readings()] == [{"fields": ["full_name"], "rows": 1}]


def test_the_trail_tells_that_an_address_changed_and_masks_it(browser_of: Callable[[Any], Client]) -> None:
    person = UserFactory(email="nodira@example.org")
    person.email = "aliyeva@example.org"
    person.save()
    auditor = browser_of(UserFactory(role=Role.AUDITOR, is_national=True))
    for address in ("/audit/", "/audit/export/"):
        page = auditor.get(f"{address}?what=accounts.user&object_id={person.pk}").content.decode()
        assert "example.org" not in page
        assert page.count("•" * 16 + "rg") >= 2
    assert readings() == []
