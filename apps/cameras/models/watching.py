"""The plates that are looked for, and where cameras met them."""

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera
from apps.cameras.models.plates import ReadPlate
from apps.cameras.seen import PlateHitQuerySet, WatchEntryQuerySet
from apps.core.geo import SRID
from apps.core.models import UUIDModel
from apps.regions.models import Region


@pghistory.track(exclude=["key", "is_pattern"])
class WatchEntry(UUIDModel):
    """A plate that is looked for, or a pattern of plates: `?` is one character, `*` any number of them.

    No region is the whole nation. An entry is never deleted: it is taken off the list, with a reason.
    """

    plate = models.CharField(_("number plate"), max_length=24)
    key = models.CharField(max_length=24, editable=False)
    is_pattern = models.BooleanField(default=False, editable=False)
    reason = models.CharField(_("reason"), max_length=250)
    priority = models.PositiveSmallIntegerField(
        _("priority"),
        choices=[(1, _("critical")), (2, _("high")), (3, _("medium")), (4, _("low"))],
        default=2,
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken off by"),
    )
    ended_at = models.DateTimeField(_("taken off at"), null=True, blank=True)
    end_reason = models.CharField(_("reason of taking off"), max_length=250, blank=True)

    objects = WatchEntryQuerySet.as_manager()

    class Meta:
        ordering = ("priority", "-added_at", "-id")
        verbose_name = _("entry of the watch list")
        verbose_name_plural = _("watch list")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "region"],
                name="watch_entry_is_on_the_list_once_per_region",
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end_reason="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(end_reason="")),
                name="watch_entry_is_taken_off_with_a_reason",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="watch_entry_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(priority__range=(1, 4)), name="watch_entry_priority_is_1_to_4"
            ),
        ]
        indexes = [
            models.Index(
                fields=["is_pattern"],
                name="watch_entry_patterns",
                condition=models.Q(is_pattern=True, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.plate


class PlateHit(UUIDModel, ReadPlate):
    """A plate of the watch list was read: once for each passing of a camera."""

    watch = models.ForeignKey(
        WatchEntry,
        models.PROTECT,
        related_name="hits",
        db_index=False,
        verbose_name=_("entry of the watch list"),
    )
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="+", verbose_name=_("camera"))
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("region")
    )
    location = models.PointField(_("location"), srid=SRID, spatial_index=False)
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = PlateHitQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("hit of the watch list")
        verbose_name_plural = _("hits of the watch list")
        constraints = [
            models.UniqueConstraint(
                fields=["watch", "camera", "at"], name="plate_hit_is_one_per_entry_camera_and_moment"
            ),
        ]
        indexes = [models.Index(fields=["region", "-at"], name="plate_hit_by_region")]

    def __str__(self) -> str:
        return f"{self.plate} {self.at:%Y-%m-%d %H:%M:%S}"
