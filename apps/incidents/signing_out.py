"""A handler who signs out leaves no incident without one: he or she is asked who goes on, else the queue has it."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.leaving import ask_before_leaving
from apps.accounts.models import User
from apps.core.clock import now
from apps.incidents.actions import hand_over_all
from apps.incidents.models import Incident


def listen() -> None:
    """Called once, when the room is ready."""
    ask_before_leaving(page_that_asks)
    user_logged_out.connect(_signed_out, dispatch_uid="incidents_of_who_signs_out")


def page_that_asks(user: User) -> str | None:
    """Where a handler of open incidents says who goes on with them."""
    return reverse("hand-over") if Incident.objects.open().filter(handler=user).exists() else None


def _signed_out(sender: object, user: User | None, **kwargs: Any) -> None:
    """A session may end without the page: what is still held rings in the queue."""
    if isinstance(user, User):
        hand_over_all(handler=user, to=None, by=user, at=now(), note=_("Signed out."))
