"""How changes of alarms are kept: rows with a new version, their lines of history, their events.

All in the caller's transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from apps.alarms.models import Alarm, AlarmEntry
from apps.alarms.workflow import SET_ASIDE, Clearing, Move, Standing, State, after
from apps.core.copying import copy_rows
from apps.core.updating import update_rows
from apps.incidents.people import Principal, signature
from apps.live.feed import Feed

TOPIC: Final = "alarms"
# What a change may touch; who raised it and where never changes.
COLUMNS: Final = (
    "priority",
    "state",
    "beneath",
    "facts",
    "private",
    "active_refs",
    "transitions",
    "occurrences",
    "last_at",
    "waits_since",
    "returned_at",
    "return_due_at",
    "acknowledged_at",
    "acknowledged_by",
    "acknowledged_by_name",
    "shelved_until",
    "shelve_reason",
    "suppressed_by",
    "cleared_at",
    "clearing",
    "escalation",
    "escalate_after_s",
    "incident",
    "is_chattering",
    "version",
)


@dataclass(slots=True)
class Book:
    """What one transaction writes about alarms; `close` stores it all, once a row."""

    feed: Feed
    by: Principal | None
    at: datetime
    changed: dict[Any, Alarm] = field(default_factory=dict)
    entries: list[AlarmEntry] = field(default_factory=list)
    announced: set[Any] = field(default_factory=set)

    def tell(self, alarm: Alarm, kind: str) -> None:
        """The alarm changed: its row is stored, and screens hear of it."""
        self.changed[alarm.pk] = alarm
        self.announce(alarm, kind)

    def announce(self, alarm: Alarm, kind: str) -> None:
        """Screens hear of an alarm whose row is stored already."""
        self.announced.add(alarm.pk)
        self.feed.touch(topic=TOPIC, kind=f"alarm.{kind}", object_id=str(alarm.pk), regions=[alarm.region_id])

    def line(self, alarm: Alarm, kind: str, **rest: Any) -> None:
        """A line of history; `rest` may hold any column, `at` when it happened before now."""
        happened_at = rest.pop("at", None) or self.at
        self.entries.append(
            AlarmEntry(
                alarm=alarm, kind=kind, at=happened_at, recorded_at=self.at, **signature(self.by), **rest
            )
        )

    def move(self, alarm: Alarm, move: Move, kind: str, **rest: Any) -> bool:
        """Take the alarm where the move leads, with a line and an event; False where it leads nowhere."""
        before = alarm.standing
        then = after(before, move)
        if then is None:
            return False
        stand(alarm, then, at=self.at, clearing=rest.pop("clearing", Clearing.UNKNOWN))
        self.line(alarm, kind, from_state=before.state.value, to_state=then.state.value, **rest)
        self.tell(alarm, "cleared" if then.state == State.CLEARED else kind)
        return True

    def close(self) -> None:
        """Write the rows with their next version, and the lines."""
        for alarm in self.changed.values():
            alarm.version += 1
        update_rows(list(self.changed.values()), COLUMNS)
        copy_rows(self.entries)


def stand(alarm: Alarm, then: Standing, *, at: datetime, clearing: Clearing) -> None:
    """Set the columns of a state; what comes back to be seen waits for a person from now on."""
    if State(alarm.state) in SET_ASIDE and then.state == State.UNACKNOWLEDGED:
        alarm.waits_since, alarm.escalation = at, 0
    alarm.state = then.state.value
    alarm.beneath = then.beneath.value if then.beneath else ""
    if then.state != State.SHELVED:
        alarm.shelved_until, alarm.shelve_reason = None, ""
    if then.state != State.SUPPRESSED:
        alarm.suppressed_by = None
    if then.state == State.CLEARED:
        alarm.cleared_at, alarm.clearing = at, clearing.value
        alarm.return_due_at = None
    if State.RETURNED in (then.state, then.beneath):
        alarm.returned_at = at


def suppressed_by(alarms: Iterable[Alarm]) -> list[Alarm]:
    """The alarms that these explain, locked."""
    ids = [alarm.pk for alarm in alarms]
    return list(Alarm.objects.filter(suppressed_by__in=ids).all_locked()) if ids else []
