"""Who may read reports, and what the address asks."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.core.clock import TASHKENT
from apps.core.errors import InvalidInput, NotFound
from apps.reports.periods import local_day, preset
from apps.reports.questions import DEFAULT_PERIOD, Question, asked

P = ParamSpec("P")


def to_sign_in(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """A fragment asked for by a session that has ended brings the whole page to the sign-in, and back afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = next(iter(args))
        if not isinstance(request, HttpRequest) or request.user.is_authenticated or not request.htmx:  # type: ignore[attr-defined]
            return view(*args, **kwargs)
        page = request.htmx.current_url_abs_path or reverse("reports:index")  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(redirect_to_login(page).url)

    return guarded


def for_readers(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for those who may read reports; what is out of scope answers as what is missing."""

    @to_sign_in
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        reader = request.user
        if not isinstance(reader, User) or not reader.may(Can.READ_REPORTS):
            raise PermissionDenied
        try:
            return view(request, reader, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error

    return guarded


def today(at: datetime) -> date:
    """The local day of this moment."""
    return local_day(at, TASHKENT)


def question_of(parameters: QueryDict, reader: User, at: datetime) -> tuple[Question, list[str]]:
    """The question of an address; what is wrong in it is told, and the default is asked instead."""
    values = {name: parameters.getlist(name) for name in parameters}
    try:
        return asked(values, scope=reader.scope, today=today(at)), []
    except InvalidInput as error:
        told = [str(message) for messages in error.fields.values() for message in messages]  # type: ignore[attr-defined]
        default = Question(preset(DEFAULT_PERIOD, today(at)), reader.scope, preset=DEFAULT_PERIOD)
        return default, told
