"""What the intake of positions has done is told to admins: by what became of each, and how long a commit takes."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import translation

from apps.core.clock import now
from apps.core.conditions import Condition
from apps.inspectors import gathering
from apps.inspectors.gathering import Gatherer, TooBusy, close_intake, gatherer
from apps.inspectors.intake_figures import IntakeFigures, nearest_rank, positions_condition
from apps.inspectors.positions import Fate, Reading
from apps.live import processes
from apps.live.models import ProcessReport
from apps.live.processes import end, report
from tests.inspectors.factories import DeviceFactory
from tests.live.test_processes import let_pass


def test_statements_are_counted_with_what_became_of_each_position_and_their_percentiles() -> None:
    figures = IntakeFigures()
    for number in range(1, 101):
        figures.commit([Fate.STORED] * number, seconds=number / 1000, at=now())
    figures.commit([Fate.OFF_DUTY, Fate.UNKNOWN_DEVICE], seconds=0.2, at=now())
    figures.refuse(400, 3)
    figures.refuse(401)
    figures.refuse(405)
    told = figures.told(waiting=4)
    assert (told["stored"], told["statements"], told["waiting"]) == (5050, 101, 4)
    assert told["dropped"] == {"off_duty": 1}
    assert told["refused"] == {"unknown_device": 1, "not_a_position": 3, "no_key": 1}
    assert (told["ms_median"], told["ms_p95"], told["ms_p99"]) == (51.0, 96.0, 100.0)
    assert (told["rows_median"], told["rows_most"]) == (50, 100)
    assert told["troubled_s"] is None


def test_nothing_has_no_percentile() -> None:
    assert nearest_rank([], 0.5) is None
    assert nearest_rank([7.0], 0.99) == 7.0
    assert IntakeFigures().told(waiting=0)["ms_p95"] is None


def test_who_is_told_to_come_again_is_counted_by_why() -> None:
    async def story() -> None:
        async def away(rows: object) -> list[Fate]:
            raise OSError("the database is away")

        desk = Gatherer(away)
        with pytest.raises(gathering.OutOfOrder):
            await desk.store([(0, Reading("a", now(), 69.2, 41.3))] * 3)
        desk.is_closing = True
        with pytest.raises(TooBusy):
            desk.ask_for_room()
        told = desk.figures.told(waiting=0)
        assert (told["failed"], told["turned_away"]) == (3, 1)
        assert told["troubled_s"] is not None

    asyncio.run(story())


@pytest.mark.django_db(transaction=True)
def test_a_web_process_reports_by_itself_and_says_when_it_ends() -> None:
    device = DeviceFactory(unit__status="available")

    async def story() -> None:
        has_told = asyncio.Event()

        def told(kind: str, *, figures: dict[str, Any], **named: Any) -> None:
            report(kind, figures=figures, **named)
            if figures["stored"]:
                loop.call_soon_threadsafe(has_told.set)

        loop = asyncio.get_running_loop()
        with patch.object(gathering, "REPORT_EVERY_S", 0.02), patch.object(processes, "report", told):
            await gatherer().store([(0, Reading(device.identifier, now(), 69.2, 41.3))])
            await has_told.wait()
            await close_intake()

    asyncio.run(asyncio.wait_for(story(), 60))
    row = ProcessReport.objects.get(kind="positions")
    assert (row.figures["stored"], row.figures["statements"]) == (1, 1)
    assert row.figures["ms_median"] > 0
    assert row.ended_at is not None


def said(holder: str, troubled_s: float | None) -> None:
    figures = {"troubled_s": troubled_s, "waiting": 2, "last_stored_at": "2026-10-01T07:00:00.000Z"}
    report("positions", holder=holder, state="taking", figures=figures)


def condition() -> Condition:
    found = positions_condition()
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_503_of_the_last_minute_is_a_trouble_whichever_process_gave_it() -> None:
    assert positions_condition() is None
    said("a", None)
    assert (condition().word, condition().is_trouble) == ("taking", False)
    said("b", 50.0)
    assert (condition().word, condition().figures["waiting"]) == ("turning_away", 4)
    with translation.override("uz"):
        assert "Ekipajlarning" in str(condition().says)
    let_pass(11)
    assert condition().word == "taking"
    end("positions", holder="a")
    end("positions", holder="b")
    assert positions_condition() is None
