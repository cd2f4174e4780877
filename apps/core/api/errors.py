"""Every error of the API in one shape: `{"code", "detail", "fields"}`."""

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError
from django.http import Http404
from django.utils.translation import gettext as _
from psycopg import errors
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from apps.core.api.throttles import seconds_to_wait_of_stranger
from apps.core.errors import Conflict, DomainError, NotFound, Sought

log = structlog.get_logger(__name__)

# What one of two who write at the same moment meets, after the checks of both found nothing in the way.
LOST_TO_ANOTHER = (errors.UniqueViolation, errors.ExclusionViolation, errors.ForeignKeyViolation)


def body(code: str, detail: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    """The body of an error answer."""
    return {"code": code, "detail": detail, "fields": fields or {}}


def _of_validation(error: exceptions.ValidationError) -> dict[str, Any]:
    detail = error.detail
    fields = detail if isinstance(detail, dict) else {"non_field_errors": detail}
    return body("invalid", _("Some fields are not right."), fields)


def _of_api(error: exceptions.APIException) -> Response:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        return Response(_of_validation(error), status=400, headers=headers)
    if isinstance(error, exceptions.Throttled):
        return Response(
            body("throttled", _("Too many requests. Please wait a moment.")), 429, headers=headers
        )
    code = error.get_codes()
    return Response(
        body(code if isinstance(code, str) else error.default_code, str(error.detail)),
        status=error.status_code,
        headers=headers,
    )


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate what was raised; None lets an unexpected error become a logged 500."""
    set_rollback()
    if isinstance(error, Http404):
        error = NotFound(_sought_by(context.get("view")))
    response = _response_to(error, context["request"])
    if isinstance(error, NotFound) and response is not None:
        # For the audit trail; the bytes are the same as for what does not exist.
        response.sought = error.sought  # type: ignore[attr-defined]
    return response


def _sought_by(view: Any) -> Sought | None:
    """What `get_object` of a view looked for."""
    model = getattr(getattr(view, "queryset", None), "model", None)
    field = getattr(view, "lookup_field", "pk")
    value = getattr(view, "kwargs", {}).get(getattr(view, "lookup_url_kwarg", None) or field)
    return None if model is None or value is None else Sought(model, field, value)


def _response_to(error: Exception, request: Request) -> Response | None:
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, DomainError):
        return Response(body(error.code, error.detail, error.fields), status=error.status)
    if isinstance(error, exceptions.APIException):
        return _of_api(_tired(error, request))
    if isinstance(error, DataError):
        return _of_data(error, request)
    if isinstance(error, IntegrityError) and request.method not in SAFE_METHODS and _is_lost_race(error):
        log.warning("write_lost_a_race", method=request.method, path=request.path, exc_info=error)
        lost = Conflict()
        return Response(body(lost.code, lost.detail), status=lost.status)
    return None


def _is_lost_race(error: IntegrityError) -> bool:
    """Did another's write take the name, or the row that this one refers to? Any other broken constraint is a fault."""
    return isinstance(error, ProtectedError) or isinstance(error.__cause__, LOST_TO_ANOTHER)


def _tired(error: exceptions.APIException, request: Request) -> exceptions.APIException:
    """The refusal, or that an address which is not signed in has had enough of them."""
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        seconds = seconds_to_wait_of_stranger(request)
        if seconds is not None:
            return exceptions.Throttled(wait=seconds)
    return error


def _of_data(error: DataError, request: Request) -> Response | None:
    """A value that no column holds. Whoever writes is told so; a reader stores nothing, so the fault is ours.

    Either way a check before the database is missing, and the log says where.
    """
    log.error("database_refused_value", method=request.method, path=request.path, exc_info=error)
    if request.method in SAFE_METHODS:
        return None
    return Response(body("invalid", _("A value cannot be stored.")), status=400)
