"""The commands that make the first admin and a key."""

import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.keys import client_of_key
from apps.accounts.models import ApiClient, User
from apps.accounts.roles import Role
from apps.core.clock import now
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
PASSWORD = "qorabogʻ-4711-tong"


def create_admin(monkeypatch: pytest.MonkeyPatch, name: str, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("create_admin", name, stdout=StringIO())


def test_create_admin_makes_an_admin_of_the_whole_nation(monkeypatch: pytest.MonkeyPatch) -> None:
    create_admin(monkeypatch, "aziza", PASSWORD)
    admin = User.objects.get()
    assert (admin.role, admin.is_national, admin.is_staff, admin.is_superuser) == (
        Role.ADMIN,
        True,
        True,
        True,
    )
    assert admin.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("name", "password"), [("aziza", "short"), ("aziza", "1234567890"), ("a b", PASSWORD), ("", PASSWORD)]
)
def test_create_admin_refuses_weak_passwords_and_names_that_are_none(
    monkeypatch: pytest.MonkeyPatch, name: str, password: str
) -> None:
    with pytest.raises(CommandError):
        create_admin(monkeypatch, name, password)
    assert not User.objects.exists()


def test_create_admin_refuses_a_name_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    create_admin(monkeypatch, "aziza", PASSWORD)
    with pytest.raises(CommandError):
        create_admin(monkeypatch, "aziza", PASSWORD)


def test_at_a_terminal_the_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([PASSWORD, "another", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    with pytest.raises(CommandError, match="differ"):
        call_command("create_admin", "aziza", stdout=StringIO())
    call_command("create_admin", "aziza", stdout=StringIO())
    assert User.objects.get().check_password(PASSWORD)


def issued(*options: str) -> str:
    out = StringIO()
    call_command("issue_api_key", *options, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_issue_api_key_prints_a_key_that_works() -> None:
    RegionFactory(code="UZ-TK")
    key = issued("112", "--region", "UZ-TK", "--scope", "incidents:write", "--scope", "incidents:read")
    client, _ = client_of_key(key, at=now())
    assert client.name == "112"
    assert client.scopes == ["incidents:read", "incidents:write"]
    assert client.scope.codes == {"UZ-TK"}


def test_issue_api_key_names_the_regions_and_scopes_that_there_are() -> None:
    RegionFactory(code="UZ-TK")
    with pytest.raises(CommandError, match="There is no region TASHKENT; there are UZ"):
        issued("112", "--region", "TASHKENT", "--scope", "incidents:write")
    with pytest.raises(CommandError, match="choose from 'alarms:read', 'cameras:read', 'cameras:write'"):
        issued("112", "--region", "UZ-TK", "--scope", "incidents:all")


def test_a_second_key_of_the_same_client_leaves_the_first_valid() -> None:
    RegionFactory(code="UZ-TK")
    first = issued("112", "--region", "UZ-TK", "--scope", "incidents:write")
    second = issued("112", "--national", "--scope", "incidents:read")
    assert first != second
    client, _ = client_of_key(first, at=now())
    assert client == client_of_key(second, at=now())[0] == ApiClient.objects.get()
    assert client.is_national
    assert client.scopes == ["incidents:read"]


@pytest.mark.parametrize(
    "options",
    [
        ("112", "--scope", "incidents:read"),
        ("112", "--region", "UZ-XX", "--scope", "incidents:read"),
        ("112", "--region", "UZ-TK", "--national", "--scope", "incidents:read"),
        ("112", "--national"),
        ("112", "--national", "--scope", "admin"),
    ],
)
def test_a_key_needs_either_regions_or_the_nation_and_scopes_that_exist(options: tuple[str, ...]) -> None:
    RegionFactory(code="UZ-TK")
    with pytest.raises(CommandError):
        issued(*options)
    assert not ApiClient.objects.exists()
