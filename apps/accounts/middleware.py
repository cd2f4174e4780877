"""The signed-in user's language, and the context of the audit trail."""

from collections.abc import Callable
from typing import Any

import pghistory.middleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from apps.accounts.models import User


class AccountMiddleware:
    """A signed-in user's own language, unless the address or a cookie chose another in this session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class AuditContextMiddleware(pghistory.middleware.HistoryMiddleware):
    """Every change that a trigger records names the user and the request."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_context(request) | {"request_id": getattr(request, "request_id", "")}
