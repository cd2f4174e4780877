"""A region with a row of each kind that belongs to a region, every free text of it marked: whoever may not see
the region must meet neither the mark nor a key of these rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db.models import CharField, DateTimeField, ForeignKey, Model, TextField

from apps.live.models import RegionFeed
from tests.alarms.factories import AlarmTypeFactory
from tests.alarms.site_factories import square
from tests.cameras.factories import ViolationKindFactory
from tests.incidents.factories import IncidentTypeFactory
from tests.regions.factories import DistrictFactory, RegionFactory
from tests.sensors.factories import SensorKindFactory

THERE = "UZ-TO"
MARK = "yashirin"
NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
POINT = GEOSGeometry("SRID=4326;POINT(70.5 41.5)")
AREA = square(70.5, 41.5)
AREA.srid = 4326
AREAS = MultiPolygon(AREA, srid=4326)
DAYS = {"period_from": "2026-10-01", "period_to": "2026-10-02"}
LATER = NOON + timedelta(days=9000)
# In the order of what leans on what; beside each what chance would not hit.
ROWS: dict[str, dict[str, Any]] = {
    "accounts.user": {"role": "operator", "username": f"{MARK}.person"},
    "accounts.apiclient": {},
    "accounts.apikey": {"prefix": MARK, "digest": b"1" * 32},
    "live.cursor": {},
    "cameras.networknode": {},
    "cameras.camera": {"stream_url": f"rtsp://10.77.0.5/{MARK}", "snapshot_url": "", "direction": ""},
    "cameras.maintenancewindow": {"camera": True, "ends_at": LATER},
    "cameras.cameranetwork": {"cidr": "10.77.0.0/16", "region": True},
    "cameras.outage": {"camera": True, "cause": "no_answer"},
    "cameras.viewing": {"address": "10.77.0.9"},
    "cameras.camerastatusentry": {"was": "online", "status": "offline"},
    "cameras.detection": {},
    "cameras.plateread": {"plate": "01Y777AS", "key": "01Y777AS"},
    "cameras.watchentry": {"plate": "01Y777AS", "key": "01Y777AS", "region": True, "end_reason": ""},
    "cameras.platehit": {"plate": "01Y777AS", "key": "01Y777AS"},
    "cameras.violation": {"plate": "01Y777AS", "key": "01Y777AS"},
    "cameras.violationentry": {"state": "pending"},
    "sensors.sensor": {},
    "sensors.sensormaintenance": {"ends_at": LATER},
    "sensors.threshold": {"sensor": True, "region": None, "limit": 3.0},
    "sensors.crossing": {},
    "incidents.incident": {"number": "YS-26-000777"},
    "incidents.call": {"number": "+998901777777", "incident": True, "outcome": "new_incident"},
    "incidents.historyentry": {"kind": "note"},
    "inspectors.inspector": {},
    "inspectors.unit": {"skills": []},
    "inspectors.device": {},
    "inspectors.tablet": {"digest": b"2" * 32},
    "inspectors.unitstatusentry": {"was": "available", "status": "busy"},
    "inspectors.assignment": {},
    "inspectors.dispatchrule": {"region": True, "subject": "distance", "strength": "soft"},
    "inspectors.need": {"region": True},
    "inspectors.aidrequest": {},
    "inspectors.patrolarea": {},
    "inspectors.sos": {"unit": True},
    "inspectors.lifecheck": {},
    "inspectors.shift": {"planned_from": NOON, "planned_to": NOON + timedelta(hours=8)},
    "inspectors.shiftentry": {"step": "began"},
    "alarms.zone": {},
    "alarms.rule": {"trigger": "camera_outage", "zone": True},
    "alarms.ruleversion": {"definition": {}},
    "alarms.alarm": {"source_kind": "sensor", "source_id": "777", "rule": True},
    "alarms.alarmentry": {"kind": "raised"},
    "alarms.flood": {},
    "alarms.site": {},
    "alarms.sitecontact": {},
    "alarms.setaside": {"object_id": MARK},
    "alarms.wait": {"tried_at": NOON},
    "map.savedview": {"slug": f"{MARK}-view", "is_shared": True, "region": True},
    "map.display": {"prefix": MARK},
    "reports.reportrun": {
        "regions": [THERE],
        "name": "response_times",
        "user": True,
        "period_from": "2026-10-01",
        "period_to": "2026-10-02",
    },
    "accounts.auditentry": {"kind": "foreign", "region": True, "user": True, "object_id": MARK},
}


def settle() -> dict[str, Model]:
    """One row of each kind in `THERE`, by the model's label."""
    made: dict[str, Model] = {
        "regions.region": RegionFactory(code=THERE),
        "regions.district": DistrictFactory(soato="1714999", region__code=THERE),
        "incidents.incidenttype": IncidentTypeFactory(),
        "cameras.violationkind": ViolationKindFactory(),
        "sensors.sensorkind": SensorKindFactory(),
        "alarms.alarmtype": AlarmTypeFactory(),
    }
    made["live.regionfeed"] = RegionFeed.objects.get_or_create(region=made["regions.region"])[0]
    for label, given in ROWS.items():
        made[label] = _made(apps.get_model(label), dict(given), made)
    return made


def _made(model: Any, given: dict[str, Any], others: dict[str, Model]) -> Model:
    fields = [field for field in model._meta.concrete_fields if not field.auto_created or field.is_relation]
    values = {
        field.name: _value(field, given.get(field.name), others) for field in fields if _asked(field, given)
    }
    row: Model = model._base_manager.create(**values)
    if any(field.name == "regions" for field in model._meta.many_to_many):
        row.regions.set([others["regions.region"]])  # type: ignore[attr-defined]
    return row


def _asked(field: Any, given: dict[str, Any]) -> bool:
    if field.primary_key and not field.is_relation:
        return False
    has_choices = bool(field.blank and field.choices)
    is_needed = not (field.null or field.has_default() or has_choices)
    is_text = isinstance(field, CharField | TextField) and not field.choices
    return field.name in given or is_needed or (is_text and not field.null)


def _value(field: Any, given: Any, others: dict[str, Model]) -> Any:
    if isinstance(field, ForeignKey) and (given is None or given is True):
        return None if given is None and field.null else others[field.related_model._meta.label_lower]
    if given is not None:
        return given
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, GeometryField):
        return {"POINT": POINT, "POLYGON": AREA}.get(field.geom_type, AREAS)
    if isinstance(field, CharField | TextField):
        return f"{MARK} {field.name}"[: field.max_length]
    return NOON if isinstance(field, DateTimeField) else 1
