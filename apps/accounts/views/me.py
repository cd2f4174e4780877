"""The user's own page, and the language of all pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from apps.accounts.actions import choose_language
from apps.accounts.models import User
from apps.accounts.start import start_page
from apps.regions.models import Region


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may see, and my language and password."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required saw to it
    regions = Region.objects.in_scope(user.scope)
    return render(request, "accounts/me.html", {"regions": regions, "start_page": start_page(user)})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's own, which keeps a cookie for who is not signed in; a user's choice is kept with the account."""
    if isinstance(request.user, User):
        choose_language(by=request.user, language=request.POST.get("language", ""))
    response: HttpResponse = django_set_language(request)
    return response
