"""People, clients and keys in the admin: by role and scope, never more than the admin holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tablib import Dataset

from apps.accounts.keys import client_of_key
from apps.accounts.models import ApiClient, ApiKey, AuditEntry, AuditKind, User
from apps.accounts.roles import Role
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]
USERS = "/admin/accounts/user/"
CLIENTS = "/admin/accounts/apiclient/"
PASSWORD = "qorabogʻ-4711-tong"


@pytest.fixture
def regional() -> User:
    RegionFactory(code="UZ-SA")
    return UserFactory(username="admin.uz-tk", role=Role.ADMIN, regions=["UZ-TK"])


@pytest.fixture
def national() -> User:
    return UserFactory(username="admin", role=Role.ADMIN, is_national=True)


def rights(**changes: Any) -> dict[str, Any]:
    return {
        "username": "new.person",
        "role": Role.OPERATOR,
        "regions": ["UZ-TK"],
        "language": "uz",
        **changes,
    }


def first(**changes: Any) -> dict[str, Any]:
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    return rights(**passwords, **changes)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_admins_get_in(browser_of: BrowserOf, role: Role) -> None:
    browser = browser_of(UserFactory(role=role, is_national=True))
    assert browser.get(USERS).status_code == 302
    assert browser.get("/admin/").status_code == 302


def test_every_page_of_this_room_opens_for_an_admin(browser_of: BrowserOf, national: User) -> None:
    RegionFactory(code="UZ-TK")
    key_of(ApiClientFactory())
    browser = browser_of(national)
    for model in ("accounts/user", "accounts/apiclient", "accounts/apikey", "accounts/auditentry"):
        assert browser.get(f"/admin/{model}/?q=x").status_code == 200, model
        assert browser.get(f"/admin/{model}/").status_code == 200, model
    for page in (
        "",
        "accounts/user/add/",
        "accounts/apiclient/add/",
        "accounts/user/export/",
        "accounts/user/import/",
    ):
        assert browser.get(f"/admin/{page}").status_code == 200, page


def test_what_nobody_uses_is_not_there(browser_of: BrowserOf, national: User) -> None:
    page = browser_of(national).get("/admin/").content.decode()
    for path in ("/admin/auth/group/", "/admin/account/emailaddress/", "/admin/pghistory/", "/admin/axes/"):
        assert path not in page


def test_an_admin_makes_a_user_who_can_sign_in(browser_of: BrowserOf, regional: User, client: Client) -> None:
    answer = browser_of(regional).post(f"{USERS}add/", first())
    assert answer.status_code == 302
    user = User.objects.get(username="new.person")
    assert user.scope.codes == {"UZ-TK"}
    assert client.post("/accounts/login/", {"login": "new.person", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    "wish",
    [
        {"is_national": "on"},
        {"regions": ["UZ-SA"]},
        {"regions": ["UZ-TK", "UZ-SA"]},
        {"regions": []},
        {"role": Role.AUDITOR},
        {"role": Role.DUTY_OFFICER},
        {"is_superuser": "on", "role": Role.AUDITOR},
    ],
)
def test_an_admin_of_a_region_cannot_make_anybody_who_reaches_farther(
    browser_of: BrowserOf, regional: User, wish: dict[str, Any]
) -> None:
    browser_of(regional).post(f"{USERS}add/", first(**wish))
    made = User.objects.filter(username="new.person").first()
    if made is not None:
        assert wish == {"is_national": "on"}
        assert (made.is_national, made.is_superuser, made.scope.codes) == (False, False, {"UZ-TK"})


def test_an_admin_of_a_region_sees_the_users_of_that_region_alone(
    browser_of: BrowserOf, regional: User
) -> None:
    UserFactory(username="here", regions=["UZ-TK"])
    there = UserFactory(username="there", regions=["UZ-SA"])
    page = browser_of(regional).get(USERS).content.decode()
    assert "here" in page
    assert "there" not in page
    assert browser_of(regional).get(f"{USERS}{there.pk}/change/").status_code == 302
    assert browser_of(regional).get(f"{USERS}{there.pk}/password/").status_code in {302, 404}


@pytest.mark.parametrize(
    "wider",
    [
        {"is_national": True, "regions": ["UZ-TK"]},
        {"regions": ["UZ-TK", "UZ-SA"]},
        {"role": Role.AUDITOR, "regions": ["UZ-TK"]},
    ],
)
def test_an_admin_of_a_region_may_look_at_wider_accounts_but_neither_change_them_nor_set_their_password(
    browser_of: BrowserOf, regional: User, wider: dict[str, Any]
) -> None:
    user = UserFactory(username="wide", **wider)
    user.regions.set(RegionFactory(code=code) for code in wider["regions"])
    browser = browser_of(regional)
    assert browser.get(f"{USERS}{user.pk}/change/").status_code == 200
    assert browser.post(f"{USERS}{user.pk}/change/", rights(username="wide")).status_code == 403
    answer = browser.post(
        f"{USERS}{user.pk}/password/",
        {"password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 403
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)


def test_nobody_changes_his_or_her_own_rights(browser_of: BrowserOf, national: User) -> None:
    form = rights(username="admin", role=Role.OPERATOR, full_name="Aziza")
    assert browser_of(national).post(f"{USERS}{national.pk}/change/", form).status_code == 302
    national.refresh_from_db()
    assert (national.role, national.is_national, national.is_active, national.full_name) == (
        Role.ADMIN,
        True,
        True,
        "Aziza",
    )


def test_a_national_admin_gives_everything_and_the_flags_follow(
    browser_of: BrowserOf, national: User
) -> None:
    RegionFactory(code="UZ-TK")
    form = first(role=Role.ADMIN, is_national="on", regions=[])
    assert browser_of(national).post(f"{USERS}add/", form).status_code == 302
    made = User.objects.get(username="new.person")
    assert (made.is_national, made.is_staff, made.is_superuser) == (True, True, True)


def test_users_are_closed_and_not_deleted(browser_of: BrowserOf, national: User) -> None:
    user = UserFactory()
    assert browser_of(national).post(f"{USERS}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    browser_of(national).post(USERS, form)
    assert User.objects.filter(pk=user.pk).exists()


def test_an_admin_lifts_a_lock(browser_of: BrowserOf, regional: User, client: Client) -> None:
    user = UserFactory(username="locked")
    user.set_password(PASSWORD)
    user.save()
    for _ in range(9):
        client.post("/accounts/login/", {"login": "locked", "password": "wrong"})
    assert client.post("/accounts/login/", {"login": "locked", "password": PASSWORD}).status_code == 429
    browser_of(regional).post(USERS, {"action": "unlock", "_selected_action": [user.pk]})
    assert client.post("/accounts/login/", {"login": "locked", "password": PASSWORD}).status_code == 302
    assert AuditEntry.objects.get(kind=AuditKind.UNLOCKED).object_id == str(user.pk)


def test_a_new_password_set_by_an_admin_is_in_the_trail(browser_of: BrowserOf, regional: User) -> None:
    user = UserFactory()
    form = {"password1": PASSWORD, "password2": PASSWORD}
    assert browser_of(regional).post(f"{USERS}{user.pk}/password/", form).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    entry = AuditEntry.objects.get(kind=AuditKind.PASSWORD_CHANGED)
    assert (entry.user, entry.object_id) == (regional, str(user.pk))


# --- tables ------------------------------------------------------------------------------------------------


def table(*rows: dict[str, str]) -> SimpleUploadedFile:
    usual = {"full_name": "", "role": "operator", "regions": "UZ-TK", "is_national": "0", "language": "uz"}
    data = Dataset(headers=["username", *usual, "is_active"])
    for row in rows:
        complete = {**usual, "is_active": "1", **row}
        data.append([complete[header] for header in data.headers or []])
    return SimpleUploadedFile("users.csv", data.export("csv").encode(), "text/csv")


def imported(browser: Client, *rows: dict[str, str]) -> tuple[str, int]:
    """The preview, and how many users there are after confirming it if that was offered."""
    preview = browser.post(f"{USERS}import/", {"import_file": table(*rows), "format": "1", "resource": ""})
    page = preview.content.decode()
    confirm = preview.context.get("confirm_form") if preview.context else None
    if confirm is not None:
        before = User.objects.count()
        browser.post(f"{USERS}process_import/", {**confirm.initial, "resource": ""})
        return page, User.objects.count() - before
    return page, 0


def test_an_import_shows_a_preview_and_stores_when_it_is_confirmed(
    browser_of: BrowserOf, regional: User
) -> None:
    page, made = imported(
        browser_of(regional), {"username": "a.one", "full_name": "Anvar"}, {"username": "b.two"}
    )
    assert "a.one" in page
    assert made == 2
    user = User.objects.get(username="a.one")
    assert (user.full_name, user.scope.codes, user.has_usable_password()) == ("Anvar", {"UZ-TK"}, False)


def test_a_preview_alone_stores_nothing(browser_of: BrowserOf, regional: User) -> None:
    form = {"import_file": table({"username": "a.one"}), "format": "1", "resource": ""}
    browser_of(regional).post(f"{USERS}import/", form)
    assert not User.objects.filter(username="a.one").exists()


@pytest.mark.parametrize(
    "row",
    [
        {"username": "x", "role": "auditor"},
        {"username": "x", "role": "tsar"},
        {"username": "x", "is_national": "1"},
        {"username": "x", "regions": "UZ-SA"},
        {"username": "x", "regions": "UZ-XX"},
        {"username": "x", "regions": ""},
        {"username": "no spaces allowed"},
        {"username": "there"},
        {"username": "wide"},
        {"username": "admin.uz-tk", "role": "supervisor"},
    ],
)
def test_an_import_gives_no_more_than_a_form_would(
    browser_of: BrowserOf, regional: User, row: dict[str, str]
) -> None:
    UserFactory(username="there", regions=["UZ-SA"])
    UserFactory(username="wide", regions=["UZ-TK", "UZ-SA"], role=Role.CHIEF)
    before = list(User.objects.order_by("pk").values("username", "role", "is_national"))
    _page, made = imported(browser_of(regional), row)
    assert made == 0
    assert list(User.objects.order_by("pk").values("username", "role", "is_national")) == before


def test_an_export_holds_the_own_users_without_formulas_and_is_in_the_trail(
    browser_of: BrowserOf, regional: User
) -> None:
    UserFactory(username="here", full_name="=HYPERLINK(1)")
    UserFactory(username="there", regions=["UZ-SA"])
    fields = {f"userresource_{name}": "on" for name in ("username", "full_name", "role", "regions")}
    answer = browser_of(regional).post(f"{USERS}export/", {"format": "1", "resource": "0", **fields})
    rows = Dataset().load(answer.content.decode(), "csv").dict
    assert {row["username"] for row in rows} == {"here", "admin.uz-tk"}
    assert next(row for row in rows if row["username"] == "here")["full_name"] == "'=HYPERLINK(1)"
    assert not any("password" in row for row in rows)
    entry = AuditEntry.objects.get(kind=AuditKind.EXPORT)
    assert (entry.user, entry.object_type, entry.detail) == (
        regional,
        "accounts.user",
        {"rows": 2, "format": "csv"},
    )


# --- clients and keys --------------------------------------------------------------------------------------


def test_an_admin_makes_a_client_and_sees_its_key_once(browser_of: BrowserOf, regional: User) -> None:
    browser = browser_of(regional)
    form = {
        "name": "112",
        "scopes": ["incidents:write"],
        "regions": ["UZ-TK"],
        "is_active": "on",
        "keys-TOTAL_FORMS": "0",
        "keys-INITIAL_FORMS": "0",
    }
    assert browser.post(f"{CLIENTS}add/", form).status_code == 302
    client = ApiClient.objects.get()
    assert (client.scopes, client.scope.codes) == (["incidents:write"], {"UZ-TK"})
    assert browser.get(f"{CLIENTS}{client.pk}/issue-key/").status_code == 200
    assert not ApiKey.objects.exists()
    shown = browser.post(f"{CLIENTS}{client.pk}/issue-key/")
    assert client_of_key(shown.context["key"], at=now())[0] == client
    assert "no-store" in shown["Cache-Control"]
    assert shown.context["key"] not in browser.get(f"{CLIENTS}{client.pk}/change/").content.decode()


def test_a_key_may_be_given_an_end_and_not_one_in_the_past(browser_of: BrowserOf, national: User) -> None:
    client = ApiClientFactory()
    browser = browser_of(national)
    browser.post(f"{CLIENTS}{client.pk}/issue-key/", {"expires_on": "2020-01-01"})
    assert not ApiKey.objects.exists()
    browser.post(f"{CLIENTS}{client.pk}/issue-key/", {"expires_on": "2099-01-01"})
    assert ApiKey.objects.get().expires_at is not None


def test_keys_of_clients_that_reach_farther_are_issued_and_revoked_by_national_admins_alone(
    browser_of: BrowserOf, regional: User
) -> None:
    wide = ApiClientFactory(regions=["UZ-TK", "UZ-SA"])
    foreign = ApiClientFactory(regions=["UZ-SA"])
    key = key_of(wide)
    browser = browser_of(regional)
    for client in (wide, foreign):
        assert browser.post(f"{CLIENTS}{client.pk}/issue-key/").status_code in {403, 404}
    browser.post(
        "/admin/accounts/apikey/", {"action": "revoke", "_selected_action": [ApiKey.objects.get().pk]}
    )
    assert client_of_key(key, at=now())[0] == wide
    assert ApiKey.objects.count() == 1


def test_an_admin_revokes_a_key(browser_of: BrowserOf, regional: User) -> None:
    key_of(ApiClientFactory())
    row = ApiKey.objects.get()
    browser_of(regional).post("/admin/accounts/apikey/", {"action": "revoke", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_a_client_gets_no_scope_that_clients_cannot_have(browser_of: BrowserOf, national: User) -> None:
    form = {
        "name": "x",
        "scopes": ["admin"],
        "is_national": "on",
        "keys-TOTAL_FORMS": "0",
        "keys-INITIAL_FORMS": "0",
    }
    browser_of(national).post(f"{CLIENTS}add/", form)
    assert not ApiClient.objects.exists()


def test_the_trails_own_rows_are_read_only_even_for_national_admins(
    browser_of: BrowserOf, national: User
) -> None:
    browser = browser_of(national)
    browser.get("/admin/accounts/user/")
    assert browser.get("/admin/accounts/auditentry/add/").status_code == 403


def test_a_regional_admin_gives_a_client_no_more_than_a_regions_scopes(
    browser_of: BrowserOf, regional: User, national: User
) -> None:
    browser = browser_of(regional)
    form = {
        "name": "tracker",
        "regions": ["UZ-TK"],
        "is_active": "on",
        "keys-TOTAL_FORMS": 0,
        "keys-INITIAL_FORMS": 0,
    }
    page = browser.get(f"{CLIENTS}add/").content.decode()
    assert "positions:write" in page
    assert "units:dispatch" not in page
    for wish in ({"scopes": ["units:dispatch"]}, {"scopes": ["positions:write"], "regions": ["UZ-SA"]}):
        assert browser.post(f"{CLIENTS}add/", {**form, **wish}).status_code == 200
    assert not ApiClient.objects.exists()
    assert browser.post(f"{CLIENTS}add/", {**form, "scopes": ["positions:write"]}).status_code == 302
    made = ApiClient.objects.get()
    wider = {**form, "scopes": ["units:dispatch"]}
    assert browser_of(national).post(f"{CLIENTS}{made.pk}/change/", wider).status_code == 302
    made.refresh_from_db()
    assert made.scopes == ["units:dispatch"]

    key_of(made)
    assert browser.post(f"{CLIENTS}{made.pk}/issue-key/").status_code == 403
    assert (
        browser.post(f"{CLIENTS}{made.pk}/change/", {**form, "scopes": ["positions:write"]}).status_code
        == 403
    )
    assert made.keys.count() == 1
