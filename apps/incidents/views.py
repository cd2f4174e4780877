"""The page that asks a leaving handler who goes on with his or her incidents."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.accounts.views.signing_in import SignOutView
from apps.core.clock import now
from apps.incidents.actions import hand_over_all
from apps.incidents.forms import LeavingForm
from apps.incidents.models import Incident
from apps.incidents.refusals import HandlerNotHere


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    """Hand over all that the user holds, and sign out; without anything held, on to signing out."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required saw to it
    held = list(Incident.objects.open().filter(handler=user).most_urgent_first())
    form = LeavingForm(request.POST or None, leaving=user, held=held, at=now())
    if request.method == "POST" and form.is_valid() and _handed_over(user, form):
        answer: HttpResponse = SignOutView.as_view()(request)
        return answer
    return render(request, "incidents/leaving.html", {"form": form}) if held else redirect("account_logout")


def _handed_over(user: User, form: LeavingForm) -> bool:
    """False, with the reason in the form, when somebody may no longer take what was meant for him or her."""
    try:
        note = _("Signed out.")
        hand_over_all(handler=user, to=form.to(), by=user, at=now(), note=note, apart=form.apart())
    except HandlerNotHere as refusal:
        form.add_error(None, refusal.detail)
        return False
    return True
