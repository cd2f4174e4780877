"""The kinds of sensor and their thresholds that come with the portal; what an admin has changed stays, unless asked."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from apps.core.clock import now
from apps.live.feed import change
from apps.sensors.actions.set_thresholds import tell_of_thresholds
from apps.sensors.models import SensorKind, Threshold

FIXTURE: Final = "fixtures/sensor_kinds.json"


def load(overwrite: bool) -> Mapping[str, int]:
    """Add the kinds and thresholds that are missing, or bring all back to what is shipped; how many are new."""
    given = json.loads((settings.BASE_DIR / FIXTURE).read_text(encoding="utf-8"))
    at = now()
    with change(at=at):
        # A threshold that an admin took away stays away.
        with_thresholds = overwrite or not Threshold.objects.filter(owner="", sensor=None).exists()
        kinds = sum(_put_kind(row, overwrite) for row in given["kinds"])
        new = [_put_threshold(row) for row in given["thresholds"]] if with_thresholds else []
        added = [threshold.pk for threshold, is_new in new if is_new]
        tell_of_thresholds(threshold_ids=added, at=at)
    return {"kinds": kinds, "thresholds": len(added)}


def _put_kind(row: dict[str, Any], overwrite: bool) -> bool:
    put = SensorKind.objects.update_or_create if overwrite else SensorKind.objects.get_or_create
    return put(code=row["code"], defaults=row)[1]


def _put_threshold(row: dict[str, Any]) -> tuple[Threshold, bool]:
    words = {**row, "kind_id": row["kind"]}
    del words["kind"]
    return Threshold.objects.get_or_create(owner="", sensor=None, region=None, retired_at=None, **words)
