"""Sockets to cameras: every connection, of every protocol, is opened here and passes the guard."""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from django.conf import settings

from apps.cameras.reaching.answers import NotReached, Why
from apps.cameras.reaching.guard import Guard, plain
from apps.cameras.reaching.own import is_here


@dataclass(frozen=True, slots=True)
class Door:
    """Opens sockets to addresses that the guard allows; a name's addresses are judged when they are connected to."""

    guard: Guard

    def open(self, info: Sequence[Any]) -> socket.socket:
        """A socket for an entry of `getaddrinfo`, about to be connected to it; raises `NotReached`."""
        family, kind, protocol, _, sockaddr = info
        address = plain(str(sockaddr[0]))
        if not self.guard.allows(address, int(sockaddr[1]), is_here=is_here(address)):
            raise NotReached(Why.FORBIDDEN)
        return socket.socket(family, kind, protocol)

    async def connect(self, info: Sequence[Any]) -> socket.socket:
        """A socket connected to the entry; raises `NotReached` and `OSError`."""
        connection = self.open(info)
        try:
            connection.setblocking(False)
            await asyncio.get_running_loop().sock_connect(connection, info[4])
        except BaseException:
            connection.close()
            raise
        return connection


class Names(AbstractResolver):
    """Looks names up in threads of its own, so that a name server that hangs holds nobody else up."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads

    async def infos(self, host: str, port: int, family: int = 0) -> list[Any]:
        """What `getaddrinfo` finds; raises `NotReached`."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(
                self._threads, socket.getaddrinfo, host, port, family, socket.SOCK_STREAM
            )
        except (OSError, UnicodeError):
            raise NotReached(Why.DNS) from None

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=str(sockaddr[0]),
                port=port,
                family=found,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for found, _, protocol, _, sockaddr in await self.infos(host, port, family)
        ]

    async def close(self) -> None:
        """The threads belong to whoever made them."""


def tls() -> ssl.SSLContext:
    """How cameras' certificates are checked: by the system's authorities and those of `SAFECITY_CAMERA_CA`.

    `SAFECITY_CAMERA_TLS_CHECKED=0` takes any certificate, as cameras make them for themselves.
    """
    context = ssl.create_default_context()
    if settings.SAFECITY_CAMERA_CA:
        context.load_verify_locations(settings.SAFECITY_CAMERA_CA)
    if not settings.SAFECITY_CAMERA_TLS_CHECKED:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
