"""The portal's own servers, as its settings name them."""

import socket
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from apps.cameras.reaching.guard import Address, OwnServers, plain

REDIS_PORT: Final = 6379
POSTGRES_PORT: Final = 5432


def own_servers() -> OwnServers:
    """The web port, the database and Redis, and other hosts of `SAFECITY_OWN_SERVERS`; names are looked up."""
    services = {(address, port) for host, port in _services() for address in _addresses(host)}
    others = {address for host in settings.SAFECITY_OWN_SERVERS for address in _addresses(host)}
    return OwnServers(
        addresses=frozenset(others | {address for address, _ in services}),
        services=frozenset(services),
        local_ports=frozenset(
            {settings.SAFECITY_PORT} | {port for address, port in services if is_here(address)}
        ),
    )


def _services() -> Iterator[tuple[str, int]]:
    for database in settings.DATABASES.values():
        yield str(database.get("HOST") or ""), int(database.get("PORT") or POSTGRES_PORT)
    redis = urlsplit(settings.REDIS_URL)
    yield redis.hostname or "", redis.port or REDIS_PORT


def _addresses(host: str) -> Iterable[Address]:
    if not host or host.startswith("/"):
        return ()
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return {plain(str(sockaddr[0])) for *_, sockaddr in found}


def is_here(address: Address) -> bool:
    """Does the address belong to this machine? Then the kernel would speak to it from the same address.

    Connecting a datagram socket sends nothing; it only chooses the source.
    """
    if address.is_loopback:
        return True
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            return plain(probe.getsockname()[0]) == address
    except OSError:
        return False
