"""What a view asks of whoever calls: signed in, and the permission that its method needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from apps.accounts.api.once import HEADER, once
from apps.accounts.models import ApiClient, User
from apps.accounts.roles import Can
from apps.accounts.scope import scope_of as scope_of
from apps.core.errors import DomainError
from apps.regions.scope import Scope

if TYPE_CHECKING:
    # DRF's settings name this module while rest_framework.views is being imported.
    from rest_framework.views import APIView

    View = APIView
else:
    View = object


class ScopeIsMissing(DomainError):
    """A client's key does not hold the scope that the address needs: its owner must be able to ask for it."""

    code = "permission_denied"
    status = 403
    message = _("The key does not hold the scope “%(scope)s”.")


class IsSignedIn(BasePermission):
    """A user with a session, or a client with a key."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user and request.user.is_authenticated)


class HasPermission(IsSignedIn):
    """Needs `view.may_read` for safe methods and `view.may_write` for others; both are words of `Can`.

    A view without `may_write` is only read, whoever asks.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        word = "may_read" if request.method in SAFE_METHODS else "may_write"
        needed: Can | None = getattr(view, word, None)
        if needed is None:
            raise MethodNotAllowed(str(request.method))
        principal: object = request.user
        if isinstance(principal, ApiClient) and not principal.may(needed):
            raise ScopeIsMissing(values={"scope": needed.value})
        return isinstance(principal, User | ApiClient) and principal.may(needed)


class Guarded(View):
    """Base of API views: set `may_read` and `may_write`; `self.scope` is the caller's.

    A `POST` with an `Idempotency-Key` is done once, unless the view `repeats_by_itself`.
    """

    permission_classes = [HasPermission]
    may_read: Can
    may_write: Can
    repeats_by_itself = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and not self.repeats_by_itself and HEADER in request.headers:
            # DRF looks the handler up after this; by now it is known who asks, and that he may.
            method = request.method.lower()
            if handler := getattr(self, method, None):
                setattr(self, method, once(handler))

    @property
    def scope(self) -> Scope:
        """The regions of whoever asks."""
        return scope_of(self.request.user)
