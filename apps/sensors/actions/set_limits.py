"""The own limits of one sensor, or of a kind in one region or everywhere, are set by a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import DomainError, InvalidInput
from apps.live.feed import change
from apps.sensors.actions.set_thresholds import put_thresholds
from apps.sensors.given import GivenThreshold
from apps.sensors.limits import faults_of
from apps.sensors.models import Sensor, SensorKind, Threshold


class LimitsChanged(DomainError):
    """Somebody else set these limits meanwhile."""

    code = "limits_changed"
    status = 409
    message = _(
        "Somebody else has changed these limits meanwhile. Look at them again before you change them."
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """What limits hold for: one sensor; or a kind, everywhere (`region` None) or in one region."""

    kind: SensorKind
    sensor: Sensor | None = None
    region: str | None = None

    @property
    def interval_s(self) -> int:
        """How often a reading is expected."""
        return self.kind.interval_s if self.sensor is None else self.sensor.interval_s

    def given(self, limit: GivenThreshold) -> GivenThreshold:
        """The same limit as one of this holder."""
        if self.sensor is not None:
            return replace(limit, sensor_id=self.sensor.pk, kind=None, region=None)
        return replace(limit, sensor_id=None, kind=self.kind.pk, region=self.region)

    def rows(self) -> QuerySet[Threshold]:
        """Every limit that a person ever set here, also those that are retired."""
        rows = Threshold.objects.filter(owner="")
        if self.sensor is not None:
            return rows.filter(sensor=self.sensor)
        return rows.filter(kind=self.kind, region=self.region)


def set_limits(
    *,
    holder: Holder,
    limits: Sequence[GivenThreshold],
    seen: Collection[int],
    by: User | None,
    at: datetime,
) -> list[Threshold]:
    """Let these be all own limits of the holder; those that stay the same stay.

    `seen` are the ids of those that whoever asks had before the eyes: raises `LimitsChanged` where others hold by now,
    and `InvalidInput` where the limits make no sense together. `by` is whom the history names, from the request.
    """
    given = [holder.given(limit) for limit in limits]
    if faults := faults_of(given, holder.kind, interval_s=holder.interval_s):
        raise InvalidInput(fields={str(place): texts for place, texts in faults.items()})
    with change(at=at):
        SensorKind.objects.select_for_update().get(pk=holder.kind.pk)
        present = holder.rows().filter(retired_at=None)
        if set(present.values_list("pk", flat=True)) != set(seen):
            raise LimitsChanged
        return put_thresholds(present=present, owner="", thresholds=given, at=at)
