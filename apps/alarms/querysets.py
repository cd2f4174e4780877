"""Reads of alarms, rules and zones, as sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.gis.db import models

from apps.alarms.workflow import State
from apps.core.errors import NotFound
from apps.regions.folding import fold
from apps.regions.scope import Scope
from apps.sensors.models import Sensor

if TYPE_CHECKING:
    from apps.alarms.models import Alarm, Rule, Wait, Zone  # noqa: F401 - the classes below name them in texts


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def in_scope(self, scope: Scope) -> AlarmQuerySet:
        """The alarms of the regions that `scope` covers."""
        return self if scope.is_national else self.of_regions(scope.codes)

    def of_regions(self, codes: Iterable[str]) -> AlarmQuerySet:
        """The alarms of these regions."""
        return self.filter(region__in=list(codes))

    def open(self) -> AlarmQuerySet:
        """Those that are not cleared."""
        return self.exclude(state=State.CLEARED)

    def matching(self, text: str) -> AlarmQuerySet:
        """Those whose type, source and place hold each word of `text`, in any script."""
        words = fold(text).split()
        return self.filter(*[self._holding(word) for word in words]) if words else self.none()

    def _holding(self, word: str) -> models.Q:
        types = self.model.type.field.related_model._default_manager
        names = types.values_list("pk", "name_uz", "name_ru", "name_en")
        kinds = [code for code, *spellings in names if word in fold(" ".join((code, *spellings)))]
        sensors = Sensor.objects.filter(search__contains=word).values("pk")
        return (
            models.Q(type__in=kinds)
            | models.Q(source_code__icontains=word)
            | models.Q(source_name__icontains=word)
            | models.Q(camera__search__contains=word)
            | models.Q(sensor__in=sensors)
        )

    def most_urgent_first(self) -> AlarmQuerySet:
        """By priority, then the one that came last."""
        return self.order_by("priority", "-raised_at", "-id")

    def locked(self, alarm_id: UUID | str) -> Alarm:
        """The alarm, its row locked until the transaction ends; raises `NotFound`."""
        found = self.select_for_update(of=("self",)).filter(pk=alarm_id).first()
        if found is None:
            raise NotFound
        return found

    def all_locked(self) -> AlarmQuerySet:
        """Their rows locked, in the one order that every writer keeps, so that two never wait for each other."""
        return self.select_for_update(of=("self",)).order_by("source", "type_id", "pk")

    def of_sources(self, sources: Collection[str]) -> AlarmQuerySet:
        """The alarms of these sources."""
        return self.filter(source__in=sources)

    def shelf_ended(self, *, at: datetime) -> AlarmQuerySet:
        """Shelved, and the time is over."""
        return self.filter(state=State.SHELVED, shelved_until__lte=at)

    def incident_due(self, *, at: datetime) -> AlarmQuerySet:
        """Those whose rule asks for an incident that is not yet opened, the most urgent first."""
        return self.filter(incident_due_at__lte=at).order_by("priority", "incident_due_at", "pk")

    def quiet_enough(self, *, at: datetime) -> AlarmQuerySet:
        """Chattering, and the last return has lasted."""
        return self.open().filter(return_due_at__lte=at)


class RuleQuerySet(models.QuerySet["Rule"]):
    def in_scope(self, scope: Scope) -> RuleQuerySet:
        """The rules of at least one region that `scope` covers."""
        return self if scope.is_national else self.filter(regions__in=scope.codes).distinct()

    def wholly_in(self, scope: Scope) -> RuleQuerySet:
        """The rules of these regions alone: whoever changes one changes it for all its regions."""
        if scope.is_national:
            return self
        elsewhere = self.model.regions.through.objects.exclude(region__in=scope.codes)
        return self.in_scope(scope).exclude(pk__in=elsewhere.values("rule"))

    def in_use(self) -> RuleQuerySet:
        """Without the retired ones."""
        return self.filter(retired_at=None)

    def switched_on(self) -> RuleQuerySet:
        """Those that raise alarms."""
        return self.filter(is_on=True)

    def locked(self, rule_id: int) -> Rule:
        """The rule, its row locked until the transaction ends; raises `NotFound`."""
        found = self.select_for_update(of=("self",)).filter(pk=rule_id).first()
        if found is None:
            raise NotFound
        return found


class ZoneQuerySet(models.QuerySet["Zone"]):
    def in_scope(self, scope: Scope) -> ZoneQuerySet:
        """The zones of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)


class WaitQuerySet(models.QuerySet["Wait"]):
    """Facts in their grace time."""
