"""Who did it, as what is kept for good says it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Signed(models.Model):
    """Base of rows that name their author, with the name of then; no author is the portal itself.

    `apps.incidents.people.signature` fills these columns.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("API client"),
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        abstract = True
