"""An event that cannot be evaluated is kept with its error, and holds up no other."""

import pytest
from django.test import Client

from apps.accounts.roles import Role
from apps.alarms.evaluation.reading import raise_what_waited, read_the_feed
from apps.alarms.evaluation.taking import take_again
from apps.alarms.models import Alarm, SetAside, Wait
from apps.cameras.models import Detection
from apps.core.encoding import decode, encode
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.alarms.factories import NOON, AlarmTypeFactory, after
from tests.alarms.test_evaluation import detected, out, rule
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _watched() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    AlarmTypeFactory(code="person_in_zone")
    read_the_feed(at=NOON)
    rule("detection", conditions=[{"field": "label", "op": "is", "value": "person"}])


def spoiled(seen: Detection) -> Event:
    """The detection's event, told without the time at which it began."""
    event = Event.objects.get(topic="detections", object_id=str(seen.pk))
    frame = decode(event.payload)
    del frame["data"]["began_at"]
    Event.objects.filter(region=event.region, seq=event.seq).update(payload=encode(frame).decode())
    return event


def alarmed() -> set[str]:
    return set(Alarm.objects.values_list("source_code", flat=True))


def test_an_event_that_cannot_be_evaluated_is_set_aside_and_the_others_raise_their_alarms() -> None:
    seen = [detected(CameraFactory(code=f"C-{n}")) for n in range(5)]
    event = spoiled(seen[2])
    read_the_feed(at=after(1))
    assert alarmed() == {"C-0", "C-1", "C-3", "C-4"}
    kept = SetAside.objects.get()
    assert (kept.region_id, kept.seq, kept.object_id) == (event.region_id, event.seq, str(seen[2].pk))
    assert "began_at" in kept.error
    assert read_the_feed(at=after(2)) == 0
    assert Alarm.objects.count() == 4


def test_what_was_set_aside_raises_its_alarm_once_it_can_be_evaluated() -> None:
    seen = detected(CameraFactory(code="C-1"))
    spoiled(seen)
    read_the_feed(at=after(1))
    kept = SetAside.objects.get()
    assert not take_again(set_aside_id=kept.pk, at=after(60))
    again = SetAside.objects.get()
    assert again.tried_at == after(60)
    again.data["began_at"] = NOON.isoformat()
    again.save()
    assert take_again(set_aside_id=again.pk, at=after(120))
    assert alarmed() == {"C-1"}
    assert not SetAside.objects.exists()
    assert take_again(set_aside_id=again.pk, at=after(121))


def test_an_admin_has_the_events_of_his_regions_evaluated_again(client: Client) -> None:
    for region in ("UZ-TK", "UZ-TO"):
        SetAside.objects.create(
            region_id=region, seq=1, topic="detections", kind="detection.began", object_id="1", at=NOON,
            data=None, error="KeyError: 'began_at'", tried_at=NOON,
        )  # fmt: skip
    client.force_login(UserFactory(role=Role.ADMIN, regions=["UZ-TK"], language="en"))
    address = "/admin/alarms/setaside/"
    assert "KeyError" in client.get(address).content.decode()
    chosen = {
        "action": "evaluate_again",
        "_selected_action": list(SetAside.objects.values_list("pk", flat=True)),
    }
    answer = client.post(address, chosen, follow=True).content.decode()
    assert "1 event was evaluated." in answer
    assert set(SetAside.objects.values_list("region_id", flat=True)) == {"UZ-TO"}


def waiting(count: int) -> list[Wait]:
    """Outages of so many cameras in their grace time of a minute."""
    AlarmTypeFactory(code="camera_outage")
    rule("camera_outage", settings={"grace_s": 60})
    for n in range(count):
        out(CameraFactory(code=f"W-{n}"))
    read_the_feed(at=after(1))
    return list(Wait.objects.order_by("pk"))


def test_a_fact_that_cannot_be_raised_after_its_grace_time_holds_up_no_other() -> None:
    waits = waiting(5)
    spoilt = waits[2]
    kept = spoilt.happening.pop("source")
    spoilt.save()
    assert raise_what_waited(at=after(61)) == 4
    assert alarmed() == {"W-0", "W-1", "W-3", "W-4"}
    spoilt.refresh_from_db()
    assert "source" in spoilt.error
    assert spoilt.tried_at == after(61)
    assert raise_what_waited(at=after(62)) == 0
    Wait.objects.update(happening=spoilt.happening | {"source": kept})
    assert raise_what_waited(at=after(63)) == 0


def test_an_admin_has_a_fact_that_failed_raised_again(client: Client) -> None:
    (wait,) = waiting(1)
    Wait.objects.update(error="KeyError: 'source'", tried_at=after(61))
    client.force_login(UserFactory(role=Role.ADMIN, regions=["UZ-TK"], language="en"))
    assert "KeyError" in client.get("/admin/alarms/wait/").content.decode()
    chosen = {"action": "raise_again", "_selected_action": [wait.pk]}
    answer = client.post("/admin/alarms/wait/", chosen, follow=True)
    assert "1 fact is evaluated again." in answer.content.decode()
    assert raise_what_waited(at=after(120)) == 1
    assert alarmed() == {"W-0"}
