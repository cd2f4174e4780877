"""Admins look at the feed's state; nobody writes it there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.roles import Role
from apps.live.cursors import reading
from apps.live.leases import hold
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_regions")]


@pytest.mark.parametrize("page", ["regionfeed", "cursor", "lease"])
def test_the_state_is_shown_and_cannot_be_written(browser_of: Callable[[Any], Client], page: str) -> None:
    with reading("alarms"):
        hold("ticker", holder="host:1:abc", for_s=5)
    browser = browser_of(UserFactory(role=Role.ADMIN, is_national=True, is_staff=True))
    assert browser.get(f"/admin/live/{page}/").status_code == 200
    assert browser.get(f"/admin/live/{page}/add/").status_code == 403
