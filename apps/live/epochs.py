"""History that is rewritten: no events, but a new epoch of its regions, so that screens reload."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

from django.db import transaction

from apps.live.models import RegionFeed
from apps.live.publish import Announcement, announce


@contextmanager
def rewriting() -> Iterator[set[str]]:
    """A transaction that rewrites history; the codes put into its set get a new epoch, last in it."""
    with transaction.atomic():
        codes: set[str] = set()
        yield codes
        for code in sorted(codes):
            new_epoch(region=code)


def new_epoch(*, region: str) -> str:
    """Give the region a new epoch in the caller's transaction; after it, screens are told to reload."""
    epoch = uuid4().hex
    RegionFeed.objects.filter(region=region).update(epoch=epoch)
    transaction.on_commit(partial(announce, Announcement(region, epoch, [])), robust=True)
    return epoch
