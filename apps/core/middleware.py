"""What every answer carries, the request's id and the content security policy; and what no address takes."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.common import CommonMiddleware
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from apps.core.api.errors import body

type_get = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
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


def _stream_origin() -> str:
    """The stream gateway's, and no other's; the setting is an address with `{path}` in it."""
    return _origin(settings.SAFECITY_STREAM_URL)


def _tile_origin() -> str:
    # Leaflet's {s} stands for a sub-domain.
    return _origin(settings.SAFECITY_TILE_URL.replace("{s}", "*"))


def _origin(address: str) -> str:
    """With a space before it; nothing for an address of another kind, or with a login that all would read."""
    parts = urlsplit(address)
    is_web = parts.scheme in {"http", "https"} and parts.netloc and "@" not in parts.netloc
    return f" {parts.scheme}://{parts.netloc}" if is_web else ""


def _policies() -> tuple[str, str]:
    """For our own pages, and for those of Unfold (Alpine.js) and Swagger, which evaluate and style inline."""
    tiles, streams = _tile_origin(), _stream_origin()
    shared = (
        f"default-src 'self'; img-src 'self' data: blob:{tiles}; connect-src 'self' ws: wss:{streams}; "
        f"media-src 'self' blob:{streams}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    strict = f"{shared}; script-src 'self'; style-src 'self'"
    loose = f"{shared}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
    return strict, loose


class ContentSecurityPolicyMiddleware:
    """Scripts and styles from ourselves alone; the admin's own inline parts are allowed there only."""

    def __init__(self, get_response: type_get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        strict, loose = _policies()
        is_loose = request.path.startswith(("/admin/", "/api/docs/"))
        response.setdefault("Content-Security-Policy", loose if is_loose else strict)
        return response


class NoNulMiddleware:
    """400 for a NUL in the path or the query: no text that anybody means holds one, and PostgreSQL stores none."""

    def __init__(self, get_response: type_get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "%00" in query or "\x00" in query:
            return _refused_nul(request)
        return self.get_response(request)


def _refused_nul(request: HttpRequest) -> HttpResponse:
    # Nobody has looked yet who asks, and in which language.
    with translation.override(translation.get_language_from_request(request)):
        if request.path_info.startswith(("/api/", "/intake/")):
            return JsonResponse(
                body("nul_refused", _("The address holds a character that no text has.")), status=400
            )
        page = render_to_string("400.html", {"LANGUAGE_CODE": translation.get_language()})
    return HttpResponse(page, status=400)


class SlashMiddleware(CommonMiddleware):
    """Sends readers to the address with a slash, and writers nowhere.

    A client follows a redirect with GET: what it wrote would be lost, and seem to have arrived.
    """

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return request.method in SAFE_METHODS and super().should_redirect_with_slash(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if (
            response.status_code == 404
            and request.method not in SAFE_METHODS
            and request.path_info.startswith("/api/")
            and super().should_redirect_with_slash(request)
        ):
            refusal = body("slash_missing", _("This address ends with a slash; nothing was done."))
            response = JsonResponse(refusal, status=404)
        return super().process_response(request, response)
