"""The audit trail's own rows: what is no change of a row, and therefore seen by no trigger."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from ipaddress import ip_address

import pghistory
from django.http import HttpRequest

from apps.accounts.models import ApiClient, AuditEntry, AuditKind, User
from apps.core.clock import now
from apps.core.readings import Reading


def address_of(request: HttpRequest) -> str | None:
    """The peer's address as the server hands it over, or None (a Unix socket has none)."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None


def acting(by: object = None, **about: object) -> AbstractContextManager[object]:
    """Outside of a request (a task, a command, a bare ASGI route): who causes the changes made within."""
    user = by.pk if isinstance(by, User) else None
    client = by.pk if isinstance(by, ApiClient) else None
    context: AbstractContextManager[object] = pghistory.context(user=user, client=client, **about)
    return context


def record(
    kind: AuditKind | str,
    *,
    by: object = None,
    at: datetime | None = None,
    request: HttpRequest | None = None,
    name: str = "",
    object_type: str = "",
    object_id: object = "",
    region: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Append one row.

    `by` is a user, an API client, or anybody else (nobody); `name` is what a stranger gave. `region` is a
    code; `detail` holds plain JSON values. `at` is this moment unless given.
    """
    entry = AuditEntry(
        kind=AuditKind(kind),
        at=at or now(),
        user=by if isinstance(by, User) else None,
        client=by if isinstance(by, ApiClient) else None,
        name=_storable(name or getattr(by, "actor_name", ""), 150),
        object_type=object_type,
        object_id=_storable(str(object_id), 60),
        region_id=region,
        detail=dict(detail or {}),
    )
    if request is not None:
        entry.address = address_of(request)
        entry.path = _storable(request.path, 300)
        entry.request_id = getattr(request, "request_id", "")
    entry.save(force_insert=True)
    return entry


def note_export(request: HttpRequest, object_type: str, rows: int, file_format: str) -> None:
    """A row for a table that left the portal."""
    detail = {"rows": rows, "format": file_format}
    record(AuditKind.EXPORT, by=request.user, request=request, object_type=object_type, detail=detail)


def note_reading(request: HttpRequest, reading: Reading) -> None:
    """A row for personal data that somebody read in full; what is masked is no reading."""
    detail: dict[str, object] = {"fields": list(reading.fields), **reading.detail}
    if reading.rows is not None:
        detail["rows"] = reading.rows
    record(
        AuditKind.PERSONAL_DATA,
        by=request.user,
        request=request,
        object_type=reading.object_type,
        object_id=reading.object_id,
        region=reading.region,
        detail=detail,
    )


def _storable(text: str, length: int) -> str:
    # PostgreSQL stores no NUL; a stranger may send one as a user name.
    return text.replace("\x00", "")[:length]
