"""“I am all right”: somebody of the crew answers."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.inspectors.models import LifeCheck
from apps.inspectors.safety import LIFE_TOPIC
from apps.live.feed import change


def answer_life_check(*, check_id: UUID | str, by: User, at: datetime) -> LifeCheck:
    """A sign of life: the check is over, and its alarm returns. Again changes nothing. Raises `NotFound`."""
    with change(at=at) as feed:
        check = LifeCheck.objects.select_for_update(of=("self",)).filter(pk=check_id).first()
        if check is None:
            raise NotFound
        if check.answered_at is not None:
            return check
        check.answered_at, check.answered_by = at, by
        check.ended_at = check.ended_at or at
        check.save(update_fields=["answered_at", "answered_by", "ended_at"])
        feed.touch(
            topic=LIFE_TOPIC,
            kind="sign_of_life.answered",
            object_id=str(check.pk),
            regions={check.region_id},
        )
        return check
