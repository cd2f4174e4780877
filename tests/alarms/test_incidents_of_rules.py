"""Incidents that rules ask for: one an alarm, opened beside the alarms and never before them."""

from importlib import import_module
from typing import Any

import pytest

from apps.alarms.actions import acknowledge_alarm, open_asked, save_rule, shelve_alarm
from apps.alarms.evaluation.reading import read_the_feed
from apps.alarms.models import Alarm, AlarmEntry
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.words import Trigger
from apps.incidents.actions import Report, Reported, report_incident
from apps.incidents.models import Incident, IncidentType
from tests.alarms.factories import NOON, AlarmTypeFactory, after
from tests.alarms.test_evaluation import detected, node_with_cameras, out, rule
from tests.cameras.factories import CameraFactory
from tests.incidents.factories import IncidentTypeFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK"):
        RegionFactory(code=code)
    for code in ("person_in_zone", "camera_outage"):
        AlarmTypeFactory(code=code)
    for code in ("perimeter", "outage"):
        IncidentTypeFactory(code=code)
    read_the_feed(at=NOON)


def test_a_rule_opens_an_incident_once() -> None:
    rule("detection", opens_incident="perimeter", priority=1)
    camera = CameraFactory()
    for second in range(3):
        detected(camera, at=after(second))
        read_the_feed(at=after(second))
        open_asked(at=after(second))
    incident = Incident.objects.get()
    alarm = Alarm.objects.get()
    assert (incident.source, incident.source_ref) == ("alarm", str(alarm.pk))
    assert (alarm.incident_id, alarm.occurrences) == (incident.pk, 3)
    assert (incident.type_id, incident.priority, incident.region_id) == ("perimeter", 1, "UZ-TK")


def test_what_is_shelved_opens_no_incident_when_it_comes_again() -> None:
    made = rule("detection")
    camera = CameraFactory()
    detected(camera)
    read_the_feed(at=after(1))
    shelve_alarm(alarm_id=Alarm.objects.get().pk, reason="works", until=after(600), by=None, at=after(2))
    draft = RuleDraft(
        "a rule",
        Trigger.DETECTION,
        frozenset({"UZ-TK"}),
        "person_in_zone",
        2,
        opens_incident="perimeter",
    )
    save_rule(draft=draft, by=None, at=after(3), rule_id=made.pk)
    detected(camera, at=after(4))
    read_the_feed(at=after(5))
    open_asked(at=after(5))
    assert (Alarm.objects.get().occurrences, Incident.objects.count()) == (2, 0)


def test_an_incident_that_cannot_be_opened_holds_up_no_alarm_and_is_told_once() -> None:
    rule("detection", opens_incident="perimeter")
    IncidentType.objects.filter(code="perimeter").update(is_active=False)
    camera = CameraFactory()
    for second in range(3):
        detected(camera, at=after(second))
        detected(CameraFactory(), at=after(second))
        read_the_feed(at=after(second))
        open_asked(at=after(second))
    assert Alarm.objects.count() == 4
    assert AlarmEntry.objects.filter(kind="incident_refused", alarm__camera=camera).count() == 1


def test_incidents_that_rules_ask_for_are_opened_beside_the_alarms_the_most_urgent_first() -> None:
    for priority, label in ((3, "car"), (1, "person")):
        wanted = [{"field": "label", "op": "is", "value": label}]
        rule("detection", opens_incident="perimeter", priority=priority, conditions=wanted)
    for label in ("car", "person", "car", "person"):
        detected(CameraFactory(), label=label)
    read_the_feed(at=after(1))
    assert (Alarm.objects.count(), Incident.objects.count()) == (4, 0)
    assert [open_asked(at=after(2), limit=3) for _turn in range(3)] == [3, 1, 0]
    assert [one.priority for one in Incident.objects.order_by("number")] == [1, 1, 3, 3]


def test_what_was_acknowledged_or_is_over_before_its_incident_was_opened_has_it_nevertheless() -> None:
    rule("detection", opens_incident="perimeter")
    camera = CameraFactory()
    detected(camera)
    read_the_feed(at=after(1))
    alarm = Alarm.objects.get()
    acknowledge_alarm(alarm_id=alarm.pk, by=None, at=after(2))
    open_asked(at=after(3))
    assert Incident.objects.get().source_ref == str(alarm.pk)


def test_what_was_shelved_before_its_incident_was_opened_has_none() -> None:
    rule("detection", opens_incident="perimeter")
    detected(CameraFactory())
    read_the_feed(at=after(1))
    shelve_alarm(alarm_id=Alarm.objects.get().pk, reason="works", until=after(600), by=None, at=after(2))
    assert (open_asked(at=after(3)), open_asked(at=after(4))) == (1, 0)
    assert not Incident.objects.exists()


def test_an_incident_that_breaks_holds_up_no_other_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule("detection", opens_incident="perimeter")
    for number in range(2):
        detected(CameraFactory(code=f"B-{number}"))
    read_the_feed(at=after(1))
    broken = Alarm.objects.get(source_code="B-0")

    def breaking(*, report: Report, **given: Any) -> Reported:
        if report.source_ref == str(broken.pk):
            raise ZeroDivisionError
        return report_incident(report=report, **given)

    with monkeypatch.context() as patched:
        patched.setattr(import_module("apps.alarms.actions.open_incident"), "report_incident", breaking)
        assert [open_asked(at=after(second)) for second in (2, 3)] == [2, 0]
    assert Incident.objects.count() == 1
    assert open_asked(at=after(62)) == 1
    assert Incident.objects.count() == 2


def test_the_cameras_of_a_failed_switch_open_no_incident_of_their_own() -> None:
    rule("camera_outage", opens_incident="outage", settings={"grace_s": 0})
    node, cameras = node_with_cameras(3)
    out(node, cameras_count=3)
    for camera in cameras:
        out(camera, after(1))
    read_the_feed(at=after(2))
    open_asked(at=after(2))
    assert Incident.objects.count() == 1
