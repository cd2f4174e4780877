"""Cameras: where they stand and where they look."""

from typing import Any

import pghistory
import pgtrigger
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models.functions import Mod
from django.utils.translation import gettext_lazy as _

from apps.cameras.beats import SLOTS
from apps.cameras.models.addresses import AddressField, holds_an_address
from apps.cameras.models.nodes import NetworkNode
from apps.cameras.querysets import CameraQuerySet
from apps.core.geo import SRID
from apps.core.nearest import Geography
from apps.regions.columns.revision import Revision
from apps.regions.folding import folded_words
from apps.regions.models import District, Region


class CameraKind(models.TextChoices):
    """What a camera is for; the order is the code in `cameras/columns/`."""

    OVERVIEW = "overview", _("overview")
    FACE = "face", _("face recognition")
    PLATE = "plate", _("number plates")
    PTZ = "ptz", _("pan, tilt, zoom")


class CameraStatus(models.TextChoices):
    """A camera's health; the order is the code in `cameras/columns/`."""

    ONLINE = "online", _("online")
    DEGRADED = "degraded", _("degraded")
    OFFLINE = "offline", _("offline")
    MAINTENANCE = "maintenance", _("maintenance")
    UNKNOWN = "unknown", _("unknown")


class SearchWords(models.TextField):
    """Code, name and address folded, so that a search hits in any script; kept by every way of saving."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        camera = model_instance
        words = folded_words(camera.code, camera.name, camera.address)  # type: ignore[attr-defined]
        setattr(camera, self.attname, words)
        return words


# A login is for the host that it was given for: nobody who may write addresses has it sent to another one.
FORGET_LOGIN = r"""
    DELETE FROM cameras_cameracredential WHERE camera_id = NEW.id AND EXISTS (
        SELECT FROM unnest(ARRAY[NEW.stream_url, NEW.snapshot_url]) AS address
        WHERE lower(substring(address FROM '://(\[[^]]*\]|[^/:?#]*)')) <> ALL (ARRAY[
            coalesce(lower(substring(OLD.stream_url FROM '://(\[[^]]*\]|[^/:?#]*)')), ''),
            coalesce(lower(substring(OLD.snapshot_url FROM '://(\[[^]]*\]|[^/:?#]*)')), '')
        ])
    );
    RETURN NULL;
"""


@pghistory.track(exclude=["status", "status_changed_at", "search"])
class Camera(models.Model):
    """A camera at a point. It is never deleted: it retires."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=150)
    region = models.ForeignKey(Region, models.PROTECT, related_name="cameras", verbose_name=_("region"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="cameras", verbose_name=_("district")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CameraKind.choices, default=CameraKind.OVERVIEW)
    location = models.PointField(_("location"), srid=SRID)
    address = models.CharField(_("address"), max_length=250, blank=True)
    make = models.CharField(_("make"), max_length=60, blank=True)
    model = models.CharField(_("model"), max_length=60, blank=True)
    owner = models.CharField(_("owner"), max_length=150, blank=True)
    analytics_name = models.CharField(
        _("name in video analytics"),
        max_length=60,
        blank=True,
        help_text=_("What analytics systems call it in their messages; empty: by its code."),
    )
    direction = models.CharField(
        _("direction as given"),
        max_length=60,
        blank=True,
        help_text=_("As the register of its owner says it."),
    )
    azimuth = models.PositiveSmallIntegerField(
        _("azimuth"), null=True, blank=True, help_text=_("Degrees clockwise from north, 0 to 359.")
    )
    fov_deg = models.PositiveSmallIntegerField(
        _("field of view"), null=True, blank=True, help_text=_("Degrees, 1 to 360.")
    )
    range_m = models.PositiveIntegerField(_("range"), null=True, blank=True, help_text=_("Metres."))
    node = models.ForeignKey(
        NetworkNode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cameras",
        verbose_name=_("network node"),
    )
    stream_url = AddressField(_("address of the stream"))
    snapshot_url = AddressField(_("address of the picture"))
    status = models.CharField(
        _("status"), max_length=12, choices=CameraStatus.choices, default=CameraStatus.UNKNOWN
    )
    status_changed_at = models.DateTimeField(_("status since"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    search = SearchWords(blank=True, default="", editable=False)

    objects = CameraQuerySet.as_manager()

    class Meta:
        ordering = ("region", "code")
        verbose_name = _("camera")
        verbose_name_plural = _("cameras")
        triggers = [
            pgtrigger.Trigger(
                name="login_stays_with_its_host",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("stream_url", "snapshot_url"),
                func=FORGET_LOGIN,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="camera_code_is_unique_in_region"),
            models.CheckConstraint(
                condition=models.Q(azimuth__isnull=True) | models.Q(azimuth__lt=360),
                name="camera_azimuth_is_below_360",
            ),
            models.CheckConstraint(
                condition=models.Q(fov_deg__isnull=True) | models.Q(fov_deg__range=(1, 360)),
                name="camera_fov_is_1_to_360",
            ),
            holds_an_address("stream_url", name="camera_stream_url_is_an_address_without_login"),
            holds_an_address("snapshot_url", name="camera_snapshot_url_is_an_address_without_login"),
        ]
        indexes = [
            GistIndex(Geography("location"), name="camera_location_geography"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="camera_search"),
            models.Index(
                Mod("id", SLOTS),
                name="camera_asked_by_slot",
                condition=models.Q(retired_at=None) & ~models.Q(stream_url="", snapshot_url=""),
            ),
            models.Index(fields=["region", "status"], name="camera_by_region_and_status"),
            models.Index(fields=["code"], name="camera_by_code"),
            models.Index(
                fields=["analytics_name"],
                name="camera_by_analytics_name",
                condition=~models.Q(analytics_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ColumnsRevision(Revision):
    """Of the cameras of a region."""

    class Meta:
        verbose_name = _("revision of cameras' columns")
        verbose_name_plural = _("revisions of cameras' columns")
