"""A small demo in the real country, loaded once for a module and taken back at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from apps.demo.loading.demo import Size, load_demo

# A busy hour: some incidents are still open when history ends.
NOW = datetime(2026, 10, 2, 14, 30, tzinfo=UTC)
SIZE = Size(cameras=210, inspectors=140, incidents=700, days=30)


@dataclass(frozen=True)
class Loaded:
    """The demo that was loaded: what was told, and where its files are."""

    told: list[str]
    var: Path

    def load_again(self) -> list[str]:
        """Load it once more; what is told."""
        told: list[str] = []
        load_demo(size=SIZE, at=NOW, tell=told.append)
        return told


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """The demo in the database and its files in a directory of its own."""
    var = tmp_path_factory.mktemp("var")
    told: list[str] = []
    hashers = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(VAR_DIR=var, PASSWORD_HASHERS=hashers),
        transaction.atomic(),
    ):
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        call_command("load_reference_data", verbosity=0, stdout=StringIO())
        load_demo(size=SIZE, at=NOW, tell=told.append)
        yield Loaded(told, var)
        transaction.set_rollback(True)
