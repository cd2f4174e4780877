"""Calls for help that come with a position: who answers them registers, and every edge of the intake tells them.

They are told before the position is stored: a unit that needs help is followed off duty too. The same position sent
again, as devices do that heard no answer, calls no second time.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from apps.core.clock import now
from apps.core.errors import NotFound
from apps.inspectors.models import Position
from apps.inspectors.positions import Reading
from apps.live.reading import call_in

log = structlog.get_logger(__name__)
Answer = Callable[[Reading, datetime], object]
_answers: Final[list[Answer]] = []
_threads: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="intake-sos")


def on_sos(answer: Answer) -> None:
    """Call `answer(reading, at)` for each call for help; it may raise `NotFound` for a device that is unknown."""
    if answer not in _answers:
        _answers.append(answer)


async def hear_sos(readings: Sequence[Reading]) -> None:
    """Pass on the calls for help among these, in a thread; nothing where there are none."""
    calling = [reading for reading in readings if reading.is_sos]
    if calling:
        await call_in(_threads, partial(tell_sos, calling, at=now()))


def tell_sos(readings: Sequence[Reading], *, at: datetime) -> None:
    """Pass on the calls for help among these."""
    for reading in readings:
        if reading.is_sos and not _is_repeated(reading):
            _tell(reading, at)


def _is_repeated(reading: Reading) -> bool:
    return Position.objects.filter(device__identifier=reading.device, at=reading.at).exists()


def _tell(reading: Reading, at: datetime) -> None:
    for answer in _answers:
        try:
            answer(reading, at)
        except NotFound:
            log.info("sos_of_nobody", device=reading.device)
