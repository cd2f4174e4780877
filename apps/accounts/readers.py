"""Who may open a page: a guard of views, for persons with a permission."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.core.errors import NotFound

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, User, P], HttpResponse]


def for_those_who(word: Can) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Only for persons with this permission; what is out of scope answers as what is missing.

    A fragment asked for by a session that has ended brings the whole page to the sign-in.
    """

    def guard(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            reader = request.user
            if not isinstance(reader, User) or not reader.may(word):
                raise PermissionDenied
            try:
                return view(request, reader, *args, **kwargs)
            except NotFound as error:
                raise Http404 from error

        @wraps(view)
        def signed_in(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.user.is_authenticated or not request.htmx:  # type: ignore[attr-defined]
                return guarded(request, *args, **kwargs)
            page = request.htmx.current_url_abs_path or reverse("start")  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(redirect_to_login(page).url)

        return signed_in

    return guard
