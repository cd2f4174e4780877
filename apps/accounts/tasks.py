"""The Celery edge: one call each."""

from celery import shared_task

from apps.accounts.api.once import forget
from apps.accounts.knocks import tell_knocks as tell
from apps.core.clock import now


@shared_task(name="accounts.tell_knocks")
def tell_knocks() -> int:
    """Every minute: tell the trail how many refusals of strangers followed the first of each network."""
    return tell(at=now())


@shared_task(name="accounts.forget_answers")
def forget_answers() -> int:
    """Every hour: drop the answers to repeatable writes that were kept long enough."""
    return forget(at=now())
