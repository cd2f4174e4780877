"""What will be an alarm when its grace time is over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.alarms.models.rules import Rule, RuleVersion
from apps.alarms.querysets import WaitQuerySet


class Wait(models.Model):
    """A fact that a rule gives time to end by itself: one a rule and fact; gone when it ended or was raised.

    `error` is why it could not be raised: it waits for an admin then, or for its end.
    """

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+", verbose_name=_("alarm rule"))
    rule_version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="+")
    fact = models.CharField(_("fact"), max_length=80)
    happening = models.JSONField(_("what happened"))
    due_at = models.DateTimeField(_("raised at"), db_index=True)
    error = models.TextField(_("error"), blank=True)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)

    objects = WaitQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "id")
        verbose_name = _("fact in its grace time")
        verbose_name_plural = _("facts in their grace time")
        constraints = [
            models.UniqueConstraint(fields=["rule", "fact"], name="one_wait_per_rule_and_fact"),
            models.CheckConstraint(
                condition=models.Q(error="", tried_at__isnull=True)
                | (~models.Q(error="") & models.Q(tried_at__isnull=False)),
                name="wait_that_failed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.due_at:%Y-%m-%d %H:%M:%S}"
