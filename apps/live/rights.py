"""Whatever may change who sees what makes the hubs look at once; they also look every few seconds by themselves."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from apps.accounts.models import ApiClient, ApiKey, User
from apps.live.publish import suspect_rights


def watch() -> None:
    """Begin to watch users, API clients, their regions and keys, and sessions that end."""
    for model in (User, ApiClient, ApiKey):
        post_save.connect(_changed, sender=model, dispatch_uid=f"live_rights_{model.__name__}")
    for model in (User, ApiClient):
        through = model.regions.through
        m2m_changed.connect(_changed, sender=through, dispatch_uid=f"live_rights_{through.__name__}")
    post_delete.connect(_changed, sender=Session, dispatch_uid="live_rights_session")


def _changed(*, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if update_fields != frozenset({"last_login"}):
        transaction.on_commit(suspect_rights, robust=True)
