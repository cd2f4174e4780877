"""A handler gets another name: the incidents that he or she handles show it."""

from collections.abc import Collection
from typing import Any, Final

from django.db.models.signals import post_save

from apps.accounts.models import User
from apps.core.clock import now
from apps.incidents.actions import tell_of_incidents
from apps.incidents.models import Incident

NAMES: Final = frozenset({"full_name", "username"})


def listen() -> None:
    """Called once, when the room is ready."""
    post_save.connect(_saved, sender=User, dispatch_uid="incidents_of_who_is_renamed")


def _saved(
    sender: object, instance: User, created: bool, update_fields: Collection[str] | None, **kwargs: Any
) -> None:
    """A whole row, as forms and tables save it, may hold another name; a sign-in saves its time alone."""
    if not created and (update_fields is None or NAMES & set(update_fields)):
        tell_of_incidents(incidents=Incident.objects.filter(handler=instance), at=now())
