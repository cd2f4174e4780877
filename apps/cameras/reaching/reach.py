"""The way out to cameras, open for a while: one guard, one set of threads, one session."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from apps.cameras.reaching import rtsp, web
from apps.cameras.reaching.answers import Answer, NotReached, Why
from apps.cameras.reaching.authentication import Login
from apps.cameras.reaching.guard import Guard, networks_in
from apps.cameras.reaching.own import own_servers
from apps.cameras.reaching.sockets import Door, Names, tls
from apps.cameras.reaching.targets import checked_address, port_of

LOOK_UPS: Final = 8


@dataclass(frozen=True, slots=True)
class Reach:
    """Asks cameras. Each request has a time limit that holds for all of it: name, connection, answer, body."""

    door: Door
    names: Names
    session: ClientSession
    secure: ssl.SSLContext

    async def get(
        self, url: str, credentials: Login | None = None, *, within_s: float, at_most: int
    ) -> Answer:
        """GET over http or https, of at most `at_most` bytes of body (0: only its head); raises `NotReached`."""
        target = _for(url, {"http", "https"})
        try:
            async with asyncio.timeout(within_s):
                return await web.get(self.session, target, credentials, at_most=at_most)
        except TimeoutError:
            raise NotReached(Why.TIMEOUT) from None

    async def options(self, url: str, credentials: Login | None = None, *, within_s: float) -> Answer:
        """OPTIONS over rtsp or rtsps; raises `NotReached`."""
        target = _for(url, {"rtsp", "rtsps"})
        try:
            async with asyncio.timeout(within_s):
                return await rtsp.options(partial(self._stream, target), target, credentials)
        except TimeoutError:
            raise NotReached(Why.TIMEOUT) from None

    async def _stream(self, url: URL) -> rtsp.Streams:
        host = url.raw_host or ""
        connection = await self._connected(await self.names.infos(host, port_of(url)))
        secured: dict[str, Any] = {}
        if url.scheme == "rtsps":
            secured = {"ssl": self.secure, "server_hostname": host}
        try:
            return await asyncio.open_connection(sock=connection, limit=rtsp.HEAD_AT_MOST, **secured)
        except BaseException:
            connection.close()
            raise

    async def _connected(self, infos: list[Any]) -> Any:
        failure: OSError = ConnectionError()
        for info in infos:
            try:
                return await self.door.connect(info)
            except OSError as error:
                failure = error
        raise failure


@asynccontextmanager
async def reaching(networks: Collection[object]) -> AsyncIterator[Reach]:
    """A way out to the allowed `networks` (texts as `10.20.0.0/16`, or networks), for as long as the block runs."""
    threads = ThreadPoolExecutor(LOOK_UPS, thread_name_prefix="names")
    try:
        own = await asyncio.get_running_loop().run_in_executor(threads, own_servers)
        door, names, secure = Door(Guard(networks_in(networks), own)), Names(threads), tls()
        async with _session(door, names, secure) as session:
            yield Reach(door, names, session, secure)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _session(door: Door, names: Names, secure: ssl.SSLContext) -> ClientSession:
    """A session that opens a connection for each request, and knows neither cookies nor proxies."""
    connector = TCPConnector(
        resolver=names, socket_factory=door.open, ssl=secure, use_dns_cache=False, happy_eyeballs_delay=None,
        force_close=True, limit=0,
    )  # fmt: skip
    return ClientSession(
        connector=connector, auto_decompress=False, cookie_jar=DummyCookieJar(), trust_env=False,
        timeout=ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None),
    )  # fmt: skip


def _for(text: str, schemes: set[str]) -> URL:
    url = checked_address(text)
    if url.scheme not in schemes:
        raise NotReached(Why.ADDRESS)
    return url
