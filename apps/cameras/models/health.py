"""What the portal knows of a camera between two looks at it, and when it looks."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera
from apps.cameras.workflow import Health, Seen, State

# What an observation may change.
TAKEN: Final = ("state", "last", "run", "answers", "since", "turns", "detail")


class CameraHealth(models.Model):
    """A narrow row beside the wide one, without an index that an update would touch.

    It is written when something is news: a camera that answers as before leaves it alone. `watched_since` is when the
    portal first heard of the camera; availability counts from then.
    """

    camera = models.OneToOneField(
        Camera, models.CASCADE, primary_key=True, related_name="health", verbose_name=_("camera")
    )
    state = models.CharField(_("state"), max_length=12, default=State.UNKNOWN)
    last = models.CharField(_("last observation"), max_length=12, blank=True, default="")
    run = models.PositiveSmallIntegerField(_("how often in a row"), default=0)
    answers = models.PositiveSmallIntegerField(_("answers in a row"), default=0)
    since = models.DateTimeField(_("since"), null=True)
    turns = ArrayField(
        models.DateTimeField(), verbose_name=_("changes between answer and failure"), default=list
    )
    detail = models.CharField(_("detail"), max_length=40, blank=True, default="")
    is_planned = models.BooleanField(_("in maintenance as planned"), default=False)
    watched_since = models.DateTimeField(_("watched since"))

    class Meta:
        verbose_name = _("health of a camera")
        verbose_name_plural = _("health of cameras")

    def __str__(self) -> str:
        return f"{self.camera_id} {self.state}"

    @property
    def known(self) -> Health:
        """As the workflow takes it."""
        last = Seen(self.last) if self.last else None
        return Health(State(self.state), last, self.run, self.answers, self.since, tuple(self.turns))

    def take(self, health: Health, *, detail: str) -> None:
        """As the workflow gives it, and a word about the last look."""
        self.detail = detail[:40]
        self.state, self.last = health.state, health.last or ""
        self.run, self.answers = health.run, health.answers
        self.since, self.turns = health.since, list(health.turns)


class CheckSlot(models.Model):
    """Cameras that are looked at together: those whose id leaves this rest. A slot has its own beat within the round.

    Who looks takes the slot for a while; when that time is over without a result, somebody else takes it.
    """

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    due_at = models.DateTimeField(_("due at"))
    taken_until = models.DateTimeField(_("taken until"), null=True)
    looked_at = models.DateTimeField(_("looked at"), null=True)

    class Meta:
        verbose_name = _("slot of checks")
        verbose_name_plural = _("slots of checks")
        indexes = [models.Index(fields=["due_at"], name="check_slot_by_due")]

    def __str__(self) -> str:
        return str(self.number)
