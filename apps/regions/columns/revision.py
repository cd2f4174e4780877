"""How often the rows of a region have changed: the base of each source's revisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.regions.models import Region


class Revision(models.Model):
    """Counted by triggers (`apps.regions.columns.triggers`); nothing else writes here."""

    region = models.OneToOneField(
        Region, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("region")
    )
    number = models.BigIntegerField(_("number"), default=1)
    fixed = models.BigIntegerField(_("number of what seldom changes"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.region_id} {self.number}"
