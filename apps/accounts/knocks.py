"""Refusals of strangers: anybody can knock without end, so a network's knocks of a minute are told together.

The first is a row of the trail at once; how many followed is a second row when the minute is over. What is counted
stands in PostgreSQL: Redis may be empty.
"""

from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Final

from django.db import connection, transaction
from django.http import HttpRequest

from apps.accounts.audit import address_of, record
from apps.accounts.models import AuditEntry, AuditKind

# The schemes by which systems sign in; any other header is noise.
SCHEMES: Final = frozenset({"api-key", "basic"})
# Whoever has one IPv6 address has 2^64 of them.
PREFIXES: Final = {4: 32, 6: 64}

_COUNT: Final = """
    INSERT INTO accounts_knock AS k (network, minute, count) VALUES (%s, %s, 1)
    ON CONFLICT (network, minute) DO UPDATE SET count = k.count + 1
    RETURNING count
"""
_TAKE: Final = "DELETE FROM accounts_knock WHERE minute < %s RETURNING network, minute, count"


def has_key(request: HttpRequest) -> bool:
    """Does the request try to sign in as a system?"""
    scheme = request.headers.get("Authorization", "").partition(" ")[0]
    return scheme.lower() in SCHEMES


def knock(request: HttpRequest, *, at: datetime, detail: dict[str, object]) -> None:
    """Count a refusal of somebody unknown; the first of a network's minute is a row of the trail."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [_network_of(request), at.replace(second=0, microsecond=0)])
            (count,) = cursor.fetchone()
        if count == 1:
            record(AuditKind.REFUSED, at=at, request=request, detail=detail)


@transaction.atomic
def tell_knocks(*, at: datetime) -> int:
    """Write how many knocks followed the first of each minute that is over; answers the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [at.replace(second=0, microsecond=0)])
        over = cursor.fetchall()
    entries = [
        AuditEntry(
            kind=AuditKind.REFUSED,
            at=minute + timedelta(minutes=1),
            address=network.partition("/")[0] or None,
            detail={"network": network, "more": count - 1},
        )
        for network, minute, count in over
        if count > 1
    ]
    return len(AuditEntry.objects.bulk_create(entries))


def _network_of(request: HttpRequest) -> str:
    address = address_of(request)
    if address is None:
        return ""
    prefix = PREFIXES[6 if ":" in address else 4]
    return str(ip_network(f"{address}/{prefix}", strict=False))
