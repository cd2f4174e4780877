"""What sensors said: every reading, and the newest of each beside what the next one is judged by."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.sensors.models.sensors import Sensor
from apps.sensors.words import STATUSES
from apps.sensors.workflow import SensorStatus

IS_FINITE = models.Q(value__range=(-1.7e308, 1.7e308))


class Reading(models.Model):
    """A value of a sensor at a time of its clock; the table is partitioned by UTC days of `at`.

    The same sensor and time once: the first value stands. A partitioned table has no unique index without its
    partition key, so `(sensor, at)` is what tells readings apart.
    """

    pk = models.CompositePrimaryKey("sensor_id", "at")
    sensor = models.ForeignKey(
        Sensor, models.PROTECT, related_name="readings", db_index=False, verbose_name=_("sensor")
    )
    at = models.DateTimeField(_("at"))
    value = models.FloatField(_("value"))
    is_outside = models.BooleanField(_("cannot be true"), default=False)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [models.CheckConstraint(condition=IS_FINITE, name="reading_value_is_finite")]

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.at:%Y-%m-%d %H:%M:%S} {self.value}"


class SensorState(models.Model):
    """The newest reading of a sensor, its status, and when it must be looked at again. A trigger makes the row.

    Readings within `quiet_low` and `quiet_high` of a sensor that `is_quiet` change the first columns alone, none of
    which is in an index: the row is rewritten in its place. `silent_s` is how long it may be silent before something
    is due; `due_at` may be earlier than that, and is then put off by the ticker.
    """

    sensor = models.OneToOneField(
        Sensor, models.CASCADE, primary_key=True, related_name="state", verbose_name=_("sensor")
    )
    at = models.DateTimeField(_("at"), null=True)
    value = models.FloatField(_("value"), null=True)
    is_outside = models.BooleanField(_("cannot be true"), default=False)
    received_at = models.DateTimeField(_("received at"), null=True)
    # The newest reading before the last batch: those of the batch that are newer have not been judged.
    judged_at = models.DateTimeField(_("judged up to"), null=True)
    quiet_low = models.FloatField(_("quiet from"), default=float("-inf"))
    quiet_high = models.FloatField(_("quiet to"), default=float("inf"))
    is_quiet = models.BooleanField(_("quiet"), default=False)
    silent_s = models.FloatField(_("may be silent, s"), default=float("inf"))
    due_at = models.DateTimeField(_("due at"), null=True)
    base_at = models.DateTimeField(_("rate is measured from"), null=True)
    base_value = models.FloatField(_("rate is measured against"), null=True)
    status = models.CharField(
        _("status"), max_length=12, choices=STATUSES, default=SensorStatus.UNKNOWN.value
    )
    status_changed_at = models.DateTimeField(_("status since"), db_default=Now())

    class Meta:
        verbose_name = _("state of a sensor")
        verbose_name_plural = _("states of sensors")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(at__isnull=True, value__isnull=True)
                | models.Q(at__isnull=False, value__isnull=False),
                name="sensor_state_has_a_value_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="sensor_state_due"),
            models.Index(
                fields=["status"], condition=~models.Q(status="ok"), name="sensor_state_not_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.status} {self.value}"
