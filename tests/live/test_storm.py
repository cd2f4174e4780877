"""Screens whose sockets are cut again and again end with the same state as a fresh read.

`SAFECITY_STORM=300,2000` runs it with 300 sockets and 2,000 changes.
"""

import asyncio
import os
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.request import Request, urlopen

import pytest
import redis
from django.conf import settings
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from apps.core.encoding import decode, encode
from tests.accounts.factories import UserFactory
from tests.live import notes
from tests.live.sockets import cookie_of
from tests.server import PortalServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_regions")]
SOCKETS, CHANGES = map(int, os.environ.get("SAFECITY_STORM", "30,300").split(","))
CUTS = 20
WITHIN_S = 60 + CHANGES / 10


@dataclass
class Screen:
    """What a browser holds: the open notes, and the number of the last event it knows."""

    server: PortalServer
    cookie: str
    chance: random.Random
    state: dict[str, Any] = field(default_factory=dict)
    seq: int = 0
    epoch: str = ""
    cuts: int = 0
    faults: list[str] = field(default_factory=list)

    def load(self) -> None:
        fresh = read_snapshot(self.server, self.cookie)
        self.state = {item["id"]: item for item in fresh["notes"]}
        self.seq, self.epoch = fresh["seq"]["UZ-TK"], fresh["epoch"]["UZ-TK"]

    async def live(self, last: asyncio.Future[int]) -> None:
        """Stay connected, but for the cuts, until everything is here."""
        await asyncio.to_thread(self.load)
        while not (self.cuts == CUTS and last.done() and self.seq >= last.result()):
            async with connect(
                self.server.ws_url,
                origin=self.server.url,
                additional_headers={"Cookie": self.cookie},
                proxy=None,
                close_timeout=0.1,
            ) as socket:
                await self._listen(socket, last)

    async def _listen(self, socket: ClientConnection, last: asyncio.Future[int]) -> None:
        hello = {"type": "hello", "since": {"UZ-TK": self.seq}, "epoch": {"UZ-TK": self.epoch}}
        await socket.send(encode(hello).decode())
        until = None if self.cuts == CUTS else asyncio.get_running_loop().time() + self.chance.uniform(0, 0.3)
        try:
            async with asyncio.timeout_at(until):
                while not (until is None and last.done() and self.seq >= last.result()):
                    self._apply(decode(await socket.recv()))
        except TimeoutError:
            self.cuts += 1
            socket.transport.abort()
        except ConnectionClosed as closed:
            self.faults.append(f"closed with {closed.rcvd}")

    def _apply(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "resync":
            self.faults.append(f"told to reload: {frame['code']}")
        if frame["type"] != "event":
            return
        if frame["seq"] != self.seq + 1:
            self.faults.append(f"{frame['seq']} came after {self.seq}")
        self.seq = frame["seq"]
        if frame["data"] and frame["data"]["open"]:
            self.state[frame["id"]] = frame["data"]
        else:
            self.state.pop(frame["id"], None)


def read_snapshot(server: PortalServer, cookie: str) -> dict[str, Any]:
    with urlopen(Request(f"{server.url}/api/v1/live/snapshot/", headers={"Cookie": cookie})) as answer:
        found: dict[str, Any] = decode(answer.read())
        return found


def show(screens: list[Screen], loop: asyncio.AbstractEventLoop, last: asyncio.Future[int]) -> None:
    async def all_of_them() -> None:
        async with asyncio.timeout(WITHIN_S):
            await asyncio.gather(*(screen.live(last) for screen in screens))

    loop.run_until_complete(all_of_them())


def change_much(chance: random.Random) -> None:
    for n in range(CHANGES):
        notes.write(f"n{chance.randrange(40)}", title=f"change {n}", is_open=chance.random() < 0.7)
        time.sleep(0.01)
        if n == CHANGES // 2:
            with redis.Redis.from_url(settings.REDIS_URL) as client:
                client.flushdb()


def test_screens_that_are_cut_at_random_end_equal_without_gap_or_duplicate(
    portal_server: PortalServer,
) -> None:
    chance = random.Random(7)
    cookies = [cookie_of(UserFactory()) for _ in range(5)]
    screens = [Screen(portal_server, cookies[n % len(cookies)], random.Random(n)) for n in range(SOCKETS)]
    loop = asyncio.new_event_loop()
    last: asyncio.Future[int] = loop.create_future()
    browsers = threading.Thread(target=show, args=(screens, loop, last))
    browsers.start()
    change_much(chance)
    loop.call_soon_threadsafe(last.set_result, CHANGES)
    browsers.join(WITHIN_S + 10)
    loop.close()
    fresh = {item["id"]: item for item in read_snapshot(portal_server, cookies[0])["notes"]}
    assert [screen.faults for screen in screens] == [[]] * SOCKETS
    assert [screen.cuts for screen in screens] == [CUTS] * SOCKETS
    assert all(screen.state == fresh for screen in screens)
