"""Time brings: who is on scene and has given no sign of life is asked; who does not answer alarms."""

from datetime import datetime, timedelta
from uuid import UUID

from apps.inspectors.models import Assignment, LifeCheck
from apps.inspectors.safety import LIFE_TOPIC
from apps.inspectors.signs import Quiet, last_sign, quiet_units
from apps.inspectors.workflow import AssignmentStatus
from apps.live.feed import Feed, change


def watch_signs_of_life(*, at: datetime, answer_within: timedelta) -> dict[str, int]:
    """End the checks that are over, alarm about those that nobody answers, ask whoever has been quiet too long.

    Answers how many: `{"ended", "alarmed", "asked"}`. Each is a transaction of its own.
    """
    counts = {"ended": 0, "alarmed": 0, "asked": 0}
    for pk in LifeCheck.objects.filter(ended_at=None).order_by("asked_at", "pk").values_list("pk", flat=True):
        done = _looked_at(pk, at)
        if done:
            counts[done] += 1
    for quiet in quiet_units(at=at):
        counts["asked"] += _asked(quiet, at, answer_within)
    return counts


def _looked_at(pk: UUID, at: datetime) -> str:
    with change(at=at) as feed:
        check = (
            LifeCheck.objects.select_for_update(of=("self",))
            .select_related("assignment", "unit__latest")
            .get(pk=pk)
        )
        if check.ended_at is not None:
            return ""
        if _is_over(check):
            check.ended_at = at
            check.save(update_fields=["ended_at"])
            _tell(feed, check, "ended")
            return "ended"
        if check.alarmed_at is None and check.due_at <= at:
            _alarm(feed, check, at)
            return "alarmed"
        return ""


def _is_over(check: LifeCheck) -> bool:
    if check.assignment.status != AssignmentStatus.ON_SCENE:
        return True
    return last_sign(check.assignment, since=check.quiet_since) > check.asked_at


def _asked(quiet: Quiet, at: datetime, answer_within: timedelta) -> bool:
    with change(at=at) as feed:
        assignment = (
            Assignment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=quiet.pk)
        )
        is_there = assignment.status == AssignmentStatus.ON_SCENE
        if not is_there or LifeCheck.objects.filter(unit=assignment.unit, ended_at=None).exists():
            return False
        check = LifeCheck.objects.create(
            region_id=assignment.unit.region_id,
            unit=assignment.unit,
            assignment=assignment,
            quiet_since=quiet.since,
            asked_at=at,
            due_at=at + answer_within,
        )
        _tell(feed, check, "asked")
        return True


def _alarm(feed: Feed, check: LifeCheck, at: datetime) -> None:
    """Nobody has answered: where the unit was last is kept with the fact, which stays as it was."""
    last = check.unit.latest_position
    check.alarmed_at = at
    if last is not None:
        check.location, check.position_at = last.location, last.at
    check.save(update_fields=["alarmed_at", "location", "position_at"])
    _tell(feed, check, "alarmed")


def _tell(feed: Feed, check: LifeCheck, kind: str) -> None:
    feed.touch(
        topic=LIFE_TOPIC, kind=f"sign_of_life.{kind}", object_id=str(check.pk), regions={check.region_id}
    )
