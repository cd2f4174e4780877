"""Making and dropping a table's partitions without making its writers wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import structlog
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError

log = structlog.get_logger(__name__)
# Somebody reads for long: whoever waits for a lock of the whole table makes all others wait behind him.
LOCK_TIMEOUT: Final = "SET LOCAL lock_timeout = '2s'"


@contextmanager
def impatient(event: str, **about: Any) -> Iterator[CursorWrapper]:
    """A transaction that waits two seconds for a lock and no longer: then nothing is done, and the log says so.

    What is scheduled comes again in an hour and finds that it is still to do.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOCK_TIMEOUT)
            yield cursor
    except OperationalError as error:
        log.warning(event, error=str(error), **about)
