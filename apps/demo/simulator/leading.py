"""One simulator of many plays: the holder of a lease."""

import time
from dataclasses import dataclass
from typing import Final

import structlog
from django.db import Error as DatabaseError
from django.db import connection

from apps.live.leases import give_back, hold

log = structlog.get_logger(__name__)

LEASE: Final = "simulator"
LEASE_S: Final = 20.0
RENEW_S: Final = 5.0


@dataclass(slots=True)
class Leading:
    """Whether this process holds the lease; asks the database every five seconds."""

    holder: str
    _renew_at: float = 0.0
    _leads: bool = False

    def may_go_on(self) -> bool:
        """Is this the one that plays?"""
        if time.monotonic() >= self._renew_at:
            self._renew_at = time.monotonic() + RENEW_S
            self._leads = self._hold()
        return self._leads

    def resign(self) -> None:
        """Let another one play at once."""
        try:
            give_back(LEASE, holder=self.holder)
        except DatabaseError:
            log.warning("lease_not_given_back")

    def _hold(self) -> bool:
        try:
            return hold(LEASE, holder=self.holder, for_s=LEASE_S)
        except DatabaseError as error:
            log.warning("lease_not_asked_for", error=str(error))
            # The next try shall have a connection that works.
            connection.close()
            return False
