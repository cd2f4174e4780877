"""Looking at many cameras at once: the network's edge of their health."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from apps.cameras.actions import Observation
from apps.cameras.models import OutageCause
from apps.cameras.reaching import Login, NotReached, Reach, Why, reaching
from apps.core.clock import now

# What a failed look means; a camera that the portal may not ask was not looked at.
CAUSES: Final[Mapping[Why, OutageCause]] = {
    Why.TIMEOUT: OutageCause.TIMEOUT,
    Why.REFUSED: OutageCause.REFUSED,
    Why.AUTHENTICATION: OutageCause.AUTHENTICATION,
    Why.DNS: OutageCause.DNS,
    Why.TLS: OutageCause.TLS,
    Why.GARBAGE: OutageCause.GARBAGE,
    Why.REDIRECT: OutageCause.GARBAGE,
    Why.TOO_LARGE: OutageCause.GARBAGE,
}


@dataclass(frozen=True, slots=True)
class Target:
    """A camera to be looked at; its text shows neither address nor login."""

    camera_id: int
    region: str
    address: str = field(repr=False)
    login: Login | None = field(default=None, repr=False)


def address_to_ask(stream_url: str, snapshot_url: str) -> str:
    """Where a look costs the camera least: RTSP OPTIONS, else the head of its picture, else of its stream."""
    return stream_url if stream_url.startswith("rtsp") else snapshot_url or stream_url


async def look_at(
    targets: Sequence[Target], networks: Mapping[str, Collection[str]], *, within_s: float, at_once: int
) -> list[Observation]:
    """One look at each camera inside the networks of its region, `at_once` at a time."""
    free = asyncio.Semaphore(at_once)
    found = await asyncio.gather(
        *(
            _look_at_region(mine, networks.get(region, ()), free, within_s)
            for region, mine in _by_region(targets).items()
        )
    )
    return [one for region in found for one in region]


def _by_region(targets: Sequence[Target]) -> Mapping[str, list[Target]]:
    found: dict[str, list[Target]] = defaultdict(list)
    for one in targets:
        found[one.region].append(one)
    return found


async def _look_at_region(
    targets: Sequence[Target], networks: Collection[str], free: asyncio.Semaphore, within_s: float
) -> list[Observation]:
    if not networks:
        return []
    async with reaching(networks) as reach:
        found = await asyncio.gather(*(_look(reach, one, free, within_s) for one in targets))
    return [one for one in found if one is not None]


async def _look(reach: Reach, target: Target, free: asyncio.Semaphore, within_s: float) -> Observation | None:
    async with free:
        try:
            status = await _ask(reach, target, within_s)
        except NotReached as error:
            return _failure(target, error.code)
    is_poor = not 200 <= status < 300
    return Observation(target.camera_id, True, now(), str(status) if is_poor else "", is_degraded=is_poor)


async def _ask(reach: Reach, target: Target, within_s: float) -> int:
    if target.address.startswith("rtsp"):
        return (await reach.options(target.address, target.login, within_s=within_s)).status
    return (await reach.get(target.address, target.login, within_s=within_s, at_most=0)).status


def _failure(target: Target, why: Why) -> Observation | None:
    cause = CAUSES.get(why)
    return None if cause is None else Observation(target.camera_id, False, now(), why.value, cause=cause)
