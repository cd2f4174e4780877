"""The networks in which the portal may look for cameras."""

from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from apps.cameras.ranges import range_of
from apps.regions.models import Region


class CidrField(models.CharField):
    """A range of addresses, as PostgreSQL's `cidr`: text outside, without bits to the right of its mask."""

    def db_type(self, connection: Any) -> str:
        return "cidr"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else str(value)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return value
        try:
            return str(range_of(str(value)))
        except ValueError:
            raise ValidationError(_("Write a range as 10.20.0.0/16 or 2001:db8::/64."), code="cidr") from None


def _of_range(function: str) -> models.Func:
    return models.Func(models.F("cidr"), function=function, output_field=models.IntegerField())


class CameraNetworkQuerySet(models.QuerySet["CameraNetwork"]):
    """Ranges of addresses in which cameras may be asked."""

    def for_region(self, code: str) -> "CameraNetworkQuerySet":
        """Those that hold for cameras of the region."""
        return self.filter(models.Q(region=code) | models.Q(region=None))

    def ranges(self) -> list[str]:
        """As `reaching()` takes them."""
        return list(self.values_list("cidr", flat=True))


@pghistory.track()
class CameraNetwork(models.Model):
    """A range of addresses in which cameras are asked: of one region's cameras, or of all."""

    cidr = CidrField(
        _("range of addresses"),
        max_length=43,
        help_text=_("As 10.20.0.0/16. At most a /8, or a /32 of IPv6."),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="camera_networks",
        verbose_name=_("region"),
        help_text=_("Empty: for the cameras of every region."),
    )
    name = models.CharField(_("name"), max_length=150, blank=True)

    objects = CameraNetworkQuerySet.as_manager()

    class Meta:
        ordering = ("cidr", "region")
        verbose_name = _("camera network")
        verbose_name_plural = _("camera networks")
        constraints = [
            models.UniqueConstraint(
                fields=["cidr", "region"], name="camera_network_is_unique", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(GreaterThanOrEqual(_of_range("masklen"), 8))
                & (
                    models.Q(Exact(_of_range("family"), 4))
                    | models.Q(GreaterThanOrEqual(_of_range("masklen"), 32))
                ),
                name="camera_network_is_no_wider_than_8_or_32",
                violation_error_message=_("A range is at most a /8, or a /32 of IPv6."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cidr} {self.name}".rstrip()
