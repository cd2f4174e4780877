"""What video analytics see: one row for each thing that a source follows, kept up to date while it is seen."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from apps.cameras.labels import label_name
from apps.cameras.models.cameras import Camera
from apps.cameras.seen import DetectionQuerySet
from apps.core.geo import SRID
from apps.core.models import UUIDModel
from apps.regions.models import Region


class Detection(UUIDModel):
    """A thing that a source calls by `source_ref`, once for each intake: a client's own references, or the portal's.

    `updated_at` is the time of the newest message, `recorded_at` when the portal first heard of it. The region and
    the place are those of the camera at that moment.
    """

    camera = models.ForeignKey(
        Camera, models.PROTECT, related_name="detections", db_index=False, verbose_name=_("camera")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("region")
    )
    intake = models.CharField(max_length=40, editable=False)
    source = models.CharField(_("source"), max_length=40)
    source_ref = models.CharField(_("reference"), max_length=120)
    label = models.CharField(_("label"), max_length=60)
    sub_label = models.CharField(_("sub-label"), max_length=120, blank=True)
    score = models.FloatField(_("score"), null=True, blank=True)
    sub_score = models.FloatField(_("score of the sub-label"), null=True, blank=True)
    zones = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("zones of the picture")
    )
    location = models.PointField(_("location"), srid=SRID, spatial_index=False)
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"))
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = DetectionQuerySet.as_manager()

    class Meta:
        ordering = ("-began_at", "-id")
        verbose_name = _("detection")
        verbose_name_plural = _("detections")
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "source", "source_ref"], name="detection_is_one_per_intake_source_and_ref"
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__range=(0, 1)),
                name="detection_score_is_0_to_1",
            ),
            models.CheckConstraint(
                condition=models.Q(sub_score__isnull=True) | models.Q(sub_score__range=(0, 1)),
                name="detection_sub_score_is_0_to_1",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-began_at", "-id"], name="detection_by_region"),
            models.Index(fields=["camera", "-began_at"], name="detection_by_camera"),
            models.Index(fields=["-began_at", "-id"], name="detection_by_began_at"),
            models.Index(
                fields=["region", "-began_at"],
                name="detection_open_by_region",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.source}:{self.source_ref}"

    @property
    def label_name(self) -> str:
        """What was seen, in the active language."""
        return label_name(self.label)
