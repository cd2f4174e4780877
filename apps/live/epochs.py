"""History that is rewritten: no events, but a new epoch of its regions, so that screens reload."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from uuid import uuid4

from django.db import transaction

from apps.core.constraints import check_at_once
from apps.live.models import RegionFeed
from apps.live.publish import Announcement, announce

_gathered: ContextVar[set[str] | None] = ContextVar("live_gathered", default=None)


@contextmanager
def one_epoch() -> Iterator[None]:
    """Several rewritings, each its own transaction: their regions get one new epoch when all are over.

    They get it also when the work is broken off, for the transactions that were committed by then.
    """
    gathered: set[str] = set()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
        with transaction.atomic():
            _renew(gathered)


@contextmanager
def rewriting() -> Iterator[set[str]]:
    """A transaction that rewrites history; the codes put into its set get a new epoch, last in it.

    Within `one_epoch` they get it at the end of that.
    """
    gathered = _gathered.get()
    codes: set[str] = set()
    with transaction.atomic():
        check_at_once()
        yield codes
        if gathered is None:
            _renew(codes)
    if gathered is not None:
        gathered |= codes


def _renew(codes: set[str]) -> None:
    for code in sorted(codes):
        new_epoch(region=code)


def new_epoch(*, region: str) -> str:
    """Give the region a new epoch in the caller's transaction; after it, screens are told to reload."""
    epoch = uuid4().hex
    RegionFeed.objects.filter(region=region).update(epoch=epoch)
    transaction.on_commit(partial(announce, Announcement(region, epoch, [])), robust=True)
    return epoch
