"""What must never be false is refused by the database, whoever writes."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from apps.incidents.models import HistoryEntry, Incident, IncidentShare, PriorityChange, Target
from tests.incidents.factories import (
    NOON,
    CallFactory,
    IncidentFactory,
    IncidentTypeFactory,
    TargetFactory,
    reported,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "closed", "is_ringing": False}, "incident_closed_has_closed_at"),
        ({"status": "resolved", "is_ringing": False}, "incident_resolved_has_resolved_at"),
        ({"closed_at": NOON}, "incident_only_closed_has_closed_at"),
        ({"status": "on_hold"}, "incident_on_hold_knows_the_status_before"),
        ({"held_from": "acknowledged"}, "incident_on_hold_knows_the_status_before"),
        ({"status": "merged", "is_ringing": False}, "incident_merged_knows_the_survivor"),
        ({"status": "cancelled", "is_ringing": True}, "incident_rings_only_while_unresolved"),
        ({"priority": 6}, "incident_priority_is_1_to_5"),
        ({"priority": 2}, "incident_highest_priority_is_the_highest"),
        ({"location_accuracy_m": -1.0}, "incident_accuracy_is_not_negative"),
    ],
)
def test_an_incident_that_contradicts_itself_is_refused(values: dict[str, Any], constraint: str) -> None:
    incident = IncidentFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**values)


def test_history_is_neither_changed_nor_deleted() -> None:
    reported()
    for write in (
        lambda: HistoryEntry.objects.update(note="never said"),
        lambda: HistoryEntry.objects.all().delete(),
        lambda: PriorityChange.objects.create(
            incident=Incident.objects.get(), at=NOON, before=3, after=2
        ).delete(),
    ):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            write()


def test_a_reference_is_unique_per_intake_and_an_empty_one_is_none() -> None:
    for _ in range(2):
        IncidentFactory(source_ref="")
    IncidentFactory(source_ref="7", intake="client:1")
    IncidentFactory(source_ref="7", intake="client:2")
    with pytest.raises(IntegrityError, match="source_ref_is_unique"), transaction.atomic():
        IncidentFactory(source_ref="7", intake="client:2")


def test_a_call_has_an_incident_exactly_when_it_became_one() -> None:
    call, incident = CallFactory(), reported()
    for values in (
        {"outcome": "attached"},
        {"incident": incident},
        {"outcome": "prank", "incident": incident},
    ):
        with pytest.raises(IntegrityError, match="call_has_an_incident"), transaction.atomic():
            type(call).objects.filter(pk=call.pk).update(**values)


def test_there_is_one_target_for_each_type_priority_and_interval_and_one_for_every_type() -> None:
    theft = IncidentTypeFactory()
    for kind in (None, theft):
        TargetFactory(type=kind)
        with pytest.raises(IntegrityError, match="one_target_per"), transaction.atomic():
            TargetFactory(type=kind)
    assert Target.objects.count() == 2


def test_an_incident_is_shared_once_with_a_region() -> None:
    incident = reported()
    IncidentShare.objects.create(incident=incident, region_id="UZ", at=NOON)
    with pytest.raises(IntegrityError, match="shared_once"), transaction.atomic():
        IncidentShare.objects.create(incident=incident, region_id="UZ", at=NOON)


def test_an_incident_with_a_history_is_not_deleted() -> None:
    reported()
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.all().delete()
