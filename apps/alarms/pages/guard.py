"""Who may open a page of alarms."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from apps.accounts.models import User
from apps.accounts.roles import Can

View = Callable[..., HttpResponse]


def user_of(request: HttpRequest) -> User:
    """Whoever asks; the guard saw to it that it is a user."""
    assert isinstance(request.user, User)  # noqa: S101 - `needs` saw to it
    return request.user


def needs(word: Can) -> Callable[[View], View]:
    """A page for users whose role has this permission."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User) or not request.user.may(word):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
