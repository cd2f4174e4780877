"""The loaded demo: complete, plausible, within all rules, and loaded once."""

import json
import stat
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.db.models import Count, F, Q
from shapely import from_wkb
from shapely.geometry import Point

from apps.accounts.keys import client_of_key
from apps.accounts.models import User
from apps.alarms.models import Alarm, AlarmEntry, Rule, Site
from apps.cameras.models import (
    Camera,
    CameraStatusEntry,
    Detection,
    NetworkNode,
    Outage,
    PlateHit,
    PlateRead,
    Violation,
    ViolationState,
    WatchEntry,
)
from apps.demo.cabinets import PORTS
from apps.demo.country import grounds
from apps.demo.installations import HEALTH, KINDS
from apps.demo.loading.alarm_rules import WANTED, rules
from apps.demo.population import share_out
from apps.demo.sites import PLANS
from apps.incidents.models import Call, HistoryEntry, Incident
from apps.incidents.workflow import OPEN, Stamp, Status
from apps.inspectors.models import Assignment, Inspector, LatestPosition, Unit
from apps.inspectors.workflow import ACTIVE, UNIT_DURING, AssignmentStatus
from apps.live.models import Event, RegionFeed
from apps.regions.models import Region
from apps.reports.models import Fact, Touch
from tests.demo.loading.conftest import NOW, SIZE, Loaded

# Without the mark there would be no test database.
pytestmark = pytest.mark.django_db

SECRET = 0o600


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def counts() -> dict[str, int]:
    models = (
        User,
        Camera,
        NetworkNode,
        Site,
        Unit,
        Inspector,
        Incident,
        HistoryEntry,
        Call,
        Assignment,
        CameraStatusEntry,
        Detection,
        PlateHit,
        Violation,
        Alarm,
    )
    return {model.__name__: model._default_manager.count() for model in models}


def test_loading_it_again_adds_nothing(demo: Loaded) -> None:
    before, credentials = counts(), (demo.var / "demo-credentials.json").read_bytes()
    told = demo.load_again()
    assert counts() == before
    assert (demo.var / "demo-credentials.json").read_bytes() == credentials
    assert all(line.endswith("nothing to add") for line in told)


def test_every_account_of_the_contract_is_there(demo: Loaded) -> None:
    passwords = json.loads((demo.var / "demo-credentials.json").read_text())
    for name in ("admin", "chief.national", "duty.national", "auditor", "inspector.uz-tk.001"):
        assert name in passwords
    for region in Region.objects.bounded():
        for role in ("operator", "supervisor", "chief"):
            assert f"{role}.{region.code.lower()}" in passwords


def test_only_the_owner_reads_passwords_and_key(demo: Loaded) -> None:
    assert mode_of(demo.var / "demo-credentials.json") == SECRET
    assert mode_of(demo.var / "demo-simulator.key") == SECRET


def test_nothing_secret_is_told(demo: Loaded) -> None:
    passwords = json.loads((demo.var / "demo-credentials.json").read_text())
    told = "\n".join(demo.told)
    assert not any(password in told for password in passwords.values())


def test_passwords_are_right_and_all_differ(demo: Loaded) -> None:
    passwords = json.loads((demo.var / "demo-credentials.json").read_text())
    assert len(set(passwords.values())) == len(passwords)
    for name in ("operator.uz-tk", "inspector.uz-tk.001"):
        assert User.objects.get(username=name).check_password(passwords[name])


def test_operators_see_their_region_and_auditors_the_nation(demo: Loaded) -> None:
    assert User.objects.get(username="operator.uz-sa").scope.codes == {"UZ-SA"}
    assert User.objects.get(username="duty.national").scope.is_national
    assert User.objects.get(username="auditor").scope.is_national


def test_the_key_in_the_file_is_the_simulators(demo: Loaded) -> None:
    client, _ = client_of_key((demo.var / "demo-simulator.key").read_text(), at=NOW)
    assert client.name == "demo simulator"


def test_cameras_are_in_the_proportions_of_a_real_region(demo: Loaded) -> None:
    kinds = Counter(Camera.objects.values_list("kind", flat=True))
    whole = sum(KINDS.values())
    assert sum(kinds.values()) == SIZE.cameras
    for kind, share in KINDS.items():
        # Whole numbers in each of 14 regions: half a camera of rounding in each.
        assert abs(kinds[kind] - SIZE.cameras * share / whole) <= 14


def test_exactly_the_meant_share_of_cameras_is_online() -> None:
    assert share_out(5000, HEALTH)["online"] == 4800


def test_everything_stands_in_its_own_region(demo: Loaded) -> None:
    boundaries = {r.code: from_wkb(bytes(r.boundary.wkb)) for r in Region.objects.bounded() if r.boundary}
    for model, point in ((Camera, "location"), (Incident, "location"), (Unit, "latest__location")):
        for code, where in model._default_manager.exclude(**{point: None}).values_list("region", point):
            assert boundaries[code].buffer(0.0005).contains(Point(where.x, where.y))


def test_every_camera_hangs_on_a_switch_of_its_neighbourhood(demo: Loaded) -> None:
    assert not Camera.objects.filter(node=None).exists()
    assert not Camera.objects.exclude(region=F("node__region")).exists()
    ports = NetworkNode.objects.annotate(n=Count("cameras")).values_list("n", flat=True)
    assert 1 <= min(ports) <= max(ports) <= PORTS
    far = Camera.objects.annotate(m=Distance("location", "node__location")).filter(m__gt=D(km=30))
    assert not far.exists()


def test_cameras_that_are_out_have_an_outage_that_lasts_and_their_past_does_not_overlap(demo: Loaded) -> None:
    out = set(Camera.objects.filter(status="offline").values_list("pk", flat=True))
    assert set(Outage.objects.open().values_list("camera", flat=True)) == out
    assert Outage.objects.exclude(ended_at=None).exists()
    for camera in Camera.objects.prefetch_related("outages"):
        past = sorted(camera.outages.all(), key=lambda outage: outage.began_at)
        assert all(first.ended_at and first.ended_at <= then.began_at for first, then in pairwise(past))
        assert all(outage.began_at < NOW for outage in past)


def test_the_rules_are_switched_on_and_plates_are_looked_for(demo: Loaded) -> None:
    named = {rule.name for rule in Rule.objects.switched_on()}
    assert {draft.name for draft in rules(["UZ-TK"])} < named
    assert WatchEntry.objects.filter(ended_at=None).count() == WANTED


def test_each_camera_that_is_out_for_longer_than_its_grace_rings_and_those_that_are_back_do_not(
    demo: Loaded,
) -> None:
    rule = Rule.objects.get(trigger="camera_outage")
    grace = timedelta(seconds=rule.settings["grace_s"])
    lasting = Outage.objects.open().filter(began_at__lt=NOW - grace, began_at__gte=NOW - timedelta(days=7))
    ringing = Alarm.objects.open().filter(rule=rule)
    assert set(ringing.values_list("camera", flat=True)) == set(lasting.values_list("camera", flat=True))
    assert Alarm.objects.filter(rule=rule, state="cleared").exists()


def test_the_history_of_each_past_alarm_leads_to_where_it_is(demo: Loaded) -> None:
    for alarm in Alarm.objects.prefetch_related("history"):
        lines = list(alarm.history.order_by("id"))
        assert lines[0].kind == "raised"
        assert all(first.to_state == then.from_state for first, then in pairwise(lines))
        assert lines[-1].to_state == alarm.state
        assert alarm.version == len(lines)
        assert all(line.recorded_at <= NOW for line in lines)
    assert AlarmEntry.objects.filter(kind="acknowledged").exclude(user=None).exists()


def test_where_looked_for_plates_went_can_be_searched(demo: Loaded) -> None:
    assert PlateHit.objects.values("watch").distinct().count() == WANTED
    for hit in PlateHit.objects.select_related("watch"):
        assert hit.key == hit.watch.key
        assert PlateRead.objects.filter(key=hit.key, at=hit.at, camera=hit.camera).exists()


def test_violations_are_decided_by_people_of_their_region_and_the_newest_wait(demo: Loaded) -> None:
    states = set(Violation.objects.values_list("state", flat=True))
    assert {ViolationState.CONFIRMED, ViolationState.REJECTED, ViolationState.PENDING} <= states
    for row in Violation.objects.prefetch_related("history__by_user"):
        lines = list(row.history.order_by("id"))
        assert lines[-1].state == row.state
        assert all(line.by_user and line.by_user.scope.covers(row.region_id) for line in lines[1:])


def test_each_region_has_protected_sites_on_its_own_ground_with_people_to_call(demo: Loaded) -> None:
    boundaries = {r.code: from_wkb(bytes(r.boundary.wkb)) for r in Region.objects.bounded() if r.boundary}
    for site in Site.objects.prefetch_related("contacts", "cameras"):
        assert boundaries[site.region_id].buffer(0.0005).contains(from_wkb(bytes(site.perimeter.wkb)))
        assert [contact.order for contact in site.contacts.all()] == [1, 2, 3]
    assert Site.objects.count() == len(boundaries) * len(PLANS)
    assert Site.objects.filter(cameras__isnull=False).exists()


def test_each_inspector_has_an_account_and_a_unit(demo: Loaded) -> None:
    people = Inspector.objects.annotate(n=Count("units"))
    assert people.count() == SIZE.inspectors
    assert not people.exclude(n=1).exists()
    assert not people.filter(user=None).exists()


def test_lone_prevention_inspectors_and_crews_both_exist(demo: Loaded) -> None:
    crews = Unit.objects.annotate(n=Count("crew"))
    assert not crews.filter(service="prevention").exclude(n=1).exists()
    assert crews.filter(n__gte=2).exists()
    assert {"patrol", "road_patrol", "prevention"} <= set(Unit.objects.values_list("service", flat=True))


def test_every_unit_on_duty_has_a_position(demo: Loaded) -> None:
    assert LatestPosition.objects.count() == Unit.objects.exclude(status="off_duty").count()


def test_the_past_has_all_incidents_that_were_asked_for(demo: Loaded) -> None:
    # Reported after the end: not known yet.
    assert SIZE.incidents - 5 <= Incident.objects.count() <= SIZE.incidents
    assert not Incident.objects.filter(reported_at__gt=NOW).exists()


def test_stamps_of_the_future_are_not_given(demo: Loaded) -> None:
    late = Q()
    for stamp in Stamp:
        late |= Q(**{f"{stamp}__gt": NOW})
    assert not Incident.objects.filter(late).exists()
    assert not HistoryEntry.objects.filter(at__gt=NOW).exists()


def test_each_incident_has_its_history(demo: Loaded) -> None:
    for incident in Incident.objects.filter(status=Status.CLOSED).prefetch_related("history"):
        steps = [line.to_status for line in incident.history.all() if line.kind == "moved"]
        assert steps[-1] == "closed"
        assert incident.history.filter(kind="reported").count() == 1
    assert not Incident.objects.annotate(n=Count("history")).filter(n=0).exists()


def test_the_history_tells_which_units_did_what(demo: Loaded) -> None:
    assigned = HistoryEntry.objects.filter(kind="unit_assigned").count()
    assert assigned == Assignment.objects.count() > SIZE.incidents / 2


def test_calls_are_counted_with_the_incident_they_belong_to(demo: Loaded) -> None:
    held = Incident.objects.annotate(n=Count("calls"))
    assert not held.exclude(n=F("calls_count")).exists()
    assert Call.objects.filter(incident=None).exists()


def test_a_merged_report_knows_its_survivor(demo: Loaded) -> None:
    merged = Incident.objects.filter(status=Status.MERGED)
    assert merged.exists()
    assert not merged.filter(merged_into__status=Status.MERGED).exists()


def test_no_unit_is_at_two_places_at_once(demo: Loaded) -> None:
    by_unit: dict[int, list[Assignment]] = {}
    for assignment in Assignment.objects.order_by("unit", "assigned_at"):
        by_unit.setdefault(assignment.unit_id, []).append(assignment)
    for mine in by_unit.values():
        for before, after in pairwise(mine):
            assert before.ended_at is not None
            assert after.assigned_at is not None
            assert before.ended_at <= after.assigned_at


def test_units_at_work_have_the_status_of_their_assignment(demo: Loaded) -> None:
    active = Assignment.objects.filter(status__in=ACTIVE).select_related("unit", "incident")
    for assignment in active:
        assert assignment.unit.status == UNIT_DURING[AssignmentStatus(assignment.status)]
        assert assignment.incident.status in OPEN
    committed = Unit.objects.filter(status__in=set(UNIT_DURING.values()))
    assert committed.count() == active.count()


def test_the_figures_are_condensed(demo: Loaded) -> None:
    assert Touch.objects.count() == 0
    assert Fact.objects.filter(interval="total_response").exists()


def test_history_sends_no_events_but_a_new_epoch(demo: Loaded) -> None:
    assert not Event.objects.exists()
    assert RegionFeed.objects.filter(region="UZ-TK").values_list("seq", flat=True)[0] == 0


def test_the_ground_of_every_region_is_known(demo: Loaded) -> None:
    assert len(grounds()) == 14
