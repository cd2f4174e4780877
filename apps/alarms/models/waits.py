"""What will be an alarm when its grace time is over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.alarms.models.rules import Rule, RuleVersion
from apps.alarms.querysets import WaitQuerySet


class Wait(models.Model):
    """A fact that a rule gives time to end by itself: one a rule and fact; gone when it ended or was raised."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+", verbose_name=_("alarm rule"))
    rule_version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="+")
    fact = models.CharField(_("fact"), max_length=80)
    happening = models.JSONField(_("what happened"))
    due_at = models.DateTimeField(_("raised at"), db_index=True)

    objects = WaitQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "id")
        verbose_name = _("fact in its grace time")
        verbose_name_plural = _("facts in their grace time")
        constraints = [models.UniqueConstraint(fields=["rule", "fact"], name="one_wait_per_rule_and_fact")]

    def __str__(self) -> str:
        return f"{self.fact} {self.due_at:%Y-%m-%d %H:%M:%S}"
