"""Views of the map that are kept by a name, and the wall displays that show them."""

from typing import Any, Final

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.map.querysets import SavedViewQuerySet
from apps.map.view_address import NotAView, checked
from apps.regions.models import Region

QUERY_LENGTH: Final = 2000
SHORTEST_S: Final = 10
LONGEST_S: Final = 3600


def is_view(query: str) -> None:
    """A validator: may this stand after the `?` of the console's address?"""
    try:
        checked(query)
    except NotAView as error:
        raise ValidationError(_("This is not the address of a view of the console."), code="query") from error


@pghistory.track()
class SavedView(models.Model):
    """What somebody has chosen to see, as the console's address says it. It holds no data: who opens it sees own ones.

    A view is its owner's alone, or shared: with those who see `region`, without one with everybody.
    """

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("what it shows"), max_length=QUERY_LENGTH, blank=True, validators=[is_view])
    owner = models.ForeignKey(User, models.PROTECT, related_name="saved_views", verbose_name=_("owner"))
    is_shared = models.BooleanField(_("shared"), default=False)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("With whom a shared view is shared; empty: with everybody."),
    )
    saved_at = models.DateTimeField(_("saved at"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="view_is_one_per_owner_and_name"),
            models.CheckConstraint(
                condition=models.Q(is_shared=True) | models.Q(region__isnull=True),
                name="view_of_a_region_is_shared",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["digest", "last_used_at"])
class Display(models.Model):
    """A screen on a wall: it signs in by a token as its user, reads, and goes through its views in turn.

    Only the token's SHA-256 is kept. A display is never deleted: it is revoked.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    user = models.OneToOneField(
        User,
        models.PROTECT,
        related_name="display",
        limit_choices_to={"role": Role.DISPLAY},
        verbose_name=_("user"),
        help_text=_("An account with the role “display”; its regions are what the screen shows."),
    )
    views = models.ManyToManyField(
        SavedView, through="Turn", related_name="displays", verbose_name=_("views")
    )
    prefix = models.CharField(_("beginning of the token"), max_length=8, blank=True, editable=False)
    digest = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("wall display")
        verbose_name_plural = _("wall displays")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__isnull=True, expires_at__isnull=True)
                | models.Q(
                    digest__isnull=False, issued_at__isnull=False, expires_at__gt=models.F("issued_at")
                ),
                name="display_token_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Only an account of a display: nobody's rights hang on a wall."""
        super().clean()
        if self.user_id and self.user.role != Role.DISPLAY:
            raise ValidationError({"user": _("This account is no display.")})


class Turn(models.Model):
    """A view that a display shows, for how long, and which one."""

    display = models.ForeignKey(Display, models.CASCADE, related_name="turns", verbose_name=_("wall display"))
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="turns", verbose_name=_("view"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    seconds = models.PositiveSmallIntegerField(
        _("seconds"),
        default=30,
        validators=[MinValueValidator(SHORTEST_S), MaxValueValidator(LONGEST_S)],
    )

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("turn of a display")
        verbose_name_plural = _("turns of displays")
        constraints = [
            models.UniqueConstraint(fields=["display", "view"], name="turn_is_one_per_display_and_view"),
            models.CheckConstraint(
                condition=models.Q(seconds__range=(SHORTEST_S, LONGEST_S)), name="turn_is_10_to_3600_s"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.view_id}"

    def clean(self) -> None:
        """A display shows what is shared: nobody's own choices come upon a wall by mistake."""
        super().clean()
        view: Any = self.view if self.view_id else None
        if view is not None and not view.is_shared:
            raise ValidationError({"view": _("Only a shared view is shown on a wall.")})
