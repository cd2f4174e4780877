"""Who may join the feed of which regions: decided when a socket joins, and again while it lives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.handlers.asgi import ASGIRequest
from django.db.models import Q
from django.http.request import validate_host
from django.utils.module_loading import import_string
from rest_framework.exceptions import AuthenticationFailed

from apps.accounts.api.authentication import ApiKeyAuthentication
from apps.accounts.audit import record
from apps.accounts.knocks import knock
from apps.accounts.models import ApiClient, ApiKey, AuditKind, User
from apps.accounts.roles import Can, Role
from apps.core.clock import now
from apps.live.topics import topics_for
from apps.live.wire import NOT_SIGNED_IN, RIGHTS_CHANGED
from apps.regions.scope import NOTHING, Scope

Rights = tuple[object, ...]


class NotAdmitted(Exception):
    """A socket or request may not have the live feed; `code` is the close code that says why."""

    def __init__(self, code: int) -> None:
        self.code: Final = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Admission:
    """Who was let in: by `session` (a user's session key) or by `key_id` (a client's API key).

    `rights` is everything that the decision rested on: when it differs later, the socket is closed. `topics` are
    those that the rights give; no other is delivered, whatever a hello asks for.
    """

    principal_id: int
    rights: Rights
    scope: Scope
    redacted: bool
    topics: frozenset[str]
    # Somebody in the field: the socket gets the number of the own feed, and nothing of any region.
    is_own: bool = False
    session: str | None = None
    key_id: int | None = None


def request_of(scope: Mapping[str, Any]) -> ASGIRequest:
    """The head of an ASGI request or WebSocket handshake, as Django reads it."""
    return ASGIRequest({**scope, "method": scope.get("method", "GET")}, BytesIO())


def admit(request: ASGIRequest, *, of_socket: bool, needs: Can = Can.READ_LIVE) -> Admission:
    """Let in whoever sends this handshake or request and may do what it `needs`; raises `NotAdmitted`.

    Reads the database.
    """
    try:
        found = ApiKeyAuthentication().authenticate(request)
    except AuthenticationFailed as error:
        knock(request, at=now(), detail={"status": 401, "code": "key_not_valid"})
        raise NotAdmitted(NOT_SIGNED_IN) from error
    if found is not None:
        return _admit_client(request, *found, needs)
    return _admit_user(request, of_socket=of_socket, needs=needs)


def _refusal(request: ASGIRequest, by: User | ApiClient, why: str) -> NotAdmitted:
    """Somebody known may not have the feed: told to the audit trail, as the pages tell theirs."""
    record(AuditKind.REFUSED, by=by, request=request, detail={"status": 403, "code": why})
    return NotAdmitted(RIGHTS_CHANGED)


def _admit_client(request: ASGIRequest, client: ApiClient, key: ApiKey, needs: Can) -> Admission:
    if not client.may(needs):
        raise _refusal(request, client, "permission_denied")
    rights = _rights_of(client, client.scope)
    topics = topics_for(client.may, redacted=False)
    return Admission(client.pk, rights, client.scope, redacted=False, topics=topics, key_id=key.pk)


def _admit_user(request: ASGIRequest, *, of_socket: bool, needs: Can) -> Admission:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    session: SessionBase = import_string(f"{settings.SESSION_ENGINE}.SessionStore")(key)
    request.session = session
    user = get_user(request) if key and SESSION_KEY in session else None
    if not isinstance(user, User) or not user.is_active:
        raise NotAdmitted(NOT_SIGNED_IN)
    is_own = of_socket and user.role == Role.INSPECTOR
    if not is_own and not user.may(needs):
        raise _refusal(request, user, "permission_denied")
    if of_socket and not _is_from_us(request):
        raise _refusal(request, user, "foreign_origin")
    redacted = user.role == Role.DISPLAY
    return Admission(
        user.pk,
        _rights_of(user, user.scope),
        NOTHING if is_own else user.scope,
        redacted=redacted,
        topics=frozenset() if is_own else topics_for(user.may, redacted=redacted),
        is_own=is_own,
        session=key,
    )


def _is_from_us(request: ASGIRequest) -> bool:
    """Was the page that opened the socket served by an allowed host? (Cookies come along from any page.)"""
    origin = urlsplit(request.headers.get("Origin", ""))
    if origin.scheme not in {"http", "https"} or not origin.hostname:
        return False
    host = f"[{origin.hostname}]" if ":" in origin.hostname else origin.hostname
    return validate_host(host, settings.ALLOWED_HOSTS)


def _rights_of(principal: User | ApiClient, scope: Scope) -> Rights:
    if isinstance(principal, User):
        return (principal.is_active, principal.role, principal.get_session_auth_hash(), scope)
    return (principal.is_active, frozenset(principal.scopes), scope)


def verdicts(admissions: Collection[Admission], *, at: datetime) -> dict[Admission, int]:
    """The close code of each admission that no longer holds, by a few queries for all of them together."""
    users = _present_rights(User, {a.principal_id for a in admissions if a.key_id is None})
    clients = _present_rights(ApiClient, {a.principal_id for a in admissions if a.key_id is not None})
    sessions = _living_sessions({a.session for a in admissions if a.session}, at=at)
    keys = _living_keys({a.key_id for a in admissions if a.key_id is not None}, at=at)
    found: dict[Admission, int] = {}
    for admission in admissions:
        rights = (users if admission.key_id is None else clients).get(admission.principal_id)
        if rights != admission.rights or (admission.key_id is not None and admission.key_id not in keys):
            found[admission] = RIGHTS_CHANGED
        elif admission.session is not None and admission.session not in sessions:
            found[admission] = NOT_SIGNED_IN
    return found


def _present_rights(model: type[User] | type[ApiClient], ids: Collection[int]) -> dict[int, Rights]:
    if not ids:
        return {}
    codes: dict[int, set[str]] = {}
    for owner, code in model._default_manager.filter(pk__in=ids).values_list("pk", "regions"):
        codes.setdefault(owner, set()).update([code] if code else [])
    return {
        row.pk: _rights_of(row, Scope(frozenset(codes.get(row.pk, ())), is_national=row.is_national))
        for row in model._default_manager.filter(pk__in=ids)
    }


def _living_sessions(keys: Collection[str], *, at: datetime) -> set[str]:
    if not keys:
        return set()
    return set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True)
    )


def _living_keys(ids: Collection[int], *, at: datetime) -> set[int]:
    if not ids:
        return set()
    alive = Q(expires_at=None) | Q(expires_at__gt=at)
    return set(ApiKey.objects.filter(alive, pk__in=ids, revoked_at=None).values_list("pk", flat=True))
