"""The words of the workflow as people read them."""

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.sensors.workflow import Compare, Measure, Phase, SensorStatus

STATUS_NAMES: Final[dict[SensorStatus, Promise]] = {
    SensorStatus.OK: _("in order"),
    SensorStatus.CROSSED: _("limit crossed"),
    SensorStatus.STALE: _("silent"),
    SensorStatus.MAINTENANCE: _("maintenance"),
    SensorStatus.UNKNOWN: _("no reading yet"),
}
MEASURE_NAMES: Final[dict[Measure, Promise]] = {
    Measure.VALUE: _("value"),
    Measure.RATE: _("change per hour"),
    Measure.ABSENCE: _("silence, s"),
}
COMPARE_NAMES: Final[dict[Compare, Promise]] = {Compare.ABOVE: _("above"), Compare.BELOW: _("below")}
PHASE_NAMES: Final[dict[Phase, Promise]] = {
    Phase.NORMAL: _("normal"),
    Phase.PENDING: _("pending"),
    Phase.CROSSED: _("crossed"),
    Phase.RETURNING: _("returning"),
}
STATUSES: Final = [(status.value, STATUS_NAMES[status]) for status in SensorStatus]
MEASURES: Final = [(measure.value, MEASURE_NAMES[measure]) for measure in Measure]
COMPARES: Final = [(compare.value, COMPARE_NAMES[compare]) for compare in Compare]
PHASES: Final = [(phase.value, PHASE_NAMES[phase]) for phase in Phase]


class Level(models.IntegerChoices):
    """How grave a crossing is."""

    CRITICAL = 1, _("critical")
    HIGH = 2, _("high")
    MEDIUM = 3, _("medium")
    LOW = 4, _("low")
