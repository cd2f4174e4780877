"""Signing in and out, the lock-out, and the pages around it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AuditEntry, AuditKind, User
from apps.accounts.roles import Role
from apps.core.clock import now
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "qorabogʻ-4711-tong"


@pytest.fixture
def user() -> User:
    user = UserFactory(username="operator.uz-tk", role=Role.OPERATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, username: str, password: str, **extra: str):
    return client.post("/accounts/login/", {"login": username, "password": password, **extra})


def test_the_sign_in_page_has_an_ordinary_form_with_a_token(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert 'name="login"' in page
    assert 'name="password"' in page
    assert "csrfmiddlewaretoken" in page


def test_the_form_is_refused_without_its_token(user: User) -> None:
    answer = sign_in(Client(enforce_csrf_checks=True), user.username, PASSWORD)
    assert answer.status_code == 403


def test_who_signs_in_goes_to_his_or_her_start_page(client: Client, user: User) -> None:
    answer = sign_in(client, user.username, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/start/")
    assert client.get("/start/")["Location"] == "/"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.OPERATOR, "/"),
        (Role.SUPERVISOR, "/"),
        (Role.DUTY_OFFICER, "/"),
        (Role.CHIEF, "/reports/"),
        (Role.AUDITOR, "/audit/"),
        (Role.ADMIN, "/admin/"),
        (Role.INSPECTOR, "/field/"),
        (Role.DISPLAY, "/me/"),
    ],
)
def test_each_role_has_its_start_page(client: Client, role: Role, page: str) -> None:
    client.force_login(UserFactory(role=role), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/start/")["Location"] == page


def test_a_foreign_next_address_is_ignored(client: Client, user: User) -> None:
    answer = sign_in(client, user.username, PASSWORD, next="https://example.org/")
    assert answer["Location"] == "/start/"
    client.logout()
    assert sign_in(client, user.username, PASSWORD, next="/me/")["Location"] == "/me/"


def test_a_wrong_password_says_nothing_about_whether_the_name_exists(client: Client, user: User) -> None:
    known = sign_in(client, user.username, "wrong").content.decode()
    unknown = sign_in(client, "nobody.here", "wrong").content.decode()
    assert known.count('role="alert"') == unknown.count('role="alert"') == 1


def test_eight_wrong_attempts_lock_the_name_and_even_the_right_password_is_refused(
    client: Client, user: User
) -> None:
    for _ in range(7):
        assert sign_in(client, user.username, "wrong").status_code == 200
    locked = sign_in(client, user.username, "wrong")
    assert locked.status_code == 429
    right = sign_in(client, user.username, PASSWORD)
    assert right.status_code == 429
    assert 0 < int(right["Retry-After"]) <= 900
    assert "15" in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_lock_ends_after_a_quarter_of_an_hour(client: Client, user: User) -> None:
    for _ in range(9):
        sign_in(client, user.username, "wrong")
    with time_machine.travel(now() + timedelta(minutes=16), tick=True):
        assert sign_in(client, user.username, PASSWORD).status_code == 302


def test_another_name_and_another_machine_are_not_locked_with_it(client: Client, user: User) -> None:
    for _ in range(9):
        sign_in(client, "somebody.else", "wrong")
    assert sign_in(client, user.username, PASSWORD).status_code == 302
    for _ in range(9):
        sign_in(Client(), user.username, "wrong")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, user.username, PASSWORD).status_code == 302


def test_a_right_password_forgets_the_wrong_ones_before_it(client: Client, user: User) -> None:
    for _ in range(2):
        for _ in range(6):
            sign_in(client, user.username, "wrong")
        assert sign_in(client, user.username, PASSWORD).status_code == 302
        client.logout()


def test_many_attempts_in_a_minute_meet_one_counter_and_not_two(client: Client, user: User) -> None:
    for number in range(40):
        assert sign_in(client, f"name{number}", "wrong").status_code == 200


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000, "'; --", "<script>"])
def test_names_that_are_none_are_refused_and_never_an_error(client: Client, name: str) -> None:
    answer = sign_in(client, name, "wrong")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_a_closed_account_cannot_sign_in(client: Client, user: User) -> None:
    user.is_active = False
    user.save()
    sign_in(client, user.username, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_post(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client: Client) -> None:
    page = client.get("/accounts/signup/")
    assert page.status_code == 200
    assert "password1" not in page.content.decode()
    answer = client.post(
        "/accounts/signup/", {"username": "me", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_pages_for_e_mail_and_for_lost_passwords_do_not_exist(client: Client) -> None:
    for page in ("email/", "password/reset/", "confirm-email/", "password/set/"):
        assert client.get(f"/accounts/{page}").status_code == 404


def test_the_admin_is_behind_the_same_sign_in(client: Client, user: User) -> None:
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/")["Location"].startswith("/accounts/login/")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_every_way_in_and_out_is_in_the_audit_trail(client: Client, user: User) -> None:
    sign_in(client, user.username, "wrong")
    sign_in(client, user.username, PASSWORD)
    client.post("/accounts/logout/")
    for _ in range(8):
        sign_in(client, user.username, "wrong")
    kinds = list(AuditEntry.objects.order_by("at", "id").values_list("kind", flat=True))
    assert kinds[:3] == [AuditKind.SIGN_IN_FAILED, AuditKind.SIGN_IN, AuditKind.SIGN_OUT]
    assert kinds[3:] == [AuditKind.SIGN_IN_FAILED] * 8 + [AuditKind.LOCKED_OUT]
    entry = AuditEntry.objects.get(kind=AuditKind.SIGN_IN)
    assert (entry.user, entry.address, entry.path) == (user, "127.0.0.1", "/accounts/login/")
    assert AuditEntry.objects.filter(kind=AuditKind.LOCKED_OUT).get().name == user.username
    assert "wrong" not in str(list(AuditEntry.objects.values()))


def test_a_user_changes_the_password_and_stays_signed_in(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    new = "oʻzbekiston-9-yulduz"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = client.post(reverse("account_change_password"), form)
    assert answer["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)
    assert AuditEntry.objects.filter(kind=AuditKind.PASSWORD_CHANGED, user=user).count() == 1


def test_a_weak_or_wrong_password_changes_nothing(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for old, new in ((PASSWORD, "12345678901"), (PASSWORD, "short"), ("wrong", "oʻzbekiston-9-yulduz")):
        form = {"old_password": old, "new_password1": new, "new_password2": new}
        assert client.post(reverse("account_change_password"), form).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
