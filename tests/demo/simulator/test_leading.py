"""However many simulators run, one plays."""

import pytest

from apps.demo.simulator.leading import Leading

pytestmark = pytest.mark.django_db


def test_only_one_of_two_plays() -> None:
    first, second = Leading("first"), Leading("second")
    assert first.may_go_on()
    assert not second.may_go_on()


def test_who_resigns_lets_another_one_play() -> None:
    first, second = Leading("first"), Leading("second")
    first.may_go_on()
    first.resign()
    assert second.may_go_on()
