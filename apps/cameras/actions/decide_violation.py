"""A person decides whether something was a violation."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import User
from apps.cameras.decisions import Decision, State, decided
from apps.cameras.models import Violation, ViolationEntry
from apps.cameras.refusals import DecidedAlready, NeedsAnotherPerson, person, reason_in
from apps.core.errors import NotFound, Sought
from apps.live.feed import change


def decide_violation(
    *, violation_id: UUID, decision: Decision, reason: str, by: User, at: datetime, version: int | None = None
) -> Violation:
    """Confirm or reject a violation, once and with a reason; `version` is the one that the person has seen.

    Where its kind asks for two persons the first confirmation waits for another's. Raises `NotFound`, `NotAPerson`,
    `NeedsReason`, `NeedsAnotherPerson`, and `DecidedAlready` for who comes second.
    """
    why, somebody = reason_in(reason), person(by)
    with change(at=at):
        violation = _locked(violation_id, somebody)
        was = State(violation.state)
        becomes = decided(was, decision, needs_two=violation.kind.needs_two)
        if becomes is None or version not in {None, violation.version}:
            raise DecidedAlready(violation)
        if violation.history.filter(by_user=somebody).exists():
            raise NeedsAnotherPerson
        _write(violation, was, becomes, why, somebody, at)
    return violation


def _locked(violation_id: UUID, by: User) -> Violation:
    rows = Violation.objects.in_scope(by.scope).select_related("kind")
    violation = rows.select_for_update(of=("self",)).filter(pk=violation_id).first()
    if violation is None:
        raise NotFound(Sought(Violation, "pk", violation_id))
    return violation


def _write(violation: Violation, was: State, becomes: State, why: str, by: User, at: datetime) -> None:
    violation.state = becomes.value
    violation.decided_at = None if becomes == State.SECONDED else at
    violation.version += 1
    violation.save(update_fields=["state", "decided_at", "version"])
    ViolationEntry.objects.create(
        violation=violation,
        at=at,
        was=was.value,
        state=becomes.value,
        reason=why,
        by_user=by,
        by_name=by.actor_name,
    )
