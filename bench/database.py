"""A database of the benchmarks' own beside the one that `DATABASE_URL` names: made, migrated, dropped."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def own_database() -> Iterator[None]:
    """From here on `DATABASE_URL` names a fresh database with reference data, and Django is set up on it."""
    given = urlsplit(os.environ.get("DATABASE_URL", "postgis://safecity@127.0.0.1:5432/safecity"))
    name = f"bench_{secrets.token_hex(4)}"
    admin = urlunsplit(given._replace(scheme="postgresql"))
    _run(admin, "CREATE DATABASE {}", name)
    try:
        os.environ["DATABASE_URL"] = urlunsplit(given._replace(path=f"/{name}"))
        _set_up()
        yield
    finally:
        _run(admin, "DROP DATABASE {} WITH (FORCE)", name)


def _run(address: str, statement: str, name: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecity_portal.settings.development")
    # Servers and driver must agree, or no session is valid.
    os.environ["DJANGO_SECRET_KEY"] = secrets.token_hex(32)
    os.environ["SAFECITY_DEMO"] = "0"
    os.environ["SAFECITY_LOG_LEVEL"] = "WARNING"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115


def session_of(username: str) -> str:
    """The session's key of somebody who has signed in."""
    from django.test import Client

    from apps.accounts.models import User

    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies["sessionid"].value)


def durability() -> dict[str, str]:
    """What the server promises: a benchmark on one that forgets after a crash would be worth nothing."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {setting}")
            found[setting] = cursor.fetchone()[0]
    return found
