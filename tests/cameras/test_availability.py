"""Availability, MTBF and MTTR beside the same figures counted second by second in plain Python."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate, zip_longest
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from apps.cameras.availability import (
    Figures,
    Period,
    by_camera,
    by_region,
    longest_outages,
    of_camera,
    total_of,
)
from apps.cameras.models import Camera, CameraHealth, MaintenanceWindow, NetworkNode, Outage
from apps.regions.scope import EVERYTHING, Scope
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 10, 1, tzinfo=UTC)
PERIOD = Period(START + timedelta(minutes=100), START + timedelta(minutes=400))
Span = tuple[int, int | None]


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def watched(since: int = 0, **given: Any) -> Camera:
    camera = CameraFactory(**given)
    CameraHealth.objects.create(camera=camera, watched_since=at(since))
    return camera


def out(camera: Camera, begin: int, end: int | None) -> Outage:
    return Outage.objects.create(
        region=camera.region, camera=camera, cause="timeout", began_at=at(begin), noticed_at=at(begin),
        ended_at=None if end is None else at(end),
    )  # fmt: skip


def work(begin: int, end: int, **of: Any) -> None:
    MaintenanceWindow.objects.create(begins_at=at(begin), ends_at=at(end), reason="work", **of)


def counted(since: int, retired: int | None, outages: list[Span], planned: list[Span]) -> Figures:
    """The figures of the period, minute by minute: slow, and sure."""
    within = [n for n in range(100, 400) if n >= since and (retired is None or n < retired)]

    def covered(minute: int, spans: list[Span]) -> bool:
        return any(begin <= minute and (end is None or minute < end) for begin, end in spans)

    measured = [n for n in within if not covered(n, planned)]
    repaired = [end - begin for begin, end in outages if end is not None and 100 <= end < 400]
    return Figures(
        measured_s=60.0 * len(measured),
        down_s=60.0 * sum(covered(n, outages) for n in measured),
        planned_s=60.0 * sum(covered(n, planned) for n in within),
        failures=sum(begin in measured for begin, _ in outages),
        repairs=len(repaired),
        repair_s=60.0 * sum(repaired),
    )


CASES: dict[str, tuple[int, int | None, list[Span], list[Span]]] = {
    "nothing happened": (0, None, [], []),
    "an outage over the beginning": (0, None, [(50, 150)], []),
    "an outage over the end": (0, None, [(350, 450)], []),
    "an outage over all of the period": (0, None, [(50, 450)], []),
    "an open outage": (0, None, [(300, None)], []),
    "outages outside of the period": (0, None, [(10, 99), (410, 420)], []),
    "an outage that ends as the period begins": (0, None, [(10, 100)], []),
    "planned work over half of an outage": (0, None, [(150, 250)], [(200, 300)]),
    "an outage within planned work": (0, None, [(210, 220)], [(200, 300)]),
    "planned work within an outage": (0, None, [(150, 350)], [(200, 300)]),
    "planned work twice over itself and over both ends": (
        0,
        None,
        [(120, 130)],
        [(50, 140), (130, 150), (390, 500)],
    ),
    "planned work all the time": (0, None, [(120, 130)], [(0, 500)]),
    "installed within the period": (200, None, [(210, 230)], []),
    "retired within the period": (0, 300, [(250, 300)], []),
    "installed and retired within the period": (150, 300, [(160, 170)], [(290, 310)]),
    "installed after the period": (450, None, [], []),
    "retired before the period": (0, 50, [(20, 50)], []),
}


@pytest.mark.parametrize("case", CASES)
def test_figures_are_those_of_plain_counting(case: str) -> None:
    since, retired, outages, planned = CASES[case]
    camera = watched(since, retired_at=None if retired is None else at(retired))
    for begin, end in outages:
        out(camera, begin, end)
    for begin, end in planned:
        work(begin, end or 0, camera=camera)
    want = counted(*CASES[case])
    assert of_camera(camera.pk, EVERYTHING, PERIOD) == want
    if want.measured_s or want.planned_s:
        assert by_region(EVERYTHING, PERIOD) == {"UZ-TK": want}


def test_many_cameras_with_chance_outages_and_work_of_all_sorts() -> None:
    rng, region = Random(7), RegionFactory(code="UZ-TK")
    node = NetworkNode.objects.create(code="N", name="N", region=region)
    of_all: list[tuple[Any, int, int]] = [(region, 220, 230), (node, 310, 325)]
    work(220, 230, region=region)
    work(310, 325, node=node)
    wanted: dict[int, Figures] = {}
    for n in range(40):
        since, retired = rng.choice([0, 120, 250]), rng.choice([None, None, 330])
        camera = watched(
            since, node=node if n % 2 else None, retired_at=None if retired is None else at(retired)
        )
        edges = sorted(rng.sample(range(20, 460), 6))
        outages: list[Span] = list(zip(edges[::2], edges[1::2], strict=True))
        begin = rng.randrange(50, 400)
        planned: list[Span] = [(begin, begin + rng.randrange(1, 80))]
        work(planned[0][0], planned[0][1] or 0, camera=camera)
        for one in outages:
            out(camera, *one)
        planned += [(b, e) for of, b, e in of_all if of == region or camera.node == of]
        wanted[camera.pk] = counted(since, retired, outages, planned)
    found = by_camera(EVERYTHING, PERIOD, limit=100)
    assert {one.id: one.figures for one in found} == wanted
    shares = [one.figures.down_s / one.figures.measured_s for one in found]
    assert shares == sorted(shares, reverse=True)
    assert by_region(EVERYTHING, PERIOD)["UZ-TK"] == total_of(list(wanted.values()))


def spans(at_most: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Spans of minutes, each with a length; they may touch and overlap."""
    one = st.tuples(st.integers(0, 480), st.integers(1, 300)).map(lambda of: (of[0], of[0] + of[1]))
    return st.lists(one, max_size=at_most)


@given(
    since=st.integers(0, 399),
    used_for=st.none() | st.integers(1, 500),
    lengths=st.lists(st.integers(1, 120), max_size=9),
    planned=spans(3),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_outages_and_any_work_give_the_figures_of_plain_counting(
    since: int, used_for: int | None, lengths: list[int], planned: list[tuple[int, int]]
) -> None:
    retired = None if used_for is None else since + used_for
    assume(retired is None or retired > 100)
    # From when it was watched until it retires a camera works and fails in turn; the last outage may still go on.
    edges = [edge for edge in accumulate(lengths, initial=since) if retired is None or edge <= retired][1:]
    outages: list[Span] = list(zip_longest(edges[::2], edges[1::2], fillvalue=retired))
    with transaction.atomic():
        camera = watched(since, retired_at=None if retired is None else at(retired))
        for begin, end in outages:
            out(camera, begin, end)
        for begin, end in planned:
            work(begin, end, camera=camera)
        assert of_camera(camera.pk, EVERYTHING, PERIOD) == counted(since, retired, outages, list(planned))
        transaction.set_rollback(True)


def test_derived_figures_divide_sums_and_are_none_where_nothing_is_to_divide() -> None:
    figures = Figures(measured_s=1000, down_s=100, failures=3, repairs=2, repair_s=80)
    assert (figures.availability, figures.mtbf_s, figures.mttr_s) == (0.9, 300, 40)
    assert (Figures().availability, Figures().mtbf_s, Figures().mttr_s) == (None, None, None)


def test_other_regions_count_nowhere() -> None:
    watched()
    other = watched(region=RegionFactory(code="UZ-TO"))
    out(other, 150, 200)
    mine = Scope(frozenset({"UZ-TK"}))
    assert list(by_region(mine, PERIOD)) == ["UZ-TK"]
    assert longest_outages(mine, PERIOD) == []
    assert of_camera(other.pk, mine, PERIOD) == Figures()


def test_a_period_that_is_not_over_ends_now() -> None:
    camera = watched()
    out(camera, 150, None)
    figures = of_camera(camera.pk, EVERYTHING, PERIOD.until(at(200)))
    assert (figures.measured_s, figures.down_s) == (6000, 3000)


def test_the_longest_outages_are_counted_until_the_end_of_the_period() -> None:
    camera, other = watched(), watched()
    short, open_one = out(camera, 150, 250), out(other, 200, None)
    assert longest_outages(EVERYTHING, PERIOD) == [open_one, short]
