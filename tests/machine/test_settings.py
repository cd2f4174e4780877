"""The settings of `make up`, and what is said about one that makes no sense."""

import pytest
from machine.checkout import Home
from machine.failure import CannotRunError
from machine.settings import keep_secret_key, read_settings


def test_every_setting_has_a_working_default() -> None:
    settings = read_settings({})
    assert settings.url == "http://127.0.0.1:8000"
    assert settings.demo
    assert settings.simulate
    assert settings.given == frozenset()
    assert settings.workers >= 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAFECITY_PORT", "eighty"),
        ("SAFECITY_PORT", "70000"),
        ("SAFECITY_WORKERS", "0"),
        ("SAFECITY_DEMO", "perhaps"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(CannotRunError, match=f"{name}={value}"):
        read_settings({name: value})


def test_a_portal_that_listens_everywhere_is_asked_on_loopback() -> None:
    assert read_settings({"SAFECITY_BIND": "0.0.0.0"}).url == "http://127.0.0.1:8000"
    assert read_settings({"SAFECITY_BIND": "::"}).url == "http://[::1]:8000"


def test_readiness_is_asked_for_under_a_host_that_the_portal_allows() -> None:
    assert read_settings({}).host_header == "127.0.0.1:8000"
    assert read_settings({"DJANGO_ALLOWED_HOSTS": "portal.example, other"}).host_header == "portal.example"
    assert read_settings({"DJANGO_ALLOWED_HOSTS": "portal.example,127.0.0.1"}).host_header == "127.0.0.1:8000"


def test_servers_that_the_user_names_are_noticed() -> None:
    assert read_settings({"REDIS_URL": "redis://elsewhere", "DATABASE_URL": ""}).given == {"REDIS_URL"}


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(home: Home) -> None:
    key = keep_secret_key(home)
    assert keep_secret_key(home) == key
    assert len(key) >= 50
    assert home.environment_file.stat().st_mode & 0o777 == 0o600
