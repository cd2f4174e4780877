"""Reads of incidents and calls, as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.apps import apps as registry
from django.contrib.gis.db import models
from django.db.models import Exists, F, OuterRef, Q

from apps.core.errors import NotFound
from apps.incidents.workflow import OPEN, UNRESOLVED, URGENT, Interval
from apps.live.presence import GONE_AFTER, present
from apps.regions.folding import fold
from apps.regions.scope import Scope

if TYPE_CHECKING:
    from datetime import datetime

    from apps.incidents.models import Call, Incident


NUMBER: Final = re.compile(r"[A-Z]{2}-\d{2}-\d{6,}", re.IGNORECASE | re.ASCII)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def in_scope(self, scope: Scope) -> IncidentQuerySet:
        """The incidents of the regions that `scope` covers, and those shared with them."""
        return self if scope.is_national else self.of_regions(scope.codes)

    def owned_in(self, scope: Scope) -> IncidentQuerySet:
        """The incidents whose own region `scope` covers: what others share may be read and not worked on."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def of_regions(self, codes: Iterable[str]) -> IncidentQuerySet:
        """The incidents that belong to, or are shared with, one of these regions."""
        codes = list(codes)
        shared = registry.get_model("incidents", "IncidentShare").objects.filter(
            incident=OuterRef("pk"), region__in=codes
        )
        return self.filter(Q(region__in=codes) | Exists(shared))

    def locked(self, incident_id: UUID | str) -> Incident:
        """The incident, its row locked until the transaction ends; raises `NotFound`."""
        found = self.select_for_update(of=("self",)).filter(pk=incident_id).first()
        if found is None:
            raise NotFound
        return found

    def open(self) -> IncidentQuerySet:
        """Those that somebody still has to do something about."""
        return self.filter(status__in=OPEN)

    def ended(self) -> IncidentQuerySet:
        """Those that nobody has to do anything about any more."""
        return self.exclude(status__in=OPEN)

    def unresolved(self) -> IncidentQuerySet:
        """Open and not yet resolved."""
        return self.filter(status__in=UNRESOLVED)

    def left_alone(self, *, at: datetime) -> IncidentQuerySet:
        """Urgent, unresolved and silent, while the handler's screen is gone, or never was there.

        Not yet within a minute after he or she wrote a line, from wherever, or was given it.
        """
        lines = registry.get_model("incidents", "HistoryEntry").objects.filter(
            incident=OuterRef("pk"), recorded_at__gte=at - GONE_AFTER
        )
        lately = lines.filter(Q(user=OuterRef("handler")) | Q(field="handler"))
        here = present(at=at).filter(user=OuterRef("handler"))
        silent = self.unresolved().filter(is_ringing=False, priority__in=URGENT, handler__isnull=False)
        return silent.exclude(Exists(here)).exclude(Exists(lately))

    def most_urgent_first(self) -> IncidentQuerySet:
        """By priority, then the one that waits longest."""
        return self.order_by("priority", "reported_at", "id")

    def matching(self, text: str) -> IncidentQuerySet:
        """The one whose number is `text`; else those whose title, address or number hold its words, in any script."""
        if NUMBER.fullmatch(text.strip()):
            return self.filter(number=text.strip().upper())
        words = fold(text).split()
        return self.filter(*[Q(search__contains=word) for word in words]) if words else self.none()

    def with_target(self) -> IncidentQuerySet:
        """Each with `target_s`: the limit of total response for its type at the highest priority held."""
        here = (
            registry.get_model("incidents", "Target")
            .objects.filter(
                Q(type=OuterRef("type_id")) | Q(type=None),
                priority=OuterRef("highest_priority"),
                interval=Interval.TOTAL_RESPONSE,
            )
            .order_by(F("type").asc(nulls_last=True))
        )
        return self.annotate(target_s=models.Subquery(here.values("limit_s")[:1]))


class CallQuerySet(models.QuerySet["Call"]):
    def in_scope(self, scope: Scope) -> CallQuerySet:
        """The calls that belong to the regions of `scope`, and those of the incidents shared with them."""
        if scope.is_national:
            return self
        incidents = registry.get_model("incidents", "Incident").objects.of_regions(scope.codes)
        return self.filter(Q(incident=None, region__in=scope.codes) | Q(incident__in=incidents))

    def owned_in(self, scope: Scope) -> CallQuerySet:
        """The calls that belong to the regions of `scope`: their numbers may be read, and they may be worked on."""
        return self if scope.is_national else self.of_regions(scope.codes)

    def of_regions(self, codes: Iterable[str]) -> CallQuerySet:
        """The calls of these regions: a call goes with its incident, one that became nothing stays where it rang."""
        codes = list(codes)
        return self.filter(Q(incident=None, region__in=codes) | Q(incident__region__in=codes))

    def locked(self, call_id: UUID | str) -> Call:
        """The call, its row locked until the transaction ends; raises `NotFound`."""
        found = self.select_for_update(of=("self",)).filter(pk=call_id).first()
        if found is None:
            raise NotFound
        return found
