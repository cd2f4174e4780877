"""The same question asked at once is answered once, never with an answer that is older than the question."""

import asyncio

import pytest

from apps.live.batches import Batches


async def test_who_asks_while_an_answer_is_made_gets_the_next_one() -> None:
    begun: list[int] = []

    async def make() -> int:
        begun.append(len(begun))
        mine = begun[-1]
        await asyncio.sleep(0.02)
        return mine

    batches: Batches[int] = Batches()
    first = asyncio.create_task(batches.ask("scope", make))
    await asyncio.sleep(0.01)
    later = await asyncio.gather(*(batches.ask("scope", make) for _ in range(5)))
    assert await first == 0
    assert later == [1] * 5
    assert await batches.ask("scope", make) == 2


async def test_other_questions_do_not_wait() -> None:
    batches: Batches[str] = Batches()
    never = asyncio.Event()

    async def stuck() -> str:
        await never.wait()
        return "stuck"

    async def quick() -> str:
        return "quick"

    task = asyncio.create_task(batches.ask("a", stuck))
    assert await batches.ask("b", quick) == "quick"
    never.set()
    assert await task == "stuck"


async def test_an_answer_that_fails_fails_for_all_and_is_forgotten() -> None:
    batches: Batches[str] = Batches()

    async def fail() -> str:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    found = await asyncio.gather(*(batches.ask("a", fail) for _ in range(3)), return_exceptions=True)
    assert [type(error) for error in found] == [ZeroDivisionError] * 3
    with pytest.raises(ZeroDivisionError):
        await batches.ask("a", fail)
