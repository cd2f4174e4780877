"""What every answer carries: the request's id and the content security policy."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

type_get = Callable[[HttpRequest], HttpResponse]
REQUEST_ID: Final = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


class RequestIdMiddleware:
    """Take `X-Request-ID` when it is a plain word, else make one; each log line and the answer hold it."""

    def __init__(self, get_response: type_get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.match(given) else uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


def _tile_origin() -> str:
    parts = urlsplit(settings.SAFECITY_TILE_URL)
    # Leaflet's {s} stands for a sub-domain.
    host = parts.netloc.replace("{s}", "*")
    return f" {parts.scheme}://{host}" if parts.scheme in {"http", "https"} and host else ""


class ContentSecurityPolicyMiddleware:
    """Scripts and styles from ourselves alone; the admin's own inline parts are allowed there only."""

    def __init__(self, get_response: type_get) -> None:
        self.get_response = get_response
        tiles = _tile_origin()
        shared = (
            f"default-src 'self'; img-src 'self' data: blob:{tiles}; connect-src 'self' ws: wss:; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        self.strict = f"{shared}; script-src 'self'; style-src 'self'"
        # Unfold (Alpine.js) and Swagger evaluate expressions and set styles in attributes.
        self.loose = (
            f"{shared}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        loose = request.path.startswith(("/admin/", "/api/docs/"))
        response.setdefault("Content-Security-Policy", self.loose if loose else self.strict)
        return response
