"""The scripts' own package lies under bin/, beside the product and not in it."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bin"))

from machine.checkout import Home
from machine.envfile import read_env
from machine.interrupts import Interrupts
from machine.keeper import Keeper
from machine.ledger import Ledger


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No Redis is needed here, other than in the tests of the product."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An empty checkout; what its servers keep outside of it goes at the end."""
    home = Home("up", tmp_path / "checkout")
    home.prepare()
    yield home
    outside = read_env(home.environment_file).get("SAFECITY_DATA", "")
    if outside.startswith("/var/lib/safecity/"):
        shutil.rmtree(outside)


@pytest.fixture
def told() -> list[str]:
    """What the person at the terminal has been told."""
    return []


@pytest.fixture
def keeper(home: Home, told: list[str]) -> Iterator[Keeper]:
    """A keeper whose children end with the test."""
    keeper = Keeper(ledger=Ledger(home.ledger), interrupts=Interrupts(), tell=told.append)
    yield keeper
    keeper.stop_all()
