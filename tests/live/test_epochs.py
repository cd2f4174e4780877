"""History that is rewritten gives its regions one new epoch, when it is over."""

import pytest

from apps.live.epochs import one_epoch, rewriting
from apps.live.models import RegionFeed
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def epochs() -> dict[str, str]:
    return dict(RegionFeed.objects.values_list("region", "epoch"))


@pytest.fixture
def before() -> dict[str, str]:
    for code in ("UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    return epochs()


def test_a_rewriting_gives_its_regions_a_new_epoch_and_others_none(before: dict[str, str]) -> None:
    with rewriting() as regions:
        regions.add("UZ-TK")
    after = epochs()
    assert after["UZ-TK"] != before["UZ-TK"]
    assert after["UZ-TO"] == before["UZ-TO"]


def test_several_rewritings_give_one_new_epoch_when_all_are_over(before: dict[str, str]) -> None:
    with one_epoch():
        for code in ("UZ-TK", "UZ-TK", "UZ-TO"):
            with rewriting() as regions:
                regions.add(code)
        assert epochs() == before
    assert not set(epochs().values()) & set(before.values())


def broken_off() -> None:
    with one_epoch():
        with rewriting() as regions:
            regions.add("UZ-TK")
        with rewriting() as regions:
            regions.add("UZ-TO")
            raise KeyboardInterrupt


def test_what_was_written_before_the_work_broke_off_gets_its_epoch_and_nothing_else_does(
    before: dict[str, str],
) -> None:
    with pytest.raises(KeyboardInterrupt):
        broken_off()
    after = epochs()
    assert after["UZ-TK"] != before["UZ-TK"]
    assert after["UZ-TO"] == before["UZ-TO"]
