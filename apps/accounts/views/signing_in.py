"""Signing in under the eye of axes, the page that a day starts on, and the password."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from axes.decorators import axes_dispatch
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accounts.audit import record
from apps.accounts.leaving import unsettled
from apps.accounts.models import AuditKind, User
from apps.accounts.start import start_page


@method_decorator(axes_dispatch, name="dispatch")
class SignInView(LoginView):
    """allauth's page; axes refuses who failed too often, even with the right password."""


class SignOutView(LogoutView):
    """allauth's page, after what other rooms have to ask of whoever leaves."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if page := unsettled(request.user):
            return redirect(page)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """On to the page on which the user's day begins."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required saw to it
    return redirect(start_page(request.user))


class ChangePasswordView(PasswordChangeView):
    """The user's own password; every other session of his or hers ends."""

    template_name = "account/password_change.html"
    success_url = reverse_lazy("me")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(AuditKind.PASSWORD_CHANGED, by=self.request.user, request=self.request)
        messages.success(self.request, _("Your password is changed."))
        return response
