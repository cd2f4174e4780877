"""The page for auditors: one list of entries and changes."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from apps.accounts.audit import acting, record
from apps.accounts.models import AuditEntry, AuditKind, User
from apps.accounts.roles import Role
from apps.accounts.trail import Cursor, Filter, Row, read
from apps.core.clock import now
from apps.regions.scope import EVERYTHING, NOTHING, Scope
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]


def rows(wanted: Filter | None = None, scope: Scope = EVERYTHING) -> list[Row]:
    with translation.override("en"):
        return read(wanted or Filter(), scope=scope, after=None, size=100).rows


@pytest.fixture
def auditor() -> User:
    return UserFactory(username="auditor", role=Role.AUDITOR, is_national=True)


@pytest.mark.parametrize(
    ("role", "is_national", "status"),
    [
        (Role.AUDITOR, True, 200),
        (Role.ADMIN, True, 200),
        (Role.ADMIN, False, 403),
        (Role.CHIEF, True, 403),
        (Role.OPERATOR, False, 403),
    ],
)
@pytest.mark.parametrize("address", ["/audit/", "/audit/export/"])
def test_the_trail_is_open_to_auditors_and_national_admins_alone(
    browser_of: BrowserOf, role: Role, is_national: bool, status: int, address: str
) -> None:
    assert browser_of(UserFactory(role=role, is_national=is_national)).get(address).status_code == status


def test_a_refusal_is_a_row_of_the_trail(browser_of: BrowserOf) -> None:
    user = UserFactory()
    browser_of(user).get("/audit/")
    entry = AuditEntry.objects.get(kind=AuditKind.REFUSED)
    assert (entry.user, entry.path, entry.detail) == (user, "/audit/", {"status": 403, "method": "GET"})


def test_a_stranger_who_is_asked_to_sign_in_is_no_refusal(client: Client) -> None:
    client.get("/api/v1/me/")
    client.get("/audit/")
    assert not AuditEntry.objects.exists()


def test_a_change_tells_who_what_before_and_after() -> None:
    admin = UserFactory(username="aziza", regions=[])
    user = UserFactory(username="karim", role=Role.OPERATOR, regions=[])
    with acting(admin, url="/admin/"):
        user.role = Role.SUPERVISOR
        user.full_name = "Karim Aliyev"
        user.save()
    row = rows()[0]
    assert (row.kind, row.who, row.object_type, row.path) == ("update", "aziza", "user", "/admin/")
    assert "karim" in row.object_label
    changes = {change.name: (change.before, change.after) for change in row.changes}
    assert changes == {"role": ("operator", "supervisor"), "full name": ("", "Karim Aliyev")}


def test_what_is_created_shows_its_values_and_what_is_deleted_showed_them() -> None:
    region = RegionFactory(code="UZ-TK")
    user = UserFactory(regions=["UZ-TK"])
    user.regions.remove(region)
    deleted, created = rows(Filter(what="accounts.userregion"))
    assert (created.kind, created.object_label) == ("insert", f"{user} ({user.pk}) · UZ-TK Region (UZ-TK)")
    assert (deleted.kind, deleted.object_label) == ("delete", created.object_label)
    made = rows(Filter(what="accounts.user"))[0]
    assert ("role", "", "operator") in {(change.name, change.before, change.after) for change in made.changes}
    region.delete()
    gone = rows(Filter(what="regions.region", kind="delete"))[0]
    assert ("ISO code", "UZ-TK", "") in {
        (change.name, change.before, change.after) for change in gone.changes
    }


def test_changes_by_a_client_and_by_the_portal_itself_name_them() -> None:
    UserFactory(regions=[])
    with acting(ApiClientFactory(name="112")):
        UserFactory(regions=[])
    by_client, by_portal = rows(Filter(what="accounts.user"))
    assert by_client.who == "112"
    assert by_portal.who == "the portal itself"


def test_filters_narrow_the_list() -> None:
    aziza, karim = UserFactory(username="aziza", regions=[]), UserFactory(username="karim", regions=[])
    record(AuditKind.SIGN_IN, by=aziza)
    record(AuditKind.EXPORT, by=karim, object_type="accounts.user")
    record(AuditKind.SIGN_IN_FAILED, name="stranger")
    with acting(karim):
        aziza.full_name = "Aziza"
        aziza.save()
    assert {row.kind for row in rows(Filter(who="karim"))} == {"update", "export"}
    assert [row.who for row in rows(Filter(kind="sign_in"))] == ["aziza"]
    assert [row.kind for row in rows(Filter(who="stranger"))] == ["sign_in_failed"]
    assert {row.kind for row in rows(Filter(what="accounts.user"))} == {"insert", "update", "export"}
    assert [row.kind for row in rows(Filter(what="accounts.user", object_id=str(aziza.pk)))] == [
        "update",
        "insert",
    ]
    assert [row.kind for row in rows(Filter(kind="update"))] == ["update"]
    assert rows(Filter(until=now() - timedelta(days=1))) == []
    assert len(rows(Filter(since=now() - timedelta(days=1)))) == 6
    assert rows(Filter(what="accounts.user", object_id="nonsense")) == []


def test_pages_follow_each_other_without_a_gap_or_a_repeat_even_within_one_moment() -> None:
    at = datetime(2026, 10, 1, 8, tzinfo=UTC)
    for _ in range(5):
        record(AuditKind.EXPORT, at=at)
    for _ in range(7):
        UserFactory(regions=[])
    for _ in range(4):
        record(AuditKind.SIGN_OUT, at=now())
    whole = [(row.at, row.kind, row.object_label) for row in rows()]
    paged, cursor = [], None
    while True:
        page = read(Filter(), scope=EVERYTHING, after=cursor, size=3)
        paged += [(row.at, row.kind, row.object_label) for row in page.rows]
        if page.older is None:
            break
        cursor = Cursor.parse(str(page.older))
    assert len(whole) == 16
    assert paged == whole


@pytest.mark.parametrize(
    "text", ["", "x", "2026-10-01", "2026-10-01T00:00:00~entries~1", "~~", "2026-10-01T00:00:00+00:00~~"]
)
def test_a_cursor_that_is_none_shows_the_newest(text: str) -> None:
    assert Cursor.parse(text) is None


@pytest.mark.parametrize(
    "query",
    [
        "older=2026-10-01T00:00:00%2B00:00~entries~nonsense",
        "older=2026-10-01T00:00:00%2B00:00~accounts.user~x",
        "kind=x&what=y",
        "since=x&until=9999-12-31",
        "who=%ED%A0%80",
        "object_id=%ED%A0%80",
    ],
)
def test_addresses_that_somebody_made_up_are_no_errors(
    browser_of: BrowserOf, auditor: User, query: str
) -> None:
    assert browser_of(auditor).get(f"/audit/?{query}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    admin = UserFactory(regions=[])
    with acting(admin):
        for _ in range(3):
            UserFactory(regions=[])
    with CaptureQueriesContext(connection) as few:
        rows()
    with acting(admin):
        for _ in range(30):
            UserFactory(regions=[])
    with CaptureQueriesContext(connection) as many:
        rows()
    assert len(many) == len(few)


def test_an_auditor_of_one_region_sees_what_its_people_did_and_nothing_else() -> None:
    mine, other = (
        UserFactory(username="mine", regions=["UZ-TK"]),
        UserFactory(username="other", regions=["UZ-SA"]),
    )
    record(AuditKind.SIGN_IN, by=mine)
    record(AuditKind.SIGN_IN, by=other)
    record(AuditKind.SIGN_IN_FAILED, name="stranger")
    here = Scope(frozenset({"UZ-TK"}))
    assert {row.who for row in rows(scope=here)} == {"mine"}
    assert rows(scope=NOTHING) == []
    assert rows(Filter(who="other"), scope=here) == []


def test_the_page_shows_names_as_text_and_never_as_markup(browser_of: BrowserOf, auditor: User) -> None:
    record(AuditKind.SIGN_IN_FAILED, name="<script>alert(1)</script>")
    page = browser_of(auditor).get("/audit/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_export_is_a_csv_without_formulas_and_a_row_of_the_trail_itself(
    browser_of: BrowserOf, auditor: User
) -> None:
    record(AuditKind.SIGN_IN_FAILED, name="=1+1")
    answer = browser_of(auditor).get("/audit/export/?kind=sign_in_failed")
    assert answer["Content-Type"].startswith("text/csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 2
    assert lines[1][1] == "'=1+1"
    entry = AuditEntry.objects.get(kind=AuditKind.EXPORT)
    assert (entry.user, entry.object_type, entry.detail["rows"]) == (auditor, "audit", 1)


def test_a_name_that_many_bear_finds_what_each_of_them_did() -> None:
    people = User.objects.bulk_create(
        User(username=f"inspector.{n:03d}", role=Role.INSPECTOR) for n in range(260)
    )
    clients = [ApiClientFactory(name=f"inspector tablet {n:03d}") for n in range(3)]
    last = people[-1]
    record(AuditKind.EXPORT, by=last)
    record(AuditKind.EXPORT, by=clients[-1])
    with acting(last):
        UserFactory(username="made.by.the.last", regions=[])
    with acting(clients[-1]):
        UserFactory(username="made.by.a.tablet", regions=[])
    found = rows(Filter(who="inspector"))
    assert sorted((row.kind, row.who) for row in found if "inspector" in row.who) == [
        ("export", "inspector tablet 002"),
        ("export", "inspector.259"),
        ("insert", "inspector tablet 002"),
        ("insert", "inspector.259"),
    ]
    assert len(found) == 4
