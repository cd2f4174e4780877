"""What each action of incidents needs, and its call: see `tests/flows/test_every_action_feeds_the_screen.py`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.geo import point
from apps.incidents import actions
from apps.incidents.actions import CallReport, PastCall, PastIncident, Report, Upload
from apps.incidents.actions.ring_again import ring_for_the_absent
from apps.incidents.models import Incident, Target
from apps.incidents.workflow import Stamp
from apps.live.presence import mark_seen
from tests.accounts.factories import UserFactory
from tests.incidents.factories import (
    NOON,
    CallFactory,
    IncidentFactory,
    IncidentTypeFactory,
    TargetFactory,
    reported,
)

Act = Callable[[], Any]


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def left_alone() -> Act:
    """The ringing of an urgent incident whose handler's screen went a while ago."""
    by = UserFactory()
    mark_seen({by.pk: NOON})
    incident = reported(priority=1)
    actions.acknowledge_incident(incident_id=incident.pk, by=by, at=after(1))
    return partial(ring_for_the_absent, at=after(200))


def moved(to: str, *before: str, **fields: Any) -> Act:
    """The move to `to` of an incident that has gone through `before`."""
    by = UserFactory(role=Role.SUPERVISOR)
    incident = reported(priority=3)
    for n, step in enumerate((*before, to)):
        outcome = "dealt_with" if step == "resolved" else ""
        move = partial(
            actions.move_incident,
            incident_id=incident.pk,
            to=step,
            by=by,
            at=after(n + 1),
            note="why",
            outcome=outcome,
            **fields,
        )
        if n < len(before):
            move()
    return move


def dispatched() -> Incident:
    incident = reported(priority=1)
    return actions.advance_incident(incident_id=incident.pk, to="dispatched", by=UserFactory(), at=after(5))


def shared(incident: Incident) -> Incident:
    return actions.share_incident(incident_id=incident.pk, region="UZ-TO", by=None, at=after(6))


def report(**fields: Any) -> Report:
    IncidentTypeFactory(code="theft")
    return Report(**({"type": "theft", "title": "A bicycle", "source": "test"} | fields))


def past() -> PastIncident:
    stamps = {Stamp.REPORTED_AT: NOON, Stamp.ACKNOWLEDGED_AT: after(30)}
    return PastIncident(
        report(source_ref="1", region="UZ-TK"), stamps, calls=[PastCall(NOON, after(5), after(60))]
    )


def transfer(incident: Incident, region: str = "UZ-TO") -> Act:
    return partial(
        actions.transfer_incident, incident_id=incident.pk, region=region, reason="x", by=None, at=after(9)
    )


def about(action: Callable[..., Any], incident: Incident, **fields: Any) -> Act:
    """The call of an action about one incident."""
    return partial(action, **({"incident_id": incident.pk, "by": UserFactory(), "at": after(60)} | fields))


def with_call(**fields: Any) -> Act:
    given = {"by": UserFactory(), "at": after(9)} | fields
    return partial(actions.attach_call, call_id=CallFactory().pk, **given)


def rename_handler(incident: Incident) -> Act:
    """A name that a form changed."""

    def act() -> None:
        User.objects.filter(pk=incident.handler_id).update(full_name="A new name")
        mine = Incident.objects.filter(handler=incident.handler_id)
        actions.tell_of_incidents(incidents=mine, at=after(60))

    return act


def retarget(*, incidents: int = 1) -> Act:
    """A target that a form changed, while so many incidents are open."""
    reported(priority=1)
    for _ in range(incidents - 1):
        IncidentFactory(priority=1)
    target = TargetFactory(priority=1, limit_s=300)

    def act() -> None:
        Target.objects.filter(pk=target.pk).update(limit_s=240)
        actions.tell_of_targets(at=after(60))

    return act


def corrected_call() -> Act:
    """The correction of a call's time, which is told in the history of its incident."""
    call, by = CallFactory(answered_at=after(3)), UserFactory(role=Role.SUPERVISOR)
    actions.attach_call(call_id=call.pk, incident_id=reported().pk, by=by, at=after(9))
    changes = {"answered_at": after(5)}
    return partial(actions.edit_call, call_id=call.pk, changes=changes, by=by, at=after(400), reason="why")


SCENARIOS: dict[str, list[Callable[[], Act]]] = {
    "report_incident": [
        lambda: partial(actions.report_incident, report=report(), by=UserFactory(), at=NOON),
        lambda: partial(
            actions.report_incident, report=report(location=point(70.5, 41.5)), by=UserFactory(), at=NOON
        ),
        lambda: partial(
            actions.report_incident, report=report(location=point(2.35, 48.85)), by=None, at=NOON
        ),
    ],
    "acknowledge_incident": [
        lambda: about(actions.acknowledge_incident, reported()),
        lambda: about(actions.acknowledge_incident, shared(reported())),
    ],
    "move_incident": [
        lambda: moved("acknowledged"),
        lambda: moved("cancelled"),
        lambda: moved("dispatched", "acknowledged"),
        lambda: moved("on_hold", "acknowledged"),
        lambda: moved("resolved", "acknowledged"),
        lambda: moved("closed", "acknowledged", "resolved"),
        lambda: moved("reopened", "acknowledged", "resolved", "closed"),
    ],
    "advance_incident": [
        lambda: about(actions.advance_incident, reported(), to="dispatched"),
        lambda: about(actions.advance_incident, dispatched(), to="on_scene"),
    ],
    "return_incident": [lambda: about(actions.return_incident, dispatched())],
    "ring_again": [lambda: about(actions.ring_again, dispatched())],
    "ring_for_the_absent": [lambda: left_alone()],
    "add_note": [lambda: about(actions.add_note, reported(), text="The caller waits at the gate")],
    "record_fact": [lambda: about(actions.record_fact, reported(), kind="camera_opened", new={"camera": 5})],
    "set_priority": [lambda: about(actions.set_priority, shared(reported()), priority=1)],
    "edit_incident": [
        lambda: about(
            actions.edit_incident, reported(), changes={"title": "Two", "location": point(69.5, 41.5)}
        ),
    ],
    "correct_stamp": [
        lambda: about(
            actions.correct_stamp, reported(), stamp="reported_at", value=after(-60), reason="x", by=None
        ),
    ],
    "transfer_incident": [
        lambda: transfer(reported()),
        lambda: transfer(dispatched(), "UZ"),
        lambda: transfer(shared(reported())),
        lambda: transfer(shared(reported()), "UZ"),
    ],
    "share_incident": [lambda: about(actions.share_incident, reported(), region="UZ-TO")],
    "merge_incident": [
        lambda: about(actions.merge_incident, reported(), into_id=reported().pk, by=None),
        lambda: about(
            actions.merge_incident, reported(), into_id=reported(region="UZ-TO", at=after(20)).pk, by=None
        ),
    ],
    "link_incidents": [
        lambda: about(actions.link_incidents, reported(), other_id=reported().pk, kind="related")
    ],
    "hand_over": [
        lambda: about(actions.hand_over, dispatched(), to=None, by=None),
        lambda: about(actions.hand_over, dispatched(), to=UserFactory(), by=None),
    ],
    "hand_over_all": [
        lambda: partial(actions.hand_over_all, handler=dispatched().handler, to=None, by=None, at=after(60)),
    ],
    "attach_file": [
        lambda: about(
            actions.attach_file,
            reported(),
            upload=Upload("a.png", ContentFile(b"\x89PNG\r\n\x1a\n...", "a.png")),
        ),
    ],
    "attach_call": [
        lambda: with_call(incident_id=reported().pk),
        lambda: with_call(new_incident=report()),
    ],
    "take_call": [
        lambda: partial(actions.take_call, report=CallReport("102", "test"), by=UserFactory(), at=after(9)),
        lambda: partial(
            actions.take_call,
            report=CallReport("102", "test"),
            new_incident=report(),
            by=UserFactory(),
            at=after(9),
        ),
    ],
    "tell_of_incidents": [
        lambda: rename_handler(dispatched()),
        lambda: rename_handler(shared(dispatched())),
    ],
    "tell_of_targets": [retarget, partial(retarget, incidents=101)],
    "edit_call": [corrected_call],
    "import_past_incidents": [
        lambda: partial(actions.import_past_incidents, past=[past()], by=None, at=after(900)),
    ],
}
OFF_SCREEN = {
    "end_call": "a call that becomes no incident is on no live screen",
}
