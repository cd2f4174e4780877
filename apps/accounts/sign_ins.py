"""What Django tells about signing in and out, written into the audit trail."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from apps.accounts.audit import record
from apps.accounts.lockout import username_of
from apps.accounts.models import AuditKind, User


def listen() -> None:
    """Called once, when the room is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit_sign_in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit_sign_out")
    user_login_failed.connect(_failed, dispatch_uid="audit_sign_in_failed")


def _signed_in(sender: object, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    record(AuditKind.SIGN_IN, by=user, request=request)


def _signed_out(sender: object, request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(AuditKind.SIGN_OUT, by=user, request=request)


def _failed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    if request is not None:
        record(AuditKind.SIGN_IN_FAILED, request=request, name=username_of(request, credentials))
