"""The signed-in user's language, the context of the audit trail, and the refusals that it keeps."""

from collections.abc import Callable
from typing import Any, Final

import pghistory
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from apps.accounts.api.hidden import hidden_from
from apps.accounts.audit import address_of, record
from apps.accounts.knocks import has_key, knock
from apps.accounts.models import ApiClient, AuditKind, User
from apps.core.clock import now
from apps.core.errors import Sought

type_get = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
REFUSALS: Final = frozenset({401, 403})


class AccountMiddleware:
    """A signed-in user's pages are in his or her own language."""

    def __init__(self, get_response: type_get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class AuditContextMiddleware:
    """Every change that a trigger records names the user and the request.

    An API client is told apart when its key is checked (see `ApiKeyAuthentication`).
    """

    def __init__(self, get_response: type_get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        with pghistory.context(**self.context_of(request)):
            return self.get_response(request)

    @staticmethod
    def context_of(request: HttpRequest) -> dict[str, Any]:
        """Who, from where, which address and which request."""
        return {
            "user": request.user.pk if isinstance(request.user, User) else None,
            "url": request.path,
            "address": address_of(request),
            "request_id": getattr(request, "request_id", ""),
        }


class RefusalMiddleware:
    """A row for each refusal of somebody who is signed in; keys that are not valid are counted (see `knocks`).

    What lies outside of the caller's scope answers 404 as if it did not exist; that it was asked for is kept too.
    """

    def __init__(self, get_response: type_get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in REFUSALS:
            self.keep_refused(request, {"status": response.status_code, "method": request.method})
        elif sought := getattr(response, "sought", None):
            self.keep_hidden(request, sought)
        return response

    @staticmethod
    def keep_hidden(request: HttpRequest, sought: Sought) -> None:
        """A row for an object that exists, outside of the scope of whoever asked for it."""
        who = request.user
        found = hidden_from(who.scope, sought) if isinstance(who, User | ApiClient) else None
        if found is not None:
            record(
                AuditKind.REFUSED,
                by=who,
                request=request,
                object_type=found._meta.label_lower,
                object_id=found.pk,
                region=getattr(found, "region_id", None),
                detail={"status": 404, "method": request.method},
            )

    @staticmethod
    def keep_refused(request: HttpRequest, detail: dict[str, object]) -> None:
        """A row for somebody known, a count for a key that is not valid.

        A stranger without a key leaves nothing: a page that asks to sign in is no refusal.
        """
        if isinstance(request.user, User | ApiClient):
            record(AuditKind.REFUSED, by=request.user, request=request, detail=detail)
        elif has_key(request):
            knock(request, at=now(), detail=detail)
