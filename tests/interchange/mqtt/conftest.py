"""Listeners of tests try again sooner."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from apps.interchange.mqtt import listening


@pytest.fixture(autouse=True)
def _impatient() -> Iterator[None]:
    with (
        patch.object(listening, "FIRST_PAUSE_S", 0.05),
        patch.object(listening, "RENEW_S", 0.1),
    ):
        yield
