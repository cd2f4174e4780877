"""Group commit: nobody is answered early, nobody suffers from another, nothing grows without end."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from apps.inspectors import gathering
from apps.inspectors.gathering import Gatherer, OutOfOrder, TooBusy
from apps.inspectors.positions import Fate, Keyed, Reading

AT = datetime(2026, 10, 1, 7, tzinfo=UTC)


def rows(*devices: str) -> list[Keyed]:
    return [(0, Reading(device, AT, 69.2, 41.3)) for device in devices]


class Database:
    """Stores what it is given, when it is let; devices called `poison…` it refuses."""

    def __init__(self, *, errors: Sequence[Exception] = ()) -> None:
        self.statements: list[list[str]] = []
        self.errors = list(errors)
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.is_asked = asyncio.Event()

    async def __call__(self, given: Sequence[Keyed]) -> list[Fate]:
        devices = [reading.device for _, reading in given]
        self.statements.append(devices)
        self.is_asked.set()
        await self.may_go_on.wait()
        if self.errors:
            raise self.errors.pop(0)
        if any(device.startswith("poison") for device in devices):
            raise psycopg.errors.DataException("no such value")
        return [Fate.OFF_DUTY if device == "off" else Fate.STORED for device in devices]


def run(story: Callable[[Gatherer, Database], Awaitable[None]], *, errors: Sequence[Exception] = ()) -> None:
    async def told() -> None:
        database = Database(errors=errors)
        await asyncio.wait_for(story(Gatherer(database), database), 20)

    asyncio.run(told())


def test_what_comes_at_once_shares_a_statement_and_each_gets_its_own_answer() -> None:
    async def story(desk: Gatherer, database: Database) -> None:
        answers = await asyncio.gather(
            desk.store(rows("a")), desk.store(rows("off", "b")), desk.store([]), desk.store(rows("c"))
        )
        assert answers == [[Fate.STORED], [Fate.OFF_DUTY, Fate.STORED], [], [Fate.STORED]]
        assert database.statements == [["a", "off", "b", "c"]]
        assert (desk.rows, desk.counts) == (0, {Fate.STORED: 3, Fate.OFF_DUTY: 1})

    run(story)


def test_nobody_is_answered_before_the_commit() -> None:
    async def story(desk: Gatherer, database: Database) -> None:
        database.may_go_on.clear()
        waiting = asyncio.create_task(desk.store(rows("a")))
        await database.is_asked.wait()
        done, _ = await asyncio.wait({waiting}, timeout=0.05)
        assert not done
        database.may_go_on.set()
        assert await waiting == [Fate.STORED]

    run(story)


def test_whoever_hangs_up_takes_nobody_along_and_his_row_is_stored() -> None:
    async def story(desk: Gatherer, database: Database) -> None:
        database.may_go_on.clear()
        first, second = (asyncio.create_task(desk.store(rows(name))) for name in "ab")
        await database.is_asked.wait()
        first.cancel()
        database.may_go_on.set()
        assert await second == [Fate.STORED]
        assert first.cancelled()
        assert database.statements == [["a", "b"]]

    run(story)


def test_a_row_that_the_database_refuses_fails_alone() -> None:
    async def story(desk: Gatherer, database: Database) -> None:
        names = [f"d{n}" for n in range(9)]
        answers = await asyncio.gather(
            *(desk.store(rows(name)) for name in names), desk.store(rows("x", "poison", "y"))
        )
        assert answers[:9] == [[Fate.STORED]] * 9
        assert answers[9] == [Fate.STORED, Fate.REFUSED, Fate.STORED]

    run(story)


def test_what_another_process_spoils_is_tried_again() -> None:
    async def story(desk: Gatherer, database: Database) -> None:
        assert await desk.store(rows("a")) == [Fate.STORED]
        assert len(database.statements) == 3

    run(story, errors=[psycopg.errors.DeadlockDetected(), psycopg.OperationalError("the connection is lost")])


@pytest.mark.parametrize("error", [PoolTimeout("no connection"), TimeoutError(), OSError("refused")])
def test_without_a_database_each_is_told_to_come_again(error: Exception) -> None:
    async def story(desk: Gatherer, database: Database) -> None:
        answers = await asyncio.gather(desk.store(rows("a")), desk.store(rows("b")), return_exceptions=True)
        assert [type(answer) for answer in answers] == [OutOfOrder, OutOfOrder]
        assert desk.rows == 0
        assert await desk.store(rows("a")) == [Fate.STORED]

    run(story, errors=[error])


def test_what_is_too_much_is_turned_away_and_the_memory_does_not_grow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "WAITING", 10)

    async def story(desk: Gatherer, database: Database) -> None:
        database.may_go_on.clear()
        waiting = [asyncio.create_task(desk.store(rows("a", "b"))) for _ in range(5)]
        await database.is_asked.wait()
        with pytest.raises(TooBusy):
            await desk.store(rows("c"))
        database.may_go_on.set()
        assert await asyncio.gather(*waiting) == [[Fate.STORED] * 2] * 5
        assert desk.counts["turned_away"] == 1
        assert await desk.store(rows(*"abcdefghijklmnop")) == [Fate.STORED] * 16

    run(story)


def test_a_large_crowd_goes_in_statements_of_a_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "AT_ONCE", 4)

    async def story(desk: Gatherer, database: Database) -> None:
        await asyncio.gather(*(desk.store(rows(str(n), str(-n))) for n in range(25)))
        assert {len(statement) for statement in database.statements} <= {2, 4}
        assert sum(map(len, database.statements)) == 50

    run(story)


def test_when_the_server_stops_what_waits_is_stored_and_nothing_more_is_taken() -> None:
    async def story(desk: Gatherer, database: Database) -> None:
        waiting = [asyncio.create_task(desk.store(rows(name))) for name in "abc"]
        await asyncio.sleep(0)
        await desk.drain()
        assert [await task for task in waiting] == [[Fate.STORED]] * 3
        with pytest.raises(TooBusy):
            await desk.store(rows("d"))

    run(story)
