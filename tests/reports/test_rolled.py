"""What roll-ups answer is what the facts answer, figure by figure, rolled up or not, before a change and after it."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.incidents.models import Incident, Target
from apps.regions.scope import EVERYTHING, NOTHING, Scope
from apps.reports import figures as from_facts
from apps.reports import rolled
from apps.reports.figures import Choice
from apps.reports.models import Fact, Rollup, StaleDay
from apps.reports.periods import Period
from apps.reports.rolling import roll
from apps.reports.rollups import refresh
from tests.incidents.factories import NOON, IncidentTypeFactory, TargetFactory
from tests.regions.factories import RegionFactory
from tests.reports.brute_force import computed, local_day
from tests.reports.factories import LATER, stamped
from tests.reports.test_figures import SECOND, _assert_same, _write, incidents

pytestmark = pytest.mark.django_db
AUTUMN = Period.of("2026-08-15", "2026-11-15")
PERIODS = (AUTUMN, Period.of("2026-09-01", "2026-09-30"), Period.of("2026-09-30", "2026-10-01"))
CUTS: tuple[tuple[str, ...], ...] = (
    (),
    ("region", "month"),
    ("region", "month", "priority"),
    ("region", "day"),
    ("priority",),
    ("week", "region"),
    ("month", "priority"),
)
NARROWINGS: tuple[dict[str, Any], ...] = (
    {},
    {"priorities": (2,)},
    {"priorities": (1, 3)},
    {"scope": Scope(frozenset({"UZ-TO"}))},
)


def _told(choice: Choice, cut: tuple[str, ...], way: Any) -> list[dict[str, Any]]:
    return [group.as_json() for group in way.figures(choice, group_by=cut, as_of=LATER)]


def _approx(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _approx(one) for key, one in value.items()}
    return pytest.approx(value, abs=2e-6) if isinstance(value, float) else value


# Each period with each cut, each of them with another narrowing than its neighbours.
QUESTIONS = [
    (Choice(period, **({"scope": EVERYTHING} | NARROWINGS[(row + column) % len(NARROWINGS)])), cut)
    for row, period in enumerate(PERIODS)
    for column, cut in enumerate(CUTS)
]


def _assert_both_ways_agree() -> None:
    for choice, cut in QUESTIONS:
        found, wanted = _told(choice, cut, rolled), _told(choice, cut, from_facts)
        assert len(found) == len(wanted), (choice, cut)
        for one, other in zip(found, wanted, strict=True):
            assert one == _approx(other), (choice, cut)


def _assert_as_the_clerk_computes() -> None:
    wanted = computed(Incident.objects.all(), lambda one: (one.region_id, f"{local_day(one):%Y-%m}"), LATER)
    groups = rolled.figures(Choice(AUTUMN, EVERYTHING), group_by=("region", "month"), as_of=LATER)
    found = {(group.key["region"], group.key["month"]): group.intervals for group in groups}
    assert found.keys() == wanted.keys()
    for key, by_interval in wanted.items():
        for name, values in by_interval.items():
            _assert_same(found[key][name], values)


def _targets() -> None:
    for priority, limit in ((1, 120), (2, 300), (3, 600)):
        for name in ("total_response", "answering", "processing", "acceptance", "resolution"):
            TargetFactory(priority=priority, interval=name, limit_s=limit)
    TargetFactory(priority=2, limit_s=30, type=IncidentTypeFactory(code="fire"))


def _correct(ids: list[UUID]) -> None:
    """Late changes: a stamp, a merge, a region, a report that moves across the end of September."""
    for number, (one, other) in enumerate(pairwise(ids)):
        rows = Incident.objects.filter(pk=one)
        if number % 3 == 0:
            rows.update(on_scene_at=NOON + SECOND * 31.5, is_exercise=number % 2 == 0)
        elif number % 3 == 1:
            rows.update(status="merged", merged_into=other, held_from="", is_ringing=False)
        else:
            rows.update(region="UZ-TO", reported_at=NOON.replace(hour=19) - SECOND * (86400 + number % 2))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(roughs=st.lists(incidents(), min_size=1, max_size=8), days=st.integers(0, 3))
def test_every_figure_is_the_same_rolled_up_or_not(roughs: list[dict[str, Any]], days: int) -> None:
    with transaction.atomic():
        for code in ("UZ-TK", "UZ-TO"):
            RegionFactory(code=code)
        _targets()
        survivor = stamped(on_scene=77, resolved=99)
        for rough in roughs:
            _write(rough | {"minutes": rough["minutes"] - days * 24 * 60}, survivor)
        refresh(at=LATER)
        _assert_both_ways_agree()
        roll(at=LATER)
        assert not StaleDay.objects.exists()
        _assert_both_ways_agree()
        _correct(list(Incident.objects.exclude(pk=survivor.pk).values_list("pk", flat=True)))
        refresh(at=LATER)
        _assert_both_ways_agree()
        roll(at=LATER)
        _assert_both_ways_agree()
        _assert_as_the_clerk_computes()
        Target.objects.filter(type=None).update(limit_s=77)
        _assert_both_ways_agree()
        transaction.set_rollback(True)


def _september() -> Choice:
    for seconds in (10, 20, 90):
        stamped(NOON - SECOND * 86400, on_scene=seconds)
    refresh(at=LATER)
    roll(at=LATER)
    return Choice(AUTUMN, EVERYTHING)


def _damage() -> None:
    """Facts that say something else, without a mark: whoever reads them is found out."""
    Fact.objects.filter(interval="total_response").update(length_us=1_000_000)
    StaleDay.objects.all().delete()


def test_a_month_that_is_rolled_up_is_not_counted_again() -> None:
    choice = _september()
    _damage()
    [group] = rolled.figures(choice, group_by=("region", "month"), as_of=LATER)
    assert group.intervals["total_response"].median_s == 20
    [group] = rolled.figures(choice, as_of=LATER)
    assert group.intervals["total_response"].median_s == 20


def test_part_of_a_month_is_read_day_by_day() -> None:
    _september()
    Rollup.objects.filter(unit="month").delete()
    _damage()
    [group] = rolled.figures(Choice(Period.of("2026-09-10", "2026-09-30"), EVERYTHING), as_of=LATER)
    assert group.intervals["total_response"].p90_s == pytest.approx(76)


def test_deleted_roll_ups_only_take_longer() -> None:
    choice = _september()
    before = _told(choice, ("region", "month"), rolled)
    Rollup.objects.all().delete()
    assert _told(choice, ("region", "month"), rolled) == before


def test_types_and_districts_are_counted_from_facts() -> None:
    choice = _september()
    _damage()
    [group] = rolled.figures(choice, group_by=("type",), as_of=LATER)
    assert group.intervals["total_response"].median_s == 1
    narrowed = Choice(AUTUMN, EVERYTHING, types=("theft",))
    [group] = rolled.figures(narrowed, as_of=LATER)
    assert group.intervals["total_response"].median_s == 1


def test_more_that_waits_than_a_reader_counts_is_left_to_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choice = _september()
    stamped(NOON, on_scene=30)
    stamped(NOON + SECOND * 86400, on_scene=40)
    refresh(at=LATER)
    monkeypatch.setattr(rolled, "MOST_STALE", 1)
    _damage_rollups()
    [group] = rolled.figures(choice, as_of=LATER)
    assert group.intervals["total_response"].n == 5


def _damage_rollups() -> None:
    Rollup.objects.update(counts=b"", lengths=b"")


def test_a_changed_target_shows_at_once() -> None:
    choice = _september()
    TargetFactory(priority=3, limit_s=20)
    [group] = rolled.figures(choice, group_by=("region", "month"), as_of=LATER)
    assert group.intervals["total_response"].within_target == pytest.approx(2 / 3)
    Target.objects.update(limit_s=10)
    [group] = rolled.figures(choice, group_by=("region", "month"), as_of=LATER)
    assert group.intervals["total_response"].within_target == pytest.approx(1 / 3)


def test_a_scope_without_regions_reads_nothing() -> None:
    _september()
    [group] = rolled.figures(Choice(AUTUMN, NOTHING), as_of=LATER)
    assert group.incidents == 0
