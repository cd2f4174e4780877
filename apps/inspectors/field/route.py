"""A way by road from an OSRM server of the operator's own (HTTP API of OSRM 5, `route/v1`).

Only our server asks it: a tablet is told nothing of it, and the router nothing of who asks. It is asked as a stranger
is: nothing is followed or unpacked, and one limit of time holds for all of it, however slowly it answers.
"""

import asyncio
import math
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiohttp import ClientError, ClientSession, DummyCookieJar, hdrs
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.encoding import decode
from apps.core.errors import DomainError

log = structlog.get_logger(__name__)
WITHIN_S: Final = 3.0
BYTES: Final = 512 * 1024
CHUNK: Final = 64 * 1024
HEADERS: Final = {hdrs.ACCEPT: "application/json", hdrs.ACCEPT_ENCODING: "identity"}


class NoRouter(DomainError):
    """The settings name no router, or it does not answer: bearing and distance remain."""

    code = "no_router"
    status = 404
    message = _("There is no route; the direction and the distance are shown.")


@dataclass(frozen=True, slots=True)
class Leg:
    """From where to where, in degrees."""

    lon: float
    lat: float
    to_lon: float
    to_lat: float


def route(leg: Leg, *, within_s: float = WITHIN_S) -> dict[str, Any]:
    """`{"distance_m", "duration_s", "line"}`; raises `NoRouter`."""
    base = settings.SAFECITY_OSRM_URL.rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise NoRouter
    address = (
        f"{base}/route/v1/driving/{leg.lon:.6f},{leg.lat:.6f};{leg.to_lon:.6f},{leg.to_lat:.6f}"
        "?overview=simplified&geometries=geojson"
    )
    try:
        return _read(asyncio.run(_fetched(address, within_s)))
    except (ClientError, OSError, ValueError, KeyError, TypeError, IndexError) as error:
        # Its words may hold the whole address, and that a password.
        log.warning("no_route", error=type(error).__name__)
        raise NoRouter from None


async def _fetched(address: str, within_s: float) -> bytes:
    body = bytearray()
    async with (
        asyncio.timeout(within_s),
        _session() as session,
        session.get(address, headers=HEADERS, allow_redirects=False) as answer,
    ):
        if answer.status != 200 or hdrs.CONTENT_ENCODING in answer.headers:
            raise ValueError("this is no answer of a router")
        async for chunk in answer.content.iter_chunked(CHUNK):
            body += chunk
            if len(body) > BYTES:
                raise ValueError("the route is too long")
    return bytes(body)


def _session() -> ClientSession:
    return ClientSession(auto_decompress=False, cookie_jar=DummyCookieJar(), trust_env=False)


def _read(body: bytes) -> dict[str, Any]:
    found = decode(body)["routes"][0]
    line = [[round(_number(lon), 5), round(_number(lat), 5)] for lon, lat in found["geometry"]["coordinates"]]
    return {
        "distance_m": _number(found["distance"]),
        "duration_s": _number(found["duration"]),
        "line": line,
    }


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("this is no number")
    return number
