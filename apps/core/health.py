"""Is each part that the portal needs answering? Each check returns None, or a word for what is wrong."""

from collections.abc import Callable
from typing import Final

import redis
import structlog
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)
TIMEOUT_S: Final = 1.0


def database() -> bool:
    """Does PostgreSQL answer?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("database_not_ready", error=str(error))
        return False
    return True


def hints() -> bool:
    """Does Redis answer?"""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S
        ) as client:
            client.ping()
    except redis.RedisError as error:
        log.warning("redis_not_ready", error=str(error))
        return False
    return True


def worker() -> bool:
    """Does at least one Celery worker answer?"""
    try:
        return bool(current_app.control.ping(timeout=TIMEOUT_S, limit=1))
    except (OperationalError, redis.RedisError, OSError) as error:
        log.warning("worker_not_ready", error=str(error))
        return False


CHECKS: Final[dict[str, Callable[[], bool]]] = {"database": database, "redis": hints, "worker": worker}


def failing() -> list[str]:
    """The names of the parts that do not answer, in the order they are asked; a worker needs Redis."""
    bad = [name for name in ("database", "redis") if not CHECKS[name]()]
    if "redis" in bad or not CHECKS["worker"]():
        bad.append("worker")
    return bad
