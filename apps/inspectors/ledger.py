"""How a unit's status is kept: the row, its line of history, its event; in the caller's transaction."""

from datetime import datetime
from typing import Any, Final

from apps.accounts.models import ApiClient, User
from apps.inspectors.models import Unit, UnitStatusEntry
from apps.inspectors.workflow import UnitStatus
from apps.live.feed import Feed

TOPIC: Final = "units"
Principal = User | ApiClient


def signature(by: Principal | None) -> dict[str, Any]:
    """The columns that say who; None stands for the portal itself."""
    return {
        "by_user": by if isinstance(by, User) else None,
        "by_client": by if isinstance(by, ApiClient) else None,
    }


def put_status(
    feed: Feed, unit: Unit, status: UnitStatus, *, by: Principal | None, at: datetime, reason: str = ""
) -> None:
    """Give a locked unit a status; the same again changes nothing."""
    if unit.status == status:
        return
    was, unit.status, unit.status_changed_at = unit.status, status.value, at
    unit.save(update_fields=["status", "status_changed_at"])
    UnitStatusEntry.objects.create(unit=unit, at=at, was=was, status=status, reason=reason, **signature(by))
    feed.touch(topic=TOPIC, kind="unit.status_changed", object_id=str(unit.pk), regions={unit.region_id})
