"""A way by road from an OSRM server of the operator's own (HTTP API of OSRM 5, `route/v1`).

Only our server asks it: a tablet is told nothing of it, and the router nothing of who asks.
"""

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError

log = structlog.get_logger(__name__)
WITHIN_S: Final = 3.0
BYTES: Final = 512 * 1024


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


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener: Final = build_opener(_NoRedirects)


def route(leg: Leg) -> dict[str, Any]:
    """`{"distance_m", "duration_s", "line"}`; raises `NoRouter`."""
    base = settings.SAFECITY_OSRM_URL.rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise NoRouter
    address = (
        f"{base}/route/v1/driving/{leg.lon:.6f},{leg.lat:.6f};{leg.to_lon:.6f},{leg.to_lat:.6f}"
        "?overview=simplified&geometries=geojson"
    )
    try:
        return _read(_fetched(address))
    except (URLError, OSError, ValueError, KeyError, TypeError, IndexError) as error:
        log.warning("no_route", error=str(error))
        raise NoRouter from error


def _fetched(address: str) -> bytes:
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 (the scheme was looked at)
    with _opener.open(request, timeout=WITHIN_S) as answer:
        body: bytes = answer.read(BYTES + 1)
    if len(body) > BYTES:
        raise ValueError("the route is too long")
    return body


def _read(body: bytes) -> dict[str, Any]:
    answer = json.loads(body)
    found = answer["routes"][0]
    line = [[round(float(lon), 5), round(float(lat), 5)] for lon, lat in found["geometry"]["coordinates"]]
    return {"distance_m": float(found["distance"]), "duration_s": float(found["duration"]), "line": line}
