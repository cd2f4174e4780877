"""Every error of the API in one shape: `{"code", "detail", "fields"}`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from apps.core.errors import DomainError, NotFound, Sought


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
    response = _response_to(error)
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


def _response_to(error: Exception) -> Response | None:
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, DomainError):
        return Response(body(error.code, error.detail, error.fields), status=error.status)
    if isinstance(error, exceptions.APIException):
        return _of_api(error)
    if isinstance(error, DataError):
        # A NUL in a text, a number that no column holds: the input's fault, found by PostgreSQL.
        return Response(body("invalid", _("A value cannot be stored.")), status=400)
    return None
