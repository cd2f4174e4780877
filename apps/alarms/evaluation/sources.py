"""What is known of the cameras and sensors that facts come from, one question for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.alarms.evaluation.facts import Fact
from apps.cameras.models import Camera
from apps.sensors.models import Sensor


@dataclass(frozen=True, slots=True)
class Known:
    """Cameras by id: kind, district, node; sensors by id: district."""

    cameras: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    sensors: Mapping[int, str | None] = field(default_factory=dict)

    def values_of(self, fact: Fact) -> dict[str, Any]:
        """What conditions compare: the fact's own values, and what is known of its source."""
        camera = self.cameras.get(fact.camera) if fact.camera is not None else None
        return dict(fact.values) | ({"camera_kind": camera["kind"]} if camera else {})

    def district_of(self, fact: Fact) -> str | None:
        """The district of the source, where it has one."""
        if fact.sensor is not None:
            return self.sensors.get(fact.sensor)
        camera = self.cameras.get(fact.camera) if fact.camera is not None else None
        return camera["district_id"] if camera else None


def known_of(facts: Iterable[Fact]) -> Known:
    """What is known of the sources of these facts."""
    facts = list(facts)
    cameras = {fact.camera for fact in facts if fact.camera is not None}
    sensors = {fact.sensor for fact in facts if fact.sensor is not None}
    columns = ("pk", "kind", "district_id", "node_id")
    rows = Camera.objects.filter(pk__in=cameras).values(*columns) if cameras else []
    districts = Sensor.objects.filter(pk__in=sensors).values_list("pk", "district_id") if sensors else []
    return Known({row["pk"]: row for row in rows}, dict(districts))
