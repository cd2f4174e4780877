"""A handler who signs out leaves no incident without one: what he or she did not hand over goes to the queue."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core.clock import now
from apps.incidents.actions import hand_over_all


def listen() -> None:
    """Called once, when the room is ready."""
    user_logged_out.connect(_signed_out, dispatch_uid="incidents_of_who_signs_out")


def _signed_out(sender: object, user: User | None, **kwargs: Any) -> None:
    if isinstance(user, User):
        hand_over_all(handler=user, to=None, by=user, at=now(), note=_("Signed out."))
