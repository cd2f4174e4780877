"""Leases: one of many processes acts. A row with an end, by the database's clock: PgBouncer is no obstacle."""

from typing import Final

from django.db import connection

from apps.live.models import Lease

HOLD: Final = """
    INSERT INTO live_lease AS lease (name, holder, until)
    VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s))
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE lease.holder = excluded.holder OR lease.until < clock_timestamp()
    RETURNING holder
"""


def hold(name: str, *, holder: str, for_s: float) -> bool:
    """Take the lease, or renew it; False while another holds it."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [name, holder, for_s])
        return cursor.fetchone() is not None


def give_back(name: str, *, holder: str) -> None:
    """Let go of the lease, if this holder has it."""
    Lease.objects.filter(name=name, holder=holder).delete()
